//! What commits have changed of the entries of orders.

use crate::site::Reading;
use crate::stream::facts::StreamFact;
use crate::stream::id::{CommitId, StreamId};
use crate::trade::demand::DemandDocument;
use crate::trade::event::Event;
use crate::trade::id::{ChannelId, ContainerId, DocumentId, FulfilmentOrderId, OrderId, PartyId};
use crate::trade::identity::IdentityFact;
use crate::trade::personal::PersonalFact;
use crate::trade::table::{Sink, Standing};
use crate::view::names;
use std::collections::{BTreeMap, BTreeSet};

/// What channels and parties are called, in small letters as entries hold it: so that of a new name only those orders are
/// made anew that show the old one.
#[derive(Debug, Default)]
pub(super) struct Called {
    pub(super) channels: BTreeMap<ChannelId, String>,
    pub(super) parties: BTreeMap<PartyId, String>,
}

impl Called {
    /// Takes in what they are called now; gives the names that were shown until then and are no more.
    pub(super) fn renew(&mut self, at: &Reading<'_>) -> BTreeSet<String> {
        let mut were = BTreeSet::new();
        for (channel, _) in at.state.channels() {
            let now = names::channel_name(at, channel).to_lowercase();
            let bare = || channel.first.code.as_str().to_lowercase();
            note(&mut self.channels, channel, now, bare, &mut were);
        }
        for (party, _) in at.state.parties() {
            let now = names::party_name(at, party).to_lowercase();
            let bare = || names::bare_party_code(party).to_lowercase();
            note(&mut self.parties, party, now, bare, &mut were);
        }
        were
    }
}

/// Notes what something is called now. What was never noted showed its bare code.
fn note<K: Ord + Clone>(
    called: &mut BTreeMap<K, String>,
    key: &K,
    now: String,
    bare: impl FnOnce() -> String,
    were: &mut BTreeSet<String>,
) {
    let known = called.get(key);
    if known == Some(&now) {
        return;
    }
    let before = known.cloned().unwrap_or_else(bare);
    if before != now {
        were.insert(before);
    }
    called.insert(key.clone(), now);
}

/// What commits have changed.
pub(super) struct Touched {
    /// The orders of which something was said; `None` where that may be any.
    pub(super) orders: Option<BTreeSet<OrderId>>,
    /// Whether a channel or a party may be called otherwise.
    pub(super) names: bool,
    /// Whether something was said of items.
    pub(super) items: bool,
}

impl Touched {
    /// Anything may have changed.
    pub(super) fn all() -> Self {
        Touched {
            orders: None,
            names: true,
            items: true,
        }
    }

    /// What the commits since then have changed. `judged` says that other facts count now than did then.
    pub(super) fn since(
        at: &Reading<'_>,
        seen: &BTreeMap<StreamId, u64>,
        heads: &BTreeMap<StreamId, u64>,
        judged: bool,
    ) -> Self {
        let mut named = Named::default();
        for (stream, last) in heads {
            let first = seen.get(stream).copied().unwrap_or(0) + 1;
            for number in first..=*last {
                let commit = CommitId {
                    stream: *stream,
                    number,
                };
                let events: Vec<Event> = at.held.events(commit).cloned().collect();
                for (standing, event) in Standing::all(commit, &events) {
                    event.row(&standing, &mut named);
                    named.look(at, event, judged);
                    if named.all {
                        return Touched::all();
                    }
                }
            }
        }
        Touched {
            names: named.names,
            items: named.items,
            orders: Some(named.orders_of(at)),
        }
    }
}

#[derive(Default)]
struct Named {
    orders: BTreeSet<OrderId>,
    fulfilments: BTreeSet<FulfilmentOrderId>,
    others: BTreeSet<DocumentId>,
    names: bool,
    items: bool,
    all: bool,
}

impl Sink for Named {
    fn document(&mut self, document: DocumentId) {
        match document {
            DocumentId::Order(order) => {
                self.orders.insert(order);
            }
            DocumentId::FulfilmentOrder(id) => {
                self.fulfilments.insert(id);
            }
            other => {
                self.others.insert(other);
            }
        }
    }

    fn opens(&mut self, document: DocumentId) {
        self.document(document);
    }
}

impl Named {
    /// What a fact changes beside the documents that it is about.
    fn look(&mut self, at: &Reading<'_>, event: &Event, judged: bool) {
        match event {
            Event::Channels(_) | Event::Parties(_) => self.names = true,
            Event::Catalog(_) => self.items = true,
            // People judge what others have said.
            Event::People(_) => self.all |= judged,
            Event::Identity(IdentityFact::PlaceholderOpened(_)) => {
                (self.names, self.items) = (true, true);
            }
            // What is withheld says no more what it said.
            Event::Streams(StreamFact::EventWithheld(_)) => self.all = true,
            // What is one shows so wherever either was named.
            Event::Identity(IdentityFact::Merged(_) | IdentityFact::MergeRevoked { .. }) => {
                self.all = true;
            }
            Event::Personal(fact) => {
                self.names = true;
                if let PersonalFact::ErasureExecuted { erasure }
                | PersonalFact::ErasureRevoked { erasure } = fact
                {
                    let ordered = at.state.erasures.ordered(erasure);
                    for erased in ordered.into_iter().flat_map(|(_, slots)| slots) {
                        self.document(erased.document.clone());
                    }
                }
            }
            Event::Streams(_)
            | Event::Locations(_)
            | Event::Orders(_)
            | Event::Money(_)
            | Event::Fulfilment(_)
            | Event::Allocation(_)
            | Event::Picking(_)
            | Event::Packing(_)
            | Event::Shipping(_)
            | Event::Receiving(_)
            | Event::Counting(_)
            | Event::Stock(_)
            | Event::Returns(_)
            | Event::Settings(_)
            | Event::Leases(_)
            | Event::Conflicts(_) => {}
        }
    }

    /// The orders that these documents are of.
    fn orders_of(self, at: &Reading<'_>) -> BTreeSet<OrderId> {
        let (mut orders, mut fulfilments) = (self.orders, self.fulfilments);
        for document in self.others {
            match document {
                DocumentId::Batch(id) => {
                    let tasks = at.state.batch(&id).and_then(|batch| batch.released());
                    let of_batch = tasks.into_iter().flat_map(|(_, released)| &released.tasks);
                    fulfilments.extend(of_batch.filter_map(|task| match &task.line.document {
                        DemandDocument::FulfilmentOrder(id) => Some(*id),
                        _ => None,
                    }));
                }
                DocumentId::Container(ContainerId::Parcel(id)) => {
                    let packed = at.state.parcel(&id).into_iter();
                    let packed = packed.flat_map(|parcel| parcel.packed());
                    fulfilments.extend(packed.filter_map(
                        |(_, packed)| match &packed.line.document {
                            DemandDocument::FulfilmentOrder(id) => Some(*id),
                            _ => None,
                        },
                    ));
                }
                DocumentId::Return(id) => {
                    let authorised = at.state.rma(&id).and_then(|rma| rma.authorised());
                    orders.extend(authorised.and_then(|(_, of)| of.order.clone()));
                }
                _ => {}
            }
        }
        for fulfilment in fulfilments {
            let routed = at.state.fulfilment(&fulfilment).and_then(|of| of.routed());
            orders.extend(routed.map(|(_, routed)| routed.order.clone()));
        }
        orders
    }
}
