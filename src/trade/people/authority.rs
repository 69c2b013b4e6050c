//! Who may what, judged by what a commit knew.
//!
//! A right is a grant that stands, given by somebody who had the right to give it, back to the founder. What hands did
//! counts whoever did it. What confers or destroys waits where its author had no right as far as the commit knew, and
//! also where a revocation of its author (of the operator, the device, or of whoever conferred the right) is concurrent
//! with it; what rests on a waiting fact waits too. Of revocations that meet each other unknowing both stand.

use super::{PeopleFact, Restriction, Role, RoleGranted};
use crate::stream::id::{FactId, StreamId};
use crate::trade::id::OperatorId;
use crate::trade::relations::{At, Relations};
use crate::trade::table::{Row, Weight};
use std::collections::{BTreeMap, BTreeSet};

/// What becomes of a fact, seen from its author's rights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Its author had the right.
    Allowed,
    /// It counts, and is marked: its author had no right.
    Marked,
    /// It waits for a decision: its author had no right as far as was known.
    WaitsForRight,
    /// It waits for a decision: a revocation of its author met it unknowing.
    WaitsForRevocation,
    /// It was let through by somebody who may.
    LetThrough,
    /// It was turned down by somebody who may.
    TurnedDown,
}

impl Verdict {
    /// Whether the fact is folded.
    pub fn counts(self) -> bool {
        match self {
            Verdict::Allowed | Verdict::Marked | Verdict::LetThrough => true,
            Verdict::WaitsForRight | Verdict::WaitsForRevocation | Verdict::TurnedDown => false,
        }
    }

