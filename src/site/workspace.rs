//! The workspace as several who read and one who writes share it: reading never waits for the store.

use super::damage::Walk;
use super::personal::RowHash;
use super::{Asked, Damage, Done, Foreseen, Incoming, Reading, Site, SiteError};
use crate::storage::{Change, Durability, Store, StoreError, Table};
use crate::stream::commands::Answer;
use crate::stream::commands::Sent;
use crate::stream::facts::Why;
use crate::stream::id::{CommitId, Hash, StreamId};
use crate::trade::decide::{Command, Context, Proposed};
use crate::trade::id::OperatorId;
use crate::trade::personal::content::{Content, Written};
use futures_util::lock::Mutex;
use std::cell::{Cell, RefCell};

/// How many entries of each kind are packed in one go.
const PACKED_AT_ONCE: usize = 200;
/// The row of work that takes many commands.
const BEGUN_KEY: &[u8] = b"begun";
/// How many rows of the journal are looked at in one go.
const ROWS_AT_ONCE: usize = 500;

/// A site that is shared on one thread. Commands queue behind each other.
pub struct Workspace<S> {
    site: RefCell<Site<S>>,
    store: S,
    /// Where what follows from the commits is kept, so that the next opening need not compute it.
    view: Option<S>,
    /// Whether what lies there was read or written whole since this was opened.
    is_view_known: Cell<bool>,
    writer: Mutex<()>,
}

impl<S: Store + Clone> Workspace<S> {
    /// Shares a site.
    pub fn new(site: Site<S>) -> Self {
        Workspace {
            store: site.store().clone(),
            site: RefCell::new(site),
            view: None,
            is_view_known: Cell::new(false),
            writer: Mutex::new(()),
        }
    }

    /// The same with a store for what follows from the commits. `is_known` says that the site was opened by it.
    pub fn with_view(self, view: S, is_known: bool) -> Self {
        Workspace {
            view: Some(view),
            is_view_known: Cell::new(is_known),
            ..self
        }
    }

    /// The store of what follows from the commits.
    pub fn view(&self) -> Option<&S> {
        self.view.as_ref()
    }

