//! One row of a file of products, cell by cell.

use std::sync::Arc;

use super::CatalogFormat;
use super::layouts::{Field, Side};
use super::model::{Length, LengthUnit, MassUnit, Size, Variant, VariantOption, Weight};
use crate::exchange::cell_text::{is_rounded, plain_text};
use crate::exchange::decimal::{AmountStyle, Decimal, Money};
use crate::exchange::gs1::Gtin;
use crate::exchange::problem::ErrorKind;
use crate::exchange::sheet::{Column, Sheet, units};
use crate::exchange::table::Row;

/// What a row says.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) handle: Option<String>,
    pub(super) parent: Option<String>,
    pub(super) row_type: String,
    pub(super) title: Option<String>,
    pub(super) vendor: Option<String>,
    pub(super) kind: Option<String>,
    pub(super) category: Option<String>,
    pub(super) tags: Vec<String>,
    pub(super) status: Option<String>,
    pub(super) components: Vec<String>,
    pub(super) option_names: Vec<(u8, String)>,
    pub(super) option_values: Vec<(u8, String)>,
    pub(super) variant: Variant,
    /// Whether a cell says something that only a variant has.
    pub(super) names_variant: bool,
    pub(super) has_picture: bool,
    /// Why the row cannot be taken: the column, the cell and what is wrong with it.
    pub(super) refusal: Option<(Arc<str>, String, ErrorKind)>,
}

/// Reads a row; cells that are not understood are doubts of the sheet.
pub(super) fn read(
    sheet: &mut Sheet<Field>,
    row: &Row<'_>,
    columns: &[Column<Field>],
    format: CatalogFormat,
) -> Said {
    let mut reading = Reading {
        sheet,
        row,
        format,
        said: Said::default(),
        published: None,
        weight: None,
        weight_unit: None,
    };
    reading.said.variant.row = row.number();
    for column in columns {
        let text = plain_text(row.get(column.at).unwrap_or_default());
        if !text.is_empty() {
            reading.take(column, text);
        }
    }
    reading.end()
}

struct Reading<'a, 'r> {
    sheet: &'a mut Sheet<Field>,
    row: &'a Row<'r>,
    format: CatalogFormat,
    said: Said,
    published: Option<String>,
    /// A weight whose unit may stand in a later column, with its heading and cell.
    weight: Option<(Decimal, Option<MassUnit>, Arc<str>, String)>,
    weight_unit: Option<MassUnit>,
}

impl Reading<'_, '_> {
    fn take(&mut self, column: &Column<Field>, text: &str) {
        match column.field {
            Field::Handle => fill(&mut self.said.handle, text),
            Field::Parent => fill(&mut self.said.parent, text),
            Field::RowType => text.clone_into(&mut self.said.row_type),
            Field::Title => fill(&mut self.said.title, text),
            Field::Vendor => fill(&mut self.said.vendor, text),
            Field::Kind => fill(&mut self.said.kind, text),
            Field::Category => fill(&mut self.said.category, text),
            Field::Tags => self.said.tags = list(text),
            Field::Status => fill(&mut self.said.status, text),
            Field::Published => fill(&mut self.published, text),
            Field::Components => self.said.components = list(text),
            Field::OptionName(number) => self.said.option_names.push((number, text.to_owned())),
            Field::Picture => self.said.has_picture = true,
            Field::WeightUnit => self.weight_unit = MassUnit::of(text),
            Field::Id => fill(&mut self.said.variant.id, text),
            of_variant => self.take_of_variant(of_variant, &column.heading, text),
        }
    }

    fn take_of_variant(&mut self, field: Field, heading: &Arc<str>, text: &str) {
        match field {
            Field::Sku => self.take_sku(heading, text),
            Field::Barcode => self.take_barcode(heading, text),
            Field::OptionValue(number) => {
                let value = text.replace("\\,", ",");
                self.said.option_values.push((number, value));
            }
            Field::Choice(name) => self.said.variant.options.push(VariantOption {
                name: Some(name.to_owned()),
                value: text.to_owned(),
            }),
            Field::Weight(unit) => self.take_weight(unit, heading, text),
            Field::Side(side, unit) => self.take_side(side, unit, heading, text),
            Field::Price => self.said.variant.price = self.money(heading, text),
            Field::SalePrice => self.said.variant.sale_price = self.money(heading, text),
            Field::CompareAtPrice => self.said.variant.compare_at_price = self.money(heading, text),
            Field::Cost => self.said.variant.cost = self.money(heading, text),
            Field::Origin => fill(&mut self.said.variant.country_of_origin, text),
            Field::HsCode => fill(&mut self.said.variant.hs_code, text),
            Field::StockUnits => self.take_stock(heading, text),
            Field::SomeStock => self.take_some_stock(heading, text),
            Field::SoldWhenEmpty => {
                let sold = self.truth(heading, text);
                self.said.variant.stock.sold_when_empty = sold;
            }
            Field::NeedsShipping => {
                let needs = self.truth(heading, text);
                self.said.variant.needs_shipping = needs;
                return;
            }
            _ => return,
        }
        self.said.names_variant = true;
    }

    fn doubt(&mut self, heading: &str, text: &str, what: ErrorKind) {
        self.sheet.doubt(self.row, heading, text, what);
    }

    fn take_sku(&mut self, heading: &Arc<str>, text: &str) {
        if is_rounded(text) {
            let refusal = (heading.clone(), text.to_owned(), ErrorKind::CodeRounded);
            self.said.refusal = Some(refusal);
        }
        fill(&mut self.said.variant.sku, text);
    }

