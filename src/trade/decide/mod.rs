//! Deciding: a command against the state, into facts or a refusal. Pure.
//!
//! Each area decides its own commands. What holds for all of them is asked here, once, of the facts that came out:
//! whether their author has the right, within the restrictions of the role; whether the leases that they need are held
//! by this stream; and that each commit has one scope.

pub mod command;
pub mod floor;
pub(crate) mod hands;
mod needs;
pub mod office;
pub mod refusal;
pub mod setup;

use super::counting::CountingFact;
use super::event::Event;
use super::fulfilment::{Executor, FulfilmentFact, FulfilmentLines};
use super::id::{ItemId, OperatorId, WarehouseId};
use super::orders::PlacedLine;
use super::people::OperatorField;
use super::people::authority::Verdict;
use super::picking::PickingFact;
use super::quantity::{Day, Instant};
use super::relations::{At, Relations};
use super::state::State;
use super::table::{Scope, Standing};
use crate::stream::id::{CommitId, FactId, Opened, StreamId};
use crate::stream::stamp::Stamp;
pub use command::Command;
use needs::Needs;
pub use refusal::Refusal;

/// What deciding knows beside the state. Time, names and the operator come from outside.
#[derive(Clone, Debug)]
pub struct Context {
    /// Now.
    pub now: Instant,
    /// The day that it is at the warehouse of the work.
    pub today: Day,
    /// Who asks; `None` where nobody is signed in.
    pub operator: Option<OperatorId>,
    /// The stream that the facts are to be appended to.
    pub stream: StreamId,
    /// The number of its next commit.
    pub next_commit: u64,
    /// The stamp of its next commit.
    pub stamp: Stamp,
}

impl Context {
    /// The place of a fact that is about to be appended.
    pub fn at(&self, commit: u64, index: u32) -> At {
        At {
            branch: self.stream,
            number: self.next_commit + commit,
            index,
            stamp: self.stamp,
            wall_ms: self.now.ms,
            marked: false,
            operator: self.operator.map(|operator| operator.0),
        }
    }
}

/// Whether a fact stands in a commit of its own: what was seen is measured at the moment of seeing, place by place.
fn stands_alone(event: &Event) -> bool {
    matches!(event, Event::Counting(CountingFact::Observed(_)))
}

/// The facts of one commit to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposed {
    /// The warehouse whose scope it has; `None` is the workspace's.
    pub warehouse: Option<WarehouseId>,
    /// The facts.
    pub events: Vec<Event>,
}

/// The facts of a command while it is being decided: commits in the order in which they are appended, all in one
/// transaction.
#[derive(Debug)]
pub struct Proposal<'a> {
    context: &'a Context,
    commits: Vec<Proposed>,
    /// How many documents the last commit opens.
    opened: u32,
}

impl<'a> Proposal<'a> {
    /// Nothing proposed yet.
    pub fn new(context: &'a Context) -> Self {
        Proposal {
            context,
            commits: Vec::new(),
            opened: 0,
        }
    }

    /// Adds a fact of the workspace; gives the name of the document that it opens, if it opens one.
    pub fn office(&mut self, event: Event) -> Opened {
        self.add(None, event)
    }

    /// Adds a fact of a warehouse; gives the name of the document that it opens, if it opens one.
    pub fn floor(&mut self, warehouse: &WarehouseId, event: Event) -> Opened {
        self.add(Some(warehouse.clone()), event)
    }

    /// Adds a fact of the scope that its document has: a warehouse's, or with `None` the workspace's.
    pub fn within(&mut self, warehouse: Option<&WarehouseId>, event: Event) -> Opened {
        self.add(warehouse.cloned(), event)
    }

    /// The commit that the next fact of a scope goes into, unless it stands alone.
    fn open_commit(&self, warehouse: Option<&WarehouseId>) -> Option<&Proposed> {
        let last = self.commits.last()?;
        let alone = last.events.iter().any(stands_alone);
        (last.warehouse.as_ref() == warehouse && !alone).then_some(last)
    }

