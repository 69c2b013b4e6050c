//! The end of a return.

use super::inspector::Inspector;
use super::{list, position, undo};
use crate::ui::components::{FloorException, FloorFrame, FloorStep, IconName};
use crate::ui::locale::{Text, t, text};
use crate::ui::navigation;
use crate::ui::routes::Route;
use crate::view::floor::returns::ReturnView;
use leptos::prelude::*;

/// What was decided; the office sees to the money.
fn summary(glance: Memo<ReturnView>) -> Text {
    Text::computed(move || text!(return_decided_units, n = glance.with(ReturnView::decided)))
}

/// Nothing is left to do but to close.
#[component]
pub fn Close(inspector: Inspector, glance: Memo<ReturnView>) -> impl IntoView {
    let to_come = move || glance.with(ReturnView::to_come);
    let step = {
        let inspector = inspector.clone();
        FloorStep {
            closes: Signal::stored(true),
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
            on_press: Callback::new(move |()| inspector.receive_more()),
            shown: Signal::derive(move || {
                to_come() > 0 || glance.with(|glance| !glance.others.is_empty())
            }),
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
            position=position(glance)
            waiting=t!(return_close_waiting)
            answer=inspector.answers.signal()
            on_code=list::open_code(answers)
            notice=missing
            step=step
            undo=undo(&inspector, glance)
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
pub fn Closed(inspector: Inspector, glance: Memo<ReturnView>) -> impl IntoView {
    let answers = inspector.answers.clone();
    let step = FloorStep {
        closes: Signal::stored(false),
        label: t!(return_next),
        on_press: Callback::new(|()| navigation::go(Route::FloorReturn)),
        shown: Signal::stored(true),
    };
    view! {
        <FloorFrame
            title=t!(return_title)
            position=position(glance)
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
