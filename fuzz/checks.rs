//! What must hold of every reader of files and codes, whatever the bytes. One function per target.
//!
//! Nothing panics, nothing overflows (these builds check arithmetic), and memory stays within what the fuzzer is told to
//! allow. Where a reader is fed by chunks, how a file is cut changes nothing; the cuts follow from the bytes, so that
//! what the fuzzer keeps are real files. What is written is read back as it was.

#[path = "../tests/support/archive.rs"]
pub mod archive;

use std::fmt::Debug;

use depo::exchange::bytes::{Decode, Inflate};
use depo::exchange::catalog::CatalogReader;
use depo::exchange::country::Country;
use depo::exchange::csv_out::{Cell, CsvOptions, CsvWriter, Delimiter, unprotect};
use depo::exchange::currency::KnownCurrency;
use depo::exchange::decimal::{AmountStyle, Decimal, Money, currency_of};
use depo::exchange::fed::{FileReader, Gathering};
use depo::exchange::gs1::digital_link::{self, Blank, LinkReading};
use depo::exchange::gs1::element::Reader as ElementReader;
use depo::exchange::gs1::identifier::Unknown;
use depo::exchange::gs1::linter::{Linter, any_prefix};
use depo::exchange::gs1::{ElementString, scan};
use depo::exchange::inventory::InventoryReader;
use depo::exchange::json::{Json, JsonFault, Records};
use depo::exchange::orders::model::{Address, Order};
use depo::exchange::orders::report::OrderReport;
use depo::exchange::orders::{Ending, Reader as OrderReader};
use depo::exchange::phone::Phone;
use depo::exchange::problem::FileError;
use depo::exchange::returns_in::ReturnsReader;
use depo::exchange::source::Source;
use depo::exchange::stock_file::{NumberStyle, StockReader};
use depo::exchange::table::Flaw;
use depo::exchange::times::{DateStyle, SourceTime};
use depo::exchange::{address, edi, epcis, online_retail, preview, tracking};
use depo::intake::copy::CopyReader;
use depo::limits::{CELL_BYTES_MAX, PREVIEW_ROWS_MAX, ROW_CELLS_MAX};

/// Headings of each kind of order file that has rows.
pub const ROW_HEADINGS: [&str; 12] = [
    "Name,Email,Financial Status,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Shipping Name,Shipping Street,Shipping Country,Cancelled at,Notes",
    "order-id\torder-item-id\tpurchase-date\tpayments-date\tbuyer-name\tsku\tproduct-name\tquantity-purchased\tquantity-shipped\tquantity-to-ship\tship-country",
    "order-id\torder-item-id\tpurchase-date\tbuyer-name\tsku\tproduct-name\tquantity-purchased\tcurrency\titem-price\titem-tax\tshipping-price",
    "amazon-order-id\tpurchase-date\torder-status\tproduct-name\tsku\tasin\titem-status\tquantity\tcurrency\titem-price\tship-country",
    "Sales Record Number,Order Number,Buyer Username,Buyer Name,Item Number,Item Title,Custom Label,Quantity,Sold For,Shipping And Handling,Total Price,Payment Method,Sale Date,Paid On Date,Ship By Date",
    "Sale Date,Item Name,Buyer,Quantity,Price,Discount Amount,Order Shipping,Item Total,Currency,Transaction ID,Listing ID,Date Paid,Date Shipped,Ship Name,Order ID,Variations,SKU",
    "Order ID,Order Status,Order Substatus,SKU ID,Seller SKU,Product Name,Quantity,SKU Unit Original Price,Order Amount,Created Time,Paid Time,Shipped Time,Package ID,Zipcode",
    "No. Pesanan,Status Pesanan,No. Resi,Waktu Pesanan Dibuat,SKU Induk,Nama Produk,Nomor Referensi SKU,Harga Awal,Jumlah,Returned quantity,Total Pembayaran,Nama Penerima,Provinsi",
    "orderItemId,orderType,lazadaId,sellerSku,createTime,orderNumber,status,itemName,paidPrice,unitPrice,shippingFee",
    "ID,Purchase Point,Purchase Date,Bill-to Name,Ship-to Name,Grand Total (Base),Grand Total (Purchased),Status",
    "Order #;Order Date;SKU;Quantity;Unit Price;Country;Status",
    "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country",
];

