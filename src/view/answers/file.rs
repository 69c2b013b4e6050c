//! The file for a channel, made of what it is to be told.

use super::{Clock, edi, held, others, parcels, stock};
use crate::exchange::channel_out::{
    CANCELLED_COLUMNS, FulfilmentForm, FulfilmentWriter, OutFault, Preview, RETURN_COLUMNS,
    StockForm, StockWriter, TableWriter, Written,
};
use crate::exchange::edi::Envelope;
use crate::limits::PREVIEW_ROWS_MAX;
use crate::site::Reading;
use crate::trade::channels::{AnswerForm, AnswerKind, Told};
use crate::trade::id::ChannelId;
use crate::trade::identity::canonical::Canonical;
use crate::view::names;
use std::collections::BTreeMap;

/// Why something is left out of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// The form cannot say it.
    Fault(OutFault),
    /// Amazon has no code for a carrier of this name, and nobody has said what to tell.
    CarrierUnnamed(String),
    /// The parcel holds parts of a set only; the set is told with its first part.
    PartsOfSet,
    /// It is not out of the door any more.
    NotLeft,
    /// It does not fit into the EDI's segments, in the words of the writer.
    Edi(String),
    /// The channel's card does not say by which numbers both sides are known in EDI.
    NoEdiParties,
}

/// Something that is left out of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The number of the order, or the code of the item.
    pub what: String,
    /// The address of the order.
    pub order: Option<String>,
    /// Why.
    pub why: Why,
}

/// A file for a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// How many rows, and how many cells that a spreadsheet would run.
    pub written: Written,
    /// What it begins with.
    pub preview: Preview,
    /// What it tells.
    pub told: Vec<Told>,
    /// What it does not tell.
    pub left_out: Vec<LeftOut>,
    /// How many parcels it tells of that have no tracking number.
    pub unnumbered: usize,
}

/// Makes the file that tells a channel these things in a form.
pub fn make(
    at: &Reading<'_>,
    channel: &ChannelId,
    kind: AnswerKind,
    form: AnswerForm,
    told: &[Told],
    clock: &Clock<'_>,
) -> Made {
    let mut making = Making {
        at,
        channel,
        form,
        clock,
        told: Vec::new(),
        left_out: Vec::new(),
        unnumbered: 0,
    };
    let is_edi = matches!(form, AnswerForm::X12 | AnswerForm::Edifact);
    let file = match (kind, is_edi) {
        (AnswerKind::Parcels, false) => making.parcels(told),
        (AnswerKind::Stock, false) => making.stock(told),
        (AnswerKind::Parcels | AnswerKind::Stock, true) => making.edi(told),
        (AnswerKind::Cancelled, _) => making.cancelled(told),
        (AnswerKind::Returns, _) => making.returns(told),
    };
    let (ending, media) = match form {
        AnswerForm::Workbook => (
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        AnswerForm::Amazon => ("txt", "text/tab-separated-values"),
        AnswerForm::X12 | AnswerForm::Edifact => ("edi", "text/plain"),
        AnswerForm::Shopify
        | AnswerForm::WooCommerce
        | AnswerForm::Ebay
        | AnswerForm::Etsy
        | AnswerForm::Plain => ("csv", "text/csv"),
    };
    let about = match kind {
        AnswerKind::Parcels => "parcels",
        AnswerKind::Stock => "stock",
        AnswerKind::Cancelled => "cancelled",
        AnswerKind::Returns => "returns",
    };
    let day = clock.wall(clock.now_ms);
    let day = day.map_or_else(String::new, |wall| wall.format("-%Y-%m-%d").to_string());
    let code: String = channel.first.code.as_str().chars().map(safe).collect();
    Made {
        name: format!("{code}-{about}{day}.{ending}"),
        media,
        bytes: file.bytes,
        written: file.written,
        preview: file.preview,
        told: making.told,
        left_out: making.left_out,
        unnumbered: making.unnumbered,
    }
}

fn safe(c: char) -> char {
    if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') {
        c
    } else {
        '_'
    }
}

