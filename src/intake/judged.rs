//! What becomes of each order of the files, one by one: told alike by a check and by the import.

use crate::limits::INTAKE_JUDGED_MAX;
use crate::trade::Event;
use crate::trade::decide::Proposed;
use crate::trade::fulfilment::{Executor, FulfilmentFact, FulfilmentLines, Routed};
use crate::trade::id::{ChannelId, OrderId, OrderKey};
use crate::trade::orders::{
    CancelReason, Doubt, HoldKind, OrderFact, OrderField, OrderPlaced, PlacedLine, SourceField,
};
use crate::trade::personal::Slot;
use crate::trade::quantity::Units;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What becomes of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Became {
    /// It is new.
    New,
    /// It is new, and held until somebody lets it go.
    Held,
    /// It is new, and waits for a person.
    Waits,
    /// It is new, and somebody else than a warehouse of ours sends all that is to be sent.
    NewWithOthers,
    /// It is new, and all of it has left from elsewhere.
    NewElsewhere,
    /// It is here, and its source says something new of it.
    Changed,
    /// It is here, and its source's new word waits for a person.
    ChangedWaits,
    /// It is here, and units of it are cancelled.
    Cancelled,
    /// It is here, and units of it left from elsewhere.
    Shipped,
    /// It is here, and money went back.
    Refunded,
    /// It is finished at its source and was not here.
    Finished,
    /// It is here, and nothing of it is new.
    Known,
    /// It cannot be taken.
    Refused,
}

impl Became {
    /// All of them, what needs somebody first.
    pub const ALL: [Became; 13] = [
        Became::Refused,
        Became::Waits,
        Became::ChangedWaits,
        Became::Held,
        Became::New,
        Became::NewWithOthers,
        Became::NewElsewhere,
        Became::Changed,
        Became::Cancelled,
        Became::Shipped,
        Became::Refunded,
        Became::Known,
        Became::Finished,
    ];
}

/// What of an order changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// Where it goes.
    Address,
    /// Its lines and their units.
    Lines,
    /// What it costs, what was paid.
    Money,
    /// Money went back.
    Refund,
    /// Units are cancelled.
    Cancelled,
    /// Units left from elsewhere.
    Shipped,
    /// Its status at the source.
    Status,
    /// How and by when it is to be sent.
    Shipping,
    /// Its tags.
    Tags,
    /// Another number of it is known.
    Number,
}

/// An order of the files, and what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// Its number in the file.
    pub number: String,
    /// The order that it is, or would be.
    pub order: Option<OrderId>,
    /// The file.
    pub file: Arc<str>,
    /// The row where it begins.
    pub row: u64,
    /// What becomes of it.
    pub became: Became,
    /// Why it waits.
    pub doubts: Vec<Doubt>,
    /// Why it is held.
    pub holds: Vec<HoldKind>,
    /// What of it changes.
    pub changes: Vec<Change>,
    /// Who else than a warehouse of ours sends of it.
    pub senders: Vec<Executor>,
}

/// The orders of the files: the first so many, the others counted. What nobody has to look at is counted only.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JudgedOrders {
    kept: Vec<Judged>,
    counts: BTreeMap<Became, u64>,
}

impl JudgedOrders {
    /// Takes one in.
    pub(super) fn add(&mut self, judged: Judged) {
        *self.counts.entry(judged.became).or_default() += 1;
        let says_something = !matches!(judged.became, Became::Known);
        if says_something && self.kept.len() < INTAKE_JUDGED_MAX {
            self.kept.push(judged);
        }
    }

    /// Those that are kept one by one, in the order of the files.
    pub fn kept(&self) -> &[Judged] {
        &self.kept
    }

    /// How many there are of a kind.
    pub fn count(&self, became: Became) -> u64 {
        self.counts.get(&became).copied().unwrap_or(0)
    }
}

