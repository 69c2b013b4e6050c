//! What facts of this area mean.

use super::{Moved, StockFact};
use crate::trade::id::{DocumentId, StockDocumentId};
use crate::trade::leases::LeaseKey;
use crate::trade::people::Role;
use crate::trade::place::{Movement, Place};
use crate::trade::table::{Row, SerialClaim, Sink, Standing};

const FLOOR: &[Role] = &[
    Role::Receiver,
    Role::Picker,
    Role::Packer,
    Role::Returns,
    Role::Office,
    Role::Supervisor,
];
const OFFICE: &[Role] = &[Role::Office, Role::Supervisor];

impl StockFact {
    pub(crate) fn row(&self, at: &Standing, sink: &mut impl Sink) -> Row {
        match self {
            StockFact::Posted(posted) => {
                let document = DocumentId::Stock(StockDocumentId(at.opened()));
                sink.opens(document.clone());
                sink.document(document);
                // Two devices that read one file of opening stock would book it twice: whoever chooses the warehouse's
                // locations reads it.
                let opening = posted.movements.iter().find_map(|moved| match &moved.from {
                    Place::Opening(warehouse) => Some(warehouse),
                    _ => None,
                });
                if let Some(warehouse) = opening {
                    sink.lease(LeaseKey::Release(warehouse.clone()));
                }
                posted
                    .movements
                    .iter()
                    .for_each(|movement| movement.tell(sink, false));
                Row::floor(OFFICE)
            }
            StockFact::Moved(moved) => {
                moved.tell(sink, false);
                Row::floor(FLOOR)
            }
            StockFact::MoveUndone { undoes, movement } => {
                sink.takes_back(*undoes);
                movement.tell(sink, true);
                Row::floor(FLOOR)
            }
            StockFact::SerialsLearnt {
                item,
                at: place,
                serials,
            } => {
                sink.serials(SerialClaim {
                    item,
                    serials,
                    from: None,
                    to: place,
                });
                Row::floor(FLOOR)
            }
            StockFact::SerialsPlaced(placed) => {
                sink.document(DocumentId::Item(placed.item.clone()));
                sink.serials_placed(placed);
                // Of the two places one may be the customer's, which is in no warehouse.
                Row::anywhere(OFFICE)
            }
        }
    }
}

impl Moved {
    fn tell(&self, sink: &mut impl Sink, undone: bool) {
        let became = self.becomes.as_ref().unwrap_or(&self.goods);
        let (goods, becomes, from, to) = if undone {
            (became, &self.goods, &self.to, &self.from)
        } else {
            (&self.goods, became, &self.from, &self.to)
        };
        let becomes = (becomes != goods).then_some(becomes);
        sink.movement(Movement {
            goods,
            becomes,
            from: from.clone(),
            to: to.clone(),
            units: self.units,
        });
        sink.claim(&self.goods.item, &self.serials, Some(from), to);
    }
}
