//! Invoices of Online Retail in the neutral form. Every line of the file stays a line, with its sign.

use super::OrderFormat;
use super::mapping::{AddressPart, BuyerPart, Field, Moment};
use super::model::{Address, Buyer, LineKind, Order, OrderKind, OrderLine, RawRows, Times};
use crate::exchange::decimal::Decimal;
use crate::exchange::online_retail as retail;
use crate::exchange::times::SourceTime;
use crate::trade::quantity::Currency;
use std::sync::Arc;

/// Prices are in ten-thousandths.
const PRICE_SCALE: u8 = 4;

pub(super) fn order(
    invoice: retail::Invoice,
    headings: &Arc<[String]>,
    delimiter: Option<char>,
) -> Order {
    let kind = match invoice.kind {
        retail::InvoiceKind::Order => OrderKind::Sale,
        retail::InvoiceKind::Cancellation => OrderKind::Cancellation,
        retail::InvoiceKind::BadDebt => OrderKind::BadDebt,
        retail::InvoiceKind::Adjustment => OrderKind::StockAdjustment,
    };
    let country = Some(invoice.country.to_string()).filter(|country| !country.is_empty());
    Order {
        format: OrderFormat::OnlineRetail,
        kind,
        number: invoice.number,
        part: invoice.part,
        first_row: invoice.first_row,
        cut_short: invoice.cut_short,
        refused_rows: invoice.refused_rows,
        raw: RawRows {
            headings: headings.clone(),
            delimiter,
            rows: invoice.raw,
        },
        times: Times {
            placed: Some(SourceTime {
                text: invoice.time.format("%Y-%m-%d %H:%M:%S").to_string(),
                local: Some(invoice.time),
                with_clock: true,
                offset_minutes: None,
            }),
            ..Times::default()
        },
        currency: Currency::new(retail::CURRENCY),
        buyer: Buyer {
            id: invoice.customer.map(|customer| customer.to_string()),
            ..Buyer::default()
        },
        ship_to: country.map(|country| Address {
            country: Some(country),
            ..Address::default()
        }),
        lines: invoice.lines.into_iter().map(line).collect(),
        ..Order::default()
    }
}

/// What a heading of that file says.
pub(super) fn meaning(heading: &str) -> Option<Field> {
    let usual = retail::meaning([heading]).first().copied().flatten()?;
    Some(match usual {
        "InvoiceNo" => Field::Number,
        "StockCode" => Field::Sku,
        "Description" => Field::Title,
        "Quantity" => Field::Units,
        "InvoiceDate" => Field::Time(Moment::Placed),
        "UnitPrice" => Field::UnitPrice,
        "CustomerID" => Field::Buyer(BuyerPart::Id),
        "Country" => Field::ShipTo(AddressPart::Country),
        _ => return None,
    })
}

fn line(line: retail::InvoiceLine) -> OrderLine {
    OrderLine {
        row: line.row,
        kind: match line.kind {
            retail::LineKind::Goods => LineKind::Goods,
            retail::LineKind::Charge(_) => LineKind::Charge,
            retail::LineKind::Adjustment(_) => LineKind::StockAdjustment,
        },
        sku: Some(line.code.to_string()),
        title: Some(line.words.to_string()).filter(|words| !words.is_empty()),
        units: line.units,
        unit_price: Decimal::of_parts(i128::from(line.unit_price), PRICE_SCALE),
        ..OrderLine::default()
    }
}
