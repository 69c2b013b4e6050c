//! Files that are broken, or made to break the reader: a clear error, nothing lost that came before, bounded memory.

use depo::exchange::bytes::Inflate;
use depo::exchange::online_retail::Reader;
use depo::exchange::problem::{ErrorKind, FileError, Notice};
use depo::limits::{
    CELL_BYTES_MAX, IMPORT_STEP_BYTES_MAX, IMPORT_UNPACK_RATIO_MAX, REJECTED_ROWS_KEPT_MAX,
    REJECTED_VALUE_BYTES_MAX, ROW_CELLS_MAX,
};

use crate::online_retail_sample::{SampleOptions, sample};
use crate::reading::{HEADINGS, file, gzip, read, read_chunks};

const ROW: &str = "536365,85123A,LANTERN,6,12/1/2010 8:26,2.55,17850,United Kingdom\n";

fn errors(read: &crate::reading::Read) -> Vec<(u64, ErrorKind)> {
    read.report
        .rejected
        .kept()
        .iter()
        .map(|error| (error.row, error.what))
        .collect()
}

#[test]
fn a_packed_file_that_breaks_off_keeps_what_came_before() {
    let made = sample(SampleOptions {
        seed: 2,
        invoices: 100,
        broken_rows: false,
    });
    let packed = gzip(&made.csv);
    let whole = read(&packed);
    let mut most = 0;
    for percent in (1..100).step_by(7) {
        let part = read(&packed[..packed.len() * percent / 100]);
        assert_eq!(part.end, Err(FileError::GzipTruncated), "{percent}");
        assert_eq!(part.report.failures.len(), 1);
        assert!(part.report.adds_up());
        assert!(
            part.report.rejected.count() <= 1,
            "at most the row under way: {:?}",
            errors(&part)
        );
        let (last, complete) = match part.invoices.split_last() {
            Some((last, complete)) => (Some(last), complete),
            None => (None, &[][..]),
        };
        assert!(last.is_none_or(|invoice| invoice.cut_short));
        assert!(
            complete
                .iter()
                .all(|invoice| whole.invoices.contains(invoice)),
            "{percent}"
        );
        assert!(part.report.taken_lines() >= most, "{percent}");
        most = part.report.taken_lines();
    }
    assert!(
        most * 10 > whole.report.lines * 9,
        "{most} of {} lines",
        whole.report.lines
    );
}

#[test]
fn a_damaged_packed_file_is_not_taken_for_whole() {
    let packed = gzip(&file(ROW));
    for (at, error) in [
        (2, FileError::GzipDamaged),
        (packed.len() - 6, FileError::GzipDamaged),
    ] {
        let mut damaged = packed.clone();
        damaged[at] ^= 0x40;
        assert_eq!(read(&damaged).end, Err(error), "{at}");
    }
    let trailing = [packed.clone(), b"more".to_vec()].concat();
    let result = read(&trailing);
    assert_eq!(result.end, Err(FileError::GzipDamaged));
    assert_eq!(result.report.taken_lines(), 1);
    assert_eq!(
        read(&[packed, vec![0; 700]].concat()).end,
        Ok(()),
        "zeros pad"
    );
}

#[test]
fn a_header_with_every_part_is_understood() {
    use std::io::Write;
    let mut encoder = flate2::GzBuilder::new()
        .extra(vec![7; 300])
        .filename("orders.csv")
        .comment("of March")
        .write(Vec::new(), flate2::Compression::best());
    encoder.write_all(&file(ROW)).expect("writing to memory");
    let packed = encoder.finish().expect("writing to memory");
    assert_eq!(read_chunks(packed.chunks(1)).report.taken_lines(), 1);
}

#[test]
fn a_bomb_is_refused_and_no_step_gives_much() {
    let mut bomb = gzip(&[file(ROW), vec![b'\n'; 1 << 20]].concat());
    let layer = gzip(&vec![b'\n'; 64 << 20]);
    bomb.extend_from_slice(&layer);
    let result = read(&bomb);
    assert_eq!(
        result.end,
        Err(FileError::Bomb {
            ratio_max: IMPORT_UNPACK_RATIO_MAX
        })
    );
    assert_eq!(result.report.taken_lines(), 1, "what came before is kept");

    let mut inflate = Inflate::new();
    let mut output = Vec::new();
    let mut rest = &layer[..];
    for _ in 0..20 {
        output.clear();
        let used = inflate.step(rest, &mut output).expect("below the floor");
        rest = &rest[used..];
        assert!(output.len() <= IMPORT_STEP_BYTES_MAX);
    }
    assert!(inflate.bytes_out() >= 19 * IMPORT_STEP_BYTES_MAX as u64);
}

