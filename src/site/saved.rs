//! The saved view: what opening would compute, kept beside the journal so that it need not be computed again.
//!
//! It is no truth. It lies in a store of its own that may be dropped at any time, says which build wrote it and which
//! commits it covers, and is read only where the journal has just those commits. Where anything differs, is damaged or
//! absent, everything is folded from the journal. It holds no personal rows.
//!
//! Blocks are kept in *parts* that are named by what they hold, so that a part which did not change is not written
//! again. The row that names the parts is written last.

use super::open::{OWN_KEY, rows_between};
use super::{Held, Incoming, Own, Personal, Reading, Site, SiteError};
use crate::storage::{Change, Durability, Store, StoreError, Table};
use crate::stream::History;
use crate::stream::chain::commit_hash;
use crate::stream::id::{CommitId, Hash, StreamId};
use crate::stream::kept::Slice;
use crate::stream::packed;
use crate::stream::wire::{Attached, Malformed, Names, Reader, Wire, Writer};
use crate::trade::state::State;
use flate2::Crc;
use sha2::{Digest, Sha256};
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

/// The build that may read what it has kept: a number over everything that computed values depend on.
const BUILD: &str = env!("DEPO_KEPT");
/// The row that names the parts.
const CONTENTS_KEY: &[u8] = b"contents";
/// The row that names parts which are being written.
const BEGUN_KEY: &[u8] = b"begun";
const PART_KEY: u8 = b'p';
/// A part has about so many bytes, and never more than twice as many.
const PART_BYTES: usize = 256 * 1024;
/// Parts are written and read so many bytes at once.
const AT_ONCE_BYTES: usize = 2 * 1024 * 1024;
const PARTS_AT_ONCE: usize = 16;
/// The view is saved anew once so many bytes of commits came, or a twentieth of all.
const UNSAVED_BYTES_MIN: usize = 64 * 1024;
/// Everything is packed once so many bytes of commits came.
const UNPACKED_BYTES_MAX: usize = 256 * 1024;
/// Stands at ordinal 0, so that no name is written whole.
const NO_STREAM: StreamId = StreamId::new([0; 16]);

crate::kept_struct! { Own { stream, names, number, hash, sessions, broken, lost } }

type PartKey = [u8; 16];

/// A part as the row of contents names it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct PartName {
    key: PartKey,
    bytes: usize,
    crc: u32,
}

/// What the saved view consists of.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Contents {
    build: String,
    head: Vec<PartName>,
    blocks: Vec<PartName>,
    beside: Vec<PartName>,
}

crate::kept_struct! {
    PartName { key, bytes, crc }
    Contents { build, head, blocks, beside }
}

impl Contents {
    fn keys(&self) -> impl Iterator<Item = PartKey> {
        let parts = self.head.iter().chain(&self.blocks).chain(&self.beside);
        parts.map(|part| part.key)
    }
}

/// A view as it is to be saved: it does not change any more, whatever becomes of the workspace.
pub struct Image {
    head: Vec<Vec<Slice>>,
    blocks: Vec<Vec<Slice>>,
    /// What was given to be kept with it.
    beside: Vec<Vec<Slice>>,
}

/// What a saved view gives back.
struct Saved {
    own: Own,
    history: History,
    held: Held,
    state: State,
    beside: Vec<Slice>,
}

fn row_key(part: &PartKey) -> Vec<u8> {
    [&[PART_KEY], part.as_slice()].concat()
}

fn read_whole<T: Wire>(bytes: &[u8]) -> Result<T, Malformed> {
    let whole = Names::whole();
    let mut r = Reader::new(bytes, &whole);
    let value = T::read(&mut r)?;
    r.finish()?;
    Ok(value)
}

fn write_whole(value: &impl Wire) -> Vec<u8> {
    let mut whole = Names::whole();
    let mut w = Writer::new(&mut whole);
    value.write(&mut w);
    w.into_bytes()
}

/// The name of a part.
fn named(slices: &[Slice]) -> PartName {
    let (mut sha, mut crc) = (Sha256::new(), Crc::new());
    for slice in slices {
        sha.update(slice.bytes());
        crc.update(slice.bytes());
    }
    let hash = sha.finalize();
    PartName {
        key: std::array::from_fn(|i| hash[i]),
        bytes: slices.iter().map(|slice| slice.bytes().len()).sum(),
        crc: crc.sum(),
    }
}

