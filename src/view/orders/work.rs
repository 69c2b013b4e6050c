//! The fulfilment orders of an order: who does what of it, and what of that can be moved, held or asked back.

use crate::site::Reading;
use crate::stream::id::FactId;
use crate::trade::demand::FulfilmentLine;
use crate::trade::fulfilment::Executor;
use crate::trade::fulfilment::fulfilment_order::{LineContent, OrderDemand};
use crate::trade::id::{FulfilmentOrderId, WarehouseId};
use crate::trade::orders::order::Order;
use crate::view::{names, tracking};

/// A fulfilment order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FulfilmentView {
    /// The fulfilment order.
    pub id: FulfilmentOrderId,
    /// Its warehouse, where one of ours does it.
    pub warehouse: Option<WarehouseId>,
    /// Who does it.
    pub executor: String,
    /// Its units: in all, allocated and not yet picked, picked or packed, shipped.
    pub units: [i128; 4],
    /// Whether any of it is in an open batch.
    pub in_batch: bool,
    /// Its lines.
    pub lines: Vec<WorkLine>,
    /// The holds on its work: which, and when each ends by itself, in milliseconds since 1970 UTC.
    pub holds: Vec<(FactId, Option<i64>)>,
    /// Units that the office has asked back and that the floor has not answered.
    pub asked_back: u64,
    /// What is known of it where others do it; `None` where a warehouse does.
    pub others: Option<OthersView>,
}

/// How far somebody is who is not us.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OthersView {
    /// When they were asked, in milliseconds since 1970 UTC.
    pub asked_ms: Option<i64>,
    /// Whether they said that they will send it.
    pub confirmed: bool,
    /// Whether they will not.
    pub declined: bool,
    /// Units that they have not sent.
    pub left: u64,
    /// What they sent: which fact says so, how many units, with which carrier, under which number, with its page.
    pub sent: Vec<SentView>,
}

/// Units that others sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentView {
    /// The fact that says so.
    pub fact: FactId,
    /// How many units.
    pub units: u64,
    /// The carrier, where it is known.
    pub carrier: Option<String>,
    /// The number.
    pub number: Option<String>,
    /// The page on which it can be followed.
    pub page: Option<String>,
}

fn others(at: &Reading<'_>, id: &FulfilmentOrderId, units: &[i128; 4]) -> Option<OthersView> {
    let fulfilment = at.state.fulfilment(id)?;
    let (_, routed) = fulfilment.routed()?;
    if matches!(routed.executor, Executor::Warehouse(_)) {
        return None;
    }
    let sent = fulfilment.sent().map(|(fact, sent)| {
        let number = sent
            .number
            .as_ref()
            .map(|number| number.as_str().to_owned());
        let carrier = sent.carrier.as_ref();
        SentView {
            fact: *fact,
            units: sent.lines.iter().map(|line| line.units.get()).sum(),
            carrier: carrier.map(|carrier| names::party_name(at, carrier)),
            page: carrier
                .zip(number.as_deref())
                .and_then(|(carrier, number)| tracking::page(at, carrier, number)),
            number,
        }
    });
    Some(OthersView {
        asked_ms: fulfilment.asked_ms(),
        confirmed: fulfilment.is_taken_up(),
        declined: fulfilment.is_declined(),
        left: u64::try_from(units[0] - units[3]).unwrap_or(0),
        sent: sent.collect(),
    })
}

/// A line of a fulfilment order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkLine {
    /// Its number, from 0.
    pub line: u32,
    /// The code of the item that is sent.
    pub sku: String,
    /// Units of the order's line that can be moved: nothing is allocated or begun of them.
    pub movable: u64,
    /// Base units that are allocated or picked and have not left: they can be asked back.
    pub begun: u64,
}

pub(super) fn fulfilments(at: &Reading<'_>, order: &Order) -> Vec<FulfilmentView> {
    let demand = at.state.demand(order);
    let open_batch = |id: &FulfilmentOrderId| {
        let mut batches = at.state.links().batches(id);
        batches.any(|id| at.state.batch(id).is_some_and(|of| !of.is_finished()))
    };
    let view = |id: &FulfilmentOrderId, executor: &Executor| {
        let mut units = [0_i128; 4];
        for part in demand.parts.values() {
            for (_, work) in part.work.iter().filter(|(line, _)| line.document == *id) {
                units[0] += work.underway
                    + work.open
                    + work.allocated
                    + work.picked
                    + work.packed
                    + work.shipped;
                units[1] += work.allocated;
                units[2] += work.picked + work.packed;
                units[3] += work.shipped;
            }
        }
        let (warehouse, executor) = match executor {
            Executor::Warehouse(id) => (Some(id.clone()), names::warehouse_name(at, id)),
            Executor::Supplier(id) | Executor::Marketplace(id) | Executor::Contractor(id) => {
                (None, names::party_name(at, id))
            }
            Executor::Channel => (None, names::channel_name(at, &order.id().channel)),
        };
        FulfilmentView {
            others: others(at, id, &units),
            id: *id,
            warehouse,
            executor,
            units,
            in_batch: open_batch(id),
            lines: work_lines(at, order, &demand, id),
            holds: at
                .state
                .fulfilment(id)
                .into_iter()
                .flat_map(|it| it.holds())
                .map(|(hold, until)| (*hold, until.as_ref().map(|until| until.ms)))
                .collect(),
            asked_back: at
                .state
                .fulfilment(id)
                .into_iter()
                .flat_map(|it| it.requests())
                .flat_map(|(_, back)| &back.lines)
                .map(|line| line.units.get())
                .sum(),
        }
    };
    order
        .routed()
        .map(|(_, id, routed)| view(id, &routed.executor))
        .filter(|view| view.units[0] != 0)
        .collect()
}

fn work_lines(
    at: &Reading<'_>,
    order: &Order,
    demand: &OrderDemand,
    id: &FulfilmentOrderId,
) -> Vec<WorkLine> {
    let Some(fulfilment) = at.state.fulfilment(id) else {
        return Vec::new();
    };
    let shown = |units: i128| u64::try_from(units.max(0)).unwrap_or(u64::MAX);
    let lines = fulfilment.lines(order).into_iter();
    let line = |(number, content): (u32, LineContent)| {
        let key = FulfilmentLine {
            document: *id,
            line: number,
        };
        let part = demand.parts.get(&(content.line, content.part))?;
        let work = part.work.get(&key)?;
        Some(WorkLine {
            line: number,
            sku: names::item_code(at, &content.wanted.item),
            movable: shown((work.underway + work.open) / content.each.wide()),
            begun: shown(work.allocated + work.picked + work.packed),
        })
    };
    lines
        .filter_map(line)
        .filter(|line| line.movable + line.begun > 0)
        .collect()
}
