//! What a fact needs beside a role: documents that no newer version has touched, leases, one warehouse, and rights that reach
//! whose goods, orders and cards it is about.

use super::Refusal;
use crate::stream::commit::NameBytes;
use crate::stream::id::{CommitId, FactId};
use crate::trade::counting::{Covers, Observation, SeenWhat};
use crate::trade::event::Event;
use crate::trade::id::{
    ChannelId, ContainerId, DocumentId, ItemId, LotId, OrderId, PartyId, WarehouseId,
};
use crate::trade::identity::IdentityFact;
use crate::trade::leases::LeaseKey;
use crate::trade::people::authority::reaches;
use crate::trade::people::{Restriction, Role, RoleGranted};
use crate::trade::place::{Movement, Place};
use crate::trade::state::State;

use crate::trade::table::{SerialClaim, Sink};
use std::collections::BTreeSet;

/// What a fact needs beside a role.
#[derive(Default)]
pub(super) struct Needs {
    documents: Vec<DocumentId>,
    owners: Vec<Option<PartyId>>,
    pub(super) leases: Vec<LeaseKey>,
    places: Vec<Place>,
    pub(super) items: Vec<ItemId>,
    /// What was seen: it says something of all that it covers, whether it was there or not.
    seen: Vec<Observation>,
    /// Places of which a count is judged.
    judged: Vec<Place>,
    /// Items whose serial numbers are told.
    told: Vec<ItemId>,
}

impl Sink for Needs {
    fn document(&mut self, document: DocumentId) {
        self.documents.push(document);
    }

    fn movement(&mut self, movement: Movement<'_>) {
        self.owners.push(movement.goods.owner.clone());
        self.items.push(movement.goods.item.clone());
        self.places.push(movement.from);
        self.places.push(movement.to);
    }

    fn lease(&mut self, lease: LeaseKey) {
        self.leases.push(lease);
    }

    fn observed(&mut self, observation: &Observation) {
        self.seen.push(observation.clone());
    }

    fn judged(&mut self, _: FactId, place: &Place, _: bool) {
        self.judged.push(place.clone());
    }

    fn placed(&mut self, _: FactId, place: &Place, _: CommitId, _: bool) {
        self.judged.push(place.clone());
    }

    fn serials(&mut self, claim: SerialClaim<'_>) {
        self.told.push(claim.item.clone());
    }

    fn leased(&mut self, lease: &LeaseKey) {
        if let LeaseKey::Count(place) = lease {
            self.judged.push(place.clone());
        }
        self.documents.extend(lease.document());
    }
}

impl Needs {
    /// A merge that is taken back is about the two that it joined.
    pub(super) fn of_merge(&mut self, state: &State, event: &Event) {
        let Event::Identity(IdentityFact::MergeRevoked { merge }) = event else {
            return;
        };
        let mut merges = state.components.unrevoked();
        if let Some((_, from, into)) = merges.find(|(fact, ..)| *fact == merge) {
            self.documents.extend([from.clone(), into.clone()]);
        }
    }

    /// Whether a later version touched a document of the fact.
    pub(super) fn asks_no_newer(
        &self,
        state: &State,
        within: Option<&WarehouseId>,
    ) -> Result<(), Refusal> {
        if state.newer().next().is_none() {
            return Ok(());
        }
        // A later version may have touched a thing under its own name, or as a document.
        let touched = |document: &&DocumentId| {
            let as_thing = match document {
                DocumentId::Item(item) => Some(NameBytes::of(item)),
                DocumentId::Location(location) => {
                    Some(NameBytes::of(&Place::Location(location.clone())))
                }
                DocumentId::Container(container) => {
                    Some(NameBytes::of(&Place::Container(container.clone())))
                }
                _ => None,
            };
            let names = [Some(NameBytes::of(*document)), as_thing];
            names
                .into_iter()
                .flatten()
                .any(|name| state.needs_update(&name, within))
        };
        let items = self.items.iter().cloned().map(DocumentId::Item);
        let about: Vec<DocumentId> = self.documents.iter().cloned().chain(items).collect();
        match about.iter().find(touched) {
            Some(document) => Err(Refusal::NeedsUpdate(document.clone())),
            None => Ok(()),
        }
    }

    /// Whether every location is of the commit's warehouse.
    pub(super) fn is_of_one_warehouse(&self, warehouse: Option<&WarehouseId>) -> bool {
        let location = |place: &Place| match place {
            Place::Location(location) => Some(location.warehouse.clone()),
            Place::Opening(warehouse)
            | Place::Difference(warehouse)
            | Place::Loss { warehouse, .. } => Some(warehouse.clone()),
            Place::Container(_)
            | Place::Party(_)
            | Place::Customers
            | Place::Assembly(_)
            | Place::Underway(_)
            | Place::Transfer(_) => None,
        };
        self.places
            .iter()
            .filter_map(location)
            .all(|place| Some(&place) == warehouse)
    }

