//! Files of returns that customers have announced to a channel: each becomes an announced return of its order.
//!
//! A file says how many units of an order's item are to come back in all; what is announced here already is not announced
//! again, so that reading it twice changes nothing.

use super::desk::{Desk, FileBytes, IncomingFile, Pace, Progress, Stage};
use super::run::{Collected, Halt, Reading, Stop, run};
use super::taking::name_file;
use crate::exchange::problem::{ErrorKind, FileError, Notice, Rejected, RowError};
use crate::exchange::returns_in::{ReturnedGoods, ReturnsReader};
use crate::site::{Reading as Workspace, SiteError};
use crate::trade::catalog::lookup::{Lookup, Whose};
use crate::trade::decide::{Command, Refusal};
use crate::trade::id::{ChannelId, ItemId, OrderId, OrderKey};
use crate::trade::quantity::Units;
use crate::trade::returns::commands::ReturnCommand;
use crate::trade::returns::{ReturnAuthorised, ReturnLine, ReturnReason};
use crate::trade::text::Code;
use crate::view::orders::returnable;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How files of returns are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReturnOptions {
    /// The channel whose orders they are of; `None` looks in all.
    pub channel: Option<ChannelId>,
    /// Only count.
    pub dry: bool,
}

/// The report of files of returns: every unit that they tell is announced now, was announced before, or refused.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReturnsIntakeReport {
    /// Files read, in whole or in part.
    pub files: u32,
    /// Units that the files tell, of rows that could be read.
    pub units: u64,
    /// Returns that were made.
    pub returns: u64,
    /// Units that are announced by them.
    pub announced: u64,
    /// Units that were announced before.
    pub known: u64,
    /// Units that were not taken; each is among [`Self::rejected`].
    pub refused: u64,
    /// Rows that were not taken, and cells that were not understood.
    pub rejected: Rejected,
    /// What a person should know about files that were read.
    pub notices: Vec<(Arc<str>, Notice)>,
    /// Files whose reading ended early, and why.
    pub failures: Vec<(Arc<str>, FileError)>,
    /// Whether somebody stopped it.
    pub stopped: bool,
}

impl ReturnsIntakeReport {
    /// Whether every unit is in exactly one count. True for every import that was not stopped.
    pub fn adds_up(&self) -> bool {
        self.units == self.announced + self.known + self.refused
    }
}

/// What files tell of an item of an order.
struct Told {
    file: Arc<str>,
    row: u64,
    units: u64,
    reason: ReturnReason,
}

/// Imports files of announced returns.
pub async fn import_returns<B: FileBytes, D: Desk, P: Pace>(
    files: Vec<IncomingFile<B>>,
    options: &ReturnOptions,
    desk: &D,
    pace: &P,
    show: &dyn Fn(Progress),
) -> (ReturnsIntakeReport, Result<(), Stop<D::Error>>) {
    let mut import = Import {
        reading: Reading::new(&files, pace, show),
        report: ReturnsIntakeReport::default(),
        told: BTreeMap::new(),
        options,
        desk,
    };
    let (stopped, result) = Halt::ended(import.all(files).await);
    import.report.stopped = stopped;
    (import.report, result)
}

