//! What the messages of EDIFACT have in common: parties, references, dates, words and numbers of items.

use crate::exchange::decimal::Decimal;
use crate::exchange::edi::problem::Effect;
use crate::exchange::edi::qualifier::{DateOf, ItemNumber, PartyNumber, ReferenceTo, Role};
use crate::exchange::edi::reading::{Reading, clock_of, day};
use crate::exchange::edi::record::{
    Action, Contact, Dated, Heading, Line, Note, Party, Reference, When,
};
use crate::exchange::edi::syntax::{Dialect, Segment};

const EDIFACT: Dialect = Dialect::Edifact;

/// The text of a component.
pub(super) fn part(segment: &Segment<'_>, element: usize, component: usize) -> String {
    segment.component(element, component).into_owned()
}

/// The components of an element that hold something, from one place to another.
fn texts(segment: &Segment<'_>, element: usize, from: usize, to: usize) -> Vec<String> {
    (from..=to)
        .map(|component| part(segment, element, component))
        .filter(|text| !text.is_empty())
        .collect()
}

impl Action {
    /// EDIFACT data element 1225.
    pub(super) fn of_function(code: &str) -> Self {
        match code {
            "" | "9" => Self::Original,
            "1" => Self::Cancel,
            "4" => Self::Change,
            "5" => Self::Replace,
            other => Self::Other(other.to_owned()),
        }
    }

    pub(super) fn function(&self) -> &str {
        match self {
            Self::Original => "9",
            Self::Cancel => "1",
            Self::Change => "4",
            Self::Replace => "5",
            Self::Other(code) => code,
        }
    }
}

/// A heading as it is read.
pub(super) struct Parts<'h> {
    pub heading: &'h mut Heading,
    /// Whether the last party's group is open.
    pub is_in_party: bool,
}

impl Parts<'_> {
    /// Takes a segment of a heading; one that is none is counted as unread.
    pub fn take(&mut self, reading: &mut Reading, segment: &Segment<'_>) {
        let stays_in_party = matches!(segment.tag(), "NAD" | "RFF" | "CTA" | "COM" | "LOC");
        self.is_in_party &= stays_in_party;
        match segment.tag() {
            "NAD" => self.party(reading, segment),
            "CTA" => self.contact(reading, segment),
            "COM" => self.number(reading, segment),
            "RFF" => self.reference(reading, segment),
            "DTM" => {
                if let Some(dated) = dated(reading, segment) {
                    reading.push(&mut self.heading.dates, segment, dated);
                }
            }
            "FTX" => {
                let words = texts(segment, 4, 1, 5).join(" ");
                let about = part(segment, 1, 1);
                reading.push(&mut self.heading.notes, segment, Note { about, words });
            }
            "CUX" => self.heading.currency = part(segment, 1, 2),
            "TDT" => self.carriage(segment),
            _ => reading.unread(segment),
        }
    }

    fn party(&mut self, reading: &mut Reading, segment: &Segment<'_>) {
        let role = Role::of(EDIFACT, &segment.component(1, 1));
        // Names stand by themselves, or at the head of a whole address without structure.
        let mut names = texts(segment, 4, 1, 5);
        let mut address = texts(segment, 5, 1, 4);
        let mut loose = texts(segment, 3, 1, 5);
        if names.is_empty() && !loose.is_empty() {
            names.push(loose.remove(0));
        }
        loose.append(&mut address);
        let mut names = names.into_iter();
        let mut party = Party::new(role, &names.next().unwrap_or_default());
        party.more_names = names.collect();
        party.address = loose;
        party.city = part(segment, 6, 1);
        party.region = part(segment, 7, 1);
        party.post_code = part(segment, 8, 1);
        party.country = part(segment, 9, 1);
        let number = part(segment, 2, 1);
        if !number.is_empty() {
            let kind = PartyNumber::of(EDIFACT, &segment.component(2, 3));
            party.number = Some((kind, number));
        }
        reading.push(&mut self.heading.parties, segment, party);
        self.is_in_party = true;
    }

    fn contacts(&mut self) -> &mut Vec<Contact> {
        match self.heading.parties.last_mut() {
            Some(party) if self.is_in_party => &mut party.contacts,
            _ => &mut self.heading.contacts,
        }
    }

    fn contact(&mut self, reading: &mut Reading, segment: &Segment<'_>) {
        let contact = Contact {
            function: part(segment, 1, 1),
            name: part(segment, 2, 2),
            numbers: Vec::new(),
        };
        reading.push(self.contacts(), segment, contact);
    }

    fn number(&mut self, reading: &mut Reading, segment: &Segment<'_>) {
        let number = (part(segment, 1, 2), part(segment, 1, 1));
        match self.contacts().last_mut() {
            Some(contact) => reading.push(&mut contact.numbers, segment, number),
            None => reading.unread(segment),
        }
    }

    fn reference(&mut self, reading: &mut Reading, segment: &Segment<'_>) {
        let reference = reference(segment);
        let references = match self.heading.parties.last_mut() {
            Some(party) if self.is_in_party => &mut party.references,
            _ => &mut self.heading.references,
        };
        reading.push(references, segment, reference);
    }

    fn carriage(&mut self, segment: &Segment<'_>) {
        let carriage = self.heading.carriage.get_or_insert_default();
        carriage.means = part(segment, 3, 1);
        carriage.carrier = part(segment, 5, 1);
        carriage.route = part(segment, 5, 4);
    }
}

