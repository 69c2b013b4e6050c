//! One order, whatever shop it came from: what it says, in one shape, with the source's own words kept.
//!
//! Nothing is made up. A field that the source does not have is absent; amounts are the source's, with its decimals and
//! signs; texts are verbatim but for outer blanks. The field names of the JSON form are stable.

use std::sync::Arc;

use serde::Serialize;

use super::OrderFormat;
use super::status::{Fulfilment, Status};
use crate::exchange::decimal::Decimal;
use crate::exchange::problem::ErrorKind;
use crate::exchange::times::SourceTime;
use crate::trade::quantity::Currency;

/// What an order of a file is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderKind {
    /// Goods sold.
    #[default]
    Sale,
    /// A sale undone; its quantities are negative.
    Cancellation,
    /// A correction of what a customer owes.
    BadDebt,
    /// No sale: the stock was corrected.
    StockAdjustment,
}

/// An order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Order {
    /// The file's format.
    pub format: OrderFormat,
    /// What it is.
    pub kind: OrderKind,
    /// The number by which people know it.
    pub number: Arc<str>,
    /// 0, or more for the lines of an order that came back long after the others of its file.
    pub part: u32,
    /// The row, or the record of a JSON file, where it begins; from 1.
    pub first_row: u64,
    /// The file broke off while it was read: it may lack lines.
    pub cut_short: bool,
    /// Rows of it that were refused: it lacks their lines.
    pub refused_rows: u32,
    /// Its other numbers, by the source's names.
    pub ids: Vec<Named>,
    /// Where it was sold: shop, marketplace, point of sale.
    pub channel: Option<String>,
    /// When it happened.
    pub times: Times,
    /// The currency of its amounts.
    pub currency: Option<Currency>,
    /// Who bought.
    pub buyer: Buyer,
    /// Where the goods go.
    pub ship_to: Option<Address>,
    /// Who is billed.
    pub bill_to: Option<Address>,
    /// What was ordered.
    pub lines: Vec<OrderLine>,
    /// Amounts beside those of the lines, each as the source has it.
    pub charges: Vec<Charge>,
    /// The sums that the source gives.
    pub totals: Totals,
    /// How it is paid, in the source's words.
    pub payment_method: Option<String>,
    /// When it is to be paid, as agreed, in the source's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_terms: Option<String>,
    /// How likely the source thinks that it is fraud, in its words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub risk: Option<String>,
    /// How it ships, in the source's words.
    pub shipping_method: Option<String>,
    /// Where it ships from, in the source's words.
    pub warehouse: Option<String>,
    /// Parcels.
    pub tracking: Vec<Tracking>,
    /// Codes of discounts.
    pub coupons: Vec<String>,
    /// Labels that the source has put on it.
    pub tags: Vec<String>,
    /// What buyer and seller wrote, each under the source's name for it.
    pub notes: Vec<Named>,
    /// Where it stands.
    pub status: Status,
    /// Cells of it that could not be read, each by what is wrong, once.
    #[serde(skip)]
    pub unread: Vec<ErrorKind>,
    /// The rows of the file that it was read from, for whoever has to mend them.
    #[serde(skip)]
    pub raw: RawRows,
}

/// Rows of a file as they came, for whoever has to mend them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawRows {
    /// The headings of the file; none where a row is one text: a record of JSON, a message of EDI.
    pub headings: Arc<[String]>,
    /// What parts cells in the file; `None` where it is a workbook, or a row is one text.
    pub delimiter: Option<char>,
    /// The rows, in the order of the file.
    pub rows: Vec<RawRow>,
}

/// A row of a file as it came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawRow {
    /// The row of the file, as a spreadsheet counts; of a record its number, from 1.
    pub number: u64,
    text: String,
}

/// What parts cells that are kept as one text. No spreadsheet can write it into a cell.
const CELL_END: char = '\u{1f}';

impl RawRow {
    /// A row of cells.
    pub fn of<'a>(number: u64, cells: impl Iterator<Item = &'a str>) -> Self {
        let mut text = String::new();
        for (at, cell) in cells.enumerate() {
            if at > 0 {
                text.push(CELL_END);
            }
            match cell.contains(CELL_END) {
                true => text.extend(cell.chars().filter(|letter| *letter != CELL_END)),
                false => text.push_str(cell),
            }
        }
        Self { number, text }
    }

    /// Its cells.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        self.text.split(CELL_END)
    }
}

