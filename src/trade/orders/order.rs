//! An order as its facts have it.
//!
//! Kept as what was said, in the order of facts; everything else is derived. So it does not matter in which order facts
//! arrive, and nothing is folded twice.

use super::said;
use super::{
    AddressGiven, CancelReason, Destination, Doubt, HoldKind, HoldPlaced, HoldRef, LineItem,
    LineMore, LinesAdded, LinesCancelled, OrderFact, OrderField, OrderPlaced, PlacedLine,
    SourceField, SourceRecord, SourceSaid,
};
use crate::stream::id::FactId;
use crate::trade::card_fold::{Card, Competing};
use crate::trade::demand::{LineKey, Part};
use crate::trade::fulfilment::{FulfilmentFact, Rerouted, Routed};
use crate::trade::id::{
    FirstCode, FulfilmentOrderId, HoldId, ItemId, Name, OrderId, OrderKey, RecipeId,
};
use crate::trade::money::{MoneyFact, PaymentRecorded, PaymentSettled, Refunded};
use crate::trade::relations::{At, Relations};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// An order, or what was said of one that has not come yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    id: OrderId,
    pub(super) placings: BTreeMap<At, Arc<OrderPlaced>>,
    added: BTreeMap<At, LinesAdded>,
    matches: BTreeMap<LineKey, Competing<ItemId>>,
    keys: BTreeSet<OrderKey>,
    line_keys: BTreeMap<LineKey, BTreeMap<At, LineKey>>,
    card: Card<OrderField>,
    source: Card<SourceField>,
    said: BTreeMap<At, Arc<SourceSaid>>,
    pub(super) addresses: Competing<Destination>,
    verifications: BTreeMap<FactId, At>,
    unverified: BTreeSet<FactId>,
    settled: BTreeMap<Doubt, BTreeSet<At>>,
    holds: BTreeMap<HoldId, HoldPlaced>,
    released: BTreeSet<HoldRef>,
    cancelled: BTreeMap<At, LinesCancelled>,
    /// The cancellations that were taken back, each with every fact that did so.
    revived: BTreeMap<FactId, BTreeSet<At>>,
    /// Cancellations that knew an undo of one with the same cause: decided anew.
    raised_once: BTreeSet<FactId>,
    exploded: BTreeMap<LineKey, BTreeMap<At, RecipeId>>,
    routed: BTreeMap<At, (FulfilmentOrderId, Arc<Routed>)>,
    rerouted: BTreeMap<At, Rerouted>,
    payments: BTreeMap<FactId, PaymentRecorded>,
    settlements: BTreeMap<FactId, PaymentSettled>,
    refunds: BTreeMap<FactId, (At, Refunded)>,
    voided: BTreeSet<FactId>,
}

impl Order {
    /// An order of which nothing was said.
    pub fn new(id: OrderId) -> Self {
        Order {
            id,
            placings: BTreeMap::new(),
            added: BTreeMap::new(),
            matches: BTreeMap::new(),
            keys: BTreeSet::new(),
            line_keys: BTreeMap::new(),
            card: Card::default(),
            source: Card::default(),
            said: BTreeMap::new(),
            addresses: Competing::default(),
            verifications: BTreeMap::new(),
            unverified: BTreeSet::new(),
            settled: BTreeMap::new(),
            holds: BTreeMap::new(),
            released: BTreeSet::new(),
            cancelled: BTreeMap::new(),
            revived: BTreeMap::new(),
            raised_once: BTreeSet::new(),
            exploded: BTreeMap::new(),
            routed: BTreeMap::new(),
            rerouted: BTreeMap::new(),
            payments: BTreeMap::new(),
            settlements: BTreeMap::new(),
            refunds: BTreeMap::new(),
            voided: BTreeSet::new(),
        }
    }

