//! One commit, to bytes and back.
//!
//! A commit is encoded once, on the device that made it; those bytes are hashed, kept, sealed and given to others for
//! ever. They are the header as a run, then each event as a run, until the end; so an event can be skipped unread.
//!
//! The header: one byte of flags; the streams that this commit is the first of its stream to mention (a count, then 16
//! bytes each); stamp; operator; the session's ordinal, and its 8 random bytes where it is declared; the counter; the
//! warehouse's name as a run; what is known (a count, then ordinal and increase by ascending ordinal, and 8 bytes of
//! digest); extras until the header's end. What a flag says is absent is not written. Streams stand whole only here,
//! so that an event that is withheld takes no name with it.
//!
//! With events withheld the form is another one ([`super::chain`]).
//!
//! An event: 0, what it touches, and the fact with its extras, where an older program would not know the fact; else
//! the fact (whose area has a number greater than 0) with its extras, until the end.

use super::chain::{Part, Parts, WITHHELD};
use super::commands::CommandMark;
use super::commit::{Commit, Header, Recorded, Scope, Touches};
use super::extras::Extras;
use super::id::{Opened, StreamId};
use super::knows::Knows;
use super::stamp::Stamp;
use super::wire::{Malformed, Meaning, Names, Reader, Wire, Writer};
use crate::limits::{COMMIT_BYTES_MAX, COMMIT_EVENTS_MAX};
use std::fmt;

/// Something was learnt about other streams.
const KNOWS: u8 = 0x01;
/// The counter is written.
const COUNTER: u8 = 0x02;
/// The scope is a warehouse.
const WAREHOUSE: u8 = 0x04;
/// Streams are mentioned for the first time.
const MENTIONS: u8 = 0x08;
/// Nobody can be named yet as operator.
const NO_OPERATOR: u8 = 0x10;
/// The session is declared.
const DECLARES: u8 = 0x20;

/// The area number that says "a frame comes first".
const FRAME: u64 = 0;

/// Why a commit has no bytes, or bytes are no commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodecError {
    /// It is larger than a commit may be.
    TooLarge,
    /// The bytes are not in the form of a commit, or the commit has none.
    Malformed(Malformed),
}

impl fmt::Display for CodecError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CodecError::TooLarge => f.write_str("the commit is too large"),
            CodecError::Malformed(why) => write!(f, "the commit is malformed: {why}"),
        }
    }
}

impl std::error::Error for CodecError {}

impl From<Malformed> for CodecError {
    fn from(why: Malformed) -> Self {
        CodecError::Malformed(why)
    }
}

/// Encodes a commit that follows those whose names are `names`; streams that it mentions first are added to them. A
/// decoded commit encodes to the bytes that it was decoded from.
///
/// # Errors
/// When it is larger than a commit may be, or its knowledge is not in the order of its stream's names. `names` are then as
/// they were.
pub fn encode_commit<F: Wire>(
    commit: &Commit<F>,
    names: &mut Names,
) -> Result<Vec<u8>, CodecError> {
    let known = names.streams().len();
    let bytes = encode(commit, names);
    if bytes.is_err() {
        names.truncate(known);
    }
    bytes
}

fn encode<F: Wire>(commit: &Commit<F>, names: &mut Names) -> Result<Vec<u8>, CodecError> {
    if commit.events.len() > COMMIT_EVENTS_MAX {
        return Err(CodecError::TooLarge);
    }
    let header = &commit.header;
    for stream in &header.mentions {
        names.mention(*stream);
    }
    let mentioned = names.streams().len();
    let mut events = Writer::new(names);
    let is_withheld = |recorded: &Recorded<F>| matches!(recorded, Recorded::Withheld(_));
    let withheld = commit.events.iter().any(is_withheld);
    for recorded in &commit.events {
        if withheld {
            events.byte(u8::from(is_withheld(recorded)));
        }
        write_event(recorded, &mut events);
    }
    let events = events.into_bytes();
    let mut rest = Writer::new(names);
    write_header(header, &mut rest);
    let rest = rest.into_bytes();
    header.knows.check(names)?;
    let mut mentions = header.mentions.clone();
    mentions.extend_from_slice(&names.streams()[mentioned..]);
    let mut first = Writer::new(names);
    first.byte(flags(header, !mentions.is_empty()));
    if !mentions.is_empty() {
        (mentions.len() as u64).write(&mut first);
        for stream in &mentions {
            first.raw(stream.bytes());
        }
    }
    first.raw(&rest);
    let first = first.into_bytes();
    let mut whole = Writer::new(names);
    if withheld {
        whole.byte(WITHHELD);
    }
    whole.run(&first);
    whole.raw(&events);
    let bytes = whole.into_bytes();
    if bytes.len() > COMMIT_BYTES_MAX && !withheld {
        return Err(CodecError::TooLarge);
    }
    Ok(bytes)
}

