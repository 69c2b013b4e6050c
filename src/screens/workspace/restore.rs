//! Taking a copy in: choose the file, see what it would bring, then take it.

use super::copy_words;
use super::files::file_error;
use super::task::{Ended, Task, TaskProgress};
use crate::browser::files::{Drop, DropZone, PickedFile, drop_zone, pick};
use crate::browser::intl;
use crate::intake::copy::{Copy, CopyError, CopyReader, Difference, Whose, compare, whose};
use crate::limits::{ARISING_SHOWN_MAX, FORESEEN_COMMITS_MAX};
use crate::screens::desk::{self, Bringing};
use crate::screens::inbox;
use crate::site::SiteError;
use crate::stream::id::{StreamId, TAG_LETTERS};
use crate::ui::components::{Button, ButtonKind, IconName, KeyValue, KeyValueList, Notice};
use crate::ui::feedback::{Problem, Tone, spawn_reported};
use crate::ui::locale::{Text, locale_tag, t, text};
use crate::view::inbox as inbox_view;
use leptos::html;
use leptos::prelude::*;
use std::cell::RefCell;
use std::rc::Rc;

/// How far it is.
#[derive(Clone)]
enum Stage {
    /// No file was chosen.
    Waiting,
    /// The file is no copy that can be taken.
    Refused(String, CopyError),
    /// It is a copy of another workspace.
    Foreign(String, Whose),
    /// What stands here cannot be read and is of another workspace.
    NotOfThis(String),
    /// It was read and checked; this is what it would bring.
    Checked(Review),
    /// It was taken in.
    Taken {
        /// Commits that were new.
        new: u64,
        /// Commits that were here.
        known: u64,
    },
}

/// What a copy would bring.
#[derive(Clone)]
struct Review {
    file: String,
    name: String,
    made_ms: i64,
    commits: u64,
    rows: u64,
    streams: Vec<Difference>,
    erasures: u64,
    erased_ms: Option<i64>,
    /// How many rows its device could not read, where it says that it is not whole.
    incomplete: Option<u64>,
    /// Another workspace than this one's was on this device.
    other: bool,
    /// What taking it in would change; `None` where nothing was founded here, or too much is held to try it out.
    changes: Option<Changes>,
}

/// What taking a copy in would change.
#[derive(Clone)]
struct Changes {
    facts: u64,
    /// The conflicts that would arise, in words; of many the first.
    arising: Vec<Text>,
    arising_all: usize,
    ending: usize,
    erasures: usize,
    rows_going: usize,
    lacking: usize,
    rows_refused: usize,
    rows_coming: usize,
}

impl Changes {
    /// Tries the copy out; nothing is kept.
    fn of(copy: &Copy) -> Result<Option<Self>, SiteError> {
        let Some(workspace) = desk::workspace() else {
            return Ok(None);
        };
        let held = workspace.read(|at| at.held.len());
        if held.saturating_add(copy.commits.len()) > FORESEEN_COMMITS_MAX {
            return Ok(None);
        }
        let changes = workspace.foresee(&copy.commits, &copy.rows, |at, foreseen| {
            let then = foreseen.reading();
            let (arising, ending) = inbox_view::arising(at, &then, desk::today());
            let words = arising.iter().take(ARISING_SHOWN_MAX);
            Changes {
                facts: foreseen.facts,
                arising_all: arising.len(),
                arising: words
                    .map(|entry| inbox::clash(&then, &entry.clash))
                    .collect(),
                ending,
                erasures: foreseen.erasures.len(),
                rows_going: foreseen.rows_going,
                lacking: foreseen.lacking.len(),
                rows_refused: foreseen.rows_refused,
                rows_coming: foreseen.rows_coming,
            }
        });
        changes.map(Some)
    }
}

impl Review {
    fn new(
        file: String,
        copy: &Copy,
        streams: Vec<Difference>,
        other: bool,
        changes: Option<Changes>,
    ) -> Self {
        Review {
            file,
            name: copy.manifest.name.clone(),
            made_ms: copy.manifest.exported_ms,
            commits: copy.manifest.commits,
            rows: copy.rows.len() as u64,
            streams,
            erasures: copy.manifest.erasures,
            erased_ms: copy.manifest.erased_ms,
            incomplete: copy.manifest.incomplete,
            other,
            changes,
        }
    }

    fn sum(&self, of: impl Fn(&Difference) -> u64) -> u64 {
        self.streams.iter().map(of).sum()
    }
}

/// The copy that was read, until it is taken in or put aside.
type Held = Rc<RefCell<Option<Copy>>>;

