//! What can be said of what was seen, and what is asked before.

use super::{CountingFact, Covers, Observation, ObservationKind, Seen, SeenWhat};
use crate::stream::id::{CommitId, FactId};
use crate::trade::Event;
use crate::trade::counting::balance::Account;
use crate::trade::decide::floor::Floor;
use crate::trade::decide::hands::count;
use crate::trade::decide::{Context, Proposal, Refusal};
use crate::trade::goods::Serials;
use crate::trade::id::ContainerId;
use crate::trade::identity::canonical::Canonical;
use crate::trade::place::Place;
use crate::trade::quantity::{SeenUnits, Units};
use crate::trade::relations::{At, Relations};
use crate::trade::state::State;
use crate::{wire_enum, wire_struct};

wire_struct! {
    /// What was seen at a place.
    pub struct CountPlace {
        /// What it is for.
        pub kind: ObservationKind,
        /// Where.
        pub place: Place,
        /// What was looked at. What it covers and does not list was not there.
        pub covers: Covers,
        /// What was seen.
        pub seen: Vec<Seen>,
        /// The containers that were seen there, where everything was looked at.
        pub containers: Vec<ContainerId>,
        /// Whether the counter was shown what the books said.
        pub shown: bool,
        /// Typed later: the own commit after which it was seen.
        pub after: Option<u64>,
    }
}

wire_enum! {
    /// A command of counting.
    pub enum CountingCommand {
        /// Say what was seen at a place: a count that holds at once or once it is approved, or a zero check.
        0 => Count(Box<CountPlace>),
        /// A second person lets a count hold, measured at the seeing all the same.
        1 => Approve { count: FactId, place: Place },
        /// A second person turns a count down.
        2 => Reject { count: FactId, place: Place },
        /// Say on which side of a count a movement was that nobody could place.
        3 => Answer { count: FactId, place: Place, movement: CommitId, before: bool },
    }
}

impl CountingCommand {
    /// Decides the command.
    ///
    /// # Errors
    /// What is said at each command.
    pub(crate) fn decide<R: Relations>(
        &self,
        floor: &Floor<'_, R>,
        proposal: &mut Proposal<'_>,
    ) -> Result<(), Refusal> {
        let (place, fact) = match self {
            CountingCommand::Count(counted) => {
                let observation = observation(floor, counted)?;
                let fact = CountingFact::Observed(Box::new(observation));
                (&counted.place, fact)
            }
            CountingCommand::Approve { count, place } => {
                judged(floor, count, place)?;
                let (count, of) = (*count, place.clone());
                (place, CountingFact::CountApproved { count, place: of })
            }
            CountingCommand::Reject { count, place } => {
                judged(floor, count, place)?;
                let (count, of) = (*count, place.clone());
                (place, CountingFact::CountRejected { count, place: of })
            }
            CountingCommand::Answer {
                count,
                place,
                movement,
                before,
            } => {
                let is_asked = |account: &Account| {
                    account.doubts().iter().any(|doubt| {
                        let moved = |at: &At| at.commit() == *movement;
                        doubt.count().fact() == *count && doubt.movements.iter().any(moved)
                    })
                };
                if !accounts(floor, place).any(is_asked) {
                    return Err(Refusal::NothingToDo);
                }
                let answered = CountingFact::MovementPlaced {
                    count: *count,
                    place: place.clone(),
                    movement: *movement,
                    before: *before,
                };
                (place, answered)
            }
        };
        proposal.floor(&floor.warehouse_at(place)?, Event::Counting(fact));
        Ok(())
    }
}

/// All accounts at a place, those of items too.
fn accounts<'f, R>(floor: &'f Floor<'_, R>, place: &'f Place) -> impl Iterator<Item = &'f Account> {
    let place = floor.state.components.place(place);
    let keys = floor
        .state
        .ledger
        .keys()
        .filter(move |key| key.place == place);
    keys.filter_map(|key| floor.state.ledger.account(&key))
}

/// A count that waits, and that somebody else has made.
fn judged<R: Relations>(
    floor: &Floor<'_, R>,
    count: &FactId,
    place: &Place,
) -> Result<(), Refusal> {
    let mut waiting = accounts(floor, place).flat_map(Account::to_approve);
    if !waiting.any(|at| at.fact() == *count) {
        return Err(Refusal::NothingToDo);
    }
    second_person(floor.state, floor.context, place, count)
}

