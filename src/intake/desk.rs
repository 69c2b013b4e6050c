//! What an import asks for from outside.

use crate::site::{Reading, SiteError};
use crate::trade::decide::{Command, Proposed, Refusal};
use crate::trade::personal::content::Written;

/// What became of a command of an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is done and durable.
    Done,
    /// It was refused: nothing has changed.
    Refused(Box<Refusal>),
}

impl Answer {
    /// Whether the workspace is as the command would have it.
    pub fn is_so(&self) -> bool {
        match self {
            Answer::Done => true,
            Answer::Refused(refusal) => **refusal == Refusal::NothingToDo,
        }
    }
}

/// The workspace, as an import sees it.
#[allow(async_fn_in_trait)] // only used through generics, on one thread: no `Send` bound is wanted
pub trait Desk {
    /// What stops an import: the store's failures and whatever else is no refusal.
    type Error;

    /// Looks at the workspace.
    fn read<T>(&self, with: impl FnOnce(&Reading<'_>) -> T) -> T;

    /// What a command would write. Nothing is kept.
    ///
    /// # Errors
    /// A refusal, or a clock that cannot be.
    fn rehearse(&self, command: &Command) -> Result<Vec<Proposed>, SiteError>;

    /// Decides a command and makes it durable.
    ///
    /// # Errors
    /// Whatever is no refusal.
    async fn run(&self, command: Command, rows: Vec<Written>) -> Result<Answer, Self::Error>;

    /// Sixteen random bytes: the salt of a personal row.
    fn salt(&self) -> [u8; 16];

    /// What the wall clock reads, in milliseconds since 1970 UTC.
    fn now_ms(&self) -> i64;
}

/// The bytes of a file, chunk by chunk, which can be read anew.
#[allow(async_fn_in_trait)]
pub trait FileBytes {
    /// The next chunk; `None` at the end.
    ///
    /// # Errors
    /// When the file cannot be read any more, in the words of who reads it.
    async fn next(&mut self) -> Result<Option<Vec<u8>>, String>;

    /// Goes back to the first byte.
    fn rewind(&mut self);
}

/// A file to import.
pub struct IncomingFile<B> {
    /// Its name.
    pub name: String,
    /// Its size as it lies there, in bytes.
    pub size_bytes: u64,
    /// Its bytes.
    pub bytes: B,
    /// Whether a person has said how its characters are written: its bytes are in UTF-8 then, and mean what they say.
    pub is_said: bool,
}

/// Work in pieces: between them the screen gets the thread, and a person may stop it.
#[allow(async_fn_in_trait)]
pub trait Pace {
    /// Called between pieces. `false` says that no more is wanted.
    async fn step(&self) -> bool;
}

/// A pace without pauses.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoPace;

impl Pace for NoPace {
    async fn step(&self) -> bool {
        true
    }
}

/// What an import is doing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    /// Reading files and taking in what they hold.
    #[default]
    Reading,
    /// Taking in what had to wait for the end of the files.
    Matching,
}

/// How far an import is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// What it is doing.
    pub stage: Stage,
    /// Bytes read, of the files as they lie there.
    pub bytes: u64,
    /// Bytes in all.
    pub bytes_total: u64,
    /// Rows read.
    pub lines: u64,
    /// Pieces still to be taken, once all is read.
    pub pieces_left: u64,
}
