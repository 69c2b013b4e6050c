//! Every bound of the portal, with its unit at the end of its name.

/// The largest single value handed to the store, in bytes.
pub const STORED_VALUE_BYTES_MAX: usize = 16 * 1024 * 1024;

/// How long another tab may keep a database from being opened before the operator is told, in milliseconds.
pub const DATABASE_BLOCKED_MS_MAX: u32 = 3_000;

/// How long opening a database may take without any word from the engine, in milliseconds: a slow tablet may replay
/// a log first.
pub const DATABASE_OPEN_MS_MAX: u32 = 15_000;
