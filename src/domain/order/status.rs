//! The three states of an order, each derived from its lines and money; none is ever set by hand.

use super::{Order, Stage, Stages};
use crate::domain::money::Amount;
use crate::domain::reason::Terms;
use crate::limits::LINE_UNITS_UNUSUAL;
use serde::{Deserialize, Serialize};

/// How far the goods are, told by the unit that is furthest behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Fulfilment {
    /// Nothing is promised.
    Waiting,
    /// Some units are promised, some are short.
    PartlyPromised,
    /// Every outstanding unit is promised.
    Promised,
    /// In a pick batch.
    Picking,
    /// Every outstanding unit lies in a tote.
    Picked,
    /// Every outstanding unit lies in a parcel.
    Packed,
    /// Some units have left, others have not.
    PartlyShipped,
    /// Everything has left.
    Shipped,
    /// Everything has arrived.
    Delivered,
    /// Everything is cancelled.
    Cancelled,
}

impl Fulfilment {
    /// All of them, in the order of the way.
    pub const ALL: [Fulfilment; 10] = [
        Fulfilment::Waiting,
        Fulfilment::PartlyPromised,
        Fulfilment::Promised,
        Fulfilment::Picking,
        Fulfilment::Picked,
        Fulfilment::Packed,
        Fulfilment::PartlyShipped,
        Fulfilment::Shipped,
        Fulfilment::Delivered,
        Fulfilment::Cancelled,
    ];

    /// The code in addresses and files.
    pub fn code(self) -> &'static str {
        match self {
            Fulfilment::Waiting => "waiting",
            Fulfilment::PartlyPromised => "partly-promised",
            Fulfilment::Promised => "promised",
            Fulfilment::Picking => "picking",
            Fulfilment::Picked => "picked",
            Fulfilment::Packed => "packed",
            Fulfilment::PartlyShipped => "partly-shipped",
            Fulfilment::Shipped => "shipped",
            Fulfilment::Delivered => "delivered",
            Fulfilment::Cancelled => "cancelled",
        }
    }

    /// The state with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// Where the money stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Payment {
    /// Nothing is paid and nothing may leave.
    Unpaid,
    /// Something is paid, not all.
    PartlyPaid,
    /// Paid.
    Paid,
    /// To be paid later, by agreement.
    OnAccount,
    /// Some of what was paid went back.
    PartlyRefunded,
    /// All of what was paid went back.
    Refunded,
}

impl Payment {
    /// All of them.
    pub const ALL: [Payment; 6] = [
        Payment::Unpaid,
        Payment::PartlyPaid,
        Payment::Paid,
        Payment::OnAccount,
        Payment::PartlyRefunded,
        Payment::Refunded,
    ];

    /// The code in addresses and files.
    pub fn code(self) -> &'static str {
        match self {
            Payment::Unpaid => "unpaid",
            Payment::PartlyPaid => "partly-paid",
            Payment::Paid => "paid",
            Payment::OnAccount => "on-account",
            Payment::PartlyRefunded => "partly-refunded",
            Payment::Refunded => "refunded",
        }
    }

    /// The state with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// Where the order stands as a deal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Commercial {
    /// Something is still to be done.
    Open,
    /// Everything has arrived and no return is open.
    Completed,
    /// Everything is cancelled.
    Cancelled,
}

/// What the checks of a new order found. An order with findings waits for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Finding {
    /// There is no line with goods.
    NoGoods,
    /// A line costs nothing.
    PriceZero,
    /// The total is negative.
    TotalNegative,
    /// A line has unusually many units.
    UnitsUnusual,
    /// Nobody is named as the customer.
    NoCustomer,
}

impl Finding {
    /// All of them.
    pub const ALL: [Finding; 5] = [
        Finding::NoGoods,
        Finding::PriceZero,
        Finding::TotalNegative,
        Finding::UnitsUnusual,
        Finding::NoCustomer,
    ];
}

