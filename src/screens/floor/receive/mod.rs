//! Deliveries: announced ones and what nobody announced, taken in unit by unit, with lot, date and serial numbers where
//! the card of the item asks for them.

mod case;
mod list;

pub use case::ReceiveCase;
pub use list::ReceiveList;
