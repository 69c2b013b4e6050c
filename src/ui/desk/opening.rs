//! Opening: listen to the other tabs first, then find out who leads, then read.

use super::tabs::Tabs;
use super::upkeep::{self, WorkspaceName};
use super::{
    DESK, Desk, Role, SIGNALS, ScreenPace, Status, TabPortal, set_found, set_role, set_status,
};
use crate::browser::entropy;
use crate::browser::locks::{self, Change, Leadership};
use crate::browser::timer::{sleep, within};
use crate::limits::{LEADERSHIP_MS_MAX, VIEW_AGE_COMMITS_MAX};
use crate::portal::{Opening, PortalError, Start, VIEW_SCHEMA};
use crate::storage::indexed_db::IndexedDbStore;
use crate::storage::{Fault, Store, StoreError, Table};
use crate::ui::feedback::report;
use futures_channel::oneshot;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::RefCell;
use std::rc::Rc;

thread_local! {
    /// Held for as long as the tab lives.
    static LEADERSHIP: RefCell<Option<Leadership>> = const { RefCell::new(None) };
}

/// Opens the portal. Once, at start; what becomes of it is in [`super::status`].
pub fn start() {
    spawn_local(async {
        if let Err(error) = open().await {
            set_status(Status::Failed(super::problem(&error)));
        }
    });
}

fn unavailable(cause: impl ToString) -> PortalError {
    PortalError::Store(StoreError::new(Fault::Unavailable, cause.to_string()))
}

async fn open() -> Result<(), PortalError> {
    let name = upkeep::workspace_name();
    let tabs = Tabs::open(&name.channel()).map_err(unavailable)?;
    let leads = ask_to_lead(&name).await;
    let (journal, view) = open_stores(&name).await?;
    if !leads {
        wait_for_identity(&journal).await?;
    }
    let opening = Opening {
        random: entropy::random_bytes().map_err(unavailable)?,
        canary: if leads {
            upkeep::canary(&name).await
        } else {
            None
        },
        leads,
    };
    let progress = ArcRwSignal::new((0, 0));
    let shown = progress.clone();
    Effect::new(move || {
        let (done, total) = shown.get();
        if total > 0 {
            let status = SIGNALS.with(|signals| signals.status.clone());
            if matches!(status.get_untracked(), Status::Opening(..)) {
                status.set(Status::Opening(done, total));
            }
        }
    });
    let pace = ScreenPace::new(progress, ArcRwSignal::new(false));
    let (portal, start) = TabPortal::open(journal, view, &opening, &pace).await?;
    let portal = Rc::new(portal);
    portal.on_change(super::tell);
    let desk = Rc::new(Desk {
        portal: portal.clone(),
        tabs,
    });
    DESK.with(|cell| *cell.borrow_mut() = Some(desk.clone()));
    desk.tabs.serve(&desk);
    set_found(start);
    let leads_now = SIGNALS.with(|signals| signals.role.clone()).get_untracked() == Role::Leading;
    if leads_now && !leads {
        // The lead came while the journal was being read.
        portal.catch_up().await?;
    }
    set_status(Status::Ready);
    upkeep::begin(&desk);
    let replayed_much =
        matches!(start, Start::Resumed { replayed } if replayed > VIEW_AGE_COMMITS_MAX);
    if leads_now && replayed_much {
        upkeep::save_view_now(&portal).await?;
    }
    Ok(())
}

async fn open_stores(
    name: &WorkspaceName,
) -> Result<(IndexedDbStore, IndexedDbStore), PortalError> {
    let (journal, _) = IndexedDbStore::open(&name.journal(), &Table::JOURNAL).await?;
    let (view, _) = IndexedDbStore::open(&name.view(VIEW_SCHEMA), &Table::VIEW).await?;
    for store in [&journal, &view] {
        store.on_version_change(|_| {
            if upkeep::is_leaving() {
                return;
            }
            let error = PortalError::Store(StoreError::new(
                Fault::Closed,
                "the database was asked for by another tab",
            ));
            set_status(Status::Failed(super::problem(&error)));
        });
    }
    Ok((journal, view))
}

/// A new device gets its name from the tab that leads; a tab that follows waits for it.
async fn wait_for_identity(journal: &IndexedDbStore) -> Result<(), PortalError> {
    loop {
        let leads = SIGNALS.with(|signals| signals.role.clone()).get_untracked() == Role::Leading;
        if leads || journal.get(Table::Meta, b"identity").await?.is_some() {
            return Ok(());
        }
        sleep(50).await;
    }
}

/// Asks for the lead and waits a moment for it: where no other tab has it, it comes at once.
async fn ask_to_lead(name: &WorkspaceName) -> bool {
    if !locks::available() {
        // Only one tab may be used then; the guard in every write keeps a second one from doing harm.
        set_role(Role::Leading);
        return true;
    }
    let (sender, granted) = oneshot::channel::<()>();
    let sender = RefCell::new(Some(sender));
    let outcome = locks::request_leadership(&name.lock(), move |change| match change {
        Change::Granted => {
            let waits = sender
                .borrow_mut()
                .take()
                .is_some_and(|sender| sender.send(()).is_ok());
            if !waits {
                take_over();
            }
        }
        Change::Refused(thrown) => report(super::problem(&unavailable(thrown))),
    });
    match outcome {
        Ok(leadership) => LEADERSHIP.with(|cell| *cell.borrow_mut() = Some(leadership)),
        Err(thrown) => report(super::problem(&unavailable(thrown))),
    }
    let leads = within(LEADERSHIP_MS_MAX, granted)
        .await
        .is_some_and(|granted| granted.is_ok());
    set_role(if leads {
        Role::Leading
    } else {
        Role::Following
    });
    leads
}

/// The tab that led is gone: read what it wrote, then write.
fn take_over() {
    spawn_local(async {
        if let Some(desk) = super::desk()
            && let Err(error) = desk.portal.catch_up().await
        {
            set_status(Status::Failed(super::problem(&error)));
            return;
        }
        set_role(Role::Leading);
        if let Some(desk) = super::desk() {
            desk.tabs.lead();
        }
    });
}
