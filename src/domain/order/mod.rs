//! An order, with its parcels and returns: a document folded from its own events.

mod fold;
mod fold_back;
mod line;
mod status;

pub use fold::Effect;
pub use line::{BinPromise, Line, Stage, Stages};
pub use status::{Commercial, Finding, Fulfilment, Payment};

use super::commit::{Dated, EventRef};
use super::event::{Address, Charge, CivilMinutes, OrderPlaced, Source};
use super::money::{Amount, Currency};
use super::place::Condition;
use super::reason::{Disposition, HoldKind, PaymentMethod, ReturnReason, Terms};
use super::text::{BatchId, Code, CreditId, OrderId, ParcelId, ReturnId, Words};
use serde::{Deserialize, Serialize};

/// Something that makes an order wait.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Hold {
    /// Its identity within the order.
    pub hold: Code,
    /// Why.
    pub kind: HoldKind,
    /// In whose words.
    pub words: Option<Words>,
    /// Who placed it.
    pub owner: Code,
    /// When it ends by itself, in milliseconds since 1970 UTC.
    pub until_ms: Option<i64>,
}

/// Money that came in or went back.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PaymentEntry {
    /// How.
    pub method: PaymentMethod,
    /// How much; negative for a refund.
    pub amount: Amount,
    /// The reference.
    pub reference: Option<Words>,
    /// The return it belongs to.
    pub return_id: Option<ReturnId>,
}

/// Where a parcel is on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ParcelState {
    /// Being filled.
    Open,
    /// Closed.
    Closed,
    /// With the carrier.
    HandedOver,
    /// With the customer.
    Delivered,
}

/// Units of a line in a parcel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ParcelLine {
    /// The order's line.
    pub line: u16,
    /// How many units.
    pub units: u32,
}

/// A parcel.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Parcel {
    /// Its identity, and what its barcode says.
    pub id: ParcelId,
    /// Where it is.
    pub state: ParcelState,
    /// What is in it.
    pub lines: Vec<ParcelLine>,
    /// The carton.
    pub carton: Option<Code>,
    /// The weight, in grams.
    pub weight_grams: Option<u32>,
    /// The carrier.
    pub carrier: Option<Code>,
    /// The tracking number.
    pub tracking: Option<Code>,
}

/// What became of returned units.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Decision {
    /// How many units.
    pub units: u32,
    /// Their condition.
    pub condition: Condition,
    /// What was decided.
    pub disposition: Disposition,
    /// The bin they went into.
    pub bin: Option<Code>,
}

impl Decision {
    /// Whether it says the same, about however many units.
    pub fn is_like(&self, other: &Decision) -> bool {
        (self.condition, self.disposition, &self.bin)
            == (other.condition, other.disposition, &other.bin)
    }
}

/// A line of a return.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ReturnedLine {
    /// The order's line.
    pub line: u16,
    /// How many units may come back.
    pub authorised: u32,
    /// How many have arrived.
    pub received: u32,
    /// Why.
    pub reason: ReturnReason,
    /// The customer's words.
    pub words: Option<Words>,
    /// What inspection decided.
    pub decisions: Vec<Decision>,
}

impl ReturnedLine {
    /// How many units inspection has decided about.
    pub fn decided(&self) -> u32 {
        self.decisions
            .iter()
            .fold(0, |sum: u32, decision| sum.saturating_add(decision.units))
    }
}

impl ReturnedLine {
    /// Units that the same was decided about.
    pub fn decided_like(&self, decision: &Decision) -> u32 {
        let alike = self.decisions.iter().filter(|made| made.is_like(decision));
        alike.fold(0, |sum: u32, made| sum.saturating_add(made.units))
    }
}

impl Return {
    /// Units of an order's line that the same was decided about.
    pub fn decided_like(&self, line: u16, decision: &Decision) -> u32 {
        self.sum(line, |r| r.decided_like(decision))
    }

    /// Units of an order's line that are authorised and have not arrived. Several lines of the return may be about
    /// one line of the order, each for a reason of its own.
    pub fn expected(&self, line: u16) -> u32 {
        self.sum(line, |r| r.authorised.saturating_sub(r.received))
    }

