//! Container loading: an independent unloading, random cargo, and public instances.

use depo::planning::container::{Cargo, LoadError, Stowed, Support, load};
use depo::planning::geometry::Turns;
use depo::planning::{Effort, Ended, Flow, Random, Size};

use super::shared::shared;

fn size(sides: [u32; 3]) -> Size {
    Size::new(sides[0], sides[1], sides[2]).expect("a size")
}

/// Unloads the container and holds every box against what was asked for; the faults in words.
fn faults(room: [u32; 3], cargo: &[Cargo], support: Support, boxes: &[Stowed]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut left: Vec<i64> = cargo.iter().map(|one| i64::from(one.units)).collect();
    for (index, one) in boxes.iter().enumerate() {
        left[one.cargo] -= 1;
        let (from, to) = (one.place.from, one.place.to);
        let sides = cargo[one.cargo].size.sides_mm();
        let extent = [to[0] - from[0], to[1] - from[1], to[2] - from[2]];
        let turned = (0..3).any(|up| {
            let (a, b) = (sides[(up + 1) % 3], sides[(up + 2) % 3]);
            let may = Turns::new([up == 0, up == 1, up == 2]).expect("a turn");
            let allowed = cargo[one.cargo].turns == Turns::ANY || cargo[one.cargo].turns == may;
            let lies = extent == [a, b, sides[up]] || extent == [b, a, sides[up]];
            allowed && lies
        });
        if !turned {
            faults.push(format!("box {index} is turned as it must not be"));
        }
        if (0..3).any(|axis| to[axis] > room[axis]) {
            faults.push(format!("box {index} is outside"));
        }
        let mut held = 0;
        for (other, second) in boxes
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != index)
        {
            let side = |axis: usize| {
                let to = to[axis].min(second.place.to[axis]);
                u64::from(to.saturating_sub(from[axis].max(second.place.from[axis])))
            };
            if (0..3).all(|axis| side(axis) > 0) {
                faults.push(format!("boxes {index} and {other} overlap"));
            }
            if second.place.to[2] == from[2] {
                held += side(0) * side(1);
            }
        }
        let base = u64::from(extent[0]) * u64::from(extent[1]);
        if support == Support::Full && from[2] > 0 && held < base {
            faults.push(format!("box {index} is held by {held} of {base}"));
        }
    }
    if left.iter().any(|left| *left < 0) {
        faults.push(format!("boxes that are not there: {left:?}"));
    }
    faults
}

fn check(room: [u32; 3], cargo: &[Cargo], support: Support, steps_max: u64) -> f64 {
    let effort = &mut Effort::of_steps(steps_max);
    let plan = load(size(room), cargo, support, effort).expect("a plan");
    let faults = faults(room, cargo, support, &plan.answer);
    assert!(faults.is_empty(), "{room:?} {cargo:?}: {faults:?}");
    let loaded: u64 = plan.answer.iter().map(|one| one.place.volume_mm3()).sum();
    let empty = (size(room).volume_mm3() - loaded) as f64;
    assert_eq!(plan.cost, empty);
    assert!(plan.cost <= plan.naive_cost && plan.bound.is_some_and(|bound| bound <= plan.cost));
    1.0 - plan.cost / size(room).volume_mm3() as f64
}

#[test]
fn random_cargo_is_loaded_as_it_may_lie() {
    let mut random = Random::new(7);
    for _ in 0..25 {
        let mut side = || random.between(40, 120);
        let room = [side(), side(), side()];
        let cargo: Vec<Cargo> = (0..random.between(1, 5))
            .map(|_| {
                let mut side = || random.between(8, 60);
                Cargo {
                    size: size([side(), side(), side()]),
                    turns: *random.one_of(&[Turns::ANY, Turns::UPRIGHT]),
                    units: random.between(1, 12),
                }
            })
            .collect();
        for support in [Support::None, Support::Full] {
            check(room, &cargo, support, 150);
        }
    }
}

#[test]
fn what_fills_the_container_exactly_is_loaded_whole() {
    let cargo = |sides: [u32; 3], units: u32| Cargo {
        size: size(sides),
        turns: Turns::ANY,
        units,
    };
    for support in [Support::None, Support::Full] {
        let alike = [cargo([30, 20, 10], 64)];
        assert_eq!(check([60, 80, 80], &alike, support, 1_000), 1.0);
        let mixed = [cargo([60, 40, 40], 4), cargo([30, 20, 40], 16)];
        assert_eq!(check([60, 80, 160], &mixed, support, 1_000), 1.0);
    }
    let effort = &mut Effort::of_steps(1_000);
    let plan = load(
        size([60, 80, 80]),
        &[cargo([30, 20, 10], 64)],
        Support::None,
        effort,
    );
    assert_eq!(plan.expect("a plan").ended, Ended::Proven);
}

#[test]
fn more_steps_never_load_less_and_the_same_load_the_same() {
    let cargo: Vec<Cargo> = [[33, 25, 17], [41, 19, 23], [29, 29, 13]]
        .into_iter()
        .map(|sides| Cargo {
            size: size(sides),
            turns: Turns::ANY,
            units: 40,
        })
        .collect();
    let room = [120, 100, 90];
    let few = check(room, &cargo, Support::None, 20);
    let many = check(room, &cargo, Support::None, 600);
    assert!(many >= few);
    assert_eq!(many, check(room, &cargo, Support::None, 600));
    let mut watch = |_| Flow::Stop;
    let effort = &mut Effort::watched(u64::MAX, 1, &mut watch);
    let plan = load(size(room), &cargo, Support::None, effort).expect("a plan");
    assert_eq!(plan.ended, Ended::Stopped);
    assert!(!plan.answer.is_empty());
}

#[test]
fn nothing_and_too_much_are_said() {
    let check = |units: Vec<u32>, expected: LoadError| {
        let cargo = |units| Cargo {
            size: size([10, 10, 10]),
            turns: Turns::ANY,
            units,
        };
        let cargo: Vec<Cargo> = units.into_iter().map(cargo).collect();
        let effort = &mut Effort::of_steps(10);
        let found = load(size([100, 100, 100]), &cargo, Support::None, effort);
        assert_eq!(found.map(|plan| plan.cost), Err(expected));
    };
    check(vec![], LoadError::NothingToLoad);
    let boxes = u64::from(u32::MAX) * 2;
    check(vec![u32::MAX, u32::MAX], LoadError::TooManyBoxes { boxes });
}

#[test]
fn a_public_container_is_well_filled() {
    let Some(file) = shared("instances/container-loading/BR3.txt") else {
        return;
    };
    let text = std::fs::read_to_string(file).expect("a file");
    let numbers: Vec<u32> = text
        .split_whitespace()
        .map(|n| n.parse().expect("a number"))
        .collect();
    // The number of cases, the case and its seed, the container, the number of kinds, the kinds.
    let room = [numbers[3], numbers[4], numbers[5]];
    let kinds = numbers[6] as usize;
    let cargo = numbers[7..].chunks(8).take(kinds).map(|kind| Cargo {
        size: size([kind[1], kind[3], kind[5]]),
        // Turning every box by the rule is the tool's; upright is the strictest of them.
        turns: Turns::UPRIGHT,
        units: kind[7],
    });
    let filled = check(room, &cargo.collect::<Vec<_>>(), Support::None, 200);
    assert!(filled > 0.8, "{filled}");
}