#[test]
fn encodings_are_told_apart_and_said() {
    let latin = read(
        &[
            file("536365,gift_0001_10,Voucher "),
            b"\xa310 \x80 \x93x\x94,1,12/1/2010 8:26,8.33,1,EIRE\n".to_vec(),
        ]
        .concat(),
    );
    assert_eq!(&*latin.invoices[0].lines[0].words, "Voucher £10 € “x”");
    assert_eq!(
        latin.report.notices[0].1,
        Notice::ReadAs {
            encoding: "windows-1252"
        }
    );

    let mixed = read(
        &[
            file("1,2,é "),
            b"\xa3,1,12/1/2010 8:26,8.33,1,EIRE\n".to_vec(),
        ]
        .concat(),
    );
    assert_eq!(&*mixed.invoices[0].lines[0].words, "é £");
    assert_eq!(
        mixed.report.notices[0].1,
        Notice::BrokenCharacters { count: 1 }
    );

    let clean = read(&file("1,2,é,1,12/1/2010 8:26,8.33,1,EIRE\n"));
    assert!(clean.report.notices.is_empty());

    let unmarked: Vec<u8> = HEADINGS.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(read(&unmarked).end, Err(FileError::NoRows));
    let nul = read(&[file(ROW), b"536366,\0".to_vec(), ROW.as_bytes().to_vec()].concat());
    assert_eq!(
        nul.end,
        Err(FileError::Binary {
            byte: (HEADINGS.len() + ROW.len() + 7) as u64
        })
    );
    assert_eq!(nul.report.taken_lines(), 1);
    assert_eq!(errors(&nul), [(3, ErrorKind::CutShort)]);

    let broken_half = [
        b"\xff\xfe".to_vec(),
        "a,\u{1f4e6},b"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect(),
    ]
    .concat();
    assert!(matches!(
        read(&broken_half[..9]).end,
        Err(FileError::ColumnsMissing { .. })
    ));
}

#[test]
fn files_without_rows_or_columns_say_so() {
    assert_eq!(read(b"").end, Err(FileError::Empty));
    assert_eq!(read(b"\xef\xbb\xbf").end, Err(FileError::Empty));
    assert_eq!(read(b"\n\r\n , ,\n").end, Err(FileError::Empty));
    assert_eq!(read(&gzip(b"")).end, Err(FileError::Empty));
    assert_eq!(read(HEADINGS.as_bytes()).end, Err(FileError::NoRows));
    assert_eq!(read(b"PK\x03\x04....").end, Err(FileError::Archive));
    let without_price = read(
        b"InvoiceNo,StockCode,Description,Quantity,InvoiceDate,CustomerID,Country\n1,2,3,4,5,6,7\n",
    );
    let missing = match without_price.end {
        Err(FileError::ColumnsMissing { missing, found }) => {
            assert_eq!(found.len(), 7);
            missing
        }
        other => vec![if other.is_ok() {
            "nothing"
        } else {
            "another error"
        }],
    };
    assert_eq!(missing, ["UnitPrice"]);
    let twice = HEADINGS.replace("Description", "Price");
    assert_eq!(
        read(twice.as_bytes()).end,
        Err(FileError::ColumnTwice {
            heading: "UnitPrice".to_owned()
        })
    );
}

