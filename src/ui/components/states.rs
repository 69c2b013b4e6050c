//! What stands where contents are missing or on their way: empty states, progress, skeletons.

use leptos::prelude::*;

use super::button::Button;
use super::icon::{Icon, IconName};
use crate::ui::locale::{Text, t};

/// An empty place: what it is for, and the first step.
#[component]
pub fn EmptyState(
    /// What is not here yet.
    #[prop(into)]
    title: Text,
    /// What this place is for.
    #[prop(into)]
    text: Text,
    /// The symbol of the place.
    icon: IconName,
    /// The first step: a button or two.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <section class="empty-state">
            <Icon name=icon />
            <h2>{title}</h2>
            <p>{text}</p>
            {children.map(|children| view! { <div class="empty-actions">{children()}</div> })}
        </section>
    }
}

/// Work that takes longer than a second, with its figure. Offer `on_cancel` for what may take longer than three.
#[component]
pub fn Progress(
    /// What is going on.
    #[prop(into)]
    label: Text,
    /// The part that is done, from 0 to 1; `None` while it is not known.
    #[prop(into)]
    done: Signal<Option<f64>>,
    /// The figure: "12,400 of 370,931 lines, 61,000 a second".
    #[prop(into)]
    figure: Text,
    /// Stops the work.
    #[prop(optional, into)]
    on_cancel: Option<Callback<()>>,
) -> impl IntoView {
    let name = label.clone();
    view! {
        <div class="progress">
            <div class="progress-text">
                <span class="progress-label">{label}</span>
                <span class="figure">{figure}</span>
            </div>
            <progress max="1" aria-label=name value=move || done.get().map(|part| format!("{part:.3}"))></progress>
            {on_cancel
                .map(|on_cancel| {
                    view! {
                        <Button label=t!(components_cancel) icon=IconName::Cross on_press=move |()| on_cancel.run(()) />
                    }
                })}
        </div>
    }
}

/// Lines in the shape of the text that comes.
#[component]
pub fn Skeleton(
    /// How many lines.
    #[prop(default = 3)]
    lines: usize,
) -> impl IntoView {
    view! {
        <div class="skeleton" aria-busy="true">
            <span class="visually-hidden">{t!(components_loading)}</span>
            {(0..lines).map(|_| view! { <span class="skeleton-line"></span> }).collect_view()}
        </div>
    }
}
