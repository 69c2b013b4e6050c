//! Form fields: a label, a hint, and how to mend what was typed.
//!
//! A field is checked when it is left, and from then on with every key, so that the error goes as soon as it is mended.

use leptos::prelude::*;

use super::icon::{Icon, IconName};
use super::unique_id::unique_id;
use crate::ui::locale::Text;

/// Checks a value: `None`, or how to mend it.
pub type Check = Callback<String, Option<Text>>;

/// Whether the field was left, and its error: none until then.
fn checked(
    value: RwSignal<String>,
    check: Option<Check>,
) -> (RwSignal<bool>, Signal<Option<Text>>) {
    let left = RwSignal::new(false);
    let error = Signal::derive(move || check.filter(|_| left.get())?.run(value.get()));
    (left, error)
}

/// The frame of a field: label above, hint and error below, both told to screen readers.
#[component]
pub fn Field(
    /// What is asked for.
    #[prop(into)]
    label: Text,
    /// The `id` of the control; the hint is `<id>-hint`, the error `<id>-error`.
    #[prop(into)]
    id: String,
    /// What helps to answer.
    #[prop(optional, into)]
    hint: Option<Text>,
    /// How to mend what was typed.
    #[prop(into)]
    error: Signal<Option<Text>>,
    /// The control.
    children: Children,
) -> impl IntoView {
    let hint_id = format!("{id}-hint");
    let error_id = format!("{id}-error");
    view! {
        <div class="field" class:invalid=move || error.get().is_some()>
            <label for=id>{label}</label>
            {hint.map(|hint| view! { <p class="field-hint" id=hint_id>{hint}</p> })}
            {children()}
            <p class="field-error" id=error_id aria-live="polite">
                {move || error.get().map(|error| view! { <Icon name=IconName::Warning /> <span>{error}</span> })}
            </p>
        </div>
    }
}

fn described_by(id: &str, hint: bool) -> String {
    if hint {
        format!("{id}-hint {id}-error")
    } else {
        format!("{id}-error")
    }
}

/// One line of text.
#[component]
pub fn TextInput(
    /// What is asked for.
    #[prop(into)]
    label: Text,
    /// What was typed.
    value: RwSignal<String>,
    /// What helps to answer.
    #[prop(optional, into)]
    hint: Option<Text>,
    /// Checks what was typed.
    #[prop(optional, into)]
    check: Option<Check>,
    /// The kind of the control: `text`, `search`, `date`, `email` …
    #[prop(default = "text")]
    kind: &'static str,
    /// What the browser may fill in; `off` for goods, codes and numbers of the trade.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Whether it must not be left empty.
    #[prop(optional)]
    required: bool,
) -> impl IntoView {
    let id = unique_id("field");
    let (left, error) = checked(value, check);
    let described = described_by(&id, hint.is_some());
    let control = view! {
        <input
            class="input"
            id=id.clone()
            type=kind
            autocomplete=autocomplete
            required=required
            aria-describedby=described
            aria-invalid=move || error.get().is_some().then_some("true")
            prop:value=move || value.get()
            on:input=move |event| value.set(event_target_value(&event))
            on:blur=move |_| left.set(true)
        />
    };
    field(label, id, hint, error, control.into_any())
}

/// The search of a list: no label above it, the words stand in the field.
#[component]
pub fn SearchInput(
    /// What is searched: "Search orders".
    #[prop(into)]
    label: Text,
    /// What is looked for now.
    #[prop(into)]
    value: Signal<String>,
    /// Runs with every key.
    #[prop(into)]
    on_input: Callback<String>,
    /// Runs at Enter, which sends no form from here: what is searched is shown while it is typed.
    #[prop(optional, into)]
    on_enter: Option<Callback<()>>,
) -> impl IntoView {
    view! {
        <div class="search-input">
            <Icon name=IconName::Search />
            <input
                class="input"
                type="search"
                autocomplete="off"
                spellcheck="false"
                aria-label=label.clone()
                placeholder=label
                prop:value=move || value.get()
                on:input=move |event| on_input.run(event_target_value(&event))
                on:keydown=move |event| {
                    if event.key() == "Enter" {
                        event.prevent_default();
                        if let Some(enter) = on_enter {
                            enter.run(());
                        }
                    }
                }
            />
        </div>
    }
}

/// Several lines of text. With `draft`, what was typed outlives a reload.
#[component]
pub fn Textarea(
    /// What is asked for.
    #[prop(into)]
    label: Text,
    /// What was typed; make it with [`draft`] to keep it through reloads.
    value: RwSignal<String>,
    /// What helps to answer.
    #[prop(optional, into)]
    hint: Option<Text>,
    /// Checks what was typed.
    #[prop(optional, into)]
    check: Option<Check>,
    /// How many lines it shows.
    #[prop(default = 4)]
    rows: u32,
) -> impl IntoView {
    let id = unique_id("field");
    let (left, error) = checked(value, check);
    let described = described_by(&id, hint.is_some());
    let control = view! {
        <textarea
            class="input"
            id=id.clone()
            rows=rows.to_string()
            aria-describedby=described
            aria-invalid=move || error.get().is_some().then_some("true")
            prop:value=move || value.get()
            on:input=move |event| value.set(event_target_value(&event))
            on:blur=move |_| left.set(true)
        ></textarea>
    };
    field(label, id, hint, error, control.into_any())
}

/// A choice among a few; for many use the command palette or a filtered list.
#[component]
pub fn Select(
    /// What is asked for.
    #[prop(into)]
    label: Text,
    /// The chosen value.
    value: RwSignal<String>,
    /// Values with their words.
    #[prop(into)]
    options: Signal<Vec<(String, Text)>>,
    /// What helps to answer.
    #[prop(optional, into)]
    hint: Option<Text>,
) -> impl IntoView {
    let id = unique_id("field");
    let error = Signal::derive(|| None);
    let described = described_by(&id, hint.is_some());
    let items = move || {
        options
            .get()
            .into_iter()
            .map(|(name, words)| {
                let own = name.clone();
                let chosen = move || value.get() == own;
                view! { <option value=name prop:selected=chosen>{words}</option> }
            })
            .collect_view()
    };
    let control = view! {
        <select
            class="input"
            id=id.clone()
            aria-describedby=described
            on:change=move |event| value.set(event_target_value(&event))
        >
            {items}
        </select>
    };
    field(label, id, hint, error, control.into_any())
}

/// Yes or no.
#[component]
pub fn Checkbox(
    /// What yes means.
    #[prop(into)]
    label: Text,
    /// Whether it is yes.
    checked: RwSignal<bool>,
    /// What helps to answer.
    #[prop(optional, into)]
    hint: Option<Text>,
) -> impl IntoView {
    let id = unique_id("field");
    let hint_id = format!("{id}-hint");
    let described = hint.is_some().then(|| hint_id.clone());
    view! {
        <div class="checkbox">
            <input
                id=id.clone()
                type="checkbox"
                aria-describedby=described
                prop:checked=move || checked.get()
                on:change=move |event| checked.set(event_target_checked(&event))
            />
            <label for=id>{label}</label>
            {hint.map(|hint| view! { <p class="field-hint" id=hint_id>{hint}</p> })}
        </div>
    }
}

pub(super) fn field(
    label: Text,
    id: String,
    hint: Option<Text>,
    error: Signal<Option<Text>>,
    control: AnyView,
) -> AnyView {
    // One type for the children of every field: the frame is compiled once.
    let children: Children = Box::new(move || control);
    match hint {
        Some(hint) => view! { <Field label id hint error children /> }.into_any(),
        None => view! { <Field label id error children /> }.into_any(),
    }
}
