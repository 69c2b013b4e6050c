//! An import of orders from the first byte to the last command, with pauses for the screen.

use super::desk::{Answer, Desk, FileBytes, IncomingFile, Pace, Progress, Stage};
use super::orders::{Defaults, OrderOptions};
use super::plan::{Outside, Piece, Plan};
use super::repair;
use super::report::{Ended, FileReport, IntakeReport};
use super::taking::Taking;
use crate::exchange::fed::{FileReader, Gathering};
use crate::exchange::orders::model::Order;
use crate::exchange::orders::{Ending, Reader};
use crate::exchange::problem::FileError;
use crate::limits::INTAKE_SLICE_BYTES;
use crate::trade::decide::Refusal;
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// Why an import ended before its end. What was taken until then is kept, and importing again goes on from there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop<E> {
    /// A command was refused: the channel is retired, or whoever is signed in may not.
    Refused(Box<Refusal>),
    /// The workspace failed.
    Desk(E),
}

/// Why no next piece is worked.
pub(super) enum Halt<E> {
    /// Somebody stopped it.
    Cancelled,
    /// It cannot go on.
    Stop(Stop<E>),
}

impl<E> Halt<E> {
    /// How an import ended: whether it was stopped before its end, and by what if not by a person.
    pub(super) fn ended(result: Result<(), Self>) -> (bool, Result<(), Stop<E>>) {
        match result {
            Ok(()) => (false, Ok(())),
            Err(Halt::Cancelled) => (true, Ok(())),
            Err(Halt::Stop(stop)) => (true, Err(stop)),
        }
    }
}

impl<E> From<Stop<E>> for Halt<E> {
    fn from(stop: Stop<E>) -> Self {
        Halt::Stop(stop)
    }
}

/// What a command led to; a refusal that says more than "it is so already" stops an import.
pub(super) async fn run<D: Desk>(
    desk: &D,
    command: impl Into<crate::trade::decide::Command>,
    rows: Vec<crate::trade::personal::content::Written>,
) -> Result<(), Stop<D::Error>> {
    match desk.run(command.into(), rows).await {
        Ok(answer) if answer.is_so() => Ok(()),
        Ok(Answer::Refused(refusal)) => Err(Stop::Refused(refusal)),
        Ok(Answer::Done) => Ok(()),
        Err(error) => Err(Stop::Desk(error)),
    }
}

/// What a file is read into, piece by piece.
pub(super) trait Fed {
    /// Takes bytes; returns how many it used.
    fn push(&mut self, bytes: &[u8]) -> Result<usize, FileError>;

    /// Ends the file; asked again while there is more.
    fn finish(&mut self) -> Result<Ending, FileError>;

    /// How many lines of the file it has read.
    fn lines(&self) -> u64;
}

/// A reader with the records that it has given out.
pub(super) struct Collected<G: Gathering> {
    pub(super) reader: FileReader<G>,
    pub(super) records: Vec<G::Record>,
}

impl<G: Gathering> Collected<G> {
    /// Of a reader at the beginning of its file; `is_said` where a person said how its text is encoded.
    pub(super) fn new(reader: FileReader<G>, is_said: bool) -> Self {
        Collected {
            reader: match is_said {
                true => reader.as_said(),
                false => reader,
            },
            records: Vec::new(),
        }
    }
}

impl<G: Gathering> Fed for Collected<G> {
    fn push(&mut self, bytes: &[u8]) -> Result<usize, FileError> {
        let records = &mut self.records;
        self.reader.push(bytes, &mut |record| records.push(record))
    }

    fn finish(&mut self) -> Result<Ending, FileError> {
        let records = &mut self.records;
        self.reader.finish(&mut |record| records.push(record))
    }

    fn lines(&self) -> u64 {
        self.records.len() as u64
    }
}

/// How files are read with pauses.
pub(super) struct Reading<'a, P> {
    pub(super) pace: &'a P,
    pub(super) show: &'a dyn Fn(Progress),
    pub(super) progress: Progress,
}

