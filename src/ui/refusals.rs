//! Refusals in words: what is wrong, and what to do.

use super::locale::{Text, t};
use crate::domain::command::Refusal;

/// A refusal as a person reads it.
pub fn words(refusal: &Refusal) -> Text {
    match refusal {
        Refusal::NothingToDo => t!(refusals_nothing_to_do),
        other => Text::from(format!("{other:?}")),
    }
}
