//! The desk: this tab's place at the portal. It opens the stores, leads or follows, and gives the screens two things:
//! [`read`], the state as storage has kept it, followed like a signal; and [`run`], a command that is durable when it
//! returns.
//!
//! One tab leads and writes. The others send it their commands and are told of its commits; when it goes, the next
//! takes over within a moment, having read what was written since.

mod copies;
mod gate;
mod opening;
mod pace;
mod tabs;
mod timings;
mod upkeep;
mod words;

pub use copies::{play, take_in};
pub use gate::Gate;
pub use opening::start;
pub use pace::ScreenPace;
pub use timings::{Timings, timings};
pub use upkeep::{
    WorkspaceName, exported_ms, forget_demo, is_leaving, note_exported, renew_demo, save_view,
    switch_workspace, workspace_name,
};
pub use words::problem;

use super::feedback::{Problem, Tone, report, spawn_reported, toast};
use super::locale::Text;
use crate::browser::{clock, preferences};
use crate::domain::commit::Dated;
use crate::domain::text::{Code, OrderId};
use crate::domain::workspace::Changes;
use crate::domain::{Command, Event, Workspace};
use crate::portal::{Keep, Portal, PortalError, Start};
use crate::storage::indexed_db::IndexedDbStore;
use leptos::prelude::*;
use std::cell::RefCell;
use std::rc::Rc;

/// The portal of a browser tab.
pub type TabPortal = Portal<IndexedDbStore, IndexedDbStore>;

/// What may change together, so that a screen follows no more than it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// Orders, parcels, returns.
    Orders,
    /// Stock, demand, promises.
    Stock,
    /// Pick batches.
    Floor,
    /// Items, bins, stock documents, credit notes.
    Catalog,
}

