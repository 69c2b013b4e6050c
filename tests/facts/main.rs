//! The facts: what they travel in, byte for byte, what each means, and what follows from any set of them, in whatever
//! order it came together.

mod demand;
mod devices;
mod goods;
mod setup_catalog;
mod setup_inbox;
mod setup_orders;
mod setup_people;
mod setup_support;
mod streams;
mod streams_bytes;
mod streams_clocks;
mod streams_commands;
mod streams_cost;
mod streams_naive;
mod streams_order;
mod streams_round;
mod streams_segments;
mod support;
mod tablets;
mod together;
