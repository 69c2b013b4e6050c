//! Rows become products: those of one product may stand anywhere, as long as the window has room.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::layouts::{self, Field};
use super::model::{Product, Variant, VariantOption};
use super::row::{self, Said};
use super::{CatalogFormat, CatalogReport, records};
use crate::exchange::fed::Gathering;
use crate::exchange::json::Record;
use crate::exchange::problem::{ErrorKind, FileError, Notice, RowError, shorten, shown_value};
use crate::exchange::sheet::Sheet;
use crate::exchange::table::Row;
use crate::exchange::window::{Window, hash_of};
use crate::limits::{PRODUCT_PART_VARIANTS_MAX, REJECTED_ROW_BYTES_MAX};

/// A product whose rows are still being gathered.
#[derive(Debug)]
struct Open {
    product: Product,
    /// The names of its options, which stand in its first row only.
    option_names: Vec<(u8, String)>,
    /// The names by which variations may call it.
    names: Vec<String>,
}

/// Gathers the rows of a file.
#[derive(Debug)]
pub struct Gather {
    sheet: Sheet<Field>,
    figures: CatalogReport,
    open: Window<Open>,
    /// The open products by the names by which variations may call them.
    aliases: HashMap<String, Arc<str>>,
    /// Hashes of the codes that were met.
    codes: HashSet<u64>,
}

impl Gather {
    pub(super) fn new(file: &str) -> Self {
        Self {
            sheet: Sheet::new(file),
            figures: CatalogReport::default(),
            open: Window::new(),
            aliases: HashMap::new(),
            codes: HashSet::new(),
        }
    }

    pub(super) fn report(&self) -> CatalogReport {
        CatalogReport {
            sheet: self.sheet.report.clone(),
            ..self.figures.clone()
        }
    }

    fn take(&mut self, row: &Row<'_>, products: &mut impl FnMut(Product)) {
        let format = &mut self.figures.format;
        let columns = self.sheet.take(row, |headings| {
            let (known, fields) = layouts::recognise(headings)?;
            *format = known;
            Some(fields)
        });
        let Some(columns) = columns else { return };
        let format = self.figures.format;
        let said = row::read(&mut self.sheet, row, &columns, format);
        match format {
            CatalogFormat::WooCommerce => self.take_woocommerce(row, said, products),
            CatalogFormat::Plain => match said.variant.sku.clone() {
                Some(key) => self.add_alone(&key, row, said, products),
                None => self.refuse_missing(row, Field::Sku),
            },
            _ => match said.handle.clone() {
                Some(handle) => self.take_shopify(&handle, row, said, products),
                None => self.refuse_missing(row, Field::Handle),
            },
        }
    }

    fn refuse_missing(&mut self, row: &Row<'_>, field: Field) {
        let heading = self.sheet.heading(field);
        let what = ErrorKind::Missing;
        self.sheet.refuse(row, heading.as_deref(), "", what);
    }

    fn take_shopify(
        &mut self,
        handle: &str,
        row: &Row<'_>,
        said: Said,
        products: &mut impl FnMut(Product),
    ) {
        let key = self.open_product(handle, row, products);
        if said.refusal.is_none() && !said.names_variant && said.has_picture {
            self.figures.picture_rows += 1;
        }
        self.add(&key, row, said, true, products);
    }

    fn take_woocommerce(&mut self, row: &Row<'_>, said: Said, products: &mut impl FnMut(Product)) {
        if is_type(&said.row_type, "variation") {
            let Some(parent) = said.parent.as_deref().map(reference) else {
                self.refuse_missing(row, Field::Parent);
                return;
            };
            let key = match self.aliases.get(&parent) {
                Some(key) => key.clone(),
                None => self.open_product(&parent, row, products),
            };
            self.add(&key, row, said, false, products);
            return;
        }
        let id = said.variant.id.as_ref().map(|id| format!("id:{id}"));
        let names: Vec<String> = said.variant.sku.iter().cloned().chain(id).collect();
        let Some(name) = names.first() else {
            self.refuse_missing(row, Field::Sku);
            return;
        };
        let open = names.iter().find_map(|name| self.open.key(name));
        if !is_type(&said.row_type, "variable") && open.is_none() {
            self.add_alone(name, row, said, products);
            return;
        }
        // A variation may have stood before its parent, under either of its names.
        let key = match open {
            Some(key) => key,
            None => self.open_product(name, row, products),
        };
        for name in &names {
            self.aliases.insert(name.clone(), key.clone());
        }
        if let Some(open) = self.open.get_mut(&key) {
            open.names.extend(names);
        }
        self.add(&key, row, said, true, products);
    }

