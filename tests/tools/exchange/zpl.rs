//! Label files: ZPL, checked against the table of its commands.

use std::error::Error;

use super::{Options, shared::shared, zpl_check};

/// Where the table is, beside the project.
const TABLE: &str = "zpl/zpl-toolchain/parser_tables.json";

/// Checks the files. A file passes that breaks nothing; values out of their range are printed and do not fail it.
pub fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let path = shared(TABLE).ok_or("the table of commands is not here")?;
    let table = zpl_check::Table::read(&std::fs::read_to_string(path)?)?;
    let mut passed = 0;
    let mut warnings = 0;
    for file in &options.files {
        // Some samples are in the printer's own character set.
        let bytes = std::fs::read(file)?;
        let findings = table.check(&String::from_utf8_lossy(&bytes));
        let is_error =
            |finding: &&zpl_check::Finding| finding.severity == zpl_check::Severity::Error;
        let errors = findings.iter().filter(is_error).count();
        warnings += findings.len() - errors;
        for finding in &findings {
            let failed = if is_error(&finding) { "FAILED " } else { "" };
            println!("{failed}{}: {finding}", file.display());
        }
        passed += usize::from(errors == 0);
    }
    let judged = options.files.len();
    println!(
        "judged {judged}, passed {passed}, failed {}, warnings {warnings}",
        judged - passed
    );
    if passed < judged {
        return Err("some files failed".into());
    }
    Ok(())
}
