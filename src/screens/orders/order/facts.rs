//! The facts of an order as sentences, the newest first.

use crate::screens::words;
use crate::site::Reading;
use crate::stream::id::CommitId;
use crate::trade::allocation::AllocationFact;
use crate::trade::event::Event;
use crate::trade::goods::Goods;
use crate::trade::id::{ContainerId, DocumentId};
use crate::trade::money::MoneyFact;
use crate::trade::orders::{CancelReason, OrderFact};
use crate::trade::packing::PackingFact;
use crate::trade::personal::Slot;
use crate::trade::personal::content::Content;
use crate::trade::picking::PickingFact;
use crate::trade::place::Place;
use crate::trade::quantity::Currency;
use crate::trade::returns::ReturnFact;
use crate::trade::shipping::ShippingFact;
use crate::ui::components::{IconName, TimelineEntry};
use crate::ui::feedback::Tone;
use crate::ui::locale::{Text, t, text};
use crate::view::names;
use crate::view::orders::Moment;
use std::collections::BTreeSet;

/// A text whose placeholders are filled with what the fact carries.
macro_rules! fill {
    ($key:ident, $($name:ident = $value:expr),+ $(,)?) => {{
        $(let $name = $value;)+
        t!($key, $($name = $name.clone()),+)
    }};
}

mod work;

use work::of_fulfilment;

/// The entries of a timeline, the newest first.
pub(super) fn entries(
    at: &Reading<'_>,
    moments: &[Moment],
    currency: &Currency,
) -> Vec<TimelineEntry> {
    // What a source says of an order as it comes in is no update of it.
    let placed: BTreeSet<CommitId> = moments
        .iter()
        .filter(|moment| matches!(moment.event, Event::Orders(OrderFact::Placed(_))))
        .map(|moment| moment.fact.commit)
        .collect();
    let is_first_word = |moment: &&Moment| {
        matches!(moment.event, Event::Orders(OrderFact::SourceSaid(_)))
            && placed.contains(&moment.fact.commit)
    };
    moments
        .iter()
        .rev()
        .filter(|moment| !is_first_word(moment))
        .filter_map(|moment| entry(at, moment, currency))
        .collect()
}

fn entry(at: &Reading<'_>, moment: &Moment, currency: &Currency) -> Option<TimelineEntry> {
    let (sentence, tone, icon) = sentence(at, &moment.event, currency)?;
    let ms = moment.ms;
    // With one device alone it needs no name.
    let is_alone = at.history.heads().len() < 2;
    let device = moment.device.clone();
    let who = match (&moment.who, is_alone) {
        (Some(who), true) => Text::from(who.as_str()),
        (None, true) => Text::from(""),
        (Some(who), false) => {
            let who = who.clone();
            t!(inbox_who, who = who.clone(), device = device.clone())
        }
        (None, false) => t!(inbox_device, device = device.clone()),
    };
    Some(TimelineEntry {
        time: Text::computed(move || {
            text!(order_fact_when, when = words::moment(ms), who = who.clone())
        }),
        text: sentence,
        detail: detail(at, moment),
        tone,
        icon,
    })
}

fn units_of<'a>(units: impl Iterator<Item = &'a crate::trade::quantity::Units>) -> u64 {
    units.map(|units| units.get()).sum()
}

fn item(at: &Reading<'_>, goods: &Goods) -> String {
    names::item_code(at, &goods.item)
}

fn place(at: &Reading<'_>, of: &Place) -> Text {
    words::place(at, of)
}

fn parcel(id: &crate::trade::id::ParcelId) -> String {
    names::opened(&id.0)
}

type Said = Option<(Text, Tone, IconName)>;

/// A fact of an order, its parcels or its RMAs as a sentence; `None` for a fact of another kind.
pub(in crate::screens) fn fact_sentence(
    at: &Reading<'_>,
    event: &Event,
    currency: &Currency,
) -> Option<Text> {
    sentence(at, event, currency).map(|(words, ..)| words)
}

fn sentence(at: &Reading<'_>, event: &Event, currency: &Currency) -> Said {
    match event {
        Event::Orders(fact) => of_order(at, fact),
        Event::Money(fact) => of_money(fact, currency),
        Event::Fulfilment(fact) => of_fulfilment(at, fact),
        Event::Allocation(fact) => of_allocation(fact),
        Event::Picking(fact) => of_picking(at, fact),
        Event::Packing(fact) => of_packing(at, fact),
        Event::Shipping(fact) => of_shipping(at, fact),
        Event::Returns(fact) => of_return(at, fact),
        _ => None,
    }
}

