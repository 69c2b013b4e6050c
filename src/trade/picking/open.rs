//! A batch that is being picked: what a scan, a take and a short mean there.

use super::batch::Batch;
use super::commands::{ShortUnits, TakeUnits};
use super::walk::{self, Ask};
use super::{PickTask, Picked, PickingFact, Shorted, ToteAssigned};
use crate::stream::id::FactId;
use crate::trade::Event;
use crate::trade::decide::floor::Floor;
use crate::trade::decide::hands::{Line, count, units};
use crate::trade::decide::{Proposal, Refusal};
use crate::trade::demand::{DemandDocument, DemandLine};
use crate::trade::goods::{Goods, Serials};
use crate::trade::id::{
    BatchId, ContainerId, DocumentId, FirstCode, LocationId, Name, WarehouseId,
};
use crate::trade::identity::canonical::Canonical;
use crate::trade::locations::Standing;
use crate::trade::place::Place;
use crate::trade::quantity::Units;
use crate::trade::relations::Relations;
use crate::trade::scan::{Scan, Scanned, ScannedItem, resolve};

/// A batch that is being picked.
pub(super) struct Open<'f, 'a, R> {
    floor: &'f Floor<'a, R>,
    id: BatchId,
    pub(super) batch: &'f Batch,
    pub(super) warehouse: WarehouseId,
}

impl<'f, 'a, R: Relations> Open<'f, 'a, R> {
    pub(super) fn of(floor: &'f Floor<'a, R>, id: BatchId) -> Result<Self, Refusal> {
        let document = DocumentId::Batch(id);
        let unknown = || Refusal::Unknown(document.clone());
        let batch = floor.state.batch(&id).ok_or_else(unknown)?;
        let (_, released) = batch.released().ok_or_else(unknown)?;
        let first = released.tasks.first().ok_or_else(unknown)?;
        if batch.is_finished() {
            return Err(Refusal::Closed(document));
        }
        Ok(Open {
            floor,
            id,
            batch,
            warehouse: floor.line(&first.line)?.warehouse,
        })
    }

    /// A task whose work may go on, with its line and what is left of it.
    fn task(&self, number: u32) -> Result<(&PickTask, Line, i128), Refusal> {
        let task = walk::task(self.batch, number).ok_or(Refusal::NothingToDo)?;
        let line = self.floor.line(&task.line)?;
        let left = walk::left(self.floor, self.batch, number);
        if left == 0 {
            return Err(if line.work.allocated == 0 {
                Refusal::NotWanted(task.line.clone())
            } else {
                Refusal::TooMany { there: 0 }
            });
        }
        self.floor.may_go_on(&task.line, &line.order)?;
        Ok((task, line, left))
    }

    /// A tote is the document's own or free: empty, and no other open document's.
    pub(super) fn assign(
        &self,
        proposal: &mut Proposal<'_>,
        document: &DemandDocument,
        tote: &ContainerId,
    ) -> Result<(), Refusal> {
        let (_, released) = self.batch.released().ok_or(Refusal::NothingToDo)?;
        if !released
            .tasks
            .iter()
            .any(|it| it.line.document == *document)
        {
            return Err(Refusal::Unknown(DocumentId::from(document)));
        }
        let place = Place::Container(tote.clone());
        self.floor.usable(&place)?;
        let taken = || Err(Refusal::ToteTaken(place.clone()));
        if let ContainerId::Parcel(_) = tote {
            return taken();
        }
        let mut own = false;
        for (_, batch) in self.floor.state.batches_with_tote(tote) {
            for (other, it) in batch.totes().filter(|(_, it)| *it == tote) {
                own |= other == document && it == tote;
                if other != document && !batch.is_finished() {
                    return taken();
                }
            }
        }
        let mut goods = self.floor.state.ledger.at(&place);
        if !own && goods.any(|(_, account)| account.balance() != 0) {
            return taken();
        }
        let assigned = ToteAssigned {
            batch: self.id,
            document: document.clone(),
            tote: tote.clone(),
        };
        proposal.floor(
            &self.warehouse,
            Event::Picking(PickingFact::ToteAssigned(assigned)),
        );
        Ok(())
    }

