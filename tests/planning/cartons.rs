//! Cartons: an independent unpacking, brute force on a grid, and public orders.

use std::collections::BTreeMap;

use depo::planning::carton::{
    Bears, Carton, FewestBoxes, Line, Obstacle, Offered, Outcome, PackError, Packed, PackedIn,
    Parcel, PoundTable, Rules, Tariff, pack,
};
use depo::planning::geometry::Turns;
use depo::planning::{Effort, Ended, Random, Size, Weight};
use depo::trade::quantity::Amount;

use super::grid;
use super::shared::shared;

const STEPS_MAX: u64 = 200_000;

fn size(sides: [u32; 3]) -> Size {
    Size::new(sides[0], sides[1], sides[2]).expect("a size")
}

fn grams(grams: u32) -> Weight {
    Weight::new(grams).expect("a weight")
}

fn line(sides: [u32; 3], weight: u32, units: u32) -> Line {
    Line::plain(size(sides), grams(weight), units)
}

fn carton(sides: [u32; 3], gross_max: u32) -> Carton {
    Carton {
        inner: size(sides),
        outer: size(sides),
        empty: grams(0),
        gross_max: grams(gross_max),
        price: Amount::ZERO,
    }
}

/// Unpacks every parcel and holds it against what was asked for; the faults in words.
fn faults(lines: &[Line], cartons: &[Carton], rules: &Rules, packed: &Packed) -> Vec<String> {
    let mut faults = Vec::new();
    let mut units: BTreeMap<usize, u32> = BTreeMap::new();
    for (number, parcel) in packed.parcels.iter().enumerate() {
        for placement in &parcel.placements {
            *units.entry(placement.line).or_default() += 1;
        }
        let found = match parcel.packed_in {
            PackedIn::Own(index) => {
                let whole = parcel.placements.len() == 1 && parcel.placements[0].line == index;
                let own = whole && lines[index].own_box && parcel.outer == lines[index].size;
                if own {
                    Vec::new()
                } else {
                    vec!["not its own box".to_owned()]
                }
            }
            PackedIn::Carton(index) => parcel_faults(lines, &cartons[index], rules, parcel),
        };
        faults.extend(
            found
                .into_iter()
                .map(|fault| format!("parcel {number}: {fault}")),
        );
    }
    for (index, line) in lines.iter().enumerate() {
        let here = units.get(&index).copied().unwrap_or(0);
        if here != line.units {
            faults.push(format!("line {index}: {here} of {} units", line.units));
        }
    }
    faults
}

