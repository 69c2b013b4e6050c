//! Labels of locations, in the pick sequence: on sheets, or one by one from a label printer.

use super::frame::{PrintFrame, State};
use super::labels::{drawn, papers};
use crate::exchange::label::forms;
use crate::limits::PRINTED_BAR_CODES_MAX;
use crate::screens::desk::Area;
use crate::screens::floor::read_hand;
use crate::ui::components::TextInput;
use crate::ui::locale::t;
use crate::ui::navigation::query_value;
use crate::view::floor::Hand;
use crate::view::names;
use leptos::prelude::*;
use std::collections::BTreeSet;

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

/// Labels of locations.
#[component]
pub fn Bins() -> impl IntoView {
    let begin = RwSignal::new(String::new());
    // Those that were selected on the page of places, one a line.
    let chosen = query_value("codes");
    let codes = Memo::new(move |_| {
        let begin = begin.get().trim().to_uppercase();
        let chosen = chosen.get_or_empty();
        let chosen: BTreeSet<&str> = chosen.lines().collect();
        let mut codes = read_hand(&[Area::Catalog], |hand| codes_of(hand, &begin));
        codes.retain(|code| chosen.is_empty() || chosen.contains(code.as_str()));
        codes
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
    let labels = Signal::derive(move || {
        let codes = codes.with(|codes| codes.iter().take(PRINTED_BAR_CODES_MAX).cloned().collect());
        drawn(codes, forms::bin)
    });
    view! {
        <PrintFrame title=t!(prints_bins) state=state tools=tools.into_any() labels=labels>
            <section class="label-sheet" data-test="bins">
                {papers(labels, "bin-label")}
            </section>
        </PrintFrame>
    }
}
