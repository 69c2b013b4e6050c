//! What facts say to the ledger, and what that means for one account.

use crate::stream::id::{CommitId, FactId};
use crate::trade::counting::balance::Said;
use crate::trade::counting::{Covers, Observation, ObservationKind, Seen, SeenWhat};
use crate::trade::goods::Goods;
use crate::trade::id::ItemId;
use crate::trade::identity::canonical::Canonical;
use crate::trade::place::{Movement, Place};
use std::collections::BTreeSet;

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
        /// The short that was none after all; `None` is a short.
        undoes: Option<FactId>,
    },
}

/// What an account is of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// Goods.
    Goods(Goods),
    /// All goods of an item, where somebody counted it without looking at what tells them apart. It is no stock of its
    /// own: its balance is held against the sum of theirs.
    Item(ItemId),
}

/// An account, under the names that it is summed by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountKey {
    /// Where.
    pub place: Place,
    /// What.
    pub what: What,
}

impl AccountKey {
    /// The account of goods at a place.
    pub fn new(place: Place, goods: Goods) -> Self {
        AccountKey {
            place,
            what: What::Goods(goods),
        }
    }
}

/// The container that was seen at a place, or the place itself.
fn place_seen(observation: &Observation, seen: &Seen) -> Place {
    let within = seen.within.clone();
    within.map_or_else(|| observation.place.clone(), Place::Container)
}

/// The places that an observation says something of: the one that it names and, where it looked into containers,
/// those.
fn places_seen(observation: &Observation) -> BTreeSet<Place> {
    let containers = match observation.covers {
        Covers::Everything => observation.containers.as_slice(),
        Covers::Goods(_) | Covers::Item(_) | Covers::Loose => &[],
    };
    let within = observation
        .seen
        .iter()
        .filter_map(|seen| seen.within.as_ref());
    within
        .chain(containers)
        .cloned()
        .map(Place::Container)
        .chain([observation.place.clone()])
        .collect()
}

/// What an observation says of a place even of goods that it does not list there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Coverage {
    Goods(Goods),
    Item(ItemId),
    All,
}

impl Coverage {
    pub(super) fn covers(&self, what: &What) -> bool {
        match (self, what) {
            (Coverage::All, _) => true,
            (Coverage::Item(item), What::Item(other)) => item == other,
            (Coverage::Item(item), What::Goods(goods)) => *item == goods.item,
            (Coverage::Goods(exactly), What::Goods(goods)) => exactly == goods,
            (Coverage::Goods(_), What::Item(_)) => false,
        }
    }

    /// Whether it covers goods that no fact has named yet.
    pub(super) fn is_open(&self) -> bool {
        match self {
            Coverage::All | Coverage::Item(_) => true,
            Coverage::Goods(_) => false,
        }
    }

    /// Whether it covers at least what the other does.
    pub(super) fn includes(&self, other: &Coverage) -> bool {
        *self == Coverage::All || self == other
    }
}

/// What an observation covers at one of the places that it says something of. Inside of containers that is everything,
/// where everything was looked at.
pub(super) fn coverage(
    observation: &Observation,
    place: &Place,
    canonical: &impl Canonical,
) -> Option<Coverage> {
    if canonical.place(&observation.place) == *place {
        return Some(match &observation.covers {
            Covers::Goods(goods) => Coverage::Goods(canonical.goods(goods)),
            Covers::Item(item) => Coverage::Item(canonical.item(item)),
            Covers::Loose | Covers::Everything => Coverage::All,
        });
    }
    let is_here = |seen: &Place| canonical.place(seen) == *place;
    let whole = observation.covers == Covers::Everything;
    (whole && places_seen(observation).iter().any(is_here)).then_some(Coverage::All)
}

/// The items of which an observation says only a sum at a place: nobody looked at what tells their goods apart.
pub(super) fn items_summed(
    observation: &Observation,
    place: &Place,
    canonical: &impl Canonical,
) -> BTreeSet<ItemId> {
    let listed = Listed {
        observation,
        list: &observation.seen,
        place,
        canonical,
    };
    let item = |seen: &Seen| match &seen.what {
        SeenWhat::Item(item) => Some(canonical.item(item)),
        SeenWhat::Goods(_) => None,
    };
    listed.here().filter_map(item).collect()
}

