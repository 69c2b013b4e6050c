//! How long a carrier takes, and the promise that follows.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};

use super::calendar::WorkCalendar;
use super::dispatch::Dispatch;
use super::zone::{Destination, ZoneNumber, ZoneTable};

/// The carrier's working days from warehouses to postal zones, of one service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransitTable {
    zones: ZoneTable,
    /// By warehouse and zone.
    days: BTreeMap<(usize, ZoneNumber), u32>,
    collects: WorkCalendar,
    delivers: WorkCalendar,
}

/// One entry of a transit table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Journey {
    /// The warehouse, by its place in the caller's list.
    pub warehouse: usize,
    /// The postal zone.
    pub zone: ZoneNumber,
    /// The carrier's delivery days from collection to delivery.
    pub days: u32,
}

/// A day, and how it came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Promise {
    /// The local day on which the order came in.
    pub ordered: NaiveDate,
    /// Whether it came in after that day's cutoff, or on a day without one.
    pub cutoff_missed: bool,
    /// The day on which the carrier takes it.
    pub dispatched: NaiveDate,
    /// The carrier's delivery days on the way.
    pub transit_days: u32,
    /// The day on which it arrives.
    pub arrives: NaiveDate,
}

/// Why no day can be promised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoPromise {
    /// The address is in none of the service's zones.
    NoZone,
    /// The service does not go from this warehouse to this zone.
    NoJourney {
        /// The zone.
        zone: ZoneNumber,
    },
    /// The calendars have no day in sight on which it is sent, collected or delivered.
    NoDay,
}

impl TransitTable {
    /// Of two entries with the same warehouse and zone the longer one counts.
    pub fn new(
        zones: ZoneTable,
        journeys: &[Journey],
        collects: WorkCalendar,
        delivers: WorkCalendar,
    ) -> TransitTable {
        let mut days = BTreeMap::new();
        for journey in journeys {
            let known = days.entry((journey.warehouse, journey.zone)).or_insert(0);
            *known = journey.days.max(*known);
        }
        TransitTable {
            zones,
            days,
            collects,
            delivers,
        }
    }

    /// When something arrives that is ordered at this moment (universal time) from this warehouse.
    pub fn promise(
        &self,
        (warehouse, dispatch): (usize, &Dispatch),
        destination: &Destination,
        ordered_utc: NaiveDateTime,
    ) -> Result<Promise, NoPromise> {
        let zone = self.zones.zone_of(destination).ok_or(NoPromise::NoZone)?;
        let transit_days = *self
            .days
            .get(&(warehouse, zone))
            .ok_or(NoPromise::NoJourney { zone })?;
        let ordered = dispatch.clock.local(ordered_utc).date();
        let in_time = dispatch
            .cutoff(ordered)
            .is_some_and(|cutoff| ordered_utc < cutoff);
        let ready = dispatch.day(ordered_utc).ok_or(NoPromise::NoDay)?;
        let collected = |day| dispatch.cutoff(day).is_some() && self.collects.works(day);
        let dispatched = dispatch
            .calendar
            .first_from(ready, collected)
            .ok_or(NoPromise::NoDay)?;
        let arrives = self
            .delivers
            .after(dispatched, transit_days)
            .ok_or(NoPromise::NoDay)?;
        Ok(Promise {
            ordered,
            cutoff_missed: !in_time,
            dispatched,
            transit_days,
            arrives,
        })
    }
}
