//! Unpacks gzip files (RFC 1952).
//!
//! The frame is read here and only the inflating is left to `flate2`, because that is what lets one call stop after a
//! bounded output and report exactly how much input it used.

use flate2::{Crc, Decompress, FlushDecompress, Status};

use crate::exchange::problem::FileError;
use crate::limits::{
    IMPORT_FILE_BYTES_MAX, IMPORT_STEP_BYTES_MAX, IMPORT_UNPACK_RATIO_FLOOR_BYTES,
    IMPORT_UNPACK_RATIO_MAX,
};

const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];
const ZIP_MAGIC: [u8; 4] = [b'P', b'K', 3, 4];

/// How much room each turn of the inflater gets, in bytes.
const INFLATE_TURN_BYTES: usize = 64 * 1024;

/// Unpacks a gzip file of one or more members; passes any other file through.
#[derive(Debug)]
pub struct Inflate {
    stage: Stage,
    /// The first bytes of the file, until there are enough to tell what it is.
    start: Vec<u8>,
    decompress: Decompress,
    /// Where a turn of the inflater writes; empty until there is a first one.
    room: Vec<u8>,
    crc: Crc,
    bytes_in: u64,
    bytes_out: u64,
    bytes_max: u64,
}

#[derive(Debug)]
enum Stage {
    Sniff,
    Plain,
    Header(Header),
    Body,
    Trailer { have: usize, bytes: [u8; 8] },
    BetweenMembers,
}

/// What of a member's header is still to come (RFC 1952, 2.3).
#[derive(Debug)]
struct Header {
    fixed: usize,
    flags: u8,
    part: HeaderPart,
}

#[derive(Debug)]
enum HeaderPart {
    Fixed,
    ExtraLength { have: usize, length: usize },
    Extra { left: usize },
    Name,
    Comment,
    Checksum { left: usize },
    Done,
}

impl Default for Inflate {
    fn default() -> Self {
        Self::new()
    }
}

impl Inflate {
    /// For a new file of at most [`IMPORT_FILE_BYTES_MAX`], unpacked.
    pub fn new() -> Self {
        Self::with_bytes_max(IMPORT_FILE_BYTES_MAX)
    }

    /// For a new file of at most so many bytes, unpacked.
    pub fn with_bytes_max(bytes_max: u64) -> Self {
        Self {
            stage: Stage::Sniff,
            start: Vec::with_capacity(ZIP_MAGIC.len()),
            decompress: Decompress::new(false),
            room: Vec::new(),
            crc: Crc::new(),
            bytes_in: 0,
            bytes_out: 0,
            bytes_max,
        }
    }

    /// Whether the file is packed; `None` until enough of it is known.
    pub fn is_gzip(&self) -> Option<bool> {
        match self.stage {
            Stage::Sniff => None,
            Stage::Plain => Some(false),
            _ => Some(true),
        }
    }

    /// How many bytes have been given out.
    pub fn bytes_out(&self) -> u64 {
        self.bytes_out
    }

    /// Takes bytes of the file and appends what they unpack to, at most [`IMPORT_STEP_BYTES_MAX`]. Returns how many
    /// of the bytes it used: call again with the others.
    ///
    /// # Errors
    /// A [`FileError`] about the packing or the size. What was appended before it is good.
    pub fn step(&mut self, input: &[u8], output: &mut Vec<u8>) -> Result<usize, FileError> {
        let mut used = 0;
        if matches!(self.stage, Stage::Sniff) {
            used = input.len().min(ZIP_MAGIC.len() - self.start.len());
            self.start.extend_from_slice(&input[..used]);
            if self.start.len() < ZIP_MAGIC.len() {
                return Ok(used);
            }
            self.leave_sniffing(output)?;
        }
        let end = output.len() + IMPORT_STEP_BYTES_MAX;
        used += self.advance(&input[used..], output, end)?;
        Ok(used)
    }

