//! The end of a return: what goes back to the customer, and that nothing more is expected.

use super::glance::Glance;
use super::inspector::Inspector;
use super::{list, position, undo};
use crate::domain::money::Amount;
use crate::domain::reason::PaymentMethod;
use crate::ui::components::{
    Check, FloorException, FloorFrame, FloorStep, IconName, Select, TextInput,
};
use crate::ui::locale::{Text, t, text};
use crate::ui::navigation;
use crate::ui::routes::Route;
use crate::ui::trade;
use leptos::prelude::*;

/// Reads an amount as people type it: with a point or a comma.
fn parse(words: &str) -> Option<Amount> {
    Amount::parse(&words.trim().replace(',', ".")).filter(|amount| *amount > Amount::ZERO)
}

/// The refund: proposed from the prices, to be changed.
#[component]
pub fn Refund(inspector: Inspector, glance: Signal<Option<Glance>>) -> impl IntoView {
    let Some(due) = glance.with_untracked(|glance| glance.as_ref().map(|g| g.refund.clone()))
    else {
        return ().into_any();
    };
    let (most, currency) = (due.most, due.currency);
    let amount = RwSignal::new(due.proposed.to_string());
    let method = RwSignal::new(due.method.code().to_owned());
    let methods: Vec<(String, Text)> = PaymentMethod::ALL
        .iter()
        .map(|method| (method.code().to_owned(), trade::payment_method(*method)))
        .collect();
    let fits = move |words: &str| parse(words).filter(|amount| *amount <= most);
    let check: Check = Callback::new(move |words: String| {
        fits(&words)
            .is_none()
            .then(|| t!(return_amount_wrong, most = trade::money(most, currency)))
    });
    let step = {
        let inspector = inspector.clone();
        FloorStep {
            label: Text::computed(move || match amount.with(|words| fits(words)) {
                Some(amount) => text!(return_refund, amount = trade::money(amount, currency)),
                None => String::new(),
            }),
            on_press: Callback::new(move |()| {
                let amount = amount.with_untracked(|words| fits(words));
                let method = method.with_untracked(|code| PaymentMethod::from_code(code));
                if let (Some(amount), Some(method)) = (amount, method) {
                    inspector.refund(method, amount, currency);
                }
            }),
            shown: Signal::derive(move || amount.with(|words| fits(words)).is_some()),
        }
    };
    let without = {
        let inspector = inspector.clone();
        FloorException {
            name: "no-refund",
            label: t!(return_no_refund),
            icon: IconName::ChevronRight,
            on_press: Callback::new(move |()| inspector.no_refund.set(true)),
            shown: Signal::stored(true),
        }
    };
    let answers = inspector.answers.clone();
    let code = currency.to_string();
    view! {
        <FloorFrame
            title=t!(return_title)
            position=position(&inspector)
            waiting=t!(return_refund_waiting)
            answer=inspector.answers.signal()
            on_code=list::open_code(answers)
            step=step
            undo=undo(&inspector)
            exceptions=vec![without]
            leave=Route::FloorReturn
        >
            <div class="floor-where">
                <p class="floor-ask" data-test="ask">{t!(return_refund_ask)}</p>
                <p class="floor-instruction" data-test="instruction">
                    {move || trade::money(due.proposed, currency)}
                </p>
            </div>
            <div class="floor-fields floor-what">
                <TextInput
                    label=t!(return_amount, currency = code)
                    value=amount
                    hint=t!(return_amount_hint, most = trade::money(most, currency))
                    check=check
                />
                <Select label=t!(return_method) value=method options=methods />
            </div>
        </FloorFrame>
    }
    .into_any()
}

/// What was decided, and what was refunded.
fn summary(glance: Signal<Option<Glance>>) -> Text {
    Text::computed(move || {
        glance.with(|glance| {
            let Some(glance) = glance else {
                return String::new();
            };
            let refunded = trade::money(glance.refunded, glance.refund.currency);
            text!(return_summary, n = glance.decided(), amount = refunded)
        })
    })
}

/// Nothing is left to do but to close.
#[component]
pub fn Close(inspector: Inspector, glance: Signal<Option<Glance>>) -> impl IntoView {
    let to_come = move || glance.with(|glance| glance.as_ref().map_or(0, Glance::to_come));
    let step = {
        let inspector = inspector.clone();
        FloorStep {
            label: t!(return_close),
            on_press: Callback::new(move |()| inspector.close()),
            shown: Signal::stored(true),
        }
    };
    let receive = {
        let inspector = inspector.clone();
        FloorException {
            name: "receive",
            label: t!(return_receive_more),
            icon: IconName::Return,
            on_press: Callback::new(move |()| inspector.receiving.set(true)),
            shown: Signal::derive(move || to_come() > 0),
        }
    };
    let missing = Signal::derive(move || match to_come() {
        0 => String::new(),
        n => text!(return_not_come, n = n),
    });
    let answers = inspector.answers.clone();
    view! {
        <FloorFrame
            title=t!(return_title)
            position=position(&inspector)
            waiting=t!(return_close_waiting)
            answer=inspector.answers.signal()
            on_code=list::open_code(answers)
            notice=missing
            step=step
            undo=undo(&inspector)
            exceptions=vec![receive]
            leave=Route::FloorReturn
        >
            <div class="floor-where">
                <p class="floor-ask" data-test="ask">{summary(glance)}</p>
                <p class="floor-instruction" data-test="instruction">{t!(return_all_decided)}</p>
            </div>
        </FloorFrame>
    }
}

/// The return is closed.
#[component]
pub fn Closed(inspector: Inspector, glance: Signal<Option<Glance>>) -> impl IntoView {
    let answers = inspector.answers.clone();
    let step = FloorStep {
        label: t!(return_next),
        on_press: Callback::new(|()| navigation::go(Route::FloorReturn)),
        shown: Signal::stored(true),
    };
    view! {
        <FloorFrame
            title=t!(return_title)
            position=position(&inspector)
            waiting=t!(return_scan)
            answer=inspector.answers.signal()
            on_code=list::open_code(answers)
            step=step
            leave=Route::FloorReturn
        >
            <div class="floor-where">
                <p class="floor-ask" data-test="ask">{summary(glance)}</p>
                <p class="floor-instruction" data-test="instruction">{t!(return_closed)}</p>
            </div>
        </FloorFrame>
    }
}