/// The section. It works on a device on which nothing was founded, too.
#[component]
pub fn RestoreSection() -> impl IntoView {
    let task = Task::new();
    let stage = ArcRwSignal::new(Stage::Waiting);
    let held: Held = Rc::default();
    let over = RwSignal::new(false);
    let busy = {
        let task = task.clone();
        Signal::derive(move || task.is_busy())
    };
    let read = {
        let (task, stage, held) = (task.clone(), stage.clone(), held.clone());
        Callback::from(StoredReader::new(move |file| {
            read_file(file, &task, &stage, &held)
        }))
    };
    let zone = NodeRef::<html::Div>::new();
    let kept = StoredValue::new_local(None::<DropZone>);
    Effect::new(move || {
        let Some(element) = zone.get() else { return };
        let on_drop = move |drop| match drop {
            Drop::Over => over.set(true),
            Drop::Out => over.set(false),
            Drop::Files(files) => {
                over.set(false);
                if let Some(file) = files.into_iter().next() {
                    read.run(file);
                }
            }
        };
        kept.set_value(Some(drop_zone(&element, on_drop)));
    });
    let choose = move |()| {
        spawn_reported(async move {
            let files = pick(".gz,.ndjson,application/gzip", false)
                .await
                .map_err(file_error)?;
            if let Some(file) = files.into_iter().next() {
                read.run(file);
            }
            Ok::<(), Problem>(())
        });
    };
    let shown = stage.clone();
    let (take_task, take_stage, take_held) = (task.clone(), stage.clone(), held.clone());
    let take = Callback::from(StoredAction::new(move || {
        take_in(&take_task, &take_stage, &take_held)
    }));
    let aside = Callback::from(StoredAction::new(move || {
        held.borrow_mut().take();
        stage.set(Stage::Waiting);
    }));
    view! {
        <section class="section" aria-labelledby="restore-title">
            <h2 id="restore-title">{t!(workspace_restore_title)}</h2>
            <p class="prose">{t!(workspace_restore_text)}</p>
            <div class="drop-zone" class:over=move || over.get() node_ref=zone data-test="restore-drop">
                <Button
                    attr:data-test="choose-copy"
                    label=t!(workspace_restore_choose)
                    icon=IconName::Folder
                    disabled=busy
                    on_press=choose
                />
                <p class="quiet-text">{t!(workspace_restore_drop)}</p>
            </div>
            <TaskProgress task label=t!(workspace_restore_going) />
            <div role="status">
                {move || match shown.get() {
                    Stage::Waiting => ().into_any(),
                    Stage::Refused(file, error) => view! { <Refused file error /> }.into_any(),
                    Stage::Foreign(file, whose) => view! { <Foreign file whose /> }.into_any(),
                    Stage::NotOfThis(file) => view! { <NotOfThis file /> }.into_any(),
                    Stage::Checked(review) => {
                        view! { <ReviewOf review busy on_take=take on_aside=aside /> }.into_any()
                    }
                    Stage::Taken { new, known } => view! { <TakenIn new known /> }.into_any(),
                }}
            </div>
        </section>
    }
}

/// A function of this thread that a callback may hold: callbacks ask for more than the browser has.
struct StoredAction(StoredValue<Box<dyn Fn()>, LocalStorage>);

impl StoredAction {
    fn new(action: impl Fn() + 'static) -> Self {
        Self(StoredValue::new_local(Box::new(action)))
    }
}

impl From<StoredAction> for Callback<()> {
    fn from(StoredAction(action): StoredAction) -> Self {
        Callback::new(move |()| action.with_value(|action| action()))
    }
}

/// As [`StoredAction`], with a file.
struct StoredReader(StoredValue<Box<dyn Fn(PickedFile)>, LocalStorage>);

impl StoredReader {
    fn new(action: impl Fn(PickedFile) + 'static) -> Self {
        Self(StoredValue::new_local(Box::new(action)))
    }
}

impl From<StoredReader> for Callback<PickedFile> {
    fn from(StoredReader(action): StoredReader) -> Self {
        Callback::new(move |file| action.with_value(|action| action(file)))
    }
}

fn read_file(file: PickedFile, task: &Task, stage: &ArcRwSignal<Stage>, held: &Held) {
    let (stage, held) = (stage.clone(), held.clone());
    held.borrow_mut().take();
    stage.set(Stage::Waiting);
    task.start(move |pace| async move {
        let name = file.name();
        match read_copy(&file, &pace).await? {
            Ok(copy) => {
                let (of, told) = desk::peek(|at| (whose(at, &copy), compare(at, &copy)));
                let streams: Vec<StreamId> = told.iter().map(|stream| stream.stream).collect();
                let bringing = desk::bringing(&copy.workspace, &streams);
                let may_come = match of {
                    Whose::This | Whose::Nobody => true,
                    Whose::Demo | Whose::Another => false,
                };
                if !may_come {
                    stage.set(Stage::Foreign(name, of));
                } else if bringing == Bringing::Never {
                    stage.set(Stage::NotOfThis(name));
                } else {
                    let changes = Changes::of(&copy)?;
                    let other = bringing == Bringing::Other;
                    let review = Review::new(name, &copy, told, other, changes);
                    stage.set(Stage::Checked(review));
                    *held.borrow_mut() = Some(copy);
                }
            }
            Err(error) => stage.set(Stage::Refused(name, error)),
        }
        Ok(())
    });
}

