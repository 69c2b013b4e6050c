//! The columns of pasted tables and their faults in words.

use crate::intake::pasted::CellFault;
use crate::ui::locale::{Text, t};

/// What a column is called.
pub(super) fn column(name: &str) -> Text {
    match name {
        "code" => t!(setup_code),
        "sku" => t!(stock_sku),
        "new-code" => t!(paste_new_code),
        "new-sku" => t!(paste_new_sku),
        "name" => t!(order_name),
        "kind" => t!(stock_kind),
        "status" => t!(stock_status),
        "zone" => t!(stock_zone),
        "part-of" => t!(paste_part_of),
        "order" => t!(stock_walk),
        "weight-kg" => t!(paste_weight_kg),
        "units" => t!(paste_units_max),
        "length-mm" => t!(item_length),
        "width-mm" => t!(item_width),
        "height-mm" => t!(item_height),
        "mixed" => t!(paste_mixed),
        "note" => t!(order_note),
        "retired" => t!(stock_state_retired),
        "barcode" => t!(stock_barcodes),
        "weight-g" => t!(stock_weight_grams),
        "unit" => t!(item_unit),
        "lots" => t!(item_lots),
        "serials" => t!(item_serials),
        "expiry-days" => t!(item_stop_days),
        "hs-code" => t!(item_hs_code),
        "origin" => t!(item_origin),
        "cost" => t!(item_cost),
        "currency" => t!(welcome_currency),
        "reorder-at" => t!(item_reorder_point),
        "reorder-units" => t!(item_reorder_units),
        "variant-of" => t!(paste_variant_of),
        "size" => t!(paste_size),
        "colour" => t!(paste_colour),
        "roles" => t!(setup_role),
        "country" => t!(order_country_code),
        "collects-at" => t!(paste_collects_at),
        "services" => t!(paste_services),
        _ => t!(setup_tracking_page),
    }
}

/// What is wrong with a cell, and what to enter.
pub(super) fn fault(what: &CellFault) -> Text {
    match what {
        CellFault::Missing => t!(paste_fault_missing),
        CellFault::TooLong => t!(paste_fault_too_long),
        CellFault::NoNumber(from, to) => {
            let (from, to) = (*from, *to);
            t!(paste_fault_number, from = from, to = to)
        }
        CellFault::NoAmount => t!(paste_fault_amount),
        CellFault::NoSuchWord(words) => {
            let words = words.join(", ");
            t!(paste_fault_word, words = words.clone())
        }
        CellFault::Twice(row) => {
            let row = *row;
            t!(paste_fault_twice, n = row)
        }
        CellFault::Unknown => t!(paste_fault_unknown),
        CellFault::Taken(other) => {
            let other = other.clone();
            t!(paste_fault_taken, other = other.clone())
        }
        CellFault::NoCountry => t!(paste_fault_country),
        CellFault::NoCurrency => t!(paste_fault_currency),
        CellFault::NoTime => t!(paste_fault_time),
        CellFault::NoAddress => t!(paste_fault_address, mark = "{}"),
        CellFault::Retired => t!(paste_fault_retired),
        CellFault::SizeIncomplete => t!(paste_fault_size),
        CellFault::PartOfItself => t!(paste_fault_part),
    }
}
