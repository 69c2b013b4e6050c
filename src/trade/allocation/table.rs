//! What facts of this area mean.

use super::{Allocated, AllocationFact, Pinned};
use crate::trade::demand::{DemandLine, Transfer, WorkAccount};
use crate::trade::id::DocumentId;
use crate::trade::people::Role;
use crate::trade::table::{Row, Sink, Standing};

const OFFICE: &[Role] = &[Role::Office, Role::Supervisor];

impl AllocationFact {
    pub(crate) fn row(&self, _: &Standing, sink: &mut impl Sink) -> Row {
        match self {
            AllocationFact::Allocated(allocated) => {
                allocated.transfers(sink, WorkAccount::Open, WorkAccount::Allocated);
            }
            AllocationFact::Deallocated(allocated) => {
                allocated.transfers(sink, WorkAccount::Allocated, WorkAccount::Open);
            }
            AllocationFact::Pinned(Pinned { line, .. }) | AllocationFact::Unpinned { line, .. } => {
                sink.document(DocumentId::from(&line.document));
            }
        }
        Row::floor(OFFICE)
    }
}

impl Allocated {
    fn transfers(&self, sink: &mut impl Sink, from: WorkAccount, to: WorkAccount) {
        sink.document(DocumentId::from(&self.document));
        for line in &self.lines {
            let (from, to) = (from.clone(), to.clone());
            sink.transfer(Transfer::Work {
                line: DemandLine::of(&self.document, line.line),
                from,
                to,
                units: line.units,
            });
        }
    }
}
