//! The zip archive around a workbook: its table of contents, and its parts unpacked step by step within bounds.
//!
//! What the table says of sizes is not believed: every step counts what it really unpacks.

use flate2::{Crc, Decompress, FlushDecompress, Status};

use crate::exchange::problem::FileError;
use crate::limits::{
    IMPORT_FILE_BYTES_MAX, IMPORT_UNPACK_RATIO_FLOOR_BYTES, IMPORT_UNPACK_RATIO_MAX,
};

const END_MAGIC: [u8; 4] = [b'P', b'K', 5, 6];
const ENTRY_MAGIC: [u8; 4] = [b'P', b'K', 1, 2];
const LOCAL_MAGIC: [u8; 4] = [b'P', b'K', 3, 4];
const END_BYTES: usize = 22;
const ENTRY_BYTES: usize = 46;
const LOCAL_BYTES: usize = 30;
const COMMENT_BYTES_MAX: usize = 65_535;
const ENTRIES_MAX: usize = 10_000;
/// How much one step unpacks at most, in bytes.
const STEP_BYTES: usize = 64 * 1024;

/// A part of the archive.
#[derive(Clone, Debug)]
struct Entry {
    name: String,
    deflated: bool,
    checksum: u32,
    packed_bytes: usize,
    local_at: usize,
}

/// An archive held in memory.
#[derive(Debug)]
pub(super) struct Archive {
    bytes: Vec<u8>,
    entries: Vec<Entry>,
    unread: u64,
}

/// A part being unpacked.
#[derive(Debug)]
pub(super) struct Part {
    at: usize,
    end: usize,
    packed_bytes: u64,
    deflated: bool,
    checksum: u32,
    crc: Crc,
    decompress: Decompress,
    pub(super) bytes_out: u64,
    ended: bool,
}

fn number(bytes: &[u8], at: usize, length: usize) -> Option<usize> {
    let field = bytes.get(at..at.checked_add(length)?)?;
    let value = field
        .iter()
        .rev()
        .fold(0_u64, |value, byte| value << 8 | u64::from(*byte));
    usize::try_from(value).ok()
}

impl Archive {
    pub(super) fn open(bytes: Vec<u8>) -> Result<Self, FileError> {
        let (entries, unread) = read_contents(&bytes).ok_or(FileError::WorkbookDamaged)?;
        Ok(Self {
            bytes,
            entries,
            unread,
        })
    }

    /// How many entries are encrypted, or packed in a way that is not read.
    pub(super) fn unread(&self) -> u64 {
        self.unread
    }

    /// Begins a part by its place among [`Self::names`].
    pub(super) fn part_at(&self, index: usize) -> Result<Part, FileError> {
        let part = self.entries.get(index).and_then(|entry| self.begin(entry));
        part.ok_or(FileError::WorkbookDamaged)
    }

    /// The names of the parts.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|entry| entry.name.as_str())
    }

    /// Begins a part; `None` where there is none of this name.
    pub(super) fn part(&self, name: &str) -> Option<Result<Part, FileError>> {
        let entry = self
            .entries
            .iter()
            .find(|entry| entry.name.eq_ignore_ascii_case(name))?;
        Some(self.begin(entry).ok_or(FileError::WorkbookDamaged))
    }

    fn begin(&self, entry: &Entry) -> Option<Part> {
        let at = entry.local_at;
        if self.bytes.get(at..at.checked_add(4)?)? != LOCAL_MAGIC {
            return None;
        }
        let name = number(&self.bytes, at.checked_add(26)?, 2)?;
        let extra = number(&self.bytes, at.checked_add(28)?, 2)?;
        let start = at.checked_add(LOCAL_BYTES)?.checked_add(name + extra)?;
        let end = start.checked_add(entry.packed_bytes)?;
        (end <= self.bytes.len()).then(|| Part {
            at: start,
            end,
            packed_bytes: entry.packed_bytes as u64,
            deflated: entry.deflated,
            checksum: entry.checksum,
            crc: Crc::new(),
            decompress: Decompress::new(false),
            bytes_out: 0,
            ended: false,
        })
    }

    /// Unpacks a part whole.
    pub(super) fn whole(&self, name: &str, bytes_max: usize) -> Result<Option<Vec<u8>>, FileError> {
        let Some(part) = self.part(name) else {
            return Ok(None);
        };
        let mut part = part?;
        let mut whole = Vec::new();
        while part.step(self, &mut whole)? {
            if whole.len() > bytes_max {
                return Err(FileError::TooLarge {
                    bytes_max: bytes_max as u64,
                });
            }
        }
        Ok(Some(whole))
    }
}

