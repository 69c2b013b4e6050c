//! Files of stock levels, each with the traps of its kind.

use depo::exchange::inventory::{InventoryFormat, InventoryReader, InventoryReport, Level, OnHand};
use depo::exchange::problem::{ErrorKind, FileError};

use super::{listed, read_with};
use crate::orders::table;

pub type Read = (Result<(), FileError>, Vec<Level>, InventoryReport);

pub fn read_chunks<'a>(chunks: impl IntoIterator<Item = &'a [u8]>) -> Read {
    let mut reader = InventoryReader::new("file");
    let (end, levels) = read_with(&mut reader, chunks);
    (end, levels, reader.report())
}

/// Reads a file that arrives at once, and holds it against the same file arriving byte by byte.
fn read(text: &str) -> Read {
    let whole = read_chunks([text.as_bytes()]);
    assert_eq!(whole, read_chunks(text.as_bytes().chunks(1)));
    whole
}

#[test]
fn every_known_heading_row_is_recognised_in_any_order() {
    let Some(folder) = crate::shared::shared("headers") else {
        return;
    };
    for (name, format) in [
        ("shopify-inventory-current.csv", InventoryFormat::Shopify),
        ("shopify-inventory-older.csv", InventoryFormat::ShopifyOlder),
    ] {
        let text = std::fs::read_to_string(folder.join(name)).expect("a heading row");
        let (end, _, report) = read(&text);
        assert_eq!(
            (report.format, end),
            (format, Err(FileError::NoRows)),
            "{name}"
        );
        let mut cells: Vec<&str> = text.trim_end().split(',').collect();
        cells.reverse();
        let turned = read(&cells.join(","));
        assert_eq!(turned.2.format, format, "{name}, turned round");
        assert_eq!(turned.2.sheet.columns_unread, [""; 0]);
    }
}

const CURRENT: [&str; 14] = [
    "Handle",
    "Title",
    "Option1 Name",
    "Option1 Value",
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
];

#[test]
fn shopify_says_what_is_where_and_what_is_never_there() {
    let mut headings = CURRENT.to_vec();
    headings.push("On hand (new)");
    let text = table(
        ',',
        &headings,
        &[
            &[
                ("Handle", "lamp"),
                ("Title", "Lamp"),
                ("Option1 Name", "Title"),
                ("Option1 Value", "Default Title"),
                ("SKU", "'00123"),
                ("HS Code", "940511"),
                ("COO", "BG"),
                ("Location", "Sofia"),
                ("Bin name", "A-01"),
                ("Incoming (not editable)", "4"),
                ("Unavailable (not editable)", "1"),
                ("Committed (not editable)", "2"),
                ("Available (not editable)", "-1"),
                ("On hand (current)", "2"),
                ("On hand (new)", "9"),
            ],
            &[
                ("Handle", "lamp"),
                ("SKU", "00123"),
                ("Location", "Varna"),
                ("Incoming (not editable)", "Not stocked"),
                ("Unavailable (not editable)", "Not stocked"),
                ("Committed (not editable)", "Not stocked"),
                ("Available (not editable)", "Not stocked"),
                ("On hand (current)", "Not stocked"),
                ("On hand (new)", "not stocked"),
            ],
            &[
                ("Handle", "tee"),
                ("Option1 Name", "Size"),
                ("Option1 Value", "M"),
                ("Location", "Sofia"),
                ("Unavailable (not editable)", "0"),
                ("Committed (not editable)", "2"),
                ("Available (not editable)", "5"),
                ("On hand (current)", "6"),
            ],
            &[
                ("Title", "Nobody"),
                ("Location", "Sofia"),
                ("On hand (current)", "1"),
            ],
            &[
                ("Handle", "x"),
                ("SKU", "1,5E+12"),
                ("On hand (current)", "1"),
            ],
            &[("Handle", "y"), ("SKU", "y"), ("On hand (current)", "1.5")],
        ],
    );
    let (end, levels, report) = read(&text);
    assert_eq!((end, report.format), (Ok(()), InventoryFormat::Shopify));
    let [lamp, never, tee, half] = &levels[..] else {
        unreachable!("four levels, not {levels:?}");
    };
    assert_eq!(
        (
            lamp.sku.as_deref(),
            lamp.location.as_deref(),
            lamp.bin.as_deref()
        ),
        (Some("00123"), Some("Sofia"), Some("A-01"))
    );
    assert_eq!(
        (lamp.hs_code.as_deref(), lamp.country_of_origin.as_deref()),
        (Some("940511"), Some("BG"))
    );
    assert_eq!(
        (lamp.on_hand, lamp.on_hand_new),
        (Some(OnHand::Units(2)), Some(OnHand::Units(9)))
    );
    assert_eq!(
        (
            lamp.incoming,
            lamp.unavailable,
            lamp.committed,
            lamp.available
        ),
        (Some(4), Some(1), Some(2), Some(-1))
    );
    assert_eq!(lamp.options, []);
    assert_eq!(
        (never.on_hand, never.on_hand_new, never.available),
        (Some(OnHand::NotStocked), Some(OnHand::NotStocked), None)
    );
    assert_eq!(
        (tee.sku.as_deref(), tee.options[0].value.as_str()),
        (None, "M")
    );
    assert_eq!(half.on_hand, None);
    assert_eq!(
        listed(&report.sheet.refused),
        [
            (5, "SKU", ErrorKind::Missing),
            (6, "SKU", ErrorKind::CodeRounded)
        ]
    );
    assert_eq!(
        listed(&report.sheet.doubts),
        [
            (4, "On hand (current)", ErrorKind::SumsDisagree),
            (7, "On hand (current)", ErrorKind::NotWhole)
        ]
    );
    let sofia = report.locations["Sofia"];
    assert_eq!((sofia.levels, sofia.on_hand, sofia.available), (2, 8, 4));
    assert_eq!(report.locations["Varna"].not_stocked, 1);
}

