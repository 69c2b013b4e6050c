//! Files that are written: safe in a spreadsheet, and read back as they were.

use depo::exchange::csv_out::{Cell, CsvOptions, CsvWriter, Delimiter, unprotect};
use depo::exchange::source::Source;
use depo::exchange::table::Flaw;
use depo::limits::ROW_CELLS_MAX;
use proptest::prelude::*;

fn write(options: CsvOptions, rows: &[Vec<Cell<'_>>]) -> Vec<u8> {
    let mut writer = CsvWriter::new(options);
    let mut bytes = Vec::new();
    for row in rows {
        writer.row(row.iter().copied());
        bytes.extend(writer.take());
    }
    assert_eq!(writer.waiting_bytes(), 0);
    bytes
}

fn read(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let mut source = Source::new();
    let mut keep = |row: depo::exchange::table::Row<'_>| {
        assert_eq!(row.flaw(), None);
        rows.push(row.cells().map(|cell| unprotect(cell).to_owned()).collect());
    };
    assert_eq!(source.push(bytes, &mut keep), Ok(bytes.len()));
    assert_eq!(source.finish(&mut keep), Ok(()));
    rows
}

fn plain(cells: &[Cell<'_>]) -> String {
    let options = CsvOptions {
        mark: false,
        delimiter: Delimiter::Comma,
    };
    String::from_utf8(write(options, &[cells.to_vec()])).expect("text")
}

#[test]
fn delimiters_are_told_by_short_files() {
    for (text, delimiter) in [
        ("a;b", ';'),
        ("a\tb", '\t'),
        ("a|b|c\n1|2|3", '|'),
        ("a", ','),
        ("a\n1;5\n", ';'),
        ("Orders of August\n\nOrder;Price;Units\n1;2,50;3\n", ';'),
        ("Orders, August\nOrder;Price;Units\n1;2,50;3\n", ';'),
        ("Order;Price, net, EUR, each\n1;2,50\n", ';'),
        ("Order;Price, net\n1;2,50", ';'),
        ("Order,Price; net\n1,2.50\n", ','),
        ("Order\tTitle, short\n1\tLamp, red\n", '\t'),
        ("Order,\"Price; net; EUR\nor pound\"\n1,2\n", ','),
        ("sep=|\na|b;c;d\n", '|'),
        ("\n\nOrder,Units", ','),
    ] {
        for chunk_bytes in [text.len(), 1] {
            let mut source = Source::new();
            let mut cells = Vec::new();
            let mut keep = |row: depo::exchange::table::Row<'_>| cells.push(row.len());
            for chunk in text.as_bytes().chunks(chunk_bytes) {
                assert_eq!(source.push(chunk, &mut keep), Ok(chunk.len()));
            }
            assert_eq!(source.finish(&mut keep), Ok(()));
            assert_eq!(source.delimiter(), Some(delimiter), "{text}");
            assert!(cells.iter().max() > Some(&1) || text == "a", "{text}");
        }
    }
}

#[test]
fn no_row_has_more_cells_than_its_bound() {
    for (delimiters, cells, flaw) in [
        (ROW_CELLS_MAX - 1, ROW_CELLS_MAX, None),
        (ROW_CELLS_MAX, ROW_CELLS_MAX, Some(Flaw::TooManyCells)),
        (10 * ROW_CELLS_MAX, ROW_CELLS_MAX, Some(Flaw::TooManyCells)),
    ] {
        let text = format!("{}\nx,y\n", "a,".repeat(delimiters));
        let mut rows = Vec::new();
        let mut source = Source::new();
        let mut keep = |row: depo::exchange::table::Row<'_>| rows.push((row.len(), row.flaw()));
        assert_eq!(source.push(text.as_bytes(), &mut keep), Ok(text.len()));
        assert_eq!(source.finish(&mut keep), Ok(()));
        assert_eq!(rows, [(cells, flaw), (2, None)]);
    }
}

#[test]
fn formulas_are_text_and_numbers_stay_numbers() {
    assert_eq!(
        plain(&[Cell::Text("=1+2"), Cell::Integer(-5)]),
        "'=1+2,-5\r\n"
    );
    assert_eq!(
        plain(&[Cell::Text("@SUM(A1)"), Cell::Text("+1"), Cell::Text("-1")]),
        "'@SUM(A1),'+1,'-1\r\n"
    );
    assert_eq!(
        plain(&[Cell::Text("\t=1"), Cell::Text("\r=1")]),
        "\"'\t=1\",\"'\r=1\"\r\n"
    );
    assert_eq!(
        plain(&[Cell::Text("=HYPERLINK(\"x\",\"y\")")]),
        "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"\r\n"
    );
    assert_eq!(plain(&[Cell::Text("＝1")]), "'＝1\r\n");
    assert_eq!(
        plain(&[Cell::Text("'=1"), Cell::Text("'tis")]),
        "''=1,'tis\r\n"
    );
}

#[test]
fn numbers_are_exact() {
    for (amount, decimals, text) in [
        (67_816_190_040, 4, "6781619.0040"),
        (-5, 2, "-0.05"),
        (0, 2, "0.00"),
        (1234, 0, "1234"),
        (i128::MIN, 0, "-170141183460469231731687303715884105728"),
    ] {
        assert_eq!(
            plain(&[Cell::Decimal { amount, decimals }]),
            format!("{text}\r\n")
        );
    }
    assert_eq!(plain(&[Cell::Empty, Cell::Empty]), ",\r\n");
    assert_eq!(plain(&[Cell::Empty]), "\"\"\r\n");
}

#[test]
fn the_mark_stands_once_and_first() {
    let row = vec![Cell::Text("Ș")];
    let bytes = write(CsvOptions::default(), &[row.clone(), row]);
    assert_eq!(bytes, b"\xef\xbb\xbf\xc8\x98\r\n\xc8\x98\r\n");
}

fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        "[=+@'\t\r\n\",; |a-]{0,6}",
        "\\PC{0,12}",
        Just(String::new()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn what_is_written_is_what_is_read(
        cells in prop::collection::vec(prop::collection::vec(cell(), 3), 1..6),
        delimiter in prop_oneof![Just(Delimiter::Comma), Just(Delimiter::Semicolon), Just(Delimiter::Tab)],
        mark in any::<bool>(),
    ) {
        // The heading row tells the delimiter, as in every file that is written.
        let mut rows = vec![vec!["A".to_owned(), "B".to_owned(), "C".to_owned()]];
        rows.extend(cells);
        let typed: Vec<Vec<Cell<'_>>> = rows.iter().map(|row| row.iter().map(|cell| Cell::Text(cell)).collect()).collect();
        prop_assert_eq!(read(&write(CsvOptions { mark, delimiter }, &typed)), rows);
    }

    #[test]
    fn no_text_begins_as_a_formula(text in cell()) {
        let written = plain(&[Cell::Text(&text), Cell::Empty]);
        let seen = written.strip_prefix('"').unwrap_or(&written);
        prop_assert!(!seen.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']), "{}", seen);
    }
}
