//! Commands about personal data.

use super::age::{Milestones, Policy, days_after};
use super::erasures::{ErasureStatus, RowId};
use super::{
    ErasedSlots, ErasureCause, ErasureOrdered, PersonalFact, Restricted, Row, RowsWritten, Slot,
};
use crate::limits::ERASURE_DELAY_HOURS;
use crate::stream::id::FactId;
use crate::trade::Event;
use crate::trade::card_fold::Competing;
use crate::trade::decide::refusal::ErasureBlock;
use crate::trade::decide::{Context, Proposal, Refusal};
use crate::trade::fulfilment::Executor;
use crate::trade::id::{
    ContainerId, CustomerId, DocumentId, ErasureId, FulfilmentOrderId, OrderId, WarehouseId,
};
use crate::trade::orders::order::Order;
use crate::trade::orders::status::Stages;
use crate::trade::parties::PartyField;
use crate::trade::people::OperatorField;
use crate::trade::quantity::Instant;
use crate::trade::relations::{At, Relations};
use crate::trade::settings::Setting;
use crate::trade::state::State;
use crate::wire_enum;
use std::collections::{BTreeMap, BTreeSet};

wire_enum! {
    /// What to do with personal data. Rows themselves never come here: only that they are, and their hashes.
    pub enum PersonalCommand {
        /// Rows of a document are written, each slot once: a note, a contact, a PIN's hash.
        0 => WriteRows { document: DocumentId, rows: Vec<Row> },
        /// Order an erasure. Refused while work, money or a return of a concerned order is open. Nothing is deleted yet.
        1 => OrderErasure { cause: ErasureCause, slots: Vec<ErasedSlots> },
        /// Execute an erasure that was ordered, once the delay of the settings has passed; at once where this device is
        /// the only one of the workspace. What was blocked meanwhile blocks again.
        2 => ExecuteErasure { erasure: ErasureId, alone: bool },
        /// Call an erasure off that was not executed.
        3 => RevokeErasure { erasure: ErasureId },
        /// Restrict the personal data of documents. Refused while a concerned order is worked on: its label would be
        /// printed without an address. Those that are restricted already are left out.
        4 => Restrict { documents: Vec<DocumentId> },
        /// End a restriction.
        5 => LiftRestriction { restriction: FactId },
    }
}

impl PersonalCommand {
    /// The documents that must be in memory to decide it.
    pub fn needs(&self, state: &State) -> Vec<DocumentId> {
        match self {
            PersonalCommand::WriteRows { document, .. } => vec![document.clone()],
            PersonalCommand::OrderErasure { slots, .. } => concerned(state, slots),
            PersonalCommand::ExecuteErasure { erasure, .. } => {
                let ordered = state.erasures.ordered(erasure);
                let of_slots = ordered.map(|(_, slots)| concerned(state, slots));
                let own = DocumentId::Erasure(*erasure);
                of_slots.into_iter().flatten().chain([own]).collect()
            }
            PersonalCommand::RevokeErasure { erasure } => vec![DocumentId::Erasure(*erasure)],
            PersonalCommand::Restrict { documents } => documents.clone(),
            PersonalCommand::LiftRestriction { restriction } => {
                let documents = state.erasures.restricted_by(restriction).into_iter();
                documents.cloned().collect()
            }
        }
    }

    /// Decides it.
    ///
    /// # Errors
    /// Why nothing is to be written.
    pub fn decide(
        &self,
        state: &State,
        context: &Context,
        relations: &impl Relations,
        proposal: &mut Proposal<'_>,
    ) -> Result<(), Refusal> {
        match self {
            PersonalCommand::WriteRows { document, rows } => write(state, document, rows, proposal),
            PersonalCommand::OrderErasure { cause, slots } => {
                is_free(state, slots, cause, &context.now, relations)?;
                order(state, cause, slots, proposal)
            }
            PersonalCommand::ExecuteErasure { erasure, alone } => {
                execute(state, context, erasure, *alone, relations, proposal)
            }
            PersonalCommand::RevokeErasure { erasure } => {
                revoke(state, erasure, relations, proposal)
            }
            PersonalCommand::Restrict { documents } => restrict(state, documents, proposal),
            PersonalCommand::LiftRestriction { restriction } => lift(state, restriction, proposal),
        }
    }
}

