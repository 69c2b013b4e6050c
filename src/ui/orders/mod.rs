//! The office's orders: the list, one order, verification, pick batches, returns.
//!
//! | file | what it is for |
//! |---|---|
//! | `index` | all orders, ready to be searched, for the lists and the palette |
//! | `list/` | the list with its filters, views and side panel |
//! | `bulk/` | what is done to many orders at once, looked at before |
//! | `whole` | one whole order, loaded and followed |

mod bulk;
mod finder;
mod hold_form;
mod index;
mod list;
mod nav;
mod whole;

pub use finder::add_finders;
pub use list::OrdersPage;
pub use nav::OrdersNav;
