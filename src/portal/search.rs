//! Search in all orders: fast enough to answer with every key.
//!
//! For each order one lower-cased text is kept that holds everything a person may type to find it; a search is one
//! walk over those texts. That costs some 60 bytes an order and a millisecond or two for 20,000 of them, where an index
//! of words could not find `5366` inside `536613` and would cost ten times the memory.
//!
//! The items of an order are found in the texts of the items, a few thousand, and then by their numbers in the order:
//! twenty items an order, each with its name in the text of each, would make those texts thirty times as long.
//!
//! Refreshing walks over the heads and makes anew only what has another fingerprint.

mod items;
mod words;

use crate::domain::Workspace;
use crate::domain::catalog::Item;
use crate::domain::commit::StreamId;
use crate::domain::contents::Contents;
use crate::domain::event::CivilMinutes;
use crate::domain::money::{Amount, Currency};
use crate::domain::order::{Fulfilment, Payment, Stage};
use crate::domain::text::{Code, Words};
use crate::domain::workspace::OrderHead;
use items::ItemIndex;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use words::{Haystack, holds, split};

/// An order as lists show it, with the text that it is found by.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    /// The order.
    pub head: OrderHead,
    contents: Contents,
    haystack: Box<str>,
}

impl Entry {
    fn of(head: &OrderHead, contents: &Contents) -> Self {
        let mut text = Haystack::default();
        let mut add = |part: &str| text.add(part);
        add(head.id.number());
        add(head.id.channel());
        let codes = [&head.customer, &head.tote];
        codes.into_iter().flatten().for_each(|c| add(c.as_str()));
        head.country.iter().for_each(|c| add(c.as_str()));
        head.batch.iter().for_each(|b| add(b.as_str()));
        for parcel in &head.parcels {
            add(parcel.id.as_str());
            let codes = [&parcel.tracking, &parcel.carrier];
            codes.into_iter().flatten().for_each(|c| add(c.as_str()));
        }
        head.returns.iter().for_each(|r| add(r.id.as_str()));
        Entry {
            head: head.clone(),
            contents: contents.clone(),
            haystack: text.end(),
        }
    }

    fn has(&self, words: &[Sought]) -> bool {
        words.iter().all(|sought| {
            holds(&self.haystack, &sought.word) || sought.items.iter().any(|i| self.has_item(i))
        })
    }

    fn has_item(&self, wanted: &[bool]) -> bool {
        let is_wanted = |number: &u32| wanted.get(*number as usize).copied().unwrap_or(false);
        self.contents.iter().any(is_wanted)
    }

    /// Whether a part of the order has stock while another part has none.
    pub fn is_short(&self) -> bool {
        is_short(&self.head)
    }
}

/// Whether a part of an order has stock, or has left, while another part has none: a backorder.
pub fn is_short(head: &OrderHead) -> bool {
    let open = head.stages.get(Stage::Open);
    let live = head.stages.total() - head.stages.get(Stage::Cancelled);
    open > 0 && open < live
}

/// A word that was typed, and the items it was found in.
struct Sought {
    word: String,
    items: Option<Vec<bool>>,
}

/// By what orders are sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SortBy {
    /// When the customer placed it.
    #[default]
    Placed,
    /// When it must have left; orders without such a time come last.
    ShipBy,
    /// The channel's number.
    Number,
    /// The channel.
    Channel,
    /// The customer.
    Customer,
    /// The country.
    Country,
    /// How many lines.
    Lines,
    /// How many units.
    Units,
    /// What the customer owes.
    Total,
    /// How far the goods are.
    Fulfilment,
    /// Where the money stands.
    Payment,
}

/// What a list asks for. Empty lists and `None` let everything pass.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrderQuery {
    /// What was typed: every word must be found, anywhere.
    pub words: String,
    /// How far the goods are: any of these.
    pub fulfilments: Vec<Fulfilment>,
    /// Where the money stands: any of these.
    pub payments: Vec<Payment>,
    /// Only orders that are held now.
    pub held: bool,
    /// Only orders that wait for a person's look.
    pub unverified: bool,
    /// Only orders of which a part lacks stock.
    pub short: bool,
    /// Only orders of this channel.
    pub channel: Option<String>,
    /// Only orders of this customer.
    pub customer: Option<String>,
    /// Only orders to this country.
    pub country: Option<String>,
    /// Only orders placed at this time or later.
    pub from: Option<CivilMinutes>,
    /// Only orders placed before this time.
    pub before: Option<CivilMinutes>,
    /// By what they are sorted.
    pub sort: SortBy,
    /// Whether the largest comes first.
    pub descending: bool,
}

