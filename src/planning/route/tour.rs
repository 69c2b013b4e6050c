//! From the lines that a shortest route uses to the walk: in which order, by which points.

use std::collections::BTreeMap;

use super::layout::{Location, Point};
use super::line::{Way, ways};
use super::picks::PickSet;
use super::router::{Router, Step};

/// A walk past all picks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tour {
    /// The picks in the order in which the walk first comes to them.
    pub visits: Vec<Location>,
    /// The walk from its start to its end: every two neighbours lie in one aisle or on one cross-aisle, and only turns
    /// and picks are named.
    pub path: Vec<Point>,
    /// Its length in millimetres.
    pub length: u32,
}

/// Stretches of the floor between points, each used once or twice.
#[derive(Default)]
struct Walk {
    numbers: BTreeMap<Point, usize>,
    points: Vec<Point>,
    /// Of each point, the stretches that begin or end there.
    at: Vec<Vec<usize>>,
    stretches: Vec<(usize, usize)>,
}

impl Walk {
    fn number(&mut self, point: Point) -> usize {
        *self.numbers.entry(point).or_insert_with(|| {
            self.points.push(point);
            self.at.push(Vec::new());
            self.points.len() - 1
        })
    }

    fn add(&mut self, from: Point, to: Point) {
        let (from, to) = (self.number(from), self.number(to));
        if from != to {
            self.at[from].push(self.stretches.len());
            self.at[to].push(self.stretches.len());
            self.stretches.push((from, to));
        }
    }

    /// The points of a walk from `start` that uses every stretch as it is there (Hierholzer 1873).
    fn from(mut self, start: Point) -> Vec<Point> {
        let start = self.number(start);
        let mut is_used = vec![false; self.stretches.len()];
        let mut open = vec![start];
        let mut walk = Vec::with_capacity(self.stretches.len() + 1);
        while let Some(&here) = open.last() {
            match self.at[here].pop() {
                Some(stretch) if is_used[stretch] => {}
                Some(stretch) => {
                    is_used[stretch] = true;
                    let (from, to) = self.stretches[stretch];
                    open.push(if from == here { to } else { from });
                }
                None => {
                    walk.push(self.points[here]);
                    open.pop();
                }
            }
        }
        walk.reverse();
        walk
    }
}

impl Router {
    /// The shortest route past all picks as a walk. It is as long as [`Router::length`] says.
    pub fn tour(&mut self, picks: &PickSet) -> Tour {
        let (effects, length) = self.effects(picks);
        let mut walk = Walk::default();
        let mut stops = Vec::new();
        for (step, effect) in effects {
            self.stops(picks, &self.work.aisles, step, &mut stops);
            let mut best: Option<Way> = None;
            let line_length = self.step_length(&self.work.aisles, step);
            ways(line_length, &stops, |way| {
                if way.effect == effect && best.is_none_or(|best| way.cost < best.cost) {
                    best = Some(way);
                }
            });
            let way = best.expect("the effect has a cost, so it has a way");
            let places = stops.iter().map(|stop| stop.at);
            let places: Vec<u32> = std::iter::once(0)
                .chain(places)
                .chain(std::iter::once(line_length))
                .collect();
            for (pair, uses) in places.windows(2).zip(way.uses(&stops)) {
                for _ in 0..uses {
                    walk.add(self.point_on(step, pair[0]), self.point_on(step, pair[1]));
                }
            }
        }
        // A walk that is there and back again the other way round is as long: it begins where it should.
        let path = walk.from(self.ends.list[0].point);
        let visits = self.visits(picks, &path);
        Tour {
            path: without_straights(path, &visits_points(self, &visits)),
            visits,
            length,
        }
    }

    /// A point of a line, so far from its first end.
    fn point_on(&self, step: Step, at: u32) -> Point {
        let aisles = &self.work.aisles;
        match step {
            Step::Aisle { column, block } => Point {
                across: self.layout.aisle_across(aisles[column]),
                along: self.layout.cross_aisle_along(block) + at,
            },
            Step::CrossAisle {
                column,
                cross_aisle,
            } => Point {
                across: self.layout.aisle_across(aisles[column]) + at,
                along: self.layout.cross_aisle_along(cross_aisle),
            },
        }
    }

    /// The picks in the order in which a path first comes to them.
    fn visits(&self, picks: &PickSet, path: &[Point]) -> Vec<Location> {
        let mut first_at: BTreeMap<Point, usize> = BTreeMap::new();
        for (number, point) in path.iter().enumerate() {
            first_at.entry(*point).or_insert(number);
        }
        let mut visits: Vec<(usize, Location)> = self
            .locations(picks)
            .filter_map(|location| {
                let point = self.layout.point(location).ok()?;
                Some((*first_at.get(&point)?, location))
            })
            .collect();
        visits.sort_unstable();
        visits.into_iter().map(|(_, location)| location).collect()
    }
}

fn visits_points(router: &Router, visits: &[Location]) -> Vec<Point> {
    let points = visits.iter();
    let mut points: Vec<Point> = points
        .filter_map(|location| router.layout.point(*location).ok())
        .collect();
    points.sort_unstable();
    points
}

/// Leaves out the points where a path goes straight on, except those to keep (sorted).
fn without_straights(path: Vec<Point>, keep: &[Point]) -> Vec<Point> {
    let mut turns: Vec<Point> = Vec::with_capacity(path.len());
    for (number, &point) in path.iter().enumerate() {
        let is_straight = match (turns.last(), path.get(number + 1)) {
            (Some(&before), Some(&after)) => {
                before.distance(point) + point.distance(after) == before.distance(after)
                    && (before.across == after.across || before.along == after.along)
            }
            _ => false,
        };
        if !is_straight || keep.binary_search(&point).is_ok() {
            turns.push(point);
        }
    }
    turns
}
