//! Allocation against brute force that hands out every unit in every way, and a checker that recounts.

use chrono::NaiveDate;
use depo::planning::allocation::{
    Aim, Allocation, Allocator, Completion, Criterion, Decision, Lane, Order, OrderFault,
    OrderLine, Reason, Stock, Terms, WhyNot, redecide,
};
use depo::planning::{Effort, Random};
use depo::trade::quantity::Amount;

use super::allocation_made::{day, made_queue};

/// What a split is worth, less being better: lacking units, lateness, then the criteria.
type Worth = (u32, bool, Vec<i64>);

/// The worth of a split, counted from what each warehouse sends of each line.
fn worth(order: &Order, sent: &[Vec<u32>]) -> Worth {
    let mut lacking = 0;
    for (line, wanted) in order.lines().iter().enumerate() {
        lacking += wanted.units - sent.iter().map(|row| row[line]).sum::<u32>();
    }
    let (mut parcels, mut cost, mut ranks) = (0, 0, 0);
    let mut last = day(-100_000);
    for (warehouse, row) in sent.iter().enumerate() {
        if row.iter().all(|units| *units == 0) {
            continue;
        }
        let lane = order.lane(warehouse).expect("sends only where a lane is");
        parcels += 1;
        cost += lane.parcel.get();
        ranks += i64::from(order.rank(warehouse));
        last = last.max(lane.arrives);
        for (line, units) in order.lines().iter().zip(row) {
            let unit = lane.unit.get() + lane.kilogram.get() * i64::from(line.unit_grams) / 1_000;
            cost += unit * i64::from(*units);
        }
    }
    let value = |criterion: &Criterion| match criterion {
        Criterion::Parcels => parcels,
        Criterion::Cost => cost,
        Criterion::Promise => (last - day(-100_000)).num_days(),
        Criterion::Priority => ranks,
    };
    let late = order.terms().wanted_by.is_some_and(|wanted| last > wanted);
    (
        lacking,
        late,
        order.terms().criteria.iter().map(value).collect(),
    )
}

/// The least worth over all ways to hand out the units from line `line`, warehouse `warehouse` on.
fn brute(
    order: &Order,
    stock: &Stock,
    sent: &mut Vec<Vec<u32>>,
    (line, warehouse): (usize, usize),
    best: &mut Option<Worth>,
) {
    if line == order.lines().len() {
        let parcels = sent.iter().filter(|row| row.iter().any(|u| *u > 0)).count();
        if parcels <= order.terms().parcels_max {
            let found = worth(order, sent);
            if best.as_ref().is_none_or(|least| found < *least) {
                *best = Some(found);
            }
        }
        return;
    }
    if warehouse == stock.warehouses() {
        return brute(order, stock, sent, (line + 1, 0), best);
    }
    let given: u32 = sent.iter().map(|row| row[line]).sum();
    let there = match order.lane(warehouse) {
        Some(_) => stock.units(order.lines()[line].sku, warehouse),
        None => 0,
    };
    for units in 0..=there.min(order.lines()[line].units - given) {
        sent[warehouse][line] = units;
        brute(order, stock, sent, (line, warehouse + 1), best);
    }
    sent[warehouse][line] = 0;
}

fn sent_by(order: &Order, stock: &Stock, allocation: &Allocation) -> Vec<Vec<u32>> {
    let mut sent = vec![vec![0; order.lines().len()]; stock.warehouses()];
    for parcel in &allocation.parcels {
        for (sku, units) in &parcel.contents {
            let line = order.lines().iter().position(|line| line.sku == *sku);
            sent[parcel.warehouse][line.expect("an item of the order")] += units;
            assert!(stock.units(*sku, parcel.warehouse) >= *units);
        }
    }
    sent
}