    /// Takes in a fact of the orders' area. `opened` is the hold that a fact which places one opens.
    pub fn apply(&mut self, at: At, opened: HoldId, fact: &OrderFact, relations: &impl Relations) {
        match fact {
            OrderFact::Placed(placed) => {
                self.keys.extend(placed.keys.iter().cloned());
                self.placings.insert(at, placed.clone());
            }
            OrderFact::LinesAdded(added) => {
                self.added.insert(at, added.clone());
            }
            OrderFact::LineMatched(matched) => {
                self.matches.entry(matched.line.clone()).or_default().say(
                    at,
                    matched.item.clone(),
                    relations,
                );
            }
            OrderFact::KeyAliased { order: _, key } => {
                self.keys.insert(key.clone());
            }
            OrderFact::LineAliased {
                order: _,
                line,
                key,
            } => {
                self.line_keys
                    .entry(key.clone())
                    .or_default()
                    .insert(at, line.clone());
            }
            OrderFact::SourceSaid(said) => {
                self.said.insert(at, said.clone());
                self.source = said::folded(&self.said, relations);
            }
            OrderFact::Verified { order: _ } => {
                self.verifications.insert(at.fact(), at);
            }
            OrderFact::VerificationUndone {
                order: _,
                verification,
            } => {
                self.unverified.insert(*verification);
            }
            OrderFact::DoubtSettled { order: _, doubt } => {
                self.settled.entry(doubt.clone()).or_default().insert(at);
            }
            OrderFact::HoldPlaced(placed) => {
                self.holds.insert(opened, placed.clone());
            }
            OrderFact::HoldReleased { order: _, hold } => {
                self.released.insert(hold.clone());
            }
            OrderFact::AddressGiven(AddressGiven { destination, .. }) => {
                self.addresses.say(at, destination.clone(), relations);
            }
            OrderFact::OrderSet(set) => {
                for field in &set.fields {
                    self.card.set(at, field.clone(), relations);
                }
            }
            OrderFact::LinesCancelled(cancelled) => {
                self.cancelled.insert(at, cancelled.clone());
                self.decide_anew(relations);
            }
            OrderFact::CancellationUndone {
                undoes,
                order: _,
                lines: _,
            } => {
                self.revived.entry(*undoes).or_default().insert(at);
                self.decide_anew(relations);
            }
        }
    }

    /// Takes in a fact of the fulfilment area that concerns the order itself.
    pub fn apply_fulfilment(&mut self, at: At, opened: FulfilmentOrderId, fact: &FulfilmentFact) {
        match fact {
            FulfilmentFact::Exploded(exploded) => {
                let editions = self.exploded.entry(exploded.line.line.clone()).or_default();
                editions.insert(at, exploded.recipe);
            }
            FulfilmentFact::Routed(routed) => {
                self.routed.insert(at, (opened, routed.clone()));
            }
            FulfilmentFact::Rerouted(rerouted) => {
                self.rerouted.insert(at, rerouted.clone());
            }
            FulfilmentFact::BackRequested(_)
            | FulfilmentFact::TakenUp(_)
            | FulfilmentFact::GivenBack(_)
            | FulfilmentFact::RequestAnswered { .. }
            | FulfilmentFact::Held { .. }
            | FulfilmentFact::HoldReleased { .. }
            | FulfilmentFact::Asked { .. }
            | FulfilmentFact::Declined { .. }
            | FulfilmentFact::SentByOthers(_)
            | FulfilmentFact::SendingUndone { .. } => {}
        }
    }

    /// Takes in a fact of the money's area.
    pub fn apply_money(&mut self, at: At, fact: &MoneyFact) {
        match fact {
            MoneyFact::PaymentRecorded(payment) => {
                self.payments.insert(at.fact(), payment.clone());
            }
            MoneyFact::PaymentSettled(settled) => {
                self.settlements.insert(at.fact(), settled.clone());
            }
            MoneyFact::Refunded(refund) => {
                self.refunds.insert(at.fact(), (at, refund.clone()));
            }
            MoneyFact::Voided(voided) => {
                self.voided.insert(voided.fact);
            }
            MoneyFact::CreditNoted(_) => {}
        }
    }

    /// The order's identity.
    pub fn id(&self) -> &OrderId {
        &self.id
    }

    /// The placing that stands: of several that name the same order the first in order. `None` while it has not come.
    pub fn placed(&self) -> Option<(&At, &OrderPlaced)> {
        let (at, placed) = self.placings.first_key_value()?;
        Some((at, placed))
    }

    /// Placings that do not stand and say something else than the one that does: an entry.
    pub fn placed_otherwise(&self) -> Vec<At> {
        let Some((_, standing)) = self.placed() else {
            return Vec::new();
        };
        // A file that two devices read says one thing; two people who typed one number mean two orders, though the
        // goods be the same.
        let typed_once = |other: &OrderPlaced| {
            let by_hand = other.source.is_none() && standing.source.is_none();
            let one = other.placed_at == standing.placed_at && other.rows == standing.rows;
            one || !by_hand
        };
        let same = |other: &OrderPlaced| {
            typed_once(other)
                && other.lines == standing.lines
                && other.charges == standing.charges
                && other.currency == standing.currency
                && other.client == standing.client
                && other.terms == standing.terms
                && other.customer == standing.customer
                && other.destination == standing.destination
                && other.service == standing.service
        };
        self.placings
            .iter()
            .filter(|(_, other)| !same(other))
            .map(|(at, _)| *at)
            .collect()
    }

