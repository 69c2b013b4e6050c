//! An RMA as its facts have it.

use super::{ReturnAuthorised, ReturnDecided, ReturnFact, ReturnReceived};
use crate::stream::id::FactId;
use crate::trade::relations::At;
use std::collections::{BTreeMap, BTreeSet};

/// An RMA. Where its units are is told by the ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rma {
    authorised: Option<(At, ReturnAuthorised)>,
    received: BTreeMap<FactId, ReturnReceived>,
    decided: BTreeMap<FactId, ReturnDecided>,
    undone: BTreeSet<FactId>,
    closed: bool,
}

impl Rma {
    /// Takes in a fact of this area.
    pub fn apply(&mut self, at: At, fact: &ReturnFact) {
        match fact {
            ReturnFact::Authorised(authorised) => self.authorised = Some((at, authorised.clone())),
            ReturnFact::Received(received) => {
                self.received.insert(at.fact(), received.clone());
            }
            ReturnFact::Decided(decided) => {
                self.decided.insert(at.fact(), decided.clone());
            }
            ReturnFact::ReceiptUndone { undoes, .. }
            | ReturnFact::DecisionUndone { undoes, .. } => {
                self.undone.insert(*undoes);
            }
            ReturnFact::Closed { rma: _ } => self.closed = true,
        }
    }

    /// What was authorised.
    pub fn authorised(&self) -> Option<(&At, &ReturnAuthorised)> {
        self.authorised
            .as_ref()
            .map(|(at, authorised)| (at, authorised))
    }

    /// What arrived and was not undone.
    pub fn received(&self) -> impl Iterator<Item = (&FactId, &ReturnReceived)> {
        self.received
            .iter()
            .filter(|(fact, _)| !self.undone.contains(fact))
    }

    /// What was decided and not taken back.
    pub fn decided(&self) -> impl Iterator<Item = (&FactId, &ReturnDecided)> {
        self.decided
            .iter()
            .filter(|(fact, _)| !self.undone.contains(fact))
    }

    /// Whether nothing more is expected.
    pub fn is_closed(&self) -> bool {
        self.closed
    }
}

crate::kept_struct! {
    Rma { authorised, received, decided, undone, closed }
}