impl<'a, P: Pace> Reading<'a, P> {
    pub(super) fn new<B>(
        files: &[IncomingFile<B>],
        pace: &'a P,
        show: &'a dyn Fn(Progress),
    ) -> Self {
        // Every file is read twice: once for its hash.
        let bytes_total = files.iter().map(|file| 2 * file.size_bytes).sum();
        let progress = Progress {
            bytes_total,
            ..Progress::default()
        };
        Reading {
            pace,
            show,
            progress,
        }
    }

    pub(super) async fn step<E>(&self) -> Result<(), Halt<E>> {
        (self.show)(self.progress);
        if self.pace.step().await {
            Ok(())
        } else {
            Err(Halt::Cancelled)
        }
    }

    /// Feeds a file to its end. Says what ended it before that, or was wrong with it as a whole.
    pub(super) async fn through<E, B: FileBytes>(
        &mut self,
        bytes: &mut B,
        fed: &mut impl Fed,
    ) -> Result<Option<FileError>, Halt<E>> {
        let lines_before = self.progress.lines;
        let mut failure = None;
        'chunks: loop {
            let chunk = match bytes.next().await {
                Ok(Some(chunk)) => chunk,
                Ok(None) => break,
                Err(cause) => {
                    failure = Some(FileError::Unreadable { cause });
                    break;
                }
            };
            let mut rest = chunk.as_slice();
            while !rest.is_empty() {
                let slice = &rest[..rest.len().min(INTAKE_SLICE_BYTES)];
                let used = match fed.push(slice) {
                    Ok(used) => used,
                    Err(error) => {
                        failure = Some(error);
                        break 'chunks;
                    }
                };
                rest = &rest[used..];
                self.progress.bytes += used as u64;
                self.progress.lines = lines_before + fed.lines();
                self.step().await?;
            }
        }
        loop {
            match fed.finish() {
                Ok(Ending::More) => self.step().await?,
                Ok(Ending::Done) => break,
                Err(error) => {
                    failure = failure.or(Some(error));
                    break;
                }
            }
        }
        self.progress.lines = lines_before + fed.lines();
        Ok(failure)
    }

    /// The first 16 bytes of SHA-256 of a file. One that cannot be read to its end has the hash of what could.
    pub(super) async fn hash<E, B: FileBytes>(
        &mut self,
        bytes: &mut B,
    ) -> Result<[u8; 16], Halt<E>> {
        let mut hasher = Sha256::new();
        while let Ok(Some(chunk)) = bytes.next().await {
            for slice in chunk.chunks(16 * INTAKE_SLICE_BYTES) {
                hasher.update(slice);
                self.progress.bytes += slice.len() as u64;
                self.step().await?;
            }
        }
        bytes.rewind();
        let digest = hasher.finalize();
        Ok(std::array::from_fn(|i| digest[i]))
    }
}

/// Imports files of orders: reads them one after another, and takes in what they hold. A dry run only counts what would
/// be new; nothing is kept.
///
/// The report is there also when it ends with an error.
pub async fn import_orders<B: FileBytes, D: Desk, P: Pace>(
    files: Vec<IncomingFile<B>>,
    options: OrderOptions,
    desk: &D,
    pace: &P,
    show: &dyn Fn(Progress),
) -> (IntakeReport, Result<(), Stop<D::Error>>) {
    let mut import = Import {
        reading: Reading::new(&files, pace, show),
        plan: Plan::new(options),
        taking: Taking::new(desk),
        desk,
    };
    let (stopped, result) = Halt::ended(import.all(files).await);
    if stopped {
        import.plan.report.ended = Ended::Stopped;
    }
    (import.plan.report, result)
}

struct Import<'a, D, P> {
    reading: Reading<'a, P>,
    plan: Plan,
    taking: Taking<'a, D>,
    desk: &'a D,
}

