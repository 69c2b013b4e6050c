//! A floor of parallel aisles, cut by cross-aisles into blocks.

use crate::limits::{
    ROUTE_AISLE_CELLS_MAX, ROUTE_AISLES_MAX, ROUTE_BLOCKS_MAX, ROUTE_FLOOR_MILLIMETRES_MAX,
};

/// Where goods are picked: a cell of an aisle, both counted from 0. The cells of both sides of an aisle and of all its
/// levels that are reached from one place on the floor are one location.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// The aisle, from 0.
    pub aisle: u16,
    /// The cell, from 0 over all blocks of the aisle.
    pub cell: u16,
}

/// A place on the floor in millimetres: `across` the aisles from the first of them, `along` them from the first
/// cross-aisle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Point {
    /// Millimetres from the first aisle.
    pub across: u32,
    /// Millimetres from the first cross-aisle.
    pub along: u32,
}

impl Point {
    /// The way between two points of one aisle or one cross-aisle.
    pub fn distance(self, other: Point) -> u32 {
        self.across.abs_diff(other.across) + self.along.abs_diff(other.along)
    }
}

/// Where a route begins or ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Spot {
    /// Where an aisle meets a cross-aisle.
    Crossing {
        /// The aisle, from 0.
        aisle: u16,
        /// The cross-aisle, from 0 at the end of cell 0; the last one is beyond the last cell.
        cross_aisle: u16,
    },
    /// Anywhere on a cross-aisle between the first and the last aisle.
    CrossAisle {
        /// The cross-aisle, from 0.
        cross_aisle: u16,
        /// Millimetres from the first aisle.
        across: u32,
    },
    /// Anywhere in an aisle: where a picker stands.
    Aisle {
        /// The aisle, from 0.
        aisle: u16,
        /// Millimetres from the first cross-aisle.
        along: u32,
    },
    /// In front of a cell.
    Cell(Location),
}

/// Why a layout or a question to it is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LayoutError {
    /// No aisle, no block, or a block without a cell.
    Empty,
    /// More than [`ROUTE_AISLES_MAX`] aisles.
    TooManyAisles,
    /// More than [`ROUTE_BLOCKS_MAX`] blocks.
    TooManyBlocks,
    /// More than [`ROUTE_AISLE_CELLS_MAX`] cells in an aisle.
    TooManyCells,
    /// All ways together are longer than [`ROUTE_FLOOR_MILLIMETRES_MAX`].
    TooLarge,
    /// The aisles do not stand in the order of their places, or two stand in one place.
    AislesOutOfOrder,
    /// The cells of a block do not lie in order between its two cross-aisles; the block, from 0.
    CellsOutOfOrder(usize),
    /// A location that the layout does not have.
    NoSuchLocation(Location),
    /// A spot that the layout does not have.
    NoSuchSpot(Spot),
}

/// A floor whose cross-aisles and cells stand in regular distances, all in millimetres.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Regular {
    /// How many aisles.
    pub aisles: usize,
    /// The cells of an aisle in each block, from the first cross-aisle.
    pub block_cells: Vec<usize>,
    /// From the middle of an aisle to that of the next.
    pub aisle_pitch: u32,
    /// From the middle of a cell to that of the next.
    pub cell_pitch: u32,
    /// From the first cross-aisle to the first cell.
    pub first_to_cell: u32,
    /// From the last cell to the last cross-aisle.
    pub last_to_cell: u32,
    /// The width of the cross-aisles between blocks: from each of them to its nearest cells it is half of this and half
    /// a cell pitch.
    pub cross_aisle_width: u32,
}

/// A floor of parallel aisles between cross-aisles. Every cross-aisle meets every aisle; walking is along either.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// The place of each aisle, in millimetres from the first.
    aisles: Vec<u32>,
    /// The place of each cross-aisle along the aisles, in millimetres from the first.
    cross_aisles: Vec<u32>,
    /// The place of each cell along its aisle, in millimetres from the first cross-aisle.
    cells: Vec<u32>,
    /// The first cell of each block, and how many cells there are.
    block_starts: Vec<u16>,
}

