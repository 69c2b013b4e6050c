//! The order file "Online Retail": ten months of a gift wholesaler, one row per invoice line.
//!
//! What the rows mean, as the real files have it:
//!
//! - Numbers that begin with `C` are cancellations, with `A` bad debt; both keep their lines and signs.
//! - A row without customer and price that is an invoice by itself, or one with a negative quantity that is no
//!   cancellation, moves stock: 1,023 downward ("damaged", "thrown away", nothing at all) and 535 upward ("found",
//!   "adjustment") in the ten months. Taken as orders they would sell goods that were found on a shelf. A price of
//!   zero alone proves nothing: replacements are sent free of charge to named customers, and in invoices of several
//!   lines.
//! - Some codes stand for charges and not for goods: see [`ChargeKind::of_code`]. Inside an adjustment such a code
//!   stays an adjustment, with its charge kind still to be had from the code.
//! - The rows of an invoice stand together but for one invoice that another one interrupts, so a few invoices are
//!   held open at once; one that comes back after that is handed on in [parts](Invoice::part).
//! - Equal rows are separate lines. Nothing is ever removed as a duplicate.
//! - Times have no zone: they are the clock on the seller's wall. All prices are in pounds sterling.

mod cells;
mod columns;
mod facts;
mod reader;
mod reason;
mod report;

use crate::exchange::orders::model::RawRow;
use std::sync::Arc;

use chrono::NaiveDateTime;
use sha2::{Digest, Sha256};

pub use columns::{meaning, recognises};
pub use facts::{Facts, FactsSummary};
pub(in crate::exchange) use reader::Gather;
pub use reader::Reader;
pub use reason::AdjustmentReason;
pub use report::{ImportReport, rejected_csv};

/// The currency of every price in these files.
pub const CURRENCY: &str = "GBP";

/// A price in ten-thousandths of a pound.
pub type TenThousandths = i64;

/// What an invoice of the file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum InvoiceKind {
    /// Goods sold.
    Order,
    /// Goods taken back or a sale undone; the file does not say of which order.
    Cancellation,
    /// A correction of what a customer owes.
    BadDebt,
    /// No sale: the stock was corrected.
    Adjustment,
}

/// What a charge is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChargeKind {
    /// Postage, also that of the seller's web shop.
    Postage,
    /// Carriage of larger consignments.
    Carriage,
    /// An amount entered by hand.
    Manual,
    /// A discount.
    Discount,
    /// Samples.
    Samples,
    /// What the bank took.
    BankCharge,
    /// What a marketplace took.
    MarketplaceFee,
    /// A donation passed on.
    Charity,
    /// A gift voucher sold.
    GiftVoucher,
    /// A debt written off.
    BadDebt,
    /// Codes outside the catalogue: made-up bundles, pads, web-shop goods.
    Other,
}

impl ChargeKind {
    /// The charge that a code stands for; `None` for goods. Codes differ by case: `M` and `m` are both listed.
    pub fn of_code(code: &str) -> Option<Self> {
        let kind = match code {
            "POST" | "DOT" => Self::Postage,
            "C2" | "C3" => Self::Carriage,
            "M" | "m" => Self::Manual,
            "D" => Self::Discount,
            "S" => Self::Samples,
            "BANK CHARGES" => Self::BankCharge,
            "AMAZONFEE" => Self::MarketplaceFee,
            "CRUK" => Self::Charity,
            "B" => Self::BadDebt,
            "PADS" => Self::Other,
            _ if code.starts_with("gift_0001_") => Self::GiftVoucher,
            _ if code.starts_with("DCGS") => Self::Other,
            _ => return None,
        };
        Some(kind)
    }

    /// The key of its name in the locale files.
    pub fn key(self) -> &'static str {
        match self {
            Self::Postage => "charge-postage",
            Self::Carriage => "charge-carriage",
            Self::Manual => "charge-manual",
            Self::Discount => "charge-discount",
            Self::Samples => "charge-samples",
            Self::BankCharge => "charge-bank-charge",
            Self::MarketplaceFee => "charge-marketplace-fee",
            Self::Charity => "charge-charity",
            Self::GiftVoucher => "charge-gift-voucher",
            Self::BadDebt => "charge-bad-debt",
            Self::Other => "charge-other",
        }
    }
}

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// Goods.
    Goods,
    /// A charge.
    Charge(ChargeKind),
    /// A correction of the stock by the line's units: negative took goods out, positive put goods in.
    Adjustment(AdjustmentReason),
}

