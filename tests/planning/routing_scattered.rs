//! Routes that choose among the bins of an item: against trying every choice.

use depo::planning::route::{
    Demand, Layout, LayoutError, Location, Router, ScatteredError, ScatteredRoute, Spot, Why,
};
use depo::planning::{Effort, Ended, Random};

use crate::floor_graph::{FloorGraph, Place};

const AISLES: [u32; 4] = [0, 4, 9, 15];
const CROSS_AISLES: [u32; 3] = [0, 12, 24];
const CELLS: [u32; 6] = [2, 6, 10, 14, 18, 22];

fn router() -> Router {
    let long = |list: &[u32]| list.iter().map(|at| u64::from(*at)).collect::<Vec<u64>>();
    let blocks = [long(&CELLS[..3]), long(&CELLS[3..])];
    let layout = Layout::new(&long(&AISLES), &long(&CROSS_AISLES), &blocks).expect("a good floor");
    let depot = Spot::Crossing {
        aisle: 0,
        cross_aisle: 0,
    };
    Router::new(layout, depot, depot).expect("a good router")
}

fn place(location: Location) -> Place {
    (
        AISLES[usize::from(location.aisle)],
        CELLS[usize::from(location.cell)],
    )
}

fn location(random: &mut Random) -> Location {
    Location {
        aisle: random.below(AISLES.len()) as u16,
        cell: random.below(CELLS.len()) as u16,
    }
}

/// The shortest route past these locations with a charge for each stop, on the explicit graph.
fn cost_on_graph(locations: &[Location], stop: u64) -> u64 {
    let mut places: Vec<Place> = locations.iter().map(|at| place(*at)).collect();
    places.sort_unstable();
    places.dedup();
    let graph = FloorGraph::new(&AISLES, &CROSS_AISLES, &places);
    graph.shortest((0, 0), (0, 0), &places) + stop * places.len() as u64
}

/// Tries every set of bins of every demand.
fn least_cost(demands: &[Demand], chosen: &mut Vec<Location>, stop: u64) -> u64 {
    let Some((demand, rest)) = demands.split_first() else {
        return cost_on_graph(chosen, stop);
    };
    let mut least = u64::MAX;
    for bins in 0..1_usize << demand.bins.len() {
        let taken = demand.bins.iter().enumerate();
        let taken: Vec<_> = taken.filter(|(i, _)| bins >> i & 1 == 1).collect();
        let units: u32 = taken.iter().map(|(_, (_, units))| units).sum();
        if units >= demand.units {
            let before = chosen.len();
            chosen.extend(taken.iter().map(|(_, (location, _))| *location));
            least = least.min(least_cost(rest, chosen, stop));
            chosen.truncate(before);
        }
    }
    least
}

/// Every demand is covered from bins that hold as much, and the walk comes past all of them in order.
fn check_takes(demands: &[Demand], route: &ScatteredRoute) {
    for (number, demand) in demands.iter().enumerate() {
        let takes = route.takes.iter().filter(|take| take.demand == number);
        assert_eq!(
            takes.clone().map(|take| take.units).sum::<u32>(),
            demand.units
        );
        for take in takes {
            let holds = demand.bins.iter().filter(|(at, _)| *at == take.location);
            assert!(take.units <= holds.map(|(_, units)| units).sum());
        }
    }
    let mut order: Vec<Location> = route.takes.iter().map(|take| take.location).collect();
    order.dedup();
    assert_eq!(order, route.tour.visits);
}