    /// Whether the author's rights reach what the fact is about.
    pub(super) fn within(
        &self,
        state: &State,
        roles: &[Role],
        rights: &[&RoleGranted],
        warehouse: Option<&WarehouseId>,
    ) -> Result<(), Refusal> {
        let is_restricted = rights.iter().any(|right| !right.restrictions.is_empty());
        if !is_restricted {
            return Ok(());
        }
        let mut about = About::default();
        about
            .of
            .extend(warehouse.cloned().map(Restriction::Warehouse));
        for document in &self.documents {
            about.document(state, document);
        }
        for owner in &self.owners {
            about.client(owner.as_ref());
        }
        for item in &self.told {
            about.client(item.client.as_ref());
        }
        for observation in &self.seen {
            about.seen(state, observation);
        }
        for place in &self.judged {
            about.all_at(state, place);
        }
        about.within(roles, rights)
    }
}

/// What a fact is about, as far as rights are restricted to it.
#[derive(Default)]
struct About {
    of: BTreeSet<Restriction>,
    /// Whether it is about goods, orders or cards of the house's own.
    of_house: bool,
}

impl About {
    fn client(&mut self, client: Option<&PartyId>) {
        match client {
            Some(client) => {
                self.of.insert(Restriction::Client(client.clone()));
            }
            None => self.of_house = true,
        }
    }

    /// Whose goods an observation is about: those that it lists, and those that it covers.
    fn seen(&mut self, state: &State, observation: &Observation) {
        for seen in &observation.seen {
            match &seen.what {
                SeenWhat::Goods(goods) => self.client(goods.owner.as_ref()),
                SeenWhat::Item(item) => self.client(item.client.as_ref()),
            }
        }
        match &observation.covers {
            Covers::Goods(goods) => self.client(goods.owner.as_ref()),
            Covers::Item(item) => self.client(item.client.as_ref()),
            Covers::Loose | Covers::Everything => self.all_at(state, &observation.place),
        }
    }

    /// Whose goods lie at a place.
    fn all_at(&mut self, state: &State, place: &Place) {
        let here = state.ledger.at(place);
        for (goods, _) in here.filter(|(_, account)| account.balance() != 0) {
            self.client(goods.owner.as_ref());
        }
    }

    fn order(&mut self, state: &State, order: &OrderId) {
        self.channel(&order.channel);
        if let Some((_, placed)) = state.order(order).and_then(|order| order.placed()) {
            self.client(placed.client.as_ref());
        }
    }

    fn channel(&mut self, channel: &ChannelId) {
        self.of.insert(Restriction::Channel(channel.clone()));
    }

    /// What a document is about; nothing where it is about all, or not known here.
    fn document(&mut self, state: &State, document: &DocumentId) {
        match document {
            DocumentId::Item(item) | DocumentId::Lot(LotId { item, .. }) => {
                self.client(item.client.as_ref());
            }
            DocumentId::Channel(channel) => self.channel(channel),
            DocumentId::Receipt(id) => {
                if let Some((_, opened)) = state.receipt(id).and_then(|it| it.opened()) {
                    self.client(opened.client.as_ref());
                }
            }
            DocumentId::Order(order) => self.order(state, order),
            DocumentId::FulfilmentOrder(id) => {
                if let Some((_, routed)) = state.fulfilment(id).and_then(|it| it.routed()) {
                    self.order(state, &routed.order);
                }
            }
            DocumentId::Return(id) => {
                let authorised = state.rma(id).and_then(|it| it.authorised());
                if let Some(order) = authorised.and_then(|(_, it)| it.order.as_ref()) {
                    self.order(state, order);
                }
            }
            DocumentId::Container(ContainerId::Parcel(id)) => {
                let packed = state.parcel(id).into_iter().flat_map(|it| it.packed());
                let documents: BTreeSet<DocumentId> = packed
                    .map(|(_, packed)| DocumentId::from(&packed.line.document))
                    .collect();
                for document in documents {
                    self.document(state, &document);
                }
            }
            DocumentId::Recipe(recipe) => {
                if let Some(recipe) = state.recipe(recipe) {
                    self.client(recipe.item.client.as_ref());
                }
            }
            DocumentId::Workspace
            | DocumentId::Warehouse(_)
            | DocumentId::Location(_)
            | DocumentId::Container(_)
            | DocumentId::Party(_)
            | DocumentId::Customer(_)
            | DocumentId::Operator(_)
            | DocumentId::Batch(_)
            | DocumentId::Transfer(_)
            | DocumentId::Stock(_)
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
            | DocumentId::File(_) => {}
        }
    }

    /// Whether one right reaches all of it.
    fn within(&self, roles: &[Role], rights: &[&RoleGranted]) -> Result<(), Refusal> {
        let of: Vec<Restriction> = self.of.iter().cloned().collect();
        if reaches(rights, roles, &of, self.of_house) {
            return Ok(());
        }
        let beyond = of
            .into_iter()
            .find(|one| !reaches(rights, roles, std::slice::from_ref(one), false));
        Err(Refusal::Restricted(beyond))
    }
}
