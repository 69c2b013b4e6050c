//! A fulfilment order as its facts have it, and what stands of the lines of its order.

use super::demand_ledger::{OrderSums, Standing, WorkStanding, WorkSums};
use super::sums::Sums;
use super::{
    Executor, FulfilmentFact, FulfilmentLines, LineUnits, LinesBack, Routed, SentByOthers, Taken,
};
use crate::stream::id::FactId;
use crate::trade::allocation::{Allocated, AllocatedOn, AllocationFact, Pinned};
use crate::trade::catalog::RecipeSet;
use crate::trade::demand::{FulfilmentLine, LineKey, OrderAccount, Part, WorkAccount};
use crate::trade::goods::{Class, Wanted};
use crate::trade::id::{FulfilmentOrderId, ReceiptId, RecipeId};
use crate::trade::orders::PlacedLine;
use crate::trade::orders::order::Order;
use crate::trade::quantity::{Instant, Units};
use crate::trade::relations::At;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What one line of a fulfilment order holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineContent {
    /// The order's line.
    pub line: LineKey,
    /// Which part of it.
    pub part: Part,
    /// What goods answer it.
    pub wanted: Wanted,
    /// How many units of the part it was opened with.
    pub units: Units,
    /// How many base units of the goods answer one unit of the part.
    pub each: Units,
}

/// A fulfilment order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fulfilment {
    routed: Option<(At, Arc<Routed>)>,
    taken_as_routed: BTreeSet<At>,
    work: BTreeMap<u32, WorkSums>,
    told_wanted: BTreeMap<u32, BTreeMap<At, Wanted>>,
    delivered: BTreeMap<u32, i128>,
    requests: BTreeMap<FactId, LinesBack>,
    answers: BTreeMap<FactId, bool>,
    holds: BTreeMap<FactId, Option<Instant>>,
    holds_released: BTreeSet<FactId>,
    asked: BTreeSet<At>,
    declined: BTreeSet<At>,
    sent: BTreeMap<FactId, SentByOthers>,
    sending_undone: BTreeSet<FactId>,
    pins: BTreeMap<FactId, Pinned>,
    unpinned: BTreeSet<FactId>,
    /// Units of lines that were allocated on expected receipts.
    expected: BTreeMap<(u32, ReceiptId), i128>,
}

impl Fulfilment {
    /// Takes in a fact of this area. Transfers of work come by [`Fulfilment::transfer`].
    pub fn apply(&mut self, at: At, fact: &FulfilmentFact) {
        match fact {
            FulfilmentFact::Routed(routed) => self.routed = Some((at, routed.clone())),
            FulfilmentFact::TakenUp(taken) => match &taken.taken {
                Taken::AsRouted => {
                    self.taken_as_routed.insert(at);
                }
                Taken::Units(_) => {}
                Taken::Lines(lines) => {
                    for line in lines {
                        let told = self.told_wanted.entry(line.line).or_default();
                        told.insert(at, line.wanted.clone());
                    }
                }
            },
            FulfilmentFact::BackRequested(back) => {
                self.requests.insert(at.fact(), back.clone());
            }
            FulfilmentFact::RequestAnswered {
                fulfilment: _,
                request,
                given,
            } => {
                // Of two answers that do not know each other the one that gave units back moved something: it stands, and
                // what was begun meanwhile is told by the demand.
                let answer = self.answers.entry(*request).or_insert(*given);
                *answer |= *given;
            }
            FulfilmentFact::Held {
                fulfilment: _,
                until,
            } => {
                self.holds.insert(at.fact(), until.clone());
            }
            FulfilmentFact::HoldReleased {
                fulfilment: _,
                hold,
            } => {
                self.holds_released.insert(*hold);
            }
            FulfilmentFact::Asked { fulfilment: _ } => {
                self.asked.insert(at);
            }
            FulfilmentFact::Declined { fulfilment: _ } => {
                self.declined.insert(at);
            }
            FulfilmentFact::SentByOthers(sent) => {
                self.sent.insert(at.fact(), sent.clone());
            }
            FulfilmentFact::SendingUndone { undoes, sent: _ } => {
                self.sending_undone.insert(*undoes);
            }
            FulfilmentFact::Exploded(_)
            | FulfilmentFact::Rerouted(_)
            | FulfilmentFact::GivenBack(_) => {}
        }
    }

