//! Files of products: items with titles, barcodes, weights, sizes, and what customs asks for.
//!
//! A file says what it says: fields that it has are set, and what it does not speak of stays. Items are found by their
//! code; one that is not there is made known.

use super::desk::{Desk, FileBytes, IncomingFile, Pace, Progress, Stage};
use super::run::{Collected, Halt, Reading, Stop, run};
use super::taking::name_file;
use super::texts::{short_code, words};
use crate::exchange::catalog::model::{Length, Product, Variant};
use crate::exchange::catalog::{CatalogFormat, CatalogReader};
use crate::exchange::country::Country as KnownCountry;
use crate::exchange::decimal::Decimal;
use crate::exchange::problem::{ErrorKind, FileError, Notice, Rejected, RowError};
use crate::limits::INTAKE_LINES_MAX;
use crate::site::{Reading as Workspace, SiteError};
use crate::trade::Event;
use crate::trade::catalog::commands::{CatalogCommand, ItemChange, ItemRef};
use crate::trade::catalog::lookup::{Lookup, Whose};
use crate::trade::catalog::{BarcodeLevel, CatalogFact, ItemField};
use crate::trade::decide::{Command, Refusal};
use crate::trade::id::{DocumentId, FirstCode, ItemId, Name, PartyId};
use crate::trade::quantity::{Amount, Country, Currency, Money, Size};
use crate::trade::text::Code;
use crate::view::answers::HANDLE;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How files of products are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ItemOptions {
    /// In whose catalog; `None` is the workspace's own.
    pub client: Option<PartyId>,
    /// The currency of costs; without one they are not taken.
    pub currency: Option<Currency>,
    /// Only count.
    pub dry: bool,
}

/// The report of files of products: every variant with a code is new, changed, known or refused.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ItemIntakeReport {
    /// Files read, in whole or in part.
    pub files: u32,
    /// Rows below the headings that are not blank.
    pub rows: u64,
    /// Variants that have a code.
    pub variants: u64,
    /// Variants without one: nothing can be made of them.
    pub without_code: u64,
    /// Items that the catalog did not know.
    pub new: u64,
    /// Items of which something was set.
    pub changed: u64,
    /// Items that are so already.
    pub known: u64,
    /// Items that were not taken: their code or barcode is another's, or they are retired.
    pub refused: u64,
    /// Rows and items that were not taken, and cells that were not understood.
    pub rejected: Rejected,
    /// What a person should know about files that were read.
    pub notices: Vec<(Arc<str>, Notice)>,
    /// Files with the headings of their columns that are not read.
    pub columns_unread: Vec<(Arc<str>, Vec<String>)>,
    /// Files whose reading ended early, and why.
    pub failures: Vec<(Arc<str>, FileError)>,
    /// Whether somebody stopped it.
    pub stopped: bool,
}

impl ItemIntakeReport {
    /// Whether every variant with a code is in exactly one count. True for every import that was not stopped.
    pub fn adds_up(&self) -> bool {
        self.variants == self.new + self.changed + self.known + self.refused
    }

    /// Whether nothing was new.
    pub fn changes_nothing(&self) -> bool {
        self.new == 0 && self.changed == 0
    }
}

/// What files say of an item.
struct Told {
    code: Code,
    file: Arc<str>,
    row: u64,
    fields: Vec<ItemField>,
}

/// Imports files of products.
pub async fn import_items<B: FileBytes, D: Desk, P: Pace>(
    files: Vec<IncomingFile<B>>,
    options: &ItemOptions,
    desk: &D,
    pace: &P,
    show: &dyn Fn(Progress),
) -> (ItemIntakeReport, Result<(), Stop<D::Error>>) {
    let mut import = Import {
        reading: Reading::new(&files, pace, show),
        report: ItemIntakeReport::default(),
        told: BTreeMap::new(),
        files: Vec::new(),
        options,
        desk,
    };
    let (stopped, result) = Halt::ended(import.all(files).await);
    import.report.stopped = stopped;
    (import.report, result)
}

