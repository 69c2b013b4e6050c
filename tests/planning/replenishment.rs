//! Replenishment against a stock kept by a plain loop, forecasts worked out by hand, and a real month.

use chrono::NaiveDate;
use depo::planning::Random;
use depo::planning::replenish::{
    BulkBin, Demand, DemandModel, HealthRules, Lead, OrderRules, PickFace, Policy, Replay,
    StockFacts, Verdict, choose, health, refills, replay,
};
use depo::trade::quantity::Amount;

use super::replenishment_study::{keep_stock, weeks_of_cover};

const LEAD: Lead = Lead {
    periods: 2.0,
    deviation: 0.0,
};

/// Weeks of an item that is asked for now and then.
fn made_demand(random: &mut Random, weeks: usize) -> Vec<u32> {
    let often = 1 + random.below(5);
    let size = random.between(1, 40);
    let week = |random: &mut Random| match random.below(often) {
        0 => random.between(0, 2 * size),
        _ => 0,
    };
    (0..weeks).map(|_| week(random)).collect()
}

#[test]
fn forecasts_are_what_their_authors_wrote() {
    let check = |model: DemandModel, past: &[u32], mean: f64| {
        let found = model.foresee(past);
        assert!((found.mean - mean).abs() < 1e-9, "{model:?}: {found:?}");
    };
    let past = [0, 4, 0, 0, 8];
    check(DemandModel::MovingAverage { periods: 4 }, &past, 3.0);
    check(DemandModel::MovingAverage { periods: 9 }, &past, 2.4);
    // Weights 1, 1/2, 1/2, 1/2, 1/2: 0, 2, 1, 1/2, 17/4.
    check(DemandModel::Smoothed { smoothing: 0.5 }, &past, 4.25);
    // Sizes 4, 8; distances 2, 3: size 4 + 0.5 x 4 = 6, distance 2 + 0.5 x 1 = 2.5.
    check(DemandModel::Croston { smoothing: 0.5 }, &past, 2.4);
    check(DemandModel::SyntetosBoylan { smoothing: 0.5 }, &past, 1.8);
    // Probability, with weights 1, 1/2, 1/2, 1/2, 1/2: 0, 1/2, 1/4, 1/8, 9/16.
    let fading = DemandModel::TeunterSyntetosBabai {
        smoothing: 0.5,
        fading: 0.5,
    };
    check(fading, &past, 6.0 * 9.0 / 16.0);
    // What is no longer asked for fades, where Croston holds on to it.
    let dying = [9, 9, 9, 0, 0, 0, 0, 0, 0, 0, 0];
    assert!(fading.foresee(&dying).mean < 0.1);
    assert!(DemandModel::Croston { smoothing: 0.5 }.foresee(&dying).mean > 8.0);
    assert_eq!(fading.foresee(&[]), Demand::default());
}

#[test]
fn the_reorder_point_counts_both_variances() {
    let policy = Policy {
        model: DemandModel::MovingAverage { periods: 4 },
        safety: 2.0,
    };
    let demand = Demand {
        mean: 10.0,
        deviation: 3.0,
    };
    let lead = Lead {
        periods: 4.0,
        deviation: 0.8,
    };
    let rules = OrderRules::default();
    // Mean 40, variance 4 x 9 + 100 x 0.64 = 100: 40 / sqrt(1.0625) x exp(2 x sqrt(ln 1.0625)) = 63.5.
    assert_eq!(policy.reorder_point(demand, lead, &rules), 64);
    // Mean 50, variance 5 x 9 + 64 = 109: 50 / sqrt(1.0436) x exp(2 x sqrt(ln 1.0436)) = 73.98.
    assert_eq!(policy.level(demand, 1.0, lead, &rules), 74);
    // Steady demand: 50 + 2 x sqrt(5) x 0.1 = 50.45.
    let steady = Demand {
        mean: 10.0,
        deviation: 0.1,
    };
    let punctual = Lead {
        periods: 4.0,
        deviation: 0.0,
    };
    assert_eq!(policy.level(steady, 1.0, punctual, &rules), 51);
    let rules = OrderRules {
        units_min: 20,
        units_max: 65,
        multiple: 12,
    };
    assert_eq!(policy.level(demand, 1.0, lead, &rules), 65);
    let order = |position| policy.order(65, position, &rules);
    assert_eq!(order(65), 0);
    assert_eq!(order(30), 24, "36 is missing to 66, more than there may be");
    assert_eq!(order(20), 36, "48 would be more than there may be");
    assert_eq!(order(60), 0, "no multiple has room");
    assert_eq!(order(0), 60);
}

#[test]
fn a_replay_is_what_a_plain_loop_does() {
    let mut random = Random::new(4);
    for case in 0..200 {
        let demand = made_demand(&mut random, 40);
        let policy = Policy {
            model: *random.one_of(&[
                DemandModel::MovingAverage { periods: 8 },
                DemandModel::Smoothed { smoothing: 0.2 },
                DemandModel::SyntetosBoylan { smoothing: 0.2 },
                DemandModel::TeunterSyntetosBabai {
                    smoothing: 0.2,
                    fading: 0.1,
                },
            ]),
            safety: random.share() * 3.0,
        };
        let rules = OrderRules::default();
        let found = replay(&policy, &demand, 12, LEAD, &rules);
        let level = |past: &[u32]| policy.level(policy.model.foresee(past), 1.0, LEAD, &rules);
        let kept = keep_stock(&demand, 12, 2, level);
        assert_eq!((found.asked, found.served, found.stock), kept, "{case}");
        assert_eq!(found.periods, 28);
    }
}

