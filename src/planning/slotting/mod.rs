//! Which goods lie where: slotting learnt from past orders, the moves that pay first, and where to put away what comes
//! in.
//!
//! # Model
//! A [`Floor`] has slots, places for one item each, in front of the cells of a [layout](crate::planning::route). Past
//! orders ([`History`]) are walked one tour each by the exact router; a slotting is as good as the sum of these tours is
//! short. What counts are orders to come, so a study learns from some months and measures on later ones.
//!
//! # Method
//! 1. *A start*: items by how often they are asked for, in slots sorted by depth within the aisles, by aisle, or by
//!    distance; the one with the shortest tours is kept (within-aisle storage, Jarvis and McDowell 1991).
//! 2. *Swaps*: items that are ordered together go into the same aisles (affinity, as in Kofler et al. 2011). A swap is
//!    weighed by an estimate of the tours of just the orders that ask for one of the two: every aisle of an order is
//!    walked to its farthest pick and back, or through when that is shorter, and the cross-aisle to the farthest aisle
//!    and back. It takes some microseconds where exact tours take a millisecond; threshold accepting decides.
//! 3. *The exact router judges*: the slotting answered is the shortest of start, present and searched one over the
//!    history.
//!
//! Cost: weighing a swap grows with the lines of the orders that ask for the two items. A step is one swap weighed.
//!
//! # Moves
//! Nobody moves a whole warehouse at once. [`best_moves`] gives the exchanges that save most, the best first, each with
//! what it saves, given those before it: popular items against the least popular one of each stretch of each aisle,
//! weighed anew only where an item comes to the front of the queue (lazy greedy, Minoux 1978). Fifty exchanges do not
//! reach far where orders are long: on ten months of a gift wholesaler (24 lines an order) tours that skip the fifty most
//! popular of 3,600 items altogether are only a quarter of the way to the best slotting found.
//!
//! # Limits
//! An item has one slot and a slot one item; quantities and refills of the slot are for [`crate::planning::replenish`].
//! Batches of orders are not foreseen: a slotting that shortens single tours shortens those of batches, too, but by less.

mod estimate;
mod floor;
mod history;
mod moves;
mod putaway;
mod search;

pub use floor::{Floor, FloorFault, Slot, SlotNumber, Slotting};
pub use history::{History, HistoryFault, ItemNumber};
pub use moves::{Move, best_moves};
pub use putaway::{Goods, Hazard, Lying, Objection, StorageBin, Suggestion, Temperature, put_away};
pub use search::{Start, arrange, improve};
