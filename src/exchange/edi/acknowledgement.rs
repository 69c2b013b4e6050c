//! Answers to interchanges: what was taken and what was refused. The functional acknowledgement of X12 (997), group by
//! group, and the syntax report of EDIFACT (CONTRL).
//!
//! An answer speaks of the envelopes. What is wrong with a document inside is for people to talk about. Codes are those of ASC X12 data elements 717 (message) and 715 (group).

use super::edifact;
use super::envelope::{Interchange, Message};
use super::fault::Wrong;
use super::syntax::Dialect;

/// The segments that answer an interchange, without an envelope of their own; none for an interchange of answers.
///
/// X12 gets a 997 for each group, to be sent in a group `FA`: parted by `*` and ended by `~`; what stands in for these
/// characters in a partner's text is dropped. EDIFACT gets one CONTRL. `control_first` is the number of the first
/// answer; each further one has the next.
pub fn acknowledgement(interchange: &Interchange<'_>, control_first: u32) -> String {
    match interchange.syntax.dialect {
        Dialect::X12 => functional(interchange, control_first),
        Dialect::Edifact => edifact::report(interchange, control_first),
    }
}

fn functional(interchange: &Interchange<'_>, control_first: u32) -> String {
    let mut text = String::new();
    let mut control = control_first;
    // Answering an answer would never end.
    let answered = |message: &&Message<'_>| message.kind != "997";
    let mut messages = interchange.messages.iter().filter(answered).peekable();
    while let Some(first) = messages.next() {
        let mut group = vec![first];
        while let Some(next) = messages.next_if(|next| next.group == first.group) {
            group.push(next);
        }
        text.push_str(&group_answer(&group, first, control));
        control = control.wrapping_add(1);
    }
    text
}

fn group_answer(group: &[&Message<'_>], first: &Message<'_>, control: u32) -> String {
    let mut segments = vec![
        format!("ST*997*{control:04}"),
        format!("AK1*{}*{}", clean(&first.group_kind), clean(&first.group)),
    ];
    for message in group {
        segments.push(format!(
            "AK2*{}*{}",
            clean(&message.kind),
            clean(&message.control)
        ));
        segments.push(verdict(message));
    }
    let sent = group.len();
    let taken = group
        .iter()
        .filter(|message| message.faults.is_empty())
        .count();
    let code = match taken {
        0 => 'R',
        _ if taken < sent => 'P',
        _ => 'A',
    };
    segments.push(format!("AK9*{code}*{sent}*{sent}*{taken}"));
    segments.push(format!("SE*{}*{control:04}", segments.len() + 1));
    segments
        .iter()
        .map(|segment| format!("{segment}~\n"))
        .collect()
}

/// `AK5`: accepted, or refused with up to five reasons.
fn verdict(message: &Message<'_>) -> String {
    if message.faults.is_empty() {
        return "AK5*A".to_owned();
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
