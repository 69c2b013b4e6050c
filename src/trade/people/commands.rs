//! Commands about operators, roles and devices.

use super::authority::Verdict;
use super::{
    OperatorAdded, OperatorField, OperatorSet, PeopleFact, Restriction, Role, RoleGranted,
};
use crate::stream::id::{FactId, StreamId};
use crate::trade::card_fold::changes;
use crate::trade::decide::{Context, Knowing, Proposal, Refusal};
use crate::trade::event::Event;
use crate::trade::id::{DocumentId, OperatorId};
use crate::trade::personal::Row;
use crate::trade::relations::{At, Relations};
use crate::trade::state::State;
use crate::trade::text::Code;
use crate::{wire_enum, wire_struct};

wire_enum! {
    /// A command of this area. All are the owner's.
    pub enum PeopleCommand {
        /// Adds an operator with roles, in one commit. With the second operator of a workspace it begins to matter who
        /// may what: a founder who was never given the owner's role by a fact is given it with this one.
        0 => AddOperator { fields: Vec<OperatorField>, rows: Vec<Row>, roles: Vec<RoleGiven> },
        /// Sets fields of an operator, and writes name, contact, PIN or badge. What is so already is left out.
        1 => SetOperator { operator: OperatorId, fields: Vec<OperatorField>, rows: Vec<Row> },
        /// Gives a role. An undo revokes the grant.
        2 => Grant { operator: OperatorId, role: RoleGiven },
        /// Takes a grant back. Facts that were written before count; what is written meanwhile elsewhere and confers
        /// waits for the owner. An undo grants anew.
        3 => Revoke { grant: FactId },
        /// Lets a device in.
        4 => EnrolDevice { stream: StreamId },
        /// Shuts a device out for good: should it be found again it begins a new incarnation.
        5 => RevokeDevice { stream: StreamId },
        /// Lets a waiting fact through, or turns it down. The last decision in order holds.
        6 => DecideWaiting { fact: FactId, allowed: bool },
    }
}

wire_struct! {
    /// A role that is to be given.
    pub struct RoleGiven {
        /// The role.
        pub role: Role,
        /// What it is restricted to; nothing is no restriction.
        pub restrictions: Vec<Restriction>,
    }
}

impl PeopleCommand {
    /// Decides the command.
    ///
    /// # Errors
    /// Unknown operators, grants and facts, a code that is another's, the last owner, and what is so already.
    pub fn decide(
        &self,
        state: &State,
        context: &Context,
        relations: &impl Relations,
        proposal: &mut Proposal<'_>,
    ) -> Result<(), Refusal> {
        let asked = Asked {
            state,
            at: context.at(0, 0),
            knowing: &Knowing::new(context, relations),
        };
        let fact = match self {
            PeopleCommand::AddOperator {
                fields,
                rows,
                roles,
            } => return asked.add(fields, rows, roles, proposal),
            PeopleCommand::SetOperator {
                operator,
                fields,
                rows,
            } => asked.set(*operator, fields, rows)?,
            PeopleCommand::Grant { operator, role } => asked.grant(*operator, role)?,
            PeopleCommand::Revoke { grant } => asked.revoke(*grant)?,
            PeopleCommand::EnrolDevice { stream } => asked.enrol(*stream)?,
            PeopleCommand::RevokeDevice { stream } => {
                if state.authority.is_device_shut_out(*stream, asked.knowing) {
                    return Err(Refusal::NothingToDo);
                }
                PeopleFact::DeviceRevoked { stream: *stream }
            }
            PeopleCommand::DecideWaiting { fact, allowed } => waiting(state, *fact, *allowed)?,
        };
        proposal.office(Event::People(fact));
        Ok(())
    }

    /// The documents that deciding reads. Who may what is always in memory.
    pub fn needs(&self) -> Vec<DocumentId> {
        match self {
            PeopleCommand::SetOperator { operator, .. } | PeopleCommand::Grant { operator, .. } => {
                vec![DocumentId::Operator(*operator)]
            }
            PeopleCommand::AddOperator { .. }
            | PeopleCommand::Revoke { .. }
            | PeopleCommand::EnrolDevice { .. }
            | PeopleCommand::RevokeDevice { .. }
            | PeopleCommand::DecideWaiting { .. } => Vec::new(),
        }
    }
}

/// The decision about a waiting fact.
///
/// # Errors
/// When the fact does not wait.
pub fn waiting(state: &State, fact: FactId, allowed: bool) -> Result<PeopleFact, Refusal> {
    let waits = state.waiting().any(|(told, verdict)| {
        let open = match verdict {
            Verdict::WaitsForRight | Verdict::WaitsForRevocation | Verdict::TurnedDown => true,
            Verdict::Allowed | Verdict::Marked | Verdict::LetThrough => false,
        };
        told.at.fact() == fact && open && (allowed || verdict != Verdict::TurnedDown)
    });
    if waits {
        Ok(PeopleFact::WaitingDecided { fact, allowed })
    } else {
        Err(Refusal::NotWaiting(fact))
    }
}

/// The state as the commit to be sees it.
struct Asked<'a, R> {
    state: &'a State,
    at: At,
    knowing: &'a R,
}