    pub(super) fn reach(
        &self,
        proposal: &mut Proposal<'_>,
        location: &LocationId,
    ) -> Result<(), Refusal> {
        let wrong = Refusal::Unknown(DocumentId::Location(location.clone()));
        if location.warehouse != self.warehouse {
            return Err(wrong);
        }
        if self.batch.at() == Some(location) {
            return Err(Refusal::NothingToDo);
        }
        let reached = PickingFact::StopReached {
            batch: self.id,
            location: location.clone(),
        };
        proposal.floor(&self.warehouse, Event::Picking(reached));
        Ok(())
    }

    /// Whether a task of this batch that has units left is at a location.
    fn has_work_at(&self, location: &LocationId) -> bool {
        let tasks = self.batch.released().into_iter();
        let tasks = tasks.flat_map(|(_, released)| &released.tasks).zip(0..);
        tasks.into_iter().any(|(task, number)| {
            walk::location(self.floor, &task.from).as_ref() == Some(location)
                && walk::left(self.floor, self.batch, number) > 0
        })
    }

    /// A scan means what comes next and nothing else; anything else changes nothing.
    pub(super) fn scan(&self, proposal: &mut Proposal<'_>, scan: &Scan) -> Result<(), Refusal> {
        let next = walk::next(self.floor, self.batch).ok_or(Refusal::NothingToDo)?;
        let task = walk::task(self.batch, next.task).ok_or(Refusal::NothingToDo)?;
        let scanned = resolve(self.floor.state, scan, self.floor.relations);
        match (next.ask, scanned) {
            (Ask::Tote(document), Ok(Scanned::Container(tote))) => {
                self.assign(proposal, &document, &tote)
            }
            // A tote is known from its first use on.
            (Ask::Tote(document), Err(Refusal::UnknownCode(code))) => {
                let tote = ContainerId::Labelled(FirstCode::new(code));
                self.assign(proposal, &document, &tote)
            }
            (Ask::Stop(_) | Ask::Item, Ok(Scanned::Location(location)))
                if self.has_work_at(&location) =>
            {
                self.reach(proposal, &location)
            }
            (Ask::Stop(from), Ok(Scanned::Container(plate)))
                if from == Place::Container(plate.clone()) =>
            {
                let location = walk::location(self.floor, &from);
                let location = location.ok_or_else(|| Refusal::NowhereKnown(from.clone()))?;
                self.reach(proposal, &location)
            }
            (Ask::Item, Ok(Scanned::Item(item))) => self.take_scanned(proposal, next.task, item),
            (Ask::Stop(from), Ok(Scanned::Item(item))) if self.is_only_at(&from, &item) => {
                if let Some(location) = walk::location(self.floor, &from) {
                    self.reach(proposal, &location)?;
                }
                self.take_scanned(proposal, next.task, item)
            }
            (_, Err(refusal)) => Err(refusal),
            (ask, Ok(_)) => Err(Refusal::WrongCode {
                scanned: scan.code.clone(),
                wanted: match ask {
                    Ask::Tote(document) => DocumentId::from(&document),
                    Ask::Item => DocumentId::Item(task.goods.item.clone()),
                    Ask::Stop(Place::Container(plate)) => DocumentId::Container(plate),
                    Ask::Stop(from) => match walk::location(self.floor, &from) {
                        Some(location) => DocumentId::Location(location),
                        None => DocumentId::Batch(self.id),
                    },
                },
            }),
        }
    }

    /// Whether an item lies in one place only, so that it cannot have been taken elsewhere.
    fn is_only_at(&self, from: &Place, item: &ScannedItem) -> bool {
        let accounts = self.floor.state.ledger.here();
        let mut of_item = accounts.filter(|(place, goods, account)| {
            goods.item == item.item && account.balance() > 0 && place.is_ours()
        });
        of_item.all(|(place, _, _)| place == from)
    }

