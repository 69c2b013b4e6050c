//! What can be done at picking, and what is asked before.

use super::choice::Stock;
use super::open::Open;
use super::{BatchReleased, PickTask, PickingFact, PutBack, ShortReason};
use crate::limits::BATCH_ORDERS_MAX;
use crate::stream::id::FactId;
use crate::trade::Event;
use crate::trade::decide::floor::Floor;
use crate::trade::decide::hands::{Line, count};
use crate::trade::decide::{Proposal, Refusal};
use crate::trade::demand::{DemandDocument, DemandLine};
use crate::trade::fulfilment::commands::Asked as Executed;
use crate::trade::goods::{Goods, Serials};
use crate::trade::id::{
    BatchId, ContainerId, DocumentId, FulfilmentOrderId, LocationId, WarehouseId,
};
use crate::trade::leases::LeaseKey;
use crate::trade::place::Place;
use crate::trade::quantity::{SeenUnits, Units};
use crate::trade::relations::Relations;
use crate::trade::scan::Scan;
use crate::{wire_enum, wire_struct};
use std::collections::{BTreeMap, BTreeSet};

wire_struct! {
    /// Units are taken.
    pub struct TakeUnits {
        /// The batch.
        pub batch: BatchId,
        /// Its task, from 0.
        pub task: u32,
        /// How many; at most what is left of the task.
        pub units: Units,
        /// What is taken, as the books have it, where it is not what the task says: another lot.
        pub goods: Option<Goods>,
        /// What it turns out to be: goods that the books have without a lot, with the lot that stands on them.
        pub becomes: Option<Goods>,
        /// From where, where it is not where the task says.
        pub from: Option<Place>,
        /// Their serial numbers.
        pub serials: Vec<Serials>,
    }

    /// Units cannot be taken.
    pub struct ShortUnits {
        /// The batch.
        pub batch: BatchId,
        /// Its task, from 0.
        pub task: u32,
        /// How many; `None` is all that is left of the task.
        pub units: Option<Units>,
        /// How many units were seen there.
        pub seen: Option<SeenUnits>,
        /// Typed later: the own commit after which it was seen.
        pub after: Option<u64>,
        /// Why.
        pub reason: ShortReason,
    }
}

wire_enum! {
    /// A command of picking.
    pub enum PickingCommand {
        /// Give fulfilment orders to the floor together: everything that is allocated and not in a batch. Locations and
        /// lots are chosen here.
        0 => Release { warehouse: WarehouseId, documents: Vec<FulfilmentOrderId>, cart: Option<ContainerId> },
        /// The same with locations and lots that a planner chose; the tasks keep their order.
        1 => ReleaseTasks { warehouse: WarehouseId, tasks: Vec<PickTask>, cart: Option<ContainerId> },
        /// Take a free tote for a document.
        2 => AssignTote { batch: BatchId, document: DemandDocument, tote: ContainerId },
        /// A document's tote is full: go on with another free one.
        3 => ToteFull { batch: BatchId, document: DemandDocument, tote: ContainerId },
        /// The picker stands at a location of the batch.
        4 => Reach { batch: BatchId, location: LocationId },
        /// A scan, which means what comes next.
        5 => Scan { batch: BatchId, scan: Scan },
        /// Take units.
        6 => Take(TakeUnits),
        /// Put units back that were just taken. Refused once they were packed or put elsewhere.
        7 => UndoPick { batch: BatchId, pick: FactId },
        /// Units cannot be taken: open again, and their place is closed to these goods until it was counted.
        8 => Short(ShortUnits),
        /// The batch ends. What was not taken stays allocated.
        9 => Finish { batch: BatchId },
        /// Put picked units back into stock that nobody wants: cancelled, or asked back. With the last unit of what was
        /// asked back the request is answered. There is no undo: they are picked again if they are wanted again.
        10 => PutBack(PutBack),
        /// A task was not short after all. Refused once the batch has ended, or its units were allocated anew or cancelled.
        11 => UndoShort { batch: BatchId, short: FactId },
        /// A tote that was taken is given back. Refused once anything was picked into it, or another was taken instead.
        12 => UndoTote { batch: BatchId, tote: FactId },
    }
}

