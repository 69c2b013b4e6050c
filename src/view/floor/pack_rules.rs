//! What the workspace has set for its pack tables, and what a parcel should weigh.

use super::Hand;
use crate::trade::catalog::ItemField;
use crate::trade::id::{ItemId, ParcelId};
use crate::trade::settings::Setting;

const MG_A_GRAM: u64 = 1_000;
/// In hundredths of a per cent, where nothing is set: a tenth.
const WEIGHT_TOLERANCE: u32 = 1_000;
const WEIGHT_TOLERANCE_GRAMS_MIN: u64 = 50;
const HUNDREDTHS: u64 = 10_000;

/// Whether units may be packed by a count; so it is unless the workspace says otherwise.
pub(super) fn pack_by_count(hand: &Hand<'_>) -> bool {
    let set = hand
        .at
        .state
        .settings()
        .fields()
        .find_map(|field| match field {
            Setting::PackByCount(may) => Some(*may),
            _ => None,
        });
    set.unwrap_or(true)
}

/// Whether the label of a parcel is printed as soon as it has one; so it is only where the workspace says so.
pub fn prints_labels(hand: &Hand<'_>) -> bool {
    let mut set = hand.at.state.settings().fields();
    set.any(|field| *field == Setting::PrintLabels(true))
}

fn weight_mg(hand: &Hand<'_>, item: &ItemId) -> Option<u64> {
    hand.floor(|floor| {
        floor.item_fields(item).find_map(|field| match field {
            ItemField::WeightMg(weight) => *weight,
            _ => None,
        })
    })
}

pub(super) fn expected_g(hand: &Hand<'_>, parcel: ParcelId) -> Option<u64> {
    let parcel = hand.at.state.parcel(&parcel)?;
    let sum = parcel.packed().try_fold(0_u64, |sum, (_, packed)| {
        let weight = weight_mg(hand, &packed.goods.item)?;
        sum.checked_add(weight.checked_mul(packed.units.get())?)
    })?;
    (sum > 0).then(|| sum.div_ceil(MG_A_GRAM))
}

/// Whether a weight is farther off the expected one than the workspace allows; both in grams.
pub fn is_weight_off(hand: &Hand<'_>, expected_g: u64, weight_g: u64) -> bool {
    let set = hand
        .at
        .state
        .settings()
        .fields()
        .find_map(|field| match field {
            Setting::WeightTolerance(tolerance) => Some(*tolerance),
            _ => None,
        });
    let part = u64::from(set.unwrap_or(WEIGHT_TOLERANCE));
    let tolerance = expected_g.saturating_mul(part) / HUNDREDTHS;
    expected_g.abs_diff(weight_g) > tolerance.max(WEIGHT_TOLERANCE_GRAMS_MIN)
}
