//! What the sets of X12 have in common below their first segment: parties, references, dates, words and lines.

use crate::exchange::edi::problem::{Effect, Flaw};
use crate::exchange::edi::qualifier::{DateOf, ItemNumber, PartyNumber, ReferenceTo, Role};
use crate::exchange::edi::reading::{Reading, counted, total};
use crate::exchange::edi::record::{
    Contact, Dated, Heading, Line, Load, Mark, Note, Party, Reference,
};
use crate::exchange::edi::syntax::{Dialect, Segment};

/// What the segments that come next belong to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Heading,
    /// Between `LX` and its first line.
    Group,
    Line,
    /// To a line that was left out.
    Nowhere,
}

/// The text of an element.
pub(super) fn text(segment: &Segment<'_>, element: usize) -> String {
    segment.element(element).into_owned()
}

/// Parts of one `LX` group that are copied to each of its lines.
const GROUP_PARTS_MAX: usize = 32;

/// A set as it is read.
pub(super) struct Body {
    pub heading: Heading,
    pub lines: Vec<Line>,
    /// Lines that stood there and could not be read.
    left_out: usize,
    place: Place,
    /// Whether the last party's loop is open: its address, contacts and references come next.
    is_in_party: bool,
    /// The number of the `LX` group, and what stands there before its first line.
    group: Option<(String, Heading, Vec<Mark>)>,
}

impl Body {
    pub fn new() -> Self {
        Self {
            heading: Heading::default(),
            lines: Vec::new(),
            left_out: 0,
            place: Place::Heading,
            is_in_party: false,
            group: None,
        }
    }

    /// Takes `LX`.
    pub fn open_group(&mut self, segment: &Segment<'_>) {
        self.place = Place::Group;
        self.is_in_party = false;
        self.group = Some((text(segment, 1), Heading::default(), Vec::new()));
    }

    /// Takes a line, or `None` for one that could not be read.
    pub fn open_line(&mut self, reading: &mut Reading, segment: &Segment<'_>, line: Option<Line>) {
        self.is_in_party = false;
        let Some(mut line) = line else {
            self.left_out += 1;
            self.place = Place::Nowhere;
            return;
        };
        if let Some((number, heading, marks)) = &self.group {
            line.number.clone_from(number);
            line.heading = heading.clone();
            line.marks.clone_from(marks);
        }
        self.place = Place::Line;
        reading.push(&mut self.lines, segment, line);
    }

    /// Ends the lines: what follows belongs to the whole.
    pub fn close_lines(&mut self) {
        self.place = Place::Heading;
        self.is_in_party = false;
    }

    /// Holds what a sum says against the lines that stood there, those that were left out too; the units of these nobody
    /// knows, so that their sum is asked for only where every line was read.
    pub fn totals(&self, reading: &mut Reading, segment: &Segment<'_>, units: bool) {
        let lines = counted(self.lines.len() + self.left_out);
        reading.sum(segment, 1, "number of lines", lines);
        if units && self.left_out == 0 {
            reading.sum(segment, 2, "sum of the units", total(&self.lines));
        }
    }

    /// The line that segments belong to now.
    pub fn line(&mut self) -> Option<&mut Line> {
        match self.place {
            Place::Line => self.lines.last_mut(),
            _ => None,
        }
    }

    /// Takes a segment that all sets have, if it is one.
    pub fn take(&mut self, reading: &mut Reading, segment: &Segment<'_>) {
        if self.place == Place::Nowhere {
            return;
        }
        match segment.tag() {
            "G69" | "PID" | "LIN" => self.describe(reading, segment),
            "MAN" => self.mark(reading, segment),
            _ => {
                let heading = match (self.place, self.lines.last_mut(), self.group.as_mut()) {
                    (Place::Line, Some(line), _) => &mut line.heading,
                    (Place::Group, _, Some((_, heading, _))) => {
                        if heading.references.len() + heading.notes.len() >= GROUP_PARTS_MAX {
                            out_of_place(reading, segment);
                            return;
                        }
                        heading
                    }
                    _ => &mut self.heading,
                };
                let mut parts = Parts {
                    heading,
                    is_in_party: self.is_in_party,
                };
                parts.take(reading, segment);
                self.is_in_party = parts.is_in_party;
            }
        }
    }

