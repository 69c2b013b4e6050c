//! Answers to interchanges: what was taken and what was refused. The functional acknowledgement of X12 (997), group by
//! group, and the syntax report of EDIFACT (CONTRL).
//!
//! A message of which a line or a value was left out is taken with errors, each at its segment; one that was not read is
//! refused. Codes are those of ASC X12 data elements 715 (group), 717 (message), 718 (why), 720 (segment) and 723
//! (element).

use super::document::Received;
use super::edifact;
use super::envelope::{Interchange, Message};
use super::fault::Wrong;
use super::problem::{Effect, Flaw, Problem};
use super::syntax::Dialect;
use crate::limits::EDI_ANSWER_ERRORS_MAX;

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It was taken whole.
    Taken,
    /// It was taken without what is wrong in it.
    WithErrors,
    /// It was refused.
    Refused,
    /// Nobody here reads messages of its kind.
    NotRead,
}

/// What became of a message: `received` is what was read of it; `None` where that was not tried.
pub(super) fn verdict(message: &Message<'_>, received: Option<&Received>) -> Verdict {
    let Some(received) = received.filter(|_| message.faults.is_empty()) else {
        return match message.faults.is_empty() {
            true => Verdict::Taken,
            false => Verdict::Refused,
        };
    };
    if !received.is_known {
        return Verdict::NotRead;
    }
    if received.document.is_none() {
        return Verdict::Refused;
    }
    match told(received).next() {
        Some(_) => Verdict::WithErrors,
        None => Verdict::Taken,
    }
}

/// What a partner is told of: what was left out, and sums that are not those of the lines.
pub(super) fn told(received: &Received) -> impl Iterator<Item = &Problem> {
    let is_told = |problem: &&Problem| {
        problem.effect > Effect::Doubt || matches!(problem.flaw, Flaw::Sum { .. })
    };
    let problems = received.notes.problems.iter();
    problems.filter(is_told).take(EDI_ANSWER_ERRORS_MAX)
}

/// The place of a segment in its message, the first being 1.
pub(super) fn place(message: &Message<'_>, problem: &Problem) -> u32 {
    let first = message.segments.first().map_or(1, |of| of.position);
    problem.segment.saturating_sub(first) + 1
}

/// The segments that answer an interchange, without an envelope of their own; none for an interchange of answers.
/// `received` is what was read of each of its messages, in their order; what is missing at its end was not read.
///
/// X12 gets a 997 for each group, to be sent in a group `FA`: parted by `*` and ended by `~`; what stands in for these
/// characters in a partner's text is dropped. EDIFACT gets one CONTRL. `control_first` is the number of the first
/// answer; each further one has the next.
pub fn acknowledgement(
    interchange: &Interchange<'_>,
    received: &[Received],
    control_first: u32,
) -> String {
    match interchange.syntax.dialect {
        Dialect::X12 => functional(interchange, received, control_first),
        Dialect::Edifact => edifact::report(interchange, received, control_first),
    }
}

