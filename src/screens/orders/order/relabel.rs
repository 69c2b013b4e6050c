//! Another carrier or number for a parcel that is still here, the number of a label that was bought without one, and
//! that a label is void.

use crate::screens::desk;
use crate::screens::floor::hand;
use crate::screens::tracking::TrackingHelp;
use crate::trade::packing::parcel::ParcelStatus;
use crate::trade::shipping::ParcelLabelled;
use crate::trade::shipping::commands::ShippingCommand;
use crate::trade::text::Code;
use crate::ui::components::{Button, ButtonKind, ConfirmButton, Dialog, IconName, TextInput};
use crate::ui::feedback::{Tone, toast};
use crate::ui::locale::t;
use crate::view::floor::{carriers, ship};
use crate::view::names;
use crate::view::orders::ParcelView;
use leptos::prelude::*;

/// What may be done about the label of a parcel.
#[derive(Clone, Copy, PartialEq, Eq)]
enum May {
    /// Another label; the one before is void.
    Relabel,
    /// The number alone: it is with its carrier.
    GiveNumber,
    /// Nothing.
    Nothing,
}

fn may(parcel: &ParcelView) -> May {
    match parcel.status {
        ParcelStatus::Closed | ParcelStatus::Labelled => May::Relabel,
        ParcelStatus::HandedOver | ParcelStatus::Delivered if parcel.number.is_none() => {
            May::GiveNumber
        }
        ParcelStatus::HandedOver
        | ParcelStatus::Delivered
        | ParcelStatus::Open
        | ParcelStatus::Lost
        | ParcelStatus::Cancelled => May::Nothing,
    }
}

/// The buttons and the form.
#[component]
pub(super) fn Relabel(parcel: ParcelView) -> impl IntoView {
    let may = may(&parcel);
    if may == May::Nothing {
        return ().into_any();
    }
    let open = RwSignal::new(false);
    let known = hand::peek(carriers::known);
    let now = hand::peek(|hand| {
        let parcel = hand.at.state.parcel(&parcel.id)?;
        let carrier = ship::carrier_of(hand, parcel)?;
        Some(names::party_code(&hand.at, carrier))
    });
    let chosen = now.or_else(|| known.first().cloned());
    let carrier = RwSignal::new(chosen.unwrap_or_default());
    let number = RwSignal::new(String::new());
    let told = RwSignal::new(String::new());
    let (id, status) = (parcel.id, parcel.status);
    let save = move |()| {
        let typed = number.get_untracked();
        let code = match typed.trim() {
            "" => None,
            typed => match Code::new(typed) {
                Ok(code) => Some(code),
                Err(_) => {
                    toast(Tone::Wrong, t!(order_number_wrong));
                    return;
                }
            },
        };
        let command = match (may, code) {
            (May::GiveNumber, Some(number)) => ShippingCommand::GiveNumber { parcel: id, number },
            (May::Relabel, number) => {
                let Ok(carrier) = Code::new(&carrier.get_untracked()) else {
                    toast(Tone::Wrong, t!(order_carrier_missing));
                    return;
                };
                let is_unknown = hand::peek(|hand| carriers::is_unknown(hand, &carrier));
                if is_unknown && told.get_untracked() != carrier.as_str() {
                    told.set(carrier.as_str().to_owned());
                    let name = carrier.to_string();
                    toast(
                        Tone::Attention,
                        t!(pack_new_carrier_detail, carrier = name.clone()),
                    );
                    return;
                }
                ShippingCommand::Label(ParcelLabelled {
                    parcel: id,
                    carrier: hand::peek(|hand| carriers::meant(hand, &carrier)),
                    service: None,
                    number,
                    insured: None,
                    collect: None,
                    return_number: None,
                })
            }
            (May::GiveNumber | May::Nothing, _) => {
                toast(Tone::Wrong, t!(order_number_wrong));
                return;
            }
        };
        open.set(false);
        desk::perform(command, t!(order_label_saved));
    };
    let label = move || match may {
        May::GiveNumber => t!(order_give_number),
        May::Relabel | May::Nothing => t!(order_relabel),
    };
    let void = move |()| {
        desk::perform(ShippingCommand::Void { parcel: id }, t!(order_label_void));
    };
    view! {
        <Button
            label=label()
            kind=ButtonKind::Quiet
            icon=IconName::Tag
            on_press=move |()| open.set(true)
            attr:data-test="relabel"
        />
        {(status == ParcelStatus::Labelled)
            .then(|| {
                view! {
                    <ConfirmButton
                        label=t!(order_void_label)
                        text=t!(order_void_label_text)
                        kind=ButtonKind::Quiet
                        icon=IconName::Cross
                        name="void-label"
                        on_confirm=void
                    />
                }
            })}
        <Dialog title=label() open=open on_close=move |()| open.set(false)>
            <form class="form" on:submit=|event| event.prevent_default()>
                {(may == May::Relabel).then(|| view! { <TextInput label=t!(order_carrier) value=carrier /> })}
                <TextInput label=t!(order_tracking) value=number />
                <TrackingHelp typed=number carrier />
                <Button
                    label=label()
                    kind=ButtonKind::Primary
                    submit=true
                    on_press=save
                    attr:data-test="save-label"
                />
            </form>
        </Dialog>
    }
    .into_any()
}
