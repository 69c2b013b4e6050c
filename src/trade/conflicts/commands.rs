//! Settling entries of the inbox.
//!
//! Each kind of clash has its choices. A choice is offered with the facts that it would write, so that whoever chooses
//! sees what becomes of the goods; what nobody can know but who looks (where a container is, how many units lie there)
//! is asked for instead. Every choice writes that the entry was settled, by whom and how, beside the facts that end it.

use super::cancelled::{begun, send, unwanted_here};
use super::choices::{merges_of, twin_of, warehouse_of};
use super::keep_said::keep_said;
use super::serials::placed;
use super::{Choice, ConflictFact, Settled};
use crate::stream::id::{CommitId, FactId, StreamId};
use crate::trade::allocation::single::{allocate_free, give_up_units};
use crate::trade::catalog::{CatalogFact, LotField, LotSet};
use crate::trade::counting::commands::second_person;
use crate::trade::counting::{CountingFact, Covers, Observation, ObservationKind, Seen, SeenWhat};
use crate::trade::decide::floor::Step;
use crate::trade::decide::{Context, Knowing, Proposal, Refusal};
use crate::trade::demand::{DemandLine, FulfilmentLine};
use crate::trade::event::Event;
use crate::trade::goods::Goods;
use crate::trade::id::{ContainerId, DocumentId, LotId, OrderId, ParcelId, WarehouseId};
use crate::trade::identity::IdentityFact;
use crate::trade::locations::Standing;
use crate::trade::locations::commands::see_container;
use crate::trade::orders::CancelReason;
use crate::trade::orders::commands::known;
use crate::trade::orders::status::gate;
use crate::trade::orders::undo::{set_aside, undo_cancellation};
use crate::trade::people::commands::waiting;
use crate::trade::place::Place;
use crate::trade::quantity::{SeenUnits, Units};
use crate::trade::relations::Relations;
use crate::trade::shipping::ShippingFact;
use crate::trade::state::State;
use crate::trade::state::entries::Clash;
use crate::trade::state::promise::{Freshness, Promise};
use crate::trade::state::said_twice::Said;
use crate::trade::stock::posting::{AccountKey, What};
use crate::trade::stock::{Moved, StockFact};
use crate::wire_enum;
use std::collections::BTreeSet;

wire_enum! {
    /// How an entry is to be settled.
    pub enum Settlement {
        /// It was seen, and nothing is to be done. Only for what no fact can put right any more.
        0 => Acknowledge,
        /// What one of the facts said of a field holds: it is said again, knowing the others.
        1 => Keep(FactId),
        /// The movements that nobody could place were before the count, or after it.
        2 => PlaceAll { before: bool },
        /// One of them was.
        3 => PlaceOne { movement: FactId, before: bool },
        /// So many units of the goods are there, as somebody has now seen.
        4 => Counted { units: SeenUnits },
        /// The units that a count of an item found too many or too few are of these goods.
        5 => AreOf(Goods),
        /// The count is approved, or turned down.
        6 => Judge { approved: bool },
        /// Units that one line has allocated are given up, as many as are missing.
        7 => Deallocate(FulfilmentLine),
        /// The container stands here, as somebody has now seen.
        8 => See { container: ContainerId, at: Standing },
        /// The waiting fact is let through, or turned down.
        9 => DecideWaiting { allowed: bool },
        /// A merge was wrong.
        10 => RevokeMerge(FactId),
        /// Units that were cancelled and begun, or begun twice, are not sent: the floor puts back what lies in totes and in
        /// parcels.
        11 => PutBack,
        /// Units that were cancelled and begun are wanted again: the cancellation of those is taken back.
        12 => Send,
        /// The label of one of the parcels that have one number is void: it is labelled anew.
        13 => VoidLabel(ParcelId),
        /// Of lots that are one and have different dates the date of this one holds for all.
        14 => KeepDate(LotId),
        /// Of orders that are in two merged channels this one is the other once more: it is set aside.
        15 => SetAside(OrderId),
        /// Of orders that were set aside in favour of each other this one is sent after all.
        16 => Reinstate(OrderId),
        /// Serial numbers that are said to be at several places are at this one, and nowhere else.
        17 => SerialAt(Place),
        /// A container that two warehouses or two devices took in came once: what was booked once more goes out of it again.
        18 => CameOnce,
        /// Of lines that each gave units up, so that the other has them, this one has them.
        19 => GiveTo(FulfilmentLine),
    }

    /// A command of this area.
    pub enum ConflictCommand {
        /// Settles an entry. Refused where the entry is not there any more.
        0 => Settle { entry: [u8; 16], how: Settlement },
    }
}

