//! A word of a source about an order that is here already.
//!
//! Only what the source changed against its own last word is a change. Where the value in force is still the source's,
//! it is taken; against a value that was set by hand it becomes a doubt. A file that is older than the last word
//! changes nothing, whenever it is read.

use super::commands::{IncomingOrder, RecipientWord};
use super::intake::{Intake, code_of, said_of_money};
use super::order::Order;
use super::{
    Accepted, AddressAnswer, AddressGiven, CancelReason, Charge, Doubt, LinesAdded, OrderFact,
    OrderField, OrderPlaced, OrderSet, PlacedLine, SourceField, SourceSaid, cancel, elsewhere,
    said,
};
use crate::trade::Event;
use crate::trade::card::{CardField, FieldKey};
use crate::trade::decide::{Proposal, Refusal};
use crate::trade::demand::LineKey;
use crate::trade::id::{DocumentId, OrderKey};
use crate::trade::leases::LeaseKey;
use crate::trade::money::account::{Account, LineCount, cancelling, cost};
use crate::trade::personal::{Row, Slot};
use crate::trade::quantity::{Amount, SourceTime, Units};
use crate::trade::relations::Relations;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A record held against the order that it is of.
pub(crate) struct Word<'i, 'a, R> {
    pub(super) intake: &'i Intake<'a, R>,
    pub(super) order: &'a Order,
    pub(super) record: &'a IncomingOrder,
    /// The record's lines by the order's own keys of them.
    pub(super) lines: Vec<PlacedLine>,
    /// Keys of lines that the order does not know yet, with the line that each is of.
    pub(super) aliases: Vec<(LineKey, LineKey)>,
    pub(super) account: Arc<Account>,
    /// What is in doubt about the order.
    pub(super) open: BTreeSet<Doubt>,
    /// Whether nobody else has the order's desk.
    pub(super) has_desk: bool,
    /// The units of each line that the source said last.
    pub(super) said_units: BTreeMap<LineKey, i128>,
    /// Whether nothing of the order has left, and something of it is still wanted.
    pub(super) is_not_begun: bool,
}

/// What a word leads to.
#[derive(Default)]
pub(super) struct Effect {
    pub(super) fields: Vec<SourceField>,
    pub(super) set: Vec<OrderField>,
    pub(super) added: Vec<PlacedLine>,
    /// Units that the source takes away, by line.
    pub(super) fewer: BTreeMap<LineKey, i128>,
    /// Units that left from elsewhere, by line.
    pub(super) elsewhere: BTreeMap<LineKey, i128>,
    pub(super) address: bool,
    pub(super) doubts: BTreeSet<Doubt>,
    pub(super) settled: BTreeSet<Doubt>,
}

impl<'i, 'a, R: Relations> Word<'i, 'a, R> {
    pub(crate) fn new(
        intake: &'i Intake<'a, R>,
        order: &'a Order,
        record: &'a IncomingOrder,
        lines: Vec<PlacedLine>,
    ) -> Self {
        let mut word = Word {
            intake,
            order,
            record,
            lines: Vec::new(),
            aliases: Vec::new(),
            account: intake.state.account(order),
            open: order.doubts(intake.relations),
            has_desk: has_desk(intake, order),
            said_units: BTreeMap::new(),
            is_not_begun: false,
        };
        let mut counts = word.account.lines.values();
        word.is_not_begun = counts.all(|count| count.shipped == 0) && word.account.is_outstanding();
        let last = word.last_word().into_values();
        word.said_units = last
            .filter_map(|field| match field {
                SourceField::LineUnits { line, units } => Some((line, i128::from(units))),
                _ => None,
            })
            .collect();
        for mut line in lines {
            let key = word.key_of(&line);
            if key != *order.line_key(&line.key) {
                word.aliases.push((key.clone(), line.key.clone()));
            }
            line.key = key;
            word.lines.push(line);
        }
        word
    }