/// Whoever counted does not judge the count.
pub(crate) fn second_person(
    state: &State,
    context: &Context,
    place: &Place,
    count: &FactId,
) -> Result<(), Refusal> {
    let place = state.components.place(place);
    let mut waiting = state.ledger.at(&place).flat_map(|(_, account)| {
        let twice = account.disputed();
        account.to_approve().iter().chain(twice)
    });
    let own =
        |at: &At| at.fact() == *count && at.operator == context.operator.map(|operator| operator.0);
    if waiting.any(own) {
        return Err(Refusal::SecondPerson);
    }
    Ok(())
}

/// What was listed is covered by what was looked at, once; a place of ours; serial numbers one for each unit or none.
fn observation<R: Relations>(
    floor: &Floor<'_, R>,
    counted: &CountPlace,
) -> Result<Observation, Refusal> {
    let not_covered = || Refusal::NotCovered(counted.place.clone());
    if !counted.place.is_ours() {
        return Err(not_covered());
    }
    floor.warehouse_at(&counted.place)?;
    floor.seen_after(counted.after)?;
    let mut listed: Vec<(&Option<ContainerId>, &SeenWhat)> = Vec::new();
    for seen in &counted.seen {
        let what = (&seen.within, &seen.what);
        if listed.contains(&what) || !is_covered(&counted.covers, seen) {
            return Err(not_covered());
        }
        listed.push(what);
        let given: u64 = seen.serials.iter().map(Serials::count).sum();
        if given != 0 && given != seen.units.get() {
            return Err(Refusal::SerialsMissing {
                units: Units::new(seen.units.get()).unwrap_or(Units::ONE),
                given,
            });
        }
    }
    let inside = |container: &ContainerId| counted.containers.contains(container);
    let within = counted.seen.iter().filter_map(|seen| seen.within.as_ref());
    let looked_in = counted.covers == Covers::Everything;
    if !looked_in && !counted.containers.is_empty() || within.clone().any(|it| !inside(it)) {
        return Err(not_covered());
    }
    // A zero check is held against the books; only a count may be blind.
    let told = counted.shown || counted.kind == ObservationKind::ZeroCheck;
    Ok(Observation {
        kind: counted.kind.clone(),
        place: counted.place.clone(),
        covers: counted.covers.clone(),
        seen: counted.seen.clone(),
        containers: counted.containers.clone(),
        expected: told.then(|| expected(floor, counted)),
        after: counted.after,
    })
}

fn is_covered(covers: &Covers, seen: &Seen) -> bool {
    match (covers, &seen.what) {
        (Covers::Goods(goods), SeenWhat::Goods(listed)) => goods == listed && seen.within.is_none(),
        (Covers::Goods(_), SeenWhat::Item(_)) => false,
        (Covers::Item(item), SeenWhat::Item(listed)) => item == listed && seen.within.is_none(),
        (Covers::Item(item), SeenWhat::Goods(listed)) => {
            *item == listed.item && seen.within.is_none()
        }
        (Covers::Loose, _) => seen.within.is_none(),
        (Covers::Everything, _) => true,
    }
}

/// What the books say of all that was looked at.
fn expected<R: Relations>(floor: &Floor<'_, R>, counted: &CountPlace) -> Vec<Seen> {
    let containers = counted.containers.iter().map(Some);
    let mut expected = Vec::new();
    for within in [None].into_iter().chain(containers) {
        let place = match within {
            Some(container) => Place::Container(container.clone()),
            None => counted.place.clone(),
        };
        for (goods, account) in floor.state.ledger.at(&place) {
            let units = SeenUnits::new(count(account.balance()));
            let Some(units) = units.filter(|units| units.get() > 0) else {
                continue;
            };
            let seen = Seen {
                within: within.cloned(),
                what: SeenWhat::Goods(goods.clone()),
                units,
                serials: Vec::new(),
            };
            if is_covered(&counted.covers, &seen) {
                expected.push(seen);
            }
        }
    }
    expected
}
