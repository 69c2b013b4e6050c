//! Commands about what is the same as what.

use super::{IdentityFact, Merged, Pair, PlaceholderKind, PlaceholderOpened};
use crate::stream::id::FactId;
use crate::trade::Event;
use crate::trade::decide::{Proposal, Refusal};
use crate::trade::id::{DocumentId, Name};
use crate::trade::state::State;
use crate::trade::text::Code;
use crate::wire_enum;

wire_enum! {
    /// What to do about identities.
    pub enum IdentityCommand {
        /// Something came that nobody knows: give it an identity of its own.
        0 => OpenPlaceholder { kind: PlaceholderKind, written: Option<Code> },
        /// Two identities are one thing: what was booked under either is summed under the canonical one. Refused for a
        /// thing with itself, in a circle, for items that are counted in different units or are of different clients.
        1 => Merge { pair: Pair },
        /// A merge was wrong: each stands again with what was booked under its name.
        2 => RevokeMerge { merge: FactId },
    }
}

impl IdentityCommand {
    /// The documents that must be in memory to decide it.
    pub fn needs(&self, state: &State) -> Vec<DocumentId> {
        match self {
            IdentityCommand::OpenPlaceholder { kind, written: _ } => match kind {
                PlaceholderKind::Item { client } => {
                    client.iter().cloned().map(DocumentId::Party).collect()
                }
                PlaceholderKind::Lot { item } => vec![DocumentId::Item(item.clone())],
                PlaceholderKind::Party => Vec::new(),
            },
            IdentityCommand::Merge { pair } => {
                let (from, into) = pair.documents();
                vec![from, into]
            }
            IdentityCommand::RevokeMerge { merge } => {
                let standing = state.components.standing().into_iter();
                let of_merge = standing.filter(|(fact, _, _)| fact == merge);
                of_merge
                    .flat_map(|(_, from, into)| [from.clone(), into.clone()])
                    .collect()
            }
        }
    }

    /// Decides it.
    ///
    /// # Errors
    /// Why nothing is to be written.
    pub fn decide(&self, state: &State, proposal: &mut Proposal<'_>) -> Result<(), Refusal> {
        match self {
            IdentityCommand::OpenPlaceholder { kind, written } => {
                if let PlaceholderKind::Lot { item } = kind {
                    is_known(state, &DocumentId::Item(item.clone()))?;
                }
                identity(
                    proposal,
                    IdentityFact::PlaceholderOpened(PlaceholderOpened {
                        kind: kind.clone(),
                        written: written.clone(),
                    }),
                );
                Ok(())
            }
            IdentityCommand::Merge { pair } => merge(state, pair, proposal),
            IdentityCommand::RevokeMerge { merge } => {
                let mut standing = state.components.standing().into_iter();
                if !standing.any(|(fact, _, _)| fact == *merge) {
                    return Err(Refusal::NothingToDo);
                }
                identity(proposal, IdentityFact::MergeRevoked { merge: *merge });
                Ok(())
            }
        }
    }
}

fn identity(proposal: &mut Proposal<'_>, fact: IdentityFact) {
    proposal.office(Event::Identity(fact));
}

fn merge(state: &State, pair: &Pair, proposal: &mut Proposal<'_>) -> Result<(), Refusal> {
    let (from, into) = pair.documents();
    if from == into {
        return Err(Refusal::CannotMerge);
    }
    is_known(state, &from)?;
    is_known(state, &into)?;
    let standing = state.components.standing();
    if standing.iter().any(|(_, a, b)| **a == from && **b == into) {
        return Err(Refusal::NothingToDo);
    }
    // Within one component another merge would lead back to where it came from, or say what is said already.
    if state.components.canonical(&from) == state.components.canonical(&into) {
        return Err(Refusal::CannotMerge);
    }
    match pair {
        Pair::Items { from, into } => {
            if from.client != into.client || state.base_unit(from) != state.base_unit(into) {
                return Err(Refusal::CannotMerge);
            }
        }
        Pair::Lots { .. }
        | Pair::Parties { .. }
        | Pair::Channels { .. }
        | Pair::Customers { .. } => {}
    }
    identity(
        proposal,
        IdentityFact::Merged(Merged { pair: pair.clone() }),
    );
    Ok(())
}

/// Whether a thing was ever named by a card, or is a placeholder.
fn is_known(state: &State, document: &DocumentId) -> Result<(), Refusal> {
    let by_fact = |name: &Name| match name {
        Name::Placeholder(_) | Name::OfDocument(_) => true,
        Name::Coded(_) => false,
    };
    let known = match document {
        DocumentId::Item(item) => by_fact(&item.name) || state.item(item).is_some(),
        DocumentId::Lot(lot) => by_fact(&lot.name) || state.lot(lot).is_some(),
        DocumentId::Party(party) => by_fact(&party.name) || state.party(party).is_some(),
        DocumentId::Channel(channel) => state.channel(channel).is_some(),
        // Customers are known by their orders only.
        DocumentId::Customer(_) => true,
        DocumentId::Workspace
        | DocumentId::Warehouse(_)
        | DocumentId::Location(_)
        | DocumentId::Container(_)
        | DocumentId::Operator(_)
        | DocumentId::Order(_)
        | DocumentId::FulfilmentOrder(_)
        | DocumentId::Batch(_)
        | DocumentId::Return(_)
        | DocumentId::Receipt(_)
        | DocumentId::Transfer(_)
        | DocumentId::Stock(_)
        | DocumentId::Recipe(_)
        | DocumentId::Erasure(_)
        | DocumentId::CreditNote(_)
        | DocumentId::Rule(_)
        | DocumentId::SharedView(_)
        | DocumentId::Assembly(_)
        | DocumentId::SupplierReturn(_)
        | DocumentId::Replenishment(_)
        | DocumentId::Cart(_)
        | DocumentId::Hold(_)
        | DocumentId::Fact(_)
        | DocumentId::File(_) => false,
    };
    if known {
        Ok(())
    } else {
        Err(Refusal::Unknown(document.clone()))
    }
}
