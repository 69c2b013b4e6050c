//! Lines that a source tells by price and title alone: which number each has among those of its price.
//!
//! The title is personal and in no fact, so the line is named by price and number. The number must not hang on the order
//! of the rows: a file that somebody has sorted is the same file.

use super::record::Incoming;
use crate::trade::demand::LineKey;
use crate::trade::personal::content::{Content, Title, Written};
use crate::trade::quantity::Amount;
use crate::trade::text::Words;
use std::collections::{BTreeMap, BTreeSet};

/// Numbers the lines of a record anew, within each price: one whose title is `known` of the order keeps the number under
/// which it stands, every other one gets the next free number in the order of the titles. Where titles of the order are
/// not here (erased, or not brought by the copy) nobody can tell its lines apart, and the record says so.
pub(super) fn number(incoming: &mut Incoming, known: &BTreeMap<LineKey, &Words>, is_known: bool) {
    let priced: Vec<LineKey> = priced(incoming).cloned().collect();
    let has_known = known.keys().any(|key| price_of(key).is_some());
    incoming.order.lines_untold = is_known && !has_known;
    let now = titles(incoming);
    let of = |key: &LineKey| now.get(key).map(Words::as_str).unwrap_or_default();
    let mut taken: BTreeSet<LineKey> = known.keys().cloned().collect();
    let mut by_title: BTreeMap<(Amount, &str), Vec<&LineKey>> = BTreeMap::new();
    for (key, title) in known {
        if let Some(price) = price_of(key) {
            by_title
                .entry((price, title.as_str()))
                .or_default()
                .push(key);
        }
    }
    // The last is taken first.
    by_title.values_mut().for_each(|keys| keys.reverse());
    let mut renamed: BTreeMap<LineKey, LineKey> = BTreeMap::new();
    let mut new: Vec<&LineKey> = Vec::new();
    for key in &priced {
        let Some(price) = price_of(key) else { continue };
        let same = by_title.get_mut(&(price, of(key))).and_then(Vec::pop);
        match same {
            Some(same) => {
                renamed.insert(key.clone(), same.clone());
            }
            None => new.push(key),
        }
    }
    for (price, title) in &incoming.titles_gone {
        let same = by_title
            .get_mut(&(*price, title.as_str()))
            .and_then(Vec::pop);
        incoming.order.gone.extend(same.cloned());
    }
    new.sort_by_key(|key| (price_of(key), of(key).to_owned()));
    for key in new {
        let Some(price) = price_of(key) else { continue };
        let free = (0..=u32::MAX).map(|ordinal| LineKey::Priced { price, ordinal });
        if let Some(free) = free.into_iter().find(|free| !taken.contains(free)) {
            taken.insert(free.clone());
            renamed.insert(key.clone(), free);
        }
    }
    rename(incoming, &renamed);
}

/// Whether it has lines, or had, that are told by price and title alone.
pub(super) fn has_any(incoming: &Incoming) -> bool {
    priced(incoming).next().is_some() || !incoming.titles_gone.is_empty()
}

fn priced(incoming: &Incoming) -> impl Iterator<Item = &LineKey> {
    let keys = incoming.order.placed.lines.iter().map(|line| &line.key);
    keys.filter(|key| price_of(key).is_some())
}

/// The price of a line that is told by it.
fn price_of(key: &LineKey) -> Option<Amount> {
    match key {
        LineKey::Priced { price, .. } => Some(*price),
        LineKey::Id(_) | LineKey::Written { .. } => None,
    }
}

fn titles(incoming: &Incoming) -> BTreeMap<LineKey, Words> {
    let all = incoming.rows.iter().flat_map(|row| match &row.content {
        Content::Titles(titles) => titles.as_slice(),
        _ => &[],
    });
    all.map(|title| (title.line.clone(), title.title.clone()))
        .collect()
}

fn rename(incoming: &mut Incoming, renamed: &BTreeMap<LineKey, LineKey>) {
    let put = |key: &mut LineKey| {
        if let Some(to) = renamed.get(key) {
            *key = to.clone();
        }
    };
    let placed = &mut incoming.order.placed;
    placed.lines.iter_mut().for_each(|line| put(&mut line.key));
    incoming
        .order
        .shipped
        .iter_mut()
        .for_each(|of| put(&mut of.line));
    incoming.line_rows.iter_mut().for_each(|(_, key)| put(key));
    for row in &mut incoming.rows {
        if let Content::Titles(titles) = &mut row.content {
            titles.iter_mut().for_each(|Title { line, .. }| put(line));
        }
    }
    placed.rows = incoming.rows.iter().map(Written::row).collect();
}