    fn describe(&mut self, reading: &mut Reading, segment: &Segment<'_>) {
        let words = match segment.tag() {
            "G69" => text(segment, 1),
            "PID" => text(segment, 5),
            _ => String::new(),
        };
        match self.line() {
            Some(line) if !words.is_empty() => {
                reading.push(&mut line.descriptions, segment, words);
            }
            _ => reading.unread(segment),
        }
    }

    fn mark(&mut self, reading: &mut Reading, segment: &Segment<'_>) {
        let marks = match (self.place, self.lines.last_mut(), self.group.as_mut()) {
            (Place::Line, Some(line), _) => &mut line.marks,
            (Place::Group, _, Some((_, _, marks))) if marks.len() < GROUP_PARTS_MAX => marks,
            _ => {
                out_of_place(reading, segment);
                return;
            }
        };
        take_marks(marks, reading, segment);
    }
}

/// Takes the one or two marks of `MAN`.
pub(super) fn take_marks(marks: &mut Vec<Mark>, reading: &mut Reading, segment: &Segment<'_>) {
    for at in [1, 4] {
        let mark = Mark {
            kind: text(segment, at),
            number: text(segment, at + 1),
        };
        if !mark.number.is_empty() {
            reading.push(marks, segment, mark);
        }
    }
}

pub(super) fn out_of_place(reading: &mut Reading, segment: &Segment<'_>) {
    let flaw = Flaw::OutOfPlace;
    reading.problem(segment, None, "segment", flaw, Effect::ValueLeftOut);
}

/// A heading as it is read.
pub(super) struct Parts<'h> {
    pub heading: &'h mut Heading,
    /// Whether the last party's loop is open.
    pub is_in_party: bool,
}

