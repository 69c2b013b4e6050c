//! Where serial numbers are: a register of claims.
//!
//! Balances hold no serial numbers. A fact that says which of them it moved *claims* that they are where it put them,
//! and closes the claim that stands at the place it takes from, and no other. So a tablet that learns a number at the
//! pick makes no claim false elsewhere, and of two tablets that took one number from one place both claims stay open:
//! one entry.
//!
//! The register keeps the facts of each number and judges them when asked, which makes it the same in whatever order
//! they arrive. Runs stay runs: they are cut only where other facts name a part of them.

use crate::trade::goods::{SerialRun as NamedRun, Serials};
use crate::trade::id::ItemId;
use crate::trade::place::Place;
use crate::trade::relations::{At, Relations};
use crate::trade::text::Code;
use std::collections::{BTreeMap, BTreeSet};

/// What a fact says of serial numbers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Claim {
    /// The fact.
    pub at: At,
    /// Where it took them from; `None` where it moved nothing and only read them.
    pub from: Option<Place>,
    /// Where they are by it.
    pub to: Place,
    /// Whether somebody only said so, and nothing moved.
    pub said: bool,
}

impl Claim {
    /// Whether goods moved by it.
    fn moves(&self) -> bool {
        self.from.is_some() && !self.said
    }
}

/// Serial numbers that share everything but a number at their end.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Series {
    prefix: String,
    /// How many digits the number has, 0 for a serial number that does not end in digits.
    digits: usize,
}

/// Numbers of a series, from the one that the map is keyed by to `to`, which all have the same claims.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Segment {
    to: u64,
    claims: BTreeSet<Claim>,
}

/// Serial numbers of one item that are claimed to be at several places: one entry.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SerialTwice {
    /// The item.
    pub item: ItemId,
    /// The first serial number.
    pub first: String,
    /// How many follow it and are claimed by the same facts.
    pub more: u64,
    /// The open claims, in the order of facts.
    pub open: Vec<Claim>,
}

/// Serial numbers of one item that follow each other and are at the same places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SerialRun {
    /// The first.
    pub first: String,
    /// The last; the first where there is only one.
    pub last: String,
    /// How many follow the first.
    pub more: u64,
    /// The open claims of the first of them, in the order of facts; several are an entry of the inbox.
    pub open: Vec<Claim>,
}

/// The claims of all serial numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SerialRegister {
    items: BTreeMap<ItemId, BTreeMap<Series, BTreeMap<u64, Segment>>>,
}

/// The most digits that a number of a series has: what surely fits 64 bits.
const DIGITS_MAX: usize = 18;

/// The series and number of a serial number: as many of the digits that it ends in as fit.
fn series_of(text: &str) -> (Series, u64) {
    let digits = text.bytes().rev().take_while(u8::is_ascii_digit).count();
    let digits = digits.min(DIGITS_MAX);
    let (prefix, number) = text.split_at(text.len() - digits);
    let series = Series {
        prefix: prefix.to_owned(),
        digits,
    };
    (series, number.parse().unwrap_or(0))
}

impl Series {
    fn text(&self, number: u64) -> String {
        let width = self.digits;
        if width == 0 {
            self.prefix.clone()
        } else {
            format!("{}{number:0width$}", self.prefix)
        }
    }
}

/// The series and the first and last of the numbers that a list names.
fn run_of(serials: &Serials) -> (Series, u64, u64) {
    match serials {
        Serials::One(code) => {
            let (series, number) = series_of(code.as_str());
            (series, number, number)
        }
        Serials::Run(run) => {
            let prefix = run.prefix().map_or("", Code::as_str);
            let width = usize::from(run.digits());
            let (first, last) = run.bounds();
            let (series, number) = series_of(&format!("{prefix}{first:0width$}"));
            (series, number, number.saturating_add(last - first))
        }
    }
}

impl SerialTwice {
    /// The places that the open claims name, each once, in their order.
    pub fn places(&self) -> Vec<Place> {
        let mut places: Vec<Place> = Vec::new();
        for claim in &self.open {
            if !places.contains(&claim.to) {
                places.push(claim.to.clone());
            }
        }
        places
    }

    /// The serial numbers as facts name them.
    pub fn serials(&self) -> Vec<Serials> {
        let (series, first) = series_of(&self.first);
        let prefix = Code::new(&series.prefix).ok();
        let digits = u8::try_from(series.digits).unwrap_or(u8::MAX);
        let last = first.saturating_add(self.more);
        let mut all = Vec::new();
        let mut from = first;
        while from <= last {
            let to = last.min(from.saturating_add(NamedRun::LENGTH_MAX - 1));
            let run = NamedRun::new(prefix.clone(), digits, from, to).map(Serials::Run);
            let one = || Code::new(&series.text(from)).ok().map(Serials::One);
            all.extend(run.or_else(one));
            let Some(next) = to.checked_add(1) else { break };
            from = next;
        }
        all
    }
}

