//! Workbooks: the same orders as from the same rows as text.

use depo::exchange::orders::{OrderFormat, Reader};
use depo::exchange::problem::{ErrorKind, FileError};
use depo::limits::IMPORT_UNPACK_RATIO_MAX;

use super::{read, read_with, shown};
use crate::archive::archive;

fn workbook(sheet: &str, shared: &str) -> Vec<u8> {
    let book = r#"<?xml version="1.0"?><workbook xmlns:r="x"><sheets><sheet name="Help" sheetId="1" r:id="rId1"/>
        <sheet name="OrderSKUList" sheetId="2" r:id="rId2"/></sheets></workbook>"#;
    let links = r#"<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/>
        <Relationship Id="rId2" Target="/xl/worksheets/sheet2.xml"/></Relationships>"#;
    let styles = r#"<styleSheet><numFmts count="1"><numFmt numFmtId="164" formatCode="dd/mm/yyyy hh:mm"/></numFmts>
        <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>"#;
    let sheet = format!("<worksheet><sheetData>{sheet}</sheetData></worksheet>");
    let shared = format!("<sst>{shared}</sst>");
    archive(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", links.as_bytes()),
        ("xl/styles.xml", styles.as_bytes()),
        ("xl/sharedStrings.xml", shared.as_bytes()),
        (
            "xl/worksheets/sheet1.xml",
            b"<worksheet><sheetData/></worksheet>",
        ),
        ("xl/worksheets/sheet2.xml", sheet.as_bytes()),
    ])
}

fn text_cell(place: &str, text: &str) -> String {
    format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

const HEADINGS: [&str; 8] = [
    "Order ID",
    "Order Status",
    "SKU ID",
    "Seller SKU",
    "Product Name",
    "Quantity",
    "SKU Unit Original Price",
    "Created Time",
];

fn rows(rows: &[String]) -> String {
    let heading: String = HEADINGS
        .iter()
        .zip('A'..)
        .map(|(heading, column)| text_cell(&format!("{column}1"), heading))
        .collect();
    let mut sheet = format!("<row r=\"1\">{heading}</row>");
    for (number, row) in (2..).zip(rows) {
        sheet += &format!("<row r=\"{number}\">{row}</row>");
    }
    sheet
}

#[test]
fn a_workbook_of_tiktok_is_read_with_its_description_row_and_long_numbers() {
    let description =
        text_cell("A2", "Platform unique order ID.") + &text_cell("F2", "Units of the SKU.");
    let order = "<c r=\"A3\"><v>578123456789012345</v></c><c r=\"B3\" t=\"s\"><v>0</v></c>\
        <c r=\"C3\" t=\"str\"><v>1729384756019283746_x0009_</v></c><c r=\"D3\" t=\"s\"><v>1</v></c>\
        <c r=\"F3\"><v>2</v></c><c r=\"G3\"><v>19.899999999999999</v></c><c r=\"H3\" s=\"1\"><v>46235.427777777775</v></c>";
    let rounded = "<c r=\"A4\"><v>5.78123456789012E+17</v></c><c r=\"D4\" t=\"s\"><v>1</v></c><c r=\"F4\"><v>1</v></c>";
    let shared = "<si><t>Perlu dikirim</t></si><si><r><t>A&amp;</t></r><r><t xml:space=\"preserve\">1 </t></r><rPh><t>x</t></rPh></si>";
    let book = workbook(
        &rows(&[description, order.to_owned(), rounded.to_owned()]),
        shared,
    );
    let found = read(&book);
    assert_eq!(
        (found.format(), &found.end),
        (OrderFormat::TikTokShop, &Ok(()))
    );
    assert_eq!(found.report.passed_rows, 1);
    assert_eq!(
        found.refused(),
        [(4, "Order ID".to_owned(), ErrorKind::CodeRounded)]
    );
    let order = &found.orders[0];
    assert_eq!((&*order.number, order.first_row), ("578123456789012345", 3));
    let line = &order.lines[0];
    assert_eq!(line.ids[0].value, "1729384756019283746");
    assert_eq!((line.sku.as_deref(), line.units), (Some("A&1"), 2));
    assert_eq!(shown(line.unit_price), "19.9");
    let placed = order.times.placed.as_ref().and_then(|time| time.local);
    assert_eq!(
        placed.map(|time| time.to_string()).as_deref(),
        Some("2026-08-01 10:16:00")
    );
    assert_eq!(order.status.words[0].words, "Perlu dikirim");
}

#[test]
fn a_workbook_that_breaks_off_or_was_changed_is_refused_and_never_panics() {
    let line = |row: usize| {
        format!(
            "<c r=\"A{row}\"><v>{row}</v></c><c r=\"D{row}\" t=\"s\"><v>0</v></c><c r=\"F{row}\"><v>1</v></c>"
        )
    };
    let lines: Vec<String> = (2..40).map(line).collect();
    let book = workbook(&rows(&lines), "<si><t>A</t></si>");
    assert_eq!(read(&book).orders.len(), 38);
    for length in (4..book.len() - 40)
        .step_by(7)
        .chain(book.len() - 40..book.len())
    {
        let found = read_with(Reader::new("file"), [&book[..length]]);
        assert!(found.end.is_err(), "{length}");
    }
    for at in (4..book.len()).step_by(5) {
        let mut changed = book.clone();
        changed[at] ^= 0x55;
        let found = read_with(Reader::new("file"), [&changed[..]]);
        assert!(found.orders.len() <= 38, "{at}");
    }
    assert_eq!(
        read(b"PK\x03\x04 nothing more").end,
        Err(FileError::WorkbookDamaged)
    );
    let other = archive(&[("word/document.xml", b"<x/>")]);
    assert_eq!(read(&other).end, Err(FileError::WorkbookWithoutRows));
}

#[test]
fn a_workbook_made_to_fill_memory_is_refused() {
    let mut sheet = rows(&[]);
    sheet += &" ".repeat(34 << 20);
    let found = read_with(Reader::new("file"), [&workbook(&sheet, "")[..]]);
    assert_eq!(
        found.end,
        Err(FileError::Bomb {
            ratio_max: IMPORT_UNPACK_RATIO_MAX
        })
    );
    let good = "<c r=\"A2\"><v>1</v></c><c r=\"D2\" t=\"str\"><v>A</v></c><c r=\"F2\"><v>1</v></c>"
        .to_owned();
    let wide = "<c r=\"ZZZZZZ3\"><v>1</v></c>".to_owned();
    let long = text_cell("A4", &"x".repeat(70_000));
    let found = read_with(
        Reader::new("file"),
        [&workbook(&rows(&[good, wide, long]), "")[..]],
    );
    assert_eq!(found.orders.len(), 1);
    let refused: Vec<ErrorKind> = found
        .refused()
        .into_iter()
        .map(|(_, _, what)| what)
        .collect();
    assert_eq!(refused, [ErrorKind::TooManyCells, ErrorKind::CellTooLong]);
    let declared = workbook("<!DOCTYPE x [<!ENTITY a \"b\">]>", "");
    assert_eq!(
        read_with(Reader::new("file"), [&declared[..]]).end,
        Err(FileError::WorkbookDamaged)
    );
}
