//! Routes on floors with one-way and blocked ways: against trying every order, and against the exact router where both
//! can plan.

use depo::planning::route::floor_map::{FloorMap, MapError, MapTour, OneWay, Stretch, Traffic};
use depo::planning::route::{Layout, Location, Regular, Router, Spot};
use depo::planning::{Effort, Ended, Flow, Progress, Random};

use crate::floor_graph::shortest_route;

const FAR: u64 = 1 << 40;

/// All distances (Floyd and Warshall).
fn distances(count: usize, ways: &[OneWay]) -> Vec<Vec<u64>> {
    let mut all = vec![vec![FAR; count]; count];
    for (place, row) in all.iter_mut().enumerate() {
        row[place] = 0;
    }
    for way in ways {
        let distance = &mut all[way.from as usize][way.to as usize];
        *distance = (*distance).min(u64::from(way.length));
    }
    for by in 0..count {
        for from in 0..count {
            for to in 0..count {
                all[from][to] = all[from][to].min(all[from][by] + all[by][to]);
            }
        }
    }
    all
}

/// The route walks along ways from start to end, past the picks in the order of its visits, and is as long as it says.
fn check_walk(ways: &[OneWay], start: u32, end: u32, picks: &[u32], tour: &MapTour) {
    let leg = |pair: &[u32]| {
        let between = ways.iter().filter(|way| [way.from, way.to] == *pair);
        let shortest = between.map(|way| u64::from(way.length)).min();
        shortest.expect("a way between neighbours of the path")
    };
    let length: u64 = tour.path.windows(2).map(leg).sum();
    assert_eq!(length, tour.length);
    assert_eq!(
        (tour.path.first(), tour.path.last()),
        (Some(&start), Some(&end))
    );
    let mut at = 0;
    for visit in &tour.visits {
        let ahead = tour.path[at..].iter().position(|place| place == visit);
        assert!(ahead.is_some(), "{visit} is not on the way");
        at += ahead.unwrap_or(0);
    }
    let mut asked = picks.to_vec();
    asked.sort_unstable();
    asked.dedup();
    let mut visited = tour.visits.clone();
    visited.sort_unstable();
    assert_eq!(visited, asked);
}

#[test]
fn routes_of_up_to_nine_picks_on_any_graph_are_the_shortest() {
    let mut without_way = 0;
    for seed in 0..1_500 {
        let mut random = Random::new(seed);
        let count = random.between(2, 14) as usize;
        let place = |random: &mut Random| random.below(count) as u32;
        let mut ways = Vec::new();
        for _ in 0..random.between(1, 50) {
            let way = OneWay {
                from: place(&mut random),
                to: place(&mut random),
                length: random.between(0, 30),
            };
            ways.push(way);
            if random.below(3) > 0 {
                let (from, to) = (way.to, way.from);
                ways.push(OneWay { from, to, ..way });
            }
        }
        let (start, end) = (place(&mut random), place(&mut random));
        let picks: Vec<u32> = (0..random.below(10)).map(|_| place(&mut random)).collect();
        let map = FloorMap::new(count, &ways).expect("a good map");
        let plan = map.plan(start, end, &picks, seed, &mut Effort::of_steps(0));
        let mut different = picks.clone();
        different.sort_unstable();
        different.dedup();
        let all = distances(count, &ways);
        let at = |from: u32, to: u32| all[from as usize][to as usize];
        let shortest = shortest_route(
            different.len(),
            |pick| at(start, different[pick]),
            |one, other| at(different[one], different[other]),
            |pick| at(different[pick], end),
            at(start, end),
        );
        if shortest >= FAR {
            assert!(matches!(plan, Err(MapError::NoWay { .. })), "{plan:?}");
            without_way += 1;
            continue;
        }
        let plan = plan.expect("a route");
        assert_eq!(plan.answer.length, shortest, "seed {seed}");
        assert_eq!(plan.ended, Ended::Proven);
        assert!(plan.naive_cost >= plan.cost);
        check_walk(&ways, start, end, &picks, &plan.answer);
    }
    assert!((100..1_400).contains(&without_way), "{without_way}");
}

fn layout(aisles: usize, block_cells: Vec<usize>) -> Layout {
    Layout::regular(&Regular {
        aisles,
        block_cells,
        aisle_pitch: 5,
        cell_pitch: 2,
        first_to_cell: 3,
        last_to_cell: 1,
        cross_aisle_width: 4,
    })
    .expect("a good floor")
}

#[test]
fn the_map_of_a_block_layout_has_the_same_routes() {
    for seed in 0..40 {
        let mut random = Random::new(seed);
        let blocks = random.between(1, 3) as usize;
        let layout = layout(random.between(1, 5) as usize, vec![4; blocks]);
        let map = FloorMap::of_layout(&layout, |_| Traffic::Both).expect("a good map");
        let (aisle, cross_aisle) = (0, blocks as u16);
        let depot = Spot::Crossing { aisle, cross_aisle };
        let mut router = Router::new(layout.clone(), depot, depot).expect("a good router");
        let picks: Vec<Location> = (0..random.below(9))
            .map(|_| Location {
                aisle: random.below(layout.aisles_count()) as u16,
                cell: random.below(layout.cells_count()) as u16,
            })
            .collect();
        let set = router.pick_set(picks.iter().copied()).expect("good picks");
        let number = |pick: &Location| FloorMap::location(&layout, *pick).expect("a place");
        let places: Vec<u32> = picks.iter().map(number).collect();
        let depot = FloorMap::crossing(&layout, aisle, cross_aisle).expect("a place");
        let plan = map.plan(depot, depot, &places, 1, &mut Effort::of_steps(0));
        let length = plan.expect("a route").answer.length;
        assert_eq!(length, u64::from(router.length(&set)), "seed {seed}");
    }
}

