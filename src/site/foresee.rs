//! The workspace as it would be with what another device holds, before anything is kept.

use super::personal::{Personal, RowHash, dead};
use super::{Held, Incoming, Reading, Site, SiteError};
use crate::storage::Store;
use crate::stream::History;
use crate::stream::chain::commit_hash;
use crate::stream::history::Past;
use crate::stream::id::Hash;
use crate::trade::id::ErasureId;
use crate::trade::state::State;
use std::collections::BTreeSet;

/// What taking in would give. Nothing of it is kept.
pub struct Foreseen<'a> {
    state: State,
    history: History,
    held: Held,
    personal: &'a Personal,
    /// How many facts are new.
    pub facts: u64,
    /// The erasures that would come to be executed here.
    pub erasures: Vec<ErasureId>,
    /// How many personal rows of this device they would delete.
    pub rows_going: usize,
    /// The erasures that were executed here and of which what came knows nothing.
    pub lacking: Vec<ErasureId>,
    /// How many personal rows would not be kept, since they were erased.
    pub rows_refused: usize,
    /// How many personal rows that lack here would come: of new facts, and of facts that are here without theirs.
    pub rows_coming: usize,
}

impl Foreseen<'_> {
    /// The workspace as it would be; of personal rows those that are here now.
    pub fn reading(&self) -> Reading<'_> {
        Reading {
            state: &self.state,
            history: &self.history,
            held: &self.held,
            personal: self.personal,
        }
    }
}

impl<S: Store> Site<S> {
    /// What taking in would give.
    ///
    /// # Errors
    /// A commit that is damaged or of another workspace.
    pub fn foresee(
        &self,
        commits: &[Incoming],
        rows: &[(RowHash, Vec<u8>)],
    ) -> Result<Foreseen<'_>, SiteError> {
        let known: BTreeSet<Hash> = commits
            .iter()
            .filter_map(|one| commit_hash(&one.before, &one.bytes).ok())
            .collect();
        let (state, history, held, facts) = self.with(commits)?;
        let mut foreseen = Foreseen {
            state,
            history,
            held,
            personal: &self.personal,
            facts,
            erasures: Vec::new(),
            rows_going: 0,
            lacking: Vec::new(),
            rows_refused: 0,
            rows_coming: 0,
        };
        let (here, there) = (self.reading(), foreseen.reading());
        let executed = |at: &Reading<'_>| -> BTreeSet<ErasureId> {
            let all = at.state.erasures.all(&at.relations());
            let relations = at.relations();
            all.into_iter()
                .map(|(erasure, _)| erasure)
                .filter(|erasure| at.state.erasures.executed(erasure, &relations).is_some())
                .collect()
        };
        let (before, after) = (executed(&here), executed(&there));
        let is_lacking = |erasure: &&ErasureId| {
            let relations = here.relations();
            let at = here.state.erasures.executed(erasure, &relations);
            let commit = at.and_then(|at| here.held.commit(at.commit()));
            commit.is_some_and(|(hash, _)| !known.contains(&hash))
        };
        let lacking: Vec<ErasureId> = before.iter().filter(is_lacking).copied().collect();
        let gone = dead(&there);
        let going = gone
            .iter()
            .filter(|hash| self.personal.get(hash).is_some())
            .count();
        let refused = rows.iter().filter(|(hash, _)| gone.contains(hash)).count();
        let named: BTreeSet<RowHash> = there.state.rows().map(|(_, _, row)| row.hash).collect();
        let comes = |(hash, value): &&(RowHash, Vec<u8>)| {
            named.contains(hash) && !gone.contains(hash) && self.personal.lacks(hash, value)
        };
        let coming = rows.iter().filter(comes).count();
        let erasures = after.difference(&before).copied().collect();
        foreseen.erasures = erasures;
        foreseen.rows_going = going;
        foreseen.lacking = lacking;
        foreseen.rows_refused = refused;
        foreseen.rows_coming = coming;
        Ok(foreseen)
    }
}
