//! Stock: items with what is there, promised and free; one item with its ledger; the bins.

mod actions;
mod item;
mod ledger;
mod list;
mod places;

pub use item::ItemPage;
pub use list::StockPage;
pub use places::PlacesPage;

use super::locale::locale_tag;
use crate::browser::intl;

/// A count of units, written the way of the language.
pub(super) fn count(units: i64) -> String {
    intl::number(units as f64, &locale_tag())
}
