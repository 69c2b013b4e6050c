//! Orders as the office sees them.

mod back;
mod begun;
pub mod best_warehouse;
mod bulk;
mod codes;
mod entry;
mod head;
mod index;
mod lines;
mod page;
mod query;
mod sent_back;
mod touched;
mod work;

pub use back::{Back, cancel_of, cancel_what_came_back};
pub use begun::{Begun, BegunDone};
pub use bulk::{
    Bulk, BulkPlan, Named, Outcome, RefusedOrders, allocated_in, releasable, split_into_batches,
};
pub use codes::{FULFILMENTS, PAYMENTS, fulfilment_code, fulfilment_of, payment_code, payment_of};
pub use entry::{Brief, Entry};
pub use head::{HoldHead, OrderHead, ParcelHead, called, parcel_ids, ship_by_ms, wall_seconds};
pub use index::{Counts, OrderIndex, Totals};
pub use page::{
    ChargeView, HoldView, LineView, Moment, MoneyView, OrderView, ParcelView, ReturnView,
    Returnable, Stage, return_view, timeline,
};
pub use query::{OrderQuery, SortBy};
pub use sent_back::returnable;
pub use work::{FulfilmentView, OthersView, SentView, WorkLine};
