//! The state: everything that follows from a set of commits.
//!
//! Documents are kept as what was said of them, so that facts may arrive in any order; balances and the places of
//! containers are folded by who knew what. [`State::apply`] takes facts in one by one, and gives the same state as all
//! of them at once.

mod anew;
mod apply;
pub mod codes;
mod editions;
pub mod entries;
mod evidence;
mod fed;
mod fold;
mod given_up;
pub mod links;
mod memo;
mod merged;
mod open;
pub mod other_work;
mod parcel_clashes;
pub mod promise;
mod promised;
pub mod said_twice;
mod see;
mod worked;

use super::card_fold::{Card, Competing};
use super::catalog::{ItemField, LotField, RecipeSet};
use super::channels::{Answer, Answers, ChannelField};
use super::demand::{DemandDocument, FulfilmentLine};
use super::event::Event;
use super::fulfilment::fulfilment_order::{Fulfilment, OrderDemand};
use super::id::{
    BatchId, ChannelId, ContainerId, CreditNoteId, CustomerId, DocumentId, FulfilmentOrderId,
    ItemId, LocationId, LotId, OperatorId, OrderId, OrderKey, ParcelId, PartyId, ReceiptId,
    RecipeId, ReturnId, StockDocumentId, WarehouseId,
};
use super::identity::components::Components;
use super::leases::LeaseKey;
use super::leases::book::LeaseBook;
use super::locations::containers::Containers;
use super::locations::{ContainerField, LocationField, WarehouseField};
use super::money::CreditNoted;
use super::money::account::Account;
use super::orders::keys::OrderKeys;
use super::orders::order::Order;
use super::packing::parcel::Parcel;
use super::parties::PartyField;
use super::people::OperatorField;
use super::people::authority::{Authority, Verdict};
use super::personal::erasures::{Erasures, RowId};
use super::personal::{Row as PersonalRow, Slot};
use super::picking::batch::Batch;
use super::receiving::receipt::Receipt;
use super::relations::At;
use super::returns::rma::Rma;
use super::settings::Setting;
use super::stock::ledger::Ledger;
use super::stock::serials::SerialRegister;
use super::stock::{Moved, StockPosted};
use super::table::{Sink, Standing};
use crate::stream::commit::{NameBytes, Touches};
use crate::stream::id::{CommitId, FactId, Opened, StreamId};
use crate::stream::packed::Packed;
use other_work::OtherWork;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use worked::Worked;

/// A fact with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Where it stands in the order.
    pub at: At,
    /// How many documents the facts before it in its commit have opened.
    pub opened_before: u32,
    /// What happened.
    pub event: Event,
}

impl Told {
    /// Its standing, for the table of facts.
    pub fn standing(&self) -> Standing {
        Standing {
            fact: self.at.fact(),
            opened_before: self.opened_before,
        }
    }
}

/// What a fact of a later version touches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Newer {
    /// The fact.
    pub at: At,
    /// The warehouse in whose scope it stands, as bytes are compared; `None` is the workspace's.
    pub warehouse: Option<NameBytes>,
    /// What it says that it touches.
    pub touches: Touches,
}

