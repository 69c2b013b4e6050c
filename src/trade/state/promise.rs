//! What may be promised, and what is.
//!
//! One key counts for available to promise, for quotas and for allocation alike.

use super::State;
use super::promised::HasUnits;
use crate::stream::commit::NameBytes;
use crate::trade::counting::balance::Account;
use crate::trade::demand::FulfilmentLine;
use crate::trade::fulfilment::{Executor, fulfilment_order::Fulfilment};
use crate::trade::goods::{Class, Condition, Goods, Wanted};
use crate::trade::id::{
    ContainerId, DocumentId, ItemId, LocationId, LotId, Name, PartyId, ReceiptId, WarehouseId,
};
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

/// What is expected and has not come, by receipt and key.
pub type Expected = BTreeMap<(ReceiptId, PromiseKey), i128>;

/// Units that lines have on receipts that have not come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AwaitedUnits {
    /// By key.
    pub of_keys: BTreeMap<PromiseKey, i128>,
    /// Of lines that want one lot.
    pub of_lots: BTreeMap<(PromiseKey, Name), i128>,
}

/// What is left of expected receipts while lines are told one after the other that rest on them.
#[derive(Default)]
struct Awaited {
    left: BTreeMap<WarehouseId, Expected>,
}

impl Awaited {
    /// How many of a line's units rest on receipts that have not come; they are taken off.
    fn rests(&mut self, state: &State, has: &HasUnits) -> i128 {
        if !has.rests {
            return 0;
        }
        let fulfilment = state.fulfilment(&has.line.document).into_iter();
        let resting = fulfilment
            .flat_map(Fulfilment::expected)
            .filter(|(number, _, _)| *number == has.line.line);
        let mut rest = 0;
        for (_, receipt, units) in resting {
            let left = self
                .left
                .entry(has.warehouse.clone())
                .or_insert_with(|| state.expected(&has.warehouse));
            if let Some(left) = left.get_mut(&(receipt, has.key.clone())) {
                let rests = units.min(*left).min(has.units - rest).max(0);
                *left -= rests;
                rest += rests;
            }
        }
        rest
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
        let Some(lot) = goods.lot_id() else {
            return true;
        };
        if self.is_recalled(&lot) {
            return false;
        }
        let (Some(expiry), Some(today)) = (self.expiry(&lot), &fresh.today) else {
            return true;
        };
        let days = fresh.days_left.max(self.stop_days(&goods.item));
        expiry.days.saturating_sub(i64::from(days)) >= today.days
    }

    /// Whether a fact of a later version touches goods, their lot, their place or the location that it stands at.
    fn is_touched(&self, place: &Place, location: &LocationId, goods: &Goods) -> bool {
        if self.newer().next().is_none() {
            return false;
        }
        let lot = goods.lot.as_ref().map(|name| {
            DocumentId::Lot(LotId {
                item: goods.item.clone(),
                name: name.clone(),
            })
        });
        let warehouse = &location.warehouse;
        let location = Place::Location(location.clone());
        let things = [NameBytes::of(&goods.item), NameBytes::of(place)];
        let beside = [NameBytes::of(&location)].into_iter();
        let names = things.into_iter().chain(beside);
        let mut names = names.chain(lot.as_ref().map(NameBytes::of));
        names.any(|name| self.needs_update(&name, Some(warehouse)))
    }

    /// Whether a container is the tote of a batch: what lies in it is on its way out.
    pub fn is_tote(&self, container: &ContainerId) -> bool {
        self.totes.contains_key(container)
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
            let promise = promises.entry(key.clone()).or_default();
            promise.allocated += units;
            promise.holders.insert(line.clone(), units);
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
        for (place, goods, account) in self.ledger.all_stored() {
            if let Some(key) = self.sells(place, goods, account, fresh, relations) {
                tell(key, goods.lot.as_ref(), account.balance());
            }
        }
    }

    /// The same of one key: the lot and the units of every account that answers it and holds anything.
    pub fn sellable_of(
        &self,
        key: &PromiseKey,
        fresh: &Freshness,
        relations: &impl Relations,
        mut tell: impl FnMut(Option<&Name>, i128),
    ) {
        for (place, goods, account) in self.ledger.stored(&key.item) {
            if account.balance() != 0
                && self.sells(place, goods, account, fresh, relations).as_ref() == Some(key)
            {
                tell(goods.lot.as_ref(), account.balance());
            }
        }
    }

