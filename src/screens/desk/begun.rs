//! Work that takes many commands: noted before it begins, and seen to after whatever stopped it. A tab that does such work
//! holds a lock, so that another tab knows whether it still does.

use super::upkeep::database_name;
use super::{opening, report_error};
use crate::browser::locks::{self, Change, Leadership};
use crate::site::SiteError;
use futures_channel::oneshot;
use std::cell::RefCell;

/// That this tab alone works on many orders; until it is dropped.
pub struct Alone(Option<Leadership>);

/// Waits until no other tab of this device works on many orders.
///
/// # Errors
/// Where the browser refuses.
pub async fn alone() -> Result<Alone, SiteError> {
    if !locks::available() {
        // Only one tab may be used then.
        return Ok(Alone(None));
    }
    let (sender, granted) = oneshot::channel::<bool>();
    let sender = RefCell::new(Some(sender));
    let asked = locks::request_leadership(&database_name().begun_lock(), move |change| {
        if let Some(sender) = sender.borrow_mut().take() {
            // Whoever waited may be gone.
            sender.send(matches!(change, Change::Granted)).ok();
        }
    });
    let held = asked.map_err(opening::unavailable)?;
    match granted.await {
        Ok(true) => Ok(Alone(Some(held))),
        Ok(false) | Err(_) => Err(opening::unavailable("the lock was refused")),
    }
}

impl Alone {
    /// Lets the next tab work.
    pub fn end(self) {
        drop(self.0);
    }
}

/// What is noted of work that takes many commands; `None` where none was begun.
pub async fn begun() -> Option<Vec<u8>> {
    let workspace = super::workspace()?;
    match workspace.begun().await {
        Ok(begun) => begun,
        Err(error) => {
            report_error(&error.into());
            None
        }
    }
}

/// Notes work that takes many commands, or that it is seen to.
///
/// # Errors
/// The store's: nothing was noted then.
pub async fn note_begun(begun: Option<Vec<u8>>) -> Result<(), SiteError> {
    let workspace = super::workspace().ok_or(SiteError::Empty)?;
    Ok(workspace.note_begun(begun).await?)
}
