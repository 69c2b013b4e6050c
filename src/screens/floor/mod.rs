//! The floor: task screens for a tablet and a scanner, one instruction at a time.
//!
//! | file | what it is for |
//! |---|---|
//! | `home` | the tiles, each with what waits |
//! | `here` | what is at a place that was scanned, and what is to do there |
//! | `pick/` | batches, and the walk through one |
//! | `pack/` | totes, every unit verified, parcels closed and labelled |
//! | `ship` | parcels onto the hand-over of a carrier |
//! | `deliver` | parcels that have arrived |
//! | `returns/` | returned goods: receive, inspect, close |
//! | `put_back` | units of cancelled lines, from the tote back into a location |
//! | `receive` | deliveries, announced and not |
//! | `put_away` | goods from the dock to where they are kept, from anywhere to anywhere, and written off |
//! | `count` | what is seen at a place, blind |
//! | `work_list` | what waits at a task, to tap or to scan |
//! | `line` | scans and presses, done one after the other in the order they came |
//! | `hand` | the workspace as a person on the floor reads it |
//! | `answers` | what the band says: right or wrong, for eye, ear and hand |
//! | `said`, `refused` | answers in a word and a sentence |
//! | `measured` | quantities in sentences, each with its unit |
//! | `sheet` | the question that an exception asks |
//!
//! What a scan means is decided in [`crate::view::floor`], against memory. Every command that a task screen gives goes
//! through `line`: a scan that comes while the one before is being kept waits its turn and is decided against what that
//! one left.

mod answers;
mod count;
mod deliver;
pub(crate) mod hand;
mod here;
mod home;
mod line;
mod measured;
mod pack;
mod pick;
mod put_away;
mod put_back;
mod receive;
mod refused;
mod returns;
mod said;
mod sheet;
mod ship;
mod transfer;
mod work_list;

pub use count::Count;
pub use deliver::Deliver;
pub use here::FloorHere;
pub(super) use here::open as open_here;
pub use home::FloorHome;
pub(super) use measured::of_all;
pub use pack::{PackList, PackOrder};
pub use pick::{PickBatch, PickList};
pub use put_away::{Move, PutAway};
pub use put_back::PutBack;
pub use receive::{ReceiveCase, ReceiveList};
pub use returns::{ReturnCase, ReturnList};
pub use ship::Ship;
pub use transfer::Transfer;

pub(super) use hand::{peek as read_hand_now, read as read_hand};
