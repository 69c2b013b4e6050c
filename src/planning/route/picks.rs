//! A set of locations, made for adding sets up and for finding first, last and gaps in an aisle.

use super::layout::{Layout, LayoutError, Location};

const WORD_BITS: usize = u64::BITS as usize;

/// Where the cells of a layout stand among the bits of a [`PickSet`]: each block of each aisle begins a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Words {
    /// The first word of each block within its aisle, and how many words an aisle has.
    pub block_starts: Vec<usize>,
    /// Of each cell, its word within its aisle and its bit.
    cells: Vec<(u32, u32)>,
    aisles_count: usize,
}

impl Words {
    pub fn of(layout: &Layout) -> Self {
        let mut block_starts = vec![0];
        let mut cells = Vec::new();
        let mut words = 0;
        for block in 0..layout.blocks_count() {
            let count = layout.block_cells(block).len();
            let place = |i: usize| ((words + i / WORD_BITS) as u32, (i % WORD_BITS) as u32);
            cells.extend((0..count).map(place));
            words += count.div_ceil(WORD_BITS);
            block_starts.push(words);
        }
        Words {
            block_starts,
            cells,
            aisles_count: layout.aisles_count(),
        }
    }

    /// Words of an aisle.
    pub fn aisle_words(&self) -> usize {
        self.block_starts[self.block_starts.len() - 1]
    }

    fn place(&self, location: Location) -> Option<(usize, u64)> {
        let aisle = usize::from(location.aisle);
        let &(word, bit) = self.cells.get(usize::from(location.cell))?;
        (aisle < self.aisles_count)
            .then(|| (aisle * self.aisle_words() + word as usize, 1_u64 << bit))
    }
}

/// A set of locations of one layout, as bits. Adding one set to another, the way to the picks of a batch from those of
/// its orders, takes a word or two an aisle.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PickSet {
    words: Vec<u64>,
}

impl PickSet {
    pub(super) fn empty(words: &Words) -> Self {
        PickSet {
            words: vec![0; words.aisles_count * words.aisle_words()],
        }
    }

    pub(super) fn insert(&mut self, words: &Words, location: Location) -> Result<(), LayoutError> {
        let (word, bit) = words
            .place(location)
            .ok_or(LayoutError::NoSuchLocation(location))?;
        self.words[word] |= bit;
        Ok(())
    }

    /// Makes the set empty.
    pub fn clear(&mut self) {
        self.words.fill(0);
    }

    /// Adds all locations of another set of the same router.
    pub fn add_all(&mut self, other: &PickSet) {
        for (word, more) in self.words.iter_mut().zip(&other.words) {
            *word |= more;
        }
    }

    /// How many locations are in the set.
    pub fn count(&self) -> u32 {
        self.words.iter().map(|word| word.count_ones()).sum()
    }

    /// Whether no location is in the set.
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// The words of an aisle, or none where the set is of a smaller layout.
    pub(super) fn aisle(&self, words: &Words, aisle: usize) -> &[u64] {
        let count = words.aisle_words();
        self.words
            .get(aisle * count..(aisle + 1) * count)
            .unwrap_or(&[])
    }
}

/// The numbers of the bits of a block's words, from the least.
pub(super) fn bits(words: &[u64]) -> impl Iterator<Item = usize> {
    words.iter().enumerate().flat_map(|(number, &word)| {
        let mut left = word;
        std::iter::from_fn(move || {
            let bit = (left != 0).then(|| left.trailing_zeros() as usize)?;
            left &= left - 1;
            Some(number * WORD_BITS + bit)
        })
    })
}
