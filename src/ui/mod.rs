//! The screens.

/// Mounts the portal.
pub fn start() {}
