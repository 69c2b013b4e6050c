//! What may be promised, and what is.
//!
//! One key counts for available to promise, for quotas and for allocation alike.

use super::State;
use crate::trade::catalog::{ItemField, LotField};
use crate::trade::demand::FulfilmentLine;
use crate::trade::fulfilment::{Executor, fulfilment_order::Fulfilment};
use crate::trade::goods::{Class, Condition, Goods, Wanted};
use crate::trade::id::{ContainerId, ItemId, LocationId, PartyId, WarehouseId};
use crate::trade::identity::canonical::Canonical;
use crate::trade::locations::containers::Root;
use crate::trade::locations::{LocationField, LocationStatus};
use crate::trade::place::Place;
use crate::trade::quantity::Day;
use crate::trade::relations::Relations;
use std::collections::BTreeMap;

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
        for (place, goods, account) in self.ledger.accounts() {
            let Root::Location(location) = self.containers.root_of(place, relations) else {
                continue;
            };
            let in_work =
                matches!(place, Place::Container(container) if self.is_in_work(container));
            if in_work || !account.shorts().is_empty() || !self.may_be_sold(goods, &location, fresh)
            {
                continue;
            }
            let key = PromiseKey {
                warehouse: location.warehouse.clone(),
                item: goods.item.clone(),
                owner: goods.owner.clone(),
                class: Self::class_of(goods),
            };
            promises.entry(key).or_default().sellable += account.balance();
        }
        for order in self.orders() {
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
                        let promise = promises
                            .entry(self.promise_key(warehouse, &content.wanted))
                            .or_default();
                        promise.allocated += work.allocated;
                        promise.holders.insert(line, work.allocated);
                    }
                }
            }
        }
        promises
    }

    /// Whether a container's goods are on their way out: it is a parcel, or the tote of a batch.
    fn is_in_work(&self, container: &ContainerId) -> bool {
        let in_batch = || {
            let mut totes = self.batches.values().flat_map(|batch| batch.totes());
            totes.any(|(_, tote)| tote == container)
        };
        match container {
            ContainerId::Parcel(_) => true,
            ContainerId::Labelled(_) => in_batch(),
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
