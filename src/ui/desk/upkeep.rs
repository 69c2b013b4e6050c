//! What goes on beside the work: the canary, sealing, saving the view; and which workspace this is.

use super::{Desk, Role, SIGNALS, TabPortal};
use crate::browser::timer::sleep;
use crate::browser::{canary as sign, clock, page, preferences, storage_health};
use crate::limits::{UPKEEP_QUIET_MS, VIEW_AGE_COMMITS_MAX};
use crate::portal::{Canary, PortalError, VIEW_SCHEMA};
use crate::storage::indexed_db::{delete_database, delete_other_views};
use crate::ui::feedback::spawn_reported;
use crate::ui::shell::state::set_unexported;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::Cell;
use std::rc::Rc;

/// Which workspace a tab works in. The demo lives in databases of its own: it never touches real data, and removing
/// it removes everything of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkspaceName {
    /// The real one.
    Main,
    /// The demo.
    Demo,
}

impl WorkspaceName {
    fn prefix(self) -> &'static str {
        match self {
            WorkspaceName::Main => "depo",
            WorkspaceName::Demo => "depo-demo",
        }
    }

    pub(super) fn journal(self) -> String {
        format!("{}-journal", self.prefix())
    }

    pub(super) fn view(self, schema: &str) -> String {
        format!("{}-view-{schema}", self.prefix())
    }

    pub(super) fn lock(self) -> String {
        format!("{}-leader", self.prefix())
    }

    pub(super) fn channel(self) -> String {
        format!("{}-tabs", self.prefix())
    }
}

/// The workspace of this tab.
pub fn workspace_name() -> WorkspaceName {
    match preferences::read("workspace").as_deref() {
        Some("demo") => WorkspaceName::Demo,
        _ => WorkspaceName::Main,
    }
}

/// Goes to another workspace: the page opens anew in it.
pub fn switch_workspace(name: WorkspaceName) {
    match name {
        WorkspaceName::Demo => preferences::write("workspace", "demo"),
        WorkspaceName::Main => preferences::remove("workspace"),
    }
    page::reload();
}

/// Removes the demo with everything in it and goes back to the real workspace.
///
/// # Errors
/// When the browser does not delete its databases.
pub async fn forget_demo() -> Result<(), PortalError> {
    if let Some(desk) = super::desk()
        && workspace_name() == WorkspaceName::Demo
    {
        // What goes on beside the work must not look for the databases that are being deleted.
        LEAVING.set(true);
        desk.portal.journal().close();
    }
    for name in [
        WorkspaceName::Demo.journal(),
        WorkspaceName::Demo.view(VIEW_SCHEMA),
    ] {
        let deleted = delete_database(&name).await;
        if deleted.is_err() {
            LEAVING.set(false);
        }
        deleted?;
    }
    for name in ["exported-demo", "exported-demo-at"] {
        preferences::remove(name);
    }
    switch_workspace(WorkspaceName::Main);
    Ok(())
}

/// Whether the databases of this tab are being deleted because a person asked for it: that they are gone then is no
/// error.
pub fn is_leaving() -> bool {
    LEAVING.get()
}

/// Empties the demo and opens it anew.
///
/// # Errors
/// As for [`forget_demo`].
pub async fn renew_demo() -> Result<(), PortalError> {
    forget_demo().await?;
    switch_workspace(WorkspaceName::Demo);
    Ok(())
}

