//! The conflict inbox: what clashed, what can be done about each entry, and what that would write.

mod cancelled;
mod concerns;
mod evidence;
mod field;
mod said;

pub use cancelled::{CancelledAndTaken, cancelled_and_taken};
pub use concerns::{about, concerned};
pub use evidence::{Evidence, account_of, evidence, seen_of};
pub use field::{FieldSaid, field_said};
pub use said::said_by;

use crate::site::Reading;
use crate::stream::id::{CommitId, StreamId};
use crate::trade::conflicts::choices::{ChoiceOffered, choices};
use crate::trade::decide::Context;
use crate::trade::identity::canonical::Canonical;
use crate::trade::place::Place;
use crate::trade::quantity::Day;
use crate::trade::state::entries::{Clash, Entry};
use crate::trade::stock::posting::{AccountKey, What};

/// Where streams forked, as the inbox asks for it.
pub fn forks(at: &Reading<'_>) -> Vec<(CommitId, Vec<StreamId>)> {
    at.history
        .forks()
        .into_iter()
        .map(|fork| (fork.after, fork.branches))
        .collect()
}

/// Everything that clashed and was not settled by a day, in days since 1970-01-01: what is promised may grow too old.
pub fn entries(at: &Reading<'_>, today: i64) -> Vec<Entry> {
    let today = Day { days: today };
    at.state.entries(&forks(at), Some(&today), &at.relations())
}

/// The entries that arise between two states of the workspace, and how many end, by a day as [`entries`] has it.
pub fn arising(before: &Reading<'_>, after: &Reading<'_>, today: i64) -> (Vec<Entry>, usize) {
    let known = entries(before, today);
    let mut arising = entries(after, today);
    let ending = known
        .iter()
        .filter(|entry| !arising.contains(entry))
        .count();
    arising.retain(|entry| !known.contains(entry));
    (arising, ending)
}

/// The places whose count decides about units that were promised and are not there: something was not found at them,
/// and nobody has counted since. What they hold is not known to be missing until then.
pub fn waits_for(at: &Reading<'_>, entries: &[Entry], clash: &Clash) -> Vec<Place> {
    let Clash::Oversold { key, .. } = clash else {
        return Vec::new();
    };
    let item = |account: &AccountKey| match &account.what {
        What::Item(item) => at.state.components.item(item),
        What::Goods(goods) => at.state.components.item(&goods.item),
    };
    let wanted = at.state.components.item(&key.item);
    let places = entries.iter().filter_map(|entry| match &entry.clash {
        Clash::Short(account) if item(account) == wanted => Some(account.place.clone()),
        _ => None,
    });
    let here = |place: &Place| match place {
        Place::Location(location) => location.warehouse == key.warehouse,
        _ => true,
    };
    let mut places: Vec<Place> = places.filter(here).collect();
    places.sort();
    places.dedup();
    places
}

/// What can be done about an entry, in the order in which it is shown.
pub fn offered(at: &Reading<'_>, context: &Context, entry: &Entry) -> Vec<ChoiceOffered> {
    choices(at.state, context, &at.relations(), &forks(at), entry)
}
