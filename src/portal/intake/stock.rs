//! Opening stock from files: what lies where becomes opening documents, with the items and bins that they name.
//!
//! A file that is imported again after it was mended posts its difference to what earlier files said of the same bins
//! and items. It says nothing of bins that it does not name, and nothing is taken out that is promised or gone: such a
//! row is refused, for a person to count the bin.

use super::made_up::documents;
use super::run::{FileBytes, IncomingFile, IntakeDesk, Progress, Stage};
use crate::domain::Workspace;
use crate::domain::command::{Command, NewItem, Refusal};
use crate::domain::event::{StockDocumentKind, StockPosted};
use crate::domain::place::{Goods, Movement, Place};
use crate::domain::text::{Code, Sku, TextError, Words};
use crate::domain::workspace::StockDocument;
use crate::exchange::problem::{ErrorKind, FileError, Notice, Rejected, RowError, shown_value};
use crate::exchange::stock_file::{NumberStyle, StockReader, StockReport, StockRow};
use crate::limits::{INTAKE_SLICE_BYTES, INTAKE_STOCK_MOVEMENTS_MAX};
use crate::portal::{Pace, PortalError};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The bin of goods whose file names none.
const NO_BIN: &str = "STOCK";

/// What the figures of a stock file say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StockMode {
    /// What was there when the ledger began: the difference to what earlier files said is posted.
    #[default]
    Correct,
    /// What comes on top of what is there; the same contents count once all the same.
    Add,
}

/// How a file of opening stock is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StockImport {
    /// How its numbers are written.
    pub style: NumberStyle,
    /// What its figures say.
    pub mode: StockMode,
    /// Only count.
    pub dry: bool,
}

/// The report of opening stock: every row of the files is taken or among the rejected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StockIntakeReport {
    /// Files read, in whole or in part.
    pub files: u32,
    /// Rows below the headings that are not blank.
    pub lines: u64,
    /// Rows taken.
    pub taken: u64,
    /// Units of those rows.
    pub units: u64,
    /// The rows that were not taken.
    pub rejected: Rejected,
    /// Units that were booked in now.
    pub units_new: u64,
    /// Units that are here already; left alone.
    pub units_known: u64,
    /// Units that were taken out again: earlier files said more.
    pub units_fewer: u64,
    /// Items that the catalog did not know.
    pub items_added: u64,
    /// Bins that were not there.
    pub bins_added: u64,
    /// What a person should know about files that were read.
    pub notices: Vec<(Arc<str>, Notice)>,
    /// Files whose reading ended early, and why.
    pub failures: Vec<(Arc<str>, FileError)>,
    /// Whether somebody stopped it.
    pub stopped: bool,
}

impl StockIntakeReport {
    /// Whether every row is either taken or rejected, and every unit either new or known.
    pub fn adds_up(&self) -> bool {
        self.lines == self.taken + self.rejected.count()
            && (self.stopped || self.units == self.units_new + self.units_known)
    }

    /// Whether nothing was new.
    pub fn changes_nothing(&self) -> bool {
        self.units_new == 0 && self.units_fewer == 0 && self.items_added == 0
    }
}

/// What the rows of the files say of an item in a bin.
#[derive(Default)]
struct Told {
    units: u32,
    /// File, row and units of each.
    rows: Vec<(Arc<str>, u64, u32)>,
}

/// What the rows of a file add up to.
#[derive(Default)]
struct Gathered {
    items: BTreeMap<Sku, (Option<Words>, Vec<Code>)>,
    stock: BTreeMap<(Code, Sku), Told>,
    report: StockIntakeReport,
}

impl Gathered {
    fn take(&mut self, file: &Arc<str>, row: &StockRow) {
        match self.try_take(file, row) {
            Ok(()) => {
                self.report.taken += 1;
                self.report.units += row.units.unsigned_abs();
            }
            Err((column, value, what)) => self.report.rejected.add(|| RowError {
                file: file.clone(),
                row: row.row,
                column: Some(column.into()),
                value: shown_value(&value),
                what,
                line: format!(
                    "{},{},{}",
                    row.code,
                    row.units,
                    row.bin.as_deref().unwrap_or_default()
                ),
            }),
        }
    }

