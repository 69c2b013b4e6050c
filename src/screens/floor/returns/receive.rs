//! Units that come back: scanned one by one, or all at once.

use super::inspector::Inspector;
use super::{position, undo};
use crate::screens::floor::sheet::Sheet;
use crate::screens::words;
use crate::trade::returns::ReturnReason;
use crate::ui::components::{
    FloorException, FloorFrame, FloorInstruction, FloorStep, Icon, IconName,
};
use crate::ui::locale::{Text, t, text};
use crate::ui::navigation;
use crate::ui::routes::{Paper, Route};
use crate::view::floor::returns::{ReturnRow, ReturnView};
use crate::view::floor::returns_scan::countable;
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
    let is_announced = move || glance.with(|glance| glance.rma.is_some());
    let noted = {
        let local = inspector.local.clone();
        Signal::derive(move || local.read().noted_units())
    };
    let step = {
        let inspector = inspector.clone();
        FloorStep {
            closes: Signal::stored(false),
            label: Text::computed(move || match is_announced() {
                true => text!(return_receive_all, n = at_once()),
                false => text!(return_receive_noted, n = noted.get()),
            }),
            on_press: Callback::new(move |()| match untrack(is_announced) {
                true => inspector.receive_all(),
                false => inspector.receive_noted(),
            }),
            shown: Signal::derive(move || match is_announced() {
                true => at_once() > 0,
                false => noted.get() > 0,
            }),
        }
    };
    let counting = RwSignal::new(false);
    let most = {
        let local = inspector.local.clone();
        Signal::derive(move || {
            let local = local.read();
            glance.with(|glance| countable(glance, &local).map_or(0, |(_, most)| most))
        })
    };
    let quantity = FloorException {
        name: "quantity",
        label: t!(pick_other_quantity),
        icon: IconName::Plus,
        on_press: Callback::new(move |()| counting.set(true)),
        shown: Signal::derive(move || most.get() > 0),
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
    let surplus = {
        let (inspector, local) = (inspector.clone(), inspector.local.clone());
        FloorException {
            name: "surplus",
            label: t!(return_surplus),
            icon: IconName::Plus,
            on_press: Callback::new(move |()| inspector.receive_more()),
            shown: Signal::derive(move || {
                !local.read().more && glance.with(|glance| !glance.others.is_empty())
            }),
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
    let (local, of_others) = (inspector.local.clone(), inspector.local.clone());
    let rows = move || {
        let local = local.read();
        let rows = glance.with(|glance| glance.rows.clone());
        let rows = rows.into_iter().map(|of| {
            let noted = local.noted(&of.key());
            row(of, noted)
        });
        rows.collect_view()
    };
    // What may come beyond what was announced, once somebody said that there is more.
    let others = move || {
        let more = of_others.read().more;
        let others = glance.with(|glance| glance.others.clone());
        let shown = others.into_iter().filter(|_| more);
        shown.map(|of| row(of, 0)).collect_view()
    };
    let notice = Signal::derive(move || match glance.with(|glance| glance.rma) {
        Some(_) => String::new(),
        None => text!(return_unannounced),
    });
    let on_code = {
        let inspector = inspector.clone();
        Callback::new(move |code: String| {
            counting.set(false);
            inspector.scan_received(code);
        })
    };
    let (because, counter) = (inspector.clone(), inspector.clone());
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
            exceptions=vec![quantity, inspect, surplus, nothing_more, label]
            leave=Route::FloorReturn
        >
            <FloorInstruction
                ask=t!(return_receive_ask)
                instruction=Text::computed(move || text!(return_to_come, n = to_come()))
                quantity=Text::computed(move || text!(return_at_dock, n = at_bench()))
                target=t!(return_dock)
                after=""
            >
                <ul class="floor-rows" data-test="lines">
                    {rows}
                    {others}
                </ul>
                <Show when=move || !is_announced()>
                    <Reasons inspector=because.clone() />
                </Show>
            </FloorInstruction>
        </FloorFrame>
        <CountSheet inspector=counter most open=counting />
    }
}

/// Why it comes back: one of them, or nothing is said.
#[component]
fn Reasons(inspector: Inspector) -> impl IntoView {
    const REASONS: [ReturnReason; 6] = [
        ReturnReason::Unwanted,
        ReturnReason::Damaged,
        ReturnReason::Defective,
        ReturnReason::WrongItem,
        ReturnReason::Undelivered,
        ReturnReason::Other,
    ];
    let choices = REASONS.map(|reason| {
        let (seen, set) = (inspector.local.clone(), inspector.clone());
        view! {
            <button
                class="floor-choice"
                type="button"
                aria-pressed=move || if seen.read().reason == Some(reason) { "true" } else { "false" }
                on:click=move |_| set.because(reason)
            >
                <Icon name=IconName::Check />
                <span>{words::return_reason(&reason)}</span>
            </button>
        }
    });
    view! {
        <div class="floor-choices" role="group" aria-label=t!(return_reason) data-test="reasons">
            {choices}
        </div>
    }
}

/// Several units of what was scanned last.
#[component]
fn CountSheet(inspector: Inspector, most: Signal<u64>, open: RwSignal<bool>) -> impl IntoView {
    let units = RwSignal::new(None::<i64>);
    let most = Signal::derive(move || i64::try_from(most.get()).unwrap_or(i64::MAX));
    Effect::new(move || {
        if open.get() {
            units.set(Some(most.get_untracked()));
        }
    });
    let receive = Callback::new(move |()| {
        let counted = units.get_untracked().and_then(|n| u64::try_from(n).ok());
        if let Some(counted) = counted {
            inspector.receive_counted(counted);
        }
    });
    view! {
        <Sheet
            title=t!(pick_other_quantity)
            text=Text::computed(move || text!(return_count_more_text, n = most.get()))
            confirm=Text::computed(move || text!(return_receive_noted, n = units.get().unwrap_or_default()))
            open
            on_confirm=receive
            units=(units, most)
        />
    }
}

fn row(row: ReturnRow, noted: u64) -> impl IntoView {
    let (came, to_come) = (
        row.undecided + row.decided + noted,
        row.to_come.saturating_sub(noted),
    );
    let item = row.goods.item.clone();
    view! {
        <li class:done=to_come == 0>
            <span>
                <strong class="code">{row.sku}</strong>
                " "
                {row.name}
            </span>
            <span class="floor-row-count">
                {move || {
                    let figure = |n: u64| words::amount(&item, i128::from(n));
                    text!(return_row, came = figure(came), all = figure(came + to_come))
                }}
            </span>
        </li>
    }
}
