//! What may be promised, and what is.
//!
//! One key counts for available to promise, for quotas and for allocation alike.

use super::State;
use crate::stream::commit::NameBytes;
use crate::trade::catalog::{ItemField, LotField};
use crate::trade::demand::FulfilmentLine;
use crate::trade::fulfilment::{Executor, fulfilment_order::Fulfilment};
use crate::trade::goods::{Class, Condition, Goods, Wanted};
use crate::trade::id::{ContainerId, ItemId, LocationId, Name, PartyId, ReceiptId, WarehouseId};
use crate::trade::identity::canonical::Canonical;
use crate::trade::locations::containers::Root;
use crate::trade::locations::{LocationField, LocationStatus};
use crate::trade::place::Place;
use crate::trade::quantity::Day;
use crate::trade::relations::Relations;
use std::collections::{BTreeMap, BTreeSet};

/// What a promise is of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PromiseKey {
    /// The warehouse.
    pub warehouse: WarehouseId,
    /// The item, by its canonical name.
    pub item: ItemId,
    /// Whose goods.
    pub owner: Option<PartyId>,
    /// In which condition.
    pub class: Class,
}

/// What is there for a promise, and what was promised.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Promise {
    /// Units that may be allocated: at locations and in plates, not closed by a short, not held, recalled or expired.
    pub sellable: i128,
    /// Units that demand lines have, not yet picked.
    pub allocated: i128,
    /// The lines that have them.
    pub holders: BTreeMap<FulfilmentLine, i128>,
}

impl Promise {
    /// Available to promise; never below zero.
    pub fn available(&self) -> i128 {
        (self.sellable - self.allocated).max(0)
    }

    /// Units that were promised and are not there.
    pub fn oversold(&self) -> i128 {
        (self.allocated - self.sellable.max(0)).max(0)
    }
}

/// What is expected and has not come, by receipt and key.
pub type Expected = BTreeMap<(ReceiptId, PromiseKey), i128>;

/// Until when goods must be good.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Freshness {
    /// The day on which it is asked; `None` asks for no date.
    pub today: Option<Day>,
    /// How many days a lot must still have, beyond what its item asks.
    pub days_left: u32,
}

impl State {
    /// Whether goods at a location may be sold: the one function that sees condition, status of the location, recall and
    /// expiry. Shorts and promises are asked elsewhere.
    pub fn may_be_sold(&self, goods: &Goods, location: &LocationId, fresh: &Freshness) -> bool {
        let status = self.location(location).is_none_or(|card| {
            !card.fields().any(|field| {
                matches!(field, LocationField::Status(status) if *status != LocationStatus::Normal)
            })
        });
        status && goods.other.is_empty() && self.is_good(goods, fresh)
    }

    /// Whether the lot of goods is neither recalled nor too old.
    pub fn is_good(&self, goods: &Goods, fresh: &Freshness) -> bool {
        let Some(lot) = goods.lot_id().and_then(|lot| self.lot(&lot)) else {
            return true;
        };
        let stop = self.item(&goods.item).and_then(|card| {
            card.fields().find_map(|field| match field {
                ItemField::Expiry(Some(policy)) => Some(policy.stop_days),
                _ => None,
            })
        });
        let days = i64::from(fresh.days_left.max(stop.unwrap_or(0)));
        lot.fields().all(|field| match (field, &fresh.today) {
            (LotField::Recalled(recalled), _) => !recalled,
            (LotField::Expiry(Some(expiry)), Some(today)) => {
                expiry.days.saturating_sub(days) >= today.days
            }
            (
                LotField::Expiry(_) | LotField::Code(_) | LotField::Produced(_) | LotField::Note(_),
                _,
            ) => true,
        })
    }

    /// Whether a fact of a later version touches goods or their place.
    fn is_touched(&self, place: &Place, goods: &Goods) -> bool {
        !self.newer().is_empty()
            && (self.needs_update(&NameBytes::of(&goods.item))
                || self.needs_update(&NameBytes::of(place)))
    }

    /// The class of promises that goods answer.
    fn class_of(goods: &Goods) -> Class {
        match goods.condition {
            Condition::New => Class::Sellable,
            Condition::Opened
            | Condition::Used
            | Condition::Refurbished
            | Condition::Damaged
            | Condition::Unjudged => Class::Only(goods.condition.clone()),
        }
    }

    /// The key of what a demand line wants at a warehouse.
    pub fn promise_key(&self, warehouse: &WarehouseId, wanted: &Wanted) -> PromiseKey {
        PromiseKey {
            warehouse: warehouse.clone(),
            item: self.components.item(&wanted.item),
            owner: wanted
                .owner
                .as_ref()
                .map(|owner| self.components.party(owner)),
            class: wanted.class.clone(),
        }
    }

    /// Every promise key with what is there and what was promised.
    pub fn promises(
        &self,
        fresh: &Freshness,
        relations: &impl Relations,
    ) -> BTreeMap<PromiseKey, Promise> {
        let mut promises: BTreeMap<PromiseKey, Promise> = BTreeMap::new();
        self.sellable(fresh, relations, |key, _, units| {
            promises.entry(key).or_default().sellable += units;
        });
        self.allocations(|key, line, _, units| {
            let promise = promises.entry(key).or_default();
            promise.allocated += units;
            promise.holders.insert(line, units);
        });
        promises
    }

