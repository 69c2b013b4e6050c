//! Every fact of an order's history as a sentence of the trade.

use crate::domain::commit::Dated;
use crate::domain::event::{Event, LinePromise, Packed, Picked};
use crate::domain::money::Currency;
use crate::domain::text::Words;
use crate::ui::components::{IconName, TimelineEntry};
use crate::ui::feedback::Tone;
use crate::ui::locale::{Text, t, text};
use crate::ui::trade;

/// A sentence whose placeholders are filled with what the fact carries.
macro_rules! fill {
    ($key:ident, $($name:ident = $value:expr),+ $(,)?) => {{
        $(let $name = $value;)+
        t!($key, $($name = $name),+)
    }};
}

/// The timeline of an order, the latest first. Scans of the same item from the same place, one after another, are one
/// entry.
pub(super) fn timeline(events: &[Dated], currency: Currency) -> Vec<TimelineEntry> {
    let mut merged: Vec<Dated> = Vec::new();
    for dated in events {
        let taken = merged.last_mut().is_some_and(|last| merge(last, dated));
        if !taken {
            merged.push(dated.clone());
        }
    }
    let entries = merged.iter().rev();
    entries.map(|dated| entry(dated, currency)).collect()
}

/// Takes the later fact into the earlier one where both are parts of the same work.
fn merge(earlier: &mut Dated, later: &Dated) -> bool {
    if earlier.operator != later.operator {
        return false;
    }
    let same_pick = |a: &Picked, b: &Picked| {
        (&a.batch, a.task, &a.bin, &a.tote) == (&b.batch, b.task, &b.bin, &b.tote)
    };
    let same_pack = |a: &Packed, b: &Packed| (a.line, &a.parcel) == (b.line, &b.parcel);
    let merged = match (&mut earlier.event, &later.event) {
        (Event::LinePicked(a), Event::LinePicked(b)) if same_pick(a, b) => {
            a.units = a.units.saturating_add(b.units);
            true
        }
        (Event::UnitsPacked(a), Event::UnitsPacked(b)) if same_pack(a, b) => {
            a.units = a.units.saturating_add(b.units);
            true
        }
        _ => false,
    };
    if merged {
        earlier.stamp = later.stamp;
    }
    merged
}

fn entry(dated: &Dated, currency: Currency) -> TimelineEntry {
    let (at, who) = (dated.stamp.ms(), dated.operator.to_string());
    let (icon, tone) = look(&dated.event);
    TimelineEntry {
        time: Text::computed(move || text!(order_fact_when, when = trade::moment(at), who = who)),
        text: sentence(&dated.event, currency),
        detail: detail(&dated.event),
        tone,
        icon,
    }
}

fn units(promises: &[LinePromise]) -> u32 {
    promises.iter().map(|promise| promise.units).sum()
}

