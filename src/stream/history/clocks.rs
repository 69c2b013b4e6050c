//! Which readings of wall clocks can be compared.

use super::super::commit::Header;
use super::super::id::CommitId;
use super::lines::{Clock, Ix, Lines};
use super::{At, CLOCKS_AGREE_MS_MAX, History, LATER_MS_MIN, Run};

impl Lines {
    /// The last comparison at or before a commit: its line and number, and the difference.
    fn compared_before(&self, ix: Ix, number: u64) -> Option<(Ix, u64, i64)> {
        self.chain(ix, number).find_map(|(ix, upto)| {
            let clock = &self[ix].clock;
            let after = clock.partition_point(|(own, _)| *own <= upto);
            clock[..after]
                .iter()
                .rev()
                .find_map(|(own, what)| match what {
                    Clock::Compared(difference) => Some((ix, *own, *difference)),
                    Clock::Jumped => None,
                })
        })
    }

    /// Whether in every branch that goes on from a commit, or at it, a comparison found about this difference.
    fn is_compared_after(&self, ix: Ix, number: u64, difference: i64) -> bool {
        let mut open = vec![(ix, number)];
        while let Some((ix, number)) = open.pop() {
            let clock = &self[ix].clock;
            let from = clock.partition_point(|(own, _)| *own < number);
            let next = clock[from..].iter().find_map(|(_, what)| match what {
                Clock::Compared(difference) => Some(*difference),
                Clock::Jumped => None,
            });
            match next {
                Some(next) if agree(next, difference) => {}
                Some(_) => return false,
                None if self[ix].is_leaf() => return false,
                None => open.extend(self[ix].children.iter().map(|child| (*child, 0))),
            }
        }
        true
    }

    /// Whether the clock had jumped at a commit or before it, and was not compared since.
    pub(super) fn has_jumped(&self, ix: Ix, number: u64) -> bool {
        let mut chain = self.chain(ix, number);
        let last = chain.find_map(|(ix, upto)| {
            let clock = &self[ix].clock;
            let after = clock.partition_point(|(own, _)| *own <= upto);
            after.checked_sub(1).and_then(|last| clock.get(last))
        });
        last.is_some_and(|(_, what)| *what == Clock::Jumped)
    }

    /// The commits between the comparison before a commit and that commit, if there is one that agrees with
    /// `difference` (with any, where none is given): runs to fold anew.
    pub(super) fn runs_since_compared(
        &self,
        ix: Ix,
        number: u64,
        difference: Option<i64>,
        runs: &mut Vec<Run>,
    ) {
        let Some((since, own, before)) = self.compared_before(ix, number) else {
            return;
        };
        if difference.is_some_and(|difference| !agree(difference, before)) {
            return;
        }
        for (ix, upto) in self.chain(ix, number) {
            if ix == since {
                self.run(ix, own + 1, upto, runs);
                return;
            }
            self.run(ix, self[ix].first, upto, runs);
        }
    }
}

fn agree(one: i64, two: i64) -> bool {
    one.abs_diff(two) <= CLOCKS_AGREE_MS_MAX
}

impl History {
    /// The place of a commit's first event, as it is now; `None` if the commit is not held. By the name that the
    /// history said last.
    pub fn at(&self, id: CommitId, header: &Header) -> Option<At> {
        let ix = self.lines.locate(id)?;
        let at = self.lines.at(ix, id.number, header.stamp);
        Some(At {
            wall_ms: header.wall_ms().ok()?,
            operator: header.operator,
            ..at
        })
    }

    /// When a fact was written, in milliseconds since 1970 UTC of the clocks that were compared: its wall reading, the
    /// difference found before it taken off. `None` where that cannot be known: the clock was not compared both before
    /// and after it along its chain (after it in every branch that goes on), or what was found is more than
    /// [`CLOCKS_AGREE_MS_MAX`] apart.
    pub fn wall(&self, at: &At) -> Option<i64> {
        let ix = self.lines.locate(at.commit())?;
        let (_, _, difference) = self.lines.compared_before(ix, at.number)?;
        let is_sure = self.lines.is_compared_after(ix, at.number, difference);
        is_sure.then(|| at.wall_ms.checked_sub(difference))?
    }

    /// Whether of two facts, neither of which knew the other, `a` is later: by more than [`LATER_MS_MIN`] on clocks
    /// that can be compared, neither marked. Where neither is later than the other, nobody knows which was first.
    pub fn later(&self, a: &At, b: &At) -> bool {
        if a.marked || b.marked {
            return false;
        }
        let (Some(wall_a), Some(wall_b)) = (self.wall(a), self.wall(b)) else {
            return false;
        };
        wall_a.saturating_sub(wall_b) > LATER_MS_MIN
            && !self.knew(a.commit(), b.commit())
            && !self.knew(b.commit(), a.commit())
    }
}
