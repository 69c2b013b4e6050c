//! All orders, ready to be searched. What a commit did not touch is not made anew.

use super::head::{OrderHead, wall_seconds};
use super::query::{OrderQuery, SortBy, compare, number_of};
use crate::site::Reading;
use crate::stream::id::{CommitId, StreamId};
use crate::trade::demand::DemandDocument;
use crate::trade::event::Event;
use crate::trade::id::{ContainerId, DocumentId, FulfilmentOrderId, ItemId, OrderId};
use crate::trade::orders::order::Order;
use crate::trade::orders::status::FulfilmentStatus;
use crate::trade::quantity::{Amount, Currency};
use crate::trade::table::{Sink, Standing};
use crate::view::items::ItemIndex;
use crate::view::names;
use crate::view::search::{Haystack, holds, split};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// An order as lists show it, with the text that it is found by.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    /// The order.
    pub head: OrderHead,
    haystack: Box<str>,
    /// The items of its lines, as the index numbers them: a search looks at those of all orders on every key.
    items: Box<[u32]>,
}

impl Entry {
    fn of(head: OrderHead, items: Box<[u32]>) -> Self {
        let mut text = Haystack::default();
        text.add(&head.number);
        text.add(&head.channel);
        let texts = [&head.customer, &head.client, &head.country];
        texts.into_iter().flatten().for_each(|word| text.add(word));
        head.totes.iter().for_each(|tote| text.add(tote));
        head.tags.iter().for_each(|tag| text.add(tag));
        head.batches
            .iter()
            .for_each(|id| text.add(&names::opened(&id.0)));
        for parcel in &head.parcels {
            text.add(&names::opened(&parcel.id.0));
            let texts = [&parcel.number, &parcel.carrier];
            texts.into_iter().flatten().for_each(|word| text.add(word));
        }
        head.returns
            .iter()
            .for_each(|id| text.add(&names::opened(&id.0)));
        Entry {
            haystack: text.end(),
            head,
            items,
        }
    }

    /// Whether it has units that are still to leave.
    pub fn is_open(&self) -> bool {
        self.head.stages.outstanding() > 0
    }

    fn has(&self, words: &[Sought]) -> bool {
        words.iter().all(|sought| {
            holds(&self.haystack, &sought.word) || self.items.iter().any(|item| sought.has(*item))
        })
    }
}

/// A word that was typed, and the items it was found in.
struct Sought {
    word: String,
    /// By the number of an item, whether it was; empty where it was found in none.
    items: Vec<bool>,
}

impl Sought {
    fn has(&self, item: u32) -> bool {
        let at = usize::try_from(item).ok();
        at.and_then(|at| self.items.get(at))
            .is_some_and(|found| *found)
    }
}

/// What a list of orders adds up to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// How many orders.
    pub orders: usize,
    /// How many units they ask for.
    pub units: i128,
    /// What they cost, by currency.
    pub value: BTreeMap<Currency, Amount>,
}

impl Totals {
    /// The sum over these orders.
    pub fn of<'a>(heads: impl IntoIterator<Item = &'a OrderHead>) -> Self {
        let mut totals = Totals::default();
        for head in heads {
            totals.orders += 1;
            totals.units += head.stages.ordered;
            let value = totals.value.entry(head.currency).or_insert(Amount::ZERO);
            *value = Amount::new(value.get().saturating_add(head.total.get()));
        }
        totals
    }
}

/// How many orders wait for what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// To leave by the end of the day.
    pub due: usize,
    /// For a person's look.
    pub unverified: usize,
    /// For a hold to be released.
    pub held: usize,
    /// For money.
    pub unpaid: usize,
    /// For the rest of their stock.
    pub short: usize,
}

/// All orders, ready to be searched.
#[derive(Debug, Default)]
pub struct OrderIndex {
    /// How far each stream was known.
    seen: BTreeMap<StreamId, u64>,
    entries: BTreeMap<OrderId, Arc<Entry>>,
    items: ItemIndex,
    /// A number for every item that a line names, in the order in which they were met.
    numbers: BTreeMap<ItemId, u32>,
    sorted: Option<(SortBy, bool, Vec<Arc<Entry>>)>,
}

