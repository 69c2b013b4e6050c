//! Taking a copy in: choose the file, see what it would bring, then take it.

use super::bundle_words;
use super::files::file_error;
use super::task::{Task, TaskProgress};
use crate::browser::files::{Drop, DropZone, PickedFile, drop_zone, pick};
use crate::browser::intl;
use crate::exchange::bundle::{Bundle, BundleError, BundleReader};
use crate::portal::{Difference, Merged, Pace, PortalError};
use crate::ui::components::{Button, ButtonKind, IconName, KeyValue, KeyValueList, Notice};
use crate::ui::desk;
use crate::ui::feedback::{Problem, Tone, spawn_reported};
use crate::ui::locale::{Text, locale_tag, t, text};
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
    Refused(String, BundleError),
    /// It was read and checked; this is what it would bring.
    Checked(Review),
    /// It was taken in.
    Taken(Outcome),
}

/// What a copy would bring.
#[derive(Clone)]
struct Review {
    file: String,
    made_ms: i64,
    from_ms: Option<i64>,
    to_ms: Option<i64>,
    commits: u64,
    events: u64,
    newer_events: u64,
    streams: Vec<Difference>,
}

impl Review {
    fn new(file: String, bundle: &Bundle, streams: Vec<Difference>) -> Self {
        Review {
            file,
            made_ms: bundle.manifest.exported_ms,
            from_ms: bundle.runs.iter().map(|run| run.first_ms).min(),
            to_ms: bundle.runs.iter().map(|run| run.last_ms).max(),
            commits: bundle.manifest.commits,
            events: bundle.events,
            newer_events: bundle.newer_events,
            streams,
        }
    }

    fn sum(&self, of: impl Fn(&Difference) -> u64) -> u64 {
        self.streams.iter().map(of).sum()
    }

    fn new_commits(&self) -> u64 {
        self.sum(|stream| {
            if stream.gap || stream.fork {
                0
            } else {
                stream.new
            }
        })
    }
}

/// What became of it.
#[derive(Clone)]
struct Outcome {
    merged: Merged,
    /// Whether the state is the one that the copy was made from, where that can be told.
    same: Option<bool>,
}

/// The bundle that was read, until it is taken in or put aside.
type Held = Rc<RefCell<Option<Bundle>>>;

/// The section.
#[component]
pub(super) fn RestoreSection() -> impl IntoView {
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
                .map_err(|thrown| desk::problem(&file_error(thrown)))?;
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
                    Stage::Checked(review) => {
                        view! { <ReviewOf review busy on_take=take on_aside=aside /> }.into_any()
                    }
                    Stage::Taken(outcome) => view! { <TakenIn outcome /> }.into_any(),
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
        match read_bundle(&file, &pace).await? {
            Ok(bundle) => {
                let portal = desk::portal().ok_or(PortalError::NotLeading)?;
                stage.set(Stage::Checked(Review::new(
                    name,
                    &bundle,
                    portal.compare(&bundle),
                )));
                *held.borrow_mut() = Some(bundle);
            }
            Err(error) => stage.set(Stage::Refused(name, error)),
        }
        Ok(())
    });
}

/// Reads the file to its end. The outer error is the browser's, the inner one the file's.
async fn read_bundle(
    file: &PickedFile,
    pace: &desk::ScreenPace,
) -> Result<Result<Bundle, BundleError>, PortalError> {
    let mut reader = BundleReader::new();
    let mut chunks = file.chunks();
    while let Some(chunk) = chunks.next().await.map_err(file_error)? {
        let mut rest = chunk.as_slice();
        while !rest.is_empty() {
            match reader.step(rest) {
                Ok(used) => rest = &rest[used..],
                Err(error) => return Ok(Err(error)),
            }
            let done = chunks.read_bytes() - rest.len() as u64;
            if !pace.step(done, file.bytes()).await {
                return Err(PortalError::Cancelled);
            }
        }
    }
    Ok(reader.finish())
}

fn take_in(task: &Task, stage: &ArcRwSignal<Stage>, held: &Held) {
    let (stage, held) = (stage.clone(), held.clone());
    let progress = task.clone();
    task.start(move |pace| async move {
        let Some(bundle) = held.borrow_mut().take() else {
            return Ok(());
        };
        progress.set_progress(0, bundle.manifest.commits);
        let manifest = bundle.manifest.clone();
        let taken = desk::take_in(bundle, &pace).await;
        stage.set(Stage::Waiting);
        let merged = taken?;
        let same = desk::portal().and_then(|portal| portal.is_state_of(&manifest));
        stage.set(Stage::Taken(Outcome { merged, same }));
        desk::acknowledge();
        Ok(())
    });
}

