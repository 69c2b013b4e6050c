//! Rows become orders: those with one number are one order, wherever they stand.
//!
//! Orders stay open as long as the [`Window`] has room. Should one come back after that, its further lines are handed on
//! as another [part](Order::part), without the order's amounts, so that sums stay right.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use super::OrderFormat;
use super::cells::{Columns, Doubt, Refusal, RowKey};
use super::filling::added;
use super::layouts;
use super::mapping::{Field, Mapping, OrderCells, RowIs, Sum};
use super::model::{Order, OrderLine, RawRow};
use super::report::OrderReport;
use super::settle::settle;
use crate::exchange::cell_text::is_rounded;
use crate::exchange::columns::Headings;
use crate::exchange::headings::heading_key;
use crate::exchange::online_retail;
use crate::exchange::problem::{
    ErrorKind, FileError, RowError, shape_error, shown_line, shown_value,
};
use crate::exchange::returns_in;
use crate::exchange::table::{Flaw, Row};
use crate::exchange::window::Window;
use crate::limits::{HEADING_SEARCH_ROWS_MAX, IMPORT_FILE_ROWS_MAX, INVOICE_PART_LINES_MAX};

/// An order whose rows are still being gathered.
#[derive(Debug)]
struct Open {
    order: Order,
    /// In a file of units: the line of equal units.
    lines: HashMap<String, usize>,
    /// Digests of its rows.
    rows: HashSet<u64>,
    /// Its last row.
    last_row: u64,
    /// The row with the amounts of the order has been met.
    headed: bool,
    /// It has begun a second time.
    repeats: bool,
}

/// Headings of numbers that no two lines of a source share.
const LINE_IDENTITIES: [&str; 4] = ["orderitemid", "transactionid", "lineitemid", "orderlineid"];

/// Whether a row stands in the file once already.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Repeated {
    No,
    /// It may: a person says.
    Perhaps,
    Yes,
}

/// What the headings turned out to be.
#[derive(Debug)]
enum Headed {
    Columns(Box<Columns>),
    /// Online Retail has rules of its own for what a row is.
    OnlineRetail(Box<online_retail::Gather>),
}

/// Gathers the rows or records of a file.
#[derive(Debug)]
pub struct Gather {
    file: Arc<str>,
    mapping: Option<Mapping>,
    headed: Option<Headed>,
    /// The headings of the first row that has some, for the error when none were recognised.
    first_row: Option<Vec<String>>,
    after_headings: bool,
    /// The headings as the file has them.
    headings: Arc<[String]>,
    /// What parts cells in the file.
    delimiter: Option<char>,
    pub(super) failure: Option<FileError>,
    pub(super) report: OrderReport,
    open: Window<Open>,
    doubts: Vec<Doubt>,
}

impl Gather {
    pub(super) fn new(file: &str, mapping: Option<Mapping>) -> Self {
        Self {
            file: Arc::from(file),
            mapping,
            headed: None,
            first_row: None,
            after_headings: false,
            headings: Arc::from([]),
            delimiter: None,
            failure: None,
            report: OrderReport::default(),
            open: Window::new(),
            doubts: Vec::new(),
        }
    }

    pub(super) fn take(&mut self, row: Row<'_>, orders: &mut impl FnMut(Order)) {
        if self.failure.is_some() {
            return;
        }
        if row.is_blank() && row.flaw().is_none() {
            self.report.blank_rows += 1;
            return;
        }
        match self.headed.take() {
            None => self.take_headings(&row),
            Some(Headed::OnlineRetail(mut gather)) => {
                let report = &mut self.report;
                let (headings, delimiter) = (&self.headings, self.delimiter);
                gather.take(row, &mut |invoice| {
                    let order = super::online_retail::order(invoice, headings, delimiter);
                    report.add_order(&order);
                    orders(order);
                });

                self.failure = gather.failure().cloned();
                self.report.rows = gather.report().lines;
                self.headed = Some(Headed::OnlineRetail(gather));
            }
            Some(Headed::Columns(columns)) => {
                self.take_row(&row, &columns, orders);
                self.headed = Some(Headed::Columns(columns));
            }
        }
    }

