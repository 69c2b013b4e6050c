//! What is wrong with rows, and what to do, in the language of the person.

use crate::intake::repair::{Fault, What};
use crate::screens::imports::words::row_error;
use crate::screens::words;
use crate::trade::orders::Doubt;
use crate::ui::locale::{Text, t};

/// What is wrong, and what to do.
pub(super) fn of(fault: &Fault) -> (Text, Text) {
    match &fault.what {
        What::Cell(kind) => row_error(*kind),
        What::Doubt(doubt) => (words::doubt(doubt), remedy(doubt)),
    }
}

fn remedy(doubt: &Doubt) -> Text {
    match doubt {
        Doubt::RowRefused => t!(repair_do_row_refused),
        Doubt::UnknownItem => t!(repair_do_unknown_item),
        Doubt::TotalDiffers => t!(repair_do_total),
        Doubt::Price => t!(repair_do_price),
        Doubt::Quantity => t!(repair_do_quantity),
        Doubt::Address => t!(repair_do_address),
        Doubt::Duplicate => t!(repair_do_duplicate),
        Doubt::Status => t!(repair_do_status),
        Doubt::Time => t!(repair_do_time),
        Doubt::Refunded => t!(repair_do_refunded),
        Doubt::SourceChanged => t!(repair_do_source_changed),
        Doubt::SourceCancelled => t!(repair_do_source_cancelled),
        Doubt::SourceShipped => t!(repair_do_source_shipped),
        Doubt::Money => t!(repair_do_money),
        Doubt::Cell => t!(repair_do_cell),
    }
}
