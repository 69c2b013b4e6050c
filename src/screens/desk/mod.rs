//! The desk: this tab's place at the workspace. It opens the store, leads or follows, and gives the screens two things:
//! [`read`], the workspace as storage has kept it, followed like a signal; and [`run`], a command that is durable when
//! it returns.
//!
//! One tab leads and writes. The others send it their commands and are told of its commits. A command has a number, so
//! that it is taken once however often it is sent: when the leader vanishes, whoever asked asks the next one.

mod begun;
mod clock_doubt;
mod erasing;
mod gate;
mod lock;
mod opening;
mod pace;
mod people;
mod signs;
mod tabs;
mod timings;
mod unsettled;
mod upkeep;
mod words;

pub use begun::{Alone, alone, begun, note_begun};
pub use clock_doubt::{ClockDoubt, clock_doubt};
pub use erasing::{Erasing, erase, erase_emptied, erase_person};
pub use gate::{Gate, damage_words};
pub use lock::{
    are_several, is_locked, lock, lock_for, note_activity, note_right, note_wrong, take_wanted,
    tries,
};
pub use opening::{Bringing, bringing, found_at, found_with, join, may_join, start};
pub use pace::ScreenPace;
pub use people::{
    choose_warehouse, floor_warehouse, followed_operator, followed_warehouse, operator,
    own_warehouses, sign_in, spoken, warehouse, warehouses,
};
pub use signs::{Sign, Standing, exported_ms, go_on_without, note_exported, standing};
pub use timings::{Opening, Timings, opened, timings};
pub use unsettled::{Settled, settled};
pub use upkeep::{
    DatabaseName, Emptying, blobs_database, database_name, empty_device, forget_demo, is_leaving,
    renew_demo, switch_database,
};
pub use words::{problem, refusal};

use crate::browser::clock;
use crate::browser::entropy;
use crate::site::{Asked, Incoming, Reading, RowHash, Site, SiteError, Workspace};
use crate::storage::indexed_db::IndexedDbStore;
use crate::storage::memory::MemoryStore;
use crate::stream::commands::Sent;
use crate::stream::id::{CommitId, Opened, StreamId};
use crate::trade::decide::{Command, Context, Proposed};
use crate::trade::event::Event;
use crate::trade::id::OperatorId;
use crate::trade::personal::Slot;
use crate::trade::personal::content::{Content, Written};
use crate::ui::feedback::{Problem, Tone, report, spawn_reported, take_back, toast};
use crate::ui::locale::Text;
use crate::view::rights::{self, Work};
use leptos::prelude::*;
use std::cell::RefCell;
use std::rc::Rc;

/// The workspace of a browser tab.
pub type TabWorkspace = Workspace<IndexedDbStore>;

/// What may change together, so that a screen follows no more than it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// Orders, their money, personal rows, parcels, returns.
    Orders,
    /// Stock, demand, allocations.
    Stock,
    /// Batches, deliveries, counts.
    Floor,
    /// Items, places, parties, channels, people, settings, leases.
    Catalog,
}

/// Every area.
pub const ALL: &[Area] = &[Area::Orders, Area::Stock, Area::Floor, Area::Catalog];

/// How far this tab is.
#[derive(Clone, Debug, PartialEq)]
pub enum Status {
    /// Reading the journal.
    Opening,
    /// No workspace was founded here; what stands outside the database says whether there was one before.
    Empty(Option<Sign>),
    /// At work.
    Ready,
    /// It cannot work; what happened and what to do.
    Failed(Problem),
}

/// Who writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// This tab.
    Leading,
    /// Another tab; this one sends it commands.
    Following,
}

/// That facts which this device had written are gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lost {
    /// How many commits of its stream were written.
    pub written: u64,
    /// How many are there.
    pub found: u64,
}

/// What a command wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ran {
    /// Its commits, in order.
    pub commits: Vec<CommitId>,
}

impl Ran {
    /// The name of the first document that the command's first commit opened.
    pub fn opened(&self) -> Option<Opened> {
        let commit = *self.commits.first()?;
        Some(Opened { commit, ordinal: 0 })
    }
}

struct Desk {
    workspace: Rc<TabWorkspace>,
    tabs: Rc<tabs::Tabs>,
}

struct Signals {
    status: ArcRwSignal<Status>,
    role: ArcRwSignal<Role>,
    lost: ArcRwSignal<Option<Lost>>,
    areas: [ArcRwSignal<u64>; 4],
}

thread_local! {
    static DESK: RefCell<Option<Rc<Desk>>> = const { RefCell::new(None) };
    /// A session has one command in flight.
    static TURN: Rc<futures_util::lock::Mutex<()>> = Rc::default();
    static SIGNALS: Signals = Signals {
        status: ArcRwSignal::new(Status::Opening),
        role: ArcRwSignal::new(Role::Following),
        lost: ArcRwSignal::new(None),
        areas: std::array::from_fn(|_| ArcRwSignal::new(0)),
    };
    /// What is read before anything is open.
    static NOTHING: Site<MemoryStore> = Site::nothing(MemoryStore::new(), StreamId::new([0; 16]));
}