/// The entries that can be read, and how many cannot.
fn read_contents(bytes: &[u8]) -> Option<(Vec<Entry>, u64)> {
    let search_from = bytes.len().saturating_sub(END_BYTES + COMMENT_BYTES_MAX);
    let tail = bytes.get(search_from..)?;
    let end = tail.windows(4).rposition(|window| window == END_MAGIC)? + search_from;
    let count = number(bytes, end + 10, 2)?;
    let comment = number(bytes, end + 20, 2)?;
    if end + END_BYTES + comment > bytes.len() {
        return None;
    }
    let mut at = number(bytes, end + 16, 4)?;
    if count > ENTRIES_MAX {
        return None;
    }
    let mut entries = Vec::new();
    let mut unread = 0;
    for _ in 0..count {
        if bytes.get(at..at.checked_add(4)?)? != ENTRY_MAGIC {
            return None;
        }
        let flags = number(bytes, at + 8, 2)?;
        let method = number(bytes, at + 10, 2)?;
        let name_bytes = number(bytes, at + 28, 2)?;
        let name_at = at + ENTRY_BYTES;
        let name = bytes.get(name_at..name_at.checked_add(name_bytes)?)?;
        let is_encrypted = flags & 1 != 0;
        if !is_encrypted && (method == 0 || method == 8) {
            entries.push(Entry {
                name: String::from_utf8_lossy(name).replace('\\', "/"),
                deflated: method == 8,
                checksum: u32::try_from(number(bytes, at + 16, 4)?).ok()?,
                packed_bytes: number(bytes, at + 20, 4)?,
                local_at: number(bytes, at + 42, 4)?,
            });
        } else {
            unread += 1;
        }
        let extra = number(bytes, at + 30, 2)?;
        let comment = number(bytes, at + 32, 2)?;
        at = name_at + name_bytes + extra + comment;
    }
    Some((entries, unread))
}

impl Part {
    /// Unpacks a step more and appends it. Whether there may be more.
    pub(super) fn step(
        &mut self,
        archive: &Archive,
        output: &mut Vec<u8>,
    ) -> Result<bool, FileError> {
        if self.ended {
            return Ok(false);
        }
        let start = output.len();
        let input = archive.bytes.get(self.at..self.end).unwrap_or_default();
        if self.deflated {
            output.resize(start + STEP_BYTES, 0);
            let before = (self.decompress.total_in(), self.decompress.total_out());
            let room = output.get_mut(start..).unwrap_or_default();
            let status = self
                .decompress
                .decompress(input, room, FlushDecompress::None);
            let used = (self.decompress.total_in() - before.0) as usize;
            let made = (self.decompress.total_out() - before.1) as usize;
            output.truncate(start + made);
            self.at += used;
            match status {
                Ok(Status::StreamEnd) => self.ended = true,
                Ok(Status::Ok | Status::BufError) if used + made > 0 => {}
                Ok(_) | Err(_) => return Err(FileError::WorkbookDamaged),
            }
        } else {
            let taken = input.get(..input.len().min(STEP_BYTES)).unwrap_or_default();
            output.extend_from_slice(taken);
            self.at += taken.len();
            self.ended = self.at == self.end;
        }
        let made = output.get(start..).unwrap_or_default();
        self.crc.update(made);
        self.bytes_out += made.len() as u64;
        self.check()?;
        Ok(!self.ended)
    }

    fn check(&self) -> Result<(), FileError> {
        if self.bytes_out > IMPORT_FILE_BYTES_MAX {
            return Err(FileError::TooLarge {
                bytes_max: IMPORT_FILE_BYTES_MAX,
            });
        }
        let suspicious = self.bytes_out > IMPORT_UNPACK_RATIO_FLOOR_BYTES;
        if suspicious && self.bytes_out / IMPORT_UNPACK_RATIO_MAX > self.packed_bytes {
            return Err(FileError::Bomb {
                ratio_max: IMPORT_UNPACK_RATIO_MAX,
            });
        }
        if self.ended && self.crc.sum() != self.checksum {
            return Err(FileError::WorkbookDamaged);
        }
        Ok(())
    }
}
