//! The ship notice (856): levels within levels.
//!
//! Levels are read into one list, each with the place of the one that it is in, so that a notice of any depth costs a
//! step for each level and no recursion.

use std::collections::HashMap;

use crate::exchange::decimal::Decimal;
use crate::exchange::edi::document::{Level, LevelKind, ShipNotice};
use crate::exchange::edi::envelope::Message;
use crate::exchange::edi::problem::{Effect, Flaw, shortened};
use crate::exchange::edi::qualifier::ItemNumber;
use crate::exchange::edi::reading::{Reading, counted};
use crate::exchange::edi::record::{Action, Line};
use crate::exchange::edi::syntax::Segment;
use crate::exchange::edi::writing::{
    Segments, Value, WriteError, clock, day, number, number_or_nothing, parts, short_sum,
};

use super::body::{Parts, items, load, take_lots, take_marks, text};
use super::parts::{
    Family, pairs, write_carriage, write_contacts, write_currency, write_dates,
    write_line_references, write_marks, write_notes, write_parties,
};

impl LevelKind {
    /// X12 data element 735.
    fn of(code: &str) -> Self {
        match code {
            "S" => Self::Shipment,
            "O" => Self::Order,
            "T" => Self::Pallet,
            "P" => Self::Package,
            "I" => Self::Item,
            other => Self::Other(other.to_owned()),
        }
    }

    fn code(&self) -> &str {
        match self {
            Self::Shipment => "S",
            Self::Order => "O",
            Self::Pallet => "T",
            Self::Package => "P",
            Self::Item => "I",
            Self::Other(code) => code,
        }
    }
}

/// The levels as they are read.
struct Levels<'m, 'a> {
    levels: Vec<Level>,
    places: HashMap<String, usize>,
    is_in_party: bool,
    /// `LIN` and `SN1` of the level.
    named: Option<&'m Segment<'a>>,
    units: Option<&'m Segment<'a>>,
    descriptions: Vec<String>,
}

pub(super) fn read(message: &Message<'_>, reading: &mut Reading) -> Option<ShipNotice> {
    let mut first = None;
    let mut levels = Levels {
        levels: Vec::new(),
        places: HashMap::new(),
        is_in_party: false,
        named: None,
        units: None,
        descriptions: Vec::new(),
    };
    for segment in message.body() {
        match segment.tag() {
            "BSN" => {
                let number = reading.needed(segment, 2, "number of the shipment");
                first = number.map(|number| {
                    let written = reading.when(segment, 3, Some(4));
                    (number, written, *segment)
                });
            }
            "HL" => levels.open(reading, segment),
            "CTT" => {
                levels.close(reading);
                levels.totals(reading, segment);
            }
            _ => levels.take(reading, segment),
        }
    }
    levels.close(reading);
    let (number, written, segment) = first?;
    Some(ShipNotice {
        action: Action::of_purpose(&segment.element(1)),
        number,
        written,
        structure: text(&segment, 5),
        levels: levels.levels,
    })
}

impl<'m, 'a> Levels<'m, 'a> {
    fn open(&mut self, reading: &mut Reading, segment: &'m Segment<'a>) {
        self.close(reading);
        self.is_in_party = false;
        let (name, above) = (text(segment, 1), text(segment, 2));
        let parent = self.places.get(&above).copied();
        let is_first = self.levels.is_empty();
        if parent.is_none() && !(is_first && above.is_empty()) {
            let said = shortened(&above);
            let flaw = Flaw::NoParent { said };
            reading.problem(segment, Some(2), "level above", flaw, Effect::ValueLeftOut);
        }
        if name.is_empty() || self.places.contains_key(&name) {
            let said = shortened(&name);
            let flaw = match name.is_empty() {
                true => Flaw::Missing,
                false => Flaw::Twice { said },
            };
            reading.problem(segment, Some(1), "number of the level", flaw, Effect::Doubt);
        } else {
            self.places.insert(name, self.levels.len());
        }
        let level = Level::new(LevelKind::of(&segment.element(3)), parent);
        reading.push(&mut self.levels, segment, level);
    }

