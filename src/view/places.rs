//! The locations of a warehouse as a tree: what is a part of what.

use super::names;
use super::stock::LocationRow;
use crate::limits::NESTED_LOCATIONS_MAX;
use crate::site::Reading;
use crate::trade::id::{ItemId, LocationId};
use crate::trade::place::Place;
use std::collections::{BTreeMap, BTreeSet};

/// A row of the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TreeRow {
    /// Which of the given rows, from 0.
    pub row: usize,
    /// How many locations it is within, of those that were given.
    pub depth: usize,
}

/// Rows in the order of a tree: after each location its parts, as they stand in the given order. What is a part of a
/// location that was not given stands at the top.
pub fn tree(rows: &[&LocationRow]) -> Vec<TreeRow> {
    let known: BTreeMap<&LocationId, usize> = (0..)
        .zip(rows)
        .map(|(index, row)| (&row.id, index))
        .collect();
    let mut parts: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
    for (index, row) in (0..).zip(rows) {
        let parent = row.parent.as_ref().and_then(|parent| known.get(parent));
        parts.entry(parent.copied()).or_default().push(index);
    }
    let mut tree = Vec::with_capacity(rows.len());
    let mut open: Vec<TreeRow> = Vec::new();
    let push = |parent: Option<usize>, depth: usize, open: &mut Vec<TreeRow>| {
        let below = parts.get(&parent).into_iter().flatten().rev();
        open.extend(below.map(|row| TreeRow { row: *row, depth }));
    };
    push(None, 0, &mut open);
    while let Some(next) = open.pop() {
        tree.push(next);
        if next.depth < NESTED_LOCATIONS_MAX as usize {
            push(Some(next.row), next.depth + 1, &mut open);
        }
    }
    // Locations that two devices made parts of each other are not lost.
    let shown: BTreeSet<usize> = tree.iter().map(|row| row.row).collect();
    let left = (0..rows.len()).filter(|row| !shown.contains(row));
    tree.extend(left.map(|row| TreeRow { row, depth: 0 }));
    tree
}

/// What lies loose at a location: the code of the item and how many units.
pub fn contents(at: &Reading<'_>, location: &LocationId) -> Vec<(String, i128)> {
    let place = Place::Location(location.clone());
    let mut sums: BTreeMap<ItemId, i128> = BTreeMap::new();
    for (goods, account) in at.state.ledger.at(&place) {
        *sums.entry(goods.item.clone()).or_insert(0) += account.balance();
    }
    let held = sums.into_iter().filter(|(_, units)| *units != 0);
    held.map(|(item, units)| (names::item_code(at, &item), units))
        .collect()
}
