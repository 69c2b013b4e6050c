//! Units that come back: scanned one by one, or all at once.

use super::inspector::Inspector;
use super::{position, undo};
use crate::ui::components::{FloorException, FloorFrame, FloorInstruction, FloorStep, IconName};
use crate::ui::locale::{Text, t, text};
use crate::ui::navigation;
use crate::ui::routes::{Paper, Route};
use crate::view::floor::returns::{ReturnRow, ReturnView};
use leptos::prelude::*;

/// The units that are expected.
#[component]
pub fn Receive(inspector: Inspector, glance: Memo<ReturnView>) -> impl IntoView {
    let to_come = move || glance.with(ReturnView::to_come);
    let at_bench = move || glance.with(ReturnView::undecided);
    // Units with serial numbers are scanned, each of them.
    let at_once = move || {
        glance.with(|glance| {
            let rows = glance.rows.iter().filter(|row| !row.asks_serial);
            rows.map(|row| row.to_come).sum::<u64>()
        })
    };
    let step = {
        let inspector = inspector.clone();
        FloorStep {
            closes: Signal::stored(false),
            label: Text::computed(move || text!(return_receive_all, n = at_once())),
            on_press: Callback::new(move |()| inspector.receive_all()),
            shown: Signal::derive(move || {
                at_once() > 0 && glance.with(|glance| glance.rma.is_some())
            }),
        }
    };
    let inspect = {
        let inspector = inspector.clone();
        FloorException {
            name: "inspect",
            label: t!(return_inspect_now),
            icon: IconName::Search,
            on_press: Callback::new(move |()| inspector.receiving(false)),
            shown: Signal::derive(move || at_bench() > 0),
        }
    };
    let nothing_more = {
        let inspector = inspector.clone();
        FloorException {
            name: "nothing-more",
            label: t!(return_nothing_more),
            icon: IconName::Cross,
            on_press: Callback::new(move |()| inspector.receiving(false)),
            shown: Signal::derive(move || at_bench() == 0 && glance.with(|it| it.decided() > 0)),
        }
    };
    let label = FloorException {
        name: "print-label",
        label: t!(return_print_label),
        icon: IconName::Print,
        on_press: Callback::new(move |()| {
            let glance = glance.get_untracked();
            let Route::FloorReturnCase(order, number) =
                super::list::route(glance.order.as_ref(), glance.rma.as_ref())
            else {
                return;
            };
            navigation::go(Route::Print(Paper::Return(order, number)));
        }),
        shown: Signal::derive(move || glance.with(|glance| glance.rma.is_some())),
    };
    let print = (label.on_press, label.shown);
    let unit = inspector.local.clone();
    let waiting = Text::computed(move || match unit.read().unit {
        Some(_) => text!(pick_scan_serial, number = 1, all = 1),
        None => text!(return_scan_unit),
    });
    let rows = move || {
        let rows = glance.with(|glance| glance.rows.clone());
        rows.into_iter().map(row).collect_view()
    };
    let notice = Signal::derive(move || match glance.with(|glance| glance.rma) {
        Some(_) => String::new(),
        None => text!(return_unannounced),
    });
    let on_code = {
        let inspector = inspector.clone();
        Callback::new(move |code: String| inspector.scan_received(code))
    };
    view! {
        <FloorFrame
            title=t!(return_title)
            position=position(glance)
            waiting=waiting
            answer=inspector.answers.signal()
            on_code=on_code
            notice=notice
            step=step
            undo=undo(&inspector, glance)
            print=print
            exceptions=vec![inspect, nothing_more, label]
            leave=Route::FloorReturn
        >
            <FloorInstruction
                ask=t!(return_receive_ask)
                instruction=Text::computed(move || text!(return_to_come, n = to_come()))
                quantity=Text::computed(move || text!(return_at_dock, n = at_bench()))
                target=t!(return_dock)
                after=""
            >
                <ul class="floor-rows" data-test="lines">{rows}</ul>
            </FloorInstruction>
        </FloorFrame>
    }
}

fn row(row: ReturnRow) -> impl IntoView {
    let (came, to_come) = (row.undecided + row.decided, row.to_come);
    view! {
        <li class:done=to_come == 0>
            <span>
                <strong class="code">{row.sku}</strong>
                " "
                {row.name}
            </span>
            <span class="floor-row-count">{t!(return_row, came = came, all = came + to_come)}</span>
        </li>
    }
}
