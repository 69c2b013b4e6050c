//! Stock documents and credit notes, as lists show them.

use super::event::{
    Charge, CivilMinutes, CreditLine, CreditRecorded, StockDocumentKind, StockPosted,
};
use super::money::{Amount, Currency};
use super::reason::LossReason;
use super::text::{Code, CreditId, OrderId, StockDocumentId, Words};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A stock document, as lists show it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct StockDocument {
    /// Its identity.
    pub id: StockDocumentId,
    /// What it is about.
    pub kind: StockDocumentKind,
    /// Why, for adjustments.
    pub reason: Option<LossReason>,
    /// The words it came with.
    pub words: Option<Words>,
    /// When it happened, as the source tells.
    pub happened_at: Option<CivilMinutes>,
    /// How many units it moved.
    pub units: u64,
}

impl StockDocument {
    pub(super) fn of(posted: &StockPosted) -> Self {
        StockDocument {
            id: posted.document.clone(),
            kind: posted.kind,
            reason: posted.reason,
            words: posted.words.clone(),
            happened_at: posted.happened_at,
            units: posted.movements.iter().map(|m| u64::from(m.units)).sum(),
        }
    }
}

/// A credit note, as lists show it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Credit {
    /// Its identity.
    pub id: CreditId,
    /// When it was written.
    pub written_at: CivilMinutes,
    /// The customer.
    pub customer: Option<Code>,
    /// The currency.
    pub currency: Currency,
    /// The value of its lines and charges.
    pub total: Amount,
    /// Units credited.
    pub units: u64,
    /// Of these, units that no order was found for.
    pub unmatched: u64,
    /// The orders it took units back from.
    pub orders: BTreeSet<OrderId>,
}

impl Credit {
    pub(super) fn of(recorded: &CreditRecorded) -> Self {
        let value = |line: &CreditLine| line.unit_price.times(i64::from(line.units));
        let goods: Amount = recorded.lines.iter().map(value).sum();
        let charges: Amount = recorded.charges.iter().map(Charge::amount).sum();
        let units: u64 = recorded.lines.iter().map(|l| u64::from(l.units)).sum();
        let matches = || recorded.lines.iter().flat_map(|line| &line.matched);
        let matched: u64 = matches().map(|found| u64::from(found.units)).sum();
        Credit {
            id: recorded.credit.clone(),
            written_at: recorded.written_at,
            customer: recorded.customer.clone(),
            currency: recorded.currency,
            total: goods - charges,
            units,
            unmatched: units.saturating_sub(matched),
            orders: matches().map(|found| found.order.clone()).collect(),
        }
    }
}