    fn take_scanned(
        &self,
        proposal: &mut Proposal<'_>,
        number: u32,
        item: ScannedItem,
    ) -> Result<(), Refusal> {
        let task = walk::task(self.batch, number).ok_or(Refusal::NothingToDo)?;
        let names = &self.floor.state.components;
        if names.item(&task.goods.item) != item.item {
            return Err(Refusal::OtherGoods {
                line: Some(task.line.clone()),
                goods: Goods::new(item.item),
            });
        }
        let (goods, becomes) = self.as_read(&task.goods, &task.from, item.lot);
        let take = TakeUnits {
            batch: self.id,
            task: number,
            units: item.units,
            goods,
            becomes,
            from: None,
            serials: item.serial.map(Serials::One).into_iter().collect(),
        };
        self.take(proposal, &take)
    }

    /// What a lot that was read means: nothing new; another lot that the books have here; or the lot of goods that the
    /// books have without one.
    fn as_read(
        &self,
        goods: &Goods,
        from: &Place,
        lot: Option<Name>,
    ) -> (Option<Goods>, Option<Goods>) {
        if lot.is_none() || lot == goods.lot {
            return (None, None);
        }
        let of_lot = Goods {
            lot,
            ..goods.clone()
        };
        let has_it = self.floor.balance(from, &of_lot) > 0;
        if goods.lot.is_none() && !has_it {
            (None, Some(of_lot))
        } else {
            (Some(of_lot), None)
        }
    }

    /// Units of a task are taken, as far as they are what is wanted, are there by the books, and may leave.
    pub(super) fn take(
        &self,
        proposal: &mut Proposal<'_>,
        take: &TakeUnits,
    ) -> Result<(), Refusal> {
        let (task, line, left) = self.task(take.task)?;
        if take.units.wide() > left {
            return Err(Refusal::TooMany { there: count(left) });
        }
        let document = &task.line.document;
        let tote = self.batch.tote(document);
        let into = tote.ok_or_else(|| Refusal::NoTote(document.clone()))?;
        let from = take.from.as_ref().unwrap_or(&task.from);
        let goods = take.goods.as_ref().unwrap_or(&task.goods);
        let became = take.becomes.as_ref().unwrap_or(goods);
        let learns_lot = goods.lot.is_none()
            && *became
                == Goods {
                    lot: became.lot.clone(),
                    ..goods.clone()
                };
        let is_same = became == goods || learns_lot;
        if (goods, from) != (&task.goods, &task.from) && self.is_pinned(&task.line) {
            return Err(Refusal::PinnedNotThere(task.line.clone()));
        }
        if !is_same || !self.floor.answers(&line.wanted, became) {
            return Err(Refusal::OtherGoods {
                line: Some(task.line.clone()),
                goods: became.clone(),
            });
        }
        self.may_leave(from, became)?;
        self.floor
            .serials(became, take.units, &take.serials, false)?;
        self.there(from, goods, take.units)?;
        let picked = Picked {
            batch: self.id,
            task: take.task,
            line: task.line.clone(),
            goods: goods.clone(),
            becomes: take.becomes.clone().filter(|became| became != goods),
            from: from.clone(),
            into: into.clone(),
            units: take.units,
            serials: take.serials.clone(),
        };
        proposal.floor(&self.warehouse, Event::Picking(PickingFact::Picked(picked)));
        Ok(())
    }

    /// Whether a person has said what is to be taken for a line.
    fn is_pinned(&self, line: &DemandLine) -> bool {
        let DemandDocument::FulfilmentOrder(id) = &line.document else {
            return false;
        };
        let fulfilment = self.floor.state.fulfilment(id).into_iter();
        let mut pins = fulfilment.flat_map(|it| it.pins());
        pins.any(|(_, pin)| pin.line == *line)
    }