    /// Saves what follows from the commits with what `beside` gives, which
    /// [`Workspace::take_beside`] gives back after the next opening; `pause` is awaited between parts of the work. Says
    /// whether it was.
    ///
    /// # Errors
    /// The store's: nothing is lost then but the time that the next opening takes.
    pub async fn save_view(
        &self,
        beside: impl FnOnce(&Reading<'_>) -> Vec<u8>,
        pause: impl AsyncFn(),
    ) -> Result<bool, StoreError> {
        let Some(view) = self.view.as_ref() else {
            return Ok(false);
        };
        self.pack(&pause).await;
        let image = self.site.borrow_mut().image(beside);
        let Some(image) = image else {
            return Ok(false);
        };
        let anew = !self.is_view_known.get();
        image.write(view, anew, &pause).await?;
        self.is_view_known.set(true);
        Ok(true)
    }

    /// Whether so much stands as values that it is worth [packing](Workspace::pack).
    pub fn wants_packing(&self) -> bool {
        self.site.borrow().wants_packing()
    }

    /// Packs what stands as values; `pause` is awaited between parts of the work.
    pub async fn pack(&self, pause: &impl AsyncFn()) {
        while self.site.borrow_mut().pack(PACKED_AT_ONCE) > 0 {
            pause().await;
        }
    }

    /// Reads the workspace as storage has kept it. Nothing may be awaited inside.
    pub fn read<T>(&self, with: impl FnOnce(&Reading<'_>) -> T) -> T {
        with(&self.site.borrow().reading())
    }

    /// The store.
    pub fn store(&self) -> &S {
        &self.store
    }

    /// What is noted beside the journal of work that takes many commands; `None` where none was begun.
    ///
    /// # Errors
    /// The store's.
    pub async fn begun(&self) -> Result<Option<Vec<u8>>, StoreError> {
        self.store.get(Table::Meta, BEGUN_KEY).await
    }

    /// Notes work that takes many commands, or that it is seen to. It is durable when this returns.
    ///
    /// # Errors
    /// The store's: nothing was noted then.
    pub async fn note_begun(&self, begun: Option<Vec<u8>>) -> Result<(), StoreError> {
        let (table, key) = (Table::Meta, BEGUN_KEY.to_vec());
        let change = match begun {
            Some(value) => Change::Put { table, key, value },
            None => Change::Delete { table, key },
        };
        self.store.write(&[], &[change], Durability::Strict).await
    }

    /// The stream that this device writes, and how many commits of it there are.
    pub fn own(&self) -> (StreamId, u64) {
        let site = self.site.borrow();
        (site.stream(), site.written())
    }

    /// The stream that this device writes, its last commit's number and hash, and the workspace; `None` before it is one.
    pub fn head(&self) -> Option<(CommitId, Hash, Hash)> {
        let site = self.site.borrow();
        let (stream, number) = (site.stream(), site.written());
        let workspace = site.history().workspace()?;
        Some((CommitId { stream, number }, site.head(), workspace))
    }

    /// The stream and next counter of a session's next command.
    pub fn next(&self, session: &[u8; 8]) -> (StreamId, u64) {
        self.site.borrow().next(session)
    }

    /// What became of a command.
    pub fn ask(&self, sent: &Sent) -> Answer {
        self.site.borrow().ask(sent)
    }

    /// The commits of a command that was taken: see [`Site::commits_of`].
    pub fn commits_of(&self, sent: &Sent) -> Vec<CommitId> {
        self.site.borrow().commits_of(sent)
    }

    /// Whether so much is new that the view is worth saving.
    pub fn wants_saving(&self) -> bool {
        self.view.is_some() && self.site.borrow().wants_saving()
    }

    /// What was kept beside the view by which the workspace was opened, once.
    pub fn take_beside(&self) -> Vec<u8> {
        self.site.borrow_mut().take_beside()
    }

    /// Lets go of what was read of what stands packed: after bulk reading, and now and then.
    pub fn cool(&self) {
        self.site.borrow_mut().cool();
    }

    /// What of the store cannot be read, by stream: see [`Site::damage`].
    pub fn damage(&self) -> Vec<Damage> {
        self.site.borrow().damage()
    }

    /// Whether folding everything anew gives the state that was folded step by step.
    pub fn is_proved(&self) -> bool {
        self.site.borrow().is_proved()
    }

    /// Every commit as another device takes it in.
    pub fn outgoing(&self) -> Vec<Incoming> {
        self.site.borrow().held().outgoing().collect()
    }

    /// What deciding knows beside the state; `None` where the clock is past the year 2200.
    pub fn context(&self, asked: &Asked) -> Option<Context> {
        self.site.borrow().context(asked).ok()
    }

    /// What a command would write. Nothing is kept.
    ///
    /// # Errors
    /// A refusal.
    pub fn rehearse(&self, asked: Asked, command: &Command) -> Result<Vec<Proposed>, SiteError> {
        self.site.borrow().rehearse(asked, command)
    }

    /// Decides a command and makes it durable; when it returns well, what it means can be read. `number` gives the
    /// command's number when its turn has come, so that numbers of one session are asked for in order.
    ///
    /// # Errors
    /// A refusal, a number that is not new, the store's. Nothing has changed then, unless it says that this is not known.
    pub async fn run(
        &self,
        asked: impl FnOnce(&Self) -> Asked,
        command: &Command,
        rows: &[Written],
    ) -> Result<Done, SiteError> {
        let _writing = self.writer.lock().await;
        let asked = asked(self);
        let prepared = self.site.borrow_mut().prepare(asked, command, rows)?;
        if let Err(error) = prepared.write(&self.store).await {
            self.site.borrow_mut().give_up(&prepared);
            return Err(error);
        }
        Ok(self.site.borrow_mut().settle(prepared))
    }

    /// Gives a command up of which nobody knows whether it is in: whichever of the two is durable first holds.
    ///
    /// # Errors
    /// As [`Site::prepare_giving_up`]; then nothing was written.
    pub async fn give_up(
        &self,
        sent: &Sent,
        operator: Option<OperatorId>,
        now_ms: i64,
    ) -> Result<Done, SiteError> {
        let _writing = self.writer.lock().await;
        let prepared = self
            .site
            .borrow()
            .prepare_giving_up(sent, operator, now_ms)?;
        prepared.write(&self.store).await?;
        Ok(self.site.borrow_mut().settle(prepared))
    }

    /// Takes in what the tab that leads has made durable. Says `false` where something was missed: [`Workspace::reopen`]
    /// then.
    ///
    /// # Errors
    /// What is no commit of this workspace.
    pub async fn follow(
        &self,
        told: Vec<Incoming>,
        rows: &[(RowHash, Vec<u8>)],
    ) -> Result<bool, SiteError> {
        let _writing = self.writer.lock().await;
        self.site.borrow_mut().follow(told, rows)
    }

    /// Reads everything from the store again.
    ///
    /// # Errors
    /// As for opening.
    pub async fn reopen(&self) -> Result<(), SiteError> {
        let _writing = self.writer.lock().await;
        let mut anew = self.open_again().await?;
        anew.personal.follows(&self.site.borrow().personal);
        *self.site.borrow_mut() = anew;
        Ok(())
    }

    /// Whether the journal has every commit that was held when this was asked, byte for byte. An opening by a saved view
    /// looks at the ends of streams only; this reads every row, and awaits `pause` between some of them.
    ///
    /// # Errors
    /// The store's.
    pub async fn has_whole_journal(&self, pause: impl AsyncFn()) -> Result<bool, StoreError> {
        let mut walk = Walk::new(self.site.borrow().history().ends());
        let (mut from, to) = (vec![0; 24], vec![0xff; 24]);
        loop {
            let rows = self
                .store
                .scan(Table::Tail, &from, &to, ROWS_AT_ONCE)
                .await?;
            let Some((last, _)) = rows.last() else {
                return Ok(walk.is_whole());
            };
            from = [last.as_slice(), &[0]].concat();
            if !rows.iter().all(|(key, value)| walk.takes(key, value)) {
                return Ok(false);
            }
            pause().await;
        }
    }

    /// Reads everything from the journal again, whatever a saved view says, which is not relied on any more.
    ///
    /// # Errors
    /// As for opening.
    pub async fn reopen_from_journal(&self) -> Result<(), SiteError> {
        let _writing = self.writer.lock().await;
        self.is_view_known.set(false);
        let mut anew = Site::open(self.store.clone()).await?;
        anew.personal.follows(&self.site.borrow().personal);
        *self.site.borrow_mut() = anew;
        Ok(())
    }

    async fn open_again(&self) -> Result<Site<S>, SiteError> {
        match &self.view {
            Some(view) => Ok(Site::open_with(self.store.clone(), view).await?.0),
            None => Site::open(self.store.clone()).await,
        }
    }

    /// The personal rows that were erased since this was asked last, for whoever keeps texts beside the workspace: drafts,
    /// saved views.
    pub fn take_gone(&self) -> Vec<Content> {
        self.site.borrow_mut().personal.take_gone()
    }

    /// Whether this device may go on in its stream; otherwise somebody else writes it too: [`Workspace::begin_anew`] then.
    pub fn may_go_on(&self) -> bool {
        self.site.borrow().may_go_on()
    }

    /// Goes on in a new stream.
    ///
    /// # Errors
    /// The store's.
    pub async fn begin_anew(
        &self,
        stream: StreamId,
        why: Why,
        session: [u8; 8],
        now_ms: i64,
    ) -> Result<(), SiteError> {
        let _writing = self.writer.lock().await;
        let mut anew = self.open_again().await?;
        anew.begin_anew(stream, why, None, session, now_ms).await?;
        *self.site.borrow_mut() = anew;
        Ok(())
    }

    /// Takes in what another device holds, durable when it returns. Says how many commits were new.
    ///
    /// # Errors
    /// A commit that is damaged or of another workspace, and the store's: nothing was taken in then.
    pub async fn take_in(
        &self,
        commits: Vec<Incoming>,
        rows: &[(RowHash, Vec<u8>)],
    ) -> Result<usize, SiteError> {
        let _writing = self.writer.lock().await;
        let prepared = self.site.borrow().prepare_taking_in(commits, rows)?;
        let new = prepared.new_commits();
        if !prepared.is_nothing() {
            prepared.write(&self.store).await?;
            self.site.borrow_mut().settle_taken(prepared);
        }
        self.forget_erased_locked().await?;
        Ok(new)
    }

    /// Looks at what taking in would give. Nothing is kept, and nothing may be awaited inside.
    ///
    /// # Errors
    /// A commit that is damaged or of another workspace.
    pub fn foresee<T>(
        &self,
        commits: &[Incoming],
        rows: &[(RowHash, Vec<u8>)],
        with: impl FnOnce(&Reading<'_>, &Foreseen<'_>) -> T,
    ) -> Result<T, SiteError> {
        let site = self.site.borrow();
        let foreseen = site.foresee(commits, rows)?;
        Ok(with(&site.reading(), &foreseen))
    }

    /// Deletes the personal rows that an executed erasure reaches. Says how many.
    ///
    /// # Errors
    /// The store's: then they are still there, and go the next time.
    pub async fn forget_erased(&self) -> Result<usize, SiteError> {
        let _writing = self.writer.lock().await;
        self.forget_erased_locked().await
    }

    async fn forget_erased_locked(&self) -> Result<usize, SiteError> {
        let dead = self.site.borrow().erased_rows();
        if !dead.is_empty() {
            self.store
                .write(&[], &Site::<S>::forgetting(&dead), Durability::Strict)
                .await?;
            self.site.borrow_mut().forget(&dead);
        }
        Ok(dead.len())
    }
}
