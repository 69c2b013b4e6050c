//! A parcel as its facts have it.

use super::{Packed, PackingFact, ParcelClosed, ParcelOpened};
use crate::stream::id::FactId;
use crate::trade::card_fold::Competing;
use crate::trade::demand::DemandLine;
use crate::trade::id::PartyId;
use crate::trade::quantity::Size;
use crate::trade::relations::{At, Relations};
use crate::trade::shipping::{
    DeliveredParcel, HandedOver, LostParcel, ParcelLabelled, ShippingFact,
};
use crate::trade::text::Code;
use std::collections::{BTreeMap, BTreeSet};

/// Whether a parcel is open.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Lid {
    Open,
    Closed(ParcelClosed),
    Cancelled,
}

/// Weight in grams and outer size, as they were measured last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Measured {
    /// In grams.
    pub weight_g: Option<u64>,
    /// The outer size.
    pub size: Option<Size>,
}

fn said_twice<T: Eq>(said: &Competing<T>) -> Vec<FactId> {
    if said.losers().is_empty() {
        return Vec::new();
    }
    said.all().iter().map(|(at, _)| at.fact()).collect()
}

/// How a parcel stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ParcelStatus {
    /// Goods go in.
    Open,
    /// Closed, without a valid label.
    Closed,
    /// Closed and labelled.
    Labelled,
    /// With its carrier.
    HandedOver,
    /// Arrived.
    Delivered,
    /// Lost by its carrier.
    Lost,
    /// Given up.
    Cancelled,
}

/// A parcel. What lies in it is told by the ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parcel {
    opened: Option<(At, ParcelOpened)>,
    lid: Competing<Lid>,
    measured: Competing<Measured>,
    labels: BTreeMap<At, ParcelLabelled>,
    numbers: BTreeMap<FactId, BTreeMap<At, Code>>,
    voided: BTreeSet<FactId>,
    reopened: BTreeSet<At>,
    checks: BTreeSet<At>,
    packed: BTreeMap<FactId, (At, Packed)>,
    handed_over: BTreeMap<FactId, (At, HandedOver)>,
    delivered: BTreeMap<FactId, (At, DeliveredParcel)>,
    lost: BTreeMap<FactId, (At, LostParcel)>,
    undone: BTreeSet<FactId>,
    /// The facts by which the carrier gave it back.
    given_back: BTreeSet<At>,
}

impl Parcel {
    /// Takes in a fact of the packing area.
    pub fn apply(&mut self, at: At, fact: &PackingFact, relations: &impl Relations) {
        match fact {
            PackingFact::ParcelOpened(opened) => {
                self.opened = Some((at, opened.clone()));
                self.lid.say(at, Lid::Open, relations);
            }
            PackingFact::ParcelClosed(closed) => {
                self.lid.say(at, Lid::Closed(closed.clone()), relations);
                let measured = Measured {
                    weight_g: closed.weight_g,
                    size: closed.size.clone(),
                };
                self.measured.say(at, measured, relations);
            }
            PackingFact::ParcelReopened { parcel: _ } => {
                self.lid.say(at, Lid::Open, relations);
                self.reopened.insert(at);
            }
            PackingFact::ParcelMeasured {
                parcel: _,
                weight_g,
                size,
            } => {
                self.measured.say(
                    at,
                    Measured {
                        weight_g: *weight_g,
                        size: size.clone(),
                    },
                    relations,
                );
            }
            PackingFact::ParcelCancelled { parcel: _ } => {
                self.lid.say(at, Lid::Cancelled, relations)
            }
            PackingFact::ParcelChecked { parcel: _ } => {
                self.checks.insert(at);
            }
            PackingFact::Packed(packed) => {
                self.packed.insert(at.fact(), (at, packed.clone()));
            }
            PackingFact::PackUndone { undoes, .. } => {
                self.undone.insert(*undoes);
            }
        }
    }

    /// Takes in a fact of the shipping area.
    pub fn apply_shipping(&mut self, at: At, fact: &ShippingFact) {
        match fact {
            ShippingFact::ParcelLabelled(labelled) => {
                self.labels.insert(at, labelled.clone());
            }
            ShippingFact::LabelVoided { parcel: _, label } => {
                self.voided.insert(*label);
            }
            ShippingFact::NumberGiven {
                parcel: _,
                label,
                number,
            } => {
                self.numbers
                    .entry(*label)
                    .or_default()
                    .insert(at, number.clone());
            }
            ShippingFact::HandedOver(hand_over) => {
                self.handed_over.insert(at.fact(), (at, hand_over.clone()));
            }
            ShippingFact::Delivered(delivered) => {
                let delivery = delivered.delivery.clone();
                self.delivered.insert(at.fact(), (at, delivery));
            }
            ShippingFact::ParcelLost(lost) => {
                self.lost.insert(at.fact(), (at, lost.clone()));
            }
            ShippingFact::HandOverUndone { undoes, .. } => {
                self.undone.insert(*undoes);
                self.given_back.insert(at);
            }
            ShippingFact::DeliveryUndone { undoes, .. }
            | ShippingFact::LossUndone { undoes, .. } => {
                self.undone.insert(*undoes);
            }
        }
    }

