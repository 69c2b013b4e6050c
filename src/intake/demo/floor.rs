//! What the floor of the demo has done: picking, packing, shipping, returns.

use super::goods::LAMP;
use super::world::{CARRIERS, main_warehouse, tote};
use super::{Act, Maker};
use crate::intake::setup::{RETURNS, STATION, location, party};
use crate::site::Reading;
use crate::stream::id::Opened;
use crate::trade::counting::commands::{CountPlace, CountingCommand};
use crate::trade::counting::{Covers, ObservationKind, Seen, SeenWhat};
use crate::trade::demand::{DemandDocument, DemandLine};
use crate::trade::goods::{Condition, Goods, Serials};
use crate::trade::id::{BatchId, FulfilmentOrderId, Name, OrderId, ParcelId};
use crate::trade::packing::ParcelClosed;
use crate::trade::packing::commands::{PackUnits, PackingCommand};
use crate::trade::packing::parcel::ParcelStatus;
use crate::trade::personal::Slot;
use crate::trade::personal::content::Content;
use crate::trade::picking::PickTask;
use crate::trade::picking::batch::Batch;
use crate::trade::picking::commands::{PickingCommand, TakeUnits};
use crate::trade::place::{LossReason, Place};
use crate::trade::quantity::{Instant, SeenUnits, Units};
use crate::trade::returns::commands::{BackUnits, DecideUnits, ReturnCommand};
use crate::trade::returns::{Disposition, ReturnAuthorised, ReturnLine, ReturnReason};
use crate::trade::shipping::ParcelLabelled;
use crate::trade::shipping::commands::{DeliverParcel, ShippingCommand};
use crate::trade::stock::commands::{AdjustUnits, StockCommand};
use crate::trade::text::{Code, TextError, Words};
use std::collections::BTreeSet;

/// Fulfilment orders of which everything is allocated and nothing was released, oldest first.
fn ready(maker: &Maker, at: &Reading<'_>) -> Vec<FulfilmentOrderId> {
    let now = Instant { ms: maker.now_ms };
    let batches = at.state.batches().filter_map(|(_, batch)| batch.released());
    let tasks = batches.flat_map(|(_, released)| &released.tasks);
    let released: BTreeSet<DemandDocument> = tasks.map(|task| task.line.document.clone()).collect();
    let mut ready = BTreeSet::new();
    for order in at.state.orders() {
        let may_go_on = at.state.may_be_worked(order, &now, &at.relations()).is_ok();
        if order.routed().next().is_none() || !may_go_on {
            continue;
        }
        let demand = at.state.demand(order);
        let is_whole = demand
            .parts
            .values()
            .all(|part| part.stands.unrouted == 0 && part.work.values().all(|work| work.open == 0));
        if is_whole {
            ready.extend(order.routed().map(|(_, id, _)| *id));
        }
    }
    ready.retain(|id| !released.contains(&DemandDocument::FulfilmentOrder(*id)));
    ready.into_iter().collect()
}

pub(super) fn release(maker: &Maker, at: &Reading<'_>, count: usize) -> Vec<Act> {
    let Ok(warehouse) = main_warehouse() else {
        return Vec::new();
    };
    let mut documents = ready(maker, at);
    documents.truncate(count);
    if documents.is_empty() {
        return Vec::new();
    }
    vec![Act::from(PickingCommand::Release {
        warehouse,
        documents,
        cart: None,
    })]
}

fn open_batch<'a>(at: &Reading<'a>) -> Option<(BatchId, &'a Batch)> {
    let mut batches = at.state.batches();
    let (id, batch) = batches.find(|(_, batch)| !batch.is_finished())?;
    Some((*id, batch))
}

fn tasks(batch: &Batch) -> &[PickTask] {
    batch
        .released()
        .map_or(&[], |(_, released)| released.tasks.as_slice())
}

