//! Words of the pages of personal data.

use crate::screens::refused;
use crate::site::Reading;
use crate::trade::decide::Refusal;
use crate::trade::decide::refusal::ErasureBlock;
use crate::trade::personal::erasures::ErasureStatus;
use crate::trade::personal::{ErasureCause, ErasureStart, Slot};
use crate::ui::locale::{Text, t};
use crate::view::person::Reason;

/// What a row is about.
pub(super) fn slot(slot: &Slot) -> Text {
    match slot {
        Slot::Recipient => t!(privacy_slot_recipient),
        Slot::SourceRecipient => t!(privacy_slot_source),
        Slot::Payer => t!(privacy_slot_payer),
        Slot::Contact => t!(privacy_slot_contact),
        Slot::Note => t!(privacy_slot_note),
        Slot::Message => t!(privacy_slot_message),
        Slot::Titles => t!(privacy_slot_titles),
        Slot::Signature => t!(privacy_slot_signature),
        Slot::Picture => t!(privacy_slot_picture),
        Slot::RawRow => t!(privacy_slot_row),
        Slot::FileName => t!(privacy_slot_file),
        Slot::PaymentReference => t!(privacy_slot_reference),
        Slot::TaxNumber => t!(privacy_slot_tax),
        Slot::CustomerKey => t!(privacy_slot_key),
        Slot::Pin => t!(privacy_slot_pin),
        Slot::Badge => t!(privacy_slot_badge),
        Slot::Tags => t!(privacy_slot_tags),
    }
}

/// Why an order is taken for the same person's.
pub(super) fn reason(reason: Reason) -> Text {
    match reason {
        Reason::Asked => t!(privacy_reason_asked),
        Reason::Customer => t!(privacy_reason_customer),
        Reason::Email => t!(privacy_reason_email),
        Reason::Phone => t!(privacy_reason_phone),
        Reason::NameAndPostCode => t!(privacy_reason_name),
    }
}

/// Why something is kept, and until when.
pub(super) fn block(at: &Reading<'_>, block: &ErasureBlock) -> Text {
    refused::words(at, &Refusal::ErasureRestricted(block.clone()))
}

/// Why it is erased.
pub(super) fn cause(cause: &ErasureCause) -> Text {
    match cause {
        ErasureCause::Request => t!(privacy_cause_request),
        ErasureCause::Age => t!(privacy_cause_age),
        ErasureCause::Mistake => t!(privacy_cause_mistake),
    }
}

/// How an erasure stands.
pub(super) fn status(status: ErasureStatus) -> Text {
    match status {
        ErasureStatus::Ordered => t!(privacy_status_ordered),
        ErasureStatus::Revoked => t!(privacy_status_revoked),
        ErasureStatus::Executed => t!(privacy_status_executed),
        ErasureStatus::RevokedTooLate => t!(privacy_status_late),
    }
}

/// From when an age counts.
pub(in crate::screens) fn start(start: &ErasureStart) -> Text {
    match start {
        ErasureStart::Completed => t!(privacy_start_completed),
        ErasureStart::Delivered => t!(privacy_start_delivered),
        ErasureStart::Shipped => t!(privacy_start_shipped),
        ErasureStart::Placed => t!(privacy_start_placed),
    }
}
