//! Which personal rows live.
//!
//! A device deletes a row when it holds the fact that an erasure is executed, verified and without a gap before it,
//! never by its clock. A row that comes late dies too, unless its commit knew an execution: then it was written in
//! spite of the erasure, for a reason of its own.

use super::{ErasedSlots, ErasureCause, PersonalFact, Row, Slot};
use crate::stream::id::{CommitId, FactId, StreamId};
use crate::trade::id::{DocumentId, ErasureId};
use crate::trade::relations::{At, Relations};
use std::collections::{BTreeMap, BTreeSet};

/// A row by its name: document, slot and the fact that wrote it. One commit may write a slot of a document twice, where a file
/// says two things of one order: each row has its own name, so that an erasure reaches both.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowId {
    /// The document.
    pub document: DocumentId,
    /// The slot.
    pub slot: Slot,
    /// The fact that wrote it.
    pub fact: FactId,
}

impl RowId {
    /// What stands before all rows of a slot of a document in their order.
    pub(crate) fn first_of(document: &DocumentId, slot: Slot) -> Self {
        let commit = CommitId {
            stream: StreamId::new([0; 16]),
            number: 0,
        };
        RowId {
            document: document.clone(),
            slot,
            fact: FactId { commit, index: 0 },
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Erasure {
    ordered: Option<(At, ErasureCause, Vec<ErasedSlots>)>,
    executions: Vec<At>,
    revocations: Vec<At>,
}

/// How an erasure stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ErasureStatus {
    /// Ordered; nothing is deleted.
    Ordered,
    /// Called off before anybody executed it.
    Revoked,
    /// Executed.
    Executed,
    /// Executed, and called off by somebody who did not know: too late, which is an entry.
    RevokedTooLate,
}

/// All erasures, and the rows that facts name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Erasures {
    erasures: BTreeMap<ErasureId, Erasure>,
    /// The erasures that name a document.
    of: BTreeMap<DocumentId, BTreeSet<ErasureId>>,
    /// The restrictions that name a document, those that were lifted among them.
    restrictions: BTreeMap<DocumentId, BTreeSet<FactId>>,
    lifted: BTreeSet<FactId>,
}

impl Erasures {
    /// Takes a fact in; in any order. `opened` is the erasure that an order to erase opens.
    pub fn apply(&mut self, at: At, opened: ErasureId, fact: &PersonalFact) {
        match fact {
            PersonalFact::RowsWritten(_) => {}
            PersonalFact::ErasureOrdered(ordered) => {
                for erased in &ordered.slots {
                    let of = self.of.entry(erased.document.clone()).or_default();
                    of.insert(opened);
                }
                self.erasures.entry(opened).or_default().ordered =
                    Some((at, ordered.cause.clone(), ordered.slots.clone()));
            }
            PersonalFact::ErasureExecuted { erasure } => {
                insert(
                    &mut self.erasures.entry(*erasure).or_default().executions,
                    at,
                );
            }
            PersonalFact::ErasureRevoked { erasure } => {
                insert(
                    &mut self.erasures.entry(*erasure).or_default().revocations,
                    at,
                );
            }
            PersonalFact::Restricted(restricted) => {
                for document in &restricted.documents {
                    let of = self.restrictions.entry(document.clone()).or_default();
                    of.insert(at.fact());
                }
            }
            PersonalFact::RestrictionLifted { restriction, .. } => {
                self.lifted.insert(*restriction);
            }
        }
    }

    /// The documents that any erasure names.
    pub fn documents(&self) -> impl Iterator<Item = &DocumentId> {
        self.of.keys()
    }

    /// The restrictions of a document that stand, in order of their names.
    pub fn restrictions(&self, document: &DocumentId) -> impl Iterator<Item = &FactId> {
        let all = self.restrictions.get(document).into_iter().flatten();
        all.filter(|restriction| !self.lifted.contains(restriction))
    }

    /// Whether the personal data of a document is restricted.
    pub fn is_restricted(&self, document: &DocumentId) -> bool {
        self.restrictions(document).next().is_some()
    }

    /// The documents that a restriction names, if it stands.
    pub fn restricted_by(&self, restriction: &FactId) -> Vec<&DocumentId> {
        if self.lifted.contains(restriction) {
            return Vec::new();
        }
        let named = self.restrictions.iter();
        named
            .filter(|(_, by)| by.contains(restriction))
            .map(|(document, _)| document)
            .collect()
    }

