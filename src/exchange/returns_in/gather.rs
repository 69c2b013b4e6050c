//! Rows become returns.

use std::sync::Arc;

use super::{ReturnedGoods, ReturnsFormat, ReturnsReport, WordCounts, Worded, words};
use crate::exchange::cell_text::{is_rounded, plain_text};
use crate::exchange::columns::Headings;
use crate::exchange::decimal::AmountStyle;
use crate::exchange::fed::Gathering;
use crate::exchange::headings::heading_key;
use crate::exchange::orders::mapping::{Field as OrderField, Mapping};
use crate::exchange::orders::model::Named;
use crate::exchange::problem::{ErrorKind, FileError, Notice};
use crate::exchange::sheet::{Sheet, units};
use crate::exchange::table::Row;
use crate::exchange::times::{DateStyle, SourceTime};
use crate::limits::STATUS_WORDS_MAX;

/// What a cell says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Returned,
    Order,
    Sku,
    GoodsId,
    Title,
    Units,
    Warehouse,
    Condition,
    Reason,
    Status,
    LicensePlate,
    Comment,
}

/// Whether headings are those of a file of returns.
pub(crate) fn recognises(headings: &Headings) -> bool {
    let needed = ["return-date", "quantity", "detailed-disposition"];
    needed.iter().all(|heading| headings.has(heading))
        && ["sku", "fnsku", "asin"]
            .iter()
            .any(|heading| headings.has(heading))
}

/// What headings say: by the words of returns, and where these say nothing by those of order files.
fn fields_of(headings: &Headings) -> Vec<Option<Field>> {
    let mut fields: Vec<Option<Field>> = headings.shown().iter().map(|of| field(of)).collect();
    let guessed = Mapping::guess(headings);
    for column in guessed.iter().flat_map(|mapping| &mapping.columns) {
        let meant = match column.field {
            OrderField::Number => Field::Order,
            OrderField::Sku => Field::Sku,
            OrderField::Units => Field::Units,
            OrderField::Title => Field::Title,
            _ => continue,
        };
        let at = headings.place(&column.heading);
        let slot = at.and_then(|at| fields.get(at)).copied().flatten();
        if let (Some(at), None, false) = (at, slot, fields.contains(&Some(meant))) {
            fields[at] = Some(meant);
        }
    }
    fields
}

/// Whether headings have what a list of announced returns needs: the order, the item, how many.
fn is_enough(fields: &[Option<Field>]) -> bool {
    [Field::Order, Field::Sku, Field::Units]
        .iter()
        .all(|needed| fields.contains(&Some(*needed)))
}

/// Whether headings are those of a list of returns that customers have announced: what it needs, a word of a return, and
/// nothing of what is sold.
fn recognises_announced(headings: &Headings) -> bool {
    let of_return = ["return", "rma", "retur", "pengembalian", "връщане"];
    let speaks = headings.shown().iter().any(|heading| {
        let key = heading_key(heading);
        of_return.iter().any(|word| key.contains(word))
    });
    let guessed = Mapping::guess(headings);
    let mut columns = guessed.iter().flat_map(|mapping| &mapping.columns);
    let is_sold = columns.any(|column| {
        matches!(
            column.field,
            OrderField::UnitPrice | OrderField::LineTotal | OrderField::ShipTo(_)
        )
    });
    speaks && !is_sold && is_enough(&fields_of(headings))
}

fn field(heading: &str) -> Option<Field> {
    Some(match heading_key(heading).as_str() {
        "ordernumber"
        | "orderno"
        | "order"
        | "ordername"
        | "nopesanan"
        | "nomorpesanan"
        | "numarcomanda"
        | "numarulcomenzii"
        | "номернапоръчка" => Field::Order,
        "sellersku" | "itemsku" | "variantsku" | "lineitemsku" | "codprodus" | "кодартикул" => {
            Field::Sku
        }
        "returnquantity"
        | "returnedquantity"
        | "qty"
        | "returnqty"
        | "jumlah"
        | "jumlahretur"
        | "jumlahpengembalian"
        | "cantitatereturnata"
        | "върнатоколичество"
        | "cantitate"
        | "количество" => Field::Units,
        "returnreason"
        | "alasanpengembalian"
        | "motivretur"
        | "motivulreturului"
        | "причиназавръщане" => Field::Reason,
        "returnid" | "rma" | "rmanumber" | "returnnumber" | "nomorpengembalian" | "numarretur" => {
            Field::GoodsId
        }
        "requestdate" | "returnrequestdate" | "returnrequesttime" => Field::Returned,
        "returndate" => Field::Returned,
        "orderid" => Field::Order,
        "sku" => Field::Sku,
        "asin" | "fnsku" => Field::GoodsId,
        "productname" => Field::Title,
        "quantity" => Field::Units,
        "fulfillmentcenterid" => Field::Warehouse,
        "detaileddisposition" => Field::Condition,
        "reason" => Field::Reason,
        "status" => Field::Status,
        "licenseplatenumber" => Field::LicensePlate,
        "customercomments" => Field::Comment,
        _ => return None,
    })
}

/// Gathers the rows of a file.
#[derive(Debug)]
pub struct Gather {
    sheet: Sheet<Field>,
    figures: ReturnsReport,
    /// A person has said that it is a list of returns.
    is_told: bool,
}

impl Gather {
    pub(super) fn new(file: &str) -> Self {
        Self {
            sheet: Sheet::new(file),
            figures: ReturnsReport::default(),
            is_told: false,
        }
    }

