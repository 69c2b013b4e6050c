//! What facts of this area mean.

use super::{PersonalFact, Restricted};
use crate::trade::id::{DocumentId, ErasureId};
use crate::trade::people::Role;
use crate::trade::table::{Row, Sink, Standing};

const OFFICE: &[Role] = &[Role::Office, Role::Supervisor];
const FLOOR: &[Role] = &[
    Role::Office,
    Role::Supervisor,
    Role::Picker,
    Role::Packer,
    Role::Receiver,
    Role::Returns,
];
const OWNER: &[Role] = &[Role::Owner];
const SUPERVISOR: &[Role] = &[Role::Supervisor];

impl PersonalFact {
    pub(crate) fn row(&self, at: &Standing, sink: &mut impl Sink) -> Row {
        match self {
            PersonalFact::RowsWritten(written) => {
                sink.rows(written.document.clone(), &written.rows);
                sink.document(written.document.clone());
                // Whoever writes the PIN of an operator can work in that name.
                if matches!(written.document, DocumentId::Operator(_)) {
                    Row::confers(OWNER)
                } else {
                    Row::anywhere(FLOOR)
                }
            }
            PersonalFact::ErasureOrdered(ordered) => {
                let erasure = DocumentId::Erasure(ErasureId(at.opened()));
                sink.opens(erasure.clone());
                sink.document(erasure);
                for erased in &ordered.slots {
                    sink.document(erased.document.clone());
                }
                Row::confers(SUPERVISOR).of_commit()
            }
            PersonalFact::ErasureExecuted { erasure } => {
                sink.document(DocumentId::Erasure(*erasure));
                // The order to erase is what needs the right; any device may then carry it out.
                Row::anywhere(FLOOR)
            }
            PersonalFact::ErasureRevoked { erasure } => {
                sink.document(DocumentId::Erasure(*erasure));
                Row::confers(OFFICE).of_commit()
            }
            PersonalFact::Restricted(Restricted { documents })
            | PersonalFact::RestrictionLifted { documents, .. } => {
                for document in documents {
                    sink.document(document.clone());
                }
                Row::confers(OFFICE).of_commit()
            }
        }
    }
}