fn concerned(state: &State, slots: &[ErasedSlots]) -> Vec<DocumentId> {
    let orders = slots
        .iter()
        .flat_map(|erased| orders_of(state, &erased.document))
        .map(DocumentId::Order);
    let documents = slots.iter().map(|erased| erased.document.clone());
    let all: BTreeSet<DocumentId> = documents.chain(orders).collect();
    all.into_iter().collect()
}

/// Proposes a fact in the scope of a warehouse, or of the workspace.
fn propose(proposal: &mut Proposal<'_>, scope: Option<&WarehouseId>, fact: PersonalFact) {
    let event = Event::Personal(fact);
    match scope {
        Some(warehouse) => proposal.floor(warehouse, event),
        None => proposal.office(event),
    };
}

fn write(
    state: &State,
    document: &DocumentId,
    rows: &[Row],
    proposal: &mut Proposal<'_>,
) -> Result<(), Refusal> {
    let by_slot: BTreeMap<&Slot, &Row> = rows.iter().map(|row| (&row.slot, row)).collect();
    if by_slot.is_empty() {
        return Err(Refusal::NothingToDo);
    }
    let written = RowsWritten {
        document: document.clone(),
        rows: by_slot.into_values().cloned().collect(),
    };
    let scope = scope_of(state, document);
    propose(proposal, scope.as_ref(), PersonalFact::RowsWritten(written));
    Ok(())
}

fn order(
    state: &State,
    cause: &ErasureCause,
    slots: &[ErasedSlots],
    proposal: &mut Proposal<'_>,
) -> Result<(), Refusal> {
    let mut by_scope: BTreeMap<Option<WarehouseId>, BTreeMap<&DocumentId, BTreeSet<&Slot>>> =
        BTreeMap::new();
    for erased in slots.iter().filter(|erased| !erased.slots.is_empty()) {
        let documents = by_scope
            .entry(scope_of(state, &erased.document))
            .or_default();
        let of_document = documents.entry(&erased.document).or_default();
        of_document.extend(&erased.slots);
    }
    if by_scope.is_empty() {
        return Err(Refusal::NothingToDo);
    }
    // Rows follow their documents, so what lies in several scopes is several erasures.
    for (scope, documents) in by_scope {
        let slots = documents
            .into_iter()
            .map(|(document, slots)| ErasedSlots {
                document: document.clone(),
                slots: slots.into_iter().cloned().collect(),
            })
            .collect();
        let ordered = ErasureOrdered {
            cause: cause.clone(),
            slots,
        };
        propose(
            proposal,
            scope.as_ref(),
            PersonalFact::ErasureOrdered(ordered),
        );
    }
    Ok(())
}

fn execute(
    state: &State,
    context: &Context,
    erasure: &ErasureId,
    alone: bool,
    relations: &impl Relations,
    proposal: &mut Proposal<'_>,
) -> Result<(), Refusal> {
    match state.erasures.status(erasure, relations) {
        None => return Err(Refusal::Unknown(DocumentId::Erasure(*erasure))),
        Some(ErasureStatus::Ordered) => {}
        Some(ErasureStatus::Revoked | ErasureStatus::Executed | ErasureStatus::RevokedTooLate) => {
            return Err(Refusal::NothingToDo);
        }
    }
    let Some((at, slots)) = state.erasures.ordered(erasure) else {
        return Err(Refusal::Unknown(DocumentId::Erasure(*erasure)));
    };
    let until = Instant {
        ms: executable_from(state, at),
    };
    // Whoever says that no other device is there is believed only where no other has ever written.
    if !(alone && state.streams() <= 1) && context.now < until {
        return Err(Refusal::ErasureWaits { until });
    }
    let cause = state.erasures.cause(erasure);
    let cause = cause.unwrap_or(&ErasureCause::Request);
    is_free(state, slots, cause, &context.now, relations)?;
    let scope = slots
        .first()
        .and_then(|erased| scope_of(state, &erased.document));
    let fact = PersonalFact::ErasureExecuted { erasure: *erasure };
    propose(proposal, scope.as_ref(), fact);
    Ok(())
}

