//! Reads files of products and prints what they hold.
//!
//!     cargo run --release --example exchange -- catalog FILE... [--json OUT]
//!
//! OUT gets every product with its variants on a line of its own, in the neutral form.

use std::error::Error;

use depo::exchange::catalog::CatalogReader;

use crate::Options;
use crate::files::{Json, read, sheet, sheet_problems};

/// Reads the files.
pub fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let mut json = Json::create(options)?;
    let (mut failed, mut products, mut variants, mut problems) = (0, 0, 0, 0);
    for path in &options.files {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let mut reader = CatalogReader::new(&name);
        failed += u32::from(read(path, &mut reader, &mut json, &mut |_| {})?.is_err());
        let report = reader.report();
        println!("{}", path.display());
        println!("  format: {}", report.format.name());
        sheet(&report.sheet);
        println!(
            "  {} products, {} variants, {} of them without a code; {} rows of pictures, {} further parts of products",
            report.products,
            report.variants,
            report.variants_without_code,
            report.picture_rows,
            report.later_parts
        );
        sheet_problems(&report.sheet);
        products += report.products;
        variants += report.variants;
        problems += report.sheet.refused.count() + report.sheet.doubts.count();
    }
    json.close()?;
    println!(
        "{} files read, {failed} ended early; {products} products, {variants} variants, {problems} problems",
        options.files.len()
    );
    Ok(())
}
