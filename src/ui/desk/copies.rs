//! Taking commits in from a copy, which the tab that leads does for all; and playing the demo day, which only it does.

use super::{Desk, Role, SIGNALS, ScreenPace, timings, upkeep};
use crate::browser::{clock, entropy};
use crate::exchange::bundle::{Aside, Bundle};
use crate::portal::demo::Step;
use crate::portal::{Keep, Merged, PortalError, StreamPart};
use crate::storage::{Fault, StoreError};
use leptos::prelude::*;

fn leads() -> bool {
    SIGNALS.with(|signals| signals.role.clone()).get_untracked() == Role::Leading
}

/// Takes the commits of a bundle in. A tab that follows sends them to the one that leads, which tells all the others;
/// only where it leads itself does `pace` show how far it is, and stop it.
///
/// # Errors
/// As for [`crate::portal::Portal::take_in`].
pub async fn take_in(bundle: Bundle, pace: &ScreenPace) -> Result<Merged, PortalError> {
    let desk = super::desk().ok_or(PortalError::NotLeading)?;
    let parts: Vec<StreamPart> = bundle.runs.into_iter().map(StreamPart::from).collect();
    if !leads() {
        return desk.tabs.send_copy(parts, bundle.aside).await;
    }
    take_in_here(&desk, parts, bundle.aside, pace).await
}

/// As [`take_in`], in the tab that leads.
pub(super) async fn take_in_here(
    desk: &Desk,
    parts: Vec<StreamPart>,
    aside: Vec<Aside>,
    pace: &ScreenPace,
) -> Result<Merged, PortalError> {
    let random = entropy::random_bytes().map_err(|thrown| {
        PortalError::Store(StoreError::new(Fault::Unavailable, thrown.to_string()))
    })?;
    let taken = desk
        .portal
        .take_in(parts, aside, clock::now_ms(), random, pace)
        .await;
    // Whatever became of it, some of it may be here now.
    desk.tabs.tell_grown();
    super::tell_streams();
    upkeep::after_taking_in(&desk.portal).await;
    taken
}

/// Plays a step of the demo day, as part of bulk work that ends with [`super::settle`].
///
/// # Errors
/// [`PortalError::NotLeading`] in a tab that follows, and as for [`super::run`].
pub async fn play(step: Step) -> Result<(), PortalError> {
    let desk = super::desk()
        .filter(|_| leads())
        .ok_or(PortalError::NotLeading)?;
    let begun_ms = clock::monotonic_ms();
    let done = desk
        .portal
        .execute(&step.command, &step.operator, step.at_ms, Keep::Bulk)
        .await?;
    timings::note(begun_ms);
    desk.tabs
        .tell_commit(desk.portal.stream(), done.number, &done.bytes);
    Ok(())
}