    /// Ends the file and appends what was held back.
    ///
    /// # Errors
    /// [`FileError::GzipTruncated`] when the file breaks off within a member, and what [`Self::step`] gives.
    pub fn finish(&mut self, output: &mut Vec<u8>) -> Result<(), FileError> {
        if matches!(self.stage, Stage::Sniff) {
            self.leave_sniffing(output)?;
        }
        if matches!(self.stage, Stage::Body) {
            // What the inflater still holds is at most its window.
            self.advance(&[], output, usize::MAX)?;
        }
        match self.stage {
            Stage::Sniff | Stage::Plain | Stage::BetweenMembers => Ok(()),
            Stage::Header(_) | Stage::Body | Stage::Trailer { .. } => Err(FileError::GzipTruncated),
        }
    }

    fn leave_sniffing(&mut self, output: &mut Vec<u8>) -> Result<(), FileError> {
        let start = std::mem::take(&mut self.start);
        if start == ZIP_MAGIC {
            return Err(FileError::Archive);
        }
        self.stage = if start.starts_with(&GZIP_MAGIC) {
            Stage::Header(Header::new())
        } else {
            Stage::Plain
        };
        self.advance(&start, output, usize::MAX)?;
        Ok(())
    }

    fn advance(
        &mut self,
        input: &[u8],
        output: &mut Vec<u8>,
        end: usize,
    ) -> Result<usize, FileError> {
        let mut rest = input;
        loop {
            let before = (rest.len(), output.len());
            match &mut self.stage {
                Stage::Sniff => break,
                Stage::Plain => {
                    let count = rest.len().min(end.saturating_sub(output.len()));
                    output.extend_from_slice(&rest[..count]);
                    rest = &rest[count..];
                    self.bytes_out += count as u64;
                }
                Stage::Header(header) => {
                    rest = header.take(rest)?;
                    if header.is_done() {
                        self.decompress.reset(false);
                        self.crc.reset();
                        self.stage = Stage::Body;
                    }
                }
                Stage::Body => {
                    let (used, ended) = self.inflate(rest, output, end)?;
                    rest = &rest[used..];
                    if ended {
                        self.stage = Stage::Trailer {
                            have: 0,
                            bytes: [0; 8],
                        };
                    }
                }
                Stage::Trailer { have, bytes } => {
                    let count = rest.len().min(bytes.len() - *have);
                    bytes[*have..*have + count].copy_from_slice(&rest[..count]);
                    *have += count;
                    rest = &rest[count..];
                    if *have == bytes.len() {
                        let [a, b, c, d, e, f, g, h] = *bytes;
                        let sum = u32::from_le_bytes([a, b, c, d]);
                        let amount = u32::from_le_bytes([e, f, g, h]);
                        if sum != self.crc.sum() || amount != self.crc.amount() {
                            return Err(FileError::GzipDamaged);
                        }
                        self.stage = Stage::BetweenMembers;
                    }
                }
                Stage::BetweenMembers => match rest.split_first() {
                    // Tapes and some servers pad with zeros.
                    Some((0, others)) => rest = others,
                    Some((first, _)) if *first == GZIP_MAGIC[0] => {
                        self.stage = Stage::Header(Header::new())
                    }
                    Some(_) => return Err(FileError::GzipDamaged),
                    None => break,
                },
            }
            self.bytes_in += (before.0 - rest.len()) as u64;
            self.check_size()?;
            let idle = before == (rest.len(), output.len());
            let awaits = rest.is_empty() && !matches!(self.stage, Stage::Body);
            if output.len() >= end || awaits || (idle && matches!(self.stage, Stage::Body)) {
                break;
            }
        }
        Ok(input.len() - rest.len())
    }

