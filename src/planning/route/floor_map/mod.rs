//! Routes on floors that are no regular blocks: one-way and blocked aisles, odd plans.
//!
//! A [`FloorMap`] is a directed graph of places. The distances between start, picks and end are shortest paths
//! (Dijkstra 1959); over them the order is found exactly by dynamic programming over subsets up to
//! [`ROUTE_EXACT_PICKS_MAX`] picks (Held and Karp 1962), else by iterated local search with moves that suit ways that
//! are longer back than forth (`search`). Cost: a shortest-path tree per pick, and memory for a number per pair.
//!
//! Measured against the exact router on twenty aisles in two blocks: 200,000 steps come within 0.6 % for 40 picks and
//! 3.6 % for 80, two million within 0.1 % and 0.6 %; 200 picks stay some 10 % above.
//!
//! Rejected: a graph crate (`petgraph`, `pathfinding`). One function of it would be used; the sixty lines of `paths`
//! need no dependency and use their buffers again from pick to pick.

mod paths;
mod search;

use super::layout::{Layout, LayoutError, Location};
use crate::limits::{
    ROUTE_EXACT_PICKS_MAX, ROUTE_MAP_PICKS_MAX, ROUTE_MAP_PLACES_MAX,
    ROUTE_MAP_WAY_MILLIMETRES_MAX, ROUTE_MAP_WAYS_MAX,
};
use crate::planning::{Effort, Ended, Plan, Random};
use paths::Paths;
use search::{Costs, exact, search};

/// A way from one place to another, in this direction only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OneWay {
    /// The place from which, by its number.
    pub from: u32,
    /// The place to which.
    pub to: u32,
    /// How long the way is, in millimetres.
    pub length: u32,
}

/// How an aisle or cross-aisle may be walked between two neighbouring places of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Traffic {
    /// Both ways.
    Both,
    /// Only away from the first place: with growing numbers of aisles and cells.
    Forth,
    /// Only towards the first place.
    Back,
    /// Not at all.
    Blocked,
}

/// A stretch of a block layout, as [`FloorMap::of_layout`] asks for its traffic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stretch {
    /// Of an aisle, from the place before this cell (a cell or a cross-aisle) to the cell.
    ToCell(Location),
    /// Of an aisle, from the last cell before this cross-aisle to the cross-aisle.
    ToCrossAisle {
        /// The aisle, from 0.
        aisle: u16,
        /// The cross-aisle, from 1.
        cross_aisle: u16,
    },
    /// Of a cross-aisle, from this aisle to the next.
    ToNextAisle {
        /// The aisle, from 0.
        aisle: u16,
        /// The cross-aisle, from 0.
        cross_aisle: u16,
    },
}

/// Why a map or a route on it is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MapError {
    /// More than [`ROUTE_MAP_PLACES_MAX`] places or [`ROUTE_MAP_WAYS_MAX`] ways.
    TooLarge,
    /// A way longer than [`ROUTE_MAP_WAY_MILLIMETRES_MAX`]; its number.
    TooLong(usize),
    /// A way or route names a place that is not on the map.
    NoSuchPlace(u32),
    /// More than [`ROUTE_MAP_PICKS_MAX`] picks.
    TooManyPicks,
    /// No way leads from the first place to the second: open a blocked way, or leave out the pick.
    NoWay {
        /// From where.
        from: u32,
        /// To where.
        to: u32,
    },
}

/// Places and one-way ways between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FloorMap {
    /// Where the ways from each place begin in `ways`.
    starts: Vec<u32>,
    /// To which place, and how long.
    ways: Vec<(u32, u32)>,
}

/// A route on a map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MapTour {
    /// The picks in the order of the visit, each once.
    pub visits: Vec<u32>,
    /// All places that the route comes to, from its start to its end.
    pub path: Vec<u32>,
    /// Its length in millimetres.
    pub length: u64,
}

impl FloorMap {
    /// The map of places numbered from 0 and these ways.
    pub fn new(places_count: usize, ways: &[OneWay]) -> Result<Self, MapError> {
        if places_count > ROUTE_MAP_PLACES_MAX || ways.len() > ROUTE_MAP_WAYS_MAX {
            return Err(MapError::TooLarge);
        }
        let mut starts = vec![0_u32; places_count + 1];
        for (number, way) in ways.iter().enumerate() {
            let wrong = [way.from, way.to].into_iter();
            if let Some(place) = wrong.into_iter().find(|at| *at as usize >= places_count) {
                return Err(MapError::NoSuchPlace(place));
            }
            if way.length > ROUTE_MAP_WAY_MILLIMETRES_MAX {
                return Err(MapError::TooLong(number));
            }
            starts[way.from as usize + 1] += 1;
        }
        for place in 0..places_count {
            starts[place + 1] += starts[place];
        }
        let mut sorted: Vec<&OneWay> = ways.iter().collect();
        sorted.sort_by_key(|way| way.from);
        Ok(FloorMap {
            starts,
            ways: sorted.iter().map(|way| (way.to, way.length)).collect(),
        })
    }