fn revoke(
    state: &State,
    erasure: &ErasureId,
    relations: &impl Relations,
    proposal: &mut Proposal<'_>,
) -> Result<(), Refusal> {
    match state.erasures.status(erasure, relations) {
        None => Err(Refusal::Unknown(DocumentId::Erasure(*erasure))),
        Some(ErasureStatus::Revoked) => Err(Refusal::NothingToDo),
        Some(ErasureStatus::Executed | ErasureStatus::RevokedTooLate) => Err(Refusal::RestsOnIt),
        Some(ErasureStatus::Ordered) => {
            let ordered = state.erasures.ordered(erasure);
            let first = ordered.and_then(|(_, slots)| slots.first());
            let scope = first.and_then(|erased| scope_of(state, &erased.document));
            let fact = PersonalFact::ErasureRevoked { erasure: *erasure };
            propose(proposal, scope.as_ref(), fact);
            Ok(())
        }
    }
}

/// From when an erasure that was ordered there may be executed where there are several devices, in milliseconds since 1970
/// UTC.
pub fn executable_from(state: &State, ordered: &At) -> i64 {
    let delay_ms = i64::from(delay_hours(state)).saturating_mul(3_600_000);
    ordered.wall_ms.saturating_add(delay_ms)
}

/// How many hours an erasure that is ordered now waits before it is executed; 0 where no other device has ever written.
pub fn waits_hours(state: &State) -> u32 {
    match state.streams() <= 1 {
        true => 0,
        false => delay_hours(state),
    }
}

fn delay_hours(state: &State) -> u32 {
    let set = state.settings().fields().find_map(|field| match field {
        Setting::ErasureDelayHours(hours) => Some(*hours),
        Setting::Title(_)
        | Setting::LockAfterSeconds(_)
        | Setting::WrongPins(_)
        | Setting::PackByCount(_)
        | Setting::CheckFrom { .. }
        | Setting::WeightTolerance(_)
        | Setting::UnusualUnits(_)
        | Setting::PrintLabels(_)
        | Setting::Carton { .. } => None,
    });
    set.unwrap_or(ERASURE_DELAY_HOURS)
}

/// Whether nothing needs the personal data of these documents any more.
fn is_free(
    state: &State,
    slots: &[ErasedSlots],
    cause: &ErasureCause,
    now: &Instant,
    relations: &impl Relations,
) -> Result<(), Refusal> {
    let orders: BTreeSet<OrderId> = slots
        .iter()
        .flat_map(|erased| orders_of(state, &erased.document))
        .collect();
    let active = slots
        .iter()
        .find(|erased| is_active(state, &erased.document));
    if let Some(erased) = active {
        let block = ErasureBlock::NotRetired(erased.document.clone());
        return Err(Refusal::ErasureRestricted(block));
    }
    let blocks = orders
        .iter()
        .filter_map(|order| state.order(order))
        .find_map(|order| erasure_block(state, order, cause, now, relations));
    match blocks {
        Some(block) => Err(Refusal::ErasureRestricted(block)),
        None => Ok(()),
    }
}

/// Whether a document is a party or operator that is not retired.
pub fn is_active(state: &State, document: &DocumentId) -> bool {
    match document {
        DocumentId::Party(party) => {
            let retired = PartyField::Retired(true);
            let card = state.party(party);
            card.is_some_and(|card| card.fields().all(|field| *field != retired))
        }
        DocumentId::Operator(operator) => {
            let retired = OperatorField::Retired(true);
            let card = state.operator(operator);
            card.is_some_and(|card| card.fields().all(|field| *field != retired))
        }
        _ => false,
    }
}

