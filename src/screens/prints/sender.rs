//! Who sends: kept on this device, because the printer stands beside it.

use crate::browser::preferences;
use crate::ui::components::Textarea;
use crate::ui::locale::t;
use leptos::prelude::*;

const NAME: &str = "sender";

/// The sender's lines, and the field to change them.
pub fn sender() -> (RwSignal<String>, AnyView) {
    let value = RwSignal::new(preferences::read(NAME).unwrap_or_default());
    Effect::watch(
        move || value.get(),
        |words, _, _| preferences::write(NAME, words),
        false,
    );
    let field =
        view! { <Textarea label=t!(prints_sender) value hint=t!(prints_sender_hint) rows=3 /> };
    (value, field.into_any())
}

/// The sender as it stands on paper.
pub fn sender_lines(value: RwSignal<String>) -> impl IntoView {
    move || {
        let lines = value.with(|words| words.lines().map(str::to_owned).collect());
        super::lines_view(lines)
    }
}
