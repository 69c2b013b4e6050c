//! Commands about channels.

use super::{ChannelFact, ChannelField, ChannelSet};
use crate::trade::card_fold::changes;
use crate::trade::decide::{Context, Proposal, Refusal};
use crate::trade::event::Event;
use crate::trade::id::{ChannelId, DocumentId, PartyId};
use crate::trade::relations::Relations;
use crate::trade::state::State;
use crate::wire_enum;

wire_enum! {
    /// A command of this area.
    pub enum ChannelCommand {
        /// Sets fields of a channel; the first makes it known. What is so already is left out; an undo sets the former
        /// values. Orders that came in before keep what they came in with.
        0 => SetChannel { channel: ChannelId, fields: Vec<ChannelField> },
    }
}

impl ChannelCommand {
    /// Decides the command.
    ///
    /// # Errors
    /// A party or warehouse that is not known, and what is so already.
    pub fn decide(
        &self,
        state: &State,
        _: &Context,
        _: &impl Relations,
        proposal: &mut Proposal<'_>,
    ) -> Result<(), Refusal> {
        match self {
            ChannelCommand::SetChannel { channel, fields } => {
                let card = state.channel(channel);
                let fields = changes(card, fields);
                if card.is_some() && fields.is_empty() {
                    return Err(Refusal::NothingToDo);
                }
                fields.iter().try_for_each(|field| is_known(state, field))?;
                let set = ChannelSet {
                    channel: channel.clone(),
                    fields,
                };
                proposal.office(Event::Channels(ChannelFact::ChannelSet(set)));
                Ok(())
            }
        }
    }

    /// The documents that deciding reads.
    pub fn needs(&self) -> Vec<DocumentId> {
        match self {
            ChannelCommand::SetChannel { channel, .. } => {
                vec![DocumentId::Channel(channel.clone())]
            }
        }
    }
}

/// Whether whatever a field names is known here.
fn is_known(state: &State, field: &ChannelField) -> Result<(), Refusal> {
    let party = |party: &PartyId| match state.party(party) {
        Some(_) => Ok(()),
        None => Err(Refusal::Unknown(DocumentId::Party(party.clone()))),
    };
    match field {
        ChannelField::Client(Some(client)) => party(client),
        ChannelField::CarrierName { carrier, .. } => party(carrier),
        ChannelField::WarehouseRank { warehouse, .. } => match state.warehouse(warehouse) {
            Some(_) => Ok(()),
            None => Err(Refusal::Unknown(DocumentId::Warehouse(warehouse.clone()))),
        },
        ChannelField::Client(None)
        | ChannelField::Code(_)
        | ChannelField::Title(_)
        | ChannelField::Currency(_)
        | ChannelField::Terms(_)
        | ChannelField::Zone(_)
        | ChannelField::StandingHold { .. }
        | ChannelField::Cutoff(_)
        | ChannelField::Allocation(_)
        | ChannelField::Completeness(_)
        | ChannelField::DaysLeft(_)
        | ChannelField::ErasedAfter(_)
        | ChannelField::Retired(_)
        | ChannelField::Buffer(_)
        | ChannelField::ErasedSince(_)
        | ChannelField::ErasedByItself(_)
        | ChannelField::ReturnWindow(_)
        | ChannelField::Retention(_) => Ok(()),
    }
}