impl Parts<'_> {
    /// Takes a segment of a heading; one that is none is counted as unread.
    pub fn take(&mut self, reading: &mut Reading, segment: &Segment<'_>) {
        let stays_in_party = matches!(segment.tag(), "N1" | "N2" | "N3" | "N4" | "PER" | "REF");
        self.is_in_party &= stays_in_party;
        match segment.tag() {
            "N1" => self.party(reading, segment),
            "N2" | "N3" | "N4" => self.address(reading, segment),
            "PER" | "G61" => self.contact(reading, segment),
            "N9" | "REF" => self.reference(reading, segment),
            "G62" | "DTM" => self.date(reading, segment),
            "NTE" | "MSG" | "MTX" => self.note(reading, segment),
            "W66" | "W27" | "W08" | "TD5" | "TD3" => self.carriage(segment),
            "CUR" => self.heading.currency = text(segment, 2),
            _ => reading.unread(segment),
        }
    }

    fn party(&mut self, reading: &mut Reading, segment: &Segment<'_>) {
        let role = Role::of(Dialect::X12, &segment.element(1));
        let mut party = Party::new(role, &segment.element(2));
        let number = text(segment, 4);
        if !number.is_empty() {
            let kind = PartyNumber::of(Dialect::X12, &segment.element(3));
            party.number = Some((kind, number));
        }
        reading.push(&mut self.heading.parties, segment, party);
        self.is_in_party = true;
    }

    fn address(&mut self, reading: &mut Reading, segment: &Segment<'_>) {
        let Some(party) = self.heading.parties.last_mut().filter(|_| self.is_in_party) else {
            out_of_place(reading, segment);
            return;
        };
        if segment.tag() == "N4" {
            party.city = text(segment, 1);
            party.region = text(segment, 2);
            party.post_code = text(segment, 3);
            party.country = text(segment, 4);
            if party.region.is_empty() && segment.element(5) == "SP" {
                party.region = text(segment, 6);
            }
            return;
        }
        let lines = match segment.tag() {
            "N2" => &mut party.more_names,
            _ => &mut party.address,
        };
        for line in [text(segment, 1), text(segment, 2)] {
            if !line.is_empty() {
                reading.push(lines, segment, line);
            }
        }
    }

    fn contact(&mut self, reading: &mut Reading, segment: &Segment<'_>) {
        let numbers = [3, 5, 7]
            .into_iter()
            .map(|at| (text(segment, at), text(segment, at + 1)));
        let contact = Contact {
            function: text(segment, 1),
            name: text(segment, 2),
            numbers: numbers.filter(|(_, number)| !number.is_empty()).collect(),
        };
        let contacts = match self.heading.parties.last_mut() {
            Some(party) if self.is_in_party => &mut party.contacts,
            _ => &mut self.heading.contacts,
        };
        reading.push(contacts, segment, contact);
    }

    fn reference(&mut self, reading: &mut Reading, segment: &Segment<'_>) {
        // This one only says that words follow.
        if segment.tag() == "N9" && segment.element(1) == LETTERS {
            return;
        }
        let reference = Reference {
            to: ReferenceTo::of(Dialect::X12, &segment.element(1)),
            number: text(segment, 2),
            words: text(segment, 3),
        };
        let references = match self.heading.parties.last_mut() {
            Some(party) if self.is_in_party => &mut party.references,
            _ => &mut self.heading.references,
        };
        reading.push(references, segment, reference);
    }

    fn date(&mut self, reading: &mut Reading, segment: &Segment<'_>) {
        let code = segment.element(1);
        let (of, time) = match segment.tag() {
            "G62" => (DateOf::of_warehouse(&code), 4),
            _ => (DateOf::of(Dialect::X12, &code), 3),
        };
        if let Some(when) = reading.when(segment, 2, Some(time)) {
            reading.push(&mut self.heading.dates, segment, Dated { of, when });
        } else if segment.element(2).is_empty() {
            // A period, or a date in words.
            reading.unread(segment);
        }
    }

    fn note(&mut self, reading: &mut Reading, segment: &Segment<'_>) {
        let note = match segment.tag() {
            "MSG" => Note {
                about: String::new(),
                words: text(segment, 1),
            },
            _ => Note {
                about: text(segment, 1),
                words: text(segment, 2),
            },
        };
        reading.push(&mut self.heading.notes, segment, note);
    }

    fn carriage(&mut self, segment: &Segment<'_>) {
        let carriage = self.heading.carriage.get_or_insert_default();
        let set = |to: &mut String, element: usize| {
            let value = text(segment, element);
            if !value.is_empty() {
                *to = value;
            }
        };
        match segment.tag() {
            "W66" => {
                set(&mut carriage.payment, 1);
                set(&mut carriage.means, 2);
                set(&mut carriage.route, 5);
                set(&mut carriage.carrier, 10);
            }
            "W27" => {
                set(&mut carriage.means, 1);
                set(&mut carriage.carrier, 2);
                set(&mut carriage.route, 3);
                set(&mut carriage.payment, 4);
                set(&mut carriage.equipment, 7);
            }
            "W08" => {
                set(&mut carriage.means, 1);
                set(&mut carriage.carrier, 2);
                set(&mut carriage.route, 3);
                set(&mut carriage.equipment, 5);
            }
            "TD5" => {
                set(&mut carriage.carrier, 3);
                set(&mut carriage.means, 4);
                set(&mut carriage.route, 5);
            }
            _ => set(&mut carriage.equipment, 3),
        }
    }
}

/// Says that letters or notes follow: X12 data element 128.
pub(super) const LETTERS: &str = "L1";

/// The item's numbers of a segment: pairs of kind and number that begin at these elements.
pub(super) fn items(
    segment: &Segment<'_>,
    pairs: impl Iterator<Item = usize>,
) -> Vec<(ItemNumber, String)> {
    let pairs = pairs.map(|at| (segment.element(at), text(segment, at + 1)));
    pairs
        .filter(|(_, number)| !number.is_empty())
        .map(|(kind, number)| (ItemNumber::of(Dialect::X12, &kind), number))
        .collect()
}

/// Weight and volume, each with its unit after it.
pub(super) fn load(reading: &mut Reading, segment: &Segment<'_>, weight: u8, volume: u8) -> Load {
    let mut pair = |at: u8, meaning: &'static str| {
        let amount = reading.number(segment, at, meaning)?;
        Some((amount, text(segment, usize::from(at) + 1)))
    };
    Load {
        weight: pair(weight, "weight"),
        volume: pair(volume, "volume"),
    }
}

/// Takes the lot out of the references of each line that has none yet.
pub(super) fn take_lots(lines: &mut [Line]) {
    for line in lines {
        let references = &mut line.heading.references;
        let lot = references.iter().position(|found| {
            found.to == ReferenceTo::Lot && (line.lot.is_empty() || line.lot == found.number)
        });
        if let Some(at) = lot {
            line.lot = references.remove(at).number;
        }
    }
}