#[test]
fn a_line_without_end_is_one_error_in_bounded_memory() {
    let mut reader = Reader::new("endless.csv");
    let mut count = 0;
    let mut push = |reader: &mut Reader, bytes: &[u8]| {
        let mut rest = bytes;
        while !rest.is_empty() {
            rest = &rest[reader.push(rest, &mut |_| count += 1).expect("text")..];
        }
    };
    push(&mut reader, &file(ROW));
    let megabyte = vec![b'x'; 1 << 20];
    for _ in 0..10 {
        push(&mut reader, &megabyte);
    }
    push(&mut reader, b"\n");
    push(&mut reader, ROW.as_bytes());
    reader.finish(&mut |_| count += 1).expect("text");
    let report = reader.report();
    assert_eq!((report.lines, report.taken_lines(), count), (3, 2, 1));
    let error = &report.rejected.kept()[0];
    assert_eq!((error.row, error.what), (3, ErrorKind::CellTooLong));
    assert!(error.value.len() <= REJECTED_VALUE_BYTES_MAX);
}

#[test]
fn huge_cells_and_rows_are_refused_and_their_neighbours_taken() {
    let huge = "x".repeat(CELL_BYTES_MAX + 1);
    let quoted = format!("\"{}\"", "a,b ".repeat(CELL_BYTES_MAX));
    let wide = ",".repeat(ROW_CELLS_MAX * 3);
    let heavy = format!("{0},{0},{0},{0},{0}", "y".repeat(CELL_BYTES_MAX));
    let read = read(&file(&format!(
        "{ROW}{huge}\n{ROW}{quoted},1\n{ROW}{wide}\n{ROW}{heavy}\n{ROW}"
    )));
    assert_eq!(
        errors(&read),
        [
            (3, ErrorKind::CellTooLong),
            (5, ErrorKind::CellTooLong),
            (7, ErrorKind::TooManyCells),
            (9, ErrorKind::RowTooLong),
        ]
    );
    assert_eq!(read.report.taken_lines(), 5);
    assert!(read.report.adds_up());
}

#[test]
fn an_unclosed_quote_costs_its_own_row_only() {
    let open = "536365,85123A,\"LANTERN,6,12/1/2010 8:26,2.55,17850,United Kingdom\n";
    let comma = "536365,85123A,\"LANTERN, WHITE\",6,12/1/2010 8:26,2.55,17850,United Kingdom\n";
    for (rows, taken) in [
        // The file ends in the cell.
        (format!("{ROW}{open}{}", ROW.repeat(50)), 51),
        // The cell outgrows its bound.
        (format!("{ROW}{open}{}", ROW.repeat(3_000)), 3_001),
        // A later quoted cell seems to close it.
        (format!("{ROW}{open}{ROW}{comma}{ROW}"), 4),
    ] {
        let read = read(&file(&rows));
        assert_eq!(errors(&read), [(3, ErrorKind::UnclosedQuote)]);
        assert_eq!(read.report.taken_lines(), taken);
        assert!(read.report.adds_up());
        let returns = crate::reading::read(&file(&rows.replace('\n', "\r\n")));
        assert_eq!(
            (errors(&returns), returns.report.taken_lines()),
            (errors(&read), taken)
        );
    }
}

#[test]
fn cells_with_line_breaks_are_one_row() {
    let read = read(&file(&format!(
        "536365,1,\"TWO\r\nLINES \"\"X\"\"\",6,12/1/2010 8:26,2.55,17850,EIRE\n{ROW}six"
    )));
    assert_eq!(&*read.invoices[0].lines[0].words, "TWO\r\nLINES \"X\"");
    assert_eq!(read.invoices[0].lines[1].row, 3);
    assert_eq!(errors(&read), [(4, ErrorKind::TooFewCells)]);
}

#[test]
fn rejected_rows_beyond_the_bound_are_counted() {
    let rows = "x\n".repeat(REJECTED_ROWS_KEPT_MAX + 10);
    let read = read(&file(&rows));
    assert_eq!(read.report.rejected.kept().len(), REJECTED_ROWS_KEPT_MAX);
    assert_eq!(read.report.rejected.beyond(), 10);
    assert!(read.report.adds_up());
}

#[test]
fn after_an_error_every_call_gives_it_again() {
    let mut reader = Reader::new("orders.csv");
    let mut none = |_| {};
    assert_eq!(
        reader.push(b"PK\x03\x04", &mut none),
        Err(FileError::Archive)
    );
    assert_eq!(
        reader.push(ROW.as_bytes(), &mut none),
        Err(FileError::Archive)
    );
    assert_eq!(reader.finish(&mut none), Err(FileError::Archive));
    assert_eq!(reader.report().failures.len(), 1);
}