#[test]
fn one_way_and_blocked_aisles_are_respected() {
    let layout = layout(3, vec![4]);
    let at = |aisle: u16, cell: u16| {
        FloorMap::location(&layout, Location { aisle, cell }).expect("a place")
    };
    let depot = FloorMap::crossing(&layout, 0, 0).expect("a place");
    let route = |traffic: &dyn Fn(Stretch) -> Traffic, pick: u32| {
        let map = FloorMap::of_layout(&layout, traffic).expect("a good map");
        let plan = map.plan(depot, depot, &[pick], 1, &mut Effort::of_steps(0))?;
        Ok(plan.answer.length)
    };
    let aisle_of = |stretch: Stretch| match stretch {
        Stretch::ToCell(location) => Some(location.aisle),
        Stretch::ToCrossAisle { aisle, .. } => Some(aisle),
        Stretch::ToNextAisle { .. } => None,
    };
    // An aisle is 3 + 3 * 2 + 1 = 10 long.
    assert_eq!(route(&|_| Traffic::Both, at(1, 0)), Ok(2 * (5 + 3)));
    let one_way = |stretch| match aisle_of(stretch) {
        Some(1) => Traffic::Back,
        _ => Traffic::Both,
    };
    assert_eq!(route(&one_way, at(1, 0)), Ok(2 * (5 + 10)));
    let behind = Stretch::ToCell(Location { aisle: 1, cell: 2 });
    let blocked = |stretch| {
        if stretch == behind {
            Traffic::Blocked
        } else {
            Traffic::Both
        }
    };
    // Round by another aisle, in from the back as far as cell 2, and the same way out.
    assert_eq!(route(&blocked, at(1, 2)), Ok(2 * (10 + 5 + 3)));
    let closed = |stretch| match aisle_of(stretch) {
        Some(1) => Traffic::Blocked,
        _ => Traffic::Both,
    };
    let (from, to) = (depot, at(1, 2));
    assert_eq!(route(&closed, to), Err(MapError::NoWay { from, to }));
}

#[test]
fn long_routes_come_close_to_the_shortest_and_keep_to_the_effort() {
    let layout = layout(8, vec![10, 10]);
    let map = FloorMap::of_layout(&layout, |_| Traffic::Both).expect("a good map");
    let crossing = FloorMap::crossing(&layout, 0, 0).expect("a place");
    let depot = Spot::Crossing {
        aisle: 0,
        cross_aisle: 0,
    };
    let mut router = Router::new(layout.clone(), depot, depot).expect("a good router");
    for seed in 0..5 {
        let mut random = Random::new(seed);
        let picks: Vec<Location> = (0..30)
            .map(|_| Location {
                aisle: random.below(8) as u16,
                cell: random.below(20) as u16,
            })
            .collect();
        let set = router.pick_set(picks.iter().copied()).expect("good picks");
        let shortest = f64::from(router.length(&set));
        let number = |pick: &Location| FloorMap::location(&layout, *pick).expect("a place");
        let places: Vec<u32> = picks.iter().map(number).collect();
        let plan = |steps: u64| {
            let mut effort = Effort::of_steps(steps);
            let plan = map.plan(crossing, crossing, &places, seed, &mut effort);
            plan.expect("a route")
        };
        let (quick, long) = (plan(1), plan(1_000_000));
        assert!(long.cost <= 1.01 * shortest, "{} of {shortest}", long.cost);
        assert!(long.cost <= quick.cost && quick.cost <= quick.naive_cost);
        assert_eq!(long.ended, Ended::Spent);
        assert_eq!(plan(50_000), plan(50_000));
        let mut asked = 0;
        let mut watch = |_: Progress| {
            asked += 1;
            if asked == 3 {
                Flow::Stop
            } else {
                Flow::Continue
            }
        };
        let mut effort = Effort::watched(u64::MAX, 1_000, &mut watch);
        let stopped = map.plan(crossing, crossing, &places, seed, &mut effort);
        assert_eq!(stopped.expect("a route").ended, Ended::Stopped);
    }
}

#[test]
fn wrong_maps_and_places_are_refused() {
    let way = |from, to, length| OneWay { from, to, length };
    let refused = FloorMap::new(2, &[way(0, 2, 1)]);
    assert_eq!(refused, Err(MapError::NoSuchPlace(2)));
    let refused = FloorMap::new(2, &[way(0, 1, 1), way(0, 1, u32::MAX)]);
    assert_eq!(refused, Err(MapError::TooLong(1)));
    assert_eq!(FloorMap::new(200_001, &[]), Err(MapError::TooLarge));
    let map = FloorMap::new(600, &[]).expect("a good map");
    let plan = |start, end, picks: &[u32]| {
        let plan = map.plan(start, end, picks, 1, &mut Effort::of_steps(9));
        plan.map(|plan| plan.answer.length)
    };
    assert_eq!(plan(0, 0, &[]), Ok(0));
    assert_eq!(plan(600, 0, &[]), Err(MapError::NoSuchPlace(600)));
    assert_eq!(plan(0, 0, &[601]), Err(MapError::NoSuchPlace(601)));
    let all: Vec<u32> = (0..600).collect();
    assert_eq!(plan(0, 0, &all), Err(MapError::TooManyPicks));
    let (from, to) = (0, 1);
    assert_eq!(plan(from, to, &[]), Err(MapError::NoWay { from, to }));
}