    /// A product of one row.
    fn add_alone(
        &mut self,
        key: &str,
        row: &Row<'_>,
        said: Said,
        products: &mut impl FnMut(Product),
    ) {
        let key = self.open_product(key, row, products);
        self.add(&key, row, said, true, products);
        if let Some(open) = self.open.take(&key) {
            self.close(open, false, products);
        }
    }

    fn open_product(
        &mut self,
        key: &str,
        row: &Row<'_>,
        products: &mut impl FnMut(Product),
    ) -> Arc<str> {
        if let Some(key) = self.open.key(key) {
            return key;
        }
        if self.open.is_full() {
            self.close_oldest(products);
        }
        let format = self.figures.format;
        self.open.open(key, row.number(), |key, part| Open {
            product: Product {
                format,
                key: key.clone(),
                part,
                first_row: row.number(),
                ..Product::default()
            },
            option_names: Vec::new(),
            names: Vec::new(),
        })
    }

    /// Adds what a row says to its open product; `of_product` where it says it of the product too.
    fn add(
        &mut self,
        key: &Arc<str>,
        row: &Row<'_>,
        mut said: Said,
        of_product: bool,
        products: &mut impl FnMut(Product),
    ) {
        let bytes: usize = row.cells().map(str::len).sum();
        let Some(open) = self.open.touch(key, row.number(), bytes) else {
            return;
        };
        if let Some((column, value, what)) = said.refusal.take() {
            open.product.refused_rows = open.product.refused_rows.saturating_add(1);
            self.sheet.refuse(row, Some(&column), &value, what);
            return;
        }
        if let Some(code) = &said.variant.sku
            && !self.codes.insert(hash_of(code))
            && let Some(heading) = self.sheet.heading(Field::Sku)
        {
            self.sheet.doubt(row, &heading, code, ErrorKind::CodeTwice);
        }
        open.add(said, of_product);
        if open.product.variants.len() >= PRODUCT_PART_VARIANTS_MAX
            && let Some(open) = self.open.take(key)
        {
            self.close(open, false, products);
        }
        while self.open.is_overfull() {
            self.close_oldest(products);
        }
    }

    fn close_oldest(&mut self, products: &mut impl FnMut(Product)) {
        if let Some(open) = self.open.take_oldest() {
            self.close(open, false, products);
        }
    }

    fn close(&mut self, open: Open, cut_short: bool, products: &mut impl FnMut(Product)) {
        let mut product = open.product;
        product.cut_short = cut_short;
        for name in &open.names {
            self.aliases.remove(name);
        }
        if let Some(shared) = &product.shared {
            for variant in &mut product.variants {
                variant.inherit(shared);
            }
        }
        let figures = &mut self.figures;
        if product.part == 0 {
            figures.products += 1;
        } else {
            figures.later_parts += 1;
        }
        figures.variants += product.variants.len() as u64;
        let without_code = product.variants.iter().filter(|v| v.sku.is_none());
        figures.variants_without_code += without_code.count() as u64;
        products(product);
    }
}

impl Gather {
    /// Takes a record of JSON.
    fn take_record(&mut self, record: &Record<'_>, products: &mut impl FnMut(Product)) {
        self.sheet.report.rows += 1;
        let file = self.sheet.file().clone();
        let error = |column: Option<&'static str>, value: &str, what| RowError {
            file: file.clone(),
            row: record.number,
            column: column.map(Into::into),
            value: shown_value(value),
            what,
            line: shorten(record.text, REJECTED_ROW_BYTES_MAX).to_owned(),
        };
        let (product, doubts) = match records::read(record) {
            Ok(read) => read,
            Err(what) => {
                self.sheet
                    .report
                    .refused
                    .add(|| error(None, record.text, what));
                return;
            }
        };
        if self.figures.format == CatalogFormat::Unknown {
            self.figures.format = product.format;
        }
        for (key, value, what) in doubts {
            self.sheet
                .report
                .doubts
                .add(|| error(Some(key), &value, what));
        }
        for code in product.variants.iter().filter_map(|of| of.sku.as_ref()) {
            if !self.codes.insert(hash_of(code)) {
                let twice = ErrorKind::CodeTwice;
                self.sheet
                    .report
                    .doubts
                    .add(|| error(Some("sku"), code, twice));
            }
        }
        let open = Open {
            product,
            option_names: Vec::new(),
            names: Vec::new(),
        };
        self.close(open, false, products);
    }
}

