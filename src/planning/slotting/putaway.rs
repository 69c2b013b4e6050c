//! Where to put away what comes in.
//!
//! Every bin is asked in turn; the answer is the best bins that suit, each with what speaks for it, and for the others
//! how many were left out for which reason. One pass over the bins: some tens of nanoseconds each.

use std::collections::BTreeMap;

use crate::planning::measure::{Size, Weight};

/// How cold a place is, or how cold goods must be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Temperature {
    /// As it is indoors.
    #[default]
    Ambient,
    /// 2 to 8 degrees Celsius.
    Chilled,
    /// Below -18 degrees Celsius.
    Frozen,
}

/// What makes goods dangerous.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hazard {
    /// Burns.
    Flammable,
    /// Feeds fire.
    Oxidising,
    /// Eats through.
    Corrosive,
    /// Poisonous.
    Toxic,
    /// Under pressure.
    Gas,
    /// Lithium batteries.
    Battery,
}

impl Hazard {
    /// Whether two hazards must not lie in one bin or next to each other: what burns from what feeds fire, what eats
    /// through from all that must not leak, batteries and gas from fire. A cautious reading of the usual segregation
    /// tables; a warehouse's safety officer decides.
    pub fn keeps_apart_from(self, other: Hazard) -> bool {
        use Hazard::{Battery, Corrosive, Flammable, Gas, Oxidising, Toxic};
        let pair = (self.min(other), self.max(other));
        matches!(
            pair,
            (Flammable, Oxidising)
                | (Flammable, Gas)
                | (Flammable, Battery)
                | (Oxidising, Corrosive)
                | (Oxidising, Gas)
                | (Oxidising, Battery)
                | (Corrosive, Toxic)
                | (Corrosive, Gas)
                | (Corrosive, Battery)
        )
    }
}

/// What comes in: so many units of one lot of an item.
#[derive(Debug, Clone, PartialEq)]
pub struct Goods {
    /// The item, by its place in the caller's list.
    pub item: u32,
    /// The lot, by its place in the caller's list; `None` for goods without lots.
    pub lot: Option<u32>,
    /// How many.
    pub units: u32,
    /// The size of one.
    pub size: Size,
    /// Whether it must stay upright.
    pub stays_upright: bool,
    /// The weight of one.
    pub weight: Weight,
    /// How cold it must be.
    pub temperature: Temperature,
    /// What makes it dangerous, if anything.
    pub hazard: Option<Hazard>,
    /// How popular it is, from 0 (hardly ever asked for) to 1 (most of all).
    pub popularity: f64,
}

/// Goods in a bin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lying {
    /// The item.
    pub item: u32,
    /// The lot.
    pub lot: Option<u32>,
    /// How many.
    pub units: u32,
}

/// A bin, and what lies in it.
#[derive(Debug, Clone, PartialEq)]
pub struct StorageBin {
    /// Its inner size.
    pub size: Size,
    /// The share of its volume that goods can fill, from 0 to 1: they are no liquid.
    pub fill_share: f64,
    /// What it carries.
    pub weight_max: Weight,
    /// How cold it is.
    pub temperature: Temperature,
    /// The hazards that it is equipped for.
    pub hazards: Vec<Hazard>,
    /// Whether different items may lie in it.
    pub mixes_items: bool,
    /// Whether different lots of an item may lie in it.
    pub mixes_lots: bool,
    /// How good its place is, from 0 (farthest) to 1 (nearest).
    pub nearness: f64,
    /// The volume of what lies in it, in cubic millimetres.
    pub used_mm3: u64,
    /// The weight of what lies in it.
    pub used_weight: Weight,
    /// What lies in it.
    pub contents: Vec<Lying>,
    /// Hazards of what lies in it and next to it.
    pub hazards_near: Vec<Hazard>,
    /// Whether it is closed, such as for counting.
    pub is_closed: bool,
}

/// Why goods must not go into a bin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Objection {
    /// It is closed.
    Closed,
    /// It is too warm or too cold.
    Temperature,
    /// It is not equipped for the hazard.
    HazardNotAllowed,
    /// What lies there or next to it must be kept apart.
    HazardTooNear,
    /// Another item lies there.
    OtherItem,
    /// Another lot lies there.
    OtherLot,
    /// One unit does not go in, however it is turned.
    TooLarge,
    /// It carries no further unit.
    TooHeavy,
    /// No further unit has room.
    Full,
}

