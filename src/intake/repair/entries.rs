//! The list of what is to be mended: whose rows they are, and what is wrong at which cell.

use super::read::{Read, read};
use crate::exchange::address::{self, Part};
use crate::exchange::country::Country;
use crate::exchange::orders::mapping::{AddressPart, Field, Moment, Sum};
use crate::exchange::orders::model::{LineKind, Order as FileOrder, OrderLine};
use crate::exchange::problem::ErrorKind;
use crate::site::Reading;
use crate::trade::id::{DocumentId, OrderId};
use crate::trade::orders::Doubt;
use crate::trade::orders::intake::code_of;
use crate::trade::orders::order::Order;
use crate::trade::personal::Slot;
use crate::trade::personal::content::{Content, FileRows};
use crate::trade::text::Words;
use crate::view::names::{shown_number, text_of};
use std::collections::BTreeSet;

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// A cell cannot be read.
    Cell(ErrorKind),
    /// What it says is in doubt.
    Doubt(Doubt),
    /// A part of the address lacks something or cannot be right, for this country where it is known.
    Address(address::Fault, Option<Country>),
}

/// Something wrong, at a cell where it can be told.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// Which of the rows, from 0; `None` for the order as a whole.
    pub row: Option<usize>,
    /// Which of its cells, from 0; `None` for the row as a whole.
    pub column: Option<usize>,
    /// What stands there.
    pub value: String,
    /// What is wrong.
    pub what: What,
}

/// An order that waits, with the rows of its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The order.
    pub order: OrderId,
    /// Its number, as people know it.
    pub number: String,
    /// The file, by the first 16 bytes of SHA-256 of its bytes.
    pub hash: [u8; 16],
    /// The name of the file, where that is known and not erased.
    pub file: Option<String>,
    /// The rows.
    pub rows: FileRows,
    /// What is wrong with them, row by row.
    pub faults: Vec<Fault>,
}

/// Rows of a file that belong to no order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loose {
    /// The file.
    pub hash: [u8; 16],
    /// Its name, where that is known and not erased.
    pub file: Option<String>,
    /// The rows.
    pub rows: FileRows,
    /// What is wrong with them, row by row.
    pub faults: Vec<Fault>,
}

/// The rows that are kept of a document.
pub(super) fn rows_of<'a>(at: &Reading<'a>, document: &DocumentId) -> Option<&'a FileRows> {
    match at.row(document, &Slot::RawRow)? {
        Content::Rows(rows) => Some(rows),
        Content::Contact(_)
        | Content::Text(_)
        | Content::Titles(_)
        | Content::Blob(_)
        | Content::Bytes(_)
        | Content::Tags(_) => None,
    }
}

/// The name of a file.
pub(super) fn file_name(at: &Reading<'_>, hash: [u8; 16]) -> Option<String> {
    text_of(at, &DocumentId::File(hash), &Slot::FileName)
        .map(Words::as_str)
        .map(str::to_owned)
}

/// The file that an order's rows are of: that of the last word with a source.
pub(super) fn hash_of(order: &Order) -> [u8; 16] {
    let mut said = order.said().filter_map(|(_, said)| said.source.as_ref());
    let placed = order
        .placed()
        .and_then(|(_, placed)| placed.source.as_ref());
    let last = said.next_back().or(placed);
    last.map_or([0; 16], |source| source.file)
}

/// The orders that wait and whose rows are here to be mended, by their keys.
pub fn waiting(at: &Reading<'_>) -> Vec<OrderId> {
    let relations = at.relations();
    at.state
        .open_orders()
        .filter(|order| rows_of(at, &DocumentId::Order(order.id().clone())).is_some())
        .filter(|order| order.in_favour_of().is_none() && !order.doubts(&relations).is_empty())
        .map(|order| order.id().clone())
        .collect()
}

/// The files of which rows were ever kept that belonged to no order.
fn raw_files<'a>(at: &Reading<'a>) -> BTreeSet<&'a DocumentId> {
    let of_files = at.state.rows_of_files();
    let rows = of_files.filter(|(id, ..)| id.slot == Slot::RawRow);
    rows.map(|(id, ..)| &id.document).collect()
}

/// How much has to be mended: orders that wait, and files with rows that belong to no order.
pub fn waits(at: &Reading<'_>) -> usize {
    let files = raw_files(at);
    let open =
        |document: &&&DocumentId| rows_of(at, document).is_some_and(|rows| !rows.rows.is_empty());
    waiting(at).len() + files.iter().filter(open).count()
}

