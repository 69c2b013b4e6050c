//! The words of the trade: every state, reason and kind as a person reads it.
//!
//! One place for them, so that the office, the floor and the stock screens call a thing by the same name.

use crate::browser::{clock, intl};
use crate::screens::desk;
use crate::site::{Reading, Standing};
use crate::trade::catalog::BaseUnit;
use crate::trade::goods::Condition;
use crate::trade::id::ItemId;
use crate::trade::locations::{LocationKind, LocationStatus};
use crate::trade::money::{PaymentMethod, Terms};
use crate::trade::orders::status::{CommercialStatus, FulfilmentStatus, PaymentStatus};
use crate::trade::orders::{ChargeKind, Doubt, HoldKind};
use crate::trade::packing::parcel::ParcelStatus;
use crate::trade::parties::PartyRole;
use crate::trade::people::Role;
use crate::trade::picking::ShortReason;
use crate::trade::place::{LossReason, Place};
use crate::trade::quantity::{Amount, Currency, SourceTime};
use crate::trade::returns::{Disposition, ReturnReason};
use crate::ui::components::StatusBadge;
use crate::ui::feedback::Tone;
use crate::ui::locale::{Text, locale_tag, t, text};
use crate::view::names;
use crate::view::orders::OrderHead;
use leptos::prelude::*;

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident($kind:ident) { $($variant:ident => $key:ident,)+ })+) => {$(
        $(#[$doc])*
        pub fn $name(value: &$kind) -> Text {
            match value {
                $($kind::$variant => t!($key),)+
            }
        }
    )+};
}

words! {
    /// How far an order is.
    fulfilment(FulfilmentStatus) {
        Waiting => trade_fulfilment_waiting,
        PartlyAllocated => trade_fulfilment_partly_promised,
        Allocated => trade_fulfilment_promised,
        Picking => trade_fulfilment_picking,
        Picked => trade_fulfilment_picked,
        Packed => trade_fulfilment_packed,
        PartlyShipped => trade_fulfilment_partly_shipped,
        Shipped => trade_fulfilment_shipped,
        Delivered => trade_fulfilment_delivered,
        Cancelled => trade_fulfilment_cancelled,
        ShippedElsewhere => trade_fulfilment_elsewhere,
        WithOthers => trade_fulfilment_with_others,
    }

    /// Where the money of an order stands.
    payment(PaymentStatus) {
        Unpaid => trade_payment_unpaid,
        Authorised => trade_payment_authorised,
        PartlyPaid => trade_payment_partly_paid,
        Paid => trade_payment_paid,
        Later => trade_payment_later,
        PartlyRefunded => trade_payment_partly_refunded,
        Refunded => trade_payment_refunded,
    }

    /// Where an order stands as a deal.
    commercial(CommercialStatus) {
        Open => trade_commercial_open,
        Completed => trade_commercial_completed,
        Cancelled => trade_commercial_cancelled,
        SetAside => trade_commercial_set_aside,
    }

    /// What is in doubt about an order.
    doubt(Doubt) {
        RowRefused => trade_doubt_row_refused,
        UnknownItem => trade_doubt_unknown_item,
        TotalDiffers => trade_doubt_total_differs,
        Price => trade_doubt_price,
        Quantity => trade_doubt_quantity,
        Address => trade_doubt_address,
        Masked => trade_doubt_masked,
        Duplicate => trade_doubt_duplicate,
        SourceCancelled => trade_doubt_source_cancelled,
        SourceShipped => trade_doubt_source_shipped,
        Status => trade_doubt_status,
        Time => trade_doubt_time,
        Refunded => trade_doubt_refunded,
        SourceChanged => trade_doubt_source_changed,
        Money => trade_doubt_money,
        Cell => trade_doubt_cell,
    }

    /// Why an order is held.
    hold_kind(HoldKind) {
        Fraud => trade_hold_fraud,
        Address => trade_hold_address,
        Payment => trade_hold_payment,
        Operator => trade_hold_operator,
        Client => trade_hold_client,
        Stock => trade_hold_stock,
        Date => trade_hold_date,
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
        Refurbish => trade_disposition_refurbish,
        Liquidate => trade_disposition_liquidate,
        ToSupplier => trade_disposition_to_supplier,
        Donate => trade_disposition_donate,
        Scrap => trade_disposition_scrap,
        Hold => trade_disposition_hold,
    }

    /// Why a picker took less.
    short_reason(ShortReason) {
        NotThere => trade_short_not_there,
        Damaged => trade_short_damaged,
        Unreachable => trade_short_unreachable,
    }

    /// Why goods are no more, or came from nowhere.
    loss_reason(LossReason) {
        Damaged => trade_loss_damaged,
        Expired => trade_loss_expired,
        Missing => trade_loss_missing,
        Stolen => trade_loss_stolen,
        OwnUse => trade_loss_own_use,
        Scrapped => trade_loss_scrapped,
        Donated => trade_loss_donated,
        Found => trade_loss_found,
        Mistake => trade_loss_mistake,
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
        BySource => trade_method_by_source,
    }

    /// When goods may leave, seen from the money.
    terms(Terms) {
        Prepaid => trade_terms_prepaid,
        OnAccount => trade_terms_on_account,
        CashOnDelivery => trade_terms_cash_on_delivery,
        HeldByMarketplace => trade_terms_held_by_marketplace,
    }

    /// What is charged beside goods.
    charge_kind(ChargeKind) {
        Shipping => trade_charge_shipping,
        Insurance => trade_charge_insurance,
        Service => trade_charge_service,
        Discount => trade_charge_discount,
        Tax => trade_charge_tax,
        Tip => trade_charge_tip,
        Voucher => trade_charge_voucher,
        Packing => trade_charge_packing,
        Fee => trade_charge_fee,
        Other => trade_charge_other,
    }

    /// The condition of goods.
    condition(Condition) {
        New => trade_condition_new,
        Opened => trade_condition_opened,
        Used => trade_condition_used,
        Refurbished => trade_condition_refurbished,
        Damaged => trade_condition_damaged,
        Unjudged => trade_condition_unjudged,
    }

    /// Where a parcel is on its way.
    parcel_status(ParcelStatus) {
        Open => trade_parcel_open,
        Closed => trade_parcel_closed,
        Labelled => trade_parcel_labelled,
        HandedOver => trade_parcel_handed_over,
        Delivered => trade_parcel_delivered,
        Lost => lost_state,
        Cancelled => trade_parcel_cancelled,
    }

    /// What an operator does.
    role(Role) {
        Picker => trade_role_picker,
        Packer => trade_role_packer,
        Receiver => trade_role_receiver,
        Returns => trade_role_returns,
        Office => trade_role_office,
        Supervisor => trade_role_supervisor,
        Owner => trade_role_owner,
    }

    /// What a location is for.
    location_kind(LocationKind) {
        Pick => trade_location_kind_pick,
        Reserve => trade_location_kind_reserve,
        Receiving => trade_location_kind_receiving,
        Returns => trade_location_kind_returns,
        Staging => trade_location_kind_staging,
        Dock => trade_location_kind_dock,
        Station => trade_location_kind_station,
        Group => trade_location_kind_group,
    }

    /// Whether goods at a location may be sold.
    location_status(LocationStatus) {
        Normal => trade_location_status_normal,
        Held => trade_location_status_held,
        Inspection => trade_location_status_inspection,
        Quarantine => trade_location_status_quarantine,
        Damaged => trade_location_status_damaged,
    }

    /// What a party is to us.
    party_role(PartyRole) {
        Client => trade_party_client,
        Supplier => trade_party_supplier,
        Carrier => trade_party_carrier,
        Marketplace => trade_party_marketplace,
        Contractor => trade_party_contractor,
    }
}