thread_local! {
    static COMMITS: Cell<u64> = const { Cell::new(0) };
    static WAITING: Cell<bool> = const { Cell::new(false) };
    static LEAVING: Cell<bool> = const { Cell::new(false) };
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

/// What stands outside the database about its last use. The demo has no such sign: it may be lost.
pub(super) async fn canary(name: &WorkspaceName) -> Option<Canary> {
    if *name == WorkspaceName::Demo {
        return None;
    }
    let sign = sign::get().await?;
    Some(Canary {
        journal: unhex(&sign.journal)?,
        last: sign.last_commit,
    })
}

fn is_leading() -> bool {
    SIGNALS.with(|signals| signals.role.clone()).get_untracked() == Role::Leading
}

/// Begins the upkeep of an open portal.
pub(super) fn begin(desk: &Rc<Desk>) {
    show_unexported(&desk.portal);
    // Nothing begins when the page is hidden: WebKit puts a page that is left to sleep in the middle of a transaction,
    // and the next page waits for it for ever. The tail is durable as it is.
    storage_health::ask_to_persist(|_| {});
    let portal = desk.portal.clone();
    spawn_reported(async move {
        sleep(UPKEEP_QUIET_MS).await;
        if is_leading() {
            tidy(&portal).await;
            if workspace_name() == WorkspaceName::Main {
                let deleted = delete_other_views(VIEW_SCHEMA).await;
                deleted.map_err(|error| super::problem(&error.into()))?;
            }
        }
        Ok(())
    });
}

/// Called after every commit: once it has been quiet for a moment, the sign outside the database is set, the tail
/// sealed and, when much has changed, the view saved.
pub(super) fn after_commit(portal: &Rc<TabPortal>) {
    COMMITS.set(COMMITS.get() + 1);
    show_unexported(portal);
    if WAITING.replace(true) {
        return;
    }
    let portal = portal.clone();
    spawn_local(async move {
        loop {
            let seen = COMMITS.get();
            sleep(UPKEEP_QUIET_MS).await;
            if COMMITS.get() == seen {
                break;
            }
        }
        WAITING.set(false);
        tidy(&portal).await;
    });
}

async fn tidy(portal: &Rc<TabPortal>) {
    if !is_leading() || LEAVING.get() {
        return;
    }
    if workspace_name() == WorkspaceName::Main {
        let now = portal.canary();
        // Where it could not be kept there is no sign; the storage page says so.
        let kept = sign::set(&sign::Canary {
            journal: hex(&now.journal),
            last_commit: now.last,
        })
        .await;
        if let (Err(local), Err(_)) = (kept.local, kept.file) {
            crate::browser::errors::report(local, "canary");
        }
    }
    let done = match portal.seal_tail_when_idle().await {
        Ok(()) if COMMITS.get() >= VIEW_AGE_COMMITS_MAX => save_view_now(portal).await,
        other => other,
    };
    if let Err(error) = done {
        super::report_error(&error);
    }
}

/// Saves the view now, so that the next start is quick.
pub(super) async fn save_view_now(portal: &Rc<TabPortal>) -> Result<(), PortalError> {
    COMMITS.set(0);
    portal.save_view().await
}

/// Saves the view now, if this tab leads.
///
/// # Errors
/// When storage has no room.
pub async fn save_view() -> Result<(), PortalError> {
    match super::portal() {
        Some(portal) if is_leading() => save_view_now(&portal).await,
        _ => Ok(()),
    }
}

fn exported_key() -> &'static str {
    match workspace_name() {
        WorkspaceName::Main => "exported",
        WorkspaceName::Demo => "exported-demo",
    }
}

fn show_unexported(portal: &Rc<TabPortal>) {
    let exported = preferences::read(exported_key())
        .and_then(|text| text.parse().ok())
        .unwrap_or(0);
    set_unexported(portal.canary().last.saturating_sub(exported));
}

/// Notes that a copy was made that holds everything up to this commit of [`Portal::canary`].
///
/// [`Portal::canary`]: crate::portal::Portal::canary
pub fn note_exported(last: u64) {
    if let Some(portal) = super::portal() {
        preferences::write(exported_key(), &last.to_string());
        preferences::write(exported_time_key(), &clock::now_ms().to_string());
        show_unexported(&portal);
    }
}

fn exported_time_key() -> &'static str {
    match workspace_name() {
        WorkspaceName::Main => "exported-at",
        WorkspaceName::Demo => "exported-demo-at",
    }
}

/// When the last copy was made on this device, in milliseconds since 1970 UTC; `None` if nobody knows of one.
pub fn exported_ms() -> Option<i64> {
    preferences::read(exported_time_key())?.parse().ok()
}

/// Called after commits of others were taken in: the sign outside the database is set at once, for this device may go
/// on under a new incarnation, and the view is saved.
pub(super) async fn after_taking_in(portal: &Rc<TabPortal>) {
    COMMITS.set(VIEW_AGE_COMMITS_MAX);
    show_unexported(portal);
    tidy(portal).await;
}