    pub(super) fn told(file: &str) -> Self {
        Self {
            is_told: true,
            ..Self::new(file)
        }
    }

    pub(super) fn report(&self) -> ReturnsReport {
        ReturnsReport {
            sheet: self.sheet.report.clone(),
            ..self.figures.clone()
        }
    }

    fn take(&mut self, row: &Row<'_>, returns: &mut impl FnMut(ReturnedGoods)) {
        let format = &mut self.figures.format;
        let is_told = self.is_told;
        let columns = self.sheet.take(row, |headings| {
            let fields = fields_of(headings);
            if recognises(headings) {
                *format = ReturnsFormat::AmazonFba;
            } else if recognises_announced(headings) || is_told && is_enough(&fields) {
                *format = ReturnsFormat::Announced;
            } else {
                return None;
            }
            Some(fields)
        });
        let Some(columns) = columns else { return };
        let mut goods = ReturnedGoods {
            format: self.figures.format,
            row: row.number(),
            ..ReturnedGoods::default()
        };
        let mut units_said = Err(ErrorKind::Missing);
        let mut units_text = "";
        for column in columns.iter() {
            let text = plain_text(row.get(column.at).unwrap_or_default());
            if text.is_empty() {
                continue;
            }
            match column.field {
                Field::Units => {
                    units_said = units_returned(text);
                    units_text = text;
                }
                Field::Returned => goods.returned = Some(self.time(row, &column.heading, text)),
                other => goods.take(other, &column.heading, text),
            }
        }
        let has_goods = goods.sku.is_some() || !goods.ids.is_empty();
        let rounded = goods.sku.as_deref().filter(|sku| is_rounded(sku));
        match (units_said, rounded) {
            _ if !has_goods => self.refuse(row, Field::Sku, "", ErrorKind::Missing),
            (_, Some(sku)) => self.refuse(row, Field::Sku, sku, ErrorKind::CodeRounded),
            (Err(what), _) => self.refuse(row, Field::Units, units_text, what),
            (Ok(units), None) => {
                goods.units = units;
                self.figures.add(&goods);
                returns(goods);
            }
        }
    }

    fn refuse(&mut self, row: &Row<'_>, field: Field, value: &str, what: ErrorKind) {
        let heading = self.sheet.heading(field);
        self.sheet.refuse(row, heading.as_deref(), value, what);
    }

    fn time(&mut self, row: &Row<'_>, heading: &str, text: &str) -> SourceTime {
        SourceTime::read(text, DateStyle::Unsaid).unwrap_or_else(|what| {
            self.sheet.doubt(row, heading, text, what);
            SourceTime::unread(text)
        })
    }
}

impl Gathering for Gather {
    type Record = ReturnedGoods;

    fn row(&mut self, row: Row<'_>, mut out: &mut dyn FnMut(ReturnedGoods)) {
        self.take(&row, &mut out);
    }

    fn failure(&self) -> Option<&FileError> {
        self.sheet.failure()
    }

    fn emptiness(&self, _is_json: bool) -> Result<(), FileError> {
        self.sheet.emptiness()
    }

    fn end(
        &mut self,
        failure: Option<&FileError>,
        notices: Vec<Notice>,
        _out: &mut dyn FnMut(ReturnedGoods),
    ) {
        self.sheet.end(failure, notices);
    }
}

fn units_returned(text: &str) -> Result<i64, ErrorKind> {
    match units(text, AmountStyle::Unsaid)? {
        0 => Err(ErrorKind::QuantityZero),
        below if below < 0 => Err(ErrorKind::QuantityNegative),
        units => Ok(units),
    }
}

impl ReturnedGoods {
    fn take(&mut self, field: Field, heading: &Arc<str>, text: &str) {
        let text = text.to_owned();
        match field {
            Field::Returned | Field::Units => {}
            Field::Order => self.order = Some(text),
            Field::Sku => self.sku = Some(text),
            Field::GoodsId => self.ids.push(Named {
                name: heading.clone(),
                value: text,
            }),
            Field::Title => self.title = Some(text),
            Field::Warehouse => self.warehouse = Some(text),
            Field::Condition => {
                self.condition = Some(Worded {
                    meaning: words::condition(&text),
                    words: text,
                });
            }
            Field::Reason => {
                self.reason = Some(Worded {
                    meaning: words::reason(&text),
                    words: text,
                });
            }
            Field::Status => self.status = Some(text),
            Field::LicensePlate => self.license_plate = Some(text),
            Field::Comment => self.comment = Some(text),
        }
    }
}

impl ReturnsReport {
    fn add(&mut self, goods: &ReturnedGoods) {
        let units = i128::from(goods.units);
        self.lines += 1;
        self.units += units;
        if let Some(Worded { words, meaning }) = &goods.condition {
            self.conditions.add(words, *meaning, units);
        }
        if let Some(Worded { words, meaning }) = &goods.reason {
            self.reasons.add(words, *meaning, units);
        }
        if let Some(words) = &goods.status {
            self.statuses.add(words, None, units);
        }
    }
}

impl<T: Copy> WordCounts<T> {
    fn add(&mut self, words: &str, meaning: Option<T>, units: i128) {
        let has_room = self.by_words.len() < STATUS_WORDS_MAX;
        match self.by_words.get_mut(words) {
            Some((_, count)) => *count += units,
            None if has_room => {
                self.by_words.insert(words.to_owned(), (meaning, units));
            }
            None => self.beyond += units,
        }
    }
}