impl<D: Desk, P: Pace> Import<'_, D, P> {
    async fn all<B: FileBytes>(
        &mut self,
        files: Vec<IncomingFile<B>>,
    ) -> Result<(), Halt<D::Error>> {
        for file in files {
            self.file(file).await?;
        }
        let desk = self.desk;
        let mut salt = || desk.salt();
        self.plan.close(&mut Outside {
            salt: &mut salt,
            now_ms: desk.now_ms(),
            defaults: &|channel| desk.read(|at| Defaults::of(at.state, channel)),
        });
        self.reading.progress.stage = Stage::Matching;
        self.take_ready().await
    }

    async fn take_ready(&mut self) -> Result<(), Halt<D::Error>> {
        while let Some(piece) = self.plan.next_piece() {
            let (options, report) = (self.plan.options().clone(), &mut self.plan.report);
            match piece {
                Piece::Orders(orders) => self.taking.orders(orders, &options, report).await?,
                Piece::Credits(credits) => self.taking.credits(credits, &options, report).await?,
            }
            self.reading.progress.pieces_left = self.plan.ready() as u64;
            self.reading.step().await?;
        }
        Ok(())
    }

    async fn file<B: FileBytes>(&mut self, file: IncomingFile<B>) -> Result<(), Halt<D::Error>> {
        let IncomingFile {
            name,
            mut bytes,
            is_said,
            ..
        } = file;
        let name: Arc<str> = Arc::from(name);
        let hash = self.reading.hash(&mut bytes).await?;
        self.taking.read_file(hash, &name);
        self.plan.begin_file(&name, hash);
        let mut reader = match self.plan.options().mapping.clone() {
            Some(mapping) => Reader::with_mapping(&name, mapping),
            None => Reader::new(&name),
        };
        if is_said {
            reader = reader.as_said();
        }
        let lines_before = self.reading.progress.lines;
        let now_ms = self.desk.now_ms();
        let mut failed = false;
        let mut unreadable = None;
        let desk = self.desk;
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
                let pushed = reader.push(slice, &mut |order| feed(plan, order, desk, now_ms));
                let Ok(used) = pushed else {
                    failed = true;
                    break 'chunks;
                };
                rest = &rest[used..];
                self.reading.progress.bytes += used as u64;
                self.reading.progress.lines = lines_before + reader.report().rows;
                self.reading.step().await?;
                self.take_ready().await?;
            }
        }
        self.plan.end_of_file();
        if !failed {
            self.finish(&mut reader, now_ms, unreadable.is_some())
                .await?;
        }
        let report = reader.report();
        let failure = unreadable.map(|cause| FileError::Unreadable { cause });
        let file_report = FileReport {
            name,
            hash,
            format: report.format,
            rows: report.rows,
            records: report.orders,
            refused: report.refused.clone(),
            doubts: report.doubts.clone(),
            columns_unread: report.columns_unread.clone(),
            notices: report
                .notices
                .iter()
                .map(|(_, notice)| notice.clone())
                .collect(),
            failure: failure.or_else(|| report.failure.clone()),
            answers: report.answers.clone(),
        };
        self.reading.progress.lines = lines_before + report.rows;
        let loose = repair::loose_rows(report, self.plan.options());
        self.plan.end_file(file_report);
        if let (Some(rows), false) = (loose, self.plan.options().dry) {
            self.taking.keep_loose(hash, rows).await?;
        }
        Ok(())
    }

    /// Ends a file. Of one whose bytes no longer come the order that its last row belongs to may lack lines.
    async fn finish(
        &mut self,
        reader: &mut Reader,
        now_ms: i64,
        broke_off: bool,
    ) -> Result<(), Halt<D::Error>> {
        let desk = self.desk;
        loop {
            let mut open: Vec<Order> = Vec::new();
            let ending = reader.finish(&mut |order| open.push(order));
            if broke_off {
                let last_row = |order: &Order| order.lines.last().map(|line| line.row);
                let latest = open.iter().filter_map(last_row).max();
                for order in &mut open {
                    order.cut_short |= latest.is_some() && last_row(order) == latest;
                }
            }
            for order in open {
                feed(&mut self.plan, order, desk, now_ms);
            }
            match ending {
                Ok(Ending::More) => {
                    self.reading.step().await?;
                    self.take_ready().await?;
                }
                Ok(Ending::Done) | Err(_) => return Ok(()),
            }
        }
    }
}

fn feed<D: Desk>(plan: &mut Plan, order: Order, desk: &D, now_ms: i64) {
    let mut salt = || desk.salt();
    plan.take(
        order,
        &mut Outside {
            salt: &mut salt,
            now_ms,
            defaults: &|channel| desk.read(|at| Defaults::of(at.state, channel)),
        },
    );
}