impl Layout {
    /// A floor in regular distances.
    pub fn regular(floor: &Regular) -> Result<Self, LayoutError> {
        if floor.aisles > ROUTE_AISLES_MAX {
            return Err(LayoutError::TooManyAisles);
        }
        if floor.block_cells.iter().sum::<usize>() > ROUTE_AISLE_CELLS_MAX {
            return Err(LayoutError::TooManyCells);
        }
        // Twice the distance, so that half widths stay whole; rounded down together at the end.
        let middle = u64::from(floor.cross_aisle_width) + u64::from(floor.cell_pitch);
        let mut at_twice = 0_u64;
        let mut blocks = Vec::new();
        let mut cross_aisles = vec![0];
        for (block, &cells) in floor.block_cells.iter().enumerate() {
            let is_last = block + 1 == floor.block_cells.len();
            at_twice += if block == 0 {
                2 * u64::from(floor.first_to_cell)
            } else {
                middle
            };
            let first = at_twice;
            let place = |cell: usize| first + 2 * u64::from(floor.cell_pitch) * cell as u64;
            blocks.push((0..cells).map(|cell| place(cell) / 2).collect::<Vec<u64>>());
            at_twice = place(cells.saturating_sub(1));
            at_twice += if is_last {
                2 * u64::from(floor.last_to_cell)
            } else {
                middle
            };
            cross_aisles.push(at_twice / 2);
        }
        let aisles = (0..floor.aisles).map(|aisle| aisle as u64 * u64::from(floor.aisle_pitch));
        Layout::new(&aisles.collect::<Vec<_>>(), &cross_aisles, &blocks)
    }

    /// A floor from places in millimetres: of the aisles, of the cross-aisles along them (the first of both at 0), and
    /// of the cells of each block.
    pub fn new(
        aisles: &[u64],
        cross_aisles: &[u64],
        blocks: &[Vec<u64>],
    ) -> Result<Self, LayoutError> {
        if aisles.len() > ROUTE_AISLES_MAX {
            return Err(LayoutError::TooManyAisles);
        }
        if blocks.len() > ROUTE_BLOCKS_MAX {
            return Err(LayoutError::TooManyBlocks);
        }
        let cells_count: usize = blocks.iter().map(Vec::len).sum();
        if cells_count > ROUTE_AISLE_CELLS_MAX {
            return Err(LayoutError::TooManyCells);
        }
        if aisles.is_empty() || blocks.is_empty() || blocks.iter().any(Vec::is_empty) {
            return Err(LayoutError::Empty);
        }
        if aisles[0] != 0 || aisles.windows(2).any(|pair| pair[0] >= pair[1]) {
            return Err(LayoutError::AislesOutOfOrder);
        }
        if cross_aisles.len() != blocks.len() + 1 || cross_aisles[0] != 0 {
            return Err(LayoutError::CellsOutOfOrder(0));
        }
        for (block, cells) in blocks.iter().enumerate() {
            let mut way = vec![cross_aisles[block]];
            way.extend(cells);
            way.push(cross_aisles[block + 1]);
            let is_empty = way.first() == way.last();
            if is_empty || way.windows(2).any(|pair| pair[0] > pair[1]) {
                return Err(LayoutError::CellsOutOfOrder(block));
            }
        }
        let width = aisles[aisles.len() - 1];
        let depth = cross_aisles[cross_aisles.len() - 1];
        let all_ways = u128::from(width) * cross_aisles.len() as u128
            + u128::from(depth) * aisles.len() as u128;
        if all_ways > u128::from(ROUTE_FLOOR_MILLIMETRES_MAX) {
            return Err(LayoutError::TooLarge);
        }
        let mut block_starts = vec![0];
        for cells in blocks {
            let before = block_starts[block_starts.len() - 1];
            block_starts.push(before + cells.len() as u16);
        }
        let short = |list: &[u64]| list.iter().map(|&at| at as u32).collect::<Vec<u32>>();
        Ok(Layout {
            aisles: short(aisles),
            cross_aisles: short(cross_aisles),
            cells: short(&blocks.concat()),
            block_starts,
        })
    }

