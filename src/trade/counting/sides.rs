//! On which side of a count a movement was, and which of two counts was later.

use crate::stream::history::LATER_MS_MIN;
use crate::stream::id::CommitId;
use crate::trade::relations::{At, END, Relations};

/// How near to a count another operator's booking leaves it in doubt, known or not: hands are quicker than scans, and
/// scans than hands. One minute. Frozen.
pub const NEAR_MS: i64 = 60_000;

/// A count of one account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// The fact that says it.
    pub said: At,
    /// Where it stands: at its own commit, or, typed later, directly after the own commit that it names.
    pub seen: At,
    /// From when to when it may have been seen, in milliseconds of compared clocks; `None` where they cannot be
    /// compared.
    span_ms: Option<(i64, i64)>,
    /// How many units were seen.
    pub units: i128,
}

/// Where a movement stands to a count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Side {
    /// Before it, so that what was seen holds it already.
    pub before: bool,
    /// Nobody can tell.
    pub doubt: bool,
}

impl Count {
    /// A count, with the number of the own commit after which it was seen where it was typed later.
    pub(super) fn new(
        said: At,
        units: u64,
        after: Option<u64>,
        relations: &impl Relations,
    ) -> Self {
        let own = |number: u64| {
            let stream = said.branch;
            relations.commit(&said, CommitId { stream, number })
        };
        let named = after.and_then(own).filter(|at| at.number < said.number);
        let (seen, span_ms) = match named {
            None => (said, relations.wall_ms(&said).map(|wall| (wall, wall))),
            Some(named) => {
                let next = own(named.number + 1).and_then(|next| relations.wall_ms(&next));
                (named.with_index(END), relations.wall_ms(&named).zip(next))
            }
        };
        Count {
            said,
            seen,
            span_ms,
            units: i128::from(units),
        }
    }

    /// The place among the counts of an account.
    pub(super) fn order(&self) -> (At, At) {
        (self.seen, self.said)
    }

    /// Whether this count knew a fact.
    pub(super) fn knew(&self, what: &At, relations: &impl Relations) -> bool {
        relations.knew(&self.seen, what)
    }

    /// Whether its clock was compared before and after it.
    pub(super) fn is_compared(&self) -> bool {
        self.span_ms.is_some()
    }

    /// The span, where the count is not marked: what can be held against another's.
    pub(super) fn sure_span(&self) -> Option<(i64, i64)> {
        self.span_ms.filter(|_| !self.said.marked)
    }

    /// Whether it was later than another, as far as clocks can tell.
    pub(super) fn is_later_than(&self, other: &Count) -> bool {
        let spans = self.sure_span().zip(other.sure_span());
        spans.is_some_and(|(this, other)| this.0 > other.1.saturating_add(LATER_MS_MIN))
    }

    /// On which side of this count a movement was, as the facts tell; a person's answer is not asked here.
    ///
    /// What it knew is before it, what knew it is after it, of the rest what is more than two minutes earlier or later
    /// by compared clocks. Another operator's booking within a minute is in doubt on both sides; what stands in the
    /// count's own chain never is.
    pub(super) fn side(&self, movement: &At, relations: &impl Relations) -> Side {
        let by_order = *movement < self.seen;
        if relations.same_chain(movement, &self.seen) {
            return Side {
                before: by_order,
                doubt: false,
            };
        }
        let walls = relations.wall_ms(movement).zip(self.span_ms);
        if self.knew(movement, relations) || relations.knew(movement, &self.said) {
            let before = self.knew(movement, relations);
            let same_hands = movement.operator.is_some() && movement.operator == self.said.operator;
            let near = walls.is_some_and(|(wall, (from, to))| {
                if before {
                    wall >= from.saturating_sub(NEAR_MS)
                } else {
                    wall <= to.saturating_add(NEAR_MS)
                }
            });
            return Side {
                before,
                doubt: near && !same_hands,
            };
        }
        let told = walls
            .filter(|_| !movement.marked && !self.said.marked)
            .and_then(|(wall, (from, to))| {
                let earlier = wall < from.saturating_sub(LATER_MS_MIN);
                let later = wall > to.saturating_add(LATER_MS_MIN);
                (earlier || later).then_some(earlier)
            });
        Side {
            before: told.unwrap_or(by_order),
            doubt: told.is_none(),
        }
    }
}

/// Of counts in no doubt those that no other one knew: only they compete. They come in the order of facts, or, where
/// all their clocks can be compared, by those; the last one holds. Says also whether it is the last beyond doubt: the
/// only one, or more than two minutes later than every other.
pub(super) fn competing(counts: &[Count], relations: &impl Relations) -> (Vec<Count>, bool) {
    let is_known = |count: &Count| {
        let knew = |other: &&Count| other.said != count.said && other.knew(&count.said, relations);
        counts.iter().any(|other| knew(&other))
    };
    let mut tops: Vec<Count> = counts
        .iter()
        .filter(|count| !is_known(count))
        .copied()
        .collect();
    tops.sort_by_key(Count::order);
    if tops.iter().all(|top| top.sure_span().is_some()) {
        tops.sort_by_key(Count::sure_span);
    }
    let clear = match tops.split_last() {
        Some((last, rest)) => rest.iter().all(|other| last.is_later_than(other)),
        None => true,
    };
    (tops, clear)
}

crate::kept_struct! {
    Count { said, seen, span_ms, units }
}
