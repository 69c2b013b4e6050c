//! The bytes of facts.
//!
//! Every type of the journal says its bytes itself, through [`Wire`]; a derive that numbers variants by their place
//! would let a moved line break every journal. Variants have numbers from a table that only grows, so the order of
//! the source is free. There is one form for each value: a number in more bytes than it needs, a tag out of order or
//! twice, a text that is not in its normal form is [`Malformed`], so that equal facts have equal hashes.
//!
//! Numbers are LEB128, at most ten bytes; signed ones zigzag; a text or a run of bytes has its length before it; an
//! option one byte; a list its count. Streams stand whole in the header of the commit that first mentions them and
//! are ordinals everywhere else ([`Names`]).

use super::id::{CommitId, StreamId};
use super::kept::Slice;
use std::fmt;
use std::sync::Arc;

/// Why bytes are no value of their type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Malformed {
    /// They end too early.
    Truncated,
    /// They go on after the value.
    Left,
    /// A number is written in more bytes than it needs, or does not fit its type.
    Number,
    /// A text is not UTF-8.
    NotUtf8,
    /// A text is not in the normal form of its type.
    NotNormal(&'static str),
    /// A value is outside of what its type allows.
    OutOfRange(&'static str),
    /// A variant has a number that is not in the table of this version.
    Unknown(&'static str, u64),
    /// Tags do not ascend.
    Tags,
    /// An ordinal names no stream that was mentioned.
    Stream,
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Malformed::Truncated => f.write_str("the bytes end too early"),
            Malformed::Left => f.write_str("bytes are left after the value"),
            Malformed::Number => f.write_str("a number is not in its shortest form or too large"),
            Malformed::NotUtf8 => f.write_str("a text is not UTF-8"),
            Malformed::NotNormal(what) => write!(f, "{what} is not in its normal form"),
            Malformed::OutOfRange(what) => f.write_str(what),
            Malformed::Unknown(what, number) => write!(f, "{what} has no kind {number}"),
            Malformed::Tags => f.write_str("tags do not ascend"),
            Malformed::Stream => f.write_str("a stream was not mentioned before"),
        }
    }
}

impl std::error::Error for Malformed {}

/// The streams that one stream has mentioned: its own name is ordinal 0, then the others as they first came.
///
/// Or none at all ([`Names::whole`]): then every stream is written whole, for bytes that stand outside of any stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names(Vec<StreamId>);

/// Where no streams can stand.
pub(crate) static NO_NAMES: Names = Names(Vec::new());

impl Names {
    /// The names of a stream that has mentioned no other yet.
    pub fn of(own: StreamId) -> Self {
        Names(vec![own])
    }

    /// Names that are never learnt: every stream is written whole.
    pub fn whole() -> Self {
        Names(Vec::new())
    }

    /// The stream with this ordinal.
    pub fn get(&self, ordinal: u64) -> Option<StreamId> {
        usize::try_from(ordinal)
            .ok()
            .and_then(|i| self.0.get(i))
            .copied()
    }

    /// The ordinal of a stream that was mentioned.
    pub fn ordinal(&self, stream: StreamId) -> Option<u64> {
        self.0
            .iter()
            .position(|known| *known == stream)
            .map(|i| i as u64)
    }

    /// The streams, by ordinal.
    pub fn streams(&self) -> &[StreamId] {
        &self.0
    }

    /// Notes a mention and gives its ordinal.
    pub fn mention(&mut self, stream: StreamId) -> u64 {
        self.ordinal(stream).unwrap_or_else(|| {
            self.0.push(stream);
            self.0.len() as u64 - 1
        })
    }

    /// Forgets what was mentioned after the first `count` streams: a commit that came to nothing mentions nobody.
    pub(crate) fn truncate(&mut self, count: usize) {
        self.0.truncate(count);
    }
}

/// Where bytes are written to.
#[derive(Debug)]
pub struct Writer<'a> {
    bytes: Vec<u8>,
    names: &'a mut Names,
    attached: Vec<Slice>,
}

impl<'a> Writer<'a> {
    /// An empty writer; streams that it meets first are added to `names`.
    pub fn new(names: &'a mut Names) -> Self {
        Writer {
            bytes: Vec::new(),
            names,
            attached: Vec::new(),
        }
    }

