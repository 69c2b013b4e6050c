//! What goes on beside the work: the sign outside the database; and which database this is.

use super::{TabWorkspace, is_leading};
use crate::browser::Thrown;
use crate::browser::timer::sleep;
use crate::browser::{canary, clock, drafts, local, page, preferences, storage_health};
use crate::limits::UPKEEP_QUIET_MS;
use crate::site::SiteError;
use crate::storage::indexed_db::{delete_database, is_there};
use crate::stream::id::StreamId;
use crate::ui::feedback::spawn_reported;
use crate::ui::navigation;
use crate::ui::routes::Route;
use crate::ui::shell::state::set_unexported;
use leptos::task::spawn_local;
use std::cell::Cell;
use std::rc::Rc;

/// Which workspace a tab works in. The demo lives in a database of its own: it never touches real data, and removing
/// it removes everything of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatabaseName {
    /// The real one.
    Main,
    /// The demo.
    Demo,
}

impl DatabaseName {
    fn prefix(self) -> &'static str {
        match self {
            DatabaseName::Main => "depo",
            DatabaseName::Demo => "depo-demo",
        }
    }

    pub(super) fn database(self) -> String {
        format!("{}-workspace", self.prefix())
    }

    fn blobs(self) -> String {
        format!("{}-blobs", self.prefix())
    }

    /// What follows from the commits lies apart: it may be dropped at any time.
    pub(super) fn view(self) -> String {
        format!("{}-view", self.prefix())
    }

    pub(super) fn lock(self) -> String {
        format!("{}-writer", self.prefix())
    }

    pub(super) fn channel(self) -> String {
        format!("{}-desks", self.prefix())
    }
}

/// What stands outside the database about its last use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sign {
    /// The stream that this device wrote.
    pub stream: StreamId,
    /// How many commits of it there were.
    pub written: u64,
}

/// The workspace of this tab.
pub fn database_name() -> DatabaseName {
    match preferences::read("workspace").as_deref() {
        Some("demo") => DatabaseName::Demo,
        _ => DatabaseName::Main,
    }
}

/// The database of the pictures and other files of this tab's workspace.
pub fn blobs_database() -> String {
    database_name().blobs()
}

/// Goes to another workspace: the page opens anew in it.
pub fn switch_database(name: DatabaseName) {
    match name {
        DatabaseName::Demo => preferences::write("workspace", "demo"),
        DatabaseName::Main => preferences::remove("workspace"),
    }
    page::reload();
}

/// Removes the demo with everything in it and goes back to the real workspace.
///
/// # Errors
/// When the browser does not delete its database.
pub async fn forget_demo() -> Result<(), SiteError> {
    delete_demo().await?;
    switch_database(DatabaseName::Main);
    Ok(())
}

/// Empties the demo and opens it anew.
///
/// # Errors
/// As for [`forget_demo`].
pub async fn renew_demo() -> Result<(), SiteError> {
    delete_demo().await?;
    switch_database(DatabaseName::Demo);
    Ok(())
}

async fn delete_demo() -> Result<(), SiteError> {
    if let Some(desk) = super::desk()
        && database_name() == DatabaseName::Demo
    {
        // What goes on beside the work must not look for the database that is being deleted.
        LEAVING.set(true);
        close(&desk.workspace);
    }
    let deleted = delete_database(&DatabaseName::Demo.database()).await;
    if deleted.is_err() {
        LEAVING.set(false);
    }
    deleted?;
    crate::screens::pictures::close();
    delete_database(&DatabaseName::Demo.blobs()).await?;
    delete_database(&DatabaseName::Demo.view()).await?;
    for name in ["exported-demo", "exported-demo-at"] {
        preferences::remove(name);
    }
    Ok(())
}

/// Empties the device: every workspace on it, the sign outside of the database, and every text that the portal keeps in
/// the browser, what was half typed among them. The page begins anew, as on a device that never had the portal.
///
/// # Errors
/// When the browser does not delete a database, or another tab holds it; what stands in it is as it was.
pub async fn empty_device() -> Result<(), Emptying> {
    LEAVING.set(true);
    if let Some(desk) = super::desk() {
        close(&desk.workspace);
    }
    let emptied = delete_all().await;
    if emptied.is_err() {
        LEAVING.set(false);
        return emptied;
    }
    navigation::go(Route::Today);
    page::reload();
    Ok(())
}

fn close(workspace: &TabWorkspace) {
    workspace.store().close();
    if let Some(view) = workspace.view() {
        view.close();
    }
}

/// Why a device could not be emptied.
#[derive(Clone, Debug, PartialEq)]
pub enum Emptying {
    /// Another tab of the portal is open and holds the database.
    OtherTab,
    /// The browser refused.
    Refused(String),
}

async fn delete_all() -> Result<(), Emptying> {
    let refused = |error: String| Emptying::Refused(error);
    let both = [DatabaseName::Main, DatabaseName::Demo];
    for database in both
        .into_iter()
        .flat_map(|name| [name.database(), name.blobs(), name.view()])
    {
        let deleted = delete_database(&database).await;
        deleted.map_err(|error| refused(format!("{error:?}")))?;
        let there = is_there(&database).await;
        if there.map_err(|error| refused(format!("{error:?}")))? {
            return Err(Emptying::OtherTab);
        }
    }
    let cleared = canary::clear().await;
    cleared.map_err(|thrown| refused(thrown.to_string()))?;
    drafts::forget_where(|_, _| true);
    local::remove_all(TEXTS).map_err(|thrown| refused(thrown.to_string()))
}

