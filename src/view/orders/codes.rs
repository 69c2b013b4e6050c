//! The words by which statuses stand in addresses and marks of the page: they never change with the language.

use crate::trade::orders::status::{FulfilmentStatus, PaymentStatus};

/// Every fulfilment status, in the order of the work.
pub const FULFILMENTS: [FulfilmentStatus; 12] = [
    FulfilmentStatus::Waiting,
    FulfilmentStatus::WithOthers,
    FulfilmentStatus::PartlyAllocated,
    FulfilmentStatus::Allocated,
    FulfilmentStatus::Picking,
    FulfilmentStatus::Picked,
    FulfilmentStatus::Packed,
    FulfilmentStatus::PartlyShipped,
    FulfilmentStatus::Shipped,
    FulfilmentStatus::Delivered,
    FulfilmentStatus::Cancelled,
    FulfilmentStatus::ShippedElsewhere,
];

/// Every payment status.
pub const PAYMENTS: [PaymentStatus; 7] = [
    PaymentStatus::Unpaid,
    PaymentStatus::Authorised,
    PaymentStatus::PartlyPaid,
    PaymentStatus::Paid,
    PaymentStatus::Later,
    PaymentStatus::PartlyRefunded,
    PaymentStatus::Refunded,
];

/// The code of a fulfilment status.
pub const fn fulfilment_code(status: FulfilmentStatus) -> &'static str {
    match status {
        FulfilmentStatus::Waiting => "waiting",
        FulfilmentStatus::WithOthers => "with-others",
        FulfilmentStatus::PartlyAllocated => "partly-allocated",
        FulfilmentStatus::Allocated => "allocated",
        FulfilmentStatus::Picking => "picking",
        FulfilmentStatus::Picked => "picked",
        FulfilmentStatus::Packed => "packed",
        FulfilmentStatus::PartlyShipped => "partly-shipped",
        FulfilmentStatus::Shipped => "shipped",
        FulfilmentStatus::Delivered => "delivered",
        FulfilmentStatus::Cancelled => "cancelled",
        FulfilmentStatus::ShippedElsewhere => "elsewhere",
    }
}

/// The code of a payment status.
pub const fn payment_code(status: PaymentStatus) -> &'static str {
    match status {
        PaymentStatus::Unpaid => "unpaid",
        PaymentStatus::Authorised => "authorised",
        PaymentStatus::PartlyPaid => "partly-paid",
        PaymentStatus::Paid => "paid",
        PaymentStatus::Later => "later",
        PaymentStatus::PartlyRefunded => "partly-refunded",
        PaymentStatus::Refunded => "refunded",
    }
}

/// The fulfilment status of a code.
pub fn fulfilment_of(code: &str) -> Option<FulfilmentStatus> {
    let mut all = FULFILMENTS.into_iter();
    all.find(|status| fulfilment_code(*status) == code)
}

/// The payment status of a code.
pub fn payment_of(code: &str) -> Option<PaymentStatus> {
    let mut all = PAYMENTS.into_iter();
    all.find(|status| payment_code(*status) == code)
}
