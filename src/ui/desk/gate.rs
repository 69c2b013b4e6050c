//! The page is shown once the portal is open; before that, how far it is; and what opening found.

use super::{Role, Status, acknowledge, found, role, status};
use crate::browser::page;
use crate::portal::Start;
use crate::ui::components::{Button, ButtonKind, Notice, Progress, Skeleton};
use crate::ui::feedback::Tone;
use crate::ui::locale::{t, text};
use crate::ui::navigation;
use crate::ui::routes::Route;
use leptos::prelude::*;

/// Shows its children once the portal is open.
#[component]
pub fn Gate(children: ChildrenFn) -> impl IntoView {
    let stage = Memo::new(|_| match status() {
        Status::Opening(..) => 0,
        Status::Ready => 1,
        Status::Failed(_) => 2,
    });
    move || match stage.get() {
        0 => view! { <Opening /> }.into_any(),
        1 => view! { <Found /> <Leads /> {children()} }.into_any(),
        _ => view! { <Failed /> }.into_any(),
    }
}

#[component]
fn Opening() -> impl IntoView {
    let counts = Memo::new(|_| match status() {
        Status::Opening(done, total) => (done, total),
        _ => (0, 0),
    });
    let part = Signal::derive(move || {
        let (done, total) = counts.get();
        (total > 0).then(|| done as f64 / total as f64)
    });
    let figure = t!(desk_opening, done = counts.get().0, total = counts.get().1);
    view! {
        <Skeleton lines=6 />
        <Show when=move || { counts.get().1 > 0 }>
            <Progress label=t!(desk_opening_label) done=part figure=figure.clone() />
        </Show>
    }
}

#[component]
fn Failed() -> impl IntoView {
    move || {
        match status() {
        Status::Failed(problem) => view! {
            <Notice tone=Tone::Wrong text=problem.text>
                <Button label=t!(desk_reload) kind=ButtonKind::Primary on_press=|()| page::reload() />
                <Button label=t!(desk_rescue) on_press=move |()| page::show_panic(&problem.code) />
            </Notice>
        }
        .into_any(),
        _ => ().into_any(),
    }
    }
}

/// Says that data was lost, and what to do.
#[component]
fn Found() -> impl IntoView {
    move || match found() {
        Some(Start::Lost { known, found }) => view! {
            <Notice tone=Tone::Wrong text=t!(desk_lost, known = known, found = found)>
                <Button
                    attr:data-test="restore-lost"
                    label=t!(desk_lost_restore)
                    kind=ButtonKind::Primary
                    on_press=|()| navigation::go(Route::Workspace)
                />
                <Button label=t!(desk_lost_understood) on_press=|()| acknowledge() />
            </Notice>
        }
        .into_any(),
        _ => ().into_any(),
    }
}

/// Says which tab writes, for screen readers and tests; nobody else needs to know.
#[component]
fn Leads() -> impl IntoView {
    let words = move || match role() {
        Role::Leading => text!(desk_leading),
        Role::Following => text!(desk_following),
    };
    view! { <span class="visually-hidden" data-test="role">{words}</span> }
}