/// What becomes of a record.
pub(super) struct Fate {
    /// What becomes of it.
    pub(super) became: Became,
    /// The order that it is.
    pub(super) order: Option<OrderId>,
    /// Why it waits.
    pub(super) doubts: Vec<Doubt>,
    /// Why it is held.
    pub(super) holds: Vec<HoldKind>,
    /// What of it changes.
    pub(super) changes: Vec<Change>,
    /// Who else than a warehouse of ours sends of it.
    pub(super) senders: Vec<Executor>,
}

/// What a command writes of one order.
#[derive(Default)]
struct OfOrder {
    doubts: BTreeSet<Doubt>,
    changes: BTreeSet<Change>,
}

/// An order that a command would place.
struct NewOrder {
    order: OrderId,
    doubts: Vec<Doubt>,
    holds: Vec<HoldKind>,
    /// Lines that are to be sent, and units of them.
    lines: u64,
    units: i128,
    /// Who else than a warehouse of ours sends of it, and how many of the lines.
    senders: Vec<Executor>,
    lines_of_others: u64,
    /// Units that left from elsewhere.
    elsewhere: i128,
}

impl NewOrder {
    fn of(placed: &OrderPlaced) -> Self {
        let ships = || placed.lines.iter().filter(|line| line.ships());
        NewOrder {
            order: placed.order.clone(),
            doubts: placed.doubts.clone(),
            holds: placed.holds.clone(),
            lines: ships().count() as u64,
            units: ships().filter_map(PlacedLine::units).map(Units::wide).sum(),
            senders: Vec::new(),
            lines_of_others: 0,
            elsewhere: 0,
        }
    }

    fn became(&self) -> Became {
        match (self.doubts.is_empty(), self.holds.is_empty()) {
            (false, _) => Became::Waits,
            (true, false) => Became::Held,
            (true, true) if self.units > 0 && self.elsewhere >= self.units => Became::NewElsewhere,
            (true, true) if self.lines > 0 && self.lines_of_others >= self.lines => {
                Became::NewWithOthers
            }
            (true, true) => Became::New,
        }
    }
}

/// What a command about orders would write, by order.
#[derive(Default)]
pub(super) struct Said {
    placed: BTreeMap<(ChannelId, OrderKey), NewOrder>,
    changed: BTreeMap<OrderId, OfOrder>,
}

impl Said {
    pub(super) fn of(proposed: &[Proposed]) -> Self {
        let mut said = Said::default();
        for event in proposed.iter().flat_map(|commit| &commit.events) {
            match event {
                Event::Orders(fact) => said.take(fact),
                Event::Fulfilment(FulfilmentFact::Routed(routed)) => said.routed(routed),
                _ => {}
            }
        }
        said
    }

    fn routed(&mut self, routed: &Routed) {
        let order = &routed.order;
        let key = (order.channel.clone(), order.key.clone());
        let new = self.placed.get_mut(&key).filter(|new| new.order == *order);
        if let (Some(new), false) = (new, matches!(routed.executor, Executor::Warehouse(_))) {
            new.senders.push(routed.executor.clone());
            new.lines_of_others += match &routed.lines {
                FulfilmentLines::Whole { runs, .. } => {
                    runs.iter().map(|run| u64::from(run.more) + 1).sum()
                }
                FulfilmentLines::Each(lines) => lines.len() as u64,
            };
        }
    }

