//! Which documents an entry concerns, so that each of them can say so.

use crate::site::Reading;
use crate::trade::demand::{DemandDocument, FulfilmentLine};
use crate::trade::event::Event;
use crate::trade::id::{ContainerId, DocumentId, FulfilmentOrderId, ItemId, OrderId};
use crate::trade::leases::LeaseKey;
use crate::trade::place::Place;
use crate::trade::state::entries::{Clash, Entry};
use crate::trade::stock::posting::{AccountKey, What};
use crate::trade::table::{Sink, Standing};
use std::collections::BTreeSet;

/// Every document that an entry concerns: what it is about, and what that is made of or belongs to.
pub fn concerned(at: &Reading<'_>, clash: &Clash) -> BTreeSet<DocumentId> {
    let mut all = Documents(BTreeSet::from([clash.document()]));
    match clash {
        Clash::Oversold { key, holders, .. } => {
            all.item(&key.item);
            holders.iter().for_each(|line| all.line(at, line));
        }
        Clash::GivenUpTwice { key, lines, .. } => {
            all.item(&key.item);
            lines.iter().for_each(|line| all.line(at, line));
        }
        Clash::BelowZero(account)
        | Clash::Short(account)
        | Clash::CountsDiffer(account)
        | Clash::CountInDoubt { account, .. }
        | Clash::CountUnlisted { account, .. }
        | Clash::CountToApprove { account, .. }
        | Clash::CountJudgedTwice { account, .. } => all.account(account),
        Clash::DoneTwice { order, .. }
        | Clash::Overdrawn { order, .. }
        | Clash::StepsDiffer { order, .. }
        | Clash::LateOnClosed(order) => all.work_of(at, order),
        Clash::GaveBackTooMuch(order, _)
        | Clash::PlacedTwice { order, .. }
        | Clash::MatchedTwice { order, .. } => all.order(order),
        Clash::SentToOldAddress { order, parcel } => {
            all.order(order);
            let parcel = ContainerId::Parcel(*parcel);
            all.0.insert(DocumentId::Container(parcel));
        }
        Clash::MergeVoid(merge) => all.fact(at, *merge),
        Clash::LotsDiffer(lots) => {
            lots.iter().for_each(|lot| all.item(&lot.item));
            all.0.extend(lots.iter().cloned().map(DocumentId::Lot));
        }
        Clash::SetAsideBoth { orders } => orders.iter().for_each(|order| all.order(order)),
        Clash::EndedTwice { parcel, facts } => {
            let parcel = ContainerId::Parcel(*parcel);
            all.0.insert(DocumentId::Container(parcel));
            facts.iter().for_each(|fact| all.fact(at, *fact));
        }
        Clash::PlacedInBoth { orders, .. } => orders.iter().for_each(|order| all.order(order)),
        Clash::SaidTwice { what, facts } => {
            all.0.insert(what.document());
            facts.iter().for_each(|fact| all.fact(at, *fact));
        }
        Clash::NumberTwice { parcels, .. } => {
            let parcels = parcels.iter().copied().map(ContainerId::Parcel);
            all.0.extend(parcels.map(DocumentId::Container));
        }
        Clash::SerialTwice(twice) => {
            all.item(&twice.item);
            for claim in &twice.open {
                all.fact(at, claim.at.fact());
            }
        }
        Clash::HalfMissing(fulfilment) => all.fulfilment(at, fulfilment),
        Clash::ContainerCircle(containers) => {
            all.0
                .extend(containers.iter().cloned().map(DocumentId::Container));
        }
        Clash::LeaseOvertaken { works, .. } => {
            for (lease, work) in works {
                if let LeaseKey::Pack(DemandDocument::FulfilmentOrder(fulfilment)) = lease {
                    all.fulfilment(at, fulfilment);
                }
                all.fact(at, *work);
            }
        }
        Clash::NotAllowed(fact) | Clash::Waits(fact) => all.fact(at, *fact),
        Clash::RevokedMeanwhile { facts, .. } => facts.iter().for_each(|fact| all.fact(at, *fact)),
        Clash::FieldTwice { .. }
        | Clash::ContainerWhere(_)
        | Clash::Fork { .. }
        | Clash::MergeCircle(_)
        | Clash::ErasureTooLate(_)
        | Clash::NeedsUpdate(_)
        | Clash::EditionTwice { .. } => {}
    }
    all.0
}

/// The entries that concern a document, of those that are given.
pub fn about(at: &Reading<'_>, entries: &[Entry], documents: &BTreeSet<DocumentId>) -> Vec<Entry> {
    let is_about = |entry: &&Entry| !concerned(at, &entry.clash).is_disjoint(documents);
    entries.iter().filter(is_about).cloned().collect()
}

struct Documents(BTreeSet<DocumentId>);

impl Sink for Documents {
    fn document(&mut self, document: DocumentId) {
        self.0.insert(document);
    }
}

impl Documents {
    fn item(&mut self, item: &ItemId) {
        self.0.insert(DocumentId::Item(item.clone()));
    }

    fn order(&mut self, order: &OrderId) {
        self.0.insert(DocumentId::Order(order.clone()));
    }

    fn account(&mut self, account: &AccountKey) {
        match &account.what {
            What::Item(item) => self.item(item),
            What::Goods(goods) => self.item(&goods.item),
        }
        match &account.place {
            Place::Location(location) => {
                self.0.insert(DocumentId::Location(location.clone()));
            }
            Place::Container(container) => {
                self.0.insert(DocumentId::Container(container.clone()));
            }
            _ => {}
        }
    }

    /// The order of a line that has goods allocated.
    fn line(&mut self, at: &Reading<'_>, line: &FulfilmentLine) {
        self.fulfilment(at, &line.document);
    }

    fn fulfilment(&mut self, at: &Reading<'_>, id: &FulfilmentOrderId) {
        self.0.insert(DocumentId::FulfilmentOrder(*id));
        let routed = at.state.fulfilment(id).and_then(|of| of.routed());
        if let Some((_, routed)) = routed {
            self.order(&routed.order);
        }
    }

    /// An order with the parcels and batches in which its work was done.
    fn work_of(&mut self, at: &Reading<'_>, order: &OrderId) {
        self.order(order);
        let routed = at.state.order(order).into_iter();
        for (_, id, _) in routed.flat_map(|order| order.routed()) {
            let links = at.state.links();
            let parcels = links.parcels(id).map(|id| ContainerId::Parcel(*id));
            self.0.extend(parcels.map(DocumentId::Container));
            self.0
                .extend(links.batches(id).map(|id| DocumentId::Batch(*id)));
        }
    }

    /// The documents that a fact names, and the orders of its fulfilment orders.
    fn fact(&mut self, at: &Reading<'_>, fact: crate::stream::id::FactId) {
        let Some(event) = at.held.event(fact) else {
            return;
        };
        let standing = Standing {
            fact,
            opened_before: at.held.opened_before(fact),
        };
        let mut named = Documents(BTreeSet::new());
        let event: &Event = event;
        event.row(&standing, &mut named);
        for document in named.0 {
            if let DocumentId::FulfilmentOrder(id) = &document {
                self.fulfilment(at, id);
            }
            self.0.insert(document);
        }
    }
}
