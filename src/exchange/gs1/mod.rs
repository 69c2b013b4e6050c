//! GS1: the numbers of items, parcels and places, and the data that labels carry with them.
//!
//! What is valid is a matter of facts, which stand in one table ([`identifier`]) after the GS1 Barcode Syntax
//! Dictionary: which application identifiers there are, what stands in each and how it is checked ([`linter`]), which
//! need or exclude each other ([`companions`]), and how they are ordered in a web address ([`digital_link`]).
//!
//! Values are kept as the text that they are: a lot `007` is not a lot `7`. What they mean is asked of them
//! ([`value`]).
//!
//! The table is code and not a file that is parsed at start: the compiler checks it, nothing can be missing, and 200
//! lines of constants weigh less in the program than a parser of the dictionary beside the dictionary's own text.
//! Looking up an identifier goes through the table; at most 64 elements of a scan make that some ten thousand
//! comparisons, microseconds.
//!
//! All of it adds 88 KB to a program for the browser, 36 KB packed, where all of it is used.

pub mod check_digit;
pub mod companions;
pub mod digital_link;
pub mod element;
pub mod gtin;
pub mod identifier;
mod lint;
pub mod linter;
mod measures;
pub mod scan;
pub mod sscc;
mod table;
pub mod value;

pub use element::{Element, ElementError, ElementString};
pub use gtin::{Gtin, GtinError, GtinForm};
pub use lint::coupon::{CouponFault, CouponProblem};
pub use sscc::{CompanyPrefix, Sscc, SsccError};