/// Reads the file to its end. The outer error is the browser's, the inner one the file's.
async fn read_copy(
    file: &PickedFile,
    pace: &desk::ScreenPace,
) -> Result<Result<Copy, CopyError>, Ended> {
    let mut reader = CopyReader::new();
    let mut chunks = file.chunks();
    while let Some(chunk) = chunks.next().await.map_err(file_error)? {
        let mut rest = chunk.as_slice();
        while !rest.is_empty() {
            match reader.step(rest) {
                Ok(used) => rest = &rest[used..],
                Err(error) => return Ok(Err(error)),
            }
            let done = chunks.read_bytes() - rest.len() as u64;
            if !pace.pause(done, file.bytes()).await {
                return Err(Ended::Stopped);
            }
        }
    }
    Ok(reader.finish())
}

fn take_in(task: &Task, stage: &ArcRwSignal<Stage>, held: &Held) {
    let (stage, held) = (stage.clone(), held.clone());
    let progress = task.clone();
    task.start(move |_| async move {
        let Some(copy) = held.borrow_mut().take() else {
            return Ok(());
        };
        let all = copy.manifest.commits;
        progress.set_progress(0, all);
        stage.set(Stage::Waiting);
        // The bytes are there before the facts that name them.
        if !copy.blobs.is_empty() {
            let pictures = crate::screens::pictures::store().await;
            let pictures = pictures.map_err(SiteError::from)?;
            for (_, bytes) in &copy.blobs {
                pictures.put(bytes).await.map_err(SiteError::from)?;
            }
        }
        let taken = match desk::may_join() {
            true => desk::join(copy.commits, copy.rows).await,
            false => desk::take_in(copy.commits, copy.rows).await,
        };
        let new = taken? as u64;
        stage.set(Stage::Taken {
            new,
            known: all.saturating_sub(new),
        });
        Ok(())
    });
}

#[component]
fn Refused(file: String, error: CopyError) -> impl IntoView {
    let code = error.to_string();
    view! {
        <div data-test="copy-refused">
            <Notice tone=Tone::Wrong text=copy_words::words(&error) />
            <p class="quiet-text">
                {file} ": " <code>{code}</code>
            </p>
        </div>
    }
}

#[component]
fn Foreign(file: String, whose: Whose) -> impl IntoView {
    let words = match whose {
        Whose::Demo => t!(bundle_demo),
        Whose::This | Whose::Nobody | Whose::Another => t!(bundle_another),
    };
    view! {
        <div data-test="copy-refused">
            <Notice tone=Tone::Wrong text=words />
            <p class="quiet-text">{file}</p>
        </div>
    }
}

#[component]
fn NotOfThis(file: String) -> impl IntoView {
    view! {
        <div data-test="copy-refused">
            <Notice tone=Tone::Wrong text=t!(bundle_not_of_this) />
            <p class="quiet-text">{file}</p>
        </div>
    }
}

fn moment(ms: i64) -> Text {
    Text::computed(move || intl::date_time(ms, &locale_tag()))
}

/// How old the erasures are that a copy knows.
fn erasures_of(count: u64, last_ms: Option<i64>) -> Text {
    match last_ms {
        None => t!(bundle_no_erasures),
        Some(ms) => Text::computed(move || {
            let when = intl::date_time(ms, &locale_tag());
            text!(bundle_erasures, n = count, when = when)
        }),
    }
}

fn changes_view(changes: Changes) -> AnyView {
    let Changes {
        facts,
        arising,
        arising_all,
        ending,
        erasures,
        rows_going,
        lacking,
        rows_refused,
        rows_coming,
    } = changes;
    view! {
        <section class="stack" data-test="copy-changes">
            <h3>{t!(bundle_changes)}</h3>
            <p data-test="copy-facts">{t!(bundle_facts, n = facts)}</p>
            <p data-test="copy-arising" data-count=arising_all.to_string()>
                {t!(bundle_arising, n = arising_all)}
            </p>
            <ul class="plain-list">
                {arising.into_iter().map(|words| view! { <li>{words}</li> }).collect_view()}
            </ul>
            {(ending > 0).then(|| view! { <p>{t!(bundle_ending, n = ending)}</p> })}
            {(rows_coming > 0)
                .then(|| view! { <p data-test="copy-rows">{t!(bundle_rows, n = rows_coming)}</p> })}
            {(erasures > 0)
                .then(|| {
                    view! {
                        <Notice
                            tone=Tone::Attention
                            text=t!(bundle_brings, n = erasures, rows = rows_going)
                        />
                    }
                })}
            {(lacking > 0)
                .then(|| {
                    view! {
                        <Notice
                            tone=Tone::Information
                            text=t!(bundle_lacks, n = lacking, rows = rows_refused)
                        />
                    }
                })}
        </section>
    }
    .into_any()
}

