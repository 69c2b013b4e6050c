//! Routes through block layouts: as short as can be, and walkable.

use depo::planning::Random;
use depo::planning::route::{Layout, LayoutError, Location, Point, Regular, Router, Rule, Spot};

use crate::floor_graph::{FloorGraph, Place};
use crate::shared::shared;

/// A floor of a test, in the words of the layout and as plain numbers.
struct Floor {
    layout: Layout,
    aisles: Vec<u32>,
    cross_aisles: Vec<u32>,
    cells: Vec<u32>,
}

impl Floor {
    /// A small floor of so many blocks in irregular distances, some of them 0.
    fn random(random: &mut Random, blocks: usize) -> Self {
        let mut aisles = vec![0];
        for _ in 0..random.below(5) {
            aisles.push(aisles[aisles.len() - 1] + random.between(1, 9));
        }
        let mut cross_aisles = vec![0];
        let mut cells = Vec::new();
        let mut block_cells = Vec::new();
        let mut along = 0;
        for _ in 0..blocks {
            let mut list = Vec::new();
            for _ in 0..random.between(1, 4) {
                along += random.between(0, 5);
                list.push(u64::from(along));
                cells.push(along);
            }
            along += random.between(1, 5);
            cross_aisles.push(along);
            block_cells.push(list);
        }
        let long = |list: &[u32]| list.iter().map(|&at| u64::from(at)).collect::<Vec<u64>>();
        Floor {
            layout: Layout::new(&long(&aisles), &long(&cross_aisles), &block_cells)
                .expect("a good floor"),
            aisles,
            cross_aisles,
            cells,
        }
    }

    fn location(&self, random: &mut Random) -> Location {
        Location {
            aisle: random.below(self.aisles.len()) as u16,
            cell: random.below(self.cells.len()) as u16,
        }
    }

    fn spot(&self, random: &mut Random) -> (Spot, Place) {
        let aisle = random.below(self.aisles.len());
        let cross = random.below(self.cross_aisles.len());
        let width = self.aisles[self.aisles.len() - 1];
        let depth = self.cross_aisles[self.cross_aisles.len() - 1];
        let (aisle_number, cross_aisle) = (aisle as u16, cross as u16);
        match random.below(4) {
            0 => {
                let spot = Spot::Crossing {
                    aisle: aisle_number,
                    cross_aisle,
                };
                (spot, (self.aisles[aisle], self.cross_aisles[cross]))
            }
            1 => {
                let across = random.between(0, width);
                let spot = Spot::CrossAisle {
                    cross_aisle,
                    across,
                };
                (spot, (across, self.cross_aisles[cross]))
            }
            2 => {
                let along = random.between(0, depth);
                let spot = Spot::Aisle {
                    aisle: aisle_number,
                    along,
                };
                (spot, (self.aisles[aisle], along))
            }
            _ => {
                let location = self.location(random);
                (Spot::Cell(location), self.place(location))
            }
        }
    }

    fn place(&self, location: Location) -> Place {
        (
            self.aisles[usize::from(location.aisle)],
            self.cells[usize::from(location.cell)],
        )
    }

    /// Plans a route and holds it against the graph of the floor: walkable, past all picks, as short as can be.
    fn check(&self, router: &mut Router, ends: [(Spot, Place); 2], picks: &[Location]) {
        router.set_ends(ends[0].0, ends[1].0).expect("good ends");
        let set = router.pick_set(picks.iter().copied()).expect("good picks");
        let tour = router.tour(&set);
        let mut places: Vec<Place> = picks.iter().map(|pick| self.place(*pick)).collect();
        places.sort_unstable();
        places.dedup();
        let mut graph_places = places.clone();
        graph_places.extend(ends.map(|end| end.1));
        let graph = FloorGraph::new(&self.aisles, &self.cross_aisles, &graph_places);
        let shortest = graph.shortest(ends[0].1, ends[1].1, &places);
        let context = || format!("{:?} {ends:?} {picks:?} {tour:?}", self.layout);
        assert_eq!(u64::from(router.length(&set)), shortest, "{}", context());
        assert_eq!(u64::from(tour.length), shortest, "{}", context());
        let path: Vec<Place> = tour.path.iter().map(|p| (p.across, p.along)).collect();
        assert_eq!(graph.walk(&path), shortest, "{}", context());
        assert_eq!(path[0], ends[0].1, "{}", context());
        assert_eq!(path[path.len() - 1], ends[1].1, "{}", context());
        self.check_rules(router, &graph, ends, &places, picks, shortest);
        // The visits are all picks, once each, and the path comes past them in their order.
        let mut visited = tour.visits.clone();
        visited.sort_unstable();
        let mut asked = picks.to_vec();
        asked.sort_unstable();
        asked.dedup();
        assert_eq!(visited, asked, "{}", context());
        let mut at = 0;
        for visit in &tour.visits {
            let place = self.place(*visit);
            let ahead = path[at..].iter().position(|point| *point == place);
            assert!(ahead.is_some(), "{visit:?} is not on it: {}", context());
            at += ahead.unwrap_or(0);
        }
    }
}