fn of_order(at: &Reading<'_>, fact: &OrderFact) -> Said {
    Some(match fact {
        OrderFact::Placed(placed) => (
            fill!(order_fact_placed, n = placed.lines.len()),
            Tone::Information,
            IconName::Orders,
        ),
        OrderFact::LinesAdded(added) => (
            fill!(order_fact_lines_added, n = added.lines.len()),
            Tone::Information,
            IconName::Plus,
        ),
        OrderFact::LineMatched(matched) => (
            fill!(
                order_fact_matched,
                item = names::item_code(at, &matched.item)
            ),
            Tone::Neutral,
            IconName::Tag,
        ),
        OrderFact::SourceSaid(_) => (t!(order_fact_source), Tone::Information, IconName::Document),
        OrderFact::Verified { .. } => (t!(order_fact_verified), Tone::Good, IconName::Check),
        OrderFact::VerificationUndone { .. } => (
            t!(order_fact_verification_undone),
            Tone::Neutral,
            IconName::Undo,
        ),
        OrderFact::DoubtSettled { doubt, .. } => (
            fill!(order_fact_settled, doubt = words::doubt(doubt)),
            Tone::Good,
            IconName::Check,
        ),
        OrderFact::HoldPlaced(placed) => (
            fill!(order_fact_hold, reason = words::hold_kind(&placed.kind)),
            Tone::Wrong,
            IconName::Lock,
        ),
        OrderFact::HoldReleased { .. } => {
            (t!(order_fact_hold_released), Tone::Good, IconName::Unlock)
        }
        OrderFact::AddressGiven(_) => (t!(order_fact_address_given), Tone::Neutral, IconName::Home),
        OrderFact::LinesCancelled(of) if matches!(of.why, CancelReason::Elsewhere(_)) => (
            fill!(
                order_fact_elsewhere,
                n = units_of(of.lines.iter().map(|line| &line.units))
            ),
            Tone::Information,
            IconName::Check,
        ),
        OrderFact::LinesCancelled(cancelled) => (
            fill!(
                order_fact_cancelled,
                n = units_of(cancelled.lines.iter().map(|line| &line.units))
            ),
            Tone::Attention,
            IconName::Cross,
        ),
        OrderFact::CancellationUndone { .. } => (
            t!(order_fact_cancellation_undone),
            Tone::Neutral,
            IconName::Undo,
        ),
        OrderFact::OrderSet(_) | OrderFact::KeyAliased { .. } | OrderFact::LineAliased { .. } => {
            (t!(order_fact_changed), Tone::Neutral, IconName::Information)
        }
    })
}

fn of_money(fact: &MoneyFact, currency: &Currency) -> Said {
    let currency = *currency;
    let sum = |amount: crate::trade::quantity::Amount| {
        Text::computed(move || words::money(amount, &currency))
    };
    Some(match fact {
        MoneyFact::PaymentRecorded(payment) => (
            fill!(
                order_fact_paid,
                amount = sum(payment.money.amount),
                method = words::payment_method(&payment.method)
            ),
            Tone::Good,
            IconName::Plus,
        ),
        MoneyFact::PaymentSettled(settled) => (
            fill!(
                order_fact_settled_payment,
                amount = sum(settled.money.amount)
            ),
            Tone::Good,
            IconName::Check,
        ),
        MoneyFact::Refunded(refund) => (
            fill!(
                order_fact_refunded,
                amount = sum(refund.money.amount),
                method = words::payment_method(&refund.method)
            ),
            Tone::Attention,
            IconName::Minus,
        ),
        MoneyFact::Voided(_) => (t!(order_fact_voided), Tone::Neutral, IconName::Undo),
        MoneyFact::CreditNoted(noted) => (
            fill!(order_fact_credit, credit = noted.number.as_str().to_owned()),
            Tone::Attention,
            IconName::Cross,
        ),
    })
}

fn of_allocation(fact: &AllocationFact) -> Said {
    Some(match fact {
        AllocationFact::Allocated(allocated) => (
            fill!(
                order_fact_promised,
                n = units_of(allocated.lines.iter().map(|line| &line.units))
            ),
            Tone::Information,
            IconName::Bin,
        ),
        AllocationFact::Deallocated(allocated) => (
            fill!(
                order_fact_released,
                n = units_of(allocated.lines.iter().map(|line| &line.units))
            ),
            Tone::Neutral,
            IconName::Bin,
        ),
        AllocationFact::Pinned(_) | AllocationFact::Unpinned { .. } => {
            (t!(order_fact_pinned), Tone::Neutral, IconName::Tag)
        }
    })
}