/// Everything that follows from a set of commits.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// Who may what.
    pub authority: Authority,
    /// Who works on what.
    pub leases: LeaseBook,
    /// What is erased.
    pub erasures: Erasures,
    /// What is the same as what.
    pub components: Components,
    /// The ledger of goods.
    pub ledger: Ledger,
    /// Where serial numbers are.
    pub serials: SerialRegister,
    /// Where containers stand.
    pub containers: Containers,
    /// To what every code that was ever given leads.
    pub codes: codes::Codes,
    items: BTreeMap<ItemId, Card<ItemField>>,
    lots: BTreeMap<LotId, Card<LotField>>,
    recipes: BTreeMap<RecipeId, (At, RecipeSet)>,
    warehouses: BTreeMap<WarehouseId, Card<WarehouseField>>,
    locations: BTreeMap<LocationId, Card<LocationField>>,
    container_cards: BTreeMap<ContainerId, Card<ContainerField>>,
    parties: BTreeMap<PartyId, Card<PartyField>>,
    channels: BTreeMap<ChannelId, Card<ChannelField>>,
    answers: BTreeMap<ChannelId, Answers>,
    operators: BTreeMap<OperatorId, Card<OperatorField>>,
    settings: Card<Setting>,
    orders: Packed<OrderId, Order>,
    order_keys: OrderKeys,
    links: links::Links,
    fulfilments: Packed<FulfilmentOrderId, Fulfilment>,
    /// What was derived last of orders.
    memo: memo::Memo,
    /// What is still worked on, and what may clash.
    open: open::Open,
    /// What demand lines have allocated.
    promised: promised::Promised,
    batches: Packed<BatchId, Batch>,
    /// The containers that batches pick into, with the batches that have them.
    totes: BTreeMap<ContainerId, BTreeSet<BatchId>>,
    parcels: Packed<ParcelId, Parcel>,
    receipts: Packed<ReceiptId, Receipt>,
    returns: Packed<ReturnId, Rma>,
    stock_documents: Packed<StockDocumentId, (At, Arc<StockPosted>)>,
    moves: Packed<FactId, (At, Moved)>,
    moves_undone: BTreeSet<FactId>,
    /// What hands did and was taken back, with the first fact that takes it back: it alone is booked.
    taken_back: BTreeMap<FactId, At>,
    credit_notes: Packed<CreditNoteId, (At, CreditNoted)>,
    rows: Packed<RowId, (At, PersonalRow)>,
    /// The work of each stream under each lease.
    work: Packed<(LeaseKey, StreamId), Worked>,
    /// The facts that named channels and warehouses first, in order: their streams read the channel's files and choose the
    /// warehouse's locations.
    first_named: BTreeMap<DocumentId, At>,
    /// Facts that wait for a decision, or were turned down.
    waiting: BTreeMap<At, (Told, Verdict)>,
    /// Facts that count though their author had no right.
    marked: BTreeSet<At>,
    /// Facts that count, by the revocation of their author that they met unknowing and the stream that wrote them.
    unknowing: BTreeMap<(FactId, StreamId), BTreeSet<FactId>>,
    settled: BTreeSet<[u8; 16]>,
    /// The lines that gave units up, by the entry that was settled so.
    given_up: BTreeMap<[u8; 16], Competing<FulfilmentLine>>,
    newer: Vec<Newer>,
    withheld: BTreeMap<FactId, bool>,
    other_work: BTreeMap<DemandDocument, OtherWork>,
    /// The commit that founded the workspace.
    founding: Option<CommitId>,
    /// The last commit that is held of each stream.
    last: BTreeMap<StreamId, u64>,
}

impl State {
    /// Goods, orders, money and people without what devices say of themselves: it is the same wherever the same was
    /// done, also on a device that has joined since.
    pub fn trade(&self) -> State {
        State {
            leases: LeaseBook::default(),
            open: self.open.without_works(),
            last: BTreeMap::new(),
            ..self.clone()
        }
    }

    /// The card of an item, by its canonical name.
    pub fn item(&self, item: &ItemId) -> Option<&Card<ItemField>> {
        self.items.get(item)
    }

    /// Every item with its card, by identity.
    pub fn items(&self) -> impl Iterator<Item = (&ItemId, &Card<ItemField>)> {
        self.items.iter()
    }

    /// The card of a lot.
    pub fn lot(&self, lot: &LotId) -> Option<&Card<LotField>> {
        self.lots.get(lot)
    }

