//! Carrier and tracking number of a closed parcel, and its label on paper.

use super::carriers;
use super::form::{ParcelForm, field_of};
use super::glance::{Glance, Phase};
use super::packer::Packer;
use crate::domain::text::{Code, OrderId, ParcelId};
use crate::ui::components::{FloorException, FloorFrame, FloorStep, Icon, IconName, TextInput};
use crate::ui::locale::{Text, t, text};
use crate::ui::navigation;
use crate::ui::routes::{Paper, Route};
use leptos::prelude::*;

/// The label of a parcel.
pub fn label_paper(order: &OrderId, parcel: &ParcelId) -> Route {
    Route::Print(Paper::Label(order.to_string(), parcel.to_string()))
}

/// The packing slip of a parcel.
pub fn slip_paper(order: &OrderId, parcel: &ParcelId) -> Route {
    Route::Print(Paper::Slip(order.to_string(), parcel.to_string()))
}

/// The closed parcel that needs a label.
fn parcel_of(glance: &Glance) -> Option<ParcelId> {
    match &glance.phase {
        Phase::Label(parcel) => Some(parcel.clone()),
        _ => None,
    }
}

/// Carrier and tracking number.
#[component]
pub fn Label(packer: Packer, glance: Memo<Glance>) -> impl IntoView {
    let known = carriers::known();
    let carrier = RwSignal::new(known.first().map(ToString::to_string).unwrap_or_default());
    let tracking = field_of(&packer.tracking);
    let parcel = Text::computed(move || {
        let parcel = glance.with(parcel_of);
        parcel.map(|id| id.to_string()).unwrap_or_default()
    });
    let step = {
        let packer = packer.clone();
        FloorStep {
            label: Text::computed(move || text!(pack_label_with, carrier = carrier.get().trim())),
            on_press: Callback::new(move |()| {
                let parcel = glance.with_untracked(parcel_of);
                if let (Some(parcel), Ok(carrier)) = (parcel, Code::new(&carrier.get_untracked())) {
                    packer.label(parcel, carrier);
                }
            }),
            shown: Signal::derive(move || Code::new(&carrier.get()).is_ok()),
        }
    };
    let choices = known
        .into_iter()
        .map(|code| {
            let name = code.to_string();
            let own = name.clone();
            let chosen = move || carrier.with(|carrier| carrier.trim() == own);
            let value = name.clone();
            view! {
                <button
                    class="floor-choice"
                    type="button"
                    aria-pressed=move || if chosen() { "true" } else { "false" }
                    on:click=move |_| carrier.set(value.clone())
                >
                    <Icon name=IconName::Check />
                    <span>{name}</span>
                </button>
            }
        })
        .collect_view();
    view! {
        <ParcelForm
            packer
            glance
            waiting=t!(pack_scan_tracking)
            ask=t!(pack_label_ask)
            instruction=parcel
            is_code=true
            step
        >
            <div class="floor-choices" role="group" aria-label=t!(pack_carriers) data-test="carriers">
                {choices}
            </div>
            <TextInput label=t!(pack_carrier) value=carrier />
            <TextInput label=t!(pack_tracking) value=tracking hint=t!(pack_tracking_hint) />
        </ParcelForm>
    }
}

/// The label goes onto the parcel.
#[component]
pub fn Print(packer: Packer) -> impl IntoView {
    let order = packer.order.clone();
    let number = order.number().to_owned();
    let parcel = packer.to_print.get_untracked();
    let shown = parcel.as_ref().map(ToString::to_string);
    let to_printer = |paper: fn(&OrderId, &ParcelId) -> Route| {
        let paper = parcel.as_ref().map(|parcel| paper(&order, parcel));
        Callback::new(move |()| {
            if let Some(paper) = paper.clone() {
                navigation::go_with(paper, &[("print", "1")]);
            }
        })
    };
    let print = FloorStep {
        label: t!(pack_print_label),
        on_press: to_printer(label_paper),
        shown: Signal::stored(true),
    };
    let slip = FloorException {
        name: "print-slip",
        label: t!(pack_print_slip),
        icon: IconName::Document,
        on_press: to_printer(slip_paper),
        shown: Signal::stored(true),
    };
    let without = {
        let packer = packer.clone();
        FloorException {
            name: "no-print",
            label: t!(pack_no_print),
            icon: IconName::ChevronRight,
            on_press: Callback::new(move |()| packer.to_print.set(None)),
            shown: Signal::stored(true),
        }
    };
    // The next tote is scanned: the label was printed elsewhere, or is not wanted.
    let on_code = super::list::open_code(packer.answers.clone());
    view! {
        <FloorFrame
            title=t!(pack_title)
            position=t!(pack_order, order = number)
            waiting=t!(pack_scan_next)
            answer=packer.answers.signal()
            on_code=on_code
            step=print
            exceptions=vec![slip, without]
            leave=Route::FloorPack
        >
            <div class="floor-where">
                <p class="floor-ask" data-test="ask">{t!(pack_print_ask)}</p>
                <p class="floor-instruction floor-code" data-test="instruction">{shown}</p>
            </div>
        </FloorFrame>
    }
}