impl Floor {
    /// The rules of thumb pass all picks, are as long as they say, and not shorter than the shortest.
    fn check_rules(
        &self,
        router: &mut Router,
        graph: &FloorGraph,
        ends: [(Spot, Place); 2],
        places: &[Place],
        picks: &[Location],
        shortest: u64,
    ) {
        let plan = router.plan(picks).expect("a plan");
        let set = router.pick_set(picks.iter().copied()).expect("good picks");
        let rules = [
            (Rule::SShape, plan.answer.s_shape),
            (Rule::LargestGap, plan.answer.largest_gap),
        ];
        for (rule, length) in rules {
            let path = router.rule_path(rule, &set);
            let path: Vec<Place> = path.iter().map(|p| (p.across, p.along)).collect();
            assert_eq!(graph.by_way_of(&path), u64::from(length), "{rule:?}");
            assert!(u64::from(length) >= shortest);
            assert!(places.iter().all(|place| path.contains(place)));
        }
        let mut given = vec![ends[0].1];
        given.extend(picks.iter().map(|pick| self.place(*pick)));
        given.push(ends[1].1);
        let expected = graph.by_way_of(&given);
        assert_eq!(u64::from(plan.answer.given_order), expected);
        assert_eq!(plan.cost, shortest as f64);
        assert_eq!(plan.naive_cost, f64::from(plan.answer.s_shape));
    }
}

/// Checks as many routes on each of some random floors of so many blocks.
fn check_random(blocks: usize, floors: u64, routes: usize, picks_max: usize) {
    for seed in 0..floors {
        let mut random = Random::new(seed * 8 + blocks as u64);
        let floor = Floor::random(&mut random, blocks);
        let start = floor.spot(&mut random);
        let mut router =
            Router::new(floor.layout.clone(), start.0, start.0).expect("a good router");
        for _ in 0..routes {
            let start = floor.spot(&mut random);
            let end = match random.below(2) {
                0 => start,
                _ => floor.spot(&mut random),
            };
            let picks: Vec<Location> = (0..random.below(picks_max + 1))
                .map(|_| floor.location(&mut random))
                .collect();
            floor.check(&mut router, [start, end], &picks);
        }
    }
}

#[test]
fn routes_of_one_block_are_the_shortest() {
    check_random(1, 100, 6, 7);
}

#[test]
fn routes_of_two_blocks_are_the_shortest() {
    check_random(2, 60, 10, 7);
}

#[test]
fn routes_of_three_blocks_are_the_shortest() {
    check_random(3, 30, 15, 7);
}

#[test]
fn routes_of_four_blocks_are_the_shortest() {
    check_random(4, 4, 30, 8);
}

#[test]
fn a_regular_floor_has_its_cells_where_they_belong() {
    let floor = |block_cells: Vec<usize>| {
        Layout::regular(&Regular {
            aisles: 3,
            block_cells,
            aisle_pitch: 5_000,
            cell_pitch: 1_000,
            first_to_cell: 1_500,
            last_to_cell: 1_250,
            cross_aisle_width: 3_000,
        })
        .expect("a good floor")
    };
    let one = floor(vec![4]);
    assert_eq!(one.cells_along(), [1_500, 2_500, 3_500, 4_500]);
    assert_eq!(one.cross_aisle_along(1), 5_750);
    let two = floor(vec![2, 2]);
    // Half a cell and half a cross-aisle of 3 m: 2 m on each side of its middle.
    assert_eq!(two.cells_along(), [1_500, 2_500, 6_500, 7_500]);
    assert_eq!(two.cross_aisle_along(1), 4_500);
    assert_eq!(two.cross_aisle_along(2), 8_750);
    let last = Location { aisle: 2, cell: 3 };
    let place = Point {
        across: 10_000,
        along: 7_500,
    };
    assert_eq!(two.point(last), Ok(place));
}

