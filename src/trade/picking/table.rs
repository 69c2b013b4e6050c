//! What facts of this area mean.

use super::{Picked, PickingFact, Shorted};
use crate::stream::id::FactId;
use crate::trade::demand::{Transfer, WorkAccount};
use crate::trade::id::{BatchId, DocumentId};
use crate::trade::leases::LeaseKey;
use crate::trade::people::Role;
use crate::trade::place::{Movement, Place};
use crate::trade::table::{Row, Sink, Standing};
use std::collections::BTreeSet;

const OFFICE: &[Role] = &[Role::Office, Role::Supervisor];
pub(crate) const PICKING: &[Role] = &[Role::Picker, Role::Office, Role::Supervisor];
const FLOOR: &[Role] = &[
    Role::Picker,
    Role::Packer,
    Role::Receiver,
    Role::Returns,
    Role::Office,
    Role::Supervisor,
];

fn of_batch(batch: BatchId, sink: &mut impl Sink) {
    sink.document(DocumentId::Batch(batch));
    sink.lease(LeaseKey::Batch(batch));
}

impl PickingFact {
    pub(crate) fn row(&self, at: &Standing, sink: &mut impl Sink) -> Row {
        match self {
            PickingFact::BatchReleased(released) => {
                let batch = DocumentId::Batch(BatchId(at.opened()));
                sink.opens(batch.clone());
                sink.document(batch);
                let documents: BTreeSet<DocumentId> = released
                    .tasks
                    .iter()
                    .map(|task| DocumentId::from(&task.line.document))
                    .collect();
                documents
                    .into_iter()
                    .for_each(|document| sink.document(document));
                Row::floor(OFFICE)
            }
            PickingFact::ToteAssigned(assigned)
            | PickingFact::ToteReleased {
                undoes: _,
                tote: assigned,
            } => {
                of_batch(assigned.batch, sink);
                sink.document(DocumentId::from(&assigned.document));
                sink.document(DocumentId::Container(assigned.tote.clone()));
                Row::floor(PICKING)
            }
            PickingFact::StopReached { batch, location: _ } => {
                of_batch(*batch, sink);
                Row::floor(PICKING)
            }
            PickingFact::Picked(picked) => {
                picked.tell(sink, false);
                Row::floor(PICKING)
            }
            PickingFact::PickUndone { undoes, pick } => {
                sink.takes_back(*undoes);
                pick.tell(sink, true);
                Row::floor(PICKING)
            }
            PickingFact::Shorted(shorted) => {
                shorted.tell(sink, None);
                Row::floor(PICKING)
            }
            PickingFact::ShortUndone { undoes, short } => {
                sink.takes_back(*undoes);
                short.tell(sink, Some(*undoes));
                Row::floor(PICKING)
            }
            PickingFact::BatchFinished { batch } => {
                of_batch(*batch, sink);
                Row::floor(PICKING)
            }
            PickingFact::PutBack(back) => {
                sink.document(DocumentId::from(&back.line.document));
                let from = Place::Container(back.from.clone());
                sink.claim(&back.goods.item, &back.serials, Some(&from), &back.to);
                sink.movement(Movement {
                    goods: &back.goods,
                    becomes: None,
                    from,
                    to: back.to.clone(),
                    units: back.units,
                });
                sink.transfer(Transfer::Work {
                    line: back.line.clone(),
                    from: WorkAccount::Picked,
                    to: WorkAccount::Open,
                    units: back.units,
                });
                Row::floor(FLOOR)
            }
        }
    }
}

impl Shorted {
    fn tell(&self, sink: &mut impl Sink, undoes: Option<FactId>) {
        of_batch(self.batch, sink);
        sink.document(DocumentId::from(&self.line.document));
        let (from, to) = match undoes {
            None => (WorkAccount::Allocated, WorkAccount::Open),
            Some(_) => (WorkAccount::Open, WorkAccount::Allocated),
        };
        sink.transfer(Transfer::Work {
            line: self.line.clone(),
            from,
            to,
            units: self.units,
        });
        sink.shorted(&self.from, &self.goods, undoes);
    }
}

impl Picked {
    fn tell(&self, sink: &mut impl Sink, undone: bool) {
        of_batch(self.batch, sink);
        sink.document(DocumentId::from(&self.line.document));
        let into = Place::Container(self.into.clone());
        let became = self.becomes.as_ref().unwrap_or(&self.goods);
        let (goods, becomes, from, to) = if undone {
            (became, &self.goods, into, self.from.clone())
        } else {
            (&self.goods, became, self.from.clone(), into)
        };
        sink.movement(Movement {
            goods,
            becomes: (becomes != goods).then_some(becomes),
            from: from.clone(),
            to: to.clone(),
            units: self.units,
        });
        let (before, after) = if undone {
            (WorkAccount::Picked, WorkAccount::Allocated)
        } else {
            (WorkAccount::Allocated, WorkAccount::Picked)
        };
        sink.transfer(Transfer::Work {
            line: self.line.clone(),
            from: before,
            to: after,
            units: self.units,
        });
        sink.claim(&self.goods.item, &self.serials, Some(&from), &to);
    }
}
