//! An import from the first byte to the last command, with pauses for the screen.

use super::plan::{Options, Plan, Sifted};
use super::report::{Ended, IntakeReport};
use crate::domain::command::{Command, Refusal};
use crate::domain::{Event, Workspace};
use crate::exchange::online_retail::{ImportReport, Invoice, Reader};
use crate::exchange::problem::FileError;
use crate::limits::INTAKE_SLICE_BYTES;
use crate::portal::{Pace, PortalError};
use std::sync::Arc;

/// Where an import looks things up and sends its commands.
#[allow(async_fn_in_trait)] // only used through generics, on one thread: no `Send` bound is wanted
pub trait IntakeDesk {
    /// Looks at the state.
    fn look<T>(&self, with: impl FnOnce(&Workspace) -> T) -> T;

    /// Executes a command as part of bulk work.
    async fn take(&self, command: Command) -> Result<Vec<Event>, PortalError>;

    /// Makes everything taken so far durable.
    async fn settle(&self) -> Result<(), PortalError>;
}

/// The bytes of a file, chunk by chunk.
#[allow(async_fn_in_trait)]
pub trait FileBytes {
    /// The next chunk; `None` at the end.
    ///
    /// # Errors
    /// When the file cannot be read any more, in the words of who reads it.
    async fn next(&mut self) -> Result<Option<Vec<u8>>, String>;
}

/// A file to import.
pub struct IncomingFile<B> {
    /// Its name.
    pub name: String,
    /// Its size as it lies there, in bytes.
    pub size_bytes: u64,
    /// Its bytes.
    pub bytes: B,
}

/// What an import is doing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    /// Reading files and taking their orders in.
    #[default]
    Reading,
    /// Taking in stock adjustments, and credits with the orders they belong to.
    Matching,
    /// Making sure that all of it is on the medium.
    Settling,
}

/// How far an import is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// What it is doing.
    pub stage: Stage,
    /// Bytes read, of the files as they lie there.
    pub bytes: u64,
    /// Bytes in all.
    pub bytes_total: u64,
    /// Lines read.
    pub lines: u64,
    /// Batches still to be taken, once all is read.
    pub batches_left: u64,
}

/// One import on its way.
struct Run<'a, D, P> {
    plan: Plan,
    /// Only count.
    dry: bool,
    desk: &'a D,
    pace: &'a P,
    show: &'a dyn Fn(Progress),
    progress: Progress,
    items_before: usize,
}

/// Imports files: reads them one after another, and takes in what they hold. With `dry` it only counts what would be
/// new; nothing is kept.
///
/// The report is there also when it ends with an error: what was taken until then has been kept, and importing the same
/// files again goes on from there.
pub async fn import<B: FileBytes, D: IntakeDesk, P: Pace>(
    files: Vec<IncomingFile<B>>,
    options: Options,
    dry: bool,
    desk: &D,
    pace: &P,
    show: &dyn Fn(Progress),
) -> (IntakeReport, Result<(), PortalError>) {
    let mut run = Run {
        plan: Plan::new(options),
        dry,
        desk,
        pace,
        show,
        items_before: items(desk),
        progress: Progress {
            bytes_total: files.iter().map(|file| file.size_bytes).sum(),
            ..Progress::default()
        },
    };
    let result = run.all(files).await;
    let result = match result {
        Err(PortalError::Cancelled) => {
            run.plan.report_mut().ended = Ended::Stopped;
            run.settle().await
        }
        other => other,
    };
    (run.plan.into_report(), result)
}

/// Ends a file. What is wrong with it stands in its report.
fn end_reading(reader: &mut Reader, take: &mut impl FnMut(Invoice)) {
    let ended = reader.finish(take);
    debug_assert!(ended.is_ok() || !reader.report().failures.is_empty());
}

fn items(desk: &impl IntakeDesk) -> usize {
    desk.look(|state| state.catalog.len())
}