    /// Opens a level for a further item of one level.
    fn open_beside(&mut self, reading: &mut Reading, segment: &'m Segment<'a>) {
        self.close(reading);
        self.is_in_party = false;
        let parent = self.levels.last().and_then(|level| level.parent);
        let level = Level::new(LevelKind::Item, parent);
        reading.push(&mut self.levels, segment, level);
        self.named = Some(segment);
    }

    fn take(&mut self, reading: &mut Reading, segment: &'m Segment<'a>) {
        let Some(level) = self.levels.last_mut() else {
            // Dates of the whole notice stand before the first level.
            reading.unread(segment);
            return;
        };
        match segment.tag() {
            "LIN" if self.named.is_some() => self.open_beside(reading, segment),
            "LIN" => self.named = Some(segment),
            "SN1" => self.units = Some(segment),
            "PID" => reading.push(&mut self.descriptions, segment, text(segment, 5)),
            "PRF" => level.order = Some((text(segment, 1), reading.when(segment, 4, None))),
            "TD1" => {
                level.packing = text(segment, 1);
                level.packages = reading.number(segment, 2, "number of packages");
                level.load = load(reading, segment, 7, 9);
            }
            "MAN" => take_marks(&mut level.marks, reading, segment),
            _ => {
                let mut parts = Parts {
                    heading: &mut level.heading,
                    is_in_party: self.is_in_party,
                };
                parts.take(reading, segment);
                self.is_in_party = parts.is_in_party;
            }
        }
    }

    /// Puts the item of the level together.
    fn close(&mut self, reading: &mut Reading) {
        let (named, units) = (self.named.take(), self.units.take());
        let descriptions = std::mem::take(&mut self.descriptions);
        let Some(level) = self.levels.last_mut() else {
            return;
        };
        let line = match (named, units) {
            (Some(named), Some(units)) => line(reading, named, units),
            (Some(named), None) => {
                let meaning = "SN1, the units of the item";
                reading.problem(named, None, meaning, Flaw::Missing, Effect::LineLeftOut);
                return;
            }
            (None, Some(units)) => return reading.nameless(units, 0),
            (None, None) => return,
        };
        if let Some(mut line) = line {
            line.descriptions = descriptions;
            // The references of an item's level are those of its line.
            line.heading.references = std::mem::take(&mut level.heading.references);
            take_lots(std::slice::from_mut(&mut line));
            level.heading.references = std::mem::take(&mut line.heading.references);
            level.item = Some(line);
        }
    }

    fn totals(&mut self, reading: &mut Reading, segment: &Segment<'_>) {
        let items = self.levels.iter().filter_map(|level| level.item.as_ref());
        let (lines, levels) = (counted(items.clone().count()), counted(self.levels.len()));
        let said = Decimal::plain(&segment.element(1)).ok();
        // Some count the items, some the levels.
        if said != lines {
            reading.sum(segment, 1, "number of levels", levels);
        }
        let sum = items
            .map(|line| line.quantity)
            .try_fold(Decimal::ZERO, Decimal::plus);
        reading.sum(segment, 2, "sum of the units", sum);
    }
}

fn line(reading: &mut Reading, named: &Segment<'_>, units: &Segment<'_>) -> Option<Line> {
    let quantity = reading.units(units, 2, &units.element(2))?;
    let numbers = items(named, (2..31).step_by(2));
    if numbers.is_empty() {
        reading.nameless(named, 3);
        return None;
    }
    let mut line = Line::new(quantity, &units.element(3), numbers);
    line.number = text(named, 1);
    line.ordered = reading.number(units, 5, "units ordered");
    if let Some(lot) = line.item(&ItemNumber::Lot) {
        line.lot = lot.to_owned();
        line.items.retain(|(kind, _)| *kind != ItemNumber::Lot);
    }
    Some(line)
}

