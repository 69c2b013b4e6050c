//! What only the tab that leads does: taking commits in from a copy, and playing the demo day.

use super::{Role, SIGNALS, ScreenPace, timings, upkeep};
use crate::browser::{clock, entropy};
use crate::exchange::bundle::Bundle;
use crate::portal::demo::Step;
use crate::portal::{Keep, Merged, PortalError, StreamPart};
use crate::storage::{Fault, StoreError};
use leptos::prelude::*;

fn leads() -> bool {
    SIGNALS.with(|signals| signals.role.clone()).get_untracked() == Role::Leading
}

/// Takes the commits of a bundle in. The other tabs follow.
///
/// # Errors
/// [`PortalError::NotLeading`] in a tab that follows, and as for [`crate::portal::Portal::merge`].
pub async fn take_in(bundle: Bundle, pace: &ScreenPace) -> Result<Merged, PortalError> {
    let desk = super::desk()
        .filter(|_| leads())
        .ok_or(PortalError::NotLeading)?;
    let random = entropy::random_bytes().map_err(|thrown| {
        PortalError::Store(StoreError::new(Fault::Unavailable, thrown.to_string()))
    })?;
    let parts: Vec<StreamPart> = bundle.runs.into_iter().map(StreamPart::from).collect();
    let taken = desk
        .portal
        .merge(parts, clock::now_ms(), random, pace)
        .await;
    // Whatever became of it, some of it may be here now.
    desk.tabs.lead();
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
