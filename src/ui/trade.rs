//! The words of the trade: every state, reason and kind as a person reads it, and what it means.
//!
//! One place for them, so that the office, the floor and the stock screens call a thing by the same name.

use leptos::prelude::*;

use super::components::StatusBadge;
use super::feedback::Tone;
use super::locale::{Text, locale_tag, t, text};
use crate::browser::{clock, intl};
use crate::domain::event::{CivilMinutes, StockDocumentKind};
use crate::domain::money::{Amount, Currency};
use crate::domain::order::{
    AnomalyKind, Commercial, Finding, Fulfilment, ParcelState, Payment, Stage,
};
use crate::domain::place::{Condition, Place};
use crate::domain::reason::{
    ChargeKind, Disposition, HoldKind, LossReason, PaymentMethod, ReturnReason, ShortReason, Terms,
};
use crate::domain::text::OrderId;

const MINUTE_MS: i64 = 60_000;

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident($kind:ident) { $($variant:ident => $key:ident,)+ })+) => {$(
        $(#[$doc])*
        pub fn $name(value: $kind) -> Text {
            match value {
                $($kind::$variant => t!($key),)+
            }
        }
    )+};
}

words! {
    /// How far an order is.
    fulfilment(Fulfilment) {
        Waiting => trade_fulfilment_waiting,
        PartlyPromised => trade_fulfilment_partly_promised,
        Promised => trade_fulfilment_promised,
        Picking => trade_fulfilment_picking,
        Picked => trade_fulfilment_picked,
        Packed => trade_fulfilment_packed,
        PartlyShipped => trade_fulfilment_partly_shipped,
        Shipped => trade_fulfilment_shipped,
        Delivered => trade_fulfilment_delivered,
        Cancelled => trade_fulfilment_cancelled,
    }

    /// Where the money of an order stands.
    payment(Payment) {
        Unpaid => trade_payment_unpaid,
        PartlyPaid => trade_payment_partly_paid,
        Paid => trade_payment_paid,
        OnAccount => trade_payment_on_account,
        PartlyRefunded => trade_payment_partly_refunded,
        Refunded => trade_payment_refunded,
    }

    /// Where an order stands as a deal.
    commercial(Commercial) {
        Open => trade_commercial_open,
        Completed => trade_commercial_completed,
        Cancelled => trade_commercial_cancelled,
    }

    /// What a check of a new order found, as a sentence.
    finding(Finding) {
        NoGoods => trade_finding_no_goods,
        PriceZero => trade_finding_price_zero,
        TotalNegative => trade_finding_total_negative,
        UnitsUnusual => trade_finding_units_unusual,
        NoCustomer => trade_finding_no_customer,
    }

    /// Where units of a line are; it stands beside a number of units.
    stage(Stage) {
        Open => trade_stage_open,
        Promised => trade_stage_promised,
        Picked => trade_stage_picked,
        Packed => trade_stage_packed,
        Shipped => trade_stage_shipped,
        Delivered => trade_stage_delivered,
        Received => trade_stage_received,
        Restocked => trade_stage_restocked,
        WrittenOff => trade_stage_written_off,
        Cancelled => trade_stage_cancelled,
    }

    /// Why an order is held.
    hold_kind(HoldKind) {
        Fraud => trade_hold_fraud,
        Address => trade_hold_address,
        Payment => trade_hold_payment,
        Operator => trade_hold_operator,
        Client => trade_hold_client,
    }

    /// Why a customer sends something back.
    return_reason(ReturnReason) {
        Unwanted => trade_return_reason_unwanted,
        Damaged => trade_return_reason_damaged,
        Defective => trade_return_reason_defective,
        WrongItem => trade_return_reason_wrong_item,
        NotAsDescribed => trade_return_reason_not_as_described,
        Size => trade_return_reason_size,
        Late => trade_return_reason_late,
        Undelivered => trade_return_reason_undelivered,
        Other => trade_return_reason_other,
    }

    /// What becomes of a returned unit, as a step to take.
    disposition(Disposition) {
        Restock => trade_disposition_restock,
        Scrap => trade_disposition_scrap,
        ToSupplier => trade_disposition_to_supplier,
    }

    /// Why a picker took less.
    short_reason(ShortReason) {
        NotThere => trade_short_not_there,
        Damaged => trade_short_damaged,
        Unreachable => trade_short_unreachable,
    }

    /// Why stock was corrected.
    loss_reason(LossReason) {
        Damaged => trade_loss_damaged,
        Wet => trade_loss_wet,
        ThrownAway => trade_loss_thrown_away,
        Missing => trade_loss_missing,
        Found => trade_loss_found,
        WrongCode => trade_loss_wrong_code,
        Counted => trade_loss_counted,
        Sample => trade_loss_sample,
        OtherChannel => trade_loss_other_channel,
        Unknown => trade_loss_unknown,
    }

    /// How money comes or goes.
    payment_method(PaymentMethod) {
        BankTransfer => trade_method_bank_transfer,
        Card => trade_method_card,
        Wallet => trade_method_wallet,
        CashOnDelivery => trade_method_cash_on_delivery,
        Marketplace => trade_method_marketplace,
        Cash => trade_method_cash,
        StoreCredit => trade_method_store_credit,
    }

    /// When goods may leave, seen from the money.
    terms(Terms) {
        Prepaid => trade_terms_prepaid,
        OnAccount => trade_terms_on_account,
        CashOnDelivery => trade_terms_cash_on_delivery,
        Paid => trade_terms_paid,
    }

    /// What a line without goods charges for.
    charge_kind(ChargeKind) {
        Postage => trade_charge_postage,
        Manual => trade_charge_manual,
        Discount => trade_charge_discount,
        Samples => trade_charge_samples,
        Fee => trade_charge_fee,
        Charity => trade_charge_charity,
        Voucher => trade_charge_voucher,
        BadDebt => trade_charge_bad_debt,
        Packing => trade_charge_packing,
        Other => trade_charge_other,
    }

    /// The condition of goods.
    condition(Condition) {
        New => trade_condition_new,
        Opened => trade_condition_opened,
        Damaged => trade_condition_damaged,
    }

    /// Where a parcel is on its way.
    parcel_state(ParcelState) {
        Open => trade_parcel_open,
        Closed => trade_parcel_closed,
        HandedOver => trade_parcel_handed_over,
        Delivered => trade_parcel_delivered,
    }

    /// What a stock document is about.
    stock_document_kind(StockDocumentKind) {
        Opening => trade_document_opening,
        Receipt => trade_document_receipt,
        Adjustment => trade_document_adjustment,
        Transfer => trade_document_transfer,
        Disposition => trade_document_disposition,
    }
}

