//! What can be done at once about an order in doubt, on its page and in the repair list alike: as its channel did.

use crate::screens::desk;
use crate::screens::orders::destination_of;
use crate::trade::id::OrderId;
use crate::trade::orders::commands::OrderCommand;
use crate::trade::orders::{AddressGiven, CancelReason, Doubt, SourceRecord};
use crate::trade::personal::Slot;
use crate::trade::personal::content::{Contact, Content};
use crate::ui::components::{Button, Draft, IconName};
use crate::ui::feedback::{Tone, report, spawn_reported, toast};
use crate::ui::locale::{Text, t};
use leptos::prelude::*;

/// The steps that follow what the channel said: it cancelled the order, or goods of it left from elsewhere.
pub(in crate::screens) fn as_channel(id: &OrderId, doubts: &[Doubt]) -> AnyView {
    let cancel = doubts.contains(&Doubt::SourceCancelled).then(|| {
        let id = id.clone();
        view! {
            <Button
                label=t!(repair_cancel_as_source)
                icon=IconName::Cross
                on_press=move |()| {
                    let why = |said: Option<SourceRecord>| {
                        said.map_or(CancelReason::House, CancelReason::Source)
                    };
                    end(id.clone(), why, t!(repair_cancelled_as_source));
                }
                attr:data-test="cancel-as-source"
            />
        }
    });
    let elsewhere = doubts.contains(&Doubt::SourceShipped).then(|| {
        let id = id.clone();
        view! {
            <Button
                label=t!(repair_sent_elsewhere)
                icon=IconName::Check
                on_press=move |()| {
                    end(id.clone(), CancelReason::Elsewhere, t!(repair_counted_elsewhere));
                }
                attr:data-test="sent-elsewhere"
            />
        }
    });
    view! {
        {cancel}
        {elsewhere}
    }
    .into_any()
}

/// Ends an order as its channel said: what was begun is asked back from the floor.
fn end(id: OrderId, why: fn(Option<SourceRecord>) -> CancelReason, done: Text) {
    let source = desk::peek(|at| {
        let order = at.state.order(&id)?;
        let mut said = order.said().filter_map(|(_, said)| said.source.clone());
        let placed = order.placed().and_then(|(_, placed)| placed.source.clone());
        said.next_back().or(placed)
    });
    let command = OrderCommand::CancelOrders {
        orders: vec![id.clone()],
        why: why(source),
    };
    // What was asked about is answered by that.
    let verify = OrderCommand::Verify { orders: vec![id] };
    desk::perform_then(command, move |_| desk::perform(verify, done));
}

/// Gives an order its address.
pub(super) fn settle_address(order: OrderId, contact: Contact, draft: Draft) {
    let destination = destination_of(&contact);
    match desk::row(Slot::Recipient, Content::Contact(Box::new(contact))) {
        Ok(row) => {
            let given = AddressGiven {
                order,
                destination,
                rows: vec![row.row()],
            };
            let command = OrderCommand::GiveAddress { given };
            spawn_reported(async move {
                let ran = desk::run_with(command, vec![row]).await;
                ran.map_err(|error| desk::problem(&error))?;
                draft.forget();
                toast(Tone::Good, t!(order_address_saved));
                Ok(())
            });
        }
        Err(problem) => report(problem),
    }
}
