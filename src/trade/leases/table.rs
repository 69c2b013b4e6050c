//! What facts of this area mean.

use super::{LeaseFact, LeaseKey, LeasesTaken};
use crate::trade::people::Role;
use crate::trade::table::{Row, Scope, Sink, Standing, Weight};

const ANYBODY: &[Role] = &[
    Role::Picker,
    Role::Packer,
    Role::Receiver,
    Role::Returns,
    Role::Office,
    Role::Supervisor,
];

impl LeaseKey {
    /// Whether whoever works under it first holds it, so that two who begin apart may clash without any grant.
    pub fn is_of_the_first_worker(&self) -> bool {
        matches!(self, LeaseKey::Batch(_) | LeaseKey::Pack(_))
    }

    /// Whose scope a lease is in.
    pub fn scope(&self) -> Scope {
        match self {
            LeaseKey::Batch(_)
            | LeaseKey::Pack(_)
            | LeaseKey::Receipt(_)
            | LeaseKey::Count(_)
            | LeaseKey::Return(_)
            | LeaseKey::Release(_)
            | LeaseKey::Executor(_) => Scope::Warehouse,
            LeaseKey::Desk(_) | LeaseKey::Channel(_) => Scope::Workspace,
        }
    }
}

impl LeaseFact {
    pub(crate) fn row(&self, _: &Standing, sink: &mut impl Sink) -> Row {
        let scope = match self {
            LeaseFact::Granted(granted) => {
                sink.leased(&granted.lease);
                granted.lease.scope()
            }
            LeaseFact::TakenOver(taken) => {
                if let LeasesTaken::These(leases) = &taken.leases {
                    leases.iter().for_each(|taken| sink.leased(&taken.lease));
                }
                Scope::Either
            }
        };
        Row {
            scope,
            weight: Weight::Counts,
            roles: ANYBODY,
        }
    }
}
