//! The floor: task screens for a tablet and a scanner, one instruction at a time.
//!
//! | file | what it is for |
//! |---|---|
//! | `home` | the tiles, each with what waits |
//! | `pick/` | batches, and the walk through one |
//! | `pack/` | totes, every unit verified, parcels closed and labelled |
//! | `ship` | parcels onto the hand-over of a carrier |
//! | `deliver` | parcels that have arrived |
//! | `returns/` | returned goods: receive, inspect, refund, close |
//! | `put_back` | units of cancelled lines, from the tote back into a bin |
//! | `work_list` | what waits at a task, to tap or to scan |
//! | `line` | scans and presses, done one after the other in the order they came |
//! | `answers` | what the band says: right or wrong, for eye, ear and hand |
//! | `refused` | refusals of scans in a word and a sentence |
//! | `sheet` | the question that an exception asks |
//! | `find` | what a scanned code means where parcels, totes and orders are looked for |
//!
//! Every command that a task screen gives goes through `line`: a scan that comes while the one before is being kept
//! waits its turn and is decided against what that one left.

mod answers;
mod deliver;
mod find;
mod home;
mod line;
mod pack;
mod pick;
mod put_back;
mod refused;
mod returns;
mod sheet;
mod ship;
mod work_list;

pub use deliver::Deliver;
pub use home::FloorHome;
pub use pack::{PackList, PackOrder, item_name};
pub use pick::{PickBatch, PickList};
pub use put_back::PutBack;
pub use returns::{ReturnCase, ReturnList};
pub use ship::Ship;