    /// Every key that leads to the order beside its identity.
    pub fn keys(&self) -> impl Iterator<Item = &OrderKey> {
        self.keys.iter()
    }

    /// The key that a line is known by here.
    pub fn line_key<'a>(&'a self, key: &'a LineKey) -> &'a LineKey {
        self.line_keys
            .get(key)
            .and_then(|said| said.values().next())
            .unwrap_or(key)
    }

    /// The facts that added lines, each word of a source once: told by its own time, in whatever file it was read; where
    /// it names none, by file and row.
    pub fn added(&self) -> impl Iterator<Item = (&At, &LinesAdded)> {
        let mut taken = BTreeSet::new();
        self.added.iter().filter(move |(_, added)| {
            let Some(accepts) = &added.accepts else {
                return true;
            };
            let file = accepts.updated_at.is_none().then(|| accepts.source.clone());
            let keys = added.lines.iter().map(|line| self.line_key(&line.key));
            let keys: BTreeSet<&LineKey> = keys.collect();
            taken.insert((accepts.updated_at.clone(), file, keys))
        })
    }

    /// The lines as they were placed and added, with the fact that said each and its position in it.
    pub fn lines(&self) -> impl Iterator<Item = (FactId, u32, &PlacedLine)> {
        let placed = self.placed().map(|(at, placed)| (at, &placed.lines));
        let added = self.added().map(|(at, added)| (at, &added.lines));
        placed.into_iter().chain(added).flat_map(|(at, lines)| {
            let fact = at.fact();
            (0..)
                .zip(lines)
                .map(move |(position, line)| (fact, position, line))
        })
    }

    /// The lines that a fact placed or added.
    pub fn lines_of(&self, fact: FactId) -> &[PlacedLine] {
        let placed = self
            .placings
            .iter()
            .find(|(at, _)| at.fact() == fact)
            .map(|(_, placed)| &placed.lines);
        let added = || {
            self.added
                .iter()
                .find(|(at, _)| at.fact() == fact)
                .map(|(_, added)| &added.lines)
        };
        placed.or_else(added).map_or(&[], Vec::as_slice)
    }

    /// The item that a line is of, once somebody knows: of the matches that no other knew the first in order, else what
    /// the line said.
    pub fn item(&self, line: &PlacedLine) -> Option<ItemId> {
        if let Some((_, matched)) = self
            .matches
            .get(self.line_key(&line.key))
            .and_then(|matches| matches.all().first())
        {
            return Some(matched.clone());
        }
        match &line.item {
            LineItem::Is(item) => Some(item.clone()),
            LineItem::Unknown => None,
            LineItem::AsKey => match &line.key {
                LineKey::Written { code, .. } => Some(ItemId {
                    client: self.placed().and_then(|(_, placed)| placed.client.clone()),
                    name: Name::Coded(FirstCode::new(code.clone())),
                }),
                LineKey::Id(_) | LineKey::Priced { .. } => {
                    line.more.iter().find_map(|more| match more {
                        LineMore::Code(code) => Some(ItemId {
                            client: self.placed().and_then(|(_, placed)| placed.client.clone()),
                            name: Name::Coded(FirstCode::new(code.clone())),
                        }),
                        LineMore::Attributes(_)
                        | LineMore::Pack(_)
                        | LineMore::Customs(_)
                        | LineMore::ShipsNothing
                        | LineMore::ChannelSends => None,
                    })
                }
            },
        }
    }

    /// Whether a line's item is the one that its code says, and no match says another.
    pub fn is_matched_as_written(&self, line: &PlacedLine) -> bool {
        line.item == LineItem::AsKey
            && !self.matches.contains_key(self.line_key(&line.key))
            && self.item(line).is_some()
    }

    /// Lines that two devices matched with different items: an entry each.
    pub fn matched_otherwise(&self) -> impl Iterator<Item = &LineKey> {
        let differ = |matches: &Competing<ItemId>| !matches.losers().is_empty();
        self.matches
            .iter()
            .filter(move |(_, matches)| differ(matches))
            .map(|(line, _)| line)
    }

