//! The state: everything that is computed from the set of all commits.
//!
//! Orders are kept as short heads; the whole order is folded from its own history when it is needed and dropped when
//! it is not, so that memory and start-up cost what the open work costs. [`Workspace::plan`] says which histories a
//! group of commits needs before [`Workspace::apply`] can take them; applying then cannot fail.

use super::catalog::{Bin, Catalog, Item};
pub use super::change::{Changes, Histories, Plan};
use super::commit::{Causality, Commit, Dated, EventRef, Recorded, Stamp, StreamId};
use super::contents::{Contents, ItemNumbers};
use super::event::{DocumentKey, Event, OrderPlaced};
pub use super::head::{HoldHead, OrderHead, ParcelHead, ReturnHead, fingerprint};
use super::ledger::Ledger;
use super::opening::Opening;
use super::order::{Effect, Order};
pub use super::papers::{Credit, StockDocument};
use super::picking::Batch;
use super::text::{BatchId, Code, CreditId, OrderId, Sku, StockDocumentId};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// An order in the list of all.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Listed {
    head: OrderHead,
    contents: Contents,
}

/// Everything that is computed from the set of all commits.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Workspace {
    /// Items.
    pub catalog: Catalog,
    /// Bins, by code.
    pub bins: BTreeMap<Code, Bin>,
    /// Stock, demand and promises.
    pub ledger: Ledger,
    /// What stock files have said.
    pub opening: Opening,
    /// Pick batches.
    pub batches: BTreeMap<BatchId, Batch>,
    /// Stock documents.
    pub stock_documents: BTreeMap<StockDocumentId, StockDocument>,
    /// Credit notes.
    pub credits: BTreeMap<CreditId, Credit>,
    /// Which stream knew what, when.
    pub causality: Causality,
    /// Events from newer versions: kept, and applied after the update.
    pub newer_events: u64,
    heads: BTreeMap<OrderId, Listed>,
    item_numbers: ItemNumbers,
    histories: HashMap<DocumentKey, Vec<EventRef>>,
    /// The events that moved units of an item, as they came.
    movements: BTreeMap<Sku, Vec<EventRef>>,
    /// The commits applied of each stream.
    applied: BTreeMap<StreamId, u64>,
    #[serde(skip)]
    orders: HashMap<OrderId, Order>,
}

impl Workspace {
    /// The head of an order.
    pub fn head(&self, id: &OrderId) -> Option<&OrderHead> {
        self.heads.get(id).map(|listed| &listed.head)
    }

    /// The items of every order, by its identity, in the numbers of [`Workspace::item_numbers`].
    pub fn contents(&self) -> impl Iterator<Item = (&OrderHead, &Contents)> {
        let listed = self.heads.values();
        listed.map(|listed| (&listed.head, &listed.contents))
    }

    /// The items that orders hold, with their numbers.
    pub fn item_numbers(&self) -> &ItemNumbers {
        &self.item_numbers
    }

    /// The heads of all orders, by identity.
    pub fn heads(&self) -> impl Iterator<Item = &OrderHead> {
        self.heads.values().map(|listed| &listed.head)
    }

    /// How many orders there are.
    pub fn orders_count(&self) -> usize {
        self.heads.len()
    }

    /// The whole order, if it is in memory.
    pub fn order(&self, id: &OrderId) -> Option<&Order> {
        self.orders.get(id)
    }

    /// The number of the last commit applied of a stream; 0 if none.
    pub fn applied(&self, stream: &StreamId) -> u64 {
        self.applied.get(stream).copied().unwrap_or(0)
    }

    /// The commits applied of each stream: the version vector of this state.
    pub fn vector(&self) -> &BTreeMap<StreamId, u64> {
        &self.applied
    }

    /// Where the events of a document stand, in the order they were applied.
    pub fn history(&self, key: &DocumentKey) -> &[EventRef] {
        self.histories.get(key).map_or(&[], Vec::as_slice)
    }

    /// Where the events stand that moved units of an item, as they came.
    pub fn movements(&self, sku: &Sku) -> &[EventRef] {
        self.movements.get(sku).map_or(&[], Vec::as_slice)
    }

    /// Every document with its history, in no order.
    pub fn histories(&self) -> impl Iterator<Item = (&DocumentKey, &[EventRef])> {
        self.histories
            .iter()
            .map(|(key, refs)| (key, refs.as_slice()))
    }

    /// How many whole orders are in memory.
    pub fn loaded_orders(&self) -> usize {
        self.orders.len()
    }

