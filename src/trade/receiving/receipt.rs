//! A delivery as its facts have it.

use super::{ReceiptOpened, Received, ReceivingFact};
use crate::stream::id::FactId;
use crate::trade::relations::At;
use std::collections::{BTreeMap, BTreeSet};

/// A delivery.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Receipt {
    opened: Option<(At, ReceiptOpened)>,
    received: BTreeMap<FactId, Received>,
    undone: BTreeSet<FactId>,
    closed: bool,
}

impl Receipt {
    /// Takes in a fact of this area.
    pub fn apply(&mut self, at: At, fact: &ReceivingFact) {
        match fact {
            ReceivingFact::ReceiptOpened(opened) => self.opened = Some((at, opened.clone())),
            ReceivingFact::Received(received) => {
                self.received.insert(at.fact(), received.clone());
            }
            ReceivingFact::ReceivingUndone {
                undoes,
                received: _,
            } => {
                self.undone.insert(*undoes);
            }
            ReceivingFact::ReceiptClosed { receipt: _ } => self.closed = true,
        }
    }

    /// How it was opened.
    pub fn opened(&self) -> Option<(&At, &ReceiptOpened)> {
        self.opened.as_ref().map(|(at, opened)| (at, opened))
    }

    /// What was taken in and not undone.
    pub fn received(&self) -> impl Iterator<Item = (&FactId, &Received)> {
        self.received
            .iter()
            .filter(|(fact, _)| !self.undone.contains(fact))
    }

    /// Whether nothing more is expected.
    pub fn is_closed(&self) -> bool {
        self.closed
    }
}

crate::kept_struct! {
    Receipt { opened, received, undone, closed }
}