struct Import<'a, D, P> {
    reading: Reading<'a, P>,
    report: ItemIntakeReport,
    told: BTreeMap<Code, Told>,
    files: Vec<([u8; 16], Arc<str>)>,
    options: &'a ItemOptions,
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
        if !self.options.dry {
            for (hash, name) in &self.files {
                name_file(self.desk, *hash, name).await?;
            }
        }
        let mut told: Vec<Told> = std::mem::take(&mut self.told).into_values().collect();
        while !told.is_empty() {
            let at = told.len().min(INTAKE_LINES_MAX);
            let rest = told.split_off(at);
            self.take(told).await?;
            told = rest;
            self.reading.progress.pieces_left = told.len().div_ceil(INTAKE_LINES_MAX) as u64;
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
        self.files.push((hash, name.clone()));
        let mut read = Collected::new(CatalogReader::new(&name), is_said);
        let failure = self.reading.through(&mut bytes, &mut read).await?;
        for product in &read.records {
            self.product(product, &name);
        }
        let report = read.reader.report().sheet;
        self.report.files += 1;
        self.report.rows += report.rows;
        self.report.rejected.merge(&report.refused);
        self.report.rejected.merge(&report.doubts);
        let notices = report
            .notices
            .iter()
            .map(|notice| (name.clone(), notice.clone()));
        self.report.notices.extend(notices);
        if !report.columns_unread.is_empty() {
            let unread = (name.clone(), report.columns_unread.clone());
            self.report.columns_unread.push(unread);
        }
        self.report
            .failures
            .extend(failure.map(|failure| (name, failure)));
        Ok(())
    }

    fn product(&mut self, product: &Product, file: &Arc<str>) {
        for variant in &product.variants {
            let Some(sku) = variant.sku.as_deref() else {
                self.report.without_code += 1;
                continue;
            };
            let code = match Code::new(sku) {
                Ok(code) => code,
                Err(_) => {
                    self.report.variants += 1;
                    self.refuse(file, variant.row, "SKU", sku, ErrorKind::CellTooLong);
                    continue;
                }
            };
            let fields = fields(product, variant, self.options.currency);
            match self.told.get_mut(&code) {
                // The same code twice: what is said last counts.
                Some(told) => told.fields.extend(fields),
                None => {
                    self.report.variants += 1;
                    let told = Told {
                        code: code.clone(),
                        file: file.clone(),
                        row: variant.row,
                        fields,
                    };
                    self.told.insert(code, told);
                }
            }
        }
    }

    fn refuse(
        &mut self,
        file: &Arc<str>,
        row: u64,
        column: &'static str,
        value: &str,
        what: ErrorKind,
    ) {
        self.report.refused += 1;
        self.report.rejected.add(|| RowError {
            file: file.clone(),
            row,
            column: Some(column.into()),
            value: value.chars().take(120).collect(),
            what,
            line: value.chars().take(120).collect(),
        });
    }

    async fn take(&mut self, mut told: Vec<Told>) -> Result<(), Halt<D::Error>> {
        loop {
            let items = self.desk.read(|at| changes(at, &told, self.options));
            let command = Command::from(CatalogCommand::SetItems { items });
            let proposed = match self.desk.rehearse(&command) {
                Ok(proposed) => proposed,
                Err(SiteError::Refused(refusal)) if *refusal == Refusal::NothingToDo => Vec::new(),
                Err(SiteError::Refused(refusal)) => {
                    let Some(at) = self.at_fault(&told, &refusal) else {
                        return Err(Halt::Stop(Stop::Refused(refusal)));
                    };
                    let one = told.remove(at);
                    let (file, code) = (one.file.clone(), one.code.clone());
                    self.refuse(&file, one.row, "SKU", code.as_str(), ErrorKind::CodeTwice);
                    continue;
                }
                // What else can go wrong says so when it is written.
                Err(_) => Vec::new(),
            };
            let (mut new, mut changed) = (0, 0);
            self.desk.read(|at| {
                for event in proposed.iter().flat_map(|commit| &commit.events) {
                    if let Event::Catalog(CatalogFact::ItemSet(set)) = event {
                        match at.state.item(&set.item) {
                            None => new += 1,
                            Some(_) => changed += 1,
                        }
                    }
                }
            });
            if !self.options.dry && !proposed.is_empty() {
                run(self.desk, command, Vec::new()).await?;
            }
            self.report.new += new;
            self.report.changed += changed;
            self.report.known += (told.len() as u64).saturating_sub(new + changed);
            return Ok(());
        }
    }

    /// Which item a refusal is about.
    fn at_fault(&self, told: &[Told], refusal: &Refusal) -> Option<usize> {
        match refusal {
            Refusal::CodeTaken { code, by } => told.iter().position(|one| {
                let is_barcode = |field: &ItemField| match field {
                    ItemField::Barcode { code: of, .. } => of == code,
                    _ => false,
                };
                let is_it = one.code == *code || one.fields.iter().any(is_barcode);
                is_it && DocumentId::Item(self.desk.read(|at| named(at, one, self.options))) != *by
            }),
            Refusal::Ambiguous(code) => told.iter().position(|one| one.code == *code),
            Refusal::Retired(DocumentId::Item(item)) => {
                let of = |one: &Told| self.desk.read(|at| found(at, &one.code, self.options));
                told.iter().position(|one| of(one).as_ref() == Some(item))
            }
            _ => None,
        }
    }
}

