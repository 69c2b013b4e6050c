//! The shortest route through a layout: its length, many times over.

use super::layout::{Layout, LayoutError, Location, Point, Spot};
use super::line::{
    Costs, EFFECTS, FROM_BOTH, FROM_FIRST, FROM_LAST, NO_WAY, NOTHING, ONCE, Stop, TWICE, costs,
};
use super::picks::{PickSet, Words, bits};
use super::states::{Line, States};

/// Finds shortest routes through one layout from one spot to another (or the same). Built once; then
/// [`Router::length`] takes microseconds and allocates nothing, and [`Router::tour`] tells the way.
///
/// What changes often goes in as a [`PickSet`] of this router: for a batch, the union of those of its orders.
///
/// ```
/// use depo::planning::route::{Layout, Location, Regular, Router, Spot};
///
/// let layout = Layout::regular(&Regular {
///     aisles: 3,
///     block_cells: vec![10],
///     aisle_pitch: 3_000,
///     cell_pitch: 1_000,
///     first_to_cell: 1_000,
///     last_to_cell: 1_000,
///     cross_aisle_width: 0,
/// })?;
/// let depot = Spot::Crossing { aisle: 0, cross_aisle: 0 };
/// let mut router = Router::new(layout, depot, depot)?;
/// let picks = router.pick_set([Location { aisle: 1, cell: 4 }])?;
/// assert_eq!(router.length(&picks), 2 * (3_000 + 5_000));
/// # Ok::<(), depo::planning::route::LayoutError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Router {
    pub(super) layout: Layout,
    pub(super) words: Words,
    pub(super) ends: Ends,
    /// By how many cross-aisles the part of the floor has that a route needs, from 2, and whether it ends where it
    /// begins; made when first needed.
    states: Vec<[Option<States>; 2]>,
    pub(super) work: Work,
}

/// The ends of a route on the lines of the layout: one where it ends where it begins, else two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ends {
    pub list: Vec<End>,
    /// Aisles that have to be looked at for the sake of the ends.
    aisles: Vec<usize>,
    first_block: usize,
    last_block: usize,
}

/// An end of a route: on a line, at a place from the line's first end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct End {
    pub place: EndPlace,
    pub at: u32,
    pub point: Point,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EndPlace {
    /// In a block of an aisle.
    Aisle { aisle: usize, block: usize },
    /// On a cross-aisle between an aisle and the next.
    CrossAisle { cross_aisle: usize, aisle: usize },
}

/// The buffers of one calculation.
#[derive(Debug, Clone, Default)]
pub(super) struct Work {
    /// The aisles that the route may use.
    pub aisles: Vec<usize>,
    pub first_block: usize,
    pub last_block: usize,
    /// The least cost of each state; for a tour, of each state after each line, one after the other.
    costs: Vec<u32>,
    next: Vec<u32>,
    stops: Vec<Stop>,
}

/// One line of a calculation, in the order in which the router goes over them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// The part of the aisle in this place of [`Work::aisles`] that lies in a block.
    Aisle { column: usize, block: usize },
    /// The part of a cross-aisle from the aisle in this place to the next.
    CrossAisle { column: usize, cross_aisle: usize },
}

impl Router {
    /// A router for routes from `start` to `end`.
    pub fn new(layout: Layout, start: Spot, end: Spot) -> Result<Self, LayoutError> {
        let ends = Ends::of(&layout, start, end)?;
        Ok(Router {
            words: Words::of(&layout),
            states: vec![[None, None]; layout.blocks_count()],
            layout,
            ends,
            work: Work::default(),
        })
    }

    /// Puts the ends of the routes elsewhere.
    pub fn set_ends(&mut self, start: Spot, end: Spot) -> Result<(), LayoutError> {
        self.ends = Ends::of(&self.layout, start, end)?;
        Ok(())
    }

    /// The layout that the routes lead through.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Where the routes begin.
    pub fn start(&self) -> Point {
        self.ends.list[0].point
    }

    /// Where the routes end.
    pub fn end(&self) -> Point {
        self.ends.list[self.ends.list.len() - 1].point
    }

    /// The set of these locations.
    pub fn pick_set(
        &self,
        locations: impl IntoIterator<Item = Location>,
    ) -> Result<PickSet, LayoutError> {
        let mut set = PickSet::empty(&self.words);
        for location in locations {
            set.insert(&self.words, location)?;
        }
        Ok(set)
    }