impl PickingCommand {
    /// The documents that deciding reads.
    pub(crate) fn needs(&self) -> Vec<DocumentId> {
        match self {
            PickingCommand::Release { documents, .. } => documents
                .iter()
                .map(|id| DocumentId::FulfilmentOrder(*id))
                .collect(),
            PickingCommand::ReleaseTasks { tasks, .. } => tasks
                .iter()
                .map(|task| DocumentId::from(&task.line.document))
                .collect(),
            PickingCommand::AssignTote { batch, .. }
            | PickingCommand::ToteFull { batch, .. }
            | PickingCommand::Reach { batch, .. }
            | PickingCommand::Scan { batch, .. }
            | PickingCommand::UndoPick { batch, .. }
            | PickingCommand::UndoShort { batch, .. }
            | PickingCommand::UndoTote { batch, .. }
            | PickingCommand::Finish { batch } => vec![DocumentId::Batch(*batch)],
            PickingCommand::Take(take) => vec![DocumentId::Batch(take.batch)],
            PickingCommand::Short(short) => vec![DocumentId::Batch(short.batch)],
            PickingCommand::PutBack(back) => vec![DocumentId::from(&back.line.document)],
        }
    }

    /// Decides the command.
    ///
    /// # Errors
    /// What is said at each command.
    pub(crate) fn decide<R: Relations>(
        &self,
        floor: &Floor<'_, R>,
        proposal: &mut Proposal<'_>,
    ) -> Result<(), Refusal> {
        match self {
            PickingCommand::Release {
                warehouse,
                documents,
                cart,
            } => release(floor, proposal, warehouse, documents, cart),
            PickingCommand::ReleaseTasks {
                warehouse,
                tasks,
                cart,
            } => release_tasks(floor, proposal, warehouse, tasks, cart),
            PickingCommand::AssignTote {
                batch,
                document,
                tote,
            } => {
                let open = Open::of(floor, *batch)?;
                if open.batch.tote(document).is_some() {
                    return Err(Refusal::NothingToDo);
                }
                open.assign(proposal, document, tote)
            }
            PickingCommand::ToteFull {
                batch,
                document,
                tote,
            } => {
                let open = Open::of(floor, *batch)?;
                if open.batch.tote(document) == Some(tote) {
                    return Err(Refusal::NothingToDo);
                }
                open.assign(proposal, document, tote)
            }
            PickingCommand::Reach { batch, location } => {
                Open::of(floor, *batch)?.reach(proposal, location)
            }
            PickingCommand::Scan { batch, scan } => Open::of(floor, *batch)?.scan(proposal, scan),
            PickingCommand::Take(take) => Open::of(floor, take.batch)?.take(proposal, take),
            PickingCommand::UndoPick { batch, pick } => undo(floor, proposal, *batch, pick),
            PickingCommand::Short(short) => Open::of(floor, short.batch)?.short(proposal, short),
            PickingCommand::Finish { batch } => {
                let open = Open::of(floor, *batch)?;
                let finished = PickingFact::BatchFinished { batch: *batch };
                proposal.floor(&open.warehouse, Event::Picking(finished));
                Ok(())
            }
            PickingCommand::PutBack(back) => put_back(floor, proposal, back),
            PickingCommand::UndoShort { batch, short } => {
                Open::of(floor, *batch)?.undo_short(proposal, short)
            }
            PickingCommand::UndoTote { batch, tote } => {
                Open::of(floor, *batch)?.undo_tote(proposal, tote)
            }
        }
    }
}

/// Lines that may be given to the floor together: each order lets its work go on, and each line is of the warehouse.
fn releasable<R: Relations>(
    floor: &Floor<'_, R>,
    warehouse: &WarehouseId,
    lines: &[DemandLine],
) -> Result<Vec<Line>, Refusal> {
    floor.lease(LeaseKey::Release(warehouse.clone()))?;
    let documents: BTreeSet<&DemandDocument> = lines.iter().map(|line| &line.document).collect();
    if documents.len() > BATCH_ORDERS_MAX {
        return Err(Refusal::BatchTooLarge {
            documents_max: BATCH_ORDERS_MAX as u64,
        });
    }
    let mut asked: BTreeSet<&DemandDocument> = BTreeSet::new();
    let mut stand = Vec::new();
    for line in lines {
        let stands = floor.line(line)?;
        if stands.warehouse != *warehouse {
            return Err(Refusal::UnknownDemandLine(line.clone()));
        }
        floor.understood(&stands)?;
        if asked.insert(&line.document) {
            floor.lease(LeaseKey::Desk(stands.order.clone()))?;
            floor.may_go_on(line, &stands.order)?;
        }
        stand.push(stands);
    }
    Ok(stand)
}

fn release<R: Relations>(
    floor: &Floor<'_, R>,
    proposal: &mut Proposal<'_>,
    warehouse: &WarehouseId,
    documents: &[FulfilmentOrderId],
    cart: &Option<ContainerId>,
) -> Result<(), Refusal> {
    let documents: BTreeSet<&FulfilmentOrderId> = documents.iter().collect();
    let mut lines = Vec::new();
    for document in documents {
        lines.extend(floor.lines(document)?);
    }
    let stand = releasable(floor, warehouse, &lines)?;
    let mut stock = Stock::of(floor, warehouse, &lines);
    let mut tasks = Vec::new();
    for (line, stands) in lines.iter().zip(&stand) {
        let number = stock.to_release(line, stands);
        tasks.extend(stock.choose(line, stands, number)?);
    }
    stock.in_route(&mut tasks);
    give(floor, proposal, warehouse, tasks, cart)
}

