//! Items by what a person may type: code, name, barcodes.

use super::words::{Haystack, holds, split};
use crate::domain::Workspace;
use crate::domain::catalog::Item;
use crate::domain::text::Sku;

#[derive(Debug)]
struct Entry {
    item: Item,
    haystack: Box<str>,
}

impl Entry {
    fn of(item: &Item) -> Self {
        let mut haystack = Haystack::default();
        haystack.add(item.sku.as_str());
        item.name
            .iter()
            .for_each(|name| haystack.add(name.as_str()));
        let barcodes = item.barcodes.iter();
        barcodes.for_each(|barcode| haystack.add(barcode.as_str()));
        Entry {
            item: item.clone(),
            haystack: haystack.end(),
        }
    }
}

/// All items, ready to be searched; and which of the numbers that orders know them by is which.
#[derive(Debug, Default)]
pub(super) struct ItemIndex {
    entries: Vec<Entry>,
    /// For each item number the place of its entry.
    places: Vec<Option<u32>>,
}

impl ItemIndex {
    /// Takes in what has changed since the last time.
    pub(super) fn refresh(&mut self, workspace: &Workspace) {
        let catalog = &workspace.catalog;
        let mut before = std::mem::take(&mut self.entries).into_iter().peekable();
        let mut moved = before.len() != catalog.len();
        self.entries.reserve(catalog.len());
        for item in catalog.iter() {
            // Both walks are in the order of the SKU.
            while before.next_if(|entry| entry.item.sku < item.sku).is_some() {}
            let kept = before.next_if(|entry| entry.item.sku == item.sku);
            moved |= kept.is_none();
            let kept = kept.filter(|entry| entry.item == *item);
            self.entries.push(kept.unwrap_or_else(|| Entry::of(item)));
        }
        let numbered = workspace.item_numbers().items();
        if moved || self.places.len() != numbered.len() {
            let place = |sku: &Sku| {
                let found = self.entries.binary_search_by(|e| e.item.sku.cmp(sku));
                found.ok().map(|place| place as u32)
            };
            self.places = numbered.iter().map(place).collect();
        }
    }

    /// For each item number whether the word stands in the item's text; `None` if it stands in none.
    pub(super) fn numbers_with(&self, word: &str) -> Option<Vec<bool>> {
        let found: Vec<bool> = self
            .entries
            .iter()
            .map(|entry| holds(&entry.haystack, word))
            .collect();
        if !found.contains(&true) {
            return None;
        }
        let is_found = |place: &Option<u32>| {
            place.is_some_and(|place| found.get(place as usize).copied().unwrap_or(false))
        };
        Some(self.places.iter().map(is_found).collect())
    }

    /// The first items that every word is found in, the one whose code it is before all others.
    pub(super) fn best(&self, typed: &str, count_max: usize) -> Vec<&Item> {
        let words = split(typed);
        if words.is_empty() {
            return Vec::new();
        }
        let typed = typed.trim();
        let exact = |item: &Item| {
            item.sku.as_str() == typed || item.barcodes.iter().any(|code| code.as_str() == typed)
        };
        let matches = |e: &&Entry| words.iter().all(|word| holds(&e.haystack, word));
        let found = || self.entries.iter().filter(matches).map(|entry| &entry.item);
        let first = found().filter(|item| exact(item));
        let others = found().filter(|item| !exact(item));
        first.chain(others).take(count_max).collect()
    }
}