    /// What was written.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// What was written, and what was attached.
    pub fn into_parts(self) -> (Vec<u8>, Vec<Slice>) {
        (self.bytes, self.attached)
    }

    /// Lays bytes beside what is written, and writes their length.
    pub fn attach(&mut self, bytes: Slice) {
        (bytes.bytes().len() as u64).write(self);
        self.attached.push(bytes);
    }

    /// How many bytes were written.
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// One byte.
    pub fn byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    /// Bytes as they are, without a length.
    pub fn raw(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// A run of bytes with its length before it.
    pub fn run(&mut self, bytes: &[u8]) {
        (bytes.len() as u64).write(self);
        self.raw(bytes);
    }

    /// A stream as its ordinal, or whole.
    pub fn stream(&mut self, stream: StreamId) {
        if self.names.0.is_empty() {
            self.raw(stream.bytes());
        } else {
            self.names.mention(stream).write(self);
        }
    }

    /// What `write` writes, as a run with its length before it.
    pub fn nested(&mut self, write: impl FnOnce(&mut Writer<'_>)) {
        let mut inner = Writer::new(self.names);
        write(&mut inner);
        let bytes = inner.into_bytes();
        self.run(&bytes);
    }
}

/// What lies beside bytes that are read: see [`Writer::attach`].
pub trait Attached {
    /// The next bytes, so many; `None` where they are not there.
    fn next(&self, length: usize) -> Option<Slice>;
}

/// Which commit a reference means: see [`Reader::meaning`].
pub type Meaning<'a> = &'a dyn Fn(CommitId) -> CommitId;

/// Where bytes are read from.
#[derive(Clone)]
pub struct Reader<'a> {
    bytes: &'a [u8],
    names: &'a Names,
    meaning: Option<Meaning<'a>>,
    attached: Option<&'a dyn Attached>,
}

impl fmt::Debug for Reader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader")
            .field("bytes", &self.bytes)
            .field("names", &self.names)
            .finish_non_exhaustive()
    }
}

impl<'a> Reader<'a> {
    /// A reader of these bytes, whose ordinals are those of `names`.
    pub fn new(bytes: &'a [u8], names: &'a Names) -> Self {
        Reader {
            bytes,
            names,
            meaning: None,
            attached: None,
        }
    }

    /// Reads references to commits as what they mean: once a stream has forked, what was written under its name is a
    /// commit of the branch that the writer knew.
    pub fn meaning(self, meaning: Option<Meaning<'a>>) -> Self {
        Reader { meaning, ..self }
    }

    /// Reads what is attached from here.
    pub fn attached_in(self, attached: &'a dyn Attached) -> Self {
        Reader {
            attached: Some(attached),
            ..self
        }
    }

    /// The bytes that were attached next.
    ///
    /// # Errors
    /// When nothing is left of what was attached.
    pub fn attached(&mut self) -> Result<Slice, Malformed> {
        let length = usize::read(self)?;
        let attached = self.attached.ok_or(Malformed::Truncated)?;
        attached.next(length).ok_or(Malformed::Truncated)
    }

    /// The commit that a reference means.
    pub(super) fn meant(&self, reference: CommitId) -> CommitId {
        self.meaning.map_or(reference, |meaning| meaning(reference))
    }

