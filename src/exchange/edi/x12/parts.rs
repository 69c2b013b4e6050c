//! Writes what the sets of X12 have in common. Lengths are those of release 004010.

use crate::exchange::edi::qualifier::{ItemNumber, ReferenceTo};
use crate::exchange::edi::record::{
    Carriage, Contact, Heading, Line, Load, Mark, Party, Reference,
};
use crate::exchange::edi::syntax::Dialect;
use crate::exchange::edi::writing::{Segments, clock, day, number, number_or_nothing, parts};

use super::body::LETTERS;

/// The segments that a family of sets writes its heading with.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    /// `N9`, `G62`, `NTE`, `G61`.
    Warehouse,
    /// `REF`, `DTM`, `MSG`, `PER`.
    Trade,
}

pub(super) fn write_parties(out: &mut Segments, heading: &Heading) {
    for party in &heading.parties {
        write_party(out, party);
    }
}

fn write_party(out: &mut Segments, party: &Party) {
    let names = parts(&party.name, 60);
    let (kind, code) = match &party.number {
        Some((kind, code)) => (kind.code(Dialect::X12), code.as_str()),
        None => ("", ""),
    };
    out.add(
        "N1",
        &[
            (party.role.code(Dialect::X12), 3),
            (names.first().map_or("", String::as_str), 60),
            (kind, 2),
            (code, 80),
        ],
    );
    let more: Vec<&str> = names
        .iter()
        .skip(1)
        .chain(&party.more_names)
        .map(String::as_str)
        .collect();
    for pair in more.chunks(2) {
        let second = pair.get(1).copied().unwrap_or_default();
        out.add("N2", &[(pair[0], 60), (second, 60)]);
    }
    for pair in party.address.chunks(2) {
        let second = pair.get(1).map_or("", String::as_str);
        out.add("N3", &[(&pair[0], 55), (second, 55)]);
    }
    let has_place = [&party.city, &party.region, &party.post_code, &party.country];
    if has_place.iter().any(|value| !value.is_empty()) {
        // A state has two letters; what is longer goes where any name of a province does.
        let is_state = party.region.chars().count() == 2;
        let (state, province) = match is_state {
            true => (party.region.as_str(), ""),
            false => ("", party.region.as_str()),
        };
        let kind = if province.is_empty() { "" } else { "SP" };
        out.add(
            "N4",
            &[
                (&party.city, 30),
                (state, 2),
                (&party.post_code, 15),
                (&party.country, 3),
                (kind, 2),
                (province, 30),
            ],
        );
    }
    for reference in &party.references {
        write_reference(out, "REF", reference);
    }
    for contact in &party.contacts {
        write_contact(out, "PER", contact);
    }
}

fn write_contact(out: &mut Segments, tag: &'static str, contact: &Contact) {
    let mut elements = vec![(contact.function.as_str(), 2), (contact.name.as_str(), 60)];
    for (kind, number) in contact.numbers.iter().take(3) {
        elements.push((kind, 2));
        elements.push((number, 80));
    }
    out.add(tag, &elements);
}

pub(super) fn write_contacts(out: &mut Segments, heading: &Heading, family: Family) {
    let tag = match family {
        Family::Warehouse => "G61",
        Family::Trade => "PER",
    };
    for contact in &heading.contacts {
        write_contact(out, tag, contact);
    }
}

fn write_reference(out: &mut Segments, tag: &'static str, reference: &Reference) {
    let words_max = if tag == "N9" { 45 } else { 80 };
    out.add(
        tag,
        &[
            (reference.to.code(Dialect::X12), 3),
            (&reference.number, 30),
            (&reference.words, words_max),
        ],
    );
}

pub(super) fn write_references(out: &mut Segments, heading: &Heading, family: Family) {
    let tag = match family {
        Family::Warehouse => "N9",
        Family::Trade => "REF",
    };
    for reference in &heading.references {
        write_reference(out, tag, reference);
    }
}