fn parcel_faults(lines: &[Line], carton: &Carton, rules: &Rules, parcel: &Parcel) -> Vec<String> {
    let mut faults = Vec::new();
    let room = carton.inner.sides_mm();
    let (mut weight, mut volume) = (carton.empty.grams(), 0);
    let items = &parcel.placements;
    for (at, item) in items.iter().enumerate() {
        let goods = &lines[item.line];
        let (from, to) = (item.place.from, item.place.to);
        let mut extent = [to[0] - from[0], to[1] - from[1], to[2] - from[2]];
        weight += goods.weight.grams();
        volume += goods.size.volume_mm3();
        if goods.own_box {
            faults.push(format!("item {at} has its own box"));
        }
        if (0..3).any(|axis| to[axis] > room[axis]) {
            faults.push(format!("item {at} is outside"));
        }
        if goods.turns == Turns::UPRIGHT && extent[2] != goods.size.height_mm() {
            faults.push(format!("item {at} does not stand upright"));
        }
        extent.sort_unstable_by(|a, b| b.cmp(a));
        if extent != goods.size.sorted_mm() {
            faults.push(format!("item {at} has another size"));
        }
        let meets = |other: &[u32; 3], other_to: &[u32; 3], axes: &[usize]| {
            axes.iter()
                .all(|axis| from[*axis] < other_to[*axis] && other[*axis] < to[*axis])
        };
        let mut held = 0;
        for (earlier, other) in items[..at].iter().enumerate() {
            let (from2, to2) = (other.place.from, other.place.to);
            if meets(&from2, &to2, &[0, 1, 2]) {
                faults.push(format!("items {earlier} and {at} overlap"));
            }
            if meets(&from2, &to2, &[0, 1]) && from2[2] >= to[2] {
                faults.push(format!(
                    "item {at} cannot be reached from above: {earlier} is there"
                ));
            }
            if to2[2] == from[2] && meets(&from2, &to2, &[0, 1]) {
                let side = |axis: usize| to[axis].min(to2[axis]) - from[axis].max(from2[axis]);
                held += u64::from(side(0)) * u64::from(side(1));
            }
            let classes = (goods.class, lines[other.line].class);
            if let (Some(a), Some(b)) = classes
                && item.line != other.line
                && rules
                    .apart
                    .iter()
                    .any(|pair| *pair == (a, b) || *pair == (b, a))
            {
                faults.push(format!("items {earlier} and {at} must be kept apart"));
            }
        }
        let base = u64::from(to[0] - from[0]) * u64::from(to[1] - from[1]);
        if from[2] > 0 && held * 100 < base * u64::from(rules.support_percent) {
            faults.push(format!("item {at} is held by {held} of {base}"));
        }
        let above = carried(lines, parcel, at);
        match goods.bears {
            Bears::Nothing if above.1 > 0 => faults.push(format!("item {at} is fragile")),
            Bears::UpTo(most) if above.0 > most.grams() => {
                faults.push(format!("item {at} bears {} g", above.0));
            }
            _ => {}
        }
    }
    if weight > carton.gross_max.grams() || weight != parcel.gross.grams() {
        faults.push(format!("it weighs {weight} g"));
    }
    let most = carton.inner.volume_mm3() * u64::from(100 - rules.dunnage_percent) / 100;
    if volume > most {
        faults.push("no room for dunnage".to_owned());
    }
    let layered: usize = parcel.layers().iter().map(|layer| layer.count).sum();
    if layered != items.len() {
        faults.push("the layers hold other items".to_owned());
    }
    faults
}

/// The weight and the number of everything that rests on an item, directly or not.
fn carried(lines: &[Line], parcel: &Parcel, item: usize) -> (u32, usize) {
    let items = &parcel.placements;
    let mut resting = vec![false; items.len()];
    let mut changed = true;
    while changed {
        changed = false;
        for upper in 0..items.len() {
            let on = |lower: usize| {
                let (a, b) = (items[upper].place, items[lower].place);
                a.from[2] == b.to[2]
                    && (0..2).all(|axis| a.from[axis] < b.to[axis] && b.from[axis] < a.to[axis])
            };
            let counts = |lower: usize| (lower == item || resting[lower]) && on(lower);
            if !resting[upper] && (0..items.len()).any(counts) {
                resting[upper] = true;
                changed = true;
            }
        }
    }
    let above = (0..items.len()).filter(|index| resting[*index]);
    let weights = above
        .clone()
        .map(|index| lines[items[index].line].weight.grams());
    (weights.sum(), above.count())
}

fn check(lines: &[Line], cartons: &[Carton], rules: &Rules) -> Packed {
    let effort = &mut Effort::of_steps(STEPS_MAX);
    let plan = pack(lines, cartons, rules, &FewestBoxes, effort).expect("a plan");
    let faults = faults(lines, cartons, rules, &plan.answer);
    assert!(
        faults.is_empty(),
        "{lines:?}\n{cartons:?}\n{faults:#?}\n{plan:#?}"
    );
    assert!(plan.cost <= plan.naive_cost && plan.bound.is_none_or(|bound| bound <= plan.cost));
    plan.answer
}

