//! The facts: what they travel in, byte for byte, what each means, and what follows from any set of them, in whatever
//! order it came together.

mod cost;
mod demand;
mod devices;
mod floor_goods;
mod floor_hall;
mod floor_parcels;
mod floor_picking;
mod floor_random;
mod floor_returns;
mod floor_rights;
mod floor_scan;
mod goods;
mod office_apart;
mod office_intake;
mod office_money;
mod office_personal;
mod office_random;
mod office_world;
mod pages;
mod rules;
mod sites;
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
