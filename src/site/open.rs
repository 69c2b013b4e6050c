//! Founding a workspace, joining one, opening the one that is here.

use super::damage::{own_head, with_successors};
use super::fold::fold_all;
use super::held::{Held, One, incoming};
use super::take_in::Taken;
use super::{Asked, Incoming, Own, Personal, RowHash, Site, SiteError};
use crate::storage::memory::MemoryStore;
use crate::storage::{Change, Durability, Guard, Store, Table};
use crate::stream::History;
use crate::stream::commands::Sent;
use crate::stream::facts::{
    ENCODING_FIRST, Founded, Genesis, HASH_SHA256, Kind, StreamFact, Why, WorkspaceName,
};
use crate::stream::history::Begins;
use crate::stream::id::{CommitId, Hash, Opened, StreamId};
use crate::stream::packed;
use crate::stream::wire::{Malformed, Names};
use crate::trade::decide::{Command, Proposed};
use crate::trade::event::Event;
use crate::trade::id::OperatorId;
use crate::trade::people::{OperatorAdded, OperatorField, PeopleFact, Role, RoleGranted};
use crate::trade::personal::content::Written;
use crate::trade::state::State;
use std::collections::BTreeSet;

/// How a workspace is founded: a person's act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Founding {
    /// Its name.
    pub name: WorkspaceName,
    /// Real, or the demo.
    pub kind: Kind,
    /// The owner's card.
    pub owner: Vec<OperatorField>,
}

/// The key of the row that says which stream this device writes, and how far.
pub const OWN_KEY: &[u8] = b"own";
/// The name of no stream: where nothing says under which one this device writes.
const NOBODY: [u8; 16] = [0; 16];
const ROWS_AT_ONCE: usize = 1_000;

impl<S: Store> Site<S> {
    /// Founds a workspace in an empty store. `stream` are 16 random bytes, `session` those of the asking tab.
    ///
    /// # Errors
    /// The store's, or a guard's if something was founded here meanwhile.
    pub async fn found(
        store: S,
        stream: StreamId,
        founding: Founding,
        session: [u8; 8],
        now_ms: i64,
    ) -> Result<(Self, OperatorId), SiteError> {
        let mut site = Site::blank(store, stream, None);
        let owner = OperatorId(Opened {
            commit: CommitId { stream, number: 1 },
            ordinal: 0,
        });
        let granted = RoleGranted {
            operator: owner,
            role: Role::Owner,
            restrictions: Vec::new(),
        };
        let events = vec![
            opened(None, Why::New),
            Event::Streams(StreamFact::Founded(Founded {
                name: founding.name,
                kind: founding.kind,
            })),
            Event::People(PeopleFact::OperatorAdded(OperatorAdded {
                fields: founding.owner,
                rows: Vec::new(),
            })),
            Event::People(PeopleFact::RoleGranted(granted)),
        ];
        site.begin(events, Some(owner), session, now_ms).await?;
        Ok((site, owner))
    }

    /// Founds a workspace with what it needs before its first order, as its owner and in one transaction: a set-up that does
    /// not come to its end leaves nothing behind. `set_up` gives the commands, each with its personal rows.
    ///
    /// # Errors
    /// A refusal; the store's, or a guard's if something was founded here meanwhile.
    pub async fn found_with(
        store: S,
        stream: StreamId,
        founding: Founding,
        set_up: impl FnOnce(OperatorId) -> Vec<(Command, Vec<Written>)>,
        session: [u8; 8],
        (now_ms, today): (i64, i64),
    ) -> Result<(Self, OperatorId), SiteError> {
        let aside = MemoryStore::new();
        let (mut site, owner) =
            Site::found(aside.clone(), stream, founding, session, now_ms).await?;
        for (command, rows) in set_up(owner) {
            let (stream, counter) = site.next(&session);
            let asked = Asked {
                sent: Sent {
                    stream,
                    session,
                    counter,
                    content: [0; 8],
                },
                operator: Some(owner),
                now_ms,
                today,
            };
            let prepared = site.prepare(asked, &command, &rows)?;
            site.keep(prepared).await?;
        }
        let nothing = Guard {
            table: Table::Meta,
            key: OWN_KEY.to_vec(),
            expected: None,
        };
        let changes = aside.as_changes();
        store
            .write(&[nothing], &changes, Durability::Strict)
            .await?;
        Ok((Site::open(store).await?, owner))
    }