    /// The bytes not yet read.
    pub fn rest(&self) -> &'a [u8] {
        self.bytes
    }

    /// Whether everything was read.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// One byte.
    ///
    /// # Errors
    /// When none is left.
    pub fn byte(&mut self) -> Result<u8, Malformed> {
        let (first, rest) = self.bytes.split_first().ok_or(Malformed::Truncated)?;
        self.bytes = rest;
        Ok(*first)
    }

    /// So many bytes.
    ///
    /// # Errors
    /// When fewer are left.
    pub fn raw(&mut self, length: usize) -> Result<&'a [u8], Malformed> {
        let (taken, rest) = self
            .bytes
            .split_at_checked(length)
            .ok_or(Malformed::Truncated)?;
        self.bytes = rest;
        Ok(taken)
    }

    /// A run of bytes with its length before it.
    ///
    /// # Errors
    /// When fewer are left than the length says.
    pub fn run(&mut self) -> Result<&'a [u8], Malformed> {
        let length = self.count()?;
        self.raw(length)
    }

    /// A length or count, which can be no more than the bytes that are left.
    ///
    /// # Errors
    /// When it is more.
    pub fn count(&mut self) -> Result<usize, Malformed> {
        let count = u64::read(self)?;
        usize::try_from(count)
            .ok()
            .filter(|count| *count <= self.bytes.len())
            .ok_or(Malformed::Truncated)
    }

    /// A commit's number: at least 1.
    ///
    /// # Errors
    /// When it is 0.
    pub fn number(&mut self) -> Result<u64, Malformed> {
        match u64::read(self)? {
            0 => Err(Malformed::OutOfRange("commits are numbered from 1")),
            number => Ok(number),
        }
    }

    /// A stream by its ordinal.
    ///
    /// # Errors
    /// When no stream of this ordinal was mentioned.
    pub fn stream(&mut self) -> Result<StreamId, Malformed> {
        if self.names.0.is_empty() {
            return <[u8; 16]>::read(self).map(StreamId::new);
        }
        let ordinal = u64::read(self)?;
        self.names.get(ordinal).ok_or(Malformed::Stream)
    }

    /// A reader of a run with its length before it, with the same names.
    ///
    /// # Errors
    /// When fewer bytes are left than the length says.
    pub fn nested(&mut self) -> Result<Reader<'a>, Malformed> {
        let bytes = self.run()?;
        Ok(Reader {
            bytes,
            names: self.names,
            meaning: self.meaning,
            attached: self.attached,
        })
    }

    /// Says that nothing may be left.
    ///
    /// # Errors
    /// When something is.
    pub fn finish(&self) -> Result<(), Malformed> {
        if self.bytes.is_empty() {
            Ok(())
        } else {
            Err(Malformed::Left)
        }
    }
}

