//! Credit notes of Online Retail: cancellations, which name no order, and corrections of debts.

use super::record::{Setting, customer, lines_value, row_error, time};
use crate::exchange::orders::model::{LineKind, Order};
use crate::exchange::problem::{ErrorKind, RowError};
use crate::trade::money::credit::{CreditedLine, IncomingCredit};
use crate::trade::orders::SourceRecord;
use crate::trade::quantity::{Amount, Currency, Money, Units};
use crate::trade::text::Code;

/// A cancellation as a credit note. Goods are credited by positive units; everything else is in its total only: charges,
/// and the lines of a bad debt, which move money and no goods.
///
/// # Errors
/// Where its number, time or a quantity cannot be held.
pub(crate) fn credit(
    order: &Order,
    setting: &Setting<'_>,
) -> Result<IncomingCredit, Box<RowError>> {
    let refused = |row, column, value: &str, what| {
        let error = row_error(&setting.file, row, column, value, what, &order.number);
        Box::new(error)
    };
    let number = Code::new(&order.number).map_err(|_| {
        refused(
            order.first_row,
            "Order",
            &order.number,
            ErrorKind::CellTooLong,
        )
    })?;
    let written_at = order.times.placed.as_ref().and_then(time);
    let written_at =
        written_at.ok_or_else(|| refused(order.first_row, "Date", "", ErrorKind::NotATime))?;
    let currency = order.currency.and_then(|of| Currency::new(&of.to_string()));
    let currency = currency
        .or(setting.options.currency)
        .ok_or_else(|| refused(order.first_row, "Currency", "", ErrorKind::Missing))?;
    let total = i64::try_from(-lines_value(order))
        .map_err(|_| refused(order.first_row, "Price", "", ErrorKind::OutOfRange))?;
    let mut lines = Vec::new();
    for line in &order.lines {
        if line.kind != LineKind::Goods || line.units >= 0 {
            continue;
        }
        let sku = line.sku.as_deref().unwrap_or_default();
        let code =
            Code::new(sku).map_err(|_| refused(line.row, "SKU", sku, ErrorKind::CellTooLong))?;
        let units = Units::new(line.units.unsigned_abs());
        let out_of_range = || {
            refused(
                line.row,
                "Quantity",
                &line.units.to_string(),
                ErrorKind::OutOfRange,
            )
        };
        let price = line.unit_price.and_then(|price| price.to_amount());
        lines.push(CreditedLine {
            code,
            units: units.ok_or_else(out_of_range)?,
            price: price.map_or(Amount::ZERO, |price| Amount::new(price.get())),
        });
    }
    Ok(IncomingCredit {
        channel: setting.channel.clone(),
        number,
        written_at,
        customer: customer(order, &setting.channel),
        total: Money {
            amount: Amount::new(total),
            currency,
        },
        lines,
        source: SourceRecord {
            file: setting.hash,
            row: u32::try_from(order.first_row).unwrap_or(u32::MAX),
        },
    })
}