/// The files whose rows that belonged to no order are all mended or discarded, and of which nobody has ordered the
/// erasure yet: what the rows said before may still lie on the device.
pub fn emptied(at: &Reading<'_>) -> Vec<[u8; 16]> {
    let relations = at.relations();
    let emptied = raw_files(at).into_iter().filter_map(|document| {
        let DocumentId::File(hash) = document else {
            return None;
        };
        let is_empty = rows_of(at, document).is_some_and(|rows| rows.rows.is_empty());
        let is_ordered = at
            .state
            .erasures
            .is_ordered(document, &Slot::RawRow, &relations);
        (is_empty && !is_ordered).then_some(*hash)
    });
    emptied.collect()
}

/// The files with rows that belong to no order.
pub fn loose(at: &Reading<'_>) -> Vec<Loose> {
    let of_file = |document: &DocumentId| match document {
        DocumentId::File(hash) => Some(*hash),
        _ => None,
    };
    let slots = at.state.rows().filter(|(id, ..)| id.slot == Slot::RawRow);
    let files: BTreeSet<[u8; 16]> = slots.filter_map(|(id, ..)| of_file(&id.document)).collect();
    let loose = files.into_iter().filter_map(|hash| {
        let rows = rows_of(at, &DocumentId::File(hash)).filter(|rows| !rows.rows.is_empty())?;
        let file = file_name(at, hash);
        let read = read(file.as_deref().unwrap_or_default(), rows);
        Some(Loose {
            hash,
            file,
            faults: cell_faults(rows, &read),
            rows: rows.clone(),
        })
    });
    loose.collect()
}

/// An order with its rows and what is wrong with them; `None` where nothing is to be mended, or its rows are erased or
/// restricted.
pub fn entry(at: &Reading<'_>, id: &OrderId) -> Option<Entry> {
    let order = at.state.order(id)?;
    let doubts = order.doubts(&at.relations());
    let rows = rows_of(at, &DocumentId::Order(id.clone())).filter(|_| !doubts.is_empty())?;
    let hash = hash_of(order);
    let file = file_name(at, hash);
    let read = read(file.as_deref().unwrap_or_default(), rows);
    let mut faults = cell_faults(rows, &read);
    let mut more = Vec::new();
    for doubt in &doubts {
        more.extend(faults_of(order, doubt, rows, &read, &faults));
    }
    faults.extend(more);
    faults.sort();
    faults.dedup();
    Some(Entry {
        order: id.clone(),
        number: shown_number(at, id).to_owned(),
        hash,
        file,
        rows: rows.clone(),
        faults,
    })
}

/// What a reader cannot read.
pub(super) fn cell_faults(rows: &FileRows, read: &Read) -> Vec<Fault> {
    let faults = read.errors.iter().map(|(row, error)| {
        let heading = error.column.as_deref();
        let column = heading.and_then(|heading| {
            let mut headings = rows.headings.iter();
            headings.position(|known| known.as_str().eq_ignore_ascii_case(heading))
        });
        Fault {
            row: Some(*row),
            column,
            value: match rows.headings.is_empty() {
                true => heading.unwrap_or_default().to_owned(),
                false => error.value.clone(),
            },
            what: What::Cell(error.what),
        }
    });
    faults.collect()
}

/// Where in rows a doubt is.
struct Places<'a> {
    rows: &'a FileRows,
    read: &'a Read,
    doubt: &'a Doubt,
}

impl Places<'_> {
    fn column(&self, says: impl Fn(Field) -> bool) -> Option<usize> {
        let mut meanings = self.read.meanings.iter();
        meanings.position(|meaning| meaning.is_some_and(&says))
    }

    /// A fault at the first column that says this.
    fn at(&self, row: usize, says: impl Fn(Field) -> bool) -> Fault {
        let row = row.min(self.rows.rows.len().saturating_sub(1));
        let column = self.column(says);
        let cell = column.and_then(|column| self.rows.rows.get(row)?.cells.get(column));
        Fault {
            row: Some(row),
            column,
            value: cell.map_or_else(String::new, |cell| cell.as_str().to_owned()),
            what: What::Doubt(self.doubt.clone()),
        }
    }

    fn whole(&self) -> Vec<Fault> {
        vec![Fault {
            row: None,
            column: None,
            value: String::new(),
            what: What::Doubt(self.doubt.clone()),
        }]
    }

    fn lines(&self) -> impl Iterator<Item = (usize, &OrderLine)> {
        let begins = if self.rows.headings.is_empty() { 1 } else { 2 };
        let lines = self.read.orders.iter().flat_map(|order| &order.lines);
        let goods = lines.filter(|line| line.kind == LineKind::Goods);
        goods.map(move |line| {
            let row = line.row.saturating_sub(begins);
            (usize::try_from(row).unwrap_or(0), line)
        })
    }

    fn of_lines(&self, is: impl Fn(&OrderLine) -> bool, says: fn(Field) -> bool) -> Vec<Fault> {
        let lines = self.lines().filter(|(_, line)| is(line));
        let faults: Vec<Fault> = lines.map(|(row, _)| self.at(row, says)).collect();
        match faults.is_empty() {
            true => self.whole(),
            false => faults,
        }
    }
}

