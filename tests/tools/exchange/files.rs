//! Files into readers and records into a file: what every kind of file needs.

use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Read, Write};
use std::path::Path;

use depo::exchange::fed::{Ending, FileReader, Gathering};
use depo::exchange::problem::{FileError, Rejected};
use depo::exchange::sheet::SheetReport;
use serde::Serialize;

use crate::Options;

const CHUNK_BYTES: usize = 256 * 1024;
const ERRORS_SHOWN_MAX: usize = 20;

/// Where records go in full, a line of JSON each; nowhere where nobody asked for it.
pub struct Json(Option<BufWriter<File>>);

impl Json {
    /// The file that the options name.
    pub fn create(options: &Options) -> Result<Self, Box<dyn Error>> {
        let file = options.json.as_ref().map(File::create).transpose()?;
        Ok(Self(file.map(BufWriter::new)))
    }

    fn write(&mut self, record: &impl Serialize) -> Result<(), Box<dyn Error>> {
        if let Some(file) = &mut self.0 {
            serde_json::to_writer(&mut *file, record)?;
            file.write_all(b"\n")?;
        }
        Ok(())
    }

    /// Ends the file.
    pub fn close(self) -> Result<(), Box<dyn Error>> {
        match self.0 {
            Some(mut file) => Ok(file.flush()?),
            None => Ok(()),
        }
    }
}

/// Reads a file to its end and shows each record to `seen`; the inner result is how it ended.
pub fn read<G: Gathering<Record: Serialize>>(
    path: &Path,
    reader: &mut FileReader<G>,
    json: &mut Json,
    seen: &mut impl FnMut(&G::Record),
) -> Result<Result<(), FileError>, Box<dyn Error>> {
    let mut file = File::open(path)?;
    let mut chunk = vec![0; CHUNK_BYTES];
    let mut fault = None;
    let mut out = |record: G::Record| {
        seen(&record);
        if let Err(error) = json.write(&record) {
            fault.get_or_insert(error);
        }
    };
    let end = 'file: loop {
        let length = file.read(&mut chunk)?;
        let mut rest = &chunk[..length];
        while !rest.is_empty() {
            match reader.push(rest, &mut out) {
                Ok(used) => rest = &rest[used..],
                Err(error) => break 'file Err(error),
            }
        }
        if length == 0 {
            break loop {
                match reader.finish(&mut out) {
                    Ok(Ending::More) => {}
                    Ok(Ending::Done) => break Ok(()),
                    Err(error) => break Err(error),
                }
            };
        }
    };
    match fault {
        Some(error) => Err(error),
        None => Ok(end),
    }
}

/// Prints what is the same of every file of rows.
pub fn sheet(report: &SheetReport) {
    println!(
        "  columns: {}, of which {} not read: {}",
        report.columns,
        report.columns_unread.len(),
        report.columns_unread.join(", ")
    );
    println!("  {} rows, {} blank", report.rows, report.blank_rows);
}

/// Prints what was wrong with a file of rows.
pub fn sheet_problems(report: &SheetReport) {
    for notice in &report.notices {
        println!("  notice: {notice:?}");
    }
    problems("refused", &report.refused);
    problems("doubtful", &report.doubts);
    if let Some(failure) = &report.failure {
        println!("  ENDED EARLY: {failure}");
    }
}

/// Prints the first problems of a list.
pub fn problems(what: &str, list: &Rejected) {
    if list.count() > 0 {
        println!("  {what}: {}", list.count());
    }
    for error in list.kept().iter().take(ERRORS_SHOWN_MAX) {
        println!(
            "    {} row {}, {}: {:?}: {}; {}",
            error.file,
            error.row,
            error.column.as_deref().unwrap_or("the whole"),
            error.value,
            error.what,
            error.remedy()
        );
    }
}
