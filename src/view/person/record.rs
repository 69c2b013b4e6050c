//! The record of erasures: what was ordered, by whom and why, how it stands; never what was erased.

use crate::site::Reading;
use crate::stream::id::CommitId;
use crate::trade::demand::DemandDocument;
use crate::trade::event::Event;
use crate::trade::id::{ContainerId, DocumentId, ErasureId, OperatorId, OrderId};
use crate::trade::personal::commands::executable_from;
use crate::trade::personal::erasures::ErasureStatus;
use crate::trade::personal::{ErasureCause, PersonalFact};
use crate::trade::relations::At;
use crate::trade::table::Standing;
use crate::view::names;
use std::collections::{BTreeMap, BTreeSet};

/// What was ordered at once to be erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erased {
    /// The erasures: one for each scope that the documents lie in.
    pub ids: Vec<ErasureId>,
    /// Why.
    pub cause: ErasureCause,
    /// How it stands; where the parts stand differently, the one that is least far.
    pub status: ErasureStatus,
    /// When it was ordered, in milliseconds since 1970 UTC.
    pub ordered_ms: i64,
    /// Who ordered it.
    pub by: Option<String>,
    /// When the last part was executed.
    pub executed_ms: Option<i64>,
    /// From when it may be executed.
    pub from_ms: i64,
    /// The orders: number and address.
    pub orders: Vec<(String, String)>,
    /// How many documents it names.
    pub documents: usize,
}

/// Every erasure that is known, the latest first.
pub fn erasures(at: &Reading<'_>) -> Vec<Erased> {
    let relations = at.relations();
    let erasures = &at.state.erasures;
    let mut all: BTreeMap<(i64, Option<OperatorId>, ErasureCause), Erased> = BTreeMap::new();
    for (id, status) in erasures.all(&relations) {
        let (Some((ordered, slots)), Some(cause)) = (erasures.ordered(&id), erasures.cause(&id))
        else {
            continue;
        };
        let operator = ordered.operator.map(OperatorId);
        let orders: BTreeSet<OrderId> = slots
            .iter()
            .filter_map(|erased| order_of(at, &erased.document))
            .collect();
        let one = all
            .entry((ordered.wall_ms, operator, cause.clone()))
            .or_insert_with(|| Erased {
                ids: Vec::new(),
                cause: cause.clone(),
                status,
                ordered_ms: ordered.wall_ms,
                by: operator.map(|operator| names::operator_name(at, &operator)),
                executed_ms: None,
                from_ms: executable_from(at.state, ordered),
                orders: Vec::new(),
                documents: 0,
            });
        one.ids.push(id);
        one.status = one.status.min(status);
        let executed = erasures.executed(&id, &relations);
        one.executed_ms = one.executed_ms.max(executed.map(|at: At| at.wall_ms));
        one.documents += slots.len();
        for order in orders {
            let number = names::shown_number(at, &order).to_owned();
            let shown = (number, names::order_address(at, &order));
            if !one.orders.contains(&shown) {
                one.orders.push(shown);
            }
        }
    }
    all.into_values().rev().collect()
}

/// The erasures that commits opened.
pub fn ordered_by(at: &Reading<'_>, commits: &[CommitId]) -> Vec<ErasureId> {
    let mut opened = Vec::new();
    for commit in commits {
        let events: Vec<Event> = at.held.events(*commit).cloned().collect();
        for (standing, event) in Standing::all(*commit, &events) {
            if matches!(event, Event::Personal(PersonalFact::ErasureOrdered(_))) {
                opened.push(ErasureId(standing.opened()));
            }
        }
    }
    opened
}

fn order_of(at: &Reading<'_>, document: &DocumentId) -> Option<OrderId> {
    match document {
        DocumentId::Order(order) => Some(order.clone()),
        DocumentId::Container(ContainerId::Parcel(id)) => {
            let mut packed = at.state.parcel(id)?.packed();
            let (_, first) = packed.next()?;
            let DemandDocument::FulfilmentOrder(fulfilment) = &first.line.document else {
                return None;
            };
            let (_, routed) = at.state.fulfilment(fulfilment)?.routed()?;
            Some(routed.order.clone())
        }
        _ => None,
    }
}
