//! What standing merges join, and which member speaks for all.

use crate::stream::id::FactId;
use crate::trade::id::DocumentId;
use crate::trade::relations::At;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Debug, PartialEq, Eq)]
struct Merge {
    at: At,
    from: DocumentId,
    into: DocumentId,
}

/// All merges of identities.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Components {
    merges: BTreeMap<FactId, Merge>,
    revoked: BTreeSet<FactId>,
    /// Merges that can never be: of items that are counted in different units.
    void: BTreeSet<FactId>,
    /// Where each identity was first seen, of those that merges name.
    first_seen: BTreeMap<DocumentId, At>,
    /// The canonical member of each identity that is not its own.
    canonical: BTreeMap<DocumentId, DocumentId>,
    /// The members of components that go round in a circle.
    circles: BTreeSet<DocumentId>,
}

impl Components {
    /// Takes a merge in. Whether the two may be one at all (items of one base unit) is asked by the command that merges, and
    /// said by [`Components::set_void`] where another device set the unit meanwhile.
    pub fn merged(&mut self, at: At, from: DocumentId, into: DocumentId) {
        self.merges.insert(at.fact(), Merge { at, from, into });
        self.settle();
    }

    /// Takes in that a merge was revoked; before or after it came.
    pub fn revoked(&mut self, merge: FactId) {
        self.revoked.insert(merge);
        self.settle();
    }

    /// Says which merges are void. Whoever says so folds anew what was folded by them.
    pub fn set_void(&mut self, void: BTreeSet<FactId>) {
        self.void = void;
        self.settle();
    }

    /// The merges that are void, with what they name.
    pub fn void(&self) -> impl Iterator<Item = (&FactId, &DocumentId, &DocumentId)> {
        self.merges
            .iter()
            .filter(|(fact, _)| self.void.contains(fact))
            .map(|(fact, merge)| (fact, &merge.from, &merge.into))
    }

    /// The merges that nobody revoked, void or not, with what they name.
    pub fn unrevoked(&self) -> impl Iterator<Item = (&FactId, &DocumentId, &DocumentId)> {
        self.merges
            .iter()
            .filter(|(fact, _)| !self.revoked.contains(fact))
            .map(|(fact, merge)| (fact, &merge.from, &merge.into))
    }

    /// Whether any merge names an identity, so that what is said of it may make one void.
    pub fn is_named(&self, document: &DocumentId) -> bool {
        self.names(document)
    }

    /// Whether anything was ever merged: only then does it matter which identity was seen first.
    pub fn has_merges(&self) -> bool {
        !self.merges.is_empty()
    }

    /// The identity that stands for each which does not stand for itself.
    pub fn standing_for(&self) -> &BTreeMap<DocumentId, DocumentId> {
        &self.canonical
    }

    /// Notes where an identity was seen; the first in order counts.
    pub fn seen(&mut self, document: &DocumentId, at: At) {
        if !can_be_merged(document) {
            return;
        }
        if let Some(first) = self.first_seen.get_mut(document) {
            if at < *first {
                *first = at;
                if self.names(document) {
                    self.settle();
                }
            }
        } else {
            self.first_seen.insert(document.clone(), at);
            if self.names(document) {
                self.settle();
            }
        }
    }

    fn names(&self, document: &DocumentId) -> bool {
        self.merges
            .values()
            .any(|merge| merge.from == *document || merge.into == *document)
    }

    /// The member that speaks for an identity: itself, where nothing was merged.
    pub fn canonical<'a>(&'a self, document: &'a DocumentId) -> &'a DocumentId {
        self.canonical.get(document).unwrap_or(document)
    }

    /// The identities that merges join in a circle: an entry.
    pub fn circles(&self) -> impl Iterator<Item = &DocumentId> {
        self.circles.iter()
    }

    /// The standing merges, in order.
    pub fn standing(&self) -> Vec<(FactId, &DocumentId, &DocumentId)> {
        let mut standing: Vec<(&FactId, &Merge)> = self
            .merges
            .iter()
            .filter(|(fact, _)| !self.revoked.contains(fact) && !self.void.contains(fact))
            .collect();
        standing.sort_by_key(|(_, merge)| merge.at);
        standing
            .into_iter()
            .map(|(fact, merge)| (*fact, &merge.from, &merge.into))
            .collect()
    }

    /// Computes components anew: merges are few.
    fn settle(&mut self) {
        let edges: Vec<(DocumentId, DocumentId)> = self
            .standing()
            .into_iter()
            .map(|(_, from, into)| (from.clone(), into.clone()))
            .collect();
        let mut members: BTreeMap<DocumentId, BTreeSet<DocumentId>> = BTreeMap::new();
        for (from, into) in &edges {
            let mut joined: BTreeSet<DocumentId> = BTreeSet::from([from.clone(), into.clone()]);
            for end in [from, into] {
                if let Some(component) = members.get(end) {
                    joined.extend(component.iter().cloned());
                }
            }
            for member in &joined {
                members.insert(member.clone(), joined.clone());
            }
        }
        self.canonical.clear();
        self.circles.clear();
        for (member, component) in &members {
            let is_root =
                |id: &&DocumentId| !edges.iter().any(|(from, into)| from == *id && into != *id);
            let roots: Vec<&DocumentId> = component.iter().filter(is_root).collect();
            let candidates = if roots.is_empty() {
                component.iter().collect()
            } else {
                roots.clone()
            };
            let first = |id: &&&DocumentId| (self.first_seen.get(**id).copied(), (**id).clone());
            // An identity that no fact was seen of yet stands behind those that were.
            let key = |id: &&&DocumentId| {
                let (seen, id) = first(id);
                (seen.is_none(), seen, id)
            };
            if let Some(canonical) = candidates.iter().min_by_key(key)
                && *canonical != member
            {
                self.canonical.insert(member.clone(), (*canonical).clone());
            }
            if roots.is_empty() {
                self.circles.insert(member.clone());
            }
        }
    }
}

/// Whether two documents of this kind may turn out to be one thing.
fn can_be_merged(document: &DocumentId) -> bool {
    match document {
        DocumentId::Item(_)
        | DocumentId::Lot(_)
        | DocumentId::Party(_)
        | DocumentId::Channel(_)
        | DocumentId::Customer(_) => true,
        DocumentId::Workspace
        | DocumentId::Warehouse(_)
        | DocumentId::Location(_)
        | DocumentId::Container(_)
        | DocumentId::Operator(_)
        | DocumentId::Order(_)
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
        | DocumentId::File(_) => false,
    }
}

crate::kept_struct! {
    Merge { at, from, into }
    Components { merges, revoked, void, first_seen, canonical, circles }
}
