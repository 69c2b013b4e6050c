//! Quantities in sentences: goods that are counted in pieces as the text has them, others with their own unit.

use crate::browser::intl;
use crate::screens::desk;
use crate::screens::words::{amount, figure, units};
use crate::trade::catalog::BaseUnit;
use crate::trade::catalog::lookup::{Lookup, Whose};
use crate::trade::id::ItemId;
use crate::trade::text::Code;
use crate::ui::locale::{locale_tag, text};
use crate::view::floor::measured::told;
use crate::view::names;
use std::collections::BTreeMap;

/// A sentence about so many units of an item.
pub fn of_item(item: &ItemId, number: u64, sentence: impl FnOnce(u64) -> String) -> String {
    of_all(&[(item.clone(), number)], sentence)
}

/// The item of a code, where it is one.
pub fn known(code: &str) -> Option<ItemId> {
    let code = Code::new(code).ok()?;
    match desk::peek(|at| at.state.look_up_item(&code, Whose::Anybody)) {
        Lookup::One(found) => Some(found.item),
        Lookup::Nothing | Lookup::Several(_) => None,
    }
}

/// The same of an item that is known by its code.
pub fn of_code(code: &str, number: u64, sentence: impl FnOnce(u64) -> String) -> String {
    match known(code) {
        Some(item) => of_item(&item, number, sentence),
        None => sentence(number),
    }
}

/// A sentence about units of several items together: each unit of measure is told for itself.
pub fn of_all(amounts: &[(ItemId, u64)], sentence: impl FnOnce(u64) -> String) -> String {
    let unit = |item: &ItemId| desk::peek(|at| names::base_unit(at, item));
    let mut by_unit: BTreeMap<BaseUnit, (&ItemId, u64)> = BTreeMap::new();
    for (item, number) in amounts.iter().filter(|(_, number)| *number > 0) {
        let (_, sum) = by_unit.entry(unit(item)).or_insert((item, 0));
        *sum = sum.saturating_add(*number);
    }
    let all = by_unit.values().map(|(_, sum)| *sum).sum();
    let sentence = sentence(all);
    if by_unit.keys().all(|unit| *unit == BaseUnit::Piece) {
        return sentence;
    }
    let each = by_unit.iter().map(|(unit, (item, sum))| match unit {
        BaseUnit::Piece => units(*sum),
        BaseUnit::Gram | BaseUnit::Millimetre | BaseUnit::Millilitre => {
            amount(item, i128::from(*sum))
        }
    });
    let each = intl::list(&each.collect::<Vec<_>>(), &locale_tag());
    let nouns = text!(trade_unit_nouns);
    let nouns: Vec<&str> = nouns.split('|').collect();
    told(&sentence, &figure(i128::from(all)), &nouns, &each)
}
