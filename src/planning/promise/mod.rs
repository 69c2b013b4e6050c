//! On which day a parcel arrives, from rules that are data.
//!
//! A promise has three parts. The warehouse hands a parcel over on the day its order came in when that was before the
//! cutoff of a working day, else on the next working day ([`Dispatch`]); cutoffs are times on the warehouse's wall, so
//! the offset of its zone at each moment is needed ([`ZoneClock`]). The carrier collects on its own working days, and
//! takes a number of them from a warehouse to a postal zone ([`TransitTable`], [`ZoneTable`]). It delivers on days of
//! another calendar, where the customer lives.
//!
//! Zones of time are a list of transitions (a moment, an offset), such as the zone database of any platform gives for
//! the years ahead: a database in this program would be a hundred kilobytes for a dozen rows, and would grow old.
//!
//! Cost: a few comparisons a working day between order and arrival; a look at a zone is a binary search.

mod calendar;
mod clock;
mod dispatch;
mod transit;
mod zone;

pub use calendar::WorkCalendar;
pub use clock::{ClockFault, Transition, ZoneClock};
pub use dispatch::Dispatch;
pub use transit::{Journey, NoPromise, Promise, TransitTable};
pub use zone::{
    Country, Destination, Postcode, PostcodeFault, ZoneFault, ZoneNumber, ZoneRule, ZoneTable,
};
