//! Commands about channels.

use super::{AnswerKind, AnswerWritten, ChannelFact, ChannelField, ChannelSet, Told};
use crate::limits::{ANSWER_TOLD_MAX, MAPPED_COLUMNS_MAX};
use crate::stream::id::FactId;
use crate::trade::card_fold::changes;
use crate::trade::decide::{Context, Proposal, Refusal};
use crate::trade::event::Event;
use crate::trade::id::{ChannelId, DocumentId, PartyId};
use crate::trade::relations::Relations;
use crate::trade::state::State;
use crate::wire_enum;
use std::collections::BTreeSet;
use std::sync::Arc;

wire_enum! {
    /// A command of this area.
    pub enum ChannelCommand {
        /// Sets fields of a channel; the first makes it known. What is so already is left out; an undo sets the former
        /// values. Orders that came in before keep what they came in with.
        0 => SetChannel { channel: ChannelId, fields: Vec<ChannelField> },
        /// A file that answers a channel was written. What left, was cancelled or came back must be so here.
        1 => WriteAnswer(AnswerWritten),
        /// The channel did not take a file: what it told is to be told anew.
        2 => TakeAnswerBack { channel: ChannelId, answer: FactId },
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
            ChannelCommand::WriteAnswer(answer) => {
                known_channel(state, &answer.channel)?;
                if answer.told.is_empty() {
                    return Err(Refusal::NothingToDo);
                }
                if answer.told.len() > ANSWER_TOLD_MAX {
                    return Err(Refusal::TooMany {
                        there: ANSWER_TOLD_MAX as u64,
                    });
                }
                let mut seen = BTreeSet::new();
                let mut answer = answer.clone();
                answer.told.retain(|told| seen.insert(told.document()));
                let mut told = answer.told.iter();
                told.try_for_each(|told| is_so(state, answer.kind, told))?;
                let fact = ChannelFact::AnswerWritten(Arc::new(answer));
                proposal.office(Event::Channels(fact));
                Ok(())
            }
            ChannelCommand::TakeAnswerBack { channel, answer } => {
                known_channel(state, channel)?;
                let stands = state
                    .answers(channel)
                    .any(|one| one.at.fact() == *answer && !one.taken_back);
                if !stands {
                    return Err(Refusal::NothingToDo);
                }
                let fact = ChannelFact::AnswerTakenBack {
                    channel: channel.clone(),
                    answer: *answer,
                };
                proposal.office(Event::Channels(fact));
                Ok(())
            }
        }
    }

    /// The documents that deciding reads.
    pub fn needs(&self) -> Vec<DocumentId> {
        match self {
            ChannelCommand::SetChannel { channel, .. }
            | ChannelCommand::TakeAnswerBack { channel, .. } => {
                vec![DocumentId::Channel(channel.clone())]
            }
            ChannelCommand::WriteAnswer(answer) => {
                vec![DocumentId::Channel(answer.channel.clone())]
            }
        }
    }
}

/// Orders may come by a channel that nobody made a card for; it is known by them.
fn known_channel(state: &State, channel: &ChannelId) -> Result<(), Refusal> {
    let has_orders = || state.order_channels().any(|one| one == channel);
    if state.channel(channel).is_some() || has_orders() {
        return Ok(());
    }
    Err(Refusal::Unknown(DocumentId::Channel(channel.clone())))
}

/// Whether what a channel is told is known here, and told in a file of its kind.
fn is_so(state: &State, kind: AnswerKind, told: &Told) -> Result<(), Refusal> {
    let known = match told {
        _ if told.kind() != kind => false,
        Told::Parcel { parcel, hand_over } => {
            let parcel = state.parcel(parcel);
            parcel.is_some_and(|parcel| parcel.hand_overs().any(|(fact, _)| fact == hand_over))
        }
        Told::Stock { item, .. } => state.item(item).is_some(),
        Told::Cancelled { order, .. } => state.order(order).is_some(),
        Told::Returned { rma, .. } => state.rma(rma).is_some(),
    };
    known.then_some(()).ok_or(Refusal::Unknown(told.document()))
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
        ChannelField::FileMapping {
            mapping: Some(mapping),
            ..
        } if mapping.columns.len() > MAPPED_COLUMNS_MAX => Err(Refusal::TooMany {
            there: MAPPED_COLUMNS_MAX as u64,
        }),
        ChannelField::FileMapping { .. } => Ok(()),
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
        | ChannelField::Retention(_)
        | ChannelField::EdiSender(_)
        | ChannelField::EdiReceiver(_) => Ok(()),
    }
}
