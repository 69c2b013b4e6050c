//! Stock levels in: the inventory files of shops, and plain stock files, as one neutral level per item and location.
//!
//! Read are Shopify's inventory CSV in its current and older headings, with a row per variant and location; its file of
//! available quantities, with a column per location; and plain stock files, with the headings of
//! [`stock_file`](crate::exchange::stock_file). A file is recognised by its headings, columns are found by name.
//!
//! In Shopify's files a quantity may be `Not stocked`: the item is never kept at that location, which is not the same as
//! none of it. What is on hand is committed, unavailable and available together; a row where that does not hold is
//! taken and doubtful. `On hand (new)` is what somebody has counted and typed in beside `On hand (current)`; both are
//! kept. Plain files are refused row by row where they do not tell the code or the quantity.
//!
//! Beside `stock_file`, not instead of it: the portal's import of opening stock takes rows of text only, and does not
//! carry the reader of workbooks. Both know the same headings and read quantities by the same rules.

mod gather;
mod layouts;

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use self::gather::Gather;
pub(crate) use self::layouts::{is_fba, is_shopify};
use super::catalog::model::VariantOption;
use super::fed::FileReader;
use super::sheet::SheetReport;

/// What a file of stock levels is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum InventoryFormat {
    /// Not recognised, or not yet.
    #[default]
    Unknown,
    /// Shopify's inventory with `On hand (current)` and `On hand (new)`.
    Shopify,
    /// Shopify's inventory with `On hand`.
    ShopifyOlder,
    /// Shopify's available quantities, with a column per location.
    ShopifyByLocation,
    /// Amazon's list of what it keeps itself.
    AmazonFba,
    /// A plain stock file.
    Plain,
    /// X12: 846.
    X12,
}

impl InventoryFormat {
    /// Its name, as a person knows it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Shopify => "Shopify inventory (CSV)",
            Self::ShopifyOlder => "Shopify inventory (CSV, older headings)",
            Self::ShopifyByLocation => "Shopify available quantities (CSV, a column per location)",
            Self::AmazonFba => "Amazon FBA inventory",
            Self::Plain => "plain stock file",
            Self::X12 => "X12 stock report (846)",
        }
    }
}

/// A quantity of an item at a location.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnHand {
    /// So many units; below zero where more were sold than there were.
    Units(i64),
    /// The item is never kept there.
    NotStocked,
}

impl OnHand {
    /// The units, where it is stocked.
    pub fn units(self) -> Option<i64> {
        match self {
            Self::Units(units) => Some(units),
            Self::NotStocked => None,
        }
    }
}

impl Serialize for OnHand {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Units(units) => serializer.serialize_i64(*units),
            Self::NotStocked => serializer.serialize_str("not stocked"),
        }
    }
}

/// What lies of one item at one location. Amounts that the file does not give are absent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Level {
    /// The file's format.
    pub format: InventoryFormat,
    /// The row of the file, from 1.
    pub row: u64,
    /// The item's code; a variant of Shopify may have none and is known by product and options.
    pub sku: Option<String>,
    /// Shopify's handle of the product.
    pub product: Option<String>,
    /// What the product is called.
    pub title: Option<String>,
    /// Which of its product.
    pub options: Vec<VariantOption>,
    /// The number under its bars.
    pub barcode: Option<String>,
    /// Its code of the Harmonized System.
    pub hs_code: Option<String>,
    /// Where it was made, in the source's words.
    pub country_of_origin: Option<String>,
    /// Where it lies: the warehouse or shop.
    pub location: Option<String>,
    /// Where it lies there.
    pub bin: Option<String>,
    /// What is there.
    pub on_hand: Option<OnHand>,
    /// What is there by a later count that the shop has not taken over yet.
    pub on_hand_new: Option<OnHand>,
    /// Units of it that are sold and not shipped.
    pub committed: Option<i64>,
    /// Units of it that are there and cannot be sold.
    pub unavailable: Option<i64>,
    /// Units of it that can be sold.
    pub available: Option<i64>,
    /// Units that are on their way there.
    pub incoming: Option<i64>,
}

/// The sums of one location. Units are those on hand, and where a file does not tell them, those available.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LocationSums {
    /// Levels.
    pub levels: u64,
    /// Levels of items that are never kept there.
    pub not_stocked: u64,
    /// Units on hand.
    pub on_hand: i128,
    /// Units committed.
    pub committed: i128,
    /// Units available.
    pub available: i128,
    /// Units on their way.
    pub incoming: i128,
}

/// The report of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InventoryReport {
    /// What the file was recognised as.
    pub format: InventoryFormat,
    /// Rows and what was wrong with them.
    pub sheet: SheetReport,
    /// Levels.
    pub levels: u64,
    /// Sums by location; without a name for levels that have none.
    pub locations: BTreeMap<String, LocationSums>,
    /// The sums of locations beyond those that are counted one by one.
    pub locations_beyond: LocationSums,
}

/// Reads one file of stock levels.
pub type InventoryReader = FileReader<Gather>;

impl InventoryReader {
    /// For a file of a name, which errors carry; what it is will be recognised.
    pub fn new(file: &str) -> Self {
        Self::of(Gather::new(file))
    }

    /// The report so far; complete after the end of the file or an error.
    pub fn report(&self) -> InventoryReport {
        self.gather.report()
    }
}