    /// Takes in which goods are to be taken for a line.
    pub fn apply_allocation(&mut self, at: At, fact: &AllocationFact) {
        match fact {
            AllocationFact::Pinned(pinned) => {
                self.pins.insert(at.fact(), pinned.clone());
            }
            AllocationFact::Unpinned { line: _, pin } => {
                self.unpinned.insert(*pin);
            }
            AllocationFact::Allocated(allocated) => self.expect(allocated, 1),
            AllocationFact::Deallocated(allocated) => self.expect(allocated, -1),
        }
    }

    fn expect(&mut self, allocated: &Allocated, times: i128) {
        let receipt = match &allocated.on {
            AllocatedOn::Expected(receipt) => *receipt,
            AllocatedOn::Stock { .. } => return,
        };
        for line in &allocated.lines {
            *self.expected.entry((line.line, receipt)).or_insert(0) += times * line.units.wide();
        }
        self.expected.retain(|_, units| *units != 0);
    }

    /// Units of lines that were allocated on expected receipts and not deallocated, whether or not the receipts have
    /// come since.
    pub fn expected(&self) -> impl Iterator<Item = (u32, ReceiptId, i128)> {
        self.expected
            .iter()
            .map(|((line, receipt), units)| (*line, *receipt, *units))
    }

    /// On what units of lines rest that are to be deallocated: on expected receipts first, the rest on stock.
    pub fn rests_on(&self, lines: &[LineUnits]) -> Vec<(AllocatedOn, Vec<LineUnits>)> {
        let stock = AllocatedOn::Stock {
            partition: None,
            quota: None,
        };
        let mut rests: BTreeMap<AllocatedOn, Vec<LineUnits>> = BTreeMap::new();
        for LineUnits { line, units } in lines {
            let mut left = units.wide();
            let of_line = self.expected().filter(|(other, _, _)| other == line);
            let on = of_line.map(|(_, receipt, units)| (AllocatedOn::Expected(receipt), units));
            for (on, has) in on.chain([(stock.clone(), i128::MAX)]) {
                let given = left.min(has.max(0));
                left -= given;
                if let Some(units) = u64::try_from(given).ok().and_then(Units::new) {
                    let line = *line;
                    rests.entry(on).or_default().push(LineUnits { line, units });
                }
            }
        }
        rests.into_iter().collect()
    }

    /// Books a transfer of work.
    pub fn transfer(&mut self, line: u32, from: &WorkAccount, to: &WorkAccount, units: Units) {
        self.work
            .entry(line)
            .or_default()
            .transfer(from, to, units.wide(), 1);
    }

    /// Books that units of a line arrived; `times` is -1 where they have not after all.
    pub fn delivered(&mut self, line: u32, units: Units, times: i128) {
        *self.delivered.entry(line).or_insert(0) += times * units.wide();
        self.delivered.retain(|_, units| *units != 0);
    }

    /// Base units of its lines that arrived, as far as they were told; what was told twice is in it twice.
    pub fn arrived(&self) -> &BTreeMap<u32, i128> {
        &self.delivered
    }

    /// How it was opened; `None` while that has not come.
    pub fn routed(&self) -> Option<(&At, &Routed)> {
        let (at, routed) = self.routed.as_ref()?;
        Some((at, routed))
    }

