//! Who holds which lease.

use super::{LeaseFact, LeaseKey, LeasesTaken};
use crate::stream::id::{CommitId, FactId, StreamId};
use crate::trade::relations::{At, Relations};
use std::collections::BTreeMap;

/// A grant of a lease.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Grant {
    at: At,
    follows: Option<FactId>,
    to: Option<StreamId>,
}

/// A takeover of all that a stream held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct TakenWhole {
    at: At,
    from: StreamId,
}

/// Who holds a lease, and by which grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The stream; `None` is nobody.
    pub stream: Option<StreamId>,
    /// The grant; `None` while the fact that opened the document is the only one.
    pub grant: Option<At>,
}

/// By which commit a lease was first held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenedBy {
    /// By all that is known; `None` where nobody has it by itself.
    pub now: Option<CommitId>,
    /// As far as the work that is judged knew.
    pub known: Option<CommitId>,
}

/// All leases that were ever given and whose documents are open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeaseBook {
    grants: BTreeMap<LeaseKey, Vec<Grant>>,
    taken_whole: Vec<TakenWhole>,
}

impl LeaseBook {
    /// Takes a fact in; in any order.
    pub fn apply(&mut self, at: At, fact: &LeaseFact) {
        match fact {
            LeaseFact::Granted(granted) => {
                self.grant(
                    granted.lease.clone(),
                    Grant {
                        at,
                        follows: granted.follows,
                        to: granted.to,
                    },
                );
            }
            LeaseFact::TakenOver(taken) => match &taken.leases {
                LeasesTaken::All => {
                    self.taken_whole.push(TakenWhole {
                        at,
                        from: taken.from,
                    });
                    self.taken_whole.sort_by_key(|taken| taken.at);
                }
                LeasesTaken::These(leases) => {
                    for lease in leases {
                        let grant = Grant {
                            at,
                            follows: lease.follows,
                            to: Some(at.branch),
                        };
                        self.grant(lease.lease.clone(), grant);
                    }
                }
            },
        }
    }

    fn grant(&mut self, lease: LeaseKey, grant: Grant) {
        let grants = self.grants.entry(lease).or_default();
        grants.push(grant);
        grants.sort_by_key(|grant| grant.at);
    }

    /// Forgets a lease whose document is closed.
    pub fn close(&mut self, lease: &LeaseKey) {
        self.grants.remove(lease);
    }

    /// Who holds a lease whose document was opened by the commit `opened`, or that nobody has by itself.
    pub fn holder(
        &self,
        lease: &LeaseKey,
        opened: Option<CommitId>,
        relations: &impl Relations,
    ) -> Holder {
        self.walk(lease, opened, relations, |_| true)
    }

    /// Who held a lease as far as the fact `by` knew.
    pub fn holder_known_to(
        &self,
        by: &At,
        lease: &LeaseKey,
        opened: Option<CommitId>,
        relations: &impl Relations,
    ) -> Holder {
        self.walk(lease, opened, relations, |grant| relations.knew(by, grant))
    }

    /// Whether work under a lease was overtaken: its stream held the lease as far as it knew, and another one had been
    /// given it meanwhile by a grant that the work did not know and that did not know the work; or another one had begun
    /// before it without either knowing. Gives the grant by which it was overtaken, `Some(None)` where another one had
    /// simply begun before.
    pub fn overtaken_by(
        &self,
        work: &At,
        lease: &LeaseKey,
        opened: OpenedBy,
        relations: &impl Relations,
    ) -> Option<Option<FactId>> {
        let known = self.holder_known_to(work, lease, opened.known, relations);
        if known.stream != Some(work.branch) {
            return None;
        }
        let now = self.holder(lease, opened.now, relations);
        if now.stream == Some(work.branch) {
            return None;
        }
        let is_overtaken = match now.grant {
            Some(grant) => now.grant != known.grant && !relations.knew(&grant, work),
            None => opened.now != opened.known,
        };
        is_overtaken.then_some(now.grant.map(|grant| grant.fact()))
    }

    /// Whether a lease was ever granted by name.
    pub fn is_granted(&self, lease: &LeaseKey) -> bool {
        self.grants.contains_key(lease)
    }

    /// Whether all that a stream held was taken over by somebody who did not know this work of it.
    pub fn may_take_whole(&self, stream: StreamId, work: &At, relations: &impl Relations) -> bool {
        self.taken_whole.iter().any(|taken| {
            relations.grew_from(stream, taken.from) && !relations.knew(&taken.at, work)
        })
    }

    /// Follows the chain of grants: of two that follow one, the first in order holds.
    fn walk(
        &self,
        lease: &LeaseKey,
        opened: Option<CommitId>,
        relations: &impl Relations,
        counts: impl Fn(&At) -> bool,
    ) -> Holder {
        let none = Vec::new();
        let grants = self.grants.get(lease).unwrap_or(&none);
        let mut holder = Holder {
            stream: opened.map(|opened| opened.stream),
            grant: None,
        };
        let mut steps = 0;
        loop {
            let fact = holder.grant.map(|at| at.fact());
            let named = grants
                .iter()
                .filter(|grant| grant.follows == fact && counts(&grant.at));
            let named = named
                .map(|grant| (grant.at, grant.to))
                .min_by_key(|(at, _)| *at);
            let whole = self.taken_whole.iter().filter(|taken| {
                let after = match (&holder.grant, opened) {
                    (Some(grant), _) => relations.knew(&taken.at, grant) && taken.at > *grant,
                    // What was opened after the takeover, or unknown to it, is not taken by it.
                    (None, Some(opened)) => relations
                        .commit(&taken.at, opened)
                        .is_some_and(|opened| relations.knew(&taken.at, &opened)),
                    (None, None) => false,
                };
                // Of a stream that forked, the branch that the takeover knew is meant.
                holder
                    .stream
                    .is_some_and(|stream| relations.grew_from(stream, taken.from))
                    && after
                    && taken.at.branch != taken.from
                    && counts(&taken.at)
            });
            let whole = whole
                .map(|taken| (taken.at, Some(taken.at.branch)))
                .min_by_key(|(at, _)| *at);
            let next = named.into_iter().chain(whole).min_by_key(|(at, _)| *at);
            // A chain is as long as there are facts; should grants be forged into a circle, it ends there.
            steps += 1;
            match next {
                Some((at, to)) if steps <= grants.len() + self.taken_whole.len() => {
                    holder = Holder {
                        stream: to,
                        grant: Some(at),
                    };
                }
                _ => return holder,
            }
        }
    }
}

crate::kept_struct! {
    Grant { at, follows, to }
    TakenWhole { at, from }
    LeaseBook { grants, taken_whole }
}
