//! All orders, ready to be searched. What a commit did not touch is not made anew.

use super::entry::{ById, Entry};
use super::head::OrderHead;
use super::query::{OrderQuery, SortBy, compare, number_of};
use super::touched::{Called, Touched};
use crate::site::Reading;
use crate::stream::id::StreamId;
use crate::stream::wire::{Malformed, Names, Reader, Wire, Writer};
use crate::trade::id::{ItemId, OrderId};
use crate::trade::orders::order::Order;
use crate::trade::orders::status::FulfilmentStatus;
use crate::trade::quantity::{Amount, Currency};
use crate::trade::relations::At;
use crate::view::items::ItemIndex;
use crate::view::search::{holds, split};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Whether an order's entry has every word, in its text or in that of an item of it.
fn has(entry: &Entry, words: &[Sought]) -> bool {
    words.iter().all(|sought| {
        holds(entry.haystack(), &sought.word) || entry.items().iter().any(|item| sought.has(*item))
    })
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
    pub fn of<'a>(entries: impl IntoIterator<Item = &'a Arc<Entry>>) -> Self {
        let mut totals = Totals::default();
        for of in entries.into_iter().map(|entry| entry.brief()) {
            totals.orders += 1;
            totals.units += i128::from(of.units);
            let value = totals.value.entry(of.currency).or_insert(Amount::ZERO);
            *value = Amount::new(value.get().saturating_add(of.total.get()));
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
    entries: BTreeSet<ById>,
    /// Those of which something is open.
    open: BTreeSet<ById>,
    /// What many orders have in common is kept once.
    texts: BTreeSet<Arc<str>>,
    items: ItemIndex,
    /// A number for every item that a line names, in the order in which they were met.
    numbers: BTreeMap<ItemId, u32>,
    /// What channels and parties are called in the entries.
    called: Called,
    /// The facts that did not count.
    waiting: BTreeSet<At>,
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
        let waiting: BTreeSet<At> = at.state.waiting().map(|(told, _)| told.at).collect();
        let touched = match renamed || self.seen.is_empty() {
            true => Touched::all(),
            false => Touched::since(at, &self.seen, &heads, waiting != self.waiting),
        };
        let were = match touched.names {
            true => self.called.renew(at),
            false => BTreeSet::new(),
        };
        match touched.orders {
            Some(mut orders) => {
                orders.extend(self.showing(&were));
                for order in orders {
                    self.renew(at, &order);
                }
            }
            None => {
                self.entries.clear();
                self.open.clear();
                self.texts.clear();
                let all: Vec<&OrderId> = at.state.orders().map(|order| order.id()).collect();
                for order in all {
                    self.renew(at, order);
                }
            }
        }
        if touched.items || !were.is_empty() {
            self.items.refresh(at);
        }
        self.sorted = None;
        self.waiting = waiting;
        self.seen = heads;
    }

    /// The orders whose entries show one of these names, in small letters.
    fn showing(&self, names: &BTreeSet<String>) -> Vec<OrderId> {
        if names.is_empty() {
            return Vec::new();
        }
        let shows = |entry: &&Arc<Entry>| {
            let mut lines = entry.haystack().split('\n');
            lines.any(|line| names.contains(line))
        };
        let showing = self.entries().filter(shows);
        showing.map(|entry| entry.id().clone()).collect()
    }

    fn renew(&mut self, at: &Reading<'_>, order: &OrderId) {
        let found = at.state.order(order);
        let head = found.and_then(|order| Some((OrderHead::of(at, order)?, order)));
        let Some((head, found)) = head else {
            self.entries.remove(order);
            self.open.remove(order);
            return;
        };
        let items = self.items_of(found);
        let texts = &mut self.texts;
        let entry = Entry::of(at, head, items, &mut |text| kept_text(texts, text));
        if self.entries.get(order).is_some_and(|kept| *kept.0 == entry) {
            return;
        }
        self.keep(Arc::new(entry));
    }

    fn keep(&mut self, entry: Arc<Entry>) {
        match entry.open() {
            Some(_) => self.open.replace(ById(entry.clone())),
            None => self.open.take(entry.id()),
        };
        self.entries.replace(ById(entry));
    }

    /// The bytes of what is known of all orders of which nothing is open, without personal data: beside a saved view, so that
    /// the next start need not look at them.
    pub fn kept(&self) -> Vec<u8> {
        let mut names = Names::whole();
        let mut w = Writer::new(&mut names);
        self.seen.write(&mut w);
        self.numbers.write(&mut w);
        self.waiting.write(&mut w);
        self.called.channels.write(&mut w);
        self.called.parties.write(&mut w);
        let open: Vec<OrderId> = self.open.iter().map(|it| it.0.id().clone()).collect();
        open.write(&mut w);
        let settled = || self.entries().filter(|entry| entry.open().is_none());
        (settled().count() as u64).write(&mut w);
        settled().for_each(|entry| entry.write(&mut w));
        w.into_bytes()
    }

    /// Reads what was kept, and takes in what has changed since.
    ///
    /// # Errors
    /// When the bytes are none: everything is read anew then.
    pub fn of_kept(bytes: &[u8], at: &Reading<'_>) -> Result<Self, Malformed> {
        let names = Names::whole();
        let mut r = Reader::new(bytes, &names);
        let mut index = OrderIndex {
            seen: Wire::read(&mut r)?,
            numbers: Wire::read(&mut r)?,
            waiting: Wire::read(&mut r)?,
            called: Called {
                channels: Wire::read(&mut r)?,
                parties: Wire::read(&mut r)?,
            },
            ..OrderIndex::default()
        };
        let open = Vec::<OrderId>::read(&mut r)?;
        for _ in 0..u64::read(&mut r)? {
            let texts = &mut index.texts;
            let entry = Entry::read(&mut r, at, &mut |text| kept_text(texts, text))?;
            index.keep(Arc::new(entry));
        }
        r.finish()?;
        for order in open {
            index.renew(at, &order);
        }
        index.items.refresh(at);
        index.refresh(at);
        Ok(index)
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
        self.entries.get(order).map(|it| &it.0)
    }

    /// Every entry, by identity.
    pub fn entries(&self) -> impl Iterator<Item = &Arc<Entry>> {
        self.entries.iter().map(|it| &it.0)
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
        let all = self.entries().map(|entry| &*entry.brief().channel);
        distinct(all)
    }

    /// The countries that orders go to.
    pub fn countries(&self) -> BTreeSet<String> {
        let all = self.entries();
        distinct(all.filter_map(|entry| entry.brief().country.as_deref()))
    }

    /// How many orders wait for what at this time, and are due by the end of the day, both in milliseconds since 1970
    /// UTC.
    pub fn counts(&self, now_ms: i64, day_ends_ms: i64) -> Counts {
        let mut counts = Counts::default();
        for head in self.open.iter().filter_map(|it| it.0.open()) {
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
        let at = |entry: &&Arc<Entry>| entry.brief().fulfilment == status;
        self.entries().filter(at).count()
    }

    /// The orders that have units which are still to leave.
    pub fn open_entries(&self) -> impl Iterator<Item = &Arc<Entry>> {
        let all = self.open.iter().map(|it| &it.0);
        all.filter(|entry| entry.is_open())
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
            .filter(|entry| query.lets_pass(entry, now_ms) && has(entry, &words))
            .cloned()
            .collect()
    }

    /// The few orders that what was typed means most likely: those whose number begins with it first, then the latest.
    pub fn best(&self, typed: &str, count_max: usize) -> Vec<Arc<Entry>> {
        let words = self.sought(typed);
        let Some(first) = words.first() else {
            return Vec::new();
        };
        let own = |entry: &Entry| words.iter().all(|s| holds(entry.haystack(), &s.word));
        let mut found: Vec<&Arc<Entry>> = self.entries().filter(|e| has(e, &words)).collect();
        let key = |entry: &&Arc<Entry>| {
            let begins = entry.haystack().starts_with(first.word.as_str());
            let latest = Reverse(entry.brief().placed);
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
            Some(number) if descending => order.sort_by_key(|entry| Reverse(number(entry.brief()))),
            Some(number) => order.sort_by_key(|entry| number(entry.brief())),
            None => order.sort_by(|one, other| {
                let found = compare(by, one, other);
                if descending { found.reverse() } else { found }
            }),
        }
        self.sorted = Some((by, descending, order));
    }
}

fn kept_text(texts: &mut BTreeSet<Arc<str>>, text: &str) -> Arc<str> {
    if let Some(known) = texts.get(text) {
        return known.clone();
    }
    let new: Arc<str> = Arc::from(text);
    texts.insert(new.clone());
    new
}

fn distinct<'a>(texts: impl Iterator<Item = &'a str>) -> BTreeSet<String> {
    let all: BTreeSet<&str> = texts.collect();
    all.into_iter().map(str::to_owned).collect()
}