    /// What its lines hold, by number. Lines that are taken whole are read in the order; those whose item is not known
    /// are left out.
    pub fn lines(&self, order: &Order) -> Vec<(u32, LineContent)> {
        let Some((_, routed)) = &self.routed else {
            return Vec::new();
        };
        match &routed.lines {
            FulfilmentLines::Each(lines) => {
                let content = |line: &super::OpenedLine| LineContent {
                    line: order.line_key(&line.line).clone(),
                    part: line.part.clone(),
                    wanted: line.wanted.clone(),
                    units: line.units,
                    each: line.each,
                };
                (0..).zip(lines.iter().map(content)).collect()
            }
            FulfilmentLines::Whole { placed, runs } => {
                let placed = order.lines_of(*placed);
                let positions = runs
                    .iter()
                    .flat_map(|run| run.first..=run.first.saturating_add(run.more));
                let known =
                    positions.map_while(|position| placed.get(usize::try_from(position).ok()?));
                let numbered = (0..).zip(known);
                numbered
                    .filter_map(|(number, line)| Some((number, whole(order, line)?)))
                    .collect()
            }
        }
    }

    /// The raw sums of a line's work. What was taken up as it was routed counts once, however often that was said.
    pub fn work(&self, number: u32, content: Option<&LineContent>) -> WorkSums {
        let mut sums = self.work.get(&number).cloned().unwrap_or_default();
        if let (false, Some(content)) = (self.taken_as_routed.is_empty(), content) {
            let units = content.units.wide() * content.each.wide();
            sums.transfer(&WorkAccount::Source, &WorkAccount::Open, units, 1);
        }
        sums
    }

    /// Whether anything of it was taken up.
    pub fn is_taken_up(&self) -> bool {
        !self.taken_as_routed.is_empty() || self.work.values().any(|work| work.taken() > 0)
    }

    /// Whether anything of it was picked or packed and has not gone on from there, as far as work was told.
    pub fn has_in_hands(&self) -> bool {
        let mut work = self.work.values();
        work.any(|of| of.get(&WorkAccount::Picked) > 0 || of.get(&WorkAccount::Packed) > 0)
    }

    /// The numbers of lines that any work was told of.
    pub fn worked(&self) -> impl Iterator<Item = u32> {
        self.work.keys().copied()
    }

    /// Requests to give units back that its warehouse has not answered.
    pub fn requests(&self) -> impl Iterator<Item = (&FactId, &LinesBack)> {
        self.requests
            .iter()
            .filter(|(request, _)| !self.answers.contains_key(request))
    }

    /// Whether its warehouse gave units back that it was asked for.
    pub fn gave_back(&self) -> bool {
        self.answers.values().any(|given| *given)
    }

    /// The requests that its warehouse has answered, with whether it gave the units back.
    pub fn answered(&self) -> impl Iterator<Item = (&LinesBack, bool)> {
        let answered = self.answers.iter();
        answered.filter_map(|(request, given)| Some((self.requests.get(request)?, *given)))
    }

    /// The holds on its work that nobody lifted, with when each ends by itself.
    pub fn holds(&self) -> impl Iterator<Item = (&FactId, &Option<Instant>)> {
        self.holds
            .iter()
            .filter(|(hold, _)| !self.holds_released.contains(hold))
    }

    /// When somebody who is not us was asked last to send it, in milliseconds since 1970 UTC.
    pub fn asked_ms(&self) -> Option<i64> {
        self.asked.last().map(|at| at.wall_ms)
    }

    /// Whether they would not.
    pub fn is_declined(&self) -> bool {
        !self.declined.is_empty()
    }

    /// What others sent of it and did not take back.
    pub fn sent(&self) -> impl Iterator<Item = (&FactId, &SentByOthers)> {
        let undone = |fact: &FactId| self.sending_undone.contains(fact);
        self.sent.iter().filter(move |(fact, _)| !undone(fact))
    }

    /// The pins that stand.
    pub fn pins(&self) -> impl Iterator<Item = (&FactId, &Pinned)> {
        self.pins
            .iter()
            .filter(|(pin, _)| !self.unpinned.contains(pin))
    }
}

/// A line of an order that is taken whole: as it was placed, of the client's goods.
fn whole(order: &Order, line: &PlacedLine) -> Option<LineContent> {
    let owner = order.placed().and_then(|(_, placed)| placed.client.clone());
    Some(LineContent {
        line: line.key.clone(),
        part: Part::Line,
        wanted: Wanted {
            item: order.item(line)?,
            lot: None,
            owner,
            class: Class::Sellable,
        },
        units: line.units()?,
        each: Units::ONE,
    })
}

