//! Opening stock files and previews.

use depo::exchange::bytes::Encoding;
use depo::exchange::online_retail;
use depo::exchange::preview::{FileKind, preview};
use depo::exchange::problem::{ErrorKind, FileError};
use depo::exchange::stock_file::{NumberStyle, StockReader, StockReport, StockRow, recognises};
use depo::limits::PREVIEW_ROWS_MAX;
use proptest::prelude::*;

use crate::online_retail_sample::{SampleOptions, sample};
use crate::reading::gzip;

fn read(
    bytes: &[u8],
    chunk_bytes: usize,
    style: NumberStyle,
) -> (Result<(), FileError>, Vec<StockRow>, StockReport) {
    let mut reader = StockReader::new("stock.csv", style);
    let mut rows = Vec::new();
    let mut end = Ok(());
    'chunks: for chunk in bytes.chunks(chunk_bytes) {
        let mut rest = chunk;
        while !rest.is_empty() {
            match reader.push(rest, &mut |row| rows.push(row)) {
                Ok(used) => rest = &rest[used..],
                Err(error) => {
                    end = Err(error);
                    break 'chunks;
                }
            }
        }
    }
    if end.is_ok() {
        end = reader.finish(&mut |row| rows.push(row));
    }
    (end, rows, reader.report().clone())
}

fn read_text(text: &str) -> (Result<(), FileError>, Vec<StockRow>, StockReport) {
    read(text.as_bytes(), usize::MAX, NumberStyle::Unsaid)
}

#[test]
fn headings_of_four_languages_are_known() {
    for heading in [
        "SKU,Bin,Qty,Name,Barcode",
        "Item Code;Location;On hand;Description;EAN",
        "Kode Barang\tLokasi\tJumlah\tNama Barang\tKode Batang",
        "Код,Място,Количество,Наименование,Баркод",
        "Cod produs;Locație;Cantitate;Denumire;Cod de bare",
        "COD PRODUS|LOCAŢIE|STOC|DENUMIRE|COD EAN",
        "SKU,Bin name,On hand (new),Title,Barcode",
        "Supplier SKU;Shelf;Available qty;Product name;GTIN",
    ] {
        let delimiter = heading
            .chars()
            .find(|c| [',', ';', '\t', '|'].contains(c))
            .expect("a delimiter");
        let row =
            ["00123", "A-01-2", "12", "Lantern", "5012345678900"].join(&delimiter.to_string());
        let (end, rows, report) = read_text(&format!("{heading}\n{row}\n"));
        assert_eq!(end, Ok(()), "{heading}");
        assert_eq!(
            rows,
            [StockRow {
                row: 2,
                code: "00123".to_owned(),
                bin: Some("A-01-2".to_owned()),
                units: 12,
                name: Some("Lantern".to_owned()),
                barcode: Some("5012345678900".to_owned()),
            }],
            "{heading}"
        );
        assert_eq!((report.taken, report.units), (1, 12));
    }
}

#[test]
fn each_bad_row_is_one_error() {
    let (end, rows, report) = read_text(
        "SKU,Bin,Quantity,Barcode\n\
         A,1,5\n\
         A,1,5,\n\
         B,1,-2,\n\
         C,1,2.5,\n\
         ,1,3,\n\
         D,1,,\n\
         \n\
         E,1,\"1,234\",\n\
         F,1,7,5.01235E+12\n\
         =\"007\",,0,\n\
         G,1,2,3,4\n",
    );
    assert_eq!(end, Ok(()));
    let errors: Vec<_> = report
        .rejected
        .kept()
        .iter()
        .map(|e| (e.row, e.column.as_deref(), e.what))
        .collect();
    assert_eq!(
        errors,
        [
            (4, Some("Quantity"), ErrorKind::QuantityNegative),
            (5, Some("Quantity"), ErrorKind::NotWhole),
            (6, Some("SKU"), ErrorKind::Missing),
            (7, Some("Quantity"), ErrorKind::Missing),
            (9, Some("Quantity"), ErrorKind::NumberUnclear),
            (10, Some("Barcode"), ErrorKind::CodeRounded),
            (12, None, ErrorKind::TooManyCells),
        ]
    );
    let taken: Vec<_> = rows
        .iter()
        .map(|row| (row.code.as_str(), row.bin.as_deref(), row.units))
        .collect();
    assert_eq!(
        taken,
        [("A", Some("1"), 5), ("A", Some("1"), 5), ("007", None, 0)]
    );
    assert_eq!(report.lines, 10);
    assert!(report.adds_up());
}