fn small_case(random: &mut Random) -> (Order, Stock) {
    let warehouses = 1 + random.below(8);
    let skus = 1 + random.below(if warehouses > 4 { 2 } else { 3 });
    let mut stock = Stock::empty(warehouses, skus).expect("few warehouses");
    let mut lanes = Vec::new();
    let mut ranks = Vec::new();
    let most = if warehouses > 5 { 2 } else { 3 };
    for warehouse in 0..warehouses {
        for sku in 0..skus {
            stock.set(sku, warehouse, random.below(most) as u32);
        }
        ranks.push(random.below(4) as u16);
        // Whole tenths, so that a thousandth of grams times price is exact.
        lanes.push((random.below(8) > 0).then(|| Lane {
            parcel: Amount::new(random.below(40) as i64 * 1_000),
            unit: Amount::new(random.below(4) as i64 * 1_000),
            kilogram: Amount::new(random.below(5) as i64 * 1_000),
            arrives: day(random.below(4) as i64),
        }));
    }
    let lines: Vec<OrderLine> = (0..skus)
        .map(|sku| OrderLine {
            sku,
            units: 1 + random.below(3) as u32,
            unit_grams: random.below(3) as u32 * 1_000,
        })
        .collect();
    let mut criteria = Terms::default().criteria;
    random.shuffle(&mut criteria);
    let terms = Terms {
        criteria,
        completion: *random.one_of(&[Completion::AsAvailable, Completion::ShipComplete]),
        parcels_max: 1 + random.below(warehouses + 1),
        wanted_by: (random.below(2) == 0).then(|| day(random.below(4) as i64)),
        ranks,
    };
    let order = Order::new(&lines, lanes, terms).expect("a sound order");
    (order, stock)
}

#[test]
fn every_order_is_split_as_well_as_brute_force_does() {
    let mut allocator = Allocator::default();
    let (mut whole, mut part, mut held) = (0, 0, 0);
    for seed in 0..3_000 {
        let (order, stock) = small_case(&mut Random::new(seed));
        let allocation = allocator.decide(&order, &stock);
        let sent = sent_by(&order, &stock, &allocation);
        let mut nothing = vec![vec![0; order.lines().len()]; stock.warehouses()];
        let mut best = None;
        brute(&order, &stock, &mut nothing, (0, 0), &mut best);
        let best = best.expect("sending nothing is always possible");
        if allocation.decision == Decision::Held {
            assert!(best.0 > 0, "seed {seed}: held without need");
            assert_eq!(order.terms().completion, Completion::ShipComplete);
            assert!(allocation.parcels.is_empty());
            held += 1;
            continue;
        }
        let found = worth(&order, &sent);
        if allocation.parcels.is_empty() {
            assert_eq!(found.0, best.0, "seed {seed}");
        } else {
            assert_eq!(found, best, "seed {seed}");
        }
        let cost = order
            .terms()
            .criteria
            .iter()
            .position(|c| *c == Criterion::Cost);
        assert_eq!(allocation.cost.get(), found.2[cost.expect("a permutation")]);
        match allocation.decision {
            Decision::Whole => whole += 1,
            _ => part += 1,
        }
    }
    assert!(
        whole > 500 && part > 300 && held > 300,
        "{whole} {part} {held}"
    );
}

#[test]
fn the_choice_is_explained() {
    // B sends both pieces of item 7; A lacks 2 of it; C would be dearer; D does not send there; E arrives later.
    let mut stock = Stock::empty(5, 8).expect("few warehouses");
    for (warehouse, units) in [(0, 1), (1, 3), (2, 3), (3, 3), (4, 3)] {
        stock.set(7, warehouse, units);
    }
    let lane = |parcel: i64, arrives| {
        Some(Lane {
            parcel: Amount::new(parcel * Amount::UNIT),
            unit: Amount::ZERO,
            kilogram: Amount::ZERO,
            arrives: day(arrives),
        })
    };
    let lanes = vec![lane(4, 1), lane(5, 2), lane(6, 2), None, lane(5, 4)];
    let line = OrderLine {
        sku: 7,
        units: 3,
        unit_grams: 100,
    };
    let order = Order::new(&[line], lanes, Terms::default()).expect("a sound order");
    let mut allocator = Allocator::default();
    let allocation = allocator.decide(&order, &stock);
    assert_eq!(allocation.promised, Some(day(2)));
    let reasons = allocator.reasons(&order, &stock, &allocation);
    let not = |warehouse, why| Reason::NotAlone { warehouse, why };
    let expected = [
        Reason::Sends {
            warehouse: 1,
            arrives: day(2),
        },
        not(0, WhyNot::Lacks { sku: 7, units: 2 }),
        not(
            2,
            WhyNot::Dearer {
                by: Amount::new(Amount::UNIT),
            },
        ),
        not(3, WhyNot::NoLane),
        not(4, WhyNot::Later { days: 2 }),
    ];
    assert_eq!(reasons, expected);
}

