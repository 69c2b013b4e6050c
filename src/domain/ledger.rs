//! The double-entry ledger of goods, and what is promised of them.
//!
//! Every posting takes units from one place to another, so the sum over all places is zero per item, always.
//! Balances are sums and commute: the ledger is the same whatever the order its postings came in. There is no
//! reserved counter: what is promised is kept line by line, so "who holds this stock?" always has an answer.

use super::order::Effect;
use super::place::{Condition, Goods, Place};
use super::text::{Code, OrderId, Sku};
use serde::{Deserialize, Serialize};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// One account of an item: a place, and what tells units apart there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Account {
    /// Where.
    pub place: Place,
    /// In which condition.
    pub condition: Condition,
    /// Which lot.
    pub lot: Option<Code>,
    /// Whose.
    pub owner: Option<Code>,
}

impl Account {
    /// Whether units there may be promised to customers.
    fn sellable(&self) -> bool {
        matches!(self.place, Place::Bin(_)) && self.condition == Condition::New
    }
}

/// Who holds a promise.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Holder {
    /// The order.
    pub order: OrderId,
    /// Its line.
    pub line: u16,
}

/// The stock of one item.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ItemStock {
    balances: BTreeMap<Account, i64>,
    promises: BTreeMap<Code, BTreeMap<Holder, i64>>,
    wanted: i64,
    on_hand: i64,
    promised: i64,
}

/// What of an item is in one bin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BinStock {
    /// The bin.
    pub bin: Code,
    /// Sellable units there.
    pub on_hand: i64,
    /// Of these, promised.
    pub promised: i64,
}

impl BinStock {
    /// What may still be promised out of the bin.
    pub fn free(&self) -> i64 {
        (self.on_hand - self.promised).max(0)
    }
}

impl ItemStock {
    /// Sellable units in bins.
    pub fn on_hand(&self) -> i64 {
        self.on_hand
    }

    /// Units promised to orders.
    pub fn promised(&self) -> i64 {
        self.promised
    }

    /// Units that may still be promised.
    pub fn free(&self) -> i64 {
        self.bins().iter().map(BinStock::free).sum()
    }

    /// Units that orders want and nothing is promised for.
    pub fn wanted(&self) -> i64 {
        self.wanted
    }

    /// Every account with its balance, by place.
    pub fn accounts(&self) -> impl Iterator<Item = (&Account, i64)> {
        self.balances
            .iter()
            .map(|(account, units)| (account, *units))
    }

    /// The balance at a place, whatever the condition, lot and owner.
    pub fn at(&self, place: &Place) -> i64 {
        self.accounts()
            .filter(|(account, _)| account.place == *place)
            .map(|(_, units)| units)
            .sum()
    }

    /// The bins that hold the item, or promise it, by code.
    pub fn bins(&self) -> Vec<BinStock> {
        let mut bins: BTreeMap<&Code, (i64, i64)> = BTreeMap::new();
        for (account, units) in &self.balances {
            if let (Place::Bin(bin), true) = (&account.place, account.sellable()) {
                bins.entry(bin).or_default().0 += units;
            }
        }
        for (bin, holders) in &self.promises {
            bins.entry(bin).or_default().1 += holders.values().sum::<i64>();
        }
        bins.into_iter()
            .map(|(bin, (on_hand, promised))| BinStock {
                bin: bin.clone(),
                on_hand,
                promised,
            })
            .collect()
    }

    /// Who holds what: bin, holder, units.
    pub fn holders(&self) -> impl Iterator<Item = (&Code, &Holder, i64)> {
        self.promises.iter().flat_map(|(bin, holders)| {
            holders
                .iter()
                .map(move |(holder, units)| (bin, holder, *units))
        })
    }

    fn book(&mut self, account: Account, units: i64) {
        if account.sellable() {
            self.on_hand += units;
        }
        match self.balances.entry(account) {
            Entry::Vacant(entry) => {
                if units != 0 {
                    entry.insert(units);
                }
            }
            Entry::Occupied(mut entry) => {
                *entry.get_mut() += units;
                if *entry.get() == 0 {
                    entry.remove();
                }
            }
        }
    }
}

/// The ledger of all items.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Ledger {
    items: BTreeMap<Sku, ItemStock>,
    /// Which items have an account in which bin.
    bins: BTreeMap<Code, BTreeSet<Sku>>,
}

impl Ledger {
    /// The stock of an item, if it ever had any or anybody wants it.
    pub fn item(&self, sku: &Sku) -> Option<&ItemStock> {
        self.items.get(sku)
    }

    /// Every item with its stock, by SKU.
    pub fn items(&self) -> impl Iterator<Item = (&Sku, &ItemStock)> {
        self.items.iter()
    }