    /// The map of a block layout in which every stretch has the traffic that `traffic` says.
    pub fn of_layout(
        layout: &Layout,
        traffic: impl Fn(Stretch) -> Traffic,
    ) -> Result<Self, MapError> {
        let column = layout.cells_count() + layout.blocks_count() + 1;
        if column.saturating_mul(layout.aisles_count()) > ROUTE_MAP_PLACES_MAX {
            return Err(MapError::TooLarge);
        }
        let mut ways = Vec::new();
        let mut add = |from: u32, to: u32, length: u32, stretch: Stretch| {
            let traffic = traffic(stretch);
            if matches!(traffic, Traffic::Both | Traffic::Forth) {
                ways.push(OneWay { from, to, length });
            }
            if matches!(traffic, Traffic::Both | Traffic::Back) {
                let (from, to) = (to, from);
                ways.push(OneWay { from, to, length });
            }
        };
        for aisle in 0..layout.aisles_count() as u16 {
            for block in 0..layout.blocks_count() {
                let mut before = map_crossing(layout, aisle, block);
                let mut at = layout.cross_aisle_along(block);
                for cell in layout.block_cells(block) {
                    let location = Location {
                        aisle,
                        cell: cell as u16,
                    };
                    let place = before + 1;
                    let along = layout.cells_along()[cell];
                    add(before, place, along - at, Stretch::ToCell(location));
                    (before, at) = (place, along);
                }
                let stretch = Stretch::ToCrossAisle {
                    aisle,
                    cross_aisle: block as u16 + 1,
                };
                let end = layout.cross_aisle_along(block + 1);
                add(before, before + 1, end - at, stretch);
            }
            if usize::from(aisle) + 1 == layout.aisles_count() {
                break;
            }
            let pitch = layout.aisle_across(usize::from(aisle) + 1)
                - layout.aisle_across(usize::from(aisle));
            for cross_aisle in 0..=layout.blocks_count() {
                let from = map_crossing(layout, aisle, cross_aisle);
                let stretch = Stretch::ToNextAisle {
                    aisle,
                    cross_aisle: cross_aisle as u16,
                };
                add(from, from + column as u32, pitch, stretch);
            }
        }
        FloorMap::new(column * layout.aisles_count(), &ways)
    }

    /// The number of a location's place on the map of its layout.
    pub fn location(layout: &Layout, location: Location) -> Result<u32, LayoutError> {
        if !layout.has(location) {
            return Err(LayoutError::NoSuchLocation(location));
        }
        let cell = usize::from(location.cell);
        let block =
            (0..layout.blocks_count()).find(|block| layout.block_cells(*block).contains(&cell));
        let block = block.ok_or(LayoutError::NoSuchLocation(location))?;
        let before = cell - layout.block_cells(block).start;
        Ok(map_crossing(layout, location.aisle, block) + 1 + before as u32)
    }

    /// The number of the place where an aisle meets a cross-aisle, on the map of their layout.
    pub fn crossing(layout: &Layout, aisle: u16, cross_aisle: u16) -> Result<u32, LayoutError> {
        let spot = super::Spot::Crossing { aisle, cross_aisle };
        layout.spot_point(spot)?;
        Ok(map_crossing(layout, aisle, usize::from(cross_aisle)))
    }

    /// How many places there are.
    pub fn places_count(&self) -> usize {
        self.starts.len() - 1
    }

    /// A short route from `start` past all picks to `end`: the shortest up to [`ROUTE_EXACT_PICKS_MAX`] different
    /// picks. The naive plan takes the picks as given (infinite where
    /// one-way ways do not allow that); costs are millimetres. One step of the effort is one place in a
    /// route that is tried for another pick.
    pub fn plan(
        &self,
        start: u32,
        end: u32,
        picks: &[u32],
        seed: u64,
        effort: &mut Effort<'_>,
    ) -> Result<Plan<MapTour>, MapError> {
        let picks = self.different(start, end, picks)?;
        let mut paths = Paths::new(self);
        let costs = Costs::new(&mut paths, start, end, &picks);
        let given: Vec<usize> = (0..picks.len()).collect();
        let (order, ended) = if picks.len() <= ROUTE_EXACT_PICKS_MAX {
            (exact(&costs), Ended::Proven)
        } else {
            let order = search(&costs, &mut Random::new(seed), effort);
            (order, effort.ended())
        };
        let visits: Vec<u32> = order.iter().map(|pick| picks[*pick]).collect();
        let mut path = vec![start];
        for to in visits.iter().copied().chain([end]) {
            let from = path[path.len() - 1];
            path.extend(paths.path(from, to)?);
        }
        let length = costs.length(&order).expect("each of its legs has a path");
        let naive_cost = costs
            .length(&given)
            .map_or(f64::INFINITY, |length| length as f64);
        Ok(Plan {
            answer: MapTour {
                visits,
                path,
                length,
            },
            cost: length as f64,
            naive_cost,
            bound: (ended == Ended::Proven).then_some(length as f64),
            steps: effort.steps(),
            ended,
        })
    }

    /// The picks, each once, in the order in which they are first named.
    fn different(&self, start: u32, end: u32, picks: &[u32]) -> Result<Vec<u32>, MapError> {
        let mut is_named = vec![false; self.places_count()];
        for place in [start, end] {
            is_named
                .get(place as usize)
                .ok_or(MapError::NoSuchPlace(place))?;
        }
        let mut different = Vec::new();
        for &pick in picks {
            let is_named = is_named
                .get_mut(pick as usize)
                .ok_or(MapError::NoSuchPlace(pick))?;
            if !std::mem::replace(is_named, true) {
                different.push(pick);
            }
        }
        if different.len() > ROUTE_MAP_PICKS_MAX {
            return Err(MapError::TooManyPicks);
        }
        Ok(different)
    }

    fn ways_from(&self, place: u32) -> &[(u32, u32)] {
        let place = place as usize;
        &self.ways[self.starts[place] as usize..self.starts[place + 1] as usize]
    }
}

/// The number of a crossing: aisle by aisle, its crossings and cells as they come along it.
fn map_crossing(layout: &Layout, aisle: u16, cross_aisle: usize) -> u32 {
    let column = layout.cells_count() + layout.blocks_count() + 1;
    let cells_before = match cross_aisle {
        0 => 0,
        _ => layout.block_cells(cross_aisle - 1).end,
    };
    (usize::from(aisle) * column + cells_before + cross_aisle) as u32
}
