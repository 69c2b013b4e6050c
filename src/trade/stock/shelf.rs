//! The accounts at one place.

use super::posting::{Coverage, What, coverage, items_summed};
use crate::trade::counting::balance::{Account, AccountEntry, NeedsHistory, Said};
use crate::trade::counting::{Observation, ObservationKind};
use crate::trade::goods::Goods;
use crate::trade::id::ItemId;
use crate::trade::identity::canonical::Canonical;
use crate::trade::place::Place;
use crate::trade::relations::{At, Relations};
use std::collections::{BTreeMap, BTreeSet};

/// A count that covers goods which it does not list: of each of them it saw none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Covering {
    at: At,
    coverage: Coverage,
    /// Items of which it counted the sum only: of their goods it says nothing.
    except: BTreeSet<ItemId>,
    said: Said,
}

impl Covering {
    fn covers(&self, what: &What) -> bool {
        let excepted = match what {
            What::Goods(goods) => self.except.contains(&goods.item),
            What::Item(_) => false,
        };
        self.coverage.covers(what) && !excepted
    }

    fn to_approve(&self) -> bool {
        matches!(
            self.said,
            Said::Counted {
                to_approve: true,
                ..
            }
        )
    }

    /// Whether it takes the place of another one: it knew it and covers at least as much.
    fn replaces(&self, other: &Covering, relations: &impl Relations) -> bool {
        let at_once = matches!(
            self.said,
            Said::Counted {
                to_approve: false,
                after: None,
                ..
            }
        );
        let covers_more =
            self.coverage.includes(&other.coverage) && self.except.is_subset(&other.except);
        at_once && covers_more && relations.knew(&self.at, &other.at)
    }
}

/// The accounts at one place, and what was said there of goods that no fact has named yet.
#[derive(Clone, Debug, Default)]
pub(super) struct Shelf {
    pub(super) accounts: BTreeMap<What, Account>,
    covering: Vec<Covering>,
    /// Coverings are no longer kept that later ones knew.
    pruned: bool,
    /// A count was judged or a movement placed.
    pub(super) answered: bool,
}

impl Shelf {
    pub(super) fn goods(&self) -> impl Iterator<Item = (&Goods, &Account)> {
        self.accounts
            .iter()
            .filter_map(|(what, account)| match what {
                What::Goods(goods) => Some((goods, account)),
                What::Item(_) => None,
            })
    }

    /// The accounts of goods of one item, by goods.
    pub(super) fn goods_of<'a>(
        &'a self,
        item: &'a ItemId,
    ) -> impl Iterator<Item = (&'a Goods, &'a Account)> {
        let first = What::Goods(Goods::new(item.clone()));
        self.accounts
            .range(first..)
            .map_while(move |(what, account)| match what {
                What::Goods(goods) if goods.item == *item => Some((goods, account)),
                What::Goods(_) | What::Item(_) => None,
            })
    }

    pub(super) fn cover(&mut self, covering: Covering, relations: &impl Relations) {
        let kept = self.covering.len();
        self.covering
            .retain(|other| !covering.replaces(other, relations));
        self.pruned |= self.covering.len() < kept;
        self.covering.push(covering);
    }

    /// An account of which nothing was said before.
    pub(super) fn begin(
        &self,
        what: &What,
        entry: AccountEntry,
        relations: &impl Relations,
    ) -> Result<Account, NeedsHistory> {
        // What moved of an item stands in the accounts of its goods.
        if let What::Item(_) = what {
            return Err(NeedsHistory);
        }
        let covering: Vec<_> = self
            .covering
            .iter()
            .filter(|covering| covering.covers(what) && covering.at != entry.at)
            .collect();
        if covering.is_empty() && !self.pruned && !self.answered {
            return Ok(Account::fold(&[entry], relations));
        }
        let unclear = self.pruned && covering.len() != 1;
        if self.answered || unclear || covering.iter().any(|covering| covering.to_approve()) {
            return Err(NeedsHistory);
        }
        let said: Vec<_> = covering
            .iter()
            .map(|covering| AccountEntry {
                at: covering.at,
                said: covering.said,
            })
            .chain([entry])
            .collect();
        let account = Account::fold(&said, relations);
        // A count that was given up could hold where the one that knew it is in doubt.
        if self.pruned && !account.doubts().is_empty() {
            return Err(NeedsHistory);
        }
        Ok(account)
    }
}

/// What an observation says of goods that no fact has named yet, if it is a count of more than it lists at a place.
pub(super) fn covering(
    at: At,
    observation: &Observation,
    place: &Place,
    canonical: &impl Canonical,
) -> Option<Covering> {
    let to_approve = match observation.kind {
        ObservationKind::Count => false,
        ObservationKind::CountToApprove => true,
        ObservationKind::ZeroCheck => return None,
    };
    let coverage = coverage(observation, place, canonical).filter(Coverage::is_open)?;
    let except = items_summed(observation, place, canonical);
    let said = Said::Counted {
        units: 0,
        after: observation.after,
        to_approve,
    };
    Some(Covering {
        at,
        coverage,
        except,
        said,
    })
}

crate::kept_struct! {
    Covering { at, coverage, except, said }
    Shelf { accounts, covering, pruned, answered }
}
