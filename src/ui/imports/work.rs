//! The files that were chosen, the import that runs, and what the last one did.

use super::desk::{TabDesk, incoming};
use super::history;
use crate::browser::clock::monotonic_ms;
use crate::browser::files::PickedFile;
use crate::browser::preferences;
use crate::domain::reason::Terms;
use crate::exchange::preview::{FileKind, Preview, preview};
use crate::limits::{IMPORT_PREVIEW_BYTES, PROGRESS_SHOWN_EVERY_MS};
use crate::portal::PortalError;
use crate::portal::intake::{
    CHANNEL, Ended, IntakeReport, Options, Progress, StockImport, StockIntakeReport, StockMode,
    import, import_stock,
};
use crate::ui::desk::{self, ScreenPace};
use crate::ui::feedback::{Problem, announce, spawn_reported};
use crate::ui::locale::t;
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;

/// A file of the list.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Chosen {
    pub(super) id: u32,
    pub(super) name: String,
    pub(super) bytes: u64,
    /// How it will be read; `None` while it is looked at.
    pub(super) preview: Option<Result<Preview, String>>,
}

impl Chosen {
    /// What it is, once that is known.
    pub(super) fn kind(&self) -> Option<FileKind> {
        let preview = self.preview.as_ref()?;
        Some(
            preview
                .as_ref()
                .map_or(FileKind::Unknown, |preview| preview.kind),
        )
    }
}

/// How far the import is, and how fast.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Shown {
    pub(super) progress: Progress,
    pub(super) lines_per_second: f64,
}

/// What an import or a check did.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Outcome {
    pub(super) dry: bool,
    pub(super) names: Vec<String>,
    pub(super) orders: Option<IntakeReport>,
    pub(super) stock: Option<StockIntakeReport>,
    pub(super) seconds: f64,
    pub(super) problem: Option<Problem>,
}

struct State {
    files: ArcRwSignal<Vec<Chosen>>,
    picked: RefCell<HashMap<u32, PickedFile>>,
    next: Cell<u32>,
    running: ArcRwSignal<Option<bool>>,
    shown: ArcRwSignal<Shown>,
    cancelled: ArcRwSignal<bool>,
    outcome: ArcRwSignal<Option<Outcome>>,
}

thread_local! {
    static STATE: State = State {
        files: ArcRwSignal::new(Vec::new()),
        picked: RefCell::default(),
        next: const { Cell::new(0) },
        running: ArcRwSignal::new(None),
        shown: ArcRwSignal::new(Shown::default()),
        cancelled: ArcRwSignal::new(false),
        outcome: ArcRwSignal::new(None),
    };
}

/// The files of the list.
pub(super) fn files() -> ArcRwSignal<Vec<Chosen>> {
    STATE.with(|state| state.files.clone())
}

/// What runs: a check (`true`) or an import.
pub(super) fn running() -> ArcRwSignal<Option<bool>> {
    STATE.with(|state| state.running.clone())
}

/// How far it is.
pub(super) fn shown() -> ArcRwSignal<Shown> {
    STATE.with(|state| state.shown.clone())
}

/// What the last one did.
pub(super) fn outcome() -> ArcRwSignal<Option<Outcome>> {
    STATE.with(|state| state.outcome.clone())
}

/// Stops what runs; what was taken in stays.
pub(super) fn stop() {
    STATE.with(|state| state.cancelled.clone()).set(true);
}

/// Adds files to the list, and looks at each. One of the same name and size takes the place of the one before.
pub(super) fn add(picked: Vec<PickedFile>) {
    for file in picked {
        let id = STATE.with(|state| state.next.replace(state.next.get() + 1));
        let entry = Chosen {
            id,
            name: file.name(),
            bytes: file.bytes(),
            preview: None,
        };
        STATE.with(|state| {
            state.files.update(|files| {
                files.retain(|known| (&known.name, known.bytes) != (&entry.name, entry.bytes));
                files.push(entry);
                files.sort_by(|a, b| a.name.cmp(&b.name));
            });
            state.picked.borrow_mut().insert(id, file.clone());
        });
        spawn_reported(async move {
            let read = file.read(0, IMPORT_PREVIEW_BYTES).await;
            let looked = read
                .map(|bytes| preview(&bytes, file.bytes() <= bytes.len() as u64))
                .map_err(|thrown| thrown.to_string());
            files().update(|files| {
                if let Some(entry) = files.iter_mut().find(|entry| entry.id == id) {
                    entry.preview = Some(looked);
                }
            });
            Ok(())
        });
    }
}