    fn take(&mut self, fact: &OrderFact) {
        let order = fact.order();
        if let OrderFact::Placed(placed) = fact {
            let key = (order.channel.clone(), order.key.clone());
            self.placed.insert(key, NewOrder::of(placed));
            return;
        }
        let key = (order.channel.clone(), order.key.clone());
        let new = self.placed.get_mut(&key);
        if let Some(new) = new.filter(|new| new.order == *order) {
            // What its source says of an order that is new: its money, and what has left of it.
            if let OrderFact::LinesCancelled(of) = fact
                && matches!(of.why, CancelReason::Elsewhere(_))
            {
                new.elsewhere += of.lines.iter().map(|line| line.units.wide()).sum::<i128>();
            }
            return;
        }
        let of_order = self.changed.entry(order.clone()).or_default();
        let changes = &mut of_order.changes;
        match fact {
            OrderFact::SourceSaid(word) => {
                of_order.doubts.extend(word.doubts.iter().cloned());
                changes.extend(word.fields.iter().map(|field| match field {
                    SourceField::Status { .. } => Change::Status,
                    SourceField::Service(_) | SourceField::ShipBy(_) => Change::Shipping,
                    SourceField::Total(_) | SourceField::Paid(_) => Change::Money,
                    SourceField::LineUnits { .. } => Change::Lines,
                    SourceField::Refunded(_) => Change::Refund,
                    // What is cancelled of it the cancellation tells.
                    SourceField::Cancelled(_) => Change::Status,
                    SourceField::Shipped { .. } => Change::Status,
                }));
                let tags = word.rows.iter().filter(|row| row.slot == Slot::Tags);
                changes.extend(tags.map(|_| Change::Tags));
            }
            OrderFact::LinesAdded(_) | OrderFact::LineMatched(_) => {
                changes.insert(Change::Lines);
            }
            OrderFact::LinesCancelled(of) => {
                changes.insert(match of.why {
                    CancelReason::Elsewhere(_) => Change::Shipped,
                    CancelReason::Customer
                    | CancelReason::House
                    | CancelReason::NoStock
                    | CancelReason::Unpaid { .. }
                    | CancelReason::Source(_)
                    | CancelReason::Duplicate { .. }
                    | CancelReason::Mended => Change::Cancelled,
                });
            }
            OrderFact::AddressGiven(_) => {
                changes.insert(Change::Address);
            }
            OrderFact::OrderSet(set) => {
                let is_money = |field: &OrderField| {
                    matches!(
                        field,
                        OrderField::Charges(_)
                            | OrderField::LinePrice { .. }
                            | OrderField::Terms(_)
                    )
                };
                if set.fields.iter().any(is_money) {
                    changes.insert(Change::Money);
                }
            }
            OrderFact::KeyAliased { .. } | OrderFact::LineAliased { .. } => {
                changes.insert(Change::Number);
            }
            OrderFact::Placed(_)
            | OrderFact::DoubtSettled { .. }
            | OrderFact::Verified { .. }
            | OrderFact::VerificationUndone { .. }
            | OrderFact::HoldPlaced(_)
            | OrderFact::HoldReleased { .. }
            | OrderFact::CancellationUndone { .. } => {}
        }
    }

    /// What becomes of a record under a key that leads to these orders; with the order that it is.
    pub(super) fn judge(&mut self, key: &(ChannelId, OrderKey), found: &[OrderId]) -> Fate {
        if let Some(new) = self.placed.remove(key) {
            let has_left = (new.elsewhere > 0).then_some(Change::Shipped);
            return Fate {
                became: new.became(),
                order: Some(new.order),
                doubts: new.doubts,
                holds: new.holds,
                changes: has_left.into_iter().collect(),
                senders: new.senders,
            };
        }
        let changed = found
            .iter()
            .find_map(|order| Some((order, self.changed.get(order)?)));
        let Some((order, of_order)) = changed else {
            return Fate {
                became: Became::Known,
                order: found.first().cloned(),
                doubts: Vec::new(),
                holds: Vec::new(),
                changes: Vec::new(),
                senders: Vec::new(),
            };
        };
        let has = |change| of_order.changes.contains(&change);
        let became = match of_order.doubts.is_empty() {
            false => Became::ChangedWaits,
            true if has(Change::Cancelled) => Became::Cancelled,
            true if has(Change::Shipped) => Became::Shipped,
            true if has(Change::Refund) => Became::Refunded,
            true => Became::Changed,
        };
        Fate {
            became,
            order: Some(order.clone()),
            doubts: of_order.doubts.iter().cloned().collect(),
            holds: Vec::new(),
            changes: of_order.changes.iter().copied().collect(),
            senders: Vec::new(),
        }
    }
}
