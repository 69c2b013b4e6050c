//! Picking: batches given to the floor, and what every scan there means.

use super::{Context, order, workable_order};
use crate::domain::command::Refusal;
use crate::domain::event::{Event, PickTask, Picked, Shorted};
use crate::domain::order::{Line, Order, Stage};
use crate::domain::picking::{Batch, TaskState};
use crate::domain::reason::ShortReason;
use crate::domain::text::{BatchId, Code, OrderId};
use crate::domain::workspace::Workspace;
use crate::limits::BATCH_ORDERS_MAX;
use std::collections::BTreeSet;

/// Gives orders with promised stock to the floor. The tasks follow the walk through the warehouse.
pub fn release(
    state: &Workspace,
    context: &Context,
    orders: &[OrderId],
) -> Result<Vec<Event>, Refusal> {
    let orders: BTreeSet<&OrderId> = orders.iter().collect();
    if orders.len() > BATCH_ORDERS_MAX {
        return Err(Refusal::BatchTooLarge {
            orders_max: BATCH_ORDERS_MAX as u32,
        });
    }
    let mut tasks = Vec::new();
    for id in &orders {
        let order = workable_order(state, context, id)?;
        if let Some(batch) = &order.batch {
            return Err(Refusal::InBatch {
                order: order.id.clone(),
                batch: batch.clone(),
            });
        }
        let promises = super::allocation::promises_of(order);
        if promises.is_empty() {
            return Err(Refusal::NotPromised(order.id.clone()));
        }
        tasks.extend(promises.into_iter().map(|promise| PickTask {
            order: order.id.clone(),
            line: promise.line,
            sku: promise.sku,
            bin: promise.bin,
            units: promise.units,
        }));
    }
    if tasks.is_empty() {
        return Ok(Vec::new());
    }
    let walk = |bin: &Code| state.bins.get(bin).map_or(u32::MAX, |b| b.walk);
    tasks.sort_by(|a, b| {
        let key = |t: &PickTask| {
            (
                walk(&t.bin),
                t.bin.clone(),
                t.sku.clone(),
                t.order.clone(),
                t.line,
            )
        };
        key(a).cmp(&key(b))
    });
    let batch = BatchId::new(&context.name('B'))?;
    Ok(vec![Event::BatchReleased {
        batch,
        orders: orders.into_iter().cloned().collect(),
        tasks,
    }])
}

fn open_batch<'a>(state: &'a Workspace, id: &BatchId) -> Result<&'a Batch, Refusal> {
    let batch = state
        .batches
        .get(id)
        .ok_or_else(|| Refusal::UnknownBatch(id.clone()))?;
    if batch.finished {
        return Err(Refusal::BatchFinished(id.clone()));
    }
    Ok(batch)
}

fn task(batch: &Batch, index: u16) -> Result<&TaskState, Refusal> {
    batch
        .tasks
        .get(usize::from(index))
        .ok_or(Refusal::NothingToDo)
}

/// Units of the task's line that are promised out of the task's bin: what another bin promises is another task's.
fn promised(order: &Order, task: &TaskState) -> u32 {
    order
        .lines
        .get(usize::from(task.task.line))
        .map_or(0, |line| line.promised_in(&task.task.bin))
}

/// Whether a task was stopped: its order is held, or its units are no longer promised.
pub fn stopped(state: &Workspace, now_ms: i64, task: &TaskState) -> bool {
    if task.left() == 0 {
        return false;
    }
    match state.order(&task.task.order) {
        None => false,
        Some(order) => promised(order, task) == 0 || order.holds_at(now_ms).next().is_some(),
    }
}

/// The task to do now: the first on the walk, from the given one on, that is neither done nor stopped.
pub fn next_task(state: &Workspace, now_ms: i64, batch: &Batch, from: u16) -> Option<u16> {
    let n = batch.tasks.len() as u16;
    (from..n).chain(0..from.min(n)).find(|i| {
        let task = &batch.tasks[usize::from(*i)];
        !batch.task_done(task) && !stopped(state, now_ms, task)
    })
}

/// What the pick screen asks for next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// A free tote for this order.
    Tote(OrderId),
    /// The bin of the task.
    Bin(Code),
    /// The item, or its quantity.
    Item,
    /// The order's tote, to confirm that the goods lie in it.
    ConfirmTote(Code),
    /// Nothing: the task is done.
    Nothing,
}