/// What of a part of an order's line stands, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartDemand {
    /// The raw sums.
    pub raw: OrderSums,
    /// What stands.
    pub stands: Standing,
    /// What of each line of a fulfilment order stands on the floor, in base units of its goods.
    pub work: BTreeMap<FulfilmentLine, WorkStanding>,
    /// Of each of these lines how many base units of its goods answer one unit of the part.
    pub each: BTreeMap<FulfilmentLine, Units>,
    /// Of each of these lines what hands hold and nobody wants, in base units; lines without any are left out.
    pub unwanted: BTreeMap<FulfilmentLine, Unwanted>,
    /// Whether a step on the floor says more than the one before it.
    pub steps_breached: bool,
    /// Of the units that nobody has to send how many left from elsewhere.
    pub elsewhere: i128,
}

/// Units of a line of a fulfilment order that hands hold and that the order does not want, in base units: they were
/// cancelled while they were begun, or begun twice by two who did not know of each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unwanted {
    /// Picked, not packed.
    pub in_totes: i128,
    /// Packed, not shipped.
    pub in_parcels: i128,
}

/// What of a part was begun and is not wanted, by line: what lies in totes goes first, then what lies in parcels; of
/// several lines the one that was opened last.
fn unwanted(
    raw: &OrderSums,
    stands: &Standing,
    lines: &[(FulfilmentLine, Units, WorkStanding)],
) -> BTreeMap<FulfilmentLine, Unwanted> {
    // A cancellation that stands less than it was said lets go of units that were begun.
    let mut left = stands.done_twice + (raw.cancelled() - stands.cancelled).max(0);
    let mut found: BTreeMap<FulfilmentLine, Unwanted> = BTreeMap::new();
    for in_totes in [true, false] {
        for (line, each, work) in lines.iter().rev() {
            let here = if in_totes { work.picked } else { work.packed };
            let units = here.min(left.max(0) * each.wide());
            if units > 0 {
                let of_line = found.entry(line.clone()).or_default();
                if in_totes {
                    of_line.in_totes = units;
                } else {
                    of_line.in_parcels = units;
                }
                left -= (units + each.wide() - 1) / each.wide();
            }
        }
    }
    found
}

impl PartDemand {
    /// Units of the part that are out of the door, over all fulfilment orders, in whole units.
    pub fn shipped_units(&self) -> i128 {
        self.in_units(|work| work.shipped)
    }

    /// Units of the part, in whole units, that stand in an account of the floor.
    pub fn in_units(&self, account: impl Fn(&WorkStanding) -> i128) -> i128 {
        self.in_units_where(|_| true, account)
    }

    /// The same of some fulfilment orders alone.
    pub fn in_units_where(
        &self,
        is_one: impl Fn(&FulfilmentOrderId) -> bool,
        account: impl Fn(&WorkStanding) -> i128,
    ) -> i128 {
        let of_line = |(line, work): (&FulfilmentLine, &WorkStanding)| {
            let each = self.each.get(line).copied().unwrap_or(Units::ONE);
            account(work).div_euclid(each.wide())
        };
        let work = self.work.iter();
        work.filter(|(line, _)| is_one(&line.document))
            .map(of_line)
            .sum()
    }
}

/// The demand of an order: every part of every line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrderDemand {
    /// By line and part.
    pub parts: BTreeMap<(LineKey, Part), PartDemand>,
    /// Units that hands have begun with for parts that the line does not have: two exploded it with different editions of
    /// a recipe, or one did while another routed it whole, and of two the first in order stands. In units of the part.
    pub uncounted: BTreeMap<(LineKey, Part), i128>,
    /// Fulfilment orders that somebody else than a warehouse of ours does, and did not decline.
    pub with_others: BTreeSet<FulfilmentOrderId>,
}

impl OrderDemand {
    /// Units of a part, in whole units, that others are still to send.
    pub fn with_others(&self, part: &PartDemand) -> i128 {
        part.in_units_where(
            |id| self.with_others.contains(id),
            |work| work.underway + work.open,
        )
    }

