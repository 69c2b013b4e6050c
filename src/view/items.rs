//! Items as lists show them, and by what a person may type: code, name, barcodes.

use super::names;
use super::search::{Haystack, holds, split};
use crate::site::Reading;
use crate::trade::card_fold::Card;
use crate::trade::catalog::{ChannelStock, ItemField};
use crate::trade::id::ItemId;

/// An item as lists show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemHead {
    /// The item.
    pub id: ItemId,
    /// Its part of an address.
    pub address: String,
    /// The SKU that it shows.
    pub sku: String,
    /// What it is called.
    pub title: Option<String>,
    /// The client whose item it is; `None` is the workspace's own.
    pub client: Option<String>,
    /// Its barcodes.
    pub barcodes: Vec<String>,
    /// Whether no new decision may name it.
    pub retired: bool,
}

/// The barcodes that an item has now.
pub fn barcodes(card: &Card<ItemField>) -> Vec<String> {
    let codes = card.fields().filter_map(|field| match field {
        ItemField::Barcode {
            code,
            level: Some(_),
        } => Some(code.as_str().to_owned()),
        _ => None,
    });
    codes.collect()
}

impl ItemHead {
    fn of(at: &Reading<'_>, item: &ItemId, card: &Card<ItemField>) -> Self {
        ItemHead {
            id: item.clone(),
            address: names::item_address(item),
            sku: names::item_code(at, item),
            title: names::item_title(at, item).map(|title| title.as_str().to_owned()),
            client: item.client.as_ref().map(|id| names::party_name(at, id)),
            barcodes: barcodes(card),
            retired: at.state.is_item_retired(item),
        }
    }

    fn haystack(&self) -> Box<str> {
        let mut haystack = Haystack::default();
        haystack.add(&self.sku);
        let texts = [&self.title, &self.client];
        texts
            .into_iter()
            .flatten()
            .for_each(|text| haystack.add(text));
        self.barcodes.iter().for_each(|code| haystack.add(code));
        haystack.end()
    }
}

/// All items that stand for themselves, ready to be searched.
#[derive(Debug, Default)]
pub struct ItemIndex {
    entries: Vec<(ItemHead, Box<str>)>,
}

impl ItemIndex {
    /// Takes in what the catalog says now.
    pub fn refresh(&mut self, at: &Reading<'_>) {
        let heads = at
            .state
            .items()
            .map(|(item, card)| ItemHead::of(at, item, card));
        self.entries = heads
            .map(|head| {
                let haystack = head.haystack();
                (head, haystack)
            })
            .collect();
    }

    /// How many items there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The items that a word stands in the text of.
    pub fn with<'a>(&'a self, word: &'a str) -> impl Iterator<Item = &'a ItemId> {
        let found = self
            .entries
            .iter()
            .filter(move |(_, text)| holds(text, word));
        found.map(|(head, _)| &head.id)
    }

    /// The items that every word is found in, the one whose code it is before all others.
    pub fn select(&self, typed: &str) -> Vec<&ItemHead> {
        let words = split(typed);
        let typed = typed.trim();
        let exact =
            |head: &ItemHead| head.sku == typed || head.barcodes.iter().any(|code| code == typed);
        let matches =
            |(_, text): &&(ItemHead, Box<str>)| words.iter().all(|word| holds(text, word));
        let found = || self.entries.iter().filter(matches).map(|(head, _)| head);
        let first = found().filter(|head| exact(head));
        let others = found().filter(|head| !exact(head));
        first.chain(others).collect()
    }
}

/// What channels keep of an item in places of their own, by name, as their last lists said.
pub fn kept_by_channels(at: &Reading<'_>, item: &ItemId) -> Vec<(String, ChannelStock)> {
    let card = at.state.item(item).into_iter();
    let fields = card.flat_map(|card| card.fields());
    let kept = fields.filter_map(|field| match field {
        ItemField::KeptByChannel {
            channel,
            stock: Some(stock),
        } => Some((names::channel_name(at, channel), stock.clone())),
        _ => None,
    });
    kept.collect()
}
