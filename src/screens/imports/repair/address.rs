//! An address that lacks something, mended beside its order: whatever the file had no column for, too.

use super::doors::settle_address;
use crate::screens::desk;
use crate::screens::orders::{AddressFields, AddressInputs};
use crate::trade::id::OrderId;
use crate::ui::components::{Button, ButtonKind, Draft, IconName};
use crate::ui::locale::t;
use crate::view::names;
use leptos::prelude::*;

/// The fields of an order's address, with what is known of it.
#[component]
pub(super) fn AddressDoor(
    /// The order.
    id: OrderId,
) -> impl IntoView {
    let address = desk::peek(|at| names::order_address(at, &id));
    let known = desk::peek(|at| names::recipient(at, &id).cloned());
    let draft = Draft::of("repair-address", &address);
    let fields = AddressFields::kept(draft, known.as_ref());
    let save = move |()| {
        if let Some(contact) = untrack(|| fields.contact()) {
            settle_address(id.clone(), contact, draft);
        }
    };
    view! {
        <details open data-test="mend-address">
            <summary>{t!(order_address)}</summary>
            <div class="form">
                <AddressInputs fields />
                <Button
                    label=t!(order_save_address)
                    kind=ButtonKind::Primary
                    icon=IconName::Home
                    disabled=Signal::derive(move || fields.contact().is_none())
                    on_press=save
                    attr:data-test="save-address"
                />
            </div>
        </details>
    }
}