    /// Joins a workspace with what another device of it holds.
    ///
    /// # Errors
    /// As for taking in, and the store's.
    pub async fn join(
        store: S,
        stream: StreamId,
        commits: Vec<Incoming>,
        session: [u8; 8],
        now_ms: i64,
    ) -> Result<Self, SiteError> {
        let copy = (commits, Vec::new());
        Site::join_with(store, stream, copy, None, session, now_ms).await
    }

    /// The same with personal rows, all in one transaction: either the device has joined, or nothing has changed. `over` is
    /// the row of the own stream where the store holds one of which nothing can be read.
    ///
    /// # Errors
    /// As for [`Site::join`].
    pub async fn join_with(
        store: S,
        stream: StreamId,
        (commits, rows): (Vec<Incoming>, Vec<(RowHash, Vec<u8>)>),
        over: Option<Vec<u8>>,
        session: [u8; 8],
        now_ms: i64,
    ) -> Result<Self, SiteError> {
        let workspace = founding_hash(&commits)?;
        let mut site = Site::blank(store, stream, Some(workspace));
        site.own_row = over;
        let mut taken = site.prepare_taking_in(commits, &rows)?;
        let changes = taken.take_changes();
        site.settle_taken(taken);
        let events = vec![opened(Some(workspace), Why::Joined)];
        let begun = Proposed {
            warehouse: None,
            events,
        };
        let prepared = site.encode(vec![begun], None, session, 1, now_ms, &[])?;
        site.keep(prepared.behind(changes)).await?;
        Ok(site)
    }

    /// Opens the workspace that the store holds. A stream of which a row is damaged or missing is read up to there:
    /// [`Site::damage`] tells of it then. Where what this device wrote last is not there, or nothing says under which name
    /// it writes, it is [broken](Site::is_own_broken) and begins anew.
    ///
    /// # Errors
    /// [`SiteError::Empty`] where none was founded; [`SiteError::Damaged`] where no stream can be read; the store's.
    pub async fn open(store: S) -> Result<Self, SiteError> {
        let own_row = store.get(Table::Meta, OWN_KEY).await?;
        let own = own_row.clone().unwrap_or_default();
        let stream = StreamId::new(own.first_chunk::<16>().copied().unwrap_or(NOBODY));
        // Whatever was kept beside the journal plays no part in this.
        packed::read_again();
        let mut site = Site::blank(store, stream, None);
        let first = site.read_journal(&own).await?;
        if site.held.is_empty() {
            if own_row.is_none() && first.is_none() && site.broken.is_empty() {
                return Err(SiteError::Empty);
            }
            return Err(first.unwrap_or_else(|| site.lost(0)));
        }
        site.own = site.own_of(stream);
        site.find_own_head(&own);
        site.own_row = own_row;
        site.personal = Personal::open(&site.store).await?;
        Ok(site)
    }

    /// Reads the whole journal and folds it. Notes the rows that cannot be taken as genuine, and gives the first error. No
    /// more is held as values at a time than some rows, however many there are.
    async fn read_journal(&mut self, own_row: &[u8]) -> Result<Option<SiteError>, SiteError> {
        let mut streams = first_rows(&self.store).await?;
        // A branch begins behind the one that it grew out of.
        streams.sort_unstable_by_key(|first| (first.number, first.stream));
        let own = own_head(own_row);
        let mut first = None;
        for CommitId { stream, .. } in streams {
            let mut from = CommitId { stream, number: 0 }.key().to_vec();
            let to = CommitId {
                stream,
                number: u64::MAX,
            };
            let mut last: Option<Incoming> = None;
            loop {
                let some = self
                    .store
                    .scan(Table::Tail, &from, &to.key(), ROWS_AT_ONCE)
                    .await?;
                let is_end = some.is_empty();
                if let Some((key, _)) = some.last() {
                    from = [key.as_slice(), &[0]].concat();
                }
                let mut rows: Vec<Incoming> = last.take().into_iter().collect();
                self.broken.extend(read_rows(&some, &mut rows)?);
                // The row after it says which one is genuine.
                let next = match is_end {
                    true => None,
                    false => rows.pop(),
                };
                let after = next.as_ref().map(|next| {
                    let number = next.commit.number - 1;
                    (CommitId { stream, number }, next.before)
                });
                let mut taken = Taken::begin(&self.history, &self.held);
                let wrong = take_genuine(
                    &mut taken,
                    rows,
                    after.into_iter().chain(own),
                    &mut self.broken,
                );
                first = first.or(wrong);
                let given = taken.given();
                (self.history, _) = given.hold(&mut self.held);
                while self.held.pack(usize::MAX) > 0 {}
                self.held.cool();
                self.held.cool();
                last = next;
                if is_end {
                    break;
                }
            }
        }
        self.state = fold_all(&self.history, &mut self.held);
        if self.held.withhold(self.state.withheld()) {
            self.state = fold_all(&self.history, &mut self.held);
        }
        Ok(first)
    }