fn of_picking(at: &Reading<'_>, fact: &PickingFact) -> Said {
    Some(match fact {
        PickingFact::BatchReleased(_) => {
            (t!(order_fact_in_batch), Tone::Information, IconName::Scan)
        }
        PickingFact::BatchFinished { batch } => (
            fill!(order_fact_batch_finished, batch = names::opened(&batch.0)),
            Tone::Information,
            IconName::Scan,
        ),
        PickingFact::ToteAssigned(assigned) => (
            fill!(
                order_fact_tote,
                tote = names::container_code(&assigned.tote)
            ),
            Tone::Neutral,
            IconName::Tote,
        ),
        PickingFact::StopReached { .. } => return None,
        PickingFact::Picked(picked) => (
            fill!(
                order_fact_picked,
                count = picked.units.get(),
                item = item(at, &picked.goods),
                bin = place(at, &picked.from),
                tote = names::container_code(&picked.into)
            ),
            Tone::Neutral,
            IconName::Tote,
        ),
        PickingFact::PickUndone { pick, .. } => (
            fill!(
                order_fact_pick_undone,
                count = pick.units.get(),
                item = item(at, &pick.goods),
                bin = place(at, &pick.from)
            ),
            Tone::Neutral,
            IconName::Undo,
        ),
        PickingFact::Shorted(short) => (
            fill!(
                order_fact_short,
                count = short.units.get(),
                item = item(at, &short.goods),
                bin = place(at, &short.from),
                reason = words::short_reason(&short.reason)
            ),
            Tone::Attention,
            IconName::Warning,
        ),
        PickingFact::ShortUndone { short, .. } => (
            fill!(
                order_fact_short_undone,
                count = short.units.get(),
                item = item(at, &short.goods),
                bin = place(at, &short.from)
            ),
            Tone::Neutral,
            IconName::Undo,
        ),
        PickingFact::ToteReleased { tote, .. } => (
            fill!(
                order_fact_tote_released,
                tote = names::container_code(&tote.tote)
            ),
            Tone::Neutral,
            IconName::Undo,
        ),
        PickingFact::PutBack(back) => (
            fill!(
                order_fact_put_back,
                count = back.units.get(),
                item = item(at, &back.goods),
                tote = names::container_code(&back.from),
                bin = place(at, &back.to)
            ),
            Tone::Neutral,
            IconName::Undo,
        ),
    })
}

fn of_packing(at: &Reading<'_>, fact: &PackingFact) -> Said {
    Some(match fact {
        PackingFact::Packed(packed) => (
            fill!(
                order_fact_packed,
                count = packed.units.get(),
                item = item(at, &packed.goods),
                parcel = parcel(&packed.parcel)
            ),
            Tone::Neutral,
            IconName::Box,
        ),
        PackingFact::PackUndone { packed, .. } => (
            fill!(
                order_fact_pack_undone,
                count = packed.units.get(),
                item = item(at, &packed.goods),
                parcel = parcel(&packed.parcel)
            ),
            Tone::Neutral,
            IconName::Undo,
        ),
        PackingFact::ParcelClosed(closed) => (
            fill!(order_fact_closed, parcel = parcel(&closed.parcel)),
            Tone::Neutral,
            IconName::Box,
        ),
        PackingFact::ParcelReopened { parcel: id } => (
            fill!(order_fact_reopened, parcel = parcel(id)),
            Tone::Attention,
            IconName::Box,
        ),
        PackingFact::ParcelCancelled { parcel: id } => (
            fill!(order_fact_parcel_cancelled, parcel = parcel(id)),
            Tone::Neutral,
            IconName::Cross,
        ),
        PackingFact::ParcelChecked { parcel: id } => (
            fill!(order_fact_checked, parcel = parcel(id)),
            Tone::Good,
            IconName::Check,
        ),
        PackingFact::ParcelMeasured { parcel: id, .. } => (
            fill!(order_fact_measured, parcel = parcel(id)),
            Tone::Neutral,
            IconName::Box,
        ),
        PackingFact::ParcelOpened(_) => return None,
    })
}