    /// The locations of a set, by aisle and cell.
    pub fn locations<'a>(&'a self, picks: &'a PickSet) -> impl Iterator<Item = Location> + 'a {
        (0..self.layout.aisles_count()).flat_map(move |aisle| {
            (0..self.layout.blocks_count()).flat_map(move |block| {
                let first = self.layout.block_cells(block).start;
                bits(self.block_words(picks, aisle, block)).map(move |bit| Location {
                    aisle: aisle as u16,
                    cell: (first + bit) as u16,
                })
            })
        })
    }

    /// The length of the shortest route past all picks, in millimetres. The set is one of this router.
    ///
    /// The work grows with the aisles that have picks, the blocks between the outermost picks and the states of their
    /// cross-aisles (7, 25, 113, 569, 3033 for 2 to 6 of them; 14, 71, 421, 2665, 17433 where the
    /// route ends elsewhere than it begins), not with the length of the aisles.
    pub fn length(&mut self, picks: &PickSet) -> u32 {
        if let Some(length) = self.length_in_one_block(picks) {
            return length;
        }
        self.length_by_states(picks)
    }

    fn length_by_states(&mut self, picks: &PickSet) -> u32 {
        let mut work = self.prepare(picks);
        let states = self.states(&work);
        work.costs.clear();
        work.costs.resize(states.first_count(), NO_WAY);
        work.costs[States::START] = 0;
        for column in 0..work.aisles.len() {
            for step in steps(&work, column) {
                let costs = self.step_costs(picks, &work.aisles, step, &mut work.stops);
                let line = line(step, work.first_block);
                work.next.clear();
                work.next.resize(states.count_after(line), NO_WAY);
                relax(states, line, &costs, &work.costs, &mut work.next);
                std::mem::swap(&mut work.costs, &mut work.next);
            }
        }
        let ends = states.ends.iter();
        let best = ends.map(|end| work.costs[usize::from(*end)]).min();
        self.work = work;
        best.expect("a layout of aisles that all cross-aisles meet has a route past all of it")
    }

    /// The numbers of the effects that a shortest route has on each line, and the route's length.
    pub(super) fn effects(&mut self, picks: &PickSet) -> (Vec<(Step, usize)>, u32) {
        let mut work = self.prepare(picks);
        let states = self.states(&work);
        let all_steps: Vec<Step> = (0..work.aisles.len())
            .flat_map(|column| steps(&work, column))
            .collect();
        let mut layers = vec![vec![NO_WAY; states.first_count()]];
        layers[0][States::START] = 0;
        let mut all_costs = Vec::with_capacity(all_steps.len());
        for &step in &all_steps {
            let costs = self.step_costs(picks, &work.aisles, step, &mut work.stops);
            let line = line(step, work.first_block);
            let before = &layers[layers.len() - 1];
            let mut next = vec![NO_WAY; states.count_after(line)];
            relax(states, line, &costs, before, &mut next);
            layers.push(next);
            all_costs.push(costs);
        }
        let last = &layers[all_steps.len()];
        let ends = states.ends.iter().map(|end| usize::from(*end));
        let mut state = ends
            .min_by_key(|end| last[*end])
            .expect("there are states in which a route ends");
        let length = last[state];
        let mut effects = Vec::with_capacity(all_steps.len());
        for (number, &step) in all_steps.iter().enumerate().rev() {
            let (before, after) = (&layers[number], layers[number + 1][state]);
            let line = line(step, work.first_block);
            let (effect, from) = (0..EFFECTS.len())
                .filter(|effect| all_costs[number][*effect] < NO_WAY)
                .flat_map(|effect| {
                    let moves = states.moves(line, effect).iter();
                    moves.map(move |&(from, to)| (effect, usize::from(from), usize::from(to)))
                })
                .find(|&(effect, from, to)| {
                    to == state && before[from] + all_costs[number][effect] == after
                })
                .map(|(effect, from, _)| (effect, from))
                .expect("the cost of a state came from one before it");
            effects.push((step, effect));
            state = from;
        }
        effects.reverse();
        self.work = work;
        (effects, length)
    }

