//! Commits: what one command appended to a stream in one scope, all or nothing.

use super::commands::CommandMark;
use super::extras::{Extras, tag};
use super::id::{Hash, Opened, StreamId};
use super::knows::Knows;
use super::stamp::Stamp;
use super::wire::{Malformed, NO_NAMES, Names, Reader, Wire, Writer};
use std::fmt;
use std::sync::Arc;

/// The wire form of a name (of a warehouse, an item, a place, a document), with every stream in it whole: equal names
/// have equal bytes in whatever stream they stand, and a version that does not know their kind compares them as bytes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NameBytes(Arc<[u8]>);

/// The name of the warehouse that a scope is.
pub type ScopeName = NameBytes;

impl NameBytes {
    /// The bytes of a name.
    pub fn of(name: &impl Wire) -> Self {
        let mut whole = Names::whole();
        let mut w = Writer::new(&mut whole);
        name.write(&mut w);
        NameBytes(w.into_bytes().into())
    }

    /// A name by its bytes, of whatever kind.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        NameBytes(bytes.into())
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The name.
    ///
    /// # Errors
    /// When the bytes are not those of such a name: it may be of a kind that a newer version knows.
    pub fn get<T: Wire>(&self) -> Result<T, Malformed> {
        let mut r = Reader::new(&self.0, &NO_NAMES);
        let name = T::read(&mut r)?;
        r.finish()?;
        Ok(name)
    }
}

impl fmt::Debug for NameBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl Wire for NameBytes {
    fn write(&self, w: &mut Writer<'_>) {
        w.run(&self.0);
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, Malformed> {
        r.run().map(NameBytes::from_bytes)
    }
}

/// Whom the facts of a commit concern. A commit holds facts of one scope; what crosses is two facts in two commits with
/// one command number ([`super::halves`]).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Everybody.
    Workspace,
    /// One warehouse.
    Warehouse(ScopeName),
}

/// What an event touches, in a form that every version reads. Written before an event that the first release would not
/// understand, so that an older program can say "needs the update" about just that.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Touches {
    /// Whether a program that does not understand the event may go on as if it were not there.
    pub may_be_ignored: bool,
    /// Whether it touches everything in the commit's scope.
    pub whole_scope: bool,
    /// Whether it opens a document: the documents that the facts after it in its commit open are numbered past it.
    pub opens: bool,
    /// The items.
    pub items: Vec<NameBytes>,
    /// The places.
    pub places: Vec<NameBytes>,
    /// The documents.
    pub documents: Vec<NameBytes>,
}

impl Wire for Touches {
    fn write(&self, w: &mut Writer<'_>) {
        let flags = [self.may_be_ignored, self.whole_scope, self.opens];
        let flags = (0..).zip(flags).map(|(bit, is)| u8::from(is) << bit);
        w.byte(flags.sum());
        self.items.write(w);
        self.places.write(w);
        self.documents.write(w);
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, Malformed> {
        let flags = r.byte()?;
        if flags > 7 {
            return Err(Malformed::Unknown("a frame's flags", u64::from(flags)));
        }
        Ok(Touches {
            may_be_ignored: flags & 1 != 0,
            whole_scope: flags & 2 != 0,
            opens: flags & 4 != 0,
            items: Wire::read(r)?,
            places: Wire::read(r)?,
            documents: Wire::read(r)?,
        })
    }
}

/// An event as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recorded<F> {
    /// One that this version understands.
    Known {
        /// What happened.
        fact: F,
        /// What it touches, where it was written for programs that do not know it.
        frame: Option<Touches>,
        /// What else is said.
        extras: Extras,
    },
    /// One from a newer version: kept and passed on unchanged, folded after the update.
    Newer {
        /// What it touches.
        touches: Touches,
        /// The fact and its extras.
        bytes: Box<[u8]>,
    },
    /// One that was withheld: only its hash is here. It folds as nothing. The fact that names
    /// it says whether it opened a document, so that the documents after it keep their numbers.
    Withheld(Hash),
}

impl<F> Recorded<F> {
    /// A fact of a kind that every version knows, with nothing else said.
    pub fn plain(fact: F) -> Self {
        Recorded::Known {
            fact,
            frame: None,
            extras: Extras::none(),
        }
    }

    /// The fact, if this version understands it.
    pub fn fact(&self) -> Option<&F> {
        match self {
            Recorded::Known { fact, .. } => Some(fact),
            Recorded::Newer { .. } | Recorded::Withheld(_) => None,
        }
    }
}

/// What stands before a commit's events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// Streams that the stream first mentions here, by ascending ordinal. Of a new commit those that have to come first
    /// or hide in bytes (of [knowledge](Knows::new), of extras); encoding adds what it meets.
    pub mentions: Vec<StreamId>,
    /// Where its facts stand in the order.
    pub stamp: Stamp,
    /// Who did it: an operator's document. `None` only where nobody can be named yet.
    pub operator: Option<Opened>,
    /// The command, as far as it is written.
    pub command: CommandMark,
    /// Whom it concerns.
    pub scope: Scope,
    /// How far other streams were known.
    pub knows: Knows,
    /// What else is said of all its events.
    pub extras: Extras,
}

impl Header {
    /// The stamp stands for the reading of the wall clock where the two are no further apart, in milliseconds.
    pub const WALL_DIFFERENCE_MS_MIN: i64 = 10_000;

    /// The reading of the wall clock, in milliseconds since 1970 UTC.
    ///
    /// # Errors
    /// When the difference is none that a program writes: it is written where it is more than ten seconds, and no
    /// reading lies before 1970 or after the year 2200.
    pub fn wall_ms(&self) -> Result<i64, Malformed> {
        let difference: Option<i64> = self.extras.get(tag::WALL_DIFFERENCE, &NO_NAMES)?;
        let Some(difference) = difference else {
            return Ok(self.stamp.ms());
        };
        let wall = self.stamp.ms().checked_add(difference);
        let wall = wall.filter(|ms| (0..=Stamp::MS_MAX).contains(ms));
        let is_far = difference.unsigned_abs() > Self::WALL_DIFFERENCE_MS_MIN.unsigned_abs();
        wall.filter(|_| is_far)
            .ok_or(Malformed::OutOfRange("a reading of the wall clock"))
    }

    /// Notes the reading of the wall clock, in milliseconds since 1970 UTC; outside of 1970 to 2200 it counts as the
    /// nearest of those.
    pub fn set_wall_ms(&mut self, wall_ms: i64) {
        let difference = wall_ms.clamp(0, Stamp::MS_MAX) - self.stamp.ms();
        if difference.abs() > Self::WALL_DIFFERENCE_MS_MIN {
            let mut whole = Names::whole();
            self.extras
                .set(tag::WALL_DIFFERENCE, &difference, &mut whole);
        } else {
            self.extras.remove(tag::WALL_DIFFERENCE);
        }
    }
}

/// What one command appended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit<F> {
    /// The stream. It stands in the key, not in the bytes.
    pub stream: StreamId,
    /// Its place in the stream, from 1. It stands in the key, not in the bytes.
    pub number: u64,
    /// What stands before the events.
    pub header: Header,
    /// What happened.
    pub events: Vec<Recorded<F>>,
}
