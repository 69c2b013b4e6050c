//! A desk over a portal in memory, and files in memory.

use crate::support::{Site, code};
use depo::domain::command::Command;
use depo::domain::reason::Terms;
use depo::domain::{Event, Workspace};
use depo::portal::intake::{
    FileBytes, IncomingFile, IntakeDesk, IntakeReport, Options, Progress, import,
};
use depo::portal::{Keep, NoPace, Pace, PortalError};
use futures_executor::block_on;
use std::cell::Cell;
use std::path::{Path, PathBuf};

/// The months of the real files.
pub const MONTHS: [&str; 10] = [
    "2010-12", "2011-01", "2011-02", "2011-03", "2011-04", "2011-05", "2011-06", "2011-07",
    "2011-08", "2011-09",
];

/// A file's name and contents.
pub type TestFile = (String, Vec<u8>);

/// The real order files; `None`, and said so, where they are not beside the project.
pub fn real_files() -> Option<Vec<TestFile>> {
    let data = data_folder()?;
    let file = |month: &&str| {
        let name = format!("online-retail-{month}.csv.gz");
        let bytes = std::fs::read(data.join("by-month/dev").join(&name)).expect("the month's file");
        (name, bytes)
    };
    Some(MONTHS.iter().map(file).collect())
}

/// Where the real order files are.
pub fn data_folder() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/online-retail");
    if path.join("expected-facts-dev.json").is_file() {
        return Some(path);
    }
    println!("skipped: the real order files are not beside the project");
    None
}

/// A site as the intake's desk.
pub struct SiteDesk<'a>(pub &'a Site);

impl IntakeDesk for SiteDesk<'_> {
    fn look<T>(&self, with: impl FnOnce(&Workspace) -> T) -> T {
        with(&self.0.portal.state())
    }

    async fn take(&self, command: Command) -> Result<Vec<Event>, PortalError> {
        let now_ms = self.0.now_ms.get() + 1;
        self.0.now_ms.set(now_ms);
        let done = self
            .0
            .portal
            .execute(&command, &code("ana"), now_ms, Keep::Bulk)
            .await?;
        Ok(done.events)
    }

    async fn settle(&self) -> Result<(), PortalError> {
        self.0.portal.settle().await
    }
}

/// A file's contents in chunks, that may break off.
pub struct Chunks {
    bytes: Vec<u8>,
    at: usize,
    chunk_bytes: usize,
    breaks: bool,
}

impl FileBytes for Chunks {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, String> {
        if self.at >= self.bytes.len() {
            return match self.breaks {
                true => Err("NotReadableError".to_owned()),
                false => Ok(None),
            };
        }
        let to = self.bytes.len().min(self.at + self.chunk_bytes);
        let chunk = self.bytes[self.at..to].to_vec();
        self.at = to;
        Ok(Some(chunk))
    }
}

/// Files to import.
pub fn incoming(files: &[TestFile]) -> Vec<IncomingFile<Chunks>> {
    let file = |(name, bytes): &TestFile| IncomingFile {
        name: name.clone(),
        size_bytes: bytes.len() as u64,
        bytes: Chunks {
            bytes: bytes.clone(),
            at: 0,
            chunk_bytes: 100_000,
            breaks: false,
        },
    };
    files.iter().map(file).collect()
}

/// A file whose bytes cannot be read to the end.
pub fn breaking(name: &str, bytes: &[u8]) -> IncomingFile<Chunks> {
    let mut file = incoming(&[(name.to_owned(), bytes.to_vec())]).remove(0);
    file.bytes.breaks = true;
    file
}

/// Imports files as a whole.
pub fn take_files(site: &Site, files: &[TestFile]) -> IntakeReport {
    take_files_on(site, files, Options::default().terms)
}

/// Imports files as a whole, their orders on these terms.
pub fn take_files_on(site: &Site, files: &[TestFile], terms: Terms) -> IntakeReport {
    let (desk, show) = (SiteDesk(site), |_: Progress| {});
    let files = incoming(files);
    let (report, result) = block_on(import(
        files,
        Options { terms },
        false,
        &desk,
        &NoPace,
        &show,
    ));
    assert_eq!(result, Ok(()));
    assert!(report.adds_up(), "{report:?}");
    report
}

/// Imports files, or only counts.
pub fn run(
    site: &Site,
    files: &[TestFile],
    dry: bool,
    pace: &impl Pace,
) -> (IntakeReport, Result<(), PortalError>) {
    let desk = SiteDesk(site);
    let show = |_: Progress| {};
    block_on(import(
        incoming(files),
        Options::default(),
        dry,
        &desk,
        pace,
        &show,
    ))
}

/// Stops after so many steps.
pub struct StopAfter(pub Cell<u32>);

impl Pace for StopAfter {
    async fn step(&self, _done: u64, _total: u64) -> bool {
        self.0.set(self.0.get().saturating_sub(1));
        self.0.get() > 0
    }
}
