//! Where an order stands at its source, as far as it decides its work here: finished, held, and on which terms.

use super::record::Setting;
use super::{Profile, TermsChoice};
use crate::exchange::orders::model::Order;
use crate::exchange::orders::status::{Cancel, Fulfilment, Return};
use crate::trade::money::Terms;
use crate::trade::orders::HoldKind;

/// Whether its source has nothing left to do with it.
pub(super) fn is_finished(order: &Order) -> bool {
    let status = &order.status;
    let gone = match status.fulfilment {
        Fulfilment::Shipped | Fulfilment::Delivered | Fulfilment::DeliveryFailed => true,
        Fulfilment::NotSaid
        | Fulfilment::Unknown
        | Fulfilment::AwaitingPayment
        | Fulfilment::ToFulfil
        | Fulfilment::OnHold
        | Fulfilment::InProgress
        | Fulfilment::PartlyShipped
        | Fulfilment::NotRequired => false,
    };
    gone || status.cancel == Cancel::Cancelled || status.returned == Return::Returned
}

pub(super) fn terms(order: &Order, profile: &Profile, setting: &Setting<'_>) -> Terms {
    let options = setting.options;
    match options.terms {
        TermsChoice::OnAccount => Terms::OnAccount,
        TermsChoice::Paid | TermsChoice::Prepaid => Terms::Prepaid,
        TermsChoice::CashOnDelivery => Terms::CashOnDelivery,
        TermsChoice::BySource => {
            if order.is_paid_at_the_door() {
                Terms::CashOnDelivery
            } else if let Some(agreed) = agreed_terms(order) {
                agreed
            } else {
                let of_channel = setting.defaults.terms.clone();
                of_channel.unwrap_or_else(|| profile.terms.clone())
            }
        }
    }
}

/// The terms that were agreed at the source: goods that are paid some days later leave before.
fn agreed_terms(order: &Order) -> Option<Terms> {
    let words = order.payment_terms.as_deref()?.trim().to_lowercase();
    let is_later = words.starts_with("net")
        || words.starts_with("within")
        || words.starts_with("fixed")
        || words.contains("on fulfil");
    let is_now = words.contains("receipt");
    match (is_later, is_now) {
        (true, _) => Some(Terms::OnAccount),
        (false, true) => Some(Terms::Prepaid),
        (false, false) => None,
    }
}

/// The holds that an order comes in with: its source has it wait, or thinks that it may be fraud.
pub(super) fn holds(order: &Order) -> Vec<HoldKind> {
    let waits = order.status.fulfilment == Fulfilment::OnHold;
    let risk = order
        .risk
        .as_deref()
        .unwrap_or_default()
        .trim()
        .to_lowercase();
    let is_risky = matches!(
        risk.as_str(),
        "high" | "medium" | "cancel" | "investigate" | "elevated" | "highest"
    );
    let mut holds = Vec::new();
    holds.extend(waits.then_some(HoldKind::Client));
    holds.extend(is_risky.then_some(HoldKind::Fraud));
    holds
}
