//! The table of facts: what each one means, fact by fact, without a gap.
//!
//! The ledger of goods and the work of a warehouse are booked from the row; what of an order's demand counts once is read off
//! the fact by the order itself, and tests hold both to the same units.
//! Each area has its rows beside its facts; none has an arm for "all others", so that a fact which is added is asked
//! for all of this by the compiler.
//!
//! What a row says follows from the fact alone, but for lines that are taken whole ([`Transfer::OrderWhole`]): those
//! name the fact that placed them.

use super::counting::Observation;
use super::demand::Transfer;
use super::event::Event;
use super::goods::{Goods, Serials};
use super::id::{DocumentId, ItemId};
use super::leases::LeaseKey;
use super::people::Role;
use super::personal::Row as PersonalRow;
use super::place::{Movement, Place};
use super::stock::SerialsPlaced;
use crate::stream::facts::StreamFact;
use crate::stream::id::{CommitId, FactId, Opened};

/// All roles but the owner's, which may everything.
pub(crate) const EVERYBODY: &[Role] = &[
    Role::Picker,
    Role::Packer,
    Role::Receiver,
    Role::Returns,
    Role::Office,
    Role::Supervisor,
];

/// Whose stream of work a fact belongs to. A commit holds facts of one scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// The workspace's: orders until they are routed, catalog, people, settings.
    Workspace,
    /// One warehouse's, which the commit names: everything that hands do.
    Warehouse,
    /// That of the commit that it stands in: an identity opens anywhere, a fulfilment order is worked on in its
    /// executor's scope, rows and erasures follow their documents.
    Either,
}

/// What becomes of a fact whose author had no right to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// It happened in the world, or is a record of work: it counts, and is marked.
    Counts,
    /// It confers or destroys: it waits for a decision, and what rests on it waits too.
    Waits,
    /// It takes a right back: it waits where its author had no right, but not for a revocation that met it unknowing. Of
    /// revocations that meet each other both stand.
    Revokes,
}

/// What one fact means beside what it tells a [`Sink`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Whose stream of work it belongs to.
    pub scope: Scope,
    /// What becomes of it where its author had no right.
    pub weight: Weight,
    /// The roles that may; the owner may everything.
    pub roles: &'static [Role],
}

impl Row {
    /// A fact of the workspace that counts whoever wrote it.
    pub(crate) const fn office(roles: &'static [Role]) -> Row {
        Row {
            scope: Scope::Workspace,
            weight: Weight::Counts,
            roles,
        }
    }

    /// A fact of a warehouse that counts whoever wrote it.
    pub(crate) const fn floor(roles: &'static [Role]) -> Row {
        Row {
            scope: Scope::Warehouse,
            weight: Weight::Counts,
            roles,
        }
    }

    /// A fact of the scope of its commit that counts whoever wrote it.
    pub(crate) const fn anywhere(roles: &'static [Role]) -> Row {
        Row {
            scope: Scope::Either,
            weight: Weight::Counts,
            roles,
        }
    }

    /// A fact of the workspace that confers or destroys.
    pub(crate) const fn confers(roles: &'static [Role]) -> Row {
        Row {
            scope: Scope::Workspace,
            weight: Weight::Waits,
            roles,
        }
    }

    /// A fact of the workspace that takes a right back.
    pub(crate) const fn revokes(roles: &'static [Role]) -> Row {
        Row {
            scope: Scope::Workspace,
            weight: Weight::Revokes,
            roles,
        }
    }

    /// The same in the scope of its commit.
    pub(crate) const fn of_commit(self) -> Row {
        Row {
            scope: Scope::Either,
            ..self
        }
    }

    /// The same in a warehouse's scope.
    pub(crate) const fn of_warehouse(self) -> Row {
        Row {
            scope: Scope::Warehouse,
            ..self
        }
    }
}

/// A claim that goods with a serial number go from one place to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SerialClaim<'a> {
    /// The item.
    pub item: &'a ItemId,
    /// Which.
    pub serials: &'a [Serials],
    /// The place whose claim it closes; `None` closes none.
    pub from: Option<&'a Place>,
    /// The place where they are from now on.
    pub to: &'a Place,
}

/// Where a fact stands, for the names of what it opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The fact.
    pub fact: FactId,
    /// How many documents the facts before it in its commit have opened.
    pub opened_before: u32,
}

impl Standing {
    /// The name of the document that the fact opens.
    pub fn opened(&self) -> Opened {
        Opened {
            commit: self.fact.commit,
            ordinal: self.opened_before,
        }
    }

    /// The standings of facts of a commit, each with its place in it.
    pub fn all_of<'a>(
        commit: CommitId,
        events: impl Iterator<Item = (u32, &'a Event)>,
    ) -> impl Iterator<Item = (Standing, &'a Event)> {
        let mut opened = 0;
        events.map(move |(index, event)| {
            let standing = Standing {
                fact: FactId { commit, index },
                opened_before: opened,
            };
            opened += u32::from(event.opens());
            (standing, event)
        })
    }

