//! The sets between the owner of goods and the warehouse that keeps them: shipping order (940), stock transfer (943)
//! and its receipt (944), shipping advice (945).
//!
//! They share their parts and differ in the first segment, the segment of a line and the one of the totals.

use serde::Serialize;

use crate::exchange::edi::envelope::Message;
use crate::exchange::edi::problem::{Effect, Flaw};
use crate::exchange::edi::qualifier::ItemNumber;
use crate::exchange::edi::reading::{Reading, total};
use crate::exchange::edi::record::{Action, Counted, Heading, Line, Load, When};
use crate::exchange::edi::syntax::Segment;
use crate::exchange::edi::writing::{
    Segments, Value, WriteError, clock, day, number, number_or_nothing, parts,
};

use super::body::{Body, items, load, take_lots, text};
use super::parts::{
    Family, pairs, write_carriage, write_contacts, write_dates, write_line_references, write_marks,
    write_notes, write_parties, write_references, write_total,
};

/// A shipping order: the owner of goods tells the warehouse what to ship (940).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ShippingOrder {
    /// What it does to one that was sent before.
    pub action: Action,
    /// The owner's number of the order.
    pub number: String,
    /// The customer's purchase order.
    pub purchase_order: String,
    /// Parties, references, dates, words, carriage.
    pub heading: Heading,
    /// What to ship.
    pub lines: Vec<Line>,
    /// Weight and volume, as the owner has them.
    pub load: Load,
}

/// What was shipped: to a customer (945), or to a warehouse that will receive it (943).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Shipment {
    /// How much it tells, by the partner's code: `F` for all.
    pub reporting: String,
    /// The owner's number of the order.
    pub order: String,
    /// When it left.
    pub shipped: Option<When>,
    /// The shipment's number, often that of the bill of lading.
    pub number: String,
    /// The customer's purchase order.
    pub purchase_order: String,
    /// Parties, references, dates, words, carriage.
    pub heading: Heading,
    /// What was shipped.
    pub lines: Vec<Line>,
    /// Weight and volume.
    pub load: Load,
}

/// What a warehouse received (944).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StockReceipt {
    /// How much it tells, by the partner's code: `F` for all.
    pub reporting: String,
    /// When it was received.
    pub received: Option<When>,
    /// The warehouse's number of the receipt.
    pub number: String,
    /// The owner's number of the transfer.
    pub order: String,
    /// The shipment's number.
    pub shipment: String,
    /// Parties, references, dates, words, carriage.
    pub heading: Heading,
    /// What was received; what was damaged, short or over stands in a line's further quantities.
    pub lines: Vec<Line>,
}

/// X12 data element 412: what is wrong with units that were received.
pub mod exception {
    /// Damaged.
    pub const DAMAGED: &str = "01";
    /// Fewer than announced.
    pub const SHORT: &str = "02";
    /// More than announced.
    pub const OVER: &str = "03";
}

/// Where the parts of a line stand in its segment.
struct Form {
    tag: &'static str,
    quantity: u8,
    upc: usize,
    pairs: &'static [usize],
    lot: Option<usize>,
}

const ORDERED: Form = Form {
    tag: "W01",
    quantity: 1,
    upc: 3,
    pairs: &[4, 6, 15],
    lot: Some(13),
};

const SHIPPED: Form = Form {
    tag: "W12",
    quantity: 3,
    upc: 6,
    pairs: &[7, 17],
    lot: Some(9),
};

const TRANSFERRED: Form = Form {
    tag: "W04",
    quantity: 1,
    upc: 3,
    pairs: &[4, 6, 14],
    lot: None,
};

const RECEIVED: Form = Form {
    tag: "W07",
    quantity: 1,
    upc: 3,
    pairs: &[4, 6, 9],
    lot: Some(8),
};

