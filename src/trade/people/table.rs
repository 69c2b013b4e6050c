//! What facts of this area mean.

use super::{PeopleFact, Role};
use crate::trade::id::{DocumentId, OperatorId};
use crate::trade::table::{Row, Sink, Standing};

const OWNER: &[Role] = &[Role::Owner];

impl PeopleFact {
    pub(crate) fn row(&self, at: &Standing, sink: &mut impl Sink) -> Row {
        match self {
            PeopleFact::OperatorAdded(added) => {
                let operator = DocumentId::Operator(OperatorId(at.opened()));
                sink.opens(operator.clone());
                sink.rows(operator.clone(), &added.rows);
                sink.document(operator);
            }
            PeopleFact::OperatorSet(set) => {
                let operator = DocumentId::Operator(set.operator);
                sink.rows(operator.clone(), &set.rows);
                sink.document(operator);
            }
            PeopleFact::RoleGranted(granted) => {
                sink.document(DocumentId::Operator(granted.operator))
            }
            PeopleFact::DeviceEnrolled { stream: _ }
            | PeopleFact::WaitingDecided {
                fact: _,
                allowed: _,
            } => {
                sink.document(DocumentId::Workspace);
            }
            PeopleFact::RoleRevoked { grant: _ } | PeopleFact::DeviceRevoked { stream: _ } => {
                sink.document(DocumentId::Workspace);
                return Row::revokes(OWNER);
            }
        }
        Row::confers(OWNER)
    }
}
