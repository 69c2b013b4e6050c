//! The stock of the office: items with their cards, what is where, every movement, and the locations.

mod actions;
mod aisle_form;
mod item;
mod item_form;
mod item_more;
pub(super) mod item_words;
mod ledger;
mod list;
mod location_form;
mod lots;
mod places;
mod plan;
mod plan_form;
mod recipe;
pub(super) mod sent_by;
mod serials;
mod shown;
mod variants;

pub use item::ItemPage;
pub use item_form::ItemNew;
pub(super) use item_form::parties;
pub(super) use item_words::kept as kept_words;
pub use list::StockPage;
pub use places::PlacesPage;
pub(super) use places::WarehouseChoice;
pub use plan::PlanPage;
