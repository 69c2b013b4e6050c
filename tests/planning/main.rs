//! The optimisers, each against an independent checker that shares no code with it, against brute force on small
//! random cases, and against public instances where `../shared` is there.

mod allocation;
mod allocation_made;
mod batch_schedule;
mod batching;
mod cartons;
mod containers;
mod floor_graph;
mod grid;
mod measure;
mod putaway_made;
#[path = "../support/random.rs"]
mod random;
mod rates;
mod rates_made;
mod replenishment;
mod replenishment_study;
mod routing;
mod routing_floor_map;
mod routing_scattered;
#[path = "../support/shared.rs"]
mod shared;
mod slotting;
mod slotting_study;
mod waves;
