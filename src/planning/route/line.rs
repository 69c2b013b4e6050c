//! The ways along one line of the floor: an aisle between two cross-aisles, or a cross-aisle between two aisles.
//!
//! On the line lie points that the route has to touch. The route uses each stretch between neighbours once, twice, or
//! (at most one stretch, else a piece hangs in the air) not at all. Which stretches are used once and which twice
//! follows from the first of them, because at every point but a route's end as many ends of stretches meet as is even.
//! So all ways are: the two without a gap, and of these each with one stretch left out that would be used twice.
//! Without an end of the route on the line these are the ways of Ratliff and Rosenthal (1983): once, twice, in and out
//! from either end, around a gap (the largest is best), not at all.

/// How often the route touches an end of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Touch {
    None,
    Once,
    Twice,
}

/// What a way along a line does to its two ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Effect {
    pub first: Touch,
    pub last: Touch,
    /// Whether the way joins the two ends.
    pub is_joined: bool,
}

/// All effects; the place in this list is the number of the effect. The first six are those of a line without an
/// end of the route, the first [`ROUND`] those of routes that end where they began.
pub(super) const EFFECTS: [Effect; 14] = {
    use Touch::{None, Once, Twice};
    const fn effect(first: Touch, last: Touch, is_joined: bool) -> Effect {
        Effect {
            first,
            last,
            is_joined,
        }
    }
    [
        effect(None, None, false),
        effect(Once, Once, true),
        effect(Twice, Twice, true),
        effect(Twice, None, false),
        effect(None, Twice, false),
        effect(Twice, Twice, false),
        // Nothing of the route is outside the line.
        effect(None, None, true),
        effect(Once, None, false),
        effect(None, Once, false),
        effect(Once, Twice, true),
        effect(Twice, Once, true),
        effect(Once, Twice, false),
        effect(Twice, Once, false),
        effect(Once, Once, false),
    ]
};

/// Effects in routes that end where they began.
pub(super) const ROUND: usize = 7;

/// The effect that touches neither end, the one that runs through once, and the one that runs through twice.
pub(super) const NOTHING: usize = 0;
pub(super) const ONCE: usize = 1;
pub(super) const TWICE: usize = 2;
pub(super) const FROM_FIRST: usize = 3;
pub(super) const FROM_LAST: usize = 4;
pub(super) const FROM_BOTH: usize = 5;
pub(super) const ALONE: usize = 6;

/// What no way costs; additions of a whole route to it do not overflow.
pub(super) const NO_WAY: u32 = 1 << 31;

/// The cost of each effect in millimetres; [`NO_WAY`] where the line has no such way.
pub(super) type Costs = [u32; EFFECTS.len()];

/// A point of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stop {
    /// Millimetres from the line's first end.
    pub at: u32,
    /// Whether one of two different ends of the route is here.
    pub is_end: bool,
}

/// A way along a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Way {
    pub effect: usize,
    pub cost: u32,
    /// Whether the first stretch would be used once, were it not left out.
    is_odd: bool,
    /// The stretch that is left out; the line's first and last where nothing else of the route is outside.
    left_out: LeftOut,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LeftOut {
    Nothing,
    One(usize),
    Ends,
}

impl Way {
    /// How often each stretch of a line with these stops is used, in order.
    pub fn uses(self, stops: &[Stop]) -> impl Iterator<Item = u32> {
        let last = stops.len();
        let ends = stops.iter().map(|stop| stop.is_end);
        let mut is_odd = self.is_odd;
        std::iter::once(false)
            .chain(ends)
            .enumerate()
            .map(move |(stretch, is_end)| {
                is_odd ^= is_end;
                let is_left_out = match self.left_out {
                    LeftOut::Nothing => false,
                    LeftOut::One(one) => one == stretch,
                    LeftOut::Ends => stretch == 0 || stretch == last,
                };
                match (is_left_out, is_odd) {
                    (true, _) => 0,
                    (false, true) => 1,
                    (false, false) => 2,
                }
            })
    }
}

/// Tells `each` all ways along a line of this length with these stops, in order of their places. Linear in the stops.
pub(super) fn ways(length: u32, stops: &[Stop], mut each: impl FnMut(Way)) {
    let stretches = |mut is_odd: bool| {
        let befores = std::iter::once(Stop {
            at: 0,
            is_end: false,
        });
        let befores = befores.chain(stops.iter().copied());
        let afters = stops.iter().map(|stop| stop.at);
        let afters = afters.chain(std::iter::once(length));
        befores.zip(afters).map(move |(before, after)| {
            is_odd ^= before.is_end;
            (after - before.at, is_odd)
        })
    };
    let touch = |is_odd: bool| {
        if is_odd { Touch::Once } else { Touch::Twice }
    };
    for is_odd in [true, false] {
        let mut total = 0;
        let mut is_last_odd = is_odd;
        for (length, is_odd) in stretches(is_odd) {
            total += if is_odd { length } else { 2 * length };
            is_last_odd = is_odd;
        }
        let last = stops.len();
        each(Way {
            effect: number(touch(is_odd), touch(is_last_odd), true),
            cost: total,
            is_odd,
            left_out: LeftOut::Nothing,
        });
        let mut outer = 0;
        for (stretch, (length, is_stretch_odd)) in stretches(is_odd).enumerate() {
            if is_stretch_odd {
                continue;
            }
            let first = if stretch == 0 {
                Touch::None
            } else {
                touch(is_odd)
            };
            let end = if stretch == last {
                Touch::None
            } else {
                touch(is_last_odd)
            };
            each(Way {
                effect: number(first, end, false),
                cost: total - 2 * length,
                is_odd,
                left_out: LeftOut::One(stretch),
            });
            if stretch == 0 || stretch == last {
                outer += 2 * length;
            }
        }
        if !stops.is_empty() && !is_odd && !is_last_odd {
            each(Way {
                effect: ALONE,
                cost: total - outer,
                is_odd,
                left_out: LeftOut::Ends,
            });
        }
    }
}

/// The number of an effect.
fn number(first: Touch, last: Touch, is_joined: bool) -> usize {
    let effect = Effect {
        first,
        last,
        is_joined,
    };
    EFFECTS
        .iter()
        .position(|one| *one == effect)
        .expect("the list has every effect that a way can have")
}

/// The least cost of each effect.
pub(super) fn costs(length: u32, stops: &[Stop]) -> Costs {
    let mut costs = [NO_WAY; EFFECTS.len()];
    ways(length, stops, |way| {
        costs[way.effect] = costs[way.effect].min(way.cost);
    });
    costs
}
