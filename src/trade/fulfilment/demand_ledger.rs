//! The demand of orders and of fulfilment orders, double-entry, in two readings.
//!
//! *Raw sums* are never clamped: from them breaches are told. *What stands* is what work, promises and counters go by:
//! the raw sums, except that an account below zero, or below what was physically begun there, takes what it lacks from
//! unrouted, then from the line's fulfilment orders, the last opened first, never below what was begun in them, then
//! from cancelled. What nobody has was done twice. Without a breach both readings are equal.
//!
//! All sums commute, so the order in which facts arrive does not matter; the order in which fulfilment orders were
//! opened is the only order that is asked for.

use crate::trade::demand::{FulfilmentLine, OrderAccount, WorkAccount};
use crate::trade::goods::name_bytes;
use crate::trade::quantity::Units;
use std::collections::BTreeMap;

/// The raw sums of one part of an order's line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrderSums {
    ordered: i128,
    unrouted: i128,
    cancelled: i128,
    handed: BTreeMap<FulfilmentLine, i128>,
}

impl OrderSums {
    /// Books a transfer; `times` is 1, or -1 to take it back.
    pub fn transfer(&mut self, from: &OrderAccount, to: &OrderAccount, units: Units, times: i128) {
        *self.account(from) -= times * units.wide();
        *self.account(to) += times * units.wide();
        // Accounts that nothing is left on are not kept: equal sums are equal values.
        self.handed.retain(|_, units| *units != 0);
    }

    fn account(&mut self, account: &OrderAccount) -> &mut i128 {
        match account {
            OrderAccount::Ordered => &mut self.ordered,
            OrderAccount::Unrouted => &mut self.unrouted,
            OrderAccount::Cancelled => &mut self.cancelled,
            OrderAccount::Handed(line) => self.handed.entry(line.clone()).or_insert(0),
        }
    }

    /// The sums as bytes, the same on every device: what an entry's name is made of.
    pub fn bytes(&self) -> Vec<u8> {
        let sums = [self.ordered, self.unrouted, self.cancelled].map(i128::to_be_bytes);
        let mut bytes = sums.concat();
        for (line, units) in &self.handed {
            bytes.extend(name_bytes(line));
            bytes.extend_from_slice(&units.to_be_bytes());
        }
        bytes
    }

    /// How many units were ordered.
    pub fn ordered(&self) -> i128 {
        -self.ordered
    }

    /// Units that nobody was given.
    pub fn unrouted(&self) -> i128 {
        self.unrouted
    }

    /// Units that will not be delivered.
    pub fn cancelled(&self) -> i128 {
        self.cancelled
    }

    /// Units handed to a line of a fulfilment order.
    pub fn handed(&self, line: &FulfilmentLine) -> i128 {
        self.handed.get(line).copied().unwrap_or(0)
    }

    /// The lines of fulfilment orders that units were handed to and have not all left.
    pub fn lines(&self) -> impl Iterator<Item = (&FulfilmentLine, i128)> {
        self.handed.iter().map(|(line, units)| (line, *units))
    }

    /// What is added up over all accounts: always 0.
    pub fn sum(&self) -> i128 {
        self.ordered + self.unrouted + self.cancelled + self.handed.values().sum::<i128>()
    }

    /// What stands, given for every line that was ever opened for this part what was begun in it, in the order in which
    /// the fulfilment orders were opened.
    pub fn stands(&self, opened: &[(FulfilmentLine, i128)]) -> Standing {
        let begun: BTreeMap<&FulfilmentLine, i128> =
            opened.iter().map(|(line, begun)| (line, *begun)).collect();
        let mut standing = Standing {
            unrouted: self.unrouted,
            cancelled: self.cancelled,
            handed: self.handed.clone(),
            done_twice: 0,
            breached: false,
        };
        let mut takers: Vec<Taker<'_>> = vec![Taker::Cancelled, Taker::Unrouted];
        let lines = self
            .handed
            .keys()
            .chain(opened.iter().map(|(line, _)| line));
        let mut lines: Vec<&FulfilmentLine> = lines.collect();
        lines.sort_unstable();
        lines.dedup();
        takers.extend(lines.into_iter().map(Taker::Line));
        for taker in takers {
            let least = taker.least(&begun);
            let mut lack = least - standing.get(taker);
            if lack <= 0 {
                continue;
            }
            standing.breached = true;
            let last_first = opened.iter().rev().map(|(line, _)| Taker::Line(line));
            for giver in [Taker::Unrouted]
                .into_iter()
                .chain(last_first)
                .chain([Taker::Cancelled])
            {
                if giver != taker {
                    let given = lack.min(standing.get(giver) - giver.least(&begun)).max(0);
                    standing.add(giver, -given);
                    standing.add(taker, given);
                    lack -= given;
                }
            }
            if lack > 0 {
                standing.done_twice += lack;
                standing.add(taker, lack);
            }
        }
        standing.handed.retain(|_, units| *units != 0);
        standing
    }
}