fn flags(header: &Header, mentions: bool) -> u8 {
    let flag = |is_set: bool, flag: u8| if is_set { flag } else { 0 };
    flag(!header.knows.is_empty(), KNOWS)
        | flag(header.command.counter.is_some(), COUNTER)
        | flag(header.scope != Scope::Workspace, WAREHOUSE)
        | flag(mentions, MENTIONS)
        | flag(header.operator.is_none(), NO_OPERATOR)
        | flag(header.command.declares.is_some(), DECLARES)
}

fn write_header(header: &Header, w: &mut Writer<'_>) {
    header.stamp.write(w);
    if let Some(operator) = &header.operator {
        operator.write(w);
    }
    header.command.session.write(w);
    if let Some(random) = &header.command.declares {
        random.write(w);
    }
    if let Some(counter) = &header.command.counter {
        counter.write(w);
    }
    if let Scope::Warehouse(name) = &header.scope {
        name.write(w);
    }
    if !header.knows.is_empty() {
        header.knows.write(w);
    }
    header.extras.write(w);
}

fn write_event<F: Wire>(recorded: &Recorded<F>, w: &mut Writer<'_>) {
    match recorded {
        Recorded::Known {
            fact,
            frame,
            extras,
        } => w.nested(|w| {
            if let Some(touches) = frame {
                FRAME.write(w);
                touches.write(w);
            }
            fact.write(w);
            extras.write(w);
        }),
        Recorded::Newer { touches, bytes } => w.nested(|w| {
            FRAME.write(w);
            touches.write(w);
            w.raw(bytes);
        }),
        Recorded::Withheld(hash) => w.raw(hash),
    }
}

/// Decodes a commit of a stream, in whichever form it is. `names` are the stream's: all of them, or those of the commits before it, to which
/// its mentions are added.
///
/// # Errors
/// When the bytes are no commit; `names` are then as they were.
pub fn decode_commit<F: Wire>(
    stream: StreamId,
    number: u64,
    bytes: &[u8],
    names: &mut Names,
) -> Result<Commit<F>, CodecError> {
    let parts = Parts::of(bytes)?;
    let known = names.streams().len();
    let header = read_header(parts.header, names)?;
    let events = parts.events.iter().map(|part| read_part(part, names, None));
    let events: Result<Vec<Recorded<F>>, Malformed> = events.collect();
    match events {
        Ok(events) => Ok(Commit {
            stream,
            number,
            header,
            events,
        }),
        Err(why) => {
            names.truncate(known);
            Err(why.into())
        }
    }
}

/// Decodes the events of a commit with every reference to a commit read as what it means. `names` are those of the
/// stream.
///
/// # Errors
/// When the bytes are no commit.
pub fn decode_meant<F: Wire>(
    bytes: &[u8],
    names: &Names,
    meaning: Meaning<'_>,
) -> Result<Vec<Recorded<F>>, CodecError> {
    let parts = Parts::of(bytes)?;
    let events = parts
        .events
        .iter()
        .map(|part| read_part(part, names, Some(meaning)));
    Ok(events.collect::<Result<_, Malformed>>()?)
}

/// Decodes what stands before a commit's events, leaving them unread. `names` as for [`decode_commit`].
///
/// # Errors
/// When the bytes are no commit; `names` are then as they were.
pub fn decode_header(bytes: &[u8], names: &mut Names) -> Result<Header, CodecError> {
    let header = Parts::of(bytes)?.header;
    Ok(read_header(header, names)?)
}

/// Decodes one event of a commit, leaving the others unread; `None` if the commit has no such event. `names` are all
/// that the stream has mentioned up to this commit or further.
///
/// # Errors
/// When the bytes up to the event are no commit.
pub fn decode_event<F: Wire>(
    bytes: &[u8],
    index: u32,
    names: &Names,
) -> Result<Option<Recorded<F>>, CodecError> {
    let parts = Parts::of(bytes)?;
    let part = usize::try_from(index)
        .ok()
        .and_then(|at| parts.events.get(at));
    Ok(part.map(|part| read_part(part, names, None)).transpose()?)
}

