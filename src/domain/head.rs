//! Orders as lists show them: short, and derived from the whole order after every change.

use super::event::CivilMinutes;
use super::money::{Amount, Currency};
use super::order::{
    Commercial, Fulfilment, Order, ParcelState, Payment, Return, ReturnedLine, Stage, Stages,
};
use super::reason::HoldKind;
use super::text::{BatchId, Code, OrderId, ParcelId, ReturnId, Words};
use serde::{Deserialize, Serialize};
use std::hash::{Hash, Hasher};

/// A parcel, as lists show it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ParcelHead {
    /// Its identity.
    pub id: ParcelId,
    /// Where it is.
    pub state: ParcelState,
    /// The carrier.
    pub carrier: Option<Code>,
    /// The tracking number.
    pub tracking: Option<Code>,
}

/// A return, as lists show it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ReturnHead {
    /// Its identity.
    pub id: ReturnId,
    /// Units that may come back.
    pub authorised: u32,
    /// Units that have arrived.
    pub received: u32,
    /// Units that inspection has decided about.
    pub decided: u32,
    /// Whether nothing more is expected.
    pub closed: bool,
}

/// A hold, as lists show it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct HoldHead {
    /// Why.
    pub kind: HoldKind,
    /// When it ends by itself, in milliseconds since 1970 UTC.
    pub until_ms: Option<i64>,
}

/// An order, as lists show it: derived from the whole order after every change.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct OrderHead {
    /// Its identity.
    pub id: OrderId,
    /// When the customer placed it.
    pub placed_at: CivilMinutes,
    /// When it must have left.
    pub ship_by: Option<CivilMinutes>,
    /// The customer's number with the channel.
    pub customer: Option<Code>,
    /// The country, as the source writes it.
    pub country: Option<Words>,
    /// The currency.
    pub currency: Currency,
    /// What the customer owes.
    pub total: Amount,
    /// How many lines it has.
    pub lines: u32,
    /// Where its units are.
    pub stages: Stages,
    /// How far the goods are.
    pub fulfilment: Fulfilment,
    /// Where the money stands.
    pub payment: Payment,
    /// Where the deal stands.
    pub commercial: Commercial,
    /// Whether the money lets the goods leave.
    pub covered: bool,
    /// Whether a person must look at it first.
    pub unverified: bool,
    /// What makes it wait.
    pub holds: Vec<HoldHead>,
    /// The pick batch that it is in.
    pub batch: Option<BatchId>,
    /// The tote that its goods are in.
    pub tote: Option<Code>,
    /// Its parcels.
    pub parcels: Vec<ParcelHead>,
    /// Its returns.
    pub returns: Vec<ReturnHead>,
    /// Cancelled units that lie in a tote and must go back into a bin.
    pub put_back: u32,
    /// How many things in its history should not have happened.
    pub anomalies: u32,
    /// A hash of the whole order: equal on every device that has the same history.
    pub fingerprint: u64,
}

impl ParcelHead {
    /// Whether it waits for its carrier: closed and labelled.
    pub fn is_to_hand_over(&self) -> bool {
        self.state == ParcelState::Closed && self.carrier.is_some()
    }
}

impl OrderHead {
    /// Whether the pack table has work with it: its batch has brought units in a tote, or a parcel is open or has no
    /// label. While the batch is being picked the tote is with the picker.
    pub fn is_to_pack(&self) -> bool {
        let is_packed = self.stages.get(Stage::Packed) > 0;
        let has_come = self.batch.is_none() && self.stages.get(Stage::Picked) > 0;
        has_come
            || self.parcels.iter().any(|parcel| match parcel.state {
                // A parcel that everything was taken out of again is open and empty.
                ParcelState::Open => is_packed,
                ParcelState::Closed => parcel.carrier.is_none(),
                ParcelState::HandedOver | ParcelState::Delivered => false,
            })
    }

    /// The head of an order.
    pub fn of(order: &Order) -> Self {
        let stages = order.stages();
        let total = order.total_at(&stages);
        let fulfilment = order.fulfilment_at(&stages);
        OrderHead {
            id: order.id.clone(),
            placed_at: order.placed_at,
            ship_by: order.ship_by,
            customer: order.customer.clone(),
            country: order.country.clone(),
            currency: order.currency,
            total,
            lines: order.lines.len() as u32,
            stages,
            fulfilment,
            payment: order.payment_at(total),
            commercial: order.commercial_at(fulfilment),
            covered: order.payment_covers(),
            unverified: order.needs_verification(),
            holds: order
                .holds
                .iter()
                .map(|hold| HoldHead {
                    kind: hold.kind,
                    until_ms: hold.until_ms,
                })
                .collect(),
            batch: order.batch.clone(),
            tote: order.tote.clone(),
            parcels: order
                .parcels
                .iter()
                .map(|parcel| ParcelHead {
                    id: parcel.id.clone(),
                    state: parcel.state,
                    carrier: parcel.carrier.clone(),
                    tracking: parcel.tracking.clone(),
                })
                .collect(),
            returns: order.returns.iter().map(ReturnHead::of).collect(),
            put_back: sum(order.lines.iter().map(|line| line.put_back)),
            anomalies: order.anomalies.len() as u32,
            fingerprint: fingerprint(order),
        }
    }

    /// Whether a hold is in force at this time (milliseconds since 1970 UTC).
    pub fn held_at(&self, now_ms: i64) -> bool {
        self.holds
            .iter()
            .any(|hold| hold.until_ms.is_none_or(|until| until > now_ms))
    }

    /// Whether nothing but stock stands between the order and the floor.
    pub fn releasable_at(&self, now_ms: i64) -> bool {
        self.commercial == Commercial::Open
            && self.covered
            && !self.unverified
            && !self.held_at(now_ms)
    }
}

impl ReturnHead {
    fn of(case: &Return) -> Self {
        ReturnHead {
            id: case.id.clone(),
            authorised: sum(case.lines.iter().map(|line| line.authorised)),
            received: sum(case.lines.iter().map(|line| line.received)),
            decided: sum(case.lines.iter().map(ReturnedLine::decided)),
            closed: case.closed,
        }
    }
}

/// A sum that stays at its largest value instead of overflowing: events of others may say anything.
fn sum(units: impl Iterator<Item = u32>) -> u32 {
    units.fold(0, u32::saturating_add)
}

/// FNV-1a, 64 bits: small, and the same on every platform because sizes are hashed as 64 bits.
struct Fnv(u64);

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn write_u32(&mut self, value: u32) {
        self.write_u64(u64::from(value));
    }

    fn write_u64(&mut self, value: u64) {
        // One round for a whole word: orders are mostly numbers.
        self.0 = (self.0 ^ value)
            .wrapping_mul(0x0100_0000_01b3)
            .rotate_left(23);
    }

    fn write_i64(&mut self, value: i64) {
        self.write_u64(value as u64);
    }

    fn write_usize(&mut self, value: usize) {
        self.write_u64(value as u64);
    }

    fn write_isize(&mut self, value: isize) {
        self.write_u64(value as u64);
    }
}

/// A hash that is equal on every device for equal values.
pub fn fingerprint(value: &impl Hash) -> u64 {
    let mut hasher = Fnv(0xcbf2_9ce4_8422_2325);
    value.hash(&mut hasher);
    hasher.finish()
}
