//! The demo: offered on the workspace page, filled when it opens, and always said to be the demo.

use super::task::{Task, TaskProgress};
use crate::browser::{clock, preferences};
use crate::portal::Pace;
use crate::portal::PortalError;
use crate::portal::demo::{Clock, Day};
use crate::ui::components::{Button, ButtonKind, Icon, IconName};
use crate::ui::desk::{self, Role, Status, WorkspaceName};
use crate::ui::feedback::{Tone, spawn_reported, toast};
use crate::ui::locale::t;
use leptos::prelude::*;

/// Where it is kept that the demo is being filled: half of a day is of no use after a reload.
const FILLING: &str = "demo-filling";

/// The seed of the demo day: the same goods and names for everybody, so that one can talk about them.
const SEED: u64 = 2_026;

fn is_demo() -> bool {
    desk::workspace_name() == WorkspaceName::Demo
}

/// Goes to the demo.
pub(super) fn enter() {
    desk::switch_workspace(WorkspaceName::Demo);
}

fn remove() {
    spawn_reported(async move {
        preferences::remove(FILLING);
        desk::forget_demo()
            .await
            .map_err(|error| desk::problem(&error))
    });
}

fn renew() {
    spawn_reported(async move {
        preferences::remove(FILLING);
        desk::renew_demo()
            .await
            .map_err(|error| desk::problem(&error))
    });
}

/// The section.
#[component]
pub(super) fn DemoSection() -> impl IntoView {
    view! {
        <section class="section" aria-labelledby="demo-title">
            <h2 id="demo-title">{t!(demo_title)}</h2>
            <p class="prose">{t!(demo_text)}</p>
            <div class="actions">
                {if is_demo() {
                    view! {
                        <Button label=t!(demo_renew) icon=IconName::Undo on_press=|()| renew() />
                        <Button
                            label=t!(demo_remove)
                            kind=ButtonKind::Danger
                            icon=IconName::Trash
                            on_press=|()| remove()
                        />
                    }
                        .into_any()
                } else {
                    view! {
                        <Button
                            attr:data-test="open-demo"
                            label=t!(demo_open)
                            icon=IconName::Play
                            on_press=|()| enter()
                        />
                    }
                        .into_any()
                }}
            </div>
        </section>
    }
}

/// The line above every page of the demo. It also fills the demo when it is opened for the first time.
#[component]
pub fn DemoBar() -> impl IntoView {
    is_demo().then(|| {
        let task = Task::new();
        let filling = task.clone();
        Effect::new(move || {
            if desk::status() == Status::Ready && desk::role() == Role::Leading {
                fill(&filling);
            }
        });
        view! {
            <div class="demo-bar" role="note" data-test="demo-bar">
                <Icon name=IconName::Information />
                <p>{t!(demo_bar)}</p>
                <div class="demo-actions">
                    <Button
                        attr:data-test="leave-demo"
                        label=t!(demo_leave)
                        on_press=|()| desk::switch_workspace(WorkspaceName::Main)
                    />
                    <Button
                        attr:data-test="remove-demo"
                        label=t!(demo_remove)
                        icon=IconName::Trash
                        on_press=|()| remove()
                    />
                </div>
                <TaskProgress task label=t!(demo_filling) />
            </div>
        }
    })
}

/// Fills the demo if it is empty, and begins anew if an earlier filling was cut short.
fn fill(task: &Task) {
    let begun = preferences::read(FILLING).is_some();
    let empty = desk::peek(|state| state.vector().is_empty());
    match (begun, empty) {
        (_, true) => {}
        (true, false) => return renew(),
        (false, false) => return,
    }
    preferences::write(FILLING, "yes");
    task.start(|pace| async move {
        let filled = play(&pace).await;
        if let Err(PortalError::Cancelled) = filled {
            // What was filled so far stays to look at.
            preferences::remove(FILLING);
        }
        filled
    });
}

async fn play(pace: &desk::ScreenPace) -> Result<(), PortalError> {
    let now_ms = clock::now_ms();
    let mut day = Day::new(
        SEED,
        Clock {
            now_ms,
            zone_minutes: clock::zone_offset_minutes(now_ms),
        },
    );
    let mut done = 0;
    loop {
        let step = desk::peek(|state| day.next(state))
            .map_err(|error| PortalError::Refused(crate::domain::command::Refusal::Text(error)))?;
        let Some(step) = step else { break };
        desk::play(step).await?;
        done += 1;
        if !pace.step(done, Day::STEPS_ABOUT.max(done)).await {
            return Err(PortalError::Cancelled);
        }
    }
    desk::settle().await?;
    preferences::remove(FILLING);
    toast(Tone::Good, t!(demo_ready));
    Ok(())
}
