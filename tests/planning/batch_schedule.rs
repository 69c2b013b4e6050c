//! Walks with due times: recounted, and against brute force over all batches, sequences and pickers.

use std::num::NonZeroU32;

use depo::planning::batch::schedule::{Due, Late, Pace, Schedule, Shift, ShiftFlaw, Timing};
use depo::planning::batch::{Batching, Cart, Load, Order};
use depo::planning::route::Location;
use depo::planning::{Effort, Ended, Plan};

use crate::batching::{fitting_sets, members, set_rounds, small_random, small_router};
use crate::random::Random;

fn pace(walk_mm_per_s: u32, cart_ms: u32, stop_ms: u32, unit_ms: u32) -> Pace {
    Pace {
        walk_mm_per_s: NonZeroU32::new(walk_mm_per_s).expect("somebody who walks"),
        cart_ms,
        stop_ms,
        unit_ms,
    }
}

/// What a walk takes, counted anew.
fn takes_ms(pace: &Pace, length_mm: u32, stops: u32, units: u64) -> u64 {
    let speed = u64::from(pace.walk_mm_per_s.get());
    let way = u64::from(length_mm) * 1_000;
    let way_ms = way / speed + u64::from(!way.is_multiple_of(speed));
    u64::from(pace.cart_ms)
        + way_ms
        + u64::from(stops) * u64::from(pace.stop_ms)
        + units * u64::from(pace.unit_ms)
}

fn late_by(due: Option<Due>, end_ms: u64) -> u64 {
    due.map_or(0, |due| {
        end_ms.saturating_sub(due.at_ms) * u64::from(due.weight)
    })
}

/// Fails where an order is missing or twice, a picker walks twice at once, a time or a reason is wrong.
fn check(orders: &[Order], shift: &Shift, dues: &[Option<Due>], plan: &Plan<Schedule>, name: &str) {
    let schedule = &plan.answer;
    let mut seen = vec![0; orders.len()];
    let mut free_ms = shift.free_ms.clone();
    let (mut work, mut lateness) = (0, 0);
    let mut start_before = 0;
    for (place, walk) in schedule.walks.iter().enumerate() {
        assert!(walk.start_ms >= start_before, "{name}: {walk:?}");
        start_before = walk.start_ms;
        assert!(walk.start_ms >= free_ms[walk.picker], "{name}: {walk:?}");
        free_ms[walk.picker] = walk.end_ms;
        let mut places: Vec<(u16, u16)> = Vec::new();
        for &order in &walk.batch.orders {
            seen[order] += 1;
            places.extend(
                orders[order]
                    .picks
                    .iter()
                    .map(|pick| (pick.aisle, pick.cell)),
            );
            lateness += late_by(dues[order], walk.end_ms);
            check_timing(&schedule.timings[order], dues[order], schedule, place, name);
        }
        places.sort_unstable();
        places.dedup();
        let units = walk
            .batch
            .orders
            .iter()
            .map(|order| orders[*order].load.units);
        let takes = takes_ms(
            &shift.pace,
            walk.batch.length_mm,
            places.len() as u32,
            units.sum(),
        );
        assert_eq!(walk.end_ms - walk.start_ms, takes, "{name}: {walk:?}");
        work += takes;
    }
    assert!(seen.iter().all(|times| *times == 1), "{name}: {seen:?}");
    assert_eq!(schedule.lateness_ms, lateness, "{name}");
    assert_eq!(plan.cost, work as f64, "{name}");
    assert!(schedule.lateness_bound_ms <= lateness, "{name}");
    let naive = (schedule.naive_lateness_ms, plan.naive_cost as u64);
    assert!((lateness, work) <= naive, "{name}: naive {naive:?}");
}

fn check_timing(timing: &Timing, due: Option<Due>, schedule: &Schedule, place: usize, name: &str) {
    let walk = &schedule.walks[place];
    match (timing, due) {
        (Timing::NotDue, None) => {}
        (Timing::InTime { spare_ms }, Some(due)) => {
            assert_eq!(walk.end_ms + spare_ms, due.at_ms, "{name}: {walk:?}");
        }
        (Timing::Late { late_ms, why }, Some(due)) => {
            assert!(*late_ms > 0, "{name}");
            assert_eq!(due.at_ms + late_ms, walk.end_ms, "{name}: {walk:?}");
            match why {
                Late::Unreachable { soonest_ms } => assert!(*soonest_ms > due.at_ms, "{name}"),
                Late::Behind { walks } => {
                    let before =
                        (0..place).filter(|other| schedule.walks[*other].picker == walk.picker);
                    assert!(walks.iter().copied().eq(before), "{name}: {walks:?}");
                }
            }
        }
        other => unreachable!("{name}: {other:?}"),
    }
}

