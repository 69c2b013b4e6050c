//! Opening: listen to the other tabs first, then find out who leads, then read.

use super::tabs::{Tabs, reopen};
use super::timings;
use super::upkeep::{self, DatabaseName};
use super::{
    DESK, Desk, Role, Sign, Status, is_leading, lock, report_error, set_role, set_status, signs,
    tell_all,
};
use crate::browser::Thrown;
use crate::browser::clock::monotonic_ms;
use crate::browser::entropy;
use crate::browser::locks::{self, Change, Leadership};
use crate::browser::timer::within;
use crate::limits::LEADERSHIP_MS_MAX;
use crate::site::{Founding, Incoming, OWN_KEY, RowHash, Site, SiteError, Workspace};
use crate::storage::indexed_db::IndexedDbStore;
use crate::storage::{Fault, Store, StoreError, Table};
use crate::stream::facts::Why;
use crate::stream::id::{Hash, StreamId};
use crate::trade::decide::Command;
use crate::trade::id::OperatorId;
use crate::trade::leases::TakeoverReason;
use crate::trade::leases::commands::LeaseCommand;
use crate::trade::personal::content::Written;
use crate::ui::feedback::report;
use futures_channel::oneshot;
use leptos::task::spawn_local;
use std::cell::RefCell;
use std::rc::Rc;

thread_local! {
    /// Held for as long as the tab lives.
    static LEADERSHIP: RefCell<Option<Leadership>> = const { RefCell::new(None) };
    /// What a founding needs, while nothing is founded.
    static EMPTY: RefCell<Option<Empty>> = const { RefCell::new(None) };
}

/// Where the workspace lies, and what follows from it.
#[derive(Clone)]
struct Stores {
    workspace: IndexedDbStore,
    /// None where the browser keeps no more: then every start computes it.
    view: Option<IndexedDbStore>,
}

/// A store in which no workspace can be opened.
#[derive(Clone)]
struct Empty {
    stores: Stores,
    tabs: Rc<Tabs>,
    /// What stands outside the database.
    sign: Option<Sign>,
    /// Where there are rows of which none can be read: the row of the own stream, if there is one.
    unreadable: Option<Option<Vec<u8>>>,
}

/// Opens the workspace. Once, at start; what becomes of it is in [`super::status`].
pub fn start() {
    lock::start();
    spawn_local(async {
        if let Err(error) = open().await {
            set_status(Status::Failed(super::words::unopened(&error)));
        }
    });
}

pub(super) fn unavailable(cause: impl ToString) -> SiteError {
    SiteError::Store(StoreError::new(Fault::Unavailable, cause.to_string()))
}

fn stream() -> Result<StreamId, SiteError> {
    Ok(StreamId::new(entropy::random_bytes().map_err(unavailable)?))
}

async fn open() -> Result<(), SiteError> {
    let name = upkeep::database_name();
    let tabs = Rc::new(Tabs::open(&name.channel()).map_err(unavailable)?);
    ask_to_lead(&name).await;
    let stores = Stores {
        workspace: open_store(&name).await?,
        view: open_view(&name).await,
    };
    let sign = signs::sign(&name).await;
    loop {
        let store = stores.workspace.clone();
        let begun_ms = monotonic_ms();
        let opened = match &stores.view {
            Some(view) => Site::open_with(store, view).await,
            None => Site::open(store).await.map(|site| (site, false)),
        };
        match opened {
            Ok((site, is_by_view)) => {
                timings::note_opened(begun_ms, is_by_view);
                let at = At {
                    view: stores.view,
                    is_by_view,
                    tabs,
                };
                return begin(site, at, sign).await;
            }
            Err(SiteError::Empty) => {
                set_empty(&stores, &tabs, &sign, None);
                set_status(Status::Empty(sign.clone()));
                tabs.wait_for_growth().await;
                // It may have been founded in this tab.
                if super::desk().is_some() {
                    return Ok(());
                }
            }
            Err(error @ (SiteError::Damaged { .. } | SiteError::Codec(_))) => {
                // A copy can be taken in over what cannot be read.
                let own_row = stores.workspace.get(Table::Meta, OWN_KEY).await?;
                set_empty(&stores, &tabs, &sign, Some(own_row));
                return Err(error);
            }
            Err(error) => return Err(error),
        }
    }
}

/// What a workspace that was opened comes with.
struct At {
    view: Option<IndexedDbStore>,
    /// Whether it was opened by the view that was saved.
    is_by_view: bool,
    tabs: Rc<Tabs>,
}

fn set_empty(
    stores: &Stores,
    tabs: &Rc<Tabs>,
    sign: &Option<Sign>,
    unreadable: Option<Option<Vec<u8>>>,
) {
    let empty = Empty {
        stores: stores.clone(),
        tabs: tabs.clone(),
        sign: sign.clone(),
        unreadable,
    };
    EMPTY.with_borrow_mut(|slot| *slot = Some(empty));
}

