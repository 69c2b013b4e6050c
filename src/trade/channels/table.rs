//! What facts of this area mean.

use super::ChannelFact;
use crate::trade::id::DocumentId;
use crate::trade::people::Role;
use crate::trade::table::{Row, Sink, Standing};

impl ChannelFact {
    pub(crate) fn row(&self, _: &Standing, sink: &mut impl Sink) -> Row {
        match self {
            ChannelFact::ChannelSet(set) => sink.document(DocumentId::Channel(set.channel.clone())),
        }
        Row::confers(&[Role::Office, Role::Supervisor])
    }
}
