//! Erasures as they come due: those that were ordered are executed once their delay has passed, what a channel erases by
//! itself is ordered; and what stands beside the workspace (drafts, saved views) forgets what was erased.

use super::{TabWorkspace, is_leading, now_ms, peek, run, upkeep};
use crate::browser::drafts;
use crate::browser::timer::sleep;
use crate::intake::repair;
use crate::limits::{ERASED_AT_ONCE_MAX, ERASING_MS};
use crate::screens::orders::list;
use crate::site::{SiteError, Standing};
use crate::trade::decide::Refusal;
use crate::trade::id::{DocumentId, ErasureId, OrderId};
use crate::trade::personal::commands::PersonalCommand;
use crate::trade::personal::content::Content;
use crate::trade::personal::erasures::ErasureStatus;
use crate::trade::personal::subject::{came_late, slots_of, slots_of_person};
use crate::trade::personal::{ErasedSlots, ErasureCause, Slot};
use crate::view::person::Gone;
use crate::view::{names, person};
use leptos::task::spawn_local;

/// What became of an erasure that was ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Erasing {
    /// How many orders it names.
    pub orders: usize,
    /// When the last part will be executed, in milliseconds since 1970 UTC; `None` where all of it is.
    pub waits_until_ms: Option<i64>,
}

/// Orders to erase the personal data of orders, and executes at once what need not wait. Durable part by part.
///
/// # Errors
/// As for [`run`]; what was ordered or executed before stays so.
pub async fn erase(orders: &[OrderId], cause: ErasureCause) -> Result<Erasing, SiteError> {
    let mut erasing = Erasing::default();
    for some in orders.chunks(ERASED_AT_ONCE_MAX) {
        let slots = peek(|at| slots_of(at.state, some));
        let cause = cause.clone();
        let ran = run(PersonalCommand::OrderErasure { cause, slots }).await?;
        let opened = peek(|at| person::ordered_by(at, &ran.commits));
        for erasure in opened {
            let waits = execute(erasure).await?;
            erasing.waits_until_ms = erasing.waits_until_ms.max(waits);
        }
        erasing.orders += some.len();
    }
    Ok(erasing)
}

/// The same of a party or of somebody who works here. Says until when it waits, where it does.
///
/// # Errors
/// As for [`run`].
pub async fn erase_person(
    document: DocumentId,
    cause: ErasureCause,
) -> Result<Option<i64>, SiteError> {
    erase_slots(slots_of_person(document), cause).await
}

/// The same of rows that are named by their documents and slots.
///
/// # Errors
/// As for [`run`].
async fn erase_slots(
    slots: Vec<ErasedSlots>,
    cause: ErasureCause,
) -> Result<Option<i64>, SiteError> {
    let ran = run(PersonalCommand::OrderErasure { cause, slots }).await?;
    let mut waits_until_ms = None;
    for erasure in peek(|at| person::ordered_by(at, &ran.commits)) {
        waits_until_ms = waits_until_ms.max(execute(erasure).await?);
    }
    Ok(waits_until_ms)
}

/// Erases the rows of files that belonged to no order, once none of them waits any more: they may hold names. Whoever may
/// not order that leaves it to the next who may and opens the workspace.
///
/// # Errors
/// As for [`run`], but for refusals.
pub async fn erase_emptied() -> Result<(), SiteError> {
    for hash in peek(repair::emptied) {
        let slots = repair::mend::slots_of_loose(hash);
        match erase_slots(slots, ErasureCause::Mistake).await {
            Ok(_) | Err(SiteError::Refused(_)) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(())
}

/// Executes an erasure; says until when it waits, where it does.
async fn execute(erasure: ErasureId) -> Result<Option<i64>, SiteError> {
    let command = PersonalCommand::ExecuteErasure {
        erasure,
        alone: true,
    };
    match run(command).await {
        Ok(_) => Ok(None),
        Err(SiteError::Refused(why)) => match *why {
            Refusal::ErasureWaits { until } => Ok(Some(until.ms)),
            other => Err(SiteError::Refused(Box::new(other))),
        },
        Err(other) => Err(other),
    }
}

/// Looks every few minutes, in the tab that leads, for what is due.
pub(super) fn begin(workspace: &TabWorkspace) {
    // The drafts of a tab outlive it where the browser brings its tabs back.
    forget(workspace, &workspace.take_gone());
    spawn_local(async {
        loop {
            sleep(ERASING_MS).await;
            if upkeep::is_leaving() {
                return;
            }
            if is_leading()
                && let Err(error) = look().await
            {
                super::report_error(&error);
            }
        }
    });
}

/// Executes what was ordered and has waited, and orders what a channel erases by itself. What whoever is signed in may
/// not do, or what something needs again, stays as it is: the page of personal data shows it.
async fn look() -> Result<(), SiteError> {
    let ordered = peek(|at| {
        let now_ms = now_ms();
        let mut all = person::erasures(at);
        all.retain(|one| one.status == ErasureStatus::Ordered && one.from_ms <= now_ms);
        all.into_iter().flat_map(|one| one.ids).collect::<Vec<_>>()
    });
    for erasure in ordered {
        match execute(erasure).await {
            Ok(_) | Err(SiteError::Refused(_)) => {}
            Err(other) => return Err(other),
        }
    }
    // What an erasure had not heard of, because its device was away, goes the same way.
    for (cause, slots) in peek(|at| came_late(at.state, &at.relations())) {
        match erase_slots(slots, cause).await {
            Ok(_) | Err(SiteError::Refused(_)) => {}
            Err(other) => return Err(other),
        }
    }
    erase_emptied().await?;
    let due: Vec<OrderId> = peek(|at| {
        let due = person::due(at, now_ms()).into_iter();
        due.filter(|due| due.by_itself)
            .map(|due| due.order)
            .collect()
    });
    match erase(&due, ErasureCause::Age).await {
        Ok(_) | Err(SiteError::Refused(_)) => Ok(()),
        Err(other) => Err(other),
    }
}

/// Lets what this tab keeps beside the workspace forget what was erased: forms of orders that are erased, and forms and
/// saved views that hold a text which was erased since the last time.
pub(super) fn sweep(workspace: &TabWorkspace) {
    let gone = workspace.take_gone();
    if !gone.is_empty() {
        forget(workspace, &gone);
    }
}

fn forget(workspace: &TabWorkspace, gone: &[Content]) {
    let gone = Gone::of(gone);
    workspace.read(|at| {
        drafts::forget_where(|document, typed| {
            let order = names::find_order(at, document).map(DocumentId::Order);
            let is_erased = order
                .is_some_and(|order| at.standing(&order, &Slot::Recipient) == Standing::Erased);
            is_erased || gone.is_in_form(typed)
        });
    });
    list::forget_views_where(|typed| gone.is_in_view(typed));
}