    /// Takes in rows of the journal, which are in the order of their keys, and notes those that cannot be taken as
    /// genuine. Gives the first error.
    pub(super) fn take_rows(&mut self, rows: Vec<Incoming>, own_row: &[u8]) -> Option<SiteError> {
        let mut broken = std::mem::take(&mut self.broken);
        let mut taken = Taken::begin(&self.history, &self.held);
        let first = take_genuine(&mut taken, rows, own_head(own_row), &mut broken);
        let given = taken.given();
        self.history = given.settle(&mut self.held, &mut self.state);
        self.broken = broken;
        first
    }

    /// Whether this device may write on in its stream: nobody else does, as far as is known here.
    pub fn may_go_on(&self) -> bool {
        let last = self.own.last();
        !self.own.broken && last.is_none_or(|last| self.history.may_append(last))
    }

    /// Goes on in a new stream: after a loss, a copy that was restored, or a fork.
    ///
    /// # Errors
    /// The store's.
    pub async fn begin_anew(
        &mut self,
        stream: StreamId,
        why: Why,
        operator: Option<OperatorId>,
        session: [u8; 8],
        now_ms: i64,
    ) -> Result<(), SiteError> {
        let workspace = self.history.workspace();
        let before = std::mem::replace(&mut self.own, Own::new(stream));
        let begun = self
            .begin(vec![opened(workspace, why)], operator, session, now_ms)
            .await;
        if begun.is_err() {
            self.own = before;
        }
        begun
    }

    /// A workspace with nothing in it and nothing of it stored: what is read before one is open.
    pub fn nothing(store: S, stream: StreamId) -> Self {
        Site::blank(store, stream, None)
    }

    pub(super) fn blank(store: S, stream: StreamId, workspace: Option<Hash>) -> Self {
        Site {
            store,
            own: Own::new(stream),
            own_row: None,
            history: History::new(workspace),
            held: Held::default(),
            broken: BTreeSet::new(),
            state: State::default(),
            personal: Personal::default(),
            beside: Vec::new(),
        }
    }

    async fn begin(
        &mut self,
        events: Vec<Event>,
        operator: Option<OperatorId>,
        session: [u8; 8],
        now_ms: i64,
    ) -> Result<(), SiteError> {
        let commits = vec![Proposed {
            warehouse: None,
            events,
        }];
        self.append(commits, operator, session, 1, now_ms)
            .await
            .map(drop)
    }

    /// Finds the last own commit that was stored among those that are held: where it is missing, or is another one than
    /// was written, something was lost. Where rows of the own stream are damaged or missing it is not written on.
    pub(super) fn find_own_head(&mut self, row: &[u8]) {
        let Some((last, hash)) = own_head(row) else {
            self.own.broken = true;
            return;
        };
        if self.own.hash == hash {
            return;
        }
        // Where the stream forked its last part has another name; it is written under none of them any more.
        if self.held.by_hash(&hash).is_some() {
            (self.own.number, self.own.hash) = (last.number, hash);
            return;
        }
        // It stands in the store and cannot be read, or is gone: what can be read is worked on under another name.
        self.own.broken = true;
        if last.number > self.own.number {
            self.own.lost = Some((last, hash));
            self.broken.insert(last);
        }
    }

    fn lost(&self, number: u64) -> SiteError {
        let stream = self.own.stream;
        SiteError::Damaged {
            commit: CommitId { stream, number },
            why: Malformed::Truncated,
        }
    }

    /// The own stream as the commits that are held tell it.
    pub(super) fn own_of(&self, stream: StreamId) -> Own {
        self.own_from(Own::new(stream))
    }

    /// The own stream as it goes on from where it was known.
    pub(super) fn own_from(&self, mut own: Own) -> Own {
        let known = CommitId {
            stream: own.stream,
            number: own.number,
        };
        for (id, one) in self.held.of_stream_after(known) {
            for mentioned in &one.commit.header.mentions {
                own.names.mention(*mentioned);
            }
            // The own stream holds only numbers that this program writes: another one was forged, and is not written on.
            own.broken |= own.sessions.fold_commit(&one.commit).is_err();
            (own.number, own.hash) = (id.number, one.meta.hash);
        }
        own
    }