    /// The facts that match a line with an item and that no later one knew.
    pub fn matches_of(&self, line: &LineKey) -> impl Iterator<Item = &At> {
        let said = self.matches.get(line).map_or(&[][..], Competing::all);
        said.iter().map(|(at, _)| at)
    }

    /// Whether any line was exploded with one of these recipes.
    pub fn names_any(&self, recipes: &BTreeSet<RecipeId>) -> bool {
        let editions = self
            .exploded
            .values()
            .flat_map(|editions| editions.values());
        editions.into_iter().any(|recipe| recipes.contains(recipe))
    }

    /// The recipe that a line was exploded with: the first in order.
    pub fn recipe(&self, line: &LineKey) -> Option<RecipeId> {
        self.exploded.get(line)?.values().next().copied()
    }

    /// The fields that people and sources set.
    pub fn card(&self) -> &Card<OrderField> {
        &self.card
    }

    /// What the source said last, field by field.
    pub fn source(&self) -> &Card<SourceField> {
        &self.source
    }

    /// Where it goes, as far as that is no personal data.
    pub fn destination(&self) -> Option<&Destination> {
        let placed = || {
            self.placed()
                .and_then(|(_, placed)| placed.destination.as_ref())
        };
        self.addresses.holding().or_else(placed)
    }

    /// Whether a person let it pass and nobody took that back.
    pub fn is_verified(&self) -> bool {
        self.verifications().next().is_some()
    }

    /// Whether a person let it pass and that was taken back: somebody must look again.
    pub fn is_to_be_verified(&self) -> bool {
        !self.unverified.is_empty() && !self.is_verified()
    }

    /// The verifications that stand.
    pub fn verifications(&self) -> impl Iterator<Item = &FactId> {
        self.verifications
            .keys()
            .filter(|verification| !self.unverified.contains(verification))
    }

    /// All that sources said after the order came in, in the order of facts.
    pub fn said(&self) -> impl DoubleEndedIterator<Item = (&At, &SourceSaid)> {
        self.said.iter().map(|(at, said)| (at, &**said))
    }

    /// The doubts that nobody settled: raised by the placing or by a word of the source that no settlement knew.
    pub fn doubts(&self, relations: &impl Relations) -> BTreeSet<Doubt> {
        let is_settled = |at: &At, doubt: &Doubt| {
            let mut settled = self.settled.get(doubt).into_iter().flatten();
            settled.any(|settlement| relations.knew(settlement, at))
        };
        self.raised_doubts()
            .filter(|(at, doubt)| !is_settled(at, doubt))
            .map(|(_, doubt)| doubt.clone())
            .collect()
    }

    /// Whether a doubt was raised that nobody ever settled.
    pub fn has_open_doubts(&self) -> bool {
        self.raised_doubts()
            .any(|(_, doubt)| !self.settled.contains_key(doubt))
    }

    /// Every doubt that the placing or a word of the source raised, settled or not.
    fn raised_doubts(&self) -> impl Iterator<Item = (&At, &Doubt)> {
        let placed = self.placed().map(|(at, placed)| (at, &placed.doubts));
        let said = self.said.iter().map(|(at, said)| (at, &said.doubts));
        placed
            .into_iter()
            .chain(said)
            .flat_map(|(at, doubts)| doubts.iter().map(move |doubt| (at, doubt)))
    }

    /// The holds that nobody lifted, those that end by themselves among them.
    pub fn holds(&self) -> Vec<(HoldRef, HoldKind)> {
        let standing = self
            .placed()
            .map(|(_, placed)| placed.holds.clone())
            .unwrap_or_default();
        let standing = standing
            .into_iter()
            .map(|kind| (HoldRef::Standing(kind.clone()), kind));
        let placed = self
            .holds
            .iter()
            .map(|(id, placed)| (HoldRef::Opened(*id), placed.kind.clone()));
        standing
            .chain(placed)
            .filter(|(hold, _)| !self.released.contains(hold))
            .collect()
    }

    /// A hold that a fact placed.
    pub fn hold(&self, id: &HoldId) -> Option<&HoldPlaced> {
        self.holds.get(id)
    }

    /// Every hold that a fact placed, released or not, by identity.
    pub fn hold_ids(&self) -> impl Iterator<Item = &HoldId> {
        self.holds.keys()
    }

