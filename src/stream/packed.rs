//! Maps of which most entries stand packed: what is seldom asked for costs its bytes and no more.
//!
//! A [`Packed`] is a sorted map. Entries that were touched stand as values; the others stand in *blocks* of some
//! kilobytes, in the order of their keys, and a block is read when somebody asks for one of its entries. What was read
//! stays read until the map is cooled twice with nobody asking between, so that whoever walks over all entries pays once.
//!
//! A block says everything that it takes to read it, so that it can be kept elsewhere as it is and be read back later.

use super::id::StreamId;
use super::kept::Slice;
use super::squeeze::{spread, squeezed};
use super::wire::{Malformed, Names, Reader, Wire, Writer};
use std::cell::{Cell, OnceCell};
use std::collections::BTreeMap;
use std::fmt::{Debug, Formatter};
use std::iter::Peekable;
use std::marker::PhantomData;
use std::ops::RangeFrom;
use std::sync::atomic::{AtomicBool, Ordering};

/// A block is closed when it has so many bytes: small enough to be read for one entry, large enough to be squeezed well.
const BLOCK_BYTES: usize = 8 * 1024;
/// A block that is squeezed to fewer bytes takes in what comes after it.
const SQUEEZED_BYTES_SMALL: usize = 512;

/// Whether bytes that were kept could not be read back: an error of the program, after which nothing that rests on kept
/// bytes may be trusted.
static UNREADABLE: AtomicBool = AtomicBool::new(false);

/// Whether kept bytes turned out unreadable since the program began. Whoever finds this reads everything from the
/// journal again.
pub fn is_unreadable() -> bool {
    UNREADABLE.load(Ordering::Relaxed)
}

/// Notes that everything was read from the journal again.
pub fn read_again() {
    UNREADABLE.store(false, Ordering::Relaxed);
}

/// How entries become a block.
pub trait Form<K, V> {
    /// What writing takes beside the entries.
    type With;

    /// Begins a block.
    fn begin(with: &Self::With) -> Self;

    /// Whether this entry may follow the last one in the block.
    fn fits(&self, key: &K, value: &V) -> bool;

    /// Writes an entry; how many bytes the block has now.
    fn push(&mut self, key: &K, value: &V) -> usize;

    /// The block.
    fn finish(self) -> Vec<u8>;

    /// The entries of a block.
    ///
    /// # Errors
    /// When the bytes are none.
    fn open(bytes: &[u8]) -> Result<Vec<(K, V)>, Malformed>;
}

/// Entries one after the other, with the streams that they mention before them.
pub struct Plain {
    names: Names,
    bytes: Vec<u8>,
}

/// Stands at ordinal 0, so that no name is written whole.
const NO_STREAM: StreamId = StreamId::new([0; 16]);

impl<K: Wire, V: Wire> Form<K, V> for Plain {
    type With = ();

    fn begin((): &()) -> Self {
        Plain {
            names: Names::of(NO_STREAM),
            bytes: Vec::with_capacity(BLOCK_BYTES),
        }
    }

    fn fits(&self, _: &K, _: &V) -> bool {
        true
    }

    fn push(&mut self, key: &K, value: &V) -> usize {
        let mut w = Writer::new(&mut self.names);
        key.write(&mut w);
        value.write(&mut w);
        self.bytes.extend(w.into_bytes());
        self.bytes.len()
    }

    fn finish(self) -> Vec<u8> {
        let streams = self.names.streams().get(1..).unwrap_or_default().to_vec();
        let mut whole = Names::whole();
        let mut w = Writer::new(&mut whole);
        streams.write(&mut w);
        w.raw(&self.bytes);
        w.into_bytes()
    }

    fn open(bytes: &[u8]) -> Result<Vec<(K, V)>, Malformed> {
        let whole = Names::whole();
        let mut head = Reader::new(bytes, &whole);
        let mut names = Names::of(NO_STREAM);
        for stream in <Vec<StreamId>>::read(&mut head)? {
            names.mention(stream);
        }
        let mut r = Reader::new(head.rest(), &names);
        let mut entries = Vec::new();
        while !r.is_empty() {
            entries.push((K::read(&mut r)?, V::read(&mut r)?));
        }
        Ok(entries)
    }
}

struct Block<K, V> {
    first: K,
    last: K,
    /// How many entries.
    count: usize,
    bytes: Slice,
    entries: OnceCell<Box<[(K, V)]>>,
    /// Whether somebody asked for an entry since the map was last cooled.
    asked: Cell<bool>,
}

impl<K: Clone, V> Clone for Block<K, V> {
    fn clone(&self) -> Self {
        Block {
            first: self.first.clone(),
            last: self.last.clone(),
            count: self.count,
            bytes: self.bytes.clone(),
            entries: OnceCell::new(),
            asked: Cell::new(false),
        }
    }
}

