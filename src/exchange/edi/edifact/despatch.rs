//! The despatch advice message (DESADV).
//!
//! Its packages (`CPS`) become levels below the shipment, its lines become items below their packages. The order of an
//! item stands at the item. A notice of X12 has levels of orders instead: written here, an order becomes a reference at
//! each of its items, and what else was said of the order as a whole has no place. Nor have words and contacts of the
//! whole shipment, and dates and parties of one package.

use std::collections::HashMap;

use crate::exchange::decimal::Decimal;
use crate::exchange::edi::document::{Level, LevelKind, ShipNotice};
use crate::exchange::edi::envelope::Message;
use crate::exchange::edi::problem::{Effect, Flaw, shortened};
use crate::exchange::edi::qualifier::{DateOf, ReferenceTo};
use crate::exchange::edi::reading::{Reading, counted};
use crate::exchange::edi::record::{Action, Mark};
use crate::exchange::edi::syntax::Segment;
use crate::exchange::edi::writing::{Segments, Value, WriteError, number, number_or_nothing};

use super::Release;
use super::body::{OpenLine, Parts, part};
use super::orders::order_reference;
use super::parts::{
    write_carriage, write_currency, write_date, write_dates, write_item, write_notes,
    write_parties, write_quantity, write_reference, write_references,
};

/// Quantities that a line of a despatch is about: despatched, and one that names no kind.
const QUANTITIES: &[&str] = &["12", "1"];

/// The SSCC, data element 7405.
const SSCC: &str = "BJ";

/// Pallets, data element 7065.
const PALLETS: &[&str] = &["PX", "PAL", "200", "201", "202", "203", "204", "09", "08"];

struct Levels<'m, 'a> {
    levels: Vec<Level>,
    places: HashMap<String, usize>,
    /// The package that lines belong to.
    package: usize,
    open: Option<OpenLine<'m, 'a>>,
    is_in_party: bool,
}

pub(super) fn read(message: &Message<'_>, reading: &mut Reading) -> Option<ShipNotice> {
    let mut first = None;
    let mut levels = Levels {
        levels: vec![Level::new(LevelKind::Shipment, None)],
        places: HashMap::new(),
        package: 0,
        open: None,
        is_in_party: false,
    };
    for segment in message.body() {
        match segment.tag() {
            "BGM" => {
                let number = reading.needed(segment, 2, "number of the despatch advice");
                first = number.map(|number| (number, *segment));
            }
            "CPS" => levels.package(reading, segment),
            "LIN" => {
                levels.close(reading, segment);
                levels.open = Some(OpenLine::new(segment, QUANTITIES));
            }
            "CNT" => {
                levels.close(reading, segment);
                levels.total(reading, segment);
            }
            _ => levels.take(reading, segment),
        }
    }
    if let Some(trailer) = message.segments.last() {
        levels.close(reading, trailer);
    }
    let (number, segment) = first?;
    let mut levels = levels.levels;
    let mut written = None;
    if let Some(shipment) = levels.first_mut() {
        let heading = &mut shipment.heading;
        written = heading.date(&DateOf::Document);
        heading.dates.retain(|dated| dated.of != DateOf::Document);
    }
    Some(ShipNotice {
        action: Action::of_function(&segment.component(3, 1)),
        number,
        written,
        structure: String::new(),
        levels,
    })
}

impl<'m, 'a> Levels<'m, 'a> {
    /// Takes `CPS`. The first without a package above it is the shipment itself.
    fn package(&mut self, reading: &mut Reading, segment: &'m Segment<'a>) {
        self.close(reading, segment);
        let (name, above) = (part(segment, 1, 1), part(segment, 2, 1));
        let is_first = self.places.is_empty();
        let parent = match above.as_str() {
            "" => Some(0),
            above => self.places.get(above).copied(),
        };
        if parent.is_none() {
            let said = shortened(&above);
            let flaw = Flaw::NoParent { said };
            reading.problem(
                segment,
                Some(2),
                "package above",
                flaw,
                Effect::ValueLeftOut,
            );
        }
        let place = match is_first && above.is_empty() {
            true => 0,
            false => {
                let level = Level::new(LevelKind::Package, parent.or(Some(0)));
                reading.push(&mut self.levels, segment, level);
                self.levels.len() - 1
            }
        };
        self.package = place;
        if self.places.insert(name.clone(), place).is_some() {
            let said = shortened(&name);
            let flaw = Flaw::Twice { said };
            reading.problem(
                segment,
                Some(1),
                "number of the package",
                flaw,
                Effect::Doubt,
            );
        }
    }

