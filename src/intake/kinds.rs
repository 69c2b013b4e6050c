//! What a file is, from its first bytes, and which reader takes it.

use crate::exchange::catalog::{CatalogFormat, CatalogReader};
use crate::exchange::edi::{self, Dialect};
use crate::exchange::fed::begins_messages;
use crate::exchange::inventory::{InventoryFormat, InventoryReader};
use crate::exchange::orders::{Ending, OrderFormat, Reader};
use crate::exchange::returns_in::{ReturnsFormat, ReturnsReader};

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// Orders, in this layout.
    Orders(OrderFormat),
    /// Stock levels.
    Stock(InventoryFormat),
    /// Products.
    Items(CatalogFormat),
    /// Returns that customers have announced.
    Returns(ReturnsFormat),
    /// A message of EDI that is recognised and has no door yet: what is announced or received.
    Waiting(&'static str),
    /// A message of EDI that is recognised and is not for a warehouse.
    Elsewhere(&'static str),
    /// Nobody here knows it.
    Unknown,
}

/// Messages that tell of goods which come in, or went.
const WAITING: [&str; 7] = ["943", "944", "856", "947", "DESADV", "RECADV", "INVRPT"];

/// Messages that others work with.
const ELSEWHERE: [&str; 17] = [
    "810", "820", "832", "855", "860", "865", "870", "880", "997", "204", "210", "214", "990",
    "CONTRL", "INVOIC", "ORDRSP", "IFTMIN",
];

/// What a file of EDI is, from its first bytes.
fn kind_of_messages(bytes: &[u8]) -> FileKind {
    let Ok(file) = edi::File::decode(bytes) else {
        return FileKind::Unknown;
    };
    let Ok(interchanges) = edi::read(&file) else {
        return FileKind::Unknown;
    };
    let messages = || {
        interchanges
            .iter()
            .flat_map(|of| of.messages.iter().map(move |message| (of, message)))
    };
    let orders = messages().find(|(_, of)| matches!(&*of.kind, "850" | "940" | "945" | "ORDERS"));
    if let Some((interchange, _)) = orders {
        return FileKind::Orders(match interchange.syntax.dialect {
            Dialect::X12 => OrderFormat::X12,
            Dialect::Edifact => OrderFormat::Edifact,
        });
    }
    if messages().any(|(_, of)| of.kind == "846") {
        return FileKind::Stock(InventoryFormat::X12);
    }
    let of = |known: &[&'static str]| {
        let mut known = known.iter();
        known
            .find(|kind| messages().any(|(_, of)| of.kind == **kind))
            .copied()
    };
    of(&WAITING)
        .map(FileKind::Waiting)
        .or_else(|| of(&ELSEWHERE).map(FileKind::Elsewhere))
        .unwrap_or(FileKind::Elsewhere("EDI"))
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
    if begins_messages(bytes) {
        return kind_of_messages(bytes);
    }
    let orders = looked!(Reader::new(name), bytes, whole);
    let known = match orders {
        OrderFormat::Unknown | OrderFormat::FreeHeadings => None,
        known => Some(FileKind::Orders(known)),
    };
    if let Some(known) = known {
        return known;
    }
    match looked!(ReturnsReader::new(name), bytes, whole) {
        ReturnsFormat::Unknown => {}
        // The goods are with the marketplace: nothing comes here.
        ReturnsFormat::AmazonFba => return FileKind::Elsewhere(ReturnsFormat::AmazonFba.name()),
        ReturnsFormat::Announced => return FileKind::Returns(ReturnsFormat::Announced),
    }
    let catalog = looked!(CatalogReader::new(name), bytes, whole);
    let stock = looked!(InventoryReader::new(name), bytes, whole);
    match (catalog, stock, orders) {
        (
            CatalogFormat::Shopify
            | CatalogFormat::ShopifyLegacy
            | CatalogFormat::WooCommerce
            | CatalogFormat::ShopifyJson
            | CatalogFormat::WooCommerceJson
            | CatalogFormat::MagentoJson,
            _,
            _,
        ) => FileKind::Items(catalog),
        (
            _,
            InventoryFormat::Shopify
            | InventoryFormat::ShopifyOlder
            | InventoryFormat::ShopifyByLocation
            | InventoryFormat::AmazonFba,
            _,
        ) => FileKind::Stock(stock),
        (_, _, OrderFormat::FreeHeadings) => FileKind::Orders(orders),
        (_, InventoryFormat::Plain | InventoryFormat::X12, _) => FileKind::Stock(stock),
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
        FileKind::Returns(format) => Some(format.name()),
        FileKind::Waiting(kind) | FileKind::Elsewhere(kind) => Some(kind),
        FileKind::Unknown => None,
    }
}
