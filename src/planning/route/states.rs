//! What a part of a route looks like from the part of the floor that is still to come.
//!
//! The router goes over the floor aisle by aisle and line by line. What it has behind it meets the rest at one
//! junction of every cross-aisle. For the rest only this matters: which of these junctions the route has touched, an
//! even or odd number of times, and which of them it has joined (Ratliff and Rosenthal 1983; for any number of
//! cross-aisles Cambazard and Catusse 2018). These are the states; here they are counted and numbered, and for every
//! line and effect it is listed which state becomes which.

use std::collections::BTreeMap;

use super::line::{ALONE, EFFECTS, Effect, NOTHING, ROUND, Touch};
use crate::limits::ROUTE_BLOCKS_MAX;

const JUNCTIONS_MAX: usize = ROUTE_BLOCKS_MAX + 1;

/// A junction of a state: untouched (0), or twice the number of its piece, from 1, and 1 if touched an odd number of
/// times. Pieces are numbered as they first come, so that equal states are equal values.
type Junctions = [u8; JUNCTIONS_MAX];

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    Open(Junctions),
    /// The route is closed: nothing may come any more.
    Done,
}

/// A line, as states see it: between two junctions of an aisle (the first of them), or on a cross-aisle to the next
/// aisle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    Aisle(usize),
    CrossAisle(usize),
}

/// From which state to which.
pub(super) type Move = (u16, u16);

/// The states of a floor with so many cross-aisles, and the moves between them. The lines that come with an aisle are
/// gone over in a fixed order, its blocks first, then the cross-aisles to the next; only the states that can be there
/// before each of them are counted, and they are numbered for each line anew.
#[derive(Debug, Clone)]
pub(super) struct States {
    cross_aisles: usize,
    /// How many states there are after each line.
    counts: Vec<usize>,
    /// States in which a route can end, before the first cross-aisle.
    pub ends: Vec<u16>,
    moves: Vec<Move>,
    /// Where the moves of a line and an effect begin; by line, then effect.
    starts: Vec<usize>,
}

impl States {
    /// The state of a route that has not begun, before the first line.
    pub const START: usize = 0;

    /// The states of `cross_aisles` cross-aisles. `is_round`: the route ends where it begins, and needs fewer.
    pub fn new(cross_aisles: usize, is_round: bool) -> Self {
        let effects = if is_round { ROUND } else { EFFECTS.len() };
        let odd_pieces_max = if is_round { 0 } else { 2 };
        let lines = lines_of(cross_aisles);
        let mut before: Vec<Numbered> = lines.iter().map(|_| Numbered::default()).collect();
        before[0].number(State::Open([0; JUNCTIONS_MAX]));
        let mut by_line: Vec<Vec<Move>> = vec![Vec::new(); lines.len() * EFFECTS.len()];
        let mut done = vec![0; lines.len()];
        // The last line leads to the first of the next aisle: round and round until nothing new comes.
        while let Some(line) = (0..lines.len()).find(|line| done[*line] < before[*line].list.len())
        {
            let state = before[line].list[done[line]];
            let from = done[line] as u16;
            done[line] += 1;
            for effect in 0..effects {
                let to = after(state, lines[line], effect, cross_aisles);
                if let Some(to) = to.filter(|to| odd_pieces(*to) <= odd_pieces_max) {
                    let to = before[(line + 1) % lines.len()].number(to);
                    by_line[line * EFFECTS.len() + effect].push((from, to));
                }
            }
        }
        let mut moves = Vec::new();
        let mut starts = vec![0];
        for list in by_line {
            moves.extend(list);
            starts.push(moves.len());
        }
        let at_end = (0_u16..).zip(&before[cross_aisles - 1].list);
        States {
            cross_aisles,
            ends: at_end
                .filter(|(_, state)| is_end(**state))
                .map(|(number, _)| number)
                .collect(),
            counts: (1..=lines.len())
                .map(|line| before[line % lines.len()].list.len())
                .collect(),
            moves,
            starts,
        }
    }

    /// How many states there are before the first line, which are those after the last.
    pub fn first_count(&self) -> usize {
        self.counts[self.counts.len() - 1]
    }

    /// How many states there are after a line.
    pub fn count_after(&self, line: Line) -> usize {
        self.counts[self.number(line)]
    }

    /// The moves that an effect on a line makes.
    pub fn moves(&self, line: Line, effect: usize) -> &[Move] {
        let at = self.number(line) * EFFECTS.len() + effect;
        &self.moves[self.starts[at]..self.starts[at + 1]]
    }

