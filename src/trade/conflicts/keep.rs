//! Keeping one of the values that a field was given by two who did not know of each other.

use crate::stream::id::FactId;
use crate::trade::card::{CardField, FieldKey};
use crate::trade::card_fold::Card;
use crate::trade::catalog::{CatalogFact, ItemSet, LotSet};
use crate::trade::channels::{ChannelFact, ChannelSet};
use crate::trade::decide::{Proposal, Refusal};
use crate::trade::event::Event;
use crate::trade::id::DocumentId;
use crate::trade::locations::{
    ContainerSet, LocationFact, LocationSet, LocationsSet, WarehouseSet,
};
use crate::trade::orders::{OrderFact, OrderSet};
use crate::trade::parties::{PartyFact, PartySet};
use crate::trade::people::{OperatorSet, PeopleFact};
use crate::trade::relations::Relations;
use crate::trade::settings::{SettingFact, SettingsSet};
use crate::trade::state::State;

/// What a fact said of a field of a card.
fn said<T: CardField>(
    card: Option<&Card<T>>,
    field: &FieldKey,
    fact: FactId,
) -> Result<Vec<T>, Refusal> {
    let said = card.map(|card| card.said(field)).unwrap_or_default();
    let said = said.iter().find(|(at, _)| at.fact() == fact);
    said.map(|(_, value)| vec![value.clone()])
        .ok_or(Refusal::NotAChoice)
}

/// Says what a fact said of a field once more, knowing the others.
///
/// # Errors
/// The document has no card, or the fact said nothing of the field.
pub(super) fn keep(
    state: &State,
    relations: &impl Relations,
    document: &DocumentId,
    field: &FieldKey,
    fact: FactId,
    proposal: &mut Proposal<'_>,
) -> Result<(), Refusal> {
    let event = match document {
        DocumentId::Item(item) => Event::Catalog(CatalogFact::ItemSet(ItemSet {
            item: item.clone(),
            fields: said(state.item(item), field, fact)?,
        })),
        DocumentId::Lot(lot) => Event::Catalog(CatalogFact::LotSet(LotSet {
            lot: lot.clone(),
            fields: said(state.lot(lot), field, fact)?,
        })),
        DocumentId::Warehouse(warehouse) => {
            Event::Locations(LocationFact::WarehouseSet(WarehouseSet {
                warehouse: warehouse.clone(),
                fields: said(state.warehouse(warehouse), field, fact)?,
            }))
        }
        DocumentId::Location(location) => {
            let set = LocationsSet {
                locations: vec![LocationSet {
                    location: location.clone(),
                    fields: said(state.location(location), field, fact)?,
                }],
            };
            let event = Event::Locations(LocationFact::LocationsSet(set));
            proposal.floor(&location.warehouse, event);
            return Ok(());
        }
        DocumentId::Container(container) => {
            let set = ContainerSet {
                container: container.clone(),
                fields: said(state.container(container), field, fact)?,
            };
            // A container that nobody has put anywhere is written of in the first warehouse.
            let root = state.containers.root(container, relations);
            let first = || state.warehouses().next().map(|(warehouse, _)| warehouse);
            let warehouse = root.warehouse().or_else(first).ok_or(Refusal::OtherScope)?;
            let event = Event::Locations(LocationFact::ContainerSet(set));
            proposal.floor(warehouse, event);
            return Ok(());
        }
        DocumentId::Party(party) => Event::Parties(PartyFact::PartySet(PartySet {
            party: party.clone(),
            fields: said(state.party(party), field, fact)?,
            rows: Vec::new(),
        })),
        DocumentId::Channel(channel) => Event::Channels(ChannelFact::ChannelSet(ChannelSet {
            channel: channel.clone(),
            fields: said(state.channel(channel), field, fact)?,
        })),
        DocumentId::Operator(operator) => Event::People(PeopleFact::OperatorSet(OperatorSet {
            operator: *operator,
            fields: said(state.operator(operator), field, fact)?,
            rows: Vec::new(),
        })),
        DocumentId::Order(order) => {
            let card = state.order(order).map(|order| order.card());
            Event::Orders(OrderFact::OrderSet(OrderSet {
                order: order.clone(),
                fields: said(card, field, fact)?,
            }))
        }
        DocumentId::Workspace => Event::Settings(SettingFact::Set(SettingsSet {
            settings: said(Some(state.settings()), field, fact)?,
        })),
        DocumentId::Customer(_)
        | DocumentId::FulfilmentOrder(_)
        | DocumentId::Batch(_)
        | DocumentId::Return(_)
        | DocumentId::Receipt(_)
        | DocumentId::Transfer(_)
        | DocumentId::Stock(_)
        | DocumentId::Recipe(_)
        | DocumentId::Erasure(_)
        | DocumentId::CreditNote(_)
        | DocumentId::Rule(_)
        | DocumentId::SharedView(_)
        | DocumentId::Assembly(_)
        | DocumentId::SupplierReturn(_)
        | DocumentId::Replenishment(_)
        | DocumentId::Cart(_)
        | DocumentId::Hold(_)
        | DocumentId::Fact(_)
        | DocumentId::File(_) => return Err(Refusal::NotAChoice),
    };
    proposal.office(event);
    Ok(())
}