    /// Under which key the goods of an account may be allocated; `None` where they may not.
    fn sells(
        &self,
        place: &Place,
        goods: &Goods,
        account: &Account,
        fresh: &Freshness,
        relations: &impl Relations,
    ) -> Option<PromiseKey> {
        // A parcel and the tote of a batch are on their way out.
        let is_tote = matches!(place, Place::Container(tote) if self.totes.contains_key(tote));
        if !place.is_storage() || is_tote || !account.shorts().is_empty() {
            return None;
        }
        let Root::Location(location) = self.containers.root_of(place, relations) else {
            return None;
        };
        // Two said where it came in: until somebody has settled that, nobody can be sent there.
        let is_sure = |container| self.containers.is_sure(container, relations);
        if matches!(place, Place::Container(container) if !is_sure(container)) {
            return None;
        }
        if self.is_touched(place, &location, goods) || !self.may_be_sold(goods, &location, fresh) {
            return None;
        }
        Some(PromiseKey {
            warehouse: location.warehouse.clone(),
            item: goods.item.clone(),
            owner: goods.owner.clone(),
            class: Self::class_of(goods),
        })
    }

    /// Tells every demand line of our warehouses that has units allocated on stock: under which key, what it wants, and
    /// how many. What rests on a receipt that has not come is no promise of stock yet.
    pub fn allocations(&self, mut tell: impl FnMut(&PromiseKey, &FulfilmentLine, &Wanted, i128)) {
        let mut awaited = Awaited::default();
        for has in self.promised.lines() {
            let on_stock = has.units - awaited.rests(self, has);
            if on_stock > 0 {
                tell(&has.key, &has.line, &has.wanted, on_stock);
            }
        }
    }

    /// What rests on receipts that have not come, by key, and of lines that want one lot by that lot too.
    pub fn awaiting(&self) -> AwaitedUnits {
        let mut awaited = Awaited::default();
        let mut units = AwaitedUnits::default();
        for has in self.promised.resting() {
            let rests = awaited.rests(self, has);
            if let (true, Some(lot)) = (rests > 0, &has.wanted.lot) {
                let of = (has.key.clone(), lot.clone());
                *units.of_lots.entry(of).or_insert(0) += rests;
            }
            if rests > 0 {
                *units.of_keys.entry(has.key.clone()).or_insert(0) += rests;
            }
        }
        units
    }

    /// How many units lines have under a key, on stock or on receipts that are expected.
    pub fn allocated_of(&self, key: &PromiseKey) -> i128 {
        self.promised.of_key(key)
    }

    /// How many units lines have under a key that want one lot, on stock or on receipts that are expected.
    pub fn allocated_of_lot(&self, of: &(PromiseKey, Name)) -> i128 {
        self.promised.of_lot(of)
    }

    /// Tells what demand lines of a warehouse have allocated on expected receipts: at most what they have allocated.
    pub fn resting(
        &self,
        warehouse: &WarehouseId,
        mut tell: impl FnMut(PromiseKey, ReceiptId, i128),
    ) {
        for has in self.promised.resting() {
            let fulfilment = self.fulfilment(&has.line.document).into_iter();
            let resting = fulfilment.flat_map(Fulfilment::expected);
            for (_, receipt, rests) in resting.filter(|(number, _, _)| *number == has.line.line) {
                if has.warehouse == *warehouse {
                    tell(has.key.clone(), receipt, rests.min(has.units));
                }
            }
        }
    }

    /// What is expected with open receipts and has not come, by the keys that it will answer at a warehouse. A receipt
    /// does not say at which it will come, so the warehouse is the one that is asked for.
    pub fn expected(&self, warehouse: &WarehouseId) -> Expected {
        let mut expected = Expected::new();
        for (id, receipt) in self.open_receipts() {
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

    /// A fulfilment order's warehouse, where a warehouse does it.
    pub fn warehouse_of(&self, fulfilment: &Fulfilment) -> Option<WarehouseId> {
        match &fulfilment.routed()?.1.executor {
            Executor::Warehouse(warehouse) => Some(warehouse.clone()),
            Executor::Supplier(_)
            | Executor::Marketplace(_)
            | Executor::Contractor(_)
            | Executor::Channel => None,
        }
    }
}

crate::kept_struct! {
    PromiseKey { warehouse, item, owner, class }
}
