//! Saving a copy of the whole workspace, and how old the last one is.

use super::files::{file_error, push, today};
use super::task::{Task, TaskProgress};
use crate::browser::files::Download;
use crate::browser::{clock, intl};
use crate::limits::COPY_AGE_DAYS_MAX;
use crate::portal::PortalError;
use crate::ui::components::{Button, ButtonKind, Checkbox, IconName, Notice};
use crate::ui::desk;
use crate::ui::feedback::{Tone, toast};
use crate::ui::locale::{Text, locale_tag, t, text};
use crate::ui::shell::state::unexported;
use leptos::prelude::*;

const DAY_MS: i64 = 24 * 3_600_000;

/// How the workspace stands with copies.
#[derive(Clone, Copy, PartialEq)]
enum Age {
    /// Nothing was ever written.
    Empty,
    /// Nobody knows of a copy.
    Never,
    /// The last one is older than it should be, and something has happened since.
    Old,
    /// All is well.
    Fresh,
}

fn age(made_ms: Option<i64>) -> Age {
    let facts = desk::portal().map_or(0, |portal| portal.canary().last);
    match made_ms {
        _ if facts == 0 && desk::peek(|state| state.vector().is_empty()) => Age::Empty,
        None => Age::Never,
        Some(ms) if unexported() > 0 && clock::now_ms() - ms > COPY_AGE_DAYS_MAX * DAY_MS => {
            Age::Old
        }
        Some(_) => Age::Fresh,
    }
}

/// The section.
#[component]
pub(super) fn CopySection() -> impl IntoView {
    let task = Task::new();
    let made = ArcRwSignal::new(desk::exported_ms());
    let readable = RwSignal::new(true);
    let busy = {
        let task = task.clone();
        Signal::derive(move || task.is_busy())
    };
    let start = {
        let (task, made) = (task.clone(), made.clone());
        move |()| {
            let made = made.clone();
            let readable = readable.get_untracked();
            task.start(move |pace| async move {
                save_copy(readable, &pace).await?;
                made.set(desk::exported_ms());
                Ok(())
            });
        }
    };
    let (state, when) = (made.clone(), made);
    let standing = Memo::new(move |_| age(state.get()));
    view! {
        <section class="section" aria-labelledby="copy-title">
            <h2 id="copy-title">{t!(workspace_copy_title)}</h2>
            <p class="prose">{t!(workspace_copy_text)}</p>
            {move || match standing.get() {
                Age::Never => {
                    view! { <Notice tone=Tone::Attention text=t!(workspace_copy_never) /> }.into_any()
                }
                Age::Old => {
                    view! {
                        <Notice
                            tone=Tone::Attention
                            text=t!(workspace_copy_old, n = unexported(), days = COPY_AGE_DAYS_MAX)
                        />
                    }
                        .into_any()
                }
                Age::Empty | Age::Fresh => ().into_any(),
            }}
            <p data-test="copy-age">{last_copy(when)}</p>
            <Checkbox
                label=t!(workspace_copy_readable)
                hint=t!(workspace_copy_readable_hint)
                checked=readable
            />
            <div class="actions">
                <Button
                    attr:data-test="save-copy"
                    label=t!(workspace_copy_save)
                    kind=ButtonKind::Primary
                    icon=IconName::Download
                    busy=busy
                    on_press=start
                />
            </div>
            <TaskProgress task label=t!(workspace_copy_going) />
        </section>
    }
}

fn last_copy(made: ArcRwSignal<Option<i64>>) -> Text {
    Text::computed(move || match made.get() {
        None => text!(workspace_copy_none),
        Some(ms) => {
            let when = intl::date_time(ms, &locale_tag());
            let ago = intl::relative(ms - clock::now_ms(), &locale_tag());
            text!(
                workspace_copy_last,
                when = when,
                ago = ago,
                n = unexported()
            )
        }
    })
}

async fn save_copy(readable: bool, pace: &desk::ScreenPace) -> Result<(), PortalError> {
    let portal = desk::portal().ok_or(PortalError::NotLeading)?;
    let mut download = Download::new();
    // What is written while the copy is made is not in it.
    let last = portal.canary().last;
    let commits = portal
        .write_copy(clock::now_ms(), readable, pace, |part| {
            push(&mut download, &part)
        })
        .await?;
    let size = download.bytes();
    download
        .save(
            &format!("depo-workspace-{}.ndjson.gz", today()),
            "application/gzip",
        )
        .map_err(file_error)?;
    desk::note_exported(last);
    let saved = Text::computed(move || {
        let size = intl::bytes(size, &locale_tag());
        text!(workspace_copy_saved, n = commits, size = size)
    });
    toast(Tone::Good, saved);
    Ok(())
}
