//! On which day a warehouse hands over what is ordered now.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime};

use super::calendar::WorkCalendar;
use super::clock::ZoneClock;

/// A warehouse's working days and cutoffs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dispatch {
    /// The clock on its wall.
    pub clock: ZoneClock,
    /// The days on which it sends.
    pub calendar: WorkCalendar,
    /// Monday to Sunday: an order that comes in before this time goes on the same day; `None` where nothing goes.
    pub cutoffs: [Option<NaiveTime>; 7],
    /// Further working days that the goods need, such as for engraving.
    pub handling_days: u32,
}

impl Dispatch {
    /// The cutoff of a day, as a moment of universal time; `None` where nothing goes on that day. Where clocks are put
    /// back past the cutoff, the first time they show it counts: nothing is late at first and in time after.
    pub fn cutoff(&self, day: NaiveDate) -> Option<NaiveDateTime> {
        let time = self.cutoffs[day.weekday().num_days_from_monday() as usize]?;
        let works = self.calendar.works(day);
        works.then(|| self.clock.first_moment(day.and_time(time)))
    }

    /// The local day on which an order of this moment (universal time) is handed over; `None` where no day suits.
    pub fn day(&self, ordered_utc: NaiveDateTime) -> Option<NaiveDate> {
        let today = self.clock.local(ordered_utc).date();
        let first = self.calendar.first_from(today, |day| {
            self.cutoff(day).is_some_and(|cutoff| ordered_utc < cutoff)
        })?;
        if self.handling_days == 0 {
            return Some(first);
        }
        let ready = self.calendar.after(first, self.handling_days)?;
        let sends = |day| self.cutoff(day).is_some();
        self.calendar.first_from(ready, sends)
    }
}
