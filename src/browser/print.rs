//! Paper.

use super::{Thrown, window};

/// Opens the print dialog for the page as it stands; returns when the dialog has closed, where the browser waits for
/// it. What is to be printed, and how, is the print style sheet's.
///
/// # Errors
/// Where the browser does not print.
pub fn print() -> Result<(), Thrown> {
    Ok(window()?.print()?)
}
