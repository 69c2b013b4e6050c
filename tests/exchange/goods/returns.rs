//! Amazon's report of returns with its traps.

use depo::exchange::problem::{ErrorKind, FileError};
use depo::exchange::returns_in::{
    Condition, ReturnedGoods, ReturnsFormat, ReturnsReader, ReturnsReport,
};
use depo::trade::returns::ReturnReason;

use super::{listed, read_with};

pub type Read = (Result<(), FileError>, Vec<ReturnedGoods>, ReturnsReport);

pub fn read_chunks<'a>(chunks: impl IntoIterator<Item = &'a [u8]>) -> Read {
    let mut reader = ReturnsReader::new("file");
    let (end, returns) = read_with(&mut reader, chunks);
    (end, returns, reader.report())
}

/// Reads a file that arrives at once, and holds it against the same file arriving byte by byte.
fn read(text: &str) -> Read {
    let whole = read_chunks([text.as_bytes()]);
    assert_eq!(whole, read_chunks(text.as_bytes().chunks(1)));
    whole
}

pub const HEADINGS: &str = "return-date\torder-id\tsku\tasin\tfnsku\tproduct-name\tquantity\tfulfillment-center-id\t\
                            detailed-disposition\treason\tstatus\tlicense-plate-number\tcustomer-comments\n";

#[test]
fn the_known_heading_row_is_of_returns_and_not_of_orders() {
    let Some(folder) = crate::shared::shared("headers") else {
        return;
    };
    let text =
        std::fs::read_to_string(folder.join("amazon-fba-returns.tsv")).expect("a heading row");
    let (end, _, report) = read(&text);
    assert_eq!(
        (end, report.format),
        (Err(FileError::NoRows), ReturnsFormat::AmazonFba)
    );
    let as_orders = crate::orders::read((text + "\n1\t2\t3\n").as_bytes());
    assert!(matches!(
        as_orders.end,
        Err(FileError::NotRecognised { .. })
    ));
}

#[test]
fn words_are_kept_and_known_ones_have_a_meaning() {
    let (end, returns, report) = read(
        &(HEADINGS.to_owned()
            + "2026-06-05T15:31:40+00:00\t114-1\t007\tB00X\tX00X\tLamp, 27\" wide\t2\tLEX1\tCUSTOMER_DAMAGED\t\
               NOT_COMPATIBLE\tReimbursed\tLPN1\ttoo \"big\"\n\
               2026-06-06T15:31:40+00:00\t114-2\tA\t\t\tWick\t1\tLEX1\tSELLABLE\tSOMETHING_NEW\tUnit returned to inventory\n\
               yesterday\t114-3\t\tB00Y\t\tOil\t1\tLEX1\tDefective\tQUALITY_UNACCEPTABLE\t\t\t\n\
               2026-06-07T15:31:40+00:00\t114-4\t\t\t\tNobody\t1\n\
               2026-06-07T15:31:40+00:00\t114-5\tA\t\t\tNone\t0\n\
               2026-06-07T15:31:40+00:00\t114-6\tA\t\t\tHalf\t1.5\n\
               2026-06-07T15:31:40+00:00\t114-7\tA\t\t\tBlank\t\n"),
    );
    assert_eq!((end, report.format), (Ok(()), ReturnsFormat::AmazonFba));
    assert_eq!((report.lines, report.units), (3, 4));
    let [lamp, wick, oil] = &returns[..] else {
        unreachable!("three returns, not {returns:?}");
    };
    assert_eq!(lamp.title.as_deref(), Some("Lamp, 27\" wide"));
    assert_eq!(lamp.comment.as_deref(), Some("too \"big\""));
    assert_eq!((lamp.sku.as_deref(), lamp.units), (Some("007"), 2));
    let ids: Vec<_> = lamp.ids.iter().map(|id| (&*id.name, &*id.value)).collect();
    assert_eq!(ids, [("asin", "B00X"), ("fnsku", "X00X")]);
    let time = lamp.returned.as_ref().expect("a time");
    assert_eq!((time.local.is_some(), time.offset_minutes), (true, Some(0)));
    let meaning = |goods: &ReturnedGoods| {
        (
            goods.condition.as_ref().and_then(|words| words.meaning),
            goods.reason.as_ref().and_then(|words| words.meaning),
        )
    };
    assert_eq!(
        meaning(lamp),
        (
            Some(Condition::CustomerDamaged),
            Some(ReturnReason::NotAsDescribed)
        )
    );
    assert_eq!(meaning(wick), (Some(Condition::Sellable), None));
    assert_eq!(
        meaning(oil),
        (Some(Condition::Defective), Some(ReturnReason::Defective))
    );
    assert_eq!(report.reasons.by_words["SOMETHING_NEW"], (None, 1));
    assert_eq!(
        listed(&report.sheet.doubts),
        [(4, "return-date", ErrorKind::NotATime)]
    );
    assert_eq!(
        listed(&report.sheet.refused),
        [
            (5, "sku", ErrorKind::Missing),
            (6, "quantity", ErrorKind::QuantityZero),
            (7, "quantity", ErrorKind::NotWhole),
            (8, "quantity", ErrorKind::Missing),
        ]
    );
}

/// Amazon quotes nothing: marks are a part of the text, at the beginning of a cell too.
#[test]
fn quotation_marks_are_text() {
    let row = |order: u32, title: &str, comment: &str| {
        format!(
            "2026-06-05\t{order}\tA\t\t\t{title}\t1\tX\tSELLABLE\tDEFECTIVE\tPending\tL\t{comment}\n"
        )
    };
    let cells = [
        ("\"Best\" 27\"", "\"too small"),
        ("Lamp", "fine"),
        ("\"Open", ""),
        ("Screen 27\"", "\""),
    ];
    let rows = (1..).zip(cells);
    let rows: String = rows
        .map(|(order, (title, comment))| row(order, title, comment))
        .collect();
    let (end, returns, report) = read(&(HEADINGS.to_owned() + &rows));
    assert_eq!((end, listed(&report.sheet.refused)), (Ok(()), vec![]));
    let seen: Vec<_> = returns
        .iter()
        .map(|goods| {
            let comment = goods.comment.as_deref().unwrap_or_default();
            (goods.title.as_deref().unwrap_or_default(), comment)
        })
        .collect();
    assert_eq!(seen, cells);
}