pub(super) fn write_dates(out: &mut Segments, heading: &Heading, family: Family) {
    for dated in &heading.dates {
        let (date, time) = (day(Some(dated.when)), clock(Some(dated.when)));
        match family {
            Family::Warehouse => {
                // Partners agree on what the time of a date is.
                let kind = if time.is_empty() { "" } else { "ZZ" };
                let of = dated.of.warehouse_code();
                out.add("G62", &[(of, 2), (&date, 8), (kind, 2), (&time, 8)]);
            }
            Family::Trade => {
                let of = dated.of.code(Dialect::X12);
                out.add("DTM", &[(of, 3), (&date, 8), (&time, 8)]);
            }
        }
    }
}

pub(super) fn write_notes(out: &mut Segments, heading: &Heading, family: Family) {
    if family == Family::Trade && !heading.notes.is_empty() {
        out.add("N9", &[(LETTERS, 3), ("NOTES", 30)]);
    }
    for note in &heading.notes {
        match family {
            Family::Warehouse => {
                for words in parts(&note.words, 80) {
                    out.add("NTE", &[(&note.about, 3), (&words, 80)]);
                }
            }
            // A message in words has no place for what it is about.
            Family::Trade => {
                for words in parts(&note.words, 264) {
                    out.add("MSG", &[(&words, 264)]);
                }
            }
        }
    }
}

/// Writes how the goods travel, with a segment of this tag.
pub(super) fn write_carriage(out: &mut Segments, heading: &Heading, tag: &'static str) {
    let Some(Carriage {
        payment,
        means,
        carrier,
        route,
        equipment,
    }) = &heading.carriage
    else {
        return;
    };
    let none = ("", 0);
    match tag {
        "W66" => out.add(
            tag,
            &[
                (payment, 2),
                (means, 2),
                none,
                none,
                (route, 35),
                none,
                none,
                none,
                none,
                (carrier, 4),
            ],
        ),
        "W27" => out.add(
            tag,
            &[
                (means, 2),
                (carrier, 4),
                (route, 35),
                (payment, 2),
                none,
                none,
                (equipment, 10),
            ],
        ),
        "W08" => out.add(
            tag,
            &[(means, 2), (carrier, 4), (route, 35), none, (equipment, 10)],
        ),
        _ => {
            let kind = if carrier.is_empty() { "" } else { "2" };
            out.add(
                "TD5",
                &[none, (kind, 2), (carrier, 80), (means, 2), (route, 35)],
            );
            if !equipment.is_empty() {
                out.add("TD3", &[none, none, (equipment, 10)]);
            }
        }
    }
}

pub(super) fn write_currency(out: &mut Segments, heading: &Heading) {
    if !heading.currency.is_empty() {
        out.add("CUR", &[("BY", 3), (&heading.currency, 3)]);
    }
}

pub(super) fn write_marks(out: &mut Segments, marks: &[Mark]) {
    for mark in marks {
        out.add("MAN", &[(&mark.kind, 2), (&mark.number, 48)]);
    }
}

/// The lot, and the references of a line.
pub(super) fn write_line_references(out: &mut Segments, line: &Line, family: Family) {
    if !line.lot.is_empty() {
        let lot = Reference::new(ReferenceTo::Lot, &line.lot);
        let tag = if family == Family::Trade { "REF" } else { "N9" };
        write_reference(out, tag, &lot);
    }
    write_references(out, &line.heading, family);
}

/// The item's numbers as pairs of elements.
pub(super) fn pairs(items: &[(ItemNumber, String)]) -> impl Iterator<Item = [(&str, usize); 2]> {
    items
        .iter()
        .map(|(kind, code)| [(kind.code(Dialect::X12), 2), (code.as_str(), 48)])
}

/// The sum of the lines, weight and volume, with a segment of this tag.
pub(super) fn write_total(out: &mut Segments, tag: &'static str, lines: &[Line], load: &Load) {
    let sum = number_or_nothing(crate::exchange::edi::reading::total(lines));
    let shown = |pair: &Option<(crate::exchange::decimal::Decimal, String)>| match pair {
        Some((amount, unit)) => (number(*amount), unit.clone()),
        None => (String::new(), String::new()),
    };
    let ((weight, weight_unit), (volume, volume_unit)) = (shown(&load.weight), shown(&load.volume));
    out.add(
        tag,
        &[
            (&sum, 15),
            (&weight, 10),
            (&weight_unit, 2),
            (&volume, 8),
            (&volume_unit, 2),
        ],
    );
}
