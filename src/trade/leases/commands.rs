//! Commands about who works on what.

use super::book::Holder;
use super::{
    LeaseFact, LeaseGranted, LeaseKey, LeaseTaken, LeasesTaken, LeasesTakenOver, TakeoverReason,
};
use crate::stream::id::StreamId;
use crate::trade::decide::{Context, Knowing, Proposal, Refusal};
use crate::trade::demand::DemandDocument;
use crate::trade::event::Event;
use crate::trade::id::{ContainerId, DocumentId, WarehouseId};
use crate::trade::place::Place;
use crate::trade::relations::Relations;
use crate::trade::state::State;
use crate::trade::table::Scope;
use crate::{wire_enum, wire_struct};
use std::collections::BTreeMap;

wire_enum! {
    /// A command of this area. What hands did under a grant that was overtaken counts all the same, and is told.
    pub enum LeaseCommand {
        /// Takes a lease that nobody holds. Refused with whom to ask where somebody does.
        0 => Take(LeaseAt),
        /// Gives leases that are held here to another stream. An undo is that one's to give.
        1 => HandOver { leases: Vec<LeaseAt>, to: StreamId },
        /// Gives leases that are held here back to nobody.
        2 => GiveBack { leases: Vec<LeaseAt> },
        /// Takes leases over from a stream that holds them and does not answer; each names the grant that it follows, so
        /// that of two who take one over the first in order has it. After a fork the branches' common leases are taken
        /// over from the name of the common part, for a reason as with anybody else's.
        3 => TakeOver { from: StreamId, leases: Vec<LeaseAt>, reason: TakeoverReason },
        /// Takes over all that a stream holds, in every scope: it is lost, or is this device under an earlier
        /// incarnation.
        4 => TakeOverAll { from: StreamId, reason: TakeoverReason },
    }
}

wire_struct! {
    /// A lease, with the warehouse in whose scope it is.
    pub struct LeaseAt {
        /// What.
        pub lease: LeaseKey,
        /// The warehouse; `None` for leases of the workspace.
        pub warehouse: Option<WarehouseId>,
    }
}

impl LeaseAt {
    /// The scope that the fact stands in.
    fn scope(&self, state: &State) -> Result<Option<&WarehouseId>, Refusal> {
        match (self.lease.scope(), &self.warehouse) {
            (Scope::Workspace, None) => Ok(None),
            (Scope::Warehouse | Scope::Either, Some(warehouse)) => {
                if state.warehouse(warehouse).is_some() {
                    Ok(Some(warehouse))
                } else {
                    Err(Refusal::Unknown(DocumentId::Warehouse(warehouse.clone())))
                }
            }
            (Scope::Workspace, Some(_)) | (Scope::Warehouse | Scope::Either, None) => {
                Err(Refusal::OtherScope)
            }
        }
    }
}

impl LeaseCommand {
    /// Decides the command.
    ///
    /// # Errors
    /// A lease that another stream holds, with whom to ask; one that is not held here, or not by whom it is to be taken
    /// over from; and what is so already.
    pub fn decide(
        &self,
        state: &State,
        context: &Context,
        relations: &impl Relations,
        proposal: &mut Proposal<'_>,
    ) -> Result<(), Refusal> {
        let knowing = Knowing::new(context, relations);
        let holder =
            |lease: &LeaseKey| state.leases.holder(lease, state.opened_by(lease), &knowing);
        match self {
            LeaseCommand::Take(at) => {
                let scope = at.scope(state)?;
                let held = holder(&at.lease);
                match held.stream {
                    Some(stream) if stream == context.stream => Err(Refusal::NothingToDo),
                    Some(stream) => Err(Refusal::LeaseHeld {
                        lease: at.lease.clone(),
                        by: stream,
                    }),
                    None => {
                        grant(at, scope, held, Some(context.stream), proposal);
                        Ok(())
                    }
                }
            }
            LeaseCommand::HandOver { leases, to } => {
                if state.authority.is_device_shut_out(*to, &knowing) {
                    return Err(Refusal::DeviceShutOut(*to));
                }
                for at in leases {
                    let held = held_here(at, holder(&at.lease), context)?;
                    grant(at, at.scope(state)?, held, Some(*to), proposal);
                }
                if *to == context.stream || leases.is_empty() {
                    return Err(Refusal::NothingToDo);
                }
                Ok(())
            }
            LeaseCommand::GiveBack { leases } => {
                for at in leases {
                    let held = held_here(at, holder(&at.lease), context)?;
                    grant(at, at.scope(state)?, held, None, proposal);
                }
                if leases.is_empty() {
                    return Err(Refusal::NothingToDo);
                }
                Ok(())
            }
            LeaseCommand::TakeOver {
                from,
                leases,
                reason,
            } => {
                if *from == context.stream || leases.is_empty() {
                    return Err(Refusal::NothingToDo);
                }
                let mut scopes: BTreeMap<Option<WarehouseId>, Vec<LeaseTaken>> = BTreeMap::new();
                for at in leases {
                    let scope = at.scope(state)?;
                    let held = holder(&at.lease);
                    if held.stream != Some(*from) {
                        return Err(Refusal::NotHeldHere {
                            lease: at.lease.clone(),
                            by: held.stream,
                        });
                    }
                    scopes.entry(scope.cloned()).or_default().push(LeaseTaken {
                        lease: at.lease.clone(),
                        follows: held.grant.map(|at| at.fact()),
                    });
                }
                for (scope, leases) in scopes {
                    let leases = LeasesTaken::These(leases);
                    take_over(scope.as_ref(), *from, leases, reason, proposal);
                }
                Ok(())
            }
            LeaseCommand::TakeOverAll { from, reason } => {
                if *from == context.stream {
                    return Err(Refusal::NothingToDo);
                }
                take_over(None, *from, LeasesTaken::All, reason, proposal);
                for (warehouse, _) in state.warehouses() {
                    take_over(Some(warehouse), *from, LeasesTaken::All, reason, proposal);
                }
                Ok(())
            }
        }
    }