    /// How it was opened.
    pub fn opened(&self) -> Option<(&At, &ParcelOpened)> {
        self.opened.as_ref().map(|(at, opened)| (at, opened))
    }

    /// How it was closed, while it is closed.
    pub fn closed(&self) -> Option<&ParcelClosed> {
        match self.lid.holding()? {
            Lid::Closed(closed) => Some(closed),
            Lid::Open | Lid::Cancelled => None,
        }
    }

    /// The facts that say of its lid what others, unknown to them, say otherwise; nothing where all agree.
    pub fn lid_said_twice(&self) -> Vec<FactId> {
        said_twice(&self.lid)
    }

    /// The same of weight and size.
    pub fn measured_said_twice(&self) -> Vec<FactId> {
        said_twice(&self.measured)
    }

    /// What a fact that no later one knew says of its lid: how it was closed, or with `None` inside that it is open.
    /// `None` where it was given up, or nothing was said.
    pub fn lid_said_by(&self, fact: FactId) -> Option<Option<ParcelClosed>> {
        let mut said = self.lid.all().iter();
        let (_, lid) = said.find(|(at, _)| at.fact() == fact)?;
        match lid {
            Lid::Open => Some(None),
            Lid::Closed(closed) => Some(Some(closed.clone())),
            Lid::Cancelled => None,
        }
    }

    /// What a fact that no later one knew says of weight and size.
    pub fn measured_said_by(&self, fact: FactId) -> Option<&Measured> {
        let mut said = self.measured.all().iter();
        said.find(|(at, _)| at.fact() == fact)
            .map(|(_, measured)| measured)
    }

    /// Weight and size as they were measured last.
    pub fn measured(&self) -> Option<&Measured> {
        self.measured.holding()
    }

    /// The label that is valid: the last one that nobody voided, after which the parcel was neither labelled nor opened
    /// again.
    pub fn label(&self, relations: &impl Relations) -> Option<(&At, &ParcelLabelled)> {
        let is_open = self.closed().is_none();
        let standing = |(at, _): &(&At, &ParcelLabelled)| {
            let reopened = self
                .reopened
                .iter()
                .any(|opened| relations.knew(opened, at));
            let replaced = self.labels.keys().any(|later| relations.knew(later, at));
            !self.voided.contains(&at.fact()) && !reopened && !replaced
        };
        self.labels.iter().filter(|_| !is_open).rfind(standing)
    }

    /// What a parcel that leaves under a label leaves after: the label or, where the carrier gave it back since, that.
    pub fn leaves_after(&self, label: &At) -> FactId {
        self.given_back
            .last()
            .max(Some(label))
            .unwrap_or(label)
            .fact()
    }

    /// The number of a label: its own, or one that became known later.
    pub fn number<'a>(&'a self, at: &At, label: &'a ParcelLabelled) -> Option<&'a Code> {
        label
            .number
            .as_ref()
            .or_else(|| self.numbers.get(&at.fact())?.values().next_back())
    }

    /// Every number that the parcel ever had, each with whether it is valid.
    pub fn numbers(&self, relations: &impl Relations) -> Vec<(&Code, bool)> {
        let valid = self.label(relations).map(|(at, _)| *at);
        let all = self
            .labels
            .iter()
            .filter_map(|(at, label)| Some((self.number(at, label)?, Some(*at) == valid)));
        all.collect()
    }

    /// Whether a second person has seen it since it was last opened.
    pub fn is_checked(&self, relations: &impl Relations) -> bool {
        let since = |check: &&At| {
            !self
                .reopened
                .iter()
                .any(|opened| relations.knew(opened, check))
        };
        self.closed().is_some() && self.checks.iter().any(|check| since(&check))
    }

    /// What went in and was not taken out by an undo, by the facts that say so.
    pub fn packed(&self) -> impl Iterator<Item = (&At, &Packed)> {
        let stands = self
            .packed
            .iter()
            .filter(|(fact, _)| !self.undone.contains(fact));
        stands.map(|(_, (at, packed))| (at, packed))
    }

