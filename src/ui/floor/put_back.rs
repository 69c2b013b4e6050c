//! Units of cancelled lines that lie in totes: each goes back into a bin, by one scan of that bin.

use super::answers::Answers;
use super::pack::item_name;
use crate::domain::text::{Code, OrderId, Sku};
use crate::domain::{Command, Workspace};
use crate::ui::components::{EmptyState, FloorFrame, FloorInstruction, FloorItem, IconName};
use crate::ui::desk::{self, Area};
use crate::ui::locale::{Text, t, text};
use leptos::prelude::*;

/// Units of a line that must go back.
#[derive(Clone, Debug, PartialEq)]
struct Task {
    order: OrderId,
    line: u16,
    sku: Sku,
    name: String,
    units: u32,
    tote: Option<Code>,
    proposed: Option<Code>,
}

/// The bin that an item should go into: where most of it lies; where none does, no bin is proposed.
pub fn proposed_bin(state: &Workspace, sku: &Sku) -> Option<Code> {
    let stock = state.ledger.item(sku)?;
    let bins = stock.bins().into_iter().filter(|bin| bin.on_hand > 0);
    bins.max_by_key(|bin| bin.on_hand).map(|bin| bin.bin)
}

fn first_task(state: &Workspace) -> Option<Task> {
    let waiting = state.heads().filter(|head| head.put_back > 0);
    waiting
        .filter_map(|head| state.order(&head.id))
        .find_map(|order| {
            let lines = order.lines.iter().zip(0_u16..);
            let (line, number) = lines.into_iter().find(|(line, _)| line.put_back > 0)?;
            Some(Task {
                order: order.id.clone(),
                line: number,
                sku: line.sku.clone(),
                name: item_name(state, &line.sku),
                units: line.put_back,
                tote: order.tote.clone(),
                proposed: proposed_bin(state, &line.sku),
            })
        })
}

fn waiting_orders(state: &Workspace) -> Vec<OrderId> {
    let waiting = state.heads().filter(|head| head.put_back > 0);
    waiting.map(|head| head.id.clone()).collect()
}

fn put_back(answers: &Answers, code: String) {
    let doing = answers.clone();
    answers.work(async move {
        let Some(task) = desk::peek(first_task) else {
            return;
        };
        let scanned = code.trim().to_owned();
        let bin = match Code::new(&scanned) {
            Ok(bin) if desk::peek(|state| state.bins.contains_key(&bin)) => bin,
            _ => {
                return doing.wrong(
                    t!(floor_wrong_bin),
                    t!(return_no_bin_detail, scanned = scanned),
                );
            }
        };
        let command = Command::PutBack {
            order: task.order,
            line: task.line,
            bin,
            units: task.units,
        };
        if doing.run(command).await.is_some() {
            let (item, n) = (task.sku.to_string(), task.units);
            doing.right(
                t!(return_put_back_done),
                t!(
                    return_put_back_done_detail,
                    n = n,
                    item = item,
                    bin = scanned
                ),
            );
        }
    });
}

/// Units of cancelled lines, one line at a time.
#[component]
pub fn PutBack() -> impl IntoView {
    let answers = Answers::new();
    let answer = answers.signal();
    Effect::new(|| desk::load_orders(desk::read(&[Area::Orders], waiting_orders)));
    let task = Memo::new(|_| desk::read(&[Area::Orders, Area::Stock], first_task));
    let units = Memo::new(|_| {
        desk::read(&[Area::Orders], |state| {
            state.heads().map(|head| head.put_back).sum::<u32>()
        })
    });
    let of = move |make: fn(&Task) -> String| {
        Text::computed(move || task.with(|task| task.as_ref().map(make).unwrap_or_default()))
    };
    view! {
        <FloorFrame
            title=t!(floor_put_back)
            position=t!(floor_units_waiting, n = units.get())
            waiting=t!(return_scan_bin)
            answer=answer
            on_code=Callback::new(move |code| put_back(&answers, code))
        >
            <Show
                when=move || task.with(Option::is_some)
                fallback=|| {
                    view! {
                        <EmptyState
                            title=t!(return_put_back_empty)
                            text=t!(return_put_back_empty_text)
                            icon=IconName::Bin
                        />
                    }
                }
            >
                <FloorInstruction
                    ask=t!(return_put_back_ask)
                    instruction=of(|task| match &task.proposed {
                        Some(bin) => bin.to_string(),
                        None => text!(return_any_bin),
                    })
                    quantity=of(|task| text!(pick_units, n = task.units))
                    target=of(|task| match &task.tote {
                        Some(tote) => text!(
                            return_from_tote,
                            tote = tote.as_str(),
                            order = task.order.number()
                        ),
                        None => text!(pack_order, order = task.order.number()),
                    })
                    after=t!(return_put_back_after)
                >
                    <FloorItem name=of(|task| task.name.clone()) code=of(|task| task.sku.to_string()) />
                </FloorInstruction>
            </Show>
        </FloorFrame>
    }
}
