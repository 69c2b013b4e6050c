//! Rows become levels.

use super::layouts::{self, Field};
use super::{InventoryFormat, InventoryReport, Level, LocationSums, OnHand};
use crate::exchange::catalog::model::VariantOption;
use crate::exchange::cell_text::{is_rounded, plain_text};
use crate::exchange::decimal::AmountStyle;
use crate::exchange::edi::document::stock;
use crate::exchange::edi::record::Line;
use crate::exchange::edi::{self, Document, Effect};
use crate::exchange::fed::Gathering;
use crate::exchange::orders::edi as of_edi;
use crate::exchange::problem::{ErrorKind, FileError, Notice};
use crate::exchange::sheet::{Column, Sheet, units};
use crate::exchange::stock_file::{self, NumberStyle};
use crate::exchange::table::Row;
use crate::limits::LOCATIONS_COUNTED_MAX;

/// Gathers the rows of a file.
#[derive(Debug)]
pub struct Gather {
    sheet: Sheet<Field>,
    figures: InventoryReport,
}

/// What a row says, until it is known to be a level.
#[derive(Default)]
struct Said {
    level: Level,
    option_names: Vec<(u8, String)>,
    option_values: Vec<(u8, String)>,
    /// What is available at the locations that headings name.
    at_locations: Vec<(String, OnHand)>,
    /// The first cell for which the row cannot be taken.
    refusal: Option<(String, String, ErrorKind)>,
}

impl Gather {
    pub(super) fn new(file: &str) -> Self {
        Self {
            sheet: Sheet::new(file),
            figures: InventoryReport::default(),
        }
    }

    pub(super) fn report(&self) -> InventoryReport {
        InventoryReport {
            sheet: self.sheet.report.clone(),
            ..self.figures.clone()
        }
    }

    fn take(&mut self, row: &Row<'_>, levels: &mut impl FnMut(Level)) {
        let format = &mut self.figures.format;
        let columns = self.sheet.take(row, |headings| {
            let (known, fields) = layouts::recognise(headings)?;
            *format = known;
            Some(fields)
        });
        let Some(columns) = columns else { return };
        let mut said = Said::default();
        said.level.format = self.figures.format;
        said.level.row = row.number();
        for column in columns.iter() {
            let text = plain_text(row.get(column.at).unwrap_or_default());
            if !text.is_empty() {
                self.take_cell(row, column, text, &mut said);
            }
        }
        if let Some((column, value, what)) = said.refusal.take().or_else(|| self.missing(&said)) {
            self.sheet.refuse(row, Some(&column), &value, what);
            return;
        }
        said.name_options();
        let Said {
            level,
            at_locations,
            ..
        } = said;
        if level.format != InventoryFormat::ShopifyByLocation {
            self.hold_against_sums(row, &level);
            self.hand_on(level, levels);
            return;
        }
        for (location, available) in at_locations {
            let mut level = level.clone();
            level.location = Some(location);
            match available {
                OnHand::Units(units) => level.available = Some(units),
                OnHand::NotStocked => level.on_hand = Some(OnHand::NotStocked),
            }
            self.hand_on(level, levels);
        }
    }

    fn hand_on(&mut self, level: Level, levels: &mut impl FnMut(Level)) {
        self.figures.levels += 1;
        self.figures.add(&level);
        levels(level);
    }

