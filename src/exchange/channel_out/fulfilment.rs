//! Parcels that left, as their channels want to be told.

use std::num::NonZeroU32;

use chrono::NaiveDateTime;

use super::{OutFault, OutFaultKind, Preview, Sheet, Value, Written, carriers, fault};

/// Which form a file of parcels has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FulfilmentForm {
    /// Of Shopify's import apps.
    Shopify,
    /// Of WooCommerce's shipment-tracking extensions.
    WooCommerce,
    /// Amazon's shipping confirmation.
    Amazon,
    /// eBay's form for tracking numbers.
    Ebay,
    /// The words of Etsy's lists.
    Etsy,
    /// For people, as CSV.
    Plain,
    /// For people, as a workbook.
    Workbook,
}

/// A parcel that left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fulfilment {
    /// The number by which the channel knows the order: Shopify's name of it with its `#`, WooCommerce's number,
    /// Amazon's in three groups of digits.
    pub order: String,
    /// What is in it; nothing where it is the whole order.
    pub lines: Vec<FulfilledLine>,
    /// Whether nothing of the order is still to be shipped.
    pub completes_order: bool,
    /// Who carries it.
    pub carrier: Option<String>,
    /// How it is carried.
    pub service: Option<String>,
    /// Its number.
    pub tracking_number: Option<String>,
    /// Where it can be followed.
    pub tracking_url: Option<String>,
    /// When it left.
    pub shipped: Option<ShippedAt>,
    /// Whether the channel should tell the buyer.
    pub tells_buyer: bool,
}

/// Units of a line of the order in a parcel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FulfilledLine {
    /// The channel's number of the line.
    pub line_id: Option<String>,
    /// The seller's code.
    pub sku: Option<String>,
    /// How many, in units.
    pub units: NonZeroU32,
}

/// When a parcel left: the clock on the warehouse's wall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShippedAt {
    /// The clock.
    pub local: NaiveDateTime,
    /// How far it is ahead of UTC, in minutes.
    pub offset_minutes: i16,
}

impl ShippedAt {
    /// As `2026-08-01 10:00:00 +0700`.
    fn with_offset(self) -> String {
        let sign = if self.offset_minutes < 0 { '-' } else { '+' };
        let minutes = self.offset_minutes.unsigned_abs();
        let clock = self.local.format("%Y-%m-%d %H:%M:%S");
        format!("{clock} {sign}{:02}{:02}", minutes / 60, minutes % 60)
    }
}

const SHOPIFY: &[&str] = &[
    "Name",
    "Command",
    "Line: Type",
    "Line: ID",
    "Line: SKU",
    "Line: Quantity",
    "Fulfillment: Status",
    "Fulfillment: Processed At",
    "Fulfillment: Tracking Company",
    "Fulfillment: Tracking Number",
    "Fulfillment: Tracking URL",
    "Fulfillment: Send Receipt",
];

const WOOCOMMERCE: &[&str] = &[
    "order_id",
    "tracking_provider",
    "tracking_number",
    "date_shipped",
    "status_shipped",
    "sku",
    "qty",
];

const AMAZON: &[&str] = &[
    "order-id",
    "order-item-id",
    "quantity",
    "ship-date",
    "carrier-code",
    "carrier-name",
    "tracking-number",
    "ship-method",
];

const EBAY: &[&str] = &[
    "Shipping Status",
    "Order Number",
    "Item Number",
    "Item Title",
    "Custom Label",
    "Transaction ID",
    "Shipping Carrier Used",
    "Tracking Number",
];

const ETSY: &[&str] = &[
    "Order ID",
    "Transaction ID",
    "SKU",
    "Quantity",
    "Date Shipped",
    "Carrier Name",
    "Tracking Code",
];

const PLAIN: &[&str] = &[
    "order",
    "line",
    "sku",
    "units",
    "carrier",
    "service",
    "tracking_number",
    "tracking_url",
    "shipped_at",
    "completes_order",
];

/// The longest name of a carrier that Amazon takes, in characters.
const AMAZON_CARRIER_CHARACTERS_MAX: usize = 50;

/// Writes a file of parcels.
#[derive(Debug)]
pub struct FulfilmentWriter {
    form: FulfilmentForm,
    sheet: Sheet,
}

impl FulfilmentWriter {
    /// For a new file, which begins with its headings.
    pub fn new(form: FulfilmentForm) -> Self {
        let sheet = match form {
            FulfilmentForm::Shopify => Sheet::for_channel(SHOPIFY),
            FulfilmentForm::WooCommerce => Sheet::for_channel(WOOCOMMERCE),
            FulfilmentForm::Amazon => Sheet::of_tabs(AMAZON),
            FulfilmentForm::Ebay => Sheet::for_channel(EBAY),
            FulfilmentForm::Etsy => Sheet::for_channel(ETSY),
            FulfilmentForm::Plain => Sheet::plain(PLAIN),
            FulfilmentForm::Workbook => Sheet::workbook(PLAIN),
        };
        Self { form, sheet }
    }

