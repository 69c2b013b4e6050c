//! Refusals of scans: one word for the band, and beside it what was scanned and what was expected.

use crate::domain::command::Refusal;
use crate::ui::locale::{Text, t};
use crate::ui::refusals;

fn own(text: &impl ToString) -> String {
    text.to_string()
}

fn scanned_expected(scanned: &str, expected: &impl ToString) -> Text {
    let (scanned, expected) = (own(&scanned), own(expected));
    t!(
        floor_scanned_expected,
        scanned = scanned,
        expected = expected
    )
}

/// The word and the sentence of a refusal.
pub fn words(refusal: &Refusal) -> (Text, Text) {
    match refusal {
        Refusal::WrongBin { scanned, expected } => {
            (t!(floor_wrong_bin), scanned_expected(scanned, expected))
        }
        Refusal::WrongItem { scanned, expected } => {
            (t!(floor_wrong_item), scanned_expected(scanned, expected))
        }
        Refusal::WrongTote { scanned, expected } => {
            (t!(floor_wrong_tote), scanned_expected(scanned, expected))
        }
        Refusal::NotATote { scanned } => {
            let scanned = scanned.clone();
            (
                t!(floor_no_tote),
                t!(floor_no_tote_detail, scanned = scanned),
            )
        }
        Refusal::ToteTaken { tote, order } => {
            let (tote, order) = (own(tote), own(&order.number()));
            (
                t!(floor_tote_taken),
                t!(floor_tote_taken_detail, tote = tote, order = order),
            )
        }
        Refusal::AlreadyAll { sku } => {
            let sku = own(sku);
            (
                t!(floor_already_all),
                t!(floor_already_all_detail, item = sku),
            )
        }
        Refusal::NotInOrder { scanned, order } => {
            let (scanned, order) = (scanned.clone(), own(&order.number()));
            (
                t!(floor_wrong_item),
                t!(floor_not_in_order_detail, scanned = scanned, order = order),
            )
        }
        Refusal::Stopped(order) | Refusal::OnHold(order) => {
            let order = own(&order.number());
            (t!(floor_stopped), t!(floor_stopped_detail, order = order))
        }
        other => (t!(floor_not_done), refusals::words(other)),
    }
}
