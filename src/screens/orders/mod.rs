//! The office's orders: the list, one order, verification, pick batches, returns.
//!
//! | file | what it is for |
//! |---|---|
//! | `index` | all orders, ready to be searched, for the lists and the palette |
//! | `list/` | the list with its filters, views and side panel |
//! | `bulk/` | what is done to many orders at once, looked at before |
//! | `order/` | the page of one order |
//! | `verification`, `batches`, `returns` | the queues of the office |
//! | `finder` | what the command palette finds |

mod batches;
mod bulk;
mod finder;
pub(super) mod form;
mod hold_form;
pub(super) mod index;
pub(super) mod list;
mod nav;
mod new;
mod order;
mod returns;
mod verification;

pub use batches::BatchesPage;
pub use bulk::BegunWaits;
pub use finder::add_finders;
pub use list::OrdersPage;
pub use nav::OrdersNav;
pub use new::OrderNew;
pub use order::OrderPage;
pub(in crate::screens) use order::{AddressFields, AddressInputs, destination_of, fact_sentence};
pub use returns::ReturnsPage;
pub use verification::VerificationPage;
pub(in crate::screens) use verification::let_pass;

use crate::screens::desk;
use crate::trade::id::OrderId;
use crate::view::orders::OrderView;
use leptos::prelude::*;
use std::sync::Arc;

/// The order that a page shows, followed.
pub(in crate::screens) type Shown = Memo<Arc<OrderView>>;

/// Follows an order; `None` while it is not known.
pub(in crate::screens) fn followed(id: &OrderId) -> Memo<Option<Arc<OrderView>>> {
    let id = id.clone();
    Memo::new(move |_| {
        desk::read(desk::ALL, |at| {
            OrderView::of(at, &id, desk::now_ms()).map(Arc::new)
        })
    })
}
