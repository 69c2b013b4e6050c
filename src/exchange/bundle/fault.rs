//! What can be wrong with a bundle, as data.

use crate::domain::commit::StreamId;
use crate::exchange::problem::FileError;
use crate::journal::CodecError;
use std::fmt;

/// Why a file is no bundle that can be taken in, and where. Nothing of it was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BundleError {
    /// The line, from 1; 0 where it is the packing that is wrong.
    pub line: u64,
    /// What is wrong.
    pub what: BundleFault,
}

/// What is wrong with a bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BundleFault {
    /// The packing is damaged, cut short, too large or made to fill memory.
    File(FileError),
    /// The file has no content.
    Empty,
    /// The first line is no manifest: another kind of file.
    NotABundle,
    /// A newer version of Depo has written it.
    NewerVersion(u64),
    /// The manifest contradicts itself.
    Manifest,
    /// More streams than a workspace may have.
    TooManyStreams,
    /// The line is longer than any line may be.
    LineTooLong,
    /// The line is not what must stand there.
    NotALine,
    /// The manifest does not name the stream of the commit.
    UnknownStream(StreamId),
    /// A commit is missing, repeated, or beyond what the manifest says.
    OutOfOrder {
        /// The number that should come.
        expected: u64,
        /// The number that came.
        found: u64,
    },
    /// The bytes are no base64.
    Base64,
    /// The bytes are no commit.
    Commit(CodecError),
    /// The commit does not continue its stream's chain of hashes.
    Chain,
    /// The commits are more than a device can hold.
    TooLarge,
    /// The file ends before its end.
    CutShort,
    /// There are not as many commits as the file says.
    Count {
        /// What the file says.
        told: u64,
        /// What there is.
        found: u64,
    },
    /// A stream ends elsewhere than the manifest says.
    StreamEnd(StreamId),
    /// The checksum of the whole does not match.
    Checksum,
    /// Something stands after the end.
    AfterEnd,
}

impl fmt::Display for BundleFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // Its own words say what became of the rows of a table; here nothing is taken in.
            Self::File(error) => f.write_str(error.key()),
            Self::Empty => f.write_str("the file is empty"),
            Self::NotABundle => f.write_str("not a copy of a workspace"),
            Self::NewerVersion(version) => write!(f, "format version {version} is newer"),
            Self::Manifest => f.write_str("the manifest contradicts itself"),
            Self::TooManyStreams => f.write_str("too many streams"),
            Self::LineTooLong => f.write_str("the line is too long"),
            Self::NotALine => f.write_str("not a line of a commit or the end"),
            Self::UnknownStream(stream) => {
                write!(f, "the manifest does not name stream {}", stream.hex())
            }
            Self::OutOfOrder { expected, found } => {
                write!(f, "commit {found} stands where {expected} should")
            }
            Self::Base64 => f.write_str("the bytes are no base64"),
            Self::Commit(error) => error.fmt(f),
            Self::Chain => f.write_str("the commit does not continue the chain of hashes"),
            Self::TooLarge => f.write_str("more commits than a device can hold"),
            Self::CutShort => f.write_str("the file ends before its end"),
            Self::Count { told, found } => write!(f, "{told} commits are told, {found} are there"),
            Self::StreamEnd(stream) => write!(
                f,
                "stream {} ends elsewhere than the manifest says",
                stream.hex()
            ),
            Self::Checksum => f.write_str("the checksum does not match"),
            Self::AfterEnd => f.write_str("something stands after the end"),
        }
    }
}

impl fmt::Display for BundleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.what)
    }
}

impl std::error::Error for BundleError {}

/// Why a bundle could not be written: what was handed in is not what the manifest says. The file must be thrown away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WriteError {
    /// A commit that does not come next in its stream.
    Unexpected {
        /// The stream.
        stream: StreamId,
        /// The number.
        number: u64,
    },
    /// The bytes are no commit.
    Commit(CodecError),
    /// A stream does not end with the hash that the manifest says.
    Chain(StreamId),
    /// Commits are missing.
    Missing {
        /// How many.
        commits: u64,
    },
    /// The packer or the JSON writer refused.
    Encoding(String),
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unexpected { stream, number } => {
                write!(
                    f,
                    "commit {number} of stream {} was not expected",
                    stream.hex()
                )
            }
            Self::Commit(error) => error.fmt(f),
            Self::Chain(stream) => {
                write!(
                    f,
                    "stream {} does not follow its chain of hashes",
                    stream.hex()
                )
            }
            Self::Missing { commits } => write!(f, "{commits} commits are missing"),
            Self::Encoding(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for WriteError {}
