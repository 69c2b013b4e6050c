//! Carrier and tracking number of a closed parcel, and its label on paper.

use super::glance::{Glance, Phase};
use super::packer::Packer;
use super::{carriers, notice, position};
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
    let tracking = RwSignal::new(packer.tracking.get_untracked());
    // The field and the scanner write the same number.
    let scanned = packer.tracking.clone();
    Effect::new(move || tracking.set(scanned.get()));
    let typed = packer.tracking.clone();
    Effect::new(move || {
        let words = tracking.get();
        if *typed.read_untracked() != words {
            typed.set(words);
        }
    });
    let parcel = move || glance.with(|glance| parcel_of(glance).map(|id| id.to_string()));
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
    let on_code = {
        let packer = packer.clone();
        Callback::new(move |code: String| packer.scan(code))
    };
    view! {
        <FloorFrame
            title=t!(pack_title)
            position=position(&packer, glance)
            waiting=t!(pack_scan_tracking)
            answer=packer.answers.signal()
            on_code=on_code
            notice=notice(&packer, glance)
            step=step
            leave=Route::FloorPack
        >
            <div class="floor-where">
                <p class="floor-ask" data-test="ask">{t!(pack_label_ask)}</p>
                <p class="floor-instruction floor-code" data-test="instruction">{move || parcel()}</p>
            </div>
            <div class="floor-fields floor-what">
                <div class="floor-choices" role="group" aria-label=t!(pack_carriers) data-test="carriers">
                    {choices}
                </div>
                <TextInput label=t!(pack_carrier) value=carrier />
                <TextInput label=t!(pack_tracking) value=tracking hint=t!(pack_tracking_hint) />
            </div>
        </FloorFrame>
    }
}

/// The label goes onto the parcel.
#[component]
pub fn Print(packer: Packer) -> impl IntoView {
    let order = packer.order.clone();
    let number = order.number().to_owned();
    let parcel = packer.to_print.get_untracked();
    let shown = parcel.as_ref().map(ToString::to_string);
    let print = {
        let paper = parcel.as_ref().map(|parcel| label_paper(&order, parcel));
        FloorStep {
            label: t!(pack_print_label),
            on_press: Callback::new(move |()| {
                if let Some(paper) = paper.clone() {
                    navigation::go_with(paper, &[("print", "1")]);
                }
            }),
            shown: Signal::stored(true),
        }
    };
    let slip = {
        let paper = parcel.as_ref().map(|parcel| slip_paper(&order, parcel));
        FloorException {
            name: "print-slip",
            label: t!(pack_print_slip),
            icon: IconName::Document,
            on_press: Callback::new(move |()| {
                if let Some(paper) = paper.clone() {
                    navigation::go_with(paper, &[("print", "1")]);
                }
            }),
            shown: Signal::stored(true),
        }
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
    let on_code = {
        let packer = packer.clone();
        Callback::new(move |code: String| {
            // The next tote is scanned: the label was printed elsewhere, or is not wanted.
            super::list::open_code(packer.answers.clone())(code);
        })
    };
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