#[derive(Default)]
struct File {
    bytes: Vec<u8>,
    written: Written,
    preview: Preview,
}

struct Making<'m, 'a> {
    at: &'m Reading<'a>,
    channel: &'m ChannelId,
    form: AnswerForm,
    clock: &'m Clock<'m>,
    told: Vec<Told>,
    left_out: Vec<LeftOut>,
    unnumbered: usize,
}

impl Making<'_, '_> {
    fn leave_out(&mut self, what: String, order: Option<String>, why: Why) {
        self.left_out.push(LeftOut { what, order, why });
    }

    /// The parts of orders in the parcels, those that cannot be told left out. `write` says what it could not write.
    fn each_parcel(
        &mut self,
        told: &[Told],
        mut write: impl FnMut(&parcels::OfOrder) -> Result<(), Why>,
    ) {
        let at = self.at;
        for told in told {
            let Told::Parcel { parcel, hand_over } = told else {
                continue;
            };
            let parts = parcels::of(at, self.channel, parcel, hand_over, self.form, self.clock);
            let mut is_whole = !parts.is_empty();
            for (order, part) in parts {
                let done = part.and_then(|part| {
                    write(&part)?;
                    Ok(part)
                });
                match done {
                    Ok(part) => {
                        let number = &part.fulfilment.tracking_number;
                        self.unnumbered += usize::from(number.is_none());
                    }
                    Err(why) => {
                        is_whole = false;
                        let number = names::shown_number(at, &order).to_owned();
                        let address = names::order_address(at, &order);
                        self.leave_out(number, Some(address), why);
                    }
                }
            }
            if is_whole {
                self.told.push(told.clone());
            }
        }
    }

    fn parcels(&mut self, told: &[Told]) -> File {
        let form = match self.form {
            AnswerForm::Shopify => FulfilmentForm::Shopify,
            AnswerForm::WooCommerce => FulfilmentForm::WooCommerce,
            AnswerForm::Amazon => FulfilmentForm::Amazon,
            AnswerForm::Ebay => FulfilmentForm::Ebay,
            AnswerForm::Etsy => FulfilmentForm::Etsy,
            AnswerForm::Workbook => FulfilmentForm::Workbook,
            AnswerForm::Plain | AnswerForm::X12 | AnswerForm::Edifact => FulfilmentForm::Plain,
        };
        let mut writer = FulfilmentWriter::new(form);
        self.each_parcel(told, |part| {
            writer.write(&part.fulfilment).map_err(Why::Fault)
        });
        File {
            written: writer.written(),
            preview: writer.preview(),
            bytes: writer.finish(),
        }
    }

    fn stock(&mut self, told: &[Told]) -> File {
        let form = match self.form {
            AnswerForm::Shopify => StockForm::Shopify,
            AnswerForm::WooCommerce => StockForm::WooCommerce,
            AnswerForm::Amazon => StockForm::Amazon,
            AnswerForm::Workbook => StockForm::Workbook,
            AnswerForm::Ebay
            | AnswerForm::Etsy
            | AnswerForm::Plain
            | AnswerForm::X12
            | AnswerForm::Edifact => StockForm::Plain,
        };
        let mut writer = StockWriter::new(form);
        let held = match form {
            StockForm::Shopify => held::held(self.at, self.channel, self.clock),
            _ => BTreeMap::new(),
        };
        for told in told {
            let Told::Stock { item, units } = told else {
                continue;
            };
            let mut level = stock::level(self.at, self.channel, item, *units);
            if form == StockForm::Shopify {
                let item = self.at.state.components.item(item);
                stock::as_on_hand(&mut level, *units, held.get(&item).copied().unwrap_or(0));
            }
            match writer.write(&level) {
                Ok(()) => self.told.push(told.clone()),
                Err(fault) => {
                    let what = level.sku.unwrap_or_default();
                    self.leave_out(what, None, Why::Fault(fault));
                }
            }
        }
        File {
            written: writer.written(),
            preview: writer.preview(),
            bytes: writer.finish(),
        }
    }