/// What happened.
fn sentence(event: &Event, currency: Currency) -> Text {
    match event {
        Event::OrderPlaced(placed) => fill!(order_fact_placed, n = placed.lines.len()),
        Event::OrderVerified { .. } => t!(order_fact_verified),
        Event::AddressGiven { address, .. } => fill!(
            order_fact_address,
            address = format!("{}, {}, {}", address.name, address.city, address.country)
        ),
        Event::HoldPlaced { kind, .. } => {
            fill!(order_fact_hold, reason = trade::hold_kind(*kind))
        }
        Event::HoldReleased { .. } => t!(order_fact_hold_released),
        Event::PaymentRecorded { method, amount, .. } => {
            let (method, amount) = (trade::payment_method(*method), *amount);
            t!(
                order_fact_paid,
                amount = trade::money(amount, currency),
                method = method
            )
        }
        Event::PaymentRefunded { method, amount, .. } => {
            let (method, amount) = (trade::payment_method(*method), *amount);
            t!(
                order_fact_refunded,
                amount = trade::money(amount, currency),
                method = method
            )
        }
        Event::LinesPromised { promises, .. } => fill!(order_fact_promised, n = units(promises)),
        Event::PromisesReleased { promises, .. } => {
            fill!(order_fact_released, n = units(promises))
        }
        Event::LinesCancelled { lines, .. } => fill!(
            order_fact_cancelled,
            n = lines.iter().map(|line| line.units).sum::<u32>()
        ),
        Event::CreditRecorded(credit) => {
            fill!(
                order_fact_credit,
                credit = credit.credit.number().to_owned()
            )
        }
        Event::BatchReleased { batch, .. } => fill!(order_fact_batch, batch = batch.to_string()),
        Event::BatchFinished { batch, .. } => {
            fill!(order_fact_batch_finished, batch = batch.to_string())
        }
        Event::ToteAssigned { tote, .. } => fill!(order_fact_tote, tote = tote.to_string()),
        Event::LinePicked(p) => fill!(
            order_fact_picked,
            count = p.units,
            item = p.sku.to_string(),
            bin = p.bin.to_string(),
            tote = p.tote.to_string()
        ),
        Event::PickUndone(p) => fill!(
            order_fact_pick_undone,
            count = p.units,
            item = p.sku.to_string(),
            bin = p.bin.to_string()
        ),
        Event::PickShorted(s) => fill!(
            order_fact_short,
            count = s.units,
            item = s.sku.to_string(),
            bin = s.bin.to_string(),
            reason = trade::short_reason(s.reason)
        ),
        other => after_picking(other),
    }
}

/// What happened from the packing table on.
fn after_picking(event: &Event) -> Text {
    match event {
        Event::UnitsPacked(p) => fill!(
            order_fact_packed,
            count = p.units,
            item = p.sku.to_string(),
            parcel = p.parcel.to_string()
        ),
        Event::PackingUndone(p) => fill!(
            order_fact_pack_undone,
            count = p.units,
            item = p.sku.to_string(),
            parcel = p.parcel.to_string()
        ),
        Event::ParcelClosed { parcel, .. } => {
            fill!(order_fact_closed, parcel = parcel.to_string())
        }
        Event::ParcelLabelled {
            parcel,
            carrier,
            tracking,
            ..
        } => fill!(
            order_fact_labelled,
            parcel = parcel.to_string(),
            carrier = carrier.to_string(),
            tracking = tracking.to_string()
        ),
        Event::ParcelHandedOver {
            parcel, carrier, ..
        } => fill!(
            order_fact_handed_over,
            parcel = parcel.to_string(),
            carrier = carrier.to_string()
        ),
        Event::ParcelDelivered { parcel, .. } => {
            fill!(order_fact_delivered, parcel = parcel.to_string())
        }
        Event::ReturnAuthorised {
            return_id, lines, ..
        } => fill!(
            order_fact_return,
            return_id = return_id.to_string(),
            n = lines.iter().map(|line| line.units).sum::<u32>()
        ),
        Event::ReturnReceived {
            return_id,
            contents,
            ..
        } => fill!(
            order_fact_return_received,
            return_id = return_id.to_string(),
            n = contents.iter().map(|content| content.units).sum::<u32>()
        ),
        Event::ReturnDecided(decided) => fill!(
            order_fact_return_decided,
            return_id = decided.return_id.to_string(),
            count = decided.units,
            item = decided.sku.to_string(),
            disposition = trade::disposition(decided.disposition),
            condition = trade::condition(decided.condition)
        ),
        Event::ReturnClosed { return_id, .. } => {
            fill!(order_fact_return_closed, return_id = return_id.to_string())
        }
        other => undone(other),
    }
}