    /// Units of an order's line that have arrived and wait for a decision.
    pub fn undecided(&self, line: u16) -> u32 {
        self.sum(line, |r| r.received.saturating_sub(r.decided()))
    }

    fn sum(&self, line: u16, units: impl Fn(&ReturnedLine) -> u32) -> u32 {
        self.lines
            .iter()
            .filter(|r| r.line == line)
            .fold(0, |sum: u32, r| sum.saturating_add(units(r)))
    }
}

/// A return of goods of this order.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Return {
    /// Its identity.
    pub id: ReturnId,
    /// What comes back.
    pub lines: Vec<ReturnedLine>,
    /// How much was refunded for it.
    pub refunded: Amount,
    /// Whether nothing more is expected.
    pub closed: bool,
}

/// Something in the history that should not have happened. It is kept and shown, never hidden.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anomaly {
    /// The event.
    pub at: EventRef,
    /// What is wrong with it.
    pub what: AnomalyKind,
}

impl std::hash::Hash for Anomaly {
    /// Where the event stands is told by a number that each device gives by itself: it is no part of the state.
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.what.hash(state);
    }
}

/// What can be wrong with an event of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum AnomalyKind {
    /// More units were moved on than were in the stage before.
    MoreThanThere {
        /// The line.
        line: u16,
        /// How many units too many.
        units: u32,
    },
    /// The event names a line, hold, parcel or return that the order does not have.
    NotFound,
    /// A second order came in under the same number with other contents; the first stands.
    PlacedTwice,
}

/// An order.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Order {
    /// Its identity.
    pub id: OrderId,
    /// When the customer placed it.
    pub placed_at: CivilMinutes,
    /// When it came in here, in milliseconds since 1970 UTC.
    pub received_ms: i64,
    /// The customer's number with the channel.
    pub customer: Option<Code>,
    /// The country, as the source writes it.
    pub country: Option<Words>,
    /// The currency of every amount.
    pub currency: Currency,
    /// When the goods may leave, seen from the money.
    pub terms: Terms,
    /// Where to send the goods.
    pub address: Option<Address>,
    /// The goods.
    pub lines: Vec<Line>,
    /// What is charged besides.
    pub charges: Vec<Charge>,
    /// When it must have left.
    pub ship_by: Option<CivilMinutes>,
    /// Where it came from.
    pub source: Option<Source>,
    /// Whether a person let it pass.
    pub verified: bool,
    /// What makes it wait.
    pub holds: Vec<Hold>,
    /// The money.
    pub payments: Vec<PaymentEntry>,
    /// The pick batch that it is in.
    pub batch: Option<BatchId>,
    /// The tote that its goods are in.
    pub tote: Option<Code>,
    /// Its parcels.
    pub parcels: Vec<Parcel>,
    /// Its returns.
    pub returns: Vec<Return>,
    /// The credit notes that took back units.
    pub credits: Vec<CreditId>,
    /// What should not have happened.
    pub anomalies: Vec<Anomaly>,
}

impl Order {
    /// The order as it was placed.
    pub fn placed(placed: &OrderPlaced, received_ms: i64) -> Order {
        let line = |line: &super::event::PlacedLine| Line {
            sku: line.sku.clone(),
            units: line.units,
            unit_price: line.unit_price,
            words: line.words.clone(),
            stages: Stages::open(line.units),
            promises: Vec::new(),
            put_back: 0,
        };
        Order {
            id: placed.order.clone(),
            placed_at: placed.placed_at,
            received_ms,
            customer: placed.customer.clone(),
            country: placed.country.clone(),
            currency: placed.currency,
            terms: placed.terms,
            address: placed.address.clone(),
            lines: placed.lines.iter().map(line).collect(),
            charges: placed.charges.clone(),
            ship_by: placed.ship_by,
            source: placed.source.clone(),
            verified: false,
            holds: Vec::new(),
            payments: Vec::new(),
            batch: None,
            tote: None,
            parcels: Vec::new(),
            returns: Vec::new(),
            credits: Vec::new(),
            anomalies: Vec::new(),
        }
    }