impl SerialRegister {
    /// Takes in what a fact says of serial numbers of an item; the same twice is once. What takes back an earlier fact
    /// is a claim of its own, the other way.
    pub fn claim(&mut self, item: &ItemId, serials: &[Serials], claim: &Claim) {
        let series_map = self.items.entry(item.clone()).or_default();
        for (series, from, to) in serials.iter().map(run_of) {
            add(series_map.entry(series).or_default(), from, to, claim);
        }
    }

    /// Whether any item has a unit of this serial number.
    pub fn knows(&self, serial: &str) -> bool {
        self.items_with(serial).next().is_some()
    }

    /// The items that have a unit of this serial number.
    pub fn items_with(&self, serial: &str) -> impl Iterator<Item = &ItemId> {
        let items = self.items.keys();
        items.filter(move |item| self.claims(item, serial).next().is_some())
    }

    /// All that facts say of a serial number, in their order.
    pub fn claims(&self, item: &ItemId, serial: &str) -> impl Iterator<Item = &Claim> {
        let (series, number) = series_of(serial);
        let segment = self
            .items
            .get(item)
            .and_then(|series_map| series_map.get(&series))
            .and_then(|segments| segments.range(..=number).next_back())
            .filter(|(_, segment)| number <= segment.to);
        segment
            .into_iter()
            .flat_map(|(_, segment)| segment.claims.iter())
    }

    /// The open claims of a serial number, in the order of facts: where it is. None where it was never named; several
    /// are an entry.
    pub fn open(&self, item: &ItemId, serial: &str, relations: &impl Relations) -> Vec<Claim> {
        let claims: Vec<_> = self.claims(item, serial).collect();
        open_of(&claims, relations)
    }

    /// Every serial number of an item that was ever named: the first of a run, how many follow it, and the open claims
    /// that all of them have, in the order of facts.
    pub fn of_item(&self, item: &ItemId, relations: &impl Relations) -> Vec<SerialRun> {
        let all = self.items.get(item).into_iter().flatten();
        let mut runs: Vec<SerialRun> = Vec::new();
        for (series, segments) in all {
            let mut end = None;
            for (from, segment) in segments {
                let claims: Vec<_> = segment.claims.iter().collect();
                let open = open_of(&claims, relations);
                let places =
                    |open: &[Claim]| open.iter().map(|it| it.to.clone()).collect::<Vec<_>>();
                let joins = end.and_then(|end: u64| end.checked_add(1)) == Some(*from);
                match runs.last_mut() {
                    Some(run) if joins && places(&run.open) == places(&open) => {
                        run.more += segment.to - from + 1;
                        run.last = series.text(segment.to);
                    }
                    _ => runs.push(SerialRun {
                        first: series.text(*from),
                        last: series.text(segment.to),
                        more: segment.to - from,
                        open,
                    }),
                }
                end = Some(segment.to);
            }
        }
        runs
    }

    /// The serial numbers of an item that have an open claim at a place, in order.
    pub fn at_place(&self, item: &ItemId, place: &Place, relations: &impl Relations) -> Vec<Code> {
        let mut found = Vec::new();
        for (series, segments) in self.items.get(item).into_iter().flatten() {
            for (from, segment) in segments {
                let claims: Vec<_> = segment.claims.iter().collect();
                let open = open_of(&claims, relations);
                if open.iter().any(|claim| claim.to == *place) {
                    let texts = (*from..=segment.to).map(|number| series.text(number));
                    found.extend(texts.filter_map(|text| Code::new(&text).ok()));
                }
            }
        }
        found
    }

    /// How many open claims facts have at a place for serial numbers of an item; a number that two facts put there
    /// counts twice.
    pub fn claims_at(&self, item: &ItemId, place: &Place, relations: &impl Relations) -> u64 {
        let here = |run: &SerialRun| {
            let open = run.open.iter().filter(|claim| claim.to == *place).count();
            (run.more + 1).saturating_mul(u64::try_from(open).unwrap_or(u64::MAX))
        };
        self.of_item(item, relations).iter().map(here).sum()
    }

    /// How many serial numbers of an item have an open claim at one of these places.
    pub fn count_at(&self, item: &ItemId, places: &[Place], relations: &impl Relations) -> u64 {
        let here = |run: &SerialRun| run.open.iter().any(|claim| places.contains(&claim.to));
        let runs = self.of_item(item, relations).into_iter();
        runs.filter(here).map(|run| run.more + 1).sum()
    }