/// What comes next at a task.
pub fn ask(batch: &Batch, task: &TaskState) -> Ask {
    if let Some(order) = batch.order_without_tote() {
        return Ask::Tote(order.clone());
    }
    if batch.task_done(task) {
        return Ask::Nothing;
    }
    if task.left() == 0 {
        return match batch.tote_of(&task.task.order) {
            Some(tote) => Ask::ConfirmTote(tote.clone()),
            None => Ask::Nothing,
        };
    }
    if batch.at_bin.as_ref() != Some(&task.task.bin) && task.picked == 0 {
        return Ask::Bin(task.task.bin.clone());
    }
    Ask::Item
}

/// A scan at the pick screen. What it may mean is what the screen asks for, and nothing else: anything else changes
/// nothing.
pub fn scan(
    state: &Workspace,
    context: &Context,
    id: &BatchId,
    index: u16,
    text: &str,
) -> Result<Vec<Event>, Refusal> {
    let batch = open_batch(state, id)?;
    let task = task(batch, index)?;
    let scanned = text.trim();
    match ask(batch, task) {
        Ask::Tote(order) => assign_tote(state, batch, &order, scanned),
        Ask::Bin(bin) => {
            check_not_stopped(state, context, task)?;
            // Scanning the item at once is fine where it lies in just one bin: it cannot come from another.
            let item = state
                .catalog
                .by_scan(scanned)
                .filter(|item| item.sku == task.task.sku);
            if scanned == bin.as_str() {
                Ok(vec![Event::StopReached {
                    batch: id.clone(),
                    bin,
                }])
            } else if item.is_some() && only_bin(state, task) {
                pick_units(state, context, id, index, 1)
            } else {
                Err(Refusal::WrongBin {
                    scanned: scanned.to_owned(),
                    expected: bin,
                })
            }
        }
        Ask::Item => match state.catalog.by_scan(scanned) {
            Some(item) if item.sku == task.task.sku => pick_units(state, context, id, index, 1),
            _ if scanned == task.task.bin.as_str() => Err(Refusal::NothingToDo),
            _ => Err(Refusal::WrongItem {
                scanned: scanned.to_owned(),
                expected: task.task.sku.clone(),
            }),
        },
        Ask::ConfirmTote(tote) => {
            if scanned == tote.as_str() {
                return Ok(vec![Event::ToteConfirmed {
                    batch: id.clone(),
                    task: index,
                    tote,
                }]);
            }
            if state
                .catalog
                .by_scan(scanned)
                .is_some_and(|item| item.sku == task.task.sku)
            {
                return Err(Refusal::AlreadyAll {
                    sku: task.task.sku.clone(),
                });
            }
            Err(Refusal::WrongTote {
                scanned: scanned.to_owned(),
                expected: tote,
            })
        }
        Ask::Nothing => Err(Refusal::AlreadyAll {
            sku: task.task.sku.clone(),
        }),
    }
}

fn only_bin(state: &Workspace, task: &TaskState) -> bool {
    let bins = state
        .ledger
        .item(&task.task.sku)
        .map(|stock| stock.bins())
        .unwrap_or_default();
    bins.iter()
        .filter(|bin| bin.on_hand > 0)
        .all(|bin| bin.bin == task.task.bin)
}

fn check_not_stopped(
    state: &Workspace,
    context: &Context,
    task: &TaskState,
) -> Result<(), Refusal> {
    if stopped(state, context.now_ms, task) {
        return Err(Refusal::Stopped(task.task.order.clone()));
    }
    Ok(())
}

fn assign_tote(
    state: &Workspace,
    batch: &Batch,
    id: &OrderId,
    scanned: &str,
) -> Result<Vec<Event>, Refusal> {
    let not_a_tote = || Refusal::NotATote {
        scanned: scanned.to_owned(),
    };
    let tote = Code::new(scanned).map_err(|_| not_a_tote())?;
    if state.catalog.by_scan(scanned).is_some() || state.bins.contains_key(&tote) {
        return Err(not_a_tote());
    }
    // An order's goods lie in one tote: what is left there of an earlier batch must not be lost sight of.
    let own = order(state, id)?;
    if let Some(expected) = &own.tote
        && *expected != tote
        && own.lines.iter().any(|line| line.in_tote() > 0)
    {
        return Err(Refusal::WrongTote {
            scanned: scanned.to_owned(),
            expected: expected.clone(),
        });
    }
    // Goods of an earlier batch may lie in it still, or another order of an open batch may have it.
    let in_open_batch = state
        .batches
        .values()
        .filter(|other| !other.finished)
        .flat_map(|other| &other.orders)
        .find(|entry| entry.tote.as_ref() == Some(&tote))
        .map(|entry| entry.order.clone());
    let taken = in_open_batch.or_else(|| holder_of_tote(state, &tote, id));
    if let Some(order) = taken {
        return Err(Refusal::ToteTaken { tote, order });
    }
    Ok(vec![Event::ToteAssigned {
        batch: batch.id.clone(),
        order: id.clone(),
        tote,
    }])
}