#[test]
fn an_order_that_cannot_be_is_refused() {
    let line = OrderLine {
        sku: 0,
        units: 1,
        unit_grams: 1,
    };
    let lane = Lane {
        parcel: Amount::new(-1),
        unit: Amount::ZERO,
        kilogram: Amount::ZERO,
        arrives: NaiveDate::MIN,
    };
    let refused = |lines: &[OrderLine], lanes, terms| Order::new(lines, lanes, terms).err();
    let none = || refused(&[], vec![], Terms::default());
    assert_eq!(none(), Some(OrderFault::NoLine));
    assert_eq!(
        refused(&[OrderLine { units: 0, ..line }], vec![], Terms::default()),
        Some(OrderFault::NoUnit { line: 0 })
    );
    assert_eq!(
        refused(&[line], vec![None, Some(lane)], Terms::default()),
        Some(OrderFault::PriceOutOfRange { warehouse: 1 })
    );
    let twice = Terms {
        criteria: [Criterion::Cost; 4],
        ..Terms::default()
    };
    assert_eq!(
        refused(&[line], vec![], twice),
        Some(OrderFault::CriterionTwice {
            criterion: Criterion::Cost
        })
    );
    let most = OrderLine {
        units: u32::MAX,
        ..line
    };
    assert_eq!(
        refused(&[most, most], vec![], Terms::default()),
        Some(OrderFault::TooManyUnits)
    );
}

/// No more than the stock is taken, and every order has the units and the day that it had.
fn check_queue(stock: &Stock, orders: &[Order], answer: &[Allocation]) -> (usize, i64) {
    let mut allocator = Allocator::default();
    let mut left = stock.clone();
    let mut taken = vec![0_u32; stock.skus() * stock.warehouses()];
    let (mut parcels, mut cost) = (0, 0);
    for (order, allocation) in orders.iter().zip(answer) {
        let first = allocator.decide_and_take(order, &mut left);
        assert_eq!(first.lacking, allocation.lacking);
        assert_eq!(first.decision, allocation.decision);
        assert!(allocation.promised <= first.promised);
        let sent = sent_by(order, stock, allocation);
        let counted = worth(order, &sent);
        let lacking: u32 = first.lacking.iter().map(|(_, units)| units).sum();
        if first.decision != Decision::Held {
            assert_eq!(counted.0, lacking);
        }
        for parcel in &allocation.parcels {
            parcels += 1;
            cost += parcel.cost.get();
            for (sku, units) in &parcel.contents {
                taken[sku * stock.warehouses() + parcel.warehouse] += units;
            }
        }
    }
    for (place, taken) in taken.iter().enumerate() {
        let there = stock.units(place / stock.warehouses(), place % stock.warehouses());
        assert!(*taken <= there, "place {place} gave {taken} of {there}");
    }
    (parcels, cost)
}

/// The fewest parcels for all orders together, by trying every subset for each order and every filling.
fn brute_queue(orders: &[Order], stock: &mut Stock, at: usize, so_far: usize, best: &mut usize) {
    if so_far >= *best {
        return;
    }
    if at == orders.len() {
        *best = so_far;
        return;
    }
    let mut sent = vec![vec![0; orders[at].lines().len()]; stock.warehouses()];
    every_filling(orders, stock, at, so_far, best, &mut sent, (0, 0));
}

