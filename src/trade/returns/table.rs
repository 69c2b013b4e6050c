//! What facts of this area mean.

use super::{ReturnDecided, ReturnFact, ReturnReceived};
use crate::trade::id::{DocumentId, ReturnId};
use crate::trade::leases::LeaseKey;
use crate::trade::people::Role;
use crate::trade::place::Movement;
use crate::trade::table::{Row, Sink, Standing};

const OFFICE: &[Role] = &[Role::Office, Role::Supervisor, Role::Returns];
pub(crate) const DOCK: &[Role] = &[
    Role::Returns,
    Role::Receiver,
    Role::Office,
    Role::Supervisor,
];

impl ReturnFact {
    pub(crate) fn row(&self, at: &Standing, sink: &mut impl Sink) -> Row {
        match self {
            ReturnFact::Authorised(authorised) => {
                let rma = DocumentId::Return(ReturnId(at.opened()));
                sink.opens(rma.clone());
                sink.rows(rma.clone(), &authorised.rows);
                sink.document(rma);
                if let Some(order) = &authorised.order {
                    sink.document(DocumentId::Order(order.clone()));
                }
                Row::office(OFFICE)
            }
            ReturnFact::Received(received) => {
                received.tell(sink, false);
                Row::floor(DOCK)
            }
            ReturnFact::ReceiptUndone { undoes, received } => {
                sink.takes_back(*undoes);
                received.tell(sink, true);
                Row::floor(DOCK)
            }
            ReturnFact::Decided(decided) => {
                decided.tell(sink, false);
                Row::floor(DOCK)
            }
            ReturnFact::DecisionUndone { undoes, decided } => {
                sink.takes_back(*undoes);
                decided.tell(sink, true);
                Row::floor(DOCK)
            }
            ReturnFact::Closed { rma } => {
                sink.document(DocumentId::Return(*rma));
                Row::office(OFFICE)
            }
        }
    }
}

impl ReturnReceived {
    fn tell(&self, sink: &mut impl Sink, undone: bool) {
        sink.document(DocumentId::Return(self.rma));
        sink.lease(LeaseKey::Return(self.rma));
        for returned in &self.units {
            let (from, to) = (&returned.from, &self.at);
            let (from, to) = if undone { (to, from) } else { (from, to) };
            sink.movement(Movement {
                goods: &returned.goods,
                becomes: None,
                from: from.clone(),
                to: to.clone(),
                units: returned.units,
            });
            sink.claim(&returned.goods.item, &returned.serials, Some(from), to);
        }
    }
}

impl ReturnDecided {
    fn tell(&self, sink: &mut impl Sink, undone: bool) {
        sink.document(DocumentId::Return(self.rma));
        sink.lease(LeaseKey::Return(self.rma));
        let became = self.becomes.as_ref().unwrap_or(&self.goods);
        let (goods, becomes, from, to) = if undone {
            (became, &self.goods, &self.to, &self.from)
        } else {
            (&self.goods, became, &self.from, &self.to)
        };
        let becomes = (becomes != goods).then_some(becomes);
        sink.claim(&self.goods.item, &self.serials, Some(from), to);
        sink.movement(Movement {
            goods,
            becomes,
            from: from.clone(),
            to: to.clone(),
            units: self.units,
        });
    }
}
