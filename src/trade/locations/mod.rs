//! Warehouses, their locations, and the containers that stand at them.
//!
//! Goods stand in their innermost container; where that container stands is told by facts of its own, so moving a
//! pallet is one fact however much is on it, and stock by location is read through the tree. A container's place is a
//! value like a field's: of its moves and sightings only what no other one knew competes.

pub mod commands;
pub mod containers;
mod crossing;
mod facts;
pub mod lookup;
mod plan;
mod sequence;
mod table;

pub use facts::*;
pub use plan::{PLAN_AISLES_MAX, PLAN_BAYS_MAX, PLAN_BLOCKS_MAX, PLAN_MILLIMETRES};