impl<K, V> Block<K, V> {
    fn entries<F: Form<K, V>>(&self) -> &[(K, V)] {
        self.asked.set(true);
        self.entries
            .get_or_init(|| self.read::<F>().into_boxed_slice())
    }

    fn read<F: Form<K, V>>(&self) -> Vec<(K, V)> {
        match spread(self.bytes.bytes()).and_then(|bytes| F::open(&bytes)) {
            Ok(entries) if entries.len() == self.count => entries,
            Ok(_) | Err(_) => {
                UNREADABLE.store(true, Ordering::Relaxed);
                Vec::new()
            }
        }
    }

    fn into_entries<F: Form<K, V>>(self) -> Vec<(K, V)> {
        self.entries::<F>();
        self.entries.into_inner().unwrap_or_default().into_vec()
    }
}

/// A sorted map of which most entries stand packed: see the [module](self). An entry is never taken away.
pub struct Packed<K, V, F = Plain> {
    hot: BTreeMap<K, V>,
    /// Ascending; no two of them overlap.
    cold: Vec<Block<K, V>>,
    /// How many entries of `cold` stand in `hot` too, which are those that count.
    shadowed: usize,
    form: PhantomData<F>,
}

impl<K, V, F> Default for Packed<K, V, F> {
    fn default() -> Self {
        Packed {
            hot: BTreeMap::new(),
            cold: Vec::new(),
            shadowed: 0,
            form: PhantomData,
        }
    }
}

impl<K: Clone, V: Clone, F> Clone for Packed<K, V, F> {
    fn clone(&self) -> Self {
        Packed {
            hot: self.hot.clone(),
            cold: self.cold.clone(),
            shadowed: self.shadowed,
            form: PhantomData,
        }
    }
}

impl<K: Ord + Debug, V: Debug, F: Form<K, V>> Debug for Packed<K, V, F> {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl<K: Ord, V: PartialEq, F: Form<K, V>> PartialEq for Packed<K, V, F> {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other.iter())
    }
}

impl<K: Ord, V: Eq, F: Form<K, V>> Eq for Packed<K, V, F> {}

impl<K: Ord, V, F: Form<K, V>> Packed<K, V, F> {
    /// How many entries there are.
    pub fn len(&self) -> usize {
        let cold: usize = self.cold.iter().map(|block| block.count).sum();
        self.hot.len() + cold - self.shadowed
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.hot.is_empty() && self.cold.is_empty()
    }

    fn block(&self, key: &K) -> Option<&Block<K, V>> {
        let after = self.cold.partition_point(|block| block.first <= *key);
        let block = self.cold.get(after.checked_sub(1)?)?;
        (*key <= block.last).then_some(block)
    }

    fn cold(&self, key: &K) -> Option<&(K, V)> {
        let entries = self.block(key)?.entries::<F>();
        let place = entries.binary_search_by(|(other, _)| other.cmp(key)).ok()?;
        entries.get(place)
    }

    /// The value of a key.
    pub fn get(&self, key: &K) -> Option<&V> {
        let hot = self.hot.get(key);
        hot.or_else(|| self.cold(key).map(|(_, value)| value))
    }

    /// Whether there is an entry of this key.
    pub fn contains_key(&self, key: &K) -> bool {
        self.get(key).is_some()
    }

    /// The last key that is not after this one. No block is read whose last key says so.
    pub fn last_to(&self, to: &K) -> Option<&K> {
        let hot = self.hot.range(..=to).next_back().map(|(key, _)| key);
        let after = self.cold.partition_point(|block| block.first <= *to);
        let block = after.checked_sub(1).and_then(|at| self.cold.get(at));
        let cold = block.and_then(|block| match block.last <= *to {
            true => Some(&block.last),
            false => {
                let entries = block.entries::<F>();
                let after = entries.partition_point(|(key, _)| key <= to);
                let found = entries.get(after.checked_sub(1)?);
                found.map(|(key, _)| key)
            }
        });
        hot.max(cold)
    }

    /// Every entry, in the order of keys.
    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        let cold = self.cold.iter().flat_map(Block::entries::<F>);
        merged(self.hot.iter(), cold)
    }

    /// The keys, in their order.
    pub fn keys(&self) -> impl Iterator<Item = &K> {
        self.iter().map(|(key, _)| key)
    }

    /// The values, in the order of keys.
    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.iter().map(|(_, value)| value)
    }

    /// The entries from a key on, in the order of keys.
    pub fn range(&self, from: RangeFrom<K>) -> impl Iterator<Item = (&K, &V)> {
        let first = self.cold.partition_point(|block| block.last < from.start);
        let blocks = self.cold.get(first..).unwrap_or_default().iter();
        let before = blocks
            .clone()
            .next()
            .map_or(0, |block| match block.first < from.start {
                true => block
                    .entries::<F>()
                    .partition_point(|(key, _)| *key < from.start),
                false => 0,
            });
        let cold = blocks.flat_map(Block::entries::<F>).skip(before);
        merged(self.hot.range(from), cold)
    }
}