fn found(at: &Workspace<'_>, code: &Code, options: &ItemOptions) -> Option<ItemId> {
    let whose = Whose::Client(options.client.as_ref());
    match at.state.look_up_item(code, whose) {
        Lookup::One(found) => Some(found.item),
        Lookup::Nothing | Lookup::Several(_) => None,
    }
}

/// The item that is meant, or would be made known.
fn named(at: &Workspace<'_>, one: &Told, options: &ItemOptions) -> ItemId {
    found(at, &one.code, options).unwrap_or_else(|| ItemId {
        client: options.client.clone(),
        name: Name::Coded(FirstCode::new(one.code.clone())),
    })
}

fn changes(at: &Workspace<'_>, told: &[Told], options: &ItemOptions) -> Vec<ItemChange> {
    let change = |one: &Told| match found(at, &one.code, options) {
        Some(item) => ItemChange {
            which: ItemRef::Known(item),
            fields: one.fields.clone(),
        },
        None => new_item(options.client.as_ref(), &one.code, one.fields.clone()),
    };
    told.iter().map(change).collect()
}

/// What makes an item known: with its code as a field, so that it has a card from the first.
pub(super) fn new_item(
    client: Option<&PartyId>,
    code: &Code,
    mut fields: Vec<ItemField>,
) -> ItemChange {
    fields.insert(0, ItemField::Sku(code.clone()));
    let which = ItemRef::Coded {
        client: client.cloned(),
        code: code.clone(),
    };
    ItemChange { which, fields }
}

fn title(product: &Product, variant: &Variant) -> Option<String> {
    let own = variant.title.as_deref().or(product.title.as_deref())?;
    if product.format == CatalogFormat::Plain {
        // A list has a row with a name for every item.
        return Some(own.to_owned());
    }
    let options: Vec<&str> = variant
        .options
        .iter()
        .map(|option| option.value.as_str())
        .filter(|value| !own.contains(value))
        .collect();
    Some(match options.is_empty() {
        true => own.to_owned(),
        false => format!("{own}, {}", options.join(", ")),
    })
}

fn millimetres(length: Option<Length>) -> Option<u32> {
    let whole = length?.millimetres()?.to_nearest_whole()?;
    u32::try_from(whole).ok().filter(|mm| *mm > 0)
}

fn fields(product: &Product, variant: &Variant, currency: Option<Currency>) -> Vec<ItemField> {
    let mut fields = Vec::new();
    let title = title(product, variant);
    fields.extend(title.as_deref().and_then(words).map(ItemField::Title));
    if let Some(code) = variant
        .barcode
        .as_deref()
        .and_then(|code| Code::new(code).ok())
    {
        fields.push(ItemField::Barcode {
            code,
            level: Some(BarcodeLevel::Each),
        });
    }
    let milligrams = variant
        .weight
        .and_then(|weight| weight.grams())
        .and_then(|grams| grams.times(1_000))
        .and_then(Decimal::to_nearest_whole)
        .and_then(|mg| u64::try_from(mg).ok())
        .filter(|mg| *mg > 0);
    fields.extend(milligrams.map(|mg| ItemField::WeightMg(Some(mg))));
    if let Some(size) = &variant.size
        && let (Some(length_mm), Some(width_mm), Some(height_mm)) = (
            millimetres(size.length),
            millimetres(size.width),
            millimetres(size.height),
        )
    {
        fields.push(ItemField::Size(Some(Size {
            length_mm,
            width_mm,
            height_mm,
        })));
    }
    for option in &variant.options {
        let name = option.name.as_deref().and_then(short_code);
        if let (Some(name), Some(value)) = (name, short_code(&option.value)) {
            fields.push(ItemField::Attribute {
                name,
                value: Some(value),
            });
        }
    }
    // By its handle Shopify finds the product again in a file of stock.
    if matches!(
        product.format,
        CatalogFormat::Shopify | CatalogFormat::ShopifyLegacy | CatalogFormat::ShopifyJson
    ) && let (Ok(name), Ok(handle)) = (Code::new(HANDLE), Code::new(&product.key))
    {
        fields.push(ItemField::Attribute {
            name,
            value: Some(handle),
        });
    }
    let hs_code = variant.hs_code.as_deref().and_then(short_code);
    fields.extend(hs_code.map(|code| ItemField::HsCode(Some(code))));
    let origin = variant
        .country_of_origin
        .as_deref()
        .and_then(KnownCountry::of)
        .and_then(|country| Country::new(country.letters()));
    fields.extend(origin.map(|country| ItemField::Origin(Some(country))));
    if let (Some(cost), Some(currency)) = (variant.cost.and_then(|it| it.to_amount()), currency) {
        fields.push(ItemField::Cost(Some(Money {
            amount: Amount::new(cost.get()),
            currency,
        })));
    }
    fields
}