#[component]
fn Refused(file: String, error: BundleError) -> impl IntoView {
    let code = error.to_string();
    view! {
        <div data-test="copy-refused">
            <Notice tone=Tone::Wrong text=bundle_words::words(&error) />
            <p class="quiet-text">
                {file} ": " <code>{code}</code>
            </p>
        </div>
    }
}

fn moment(ms: Option<i64>) -> Text {
    Text::computed(move || {
        ms.map_or_else(|| "–".to_owned(), |ms| intl::date_time(ms, &locale_tag()))
    })
}

#[component]
fn ReviewOf(
    review: Review,
    #[prop(into)] busy: Signal<bool>,
    on_take: Callback<()>,
    on_aside: Callback<()>,
) -> impl IntoView {
    let (commits, events) = (review.commits, review.events);
    let (new, known) = (review.new_commits(), review.sum(|stream| stream.known));
    let troubled = review.sum(|stream| u64::from(stream.gap));
    let forked = review.sum(|stream| u64::from(stream.fork));
    let newer = review.newer_events;
    let own = review
        .streams
        .iter()
        .any(|stream| stream.own && stream.new > 0);
    let devices: Vec<String> = review
        .streams
        .iter()
        .map(|stream| stream.stream.tag())
        .collect();
    let devices = Text::computed(move || intl::list(&devices, &locale_tag()));
    view! {
        <div class="review" data-test="copy-review">
            <KeyValueList>
                <KeyValue label=t!(workspace_restore_file)>{review.file.clone()}</KeyValue>
                <KeyValue label=t!(workspace_restore_made)>{moment(Some(review.made_ms))}</KeyValue>
                <KeyValue label=t!(workspace_restore_from)>{moment(review.from_ms)}</KeyValue>
                <KeyValue label=t!(workspace_restore_to)>{moment(review.to_ms)}</KeyValue>
                <KeyValue label=t!(workspace_restore_devices)>{devices}</KeyValue>
                <KeyValue label=t!(workspace_commits)>{t!(workspace_figure, count = commits)}</KeyValue>
                <KeyValue label=t!(workspace_events)>{t!(workspace_figure, count = events)}</KeyValue>
                <KeyValue label=t!(workspace_restore_new)>
                    <span data-test="copy-new">{t!(workspace_figure, count = new)}</span>
                </KeyValue>
                <KeyValue label=t!(workspace_restore_known)>
                    <span data-test="copy-known">{t!(workspace_figure, count = known)}</span>
                </KeyValue>
            </KeyValueList>
            {(troubled > 0)
                .then(|| {
                    view! { <Notice tone=Tone::Wrong text=t!(workspace_restore_troubled, n = troubled) /> }
                })}
            {(forked > 0)
                .then(|| {
                    view! { <Notice tone=Tone::Attention text=t!(workspace_restore_forked, n = forked) /> }
                })}
            {(newer > 0)
                .then(|| {
                    view! { <Notice tone=Tone::Information text=t!(workspace_restore_newer, n = newer) /> }
                })}
            {own.then(|| view! { <Notice tone=Tone::Information text=t!(workspace_restore_own) /> })}
            {(new == 0 && troubled == 0 && forked == 0)
                .then(|| view! { <Notice tone=Tone::Good text=t!(workspace_restore_nothing) /> })}
            <div class="actions">
                <Button label=t!(workspace_restore_aside) disabled=busy on_press=move |()| on_aside.run(()) />
                <Button
                    attr:data-test="take-copy"
                    label=t!(workspace_restore_take, n = new)
                    kind=ButtonKind::Primary
                    icon=IconName::Upload
                    disabled=new == 0 && forked == 0
                    busy=busy
                    on_press=move |()| on_take.run(())
                />
            </div>
        </div>
    }
}

#[component]
fn TakenIn(outcome: Outcome) -> impl IntoView {
    let Merged {
        new,
        known,
        aside,
        reincarnated,
    } = outcome.merged;
    let same = match outcome.same {
        Some(true) => Some((Tone::Good, t!(workspace_restore_same))),
        Some(false) => Some((Tone::Wrong, t!(workspace_restore_differs))),
        None => None,
    };
    let done = Text::computed(move || {
        let known = text!(workspace_restore_were_known, n = known);
        text!(workspace_restore_done, n = new, known = known)
    });
    view! {
        <div data-test="copy-taken" data-same=format!("{:?}", outcome.same)>
            <Notice tone=Tone::Good text=done />
            {same.map(|(tone, words)| view! { <Notice tone=tone text=words /> })}
            {(aside > 0)
                .then(|| {
                    view! { <Notice tone=Tone::Attention text=t!(workspace_restore_set_aside, n = aside) /> }
                })}
            {reincarnated
                .then(|| view! { <Notice tone=Tone::Information text=t!(workspace_restore_renamed) /> })}
        </div>
    }
}