    fn add(&mut self, warehouse: Option<WarehouseId>, event: Event) -> Opened {
        let last = self.open_commit(warehouse.as_ref());
        if last.is_none() || stands_alone(&event) {
            self.commits.push(Proposed {
                warehouse,
                events: Vec::new(),
            });
            self.opened = 0;
        }
        let number = self.context.next_commit + self.commits.len() as u64 - 1;
        let commit = CommitId {
            stream: self.context.stream,
            number,
        };
        let ordinal = self.opened;
        self.opened += u32::from(event.opens());
        if let Some(last) = self.commits.last_mut() {
            last.events.push(event);
        }
        Opened { commit, ordinal }
    }

    /// The name that the next fact of a warehouse (`None`: of the workspace) will have.
    pub fn next_fact(&self, warehouse: Option<&WarehouseId>) -> FactId {
        let last = self.open_commit(warehouse);
        let commits = self.commits.len() as u64;
        let (number, index) = match last {
            Some(last) => (commits - 1, last.events.len() as u32),
            None => (commits, 0),
        };
        let commit = CommitId {
            stream: self.context.stream,
            number: self.context.next_commit + number,
        };
        FactId { commit, index }
    }

    /// Whether nothing was proposed.
    pub fn is_empty(&self) -> bool {
        self.commits.is_empty()
    }

    /// The commits.
    pub fn into_commits(self) -> Vec<Proposed> {
        self.commits
    }
}

/// Relations as the commit to be knows them: it knows everything that is held.
pub(crate) struct Knowing<'a, R> {
    context: &'a Context,
    relations: &'a R,
}

impl<'a, R> Knowing<'a, R> {
    /// What the commit to be of a context knows.
    pub(crate) fn new(context: &'a Context, relations: &'a R) -> Self {
        Knowing { context, relations }
    }

    fn is_new(&self, at: &At) -> bool {
        at.branch == self.context.stream && at.number >= self.context.next_commit
    }
}

impl<R: Relations> Relations for Knowing<'_, R> {
    fn knew(&self, by: &At, what: &At) -> bool {
        match (self.is_new(by), self.is_new(what)) {
            (true, true) => (what.number, what.index) < (by.number, by.index),
            (true, false) => true,
            (false, true) => false,
            (false, false) => self.relations.knew(by, what),
        }
    }

    fn same_chain(&self, a: &At, b: &At) -> bool {
        match (self.is_new(a), self.is_new(b)) {
            (true, true) => true,
            (true, false) => b.branch == self.context.stream,
            (false, true) => a.branch == self.context.stream,
            (false, false) => self.relations.same_chain(a, b),
        }
    }

    fn wall_ms(&self, at: &At) -> Option<i64> {
        if self.is_new(at) {
            None
        } else {
            self.relations.wall_ms(at)
        }
    }

    fn commit(&self, by: &At, named: CommitId) -> Option<At> {
        self.relations.commit(by, named)
    }

    fn knew_all(&self, by: &At) -> bool {
        self.is_new(by) || self.relations.knew_all(by)
    }

    fn grew_from(&self, branch: StreamId, stream: StreamId) -> bool {
        self.relations.grew_from(branch, stream)
    }
}

/// Asks of decided facts what holds for all of them.
///
/// # Errors
/// The first fact that its author may not write, that needs a lease which another stream holds, or that stands in the
/// wrong scope.
pub fn check(
    state: &State,
    context: &Context,
    commits: &[Proposed],
    relations: &impl Relations,
) -> Result<(), Refusal> {
    let knowing = Knowing::new(context, relations);
    if let Some(operator) = &context.operator
        && state.operator(operator).is_some_and(|card| {
            card.fields()
                .any(|field| *field == OperatorField::Retired(true))
        })
    {
        return Err(Refusal::OperatorRetired(*operator));
    }
    let mut events = commits.iter().flat_map(|proposed| &proposed.events);
    let settles = events.any(|event| matches!(event, Event::Conflicts(_)));
    for (number, proposed) in (0..).zip(commits) {
        let commit = CommitId {
            stream: context.stream,
            number: context.next_commit + number,
        };
        if proposed.events.len() > 1 && proposed.events.iter().any(stands_alone) {
            return Err(Refusal::OtherScope);
        }
        for (standing, event) in Standing::all(commit, &proposed.events) {
            let mut needs = Needs::default();
            let row = event.row(&standing, &mut needs);
            let at = context.at(number, standing.fact.index);
            let in_scope = match row.scope {
                Scope::Workspace => proposed.warehouse.is_none(),
                Scope::Warehouse => proposed.warehouse.is_some(),
                Scope::Either => true,
            };
            if !in_scope || !needs.is_of_one_warehouse(proposed.warehouse.as_ref()) {
                return Err(Refusal::OtherScope);
            }
            match state.authority.verdict(&at, &row, &knowing) {
                Verdict::Allowed | Verdict::LetThrough => {}
                Verdict::Marked
                | Verdict::WaitsForRight
                | Verdict::WaitsForRevocation
                | Verdict::TurnedDown => {
                    return Err(Refusal::NotAllowed {
                        roles: row.roles.to_vec(),
                    });
                }
            }
            if waits_for_update(event) {
                needs.items.extend(routed_items(state, event));
                let within = proposed.warehouse.as_ref().or_else(|| routed_to(event));
                needs.asks_no_newer(state, within)?;
            }
            needs.of_merge(state, event);
            let rights = state.authority.rights(&at, &knowing);
            needs.within(state, row.roles, &rights, proposed.warehouse.as_ref())?;
            // What settles an entry puts right what was done already: it is no work that somebody else may be at.
            if settles {
                continue;
            }
            for lease in needs.leases {
                let holder = state
                    .leases
                    .holder(&lease, state.opened_by(&lease), &knowing);
                if let Some(stream) = holder.stream.filter(|stream| *stream != context.stream) {
                    return Err(Refusal::LeaseHeld { lease, by: stream });
                }
            }
        }
    }
    Ok(())
}