/// Bytes cut where a number that follows from them says; now and then each byte alone.
fn cut(bytes: &[u8]) -> Vec<&[u8]> {
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    if hash.is_multiple_of(5) && bytes.len() < 3_000 {
        return bytes.chunks(1).collect();
    }
    let mut ends: Vec<usize> = (0..3)
        .map(|at| (hash >> (at * 20)) as usize % (bytes.len() + 1))
        .chain([bytes.len()])
        .collect();
    ends.sort_unstable();
    let mut start = 0;
    let part = |end| {
        let part = &bytes[start..end];
        start = end;
        part
    };
    ends.into_iter().map(part).collect()
}

/// Feeds chunks to a reader until it fails or all is taken.
fn feed<E>(chunks: &[&[u8]], mut push: impl FnMut(&[u8]) -> Result<usize, E>) -> Result<(), E> {
    for chunk in chunks {
        let mut rest = *chunk;
        let mut idle = 0;
        while !rest.is_empty() {
            let used = push(rest)?;
            idle = if used == 0 { idle + 1 } else { 0 };
            assert!(idle < 10_000, "a reader takes nothing");
            rest = &rest[used..];
        }
    }
    Ok(())
}

/// The same whole and in parts.
fn same<T: PartialEq + Debug>(bytes: &[u8], read: impl Fn(&[&[u8]]) -> T) -> T {
    let whole = read(&[bytes]);
    let parts = read(&cut(bytes));
    assert!(whole == parts, "whole {whole:?}\nparts {parts:?}");
    whole
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

type OrdersRead = (Result<(), FileError>, Vec<Order>, OrderReport);

fn read_orders(chunks: &[&[u8]]) -> OrdersRead {
    let mut reader = OrderReader::new("file");
    let mut orders = Vec::new();
    let mut end = feed(chunks, |bytes| {
        reader.push(bytes, &mut |order| orders.push(order))
    });
    while end.is_ok() {
        match reader.finish(&mut |order| orders.push(order)) {
            Ok(Ending::Done) => break,
            Ok(Ending::More) => {}
            Err(error) => end = Err(error),
        }
    }
    (end, orders, reader.report().clone())
}

fn check_orders(bytes: &[u8]) {
    let (end, orders, report) = same(bytes, read_orders);
    assert_eq!(report.failure, end.err());
    assert_eq!(report.orders + report.later_parts, orders.len() as u64);
    let lines: usize = orders.iter().map(|order| order.lines.len()).sum();
    assert_eq!(report.lines, lines as u64);
}

/// Any file, taken for orders.
pub fn order_files(bytes: &[u8]) {
    check_orders(bytes);
}

/// Rows below the headings that the first byte names.
pub fn order_rows(bytes: &[u8]) {
    let Some((which, rows)) = bytes.split_first() else {
        return;
    };
    let headings = ROW_HEADINGS[usize::from(*which) % ROW_HEADINGS.len()];
    check_orders(&[headings.as_bytes(), b"\n", rows].concat());
}

/// JSON within an array, a wrapper or nothing; and how it is cut into records.
pub fn order_records(bytes: &[u8]) {
    let Some((which, body)) = bytes.split_first() else {
        return;
    };
    let (begin, end) = [("", ""), ("[", "]"), ("{\"orders\":[", "]}")][usize::from(*which) % 3];
    check_orders(&[begin.as_bytes(), body, end.as_bytes()].concat());
    let text = text(body);
    let mut records = Records::new(&["orders"]);
    let mut bytes = 0;
    let pushed = records.push(&text, &mut |record| bytes += record.text.len());
    if pushed.is_ok() {
        records
            .finish(&mut |record| bytes += record.text.len())
            .ok();
    }
    assert!(bytes <= text.len());
}

/// A workbook whose sheet, texts, styles and contents are parts of the bytes; or the bytes as an archive.
pub fn order_workbooks(bytes: &[u8]) {
    if bytes.starts_with(b"PK\x03\x04") {
        return check_orders(bytes);
    }
    let mut parts = bytes.split(|byte| *byte == 0xff);
    let mut next = || parts.next().unwrap_or_default();
    let sheet = next();
    let texts = next();
    let styles = match next() {
        b"" => STYLES.as_bytes(),
        styles => styles,
    };
    let book = match next() {
        b"" => BOOK.as_bytes(),
        book => book,
    };
    let packed = archive::archive(&[
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", LINKS.as_bytes()),
        ("xl/styles.xml", styles),
        ("xl/sharedStrings.xml", texts),
        ("xl/worksheets/sheet1.xml", sheet),
    ]);
    check_orders(&packed);
}

const BOOK: &str = r#"<workbook xmlns:r="x"><sheets><sheet name="orders" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const LINKS: &str =
    r#"<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>"#;
const STYLES: &str =
    r#"<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#;

/// Online Retail, by the reader of its own.
pub fn online_retail(bytes: &[u8]) {
    let (end, ..) = same(bytes, |chunks| {
        let mut reader = online_retail::Reader::new("file");
        let mut invoices = Vec::new();
        let mut end = feed(chunks, |bytes| {
            reader.push(bytes, &mut |one| invoices.push(one))
        });
        if end.is_ok() {
            end = reader.finish(&mut |one| invoices.push(one));
        }
        let facts = reader.facts().summary();
        (end, invoices, reader.report().clone(), format!("{facts:?}"))
    });
    assert_ne!(end, Err(FileError::WorkbookDamaged));
}

/// Headings of files of products, stock levels and returns.
pub const GOODS_HEADINGS: [&str; 6] = [
    "Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Grams,Variant Inventory Qty,Variant Price,Variant Barcode",
    "Title,URL handle,Description,Vendor,Status,SKU,Barcode,Option1 name,Option1 value,Price,Inventory quantity,Weight value (grams)",
    "ID,Type,SKU,Name,Published,Description,Stock,Weight (kg),Length (cm),Width (cm),Height (cm),Regular price,Categories,Parent",
    "Handle,Title,Option1 Name,Option1 Value,SKU,HS Code,COO,Location,Bin name,Incoming (not editable),Unavailable (not editable),Committed (not editable),Available (not editable),On hand (current),On hand (new)",
    "Handle,Title,Option1 Name,Option1 Value,SKU,Location,Incoming,Unavailable,Committed,Available,On hand",
    "return-date\torder-id\tsku\tasin\tfnsku\tproduct-name\tquantity\tfulfillment-center-id\tdetailed-disposition\treason\tstatus\tlicense-plate-number\tcustomer-comments",
];

/// Reads a file whole and in parts by a reader of goods.
fn read_goods<G: Gathering>(bytes: &[u8], new: impl Fn() -> FileReader<G>)
where
    G::Record: PartialEq + Debug,
{
    same(bytes, |chunks| {
        let mut reader = new();
        let mut records = Vec::new();
        let mut end = feed(chunks, |bytes| {
            reader.push(bytes, &mut |record| records.push(record))
        });
        while end.is_ok() {
            match reader.finish(&mut |record| records.push(record)) {
                Ok(Ending::Done) => break,
                Ok(Ending::More) => {}
                Err(error) => end = Err(error),
            }
        }
        (end.err(), records)
    });
}

/// Products, stock levels and returns: the bytes as a file, and as rows below the headings that the first byte names.
pub fn goods(bytes: &[u8]) {
    let (which, rows) = bytes.split_first().unwrap_or((&0, &[]));
    let headings = GOODS_HEADINGS[usize::from(*which) % GOODS_HEADINGS.len()];
    let below = [headings.as_bytes(), b"\n", rows].concat();
    for file in [bytes, &below] {
        read_goods(file, || CatalogReader::new("file"));
        read_goods(file, || InventoryReader::new("file"));
        read_goods(file, || ReturnsReader::new("file"));
    }
}

/// Opening stock, in each style of numbers.
pub fn stock_file(bytes: &[u8]) {
    for style in [NumberStyle::Unsaid, NumberStyle::Point, NumberStyle::Comma] {
        let (end, stock, report) = same(bytes, |chunks| {
            let mut reader = StockReader::new("file", style);
            let mut stock = Vec::new();
            let mut end = feed(chunks, |bytes| {
                reader.push(bytes, &mut |row| stock.push(row))
            });
            if end.is_ok() {
                end = reader.finish(&mut |row| stock.push(row));
            }
            (end, stock, reader.report().clone())
        });
        assert!(
            report.adds_up() && stock.len() as u64 == report.taken,
            "{end:?}"
        );
    }
}

type Rows = Vec<(u64, Vec<String>, Option<Flaw>)>;

fn read_rows(chunks: &[&[u8]]) -> (Result<(), FileError>, Rows) {
    let mut source = Source::new();
    let mut rows = Rows::new();
    let mut keep = |row: depo::exchange::table::Row<'_>| {
        let cells = row.cells().map(str::to_owned).collect();
        rows.push((row.number(), cells, row.flaw()));
    };
    let mut end = feed(chunks, |bytes| source.push(bytes, &mut keep));
    if end.is_ok() {
        end = source.finish(&mut keep);
    }
    (end, rows)
}