pub(super) fn write(notice: &ShipNotice, out: &mut Segments) {
    if !notice.is_nested() {
        out.fail(WriteError::Levels);
        return;
    }
    // The time of day may not be absent.
    let time = match clock(notice.written) {
        time if time.is_empty() => "0000".to_owned(),
        time => time,
    };
    out.add(
        "BSN",
        &[
            (notice.action.purpose(), 2),
            (&notice.number, 30),
            (&day(notice.written), 8),
            (&time, 8),
            (&notice.structure, 4),
        ],
    );
    for (place, level) in (1_usize..).zip(&notice.levels) {
        let above = level.parent.map(|parent| (parent + 1).to_string());
        out.add(
            "HL",
            &[
                (&place.to_string(), 12),
                (&above.unwrap_or_default(), 12),
                (level.kind.code(), 2),
            ],
        );
        write_level(level, out);
    }
    let items = notice.levels.iter().filter_map(|level| level.item.as_ref());
    let sum = items
        .map(|line| line.quantity)
        .try_fold(Decimal::ZERO, Decimal::plus);
    out.add(
        "CTT",
        &[(&notice.levels.len().to_string(), 6), (&short_sum(sum), 11)],
    );
}

fn write_level(level: &Level, out: &mut Segments) {
    let family = Family::Trade;
    let heading = &level.heading;
    if let Some(line) = &level.item {
        write_item(line, out);
    }
    if let Some((order, date)) = &level.order {
        let date = day(*date);
        out.add("PRF", &[(order, 22), ("", 0), ("", 0), (&date, 8)]);
    }
    write_packing(level, out);
    write_carriage(out, heading, "TD5");
    match &level.item {
        Some(line) => {
            let mut line = line.clone();
            line.heading.references.clone_from(&heading.references);
            write_line_references(out, &line, family);
        }
        None => super::parts::write_references(out, heading, family),
    }
    write_contacts(out, heading, family);
    write_marks(out, &level.marks);
    write_dates(out, heading, family);
    write_currency(out, heading);
    write_notes(out, heading, family);
    write_parties(out, heading);
}

fn write_item(line: &Line, out: &mut Segments) {
    let mut elements: Vec<Value<'_>> = vec![(&line.number, 20)];
    elements.extend(pairs(&line.items).flatten());
    out.add("LIN", &elements);
    let (quantity, ordered) = (number(line.quantity), number_or_nothing(line.ordered));
    let ordered_unit = if ordered.is_empty() { "" } else { &line.unit };
    out.add(
        "SN1",
        &[
            ("", 0),
            (&quantity, 11),
            (&line.unit, 2),
            ("", 0),
            (&ordered, 9),
            (ordered_unit, 2),
        ],
    );
    for words in line.descriptions.iter().flat_map(|words| parts(words, 80)) {
        out.add("PID", &[("F", 1), ("", 0), ("", 0), ("", 0), (&words, 80)]);
    }
}

fn write_packing(level: &Level, out: &mut Segments) {
    let packages = number_or_nothing(level.packages);
    let shown = |pair: &Option<(Decimal, String)>| match pair {
        Some((amount, unit)) => (number(*amount), unit.clone()),
        None => (String::new(), String::new()),
    };
    let (weight, weight_unit) = shown(&level.load.weight);
    let (volume, volume_unit) = shown(&level.load.volume);
    let texts = [&level.packing, &packages, &weight, &volume];
    if texts.iter().all(|text| text.is_empty()) {
        return;
    }
    let kind = if weight.is_empty() { "" } else { "G" };
    let none = ("", 0);
    out.add(
        "TD1",
        &[
            (&level.packing, 5),
            (&packages, 7),
            none,
            none,
            none,
            (kind, 2),
            (&weight, 10),
            (&weight_unit, 2),
            (&volume, 8),
            (&volume_unit, 2),
        ],
    );
}