    /// Writes a parcel.
    ///
    /// # Errors
    /// Why it cannot stand in this form; nothing of it was written.
    pub fn write(&mut self, parcel: &Fulfilment) -> Result<(), OutFault> {
        let rows = match self.form {
            FulfilmentForm::Shopify => shopify(parcel)?,
            FulfilmentForm::WooCommerce => woocommerce(parcel)?,
            FulfilmentForm::Amazon => amazon(parcel)?,
            FulfilmentForm::Ebay => ebay(parcel)?,
            FulfilmentForm::Etsy => etsy(parcel)?,
            FulfilmentForm::Plain | FulfilmentForm::Workbook => plain(parcel)?,
        };
        self.sheet.rows(&parcel.order, rows)
    }

    /// What the file begins with.
    pub fn preview(&self) -> Preview {
        self.sheet.preview()
    }

    /// What was written so far.
    pub fn written(&self) -> Written {
        self.sheet.written
    }

    /// Hands over the bytes that were written since the last time; none of a workbook, which is told by its end.
    pub fn take(&mut self) -> Vec<u8> {
        self.sheet.take()
    }

    /// Ends the file and hands over its last bytes.
    pub fn finish(self) -> Vec<u8> {
        self.sheet.finish()
    }
}

impl Fulfilment {
    fn need<'a>(&self, column: &'static str, text: Option<&'a str>) -> Result<&'a str, OutFault> {
        let text = text.filter(|text| !text.trim().is_empty());
        text.ok_or_else(|| fault(&self.order, column, "", OutFaultKind::Missing))
    }

    /// The row of each line; one row where the parcel is the whole order.
    fn per_line(&self, row: impl Fn(Option<&FulfilledLine>) -> Vec<Value>) -> Vec<Vec<Value>> {
        if self.lines.is_empty() {
            return vec![row(None)];
        }
        self.lines.iter().map(|line| row(Some(line))).collect()
    }
}

impl FulfilledLine {
    fn id_value(line: Option<&Self>) -> Value {
        Value::optional(line.and_then(|line| line.line_id.as_deref()))
    }

    fn sku_value(line: Option<&Self>) -> Value {
        Value::optional(line.and_then(|line| line.sku.as_deref()))
    }

    fn units_value(line: Option<&Self>) -> Value {
        Value::units(line.map(|line| i64::from(line.units.get())))
    }
}

fn shopify(parcel: &Fulfilment) -> Result<Vec<Vec<Value>>, OutFault> {
    let order = parcel.need("Name", Some(&parcel.order))?;
    let nameless = |line: &&FulfilledLine| line.line_id.is_none() && line.sku.is_none();
    if parcel.lines.iter().any(|line| nameless(&line)) {
        return Err(fault(order, "Line: SKU", "", OutFaultKind::Missing));
    }
    Ok(parcel.per_line(|line| {
        vec![
            Value::text(order),
            Value::text("UPDATE"),
            Value::text("Fulfillment Line"),
            FulfilledLine::id_value(line),
            FulfilledLine::sku_value(line),
            FulfilledLine::units_value(line),
            Value::text("success"),
            parcel
                .shipped
                .map_or(Value::Empty, |at| Value::Text(at.with_offset())),
            Value::optional(parcel.carrier.as_deref()),
            Value::optional(parcel.tracking_number.as_deref()),
            Value::optional(parcel.tracking_url.as_deref()),
            Value::text(if parcel.tells_buyer { "TRUE" } else { "FALSE" }),
        ]
    }))
}

/// The extensions know lines by their codes only. A parcel with a line that has none can be told of as a whole, if it is
/// the last of its order.
fn woocommerce(parcel: &Fulfilment) -> Result<Vec<Vec<Value>>, OutFault> {
    const COMPLETED: i64 = 1;
    const PARTLY_SHIPPED: i64 = 2;
    let order = parcel.need("order_id", Some(&parcel.order))?;
    let carrier = parcel.need("tracking_provider", parcel.carrier.as_deref())?;
    let number = parcel.need("tracking_number", parcel.tracking_number.as_deref())?;
    let date = parcel.shipped.map_or(Value::Empty, |at| {
        Value::Text(at.local.format("%d-%m-%Y").to_string())
    });
    let status = if parcel.completes_order {
        COMPLETED
    } else {
        PARTLY_SHIPPED
    };
    let row = |line: Option<&FulfilledLine>| {
        vec![
            Value::text(order),
            Value::text(carrier),
            Value::text(number),
            date.clone(),
            Value::Units(status),
            FulfilledLine::sku_value(line),
            FulfilledLine::units_value(line),
        ]
    };
    let all_coded = parcel.lines.iter().all(|line| line.sku.is_some());
    match (all_coded, parcel.completes_order) {
        (true, _) => Ok(parcel.per_line(row)),
        (false, true) => Ok(vec![row(None)]),
        (false, false) => Err(fault(order, "sku", "", OutFaultKind::Missing)),
    }
}