#[test]
fn the_bins_of_small_orders_are_the_best_choice() {
    let mut router = router();
    for seed in 0..150 {
        let mut random = Random::new(seed);
        let demands: Vec<Demand> = (0..random.between(1, 3))
            .map(|_| {
                let mut bins: Vec<(Location, u32)> = (0..random.between(1, 3))
                    .map(|_| (location(&mut random), random.between(0, 5)))
                    .collect();
                bins.sort_unstable();
                bins.dedup_by_key(|bin| bin.0);
                let there: u32 = bins.iter().map(|bin| bin.1).sum();
                let units = random.between(0, there);
                Demand { units, bins }
            })
            .collect();
        let stop = random.between(0, 3);
        let plan = router.plan_scattered(&demands, stop, seed, &mut Effort::of_steps(100_000));
        let plan = plan.expect("a plan");
        let least = least_cost(&demands, &mut Vec::new(), u64::from(stop));
        assert_eq!(plan.cost, least as f64, "seed {seed}: {demands:?}");
        assert_eq!((plan.ended, plan.bound), (Ended::Proven, Some(plan.cost)));
        assert!(plan.naive_cost >= plan.cost);
        check_takes(&demands, &plan.answer);
        let visited = cost_on_graph(&plan.answer.tour.visits, u64::from(stop));
        assert_eq!(plan.cost, visited as f64);
    }
}

#[test]
fn a_short_search_answers_and_a_longer_one_is_no_worse() {
    let mut router = router();
    for seed in 0..10 {
        let mut random = Random::new(seed);
        let demands: Vec<Demand> = (0..12)
            .map(|_| Demand {
                units: 3,
                bins: (0..6).map(|_| (location(&mut random), 2)).collect(),
            })
            .collect();
        let mut plan = |steps: u64| {
            let plan = router.plan_scattered(&demands, 1, seed, &mut Effort::of_steps(steps));
            plan.expect("a plan")
        };
        let (quick, long) = (plan(1), plan(3_000));
        assert_eq!(quick.ended, Ended::Spent);
        assert!(long.cost <= quick.cost && quick.cost <= quick.naive_cost);
        check_takes(&demands, &quick.answer);
        check_takes(&demands, &long.answer);
        assert_eq!(plan(500), plan(500));
    }
}

#[test]
fn every_bin_has_its_reason() {
    let at = |aisle: u16, cell: u16| Location { aisle, cell };
    let demand = |units: u32, bins: &[(Location, u32)]| Demand {
        units,
        bins: bins.to_vec(),
    };
    let demands = [
        demand(1, &[(at(1, 2), 9)]),
        demand(1, &[(at(3, 0), 9), (at(1, 1), 9)]),
        demand(1, &[(at(3, 1), 9), (at(2, 0), 9)]),
    ];
    let plan = router().plan_scattered(&demands, 0, 1, &mut Effort::of_steps(1_000));
    let mut takes = plan.expect("a plan").answer.takes;
    takes.sort_by_key(|take| take.demand);
    let reasons: Vec<(Location, Why)> = takes.iter().map(|t| (t.location, t.why)).collect();
    // Into aisle 1 as far as its third cell and out: 2 * (4 + 10); the second cell lies on the way; aisle 2 is 5
    // further, its first cell 2 into it.
    let expected = [
        (at(1, 2), Why::Needed),
        (at(1, 1), Why::OnTheWay),
        (at(2, 0), Why::LeastDetour(2 * (5 + 2))),
    ];
    assert_eq!(reasons, expected);
}

#[test]
fn demands_that_cannot_be_met_are_refused() {
    let mut router = router();
    let mut refused = |units: u32, bins: Vec<(Location, u32)>| {
        let demands = [Demand { units, bins }];
        let plan = router.plan_scattered(&demands, 0, 1, &mut Effort::of_steps(9));
        plan.err()
    };
    let good = Location { aisle: 0, cell: 0 };
    let short = ScatteredError::Short {
        demand: 0,
        units: 4,
    };
    assert_eq!(refused(7, vec![(good, 3)]), Some(short));
    let nowhere = Location { aisle: 0, cell: 99 };
    let unknown = ScatteredError::Layout(LayoutError::NoSuchLocation(nowhere));
    assert_eq!(refused(1, vec![(nowhere, 3)]), Some(unknown));
    let many = vec![(good, u32::MAX); 51];
    assert_eq!(refused(1, many), Some(ScatteredError::TooMany));
    assert_eq!(refused(u32::MAX, vec![(good, u32::MAX); 3]), None);
}
