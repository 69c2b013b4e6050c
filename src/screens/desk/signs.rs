//! What stands outside of the database: how far this device wrote, what of it is lost, and what copies hold of it.
//!
//! The sign is set with every commit, so that a journal that is older than it, or empty, is told from a new device's. A loss
//! is told at every opening until a copy brought back what was written, or a person said to go on without it.

use super::upkeep::{DatabaseName, database_name};
use super::{Lost, TabWorkspace, is_leading, set_lost};
use crate::browser::{canary, clock, errors, local, preferences};
use crate::limits::DAY_MS;
use crate::site::{Held, Site};
use crate::storage::Store;
use crate::stream::id::{CommitId, Hash, StreamId};
use crate::ui::shell::state::set_unexported;
use serde::{Deserialize, Serialize};
use std::cell::Cell;

/// What stands outside the database about its last use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sign {
    /// The workspace: the hash of its founding commit.
    pub workspace: Hash,
    /// The stream that this device wrote.
    pub stream: StreamId,
    /// How many commits of it there were.
    pub written: u64,
    /// The hash of the last one.
    pub head: Hash,
}

/// Commits that were written and are gone, as it is kept until it is settled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Gone {
    stream: [u8; 16],
    head: Hash,
    written: u64,
    found: u64,
}

impl Gone {
    fn is_back(&self, held: &Held) -> bool {
        let commit = CommitId {
            stream: StreamId::new(self.stream),
            number: self.written,
        };
        held.holds(commit, &self.head)
    }
}

const LOSSES: &str = "depo-losses";

thread_local! {
    /// The greatest turn of a sign that was read.
    static TURN: Cell<u64> = const { Cell::new(0) };
    /// How many of the commits that are held a copy holds as well.
    static COPIED: Cell<u64> = const { Cell::new(0) };
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let byte = |i: usize| {
        text.get(2 * i..2 * i + 2)
            .and_then(|pair| u8::from_str_radix(pair, 16).ok())
    };
    let mut bytes = [0; N];
    for (i, slot) in bytes.iter_mut().enumerate() {
        *slot = byte(i)?;
    }
    (text.len() == 2 * N).then_some(bytes)
}

/// What stands outside the database. The demo has no such sign: it may be lost.
pub(super) async fn sign(name: &DatabaseName) -> Option<Sign> {
    if *name == DatabaseName::Demo {
        return None;
    }
    let sign = canary::get().await?;
    TURN.set(sign.turn);
    Some(Sign {
        workspace: unhex(&sign.workspace)?,
        stream: StreamId::new(unhex(&sign.journal)?),
        written: sign.last_commit,
        head: unhex(&sign.head)?,
    })
}

fn now(workspace: &TabWorkspace) -> Option<canary::Canary> {
    if database_name() != DatabaseName::Main || !is_leading() {
        return None;
    }
    let (last, head, workspace) = workspace.head()?;
    let turn = canary::next_turn(TURN.get());
    TURN.set(turn);
    Some(canary::Canary {
        journal: hex(last.stream.bytes()),
        workspace: hex(&workspace),
        head: hex(&head),
        turn,
        last_commit: last.number,
    })
}

/// Sets the sign where it is set at once.
pub(super) fn set_text(workspace: &TabWorkspace) {
    if let Some(Err(thrown)) = now(workspace).map(|sign| canary::set_text(&sign)) {
        errors::report(thrown, "canary");
    }
}

/// Sets the sign everywhere.
pub(super) async fn set(workspace: &TabWorkspace) {
    let Some(sign) = now(workspace) else { return };
    let kept = canary::set(&sign).await;
    // Where it could not be kept there is no sign; the storage page says so.
    if let (Err(local), Err(_)) = (kept.local, kept.file) {
        errors::report(local, "canary");
    }
}

fn losses() -> Vec<Gone> {
    let text = local::get(LOSSES).filter(|_| database_name() == DatabaseName::Main);
    text.and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default()
}

fn keep(losses: &[Gone]) {
    // What is lost of the demo is told once, and what is lost of the work is none of its business.
    if database_name() == DatabaseName::Main {
        let kept = match (losses.is_empty(), serde_json::to_string(losses)) {
            (false, Ok(text)) => local::set(LOSSES, &text),
            _ => local::remove(LOSSES),
        };
        if let Err(thrown) = kept {
            errors::report(thrown, "losses");
        }
    }
    set_lost(losses.first().map(|gone| Lost {
        written: gone.written,
        found: gone.found,
    }));
}

