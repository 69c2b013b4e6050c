//! Interchanges, groups and messages: what holds what, and whether the trailers are right.

use super::fault::{Fault, ReadError, Wrong};
use super::syntax::{Dialect, Segment, Syntax, split_once, start};
use crate::exchange::bytes::Decode;
use crate::exchange::problem::FileError;
use crate::limits::{EDI_FAULTS_KEPT_MAX, EDI_FILE_BYTES_MAX};

/// A file of EDI, decoded.
#[derive(Debug)]
pub struct File(String);

impl File {
    /// Decodes a file.
    ///
    /// # Errors
    /// [`ReadError`] for what is no text, or too large.
    pub fn decode(bytes: &[u8]) -> Result<Self, ReadError> {
        if bytes.len() > EDI_FILE_BYTES_MAX {
            return Err(ReadError::TooLarge {
                bytes_max: EDI_FILE_BYTES_MAX,
            });
        }
        if names_cyrillic(bytes) {
            return Ok(Self(bytes.iter().copied().map(cyrillic).collect()));
        }
        let mut text = String::with_capacity(bytes.len());
        let mut decode = Decode::new();
        decode
            .push(bytes, &mut text)
            .and_then(|()| decode.finish(&mut text))
            .map_err(|error| match error {
                FileError::Binary { byte } => ReadError::Binary { byte },
                _ => ReadError::NotEdi,
            })?;
        Ok(Self(text))
    }
}

/// Whether the header of an EDIFACT file names ISO 8859-5, the Cyrillic set (`UNOE`). In UTF-8 it would be ASCII alone.
fn names_cyrillic(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(64)];
    let named = start
        .windows(5)
        .any(|five| five.starts_with(b"UNOE") && five[4].is_ascii_punctuation());
    named && std::str::from_utf8(bytes).is_err()
}

/// A byte of ISO 8859-5.
fn cyrillic(byte: u8) -> char {
    let of = |code: u32| char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
    match byte {
        0xa1..=0xac | 0xae..=0xef | 0xf1..=0xfc | 0xfe | 0xff => of(0x0360 + u32::from(byte)),
        0xf0 => '\u{2116}',
        0xfd => '\u{a7}',
        other => char::from(other),
    }
}

/// One message: a transaction set of X12, a message of EDIFACT.
#[derive(Debug)]
pub struct Message<'a> {
    /// What it is, such as `940` or `ORDERS`.
    pub kind: String,
    /// The number that its header gives it.
    pub control: String,
    /// The number of its group; empty where it is in none.
    pub group: String,
    /// The group's kind, such as `OW`; empty where it is in none.
    pub group_kind: String,
    /// Its segments, header and trailer among them.
    pub segments: Vec<Segment<'a>>,
    /// Why it is refused; none for a message that may be read.
    pub faults: Vec<Fault>,
}

impl<'a> Message<'a> {
    /// Its segments between header and trailer.
    pub(super) fn body(&self) -> &[Segment<'a>] {
        let last = self.segments.len().saturating_sub(1);
        self.segments.get(1..last).unwrap_or_default()
    }
}

/// One interchange, or what stands for it where messages are sent without.
#[derive(Debug)]
pub struct Interchange<'a> {
    /// How its text is parted.
    pub syntax: Syntax,
    /// Its number; empty where there is none.
    pub control: String,
    /// The kind of the sender's number; empty where there is none.
    pub sender_kind: String,
    /// The kind of the receiver's number; empty where there is none.
    pub receiver_kind: String,
    /// Who sent it.
    pub sender: String,
    /// Whom it is for.
    pub receiver: String,
    /// Its messages, refused ones among them.
    pub messages: Vec<Message<'a>>,
    /// What is wrong with its envelopes. Bounded; [`Self::faults_more`] counts the rest.
    pub faults: Vec<Fault>,
    /// Faults beyond those kept.
    pub faults_more: u64,
}

/// Reads all interchanges of a file.
///
/// # Errors
/// [`ReadError`] for a file that is no EDI. Whatever follows a first good segment is a fault, never an error.
pub fn read(file: &File) -> Result<Vec<Interchange<'_>>, ReadError> {
    let mut rest = file.0.as_str();
    if rest.trim_start().starts_with("STX=") {
        return Err(ReadError::Tradacoms);
    }
    let mut interchanges = Vec::new();
    let mut position = 0;
    while let Some(begun) = start(rest) {
        let mut walk = Walk::new(begun.syntax, position);
        walk.misdeclared = begun.misdeclared;
        rest = walk.run(begun.header, begun.rest);
        position = walk.position;
        interchanges.push(walk.finish());
    }
    if interchanges.is_empty() {
        return Err(ReadError::NotEdi);
    }
    Ok(interchanges)
}

/// What a segment is to the envelopes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Interchange,
    InterchangeEnd,
    Group,
    GroupEnd,
    Message,
    MessageEnd,
    Body,
}