/// What the fulfilment status means to whoever looks over a list.
pub const fn fulfilment_tone(state: FulfilmentStatus) -> Tone {
    match state {
        FulfilmentStatus::PartlyAllocated | FulfilmentStatus::PartlyShipped => Tone::Attention,
        FulfilmentStatus::Allocated
        | FulfilmentStatus::Picking
        | FulfilmentStatus::Picked
        | FulfilmentStatus::Packed => Tone::Information,
        FulfilmentStatus::Shipped | FulfilmentStatus::Delivered => Tone::Good,
        // What has not begun and what is over ask for nothing: a list of new orders stays calm.
        FulfilmentStatus::Waiting
        | FulfilmentStatus::WithOthers
        | FulfilmentStatus::Cancelled
        | FulfilmentStatus::ShippedElsewhere => Tone::Neutral,
    }
}

/// What the payment status means to whoever looks over a list.
pub const fn payment_tone(state: PaymentStatus) -> Tone {
    match state {
        PaymentStatus::Unpaid | PaymentStatus::PartlyPaid => Tone::Attention,
        PaymentStatus::Paid => Tone::Good,
        PaymentStatus::Authorised
        | PaymentStatus::Later
        | PaymentStatus::PartlyRefunded
        | PaymentStatus::Refunded => Tone::Neutral,
    }
}

/// What the status of a parcel means.
pub const fn parcel_tone(state: ParcelStatus) -> Tone {
    match state {
        ParcelStatus::Open => Tone::Attention,
        ParcelStatus::Closed | ParcelStatus::Labelled | ParcelStatus::HandedOver => {
            Tone::Information
        }
        ParcelStatus::Delivered => Tone::Good,
        ParcelStatus::Lost => Tone::Wrong,
        ParcelStatus::Cancelled => Tone::Neutral,
    }
}

/// How far an order is, as a badge.
#[component]
pub fn FulfilmentBadge(
    /// The status.
    state: FulfilmentStatus,
) -> impl IntoView {
    view! { <StatusBadge tone=fulfilment_tone(state) label=fulfilment(&state) /> }
}