    fn take(&mut self, reading: &mut Reading, segment: &'m Segment<'a>) {
        if let Some(open) = self.open.as_mut()
            && open.take(reading, segment)
        {
            return;
        }
        let is_in_line = self.open.is_some();
        let Some(level) = self.levels.get_mut(self.package) else {
            return;
        };
        match segment.tag() {
            "PAC" if !is_in_line => {
                let text = part(segment, 1, 1).replace(',', ".");
                let meaning = "number of packages";
                level.packages = reading.amount(segment, 1, meaning, &text, Effect::ValueLeftOut);
                level.packing = part(segment, 3, 1);
                if level.kind == LevelKind::Package && PALLETS.contains(&level.packing.as_str()) {
                    level.kind = LevelKind::Pallet;
                }
            }
            "MEA" if !is_in_line => weigh(reading, segment, level),
            "GIN" if !is_in_line => marks(reading, segment, level),
            // How the package is marked; the marks follow.
            "PCI" => {}
            _ => {
                let heading = match self.open.as_mut() {
                    Some(open) => open.heading(),
                    None => &mut level.heading,
                };
                let mut parts = Parts {
                    heading,
                    is_in_party: self.is_in_party,
                };
                parts.take(reading, segment);
                self.is_in_party = parts.is_in_party;
                if !is_in_line {
                    take_order(level);
                }
            }
        }
    }

    fn close(&mut self, reading: &mut Reading, segment: &Segment<'_>) {
        self.is_in_party = false;
        let Some(mut line) = self.open.take().and_then(|open| open.close(reading)) else {
            return;
        };
        let mut level = Level::new(LevelKind::Item, Some(self.package));
        level.heading = std::mem::take(&mut line.heading);
        level.item = Some(line);
        take_order(&mut level);
        reading.push(&mut self.levels, segment, level);
    }

    fn total(&mut self, reading: &mut Reading, segment: &Segment<'_>) {
        let items = self.levels.iter().filter_map(|level| level.item.as_ref());
        let said = part(segment, 1, 2).replace(',', ".");
        let sum = items
            .clone()
            .map(|line| line.quantity)
            .try_fold(Decimal::ZERO, Decimal::plus);
        match &*segment.component(1, 1) {
            "1" => reading.said_sum(segment, "sum of the units", &said, sum),
            "2" => reading.said_sum(segment, "number of lines", &said, counted(items.count())),
            _ => reading.unread(segment),
        }
    }
}

/// The order among the references of a level is that of the level; a line of it stays a reference.
fn take_order(level: &mut Level) {
    let references = &mut level.heading.references;
    let order = references
        .iter()
        .position(|found| found.to == ReferenceTo::PurchaseOrder);
    let Some(at) = order.filter(|_| level.order.is_none()) else {
        return;
    };
    let mut order = references.remove(at);
    level.order = Some((std::mem::take(&mut order.number), None));
    if !order.words.is_empty() {
        order.to = ReferenceTo::Line;
        order.number = std::mem::take(&mut order.words);
        references.insert(at, order);
    }
}

/// The gross weight; other measures are counted as unread.
fn weigh(reading: &mut Reading, segment: &Segment<'_>, level: &mut Level) {
    let is_weight = matches!(&*segment.component(2, 1), "AAB" | "G");
    if !is_weight {
        return reading.unread(segment);
    }
    let text = part(segment, 3, 2).replace(',', ".");
    let weight = reading.amount(segment, 3, "weight", &text, Effect::ValueLeftOut);
    level.load.weight = weight.map(|weight| (weight, part(segment, 3, 1)));
}

fn marks(reading: &mut Reading, segment: &Segment<'_>, level: &mut Level) {
    let kind = match &*segment.component(1, 1) {
        SSCC => Mark::SSCC.to_owned(),
        other => other.to_owned(),
    };
    for (element, component) in (2..=6).flat_map(|element| [(element, 1), (element, 2)]) {
        let number = part(segment, element, component);
        if !number.is_empty() {
            let kind = kind.clone();
            reading.push(&mut level.marks, segment, Mark { kind, number });
        }
    }
}

