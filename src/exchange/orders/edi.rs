//! Messages of EDI as orders: 850, 940 and ORDERS say what to send, 945 says what another warehouse has sent.
//!
//! What tells a partner's items apart is asked in one order of numbers: the seller's, the buyer's, then the bar code's.

use super::OrderFormat;
use super::gather::Gather;
use super::model::{Address, LineKind, Named, Order, OrderLine, RawRow, Times, Tracking};
use super::status::{About, Cancel, Fulfilment, Meaning, StatusWord};
use crate::exchange::decimal::currency_of;
use crate::exchange::edi::document::PurchaseOrder;
use crate::exchange::edi::qualifier::{DateOf, ItemNumber, ReferenceTo, Role};
use crate::exchange::edi::record::{Action, Heading, Line, Party, When};
use crate::exchange::edi::x12::{Shipment, ShippingOrder};
use crate::exchange::edi::{
    self, Answer, Dialect, Document, Effect, Flaw, Message, Problem, ReadError, Wrong,
};
use crate::exchange::problem::{ErrorKind, FileError, RowError, shown_value};
use crate::exchange::times::SourceTime;
use std::sync::Arc;

/// The numbers of an item, the one by which this house knows it first.
const NUMBERS: [ItemNumber; 10] = [
    ItemNumber::Sku,
    ItemNumber::ByVendor,
    ItemNumber::VendorPart,
    ItemNumber::Part,
    ItemNumber::Upc,
    ItemNumber::Ean,
    ItemNumber::Gtin14,
    ItemNumber::ByBuyer,
    ItemNumber::BuyerPart,
    ItemNumber::UpcCase,
];

/// Why a file of EDI cannot be read.
pub(in crate::exchange) fn file_error(error: ReadError) -> FileError {
    match error {
        ReadError::NotEdi => FileError::NotRecognised {
            found: vec!["EDI".to_owned()],
        },
        ReadError::Tradacoms => FileError::Tradacoms,
        ReadError::Binary { byte } => FileError::Binary { byte },
        ReadError::TooLarge { bytes_max } => FileError::TooLarge {
            bytes_max: bytes_max as u64,
        },
    }
}

/// What an error of a row says of a fault of the envelopes.
pub(in crate::exchange) fn of_fault(file: &Arc<str>, message: &Message<'_>) -> Vec<RowError> {
    let faults = message.faults.iter().map(|fault| {
        let element = fault.element.map(|element| format!("{element:02}"));
        let value = match &fault.wrong {
            Wrong::Count { said, found } => format!("{said} ({found})"),
            Wrong::CountUnreadable { said } => said.clone(),
            Wrong::Control { opened, closed } => format!("{closed} ({opened})"),
            Wrong::Missing
            | Wrong::Delimiters
            | Wrong::NotClosed
            | Wrong::NotOpened
            | Wrong::Outside => String::new(),
        };
        RowError {
            file: file.clone(),
            row: u64::from(fault.segment),
            column: Some(format!("{}{}", fault.tag, element.unwrap_or_default()).into()),
            value: shown_value(&value),
            what: match fault.wrong {
                Wrong::Missing | Wrong::NotClosed => ErrorKind::SegmentMissing,
                _ => ErrorKind::SegmentWrong,
            },
            line: format!("{} {}", message.kind, message.control),
        }
    });
    faults.collect()
}

/// What an error of a row says of a problem inside a message.
pub(in crate::exchange) fn of_problem(file: &Arc<str>, problem: &Problem) -> RowError {
    let element = problem.element.map(|element| format!("{element:02}"));
    let (value, what) = match &problem.flaw {
        Flaw::Missing => (String::new(), ErrorKind::SegmentMissing),
        Flaw::NotANumber { said } => (said.clone(), ErrorKind::NotWhole),
        Flaw::Negative { said } => (said.clone(), ErrorKind::QuantityNegative),
        Flaw::NotADate { said } => (said.clone(), ErrorKind::NotATime),
        Flaw::Sum { said, found } => (format!("{said} ({found})"), ErrorKind::MessageSum),
        Flaw::NoParent { said } | Flaw::Twice { said } => (said.clone(), ErrorKind::SegmentOdd),
        Flaw::OutOfPlace | Flaw::Shifted => (String::new(), ErrorKind::SegmentOdd),
        Flaw::TooMany { kept_max } => (kept_max.to_string(), ErrorKind::OutOfRange),
    };
    RowError {
        file: file.clone(),
        row: u64::from(problem.segment),
        column: Some(format!("{}{}", problem.tag, element.unwrap_or_default()).into()),
        value: shown_value(&value),
        what,
        line: problem.message.clone(),
    }
}