/// Why the personal data of an order cannot be erased yet: units are to leave, money is owed by either side, a return is
/// open or may still come, or the law asks to keep it. What was taken in by mistake waits for neither window nor law.
pub fn erasure_block(
    state: &State,
    order: &Order,
    cause: &ErasureCause,
    now: &Instant,
    relations: &impl Relations,
) -> Option<ErasureBlock> {
    let id = || order.id().clone();
    let account = state.account(order);
    if Stages::of(&state.demand(order)).outstanding() > 0 {
        return Some(ErasureBlock::OpenWork(id()));
    } else if account.due() > 0 || account.to_give_back() > 0 {
        return Some(ErasureBlock::OpenMoney(id()));
    } else if state.has_open_return(order) {
        return Some(ErasureBlock::OpenReturn(id()));
    } else if *cause == ErasureCause::Mistake {
        return None;
    }
    let policies = Policy::of_order(state, order);
    let longest = |days: fn(&Policy) -> u32| policies.iter().map(days).max().unwrap_or(0);
    let return_days = longest(|policy| policy.return_days);
    let retention_days = longest(|policy| policy.retention_days);
    if return_days == 0 && retention_days == 0 {
        return None;
    }
    let milestones = Milestones::of(state, order, relations)?;
    let until = |from: Option<i64>, days: u32| {
        let ms = days_after(from?, days);
        (days > 0 && ms > now.ms).then_some(Instant { ms })
    };
    // What nobody says of as arrived is asked from when it left.
    let arrived = milestones.delivered_ms.or(milestones.shipped_ms);
    let window =
        until(arrived, return_days).map(|until| ErasureBlock::ReturnWindow { order: id(), until });
    let retention = until(milestones.completed_ms, retention_days);
    let retention = retention.map(|until| ErasureBlock::Retention { order: id(), until });
    // Whoever asks is told the later one.
    let ms = |block: &ErasureBlock| match block {
        ErasureBlock::ReturnWindow { until, .. } | ErasureBlock::Retention { until, .. } => {
            until.ms
        }
        ErasureBlock::OpenWork(_)
        | ErasureBlock::OpenMoney(_)
        | ErasureBlock::OpenReturn(_)
        | ErasureBlock::NotRetired(_) => 0,
    };
    window.into_iter().chain(retention).max_by_key(ms)
}

/// Documents by the scope that facts about their rows stand in.
fn by_scope(
    state: &State,
    documents: impl Iterator<Item = DocumentId>,
) -> BTreeMap<Option<WarehouseId>, BTreeSet<DocumentId>> {
    let mut scopes: BTreeMap<Option<WarehouseId>, BTreeSet<DocumentId>> = BTreeMap::new();
    for document in documents {
        let of = scopes.entry(scope_of(state, &document)).or_default();
        of.insert(document);
    }
    scopes
}

fn restrict(
    state: &State,
    documents: &[DocumentId],
    proposal: &mut Proposal<'_>,
) -> Result<(), Refusal> {
    let orders = documents
        .iter()
        .flat_map(|document| orders_of(state, document));
    for order in orders.filter_map(|order| state.order(&order)) {
        if Stages::of(&state.demand(order)).outstanding() > 0 {
            return Err(Refusal::NeededForWork(order.id().clone()));
        }
    }
    let open = documents
        .iter()
        .filter(|document| !state.erasures.is_restricted(document));
    let scopes = by_scope(state, open.cloned());
    if scopes.is_empty() {
        return Err(Refusal::NothingToDo);
    }
    for (scope, documents) in scopes {
        let fact = PersonalFact::Restricted(Restricted {
            documents: documents.into_iter().collect(),
        });
        propose(proposal, scope.as_ref(), fact);
    }
    Ok(())
}

fn lift(state: &State, restriction: &FactId, proposal: &mut Proposal<'_>) -> Result<(), Refusal> {
    let documents = state.erasures.restricted_by(restriction);
    let scopes = by_scope(state, documents.into_iter().cloned());
    if scopes.is_empty() {
        return Err(Refusal::NothingToDo);
    }
    for (scope, documents) in scopes {
        let fact = PersonalFact::RestrictionLifted {
            restriction: *restriction,
            documents: documents.into_iter().collect(),
        };
        propose(proposal, scope.as_ref(), fact);
    }
    Ok(())
}