/// Joins blocks to parts. Where one ends hangs on the block at its end and not on those before, so that parts stay as
/// they are where blocks did.
fn laid(slices: Vec<Slice>) -> Vec<Vec<Slice>> {
    let mut parts = vec![Vec::new()];
    let mut bytes = 0;
    for slice in slices {
        let mut crc = Crc::new();
        crc.update(slice.bytes().get(..64).unwrap_or(slice.bytes()));
        bytes += slice.bytes().len();
        let ends = crc.sum().is_multiple_of(64) || bytes >= 2 * PART_BYTES;
        if let Some(part) = parts.last_mut() {
            part.push(slice);
        }
        if ends {
            parts.push(Vec::new());
            bytes = 0;
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

impl Image {
    /// Writes the view. `anew` says that nothing of what lies there may be relied on; `pause` is awaited between parts
    /// of the work.
    ///
    /// # Errors
    /// The store's. What was saved before is then still there, or nothing is.
    pub async fn write(
        &self,
        view: &impl Store,
        anew: bool,
        pause: &impl AsyncFn(),
    ) -> Result<(), StoreError> {
        if anew {
            let all = Change::DeleteRange {
                table: Table::View,
                from: vec![0],
                to: vec![0xff; 32],
            };
            view.write(&[], &[all], Durability::Relaxed).await?;
        }
        let mut parts: BTreeMap<PartKey, &[Slice]> = BTreeMap::new();
        let mut next = Contents {
            build: BUILD.to_string(),
            head: Vec::new(),
            blocks: Vec::new(),
            beside: Vec::new(),
        };
        for (of, names) in [
            (&self.head, &mut next.head),
            (&self.blocks, &mut next.blocks),
            (&self.beside, &mut next.beside),
        ] {
            for part in of {
                let named = named(part);
                parts.insert(named.key, part);
                names.push(named);
                pause().await;
            }
        }
        let mut there = BTreeSet::new();
        if let Some(contents) = contents(view).await? {
            there.extend(contents.keys());
        }
        let begun = view.get(Table::View, BEGUN_KEY).await?;
        let begun = begun.and_then(|row| read_whole::<Vec<PartKey>>(&row).ok());
        let new = parts.keys().filter(|key| !there.contains(*key));
        let new: Vec<PartKey> = new.copied().collect();
        // A write that does not come to its end leaves parts that the next one finds by this row.
        let mut listed: BTreeSet<PartKey> = begun.into_iter().flatten().collect();
        listed.extend(there.iter().chain(&new));
        let listed: Vec<PartKey> = listed.into_iter().collect();
        let put = |key: &[u8], value: Vec<u8>| Change::Put {
            table: Table::View,
            key: key.to_vec(),
            value,
        };
        let note = put(BEGUN_KEY, write_whole(&listed));
        view.write(&[], &[note], Durability::Relaxed).await?;
        let (mut changes, mut bytes) = (Vec::new(), 0);
        for key in &new {
            let slices = parts.get(key).copied().unwrap_or_default().iter();
            let value = slices.map(Slice::bytes).collect::<Vec<_>>().concat();
            bytes += value.len();
            changes.push(put(&row_key(key), value));
            if bytes >= AT_ONCE_BYTES {
                view.write(&[], &changes, Durability::Relaxed).await?;
                changes.clear();
                bytes = 0;
            }
        }
        changes.push(put(CONTENTS_KEY, write_whole(&next)));
        view.write(&[], &changes, Durability::Relaxed).await?;
        let kept: BTreeSet<PartKey> = next.keys().collect();
        let gone = listed.iter().filter(|key| !kept.contains(*key));
        let delete = |key: &PartKey| Change::Delete {
            table: Table::View,
            key: row_key(key),
        };
        let gone: Vec<Change> = gone.map(delete).collect();
        for some in gone.chunks(PARTS_AT_ONCE) {
            view.write(&[], some, Durability::Relaxed).await?;
        }
        let done = Change::Delete {
            table: Table::View,
            key: BEGUN_KEY.to_vec(),
        };
        view.write(&[], &[done], Durability::Relaxed).await
    }
}

async fn contents(view: &impl Store) -> Result<Option<Contents>, StoreError> {
    let row = view.get(Table::View, CONTENTS_KEY).await?;
    Ok(row.and_then(|row| read_whole(&row).ok()))
}

/// Parts one after the other, as blocks are read from them.
struct Laid {
    parts: Vec<Slice>,
    /// The part, and how far it was read.
    at: Cell<(usize, usize)>,
}

impl Attached for Laid {
    fn next(&self, length: usize) -> Option<Slice> {
        let (mut part, mut from) = self.at.get();
        if self.parts.get(part)?.bytes().len() == from {
            (part, from) = (part + 1, 0);
        }
        let slice = self.parts.get(part)?.part(from, length)?;
        self.at.set((part, from + length));
        Some(slice)
    }
}

/// Reads a saved view; nothing where there is none that this build has written whole.
async fn saved(view: &impl Store) -> Result<Option<Saved>, StoreError> {
    let Some(contents) = contents(view)
        .await?
        .filter(|contents| contents.build == BUILD)
    else {
        return Ok(None);
    };
    let mut found: BTreeMap<PartKey, Slice> = BTreeMap::new();
    let (mut from, to) = (vec![PART_KEY], vec![PART_KEY + 1]);
    loop {
        let rows = view.scan(Table::View, &from, &to, PARTS_AT_ONCE).await?;
        let Some((last, _)) = rows.last() else {
            break;
        };
        from = [last.as_slice(), &[0]].concat();
        for (key, value) in rows {
            if let Some(key) = key.get(1..).and_then(|key| PartKey::try_from(key).ok()) {
                found.insert(key, Slice::of(value));
            }
        }
    }
    Ok(parsed(&contents, &found).ok())
}

fn parsed(contents: &Contents, found: &BTreeMap<PartKey, Slice>) -> Result<Saved, Malformed> {
    let whole = |part: &PartName| {
        let slice = found.get(&part.key).ok_or(Malformed::Truncated)?;
        let mut crc = Crc::new();
        crc.update(slice.bytes());
        let is_it = slice.bytes().len() == part.bytes && crc.sum() == part.crc;
        is_it.then(|| slice.clone()).ok_or(Malformed::Truncated)
    };
    let head: Vec<Slice> = contents.head.iter().map(whole).collect::<Result<_, _>>()?;
    let head: Vec<u8> = head.iter().map(Slice::bytes).collect::<Vec<_>>().concat();
    let laid = Laid {
        parts: contents
            .blocks
            .iter()
            .map(whole)
            .collect::<Result<_, _>>()?,
        at: Cell::new((0, 0)),
    };
    let none = Names::whole();
    let mut r = Reader::new(&head, &none);
    let names = Names::read(&mut r)?;
    let mut r = Reader::new(r.rest(), &names).attached_in(&laid);
    let own = Own::read(&mut r)?;
    let history = postcard::from_bytes(r.run()?);
    let saved = Saved {
        own,
        history: history.map_err(|_| Malformed::OutOfRange("a history that was kept"))?,
        held: Held::read(&mut r)?,
        state: State::read(&mut r)?,
        beside: contents
            .beside
            .iter()
            .map(whole)
            .collect::<Result<_, _>>()?,
    };
    r.finish()?;
    Ok(saved)
}

impl<S: Store> Site<S> {
    /// Opens the workspace that the store holds by the view that was saved of it, and by the commits that came since.
    /// Says whether there was such a view: everything was read and folded otherwise.
    ///
    /// # Errors
    /// As [`Site::open`].
    pub async fn open_with<V: Store>(store: S, view: &V) -> Result<(Self, bool), SiteError>
    where
        S: Clone,
    {
        match Self::open_saved(store.clone(), view).await {
            Some(site) => Ok((site, true)),
            None => Ok((Self::open(store).await?, false)),
        }
    }

    async fn open_saved<V: Store>(store: S, view: &V) -> Option<Self> {
        let own_row = store.get(Table::Meta, OWN_KEY).await.ok()??;
        let stream = StreamId::new(*own_row.first_chunk::<16>()?);
        // An unreadable view is as good as none: the journal has everything.
        let saved = saved(view).await.ok()??;
        let mut ends = saved.history.ends();
        ends.sort_unstable();
        for (end, hash) in &ends {
            let row = store.get(Table::Tail, &end.key()).await.ok()??;
            let (before, bytes) = row.split_first_chunk::<32>()?;
            (commit_hash(before, bytes).ok()? == *hash).then_some(())?;
        }
        let mut site = Site::blank(store, stream, None);
        (site.history, site.held, site.state) = (saved.history, saved.held, saved.state);
        site.beside = saved.beside;
        let rows = site.rows_beyond(&ends).await?;
        site.take_rows(rows, &own_row).is_none().then_some(())?;
        site.broken.is_empty().then_some(())?;
        site.own = if saved.own.stream == stream {
            site.own_from(saved.own)
        } else {
            site.own_of(stream)
        };
        site.find_own_head(&own_row);
        (!site.own.broken).then_some(())?;
        site.own_row = Some(own_row);
        site.personal = Personal::open(&site.store).await.ok()?;
        (!packed::is_unreadable()).then_some(site)
    }

    /// The rows of the journal that are not up to these ends of streams, which are in order. Nothing where one is none.
    async fn rows_beyond(&self, ends: &[(CommitId, Hash)]) -> Option<Vec<Incoming>> {
        let mut rows = Vec::new();
        let mut from = vec![0; 24];
        for (end, _) in ends {
            let first = CommitId { number: 0, ..*end };
            let broken = rows_between(&self.store, &from, &first.key(), &mut rows).await;
            broken.ok()?.is_empty().then_some(())?;
            from = [end.key().as_slice(), &[0]].concat();
        }
        let broken = rows_between(&self.store, &from, &[0xff; 24], &mut rows).await;
        broken.ok()?.is_empty().then_some(rows)
    }

    /// Whether so much came since a view was saved that it is worth saving anew.
    pub fn wants_saving(&self) -> bool {
        let (unsaved, all) = (self.held.unsaved_bytes(), self.held.bytes());
        unsaved >= UNSAVED_BYTES_MIN.max(all / 20)
    }

    /// Whether so much stands as values that it is worth packing: it takes many times the room of its bytes.
    pub fn wants_packing(&self) -> bool {
        self.held.unpacked_bytes() >= UNPACKED_BYTES_MAX
    }

    /// Packs what stands as values, at most so many entries of each kind. Says how many are left.
    pub fn pack(&mut self, entries_max: usize) -> usize {
        self.held.pack(entries_max) + self.state.pack(entries_max)
    }

    /// Lets go of values that stand packed as well.
    pub fn cool(&mut self) {
        self.held.cool();
        self.state.cool();
    }

    /// What was kept beside the view by which this was opened, once; nothing where there was none.
    pub fn take_beside(&mut self) -> Vec<u8> {
        let kept = std::mem::take(&mut self.beside);
        kept.iter().map(Slice::bytes).collect::<Vec<_>>().concat()
    }

    /// The view as it is now, to be saved with what `beside` gives. Nothing where the store is damaged: what is left of it is no view of it, and
    /// opening must find the damage again.
    pub fn image(&mut self, beside: impl FnOnce(&Reading<'_>) -> Vec<u8>) -> Option<Image> {
        if !self.broken.is_empty() || self.own.broken || packed::is_unreadable() {
            return None;
        }
        while self.pack(usize::MAX) > 0 {}
        let history = postcard::to_allocvec(&self.history).ok()?;
        let mut names = Names::of(NO_STREAM);
        let mut w = Writer::new(&mut names);
        self.own.write(&mut w);
        w.run(&history);
        self.held.write(&mut w);
        self.state.write(&mut w);
        let (body, slices) = w.into_parts();
        let head = [write_whole(&names), body].concat();
        let head = head.chunks(PART_BYTES);
        let image = Image {
            head: head.map(|part| vec![Slice::of(part.to_vec())]).collect(),
            blocks: laid(slices),
            beside: beside(&self.reading())
                .chunks(PART_BYTES)
                .map(|part| vec![Slice::of(part.to_vec())])
                .collect(),
        };
        self.held.note_saved();
        Some(image)
    }
}