impl OrderQuery {
    /// Whether an order passes everything but the words.
    pub fn lets_pass(&self, head: &OrderHead, now_ms: i64) -> bool {
        fn any<'a>(wanted: &Option<String>, found: impl FnOnce() -> Option<&'a str>) -> bool {
            wanted
                .as_deref()
                .is_none_or(|wanted| found() == Some(wanted))
        }
        (self.fulfilments.is_empty() || self.fulfilments.contains(&head.fulfilment))
            && (self.payments.is_empty() || self.payments.contains(&head.payment))
            && (!self.held || head.held_at(now_ms))
            && (!self.unverified || head.unverified)
            && (!self.short || is_short(head))
            && any(&self.channel, || Some(head.id.channel()))
            && any(&self.customer, || head.customer.as_ref().map(Code::as_str))
            && any(&self.country, || head.country.as_ref().map(Words::as_str))
            && self.from.is_none_or(|from| head.placed_at >= from)
            && self.before.is_none_or(|before| head.placed_at < before)
    }
}

/// What a list of orders adds up to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// How many orders.
    pub orders: usize,
    /// How many units they ask for.
    pub units: u64,
    /// What customers owe, by currency.
    pub value: BTreeMap<Currency, Amount>,
}

impl Totals {
    /// The sum over these orders.
    pub fn of<'a>(heads: impl IntoIterator<Item = &'a OrderHead>) -> Self {
        let mut totals = Totals::default();
        for head in heads {
            totals.orders += 1;
            totals.units += u64::from(head.stages.total());
            let value = totals.value.entry(head.currency).or_default();
            *value = *value + head.total;
        }
        totals
    }
}

/// How many orders wait for what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
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
    seen: BTreeMap<StreamId, u64>,
    entries: Vec<Arc<Entry>>,
    items: ItemIndex,
    channels: BTreeSet<String>,
    countries: BTreeSet<String>,
    sorted: Option<(SortBy, bool, Vec<u32>)>,
}

impl OrderIndex {
    /// Takes in what has changed since the last time, and says whether anything has.
    pub fn refresh(&mut self, workspace: &Workspace) -> bool {
        if self.seen == *workspace.vector() && self.entries.len() == workspace.orders_count() {
            return false;
        }
        self.seen = workspace.vector().clone();
        self.sorted = None;
        let mut before = std::mem::take(&mut self.entries).into_iter().peekable();
        self.entries.reserve(workspace.orders_count());
        for (head, contents) in workspace.contents() {
            // Both walks are in the order of the identity.
            while before.next_if(|entry| entry.head.id < head.id).is_some() {}
            let kept = before.next_if(|entry| entry.head.id == head.id);
            let kept = kept.filter(|entry| entry.head.fingerprint == head.fingerprint);
            let entry = kept.unwrap_or_else(|| {
                note(&mut self.channels, Some(head.id.channel()));
                note(
                    &mut self.countries,
                    head.country.as_ref().map(Words::as_str),
                );
                Arc::new(Entry::of(head, contents))
            });
            self.entries.push(entry);
        }
        self.items.refresh(workspace);
        true
    }

    /// The first items that every word that was typed is found in.
    pub fn best_items(&self, typed: &str, count_max: usize) -> Vec<&Item> {
        self.items.best(typed, count_max)
    }

