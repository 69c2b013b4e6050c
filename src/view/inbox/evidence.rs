//! What makes an entry: the facts, with who said each, when, and on which device.

use crate::limits::EVIDENCE_SHOWN_MAX;
use crate::site::Reading;
use crate::stream::id::{CommitId, FactId, TAG_LETTERS};
use crate::trade::allocation::AllocationFact;
use crate::trade::card::CardField;
use crate::trade::catalog::LotField;
use crate::trade::counting::{Observation, SeenWhat};
use crate::trade::demand::DemandDocument;
use crate::trade::event::Event;
use crate::trade::fulfilment::FulfilmentFact;
use crate::trade::goods::Goods;
use crate::trade::id::{ContainerId, ItemId, OperatorId, OrderId};
use crate::trade::orders::OrderFact;
use crate::trade::place::{Movement, Place};
use crate::trade::state::codes::number_key;
use crate::trade::state::entries::{Clash, Entry};
use crate::trade::stock::posting::{AccountKey, What};
use crate::trade::table::{Sink, Standing};
use crate::view::orders::timeline;
use std::collections::{BTreeMap, BTreeSet};

/// A fact that makes an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The fact.
    pub fact: FactId,
    /// What happened.
    pub event: Event,
    /// What the wall clock read, in milliseconds since 1970 UTC.
    pub ms: i64,
    /// Who; nobody where no operator was signed in.
    pub who: Option<String>,
    /// The device, by the letters that it is known by.
    pub device: String,
}

/// The facts that make each of these entries, in their order: of each the last ones, the latest first. What stands at a
/// place is looked for in all facts, once for all entries.
pub fn evidence(at: &Reading<'_>, entries: &[Entry]) -> Vec<Vec<Evidence>> {
    let wanted: BTreeSet<Wanted> = entries
        .iter()
        .filter_map(|entry| account_of(&entry.clash))
        .map(|account| (account.place.clone(), item_of(account).clone()))
        .collect();
    let at_places = at_places(at, &wanted);
    let of = |entry: &Entry| {
        let mut facts = named(at, &entry.clash);
        if let Some(account) = account_of(&entry.clash) {
            let there = at_places.get(&(account.place.clone(), item_of(account).clone()));
            facts.extend(there.into_iter().flatten());
        }
        let mut found: Vec<Evidence> = facts
            .into_iter()
            .filter_map(|fact| told(at, fact))
            .collect();
        found.sort_by_key(|one| std::cmp::Reverse((one.ms, one.fact)));
        found.truncate(EVIDENCE_SHOWN_MAX);
        found
    };
    entries.iter().map(of).collect()
}

fn told(at: &Reading<'_>, fact: FactId) -> Option<Evidence> {
    let header = at.held.header_of(fact.commit)?;
    let operator = header.operator.map(OperatorId);
    Some(Evidence {
        fact,
        event: at.held.event(fact)?.clone(),
        ms: header.wall_ms().unwrap_or(header.stamp.ms()),
        who: operator.map(|operator| crate::view::names::operator_name(at, &operator)),
        device: fact.commit.stream.tag(TAG_LETTERS),
    })
}

/// The goods at a place that an entry is about; `None` where it is about something else.
pub fn account_of(clash: &Clash) -> Option<&AccountKey> {
    match clash {
        Clash::BelowZero(account)
        | Clash::Short(account)
        | Clash::CountsDiffer(account)
        | Clash::CountInDoubt { account, .. }
        | Clash::CountUnlisted { account, .. }
        | Clash::CountToApprove { account, .. }
        | Clash::CountJudgedTwice { account, .. } => Some(account),
        _ => None,
    }
}

/// How many units of what an entry is about an observation saw at its place; none where it looked and saw none. What was
/// seen without its lot, owner or condition counts for every goods of the item.
pub fn seen_of(observation: &Observation, account: &AccountKey) -> u64 {
    let is_there = |within: &Option<ContainerId>| match (&account.place, within) {
        (Place::Container(container), Some(within)) => within == container,
        (place, None) => *place == observation.place,
        (_, Some(_)) => false,
    };
    let is_it = |what: &SeenWhat| match (what, &account.what) {
        (SeenWhat::Goods(seen), What::Goods(goods)) => seen == goods,
        (SeenWhat::Goods(seen), What::Item(item)) => seen.item == *item,
        (SeenWhat::Item(seen), _) => seen == item_of(account),
    };
    let seen = observation.seen.iter();
    seen.filter(|seen| is_there(&seen.within) && is_it(&seen.what))
        .map(|seen| seen.units.get())
        .sum()
}

