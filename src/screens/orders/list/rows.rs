//! The rows of the list, and their columns.

use std::sync::Arc;

use crate::browser::intl;
use crate::screens::{desk, words};
use crate::ui::components::{Cell, Column, RowKey, Rows, TableColumns};
use crate::ui::feedback::Tone;
use crate::ui::locale::{Text, locale_tag, t};
use crate::view::names;
use crate::view::orders::{Entry, OrderHead};

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
        let address = desk::peek(|at| self.0[index].address(at));
        Arc::from(address.as_str())
    }

    fn position(&self, key: &str) -> Option<usize> {
        let order = desk::peek(|at| names::find_order(at, key))?;
        self.0.iter().position(|entry| *entry.id() == order)
    }

    fn cells(&self, index: usize, columns: &[&'static str]) -> Vec<Cell> {
        desk::peek(|at| match self.0[index].head(at) {
            Some(head) => columns.iter().map(|column| cell(&head, column)).collect(),
            // It went between the list and its showing: the list comes anew.
            None => vec![Cell::Empty; columns.len()],
        })
    }
}

/// What most needs a person's attention on an order, if anything does.
pub(in crate::screens::orders) fn attention(head: &OrderHead, now_ms: i64) -> Option<(Tone, Text)> {
    let open = head.stages.open;
    if head.unverified && head.stages.outstanding() > 0 {
        Some((Tone::Attention, t!(orders_to_verify)))
    } else if head.held_at(now_ms) {
        Some((Tone::Wrong, t!(orders_on_hold)))
    } else if head.is_short() {
        let n = u64::try_from(open).unwrap_or(0);
        Some((Tone::Attention, t!(orders_short, n = n)))
    } else {
        None
    }
}

fn cell(head: &OrderHead, column: &str) -> Cell {
    let text = |text: Option<&str>| text.map_or(Cell::Empty, |text| Cell::Text(text.to_owned()));
    match column {
        "number" => Cell::Strong(head.number.clone()),
        "placed" => Cell::Text(words::source_date(&head.placed)),
        "ship-by" => head.ship_by_ms.map_or(Cell::Empty, |ms| {
            Cell::Text(intl::date_time(ms, &locale_tag()))
        }),
        "channel" => Cell::Quiet(head.channel.clone()),
        "client" => text(head.client.as_deref()),
        "customer" => match (&head.customer, words::withheld(head.recipient)) {
            (Some(name), _) => Cell::Text(name.clone()),
            (None, Some(word)) => Cell::Quiet(word.get()),
            (None, None) => Cell::Empty,
        },
        "country" => text(head.country.as_deref()),
        "lines" => Cell::Figure(words::figure(i128::from(head.lines))),
        "units" => Cell::Figure(words::figure(head.stages.ordered)),
        "total" => Cell::Figure(words::money(head.total, &head.currency)),
        "state" => Cell::Status(
            words::fulfilment_tone(head.fulfilment),
            words::fulfilment(&head.fulfilment),
        ),
        "payment" => Cell::Status(
            words::payment_tone(head.payment),
            words::payment(&head.payment),
        ),
        "notes" => attention(head, desk::now_ms())
            .map_or(Cell::Empty, |(tone, words)| Cell::Status(tone, words)),
        "batch" => {
            let names: Vec<String> = head.batches.iter().map(|id| names::opened(&id.0)).collect();
            text((!names.is_empty()).then(|| names.join(", ")).as_deref())
        }
        "tracking" => {
            let numbers: Vec<&str> = head
                .parcels
                .iter()
                .filter_map(|parcel| parcel.number.as_deref())
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
            Column::new("client", t!(trade_party_client))
                .digits(14)
                .unsorted()
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
