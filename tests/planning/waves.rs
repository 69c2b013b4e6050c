//! Waves: recounted line by line, against brute force, and against the best known of public backlogs.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use depo::planning::wave::{Backlog, Flaw, ItemUnits, NoWave, Wave};
use depo::planning::{Effort, Ended, Plan};

use crate::random::Random;
use crate::shared::shared;

/// A backlog as the tests know it.
struct Given {
    orders: Vec<Vec<ItemUnits>>,
    aisles: Vec<Vec<ItemUnits>>,
    units_min: u64,
    units_max: u64,
}

impl Given {
    fn plan(&self, seed: u64, steps: u64) -> Result<Plan<Wave>, NoWave> {
        let mut effort = Effort::of_steps(steps);
        self.backlog().plan(seed, &mut effort)
    }

    fn backlog(&self) -> Backlog {
        Backlog::new(&self.orders, &self.aisles, self.units_min, self.units_max)
            .expect("the backlog can be planned")
    }

    /// Units per aisle of a wave, recounted; `None` where it is no wave.
    fn recount(&self, orders: &[usize], aisles: &[usize]) -> Option<(u64, f64)> {
        let mut left: BTreeMap<u32, i64> = BTreeMap::new();
        for line in aisles.iter().flat_map(|aisle| &self.aisles[*aisle]) {
            *left.entry(line.item).or_default() += i64::from(line.units);
        }
        let mut units = 0;
        for line in orders.iter().flat_map(|order| &self.orders[*order]) {
            *left.entry(line.item).or_default() -= i64::from(line.units);
            units += u64::from(line.units);
        }
        let covered = left.values().all(|left| *left >= 0);
        let between = (self.units_min..=self.units_max).contains(&units);
        (covered && between && units > 0).then(|| (units, units as f64 / aisles.len() as f64))
    }

    /// The best units per aisle, by trying everything.
    fn brute_force(&self) -> Option<f64> {
        let chosen = |mask: u32, of: usize| -> Vec<usize> {
            (0..of).filter(|place| mask >> place & 1 == 1).collect()
        };
        let mut best: Option<f64> = None;
        for aisles in 1..1_u32 << self.aisles.len() {
            let aisles = chosen(aisles, self.aisles.len());
            for orders in 1..1_u32 << self.orders.len() {
                let orders = chosen(orders, self.orders.len());
                if let Some((_, ratio)) = self.recount(&orders, &aisles) {
                    best = Some(best.map_or(ratio, |best| best.max(ratio)));
                }
            }
        }
        best
    }
}

/// Fails where the plan is no wave, says wrong figures, or picks what is not there.
fn check(given: &Given, plan: &Plan<Wave>, name: &str) {
    let wave = &plan.answer;
    let ascending = |list: &[usize]| list.is_sorted_by(|a, b| a < b);
    assert!(
        ascending(&wave.orders) && ascending(&wave.aisles),
        "{name}: {wave:?}"
    );
    let recounted = given.recount(&wave.orders, &wave.aisles);
    assert!(recounted.is_some(), "{name}: no wave: {wave:?}");
    let (units, ratio) = recounted.unwrap_or_default();
    assert_eq!(units, wave.units, "{name}");
    assert!((plan.cost * ratio - 1.0).abs() < 1e-9, "{name}: {plan:?}");
    assert!(plan.cost <= plan.naive_cost, "{name}: {plan:?}");
    assert!(
        plan.bound.is_some_and(|bound| bound <= plan.cost + 1e-12),
        "{name}: {plan:?}"
    );
    let mut ordered: BTreeMap<(usize, u32), i64> = BTreeMap::new();
    for &order in &wave.orders {
        for line in given.orders[order].iter().filter(|line| line.units > 0) {
            *ordered.entry((order, line.item)).or_default() += i64::from(line.units);
        }
    }
    let mut stock: BTreeMap<(usize, u32), i64> = BTreeMap::new();
    for &aisle in &wave.aisles {
        for line in &given.aisles[aisle] {
            *stock.entry((aisle, line.item)).or_default() += i64::from(line.units);
        }
    }
    for pick in given.backlog().picks(wave) {
        let left = stock.entry((pick.aisle, pick.what.item)).or_default();
        *left -= i64::from(pick.what.units);
        assert!(*left >= 0, "{name}: takes what is not there: {pick:?}");
        let wanted = ordered.entry((pick.order, pick.what.item)).or_default();
        *wanted -= i64::from(pick.what.units);
    }
    assert!(
        ordered.values().all(|left| *left == 0),
        "{name}: {ordered:?}"
    );
}

fn small_random(random: &mut Random) -> Given {
    let mut below = |end: u64| random.next() % end;
    let items = 2 + below(5);
    let mut lists = |count: u64, lines_max: u64, units_max: u64| -> Vec<Vec<ItemUnits>> {
        (0..count)
            .map(|_| {
                (0..below(lines_max + 1))
                    .map(|_| ItemUnits {
                        item: 7 * below(items) as u32,
                        units: below(units_max + 1) as u32,
                    })
                    .collect()
            })
            .collect()
    };
    let orders = lists(1 + items, 3, 3);
    let aisles = lists(5, 4, 4);
    let units_min = below(8);
    Given {
        orders,
        aisles,
        units_min,
        units_max: units_min + below(10),
    }
}