/// Whether a fault of a cell explains a doubt.
fn explains(what: &What, doubt: &Doubt) -> bool {
    let What::Cell(kind) = what else { return false };
    match doubt {
        Doubt::Time => matches!(
            kind,
            ErrorKind::NotADate | ErrorKind::NotATime | ErrorKind::DateUnclear
        ),
        Doubt::Money => matches!(
            kind,
            ErrorKind::NotAPrice
                | ErrorKind::PriceTooFine
                | ErrorKind::NumberUnclear
                | ErrorKind::NotACurrency
        ),
        Doubt::RowRefused | Doubt::Cell => true,
        _ => false,
    }
}

fn faults_of(
    order: &Order,
    doubt: &Doubt,
    rows: &FileRows,
    read: &Read,
    known: &[Fault],
) -> Vec<Fault> {
    if known.iter().any(|fault| explains(&fault.what, doubt)) {
        return Vec::new();
    }
    let places = Places { rows, read, doubt };
    match doubt {
        Doubt::UnknownItem => {
            let unknown: BTreeSet<&str> = order
                .lines()
                .filter(|(_, _, line)| line.ships() && order.item(line).is_none())
                .filter_map(|(_, _, line)| Some(code_of(line)?.as_str()))
                .collect();
            let is = |line: &OrderLine| {
                line.sku
                    .as_deref()
                    .is_none_or(|sku| unknown.contains(sku.trim()))
            };
            places.of_lines(is, |field| field == Field::Sku)
        }
        Doubt::Price => {
            let is = |line: &OrderLine| {
                let price = line.unit_price.or(line.total);
                price.is_none_or(|price| price.is_zero() || price.is_negative())
            };
            places.of_lines(is, |field| {
                matches!(field, Field::UnitPrice | Field::LineTotal)
            })
        }
        Doubt::Quantity => {
            let most = places.lines().map(|(_, line)| line.units).max();
            places.of_lines(
                |line| Some(line.units) == most,
                |field| field == Field::Units,
            )
        }
        Doubt::TotalDiffers => vec![places.at(0, |field| field == Field::Total(Sum::Total))],
        Doubt::Address | Doubt::Masked => of_address(&places),
        Doubt::Status => {
            let is_status = |field: Field| matches!(field, Field::Status(_) | Field::LineStatus(_));
            vec![places.at(0, is_status)]
        }
        Doubt::Time => vec![places.at(0, |field| field == Field::Time(Moment::Placed))],
        Doubt::Money => vec![places.at(0, |field| field == Field::Currency)],
        Doubt::RowRefused
        | Doubt::Duplicate
        | Doubt::Refunded
        | Doubt::SourceChanged
        | Doubt::SourceCancelled
        | Doubt::SourceShipped
        | Doubt::Cell => places.whole(),
    }
}

fn of_address(places: &Places<'_>) -> Vec<Fault> {
    let to = places
        .read
        .orders
        .iter()
        .find_map(|order: &FileOrder| order.ship_to.as_ref());
    let Some(to) = to else {
        return places.whole();
    };
    let country = Country::of(to.country.as_deref().unwrap_or_default());
    let faults = address::faults(to).into_iter().map(|fault| {
        let part = match fault.part {
            Part::Recipient => AddressPart::Name,
            Part::Street => AddressPart::Street,
            Part::City => AddressPart::City,
            Part::Province => AddressPart::Province,
            Part::PostCode => AddressPart::PostCode,
            Part::Country => AddressPart::Country,
        };
        Fault {
            what: What::Address(fault, country),
            ..places.at(0, move |field| field == Field::ShipTo(part))
        }
    });
    let faults: Vec<Fault> = faults.collect();
    match faults.is_empty() {
        true => places.whole(),
        false => faults,
    }
}
