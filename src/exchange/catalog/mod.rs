//! Products in: the product files of shops as one neutral product with its variants.
//!
//! Read are Shopify's product CSV in both generations of its headings, WooCommerce's product CSV, and plain lists with
//! headings as suppliers write them. A file is recognised by its headings, columns are found by name in any order.
//!
//! - *Shopify* writes a row per variant and a row per further picture; what is of the product (title, vendor, names of
//!   options) stands in its first row only. A row that has only a picture is no variant.
//! - *WooCommerce* writes a row per product and a row per variation, which names its parent by code or as `id:44` and may
//!   stand anywhere. A variation without a weight or a size has its parent's; an attribute without a value is any.
//!   Units stand in the headings: `Weight (lbs)`, `Length (in)`.
//! - *JSON* of the REST interfaces of Shopify, WooCommerce and Magento has a record per product; what is told of a weight
//!   without its unit is doubtful and left out.
//! - *Plain lists* have a row per item, with a code and a name.
//!
//! | module | what it does |
//! |---|---|
//! | [`model`] | what comes out |
//! | `layouts` | the headings of each file |
//! | `row` | one row's cells to a variant and what it says of its product |
//! | `gather` | rows to products |
//! | `records` | records of JSON to products |
//!
//! Limits: memory holds the open products ([`crate::limits::OPEN_RECORDS_MAX`]) and eight bytes for each code and key
//! met: a code that stands at two items is doubtful, since a scan could not tell them apart. Barcodes are checked (GTIN)
//! where they have the length of one; one that fails is kept and doubtful, since shops print numbers of their own. Not
//! read: descriptions, pictures, what search engines are told, tax classes and anything else that says nothing of the
//! goods; the report names the columns.

mod gather;
mod layouts;
pub mod model;
mod records;
mod row;

use serde::Serialize;

use self::gather::Gather;
use super::fed::FileReader;
use super::sheet::SheetReport;

/// What a file of products is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CatalogFormat {
    /// Not recognised, or not yet.
    #[default]
    Unknown,
    /// Shopify's products with the headings of 2025: `URL handle`, `SKU`.
    Shopify,
    /// Shopify's products with the headings before: `Handle`, `Variant SKU`.
    ShopifyLegacy,
    /// WooCommerce's products.
    WooCommerce,
    /// A list with a row per item, as suppliers write them.
    Plain,
    /// Shopify's products as JSON, of the REST interface.
    ShopifyJson,
    /// WooCommerce's products as JSON, of the REST interface.
    WooCommerceJson,
    /// Magento's products as JSON, of the REST interface.
    MagentoJson,
}

impl CatalogFormat {
    /// Its name, as a person knows it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Shopify => "Shopify products (CSV, headings of 2025)",
            Self::ShopifyLegacy => "Shopify products (CSV, older headings)",
            Self::WooCommerce => "WooCommerce products (CSV)",
            Self::Plain => "plain list of items",
            Self::ShopifyJson => "Shopify products (REST JSON)",
            Self::WooCommerceJson => "WooCommerce products (REST JSON)",
            Self::MagentoJson => "Magento products (REST JSON)",
        }
    }
}

/// The report of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CatalogReport {
    /// What the file was recognised as.
    pub format: CatalogFormat,
    /// Rows and what was wrong with them.
    pub sheet: SheetReport,
    /// Products; further parts of one do not count.
    pub products: u64,
    /// Further parts of products that came back long after their other rows.
    pub later_parts: u64,
    /// Variants.
    pub variants: u64,
    /// Variants without a code.
    pub variants_without_code: u64,
    /// Rows that only had a picture.
    pub picture_rows: u64,
}

/// Reads one file of products.
pub type CatalogReader = FileReader<Gather>;

impl CatalogReader {
    /// For a file of a name, which errors carry; what it is will be recognised.
    pub fn new(file: &str) -> Self {
        Self::of(Gather::new(file))
    }

    /// The report so far; complete after the end of the file or an error.
    pub fn report(&self) -> CatalogReport {
        self.gather.report()
    }
}