    /// The lots of an item that have a card, by identity.
    pub fn lots_of<'a>(
        &'a self,
        item: &'a ItemId,
    ) -> impl Iterator<Item = (&'a LotId, &'a Card<LotField>)> {
        self.lots
            .range(LotId::first_of(item)..)
            .take_while(move |(lot, _)| lot.item == *item)
    }

    /// An edition of a recipe.
    pub fn recipe(&self, recipe: &RecipeId) -> Option<&RecipeSet> {
        self.recipes.get(recipe).map(|(_, set)| set)
    }

    /// Every edition of every recipe, by identity.
    pub fn recipes(&self) -> impl Iterator<Item = (&RecipeId, &At, &RecipeSet)> {
        self.recipes.iter().map(|(id, (at, set))| (id, at, set))
    }

    /// Every warehouse with its card.
    pub fn warehouses(&self) -> impl Iterator<Item = (&WarehouseId, &Card<WarehouseField>)> {
        self.warehouses.iter()
    }

    /// The card of a warehouse.
    pub fn warehouse(&self, warehouse: &WarehouseId) -> Option<&Card<WarehouseField>> {
        self.warehouses.get(warehouse)
    }

    /// The card of a location.
    pub fn location(&self, location: &LocationId) -> Option<&Card<LocationField>> {
        self.locations.get(location)
    }

    /// Every location with its card, by identity.
    pub fn locations(&self) -> impl Iterator<Item = (&LocationId, &Card<LocationField>)> {
        self.locations.iter()
    }

    /// The card of a container.
    pub fn container(&self, container: &ContainerId) -> Option<&Card<ContainerField>> {
        self.container_cards.get(container)
    }

    /// Every container that somebody set up, with its card.
    pub fn container_cards(&self) -> impl Iterator<Item = (&ContainerId, &Card<ContainerField>)> {
        self.container_cards.iter()
    }

    /// The card of a party.
    pub fn party(&self, party: &PartyId) -> Option<&Card<PartyField>> {
        self.parties.get(party)
    }

    /// Every party with its card.
    pub fn parties(&self) -> impl Iterator<Item = (&PartyId, &Card<PartyField>)> {
        self.parties.iter()
    }

    /// Every channel with its card.
    pub fn channels(&self) -> impl Iterator<Item = (&ChannelId, &Card<ChannelField>)> {
        self.channels.iter()
    }

    /// The card of a channel.
    pub fn channel(&self, channel: &ChannelId) -> Option<&Card<ChannelField>> {
        self.channels.get(channel)
    }

    /// The files that answered a channel, in the order of facts.
    pub fn answers(&self, channel: &ChannelId) -> impl DoubleEndedIterator<Item = Answer<'_>> {
        self.answers.get(channel).into_iter().flat_map(Answers::all)
    }

    /// Every operator with the card.
    pub fn operators(&self) -> impl Iterator<Item = (&OperatorId, &Card<OperatorField>)> {
        self.operators.iter()
    }

    /// The card of an operator.
    pub fn operator(&self, operator: &OperatorId) -> Option<&Card<OperatorField>> {
        self.operators.get(operator)
    }

    /// The settings of the workspace.
    pub fn settings(&self) -> &Card<Setting> {
        &self.settings
    }

    /// An order.
    pub fn order(&self, order: &OrderId) -> Option<&Order> {
        self.orders.get(order)
    }

    /// Every order, by identity.
    pub fn orders(&self) -> impl Iterator<Item = &Order> {
        self.orders.values()
    }

    /// The orders of a channel that a key of their source leads to, by identity.
    pub fn orders_by_key(
        &self,
        channel: &ChannelId,
        key: &OrderKey,
    ) -> impl Iterator<Item = &Order> {
        self.order_keys
            .led_to(channel, key)
            .filter_map(|order| self.orders.get(order))
    }

    /// The orders that were ever said to be one of these customers', by identity: the names of customers are told as
    /// their facts have them. Whose an order is now it says itself.
    pub fn orders_ever_of(&self, is_asked: impl Fn(&CustomerId) -> bool) -> BTreeSet<&OrderId> {
        let asked = self
            .order_keys
            .customers()
            .filter(|(customer, _)| is_asked(customer));
        asked.flat_map(|(_, orders)| orders).collect()
    }

    /// The channels that any order came by.
    pub fn order_channels(&self) -> impl Iterator<Item = &ChannelId> {
        self.order_keys.channels()
    }

    /// A fulfilment order.
    pub fn fulfilment(&self, fulfilment: &FulfilmentOrderId) -> Option<&Fulfilment> {
        self.fulfilments.get(fulfilment)
    }

    /// Every fulfilment order, by identity.
    pub fn fulfilments(&self) -> impl Iterator<Item = (&FulfilmentOrderId, &Fulfilment)> {
        self.fulfilments.iter()
    }

    /// Which documents of the floor belong to which fulfilment order or order.
    pub fn links(&self) -> &links::Links {
        &self.links
    }

    /// The demand of an order: what stands of every line, and where.
    pub fn demand(&self, order: &Order) -> Arc<OrderDemand> {
        self.memo.demand(order.id(), || {
            OrderDemand::of(order, |id| self.fulfilments.get(id), |id| self.recipe(id))
        })
    }

    /// The money of an order.
    pub fn account(&self, order: &Order) -> Arc<Account> {
        let derive = || Account::of(order, &self.demand(order));
        self.memo.account(order.id(), derive)
    }

    /// A pick batch.
    pub fn batch(&self, batch: &BatchId) -> Option<&Batch> {
        self.batches.get(batch)
    }

    /// Every pick batch, by identity.
    pub fn batches(&self) -> impl Iterator<Item = (&BatchId, &Batch)> {
        self.batches.iter()
    }

    /// A parcel.
    pub fn parcel(&self, parcel: &ParcelId) -> Option<&Parcel> {
        self.parcels.get(parcel)
    }

    /// Every parcel, by identity.
    pub fn parcels(&self) -> impl Iterator<Item = (&ParcelId, &Parcel)> {
        self.parcels.iter()
    }

    /// A delivery.
    pub fn receipt(&self, receipt: &ReceiptId) -> Option<&Receipt> {
        self.receipts.get(receipt)
    }

    /// Every delivery, by identity.
    pub fn receipts(&self) -> impl Iterator<Item = (&ReceiptId, &Receipt)> {
        self.receipts.iter()
    }

    /// An RMA.
    pub fn rma(&self, rma: &ReturnId) -> Option<&Rma> {
        self.returns.get(rma)
    }

    /// Every RMA, by identity.
    pub fn rmas(&self) -> impl Iterator<Item = (&ReturnId, &Rma)> {
        self.returns.iter()
    }

    /// Every document of movements.
    pub fn stock_documents(&self) -> impl Iterator<Item = (&StockDocumentId, &At, &StockPosted)> {
        self.stock_documents
            .iter()
            .map(|(id, (at, posted))| (id, at, &**posted))
    }

    /// A movement for no order that was not taken back; `None` where there is none of that name.
    pub fn moved(&self, fact: &FactId) -> Option<&Moved> {
        let is_undone = self.moves_undone.contains(fact);
        self.moves
            .get(fact)
            .filter(|_| !is_undone)
            .map(|(_, moved)| moved)
    }

    /// Every credit note.
    pub fn credit_notes(&self) -> impl Iterator<Item = (&CreditNoteId, &At, &CreditNoted)> {
        self.credit_notes
            .iter()
            .map(|(id, (at, noted))| (id, at, noted))
    }

    /// The personal rows that facts name of a document, with the fact.
    pub fn rows_of<'a>(
        &'a self,
        document: &'a DocumentId,
    ) -> impl Iterator<Item = (&'a RowId, &'a At, &'a PersonalRow)> {
        let first = RowId::first_of(document, Slot::Recipient);
        let of = self
            .rows
            .range(first..)
            .take_while(move |(id, _)| id.document == *document);
        of.map(|(id, (at, row))| (id, at, row))
    }

    /// The personal rows that facts name of files, with the fact.
    pub fn rows_of_files(&self) -> impl Iterator<Item = (&RowId, &At, &PersonalRow)> {
        let first = RowId::first_of(&DocumentId::File([0; 16]), Slot::Recipient);
        let rows = self.rows.range(first..);
        let of_files = rows.take_while(|(id, _)| matches!(id.document, DocumentId::File(_)));
        of_files.map(|(id, (at, row))| (id, at, row))
    }

    /// Every personal row that a fact names, with the fact.
    pub fn rows(&self) -> impl Iterator<Item = (&RowId, &At, &PersonalRow)> {
        self.rows.iter().map(|(id, (at, row))| (id, at, row))
    }

    /// Facts that wait for a decision or were turned down, in order.
    pub fn waiting(&self) -> impl Iterator<Item = (&Told, Verdict)> {
        self.waiting
            .values()
            .map(|(told, verdict)| (told, *verdict))
    }

    /// The personal rows that facts name which wait or were turned down: they are in force nowhere, and an erasure reaches
    /// them all the same.
    pub fn waiting_rows(&self) -> Vec<(DocumentId, At, PersonalRow)> {
        struct Rows(Vec<(DocumentId, PersonalRow)>);
        impl Sink for Rows {
            fn rows(&mut self, document: DocumentId, rows: &[PersonalRow]) {
                let rows = rows.iter().cloned();
                self.0.extend(rows.map(|row| (document.clone(), row)));
            }
        }
        let mut all = Vec::new();
        for (told, _) in self.waiting.values() {
            let mut rows = Rows(Vec::new());
            told.event.row(&told.standing(), &mut rows);
            all.extend(rows.0.into_iter().map(|(of, row)| (of, told.at, row)));
        }
        all
    }

    /// The number of the last commit of a stream that any fact was taken in of; 0 for none.
    pub fn last_of(&self, stream: StreamId) -> u64 {
        self.last.get(&stream).copied().unwrap_or(0)
    }

    /// The documents that these parts of a name may mean: a commit of any stream with this tag may have opened one. Whether
    /// there is such a document is for the caller to ask.
    pub fn opened_with_tag<'a>(
        &'a self,
        tag: &'a str,
        number: u64,
        ordinal: u32,
    ) -> impl Iterator<Item = Opened> + 'a {
        let streams = self.last.keys();
        let tagged = streams.filter(|stream| stream.tag(tag.len()).eq_ignore_ascii_case(tag));
        tagged.map(move |stream| Opened {
            commit: CommitId {
                stream: *stream,
                number,
            },
            ordinal,
        })
    }

    /// How many streams any fact was taken in of.
    pub fn streams(&self) -> usize {
        self.last.len()
    }

    /// Whether a fact of a later version touches something: an item, a place or a document by its name, or all of the
    /// scope that it stands in. It is then not promised, allocated, routed, released or settled until the update; what
    /// hands did there is still recorded.
    ///
    /// `within` is the warehouse that is asked about; with `None` only what was said of the whole workspace reaches all.
    pub fn needs_update(&self, name: &NameBytes, within: Option<&WarehouseId>) -> bool {
        let within = within.map(NameBytes::of);
        self.newer().any(|newer| {
            let touches = &newer.touches;
            let named = [&touches.items, &touches.places, &touches.documents];
            let is_all =
                touches.whole_scope && (newer.warehouse.is_none() || newer.warehouse == within);
            is_all || named.into_iter().any(|names| names.contains(name))
        })
    }

    /// Facts of later versions that are not to be ignored, with what they touch.
    pub fn newer(&self) -> impl Iterator<Item = &Newer> {
        let is_withheld = |newer: &&Newer| self.withheld.contains_key(&newer.at.fact());
        self.newer.iter().filter(move |newer| !is_withheld(newer))
    }
}

