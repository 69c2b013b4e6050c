//! Who is signed in at this device. A workspace of one person sees none of it.

use super::{Area, peek, read};
use crate::browser::preferences;
use crate::site::Reading;
use crate::trade::id::{OperatorId, WarehouseId};
use crate::trade::locations::WarehouseField;
use crate::trade::people::OperatorField;
use crate::view::names;
use leptos::prelude::*;

const PREFERENCE: &str = "signed-in";

thread_local! {
    static CHANGED: ArcRwSignal<u64> = ArcRwSignal::new(0);
}

/// Operators who work here, by identity.
fn working(at: &Reading<'_>) -> Vec<OperatorId> {
    let retired = OperatorField::Retired(true);
    let mut all: Vec<OperatorId> = Vec::new();
    for (operator, card) in at.state.operators() {
        if card.fields().all(|field| *field != retired) {
            all.push(*operator);
        }
    }
    all
}

/// Who is signed in: whoever signed in last on this device, or the only one there is. Nobody where several work here and
/// none has signed in.
pub fn operator() -> Option<OperatorId> {
    peek(signed_in)
}

/// The same, followed inside an effect or a view.
pub fn followed_operator() -> Option<OperatorId> {
    CHANGED.with(|changed| changed.clone()).track();
    read(&[Area::Catalog], signed_in)
}

fn signed_in(at: &Reading<'_>) -> Option<OperatorId> {
    let working = working(at);
    if let [only] = working.as_slice() {
        return Some(*only);
    }
    let name = preferences::read(PREFERENCE)?;
    working
        .into_iter()
        .find(|operator| names::opened(&operator.0) == name)
}

/// Signs an operator in at this device.
pub fn sign_in(operator: &OperatorId) {
    preferences::write(PREFERENCE, &names::opened(&operator.0));
    CHANGED.with(|changed| changed.clone()).update(|n| *n += 1);
}

/// Signs whoever is signed in out.
pub fn sign_out() {
    preferences::remove(PREFERENCE);
    CHANGED.with(|changed| changed.clone()).update(|n| *n += 1);
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

/// The warehouse that is worked in at this device: the one that was chosen here, else the first.
pub fn warehouse() -> Option<WarehouseId> {
    peek(at_work)
}

/// The same, followed inside an effect or a view.
pub fn followed_warehouse() -> Option<WarehouseId> {
    CHANGED.with(|changed| changed.clone()).track();
    read(&[Area::Catalog], at_work)
}

fn at_work(at: &Reading<'_>) -> Option<WarehouseId> {
    let all = warehouses(at);
    let chosen = preferences::read(WAREHOUSE);
    let is_chosen =
        |warehouse: &&WarehouseId| chosen.as_deref() == Some(warehouse.first.code.as_str());
    all.iter().find(is_chosen).or(all.first()).cloned()
}

/// Chooses the warehouse that is worked in at this device.
pub fn choose_warehouse(warehouse: &WarehouseId) {
    preferences::write(WAREHOUSE, warehouse.first.code.as_str());
    CHANGED.with(|changed| changed.clone()).update(|n| *n += 1);
}
