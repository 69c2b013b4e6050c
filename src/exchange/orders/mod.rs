//! Orders in: the files of shops and marketplaces as one neutral order.
//!
//! A file is recognised by its headings or its records, its columns are found by name, and what each says is data:
//! a [mapping](mapping::Mapping). The known files are mappings written here ([`layouts`]), a file of one's own is read by
//! a mapping that a person made or that was guessed from its headings, and one engine reads them all. JSON of Shopify
//! and WooCommerce is read record by record.
//!
//! | module | what it does |
//! |---|---|
//! | [`reader`] | bytes of any kind of file to orders and a report |
//! | `gather`, `cells`, `filling` | rows to orders, cells to what they say |
//! | [`layouts`] | the known files, as data |
//! | [`mapping`], `guesses`, `guesses_goods` | the vocabulary of columns; guessing what free headings mean |
//! | `edi` | messages of X12 and EDIFACT to orders |
//! | `records`, `shopify_json`, `woocommerce` | records of JSON to orders |
//! | `online_retail` | invoices of that file as orders |
//! | [`status`], `status_words`, `settle` | where an order stands |
//! | [`model`], [`report`] | what comes out |
//!
//! Limits: memory holds the open orders ([`crate::limits::OPEN_RECORDS_MAX`]), eight bytes and a count for each number
//! met, and of a workbook its packed bytes and shared texts. A cell that cannot be understood is a doubt and the order is
//! given out without it; a row is refused only where its order, its goods or its quantity cannot be told.
//!
//! Not here: what a status or a country means for the work, and any conversion of money. Nothing is looked up.

mod cells;
pub(super) mod edi;
mod filling;
mod gather;
mod guesses;
mod guesses_goods;
mod layouts;
pub mod mapping;
pub mod model;
mod online_retail;
pub mod reader;
mod records;
pub mod report;
mod settle;
mod shopify_json;
pub mod status;
mod status_words;
mod woocommerce;

use serde::Serialize;

use self::mapping::{Field, MappedColumn, Mapping};
use super::columns::Headings;

pub use super::fed::Ending;
pub use reader::Reader;

/// What a file of orders is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderFormat {
    /// Not recognised, or not yet.
    #[default]
    Unknown,
    /// Online Retail: one row per invoice line.
    OnlineRetail,
    /// Shopify's orders as CSV.
    ShopifyCsv,
    /// Shopify's orders as JSON, of the REST interface.
    ShopifyJson,
    /// WooCommerce's orders as JSON, of the REST interface.
    WooCommerceJson,
    /// Amazon: unshipped orders.
    AmazonUnshipped,
    /// Amazon: new orders.
    AmazonNew,
    /// Amazon: all orders.
    AmazonAll,
    /// eBay's orders report.
    EbayOrders,
    /// Etsy: sold order items.
    EtsyItems,
    /// Etsy: sold orders, without their items.
    EtsyOrders,
    /// TikTok Shop and Tokopedia.
    TikTokShop,
    /// Shopee.
    Shopee,
    /// Lazada: one row per unit.
    Lazada,
    /// Magento's order grid, without lines.
    MagentoGrid,
    /// Headings that many programs use, as for a ShipStation import.
    FreeHeadings,
    /// A mapping that a person made.
    Mapped,
    /// X12: 850, 940, 945.
    X12,
    /// EDIFACT: ORDERS.
    Edifact,
}

impl OrderFormat {
    /// Its name, as a person knows it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::OnlineRetail => "Online Retail",
            Self::ShopifyCsv => "Shopify orders (CSV)",
            Self::ShopifyJson => "Shopify orders (REST JSON)",
            Self::WooCommerceJson => "WooCommerce orders (REST JSON)",
            Self::AmazonUnshipped => "Amazon unshipped orders",
            Self::AmazonNew => "Amazon new orders",
            Self::AmazonAll => "Amazon all orders",
            Self::EbayOrders => "eBay orders report",
            Self::EtsyItems => "Etsy sold order items",
            Self::EtsyOrders => "Etsy sold orders",
            Self::TikTokShop => "TikTok Shop / Tokopedia orders",
            Self::Shopee => "Shopee orders",
            Self::Lazada => "Lazada orders",
            Self::MagentoGrid => "Magento order grid",
            Self::FreeHeadings => "free headings (guessed)",
            Self::Mapped => "mapped columns",
            Self::X12 => "X12 orders (850, 940, 945)",
            Self::Edifact => "EDIFACT ORDERS",
        }
    }
}

/// The known layout of orders that headings are of; `None` where no shop is known that writes them.
pub fn format_of(headings: &[String]) -> Option<OrderFormat> {
    let cells = || headings.iter().map(String::as_str);
    if crate::exchange::online_retail::recognises(cells()) {
        return Some(OrderFormat::OnlineRetail);
    }
    layouts::recognise(&Headings::of_cells(cells())).map(|(format, _)| format)
}

/// What each heading of a file of orders says, by what a person said of its columns, else by the known layouts, else as
/// it is guessed.
pub fn meanings(headings: &[String], mapping: Option<&Mapping>) -> Vec<Option<Field>> {
    let found = Headings::of_cells(headings.iter().map(String::as_str));
    let retail = || {
        let columns = headings.iter().map(|heading| {
            let field = online_retail::meaning(heading)?;
            Some(MappedColumn {
                heading: heading.clone(),
                field,
            })
        });
        Mapping {
            columns: columns.flatten().collect(),
            ..Mapping::default()
        }
    };
    let is_retail = crate::exchange::online_retail::recognises(headings.iter().map(String::as_str));
    let mapping = match mapping {
        Some(mapping) => Some(mapping.clone()),
        None if is_retail => Some(retail()),
        None => layouts::recognise(&found)
            .map(|(_, mapping)| mapping)
            .or_else(|| Mapping::guess(&found)),
    };
    let mut meanings = vec![None; headings.len()];
    for column in mapping.iter().flat_map(|mapping| &mapping.columns) {
        if let Some(place) = found.place(&column.heading)
            && let Some(meaning) = meanings.get_mut(place)
        {
            *meaning = Some(column.field);
        }
    }
    meanings
}

/// Whether headings are those of a file of orders: a known one, or one whose columns can be guessed.
pub(crate) fn recognises(headings: &Headings) -> bool {
    crate::exchange::online_retail::recognises(headings.shown().iter().map(String::as_str))
        || layouts::recognise(headings).is_some()
        || Mapping::guess(headings).is_some()
}
