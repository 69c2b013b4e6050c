//! EDI files, X12 and EDIFACT: each message read or refused, by a second count of its segments, and what the documents
//! among them say.

use std::error::Error;

use super::{Options, edi_judge};

/// Judges the files.
pub fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let (mut passed, mut read, mut refused, mut records) = (0, 0, 0, 0);
    for file in &options.files {
        let judged = edi_judge::judge(&std::fs::read(file)?);
        for line in &judged.lines {
            println!("{}: {line}", file.display());
        }
        for failure in &judged.failures {
            println!("FAILED {}: {failure}", file.display());
        }
        passed += usize::from(judged.failures.is_empty());
        read += judged.read;
        refused += judged.refused;
        records += judged.records;
    }
    println!("documents recorded {records}");
    let files = options.files.len();
    println!(
        "judged {files}, passed {passed}, failed {}; messages read {read}, refused {refused}",
        files - passed
    );
    if passed < files {
        return Err("some files failed".into());
    }
    Ok(())
}