/// The order whose goods lie in the tote, other than this one.
fn holder_of_tote(state: &Workspace, tote: &Code, but: &OrderId) -> Option<OrderId> {
    let picked = |head: &&crate::domain::workspace::OrderHead| {
        head.tote.as_ref() == Some(tote)
            && head.id != *but
            && (head.stages.get(Stage::Picked) > 0 || head.put_back > 0)
    };
    state.heads().find(picked).map(|head| head.id.clone())
}

/// Takes units of a task into the order's tote.
pub fn pick_units(
    state: &Workspace,
    context: &Context,
    id: &BatchId,
    index: u16,
    units: u32,
) -> Result<Vec<Event>, Refusal> {
    let batch = open_batch(state, id)?;
    let task = task(batch, index)?;
    if units == 0 {
        return Err(Refusal::NoUnits);
    }
    if task.left() == 0 {
        return Err(Refusal::AlreadyAll {
            sku: task.task.sku.clone(),
        });
    }
    check_not_stopped(state, context, task)?;
    let there = task
        .left()
        .min(promised(order(state, &task.task.order)?, task));
    if units > there {
        return Err(Refusal::TooMany { there });
    }
    let Some(tote) = batch.tote_of(&task.task.order) else {
        return Err(Refusal::NotATote {
            scanned: String::new(),
        });
    };
    Ok(vec![Event::LinePicked(Box::new(picked(
        batch, index, task, tote, units,
    )))])
}

fn picked(batch: &Batch, index: u16, task: &TaskState, tote: &Code, units: u32) -> Picked {
    Picked {
        batch: batch.id.clone(),
        task: index,
        order: task.task.order.clone(),
        line: task.task.line,
        sku: task.task.sku.clone(),
        bin: task.task.bin.clone(),
        tote: tote.clone(),
        units,
    }
}

/// Puts units back into the bin that were just taken.
pub fn undo(
    state: &Workspace,
    id: &BatchId,
    index: u16,
    units: u32,
) -> Result<Vec<Event>, Refusal> {
    let batch = open_batch(state, id)?;
    let task = task(batch, index)?;
    if units == 0 {
        return Err(Refusal::NoUnits);
    }
    // What is in a parcel meanwhile cannot go back into the bin.
    let in_tote = order(state, &task.task.order)?
        .lines
        .get(usize::from(task.task.line))
        .map_or(0, Line::in_tote);
    let there = task.picked.min(in_tote);
    if units > there {
        return Err(Refusal::TooMany { there });
    }
    let Some(tote) = batch.tote_of(&task.task.order) else {
        return Err(Refusal::NothingToDo);
    };
    Ok(vec![Event::PickUndone(Box::new(picked(
        batch, index, task, tote, units,
    )))])
}

/// Declares that the rest of a task cannot be taken: its promise is given up, the units are open again.
pub fn short(
    state: &Workspace,
    id: &BatchId,
    index: u16,
    reason: ShortReason,
) -> Result<Vec<Event>, Refusal> {
    let batch = open_batch(state, id)?;
    let task = task(batch, index)?;
    if task.left() == 0 {
        return Err(Refusal::NothingToDo);
    }
    Ok(vec![shorted(batch, index, task, reason)])
}

fn shorted(batch: &Batch, index: u16, task: &TaskState, reason: ShortReason) -> Event {
    Event::PickShorted(Box::new(Shorted {
        batch: batch.id.clone(),
        task: index,
        order: task.task.order.clone(),
        line: task.task.line,
        sku: task.task.sku.clone(),
        bin: task.task.bin.clone(),
        units: task.left(),
        reason,
    }))
}

/// Ends a batch. What was not taken stays promised to its order, to be picked in another batch.
pub fn finish(state: &Workspace, id: &BatchId) -> Result<Vec<Event>, Refusal> {
    let batch = open_batch(state, id)?;
    Ok(vec![Event::BatchFinished {
        batch: id.clone(),
        orders: batch
            .orders
            .iter()
            .map(|entry| entry.order.clone())
            .collect(),
    }])
}
