//! One row of a file, cell by cell, into an order and its line.

use std::sync::Arc;

use super::filling::{
    added, fill, merge_address, merge_buyer, push_charge, push_named, push_text, take_address,
    take_buyer,
};
use super::mapping::{Field, Mapping, Moment, OrderCells, RowIs, Sum};
use super::model::{Address, Buyer, ChargeKind, Order, OrderLine, Tracking};
use super::status::{About, Fulfilment, StatusWord};
use crate::exchange::cell_text::is_rounded;
use crate::exchange::columns::Headings;
use crate::exchange::decimal::{Decimal, Money, currency_of};
use crate::exchange::problem::{ErrorKind, FileError};
use crate::exchange::table::Row;
use crate::exchange::times::SourceTime;
use crate::limits::IMPORT_UNITS_MAX;

/// A cell that could not be read as what it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Doubt {
    /// The heading of its column, or the key of a JSON record.
    pub(super) column: Arc<str>,
    /// What it says.
    pub(super) value: String,
    /// What is wrong.
    pub(super) what: ErrorKind,
}

/// A column that is read.
#[derive(Clone, Debug)]
struct Bound {
    at: usize,
    field: Field,
    heading: Arc<str>,
}

/// The columns of a file that are read, by a mapping.
#[derive(Clone, Debug)]
pub(super) struct Columns {
    pub(super) mapping: Mapping,
    pub(super) width: usize,
    bound: Vec<Bound>,
    /// The headings of columns that are not read.
    pub(super) unread: Vec<String>,
    pub(super) says_when_shipped: bool,
    /// The time of shipping is all that tells what left, row by row.
    tells_by_time: bool,
}

/// What tells one row's line from another's.
pub(super) struct RowKey<'a> {
    pub(super) number: &'a str,
    /// Whether the row names goods.
    pub(super) has_line: bool,
    /// Units, where the row has a line.
    pub(super) units: i64,
}

/// Why a row is refused: its column, the cell and what is wrong.
pub(super) type Refusal = (Option<Arc<str>>, String, ErrorKind);

impl Columns {
    /// Binds a mapping to the headings of a file.
    pub(super) fn bind(mapping: Mapping, headings: &Headings) -> Result<Self, FileError> {
        let mut bound: Vec<Bound> = Vec::new();
        for column in &mapping.columns {
            let Some(at) = headings.place(&column.heading) else {
                continue;
            };
            if headings.is_repeated(&column.heading) {
                return Err(FileError::ColumnTwice {
                    heading: column.heading.clone(),
                });
            }
            bound.push(Bound {
                at,
                field: column.field,
                heading: Arc::from(headings.shown().get(at).map_or("", String::as_str)),
            });
        }
        let is_read = |at: usize| bound.iter().any(|column| column.at == at);
        let unread = headings.shown().iter().enumerate();
        let unread = unread
            .filter(|(at, heading)| !heading.is_empty() && !is_read(*at))
            .map(|(_, heading)| heading.clone())
            .collect();
        let says_when_shipped = bound
            .iter()
            .any(|column| column.field == Field::Time(Moment::Shipped));
        let has_status = bound
            .iter()
            .any(|column| matches!(column.field, Field::Status(about) if about != About::Payment));
        Ok(Self {
            width: headings.width(),
            tells_by_time: says_when_shipped
                && !has_status
                && mapping.row_is == RowIs::Line
                && mapping.order_cells == OrderCells::EveryRow,
            says_when_shipped,
            unread,
            bound,
            mapping,
        })
    }