    /// Whether somebody must look at it.
    pub fn is_entry(self) -> bool {
        match self {
            Verdict::Marked | Verdict::WaitsForRight | Verdict::WaitsForRevocation => true,
            Verdict::Allowed | Verdict::LetThrough | Verdict::TurnedDown => false,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Grant {
    at: At,
    granted: RoleGranted,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Target {
    Grant(FactId),
    Stream(StreamId),
}

impl Target {
    /// Whether a stream's device is shut out. All branches of a stream are: a copy of a device's profile has what it has.
    fn is_device(self, stream: StreamId, relations: &impl Relations) -> bool {
        match self {
            Target::Grant(_) => false,
            Target::Stream(named) => relations.grew_from(stream, named),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Revocation {
    at: At,
    target: Target,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Decision {
    at: At,
    allowed: bool,
}

/// All grants and revocations. They are few and kept for ever.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Authority {
    founder: Option<(OperatorId, StreamId)>,
    grants: BTreeMap<FactId, Grant>,
    revocations: Vec<Revocation>,
    decisions: BTreeMap<FactId, Vec<Decision>>,
    enrolled: BTreeSet<StreamId>,
}

impl Authority {
    /// Names the founder: the operator whom the founding commit opens, and its stream.
    pub fn found(&mut self, founder: OperatorId, stream: StreamId) {
        self.founder = Some((founder, stream));
    }

    /// The founder.
    pub fn founder(&self) -> Option<OperatorId> {
        self.founder.map(|(founder, _)| founder)
    }

    /// The stream of the device that founded the workspace.
    pub fn founding_stream(&self) -> Option<StreamId> {
        self.founder.map(|(_, stream)| stream)
    }

    /// Takes a fact in; in any order.
    pub fn apply(&mut self, at: At, fact: &PeopleFact) {
        match fact {
            PeopleFact::RoleGranted(granted) => {
                self.grants.insert(
                    at.fact(),
                    Grant {
                        at,
                        granted: granted.clone(),
                    },
                );
            }
            PeopleFact::RoleRevoked { grant } => self.revoke(at, Target::Grant(*grant)),
            PeopleFact::DeviceRevoked { stream } => self.revoke(at, Target::Stream(*stream)),
            PeopleFact::WaitingDecided { fact, allowed } => {
                let decisions = self.decisions.entry(*fact).or_default();
                decisions.push(Decision {
                    at,
                    allowed: *allowed,
                });
                decisions.sort_by_key(|decision| decision.at);
            }
            PeopleFact::DeviceEnrolled { stream } => {
                self.enrolled.insert(*stream);
            }
            PeopleFact::OperatorAdded(_) | PeopleFact::OperatorSet(_) => {}
        }
    }

    fn revoke(&mut self, at: At, target: Target) {
        self.revocations.push(Revocation { at, target });
        self.revocations.sort_by_key(|revocation| revocation.at);
    }

    /// Whether a device was let in by a fact; the one that founded the workspace needs none.
    pub fn is_enrolled(&self, stream: StreamId) -> bool {
        self.enrolled.contains(&stream)
            || self.founder.is_some_and(|(_, founding)| founding == stream)
    }

    /// Whether somebody who may shut a device out did so.
    pub fn is_device_shut_out(&self, stream: StreamId, relations: &impl Relations) -> bool {
        self.revocations.iter().any(|revocation| {
            revocation.target.is_device(stream, relations)
                && self.may_revoke(revocation, relations, true)
        })
    }

    /// The grants that stand as far as the fact `at` knew, by the facts that gave them.
    pub fn standing_grants(
        &self,
        at: &At,
        relations: &impl Relations,
    ) -> Vec<(FactId, &RoleGranted)> {
        let stands = |grant: &&Grant| {
            relations.knew(at, &grant.at)
                && self.is_given(grant, at, relations, true)
                && !self.is_taken_back(grant, at, relations, true)
        };
        self.grants
            .values()
            .filter(stands)
            .map(|grant| (grant.at.fact(), &grant.granted))
            .collect()
    }

    /// Whether a grant is of the founding commit, so that only the founder takes it back.
    pub fn is_founding_grant(&self, grant: &FactId) -> bool {
        self.grants
            .get(grant)
            .is_some_and(|grant| self.is_founding(&grant.at))
    }

    /// What becomes of the fact at `at`, whose row in the table of facts is `row`.
    pub fn verdict(&self, at: &At, row: &Row, relations: &impl Relations) -> Verdict {
        let has_right = self.has_role(at, row.roles, relations);
        match row.weight {
            Weight::Counts if has_right => Verdict::Allowed,
            Weight::Counts => Verdict::Marked,
            Weight::Waits => self.conferring(at, row.roles, has_right, true, relations),
            Weight::Revokes => self.conferring(at, row.roles, has_right, false, relations),
        }
    }

    fn conferring(
        &self,
        at: &At,
        roles: &[Role],
        has_right: bool,
        asks_meanwhile: bool,
        relations: &impl Relations,
    ) -> Verdict {
        if let Some(allowed) = self.decided(at, |_| true, relations) {
            return if allowed {
                Verdict::LetThrough
            } else {
                Verdict::TurnedDown
            };
        }
        if !has_right {
            Verdict::WaitsForRight
        } else if asks_meanwhile && self.is_revoked_meanwhile(at, roles, relations) {
            Verdict::WaitsForRevocation
        } else {
            Verdict::Allowed
        }
    }

    /// Whether the author had one of the roles as far as the commit knew; the owner has all. A role whose grant waits is
    /// none.
    pub fn has_role(&self, at: &At, roles: &[Role], relations: &impl Relations) -> bool {
        self.has_right(at, roles, relations, true)
    }

    /// The same; `strict` asks of every grant whether a revocation met it unknowing. Revocations and decisions are judged
    /// without: by what they knew alone, so that of two that meet each other both stand.
    fn has_right(&self, at: &At, roles: &[Role], relations: &impl Relations, strict: bool) -> bool {
        let Some(author) = at.operator.map(OperatorId) else {
            // Before there is anybody nothing can be asked of anybody.
            return self.founder.is_none();
        };
        if self.is_shut_out(at, relations, strict) {
            return false;
        }
        let of_founder = self.is_founding(at) || self.founder() == Some(author);
        if of_founder && !self.founder_gave_up(at, relations) {
            return true;
        }
        self.grants_of(author, roles).any(|grant| {
            relations.knew(at, &grant.at)
                && self.is_given(grant, at, relations, strict)
                && !self.is_taken_back(grant, at, relations, strict)
        })
    }

    /// The roles with their restrictions that an operator has in a commit made at `at`.
    pub fn rights(&self, at: &At, relations: &impl Relations) -> Vec<&RoleGranted> {
        let Some(author) = at.operator.map(OperatorId) else {
            return Vec::new();
        };
        let of_author = self
            .grants
            .values()
            .filter(|grant| grant.granted.operator == author);
        let known = of_author.filter(|grant| {
            relations.knew(at, &grant.at)
                && self.is_given(grant, at, relations, true)
                && !self.is_taken_back(grant, at, relations, true)
        });
        known.map(|grant| &grant.granted).collect()
    }

    fn grants_of<'a>(
        &'a self,
        operator: OperatorId,
        roles: &'a [Role],
    ) -> impl Iterator<Item = &'a Grant> {
        self.grants.values().filter(move |grant| {
            grant.granted.operator == operator
                && (grant.granted.role == Role::Owner || roles.contains(&grant.granted.role))
        })
    }

    /// Whether a grant was given by somebody who could, as far as it knew, or was let through since. Asked by the fact
    /// `by`; not strictly, only decisions that it knew are read.
    fn is_given(&self, grant: &Grant, by: &At, relations: &impl Relations, strict: bool) -> bool {
        if self.is_founding(&grant.at) {
            return true;
        }
        let is_read = |decision: &Decision| strict || relations.knew(by, &decision.at);
        match self.decided(&grant.at, is_read, relations) {
            Some(allowed) => allowed,
            None => {
                self.has_right(&grant.at, &[], relations, strict)
                    && !(strict && self.is_revoked_meanwhile(&grant.at, &[], relations))
            }
        }
    }

    /// What the last decision about a waiting fact says that was made by an owner, of those that are read.
    fn decided(
        &self,
        at: &At,
        is_read: impl Fn(&Decision) -> bool,
        relations: &impl Relations,
    ) -> Option<bool> {
        let may = |decision: &&Decision| {
            is_read(decision) && self.has_right(&decision.at, &[], relations, false)
        };
        let decision = self.decisions.get(&at.fact())?.iter().rfind(may)?;
        Some(decision.allowed)
    }

    /// Whether the fact is of the founding commit.
    fn is_founding(&self, at: &At) -> bool {
        self.founder
            .is_some_and(|(_, stream)| at.branch == stream && at.number == 1)
    }

    /// Whether a revocation that its author could make, and that `at` knew, takes the grant back.
    fn is_taken_back(
        &self,
        grant: &Grant,
        at: &At,
        relations: &impl Relations,
        strict: bool,
    ) -> bool {
        let target = Target::Grant(grant.at.fact());
        // Knowledge is asked first: who judges goes back in knowledge only, so that judging ends.
        self.revocations.iter().any(|revocation| {
            revocation.target == target
                && relations.knew(at, &revocation.at)
                && self.may_revoke(revocation, relations, strict)
        })
    }

    /// Whether the device was shut out. The founder's right falls only by his own fact, that of his device too.
    fn is_shut_out(&self, at: &At, relations: &impl Relations, strict: bool) -> bool {
        self.revocations.iter().any(|revocation| {
            revocation.target.is_device(at.branch, relations)
                && relations.knew(at, &revocation.at)
                && (!self.is_by_founder(at) || self.is_by_founder(&revocation.at))
                && self.may_revoke(revocation, relations, strict)
        })
    }

    /// The founder's right falls only by his own fact.
    fn founder_gave_up(&self, at: &At, relations: &impl Relations) -> bool {
        self.revocations.iter().any(|revocation| {
            let target = match revocation.target {
                Target::Grant(grant) => self
                    .grants
                    .get(&grant)
                    .is_some_and(|grant| self.is_founding(&grant.at)),
                Target::Stream(_) => false,
            };
            target && self.is_by_founder(&revocation.at) && relations.knew(at, &revocation.at)
        })
    }

    fn is_by_founder(&self, at: &At) -> bool {
        at.operator.map(OperatorId) == self.founder() && self.founder.is_some()
    }

    /// Whether a revocation was made by an owner as far as it knew. Revocations that meet it unknowing are not asked:
    /// both stand.
    fn may_revoke(
        &self,
        revocation: &Revocation,
        relations: &impl Relations,
        strict: bool,
    ) -> bool {
        match revocation.target {
            Target::Grant(grant) => match self.grants.get(&grant) {
                Some(grant) if self.is_founding(&grant.at) => self.is_by_founder(&revocation.at),
                Some(_) | None => self.has_right(&revocation.at, &[], relations, strict),
            },
            Target::Stream(_) => self.has_right(&revocation.at, &[], relations, strict),
        }
    }

    /// Whether a revocation of the author, of its device or of whoever conferred its rights neither knew the fact nor
    /// was known to it.
    fn is_revoked_meanwhile(&self, at: &At, roles: &[Role], relations: &impl Relations) -> bool {
        self.revoked_meanwhile(at, roles, relations).is_some()
    }

    /// The first revocation of the author, of its device or of whoever conferred its rights that neither knew the fact nor
    /// was known to it; `None` where the right stands all the same.
    pub fn revoked_meanwhile(
        &self,
        at: &At,
        roles: &[Role],
        relations: &impl Relations,
    ) -> Option<FactId> {
        let concurrent = |revocation: &&Revocation| {
            !relations.knew(at, &revocation.at)
                && !relations.knew(&revocation.at, at)
                && revocation.at != *at
        };
        let meanwhile: Vec<&Revocation> = self
            .revocations
            .iter()
            .filter(concurrent)
            .filter(|revocation| self.may_revoke(revocation, relations, false))
            .collect();
        let first = meanwhile.first()?.at.fact();
        (!self.stands_without(at, roles, &meanwhile, relations)).then_some(first)
    }

    /// Whether the author's right, and the rights that it came from, stand without what these revocations touch. One that
    /// knew a grant leaves what that grant conferred: who shuts a device out does not dismiss who was hired on it.
    fn stands_without(
        &self,
        at: &At,
        roles: &[Role],
        without: &[&Revocation],
        relations: &impl Relations,
    ) -> bool {
        let unknowing = without.iter().copied();
        let without: Vec<&Revocation> = unknowing
            .filter(|revocation| !relations.knew(&revocation.at, at))
            .collect();
        // The founder's right falls only by his own fact, that of his device too.
        let is_of_device = |revocation: &&Revocation| {
            revocation.target.is_device(at.branch, relations)
                && (!self.is_by_founder(at) || self.is_by_founder(&revocation.at))
        };
        if without.iter().any(is_of_device) {
            return false;
        }
        if self.is_founding(at) || self.is_by_founder(at) {
            return true;
        }
        let Some(author) = at.operator.map(OperatorId) else {
            return self.founder.is_none();
        };
        self.grants_of(author, roles).any(|grant| {
            relations.knew(at, &grant.at)
                && !without
                    .iter()
                    .any(|revocation| revocation.target == Target::Grant(grant.at.fact()))
                && !self.is_taken_back(grant, at, relations, false)
                && self.stands_without(&grant.at, &[], &without, relations)
        })
    }
}

/// Whether one of the rights reaches all that a decision is about: a right without restrictions of a kind reaches all. What
/// is the house's own is reached by a right that no client restricts.
pub fn reaches(
    rights: &[&RoleGranted],
    roles: &[Role],
    about: &[Restriction],
    of_house: bool,
) -> bool {
    let of_kind = |a: &Restriction, b: &Restriction| a.number() == b.number();
    let is_client = |own: &Restriction| matches!(own, Restriction::Client(_));
    rights
        .iter()
        .filter(|right| right.role == Role::Owner || roles.contains(&right.role))
        .filter(|right| !of_house || !right.restrictions.iter().any(is_client))
        .any(|right| {
            about.iter().all(|about| {
                let mut same_kind = right
                    .restrictions
                    .iter()
                    .filter(|own| of_kind(own, about))
                    .peekable();
                same_kind.peek().is_none() || same_kind.any(|own| own == about)
            })
        })
}

crate::kept_struct! {
    Grant { at, granted }
    Revocation { at, target }
    Decision { at, allowed }
    Authority { founder, grants, revocations, decisions, enrolled }
}

crate::kept_enum! {
    Target { 0 => Grant(fact), 1 => Stream(stream) }
    Verdict { 0 => Allowed, 1 => Marked, 2 => WaitsForRight, 3 => WaitsForRevocation, 4 => LetThrough, 5 => TurnedDown }
}
