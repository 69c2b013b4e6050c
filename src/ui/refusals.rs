//! Refusals in words: what is wrong, what it means for the goods, and what to do.

use super::locale::{Text, locale_tag, t};
use super::trade;
use crate::browser::intl;
use crate::domain::command::Refusal;
use crate::domain::money::Amount;
use crate::domain::text::{OrderId, TextError};

/// A text whose placeholders are filled with what the refusal carries.
macro_rules! fill {
    ($key:ident, $($name:ident = $value:expr),+) => {{
        $(let $name = $value;)+
        t!($key, $($name = $name),+)
    }};
}

/// A refusal as a person reads it.
pub fn words(refusal: &Refusal) -> Text {
    use Refusal as R;
    match refusal {
        R::NothingToDo => t!(refusals_nothing_to_do),
        R::Text(error) => text_error(*error),
        R::UnknownOrder(order) => fill!(refusals_unknown_order, order = number(order)),
        R::UnknownItem(sku) => fill!(refusals_unknown_item, item = sku.to_string()),
        R::UnknownBin(bin) => fill!(refusals_unknown_bin, bin = bin.to_string()),
        R::UnknownBatch(batch) => fill!(refusals_unknown_batch, batch = batch.to_string()),
        // Lines are counted from 1 on paper and screen.
        R::UnknownLine { order, line } => {
            fill!(
                refusals_unknown_line,
                order = number(order),
                line = u32::from(*line) + 1
            )
        }
        R::UnknownParcel(parcel) => fill!(refusals_unknown_parcel, parcel = parcel.to_string()),
        R::UnknownReturn(id) => fill!(refusals_unknown_return, return_id = id.to_string()),
        R::UnknownHold(_) => t!(refusals_unknown_hold),
        R::NoUnits => t!(refusals_no_units),
        R::NoAmount => t!(refusals_no_amount),
        R::NotEnough { sku, bin, free } => fill!(
            refusals_not_enough,
            item = sku.to_string(),
            bin = bin.to_string(),
            n = (*free).max(0)
        ),
        R::TooMany { there } => fill!(refusals_too_many, n = *there),
        R::OnHold(order) => fill!(refusals_on_hold, order = number(order)),
        R::NotVerified(order) => fill!(refusals_not_verified, order = number(order)),
        R::NotPaid(order) => fill!(refusals_not_paid, order = number(order)),
        R::NotPromised(order) => fill!(refusals_not_promised, order = number(order)),
        R::InBatch { order, batch } => {
            fill!(
                refusals_in_batch,
                order = number(order),
                batch = batch.to_string()
            )
        }
        R::BatchFinished(batch) => fill!(refusals_batch_finished, batch = batch.to_string()),
        R::BatchTooLarge { orders_max } => fill!(refusals_batch_too_large, n = *orders_max),
        R::WrongTote { scanned, expected } => fill!(
            refusals_wrong_tote,
            scanned = scanned.clone(),
            expected = expected.to_string()
        ),
        R::ToteTaken { tote, order } => {
            fill!(
                refusals_tote_taken,
                tote = tote.to_string(),
                order = number(order)
            )
        }
        R::NotATote { scanned } => fill!(refusals_not_a_tote, scanned = scanned.clone()),
        R::WrongBin { scanned, expected } => fill!(
            refusals_wrong_bin,
            scanned = scanned.clone(),
            expected = expected.to_string()
        ),
        R::WrongItem { scanned, expected } => fill!(
            refusals_wrong_item,
            scanned = scanned.clone(),
            expected = expected.to_string()
        ),
        R::AlreadyAll { sku } => fill!(refusals_already_all, item = sku.to_string()),
        R::Stopped(order) => fill!(refusals_stopped, order = number(order)),
        R::NotInOrder { scanned, order } => {
            fill!(
                refusals_not_in_order,
                scanned = scanned.clone(),
                order = number(order)
            )
        }
        R::NothingToPack(order) => fill!(refusals_nothing_to_pack, order = number(order)),
        R::NoOpenParcel(order) => fill!(refusals_no_open_parcel, order = number(order)),
        R::ParcelClosed(parcel) => fill!(refusals_parcel_closed, parcel = parcel.to_string()),
        R::NotLabelled(parcel) => fill!(refusals_not_labelled, parcel = parcel.to_string()),
        R::HandedOver(parcel) => fill!(refusals_handed_over, parcel = parcel.to_string()),
        R::NotHandedOver(parcel) => fill!(refusals_not_handed_over, parcel = parcel.to_string()),
        R::Delivered(parcel) => fill!(refusals_delivered, parcel = parcel.to_string()),
        R::OnReturn { parcel, return_id } => fill!(
            refusals_on_return,
            parcel = parcel.to_string(),
            return_id = return_id.to_string()
        ),
        R::NotDecided(id) => fill!(refusals_not_decided, return_id = id.to_string()),
        R::ReturnClosed(id) => fill!(refusals_return_closed, return_id = id.to_string()),
        R::RefundTooHigh { most } => {
            let most = *most;
            t!(refusals_refund_too_high, most = plain(most))
        }
        R::BinNeeded => t!(refusals_bin_needed),
        R::ConditionNeedsCare { condition } => fill!(
            refusals_condition_needs_care,
            condition = trade::condition(*condition)
        ),
        R::WrongState { order, fulfilment } => fill!(
            refusals_wrong_state,
            order = number(order),
            state = trade::fulfilment(*fulfilment)
        ),
        R::DocumentExists(document) => {
            fill!(refusals_document_exists, document = document.to_string())
        }
    }
}

/// Why a text was refused, for forms that check before they send.
pub fn text_error(error: TextError) -> Text {
    match error {
        TextError::Empty => t!(refusals_text_empty),
        TextError::TooLong => t!(refusals_text_too_long),
        TextError::Control => t!(refusals_text_control),
    }
}

fn number(order: &OrderId) -> String {
    order.number().to_owned()
}

/// A refusal carries no currency; the form that was refused names it.
fn plain(amount: Amount) -> String {
    intl::number(amount.0 as f64 / Amount::UNIT as f64, &locale_tag())
}
