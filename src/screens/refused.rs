//! Refusals in words: what is wrong, what it means for the goods, and what to do.

use crate::site::Reading;
use crate::trade::decide::Refusal;
use crate::ui::locale::{Text, t};

/// A refusal as a person reads it.
pub fn words(_at: &Reading<'_>, _refusal: &Refusal) -> Text {
    t!(refusals_nothing_to_do)
}