/// A message as it came, to be mended; `None` where its own delimiters would have to be told.
fn raw(message: &Message<'_>) -> Option<RawRow> {
    let (first, end) = match message.segments.first()?.tag() {
        "ST" => (message.segments.first()?, "~\n"),
        _ => (message.segments.first()?, "'\n"),
    };
    let mut text = String::new();
    for segment in &message.segments {
        text.push_str(segment.plain_text()?);
        text.push_str(end);
    }
    let cells = std::iter::once(text.as_str());
    Some(RawRow::of(u64::from(first.position), cells))
}

impl Gather {
    /// Takes the messages of a file.
    pub(super) fn take_messages(
        &mut self,
        bytes: &[u8],
        orders: &mut impl FnMut(Order),
    ) -> Result<(), FileError> {
        let file = edi::File::decode(bytes).map_err(file_error)?;
        let interchanges = edi::read(&file).map_err(file_error)?;
        let name = self.file();
        for interchange in &interchanges {
            let format = match interchange.syntax.dialect {
                Dialect::X12 => OrderFormat::X12,
                Dialect::Edifact => OrderFormat::Edifact,
            };
            self.report.format = format;
            let mut read = Vec::with_capacity(interchange.messages.len());
            for message in &interchange.messages {
                self.report.rows += 1;
                let refused = of_fault(&name, message);
                let received = edi::document(interchange, message);
                let order = received.document.as_ref().and_then(order);
                for error in refused {
                    self.report.refused.add(|| error);
                }
                if order.is_none() && message.faults.is_empty() && received.notes.worst().is_none()
                {
                    self.report.refused.add(|| RowError {
                        file: name.clone(),
                        row: message
                            .segments
                            .first()
                            .map_or(0, |of| u64::from(of.position)),
                        column: Some(message.kind.clone().into()),
                        value: String::new(),
                        what: ErrorKind::MessageUnread,
                        line: format!("{} {}", message.kind, message.control),
                    });
                }
                let Some(mut order) = order else {
                    for problem in &received.notes.problems {
                        self.report.refused.add(|| of_problem(&name, problem));
                    }
                    read.push(received);
                    continue;
                };
                order.format = format;
                order.first_row = message
                    .segments
                    .first()
                    .map_or(1, |of| u64::from(of.position));
                order.raw.rows.extend(raw(message));
                for problem in &received.notes.problems {
                    let error = of_problem(&name, problem);
                    if problem.effect == Effect::LineLeftOut {
                        order.refused_rows += 1;
                        self.report.refused.add(|| error);
                        continue;
                    }
                    if !order.unread.contains(&error.what) {
                        order.unread.push(error.what);
                    }
                    self.report.doubts.add(|| error);
                }
                self.report.add_order(&order);
                orders(order);
                read.push(received);
            }
            self.report.answers.extend(Answer::of(interchange, &read));
        }
        Ok(())
    }
}

fn order(document: &Document) -> Option<Order> {
    match document {
        Document::PurchaseOrder(order) => Some(purchase(order)),
        Document::ShippingOrder(order) => Some(shipping(order)),
        Document::ShippingAdvice(shipment) => Some(shipped(shipment)),
        Document::StockTransfer(_)
        | Document::StockReceipt(_)
        | Document::ShipNotice(_)
        | Document::InventoryReport(_) => None,
    }
}

fn text(text: &str) -> Option<String> {
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn time(when: When) -> SourceTime {
    let at = when.date.and_time(when.time.unwrap_or_default());
    SourceTime {
        text: at.format("%Y-%m-%d %H:%M:%S").to_string(),
        local: Some(at),
        with_clock: when.time.is_some(),
        offset_minutes: None,
    }
}

fn address(party: &Party) -> Address {
    let phone = party
        .contacts
        .iter()
        .flat_map(|contact| &contact.numbers)
        .find(|(kind, _)| kind == "TE");
    // Whoever is told in a second name sits in the house that the first one names.
    let more = text(&party.more_names.join(" "));
    let (name, company) = match more {
        Some(more) => (Some(more), text(&party.name)),
        None => (text(&party.name), None),
    };
    Address {
        name,
        company,
        street: party.address.iter().filter_map(|line| text(line)).collect(),
        district: None,
        city: text(&party.city),
        province: text(&party.region),
        post_code: text(&party.post_code),
        country: text(&party.country).or_else(|| {
            // Partners within the United States leave their country out.
            let is_state = party.region.len() == 2 && !party.post_code.is_empty();
            is_state.then(|| "US".to_owned())
        }),
        phone: phone.and_then(|(_, number)| text(number)),
    }
}

fn party<'a>(heading: &'a Heading, roles: &[Role]) -> Option<&'a Party> {
    roles.iter().find_map(|role| heading.party(role))
}

