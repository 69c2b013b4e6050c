//! Facts about streams themselves: where they begin, what their clocks are worth, what became of commands.

use super::id::{FactId, Hash, StreamId};
use super::wire::{Malformed, Reader, Wire, Writer};
use crate::limits::WORKSPACE_NAME_BYTES_MAX;
use crate::{wire_enum, wire_struct};
use std::sync::Arc;

/// The name of a workspace: the one free text here, and the name of a thing. Not empty, trimmed, without control
/// characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WorkspaceName(Arc<str>);

impl WorkspaceName {
    /// A name, if it is one after trimming.
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        let fits = (1..=WORKSPACE_NAME_BYTES_MAX).contains(&text.len());
        (fits && !text.chars().any(char::is_control)).then(|| WorkspaceName(text.into()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Wire for WorkspaceName {
    fn write(&self, w: &mut Writer<'_>) {
        w.run(self.0.as_bytes());
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, Malformed> {
        let text = std::str::from_utf8(r.run()?).map_err(|_| Malformed::NotUtf8)?;
        WorkspaceName::new(text)
            .filter(|name| name.as_str() == text)
            .ok_or(Malformed::NotNormal("a workspace's name"))
    }
}

/// The hash function of a stream's chain: SHA-256 as in [`super::chain`].
pub const HASH_SHA256: u32 = 1;

/// The encoding of a stream's commits: that of [`super::codec`].
pub const ENCODING_FIRST: u32 = 1;

wire_enum! {
    /// Whether a workspace is somebody's work or the demo's.
    pub enum Kind {
        /// Real work.
        0 => Real,
        /// The demo: its facts are never taken into a real workspace.
        1 => Demo,
    }

    /// Why a stream begins.
    pub enum Why {
        /// A new device, or the founding one.
        0 => New,
        /// The device goes on after a copy of its stream up to this number was taken in; what the stream held beyond
        /// it was lost.
        1 => RestoredFrom {
            /// The stream that the device wrote before.
            stream: StreamId,
            /// The last number of it that the device holds.
            number: u64,
        },
        /// The device found that its stream forked, or that it is a copy of a device.
        2 => ClonedFrom {
            /// The stream that the device wrote before.
            stream: StreamId,
            /// The last number of it that the device holds.
            number: u64,
        },
        /// The device joined a workspace that another founded.
        3 => Joined,
    }

    /// With what a clock was compared.
    pub enum Reference {
        /// Another device that answered at once: its stream.
        0 => Device(StreamId),
        /// The clock of the store through which devices exchange.
        1 => Store,
    }
}

wire_struct! {
    /// How a stream begins. The first fact of the first commit of every stream.
    pub struct Genesis {
        /// The workspace: the hash of its founding commit. `None` in that commit, and nowhere else.
        pub workspace: Option<Hash>,
        /// The device's public key, where it has one by then.
        pub public_key: Option<[u8; 32]>,
        /// Why the stream begins.
        pub why: Why,
        /// By what the chain is hashed: [`HASH_SHA256`].
        pub hash: u32,
        /// How commits are encoded: [`ENCODING_FIRST`].
        pub encoding: u32,
    }

    /// A workspace was founded: a person's act. The founding commit holds it right after its [`Genesis`].
    pub struct Founded {
        /// The name.
        pub name: WorkspaceName,
        /// Real or the demo.
        pub kind: Kind,
    }

    /// A workspace in which nothing but settings was set is given up, so that the device can join another. The last
    /// fact of its stream.
    pub struct GivenUp {
        /// The workspace that is joined instead.
        pub joins: Hash,
    }

    /// The device's clock was compared, at an exchange that was answered at once.
    pub struct ClockCompared {
        /// What the own clock showed minus what the reference showed, in milliseconds.
        pub difference_ms: i64,
        /// The reference.
        pub with: Reference,
    }

    /// The wall clock moved against the steady clock of the program: commits from this one on are marked until the
    /// next comparison.
    pub struct ClockJumped {
        /// How far it went ahead; negative where it fell back. In milliseconds.
        pub by_ms: i64,
    }

    /// A command whose answer nobody waits for any more was given up. It holds if the command was not committed before.
    pub struct CommandGivenUp {
        /// The session: its place among those that the stream declared, from 0.
        pub session: u32,
        /// The command's counter.
        pub counter: u64,
    }

    /// The device has a public key now, or another one.
    pub struct KeyGiven {
        /// The key.
        pub public_key: [u8; 32],
    }

    /// The bytes of an event are given to nobody any more. It folds as nothing for everybody who knows this; its hash
    /// stands in its place. What tells of streams and of who may what is never withheld.
    pub struct EventWithheld {
        /// The event.
        pub event: FactId,
        /// Whether it opened a document: what the facts after it in its commit open is counted from it.
        pub opens: bool,
    }
}

wire_enum! {
    /// A fact about streams.
    pub enum StreamFact {
        /// A stream began.
        0 => Opened(Genesis),
        /// A workspace was founded.
        1 => Founded(Founded),
        /// A workspace was given up.
        2 => GivenUp(GivenUp),
        /// A device's key.
        3 => KeyGiven(KeyGiven),
        /// A clock was compared.
        4 => ClockCompared(ClockCompared),
        /// A clock jumped.
        5 => ClockJumped(ClockJumped),
        /// A command was given up.
        6 => CommandGivenUp(CommandGivenUp),
        /// An event was withheld.
        7 => EventWithheld(EventWithheld),
    }
}

/// A fact of whatever area that may be one about streams.
pub trait AsStreamFact {
    /// The fact, if it is about streams.
    fn stream_fact(&self) -> Option<&StreamFact>;
}