    /// What the order of the row is and whether it has a line, before anything is taken from it.
    pub(super) fn key<'a>(&self, row: &Row<'a>, may_sum_up: bool) -> Result<RowKey<'a>, Refusal> {
        let number = self.first(row, |field| field == Field::Number);
        let (column, number) = number.unwrap_or((None, ""));
        if number.is_empty() {
            return Err((column, String::new(), ErrorKind::Missing));
        }
        if is_rounded(number) {
            return Err((column, number.to_owned(), ErrorKind::CodeRounded));
        }
        let names_goods = |field| matches!(field, Field::Sku | Field::Title | Field::LineId);
        let goods = self.first(row, names_goods);
        let units = self.first(row, |field| field == Field::Units);
        let mut key = RowKey {
            number,
            has_line: goods.as_ref().is_some_and(|(_, text)| !text.is_empty()),
            units: 1,
        };
        if self.mapping.row_is == RowIs::Order {
            key.has_line = false;
            return Ok(key);
        }
        let Some((column, text)) = units else {
            return Ok(key);
        };
        if !key.has_line {
            let says_something = !text.is_empty() && !may_sum_up;
            return if says_something {
                let column = goods.and_then(|(column, _)| column);
                Err((column, String::new(), ErrorKind::Missing))
            } else {
                Ok(key)
            };
        }
        match units_of(text, &self.mapping) {
            Ok(units) => {
                key.units = units;
                Ok(key)
            }
            Err(what) => Err((column, text.to_owned(), what)),
        }
    }

    /// The number of a row's order, where it has one.
    pub(super) fn number<'a>(&self, row: &Row<'a>) -> Option<&'a str> {
        self.first(row, |field| field == Field::Number)
            .map(|(_, number)| number)
            .filter(|number| !number.is_empty())
    }

    /// Whether a row has anything in a column that says this.
    pub(super) fn says(&self, row: &Row<'_>, says: impl Fn(Field) -> bool) -> bool {
        self.first(row, says)
            .is_some_and(|(_, text)| !text.is_empty())
    }

    /// Whether a row has anything in a column of a line's numbers with such a heading.
    pub(super) fn has(&self, row: &Row<'_>, heading: impl Fn(&str) -> bool) -> bool {
        let mut ids = self
            .bound
            .iter()
            .filter(|column| column.field == Field::LineId && heading(&column.heading));
        ids.any(|column| !row.get(column.at).unwrap_or_default().trim().is_empty())
    }

    /// The heading of the first column that says this.
    pub(super) fn heading(&self, says: impl Fn(Field) -> bool) -> Arc<str> {
        let mut bound = self.bound.iter();
        let found = bound.find(|column| says(column.field));
        found.map_or_else(|| Arc::from(""), |column| column.heading.clone())
    }

    /// The first cell with something in it of the columns that say this; else the first of them.
    fn first<'a>(
        &self,
        row: &Row<'a>,
        says: impl Fn(Field) -> bool,
    ) -> Option<(Option<Arc<str>>, &'a str)> {
        let mut found = None;
        for column in self.bound.iter().filter(|column| says(column.field)) {
            let text = row.get(column.at).unwrap_or_default().trim();
            if found.is_none() || !text.is_empty() {
                found = Some((Some(column.heading.clone()), text));
            }
            if !text.is_empty() {
                break;
            }
        }
        found
    }

    /// Takes what a row says into its order, and gives its line where it has one. `first` says that it is the first row
    /// of the order in the file, whose amounts are those of the order.
    pub(super) fn take(
        &self,
        row: &Row<'_>,
        key: &RowKey<'_>,
        order: &mut Order,
        first: bool,
        doubts: &mut Vec<Doubt>,
    ) -> Option<OrderLine> {
        let mut reading = Reading {
            mapping: &self.mapping,
            order,
            first,
            line: OrderLine {
                row: row.number(),
                units: key.units,
                ..OrderLine::default()
            },
            buyer: Buyer::default(),
            ship_to: Address::default(),
            bill_to: Address::default(),
            carrier: None,
            tax_names: Vec::new(),
            units_to_ship: None,
            doubts,
        };
        for column in &self.bound {
            let text = row.get(column.at).unwrap_or_default().trim();
            if !says_nothing(text) {
                reading.take(column.field, &column.heading, text);
            }
        }
        if has_lost_digits(key.number) {
            let heading = self.heading(|field| field == Field::Number);
            reading.doubt(&heading, key.number, ErrorKind::CodeRounded);
        }
        let is_other = |kept: &Address| {
            let (kept, row) = (
                (&kept.name, &kept.street),
                (&reading.ship_to.name, &reading.ship_to.street),
            );
            reading.ship_to != Address::default() && kept != row
        };
        if self.mapping.order_cells == OrderCells::EveryRow
            && reading.order.ship_to.as_ref().is_some_and(is_other)
        {
            let heading = self.heading(|field| matches!(field, Field::ShipTo(_)));
            let name = reading.ship_to.name.clone().unwrap_or_default();
            reading.doubt(&heading, &name, ErrorKind::RowsDisagree);
        }
        let mut line = reading.end();
        if self.tells_by_time && line.shipped_units.is_none() {
            let has_left = self.says(row, |field| field == Field::Time(Moment::Shipped));
            line.shipped_units = Some(if has_left { line.units } else { 0 });
        }
        key.has_line.then_some(line)
    }
}