fn named(name: &str, value: &str) -> Option<Named> {
    Some(Named {
        name: Arc::from(name),
        value: text(value)?,
    })
}

/// What every message that names goods has in common.
fn begun(number: &str, heading: &Heading, action: &Action) -> Order {
    let ship_by = [
        DateOf::ShipNotAfter,
        DateOf::ShipRequested,
        DateOf::CancelAfter,
        DateOf::DeliverNotAfter,
        DateOf::DeliveryRequested,
    ];
    let placed = [DateOf::Order, DateOf::Document, DateOf::Process];
    let first = |of: &[DateOf]| of.iter().find_map(|of| heading.date(of)).map(time);
    let carriage = heading.carriage.as_ref();
    let ways = carriage.map(|of| [&of.carrier, &of.route]);
    let notes = heading.notes.iter().filter_map(|note| {
        named(
            if note.about.is_empty() {
                "note"
            } else {
                &note.about
            },
            &note.words,
        )
    });
    let mut order = Order {
        number: Arc::from(number.trim()),
        times: Times {
            placed: first(&placed),
            ship_by: first(&ship_by).map(|mut by| {
                by.end_the_day();
                by
            }),
            ..Times::default()
        },
        currency: currency_of(&heading.currency),
        ship_to: party(heading, &[Role::ShipTo, Role::MarkFor, Role::Consignee]).map(address),
        bill_to: party(heading, &[Role::BillTo, Role::Buyer]).map(address),
        shipping_method: ways.and_then(|ways| ways.into_iter().find_map(|way| text(way))),
        warehouse: heading
            .party(&Role::Warehouse)
            .and_then(|of| text(&of.name)),
        notes: notes.collect(),
        ..Order::default()
    };
    if *action == Action::Cancel {
        order.status.cancel = Cancel::Cancelled;
        order.status.words.push(word("cancel", Meaning::default()));
    }
    order
}

fn word(words: &str, meaning: Meaning) -> StatusWord {
    StatusWord {
        about: About::Order,
        words: words.to_owned(),
        meaning: Some(meaning),
    }
}

/// The number by which this house knows the item of a line, as far as the line says it.
pub(in crate::exchange) fn number_of(line: &Line) -> Option<&str> {
    let known = NUMBERS.iter().find_map(|number| line.item(number));
    known.or_else(|| line.items.first().map(|(_, number)| number.as_str()))
}

fn lines(lines: &[Line]) -> (Vec<OrderLine>, u32) {
    let mut taken = Vec::new();
    let mut refused = 0;
    for (row, line) in (1..).zip(lines) {
        let Some(units) = line.quantity.to_whole() else {
            refused += 1;
            continue;
        };
        let sku = number_of(line);
        let ids = line
            .items
            .iter()
            .filter_map(|(kind, number)| named(kind.words(), number));
        taken.push(OrderLine {
            row,
            kind: LineKind::Goods,
            sku: sku.and_then(text),
            ids: named("line", &line.number).into_iter().chain(ids).collect(),
            title: text(&line.descriptions.join(" ")),
            units,
            unit_price: line.price,
            ..OrderLine::default()
        });
    }
    (taken, refused)
}

fn purchase(of: &PurchaseOrder) -> Order {
    let mut order = begun(&of.number, &of.heading, &of.action);
    order.times.placed = of.ordered.map(time).or(order.times.placed);
    (order.lines, order.refused_rows) = lines(&of.lines);
    order
}

fn shipping(of: &ShippingOrder) -> Order {
    let mut order = begun(&of.number, &of.heading, &of.action);
    order
        .ids
        .extend(named("purchase order", &of.purchase_order));
    (order.lines, order.refused_rows) = lines(&of.lines);
    order
}

/// What another warehouse has sent: the order's own lines are not said again.
fn shipped(of: &Shipment) -> Order {
    let mut order = begun(&of.order, &of.heading, &Action::Original);
    order.status.fulfilment = Fulfilment::Shipped;
    let meaning = Meaning {
        fulfilment: Some(Fulfilment::Shipped),
        ..Meaning::default()
    };
    order.status.words.push(StatusWord {
        about: About::Fulfilment,
        ..word("shipped", meaning)
    });
    order.times.shipped = of.shipped.map(time);
    let tracked = of.heading.reference(&ReferenceTo::Tracking);
    order
        .tracking
        .extend(tracked.and_then(text).map(|number| Tracking {
            number,
            ..Tracking::default()
        }));
    order
}
