//! The balance of one account: how many units of some goods are at a place.
//!
//! A count holds until one that knew it, or is later. The balance is what the count that holds has seen, and what moved
//! after it; where none holds, what moved in all. A movement that nobody can place before or after a count leaves the
//! count in doubt: it enters no sum, and an entry asks, until it is answered or a count in no doubt that knew it, or is
//! later, holds.
//!
//! [`Account::fold`] computes all of that from what is said of the account. [`Account::extend`] takes in one more in
//! constant time where it can change nothing but sums, and says [`NeedsHistory`] where it may change more. For that an
//! account keeps the counts that compete and those in open doubt, and no others: whatever a movement does to a count
//! that another one knew, the other one still holds. An account that was never counted is its sum.

use super::sides::{Count, competing};
use crate::stream::id::{CommitId, FactId};
use crate::trade::card_fold::Competing;
use crate::trade::relations::{At, Relations};
use std::collections::BTreeMap;

/// What a fact says of one account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// Units came (above zero) or went (below).
    Moved(i128),
    /// Units were counted.
    Counted {
        /// How many; 0 where the count covers the goods and does not list them.
        units: u64,
        /// Typed later: the number of the own commit after which it was seen.
        after: Option<u64>,
        /// It holds only once it is approved.
        to_approve: bool,
    },
    /// A count was approved, or turned down.
    Judged {
        /// The count.
        count: FactId,
        /// Which of the two.
        approved: bool,
    },
    /// A person said on which side of a count a movement was.
    Placed {
        /// The count.
        count: FactId,
        /// The commit of the movement.
        movement: CommitId,
        /// Before it, or after it.
        before: bool,
    },
    /// A pick came short, or a zero check failed: the goods are closed to allocation here.
    Short,
    /// A pick did not come short after all.
    ShortUndone {
        /// The fact that said so.
        short: FactId,
    },
}

/// What is said of one account, with the fact that says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccountEntry {
    /// The fact.
    pub at: At,
    /// What it says.
    pub said: Said,
}

/// The account must be folded anew from everything that is said of it: what came may change more than sums. It is as it
/// was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NeedsHistory;

/// A count in open doubt: one entry, which asks of each movement whether it was before or after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    count: Count,
    /// The movements that nobody can place, in the order of facts.
    pub movements: Vec<At>,
}