    /// The documents that deciding reads.
    pub fn needs(&self) -> Vec<DocumentId> {
        match self {
            LeaseCommand::Take(at) => at.lease.document().into_iter().collect(),
            LeaseCommand::GiveBack { leases }
            | LeaseCommand::HandOver { leases, .. }
            | LeaseCommand::TakeOver { leases, .. } => {
                leases.iter().filter_map(|at| at.lease.document()).collect()
            }
            LeaseCommand::TakeOverAll { .. } => Vec::new(),
        }
    }
}

impl LeaseKey {
    /// The document that is worked on; `None` for places that are none of ours.
    pub fn document(&self) -> Option<DocumentId> {
        match self {
            LeaseKey::Batch(batch) => Some(DocumentId::Batch(*batch)),
            LeaseKey::Pack(document) => Some(DocumentId::from(document as &DemandDocument)),
            LeaseKey::Receipt(receipt) => Some(DocumentId::Receipt(*receipt)),
            LeaseKey::Return(rma) => Some(DocumentId::Return(*rma)),
            LeaseKey::Desk(order) => Some(DocumentId::Order(order.clone())),
            LeaseKey::Channel(channel) => Some(DocumentId::Channel(channel.clone())),
            LeaseKey::Release(warehouse) => Some(DocumentId::Warehouse(warehouse.clone())),
            LeaseKey::Executor(parcel) => Some(DocumentId::Container(ContainerId::Parcel(*parcel))),
            LeaseKey::Count(Place::Container(container)) => {
                Some(DocumentId::Container(container.clone()))
            }
            LeaseKey::Count(Place::Location(location)) => {
                Some(DocumentId::Location(location.clone()))
            }
            LeaseKey::Count(
                Place::Party(_)
                | Place::Customers
                | Place::Opening(_)
                | Place::Loss { .. }
                | Place::Difference(_)
                | Place::Assembly(_)
                | Place::Underway(_)
                | Place::Transfer(_),
            ) => None,
        }
    }
}

fn held_here(at: &LeaseAt, held: Holder, context: &Context) -> Result<Holder, Refusal> {
    if held.stream == Some(context.stream) {
        Ok(held)
    } else {
        Err(Refusal::NotHeldHere {
            lease: at.lease.clone(),
            by: held.stream,
        })
    }
}

fn grant(
    at: &LeaseAt,
    scope: Option<&WarehouseId>,
    held: Holder,
    to: Option<StreamId>,
    proposal: &mut Proposal<'_>,
) {
    let granted = LeaseGranted {
        lease: at.lease.clone(),
        follows: held.grant.map(|at| at.fact()),
        to,
    };
    proposal.within(scope, Event::Leases(LeaseFact::Granted(granted)));
}

fn take_over(
    scope: Option<&WarehouseId>,
    from: StreamId,
    leases: LeasesTaken,
    reason: &TakeoverReason,
    proposal: &mut Proposal<'_>,
) {
    let taken = LeasesTakenOver {
        from,
        leases,
        reason: reason.clone(),
    };
    proposal.within(scope, Event::Leases(LeaseFact::TakenOver(taken)));
}