impl<K: Ord + Clone, V: Clone, F: Form<K, V>> Packed<K, V, F> {
    /// The value of a key, to be changed.
    pub fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        if !self.hot.contains_key(key) {
            let (key, value) = self.cold(key)?.clone();
            self.shadowed += 1;
            self.hot.insert(key, value);
        }
        self.hot.get_mut(key)
    }

    /// The value of a key, to be changed; made where there is none.
    pub fn or_insert_with(&mut self, key: K, make: impl FnOnce() -> V) -> &mut V {
        if !self.hot.contains_key(&key)
            && let Some((_, value)) = self.cold(&key)
        {
            let value = value.clone();
            self.shadowed += 1;
            self.hot.insert(key.clone(), value);
        }
        self.hot.entry(key).or_insert_with(make)
    }

    /// The value of a key, to be changed; the default where there is none.
    pub fn or_default(&mut self, key: K) -> &mut V
    where
        V: Default,
    {
        self.or_insert_with(key, V::default)
    }

    /// Sets the value of a key.
    pub fn insert(&mut self, key: K, value: V) {
        if !self.hot.contains_key(&key) && self.cold(&key).is_some() {
            self.shadowed += 1;
        }
        self.hot.insert(key, value);
    }

    /// Takes an entry out of the map.
    pub fn take(&mut self, key: &K) -> Option<V> {
        if self.block(key).is_some() {
            // Seldom: the block stands as values from now on, and no more as a block.
            let place = self.cold.partition_point(|block| block.first <= *key) - 1;
            let block = self.cold.remove(place);
            for (key, value) in block.into_entries::<F>() {
                match self.hot.contains_key(&key) {
                    true => self.shadowed -= 1,
                    false => {
                        self.hot.insert(key, value);
                    }
                }
            }
        }
        self.hot.remove(key)
    }

    /// Packs entries that stand as values, at most so many. They stay at hand as well until the map is
    /// [cooled](Packed::cool). Says how many are left.
    pub fn pack(&mut self, entries_max: usize, with: &F::With) -> usize {
        if self.hot.is_empty() {
            return 0;
        }
        let mut hot = std::mem::take(&mut self.hot);
        if let Some(after) = hot.keys().nth(entries_max).cloned() {
            self.hot = hot.split_off(&after);
        }
        let (Some((first, _)), Some((last, _))) = (hot.first_key_value(), hot.last_key_value())
        else {
            return self.hot.len();
        };
        // What lies before and behind stays as it is, but for a small block just before.
        let from = self
            .cold
            .partition_point(|block| block.last < *first)
            .saturating_sub(1);
        let to = self
            .cold
            .partition_point(|block| block.first <= *last)
            .max(from);
        let behind = self.cold.split_off(to);
        let reached = self.cold.split_off(from);
        let mut packing: Packing<'_, K, V, F> = Packing {
            done: std::mem::take(&mut self.cold),
            open: None,
            with,
        };
        let mut hot = hot.into_iter().peekable();
        for block in reached {
            while let Some((key, value)) = hot.next_if(|(key, _)| *key < block.first) {
                packing.push(key, value);
            }
            if hot.peek().is_none_or(|(key, _)| *key > block.last) {
                packing.block(block);
                continue;
            }
            for (key, value) in block.into_entries::<F>() {
                while let Some((key, value)) = hot.next_if(|(hot, _)| *hot < key) {
                    packing.push(key, value);
                }
                match hot.next_if(|(hot, _)| *hot == key) {
                    Some((key, value)) => {
                        self.shadowed -= 1;
                        packing.push(key, value);
                    }
                    None => packing.push(key, value),
                }
            }
        }
        for (key, value) in hot {
            packing.push(key, value);
        }
        self.cold = packing.finish();
        self.cold.extend(behind);
        self.hot.len()
    }
}

impl<K, V, F> Packed<K, V, F> {
    /// Lets go of what was read of blocks, or was at hand when they were packed, and was not asked for since this was done
    /// last: what is asked for again and again stays.
    pub fn cool(&mut self) {
        for block in &mut self.cold {
            if !block.asked.take() {
                block.entries = OnceCell::new();
            }
        }
    }
}

/// What is being packed.
struct Packing<'a, K, V, F: Form<K, V>> {
    done: Vec<Block<K, V>>,
    open: Option<Filling<K, V, F>>,
    with: &'a F::With,
}

/// A block that is not full.
struct Filling<K, V, F> {
    form: F,
    entries: Vec<(K, V)>,
    bytes: usize,
}

