//! Which identities were seen, before anything is booked under them.

use super::{State, Told};
use crate::trade::id::DocumentId;
use crate::trade::identity::components::Components;
use crate::trade::relations::At;
use crate::trade::table::Sink;

/// Notes which identities a fact names, before anything is booked under them.
struct See<'a> {
    components: &'a mut Components,
    at: At,
}

impl Sink for See<'_> {
    fn document(&mut self, document: DocumentId) {
        self.components.seen(&document, self.at);
    }
}

impl State {
    /// Which of merged identities stands for all may hang on which was seen first: that is told before anything is booked.
    /// Says whether another one stands for all now.
    pub(super) fn see(&mut self, told: &[Told]) -> bool {
        if !self.components.has_merges() {
            return false;
        }
        let names = self.components.standing_for().clone();
        for told in told {
            let mut see = See {
                components: &mut self.components,
                at: told.at,
            };
            told.event.row(&told.standing(), &mut see);
        }
        *self.components.standing_for() != names
    }
}