/// Takes a file off the list.
pub(super) fn remove(id: u32) {
    STATE.with(|state| {
        state
            .files
            .update(|files| files.retain(|file| file.id != id));
        state.picked.borrow_mut().remove(&id);
    });
}

/// Empties the list.
pub(super) fn clear() {
    STATE.with(|state| {
        state.files.set(Vec::new());
        state.picked.borrow_mut().clear();
        state.outcome.set(None);
    });
}

fn picked_of(kind: FileKind) -> Vec<PickedFile> {
    STATE.with(|state| {
        let picked = state.picked.borrow();
        state.files.with_untracked(|files| {
            files
                .iter()
                .filter(|file| file.kind() == Some(kind))
                .filter_map(|file| picked.get(&file.id).cloned())
                .collect()
        })
    })
}

fn terms_name() -> String {
    format!("imports.terms.{CHANNEL}")
}

/// How the orders of the channel were said to be paid the last time.
pub(super) fn usual_terms() -> Terms {
    let kept = preferences::read(&terms_name());
    let kept = kept.and_then(|code| Terms::from_code(&code));
    kept.unwrap_or(Options::default().terms)
}

/// Checks the files, or imports them.
pub(super) fn start(terms: Terms, mode: StockMode, dry: bool) {
    if running().get_untracked().is_some() {
        return;
    }
    let (orders, stock) = (
        picked_of(FileKind::OnlineRetail),
        picked_of(FileKind::OpeningStock),
    );
    if !dry && !orders.is_empty() {
        preferences::write(&terms_name(), terms.code());
    }
    STATE.with(|state| state.cancelled.clone()).set(false);
    outcome().set(None);
    shown().set(Shown::default());
    running().set(Some(dry));
    spawn_reported(async move {
        let outcome_now = run(terms, mode, dry, &orders, &stock).await;
        running().set(None);
        if !dry {
            history::note(&outcome_now);
        }
        outcome().set(Some(outcome_now));
        announce(t!(imports_finished_announcement).now());
        Ok(())
    });
}

async fn run(
    terms: Terms,
    mode: StockMode,
    dry: bool,
    orders: &[PickedFile],
    stock: &[PickedFile],
) -> Outcome {
    let begin_ms = monotonic_ms();
    let pace = ScreenPace::new(
        ArcRwSignal::new((0, 0)),
        STATE.with(|state| state.cancelled.clone()),
    );
    let last_ms = Cell::new(0.0);
    let show = |progress: Progress| {
        let now_ms = monotonic_ms();
        if now_ms - last_ms.get() < PROGRESS_SHOWN_EVERY_MS {
            return;
        }
        last_ms.set(now_ms);
        let seconds = (now_ms - begin_ms) / 1_000.0;
        shown().set(Shown {
            progress,
            lines_per_second: progress.lines as f64 / seconds.max(0.001),
        });
    };
    let mut outcome = Outcome {
        dry,
        names: orders.iter().chain(stock).map(PickedFile::name).collect(),
        orders: None,
        stock: None,
        seconds: 0.0,
        problem: None,
    };
    let mut result: Result<(), PortalError> = Ok(());
    if !orders.is_empty() {
        let files = orders.iter().map(incoming).collect();
        let options = Options { terms };
        let (report, ended) = import(files, options, dry, &TabDesk, &pace, &show).await;
        let stopped = report.ended == Ended::Stopped;
        outcome.orders = Some(report);
        result = ended;
        if stopped {
            outcome.seconds = (monotonic_ms() - begin_ms) / 1_000.0;
            outcome.problem = result.err().map(|error| desk::problem(&error));
            return outcome;
        }
    }
    if result.is_ok() && !stock.is_empty() {
        let files = stock.iter().map(incoming).collect();
        let how = StockImport {
            mode,
            dry,
            ..StockImport::default()
        };
        let (report, ended) = import_stock(files, how, &TabDesk, &pace, &show).await;
        outcome.stock = Some(report);
        result = ended;
    }
    outcome.seconds = (monotonic_ms() - begin_ms) / 1_000.0;
    outcome.problem = result.err().map(|error| desk::problem(&error));
    outcome
}
