//! Floors as explicit graphs: every place a node, every stretch between neighbours an edge. Shares no code with the
//! planners; shortest routes by trying everything that dynamic programming over subsets can tell apart.

use std::collections::{BTreeMap, BTreeSet};

/// Millimetres from the first aisle, and along the aisles.
pub type Place = (u32, u32);

const FAR: u64 = u64::MAX / 4;

#[derive(Default)]
pub struct FloorGraph {
    numbers: BTreeMap<Place, usize>,
    edges: Vec<BTreeMap<usize, u64>>,
}

impl FloorGraph {
    /// The graph of aisles at these places across, cross-aisles at these along, and further places on them.
    pub fn new(aisles: &[u32], cross_aisles: &[u32], places: &[Place]) -> Self {
        let mut graph = FloorGraph::default();
        let mut all: BTreeSet<Place> = places.iter().copied().collect();
        for &across in aisles {
            all.extend(cross_aisles.iter().map(|&along| (across, along)));
        }
        for (number, place) in all.iter().enumerate() {
            graph.numbers.insert(*place, number);
            graph.edges.push(BTreeMap::new());
        }
        for &across in aisles {
            let on: Vec<Place> = all.iter().copied().filter(|p| p.0 == across).collect();
            graph.chain(&on);
        }
        for &along in cross_aisles {
            let on: Vec<Place> = all.iter().copied().filter(|p| p.1 == along).collect();
            graph.chain(&on);
        }
        graph
    }

    fn chain(&mut self, on: &[Place]) {
        for pair in on.windows(2) {
            let length = u64::from(pair[0].0.abs_diff(pair[1].0) + pair[0].1.abs_diff(pair[1].1));
            let (a, b) = (self.numbers[&pair[0]], self.numbers[&pair[1]]);
            self.edges[a].insert(b, length);
            self.edges[b].insert(a, length);
        }
    }

    /// The distances from a place to all nodes.
    fn distances(&self, from: Place) -> Vec<u64> {
        let mut distances = vec![FAR; self.edges.len()];
        let mut open = BTreeSet::from([(0, self.numbers[&from])]);
        distances[self.numbers[&from]] = 0;
        while let Some((distance, node)) = open.pop_first() {
            for (&next, &length) in &self.edges[node] {
                if distance + length < distances[next] {
                    open.remove(&(distances[next], next));
                    distances[next] = distance + length;
                    open.insert((distances[next], next));
                }
            }
        }
        distances
    }

    /// The length of the shortest route from `start` past all picks to `end`.
    pub fn shortest(&self, start: Place, end: Place, picks: &[Place]) -> u64 {
        let from: Vec<Vec<u64>> = picks.iter().map(|pick| self.distances(*pick)).collect();
        let node = |place: &Place| self.numbers[place];
        shortest_route(
            picks.len(),
            |pick| from[pick][node(&start)],
            |one, other| from[one][node(&picks[other])],
            |pick| from[pick][node(&end)],
            self.distances(start)[node(&end)],
        )
    }

    /// The length of the walk by the shortest ways from place to place.
    pub fn by_way_of(&self, places: &[Place]) -> u64 {
        let pairs = places.windows(2);
        pairs
            .map(|pair| self.distances(pair[0])[self.numbers[&pair[1]]])
            .sum()
    }

    /// Walks a path; its length. Every two neighbours have to be joined by stretches in a straight line.
    pub fn walk(&self, path: &[Place]) -> u64 {
        let mut length = 0;
        for pair in path.windows(2) {
            let straight = pair[0].0.abs_diff(pair[1].0) + pair[0].1.abs_diff(pair[1].1);
            let is_straight = pair[0].0 == pair[1].0 || pair[0].1 == pair[1].1;
            assert!(is_straight, "no straight line in {pair:?}");
            let distance = self.distances(pair[0])[self.numbers[&pair[1]]];
            assert_eq!(distance, u64::from(straight), "no stretches along {pair:?}");
            length += distance;
        }
        length
    }
}

/// The shortest way from a start past all of `count` picks to an end (Held and Karp): `direct` where there are none.
pub fn shortest_route(
    count: usize,
    first: impl Fn(usize) -> u64,
    between: impl Fn(usize, usize) -> u64,
    last: impl Fn(usize) -> u64,
    direct: u64,
) -> u64 {
    if count == 0 {
        return direct;
    }
    let mut best = vec![vec![FAR; count]; 1 << count];
    for pick in 0..count {
        best[1 << pick][pick] = first(pick);
    }
    for done in 1..1_usize << count {
        for at in (0..count).filter(|at| done >> at & 1 == 1) {
            for next in (0..count).filter(|next| done >> next & 1 == 0) {
                let reached = best[done][at] + between(at, next);
                let after = &mut best[done | 1 << next][next];
                *after = (*after).min(reached);
            }
        }
    }
    (0..count)
        .map(|at| best[(1 << count) - 1][at] + last(at))
        .min()
        .expect("there is a pick")
}