/// A line of an invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvoiceLine {
    /// The row of the file, as a spreadsheet numbers it.
    pub row: u64,
    /// The stock code as written; case matters.
    pub code: Arc<str>,
    /// The description without outer blanks; empty where the file has none. In an adjustment, the reason in the
    /// words of who made it.
    pub words: Arc<str>,
    /// The quantity, never zero; negative in cancellations and in adjustments that took goods out.
    pub units: i64,
    /// The price of one unit; zero for what was free of charge, negative only in bad debt.
    pub unit_price: TenThousandths,
    /// What the line is.
    pub kind: LineKind,
}

impl InvoiceLine {
    /// Units times unit price, exact, in ten-thousandths of a pound.
    pub fn value(&self) -> i128 {
        i128::from(self.units) * i128::from(self.unit_price)
    }
}

/// An invoice with its lines, in the order of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invoice {
    /// Its number as written.
    pub number: Arc<str>,
    /// Which part of the invoice this is: 0, or more where its lines came back long after the others, or are more
    /// than are gathered at once. The lines of a later part belong to the same invoice.
    pub part: u32,
    /// What it is.
    pub kind: InvoiceKind,
    /// The first line's time, without zone.
    pub time: NaiveDateTime,
    /// Other times on its lines, each with the first row that has it.
    pub other_times: Vec<(NaiveDateTime, u64)>,
    /// The customer's number; `None` where no line has one.
    pub customer: Option<Arc<str>>,
    /// Other customers on its lines. No real file has any; a person has to look.
    pub other_customers: Vec<Arc<str>>,
    /// The first line's country as written, not an ISO name.
    pub country: Arc<str>,
    /// Its lines; at least one.
    pub lines: Vec<InvoiceLine>,
    /// The row of its first line.
    pub first_row: u64,
    /// The file broke off while this invoice was being read: it may lack lines.
    pub cut_short: bool,
    /// Rows of it that were refused: it lacks their lines.
    pub refused_rows: u32,
    /// Its rows as they came, the refused ones among them.
    pub raw: Vec<RawRow>,
}

impl Invoice {
    /// The sum of its lines' values, exact, in ten-thousandths of a pound.
    pub fn value(&self) -> i128 {
        self.lines.iter().map(InvoiceLine::value).sum()
    }

    /// A hash of what it says, whatever file and rows it came from: equal for the same invoice read again, different
    /// for one that was changed since. Number, part, times, customers, country, and code, words, units and price of
    /// each line take part; SHA-256.
    pub fn content_hash(&self) -> [u8; 32] {
        let mut bytes = Vec::with_capacity(64 + self.lines.len() * 48);
        let text = |bytes: &mut Vec<u8>, text: &str| {
            bytes.extend((text.len() as u64).to_le_bytes());
            bytes.extend(text.as_bytes());
        };
        let time = |bytes: &mut Vec<u8>, time: NaiveDateTime| {
            bytes.extend(time.and_utc().timestamp().to_le_bytes());
        };
        text(&mut bytes, &self.number);
        bytes.extend(self.part.to_le_bytes());
        time(&mut bytes, self.time);
        bytes.extend((self.other_times.len() as u64).to_le_bytes());
        for (other, _) in &self.other_times {
            time(&mut bytes, *other);
        }
        let customers: Vec<&Arc<str>> = self.customer.iter().chain(&self.other_customers).collect();
        bytes.extend((customers.len() as u64).to_le_bytes());
        for customer in customers {
            text(&mut bytes, customer);
        }
        text(&mut bytes, &self.country);
        for line in &self.lines {
            text(&mut bytes, &line.code);
            text(&mut bytes, &line.words);
            bytes.extend(line.units.to_le_bytes());
            bytes.extend(line.unit_price.to_le_bytes());
        }
        Sha256::digest(&bytes).into()
    }
}
