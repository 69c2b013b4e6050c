//! What every test of the order reader does with it.

use depo::exchange::online_retail::{FactsSummary, ImportReport, Invoice, Reader};
use depo::exchange::problem::FileError;

/// All that reading a file gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Read {
    pub end: Result<(), FileError>,
    pub invoices: Vec<Invoice>,
    pub report: ImportReport,
    pub figures: FactsSummary,
}

/// Reads a file that arrives in the given chunks.
pub fn read_chunks<'a>(chunks: impl IntoIterator<Item = &'a [u8]>) -> Read {
    let mut reader = Reader::new("orders.csv");
    let mut invoices = Vec::new();
    let mut end = Ok(());
    'chunks: for chunk in chunks {
        let mut rest = chunk;
        while !rest.is_empty() {
            match reader.push(rest, &mut |invoice| invoices.push(invoice)) {
                Ok(used) => rest = &rest[used..],
                Err(error) => {
                    end = Err(error);
                    break 'chunks;
                }
            }
        }
    }
    if end.is_ok() {
        end = reader.finish(&mut |invoice| invoices.push(invoice));
    }
    Read {
        end,
        invoices,
        report: reader.report().clone(),
        figures: reader.facts().summary(),
    }
}

/// Reads a file that arrives at once.
pub fn read(file: &[u8]) -> Read {
    read_chunks([file])
}

/// Packs a file.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).expect("writing to memory");
    encoder.finish().expect("writing to memory")
}

pub const HEADINGS: &str =
    "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";

/// A file of the headings and these rows.
pub fn file(rows: &str) -> Vec<u8> {
    format!("{HEADINGS}{rows}").into_bytes()
}
