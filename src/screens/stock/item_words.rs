//! The choices of an item's card, by the codes of the form, and in words.

use crate::browser::intl;
use crate::screens::words;
use crate::trade::catalog::{BaseUnit, Handling, LotPolicy, Removal, SerialPolicy};
use crate::trade::id::ItemId;
use crate::ui::locale::{Text, locale_tag, t};
use crate::view::kept::Kept;

pub(super) const UNITS: [(&str, BaseUnit); 4] = [
    ("piece", BaseUnit::Piece),
    ("gram", BaseUnit::Gram),
    ("millimetre", BaseUnit::Millimetre),
    ("millilitre", BaseUnit::Millilitre),
];
pub(super) const LOTS: [(&str, LotPolicy); 3] = [
    ("none", LotPolicy::None),
    ("named", LotPolicy::Named),
    ("receipt", LotPolicy::EachReceipt),
];
pub(super) const SERIALS: [(&str, SerialPolicy); 3] = [
    ("none", SerialPolicy::None),
    ("shipping", SerialPolicy::AtShipping),
    ("always", SerialPolicy::Always),
];
pub(super) const REMOVALS: [(&str, Removal); 5] = [
    ("expired", Removal::FirstExpired),
    ("in", Removal::FirstIn),
    ("last", Removal::LastIn),
    ("packages", Removal::FewestPackages),
    ("nearest", Removal::Nearest),
];
pub(super) const HANDLINGS: [(&str, Handling); 5] = [
    ("fragile", Handling::Fragile),
    ("own-box", Handling::OwnBox),
    ("mailer", Handling::Mailer),
    ("upright", Handling::Upright),
    ("two-people", Handling::TwoPeople),
];

pub(in crate::screens) fn unit_words(unit: &BaseUnit) -> Text {
    match unit {
        BaseUnit::Piece => t!(item_unit_piece),
        BaseUnit::Gram => t!(item_unit_gram),
        BaseUnit::Millimetre => t!(item_unit_millimetre),
        BaseUnit::Millilitre => t!(item_unit_millilitre),
    }
}

pub(in crate::screens) fn lot_words(policy: &LotPolicy) -> Text {
    match policy {
        LotPolicy::None => t!(item_lots_none),
        LotPolicy::Named => t!(item_lots_named),
        LotPolicy::EachReceipt => t!(item_lots_receipt),
    }
}

pub(in crate::screens) fn serial_words(policy: &SerialPolicy) -> Text {
    match policy {
        SerialPolicy::None => t!(item_serials_none),
        SerialPolicy::AtShipping => t!(item_serials_shipping),
        SerialPolicy::Always => t!(item_serials_always),
    }
}

pub(in crate::screens) fn removal_words(removal: &Removal) -> Text {
    match removal {
        Removal::FirstExpired => t!(item_removal_expired),
        Removal::FirstIn => t!(item_removal_in),
        Removal::LastIn => t!(item_removal_last),
        Removal::FewestPackages => t!(item_removal_packages),
        Removal::Nearest => t!(item_removal_nearest),
    }
}

pub(in crate::screens) fn handling_words(handling: &Handling) -> Text {
    match handling {
        Handling::Fragile => t!(item_handling_fragile),
        Handling::OwnBox => t!(item_handling_own_box),
        Handling::Mailer => t!(item_handling_mailer),
        Handling::Upright => t!(item_handling_upright),
        Handling::TwoPeople => t!(item_handling_two_people),
    }
}

/// Why units cannot be promised.
pub(in crate::screens) fn kept(kept: Kept) -> Text {
    match kept {
        Kept::Picked => t!(stock_kept_picked),
        Kept::Location(status) => words::location_status(&status),
        Kept::Condition(condition) => words::condition(&condition),
        Kept::Recalled => t!(stock_kept_recalled),
        Kept::Expired => t!(stock_kept_expired),
        Kept::Short => t!(stock_kept_short),
        Kept::Owner(client) => t!(stock_kept_owner, client = client.clone()),
        Kept::Underway => t!(stock_kept_underway),
        Kept::Nowhere => t!(stock_kept_nowhere),
    }
}

/// All reasons, each with how many units of an item.
pub(in crate::screens) fn all_kept(item: &ItemId, all: &[(Kept, i128)]) -> String {
    let each = all.iter().map(|(why, units)| {
        let amount = words::amount(item, *units);
        format!("{amount} {}", kept(why.clone()).get())
    });
    intl::list(&each.collect::<Vec<_>>(), &locale_tag())
}
