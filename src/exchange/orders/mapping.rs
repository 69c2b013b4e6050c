//! What the columns of a file mean: the one description by which every file of rows is read, whether it was written
//! here for a known format or by a person for a file of their own.
//!
//! A mapping is plain data with a stable JSON form, so that one made for a source can be remembered for its next file.

use serde::{Deserialize, Serialize};

use super::guesses;
use super::model::ChargeKind;
use super::status::{About, StatusFamily};
use crate::exchange::columns::Headings;
use crate::exchange::decimal::AmountStyle;
use crate::exchange::headings::heading_key;
use crate::exchange::times::DateStyle;
use crate::trade::quantity::Currency;

/// What a cell says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The number by which people know the order; rows with the same one are one order.
    Number,
    /// Another number of the order.
    OrderId,
    /// Where it was sold.
    Channel,
    /// Where it ships from.
    Warehouse,
    /// When something happened.
    Time(Moment),
    /// The currency of the amounts.
    Currency,
    /// Who bought.
    Buyer(BuyerPart),
    /// Where the goods go.
    ShipTo(AddressPart),
    /// Who is billed.
    BillTo(AddressPart),
    /// A sum that the source gives for the order.
    Total(Sum),
    /// An amount of the order beside its lines.
    Charge(ChargeKind),
    /// The name of the tax whose amount has the same number.
    TaxName(u8),
    /// The amount of that tax.
    TaxAmount(u8),
    /// The code of a discount.
    Coupon,
    /// Labels, with commas between.
    Tags,
    /// What somebody wrote.
    Note,
    /// How it is paid.
    PaymentMethod,
    /// When it is to be paid, as agreed: `Net 30`.
    PaymentTerms,
    /// How likely the source thinks that it is fraud.
    Risk,
    /// How it ships.
    ShippingMethod,
    /// Who carries it.
    Carrier,
    /// The number of a parcel; several with commas between.
    Tracking,
    /// Words on where the order stands.
    Status(About),
    /// Why it was cancelled or returned.
    Reason,
    /// The seller's code of the goods.
    Sku,
    /// A number of the line or the goods.
    LineId,
    /// What the goods are called.
    Title,
    /// Which of their kind.
    Variant,
    /// Units ordered.
    Units,
    /// Units that came back.
    ReturnedUnits,
    /// Units shipped.
    ShippedUnits,
    /// Units that are still to be shipped.
    UnitsToShip,
    /// The price of one unit.
    UnitPrice,
    /// The sum of the line.
    LineTotal,
    /// What was taken off the line; several columns add up.
    LineDiscount,
    /// The tax on the line; several columns add up.
    LineTax,
    /// Another amount of the line.
    LineCharge(ChargeKind),
    /// Words on where the line stands.
    LineStatus(About),
    /// What the source says of the line.
    LineNote,
    /// Whether the line has to be shipped: yes or no.
    RequiresShipping,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Moment {
    /// Placed.
    Placed,
    /// Paid.
    Paid,
    /// To be shipped by.
    ShipBy,
    /// Shipped.
    Shipped,
    /// Delivered.
    Delivered,
    /// Cancelled.
    Cancelled,
    /// Changed last at the source.
    Updated,
}

/// A part of who bought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BuyerPart {
    /// The source's number of them.
    Id,
    /// The name by which they log in.
    User,
    /// Their name; first and last names are joined.
    Name,
    /// Their address for mail.
    Email,
    /// Their telephone.
    Phone,
}

/// A part of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AddressPart {
    /// The person; first and last names are joined.
    Name,
    /// The organisation.
    Company,
    /// A street line.
    Street,
    /// A part of a city.
    District,
    /// The city.
    City,
    /// The province, state or region.
    Province,
    /// The post code.
    PostCode,
    /// The country.
    Country,
    /// The telephone there.
    Phone,
}

/// A sum of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sum {
    /// The goods.
    Subtotal,
    /// Discounts.
    Discount,
    /// Shipping.
    Shipping,
    /// Taxes.
    Tax,
    /// Everything.
    Total,
    /// Paid back.
    Refunded,
    /// Still to be paid.
    Outstanding,
}

/// What a row stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowIs {
    /// An order without its lines.
    Order,
    /// A line.
    #[default]
    Line,
    /// One unit of a line.
    Unit,
}

/// Where the cells of an order are filled in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderCells {
    /// In every row of the order: rows that differ are doubtful.
    #[default]
    EveryRow,
    /// In its first row; what others say is not of the order.
    FirstRow,
}

/// A column and what it says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MappedColumn {
    /// The heading, in any case and with any marks.
    pub heading: String,
    /// What its cells say.
    pub field: Field,
}

/// How a file of rows is read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Mapping {
    /// The columns that are read.
    pub columns: Vec<MappedColumn>,
    /// What a row stands for.
    pub row_is: RowIs,
    /// Where the cells of an order are filled in.
    pub order_cells: OrderCells,
    /// How dates are written.
    pub dates: DateStyle,
    /// How amounts are written.
    pub amounts: AmountStyle,
    /// The currency of amounts that name none.
    pub currency: Option<Currency>,
    /// The country of addresses that name none, by its two letters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Whose words its statuses are.
    pub statuses: StatusFamily,
}

impl Mapping {
    /// Whether a heading row has every column without which its orders could not be read: their number, and in a file
    /// of lines what was ordered.
    pub fn fits(&self, headings: &Headings) -> bool {
        let has = |field: Field| {
            let mut columns = self.columns.iter().filter(|column| column.field == field);
            columns.any(|column| headings.has(&column.heading))
        };
        has(Field::Number) && (self.row_is == RowIs::Order || has(Field::Sku) || has(Field::Title))
    }

    /// A guess at what the columns of a file mean, from headings that many programs use. `None` where it does not find
    /// the number of the order, what was ordered and how many.
    pub fn guess(headings: &Headings) -> Option<Mapping> {
        let mut columns: Vec<MappedColumn> = Vec::new();
        for heading in headings.shown() {
            let key = heading_key(heading);
            let known = guesses::all().find(|(_, names)| names.contains(&key.as_str()));
            let Some((field, _)) = known else { continue };
            if is_single(*field) && columns.iter().any(|column| column.field == *field) {
                continue;
            }
            columns.push(MappedColumn {
                heading: heading.clone(),
                field: *field,
            });
        }
        let mapping = Mapping {
            columns,
            ..Mapping::default()
        };
        let has_units = mapping.columns.iter().any(|c| c.field == Field::Units);
        (has_units && mapping.fits(headings)).then_some(mapping)
    }
}

/// Whether one column at most can say this.
fn is_single(field: Field) -> bool {
    !matches!(
        field,
        Field::OrderId
            | Field::Note
            | Field::LineId
            | Field::LineNote
            | Field::Buyer(BuyerPart::Name)
            | Field::ShipTo(AddressPart::Street | AddressPart::Name)
            | Field::BillTo(AddressPart::Street | AddressPart::Name)
    )
}
