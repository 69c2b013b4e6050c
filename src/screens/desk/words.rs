//! Errors in words: what happened, what it means for the goods, what to do.

use crate::screens::refused;
use crate::site::SiteError;
use crate::storage::Fault;
use crate::stream::commands::Answer;
use crate::trade::decide::Refusal;
use crate::ui::feedback::Problem;
use crate::ui::locale::{Text, t};

/// An error as a person meets it.
pub fn problem(error: &SiteError) -> Problem {
    Problem {
        text: words(error),
        code: error.to_string(),
    }
}

/// Why the workspace could not be opened.
pub(super) fn unopened(error: &SiteError) -> Problem {
    let text = match error {
        SiteError::Store(error) if matches!(error.fault, Fault::Closed | Fault::Corrupt) => {
            t!(desk_store_unopened)
        }
        SiteError::Damaged { .. } | SiteError::Codec(_) => t!(desk_store_unread),
        other => words(other),
    };
    Problem {
        text,
        code: error.to_string(),
    }
}

/// A refusal as a person meets it.
pub fn refusal(refusal: &Refusal) -> Text {
    super::peek(|at| refused::words(at, refusal))
}

fn words(error: &SiteError) -> Text {
    match error {
        SiteError::Refused(why) => refusal(why),
        SiteError::Store(error) => store_words(error.fault),
        SiteError::Unsure(_) | SiteError::NoAnswer => t!(desk_no_answer),
        SiteError::Number(answer) => match answer {
            Answer::Unknown | Answer::GivenUp => t!(desk_no_answer),
            Answer::Taken(_)
            | Answer::Past
            | Answer::New
            | Answer::InFlight
            | Answer::OutOfTurn
            | Answer::OtherContent => t!(desk_moved),
        },
        SiteError::Waiting => t!(desk_waiting),
        SiteError::Moved => t!(desk_moved),
        SiteError::Damaged { .. } | SiteError::Codec(_) => t!(desk_damaged),
        SiteError::Foreign { .. } => t!(desk_foreign),
        SiteError::Empty => t!(desk_empty),
        SiteError::Forked => t!(desk_forked),
        SiteError::NotLeading => t!(desk_not_leading),
        SiteError::Clock => t!(desk_clock),
    }
}

/// What is said while there is no room.
pub(super) fn store_full() -> Text {
    store_words(Fault::Full)
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
