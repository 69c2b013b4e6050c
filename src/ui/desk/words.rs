//! Errors in words: what happened, what it means for the goods, what to do.

use crate::portal::PortalError;
use crate::storage::Fault;
use crate::ui::feedback::Problem;
use crate::ui::locale::{Text, t};

/// An error as a person meets it.
pub fn problem(error: &PortalError) -> Problem {
    Problem {
        text: words(error),
        code: error.to_string(),
    }
}

fn words(error: &PortalError) -> Text {
    match error {
        PortalError::Refused(refusal) => crate::ui::refusals::words(refusal),
        PortalError::Store(error) => store_words(error.fault),
        PortalError::Damaged(_) | PortalError::Codec(_) | PortalError::Segment(_) => {
            t!(desk_damaged)
        }
        PortalError::Gap { .. } => t!(desk_gap),
        PortalError::Cancelled => t!(desk_cancelled),
        PortalError::NotLeading => t!(desk_no_answer),
    }
}

fn store_words(fault: Fault) -> Text {
    match fault {
        Fault::Full => t!(desk_store_full),
        Fault::Closed => t!(desk_store_closed),
        Fault::Blocked => t!(desk_store_blocked),
        Fault::Newer => t!(desk_store_newer),
        Fault::Moved => t!(desk_store_moved),
        Fault::Corrupt => t!(desk_damaged),
        Fault::TooLarge => t!(desk_store_too_large),
        Fault::Unavailable => t!(desk_store_unavailable),
        Fault::Other => t!(desk_store_other),
    }
}
