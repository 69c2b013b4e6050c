//! What a bulk action would do to each of the chosen orders, for a look before it is done.
//!
//! A command refuses the whole of what it is asked as soon as one order does not fit. A person who chose two hundred
//! orders wants the others done: the plan says which, and why not the rest.

use crate::domain::Workspace;
use crate::domain::decide::{Context, allocation};
use crate::domain::event::Event;
use crate::domain::order::Stage;
use crate::domain::reason::HoldKind;
use crate::domain::text::OrderId;
use crate::domain::workspace::OrderHead;
use crate::limits::BATCH_ORDERS_MAX;
use std::collections::{BTreeMap, HashMap};

/// What is done to many orders at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bulk {
    /// Let orders pass whose findings a person has seen.
    Verify,
    /// Make orders wait.
    Hold(HoldKind),
    /// Promise stock. Needs the whole orders in memory.
    Allocate,
    /// Give up what is promised.
    ReleasePromises,
    /// Give them to the floor.
    ReleaseToFloor,
    /// Cancel what has not left.
    Cancel,
}

/// What the action means for an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It is done in full.
    InFull,
    /// It is done for some of its units.
    InPart,
    /// There is no free stock for it.
    NoStock,
    /// It is held.
    OnHold,
    /// A person must look at it first.
    NotVerified,
    /// Payments do not cover it.
    NotPaid,
    /// Nothing is promised to it.
    NotPromised,
    /// It is in a pick batch.
    InBatch,
    /// There is nothing to do: it is so already.
    NothingToDo,
}

impl Outcome {
    /// Whether the action does something to such an order.
    pub fn acts(self) -> bool {
        matches!(self, Outcome::InFull | Outcome::InPart)
    }
}

/// Which of the chosen orders an action means what for. Within a group the most urgent come first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BulkPlan {
    /// The orders by outcome.
    pub groups: BTreeMap<Outcome, Vec<OrderId>>,
}

impl BulkPlan {
    /// Looks at every chosen order. Orders that are not known are left out.
    pub fn of(state: &Workspace, context: &Context, action: Bulk, chosen: &[OrderId]) -> Self {
        let mut heads: Vec<&OrderHead> = chosen.iter().filter_map(|id| state.head(id)).collect();
        heads.sort_by_key(|head| urgency(head));
        let given = match action {
            Bulk::Allocate => given(state, context, chosen),
            _ => HashMap::new(),
        };
        let mut plan = BulkPlan::default();
        for head in heads {
            let outcome = match action {
                Bulk::Allocate => allocated(head, &given, context.now_ms),
                _ => outcome(head, action, context.now_ms),
            };
            let group = plan.groups.entry(outcome).or_default();
            group.push(head.id.clone());
        }
        plan
    }

    /// The orders that the action does something to, the most urgent first.
    pub fn acting(&self, state: &Workspace) -> Vec<OrderId> {
        let acting = self.groups.iter().filter(|(outcome, _)| outcome.acts());
        let mut heads: Vec<&OrderHead> = acting
            .flat_map(|(_, orders)| orders)
            .filter_map(|id| state.head(id))
            .collect();
        heads.sort_by_key(|head| urgency(head));
        heads.into_iter().map(|head| head.id.clone()).collect()
    }

    /// How many orders have this outcome.
    pub fn count(&self, outcome: Outcome) -> usize {
        self.groups.get(&outcome).map_or(0, Vec::len)
    }

    /// How many orders the action does something to.
    pub fn acting_count(&self) -> usize {
        let acting = self.groups.iter().filter(|(outcome, _)| outcome.acts());
        acting.map(|(_, orders)| orders.len()).sum()
    }
}

/// Pick batches of at most [`BATCH_ORDERS_MAX`] orders, as even as they come: two walks of 40 and not one of 64 and
/// one of 16.
pub fn split_into_batches(orders: &[OrderId]) -> Vec<Vec<OrderId>> {
    if orders.is_empty() {
        return Vec::new();
    }
    let batches = orders.len().div_ceil(BATCH_ORDERS_MAX);
    let size = orders.len().div_ceil(batches);
    orders.chunks(size).map(<[OrderId]>::to_vec).collect()
}

/// What must leave first comes first; allocation asks in the same order.
fn urgency(head: &OrderHead) -> (i64, i64, &OrderId) {
    (head.ship_by.unwrap_or(i64::MAX), head.placed_at, &head.id)
}

/// Units that an allocation would promise, by order.
fn given(state: &Workspace, context: &Context, chosen: &[OrderId]) -> HashMap<OrderId, u32> {
    let events = allocation::allocate(state, context, chosen).unwrap_or_default();
    let promised = events.into_iter().filter_map(|event| match event {
        Event::LinesPromised { order, promises } => {
            Some((order, promises.iter().map(|promise| promise.units).sum()))
        }
        _ => None,
    });
    promised.collect()
}

/// What keeps an order from the floor, whatever its stock.
fn waits(head: &OrderHead, now_ms: i64) -> Option<Outcome> {
    if head.held_at(now_ms) {
        Some(Outcome::OnHold)
    } else if head.unverified {
        Some(Outcome::NotVerified)
    } else if !head.covered {
        Some(Outcome::NotPaid)
    } else {
        None
    }
}

fn allocated(head: &OrderHead, given: &HashMap<OrderId, u32>, now_ms: i64) -> Outcome {
    let open = head.stages.get(Stage::Open);
    if open == 0 {
        return Outcome::NothingToDo;
    }
    if let Some(outcome) = waits(head, now_ms) {
        return outcome;
    }
    match given.get(&head.id) {
        Some(units) if *units >= open => Outcome::InFull,
        Some(_) => Outcome::InPart,
        None => Outcome::NoStock,
    }
}

fn outcome(head: &OrderHead, action: Bulk, now_ms: i64) -> Outcome {
    let act = |possible: bool| {
        if possible {
            Outcome::InFull
        } else {
            Outcome::NothingToDo
        }
    };
    let promised = head.stages.get(Stage::Promised);
    match action {
        Bulk::Verify => act(head.unverified),
        Bulk::Hold(kind) => {
            let in_force = |until: Option<i64>| until.is_none_or(|until| until > now_ms);
            let held = head.holds.iter();
            let held = held.filter(|hold| in_force(hold.until_ms));
            act(head.stages.outstanding() > 0 && held.into_iter().all(|h| h.kind != kind))
        }
        Bulk::ReleasePromises if promised > 0 && head.batch.is_some() => Outcome::InBatch,
        Bulk::ReleasePromises => act(promised > 0),
        Bulk::ReleaseToFloor => {
            if head.stages.outstanding() == 0 {
                Outcome::NothingToDo
            } else if head.batch.is_some() {
                Outcome::InBatch
            } else if let Some(outcome) = waits(head, now_ms) {
                outcome
            } else if promised == 0 {
                Outcome::NotPromised
            } else if head.stages.get(Stage::Open) > 0 {
                Outcome::InPart
            } else {
                Outcome::InFull
            }
        }
        Bulk::Cancel => {
            let packed = head.stages.get(Stage::Packed);
            let cancellable = head.stages.outstanding() - packed;
            if cancellable > 0 && packed + head.stages.shipped_ever() > 0 {
                Outcome::InPart
            } else {
                act(cancellable > 0)
            }
        }
        // Needs the whole orders; `BulkPlan::of` asks elsewhere.
        Bulk::Allocate => Outcome::NothingToDo,
    }
}