#[test]
fn brute_force_agrees_on_small_random_backlogs() {
    let mut waves = 0;
    for seed in 0..400 {
        let given = small_random(&mut Random::new(seed));
        let name = format!("seed {seed}");
        let (found, best) = (given.plan(seed, 12_000), given.brute_force());
        assert_eq!(found.is_ok(), best.is_some(), "{name}: {found:?}, {best:?}");
        if let (Ok(plan), Some(best)) = (found, best) {
            check(&given, &plan, &name);
            let ratio = plan.answer.units_per_aisle();
            assert!((ratio - best).abs() < 1e-9, "{name}: {ratio}, best {best}");
            waves += 1;
        }
    }
    assert!(waves > 200, "only {waves} backlogs had a wave");
}

#[test]
fn public_backlogs_come_within_a_thousandth_of_the_best_known() {
    let Some(folder) = shared("instances/waves") else {
        return;
    };
    let table = fs::read_to_string(folder.join("best-known.csv")).expect("the best known");
    for (name, steps) in [
        ("instance_0002.txt", 10_000),
        ("instance_0004.txt", 3_000_000),
        ("instance_0012.txt", 6_000_000),
        ("instance_0017.txt", 2_000_000),
        ("instance_0020.txt", 10_000),
    ] {
        let given = read(&folder.join(name));
        let plan = given.plan(1, steps).expect("there is a wave");
        check(&given, &plan, name);
        let best = table
            .lines()
            .find_map(|line| line.strip_prefix(&format!("a,{name},")))
            .expect("the best known of each");
        let best: f64 = best.parse().expect("a number");
        let ratio = plan.answer.units_per_aisle();
        assert!(ratio >= 0.999 * best, "{name}: {ratio}, best known {best}");
    }
}

fn read(path: &Path) -> Given {
    let text = fs::read_to_string(path).expect("an instance");
    let rows: Vec<Vec<u64>> = text
        .lines()
        .map(|line| {
            line.split_ascii_whitespace()
                .map(|number| number.parse().expect("a number"))
                .collect()
        })
        .collect();
    let lists = |rows: &[Vec<u64>]| {
        rows.iter()
            .map(|row| {
                let (pairs, _) = row[1..].as_chunks::<2>();
                let line = |&[item, units]: &[u64; 2]| ItemUnits {
                    item: item as u32,
                    units: units as u32,
                };
                pairs.iter().map(line).collect()
            })
            .collect()
    };
    let orders = rows[0][0] as usize;
    let aisles = rows[0][2] as usize;
    let last = &rows[1 + orders + aisles];
    Given {
        orders: lists(&rows[1..=orders]),
        aisles: lists(&rows[1 + orders..][..aisles]),
        units_min: last[0],
        units_max: last[1],
    }
}

#[test]
fn the_same_seed_and_steps_give_the_same_wave() {
    let given = small_random(&mut Random::new(7));
    assert_eq!(given.plan(3, 5_000), given.plan(3, 5_000));
}

#[test]
fn a_wave_that_meets_the_bound_is_proven() {
    let line = |item, units| ItemUnits { item, units };
    let given = Given {
        orders: vec![vec![line(1, 2)], vec![line(1, 3)], vec![line(2, 9)]],
        aisles: vec![vec![line(1, 5)], vec![line(2, 4)]],
        units_min: 1,
        units_max: 5,
    };
    let plan = given.plan(1, 1_000).expect("there is a wave");
    check(&given, &plan, "proven");
    assert_eq!(plan.ended, Ended::Proven);
    assert_eq!(
        (plan.answer.orders, plan.answer.aisles),
        (vec![0, 1], vec![0])
    );
}

#[test]
fn what_cannot_be_planned_is_said() {
    let line = |item, units| ItemUnits { item, units };
    let given = |orders: &[ItemUnits], units_min, units_max| Given {
        orders: orders.iter().map(|line| vec![*line]).collect(),
        aisles: vec![vec![line(1, 5)], Vec::new()],
        units_min,
        units_max,
    };
    let none = |given: Given| given.plan(1, 1_000).map(|plan| plan.answer);
    assert_eq!(none(given(&[line(2, 1)], 0, 9)), Err(NoWave::NothingToPick));
    assert_eq!(none(given(&[], 0, 9)), Err(NoWave::NothingToPick));
    assert_eq!(
        none(given(&[line(1, 3)], 0, 2)),
        Err(NoWave::CeilingBelowOrders { units_max: 2 })
    );
    // Five units lie there, but 3 and 3 do not go into 5.
    assert_eq!(
        none(given(&[line(1, 3), line(1, 3)], 4, 9)),
        Err(NoWave::BelowFloor {
            units: 3,
            units_min: 4
        })
    );
    let flaw = Backlog::new(&[], &[], 3, 2).err();
    assert_eq!(
        flaw,
        Some(Flaw::FloorAboveCeiling {
            units_min: 3,
            units_max: 2
        })
    );
    let many = vec![vec![line(1, u32::MAX)]; 2];
    assert_eq!(
        Backlog::new(&many, &[], 0, 1).err(),
        Some(Flaw::TooManyUnits)
    );
}
