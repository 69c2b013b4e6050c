//! The length of a round through one block: Ratliff and Rosenthal's five states written out.
//!
//! The general router takes any number of blocks and any ends through tables; searches that weigh millions of rounds,
//! like that for batches, ask for this one kind. Both give the same lengths.

use super::PickSet;
use super::picks::bits;
use super::router::{EndPlace, Router};

/// More than any round; sums of it and a round do not overflow.
const NONE: u32 = 1 << 30;

/// The least lengths of the parts of a round up to a line across the floor, by what they look like from there: how
/// often they meet the first and the last cross-aisle, and whether they hang together.
#[derive(Debug, Clone, Copy)]
struct Parts {
    odd: u32,
    first_even: u32,
    last_even: u32,
    both_even: u32,
    two_pieces: u32,
}

/// The stops of an aisle: the first, the last, and the largest gap between neighbours.
#[derive(Debug, Clone, Copy)]
struct Stops {
    first: u32,
    last: u32,
    gap: u32,
}

impl Stops {
    /// What each way into the aisle adds to the parts.
    fn ways(&self, length: u32) -> [u32; 4] {
        [
            length,
            2 * self.last,
            2 * (length - self.first),
            2 * (length - self.gap),
        ]
    }
}

impl Parts {
    fn first_aisle(stops: &Stops, length: u32) -> Parts {
        let [once, from_first, from_last, from_both] = stops.ways(length);
        Parts {
            odd: once,
            first_even: from_first,
            last_even: from_last,
            both_even: 2 * once,
            two_pieces: from_both,
        }
    }

    fn along(self, across: u32) -> Parts {
        Parts {
            odd: self.odd + 2 * across,
            first_even: self.first_even.min(self.both_even) + 2 * across,
            last_even: self.last_even.min(self.both_even) + 2 * across,
            both_even: self.both_even + 4 * across,
            two_pieces: self.two_pieces + 4 * across,
        }
    }

    fn aisle(self, stops: &Stops, length: u32) -> Parts {
        let [once, from_first, from_last, from_both] = stops.ways(length);
        let least = from_first.min(from_last).min(from_both).min(2 * once);
        let even = self.first_even.min(self.last_even);
        let any_even = even.min(self.both_even).min(self.two_pieces);
        Parts {
            odd: (self.odd + least).min(any_even + once),
            first_even: self.first_even + from_first,
            last_even: self.last_even + from_last,
            both_even: (self.odd + once)
                .min(self.both_even + least)
                .min(even.min(self.two_pieces) + 2 * once),
            two_pieces: (even + from_both)
                .min(self.first_even + from_last)
                .min(self.last_even + from_first)
                .min(self.two_pieces + from_first.min(from_last).min(from_both)),
        }
    }
}

impl Router {
    /// The length of the shortest round, where the floor has one block and the round ends in an aisle or at its end;
    /// else `None`.
    pub(super) fn length_in_one_block(&self, picks: &PickSet) -> Option<u32> {
        let [end] = &self.ends.list[..] else {
            return None;
        };
        let EndPlace::Aisle { aisle: home, .. } = end.place else {
            return None;
        };
        if self.layout.blocks_count() > 1 {
            return None;
        }
        let begin = self.layout.cross_aisle_along(0);
        let length = self.layout.cross_aisle_along(1) - begin;
        let cells = self.layout.cells_along();
        let mut parts: Option<(Parts, u32)> = None;
        let mut alone = NONE;
        for aisle in 0..self.layout.aisles_count() {
            let mut stops: Option<Stops> = None;
            let mut stop = |at: u32| match &mut stops {
                Some(stops) => {
                    stops.gap = stops.gap.max(at - stops.last);
                    stops.last = at;
                }
                None => {
                    stops = Some(Stops {
                        first: at,
                        last: at,
                        gap: 0,
                    });
                }
            };
            let mut home_at = (aisle == home).then_some(end.at);
            for bit in bits(picks.aisle(&self.words, aisle)) {
                let at = cells[bit] - begin;
                if let Some(end) = home_at.take_if(|end| *end <= at) {
                    stop(end);
                }
                stop(at);
            }
            if let Some(end) = home_at {
                stop(end);
            }
            let Some(stops) = stops else {
                continue;
            };
            let across = self.layout.aisle_across(aisle);
            parts = Some(match parts {
                None => {
                    alone = 2 * (stops.last - stops.first);
                    (Parts::first_aisle(&stops, length), across)
                }
                Some((parts, before)) => {
                    alone = NONE;
                    (parts.along(across - before).aisle(&stops, length), across)
                }
            });
        }
        let (parts, _) = parts?;
        let ends = parts.first_even.min(parts.last_even).min(parts.both_even);
        Some(ends.min(alone))
    }
}
