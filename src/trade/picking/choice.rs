//! Where goods are taken from: location and lot, chosen when work is given to the floor.
//!
//! First expired, first out, or by the item's own policy; among equals in pick sequence. Never from a place that a short
//! closed, that is held, or whose lot is recalled or too old; nor from what open tasks are to take, or a person pinned
//! for another line.

use super::PickTask;
use crate::trade::allocation::PinnedTo;
use crate::trade::catalog::{ItemField, Removal};
use crate::trade::decide::Refusal;
use crate::trade::decide::floor::Floor;
use crate::trade::decide::hands::{Line, count, units};
use crate::trade::demand::{DemandDocument, DemandLine};
use crate::trade::goods::Goods;
use crate::trade::id::{LocationId, Name, ReceiptId, WarehouseId};
use crate::trade::locations::LocationField;
use crate::trade::locations::containers::Root;
use crate::trade::place::Place;
use crate::trade::relations::Relations;
use crate::trade::sequence::SequenceKey;
use std::collections::BTreeMap;

/// The place of a stop on the route: in pick sequence, then by identity; what has no place in it comes last.
type Stop = (bool, Option<SequenceKey>, LocationId, Place);

struct Candidate {
    stop: Stop,
    goods: Goods,
    /// Units that nobody is to take yet.
    free: i128,
}

/// What of a warehouse may be given to the floor, while a command gives it.
pub(super) struct Stock<'f, 'a, R> {
    floor: &'f Floor<'a, R>,
    candidates: Vec<Candidate>,
    /// Units of each line that open tasks are to take.
    in_batches: BTreeMap<DemandLine, i128>,
}

impl<'f, 'a, R: Relations> Stock<'f, 'a, R> {
    /// All that is there, less what open tasks are to take and what is pinned for lines that are not in `own`.
    pub(super) fn of(floor: &'f Floor<'a, R>, warehouse: &WarehouseId, own: &[DemandLine]) -> Self {
        let mut stock = Stock {
            floor,
            candidates: candidates(floor, warehouse),
            in_batches: BTreeMap::new(),
        };
        stock.leave_to_batches();
        stock.leave_to_pins(own);
        stock
    }

    fn leave_to_batches(&mut self) {
        let floor = self.floor;
        for (_, batch) in floor.state.open_batches() {
            let tasks = batch.released().into_iter().flat_map(|(_, it)| &it.tasks);
            for (task, number) in tasks.zip(0..) {
                let done = batch.done(number);
                let left = task.units.wide() - done.picked - done.short;
                let allocated = floor.line(&task.line).map_or(0, |it| it.work.allocated);
                let left = left.min(allocated).max(0);
                *self.in_batches.entry(task.line.clone()).or_insert(0) += left;
                let is_it = |it: &Candidate| it.stop.3 == task.from && it.goods == task.goods;
                self.leave(left, is_it);
            }
        }
    }

    fn leave_to_pins(&mut self, own: &[DemandLine]) {
        let floor = self.floor;
        for (id, fulfilment) in floor.state.open_fulfilments() {
            for (_, pin) in fulfilment.pins() {
                let is_own = own.contains(&pin.line);
                let of_it = pin.line.document == DemandDocument::FulfilmentOrder(*id);
                let Some(line) = floor.line(&pin.line).ok().filter(|_| of_it && !is_own) else {
                    continue;
                };
                let waits = line.work.allocated - self.in_batches(&pin.line);
                let kept = pin.units.wide().min(waits);
                let is_it = |it: &Candidate| {
                    is_pinned(&pin.to, it) && floor.answers(&line.wanted, &it.goods)
                };
                self.leave(kept, is_it);
            }
        }
    }

    fn leave(&mut self, mut number: i128, is_it: impl Fn(&Candidate) -> bool) {
        for candidate in self.candidates.iter_mut().filter(|it| is_it(it)) {
            let left = number.min(candidate.free).max(0);
            candidate.free -= left;
            number -= left;
        }
    }

    fn in_batches(&self, line: &DemandLine) -> i128 {
        self.in_batches.get(line).copied().unwrap_or(0)
    }

    /// Units of a line that are allocated and that no open task is to take.
    pub(super) fn to_release(&self, line: &DemandLine, stands: &Line) -> i128 {
        (stands.work.allocated - self.in_batches(line)).max(0)
    }

