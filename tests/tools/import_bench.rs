//! Prints how fast order files are read: `cargo run --release --example import_bench -- FILE...`
//!
//! Figures, not verdicts. Each file is read into memory first; unpacking, decoding, parsing and gathering are timed.

use std::time::Instant;

use depo::exchange::online_retail::{Facts, ImportReport, Reader};

const CHUNK_BYTES: usize = 64 * 1024;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut facts = Facts::default();
    let mut report = ImportReport::default();
    let (mut bytes_packed, mut bytes, mut invoices, mut seconds) = (0, 0, 0, 0.0);
    let mut longest_call_ms: f64 = 0.0;
    for path in std::env::args().skip(1) {
        let file = std::fs::read(&path)?;
        bytes_packed += file.len();
        let begin = Instant::now();
        let mut reader = Reader::new(&path);
        for chunk in file.chunks(CHUNK_BYTES) {
            let mut rest = chunk;
            while !rest.is_empty() {
                let call = Instant::now();
                rest = &rest[reader.push(rest, &mut |_| invoices += 1)?..];
                longest_call_ms = longest_call_ms.max(call.elapsed().as_secs_f64() * 1e3);
            }
        }
        reader.finish(&mut |_| invoices += 1)?;
        facts.merge(reader.facts());
        report.merge(reader.report());
        seconds += begin.elapsed().as_secs_f64();
        bytes += reader.bytes_unpacked();
    }
    println!(
        "{} lines in {invoices} invoices, {bytes} bytes ({bytes_packed} packed)",
        report.lines
    );
    println!(
        "{seconds:.3} s: {:.0} lines/s, {:.1} MB/s",
        report.lines as f64 / seconds,
        bytes as f64 / seconds / 1e6
    );
    println!(
        "longest call {longest_call_ms:.1} ms; {} rejected",
        report.rejected_lines()
    );
    println!("sum {} GBP", facts.summary().sum_value_gbp);
    Ok(())
}
