//! Which tote was confirmed last in each of the batches that this device picks, as a text that outlives a reload: whoever
//! goes from one batch to another and comes back is not asked again.

use crate::limits::CONFIRMED_BATCHES_MAX;
use crate::stream::id::{CommitId, FactId, StreamId};
use crate::trade::id::BatchId;
use crate::view::names;

/// The pick of a batch whose tote was confirmed last, out of what was kept. `own` is the stream of this device: a tote is
/// asked about for picks of its own alone.
pub fn confirmed(kept: &str, batch: BatchId, own: StreamId) -> Option<FactId> {
    let name = names::opened(&batch.0);
    kept.lines().find_map(|line| {
        let mut words = line.split_whitespace();
        let is_it = words.next() == Some(name.as_str());
        let (number, index) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
        let commit = CommitId {
            stream: own,
            number,
        };
        is_it.then_some(FactId { commit, index })
    })
}

/// What is kept once the tote of a pick of a batch was confirmed.
pub fn with_confirmed(kept: &str, batch: BatchId, pick: &FactId) -> String {
    let name = names::opened(&batch.0);
    let is_other = |line: &&str| line.split_whitespace().next() != Some(name.as_str());
    let mut lines = vec![format!("{name} {} {}", pick.commit.number, pick.index)];
    let others = kept.lines().filter(is_other).map(str::to_owned);
    lines.extend(others.take(CONFIRMED_BATCHES_MAX - 1));
    lines.join("\n")
}