#[test]
fn the_unpacking_finds_what_is_wrong() {
    let lines = [line([10, 10, 10], 100, 2)];
    let cartons = [carton([20, 10, 30], 1_000)];
    let rules = Rules::default();
    let good = check(&lines, &cartons, &rules);
    let broken = |change: fn(&mut Packed)| {
        let mut bad = good.clone();
        change(&mut bad);
        faults(&lines, &cartons, &rules, &bad).join("; ")
    };
    let shift = |packed: &mut Packed, x: u32, z: u32| {
        let place = &mut packed.parcels[0].placements[1].place;
        (place.from, place.to) = ([x, 0, z], [x + 10, 10, z + 10]);
    };
    assert!(broken(|bad| bad.parcels[0].placements.truncate(1)).contains("1 of 2 units"));
    let overlap = |bad: &mut Packed| bad.parcels[0].placements[1] = bad.parcels[0].placements[0];
    assert!(broken(overlap).contains("overlap"));
    let mut floating = good.clone();
    shift(&mut floating, 5, 20);
    assert!(
        faults(&lines, &cartons, &rules, &floating)
            .join(";")
            .contains("held by 0")
    );
    let mut outside = good.clone();
    shift(&mut outside, 15, 0);
    assert!(
        faults(&lines, &cartons, &rules, &outside)
            .join(";")
            .contains("outside")
    );
    let mut fragile = lines.clone();
    fragile[0].bears = Bears::Nothing;
    let mut stacked = good.clone();
    shift(&mut stacked, 0, 10);
    assert!(
        faults(&fragile, &cartons, &rules, &stacked)
            .join(";")
            .contains("fragile")
    );
    stacked.parcels[0].placements.reverse();
    assert!(
        faults(&lines, &cartons, &rules, &stacked)
            .join(";")
            .contains("from above")
    );
}

#[test]
fn a_single_carton_is_as_brute_force_on_a_grid_has_it() {
    let mut random = Random::new(4);
    let (mut fit, mut not) = (0, 0);
    for case in 0..1_200 {
        let room = [
            random.between(2, 4),
            random.between(2, 4),
            random.between(2, 3),
        ];
        let rules = Rules {
            support_percent: *random.one_of(&[0, 75, 75, 100]),
            ..Rules::default()
        };
        let mut lines = Vec::new();
        let mut left = room.iter().product::<u32>();
        for _ in 0..random.between(2, 5) {
            let sides = [
                random.between(1, 3),
                random.between(1, 3),
                random.between(1, 3),
            ];
            let mut one = line(sides, random.between(1, 3), 1);
            if random.below(4) == 0 {
                one.turns = Turns::UPRIGHT;
            }
            one.bears = match random.below(6) {
                0 => Bears::Nothing,
                1 => Bears::UpTo(grams(random.between(1, 4))),
                _ => Bears::Anything,
            };
            let volume: u32 = sides.iter().product();
            if volume <= left {
                left -= volume;
                lines.push(one);
            }
        }
        if lines.is_empty() {
            continue;
        }
        let expected = grid::fits(&lines, room, rules.support_percent);
        let cartons = [carton(room, 1_000)];
        let effort = &mut Effort::of_steps(STEPS_MAX);
        let found = match pack(&lines, &cartons, &rules, &FewestBoxes, effort) {
            Ok(plan) => {
                let faults = faults(&lines, &cartons, &rules, &plan.answer);
                assert!(faults.is_empty(), "case {case}: {lines:?} {faults:?}");
                plan.answer.parcels.len() == 1
            }
            Err(PackError::FitsNowhere { .. }) => false,
            Err(other) => unreachable!("{other}"),
        };
        assert_eq!(found, expected, "case {case}: {room:?} {rules:?} {lines:?}");
        if found { fit += 1 } else { not += 1 }
    }
    assert!(
        fit > 200 && not > 200,
        "{fit} fit, {not} do not: the cases say little"
    );
}