    /// Which line of the order a line of the record is: by its key, else by its code where just one line has it and the
    /// two keys are of different kinds.
    fn key_of(&self, line: &PlacedLine) -> LineKey {
        let key = self.order.line_key(&line.key);
        if self.account.lines.contains_key(key) {
            return key.clone();
        }
        let Some(code) = code_of(line) else {
            return key.clone();
        };
        let same_kind = |other: &LineKey| other.number() == key.number();
        let of_code: BTreeSet<&LineKey> = self
            .order
            .lines()
            .filter(|(_, _, other)| code_of(other) == Some(code) && !same_kind(&other.key))
            .map(|(_, _, other)| self.order.line_key(&other.key))
            .collect();
        match (of_code.len(), of_code.first()) {
            (1, Some(only)) => (*only).clone(),
            _ => key.clone(),
        }
    }

    /// Takes the word; `accepted` is a person's yes to what would be in doubt. Writes nothing where nothing is new.
    ///
    /// # Errors
    /// That units which a person lets it take away cannot be cancelled.
    pub(crate) fn take(&self, accepted: bool, proposal: &mut Proposal<'_>) -> Result<(), Refusal> {
        if !accepted && self.is_older() {
            return Ok(());
        }
        self.alias(proposal);
        let mut effect = self.effect(accepted);
        let fewer = effect.fewer.clone();
        let elsewhere = std::mem::take(&mut effect.elsewhere);
        self.propose(effect, proposal);
        self.take_elsewhere(&elsewhere, proposal)?;
        let Some(source) = self.record.placed.source.clone() else {
            return Ok(());
        };
        if fewer.is_empty() {
            return Ok(());
        }
        let asked = fewer.iter().map(|(line, units)| (line, *units)).collect();
        let why = CancelReason::Source(source);
        cancel::units(self.intake.state, self.order, &asked, why, &[], proposal)
    }

    /// Whether the source names another recipient than it did last.
    pub(super) fn is_readdressed(&self) -> bool {
        match self.record.recipient {
            RecipientWord::NotCompared | RecipientWord::Same => false,
            RecipientWord::Changed | RecipientWord::SaidBefore => true,
        }
    }

    /// Keys that the record has and the order does not.
    pub(super) fn alias(&self, proposal: &mut Proposal<'_>) {
        let order = self.order.id();
        let placed = &self.record.placed;
        let keys: BTreeSet<&OrderKey> = placed.keys.iter().chain([&placed.order.key]).collect();
        let known = |key: &OrderKey| *key == order.key || self.order.keys().any(|of| of == key);
        for key in keys.into_iter().filter(|key| !known(key)) {
            proposal.office(Event::Orders(OrderFact::KeyAliased {
                order: order.clone(),
                key: key.clone(),
            }));
        }
        for (line, key) in &self.aliases {
            proposal.office(Event::Orders(OrderFact::LineAliased {
                order: order.clone(),
                line: line.clone(),
                key: key.clone(),
            }));
        }
    }

