//! Labels for totes that are new, or whose label is gone: a word and running numbers.

use super::frame::{PrintFrame, State};
use super::labels::{drawn, papers};
use crate::exchange::label::forms;
use crate::limits::PRINTED_BAR_CODES_MAX;
use crate::ui::components::TextInput;
use crate::ui::locale::t;
use leptos::prelude::*;

/// How many digits the numbers have at least, so that they sort as they count.
const DIGITS: usize = 2;

fn codes_of(begin: &str, first: &str, count: &str) -> Vec<String> {
    let begin = begin.trim();
    let (Ok(first), Ok(count)) = (first.trim().parse::<u32>(), count.trim().parse::<u32>()) else {
        return Vec::new();
    };
    let last = first.saturating_add(count.min(PRINTED_BAR_CODES_MAX as u32));
    (first..last)
        .map(|number| format!("{begin}{number:0DIGITS$}"))
        .collect()
}

/// The labels.
#[component]
pub fn Totes() -> impl IntoView {
    let begin = RwSignal::new("TOTE-".to_owned());
    let first = RwSignal::new("1".to_owned());
    let count = RwSignal::new("12".to_owned());
    let codes = Memo::new(move |_| codes_of(&begin.get(), &first.get(), &count.get()));
    let state = Signal::derive(move || match codes.with(Vec::is_empty) {
        true => State::Missing,
        false => State::Ready,
    });
    let tools = view! {
        <TextInput label=t!(prints_totes_begin) value=begin />
        <TextInput label=t!(prints_totes_first) value=first kind="number" />
        <TextInput label=t!(prints_totes_count) value=count kind="number" hint=t!(prints_totes_hint, n = PRINTED_BAR_CODES_MAX) />
    };
    let labels = Signal::derive(move || drawn(codes.get(), forms::tote));
    view! {
        <PrintFrame title=t!(prints_totes) state=state tools=tools.into_any() labels=labels>
            <section class="label-sheet" data-test="totes">
                {papers(labels, "tote-label")}
            </section>
        </PrintFrame>
    }
}