/// All ways to walk on: the least lateness and, with it, the least work.
fn brute_force(
    left: usize,
    free_ms: &mut Vec<u64>,
    walk_ms: &[Option<u64>],
    dues: &[Option<Due>],
) -> (u64, u64) {
    if left == 0 {
        return (0, 0);
    }
    let mut best = (u64::MAX, u64::MAX);
    let mut walk = left;
    while walk > 0 {
        if let Some(takes_ms) = walk_ms[walk] {
            for picker in 0..free_ms.len() {
                free_ms[picker] += takes_ms;
                let end_ms = free_ms[picker];
                let late: u64 = members(walk)
                    .map(|order| late_by(dues[order], end_ms))
                    .sum();
                let (later, work) = brute_force(left & !walk, free_ms, walk_ms, dues);
                best = best.min((late + later, work + takes_ms));
                free_ms[picker] -= takes_ms;
            }
        }
        walk = (walk - 1) & left;
    }
    best
}

#[test]
fn brute_force_agrees_on_small_random_shifts() {
    let router = small_router();
    let mut late = 0;
    for seed in 0..120 {
        let name = format!("seed {seed}");
        let mut random = Random::new(seed);
        let (mut orders, cart) = small_random(&mut random);
        let mut below = |end: u64| random.next() % end;
        let pickers = 1 + below(3);
        orders.truncate(if pickers == 1 { 6 } else { 4 });
        let shift = Shift {
            pace: pace(
                700 + below(600) as u32,
                below(20_000) as u32,
                below(10_000) as u32,
                below(3_000) as u32,
            ),
            free_ms: (0..pickers).map(|_| below(60_000)).collect(),
        };
        let dues: Vec<Option<Due>> = orders
            .iter()
            .map(|_| {
                (below(5) > 0).then(|| Due {
                    at_ms: below(250_000),
                    weight: below(4) as u16,
                })
            })
            .collect();
        let batching = Batching::new(&router, &orders, cart).expect("every order fits");
        let plan = batching
            .schedule(&shift, &dues, seed, &mut Effort::of_steps(200_000))
            .expect("a shift");
        check(&orders, &shift, &dues, &plan, &name);
        assert_eq!(plan.ended, Ended::Proven, "{name}");
        let fits = fitting_sets(&orders, &cart);
        let rounds = set_rounds(&orders);
        let walk_ms: Vec<Option<u64>> = (0..fits.len())
            .map(|set| {
                let units = members(set).map(|order| orders[order].load.units).sum();
                let (length_mm, stops) = rounds[set];
                fits[set].then(|| takes_ms(&shift.pace, length_mm, stops, units))
            })
            .collect();
        let best = brute_force(fits.len() - 1, &mut shift.free_ms.clone(), &walk_ms, &dues);
        let found = (plan.answer.lateness_ms, plan.cost as u64);
        assert_eq!(found, best, "{name}: {plan:?}");
        late += u32::from(best.0 > 0);
    }
    assert!((20..100).contains(&late), "late in {late} of 120");
}

/// Orders cut into walks by chance, walked by pickers as they are free: whoever plans can be in time, too.
fn planted(
    random: &mut Random,
    count: usize,
    slack_ms: u64,
) -> (Vec<Order>, Cart, Shift, Vec<Option<Due>>) {
    let mut below = |end: u64| random.next() % end;
    let orders: Vec<Order> = (0..count)
        .map(|_| Order {
            picks: (0..1 + below(4))
                .map(|_| Location {
                    aisle: below(4) as u16,
                    cell: below(6) as u16,
                })
                .collect(),
            load: Load {
                units: 1 + below(5),
                ..Load::default()
            },
        })
        .collect();
    let cart = Cart::of_units(20);
    let shift = Shift {
        pace: pace(1_000, 30_000, 5_000, 2_000),
        free_ms: vec![0, 0, 120_000],
    };
    let batching = Batching::new(&small_router(), &orders, cart).expect("every order fits");
    let mut free_ms = shift.free_ms.clone();
    let mut dues = vec![None; count];
    for first in (0..count).step_by(4) {
        let batch: Vec<usize> = (first..count.min(first + 4)).collect();
        let mut places: Vec<Location> = Vec::new();
        batch
            .iter()
            .for_each(|order| places.extend(&orders[*order].picks));
        places.sort_by_key(|place| (place.aisle, place.cell));
        places.dedup();
        let units = batch.iter().map(|order| orders[*order].load.units).sum();
        let takes = takes_ms(
            &shift.pace,
            batching.length_mm(&batch),
            places.len() as u32,
            units,
        );
        let picker = (0..3).min_by_key(|picker| free_ms[*picker]).expect("three");
        free_ms[picker] += takes;
        for order in batch {
            dues[order] = Some(Due {
                at_ms: free_ms[picker] + below(slack_ms),
                weight: 1,
            });
        }
    }
    (orders, cart, shift, dues)
}

