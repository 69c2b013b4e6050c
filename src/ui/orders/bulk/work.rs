//! Bulk work in short steps: loading, commands, and what undoes them.

use leptos::prelude::*;

use crate::browser::clock;
use crate::domain::text::OrderId;
use crate::domain::{Command, Event};
use crate::limits::BULK_ORDERS_MAX;
use crate::portal::bulk::{Bulk, BulkPlan, split_into_batches};
use crate::portal::{Pace, PortalError};
use crate::ui::desk::{self, ScreenPace};
use crate::ui::feedback::{Tone, spawn_reported, toast};
use crate::ui::locale::{Text, t};
use crate::ui::orders::hold_form::HoldFields;

/// Loads what the plan needs and looks at every order. `None` when a person stopped it.
///
/// # Errors
/// When orders cannot be read.
pub(super) async fn look(
    action: Bulk,
    chosen: &[OrderId],
    pace: &ScreenPace,
) -> Result<Option<BulkPlan>, PortalError> {
    let portal = desk::portal().ok_or(PortalError::NotLeading)?;
    if action == Bulk::Allocate {
        let total = chosen.len() as u64;
        let mut done = 0;
        for some in chosen.chunks(BULK_ORDERS_MAX) {
            if !pace.step(done, total).await {
                return Ok(None);
            }
            portal.load_orders(some).await?;
            done += some.len() as u64;
        }
    }
    let context = portal.context(&desk::operator(), clock::now_ms());
    let plan = BulkPlan::of(&portal.state(), &context, action, chosen);
    Ok(Some(plan))
}

/// The commands of an action, each for a part of the orders.
pub(super) fn commands(action: Bulk, orders: &[OrderId], hold: HoldFields) -> Vec<Command> {
    if action == Bulk::ReleaseToFloor {
        let batches = split_into_batches(orders).into_iter();
        return batches
            .map(|orders| Command::ReleaseBatch { orders })
            .collect();
    }
    let command = |orders: Vec<OrderId>| match action {
        Bulk::Verify => Command::VerifyOrders { orders },
        Bulk::Hold(kind) => Command::PlaceHold {
            orders,
            kind,
            words: hold.words(),
            until_ms: hold.until_ms(),
        },
        Bulk::Allocate => Command::Allocate { orders },
        Bulk::ReleasePromises => Command::ReleasePromises { orders },
        Bulk::ReleaseToFloor => Command::ReleaseBatch { orders },
        Bulk::Cancel => Command::CancelOrders {
            orders,
            words: None,
        },
    };
    let parts = orders.chunks(BULK_ORDERS_MAX);
    parts.map(|part| command(part.to_vec())).collect()
}

/// What a row of commands has done.
#[derive(Default)]
pub(super) struct Worked {
    /// The events.
    pub events: Vec<Event>,
    /// Whether a person stopped it before the end.
    pub stopped: bool,
}

/// Runs commands one after another, shows how far they are, and ends strictly durable.
///
/// # Errors
/// When one is refused or cannot be kept; those before it stand.
pub(super) async fn work(commands: Vec<Command>, pace: &ScreenPace) -> Result<Worked, PortalError> {
    let mut worked = Worked::default();
    if let [command] = commands.as_slice() {
        worked.events = desk::run(command.clone()).await?;
        return Ok(worked);
    }
    let total = commands.len() as u64;
    for (done, command) in commands.into_iter().enumerate() {
        if !pace.step(done as u64, total).await {
            worked.stopped = true;
            break;
        }
        match desk::run_bulk(command).await {
            Ok(events) => worked.events.extend(events),
            Err(error) => {
                desk::settle().await?;
                return Err(error);
            }
        }
    }
    desk::settle().await?;
    Ok(worked)
}

/// The orders that events did something to.
pub(super) fn orders_of(events: &[Event]) -> Vec<OrderId> {
    let mut orders: Vec<OrderId> = Vec::new();
    for event in events {
        match event {
            Event::BatchReleased {
                orders: several, ..
            } => orders.extend(several.iter().cloned()),
            other => orders.extend(other.order().cloned()),
        }
    }
    orders.sort_unstable();
    orders.dedup();
    orders
}

/// The commands that compensate what was done, and what to call that; `None` for what cannot be undone.
pub(super) fn undo(action: Bulk, events: &[Event]) -> Option<(Text, Vec<Command>)> {
    let parts = |command: fn(Vec<OrderId>) -> Command| -> Vec<Command> {
        let orders = orders_of(events);
        let parts = orders.chunks(BULK_ORDERS_MAX);
        parts.map(|part| command(part.to_vec())).collect()
    };
    match action {
        Bulk::Verify | Bulk::Cancel => None,
        Bulk::Hold(_) => {
            let release = events.iter().filter_map(|event| match event {
                Event::HoldPlaced { order, hold, .. } => Some(Command::ReleaseHold {
                    order: order.clone(),
                    hold: hold.clone(),
                }),
                _ => None,
            });
            Some((t!(orders_undo_hold), release.collect()))
        }
        Bulk::Allocate => Some((
            t!(orders_undo_allocate),
            parts(|orders| Command::ReleasePromises { orders }),
        )),
        Bulk::ReleasePromises => Some((
            t!(orders_undo_release_promises),
            parts(|orders| Command::Allocate { orders }),
        )),
        Bulk::ReleaseToFloor => {
            let finish = events.iter().filter_map(|event| match event {
                Event::BatchReleased { batch, .. } => Some(Command::FinishBatch {
                    batch: batch.clone(),
                }),
                _ => None,
            });
            Some((t!(orders_undo_release_to_floor), finish.collect()))
        }
    }
}

/// Runs what compensates an action, for the button of a toast.
pub(super) fn run_undo(commands: Vec<Command>) {
    spawn_reported(async move {
        let done = work(commands, &ScreenPace::unseen()).await;
        done.map_err(|error| desk::problem(&error))?;
        toast(Tone::Good, t!(orders_undone));
        Ok(())
    });
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
