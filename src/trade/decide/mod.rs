//! Deciding: a command against the state, into facts or a refusal. Pure.
//!
//! Each area decides its own commands. What holds for all of them is asked here, once, of the facts that came out:
//! whether their author has the right, within the restrictions of the role; whether the leases that they need are held
//! by this stream; and that each commit has one scope.

pub mod command;
pub mod floor;
pub(crate) mod hands;
pub mod office;
pub mod refusal;
pub mod setup;

use super::event::Event;
use super::fulfilment::{Executor, FulfilmentFact, FulfilmentLines};
use super::id::{
    ChannelId, ContainerId, DocumentId, ItemId, LotId, OperatorId, OrderId, PartyId, WarehouseId,
};
use super::leases::LeaseKey;
use super::orders::PlacedLine;
use super::people::authority::{Verdict, reaches};
use super::people::{OperatorField, Restriction, Role, RoleGranted};
use super::picking::PickingFact;
use super::place::{Movement, Place};
use super::quantity::{Day, Instant};
use super::relations::{At, Relations};
use super::state::State;
use super::table::{Scope, Sink, Standing};
use crate::stream::commit::NameBytes;
use crate::stream::id::{CommitId, FactId, Opened, StreamId};
use crate::stream::stamp::Stamp;
pub use command::Command;
pub use refusal::Refusal;
use std::collections::BTreeSet;

/// What deciding knows beside the state. Time, names and the operator come from outside.
#[derive(Clone, Debug)]
pub struct Context {
    /// Now.
    pub now: Instant,
    /// The day that it is at the warehouse of the work.
    pub today: Day,
    /// Who asks; `None` where nobody is signed in.
    pub operator: Option<OperatorId>,
    /// The stream that the facts are to be appended to.
    pub stream: StreamId,
    /// The number of its next commit.
    pub next_commit: u64,
    /// The stamp of its next commit.
    pub stamp: Stamp,
}

impl Context {
    /// The place of a fact that is about to be appended.
    pub fn at(&self, commit: u64, index: u32) -> At {
        At {
            branch: self.stream,
            number: self.next_commit + commit,
            index,
            stamp: self.stamp,
            wall_ms: self.now.ms,
            marked: false,
            operator: self.operator.map(|operator| operator.0),
        }
    }
}

/// The facts of one commit to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposed {
    /// The warehouse whose scope it has; `None` is the workspace's.
    pub warehouse: Option<WarehouseId>,
    /// The facts.
    pub events: Vec<Event>,
}

/// The facts of a command while it is being decided: commits in the order in which they are appended, all in one
/// transaction.
#[derive(Debug)]
pub struct Proposal<'a> {
    context: &'a Context,
    commits: Vec<Proposed>,
    /// How many documents the last commit opens.
    opened: u32,
}

impl<'a> Proposal<'a> {
    /// Nothing proposed yet.
    pub fn new(context: &'a Context) -> Self {
        Proposal {
            context,
            commits: Vec::new(),
            opened: 0,
        }
    }

    /// Adds a fact of the workspace; gives the name of the document that it opens, if it opens one.
    pub fn office(&mut self, event: Event) -> Opened {
        self.add(None, event)
    }

    /// Adds a fact of a warehouse; gives the name of the document that it opens, if it opens one.
    pub fn floor(&mut self, warehouse: &WarehouseId, event: Event) -> Opened {
        self.add(Some(warehouse.clone()), event)
    }

    /// Adds a fact of the scope that its document has: a warehouse's, or with `None` the workspace's.
    pub fn within(&mut self, warehouse: Option<&WarehouseId>, event: Event) -> Opened {
        self.add(warehouse.cloned(), event)
    }

    fn add(&mut self, warehouse: Option<WarehouseId>, event: Event) -> Opened {
        if self
            .commits
            .last()
            .is_none_or(|last| last.warehouse != warehouse)
        {
            self.commits.push(Proposed {
                warehouse,
                events: Vec::new(),
            });
            self.opened = 0;
        }
        let number = self.context.next_commit + self.commits.len() as u64 - 1;
        let commit = CommitId {
            stream: self.context.stream,
            number,
        };
        let ordinal = self.opened;
        self.opened += u32::from(event.opens());
        if let Some(last) = self.commits.last_mut() {
            last.events.push(event);
        }
        Opened { commit, ordinal }
    }