fn item_of(account: &AccountKey) -> &ItemId {
    match &account.what {
        What::Item(item) => item,
        What::Goods(goods) => &goods.item,
    }
}

/// The facts that an entry names by itself, or that its documents keep.
fn named(at: &Reading<'_>, clash: &Clash) -> BTreeSet<FactId> {
    let relations = at.relations();
    match clash {
        Clash::Oversold { holders, .. } => {
            let mut facts = BTreeSet::new();
            for line in holders {
                let routed = at
                    .state
                    .fulfilment(&line.document)
                    .and_then(|of| of.routed());
                let Some((_, routed)) = routed else { continue };
                facts.extend(facts_of(at, &routed.order, |event| {
                    let Event::Allocation(AllocationFact::Allocated(allocated)) = event else {
                        return false;
                    };
                    allocated.document == DemandDocument::FulfilmentOrder(line.document)
                        && allocated.lines.iter().any(|of| of.line == line.line)
                }));
            }
            facts
        }
        Clash::DoneTwice { order, .. }
        | Clash::Overdrawn { order, .. }
        | Clash::StepsDiffer { order, .. }
        | Clash::LateOnClosed(order) => facts_of(at, order, |event| match event {
            Event::Picking(_) | Event::Packing(_) | Event::Shipping(_) => true,
            Event::Orders(fact) => matches!(
                fact,
                OrderFact::LinesCancelled(_) | OrderFact::CancellationUndone { .. }
            ),
            Event::Fulfilment(fact) => matches!(
                fact,
                FulfilmentFact::Routed(_)
                    | FulfilmentFact::Rerouted(_)
                    | FulfilmentFact::GivenBack(_)
            ),
            _ => false,
        }),
        Clash::MergeVoid(merge) => BTreeSet::from([*merge]),
        Clash::LotsDiffer(lots) => {
            let cards = lots.iter().filter_map(|lot| at.state.lot(lot));
            let key = LotField::Expiry(None).key();
            cards
                .flat_map(|card| card.said(&key))
                .map(|(at, _)| at.fact())
                .collect()
        }
        Clash::PlacedInBoth { orders, .. } => {
            let orders = orders.iter().filter_map(|order| at.state.order(order));
            orders
                .filter_map(|order| order.placed())
                .map(|(at, _)| at.fact())
                .collect()
        }
        Clash::SaidTwice { facts, .. }
        | Clash::GivenUpTwice { facts, .. }
        | Clash::EndedTwice { facts, .. } => facts.iter().copied().collect(),
        Clash::SetAsideBoth { orders } => {
            let cancelled = orders.iter().flat_map(|order| {
                facts_of(at, order, |event| {
                    matches!(event, Event::Orders(OrderFact::LinesCancelled(_)))
                })
            });
            cancelled.collect()
        }
        Clash::NumberTwice { number, parcels } => {
            let parcels = parcels.iter().filter_map(|id| at.state.parcel(id));
            let key = number_key(number);
            let labels = parcels.flat_map(|parcel| {
                parcel.labels().filter(|(at, label)| {
                    let number = parcel.number(at, label);
                    number.is_some_and(|number| number_key(number) == key)
                })
            });
            labels.map(|(at, _)| at.fact()).collect()
        }
        Clash::SentToOldAddress { order, parcel } => {
            let said = facts_of(at, order, |event| {
                matches!(event, Event::Orders(OrderFact::AddressGiven(_)))
            });
            let parcel = at.state.parcel(parcel).into_iter();
            let left = parcel.flat_map(|parcel| parcel.left_at().map(|at| at.fact()));
            said.into_iter().chain(left).collect()
        }
        Clash::HalfMissing(fulfilment) => {
            let routed = at.state.fulfilment(fulfilment).and_then(|of| of.routed());
            routed.map(|(at, _)| at.fact()).into_iter().collect()
        }
        Clash::GaveBackTooMuch(_, refunds) => refunds.iter().copied().collect(),
        Clash::PlacedTwice { order, others } => {
            let placed = at.state.order(order).and_then(|order| order.placed());
            let first = placed.map(|(at, _)| at.fact());
            others.iter().copied().chain(first).collect()
        }
        Clash::MatchedTwice { order, line } => {
            let order = at.state.order(order).into_iter();
            order
                .flat_map(|order| order.matches_of(line))
                .map(|at| at.fact())
                .collect()
        }
        Clash::SerialTwice(twice) => twice.open.iter().map(|claim| claim.at.fact()).collect(),
        Clash::FieldTwice { facts, .. } => facts.iter().copied().collect(),
        Clash::ContainerWhere(container) => {
            let said = at.state.containers.said(container).iter();
            said.map(|(at, _)| at.fact()).collect()
        }
        Clash::ContainerCircle(containers) => {
            let said = containers
                .iter()
                .flat_map(|container| at.state.containers.said(container));
            said.map(|(at, _)| at.fact()).collect()
        }
        Clash::LeaseOvertaken { works, .. } => works.iter().map(|(_, work)| *work).collect(),
        Clash::Fork { after, branches } => {
            let first = |branch: &crate::stream::id::StreamId| FactId {
                commit: CommitId {
                    stream: *branch,
                    number: after.number + 1,
                },
                index: 0,
            };
            branches.iter().map(first).collect()
        }
        Clash::RevokedMeanwhile {
            revocation, facts, ..
        } => facts.iter().copied().chain([*revocation]).collect(),
        Clash::NotAllowed(fact) | Clash::Waits(fact) | Clash::NeedsUpdate(fact) => {
            BTreeSet::from([*fact])
        }
        Clash::MergeCircle(document) => {
            let circle = at.state.components.canonical(document);
            let all = at.state.components.standing().into_iter();
            all.filter(|(_, from, _)| at.state.components.canonical(from) == circle)
                .map(|(merge, ..)| merge)
                .collect()
        }
        Clash::ErasureTooLate(erasure) => {
            let erasures = &at.state.erasures;
            let ordered = erasures.ordered(erasure).map(|(at, _)| at.fact());
            let executed = erasures.executed(erasure, &relations).map(|at| at.fact());
            ordered.into_iter().chain(executed).collect()
        }
        Clash::EditionTwice { editions, .. } => {
            let all = at.state.recipes();
            all.filter(|(id, ..)| editions.contains(id))
                .map(|(_, at, _)| at.fact())
                .collect()
        }
        Clash::CountInDoubt {
            count, movements, ..
        } => movements.iter().copied().chain([*count]).collect(),
        Clash::CountToApprove { count, .. } | Clash::CountJudgedTwice { count, .. } => {
            BTreeSet::from([*count])
        }
        Clash::BelowZero(_)
        | Clash::CountsDiffer(_)
        | Clash::Short(_)
        | Clash::CountUnlisted { .. } => BTreeSet::new(),
    }
}

