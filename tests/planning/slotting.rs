//! Slotting against all permutations of a small floor, against families planted in orders, and on a real month.

use std::collections::BTreeSet;

use depo::planning::route::{Layout, Location, Regular, Spot};
use depo::planning::slotting::{
    Floor, FloorFault, Goods, History, HistoryFault, ItemNumber, Objection, Slot, SlotNumber,
    Slotting, Start, StorageBin, arrange, best_moves, improve, put_away,
};
use depo::planning::{Effort, Random};

use super::putaway_made::{made_bin, made_goods};
use super::shared::shared;
use super::slotting_study::{history, made_floor, read_orders};

fn floor(aisles: usize, cells: usize, kind: impl Fn(u16, u16) -> u8) -> Floor {
    let layout = Layout::regular(&Regular {
        aisles,
        block_cells: vec![cells],
        aisle_pitch: 3_000,
        cell_pitch: 1_000,
        first_to_cell: 1_000,
        last_to_cell: 1_000,
        cross_aisle_width: 0,
    })
    .expect("a layout");
    let depot = Spot::Crossing {
        aisle: 0,
        cross_aisle: 0,
    };
    let all = (0..aisles as u16).flat_map(|aisle| (0..cells as u16).map(move |cell| (aisle, cell)));
    let slots = all.map(|(aisle, cell)| Slot {
        location: Location { aisle, cell },
        kind: kind(aisle, cell),
    });
    Floor::new(layout, depot, slots.collect()).expect("a floor")
}

fn as_listed(floor: &Floor, items: usize, kinds: Vec<u64>) -> Slotting {
    let slots: Vec<SlotNumber> = (0..items as SlotNumber).collect();
    Slotting::new(floor, &slots, kinds).expect("slots for all")
}

/// Every item has a slot of its own that it may lie in, and both directions agree.
fn check_slotting(floor: &Floor, slotting: &Slotting) {
    let mut seen = BTreeSet::new();
    for item in 0..slotting.items() as ItemNumber {
        let slot = slotting.slot_of(item).expect("a slot");
        assert!(seen.insert(slot), "two items in slot {slot}");
        assert_eq!(slotting.item_at(slot), Some(item));
        let kind = floor.slots()[slot as usize].kind;
        assert!(slotting.kinds()[item as usize] >> kind & 1 == 1);
    }
    let filled = (0..floor.slots().len() as SlotNumber).filter(|s| slotting.item_at(*s).is_some());
    assert_eq!(filled.count(), slotting.items());
}

/// The shortest walk in one block from the first aisle's front past all slots, by trying every order of them.
fn shortest_by_brute_force(places: &[(i64, i64)], aisle_end: i64) -> i64 {
    fn way(a: (i64, i64), b: (i64, i64), aisle_end: i64) -> i64 {
        let across = (a.0 - b.0).abs();
        let same = (a.1 - b.1).abs();
        let around = (a.1 + b.1).min(2 * aisle_end - a.1 - b.1);
        if across == 0 { same } else { across + around }
    }
    fn rest(at: (i64, i64), left: &mut Vec<(i64, i64)>, aisle_end: i64) -> i64 {
        if left.is_empty() {
            return at.0 + at.1.min(2 * aisle_end - at.1);
        }
        let mut best = i64::MAX;
        for i in 0..left.len() {
            let next = left.swap_remove(i);
            best = best.min(way(at, next, aisle_end) + rest(next, left, aisle_end));
            left.push(next);
            let last = left.len() - 1;
            left.swap(i, last);
        }
        best
    }
    rest((0, 0), &mut places.to_vec(), aisle_end)
}

#[test]
fn a_small_floor_is_slotted_as_well_as_any_permutation() {
    let (mut found_all, mut best_all) = (0.0, 0.0);
    for seed in 0..12 {
        let mut random = Random::new(seed);
        let mut floor = floor(2, 3, |_, _| 0);
        let orders = (0..8).map(|_| {
            let count = 1 + random.below(3);
            (0..count).map(|_| random.below(6) as ItemNumber).collect()
        });
        let orders: Vec<Vec<ItemNumber>> = orders.collect();
        let history = History::new(6, orders.clone()).expect("six items");
        let present = as_listed(&floor, 6, Vec::new());
        let mut effort = Effort::of_steps(4_000);
        let plan = improve(&mut floor, &history, &present, seed, &mut effort).expect("a plan");
        check_slotting(&floor, &plan.answer);

        let tours = |slot_of: &[usize]| -> i64 {
            let tour = |order: &Vec<ItemNumber>| {
                let mut asked = order.clone();
                asked.sort_unstable();
                asked.dedup();
                let place = |item: &ItemNumber| {
                    let slot = slot_of[*item as usize] as i64;
                    (slot / 3 * 3_000, 1_000 + slot % 3 * 1_000)
                };
                let places: Vec<(i64, i64)> = asked.iter().map(place).collect();
                shortest_by_brute_force(&places, 4_000)
            };
            orders.iter().map(tour).sum()
        };
        let found: Vec<usize> = (0..6)
            .map(|item| plan.answer.slot_of(item).expect("a slot") as usize)
            .collect();
        assert_eq!(plan.cost, tours(&found) as f64);
        let mut best = i64::MAX;
        permutations(&mut (0..6).collect(), 0, &mut |slots| {
            best = best.min(tours(slots));
        });
        assert!(best as f64 <= plan.cost);
        assert!(plan.cost <= best as f64 * 1.25, "seed {seed}");
        found_all += plan.cost;
        best_all += best as f64;
    }
    // The search weighs by an estimate: near the best, not always the best.
    let gap = found_all / best_all - 1.0;
    assert!(gap <= 0.06, "{gap} above the best of all permutations");
}