    /// Chooses places for units of a line.
    ///
    /// # Errors
    /// What is pinned is not there; or there is not enough, because a place is closed by a short or for good.
    pub(super) fn choose(
        &mut self,
        line: &DemandLine,
        stands: &Line,
        number: i128,
    ) -> Result<Vec<PickTask>, Refusal> {
        let mut left = number;
        let mut tasks = Vec::new();
        for (to, pinned) in self.pins(line) {
            let wanted = pinned.min(left);
            let taken = self.pick(line, stands, wanted, |it| is_pinned(&to, it), &mut tasks);
            if taken < wanted {
                return Err(Refusal::PinnedNotThere(line.clone()));
            }
            left -= taken;
        }
        left -= self.pick(line, stands, left, |_| true, &mut tasks);
        if left > 0 {
            return Err(self.missing(stands));
        }
        Ok(tasks)
    }

    fn pins(&self, line: &DemandLine) -> Vec<(PinnedTo, i128)> {
        let DemandDocument::FulfilmentOrder(id) = &line.document else {
            return Vec::new();
        };
        let fulfilment = self.floor.state.fulfilment(id).into_iter();
        let pins = fulfilment.flat_map(|it| it.pins());
        pins.filter(|(_, pin)| pin.line == *line)
            .map(|(_, pin)| (pin.to.clone(), pin.units.wide()))
            .collect()
    }

    /// Takes up to so many units from what fits, in the order of removal. Gives how many there were.
    fn pick(
        &mut self,
        line: &DemandLine,
        stands: &Line,
        number: i128,
        fits: impl Fn(&Candidate) -> bool,
        tasks: &mut Vec<PickTask>,
    ) -> i128 {
        let floor = self.floor;
        let mut order: Vec<(i64, &Stop, usize)> = Vec::new();
        for (index, candidate) in self.candidates.iter().enumerate() {
            let answers = floor.answers(&stands.wanted, &candidate.goods);
            if candidate.free > 0 && answers && fits(candidate) {
                order.push((removal(floor, candidate), &candidate.stop, index));
            }
        }
        order.sort();
        let order: Vec<usize> = order.into_iter().map(|(_, _, index)| index).collect();
        let mut left = number;
        for index in order {
            let Some(candidate) = self.candidates.get_mut(index) else {
                continue;
            };
            let Some(taken) = units(left.min(candidate.free)) else {
                break;
            };
            candidate.free -= taken.wide();
            left -= taken.wide();
            tasks.push(PickTask {
                line: line.clone(),
                goods: candidate.goods.clone(),
                from: candidate.stop.3.clone(),
                units: taken,
            });
        }
        number - left
    }

    /// Takes what a planner chose, if it may be given to the floor.
    ///
    /// # Errors
    /// The goods are not what is wanted, or there are not as many free at the place.
    pub(super) fn accept(&mut self, task: &PickTask, stands: &Line) -> Result<(), Refusal> {
        if !self.floor.answers(&stands.wanted, &task.goods) {
            return Err(Refusal::OtherGoods {
                line: Some(task.line.clone()),
                goods: task.goods.clone(),
            });
        }
        let key = self.floor.account(&task.from, &task.goods);
        let shorted = |floor: &Floor<'_, R>| {
            let account = floor.state.ledger.account(&key);
            account.is_some_and(|account| !account.shorts().is_empty())
        };
        let own = Goods::clone(&task.goods);
        let canonical = |it: &Candidate| self.floor.account(&it.stop.3, &it.goods) == key;
        let Some(at) = self.candidates.iter().position(canonical) else {
            return Err(if shorted(self.floor) {
                Refusal::ClosedByShort(task.from.clone())
            } else {
                Refusal::NotSellable {
                    goods: own,
                    place: task.from.clone(),
                }
            });
        };
        match self.candidates.get_mut(at) {
            Some(candidate) if candidate.free >= task.units.wide() => {
                candidate.free -= task.units.wide();
                Ok(())
            }
            Some(_) | None => Err(Refusal::NotEnough {
                place: task.from.clone(),
                item: task.goods.item.clone(),
                there: self.candidates.get(at).map_or(0, |it| count(it.free)),
            }),
        }
    }

    /// Puts tasks into the order of the route.
    pub(super) fn in_route(&self, tasks: &mut [PickTask]) {
        tasks.sort_by_cached_key(|task| {
            let stop = stop(self.floor, &task.from);
            (stop, task.goods.clone(), task.line.clone())
        });
    }

    /// Why units are missing.
    fn missing(&self, stands: &Line) -> Refusal {
        let mut closed = self
            .floor
            .state
            .ledger
            .all_stored()
            .filter(|(place, goods, account)| {
                let here = self
                    .floor
                    .warehouse_at(place)
                    .is_ok_and(|it| it == stands.warehouse);
                here && !account.shorts().is_empty() && self.floor.answers(&stands.wanted, goods)
            });
        match closed.next() {
            Some((place, _, _)) => Refusal::ClosedByShort(place.clone()),
            None => Refusal::NoStock(stands.order.clone()),
        }
    }
}