fn release_tasks<R: Relations>(
    floor: &Floor<'_, R>,
    proposal: &mut Proposal<'_>,
    warehouse: &WarehouseId,
    tasks: &[PickTask],
    cart: &Option<ContainerId>,
) -> Result<(), Refusal> {
    let mut sums: BTreeMap<&DemandLine, i128> = BTreeMap::new();
    for task in tasks {
        *sums.entry(&task.line).or_insert(0) += task.units.wide();
    }
    let lines: Vec<DemandLine> = sums.keys().map(|line| (*line).clone()).collect();
    let stand: BTreeMap<&DemandLine, Line> = lines
        .iter()
        .zip(releasable(floor, warehouse, &lines)?)
        .collect();
    let mut stock = Stock::of(floor, warehouse, &lines);
    for task in tasks {
        let unknown = || Refusal::UnknownDemandLine(task.line.clone());
        let stands = stand.get(&task.line).ok_or_else(unknown)?;
        let sum = sums.get(&task.line).copied().unwrap_or(0);
        if sum > stock.to_release(&task.line, stands) {
            return Err(Refusal::NotAllocated(task.line.clone()));
        }
        stock.accept(task, stands)?;
    }
    give(floor, proposal, warehouse, tasks.to_vec(), cart)
}

fn give<R: Relations>(
    floor: &Floor<'_, R>,
    proposal: &mut Proposal<'_>,
    warehouse: &WarehouseId,
    tasks: Vec<PickTask>,
    cart: &Option<ContainerId>,
) -> Result<(), Refusal> {
    if tasks.is_empty() {
        return Err(Refusal::NothingToDo);
    }
    if let Some(cart) = cart {
        floor.usable(&Place::Container(cart.clone()))?;
    }
    let released = BatchReleased {
        tasks,
        cart: cart.clone(),
    };
    proposal.floor(
        warehouse,
        Event::Picking(PickingFact::BatchReleased(released)),
    );
    Ok(())
}

/// Puts units back where they were taken, also from a batch that has ended, while nothing rests on them.
fn undo<R: Relations>(
    floor: &Floor<'_, R>,
    proposal: &mut Proposal<'_>,
    batch: BatchId,
    pick: &FactId,
) -> Result<(), Refusal> {
    let unknown = Refusal::Unknown(DocumentId::Batch(batch));
    let found = floor.state.batch(&batch).ok_or(unknown)?;
    let picked = found.picks().find(|(fact, _)| *fact == pick);
    let (_, picked) = picked.ok_or(Refusal::NothingToDo)?;
    let line = floor.line(&picked.line)?;
    let became = picked.becomes.as_ref().unwrap_or(&picked.goods);
    floor.still_there(&Place::Container(picked.into.clone()), became, picked.units)?;
    if line.work.picked < picked.units.wide() {
        return Err(Refusal::RestsOnIt);
    }
    let undone = PickingFact::PickUndone {
        undoes: *pick,
        pick: picked.clone(),
    };
    proposal.floor(&line.warehouse, Event::Picking(undone));
    Ok(())
}

fn put_back<R: Relations>(
    floor: &Floor<'_, R>,
    proposal: &mut Proposal<'_>,
    back: &PutBack,
) -> Result<(), Refusal> {
    let line = floor.line(&back.line)?;
    if back.units.wide() > line.unwanted {
        return Err(Refusal::TooMany {
            there: count(line.unwanted),
        });
    }
    let from = Place::Container(back.from.clone());
    if !floor.was_picked_into(&back.line, &from) {
        return Err(Refusal::ToteTaken(from));
    }
    if !floor.answers(&line.wanted, &back.goods) {
        return Err(Refusal::OtherGoods {
            line: Some(back.line.clone()),
            goods: back.goods.clone(),
        });
    }
    floor.may_hold(&back.to)?;
    if floor.warehouse_at(&back.to)? != line.warehouse {
        return Err(Refusal::NowhereKnown(back.to.clone()));
    }
    floor.serials(&back.goods, back.units, &back.serials, false)?;
    floor.enough(&from, &back.goods, back.units)?;
    proposal.floor(
        &line.warehouse,
        Event::Picking(PickingFact::PutBack(back.clone())),
    );
    // What was asked back is given back with the last unit of it.
    if let DemandDocument::FulfilmentOrder(id) = &back.line.document {
        let executed = Executed::of(floor.state, *id)?;
        executed.reopened(back.line.line, back.units, proposal)?;
    }
    Ok(())
}