/// What the fulfilment state means to whoever looks over a list.
pub const fn fulfilment_tone(state: Fulfilment) -> Tone {
    match state {
        Fulfilment::PartlyPromised | Fulfilment::PartlyShipped => Tone::Attention,
        Fulfilment::Promised | Fulfilment::Picking | Fulfilment::Picked | Fulfilment::Packed => {
            Tone::Information
        }
        Fulfilment::Shipped | Fulfilment::Delivered => Tone::Good,
        // What has not begun and what is over ask for nothing: a list of new orders stays calm.
        Fulfilment::Waiting | Fulfilment::Cancelled => Tone::Neutral,
    }
}

/// What the payment state means to whoever looks over a list.
pub const fn payment_tone(state: Payment) -> Tone {
    match state {
        Payment::Unpaid | Payment::PartlyPaid => Tone::Attention,
        Payment::Paid => Tone::Good,
        Payment::OnAccount | Payment::PartlyRefunded | Payment::Refunded => Tone::Neutral,
    }
}

/// What the state of a parcel means.
pub const fn parcel_tone(state: ParcelState) -> Tone {
    match state {
        ParcelState::Open => Tone::Attention,
        ParcelState::Closed | ParcelState::HandedOver => Tone::Information,
        ParcelState::Delivered => Tone::Good,
    }
}

/// How far an order is, as a badge.
#[component]
pub fn FulfilmentBadge(
    /// The state.
    state: Fulfilment,
) -> impl IntoView {
    view! { <StatusBadge tone=fulfilment_tone(state) label=fulfilment(state) /> }
}

/// Where the money of an order stands, as a badge.
#[component]
pub fn PaymentBadge(
    /// The state.
    state: Payment,
) -> impl IntoView {
    view! { <StatusBadge tone=payment_tone(state) label=payment(state) /> }
}

/// Where goods are: the code on the label for a bin, words for every other place.
pub fn place(place: &Place) -> Text {
    match place {
        Place::Bin(code) => Text::from(code.as_str()),
        Place::Tote(code) => {
            let code = code.to_string();
            t!(trade_place_tote, code = code)
        }
        Place::Parcel(id) => {
            let code = id.to_string();
            t!(trade_place_parcel, code = code)
        }
        Place::Carrier(code) => {
            let code = code.to_string();
            t!(trade_place_carrier, code = code)
        }
        Place::ReturnsDock => t!(trade_place_returns_dock),
        Place::Customer => t!(trade_place_customer),
        Place::Supplier => t!(trade_place_supplier),
        Place::SupplierReturn => t!(trade_place_supplier_return),
        Place::Loss(reason) => {
            let reason = loss_reason(*reason);
            t!(trade_place_loss, reason = reason)
        }
        Place::Scrap => t!(trade_place_scrap),
    }
}

/// What should not have happened in an order's history, and what to do about it.
pub fn anomaly(kind: AnomalyKind) -> Text {
    match kind {
        AnomalyKind::MoreThanThere { line, units } => {
            // Lines are counted from 1 on paper and screen.
            t!(
                trade_anomaly_more_than_there,
                line = u32::from(line) + 1,
                n = units
            )
        }
        AnomalyKind::NotFound => t!(trade_anomaly_not_found),
        AnomalyKind::PlacedTwice => t!(trade_anomaly_placed_twice),
    }
}

/// An exact amount the way the language writes it. Follows the language inside a view.
pub fn money(amount: Amount, currency: Currency) -> String {
    intl::money(amount.0, currency.as_str(), &locale_tag())
}

/// A quantity with its unit: "3 units". Follows the language inside a view.
pub fn units(count: u32) -> String {
    text!(trade_units, n = count)
}

/// A plain number the way the language writes it. Follows the language inside a view.
pub fn figure(count: impl Into<f64>) -> String {
    intl::number(count.into(), &locale_tag())
}

/// Day and time on the wall clock of an order file: no zone shifts it. Follows the language inside a view.
pub fn civil(minutes: CivilMinutes) -> String {
    intl::date_time_utc(minutes.saturating_mul(MINUTE_MS), &locale_tag())
}

/// The day alone on the wall clock of an order file. Follows the language inside a view.
pub fn civil_date(minutes: CivilMinutes) -> String {
    intl::date_utc(minutes.saturating_mul(MINUTE_MS), &locale_tag())
}

/// A moment as the clock of this device shows it, with the date where it is not today. Milliseconds since 1970 UTC.
pub fn moment(ms: i64) -> String {
    intl::moment(ms, clock::now_ms(), &locale_tag())
}

/// What an order is called on screen.
pub fn order_title(order: &OrderId) -> Text {
    let number = order.number().to_owned();
    t!(trade_order, number = number)
}
