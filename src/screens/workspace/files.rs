//! Files that this page hands out: their names, and the errors of handing them out.

use crate::browser::files::Download;
use crate::browser::{Thrown, clock};
use crate::screens::desk;
use crate::site::SiteError;
use crate::storage::{Fault, StoreError};
use crate::ui::feedback::Problem;

/// An error of the browser while a file was made.
pub(in crate::screens) fn file_error(thrown: Thrown) -> Problem {
    let fault = if thrown.name == "QuotaExceededError" {
        Fault::Full
    } else {
        Fault::Other
    };
    let error = StoreError::new(fault, thrown.to_string());
    desk::problem(&SiteError::Store(error))
}

/// Whatever else went wrong while a file was made.
pub(super) fn made_wrong(error: impl std::fmt::Display) -> Problem {
    let error = StoreError::new(Fault::Other, error.to_string());
    desk::problem(&SiteError::Store(error))
}

/// The day on the wall as ISO 8601, for file names.
pub(super) fn today() -> String {
    let now_ms = clock::now_ms();
    let local_ms = now_ms + i64::from(clock::zone_offset_minutes(now_ms)) * 60_000;
    chrono::DateTime::from_timestamp_millis(local_ms)
        .map_or_else(String::new, |time| time.format("%Y-%m-%d").to_string())
}

/// Adds a part to a file.
pub(super) fn push(download: &mut Download, part: &[u8]) -> Result<(), Problem> {
    if part.is_empty() {
        return Ok(());
    }
    download.push(part).map_err(file_error)
}