/// An account that may lack units or give them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Taker<'a> {
    Unrouted,
    Cancelled,
    Line(&'a FulfilmentLine),
}

impl Taker<'_> {
    /// Below what the account may not fall: what was begun there.
    fn least(&self, begun: &BTreeMap<&FulfilmentLine, i128>) -> i128 {
        match self {
            Taker::Unrouted | Taker::Cancelled => 0,
            Taker::Line(line) => begun.get(line).copied().unwrap_or(0).max(0),
        }
    }
}

/// What stands of one part of an order's line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Units that nobody was given.
    pub unrouted: i128,
    /// Units that will not be delivered.
    pub cancelled: i128,
    /// Units by line of a fulfilment order.
    pub handed: BTreeMap<FulfilmentLine, i128>,
    /// Units that were begun and that nobody had to give: the work was done twice.
    pub done_twice: i128,
    /// Whether an account had less than nothing, or less than was begun there.
    pub breached: bool,
}

impl Standing {
    fn get(&self, account: Taker<'_>) -> i128 {
        match account {
            Taker::Unrouted => self.unrouted,
            Taker::Cancelled => self.cancelled,
            Taker::Line(line) => self.handed.get(line).copied().unwrap_or(0),
        }
    }

    fn add(&mut self, account: Taker<'_>, units: i128) {
        match account {
            Taker::Unrouted => self.unrouted += units,
            Taker::Cancelled => self.cancelled += units,
            Taker::Line(line) => *self.handed.entry(line.clone()).or_insert(0) += units,
        }
    }
}

/// The raw sums of one demand line on the floor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkSums {
    accounts: [i128; 6],
}

impl WorkSums {
    /// Books a transfer; `times` is 1, or -1 to take it back.
    pub fn transfer(&mut self, from: &WorkAccount, to: &WorkAccount, units: i128, times: i128) {
        self.accounts[index(from)] -= times * units;
        self.accounts[index(to)] += times * units;
    }

    /// The raw sum of an account; of the source minus what was taken up.
    pub fn get(&self, account: &WorkAccount) -> i128 {
        self.accounts[index(account)]
    }

    /// Units that a warehouse has taken up and not given back.
    pub fn taken(&self) -> i128 {
        -self.get(&WorkAccount::Source)
    }

    /// Units that hands have begun with: picked, packed or shipped, whichever says most.
    pub fn begun(&self) -> i128 {
        let shipped = self.get(&WorkAccount::Shipped);
        let packed = shipped + self.get(&WorkAccount::Packed);
        let picked = packed + self.get(&WorkAccount::Picked);
        picked.max(packed).max(shipped).max(0)
    }

    /// Whether a later step says more than the one before it: packed more than was picked, shipped more than was packed.
    pub fn steps_breached(&self) -> bool {
        self.get(&WorkAccount::Picked) < 0 || self.get(&WorkAccount::Packed) < 0
    }

    /// What stands of the line, given how many units of the order stand there. Units that stand and were not taken up
    /// yet are under way and give no work; units that were taken up and do not stand any more give none either.
    pub fn stands(&self, handed: i128) -> WorkStanding {
        let shipped = self.get(&WorkAccount::Shipped).max(0);
        let packed = (shipped + self.get(&WorkAccount::Packed)).max(shipped) - shipped;
        let begun = self.begun();
        let picked = begun - packed - shipped;
        let workable = (self.taken().min(handed)).max(begun) - begun;
        let allocated = self.get(&WorkAccount::Allocated).clamp(0, workable);
        WorkStanding {
            underway: (handed - self.taken().max(begun)).max(0),
            open: workable - allocated,
            allocated,
            picked,
            packed,
            shipped,
        }
    }
}

fn index(account: &WorkAccount) -> usize {
    match account {
        WorkAccount::Source => 0,
        WorkAccount::Open => 1,
        WorkAccount::Allocated => 2,
        WorkAccount::Picked => 3,
        WorkAccount::Packed => 4,
        WorkAccount::Shipped => 5,
    }
}

/// What stands of a demand line on the floor, in base units of its goods.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WorkStanding {
    /// Handed over by the order and not yet taken up.
    pub underway: i128,
    /// To be done, nothing allocated.
    pub open: i128,
    /// Allocated, not picked.
    pub allocated: i128,
    /// Picked, not packed.
    pub picked: i128,
    /// Packed, not shipped.
    pub packed: i128,
    /// Out of the door.
    pub shipped: i128,
}

crate::kept_struct! {
    WorkSums { accounts }
}
