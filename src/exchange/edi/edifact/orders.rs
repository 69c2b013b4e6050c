//! The purchase order message (ORDERS).

use crate::exchange::edi::document::PurchaseOrder;
use crate::exchange::edi::envelope::Message;
use crate::exchange::edi::qualifier::DateOf;
use crate::exchange::edi::qualifier::ReferenceTo;
use crate::exchange::edi::reading::{Reading, counted, total};
use crate::exchange::edi::record::{Action, Heading, Line, Reference};
use crate::exchange::edi::syntax::Segment;
use crate::exchange::edi::writing::{Segments, number};

use super::Release;
use super::body::{OpenLine, Parts, part};
use super::parts::{
    write_carriage, write_currency, write_date, write_dates, write_item, write_notes,
    write_parties, write_quantity, write_references,
};

/// Quantities that an order's line is about: ordered, and one that names no kind.
const QUANTITIES: &[&str] = &["21", "1"];

pub(super) fn read(message: &Message<'_>, reading: &mut Reading) -> Option<PurchaseOrder> {
    let mut first = None;
    let mut heading = Heading::default();
    let mut lines: Vec<Line> = Vec::new();
    let mut open: Option<OpenLine<'_, '_>> = None;
    let mut is_in_party = false;
    for segment in message.body() {
        match segment.tag() {
            "BGM" => {
                let number = reading.needed(segment, 2, "number of the order");
                first = number.map(|number| (number, *segment));
            }
            "LIN" => {
                close(reading, &mut lines, open.take(), segment);
                open = Some(OpenLine::new(segment, QUANTITIES));
                is_in_party = false;
            }
            "UNS" => close(reading, &mut lines, open.take(), segment),
            "CNT" => total_of(reading, segment, &lines),
            _ => {
                let is_taken = open
                    .as_mut()
                    .is_some_and(|line| line.take(reading, segment));
                if !is_taken {
                    let heading = match open.as_mut() {
                        Some(line) => line.heading(),
                        None => &mut heading,
                    };
                    let mut parts = Parts {
                        heading,
                        is_in_party,
                    };
                    parts.take(reading, segment);
                    is_in_party = parts.is_in_party;
                }
            }
        }
    }
    if let Some(trailer) = message.segments.last() {
        close(reading, &mut lines, open.take(), trailer);
    }
    let (number, segment) = first?;
    let ordered = heading.date(&DateOf::Document);
    heading.dates.retain(|dated| dated.of != DateOf::Document);
    Some(PurchaseOrder {
        action: Action::of_function(&segment.component(3, 1)),
        kind: part(&segment, 1, 1),
        number,
        ordered,
        heading,
        lines,
    })
}

fn close(
    reading: &mut Reading,
    lines: &mut Vec<Line>,
    open: Option<OpenLine<'_, '_>>,
    segment: &Segment<'_>,
) {
    if let Some(line) = open.and_then(|open| open.close(reading)) {
        reading.push(lines, segment, line);
    }
}

/// `CNT`: the sum of the units (1), the number of lines (2).
pub(super) fn total_of(reading: &mut Reading, segment: &Segment<'_>, lines: &[Line]) {
    let said = part(segment, 1, 2).replace(',', ".");
    match &*segment.component(1, 1) {
        "1" => reading.said_sum(segment, "sum of the units", &said, total(lines)),
        "2" => reading.said_sum(segment, "number of lines", &said, counted(lines.len())),
        _ => reading.unread(segment),
    }
}

pub(super) fn write(order: &PurchaseOrder, out: &mut Segments, release: Release) {
    let heading = &order.heading;
    // Only codes of the directory stand there; those of X12 say the same.
    let kind = match order.kind.parse::<u16>() {
        Ok(_) => order.kind.as_str(),
        Err(_) => "220",
    };
    out.add_composites(
        "BGM",
        &[
            &[(kind, 3)],
            &[(&*order.number, 35)],
            &[(order.action.function(), 3)],
        ],
    );
    if let Some(ordered) = order.ordered {
        write_date(out, &DateOf::Document, ordered);
    }
    write_dates(out, heading);
    write_notes(out, heading);
    write_references(out, heading);
    write_parties(out, heading);
    write_currency(out, heading);
    write_carriage(out, heading);
    for (place, line) in (1..).zip(&order.lines) {
        write_item(out, place, line, release);
        write_quantity(out, "21", line.quantity, &line.unit);
        write_dates(out, &line.heading);
        write_notes(out, &line.heading);
        if let Some(price) = line.price {
            out.add_composites("PRI", &[&[("AAA", 3), (&number(price), 16)]]);
        }
        write_references(out, &line.heading);
        write_parties(out, &line.heading);
    }
    out.add("UNS", &[("S", 1)]);
    let lines = order.lines.len().to_string();
    out.add_composites("CNT", &[&[("2", 3), (&lines, 18)]]);
}

/// A reference to a purchase order, and to a line of it.
pub(super) fn order_reference(number: &str, line: &str) -> Reference {
    Reference {
        to: ReferenceTo::PurchaseOrder,
        number: number.to_owned(),
        words: line.to_owned(),
    }
}