    fn take_headings(&mut self, row: &Row<'_>) {
        if row.flaw() == Some(Flaw::CutShort) {
            return;
        }
        let headings = Headings::of(row);
        self.delimiter = row.delimiter();
        self.headings = row.cells().map(|cell| cell.trim().to_owned()).collect();
        let known = match &self.mapping {
            Some(mapping) => mapping
                .fits(&headings)
                .then(|| (OrderFormat::Mapped, mapping.clone())),
            None if online_retail::recognises(row.cells()) => {
                let mut gather = online_retail::Gather::new(&self.file);
                gather.take(*row, &mut |_| {});
                self.failure = gather.failure().cloned();
                self.report.format = OrderFormat::OnlineRetail;
                self.headed = Some(Headed::OnlineRetail(Box::new(gather)));
                return;
            }
            None if returns_in::recognises(&headings) => None,
            None => layouts::recognise(&headings)
                .or_else(|| Some((OrderFormat::FreeHeadings, Mapping::guess(&headings)?))),
        };
        let Some((format, mapping)) = known else {
            let found = self.first_row.get_or_insert_with(|| {
                let found = headings.shown().iter().take(20);
                found.cloned().collect()
            });
            if row.number() >= HEADING_SEARCH_ROWS_MAX {
                self.failure = Some(FileError::NotRecognised {
                    found: found.clone(),
                });
            }
            return;
        };
        match Columns::bind(mapping, &headings) {
            Ok(columns) => {
                self.report.format = format;
                self.report.columns = headings.width();
                self.report.columns_unread = columns.unread.clone();
                self.headed = Some(Headed::Columns(Box::new(columns)));
                self.after_headings = true;
            }
            Err(error) => self.failure = Some(error),
        }
    }

    fn take_row(&mut self, row: &Row<'_>, columns: &Columns, orders: &mut impl FnMut(Order)) {
        let right_below = std::mem::take(&mut self.after_headings);
        if self.is_no_record(row, right_below, columns) {
            self.report.passed_rows += 1;
            return;
        }
        if self.report.rows >= IMPORT_FILE_ROWS_MAX {
            self.failure = Some(FileError::TooManyRows {
                rows_max: IMPORT_FILE_ROWS_MAX,
            });
            return;
        }
        self.report.rows += 1;
        let too_few = row.len() < columns.width && !row.may_end_early();
        let too_few = too_few.then_some(ErrorKind::TooFewCells);
        if let Some(what) = shape_error(row, columns.width).or(too_few) {
            self.keep_loose(row);
            self.refuse(row, (None, row.last().to_owned(), what));
            return;
        }
        let may_sum_up = self.report.format == OrderFormat::EbayOrders;
        match columns.key(row, may_sum_up) {
            Ok(key) => {
                let number = self.open_order(key.number, row.number(), orders);
                self.add(row, columns, &number, &key, orders);
            }
            Err(refusal) => {
                let what = refusal.2;
                if !self.refuse_line_of(row, columns, what, orders) {
                    self.keep_loose(row);
                }
                self.refuse(row, refusal);
            }
        }
    }

    /// Keeps a row that belongs to no order.
    fn keep_loose(&mut self, row: &Row<'_>) {
        let headings = self.headings.clone();
        self.report.loose.delimiter = row.delimiter();
        self.report.keep_loose(&headings, row.number(), row.cells());
    }

    /// A row whose line is refused still belongs to its order, which then lacks it; what the row says of the order is
    /// taken. `false` where it names no order.
    fn refuse_line_of(
        &mut self,
        row: &Row<'_>,
        columns: &Columns,
        what: ErrorKind,
        orders: &mut impl FnMut(Order),
    ) -> bool {
        let Some(number) = columns.number(row) else {
            return false;
        };
        if what == ErrorKind::CodeRounded && is_rounded(number) {
            return false;
        }
        let key = RowKey {
            number,
            has_line: false,
            units: 1,
        };
        let number = self.open_order(number, row.number(), orders);
        self.add(row, columns, &number, &key, orders);
        if let Some(open) = self.open.get_mut(&number) {
            open.order.refused_rows = open.order.refused_rows.saturating_add(1);
        }
        true
    }

    /// Rows that are no records: eBay's footer, and the description below the headings of a workbook.
    fn is_no_record(&self, row: &Row<'_>, right_below: bool, columns: &Columns) -> bool {
        match self.report.format {
            OrderFormat::EbayOrders => row.cells().any(|cell| {
                let cell = cell.trim();
                cell == "record(s) downloaded" || cell.starts_with("Seller ID :")
            }),
            OrderFormat::TikTokShop if right_below && row.flaw().is_none() => columns
                .number(row)
                .is_some_and(|number| !number.bytes().any(|byte| byte.is_ascii_digit())),
            _ => false,
        }
    }

