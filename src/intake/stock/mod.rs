//! Files of stock levels: locations and items that are not there yet, and what lay where.
//!
//! As opening stock a file says what was there when the ledger of a warehouse began: a file that was mended posts its
//! difference to what earlier files said of the same places and goods. It says nothing of places that it does not name,
//! and nothing is taken out that is gone: such a row is refused, for a person to count the place. As a
//! delivery its goods come on top, once however often the file is read.

mod gather;

use self::gather::{Gathered, Key};
use super::desk::{Desk, FileBytes, IncomingFile, Pace, Progress, Stage};
use super::run::{Fed, Halt, Reading, Stop, run};
use super::taking::name_file;
use crate::exchange::fed::Ending;
use crate::exchange::inventory::InventoryReader;
use crate::exchange::problem::{ErrorKind, FileError, Notice, Rejected};
use crate::exchange::stock_file::{NumberStyle, StockReader};
use crate::limits::INTAKE_STOCK_MOVEMENTS_MAX;
use crate::site::SiteError;
use crate::trade::Event;
use crate::trade::catalog::commands::CatalogCommand;
use crate::trade::channels::ChannelField;
use crate::trade::channels::commands::ChannelCommand;
use crate::trade::decide::{Command, Refusal};
use crate::trade::goods::Goods;
use crate::trade::id::{ChannelId, FirstCode, PartyId, WarehouseId};
use crate::trade::locations::commands::LocationCommand;
use crate::trade::orders::SourceRecord;
use crate::trade::place::Place;
use crate::trade::quantity::{Instant, SeenUnits, Units};
use crate::trade::receiving::ReceiptOpened;
use crate::trade::receiving::commands::{FileStock, ReceiveGoods, ReceivingCommand, StockFile};
use crate::trade::stock::StockFact;
use crate::trade::text::Code;
use std::sync::Arc;

/// The channel that Amazon's files are of where nobody says another: the one that its orders come by.
const AMAZON: &str = "amazon";

/// What the figures of a stock file say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StockMode {
    /// What was there when the ledger began: the difference to what earlier files said is posted.
    #[default]
    Opening,
    /// A delivery: it comes on top of what is there.
    Delivery,
}

/// How a stock file is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StockOptions {
    /// The warehouse.
    pub warehouse: WarehouseId,
    /// Whose goods they are; `None` is the workspace's own.
    pub client: Option<PartyId>,
    /// Who sent a delivery.
    pub supplier: Option<PartyId>,
    /// How its numbers are written.
    pub style: NumberStyle,
    /// What its figures say.
    pub mode: StockMode,
    /// The channel whose list of what it keeps itself it is; `None` is the one that such a file is of.
    pub channel: Option<ChannelId>,
    /// When it is read, in milliseconds since 1970 UTC.
    pub now_ms: i64,
    /// Only count.
    pub dry: bool,
}

/// The report of stock files: every row of the files is taken, elsewhere or among the rejected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StockIntakeReport {
    /// Files read, in whole or in part.
    pub files: u32,
    /// Rows below the headings that are not blank.
    pub lines: u64,
    /// Rows taken.
    pub taken: u64,
    /// Rows that speak of another place than the first one that the files name: of another shop or warehouse, or of goods
    /// that are never kept there.
    pub elsewhere: u64,
    /// The shop or warehouse that was read, where the files name it.
    pub place: Option<String>,
    /// Units of the rows taken.
    pub units: u64,
    /// The rows that were not taken.
    pub rejected: Rejected,
    /// Units that were booked in now.
    pub units_new: u64,
    /// Units that are here already; left alone.
    pub units_known: u64,
    /// Units that were taken out again: earlier files said more.
    pub units_fewer: u64,
    /// Items that a channel keeps itself, by its list: no stock of ours.
    pub at_channel: u64,
    /// Units of them that can be sold there.
    pub at_channel_units: u64,
    /// Of these items those of which the list says something new.
    pub at_channel_new: u64,
    /// Items that the catalog did not know.
    pub items_added: u64,
    /// Locations that were not there.
    pub locations_added: u64,
    /// What a person should know about files that were read.
    pub notices: Vec<(Arc<str>, Notice)>,
    /// Files whose reading ended early, and why.
    pub failures: Vec<(Arc<str>, FileError)>,
    /// Whether somebody stopped it.
    pub stopped: bool,
}