    fn effect(&self, accepted: bool) -> Effect {
        let mut effect = Effect::default();
        let last = self.last_word();
        for field in self.said() {
            let was = last.get(&field.key());
            let first_said = matches!(field, SourceField::Refunded(amount) if amount == Amount::ZERO)
                || matches!(field, SourceField::Shipped { units: 0, .. });
            let is_new = was != Some(&field) && !(was.is_none() && first_said);
            // A person who takes the word takes what was said before, too.
            if is_new || accepted {
                self.changed(&field, was, is_new, accepted, &mut effect);
            }
            if is_new {
                effect.fields.push(field);
            }
        }
        self.complete(accepted, &mut effect);
        self.cancelled(accepted, &mut effect);
        self.elsewhere(accepted, &mut effect);
        self.recipient(accepted, &mut effect);
        let currency = self.record.placed.currency;
        effect
            .doubts
            .extend(self.intake.checks(&effect.added, currency));
        self.total(&mut effect);
        if !accepted && self.is_unclear(&effect.fields) {
            effect = Effect {
                fields: effect.fields,
                doubts: effect.doubts,
                ..Effect::default()
            };
            // Nothing of it is taken, so that its sum differs says nothing more.
            effect.doubts.remove(&Doubt::TotalDiffers);
            effect.doubts.insert(Doubt::SourceChanged);
        }
        // Money that came in does not shrink because the source wants fewer units that stay here: what went back it says.
        let stays = |doubts: &BTreeSet<Doubt>| doubts.contains(&Doubt::SourceChanged);
        if !accepted && (stays(&effect.doubts) || stays(&self.open)) {
            effect.fields.retain(|field| {
                let was = last.get(&field.key());
                !matches!((field, was), (SourceField::Paid(now), Some(SourceField::Paid(was))) if now < was)
            });
        }
        let open = &self.open;
        if accepted {
            effect.settled.extend([
                Doubt::SourceChanged,
                Doubt::SourceCancelled,
                Doubt::SourceShipped,
            ]);
        }
        effect.settled.retain(|doubt| open.contains(doubt));
        effect.doubts.retain(|doubt| !open.contains(doubt));
        effect
    }

    /// What the source said last, field by field.
    pub(super) fn last_word(&self) -> BTreeMap<FieldKey, SourceField> {
        let mut last = BTreeMap::new();
        if let Some((_, placed)) = self.order.placed() {
            let lines = self.units(&placed.lines);
            for field in said::words(placed, lines) {
                last.insert(field.key(), field);
            }
        }
        for field in self.order.source().fields() {
            last.insert(field.key(), field.clone());
        }
        last
    }

    /// What it says now. What a record does not speak of is not said: a line is gone only from a record that is whole.
    fn said(&self) -> Vec<SourceField> {
        let placed = &self.record.placed;
        let mut units = self.units(&self.lines);
        let whole = !placed.doubts.contains(&Doubt::RowRefused) && !self.lines.is_empty();
        if whole {
            // A line that somebody added by hand is none of the source's.
            for field in self.last_word().into_values() {
                if let SourceField::LineUnits { line, .. } = field
                    && self.account.lines.contains_key(&line)
                {
                    units.entry(line).or_insert(0);
                }
            }
        }
        let mut said = said::words(placed, units);
        said.extend(said_of_money(self.record));
        said.extend(elsewhere::said(self.record));
        let was_cancelled = || {
            let said = self.order.source().fields();
            let mut said = said.filter(|field| **field == SourceField::Cancelled(true));
            said.next().is_some()
        };
        if !self.record.cancelled && was_cancelled() {
            said.push(SourceField::Cancelled(false));
        }
        said
    }

    pub(super) fn units(&self, lines: &[PlacedLine]) -> BTreeMap<LineKey, u64> {
        let mut units = BTreeMap::new();
        for line in lines {
            let key = self.order.line_key(&line.key).clone();
            let sum: &mut u64 = units.entry(key).or_default();
            *sum = sum.saturating_add(line.units().map_or(0, Units::get));
        }
        units
    }