    /// The name that the next fact of a warehouse (`None`: of the workspace) will have.
    pub fn next_fact(&self, warehouse: Option<&WarehouseId>) -> FactId {
        let last = self
            .commits
            .last()
            .filter(|last| last.warehouse.as_ref() == warehouse);
        let commits = self.commits.len() as u64;
        let (number, index) = match last {
            Some(last) => (commits - 1, last.events.len() as u32),
            None => (commits, 0),
        };
        let commit = CommitId {
            stream: self.context.stream,
            number: self.context.next_commit + number,
        };
        FactId { commit, index }
    }

    /// Whether nothing was proposed.
    pub fn is_empty(&self) -> bool {
        self.commits.is_empty()
    }

    /// The commits.
    pub fn into_commits(self) -> Vec<Proposed> {
        self.commits
    }
}

/// Relations as the commit to be knows them: it knows everything that is held.
pub(crate) struct Knowing<'a, R> {
    context: &'a Context,
    relations: &'a R,
}

impl<'a, R> Knowing<'a, R> {
    /// What the commit to be of a context knows.
    pub(crate) fn new(context: &'a Context, relations: &'a R) -> Self {
        Knowing { context, relations }
    }

    fn is_new(&self, at: &At) -> bool {
        at.branch == self.context.stream && at.number >= self.context.next_commit
    }
}

impl<R: Relations> Relations for Knowing<'_, R> {
    fn knew(&self, by: &At, what: &At) -> bool {
        match (self.is_new(by), self.is_new(what)) {
            (true, true) => (what.number, what.index) < (by.number, by.index),
            (true, false) => true,
            (false, true) => false,
            (false, false) => self.relations.knew(by, what),
        }
    }

    fn same_chain(&self, a: &At, b: &At) -> bool {
        match (self.is_new(a), self.is_new(b)) {
            (true, true) => true,
            (true, false) => b.branch == self.context.stream,
            (false, true) => a.branch == self.context.stream,
            (false, false) => self.relations.same_chain(a, b),
        }
    }

    fn wall_ms(&self, at: &At) -> Option<i64> {
        if self.is_new(at) {
            None
        } else {
            self.relations.wall_ms(at)
        }
    }

    fn commit(&self, by: &At, named: CommitId) -> Option<At> {
        self.relations.commit(by, named)
    }

    fn knew_all(&self, by: &At) -> bool {
        self.is_new(by) || self.relations.knew_all(by)
    }

    fn grew_from(&self, branch: StreamId, stream: StreamId) -> bool {
        self.relations.grew_from(branch, stream)
    }
}

/// What a fact needs beside a role.
#[derive(Default)]
struct Needs {
    documents: Vec<DocumentId>,
    owners: Vec<Option<PartyId>>,
    leases: Vec<LeaseKey>,
    places: Vec<Place>,
    items: Vec<ItemId>,
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
}

/// Asks of decided facts what holds for all of them.
///
/// # Errors
/// The first fact that its author may not write, that needs a lease which another stream holds, or that stands in the
/// wrong scope.
pub fn check(
    state: &State,
    context: &Context,
    commits: &[Proposed],
    relations: &impl Relations,
) -> Result<(), Refusal> {
    let knowing = Knowing::new(context, relations);
    if let Some(operator) = &context.operator
        && state.operator(operator).is_some_and(|card| {
            card.fields()
                .any(|field| *field == OperatorField::Retired(true))
        })
    {
        return Err(Refusal::OperatorRetired(*operator));
    }
    let mut events = commits.iter().flat_map(|proposed| &proposed.events);
    let settles = events.any(|event| matches!(event, Event::Conflicts(_)));
    for (number, proposed) in (0..).zip(commits) {
        let commit = CommitId {
            stream: context.stream,
            number: context.next_commit + number,
        };
        for (standing, event) in Standing::all(commit, &proposed.events) {
            let mut needs = Needs::default();
            let row = event.row(&standing, &mut needs);
            let at = context.at(number, standing.fact.index);
            let in_scope = match row.scope {
                Scope::Workspace => proposed.warehouse.is_none(),
                Scope::Warehouse => proposed.warehouse.is_some(),
                Scope::Either => true,
            };
            if !in_scope || !needs.is_of_one_warehouse(proposed.warehouse.as_ref()) {
                return Err(Refusal::OtherScope);
            }
            match state.authority.verdict(&at, &row, &knowing) {
                Verdict::Allowed | Verdict::LetThrough => {}
                Verdict::Marked
                | Verdict::WaitsForRight
                | Verdict::WaitsForRevocation
                | Verdict::TurnedDown => {
                    return Err(Refusal::NotAllowed {
                        roles: row.roles.to_vec(),
                    });
                }
            }
            if waits_for_update(event) {
                needs.items.extend(routed_items(state, event));
                let within = proposed.warehouse.as_ref().or_else(|| routed_to(event));
                needs.asks_no_newer(state, within)?;
            }
            let rights = state.authority.rights(&at, &knowing);
            needs.within(state, row.roles, &rights, proposed.warehouse.as_ref())?;
            // What settles an entry puts right what was done already: it is no work that somebody else may be at.
            if settles {
                continue;
            }
            for lease in needs.leases {
                let holder = state
                    .leases
                    .holder(&lease, state.opened_by(&lease), &knowing);
                if let Some(stream) = holder.stream.filter(|stream| *stream != context.stream) {
                    return Err(Refusal::LeaseHeld { lease, by: stream });
                }
            }
        }
    }
    Ok(())
}

