//! What the table says of a fact, on its way into goods, work, rows and leases.

use super::other_work::OtherWork;
use super::said_twice::is_written_by_people;
use super::worked::Worked;
use super::{State, Told};
use crate::stream::id::{CommitId, FactId};
use crate::trade::counting::Observation;
use crate::trade::demand::{DemandDocument, Transfer};
use crate::trade::goods::{Goods, Serials};
use crate::trade::id::{DocumentId, ItemId};
use crate::trade::identity::components::Components;
use crate::trade::leases::LeaseKey;
use crate::trade::personal::Row as PersonalRow;
use crate::trade::personal::erasures::RowId;
use crate::trade::place::{Movement, Place};
use crate::trade::relations::{At, Relations};
use crate::trade::stock::{SerialsPlaced, feed};
use crate::trade::table::{SerialClaim, Sink};

/// Feeds goods, work, rows and leases from the table of facts.
pub(super) struct Feed<'a, R> {
    pub(super) state: &'a mut State,
    pub(super) at: At,
    pub(super) relations: &'a R,
    /// Whether goods and work move by it: not where another fact took the same thing back before.
    pub(super) books: bool,
    pub(super) named: super::links::Named,
}

impl<R: Relations> Feed<'_, R> {
    fn goods(&mut self) -> feed::Feed<'_, Components, R> {
        feed::Feed {
            at: self.at,
            ledger: &mut self.state.ledger,
            serials: &mut self.state.serials,
            canonical: &self.state.components,
            relations: self.relations,
        }
    }
}

impl<R: Relations> Sink for Feed<'_, R> {
    fn document(&mut self, document: DocumentId) {
        self.state.codes.named(&document);
        if matches!(document, DocumentId::Channel(_) | DocumentId::Warehouse(_)) {
            let first = self.state.first_named.entry(document.clone());
            let first = first.or_insert(self.at);
            *first = self.at.min(*first);
        }
        self.named.document(&document);
        self.state.components.seen(&document, self.at);
    }

    fn movement(&mut self, movement: Movement<'_>) {
        if self.books {
            self.goods().movement(movement);
        }
    }

    fn observed(&mut self, observation: &Observation) {
        self.goods().observed(observation);
    }

    fn judged(&mut self, count: FactId, place: &Place, approved: bool) {
        self.goods().judged(count, place, approved);
    }

    fn placed(&mut self, count: FactId, place: &Place, movement: CommitId, before: bool) {
        self.goods().placed(count, place, movement, before);
    }

    fn shorted(&mut self, place: &Place, goods: &Goods, undoes: Option<FactId>) {
        if self.books {
            self.goods().shorted(place, goods, undoes);
        }
    }

    fn serials(&mut self, claim: SerialClaim<'_>) {
        if self.books {
            self.goods().serials(claim);
        }
    }

    fn serials_seen(&mut self, item: &ItemId, serials: &[Serials], place: &Place) {
        self.goods().serials_seen(item, serials, place);
    }

    fn serials_placed(&mut self, placed: &SerialsPlaced) {
        self.goods().serials_placed(placed);
    }

    fn transfer(&mut self, transfer: Transfer<'_>) {
        // Transfers in the orders' ledgers are read off the orders' facts, which knows what counts once; here only what
        // hands do is booked.
        if self.books
            && let Transfer::Work {
                line,
                from,
                to,
                units,
            } = transfer
        {
            match line.document {
                DemandDocument::FulfilmentOrder(document) => self
                    .state
                    .fulfilment_mut(document)
                    .transfer(line.line, &from, &to, units),
                other => self
                    .state
                    .other_work
                    .entry(other)
                    .or_insert_with(|| OtherWork::new(self.at))
                    .transfer(self.at, line.line, &from, &to, units),
            }
        }
    }

    fn rows(&mut self, document: DocumentId, rows: &[PersonalRow]) {
        for row in rows {
            let id = RowId {
                document: document.clone(),
                slot: row.slot.clone(),
                fact: self.at.fact(),
            };
            self.state.rows.insert(id.clone(), (self.at, row.clone()));
            if is_written_by_people(&id.slot) {
                self.state.row_came(&id);
            }
        }
    }

    fn lease(&mut self, lease: LeaseKey) {
        let only = Worked {
            first: self.at,
            last: self.at,
        };
        let under = (lease, self.at.branch);
        self.state.open.touched.works.insert(under.clone());
        let worked = self.state.work.or_insert_with(under, || only);
        worked.first = self.at.min(worked.first);
        worked.last = self.at.max(worked.last);
    }
}

/// The fact of hands that a fact takes back.
#[derive(Default)]
pub(super) struct TakesBack(pub(super) Option<FactId>);

impl Sink for TakesBack {
    fn takes_back(&mut self, fact: FactId) {
        self.0 = Some(fact);
    }
}

impl State {
    /// Whether a fact that was taken in moved goods and work: not where one before it in order takes the same thing back.
    pub(super) fn is_booked(&self, told: &Told) -> bool {
        if self.taken_back.is_empty() {
            return true;
        }
        let mut of = TakesBack::default();
        told.event.row(&told.standing(), &mut of);
        let first = of.0.and_then(|of| self.taken_back.get(&of));
        first.is_none_or(|first| *first == told.at)
    }
}
