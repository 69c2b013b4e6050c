//! The messages of EDIFACT.

use super::x12::Reader;

/// What reads messages of a kind; `None` for those that are not read.
pub(super) fn reader(_kind: &str) -> Option<Reader> {
    None
}
