//! Keeping one of the things that two devices said of an address, a personal row, a parcel or a tote.

use crate::stream::id::FactId;
use crate::trade::decide::{Proposal, Refusal};
use crate::trade::event::Event;
use crate::trade::id::WarehouseId;
use crate::trade::orders::{AddressGiven, OrderFact};
use crate::trade::packing::PackingFact;
use crate::trade::personal::{PersonalFact, Row, RowsWritten, Slot};
use crate::trade::picking::{PickingFact, ToteAssigned};
use crate::trade::state::State;
use crate::trade::state::said_twice::Said;

/// Says what a fact said once more, knowing the others. `warehouse` is that in whose scope the document is.
///
/// # Errors
/// The fact said nothing of it, or what it said cannot be said again.
pub(super) fn keep_said(
    state: &State,
    what: &Said,
    fact: FactId,
    warehouse: Option<&WarehouseId>,
    proposal: &mut Proposal<'_>,
) -> Result<(), Refusal> {
    let document = what.document();
    let row = |slot: &Slot| -> Vec<Row> {
        let rows = state.rows_of(&document);
        let of_fact = rows.filter(|(id, at, _)| id.slot == *slot && at.fact() == fact);
        of_fact.map(|(_, _, row)| row.clone()).collect()
    };
    let event = match what {
        Said::Address(id) => {
            let order = state.order(id).ok_or(Refusal::NotAChoice)?;
            let rows = row(&Slot::Recipient);
            let given = order.address_said_by(fact);
            match given {
                Some(destination) => Event::Orders(OrderFact::AddressGiven(AddressGiven {
                    order: id.clone(),
                    destination: destination.clone(),
                    rows,
                })),
                None if !rows.is_empty() => written(&document, rows),
                None => return Err(Refusal::NotAChoice),
            }
        }
        Said::Row(document, slot) => {
            let rows = row(slot);
            if rows.is_empty() {
                return Err(Refusal::NotAChoice);
            }
            written(document, rows)
        }
        Said::Lid(id) => {
            let parcel = state.parcel(id).ok_or(Refusal::NotAChoice)?;
            let said = parcel.lid_said_by(fact).ok_or(Refusal::NotAChoice)?;
            let fact = said.map_or(
                PackingFact::ParcelReopened { parcel: *id },
                PackingFact::ParcelClosed,
            );
            Event::Packing(fact)
        }
        Said::Measured(id) => {
            let parcel = state.parcel(id).ok_or(Refusal::NotAChoice)?;
            let said = parcel.measured_said_by(fact).ok_or(Refusal::NotAChoice)?;
            Event::Packing(PackingFact::ParcelMeasured {
                parcel: *id,
                weight_g: said.weight_g,
                size: said.size.clone(),
            })
        }
        Said::Tote(id, of) => {
            let batch = state.batch(id).ok_or(Refusal::NotAChoice)?;
            let tote = batch.tote_said_by(of, fact).ok_or(Refusal::NotAChoice)?;
            Event::Picking(PickingFact::ToteAssigned(ToteAssigned {
                batch: *id,
                document: of.clone(),
                tote: tote.clone(),
            }))
        }
    };
    match what {
        Said::Address(_) | Said::Row(..) => proposal.office(event),
        Said::Lid(_) | Said::Measured(_) | Said::Tote(..) => {
            proposal.floor(warehouse.ok_or(Refusal::OtherScope)?, event)
        }
    };
    Ok(())
}

fn written(document: &crate::trade::id::DocumentId, rows: Vec<Row>) -> Event {
    Event::Personal(PersonalFact::RowsWritten(RowsWritten {
        document: document.clone(),
        rows,
    }))
}