/// Whether a copy can be taken in here though no workspace is open.
pub fn may_join() -> bool {
    EMPTY.with_borrow(Option::is_some)
}

/// What the device knows of the workspace that a copy would bring to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bringing {
    /// It is the one that was here, or nothing was.
    Fits,
    /// Another one was here, and is gone: a person decides.
    Other,
    /// What cannot be read here is of another one: it is not mixed with it.
    Never,
}

/// What the device knows of the workspace that a copy would bring to it while none is open. `streams` are those in the copy.
pub fn bringing(workspace: &Hash, streams: &[StreamId]) -> Bringing {
    EMPTY.with_borrow(|empty| {
        let Some(empty) = empty else {
            return Bringing::Fits;
        };
        let is_of = |stream: &StreamId| streams.contains(stream);
        let by_sign = empty.sign.as_ref();
        let by_sign = by_sign.map(|sign| sign.workspace == *workspace || is_of(&sign.stream));
        match &empty.unreadable {
            None if by_sign == Some(false) => Bringing::Other,
            None => Bringing::Fits,
            Some(row) => {
                let own = row.as_ref().and_then(|row| row.first_chunk::<16>());
                let by_row = own.map(|own| is_of(&StreamId::new(*own)));
                match by_sign.or(by_row) {
                    Some(true) => Bringing::Fits,
                    Some(false) | None => Bringing::Never,
                }
            }
        }
    })
}

async fn begin(
    mut site: Site<IndexedDbStore>,
    at: At,
    sign: Option<Sign>,
) -> Result<(), SiteError> {
    let is_lost = signs::note_loss(&site, sign.as_ref());
    // Under which name this device wrote, where anything says so.
    let before = match site.is_own_unknown() {
        true => sign.map(|sign| sign.stream),
        false => Some(site.stream()),
    };
    let why = before.map_or(Why::Joined, |stream| {
        let number = match site.stream() == stream {
            true => site.written(),
            false => site.held().last_of(stream),
        };
        // What was lost may be known to others under this stream's numbers: it is not written on.
        match is_lost || site.is_own_broken() {
            true => Why::RestoredFrom { stream, number },
            false => cloned(stream, number),
        }
    });
    let goes_on = !is_lost && site.may_go_on();
    let anew = (!goes_on && is_leading()).then_some(why);
    let is_restored = anew.as_ref().is_some_and(is_restored);
    if let Some(why) = anew {
        site.begin_anew(stream()?, why, None, at.tabs.session(), super::now_ms())
            .await?;
    }
    open_desk(site, at);
    if let (true, Some(before)) = (is_restored, before) {
        inherit(before).await?;
    }
    Ok(())
}

/// Whether a stream begins after a loss, so that it is the only one that goes on with the work. After a fork there are two:
/// neither goes on with what was begun before, until a person takes it over.
fn is_restored(why: &Why) -> bool {
    match why {
        Why::RestoredFrom { .. } => true,
        Why::New | Why::Joined | Why::ClonedFrom { .. } => false,
    }
}

fn cloned(stream: StreamId, number: u64) -> Why {
    Why::ClonedFrom { stream, number }
}

/// What this device worked on under an earlier name it goes on working on.
async fn inherit(before: StreamId) -> Result<(), SiteError> {
    let command = LeaseCommand::TakeOverAll {
        from: before,
        reason: TakeoverReason::Incarnation,
    };
    super::run(command).await.map(drop)
}

/// Goes on in a new stream where the old one turns out to be written elsewhere too.
pub(super) async fn go_on(desk: &Desk) -> Result<(), SiteError> {
    if desk.workspace.may_go_on() {
        return Ok(());
    }
    let (before, number) = desk.workspace.own();
    let (why, session) = (cloned(before, number), desk.tabs.session());
    desk.workspace
        .begin_anew(stream()?, why, session, super::now_ms())
        .await
}

fn open_desk(site: Site<IndexedDbStore>, at: At) {
    let workspace = Workspace::new(site);
    let desk = Rc::new(Desk {
        workspace: Rc::new(match at.view {
            Some(view) => workspace.with_view(view, at.is_by_view),
            None => workspace,
        }),
        tabs: at.tabs,
    });
    DESK.with(|cell| *cell.borrow_mut() = Some(desk.clone()));
    EMPTY.with(|empty| *empty.borrow_mut() = None);
    desk.tabs.serve(&desk);
    // Before anything is shown: a screen that was due to lock while nobody was here shows nothing.
    lock::look();
    tell_all();
    set_status(Status::Ready);
    upkeep::begin(&desk.workspace);
}