/// A value with one form in bytes.
pub trait Wire: Sized {
    /// Writes the value.
    fn write(&self, w: &mut Writer<'_>);

    /// Reads a value.
    ///
    /// # Errors
    /// When the bytes are not the one form of a value.
    fn read(r: &mut Reader<'_>) -> Result<Self, Malformed>;
}

impl Wire for u64 {
    fn write(&self, w: &mut Writer<'_>) {
        let mut rest = *self;
        while rest >= 0x80 {
            w.byte(rest as u8 | 0x80);
            rest >>= 7;
        }
        w.byte(rest as u8);
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, Malformed> {
        let mut value = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = r.byte()?;
            let low = u64::from(byte & 0x7f);
            if low << shift >> shift != low {
                return Err(Malformed::Number);
            }
            value |= low << shift;
            if byte & 0x80 == 0 {
                return if byte == 0 && shift > 0 {
                    Err(Malformed::Number)
                } else {
                    Ok(value)
                };
            }
        }
        Err(Malformed::Number)
    }
}

macro_rules! small_number {
    ($($type:ty),*) => {$(
        impl Wire for $type {
            fn write(&self, w: &mut Writer<'_>) {
                u64::from(*self).write(w);
            }

            fn read(r: &mut Reader<'_>) -> Result<Self, Malformed> {
                <$type>::try_from(u64::read(r)?).map_err(|_| Malformed::Number)
            }
        }
    )*};
}

small_number!(u8, u16, u32);

impl Wire for i64 {
    fn write(&self, w: &mut Writer<'_>) {
        ((*self << 1) ^ (*self >> 63)).cast_unsigned().write(w);
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, Malformed> {
        let bits = u64::read(r)?;
        Ok((bits >> 1).cast_signed() ^ -((bits & 1).cast_signed()))
    }
}

impl Wire for bool {
    fn write(&self, w: &mut Writer<'_>) {
        w.byte(u8::from(*self));
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, Malformed> {
        match r.byte()? {
            0 => Ok(false),
            1 => Ok(true),
            other => Err(Malformed::Unknown("a yes or no", u64::from(other))),
        }
    }
}

impl<const N: usize> Wire for [u8; N] {
    fn write(&self, w: &mut Writer<'_>) {
        w.raw(self);
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, Malformed> {
        <[u8; N]>::try_from(r.raw(N)?).map_err(|_| Malformed::Truncated)
    }
}

/// What stands behind a pointer stands whole in the bytes.
macro_rules! wire_pointer {
    ($($pointer:ident),*) => {$(
        impl<T: Wire> Wire for $pointer<T> {
            fn write(&self, w: &mut Writer<'_>) { (**self).write(w); }
            fn read(r: &mut Reader<'_>) -> Result<Self, Malformed> { T::read(r).map($pointer::new) }
        }
    )*};
}

wire_pointer!(Arc, Box);

impl<T: Wire> Wire for Option<T> {
    fn write(&self, w: &mut Writer<'_>) {
        self.is_some().write(w);
        if let Some(value) = self {
            value.write(w);
        }
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, Malformed> {
        bool::read(r)?.then(|| T::read(r)).transpose()
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn write(&self, w: &mut Writer<'_>) {
        (self.len() as u64).write(w);
        for value in self {
            value.write(w);
        }
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, Malformed> {
        // What a count claims is not trusted with memory: every value takes a byte at least.
        let count = r.count()?;
        (0..count).map(|_| T::read(r)).collect()
    }
}

impl<A: Wire, B: Wire> Wire for (A, B) {
    fn write(&self, w: &mut Writer<'_>) {
        self.0.write(w);
        self.1.write(w);
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok((A::read(r)?, B::read(r)?))
    }
}

/// Declares structs whose bytes are those of their fields, in the order of the source.
///
/// A field is never added, removed or moved after the first release; what comes later is an extra of the event
/// ([`Extras`](crate::stream::extras::Extras)) or a new kind.
#[macro_export]
macro_rules! wire_struct {
    ($($(#[$meta:meta])* $vis:vis struct $name:ident { $($(#[$field_meta:meta])* $field_vis:vis $field:ident : $type:ty),* $(,)? })*) => {$(
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis struct $name { $($(#[$field_meta])* $field_vis $field: $type),* }

        impl $crate::stream::wire::Wire for $name {
            fn write(&self, w: &mut $crate::stream::wire::Writer<'_>) {
                let $name { $($field),* } = self;
                $($crate::stream::wire::Wire::write($field, w);)*
            }

            fn read(r: &mut $crate::stream::wire::Reader<'_>) -> Result<Self, $crate::stream::wire::Malformed> {
                $(let $field = $crate::stream::wire::Wire::read(r)?;)*
                Ok($name { $($field),* })
            }
        }
    )*};
}

/// Declares enums whose variants are written as the numbers before them, then their fields. Numbers are never given
/// again; `NUMBERS` lists them with the variants' names.
#[macro_export]
macro_rules! wire_enum {
    (@first $first:ident $rest:ty) => { $first };
    ($($(#[$meta:meta])* $vis:vis enum $name:ident { $($(#[$variant_meta:meta])* $number:literal => $variant:ident $({ $($(#[$field_meta:meta])* $field:ident : $type:ty),* $(,)? })? $(( $inner:ty ))?),* $(,)? })*) => {$(
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs, reason = "the name and type of a variant's field often say all")]
        $vis enum $name { $($(#[$variant_meta])* $variant $({ $($(#[$field_meta])* $field: $type),* })? $(( $inner ))?),* }

        impl $name {
            /// Every variant with its number in the journal.
            pub const NUMBERS: &'static [(u64, &'static str)] = &[$(($number, stringify!($variant))),*];

            /// The variant's number in the journal.
            pub fn number(&self) -> u64 {
                match self { $($name::$variant { .. } => $number),* }
            }
        }

        impl $crate::stream::wire::Wire for $name {
            fn write(&self, w: &mut $crate::stream::wire::Writer<'_>) {
                $crate::stream::wire::Wire::write(&self.number(), w);
                match self { $($name::$variant { $($($field),*)? $(0: $crate::wire_enum!(@first inner $inner))? } => {
                    $($($crate::stream::wire::Wire::write($field, w);)*)?
                    $(<$inner as $crate::stream::wire::Wire>::write(inner, w);)?
                }),* }
            }

            fn read(r: &mut $crate::stream::wire::Reader<'_>) -> Result<Self, $crate::stream::wire::Malformed> {
                match <u64 as $crate::stream::wire::Wire>::read(r)? {
                    $($number => {
                        $($(let $field = $crate::stream::wire::Wire::read(r)?;)*)?
                        Ok($name::$variant { $($($field),*)? $(0: <$inner as $crate::stream::wire::Wire>::read(r)?)? })
                    })*
                    other => Err($crate::stream::wire::Malformed::Unknown(stringify!($name), other)),
                }
            }
        }
    )*};
}

#[cfg(test)]
mod tests;
