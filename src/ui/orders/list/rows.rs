//! The rows of the list, and their columns.

use std::sync::Arc;

use crate::browser::clock;
use crate::domain::order::Stage;
use crate::domain::text::{BatchId, Code, Words};
use crate::domain::workspace::OrderHead;
use crate::portal::search::Entry;
use crate::ui::components::{Cell, Column, RowKey, Rows, TableColumns};
use crate::ui::feedback::Tone;
use crate::ui::locale::{Text, t};
use crate::ui::trade;

/// The orders that the list shows, in its order.
#[derive(Debug)]
pub(super) struct OrderRows(pub Vec<Arc<Entry>>);

impl PartialEq for OrderRows {
    /// The index keeps the entry of an order that has not changed, so to look at the pointers is enough.
    fn eq(&self, other: &Self) -> bool {
        let pairs = || self.0.iter().zip(&other.0);
        self.0.len() == other.0.len() && pairs().all(|(one, two)| Arc::ptr_eq(one, two))
    }
}

impl Rows for OrderRows {
    fn count(&self) -> usize {
        self.0.len()
    }

    fn key(&self, index: usize) -> RowKey {
        Arc::from(self.0[index].head.id.as_str())
    }

    fn position(&self, key: &str) -> Option<usize> {
        self.0
            .iter()
            .position(|entry| entry.head.id.as_str() == key)
    }

    fn cells(&self, index: usize, columns: &[&'static str]) -> Vec<Cell> {
        let head = &self.0[index].head;
        columns.iter().map(|column| cell(head, column)).collect()
    }
}

/// What most needs a person's attention on an order, if anything does.
pub(super) fn attention(head: &OrderHead, now_ms: i64) -> Option<(Tone, Text)> {
    let open = head.stages.get(Stage::Open);
    if head.unverified {
        Some((Tone::Attention, t!(orders_to_verify)))
    } else if head.held_at(now_ms) {
        Some((Tone::Wrong, t!(orders_on_hold)))
    } else if head.anomalies > 0 {
        Some((Tone::Wrong, t!(orders_irregular)))
    } else if crate::portal::search::is_short(head) {
        Some((Tone::Attention, t!(orders_short, n = open)))
    } else {
        None
    }
}

fn cell(head: &OrderHead, column: &str) -> Cell {
    let text = |text: Option<&str>| text.map_or(Cell::Empty, |text| Cell::Text(text.to_owned()));
    match column {
        "number" => Cell::Strong(head.id.number().to_owned()),
        "placed" => Cell::Text(trade::civil_date(head.placed_at)),
        "ship-by" => head
            .ship_by
            .map_or(Cell::Empty, |at| Cell::Text(trade::civil(at))),
        "channel" => Cell::Quiet(head.id.channel().to_owned()),
        "customer" => text(head.customer.as_ref().map(Code::as_str)),
        "country" => text(head.country.as_ref().map(Words::as_str)),
        "lines" => Cell::Figure(trade::figure(head.lines)),
        "units" => Cell::Figure(trade::figure(head.stages.total())),
        "total" => Cell::Figure(trade::money(head.total, head.currency)),
        "state" => Cell::Status(
            trade::fulfilment_tone(head.fulfilment),
            trade::fulfilment(head.fulfilment),
        ),
        "payment" => Cell::Status(
            trade::payment_tone(head.payment),
            trade::payment(head.payment),
        ),
        "notes" => attention(head, clock::now_ms())
            .map_or(Cell::Empty, |(tone, words)| Cell::Status(tone, words)),
        "batch" => text(head.batch.as_ref().map(BatchId::as_str)),
        "tracking" => {
            let numbers: Vec<&str> = head
                .parcels
                .iter()
                .filter_map(|parcel| parcel.tracking.as_ref().map(Code::as_str))
                .collect();
            text((!numbers.is_empty()).then(|| numbers.join(", ")).as_deref())
        }
        _ => Cell::Empty,
    }
}

/// The columns of the list.
pub(super) fn columns() -> TableColumns {
    TableColumns::new(
        "orders",
        vec![
            Column::new("number", t!(orders_number))
                .digits(10)
                .on_phone(),
            Column::new("state", t!(orders_state)).digits(17).on_phone(),
            Column::new("notes", t!(orders_notes)).digits(16).unsorted(),
            Column::new("placed", t!(orders_placed)).digits(13),
            Column::new("ship-by", t!(orders_ship_by))
                .digits(20)
                .hidden(),
            Column::new("channel", t!(orders_channel))
                .digits(14)
                .hidden(),
            Column::new("customer", t!(orders_customer)).share(1),
            Column::new("country", t!(orders_country)).share(2),
            Column::new("lines", t!(orders_lines))
                .digits(6)
                .figures()
                .hidden(),
            Column::new("units", t!(orders_units)).digits(7).figures(),
            Column::new("total", t!(orders_value)).digits(12).figures(),
            Column::new("payment", t!(orders_payment)).digits(15),
            Column::new("batch", t!(orders_batch))
                .digits(12)
                .unsorted()
                .hidden(),
            Column::new("tracking", t!(orders_tracking))
                .digits(18)
                .unsorted()
                .hidden(),
        ],
    )
}