#[test]
fn the_rules_of_thumb_walk_as_their_names_say() {
    // Four aisles of ten metres, five apart.
    let places: Vec<u64> = (0..11).collect();
    let layout = Layout::new(&[0, 5, 10, 15], &[0, 10], &[places]).expect("a good floor");
    let depot = Spot::Crossing {
        aisle: 0,
        cross_aisle: 0,
    };
    let mut router = Router::new(layout, depot, depot).expect("a good router");
    let pick = |aisle: u16, cell: u16| Location { aisle, cell };
    let picks = [pick(0, 3), pick(1, 1), pick(1, 8), pick(2, 9), pick(3, 5)];
    let route = router.plan(&picks).expect("a plan").answer;
    // Four times through, three steps across and all of them back.
    assert_eq!(route.s_shape, 4 * 10 + 15 + 15);
    // Twice through; 2 and 1 from the back, 1 from the front.
    assert_eq!(route.largest_gap, 2 * 10 + 30 + 2 * (2 + 1 + 1));
    let odd = router.plan(&picks[..4]).expect("a plan").answer;
    // From the right: twice through, and only 3 m into the last aisle.
    assert_eq!(odd.s_shape, 2 * 10 + 2 * 3 + 20);
    assert_eq!(router.plan(&[]).expect("a plan").cost, 0.0);
}

#[test]
fn a_replanned_route_begins_where_the_picker_stands() {
    let cells: Vec<u64> = (1..10).collect();
    let layout = Layout::new(&[0, 5, 10], &[0, 10], &[cells]).expect("a good floor");
    let depot = Spot::Crossing {
        aisle: 0,
        cross_aisle: 0,
    };
    let mut router = Router::new(layout, depot, depot).expect("a good router");
    // The picker stands 6 m into aisle 1; one pick is left, an urgent one came in.
    let here = Spot::Aisle { aisle: 1, along: 6 };
    router.set_ends(here, depot).expect("good ends");
    let [left, urgent] = [(2, 1), (1, 7)].map(|(aisle, cell)| Location { aisle, cell });
    let plan = router.plan(&[left, urgent]).expect("a plan");
    assert_eq!(plan.answer.tour.visits, [urgent, left]);
    // On through aisle 1, back through aisle 2.
    assert_eq!(plan.cost, 4.0 + 5.0 + 10.0 + 10.0);
    assert_eq!(
        plan.answer.tour.path[0],
        Point {
            across: 5,
            along: 6
        }
    );
}

#[test]
fn wrong_floors_and_places_are_refused() {
    let check = |aisles: &[u64], cross_aisles: &[u64], blocks: &[Vec<u64>], error| {
        let refused = Layout::new(aisles, cross_aisles, blocks);
        assert_eq!(refused, Err(error));
    };
    check(&[], &[0, 9], &[vec![1]], LayoutError::Empty);
    check(&[0], &[0], &[], LayoutError::Empty);
    check(&[0], &[0, 9], &[vec![]], LayoutError::Empty);
    check(&[0, 0], &[0, 9], &[vec![1]], LayoutError::AislesOutOfOrder);
    check(&[1, 2], &[0, 9], &[vec![1]], LayoutError::AislesOutOfOrder);
    let disorder = LayoutError::CellsOutOfOrder(0);
    check(&[0], &[0, 9], &[vec![2, 1]], disorder);
    check(&[0], &[0, 9], &[vec![10]], disorder);
    check(&[0], &[0, 9, 10], &[vec![1]], disorder);
    check(&[0], &[0, 0], &[vec![0]], disorder);
    check(&[0, 1], &[0, u64::MAX], &[vec![1]], LayoutError::TooLarge);
    let many: Vec<u64> = (0..1_001).collect();
    check(&many, &[0, 9], &[vec![1]], LayoutError::TooManyAisles);
    check(
        &[0],
        &[0, 9_999],
        &[vec![1; 10_001]],
        LayoutError::TooManyCells,
    );
    let blocks = vec![vec![1]; 7];
    check(&[0], &[0, 9], &blocks, LayoutError::TooManyBlocks);

    let layout = Layout::new(&[0, 4], &[0, 9], &[vec![1]]).expect("a good floor");
    let good = Spot::Crossing {
        aisle: 0,
        cross_aisle: 0,
    };
    let across = Spot::CrossAisle {
        cross_aisle: 0,
        across: 5,
    };
    let along = Spot::Aisle {
        aisle: 1,
        along: 10,
    };
    for wrong in [across, along] {
        let refused = Router::new(layout.clone(), good, wrong).map(|_| ());
        assert_eq!(refused, Err(LayoutError::NoSuchSpot(wrong)));
    }
    let router = Router::new(layout, good, good).expect("a good router");
    let nowhere = Location { aisle: 1, cell: 1 };
    let refused = router.pick_set([nowhere]);
    assert_eq!(refused, Err(LayoutError::NoSuchLocation(nowhere)));
}