    /// What follows from a field that the source changed.
    fn changed(
        &self,
        field: &SourceField,
        was: Option<&SourceField>,
        is_new: bool,
        accepted: bool,
        effect: &mut Effect,
    ) {
        match field {
            SourceField::Status { .. } | SourceField::Total(_) | SourceField::Paid(_) => {}
            SourceField::Refunded(_) => {
                // Where the record says for which units, or that nothing is wanted any more, nobody has to ask.
                let is_said = self.record.cancelled || self.takes_away();
                if is_new && !is_said {
                    effect.doubts.insert(Doubt::Refunded);
                }
            }
            SourceField::Cancelled(true) => {}
            SourceField::Shipped { line, units } => {
                self.shipped(line, *units, was, (is_new, accepted), effect);
            }
            SourceField::Cancelled(false) => {
                effect.doubts.insert(Doubt::SourceChanged);
            }
            SourceField::Service(service) => {
                let of_source = match was {
                    Some(SourceField::Service(was)) => was.clone(),
                    Some(_) | None => None,
                };
                let in_force = said::service(self.order);
                let value = OrderField::Service(service.clone());
                self.set(
                    in_force == *service,
                    in_force == of_source,
                    value,
                    accepted,
                    effect,
                );
            }
            SourceField::ShipBy(at) => {
                let instant = |at: &Option<SourceTime>| at.as_ref().and_then(SourceTime::instant);
                let of_source = match was {
                    Some(SourceField::ShipBy(was)) => instant(was),
                    Some(_) | None => None,
                };
                let in_force = said::ship_by(self.order);
                let now = instant(at);
                let value = OrderField::ShipBy(now.clone());
                self.set(
                    in_force == now,
                    in_force == of_source,
                    value,
                    accepted,
                    effect,
                );
            }
            SourceField::LineUnits { line, units } => {
                let kept = self.count(line).kept;
                let more = i128::from(*units) - kept;
                let of_source = match was {
                    Some(SourceField::LineUnits { units, .. }) => i128::from(*units) == kept,
                    Some(_) | None => kept == 0,
                };
                if self.record.cancelled {
                    // Nothing of it is wanted, whatever its lines say.
                } else if more < 0 && (accepted || of_source && self.may_take_away(line, -more)) {
                    effect.fewer.insert(line.clone(), -more);
                } else if more != 0 && !self.is_completed(line, *units, accepted) {
                    effect.doubts.insert(Doubt::SourceChanged);
                }
            }
        }
    }

    /// Takes a value of the source, or doubts it.
    fn set(
        &self,
        is_so: bool,
        is_of_source: bool,
        value: OrderField,
        accepted: bool,
        effect: &mut Effect,
    ) {
        if is_so {
            return;
        }
        if is_of_source || accepted {
            effect.set.push(value);
        } else {
            effect.doubts.insert(Doubt::SourceChanged);
        }
    }

    pub(super) fn count(&self, line: &LineKey) -> LineCount {
        let key = self.order.line_key(line);
        self.account.lines.get(key).copied().unwrap_or_default()
    }

    /// The source's recipient, where it changed.
    fn recipient(&self, accepted: bool, effect: &mut Effect) {
        match self.record.recipient {
            RecipientWord::NotCompared | RecipientWord::Same => return,
            RecipientWord::Changed | RecipientWord::SaidBefore => {}
        }
        let of_source = self.order.addressed().is_none_or(|(at, _)| {
            // What was taken of a source stands in one commit with its word.
            self.order
                .said()
                .any(|(said, _)| said.commit() == at.commit())
        });
        if of_source || accepted {
            effect.address = true;
            let answers = |placed: &OrderPlaced| match &placed.destination {
                Some(destination) => !destination.answers.contains(&AddressAnswer::Incomplete),
                None => false,
            };
            if answers(&self.record.placed) {
                effect.settled.extend([Doubt::Address, Doubt::Masked]);
            } else {
                effect.doubts.insert(Doubt::Address);
            }
        } else {
            effect.doubts.insert(Doubt::SourceChanged);
        }
    }

    /// What is charged beside the goods by the record, where that is `more` than what is charged now, and nobody has set
    /// what is.
    fn charges(&self, more: i128) -> Option<Vec<Charge>> {
        let sum = |charges: &[Charge]| -> i128 {
            charges.iter().map(|charge| charge.amount.wide()).sum()
        };
        let (ours, theirs) = (self.order.charges(), &self.record.placed.charges);
        let is_of_source = self
            .order
            .placed()
            .is_some_and(|(_, placed)| placed.charges.as_slice() == ours);
        let fits = more != 0 && sum(theirs) - sum(ours) == more;
        (fits && is_of_source && !self.record.cancelled).then(|| theirs.clone())
    }

