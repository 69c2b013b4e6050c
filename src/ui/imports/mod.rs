//! Imports: files of orders and opening stock are looked at, checked, taken in, and reported on.
//!
//! The work and its report outlive the page: they stand in [`work`], so that a person can go on elsewhere while an
//! import runs, and come back to what it did.

mod demo;
mod desk;
mod files;
mod history;
mod page;
mod rejected;
mod report;
mod words;
mod work;

pub use page::ImportsPage;

use super::locale::locale_tag;
use crate::browser::intl;
use crate::domain::money::Currency;

/// A count, written the way of the language.
fn count(number: u64) -> String {
    intl::number(number as f64, &locale_tag())
}

/// A value of a file in pounds, written the way of the language.
fn value(ten_thousandths: i128) -> String {
    let shown = i64::try_from(ten_thousandths).unwrap_or(i64::MAX);
    intl::money(shown, Currency::GBP.as_str(), &locale_tag())
}
