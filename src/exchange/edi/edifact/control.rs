//! The syntax report (CONTRL, D.3): what was taken and what was refused.
//!
//! Codes are those of ISO 9735 data elements 0083 (action) and 0085 (error). A wrong trailer of the interchange does
//! not refuse the messages in it, so the interchange is refused only where no message of it was taken.

use crate::exchange::edi::envelope::{Interchange, Message};
use crate::exchange::edi::fault::{Fault, Wrong};
use crate::exchange::edi::syntax::Dialect;
use crate::exchange::edi::writing::{Segments, Value};

const TAKEN: &str = "7";
const REFUSED: &str = "4";

/// The message that answers an interchange; nothing for one that only answers.
pub(in crate::exchange::edi) fn report(interchange: &Interchange<'_>, control: u32) -> String {
    let is_answer = |message: &&Message<'_>| message.kind == "CONTRL";
    let messages: Vec<&Message<'_>> = interchange
        .messages
        .iter()
        .filter(|message| !is_answer(message))
        .collect();
    if messages.is_empty() {
        return String::new();
    }
    let mut out = Segments::new(Dialect::Edifact);
    let control = control.to_string();
    let kind = [("CONTRL", 6), ("D", 3), ("3", 3), ("UN", 2)];
    out.add_composites("UNH", &[&[(&*control, 14)], &kind]);
    let is_taken = messages.iter().any(|message| message.faults.is_empty());
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
    for group in messages.chunk_by(|a, b| a.group == b.group) {
        if !group[0].group.is_empty() {
            let is_taken = group.iter().any(|message| message.faults.is_empty());
            let action = if is_taken { TAKEN } else { REFUSED };
            let none: &[Value<'_>] = &[("", 0)];
            let name = [(&*group[0].group, usize::MAX)];
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

fn answer(out: &mut Segments, message: &Message<'_>) {
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
    let (action, error) = match message.faults.first() {
        None => (TAKEN, ""),
        Some(fault) => (REFUSED, error(fault)),
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