impl Form {
    /// The form of a line's segment: some partners write a set with the lines of another.
    fn of(tag: &str) -> Option<&'static Self> {
        let forms = [&ORDERED, &SHIPPED, &TRANSFERRED, &RECEIVED];
        forms.into_iter().find(|form| form.tag == tag)
    }

    fn unit(&self) -> usize {
        match self.tag {
            "W12" => 5,
            _ => 2,
        }
    }

    fn read(&self, reading: &mut Reading, segment: &Segment<'_>) -> Option<Line> {
        let shift = usize::from(self.is_shifted(segment));
        if shift > 0 {
            let flaw = Flaw::Shifted;
            let element = u8::try_from(self.upc).ok();
            reading.problem(segment, element, "numbers of the item", flaw, Effect::Doubt);
        }
        let units = text(segment, usize::from(self.quantity));
        let quantity = reading.units(segment, self.quantity, &units)?;
        let mut numbers = Vec::new();
        let upc = text(segment, self.upc + shift);
        if !upc.is_empty() {
            numbers.push((ItemNumber::UpcCase, upc));
        }
        numbers.extend(items(segment, self.pairs.iter().map(|at| at + shift)));
        if numbers.is_empty() {
            reading.nameless(segment, u8::try_from(self.upc).unwrap_or_default());
            return None;
        }
        let mut line = Line::new(quantity, &segment.element(self.unit()), numbers);
        if let Some(lot) = self.lot {
            line.lot = text(segment, lot + shift);
        }
        if self.tag == SHIPPED.tag {
            line.status = text(segment, 1);
            line.ordered = reading.number(segment, 2, "units ordered");
        }
        Some(line)
    }

    /// Whether a number of an item stands where its kind should: some senders put an empty element before them.
    fn is_shifted(&self, segment: &Segment<'_>) -> bool {
        let (kind, number) = (segment.element(self.upc + 1), segment.element(self.upc + 2));
        let is_code = kind.len() > 3 && kind.bytes().all(|byte| byte.is_ascii_digit());
        let is_kind = number.len() == 2 && number.bytes().all(|byte| byte.is_ascii_alphabetic());
        segment.element(self.upc).is_empty() && is_code && is_kind
    }

    fn write(&self, out: &mut Segments, line: &Line) {
        const ELEMENTS: usize = 20;
        let mut elements: Vec<Value<'_>> = vec![("", 0); ELEMENTS];
        let mut set = |at: usize, value| {
            if let Some(element) = elements.get_mut(at - 1) {
                *element = value;
            }
        };
        let quantity = number(line.quantity);
        let ordered = number_or_nothing(line.ordered);
        let missing = line.ordered.and_then(|all| all.minus(line.quantity));
        let missing = number_or_nothing(missing);
        set(usize::from(self.quantity), (&quantity, 15));
        set(self.unit(), (&line.unit, 2));
        if self.tag == SHIPPED.tag {
            set(1, (&line.status, 2));
            set(2, (&ordered, 15));
            set(4, (&missing, 15));
        }
        let mut numbers = line.items.as_slice();
        if let Some(((ItemNumber::UpcCase, upc), rest)) = numbers.split_first() {
            set(self.upc, (upc, 12));
            numbers = rest;
        }
        if numbers.len() > self.pairs.len() {
            out.fail(WriteError::TooMany {
                tag: self.tag,
                kept_max: self.pairs.len(),
            });
        }
        for (at, [kind, code]) in self.pairs.iter().zip(pairs(numbers)) {
            set(*at, kind);
            set(at + 1, code);
        }
        out.add(self.tag, &elements);
    }
}

/// Reads the lines and all the rest but what `first` takes: the first segment and the totals.
fn read<'a>(
    message: &Message<'a>,
    reading: &mut Reading,
    mut first: impl FnMut(&mut Reading, &Segment<'a>, &mut Body) -> bool,
) -> Body {
    let mut body = Body::new();
    for segment in message.body() {
        match segment.tag() {
            "LX" => body.open_group(segment),
            "W13" => exception_of(reading, segment, &mut body),
            _ if first(reading, segment, &mut body) => {}
            tag => match Form::of(tag) {
                Some(form) => {
                    let line = form.read(reading, segment);
                    body.open_line(reading, segment, line);
                }
                None => body.take(reading, segment),
            },
        }
    }
    take_lots(&mut body.lines);
    body
}

fn exception_of(reading: &mut Reading, segment: &Segment<'_>, body: &mut Body) {
    let Some(quantity) = reading.number(segment, 1, "units with an exception") else {
        return;
    };
    let counted = Counted {
        about: text(segment, 3),
        quantity,
        unit: text(segment, 2),
    };
    match body.line() {
        Some(line) => reading.push(&mut line.counted, segment, counted),
        None => super::body::out_of_place(reading, segment),
    }
}

/// Takes the sum of the lines, and what the load weighs.
fn take_total(reading: &mut Reading, segment: &Segment<'_>, body: &mut Body) -> Load {
    body.close_lines();
    reading.sum(segment, 1, "sum of the units", total(&body.lines));
    load(reading, segment, 2, 4)
}

fn write_body(out: &mut Segments, heading: &Heading, lines: &[Line], form: &Form) {
    let family = Family::Warehouse;
    write_parties(out, heading);
    write_references(out, heading, family);
    write_contacts(out, heading, family);
    write_dates(out, heading, family);
    write_notes(out, heading, family);
    let carriage = match form.tag {
        "W01" => "W66",
        "W07" => "W08",
        _ => "W27",
    };
    write_carriage(out, heading, carriage);
    for (place, line) in (1..).zip(lines) {
        write_line(out, place, line, form);
    }
}

fn write_line(out: &mut Segments, place: usize, line: &Line, form: &Form) {
    // The sets of stock transfer have no groups of lines.
    let is_grouped = matches!(form.tag, "W01" | "W12");
    if is_grouped {
        let place = place.to_string();
        let number = if line.number.is_empty() {
            &place
        } else {
            &line.number
        };
        out.add("LX", &[(number, 6)]);
        write_marks(out, &line.marks);
    }
    form.write(out, line);
    for words in line.descriptions.iter().flat_map(|words| parts(words, 45)) {
        out.add("G69", &[(&words, 45)]);
    }
    if !is_grouped {
        write_marks(out, &line.marks);
    }
    write_line_references(out, line, Family::Warehouse);
    for counted in &line.counted {
        let quantity = number(counted.quantity);
        out.add(
            "W13",
            &[(&quantity, 15), (&counted.unit, 2), (&counted.about, 2)],
        );
    }
}