/// Founds a workspace in this tab's empty store at some time: the demo begins two weeks ago. Gives the owner.
///
/// # Errors
/// The store's, or that one was founded meanwhile.
pub async fn found_at(founding: Founding, now_ms: i64) -> Result<OperatorId, SiteError> {
    let Empty { stores, tabs, .. } = founded_nowhere()?;
    let (session, store) = (tabs.session(), stores.workspace);
    let (site, owner) = Site::found(store, stream()?, founding, session, now_ms).await?;
    open_new(site, stores.view, tabs);
    Ok(owner)
}

/// Founds a workspace in this tab's empty store with what it needs before its first order: all of it is there, or nothing.
/// `set_up` gives the commands of the owner, each with its personal rows.
///
/// # Errors
/// A refusal; the store's, or that one was founded meanwhile.
pub async fn found_with(
    founding: Founding,
    set_up: impl FnOnce(OperatorId) -> Vec<(Command, Vec<Written>)>,
) -> Result<(), SiteError> {
    let Empty { stores, tabs, .. } = founded_nowhere()?;
    let (session, store) = (tabs.session(), stores.workspace);
    let times = (super::now_ms(), super::today());
    let found = Site::found_with(store, stream()?, founding, set_up, session, times);
    let (site, _) = found.await?;
    open_new(site, stores.view, tabs);
    Ok(())
}

fn founded_nowhere() -> Result<Empty, SiteError> {
    let empty = EMPTY.with(|empty| empty.borrow().clone());
    let empty = empty.filter(|empty| empty.unreadable.is_none());
    empty.ok_or(SiteError::NotLeading)
}

fn open_new(site: Site<IndexedDbStore>, view: Option<IndexedDbStore>, tabs: Rc<Tabs>) {
    tabs.tell_grown();
    let at = At {
        view,
        is_by_view: false,
        tabs,
    };
    open_desk(site, at);
}

/// Joins a workspace in this tab's empty store with a copy of it. Says how many commits it has.
///
/// # Errors
/// A commit that is damaged or of another workspace; the store's; that one was founded meanwhile.
pub async fn join(
    commits: Vec<Incoming>,
    rows: Vec<(RowHash, Vec<u8>)>,
) -> Result<usize, SiteError> {
    let empty = EMPTY.with(|empty| empty.borrow().clone());
    let empty = empty.ok_or(SiteError::NotLeading)?;
    let (stores, tabs, over) = (empty.stores, empty.tabs, empty.unreadable.flatten());
    let store = stores.workspace;
    let (session, count) = (tabs.session(), commits.len());
    let (copy, now_ms) = ((commits, rows), super::now_ms());
    let site = Site::join_with(store, stream()?, copy, over, session, now_ms).await?;
    // What stands outside of the database says under which name this device wrote before it was emptied, and how far.
    signs::note_loss(&site, empty.sign.as_ref());
    let is_here = |sign: &Sign| site.held().last_of(sign.stream) > 0;
    let before = empty.sign.filter(is_here);
    open_new(site, stores.view, tabs);
    if let Some(sign) = before {
        inherit(sign.stream).await?;
    }
    Ok(count)
}

async fn open_store(name: &DatabaseName) -> Result<IndexedDbStore, SiteError> {
    let (store, _) = IndexedDbStore::open(&name.database(), &Table::SITE).await?;
    store.on_version_change(|_| {
        if upkeep::is_leaving() {
            return;
        }
        let error = SiteError::Store(StoreError::new(
            Fault::Closed,
            "the database was asked for by another tab",
        ));
        set_status(Status::Failed(super::problem(&error)));
    });
    Ok(store)
}

/// Opens the database of what follows from the commits. Without one every start computes it, which is no reason not to
/// start.
async fn open_view(name: &DatabaseName) -> Option<IndexedDbStore> {
    match IndexedDbStore::open(&name.view(), &Table::VIEW).await {
        Ok((view, _)) => Some(view),
        Err(error) => {
            let thrown = Thrown::new("View", error.to_string());
            crate::browser::errors::report(thrown, "view");
            None
        }
    }
}

/// Asks for the lead and waits a moment for it: where no other tab has it, it comes at once.
async fn ask_to_lead(name: &DatabaseName) {
    if !locks::available() {
        // Only one tab may be used then; the guard in every write keeps a second one from doing harm.
        set_role(Role::Leading);
        return;
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
}

/// The tab that led is gone: read what it wrote, then write.
fn take_over() {
    spawn_local(async {
        let Some(desk) = super::desk() else {
            set_role(Role::Leading);
            return;
        };
        reopen(&desk).await;
        set_role(Role::Leading);
        desk.tabs.lead();
        if let Err(error) = desk.workspace.forget_erased().await {
            report_error(&error);
        }
    });
}