/// Whether a cell says nothing: it is empty, or has the dash that shops write where there is nothing to say.
fn says_nothing(text: &str) -> bool {
    text.chars().all(|one| matches!(one, '-' | '–' | '—'))
}

/// Whether a spreadsheet may have taken the last digits of a number: it keeps fifteen and writes zeros behind them.
fn has_lost_digits(number: &str) -> bool {
    number.len() >= 16
        && number.bytes().all(|byte| byte.is_ascii_digit())
        && number
            .get(15..)
            .is_some_and(|rest| rest.bytes().all(|byte| byte == b'0'))
}

/// A whole number of units, not below zero.
fn units_of(text: &str, mapping: &Mapping) -> Result<i64, ErrorKind> {
    if text.is_empty() {
        return Err(ErrorKind::Missing);
    }
    let number = Decimal::read(text, mapping.amounts).map_err(|what| match what {
        ErrorKind::NumberUnclear => what,
        _ => ErrorKind::NotWhole,
    })?;
    let units = number.to_whole().ok_or(ErrorKind::NotWhole)?;
    match units {
        below if below < 0 => Err(ErrorKind::QuantityNegative),
        above if above > IMPORT_UNITS_MAX => Err(ErrorKind::OutOfRange),
        units => Ok(units),
    }
}

struct Reading<'a> {
    mapping: &'a Mapping,
    order: &'a mut Order,
    first: bool,
    line: OrderLine,
    buyer: Buyer,
    ship_to: Address,
    bill_to: Address,
    carrier: Option<String>,
    tax_names: Vec<(u8, Arc<str>)>,
    units_to_ship: Option<i64>,
    doubts: &'a mut Vec<Doubt>,
}