fn every_filling(
    orders: &[Order],
    stock: &mut Stock,
    at: usize,
    so_far: usize,
    best: &mut usize,
    sent: &mut Vec<Vec<u32>>,
    (line, warehouse): (usize, usize),
) {
    let lines = orders[at].lines();
    if line == lines.len() {
        let parcels = sent.iter().filter(|row| row.iter().any(|u| *u > 0)).count();
        return brute_queue(orders, stock, at + 1, so_far + parcels, best);
    }
    let given: u32 = sent.iter().map(|row| row[line]).sum();
    let missing = lines[line].units - given;
    if warehouse == stock.warehouses() {
        if missing == 0 {
            every_filling(orders, stock, at, so_far, best, sent, (line + 1, 0));
        }
        return;
    }
    let sku = lines[line].sku;
    let there = stock.units(sku, warehouse);
    for units in 0..=there.min(missing) {
        sent[warehouse][line] = units;
        stock.set(sku, warehouse, there - units);
        every_filling(orders, stock, at, so_far, best, sent, (line, warehouse + 1));
    }
    stock.set(sku, warehouse, there);
    sent[warehouse][line] = 0;
}

#[test]
fn a_small_queue_is_decided_as_well_as_brute_force_does() {
    let (mut optimal, mut cases) = (0, 0);
    for seed in 0..300 {
        let mut random = Random::new(seed);
        let mut stock = Stock::empty(3, 3).expect("few warehouses");
        for sku in 0..3 {
            for warehouse in 0..3 {
                stock.set(sku, warehouse, random.below(3) as u32);
            }
        }
        let lane = Lane {
            parcel: Amount::new(Amount::UNIT),
            unit: Amount::ZERO,
            kilogram: Amount::ZERO,
            arrives: day(1),
        };
        let order = |random: &mut Random| {
            let lines: Vec<OrderLine> = (0..3)
                .filter(|sku| *sku == 0 || random.below(2) == 0)
                .map(|sku| OrderLine {
                    sku,
                    units: 1,
                    unit_grams: 0,
                })
                .collect();
            Order::new(&lines, vec![Some(lane); 3], Terms::default()).expect("a sound order")
        };
        let orders: Vec<Order> = (0..4).map(|_| order(&mut random)).collect();
        let mut effort = Effort::of_steps(20_000);
        let plan = redecide(&stock, &orders, Aim::FewestParcels, seed, &mut effort);
        let plan = plan.expect("a short queue");
        let (parcels, _) = check_queue(&stock, &orders, &plan.answer);
        assert_eq!(plan.cost, parcels as f64);
        assert!(plan.cost <= plan.naive_cost);
        if plan
            .answer
            .iter()
            .any(|one| one.decision != Decision::Whole)
        {
            continue;
        }
        cases += 1;
        let mut best = usize::MAX;
        brute_queue(&orders, &mut stock.clone(), 0, 0, &mut best);
        assert!(plan.bound.expect("a bound") <= best as f64, "seed {seed}");
        assert!(best <= parcels);
        optimal += usize::from(best == parcels);
    }
    assert!(cases > 50, "only {cases} cases had stock for all");
    assert!(optimal * 100 >= cases * 99, "{optimal} of {cases} optimal");
}

#[test]
fn a_long_queue_comes_near_the_optimum_that_was_planted_in_it() {
    // The stock is just what one parcel an order needs, and some more.
    let (stock, orders) = made_queue(1_500, 5, 200, 1.03, 7);
    let mut effort = Effort::of_steps(150_000);
    let plan = redecide(&stock, &orders, Aim::FewestParcels, 7, &mut effort);
    let plan = plan.expect("a short queue");
    let (parcels, _) = check_queue(&stock, &orders, &plan.answer);
    assert_eq!(plan.cost, parcels as f64);
    assert!(plan.bound.expect("a bound") <= orders.len() as f64);
    let (before, after) = (plan.naive_cost - 1_500.0, plan.cost - 1_500.0);
    assert!(before > 50.0, "the first plan had no superfluous parcel");
    assert!(
        after < 0.5 * before,
        "{before} superfluous parcels, then {after}"
    );
}

#[test]
fn the_same_seed_gives_the_same_plan() {
    let (stock, orders) = made_queue(200, 4, 40, 1.05, 3);
    let plan = || {
        let mut effort = Effort::of_steps(20_000);
        redecide(&stock, &orders, Aim::LowestCost, 5, &mut effort).expect("a short queue")
    };
    let (one, other) = (plan(), plan());
    assert_eq!(one, other);
    let (_, cost) = check_queue(&stock, &orders, &one.answer);
    assert_eq!(one.cost, cost as f64);
    assert!(one.bound.expect("a bound") <= one.cost);
}
