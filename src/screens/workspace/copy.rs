//! Saving a copy of the whole workspace, and how old the last one is.

use super::files::{file_error, made_wrong, push, today};
use super::task::{Ended, Task, TaskProgress};
use crate::browser::files::Download;
use crate::browser::{clock, intl};
use crate::intake::copy::CopyWriter;
use crate::limits::{COPY_AGE_DAYS_MAX, DAY_MS, TAIL_ROWS_READ_AT_ONCE};
use crate::screens::desk::{self, Status};
use crate::site::{Damage, SiteError};
use crate::storage::{Store, Table};
use crate::ui::components::{Button, ButtonKind, Checkbox, IconName, Notice};
use crate::ui::feedback::{Tone, toast};
use crate::ui::locale::{Text, locale_tag, t, text};
use crate::ui::shell::state::unexported;
use leptos::prelude::*;

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
    match made_ms {
        _ if desk::status() != Status::Ready => Age::Empty,
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

/// Saves a copy of everything that is here now; with its facts in words too, where it is to be readable.
pub(super) async fn save_copy(readable: bool, pace: &desk::ScreenPace) -> Result<(), Ended> {
    let workspace = desk::workspace().ok_or(SiteError::Empty)?;
    let mut download = Download::new();
    let unread = unread(&workspace.damage());
    let standing = desk::standing();
    let begun = workspace.read(|at| CopyWriter::begin(at, clock::now_ms(), readable, unread));
    let mut writer = begun.map_err(made_wrong)?;
    // What is written while the copy is made is not in it.
    let (_, commits) = writer.progress();
    loop {
        let more = workspace
            .read(|at| writer.commits(at))
            .map_err(made_wrong)?;
        push(&mut download, &writer.take())?;
        let (done, total) = writer.progress();
        if !pace.pause(done, total).await {
            return Err(Ended::Stopped);
        }
        if !more {
            break;
        }
    }
    let mut from = vec![0; 16];
    loop {
        let to = [0xff; 17];
        let rows = workspace
            .store()
            .scan(Table::Personal, &from, &to, TAIL_ROWS_READ_AT_ONCE)
            .await
            .map_err(SiteError::from)?;
        let Some((last, _)) = rows.last() else { break };
        from = [last.as_slice(), &[0]].concat();
        for (key, value) in &rows {
            if let Ok(hash) = key.as_slice().try_into() {
                writer.row(&hash, value).map_err(made_wrong)?;
            }
        }
        push(&mut download, &writer.take())?;
        if !pace.pause(commits, commits).await {
            return Err(Ended::Stopped);
        }
    }
    let pictures = crate::screens::pictures::store().await;
    let pictures = pictures.map_err(SiteError::from)?;
    let mut last = None;
    while let Some((hash, bytes)) = pictures
        .after(last.as_ref())
        .await
        .map_err(SiteError::from)?
    {
        writer.blob(&hash, &bytes).map_err(made_wrong)?;
        push(&mut download, &writer.take())?;
        if !pace.pause(commits, commits).await {
            return Err(Ended::Stopped);
        }
        last = Some(hash);
    }
    push(&mut download, &writer.finish().map_err(made_wrong)?)?;
    let size = download.bytes();
    download
        .save(
            &match unread {
                None => format!("depo-workspace-{}.ndjson.gz", today()),
                Some(_) => format!("depo-workspace-incomplete-{}.ndjson.gz", today()),
            },
            "application/gzip",
        )
        .map_err(file_error)?;
    // What is not whole is no copy that anybody could rely on.
    let Some(unread) = unread else {
        desk::note_exported(standing);
        return told_saved(commits, size);
    };
    let saved = Text::computed(move || text!(workspace_copy_incomplete, n = unread));
    toast(Tone::Attention, saved);
    Ok(())
}

/// How many rows of the store cannot be read; `None` where it is whole.
fn unread(damage: &[Damage]) -> Option<u64> {
    let rows: u64 = damage.iter().map(|damage| damage.rows).sum();
    (!damage.is_empty()).then_some(rows)
}

fn told_saved(commits: u64, size: u64) -> Result<(), Ended> {
    let saved = Text::computed(move || {
        let size = intl::bytes(size, &locale_tag());
        text!(workspace_copy_saved, n = commits, size = size)
    });
    toast(Tone::Good, saved);
    Ok(())
}
