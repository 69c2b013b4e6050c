//! Shortest paths on a map (Dijkstra 1959).

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::{FloorMap, MapError};

const NOT_REACHED: u64 = u64::MAX;

/// Finds shortest paths on one map, with buffers that are used again.
pub(super) struct Paths<'a> {
    map: &'a FloorMap,
    /// The source of what the buffers hold.
    from: Option<u32>,
    distances: Vec<u64>,
    /// From where each place is reached.
    before: Vec<u32>,
    open: BinaryHeap<Reverse<(u64, u32)>>,
}

impl<'a> Paths<'a> {
    pub fn new(map: &'a FloorMap) -> Self {
        Paths {
            map,
            from: None,
            distances: vec![NOT_REACHED; map.places_count()],
            before: vec![0; map.places_count()],
            open: BinaryHeap::new(),
        }
    }

    /// How far it is from one place to another.
    pub fn distance(&mut self, from: u32, to: u32) -> Result<u64, MapError> {
        self.reach_from(from);
        match self.distances[to as usize] {
            NOT_REACHED => Err(MapError::NoWay { from, to }),
            distance => Ok(distance),
        }
    }

    /// The places of a shortest path, without the first.
    pub fn path(&mut self, from: u32, to: u32) -> Result<Vec<u32>, MapError> {
        self.distance(from, to)?;
        let mut path = Vec::new();
        let mut at = to;
        while at != from {
            path.push(at);
            at = self.before[at as usize];
        }
        path.reverse();
        Ok(path)
    }

    fn reach_from(&mut self, from: u32) {
        if self.from == Some(from) {
            return;
        }
        self.from = Some(from);
        self.distances.fill(NOT_REACHED);
        self.distances[from as usize] = 0;
        self.open.push(Reverse((0, from)));
        while let Some(Reverse((distance, place))) = self.open.pop() {
            if distance > self.distances[place as usize] {
                continue;
            }
            for &(to, length) in self.map.ways_from(place) {
                let reached = distance + u64::from(length);
                if reached < self.distances[to as usize] {
                    self.distances[to as usize] = reached;
                    self.before[to as usize] = place;
                    self.open.push(Reverse((reached, to)));
                }
            }
        }
    }
}