    /// Tells every account of goods that may be allocated: the key that it answers, its lot, and its units.
    pub fn sellable(
        &self,
        fresh: &Freshness,
        relations: &impl Relations,
        mut tell: impl FnMut(PromiseKey, Option<&Name>, i128),
    ) {
        let totes: BTreeSet<&ContainerId> = self
            .batches
            .values()
            .flat_map(|batch| batch.totes())
            .map(|(_, tote)| tote)
            .collect();
        for (place, goods, account) in self.ledger.accounts() {
            let Root::Location(location) = self.containers.root_of(place, relations) else {
                continue;
            };
            let touched = self.is_touched(place, goods);
            // A parcel and the tote of a batch are on their way out.
            let in_work = match place {
                Place::Container(ContainerId::Parcel(_)) => true,
                Place::Container(container) => totes.contains(container),
                Place::Location(_)
                | Place::Party(_)
                | Place::Customers
                | Place::Opening(_)
                | Place::Loss { .. }
                | Place::Difference(_)
                | Place::Assembly(_)
                | Place::Underway(_)
                | Place::Transfer(_) => false,
            };
            if touched
                || in_work
                || !account.shorts().is_empty()
                || !self.may_be_sold(goods, &location, fresh)
            {
                continue;
            }
            let key = PromiseKey {
                warehouse: location.warehouse.clone(),
                item: goods.item.clone(),
                owner: goods.owner.clone(),
                class: Self::class_of(goods),
            };
            tell(key, goods.lot.as_ref(), account.balance());
        }
    }

    /// Tells every demand line of our warehouses that has units allocated on stock: under which key, what it wants, and
    /// how many. What rests on a receipt that has not come is no promise of stock yet.
    pub fn allocations(&self, mut tell: impl FnMut(PromiseKey, FulfilmentLine, &Wanted, i128)) {
        let mut awaited: BTreeMap<WarehouseId, Expected> = BTreeMap::new();
        self.allocated(|warehouse, key, line, wanted, units| {
            let fulfilment = self.fulfilment(&line.document).into_iter();
            let resting = fulfilment
                .flat_map(Fulfilment::expected)
                .filter(|(number, _, _)| *number == line.line);
            let mut on_stock = units;
            for (_, receipt, units) in resting {
                let awaited = awaited
                    .entry(warehouse.clone())
                    .or_insert_with(|| self.expected(warehouse));
                if let Some(left) = awaited.get_mut(&(receipt, key.clone())) {
                    let rests = units.min(*left).min(on_stock).max(0);
                    *left -= rests;
                    on_stock -= rests;
                }
            }
            if on_stock > 0 {
                tell(key, line, wanted, on_stock);
            }
        });
    }

    /// Tells what demand lines of a warehouse have allocated on expected receipts: at most what they have allocated.
    pub fn resting(
        &self,
        warehouse: &WarehouseId,
        mut tell: impl FnMut(PromiseKey, ReceiptId, i128),
    ) {
        self.allocated(|of, key, line, _, units| {
            let fulfilment = self.fulfilment(&line.document).into_iter();
            let resting = fulfilment.flat_map(Fulfilment::expected);
            for (_, receipt, rests) in resting.filter(|(number, _, _)| *number == line.line) {
                if of == warehouse {
                    tell(key.clone(), receipt, rests.min(units));
                }
            }
        });
    }

    /// What is expected with open receipts and has not come, by the keys that it will answer at a warehouse. A receipt
    /// does not say at which it will come, so the warehouse is the one that is asked for.
    pub fn expected(&self, warehouse: &WarehouseId) -> Expected {
        let mut expected = Expected::new();
        for (id, receipt) in self.receipts().filter(|(_, receipt)| !receipt.is_closed()) {
            let Some((_, opened)) = receipt
                .opened()
                .filter(|(_, opened)| opened.warehouse == *warehouse)
            else {
                continue;
            };
            for (number, awaited) in (0u32..).zip(&opened.expected) {
                let came: i128 = receipt
                    .received()
                    .filter(|(_, received)| received.expected == Some(number))
                    .map(|(_, received)| received.units.wide())
                    .sum();
                let key = self.promise_key(warehouse, &awaited.wanted);
                let left = (awaited.units.wide() - came).max(0);
                *expected.entry((*id, key)).or_insert(0) += left;
            }
        }
        expected
    }

    /// Tells every demand line of our warehouses that has units allocated, on whatever.
    fn allocated(
        &self,
        mut tell: impl FnMut(&WarehouseId, PromiseKey, FulfilmentLine, &Wanted, i128),
    ) {
        for order in self.orders() {
            if order.routed().next().is_none() {
                continue;
            }
            let demand = self.demand(order);
            for (_, id, routed) in order.routed() {
                let (Executor::Warehouse(warehouse), Some(fulfilment)) =
                    (&routed.executor, self.fulfilment(id))
                else {
                    continue;
                };
                for (number, content) in fulfilment.lines(order) {
                    let line = FulfilmentLine {
                        document: *id,
                        line: number,
                    };
                    let part = demand
                        .parts
                        .get(&(content.line.clone(), content.part.clone()));
                    let Some(work) = part.and_then(|part| part.work.get(&line)) else {
                        continue;
                    };
                    if work.allocated > 0 {
                        let key = self.promise_key(warehouse, &content.wanted);
                        tell(warehouse, key, line, &content.wanted, work.allocated);
                    }
                }
            }
        }
    }

    /// A fulfilment order's warehouse, where a warehouse does it.
    pub fn warehouse_of(&self, fulfilment: &Fulfilment) -> Option<WarehouseId> {
        match &fulfilment.routed()?.1.executor {
            Executor::Warehouse(warehouse) => Some(warehouse.clone()),
            Executor::Supplier(_) | Executor::Marketplace(_) | Executor::Contractor(_) => None,
        }
    }
}
