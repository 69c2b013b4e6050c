//! Reads files of stock levels and prints what they hold.
//!
//!     cargo run --release --example exchange -- inventory FILE... [--json OUT]
//!
//! OUT gets every level on a line of its own, in the neutral form.

use std::error::Error;

use depo::exchange::inventory::{InventoryReader, LocationSums};

use crate::Options;
use crate::files::{Json, read, sheet, sheet_problems};

/// Reads the files.
pub fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let mut json = Json::create(options)?;
    let (mut failed, mut levels, mut problems) = (0, 0, 0);
    for path in &options.files {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let mut reader = InventoryReader::new(&name);
        failed += u32::from(read(path, &mut reader, &mut json, &mut |_| {})?.is_err());
        let report = reader.report();
        println!("{}", path.display());
        println!("  format: {}", report.format.name());
        sheet(&report.sheet);
        println!("  {} levels", report.levels);
        for (location, sums) in &report.locations {
            match location.as_str() {
                "" => print("no location", sums),
                location => print(location, sums),
            }
        }
        if report.locations_beyond.levels > 0 {
            print("other locations", &report.locations_beyond);
        }
        sheet_problems(&report.sheet);
        levels += report.levels;
        problems += report.sheet.refused.count() + report.sheet.doubts.count();
    }
    json.close()?;
    println!(
        "{} files read, {failed} ended early; {levels} levels, {problems} problems",
        options.files.len()
    );
    Ok(())
}

fn print(location: &str, sums: &LocationSums) {
    println!(
        "  {location}: {} levels, {} not stocked; units: {} on hand, {} committed, {} available, {} incoming",
        sums.levels, sums.not_stocked, sums.on_hand, sums.committed, sums.available, sums.incoming
    );
}