    /// A place of this warehouse whose goods may leave: not held, not recalled, not too old, not on their way out.
    fn may_leave(&self, from: &Place, goods: &Goods) -> Result<(), Refusal> {
        if let Place::Container(container) = from
            && self.floor.in_work(container)
        {
            return Err(Refusal::InWork(from.clone()));
        }
        let location = walk::location(self.floor, from);
        let location = location.filter(|location| location.warehouse == self.warehouse);
        let location = location.ok_or_else(|| Refusal::NowhereKnown(from.clone()))?;
        let fresh = self.floor.fresh();
        if self.floor.state.may_be_sold(goods, &location, &fresh) {
            Ok(())
        } else {
            Err(Refusal::NotSellable {
                goods: goods.clone(),
                place: from.clone(),
            })
        }
    }

    /// There are as many by the books. Where there are not and a plate at the location has them, it is named: taking
    /// from it instead is never done silently.
    fn there(&self, from: &Place, goods: &Goods, number: Units) -> Result<(), Refusal> {
        let refusal = match self.floor.enough(from, goods, number) {
            Ok(()) => return Ok(()),
            Err(refusal) => refusal,
        };
        let Place::Location(location) = from else {
            return Err(refusal);
        };
        let standing = Standing::Location(location.clone());
        let plates = self
            .floor
            .state
            .containers
            .inside(&standing, self.floor.relations);
        for plate in plates {
            let there = self.floor.balance(&Place::Container(plate.clone()), goods);
            if there > 0 {
                return Err(Refusal::TakeFromContainer {
                    container: plate.clone(),
                    there: count(there),
                });
            }
        }
        Err(refusal)
    }

    pub(super) fn short(
        &self,
        proposal: &mut Proposal<'_>,
        short: &ShortUnits,
    ) -> Result<(), Refusal> {
        let (task, _, left) = self.task(short.task)?;
        self.floor.seen_after(short.after)?;
        let number = match short.units {
            Some(number) if number.wide() > left => {
                return Err(Refusal::TooMany { there: count(left) });
            }
            Some(number) => number,
            None => units(left).ok_or(Refusal::NothingToDo)?,
        };
        let shorted = Shorted {
            batch: self.id,
            task: short.task,
            line: task.line.clone(),
            goods: task.goods.clone(),
            from: task.from.clone(),
            units: number,
            seen: short.seen,
            after: short.after,
            reason: short.reason.clone(),
        };
        proposal.floor(
            &self.warehouse,
            Event::Picking(PickingFact::Shorted(shorted)),
        );
        Ok(())
    }

    /// A short is taken back while its units are still open and the books still have the goods there.
    pub(super) fn undo_short(
        &self,
        proposal: &mut Proposal<'_>,
        short: &FactId,
    ) -> Result<(), Refusal> {
        let found = self.batch.shorts().find(|(fact, _)| *fact == short);
        let (_, shorted) = found.ok_or(Refusal::NothingToDo)?;
        let line = self.floor.line(&shorted.line)?;
        let there = self.floor.balance(&shorted.from, &shorted.goods);
        let units = shorted.units.wide();
        if line.work.open < units || there < units {
            return Err(Refusal::RestsOnIt);
        }
        let undone = PickingFact::ShortUndone {
            undoes: *short,
            short: shorted.clone(),
        };
        proposal.floor(&self.warehouse, Event::Picking(undone));
        Ok(())
    }

    /// A tote is given back while it is the document's and nothing was picked into it.
    pub(super) fn undo_tote(
        &self,
        proposal: &mut Proposal<'_>,
        tote: &FactId,
    ) -> Result<(), Refusal> {
        let found = self.batch.assigned().find(|(fact, _)| *fact == tote);
        let (_, assigned) = found.ok_or(Refusal::NothingToDo)?;
        let mut picks = self.batch.picks();
        let holds = picks
            .any(|(_, pick)| pick.into == assigned.tote && pick.line.document == assigned.document);
        if holds || self.batch.tote(&assigned.document) != Some(&assigned.tote) {
            return Err(Refusal::RestsOnIt);
        }
        let released = PickingFact::ToteReleased {
            undoes: *tote,
            tote: assigned.clone(),
        };
        proposal.floor(&self.warehouse, Event::Picking(released));
        Ok(())
    }
}
