//! How much waits for each task.

use super::{Hand, count, pack, pick, put_away, put_back, receive, returns, ship};
use crate::trade::packing::parcel::ParcelStatus;

/// How much waits for each task of the floor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Open pick batches.
    pub batches: usize,
    /// Units to take in them.
    pub units_to_pick: u64,
    /// Orders to pack.
    pub orders_to_pack: usize,
    /// Labelled parcels that are still here.
    pub parcels_to_ship: usize,
    /// Parcels with a carrier.
    pub parcels_on_the_way: usize,
    /// Open RMAs.
    pub returns: usize,
    /// Units of cancelled lines in totes.
    pub units_to_put_back: u64,
    /// Requests to give units back that nobody has answered.
    pub asked_back: usize,
    /// Open deliveries.
    pub deliveries: usize,
    /// Units at docks.
    pub units_to_put_away: u64,
    /// Places that should be counted.
    pub places_to_count: usize,
}

/// Counts what waits.
pub fn waiting(hand: &Hand<'_>) -> Waiting {
    let batches = pick::batches(hand);
    Waiting {
        batches: batches.len(),
        units_to_pick: batches.iter().map(|batch| batch.left).sum(),
        orders_to_pack: pack::orders(hand).len(),
        parcels_to_ship: ship::count(hand, ParcelStatus::Labelled),
        parcels_on_the_way: ship::count(hand, ParcelStatus::HandedOver),
        returns: returns::count(hand),
        units_to_put_back: put_back::count(hand),
        asked_back: put_back::asked_back(hand).len(),
        deliveries: receive::count(hand),
        units_to_put_away: put_away::count(hand),
        places_to_count: count::to_count(hand).len(),
    }
}
