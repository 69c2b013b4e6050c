//! What a route saves: the walks of the rules of thumb that pickers follow without a plan, and the plan beside them.

use super::layout::{LayoutError, Location, Point};
use super::picks::PickSet;
use super::router::Router;
use super::tour::Tour;
use crate::planning::{Ended, Plan};

/// A rule of thumb. Both know no cross-aisles but the first and the last, and begin at the one nearer to the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Through every aisle with picks from end to end, in turns up and down; where that would end at the far side, into
    /// the last aisle as far as its last pick and back.
    SShape,
    /// Through the first and the last aisle with picks; into all others from both ends as far as the largest gap
    /// between picks (Hall 1993).
    LargestGap,
}

/// A shortest route and what it is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// The walk.
    pub tour: Tour,
    /// The length of the S-shape walk, in millimetres.
    pub s_shape: u32,
    /// The length of the largest-gap walk, in millimetres.
    pub largest_gap: u32,
    /// The length of the walk that takes the picks in the order in which they were given, in millimetres.
    pub given_order: u32,
}

impl Router {
    /// The shortest route past these picks; the naive plan is the S-shape walk. Costs are millimetres.
    ///
    /// A route is planned anew from its middle in the same way: [`Router::set_ends`] puts the start where the picker
    /// stands, and the picks are those not yet done, urgent new ones among them.
    pub fn plan(&mut self, picks: &[Location]) -> Result<Plan<Route>, LayoutError> {
        let set = self.pick_set(picks.iter().copied())?;
        let mut given = vec![self.start()];
        for pick in picks {
            given.push(self.layout().point(*pick)?);
        }
        given.push(self.end());
        let s_shape = self.path_length(&self.rule_path(Rule::SShape, &set));
        let largest_gap = self.path_length(&self.rule_path(Rule::LargestGap, &set));
        let tour = self.tour(&set);
        let cost = f64::from(tour.length);
        Ok(Plan {
            answer: Route {
                tour,
                s_shape,
                largest_gap,
                given_order: self.path_length(&given),
            },
            cost,
            naive_cost: f64::from(s_shape),
            bound: Some(cost),
            steps: 1,
            ended: Ended::Proven,
        })
    }

    /// The walk of a rule of thumb: the points at which it turns or picks, each to be reached by the shortest way from
    /// the one before.
    pub fn rule_path(&self, rule: Rule, picks: &PickSet) -> Vec<Point> {
        let mut aisles = self.picks_by_aisle(picks);
        let forth = self.rule_from(rule, &aisles);
        aisles.reverse();
        let back = self.rule_from(rule, &aisles);
        if self.path_length(&back) < self.path_length(&forth) {
            return back;
        }
        forth
    }

    /// The length of a walk by the shortest ways from point to point, in millimetres.
    fn path_length(&self, path: &[Point]) -> u32 {
        let pairs = path.windows(2);
        pairs.fold(0, |sum, pair| {
            self.layout.distance(pair[0], pair[1]).saturating_add(sum)
        })
    }

    /// The aisles with picks: where each is, and its picks along it, in order.
    fn picks_by_aisle(&self, picks: &PickSet) -> Vec<(u32, Vec<u32>)> {
        let mut aisles: Vec<(u32, Vec<u32>)> = Vec::new();
        let points = self.locations(picks);
        for point in points.filter_map(|location| self.layout.point(location).ok()) {
            match aisles.last_mut() {
                Some((across, along)) if *across == point.across => along.push(point.along),
                _ => aisles.push((point.across, vec![point.along])),
            }
        }
        aisles
    }

    /// The walk of a rule past aisles in this order.
    fn rule_from(&self, rule: Rule, aisles: &[(u32, Vec<u32>)]) -> Vec<Point> {
        let far = self.layout.cross_aisle_along(self.layout.blocks_count());
        let start = self.start();
        let sides = if start.along <= far / 2 {
            [0, far]
        } else {
            [far, 0]
        };
        let mut path = vec![start];
        match rule {
            Rule::SShape => s_shape(sides, aisles, &mut path),
            Rule::LargestGap => largest_gap(sides, aisles, &mut path),
        }
        path.push(self.end());
        path
    }
}

/// The picks of an aisle as points, in the order in which they are met from `side`.
fn from_side<'a>(
    side: u32,
    (across, along): &'a (u32, Vec<u32>),
) -> Box<dyn Iterator<Item = Point> + 'a> {
    let point = move |along: &u32| Point {
        across: *across,
        along: *along,
    };
    if side == 0 {
        Box::new(along.iter().map(point))
    } else {
        Box::new(along.iter().rev().map(point))
    }
}

fn through(from: u32, to: u32, aisle: &(u32, Vec<u32>), path: &mut Vec<Point>) {
    let at = |along: u32| Point {
        across: aisle.0,
        along,
    };
    path.push(at(from));
    path.extend(from_side(from, aisle));
    path.push(at(to));
}

fn s_shape([front, back]: [u32; 2], aisles: &[(u32, Vec<u32>)], path: &mut Vec<Point>) {
    for (number, aisle) in aisles.iter().enumerate() {
        let is_return = number + 1 == aisles.len() && number % 2 == 0;
        match (is_return, number % 2) {
            (true, _) => in_and_out(front, aisle, 0..aisle.1.len(), path),
            (false, 0) => through(front, back, aisle, path),
            (false, _) => through(back, front, aisle, path),
        }
    }
}

/// Into an aisle from a side, past the picks with these numbers as met from there, and back.
fn in_and_out(
    side: u32,
    aisle: &(u32, Vec<u32>),
    numbers: std::ops::Range<usize>,
    path: &mut Vec<Point>,
) {
    if numbers.is_empty() {
        return;
    }
    let mouth = Point {
        across: aisle.0,
        along: side,
    };
    path.push(mouth);
    path.extend(
        from_side(side, aisle)
            .skip(numbers.start)
            .take(numbers.len()),
    );
    path.push(mouth);
}

fn largest_gap([front, back]: [u32; 2], aisles: &[(u32, Vec<u32>)], path: &mut Vec<Point>) {
    let (first, middle, last) = match aisles {
        [] => return,
        [only] => return in_and_out(front, only, 0..only.1.len(), path),
        [first, middle @ .., last] => (first, middle, last),
    };
    through(front, back, first, path);
    for aisle in middle {
        let before = before_largest_gap(front, back, aisle);
        in_and_out(back, aisle, 0..aisle.1.len() - before, path);
    }
    through(back, front, last, path);
    for aisle in middle.iter().rev() {
        in_and_out(
            front,
            aisle,
            0..before_largest_gap(front, back, aisle),
            path,
        );
    }
}

/// How many picks of an aisle come before its largest gap, from the front.
fn before_largest_gap(front: u32, back: u32, aisle: &(u32, Vec<u32>)) -> usize {
    let mut at = vec![front];
    at.extend(from_side(front, aisle).map(|point| point.along));
    at.push(back);
    let gaps = at.windows(2).map(|pair| pair[0].abs_diff(pair[1]));
    let largest = gaps
        .enumerate()
        .max_by_key(|(number, gap)| (*gap, usize::MAX - number));
    largest.map_or(0, |(number, _)| number)
}