/// `RFF`: a line's number within what is referred to stands in the words.
pub(super) fn reference(segment: &Segment<'_>) -> Reference {
    Reference {
        to: ReferenceTo::of(EDIFACT, &segment.component(1, 1)),
        number: part(segment, 1, 2),
        words: part(segment, 1, 3),
    }
}

/// `DTM`, in the formats of data element 2379 that name a day; a period is counted as unread.
pub(super) fn dated(reading: &mut Reading, segment: &Segment<'_>) -> Option<Dated> {
    let (text, format) = (segment.component(1, 2), segment.component(1, 3));
    let digits = match &*format {
        "101" | "201" => 6,
        "" | "102" | "203" | "204" => 8,
        _ => {
            reading.unread(segment);
            return None;
        }
    };
    let when = text.split_at_checked(digits).and_then(|(date, time)| {
        let date = day(date)?;
        let time = match time {
            "" => None,
            time => Some(clock_of(time)?),
        };
        Some(When { date, time })
    });
    if when.is_none() {
        reading.not_a_date(segment, 1, &text);
    }
    let of = DateOf::of(EDIFACT, &segment.component(1, 1));
    when.map(|when| Dated { of, when })
}

/// A line as it is read, from `LIN` on.
pub(super) struct OpenLine<'m, 'a> {
    segment: &'m Segment<'a>,
    line: Line,
    quantity: Option<Decimal>,
    /// The kinds of quantity that are the line's own, the best first: data element 6063.
    kinds: &'static [&'static str],
    kind_found: usize,
}

impl<'m, 'a> OpenLine<'m, 'a> {
    pub fn new(segment: &'m Segment<'a>, kinds: &'static [&'static str]) -> Self {
        let mut line = Line::new(Decimal::ZERO, "", Vec::new());
        line.number = part(segment, 1, 1);
        let mut open = Self {
            segment,
            line,
            quantity: None,
            kinds,
            kind_found: kinds.len(),
        };
        open.item(segment, 3);
        open
    }

    /// What belongs to the line alone.
    pub fn heading(&mut self) -> &mut Heading {
        &mut self.line.heading
    }

    fn item(&mut self, segment: &Segment<'_>, element: usize) {
        let number = part(segment, element, 1);
        if number.is_empty() {
            return;
        }
        match ItemNumber::of(EDIFACT, &segment.component(element, 2)) {
            ItemNumber::Lot => self.line.lot = number,
            kind => self.line.items.push((kind, number)),
        }
    }

    /// Takes a segment of a line; whether it is one.
    pub fn take(&mut self, reading: &mut Reading, segment: &Segment<'_>) -> bool {
        match segment.tag() {
            "PIA" if self.line.items.len() < ITEMS_MAX => {
                (2..=6).for_each(|element| self.item(segment, element));
            }
            "IMD" => {
                let words = texts(segment, 3, 4, 5).join(" ");
                if words.is_empty() {
                    reading.unread(segment);
                } else {
                    reading.push(&mut self.line.descriptions, segment, words);
                }
            }
            "QTY" => self.quantity(reading, segment),
            "PRI" if self.line.price.is_none() => {
                let text = part(segment, 1, 2).replace(',', ".");
                let meaning = "price of one unit";
                self.line.price = reading.amount(segment, 1, meaning, &text, Effect::ValueLeftOut);
            }
            _ => return false,
        }
        true
    }

    fn quantity(&mut self, reading: &mut Reading, segment: &Segment<'_>) {
        let kind = segment.component(1, 1);
        // The mark of decimals is the sender's to choose.
        let text = part(segment, 1, 2).replace(',', ".");
        let place = self.kinds.iter().position(|known| *known == kind);
        match place {
            Some(place) if place < self.kind_found => {
                let amount = reading.units(segment, 1, &text);
                if amount.is_some() {
                    self.quantity = amount;
                    self.kind_found = place;
                    self.line.unit = part(segment, 1, 3);
                }
            }
            None if kind == ORDERED => {
                let meaning = "units ordered";
                self.line.ordered =
                    reading.amount(segment, 1, meaning, &text, Effect::ValueLeftOut);
            }
            _ => reading.unread(segment),
        }
    }

    /// The line, if it has what a line needs.
    pub fn close(mut self, reading: &mut Reading) -> Option<Line> {
        let Some(quantity) = self.quantity else {
            reading.unmeasured(self.segment);
            return None;
        };
        if self.line.items.is_empty() {
            reading.nameless(self.segment, 3);
            return None;
        }
        self.line.quantity = quantity;
        let references = &mut self.line.heading.references;
        let lot = references
            .iter()
            .position(|found| found.to == ReferenceTo::Lot);
        if let Some(at) = lot.filter(|_| self.line.lot.is_empty()) {
            self.line.lot = references.remove(at).number;
        }
        Some(self.line)
    }
}

/// Ordered quantity, data element 6063.
const ORDERED: &str = "21";

/// Numbers of one item that are read.
const ITEMS_MAX: usize = 25;
