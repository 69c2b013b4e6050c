//! Several devices, and what goes between them.

use crate::support::Site;
use crate::support::random::Random;
use depo::domain::commit::{Commit, StreamId};
use depo::journal::decode_commit;
use depo::portal::{Merged, NoPace, PortalError, StreamPart};
use futures_executor::block_on;
use std::collections::BTreeMap;

/// Everything that a device has, as it would give it to others.
pub fn export(site: &Site) -> Vec<StreamPart> {
    let mut parts = Vec::new();
    let exported = block_on(site.portal.export(&NoPace, async |stream, first, commits| {
        parts.push(StreamPart {
            stream,
            first,
            commits,
        });
        Ok(())
    }));
    exported.expect("the journal is whole");
    parts
}

/// Gives a device commits.
pub fn merge(site: &Site, parts: Vec<StreamPart>) -> Result<Merged, PortalError> {
    let random = (site.now_ms.get() as u64).to_be_bytes();
    block_on(site.portal.merge(parts, site.now_ms.get(), random, &NoPace))
}

/// The same commits as a bad network brings them: split anywhere, some missing, some twice, in any order.
pub fn mangle(random: &mut Random, parts: Vec<StreamPart>) -> Vec<StreamPart> {
    let mut pieces = Vec::new();
    for part in parts {
        let mut from = 0;
        while from < part.commits.len() {
            let to = from + 1 + random.below(part.commits.len() - from);
            let piece = StreamPart {
                stream: part.stream,
                first: part.first + from as u64,
                commits: part.commits[from..to].to_vec(),
            };
            if random.once_in(4) {
                pieces.push(piece.clone());
            }
            if !random.once_in(6) {
                pieces.push(piece);
            }
            // Pieces may overlap.
            from = to - usize::from(to < part.commits.len() && to > from + 1 && random.once_in(3));
        }
    }
    for i in (1..pieces.len()).rev() {
        pieces.swap(i, random.below(i + 1));
    }
    pieces
}

/// Merges what a bad network brought: a gap is no harm, what is missing is asked for again.
pub fn merge_mangled(site: &Site, parts: Vec<StreamPart>) {
    match merge(site, parts) {
        Ok(_) | Err(PortalError::Gap { .. }) => {}
        Err(error) => unreachable!("{error}"),
    }
}

/// Lets every device give everything to every other, until all have all.
pub fn heal(sites: &[Site]) {
    for _ in 0..2 {
        for from in sites {
            let parts = export(from);
            for to in sites {
                merge(to, parts.clone()).expect("merges");
            }
        }
    }
}

/// Every commit that a device has, stream by stream.
pub fn commits(site: &Site) -> BTreeMap<StreamId, Vec<Commit>> {
    let mut all: BTreeMap<StreamId, Vec<Commit>> = BTreeMap::new();
    for part in export(site) {
        let decoded = part.commits.iter().map(|bytes| {
            let commit = decode_commit(part.stream, bytes);
            commit.expect("a commit")
        });
        all.entry(part.stream).or_default().extend(decoded);
    }
    all
}

/// Checks that these devices are the same, and each the same as its own journal.
pub fn check_equal(sites: &[Site]) {
    for site in sites {
        crate::one_device::load_all(site);
        crate::invariants::check(&site.portal.state());
        assert_eq!(
            site.portal.state().vector(),
            sites[0].portal.state().vector()
        );
        let proof = block_on(site.portal.prove(&NoPace)).expect("the journal is whole");
        assert_eq!(proof.shown, proof.rebuilt, "{:?}", proof.orders);
        assert_eq!(proof.shown, sites[0].portal.state().digest());
    }
}