/// Whether a fact promises, routes, releases or settles, so that it must not be decided about what a later version has
/// touched. What hands do is recorded all the same.
fn waits_for_update(event: &Event) -> bool {
    match event {
        Event::Fulfilment(_) | Event::Allocation(_) | Event::Conflicts(_) => true,
        Event::Picking(fact) => matches!(fact, PickingFact::BatchReleased(_)),
        Event::Streams(_)
        | Event::Identity(_)
        | Event::Catalog(_)
        | Event::Locations(_)
        | Event::Parties(_)
        | Event::People(_)
        | Event::Personal(_)
        | Event::Channels(_)
        | Event::Orders(_)
        | Event::Money(_)
        | Event::Packing(_)
        | Event::Shipping(_)
        | Event::Receiving(_)
        | Event::Counting(_)
        | Event::Stock(_)
        | Event::Returns(_)
        | Event::Settings(_)
        | Event::Leases(_) => false,
    }
}

/// The warehouse of ours that a fact routes to.
fn routed_to(event: &Event) -> Option<&WarehouseId> {
    match event {
        Event::Fulfilment(FulfilmentFact::Routed(routed)) => match &routed.executor {
            Executor::Warehouse(warehouse) => Some(warehouse),
            Executor::Supplier(_)
            | Executor::Marketplace(_)
            | Executor::Contractor(_)
            | Executor::Channel => None,
        },
        _ => None,
    }
}

/// The items of the lines that a fact routes, or routes anew.
fn routed_items(state: &State, event: &Event) -> Vec<ItemId> {
    let routed = match event {
        Event::Fulfilment(FulfilmentFact::Routed(routed)) => routed,
        Event::Fulfilment(FulfilmentFact::Rerouted(rerouted)) => {
            let Some(order) = state.order(&rerouted.order) else {
                return Vec::new();
            };
            let is_moved = |line: &&PlacedLine| {
                let key = order.line_key(&line.key);
                rerouted.units.iter().any(|units| units.line == *key)
            };
            let placed = order.placed().into_iter().flat_map(|(_, it)| &it.lines);
            let lines = placed.chain(order.added().flat_map(|(_, it)| &it.lines));
            return lines
                .filter(is_moved)
                .filter_map(|line| order.item(line))
                .collect();
        }
        _ => return Vec::new(),
    };
    match &routed.lines {
        FulfilmentLines::Each(lines) => lines.iter().map(|line| line.wanted.item.clone()).collect(),
        FulfilmentLines::Whole { placed, runs } => {
            let Some(order) = state.order(&routed.order) else {
                return Vec::new();
            };
            let lines = (0..).zip(order.lines_of(*placed));
            let is_in = |number: u32| {
                let mut runs = runs.iter();
                runs.any(|run| run.first <= number && number - run.first <= run.more)
            };
            lines
                .filter(|(number, _)| is_in(*number))
                .filter_map(|(_, line)| order.item(line))
                .collect()
        }
    }
}