    /// Serial numbers with several open claims, in order; neighbours of equal claims are one entry.
    pub fn entries(&self, relations: &impl Relations) -> Vec<SerialTwice> {
        let mut entries: Vec<SerialTwice> = Vec::new();
        for (item, series_map) in &self.items {
            for (series, segments) in series_map {
                let mut last: Option<(u64, Vec<Claim>)> = None;
                for (from, segment) in segments {
                    let claims: Vec<_> = segment.claims.iter().collect();
                    let open = open_of(&claims, relations);
                    let joins = last.as_ref().is_some_and(|(to, claims)| {
                        to.checked_add(1) == Some(*from) && *claims == open
                    });
                    if open.len() > 1 {
                        match entries.last_mut().filter(|_| joins) {
                            Some(entry) => entry.more += segment.to - from + 1,
                            None => entries.push(SerialTwice {
                                item: item.clone(),
                                first: series.text(*from),
                                more: segment.to - from,
                                open: open.clone(),
                            }),
                        }
                    }
                    last = Some((segment.to, open));
                }
            }
        }
        entries
    }
}

/// Adds a claim of the numbers `from` to `to`, both included: cuts the segments at both ends, and fills the gaps.
fn add(segments: &mut BTreeMap<u64, Segment>, from: u64, to: u64, claim: &Claim) {
    cut(segments, from);
    if let Some(behind) = to.checked_add(1) {
        cut(segments, behind);
    }
    let mut gaps = Vec::new();
    let mut free = Some(from);
    for (start, segment) in segments.range_mut(from..=to) {
        if let Some(free) = free.filter(|free| free < start) {
            gaps.push((free, start - 1));
        }
        segment.claims.insert(claim.clone());
        free = segment.to.checked_add(1);
    }
    gaps.extend(free.filter(|free| *free <= to).map(|free| (free, to)));
    for (from, to) in gaps {
        let claims = BTreeSet::from([claim.clone()]);
        segments.insert(from, Segment { to, claims });
    }
}

/// Makes a segment begin at `number` where one goes across it.
fn cut(segments: &mut BTreeMap<u64, Segment>, number: u64) {
    let Some((_, segment)) = segments.range_mut(..number).next_back() else {
        return;
    };
    if segment.to >= number {
        let rest = segment.clone();
        segment.to = number - 1;
        segments.insert(number, rest);
    }
}

/// The claims that nothing closed, in the order of facts.
///
/// A fact closes the claims that it knew to stand at the place it takes from. Where it knew of none, its hands still
/// took what was there: it closes the last in order that it did not know and that did not know it. What only read or said
/// the number at a place where another open claim has it says nothing new.
fn open_of(claims: &[&Claim], relations: &impl Relations) -> Vec<Claim> {
    let mut closers: Vec<Vec<usize>> = vec![Vec::new(); claims.len()];
    let mut blind = Vec::new();
    for (taker, claim) in claims.iter().enumerate() {
        let Some(from) = &claim.from else { continue };
        // Whoever only said where a number is has taken nothing.
        let took = claim.moves();
        let knew = |other: usize| relations.knew(&claim.at, &claims[other].at);
        let seen: Vec<_> = (0..claims.len())
            .filter(|put| claims[*put].to == *from && knew(*put))
            .filter(|put| !closers[*put].iter().any(|other| knew(*other)))
            .collect();
        if seen.is_empty() && took {
            blind.push((taker, from));
        }
        for put in seen {
            closers[put].push(taker);
        }
    }
    for (taker, from) in blind {
        let at = &claims[taker].at;
        let unknown = (0..claims.len()).rev().find(|put| {
            let other = &claims[*put].at;
            *put != taker
                && claims[*put].to == *from
                && closers[*put].is_empty()
                && !relations.knew(at, other)
                && !relations.knew(other, at)
        });
        if let Some(put) = unknown {
            closers[put].push(taker);
        }
    }
    let stands = |put: &usize| closers[*put].is_empty();
    let standing: Vec<usize> = (0..claims.len()).filter(stands).collect();
    let says_nothing_new = |put: usize| {
        let same_place = |other: &usize| claims[*other].to == claims[put].to;
        let comes_first = |other: &usize| claims[*other].moves() || *other < put;
        let mut others = standing.iter().filter(|other| **other != put);
        !claims[put].moves() && others.any(|other| same_place(other) && comes_first(other))
    };
    standing
        .iter()
        .filter(|put| !says_nothing_new(**put))
        .map(|put| claims[*put].clone())
        .collect()
}

crate::kept_struct! {
    Claim { at, from, to, said }
    Series { prefix, digits }
    Segment { to, claims }
    SerialRegister { items }
}
