//! Returned goods: the open returns, and one from its receipt to its end.

mod glance;
mod inspect;
mod inspector;
mod list;
mod money;
mod receive;

pub use list::ReturnList;

use super::answers::Answers;
use super::work_list::NotThere;
use crate::domain::money::Amount;
use crate::domain::text::{OrderId, ReturnId};
use crate::ui::components::{FloorUndo, Skeleton};
use crate::ui::desk::{self, Area};
use crate::ui::locale::{Text, t};
use crate::ui::routes::Route;
use glance::Glance;
use inspect::Inspect;
use inspector::Inspector;
use leptos::prelude::*;
use money::{Close, Closed, Refund};
use receive::Receive;

/// Where the return is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Missing,
    Loading,
    Receive,
    Inspect,
    Refund,
    Close,
    Closed,
}

/// One return at the dock.
#[component]
pub fn ReturnCase(
    /// The order, as it stands in the address.
    order: String,
    /// The return, as it stands in the address.
    number: String,
) -> impl IntoView {
    match (OrderId::new(&order), ReturnId::new(&number)) {
        (Ok(order), Ok(id)) => view! { <Dock order id /> }.into_any(),
        _ => view! { <Missing number /> }.into_any(),
    }
}

#[component]
fn Dock(order: OrderId, id: ReturnId) -> impl IntoView {
    let inspector = Inspector::new(order.clone(), id.clone());
    let needed = order.clone();
    Effect::new(move || {
        // Whoever unloads orders says so by the same area.
        desk::read(&[Area::Orders], |_| ());
        desk::load_orders(vec![needed.clone()]);
    });
    let (whose, which) = (order.clone(), id.clone());
    let glance = Memo::new(move |_| {
        desk::read(&[Area::Orders, Area::Stock, Area::Catalog], |state| {
            Glance::of(state, &whose, &which)
        })
    });
    let which = id.clone();
    let is_known = Memo::new(move |_| {
        desk::read(&[Area::Orders], |state| {
            let head = state.head(&order);
            head.is_some_and(|head| head.returns.iter().any(|case| case.id == which))
        })
    });
    let (receiving, no_refund) = (inspector.receiving.clone(), inspector.no_refund.clone());
    let phase = Memo::new(move |_| {
        let (receiving, no_refund) = (receiving.get(), no_refund.get());
        glance.with(|glance| match glance {
            None if is_known.get() => Phase::Loading,
            None => Phase::Missing,
            Some(glance) => phase_of(glance, receiving, no_refund),
        })
    });
    move || {
        let inspector = inspector.clone();
        // The screens below stand only while there is something to look at.
        let glance = Signal::derive(move || glance.get());
        match phase.get() {
            Phase::Missing => view! { <Missing number=id.to_string() /> }.into_any(),
            Phase::Loading => view! { <Skeleton lines=8 /> }.into_any(),
            Phase::Receive => view! { <Receive inspector glance /> }.into_any(),
            Phase::Inspect => view! { <Inspect inspector glance /> }.into_any(),
            Phase::Refund => view! { <Refund inspector glance /> }.into_any(),
            Phase::Close => view! { <Close inspector glance /> }.into_any(),
            Phase::Closed => view! { <Closed inspector glance /> }.into_any(),
        }
    }
}

fn phase_of(glance: &Glance, receiving: bool, no_refund: bool) -> Phase {
    if glance.closed {
        Phase::Closed
    } else if glance.to_come() > 0 && (receiving || glance.decided() + glance.undecided() == 0) {
        Phase::Receive
    } else if glance.undecided() > 0 {
        Phase::Inspect
    } else if glance.refund.proposed > Amount::ZERO && !no_refund {
        Phase::Refund
    } else {
        Phase::Close
    }
}

/// The corner button: what was noted last.
fn undo(inspector: &Inspector) -> FloorUndo {
    let (press, last) = (inspector.clone(), inspector.undo.clone());
    FloorUndo {
        on_press: Callback::new(move |()| press.take_back()),
        disabled: Signal::derive(move || last.with(Option::is_none)),
    }
}

/// Where I am: the return and its order.
fn position(inspector: &Inspector) -> Text {
    let (id, order) = (
        inspector.id.to_string(),
        inspector.order.number().to_owned(),
    );
    t!(return_position, return_id = id, order = order)
}

#[component]
fn Missing(number: String) -> impl IntoView {
    let answers = Answers::new();
    let asked = number.clone();
    view! {
        <NotThere
            title=t!(return_title)
            number
            waiting=t!(return_scan)
            answer=answers.signal()
            on_code=list::open_code(answers)
            leave=Route::FloorReturn
            missing=t!(return_missing, return_id = asked)
            text=t!(return_missing_text)
        />
    }
}
