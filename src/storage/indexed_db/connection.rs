//! The connection to one database: opened once for all who ask, closed for whoever needs it closed, opened again
//! when the engine lets it go.

use super::fault::Failure;
use crate::browser::timer::within;
use crate::limits::DATABASE_OPEN_MS_MAX;
use crate::storage::{Fault, StoreError, Table};
use futures_channel::oneshot;
use gloo::events::EventListener;
use indexed_db_futures::database::{Database, VersionChangeEvent};
use indexed_db_futures::internals::SystemRepr;
use indexed_db_futures::prelude::*;
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use wasm_bindgen::JsCast;
use web_sys::IdbVersionChangeEvent;

/// The schema of every database of the portal, for ever: what changes gets another name.
const VERSION: u32 = 1;

/// Why another tab had this one let go of the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VersionChange {
    /// A newer version of the portal opens the database. Reload to join it.
    Newer,
    /// The database is being deleted.
    Deleted,
}

/// Whether a database that is not there may be made.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Missing {
    Create,
    /// On opening again: a database that was there and is not any more has been emptied, and filling it with the
    /// next write would hide that.
    Refuse,
}

enum Slot {
    Empty,
    /// Somebody is opening; these wait for the outcome.
    Opening(Vec<oneshot::Sender<()>>),
    Open(Live),
    /// Closed for another tab, for good.
    Retired(VersionChange),
}

struct Live {
    database: Database,
    generation: u64,
    _listeners: [EventListener; 2],
}

type Callback = Rc<dyn Fn(VersionChange)>;

pub(super) struct Connection {
    name: String,
    tables: &'static [Table],
    slot: RefCell<Slot>,
    generations: Cell<u64>,
    on_version_change: RefCell<Option<Callback>>,
}

impl Connection {
    /// A connection not yet opened.
    pub(super) fn new(name: &str, tables: &'static [Table]) -> Rc<Self> {
        Rc::new(Connection {
            name: name.to_owned(),
            tables,
            slot: RefCell::new(Slot::Empty),
            generations: Cell::new(0),
            on_version_change: RefCell::new(None),
        })
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn on_version_change(&self, callback: Callback) {
        *self.on_version_change.borrow_mut() = Some(callback);
    }

    /// Opens the database and says whether it was made just now.
    pub(super) async fn open(self: &Rc<Self>, missing: Missing) -> Result<bool, StoreError> {
        *self.slot.borrow_mut() = Slot::Opening(Vec::new());
        self.open_claimed(missing).await.map_err(|f| f.error)
    }

    /// The open database and the generation of its connection; opens it again if it has gone.
    pub(super) async fn database(self: &Rc<Self>) -> Result<(Database, u64), Failure> {
        loop {
            let opened_by_another = match &mut *self.slot.borrow_mut() {
                Slot::Open(live) => return Ok((live.database.clone(), live.generation)),
                Slot::Retired(change) => return Err(retired(*change)),
                Slot::Opening(waiting) => {
                    let (sender, receiver) = oneshot::channel();
                    waiting.push(sender);
                    Some(receiver)
                }
                slot @ Slot::Empty => {
                    *slot = Slot::Opening(Vec::new());
                    None
                }
            };
            match opened_by_another {
                // An answer and a cancellation mean the same: look again.
                Some(outcome) => {
                    outcome.await.ok();
                }
                None => {
                    self.open_claimed(Missing::Refuse).await?;
                }
            }
        }
    }

    /// Lets go of a connection that has shown itself useless, unless somebody has done so before.
    pub(super) fn forget(&self, generation: u64) {
        let mut slot = self.slot.borrow_mut();
        if let Slot::Open(live) = &*slot
            && live.generation == generation
        {
            live.database.as_sys().close();
            *slot = Slot::Empty;
        }
    }

    /// Closes the connection; the next operation opens it again.
    pub(super) fn close(&self) {
        let generation = self.generations.get();
        self.forget(generation);
    }

    /// Opens, with the slot claimed by the caller, and wakes whoever waits, whatever becomes of it.
    async fn open_claimed(self: &Rc<Self>, missing: Missing) -> Result<bool, Failure> {
        let claim = Claim(self);
        let (database, created) = open_database(&self.name, self.tables, missing).await?;
        let live = self.live(database);
        claim.settle(Slot::Open(live));
        Ok(created)
    }

    fn live(self: &Rc<Self>, database: Database) -> Live {
        let generation = self.generations.get() + 1;
        self.generations.set(generation);
        let target: &web_sys::IdbDatabase = database.as_sys();
        let this = Rc::downgrade(self);
        let on_version_change = EventListener::new(target, "versionchange", move |event| {
            let newer = event
                .dyn_ref::<IdbVersionChangeEvent>()
                .is_some_and(|event| event.new_version().is_some());
            retire(
                &this,
                if newer {
                    VersionChange::Newer
                } else {
                    VersionChange::Deleted
                },
            );
        });
        let this = Rc::downgrade(self);
        let on_close = EventListener::new(target, "close", move |_| {
            if let Some(connection) = this.upgrade() {
                connection.forget(generation);
            }
        });
        Live {
            database,
            generation,
            _listeners: [on_version_change, on_close],
        }
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        if let Slot::Open(live) = &*self.slot.borrow() {
            live.database.as_sys().close();
        }
    }
}

/// The right and the duty to settle a slot that is being opened: dropped without a word, the slot is empty again.
struct Claim<'c>(&'c Connection);