#[test]
fn older_files_of_shopify_are_read() {
    let (end, levels, report) = read(
        "Handle,Title,Option1 Name,Option1 Value,SKU,HS Code,COO,Location,Incoming,Unavailable,Committed,Available,On hand\n\
         a,A,,,a-1,,,Sofia,0,0,1,2,3\n",
    );
    assert_eq!(
        (end, report.format),
        (Ok(()), InventoryFormat::ShopifyOlder)
    );
    assert_eq!(levels[0].on_hand, Some(OnHand::Units(3)));
    let (end, levels, report) = read(
        "Handle,Title,Option1 Name,Option1 Value,SKU,HS Code,COO,Sofia,Warehouse 2\n\
         a,A,,,a-1,,,3,not stocked\n",
    );
    assert_eq!(
        (end, report.format),
        (Ok(()), InventoryFormat::ShopifyByLocation)
    );
    let seen: Vec<_> = levels
        .iter()
        .map(|level| {
            (
                level.location.as_deref().unwrap_or(""),
                level.available,
                level.on_hand,
            )
        })
        .collect();
    assert_eq!(
        seen,
        [
            ("Sofia", Some(3), None),
            ("Warehouse 2", None, Some(OnHand::NotStocked))
        ]
    );
}

#[test]
fn plain_files_are_refused_row_by_row() {
    let (end, levels, report) = read(
        "Kode Barang;Gudang;Lokasi;Jumlah\nA;Jakarta;R-1;12\nB;;R-2;-1\nC;;;\n;;;5\nD;;;1.234\n",
    );
    assert_eq!((end, report.format), (Ok(()), InventoryFormat::Plain));
    assert_eq!(levels.len(), 1);
    assert_eq!(
        (
            levels[0].location.as_deref(),
            levels[0].bin.as_deref(),
            levels[0].on_hand
        ),
        (Some("Jakarta"), Some("R-1"), Some(OnHand::Units(12)))
    );
    assert_eq!(
        listed(&report.sheet.refused),
        [
            (3, "Jumlah", ErrorKind::QuantityNegative),
            (4, "Jumlah", ErrorKind::Missing),
            (5, "Kode Barang", ErrorKind::Missing),
            (6, "Jumlah", ErrorKind::NumberUnclear),
        ]
    );
}