fn amazon(parcel: &Fulfilment) -> Result<Vec<Vec<Value>>, OutFault> {
    let order = parcel.need("order-id", Some(&parcel.order))?;
    if !is_amazon_order(order) {
        return Err(fault(
            order,
            "order-id",
            order,
            OutFaultKind::NotOfThisChannel,
        ));
    }
    let Some(shipped) = parcel.shipped else {
        return Err(fault(order, "ship-date", "", OutFaultKind::Missing));
    };
    if parcel.lines.iter().any(|line| line.line_id.is_none()) {
        return Err(fault(order, "order-item-id", "", OutFaultKind::Missing));
    }
    let (code, name) = match parcel.carrier.as_deref() {
        Some(carrier) => {
            let (code, name) = carriers::amazon(carrier);
            (Value::text(code), name)
        }
        None => (Value::Empty, None),
    };
    if let Some(name) = name
        && name.chars().count() > AMAZON_CARRIER_CHARACTERS_MAX
    {
        return Err(fault(order, "carrier-name", name, OutFaultKind::TooLong));
    }
    Ok(parcel.per_line(|line| {
        vec![
            Value::text(order),
            FulfilledLine::id_value(line),
            FulfilledLine::units_value(line),
            Value::Text(shipped.local.format("%Y-%m-%d").to_string()),
            code.clone(),
            Value::optional(name),
            Value::optional(parcel.tracking_number.as_deref()),
            Value::optional(parcel.service.as_deref()),
        ]
    }))
}

/// A row for each item; eBay knows it by the number of its transaction, or by the seller's code.
fn ebay(parcel: &Fulfilment) -> Result<Vec<Vec<Value>>, OutFault> {
    const SHIPPED: i64 = 1;
    let order = parcel.need("Order Number", Some(&parcel.order))?;
    // eBay takes a carrier and a number together, or neither.
    let (carrier, number) = match parcel.tracking_number.as_deref() {
        Some(number) => {
            let carrier = parcel.need("Shipping Carrier Used", parcel.carrier.as_deref())?;
            (Value::text(carrier), Value::text(number))
        }
        None => (Value::Empty, Value::Empty),
    };
    Ok(parcel.per_line(|line| {
        vec![
            Value::Units(SHIPPED),
            Value::text(order),
            Value::Empty,
            Value::Empty,
            FulfilledLine::sku_value(line),
            FulfilledLine::id_value(line),
            carrier.clone(),
            number.clone(),
        ]
    }))
}

fn etsy(parcel: &Fulfilment) -> Result<Vec<Vec<Value>>, OutFault> {
    let order = parcel.need("Order ID", Some(&parcel.order))?;
    Ok(parcel.per_line(|line| {
        vec![
            Value::text(order),
            FulfilledLine::id_value(line),
            FulfilledLine::sku_value(line),
            FulfilledLine::units_value(line),
            parcel.shipped.map_or(Value::Empty, |at| {
                Value::Text(at.local.format("%m/%d/%y").to_string())
            }),
            Value::optional(parcel.carrier.as_deref()),
            Value::optional(parcel.tracking_number.as_deref()),
        ]
    }))
}

/// Whether a number is one that Amazon gives its orders: three groups of three, seven and seven digits; the first may begin with a letter, as those of digital goods do.
pub fn is_amazon_order(order: &str) -> bool {
    let groups: Vec<&str> = order.split('-').collect();
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    lengths == [3, 7, 7]
        && groups
            .iter()
            .all(|group| group.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

fn plain(parcel: &Fulfilment) -> Result<Vec<Vec<Value>>, OutFault> {
    let order = parcel.need("order", Some(&parcel.order))?;
    Ok(parcel.per_line(|line| {
        vec![
            Value::text(order),
            FulfilledLine::id_value(line),
            FulfilledLine::sku_value(line),
            FulfilledLine::units_value(line),
            Value::optional(parcel.carrier.as_deref()),
            Value::optional(parcel.service.as_deref()),
            Value::optional(parcel.tracking_number.as_deref()),
            Value::optional(parcel.tracking_url.as_deref()),
            parcel
                .shipped
                .map_or(Value::Empty, |at| Value::Text(at.with_offset())),
            Value::text(if parcel.completes_order { "yes" } else { "no" }),
        ]
    }))
}