impl Claim<'_> {
    fn settle(self, outcome: Slot) {
        wake(self.0.slot.replace(outcome));
    }
}

impl Drop for Claim<'_> {
    fn drop(&mut self) {
        if matches!(&*self.0.slot.borrow(), Slot::Opening(_)) {
            wake(self.0.slot.replace(Slot::Empty));
        }
    }
}

fn wake(slot: Slot) {
    if let Slot::Opening(waiting) = slot {
        for sender in waiting {
            // Whoever has stopped waiting needs no answer.
            sender.send(()).ok();
        }
    }
}

fn retire(connection: &Weak<Connection>, change: VersionChange) {
    let Some(connection) = connection.upgrade() else {
        return;
    };
    let slot = connection.slot.replace(Slot::Retired(change));
    if let Slot::Open(live) = &slot {
        live.database.as_sys().close();
    }
    wake(slot);
    let callback = connection.on_version_change.borrow().clone();
    if let Some(callback) = callback {
        callback(change);
    }
}

fn retired(change: VersionChange) -> Failure {
    match change {
        VersionChange::Newer => Failure::of(Fault::Newer, "a newer version has the database"),
        VersionChange::Deleted => Failure::of(Fault::Closed, "the database is being deleted"),
    }
}

/// Opens a database within bounds of time, and says whether it was made just now.
///
/// An open request of the only version is never `blocked` itself. It waits without a word behind a deletion or an
/// upgrade that some other tab blocks: so the clock decides.
async fn open_database(
    name: &str,
    tables: &'static [Table],
    missing: Missing,
) -> Result<(Database, bool), Failure> {
    let created = Rc::new(Cell::new(false));
    let given_up = Rc::new(Cell::new(false));
    let mut request = Database::open(name)
        .with_version(VERSION)
        .with_on_upgrade_needed({
            let created = created.clone();
            let given_up = given_up.clone();
            move |_: VersionChangeEvent, database: Database| {
                created.set(true);
                let refuse = missing == Missing::Refuse || given_up.get();
                create_tables(&database, tables, refuse)
            }
        })
        .build()?;

    match within(DATABASE_OPEN_MS_MAX, &mut request).await {
        Some(Ok(database)) => Ok((database, created.get())),
        Some(Err(_)) if created.get() && missing == Missing::Refuse => Err(Failure::of(
            Fault::Closed,
            "the database is not there any more",
        )),
        Some(Err(error)) => Err(error.into()),
        None => {
            given_up.set(true);
            close_when_it_opens(request);
            Err(Failure::of(
                Fault::Blocked,
                "the database does not open: another tab holds it",
            ))
        }
    }
}

/// Makes the object stores of a new database: keys out of line, no index.
fn create_tables(
    database: &Database,
    tables: &[Table],
    refuse: bool,
) -> Result<(), indexed_db_futures::error::Error> {
    for table in tables {
        let store = database.create_object_store(table.name()).build()?;
        if refuse {
            // Aborting takes the new database back; it is not there after this, as it was not before.
            store.as_sys().transaction().abort()?;
            return Ok(());
        }
    }
    Ok(())
}

/// An open request cannot be taken back. Left alone, it would open one day and block every other tab.
fn close_when_it_opens(request: indexed_db_futures::future::OpenDbRequest) {
    wasm_bindgen_futures::spawn_local(async move {
        if let Ok(database) = request.await {
            database.close();
        }
    });
}
