//! What facts of this area mean.

use super::PartyFact;
use crate::trade::id::DocumentId;
use crate::trade::people::Role;
use crate::trade::table::{Row, Sink, Standing};

const OFFICE: &[Role] = &[Role::Office, Role::Supervisor];

impl PartyFact {
    pub(crate) fn row(&self, _: &Standing, sink: &mut impl Sink) -> Row {
        match self {
            PartyFact::PartySet(set) => {
                let party = DocumentId::Party(set.party.clone());
                sink.rows(party.clone(), &set.rows);
                sink.document(party);
            }
        }
        Row::office(OFFICE)
    }
}
