//! Bar codes for bins, in the order of the walk, three beside each other.

use super::barcode::Barcode;
use super::frame::{PrintFrame, State};
use crate::limits::PRINTED_BAR_CODES_MAX;
use crate::ui::components::TextInput;
use crate::ui::desk::{self, Area};
use crate::ui::locale::t;
use leptos::prelude::*;

/// Bar codes for bins.
#[component]
pub fn Bins() -> impl IntoView {
    let begin = RwSignal::new(String::new());
    let codes = Memo::new(move |_| {
        let begin = begin.get().trim().to_uppercase();
        desk::read(&[Area::Catalog], |state| {
            let mut bins: Vec<(u32, String)> = state
                .bins
                .values()
                .map(|bin| (bin.walk, bin.bin.to_string()))
                .filter(|(_, code)| code.to_uppercase().starts_with(&begin))
                .collect();
            bins.sort();
            bins.into_iter().map(|(_, code)| code).collect::<Vec<_>>()
        })
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
