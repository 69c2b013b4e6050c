//! What is held of a data subject as a file: for the person who asked, and for programs.

use super::subject::{Piece, Subject};
use super::texts;
use crate::exchange::csv_out::{Cell, CsvOptions, CsvWriter};
use crate::trade::id::DocumentId;
use crate::trade::personal::Slot;
use crate::view::orders::{fulfilment_code, wall_seconds};
use chrono::DateTime;
use serde_json::{Value, json};

/// The code of a slot in files: it never changes with the language.
pub const fn slot_code(slot: &Slot) -> &'static str {
    match slot {
        Slot::Recipient => "recipient",
        Slot::SourceRecipient => "recipient-as-the-source-said",
        Slot::Payer => "payer",
        Slot::Contact => "contact",
        Slot::Note => "note",
        Slot::Message => "message",
        Slot::Titles => "line-titles",
        Slot::Signature => "signature",
        Slot::Picture => "picture",
        Slot::RawRow => "file-row",
        Slot::FileName => "file-name",
        Slot::PaymentReference => "payment-reference",
        Slot::TaxNumber => "tax-number",
        Slot::CustomerKey => "customer-key",
        Slot::Pin => "pin",
        Slot::Badge => "badge",
        Slot::Tags => "tags",
    }
}

fn document_code(document: &DocumentId) -> &'static str {
    match document {
        DocumentId::Order(_) => "order",
        DocumentId::Return(_) => "return",
        DocumentId::Container(_) => "parcel",
        DocumentId::Hold(_) => "hold",
        DocumentId::Fact(_) => "payment-or-cancellation",
        DocumentId::Customer(_) => "customer",
        DocumentId::Party(_) => "party",
        DocumentId::Operator(_) => "operator",
        _ => "other",
    }
}

fn time(ms: i64) -> String {
    let time = DateTime::from_timestamp_millis(ms);
    time.map_or_else(String::new, |time| {
        time.format("%Y-%m-%dT%H:%M:%SZ").to_string()
    })
}

fn piece(piece: &Piece) -> Value {
    let fields = piece.content.as_ref().map(texts).unwrap_or_default();
    let fields: Vec<Value> = fields
        .into_iter()
        .map(|(what, text)| json!({ "what": what, "text": text }))
        .collect();
    json!({
        "document": document_code(&piece.document),
        "category": slot_code(&piece.slot),
        "fields": fields,
        "written": time(piece.written_ms),
        "written_by": piece.by,
        "in_force": piece.in_force,
    })
}

/// All of it as JSON, made at a moment in milliseconds since 1970 UTC. Times are UTC; the day of an order is as its source
/// wrote it.
pub fn json(subject: &Subject, made_ms: i64) -> String {
    let orders: Vec<Value> = subject
        .orders
        .iter()
        .map(|order| {
            let tracking: Vec<Value> = order
                .tracking
                .iter()
                .map(|(number, carrier)| json!({ "number": number, "carrier": carrier }))
                .collect();
            let handled: Vec<Value> = order
                .handled
                .iter()
                .map(|one| {
                    json!({
                        "by": one.by,
                        "device": one.device,
                        "facts": one.facts,
                        "first": time(one.first_ms),
                        "last": time(one.last_ms),
                    })
                })
                .collect();
            json!({
                "order": order.number,
                "source": order.channel,
                "placed": time(wall_seconds(&order.placed).saturating_mul(1_000)),
                "status": fulfilment_code(order.status),
                "restricted": order.restricted,
                "data": order.pieces.iter().map(piece).collect::<Vec<_>>(),
                "parcels": tracking,
                "returns": order.returns,
                "handled": handled,
            })
        })
        .collect();
    let all = json!({
        "format": "depo-data-subject",
        "version": 1,
        "made": time(made_ms),
        "data": subject.own.iter().map(piece).collect::<Vec<_>>(),
        "orders": orders,
    });
    format!("{all:#}\n")
}

/// The texts of it as rows for spreadsheets: one for each text.
pub fn csv(subject: &Subject, options: CsvOptions) -> Vec<u8> {
    let mut writer = CsvWriter::new(options);
    let headings = [
        "order",
        "document",
        "category",
        "field",
        "text",
        "written",
        "written_by",
        "in_force",
    ];
    writer.row(headings.map(Cell::Text));
    let of_orders = subject.orders.iter().flat_map(|order| {
        order
            .pieces
            .iter()
            .map(|piece| (order.number.as_str(), piece))
    });
    let own = subject.own.iter().map(|piece| ("", piece));
    for (number, piece) in own.chain(of_orders) {
        let written = time(piece.written_ms);
        for (what, text) in piece.content.as_ref().map(texts).unwrap_or_default() {
            let in_force = if piece.in_force { "yes" } else { "no" };
            let cells = [
                number,
                document_code(&piece.document),
                slot_code(&piece.slot),
                what,
                &text,
                &written,
                piece.by.as_deref().unwrap_or(""),
                in_force,
            ];
            writer.row(cells.map(Cell::Text));
        }
    }
    writer.take()
}
