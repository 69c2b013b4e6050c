//! A table that a person pastes: locations, items or partners, many at once.
//!
//! The table is shown as it was pasted, with what is wrong with it at the cell that is wrong, and a cell is mended where it
//! stands. Nothing is taken while a fault is left, so that a table is taken whole or not at all. What a column does not
//! say stays as it is; an empty cell says nothing.

mod cells;
mod items;
mod locations;
mod partners;
mod sheet;

pub use partners::PartnerName;
pub use sheet::PastedSheet;

use crate::site::Reading;
use crate::trade::catalog::commands::ItemChange;
use crate::trade::decide::Command;
use crate::trade::id::{PartyId, WarehouseId};
use crate::trade::locations::commands::LocationChange;
use crate::trade::parties::PartyField;
use crate::trade::quantity::Currency;
use std::collections::BTreeMap;

/// What a pasted table holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PastedKind {
    /// The locations of a warehouse.
    Locations,
    /// Items of a catalog.
    Items,
    /// Clients, suppliers, carriers and other partners.
    Partners,
}

/// A column that a table may have: its name in an address or a heading, and the headings that mean it too, in the four
/// languages, as [`heading_key`](crate::exchange::headings::heading_key) writes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PastedColumn {
    /// The name; what a choice of columns writes above a column.
    pub name: &'static str,
    /// Other headings that mean the same.
    pub also: &'static [&'static str],
}

/// A column and the headings that mean it too.
const fn column(name: &'static str, also: &'static [&'static str]) -> PastedColumn {
    PastedColumn { name, also }
}

impl PastedKind {
    /// The columns that a table of this kind may have, the key first.
    pub fn columns(self) -> &'static [PastedColumn] {
        match self {
            PastedKind::Locations => locations::COLUMNS,
            PastedKind::Items => items::COLUMNS,
            PastedKind::Partners => partners::COLUMNS,
        }
    }
}

/// Where a table goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PastedInto {
    /// The warehouse of locations.
    pub warehouse: Option<WarehouseId>,
    /// The client of items; `None` is the workspace's own catalog.
    pub client: Option<PartyId>,
    /// The currency of costs where a cell names none.
    pub currency: Option<Currency>,
}

/// What is wrong with a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CellFault {
    /// Nothing stands here, and without it the row means nothing.
    Missing,
    /// More than a code or a name may have.
    TooLong,
    /// No whole number from the first to the second.
    NoNumber(u64, u64),
    /// No amount of money.
    NoAmount,
    /// None of the words that may stand here; these may.
    NoSuchWord(Vec<&'static str>),
    /// The row with this number, as the table counts, has the same.
    Twice(usize),
    /// Nothing is called so.
    Unknown,
    /// It leads to another thing already; what that is called.
    Taken(String),
    /// No two letters of a country.
    NoCountry,
    /// No three letters of a currency.
    NoCurrency,
    /// No time of a day, such as `16:30`.
    NoTime,
    /// Neither a web address nor one with `{}` for the number.
    NoAddress,
    /// It is retired.
    Retired,
    /// Three sizes belong together, and one is missing.
    SizeIncomplete,
    /// It would be a part of itself.
    PartOfItself,
}

/// Where a fault is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastedFault {
    /// The row below the headings, from 0.
    pub row: usize,
    /// The column, from 0; that of the key where no column says it.
    pub column: usize,
    /// What is wrong.
    pub what: CellFault,
}

/// A partner that a row makes or changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastedPartner {
    /// Who.
    pub party: PartyId,
    /// The fields of the card.
    pub fields: Vec<PartyField>,
    /// The name, which is a personal row: whoever runs the command writes it.
    pub name: Option<PartnerName>,
}

/// What a table says, once it is free of faults.
#[derive(Clone, Debug, PartialEq)]
pub enum PastedChanges {
    /// Locations, and their place in the pick sequence where a column says it.
    Locations {
        /// The changes.
        changes: Vec<LocationChange>,
        /// Which come in which order, where a column says it.
        arranged: Option<Vec<usize>>,
    },
    /// Items.
    Items(Vec<ItemChange>),
    /// Partners.
    Partners(Vec<PastedPartner>),
}

/// A table that was read against the workspace.
#[derive(Clone, Debug, PartialEq)]
pub struct Pasted {
    /// What is wrong, by row and column.
    pub faults: Vec<PastedFault>,
    /// What it says; rows with faults are left out.
    pub changes: PastedChanges,
    /// How many rows make something new.
    pub new: usize,
    /// How many rows name something that is here.
    pub known: usize,
}

impl Pasted {
    /// The faults of each row.
    pub fn by_row(&self) -> BTreeMap<usize, Vec<&PastedFault>> {
        let mut rows: BTreeMap<usize, Vec<&PastedFault>> = BTreeMap::new();
        for fault in &self.faults {
            rows.entry(fault.row).or_default().push(fault);
        }
        rows
    }
}

/// Reads a table against the workspace: what is wrong with it, and what it says.
pub fn check(at: &Reading<'_>, kind: PastedKind, sheet: &PastedSheet, into: &PastedInto) -> Pasted {
    match kind {
        PastedKind::Locations => locations::check(at, sheet, into),
        PastedKind::Items => items::check(at, sheet, into),
        PastedKind::Partners => partners::check(at, sheet),
    }
}

impl PastedChanges {
    /// The first commands of the table, those of partners excepted: they bring personal rows, one command each.
    pub fn commands(&self, into: &PastedInto) -> Vec<Command> {
        match self {
            PastedChanges::Locations { changes, .. } => {
                locations::commands(changes, into).into_iter().collect()
            }
            PastedChanges::Items(changes) => items::commands(changes),
            PastedChanges::Partners(_) => Vec::new(),
        }
    }

    /// The command that arranges the pick sequence as a column says, once the locations are known.
    pub fn arranging(&self, at: &Reading<'_>, into: &PastedInto) -> Option<Command> {
        match self {
            PastedChanges::Locations { changes, arranged } => {
                locations::arranging(at, changes, arranged.as_deref()?, into)
            }
            PastedChanges::Items(_) | PastedChanges::Partners(_) => None,
        }
    }
}