/// A message with what was read of it.
pub(super) type Read<'m, 'a> = (&'m Message<'a>, Option<&'m Received>);

fn functional(interchange: &Interchange<'_>, received: &[Received], control_first: u32) -> String {
    let mut text = String::new();
    let mut control = control_first;
    let read = (0..).map(|place| received.get(place));
    let messages = interchange.messages.iter().zip(read);
    // Answering an answer would never end.
    let mut messages = messages
        .filter(|(message, _)| message.kind != "997")
        .peekable();
    while let Some(first) = messages.next() {
        let mut group = vec![first];
        while let Some(next) = messages.next_if(|(next, _)| next.group == first.0.group) {
            group.push(next);
        }
        text.push_str(&group_answer(&group, first.0, control));
        control = control.wrapping_add(1);
    }
    text
}

fn group_answer(group: &[Read<'_, '_>], first: &Message<'_>, control: u32) -> String {
    let mut segments = vec![
        format!("ST*997*{control:04}"),
        format!("AK1*{}*{}", clean(&first.group_kind), clean(&first.group)),
    ];
    let (mut taken, mut with_errors) = (0, 0);
    for (message, received) in group {
        segments.push(format!(
            "AK2*{}*{}",
            clean(&message.kind),
            clean(&message.control)
        ));
        let problems = received.iter().flat_map(|received| told(received));
        for problem in problems.filter(|_| message.faults.is_empty()) {
            segments.extend(noted(message, problem));
        }
        let verdict = verdict(message, *received);
        taken += usize::from(matches!(verdict, Verdict::Taken | Verdict::WithErrors));
        with_errors += usize::from(verdict == Verdict::WithErrors);
        segments.push(of_message(message, verdict));
    }
    let sent = group.len();
    let code = match taken {
        0 => 'R',
        _ if taken < sent => 'P',
        _ if with_errors > 0 => 'E',
        _ => 'A',
    };
    segments.push(format!("AK9*{code}*{sent}*{sent}*{taken}"));
    segments.push(format!("SE*{}*{control:04}", segments.len() + 1));
    segments
        .iter()
        .map(|segment| format!("{segment}~\n"))
        .collect()
}

/// `AK3`, and `AK4` for an element: what is wrong with a segment.
fn noted(message: &Message<'_>, problem: &Problem) -> Vec<String> {
    let place = place(message, problem);
    let tag = clean(&problem.tag);
    let code = match (&problem.flaw, problem.element) {
        (Flaw::Missing, None) => '3',
        (Flaw::NoParent { .. } | Flaw::OutOfPlace, _) => '2',
        (Flaw::TooMany { .. }, _) => '5',
        _ => '8',
    };
    let mut segments = vec![format!("AK3*{tag}*{place}**{code}")];
    if let (Some(element), '8') = (problem.element, code) {
        let (why, said) = match &problem.flaw {
            Flaw::Missing => ('1', ""),
            Flaw::NotANumber { said } => ('6', said.as_str()),
            Flaw::NotADate { said } => ('8', said.as_str()),
            Flaw::Negative { said } | Flaw::Twice { said } | Flaw::NoParent { said } => {
                ('7', said.as_str())
            }
            Flaw::Sum { .. } | Flaw::OutOfPlace | Flaw::Shifted | Flaw::TooMany { .. } => ('7', ""),
        };
        let said = match clean(said) {
            said if said.is_empty() => said,
            said => format!("*{said}"),
        };
        segments.push(format!("AK4*{element}**{why}{said}"));
    }
    segments
}

/// `AK5`: accepted, accepted with errors, or refused with up to five reasons.
fn of_message(message: &Message<'_>, verdict: Verdict) -> String {
    match verdict {
        Verdict::Taken => return "AK5*A".to_owned(),
        // One or more segments are in error.
        Verdict::WithErrors => return "AK5*E*5".to_owned(),
        Verdict::NotRead => return "AK5*R*1".to_owned(),
        Verdict::Refused if message.faults.is_empty() => return "AK5*R*5".to_owned(),
        Verdict::Refused => {}
    }
    let mut text = "AK5*R".to_owned();
    for fault in message.faults.iter().take(5) {
        text.push('*');
        text.push(match fault.wrong {
            Wrong::NotClosed | Wrong::NotOpened | Wrong::Outside | Wrong::Delimiters => '2',
            Wrong::Control { .. } => '3',
            Wrong::Count { .. } | Wrong::CountUnreadable { .. } => '4',
            // A header or a trailer without its number.
            Wrong::Missing => match fault.element {
                Some(1) => '4',
                _ => '3',
            },
        });
    }
    text
}

/// X12 has no way to write its own delimiters.
fn clean(text: &str) -> String {
    text.chars()
        .filter(|character| !matches!(character, '*' | '~' | '>') && !character.is_control())
        .collect()
}
