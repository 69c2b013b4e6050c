//! The page is shown once the workspace is open and somebody is signed in; before that, how far it is; and what opening
//! found.

use super::{ClockDoubt, Role, Status, go_on_without, lost, may_join, role, status};
use crate::browser::{intl, page};
use crate::screens::sign_in::SignIn;
use crate::screens::welcome::Welcome;
use crate::screens::workspace::{EmptySection, RestoreSection};
use crate::site::Damage;
use crate::stream::id::TAG_LETTERS;
use crate::ui::components::{Button, ButtonKind, Notice, Skeleton};
use crate::ui::feedback::Tone;
use crate::ui::locale::{Text, locale_tag, t, text};
use crate::ui::navigation;
use crate::ui::routes::Route;
use leptos::prelude::*;

/// Whether a page works where nothing was founded yet: a copy is restored there, and what went wrong is read.
fn needs_no_workspace(route: &Route) -> bool {
    matches!(
        route,
        Route::Workspace | Route::Settings | Route::Diagnostics
    )
}

/// Shows its children once the workspace is open and the screen is not locked. What is locked is not hidden: it is not
/// there.
#[component]
pub fn Gate(children: ChildrenFn) -> impl IntoView {
    let stage = Memo::new(|_| match status() {
        Status::Opening => 0,
        Status::Ready if super::is_locked() => 4,
        Status::Ready => 1,
        // The page stays as it is when what it does brings a workspace.
        Status::Empty(_) | Status::Failed(_) if needs_no_workspace(&navigation::route()) => 1,
        Status::Failed(_) => 2,
        Status::Empty(_) => 3,
    });
    move || match stage.get() {
        0 => view! { <Skeleton lines=6 /> }.into_any(),
        1 => {
            view! { <Failed on_page=true /> <Gone /> <Damaged /> <Clock /> <Leads /> {children()} }
                .into_any()
        }
        2 => view! { <Failed on_page=false /> <Leads /> }.into_any(),
        4 => view! { <SignIn /> <Leads /> }.into_any(),
        _ => view! { <Welcome /> <Leads /> }.into_any(),
    }
}

/// Says that the workspace cannot be opened. `on_page`: a page stands below that has the copies.
#[component]
fn Failed(on_page: bool) -> impl IntoView {
    move || {
        match status() {
        Status::Failed(problem) => view! {
            <Notice tone=Tone::Wrong text=problem.text>
                <Button label=t!(desk_reload) kind=ButtonKind::Primary on_press=|()| page::reload() />
                <Button
                    label=t!(desk_rescue)
                    on_press=move |()| page::show_panic(&problem.code)
                    attr:data-test="rescue"
                />
            </Notice>
            // What cannot be opened is not the end: a copy goes over it, or the device begins anew.
            <div class="workspace" data-test="unopened">
                {(!on_page && may_join()).then(|| view! { <RestoreSection /> })}
                <EmptySection />
            </div>
        }
        .into_any(),
        Status::Opening | Status::Ready | Status::Empty(_) => ().into_any(),
    }
    }
}

/// Says that data was lost, and what to do.
#[component]
fn Gone() -> impl IntoView {
    move || match lost() {
        Some(lost) => view! {
            <Notice tone=Tone::Wrong text=t!(desk_lost, known = lost.written, found = lost.found)>
                <Button
                    attr:data-test="restore-lost"
                    label=t!(desk_lost_restore)
                    kind=ButtonKind::Primary
                    on_press=|()| navigation::go(Route::Workspace)
                />
                <Button label=t!(desk_lost_understood) on_press=|()| go_on_without() />
            </Notice>
        }
        .into_any(),
        None => ().into_any(),
    }
}

/// What of the store cannot be read, in a person's words, by device.
pub fn damage_words(damage: Damage) -> Text {
    let Damage { stream, from, rows } = damage;
    let device = stream.tag(TAG_LETTERS);
    t!(desk_unreadable, n = rows, device = device, from = from)
}

/// Says on every page that part of the store cannot be read, until a copy has brought it back.
#[component]
fn Damaged() -> impl IntoView {
    let damage = Memo::new(|_| {
        super::read(super::ALL, |_| ());
        super::workspace().map_or_else(Vec::new, |workspace| workspace.damage())
    });
    move || {
        let notice = |damage| {
            view! {
                <div data-test="store-damaged">
                    <Notice tone=Tone::Wrong text=damage_words(damage)>
                        <Button
                            label=t!(desk_unreadable_act)
                            kind=ButtonKind::Primary
                            on_press=|()| navigation::go(Route::Workspace)
                        />
                    </Notice>
                </div>
            }
        };
        damage.get().into_iter().map(notice).collect_view()
    }
}

/// Says that the clock of this device cannot be right, before work is dated by it.
#[component]
fn Clock() -> impl IntoView {
    let heard = RwSignal::new(false);
    let doubt = Memo::new(|_| super::clock_doubt());
    move || {
        let doubt = doubt.get().filter(|_| !heard.get());
        let moment = |ms: i64| Text::computed(move || intl::date_time(ms, &locale_tag()));
        doubt.map(|doubt| {
            let text = match doubt {
                ClockDoubt::TooEarly(now) => t!(desk_clock_early, now = moment(now)),
                ClockDoubt::Behind(now, last) => {
                    t!(desk_clock_behind, now = moment(now), last = moment(last))
                }
                ClockDoubt::Ahead(now, last) => {
                    t!(desk_clock_ahead, now = moment(now), last = moment(last))
                }
            };
            view! {
                <div data-test="clock-doubt">
                    <Notice tone=Tone::Attention text=text>
                        <Button label=t!(desk_clock_right) on_press=move |()| heard.set(true) />
                    </Notice>
                </div>
            }
        })
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