    /// Folds an order from its history and keeps it in memory.
    pub fn load(&mut self, id: &OrderId, mut events: Vec<Dated>) {
        self.causality.fold_order(&mut events);
        if let Some(order) = Order::fold(&events) {
            self.orders.insert(id.clone(), order);
        }
    }

    /// Drops whole orders from memory, except those that `keep` wants.
    pub fn unload(&mut self, keep: impl Fn(&OrderHead) -> bool) {
        let heads = &self.heads;
        self.orders
            .retain(|id, _| heads.get(id).is_some_and(|listed| keep(&listed.head)));
    }

    /// Says which histories must be at hand before these commits can be applied. Commits of one stream stand in
    /// their order.
    pub fn plan(&self, commits: &[Commit]) -> Plan {
        let mut plan = Plan::default();
        let mut causality = Cow::Borrowed(&self.causality);
        let one_stream = {
            let mut streams: BTreeSet<StreamId> = self.applied.keys().copied().collect();
            streams.extend(commits.iter().map(|commit| commit.stream));
            streams.len() <= 1
        };
        let mut last: HashMap<DocumentKey, EventRef> = HashMap::new();
        for commit in commits {
            let stream = match causality.index_of(commit.stream) {
                Some(index) if commit.knows.is_empty() => index,
                _ => causality.to_mut().note(commit),
            };
            for (index, event) in known(commit) {
                let at = EventRef {
                    stream,
                    commit: commit.number as u32,
                    index,
                };
                event.for_each_document(|key| {
                    if let DocumentKey::Order(id) = &key
                        && !self.orders.contains_key(id)
                    {
                        if self.heads.contains_key(id) {
                            plan.needed.insert(key.clone());
                        } else if !self.history(&key).is_empty() {
                            // Events that came before their order wait in its history until it comes.
                            plan.needed.insert(key.clone());
                            plan.refolded.insert(key.clone());
                        }
                    }
                    if !one_stream {
                        let before = last
                            .get(&key)
                            .copied()
                            .or_else(|| self.history(&key).last().copied());
                        if before.is_some_and(|before| !causality.before(before, at)) {
                            if !self.history(&key).is_empty() {
                                plan.needed.insert(key.clone());
                            }
                            plan.refolded.insert(key.clone());
                        }
                        last.insert(key, at);
                    }
                });
            }
        }
        plan
    }

    /// Applies commits, each the next of its stream, with the histories that [`Workspace::plan`] asked for.
    pub fn apply(&mut self, commits: &[Commit], plan: &Plan, mut histories: Histories) -> Changes {
        let mut changes = Changes::default();
        for key in &plan.needed {
            if let (DocumentKey::Order(id), false) = (key, plan.refolded.contains(key))
                && let Some(events) = histories.remove(key)
            {
                self.load(id, events);
            }
        }
        let mut refolds: Histories = plan
            .refolded
            .iter()
            .map(|key| (key.clone(), Vec::new()))
            .collect();
        let mut effects = Vec::new();
        for commit in commits {
            let stream = self.causality.note(commit);
            debug_assert_eq!(commit.number, self.applied(&commit.stream) + 1);
            self.applied.insert(commit.stream, commit.number);
            self.newer_events += commit.events.len() as u64 - known(commit).count() as u64;
            for (index, event) in known(commit) {
                let at = EventRef {
                    stream,
                    commit: commit.number as u32,
                    index,
                };
                if let Event::OrderPlaced(placed) = event
                    && self.place(
                        placed,
                        commit.stamp,
                        at,
                        &refolds,
                        &mut effects,
                        &mut changes,
                    )
                {
                    continue;
                }
                let dated = Dated {
                    at,
                    stamp: commit.stamp,
                    operator: commit.operator.clone(),
                    event: event.clone(),
                };
                self.apply_event(dated, &mut refolds, &mut effects, &mut changes);
            }
        }
        for (key, new_events) in refolds {
            let old_events = histories.remove(&key).unwrap_or_default();
            self.refold(&key, old_events, new_events, &mut changes);
        }
        for id in &changes.orders {
            if let Some(order) = self.orders.get(id) {
                let head = OrderHead::of(order);
                match self.heads.get_mut(id) {
                    Some(listed) => listed.head = head,
                    None => {
                        let contents = self.item_numbers.contents(order);
                        self.heads.insert(id.clone(), Listed { head, contents });
                    }
                }
            }
        }
        changes
    }