    /// Whether the sum is the source's total once this word is taken.
    fn total(&self, effect: &mut Effect) {
        let Some(total) = &self.record.placed.totals.total else {
            return;
        };
        let added: i128 = effect.added.iter().map(cost).sum();
        let more = effect.fewer.iter().map(|(line, units)| {
            let line = self.order.line_key(line);
            (line, (self.count(line).cancelled(), *units))
        });
        let taken = cancelling(self.order, &more.collect());
        let mut ours = self.account.totals.total + added - taken;
        if let Some(charges) = self.charges(total.wide() - ours) {
            ours = total.wide();
            effect.set.push(OrderField::Charges(charges));
        }
        let changed = effect
            .fields
            .iter()
            .any(|field| matches!(field, SourceField::Total(_)));
        if self.record.cancelled {
            return;
        }
        if ours == total.wide() {
            if changed || !effect.added.is_empty() {
                effect.settled.insert(Doubt::TotalDiffers);
            }
        } else if changed {
            effect.doubts.insert(Doubt::TotalDiffers);
        }
    }

    fn propose(&self, effect: Effect, proposal: &mut Proposal<'_>) {
        let order = self.order.id();
        let placed = &self.record.placed;
        let document = DocumentId::Order(order.clone());
        let rows = self.intake.may_be_written(&document, &placed.rows);
        let changed = self.is_readdressed();
        let waits = !effect.doubts.is_empty() || self.open.len() > effect.settled.len();
        let tagged = rows.iter().any(|row| row.slot == Slot::Tags);
        let of_source = rows_of(&rows, |slot| match slot {
            Slot::SourceRecipient => changed,
            Slot::Titles => !effect.added.is_empty(),
            Slot::RawRow => waits,
            Slot::Tags => true,
            _ => false,
        });
        if !(effect.fields.is_empty() && effect.doubts.is_empty()) || changed || tagged {
            proposal.office(Event::Orders(OrderFact::SourceSaid(Arc::new(SourceSaid {
                order: order.clone(),
                updated_at: placed.updated_at.clone(),
                fields: effect.fields,
                doubts: effect.doubts.into_iter().collect(),
                source: placed.source.clone(),
                rows: of_source,
            }))));
        }
        if !effect.added.is_empty() {
            let accepts = placed.source.clone().map(|source| Accepted {
                source,
                updated_at: placed.updated_at.clone(),
            });
            proposal.office(Event::Orders(OrderFact::LinesAdded(LinesAdded {
                order: order.clone(),
                lines: effect.added,
                accepts,
            })));
        }
        if !effect.set.is_empty() {
            proposal.office(Event::Orders(OrderFact::OrderSet(OrderSet {
                order: order.clone(),
                fields: effect.set,
            })));
        }
        if let (true, Some(destination)) = (effect.address, &placed.destination) {
            proposal.office(Event::Orders(OrderFact::AddressGiven(AddressGiven {
                order: order.clone(),
                destination: destination.clone(),
                rows: rows_of(&rows, |slot| *slot == Slot::Recipient),
            })));
        }
        for doubt in effect.settled {
            proposal.office(Event::Orders(OrderFact::DoubtSettled {
                order: order.clone(),
                doubt,
            }));
        }
    }
}

/// Whether nobody else has the desk of an order.
fn has_desk<R: Relations>(intake: &Intake<'_, R>, order: &Order) -> bool {
    let lease = LeaseKey::Desk(order.id().clone());
    let state = intake.state;
    let opened_by = state.opened_by(&lease);
    let holder = state.leases.holder(&lease, opened_by, intake.relations);
    holder
        .stream
        .is_none_or(|stream| stream == intake.context.stream)
}

pub(super) fn rows_of(rows: &[Row], is: impl Fn(&Slot) -> bool) -> Vec<Row> {
    rows.iter().filter(|row| is(&row.slot)).cloned().collect()
}