impl Gathering for Gather {
    type Record = Product;

    const WRAPPERS: &'static [&'static str] = records::WRAPPERS;

    fn json(&mut self, record: Record<'_>, mut out: &mut dyn FnMut(Product)) {
        self.take_record(&record, &mut out);
    }

    fn row(&mut self, row: Row<'_>, mut out: &mut dyn FnMut(Product)) {
        self.take(&row, &mut out);
    }

    fn failure(&self) -> Option<&FileError> {
        self.sheet.failure()
    }

    fn emptiness(&self, is_json: bool) -> Result<(), FileError> {
        match (is_json, self.sheet.report.rows) {
            (true, 0) => Err(FileError::NoRows),
            (true, _) => Ok(()),
            (false, _) => self.sheet.emptiness(),
        }
    }

    fn end(
        &mut self,
        failure: Option<&FileError>,
        notices: Vec<Notice>,
        mut out: &mut dyn FnMut(Product),
    ) {
        for (open, is_last) in self.open.take_all() {
            self.close(open, failure.is_some() && is_last, &mut out);
        }
        self.sheet.end(failure, notices);
    }
}

/// Whether a row is of a type; WooCommerce writes several with commas between.
fn is_type(row_type: &str, wanted: &str) -> bool {
    let mut types = row_type.split(',');
    types.any(|word| word.trim().eq_ignore_ascii_case(wanted))
}

/// How a variation calls its parent: a code, or `id:44`.
fn reference(parent: &str) -> String {
    match parent.split_once(':') {
        Some((word, id)) if word.trim().eq_ignore_ascii_case("id") => format!("id:{}", id.trim()),
        _ => parent.to_owned(),
    }
}

impl Open {
    fn add(&mut self, said: Said, of_product: bool) {
        let Said {
            row_type,
            title,
            vendor,
            kind,
            category,
            tags,
            status,
            components,
            option_names,
            option_values,
            mut variant,
            names_variant,
            ..
        } = said;
        let is_summed_up = is_type(&row_type, "variable") || is_type(&row_type, "grouped");
        if is_type(&row_type, "virtual") {
            variant.needs_shipping = Some(false);
        }
        let is_woocommerce = self.product.format == CatalogFormat::WooCommerce;
        // In a file of Shopify the names stand once per product, in one of WooCommerce in every row.
        if self.option_names.is_empty() || is_woocommerce {
            self.option_names = option_names;
        }
        let product = &mut self.product;
        if of_product {
            let row_type = Some(row_type).filter(|words| !words.is_empty());
            for (slot, value) in [
                (&mut product.title, title),
                (&mut product.vendor, vendor),
                (&mut product.kind, kind.or(row_type)),
                (&mut product.category, category),
                (&mut product.status, status),
                (&mut product.id, variant.id.clone()),
            ] {
                if slot.is_none() {
                    *slot = value;
                }
            }
            if product.tags.is_empty() {
                product.tags = tags;
            }
            product.components.extend(components);
        } else {
            variant.title = title;
        }
        let has_no_options = of_product && is_woocommerce;
        if !has_no_options {
            let numbered = VariantOption::of(&self.option_names, option_values);
            variant.options.extend(numbered);
        }
        if is_summed_up {
            product.shared.get_or_insert_with(|| Box::new(variant));
        } else if names_variant {
            product.variants.push(variant);
        }
    }
}

impl Variant {
    /// Takes the weight and the sides that it does not have itself from its product.
    fn inherit(&mut self, shared: &Variant) {
        self.weight = self.weight.or(shared.weight);
        if let Some(of_product) = shared.size {
            let size = self.size.get_or_insert(of_product);
            size.length = size.length.or(of_product.length);
            size.width = size.width.or(of_product.width);
            size.height = size.height.or(of_product.height);
        }
    }
}