impl State {
    /// Events that a fact names as withheld and that fold as nothing, and whether each opened a document.
    pub fn withheld(&self) -> &BTreeMap<FactId, bool> {
        &self.withheld
    }

    /// Packs what stands as values, of each kind at most so many entries. The state says the same as before. Says how
    /// many entries are left.
    pub fn pack(&mut self, entries_max: usize) -> usize {
        self.orders.pack(entries_max, &())
            + self.order_keys.pack(entries_max)
            + self.links.pack(entries_max)
            + self.fulfilments.pack(entries_max, &())
            + self.batches.pack(entries_max, &())
            + self.parcels.pack(entries_max, &())
            + self.receipts.pack(entries_max, &())
            + self.returns.pack(entries_max, &())
            + self.stock_documents.pack(entries_max, &())
            + self.moves.pack(entries_max, &())
            + self.credit_notes.pack(entries_max, &())
            + self.rows.pack(entries_max, &())
            + self.work.pack(entries_max, &())
            + self.ledger.pack(entries_max)
            + self.codes.pack(entries_max)
    }

    /// Lets go of what was read of what stands packed, and of what was at hand when it was.
    pub fn cool(&mut self) {
        self.orders.cool();
        self.order_keys.cool();
        self.links.cool();
        self.fulfilments.cool();
        self.batches.cool();
        self.parcels.cool();
        self.receipts.cool();
        self.returns.cool();
        self.stock_documents.cool();
        self.moves.cool();
        self.credit_notes.cool();
        self.rows.cool();
        self.work.cool();
        self.ledger.cool();
        self.codes.cool();
    }
}

crate::kept_struct! {
    Newer { at, warehouse, touches }
    Told { at, opened_before, event }
    State {
        authority, leases, erasures, components, ledger, serials, containers, codes, items, lots, recipes,
        warehouses, locations, container_cards, parties, channels, answers, operators, settings, orders,
        order_keys, links, fulfilments, memo, open, promised, batches, totes, parcels, receipts, returns,
        stock_documents, moves, moves_undone, taken_back, credit_notes, rows, work, first_named, waiting, marked, unknowing,
        settled, given_up, newer, withheld, other_work, founding, last,
    }
}