/// Rows of cells, which are written and read again.
pub fn delimited_rows(bytes: &[u8]) {
    let (_, rows) = same(bytes, read_rows);
    let mut last = 0;
    for (number, cells, _) in &rows {
        assert!(*number > last && cells.len() <= ROW_CELLS_MAX);
        assert!(cells.iter().all(|cell| cell.len() <= CELL_BYTES_MAX));
        last = *number;
    }
    for delimiter in [Delimiter::Comma, Delimiter::Semicolon, Delimiter::Tab] {
        let mut writer = CsvWriter::new(CsvOptions {
            mark: true,
            delimiter,
        });
        // Headings as Depo's own files have them.
        writer.row(["a", "b", "c"].map(Cell::Text));
        writer.row(["1", "2", "3"].map(Cell::Text));
        let good = |(_, cells, flaw): &&(u64, Vec<String>, Option<Flaw>)| {
            flaw.is_none()
                && cells.iter().any(|cell| !cell.is_empty())
                && cells.iter().map(String::len).sum::<usize>() < CELL_BYTES_MAX / 4
        };
        let wanted: Vec<&Vec<String>> = rows.iter().filter(good).map(|row| &row.1).collect();
        for cells in &wanted {
            writer.row(cells.iter().map(|cell| Cell::Text(cell)));
        }
        let (end, again) = read_rows(&[&writer.take()]);
        assert_eq!(end, Ok(()));
        let again: Vec<Vec<&str>> = again[2..]
            .iter()
            .map(|(_, cells, _)| cells.iter().map(|cell| unprotect(cell)).collect())
            .collect();
        assert!(
            again.iter().eq(wanted.iter().copied()),
            "{again:?}\n{wanted:?}"
        );
    }
}

