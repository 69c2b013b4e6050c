//! At whose desk an order is, where a workspace has several devices: that one alone routes, allocates and releases it.

use leptos::prelude::*;

use super::super::Shown;
use crate::screens::desk;
use crate::screens::workspace::{HandOver, Handed, Pass, TakeOver, is_own};
use crate::stream::id::TAG_LETTERS;
use crate::ui::locale::{t, text};
use crate::view::at_work::{desk_lease, desk_of};

/// The device that has the order at its desk, and the way to pass it on; nothing while there is one device alone, or
/// nothing is left to do.
#[component]
pub(super) fn DeskOf(order: Shown) -> impl IntoView {
    let id = order.with_untracked(|order| order.head.id.clone());
    let (lease, number) = (
        desk_lease(&id),
        order.with_untracked(|order| order.head.number.clone()),
    );
    let (target, handing) = (RwSignal::new(None), RwSignal::new(None));
    let held = Memo::new(move |_| {
        if order.with(|order| order.head.stages.outstanding()) == 0 {
            return None;
        }
        desk::read(desk::ALL, |at| {
            let alone = at.history.heads().len() < 2;
            desk_of(at, &id).filter(|_| !alone)
        })
    });
    let named = Callback::new(move |()| -> Handed {
        (
            vec![lease.clone()],
            text!(trade_order, number = number.clone()),
        )
    });
    view! {
        {move || {
            held.get()
                .map(|device| {
                    let own = is_own(&device);
                    let tag = device.tag(TAG_LETTERS);
                    let words = match own {
                        true => t!(order_desk_here),
                        false => t!(order_desk_there, device = tag.clone()),
                    };
                    view! {
                        <div class="row" data-test="order-desk" data-own=own.to_string()>
                            <span class="quiet-text">{words}</span>
                            <Pass device named target handing />
                        </div>
                    }
                })
        }}
        <TakeOver target />
        <HandOver handing />
    }
}