fn permutations(list: &mut Vec<usize>, from: usize, tell: &mut impl FnMut(&[usize])) {
    if from == list.len() {
        return tell(list);
    }
    for i in from..list.len() {
        list.swap(from, i);
        permutations(list, from + 1, tell);
        list.swap(from, i);
    }
}

/// Orders of items of one family each; the families are scattered over the floor.
fn families(random: &mut Random, items: usize, families: usize) -> History {
    let orders = (0..400).map(|_| {
        let family = random.below(families);
        let of_family = (0..items as ItemNumber).filter(|i| *i as usize % families == family);
        of_family.filter(|_| random.below(2) == 0).collect()
    });
    History::new(items, orders.collect::<Vec<_>>()).expect("items of the list")
}

#[test]
fn families_come_to_lie_together() {
    let mut floor = floor(8, 10, |_, _| 0);
    let history = families(&mut Random::new(3), 80, 8);
    let present = as_listed(&floor, 80, Vec::new());
    let mut effort = Effort::of_steps(60_000);
    let plan = improve(&mut floor, &history, &present, 1, &mut effort).expect("a plan");
    check_slotting(&floor, &plan.answer);
    let abc = arrange(&floor, &history, &[], Start::ByAisle).expect("a slotting");
    // All are as popular as the others: only what is ordered together shortens the tours.
    let abc_mm = floor.tours_mm(&abc, &history) as f64;
    assert!(plan.cost < 0.65 * abc_mm, "{} of {abc_mm}", plan.cost);
    assert!(plan.cost < 0.65 * plan.naive_cost);
}

#[test]
fn items_stay_in_slots_of_their_kinds() {
    let mut floor = floor(4, 10, |aisle, _| u8::from(aisle == 3));
    let mut random = Random::new(5);
    let history = families(&mut random, 36, 4);
    // The last six items are for the last aisle only, and only they may lie there.
    let kinds: Vec<u64> = (0..36)
        .map(|item| if item < 30 { 0b01 } else { 0b10 })
        .collect();
    let present = as_listed(&floor, 36, kinds.clone());
    check_slotting(&floor, &present);
    let mut effort = Effort::of_steps(10_000);
    let plan = improve(&mut floor, &history, &present, 2, &mut effort).expect("a plan");
    check_slotting(&floor, &plan.answer);
    assert!(plan.cost < plan.naive_cost);
    let mut effort = Effort::of_steps(1_000_000);
    let moves = best_moves(&mut floor, &history, &present, 5, &mut effort);
    check_slotting(&floor, &moves.answer.1);
    assert!(moves.cost < moves.naive_cost);
    // The moves, done one after the other, lead to the slotting that they are said to lead to.
    let mut slot_of: Vec<SlotNumber> = (0..36).collect();
    for one in &moves.answer.0 {
        assert_eq!(slot_of[one.item as usize], one.from);
        assert!(one.saves_mm > 0);
        if let Some(displaced) = one.displaced {
            assert_eq!(slot_of[displaced as usize], one.to);
            slot_of[displaced as usize] = one.from;
        }
        slot_of[one.item as usize] = one.to;
    }
    for (item, slot) in slot_of.iter().enumerate() {
        assert_eq!(moves.answer.1.slot_of(item as ItemNumber), Some(*slot));
    }
}

#[test]
fn floors_and_histories_that_cannot_be_are_refused() {
    let refused = History::new(2, [vec![0], vec![2]]).err();
    assert_eq!(
        refused,
        Some(HistoryFault::NoSuchItem { order: 1, item: 2 })
    );
    let small = floor(1, 2, |_, _| 0);
    let refused = Slotting::new(&small, &[0, 1, 2], Vec::new()).err();
    assert_eq!(
        refused,
        Some(FloorFault::TooFewSlots { items: 3, slots: 2 })
    );
    // A slot named twice: both items have one all the same.
    let twice = Slotting::new(&small, &[1, 1], Vec::new()).expect("slots for all");
    check_slotting(&small, &twice);
}

