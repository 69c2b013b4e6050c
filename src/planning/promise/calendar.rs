//! Which days are worked.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, Weekday};

use crate::limits::CALENDAR_DAYS_AHEAD_MAX;

/// The days on which somebody works: weekdays, less holidays, plus days worked out of turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkCalendar {
    /// Monday to Sunday.
    weekdays: [bool; 7],
    holidays: BTreeSet<NaiveDate>,
    extra_days: BTreeSet<NaiveDate>,
}

impl WorkCalendar {
    /// Works on these weekdays, but not on holidays, and on days out of turn in any case.
    pub fn new(
        weekdays: &[Weekday],
        holidays: impl IntoIterator<Item = NaiveDate>,
        extra_days: impl IntoIterator<Item = NaiveDate>,
    ) -> WorkCalendar {
        let mut days = [false; 7];
        for weekday in weekdays {
            days[weekday.num_days_from_monday() as usize] = true;
        }
        WorkCalendar {
            weekdays: days,
            holidays: holidays.into_iter().collect(),
            extra_days: extra_days.into_iter().collect(),
        }
    }

    /// Monday to Friday, without holidays.
    pub fn weekdays() -> WorkCalendar {
        use Weekday::{Fri, Mon, Thu, Tue, Wed};
        WorkCalendar::new(&[Mon, Tue, Wed, Thu, Fri], [], [])
    }

    /// Whether the day is worked.
    pub fn works(&self, day: NaiveDate) -> bool {
        let weekday = self.weekdays[day.weekday().num_days_from_monday() as usize];
        self.extra_days.contains(&day) || weekday && !self.holidays.contains(&day)
    }

    /// The first day from `day` on that is worked and that `suits`; `None` where there is none within
    /// [`CALENDAR_DAYS_AHEAD_MAX`] days.
    pub fn first_from(
        &self,
        day: NaiveDate,
        suits: impl Fn(NaiveDate) -> bool,
    ) -> Option<NaiveDate> {
        day.iter_days()
            .take(CALENDAR_DAYS_AHEAD_MAX)
            .find(|day| self.works(*day) && suits(*day))
    }

    /// The `days`-th worked day after `day`; with 0 the first from `day` on.
    pub fn after(&self, day: NaiveDate, days: u32) -> Option<NaiveDate> {
        if days == 0 {
            return self.first_from(day, |_| true);
        }
        let ahead = day.iter_days().skip(1).take(CALENDAR_DAYS_AHEAD_MAX);
        ahead.filter(|day| self.works(*day)).nth(days as usize - 1)
    }
}