#[test]
fn several_parcels_cost_what_brute_force_has() {
    let mut random = Random::new(5);
    let mut parted = 0;
    for case in 0..250 {
        let rooms: Vec<[u32; 3]> = (0..random.between(1, 3))
            .map(|_| {
                [
                    random.between(2, 4),
                    random.between(2, 3),
                    random.between(2, 3),
                ]
            })
            .collect();
        let weight_max = random.between(4, 10);
        let cartons: Vec<Carton> = rooms.iter().map(|room| carton(*room, weight_max)).collect();
        let lines: Vec<Line> = (0..random.between(1, 5))
            .map(|_| {
                let sides = [
                    random.between(1, 2),
                    random.between(1, 2),
                    random.between(1, 3),
                ];
                line(sides, random.between(1, 4), 1)
            })
            .collect();
        let rules = Rules::default();
        let tariff = |parcel: &Offered| {
            let weight = i64::from(parcel.gross.grams());
            let volume = parcel.outer.volume_mm3() as i64;
            (weight < 9).then_some(100 + 5 * volume.max(3 * weight))
        };
        let expected = grid::cheapest(&lines, &cartons, &rules, &tariff);
        let effort = &mut Effort::of_steps(STEPS_MAX);
        match pack(&lines, &cartons, &rules, &tariff, effort) {
            Ok(plan) => {
                let faults = faults(&lines, &cartons, &rules, &plan.answer);
                assert!(faults.is_empty(), "case {case}: {lines:?} {faults:?}");
                assert_eq!(
                    Some(plan.cost as i64),
                    expected,
                    "case {case}: {rooms:?} {lines:?}"
                );
                assert_eq!(plan.ended, Ended::Proven, "case {case}");
                parted += usize::from(plan.answer.parcels.len() > 1);
            }
            Err(PackError::FitsNowhere { .. }) => assert_eq!(expected, None, "case {case}"),
            Err(other) => unreachable!("{other}"),
        }
    }
    assert!(
        parted > 50,
        "only {parted} orders went into several parcels"
    );
}

#[test]
fn random_orders_keep_every_rule() {
    let mut random = Random::new(6);
    for _ in 0..40 {
        let cartons: Vec<Carton> = (0..3)
            .map(|_| {
                let mut side = || random.between(100, 400);
                let mut one = carton([side(), side(), side()], 12_000);
                one.empty = grams(150);
                one
            })
            .chain([carton([400, 400, 400], 20_000)])
            .collect();
        let rules = Rules {
            dunnage_percent: random.between(0, 20),
            apart: vec![(1, 2)],
            ..Rules::default()
        };
        let lines: Vec<Line> = (0..random.between(1, 8))
            .map(|_| {
                let mut side = || random.between(20, 250);
                let sides = [side(), side(), side()];
                let mut one = line(sides, random.between(10, 3_000), random.between(1, 6));
                one.turns = *random.one_of(&[Turns::ANY, Turns::UPRIGHT]);
                one.class = *random.one_of(&[None, Some(1), Some(2)]);
                one.bears = *random.one_of(&[
                    Bears::Anything,
                    Bears::Anything,
                    Bears::UpTo(grams(2_000)),
                    Bears::Nothing,
                ]);
                one.own_box = random.below(8) == 0;
                one
            })
            .collect();
        check(&lines, &cartons, &rules);
    }
}

#[test]
fn a_parcel_says_why_its_carton() {
    let lines = [line([100, 100, 100], 900, 2)];
    let cartons = [
        carton([90, 90, 90], 9_000),
        carton([210, 110, 110], 1_000),
        carton([250, 90, 110], 9_000),
        carton([220, 130, 120], 9_000),
        carton([300, 300, 300], 9_000),
    ];
    let packed = check(&lines, &cartons, &Rules::default());
    let outcomes: Vec<Outcome> = packed.parcels[0]
        .verdicts
        .iter()
        .map(|v| v.outcome)
        .collect();
    let expected = [
        Outcome::Cannot(Obstacle::TooLarge(0)),
        Outcome::Cannot(Obstacle::TooLarge(0)),
        Outcome::Cannot(Obstacle::TooHeavy),
        Outcome::Chosen,
        Outcome::NotCheaper,
    ];
    assert_eq!(outcomes, expected);
}

