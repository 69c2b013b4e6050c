//! The workspace on this device: streams that are held, the state that follows, commands that become commits.
//!
//! A command is decided against the state, its commits are written in one transaction of the store, and only when that
//! has completed are they taken into the history and folded. What other devices wrote is taken in the same way.
//!
//! Every commit is one row, under its stream's present name and its number: the hash before it, then its bytes. A fork
//! that becomes known renames rows in the transaction that brings the other branch.
//!
//! Commits and documents stand packed until somebody asks for them, and what follows from them is saved beside the
//! journal, so that opening need not fold everything ([`saved`]).

mod damage;
mod error;
mod execute;
mod fold;
mod foresee;
mod held;
mod open;
mod personal;
mod reading;
mod run;
mod saved;
mod take_in;
mod workspace;

pub use damage::Damage;
pub use error::SiteError;
pub use execute::{Asked, Done, Prepared};
pub use foresee::Foreseen;
pub use held::{Held, Incoming};
pub use open::{Founding, OWN_KEY, founding_hash};
pub use personal::{Personal, RowHash};
pub use reading::{Reading, Standing};
pub use saved::Image;
pub use take_in::TakenIn;
pub use workspace::Workspace;

use crate::storage::Store;
use crate::stream::History;
use crate::stream::commands::Sessions;
use crate::stream::id::{CommitId, Hash, StreamId};
use crate::stream::kept::Slice;
use crate::stream::wire::Names;
use crate::trade::relations;
use crate::trade::state::State;
use std::collections::BTreeSet;

/// The stream that this device writes.
#[derive(Clone, Debug)]
struct Own {
    stream: StreamId,
    names: Names,
    number: u64,
    hash: Hash,
    sessions: Sessions,
    /// Whether its last commits are stored and cannot be read: it is never written on.
    broken: bool,
    /// The last commit that was written, where it is neither held nor can be read.
    lost: Option<(CommitId, Hash)>,
}

impl Own {
    fn new(stream: StreamId) -> Self {
        Own {
            stream,
            names: Names::of(stream),
            number: 0,
            hash: stream.first_hash(),
            sessions: Sessions::of(stream),
            broken: false,
            lost: None,
        }
    }

    fn last(&self) -> Option<CommitId> {
        (self.number > 0).then_some(CommitId {
            stream: self.stream,
            number: self.number,
        })
    }
}

/// The workspace on this device.
#[derive(Debug)]
pub struct Site<S> {
    store: S,
    own: Own,
    /// The row that says which stream is written here and how far, as it is stored.
    own_row: Option<Vec<u8>>,
    history: History,
    held: Held,
    /// Rows of the journal that opening could not take as genuine. They stay in the store as they are.
    broken: BTreeSet<CommitId>,
    state: State,
    personal: Personal,
    /// What was kept beside the saved view, until somebody takes it.
    beside: Vec<Slice>,
}

impl<S: Store> Site<S> {
    /// The workspace at this moment.
    pub fn reading(&self) -> Reading<'_> {
        Reading {
            state: &self.state,
            history: &self.history,
            held: &self.held,
            personal: &self.personal,
        }
    }

    /// The store.
    pub fn store(&self) -> &S {
        &self.store
    }

    /// How many commits this device has written to its present stream.
    pub fn written(&self) -> u64 {
        self.own.number
    }

    /// The hash of the last commit that this device has written to its present stream.
    pub fn head(&self) -> Hash {
        self.own.hash
    }

    /// What follows from everything that is held.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// What the set of commits says about itself.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// What folding asks of the set of commits.
    pub fn relations(&self) -> relations::Held<'_, Held> {
        relations::Held {
            history: &self.history,
            headers: &self.held,
        }
    }

    /// The commits that are held.
    pub fn held(&self) -> &Held {
        &self.held
    }

    /// The stream that this device writes.
    pub fn stream(&self) -> StreamId {
        self.own.stream
    }

    /// Where streams forked, as the inbox asks for it.
    pub fn forks(&self) -> Vec<(CommitId, Vec<StreamId>)> {
        self.history
            .forks()
            .into_iter()
            .map(|fork| (fork.after, fork.branches))
            .collect()
    }

    /// Whether folding everything anew gives the state that was folded step by step, and asking every document what clashes
    /// gives the inbox.
    pub fn is_proved(&self) -> bool {
        let (told, newer) = self.held.told(&self.history);
        let anew = State::anew(&told, &newer, &self.relations());
        let (forks, relations) = (self.forks(), self.relations());
        format!("{anew:?}") == format!("{:?}", self.state)
            && self.state.entries(&forks, None, &relations)
                == self.state.asking_all().entries(&forks, None, &relations)
    }
}
