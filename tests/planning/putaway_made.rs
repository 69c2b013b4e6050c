//! Bins and goods made up.

use depo::planning::Random;
use depo::planning::measure::{Size, Weight};
use depo::planning::slotting::{Goods, Hazard, Lying, StorageBin, Temperature};

const HAZARDS: [Hazard; 6] = [
    Hazard::Flammable,
    Hazard::Oxidising,
    Hazard::Corrosive,
    Hazard::Toxic,
    Hazard::Gas,
    Hazard::Battery,
];

fn size(random: &mut Random, from: u32, to: u32) -> Size {
    let mut side = || random.between(from, to);
    Size::new(side(), side(), side()).expect("a size")
}

fn weight(grams: u32) -> Weight {
    Weight::new(grams).expect("a weight")
}

fn temperature(random: &mut Random) -> Temperature {
    match random.below(6) {
        0 => Temperature::Chilled,
        1 => Temperature::Frozen,
        _ => Temperature::Ambient,
    }
}

fn hazards(random: &mut Random, one_in: usize) -> Vec<Hazard> {
    let all = HAZARDS.into_iter();
    all.filter(|_| random.below(one_in) == 0).collect()
}

/// A bin, often with something in it.
pub fn made_bin(random: &mut Random) -> StorageBin {
    let lying = |random: &mut Random| Lying {
        item: random.between(0, 5),
        lot: (random.below(3) > 0).then(|| random.between(0, 2)),
        units: random.between(0, 9),
    };
    let contents: Vec<Lying> = (0..random.below(3)).map(|_| lying(random)).collect();
    let used = if contents.is_empty() { 0 } else { 40 };
    let room = size(random, 200, 900);
    StorageBin {
        used_mm3: room.volume_mm3() * u64::from(random.between(0, used)) / 50,
        size: room,
        fill_share: 0.8,
        weight_max: weight(random.between(1_000, 60_000)),
        temperature: temperature(random),
        hazards: hazards(random, 2),
        mixes_items: random.below(2) == 0,
        mixes_lots: random.below(2) == 0,
        nearness: random.share(),
        used_weight: weight(random.between(0, 500 * used)),
        contents,
        hazards_near: hazards(random, 8),
        is_closed: random.below(10) == 0,
    }
}

/// Goods that come in.
pub fn made_goods(random: &mut Random) -> Goods {
    Goods {
        item: random.between(0, 5),
        lot: (random.below(3) > 0).then(|| random.between(0, 2)),
        units: random.between(1, 20),
        size: size(random, 30, 400),
        stays_upright: random.below(3) == 0,
        weight: weight(random.between(0, 4_000)),
        temperature: temperature(random),
        hazard: (random.below(4) == 0).then(|| *random.one_of(&HAZARDS)),
        popularity: random.share(),
    }
}