/// Packed files, held against the packer's own reader.
pub fn inflate(bytes: &[u8]) {
    let (end, unpacked) = same(bytes, |chunks| {
        let mut inflate = Inflate::new();
        let mut unpacked = Vec::new();
        let mut end = feed(chunks, |bytes| {
            let before = unpacked.len();
            let used = inflate.step(bytes, &mut unpacked);
            assert!(unpacked.len() - before <= depo::limits::IMPORT_STEP_BYTES_MAX + 64 * 1024);
            used
        });
        if end.is_ok() {
            end = inflate.finish(&mut unpacked);
        }
        (end, unpacked)
    });
    if bytes.starts_with(&[0x1f, 0x8b]) {
        let mut wanted = Vec::new();
        let mut reader = flate2::read::MultiGzDecoder::new(bytes);
        let by_packer = std::io::Read::read_to_end(&mut reader, &mut wanted);
        match (&end, by_packer) {
            (Ok(()), Ok(_)) => assert!(unpacked == wanted),
            // Zeros between members and behind them are padding here, and damage there.
            (Ok(()), Err(error)) => {
                assert!(
                    bytes.contains(&0) && unpacked.starts_with(&wanted),
                    "{error}"
                );
            }
            (Err(FileError::Bomb { .. }), _) | (Err(_), Err(_)) => {}
            (Err(error), Ok(_)) => panic!("{error}"),
        }
    }
}

/// Characters of any encoding.
pub fn characters(bytes: &[u8]) {
    let (end, read, _) = same(bytes, |chunks| {
        let (mut decode, mut read) = (Decode::new(), String::new());
        let mut end = feed(chunks, |bytes| {
            decode.push(bytes, &mut read).map(|()| bytes.len())
        });
        if end.is_ok() {
            end = decode.finish(&mut read);
        }
        (end, read, decode.notices())
    });
    if let Ok(wanted) = std::str::from_utf8(bytes)
        && end.is_ok()
        && !bytes.starts_with(b"\xef\xbb\xbf")
    {
        assert_eq!(read, wanted);
    }
}