impl OrderIndex {
    /// Takes in what has changed since the last time.
    pub fn refresh(&mut self, at: &Reading<'_>) {
        let heads: BTreeMap<StreamId, u64> = at
            .history
            .heads()
            .into_iter()
            .map(|(head, _)| (head.stream, head.number))
            .collect();
        if heads == self.seen {
            return;
        }
        // A stream that is there no more was renamed by a fork: what rests on its name is another thing now.
        let renamed = self.seen.keys().any(|stream| !heads.contains_key(stream));
        let touched = match renamed || self.seen.is_empty() {
            true => None,
            false => touched(at, &self.seen, &heads),
        };
        match touched {
            Some(orders) => {
                for order in orders {
                    self.renew(at, &order);
                }
            }
            None => {
                self.entries.clear();
                let all: Vec<&OrderId> = at.state.orders().map(|order| order.id()).collect();
                for order in all {
                    self.renew(at, order);
                }
            }
        }
        self.items.refresh(at);
        self.sorted = None;
        self.seen = heads;
    }

    fn renew(&mut self, at: &Reading<'_>, order: &OrderId) {
        let found = at.state.order(order);
        let head = found.and_then(|order| Some((OrderHead::of(at, order)?, order)));
        let Some((head, found)) = head else {
            self.entries.remove(order);
            return;
        };
        let items = self.items_of(found);
        let kept = self
            .entries
            .get(order)
            .is_some_and(|kept| kept.head == head && kept.items == items);
        if !kept {
            let entry = Entry::of(head, items);
            self.entries.insert(order.clone(), Arc::new(entry));
        }
    }

    /// The numbers of the items of an order's lines, in order, each once.
    fn items_of(&mut self, order: &Order) -> Box<[u32]> {
        let mut numbers: Vec<u32> = Vec::new();
        for item in order.lines().filter_map(|(_, _, line)| order.item(line)) {
            let next = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
            numbers.push(*self.numbers.entry(item).or_insert(next));
        }
        numbers.sort_unstable();
        numbers.dedup();
        numbers.into_boxed_slice()
    }

    /// An order's entry.
    pub fn get(&self, order: &OrderId) -> Option<&Arc<Entry>> {
        self.entries.get(order)
    }

    /// Every entry, by identity.
    pub fn entries(&self) -> impl Iterator<Item = &Arc<Entry>> {
        self.entries.values()
    }

    /// The items, ready to be searched.
    pub fn items(&self) -> &ItemIndex {
        &self.items
    }

    fn sought(&self, typed: &str) -> Vec<Sought> {
        let sought = |word: String| {
            let found = self.items.with(&word);
            let numbers = found.filter_map(|item| usize::try_from(*self.numbers.get(item)?).ok());
            let mut items = Vec::new();
            for number in numbers {
                if items.is_empty() {
                    items.resize(self.numbers.len(), false);
                }
                if let Some(item) = items.get_mut(number) {
                    *item = true;
                }
            }
            Sought { word, items }
        };
        split(typed).into_iter().map(sought).collect()
    }

    /// How many orders there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The channels that orders came by.
    pub fn channels(&self) -> BTreeSet<String> {
        self.entries()
            .map(|entry| entry.head.channel.clone())
            .collect()
    }

    /// The countries that orders go to.
    pub fn countries(&self) -> BTreeSet<String> {
        self.entries()
            .filter_map(|entry| entry.head.country.clone())
            .collect()
    }

    /// How many orders wait for what at this time, and are due by the end of the day, both in milliseconds since 1970
    /// UTC.
    pub fn counts(&self, now_ms: i64, day_ends_ms: i64) -> Counts {
        let mut counts = Counts::default();
        for entry in self.entries() {
            let head = &entry.head;
            counts.due += usize::from(head.is_due(day_ends_ms));
            counts.unverified += usize::from(head.unverified);
            counts.held += usize::from(head.held_at(now_ms));
            counts.unpaid += usize::from(head.is_unpaid());
            counts.short += usize::from(head.is_short());
        }
        counts
    }

    /// How many orders are this far.
    pub fn at(&self, status: FulfilmentStatus) -> usize {
        let at = |entry: &&Arc<Entry>| entry.head.fulfilment == status;
        self.entries().filter(at).count()
    }

    /// The orders that have units which are still to leave.
    pub fn open_entries(&self) -> impl Iterator<Item = &Arc<Entry>> {
        self.entries().filter(|entry| entry.is_open())
    }

    /// How many orders have units that are still to leave.
    pub fn open(&self) -> usize {
        self.open_entries().count()
    }

    /// The orders that a list asks for, in its order. `now_ms` decides which holds are in force.
    pub fn select(&mut self, query: &OrderQuery, now_ms: i64) -> Vec<Arc<Entry>> {
        let words = self.sought(&query.words);
        self.sort(query.sort, query.descending);
        let order = self.sorted.iter().flat_map(|(_, _, order)| order);
        order
            .filter(|entry| query.lets_pass(&entry.head, now_ms) && entry.has(&words))
            .cloned()
            .collect()
    }

