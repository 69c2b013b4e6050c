//! What else can be said of a fact: the tagged extras of events. Every version skips those that it does not know; none that
//! comes later may be needed to fold goods.

use super::id::{OperatorId, RuleId};
use super::quantity::Instant;
use super::text::Code;
use crate::stream::extras::Extras;
use crate::stream::id::FactId;
use crate::stream::wire::{Malformed, Names, Wire};
use crate::{wire_enum, wire_struct};

wire_enum! {
    /// How it is known when something really happened.
    pub enum HowKnown {
        /// Somebody typed it.
        0 => Typed,
        /// A source said it.
        1 => Source,
        /// It was queued while it could not be written.
        2 => Queued,
    }

    /// What made a fact be written, beside the operator.
    pub enum Cause {
        /// A rule.
        0 => Rule(RuleId),
        /// A file that was read, by the first 16 bytes of SHA-256 of its bytes.
        1 => File([u8; 16]),
        /// A step of a procedure, by its code.
        2 => Procedure(Code),
        /// An approval.
        3 => Approval(FactId),
        /// A due time that was reached.
        4 => Due(Instant),
    }

    /// How what a fact names came in.
    pub enum EntryMode {
        /// By a scanner.
        0 => Scanned,
        /// By a camera.
        1 => Camera,
        /// By hand.
        2 => Typed,
        /// From a file.
        3 => Read,
    }
}

wire_struct! {
    /// When something really happened.
    pub struct Happened {
        /// The instant.
        pub at: Instant,
        /// How that is known.
        pub how: HowKnown,
    }

    /// Who has seen to it that a fact is right, beside the operator who wrote it.
    pub struct Seconded {
        /// Who.
        pub by: OperatorId,
    }

    /// The grant under which work was done, where it is not the one that its device knew last.
    pub struct Under {
        /// The fact that gave it.
        pub grant: FactId,
    }

    /// The pack unit in which goods were handled.
    pub struct HandledIn {
        /// The unit's code.
        pub unit: Code,
        /// How many of it.
        pub count: u64,
    }
}

/// An extra of an event, with its tag.
pub trait EventExtra: Wire {
    /// The tag. Never given again.
    const TAG: u64;

    /// Reads the extra.
    ///
    /// # Errors
    /// When its bytes are not those of such an extra.
    fn of(extras: &Extras, names: &Names) -> Result<Option<Self>, Malformed> {
        extras.get(Self::TAG, names)
    }

    /// Says the extra.
    fn say(&self, extras: &mut Extras, names: &mut Names) {
        extras.set(Self::TAG, self, names);
    }
}

impl EventExtra for Happened {
    const TAG: u64 = 1;
}

impl EventExtra for Cause {
    const TAG: u64 = 2;
}

impl EventExtra for Seconded {
    const TAG: u64 = 3;
}

impl EventExtra for EntryMode {
    const TAG: u64 = 4;
}

impl EventExtra for HandledIn {
    const TAG: u64 = 5;
}

impl EventExtra for Under {
    const TAG: u64 = 6;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stream::id::StreamId;

    #[test]
    fn what_else_is_said_of_a_fact_is_read_again_and_what_is_not_said_is_none() {
        let mut names = Names::of(StreamId::new([1; 16]));
        let mut extras = Extras::none();
        EntryMode::Typed.say(&mut extras, &mut names);
        let happened = Happened {
            at: Instant { ms: 5 },
            how: HowKnown::Typed,
        };
        happened.say(&mut extras, &mut names);
        assert_eq!(extras.tags().collect::<Vec<_>>(), [1, 4]);
        assert_eq!(Happened::of(&extras, &names), Ok(Some(happened)));
        assert_eq!(EntryMode::of(&extras, &names), Ok(Some(EntryMode::Typed)));
        assert_eq!(Cause::of(&extras, &names), Ok(None));
    }
}