/// A bin for the goods.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Suggestion {
    /// The bin, by its place in the list.
    pub bin: usize,
    /// How many of the units it takes.
    pub units: u32,
    /// Whether the same item, and lot, lies there already.
    pub joins: bool,
    /// How well it suits; only for comparing.
    pub score: f64,
}

/// The best bins for the goods, at most `count`, the best first, and for each reason how many bins it ruled out.
///
/// All units in one bin go before parts; then bins where the same item and lot lies; then popular goods near and
/// unpopular ones far; then the bin that is filled best, so that large bins stay free for large goods.
pub fn put_away(
    goods: &Goods,
    bins: &[StorageBin],
    count: usize,
) -> (Vec<Suggestion>, BTreeMap<Objection, usize>) {
    let mut suggestions = Vec::new();
    let mut ruled_out = BTreeMap::new();
    for (number, bin) in bins.iter().enumerate() {
        match room(goods, bin) {
            Ok(units) => suggestions.push(suggestion(goods, number, bin, units)),
            Err(objection) => *ruled_out.entry(objection).or_insert(0) += 1,
        }
    }
    let better = |a: &Suggestion, b: &Suggestion| {
        let score = b.score.total_cmp(&a.score);
        score.then(a.bin.cmp(&b.bin))
    };
    if suggestions.len() > count && count > 0 {
        suggestions.select_nth_unstable_by(count - 1, better);
    }
    suggestions.truncate(count);
    suggestions.sort_by(better);
    (suggestions, ruled_out)
}

/// How many of the units go into a bin; at least one.
fn room(goods: &Goods, bin: &StorageBin) -> Result<u32, Objection> {
    if bin.is_closed {
        return Err(Objection::Closed);
    }
    if bin.temperature != goods.temperature {
        return Err(Objection::Temperature);
    }
    if let Some(hazard) = goods.hazard {
        if !bin.hazards.contains(&hazard) {
            return Err(Objection::HazardNotAllowed);
        }
        let apart = |other: &Hazard| hazard.keeps_apart_from(*other);
        if bin.hazards_near.iter().any(apart) {
            return Err(Objection::HazardTooNear);
        }
    }
    for lying in bin.contents.iter().filter(|lying| lying.units > 0) {
        if lying.item != goods.item && !bin.mixes_items {
            return Err(Objection::OtherItem);
        }
        if lying.item == goods.item && lying.lot != goods.lot && !bin.mixes_lots {
            return Err(Objection::OtherLot);
        }
    }
    let fits = match goods.stays_upright {
        true => goods.size.fits_upright(bin.size),
        false => goods.size.fits_turned(bin.size),
    };
    if !fits {
        return Err(Objection::TooLarge);
    }
    let carries = bin
        .weight_max
        .grams()
        .saturating_sub(bin.used_weight.grams());
    let by_weight = carries
        .checked_div(goods.weight.grams())
        .unwrap_or(u32::MAX);
    if by_weight == 0 {
        return Err(Objection::TooHeavy);
    }
    let usable = (bin.size.volume_mm3() as f64 * bin.fill_share.clamp(0.0, 1.0)) as u64;
    let mut by_volume = usable.saturating_sub(bin.used_mm3) / goods.size.volume_mm3().max(1);
    if by_volume == 0 && bin.used_mm3 == 0 {
        // One that fits fits, however little room it leaves.
        by_volume = 1;
    }
    if by_volume == 0 {
        return Err(Objection::Full);
    }
    let by_volume = u32::try_from(by_volume).unwrap_or(u32::MAX);
    Ok(goods.units.max(1).min(by_weight).min(by_volume))
}

fn suggestion(goods: &Goods, number: usize, bin: &StorageBin, units: u32) -> Suggestion {
    let same = |lying: &Lying| lying.item == goods.item && lying.lot == goods.lot;
    let joins = bin
        .contents
        .iter()
        .any(|lying| lying.units > 0 && same(lying));
    let units_share = f64::from(units) / f64::from(goods.units.max(1));
    // More than all else together where the whole goes in.
    let units_score = if units_share < 1.0 {
        8.0 * units_share
    } else {
        16.0
    };
    // Popular goods near, unpopular ones far: best where popularity and nearness are alike.
    let place = 1.0 - (goods.popularity - bin.nearness).abs();
    let added = goods.size.volume_mm3().saturating_mul(u64::from(units));
    let filled = bin.used_mm3.saturating_add(added) as f64 / bin.size.volume_mm3() as f64;
    Suggestion {
        bin: number,
        units,
        joins,
        score: units_score + 4.0 * f64::from(joins) + 2.0 * place + filled.min(1.0),
    }
}
