//! Bulk work in short steps: commands, and what undoes them.

use leptos::prelude::*;

use crate::limits::BULK_ORDERS_MAX;
use crate::screens::desk::{self, ScreenPace};
use crate::screens::orders::hold_form::HoldFields;
use crate::site::SiteError;
use crate::trade::allocation::commands::{AllocationCommand, allocate_many};
use crate::trade::decide::{Command, Refusal};
use crate::trade::id::{BatchId, FulfilmentOrderId, OrderId};
use crate::trade::orders::CancelReason;
use crate::trade::orders::commands::OrderCommand;
use crate::trade::personal::content::Written;
use crate::trade::picking::commands::PickingCommand;
use crate::ui::feedback::Problem;
use crate::view::orders::best_warehouse::by_best_warehouse;
use crate::view::orders::{
    Begun, Bulk, BulkPlan, OrderHead, allocated_in, releasable, split_into_batches,
};
use std::collections::BTreeMap;

/// Looks at every chosen order.
pub(super) fn look(action: &Bulk, chosen: &[OrderId]) -> BulkPlan {
    let given = match action {
        Bulk::Allocate => given(chosen),
        _ => BTreeMap::new(),
    };
    super::super::index::ask(|index| {
        desk::peek(|at| {
            let entries = chosen.iter().filter_map(|id| index.get(id));
            let heads: Vec<_> = entries.filter_map(|entry| entry.head(at)).collect();
            let heads: Vec<&OrderHead> = heads.iter().map(|head| &**head).collect();
            let mut plan = BulkPlan::of(&heads, action, &given, desk::now_ms());
            plan.ask(action, |orders| refusal(action, orders));
            plan
        })
    })
}

/// Why an action is refused for orders; nothing where it is not.
fn refusal(action: &Bulk, orders: &[OrderId]) -> Option<Refusal> {
    let plain: Vec<Command> = match action {
        Bulk::Allocate => {
            let own = desk::warehouse();
            let all = desk::peek(|at| allocate_many(at.state, orders, own.as_ref()));
            all.into_iter().map(Command::from).collect()
        }
        Bulk::Hold(_) => Vec::new(),
        Bulk::Verify | Bulk::Deallocate | Bulk::Release | Bulk::Cancel => plain(action, orders),
    };
    plain
        .into_iter()
        .find_map(|command| match desk::rehearse(command) {
            Err(SiteError::Refused(why)) => Some(*why),
            _ => None,
        })
}

/// The units that an allocation would give. Nothing where it is refused.
fn given(chosen: &[OrderId]) -> BTreeMap<OrderId, i128> {
    let Some(workspace) = desk::workspace() else {
        return BTreeMap::new();
    };
    let mut given = BTreeMap::new();
    for command in allocations(chosen) {
        let Ok(proposed) = desk::rehearse(command) else {
            continue;
        };
        let (stream, written) = workspace.own();
        given.extend(desk::peek(|at| {
            allocated_in(at, &proposed, stream, written + 1)
        }));
    }
    given
}

/// The commands that allocate orders, the most urgent first; what nobody was given goes to the warehouse of this desk.
pub(in crate::screens) fn allocations(orders: &[OrderId]) -> Vec<AllocationCommand> {
    let own = desk::warehouse();
    desk::peek(|at| {
        by_best_warehouse(at, orders, own.as_ref(), desk::today())
            .into_iter()
            .flat_map(|(warehouse, orders)| allocate_many(at.state, &orders, warehouse.as_ref()))
            .collect()
    })
}

/// The commands that give orders to the floor, one for each batch.
pub(in crate::screens) fn releases(orders: &[OrderId]) -> Vec<PickingCommand> {
    let by_warehouse = desk::peek(|at| releasable(at, orders));
    let mut commands = Vec::new();
    for (warehouse, fulfilments) in by_warehouse {
        for documents in split_into_batches(&fulfilments) {
            commands.push(PickingCommand::Release {
                warehouse: warehouse.clone(),
                documents,
                cart: None,
            });
        }
    }
    commands
}

/// The fulfilment orders of orders that have units allocated and are in no batch.
fn allocated(orders: &[OrderId]) -> Vec<FulfilmentOrderId> {
    let by_warehouse = desk::peek(|at| releasable(at, orders));
    by_warehouse.into_values().flatten().collect()
}

/// The command that gives up what is allocated to a few orders.
pub(in crate::screens) fn deallocation(orders: &[OrderId]) -> AllocationCommand {
    AllocationCommand::Deallocate {
        fulfilments: allocated(orders),
    }
}

/// The commands that do so to many, each to a part of them.
fn deallocations_of(fulfilments: &[FulfilmentOrderId]) -> Vec<AllocationCommand> {
    let parts = fulfilments.chunks(BULK_ORDERS_MAX);
    let part = |part: &[FulfilmentOrderId]| AllocationCommand::Deallocate {
        fulfilments: part.to_vec(),
    };
    parts.map(part).collect()
}