fn of_shipping(at: &Reading<'_>, fact: &ShippingFact) -> Said {
    Some(match fact {
        ShippingFact::ParcelLabelled(labelled) => (
            match &labelled.number {
                Some(number) => fill!(
                    order_fact_labelled,
                    parcel = parcel(&labelled.parcel),
                    carrier = names::party_name(at, &labelled.carrier),
                    tracking = number.as_str().to_owned()
                ),
                None => fill!(
                    order_fact_labelled_without,
                    parcel = parcel(&labelled.parcel),
                    carrier = names::party_name(at, &labelled.carrier)
                ),
            },
            Tone::Information,
            IconName::Tag,
        ),
        ShippingFact::LabelVoided { parcel: id, .. } => (
            fill!(order_fact_label_voided, parcel = parcel(id)),
            Tone::Attention,
            IconName::Tag,
        ),
        ShippingFact::NumberGiven {
            parcel: id, number, ..
        } => (
            fill!(
                order_fact_number,
                parcel = parcel(id),
                number = number.as_str().to_owned()
            ),
            Tone::Neutral,
            IconName::Tag,
        ),
        ShippingFact::HandedOver(left) => (
            fill!(
                order_fact_handed_over,
                parcel = parcel(&left.parcel),
                carrier = names::party_name(at, &left.carrier)
            ),
            Tone::Good,
            IconName::Truck,
        ),
        ShippingFact::HandOverUndone { hand_over, .. } => (
            fill!(
                order_fact_hand_over_undone,
                parcel = parcel(&hand_over.parcel),
                carrier = names::party_name(at, &hand_over.carrier)
            ),
            Tone::Neutral,
            IconName::Undo,
        ),
        ShippingFact::Delivered(delivered) => (
            fill!(
                order_fact_delivered,
                parcel = parcel(&delivered.delivery.parcel)
            ),
            Tone::Good,
            IconName::Check,
        ),
        ShippingFact::ParcelLost(lost) => (
            fill!(
                lost_fact,
                parcel = parcel(&lost.parcel),
                carrier = names::party_name(at, &lost.carrier)
            ),
            Tone::Wrong,
            IconName::Warning,
        ),
        ShippingFact::LossUndone { lost, .. } => (
            fill!(lost_fact_undone, parcel = parcel(&lost.parcel)),
            Tone::Neutral,
            IconName::Undo,
        ),
        ShippingFact::DeliveryUndone { delivery, .. } => (
            fill!(
                order_fact_delivery_undone,
                parcel = parcel(&delivery.parcel)
            ),
            Tone::Neutral,
            IconName::Undo,
        ),
    })
}

fn of_return(at: &Reading<'_>, fact: &ReturnFact) -> Said {
    let name = |id: &crate::trade::id::ReturnId| names::opened(&id.0);
    Some(match fact {
        ReturnFact::Authorised(authorised) => (
            fill!(
                order_fact_return_of,
                n = units_of(authorised.lines.iter().map(|line| &line.units))
            ),
            Tone::Information,
            IconName::Return,
        ),
        ReturnFact::Received(received) => (
            fill!(
                order_fact_return_received,
                return_id = name(&received.rma),
                n = units_of(received.units.iter().map(|units| &units.units))
            ),
            Tone::Information,
            IconName::Return,
        ),
        ReturnFact::ReceiptUndone { received, .. } => (
            fill!(
                order_fact_receipt_undone,
                return_id = name(&received.rma),
                n = units_of(received.units.iter().map(|units| &units.units))
            ),
            Tone::Neutral,
            IconName::Undo,
        ),
        ReturnFact::Decided(decided) => (
            fill!(
                order_fact_return_decided,
                return_id = name(&decided.rma),
                count = decided.units.get(),
                item = item(at, &decided.goods),
                disposition = words::disposition(&decided.disposition),
                condition =
                    words::condition(&decided.becomes.as_ref().unwrap_or(&decided.goods).condition)
            ),
            Tone::Neutral,
            IconName::Return,
        ),
        ReturnFact::DecisionUndone { decided, .. } => (
            fill!(
                order_fact_decision_undone,
                return_id = name(&decided.rma),
                count = decided.units.get(),
                item = item(at, &decided.goods),
                disposition = words::disposition(&decided.disposition),
                condition =
                    words::condition(&decided.becomes.as_ref().unwrap_or(&decided.goods).condition)
            ),
            Tone::Neutral,
            IconName::Undo,
        ),
        ReturnFact::Closed { rma } => (
            fill!(order_fact_return_closed, return_id = name(rma)),
            Tone::Neutral,
            IconName::Return,
        ),
    })
}

/// In whose words, where there are any and they are not erased.
fn detail(at: &Reading<'_>, moment: &Moment) -> Option<Text> {
    let text = |document: DocumentId, slot: Slot| match at.row(&document, &slot)? {
        Content::Text(words) => Some(Text::from(words.as_str())),
        _ => None,
    };
    match &moment.event {
        Event::Orders(OrderFact::HoldPlaced(_)) => {
            let opened = crate::stream::id::Opened {
                commit: moment.fact.commit,
                ordinal: at.held.opened_before(moment.fact),
            };
            text(
                DocumentId::Hold(crate::trade::id::HoldId(opened)),
                Slot::Note,
            )
        }
        Event::Orders(OrderFact::LinesCancelled(_))
        | Event::Money(MoneyFact::PaymentRecorded(_) | MoneyFact::Refunded(_)) => {
            text(DocumentId::Fact(moment.fact), Slot::PaymentReference)
                .or_else(|| text(DocumentId::Fact(moment.fact), Slot::Note))
        }
        Event::Packing(PackingFact::Packed(packed)) => match &packed.from {
            Place::Container(ContainerId::Labelled(_)) => Some(place(at, &packed.from)),
            _ => None,
        },
        _ => None,
    }
}