    fn try_take(
        &mut self,
        file: &Arc<str>,
        row: &StockRow,
    ) -> Result<(), (&'static str, String, ErrorKind)> {
        let refuse = |column, text: &str| {
            let text = text.to_owned();
            move |error: TextError| {
                let what = match error {
                    TextError::Empty => ErrorKind::Missing,
                    TextError::TooLong => ErrorKind::CellTooLong,
                    TextError::Control => ErrorKind::ControlCharacter,
                };
                (column, text, what)
            }
        };
        let sku = Sku::new(&row.code).map_err(refuse("SKU", &row.code))?;
        let bin = row.bin.as_deref().unwrap_or(NO_BIN);
        let bin = Code::new(bin).map_err(refuse("Bin", bin))?;
        let name = match &row.name {
            Some(name) => Some(Words::new(name).map_err(refuse("Name", name))?),
            None => None,
        };
        let barcode = match &row.barcode {
            Some(barcode) => Some(Code::new(barcode).map_err(refuse("Barcode", barcode))?),
            None => None,
        };
        let place = (bin, sku.clone());
        let there = self.stock.get(&place).map_or(0, |told| told.units);
        let added = u32::try_from(row.units).ok();
        let sum = added.and_then(|units| Some((units, units.checked_add(there)?)));
        let (added, units) =
            sum.ok_or_else(|| ("Quantity", row.units.to_string(), ErrorKind::OutOfRange))?;
        let item = self.items.entry(sku).or_default();
        item.0 = item.0.take().or(name);
        if let Some(barcode) = barcode
            && !item.1.contains(&barcode)
        {
            item.1.push(barcode);
        }
        let told = self.stock.entry(place).or_default();
        told.units = units;
        told.rows.push((file.clone(), row.row, added));
        Ok(())
    }

    fn end_file(&mut self, file: &Arc<str>, read: &StockReport) {
        self.report.files += 1;
        self.report.lines += read.lines;
        self.report.rejected.merge(&read.rejected);
        let notices = read
            .notices
            .iter()
            .map(|notice| (file.clone(), notice.clone()));
        self.report.notices.extend(notices);
    }

    fn items(&mut self) -> Vec<NewItem> {
        let item = |(sku, (name, barcodes))| NewItem {
            sku,
            name,
            barcodes,
        };
        std::mem::take(&mut self.items)
            .into_iter()
            .map(item)
            .collect()
    }

    /// The documents that make the stock what the files say; those that are here already are among them.
    fn documents(&mut self, mode: StockMode, state: &Workspace) -> Vec<StockPosted> {
        let mut movements = Vec::new();
        let mut corrects = false;
        for ((bin, sku), told) in std::mem::take(&mut self.stock) {
            let said = match mode {
                StockMode::Correct => state.opening.said(&bin, &sku).max(0),
                StockMode::Add => 0,
            };
            corrects |= said > 0;
            let units = i64::from(told.units);
            let difference = units - said;
            let free = || {
                let stock = state.ledger.item(&sku);
                let mut bins = stock.into_iter().flat_map(|stock| stock.bins());
                bins.find(|there| there.bin == bin).map_or(0, |b| b.free())
            };
            let Ok(moved) = u32::try_from(difference.unsigned_abs()) else {
                self.refuse(&sku, &bin, &told, ErrorKind::OutOfRange);
                continue;
            };
            if difference < 0 && free() < -difference {
                self.refuse(&sku, &bin, &told, ErrorKind::NotFree);
                continue;
            }
            let (outside, inside) = (Place::Supplier, Place::Bin(bin));
            let (from, to) = if difference < 0 {
                self.report.units_fewer += u64::from(moved);
                (inside, outside)
            } else {
                (outside, inside)
            };
            self.report.units_known += units.min(said).unsigned_abs();
            if moved > 0 {
                movements.push(Movement {
                    goods: Goods::new(sku),
                    from,
                    to,
                    units: moved,
                });
            }
        }
        // A first statement is named by what it says, so that two devices that take in one file post it once. A
        // correction may say the same as an earlier one, and counts all the same.
        let name = if corrects {
            let opening = |d: &&StockDocument| d.kind == StockDocumentKind::Opening;
            format!(
                "opening-{}",
                state.stock_documents.values().filter(opening).count()
            )
        } else {
            "opening".to_owned()
        };
        documents(&name, &movements, None)
    }

    /// Takes rows that were counted as taken to the rejected ones.
    fn refuse(&mut self, sku: &Sku, bin: &Code, told: &Told, what: ErrorKind) {
        for (file, row, units) in &told.rows {
            self.report.taken -= 1;
            self.report.units -= u64::from(*units);
            self.report.rejected.add(|| RowError {
                file: file.clone(),
                row: *row,
                column: Some("Quantity".into()),
                value: shown_value(&units.to_string()),
                what,
                line: format!("{sku},{units},{bin}"),
            });
        }
    }
}

/// How many items and bins there are.
fn there(desk: &impl IntakeDesk) -> (u64, u64) {
    desk.look(|state| (state.catalog.len() as u64, state.bins.len() as u64))
}

