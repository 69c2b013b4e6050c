//! The syntax report (CONTRL, D.3): what was taken and what was refused.
//!
//! Codes are those of ISO 9735 data elements 0083 (action) and 0085 (error). A wrong trailer of the interchange does
//! not refuse the messages in it, so the interchange is refused only where no message of it was taken.

use crate::exchange::edi::acknowledgement::{Read, Verdict, place, told, verdict};
use crate::exchange::edi::document::Received;
use crate::exchange::edi::envelope::{Interchange, Message};
use crate::exchange::edi::fault::{Fault, Wrong};
use crate::exchange::edi::problem::{Flaw, Problem};
use crate::exchange::edi::syntax::Dialect;
use crate::exchange::edi::writing::{Segments, Value};

const TAKEN: &str = "7";
const REFUSED: &str = "4";

/// The message that answers an interchange; nothing for one that only answers.
pub(in crate::exchange::edi) fn report(
    interchange: &Interchange<'_>,
    received: &[Received],
    control: u32,
) -> String {
    let read = (0..).map(|place| received.get(place));
    let messages: Vec<Read<'_, '_>> = interchange
        .messages
        .iter()
        .zip(read)
        .filter(|(message, _)| message.kind != "CONTRL")
        .collect();
    if messages.is_empty() {
        return String::new();
    }
    let mut out = Segments::new(Dialect::Edifact);
    let control = control.to_string();
    let kind = [("CONTRL", 6), ("D", 3), ("3", 3), ("UN", 2)];
    out.add_composites("UNH", &[&[(&*control, 14)], &kind]);
    let is_taken = messages.iter().any(is_accepted);
    let action = if is_taken { TAKEN } else { REFUSED };
    let (sender, receiver) = (&interchange.sender, &interchange.receiver);
    out.add_composites(
        "UCI",
        &[
            &[(&*interchange.control, usize::MAX)],
            &[
                (sender, usize::MAX),
                (&*interchange.sender_kind, usize::MAX),
            ],
            &[
                (receiver, usize::MAX),
                (&*interchange.receiver_kind, usize::MAX),
            ],
            &[(action, 3)],
        ],
    );
    for group in messages.chunk_by(|a, b| a.0.group == b.0.group) {
        if !group[0].0.group.is_empty() {
            let is_taken = group.iter().any(is_accepted);
            let action = if is_taken { TAKEN } else { REFUSED };
            let none: &[Value<'_>] = &[("", 0)];
            let name = [(&*group[0].0.group, usize::MAX)];
            out.add_composites("UCF", &[&name, none, none, &[(action, 3)]]);
        }
        for message in group {
            answer(&mut out, message);
        }
    }
    let count = (out.count() + 1).to_string();
    out.add("UNT", &[(&count, 6), (&control, 14)]);
    // Nothing that was sent is too long to be repeated.
    out.finish().unwrap_or_default()
}

fn is_accepted((message, received): &Read<'_, '_>) -> bool {
    matches!(
        verdict(message, *received),
        Verdict::Taken | Verdict::WithErrors
    )
}

fn answer(out: &mut Segments, (message, received): &Read<'_, '_>) {
    let header = message.segments.first();
    let component = |number: usize| {
        header.map_or(String::new(), |header| {
            header.component(2, number).into_owned()
        })
    };
    let (version, release, agency) = (component(2), component(3), component(4));
    let kind = [
        (&*message.kind, usize::MAX),
        (&*version, usize::MAX),
        (&*release, usize::MAX),
        (&*agency, usize::MAX),
    ];
    let (action, error) = match (verdict(message, *received), message.faults.first()) {
        // What is named below it is not taken, all else of it is.
        (Verdict::Taken | Verdict::WithErrors, _) => (TAKEN, ""),
        (Verdict::NotRead, _) => (REFUSED, "25"),
        (Verdict::Refused, Some(fault)) => (REFUSED, error(fault)),
        (Verdict::Refused, None) => (REFUSED, ""),
    };
    out.add_composites(
        "UCM",
        &[
            &[(&*message.control, usize::MAX)],
            &kind,
            &[(action, 3)],
            &[(error, 3)],
        ],
    );
    let problems = received.iter().flat_map(|received| told(received));
    for problem in problems.filter(|_| message.faults.is_empty()) {
        noted(out, message, problem);
    }
}

/// `UCS`, and `UCD` for an element: what is wrong with a segment.
fn noted(out: &mut Segments, message: &Message<'_>, problem: &Problem) {
    let place = place(message, problem).to_string();
    let code = match problem.flaw {
        Flaw::Missing => "13",
        Flaw::NotANumber { .. } => "37",
        Flaw::NotADate { .. } | Flaw::Negative { .. } | Flaw::Twice { .. } => "12",
        Flaw::NoParent { .. } | Flaw::OutOfPlace | Flaw::Shifted => "15",
        Flaw::Sum { .. } => "29",
        Flaw::TooMany { .. } => "16",
    };
    let of_segment = if problem.element.is_some() { "" } else { code };
    out.add("UCS", &[(&place, 6), (of_segment, 3)]);
    if let Some(element) = problem.element {
        // The tag is counted too.
        let at = (u32::from(element) + 1).to_string();
        out.add("UCD", &[(code, 3), (&at, 3)]);
    }
}

/// Data element 0085.
fn error(fault: &Fault) -> &'static str {
    match fault.wrong {
        Wrong::Count { .. } => "29",
        Wrong::Control { .. } => "28",
        Wrong::Missing | Wrong::NotClosed => "13",
        Wrong::CountUnreadable { .. } => "12",
        Wrong::NotOpened | Wrong::Outside => "15",
        Wrong::Delimiters => "20",
    }
}