fn facts_of(at: &Reading<'_>, order: &OrderId, which: impl Fn(&Event) -> bool) -> BTreeSet<FactId> {
    let moments = timeline(at, order).into_iter();
    moments
        .filter(|moment| which(&moment.event))
        .map(|moment| moment.fact)
        .collect()
}

/// An item at a place.
type Wanted = (Place, ItemId);

/// Whether a fact moved, saw or missed an item at places.
struct There<'a> {
    wanted: &'a BTreeSet<Wanted>,
    found: BTreeSet<Wanted>,
}

impl There<'_> {
    fn look(&mut self, place: &Place, goods: &Goods) {
        let found = self.wanted.iter();
        let mut found = found.filter(|(at, item)| at == place && *item == goods.item);
        self.found.extend(found.next().cloned());
    }
}

impl Sink for There<'_> {
    fn movement(&mut self, movement: Movement<'_>) {
        self.look(&movement.from, movement.goods);
        self.look(&movement.to, movement.goods);
    }

    fn observed(&mut self, observation: &Observation) {
        let here = self.wanted.iter();
        let here = here.filter(|(place, _)| *place == observation.place);
        self.found.extend(here.cloned());
    }

    fn shorted(&mut self, place: &Place, goods: &Goods, _: Option<FactId>) {
        self.look(place, goods);
    }
}

/// The facts of items at places that are wanted, in one walk over everything that is held.
fn at_places(at: &Reading<'_>, wanted: &BTreeSet<Wanted>) -> BTreeMap<Wanted, Vec<FactId>> {
    let mut found: BTreeMap<Wanted, Vec<FactId>> = BTreeMap::new();
    if wanted.is_empty() {
        return found;
    }
    for (commit, _, events) in at.held.commits() {
        for (standing, event) in Standing::all_of(commit, events) {
            let mut there = There {
                wanted,
                found: BTreeSet::new(),
            };
            event.row(&standing, &mut there);
            for key in there.found {
                found.entry(key).or_default().push(standing.fact);
            }
        }
    }
    found
}
