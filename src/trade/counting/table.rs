//! What facts of this area mean.

use super::{CountingFact, SeenWhat};
use crate::trade::goods::Goods;
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
                sink.lease(LeaseKey::Count(observation.place.clone()));
                for seen in &observation.seen {
                    if let (SeenWhat::Goods(Goods { item, .. }) | SeenWhat::Item(item), true) =
                        (&seen.what, !seen.serials.is_empty())
                    {
                        let within = seen.within.clone().map(Place::Container);
                        sink.serials_seen(
                            item,
                            &seen.serials,
                            within.as_ref().unwrap_or(&observation.place),
                        );
                    }
                }
                Row::floor(COUNTING)
            }
            CountingFact::CountApproved { count, place } => {
                sink.judged(*count, place, true);
                Row::confers(APPROVING).of_warehouse()
            }
            CountingFact::CountRejected { count, place } => {
                sink.judged(*count, place, false);
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