    /// Reads the demand of an order off its facts, those of its fulfilment orders and its recipes.
    pub fn of<'a>(
        order: &'a Order,
        fulfilment: impl Fn(&FulfilmentOrderId) -> Option<&'a Fulfilment>,
        recipe: impl Fn(&RecipeId) -> Option<&'a RecipeSet>,
    ) -> Self {
        let mut sums = Sums {
            order,
            recipe: &recipe,
            raw: BTreeMap::new(),
            elsewhere: BTreeMap::new(),
        };
        sums.ordered();
        sums.cancelled();
        sums.rerouted();
        type Opened = Vec<(FulfilmentLine, WorkSums, LineContent)>;
        let mut opened: BTreeMap<(LineKey, Part), Opened> = BTreeMap::new();
        let mut with_others = BTreeSet::new();
        for (_, id, routed) in order.routed() {
            let Some(fulfilment) = fulfilment(id) else {
                continue;
            };
            if !matches!(routed.executor, Executor::Warehouse(_)) && !fulfilment.is_declined() {
                with_others.insert(*id);
            }
            for (number, content) in fulfilment.lines(order) {
                let line = FulfilmentLine {
                    document: *id,
                    line: number,
                };
                let handed = OrderAccount::Handed(line.clone());
                sums.transfer(
                    &content.line,
                    &content.part,
                    &OrderAccount::Unrouted,
                    &handed,
                    content.units,
                );
                let work = fulfilment.work(number, Some(&content));
                let key = (content.line.clone(), content.part.clone());
                opened.entry(key).or_default().push((line, work, content));
            }
        }
        let mut elsewhere = sums.elsewhere;
        let parts = sums.raw.into_iter().map(|(key, raw)| {
            let lines = opened.remove(&key).unwrap_or_default();
            let mut demand = part_demand(raw, &lines);
            let said = elsewhere.remove(&key).unwrap_or(0);
            demand.elsewhere = said.min(demand.stands.cancelled);
            (key, demand)
        });
        let parts = parts.collect();
        let begun = |(_, work, content): &(FulfilmentLine, WorkSums, LineContent)| {
            let each = content.each.wide();
            (work.begun() + each - 1) / each
        };
        let uncounted = opened
            .into_iter()
            .map(|(key, lines)| (key, lines.iter().map(begun).sum()));
        OrderDemand {
            parts,
            uncounted: uncounted.filter(|(_, begun)| *begun > 0).collect(),
            with_others,
        }
    }
}

fn part_demand(raw: OrderSums, lines: &[(FulfilmentLine, WorkSums, LineContent)]) -> PartDemand {
    let begun = |work: &WorkSums, each: Units| (work.begun() + each.wide() - 1) / each.wide();
    let opened: Vec<(FulfilmentLine, i128)> = lines
        .iter()
        .map(|(line, work, content)| (line.clone(), begun(work, content.each)))
        .collect();
    let stands = raw.stands(&opened);
    let work = lines.iter().map(|(line, work, content)| {
        let handed = stands.handed.get(line).copied().unwrap_or(0) * content.each.wide();
        (line.clone(), content.each, work.stands(handed))
    });
    let work: Vec<(FulfilmentLine, Units, WorkStanding)> = work.collect();
    PartDemand {
        unwanted: unwanted(&raw, &stands, &work),
        work: work
            .into_iter()
            .map(|(line, _, work)| (line, work))
            .collect(),
        each: lines
            .iter()
            .map(|(line, _, content)| (line.clone(), content.each))
            .collect(),
        steps_breached: lines.iter().any(|(_, work, _)| work.steps_breached()),
        elsewhere: 0,
        raw,
        stands,
    }
}

impl Fulfilment {
    /// Which goods a line wants, as its warehouse was told, where the order is not at hand.
    pub fn told_wanted(&self, number: u32) -> Option<&Wanted> {
        self.told_wanted.get(&number)?.values().next()
    }
}

crate::kept_struct! {
    Fulfilment {
        routed, taken_as_routed, work, told_wanted, delivered, requests, answers, holds, holds_released,
        asked, declined, sent, sending_undone,
        pins, unpinned, expected,
    }
}
