//! What goes on beside the work: the sign outside the database; and which database this is.

use super::{TabWorkspace, is_leading, signs};
use crate::browser::Thrown;
use crate::browser::timer::sleep;
use crate::browser::{canary, drafts, local, page, preferences, storage_health};
use crate::limits::{UPKEEP_COOL_MS, UPKEEP_QUIET_MS, UPKEEP_WAITS_MAX};
use crate::site::SiteError;
use crate::storage::indexed_db::{delete_database, is_there};
use crate::ui::feedback::spawn_reported;
use crate::ui::navigation;
use crate::ui::routes::Route;
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

    /// Held by the tab that works on many orders.
    pub(super) fn begun_lock(self) -> String {
        format!("{}-many-orders", self.prefix())
    }

    pub(super) fn channel(self) -> String {
        format!("{}-desks", self.prefix())
    }
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
    signs::forget_copied_demo();
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
    static PACKING: Cell<bool> = const { Cell::new(false) };
}

/// Begins the upkeep of an open workspace: the sign is written at every opening, wherever it is missing.
pub(super) fn begin(workspace: &Rc<TabWorkspace>) {
    signs::count_copied(workspace);
    signs::set_text(workspace);
    storage_health::ask_to_persist(|_| {});
    super::erasing::begin(workspace);
    begin_cooling(workspace);
    let workspace = workspace.clone();
    spawn_reported(async move {
        sleep(UPKEEP_QUIET_MS).await;
        if is_leading() {
            signs::set(&workspace).await;
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

/// What was read of closed work is let go of when nobody asked for it between two looks.
fn begin_cooling(workspace: &Rc<TabWorkspace>) {
    let workspace = Rc::downgrade(workspace);
    spawn_local(async move {
        loop {
            sleep(UPKEEP_COOL_MS).await;
            let Some(workspace) = workspace.upgrade() else {
                return;
            };
            workspace.cool();
        }
    });
}

/// Packs what stands as values once it has become much, beside the work: an import of a year needs no more memory than one of
/// a day.
pub(super) fn pack(workspace: &Rc<TabWorkspace>) {
    if !workspace.wants_packing() || PACKING.replace(true) {
        return;
    }
    let workspace = workspace.clone();
    spawn_local(async move {
        workspace.pack(&async || sleep(0).await).await;
        workspace.cool();
        PACKING.set(false);
    });
}

/// Called after every commit: the sign outside the database is set, and once it has been quiet for a moment, or it has not
/// been quiet for long, in its second place.
pub(super) fn after_commit(workspace: &Rc<TabWorkspace>) {
    COMMITS.set(COMMITS.get() + 1);
    signs::show_unexported(workspace);
    if LEAVING.get() {
        return;
    }
    signs::set_text(workspace);
    pack(workspace);
    if WAITING.replace(true) {
        return;
    }
    let workspace = workspace.clone();
    spawn_local(async move {
        for _ in 0..UPKEEP_WAITS_MAX {
            let seen = COMMITS.get();
            sleep(UPKEEP_QUIET_MS).await;
            if COMMITS.get() == seen {
                break;
            }
        }
        WAITING.set(false);
        if is_leading() && !LEAVING.get() {
            signs::set(&workspace).await;
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
            // Where the own stream is damaged it is not written on.
            if let Some(desk) = super::desk() {
                super::opening::go_on(&desk).await?;
            }
        }
    }
    Ok(())
}

/// Keeps what follows from the commits, so that the next start need not compute it. Where that cannot be kept (no room,
/// a private window) the next start takes longer and nothing else: no work is held up by it.
async fn save_view(workspace: &Rc<TabWorkspace>) {
    if !workspace.wants_saving() || SAVING.replace(true) {
        return;
    }
    // Before the workspace is asked for its image: until then nothing of it may be read.
    crate::screens::orders::index::make();
    let kept = crate::screens::orders::index::kept;
    let saved = workspace.save_view(kept, async || sleep(0).await).await;
    workspace.cool();
    SAVING.set(false);
    if let (Err(error), false) = (saved, LEAVING.get()) {
        let thrown = Thrown::new("View", error.to_string());
        crate::browser::errors::report(thrown, "view");
    }
}
