//! Who works under which lease, and by what it was first held.

use super::State;
use super::entries::Clash;
use crate::stream::id::{CommitId, FactId, StreamId};
use crate::trade::id::DocumentId;
use crate::trade::leases::book::OpenedBy;
use crate::trade::leases::{LeaseFact, LeaseKey, LeasesTaken};
use crate::trade::relations::{At, Relations};
use std::collections::BTreeMap;

/// The first and the last work of one stream under one lease.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Worked {
    /// The first, in order.
    pub(super) first: At,
    /// The last, in order.
    pub(super) last: At,
}

impl State {
    /// Takes in who was given a lease.
    pub(super) fn leases_fact(&mut self, at: At, fact: &LeaseFact) {
        let touched = &mut self.open.touched;
        match fact {
            LeaseFact::Granted(granted) => {
                touched.leases.insert(granted.lease.clone());
            }
            LeaseFact::TakenOver(taken) => match &taken.leases {
                LeasesTaken::All => touched.all_leases = true,
                LeasesTaken::These(leases) => {
                    let leases = leases.iter().map(|taken| taken.lease.clone());
                    touched.leases.extend(leases);
                }
            },
        }
        self.leases.apply(at, fact);
    }

    /// What was worked under leases that another stream held.
    pub(super) fn lease_clashes(&self, relations: &impl Relations, clashes: &mut Vec<Clash>) {
        let mut overtaken: BTreeMap<_, Vec<(LeaseKey, FactId)>> = BTreeMap::new();
        for ((lease, stream), worked) in self.clashing_works() {
            let opened = OpenedBy {
                now: self.opened_by(lease),
                known: self.opened_by_known_to(&worked.last, lease, relations),
            };
            let by = self
                .leases
                .overtaken_by(&worked.last, lease, opened, relations);
            if let Some(by) = by {
                let alone = by.is_none().then_some(lease);
                let works = overtaken.entry((stream, by, alone)).or_default();
                works.push((lease.clone(), worked.last.fact()));
            }
        }
        let overtaken = overtaken.into_iter();
        clashes.extend(
            overtaken.map(|((stream, ..), works)| Clash::LeaseOvertaken {
                stream: *stream,
                works,
            }),
        );
    }

    /// The commit by which a lease is first held: its stream holds it until somebody else is granted it. For most it is the
    /// one that opened the document; a batch that the office released is picked by whoever begins with it, and an order is
    /// packed by whoever packs its first unit.
    pub fn opened_by(&self, lease: &LeaseKey) -> Option<CommitId> {
        match lease {
            LeaseKey::Receipt(receipt) => Some(receipt.0.commit),
            LeaseKey::Return(rma) => Some(rma.0.commit),
            LeaseKey::Executor(parcel) => Some(parcel.0.commit),
            LeaseKey::Desk(order) => self.order(order)?.placed().map(|(at, _)| at.commit()),
            LeaseKey::Channel(channel) => {
                let channel = DocumentId::Channel(channel.clone());
                self.first_named.get(&channel).map(At::commit)
            }
            LeaseKey::Release(warehouse) => {
                let warehouse = DocumentId::Warehouse(warehouse.clone());
                self.first_named.get(&warehouse).map(At::commit)
            }
            LeaseKey::Batch(_) | LeaseKey::Pack(_) => {
                let first = self.works_under(lease).map(|worked| worked.first).min();
                first.map(|at| at.commit())
            }
            LeaseKey::Count(_) => None,
        }
    }

    /// The same as far as the fact `by` knew.
    fn opened_by_known_to(
        &self,
        by: &At,
        lease: &LeaseKey,
        relations: &impl Relations,
    ) -> Option<CommitId> {
        match lease {
            LeaseKey::Batch(_) | LeaseKey::Pack(_) => {
                let works = self.works_under(lease).map(|worked| worked.first);
                let known = works
                    .filter(|first| first.commit() == by.commit() || relations.knew(by, first));
                known.min().map(|at| at.commit())
            }
            LeaseKey::Receipt(_)
            | LeaseKey::Return(_)
            | LeaseKey::Executor(_)
            | LeaseKey::Desk(_)
            | LeaseKey::Channel(_)
            | LeaseKey::Release(_)
            | LeaseKey::Count(_) => self.opened_by(lease),
        }
    }

    /// The streams that have worked under a lease.
    pub(super) fn streams_under(&self, lease: &LeaseKey) -> impl Iterator<Item = StreamId> {
        let first = (lease.clone(), StreamId::new([0; 16]));
        let rest = self.work.range(first..);
        rest.take_while(move |((under, _), _)| under == lease)
            .map(|((_, by), _)| *by)
    }

    fn works_under(&self, lease: &LeaseKey) -> impl Iterator<Item = &Worked> {
        let first = (lease.clone(), StreamId::new([0; 16]));
        let rest = self.work.range(first..);
        rest.take_while(move |((under, _), _)| under == lease)
            .map(|(_, worked)| worked)
    }
}

crate::kept_struct! {
    Worked { first, last }
}
