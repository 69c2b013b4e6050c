//! The clock on a warehouse's wall.

use chrono::{NaiveDateTime, TimeDelta};

/// From this moment on the zone's clocks show this much more than universal time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Transition {
    /// The moment, in universal time.
    pub at_utc: NaiveDateTime,
    /// The offset from then on, in seconds, east of Greenwich positive.
    pub offset_seconds: i32,
}

/// Why a list of transitions is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockFault {
    /// A transition does not come after the one before it.
    NotInOrder {
        /// Its place in the list, from 0.
        transition: usize,
    },
    /// An offset is beyond any in use.
    OffsetOutOfRange {
        /// The offset.
        offset_seconds: i32,
    },
}

/// A zone of time: its offset at every moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneClock {
    first_offset_seconds: i32,
    transitions: Vec<Transition>,
}

const OFFSET_SECONDS_MAX: i32 = 18 * 3_600;

impl ZoneClock {
    /// The offset before the first transition, and the transitions in their order.
    pub fn new(
        first_offset_seconds: i32,
        transitions: Vec<Transition>,
    ) -> Result<ZoneClock, ClockFault> {
        let offsets = transitions
            .iter()
            .map(|transition| transition.offset_seconds);
        for offset_seconds in offsets.chain([first_offset_seconds]) {
            if !(-OFFSET_SECONDS_MAX..=OFFSET_SECONDS_MAX).contains(&offset_seconds) {
                return Err(ClockFault::OffsetOutOfRange { offset_seconds });
            }
        }
        let pairs = transitions.windows(2).enumerate();
        for (i, pair) in pairs {
            if pair[0].at_utc >= pair[1].at_utc {
                return Err(ClockFault::NotInOrder { transition: i + 1 });
            }
        }
        Ok(ZoneClock {
            first_offset_seconds,
            transitions,
        })
    }

    /// A zone whose offset never changes.
    pub fn fixed(offset_seconds: i32) -> Result<ZoneClock, ClockFault> {
        ZoneClock::new(offset_seconds, Vec::new())
    }

    /// What the clock shows at a moment of universal time.
    pub fn local(&self, utc: NaiveDateTime) -> NaiveDateTime {
        shifted(utc, i64::from(self.offset_at(utc)))
    }

    /// The first moment, in universal time, at which the clock shows `local` or more. Where clocks are put back it is
    /// the first of the two moments; where they are put forward over `local` it is the moment of that.
    pub fn first_moment(&self, local: NaiveDateTime) -> NaiveDateTime {
        let mut from: Option<NaiveDateTime> = None;
        let mut offset_seconds = self.first_offset_seconds;
        for transition in &self.transitions {
            let moment = shifted(local, -i64::from(offset_seconds));
            if moment < transition.at_utc {
                break;
            }
            from = Some(transition.at_utc);
            offset_seconds = transition.offset_seconds;
        }
        let moment = shifted(local, -i64::from(offset_seconds));
        from.map_or(moment, |from| moment.max(from))
    }

    fn offset_at(&self, utc: NaiveDateTime) -> i32 {
        let after = self
            .transitions
            .partition_point(|transition| transition.at_utc <= utc);
        match after.checked_sub(1).and_then(|i| self.transitions.get(i)) {
            Some(transition) => transition.offset_seconds,
            None => self.first_offset_seconds,
        }
    }
}

/// Beyond the last moment that can be written, time stands still.
fn shifted(time: NaiveDateTime, by_seconds: i64) -> NaiveDateTime {
    time.checked_add_signed(TimeDelta::seconds(by_seconds))
        .unwrap_or(time)
}
