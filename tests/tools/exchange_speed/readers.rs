//! The readers, what each is given, and the time it takes: bytes that lie in memory, pushed as the portal pushes them, and
//! what they give dropped.

use std::io::Read;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::{made, texts};
use depo::exchange::catalog::CatalogReader;
use depo::exchange::edi;
use depo::exchange::epcis;
use depo::exchange::gs1::ElementString;
use depo::exchange::inventory::InventoryReader;
use depo::exchange::orders::{Ending, Reader as OrderReader};
use depo::exchange::problem::FileError;
use depo::exchange::returns_in::ReturnsReader;
use depo::exchange::source::Source;
use depo::exchange::stock_file::{NumberStyle, StockReader};
use depo::exchange::tracking::recognise;
use depo::limits::FILE_CHUNK_BYTES;

/// So long is each reader run, again and again, and at least so often.
const MEASURED_MS: f64 = 400.0;
const RUNS_MIN: u32 = 3;

/// A reader and what it is given.
pub struct Reader {
    /// What is read.
    pub name: &'static str,
    /// What is counted.
    pub counted: &'static str,
    /// Whether it reads months of Online Retail.
    pub takes_months: bool,
    /// Makes a file up.
    pub make: fn() -> Vec<u8>,
    /// Reads it; how many of what is counted.
    read: fn(&[u8]) -> Result<u64, String>,
}

/// What is counted in delimited files.
pub const LINES: &str = "lines";

/// All readers.
pub const READERS: &[Reader] = &[
    Reader {
        takes_months: true,
        ..rows("Online Retail", made::online_retail, orders)
    },
    Reader {
        takes_months: true,
        ..rows("its cells alone", made::online_retail, cells)
    },
    rows("Shopify orders CSV", made::shopify_csv, orders),
    rows("Amazon orders TSV", made::amazon_tsv, orders),
    rows("eBay orders CSV", made::ebay_csv, orders),
    rows("Etsy items CSV", made::etsy_csv, orders),
    rows("Lazada orders CSV", made::lazada_csv, orders),
    rows("Shopify products CSV", made::shopify_products, products),
    rows("Shopify inventory CSV", made::shopify_inventory, levels),
    rows("Amazon returns TSV", made::amazon_returns, returns),
    rows("stock file CSV", made::stock_csv, stock),
    other(
        "Tokopedia workbook",
        "order lines",
        made::tokopedia_xlsx,
        orders,
    ),
    other("Shopify JSON", "order lines", texts::shopify_json, orders),
    other(
        "WooCommerce JSON",
        "order lines",
        texts::woocommerce_json,
        orders,
    ),
    other("X12 940", "segments", texts::x12, segments),
    other("EDIFACT ORDERS", "segments", texts::edifact, segments),
    other("GS1 element strings", "strings", texts::gs1, scans),
    other("tracking numbers", "numbers", texts::tracking, numbers),
    other("EPCIS hashes", "events", texts::epcis, hashes),
];

const fn rows(
    name: &'static str,
    make: fn() -> Vec<u8>,
    read: fn(&[u8]) -> Result<u64, String>,
) -> Reader {
    Reader {
        name,
        counted: LINES,
        takes_months: false,
        make,
        read,
    }
}

const fn other(
    name: &'static str,
    counted: &'static str,
    make: fn() -> Vec<u8>,
    read: fn(&[u8]) -> Result<u64, String>,
) -> Reader {
    Reader {
        name,
        counted,
        takes_months: false,
        make,
        read,
    }
}

/// Reads the bytes once, and again for as long as is measured; the line that tells of the quickest, for another program
/// may have had the processor.
pub fn measure(reader: &Reader, bytes: &[u8], clock_ms: fn() -> f64) -> Result<String, String> {
    let failed = |error: String| format!("{}: {error}", reader.name);
    let count = (reader.read)(bytes).map_err(failed)?;
    let (first_ms, mut runs, mut took_ms) = (clock_ms(), 0, f64::INFINITY);
    while runs < RUNS_MIN || clock_ms() - first_ms < MEASURED_MS {
        let began_ms = clock_ms();
        std::hint::black_box((reader.read)(bytes).map_err(failed)?);
        took_ms = took_ms.min(clock_ms() - began_ms);
        runs += 1;
    }
    let (name, what, size) = (reader.name, reader.counted, bytes.len());
    Ok(format!("{name},{what},{size},{count},{took_ms}"))
}

/// A file unpacked, so that readers which cannot unpack are given the same; its first line only where it is wanted.
pub fn unpacked(packed: &[u8], with_first_line: bool) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let mut decoder = flate2::read::MultiGzDecoder::new(packed);
    decoder
        .read_to_end(&mut bytes)
        .map_err(|error| error.to_string())?;
    if !with_first_line {
        let end = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(0);
        bytes.drain(..=end);
    }
    Ok(bytes)
}

/// What comes out is counted through this, so that none of it is left out of the work.
static UNITS: AtomicU64 = AtomicU64::new(0);

fn orders(bytes: &[u8]) -> Result<u64, String> {
    let mut reader = OrderReader::new("file");
    let mut lines = 0;
    let mut take = |order: depo::exchange::orders::model::Order| lines += order.lines.len() as u64;
    pushed(bytes, |rest| reader.push(rest, &mut take))?;
    while reader.finish(&mut take).map_err(words)? == Ending::More {}
    UNITS.fetch_add(lines, Ordering::Relaxed);
    let report = reader.report();
    unrefused(report.refused.count(), report.lines)
}

