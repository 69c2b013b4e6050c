//! The inventory report (846).

use crate::exchange::decimal::Decimal;
use crate::exchange::edi::document::{InventoryReport, stock};
use crate::exchange::edi::envelope::Message;
use crate::exchange::edi::qualifier::ItemNumber;
use crate::exchange::edi::reading::Reading;
use crate::exchange::edi::record::{Action, Counted, Line};
use crate::exchange::edi::syntax::{Dialect, Segment};
use crate::exchange::edi::writing::{Segments, Value, clock, day, number, parts};

use super::body::{Body, items, out_of_place, take_lots, text};
use super::parts::{
    Family, pairs, write_contacts, write_currency, write_dates, write_parties, write_references,
};

pub(super) fn read(message: &Message<'_>, reading: &mut Reading) -> Option<InventoryReport> {
    let mut first = None;
    let mut body = Body::new();
    let mut open: Option<&Segment<'_>> = None;
    for segment in message.body() {
        match segment.tag() {
            "BIA" => {
                let number = reading.needed(segment, 3, "number of the report");
                first = number.map(|number| {
                    let written = reading.when(segment, 4, Some(5));
                    (number, written, *segment)
                });
            }
            "LIN" => {
                close(reading, open.take(), &mut body);
                let line = line(reading, segment);
                open = line.is_some().then_some(segment);
                body.open_line(reading, segment, line);
            }
            "QTY" => quantity(reading, segment, &mut body),
            "UIT" => unit(segment, &mut body),
            "CTT" => {
                close(reading, open.take(), &mut body);
                body.close_lines();
                body.totals(reading, segment, false);
            }
            _ => body.take(reading, segment),
        }
    }
    close(reading, open.take(), &mut body);
    take_lots(&mut body.lines);
    let (number, written, segment) = first?;
    Some(InventoryReport {
        action: Action::of_purpose(&segment.element(1)),
        kind: text(&segment, 2),
        number,
        written,
        heading: body.heading,
        lines: body.lines,
    })
}

fn line(reading: &mut Reading, segment: &Segment<'_>) -> Option<Line> {
    let numbers = items(segment, (2..31).step_by(2));
    if numbers.is_empty() {
        reading.nameless(segment, 3);
        return None;
    }
    let mut line = Line::new(Decimal::ZERO, "", numbers);
    line.number = text(segment, 1);
    if let Some(lot) = line.item(&ItemNumber::Lot) {
        line.lot = lot.to_owned();
        line.items.retain(|(kind, _)| *kind != ItemNumber::Lot);
    }
    Some(line)
}

/// Leaves out a line without a quantity.
fn close(reading: &mut Reading, opened: Option<&Segment<'_>>, body: &mut Body) {
    let is_empty = body.line().is_some_and(|line| line.counted.is_empty());
    if let Some(segment) = opened.filter(|_| is_empty) {
        reading.unmeasured(segment);
        body.lines.pop();
    }
}

fn quantity(reading: &mut Reading, segment: &Segment<'_>, body: &mut Body) {
    let Some(quantity) = reading.number(segment, 2, "units in stock") else {
        return;
    };
    let counted = Counted {
        about: text(segment, 1),
        quantity,
        unit: segment.component(3, 1).into_owned(),
    };
    let Some(line) = body.line() else {
        return out_of_place(reading, segment);
    };
    if line.counted.is_empty() {
        line.quantity = quantity;
        line.unit.clone_from(&counted.unit);
    }
    reading.push(&mut line.counted, segment, counted);
}

/// The unit of the quantity before it.
fn unit(segment: &Segment<'_>, body: &mut Body) {
    let unit = segment.component(1, 1);
    let Some(line) = body.line() else {
        return;
    };
    if line.counted.len() == 1 && line.unit.is_empty() {
        line.unit = unit.clone().into_owned();
    }
    if let Some(counted) = line.counted.last_mut() {
        counted.unit = unit.into_owned();
    }
}

pub(super) fn write(report: &InventoryReport, out: &mut Segments) {
    let family = Family::Trade;
    let heading = &report.heading;
    out.add(
        "BIA",
        &[
            (report.action.purpose(), 2),
            (&report.kind, 2),
            (&report.number, 30),
            (&day(report.written), 8),
            (&clock(report.written), 8),
        ],
    );
    write_currency(out, heading);
    write_dates(out, heading, family);
    write_references(out, heading, family);
    write_contacts(out, heading, family);
    write_parties(out, heading);
    for line in &report.lines {
        write_line(line, out);
    }
    out.add("CTT", &[(&report.lines.len().to_string(), 6)]);
}

fn write_line(line: &Line, out: &mut Segments) {
    let mut elements: Vec<Value<'_>> = vec![(&line.number, 20)];
    elements.extend(pairs(&line.items).flatten());
    if !line.lot.is_empty() {
        elements.push((ItemNumber::Lot.code(Dialect::X12), 2));
        elements.push((&line.lot, 48));
    }
    out.add("LIN", &elements);
    for words in line.descriptions.iter().flat_map(|words| parts(words, 80)) {
        out.add("PID", &[("F", 1), ("", 0), ("", 0), ("", 0), (&words, 80)]);
    }
    write_dates(out, &line.heading, Family::Trade);
    let single = [Counted {
        about: stock::AVAILABLE.to_owned(),
        quantity: line.quantity,
        unit: line.unit.clone(),
    }];
    let counted = match line.counted.as_slice() {
        [] => &single,
        counted => counted,
    };
    for counted in counted {
        let quantity = number(counted.quantity);
        out.add(
            "QTY",
            &[(&counted.about, 2), (&quantity, 15), (&counted.unit, 2)],
        );
    }
    write_references(out, &line.heading, Family::Trade);
    write_parties(out, &line.heading);
}