    fn sought(&self, typed: &str) -> Vec<Sought> {
        let sought = |word: String| Sought {
            items: self.items.numbers_with(&word),
            word,
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
    pub fn channels(&self) -> &BTreeSet<String> {
        &self.channels
    }

    /// The countries that orders go to.
    pub fn countries(&self) -> &BTreeSet<String> {
        &self.countries
    }

    /// How many orders wait for what at this time (milliseconds since 1970 UTC).
    pub fn counts(&self, now_ms: i64) -> Counts {
        let mut counts = Counts::default();
        for Entry { head, .. } in self.entries.iter().map(AsRef::as_ref) {
            counts.unverified += usize::from(head.unverified);
            counts.held += usize::from(head.held_at(now_ms));
            counts.unpaid += usize::from(is_unpaid(head.payment));
            counts.short += usize::from(is_short(head));
        }
        counts
    }

    /// The orders that a list asks for, in its order. `now_ms` decides which holds are in force.
    pub fn select(&mut self, query: &OrderQuery, now_ms: i64) -> Vec<Arc<Entry>> {
        let words = self.sought(&query.words);
        self.sort(query.sort, query.descending);
        let order = self.sorted.iter().flat_map(|(_, _, order)| order);
        order
            .filter_map(|index| self.entries.get(*index as usize))
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
        let mut found: Vec<&Arc<Entry>> = self.entries.iter().filter(|e| e.has(&words)).collect();
        let key = |entry: &&Arc<Entry>| {
            let begins = entry.haystack.starts_with(first.word.as_str());
            let latest = std::cmp::Reverse(entry.head.placed_at);
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
        let heads = || (0u32..).zip(self.entries.iter().map(|entry| &entry.head));
        // Equal ones stand in the order of their identity, so that a list never shuffles.
        let order = if let Some(number) = number_of(by) {
            let key = |head: &OrderHead| match descending {
                true => !number(head),
                false => number(head),
            };
            let mut keyed: Vec<(i64, u32)> = heads().map(|(i, head)| (key(head), i)).collect();
            keyed.sort_unstable();
            keyed.into_iter().map(|(_, index)| index).collect()
        } else {
            let mut keyed: Vec<(u32, &OrderHead)> = heads().collect();
            keyed.sort_unstable_by(|(a, one), (b, other)| {
                let found = compare(by, one, other);
                let found = if descending { found.reverse() } else { found };
                found.then(a.cmp(b))
            });
            keyed.into_iter().map(|(index, _)| index).collect()
        };
        self.sorted = Some((by, descending, order));
    }
}

/// Whether money is missing.
pub fn is_unpaid(payment: Payment) -> bool {
    matches!(payment, Payment::Unpaid | Payment::PartlyPaid)
}

fn note(texts: &mut BTreeSet<String>, text: Option<&str>) {
    if let Some(text) = text
        && !texts.contains(text)
    {
        texts.insert(text.to_owned());
    }
}

/// What a sort by numbers goes by: numbers are laid side by side once, and sorted a good deal faster than heads.
fn number_of(by: SortBy) -> Option<fn(&OrderHead) -> i64> {
    Some(match by {
        SortBy::Placed => |head| head.placed_at,
        SortBy::ShipBy => |head| head.ship_by.unwrap_or(CivilMinutes::MAX),
        SortBy::Lines => |head| i64::from(head.lines),
        SortBy::Units => |head| i64::from(head.stages.total()),
        SortBy::Fulfilment => |head| head.fulfilment as i64,
        SortBy::Payment => |head| head.payment as i64,
        SortBy::Number | SortBy::Channel | SortBy::Customer | SortBy::Country | SortBy::Total => {
            return None;
        }
    })
}

fn compare(by: SortBy, a: &OrderHead, b: &OrderHead) -> Ordering {
    match by {
        SortBy::Number => number_order(a.id.number(), b.id.number()),
        SortBy::Channel => a.id.channel().cmp(b.id.channel()),
        SortBy::Customer => a.customer.cmp(&b.customer),
        SortBy::Country => a.country.cmp(&b.country),
        SortBy::Total => (a.currency, a.total).cmp(&(b.currency, b.total)),
        _ => match number_of(by) {
            Some(number) => number(a).cmp(&number(b)),
            None => Ordering::Equal,
        },
    }
}

/// Numbers of the same length read like numbers; 99 stands before 100.
fn number_order(a: &str, b: &str) -> Ordering {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if digits(a) && digits(b) {
        (a.len(), a).cmp(&(b.len(), b))
    } else {
        a.cmp(b)
    }
}
