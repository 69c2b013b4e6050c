//! What facts of this area mean.

use super::{Received, ReceivingFact};
use crate::trade::id::{DocumentId, ReceiptId};
use crate::trade::leases::LeaseKey;
use crate::trade::people::Role;
use crate::trade::place::Movement;
use crate::trade::table::{Row, Sink, Standing};

pub(crate) const RECEIVING: &[Role] = &[Role::Receiver, Role::Office, Role::Supervisor];

impl ReceivingFact {
    pub(crate) fn row(&self, at: &Standing, sink: &mut impl Sink) -> Row {
        match self {
            ReceivingFact::ReceiptOpened(_) => {
                let receipt = DocumentId::Receipt(ReceiptId(at.opened()));
                sink.opens(receipt.clone());
                sink.document(receipt);
            }
            ReceivingFact::Received(received) => received.tell(sink, false),
            ReceivingFact::ReceivingUndone { undoes, received } => {
                sink.takes_back(*undoes);
                received.tell(sink, true);
            }
            ReceivingFact::ReceiptClosed { receipt } => {
                sink.document(DocumentId::Receipt(*receipt));
                sink.lease(LeaseKey::Receipt(*receipt));
            }
        }
        Row::floor(RECEIVING)
    }
}

impl Received {
    fn tell(&self, sink: &mut impl Sink, undone: bool) {
        sink.document(DocumentId::Receipt(self.receipt));
        sink.lease(LeaseKey::Receipt(self.receipt));
        let (from, to) = if undone {
            (&self.to, &self.from)
        } else {
            (&self.from, &self.to)
        };
        sink.movement(Movement {
            goods: &self.goods,
            becomes: None,
            from: from.clone(),
            to: to.clone(),
            units: self.units,
        });
        sink.claim(&self.goods.item, &self.serials, Some(from), to);
    }
}
