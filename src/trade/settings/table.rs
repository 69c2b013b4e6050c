//! What facts of this area mean.

use super::SettingFact;
use crate::trade::id::DocumentId;
use crate::trade::people::Role;
use crate::trade::table::{Row, Sink, Standing};

impl SettingFact {
    pub(crate) fn row(&self, _: &Standing, sink: &mut impl Sink) -> Row {
        match self {
            SettingFact::Set(_) => sink.document(DocumentId::Workspace),
        }
        Row::confers(&[Role::Office, Role::Supervisor])
    }
}
