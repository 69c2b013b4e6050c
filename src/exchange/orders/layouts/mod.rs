//! The known files of orders in rows, each as data: its headings, what they mean, and how it writes dates and amounts.
//!
//! The headings are those of exported files; where the makers have changed them over time, each name has its own entry
//! and a file needs one of them. Columns that say nothing of the order as such (marketing consent, tax zones, feedback)
//! are not read.

mod amazon;
mod ebay;
mod etsy;
mod lazada;
mod magento;
mod shopee;
mod shopify;
mod tiktok;

use super::OrderFormat;
use super::mapping::{Field, MappedColumn, Mapping, OrderCells, RowIs};
use super::status::StatusFamily;
use crate::exchange::columns::Headings;
use crate::exchange::decimal::AmountStyle;
use crate::exchange::times::DateStyle;
use crate::trade::quantity::Currency;

/// A known file.
pub(super) struct Layout {
    format: OrderFormat,
    /// Headings that tell it from all other files: every one has to be there.
    needs: &'static [&'static str],
    columns: &'static [(&'static str, Field)],
    /// Columns that it has in common with others of its kind.
    common: &'static [(&'static str, Field)],
    row_is: RowIs,
    order_cells: OrderCells,
    dates: DateStyle,
    amounts: AmountStyle,
    currency: Option<&'static str>,
    /// The letters of the only country that it sends to, where it does not say the country.
    country: Option<&'static str>,
    statuses: StatusFamily,
}

const LAYOUTS: [&Layout; 11] = [
    &shopify::ORDERS,
    &amazon::UNSHIPPED,
    &amazon::NEW,
    &amazon::ALL,
    &ebay::ORDERS,
    &etsy::ITEMS,
    &etsy::ORDERS,
    &tiktok::ORDERS,
    &shopee::ORDERS,
    &lazada::ORDERS,
    &magento::GRID,
];

/// The known file that has these headings, and its mapping.
pub(super) fn recognise(headings: &Headings) -> Option<(OrderFormat, Mapping)> {
    let fits = |layout: &&&Layout| layout.needs.iter().all(|heading| headings.has(heading));
    let known = |layout: &&Layout| {
        let columns = layout.columns();
        columns.filter(|(heading, _)| headings.has(heading)).count()
    };
    LAYOUTS
        .iter()
        .filter(fits)
        .copied()
        .max_by_key(known)
        .map(|layout| (layout.format, layout.mapping()))
}

impl Layout {
    fn columns(&self) -> impl Iterator<Item = &(&'static str, Field)> {
        self.columns.iter().chain(self.common)
    }

    fn mapping(&self) -> Mapping {
        let column = |(heading, field): &(&str, Field)| MappedColumn {
            heading: (*heading).to_owned(),
            field: *field,
        };
        Mapping {
            columns: self.columns().map(column).collect(),
            row_is: self.row_is,
            order_cells: self.order_cells,
            dates: self.dates,
            amounts: self.amounts,
            currency: self.currency.and_then(Currency::new),
            country: self.country.map(str::to_owned),
            statuses: self.statuses,
        }
    }
}
