//! The transaction sets of X12, release 004010: read into documents and written from them.
//!
//! A set is read by its segments, whatever their order within a loop: partners move them. What the record has no place
//! for is counted and named. Sources: the set tables and segments of ASC X12 release 004010, and the files of the
//! field, some of which are of other releases and read as well.

mod body;
mod inventory;
mod parts;
mod purchase_order;
mod ship_notice;
mod warehouse;

pub use warehouse::{Shipment, ShippingOrder, StockReceipt, exception};

use chrono::Timelike as _;

use super::document::Document;
use super::envelope::Message;
use super::reading::Reading;
use super::syntax::Dialect;
use super::writing::{Envelope, Segments, WriteError};

/// Reads one kind of message.
pub(super) type Reader = fn(&Message<'_>, &mut Reading) -> Option<Document>;

/// What reads sets of a kind; `None` for those that are not read.
pub(super) fn reader(kind: &str) -> Option<Reader> {
    let reader: Reader = match kind {
        "940" => {
            |message, reading| ShippingOrder::read(message, reading).map(Document::ShippingOrder)
        }
        "945" => |message, reading| Shipment::read(message, reading).map(Document::ShippingAdvice),
        "943" => |message, reading| Shipment::read(message, reading).map(Document::StockTransfer),
        "944" => {
            |message, reading| StockReceipt::read(message, reading).map(Document::StockReceipt)
        }
        "850" => {
            |message, reading| purchase_order::read(message, reading).map(Document::PurchaseOrder)
        }
        "856" => |message, reading| ship_notice::read(message, reading).map(Document::ShipNotice),
        "846" => {
            |message, reading| inventory::read(message, reading).map(Document::InventoryReport)
        }
        _ => return None,
    };
    Some(reader)
}

/// The set of a document and the functional group that it goes in: X12 data elements 143 and 479.
fn kind(document: &Document) -> (&'static str, &'static str) {
    match document {
        Document::ShippingOrder(_) => ("940", "OW"),
        Document::ShippingAdvice(_) => ("945", "SW"),
        Document::StockTransfer(_) => ("943", "AR"),
        Document::StockReceipt(_) => ("944", "RE"),
        Document::PurchaseOrder(_) => ("850", "PO"),
        Document::ShipNotice(_) => ("856", "SH"),
        Document::InventoryReport(_) => ("846", "IB"),
    }
}

fn write_document(document: &Document, out: &mut Segments) {
    match document {
        Document::ShippingOrder(order) => order.write(out),
        Document::ShippingAdvice(shipment) => shipment.write(out, "945"),
        Document::StockTransfer(shipment) => shipment.write(out, "943"),
        Document::StockReceipt(receipt) => receipt.write(out),
        Document::PurchaseOrder(order) => purchase_order::write(order, out),
        Document::ShipNotice(notice) => ship_notice::write(notice, out),
        Document::InventoryReport(report) => inventory::write(report, out),
    }
}

/// Writes an interchange of X12: a group for each run of documents of one kind.
///
/// # Errors
/// [`WriteError`] for a value that does not fit where it belongs.
pub fn write(envelope: &Envelope, documents: &[Document]) -> Result<String, WriteError> {
    let mut out = Segments::new(Dialect::X12);
    let written = envelope.written;
    let clock = written.time.unwrap_or_default();
    let clock = format!("{:02}{:02}", clock.hour(), clock.minute());
    let control = format!("{:09}", envelope.control);
    let pad = |text: &str| format!("{text:<15}");
    let usage = if envelope.is_test { "T" } else { "P" };
    let sender_kind = out.fitting("ISA", 5, &envelope.sender.0, 2);
    let sender = pad(&out.fitting("ISA", 6, &envelope.sender.1, 15));
    let receiver_kind = out.fitting("ISA", 7, &envelope.receiver.0, 2);
    let receiver = pad(&out.fitting("ISA", 8, &envelope.receiver.1, 15));
    let date = written.date.format("%y%m%d");
    // The header alone has elements of fixed width; it names the delimiters.
    out.raw(&format!(
        "ISA*00*          *00*          *{sender_kind:<2}*{sender}*{receiver_kind:<2}*{receiver}*{date}*{clock}*U*00401\
         *{control}*0*{usage}*>~\n"
    ));
    let (mut groups, mut sets) = (0_usize, 0_usize);
    for group in documents.chunk_by(|a, b| kind(a) == kind(b)) {
        let Some((set, group_kind)) = group.first().map(kind) else {
            continue;
        };
        groups += 1;
        let group_control = groups.to_string();
        out.add(
            "GS",
            &[
                (group_kind, 2),
                (&envelope.sender.1, 15),
                (&envelope.receiver.1, 15),
                (&written.date.format("%Y%m%d").to_string(), 8),
                (&clock, 8),
                (&group_control, 9),
                ("X", 2),
                ("004010", 12),
            ],
        );
        for document in group {
            sets += 1;
            let set_control = format!("{sets:04}");
            let before = out.count();
            out.add("ST", &[(set, 3), (&set_control, 9)]);
            write_document(document, &mut out);
            let count = (out.count() - before + 1).to_string();
            out.add("SE", &[(&count, 10), (&set_control, 9)]);
        }
        out.add("GE", &[(&group.len().to_string(), 6), (&group_control, 9)]);
    }
    out.add("IEA", &[(&groups.to_string(), 5), (&control, 9)]);
    out.finish()
}
