//! What facts of this area mean.

use super::{ContainerCrossed, LocationFact, LocationField, LocationStatus, Outside};
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
                // A location that is open again lets goods go that were stopped.
                let opens = LocationField::Status(LocationStatus::Normal);
                let mut locations = set.locations.iter();
                match locations.any(|location| location.fields.contains(&opens)) {
                    true => Row::confers(OFFICE).of_warehouse(),
                    false => Row::floor(OFFICE),
                }
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
                crossed.tell(sink, true);
                Row::floor(FLOOR)
            }
            LocationFact::ContainerArrived(crossed) => {
                sink.document(DocumentId::Container(crossed.container.clone()));
                crossed.tell(sink, false);
                Row::floor(FLOOR)
            }
        }
    }
}

impl ContainerCrossed {
    /// The goods leave their container in one warehouse's books and come back into it in the other's. Between two
    /// warehouses each container keeps its own goods under way, so that the two halves meet.
    fn tell(&self, sink: &mut impl Sink, leaving: bool) {
        for crossing in &self.contents {
            sink.document(DocumentId::Container(crossing.container.clone()));
            let inside = Place::Container(crossing.container.clone());
            let outside = match &self.outside {
                Outside::Party(party) => Place::Party(party.clone()),
                Outside::Warehouse(_) | Outside::Nobody => {
                    Place::Underway(crossing.container.clone())
                }
            };
            let (from, to) = if leaving {
                (&inside, &outside)
            } else {
                (&outside, &inside)
            };
            for goods in &crossing.goods {
                sink.movement(Movement {
                    goods: &goods.goods,
                    becomes: None,
                    from: from.clone(),
                    to: to.clone(),
                    units: goods.units,
                });
                sink.claim(&goods.goods.item, &goods.serials, Some(from), to);
            }
        }
    }
}