impl Action {
    /// X12 data element 473.
    fn of_order_status(code: &str) -> Self {
        match code {
            "N" => Self::Original,
            "F" => Self::Cancel,
            "R" => Self::Change,
            other => Self::Other(other.to_owned()),
        }
    }

    fn order_status(&self) -> &str {
        match self {
            Self::Original => "N",
            Self::Cancel => "F",
            Self::Change | Self::Replace => "R",
            Self::Other(code) => code,
        }
    }
}

impl ShippingOrder {
    pub(super) fn read(message: &Message<'_>, reading: &mut Reading) -> Option<Self> {
        let mut order = None;
        let mut load = Load::default();
        let body = read(message, reading, |reading, segment, body| {
            match segment.tag() {
                "W05" => {
                    order = reading
                        .needed(segment, 2, "number of the order")
                        .map(|number| {
                            let action = Action::of_order_status(&segment.element(1));
                            (action, number, text(segment, 3))
                        });
                }
                "W76" => load = take_total(reading, segment, body),
                _ => return false,
            }
            true
        });
        let (action, number, purchase_order) = order?;
        Some(Self {
            action,
            number,
            purchase_order,
            heading: body.heading,
            lines: body.lines,
            load,
        })
    }

    pub(super) fn write(&self, out: &mut Segments) {
        out.add(
            "W05",
            &[
                (self.action.order_status(), 1),
                (&self.number, 22),
                (&self.purchase_order, 22),
            ],
        );
        write_body(out, &self.heading, &self.lines, &ORDERED);
        write_total(out, "W76", &self.lines, &self.load);
    }
}

impl Shipment {
    fn form(kind: &str) -> &'static Form {
        match kind {
            "943" => &TRANSFERRED,
            _ => &SHIPPED,
        }
    }

    pub(super) fn read(message: &Message<'_>, reading: &mut Reading) -> Option<Self> {
        let mut first = None;
        let mut load = Load::default();
        let body = read(message, reading, |reading, segment, body| {
            match segment.tag() {
                "W06" => {
                    first = reading
                        .needed(segment, 2, "number of the order")
                        .map(|order| {
                            let shipped = reading.when(segment, 3, None);
                            (order, shipped, *segment)
                        });
                }
                "W03" => load = take_total(reading, segment, body),
                _ => return false,
            }
            true
        });
        let (order, shipped, segment) = first?;
        Some(Self {
            reporting: text(&segment, 1),
            order,
            shipped,
            number: text(&segment, 4),
            purchase_order: text(&segment, 6),
            heading: body.heading,
            lines: body.lines,
            load,
        })
    }

    pub(super) fn write(&self, out: &mut Segments, kind: &str) {
        out.add(
            "W06",
            &[
                (&self.reporting, 1),
                (&self.order, 22),
                (&day(self.shipped), 8),
                (&self.number, 30),
                ("", 0),
                (&self.purchase_order, 22),
            ],
        );
        write_body(out, &self.heading, &self.lines, Self::form(kind));
        write_total(out, "W03", &self.lines, &self.load);
    }
}

impl StockReceipt {
    pub(super) fn read(message: &Message<'_>, reading: &mut Reading) -> Option<Self> {
        let mut first = None;
        let body = read(message, reading, |reading, segment, body| {
            match segment.tag() {
                "W17" => {
                    first = reading
                        .needed(segment, 3, "number of the receipt")
                        .map(|number| {
                            let received = reading.when(segment, 2, Some(7));
                            (number, received, *segment)
                        });
                }
                "W14" => {
                    body.close_lines();
                    reading.sum(segment, 1, "sum of the units", total(&body.lines));
                }
                _ => return false,
            }
            true
        });
        let (number, received, segment) = first?;
        Some(Self {
            reporting: text(&segment, 1),
            received,
            number,
            order: text(&segment, 4),
            shipment: text(&segment, 5),
            heading: body.heading,
            lines: body.lines,
        })
    }

    pub(super) fn write(&self, out: &mut Segments) {
        let time = clock(self.received);
        // The time's own qualifier: when it was received.
        let kind = if time.is_empty() { "" } else { "ZZ" };
        out.add(
            "W17",
            &[
                (&self.reporting, 1),
                (&day(self.received), 8),
                (&self.number, 22),
                (&self.order, 22),
                (&self.shipment, 30),
                (kind, 2),
                (&time, 8),
            ],
        );
        write_body(out, &self.heading, &self.lines, &RECEIVED);
        let sum = number_or_nothing(total(&self.lines));
        out.add("W14", &[(&sum, 15)]);
    }
}
