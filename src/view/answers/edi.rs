//! The same as EDI: shipping advices (945), despatch advices (DESADV) and the inventory report (846).

use super::parcels::OfOrder;
use super::{Clock, fields};
use crate::exchange::decimal::Decimal;
use crate::exchange::edi::document::{
    Document, InventoryReport, Level as NoticeLevel, LevelKind, ShipNotice, stock,
};
use crate::exchange::edi::edifact::Release;
use crate::exchange::edi::qualifier::{ItemNumber, ReferenceTo, Role};
use crate::exchange::edi::record::{
    Action, Carriage, Counted, Heading, Line, Load, Mark, Party, Reference, When,
};
use crate::exchange::edi::x12::Shipment;
use crate::exchange::edi::{Envelope, WriteError, edifact, x12};
use crate::exchange::inventory::{Level, OnHand};
use crate::site::Reading;
use crate::trade::channels::ChannelField;
use crate::trade::id::ChannelId;
use crate::view::names;

/// The unit of single pieces.
const EACH: &str = "EA";

/// From when control numbers count the seconds: 2024-01-01. They stay below a thousand million until 2055.
const CONTROL_FROM_SECONDS: i64 = 1_704_067_200;

/// Who sends, and who receives, as the channel's card says; `None` where it does not say both.
pub(super) fn parties(
    at: &Reading<'_>,
    channel: &ChannelId,
) -> Option<((String, String), (String, String))> {
    let parts = |text: &str| {
        let (kind, number) = text.split_once(':').unwrap_or(("ZZ", text));
        (kind.trim().to_owned(), number.trim().to_owned())
    };
    let (mut sender, mut receiver) = (None, None);
    for field in fields(at, channel) {
        match field {
            ChannelField::EdiSender(Some(number)) => sender = Some(parts(number.as_str())),
            ChannelField::EdiReceiver(Some(number)) => receiver = Some(parts(number.as_str())),
            _ => {}
        }
    }
    Some((sender?, receiver?))
}

/// The envelope of a file that is made now. Its number is the second in which it is made: no receiver gets one twice,
/// whichever device writes.
pub(super) fn envelope(
    (sender, receiver): ((String, String), (String, String)),
    clock: &Clock<'_>,
) -> Option<Envelope> {
    let seconds = clock.now_ms.div_euclid(1_000) - CONTROL_FROM_SECONDS;
    Some(Envelope {
        sender,
        receiver,
        written: when(clock, clock.now_ms)?,
        control: u32::try_from(seconds.rem_euclid(1_000_000_000)).ok()?,
        is_test: false,
    })
}

fn when(clock: &Clock<'_>, ms: i64) -> Option<When> {
    let wall = clock.wall(ms)?;
    let seconds = wall.and_utc().timestamp();
    let whole = chrono::DateTime::from_timestamp(seconds - seconds.rem_euclid(60), 0)?;
    Some(When {
        date: wall.date(),
        time: Some(whole.naive_utc().time()),
    })
}

fn whole(units: u64) -> Decimal {
    Decimal::of_parts(i128::from(units), 0).unwrap_or(Decimal::ZERO)
}

fn lines(of: &OfOrder) -> Vec<Line> {
    let lines = of.fulfilment.lines.iter().zip(&of.ordered);
    lines
        .map(|(line, ordered)| {
            let mut numbers = Vec::new();
            numbers.extend(line.sku.clone().map(|sku| (ItemNumber::Sku, sku)));
            let mut told = Line::new(whole(u64::from(line.units.get())), EACH, numbers);
            told.ordered = Some(whole(*ordered));
            if let Some(id) = &line.line_id {
                let reference = Reference::new(ReferenceTo::Line, id);
                told.heading.references.push(reference);
            }
            told
        })
        .collect()
}

