//! Carrier, service and tracking number of a closed parcel, and its label on paper.

use super::form::{ParcelForm, field_of};
use super::packer::Packer;
use super::{carriers, position};
use crate::screens::desk::Area;
use crate::screens::floor::hand;
use crate::screens::tracking::TrackingHelp;
use crate::trade::id::{OrderId, ParcelId};
use crate::trade::text::Code;
use crate::ui::components::{FloorException, FloorFrame, FloorStep, Icon, IconName, TextInput};
use crate::ui::locale::{Text, t, text};
use crate::ui::navigation;
use crate::ui::routes::{Paper, Route};
use crate::view::floor::carriers as known;
use crate::view::floor::pack::{PackPhase, PackView};
use crate::view::floor::parcel_name;
use crate::view::names;
use crate::view::tracking::number;
use leptos::prelude::*;

fn address(order: &OrderId) -> String {
    hand::peek(|hand| names::order_address(&hand.at, order))
}

/// The label of a parcel.
pub fn label_paper(order: &OrderId, parcel: &ParcelId) -> Route {
    Route::Print(Paper::Label(address(order), names::opened(&parcel.0)))
}

/// The packing slip of a parcel.
pub fn slip_paper(order: &OrderId, parcel: &ParcelId) -> Route {
    Route::Print(Paper::Slip(address(order), names::opened(&parcel.0)))
}

/// The closed parcel that needs a label.
fn parcel_of(glance: &PackView) -> Option<ParcelId> {
    match &glance.phase {
        PackPhase::Label(parcel) => Some(*parcel),
        PackPhase::Missing | PackPhase::Packing | PackPhase::Done => None,
    }
}

/// What may be chosen by a tap: each sets the words of a field.
fn choices(codes: Vec<String>, field: RwSignal<String>) -> impl IntoView {
    codes
        .into_iter()
        .map(|name| {
            let own = name.clone();
            let chosen = move || field.with(|field| field.trim() == own);
            let value = name.clone();
            view! {
                <button
                    class="floor-choice"
                    type="button"
                    aria-pressed=move || if chosen() { "true" } else { "false" }
                    on:click=move |_| field.set(value.clone())
                >
                    <Icon name=IconName::Check />
                    <span>{name}</span>
                </button>
            }
        })
        .collect_view()
}

/// Carrier, service and tracking number.
#[component]
pub fn Label(packer: Packer, glance: Memo<PackView>) -> impl IntoView {
    let offered = carriers::known();
    let carrier = RwSignal::new(offered.first().cloned().unwrap_or_default());
    let service = RwSignal::new(String::new());
    let services = Memo::new(move |_| {
        let code = Code::new(&carrier.get()).ok();
        hand::read(&[Area::Catalog], |hand| {
            let party = code.map(|code| known::meant(hand, &code));
            party
                .map(|party| known::services(hand, &party))
                .unwrap_or_default()
        })
    });
    // A service of another carrier is none of this one.
    Effect::new(move || {
        let gone = services.with(|services| !services.contains(&service.get_untracked()));
        if gone {
            service.set(String::new());
        }
    });
    let tracking = field_of(&packer, |local| &mut local.tracking);
    let parcel = Text::computed(move || {
        let parcel = glance.with(parcel_of);
        parcel.map(|id| parcel_name(&id)).unwrap_or_default()
    });
    // The number that was told to be misread: with it a second press is meant.
    let told = RwSignal::new(String::new());
    // The same for a carrier that nobody knows.
    let told_carrier = RwSignal::new(String::new());
    let step = {
        let packer = packer.clone();
        FloorStep {
            closes: Signal::stored(false),
            label: Text::computed(move || text!(pack_label_with, carrier = carrier.get().trim())),
            on_press: Callback::new(move |()| {
                let typed = tracking.get_untracked();
                let known = hand::peek(known::known);
                let said = number(&typed, carrier.get_untracked().trim(), &known);
                if said.misread.is_some() && told.get_untracked() != typed {
                    told.set(typed);
                    let (word, detail) = (t!(floor_misread), t!(pack_misread_again));
                    return packer.answers.wrong(word, detail);
                }
                let typed = carrier.get_untracked();
                let code = Code::new(&typed).ok();
                let is_unknown =
                    code.is_some_and(|code| hand::peek(|hand| known::is_unknown(hand, &code)));
                if is_unknown && told_carrier.get_untracked() != typed {
                    told_carrier.set(typed.clone());
                    let detail = t!(pack_new_carrier_detail, carrier = typed.clone());
                    return packer.answers.wrong(t!(pack_new_carrier), detail);
                }
                let parcel = glance.with_untracked(parcel_of);
                let service = Code::new(&service.get_untracked()).ok();
                if let (Some(parcel), Ok(carrier)) = (parcel, Code::new(&carrier.get_untracked())) {
                    packer.label(parcel, carrier, service);
                }
            }),
            shown: Signal::derive(move || Code::new(&carrier.get()).is_ok()),
        }
    };
    let reopen = {
        let packer = packer.clone();
        FloorException {
            name: "reopen",
            label: t!(pack_reopen),
            icon: IconName::Unlock,
            on_press: Callback::new(move |()| {
                if let Some(parcel) = glance.with_untracked(parcel_of) {
                    packer.reopen(parcel);
                }
            }),
            shown: Signal::stored(true),
        }
    };
    let has_services = move || services.with(|services| !services.is_empty());
    view! {
        <ParcelForm
            packer
            glance
            waiting=t!(pack_scan_tracking)
            ask=t!(pack_label_ask)
            instruction=parcel
            is_code=true
            step
            exceptions=vec![reopen]
        >
            <div class="floor-choices" role="group" aria-label=t!(pack_carriers) data-test="carriers">
                {choices(offered, carrier)}
            </div>
            <TextInput label=t!(pack_carrier) value=carrier />
            <Show when=has_services>
                <div class="floor-choices" role="group" aria-label=t!(pack_services) data-test="services">
                    {move || choices(services.get(), service)}
                </div>
            </Show>
            <TextInput label=t!(pack_tracking) value=tracking hint=t!(pack_tracking_hint) />
            <TrackingHelp typed=tracking carrier />
        </ParcelForm>
    }
}

/// The label goes onto the parcel.
#[component]
pub fn Print(packer: Packer, glance: Memo<PackView>) -> impl IntoView {
    let order = packer.order.clone();
    let parcel = packer.local.get_untracked().to_print;
    let shown = parcel.as_ref().map(parcel_name);
    let to_printer = |paper: fn(&OrderId, &ParcelId) -> Route| {
        let paper = parcel.as_ref().map(|parcel| paper(&order, parcel));
        Callback::new(move |()| {
            if let Some(paper) = paper.clone() {
                navigation::go_with(paper, &[("print", "1")]);
            }
        })
    };
    let print = FloorStep {
        closes: Signal::stored(false),
        label: t!(pack_print_label),
        on_press: to_printer(label_paper),
        shown: Signal::stored(true),
    };
    let printing = print.on_press;
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
            on_press: Callback::new(move |()| packer.printed()),
            shown: Signal::stored(true),
        }
    };
    // The next tote is scanned: the label was printed elsewhere, or is not wanted.
    let on_code = super::list::open_code(packer.answers.clone());
    view! {
        <FloorFrame
            title=t!(pack_title)
            position=position(glance)
            waiting=t!(pack_scan_next)
            answer=packer.answers.signal()
            on_code=on_code
            step=print
            print=(printing, Signal::stored(true))
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