#[test]
fn no_due_time_is_missed_where_a_plan_is_in_time() {
    let mut naive_late = 0;
    for seed in 0..4 {
        let (orders, cart, shift, dues) = planted(&mut Random::new(seed), 40, 60_000);
        let batching = Batching::new(&small_router(), &orders, cart).expect("every order fits");
        let plan = batching
            .schedule(&shift, &dues, seed, &mut Effort::of_steps(300_000))
            .expect("a shift");
        let name = format!("seed {seed}");
        check(&orders, &shift, &dues, &plan, &name);
        assert_eq!(plan.answer.lateness_ms, 0, "{name}");
        naive_late += u32::from(plan.answer.naive_lateness_ms > 0);
    }
    assert!(naive_late > 0, "filling carts by due time would do");
}

#[test]
fn of_two_orders_that_cannot_both_be_in_time_the_weightier_goes_first() {
    let order = |aisle| Order {
        picks: vec![Location { aisle, cell: 0 }],
        load: Load {
            units: 1,
            ..Load::default()
        },
    };
    let orders = [order(3), order(3)];
    let batching = Batching::new(&small_router(), &orders, Cart::of_units(1)).expect("orders");
    let shift = |pickers| Shift {
        pace: pace(1_000, 0, 0, 0),
        free_ms: vec![0; pickers],
    };
    // To the last aisle and back: 2 x (3 aisles of 3 m, 5 cells of 1 m and 1.5 m), at a metre a second.
    let walk_ms = 31_000;
    let due = |weight| {
        Some(Due {
            at_ms: walk_ms,
            weight,
        })
    };
    let schedule = |pickers, dues: &[Option<Due>]| {
        let plan = batching.schedule(&shift(pickers), dues, 1, &mut Effort::of_steps(1_000));
        plan.expect("a shift").answer
    };
    let alone = schedule(1, &[due(1), due(2)]);
    assert_eq!(alone.lateness_ms, walk_ms);
    assert_eq!(alone.timings[1], Timing::InTime { spare_ms: 0 });
    let why = Late::Behind { walks: vec![0] };
    assert_eq!(
        alone.timings[0],
        Timing::Late {
            late_ms: walk_ms,
            why
        }
    );
    assert_eq!(schedule(2, &[due(1), due(2)]).lateness_ms, 0);
    let soon = Some(Due {
        at_ms: 1_000,
        weight: 1,
    });
    let why = Late::Unreachable {
        soonest_ms: walk_ms,
    };
    assert_eq!(
        schedule(2, &[soon, None]).timings,
        [
            Timing::Late {
                late_ms: walk_ms - 1_000,
                why
            },
            Timing::NotDue
        ]
    );
}

#[test]
fn a_shift_that_cannot_be_planned_is_said() {
    let orders = [Order {
        picks: Vec::new(),
        load: Load::default(),
    }];
    let batching = Batching::new(&small_router(), &orders, Cart::of_units(1)).expect("an order");
    let flaw = |free_ms: Vec<u64>, dues: &[Option<Due>]| {
        let pace = pace(1_000, 0, 0, 0);
        let shift = Shift { pace, free_ms };
        let plan = batching.schedule(&shift, dues, 1, &mut Effort::of_steps(10));
        plan.err()
    };
    assert_eq!(flaw(vec![0], &[None]), None);
    assert_eq!(flaw(vec![], &[None]), Some(ShiftFlaw::NoPickers));
    assert_eq!(
        flaw(vec![0; 201], &[None]),
        Some(ShiftFlaw::TooManyPickers { pickers: 201 })
    );
    assert_eq!(
        flaw(vec![0], &[]),
        Some(ShiftFlaw::OtherOrders { orders: 1, dues: 0 })
    );
    assert_eq!(
        flaw(vec![u64::MAX], &[None]),
        Some(ShiftFlaw::TooFarAhead { at_ms: u64::MAX })
    );
}
