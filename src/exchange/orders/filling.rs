//! What a cell says into its place: the first that says something counts, names are joined, lists grow.

use super::mapping::{AddressPart, BuyerPart};
use super::model::{Address, Buyer, Charge, ChargeKind, Named};
use crate::exchange::decimal::Decimal;
use std::sync::Arc;

pub(super) fn fill(slot: &mut Option<String>, text: &str) {
    if slot.is_none() {
        *slot = Some(text.to_owned());
    }
}

pub(super) fn push_named(list: &mut Vec<Named>, name: &Arc<str>, value: &str) {
    if !list
        .iter()
        .any(|known| known.name == *name && known.value == value)
    {
        list.push(Named {
            name: name.clone(),
            value: value.to_owned(),
        });
    }
}

pub(super) fn push_text(list: &mut Vec<String>, text: &str) {
    let text = text.trim();
    if !text.is_empty() && !list.iter().any(|known| known == text) {
        list.push(text.to_owned());
    }
}

/// Adds an amount that is not zero: most columns of fees are empty or zero in most files.
pub(super) fn push_charge(
    list: &mut Vec<Charge>,
    kind: ChargeKind,
    words: Arc<str>,
    amount: Decimal,
) {
    if !amount.is_zero() {
        list.push(Charge {
            kind,
            words,
            amount,
        });
    }
}

pub(super) fn added(sum: Option<Decimal>, amount: Option<Decimal>) -> Option<Decimal> {
    match (sum, amount) {
        (Some(sum), Some(amount)) => sum.plus(amount).or(Some(sum)),
        (sum, amount) => sum.or(amount),
    }
}

fn join(slot: &mut Option<String>, text: &str) {
    match slot {
        Some(before) => {
            before.push(' ');
            before.push_str(text);
        }
        None => *slot = Some(text.to_owned()),
    }
}

pub(super) fn take_buyer(buyer: &mut Buyer, part: BuyerPart, text: &str) {
    match part {
        BuyerPart::Id => fill(&mut buyer.id, text),
        BuyerPart::User => fill(&mut buyer.user, text),
        BuyerPart::Name => join(&mut buyer.name, text),
        BuyerPart::Email => fill(&mut buyer.email, text),
        BuyerPart::Phone => fill(&mut buyer.phone, text),
    }
}

pub(super) fn take_address(address: &mut Address, part: AddressPart, text: &str) {
    match part {
        AddressPart::Name => join(&mut address.name, text),
        AddressPart::Company => fill(&mut address.company, text),
        AddressPart::Street => address.street.push(text.to_owned()),
        AddressPart::District => join(&mut address.district, text),
        AddressPart::City => fill(&mut address.city, text),
        AddressPart::Province => fill(&mut address.province, text),
        // Shopify writes an apostrophe before codes that a spreadsheet would take for numbers.
        AddressPart::PostCode => fill(&mut address.post_code, text.trim_start_matches('\'')),
        AddressPart::Country => fill(&mut address.country, text),
        AddressPart::Phone => fill(&mut address.phone, text.trim_start_matches('\'')),
    }
}

pub(super) fn merge_buyer(kept: &mut Buyer, row: Buyer) {
    let Buyer {
        id,
        user,
        name,
        email,
        phone,
    } = row;
    for (slot, value) in [
        (&mut kept.id, id),
        (&mut kept.user, user),
        (&mut kept.name, name),
        (&mut kept.email, email),
        (&mut kept.phone, phone),
    ] {
        if slot.is_none() {
            *slot = value;
        }
    }
}

/// Keeps the address of the first row that has one: parts of two addresses make none.
pub(super) fn merge_address(kept: &mut Option<Address>, row: Address) {
    if kept.is_none() && row != Address::default() {
        *kept = Some(row);
    }
}