    /// Applies the coming of an order that nothing is known of yet: what an import does thousands of times, so without
    /// a copy of the event. Says whether it did.
    fn place(
        &mut self,
        placed: &OrderPlaced,
        stamp: Stamp,
        at: EventRef,
        refolds: &Histories,
        effects: &mut Vec<Effect>,
        changes: &mut Changes,
    ) -> bool {
        let id = &placed.order;
        let key = DocumentKey::Order(id.clone());
        if self.histories.contains_key(&key) || refolds.contains_key(&key) {
            return false;
        }
        let order = Order::placed(placed, stamp.ms());
        order.contributions(1, effects);
        self.orders.insert(id.clone(), order);
        changes.orders.insert(id.clone());
        self.apply_effects(id, effects, changes);
        self.histories.insert(key, vec![at]);
        true
    }

    fn apply_event(
        &mut self,
        dated: Dated,
        refolds: &mut Histories,
        effects: &mut Vec<Effect>,
        changes: &mut Changes,
    ) {
        let event = &dated.event;
        // A stock document counts once, however often its event comes; one that is refolded is posted there.
        let repeated = match event {
            Event::StockPosted(posted) => {
                self.stock_documents.contains_key(&posted.document)
                    || refolds.contains_key(&DocumentKey::Stock(posted.document.clone()))
            }
            _ => false,
        };
        if !repeated {
            self.post(event, 1, changes);
        }
        event.for_each_movement(|goods, _, _, _| {
            let refs = self.movements.entry(goods.sku).or_default();
            if refs.last() != Some(&dated.at) {
                refs.push(dated.at);
            }
        });
        let mut keys = Vec::with_capacity(2);
        event.for_each_document(|key| keys.push(key));
        for key in keys {
            if let Some(waiting) = refolds.get_mut(&key) {
                waiting.push(dated.clone());
            } else {
                self.extend(&key, &dated, effects, changes);
            }
            self.histories.entry(key).or_default().push(dated.at);
        }
    }

    fn post(&mut self, event: &Event, sign: i64, changes: &mut Changes) {
        if let Event::StockPosted(posted) = event {
            self.opening.post(posted, sign);
        }
        let ledger = &mut self.ledger;
        event.for_each_movement(|goods, from, to, units| {
            changes.items.insert(goods.sku.clone());
            ledger.post(goods, from, to, units, sign);
        });
    }

    /// Applies an event that follows all the events of the document.
    fn extend(
        &mut self,
        key: &DocumentKey,
        dated: &Dated,
        effects: &mut Vec<Effect>,
        changes: &mut Changes,
    ) {
        match key {
            DocumentKey::Order(id) => {
                changes.orders.insert(id.clone());
                match (self.orders.get_mut(id), &dated.event) {
                    (Some(order), _) => order.apply(dated, effects),
                    (None, Event::OrderPlaced(placed)) => {
                        let order = Order::placed(placed, dated.stamp.ms());
                        order.contributions(1, effects);
                        self.orders.insert(id.clone(), order);
                    }
                    // The order itself has not come yet: its history keeps the event.
                    (None, _) => {}
                }
                self.apply_effects(id, effects, changes);
            }
            DocumentKey::Batch(id) => {
                changes.batches.insert(id.clone());
                match self.batches.get_mut(id) {
                    Some(batch) => batch.apply(&dated.event),
                    None => {
                        if let Some(batch) = Batch::released(dated) {
                            self.batches.insert(id.clone(), batch);
                        }
                    }
                }
            }
            DocumentKey::Item(sku) => {
                changes.catalog = true;
                changes.items.insert(sku.clone());
                self.catalog.update(sku, |item| item.apply(&dated.event));
            }
            DocumentKey::Bin(bin) => {
                changes.catalog = true;
                self.set_bin(bin, &dated.event);
            }
            DocumentKey::Stock(id) => {
                changes.documents = true;
                if let (Event::StockPosted(_), false) =
                    (&dated.event, self.stock_documents.contains_key(id))
                {
                    self.set_stock_document(&dated.event);
                }
            }
            DocumentKey::Credit(id) => {
                changes.documents = true;
                if !self.credits.contains_key(id) {
                    self.set_credit(&dated.event);
                }
            }
        }
    }

    fn apply_effects(&mut self, id: &OrderId, effects: &mut Vec<Effect>, changes: &mut Changes) {
        for effect in effects.drain(..) {
            let (Effect::Wanted { sku, .. } | Effect::Promised { sku, .. }) = &effect;
            changes.items.insert(sku.clone());
            self.ledger.apply(id, effect);
        }
    }