/// The commands of an action, each for a part of the orders, with the rows that they name.
///
/// # Errors
/// Where the browser has no randomness.
pub(super) fn commands(
    action: &Bulk,
    orders: &[OrderId],
    hold: HoldFields,
) -> Result<Vec<(Command, Vec<Written>)>, Problem> {
    let parts = orders.chunks(BULK_ORDERS_MAX).map(<[OrderId]>::to_vec);
    match action {
        Bulk::Hold(_) => {
            let mut commands = Vec::new();
            for orders in parts {
                let (command, rows) = hold.command(&orders)?;
                commands.push((command.into(), rows));
            }
            Ok(commands)
        }
        action => {
            let commands = plain(action, orders).into_iter();
            Ok(commands.map(|command| (command, Vec::new())).collect())
        }
    }
}

/// The commands of an action that names no rows; none for a hold.
fn plain(action: &Bulk, orders: &[OrderId]) -> Vec<Command> {
    let parts = orders.chunks(BULK_ORDERS_MAX).map(<[OrderId]>::to_vec);
    match action {
        Bulk::Allocate => {
            let all = allocations(orders).into_iter();
            all.map(Command::from).collect()
        }
        Bulk::Release => {
            let all = releases(orders).into_iter();
            all.map(Command::from).collect()
        }
        Bulk::Deallocate => {
            let all = deallocations_of(&allocated(orders)).into_iter();
            all.map(Command::from).collect()
        }
        Bulk::Verify => parts
            .map(|orders| OrderCommand::Verify { orders }.into())
            .collect(),
        Bulk::Cancel => parts
            .map(|orders| {
                let why = CancelReason::House;
                OrderCommand::CancelOrders { orders, why }.into()
            })
            .collect(),
        Bulk::Hold(_) => Vec::new(),
    }
}

/// What a row of commands has done.
#[derive(Default)]
pub(super) struct Worked {
    /// How many were done.
    pub ran: usize,
    /// The number of the last commit that they wrote.
    pub last: u64,
    /// Whether a person stopped it before the end.
    pub stopped: bool,
    /// What one was refused for, or could not be kept for; those before it stand.
    pub failed: Option<SiteError>,
}

impl Worked {
    /// Whether it came to its end.
    pub fn is_whole(&self) -> bool {
        !self.stopped && self.failed.is_none()
    }

    /// Whether it is not known of the last command whether it is in.
    pub fn is_unsure(&self) -> bool {
        let unsure =
            |error: &SiteError| matches!(error, SiteError::Unsure(_) | SiteError::NoAnswer);
        self.failed.as_ref().is_some_and(unsure)
    }

    /// Whether nothing of it is in.
    pub fn is_nothing(&self) -> bool {
        self.ran == 0 && !self.is_whole() && !self.is_unsure()
    }
}

/// Runs commands one after another, shows how far they are, and stops when it is told to, or when one fails.
pub(super) async fn work(commands: Vec<(Command, Vec<Written>)>, pace: &ScreenPace) -> Worked {
    let mut worked = Worked::default();
    let total = commands.len() as u64;
    for (done, (command, rows)) in commands.into_iter().enumerate() {
        if !pace.pause(done as u64, total).await {
            worked.stopped = true;
            break;
        }
        match desk::run_with(command, rows).await {
            Ok(ran) => {
                worked.ran += 1;
                let numbers = ran.commits.iter().map(|commit| commit.number);
                worked.last = numbers.max().unwrap_or_default().max(worked.last);
            }
            Err(error) => {
                worked.failed = Some(error);
                break;
            }
        }
    }
    worked
}

/// Whether there is a way back from an action.
pub(super) fn has_way_back(action: &Bulk) -> bool {
    match action {
        Bulk::Verify | Bulk::Cancel | Bulk::Hold(_) => false,
        Bulk::Allocate | Bulk::Deallocate | Bulk::Release => true,
    }
}

/// The commands that compensate what of noted work is in, and is still as it was done.
pub(super) fn undo(begun: &Begun) -> Vec<Command> {
    if !has_way_back(&begun.action) {
        return Vec::new();
    }
    let done = desk::peek(|at| begun.done(at));
    let orders: Vec<OrderId> = done.orders.iter().cloned().collect();
    match begun.action {
        Bulk::Verify | Bulk::Cancel | Bulk::Hold(_) => Vec::new(),
        Bulk::Allocate => {
            let of_it = allocated(&orders).into_iter();
            let of_it: Vec<_> = of_it.filter(|id| done.fulfilments.contains(id)).collect();
            let commands = deallocations_of(&of_it).into_iter();
            commands.map(Command::from).collect()
        }
        Bulk::Deallocate => {
            let commands = allocations(&orders).into_iter();
            commands.map(Command::from).collect()
        }
        Bulk::Release => {
            let finish = |batch: BatchId| PickingCommand::Finish { batch }.into();
            done.batches.into_iter().map(finish).collect()
        }
    }
}

/// Signals of work that a person watches.
#[derive(Clone)]
pub(super) struct Watch {
    /// Done, total.
    pub progress: ArcRwSignal<(u64, u64)>,
    /// Whether it is to stop.
    pub cancelled: ArcRwSignal<bool>,
}

impl Watch {
    /// Work that has not begun.
    pub fn new() -> Self {
        Watch {
            progress: ArcRwSignal::new((0, 0)),
            cancelled: ArcRwSignal::new(false),
        }
    }

    /// Begins anew, and gives the pace of the work.
    pub fn begin(&self) -> ScreenPace {
        self.progress.set((0, 0));
        self.cancelled.set(false);
        ScreenPace::new(self.progress.clone(), self.cancelled.clone())
    }
}