/// What a list of things seen says of one place.
struct Listed<'a, C> {
    observation: &'a Observation,
    list: &'a [Seen],
    place: &'a Place,
    canonical: &'a C,
}

impl<C: Canonical> Listed<'_, C> {
    fn here(&self) -> impl Iterator<Item = &Seen> {
        let place = |seen: &Seen| self.canonical.place(&place_seen(self.observation, seen));
        self.list
            .iter()
            .filter(move |seen| place(seen) == *self.place)
    }

    /// Whether only the item was looked at, in any of what is listed of it.
    fn only_item(&self, item: &ItemId) -> bool {
        let is_it = |seen: &Seen| match &seen.what {
            SeenWhat::Item(listed) => self.canonical.item(listed) == *item,
            SeenWhat::Goods(_) => false,
        };
        self.here().any(is_it)
    }

    /// Units of an item, whatever was looked at.
    fn of_item(&self, item: &ItemId) -> Option<u64> {
        let is_it = |seen: &&Seen| {
            let listed = match &seen.what {
                SeenWhat::Item(listed) => listed,
                SeenWhat::Goods(goods) => &goods.item,
            };
            self.canonical.item(listed) == *item
        };
        let found = self.here().filter(is_it).map(|seen| seen.units.get());
        found.reduce(u64::saturating_add)
    }

    /// Units of just these goods.
    fn of_goods(&self, goods: &Goods) -> Option<u64> {
        let is_it = |seen: &&Seen| match &seen.what {
            SeenWhat::Item(_) => false,
            SeenWhat::Goods(listed) => self.canonical.goods(listed) == *goods,
        };
        let found = self.here().filter(is_it).map(|seen| seen.units.get());
        found.reduce(u64::saturating_add)
    }
}

impl Posting<'_> {
    /// The places that it says something of.
    pub(super) fn places(&self, canonical: &impl Canonical) -> BTreeSet<Place> {
        let places = match self {
            Posting::Moved(movement) => {
                BTreeSet::from([movement.from.clone(), movement.to.clone()])
            }
            Posting::Observed(observation) => places_seen(observation),
            Posting::Judged { place, .. }
            | Posting::Placed { place, .. }
            | Posting::Short { place, .. } => BTreeSet::from([(*place).clone()]),
        };
        places.iter().map(|place| canonical.place(place)).collect()
    }

    /// The accounts that begin to exist with it at the latest. An observation says something of others at its places
    /// too, and an answer only of others.
    pub fn opens(&self, canonical: &impl Canonical) -> Vec<AccountKey> {
        let key = |place: &Place, what: What| AccountKey {
            place: canonical.place(place),
            what,
        };
        let of_goods =
            |place: &Place, goods: &Goods| key(place, What::Goods(canonical.goods(goods)));
        let mut named = match self {
            Posting::Moved(movement) => {
                let arrives = movement.becomes.unwrap_or(movement.goods);
                vec![
                    of_goods(&movement.from, movement.goods),
                    of_goods(&movement.to, arrives),
                ]
            }
            Posting::Short { place, goods, .. } => vec![of_goods(place, goods)],
            Posting::Judged { .. } | Posting::Placed { .. } => Vec::new(),
            Posting::Observed(observation) => {
                let exactly = match &observation.covers {
                    Covers::Goods(goods) => Some(of_goods(&observation.place, goods)),
                    Covers::Item(_) | Covers::Loose | Covers::Everything => None,
                };
                let lists = observation.seen.iter();
                let lists = lists.chain(observation.expected.iter().flatten());
                let listed = lists.map(|seen| {
                    let place = place_seen(observation, seen);
                    match &seen.what {
                        SeenWhat::Goods(goods) => of_goods(&place, goods),
                        SeenWhat::Item(item) => key(&place, What::Item(canonical.item(item))),
                    }
                });
                listed.chain(exactly).collect()
            }
        };
        named.sort();
        named.dedup();
        named.retain(|key| self.said(key, canonical).is_some());
        named
    }

    /// What it says of one account; `None` where it says nothing. That a count was judged is said of every account: one
    /// that looked into containers is a count of accounts at many places.
    pub fn said(&self, key: &AccountKey, canonical: &impl Canonical) -> Option<Said> {
        match self {
            Posting::Moved(movement) => {
                let arrives = movement.becomes.unwrap_or(movement.goods);
                let is_key = |place: &Place, goods: &Goods| {
                    canonical.place(place) == key.place
                        && match &key.what {
                            What::Goods(what) => canonical.goods(goods) == *what,
                            What::Item(item) => canonical.item(&goods.item) == *item,
                        }
                };
                let leaves = is_key(&movement.from, movement.goods);
                let comes = is_key(&movement.to, arrives);
                let units = movement.units.wide();
                match (leaves, comes) {
                    (true, false) => Some(Said::Moved(-units)),
                    (false, true) => Some(Said::Moved(units)),
                    (true, true) | (false, false) => None,
                }
            }
            Posting::Observed(observation) => seen(observation, key, canonical),
            Posting::Judged {
                count, approved, ..
            } => Some(Said::Judged {
                count: *count,
                approved: *approved,
            }),
            Posting::Placed {
                count,
                place,
                movement,
                before,
            } => (canonical.place(place) == key.place).then_some(Said::Placed {
                count: *count,
                movement: *movement,
                before: *before,
            }),
            Posting::Short {
                place,
                goods,
                undoes,
            } => {
                let goods = What::Goods(canonical.goods(goods));
                let here = canonical.place(place) == key.place;
                let said = match undoes {
                    None => Said::Short,
                    Some(short) => Said::ShortUndone { short: *short },
                };
                (here && goods == key.what).then_some(said)
            }
        }
    }
}

