//! Returned goods: the open returns, and one from its receipt to its end. The office sees to the money.

mod close;
mod inspect;
mod inspector;
mod list;
mod receive;

pub use list::ReturnList;

use super::answers::Answers;
use super::hand;
use super::work_list::NotThere;
use crate::screens::desk::Area;
use crate::trade::id::{OrderId, ReturnId};
use crate::ui::components::FloorUndo;
use crate::ui::locale::{Text, t, text};
use crate::ui::routes::Route;
use crate::view::floor::returns::{self, ReturnPhase, ReturnView};
use crate::view::names;
use close::{Close, Closed};
use inspect::Inspect;
use inspector::Inspector;
use leptos::prelude::*;
use receive::Receive;

const AREAS: &[Area] = &[Area::Orders, Area::Stock, Area::Catalog];

/// One return at the bench.
#[component]
pub fn ReturnCase(
    /// The order, as it stands in the address.
    order: String,
    /// The return, as it stands in the address.
    number: String,
) -> impl IntoView {
    let (name, id) = (order.clone(), number.clone());
    let found = Memo::new(move |_| {
        hand::read(&[Area::Orders], |hand| {
            let rma = names::find_return(&hand.at, &id);
            let order = names::find_order(&hand.at, &name);
            let is_new = id == list::UNANNOUNCED && order.is_some();
            (rma.is_some() || is_new).then_some((order, rma))
        })
    });
    move || match found.get() {
        Some((order, rma)) => view! { <Bench order rma /> }.into_any(),
        None => view! { <Missing number=number.clone() /> }.into_any(),
    }
}

#[component]
fn Bench(order: Option<OrderId>, rma: Option<ReturnId>) -> impl IntoView {
    let inspector = Inspector::new(order.clone(), rma);
    let glance =
        Memo::new(move |_| hand::read(AREAS, |hand| returns::view(hand, rma, order.as_ref())));
    let local = inspector.local.clone();
    let phase = Memo::new(move |_| {
        let (receiving, more) = {
            let local = local.read();
            (local.receiving, local.more)
        };
        glance.with(|glance| match glance.phase(receiving) {
            ReturnPhase::Inspect | ReturnPhase::Close if more && !glance.others.is_empty() => {
                ReturnPhase::Receive
            }
            phase => phase,
        })
    });
    move || {
        let inspector = inspector.clone();
        match phase.get() {
            ReturnPhase::Missing => {
                view! { <Missing number=glance.with_untracked(|it| it.number.clone()) /> }
                    .into_any()
            }
            ReturnPhase::Receive => view! { <Receive inspector glance /> }.into_any(),
            ReturnPhase::Inspect => view! { <Inspect inspector glance /> }.into_any(),
            ReturnPhase::Close => view! { <Close inspector glance /> }.into_any(),
            ReturnPhase::Closed => view! { <Closed inspector glance /> }.into_any(),
        }
    }
}

/// The corner button: what was noted last.
fn undo(inspector: &Inspector, glance: Memo<ReturnView>) -> FloorUndo {
    let press = inspector.clone();
    let local = inspector.local.clone();
    inspector.answers.undo(
        Signal::derive(move || {
            !local.read().came.is_empty() || glance.with(|glance| glance.may_undo)
        }),
        Callback::new(move |()| press.take_back()),
    )
}

/// Where I am: the return and its order, as far as it has a number and is of one.
fn position(glance: Memo<ReturnView>) -> Text {
    Text::computed(move || {
        let (name, number) = glance.with(|glance| (glance.name.clone(), glance.number.clone()));
        match (name.is_empty(), number.is_empty()) {
            (false, false) => text!(return_position, return_id = name, order = number),
            (false, true) => text!(return_position_named, return_id = name),
            (true, false) => text!(return_position_order, order = number),
            (true, true) => text!(return_title),
        }
    })
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