fn cells(bytes: &[u8]) -> Result<u64, String> {
    let mut source = Source::new();
    let (mut rows, mut letters) = (0_u64, 0_u64);
    let mut take = |row: depo::exchange::table::Row<'_>| {
        rows += 1;
        letters += row.cells().map(|cell| cell.len() as u64).sum::<u64>();
    };
    pushed(bytes, |rest| source.push(rest, &mut take))?;
    source.finish(&mut take).map_err(words)?;
    UNITS.fetch_add(letters, Ordering::Relaxed);
    Ok(rows)
}

fn products(bytes: &[u8]) -> Result<u64, String> {
    let mut reader = CatalogReader::new("file");
    let mut variants = 0;
    let mut take = |product: depo::exchange::catalog::model::Product| {
        variants += product.variants.len() as u64;
    };
    pushed(bytes, |rest| reader.push(rest, &mut take))?;
    while reader.finish(&mut take).map_err(words)? == Ending::More {}
    UNITS.fetch_add(variants, Ordering::Relaxed);
    let sheet = reader.report().sheet;
    unrefused(sheet.refused.count(), sheet.rows)
}

fn levels(bytes: &[u8]) -> Result<u64, String> {
    let mut reader = InventoryReader::new("file");
    let mut levels = 0;
    let mut take = |_| levels += 1;
    pushed(bytes, |rest| reader.push(rest, &mut take))?;
    while reader.finish(&mut take).map_err(words)? == Ending::More {}
    UNITS.fetch_add(levels, Ordering::Relaxed);
    let sheet = reader.report().sheet;
    unrefused(sheet.refused.count(), sheet.rows)
}

fn returns(bytes: &[u8]) -> Result<u64, String> {
    let mut reader = ReturnsReader::new("file");
    let mut lines = 0;
    let mut take = |_| lines += 1;
    pushed(bytes, |rest| reader.push(rest, &mut take))?;
    while reader.finish(&mut take).map_err(words)? == Ending::More {}
    UNITS.fetch_add(lines, Ordering::Relaxed);
    let sheet = reader.report().sheet;
    unrefused(sheet.refused.count(), sheet.rows)
}

fn stock(bytes: &[u8]) -> Result<u64, String> {
    let mut reader = StockReader::new("file", NumberStyle::Unsaid);
    let mut units = 0;
    let mut take = |row: depo::exchange::stock_file::StockRow| units += row.units.unsigned_abs();
    pushed(bytes, |rest| reader.push(rest, &mut take))?;
    reader.finish(&mut take).map_err(words)?;
    UNITS.fetch_add(units, Ordering::Relaxed);
    Ok(reader.report().taken)
}

/// Has the bytes pushed chunk by chunk.
fn pushed(
    bytes: &[u8],
    mut push: impl FnMut(&[u8]) -> Result<usize, FileError>,
) -> Result<(), String> {
    for chunk in bytes.chunks(FILE_CHUNK_BYTES) {
        let mut rest = chunk;
        while !rest.is_empty() {
            rest = &rest[push(rest).map_err(words)?..];
        }
    }
    Ok(())
}

fn words(error: FileError) -> String {
    error.to_string()
}

/// The lines, where none was refused: what is made up is sound.
fn unrefused(refused: u64, lines: u64) -> Result<u64, String> {
    match refused {
        0 => Ok(lines),
        refused => Err(format!("{refused} rows refused")),
    }
}

fn segments(bytes: &[u8]) -> Result<u64, String> {
    let file = edi::File::decode(bytes).map_err(|error| format!("{error:?}"))?;
    let interchanges = edi::read(&file).map_err(|error| format!("{error:?}"))?;
    let (mut count, mut lines) = (0, 0);
    for interchange in &interchanges {
        for message in &interchange.messages {
            let received = edi::document(interchange, message);
            if received.is_known && received.document.is_none() {
                let (faults, problems) = (&message.faults, &received.notes.problems);
                return Err(format!("{faults:?} {problems:?}"));
            }
            let document = received.document.iter();
            lines += document
                .map(|document| document.lines().len() as u64)
                .sum::<u64>();
            count += message.segments.len() as u64;
        }
    }
    UNITS.fetch_add(lines, Ordering::Relaxed);
    Ok(count)
}

/// One text a line.
fn lines(bytes: &[u8]) -> Result<std::str::Lines<'_>, String> {
    let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
    Ok(text.lines())
}

fn scans(bytes: &[u8]) -> Result<u64, String> {
    let mut count = 0;
    for line in lines(bytes)? {
        let read = ElementString::scanned(line).map_err(|error| format!("{line}: {error}"))?;
        UNITS.fetch_add(read.elements().len() as u64, Ordering::Relaxed);
        count += 1;
    }
    Ok(count)
}

fn numbers(bytes: &[u8]) -> Result<u64, String> {
    let mut count = 0;
    for line in lines(bytes)? {
        if recognise(line).is_empty() {
            return Err(format!("{line} is not recognised"));
        }
        count += 1;
    }
    Ok(count)
}

fn hashes(bytes: &[u8]) -> Result<u64, String> {
    let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
    let events = epcis::events(text).map_err(|error| format!("{error:?}"))?;
    let letters: usize = events
        .iter()
        .map(|event| epcis::event_hash(event, epcis::Edition::Ratified).len())
        .sum();
    UNITS.fetch_add(letters as u64, Ordering::Relaxed);
    Ok(events.len() as u64)
}