impl<R: Relations> Asked<'_, R> {
    fn is_owner(&self, operator: OperatorId) -> bool {
        let at = At {
            operator: Some(operator.0),
            ..self.at
        };
        !self.is_retired(operator) && self.state.authority.has_role(&at, &[], self.knowing)
    }

    fn is_retired(&self, operator: OperatorId) -> bool {
        self.state.operator(&operator).is_some_and(|card| {
            card.fields()
                .any(|field| *field == OperatorField::Retired(true))
        })
    }

    /// Whether somebody is an owner beside an operator.
    fn has_other_owner(&self, operator: OperatorId) -> bool {
        let mut others = self.state.operators().map(|(other, _)| *other);
        others.any(|other| other != operator && self.is_owner(other))
    }

    fn is_code_free(
        &self,
        operator: Option<OperatorId>,
        fields: &[OperatorField],
    ) -> Result<(), Refusal> {
        let code = fields.iter().find_map(|field| match field {
            OperatorField::Code(code) => Some(code),
            OperatorField::Language(_) | OperatorField::Retired(_) => None,
        });
        let has = |code: &Code| {
            let wanted = OperatorField::Code(code.clone());
            let mut operators = self.state.operators();
            operators.find(|(other, card)| {
                Some(**other) != operator && card.fields().any(|field| *field == wanted)
            })
        };
        match code.and_then(|code| Some((code, has(code)?))) {
            Some((code, (other, _))) => Err(Refusal::CodeTaken {
                code: code.clone(),
                by: DocumentId::Operator(*other),
            }),
            None => Ok(()),
        }
    }

    fn add(
        &self,
        fields: &[OperatorField],
        rows: &[Row],
        roles: &[RoleGiven],
        proposal: &mut Proposal<'_>,
    ) -> Result<(), Refusal> {
        self.is_code_free(None, fields)?;
        let grants = self.state.authority.standing_grants(&self.at, self.knowing);
        let founder = self.state.authority.founder().filter(|founder| {
            let mut grants = grants.iter().map(|(_, granted)| granted);
            self.is_owner(*founder)
                && !grants
                    .any(|granted| granted.operator == *founder && granted.role == Role::Owner)
        });
        let added = OperatorAdded {
            fields: fields.to_vec(),
            rows: rows.to_vec(),
        };
        let opened = proposal.office(Event::People(PeopleFact::OperatorAdded(added)));
        let owner = founder.map(|founder| RoleGranted {
            operator: founder,
            role: Role::Owner,
            restrictions: Vec::new(),
        });
        let given = roles.iter().map(|role| RoleGranted {
            operator: OperatorId(opened),
            role: role.role.clone(),
            restrictions: role.restrictions.clone(),
        });
        for granted in owner.into_iter().chain(given) {
            proposal.office(Event::People(PeopleFact::RoleGranted(granted)));
        }
        Ok(())
    }

    fn set(
        &self,
        operator: OperatorId,
        fields: &[OperatorField],
        rows: &[Row],
    ) -> Result<PeopleFact, Refusal> {
        let card = self.state.operator(&operator);
        if card.is_none() {
            return Err(Refusal::Unknown(DocumentId::Operator(operator)));
        }
        let fields = changes(card, fields);
        if fields.is_empty() && rows.is_empty() {
            return Err(Refusal::NothingToDo);
        }
        self.is_code_free(Some(operator), &fields)?;
        let leaves = fields.contains(&OperatorField::Retired(true));
        if leaves && self.is_owner(operator) && !self.has_other_owner(operator) {
            return Err(Refusal::LastOwner(operator));
        }
        Ok(PeopleFact::OperatorSet(OperatorSet {
            operator,
            fields,
            rows: rows.to_vec(),
        }))
    }

    fn grant(&self, operator: OperatorId, role: &RoleGiven) -> Result<PeopleFact, Refusal> {
        if self.state.operator(&operator).is_none() {
            return Err(Refusal::Unknown(DocumentId::Operator(operator)));
        }
        if self.is_retired(operator) {
            return Err(Refusal::OperatorRetired(operator));
        }
        let granted = RoleGranted {
            operator,
            role: role.role.clone(),
            restrictions: role.restrictions.clone(),
        };
        let grants = self.state.authority.standing_grants(&self.at, self.knowing);
        if grants.iter().any(|(_, other)| **other == granted) {
            return Err(Refusal::NothingToDo);
        }
        Ok(PeopleFact::RoleGranted(granted))
    }

    fn revoke(&self, grant: FactId) -> Result<PeopleFact, Refusal> {
        let grants = self.state.authority.standing_grants(&self.at, self.knowing);
        let Some((_, granted)) = grants.iter().find(|(fact, _)| *fact == grant) else {
            return Err(Refusal::NoSuchGrant(grant));
        };
        let operator = granted.operator;
        let founding = self.state.authority.is_founding_grant(&grant);
        if founding && self.at.operator != Some(operator.0) {
            return Err(Refusal::NotAllowed { roles: Vec::new() });
        }
        let owner_by = |(fact, other): &&(FactId, &RoleGranted)| {
            *fact != grant && other.operator == operator && other.role == Role::Owner
        };
        let remains = grants.iter().any(|other| owner_by(&other))
            || !founding && self.state.authority.founder() == Some(operator);
        if granted.role == Role::Owner && !remains && !self.has_other_owner(operator) {
            return Err(Refusal::LastOwner(operator));
        }
        Ok(PeopleFact::RoleRevoked { grant })
    }

    fn enrol(&self, stream: StreamId) -> Result<PeopleFact, Refusal> {
        if self
            .state
            .authority
            .is_device_shut_out(stream, self.knowing)
        {
            Err(Refusal::DeviceShutOut(stream))
        } else if self.state.authority.is_enrolled(stream) {
            Err(Refusal::NothingToDo)
        } else {
            Ok(PeopleFact::DeviceEnrolled { stream })
        }
    }
}
