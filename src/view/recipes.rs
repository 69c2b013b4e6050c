//! Kits and lots of an item, as the office sees and types them.

use super::names;
use crate::site::Reading;
use crate::trade::catalog::lookup::{Lookup, Whose, shown_lot};
use crate::trade::catalog::{Component, LotField, RecipeKind, RecipeSet};
use crate::trade::id::{ItemId, LotId};
use crate::trade::identity::canonical::Canonical;
use crate::trade::quantity::{Day, Units};
use crate::trade::text::Code;
use chrono::{DateTime, NaiveDate};

/// A component of a kit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KitPart {
    /// Its part of an address.
    pub address: String,
    /// The SKU that it shows.
    pub sku: String,
    /// How many base units go into one kit.
    pub units: u64,
}

/// The kit that an item is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kit {
    /// The first day of the edition that is in force, in days since 1970-01-01.
    pub from: i64,
    /// What it holds.
    pub parts: Vec<KitPart>,
}

/// The kit that an item is on a day; `None` where it is none.
pub fn kit_of(at: &Reading<'_>, item: &ItemId, today: i64) -> Option<Kit> {
    let day = Day { days: today };
    let (_, set) = at.state.recipe_in_force(item, &RecipeKind::Kit, &day)?;
    let part = |component: &Component| KitPart {
        address: names::item_address(&component.item),
        sku: names::item_code(at, &component.item),
        units: component.units.get(),
    };
    Some(Kit {
        from: set.from.days,
        parts: set.components.iter().map(part).collect(),
    })
}

/// What is wrong with a line of a kit as it was typed, its number from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KitFault {
    /// It is not `SKU = units`.
    NoUnits(usize),
    /// No item is called so.
    Unknown(usize, String),
}

/// A kit as it is typed, one component a line: `MUG = 2`.
pub fn kit_typed(kit: &Kit) -> String {
    let line = |part: &KitPart| format!("{} = {}", part.sku, part.units);
    kit.parts.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// An edition of a kit's recipe out of what was typed.
///
/// # Errors
/// The first line that is wrong.
pub fn kit_read(
    at: &Reading<'_>,
    item: &ItemId,
    from: i64,
    typed: &str,
) -> Result<RecipeSet, KitFault> {
    let mut components: Vec<Component> = Vec::new();
    for (number, line) in (1..).zip(typed.lines()) {
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        let (sku, units) = line.rsplit_once(['=', '×', '*']).unwrap_or((line, "1"));
        let units = units.trim().parse().ok().and_then(Units::new);
        let units = units.ok_or(KitFault::NoUnits(number))?;
        let unknown = || KitFault::Unknown(number, sku.trim().to_owned());
        let code = Code::new(sku.trim()).map_err(|_| unknown())?;
        match at
            .state
            .look_up_item(&code, Whose::Client(item.client.as_ref()))
        {
            Lookup::One(found) => components.push(Component {
                item: found.item,
                units,
            }),
            Lookup::Nothing | Lookup::Several(_) => return Err(unknown()),
        }
    }
    Ok(RecipeSet {
        item: item.clone(),
        kind: RecipeKind::Kit,
        from: Day { days: from },
        makes: Units::ONE,
        components,
    })
}

/// A lot of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LotRow {
    /// The lot.
    pub lot: LotId,
    /// The code that is shown.
    pub code: String,
    /// The last day on which it may be used, in days since 1970-01-01.
    pub expiry: Option<i64>,
    /// Whether it is called back.
    pub recalled: bool,
    /// How many units of it are in our hands.
    pub units: i128,
}

/// The lots of an item that somebody named, those that expire first before the others.
pub fn lots(at: &Reading<'_>, item: &ItemId) -> Vec<LotRow> {
    let item = at.state.components.item(item);
    let mut rows: Vec<LotRow> = at
        .state
        .lots_of(&item)
        .map(|(lot, card)| {
            let code = shown_lot(lot, Some(card)).map(|code| code.as_str().to_owned());
            let mut row = LotRow {
                code: code.unwrap_or_default(),
                lot: lot.clone(),
                expiry: None,
                recalled: false,
                units: 0,
            };
            for field in card.fields() {
                match field {
                    LotField::Expiry(day) => row.expiry = day.as_ref().map(|day| day.days),
                    LotField::Recalled(recalled) => row.recalled = *recalled,
                    LotField::Code(_) | LotField::Produced(_) | LotField::Note(_) => {}
                }
            }
            row
        })
        .collect();
    for (place, goods, account) in at.state.ledger.here() {
        if goods.item != item || !place.is_ours() {
            continue;
        }
        let row = rows
            .iter_mut()
            .find(|row| Some(&row.lot.name) == goods.lot.as_ref());
        if let Some(row) = row {
            row.units += account.balance();
        }
    }
    rows.sort_by_key(|row| (row.expiry.unwrap_or(i64::MAX), row.code.clone()));
    rows
}

/// A day as a field of dates writes it: `2026-11-29`; empty beyond what the calendar has.
pub fn day_typed(days: i64) -> String {
    let at = days
        .checked_mul(86_400)
        .and_then(|at| DateTime::from_timestamp(at, 0));
    at.map_or_else(String::new, |at| at.date_naive().to_string())
}

/// The day of a field of dates, in days since 1970-01-01.
pub fn day_read(typed: &str) -> Option<i64> {
    let day = NaiveDate::parse_from_str(typed.trim(), "%Y-%m-%d").ok()?;
    Some(super::floor::hear::days(day))
}
