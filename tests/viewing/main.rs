//! What the floor's screens show and what scans mean there, through whole tasks, by commands alone.

mod answers;
mod at_hand;
mod begun;
mod bulk;
mod coming_in;
mod counting;
mod everything;
mod faces;
mod inbox;
mod listing;
mod open_data;
mod packing;
mod picking;
mod places;
mod plans;
mod privacy;
mod returning;
mod scanning;
mod shipping;
mod tracking;
mod transferring;
mod waiting;
mod working;
mod world;
