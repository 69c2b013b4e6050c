//! The trade, by its areas. Pure.
//!
//! Each folder is an area and holds its facts, and what follows from them. Beside the folders stands what all areas
//! share: codes and words, quantities, identities, goods, places, demand, cards. An [`Event`] is a fact of one area;
//! [`table`] says, fact by fact and without a gap, what each means: its scope, the documents that it opens and touches,
//! the goods that it moves, the demand that it transfers.

pub mod allocation;
pub mod card;
pub mod card_fold;
pub mod catalog;
pub mod channels;
pub mod conflicts;
pub mod counting;
pub mod decide;
pub mod demand;
pub mod event;
pub mod extras;
pub mod fulfilment;
pub mod goods;
pub mod id;
pub mod identity;
pub mod leases;
pub mod locations;
pub mod money;
pub mod orders;
pub mod packing;
pub mod parties;
pub mod people;
pub mod personal;
pub mod picking;
pub mod place;
pub mod quantity;
pub mod receiving;
pub mod relations;
pub mod returns;
pub mod scan;
pub mod sequence;
pub mod settings;
pub mod shipping;
pub mod state;
pub mod stock;
pub mod table;
pub mod text;

pub use event::Event;