    /// The order that these events add up to, in their fold order, or `None` while nothing says it was placed.
    pub fn fold(events: &[Dated]) -> Option<Order> {
        let mut effects = Vec::new();
        let first = events
            .iter()
            .position(|e| matches!(e.event, super::Event::OrderPlaced(_)))?;
        let super::Event::OrderPlaced(placed) = &events[first].event else {
            return None;
        };
        let mut order = Order::placed(placed, events[first].stamp.ms());
        // What arrived before the order itself is folded after it: a gap that filled late changes nothing.
        for (i, dated) in events.iter().enumerate() {
            if i != first {
                order.apply(dated, &mut effects);
            }
        }
        Some(order)
    }

    /// The units of all lines by stage.
    pub fn stages(&self) -> Stages {
        let mut sum = Stages::default();
        for line in &self.lines {
            sum.add(&line.stages);
        }
        sum
    }

    /// What the customer owes for: lines less cancelled units, and charges. Nothing once all goods are cancelled.
    pub fn total(&self) -> Amount {
        self.total_at(&self.stages())
    }

    /// [`Self::total`], with the sum of the stages at hand.
    pub(in crate::domain) fn total_at(&self, stages: &Stages) -> Amount {
        if stages.total() > 0 && stages.get(Stage::Cancelled) == stages.total() {
            return Amount::ZERO;
        }
        let goods: Amount = self.lines.iter().map(Line::value).sum();
        goods + self.charges.iter().map(Charge::amount).sum()
    }

    /// What the order came to when it was placed, before anything was cancelled.
    pub fn invoiced(&self) -> Amount {
        let goods = |line: &Line| line.unit_price.times(i64::from(line.units));
        let goods: Amount = self.lines.iter().map(goods).sum();
        goods + self.charges.iter().map(Charge::amount).sum()
    }

    /// What was paid before the order came in here.
    pub fn paid_elsewhere(&self) -> Amount {
        match self.terms {
            Terms::Paid => self.invoiced().max(Amount::ZERO),
            Terms::Prepaid | Terms::OnAccount | Terms::CashOnDelivery => Amount::ZERO,
        }
    }

    /// What has been paid in all, refunds not taken off.
    pub fn paid_in(&self) -> Amount {
        let amounts = self.payments.iter().map(|entry| entry.amount);
        self.paid_elsewhere() + amounts.filter(|amount| *amount > Amount::ZERO).sum()
    }

    /// What has been paid, less refunds.
    pub fn paid(&self) -> Amount {
        self.paid_elsewhere() + self.payments.iter().map(|entry| entry.amount).sum()
    }

    /// What has been refunded, as a positive amount.
    pub fn refunded(&self) -> Amount {
        -self
            .payments
            .iter()
            .map(|entry| entry.amount)
            .filter(|a| *a < Amount::ZERO)
            .sum::<Amount>()
    }

    /// The holds in force at this time (milliseconds since 1970 UTC).
    pub fn holds_at(&self, now_ms: i64) -> impl Iterator<Item = &Hold> {
        self.holds
            .iter()
            .filter(move |hold| hold.until_ms.is_none_or(|until| until > now_ms))
    }

    /// Units of a line in parcels that the carrier has and nobody has seen arrive.
    pub fn underway(&self, line: u16) -> u32 {
        self.parcels
            .iter()
            .filter(|parcel| parcel.state == ParcelState::HandedOver)
            .flat_map(|parcel| &parcel.lines)
            .filter(|content| content.line == line)
            .fold(0, |sum: u32, content| sum.saturating_add(content.units))
    }

    /// The parcel with this identity.
    pub fn parcel(&self, id: &ParcelId) -> Option<&Parcel> {
        self.parcels.iter().find(|parcel| parcel.id == *id)
    }

    /// The return with this identity.
    pub fn return_(&self, id: &ReturnId) -> Option<&Return> {
        self.returns.iter().find(|case| case.id == *id)
    }

    /// How many units of a line may still be sent back: shipped or delivered and not already on a return.
    pub fn returnable(&self, line: u16) -> u32 {
        let Some(l) = self.lines.get(usize::from(line)) else {
            return 0;
        };
        let on_the_way = self
            .returns
            .iter()
            .filter(|case| !case.closed)
            .fold(0, |sum: u32, case| sum.saturating_add(case.expected(line)));
        l.stages.out().saturating_sub(on_the_way)
    }
}