#[test]
fn public_cases_of_one_and_two_blocks_reach_the_optimum() {
    let Some(path) = shared("instances/picker-routing.jsonl") else {
        return;
    };
    let text = std::fs::read_to_string(path).expect("the instances");
    let mut count = 0;
    for line in text.lines() {
        let record: serde_json::Value = serde_json::from_str(line).expect("a record");
        for blocks in [1_usize, 2] {
            check_public(&record, blocks);
            count += 1;
        }
    }
    assert_eq!(count, 480);
}

/// One layout of a public record, walked in numbers of its own.
fn check_public(record: &serde_json::Value, blocks: usize) {
    let number = |field: &str| record[field].as_f64().expect("a number") as usize;
    let (aisles, cells) = (number("aisles"), number("cells"));
    let pitch = number("aisle_pitch") as u32;
    let layout = Layout::regular(&Regular {
        aisles,
        block_cells: vec![cells / blocks; blocks],
        aisle_pitch: pitch,
        cell_pitch: 1,
        first_to_cell: 1,
        last_to_cell: 1,
        cross_aisle_width: 1,
    })
    .expect("a good floor");
    let is_bottom = record["depot_location"] == "bottom";
    let depot = Spot::Crossing {
        aisle: number("depot_aisle") as u16,
        cross_aisle: if is_bottom { blocks as u16 } else { 0 },
    };
    let depth = (cells + blocks) as u32;
    let cross_aisles = match blocks {
        1 => vec![0, depth],
        _ => vec![0, depth / 2, depth],
    };
    let along = |cell: usize| (cell + 1 + usize::from(blocks == 2 && cell >= cells / 2)) as u32;
    let mut picks = Vec::new();
    let mut places = Vec::new();
    for pick in record["picks"].as_array().expect("picks") {
        let at = |i: usize| pick[i].as_u64().expect("a number") as usize;
        picks.push(Location {
            aisle: at(0) as u16,
            cell: at(1) as u16,
        });
        places.push((at(0) as u32 * pitch, along(at(1))));
    }
    let mut router = Router::new(layout, depot, depot).expect("a good router");
    let set = router.pick_set(picks.iter().copied()).expect("good picks");
    let tour = router.tour(&set);
    let field = ["optimum_one_block", "optimum_two_blocks"][blocks - 1];
    let optimum = record[field].as_f64().expect("an optimum");
    assert_eq!(f64::from(tour.length), optimum, "{}", record["name"]);
    let depot_place = (
        number("depot_aisle") as u32 * pitch,
        if is_bottom { depth } else { 0 },
    );
    places.push(depot_place);
    let across: Vec<u32> = (0..aisles as u32).map(|aisle| aisle * pitch).collect();
    let graph = FloorGraph::new(&across, &cross_aisles, &places);
    let path: Vec<Place> = tour.path.iter().map(|p| (p.across, p.along)).collect();
    assert_eq!(graph.walk(&path) as f64, optimum, "{}", record["name"]);
    assert_eq!((path[0], path[path.len() - 1]), (depot_place, depot_place));
    for place in places {
        assert!(path.contains(&place), "{}: {place:?}", record["name"]);
    }
}