fn read_part<F: Wire>(
    part: &Part<'_>,
    names: &Names,
    meaning: Option<Meaning<'_>>,
) -> Result<Recorded<F>, Malformed> {
    match part {
        Part::Whole(bytes) => read_event(bytes, names, meaning),
        Part::Withheld(hash) => Ok(Recorded::Withheld(*hash)),
    }
}

fn read_header(bytes: &[u8], names: &mut Names) -> Result<Header, Malformed> {
    let known = names.streams().len();
    let header = header_of(bytes, names);
    if header.is_err() {
        names.truncate(known);
    }
    header
}

fn header_of(bytes: &[u8], names: &mut Names) -> Result<Header, Malformed> {
    let mut r = Reader::new(bytes, &super::wire::NO_NAMES);
    let flags = r.byte()?;
    if flags & !(KNOWS | COUNTER | WAREHOUSE | MENTIONS | NO_OPERATOR | DECLARES) != 0 {
        return Err(Malformed::Unknown("a commit's flags", u64::from(flags)));
    }
    let has = |flag: u8| flags & flag != 0;
    let mentions = match has(MENTIONS) {
        true => read_mentions(&mut r, names)?,
        false => Vec::new(),
    };
    let mut r = Reader::new(r.rest(), names);
    let stamp = Stamp::read(&mut r)?;
    let operator = match has(NO_OPERATOR) {
        true => None,
        false => Some(Opened::read(&mut r)?),
    };
    let session = u32::read(&mut r)?;
    let declares = has(DECLARES).then(|| Wire::read(&mut r)).transpose()?;
    let counter = has(COUNTER).then(|| r.number()).transpose()?;
    let scope = match has(WAREHOUSE) {
        true => Scope::Warehouse(Wire::read(&mut r)?),
        false => Scope::Workspace,
    };
    let knows = match has(KNOWS) {
        true => Knows::read(&mut r, names)?,
        false => Knows::default(),
    };
    let header = Header {
        mentions,
        stamp,
        operator,
        command: CommandMark {
            session,
            declares,
            counter,
        },
        scope,
        knows,
        extras: Extras::read(&mut r)?,
    };
    // Every version reads the wall clock: a reading that cannot be is found here, not where it is used.
    header.wall_ms()?;
    Ok(header)
}

/// Reads the streams that a commit is the first to mention. They have consecutive ordinals, whether `names` had them
/// already or not.
fn read_mentions(r: &mut Reader<'_>, names: &mut Names) -> Result<Vec<StreamId>, Malformed> {
    let count = r.count()?;
    if count == 0 {
        return Err(Malformed::OutOfRange("a list of mentions is not empty"));
    }
    let mut mentions: Vec<StreamId> = Vec::new();
    let mut next = None;
    for _ in 0..count {
        let stream = StreamId::new(Wire::read(r)?);
        let ordinal = names.mention(stream);
        let is_next = next.is_none_or(|next| next == ordinal);
        if ordinal == 0 || !is_next {
            return Err(Malformed::NotNormal("a list of mentions"));
        }
        next = Some(ordinal + 1);
        mentions.push(stream);
    }
    Ok(mentions)
}

fn read_event<F: Wire>(
    bytes: &[u8],
    names: &Names,
    meaning: Option<Meaning<'_>>,
) -> Result<Recorded<F>, Malformed> {
    let mut r = Reader::new(bytes, names).meaning(meaning);
    let mut after_area = r.clone();
    if u64::read(&mut after_area)? != FRAME {
        let (fact, extras) = read_fact(&mut r)?;
        return Ok(Recorded::Known {
            fact,
            frame: None,
            extras,
        });
    }
    let mut r = after_area;
    let touches = Touches::read(&mut r)?;
    let inner = r.rest();
    if inner.is_empty() {
        return Err(Malformed::Truncated);
    }
    Ok(match read_fact(&mut r) {
        Ok((fact, extras)) => Recorded::Known {
            fact,
            frame: Some(touches),
            extras,
        },
        Err(_) => Recorded::Newer {
            touches,
            bytes: inner.into(),
        },
    })
}

fn read_fact<F: Wire>(r: &mut Reader<'_>) -> Result<(F, Extras), Malformed> {
    let fact = F::read(r)?;
    Ok((fact, Extras::read(r)?))
}
