//! What a file is, from its first bytes, and which reader takes it.

use crate::exchange::catalog::{CatalogFormat, CatalogReader};
use crate::exchange::inventory::{InventoryFormat, InventoryReader};
use crate::exchange::orders::{Ending, OrderFormat, Reader};

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// Orders, in this layout.
    Orders(OrderFormat),
    /// Stock levels.
    Stock(InventoryFormat),
    /// Products.
    Items(CatalogFormat),
    /// Nobody here knows it.
    Unknown,
}

/// Pushes bytes into a reader until it has them, and ends it where they are all; what goes wrong tells nothing.
macro_rules! looked {
    ($reader:expr, $bytes:expr, $whole:expr) => {{
        let mut reader = $reader;
        let mut rest: &[u8] = $bytes;
        let mut good = true;
        while good && !rest.is_empty() {
            match reader.push(rest, &mut |_| {}) {
                Ok(used) => rest = &rest[used..],
                Err(_) => good = false,
            }
        }
        while good && $whole {
            match reader.finish(&mut |_| {}) {
                Ok(Ending::More) => {}
                Ok(Ending::Done) | Err(_) => break,
            }
        }
        reader.report().format
    }};
}

/// What a file of a name is. `whole` says that the bytes are all of it; a workbook can be told by all of it only.
pub fn kind_of(name: &str, bytes: &[u8], whole: bool) -> FileKind {
    let orders = looked!(Reader::new(name), bytes, whole);
    let known = match orders {
        OrderFormat::Unknown | OrderFormat::FreeHeadings => None,
        known => Some(FileKind::Orders(known)),
    };
    if let Some(known) = known {
        return known;
    }
    let catalog = looked!(CatalogReader::new(name), bytes, whole);
    let stock = looked!(InventoryReader::new(name), bytes, whole);
    match (catalog, stock, orders) {
        (
            CatalogFormat::Shopify | CatalogFormat::ShopifyLegacy | CatalogFormat::WooCommerce,
            _,
            _,
        ) => FileKind::Items(catalog),
        (
            _,
            InventoryFormat::Shopify
            | InventoryFormat::ShopifyOlder
            | InventoryFormat::ShopifyByLocation,
            _,
        ) => FileKind::Stock(stock),
        (_, _, OrderFormat::FreeHeadings) => FileKind::Orders(orders),
        (_, InventoryFormat::Plain, _) => FileKind::Stock(stock),
        (CatalogFormat::Plain, _, _) => FileKind::Items(catalog),
        (CatalogFormat::Unknown, InventoryFormat::Unknown, _) => FileKind::Unknown,
    }
}

/// The name of a kind of file, as a person knows it; `None` where nobody does.
pub fn layout_name(kind: FileKind) -> Option<&'static str> {
    match kind {
        FileKind::Orders(format) => Some(format.name()),
        FileKind::Stock(format) => Some(format.name()),
        FileKind::Items(format) => Some(format.name()),
        FileKind::Unknown => None,
    }
}