    /// What guards the own head, and the row that moves it on.
    pub(super) fn own_rows(&self, number: u64, hash: &Hash) -> (Guard, Vec<u8>) {
        let guard = Guard {
            table: Table::Meta,
            key: OWN_KEY.to_vec(),
            expected: self.own_row.clone(),
        };
        let row = [
            self.own.stream.bytes().as_slice(),
            &number.to_be_bytes(),
            hash,
        ]
        .concat();
        (guard, row)
    }

    /// The change that stores the own head.
    pub(super) fn own_change(row: &[u8]) -> Change {
        Change::Put {
            table: Table::Meta,
            key: OWN_KEY.to_vec(),
            value: row.to_vec(),
        }
    }
}

/// The hash of the founding commit among these.
///
/// # Errors
/// [`SiteError::Empty`] where none is among them.
pub fn founding_hash(commits: &[Incoming]) -> Result<Hash, SiteError> {
    for incoming in commits
        .iter()
        .filter(|incoming| incoming.commit.number == 1)
    {
        let one = One::read(incoming.clone(), &mut Names::of(incoming.commit.stream))?;
        if one.meta.begins == Some(Begins::Founding) {
            return Ok(one.meta.hash);
        }
    }
    Err(SiteError::Empty)
}

/// Takes rows that the commits after them name. Notes the others as broken, and gives the first error. `ends` are hashes of
/// rows that are named elsewhere.
fn take_genuine(
    taken: &mut Taken<'_>,
    rows: Vec<Incoming>,
    ends: impl IntoIterator<Item = (CommitId, Hash)>,
    broken: &mut BTreeSet<CommitId>,
) -> Option<SiteError> {
    let mut first = None;
    for (incoming, successor) in with_successors(rows, ends) {
        let commit = incoming.commit;
        // What follows a commit that is left out is not read either: nothing says which names it would mean.
        let is_held = match taken.read(incoming) {
            Ok(Some((one, names))) => {
                if successor.is_none_or(|hash| hash == one.meta.hash) {
                    taken.take((one, names))
                } else {
                    Ok(false)
                }
            }
            Ok(None) => Ok(false),
            Err(error) => Err(error),
        };
        if !matches!(is_held, Ok(true)) {
            broken.insert(commit);
        }
        first = first.or(is_held.err());
    }
    first
}

/// The first row of each stream of the journal.
async fn first_rows<S: Store>(store: &S) -> Result<Vec<CommitId>, SiteError> {
    let mut firsts = Vec::new();
    let mut from = vec![0; 24];
    loop {
        let some = store.scan(Table::Tail, &from, &[0xff; 24], 1).await?;
        let Some((key, _)) = some.first() else {
            return Ok(firsts);
        };
        let first = named(key)?;
        firsts.push(first);
        let number = u64::MAX;
        let end = CommitId { number, ..first }.key();
        from = [end.as_slice(), &[0]].concat();
    }
}

/// The commit that a row of the journal is named by.
fn named(key: &[u8]) -> Result<CommitId, SiteError> {
    let commit = CommitId {
        stream: StreamId::new([0; 16]),
        number: 0,
    };
    let why = Malformed::Truncated;
    CommitId::from_key(key).ok_or(SiteError::Damaged { commit, why })
}

/// Reads rows of the journal; gives the names of those that are too short for a commit.
fn read_rows(
    some: &[(Vec<u8>, Vec<u8>)],
    rows: &mut Vec<Incoming>,
) -> Result<BTreeSet<CommitId>, SiteError> {
    let mut broken = BTreeSet::new();
    for (key, value) in some {
        match incoming(key, value) {
            Some(row) => rows.push(row),
            None => {
                broken.insert(named(key)?);
            }
        }
    }
    Ok(broken)
}

/// The rows of the journal of these keys, and the names of those that are too short for a commit.
pub(super) async fn rows_between<S: Store>(
    store: &S,
    from: &[u8],
    to: &[u8],
    rows: &mut Vec<Incoming>,
) -> Result<BTreeSet<CommitId>, SiteError> {
    let mut broken = BTreeSet::new();
    let mut from = from.to_vec();
    loop {
        let some = store.scan(Table::Tail, &from, to, ROWS_AT_ONCE).await?;
        let Some((last, _)) = some.last() else {
            return Ok(broken);
        };
        from = [last.as_slice(), &[0]].concat();
        broken.extend(read_rows(&some, rows)?);
    }
}

fn opened(workspace: Option<Hash>, why: Why) -> Event {
    Event::Streams(StreamFact::Opened(Genesis {
        workspace,
        public_key: None,
        why,
        hash: HASH_SHA256,
        encoding: ENCODING_FIRST,
    }))
}
