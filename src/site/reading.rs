//! What a reader of the workspace gets: the state, who knew what, and the personal rows.

use super::Held;
use super::personal::{Personal, RowHash};
use crate::stream::History;
use crate::trade::id::DocumentId;
use crate::trade::personal::Slot;
use crate::trade::personal::commands::row_in_force;
use crate::trade::personal::content::Content;
use crate::trade::relations;
use crate::trade::state::State;

/// The workspace at one moment.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'a> {
    /// What follows from all facts.
    pub state: &'a State,
    /// What the set of commits says about itself.
    pub history: &'a History,
    /// The commits.
    pub held: &'a Held,
    /// The personal rows that are on this device.
    pub personal: &'a Personal,
}

impl<'a> Reading<'a> {
    /// What folding asks of the set of commits.
    pub fn relations(&self) -> relations::Held<'a, Held> {
        relations::Held {
            history: self.history,
            headers: self.held,
        }
    }

    /// The personal row of a slot that is in force, as screens, papers and files may show it; `None` where none was
    /// written, it was erased or is restricted, or it is not on this device.
    pub fn row(&self, document: &DocumentId, slot: &Slot) -> Option<&'a Content> {
        match self.state.erasures.is_restricted(document) {
            true => None,
            false => self.row_even_restricted(document, slot),
        }
    }

    /// The same, a restricted one too: for the page of the data subject, and for no other.
    pub fn row_even_restricted(&self, document: &DocumentId, slot: &Slot) -> Option<&'a Content> {
        self.personal.get(&self.hash_in_force(document, slot)?)
    }

    /// By which hash the row of a slot is found that is in force and may be shown.
    pub fn row_hash(&self, document: &DocumentId, slot: &Slot) -> Option<RowHash> {
        let hash = self.hash_in_force(document, slot)?;
        let is_shown = !self.state.erasures.is_restricted(document);
        (is_shown && self.personal.get(&hash).is_some()).then_some(hash)
    }

    /// By which hash the row of a slot is found that is in force, whether it is here and may be shown or not.
    pub fn hash_in_force(&self, document: &DocumentId, slot: &Slot) -> Option<RowHash> {
        let in_force = row_in_force(self.state, document, slot, &self.relations());
        let id = *in_force.holding()?;
        let mut rows = self.state.rows_of(document);
        let (_, _, row) = rows.find(|(other, ..)| *other == id)?;
        Some(row.hash)
    }

    /// How the personal data of a slot of a document stands.
    pub fn standing(&self, document: &DocumentId, slot: &Slot) -> Standing {
        let erasures = &self.state.erasures;
        let relations = self.relations();
        let mut standing = Standing::Never;
        for (_, at, row) in self
            .state
            .rows_of(document)
            .filter(|(id, ..)| id.slot == *slot)
        {
            if !erasures.lives(document, row, at, &relations) {
                standing = standing.max(Standing::Erased);
            } else if erasures.is_restricted(document) {
                return Standing::Restricted;
            } else if self.personal.get(&row.hash).is_some() {
                return Standing::Here;
            }
        }
        standing
    }
}

/// How the personal data of a slot stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// None was ever written, or none is on this device.
    #[default]
    Never,
    /// It was erased.
    Erased,
    /// It is kept, and shown to nobody but whoever sees to the data subject.
    Restricted,
    /// It is here.
    Here,
}