impl Doubt {
    /// The count.
    pub fn count(&self) -> &At {
        &self.count.said
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Top {
    count: Count,
    /// What moved before it.
    before: i128,
}

/// What an account keeps beside its sum once something was seen there.
#[derive(Clone, Debug, Default)]
struct Observed {
    /// The counts that compete; the last one holds.
    tops: Vec<Top>,
    /// The last one holds beyond doubt.
    clear: bool,
    doubts: Vec<Doubt>,
    to_approve: Vec<At>,
    disputed: Vec<At>,
    shorts: Vec<At>,
    /// Shorts that were none; they may come later.
    undone: Vec<FactId>,
    /// Movements that were placed and have not come.
    awaited: Vec<CommitId>,
    /// A count in doubt is not asked about, since clocks say that the one that holds is later.
    settled_by_clock: bool,
}

/// One account. Two are equal when they say the same, however they came about.
#[derive(Clone, Debug, Default)]
pub struct Account {
    /// What moved in all.
    moved: i128,
    observed: Option<Box<Observed>>,
}

impl PartialEq for Account {
    fn eq(&self, other: &Self) -> bool {
        self.moved == other.moved
            && self.balance() == other.balance()
            && self.tops() == other.tops()
            && self.doubts() == other.doubts()
            && self.shorts() == other.shorts()
            && self.to_approve() == other.to_approve()
            && self.disputed() == other.disputed()
            && self.counts_clash() == other.counts_clash()
    }
}

impl Eq for Account {}

impl Account {
    /// Folds everything that is said of an account, in whatever order it comes; a fact that comes twice counts twice.
    pub fn fold(said: &[AccountEntry], relations: &impl Relations) -> Account {
        let mut said = said.to_vec();
        said.sort_by_key(|entry| entry.at);
        History::of(&said, relations).fold(relations)
    }

    /// Takes in one more thing that is said, in constant time.
    ///
    /// # Errors
    /// When it may change more than sums: a count that did not know all that is held, or was typed later, or waits to be
    /// approved; a movement that leaves a count in doubt; an answer.
    pub fn extend(
        &mut self,
        entry: &AccountEntry,
        relations: &impl Relations,
    ) -> Result<(), NeedsHistory> {
        match entry.said {
            Said::Moved(units) => self.extend_movement(entry.at, units, relations),
            // It may be one that was taken back before it came.
            Said::Short if !self.undone().is_empty() => Err(NeedsHistory),
            Said::Short => {
                self.extend_short(entry.at, relations);
                Ok(())
            }
            Said::Counted {
                units,
                after: None,
                to_approve: false,
            } => {
                let count = Count::new(entry.at, units, None, relations);
                self.extend_count(count, relations)
            }
            Said::Placed { .. } if self.observed.is_none() => Ok(()),
            Said::Counted { .. }
            | Said::Judged { .. }
            | Said::Placed { .. }
            | Said::ShortUndone { .. } => Err(NeedsHistory),
        }
    }

    fn extend_movement(
        &mut self,
        at: At,
        units: i128,
        relations: &impl Relations,
    ) -> Result<(), NeedsHistory> {
        if let Some(observed) = &mut self.observed {
            if observed.awaited.contains(&at.commit()) {
                return Err(NeedsHistory);
            }
            let sides: Vec<_> = observed
                .tops
                .iter()
                .map(|top| top.count.side(&at, relations))
                .collect();
            if sides.iter().any(|side| side.doubt) {
                return Err(NeedsHistory);
            }
            for (top, side) in observed.tops.iter_mut().zip(sides) {
                top.before += if side.before { units } else { 0 };
            }
            for doubt in &mut observed.doubts {
                if doubt.count.side(&at, relations).doubt {
                    let place = doubt.movements.partition_point(|other| *other < at);
                    doubt.movements.insert(place, at);
                }
            }
        }
        self.moved += units;
        Ok(())
    }

    fn extend_short(&mut self, at: At, relations: &impl Relations) {
        let observed = self.observed.get_or_insert_default();
        let is_answered = |top: &Top| top.count.knew(&at, relations);
        if !observed.tops.iter().any(is_answered) {
            let place = observed.shorts.partition_point(|other| *other < at);
            observed.shorts.insert(place, at);
        }
    }

    /// A count that knew all that is held has everything before it, and ends every doubt and every short. While its clock
    /// was not compared after it, nothing is near it.
    fn extend_count(
        &mut self,
        count: Count,
        relations: &impl Relations,
    ) -> Result<(), NeedsHistory> {
        if count.is_compared() || !relations.knew_all(&count.said) {
            return Err(NeedsHistory);
        }
        let before = self.moved;
        let observed = self.observed.get_or_insert_default();
        **observed = Observed {
            tops: vec![Top { count, before }],
            clear: true,
            awaited: std::mem::take(&mut observed.awaited),
            ..Observed::default()
        };
        Ok(())
    }

    /// Takes in that something was learnt about the clock of a movement of this account, in constant time.
    ///
    /// # Errors
    /// When that may change more than the clock: the movement is near a count now, or may end a doubt.
    pub fn compared(
        &mut self,
        movement: &At,
        relations: &impl Relations,
    ) -> Result<(), NeedsHistory> {
        let Some(observed) = &self.observed else {
            return Ok(());
        };
        let unsure = |top: &Top| top.count.side(movement, relations).doubt;
        let may_change = observed.settled_by_clock
            || !observed.doubts.is_empty()
            || observed.tops.iter().any(unsure);
        if may_change {
            Err(NeedsHistory)
        } else {
            Ok(())
        }
    }

    /// How many units are here.
    pub fn balance(&self) -> i128 {
        match self.tops().last() {
            Some(top) => top.count.units + self.moved - top.before,
            None => self.moved,
        }
    }

    /// What moved here in all, without what was seen. Over all places of an item these are zero, always.
    pub fn moved(&self) -> i128 {
        self.moved
    }

    /// What the count that holds found beside what moved; the place of differences holds it with the other sign.
    pub fn difference(&self) -> i128 {
        self.balance() - self.moved
    }

    /// The counts that compete: more than one where no one knew the other.
    pub fn competing(&self) -> impl Iterator<Item = &At> {
        self.tops().iter().map(|top| &top.count.said)
    }

    /// The counts that compete, in the order of facts, each with the units that are here if it holds.
    pub fn counted(&self) -> impl Iterator<Item = (&At, i128)> {
        let units = |top: &Top| top.count.units + self.moved - top.before;
        self.tops()
            .iter()
            .map(move |top| (&top.count.said, units(top)))
    }

    /// The count that holds.
    pub fn holding(&self) -> Option<&Count> {
        self.tops().last().map(|top| &top.count)
    }

    /// The counts in open doubt, in the order in which they were seen: each is one entry.
    pub fn doubts(&self) -> &[Doubt] {
        self.observed.as_ref().map_or(&[], |seen| &seen.doubts)
    }

    /// Whether counts compete that are not one truth: one entry.
    pub fn counts_clash(&self) -> bool {
        let clear = self.observed.as_ref().is_none_or(|seen| seen.clear);
        !clear && self.counted().any(|(_, units)| units != self.balance())
    }

    /// The counts that wait to be approved and that no count which holds knew or is later than, in the order of facts.
    pub fn to_approve(&self) -> &[At] {
        self.observed.as_ref().map_or(&[], |seen| &seen.to_approve)
    }

    /// The counts that one approved and another turned down, neither knowing of the other, and that no count which holds
    /// knew or is later than, in the order of facts: each is one entry.
    pub fn disputed(&self) -> &[At] {
        self.observed.as_ref().map_or(&[], |seen| &seen.disputed)
    }

    /// The shorts and failed zero checks that no count in no doubt knew, in the order of facts: while there are any,
    /// nothing here is allocated, and they are one entry.
    pub fn shorts(&self) -> &[At] {
        self.observed.as_ref().map_or(&[], |seen| &seen.shorts)
    }

    fn undone(&self) -> &[FactId] {
        self.observed.as_ref().map_or(&[], |seen| &seen.undone)
    }

    fn tops(&self) -> &[Top] {
        self.observed.as_ref().map_or(&[], |seen| &seen.tops)
    }
}

/// Everything that is said of an account, sorted out.
#[derive(Default)]
struct History {
    movements: Vec<(At, i128)>,
    /// Those that post.
    counts: Vec<Count>,
    waiting: Vec<Count>,
    disputed: Vec<Count>,
    shorts: Vec<At>,
    undone: Vec<FactId>,
    /// The last answer in the order of facts.
    placed: BTreeMap<(FactId, CommitId), bool>,
}

impl History {
    fn of(said: &[AccountEntry], relations: &impl Relations) -> History {
        let mut history = History::default();
        let mut judged: BTreeMap<FactId, Competing<bool>> = BTreeMap::new();
        let meant = |at: &At, count: &FactId| FactId {
            commit: meant_commit(at, count.commit, relations),
            index: count.index,
        };
        for AccountEntry { at, said } in said {
            if let Said::Judged { count, approved } = said {
                let count = judged.entry(meant(at, count)).or_default();
                count.say(*at, *approved, relations);
            }
        }
        for AccountEntry { at, said } in said {
            match said {
                Said::Moved(units) => history.movements.push((*at, *units)),
                Said::Short => history.shorts.push(*at),
                Said::ShortUndone { short } => history.undone.push(meant(at, short)),
                Said::Judged { .. } => {}
                Said::Placed {
                    count,
                    movement,
                    before,
                } => {
                    let key = (meant(at, count), meant_commit(at, *movement, relations));
                    history.placed.insert(key, *before);
                }
                Said::Counted {
                    units,
                    after,
                    to_approve,
                } => {
                    let count = Count::new(*at, *units, *after, relations);
                    let judgement = judged.get(&at.fact());
                    if judgement.is_some_and(|said| !said.losers().is_empty()) {
                        history.disputed.push(count);
                    }
                    match judgement.and_then(Competing::holding) {
                        Some(true) => history.counts.push(count),
                        None if !to_approve => history.counts.push(count),
                        None => history.waiting.push(count),
                        Some(false) => {}
                    }
                }
            }
        }
        let undone = &history.undone;
        history.shorts.retain(|at| !undone.contains(&at.fact()));
        history.counts.sort_by_key(Count::order);
        history
    }

    /// What was before a count, and what cannot be told.
    fn placed(&self, count: &Count, relations: &impl Relations) -> (i128, Vec<At>) {
        let mut before = 0;
        let mut unsure = Vec::new();
        for (at, units) in &self.movements {
            let answer = self.placed.get(&(count.said.fact(), at.commit()));
            let is_before = answer.copied().unwrap_or_else(|| {
                let side = count.side(at, relations);
                if side.doubt {
                    unsure.push(*at);
                }
                side.before
            });
            before += if is_before { *units } else { 0 };
        }
        (before, unsure)
    }

    fn fold(self, relations: &impl Relations) -> Account {
        let moved = self.movements.iter().map(|(_, units)| units).sum();
        if self.counts.is_empty()
            && self.waiting.is_empty()
            && self.shorts.is_empty()
            && self.undone.is_empty()
            && self.disputed.is_empty()
        {
            let observed = None;
            return Account { moved, observed };
        }
        let mut sure = Vec::new();
        let mut doubts = Vec::new();
        for count in &self.counts {
            let (_, movements) = self.placed(count, relations);
            if movements.is_empty() {
                sure.push(*count);
            } else {
                doubts.push(Doubt {
                    count: *count,
                    movements,
                });
            }
        }
        let (tops, clear) = competing(&sure, relations);
        let is_known = |count: &Count| tops.iter().any(|top| top.knew(&count.said, relations));
        let is_earlier = |count: &Count| tops.last().is_some_and(|last| last.is_later_than(count));
        let is_open = |count: &Count| !is_known(count) && !is_earlier(count);
        let settled_by_clock = doubts.iter().any(|doubt| {
            let count = &doubt.count;
            is_earlier(count) && !is_known(count)
        });
        doubts.retain(|doubt| is_open(&doubt.count));
        let waiting = self.waiting.iter().filter(|count| is_open(count));
        let to_approve = waiting.map(|count| count.said).collect();
        let disputed = self.disputed.iter().filter(|count| is_open(count));
        let disputed = disputed.map(|count| count.said).collect();
        let answered = |at: &&At| !tops.iter().any(|top| top.knew(at, relations));
        let shorts = self.shorts.iter().filter(answered).copied().collect();
        let came = |commit: &CommitId| self.movements.iter().any(|(at, _)| at.commit() == *commit);
        let placed = self.placed.keys().map(|(_, movement)| *movement);
        let awaited = placed.filter(|movement| !came(movement)).collect();
        let top = |count: &Count| Top {
            count: *count,
            before: self.placed(count, relations).0,
        };
        let observed = Observed {
            tops: tops.iter().map(top).collect(),
            clear,
            doubts,
            to_approve,
            disputed,
            shorts,
            undone: self.undone.clone(),
            awaited,
            settled_by_clock,
        };
        Account {
            moved,
            observed: Some(Box::new(observed)),
        }
    }
}

/// The commit that a fact means, by the name that the order gives it; where it is not held, as it was written.
fn meant_commit(by: &At, named: CommitId, relations: &impl Relations) -> CommitId {
    relations.commit(by, named).map_or(named, |at| at.commit())
}

crate::kept_struct! {
    Doubt { count, movements }
    Top { count, before }
    Observed { tops, clear, doubts, to_approve, disputed, shorts, undone, awaited, settled_by_clock }
    Account { moved, observed }
}

crate::kept_enum! {
    Said {
        0 => Moved(units),
        1 => Counted { units, after, to_approve },
        2 => Judged { count, approved },
        3 => Placed { count, movement, before },
        4 => Short,
        5 => ShortUndone { short },
    }
}
