//! What facts of this area mean.

use super::{DeliveredParcel, HandedOver, LostParcel, ShippingFact};
use crate::trade::demand::{Transfer, WorkAccount};
use crate::trade::id::{ContainerId, DocumentId, ParcelId};
use crate::trade::leases::LeaseKey;
use crate::trade::people::Role;
use crate::trade::place::{LossReason, Movement, Place};
use crate::trade::table::{Row, Sink, Standing};

pub(crate) const SHIPPING: &[Role] = &[Role::Packer, Role::Office, Role::Supervisor];

fn parcel(id: ParcelId) -> DocumentId {
    DocumentId::Container(ContainerId::Parcel(id))
}

impl ShippingFact {
    pub(crate) fn row(&self, _: &Standing, sink: &mut impl Sink) -> Row {
        match self {
            ShippingFact::ParcelLabelled(labelled) => {
                sink.document(parcel(labelled.parcel));
                sink.lease(LeaseKey::Executor(labelled.parcel));
            }
            ShippingFact::LabelVoided { parcel: id, .. }
            | ShippingFact::NumberGiven { parcel: id, .. } => {
                sink.document(parcel(*id));
                sink.lease(LeaseKey::Executor(*id));
            }
            ShippingFact::HandedOver(hand_over) => {
                sink.takes_back(hand_over.after);
                hand_over.tell(sink, false);
            }
            ShippingFact::HandOverUndone { undoes, hand_over } => {
                sink.takes_back(*undoes);
                hand_over.tell(sink, true);
            }
            ShippingFact::Delivered(delivered) => {
                sink.rows(parcel(delivered.delivery.parcel), &delivered.rows);
                delivered.delivery.tell(sink, false);
            }
            ShippingFact::DeliveryUndone { undoes, delivery } => {
                sink.takes_back(*undoes);
                delivery.tell(sink, true);
            }
            ShippingFact::ParcelLost(lost) => lost.tell(sink, false),
            ShippingFact::LossUndone { undoes, lost } => {
                sink.takes_back(*undoes);
                lost.tell(sink, true);
            }
        }
        Row::anywhere(SHIPPING)
    }
}

impl HandedOver {
    fn tell(&self, sink: &mut impl Sink, undone: bool) {
        sink.document(parcel(self.parcel));
        let inside = Place::Container(ContainerId::Parcel(self.parcel));
        let outside = Place::Party(self.carrier.clone());
        let (from, to, before, after) = if undone {
            (outside, inside, WorkAccount::Shipped, WorkAccount::Packed)
        } else {
            (inside, outside, WorkAccount::Packed, WorkAccount::Shipped)
        };
        for content in &self.contents {
            sink.document(DocumentId::from(&content.line.document));
            sink.movement(Movement {
                goods: &content.goods,
                becomes: None,
                from: from.clone(),
                to: to.clone(),
                units: content.units,
            });
            sink.transfer(Transfer::Work {
                line: content.line.clone(),
                from: before.clone(),
                to: after.clone(),
                units: content.units,
            });
            sink.claim(&content.goods.item, &content.serials, Some(&from), &to);
        }
    }
}

impl LostParcel {
    fn tell(&self, sink: &mut impl Sink, undone: bool) {
        sink.document(parcel(self.parcel));
        let gone = Place::Loss {
            warehouse: self.warehouse.clone(),
            reason: LossReason::Missing,
        };
        let (from, to) = (Place::Party(self.carrier.clone()), gone);
        let (from, to) = if undone { (to, from) } else { (from, to) };
        for content in &self.contents {
            sink.document(DocumentId::from(&content.line.document));
            sink.claim(&content.goods.item, &content.serials, Some(&from), &to);
            sink.movement(Movement {
                goods: &content.goods,
                becomes: None,
                from: from.clone(),
                to: to.clone(),
                units: content.units,
            });
        }
    }
}

impl DeliveredParcel {
    fn tell(&self, sink: &mut impl Sink, undone: bool) {
        sink.document(parcel(self.parcel));
        let (from, to) = (Place::Party(self.carrier.clone()), Place::Customers);
        let (from, to) = if undone { (to, from) } else { (from, to) };
        for content in &self.contents {
            sink.document(DocumentId::from(&content.line.document));
            sink.claim(&content.goods.item, &content.serials, Some(&from), &to);
            sink.movement(Movement {
                goods: &content.goods,
                becomes: None,
                from: from.clone(),
                to: to.clone(),
                units: content.units,
            });
        }
    }
}