/// Notes what was written by this device, as the sign and the store's own word say, and is not there. Says whether
/// something is.
pub(super) fn note_loss<S: Store>(site: &Site<S>, sign: Option<&Sign>) -> bool {
    let of_sign = sign.map(|sign| {
        let (stream, number) = (sign.stream, sign.written);
        (CommitId { stream, number }, sign.head)
    });
    let is_gone = |(commit, head): &(CommitId, Hash)| !site.held().holds(*commit, head);
    let known = of_sign.into_iter().chain(site.own_lost());
    let gone: Vec<(CommitId, Hash)> = known.filter(is_gone).collect();
    let is_any = !gone.is_empty();
    let mut losses = losses();
    for (commit, head) in gone {
        losses.retain(|other| other.head != head);
        losses.push(Gone {
            stream: *commit.stream.bytes(),
            head,
            written: commit.number,
            found: site.held().last_of(commit.stream),
        });
    }
    losses.retain(|gone| !gone.is_back(site.held()));
    keep(&losses);
    is_any
}

/// Looks whether what was lost has come back.
pub(super) fn look_again(workspace: &TabWorkspace) {
    let mut losses = losses();
    workspace.read(|at| {
        losses.retain(|gone| !gone.is_back(at.held));
        for gone in &mut losses {
            gone.found = at.held.last_of(StreamId::new(gone.stream));
        }
    });
    keep(&losses);
}

/// Forgets what was lost: a person has said to go on without it.
pub fn go_on_without() {
    keep(&[]);
}

/// What a copy holds of the workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Copied {
    workspace: Hash,
    at_ms: i64,
    /// The last commit of each stream, its hash, and how many of the stream's commits are in the copy.
    heads: Vec<([u8; 16], u64, Hash, u64)>,
}

fn copied_key() -> &'static str {
    match database_name() {
        DatabaseName::Main => "copied",
        DatabaseName::Demo => "copied-demo",
    }
}

fn copied() -> Option<Copied> {
    serde_json::from_str(&preferences::read(copied_key())?).ok()
}

/// Forgets what copies hold of the demo.
pub(super) fn forget_copied_demo() {
    preferences::remove("copied-demo");
}

/// Finds out anew how many commits are in no copy: after an opening, a copy, and a merge.
pub(super) fn count_copied(workspace: &TabWorkspace) {
    let count = workspace.read(|at| {
        let copied = copied().filter(|copied| at.history.workspace() == Some(copied.workspace));
        let heads = copied.map_or_else(Vec::new, |copied| copied.heads);
        let held = |(stream, number, hash, count): ([u8; 16], u64, Hash, u64)| {
            let stream = StreamId::new(stream);
            let is_held = at.held.holds(CommitId { stream, number }, &hash);
            if is_held { count } else { 0 }
        };
        heads.into_iter().map(held).sum()
    });
    COPIED.set(count);
    show_unexported(workspace);
}

/// Shows how many commits are in no copy.
pub(super) fn show_unexported(workspace: &TabWorkspace) {
    let held = workspace.read(|at| at.held.len() as u64);
    set_unexported(held.saturating_sub(COPIED.get()));
}

/// What a copy that is begun now will hold.
pub struct Standing(Option<Copied>);

/// What a copy that is begun now will hold, to be [noted](note_exported) once it was saved.
pub fn standing() -> Standing {
    let workspace = super::workspace();
    Standing(workspace.and_then(|workspace| {
        workspace.read(|at| {
            let counts = at.held.counts();
            let head = |(last, hash): (CommitId, Hash)| {
                let count = counts.get(&last.stream).copied().unwrap_or_default();
                (*last.stream.bytes(), last.number, hash, count)
            };
            Some(Copied {
                workspace: at.history.workspace()?,
                at_ms: clock::now_ms(),
                heads: at.history.heads().into_iter().map(head).collect(),
            })
        })
    }))
}

/// Notes that a whole copy of what stood then was saved.
pub fn note_exported(standing: Standing) {
    let Standing(Some(copied)) = standing else {
        return;
    };
    if let Ok(text) = serde_json::to_string(&copied) {
        preferences::write(copied_key(), &text);
    }
    if let Some(workspace) = super::workspace() {
        count_copied(&workspace);
    }
}

/// When the last copy of this workspace was made on this device, in milliseconds since 1970 UTC; `None` if nobody knows of
/// one, or its date is still to come.
pub fn exported_ms() -> Option<i64> {
    let copied = copied()?;
    let is_this = super::peek(|at| at.history.workspace() == Some(copied.workspace));
    (is_this && copied.at_ms <= clock::now_ms() + DAY_MS).then_some(copied.at_ms)
}