    /// Notes which cancellations do not count. Of those that one cause raised, two that did not know each other are one:
    /// the first in order counts, and both are undone with either. What was decided by somebody who knew the other is
    /// a step of its own, after an undo or where hands had to give units back first.
    fn decide_anew(&mut self, relations: &impl Relations) {
        let undone = |at: &At| self.revived.contains_key(&at.fact());
        let is_raised = |why: &CancelReason| match why {
            CancelReason::Unpaid { .. }
            | CancelReason::Source(_)
            | CancelReason::Elsewhere(Some(_))
            | CancelReason::Duplicate { .. } => true,
            CancelReason::Customer
            | CancelReason::House
            | CancelReason::NoStock
            | CancelReason::Elsewhere(None)
            | CancelReason::Mended => false,
        };
        let raised = self.cancelled.iter().map(|(at, it)| (at, &it.why));
        let raised = raised.filter(|(_, why)| is_raised(why));
        let mut said: Vec<(&At, &CancelReason)> =
            raised.clone().filter(|(at, _)| undone(at)).collect();
        let mut once = BTreeSet::new();
        for (at, why) in raised.filter(|(at, _)| !undone(at)) {
            let is_one = said.iter().any(|(other, cause)| {
                *cause == why && !relations.knew(at, other) && !relations.knew(other, at)
            });
            if is_one {
                once.insert(at.fact());
            } else {
                said.push((at, why));
            }
        }
        self.raised_once = once;
    }

    /// The cancellations that count.
    pub fn cancellations(&self) -> impl Iterator<Item = (&At, &LinesCancelled)> {
        self.cancelled.iter().filter(|(at, _)| {
            !self.revived.contains_key(&at.fact()) && !self.raised_once.contains(&at.fact())
        })
    }

    /// The fulfilment orders in the order in which they were opened.
    pub fn routed(&self) -> impl Iterator<Item = (&At, &FulfilmentOrderId, &Routed)> {
        self.routed
            .iter()
            .map(|(at, (id, routed))| (at, id, &**routed))
    }

    /// The reroutings, in order.
    pub fn rerouted(&self) -> impl Iterator<Item = &Rerouted> {
        self.rerouted.values()
    }

    /// The payments that count: one that two devices read in the same row of a file is one, and is voided as one.
    pub fn payments(&self) -> impl Iterator<Item = (&FactId, &PaymentRecorded)> {
        let is_voided = |fact: &FactId| self.voided.contains(fact);
        let voided = self
            .payments
            .iter()
            .filter(move |(fact, _)| is_voided(fact));
        let mut read: BTreeSet<&SourceRecord> = voided
            .filter_map(|(_, payment)| payment.source.as_ref())
            .collect();
        self.payments.iter().filter(move |(fact, payment)| {
            let once = payment
                .source
                .as_ref()
                .is_none_or(|source| read.insert(source));
            !is_voided(fact) && once
        })
    }

    /// The settlements of payments that were only authorised.
    pub fn settlements(&self) -> impl Iterator<Item = &PaymentSettled> {
        let counts = |(fact, _): &(&FactId, &PaymentSettled)| !self.voided.contains(fact);
        let counted = self.settlements.iter().filter(counts);
        counted.map(|(_, settled)| settled)
    }

    /// The refunds that count.
    pub fn refunds(&self) -> impl Iterator<Item = (&FactId, &Refunded)> {
        self.refunds
            .iter()
            .filter(|(fact, _)| !self.voided.contains(fact))
            .map(|(fact, (_, refund))| (fact, refund))
    }

    /// Where a refund stands in the order of facts.
    pub fn refunded_at(&self, refund: &FactId) -> Option<&At> {
        self.refunds.get(refund).map(|(at, _)| at)
    }

    /// Whether a fact of money is taken back.
    pub fn is_voided(&self, fact: &FactId) -> bool {
        self.voided.contains(fact)
    }

    /// A settlement by the fact that says so.
    pub fn settlement(&self, fact: &FactId) -> Option<&PaymentSettled> {
        self.settlements.get(fact)
    }

    /// Whether a part of a line is what the line's accounts belong to: components once it was exploded, else itself.
    pub fn is_counted(&self, line: &LineKey, part: &Part) -> bool {
        match (self.recipe(line), part) {
            (None, Part::Line) => true,
            (Some(edition), Part::Component { recipe, .. }) => *recipe == edition,
            (None, Part::Component { .. }) | (Some(_), Part::Line) => false,
        }
    }
}

crate::kept_struct! {
    Order {
        id, placings, added, matches, keys, line_keys, card, source, said, addresses, verifications,
        unverified, settled, holds, released, cancelled, revived, raised_once, exploded, routed, rerouted,
        payments, settlements, refunds, voided,
    }
}