    /// The standings of the facts of a commit.
    pub fn all(commit: CommitId, events: &[Event]) -> impl Iterator<Item = (Standing, &Event)> {
        let mut opened = 0;
        events.iter().zip(0..).map(move |(event, index)| {
            let standing = Standing {
                fact: FactId { commit, index },
                opened_before: opened,
            };
            opened += u32::from(event.opens());
            (standing, event)
        })
    }
}

/// Who is told what facts mean.
pub trait Sink {
    /// A document that the fact belongs to.
    fn document(&mut self, _document: DocumentId) {}

    /// A document that the fact opens; told beside [`Sink::document`].
    fn opens(&mut self, _document: DocumentId) {}

    /// Goods that move.
    fn movement(&mut self, _movement: Movement<'_>) {}

    /// Demand that passes from account to account.
    fn transfer(&mut self, _transfer: Transfer<'_>) {}

    /// Something that was seen at a place.
    fn observed(&mut self, _observation: &Observation) {}

    /// A count that waited for approval was approved or turned down.
    fn judged(&mut self, _count: FactId, _place: &Place, _approved: bool) {}

    /// A person said on which side of a count a movement at a place was.
    fn placed(&mut self, _count: FactId, _place: &Place, _movement: CommitId, _before: bool) {}

    /// Goods that were not found where they should be: closed to allocation there until a count that knew this; or that
    /// a fact which said so was wrong.
    fn shorted(&mut self, _place: &Place, _goods: &Goods, _undoes: Option<FactId>) {}

    /// The fact of hands that this one takes back, or that can be gone on from only once (a parcel under its label leaves
    /// once). Of two who did so and did not know of each other, goods and work are booked by the first in order.
    fn takes_back(&mut self, _fact: FactId) {}

    /// Serial numbers that are claimed for a place.
    fn serials(&mut self, _claim: SerialClaim<'_>) {}

    /// Serial numbers that were seen at a place, however they came there.
    fn serials_seen(&mut self, _item: &ItemId, _serials: &[Serials], _place: &Place) {}

    /// Serial numbers of which somebody said at which of several places they are.
    fn serials_placed(&mut self, _placed: &SerialsPlaced) {}

    /// Serial numbers that a fact names, where it names any.
    fn claim(&mut self, item: &ItemId, serials: &[Serials], from: Option<&Place>, to: &Place) {
        if !serials.is_empty() {
            self.serials(SerialClaim {
                item,
                serials,
                from,
                to,
            });
        }
    }

    /// Personal rows that are written to a document.
    fn rows(&mut self, _document: DocumentId, _rows: &[PersonalRow]) {}

    /// A lease that was given or taken over.
    fn leased(&mut self, _lease: &LeaseKey) {}

    /// A lease whose holder alone may decide this; what hands did counts all the same.
    fn lease(&mut self, _lease: LeaseKey) {}
}

/// Asks for nothing but the rest of a fact's row.
impl Sink for () {}

impl Event {
    /// Tells the sink what the fact means, and gives the rest of its row.
    pub fn row(&self, at: &Standing, sink: &mut impl Sink) -> Row {
        match self {
            Event::Streams(StreamFact::EventWithheld(_)) => {
                sink.document(DocumentId::Workspace);
                Row::confers(&[Role::Owner])
            }
            Event::Streams(_) => {
                sink.document(DocumentId::Workspace);
                Row::anywhere(EVERYBODY)
            }
            Event::Identity(fact) => fact.row(at, sink),
            Event::Catalog(fact) => fact.row(at, sink),
            Event::Locations(fact) => fact.row(at, sink),
            Event::Parties(fact) => fact.row(at, sink),
            Event::People(fact) => fact.row(at, sink),
            Event::Personal(fact) => fact.row(at, sink),
            Event::Channels(fact) => fact.row(at, sink),
            Event::Orders(fact) => fact.row(at, sink),
            Event::Money(fact) => fact.row(at, sink),
            Event::Fulfilment(fact) => fact.row(at, sink),
            Event::Allocation(fact) => fact.row(at, sink),
            Event::Picking(fact) => fact.row(at, sink),
            Event::Packing(fact) => fact.row(at, sink),
            Event::Shipping(fact) => fact.row(at, sink),
            Event::Receiving(fact) => fact.row(at, sink),
            Event::Counting(fact) => fact.row(at, sink),
            Event::Stock(fact) => fact.row(at, sink),
            Event::Returns(fact) => fact.row(at, sink),
            Event::Settings(fact) => fact.row(at, sink),
            Event::Leases(fact) => fact.row(at, sink),
            Event::Conflicts(fact) => fact.row(at, sink),
        }
    }

    /// Whether the fact opens a document.
    pub fn opens(&self) -> bool {
        #[derive(Default)]
        struct Opens(bool);
        impl Sink for Opens {
            fn opens(&mut self, _: DocumentId) {
                self.0 = true;
            }
        }
        let commit = CommitId {
            stream: crate::stream::id::StreamId::new([0; 16]),
            number: 1,
        };
        let at = Standing {
            fact: FactId { commit, index: 0 },
            opened_before: 0,
        };
        let mut sink = Opens::default();
        self.row(&at, &mut sink);
        sink.0
    }
}
