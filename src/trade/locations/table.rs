//! What facts of this area mean.

use super::{ContainerCrossed, LocationFact, Standing as Stand};
use crate::trade::id::DocumentId;
use crate::trade::people::Role;
use crate::trade::place::{Movement, Place};
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

impl LocationFact {
    pub(crate) fn row(&self, _: &Standing, sink: &mut impl Sink) -> Row {
        match self {
            LocationFact::WarehouseSet(set) => {
                sink.document(DocumentId::Warehouse(set.warehouse.clone()));
                Row::office(OFFICE)
            }
            LocationFact::LocationsSet(set) => {
                for location in &set.locations {
                    sink.document(DocumentId::Location(location.location.clone()));
                }
                Row::floor(OFFICE)
            }
            LocationFact::ContainerSet(set) => {
                sink.document(DocumentId::Container(set.container.clone()));
                Row::floor(FLOOR)
            }
            LocationFact::ContainerMoved(moved) => {
                sink.document(DocumentId::Container(moved.container.clone()));
                Row::floor(FLOOR)
            }
            LocationFact::ContainerSeen(seen) => {
                sink.document(DocumentId::Container(seen.container.clone()));
                Row::floor(FLOOR)
            }
            LocationFact::ContainerLeft(crossed) => {
                sink.document(DocumentId::Container(crossed.container.clone()));
                crossed.movements(sink, true);
                Row::floor(FLOOR)
            }
            LocationFact::ContainerArrived(crossed) => {
                sink.document(DocumentId::Container(crossed.container.clone()));
                crossed.movements(sink, false);
                Row::floor(FLOOR)
            }
        }
    }
}

impl ContainerCrossed {
    /// The goods leave their container in one warehouse's books and come back into it in the other's.
    fn movements(&self, sink: &mut impl Sink, leaving: bool) {
        let outside = match &self.outside {
            Stand::Outside { party: Some(party) } => Place::Party(party.clone()),
            Stand::Outside { party: None } | Stand::Location(_) | Stand::Container(_) => {
                Place::Underway(self.container.clone())
            }
        };
        for crossing in &self.goods {
            let inside = Place::Container(crossing.container.clone());
            let (from, to) = if leaving {
                (inside, outside.clone())
            } else {
                (outside.clone(), inside)
            };
            sink.movement(Movement {
                goods: &crossing.goods,
                becomes: None,
                from,
                to,
                units: crossing.units,
            });
        }
    }
}