    /// How an erasure stands; `None` while its order is not held.
    pub fn status(&self, erasure: &ErasureId, relations: &impl Relations) -> Option<ErasureStatus> {
        let erasure = self.erasures.get(erasure)?;
        erasure.ordered.as_ref()?;
        let executed = erasure.executed(relations).next().is_some();
        Some(match (executed, erasure.revocations.is_empty()) {
            (false, true) => ErasureStatus::Ordered,
            (false, false) => ErasureStatus::Revoked,
            (true, true) => ErasureStatus::Executed,
            (true, false) => ErasureStatus::RevokedTooLate,
        })
    }

    /// The order to erase, with what is to be erased; `None` while it is not held.
    pub fn ordered(&self, erasure: &ErasureId) -> Option<(&At, &[ErasedSlots])> {
        let (at, _, slots) = self.erasures.get(erasure)?.ordered.as_ref()?;
        Some((at, slots))
    }

    /// Why it was ordered; `None` while the order is not held.
    pub fn cause(&self, erasure: &ErasureId) -> Option<&ErasureCause> {
        let (_, cause, _) = self.erasures.get(erasure)?.ordered.as_ref()?;
        Some(cause)
    }

    /// When it was executed first; `None` where it was not, or the execution was held up.
    pub fn executed(&self, erasure: &ErasureId, relations: &impl Relations) -> Option<At> {
        self.erasures
            .get(erasure)?
            .executed(relations)
            .next()
            .copied()
    }

    /// The erasures that name a slot of a document.
    fn covering<'a>(
        &'a self,
        document: &'a DocumentId,
        slot: &'a Slot,
    ) -> impl Iterator<Item = &'a Erasure> {
        let named = self.of.get(document).into_iter().flatten();
        named
            .filter_map(|erasure| self.erasures.get(erasure))
            .filter(|erasure| erasure.covers(document, slot))
    }

    /// Whether an erasure of a slot of a document was ordered that is neither executed nor called off.
    pub fn is_ordered(
        &self,
        document: &DocumentId,
        slot: &Slot,
        relations: &impl Relations,
    ) -> bool {
        self.covering(document, slot).any(|erasure| {
            erasure.revocations.is_empty() && erasure.executed(relations).next().is_none()
        })
    }

    /// Every erasure with how it stands, by name.
    pub fn all(&self, relations: &impl Relations) -> Vec<(ErasureId, ErasureStatus)> {
        let known = self.erasures.keys();
        known
            .filter_map(|id| Some((*id, self.status(id, relations)?)))
            .collect()
    }

    /// Whether a row that was written by the commit of `at` lives.
    pub fn lives(
        &self,
        document: &DocumentId,
        row: &Row,
        at: &At,
        relations: &impl Relations,
    ) -> bool {
        self.covering(document, &row.slot).all(|erasure| {
            erasure.executed(relations).next().is_none()
                || erasure
                    .executed(relations)
                    .any(|execution| relations.knew(at, execution))
        })
    }

    /// Whether the commit of `at` knew that an erasure was executed, so that what it wrote it wrote in spite of that.
    pub fn is_known_to(&self, erasure: &ErasureId, at: &At, relations: &impl Relations) -> bool {
        let erasure = self.erasures.get(erasure);
        erasure.is_some_and(|erasure| {
            let mut executed = erasure.executed(relations);
            executed.any(|execution| relations.knew(at, execution))
        })
    }

    /// Whether any erasure that nobody called off names a document.
    pub fn names(&self, document: &DocumentId) -> bool {
        let mut of = self.of.get(document).into_iter().flatten();
        of.any(|erasure| {
            self.erasures
                .get(erasure)
                .is_some_and(|erasure| erasure.revocations.is_empty())
        })
    }

    /// Whether intake of files may write a slot of a document: not once it was erased, as far as is known here.
    pub fn may_be_written_by_intake(
        &self,
        document: &DocumentId,
        slot: &Slot,
        relations: &impl Relations,
    ) -> bool {
        self.covering(document, slot)
            .all(|erasure| erasure.executed(relations).next().is_none())
    }
}

fn insert(facts: &mut Vec<At>, at: At) {
    if let Err(place) = facts.binary_search(&at) {
        facts.insert(place, at);
    }
}

impl Erasure {
    /// The executions that no revocation held up: each that did not know one.
    fn executed<'a>(&'a self, relations: &'a impl Relations) -> impl Iterator<Item = &'a At> {
        self.executions.iter().filter(|execution| {
            !self
                .revocations
                .iter()
                .any(|revocation| relations.knew(execution, revocation))
        })
    }

    fn covers(&self, document: &DocumentId, slot: &Slot) -> bool {
        self.ordered.as_ref().is_some_and(|(_, _, erased)| {
            erased
                .iter()
                .any(|erased| erased.document == *document && erased.slots.contains(slot))
        })
    }
}

crate::kept_struct! {
    RowId { document, slot, fact }
    Erasure { ordered, executions, revocations }
    Erasures { erasures, of, restrictions, lifted }
}
