//! The office's orders: the list, one order, verification, pick batches, returns.
//!
//! | file | what it is for |
//! |---|---|
//! | `index` | all orders, ready to be searched, for the lists and the palette |
//! | `list/` | the list with its filters, views and side panel |
//! | `bulk/` | what is done to many orders at once, looked at before |
//! | `order/` | the page of one order |
//! | `verification`, `batches`, `returns` | the queues of the office |
//! | `whole` | one whole order, loaded and followed |
//! | `finder` | what the command palette finds |

mod batches;
mod bulk;
mod finder;
mod hold_form;
mod index;
mod list;
mod nav;
mod order;
mod returns;
mod verification;
mod whole;

pub use batches::BatchesPage;
pub use finder::add_finders;
pub use list::OrdersPage;
pub use nav::OrdersNav;
pub use order::OrderPage;
pub use returns::ReturnsPage;
pub use verification::VerificationPage;