fn role(tag: &str) -> Role {
    match tag {
        "ISA" | "UNB" => Role::Interchange,
        "IEA" | "UNZ" => Role::InterchangeEnd,
        "GS" | "UNG" => Role::Group,
        "GE" | "UNE" => Role::GroupEnd,
        "ST" | "UNH" => Role::Message,
        "SE" | "UNT" => Role::MessageEnd,
        _ => Role::Body,
    }
}

/// An open envelope.
struct Open {
    position: u32,
    tag: String,
    control: String,
    kind: String,
    held: u64,
}

struct Walk<'a> {
    position: u32,
    misdeclared: bool,
    interchange: Interchange<'a>,
    outer: Option<Open>,
    group: Option<Open>,
    groups: u64,
    message: Option<Message<'a>>,
}

impl<'a> Walk<'a> {
    fn new(syntax: Syntax, position: u32) -> Self {
        Self {
            position,
            misdeclared: false,
            interchange: Interchange {
                syntax,
                control: String::new(),
                sender_kind: String::new(),
                receiver_kind: String::new(),
                sender: String::new(),
                receiver: String::new(),
                messages: Vec::new(),
                faults: Vec::new(),
                faults_more: 0,
            },
            outer: None,
            group: None,
            groups: 0,
            message: None,
        }
    }

    /// Walks to the end of the interchange; gives what comes after it.
    fn run(&mut self, header: Option<&'a str>, text: &'a str) -> &'a str {
        if let Some(header) = header {
            self.take(header);
        }
        let mut rest = text.trim_start();
        while !rest.is_empty() {
            if self.outer.is_some() && starts_interchange(rest) {
                return rest;
            }
            let Syntax {
                terminator,
                release,
                ..
            } = self.interchange.syntax;
            let (segment, after) = split_once(rest, terminator, release).unwrap_or((rest, ""));
            rest = after.trim_start();
            if !segment.trim().is_empty() && self.take(segment.trim()) {
                return rest;
            }
        }
        rest
    }

    /// Takes a segment; whether it ends the interchange.
    fn take(&mut self, text: &'a str) -> bool {
        self.position = self.position.saturating_add(1);
        let segment = Segment::new(self.position, text, self.interchange.syntax);
        match role(segment.tag()) {
            Role::Interchange => self.open_interchange(segment),
            Role::Group => self.open_group(segment),
            Role::Message => self.open_message(segment),
            Role::MessageEnd => self.close_message(segment),
            Role::GroupEnd => self.close_group(segment),
            Role::InterchangeEnd => {
                self.close_interchange(segment);
                return true;
            }
            Role::Body => self.body(segment),
        }
        false
    }

    fn fault(&mut self, segment: &Segment<'_>, element: Option<u8>, wrong: Wrong) {
        self.keep(fault(segment, element, wrong));
    }

    fn keep(&mut self, fault: Fault) {
        if self.interchange.faults.len() < EDI_FAULTS_KEPT_MAX {
            self.interchange.faults.push(fault);
        } else {
            self.interchange.faults_more += 1;
        }
    }

    fn open_interchange(&mut self, segment: Segment<'a>) {
        let (sender_kind, receiver_kind) = match self.interchange.syntax.dialect {
            Dialect::X12 => (segment.element(5), segment.element(7)),
            Dialect::Edifact => (segment.component(2, 2), segment.component(3, 2)),
        };
        self.interchange.sender_kind = sender_kind.into_owned();
        self.interchange.receiver_kind = receiver_kind.into_owned();
        let (sender, receiver, control) = match self.interchange.syntax.dialect {
            Dialect::X12 => (segment.element(6), segment.element(8), segment.element(13)),
            Dialect::Edifact => (
                segment.component(2, 1),
                segment.component(3, 1),
                segment.component(5, 1),
            ),
        };
        self.interchange.sender = sender.into_owned();
        self.interchange.receiver = receiver.into_owned();
        self.interchange.control = control.into_owned();
        if self.misdeclared {
            self.fault(&segment, Some(16), Wrong::Delimiters);
        }
        self.outer = Some(open(
            &segment,
            self.interchange.control.clone(),
            String::new(),
        ));
    }

    fn open_group(&mut self, segment: Segment<'a>) {
        self.leave_message();
        self.leave_group();
        self.groups += 1;
        let number = match self.interchange.syntax.dialect {
            Dialect::X12 => 6,
            Dialect::Edifact => 5,
        };
        let control = segment.component(number, 1).into_owned();
        self.group = Some(open(&segment, control, segment.element(1).into_owned()));
    }

    fn open_message(&mut self, segment: Segment<'a>) {
        self.leave_message();
        let (kind, control) = match self.interchange.syntax.dialect {
            Dialect::X12 => (segment.element(1), segment.element(2)),
            Dialect::Edifact => (segment.component(2, 1), segment.element(1)),
        };
        if let Some(holder) = self.group.as_mut() {
            holder.held += 1;
        }
        if let Some(holder) = self.outer.as_mut() {
            holder.held += 1;
        }
        let group = self.group.as_ref();
        let mut message = Message {
            kind: kind.into_owned(),
            control: control.into_owned(),
            group: group.map(|open| open.control.clone()).unwrap_or_default(),
            group_kind: group.map(|open| open.kind.clone()).unwrap_or_default(),
            segments: vec![segment],
            faults: Vec::new(),
        };
        if message.control.is_empty() {
            let element = match self.interchange.syntax.dialect {
                Dialect::X12 => 2,
                Dialect::Edifact => 1,
            };
            message
                .faults
                .push(fault(&segment, Some(element), Wrong::Missing));
        }
        self.message = Some(message);
    }

    fn body(&mut self, segment: Segment<'a>) {
        match self.message.as_mut() {
            Some(message) => message.segments.push(segment),
            // An answer to an interchange stands between the envelopes.
            None if segment.tag() == "TA1" => {}
            None => self.fault(&segment, None, Wrong::Outside),
        }
    }

    fn close_message(&mut self, segment: Segment<'a>) {
        let Some(mut message) = self.message.take() else {
            self.fault(&segment, None, Wrong::NotOpened);
            return;
        };
        message.segments.push(segment);
        let found = message.segments.len() as u64;
        message.faults.extend(count(&segment, found));
        if message.control != segment.element(2) {
            message.faults.push(control(&segment, &message.control));
        }
        self.interchange.messages.push(message);
    }

    fn close_group(&mut self, segment: Segment<'a>) {
        self.leave_message();
        match self.group.take() {
            Some(open) => self.close(&segment, &open, open.held),
            None => self.fault(&segment, None, Wrong::NotOpened),
        }
    }

    fn close_interchange(&mut self, segment: Segment<'a>) {
        self.leave_message();
        self.leave_group();
        match self.outer.take() {
            Some(open) if self.groups > 0 => self.close(&segment, &open, self.groups),
            Some(open) => self.close(&segment, &open, open.held),
            None => self.fault(&segment, None, Wrong::NotOpened),
        }
    }

    /// Checks the trailer of a group or an interchange.
    fn close(&mut self, segment: &Segment<'_>, open: &Open, found: u64) {
        if let Some(fault) = count(segment, found) {
            self.keep(fault);
        }
        let closed = segment.element(2);
        // Numbers in X12 may drop leading zeros; those of EDIFACT are text.
        let is_same = match self.interchange.syntax.dialect {
            Dialect::X12 => closed.trim_start_matches('0') == open.control.trim_start_matches('0'),
            Dialect::Edifact => closed == open.control,
        };
        if !is_same {
            self.keep(control(segment, &open.control));
        }
    }

    /// Refuses a message that was not closed.
    fn leave_message(&mut self) {
        if let Some(mut message) = self.message.take() {
            if let Some(header) = message.segments.first() {
                message.faults.push(fault(header, None, Wrong::NotClosed));
            }
            self.interchange.messages.push(message);
        }
    }

    fn leave_group(&mut self) {
        if let Some(open) = self.group.take() {
            self.keep(not_closed(open));
        }
    }

    fn finish(mut self) -> Interchange<'a> {
        self.leave_message();
        self.leave_group();
        if let Some(open) = self.outer.take() {
            self.keep(not_closed(open));
        }
        self.interchange
    }
}

