//! Where the serial numbers of an item are.

use super::names;
use crate::site::Reading;
use crate::trade::id::ItemId;
use crate::trade::identity::canonical::Canonical;
use crate::trade::place::Place;

/// Where a serial number is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SerialAt {
    /// With us, at a place of this code.
    Here(String),
    /// With a customer.
    Customer,
    /// With a carrier or another party, by its code.
    Party(String),
    /// Written off, or nobody knows.
    Gone,
}

/// Serial numbers that follow each other and are at the same places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SerialRow {
    /// The first, and after a dash the last where there are several.
    pub text: String,
    /// How many.
    pub count: u64,
    /// Where they are; several where the register has an open question.
    pub at: Vec<SerialAt>,
}

fn standing(at: &Reading<'_>, place: &Place) -> SerialAt {
    match place {
        Place::Customers => SerialAt::Customer,
        Place::Party(party) => SerialAt::Party(names::party_code(at, party)),
        place if place.is_ours() => match names::place_code(at, place) {
            Some(code) => SerialAt::Here(code),
            None => SerialAt::Gone,
        },
        _ => SerialAt::Gone,
    }
}

/// The serial numbers of an item that were ever named and whose text holds some words, those that are with us first.
pub fn serials_of(at: &Reading<'_>, item: &ItemId, words: &str) -> Vec<SerialRow> {
    let item = at.state.components.item(item);
    let wanted = words.trim().to_lowercase();
    let runs = at.state.serials.of_item(&item, &at.relations());
    let row = |run: crate::trade::stock::serials::SerialRun| {
        let text = match run.more {
            0 => run.first.clone(),
            _ => format!("{} – {}", run.first, run.last),
        };
        SerialRow {
            text,
            count: run.more + 1,
            at: run.open.iter().map(|it| standing(at, &it.to)).collect(),
        }
    };
    let mut rows: Vec<SerialRow> = runs
        .into_iter()
        .map(row)
        .filter(|row| wanted.is_empty() || row.text.to_lowercase().contains(&wanted))
        .collect();
    rows.sort_by_key(|row| !matches!(row.at.first(), Some(SerialAt::Here(_))));
    rows
}
