//! The purchase order (850).

use crate::exchange::edi::document::PurchaseOrder;
use crate::exchange::edi::envelope::Message;
use crate::exchange::edi::qualifier::ItemNumber;
use crate::exchange::edi::reading::{Reading, total};
use crate::exchange::edi::record::{Action, Counted, Line};
use crate::exchange::edi::syntax::Segment;
use crate::exchange::edi::writing::{
    Segments, Value, day, number, number_or_nothing, parts, short_sum,
};

use super::body::{Body, items, out_of_place, take_lots, text};
use super::parts::{
    Family, pairs, write_carriage, write_contacts, write_currency, write_dates,
    write_line_references, write_marks, write_notes, write_parties, write_references,
};

/// The first of the pairs of `PO1`, and the element after the last.
const PAIRS: (usize, usize) = (6, 26);

impl Action {
    /// X12 data element 353.
    pub(super) fn of_purpose(code: &str) -> Self {
        match code {
            "00" => Self::Original,
            "01" => Self::Cancel,
            "04" => Self::Change,
            "05" => Self::Replace,
            other => Self::Other(other.to_owned()),
        }
    }

    pub(super) fn purpose(&self) -> &str {
        match self {
            Self::Original => "00",
            Self::Cancel => "01",
            Self::Change => "04",
            Self::Replace => "05",
            Self::Other(code) => code,
        }
    }
}

pub(super) fn read(message: &Message<'_>, reading: &mut Reading) -> Option<PurchaseOrder> {
    let mut first = None;
    let mut body = Body::new();
    for segment in message.body() {
        match segment.tag() {
            "BEG" => {
                let number = reading.needed(segment, 3, "number of the order");
                first = number.map(|number| {
                    let ordered = reading.when(segment, 5, None);
                    (number, ordered, *segment)
                });
            }
            "PO1" => {
                let line = line(reading, segment);
                body.open_line(reading, segment, line);
            }
            "SDQ" => stores(reading, segment, &mut body),
            "CTT" => totals(reading, segment, &mut body),
            _ => body.take(reading, segment),
        }
    }
    take_lots(&mut body.lines);
    let (number, ordered, segment) = first?;
    Some(PurchaseOrder {
        action: Action::of_purpose(&segment.element(1)),
        kind: text(&segment, 2),
        number,
        ordered,
        heading: body.heading,
        lines: body.lines,
    })
}

fn line(reading: &mut Reading, segment: &Segment<'_>) -> Option<Line> {
    let quantity = reading.units(segment, 2, &segment.element(2))?;
    let numbers = items(segment, (PAIRS.0..PAIRS.1).step_by(2));
    if numbers.is_empty() {
        reading.nameless(segment, 7);
        return None;
    }
    let mut line = Line::new(quantity, &segment.element(3), numbers);
    line.number = text(segment, 1);
    line.price = reading.number(segment, 4, "price of one unit");
    // A lot among the numbers of the item is that of the line.
    if let Some(lot) = line.item(&ItemNumber::Lot) {
        line.lot = lot.to_owned();
        line.items.retain(|(kind, _)| *kind != ItemNumber::Lot);
    }
    Some(line)
}

/// How many units each store gets: unit, kind of the stores' numbers, then pairs of store and quantity.
fn stores(reading: &mut Reading, segment: &Segment<'_>, body: &mut Body) {
    for at in (3_u8..23).step_by(2) {
        let store = text(segment, usize::from(at));
        if store.is_empty() {
            break;
        }
        let Some(quantity) = reading.number(segment, at + 1, "units for a store") else {
            continue;
        };
        let counted = Counted {
            about: store,
            quantity,
            unit: text(segment, 1),
        };
        match body.line() {
            Some(line) => reading.push(&mut line.counted, segment, counted),
            None => return out_of_place(reading, segment),
        }
    }
}

fn totals(reading: &mut Reading, segment: &Segment<'_>, body: &mut Body) {
    body.close_lines();
    body.totals(reading, segment, true);
}

pub(super) fn write(order: &PurchaseOrder, out: &mut Segments) {
    let family = Family::Trade;
    let heading = &order.heading;
    out.add(
        "BEG",
        &[
            (order.action.purpose(), 2),
            (&order.kind, 2),
            (&order.number, 22),
            ("", 0),
            (&day(order.ordered), 8),
        ],
    );
    write_currency(out, heading);
    write_references(out, heading, family);
    write_contacts(out, heading, family);
    write_dates(out, heading, family);
    write_carriage(out, heading, "TD5");
    write_notes(out, heading, family);
    write_parties(out, heading);
    for line in &order.lines {
        write_line(out, line);
    }
    let sum = short_sum(total(&order.lines));
    let lines = order.lines.len().to_string();
    out.add("CTT", &[(&lines, 6), (&sum, 11)]);
}

fn write_line(out: &mut Segments, line: &Line) {
    let (quantity, price) = (number(line.quantity), number_or_nothing(line.price));
    let mut elements: Vec<Value<'_>> = vec![
        (&line.number, 20),
        (&quantity, 15),
        (&line.unit, 2),
        (&price, 17),
        ("", 0),
    ];
    elements.extend(pairs(&line.items).flatten());
    if elements.len() >= PAIRS.1 {
        out.fail(crate::exchange::edi::writing::WriteError::TooMany {
            tag: "PO1",
            kept_max: (PAIRS.1 - PAIRS.0) / 2,
        });
    }
    out.add("PO1", &elements);
    for words in line.descriptions.iter().flat_map(|words| parts(words, 80)) {
        out.add("PID", &[("F", 1), ("", 0), ("", 0), ("", 0), (&words, 80)]);
    }
    write_line_references(out, line, Family::Trade);
    for group in line.counted.chunk_by(|a, b| a.unit == b.unit) {
        for stores in group.chunks(10) {
            let quantities: Vec<String> =
                stores.iter().map(|store| number(store.quantity)).collect();
            let mut elements: Vec<Value<'_>> = vec![(&stores[0].unit, 2), ("92", 2)];
            for (store, quantity) in stores.iter().zip(&quantities) {
                elements.push((&store.about, 80));
                elements.push((quantity, 15));
            }
            out.add("SDQ", &elements);
        }
    }
    write_dates(out, &line.heading, Family::Trade);
    write_marks(out, &line.marks);
    write_notes(out, &line.heading, Family::Trade);
    write_parties(out, &line.heading);
}