fn heading(at: &Reading<'_>, of: &OfOrder) -> Heading {
    let warehouse = at.state.warehouses().next();
    let name = warehouse.map(|(id, _)| names::warehouse_name(at, id));
    let from = name.map(|name| Party::new(Role::Warehouse, &name));
    let number = of.fulfilment.tracking_number.as_deref();
    let number = number.map(|number| Reference::new(ReferenceTo::Consignment, number));
    let carriage = of.fulfilment.carrier.clone().map(|route| Carriage {
        route,
        means: "U".to_owned(),
        ..Carriage::default()
    });
    Heading {
        parties: from.into_iter().collect(),
        references: number.into_iter().collect(),
        carriage,
        ..Heading::default()
    }
}

fn load(of: &OfOrder) -> Load {
    let grams = of.weight_g.map(i128::from);
    let weight = grams.and_then(|grams| Decimal::of_parts(grams, 3));
    Load {
        weight: weight.map(|weight| (weight, "KG".to_owned())),
        volume: None,
    }
}

fn shipped(of: &OfOrder) -> Option<When> {
    let shipped = of.fulfilment.shipped?;
    Some(When {
        date: shipped.local.date(),
        time: None,
    })
}

/// A shipping advice (945) of a parcel's part of an order.
pub(super) fn advice(at: &Reading<'_>, of: &OfOrder) -> Document {
    Document::ShippingAdvice(Shipment {
        reporting: "F".to_owned(),
        order: of.fulfilment.order.clone(),
        shipped: shipped(of),
        number: names::opened(&of.parcel.0),
        purchase_order: String::new(),
        heading: heading(at, of),
        lines: lines(of),
        load: Load::default(),
    })
}

/// A despatch advice (DESADV) of a parcel's part of an order.
pub(super) fn notice(at: &Reading<'_>, of: &OfOrder, clock: &Clock<'_>) -> Document {
    let mut shipment = NoticeLevel::new(LevelKind::Shipment, None);
    shipment.heading = heading(at, of);
    let mut order = NoticeLevel::new(LevelKind::Order, Some(0));
    order.order = Some((of.fulfilment.order.clone(), None));
    let mut package = NoticeLevel::new(LevelKind::Package, Some(1));
    package.packages = Some(whole(1));
    package.load = load(of);
    package.marks = vec![Mark {
        kind: "BN".to_owned(),
        number: names::opened(&of.parcel.0),
    }];
    let items = lines(of).into_iter().map(|line| {
        let mut level = NoticeLevel::new(LevelKind::Item, Some(2));
        level.heading = line.heading.clone();
        level.item = Some(Line {
            heading: Heading::default(),
            ..line
        });
        level
    });
    let mut levels = vec![shipment, order, package];
    levels.extend(items);
    Document::ShipNotice(ShipNotice {
        action: Action::Original,
        number: names::opened(&of.parcel.0),
        written: when(clock, clock.now_ms),
        structure: "0001".to_owned(),
        levels,
    })
}

/// The inventory report (846).
pub(super) fn report(levels: &[Level], number: &str, clock: &Clock<'_>) -> Document {
    let line = |level: &Level| {
        let mut numbers = Vec::new();
        numbers.extend(level.sku.clone().map(|sku| (ItemNumber::Sku, sku)));
        let units = match level.on_hand_new {
            Some(OnHand::Units(units)) => whole(u64::try_from(units).unwrap_or(0)),
            Some(OnHand::NotStocked) | None => Decimal::ZERO,
        };
        let mut line = Line::new(units, EACH, numbers);
        line.counted = vec![Counted {
            about: stock::AVAILABLE.to_owned(),
            quantity: units,
            unit: EACH.to_owned(),
        }];
        line
    };
    Document::InventoryReport(InventoryReport {
        action: Action::Original,
        kind: "SI".to_owned(),
        number: number.to_owned(),
        written: when(clock, clock.now_ms),
        heading: Heading::default(),
        lines: levels.iter().map(line).collect(),
    })
}

/// Writes documents.
///
/// # Errors
/// What does not fit.
pub(super) fn write(
    envelope: &Envelope,
    documents: &[Document],
    is_edifact: bool,
) -> Result<String, WriteError> {
    match is_edifact {
        true => edifact::write(envelope, documents, Release::D96a),
        false => x12::write(envelope, documents),
    }
}
