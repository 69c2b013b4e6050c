//! What facts say to the ledger, kept to be read again.

use crate::stream::id::{CommitId, FactId};
use crate::trade::counting::Observation;
use crate::trade::goods::Goods;
use crate::trade::place::{Movement, Place};
use crate::trade::quantity::Units;
use crate::trade::relations::At;
use crate::trade::state::Told;
use crate::trade::stock::posting::Posting;
use crate::trade::table::Sink;

/// A [`Posting`] that owns what it names.
pub(crate) enum Kept {
    Moved {
        goods: Goods,
        becomes: Option<Goods>,
        from: Place,
        to: Place,
        units: Units,
    },
    Observed(Observation),
    Judged {
        count: FactId,
        place: Place,
        approved: bool,
    },
    Placed {
        count: FactId,
        place: Place,
        movement: CommitId,
        before: bool,
    },
    Short {
        place: Place,
        goods: Goods,
    },
}

impl Kept {
    /// The posting.
    pub(crate) fn posting(&self) -> Posting<'_> {
        match self {
            Kept::Moved {
                goods,
                becomes,
                from,
                to,
                units,
            } => Posting::Moved(Movement {
                goods,
                becomes: becomes.as_ref(),
                from: from.clone(),
                to: to.clone(),
                units: *units,
            }),
            Kept::Observed(observation) => Posting::Observed(observation),
            Kept::Judged {
                count,
                place,
                approved,
            } => Posting::Judged {
                count: *count,
                place,
                approved: *approved,
            },
            Kept::Placed {
                count,
                place,
                movement,
                before,
            } => Posting::Placed {
                count: *count,
                place,
                movement: *movement,
                before: *before,
            },
            Kept::Short { place, goods } => Posting::Short { place, goods },
        }
    }
}

/// Gathers what facts say to the ledger.
pub(crate) struct Gather {
    at: At,
    told: Vec<(At, Kept)>,
}

impl Gather {
    /// What all these facts say.
    pub(crate) fn all<'a>(facts: impl IntoIterator<Item = &'a Told>) -> Vec<(At, Kept)> {
        let mut facts = facts.into_iter().peekable();
        let Some(first) = facts.peek() else {
            return Vec::new();
        };
        let mut gather = Gather {
            at: first.at,
            told: Vec::new(),
        };
        for told in facts {
            gather.at = told.at;
            told.event.row(&told.standing(), &mut gather);
        }
        gather.told
    }

    fn keep(&mut self, kept: Kept) {
        self.told.push((self.at, kept));
    }
}

impl Sink for Gather {
    fn movement(&mut self, movement: Movement<'_>) {
        let Movement {
            goods,
            becomes,
            from,
            to,
            units,
        } = movement;
        self.keep(Kept::Moved {
            goods: goods.clone(),
            becomes: becomes.cloned(),
            from,
            to,
            units,
        });
    }

    fn observed(&mut self, observation: &Observation) {
        self.keep(Kept::Observed(observation.clone()));
    }

    fn judged(&mut self, count: FactId, place: &Place, approved: bool) {
        self.keep(Kept::Judged {
            count,
            place: place.clone(),
            approved,
        });
    }

    fn placed(&mut self, count: FactId, place: &Place, movement: CommitId, before: bool) {
        self.keep(Kept::Placed {
            count,
            place: place.clone(),
            movement,
            before,
        });
    }

    fn shorted(&mut self, place: &Place, goods: &Goods) {
        self.keep(Kept::Short {
            place: place.clone(),
            goods: goods.clone(),
        });
    }
}