impl Reading<'_> {
    fn take(&mut self, field: Field, heading: &Arc<str>, text: &str) {
        match field {
            Field::Number | Field::Units => {}
            Field::OrderId => push_named(&mut self.order.ids, heading, text),
            Field::Channel => fill(&mut self.order.channel, text),
            Field::Warehouse => fill(&mut self.order.warehouse, text),
            Field::Time(moment) => self.take_time(moment, heading, text),
            Field::Currency => self.take_currency(heading, text),
            Field::Buyer(part) => take_buyer(&mut self.buyer, part, text),
            Field::ShipTo(part) => take_address(&mut self.ship_to, part, text),
            Field::BillTo(part) => take_address(&mut self.bill_to, part, text),
            Field::Total(sum) => self.take_total(sum, heading, text),
            Field::Charge(kind) => {
                if self.first
                    && let Some(amount) = self.money(heading, text)
                {
                    push_charge(&mut self.order.charges, kind, heading.clone(), amount);
                }
            }
            Field::TaxName(place) => self.tax_names.push((place, Arc::from(text))),
            Field::TaxAmount(place) => self.take_tax(place, heading, text),
            Field::Coupon => push_text(&mut self.order.coupons, text),
            Field::Tags => {
                for tag in text.split(',') {
                    push_text(&mut self.order.tags, tag);
                }
            }
            Field::Note => push_named(&mut self.order.notes, heading, text),
            Field::PaymentMethod => fill(&mut self.order.payment_method, text),
            Field::PaymentTerms => fill(&mut self.order.payment_terms, text),
            Field::Risk => fill(&mut self.order.risk, text),
            Field::ShippingMethod => fill(&mut self.order.shipping_method, text),
            Field::Carrier => self.carrier = Some(text.to_owned()),
            Field::Tracking => self.take_tracking(text),
            Field::Status(about) => self.order.status.say(about, text),
            Field::Reason => push_text(&mut self.order.status.reasons, text),
            of_line => self.take_of_line(of_line, heading, text),
        }
    }

    fn take_of_line(&mut self, field: Field, heading: &Arc<str>, text: &str) {
        match field {
            // Two goods whose codes a spreadsheet has rounded look the same: neither is taken.
            Field::Sku if is_rounded(text) => self.doubt(heading, text, ErrorKind::CodeRounded),
            Field::Sku => fill(&mut self.line.sku, text),
            Field::RequiresShipping => {
                self.line.ships_nothing = text.eq_ignore_ascii_case("false");
            }
            Field::LineId => push_named(&mut self.line.ids, heading, text),
            Field::Title => fill(&mut self.line.title, text),
            Field::Variant => fill(&mut self.line.variant, text),
            Field::ReturnedUnits => {
                self.line.returned_units = self.units(heading, text).unwrap_or_default();
            }
            Field::ShippedUnits => self.line.shipped_units = self.units(heading, text),
            Field::UnitsToShip => self.units_to_ship = self.units(heading, text),
            Field::UnitPrice => self.line.unit_price = self.money(heading, text),
            Field::LineTotal => self.line.total = self.money(heading, text),
            Field::LineDiscount => {
                let amount = self.money(heading, text);
                self.line.discount = added(self.line.discount, amount);
            }
            Field::LineTax => {
                let amount = self.money(heading, text);
                self.line.tax = added(self.line.tax, amount);
            }
            Field::LineCharge(kind) => {
                if let Some(amount) = self.money(heading, text) {
                    push_charge(&mut self.line.charges, kind, heading.clone(), amount);
                }
            }
            Field::LineStatus(about) => self.line.status.say(about, text),
            Field::LineNote => push_named(&mut self.line.notes, heading, text),
            _ => {}
        }
    }

    fn doubt(&mut self, heading: &Arc<str>, text: &str, what: ErrorKind) {
        self.doubts.push(Doubt {
            column: heading.clone(),
            value: text.to_owned(),
            what,
        });
    }

    fn money(&mut self, heading: &Arc<str>, text: &str) -> Option<Decimal> {
        match Money::read(text, self.mapping.amounts) {
            Ok(money) => {
                if let Some(currency) = money.currency {
                    self.order.currency.get_or_insert(currency);
                }
                Some(money.amount)
            }
            Err(what) => {
                self.doubt(heading, text, what);
                None
            }
        }
    }

    fn units(&mut self, heading: &Arc<str>, text: &str) -> Option<i64> {
        match units_of(text, self.mapping) {
            Ok(units) => Some(units),
            Err(what) => {
                self.doubt(heading, text, what);
                None
            }
        }
    }

    /// Of the rows of an order the latest: lines may have changed at different times.
    fn take_updated(&mut self, heading: &Arc<str>, text: &str) {
        match SourceTime::read(text, self.mapping.dates) {
            Ok(time) => {
                let last = &mut self.order.times.updated;
                if last
                    .as_ref()
                    .is_none_or(|last| last.in_order() < time.in_order())
                {
                    *last = Some(time);
                }
            }
            Err(what) => self.doubt(heading, text, what),
        }
    }

    fn take_time(&mut self, moment: Moment, heading: &Arc<str>, text: &str) {
        let times = &mut self.order.times;
        let slot = match moment {
            Moment::Placed => &mut times.placed,
            Moment::Paid => &mut times.paid,
            Moment::ShipBy => &mut times.ship_by,
            Moment::Shipped => &mut times.shipped,
            Moment::Delivered => &mut times.delivered,
            Moment::Cancelled => &mut times.cancelled,
            Moment::Updated => return self.take_updated(heading, text),
        };
        if slot.is_some() {
            return;
        }
        match SourceTime::read(text, self.mapping.dates) {
            Ok(time) => *slot = Some(time),
            Err(what) => {
                *slot = Some(SourceTime::unread(text));
                self.doubt(heading, text, what);
            }
        }
    }

    fn take_currency(&mut self, heading: &Arc<str>, text: &str) {
        match currency_of(text) {
            Some(currency) if *self.order.currency.get_or_insert(currency) == currency => {}
            Some(_) => self.doubt(heading, text, ErrorKind::RowsDisagree),
            None => self.doubt(heading, text, ErrorKind::NotACurrency),
        }
    }

    fn take_total(&mut self, sum: Sum, heading: &Arc<str>, text: &str) {
        if self.order.part > 0 {
            return;
        }
        let Some(amount) = self.money(heading, text) else {
            return;
        };
        let totals = &mut self.order.totals;
        let slot = match sum {
            Sum::Subtotal => &mut totals.subtotal,
            Sum::Discount => &mut totals.discount,
            Sum::Shipping => &mut totals.shipping,
            Sum::Tax => &mut totals.tax,
            Sum::Total => &mut totals.total,
            Sum::Refunded => &mut totals.refunded,
            Sum::Outstanding => &mut totals.outstanding,
        };
        let kept = *slot.get_or_insert(amount);
        if kept != amount && self.mapping.order_cells == OrderCells::EveryRow {
            self.doubt(heading, text, ErrorKind::RowsDisagree);
        }
    }

    fn take_tax(&mut self, place: u8, heading: &Arc<str>, text: &str) {
        if !self.first {
            return;
        }
        let name = self.tax_names.iter().find(|(of, _)| *of == place);
        let words = name.map_or_else(|| heading.clone(), |(_, name)| name.clone());
        if let Some(amount) = self.money(heading, text) {
            let kind = ChargeKind::Tax;
            push_charge(&mut self.order.charges, kind, words, amount);
        }
    }

    fn take_tracking(&mut self, text: &str) {
        for number in text.split([',', ';']).map(str::trim) {
            let known = |parcel: &Tracking| parcel.number == number;
            if !number.is_empty() && !self.order.tracking.iter().any(known) {
                self.order.tracking.push(Tracking {
                    number: number.to_owned(),
                    ..Tracking::default()
                });
            }
        }
    }

    fn end(self) -> OrderLine {
        let Reading {
            order,
            mut line,
            buyer,
            ship_to,
            bill_to,
            carrier,
            units_to_ship,
            ..
        } = self;
        merge_buyer(&mut order.buyer, buyer);
        merge_address(&mut order.ship_to, ship_to);
        merge_address(&mut order.bill_to, bill_to);
        if let Some(carrier) = carrier {
            for parcel in order.tracking.iter_mut().filter(|p| p.carrier.is_none()) {
                parcel.carrier = Some(carrier.clone());
            }
        }
        if let Some(to_ship) = units_to_ship {
            line.status.fulfilment = match (line.shipped_units.unwrap_or_default(), to_ship) {
                (_, 0) => Fulfilment::Shipped,
                (0, _) => Fulfilment::ToFulfil,
                _ => Fulfilment::PartlyShipped,
            };
        }
        line
    }
}

/// The words of the order's status and of its lines'.
pub(super) fn status_words(order: &Order) -> impl Iterator<Item = &StatusWord> {
    let lines = order.lines.iter().flat_map(|line| &line.status.words);
    order.status.words.iter().chain(lines)
}
