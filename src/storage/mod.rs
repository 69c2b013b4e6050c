//! Where bytes are kept: one small trait with two implementations, [`memory`] and IndexedDB (wasm only).
//!
//! The trait knows rows of bytes under keys of bytes in a handful of tables; what the rows mean is the business of
//! the journal and of the portal. Keys are compared byte by byte, so numbers in keys are big-endian.
//!
//! A write is one transaction: its guards are checked and its changes made together or not at all, and it returns
//! only after the store has *completed* it. A request that succeeded means nothing before that.

pub mod blobs;
#[cfg(target_arch = "wasm32")]
pub mod indexed_db;
pub mod memory;

use std::fmt;

/// A table of the store. The journal's four live in a database whose schema never changes; `View` lives in a
/// disposable one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    /// Commits not yet sealed: stream (16 bytes) and commit number (8 bytes, big-endian) -> one encoded commit.
    Tail,
    /// Sealed segments: stream and first commit number -> one encoded segment.
    Segments,
    /// Identity, heads, vectors and cursors under names.
    Meta,
    /// What was refused, under its SHA-256.
    Quarantine,
    /// Parts of disposable views.
    View,
    /// Personal rows: the hash that the fact names (16 bytes) -> salt and content. What is erased leaves it.
    Personal,
    /// Pictures and other files: SHA-256 of the bytes -> the bytes. In a database of its own.
    Blobs,
}

impl Table {
    /// The name of the object store.
    pub fn name(self) -> &'static str {
        match self {
            Table::Tail => "tail",
            Table::Segments => "seg",
            Table::Meta => "meta",
            Table::Quarantine => "quar",
            Table::View => "view",
            Table::Personal => "pers",
            Table::Blobs => "blob",
        }
    }

    /// The tables of the journal database, in the order of its frozen schema.
    pub const JOURNAL: [Table; 4] = [Table::Tail, Table::Segments, Table::Meta, Table::Quarantine];
    /// The tables of a workspace's database, in the order of its frozen schema.
    pub const SITE: [Table; 5] = [
        Table::Tail,
        Table::Segments,
        Table::Meta,
        Table::Quarantine,
        Table::Personal,
    ];
    /// The tables of the database of pictures and other files.
    pub const BLOBS: [Table; 1] = [Table::Blobs];
    /// The tables of a view database.
    pub const VIEW: [Table; 1] = [Table::View];
}

/// One change of a write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Puts a row, replacing what was under the key.
    Put {
        /// Where.
        table: Table,
        /// Under which key.
        key: Vec<u8>,
        /// What.
        value: Vec<u8>,
    },
    /// Deletes the row under the key, if there is one.
    Delete {
        /// Where.
        table: Table,
        /// Which.
        key: Vec<u8>,
    },
    /// Deletes every row with `from <= key <= to`.
    DeleteRange {
        /// Where.
        table: Table,
        /// The first key.
        from: Vec<u8>,
        /// The last key, included.
        to: Vec<u8>,
    },
}

impl Change {
    /// The table that the change touches.
    pub fn table(&self) -> Table {
        match self {
            Change::Put { table, .. }
            | Change::Delete { table, .. }
            | Change::DeleteRange { table, .. } => *table,
        }
    }
}

/// What must still be true inside the transaction; else nothing is written and the error is [`Fault::Moved`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guard {
    /// Where.
    pub table: Table,
    /// The row.
    pub key: Vec<u8>,
    /// What it must hold; `None`: it must not exist.
    pub expected: Option<Vec<u8>>,
}

/// How sure a completed write must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// On the storage medium: what an operator saw succeed.
    Strict,
    /// Handed to the operating system: bulk work, which ends with one strict write.
    Relaxed,
}

/// What went wrong, as far as a person or a program must know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No room is left. Nothing was written; deleting and exporting still work.
    Full,
    /// The connection is gone and opening it once more did not help.
    Closed,
    /// Another tab keeps the database from being opened.
    Blocked,
    /// The database was written by a newer version of the portal.
    Newer,
    /// A guard did not hold: somebody else has written.
    Moved,
    /// A stored row is not what was written.
    Corrupt,
    /// A value is larger than [`crate::limits::STORED_VALUE_BYTES_MAX`].
    TooLarge,
    /// The browser offers no storage here (some private modes).
    Unavailable,
    /// Anything else; the cause says what.
    Other,
}

/// A failed storage operation: what kind, and the engine's own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreError {
    /// The kind, for decisions and for words in the operator's language.
    pub fault: Fault,
    /// The engine's own name and message of the true cause.
    pub cause: String,
}

impl StoreError {
    /// An error of this kind with this cause.
    pub fn new(fault: Fault, cause: impl Into<String>) -> Self {
        StoreError {
            fault,
            cause: cause.into(),
        }
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}", self.fault, self.cause)
    }
}

impl std::error::Error for StoreError {}

/// A row: its key and its value.
pub type Row = (Vec<u8>, Vec<u8>);

/// A store of rows. Futures stay on one thread: the portal has only one.
#[allow(async_fn_in_trait)] // only used through generics, on one thread: no `Send` bound is wanted
pub trait Store {
    /// The row under the key.
    async fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError>;

    /// At most `rows_max` rows with `from <= key <= to`, ascending.
    async fn scan(
        &self,
        table: Table,
        from: &[u8],
        to: &[u8],
        rows_max: usize,
    ) -> Result<Vec<Row>, StoreError>;

    /// The row with the greatest key that is `>= from` and `<= to`.
    async fn last(&self, table: Table, from: &[u8], to: &[u8]) -> Result<Option<Row>, StoreError>;

    /// Checks the guards and makes the changes in one transaction, and returns when it has completed.
    async fn write(
        &self,
        guards: &[Guard],
        changes: &[Change],
        durability: Durability,
    ) -> Result<(), StoreError>;
}
