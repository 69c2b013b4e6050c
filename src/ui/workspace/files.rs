//! Files that this page hands out: their names, and the errors of handing them out.

use crate::browser::files::Download;
use crate::browser::{Thrown, clock};
use crate::portal::PortalError;
use crate::storage::{Fault, StoreError};

/// An error of the browser while a file was made.
pub(super) fn file_error(thrown: Thrown) -> PortalError {
    let fault = if thrown.name == "QuotaExceededError" {
        Fault::Full
    } else {
        Fault::Other
    };
    PortalError::Store(StoreError::new(fault, thrown.to_string()))
}

/// The day on the wall as ISO 8601, for file names.
pub(super) fn today() -> String {
    let now_ms = clock::now_ms();
    let local_ms = now_ms + i64::from(clock::zone_offset_minutes(now_ms)) * 60_000;
    chrono::DateTime::from_timestamp_millis(local_ms)
        .map_or_else(String::new, |time| time.format("%Y-%m-%d").to_string())
}

/// Adds a part to a file.
pub(super) fn push(download: &mut Download, part: &[u8]) -> Result<(), PortalError> {
    download.push(part).map_err(file_error)
}