impl StockIntakeReport {
    /// Whether every row is taken, elsewhere or rejected, and every unit either new or known.
    pub fn adds_up(&self) -> bool {
        self.lines == self.taken + self.elsewhere + self.rejected.count()
            && (self.stopped || self.units == self.units_new + self.units_known)
    }

    /// Whether nothing was new.
    pub fn changes_nothing(&self) -> bool {
        self.units_new == 0
            && self.units_fewer == 0
            && self.items_added == 0
            && self.at_channel_new == 0
    }
}

/// Either reader: the one of shops reads workbooks too, the plain one knows how numbers are written.
enum StockFileReader {
    Plain(Box<StockReader>),
    Shop(Box<InventoryReader>),
}

/// A stock file that is read into what all of them say.
struct Read<'a> {
    reader: StockFileReader,
    gathered: &'a mut Gathered,
    file: &'a Arc<str>,
}

impl Fed for Read<'_> {
    fn push(&mut self, bytes: &[u8]) -> Result<usize, FileError> {
        let (gathered, file) = (&mut *self.gathered, self.file);
        match &mut self.reader {
            StockFileReader::Plain(reader) => {
                reader.push(bytes, &mut |row| gathered.row(file, &row))
            }
            StockFileReader::Shop(reader) => {
                reader.push(bytes, &mut |level| gathered.level(file, &level))
            }
        }
    }

    fn finish(&mut self) -> Result<Ending, FileError> {
        let (gathered, file) = (&mut *self.gathered, self.file);
        match &mut self.reader {
            StockFileReader::Plain(reader) => reader
                .finish(&mut |row| gathered.row(file, &row))
                .map(|()| Ending::Done),
            StockFileReader::Shop(reader) => {
                reader.finish(&mut |level| gathered.level(file, &level))
            }
        }
    }

    fn lines(&self) -> u64 {
        match &self.reader {
            StockFileReader::Plain(reader) => reader.report().lines,
            StockFileReader::Shop(reader) => reader.report().sheet.rows,
        }
    }
}

/// Imports stock files. The rows of all files are added up first, by item and location.
pub async fn import_stock<B: FileBytes, D: Desk, P: Pace>(
    files: Vec<IncomingFile<B>>,
    options: &StockOptions,
    desk: &D,
    pace: &P,
    show: &dyn Fn(Progress),
) -> (StockIntakeReport, Result<(), Stop<D::Error>>) {
    let mut import = Import {
        reading: Reading::new(&files, pace, show),
        gathered: Gathered::default(),
        files: Vec::new(),
        options,
        desk,
    };
    let (stopped, result) = Halt::ended(import.all(files).await);
    import.gathered.report.stopped = stopped;
    (import.gathered.report, result)
}