    /// The few orders that what was typed means most likely: those whose number begins with it first, then the latest.
    pub fn best(&self, typed: &str, count_max: usize) -> Vec<Arc<Entry>> {
        let words = self.sought(typed);
        let Some(first) = words.first() else {
            return Vec::new();
        };
        let own = |entry: &Entry| words.iter().all(|s| holds(&entry.haystack, &s.word));
        let mut found: Vec<&Arc<Entry>> = self.entries().filter(|e| e.has(&words)).collect();
        let key = |entry: &&Arc<Entry>| {
            let begins = entry.haystack.starts_with(first.word.as_str());
            let latest = Reverse(wall_seconds(&entry.head.placed));
            (!begins, !own(entry), latest)
        };
        if found.len() > count_max && count_max > 0 {
            found.select_nth_unstable_by_key(count_max - 1, key);
            found.truncate(count_max);
        }
        found.sort_by_key(key);
        found.into_iter().take(count_max).cloned().collect()
    }

    /// Sorts the entries once, and again only after a change.
    fn sort(&mut self, by: SortBy, descending: bool) {
        let known = matches!(&self.sorted, Some((b, d, _)) if (*b, *d) == (by, descending));
        if known {
            return;
        }
        // Equal ones stand in the order of their identity, so that a list never shuffles: the sorts are stable.
        let mut order: Vec<Arc<Entry>> = self.entries().cloned().collect();
        match number_of(by) {
            Some(number) if descending => order.sort_by_key(|entry| Reverse(number(&entry.head))),
            Some(number) => order.sort_by_key(|entry| number(&entry.head)),
            None => order.sort_by(|one, other| {
                let found = compare(by, &one.head, &other.head);
                if descending { found.reverse() } else { found }
            }),
        }
        self.sorted = Some((by, descending, order));
    }
}

#[derive(Default)]
struct Touched {
    orders: BTreeSet<OrderId>,
    fulfilments: BTreeSet<FulfilmentOrderId>,
    others: BTreeSet<DocumentId>,
}

impl Sink for Touched {
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

/// The orders that commits since then have touched; `None` where that may be any.
fn touched(
    at: &Reading<'_>,
    seen: &BTreeMap<StreamId, u64>,
    heads: &BTreeMap<StreamId, u64>,
) -> Option<BTreeSet<OrderId>> {
    let mut touched = Touched::default();
    for (stream, last) in heads {
        let first = seen.get(stream).copied().unwrap_or(0) + 1;
        for number in first..=*last {
            let commit = CommitId {
                stream: *stream,
                number,
            };
            let events: Vec<Event> = at.held.events(commit).cloned().collect();
            for (standing, event) in Standing::all(commit, &events) {
                // What these say shows in the heads of all orders.
                if matches!(
                    event,
                    Event::Channels(_)
                        | Event::Parties(_)
                        | Event::Identity(_)
                        | Event::People(_)
                        | Event::Personal(_)
                        | Event::Streams(_)
                ) {
                    return None;
                }
                event.row(&standing, &mut touched);
            }
        }
    }
    let mut orders = touched.orders;
    for document in touched.others {
        match document {
            DocumentId::Batch(id) => {
                let tasks = at.state.batch(&id).and_then(|batch| batch.released());
                let of_batch = tasks.into_iter().flat_map(|(_, released)| &released.tasks);
                touched
                    .fulfilments
                    .extend(of_batch.filter_map(|task| match &task.line.document {
                        DemandDocument::FulfilmentOrder(id) => Some(*id),
                        _ => None,
                    }));
            }
            DocumentId::Container(ContainerId::Parcel(id)) => {
                let packed = at.state.parcel(&id).into_iter();
                let packed = packed.flat_map(|parcel| parcel.packed());
                touched.fulfilments.extend(packed.filter_map(|(_, packed)| {
                    match &packed.line.document {
                        DemandDocument::FulfilmentOrder(id) => Some(*id),
                        _ => None,
                    }
                }));
            }
            DocumentId::Return(id) => {
                let authorised = at.state.rma(&id).and_then(|rma| rma.authorised());
                orders.extend(authorised.and_then(|(_, of)| of.order.clone()));
            }
            _ => {}
        }
    }
    for fulfilment in touched.fulfilments {
        let routed = at.state.fulfilment(&fulfilment).and_then(|of| of.routed());
        orders.extend(routed.map(|(_, routed)| routed.order.clone()));
    }
    Some(orders)
}
