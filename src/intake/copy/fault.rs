//! What can be wrong with a copy, as data.

use crate::exchange::problem::FileError;
use std::fmt;

/// Why a file is no copy that can be taken in, and where. Nothing of it was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyError {
    /// The line, from 1; 0 where it is the packing that is wrong.
    pub line: u64,
    /// What is wrong.
    pub what: CopyFault,
}

/// What is wrong with a copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CopyFault {
    /// The packing is damaged, cut short, too large or made to fill memory.
    File(FileError),
    /// The file has no content.
    Empty,
    /// The first line is no manifest: another kind of file.
    NotACopy,
    /// The program wrote it before its facts were put right; they cannot be raised.
    OlderVersion(u64),
    /// A newer version of Depo has written it.
    NewerVersion(u64),
    /// The manifest contradicts itself, or no commit is the one that founded the workspace.
    Manifest,
    /// The line is longer than any line may be.
    LineTooLong,
    /// The line is not what must stand there.
    NotALine,
    /// The bytes are no base64.
    Base64,
    /// A commit or row has not the hash that the file says.
    Hash,
    /// A commit continues none that is in the file.
    Chain,
    /// The commits and rows are more than a device can hold.
    TooLarge,
    /// The file ends before its end.
    CutShort,
    /// There are not as many commits or rows as the file says.
    Count {
        /// What the file says.
        told: u64,
        /// What there is.
        found: u64,
    },
    /// The checksum of the whole does not match.
    Checksum,
    /// Something stands after the end.
    AfterEnd,
}

impl fmt::Display for CopyFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // Its own words say what became of the rows of a table; here nothing is taken in.
            Self::File(error) => f.write_str(error.key()),
            Self::Empty => f.write_str("the file is empty"),
            Self::NotACopy => f.write_str("not a copy of a workspace"),
            Self::OlderVersion(version) => write!(f, "format version {version} is no longer read"),
            Self::NewerVersion(version) => write!(f, "format version {version} is newer"),
            Self::Manifest => f.write_str("the manifest contradicts itself"),
            Self::LineTooLong => f.write_str("the line is too long"),
            Self::NotALine => f.write_str("not a line of a commit, a row or the end"),
            Self::Base64 => f.write_str("the bytes are no base64"),
            Self::Hash => f.write_str("the bytes have not the hash that the file says"),
            Self::Chain => f.write_str("the commit does not continue one that is in the file"),
            Self::TooLarge => f.write_str("more than a device can hold"),
            Self::CutShort => f.write_str("the file ends before its end"),
            Self::Count { told, found } => write!(f, "{told} are told, {found} are there"),
            Self::Checksum => f.write_str("the checksum does not match"),
            Self::AfterEnd => f.write_str("something stands after the end"),
        }
    }
}

impl fmt::Display for CopyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.what)
    }
}

impl std::error::Error for CopyError {}