fn area_signal(area: Area) -> ArcRwSignal<u64> {
    SIGNALS.with(|signals| signals.areas[area as usize].clone())
}

/// How far this tab is; followed inside an effect or a view.
pub fn status() -> Status {
    SIGNALS.with(|signals| signals.status.clone()).get()
}

fn set_status(status: Status) {
    SIGNALS.with(|signals| signals.status.clone()).set(status);
}

/// Who writes; followed inside an effect or a view.
pub fn role() -> Role {
    SIGNALS.with(|signals| signals.role.clone()).get()
}

fn is_leading() -> bool {
    SIGNALS.with(|signals| signals.role.clone()).get_untracked() == Role::Leading
}

fn set_role(role: Role) {
    SIGNALS.with(|signals| signals.role.clone()).set(role);
}

/// Facts that are gone, until they are back or a person goes on without them; followed inside an effect or a view.
pub fn lost() -> Option<Lost> {
    SIGNALS.with(|signals| signals.lost.clone()).get()
}

fn set_lost(lost: Option<Lost>) {
    SIGNALS.with(|signals| signals.lost.clone()).set(lost);
}

fn desk() -> Option<Rc<Desk>> {
    DESK.with(|desk| desk.borrow().clone())
}

/// The workspace of this tab; `None` until it is open.
pub fn workspace() -> Option<Rc<TabWorkspace>> {
    desk().map(|desk| desk.workspace.clone())
}

/// Counts the changes of the workspace that screens were told of; followed inside an effect or a view.
pub fn revision() -> u64 {
    ALL.iter().map(|area| area_signal(*area).get()).sum()
}

