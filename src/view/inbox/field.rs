//! What facts said of the field of a card that an entry is about.

use crate::stream::id::FactId;
use crate::trade::card::{CardField, FieldKey};
use crate::trade::card_fold::Card;
use crate::trade::catalog::{ItemField, LotField};
use crate::trade::channels::ChannelField;
use crate::trade::id::DocumentId;
use crate::trade::locations::{ContainerField, LocationField, WarehouseField};
use crate::trade::orders::OrderField;
use crate::trade::parties::PartyField;
use crate::trade::people::OperatorField;
use crate::trade::settings::Setting;
use crate::trade::state::State;
use crate::trade::state::entries::Clash;

/// A field of some card, with a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldSaid {
    /// Of an item.
    Item(ItemField),
    /// Of a lot.
    Lot(LotField),
    /// Of a warehouse.
    Warehouse(WarehouseField),
    /// Of a location.
    Location(LocationField),
    /// Of a container.
    Container(ContainerField),
    /// Of a partner.
    Party(PartyField),
    /// Of a channel.
    Channel(ChannelField),
    /// Of an operator.
    Operator(OperatorField),
    /// Of an order.
    Order(OrderField),
    /// A setting of the workspace.
    Setting(Setting),
}

/// What a fact said of the field that an entry is about, or what anybody said of it where no fact is named; `None` where the
/// entry is about no field, or the fact said nothing of it.
pub fn field_said(state: &State, clash: &Clash, fact: Option<&FactId>) -> Option<FieldSaid> {
    fn of<T: CardField>(
        card: Option<&Card<T>>,
        key: &FieldKey,
        fact: Option<&FactId>,
    ) -> Option<T> {
        let mut said = card?.said(key).iter();
        let found = said.find(|(at, _)| fact.is_none_or(|fact| at.fact() == *fact));
        found.map(|(_, value)| value.clone())
    }
    let Clash::FieldTwice {
        document, field, ..
    } = clash
    else {
        return None;
    };
    match document {
        DocumentId::Item(id) => of(state.item(id), field, fact).map(FieldSaid::Item),
        DocumentId::Lot(id) => of(state.lot(id), field, fact).map(FieldSaid::Lot),
        DocumentId::Warehouse(id) => of(state.warehouse(id), field, fact).map(FieldSaid::Warehouse),
        DocumentId::Location(id) => of(state.location(id), field, fact).map(FieldSaid::Location),
        DocumentId::Container(id) => of(state.container(id), field, fact).map(FieldSaid::Container),
        DocumentId::Party(id) => of(state.party(id), field, fact).map(FieldSaid::Party),
        DocumentId::Channel(id) => of(state.channel(id), field, fact).map(FieldSaid::Channel),
        DocumentId::Operator(id) => of(state.operator(id), field, fact).map(FieldSaid::Operator),
        DocumentId::Order(id) => {
            let card = state.order(id).map(|order| order.card());
            of(card, field, fact).map(FieldSaid::Order)
        }
        DocumentId::Workspace => of(Some(state.settings()), field, fact).map(FieldSaid::Setting),
        _ => None,
    }
}