/// JSON, held against another reader of it.
pub fn json(bytes: &[u8]) {
    let text = text(bytes);
    let other: Result<serde_json::Value, _> = serde_json::from_str(&text);
    match (Json::read(&text), &other) {
        (Ok(read), Ok(value)) => assert!(same_json(&read, value), "{read:?} {value:?}"),
        (Err(JsonFault::Broken(_)), Ok(_)) => panic!("refused: {text:?}"),
        // Numbers beyond a double and halves of characters are no fault here: the words are kept.
        (Ok(_), Err(error)) => {
            let words = error.to_string();
            let is_known = ["out of range", "recursion", "surrogate", "hex escape"]
                .iter()
                .any(|known| words.contains(known));
            assert!(is_known, "{words}: {text:?}");
        }
        (Err(_), _) => {}
    }
}

fn same_json(read: &Json<'_>, value: &serde_json::Value) -> bool {
    use serde_json::Value;
    match (read, value) {
        (Json::Object(entries), Value::Object(map)) => {
            // Of a key that stands there twice this program takes one and the other reader another.
            map.len() < entries.len()
                || entries.iter().all(|(key, inner)| {
                    map.get(key.as_ref())
                        .is_some_and(|value| same_json(inner, value))
                })
        }
        (Json::Array(items), Value::Array(values)) => {
            items.len() == values.len()
                && items
                    .iter()
                    .zip(values)
                    .all(|(item, value)| same_json(item, value))
        }
        (Json::Text(text), Value::String(value)) => text.as_ref() == value,
        (Json::Null, Value::Null) | (Json::Number(_), Value::Number(_)) => true,
        (Json::Truth(read), Value::Bool(value)) => read == value,
        _ => false,
    }
}

/// Copies of a workspace: packed ones, and plain ones.
pub fn copies(bytes: &[u8]) {
    let read = same(bytes, |chunks| {
        let mut reader = CopyReader::new();
        feed(chunks, |bytes| reader.step(bytes))
            .and_then(|()| reader.finish())
            .map_err(|error| error.to_string())
    });
    if let Err(words) = read {
        assert!(!words.is_empty());
    }
}

fn same_elements(read: &ElementString) {
    if read.elements().is_empty() {
        return;
    }
    let reader = ElementReader::default();
    assert_eq!(reader.scanned(&read.to_scanned()).as_ref(), Ok(read));
    assert_eq!(reader.carets(&read.to_carets()).as_ref(), Ok(read));
    assert_eq!(reader.bracketed(&read.to_bracketed()).as_ref(), Ok(read));
}

/// Element strings, as a scanner sends them and as they stand below a symbol.
pub fn gs1_elements(bytes: &[u8]) {
    let text = text(bytes);
    let reader = ElementReader::default();
    for read in [
        reader.scanned(&text),
        reader.bracketed(&text),
        reader.carets(&text),
    ] {
        match read {
            Ok(read) => same_elements(&read),
            Err(error) => {
                error.marked();
                assert!(!error.to_string().is_empty());
            }
        }
    }
}

