//! Commands about parties.

use super::{PartyFact, PartyField, PartySet};
use crate::trade::card_fold::{Card, changes};
use crate::trade::decide::{Context, Proposal, Refusal};
use crate::trade::event::Event;
use crate::trade::id::{DocumentId, Name, PartyId};
use crate::trade::personal::Row;
use crate::trade::relations::Relations;
use crate::trade::state::State;
use crate::trade::text::Code;
use crate::wire_enum;

wire_enum! {
    /// A command of this area.
    pub enum PartyCommand {
        /// Sets fields of a party and writes its personal rows; the first makes the party known. What is so already is
        /// left out; an undo sets the former values.
        0 => SetParty { party: PartyId, fields: Vec<PartyField>, rows: Vec<Row> },
    }
}

/// The code that a party shows: as it was set, else its first one.
pub fn shown_code<'a>(party: &'a PartyId, card: Option<&'a Card<PartyField>>) -> Option<&'a Code> {
    let set = card.and_then(|card| {
        card.fields().find_map(|field| match field {
            PartyField::Code(code) => Some(code),
            _ => None,
        })
    });
    set.or(match &party.name {
        Name::Coded(first) => Some(&first.code),
        Name::Placeholder(_) | Name::OfDocument(_) => None,
    })
}

impl PartyCommand {
    /// Decides the command.
    ///
    /// # Errors
    /// A code that another party shows, and what is so already.
    pub fn decide(
        &self,
        state: &State,
        _: &Context,
        _: &impl Relations,
        proposal: &mut Proposal<'_>,
    ) -> Result<(), Refusal> {
        match self {
            PartyCommand::SetParty {
                party,
                fields,
                rows,
            } => {
                let card = state.party(party);
                let fields = changes(card, fields);
                for field in &fields {
                    if let PartyField::Code(code) = field {
                        is_code_free(state, party, code)?;
                    }
                }
                if card.is_some() && fields.is_empty() && rows.is_empty() {
                    return Err(Refusal::NothingToDo);
                }
                let set = PartySet {
                    party: party.clone(),
                    fields,
                    rows: rows.clone(),
                };
                proposal.office(Event::Parties(PartyFact::PartySet(set)));
                Ok(())
            }
        }
    }

    /// The documents that deciding reads.
    pub fn needs(&self) -> Vec<DocumentId> {
        match self {
            PartyCommand::SetParty { party, .. } => vec![DocumentId::Party(party.clone())],
        }
    }
}

fn is_code_free(state: &State, party: &PartyId, code: &Code) -> Result<(), Refusal> {
    let shows = |other: &PartyId| shown_code(other, state.party(other)) == Some(code);
    let other = state.codes.given(code).find(
        |document| matches!(document, DocumentId::Party(other) if other != party && shows(other)),
    );
    other.map_or(Ok(()), |other| {
        Err(Refusal::CodeTaken {
            code: code.clone(),
            by: other.clone(),
        })
    })
}
