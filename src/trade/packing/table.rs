//! What facts of this area mean.

use super::{Packed, PackingFact};
use crate::trade::demand::{Transfer, WorkAccount};
use crate::trade::id::{ContainerId, DocumentId, ParcelId};
use crate::trade::leases::LeaseKey;
use crate::trade::people::Role;
use crate::trade::place::{Movement, Place};
use crate::trade::table::{Row, Sink, Standing};

pub(crate) const PACKING: &[Role] = &[Role::Packer, Role::Office, Role::Supervisor];
const SUPERVISOR: &[Role] = &[Role::Packer, Role::Supervisor];

/// A parcel as a document.
pub(crate) fn parcel(id: ParcelId) -> DocumentId {
    DocumentId::Container(ContainerId::Parcel(id))
}

impl PackingFact {
    pub(crate) fn row(&self, at: &Standing, sink: &mut impl Sink) -> Row {
        match self {
            PackingFact::ParcelOpened(_) => {
                let opened = parcel(ParcelId(at.opened()));
                sink.opens(opened.clone());
                sink.document(opened);
                Row::floor(PACKING)
            }
            PackingFact::Packed(packed) => {
                packed.tell(sink, false);
                Row::floor(PACKING)
            }
            PackingFact::PackUndone { undoes, packed } => {
                sink.takes_back(*undoes);
                packed.tell(sink, true);
                Row::floor(PACKING)
            }
            PackingFact::ParcelClosed(closed) => {
                sink.document(parcel(closed.parcel));
                Row::floor(PACKING)
            }
            PackingFact::ParcelReopened { parcel: id }
            | PackingFact::ParcelMeasured { parcel: id, .. }
            | PackingFact::ParcelCancelled { parcel: id } => {
                sink.document(parcel(*id));
                Row::floor(PACKING)
            }
            PackingFact::ParcelChecked { parcel: id } => {
                sink.document(parcel(*id));
                // It lets a parcel go that waits for a second look.
                Row::confers(SUPERVISOR).of_warehouse()
            }
        }
    }
}

impl Packed {
    fn tell(&self, sink: &mut impl Sink, undone: bool) {
        sink.document(parcel(self.parcel));
        sink.document(DocumentId::from(&self.line.document));
        sink.lease(LeaseKey::Pack(self.line.document.clone()));
        let inside = Place::Container(ContainerId::Parcel(self.parcel));
        let (from, to, before, after) = if undone {
            (
                inside,
                self.from.clone(),
                WorkAccount::Packed,
                WorkAccount::Picked,
            )
        } else {
            (
                self.from.clone(),
                inside,
                WorkAccount::Picked,
                WorkAccount::Packed,
            )
        };
        sink.movement(Movement {
            goods: &self.goods,
            becomes: None,
            from: from.clone(),
            to: to.clone(),
            units: self.units,
        });
        sink.transfer(Transfer::Work {
            line: self.line.clone(),
            from: before,
            to: after,
            units: self.units,
        });
        sink.claim(&self.goods.item, &self.serials, Some(&from), &to);
    }
}
