//! Bundles as bytes, and portals that write and take them.

use crate::support::*;
use depo::exchange::bundle::{Bundle, BundleError, BundleReader};
use depo::portal::demo::{Clock, Day};
use depo::portal::{Keep, Merged, NoPace, PortalError, StreamPart};
use futures_executor::block_on;
use std::io::{Read, Write};

/// When the demo day of the tests is.
pub const NOON_MS: i64 = 1_760_000_000_000;

/// A portal in which the demo day has been played.
pub fn demo_site(seed: u8) -> (Site, u64) {
    let site = Site::new(seed);
    let clock = Clock {
        now_ms: NOON_MS,
        zone_minutes: 120,
    };
    let mut day = Day::new(7, clock);
    let mut steps = 0;
    loop {
        let step = day.next(&site.portal.state()).expect("texts are texts");
        let Some(step) = step else { break };
        steps += 1;
        let done =
            block_on(
                site.portal
                    .execute(&step.command, &step.operator, step.at_ms, Keep::Action),
            );
        assert!(done.is_ok(), "{:?}: {done:?}", step.command);
    }
    (site, steps)
}

/// Writes a copy.
pub fn export(site: &Site, readable: bool) -> Vec<u8> {
    let mut file = Vec::new();
    let written = block_on(site.portal.write_copy(NOON_MS, readable, &NoPace, |part| {
        file.extend_from_slice(&part);
        Ok(())
    }));
    written.expect("a copy is written");
    file
}

/// Reads a copy in chunks of this size.
pub fn read_in(file: &[u8], chunk_bytes: usize) -> Result<Bundle, BundleError> {
    let mut reader = BundleReader::new();
    for mut chunk in file.chunks(chunk_bytes) {
        loop {
            let used = reader.step(chunk)?;
            chunk = &chunk[used..];
            if chunk.is_empty() {
                break;
            }
        }
    }
    reader.finish()
}

/// Reads a copy.
pub fn read(file: &[u8]) -> Result<Bundle, BundleError> {
    read_in(file, 64 * 1024)
}

/// Takes a bundle in.
pub fn take_in(site: &Site, bundle: Bundle) -> Result<Merged, PortalError> {
    let parts: Vec<StreamPart> = bundle.runs.into_iter().map(StreamPart::from).collect();
    let taken = site
        .portal
        .take_in(parts, bundle.aside, NOON_MS, [9; 8], &NoPace);
    block_on(taken)
}

/// The text of a packed file.
pub fn unpack(file: &[u8]) -> String {
    let mut text = String::new();
    flate2::read::GzDecoder::new(file)
        .read_to_string(&mut text)
        .expect("a packed text");
    text
}

/// Packs bytes.
pub fn pack(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(bytes).expect("memory takes it");
    packer.finish().expect("memory takes it")
}
