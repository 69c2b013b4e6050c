//! The stamps that order facts, and the wall clock beside them.

use super::wire::{Malformed, Reader, Wire, Writer};
use serde::{Deserialize, Serialize};

/// A hybrid logical clock stamp: milliseconds since 1970 UTC in the upper 48 bits, a counter in the lower 16.
///
/// Stamps order facts and nothing else: a stamp is greater than those of all commits that its commit knows, from
/// however far ahead, so it may be later than any clock. What the clock said stands beside it in the commit's extras
/// where the two are more than ten seconds apart.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Stamp(u64);

impl Stamp {
    /// The last millisecond of the year 2200: no later stamp is written or read.
    pub const MS_MAX: i64 = 7_289_654_399_999;

    /// The stamp of this millisecond with counter 0; `None` before 1970 or after the year 2200.
    pub fn at_ms(ms: i64) -> Option<Stamp> {
        Stamp::new(ms, 0)
    }

    /// The stamp of this millisecond and counter; `None` before 1970 or after the year 2200.
    pub fn new(ms: i64, counter: u16) -> Option<Stamp> {
        (0..=Self::MS_MAX)
            .contains(&ms)
            .then_some(Stamp((ms as u64) << 16 | u64::from(counter)))
    }

    /// Milliseconds since 1970 UTC.
    pub fn ms(self) -> i64 {
        (self.0 >> 16) as i64
    }

    /// The counter within the millisecond.
    pub fn counter(self) -> u16 {
        self.0 as u16
    }

    /// The smallest stamp that is greater than this one and not before the wall clock's `now_ms`. A counter that
    /// overflows spills into the next millisecond. `None` when nothing is left before the end of the year 2200.
    pub fn next(self, now_ms: i64) -> Option<Stamp> {
        let now = Stamp::at_ms(now_ms.clamp(0, Self::MS_MAX))?;
        let after = Stamp(self.0 + 1);
        let next = now.max(after);
        (next.ms() <= Self::MS_MAX).then_some(next)
    }
}

impl Wire for Stamp {
    fn write(&self, w: &mut Writer<'_>) {
        (self.ms() as u64).write(w);
        u64::from(self.counter()).write(w);
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, Malformed> {
        let (ms, counter) = (u64::read(r)?, u16::read(r)?);
        i64::try_from(ms)
            .ok()
            .and_then(|ms| Stamp::new(ms, counter))
            .ok_or(Malformed::OutOfRange("a stamp past the year 2200"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_is_never_smaller_than_what_it_knows_and_spills_into_the_next_millisecond() {
        let far = Stamp::new(5_000, u16::MAX).expect("in range");
        assert_eq!(far.next(1_000), Stamp::new(5_001, 0));
        assert_eq!(far.next(9_000), Stamp::new(9_000, 0));
    }

    #[test]
    fn no_stamp_lies_past_the_year_2200() {
        let last = Stamp::new(Stamp::MS_MAX, u16::MAX).expect("in range");
        assert_eq!(last.next(0), None);
        assert_eq!(Stamp::at_ms(Stamp::MS_MAX + 1), None);
        let year = chrono::DateTime::from_timestamp_millis(Stamp::MS_MAX).expect("a date");
        assert_eq!(year.to_rfc3339(), "2200-12-31T23:59:59.999+00:00");
    }
}
