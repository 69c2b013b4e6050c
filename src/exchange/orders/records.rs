//! Records of JSON become orders: which shop they are of, and the small steps that all of them need.

use std::sync::Arc;

use super::OrderFormat;
use super::cells::Doubt;
use super::gather::Gather;
use super::model::{Charge, ChargeKind, Named, Order, RawRow};
use super::{shopify_json, woocommerce};
use crate::exchange::decimal::{Decimal, currency_of};
use crate::exchange::json::{Json, JsonFault, Record, RecordFlaw};
use crate::exchange::problem::{ErrorKind, RowError, shorten, shown_value};
use crate::exchange::times::{DateStyle, SourceTime};
use crate::limits::{IMPORT_UNITS_MAX, REJECTED_ROW_BYTES_MAX};
use crate::trade::quantity::Currency;

/// The keys under which orders are wrapped. WooCommerce answers a batch with what it created, updated and deleted.
pub(super) const WRAPPERS: &[&str] = &["orders", "order", "create", "update", "delete"];

/// A record being read, and what is doubtful in it.
pub(super) struct Reading<'a> {
    pub(super) record: &'a Json<'a>,
    pub(super) doubts: Vec<Doubt>,
}

impl Gather {
    /// Takes a record and gives out its order.
    pub(super) fn take_record(&mut self, record: Record<'_>, orders: &mut impl FnMut(Order)) {
        self.report.rows += 1;
        match read(record) {
            Ok((mut order, doubts)) => {
                let cells = std::iter::once(record.text);
                order.raw.rows.push(RawRow::of(record.number, cells));
                if self.report.format == OrderFormat::Unknown {
                    self.report.format = order.format;
                }
                for doubt in doubts {
                    if !order.unread.contains(&doubt.what) {
                        order.unread.push(doubt.what);
                    }
                    let error = self.record_error(&record, doubt.what);
                    self.report.doubts.add(|| RowError {
                        column: Some(doubt.column.to_string().into()),
                        value: shown_value(&doubt.value),
                        ..error
                    });
                }
                self.report.add_order(&order);
                orders(order);
            }
            Err(what) => {
                let cells = std::iter::once(record.text);
                let none: Arc<[String]> = Arc::from([]);
                self.report.keep_loose(&none, record.number, cells);
                let error = self.record_error(&record, what);
                self.report.refused.add(|| error);
            }
        }
    }

    fn record_error(&self, record: &Record<'_>, what: ErrorKind) -> RowError {
        RowError {
            file: self.file(),
            row: record.number,
            column: None,
            value: shown_value(record.text),
            what,
            line: shorten(record.text, REJECTED_ROW_BYTES_MAX).to_owned(),
        }
    }
}

fn read(record: Record<'_>) -> Result<(Order, Vec<Doubt>), ErrorKind> {
    match record.flaw {
        Some(RecordFlaw::TooLarge) => return Err(ErrorKind::RecordTooLarge),
        Some(RecordFlaw::CutShort) => return Err(ErrorKind::CutShort),
        None => {}
    }
    let json = Json::read(record.text).map_err(|fault| match fault {
        JsonFault::Broken(_) => ErrorKind::BrokenRecord,
        JsonFault::TooLarge => ErrorKind::RecordTooLarge,
    })?;
    let mut reading = Reading {
        record: &json,
        doubts: Vec::new(),
    };
    let order = if woocommerce::recognises(&json) {
        woocommerce::order(&mut reading, &record)?
    } else if shopify_json::recognises(&json) {
        shopify_json::order(&mut reading, &record)?
    } else {
        return Err(ErrorKind::NotAnOrder);
    };
    Ok((order, reading.doubts))
}

/// The text of a key, where it has one.
pub(super) fn text(json: &Json<'_>, key: &str) -> Option<String> {
    json.get(key).text().map(str::to_owned)
}

/// First and last name, joined.
pub(super) fn full_name(json: &Json<'_>) -> Option<String> {
    let parts = ["first_name", "last_name"].map(|key| json.get(key).text());
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// Numbers of an order or a line, under their keys.
pub(super) fn named(json: &Json<'_>, keys: &[&str]) -> Vec<Named> {
    keys.iter()
        .filter_map(|key| {
            let value = json.get(key).text().filter(|value| *value != "0")?;
            Some(Named {
                name: Arc::from(*key),
                value: value.to_owned(),
            })
        })
        .collect()
}

impl Reading<'_> {
    fn doubt(&mut self, key: &str, value: &str, what: ErrorKind) {
        self.doubts.push(Doubt {
            column: Arc::from(key),
            value: value.to_owned(),
            what,
        });
    }

    /// An amount of money; amounts that cannot be read are doubtful and absent.
    pub(super) fn money(&mut self, json: &Json<'_>, key: &str) -> Option<Decimal> {
        let text = json.get(key).text()?;
        match Decimal::plain(text) {
            Ok(amount) => Some(amount),
            Err(what) => {
                self.doubt(key, text, what);
                None
            }
        }
    }

    /// A whole number of units.
    pub(super) fn units(&mut self, json: &Json<'_>, key: &str) -> Option<i64> {
        let text = json.get(key).text()?;
        let number = Decimal::plain(text).ok().and_then(Decimal::to_whole);
        match number {
            Some(units) if units.abs() <= IMPORT_UNITS_MAX => Some(units),
            Some(_) => {
                self.doubt(key, text, ErrorKind::OutOfRange);
                None
            }
            None => {
                self.doubt(key, text, ErrorKind::NotWhole);
                None
            }
        }
    }

    /// A time.
    pub(super) fn time(&mut self, json: &Json<'_>, key: &str) -> Option<SourceTime> {
        let text = json.get(key).text()?;
        match SourceTime::read(text, DateStyle::Unsaid) {
            Ok(time) => Some(time),
            Err(what) => {
                self.doubt(key, text, what);
                Some(SourceTime::unread(text))
            }
        }
    }

    /// The currency of the record.
    pub(super) fn currency(&mut self, key: &str) -> Option<Currency> {
        let text = self.record.get(key).text()?;
        let currency = currency_of(text);
        if currency.is_none() {
            self.doubt(key, text, ErrorKind::NotACurrency);
        }
        currency
    }

    /// An amount with its name.
    pub(super) fn charge(
        &mut self,
        json: &Json<'_>,
        kind: ChargeKind,
        name_key: &str,
        amount_key: &str,
    ) -> Option<Charge> {
        let amount = self.money(json, amount_key)?;
        Some(Charge {
            kind,
            words: Arc::from(json.get(name_key).text().unwrap_or(amount_key)),
            amount,
        })
    }

    /// The sum of one amount over several values; `None` where none has it.
    pub(super) fn sum(&mut self, values: &[Json<'_>], key: &str) -> Option<Decimal> {
        values.iter().fold(None, |sum, value| {
            let amount = self.money(value, key);
            super::filling::added(sum, amount)
        })
    }
}