    fn cancelled(&mut self, told: &[Told]) -> File {
        let is_workbook = self.form == AnswerForm::Workbook;
        let mut writer = TableWriter::new(CANCELLED_COLUMNS, is_workbook);
        for told in told {
            let Told::Cancelled { order, .. } = told else {
                continue;
            };
            let mut rows = others::cancelled(self.at, order, self.clock).into_iter();
            match rows.try_for_each(|row| writer.cancelled(&row)) {
                Ok(()) => self.told.push(told.clone()),
                Err(fault) => {
                    let number = names::shown_number(self.at, order).to_owned();
                    let address = names::order_address(self.at, order);
                    self.leave_out(number, Some(address), Why::Fault(fault));
                }
            }
        }
        ended(writer)
    }

    fn returns(&mut self, told: &[Told]) -> File {
        let is_workbook = self.form == AnswerForm::Workbook;
        let mut writer = TableWriter::new(RETURN_COLUMNS, is_workbook);
        for told in told {
            let Told::Returned { rma, .. } = told else {
                continue;
            };
            let mut rows = others::returned(self.at, *rma, self.clock).into_iter();
            match rows.try_for_each(|row| writer.returned(&row)) {
                Ok(()) => self.told.push(told.clone()),
                Err(fault) => self.leave_out(names::opened(&rma.0), None, Why::Fault(fault)),
            }
        }
        ended(writer)
    }

    fn edi(&mut self, told: &[Told]) -> File {
        let parties = edi::parties(self.at, self.channel);
        let envelope = parties.and_then(|parties| edi::envelope(parties, self.clock));
        let Some(envelope) = envelope else {
            let name = names::channel_name(self.at, self.channel);
            self.leave_out(name, None, Why::NoEdiParties);
            return File::default();
        };
        let is_edifact = self.form == AnswerForm::Edifact;
        let mut documents = Vec::new();
        let try_one = |document: &_| {
            let alone = std::slice::from_ref(document);
            let written = edi::write(&envelope, alone, is_edifact);
            written.map_err(|error| Why::Edi(error.to_string()))
        };
        let (at, clock) = (self.at, self.clock);
        self.each_parcel(told, |part| {
            let document = match is_edifact {
                true => edi::notice(at, part, clock),
                false => edi::advice(at, part),
            };
            try_one(&document)?;
            documents.push(document);
            Ok(())
        });
        let mut levels = Vec::new();
        for told in told {
            let Told::Stock { item, units } = told else {
                continue;
            };
            let level = stock::level(at, self.channel, item, *units);
            let alone = edi::report(std::slice::from_ref(&level), "1", clock);
            match try_one(&alone) {
                Ok(_) => {
                    levels.push(level);
                    self.told.push(told.clone());
                }
                Err(why) => self.leave_out(level.sku.unwrap_or_default(), None, why),
            }
        }
        if !levels.is_empty() {
            let number = envelope.control.to_string();
            documents.push(edi::report(&levels, &number, clock));
        }
        self.edi_file(&envelope, &documents, is_edifact)
    }

    fn edi_file(
        &mut self,
        envelope: &Envelope,
        documents: &[crate::exchange::edi::Document],
        is_edifact: bool,
    ) -> File {
        if documents.is_empty() {
            return File::default();
        }
        match edi::write(envelope, documents, is_edifact) {
            Ok(text) => File {
                written: Written {
                    rows: documents.len() as u64,
                    formulas: 0,
                },
                preview: Preview {
                    headings: Vec::new(),
                    rows: text
                        .lines()
                        .take(PREVIEW_ROWS_MAX)
                        .map(|line| vec![line.to_owned()])
                        .collect(),
                },
                bytes: text.into_bytes(),
            },
            Err(error) => {
                self.told.clear();
                let name = names::channel_name(self.at, self.channel);
                self.leave_out(name, None, Why::Edi(error.to_string()));
                File::default()
            }
        }
    }
}

fn ended(writer: TableWriter) -> File {
    File {
        written: writer.written(),
        preview: writer.preview(),
        bytes: writer.finish(),
    }
}