    /// The items that lie in a bin.
    pub fn in_bin(&self, bin: &Code) -> impl Iterator<Item = &Sku> {
        self.bins.get(bin).into_iter().flatten()
    }

    /// Posts a movement; `sign` -1 takes it back.
    pub fn post(&mut self, goods: Goods, from: Place, to: Place, units: u32, sign: i64) {
        let units = sign * i64::from(units);
        let Goods {
            sku,
            lot,
            owner,
            condition,
        } = goods;
        let item = self.items.entry(sku.clone()).or_default();
        for (place, units) in [(from, -units), (to, units)] {
            let account = Account {
                place,
                condition,
                lot: lot.clone(),
                owner: owner.clone(),
            };
            if let Place::Bin(bin) = &account.place {
                let bin = bin.clone();
                item.book(account, units);
                let holds = item
                    .balances
                    .keys()
                    .any(|a| a.place == Place::Bin(bin.clone()));
                if holds {
                    self.bins.entry(bin).or_default().insert(sku.clone());
                } else if let Some(skus) = self.bins.get_mut(&bin) {
                    skus.remove(&sku);
                    if skus.is_empty() {
                        self.bins.remove(&bin);
                    }
                }
            } else {
                item.book(account, units);
            }
        }
        self.drop_if_empty(&sku);
    }

    /// Applies what a change of an order changes outside it.
    pub fn apply(&mut self, order: &OrderId, effect: Effect) {
        match effect {
            Effect::Wanted { sku, units } => {
                let item = self.items.entry(sku.clone()).or_default();
                item.wanted += units;
                if item.wanted == 0 {
                    self.drop_if_empty(&sku);
                }
            }
            Effect::Promised {
                sku,
                bin,
                line,
                units,
            } => {
                let item = self.items.entry(sku.clone()).or_default();
                item.promised += units;
                let holder = Holder {
                    order: order.clone(),
                    line,
                };
                let holders = item.promises.entry(bin.clone()).or_default();
                let held = holders.entry(holder.clone()).or_insert(0);
                *held += units;
                if *held == 0 {
                    holders.remove(&holder);
                    if holders.is_empty() {
                        item.promises.remove(&bin);
                    }
                    self.drop_if_empty(&sku);
                }
            }
        }
    }

    /// An item that nothing is left of is not remembered, so that equal states are equal byte for byte.
    fn drop_if_empty(&mut self, sku: &Sku) {
        let empty = self.items.get(sku).is_some_and(|item| {
            item.balances.is_empty() && item.promises.is_empty() && item.wanted == 0
        });
        if empty {
            self.items.remove(sku);
        }
    }

    /// The mismatches that must never be: accounts that do not sum to zero, sums that differ from their parts, more
    /// promised in a bin than lies there, goods missing where nothing may be missing.
    pub fn mismatches(&self) -> Vec<Mismatch> {
        let mut found = Vec::new();
        for (sku, item) in &self.items {
            let mut note = |what| {
                found.push(Mismatch {
                    sku: sku.clone(),
                    what,
                })
            };
            let sum: i64 = item.balances.values().sum();
            if sum != 0 {
                note(MismatchKind::NotZero { units: sum });
            }
            let sellable: i64 = item
                .accounts()
                .filter(|(account, _)| account.sellable())
                .map(|(_, units)| units)
                .sum();
            let held: i64 = item.holders().map(|(_, _, units)| units).sum();
            if sellable != item.on_hand || held != item.promised {
                note(MismatchKind::SumDiffers);
            }
            for bin in item.bins() {
                if bin.on_hand < 0 {
                    note(MismatchKind::NegativeBin {
                        bin: bin.bin.clone(),
                        units: bin.on_hand,
                    });
                }
                if bin.promised > bin.on_hand {
                    let units = bin.promised - bin.on_hand.max(0);
                    note(MismatchKind::Overpromised {
                        bin: bin.bin,
                        units,
                    });
                }
            }
        }
        found
    }
}

/// Something in the ledger that should not be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// The item.
    pub sku: Sku,
    /// What is wrong.
    pub what: MismatchKind,
}

/// What can be wrong in the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MismatchKind {
    /// The sum over all places is not zero.
    NotZero {
        /// The sum.
        units: i64,
    },
    /// A kept sum differs from the sum of its parts.
    SumDiffers,
    /// A bin holds less than nothing.
    NegativeBin {
        /// The bin.
        bin: Code,
        /// The balance.
        units: i64,
    },
    /// More is promised out of a bin than lies there.
    Overpromised {
        /// The bin.
        bin: Code,
        /// How many units too many.
        units: i64,
    },
}