    /// Takes the stock reports (846) of a file of EDI.
    fn take_messages(
        &mut self,
        bytes: &[u8],
        levels: &mut impl FnMut(Level),
    ) -> Result<(), FileError> {
        let file = edi::File::decode(bytes).map_err(of_edi::file_error)?;
        let interchanges = edi::read(&file).map_err(of_edi::file_error)?;
        let name = self.sheet.file().clone();
        self.figures.format = InventoryFormat::X12;
        for interchange in &interchanges {
            for message in &interchange.messages {
                self.sheet.report.rows += 1;
                for error in of_edi::of_fault(&name, message) {
                    self.sheet.report.refused.add(|| error);
                }
                let received = edi::document(interchange, message);
                for problem in &received.notes.problems {
                    let error = of_edi::of_problem(&name, problem);
                    match problem.effect {
                        Effect::LineLeftOut | Effect::MessageRefused => {
                            self.sheet.report.refused.add(|| error);
                        }
                        Effect::Doubt | Effect::ValueLeftOut => {
                            self.sheet.report.doubts.add(|| error);
                        }
                    }
                }
                let Some(Document::InventoryReport(report)) = received.document else {
                    continue;
                };
                for (row, line) in (1..).zip(&report.lines) {
                    let level = level_of(row, line);
                    self.hand_on(level, levels);
                }
            }
        }
        Ok(())
    }

    fn take_cell(&mut self, row: &Row<'_>, column: &Column<Field>, text: &str, said: &mut Said) {
        let heading = &*column.heading;
        let level = &mut said.level;
        match column.field {
            Field::Handle => fill(&mut level.product, text),
            Field::Title => fill(&mut level.title, text),
            Field::OptionName(number) => said.option_names.push((number, text.to_owned())),
            Field::OptionValue(number) => said.option_values.push((number, text.to_owned())),
            Field::Sku if is_rounded(text) => said.refuse(heading, text, ErrorKind::CodeRounded),
            Field::Sku => fill(&mut level.sku, text),
            Field::Barcode if is_rounded(text) => match level.format {
                InventoryFormat::Plain => said.refuse(heading, text, ErrorKind::CodeRounded),
                _ => self.sheet.doubt(row, heading, text, ErrorKind::CodeRounded),
            },
            Field::Barcode => fill(&mut level.barcode, text),
            Field::HsCode => fill(&mut level.hs_code, text),
            Field::Origin => fill(&mut level.country_of_origin, text),
            Field::Location => fill(&mut level.location, text),
            Field::Bin => fill(&mut level.bin, text),
            Field::OnHand if level.format == InventoryFormat::Plain => {
                match stock_file::on_hand(text, NumberStyle::Unsaid) {
                    Ok(units) => level.on_hand = Some(OnHand::Units(units)),
                    Err(what) => said.refuse(heading, text, what),
                }
            }
            amount => self.take_amount(row, amount, heading, text, said),
        }
    }

    fn take_amount(
        &mut self,
        row: &Row<'_>,
        field: Field,
        heading: &str,
        text: &str,
        said: &mut Said,
    ) {
        let amount = if text.eq_ignore_ascii_case("not stocked") {
            OnHand::NotStocked
        } else {
            let style = match text.contains(',') {
                true => AmountStyle::Unsaid,
                false => AmountStyle::Point,
            };
            match units(text, style) {
                Ok(units) => OnHand::Units(units),
                Err(what) => return self.sheet.doubt(row, heading, text, what),
            }
        };
        let level = &mut said.level;
        match field {
            Field::OnHand => level.on_hand = Some(amount),
            Field::OnHandNew => level.on_hand_new = Some(amount),
            Field::Committed => level.committed = amount.units(),
            Field::Unavailable => level.unavailable = amount.units(),
            Field::Available => level.available = amount.units(),
            // A list may tell apart what is planned, sent and being taken in there.
            Field::Incoming => {
                let before = level.incoming.unwrap_or_default();
                level.incoming = amount.units().map(|units| before + units);
            }
            _ => said.at_locations.push((heading.to_owned(), amount)),
        }
    }

    /// What a row lacks without which it tells nothing: an item, and in a plain file its quantity.
    fn missing(&self, said: &Said) -> Option<(String, String, ErrorKind)> {
        let level = &said.level;
        let is_plain = level.format == InventoryFormat::Plain;
        let field = if level.sku.is_none() && (is_plain || level.product.is_none()) {
            Field::Sku
        } else if is_plain && level.on_hand.is_none() {
            Field::OnHand
        } else {
            return None;
        };
        let heading = self.sheet.heading(field);
        let heading = heading.as_deref().unwrap_or("SKU").to_owned();
        Some((heading, String::new(), ErrorKind::Missing))
    }