    /// One turn of the inflater: how much input it used and whether the member's data ended.
    fn inflate(
        &mut self,
        input: &[u8],
        output: &mut Vec<u8>,
        end: usize,
    ) -> Result<(usize, bool), FileError> {
        if self.room.is_empty() {
            self.room = vec![0; INFLATE_TURN_BYTES];
        }
        let room_bytes = end.saturating_sub(output.len()).min(INFLATE_TURN_BYTES);
        let room = self.room.get_mut(..room_bytes).unwrap_or_default();
        let (before_in, before_out) = (self.decompress.total_in(), self.decompress.total_out());
        let status = self
            .decompress
            .decompress(input, room, FlushDecompress::None);
        let used = (self.decompress.total_in() - before_in) as usize;
        let made = (self.decompress.total_out() - before_out) as usize;
        let unpacked = room.get(..made).unwrap_or_default();
        output.extend_from_slice(unpacked);
        self.crc.update(unpacked);
        self.bytes_out += made as u64;
        match status {
            Ok(Status::StreamEnd) => Ok((used, true)),
            Ok(Status::Ok | Status::BufError) => Ok((used, false)),
            Err(_) => Err(FileError::GzipDamaged),
        }
    }

    fn check_size(&self) -> Result<(), FileError> {
        if self.bytes_out > self.bytes_max {
            return Err(FileError::TooLarge {
                bytes_max: self.bytes_max,
            });
        }
        let suspicious = self.bytes_out > IMPORT_UNPACK_RATIO_FLOOR_BYTES;
        if suspicious && self.bytes_out / IMPORT_UNPACK_RATIO_MAX > self.bytes_in {
            return Err(FileError::Bomb {
                ratio_max: IMPORT_UNPACK_RATIO_MAX,
            });
        }
        Ok(())
    }
}

impl Header {
    const HAS_CHECKSUM: u8 = 2;
    const HAS_EXTRA: u8 = 4;
    const HAS_NAME: u8 = 8;
    const HAS_COMMENT: u8 = 16;
    const RESERVED: u8 = 0xe0;

    fn new() -> Self {
        Self {
            fixed: 0,
            flags: 0,
            part: HeaderPart::Fixed,
        }
    }

    fn is_done(&self) -> bool {
        matches!(self.part, HeaderPart::Done)
    }

    fn take<'a>(&mut self, mut rest: &'a [u8]) -> Result<&'a [u8], FileError> {
        while !self.is_done() {
            let Some((byte, others)) = rest.split_first() else {
                break;
            };
            self.take_byte(*byte)?;
            rest = others;
        }
        Ok(rest)
    }

    fn take_byte(&mut self, byte: u8) -> Result<(), FileError> {
        match &mut self.part {
            HeaderPart::Fixed => {
                let good = match self.fixed {
                    0 => byte == GZIP_MAGIC[0],
                    1 => byte == GZIP_MAGIC[1],
                    2 => byte == 8,
                    3 => byte & Self::RESERVED == 0,
                    _ => true,
                };
                if !good {
                    return Err(FileError::GzipDamaged);
                }
                if self.fixed == 3 {
                    self.flags = byte;
                }
                self.fixed += 1;
                if self.fixed == 10 {
                    self.next_part();
                }
            }
            HeaderPart::ExtraLength { have, length } => {
                *length |= usize::from(byte) << (8 * *have);
                *have += 1;
                if *have == 2 {
                    let left = *length;
                    self.part = HeaderPart::Extra { left };
                    if left == 0 {
                        self.next_part();
                    }
                }
            }
            HeaderPart::Extra { left } | HeaderPart::Checksum { left } => {
                *left -= 1;
                if *left == 0 {
                    self.next_part();
                }
            }
            HeaderPart::Name | HeaderPart::Comment => {
                if byte == 0 {
                    self.next_part();
                }
            }
            HeaderPart::Done => {}
        }
        Ok(())
    }

    /// Goes on to the next part that the flags announce, in the order of the format.
    fn next_part(&mut self) {
        for (flag, part) in [
            (
                Self::HAS_EXTRA,
                HeaderPart::ExtraLength { have: 0, length: 0 },
            ),
            (Self::HAS_NAME, HeaderPart::Name),
            (Self::HAS_COMMENT, HeaderPart::Comment),
            (Self::HAS_CHECKSUM, HeaderPart::Checksum { left: 2 }),
        ] {
            if self.flags & flag != 0 {
                self.flags &= !flag;
                self.part = part;
                return;
            }
        }
        self.part = HeaderPart::Done;
    }
}
