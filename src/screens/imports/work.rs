//! The files that were chosen, the import that runs, and what the last one did.

use super::desk::{TabDesk, incoming};
pub(super) use super::looking::Looked;
use super::looking::{look, unzipped};
use crate::browser::clock::{self, monotonic_ms};
use crate::browser::files::PickedFile;
use crate::exchange::bytes::Encoding;
use crate::exchange::orders::OrderFormat;
use crate::exchange::orders::mapping::Mapping;
use crate::exchange::problem::FileError;
use crate::exchange::stock_file::NumberStyle;
use crate::intake::items::{ItemIntakeReport, ItemOptions};
use crate::intake::kinds::FileKind;
use crate::intake::mappings;
use crate::intake::run::Stop;
use crate::intake::{
    Ended, IntakeReport, OrderOptions, Progress, ReturnOptions, ReturnsIntakeReport,
    StockIntakeReport, StockMode, StockOptions, TermsChoice, import_items, import_orders,
    import_returns, import_stock,
};
use crate::limits::PROGRESS_SHOWN_EVERY_MS;
use crate::screens::desk::{self, ScreenPace};
use crate::site::SiteError;
use crate::trade::channels::commands::ChannelCommand;
use crate::trade::decide::Refusal;
use crate::trade::id::{ChannelId, PartyId};
use crate::trade::quantity::Currency;
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
    pub(super) looked: Option<Result<Looked, String>>,
    /// How its characters are written, where a person has said so.
    pub(super) encoding: Option<Encoding>,
    /// What its columns mean, where a person has said so.
    pub(super) explained: Option<Explained>,
    /// What it holds, where a person has said so.
    pub(super) said: Option<FileKind>,
    /// Whether a person explains columns that are known.
    pub(super) explaining: bool,
}

/// What a person has said of the columns of a file.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Explained {
    pub(super) mapping: Mapping,
    /// The channel whose file it is.
    pub(super) channel: Option<ChannelId>,
    /// What people call the mapping.
    pub(super) name: String,
    /// Its headings, by their digest.
    pub(super) headings: [u8; 8],
}

impl Chosen {
    /// What it is, once that is known.
    pub(super) fn kind(&self) -> Option<FileKind> {
        let looked = self.looked.as_ref()?;
        if self.said.is_some() {
            return self.said;
        }
        if self.explained.is_some() {
            return Some(FileKind::Orders(OrderFormat::Mapped));
        }
        Some(
            looked
                .as_ref()
                .map_or(FileKind::Unknown, |looked| looked.kind),
        )
    }
}

/// What a person said about the files.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Choices {
    pub(super) channel: Option<ChannelId>,
    pub(super) client: Option<PartyId>,
    pub(super) terms: TermsChoice,
    pub(super) mode: StockMode,
    pub(super) style: NumberStyle,
    pub(super) leave_items: bool,
    pub(super) finished_too: bool,
    pub(super) currency: Option<Currency>,
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
    /// One for the files of known layouts, and one for each that a person has explained.
    pub(super) orders: Vec<IntakeReport>,
    pub(super) items: Option<ItemIntakeReport>,
    pub(super) stock: Option<StockIntakeReport>,
    pub(super) returns: Option<ReturnsIntakeReport>,
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

/// Adds files to the list, and looks at each; a zip archive gives each of its files. One of the same name and size takes
/// the place of the one before.
pub(super) fn add(picked: Vec<PickedFile>) {
    spawn_reported(async move {
        let mut whole = Vec::new();
        for file in picked {
            match unzipped(&file).await {
                Ok(Some(Ok(files))) => whole.extend(files.into_iter().map(|file| (file, None))),
                Ok(Some(Err(error))) => whole.push((file, Some(error))),
                // What cannot be read is listed, and its entry says so.
                Ok(None) | Err(_) => whole.push((file, None)),
            }
        }
        add_files(whole);
        Ok(())
    });
}

/// Adds files to the list; of an archive that could not be unpacked with the reason.
fn add_files(picked: Vec<(PickedFile, Option<FileError>)>) {
    forget_check();
    for (file, problem) in picked {
        let id = STATE.with(|state| state.next.replace(state.next.get() + 1));
        let entry = Chosen {
            id,
            name: file.name(),
            bytes: file.bytes(),
            looked: None,
            encoding: None,
            explained: None,
            said: None,
            explaining: false,
        };
        STATE.with(|state| {
            state.files.update(|files| {
                files.retain(|known| (&known.name, known.bytes) != (&entry.name, entry.bytes));
                files.push(entry);
                files.sort_by(|a, b| a.name.cmp(&b.name));
            });
            state.picked.borrow_mut().insert(id, file.clone());
        });
        match problem {
            Some(problem) => show(id, None, Ok(Looked::broken(problem))),
            None => look_at(id, file, None),
        }
    }
}

/// Looks at a file, and shows what it is; where another encoding was said meanwhile, that counts.
fn look_at(id: u32, file: PickedFile, said: Option<Encoding>) {
    spawn_reported(async move {
        show(id, said, look(&file, said).await);
        Ok(())
    });
}