/// A value under the source's name for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Named {
    /// The heading or key.
    pub name: Arc<str>,
    /// The value.
    pub value: String,
}

/// When things happened, as the source says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Times {
    /// The order was placed.
    pub placed: Option<SourceTime>,
    /// It was paid.
    pub paid: Option<SourceTime>,
    /// It has to be shipped by then.
    pub ship_by: Option<SourceTime>,
    /// It was shipped.
    pub shipped: Option<SourceTime>,
    /// It was delivered.
    pub delivered: Option<SourceTime>,
    /// It was cancelled.
    pub cancelled: Option<SourceTime>,
    /// The source changed it last: what tells an older export from a newer one, whenever they are read.
    pub updated: Option<SourceTime>,
}

/// Who bought.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Buyer {
    /// The source's number of them.
    pub id: Option<String>,
    /// The name by which they log in.
    pub user: Option<String>,
    /// Their name.
    pub name: Option<String>,
    /// Their address for mail.
    pub email: Option<String>,
    /// Their telephone.
    pub phone: Option<String>,
}

/// An address, its lines verbatim.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Address {
    /// The person.
    pub name: Option<String>,
    /// The organisation.
    pub company: Option<String>,
    /// Street lines, in order.
    pub street: Vec<String>,
    /// Parts of a city: district, village.
    pub district: Option<String>,
    /// The city.
    pub city: Option<String>,
    /// The province, state or region.
    pub province: Option<String>,
    /// The post code, as text.
    pub post_code: Option<String>,
    /// The country, in the source's words.
    pub country: Option<String>,
    /// The telephone there.
    pub phone: Option<String>,
}

/// What a line is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// Goods.
    #[default]
    Goods,
    /// A charge that the source writes as a line.
    Charge,
    /// A correction of the stock.
    StockAdjustment,
}

/// A line of an order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct OrderLine {
    /// The row of the file, or the line of the record, from 1.
    pub row: u64,
    /// What it is.
    pub kind: LineKind,
    /// The seller's code.
    pub sku: Option<String>,
    /// The source's numbers of the line and the goods, by its names.
    pub ids: Vec<Named>,
    /// What it is called.
    pub title: Option<String>,
    /// Which of its kind: colour, size.
    pub variant: Option<String>,
    /// How many were ordered, in units.
    pub units: i64,
    /// How many came back, in units.
    pub returned_units: i64,
    /// How many were cancelled or removed, in units.
    pub cancelled_units: i64,
    /// How many were shipped, in units, where the source counts.
    pub shipped_units: Option<i64>,
    /// The price of one unit.
    pub unit_price: Option<Decimal>,
    /// The sum of the line, as the source says.
    pub total: Option<Decimal>,
    /// What was taken off, with the source's sign.
    pub discount: Option<Decimal>,
    /// The tax on it.
    pub tax: Option<Decimal>,
    /// Other amounts of this line.
    pub charges: Vec<Charge>,
    /// What the source says of it.
    pub notes: Vec<Named>,
    /// Where the line stands, where the source tells lines apart.
    pub status: Status,
    /// There is nothing to ship of it: a gift card, a tip, a service, a set whose parts are lines of their own.
    #[serde(skip)]
    pub ships_nothing: bool,
}

/// What an amount is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChargeKind {
    /// Shipping.
    Shipping,
    /// Tax on the shipping.
    ShippingTax,
    /// What was taken off the shipping.
    ShippingDiscount,
    /// Tax.
    Tax,
    /// Import duty.
    Duty,
    /// What was taken off.
    Discount,
    /// What the seller took off.
    SellerDiscount,
    /// What the marketplace took off.
    PlatformDiscount,
    /// What was taken off for the way of paying.
    PaymentDiscount,
    /// Insurance.
    Insurance,
    /// Handling.
    Handling,
    /// Gift wrapping.
    GiftWrap,
    /// Tax on gift wrapping.
    GiftWrapTax,
    /// A fee.
    Fee,
    /// Anything else.
    Other,
}

/// An amount with what it is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Charge {
    /// What for.
    pub kind: ChargeKind,
    /// What for, in the source's words.
    pub words: Arc<str>,
    /// How much, with the source's sign.
    pub amount: Decimal,
}

