//! How often items are picked, in classes: A is the few that most picks are of, C the many that are hardly picked.

use crate::site::Reading;
use crate::trade::id::ItemId;
use crate::trade::identity::canonical::Canonical;
use std::collections::BTreeMap;

/// The share of all picks that A takes, and A with B, in hundredths.
const SHARES: [u64; 2] = [80, 95];

/// A class by how often an item is picked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// The items of four picks in five.
    A,
    /// Those of the next three in twenty.
    B,
    /// All others.
    C,
}

impl Class {
    /// Its letter.
    pub const fn letter(self) -> &'static str {
        match self {
            Class::A => "A",
            Class::B => "B",
            Class::C => "C",
        }
    }
}

/// How often each item was picked, by its canonical name: each time that somebody stood before it counts once.
fn picks(at: &Reading<'_>) -> BTreeMap<ItemId, u64> {
    let names = &at.state.components;
    let all = at.state.batches().flat_map(|(_, batch)| batch.picks());
    let mut picks = BTreeMap::new();
    for (_, pick) in all {
        *picks.entry(names.item(&pick.goods.item)).or_insert(0) += 1;
    }
    picks
}

/// The classes of all items that were ever picked, with how often; the others are C.
pub fn classes(at: &Reading<'_>) -> BTreeMap<ItemId, (Class, u64)> {
    let mut all: Vec<(ItemId, u64)> = picks(at).into_iter().collect();
    all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let sum: u64 = all.iter().map(|(_, picks)| picks).sum();
    let mut before = 0;
    let mut classes = BTreeMap::new();
    for (item, picks) in all {
        let class = match before {
            share if share * 100 < sum * SHARES[0] => Class::A,
            share if share * 100 < sum * SHARES[1] => Class::B,
            _ => Class::C,
        };
        before += picks;
        classes.insert(item, (class, picks));
    }
    classes
}

/// The class of an item.
pub fn class_of(at: &Reading<'_>, item: &ItemId) -> Class {
    let item = at.state.components.item(item);
    classes(at).get(&item).map_or(Class::C, |(class, _)| *class)
}