    /// Finds the aisles and blocks that the route may use. A shortest route never needs an aisle without picks: what it
    /// walks along one can be moved to the one or the other neighbour, as one of them makes it no longer; nor a
    /// cross-aisle beyond the outermost blocks with picks. Only where an end lies between two aisles, both may serve.
    fn survey(&self, picks: &PickSet, work: &mut Work) {
        work.aisles.clear();
        work.first_block = self.ends.first_block;
        work.last_block = self.ends.last_block;
        for aisle in 0..self.layout.aisles_count() {
            let words = picks.aisle(&self.words, aisle);
            let has_picks = words.iter().any(|word| *word != 0);
            if has_picks {
                for block in 0..self.layout.blocks_count() {
                    let is_outside = block < work.first_block || block > work.last_block;
                    if is_outside
                        && self
                            .block_words(picks, aisle, block)
                            .iter()
                            .any(|word| *word != 0)
                    {
                        work.first_block = work.first_block.min(block);
                        work.last_block = work.last_block.max(block);
                    }
                }
            }
            if has_picks || self.ends.aisles.contains(&aisle) {
                work.aisles.push(aisle);
            }
        }
    }

    /// Surveys and sees to it that the states are there.
    fn prepare(&mut self, picks: &PickSet) -> Work {
        let mut work = std::mem::take(&mut self.work);
        self.survey(picks, &mut work);
        let blocks = work.last_block - work.first_block + 1;
        let is_round = self.is_round();
        self.states[blocks - 1][usize::from(is_round)]
            .get_or_insert_with(|| States::new(blocks + 1, is_round));
        work
    }

    fn states(&self, work: &Work) -> &States {
        let by_kind = &self.states[work.last_block - work.first_block];
        let states = &by_kind[usize::from(self.is_round())];
        states.as_ref().expect("made before every calculation")
    }

    fn is_round(&self) -> bool {
        self.ends.list.len() == 1
    }

    fn block_words<'a>(&self, picks: &'a PickSet, aisle: usize, block: usize) -> &'a [u64] {
        let range = self.words.block_starts[block]..self.words.block_starts[block + 1];
        picks.aisle(&self.words, aisle).get(range).unwrap_or(&[])
    }

    /// The length of a line.
    pub(super) fn step_length(&self, aisles: &[usize], step: Step) -> u32 {
        match step {
            Step::Aisle { block, .. } => {
                self.layout.cross_aisle_along(block + 1) - self.layout.cross_aisle_along(block)
            }
            Step::CrossAisle { column, .. } => {
                self.layout.aisle_across(aisles[column + 1])
                    - self.layout.aisle_across(aisles[column])
            }
        }
    }

    /// What each effect costs on a line.
    fn step_costs(
        &self,
        picks: &PickSet,
        aisles: &[usize],
        step: Step,
        stops: &mut Vec<Stop>,
    ) -> Costs {
        let length = self.step_length(aisles, step);
        if self.has_end(aisles, step) {
            self.stops(picks, aisles, step, stops);
            return costs(length, stops);
        }
        let mut costs = [NO_WAY; EFFECTS.len()];
        costs[ONCE] = length;
        costs[TWICE] = 2 * length;
        let mut has_picks = false;
        if let Step::Aisle { column, block } = step {
            let first_cell = self.layout.block_cells(block).start;
            let begin = self.layout.cross_aisle_along(block);
            let cells = &self.layout.cells_along()[first_cell..];
            let (mut first, mut last, mut gap) = (0, 0, 0);
            for bit in bits(self.block_words(picks, aisles[column], block)) {
                let at = cells[bit] - begin;
                if has_picks {
                    gap = gap.max(at - last);
                } else {
                    first = at;
                    has_picks = true;
                }
                last = at;
            }
            if has_picks {
                costs[FROM_FIRST] = 2 * last;
                costs[FROM_LAST] = 2 * (length - first);
                costs[FROM_BOTH] = 2 * (length - gap);
            }
        }
        if !has_picks {
            costs[NOTHING] = 0;
        }
        costs
    }

    fn has_end(&self, aisles: &[usize], step: Step) -> bool {
        self.ends.list.iter().any(|end| end.is_on(aisles, step))
    }

    /// The stops on a line, in order: picks and ends of the route.
    pub(super) fn stops(
        &self,
        picks: &PickSet,
        aisles: &[usize],
        step: Step,
        stops: &mut Vec<Stop>,
    ) {
        stops.clear();
        if let Step::Aisle { column, block } = step {
            let first_cell = self.layout.block_cells(block).start;
            let begin = self.layout.cross_aisle_along(block);
            let cells = &self.layout.cells_along()[first_cell..];
            let words = self.block_words(picks, aisles[column], block);
            stops.extend(bits(words).map(|bit| Stop {
                at: cells[bit] - begin,
                is_end: false,
            }));
        }
        for end in self.ends.list.iter().filter(|end| end.is_on(aisles, step)) {
            let place = stops.partition_point(|stop| stop.at < end.at);
            stops.insert(
                place,
                Stop {
                    at: end.at,
                    is_end: !self.is_round(),
                },
            );
        }
    }
}