pub(super) fn write(notice: &ShipNotice, out: &mut Segments, release: Release) {
    let Some(shipment) = notice.levels.first().filter(|_| notice.is_nested()) else {
        out.fail(WriteError::Levels);
        return;
    };
    let heading = &shipment.heading;
    let function = [(notice.action.function(), 3)];
    out.add_composites("BGM", &[&[("351", 3)], &[(&*notice.number, 35)], &function]);
    if let Some(written) = notice.written {
        write_date(out, &DateOf::Document, written);
    }
    write_dates(out, heading);
    write_currency(out, heading);
    if let Some((order, _)) = &shipment.order {
        write_reference(out, &order_reference(order, ""));
    }
    write_references(out, heading);
    write_parties(out, heading);
    write_carriage(out, heading);
    let mut place = 0;
    for package in packages(notice, out) {
        let level = &notice.levels[package.level];
        let above = package
            .above
            .map(|above| above.to_string())
            .unwrap_or_default();
        out.add("CPS", &[(&package.number.to_string(), 12), (&above, 12)]);
        write_package(out, level);
        for (item, order) in package.items {
            place += 1;
            write_line(out, place, &notice.levels[item], order, release);
        }
    }
    out.add_composites("CNT", &[&[("2", 3), (&place.to_string(), 18)]]);
}

/// A level that becomes a package, and the items right below it or below an order in it.
struct Package<'n> {
    level: usize,
    number: usize,
    above: Option<usize>,
    items: Vec<(usize, Option<&'n str>)>,
}

fn packages<'n>(notice: &'n ShipNotice, out: &mut Segments) -> Vec<Package<'n>> {
    let mut packages: Vec<Package<'n>> = Vec::new();
    // For each level, the package that it is or is in, and the order that it belongs to.
    let mut around: Vec<(usize, Option<&str>)> = Vec::with_capacity(notice.levels.len());
    for (at, level) in notice.levels.iter().enumerate() {
        let above = level.parent.and_then(|parent| around.get(parent)).copied();
        let own = level.order.as_ref().map(|(number, _)| number.as_str());
        let is_below_item = level
            .parent
            .is_some_and(|parent| notice.levels[parent].item.is_some());
        if is_below_item {
            out.fail(WriteError::Levels);
        }
        let order = match level.kind {
            LevelKind::Shipment => None,
            _ => own.or(above.and_then(|(_, order)| order)),
        };
        let package = match (&level.item, &level.kind, above) {
            (Some(_), _, Some((package, _))) => {
                packages[package].items.push((at, order));
                package
            }
            (None, LevelKind::Order | LevelKind::Item, Some((package, _))) => package,
            (_, _, above) => {
                packages.push(Package {
                    level: at,
                    number: packages.len() + 1,
                    above: above.map(|(package, _)| packages[package].number),
                    items: Vec::new(),
                });
                packages.len() - 1
            }
        };
        around.push((package, order));
    }
    packages
}

fn write_package(out: &mut Segments, level: &Level) {
    if level.packages.is_some() || !level.packing.is_empty() || level.kind == LevelKind::Pallet {
        let packages = number_or_nothing(level.packages);
        let packing = match level.packing.as_str() {
            "" if level.kind == LevelKind::Pallet => "PX",
            packing => packing,
        };
        out.add_composites("PAC", &[&[(&*packages, 8)], &[("", 0)], &[(packing, 17)]]);
    }
    if let Some((weight, unit)) = &level.load.weight {
        let amount = number(*weight);
        let composite = [(&**unit, 3), (&*amount, 18)];
        out.add_composites("MEA", &[&[("PD", 3)], &[("AAB", 3)], &composite]);
    }
    for marks in level.marks.chunk_by(|a, b| a.kind == b.kind) {
        let kind = match marks[0].kind.as_str() {
            Mark::SSCC => SSCC,
            other => other,
        };
        for marks in marks.chunks(5) {
            out.add("PCI", &[("33E", 3)]);
            let mut elements: Vec<Value<'_>> = vec![(kind, 3)];
            elements.extend(marks.iter().map(|mark| (&*mark.number, 35)));
            out.add("GIN", &elements);
        }
    }
}

fn write_line(
    out: &mut Segments,
    place: usize,
    level: &Level,
    order: Option<&str>,
    release: Release,
) {
    let Some(line) = &level.item else {
        return;
    };
    write_item(out, place, line, release);
    write_quantity(out, "12", line.quantity, &line.unit);
    if let Some(ordered) = line.ordered {
        write_quantity(out, "21", ordered, &line.unit);
    }
    write_dates(out, &level.heading);
    write_notes(out, &level.heading);
    if let Some(order) = order {
        write_reference(out, &order_reference(order, ""));
    }
    write_references(out, &level.heading);
}
