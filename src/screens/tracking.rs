//! What a tracking number says of itself, beside the field into which it is typed or scanned.

use crate::exchange::tracking::Sureness;
use crate::screens::floor::hand;
use crate::ui::components::{Notice, StatusBadge};
use crate::ui::feedback::Tone;
use crate::ui::locale::t;
use crate::view::floor::carriers;
use crate::view::tracking::{Number, number};
use leptos::prelude::*;

/// Whose a number may be, with a button that takes the carrier over; and that it was misread, where its check digit
/// says so.
#[component]
pub fn TrackingHelp(
    /// The number, as it stands in its field.
    #[prop(into)]
    typed: Signal<String>,
    /// The carrier that is chosen.
    carrier: RwSignal<String>,
) -> impl IntoView {
    let said = Memo::new(move |_| {
        let typed = typed.get();
        if typed.trim().is_empty() {
            return Number::default();
        }
        let known = hand::peek(carriers::known);
        number(&typed, carrier.get().trim(), &known)
    });
    let misread = move || {
        let name = said.with(|said| said.misread.clone())?;
        Some(view! {
            <Notice
                tone=Tone::Wrong
                text=t!(pack_misread, carrier = name.clone())
                attr:data-test="misread"
            />
        })
    };
    let proposed = move || {
        let of = said.with(|said| said.proposed.clone())?;
        let (name, code) = (of.name.clone(), of.code.clone());
        let (tone, words) = match of.sureness {
            Sureness::Checked => (Tone::Good, t!(pack_number_checked, carrier = name.clone())),
            Sureness::Shape => (
                Tone::Information,
                t!(pack_number_shape, carrier = name.clone()),
            ),
            Sureness::Hint => (Tone::Neutral, t!(pack_number_guess, carrier = name.clone())),
        };
        let is_chosen = carrier.with(|chosen| chosen.trim().eq_ignore_ascii_case(&code));
        let taken = code.clone();
        Some(view! {
            <div class="row" data-test="number-says">
                <StatusBadge tone label=words />
                {(!is_chosen)
                    .then(|| {
                        let words = t!(pack_take_carrier, carrier = code.clone());
                        view! {
                            <button
                                class="floor-choice"
                                type="button"
                                data-test="take-carrier"
                                on:click=move |_| carrier.set(taken.clone())
                            >
                                {words}
                            </button>
                        }
                    })}
            </div>
        })
    };
    view! {
        <div role="status">{misread} {proposed}</div>
    }
}
