//! The state of a thing: icon, word and colour, never colour alone.

use leptos::prelude::*;

use super::icon::{Icon, IconName};
use crate::ui::feedback::Tone;
use crate::ui::locale::Text;

/// The symbol that goes with a meaning.
pub const fn tone_icon(tone: Tone) -> IconName {
    match tone {
        Tone::Good => IconName::Check,
        Tone::Attention => IconName::Warning,
        Tone::Wrong => IconName::Cross,
        Tone::Information => IconName::Information,
        Tone::Neutral => IconName::Minus,
    }
}

/// A state in one or two words.
#[component]
pub fn StatusBadge(
    /// What the state means.
    tone: Tone,
    /// The state: "Packed", "Short by 2".
    #[prop(into)]
    label: Text,
) -> impl IntoView {
    view! {
        <span class=format!("status {}", tone.class())>
            <Icon name=tone_icon(tone) />
            <span>{label}</span>
        </span>
    }
}

/// A sentence across the page that a person must see before working on: storage full, another version open.
#[component]
pub fn Notice(
    /// What it means.
    tone: Tone,
    /// What happened, what it means, what to do.
    #[prop(into)]
    text: Text,
    /// The steps it offers.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class=format!("notice {}", tone.class())>
            <Icon name=tone_icon(tone) />
            <p>{text}</p>
            {children.map(|children| view! { <div class="notice-actions">{children()}</div> })}
        </div>
    }
}