/// Picks the tasks of the open batch, at most so many; the totes are numbered from `first_tote`. A batch of which all
/// is picked is finished.
pub(super) fn pick(
    at: &Reading<'_>,
    first_tote: u32,
    tasks_max: usize,
) -> Result<Vec<Act>, TextError> {
    let Some((batch, open)) = open_batch(at) else {
        return Ok(Vec::new());
    };
    let mut acts: Vec<Act> = Vec::new();
    let mut documents: Vec<&DemandDocument> = Vec::new();
    for task in tasks(open) {
        if !documents.contains(&&task.line.document) {
            documents.push(&task.line.document);
        }
    }
    for (number, document) in (first_tote..).zip(&documents) {
        acts.push(Act::from(PickingCommand::AssignTote {
            batch,
            document: (*document).clone(),
            tote: tote(number)?,
        }));
    }
    let mut stands: Option<&Place> = None;
    for (number, task) in (0..).zip(tasks(open)).take(tasks_max) {
        if let (Place::Location(place), true) = (&task.from, stands != Some(&task.from)) {
            acts.push(Act::from(PickingCommand::Reach {
                batch,
                location: place.clone(),
            }));
            stands = Some(&task.from);
        }
        acts.push(Act::from(PickingCommand::Take(TakeUnits {
            batch,
            task: number,
            units: task.units,
            goods: None,
            becomes: None,
            from: None,
            serials: Vec::new(),
        })));
    }
    if tasks_max >= tasks(open).len() {
        acts.push(Act::from(PickingCommand::Finish { batch }));
    }
    Ok(acts)
}

/// What lies in totes for a document: each batch's, in its order.
fn picked(at: &Reading<'_>) -> Vec<(DemandDocument, Vec<(PickTask, Place)>)> {
    let mut all: Vec<(DemandDocument, Vec<(PickTask, Place)>)> = Vec::new();
    let finished = at.state.batches().filter(|(_, batch)| batch.is_finished());
    let packed: BTreeSet<DemandDocument> = at
        .state
        .parcels()
        .flat_map(|(_, parcel)| parcel.packed())
        .map(|(_, packed)| packed.line.document.clone())
        .collect();
    for (_, batch) in finished {
        for task in tasks(batch) {
            let document = &task.line.document;
            let Some(tote) = batch.tote(document).filter(|_| !packed.contains(document)) else {
                continue;
            };
            let part = (task.clone(), Place::Container(tote.clone()));
            match all.iter_mut().find(|(of, _)| of == document) {
                Some((_, parts)) => parts.push(part),
                None => all.push((document.clone(), vec![part])),
            }
        }
    }
    all
}

fn of_status(at: &Reading<'_>, wanted: &ParcelStatus) -> Vec<ParcelId> {
    let relations = at.relations();
    let parcels = at.state.parcels();
    parcels
        .filter(|(_, parcel)| parcel.status(&relations) == *wanted)
        .map(|(id, _)| *id)
        .collect()
}

/// Parcels that are open and empty.
fn empty(at: &Reading<'_>) -> Vec<ParcelId> {
    let open = of_status(at, &ParcelStatus::Open);
    let is_empty = |id: &ParcelId| {
        let parcel = at.state.parcel(id);
        parcel.is_some_and(|parcel| parcel.packed().next().is_none())
    };
    open.into_iter().filter(is_empty).collect()
}

/// Begins a parcel for each document that lies in a tote, at most so many.
pub(super) fn parcels(at: &Reading<'_>, count: usize) -> Result<Vec<Act>, TextError> {
    let station = location(&main_warehouse()?, &Code::new(STATION)?);
    let documents = picked(at).len().min(count);
    let open = || PackingCommand::Open {
        at: station.clone(),
        carton: None,
    };
    Ok((0..documents).map(|_| Act::from(open())).collect())
}

/// Packs what lies in totes into the parcels that are open, and closes the first so many of them.
pub(super) fn pack(at: &Reading<'_>, closed: usize) -> Result<Vec<Act>, TextError> {
    let mut acts: Vec<Act> = Vec::new();
    for (number, (parcel, (_, parts))) in empty(at).into_iter().zip(picked(at)).enumerate() {
        for (index, (task, from)) in parts.iter().enumerate() {
            let serial = serials(task, number, index)?;
            acts.push(Act::from(PackingCommand::Pack(Box::new(PackUnits {
                same_address: false,
                parcel,
                line: task.line.clone(),
                goods: task.goods.clone(),
                from: from.clone(),
                units: task.units,
                serials: serial,
            }))));
        }
        if number < closed {
            acts.push(Act::from(PackingCommand::Close(ParcelClosed {
                parcel,
                carton: None,
                weight_g: Some(700 + 450 * (number as u64 % 5)),
                size: None,
                declared: None,
            })));
        }
    }
    Ok(acts)
}

