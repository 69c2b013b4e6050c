//! What the words of Amazon's report of returns mean: conditions after the dispositions of its interface for
//! fulfilment, reasons after the list in its help for sellers.

use super::Condition;
use crate::trade::returns::ReturnReason;

/// Words compared by what counts: `Customer damaged` is `CUSTOMER_DAMAGED`.
fn key(words: &str) -> String {
    words
        .trim()
        .chars()
        .map(|character| match character {
            ' ' | '-' => '_',
            other => other.to_ascii_uppercase(),
        })
        .collect()
}

/// The condition that words stand for.
pub(super) fn condition(words: &str) -> Option<Condition> {
    Some(match key(words).as_str() {
        "SELLABLE" => Condition::Sellable,
        "DEFECTIVE" => Condition::Defective,
        "DAMAGED" | "UNSELLABLE_DAMAGED" => Condition::Damaged,
        "CUSTOMER_DAMAGED" | "CUST_DAMAGED" | "CUSTOMERDAMAGED" => Condition::CustomerDamaged,
        "CARRIER_DAMAGED" | "CARRIERDAMAGED" => Condition::CarrierDamaged,
        "WAREHOUSE_DAMAGED"
        | "WHSE_DAMAGED"
        | "FULFILLER_DAMAGED"
        | "FULFILLERDAMAGED"
        | "FULFILLMENT_CENTER_DAMAGED" => Condition::WarehouseDamaged,
        "DISTRIBUTOR_DAMAGED" | "DIST_DAMAGED" => Condition::DistributorDamaged,
        "EXPIRED" => Condition::Expired,
        _ => return None,
    })
}

/// The reason that words stand for.
pub(super) fn reason(words: &str) -> Option<ReturnReason> {
    Some(match key(words).as_str() {
        "UNWANTED_ITEM"
        | "ORDERED_WRONG_ITEM"
        | "MISORDERED"
        | "FOUND_BETTER_PRICE"
        | "UNAUTHORIZED_PURCHASE"
        | "EXTRA_ITEM" => ReturnReason::Unwanted,
        "NO_REASON_GIVEN" => ReturnReason::Other,
        "DAMAGED_BY_CARRIER" | "DAMAGED_BY_FC" => ReturnReason::Damaged,
        "DEFECTIVE" | "QUALITY_UNACCEPTABLE" | "MISSING_PARTS" => ReturnReason::Defective,
        "SWITCHEROO" | "WRONG_ITEM" => ReturnReason::WrongItem,
        "NOT_AS_DESCRIBED"
        | "NOT_COMPATIBLE"
        | "PART_NOT_COMPATIBLE"
        | "APPAREL_STYLE"
        | "EXCESSIVE_INSTALLATION" => ReturnReason::NotAsDescribed,
        "APPAREL_TOO_SMALL" | "APPAREL_TOO_LARGE" | "JEWELRY_TOO_SMALL" | "JEWELRY_TOO_LARGE" => {
            ReturnReason::Size
        }
        "MISSED_ESTIMATED_DELIVERY" => ReturnReason::Late,
        "NEVER_ARRIVED"
        | "UNDELIVERABLE_UNKNOWN"
        | "UNDELIVERABLE_REFUSED"
        | "UNDELIVERABLE_INSUFFICIENT_ADDRESS"
        | "UNDELIVERABLE_FAILED_DELIVERY_ATTEMPTS"
        | "UNDELIVERABLE_CARRIER_MISS_SORTED"
        | "UNDELIVERABLE_UNCLAIMED" => ReturnReason::Undelivered,
        _ => return None,
    })
}

/// The word for a reason in the neutral form.
pub(super) fn code(reason: ReturnReason) -> &'static str {
    match reason {
        ReturnReason::Unwanted => "unwanted",
        ReturnReason::Damaged => "damaged",
        ReturnReason::Defective => "defective",
        ReturnReason::WrongItem => "wrong-item",
        ReturnReason::NotAsDescribed => "not-as-described",
        ReturnReason::Size => "size",
        ReturnReason::Late => "late",
        ReturnReason::Undelivered => "undelivered",
        ReturnReason::Other => "other",
    }
}