/// The lines that come with the aisle in this place, in order.
fn steps(work: &Work, column: usize) -> impl Iterator<Item = Step> + use<> {
    let (first, last) = (work.first_block, work.last_block);
    let has_next = column + 1 < work.aisles.len();
    let aisle = (first..=last).map(move |block| Step::Aisle { column, block });
    let across = (first..=last + 1)
        .filter(move |_| has_next)
        .map(move |cross_aisle| Step::CrossAisle {
            column,
            cross_aisle,
        });
    aisle.chain(across)
}

/// A line as the states know it.
fn line(step: Step, first_block: usize) -> Line {
    match step {
        Step::Aisle { block, .. } => Line::Aisle(block - first_block),
        Step::CrossAisle { cross_aisle, .. } => Line::CrossAisle(cross_aisle - first_block),
    }
}

/// Takes all states over a line.
fn relax(states: &States, line: Line, costs: &Costs, from: &[u32], to: &mut [u32]) {
    for (effect, cost) in costs.iter().enumerate() {
        if *cost >= NO_WAY {
            continue;
        }
        for &(before, after) in states.moves(line, effect) {
            let reached = from[usize::from(before)] + cost;
            let best = &mut to[usize::from(after)];
            *best = (*best).min(reached);
        }
    }
}

impl End {
    pub fn is_on(&self, aisles: &[usize], step: Step) -> bool {
        match (self.place, step) {
            (EndPlace::Aisle { aisle, block }, Step::Aisle { column, block: at }) => {
                block == at && aisle == aisles[column]
            }
            (
                EndPlace::CrossAisle { cross_aisle, aisle },
                Step::CrossAisle {
                    column,
                    cross_aisle: at,
                },
            ) => cross_aisle == at && aisle == aisles[column],
            _ => false,
        }
    }

    fn of(layout: &Layout, spot: Spot) -> Result<Self, LayoutError> {
        let point = layout.spot_point(spot)?;
        if let Spot::CrossAisle { cross_aisle, .. } = spot {
            let cross_aisle = usize::from(cross_aisle);
            let after = (0..layout.aisles_count())
                .take_while(|aisle| layout.aisle_across(*aisle) <= point.across)
                .count();
            let aisle = after.saturating_sub(1);
            let at = point.across - layout.aisle_across(aisle);
            if at > 0 {
                return Ok(End {
                    place: EndPlace::CrossAisle { cross_aisle, aisle },
                    at,
                    point,
                });
            }
        }
        let aisle = (0..layout.aisles_count())
            .find(|aisle| layout.aisle_across(*aisle) == point.across)
            .ok_or(LayoutError::NoSuchSpot(spot))?;
        let block = (0..layout.blocks_count())
            .find(|block| point.along <= layout.cross_aisle_along(block + 1))
            .ok_or(LayoutError::NoSuchSpot(spot))?;
        Ok(End {
            place: EndPlace::Aisle { aisle, block },
            at: point.along - layout.cross_aisle_along(block),
            point,
        })
    }
}

impl Ends {
    fn of(layout: &Layout, start: Spot, end: Spot) -> Result<Self, LayoutError> {
        let (start, end) = (End::of(layout, start)?, End::of(layout, end)?);
        let mut list = vec![start];
        if end != start {
            list.push(end);
        }
        let mut aisles = Vec::new();
        let mut blocks = Vec::new();
        for end in &list {
            match end.place {
                EndPlace::Aisle { aisle, block } => {
                    aisles.push(aisle);
                    blocks.push(block);
                }
                EndPlace::CrossAisle { cross_aisle, aisle } => {
                    aisles.extend([aisle, aisle + 1]);
                    blocks.push(cross_aisle.min(layout.blocks_count() - 1));
                }
            }
        }
        Ok(Ends {
            first_block: blocks.iter().copied().min().unwrap_or(0),
            last_block: blocks.iter().copied().max().unwrap_or(0),
            list,
            aisles,
        })
    }
}