    /// The demand lines of which anything was ever put in, though it may have been taken out again: the parcel is those
    /// orders' then.
    pub fn begun_for(&self) -> impl Iterator<Item = &DemandLine> {
        self.packed.values().map(|(_, packed)| &packed.line)
    }

    /// Whether a label was voided by name.
    pub fn is_voided(&self, label: &FactId) -> bool {
        self.voided.contains(label)
    }

    /// Every label that it ever had, in the order of facts.
    pub fn labels(&self) -> impl Iterator<Item = (&At, &ParcelLabelled)> {
        self.labels.iter()
    }

    /// The hand-overs that were not undone, with the carrier.
    pub fn handed_over(&self) -> impl Iterator<Item = (&FactId, &PartyId)> {
        self.hand_overs()
            .map(|(fact, hand_over)| (fact, &hand_over.carrier))
    }

    /// The hand-overs that were not undone, with what left.
    pub fn hand_overs(&self) -> impl Iterator<Item = (&FactId, &HandedOver)> {
        self.handed_over
            .iter()
            .filter(|(fact, _)| !self.undone.contains(fact))
            .map(|(fact, (_, hand_over))| (fact, hand_over))
    }

    /// The facts of the hand-overs that were not undone.
    pub fn left_at(&self) -> impl Iterator<Item = &At> {
        self.handed_over
            .iter()
            .filter(|(fact, _)| !self.undone.contains(fact))
            .map(|(_, (at, _))| at)
    }

    /// The deliveries that were not undone, with what arrived.
    pub fn deliveries(&self) -> impl Iterator<Item = (&FactId, &DeliveredParcel)> {
        self.delivered
            .iter()
            .filter(|(fact, _)| !self.undone.contains(fact))
            .map(|(fact, (_, delivery))| (fact, delivery))
    }

    /// That a carrier lost it, where that was not taken back, with what was lost.
    pub fn losses(&self) -> impl Iterator<Item = (&FactId, &LostParcel)> {
        self.lost
            .iter()
            .filter(|(fact, _)| !self.undone.contains(fact))
            .map(|(fact, (_, lost))| (fact, lost))
    }

    /// The facts that say how it ended with its carrier and did not know of each other, in order: it arrived twice, or
    /// arrived and was lost. Nothing where all is well.
    pub fn ended_twice(&self, relations: &impl Relations) -> Vec<FactId> {
        let delivered = self.delivered.values().map(|(at, _)| at);
        let ends = delivered.chain(self.lost.values().map(|(at, _)| at));
        let mut ends: Vec<&At> = ends
            .filter(|at| !self.undone.contains(&at.fact()))
            .collect();
        ends.sort_unstable();
        let apart = |at: &&&At| {
            let mut others = ends.iter().filter(|other| *other != *at);
            others.any(|other| !relations.knew(at, other) && !relations.knew(other, at))
        };
        ends.iter().filter(apart).map(|at| at.fact()).collect()
    }

    /// How it ended by a fact that nobody has taken back: it arrived, or was lost.
    pub fn end_said_by(&self, fact: FactId) -> Option<ParcelStatus> {
        if self.deliveries().any(|(of, _)| *of == fact) {
            return Some(ParcelStatus::Delivered);
        }
        let is_lost = self.losses().any(|(of, _)| *of == fact);
        is_lost.then_some(ParcelStatus::Lost)
    }

    /// The deliveries that were not undone.
    pub fn delivered(&self) -> impl Iterator<Item = &FactId> {
        self.deliveries().map(|(fact, _)| fact)
    }

    /// Whether it was given up.
    pub fn is_given_up(&self) -> bool {
        matches!(self.lid.holding(), Some(Lid::Cancelled))
    }

    /// How it stands.
    pub fn status(&self, relations: &impl Relations) -> ParcelStatus {
        if self.delivered().next().is_some() {
            ParcelStatus::Delivered
        } else if self.losses().next().is_some() {
            ParcelStatus::Lost
        } else if self.handed_over().next().is_some() {
            ParcelStatus::HandedOver
        } else {
            match self.lid.holding() {
                Some(Lid::Cancelled) => ParcelStatus::Cancelled,
                Some(Lid::Closed(_)) if self.label(relations).is_some() => ParcelStatus::Labelled,
                Some(Lid::Closed(_)) => ParcelStatus::Closed,
                Some(Lid::Open) | None => ParcelStatus::Open,
            }
        }
    }
}

crate::kept_struct! {
    Measured { weight_g, size }
    Parcel {
        opened, lid, measured, labels, numbers, voided, reopened, checks, packed, handed_over, delivered,
        lost, undone, given_back,
    }
}

crate::kept_enum! {
    Lid { 0 => Open, 1 => Closed(closed), 2 => Cancelled }
}