/// The forks that the history tells, which the state does not hold: the last common commit, and the branches.
pub type Forks = [(CommitId, Vec<StreamId>)];

impl ConflictCommand {
    /// Decides the command. `forks` are those that the history tells.
    ///
    /// # Errors
    /// The entry is not there, the choice is none of its choices, or what the choice writes is refused.
    pub fn decide(
        &self,
        state: &State,
        context: &Context,
        relations: &impl Relations,
        forks: &Forks,
        proposal: &mut Proposal<'_>,
    ) -> Result<(), Refusal> {
        let ConflictCommand::Settle { entry, how } = self;
        let entries = state.entries(forks, Some(&context.today), relations);
        let entry = entries
            .into_iter()
            .find(|other| other.id == *entry)
            .ok_or(Refusal::NoSuchEntry)?;
        let settling = Settling {
            state,
            context,
            relations,
            clash: &entry.clash,
        };
        settling.settle(how, proposal)?;
        let choice = match how {
            Settlement::Acknowledge => Choice::Seen,
            Settlement::Keep(fact) => Choice::Keep(*fact),
            Settlement::Deallocate(line) => Choice::GaveUp(line.clone()),
            Settlement::PlaceAll { .. }
            | Settlement::PlaceOne { .. }
            | Settlement::Counted { .. }
            | Settlement::AreOf(_)
            | Settlement::Judge { .. }
            | Settlement::See { .. }
            | Settlement::DecideWaiting { .. }
            | Settlement::RevokeMerge(_)
            | Settlement::PutBack
            | Settlement::VoidLabel(_)
            | Settlement::KeepDate(_)
            | Settlement::SetAside(_)
            | Settlement::Reinstate(_)
            | Settlement::SerialAt(_)
            | Settlement::CameOnce
            | Settlement::GiveTo(_)
            | Settlement::Send => Choice::Corrected,
        };
        let settled = Settled {
            entry: entry.id,
            document: entry.clash.document(),
            choice,
        };
        proposal.office(Event::Conflicts(ConflictFact::Settled(settled)));
        Ok(())
    }

    /// The documents that deciding reads. Entries are derived from what is in memory.
    pub fn needs(&self) -> Vec<DocumentId> {
        match self {
            ConflictCommand::Settle {
                how: Settlement::Deallocate(line) | Settlement::GiveTo(line),
                ..
            } => vec![DocumentId::FulfilmentOrder(line.document)],
            ConflictCommand::Settle { .. } => Vec::new(),
        }
    }
}

/// An entry while it is being settled.
struct Settling<'a, R> {
    state: &'a State,
    context: &'a Context,
    relations: &'a R,
    clash: &'a Clash,
}