/// Whether a fact promises, routes, releases or settles, so that it must not be decided about what a later version has
/// touched. What hands do is recorded all the same.
fn waits_for_update(event: &Event) -> bool {
    match event {
        Event::Fulfilment(_) | Event::Allocation(_) | Event::Conflicts(_) => true,
        Event::Picking(fact) => matches!(fact, PickingFact::BatchReleased(_)),
        Event::Streams(_)
        | Event::Identity(_)
        | Event::Catalog(_)
        | Event::Locations(_)
        | Event::Parties(_)
        | Event::People(_)
        | Event::Personal(_)
        | Event::Channels(_)
        | Event::Orders(_)
        | Event::Money(_)
        | Event::Packing(_)
        | Event::Shipping(_)
        | Event::Receiving(_)
        | Event::Counting(_)
        | Event::Stock(_)
        | Event::Returns(_)
        | Event::Settings(_)
        | Event::Leases(_) => false,
    }
}

/// The warehouse of ours that a fact routes to.
fn routed_to(event: &Event) -> Option<&WarehouseId> {
    match event {
        Event::Fulfilment(FulfilmentFact::Routed(routed)) => match &routed.executor {
            Executor::Warehouse(warehouse) => Some(warehouse),
            Executor::Supplier(_)
            | Executor::Marketplace(_)
            | Executor::Contractor(_)
            | Executor::Channel => None,
        },
        _ => None,
    }
}

/// The items of the lines that a fact routes, or routes anew.
fn routed_items(state: &State, event: &Event) -> Vec<ItemId> {
    let routed = match event {
        Event::Fulfilment(FulfilmentFact::Routed(routed)) => routed,
        Event::Fulfilment(FulfilmentFact::Rerouted(rerouted)) => {
            let Some(order) = state.order(&rerouted.order) else {
                return Vec::new();
            };
            let is_moved = |line: &&PlacedLine| {
                let key = order.line_key(&line.key);
                rerouted.units.iter().any(|units| units.line == *key)
            };
            let placed = order.placed().into_iter().flat_map(|(_, it)| &it.lines);
            let lines = placed.chain(order.added().flat_map(|(_, it)| &it.lines));
            return lines
                .filter(is_moved)
                .filter_map(|line| order.item(line))
                .collect();
        }
        _ => return Vec::new(),
    };
    match &routed.lines {
        FulfilmentLines::Each(lines) => lines.iter().map(|line| line.wanted.item.clone()).collect(),
        FulfilmentLines::Whole { placed, runs } => {
            let Some(order) = state.order(&routed.order) else {
                return Vec::new();
            };
            let lines = (0..).zip(order.lines_of(*placed));
            let is_in = |number: u32| {
                let mut runs = runs.iter();
                runs.any(|run| run.first <= number && number - run.first <= run.more)
            };
            lines
                .filter(|(number, _)| is_in(*number))
                .filter_map(|(_, line)| order.item(line))
                .collect()
        }
    }
}

impl Needs {
    /// Whether a later version touched a document of the fact.
    fn asks_no_newer(&self, state: &State, within: Option<&WarehouseId>) -> Result<(), Refusal> {
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
    fn is_of_one_warehouse(&self, warehouse: Option<&WarehouseId>) -> bool {
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
    fn within(
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