/// The sums that a source gives for an order, with its signs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// The goods.
    pub subtotal: Option<Decimal>,
    /// Discounts.
    pub discount: Option<Decimal>,
    /// Shipping.
    pub shipping: Option<Decimal>,
    /// Taxes.
    pub tax: Option<Decimal>,
    /// Everything.
    pub total: Option<Decimal>,
    /// Paid back.
    pub refunded: Option<Decimal>,
    /// Still to be paid.
    pub outstanding: Option<Decimal>,
}

/// A parcel as the source knows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tracking {
    /// The carrier, in the source's words.
    pub carrier: Option<String>,
    /// Its number.
    pub number: String,
    /// Where to follow it.
    pub url: Option<String>,
    /// What the source says of it.
    pub words: Option<String>,
}

impl OrderLine {
    /// The value of the goods: what the source says, or units times unit price. `None` where neither is known.
    pub fn value(&self) -> Option<Decimal> {
        self.total.or_else(|| self.unit_price?.times(self.units))
    }
}

/// Words for paying whoever brings the goods, as shops write them, letters only.
const PAID_AT_THE_DOOR: &[&str] = &[
    "cashondelivery",
    "collectondelivery",
    "payondelivery",
    "paymentondelivery",
    "bayarditempat",
    "ramburs",
    "lalivrare",
    "наложенплатеж",
    "nachnahme",
    "contrareembolso",
    "contrassegno",
    "contreremboursement",
];

impl Order {
    /// The sum of the lines' values; `None` where a line has none, or the sum cannot be held.
    pub fn goods_value(&self) -> Option<Decimal> {
        self.lines
            .iter()
            .try_fold(Decimal::ZERO, |sum, line| sum.plus(line.value()?))
    }

    /// Whether whoever brings it is to be paid, by the source's words for the way of paying.
    pub fn is_paid_at_the_door(&self) -> bool {
        let method = self.payment_method.as_deref().unwrap_or_default();
        let method = method.to_lowercase();
        let mut words = method.split(|one: char| !one.is_alphanumeric());
        let letters: String = method.chars().filter(|one| one.is_alphanumeric()).collect();
        words.any(|word| word == "cod")
            || PAID_AT_THE_DOOR.iter().any(|known| letters.contains(known))
    }

    /// Whether the channel itself sends it, from goods that it keeps.
    pub fn is_sent_by_channel(&self) -> bool {
        let is_platform = |words: &str| {
            let words = words.to_lowercase();
            let words: String = words.chars().filter(|one| one.is_alphanumeric()).collect();
            matches!(words.as_str(), "afn" | "amazon")
                || words.starts_with("fulfil")
                    && !words.contains("seller")
                    && ["tiktok", "tokopedia", "platform"]
                        .iter()
                        .any(|name| words.contains(name))
        };
        match self.format {
            OrderFormat::AmazonAll | OrderFormat::AmazonNew | OrderFormat::AmazonUnshipped => {
                self.warehouse.as_deref().is_some_and(is_platform)
            }
            OrderFormat::TikTokShop => self
                .notes
                .iter()
                .any(|note| &*note.name == "Fulfillment Type" && is_platform(&note.value)),
            _ => false,
        }
    }

    /// How many units of a line have left, by the source; `None` where it does not say so of the line.
    pub fn shipped_units(&self, line: &OrderLine) -> Option<i64> {
        let wanted = (line.units - line.cancelled_units).max(0);
        let whole = |fulfilment: Fulfilment| match fulfilment {
            Fulfilment::Shipped | Fulfilment::Delivered | Fulfilment::DeliveryFailed => {
                Some(wanted)
            }
            Fulfilment::ToFulfil
            | Fulfilment::AwaitingPayment
            | Fulfilment::OnHold
            | Fulfilment::InProgress => Some(0),
            Fulfilment::NotSaid
            | Fulfilment::Unknown
            | Fulfilment::PartlyShipped
            | Fulfilment::NotRequired => None,
        };
        let of_line = || match line.status.fulfilment {
            Fulfilment::NotSaid | Fulfilment::Unknown => whole(self.status.fulfilment),
            of_line => whole(of_line),
        };
        let counted = line.shipped_units.map(|units| units.clamp(0, wanted));
        counted.or_else(of_line)
    }

    /// Units ordered.
    pub fn units(&self) -> i128 {
        self.lines.iter().map(|line| i128::from(line.units)).sum()
    }
}
