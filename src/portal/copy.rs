//! The workspace as one file: writing it, and what taking one in would bring.

use super::error::{DamagedRecord, PortalError};
use super::view::VIEW_SCHEMA;
use super::{Pace, Portal};
use crate::domain::commit::StreamId;
use crate::exchange::bundle::{Bundle, BundleWriter, Manifest, Run, WriteError};
use crate::journal::CodecError;
use crate::storage::Store;

/// What taking in a run of commits would bring, found without taking it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The stream.
    pub stream: StreamId,
    /// Commits that are here already.
    pub known: u64,
    /// Commits that are new.
    pub new: u64,
    /// Whether commits are missing between what is here and the first of the run.
    pub gap: bool,
    /// Whether what is here already is something else: both cannot be one history.
    pub fork: bool,
    /// Whether this device wrote it: taking in new commits of it begins a new incarnation.
    pub own: bool,
}

fn write_error(error: WriteError) -> PortalError {
    let damaged = |stream, number, why: String| {
        PortalError::Damaged(DamagedRecord {
            stream,
            number,
            why,
        })
    };
    let why = error.to_string();
    match error {
        WriteError::Unexpected { stream, number } => damaged(stream, number, why),
        WriteError::Chain(stream) => damaged(stream, 0, why),
        WriteError::Commit(error) => PortalError::Codec(error),
        WriteError::Missing { .. } | WriteError::Encoding(_) => {
            PortalError::Codec(CodecError::Malformed(why))
        }
    }
}

impl<J: Store, V: Store> Portal<J, V> {
    /// What a copy of the workspace as it is now says of itself.
    pub fn manifest(&self, now_ms: i64) -> Manifest {
        let heads = self.heads().into_iter();
        Manifest::whole(
            now_ms,
            self.canary().journal,
            VIEW_SCHEMA,
            self.state().digest(),
            heads.map(|(stream, head)| (stream, head.number, head.hash)),
        )
    }

    /// Writes the workspace as it is now as one file and hands its parts on; `readable` puts the facts as JSON beside
    /// the bytes. What is written meanwhile is not in it. Returns how many commits are.
    ///
    /// # Errors
    /// When a record is damaged (a copy must not pass on what is not whole), `take` refuses, or the pace says stop.
    pub async fn write_copy(
        &self,
        now_ms: i64,
        readable: bool,
        pace: &impl Pace,
        mut take: impl FnMut(Vec<u8>) -> Result<(), PortalError>,
    ) -> Result<u64, PortalError> {
        let aside = self.aside().await?;
        let manifest = self.manifest(now_ms).with_aside(aside.len() as u64);
        let total = manifest.commits;
        let mut writer = BundleWriter::new(manifest, readable).map_err(write_error)?;
        self.export(&super::NoPace, async |stream, first, commits| {
            for (number, bytes) in (first..).zip(commits) {
                if !writer.wants(stream, number) {
                    continue;
                }
                writer.commit(stream, number, &bytes).map_err(write_error)?;
                if let Some(part) = writer.take() {
                    take(part)?;
                }
                if !pace.step(writer.commits(), total).await {
                    return Err(PortalError::Cancelled);
                }
            }
            Ok(())
        })
        .await?;
        for aside in &aside {
            writer.aside(aside).map_err(write_error)?;
            if let Some(part) = writer.take() {
                take(part)?;
            }
        }
        let commits = writer.commits();
        take(writer.finish().map_err(write_error)?)?;
        Ok(commits)
    }

    /// What taking in a bundle would bring, stream by stream.
    pub fn compare(&self, bundle: &Bundle) -> Vec<Difference> {
        let own = self.stream();
        bundle
            .runs
            .iter()
            .map(|run| self.compare_run(run, own))
            .collect()
    }

    fn compare_run(&self, run: &Run, own: StreamId) -> Difference {
        let head = self.log.borrow().head(run.stream);
        let commits = run.commits.len() as u64;
        let known = (head.number + 1).saturating_sub(run.first).min(commits);
        // Where the run goes on beyond what is here, its chain must pass through the hash that is here.
        let through = (head.number > 0 && head.number <= run.last())
            .then(|| run.hash_at(head.number))
            .flatten();
        Difference {
            stream: run.stream,
            known,
            new: commits - known,
            gap: run.first > head.number + 1,
            fork: through.is_some_and(|hash| hash != head.hash),
            own: run.stream == own,
        }
    }

    /// Whether the state is the one that the bundle was made from: the same commits, and the same hash. `None` where
    /// that cannot be told, because there are other commits here too or another version computed the hash.
    pub fn is_state_of(&self, manifest: &Manifest) -> Option<bool> {
        let state = self.state();
        let same = state.vector().len() == manifest.streams.len()
            && manifest
                .streams
                .iter()
                .all(|range| state.applied(&range.stream) == range.last);
        (same && manifest.fold == VIEW_SCHEMA).then(|| state.digest() == manifest.state_digest)
    }
}
