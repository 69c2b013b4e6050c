//! What an order brings along beside what it says: the rows that it was read from, and what its channel's card says.

use crate::exchange::orders::mapping::Mapping;
use crate::exchange::orders::model::RawRows;
use crate::exchange::problem::ErrorKind;
use crate::limits::{REPAIR_LOOSE_ROWS_MAX, REPAIR_ORDER_ROWS_MAX};
use crate::trade::channels::ChannelField;
use crate::trade::id::ChannelId;
use crate::trade::money::Terms;
use crate::trade::orders::Doubt;
use crate::trade::personal::content::{CellText, FileRow, FileRows};
use crate::trade::quantity::Currency;
use crate::trade::state::State;

/// What the card of a channel says of orders that do not say it themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Defaults {
    /// The currency of their amounts.
    pub(super) currency: Option<Currency>,
    /// Their terms.
    pub(super) terms: Option<Terms>,
}

impl Defaults {
    /// Reads them off the card.
    pub(crate) fn of(state: &State, channel: &ChannelId) -> Self {
        let mut defaults = Self::default();
        let fields = state
            .channel(channel)
            .into_iter()
            .flat_map(|card| card.fields());
        for field in fields {
            match field {
                ChannelField::Currency(currency) => defaults.currency = Some(*currency),
                ChannelField::Terms(terms) => defaults.terms = Some(terms.clone()),
                _ => {}
            }
        }
        defaults
    }
}

/// The rows of an order as they are kept to be mended; `None` where there are none or too many.
pub(crate) fn raw_rows(raw: &RawRows, mapping: Option<&Mapping>) -> Option<FileRows> {
    if raw.rows.is_empty() || raw.rows.len() > REPAIR_ORDER_ROWS_MAX.max(REPAIR_LOOSE_ROWS_MAX) {
        return None;
    }
    let mapping = mapping.and_then(|mapping| serde_json::to_string(mapping).ok());
    Some(FileRows {
        mapping: mapping.map(|json| CellText::new(&json)),
        headings: raw
            .headings
            .iter()
            .map(|text| CellText::new(text))
            .collect(),
        delimiter: raw
            .delimiter
            .map(|delimiter| CellText::new(delimiter.encode_utf8(&mut [0; 4]))),
        rows: raw
            .rows
            .iter()
            .map(|row| FileRow {
                number: u32::try_from(row.number).unwrap_or(u32::MAX),
                cells: row.cells().map(CellText::new).collect(),
            })
            .collect(),
    })
}

/// What is in doubt where a cell could not be read.
pub(super) fn doubt_of(what: ErrorKind) -> Doubt {
    match what {
        ErrorKind::NotADate | ErrorKind::NotATime | ErrorKind::DateUnclear => Doubt::Time,
        ErrorKind::NotAPrice
        | ErrorKind::PriceTooFine
        | ErrorKind::NumberUnclear
        | ErrorKind::NotACurrency => Doubt::Money,
        _ => Doubt::Cell,
    }
}