    fn refuse(&mut self, row: &Row<'_>, (column, value, what): Refusal) {
        let file = &self.file;
        self.report.refused.add(|| RowError {
            file: file.clone(),
            row: row.number(),
            column: column.map(|column| column.to_string().into()),
            value: shown_value(&value),
            what,
            line: shown_line(row.cells()),
        });
    }

    /// The open order of this number; a new one where there is none.
    fn open_order(&mut self, number: &str, row: u64, orders: &mut impl FnMut(Order)) -> Arc<str> {
        if let Some(number) = self.open.key(number) {
            return number;
        }
        if self.open.is_full() {
            self.close_oldest(orders);
        }
        let format = self.report.format;
        self.open.open(number, row, |number, part| Open {
            order: Order {
                format,
                number: number.clone(),
                part,
                first_row: row,
                ..Order::default()
            },
            lines: HashMap::new(),
            rows: HashSet::new(),
            last_row: row,
            headed: false,
            repeats: false,
        })
    }

    fn add(
        &mut self,
        row: &Row<'_>,
        columns: &Columns,
        number: &Arc<str>,
        key: &RowKey<'_>,
        orders: &mut impl FnMut(Order),
    ) {
        let bytes: usize = row.cells().map(str::len).sum();
        let Some(open) = self.open.touch(number, row.number(), bytes) else {
            return;
        };
        let order = &open.order;
        // Of rows of which one alone has the cells of the order that one may stand below its lines.
        let is_head = columns.mapping.order_cells == OrderCells::FirstRow
            && columns.says(row, |field| field == Field::Total(Sum::Total));
        let is_first = order.first_row == row.number() || is_head && !open.headed;
        let first = order.part == 0 && is_first;
        let repeated = repeated(open, row, columns, is_head);
        if repeated == Repeated::Yes {
            self.report.repeated_rows += 1;
            return;
        }
        if repeated == Repeated::Perhaps {
            let at = columns.heading(|field| field == Field::Number);
            self.doubts.push(Doubt {
                column: at,
                value: key.number.to_owned(),
                what: ErrorKind::RowRepeated,
            });
        }
        let order = &mut open.order;
        order.raw.headings = self.headings.clone();
        order.raw.delimiter = row.delimiter();
        order.raw.rows.push(RawRow::of(row.number(), row.cells()));
        if let Some(line) = columns.take(row, key, order, first, &mut self.doubts) {
            match columns.mapping.row_is {
                RowIs::Unit => add_unit(open, line),
                RowIs::Order | RowIs::Line => order.lines.push(line),
            }
        }
        for doubt in self.doubts.drain(..) {
            if !open.order.unread.contains(&doubt.what) {
                open.order.unread.push(doubt.what);
            }
            let file = &self.file;
            self.report.doubts.add(|| RowError {
                file: file.clone(),
                row: row.number(),
                column: Some(doubt.column.to_string().into()),
                value: shown_value(&doubt.value),
                what: doubt.what,
                line: shown_line(row.cells()),
            });
        }
        if open.order.lines.len() >= INVOICE_PART_LINES_MAX
            && let Some(open) = self.open.take(number)
        {
            self.close(open, false, orders);
        }
        while self.open.is_overfull() {
            self.close_oldest(orders);
        }
    }

    fn close_oldest(&mut self, orders: &mut impl FnMut(Order)) {
        if let Some(open) = self.open.take_oldest() {
            self.close(open, false, orders);
        }
    }

    fn close(&mut self, open: Open, cut_short: bool, orders: &mut impl FnMut(Order)) {
        let mut order = open.order;
        order.cut_short = cut_short;
        if let Some(Headed::Columns(columns)) = &self.headed {
            let mapping = &columns.mapping;
            order.currency = order.currency.or(mapping.currency);
            if let (Some(to), Some(country)) = (&mut order.ship_to, &mapping.country) {
                to.country.get_or_insert_with(|| country.clone());
            }
            settle(&mut order, mapping.statuses, columns.says_when_shipped);
        }
        self.report.add_order(&order);
        orders(order);
    }

