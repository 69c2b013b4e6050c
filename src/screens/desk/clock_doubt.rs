//! Whether the clock of this device can be right.

use super::{now_ms, peek};
use crate::limits::{CLOCK_AHEAD_MS_MAX, CLOCK_BEHIND_MS_MAX, CLOCK_MS_MIN};

/// Why the clock cannot be right. Times in milliseconds since 1970 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockDoubt {
    /// It shows a time before this program was made.
    TooEarly(i64),
    /// It shows less than the last fact was dated: one of the two is wrong.
    Behind(i64, i64),
    /// It shows much more than the last fact was dated.
    Ahead(i64, i64),
}

/// What is doubtful about the clock of this device now.
pub fn clock_doubt() -> Option<ClockDoubt> {
    let now = now_ms();
    let last = peek(|at| (!at.held.is_empty()).then(|| at.history.last_stamp().ms()));
    if now < CLOCK_MS_MIN {
        return Some(ClockDoubt::TooEarly(now));
    }
    match last {
        Some(last) if now < last - CLOCK_BEHIND_MS_MAX => Some(ClockDoubt::Behind(now, last)),
        Some(last) if now > last + CLOCK_AHEAD_MS_MAX => Some(ClockDoubt::Ahead(now, last)),
        Some(_) | None => None,
    }
}