/// The serial numbers of lamps that leave.
fn serials(task: &PickTask, parcel: usize, index: usize) -> Result<Vec<Serials>, TextError> {
    let is_lamp = match &task.goods.item.name {
        Name::Coded(first) => first.code.as_str() == LAMP,
        Name::Placeholder(_) | Name::OfDocument(_) => false,
    };
    if !is_lamp {
        return Ok(Vec::new());
    }
    // Named by the commit of its fulfilment order: no two lamps are the same.
    let of = match &task.line.document {
        DemandDocument::FulfilmentOrder(FulfilmentOrderId(Opened { commit, ordinal })) => {
            commit.number * 100 + u64::from(*ordinal)
        }
        _ => 0,
    };
    let number = |unit| format!("SL{of:06}{parcel:02}{index:02}{unit:02}");
    let one = |unit| Ok(Serials::One(Code::new(&number(unit))?));
    (0..task.units.get()).map(one).collect()
}

/// Labels all closed parcels but so many.
pub(super) fn label(at: &Reading<'_>, left: usize) -> Result<Vec<Act>, TextError> {
    let closed = of_status(at, &ParcelStatus::Closed);
    let mut acts = Vec::new();
    for (number, parcel) in closed.into_iter().skip(left).enumerate() {
        let tracking = format!("DEMO{:08}", 7_300_411 + 37 * parcel.0.commit.number);
        let carrier = party(&Code::new(CARRIERS[number % CARRIERS.len()])?);
        acts.push(Act::from(ShippingCommand::Label(ParcelLabelled {
            parcel,
            carrier,
            service: None,
            number: Some(Code::new(&tracking)?),
            insured: None,
            collect: None,
            return_number: None,
        })));
    }
    Ok(acts)
}

/// Hands all labelled parcels over but so many.
pub(super) fn hand_over(at: &Reading<'_>, left: usize) -> Vec<Act> {
    let labelled = of_status(at, &ParcelStatus::Labelled).into_iter();
    let hand_over = |parcel| Act::from(ShippingCommand::HandOver { parcel });
    labelled.skip(left).map(hand_over).collect()
}

/// So many parcels have arrived.
pub(super) fn deliver(maker: &Maker, at: &Reading<'_>, count: usize) -> Vec<Act> {
    let left = of_status(at, &ParcelStatus::HandedOver).into_iter();
    let arrived = Instant {
        ms: maker.now_ms - 4 * 86_400_000,
    };
    let deliver = |parcel| {
        Act::from(ShippingCommand::Deliver(DeliverParcel {
            parcel,
            at: Some(arrived.clone()),
            damaged: Vec::new(),
            rows: Vec::new(),
        }))
    };
    left.take(count).map(deliver).collect()
}

/// A unit that was delivered, of each of the first parcels that arrived.
fn delivered(at: &Reading<'_>) -> Vec<(OrderId, DemandLine, Goods, bool)> {
    let mut found = Vec::new();
    for order in at.state.orders() {
        let ids: BTreeSet<FulfilmentOrderId> = order.routed().map(|(_, id, _)| *id).collect();
        let of_order = at.state.parcels().find_map(|(_, parcel)| {
            let (_, delivery) = parcel.deliveries().next()?;
            delivery.contents.iter().find_map(|content| {
                let is_ours = match &content.line.document {
                    DemandDocument::FulfilmentOrder(id) => ids.contains(id),
                    _ => false,
                };
                let has_serials = !content.serials.is_empty();
                is_ours.then(|| (content.line.clone(), content.goods.clone(), has_serials))
            })
        });
        if let Some((line, goods, has_serials)) = of_order {
            found.push((order.id().clone(), line, goods, has_serials));
        }
    }
    found
}

