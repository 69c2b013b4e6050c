//! Every movement of an item, read off the facts.

use super::names;
use crate::site::Reading;
use crate::stream::id::CommitId;
use crate::stream::stamp::Stamp;
use crate::trade::counting::balance::Account;
use crate::trade::event::Event;
use crate::trade::goods::Goods;
use crate::trade::id::{DocumentId, ItemId, OperatorId, OrderId};
use crate::trade::identity::canonical::Canonical;
use crate::trade::place::{Movement, Place};
use crate::trade::stock::{StockDocumentKind, StockFact};
use crate::trade::table::{Sink, Standing};
use std::cmp::Ordering;

/// Why goods moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// For an order: its number, and its part of an address.
    Order {
        /// The number that people see.
        number: String,
        /// Its part of an address.
        address: String,
    },
    /// They came in.
    Receipt,
    /// They were there when the ledger began.
    Opening,
    /// They were corrected by hand.
    Adjustment,
    /// They were moved.
    Moved,
    /// They came back.
    Return,
    /// A count.
    Count,
    /// Anything else.
    Other,
}

/// One movement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posting {
    /// When, in milliseconds since 1970 UTC.
    pub ms: i64,
    /// From where.
    pub from: Place,
    /// To where.
    pub to: Place,
    /// How many units.
    pub units: u64,
    /// Of which lot.
    pub lot: Option<String>,
    /// Why.
    pub why: Why,
    /// Who.
    pub who: Option<String>,
}

struct Movements<'a, 'r> {
    at: &'a Reading<'r>,
    item: &'a ItemId,
    order: Option<OrderId>,
    found: Vec<(Place, Place, u64, Option<String>)>,
}

impl Sink for Movements<'_, '_> {
    fn document(&mut self, document: DocumentId) {
        match document {
            DocumentId::Order(order) => self.order = Some(order),
            DocumentId::FulfilmentOrder(id) => {
                let routed = self.at.state.fulfilment(&id).and_then(|of| of.routed());
                if let Some((_, routed)) = routed {
                    self.order.get_or_insert_with(|| routed.order.clone());
                }
            }
            _ => {}
        }
    }

    fn movement(&mut self, movement: Movement<'_>) {
        let canonical = &self.at.state.components;
        if canonical.item(&movement.goods.item) == *self.item {
            let lot = movement.becomes.unwrap_or(movement.goods).lot.as_ref();
            let lot = lot.and_then(|lot| names::lot_code(self.at, &movement.goods.item, lot));
            self.found
                .push((movement.from, movement.to, movement.units.get(), lot));
        }
    }
}

fn why(at: &Reading<'_>, event: &Event, order: Option<&OrderId>) -> Why {
    match (event, order) {
        (Event::Returns(_), _) => Why::Return,
        (_, Some(order)) => Why::Order {
            number: names::shown_number(at, order).to_owned(),
            address: names::order_address(at, order),
        },
        (Event::Receiving(_), None) => Why::Receipt,
        (Event::Counting(_), None) => Why::Count,
        (Event::Stock(StockFact::Posted(posted)), None) => match posted.kind {
            StockDocumentKind::Opening => Why::Opening,
            StockDocumentKind::Adjustment | StockDocumentKind::Correction => Why::Adjustment,
        },
        (Event::Stock(_), None) => Why::Moved,
        _ => Why::Other,
    }
}

/// What counts found beside what moved: a row for each place and goods, of the count that holds there.
fn counted(at: &Reading<'_>, item: &ItemId) -> Vec<(Stamp, CommitId, Posting)> {
    let accounts = at.state.ledger.accounts();
    let of_item = accounts.filter(|(_, goods, _)| at.state.components.item(&goods.item) == *item);
    let row = |(place, goods, account): (&Place, &Goods, &Account)| {
        let found = account.difference();
        let count = account.holding()?.said;
        let warehouse = at.state.containers.root_of(place, &at.relations());
        let difference = Place::Difference(warehouse.warehouse()?.clone());
        let (from, to) = match found.cmp(&0) {
            Ordering::Equal => return None,
            Ordering::Less => (place.clone(), difference),
            Ordering::Greater => (difference, place.clone()),
        };
        let lot = goods.lot.as_ref();
        let posting = Posting {
            ms: count.wall_ms,
            from,
            to,
            units: u64::try_from(found.unsigned_abs()).unwrap_or(u64::MAX),
            lot: lot.and_then(|lot| names::lot_code(at, &goods.item, lot)),
            why: Why::Count,
            who: count
                .operator
                .map(|operator| names::operator_name(at, &OperatorId(operator))),
        };
        Some((count.stamp, count.commit(), posting))
    };
    of_item.filter_map(row).collect()
}

/// Every movement of an item, and what counts found, the latest first. Walks over all facts that are held.
pub fn postings(at: &Reading<'_>, item: &ItemId) -> Vec<Posting> {
    let canonical = at.state.components.item(item);
    let mut all: Vec<(Stamp, CommitId, Posting)> = Vec::new();
    for (commit, header, events) in at.held.commits() {
        for (standing, event) in Standing::all_of(commit, events) {
            let mut movements = Movements {
                at,
                item: &canonical,
                order: None,
                found: Vec::new(),
            };
            event.row(&standing, &mut movements);
            if movements.found.is_empty() {
                continue;
            }
            let why = why(at, event, movements.order.as_ref());
            let who = header
                .operator
                .map(|operator| names::operator_name(at, &OperatorId(operator)));
            for (from, to, units, lot) in movements.found {
                let posting = Posting {
                    ms: header.wall_ms().unwrap_or(header.stamp.ms()),
                    from,
                    to,
                    units,
                    lot,
                    why: why.clone(),
                    who: who.clone(),
                };
                all.push((header.stamp, commit, posting));
            }
        }
    }
    all.extend(counted(at, &canonical));
    all.sort_by_key(|(stamp, commit, _)| std::cmp::Reverse((*stamp, *commit)));
    all.into_iter().map(|(_, _, posting)| posting).collect()
}
