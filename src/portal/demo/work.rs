//! What the floor has done so far: picking, packing, shipping, a return.

use crate::domain::Command;
use crate::domain::Workspace;
use crate::domain::event::{OrderPlaced, ReturnLine};
use crate::domain::order::{Fulfilment, ParcelState, Stage};
use crate::domain::picking::{Batch, TaskState};
use crate::domain::reason::{LossReason, ReturnReason};
use crate::domain::text::{Code, OrderId, TextError, Words};

const CARRIERS: [&str; 2] = ["DEMO-POST", "DEMO-EXPRESS"];

/// Releases those of the orders that can be picked in full.
pub(super) fn release(state: &Workspace, orders: Vec<OrderId>) -> Vec<Command> {
    let ready = |id: &OrderId| {
        state
            .head(id)
            .is_some_and(|head| head.fulfilment == Fulfilment::Promised && head.batch.is_none())
    };
    let orders: Vec<OrderId> = orders.into_iter().filter(ready).collect();
    if orders.is_empty() {
        return Vec::new();
    }
    vec![Command::ReleaseBatch { orders }]
}

fn open_batch(state: &Workspace) -> Option<&Batch> {
    state.batches.values().find(|batch| !batch.finished)
}

/// Picks the tasks of the open batch, at most so many; the totes are numbered from `first_tote`. A batch of which all
/// is picked is finished.
pub(super) fn pick(
    state: &Workspace,
    first_tote: usize,
    tasks_max: usize,
) -> Result<Vec<Command>, TextError> {
    let Some(batch) = open_batch(state) else {
        return Ok(Vec::new());
    };
    let id = &batch.id;
    let scan = |task: u16, text: &str| Command::ScanPick {
        batch: id.clone(),
        task,
        text: text.to_owned(),
    };
    let tote = |order: usize| Code::new(&format!("T-{:02}", first_tote + order));
    let mut commands = Vec::new();
    for order in 0..batch.orders.len() {
        commands.push(scan(0, tote(order)?.as_str()));
    }
    let mut at = batch.at_bin.clone();
    for (index, TaskState { task, .. }) in batch.tasks.iter().enumerate().take(tasks_max) {
        let index = index as u16;
        if at.as_ref() != Some(&task.bin) {
            commands.push(scan(index, task.bin.as_str()));
            at = Some(task.bin.clone());
        }
        commands.push(scan(index, task.sku.as_str()));
        if task.units > 1 {
            commands.push(Command::PickUnits {
                batch: id.clone(),
                task: index,
                units: task.units - 1,
            });
        }
        let order = batch
            .orders
            .iter()
            .position(|entry| entry.order == task.order);
        if let Some(order) = order.filter(|_| batch.is_cluster()) {
            commands.push(scan(index, tote(order)?.as_str()));
        }
    }
    if tasks_max >= batch.tasks.len() {
        commands.push(Command::FinishBatch { batch: id.clone() });
    }
    Ok(commands)
}

/// Packs what lies in totes, but for the last two orders, and closes the parcels of all but the last of those packed.
pub(super) fn pack(state: &Workspace, orders: Vec<OrderId>) -> Vec<Command> {
    let picked: Vec<&OrderId> = orders
        .iter()
        .filter(|id| {
            state
                .head(id)
                .is_some_and(|head| head.stages.get(Stage::Picked) > 0)
        })
        .collect();
    let packed = picked.len().saturating_sub(2);
    let mut commands = Vec::new();
    for (number, id) in picked.into_iter().take(packed).enumerate() {
        let Some(order) = state.order(id) else {
            continue;
        };
        for (line, units) in (0u16..).zip(&order.lines) {
            let units = units.stages.get(Stage::Picked);
            if units > 0 {
                commands.push(Command::PackUnits {
                    order: id.clone(),
                    line,
                    units,
                });
            }
        }
        if number + 1 < packed {
            commands.push(Command::CloseParcel {
                order: id.clone(),
                carton: Code::new(["S", "M", "L"][number % 3]).ok(),
                weight_grams: Some(700 + 450 * number as u32),
            });
        }
    }
    commands
}

/// Orders with a parcel in this state, each with that parcel.
fn parcels(
    state: &Workspace,
    wanted: ParcelState,
    labelled: bool,
) -> Vec<(OrderId, crate::domain::text::ParcelId)> {
    state
        .heads()
        .flat_map(|head| head.parcels.iter().map(move |parcel| (head, parcel)))
        .filter(|(_, parcel)| parcel.state == wanted && parcel.carrier.is_some() == labelled)
        .map(|(head, parcel)| (head.id.clone(), parcel.id.clone()))
        .collect()
}

/// Labels all closed parcels but one.
pub(super) fn label(state: &Workspace) -> Result<Vec<Command>, TextError> {
    let parcels = parcels(state, ParcelState::Closed, false);
    parcels
        .into_iter()
        .skip(1)
        .enumerate()
        .map(|(number, (order, parcel))| {
            Ok(Command::LabelParcel {
                order,
                parcel,
                carrier: Code::new(CARRIERS[number % CARRIERS.len()])?,
                tracking: Some(Code::new(&format!("DEMO{:08}", 7_300_411 + 37 * number))?),
            })
        })
        .collect()
}

/// Hands all labelled parcels over but one.
pub(super) fn hand_over(state: &Workspace) -> Vec<Command> {
    let parcels: Vec<_> = parcels(state, ParcelState::Closed, true)
        .into_iter()
        .skip(1)
        .collect();
    if parcels.is_empty() {
        return Vec::new();
    }
    vec![Command::HandOver { parcels }]
}

/// Two parcels have arrived already.
pub(super) fn deliver(state: &Workspace) -> Vec<Command> {
    let mut parcels = parcels(state, ParcelState::HandedOver, true);
    parcels.truncate(2);
    if parcels.is_empty() {
        return Vec::new();
    }
    vec![Command::ConfirmDelivery { parcels }]
}

/// A customer may send a unit of what arrived back.
pub(super) fn returns(
    state: &Workspace,
    orders: &[OrderPlaced],
) -> Result<Vec<Command>, TextError> {
    let delivered = |placed: &&OrderPlaced| {
        state
            .head(&placed.order)
            .is_some_and(|head| head.stages.get(Stage::Delivered) > 0)
    };
    let mut commands = Vec::new();
    for placed in orders.iter().filter(delivered).take(1) {
        let Some(line) = placed.lines.first() else {
            continue;
        };
        commands.push(Command::AuthoriseReturn {
            order: placed.order.clone(),
            lines: vec![ReturnLine {
                line: 0,
                sku: line.sku.clone(),
                units: 1,
                reason: ReturnReason::Damaged,
                words: Some(Words::new("Arrived with a crack")?),
            }],
        });
    }
    Ok(commands)
}

/// A unit was found broken.
pub(super) fn adjust(state: &Workspace) -> Result<Vec<Command>, TextError> {
    let free = state.ledger.items().find_map(|(sku, stock)| {
        let bin = stock.bins().into_iter().find(|bin| bin.free() > 3)?;
        Some((sku.clone(), bin.bin))
    });
    Ok(free
        .map(|(sku, bin)| Command::AdjustStock {
            sku,
            bin,
            difference: -1,
            reason: LossReason::Damaged,
            words: Words::new("Broken at the shelf").ok(),
        })
        .into_iter()
        .collect())
}
