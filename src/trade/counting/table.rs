//! What facts of this area mean.

use super::CountingFact;
use crate::trade::leases::LeaseKey;
use crate::trade::people::Role;
use crate::trade::place::Place;
use crate::trade::table::{Row, Sink, Standing};

const COUNTING: &[Role] = &[
    Role::Picker,
    Role::Packer,
    Role::Receiver,
    Role::Returns,
    Role::Office,
    Role::Supervisor,
];
const APPROVING: &[Role] = &[Role::Office, Role::Supervisor];

impl CountingFact {
    pub(crate) fn row(&self, _: &Standing, sink: &mut impl Sink) -> Row {
        match self {
            CountingFact::Observed(observation) => {
                sink.observed(observation);
                if let Place::Location(location) = &observation.place {
                    sink.lease(LeaseKey::Count(location.clone()));
                }
                Row::floor(COUNTING)
            }
            CountingFact::CountApproved { count } => {
                sink.judged(*count, true);
                Row::confers(APPROVING).of_warehouse()
            }
            CountingFact::CountRejected { count } => {
                sink.judged(*count, false);
                Row::confers(APPROVING).of_warehouse()
            }
            CountingFact::MovementPlaced {
                count,
                place,
                movement,
                before,
            } => {
                sink.placed(*count, place, *movement, *before);
                Row::floor(APPROVING)
            }
        }
    }
}
