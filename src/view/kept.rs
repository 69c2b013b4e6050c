//! Why goods that are in the house, or on the way to it, cannot be promised.

use super::names;
use crate::site::Reading;
use crate::trade::counting::balance::Account;
use crate::trade::goods::{Condition, Goods};
use crate::trade::id::ContainerId;
use crate::trade::locations::containers::{Root, Stand};
use crate::trade::locations::{LocationField, LocationStatus, Outside};
use crate::trade::place::Place;
use crate::trade::quantity::Day;
use crate::trade::state::promise::Freshness;

/// Why units are not available.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kept {
    /// They are picked for an order: in a tote, or in a parcel that has not left.
    Picked,
    /// Their location is held, for inspection, quarantine or damaged goods.
    Location(LocationStatus),
    /// They are not new.
    Condition(Condition),
    /// Their lot was called back.
    Recalled,
    /// Their lot is past its last day of sale.
    Expired,
    /// Fewer were found there than the books say: closed until somebody counts.
    Short,
    /// They are another client's, who sells them by himself.
    Owner(String),
    /// They are on a plate between warehouses.
    Underway,
    /// Nobody knows where they stand.
    Nowhere,
}

/// Why goods at a place cannot be promised on a day; `None` where they can, to whoever owns them.
pub fn kept(
    at: &Reading<'_>,
    place: &Place,
    goods: &Goods,
    account: &Account,
    today: i64,
) -> Option<Kept> {
    let state = at.state;
    let location = match state.containers.root_of(place, &at.relations()) {
        _ if matches!(place, Place::Underway(_)) => return Some(Kept::Underway),
        _ if is_at_work(at, place) => return Some(Kept::Picked),
        Root::Location(location) => location,
        Root::Outside(_) => return Some(Kept::Underway),
        Root::Unknown => return Some(Kept::Nowhere),
    };
    let is_sure = |container| state.containers.is_sure(container, &at.relations());
    if matches!(place, Place::Container(container) if !is_sure(container)) {
        return Some(Kept::Nowhere);
    }
    if !account.shorts().is_empty() {
        return Some(Kept::Short);
    }
    let status = state.location(&location).and_then(|card| {
        card.fields().find_map(|field| match field {
            LocationField::Status(status) if *status != LocationStatus::Normal => Some(status),
            _ => None,
        })
    });
    if let Some(status) = status {
        return Some(Kept::Location(status.clone()));
    }
    if !state.is_good(goods, &Freshness::default()) {
        return Some(Kept::Recalled);
    }
    let fresh = Freshness {
        today: Some(Day { days: today }),
        days_left: 0,
    };
    if !state.is_good(goods, &fresh) {
        return Some(Kept::Expired);
    }
    if goods.condition != Condition::New {
        return Some(Kept::Condition(goods.condition.clone()));
    }
    let owner = goods.owner.as_ref();
    owner.map(|owner| Kept::Owner(names::party_name(at, owner)))
}

/// Whether a place is a parcel, or the tote of a batch.
fn is_at_work(at: &Reading<'_>, place: &Place) -> bool {
    match place {
        Place::Container(ContainerId::Parcel(_)) => true,
        Place::Container(tote) => at.state.is_tote(tote),
        _ => false,
    }
}

/// The warehouse that a plate is on its way to.
pub fn bound_for(at: &Reading<'_>, plate: &ContainerId) -> Option<String> {
    match at.state.containers.standing(plate, &at.relations()) {
        Some(Stand::Outside(Outside::Warehouse(to))) => Some(names::warehouse_name(at, to)),
        _ => None,
    }
}