#[test]
fn a_real_month_is_walked_in_shorter_tours() {
    let name = "online-retail/by-month/dev/online-retail-2011-02.csv.gz";
    let Some(month) = shared(name) else { return };
    let bytes = std::fs::read(month).expect("a month");
    let (orders, items) = read_orders([("a month", &bytes[..])]).expect("a whole file");
    let (mut floor, present) = made_floor(items, 1);
    let mid_month = chrono::NaiveDate::from_ymd_opt(2011, 2, 15).expect("a day");
    let some = history(&orders, items, |order| {
        order.day < mid_month && order.goods.len() < 40
    });
    let mut effort = Effort::of_steps(3_000);
    let plan = improve(&mut floor, &some, &present, 1, &mut effort).expect("a plan");
    check_slotting(&floor, &plan.answer);
    assert!(plan.saved_share() > 0.3, "{}", plan.saved_share());
}

/// What speaks against a bin, looked at by itself.
fn objections(goods: &Goods, bin: &StorageBin) -> Vec<Objection> {
    let mut found = Vec::new();
    let mut object = |holds: bool, objection| {
        if holds {
            found.push(objection);
        }
    };
    object(bin.is_closed, Objection::Closed);
    object(bin.temperature != goods.temperature, Objection::Temperature);
    if let Some(hazard) = goods.hazard {
        object(!bin.hazards.contains(&hazard), Objection::HazardNotAllowed);
        let near = bin.hazards_near.iter().any(|h| hazard.keeps_apart_from(*h));
        object(near, Objection::HazardTooNear);
    }
    let lying: Vec<_> = bin.contents.iter().filter(|l| l.units > 0).collect();
    let other_item = lying.iter().any(|l| l.item != goods.item);
    object(other_item && !bin.mixes_items, Objection::OtherItem);
    let other_lot = lying
        .iter()
        .any(|l| l.item == goods.item && l.lot != goods.lot);
    object(other_lot && !bin.mixes_lots, Objection::OtherLot);
    let [l, w, h] = goods.size.sides_mm();
    let ways = match goods.stays_upright {
        true => vec![[l, w, h], [w, l, h]],
        false => vec![
            [l, w, h],
            [l, h, w],
            [w, l, h],
            [w, h, l],
            [h, l, w],
            [h, w, l],
        ],
    };
    let room = bin.size.sides_mm();
    let goes_in = |way: &[u32; 3]| way.iter().zip(room).all(|(side, space)| *side <= space);
    object(!ways.iter().any(goes_in), Objection::TooLarge);
    let heavy = bin.used_weight.grams() + goods.weight.grams() > bin.weight_max.grams();
    object(heavy && goods.weight.grams() > 0, Objection::TooHeavy);
    let usable = bin.size.volume_mm3() * 8 / 10;
    let filled = bin.used_mm3 + goods.size.volume_mm3() > usable;
    object(filled && bin.used_mm3 > 0, Objection::Full);
    found
}

#[test]
fn goods_are_put_only_where_nothing_speaks_against_it() {
    let mut random = Random::new(11);
    let mut seen = BTreeSet::new();
    let mut joined = 0;
    for _ in 0..300 {
        let goods = made_goods(&mut random);
        let bins: Vec<StorageBin> = (0..60).map(|_| made_bin(&mut random)).collect();
        let (all, ruled_out) = put_away(&goods, &bins, bins.len());
        let ruled_out_all: usize = ruled_out.values().sum();
        assert_eq!(all.len() + ruled_out_all, bins.len());
        seen.extend(ruled_out.keys().copied());
        let suggested: BTreeSet<usize> = all.iter().map(|one| one.bin).collect();
        for (number, bin) in bins.iter().enumerate() {
            let against = objections(&goods, bin);
            assert_eq!(
                suggested.contains(&number),
                against.is_empty(),
                "{against:?}"
            );
        }
        for one in &all {
            let bin = &bins[one.bin];
            let grams = bin.used_weight.grams() + one.units * goods.weight.grams();
            assert!(grams <= bin.weight_max.grams().max(bin.used_weight.grams()));
            assert!((1..=goods.units).contains(&one.units));
            joined += u32::from(one.joins);
        }
        let (three, _) = put_away(&goods, &bins, 3);
        assert_eq!(three, all[..all.len().min(3)]);
        // All units in one bin go before parts.
        let whole = |units: u32| units == goods.units;
        if let Some(first) = all.first().filter(|first| !whole(first.units)) {
            let joins = all
                .iter()
                .any(|one| whole(one.units) && one.joins >= first.joins);
            assert!(!joins, "a part came before a whole");
        }
    }
    assert_eq!(seen.len(), 9, "{seen:?}");
    assert!(joined > 100);
}
