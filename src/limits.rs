//! Every bound of the portal, with its unit at the end of its name.

/// The largest single value handed to the store, in bytes.
pub const STORED_VALUE_BYTES_MAX: usize = 16 * 1024 * 1024;

/// How long opening or deleting a database may take before the operator is told, in milliseconds.
pub const DATABASE_OPEN_MS_MAX: u32 = 3_000;