fn show(id: u32, said: Option<Encoding>, looked: Result<Looked, String>) {
    files().update(|files| {
        let mut files = files.iter_mut();
        if let Some(entry) = files.find(|entry| entry.id == id && entry.encoding == said) {
            entry.looked = Some(looked);
        }
    });
}

/// Says how the characters of a file are written; `None` leaves it to be told from the file. It is looked at anew.
pub(super) fn set_encoding(id: u32, said: Option<Encoding>) {
    let file = STATE.with(|state| state.picked.borrow().get(&id).cloned());
    let Some(file) = file else { return };
    files().update(|files| {
        if let Some(entry) = files.iter_mut().find(|entry| entry.id == id) {
            (entry.encoding, entry.looked, entry.explained) = (said, None, None);
        }
    });
    forget_check();
    look_at(id, file, said);
}

/// Says what the columns of a file mean; `None` while that is not enough to read it.
pub(super) fn set_explained(id: u32, explained: Option<Explained>) {
    let has = files().with_untracked(|files| {
        let file = files.iter().find(|file| file.id == id);
        file.is_none_or(|file| file.explained == explained)
    });
    if has {
        return;
    }
    change(id, |entry| entry.explained = explained);
}

/// Says what a file holds; `None` leaves it to be told from the file.
pub(super) fn set_kind(id: u32, said: Option<FileKind>) {
    change(id, |entry| {
        (entry.said, entry.explained, entry.explaining) = (said, None, false);
    });
}

/// Begins to explain the columns of a known file, or gives that up.
pub(super) fn set_explaining(id: u32, explaining: bool) {
    change(id, |entry| {
        (entry.explaining, entry.explained) = (explaining, None);
    });
}

/// What a check said of the files is of no use once they are read otherwise.
fn forget_check() {
    let is_check = outcome().with_untracked(|of| of.as_ref().is_some_and(|of| of.dry));
    if is_check {
        outcome().set(None);
    }
}

fn change(id: u32, with: impl FnOnce(&mut Chosen)) {
    forget_check();
    files().update(|files| {
        if let Some(entry) = files.iter_mut().find(|entry| entry.id == id) {
            with(entry);
        }
    });
}

/// What a file is, followed inside an effect or a view.
pub(super) fn kind(id: u32) -> Option<FileKind> {
    files().with(|files| files.iter().find(|file| file.id == id)?.kind())
}

