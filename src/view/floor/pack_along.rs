//! Orders of one address, which travel in one parcel.

use super::Hand;
use super::pack::{candidates, fulfilments, parcels_of, table};
use crate::trade::id::{DocumentId, OrderId};
use crate::trade::packing::parcel::ParcelStatus;
use crate::trade::personal::Slot;
use crate::view::names;
use std::collections::BTreeSet;

/// The text of an address without what tells no two apart: case and spaces.
fn plain_address(hand: &Hand<'_>, order: &OrderId) -> Option<Vec<String>> {
    let document = DocumentId::Order(order.clone());
    let contact = names::contact(&hand.at, &document, &Slot::Recipient)?;
    let texts = [
        &contact.name,
        &contact.company,
        &contact.city,
        &contact.region,
    ];
    let mut all: Vec<String> = texts
        .into_iter()
        .chain([&contact.post_code])
        .map(|text| text.as_ref().map_or("", |text| text.as_str()))
        .chain(contact.lines.iter().map(|line| line.as_str()))
        .map(|text| {
            text.split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
                .to_lowercase()
        })
        .collect();
    all.push(
        contact
            .country
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
    );
    (!contact.lines.is_empty()).then_some(all)
}

/// Whether two orders go to one person at one address, as both are written here.
pub fn same_address(hand: &Hand<'_>, one: &OrderId, other: &OrderId) -> bool {
    one == other
        || plain_address(hand, one).is_some_and(|own| plain_address(hand, other) == Some(own))
}

/// Another order that may travel in the same parcel: it goes to the same address and waits in totes here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Companion {
    /// The order.
    pub order: OrderId,
    /// Its number.
    pub number: String,
    /// Its totes.
    pub totes: Vec<String>,
}

/// The orders that may travel in the same parcel as an order.
pub fn companions(hand: &Hand<'_>, order: &OrderId) -> Vec<Companion> {
    let near = candidates(hand).into_iter().filter(|other| *other != order);
    let same = near.filter(|other| same_address(hand, order, other));
    same.filter_map(|other| {
        let table = table(hand, &fulfilments(hand, other), None);
        (table.left > 0 && table.is_picked()).then(|| Companion {
            order: other.clone(),
            number: names::shown_number(&hand.at, other).to_owned(),
            totes: table.totes,
        })
    })
    .collect()
}

/// The orders that are packed together: the one of the page, those that were added, and those whose units lie in its open
/// parcel.
pub(super) fn together(hand: &Hand<'_>, order: &OrderId, along: &[OrderId]) -> Vec<OrderId> {
    let relations = hand.at.relations();
    let mut all = vec![order.clone()];
    all.extend(along.iter().cloned());
    for (_, parcel) in parcels_of(hand, &fulfilments(hand, order)) {
        if parcel.status(&relations) == ParcelStatus::Open {
            let packed = parcel.packed();
            all.extend(packed.filter_map(|(_, it)| hand.order_of(&it.line.document).cloned()));
        }
    }
    let mut seen = BTreeSet::new();
    all.retain(|order| seen.insert(order.clone()));
    all
}