/// The orders whose work, money or returns need the personal data of a document.
fn orders_of(state: &State, document: &DocumentId) -> Vec<OrderId> {
    match document {
        DocumentId::Order(order) => vec![order.clone()],
        DocumentId::Customer(customer) => of_customer(state, customer),
        DocumentId::FulfilmentOrder(id) => {
            let routed = state.fulfilment(id).and_then(|of| of.routed());
            routed
                .map(|(_, routed)| routed.order.clone())
                .into_iter()
                .collect()
        }
        DocumentId::Return(id) => {
            let authorised = state.rma(id).and_then(|rma| rma.authorised());
            authorised
                .and_then(|(_, authorised)| authorised.order.clone())
                .into_iter()
                .collect()
        }
        DocumentId::Hold(id) => {
            let held = state.orders().filter(|order| order.hold(id).is_some());
            held.map(|order| order.id().clone()).collect()
        }
        DocumentId::Fact(fact) => {
            let paid = state.orders().filter(|order| {
                order.payments().any(|(payment, _)| payment == fact)
                    || order.refunds().any(|(refund, _)| refund == fact)
            });
            paid.map(|order| order.id().clone()).collect()
        }
        DocumentId::Workspace
        | DocumentId::Item(_)
        | DocumentId::Lot(_)
        | DocumentId::Warehouse(_)
        | DocumentId::Location(_)
        | DocumentId::Container(_)
        | DocumentId::Party(_)
        | DocumentId::Channel(_)
        | DocumentId::Operator(_)
        | DocumentId::Batch(_)
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
        | DocumentId::File(_) => Vec::new(),
    }
}

fn of_customer(state: &State, customer: &CustomerId) -> Vec<OrderId> {
    let asked = DocumentId::Customer(customer.clone());
    let canonical = state.components.canonical(&asked);
    let theirs = state.orders().filter(|order| {
        let own = order
            .placed()
            .and_then(|(_, placed)| placed.customer.clone());
        own.is_some_and(|own| state.components.canonical(&DocumentId::Customer(own)) == canonical)
    });
    theirs.map(|order| order.id().clone()).collect()
}

/// The warehouse in whose scope a document's facts stand; `None` is the workspace's.
fn scope_of(state: &State, document: &DocumentId) -> Option<WarehouseId> {
    match document {
        DocumentId::Warehouse(warehouse) => Some(warehouse.clone()),
        DocumentId::Location(location) => Some(location.warehouse.clone()),
        DocumentId::Replenishment(id) => Some(id.location.warehouse.clone()),
        DocumentId::FulfilmentOrder(id) => executor(state, id),
        DocumentId::Container(ContainerId::Parcel(id)) => {
            let opened = state.parcel(id)?.opened()?.1;
            opened.at.as_ref().map(|at| at.warehouse.clone())
        }
        DocumentId::Container(ContainerId::Labelled(_))
        | DocumentId::Workspace
        | DocumentId::Item(_)
        | DocumentId::Lot(_)
        | DocumentId::Party(_)
        | DocumentId::Channel(_)
        | DocumentId::Customer(_)
        | DocumentId::Operator(_)
        | DocumentId::Order(_)
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
        | DocumentId::Cart(_)
        | DocumentId::Hold(_)
        | DocumentId::Fact(_)
        | DocumentId::File(_) => None,
    }
}

fn executor(state: &State, id: &FulfilmentOrderId) -> Option<WarehouseId> {
    match &state.fulfilment(id)?.routed()?.1.executor {
        Executor::Warehouse(warehouse) => Some(warehouse.clone()),
        Executor::Supplier(_)
        | Executor::Marketplace(_)
        | Executor::Contractor(_)
        | Executor::Channel => None,
    }
}

/// The rows of a document that live: those that no executed erasure reaches. Which of several of one slot is in force is
/// the last that was written, as of a field.
pub fn document_rows<'a>(
    state: &'a State,
    document: &'a DocumentId,
    relations: &impl Relations,
) -> Vec<(&'a RowId, &'a At, &'a Row)> {
    state
        .rows_of(document)
        .filter(|(_, at, row)| state.erasures.lives(document, row, at, relations))
        .collect()
}

/// The row of a slot that is in force: of those that live and that no other knew, as a field's value; and what two
/// devices wrote without knowing of each other.
pub fn row_in_force<'a>(
    state: &'a State,
    document: &'a DocumentId,
    slot: &Slot,
    relations: &impl Relations,
) -> Competing<&'a RowId> {
    let mut said = Competing::default();
    for (id, at, _) in document_rows(state, document, relations) {
        if id.slot == *slot {
            said.say(*at, id, relations);
        }
    }
    said
}