#[test]
fn the_style_of_numbers_can_be_said() {
    let text = b"kode;jumlah\nA;1.234\nB;2.000,00\n";
    let units = |style| {
        read(text, usize::MAX, style)
            .1
            .iter()
            .map(|row| row.units)
            .collect::<Vec<_>>()
    };
    assert_eq!(units(NumberStyle::Comma), [1234, 2000]);
    assert_eq!(units(NumberStyle::Unsaid), [2000]);
    assert_eq!(units(NumberStyle::Point), Vec::<i64>::new());
}

#[test]
fn files_that_are_no_stock_say_so() {
    assert_eq!(read_text("").0, Err(FileError::Empty));
    assert_eq!(read_text("SKU,Qty\n").0, Err(FileError::NoRows));
    let found = vec!["SKU".to_owned(), "Colour".to_owned()];
    assert_eq!(
        read_text("SKU,Colour\nA,red\n").0,
        Err(FileError::ColumnsMissing {
            missing: vec!["Quantity"],
            found
        })
    );
    assert!(!recognises(["Name", "Colour"]));
}

#[test]
fn a_preview_says_what_a_file_is() {
    let orders = sample(SampleOptions {
        seed: 1,
        invoices: 100,
        broken_rows: false,
    })
    .csv;
    for (bytes, packed) in [(orders.clone(), false), (gzip(&orders), true)] {
        let seen = preview(&bytes[..bytes.len() / 2], false);
        assert_eq!(
            (seen.kind, seen.gzip, seen.problem),
            (FileKind::OnlineRetail, packed, None)
        );
        assert_eq!((seen.encoding, seen.delimiter), (Encoding::Utf8, ','));
        assert_eq!(seen.rows.len(), PREVIEW_ROWS_MAX);
        assert!(
            seen.columns
                .iter()
                .all(|column| column.meaning == Some(column.heading.as_str()))
        );
    }
    let seen = preview("Cod;Stoc;Culoare\nA;1;roșu\n".as_bytes(), true);
    assert_eq!((seen.kind, seen.delimiter), (FileKind::OpeningStock, ';'));
    let meanings: Vec<_> = seen.columns.iter().map(|column| column.meaning).collect();
    assert_eq!(meanings, [Some("SKU"), Some("Quantity"), None]);
    assert_eq!(seen.rows, [["A", "1", "roșu"]]);
    let seen = preview(b"a,b\n1,2\n", true);
    assert_eq!((seen.kind, seen.problem), (FileKind::Unknown, None));
    assert_eq!(
        preview(b"PK\x03\x04", true).problem,
        Some(FileError::Archive)
    );
    assert!(online_retail::recognises([
        "Invoice",
        "StockCode",
        "Quantity",
        "InvoiceDate"
    ]));
}

proptest! {
    #[test]
    fn any_chunks_give_the_same(text in "([A-Z0-9,;\"\n\r.é-]|\"\"){0,60}", chunk_bytes in 1_usize..9) {
        let file = format!("SKU,Qty\n{text}");
        let whole = read(file.as_bytes(), usize::MAX, NumberStyle::Unsaid);
        prop_assert!(whole.2.adds_up());
        prop_assert_eq!(read(file.as_bytes(), chunk_bytes, NumberStyle::Unsaid), whole);
    }
}