    /// How many aisles there are.
    pub fn aisles_count(&self) -> usize {
        self.aisles.len()
    }

    /// How many blocks there are: one less than cross-aisles.
    pub fn blocks_count(&self) -> usize {
        self.cross_aisles.len() - 1
    }

    /// How many cells an aisle has, over all blocks.
    pub fn cells_count(&self) -> usize {
        self.cells.len()
    }

    /// The cells of a block, as a range of the cells of an aisle.
    pub fn block_cells(&self, block: usize) -> std::ops::Range<usize> {
        usize::from(self.block_starts[block])..usize::from(self.block_starts[block + 1])
    }

    /// The place of an aisle in millimetres from the first.
    pub fn aisle_across(&self, aisle: usize) -> u32 {
        self.aisles[aisle]
    }

    /// The place of a cross-aisle in millimetres from the first.
    pub fn cross_aisle_along(&self, cross_aisle: usize) -> u32 {
        self.cross_aisles[cross_aisle]
    }

    /// The places of all cells along their aisle, in millimetres from the first cross-aisle.
    pub fn cells_along(&self) -> &[u32] {
        &self.cells
    }

    /// Whether there is such a location.
    pub fn has(&self, location: Location) -> bool {
        usize::from(location.aisle) < self.aisles.len()
            && usize::from(location.cell) < self.cells.len()
    }

    /// Where a location is.
    pub fn point(&self, location: Location) -> Result<Point, LayoutError> {
        let across = self.aisles.get(usize::from(location.aisle));
        let along = self.cells.get(usize::from(location.cell));
        match (across, along) {
            (Some(&across), Some(&along)) => Ok(Point { across, along }),
            _ => Err(LayoutError::NoSuchLocation(location)),
        }
    }

    /// Where a spot is.
    pub fn spot_point(&self, spot: Spot) -> Result<Point, LayoutError> {
        let aisle_across = |aisle: u16| self.aisles.get(usize::from(aisle)).copied();
        let cross_aisle_along = |at: u16| self.cross_aisles.get(usize::from(at)).copied();
        let width = self.aisles[self.aisles.len() - 1];
        let depth = self.cross_aisles[self.cross_aisles.len() - 1];
        let (across, along) = match spot {
            Spot::Crossing { aisle, cross_aisle } => {
                (aisle_across(aisle), cross_aisle_along(cross_aisle))
            }
            Spot::CrossAisle {
                cross_aisle,
                across,
            } => (
                (across <= width).then_some(across),
                cross_aisle_along(cross_aisle),
            ),
            Spot::Aisle { aisle, along } => {
                (aisle_across(aisle), (along <= depth).then_some(along))
            }
            Spot::Cell(location) => return self.point(location),
        };
        match (across, along) {
            (Some(across), Some(along)) => Ok(Point { across, along }),
            _ => Err(LayoutError::NoSuchSpot(spot)),
        }
    }

    /// The length of the shortest way between two places of the floor. Each is on an aisle or a cross-aisle.
    pub fn distance(&self, one: Point, other: Point) -> u32 {
        let is_on_aisle = |point: Point| self.aisles.binary_search(&point.across).is_ok();
        let across = one.across.abs_diff(other.across);
        let along = one.along.abs_diff(other.along);
        let detour = |places: &[u32], from: u32, to: u32| {
            let ways = places.iter().map(|at| at.abs_diff(from) + at.abs_diff(to));
            ways.min().unwrap_or(0)
        };
        match (is_on_aisle(one), is_on_aisle(other)) {
            (true, true) if across == 0 => along,
            (true, true) => across + detour(&self.cross_aisles, one.along, other.along),
            (false, false) if along > 0 => along + detour(&self.aisles, one.across, other.across),
            _ => across + along,
        }
    }
}