    /// Hands on every order that is still open, in the order of their first rows. The last one that was touched is cut
    /// short where the file is.
    pub(super) fn close_all(&mut self, cut_short: bool, orders: &mut impl FnMut(Order)) {
        if let Some(Headed::OnlineRetail(gather)) = &mut self.headed {
            let report = &mut self.report;
            let (headings, delimiter) = (&self.headings, self.delimiter);
            report.loose.delimiter = delimiter;
            gather.close_all(cut_short, &mut |invoice| {
                let order = super::online_retail::order(invoice, headings, delimiter);
                report.add_order(&order);
                orders(order);
            });
            for row in gather.take_refused() {
                report.keep_loose(headings, row.number, row.cells());
            }
            report.refused.merge(&gather.report().rejected);
            report.blank_rows += gather.report().blank_rows;
        }
        for (open, is_last) in self.open.take_all() {
            self.close(open, cut_short && is_last, orders);
        }
    }

    /// Whether a file that ends here has anything of an order in it.
    pub(super) fn emptiness_of(&self, is_json: bool) -> Result<(), FileError> {
        match (&self.headed, &self.first_row) {
            (None, None) if is_json && self.report.rows > 0 => Ok(()),
            (None, None) if is_json => Err(FileError::NoRows),
            (None, None) => Err(FileError::Empty),
            (None, Some(found)) => Err(FileError::NotRecognised {
                found: found.clone(),
            }),
            (Some(_), _) if self.report.rows == 0 => Err(FileError::NoRows),
            (Some(_), _) => Ok(()),
        }
    }

    /// The name of the file.
    pub(super) fn file(&self) -> Arc<str> {
        self.file.clone()
    }

    /// The figures of a file of Online Retail.
    pub(super) fn online_retail_facts(&self) -> Option<&online_retail::Facts> {
        match &self.headed {
            Some(Headed::OnlineRetail(gather)) => Some(gather.facts()),
            _ => None,
        }
    }
}

/// Whether a row of an order stands in the file once already. Two lines of an order may well be equal where nothing tells
/// them apart; but not if other orders stand between them, or if the whole order begins anew.
fn repeated(open: &mut Open, row: &Row<'_>, columns: &Columns, is_head: bool) -> Repeated {
    let mut hasher = DefaultHasher::new();
    for cell in row.cells() {
        cell.trim().hash(&mut hasher);
    }
    let is_apart = row.number() > open.last_row + 1;
    open.last_row = row.number();
    let is_new = open.rows.insert(hasher.finish());
    let begins_anew = is_head && open.headed;
    open.headed |= is_head;
    open.repeats |= begins_anew;
    if is_new {
        return match begins_anew {
            true => Repeated::Perhaps,
            false => Repeated::No,
        };
    }
    let has_identity = columns.has(row, |heading| {
        LINE_IDENTITIES.contains(&heading_key(heading).replace(' ', "").as_str())
    });
    match columns.mapping.row_is {
        RowIs::Unit if !has_identity => Repeated::No,
        _ if has_identity || is_apart || open.repeats => Repeated::Yes,
        _ => Repeated::Perhaps,
    }
}

/// Adds a unit to the line of equal units, or as a line of its own.
fn add_unit(open: &mut Open, unit: OrderLine) {
    let words: Vec<&str> = unit.status.words.iter().map(|w| w.words.as_str()).collect();
    let price = unit.unit_price.map(|price| price.to_string());
    let key = [
        unit.sku.as_deref().unwrap_or_default(),
        unit.title.as_deref().unwrap_or_default(),
        unit.variant.as_deref().unwrap_or_default(),
        price.as_deref().unwrap_or_default(),
        &words.join("\u{1f}"),
    ]
    .join("\u{1e}");
    let place = open.lines.get(&key).copied();
    let Some(line) = place.and_then(|at| open.order.lines.get_mut(at)) else {
        open.lines.insert(key, open.order.lines.len());
        open.order.lines.push(unit);
        return;
    };
    line.units += unit.units;
    line.total = added(line.total, unit.total);
    line.discount = added(line.discount, unit.discount);
    line.tax = added(line.tax, unit.tax);
    for id in unit.ids {
        if !line.ids.contains(&id) {
            line.ids.push(id);
        }
    }
    for charge in unit.charges {
        let same = line
            .charges
            .iter_mut()
            .find(|known| known.kind == charge.kind && known.words == charge.words);
        match same {
            Some(known) => {
                known.amount = known.amount.plus(charge.amount).unwrap_or(known.amount);
            }
            None => line.charges.push(charge),
        }
    }
}
