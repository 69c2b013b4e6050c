//! What facts of this area mean.

use super::{AnswerKind, ChannelFact, Told};
use crate::trade::id::{ContainerId, DocumentId};
use crate::trade::people::Role;
use crate::trade::table::{Row, Sink, Standing};

impl Told {
    /// The document that it is about.
    pub fn document(&self) -> DocumentId {
        match self {
            Told::Parcel { parcel, .. } => DocumentId::Container(ContainerId::Parcel(*parcel)),
            Told::Stock { item, .. } => DocumentId::Item(item.clone()),
            Told::Cancelled { order, .. } => DocumentId::Order(order.clone()),
            Told::Returned { rma, .. } => DocumentId::Return(*rma),
        }
    }
}

impl ChannelFact {
    pub(crate) fn row(&self, _: &Standing, sink: &mut impl Sink) -> Row {
        const OFFICE: &[Role] = &[Role::Office, Role::Supervisor];
        match self {
            ChannelFact::ChannelSet(set) => {
                sink.document(DocumentId::Channel(set.channel.clone()));
                Row::confers(OFFICE)
            }
            ChannelFact::AnswerWritten(answer) => {
                sink.document(DocumentId::Channel(answer.channel.clone()));
                // That an item's stock was told is no event of the item.
                if answer.kind != AnswerKind::Stock {
                    let told = answer.told.iter();
                    told.for_each(|told| sink.document(told.document()));
                }
                Row::office(OFFICE)
            }
            ChannelFact::AnswerTakenBack { channel, answer: _ } => {
                sink.document(DocumentId::Channel(channel.clone()));
                Row::office(OFFICE)
            }
        }
    }
}