/// Where the money of an order stands, as a badge.
#[component]
pub fn PaymentBadge(
    /// The status.
    state: PaymentStatus,
) -> impl IntoView {
    view! { <StatusBadge tone=payment_tone(state) label=payment(&state) /> }
}

/// Where goods are: the code on the label for a location, words for every other place.
pub fn place(at: &Reading<'_>, place: &Place) -> Text {
    match place {
        Place::Location(location) => Text::from(names::location_code(at, location)),
        Place::Container(container) => {
            let code = names::container_code(container);
            t!(trade_place_container, code = code.clone())
        }
        Place::Party(party) => {
            let code = names::party_name(at, party);
            t!(trade_place_party, code = code.clone())
        }
        Place::Customers => t!(trade_place_customer),
        Place::Opening(_) => t!(trade_place_opening),
        Place::Loss { reason, .. } => {
            let reason = loss_reason(reason);
            t!(trade_place_loss, reason = reason.clone())
        }
        Place::Difference(_) => t!(trade_place_difference),
        Place::Assembly(_) => t!(trade_place_assembly),
        Place::Underway(container) => {
            let code = names::container_code(container);
            t!(trade_place_underway, code = code.clone())
        }
        Place::Transfer(_) => t!(trade_place_transfer),
    }
}

/// The three letters of a currency.
pub fn currency(currency: &Currency) -> String {
    currency.letters().iter().collect()
}

/// An exact amount the way the language writes it. Follows the language inside a view.
pub fn money(amount: Amount, of: &Currency) -> String {
    if *of == Currency::NONE {
        // What nobody has told a currency of is no money of any.
        return match amount == Amount::ZERO {
            true => text!(trade_not_told),
            false => intl::number(amount.get() as f64 / 10_000.0, &locale_tag()),
        };
    }
    intl::money(amount.get(), &currency(of), &locale_tag())
}

/// A quantity with its unit: "3 units". Follows the language inside a view.
pub fn units(count: u64) -> String {
    text!(trade_units, n = count)
}

/// So many base units of an item: a plain number of pieces, else with the unit it is counted in: "1,250 g". Follows the
/// language inside a view.
pub fn amount(item: &ItemId, count: i128) -> String {
    let figure = figure(count);
    match desk::peek(|at| names::base_unit(at, item)) {
        BaseUnit::Piece => figure,
        BaseUnit::Gram => text!(trade_grams, n = figure),
        BaseUnit::Millimetre => text!(trade_millimetres, n = figure),
        BaseUnit::Millilitre => text!(trade_millilitres, n = figure),
    }
}

/// The same where it stands for itself: "3 units", "1,250 g".
pub fn quantity(item: &ItemId, count: u64) -> String {
    match desk::peek(|at| names::base_unit(at, item)) {
        BaseUnit::Piece => units(count),
        BaseUnit::Gram | BaseUnit::Millimetre | BaseUnit::Millilitre => {
            amount(item, i128::from(count))
        }
    }
}

/// A plain number the way the language writes it. Follows the language inside a view.
pub fn figure(count: i128) -> String {
    intl::number(count as f64, &locale_tag())
}

/// Day and time as a source wrote them: no zone shifts a wall clock. Follows the language inside a view.
pub fn source_time(time: &SourceTime) -> String {
    match time {
        SourceTime::Civil { seconds } | SourceTime::Offset { seconds, .. } => {
            intl::date_time_utc(seconds.saturating_mul(1_000), &locale_tag())
        }
        SourceTime::Exact(instant) => intl::date_time(instant.ms, &locale_tag()),
    }
}

/// The day alone as a source wrote it. Follows the language inside a view.
pub fn source_date(time: &SourceTime) -> String {
    match time {
        SourceTime::Civil { seconds } | SourceTime::Offset { seconds, .. } => {
            intl::date_utc(seconds.saturating_mul(1_000), &locale_tag())
        }
        SourceTime::Exact(instant) => intl::date(instant.ms, &locale_tag()),
    }
}

/// A day by its number since 1970-01-01. Follows the language inside a view.
pub fn day(days: i64) -> String {
    intl::date_utc(days.saturating_mul(86_400_000), &locale_tag())
}

/// A moment as the clock of this device shows it, with the date where it is not today. Milliseconds since 1970 UTC.
pub fn moment(ms: i64) -> String {
    intl::moment(ms, clock::now_ms(), &locale_tag())
}

/// What stands for personal data that is not told: that it was erased, or is restricted.
pub fn withheld(standing: Standing) -> Option<Text> {
    match standing {
        Standing::Erased => Some(t!(privacy_erased)),
        Standing::Restricted => Some(t!(privacy_restricted)),
        Standing::Here | Standing::Never => None,
    }
}

/// Who gets an order, or what stands for them.
pub fn customer(head: &OrderHead) -> Option<Text> {
    let name = head.customer.as_deref();
    name.map(Text::from).or_else(|| withheld(head.recipient))
}