/// Reads the workspace, following these areas inside an effect or a view. Before it is open there is nothing in it.
pub fn read<T>(areas: &[Area], with: impl FnOnce(&Reading<'_>) -> T) -> T {
    for area in areas {
        area_signal(*area).track();
    }
    peek(with)
}

/// Reads the workspace without following anything.
pub fn peek<T>(with: impl FnOnce(&Reading<'_>) -> T) -> T {
    match workspace() {
        Some(workspace) => workspace.read(with),
        None => NOTHING.with(|site| with(&site.reading())),
    }
}

fn area_of(event: &Event) -> &'static [Area] {
    match event {
        Event::Orders(_) | Event::Money(_) => &[Area::Orders],
        Event::Fulfilment(_)
        | Event::Allocation(_)
        | Event::Picking(_)
        | Event::Packing(_)
        | Event::Shipping(_)
        | Event::Returns(_) => &[Area::Orders, Area::Stock, Area::Floor],
        Event::Receiving(_) | Event::Counting(_) | Event::Stock(_) => &[Area::Stock, Area::Floor],
        Event::Streams(_)
        | Event::Identity(_)
        | Event::Catalog(_)
        | Event::Locations(_)
        | Event::Parties(_)
        | Event::People(_)
        | Event::Personal(_)
        | Event::Channels(_)
        | Event::Settings(_)
        | Event::Leases(_)
        | Event::Conflicts(_) => ALL,
    }
}

/// Tells the screens what commits have changed.
fn tell(commits: &[CommitId]) {
    let mut changed = [false; 4];
    peek(|at| {
        for event in commits.iter().flat_map(|commit| at.held.events(*commit)) {
            for area in area_of(event) {
                changed[*area as usize] = true;
            }
        }
    });
    for area in ALL.iter().filter(|area| changed[**area as usize]) {
        area_signal(*area).update(|revision| *revision += 1);
    }
}

/// Tells the screens that anything may have changed.
fn tell_all() {
    for area in ALL {
        area_signal(*area).update(|revision| *revision += 1);
    }
}

/// The clock of this device, in milliseconds since 1970 UTC.
pub fn now_ms() -> i64 {
    clock::now_ms()
}

/// The day that it is here, in days since 1970-01-01.
pub fn today() -> i64 {
    day_of(now_ms())
}

/// How far the clock on the wall here is ahead of UTC now, in milliseconds.
pub fn ahead_ms() -> i64 {
    i64::from(clock::zone_offset_minutes(now_ms())) * 60_000
}

fn day_of(ms: i64) -> i64 {
    let local = ms + i64::from(clock::zone_offset_minutes(ms)) * 60_000;
    local.div_euclid(86_400_000)
}

/// Sixteen random bytes for a personal row. Without chance there is no row: an erased one could be guessed.
///
/// # Errors
/// Where the browser has no randomness.
pub fn salt() -> Result<[u8; 16], Problem> {
    entropy::random_bytes().map_err(|thrown| Problem {
        text: crate::ui::locale::t!(desk_store_unavailable),
        code: thrown.to_string(),
    })
}

/// Decides a command and keeps what it means, in this tab or in the one that leads. When it returns well, it is durable,
/// folded here, and shown.
///
/// # Errors
/// When the command is refused, or could not be kept; nothing has changed then, unless the error says that this is not
/// known.
pub async fn run(command: impl Into<Command>) -> Result<Ran, SiteError> {
    run_with(command, Vec::new()).await
}

/// The same with the personal rows that its facts name.
///
/// # Errors
/// As for [`run`].
pub async fn run_with(command: impl Into<Command>, rows: Vec<Written>) -> Result<Ran, SiteError> {
    let begun_ms = clock::monotonic_ms();
    let turn = TURN.with(Rc::clone);
    let _turn = turn.lock().await;
    let desk = desk().ok_or(SiteError::Empty)?;
    let ran = tabs::run_numbered(&desk, command.into(), rows, asked).await?;
    // There is room again.
    take_back(&words::store_full());
    timings::note(begun_ms);
    Ok(ran)
}

/// The same as somebody else and at another time: the demo's two weeks.
///
/// # Errors
/// As for [`run`].
pub async fn run_as(
    command: impl Into<Command>,
    rows: Vec<Written>,
    operator: Option<OperatorId>,
    at_ms: i64,
) -> Result<Ran, SiteError> {
    let turn = TURN.with(Rc::clone);
    let _turn = turn.lock().await;
    let desk = desk().ok_or(SiteError::Empty)?;
    let asked = |sent| Asked {
        sent,
        operator,
        now_ms: at_ms,
        today: day_of(at_ms),
    };
    tabs::run_numbered(&desk, command.into(), rows, asked).await
}

/// Runs a command for a button: says that it is done, or why not.
pub fn perform(command: impl Into<Command>, done: Text) {
    perform_with(command, Vec::new(), done);
}

/// The same with the personal rows that its facts name.
pub fn perform_with(command: impl Into<Command>, rows: Vec<Written>, done: Text) {
    let command = command.into();
    spawn_reported(async move {
        run_with(command, rows)
            .await
            .map_err(|error| problem(&error))?;
        toast(Tone::Good, done);
        Ok(())
    });
}

/// Runs a command for a button and then something else.
pub fn perform_then(command: impl Into<Command>, then: impl FnOnce(Ran) + 'static) {
    let command = command.into();
    spawn_reported(async move {
        then(run(command).await.map_err(|error| problem(&error))?);
        Ok(())
    });
}

/// What deciding knows beside the state; `None` until the workspace is open.
pub fn context() -> Option<Context> {
    let workspace = workspace()?;
    let sent = Sent {
        stream: workspace.own().0,
        session: [0; 8],
        counter: 0,
        content: [0; 8],
    };
    workspace.context(&asked(sent))
}

/// Whether whoever is signed in here may do this work, followed inside an effect or a view. Where nobody is asked who they
/// are, and while nothing is open yet, everybody may.
pub fn may(work: Work) -> bool {
    followed_operator();
    read(&[Area::Catalog], |at| {
        context().is_none_or(|context| rights::may(at, &context, work))
    })
}

/// What a command would write. Nothing is kept.
///
/// # Errors
/// A refusal.
pub fn rehearse(command: impl Into<Command>) -> Result<Vec<Proposed>, SiteError> {
    let workspace = workspace().ok_or(SiteError::Empty)?;
    let sent = Sent {
        stream: workspace.own().0,
        session: [0; 8],
        counter: 0,
        content: [0; 8],
    };
    workspace.rehearse(asked(sent), &command.into())
}

fn asked(sent: Sent) -> Asked {
    Asked {
        sent,
        operator: operator(),
        now_ms: now_ms(),
        today: today(),
    }
}

/// Takes in what another device holds, in the tab that leads. Says how many commits were new.
///
/// # Errors
/// A commit that is damaged or of another workspace, a tab that does not lead, and the store's: nothing was taken in.
pub async fn take_in(
    commits: Vec<Incoming>,
    rows: Vec<(RowHash, Vec<u8>)>,
) -> Result<usize, SiteError> {
    let desk = desk().ok_or(SiteError::Empty)?;
    if !is_leading() {
        return Err(SiteError::NotLeading);
    }
    let new = desk.workspace.take_in(commits, &rows).await?;
    opening::go_on(&desk).await?;
    desk.tabs.tell_grown();
    erasing::sweep(&desk.workspace);
    upkeep::after_commit(&desk.workspace);
    signs::look_again(&desk.workspace);
    signs::count_copied(&desk.workspace);
    tell_all();
    Ok(new)
}

fn report_error(error: &SiteError) {
    // Upkeep that was under way when a person had the databases deleted.
    if upkeep::is_leaving() {
        return;
    }
    report(problem(error));
}

/// A personal row with this content.
///
/// # Errors
/// Where the browser has no randomness.
pub fn row(slot: Slot, content: Content) -> Result<Written, Problem> {
    Ok(Written {
        slot,
        salt: salt()?,
        content,
    })
}