/// Imports files of opening stock. The rows of all files are added up first, by item and bin; the documents are named
/// by their contents, so that the same stock under another file name changes nothing either.
pub async fn import_stock<B: FileBytes, D: IntakeDesk, P: Pace>(
    files: Vec<IncomingFile<B>>,
    how: StockImport,
    desk: &D,
    pace: &P,
    show: &dyn Fn(Progress),
) -> (StockIntakeReport, Result<(), PortalError>) {
    let mut gathered = Gathered::default();
    let mut result = read_and_take(files, how, desk, pace, show, &mut gathered).await;
    if result == Err(PortalError::Cancelled) {
        gathered.report.stopped = true;
        result = if how.dry { Ok(()) } else { desk.settle().await };
    }
    (gathered.report, result)
}

async fn read_and_take<B: FileBytes, D: IntakeDesk, P: Pace>(
    files: Vec<IncomingFile<B>>,
    how: StockImport,
    desk: &D,
    pace: &P,
    show: &dyn Fn(Progress),
    gathered: &mut Gathered,
) -> Result<(), PortalError> {
    let mut progress = Progress {
        bytes_total: files.iter().map(|file| file.size_bytes).sum(),
        ..Progress::default()
    };
    for file in files {
        read_file(file, how, pace, show, gathered, &mut progress).await?;
    }
    progress.stage = Stage::Matching;
    let items = gathered.items();
    let documents = desk.look(|state| gathered.documents(how.mode, state));
    let mut commands: Vec<Command> = items
        .chunks(INTAKE_STOCK_MOVEMENTS_MAX)
        .map(|items| Command::AddItems {
            items: items.to_vec(),
        })
        .collect();
    for document in documents {
        let booked_in = |m: &&Movement| m.from == Place::Supplier;
        let booked_in = document.movements.iter().filter(booked_in);
        let units: u64 = booked_in.map(|m| u64::from(m.units)).sum();
        if desk.look(|state| state.stock_documents.contains_key(&document.document)) {
            gathered.report.units_known += units;
        } else {
            gathered.report.units_new += units;
            commands.push(Command::TakeStock {
                documents: vec![document],
            });
        }
    }
    if how.dry {
        gathered.report.items_added = desk.look(|state| {
            let new = |item: &&NewItem| state.catalog.get(item.sku.as_str()).is_none();
            items.iter().filter(new).count() as u64
        });
        return Ok(());
    }
    let mut left = commands.len() as u64;
    let (items_before, bins_before) = there(desk);
    for command in commands {
        progress.batches_left = left;
        show(progress);
        match desk.take(command).await {
            Ok(_) | Err(PortalError::Refused(Refusal::NothingToDo)) => {}
            Err(error) => return Err(error),
        }
        let (items, bins) = there(desk);
        gathered.report.items_added = items.saturating_sub(items_before);
        gathered.report.bins_added = bins.saturating_sub(bins_before);
        left -= 1;
        if !pace.step(progress.bytes, progress.bytes_total).await {
            return Err(PortalError::Cancelled);
        }
    }
    progress.stage = Stage::Settling;
    show(progress);
    desk.settle().await
}

async fn read_file<B: FileBytes, P: Pace>(
    file: IncomingFile<B>,
    how: StockImport,
    pace: &P,
    show: &dyn Fn(Progress),
    gathered: &mut Gathered,
    progress: &mut Progress,
) -> Result<(), PortalError> {
    let IncomingFile {
        name, mut bytes, ..
    } = file;
    let name: Arc<str> = Arc::from(name);
    let mut reader = StockReader::new(&name, how.style);
    let lines_before = progress.lines;
    let failure = 'file: loop {
        let chunk = match bytes.next().await {
            Ok(Some(chunk)) => chunk,
            Ok(None) => break reader.finish(&mut |row| gathered.take(&name, &row)).err(),
            Err(cause) => {
                // Whatever the end of the rows looks like, this is why they end here.
                let (Ok(()) | Err(_)) = reader.finish(&mut |row| gathered.take(&name, &row));
                break Some(FileError::Unreadable { cause });
            }
        };
        let mut rest = chunk.as_slice();
        while !rest.is_empty() {
            let slice = &rest[..rest.len().min(INTAKE_SLICE_BYTES)];
            let used = match reader.push(slice, &mut |row| gathered.take(&name, &row)) {
                Ok(used) => used,
                Err(error) => break 'file Some(error),
            };
            rest = &rest[used..];
            progress.bytes += used as u64;
            progress.lines = lines_before + reader.report().lines;
            show(*progress);
            if !pace.step(progress.bytes, progress.bytes_total).await {
                return Err(PortalError::Cancelled);
            }
        }
    };
    gathered.end_file(&name, reader.report());
    gathered
        .report
        .failures
        .extend(failure.map(|failure| (name, failure)));
    Ok(())
}
