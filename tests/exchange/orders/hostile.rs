//! Files that are broken, or made to break the reader; and any cut of any file gives the same orders.

use depo::exchange::orders::Reader;
use depo::exchange::problem::{ErrorKind, FileError, Notice};
use depo::limits::{CELL_BYTES_MAX, JSON_RECORD_BYTES_MAX, OPEN_RECORDS_MAX};
use proptest::prelude::*;

use super::{Read, read, read_with, table};

const HEADINGS: [&str; 8] = [
    "Name",
    "Financial Status",
    "Currency",
    "Total",
    "Created at",
    "Lineitem quantity",
    "Lineitem name",
    "Lineitem price",
];

fn shopify(orders: usize) -> String {
    let numbers: Vec<String> = (0..orders).map(|number| format!("#{number}")).collect();
    let rows: Vec<Vec<(&str, &str)>> = numbers
        .iter()
        .map(|number| {
            vec![
                ("Name", number.as_str()),
                ("Financial Status", "paid"),
                ("Currency", "EUR"),
                ("Total", "2.50"),
                ("Created at", "2026-08-01 10:00:00 +0900"),
                ("Lineitem quantity", "1"),
                ("Lineitem name", "Lamp, \"big\"\r\nred"),
                ("Lineitem price", "2.50"),
            ]
        })
        .collect();
    let rows: Vec<&[(&str, &str)]> = rows.iter().map(Vec::as_slice).collect();
    table(',', &HEADINGS, &rows)
}

#[test]
fn a_file_cut_anywhere_keeps_what_came_before() {
    let text = shopify(4);
    let mut most = 0;
    for length in 0..text.len() {
        let found = read_with(Reader::new("file"), [&text.as_bytes()[..length]]);
        assert!(
            found.orders.len() >= most || found.report.refused.count() > 0,
            "{length}"
        );
        most = most.max(found.orders.len());
    }
    let packed = crate::reading::gzip(text.as_bytes());
    for length in 0..packed.len() {
        let found = read_with(Reader::new("file"), [&packed[..length]]);
        assert!(found.end.is_err(), "{length}");
    }
    assert_eq!(read(&packed).orders.len(), 4);
}

#[test]
fn an_order_that_comes_back_late_is_another_part() {
    let text = shopify(OPEN_RECORDS_MAX + 10)
        + "#0,paid,EUR,2.50,,3,Wick,1.00\r\n#1034,,,,,1,Wick,1.00\r\n";
    let found = read_with(Reader::new("file"), [text.as_bytes()]);
    assert_eq!(found.report.orders, OPEN_RECORDS_MAX as u64 + 11);
    assert_eq!(found.report.later_parts, 1);
    let parts: Vec<_> = found
        .orders
        .iter()
        .filter(|order| &*order.number == "#0")
        .map(|order| (order.part, order.units(), order.totals.total.is_some()))
        .collect();
    assert_eq!(parts, [(0, 1, true), (1, 3, false)]);
}

#[test]
fn huge_and_deep_records_are_one_error_each() {
    let good =
        r#"{"id": 1, "number": "1", "status": "x", "total": "1", "billing": {}, "line_items": []}"#;
    let huge = format!("{{\"note\": \"{}\"}}", "x".repeat(JSON_RECORD_BYTES_MAX));
    let deep = format!("{{\"a\": {}1{}}}", "[".repeat(5_000), "]".repeat(5_000));
    let many = format!("{{\"a\": [{}1]}}", "1,".repeat(300_000));
    let text = format!("[{good},{huge},{deep},{many},{good}]");
    let found = read_with(Reader::new("file"), [text.as_bytes()]);
    assert_eq!((found.orders.len(), &found.end), (2, &Ok(())));
    let expected: Vec<_> = (2..5)
        .map(|record| (record, String::new(), ErrorKind::RecordTooLarge))
        .collect();
    assert_eq!(found.refused(), expected);
    let brackets = "[".repeat(100_000);
    assert!(matches!(
        read_with(Reader::new("file"), [brackets.as_bytes()]).end,
        Err(FileError::JsonBroken { .. })
    ));
}

#[test]
fn nothing_behind_a_fault_counts() {
    for behind in [&b"  \0"[..], b"\xc3\xa9 \xff \xff"] {
        for cuts in [&[][..], &[12]] {
            let found = cut(&[b"{\"orders\":[}", behind].concat(), cuts);
            assert_eq!(found.end, Err(FileError::JsonBroken { byte: 11 }));
            assert_eq!(found.report.notices, []);
        }
    }
}

