//! Writes what the messages of EDIFACT have in common. Lengths are those of directory D.96A.

use chrono::Timelike as _;

use crate::exchange::edi::qualifier::{DateOf, ItemNumber};
use crate::exchange::edi::record::{Contact, Heading, Line, Party, Reference, When};
use crate::exchange::edi::syntax::Dialect;
use crate::exchange::edi::writing::{Segments, Value, WriteError, number, parts};

use super::Release;

const EDIFACT: Dialect = Dialect::Edifact;
const NONE: &[Value<'static>] = &[("", 0)];

pub(super) fn write_date(out: &mut Segments, of: &DateOf, when: When) {
    let (pattern, format) = match when.time {
        None => ("%Y%m%d", "102"),
        Some(time) if time.second() == 0 => ("%Y%m%d%H%M", "203"),
        Some(_) => ("%Y%m%d%H%M%S", "204"),
    };
    let moment = when.date.and_time(when.time.unwrap_or_default());
    let text = moment.format(pattern).to_string();
    let composite = [(of.code(EDIFACT), 3), (&*text, 35), (format, 3)];
    out.add_composites("DTM", &[&composite]);
}

pub(super) fn write_dates(out: &mut Segments, heading: &Heading) {
    for dated in &heading.dates {
        write_date(out, &dated.of, dated.when);
    }
}

pub(super) fn write_reference(out: &mut Segments, reference: &Reference) {
    let composite = [
        (reference.to.code(EDIFACT), 3),
        (&*reference.number, 35),
        (&*reference.words, 6),
    ];
    out.add_composites("RFF", &[&composite]);
}

pub(super) fn write_references(out: &mut Segments, heading: &Heading) {
    for reference in &heading.references {
        write_reference(out, reference);
    }
}

pub(super) fn write_notes(out: &mut Segments, heading: &Heading) {
    for note in &heading.notes {
        for lines in parts(&note.words, 70).chunks(5) {
            let words: Vec<Value<'_>> = lines.iter().map(|words| (&**words, 70)).collect();
            out.add_composites("FTX", &[&[(&*note.about, 3)], NONE, NONE, &words]);
        }
    }
}

pub(super) fn write_parties(out: &mut Segments, heading: &Heading) {
    for party in &heading.parties {
        write_party(out, party);
    }
}

fn write_party(out: &mut Segments, party: &Party) {
    let number: Vec<Value<'_>> = match &party.number {
        Some((kind, number)) => vec![(number, 17), ("", 0), (kind.code(EDIFACT), 3)],
        None => NONE.to_vec(),
    };
    let names = [std::slice::from_ref(&party.name), &party.more_names];
    let names: Vec<String> = names
        .concat()
        .iter()
        .flat_map(|name| parts(name, 35))
        .collect();
    let address: Vec<String> = party
        .address
        .iter()
        .flat_map(|line| parts(line, 35))
        .collect();
    for (lines, kept_max) in [(names.len(), 5), (address.len(), 4)] {
        if lines > kept_max {
            out.fail(WriteError::TooMany {
                tag: "NAD",
                kept_max,
            });
        }
    }
    let values = |lines: &'_ [String]| -> Vec<(String, usize)> {
        lines.iter().map(|line| (line.clone(), 35)).collect()
    };
    let (names, address) = (values(&names), values(&address));
    let names: Vec<Value<'_>> = names.iter().map(|(line, max)| (&**line, *max)).collect();
    let address: Vec<Value<'_>> = address.iter().map(|(line, max)| (&**line, *max)).collect();
    out.add_composites(
        "NAD",
        &[
            &[(party.role.code(EDIFACT), 3)],
            &number,
            NONE,
            &names,
            &address,
            &[(&*party.city, 35)],
            &[(&*party.region, 9)],
            &[(&*party.post_code, 9)],
            &[(&*party.country, 3)],
        ],
    );
    for reference in &party.references {
        write_reference(out, reference);
    }
    for contact in &party.contacts {
        write_contact(out, contact);
    }
}

fn write_contact(out: &mut Segments, contact: &Contact) {
    out.add_composites(
        "CTA",
        &[&[(&*contact.function, 3)], &[("", 0), (&*contact.name, 35)]],
    );
    for (kind, number) in &contact.numbers {
        out.add_composites("COM", &[&[(&**number, 512), (&**kind, 3)]]);
    }
}

pub(super) fn write_currency(out: &mut Segments, heading: &Heading) {
    if !heading.currency.is_empty() {
        // The currency of the order, which is that of the prices.
        out.add_composites("CUX", &[&[("2", 3), (&*heading.currency, 3), ("9", 3)]]);
    }
}

pub(super) fn write_carriage(out: &mut Segments, heading: &Heading) {
    if let Some(carriage) = &heading.carriage {
        // The main carriage.
        let carrier = [
            (&*carriage.carrier, 17),
            ("", 0),
            ("", 0),
            (&*carriage.route, 35),
        ];
        let means = [(&*carriage.means, 3)];
        out.add_composites("TDT", &[&[("20", 3)], NONE, &means, NONE, &carrier]);
    }
}

/// `LIN` with the first number of the item, `PIA` with the others and the lot, `IMD`.
pub(super) fn write_item(out: &mut Segments, place: usize, line: &Line, release: Release) {
    let place = place.to_string();
    let number = if line.number.is_empty() {
        &place
    } else {
        &line.number
    };
    let mut items: Vec<(&str, &str)> = line
        .items
        .iter()
        .map(|(kind, code)| (code.as_str(), release.item_code(kind)))
        .collect();
    if !line.lot.is_empty() {
        items.push((&line.lot, ItemNumber::Lot.code(EDIFACT)));
    }
    let (first, others) = items
        .split_first()
        .map_or((("", ""), &[][..]), |(first, others)| (*first, others));
    out.add_composites(
        "LIN",
        &[&[(number, 6)], NONE, &[(first.0, 35), (first.1, 3)]],
    );
    for others in others.chunks(5) {
        let composites: Vec<[Value<'_>; 2]> = others
            .iter()
            .map(|(code, kind)| [(*code, 35), (*kind, 3)])
            .collect();
        let mut elements: Vec<&[Value<'_>]> = vec![&[("1", 3)]];
        elements.extend(composites.iter().map(|composite| &composite[..]));
        out.add_composites("PIA", &elements);
    }
    for words in line.descriptions.iter().flat_map(|words| parts(words, 35)) {
        let composite = [("", 0), ("", 0), ("", 0), (&*words, 35)];
        out.add_composites("IMD", &[&[("F", 3)], NONE, &composite]);
    }
}

pub(super) fn write_quantity(
    out: &mut Segments,
    kind: &str,
    amount: crate::exchange::decimal::Decimal,
    unit: &str,
) {
    out.add_composites("QTY", &[&[(kind, 3), (&number(amount), 16), (unit, 3)]]);
}
