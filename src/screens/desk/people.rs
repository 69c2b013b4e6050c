//! Who is signed in at this device. A workspace of one person sees none of it.

use super::{Area, lock, peek, read};
use crate::browser::preferences;
use crate::site::Reading;
use crate::trade::id::{OperatorId, WarehouseId};
use crate::trade::locations::WarehouseField;
use crate::trade::people;
use crate::ui::locale::{Language, set_language};
use crate::view::{names, rights, sign_in as who};
use leptos::prelude::*;

thread_local! {
    static CHANGED: ArcRwSignal<u64> = ArcRwSignal::new(0);
}

pub(super) fn follow_changes() {
    CHANGED.with(|changed| changed.clone()).track();
}

pub(super) fn tell_changed() {
    CHANGED.with(|changed| changed.clone()).update(|n| *n += 1);
}

/// Who is signed in: whoever signed in last on this device, or the only one there is. Nobody where several work here and
/// none has signed in. A screen that is locked keeps its operator: work that is under way goes on in that name.
pub fn operator() -> Option<OperatorId> {
    peek(signed_in)
}

/// The same, followed inside an effect or a view.
pub fn followed_operator() -> Option<OperatorId> {
    follow_changes();
    read(&[Area::Catalog], signed_in)
}

pub(super) fn signed_in(at: &Reading<'_>) -> Option<OperatorId> {
    let working = who::working(at);
    if let [only] = working.as_slice() {
        return Some(*only);
    }
    let name = lock::signed_in_name()?;
    working
        .into_iter()
        .find(|operator| names::opened(&operator.0) == name)
}

/// Signs an operator in at this device, in all its tabs, and speaks their language from then on. Whoever calls this has
/// asked for PIN or badge where there is one.
pub fn sign_in(operator: &OperatorId) {
    lock::open_for(&names::opened(&operator.0));
    let language = peek(|at| who::language(at, operator));
    if let Some(language) = language {
        set_language(spoken(&language));
    }
    tell_changed();
}

/// The language of the portal for that of an operator's card.
pub fn spoken(language: &people::Language) -> Language {
    match language {
        people::Language::English => Language::English,
        people::Language::Indonesian => Language::Indonesian,
        people::Language::Bulgarian => Language::Bulgarian,
        people::Language::Romanian => Language::Romanian,
    }
}

const WAREHOUSE: &str = "warehouse";

/// The warehouses that new decisions may name, by identity.
pub fn warehouses(at: &Reading<'_>) -> Vec<WarehouseId> {
    let retired = WarehouseField::Retired(true);
    at.state
        .warehouses()
        .filter(|(_, card)| card.fields().all(|field| *field != retired))
        .map(|(warehouse, _)| warehouse.clone())
        .collect()
}

/// Of these, the warehouses that whoever is signed in may act in.
pub fn own_warehouses(at: &Reading<'_>) -> Vec<WarehouseId> {
    let own = super::context().and_then(|context| rights::warehouses(at, &context));
    let mut all = warehouses(at);
    all.retain(|warehouse| own.as_ref().is_none_or(|own| own.contains(warehouse)));
    all
}

/// The warehouse whose work the floor shows: that of this device, where there are several.
pub fn floor_warehouse(at: &Reading<'_>) -> Option<WarehouseId> {
    let several = warehouses(at).len() > 1;
    several.then(|| at_work(at)).flatten()
}

/// The warehouse that is worked in at this device: the one that was chosen here, else the first that whoever is signed in
/// may act in.
pub fn warehouse() -> Option<WarehouseId> {
    peek(at_work)
}

/// The same, followed inside an effect or a view.
pub fn followed_warehouse() -> Option<WarehouseId> {
    follow_changes();
    read(&[Area::Catalog], at_work)
}

fn at_work(at: &Reading<'_>) -> Option<WarehouseId> {
    let all = own_warehouses(at);
    let chosen = preferences::read(WAREHOUSE);
    let is_chosen =
        |warehouse: &&WarehouseId| chosen.as_deref() == Some(warehouse.first.code.as_str());
    all.iter().find(is_chosen).or(all.first()).cloned()
}

/// Chooses the warehouse that is worked in at this device.
pub fn choose_warehouse(warehouse: &WarehouseId) {
    preferences::write(WAREHOUSE, warehouse.first.code.as_str());
    tell_changed();
}