/// What was put back or taken back.
fn undone(event: &Event) -> Text {
    match event {
        Event::HandOverUndone {
            parcel, carrier, ..
        } => fill!(
            order_fact_hand_over_undone,
            parcel = parcel.to_string(),
            carrier = carrier.to_string()
        ),
        Event::ReceiptUndone {
            return_id,
            contents,
            ..
        } => fill!(
            order_fact_receipt_undone,
            return_id = return_id.to_string(),
            n = contents.iter().map(|content| content.units).sum::<u32>()
        ),
        Event::DecisionUndone(decided) => fill!(
            order_fact_decision_undone,
            return_id = decided.return_id.to_string(),
            count = decided.units,
            item = decided.sku.to_string(),
            disposition = trade::disposition(decided.disposition),
            condition = trade::condition(decided.condition)
        ),
        Event::VerificationUndone { .. } => t!(order_fact_verification_undone),
        Event::PutBack {
            sku,
            tote,
            bin,
            units,
            ..
        } => fill!(
            order_fact_put_back,
            count = *units,
            item = sku.to_string(),
            tote = tote.to_string(),
            bin = bin.to_string()
        ),
        _ => t!(order_fact_other),
    }
}

/// In whose words, where there are any.
fn detail(event: &Event) -> Option<Text> {
    let words = |words: &Option<Words>| words.as_ref().map(|words| Text::from(words.as_str()));
    match event {
        Event::OrderPlaced(placed) => placed.source.as_ref().map(|source| {
            let (file, row) = (source.file.to_string(), source.row);
            t!(order_source_row, file = file, row = row)
        }),
        Event::HoldPlaced { words: note, .. } | Event::LinesCancelled { words: note, .. } => {
            words(note)
        }
        Event::PaymentRecorded { reference, .. } | Event::PaymentRefunded { reference, .. } => {
            words(reference)
        }
        Event::ReturnAuthorised { lines, .. } => {
            let notes: Vec<&str> = lines
                .iter()
                .filter_map(|line| line.words.as_ref().map(Words::as_str))
                .collect();
            (!notes.is_empty()).then(|| Text::from(notes.join("; ")))
        }
        _ => None,
    }
}

fn look(event: &Event) -> (IconName, Tone) {
    match event {
        Event::OrderPlaced(_) => (IconName::Orders, Tone::Information),
        Event::OrderVerified { .. } => (IconName::Check, Tone::Good),
        Event::AddressGiven { .. } => (IconName::Home, Tone::Neutral),
        Event::HoldPlaced { .. } => (IconName::Lock, Tone::Wrong),
        Event::HoldReleased { .. } => (IconName::Unlock, Tone::Good),
        Event::PaymentRecorded { .. } => (IconName::Plus, Tone::Good),
        Event::PaymentRefunded { .. } => (IconName::Minus, Tone::Attention),
        Event::LinesPromised { .. } => (IconName::Bin, Tone::Information),
        Event::PromisesReleased { .. } => (IconName::Bin, Tone::Neutral),
        Event::LinesCancelled { .. } | Event::CreditRecorded(_) => {
            (IconName::Cross, Tone::Attention)
        }
        Event::BatchReleased { .. } | Event::BatchFinished { .. } => {
            (IconName::Scan, Tone::Information)
        }
        Event::ToteAssigned { .. } | Event::LinePicked(_) => (IconName::Tote, Tone::Neutral),
        Event::PickUndone(_)
        | Event::PackingUndone(_)
        | Event::PutBack { .. }
        | Event::HandOverUndone { .. }
        | Event::ReceiptUndone { .. }
        | Event::DecisionUndone(_)
        | Event::VerificationUndone { .. } => (IconName::Undo, Tone::Neutral),
        Event::PickShorted(_) => (IconName::Warning, Tone::Attention),
        Event::UnitsPacked(_) | Event::ParcelClosed { .. } => (IconName::Box, Tone::Neutral),
        Event::ParcelLabelled { .. } => (IconName::Tag, Tone::Information),
        Event::ParcelHandedOver { .. } => (IconName::Truck, Tone::Good),
        Event::ParcelDelivered { .. } => (IconName::Check, Tone::Good),
        Event::ReturnAuthorised { .. } | Event::ReturnReceived { .. } => {
            (IconName::Return, Tone::Information)
        }
        Event::ReturnDecided(_) | Event::ReturnClosed { .. } => (IconName::Return, Tone::Neutral),
        _ => (IconName::Information, Tone::Neutral),
    }
}
