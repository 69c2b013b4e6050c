//! The orders of the office.

/// Lets the palette find orders and items. Once, at start.
pub fn add_finders() {}
