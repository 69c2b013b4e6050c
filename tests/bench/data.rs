//! The order files that are imported: ten months of a real shop where they lie beside the repository, else one of their
//! form and size that is made up.

use crate::sample::{SampleOptions, sample};
use crate::support::Failure;
use crate::support::session::Session;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

/// Gives some 370,000 lines.
const MADE_UP_INVOICES: usize = 22_000;

/// What is imported.
pub struct OrderFiles {
    /// The files, in the order of their months.
    pub files: Vec<PathBuf>,
    /// What they are.
    pub what: &'static str,
    /// How many lines they have, where that is known beforehand.
    pub lines: Option<u64>,
}

impl OrderFiles {
    /// Their names as the page asks for them.
    pub fn names(&self) -> Vec<String> {
        let name = |file: &PathBuf| {
            let name = file.file_name().unwrap_or_default();
            name.to_string_lossy().into_owned()
        };
        self.files.iter().map(name).collect()
    }
}

/// Finds or makes the files, and serves them under `/data/`. They are never copied.
pub fn serve(session: &Session) -> Result<OrderFiles, Failure> {
    let folder = session.scratch("site")?.join("data");
    fs::create_dir_all(&folder)?;
    let real = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/online-retail/by-month");
    let mut files = Vec::new();
    if real.is_dir() {
        find(&real, &mut files)?;
        files.sort();
    }
    if files.is_empty() {
        let made_up = session.scratch("made-up")?.join("orders.csv");
        let made = sample(SampleOptions {
            seed: 7,
            invoices: MADE_UP_INVOICES,
            broken_rows: false,
        });
        fs::write(&made_up, &made.csv)?;
        symlink(&made_up, folder.join("orders.csv"))?;
        return Ok(OrderFiles {
            files: vec![made_up],
            what: "a made-up order file",
            lines: Some(made.expected.lines),
        });
    }
    for file in &files {
        let name = file.file_name().ok_or("a file without a name")?;
        symlink(fs::canonicalize(file)?, folder.join(name))?;
    }
    Ok(OrderFiles {
        files,
        what: "ten months of Online Retail",
        lines: None,
    })
}

fn find(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            find(&path, files)?;
        } else if path.to_string_lossy().ends_with(".csv.gz") {
            files.push(path);
        }
    }
    Ok(())
}
