//! What two devices said of one thing, beside the fields of cards: addresses, personal rows, lids, weights and totes.

use super::State;
use super::entries::Clash;
use crate::stream::id::{CommitId, FactId};
use crate::trade::card_fold::Competing;
use crate::trade::demand::DemandDocument;
use crate::trade::id::{BatchId, ContainerId, DocumentId, OrderId, ParcelId};
use crate::trade::orders::order::Order;
use crate::trade::personal::Slot;
use crate::trade::personal::erasures::RowId;
use crate::trade::relations::{At, Relations};
use std::collections::{BTreeMap, BTreeSet};

/// What was said twice.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Said {
    /// Where an order goes, and to whom.
    Address(OrderId),
    /// A personal row of a document.
    Row(DocumentId, Slot),
    /// Whether a parcel is open, and how it was closed.
    Lid(ParcelId),
    /// What a parcel weighs, and its size.
    Measured(ParcelId),
    /// The tote of a document in a batch.
    Tote(BatchId, DemandDocument),
}

impl Said {
    /// The document that it is of.
    pub fn document(&self) -> DocumentId {
        match self {
            Said::Address(order) => DocumentId::Order(order.clone()),
            Said::Row(document, _) => document.clone(),
            Said::Lid(parcel) | Said::Measured(parcel) => {
                DocumentId::Container(ContainerId::Parcel(*parcel))
            }
            Said::Tote(batch, _) => DocumentId::Batch(*batch),
        }
    }
}

/// Whether a person writes a row of a slot, so that two of them are two opinions.
pub(super) fn is_written_by_people(slot: &Slot) -> bool {
    match slot {
        Slot::Recipient
        | Slot::Payer
        | Slot::Contact
        | Slot::Note
        | Slot::Message
        | Slot::TaxNumber
        | Slot::Pin
        | Slot::Badge => true,
        // What files bring is one thing however many devices read it, though each salts its rows anew.
        Slot::SourceRecipient
        | Slot::Titles
        | Slot::Signature
        | Slot::Picture
        | Slot::RawRow
        | Slot::FileName
        | Slot::PaymentReference
        | Slot::CustomerKey
        | Slot::Tags => false,
    }
}

fn facts<T>(said: &[(At, T)]) -> Vec<FactId> {
    said.iter().map(|(at, _)| at.fact()).collect()
}

/// The commits in which a source said something of an order.
fn by_source(order: Option<&Order>) -> BTreeSet<CommitId> {
    let order = order.into_iter();
    order
        .flat_map(|order| {
            let placed = order.placings().map(|(at, _)| at.commit());
            placed.chain(order.said().map(|(at, _)| at.commit()))
        })
        .collect()
}

impl State {
    /// What was said twice by devices that did not know of each other.
    pub(super) fn said_clashes(&self, relations: &impl Relations, clashes: &mut Vec<Clash>) {
        self.row_clashes(relations, clashes);
        for (id, parcel) in self.clashing_parcels() {
            let lid = parcel.lid_said_twice();
            let is_lid = !lid.is_empty();
            let what = if is_lid {
                Said::Lid(*id)
            } else {
                Said::Measured(*id)
            };
            let facts = if is_lid {
                lid
            } else {
                parcel.measured_said_twice()
            };
            if !facts.is_empty() {
                clashes.push(Clash::SaidTwice { what, facts });
            }
        }
        for (id, batch) in self.clashing_batches() {
            clashes.extend(
                batch
                    .totes_said_twice()
                    .map(|(document, facts)| Clash::SaidTwice {
                        what: Said::Tote(*id, document.clone()),
                        facts,
                    }),
            );
        }
    }

    fn row_clashes(&self, relations: &impl Relations, clashes: &mut Vec<Clash>) {
        let mut said: BTreeMap<(&DocumentId, &Slot), Competing<&RowId>> = BTreeMap::new();
        // Rows are many and doubled ones few: of a slot with one row nothing is asked.
        for (document, slot) in self.doubled_rows() {
            let order = match document {
                DocumentId::Order(order) => self.order(order),
                _ => None,
            };
            let by_source = by_source(order);
            for (id, at, row) in self.rows_of(document) {
                let by_hand = !by_source.contains(&at.commit());
                let lives = self.erasures.lives(document, row, at, relations);
                if id.slot == *slot && by_hand && lives {
                    said.entry((document, slot))
                        .or_default()
                        .say(*at, id, relations);
                }
            }
        }
        let mut addressed = BTreeSet::new();
        for ((document, slot), said) in said {
            if said.losers().is_empty() {
                continue;
            }
            let mut facts = facts(said.all());
            let what = match document {
                DocumentId::Order(order) if *slot == Slot::Recipient => {
                    addressed.insert(order);
                    let known = self.order(order).into_iter();
                    facts.extend(known.flat_map(Order::addresses_said).map(At::fact));
                    Said::Address(order.clone())
                }
                _ => Said::Row(document.clone(), slot.clone()),
            };
            facts.sort_unstable();
            facts.dedup();
            clashes.push(Clash::SaidTwice { what, facts });
        }
        for order in self
            .clashing_orders()
            .filter(|order| !addressed.contains(order.id()))
        {
            if order.is_address_disputed() {
                let facts = order.addresses_said().map(At::fact).collect();
                let what = Said::Address(order.id().clone());
                clashes.push(Clash::SaidTwice { what, facts });
            }
        }
    }
}
