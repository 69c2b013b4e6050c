//! What a word of a source says of units: more, fewer, none.

use super::word::{Effect, Word};
use super::{Doubt, PlacedLine, PricedUnits, SourceField, cancel};
use crate::trade::demand::LineKey;
use crate::trade::money::account::amount;
use crate::trade::quantity::{Amount, Units};
use crate::trade::relations::Relations;
use std::collections::BTreeMap;

impl<R: Relations> Word<'_, '_, R> {
    /// Whether the source takes units of a line away by name, and they can be cancelled at once.
    pub(super) fn may_take_away(&self, line: &LineKey, units: i128) -> bool {
        let names = |key: &LineKey| self.order.line_key(key) == line;
        let is_named =
            self.lines.iter().any(|of| of.key == *line) || self.record.gone.iter().any(names);
        is_named && self.has_desk && self.cancellable(line) >= units
    }

    /// Whether the source wants fewer units of any line than it said last.
    pub(super) fn takes_away(&self) -> bool {
        let fewer = |line: &PlacedLine| {
            let units = line.units().map_or(0, Units::wide);
            let said = self.said_units.get(&line.key);
            said.is_some_and(|said| units < *said)
        };
        let gone = |key: &LineKey| {
            let said = self.said_units.get(self.order.line_key(key));
            said.is_some_and(|said| *said > 0)
        };
        self.lines.iter().any(fewer) || self.record.gone.iter().any(gone)
    }

    /// How many units of a line can be cancelled here without anybody's giving them back.
    pub(super) fn cancellable(&self, line: &LineKey) -> i128 {
        let state = self.intake.state;
        let demand = state.demand(self.order);
        cancel::cancellable_units(state, self.order, &demand, line)
    }

    /// The order is cancelled at its source: what nobody has taken up is cancelled; else a person says.
    pub(super) fn cancelled(&self, accepted: bool, effect: &mut Effect) {
        let is_said = effect.fields.contains(&SourceField::Cancelled(true));
        if !self.record.cancelled || !(is_said || accepted) {
            return;
        }
        let lines = self.account.lines.iter();
        let left: BTreeMap<LineKey, i128> = lines
            .filter(|(_, count)| count.outstanding() > 0)
            .map(|(line, count)| (line.clone(), count.outstanding()))
            .collect();
        let is_untouched = self.account.lines.values().all(|count| count.shipped == 0);
        let free = || {
            left.iter()
                .all(|(line, units)| self.cancellable(line) >= *units)
        };
        if accepted || is_untouched && self.has_desk && free() {
            effect.fewer = left;
            effect.settled.insert(Doubt::SourceCancelled);
        } else if !left.is_empty() {
            effect.doubts.insert(Doubt::SourceCancelled);
        }
    }

    /// Whether the units of a line are those that the source said last: nobody has changed them here.
    pub(super) fn is_of_source(&self, line: &LineKey) -> bool {
        let kept = self.count(line).kept;
        self.said_units.get(line).copied().unwrap_or(0) == kept
    }

    /// Whether more units of a line are taken without asking: the order waits for rows that were refused, a person takes
    /// them, or nobody has changed the line here and nothing has left; and this device may add lines to the order.
    pub(super) fn is_completed(&self, line: &LineKey, units: u64, accepted: bool) -> bool {
        let waits = self.open.contains(&Doubt::RowRefused);
        let taken = waits || accepted || self.is_not_begun && self.is_of_source(line);
        taken
            && !self.record.cancelled
            && self.has_desk
            && i128::from(units) >= self.count(line).ordered
    }

    /// Adds what was left out of an order that waits for rows which were refused.
    pub(super) fn complete(&self, accepted: bool, effect: &mut Effect) {
        let mut all = true;
        for line in &self.lines {
            let units = line.units().map_or(0, Units::get);
            if !self.is_completed(&line.key, units, accepted) {
                all = false;
                continue;
            }
            if i128::from(units) > self.count(&line.key).ordered {
                match self.missing(line) {
                    Some(missing) => effect.added.push(missing),
                    None => {
                        all = false;
                        effect.doubts.insert(Doubt::SourceChanged);
                    }
                }
            }
        }
        let mended = !self.record.placed.doubts.contains(&Doubt::RowRefused);
        if all && mended && !self.lines.is_empty() {
            effect.settled.insert(Doubt::RowRefused);
        }
    }

    /// What of a line is not in the order yet, by price; `None` where the record has other prices than the order.
    pub(super) fn missing(&self, line: &PlacedLine) -> Option<PlacedLine> {
        let mut here: BTreeMap<Amount, (i128, i128, i128)> = BTreeMap::new();
        let of_key = self
            .order
            .lines()
            .filter(|(_, _, other)| *self.order.line_key(&other.key) == line.key);
        for of_price in of_key.flat_map(|(_, _, other)| &other.prices) {
            let sums = here.entry(of_price.price).or_default();
            sums.0 += of_price.units.wide();
            sums.1 += of_price.discount.wide();
            sums.2 += of_price.tax.wide();
        }
        let mut prices = Vec::new();
        for of_price in &line.prices {
            let (units, discount, tax) = here.remove(&of_price.price).unwrap_or_default();
            let more = of_price.units.wide() - units;
            if more < 0 {
                return None;
            }
            if let Some(units) = u64::try_from(more).ok().and_then(Units::new) {
                prices.push(PricedUnits {
                    price: of_price.price,
                    units,
                    discount: amount(of_price.discount.wide() - discount),
                    tax: amount(of_price.tax.wide() - tax),
                });
            }
        }
        (here.is_empty() && !prices.is_empty()).then(|| PlacedLine {
            prices,
            ..line.clone()
        })
    }
}
