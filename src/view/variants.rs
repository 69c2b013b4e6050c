//! The variants of a product by size and colour, with what of each can still be sold.

use super::face::{Swatch, face, product_of};
use super::names;
use super::stock::promises;
use crate::site::Reading;
use crate::trade::id::ItemId;
use crate::trade::identity::canonical::Canonical;
use std::collections::BTreeMap;

/// A variant in its cell of the matrix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VariantCell {
    /// The item.
    pub item: ItemId,
    /// Its part of an address.
    pub address: String,
    /// The SKU that it shows.
    pub sku: String,
    /// What can still be promised, in all warehouses.
    pub available: i128,
    /// Whether no new decision may name it.
    pub retired: bool,
}

impl VariantCell {
    /// Whether nothing of it can be sold.
    pub fn is_sold_out(&self) -> bool {
        self.available <= 0
    }
}

/// A colour of the matrix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VariantColour {
    /// In its own word; empty for variants without one.
    pub word: String,
    /// As it is shown.
    pub swatch: Option<Swatch>,
}

/// A product's variants: sizes down, colours across.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VariantMatrix {
    /// The product.
    pub product: ItemId,
    /// Its part of an address.
    pub address: String,
    /// The SKU of the product.
    pub sku: String,
    /// The sizes, the smallest first; an empty one for variants without a size.
    pub sizes: Vec<String>,
    /// The colours.
    pub colours: Vec<VariantColour>,
    /// By size and colour; several where two variants say the same, none where there is no such variant.
    pub cells: Vec<Vec<Vec<VariantCell>>>,
}

impl VariantMatrix {
    /// What can still be sold of all variants together.
    pub fn available(&self) -> i128 {
        let cells = self.cells.iter().flatten().flatten();
        cells.map(|cell| cell.available.max(0)).sum()
    }
}

/// Where a size stands among others: letters as in clothes, then numbers, then words.
fn rank(size: &str) -> (u8, u64, String) {
    const LETTERS: [&str; 12] = [
        "xxxs", "xxs", "xs", "s", "m", "l", "xl", "xxl", "2xl", "xxxl", "3xl", "4xl",
    ];
    let word = size.trim().to_lowercase();
    if let Some(place) = LETTERS.iter().position(|letters| *letters == word) {
        return (0, place as u64, word);
    }
    let number: String = word.chars().take_while(char::is_ascii_digit).collect();
    match number.parse() {
        Ok(number) => (1, number, word),
        Err(_) => (2, 0, word),
    }
}

/// The matrix of the product that an item is, or is a variant of; `None` where that has no variants.
pub fn matrix(at: &Reading<'_>, item: &ItemId, today: i64) -> Option<VariantMatrix> {
    let canonical = |item: &ItemId| at.state.components.item(item);
    let product = canonical(product_of(at, item).unwrap_or(item));
    let variants: Vec<ItemId> = at
        .state
        .items()
        .map(|(item, _)| item)
        .filter(|item| canonical(item) == **item)
        .filter(|item| product_of(at, item).is_some_and(|of| canonical(of) == product))
        .cloned()
        .collect();
    if variants.is_empty() {
        return None;
    }
    // A product that has a size or a colour of its own is sold as one of its variants.
    let own = face(at, &product);
    let itself = (own.size.is_some() || own.colour.is_some()).then(|| product.clone());
    let mut available: BTreeMap<ItemId, i128> = BTreeMap::new();
    for (key, promise) in promises(at, today) {
        *available.entry(key.item.clone()).or_insert(0) += promise.available();
    }
    let mut sizes: Vec<String> = Vec::new();
    let mut colours: Vec<VariantColour> = Vec::new();
    let mut placed: Vec<(String, String, VariantCell)> = Vec::new();
    for variant in itself.into_iter().chain(variants) {
        let face = face(at, &variant);
        let (size, word) = (
            face.size.unwrap_or_default(),
            face.colour.unwrap_or_default(),
        );
        if !sizes.contains(&size) {
            sizes.push(size.clone());
        }
        match colours.iter_mut().find(|colour| colour.word == word) {
            Some(known) => known.swatch = known.swatch.or(face.swatch),
            None => colours.push(VariantColour {
                word: word.clone(),
                swatch: face.swatch,
            }),
        }
        let cell = VariantCell {
            address: names::item_address(&variant),
            sku: names::item_code(at, &variant),
            available: available.get(&variant).copied().unwrap_or(0),
            retired: at.state.is_item_retired(&variant),
            item: variant,
        };
        placed.push((size, word, cell));
    }
    sizes.sort_by_key(|size| rank(size));
    colours.sort_by(|one, other| one.word.cmp(&other.word));
    let cells = sizes
        .iter()
        .map(|size| {
            let of = |colour: &VariantColour| {
                placed
                    .iter()
                    .filter(|(of, word, _)| of == size && *word == colour.word)
                    .map(|(_, _, cell)| cell.clone())
                    .collect()
            };
            colours.iter().map(of).collect()
        })
        .collect();
    Some(VariantMatrix {
        address: names::item_address(&product),
        sku: names::item_code(at, &product),
        product,
        sizes,
        colours,
        cells,
    })
}