    fn hold_against_sums(&mut self, row: &Row<'_>, level: &Level) {
        let parts = [level.committed, level.unavailable, level.available];
        let sum: Option<i64> = parts.into_iter().sum();
        let on_hand = level.on_hand.and_then(OnHand::units);
        if let (Some(sum), Some(units)) = (sum, on_hand)
            && sum != units
            && let Some(heading) = self.sheet.heading(Field::OnHand)
        {
            let text = units.to_string();
            self.sheet
                .doubt(row, &heading, &text, ErrorKind::SumsDisagree);
        }
    }
}

impl Gathering for Gather {
    type Record = Level;

    fn row(&mut self, row: Row<'_>, mut out: &mut dyn FnMut(Level)) {
        self.take(&row, &mut out);
    }

    fn messages(&mut self, bytes: &[u8], mut out: &mut dyn FnMut(Level)) -> Result<(), FileError> {
        self.take_messages(bytes, &mut out)
    }

    fn failure(&self) -> Option<&FileError> {
        self.sheet.failure()
    }

    fn emptiness(&self, is_json: bool) -> Result<(), FileError> {
        match is_json && self.sheet.report.rows > 0 {
            true => Ok(()),
            false => self.sheet.emptiness(),
        }
    }

    fn end(
        &mut self,
        failure: Option<&FileError>,
        notices: Vec<Notice>,
        _out: &mut dyn FnMut(Level),
    ) {
        self.sheet.end(failure, notices);
    }
}

/// A line of a stock report. What is on hand goes before what can be sold.
fn level_of(row: u64, line: &Line) -> Level {
    let counted = |about: &str| {
        let found = line.counted.iter().find(|counted| counted.about == about);
        found.and_then(|counted| counted.quantity.to_whole())
    };
    let text = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let sku = of_edi::number_of(line);
    let on_hand = counted(stock::ON_HAND);
    let available = counted(stock::AVAILABLE);
    let unsaid = on_hand.is_none() && available.is_none() && line.counted.is_empty();
    let plain = unsaid.then(|| line.quantity.to_whole()).flatten();
    Level {
        format: InventoryFormat::X12,
        row,
        sku: sku.and_then(text),
        title: text(&line.descriptions.join(" ")),
        on_hand: on_hand.or(plain).map(OnHand::Units),
        available,
        ..Level::default()
    }
}

impl Said {
    fn refuse(&mut self, heading: &str, text: &str, what: ErrorKind) {
        let refusal = || (heading.to_owned(), text.to_owned(), what);
        self.refusal.get_or_insert_with(refusal);
    }

    fn name_options(&mut self) {
        let values = std::mem::take(&mut self.option_values);
        self.level.options = VariantOption::of(&self.option_names, values);
    }
}

impl InventoryReport {
    fn add(&mut self, level: &Level) {
        let location = level.location.as_deref().unwrap_or_default();
        let room = self.locations.len() < LOCATIONS_COUNTED_MAX;
        let sums = match self.locations.get_mut(location) {
            Some(sums) => sums,
            None if room => self.locations.entry(location.to_owned()).or_default(),
            None => &mut self.locations_beyond,
        };
        sums.add(level);
    }
}

impl LocationSums {
    fn add(&mut self, level: &Level) {
        let of = |units: Option<i64>| units.map_or(0, i128::from);
        self.levels += 1;
        self.not_stocked += u64::from(level.on_hand == Some(OnHand::NotStocked));
        self.on_hand += of(level.on_hand.and_then(OnHand::units));
        self.committed += of(level.committed);
        self.available += of(level.available);
        self.incoming += of(level.incoming);
    }
}

fn fill(slot: &mut Option<String>, text: &str) {
    if slot.is_none() {
        *slot = Some(text.to_owned());
    }
}