    fn number(&self, line: Line) -> usize {
        match line {
            Line::Aisle(block) => block,
            Line::CrossAisle(at) => self.cross_aisles - 1 + at,
        }
    }
}

/// The lines that come with an aisle, in order.
fn lines_of(cross_aisles: usize) -> Vec<Line> {
    let aisle = (0..cross_aisles - 1).map(Line::Aisle);
    aisle
        .chain((0..cross_aisles).map(Line::CrossAisle))
        .collect()
}

/// States and their numbers.
#[derive(Default)]
struct Numbered {
    numbers: BTreeMap<State, u16>,
    list: Vec<State>,
}

impl Numbered {
    fn number(&mut self, state: State) -> u16 {
        *self.numbers.entry(state).or_insert_with(|| {
            self.list.push(state);
            (self.list.len() - 1) as u16
        })
    }
}

/// The state after an effect on a line, or `None` where that can be no part of a route.
fn after(state: State, line: Line, effect: usize, cross_aisles: usize) -> Option<State> {
    let State::Open(mut junctions) = state else {
        return (effect == NOTHING).then_some(State::Done);
    };
    if effect == ALONE {
        return (junctions == [0; JUNCTIONS_MAX]).then_some(State::Done);
    }
    let Effect {
        first,
        last,
        is_joined,
    } = EFFECTS[effect];
    match line {
        Line::Aisle(block) => {
            touch(&mut junctions, block, first);
            touch(&mut junctions, block + 1, last);
            if is_joined {
                join(&mut junctions, block, block + 1);
            }
        }
        Line::CrossAisle(at) => {
            touch(&mut junctions, at, first);
            let left = junctions[at];
            if left % 2 == 1 {
                return None;
            }
            junctions[at] = 0;
            if is_joined {
                // The next junction of this cross-aisle takes the place of the last one in its piece.
                junctions[at] = (left & !1) | u8::from(last == Touch::Once);
            } else {
                let is_left_behind =
                    left != 0 && junctions.iter().all(|other| other / 2 != left / 2);
                touch(&mut junctions, at, last);
                if is_left_behind {
                    let is_all = junctions == [0; JUNCTIONS_MAX];
                    return is_all.then_some(State::Done);
                }
            }
        }
    }
    number_pieces(&mut junctions, cross_aisles);
    Some(State::Open(junctions))
}

/// Touches a junction; one that was untouched becomes a piece of its own.
fn touch(junctions: &mut Junctions, at: usize, touch: Touch) {
    if touch == Touch::None {
        return;
    }
    if junctions[at] == 0 {
        let highest = junctions.iter().copied().max().unwrap_or(0) / 2;
        junctions[at] = 2 * (highest + 1);
    }
    if touch == Touch::Once {
        junctions[at] ^= 1;
    }
}

/// Makes one piece of those of two touched junctions.
fn join(junctions: &mut Junctions, one: usize, other: usize) {
    let (keep, drop) = (junctions[one] / 2, junctions[other] / 2);
    for junction in junctions
        .iter_mut()
        .filter(|junction| **junction / 2 == drop)
    {
        *junction = 2 * keep + *junction % 2;
    }
}

fn number_pieces(junctions: &mut Junctions, cross_aisles: usize) {
    let mut names = [0_u8; 2 * JUNCTIONS_MAX + 4];
    let mut count = 0;
    for junction in junctions.iter_mut().take(cross_aisles).filter(|j| **j != 0) {
        let name = &mut names[usize::from(*junction / 2)];
        if *name == 0 {
            count += 1;
            *name = count;
        }
        *junction = 2 * *name + *junction % 2;
    }
}

/// Pieces with an odd number of odd junctions: each has one end of the route in it, and there are two ends.
fn odd_pieces(state: State) -> usize {
    let State::Open(junctions) = state else {
        return 0;
    };
    let mut odd = [0_u8; JUNCTIONS_MAX + 1];
    for junction in junctions {
        odd[usize::from(junction / 2)] ^= junction % 2;
    }
    odd.iter().map(|one| usize::from(*one)).sum()
}

/// Whether a route can end in a state: it is in one piece, and every junction is left as often as it is come to.
fn is_end(state: State) -> bool {
    match state {
        State::Done => true,
        State::Open(junctions) => {
            junctions.iter().all(|junction| matches!(junction, 0 | 2)) && junctions.contains(&2)
        }
    }
}
