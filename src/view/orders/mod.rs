//! Orders as the office sees them.

mod head;
mod index;
mod query;

pub use head::{HoldHead, OrderHead, ParcelHead, called, parcel_ids, ship_by_ms, wall_seconds};
pub use index::{Counts, Entry, OrderIndex, Totals};
pub use query::{OrderQuery, SortBy};