impl<D: IntakeDesk, P: Pace> Run<'_, D, P> {
    async fn all<B: FileBytes>(&mut self, files: Vec<IncomingFile<B>>) -> Result<(), PortalError> {
        for file in files {
            self.file(file).await?;
        }
        self.plan.close();
        self.progress.stage = Stage::Matching;
        while self.plan.ready() > 0 {
            self.take_next().await?;
            self.step().await?;
        }
        self.settle().await
    }

    async fn settle(&mut self) -> Result<(), PortalError> {
        if self.dry {
            return Ok(());
        }
        self.progress.stage = Stage::Settling;
        (self.show)(self.progress);
        self.desk.settle().await
    }

    async fn step(&mut self) -> Result<(), PortalError> {
        self.progress.batches_left = self.plan.ready() as u64;
        (self.show)(self.progress);
        let Progress {
            bytes, bytes_total, ..
        } = self.progress;
        if self.pace.step(bytes, bytes_total).await {
            Ok(())
        } else {
            Err(PortalError::Cancelled)
        }
    }

    async fn file<B: FileBytes>(&mut self, file: IncomingFile<B>) -> Result<(), PortalError> {
        let IncomingFile {
            name,
            mut bytes,
            size_bytes,
        } = file;
        let bytes_before = self.progress.bytes;
        let lines_before = self.progress.lines;
        let mut reader = Reader::new(&name);
        self.plan.begin_file(&name);
        let mut failed = false;
        let mut unreadable = None;
        'chunks: loop {
            let chunk = match bytes.next().await {
                Ok(Some(chunk)) => chunk,
                Ok(None) => break,
                Err(cause) => {
                    unreadable = Some(cause);
                    break;
                }
            };
            let mut rest = chunk.as_slice();
            while !rest.is_empty() {
                let slice = &rest[..rest.len().min(INTAKE_SLICE_BYTES)];
                let plan = &mut self.plan;
                let Ok(used) = reader.push(slice, &mut |invoice| plan.take(invoice)) else {
                    failed = true;
                    break 'chunks;
                };
                rest = &rest[used..];
                self.progress.bytes += used as u64;
                self.progress.lines = lines_before + reader.report().lines;
                self.step().await?;
                while self.plan.ready() > 0 {
                    self.take_next().await?;
                    self.step().await?;
                }
            }
        }
        let report = match unreadable {
            Some(cause) => self.abandon(&mut reader, &name, cause),
            None => {
                if !failed {
                    self.plan.end_of_file();
                    let plan = &mut self.plan;
                    end_reading(&mut reader, &mut |invoice| plan.take(invoice));
                }
                reader.report().clone()
            }
        };
        self.plan.end_file(&report);
        self.progress.lines = lines_before + report.lines;
        self.progress.bytes = bytes_before + size_bytes;
        Ok(())
    }

    /// Ends a file whose bytes no longer come: the invoice that its last line belongs to may lack lines.
    fn abandon(&mut self, reader: &mut Reader, name: &str, cause: String) -> ImportReport {
        let mut open: Vec<Invoice> = Vec::new();
        end_reading(reader, &mut |invoice| open.push(invoice));
        let last_row = |invoice: &Invoice| invoice.lines.last().map(|line| line.row);
        let latest = open.iter().map(last_row).max().flatten();
        self.plan.end_of_file();
        for mut invoice in open {
            invoice.cut_short = last_row(&invoice) == latest;
            self.plan.take(invoice);
        }
        let mut report = reader.report().clone();
        let failure = FileError::Unreadable { cause };
        report.failures = vec![(Arc::from(name), failure)];
        report
    }

    async fn take_next(&mut self) -> Result<(), PortalError> {
        let Some(batch) = self.plan.next_batch() else {
            return Ok(());
        };
        let plan = &mut self.plan;
        let Some(Sifted { command, news }) = self.desk.look(|state| plan.sift(batch, state)) else {
            return Ok(());
        };
        if self.dry {
            self.plan.taken(&news);
            return Ok(());
        }
        match self.desk.take(command).await {
            Ok(events) => {
                let added = items(self.desk).saturating_sub(self.items_before);
                let report = self.plan.report_mut();
                report.items_added = added as u64;
                report.note_events(&events);
                self.plan.taken(&news);
                Ok(())
            }
            Err(PortalError::Refused(Refusal::NothingToDo)) => {
                self.plan.taken_before(&news);
                Ok(())
            }
            Err(error) => Err(error),
        }
    }
}