/// How far this tab is.
#[derive(Clone, Debug, PartialEq)]
pub enum Status {
    /// Reading the journal: commits read, commits in all.
    Opening(u64, u64),
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

struct Desk {
    portal: Rc<TabPortal>,
    tabs: tabs::Tabs,
}

struct Signals {
    status: ArcRwSignal<Status>,
    role: ArcRwSignal<Role>,
    found: ArcRwSignal<Option<Start>>,
    areas: [ArcRwSignal<u64>; 4],
}

thread_local! {
    static DESK: RefCell<Option<Rc<Desk>>> = const { RefCell::new(None) };
    static SIGNALS: Signals = Signals {
        status: ArcRwSignal::new(Status::Opening(0, 0)),
        role: ArcRwSignal::new(Role::Following),
        found: ArcRwSignal::new(None),
        areas: std::array::from_fn(|_| ArcRwSignal::new(0)),
    };
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

fn set_role(role: Role) {
    SIGNALS.with(|signals| signals.role.clone()).set(role);
}

/// What opening found; followed inside an effect or a view. `None` until it is open, and once it has been
/// acknowledged.
pub fn found() -> Option<Start> {
    SIGNALS.with(|signals| signals.found.clone()).get()
}

/// Notes that a person has read what opening found.
pub fn acknowledge() {
    SIGNALS.with(|signals| signals.found.clone()).set(None);
}

fn set_found(start: Start) {
    SIGNALS
        .with(|signals| signals.found.clone())
        .set(Some(start));
}

fn desk() -> Option<Rc<Desk>> {
    DESK.with(|desk| desk.borrow().clone())
}

/// The portal of this tab; `None` until it is open.
pub fn portal() -> Option<Rc<TabPortal>> {
    desk().map(|desk| desk.portal.clone())
}

/// Reads the state, following these areas inside an effect or a view. Before the portal is open the state is empty.
pub fn read<T>(areas: &[Area], with: impl FnOnce(&Workspace) -> T) -> T {
    for area in areas {
        area_signal(*area).track();
    }
    peek(with)
}

/// Reads the state without following anything.
pub fn peek<T>(with: impl FnOnce(&Workspace) -> T) -> T {
    match portal() {
        Some(portal) => with(&portal.state()),
        None => with(&Workspace::default()),
    }
}

fn tell(changes: &Changes) {
    let bump = |area: Area, changed: bool| {
        if changed {
            area_signal(area).update(|revision| *revision += 1);
        }
    };
    bump(Area::Orders, !changes.orders.is_empty());
    bump(Area::Stock, !changes.items.is_empty());
    bump(Area::Floor, !changes.batches.is_empty());
    bump(Area::Catalog, changes.catalog || changes.documents);
}

/// Tells the screens that streams may have been frozen or renamed: that is no change of the state.
fn tell_streams() {
    area_signal(Area::Catalog).update(|revision| *revision += 1);
}

/// Who works at this device.
pub fn operator() -> Code {
    let named = preferences::read("operator").and_then(|name| Code::new(&name).ok());
    named.unwrap_or_else(|| {
        Code::new("operator").unwrap_or_else(|_| unreachable!("a plain word is a code"))
    })
}

/// Names who works at this device.
pub fn set_operator(name: &Code) {
    preferences::write("operator", name.as_str());
}

/// Decides a command and keeps what it means, in this tab or in the one that leads. When it returns well, its events
/// are durable, applied here, and shown.
///
/// # Errors
/// When the command is refused, or could not be kept; nothing has changed then.
pub async fn run(command: Command) -> Result<Vec<Event>, PortalError> {
    run_kept(command, Keep::Action).await
}

/// As [`run`], for bulk work that ends with [`settle`].
///
/// # Errors
/// As for [`run`].
pub async fn run_bulk(command: Command) -> Result<Vec<Event>, PortalError> {
    run_kept(command, Keep::Bulk).await
}

async fn run_kept(command: Command, keep: Keep) -> Result<Vec<Event>, PortalError> {
    let desk = desk().ok_or(PortalError::NotLeading)?;
    let begun_ms = clock::monotonic_ms();
    if SIGNALS.with(|signals| signals.role.clone()).get_untracked() == Role::Following {
        let events = desk.tabs.send_command(command, operator(), keep).await?;
        timings::note(begun_ms);
        return Ok(events);
    }
    let done = desk
        .portal
        .execute(&command, &operator(), clock::now_ms(), keep)
        .await?;
    timings::note(begun_ms);
    desk.tabs
        .tell_commit(desk.portal.stream(), done.number, &done.bytes);
    upkeep::after_commit(&desk.portal);
    Ok(done.events)
}

/// Ends bulk work: all of it is on the medium when this returns.
///
/// # Errors
/// When storage could not keep it.
pub async fn settle() -> Result<(), PortalError> {
    let desk = desk().ok_or(PortalError::NotLeading)?;
    if SIGNALS.with(|signals| signals.role.clone()).get_untracked() == Role::Following {
        return desk.tabs.send_settle().await;
    }
    desk.portal.settle().await?;
    upkeep::save_view_now(&desk.portal).await
}

/// Runs a command for a button: says that it is done, or why not.
pub fn perform(command: Command, done: Text) {
    spawn_reported(async move {
        run(command).await.map_err(|error| problem(&error))?;
        toast(Tone::Good, done);
        Ok(())
    });
}

/// Runs a command for a button and then something else, with its events.
pub fn perform_then(command: Command, then: impl FnOnce(Vec<Event>) + 'static) {
    spawn_reported(async move {
        then(run(command).await.map_err(|error| problem(&error))?);
        Ok(())
    });
}

/// What a command would do. Nothing is kept.
///
/// # Errors
/// As for [`run`].
pub async fn rehearse(command: &Command) -> Result<Vec<Event>, PortalError> {
    let portal = portal().ok_or(PortalError::NotLeading)?;
    portal.rehearse(command, &operator(), clock::now_ms()).await
}

/// Loads whole orders into memory, for a page that shows them. Bumps [`Area::Orders`] when something was loaded.
pub fn load_orders(orders: Vec<OrderId>) {
    let Some(portal) = portal() else { return };
    let absent = |id: &OrderId| {
        let state = portal.state();
        state.order(id).is_none() && state.head(id).is_some()
    };
    if !orders.iter().any(absent) {
        return;
    }
    spawn_reported(async move {
        portal
            .load_orders(&orders)
            .await
            .map_err(|error| problem(&error))?;
        area_signal(Area::Orders).update(|revision| *revision += 1);
        Ok(())
    });
}

/// The timeline of an order.
///
/// # Errors
/// When the journal cannot be read.
pub async fn timeline(order: &OrderId) -> Result<Vec<Dated>, PortalError> {
    let portal = portal().ok_or(PortalError::NotLeading)?;
    portal.timeline(order).await
}

fn report_error(error: &PortalError) {
    // Upkeep that was under way when a person had the databases deleted.
    if upkeep::is_leaving() {
        return;
    }
    report(problem(error));
}
