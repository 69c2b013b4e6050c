//! A line of an order, and where each of its units is.

use crate::domain::money::Amount;
use crate::domain::text::{Code, Sku, Words};
use serde::{Deserialize, Serialize};

/// Where a unit of an order line is. Every unit is in exactly one stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Stage {
    /// Ordered; no stock is promised.
    Open,
    /// Stock in a bin is promised.
    Promised,
    /// In a tote.
    Picked,
    /// In a parcel.
    Packed,
    /// With the carrier.
    Shipped,
    /// With the customer.
    Delivered,
    /// Back at the returns dock.
    Received,
    /// Back, decided and in stock again.
    Restocked,
    /// Back, and scrapped or sent to the supplier.
    WrittenOff,
    /// Will not be delivered.
    Cancelled,
}

impl Stage {
    /// How many stages there are.
    pub const COUNT: usize = 10;
    /// All of them, in the order of the way.
    pub const ALL: [Stage; Stage::COUNT] = [
        Stage::Open,
        Stage::Promised,
        Stage::Picked,
        Stage::Packed,
        Stage::Shipped,
        Stage::Delivered,
        Stage::Received,
        Stage::Restocked,
        Stage::WrittenOff,
        Stage::Cancelled,
    ];
}

/// How many units are in each stage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Stages([u32; Stage::COUNT]);

impl Stages {
    /// All units open.
    pub fn open(units: u32) -> Self {
        let mut stages = Stages::default();
        stages.0[Stage::Open as usize] = units;
        stages
    }

    /// The units in this stage.
    pub fn get(&self, stage: Stage) -> u32 {
        self.0[stage as usize]
    }

    /// All units, whatever their stage.
    pub fn total(&self) -> u32 {
        self.0.iter().fold(0, |sum, n| sum.saturating_add(*n))
    }

    /// Adds another count, stage by stage.
    pub fn add(&mut self, other: &Stages) {
        for (mine, theirs) in self.0.iter_mut().zip(other.0) {
            *mine = mine.saturating_add(theirs);
        }
    }

    /// Moves at most `units` from one stage to another and says how many there were to move.
    pub fn shift(&mut self, from: Stage, to: Stage, units: u32) -> u32 {
        let moved = self.get(from).min(units);
        self.0[from as usize] -= moved;
        self.0[to as usize] = self.get(to).saturating_add(moved);
        moved
    }

    /// Units that were sent out, wherever they are now.
    pub fn shipped_ever(&self) -> u32 {
        [
            Stage::Shipped,
            Stage::Delivered,
            Stage::Received,
            Stage::Restocked,
            Stage::WrittenOff,
        ]
        .iter()
        .fold(0, |sum, stage| sum.saturating_add(self.get(*stage)))
    }

    /// Units that are with the carrier or the customer.
    pub fn out(&self) -> u32 {
        self.get(Stage::Shipped)
            .saturating_add(self.get(Stage::Delivered))
    }

    /// Units that came back.
    pub fn back(&self) -> u32 {
        [Stage::Received, Stage::Restocked, Stage::WrittenOff]
            .iter()
            .fold(0, |sum, stage| sum.saturating_add(self.get(*stage)))
    }

    /// Units that still have to go out: not cancelled, not shipped.
    pub fn outstanding(&self) -> u32 {
        [Stage::Open, Stage::Promised, Stage::Picked, Stage::Packed]
            .iter()
            .fold(0, |sum, stage| sum.saturating_add(self.get(*stage)))
    }
}

/// Units of a line promised out of one bin.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct BinPromise {
    /// The bin.
    pub bin: Code,
    /// How many units.
    pub units: u32,
}

/// A line of an order.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Line {
    /// The item.
    pub sku: Sku,
    /// How many units were ordered.
    pub units: u32,
    /// The price of one.
    pub unit_price: Amount,
    /// The source's words, where they differ from the item's name.
    pub words: Option<Words>,
    /// Where the units are. They add up to `units`, always.
    pub stages: Stages,
    /// What is promised, bin by bin. It adds up to the units in [`Stage::Promised`].
    pub promises: Vec<BinPromise>,
    /// Cancelled units that lie in a tote and must go back into a bin.
    pub put_back: u32,
}

impl Line {
    /// Units promised out of this bin.
    pub fn promised_in(&self, bin: &Code) -> u32 {
        self.promises
            .iter()
            .filter(|promise| promise.bin == *bin)
            .fold(0, |sum, promise| sum.saturating_add(promise.units))
    }

    /// Units that lie in a tote: picked, or cancelled since and to be put back.
    pub fn in_tote(&self) -> u32 {
        self.stages.get(Stage::Picked).saturating_add(self.put_back)
    }

    /// Units times price, less what is cancelled.
    pub fn value(&self) -> Amount {
        let kept = self.units - self.stages.get(Stage::Cancelled).min(self.units);
        self.unit_price.times(i64::from(kept))
    }
}
