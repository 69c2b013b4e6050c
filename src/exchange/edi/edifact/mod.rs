//! The messages of EDIFACT: ORDERS and DESADV, in directories D.96A and D.01B, and CONTRL.
//!
//! Both directories are read alike: where they differ, one has a component where the other has an element of one.
//! Sources: UNTDID D.96A and D.01B (message types, segments, code lists), ISO 9735 (syntax), EANCOM (which of it is
//! used). A text beyond ASCII is written in UTF-8, which syntax version 4 names UNOY; all else in UNOC of version 3.

mod body;
mod control;
mod despatch;
mod orders;
mod parts;

pub(super) use control::report;

use chrono::Timelike as _;

use super::document::Document;
use super::qualifier::ItemNumber;
use super::syntax::Dialect;
use super::writing::{Envelope, Segments, WriteError};
use super::x12::Reader;

/// The directory that a message is written by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Release {
    /// D.96A, the one most in use.
    D96a,
    /// D.01B.
    D01b,
}

impl Release {
    fn code(self) -> &'static str {
        match self {
            Self::D96a => "96A",
            Self::D01b => "01B",
        }
    }

    /// The kind of an item's number: each directory has one for all GTINs.
    fn item_code(self, kind: &ItemNumber) -> &str {
        let is_gtin = matches!(
            kind,
            ItemNumber::Gtin14 | ItemNumber::Ean | ItemNumber::UpcCase
        );
        match self {
            Self::D96a if is_gtin => ItemNumber::Ean.code(Dialect::Edifact),
            Self::D01b if is_gtin => ItemNumber::Gtin14.code(Dialect::Edifact),
            _ => kind.code(Dialect::Edifact),
        }
    }
}

/// What reads messages of a kind; `None` for those that are not read.
pub(super) fn reader(kind: &str) -> Option<Reader> {
    let reader: Reader = match kind {
        "ORDERS" => |message, reading| orders::read(message, reading).map(Document::PurchaseOrder),
        "DESADV" => |message, reading| despatch::read(message, reading).map(Document::ShipNotice),
        _ => return None,
    };
    Some(reader)
}

/// Writes an interchange of EDIFACT.
///
/// # Errors
/// [`WriteError`] for a value that does not fit where it belongs, and for a document that has no message here.
pub fn write(
    envelope: &Envelope,
    documents: &[Document],
    release: Release,
) -> Result<String, WriteError> {
    let mut body = Segments::new(Dialect::Edifact);
    for (number, document) in (1..).zip(documents) {
        write_message(&mut body, number, document, release);
    }
    let body = body.finish()?;
    let mut out = Segments::new(Dialect::Edifact);
    let written = envelope.written;
    let clock = written.time.unwrap_or_default();
    let clock = format!("{:02}{:02}", clock.hour(), clock.minute());
    let (level, version, pattern) = match body.is_ascii() {
        true => ("UNOC", "3", "%y%m%d"),
        false => ("UNOY", "4", "%Y%m%d"),
    };
    let date = written.date.format(pattern).to_string();
    let control = envelope.control.to_string();
    let none: &[_] = &[("", 0)];
    let test = if envelope.is_test { "1" } else { "" };
    out.raw("UNA:+.? '\n");
    out.add_composites(
        "UNB",
        &[
            &[(level, 4), (version, 1)],
            &[(&*envelope.sender.1, 35), (&*envelope.sender.0, 4)],
            &[(&*envelope.receiver.1, 35), (&*envelope.receiver.0, 4)],
            &[(&*date, 8), (&*clock, 4)],
            &[(&*control, 14)],
            none,
            none,
            none,
            none,
            none,
            &[(test, 1)],
        ],
    );
    out.raw(&body);
    let count = documents.len().to_string();
    out.add("UNZ", &[(&count, 6), (&control, 14)]);
    out.finish()
}

fn write_message(out: &mut Segments, number: usize, document: &Document, release: Release) {
    let number = number.to_string();
    let before = out.count();
    let kind = match document {
        Document::PurchaseOrder(_) => "ORDERS",
        Document::ShipNotice(_) => "DESADV",
        _ => {
            out.fail(WriteError::NoMessage);
            return;
        }
    };
    let name = [(kind, 6), ("D", 3), (release.code(), 3), ("UN", 2)];
    out.add_composites("UNH", &[&[(&*number, 14)], &name]);
    match document {
        Document::PurchaseOrder(order) => orders::write(order, out, release),
        Document::ShipNotice(notice) => despatch::write(notice, out, release),
        _ => {}
    }
    let count = (out.count() - before + 1).to_string();
    out.add("UNT", &[(&count, 10), (&number, 14)]);
}
