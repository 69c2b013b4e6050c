//! Whose workspace a copy is of, and what it would bring.

use super::Copy;
use crate::site::Reading;
use crate::stream::chain::commit_hash;
use crate::stream::facts::{Founded, Kind, StreamFact};
use crate::stream::history::Past;
use crate::stream::id::{CommitId, Hash, StreamId};
use crate::trade::event::Event;
use std::collections::BTreeMap;

/// Whose workspace a copy is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// This one.
    This,
    /// The demo, or here is the demo: they are never mixed.
    Demo,
    /// Another one.
    Another,
    /// Nothing was founded here yet.
    Nobody,
}

/// What a copy would bring of one stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The stream, by the name that it has in the copy.
    pub stream: StreamId,
    /// Commits that are not here.
    pub new: u64,
    /// Commits that are here.
    pub known: u64,
    /// Whether another commit stands here under a number of it: the stream forked.
    pub fork: bool,
}

/// The fact by which the workspace was founded, and the hash of its commit; `None` while nothing was founded.
pub fn founded<'a>(at: &Reading<'a>) -> Option<(Hash, &'a Founded)> {
    let workspace = at.history.workspace()?;
    let heads = at.held.outgoing().filter(|one| one.commit.number == 1);
    for one in heads {
        let is_it = at
            .held
            .commit(one.commit)
            .is_some_and(|(hash, _)| hash == workspace);
        let fact = at.held.events(one.commit).find_map(|event| match event {
            Event::Streams(StreamFact::Founded(founded)) => Some(founded),
            _ => None,
        });
        if let (true, Some(founded)) = (is_it, fact) {
            return Some((workspace, founded));
        }
    }
    None
}

/// Whose workspace a copy is of.
pub fn whose(at: &Reading<'_>, copy: &Copy) -> Whose {
    let Some((workspace, founded)) = founded(at) else {
        return match copy.manifest.demo {
            true => Whose::Demo,
            false => Whose::Nobody,
        };
    };
    if workspace == copy.workspace {
        Whose::This
    } else if copy.manifest.demo || founded.kind == Kind::Demo {
        Whose::Demo
    } else {
        Whose::Another
    }
}

/// What a copy would bring, stream by stream.
pub fn compare(at: &Reading<'_>, copy: &Copy) -> Vec<Difference> {
    let mut streams: BTreeMap<StreamId, Difference> = BTreeMap::new();
    // Since a fork a commit may stand here under another name than in the copy.
    let mut here: BTreeMap<u64, Vec<Hash>> = BTreeMap::new();
    for one in at.held.outgoing() {
        if let Some((hash, _)) = at.held.commit(one.commit) {
            here.entry(one.commit.number).or_default().push(hash);
        }
    }
    for incoming in &copy.commits {
        let CommitId { stream, number } = incoming.commit;
        let difference = streams.entry(stream).or_insert(Difference {
            stream,
            new: 0,
            known: 0,
            fork: false,
        });
        let hash = commit_hash(&incoming.before, &incoming.bytes).ok();
        let known = hash.is_some_and(|hash| {
            let of_number = here.get(&number);
            of_number.is_some_and(|hashes| hashes.contains(&hash))
        });
        if known {
            difference.known += 1;
        } else {
            difference.new += 1;
            difference.fork |= at.held.commit(incoming.commit).is_some();
        }
    }
    streams.into_values().collect()
}