/// Takes a file off the list.
pub(super) fn remove(id: u32) {
    forget_check();
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

/// A picked file, and what was said of its encoding.
type Source = (PickedFile, Option<Encoding>);

/// The files whose columns a person has explained.
fn picked_explained() -> Vec<(Source, Explained)> {
    STATE.with(|state| {
        let picked = state.picked.borrow();
        state.files.with_untracked(|files| {
            files
                .iter()
                .filter_map(|file| {
                    let source = (picked.get(&file.id)?.clone(), file.encoding);
                    Some((source, file.explained.clone()?))
                })
                .collect()
        })
    })
}

fn picked_of(is_it: impl Fn(FileKind) -> bool) -> Vec<Source> {
    STATE.with(|state| {
        let picked = state.picked.borrow();
        state.files.with_untracked(|files| {
            files
                .iter()
                .filter(|file| file.explained.is_none() && file.kind().is_some_and(&is_it))
                .filter_map(|file| Some((picked.get(&file.id)?.clone(), file.encoding)))
                .collect()
        })
    })
}

/// Checks the files, or imports them.
pub(super) fn start(choices: Choices, dry: bool) {
    if running().get_untracked().is_some() {
        return;
    }
    STATE.with(|state| state.cancelled.clone()).set(false);
    outcome().set(None);
    shown().set(Shown::default());
    running().set(Some(dry));
    spawn_reported(async move {
        let outcome_now = run(choices, dry).await;
        running().set(None);
        outcome().set(Some(outcome_now));
        announce(t!(imports_finished_announcement).now());
        Ok(())
    });
}

fn problem(stop: Stop<SiteError>) -> Problem {
    match stop {
        Stop::Refused(refusal) => desk::problem(&SiteError::Refused(refusal)),
        Stop::Desk(error) => desk::problem(&error),
    }
}

async fn run(choices: Choices, dry: bool) -> Outcome {
    let begin_ms = monotonic_ms();
    let mut outcome = Outcome {
        dry,
        orders: Vec::new(),
        items: None,
        stock: None,
        returns: None,
        seconds: 0.0,
        problem: None,
    };
    let ended = all(choices, dry, begin_ms, &mut outcome).await;
    outcome.problem = ended.err();
    outcome.seconds = (monotonic_ms() - begin_ms) / 1_000.0;
    outcome
}

/// Products before stock, stock before orders, orders before returns: what the ones make known the others find.
async fn all(
    choices: Choices,
    dry: bool,
    begin_ms: f64,
    outcome: &mut Outcome,
) -> Result<(), Problem> {
    let is_known = |kind| match kind {
        FileKind::Orders(format) => format != OrderFormat::Mapped,
        FileKind::Stock(_)
        | FileKind::Items(_)
        | FileKind::Returns(_)
        | FileKind::Waiting(_)
        | FileKind::Elsewhere(_)
        | FileKind::Unknown => false,
    };
    // Files of known layouts together, since one may hold the other half of another's order; each mapped one by itself.
    let mut orders: Vec<(Vec<Source>, Option<Explained>)> = vec![(picked_of(is_known), None)];
    orders.extend(
        picked_explained()
            .into_iter()
            .map(|(file, how)| (vec![file], Some(how))),
    );
    let stock = picked_of(|kind| matches!(kind, FileKind::Stock(_)));
    let items = picked_of(|kind| matches!(kind, FileKind::Items(_)));
    let returns = picked_of(|kind| matches!(kind, FileKind::Returns(_)));
    let tab = TabDesk::new().ok_or_else(|| Problem {
        text: t!(desk_store_unavailable),
        code: "no randomness".to_owned(),
    })?;
    let cancelled = STATE.with(|state| state.cancelled.clone());
    let pace = ScreenPace::new(ArcRwSignal::new((0, 0)), cancelled);
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
    if !items.is_empty() {
        let files = items.iter().map(incoming).collect();
        let options = ItemOptions {
            client: choices.client.clone(),
            currency: None,
            dry,
        };
        let (report, ended) = import_items(files, &options, &tab, &pace, &show).await;
        let stopped = report.stopped;
        outcome.items = Some(report);
        ended.map_err(problem)?;
        if stopped {
            return Ok(());
        }
    }
    if !stock.is_empty() {
        let warehouse = desk::warehouse().ok_or_else(|| Problem {
            text: t!(imports_no_warehouse),
            code: "no warehouse".to_owned(),
        })?;
        let files = stock.iter().map(incoming).collect();
        let options = StockOptions {
            warehouse,
            client: choices.client.clone(),
            supplier: None,
            channel: choices.channel.clone(),
            now_ms: clock::now_ms(),
            style: choices.style,
            mode: choices.mode,
            dry,
        };
        let (report, ended) = import_stock(files, &options, &tab, &pace, &show).await;
        let stopped = report.stopped;
        outcome.stock = Some(report);
        ended.map_err(problem)?;
        if stopped {
            return Ok(());
        }
    }
    for (files, explained) in orders.iter().filter(|(files, _)| !files.is_empty()) {
        let files = files.iter().map(incoming).collect();
        let now_ms = clock::now_ms();
        let options = OrderOptions {
            channel: explained
                .as_ref()
                .and_then(|of| of.channel.clone())
                .or_else(|| choices.channel.clone()),
            currency: choices.currency,
            client: choices.client.clone(),
            terms: choices.terms,
            ahead_minutes: i64::from(clock::zone_offset_minutes(now_ms)),
            leave_items: choices.leave_items,
            finished_too: choices.finished_too,
            mapping: explained.as_ref().map(|of| of.mapping.clone()),
            dry,
        };
        let (report, ended) = import_orders(files, options, &tab, &pace, &show).await;
        let stopped = report.ended == Ended::Stopped;
        outcome.orders.push(report);
        ended.map_err(problem)?;
        if stopped {
            return Ok(());
        }
        if let (Some(explained), false) = (explained, dry) {
            remember(explained).await?;
        }
    }
    if !returns.is_empty() {
        let files = returns.iter().map(incoming).collect();
        let options = ReturnOptions {
            channel: choices.channel.clone(),
            dry,
        };
        let (report, ended) = import_returns(files, &options, &tab, &pace, &show).await;
        outcome.returns = Some(report);
        ended.map_err(problem)?;
    }
    Ok(())
}

/// Keeps on the channel's card what a person has said of a file's columns, for its next file.
async fn remember(explained: &Explained) -> Result<(), Problem> {
    let Explained {
        mapping,
        channel,
        name,
        headings,
    } = explained;
    let field = mappings::field(*headings, name.trim(), mapping);
    let (Some(channel), Some(field)) = (channel.clone(), field) else {
        return Err(Problem {
            text: t!(imports_mapping_not_kept),
            code: "mapping".to_owned(),
        });
    };
    let command = ChannelCommand::SetChannel {
        channel,
        fields: vec![field],
    };
    match desk::run(command).await {
        Ok(_) => Ok(()),
        Err(SiteError::Refused(refusal)) if *refusal == Refusal::NothingToDo => Ok(()),
        Err(error) => Err(desk::problem(&error)),
    }
}

impl Outcome {
    /// Whether somebody stopped it.
    pub(super) fn is_stopped(&self) -> bool {
        let mut orders = self.orders.iter();
        orders.any(|report| report.ended == Ended::Stopped)
            || self.stock.as_ref().is_some_and(|report| report.stopped)
            || self.items.as_ref().is_some_and(|report| report.stopped)
            || self.returns.as_ref().is_some_and(|report| report.stopped)
    }
}
