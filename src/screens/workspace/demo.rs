//! The demo: offered on the workspace page, founded and filled when it opens, and always said to be the demo.

use super::task::{Ended, Task, TaskProgress};
use crate::browser::{clock, preferences};
use crate::intake::demo::{Demo, founding};
use crate::screens::desk::{self, DatabaseName, Role, Status};
use crate::site::{Asked, SiteError};
use crate::stream::commands::Sent;
use crate::stream::facts::WorkspaceName;
use crate::trade::text::TextError;
use crate::ui::components::{Button, ButtonKind, ConfirmButton, Icon, IconName};
use crate::ui::feedback::{Problem, Tone, spawn_reported, toast};
use crate::ui::locale::t;
use leptos::prelude::*;

/// Where it is kept that the demo is being filled: half of it is of no use after a reload.
const FILLING: &str = "demo-filling";

/// The seed of the demo: the same goods and names for everybody, so that one can talk about them.
const SEED: u64 = 2_026;

/// The session whose commands fill it.
const SESSION: [u8; 8] = *b"the-demo";

/// After so many commands the screens are told.
const TOLD_EVERY: u64 = 60;

fn is_demo() -> bool {
    desk::database_name() == DatabaseName::Demo
}

/// Goes to the demo.
fn enter() {
    desk::switch_database(DatabaseName::Demo);
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
                        <ConfirmButton
                            label=t!(demo_renew)
                            text=t!(demo_lost)
                            icon=IconName::Undo
                            name="renew-demo"
                            on_confirm=|()| renew()
                        />
                        <ConfirmButton
                            label=t!(demo_remove)
                            text=t!(demo_lost)
                            kind=ButtonKind::Danger
                            icon=IconName::Trash
                            name="remove-demo-here"
                            on_confirm=|()| remove()
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

/// The line above every page of the demo. It also founds and fills the demo when it is opened for the first time.
#[component]
pub fn DemoBar() -> impl IntoView {
    is_demo().then(|| {
        let task = Task::new();
        let filling = task.clone();
        Effect::new(move || {
            if desk::role() != Role::Leading {
                return;
            }
            match desk::status() {
                Status::Empty(_) => fill(&filling),
                // An earlier filling was cut short.
                Status::Ready
                    if preferences::read(FILLING).is_some() && !untrack(|| filling.is_busy()) =>
                {
                    renew()
                }
                Status::Ready | Status::Opening | Status::Failed(_) => {}
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
                        on_press=|()| desk::switch_database(DatabaseName::Main)
                    />
                    <ConfirmButton
                        label=t!(demo_remove)
                        text=t!(demo_lost)
                        icon=IconName::Trash
                        name="remove-demo"
                        on_confirm=|()| remove()
                    />
                </div>
                <TaskProgress task label=t!(demo_filling) />
            </div>
        }
    })
}

fn fill(task: &Task) {
    preferences::write(FILLING, "yes");
    task.start(|pace| async move {
        let filled = play(&pace).await;
        // What was filled until somebody stopped it stays to look at.
        preferences::remove(FILLING);
        filled
    });
}

fn mistaken(error: TextError) -> Problem {
    Problem {
        text: t!(desk_damaged),
        code: error.to_string(),
    }
}

async fn play(pace: &desk::ScreenPace) -> Result<(), Ended> {
    let mut demo = Demo::new(SEED, clock::now_ms());
    let name = WorkspaceName::new(&t!(demo_title).now()).or_else(|| WorkspaceName::new("Demo"));
    let name = name.ok_or(SiteError::Empty)?;
    let founding = founding(name).map_err(mistaken)?;
    let owner = desk::found_at(founding, demo.founded_at()).await?;
    desk::sign_in(&owner);
    let workspace = desk::workspace().ok_or(SiteError::Empty)?;
    let mut done = 0;
    loop {
        let step = workspace.read(|at| demo.next(at)).map_err(mistaken)?;
        let Some(step) = step else { break };
        let asked = |workspace: &desk::TabWorkspace| {
            let (stream, counter) = workspace.next(&SESSION);
            Asked {
                sent: Sent {
                    stream,
                    session: SESSION,
                    counter,
                    content: [0; 8],
                },
                operator: step.operator,
                now_ms: step.at_ms,
                today: step.at_ms.div_euclid(86_400_000),
            }
        };
        workspace.run(asked, &step.command, &step.rows).await?;
        done += 1;
        if done % TOLD_EVERY == 0 {
            tell().await?;
        }
        if !pace.pause(done, Demo::STEPS_ABOUT.max(done)).await {
            tell().await?;
            return Err(Ended::Stopped);
        }
    }
    tell().await?;
    toast(Tone::Good, t!(demo_ready));
    Ok(())
}

/// Tells the screens and the other tabs what was written past them.
async fn tell() -> Result<(), SiteError> {
    desk::take_in(Vec::new(), Vec::new()).await.map(drop)
}