    fn set_bin(&mut self, bin: &Code, event: &Event) {
        if let Event::BinAdded { walk, .. } = event {
            self.bins.insert(
                bin.clone(),
                Bin {
                    bin: bin.clone(),
                    walk: *walk,
                },
            );
        }
    }

    fn set_stock_document(&mut self, event: &Event) {
        if let Event::StockPosted(posted) = event {
            let document = StockDocument::of(posted);
            self.stock_documents.insert(document.id.clone(), document);
        }
    }

    fn set_credit(&mut self, event: &Event) {
        if let Event::CreditRecorded(recorded) = event {
            let credit = Credit::of(recorded);
            self.credits.insert(credit.id.clone(), credit);
        }
    }

    /// Folds a document again from all its events, old and new, and puts what it contributes in the place of what it
    /// contributed before.
    fn refold(
        &mut self,
        key: &DocumentKey,
        old: Vec<Dated>,
        new: Vec<Dated>,
        changes: &mut Changes,
    ) {
        let mut all = old.clone();
        all.extend(new);
        self.causality.fold_order(&mut all);
        if let Some(refs) = self.histories.get_mut(key) {
            *refs = all.iter().map(|dated| dated.at).collect();
        }
        match key {
            DocumentKey::Order(id) => {
                let mut effects = Vec::new();
                let before = match self.orders.remove(id) {
                    Some(order) => Some(order),
                    None => {
                        let mut old = old;
                        self.causality.fold_order(&mut old);
                        Order::fold(&old)
                    }
                };
                if let Some(order) = before {
                    order.contributions(-1, &mut effects);
                }
                // Another placing of the same number may stand now, with other items.
                self.heads.remove(id);
                if let Some(order) = Order::fold(&all) {
                    order.contributions(1, &mut effects);
                    self.orders.insert(id.clone(), order);
                }
                changes.orders.insert(id.clone());
                self.apply_effects(id, &mut effects, changes);
            }
            DocumentKey::Batch(id) => {
                changes.batches.insert(id.clone());
                if let Some(batch) = Batch::fold(&all) {
                    self.batches.insert(id.clone(), batch);
                }
            }
            DocumentKey::Item(sku) => {
                changes.catalog = true;
                changes.items.insert(sku.clone());
                let folded = Item::fold(sku, &all);
                self.catalog.update(sku, |item| *item = folded);
            }
            DocumentKey::Bin(bin) => {
                changes.catalog = true;
                all.iter().for_each(|dated| self.set_bin(bin, &dated.event));
            }
            DocumentKey::Stock(_) => {
                changes.documents = true;
                // The first in fold order stands; the one posted before may have been another.
                let mut old = old;
                self.causality.fold_order(&mut old);
                let (was, is) = (old.first().cloned(), all.first().cloned());
                if was.as_ref().map(|d| d.at) != is.as_ref().map(|d| d.at) {
                    if let Some(was) = was {
                        self.post(&was.event, -1, changes);
                    }
                    if let Some(is) = is {
                        self.post(&is.event, 1, changes);
                        self.set_stock_document(&is.event);
                    }
                }
            }
            DocumentKey::Credit(_) => {
                changes.documents = true;
                if let Some(first) = all.first() {
                    self.set_credit(&first.event.clone());
                }
            }
        }
    }

    /// A hash of the whole state: equal on every device that holds the same commits.
    pub fn digest(&self) -> [u8; 32] {
        let mut digest = Sha256::new();
        let heads: Vec<&OrderHead> = self.heads().collect();
        let parts = (
            (&self.catalog, &self.bins, &self.ledger, &self.opening),
            (&self.batches, &self.stock_documents, &self.credits),
            (&heads, &self.applied, self.newer_events),
        );
        // What is in memory always has an encoding: the types hold nothing that postcard refuses.
        match postcard::to_allocvec(&parts) {
            Ok(bytes) => digest.update(bytes),
            Err(error) => digest.update(error.to_string()),
        }
        digest.finalize().into()
    }
}

fn known(commit: &Commit) -> impl Iterator<Item = (u16, &Event)> {
    commit
        .events
        .iter()
        .enumerate()
        .filter_map(|(index, recorded)| match recorded {
            Recorded::Known(event) => Some((index as u16, event)),
            Recorded::Newer(_) => None,
        })
}
