//! What facts of this area mean.

use super::ConflictFact;
use crate::trade::people::Role;
use crate::trade::table::{Row, Sink, Standing};

impl ConflictFact {
    pub(crate) fn row(&self, _: &Standing, sink: &mut impl Sink) -> Row {
        match self {
            ConflictFact::Settled(settled) => sink.document(settled.document.clone()),
        }
        Row::anywhere(&[Role::Office, Role::Supervisor])
    }
}
