//! Bytes that are squeezed for as long as nobody asks for them.

use super::wire::{Malformed, Names, Reader, Wire, Writer};
use crate::limits::STORED_VALUE_BYTES_MAX;
use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};

/// How hard bytes are squeezed: what more takes saves next to nothing.
const LEVEL: u32 = 4;
/// No block has more bytes: an entry is no larger than a commit.
const BYTES_MAX: usize = 2 * STORED_VALUE_BYTES_MAX;

/// The bytes of a block as they stand: their number, then what deflate makes of them.
pub(super) fn squeezed(bytes: &[u8]) -> Vec<u8> {
    let mut whole = Names::whole();
    let mut w = Writer::new(&mut whole);
    bytes.len().write(&mut w);
    let head = w.into_bytes();
    let mut squeezed = Vec::with_capacity(head.len() + bytes.len() / 2);
    squeezed.extend(head);
    let mut encoder = Compress::new(Compression::new(LEVEL), false);
    loop {
        let used = usize::try_from(encoder.total_in()).unwrap_or(usize::MAX);
        squeezed.reserve(bytes.len() / 2 + 64);
        let rest = bytes.get(used..).unwrap_or_default();
        match encoder.compress_vec(rest, &mut squeezed, FlushCompress::Finish) {
            Ok(Status::Ok | Status::BufError) => {}
            // There is always room: nothing else can go wrong.
            Ok(Status::StreamEnd) | Err(_) => break,
        }
    }
    squeezed.shrink_to_fit();
    squeezed
}

/// The bytes of a block.
pub(super) fn spread(squeezed: &[u8]) -> Result<Vec<u8>, Malformed> {
    let whole = Names::whole();
    let mut r = Reader::new(squeezed, &whole);
    let length = usize::read(&mut r)?;
    let mut bytes = Vec::with_capacity(length.min(BYTES_MAX) + 1);
    let mut decoder = Decompress::new(false);
    let ended = decoder.decompress_vec(r.rest(), &mut bytes, FlushDecompress::Finish);
    match ended {
        Ok(Status::StreamEnd) if bytes.len() == length => Ok(bytes),
        Ok(_) | Err(_) => Err(Malformed::Truncated),
    }
}