#[test]
fn the_target_is_served_with_less_stock_than_weeks_of_cover() {
    let mut random = Random::new(9);
    let demands: Vec<Vec<u32>> = (0..200).map(|_| made_demand(&mut random, 60)).collect();
    let items: Vec<(&[u32], f64)> = demands.iter().map(|past| (&past[..40], 1.0)).collect();
    let rules = OrderRules::default();
    let choices = choose(&items, 8, LEAD, &rules, 0.93);
    assert_eq!(choices.len(), items.len());
    let mut learnt = Replay::default();
    let mut later = Replay::default();
    let (mut asked, mut served, mut stock) = (0, 0, 0);
    for (choice, demand) in choices.iter().zip(&demands) {
        learnt.add(&choice.replay);
        later.add(&replay(&choice.policy, demand, 40, LEAD, &rules));
        let cover = keep_stock(demand, 40, 2, |past| weeks_of_cover(past, 6.0));
        asked += cover.0;
        served += cover.1;
        stock += cover.2;
    }
    // The least stock that meets it, so hardly more than it.
    assert!((0.93..0.94).contains(&learnt.fill_rate()));
    assert!(later.fill_rate() > 0.89, "{}", later.fill_rate());
    let cover_rate = served as f64 / asked as f64;
    assert!(later.fill_rate() > cover_rate - 0.02 || later.stock < stock);
    // Nothing serves everything where a week asks for more than ever before; the best there is comes then.
    let most = choose(&items, 8, LEAD, &rules, 1.0);
    let mut all = Replay::default();
    most.iter().for_each(|choice| all.add(&choice.replay));
    assert!(all.fill_rate() > 0.97);
}

#[test]
fn a_pick_face_is_filled_by_what_is_asked() {
    let face = PickFace {
        on_hand: 5,
        capacity: 30,
        asked: 12,
        units_min: 4,
        pack_units: 10,
    };
    let bin = |units, expires: Option<&str>, distance_mm| BulkBin {
        units,
        expires: expires.map(|day| day.parse().expect("a day")),
        distance_mm,
    };
    let bulk = [
        bin(100, Some("2027-05-01"), 10),
        bin(12, Some("2026-12-01"), 90),
        bin(0, Some("2026-01-01"), 1),
    ];
    // 37 are missing: the 12 that expire first, then two packs of ten.
    let found = refills(&face, &bulk);
    let told: Vec<_> = found
        .iter()
        .map(|r| (r.bin, r.units, r.is_urgent))
        .collect();
    assert_eq!(told, [(1, 12, true), (0, 20, false)]);
    let full = PickFace {
        on_hand: 16,
        ..face.clone()
    };
    assert_eq!(refills(&full, &bulk), []);

    let mut random = Random::new(2);
    for _ in 0..2_000 {
        let face = PickFace {
            on_hand: random.between(0, 40),
            capacity: random.between(1, 60),
            asked: random.between(0, 80),
            units_min: random.between(0, 10),
            pack_units: random.between(1, 12),
        };
        let first = NaiveDate::from_ymd_opt(2026, 12, 1).expect("a day");
        let bulk: Vec<BulkBin> = (0..random.below(5))
            .map(|_| BulkBin {
                units: random.between(0, 50),
                expires: Some(first + chrono::Days::new(random.below(3) as u64)),
                distance_mm: random.between(0, 9),
            })
            .collect();
        let found = refills(&face, &bulk);
        let brought: u32 = found.iter().map(|refill| refill.units).sum();
        let there: u32 = bulk.iter().map(|bin| bin.units).sum();
        for refill in &found {
            assert!(refill.units > 0 && refill.units <= bulk[refill.bin].units);
        }
        let limit = face.asked + face.capacity.max(face.units_min);
        assert!(face.on_hand + brought <= limit.max(face.on_hand));
        if face.on_hand < face.asked {
            let waiting = face.asked - face.on_hand;
            assert!(
                brought >= waiting.min(there),
                "orders wait for what is in bulk"
            );
        }
        for pair in found.windows(2) {
            assert!(bulk[pair[0].bin].expires <= bulk[pair[1].bin].expires);
        }
    }
}

#[test]
fn stock_is_judged_by_sales_and_age() {
    let rules = HealthRules {
        dead_days: 180,
        excess_months: 4.0,
        dead_recovery_basis_points: 1_000,
        excess_recovery_basis_points: 6_000,
    };
    let facts = StockFacts {
        units: 100,
        unit_cost: Amount::new(20_000),
        monthly_units: 10.0,
        days_since_sale: Some(3),
        days_known: 400,
        reorder_point: 12,
    };
    let check = |facts: StockFacts, verdict, surplus, recoverable: i64| {
        let found = health(&facts, &rules);
        assert_eq!(found.verdict, verdict, "{facts:?}");
        assert_eq!(found.surplus_units, surplus);
        assert_eq!(found.recoverable, Amount::new(recoverable));
        assert_eq!(found.tied_up, Amount::new(20_000 * i64::from(surplus)));
    };
    let with = |units| StockFacts { units, ..facts };
    // 40 are needed; 60 cost 120, of which 72 come back.
    check(with(100), Verdict::Excess, 60, 720_000);
    check(with(40), Verdict::Sound, 0, 0);
    check(with(12), Verdict::Low, 0, 0);
    check(with(0), Verdict::Out, 0, 0);
    let unsold = StockFacts {
        days_since_sale: Some(200),
        monthly_units: 0.0,
        ..facts
    };
    check(unsold, Verdict::Dead, 100, 200_000);
    let new = StockFacts {
        days_since_sale: None,
        days_known: 20,
        monthly_units: 0.0,
        ..facts
    };
    check(new, Verdict::Sound, 0, 0);
    check(StockFacts { units: 0, ..unsold }, Verdict::Idle, 0, 0);
}