/// How the names of all texts begin that the portal keeps in the browser.
const TEXTS: &str = "depo";

/// Whether the database of this tab is being deleted because a person asked for it: that it is gone then is no error.
pub fn is_leaving() -> bool {
    LEAVING.get()
}

thread_local! {
    static COMMITS: Cell<u64> = const { Cell::new(0) };
    static WAITING: Cell<bool> = const { Cell::new(false) };
    static LEAVING: Cell<bool> = const { Cell::new(false) };
    static SAVING: Cell<bool> = const { Cell::new(false) };
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<[u8; 16]> {
    let byte = |i: usize| {
        text.get(2 * i..2 * i + 2)
            .and_then(|pair| u8::from_str_radix(pair, 16).ok())
    };
    let mut bytes = [0; 16];
    for (i, slot) in bytes.iter_mut().enumerate() {
        *slot = byte(i)?;
    }
    Some(bytes)
}

/// What stands outside the database. The demo has no such sign: it may be lost.
pub(super) async fn sign(name: &DatabaseName) -> Option<Sign> {
    if *name == DatabaseName::Demo {
        return None;
    }
    let sign = canary::get().await?;
    Some(Sign {
        stream: StreamId::new(unhex(&sign.journal)?),
        written: sign.last_commit,
    })
}

/// Begins the upkeep of an open workspace: the sign is written at every opening, wherever it is missing.
pub(super) fn begin(workspace: &Rc<TabWorkspace>) {
    show_unexported(workspace);
    storage_health::ask_to_persist(|_| {});
    super::erasing::begin(workspace);
    let workspace = workspace.clone();
    spawn_reported(async move {
        sleep(UPKEEP_QUIET_MS).await;
        if is_leading() {
            set_sign(&workspace).await;
            let forgotten = workspace.forget_erased().await;
            forgotten.map_err(|error| super::problem(&error))?;
            look_through(&workspace)
                .await
                .map_err(|error| super::problem(&error))?;
            save_view(&workspace).await;
        }
        Ok(())
    });
}

/// Called after every commit: once it has been quiet for a moment, the sign outside the database is set.
pub(super) fn after_commit(workspace: &Rc<TabWorkspace>) {
    COMMITS.set(COMMITS.get() + 1);
    show_unexported(workspace);
    if WAITING.replace(true) {
        return;
    }
    let workspace = workspace.clone();
    spawn_local(async move {
        loop {
            let seen = COMMITS.get();
            sleep(UPKEEP_QUIET_MS).await;
            if COMMITS.get() == seen {
                break;
            }
        }
        WAITING.set(false);
        if is_leading() && !LEAVING.get() {
            set_sign(&workspace).await;
            save_view(&workspace).await;
        }
    });
}

/// After a start by a saved view the journal is looked through once, beside the work: where it is not whole, it is read
/// as it is, and what is damaged is told.
async fn look_through(workspace: &Rc<TabWorkspace>) -> Result<(), SiteError> {
    if super::opened().is_some_and(|opened| opened.by_view) && !LEAVING.get() {
        let pause = async || sleep(0).await;
        if !workspace.has_whole_journal(pause).await? && !LEAVING.get() {
            workspace.reopen_from_journal().await?;
            super::tell_all();
        }
    }
    Ok(())
}

/// Keeps what follows from the commits, so that the next start need not compute it. Where that cannot be kept (no room,
/// a private window) the next start takes longer and nothing else: no work is held up by it.
async fn save_view(workspace: &Rc<TabWorkspace>) {
    if SAVING.replace(true) {
        return;
    }
    let saved = workspace.save_view(async || sleep(0).await).await;
    SAVING.set(false);
    if let (Err(error), false) = (saved, LEAVING.get()) {
        let thrown = Thrown::new("View", error.to_string());
        crate::browser::errors::report(thrown, "view");
    }
}

async fn set_sign(workspace: &Rc<TabWorkspace>) {
    if database_name() != DatabaseName::Main {
        return;
    }
    let (stream, written) = workspace.own();
    // Where it could not be kept there is no sign; the storage page says so.
    let kept = canary::set(&canary::Canary {
        journal: hex(stream.bytes()),
        last_commit: written,
    })
    .await;
    if let (Err(local), Err(_)) = (kept.local, kept.file) {
        crate::browser::errors::report(local, "canary");
    }
}

fn exported_key() -> &'static str {
    match database_name() {
        DatabaseName::Main => "exported",
        DatabaseName::Demo => "exported-demo",
    }
}

fn exported_time_key() -> &'static str {
    match database_name() {
        DatabaseName::Main => "exported-at",
        DatabaseName::Demo => "exported-demo-at",
    }
}

fn held(workspace: &TabWorkspace) -> u64 {
    workspace.read(|at| at.held.len() as u64)
}

fn show_unexported(workspace: &TabWorkspace) {
    let exported = preferences::read(exported_key())
        .and_then(|text| text.parse().ok())
        .unwrap_or(0);
    set_unexported(held(workspace).saturating_sub(exported));
}

/// Notes that a copy was made that holds so many commits.
pub fn note_exported(commits: u64) {
    preferences::write(exported_key(), &commits.to_string());
    preferences::write(exported_time_key(), &clock::now_ms().to_string());
    if let Some(workspace) = super::workspace() {
        show_unexported(&workspace);
    }
}

/// When the last copy was made on this device, in milliseconds since 1970 UTC; `None` if nobody knows of one.
pub fn exported_ms() -> Option<i64> {
    preferences::read(exported_time_key())?.parse().ok()
}