struct Import<'a, D, P> {
    reading: Reading<'a, P>,
    report: ReturnsIntakeReport,
    told: BTreeMap<String, BTreeMap<String, Told>>,
    options: &'a ReturnOptions,
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
        self.reading.progress.stage = Stage::Matching;
        for (order, items) in std::mem::take(&mut self.told) {
            self.order(&order, items).await?;
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
        let mut read = Collected::new(ReturnsReader::told(&name), is_said);
        let failure = self.reading.through(&mut bytes, &mut read).await?;
        for row in read.records {
            self.row(row, &name);
        }
        if !self.options.dry {
            name_file(self.desk, hash, &name).await?;
        }
        let report = read.reader.report().sheet;
        self.report.files += 1;
        self.report.rejected.merge(&report.refused);
        self.report.rejected.merge(&report.doubts);
        let notices = report.notices.iter();
        let notices = notices.map(|notice| (name.clone(), notice.clone()));
        self.report.notices.extend(notices);
        let failure = failure.map(|failure| (name, failure));
        self.report.failures.extend(failure);
        Ok(())
    }

    fn row(&mut self, row: ReturnedGoods, file: &Arc<str>) {
        let units = u64::try_from(row.units).unwrap_or(0);
        self.report.units += units;
        let told = Told {
            file: file.clone(),
            row: row.row,
            units,
            reason: row
                .reason
                .and_then(|reason| reason.meaning)
                .unwrap_or(ReturnReason::Other),
        };
        let (Some(order), Some(sku)) = (row.order, row.sku) else {
            self.refuse(&told, units, "", ErrorKind::Missing);
            return;
        };
        let items = self.told.entry(order).or_default();
        match items.get_mut(&sku) {
            Some(known) => known.units += units,
            None => {
                items.insert(sku, told);
            }
        }
    }

    fn refuse(&mut self, told: &Told, units: u64, value: &str, what: ErrorKind) {
        self.report.refused += units;
        self.report.rejected.add(|| RowError {
            file: told.file.clone(),
            row: told.row,
            column: None,
            value: value.chars().take(120).collect(),
            what,
            line: value.chars().take(120).collect(),
        });
    }

    async fn order(
        &mut self,
        number: &str,
        items: BTreeMap<String, Told>,
    ) -> Result<(), Halt<D::Error>> {
        let desk = self.desk;
        let channel = self.options.channel.as_ref();
        let Some(order) = desk.read(|at| order_of(at, channel, number)) else {
            for told in items.values() {
                self.refuse(told, told.units, number, ErrorKind::NoSuchOrder);
            }
            return Ok(());
        };
        let mut lines = Vec::new();
        for (sku, told) in &items {
            let found = desk.read(|at| matched(at, &order, sku, told));
            let units: u64 = found.lines.iter().map(|line| line.units.get()).sum();
            self.report.known += found.known;
            self.report.announced += units;
            let missing = told.units - found.known - units;
            if missing > 0 {
                self.refuse(
                    told,
                    missing,
                    &format!("{number} {sku}"),
                    ErrorKind::NotLeft,
                );
            }
            lines.extend(found.lines);
        }
        if lines.is_empty() {
            return Ok(());
        }
        self.report.returns += 1;
        let command = Command::from(ReturnCommand::Authorise(ReturnAuthorised {
            order: Some(order),
            lines,
            rows: Vec::new(),
        }));
        if self.options.dry {
            return match desk.rehearse(&command) {
                Err(SiteError::Refused(refusal)) if *refusal != Refusal::NothingToDo => {
                    Err(Halt::Stop(Stop::Refused(refusal)))
                }
                _ => Ok(()),
            };
        }
        Ok(run(desk, command, Vec::new()).await?)
    }
}

/// The only order with a number.
fn order_of(at: &Workspace<'_>, channel: Option<&ChannelId>, number: &str) -> Option<OrderId> {
    let code = Code::new(number.trim_start_matches('#')).ok()?;
    let as_written = Code::new(number).ok()?;
    let channels = at.state.order_channels();
    let channels = channels.filter(|of| channel.is_none_or(|channel| channel == *of));
    let mut found: Vec<OrderId> = Vec::new();
    for of in channels {
        for code in [&as_written, &code] {
            let keys = [OrderKey::Id(code.clone()), OrderKey::Number(code.clone())];
            for key in &keys {
                let orders = at.state.orders_by_key(of, key);
                found.extend(orders.map(|order| order.id().clone()));
            }
        }
    }
    found.sort();
    found.dedup();
    match found.as_slice() {
        [only] => Some(only.clone()),
        _ => None,
    }
}

/// What of an order's item is announced already, and which lines can be announced.
struct Matched {
    known: u64,
    lines: Vec<ReturnLine>,
}

fn matched(at: &Workspace<'_>, id: &OrderId, sku: &str, told: &Told) -> Matched {
    let mut matched = Matched {
        known: 0,
        lines: Vec::new(),
    };
    let Some(order) = at.state.order(id) else {
        return matched;
    };
    let code = Code::new(sku).ok();
    let found = code.map(|code| at.state.look_up_item(&code, Whose::Channel(&id.channel)));
    let item: Option<ItemId> = match found {
        Some(Lookup::One(found)) => Some(found.item),
        Some(Lookup::Nothing | Lookup::Several(_)) | None => None,
    };
    let Some(item) = item else { return matched };
    let mut known = 0;
    for rma in at.state.links().returns(id) {
        let authorised = at.state.rma(rma).and_then(|rma| rma.authorised());
        let lines = authorised.into_iter().flat_map(|(_, of)| &of.lines);
        let lines = lines.filter(|line| line.goods.item == item);
        known += lines.map(|line| line.units.get()).sum::<u64>();
    }
    matched.known = known.min(told.units);
    let mut left = told.units - matched.known;
    for line in returnable(at, order) {
        let taken = line.units.min(left);
        if line.goods.item == item
            && let Some(units) = Units::new(taken)
        {
            left -= taken;
            matched.lines.push(ReturnLine {
                line: line.line,
                goods: line.goods,
                units,
                reason: told.reason,
            });
        }
    }
    matched
}
