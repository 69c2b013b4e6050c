//! A whole number, with steps for a thumb.

use leptos::prelude::*;

use super::button::IconButton;
use super::field::field;
use super::icon::IconName;
use super::unique_id::unique_id;
use crate::ui::locale::{Text, t, text};

/// A whole number between two bounds. Pasted spaces and separators of thousands are understood; anything else is said
/// to be no number when the field is left, and the value is then `None`.
#[component]
pub fn NumberInput(
    /// What is asked for, with its unit.
    #[prop(into)]
    label: Text,
    /// The number; `None` while the field is empty or holds no number within the bounds.
    value: RwSignal<Option<i64>>,
    /// The smallest number.
    #[prop(default = 0)]
    min: i64,
    /// The largest number.
    #[prop(default = i64::MAX)]
    max: i64,
    /// What helps to answer.
    #[prop(optional, into)]
    hint: Option<Text>,
) -> impl IntoView {
    let id = unique_id("field");
    let typed = RwSignal::new(String::new());
    let left = RwSignal::new(false);
    // The value may be changed from outside, by a scan or a step: the field then shows it.
    Effect::new(move || {
        let current = value.get();
        if current.is_some() && parse(&typed.get_untracked(), min, max) != Ok(current) {
            typed.set(current.map(|number| number.to_string()).unwrap_or_default());
        }
    });
    let error = Signal::derive(move || {
        let fault = parse(&typed.get(), min, max).err().filter(|_| left.get())?;
        Some(fault.text(min, max))
    });
    let take = move |words: String| {
        value.set(parse(&words, min, max).unwrap_or_default());
        typed.set(words);
    };
    let step = move |by: i64| {
        let start =
            value
                .get_untracked()
                .unwrap_or(if by > 0 { min.saturating_sub(1) } else { min });
        value.set(Some(start.saturating_add(by).clamp(min, max)));
    };
    let described = if hint.is_some() {
        format!("{id}-hint {id}-error")
    } else {
        format!("{id}-error")
    };
    let at_min = move || value.get().is_some_and(|number| number <= min);
    let at_max = move || value.get().is_some_and(|number| number >= max);
    let control = view! {
        <div class="number-input">
            <IconButton
                label=t!(components_one_less)
                icon=IconName::Minus
                disabled=Signal::derive(at_min)
                on_press=move |()| step(-1)
            />
            <input
                class="input figure"
                id=id.clone()
                type="text"
                inputmode="numeric"
                autocomplete="off"
                aria-describedby=described
                aria-invalid=move || error.get().is_some().then_some("true")
                prop:value=move || typed.get()
                on:input=move |event| take(event_target_value(&event))
                on:blur=move |_| left.set(true)
            />
            <IconButton
                label=t!(components_one_more)
                icon=IconName::Plus
                disabled=Signal::derive(at_max)
                on_press=move |()| step(1)
            />
        </div>
    };
    field(label, id, hint, error, control.into_any())
}

/// Why what was typed is no number of the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    NoNumber,
    TooSmall,
    TooLarge,
}

impl Fault {
    fn text(self, min: i64, max: i64) -> Text {
        match self {
            Self::NoNumber => t!(components_no_number),
            Self::TooSmall => Text::computed(move || text!(components_number_too_small, min = min)),
            Self::TooLarge => Text::computed(move || text!(components_number_too_large, max = max)),
        }
    }
}

fn parse(words: &str, min: i64, max: i64) -> Result<Option<i64>, Fault> {
    let digits: String = words
        .trim()
        .chars()
        .filter(|letter| !letter.is_whitespace() && !matches!(letter, '.' | ',' | '\'' | '_'))
        .collect();
    if digits.is_empty() {
        return Ok(None);
    }
    match digits.parse::<i64>() {
        Ok(number) if number < min => Err(Fault::TooSmall),
        Ok(number) if number > max => Err(Fault::TooLarge),
        Ok(number) => Ok(Some(number)),
        Err(_) => Err(Fault::NoNumber),
    }
}
