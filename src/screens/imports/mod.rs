//! Imports: files of orders, stock and products are looked at, checked, taken in, and reported on.
//!
//! The work and its report outlive the page: they stand in [`work`], so that a person can go on elsewhere while an
//! import runs, and come back to what it did. What was imported before is read off the facts.

mod choices;
mod columns;
mod desk;
mod files;
mod goods_report;
mod history;
mod judged;
mod kept;
mod looking;
mod mapping;
mod page;
mod rejected;
mod repair;
mod report;
mod words;
mod work;

pub use kept::MappingsOfChannel;
pub use page::ImportsPage;
pub use repair::RepairPage;
pub(super) use repair::{OrderCard, SourceWord, as_channel};

use crate::browser::intl;
use crate::ui::locale::locale_tag;

/// A count, written the way of the language.
fn count(number: u64) -> String {
    intl::number(number as f64, &locale_tag())
}

/// A value of files, written the way of the language; of several currencies together it says nothing.
fn value(ten_thousandths: i128, currency: Option<&str>) -> String {
    let shown = i64::try_from(ten_thousandths).unwrap_or(i64::MAX);
    match currency {
        Some(currency) => intl::money(shown, currency, &locale_tag()),
        None => "–".to_owned(),
    }
}
