//! What a source says in fields, and what is in force of an order.

use super::order::Order;
use super::{Charge, OrderField, OrderPlaced, SourceField, SourceSaid, StatusKind};
use crate::trade::card::{CardField, FieldKey};
use crate::trade::card_fold::Card;
use crate::trade::demand::LineKey;
use crate::trade::quantity::{Currency, Instant, Money, SourceTime};
use crate::trade::relations::{At, Relations};
use crate::trade::text::Code;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Two times of one source, to be compared: as instants where both are, else as its clock showed them.
pub(super) fn reading(time: &SourceTime, other: &SourceTime) -> i64 {
    if let (Some(instant), Some(_)) = (time.instant(), other.instant()) {
        return instant.ms;
    }
    match time {
        SourceTime::Civil { seconds } | SourceTime::Offset { seconds, .. } => {
            seconds.saturating_mul(1_000)
        }
        SourceTime::Exact(instant) => instant.ms,
    }
}

/// What a source said last in its words: of each field what it said latest by its own time, whoever read it when; where
/// it names no time, and among equal times, as cards fold.
pub(super) fn folded(
    words: &BTreeMap<At, Arc<SourceSaid>>,
    relations: &impl Relations,
) -> Card<SourceField> {
    let is_older = |at: &At, time: &SourceTime, key: &FieldKey| {
        words.iter().any(|(other, said)| {
            let later = said
                .updated_at
                .as_ref()
                .is_some_and(|other| reading(time, other) < reading(other, time));
            let mut fields = said.fields.iter();
            later && other != at && fields.any(|field| field.key() == *key)
        })
    };
    let mut source = Card::default();
    for (at, said) in words {
        for field in &said.fields {
            let time = said.updated_at.as_ref();
            if !time.is_some_and(|time| is_older(at, time, &field.key())) {
                source.set(*at, field.clone(), relations);
            }
        }
    }
    source
}

/// What a record says of an order in fields.
pub(super) fn words(placed: &OrderPlaced, lines: BTreeMap<LineKey, u64>) -> Vec<SourceField> {
    let mut words: Vec<SourceField> = Vec::new();
    words.extend(placed.statuses.iter().map(|status| SourceField::Status {
        kind: status.kind.clone(),
        word: status.word.clone(),
    }));
    words.extend(
        placed
            .service
            .clone()
            .map(|service| SourceField::Service(Some(service))),
    );
    words.extend(placed.totals.total.map(|amount| {
        SourceField::Total(Some(Money {
            amount,
            currency: placed.currency,
        }))
    }));
    words.extend(
        placed
            .ship_by
            .clone()
            .map(|at| SourceField::ShipBy(Some(SourceTime::Exact(at)))),
    );
    words.extend(
        lines
            .into_iter()
            .map(|(line, units)| SourceField::LineUnits { line, units }),
    );
    words
}

impl Order {
    /// What is charged beside the goods: as it was mended last, else as the order came in.
    pub fn charges(&self) -> &[Charge] {
        match self.card().get(&OrderField::Charges(Vec::new()).key()) {
            Some(OrderField::Charges(charges)) => charges,
            Some(_) | None => self
                .placed()
                .map_or(&[], |(_, placed)| placed.charges.as_slice()),
        }
    }

    /// The currency of its amounts: as it was mended last, else as the order came in; `None` while it has not come.
    pub fn currency(&self) -> Option<Currency> {
        let (_, placed) = self.placed()?;
        let key = OrderField::Currency(placed.currency).key();
        match self.card().get(&key) {
            Some(OrderField::Currency(currency)) => Some(*currency),
            Some(_) | None => Some(placed.currency),
        }
    }

    /// When it was placed: as it was mended last, else as it came in; `None` while it has not come.
    pub fn placed_at(&self) -> Option<&SourceTime> {
        let (_, placed) = self.placed()?;
        let key = OrderField::PlacedAt(placed.placed_at.clone()).key();
        match self.card().get(&key) {
            Some(OrderField::PlacedAt(at)) => Some(at),
            Some(_) | None => Some(&placed.placed_at),
        }
    }
}

/// The service in force: as it was set last, else as the order came in.
pub fn service(order: &Order) -> Option<Code> {
    let set = order.card().get(&OrderField::Service(None).key());
    match set {
        Some(OrderField::Service(service)) => service.clone(),
        Some(_) | None => order
            .placed()
            .and_then(|(_, placed)| placed.service.clone()),
    }
}

/// When an order must have left, as it was set last, else as it came in.
pub fn ship_by(order: &Order) -> Option<Instant> {
    let set = order.card().get(&OrderField::ShipBy(None).key());
    match set {
        Some(OrderField::ShipBy(at)) => at.clone(),
        Some(_) | None => order
            .placed()
            .and_then(|(_, placed)| placed.ship_by.clone()),
    }
}

/// The source's statuses as it wrote them last.
pub fn statuses(order: &Order) -> BTreeMap<StatusKind, Code> {
    let mut statuses = BTreeMap::new();
    if let Some((_, placed)) = order.placed() {
        for status in &placed.statuses {
            statuses.insert(status.kind.clone(), status.word.clone());
        }
    }
    for field in order.source().fields() {
        if let SourceField::Status { kind, word } = field {
            statuses.insert(kind.clone(), word.clone());
        }
    }
    statuses
}
