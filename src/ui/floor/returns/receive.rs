//! Units that come back: scanned one by one, or all at once.

use super::glance::{Glance, ReturnedGoods};
use super::inspector::Inspector;
use super::{position, undo};
use crate::ui::components::{FloorException, FloorFrame, FloorInstruction, FloorStep, IconName};
use crate::ui::locale::{Text, t, text};
use crate::ui::navigation;
use crate::ui::routes::{Paper, Route};
use leptos::prelude::*;

/// The units that are expected.
#[component]
pub fn Receive(inspector: Inspector, glance: Signal<Option<Glance>>) -> impl IntoView {
    let to_come = move || glance.with(|glance| glance.as_ref().map_or(0, Glance::to_come));
    let at_dock = move || glance.with(|glance| glance.as_ref().map_or(0, Glance::undecided));
    let step = {
        let inspector = inspector.clone();
        FloorStep {
            label: Text::computed(move || text!(return_receive_all, n = to_come())),
            on_press: Callback::new(move |()| inspector.receive_all()),
            shown: Signal::stored(true),
        }
    };
    let inspect = {
        let inspector = inspector.clone();
        FloorException {
            name: "inspect",
            label: t!(return_inspect_now),
            icon: IconName::Search,
            on_press: Callback::new(move |()| inspector.receiving.set(false)),
            shown: Signal::derive(move || at_dock() > 0),
        }
    };
    let nothing_more = {
        let inspector = inspector.clone();
        FloorException {
            name: "nothing-more",
            label: t!(return_nothing_more),
            icon: IconName::Cross,
            on_press: Callback::new(move |()| inspector.receiving.set(false)),
            shown: Signal::derive(move || {
                at_dock() == 0
                    && glance.with(|glance| glance.as_ref().is_some_and(|g| g.decided() > 0))
            }),
        }
    };
    let label = {
        let paper = Paper::Return(inspector.order.to_string(), inspector.id.to_string());
        FloorException {
            name: "print-label",
            label: t!(return_print_label),
            icon: IconName::Print,
            on_press: Callback::new(move |()| navigation::go(Route::Print(paper.clone()))),
            shown: Signal::stored(true),
        }
    };
    let rows = move || {
        let lines = glance.with(|glance| glance.as_ref().map(|glance| glance.lines.clone()));
        lines
            .unwrap_or_default()
            .into_iter()
            .map(row)
            .collect_view()
    };
    let on_code = {
        let inspector = inspector.clone();
        Callback::new(move |code: String| inspector.scan_received(code))
    };
    view! {
        <FloorFrame
            title=t!(return_title)
            position=position(&inspector)
            waiting=t!(return_scan_unit)
            answer=inspector.answers.signal()
            on_code=on_code
            step=step
            undo=undo(&inspector)
            exceptions=vec![inspect, nothing_more, label]
            leave=Route::FloorReturn
        >
            <FloorInstruction
                ask=t!(return_receive_ask)
                instruction=Text::computed(move || text!(return_to_come, n = to_come()))
                quantity=Text::computed(move || text!(return_at_dock, n = at_dock()))
                target=t!(return_dock)
                after=""
            >
                <ul class="floor-rows" data-test="lines">{rows}</ul>
            </FloorInstruction>
        </FloorFrame>
    }
}

fn row(line: ReturnedGoods) -> impl IntoView {
    let (came, to_come) = (line.undecided + line.decided, line.to_come);
    view! {
        <li class:done=to_come == 0>
            <span>
                <strong class="code">{line.sku.to_string()}</strong>
                " "
                {line.name}
            </span>
            <span class="floor-row-count">{t!(return_row, came = came, all = came + to_come)}</span>
        </li>
    }
}