impl<R: Relations> Settling<'_, R> {
    fn settle(&self, how: &Settlement, proposal: &mut Proposal<'_>) -> Result<(), Refusal> {
        match (how, self.clash) {
            (Settlement::Acknowledge, clash) if clash.may_be_acknowledged() => Ok(()),
            (
                Settlement::Keep(fact),
                Clash::FieldTwice {
                    document,
                    field,
                    facts,
                },
            ) if facts.contains(fact) => {
                super::keep::keep(self.state, self.relations, document, field, *fact, proposal)
            }
            (
                Settlement::PlaceAll { before },
                Clash::CountInDoubt {
                    account,
                    count,
                    movements,
                },
            ) => self.place(account, *count, movements, *before, proposal),
            (
                Settlement::PlaceOne { movement, before },
                Clash::CountInDoubt {
                    account,
                    count,
                    movements,
                },
            ) if movements.contains(movement) => {
                self.place(account, *count, &[*movement], *before, proposal)
            }
            (
                Settlement::Counted { units },
                Clash::BelowZero(account) | Clash::Short(account) | Clash::CountsDiffer(account),
            ) => self.count(&account.place, &account.what, *units, proposal),
            (Settlement::CameOnce, Clash::BelowZero(account)) => {
                let (What::Goods(goods), Place::Underway(container)) =
                    (&account.what, &account.place)
                else {
                    return Err(Refusal::NotAChoice);
                };
                let missing = -self.state.ledger.balance(account);
                let units = u64::try_from(missing).ok().and_then(Units::new);
                let inside = Place::Container(container.clone());
                let moved = Moved {
                    goods: goods.clone(),
                    becomes: None,
                    from: inside.clone(),
                    to: account.place.clone(),
                    units: units.ok_or(Refusal::NotAChoice)?,
                    serials: Vec::new(),
                };
                self.floor(&inside, Event::Stock(StockFact::Moved(moved)), proposal)
            }
            (Settlement::AreOf(goods), Clash::CountUnlisted { account, units }) => {
                let key = AccountKey::new(account.place.clone(), goods.clone());
                let seen = self.state.ledger.balance(&key) + units;
                let seen = u64::try_from(seen).ok().and_then(SeenUnits::new);
                let of_item = account.what == What::Item(goods.item.clone());
                match seen.filter(|_| of_item) {
                    Some(seen) => self.count(&account.place, &key.what, seen, proposal),
                    None => Err(Refusal::NotAChoice),
                }
            }
            (
                Settlement::Judge { approved },
                Clash::CountToApprove { account, count }
                | Clash::CountJudgedTwice { account, count },
            ) => {
                let (count, place) = (*count, account.place.clone());
                second_person(self.state, self.context, &place, &count)?;
                let fact = if *approved {
                    CountingFact::CountApproved { count, place }
                } else {
                    CountingFact::CountRejected { count, place }
                };
                self.floor(&account.place, Event::Counting(fact), proposal)
            }
            (
                Settlement::Deallocate(line),
                Clash::Oversold {
                    key,
                    missing,
                    holders,
                },
            ) if holders.contains(line) => {
                let fresh = Freshness {
                    today: Some(self.context.today.clone()),
                    days_left: 0,
                };
                let promises = self.state.promises(&fresh, self.relations);
                let held = promises
                    .get(key)
                    .and_then(|promise| promise.holders.get(line));
                let units = held.copied().unwrap_or(0).min(*missing);
                let units = u64::try_from(units).ok().and_then(Units::new);
                let line = DemandLine::from(line.clone());
                let units = units.ok_or(Refusal::NotAChoice)?;
                give_up_units(self.state, &line, units, proposal)
            }
            (Settlement::GiveTo(line), Clash::GivenUpTwice { key, lines, .. })
                if lines.contains(line) =>
            {
                let fulfilment = self.state.fulfilment(&line.document);
                let routed = fulfilment.and_then(|of| of.routed());
                let (_, routed) = routed.ok_or(Refusal::NotAChoice)?;
                let (order, now) = (&routed.order, &self.context.now);
                gate(self.state, order, Step::Release, now, self.relations)?;
                let fresh = Freshness {
                    today: Some(self.context.today.clone()),
                    days_left: 0,
                };
                let promises = self.state.promises(&fresh, self.relations);
                let free = promises.get(key).map_or(0, Promise::available);
                allocate_free(self.state, line, free, proposal)
            }
            (Settlement::See { container, at }, Clash::ContainerWhere(asked))
                if container == asked =>
            {
                self.see(container, at, proposal)
            }
            (Settlement::See { container, at }, Clash::ContainerCircle(circle))
                if circle.contains(container) =>
            {
                self.see(container, at, proposal)
            }
            (Settlement::DecideWaiting { allowed }, Clash::Waits(fact)) => {
                let decided = waiting(self.state, *fact, *allowed)?;
                proposal.office(Event::People(decided));
                Ok(())
            }
            (Settlement::Keep(fact), Clash::SaidTwice { what, facts }) if facts.contains(fact) => {
                let warehouse = self.warehouse_of_said(what);
                keep_said(self.state, what, *fact, warehouse.as_ref(), proposal)
            }
            (Settlement::VoidLabel(id), Clash::NumberTwice { parcels, .. })
                if self
                    .state
                    .still_labelled(parcels, self.relations)
                    .contains(id) =>
            {
                let label = self.state.parcel(id);
                let label = label.and_then(|parcel| parcel.label(self.relations));
                let (at, _) = label.ok_or(Refusal::NotAChoice)?;
                let voided = ShippingFact::LabelVoided {
                    parcel: *id,
                    label: at.fact(),
                };
                let warehouse = self.warehouse_of_parcel(id).ok_or(Refusal::OtherScope)?;
                proposal.floor(&warehouse, Event::Shipping(voided));
                Ok(())
            }
            (Settlement::SerialAt(at), Clash::SerialTwice(twice)) => {
                for booked in placed(self.state, self.relations, twice, at, proposal)? {
                    let goods = What::Goods(booked.goods);
                    self.count(&booked.place, &goods, booked.units, proposal)?;
                }
                Ok(())
            }
            (Settlement::RevokeMerge(merge), Clash::MergeVoid(void)) if merge == void => {
                let revoked = IdentityFact::MergeRevoked { merge: *merge };
                proposal.office(Event::Identity(revoked));
                Ok(())
            }
            (Settlement::KeepDate(keep), Clash::LotsDiffer(lots)) if lots.contains(keep) => {
                let day = self.state.expiry_said(keep).ok_or(Refusal::NotAChoice)?;
                let differs = |lot: &&LotId| self.state.expiry_said(lot).as_ref() != Some(&day);
                for lot in lots.iter().filter(differs) {
                    proposal.office(Event::Catalog(CatalogFact::LotSet(LotSet {
                        lot: lot.clone(),
                        fields: vec![LotField::Expiry(Some(day.clone()))],
                    })));
                }
                Ok(())
            }
            (Settlement::SetAside(order), Clash::PlacedInBoth { orders, .. }) => {
                let twin = twin_of(orders, order).ok_or(Refusal::NotAChoice)?;
                let order = known(self.state, order)?;
                set_aside(self.state, order, twin, proposal)
            }
            (Settlement::Reinstate(id), Clash::SetAsideBoth { orders }) if orders.contains(id) => {
                let order = known(self.state, id)?;
                let mut standing = order.cancellations();
                let aside = standing
                    .find(|(_, cancelled)| matches!(cancelled.why, CancelReason::Duplicate { .. }));
                let aside = aside.map(|(at, _)| at.fact()).ok_or(Refusal::NotAChoice)?;
                undo_cancellation(self.state, order, &aside, self.relations, proposal)
            }
            (Settlement::Keep(fact), Clash::EndedTwice { parcel, facts })
                if facts.contains(fact) =>
            {
                self.keep_end(parcel, facts, *fact, proposal)
            }
            (Settlement::PutBack, Clash::Overdrawn { order, line, part }) => {
                let begun = begun(self.state, known(self.state, order)?, line, part);
                let is_here = begun.is_some_and(|begun| begun.here > 0);
                is_here.then_some(()).ok_or(Refusal::NotAChoice)
            }
            (
                Settlement::PutBack,
                Clash::DoneTwice {
                    order, line, part, ..
                },
            ) => {
                let order = known(self.state, order)?;
                if unwanted_here(self.state, order, line, part) == 0 {
                    return Err(Refusal::NotAChoice);
                }
                // Once they are put back nothing is done twice; that both gave the units away is known by then.
                let overdrawn = self.state.entry_of(Clash::Overdrawn {
                    order: order.id().clone(),
                    line: line.clone(),
                    part: part.clone(),
                });
                proposal.office(Event::Conflicts(ConflictFact::Settled(Settled {
                    entry: overdrawn.id,
                    document: overdrawn.clash.document(),
                    choice: Choice::Corrected,
                })));
                Ok(())
            }
            (Settlement::Send, Clash::Overdrawn { order, line, part }) => {
                let order = known(self.state, order)?;
                send(self.state, self.relations, order, (line, part), proposal)
            }
            (Settlement::RevokeMerge(merge), Clash::MergeCircle(document))
                if merges_of(self.state, document).contains(merge) =>
            {
                // What two devices merged alike is revoked as one: one of the two would keep the circle.
                let standing = self.state.components.standing();
                let meant = standing.iter().find(|(fact, ..)| fact == merge);
                let (_, from, into) = meant.ok_or(Refusal::NotAChoice)?;
                let alike = standing.iter().filter(|(_, a, b)| a == from && b == into);
                for (merge, ..) in alike {
                    let revoked = IdentityFact::MergeRevoked { merge: *merge };
                    proposal.office(Event::Identity(revoked));
                }
                Ok(())
            }
            (
                Settlement::Acknowledge
                | Settlement::Keep(_)
                | Settlement::PlaceAll { .. }
                | Settlement::PlaceOne { .. }
                | Settlement::Counted { .. }
                | Settlement::AreOf(_)
                | Settlement::Judge { .. }
                | Settlement::Deallocate(_)
                | Settlement::See { .. }
                | Settlement::DecideWaiting { .. }
                | Settlement::RevokeMerge(_)
                | Settlement::PutBack
                | Settlement::VoidLabel(_)
                | Settlement::KeepDate(_)
                | Settlement::SetAside(_)
                | Settlement::Reinstate(_)
                | Settlement::SerialAt(_)
                | Settlement::CameOnce
                | Settlement::GiveTo(_)
                | Settlement::Send,
                _,
            ) => Err(Refusal::NotAChoice),
        }
    }

    /// Takes back what else was said of how a parcel ended.
    fn keep_end(
        &self,
        id: &ParcelId,
        facts: &[FactId],
        keep: FactId,
        proposal: &mut Proposal<'_>,
    ) -> Result<(), Refusal> {
        let parcel = self.state.parcel(id).ok_or(Refusal::NotAChoice)?;
        let warehouse = self.warehouse_of_parcel(id).ok_or(Refusal::OtherScope)?;
        let going = |fact: &FactId| *fact != keep && facts.contains(fact);
        for (fact, delivery) in parcel.deliveries().filter(|(fact, _)| going(fact)) {
            let undone = ShippingFact::DeliveryUndone {
                undoes: *fact,
                delivery: delivery.clone(),
            };
            proposal.floor(&warehouse, Event::Shipping(undone));
        }
        for (fact, lost) in parcel.losses().filter(|(fact, _)| going(fact)) {
            let undone = ShippingFact::LossUndone {
                undoes: *fact,
                lost: lost.clone(),
            };
            proposal.floor(&warehouse, Event::Shipping(undone));
        }
        Ok(())
    }

    /// The warehouse in whose scope something that was said twice is said again; `None` for what is the workspace's.
    fn warehouse_of_said(&self, what: &Said) -> Option<WarehouseId> {
        match what {
            Said::Lid(parcel) | Said::Measured(parcel) => self.warehouse_of_parcel(parcel),
            Said::Tote(batch, _) => {
                let (_, released) = self.state.batch(batch)?.released()?;
                let place = &released.tasks.first()?.from;
                warehouse_of(self.state, place, self.relations)
            }
            Said::Address(_) | Said::Row(..) => None,
        }
    }

    fn warehouse_of_parcel(&self, id: &ParcelId) -> Option<WarehouseId> {
        let opened = self.state.parcel(id).and_then(|parcel| parcel.opened());
        let station = opened.and_then(|(_, opened)| opened.at.clone());
        let place = Place::Container(ContainerId::Parcel(*id));
        station
            .map(|station| station.warehouse)
            .or_else(|| warehouse_of(self.state, &place, self.relations))
    }

    fn floor(
        &self,
        place: &Place,
        event: Event,
        proposal: &mut Proposal<'_>,
    ) -> Result<(), Refusal> {
        let warehouse =
            warehouse_of(self.state, place, self.relations).ok_or(Refusal::OtherScope)?;
        proposal.floor(&warehouse, event);
        Ok(())
    }

    fn see(
        &self,
        container: &ContainerId,
        at: &Standing,
        proposal: &mut Proposal<'_>,
    ) -> Result<(), Refusal> {
        let knowing = Knowing::new(self.context, self.relations);
        see_container(self.state, container, at, &knowing, proposal)
    }

    fn place(
        &self,
        account: &AccountKey,
        count: FactId,
        movements: &[FactId],
        before: bool,
        proposal: &mut Proposal<'_>,
    ) -> Result<(), Refusal> {
        let commits: BTreeSet<CommitId> =
            movements.iter().map(|movement| movement.commit).collect();
        for movement in commits {
            let placed = CountingFact::MovementPlaced {
                count,
                place: account.place.clone(),
                movement,
                before,
            };
            self.floor(&account.place, Event::Counting(placed), proposal)?;
        }
        Ok(())
    }

    /// A count of just these goods, or of all goods of an item, in a commit of its own.
    fn count(
        &self,
        place: &Place,
        what: &What,
        units: SeenUnits,
        proposal: &mut Proposal<'_>,
    ) -> Result<(), Refusal> {
        let (covers, what) = match what {
            What::Goods(goods) => (Covers::Goods(goods.clone()), SeenWhat::Goods(goods.clone())),
            What::Item(item) => (Covers::Item(item.clone()), SeenWhat::Item(item.clone())),
        };
        let observation = Observation {
            kind: ObservationKind::Count,
            place: place.clone(),
            covers,
            seen: vec![Seen {
                within: None,
                what,
                units,
                serials: Vec::new(),
            }],
            containers: Vec::new(),
            expected: None,
            after: None,
        };
        let observed = CountingFact::Observed(Box::new(observation));
        self.floor(place, Event::Counting(observed), proposal)
    }
}
