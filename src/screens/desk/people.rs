//! Who is signed in at this device. A workspace of one person sees none of it.

use super::{Area, peek, read};
use crate::browser::preferences;
use crate::site::Reading;
use crate::trade::id::OperatorId;
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