#[test]
fn characters_before_a_break_in_the_bytes_are_noticed() {
    let latin = HEADINGS.join(",").into_bytes();
    let latin = [
        &latin[..],
        b"\r\n#1,paid,EUR,1.00,2026-08-01,1,Caf\xe9,1.00\r\n",
    ]
    .concat();
    let mut packed = crate::reading::gzip(&latin);
    assert_eq!(read(&packed).report.notices.len(), 1);
    packed.truncate(packed.len() - 1);
    let found = read(&packed);
    assert_eq!(found.end, Err(FileError::GzipTruncated));
    let notices: Vec<_> = found.report.notices.iter().map(|(_, what)| what).collect();
    assert_eq!(
        notices,
        [&Notice::ReadAs {
            encoding: "windows-1252"
        }]
    );
}

#[test]
fn numbers_beyond_all_bounds_do_not_overflow() {
    let row = |units: &str, price: &str| format!("#1,paid,EUR,{price},,{units},Lamp,{price}\r\n");
    let text = HEADINGS.join(",")
        + "\r\n"
        + &row("1000000000", "999999999999999").repeat(50)
        + &row("99999999999999999999", "1")
        + &row("1", "1e300")
        + &row("1", &"9".repeat(5_000));
    let found = read_with(Reader::new("file"), [text.as_bytes()]);
    assert_eq!(
        found.refused(),
        [(52, "Lineitem quantity".to_owned(), ErrorKind::NotWhole)]
    );
    assert!(
        found
            .doubts()
            .iter()
            .any(|(_, _, what)| *what == ErrorKind::OutOfRange)
    );
    assert!(found.report.sums["EUR"].goods.is_some());
}

#[test]
fn a_number_as_long_as_a_cell_is_out_of_range() {
    let long = "9".repeat(CELL_BYTES_MAX);
    let row = format!("#1,paid,EUR,{long},,1,Lamp,{}e3\r\n", &long[4..]);
    let text = HEADINGS.join(",") + "\r\n" + &row;
    let found = read_with(Reader::new("file"), [text.as_bytes()]);
    assert_eq!((found.orders.len(), &found.end), (1, &Ok(())));
    assert_eq!(found.orders[0].totals.total, None);
    let total = (2, "Total".to_owned(), ErrorKind::OutOfRange);
    assert!(found.doubts().contains(&total), "{:?}", found.doubts());
    let zeros = "0".repeat(2 * CELL_BYTES_MAX);
    let record = format!(
        r#"[{{"id": 1, "number": "1", "status": "x", "total": {long}, "discount_total": "{zeros}.5", "billing": {{}}, "line_items": []}}]"#
    );
    let found = read_with(Reader::new("file"), [record.as_bytes()]);
    assert_eq!((found.orders.len(), found.end), (1, Ok(())));
    assert_eq!(found.orders[0].totals.total, None);
}

fn cut(bytes: &[u8], cuts: &[usize]) -> Read {
    let mut ends: Vec<usize> = cuts.iter().map(|cut| cut % (bytes.len() + 1)).collect();
    ends.push(bytes.len());
    ends.sort_unstable();
    let mut start = 0;
    let chunks: Vec<&[u8]> = ends
        .into_iter()
        .map(|end| {
            let chunk = &bytes[start..end];
            start = end;
            chunk
        })
        .collect();
    read_with(Reader::new("file"), chunks)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_cuts_of_rows_full_of_marks(
        rows in "([#\",;\r\n\t é0-9.]|\"\"|\r\n|#1,paid,EUR,1.00,2026-08-01,1,Lamp,1.00\r\n){0,60}",
        cuts in prop::collection::vec(any::<usize>(), 0..8),
    ) {
        let text = HEADINGS.join(",") + "\r\n" + &rows;
        let whole = cut(text.as_bytes(), &[]);
        prop_assert_eq!(&cut(text.as_bytes(), &cuts), &whole);
        let lines: usize = whole.orders.iter().map(|order| order.lines.len()).sum();
        prop_assert_eq!(lines as u64, whole.report.lines);
        prop_assert!(whole.report.lines + whole.report.refused.count() <= whole.report.rows);
    }

    #[test]
    fn any_cuts_of_json_full_of_marks(
        text in "[\\[{]([\\[\\]{}\",:\\\\\n é0-9a]|\"orders\":|\"number\":\"1\"|\"line_items\":\\[|null){0,80}",
        cuts in prop::collection::vec(any::<usize>(), 0..8),
    ) {
        prop_assert_eq!(cut(text.as_bytes(), &cuts), cut(text.as_bytes(), &[]));
    }

    #[test]
    fn any_bytes_at_all(bytes in prop::collection::vec(any::<u8>(), 0..200), start in 0_usize..4) {
        let start: &[u8] = [&b""[..], b"PK\x03\x04", b"{\"orders\":[", b"Name,Lineitem quantity,Lineitem name\n"][start];
        let bytes = [start, &bytes].concat();
        prop_assert_eq!(cut(&bytes, &[1, 5, 17, 60]), cut(&bytes, &[]));
    }
}
