//! What facts say to the ledger, and what that means for one account.

use crate::stream::id::{CommitId, FactId};
use crate::trade::counting::balance::Said;
use crate::trade::counting::{Covers, Observation, ObservationKind, SeenGoods};
use crate::trade::goods::Goods;
use crate::trade::id::ItemId;
use crate::trade::identity::canonical::Canonical;
use crate::trade::place::{Movement, Place};

/// One thing that a fact says to the ledger. A fact says none, one or many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Posting<'a> {
    /// Goods moved, or became others where they are.
    Moved(Movement<'a>),
    /// Something was seen.
    Observed(&'a Observation),
    /// A count was approved, or turned down.
    Judged {
        /// The count.
        count: FactId,
        /// The place that it is of.
        place: &'a Place,
        /// Which of the two.
        approved: bool,
    },
    /// A person said on which side of a count a movement was.
    Placed {
        /// The count.
        count: FactId,
        /// The place that it is of.
        place: &'a Place,
        /// The commit of the movement.
        movement: CommitId,
        /// Before it, or after it.
        before: bool,
    },
    /// A pick came short.
    Short {
        /// Where.
        place: &'a Place,
        /// What should have been there.
        goods: &'a Goods,
    },
}

/// An account: goods at a place, under the names that they are summed by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountKey {
    /// Where.
    pub place: Place,
    /// What.
    pub goods: Goods,
}

/// Whether an observation says something of goods that it does not list.
pub(super) fn covers(observation: &Observation, goods: &Goods, canonical: &impl Canonical) -> bool {
    match &observation.covers {
        Covers::Goods(exactly) => canonical.goods(exactly) == *goods,
        Covers::Item(item) => canonical.item(item) == goods.item,
        Covers::Loose | Covers::Everything => true,
    }
}

/// The item that a count covers, or `None` for all; no count if it covers no goods but one, or posts nothing.
pub(super) fn covered_item(
    observation: &Observation,
    canonical: &impl Canonical,
) -> Option<Option<ItemId>> {
    match (&observation.kind, &observation.covers) {
        (ObservationKind::ZeroCheck, _) | (_, Covers::Goods(_)) => None,
        (_, Covers::Item(item)) => Some(Some(canonical.item(item))),
        (_, Covers::Loose | Covers::Everything) => Some(None),
    }
}

fn listed(list: &[SeenGoods], goods: &Goods, canonical: &impl Canonical) -> Option<u64> {
    list.iter()
        .filter(|seen| canonical.goods(&seen.goods) == *goods)
        .map(|seen| seen.units)
        .reduce(u64::saturating_add)
}

impl Posting<'_> {
    /// The place at which it says something; a movement has two.
    fn places(&self) -> [&Place; 2] {
        match self {
            Posting::Moved(movement) => [&movement.from, &movement.to],
            Posting::Observed(observation) => [&observation.place; 2],
            Posting::Judged { place, .. }
            | Posting::Placed { place, .. }
            | Posting::Short { place, .. } => [place; 2],
        }
    }

    /// The accounts that it names and says something of: they exist from then on. An observation says something of
    /// others at its place too, and an answer only of others.
    pub fn opens(&self, canonical: &impl Canonical) -> Vec<AccountKey> {
        let mut named = self.names(canonical);
        named.retain(|key| self.said(key, canonical).is_some());
        named
    }

    fn names(&self, canonical: &impl Canonical) -> Vec<AccountKey> {
        let key = |place: &Place, goods: &Goods| AccountKey {
            place: canonical.place(place),
            goods: canonical.goods(goods),
        };
        match self {
            Posting::Moved(movement) => {
                let arrives = movement.becomes.unwrap_or(movement.goods);
                vec![
                    key(&movement.from, movement.goods),
                    key(&movement.to, arrives),
                ]
            }
            Posting::Short { place, goods } => vec![key(place, goods)],
            Posting::Judged { .. } | Posting::Placed { .. } => Vec::new(),
            Posting::Observed(observation) => {
                let exactly = match &observation.covers {
                    Covers::Goods(goods) => Some(goods),
                    Covers::Item(_) | Covers::Loose | Covers::Everything => None,
                };
                let expected = observation.expected.iter().flatten();
                let lists = observation.seen.iter().chain(expected);
                let mut named: Vec<_> = exactly
                    .into_iter()
                    .chain(lists.map(|seen| &seen.goods))
                    .map(|goods| key(&observation.place, goods))
                    .collect();
                named.sort();
                named.dedup();
                named
            }
        }
    }

    /// What it says of one account; `None` where it says nothing.
    pub fn said(&self, key: &AccountKey, canonical: &impl Canonical) -> Option<Said> {
        let here = |place: &Place| canonical.place(place) == key.place;
        if !self.places().into_iter().any(here) {
            return None;
        }
        match self {
            Posting::Moved(movement) => {
                let arrives = movement.becomes.unwrap_or(movement.goods);
                let is_key = |place: &Place, goods: &Goods| {
                    here(place) && canonical.goods(goods) == key.goods
                };
                let units = movement.units.wide();
                match (
                    is_key(&movement.from, movement.goods),
                    is_key(&movement.to, arrives),
                ) {
                    (true, false) => Some(Said::Moved(-units)),
                    (false, true) => Some(Said::Moved(units)),
                    (true, true) | (false, false) => None,
                }
            }
            Posting::Observed(observation) => seen(observation, &key.goods, canonical),
            Posting::Judged {
                count, approved, ..
            } => Some(Said::Judged {
                count: *count,
                approved: *approved,
            }),
            Posting::Placed {
                count,
                movement,
                before,
                ..
            } => Some(Said::Placed {
                count: *count,
                movement: *movement,
                before: *before,
            }),
            Posting::Short { goods, .. } => {
                (canonical.goods(goods) == key.goods).then_some(Said::Short)
            }
        }
    }
}

/// What an observation says of goods at its place. A zero check says something only where it failed: where other units
/// were seen than the books said, which is none where the counter was shown nothing.
fn seen(observation: &Observation, goods: &Goods, canonical: &impl Canonical) -> Option<Said> {
    let units = listed(&observation.seen, goods, canonical);
    if units.is_none() && !covers(observation, goods, canonical) {
        return None;
    }
    let units = units.unwrap_or(0);
    let after = observation.after;
    match observation.kind {
        ObservationKind::Count => Some(Said::Counted {
            units,
            after,
            to_approve: false,
        }),
        ObservationKind::CountToApprove => Some(Said::Counted {
            units,
            after,
            to_approve: true,
        }),
        ObservationKind::ZeroCheck => {
            let expected = observation.expected.as_deref().unwrap_or(&[]);
            let expected = listed(expected, goods, canonical).unwrap_or(0);
            (units != expected).then_some(Said::Short)
        }
    }
}