#[test]
fn what_cannot_be_packed_is_said() {
    let check = |lines: &[Line], expected: PackError| {
        let cartons = [carton([100, 100, 100], 1_000)];
        let effort = &mut Effort::of_steps(STEPS_MAX);
        let found = pack(lines, &cartons, &Rules::default(), &FewestBoxes, effort);
        assert_eq!(found.map(|plan| plan.cost), Err(expected));
    };
    let good = line([50, 50, 50], 100, 1);
    check(&[], PackError::NothingToPack);
    check(
        &[good.clone(), line([101, 1, 1], 1, 1)],
        PackError::FitsNowhere { line: 1 },
    );
    check(
        &[line([50, 50, 50], 1_001, 1)],
        PackError::FitsNowhere { line: 0 },
    );
    let units = u64::from(u32::MAX) * 2;
    let many = line([1, 1, 1], 1, u32::MAX);
    check(&[many.clone(), many], PackError::TooManyUnits { units });
}

#[test]
fn billable_pounds_round_up_side_by_side() {
    // 11.1 x 8.5 x 6.2 inches count as 12 x 9 x 7; 11 x 10 x 9 are 7.12 pounds.
    let table = PoundTable::new(139, (1..=50).map(|lb| Amount::new(lb * 10_000)).collect());
    let table = table.expect("a table");
    assert_eq!(table.billable_lb(size([282, 216, 158]), grams(100)), 6);
    assert_eq!(table.billable_lb(size([279, 254, 228]), grams(100)), 8);
    assert_eq!(table.billable_lb(size([100, 100, 100]), grams(454)), 2);
    let offered = |grams_each: u32| Offered {
        outer: size([100, 100, 100]),
        gross: grams(grams_each),
        carton_price: Amount::new(5_000),
    };
    assert_eq!(table.cost(&offered(453)), Some(15_000));
    assert_eq!(table.cost(&offered(30_000)), None);
    assert!(PoundTable::new(139, vec![Amount::new(2), Amount::new(1)]).is_none());
}

#[test]
fn public_orders_take_no_more_boxes_than_the_reference() {
    let Some(folder) = shared("instances/cartons") else {
        return;
    };
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).expect("a file");
    let fields = |row: &str| row.split(',').map(str::to_owned).collect::<Vec<_>>();
    let number = |text: &String| text.parse::<u32>().expect("a number");
    let boxes = read("boxes.csv");
    let stock = boxes.lines().skip(1).map(|row| {
        let row: Vec<u32> = fields(row)[1..].iter().map(number).collect();
        Carton {
            outer: size([row[0], row[1], row[2]]),
            empty: grams(row[3]),
            inner: size([row[4], row[5], row[6]]),
            gross_max: grams(row[7]),
            price: Amount::ZERO,
        }
    });
    let cartons: Vec<Carton> = stock.collect();
    let mut orders: BTreeMap<String, Vec<Line>> = BTreeMap::new();
    for row in read("items.csv").lines().skip(1) {
        let row = fields(row);
        let n: Vec<u32> = [1, 3, 4, 5, 6].iter().map(|at| number(&row[*at])).collect();
        let goods = line([n[1], n[2], n[3]], n[4], n[0]);
        orders.entry(row[0].clone()).or_default().push(goods);
    }
    let mut seen = 0;
    for row in read("expected-boxpacker.csv").lines().skip(1).step_by(97) {
        let row = fields(row);
        let packed = check(&orders[&row[0]], &cartons, &Rules::default());
        let most = number(&row[1]).min(number(&row[4])) as usize;
        assert!(
            packed.parcels.len() <= most,
            "{}: {} parcels",
            row[0],
            packed.parcels.len()
        );
        seen += 1;
    }
    assert!(seen > 20);
}