fn is_pinned(to: &PinnedTo, candidate: &Candidate) -> bool {
    let (_, _, location, _) = &candidate.stop;
    match to {
        PinnedTo::Location(pinned) => location == pinned,
        PinnedTo::Lot(lot) => candidate.goods.lot.as_ref() == Some(lot),
        PinnedTo::LotAt {
            lot,
            location: pinned,
        } => candidate.goods.lot.as_ref() == Some(lot) && location == pinned,
    }
}

/// Everything in a warehouse that may be taken.
fn candidates<R: Relations>(floor: &Floor<'_, R>, warehouse: &WarehouseId) -> Vec<Candidate> {
    let fresh = floor.fresh();
    let accounts = floor.state.ledger.here();
    accounts
        .filter_map(|(place, goods, account)| {
            let stop = stop(floor, place)?;
            let location = &stop.2;
            let in_work = match place {
                Place::Container(container) => {
                    floor.in_work(container)
                        || !floor.state.containers.is_sure(container, floor.relations)
                }
                _ => false,
            };
            let may = location.warehouse == *warehouse
                && account.balance() > 0
                && account.shorts().is_empty()
                && !in_work
                && floor.understands_place(place, warehouse)
                && floor.usable(&Place::Location(location.clone())).is_ok()
                && floor.state.may_be_sold(goods, location, &fresh);
            may.then(|| Candidate {
                goods: goods.clone(),
                free: account.balance(),
                stop,
            })
        })
        .collect()
}

/// The stop at which a place is.
fn stop<R: Relations>(floor: &Floor<'_, R>, place: &Place) -> Option<Stop> {
    let Root::Location(location) = floor.state.containers.root_of(place, floor.relations) else {
        return None;
    };
    let card = floor.state.location(&location).into_iter();
    let sequence = card.flat_map(|card| card.fields()).find_map(|field| {
        if let LocationField::PickSequence(key) = field {
            Some(key.clone())
        } else {
            None
        }
    });
    Some((sequence.is_none(), sequence, location, place.clone()))
}

/// What of an item's stock is taken first: the smallest.
fn removal<R: Relations>(floor: &Floor<'_, R>, candidate: &Candidate) -> i64 {
    let policy = floor.item_fields(&candidate.goods.item).find_map(|field| {
        if let ItemField::Removal(policy) = field {
            Some(policy)
        } else {
            None
        }
    });
    match policy {
        Some(Removal::FirstExpired) | None => expiry(floor, &candidate.goods),
        Some(Removal::FirstIn) => came(floor, &candidate.goods).unwrap_or(i64::MAX),
        Some(Removal::LastIn) => came(floor, &candidate.goods).map_or(i64::MAX, |ms| -ms),
        Some(Removal::FewestPackages) => match &candidate.stop.3 {
            Place::Container(_) => 1,
            _ => 0,
        },
        Some(Removal::Nearest) => 0,
    }
}

/// The day on which goods expire; what has none comes last.
fn expiry<R>(floor: &Floor<'_, R>, goods: &Goods) -> i64 {
    let day = goods.lot_id().and_then(|lot| floor.state.expiry(&lot));
    day.map_or(i64::MAX, |day| day.days)
}

/// When goods came, as far as their lot tells: the receipt that it was opened with, else the day it was made. In
/// milliseconds since 1970.
fn came<R>(floor: &Floor<'_, R>, goods: &Goods) -> Option<i64> {
    if let Some(Name::OfDocument(receipt)) = &goods.lot {
        let receipt = floor.state.receipt(&ReceiptId(*receipt))?;
        return receipt.opened().map(|(at, _)| at.wall_ms);
    }
    let day = floor.state.produced(&goods.lot_id()?)?;
    day.days.checked_mul(86_400_000)
}