/// Digital Links, read and written.
pub fn gs1_links(bytes: &[u8]) {
    let text = text(bytes);
    for reading in [
        LinkReading::default(),
        LinkReading {
            short_gtins: true,
            names: true,
            unknown: Unknown::Kept,
            unknown_attributes: true,
        },
    ] {
        match digital_link::read(&text, reading) {
            Ok(read) => {
                let written = digital_link::write(&read, None, reading.unknown_attributes);
                if let Ok(link) = written {
                    let again = digital_link::read(&link, reading)
                        .map(|again| digital_link::write(&again, None, reading.unknown_attributes));
                    assert_eq!(again, Ok(Ok(link)));
                }
            }
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
    for blank in [Blank::Plus, Blank::Escaped] {
        let escaped = digital_link::escape(&text, blank);
        let unescaped = digital_link::unescape(&escaped, blank);
        assert!(unescaped.as_ref() == Some(&text) || !text.is_ascii() || text.contains('\0'));
        digital_link::unescape(&text, blank);
    }
}

/// Every check of single values; a fault lies on characters of the value.
pub fn gs1_linters(bytes: &[u8]) {
    let text = text(bytes);
    for linter in Linter::ALL {
        if let Err(fault) = linter.check(&text, &any_prefix) {
            assert!(text.get(fault.at.clone()).is_some(), "{linter:?} {fault:?}");
        }
    }
}

/// What a scanner sends.
pub fn scans(bytes: &[u8]) {
    if let Ok(scan::Reading {
        content: scan::Content::Elements { elements, .. },
        ..
    }) = scan::read(&text(bytes))
    {
        same_elements(&elements);
    }
}

/// Tracking numbers: the same with blanks and small letters, and a link for each.
pub fn tracking(bytes: &[u8]) {
    let text = text(bytes);
    let found = tracking::recognise(&text);
    if text.is_ascii() {
        let blanks = text.to_ascii_lowercase().replace('1', " 1");
        let again = tracking::recognise(&blanks);
        assert!(found.len() == again.len() || blanks.len() > text.len());
    }
    for one in found {
        assert_eq!(
            tracking::link(one.carrier, &text).is_some(),
            one.link.is_some()
        );
    }
}

/// X12 and EDIFACT; what answers is read again and in order.
pub fn edi(bytes: &[u8]) {
    let Ok(file) = edi::File::decode(bytes) else {
        return;
    };
    let Ok(interchanges) = edi::read(&file) else {
        return;
    };
    for interchange in &interchanges {
        for message in &interchange.messages {
            for segment in &message.segments {
                segment.tag();
                segment.element(1);
                segment.component(2, 2);
            }
            let received = edi::document(interchange, message);
            assert!(message.faults.is_empty() || received.document.is_none());
            for fault in &message.faults {
                assert!(!fault.to_string().is_empty());
            }
        }
        edi::acknowledgement(interchange, 1);
    }
}

/// EPCIS documents: an event that can be read has a name.
pub fn epcis(bytes: &[u8]) {
    for event in epcis::events(&text(bytes)).unwrap_or_default() {
        for edition in [epcis::Edition::Draft, epcis::Edition::Ratified] {
            let again = epcis::canonical(&event.clone(), edition);
            assert_eq!(epcis::canonical(&event, edition), again);
            assert!(epcis::event_hash(&event, edition).starts_with("ni:///sha-256;"));
        }
    }
}

/// Amounts, currencies and times of cells.
pub fn numbers_and_times(bytes: &[u8]) {
    let text = text(bytes);
    for style in [
        AmountStyle::Point,
        AmountStyle::Comma,
        AmountStyle::Either,
        AmountStyle::Unsaid,
    ] {
        if let Ok(read) = Decimal::read(&text, style) {
            let written = read.to_string();
            assert_eq!(Decimal::plain(&written), Ok(read), "{written}");
            read.plus(read);
            read.times(i64::MAX);
            read.rounded(3);
            read.to_nearest_whole();
            read.to_amount();
        }
        Money::read(&text, style).ok();
    }
    currency_of(&text);
    for style in [
        DateStyle::DayFirst,
        DateStyle::MonthFirst,
        DateStyle::Unsaid,
    ] {
        SourceTime::read(&text, style).ok();
    }
}

/// Countries, post codes, telephone numbers and whole addresses of what people write.
pub fn addresses(bytes: &[u8]) {
    let text = text(bytes);
    let mut parts = text.split('\n');
    let mut next = || parts.next().map(str::to_owned);
    let address = Address {
        country: next(),
        post_code: next(),
        city: next(),
        province: next(),
        phone: next(),
        name: next(),
        company: next(),
        district: next(),
        street: parts.map(str::to_owned).collect(),
    };
    let words = address.country.as_deref().unwrap_or_default();
    let country = Country::of(words);
    for fault in address::faults(&address) {
        assert!(!fault.to_string().is_empty());
    }
    for from in [None, country] {
        assert!(
            address::lines(&address, from)
                .iter()
                .all(|line| !line.is_empty())
        );
    }
    for to in country.map_or_else(|| Country::all().collect(), |one| vec![one]) {
        let code = address.post_code.as_deref().unwrap_or_default();
        if let Some(written) = address::post_code(code, to) {
            assert_eq!(address::post_code(&written, to), Some(written));
        }
        let phone = address.phone.as_deref().unwrap_or_default();
        if let Ok(read) = Phone::read(phone, Some(to)) {
            let written = read.to_string();
            let again = Phone::read(&written, None).map(|again| again.to_string());
            assert_eq!(again, Ok(written));
        }
    }
    if let Ok(currency) = KnownCurrency::by_letters(words) {
        for amount in ["1.5", "-99999999999999999", "0"] {
            let amount = Decimal::plain(amount).expect("a number");
            currency.smallest_units(amount).ok();
        }
    }
}

/// What a file seems to be.
pub fn preview(bytes: &[u8]) {
    let seen = preview::preview(bytes, true);
    assert!(seen.rows.len() <= PREVIEW_ROWS_MAX);
}