fn starts_interchange(text: &str) -> bool {
    ["ISA", "UNA", "UNB"].iter().any(|tag| {
        let next = text
            .strip_prefix(tag)
            .and_then(|after| after.chars().next());
        next.is_some_and(|next| !next.is_alphanumeric())
    })
}

fn open(segment: &Segment<'_>, control: String, kind: String) -> Open {
    Open {
        position: segment.position,
        tag: segment.tag().to_owned(),
        control,
        kind,
        held: 0,
    }
}

fn not_closed(open: Open) -> Fault {
    Fault {
        segment: open.position,
        tag: open.tag,
        element: None,
        wrong: Wrong::NotClosed,
    }
}

fn fault(segment: &Segment<'_>, element: Option<u8>, wrong: Wrong) -> Fault {
    Fault {
        segment: segment.position,
        tag: segment.tag().to_owned(),
        element,
        wrong,
    }
}

/// Compares a trailer's count, its first element.
fn count(segment: &Segment<'_>, found: u64) -> Option<Fault> {
    let text = segment.element(1);
    let wrong = match text.parse::<u64>() {
        Ok(said) if said == found => return None,
        Ok(said) => Wrong::Count { said, found },
        Err(_) if text.is_empty() => Wrong::Missing,
        Err(_) => Wrong::CountUnreadable {
            said: text.into_owned(),
        },
    };
    Some(fault(segment, Some(1), wrong))
}

fn control(segment: &Segment<'_>, opened: &str) -> Fault {
    let closed = segment.element(2);
    let wrong = if closed.is_empty() {
        Wrong::Missing
    } else {
        Wrong::Control {
            opened: opened.to_owned(),
            closed: closed.into_owned(),
        }
    };
    fault(segment, Some(2), wrong)
}
