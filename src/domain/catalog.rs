//! Items and bins: what is sold, and where it is kept.

use super::commit::Dated;
use super::event::Event;
use super::text::{Code, Sku, Words};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// An item.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Item {
    /// Its code.
    pub sku: Sku,
    /// Its name.
    pub name: Option<Words>,
    /// What its barcodes say, besides the SKU itself.
    pub barcodes: Vec<Code>,
    /// The weight of one unit, in grams.
    pub weight_grams: Option<u32>,
}

impl Item {
    /// An item of which nothing but the code is known.
    pub fn new(sku: Sku) -> Self {
        Item {
            sku,
            name: None,
            barcodes: Vec::new(),
            weight_grams: None,
        }
    }

    /// The item that these events add up to, in their fold order.
    pub fn fold(sku: &Sku, events: &[Dated]) -> Item {
        let mut item = Item::new(sku.clone());
        events.iter().for_each(|dated| item.apply(&dated.event));
        item
    }

    /// Applies one event of the item's history.
    pub fn apply(&mut self, event: &Event) {
        match event {
            Event::ItemAdded { name, barcodes, .. } => {
                if self.name.is_none() {
                    self.name = name.clone();
                }
                for barcode in barcodes {
                    if !self.barcodes.contains(barcode) {
                        self.barcodes.push(barcode.clone());
                    }
                }
            }
            Event::ItemChanged {
                name,
                barcodes,
                weight_grams,
                ..
            } => {
                if let Some(name) = name {
                    self.name = Some(name.clone());
                }
                if let Some(barcodes) = barcodes {
                    self.barcodes = barcodes.clone();
                }
                if weight_grams.is_some() {
                    self.weight_grams = *weight_grams;
                }
            }
            _ => {}
        }
    }

    /// The name, or the code where there is none.
    pub fn title(&self) -> &str {
        self.name.as_ref().map_or(self.sku.as_str(), Words::as_str)
    }
}

/// A bin.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Bin {
    /// Its code.
    pub bin: Code,
    /// Its place on the walk through the warehouse, ascending.
    pub walk: u32,
}

/// All items, with their barcodes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Catalog {
    items: BTreeMap<Sku, Item>,
    /// The items that claim a barcode; the smallest SKU has it, whatever came first.
    barcodes: BTreeMap<Code, BTreeSet<Sku>>,
}

impl Catalog {
    /// The item with this SKU.
    pub fn get(&self, sku: &str) -> Option<&Item> {
        self.items.get(sku)
    }

    /// How many items there are.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Every item, by SKU.
    pub fn iter(&self) -> impl Iterator<Item = &Item> {
        self.items.values()
    }

    /// The item that a scanned text means: by barcode, else by the SKU itself.
    pub fn by_scan(&self, text: &str) -> Option<&Item> {
        let sku = self.barcodes.get(text).and_then(BTreeSet::first);
        sku.and_then(|sku| self.items.get(sku))
            .or_else(|| self.items.get(text))
    }

    /// Changes or adds an item and keeps the barcodes in step.
    pub(super) fn update(&mut self, sku: &Sku, change: impl FnOnce(&mut Item)) {
        let item = self
            .items
            .entry(sku.clone())
            .or_insert_with(|| Item::new(sku.clone()));
        let before = item.barcodes.clone();
        change(item);
        if item.barcodes == before {
            return;
        }
        let after = item.barcodes.clone();
        for barcode in before {
            if let Some(claimants) = self.barcodes.get_mut(&barcode) {
                claimants.remove(sku);
                if claimants.is_empty() {
                    self.barcodes.remove(&barcode);
                }
            }
        }
        for barcode in after {
            self.barcodes
                .entry(barcode)
                .or_default()
                .insert(sku.clone());
        }
    }
}