/// Four customers may send something back.
pub(super) fn announce_returns(maker: &mut Maker, at: &Reading<'_>) -> Result<Vec<Act>, TextError> {
    let reasons = [
        (ReturnReason::Damaged, "Arrived with a crack"),
        (ReturnReason::Unwanted, "Not the right colour after all"),
        (ReturnReason::WrongItem, "I had ordered another one"),
        (ReturnReason::Unwanted, "Bought it twice"),
    ];
    let mut acts = Vec::new();
    let found = delivered(at).into_iter().filter(|(.., serials)| !serials);
    for ((order, line, goods, _), (reason, words)) in found.zip(reasons) {
        let row = maker.row(Slot::Message, Content::Text(Words::new(words)?));
        let authorised = ReturnAuthorised {
            order: Some(order),
            lines: vec![ReturnLine {
                line,
                goods,
                units: Units::ONE,
                reason,
            }],
            rows: vec![row.row()],
        };
        acts.push(Act {
            command: ReturnCommand::Authorise(authorised).into(),
            rows: vec![row],
        });
    }
    Ok(acts)
}

/// All but the last of what was announced is here.
pub(super) fn receive_returns(at: &Reading<'_>) -> Result<Vec<Act>, TextError> {
    let place = Place::Location(location(&main_warehouse()?, &Code::new(RETURNS)?));
    let announced: Vec<_> = at.state.rmas().collect();
    let mut acts = Vec::new();
    for (rma, told) in announced.iter().take(announced.len().saturating_sub(1)) {
        let Some((_, authorised)) = told.authorised() else {
            continue;
        };
        let back = |line: &ReturnLine| BackUnits {
            line: Some(line.line.clone()),
            goods: line.goods.clone(),
            units: line.units,
            serials: Vec::new(),
        };
        acts.push(Act::from(ReturnCommand::Receive {
            rma: **rma,
            at: place.clone(),
            units: authorised.lines.iter().map(back).collect(),
        }));
    }
    Ok(acts)
}

/// One was thrown away, one goes back into stock and is closed, one waits to be looked at.
pub(super) fn decide_returns(at: &Reading<'_>) -> Result<Vec<Act>, TextError> {
    let shelf = Place::Location(location(&main_warehouse()?, &Code::new("D-10")?));
    let mut acts = Vec::new();
    let received = at.state.rmas().filter_map(|(rma, told)| {
        let (_, received) = told.received().next()?;
        Some((*rma, received.at.clone(), received.units.first()?.clone()))
    });
    for (number, (rma, from, units)) in received.take(2).enumerate() {
        let (becomes, to, disposition) = match number {
            0 => (Condition::Damaged, None, Disposition::Scrap),
            _ => (Condition::Opened, Some(shelf.clone()), Disposition::Restock),
        };
        acts.push(Act::from(ReturnCommand::Decide(Box::new(DecideUnits {
            rma,
            line: units.line.clone(),
            goods: units.goods.clone(),
            becomes: Some(units.goods.graded(becomes)),
            from,
            to,
            units: units.units,
            disposition,
            serials: Vec::new(),
        }))));
        if number == 1 {
            acts.push(Act::from(ReturnCommand::Close { rma }));
        }
    }
    Ok(acts)
}

/// A unit was found broken, a bin was counted.
pub(super) fn evening(_: &mut Maker, at: &Reading<'_>) -> Result<Vec<Act>, TextError> {
    let mut acts: Vec<Act> = Vec::new();
    let main = main_warehouse()?;
    let mut there = at
        .state
        .ledger
        .accounts()
        .filter_map(|(place, goods, account)| {
            let is_bin = match place {
                Place::Location(location) => location.warehouse == main,
                _ => false,
            };
            let plain = goods.lot.is_none() && goods.condition == Condition::New;
            (is_bin && plain && account.balance() > 12)
                .then(|| (place.clone(), goods.clone(), account.balance()))
        });
    if let Some((place, goods, _)) = there.next() {
        acts.push(Act::from(StockCommand::Adjust(AdjustUnits {
            goods,
            at: place,
            units: Units::ONE,
            more: false,
            reason: LossReason::Damaged,
            serials: Vec::new(),
        })));
    }
    let other = there.nth(3);
    if let Some((place, goods, number)) = other
        && let Some(units) = u64::try_from(number - 1).ok().and_then(SeenUnits::new)
    {
        acts.push(Act::from(CountingCommand::Count(Box::new(CountPlace {
            kind: ObservationKind::CountToApprove,
            place,
            covers: Covers::Goods(goods.clone()),
            seen: vec![Seen {
                within: None,
                what: SeenWhat::Goods(goods),
                units,
                serials: Vec::new(),
            }],
            containers: Vec::new(),
            shown: false,
            after: None,
        }))));
    }
    Ok(acts)
}
