//! Bar codes for locations, in the pick sequence, three beside each other.

use super::barcode::Barcode;
use super::frame::{PrintFrame, State};
use crate::limits::PRINTED_BAR_CODES_MAX;
use crate::screens::desk::Area;
use crate::screens::floor::read_hand;
use crate::ui::components::TextInput;
use crate::ui::locale::t;
use crate::view::floor::Hand;
use crate::view::names;
use leptos::prelude::*;

/// The codes of all locations of the device's warehouse, in its pick sequence.
fn codes_of(hand: &Hand<'_>, begin: &str) -> Vec<String> {
    let Some(warehouse) = hand.home() else {
        return Vec::new();
    };
    let sequence = hand.at.state.pick_sequence(warehouse);
    let codes = sequence.into_iter().map(|(_, location)| {
        let is_used = !hand.at.state.is_location_retired(location);
        is_used.then(|| names::location_code(&hand.at, location).to_owned())
    });
    codes
        .flatten()
        .filter(|code| code.to_uppercase().starts_with(begin))
        .collect()
}

/// Bar codes for locations.
#[component]
pub fn Bins() -> impl IntoView {
    let begin = RwSignal::new(String::new());
    let codes = Memo::new(move |_| {
        let begin = begin.get().trim().to_uppercase();
        read_hand(&[Area::Catalog], |hand| codes_of(hand, &begin))
    });
    let count = move || codes.with(Vec::len);
    let state = Signal::derive(move || match count() {
        0 => State::Missing,
        _ => State::Ready,
    });
    let shown = move || count().min(PRINTED_BAR_CODES_MAX);
    let tools = view! {
        <TextInput label=t!(prints_bins_begin) value=begin hint=t!(prints_bins_hint) />
        <p role="status">{t!(prints_bins_shown, shown = shown(), n = count())}</p>
    };
    view! {
        <PrintFrame title=t!(prints_bins) state=state tools=tools.into_any()>
            <article class="bar-code-sheet" data-test="bins">
                {move || {
                    let codes = codes.with(|codes| codes.iter().take(PRINTED_BAR_CODES_MAX).cloned().collect::<Vec<_>>());
                    codes.into_iter().map(|code| view! { <Barcode code /> }).collect_view()
                }}
            </article>
        </PrintFrame>
    }
}