impl<K: Ord + Clone, V: Clone, F: Form<K, V>> Packing<'_, K, V, F> {
    fn push(&mut self, key: K, value: V) {
        if self.open.is_none() {
            self.reopen_small();
        }
        self.append(key, value);
    }

    fn append(&mut self, key: K, value: V) {
        let full =
            |open: &Filling<K, V, F>| open.bytes >= BLOCK_BYTES || !open.form.fits(&key, &value);
        if self.open.as_ref().is_some_and(full) {
            self.close();
        }
        let open = self.open.get_or_insert_with(|| Filling {
            form: F::begin(self.with),
            entries: Vec::new(),
            bytes: 0,
        });
        open.bytes = open.form.push(&key, &value);
        open.entries.push((key, value));
    }

    /// The last block, where it is small, goes on with what comes.
    fn reopen_small(&mut self) {
        let is_small = |block: &mut Block<K, V>| block.bytes.bytes().len() < SQUEEZED_BYTES_SMALL;
        if let Some(block) = self.done.pop_if(is_small) {
            for (key, value) in block.into_entries::<F>() {
                self.append(key, value);
            }
        }
    }

    fn close(&mut self) {
        let Some(open) = self.open.take() else {
            return;
        };
        let (Some((first, _)), Some((last, _))) = (open.entries.first(), open.entries.last())
        else {
            return;
        };
        self.done.push(Block {
            first: first.clone(),
            last: last.clone(),
            count: open.entries.len(),
            bytes: Slice::of(squeezed(&open.form.finish())),
            entries: OnceCell::from(open.entries.into_boxed_slice()),
            asked: Cell::new(false),
        });
    }

    fn block(&mut self, block: Block<K, V>) {
        self.close();
        self.done.push(block);
    }

    fn finish(mut self) -> Vec<Block<K, V>> {
        self.close();
        self.done
    }
}

/// Two runs of entries as one; of two of one key the first run's.
fn merged<'a, K: Ord + 'a, V: 'a>(
    hot: impl Iterator<Item = (&'a K, &'a V)>,
    cold: impl Iterator<Item = &'a (K, V)>,
) -> impl Iterator<Item = (&'a K, &'a V)> {
    Merged {
        hot: hot.peekable(),
        cold: cold.peekable(),
    }
}

struct Merged<H: Iterator, C: Iterator> {
    hot: Peekable<H>,
    cold: Peekable<C>,
}

impl<'a, K: Ord + 'a, V: 'a, H, C> Iterator for Merged<H, C>
where
    H: Iterator<Item = (&'a K, &'a V)>,
    C: Iterator<Item = &'a (K, V)>,
{
    type Item = (&'a K, &'a V);

    fn next(&mut self) -> Option<Self::Item> {
        let (hot, cold) = (self.hot.peek(), self.cold.peek());
        if let (Some((hot, _)), Some((cold, _))) = (hot, cold) {
            match hot.cmp(&cold) {
                std::cmp::Ordering::Less => {}
                std::cmp::Ordering::Equal => drop(self.cold.next()),
                std::cmp::Ordering::Greater => {
                    return self.cold.next().map(|(key, value)| (key, value));
                }
            }
        }
        let next = self.hot.next();
        next.or_else(|| self.cold.next().map(|(key, value)| (key, value)))
    }
}

impl<K: Wire, V, F> Packed<K, V, F> {
    /// Writes the blocks, whose bytes are [attached](Writer::attach), and nothing of what stands as values.
    pub fn write_blocks(&self, w: &mut Writer<'_>) {
        self.shadowed.write(w);
        (self.cold.len() as u64).write(w);
        for block in &self.cold {
            block.first.write(w);
            block.last.write(w);
            block.count.write(w);
            w.attach(block.bytes.clone());
        }
    }

    /// Reads blocks; nothing stands as a value.
    ///
    /// # Errors
    /// When the bytes are none.
    pub fn read_blocks(r: &mut Reader<'_>) -> Result<Self, Malformed> {
        let shadowed = Wire::read(r)?;
        let count = r.count()?;
        let mut cold = Vec::with_capacity(count);
        for _ in 0..count {
            cold.push(Block {
                first: K::read(r)?,
                last: K::read(r)?,
                count: Wire::read(r)?,
                bytes: r.attached()?,
                entries: OnceCell::new(),
                asked: Cell::new(false),
            });
        }
        Ok(Packed {
            hot: BTreeMap::new(),
            cold,
            shadowed,
            form: PhantomData,
        })
    }
}

/// The entries that stand as values, then the blocks.
impl<K: Wire + Ord, V: Wire, F> Wire for Packed<K, V, F> {
    fn write(&self, w: &mut Writer<'_>) {
        self.hot.write(w);
        self.write_blocks(w);
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, Malformed> {
        let hot = Wire::read(r)?;
        Ok(Packed {
            hot,
            ..Packed::read_blocks(r)?
        })
    }
}
