//! Stock levels, as shops and people want to be told.

use super::{OutFault, OutFaultKind, Preview, Sheet, Value, Written, fault};
use crate::exchange::inventory::{Level, OnHand};

/// Which form a file of stock levels has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StockForm {
    /// Shopify's inventory.
    Shopify,
    /// WooCommerce's products, to update the ones that are there.
    WooCommerce,
    /// Amazon's price and quantity file; prices stay as they are.
    Amazon,
    /// For people, and for [`inventory`](crate::exchange::inventory) and
    /// [`stock_file`](crate::exchange::stock_file) to read, as CSV.
    Plain,
    /// The same as a workbook.
    Workbook,
}

const SHOPIFY: &[&str] = &[
    "Handle",
    "Title",
    "Option1 Name",
    "Option1 Value",
    "Option2 Name",
    "Option2 Value",
    "Option3 Name",
    "Option3 Value",
    "SKU",
    "HS Code",
    "COO",
    "Location",
    "Bin name",
    "Incoming (not editable)",
    "Unavailable (not editable)",
    "Committed (not editable)",
    "Available (not editable)",
    "On hand (current)",
    "On hand (new)",
];

const WOOCOMMERCE: &[&str] = &["SKU", "In stock?", "Stock"];

const AMAZON: &[&str] = &[
    "sku",
    "price",
    "minimum-seller-allowed-price",
    "maximum-seller-allowed-price",
    "quantity",
    "handling-time",
    "fulfillment-channel",
];

const PLAIN: &[&str] = &["SKU", "Name", "Barcode", "Warehouse", "Bin", "Available"];

/// The options that Shopify's form has columns for.
const OPTIONS_MAX: usize = 3;

/// Writes a file of stock levels.
#[derive(Debug)]
pub struct StockWriter {
    form: StockForm,
    sheet: Sheet,
}

impl StockWriter {
    /// For a new file, which begins with its headings.
    pub fn new(form: StockForm) -> Self {
        let sheet = match form {
            StockForm::Shopify => Sheet::for_channel(SHOPIFY),
            StockForm::WooCommerce => Sheet::for_channel(WOOCOMMERCE),
            StockForm::Amazon => Sheet::of_tabs(AMAZON),
            StockForm::Plain => Sheet::plain(PLAIN),
            StockForm::Workbook => Sheet::workbook(PLAIN),
        };
        Self { form, sheet }
    }

    /// Writes a level. In Shopify's form what is [on hand](Level::on_hand) is what Shopify is believed to have, and
    /// [the new count](Level::on_hand_new) what it takes over; in a plain one the newest of both is written.
    ///
    /// # Errors
    /// Why it cannot stand in this form; nothing of it was written.
    pub fn write(&mut self, level: &Level) -> Result<(), OutFault> {
        let name = level.sku.as_deref().or(level.product.as_deref());
        let name = name.unwrap_or_default();
        let row = match self.form {
            StockForm::Shopify => shopify(name, level)?,
            StockForm::WooCommerce => woocommerce(name, level)?,
            StockForm::Amazon => amazon(name, level)?,
            StockForm::Plain | StockForm::Workbook => plain(name, level)?,
        };
        self.sheet.rows(name, vec![row])
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

fn shopify(name: &str, level: &Level) -> Result<Vec<Value>, OutFault> {
    for (column, cell) in [("Handle", &level.product), ("Location", &level.location)] {
        if cell.is_none() {
            return Err(fault(name, column, "", OutFaultKind::Missing));
        }
    }
    if level.options.len() > OPTIONS_MAX {
        let value = level.options.len().to_string();
        return Err(fault(
            name,
            "Option3 Value",
            &value,
            OutFaultKind::TooManyOptions,
        ));
    }
    let mut row = vec![
        Value::optional(level.product.as_deref()),
        Value::optional(level.title.as_deref()),
    ];
    for option in &level.options {
        row.push(Value::optional(option.name.as_deref()));
        row.push(Value::text(&option.value));
    }
    if level.options.is_empty() {
        row.extend([Value::text("Title"), Value::text("Default Title")]);
    }
    row.resize(2 + 2 * OPTIONS_MAX, Value::Empty);
    row.extend([
        Value::optional(level.sku.as_deref()),
        Value::optional(level.hs_code.as_deref()),
        Value::optional(level.country_of_origin.as_deref()),
        Value::optional(level.location.as_deref()),
        Value::optional(level.bin.as_deref()),
        Value::units(level.incoming),
        Value::units(level.unavailable),
        Value::units(level.committed),
        Value::units(level.available),
        on_hand(level.on_hand),
        on_hand(level.on_hand_new),
    ]);
    Ok(row)
}

fn on_hand(amount: Option<OnHand>) -> Value {
    match amount {
        Some(OnHand::Units(units)) => Value::Units(units),
        Some(OnHand::NotStocked) => Value::text("Not stocked"),
        None => Value::Empty,
    }
}

/// The code and the newest count: what every form but Shopify's needs.
fn counted<'a>(
    name: &str,
    level: &'a Level,
    columns: [&'static str; 2],
) -> Result<(&'a str, i64), OutFault> {
    let [code, count] = columns;
    let Some(sku) = level.sku.as_deref() else {
        return Err(fault(name, code, "", OutFaultKind::Missing));
    };
    match level.on_hand_new.or(level.on_hand) {
        Some(OnHand::Units(units)) => Ok((sku, units)),
        Some(OnHand::NotStocked) => Err(fault(name, count, "", OutFaultKind::NotStocked)),
        None => Err(fault(name, count, "", OutFaultKind::Missing)),
    }
}

fn woocommerce(name: &str, level: &Level) -> Result<Vec<Value>, OutFault> {
    let (sku, units) = counted(name, level, ["SKU", "Stock"])?;
    Ok(vec![
        Value::text(sku),
        Value::Units(i64::from(units > 0)),
        Value::Units(units),
    ])
}

fn amazon(name: &str, level: &Level) -> Result<Vec<Value>, OutFault> {
    let (sku, units) = counted(name, level, ["sku", "quantity"])?;
    let mut row = vec![Value::Empty; AMAZON.len()];
    row[0] = Value::text(sku);
    row[4] = Value::Units(units);
    Ok(row)
}

fn plain(name: &str, level: &Level) -> Result<Vec<Value>, OutFault> {
    let (sku, units) = counted(name, level, ["SKU", "Available"])?;
    Ok(vec![
        Value::text(sku),
        Value::optional(level.title.as_deref()),
        Value::optional(level.barcode.as_deref()),
        Value::optional(level.location.as_deref()),
        Value::optional(level.bin.as_deref()),
        Value::Units(units),
    ])
}