    fn take_barcode(&mut self, heading: &Arc<str>, text: &str) {
        if is_rounded(text) {
            self.doubt(heading, text, ErrorKind::CodeRounded);
            return;
        }
        let looks_like_gtin = matches!(text.len(), 8 | 12 | 13 | 14)
            && text.bytes().all(|byte| byte.is_ascii_digit());
        if looks_like_gtin && text.parse::<Gtin>().is_err() {
            self.doubt(heading, text, ErrorKind::CheckDigitWrong);
        }
        fill(&mut self.said.variant.barcode, text);
    }

    /// Shops write a point before decimals, but WooCommerce's prices have the shop's mark and no thousands.
    fn style(&self, text: &str) -> AmountStyle {
        match self.format {
            CatalogFormat::Plain => AmountStyle::Unsaid,
            _ if text.contains(',') => AmountStyle::Unsaid,
            _ => AmountStyle::Point,
        }
    }

    fn money(&mut self, heading: &str, text: &str) -> Option<Decimal> {
        match Money::read(text, self.style(text)) {
            Ok(money) => Some(money.amount),
            Err(what) => {
                self.doubt(heading, text, what);
                None
            }
        }
    }

    /// The number of a weight or length, and the word behind it.
    fn measure<'t>(&mut self, heading: &str, text: &'t str) -> Option<(Decimal, &'t str)> {
        let end = text
            .rfind(|c: char| c.is_ascii_digit())
            .map_or(0, |at| at + 1);
        let (number, unit) = text.split_at(end);
        match Decimal::read(number, self.style(number)) {
            Ok(amount) if !amount.is_negative() => return Some((amount, unit.trim())),
            Err(ErrorKind::NumberUnclear) => {
                self.doubt(heading, text, ErrorKind::NumberUnclear);
            }
            _ => self.doubt(heading, text, ErrorKind::NotAMeasure),
        }
        None
    }

    fn take_weight(&mut self, unit: Option<MassUnit>, heading: &Arc<str>, text: &str) {
        let Some((amount, word)) = self.measure(heading, text) else {
            return;
        };
        let said = match (word.is_empty(), MassUnit::of(word)) {
            (true, _) => unit,
            (false, Some(said)) => Some(said),
            (false, None) => return self.doubt(heading, text, ErrorKind::NotAMeasure),
        };
        if self.weight.is_none() {
            self.weight = Some((amount, said, heading.clone(), text.to_owned()));
        }
    }

    fn take_side(&mut self, side: Side, unit: Option<LengthUnit>, heading: &str, text: &str) {
        let Some((amount, word)) = self.measure(heading, text) else {
            return;
        };
        let said = match (word.is_empty(), LengthUnit::of(word)) {
            (true, _) => unit,
            (false, Some(said)) => Some(said),
            (false, None) => return self.doubt(heading, text, ErrorKind::NotAMeasure),
        };
        let Some(unit) = said else {
            return self.doubt(heading, text, ErrorKind::UnitUnsaid);
        };
        let size = self.said.variant.size.get_or_insert_with(Size::default);
        let slot = match side {
            Side::Length => &mut size.length,
            Side::Width => &mut size.width,
            Side::Height => &mut size.height,
        };
        *slot = Some(Length { amount, unit });
    }

    fn take_stock(&mut self, heading: &str, text: &str) {
        if text.eq_ignore_ascii_case("parent") {
            self.said.variant.stock.with_product = true;
            return;
        }
        match units(text, self.style(text)) {
            Ok(units) => self.said.variant.stock.units = Some(units),
            Err(what) => self.doubt(heading, text, what),
        }
    }

    fn take_some_stock(&mut self, heading: &str, text: &str) {
        let stock = &mut self.said.variant.stock;
        if text.eq_ignore_ascii_case("backorder") {
            stock.some = Some(false);
            stock.sold_when_empty = Some(true);
        } else {
            let some = self.truth(heading, text);
            self.said.variant.stock.some = some;
        }
    }

    fn truth(&mut self, heading: &str, text: &str) -> Option<bool> {
        match text.to_ascii_lowercase().as_str() {
            "1" | "true" | "yes" | "continue" | "notify" => Some(true),
            "0" | "false" | "no" | "deny" => Some(false),
            _ => {
                self.doubt(heading, text, ErrorKind::NotYesOrNo);
                None
            }
        }
    }

    fn end(mut self) -> Said {
        if let Some((amount, unit, heading, text)) = self.weight.take() {
            match unit.or(self.weight_unit) {
                Some(unit) => self.said.variant.weight = Some(Weight { amount, unit }),
                None => self.doubt(&heading, &text, ErrorKind::UnitUnsaid),
            }
        }
        let published = self.published;
        self.said.status = self.said.status.or(published);
        self.said
    }
}

fn fill(slot: &mut Option<String>, text: &str) {
    if slot.is_none() {
        *slot = Some(text.to_owned());
    }
}

/// Values with commas between them, of which `\,` is none.
pub(super) fn list(text: &str) -> Vec<String> {
    let mut values = vec![String::new()];
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match (character, values.last_mut()) {
            ('\\', Some(value)) if characters.next_if_eq(&',').is_some() => value.push(','),
            (',', _) => values.push(String::new()),
            (other, Some(value)) => value.push(other),
            (_, None) => {}
        }
    }
    values.retain_mut(|value| {
        *value = value.trim().to_owned();
        !value.is_empty()
    });
    values
}