struct Import<'a, D, P> {
    reading: Reading<'a, P>,
    gathered: Gathered,
    files: Vec<([u8; 16], Arc<str>)>,
    options: &'a StockOptions,
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
        self.set_up().await?;
        self.kept_by_channel().await?;
        match self.options.mode {
            StockMode::Opening => self.opening().await,
            StockMode::Delivery => self.delivery().await,
        }
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
        self.files.push((hash, name.clone()));
        let reader = match self.options.style {
            NumberStyle::Unsaid => {
                let reader = InventoryReader::new(&name);
                StockFileReader::Shop(Box::new(match is_said {
                    true => reader.as_said(),
                    false => reader,
                }))
            }
            style => StockFileReader::Plain(Box::new(StockReader::new(&name, style))),
        };
        let mut read = Read {
            reader,
            gathered: &mut self.gathered,
            file: &name,
        };
        let failure = self.reading.through(&mut bytes, &mut read).await?;
        match &read.reader {
            StockFileReader::Plain(reader) => {
                let report = reader.report();
                self.gathered
                    .end_file(&name, report.lines, &report.rejected, &report.notices);
            }
            StockFileReader::Shop(reader) => {
                let sheet = reader.report().sheet;
                self.gathered
                    .end_file(&name, sheet.rows, &sheet.refused, &sheet.notices);
            }
        }
        let failures = &mut self.gathered.report.failures;
        failures.extend(failure.map(|failure| (name, failure)));
        Ok(())
    }

    /// Makes items and locations known that are not.
    async fn set_up(&mut self) -> Result<(), Halt<D::Error>> {
        let client = self.options.client.clone();
        let (gathered, warehouse) = (&mut self.gathered, &self.options.warehouse);
        let (items, locations) = self.desk.read(|at| {
            let items = gathered.items(at, client.as_ref());
            (items, gathered.locations(at, warehouse))
        });
        let report = &mut self.gathered.report;
        report.items_added = items.iter().filter(|(_, is_new)| *is_new).count() as u64;
        report.locations_added = locations.len() as u64;
        if self.options.dry {
            return Ok(());
        }
        for (hash, name) in &self.files {
            name_file(self.desk, *hash, name).await?;
        }
        let items: Vec<_> = items.into_iter().map(|(item, _)| item).collect();
        for items in items.chunks(INTAKE_STOCK_MOVEMENTS_MAX) {
            let items = items.to_vec();
            run(self.desk, CatalogCommand::SetItems { items }, Vec::new()).await?;
            self.reading.step().await?;
        }
        for locations in locations.chunks(INTAKE_STOCK_MOVEMENTS_MAX) {
            let command = LocationCommand::SetLocations {
                warehouse: warehouse.clone(),
                locations: locations.to_vec(),
            };
            run(self.desk, command, Vec::new()).await?;
            self.reading.step().await?;
        }
        Ok(())
    }

    /// What a channel says that it keeps itself is written beside the items, never into the stock.
    async fn kept_by_channel(&mut self) -> Result<(), Halt<D::Error>> {
        let channel = self.options.channel.clone().or_else(|| {
            let first = Code::new(AMAZON).ok().map(FirstCode::new)?;
            Some(ChannelId { first })
        });
        let Some(channel) = channel else {
            return Ok(());
        };
        let client = self.options.client.clone();
        let now = Instant {
            ms: self.options.now_ms,
        };
        let gathered = &mut self.gathered;
        let changes = self
            .desk
            .read(|at| gathered.kept_by_channel(at, client.as_ref(), &channel, now));
        self.gathered.report.at_channel_new = changes.len() as u64;
        if self.options.dry || changes.is_empty() {
            return Ok(());
        }
        let known = self.desk.read(|at| at.state.channel(&channel).is_some());
        if !known {
            let fields = vec![ChannelField::Client(client)];
            let command = ChannelCommand::SetChannel { channel, fields };
            run(self.desk, command, Vec::new()).await?;
        }
        for items in changes.chunks(INTAKE_STOCK_MOVEMENTS_MAX) {
            let items = items.to_vec();
            run(self.desk, CatalogCommand::SetItems { items }, Vec::new()).await?;
            self.reading.step().await?;
        }
        Ok(())
    }

    fn source(&self) -> Option<SourceRecord> {
        let (file, _) = self.files.first()?;
        Some(SourceRecord {
            file: *file,
            row: 1,
        })
    }

    async fn opening(&mut self) -> Result<(), Halt<D::Error>> {
        let owner = self.options.client.clone();
        let rows = self.rows(owner)?;
        let mut left: Vec<&[(Key, FileStock)]> = rows.chunks(INTAKE_STOCK_MOVEMENTS_MAX).collect();
        left.reverse();
        while let Some(piece) = left.pop() {
            self.reading.progress.pieces_left = left.len() as u64;
            self.post(piece.to_vec()).await?;
            self.reading.step().await?;
        }
        Ok(())
    }

    /// What the files say, by location and item as they are known here; in a dry run new ones are as they would be named.
    fn rows(&mut self, owner: Option<PartyId>) -> Result<Vec<(Key, FileStock)>, Halt<D::Error>> {
        let (gathered, warehouse) = (&mut self.gathered, &self.options.warehouse);
        let found = self
            .desk
            .read(|at| gathered.resolved(at, warehouse, owner.as_ref()));
        let mut rows = Vec::with_capacity(found.len());
        for (key, location, item, units) in found {
            let goods = Goods {
                owner: owner.clone(),
                ..Goods::new(item)
            };
            let Some(units) = SeenUnits::new(units) else {
                self.gathered.refuse(&key, ErrorKind::OutOfRange);
                continue;
            };
            let at = location;
            rows.push((key, FileStock { at, goods, units }));
        }
        Ok(rows)
    }

    /// Posts a piece; rows that would take out what is not free are refused one by one.
    async fn post(&mut self, mut piece: Vec<(Key, FileStock)>) -> Result<(), Halt<D::Error>> {
        loop {
            let file = StockFile {
                warehouse: self.options.warehouse.clone(),
                rows: piece.iter().map(|(_, row)| row.clone()).collect(),
                happened_at: None,
                source: self.source(),
            };
            let sum: u64 = piece.iter().map(|(_, row)| row.units.get()).sum();
            let command = Command::from(ReceivingCommand::ReadStock(file));
            if self.options.dry {
                // New locations and items are not there to be asked for: the difference is reckoned here.
                let warehouse = &self.options.warehouse;
                let rows: Vec<FileStock> = piece.iter().map(|(_, row)| row.clone()).collect();
                let (more, fewer, taken) = self
                    .desk
                    .read(|at| gather::difference(at, warehouse, &rows));
                for at in taken.into_iter().rev() {
                    let (key, _) = piece.remove(at);
                    self.gathered.refuse(&key, ErrorKind::NotFree);
                }
                let sum: u64 = piece.iter().map(|(_, row)| row.units.get()).sum();
                self.gathered.report.units_new += more;
                self.gathered.report.units_fewer += fewer;
                self.gathered.report.units_known += sum - more.min(sum);
                return Ok(());
            }
            let proposed = match self.desk.rehearse(&command) {
                Ok(proposed) => proposed,
                Err(SiteError::Refused(refusal)) => match *refusal {
                    Refusal::NothingToDo => {
                        self.gathered.report.units_known += sum;
                        return Ok(());
                    }
                    Refusal::NotEnough { place, item, .. } => {
                        let is_it = |(_, row): &(Key, FileStock)| {
                            Place::Location(row.at.clone()) == place && row.goods.item == item
                        };
                        let Some(at) = piece.iter().position(is_it) else {
                            let refusal = Refusal::NotEnough {
                                place,
                                item,
                                there: 0,
                            };
                            return Err(Halt::Stop(Stop::Refused(Box::new(refusal))));
                        };
                        let (key, _) = piece.remove(at);
                        self.gathered.refuse(&key, ErrorKind::NotFree);
                        continue;
                    }
                    other => return Err(Halt::Stop(Stop::Refused(Box::new(other)))),
                },
                Err(_) => Vec::new(),
            };
            let (mut more, mut fewer) = (0, 0);
            for event in proposed.iter().flat_map(|commit| &commit.events) {
                let Event::Stock(StockFact::Posted(posted)) = event else {
                    continue;
                };
                for moved in &posted.movements {
                    match moved.from {
                        Place::Opening(_) => more += moved.units.get(),
                        _ => fewer += moved.units.get(),
                    }
                }
            }
            run(self.desk, command, Vec::new()).await?;
            self.gathered.report.units_new += more;
            self.gathered.report.units_fewer += fewer;
            self.gathered.report.units_known += sum - more.min(sum);
            return Ok(());
        }
    }

    async fn delivery(&mut self) -> Result<(), Halt<D::Error>> {
        let rows = self.rows(self.options.client.clone())?;
        let sum: u64 = rows.iter().map(|(_, row)| row.units.get()).sum();
        let source = self.source();
        let known = self.desk.read(|at| {
            let mut receipts = at.state.receipts();
            receipts.any(|(_, receipt)| {
                let opened = receipt.opened();
                opened.is_some_and(|(_, opened)| opened.source.is_some() && opened.source == source)
            })
        });
        if known {
            self.gathered.report.units_known += sum;
            return Ok(());
        }
        self.gathered.report.units_new += sum;
        if self.options.dry {
            return Ok(());
        }
        let goods = |(_, row): &(Key, FileStock)| {
            Some(ReceiveGoods {
                expected: None,
                goods: row.goods.clone(),
                from: None,
                to: Place::Location(row.at.clone()),
                units: Units::new(row.units.get())?,
                serials: Vec::new(),
            })
        };
        let goods: Vec<ReceiveGoods> = rows.iter().filter_map(goods).collect();
        if goods.is_empty() {
            return Ok(());
        }
        let opened = ReceiptOpened {
            warehouse: self.options.warehouse.clone(),
            client: self.options.client.clone(),
            supplier: self.options.supplier.clone(),
            reference: None,
            due: None,
            came_at: None,
            expected: Vec::new(),
            source,
        };
        // One delivery is one document, whole or not at all.
        let opened = Box::new(opened);
        let command = ReceivingCommand::Deliver { opened, goods };
        Ok(run(self.desk, command, Vec::new()).await?)
    }
}