impl Order {
    /// How far the goods are.
    pub fn fulfilment(&self) -> Fulfilment {
        self.fulfilment_at(&self.stages())
    }

    /// [`Self::fulfilment`], with the sum of the stages at hand.
    pub(in crate::domain) fn fulfilment_at(&self, stages: &Stages) -> Fulfilment {
        let outstanding = stages.outstanding();
        let shipped = stages.shipped_ever();
        if stages.total() == 0 {
            // Charges alone: there is nothing to send.
            return Fulfilment::Delivered;
        }
        if outstanding == 0 {
            return match (shipped, stages.get(Stage::Shipped)) {
                (0, _) => Fulfilment::Cancelled,
                (_, 0) => Fulfilment::Delivered,
                _ => Fulfilment::Shipped,
            };
        }
        if shipped > 0 {
            return Fulfilment::PartlyShipped;
        }
        let open = stages.get(Stage::Open);
        let promised = stages.get(Stage::Promised);
        if stages.get(Stage::Packed) == outstanding {
            Fulfilment::Packed
        } else if self.batch.is_some() {
            Fulfilment::Picking
        } else if stages.get(Stage::Picked) > 0 {
            Fulfilment::Picked
        } else if promised == outstanding {
            Fulfilment::Promised
        } else if open == outstanding {
            Fulfilment::Waiting
        } else {
            Fulfilment::PartlyPromised
        }
    }

    /// Where the money stands.
    pub fn payment(&self) -> Payment {
        self.payment_at(self.total())
    }

    /// [`Self::payment`], with the total at hand.
    pub(in crate::domain) fn payment_at(&self, total: Amount) -> Payment {
        let paid_in = self.paid_in();
        let at_once = matches!(self.terms, Terms::Prepaid | Terms::Paid);
        let refunded = self.refunded();
        if refunded > Amount::ZERO {
            return if refunded >= paid_in {
                Payment::Refunded
            } else {
                Payment::PartlyRefunded
            };
        }
        if paid_in >= total && (paid_in > Amount::ZERO || at_once) {
            Payment::Paid
        } else if !at_once {
            Payment::OnAccount
        } else if paid_in > Amount::ZERO {
            Payment::PartlyPaid
        } else {
            Payment::Unpaid
        }
    }

    /// Whether the money lets the goods leave.
    pub fn payment_covers(&self) -> bool {
        self.terms != Terms::Prepaid || self.paid() >= self.total()
    }

    /// Where the order stands as a deal.
    pub fn commercial(&self) -> Commercial {
        self.commercial_at(self.fulfilment())
    }

    /// [`Self::commercial`], with the state of the goods at hand.
    pub(in crate::domain) fn commercial_at(&self, fulfilment: Fulfilment) -> Commercial {
        match fulfilment {
            Fulfilment::Cancelled => Commercial::Cancelled,
            Fulfilment::Delivered if self.returns.iter().all(|case| case.closed) => {
                Commercial::Completed
            }
            _ => Commercial::Open,
        }
    }

    /// What the checks find. Cancelled units no longer matter.
    pub fn findings(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut note = |found: bool, finding: Finding| {
            if found {
                findings.push(finding);
            }
        };
        let live = || {
            self.lines
                .iter()
                .filter(|l| l.stages.get(Stage::Cancelled) < l.units)
        };
        note(self.lines.is_empty(), Finding::NoGoods);
        note(
            live().any(|l| l.unit_price <= Amount::ZERO),
            Finding::PriceZero,
        );
        note(self.total() < Amount::ZERO, Finding::TotalNegative);
        note(
            live().any(|l| l.units >= LINE_UNITS_UNUSUAL),
            Finding::UnitsUnusual,
        );
        note(
            self.customer.is_none() && self.address.is_none(),
            Finding::NoCustomer,
        );
        findings
    }

    /// Whether a person must look at it before anything else.
    pub fn needs_verification(&self) -> bool {
        !self.verified && !self.findings().is_empty()
    }
}
