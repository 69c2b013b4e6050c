//! What a command may still allocate: computed once per command, and lowered by what the command itself takes.

use crate::trade::channels::{ChannelField, Completeness};
use crate::trade::goods::Wanted;
use crate::trade::id::{ChannelId, Name, WarehouseId};
use crate::trade::quantity::Day;
use crate::trade::relations::Relations;
use crate::trade::state::State;
use crate::trade::state::promise::{AwaitedUnits, Freshness, PromiseKey};
use std::collections::BTreeMap;

/// What a channel asks of what is allocated to its orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Terms {
    /// How many days a lot must still have.
    pub(super) days_left: u32,
    /// How many units of each item must stay.
    pub(super) buffer: i128,
    /// Whether nothing is allocated where not everything is there.
    pub(super) complete: bool,
}

impl Terms {
    /// Those of a channel; where it says nothing: no days, no buffer, what there is.
    pub(super) fn of(state: &State, channel: &ChannelId) -> Self {
        let mut terms = Terms {
            days_left: 0,
            buffer: 0,
            complete: false,
        };
        let fields = state.channel(channel).into_iter();
        for field in fields.flat_map(|card| card.fields()) {
            match field {
                ChannelField::DaysLeft(days) => terms.days_left = days.unwrap_or(0),
                ChannelField::Buffer(units) => terms.buffer = i128::from(*units),
                ChannelField::Completeness(completeness) => {
                    terms.complete = *completeness == Completeness::Complete;
                }
                ChannelField::Code(_)
                | ChannelField::Title(_)
                | ChannelField::Client(_)
                | ChannelField::Currency(_)
                | ChannelField::Terms(_)
                | ChannelField::Zone(_)
                | ChannelField::StandingHold { .. }
                | ChannelField::Cutoff(_)
                | ChannelField::Allocation(_)
                | ChannelField::WarehouseRank { .. }
                | ChannelField::ErasedAfter(_)
                | ChannelField::Retired(_)
                | ChannelField::CarrierName { .. }
                | ChannelField::ErasedSince(_)
                | ChannelField::ErasedByItself(_)
                | ChannelField::ReturnWindow(_)
                | ChannelField::Retention(_)
                | ChannelField::EdiSender(_)
                | ChannelField::EdiReceiver(_)
                | ChannelField::FileMapping { .. } => {}
            }
        }
        terms
    }
}

type ByKey = BTreeMap<PromiseKey, i128>;
type ByLot = BTreeMap<(PromiseKey, Name), i128>;

/// What of a key may be sold: all of it, and by lot.
#[derive(Default)]
struct Sellable {
    all: i128,
    by_lot: BTreeMap<Name, i128>,
}

/// The stock that may be allocated.
pub(super) struct Stock<'a, R> {
    state: &'a State,
    relations: &'a R,
    today: &'a Day,
    /// What may be sold, by key and how many days a lot must still have; read when it is first asked.
    sellable: BTreeMap<(PromiseKey, u32), Sellable>,
    /// What lines have on receipts that have not come: it is no promise of stock yet.
    awaited: AwaitedUnits,
    /// What this command has allocated.
    allocated: ByKey,
    /// What it has allocated to lines that want one lot.
    of_lots: ByLot,
    /// What this command took, in order, so that it can be given up again.
    taken: Vec<(PromiseKey, Option<Name>, i128)>,
}

impl<'a, R: Relations> Stock<'a, R> {
    /// What there is today.
    pub(super) fn new(state: &'a State, today: &'a Day, relations: &'a R) -> Self {
        Stock {
            state,
            relations,
            today,
            sellable: BTreeMap::new(),
            awaited: state.awaiting(),
            allocated: ByKey::new(),
            of_lots: ByLot::new(),
            taken: Vec::new(),
        }
    }

    /// How many units of what is wanted may still be allocated; never below zero.
    pub(super) fn available(
        &mut self,
        warehouse: &WarehouseId,
        wanted: &Wanted,
        terms: &Terms,
    ) -> i128 {
        let key = self.state.promise_key(warehouse, wanted);
        let (state, relations, today) = (self.state, self.relations, self.today);
        let asked = (key.clone(), terms.days_left);
        let sellable = self.sellable.entry(asked).or_insert_with(|| {
            let fresh = Freshness {
                today: Some(today.clone()),
                days_left: terms.days_left,
            };
            let mut sellable = Sellable::default();
            state.sellable_of(&key, &fresh, relations, |lot, units| {
                sellable.all += units;
                if let Some(lot) = lot {
                    *sellable.by_lot.entry(lot.clone()).or_insert(0) += units;
                }
            });
            sellable
        });
        let has =
            state.allocated_of(&key) - of(&self.awaited.of_keys, &key) + of(&self.allocated, &key);
        let available = sellable.all - has - terms.buffer;
        let available = match &wanted.lot {
            None => available,
            Some(lot) => {
                let of_lot = of(&sellable.by_lot, lot);
                let lot = (key, lot.clone());
                let has = state.allocated_of_lot(&lot) - of(&self.awaited.of_lots, &lot)
                    + of(&self.of_lots, &lot);
                available.min(of_lot - has)
            }
        };
        available.max(0)
    }

    /// Takes units, so that nothing else of the command counts on them.
    pub(super) fn take(&mut self, warehouse: &WarehouseId, wanted: &Wanted, units: i128) {
        let key = self.state.promise_key(warehouse, wanted);
        self.book(&key, wanted.lot.as_ref(), units);
        self.taken.push((key, wanted.lot.clone(), units));
    }

    fn book(&mut self, key: &PromiseKey, lot: Option<&Name>, units: i128) {
        *self.allocated.entry(key.clone()).or_insert(0) += units;
        if let Some(lot) = lot {
            *self.of_lots.entry((key.clone(), lot.clone())).or_insert(0) += units;
        }
    }

    /// How far the command has taken.
    pub(super) fn mark(&self) -> usize {
        self.taken.len()
    }

    /// Gives up what was taken since a mark.
    pub(super) fn give_up(&mut self, mark: usize) {
        for (key, lot, units) in self.taken.split_off(mark.min(self.taken.len())) {
            self.book(&key, lot.as_ref(), -units);
        }
    }
}

fn of<K: Ord>(sums: &BTreeMap<K, i128>, key: &K) -> i128 {
    sums.get(key).copied().unwrap_or(0)
}