#[component]
fn ReviewOf(
    review: Review,
    #[prop(into)] busy: Signal<bool>,
    on_take: Callback<()>,
    on_aside: Callback<()>,
) -> impl IntoView {
    let (commits, rows) = (review.commits, review.rows);
    let (new, known) = (
        review.sum(|stream| stream.new),
        review.sum(|stream| stream.known),
    );
    // Where it was not tried out, nobody knows whether rows lack here: it can be taken then.
    let coming = review
        .changes
        .as_ref()
        .map_or(rows, |changes| changes.rows_coming as u64);
    let nothing = new == 0 && coming == 0;
    let take = match new {
        0 => t!(bundle_take_rows, n = coming),
        _ => t!(workspace_restore_take, n = new),
    };
    let forked = review.sum(|stream| u64::from(stream.fork));
    let own = desk::workspace().map(|workspace| workspace.own().0);
    let of_own = review
        .streams
        .iter()
        .any(|stream| Some(stream.stream) == own && stream.new > 0);
    let devices: Vec<String> = review
        .streams
        .iter()
        .map(|stream| stream.stream.tag(TAG_LETTERS))
        .collect();
    let devices = Text::computed(move || intl::list(&devices, &locale_tag()));
    view! {
        <div class="review" data-test="copy-review">
            <KeyValueList>
                <KeyValue label=t!(workspace_restore_file)>{review.file.clone()}</KeyValue>
                <KeyValue label=t!(workspace_restore_name)>{review.name.clone()}</KeyValue>
                <KeyValue label=t!(workspace_restore_made)>{moment(review.made_ms)}</KeyValue>
                <KeyValue label=t!(workspace_restore_devices)>{devices}</KeyValue>
                <KeyValue label=t!(workspace_commits)>{t!(workspace_figure, count = commits)}</KeyValue>
                <KeyValue label=t!(workspace_table_personal)>{t!(workspace_figure, count = rows)}</KeyValue>
                <KeyValue label=t!(workspace_restore_new)>
                    <span data-test="copy-new">{t!(workspace_figure, count = new)}</span>
                </KeyValue>
                <KeyValue label=t!(workspace_restore_known)>
                    <span data-test="copy-known">{t!(workspace_figure, count = known)}</span>
                </KeyValue>
            </KeyValueList>
            <p data-test="copy-erasures">{erasures_of(review.erasures, review.erased_ms)}</p>
            {review
                .incomplete
                .map(|n| {
                    view! {
                        <div data-test="copy-incomplete">
                            <Notice tone=Tone::Attention text=t!(bundle_incomplete, n = n) />
                        </div>
                    }
                })}
            {review
                .other
                .then(|| {
                    view! {
                        <div data-test="copy-of-other">
                            <Notice tone=Tone::Wrong text=t!(bundle_other_was_here) />
                        </div>
                    }
                })}
            {review.changes.map(changes_view)}
            {(forked > 0)
                .then(|| {
                    view! { <Notice tone=Tone::Attention text=t!(workspace_restore_forked, n = forked) /> }
                })}
            {of_own.then(|| view! { <Notice tone=Tone::Information text=t!(workspace_restore_own) /> })}
            {nothing.then(|| view! { <Notice tone=Tone::Good text=t!(workspace_restore_nothing) /> })}
            <div class="actions">
                <Button label=t!(workspace_restore_aside) disabled=busy on_press=move |()| on_aside.run(()) />
                <Button
                    attr:data-test="take-copy"
                    label=take
                    kind=ButtonKind::Primary
                    icon=IconName::Upload
                    disabled=nothing
                    busy=busy
                    on_press=move |()| on_take.run(())
                />
            </div>
        </div>
    }
}

#[component]
fn TakenIn(new: u64, known: u64) -> impl IntoView {
    let done = Text::computed(move || {
        let known = text!(workspace_restore_were_known, n = known);
        text!(workspace_restore_done, n = new, known = known)
    });
    view! {
        <div data-test="copy-taken">
            <Notice tone=Tone::Good text=done />
        </div>
    }
}
