//! Reads files of returns and prints what they hold.
//!
//!     cargo run --release --example exchange -- returns FILE... [--json OUT]
//!
//! OUT gets every return on a line of its own, in the neutral form.

use std::error::Error;
use std::fmt::Debug;

use depo::exchange::returns_in::{ReturnsReader, WordCounts};

use crate::Options;
use crate::files::{Json, read, sheet, sheet_problems};

/// Reads the files.
pub fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let mut json = Json::create(options)?;
    let (mut failed, mut lines, mut units, mut problems) = (0, 0, 0, 0);
    for path in &options.files {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let mut reader = ReturnsReader::new(&name);
        failed += u32::from(read(path, &mut reader, &mut json, &mut |_| {})?.is_err());
        let report = reader.report();
        println!("{}", path.display());
        println!("  format: {}", report.format.name());
        sheet(&report.sheet);
        println!("  {} returns, {} units", report.lines, report.units);
        print("condition", &report.conditions);
        print("reason", &report.reasons);
        for (words, (_, units)) in &report.statuses.by_words {
            println!("  status \"{words}\": {units} units");
        }
        sheet_problems(&report.sheet);
        lines += report.lines;
        units += report.units;
        problems += report.sheet.refused.count() + report.sheet.doubts.count();
    }
    json.close()?;
    println!(
        "{} files read, {failed} ended early; {lines} returns, {units} units, {problems} problems",
        options.files.len()
    );
    Ok(())
}

fn print<T: Debug>(what: &str, counts: &WordCounts<T>) {
    for (words, (meaning, units)) in &counts.by_words {
        match meaning {
            Some(meaning) => println!("  {what} \"{words}\": {units} units, read as {meaning:?}"),
            None => println!("  {what} \"{words}\": {units} units, UNKNOWN, kept"),
        }
    }
    if counts.beyond > 0 {
        println!("  other words of the {what}: {} units", counts.beyond);
    }
}