/// What an observation says of one account.
///
/// Where only an item was looked at, it says something of the account of the item and nothing of those of its goods. A
/// zero check says something only where it failed: where other units were seen than the books said, which is none where
/// the counter was shown nothing. Then it is short of all goods of the item where only that was looked at.
fn seen(observation: &Observation, key: &AccountKey, canonical: &impl Canonical) -> Option<Said> {
    let coverage = coverage(observation, &key.place, canonical);
    let is_covered = coverage.is_some_and(|coverage| coverage.covers(&key.what));
    let listed = |list| Listed {
        observation,
        list,
        place: &key.place,
        canonical,
    };
    let found = listed(&observation.seen);
    let to_approve = match observation.kind {
        ObservationKind::Count => false,
        ObservationKind::CountToApprove => true,
        ObservationKind::ZeroCheck => {
            let expected = listed(observation.expected.as_deref().unwrap_or(&[]));
            let What::Goods(goods) = &key.what else {
                return None;
            };
            let only_item = found.only_item(&goods.item) || expected.only_item(&goods.item);
            let (found, expected) = if only_item {
                (found.of_item(&goods.item), expected.of_item(&goods.item))
            } else {
                (found.of_goods(goods), expected.of_goods(goods))
            };
            let says = is_covered || found.is_some();
            return (says && found.unwrap_or(0) != expected.unwrap_or(0)).then_some(Said::Short);
        }
    };
    let units = match &key.what {
        What::Item(item) if is_covered || found.only_item(item) => found.of_item(item).or(Some(0)),
        What::Item(_) => None,
        What::Goods(goods) if found.only_item(&goods.item) => None,
        What::Goods(goods) => found.of_goods(goods).or(is_covered.then_some(0)),
    };
    units.map(|units| Said::Counted {
        units,
        after: observation.after,
        to_approve,
    })
}

crate::kept_struct! {
    AccountKey { place, what }
}

crate::kept_enum! {
    What { 0 => Goods(goods), 1 => Item(item) }
    Coverage { 0 => Goods(goods), 1 => Item(item), 2 => All }
}
