//! What can be done with labels, at the door, and after; and what is asked before.

use super::addressed::outdated;
use super::{
    Delivered, DeliveredContent, DeliveredParcel, HandedOver, LostParcel, ParcelContent,
    ParcelLabelled, ShippingFact,
};
use crate::stream::id::FactId;
use crate::trade::Event;
use crate::trade::decide::floor::{Floor, Step};
use crate::trade::decide::hands::{count, units};
use crate::trade::decide::{Proposal, Refusal};
use crate::trade::demand::DemandLine;
use crate::trade::goods::{Goods, Serials};
use crate::trade::id::{ContainerId, DocumentId, ParcelId, WarehouseId};
use crate::trade::identity::canonical::Canonical;
use crate::trade::packing::commands::{is_wanted, orders_in};
use crate::trade::packing::parcel::{Parcel, ParcelStatus};
use crate::trade::personal::Row;
use crate::trade::place::Place;
use crate::trade::quantity::Instant;
use crate::trade::relations::Relations;
use crate::trade::returns::whereabouts;
use crate::trade::state::codes::number_key;
use crate::trade::text::Code;
use crate::{wire_enum, wire_struct};
use std::collections::{BTreeMap, BTreeSet};

wire_struct! {
    /// Units of a parcel that arrived damaged.
    pub struct DamagedUnits {
        /// What they were for.
        pub line: DemandLine,
        /// What.
        pub goods: Goods,
        /// How many; at most what arrived.
        pub units: u64,
    }

    /// A parcel arrived.
    pub struct DeliverParcel {
        /// The parcel.
        pub parcel: ParcelId,
        /// When, where that is known.
        pub at: Option<Instant>,
        /// What of it arrived damaged.
        pub damaged: Vec<DamagedUnits>,
        /// Who took it, signature and picture.
        pub rows: Vec<Row>,
    }
}

wire_enum! {
    /// A command of shipping.
    pub enum ShippingCommand {
        /// Give a closed parcel a carrier and a number, or others: then the label before is void. Asks the address, the
        /// money and the holds of every order in it.
        0 => Label(ParcelLabelled),
        /// The label is void.
        1 => Void { parcel: ParcelId },
        /// The number of a label that was bought without one.
        2 => GiveNumber { parcel: ParcelId, number: Code },
        /// The parcel leaves with the carrier of its label, with all that is in it. Asks the orders again, and whether the
        /// label knew their addresses.
        3 => HandOver { parcel: ParcelId },
        /// The carrier did not take it after all. Refused once it was delivered or came back.
        4 => UndoHandOver { parcel: ParcelId, hand_over: FactId },
        /// It arrived.
        5 => Deliver(DeliverParcel),
        /// It has not arrived after all. Refused once units of it came back from the customer.
        6 => UndoDelivery { parcel: ParcelId, delivery: FactId },
        /// The carrier has lost it: what is still with the carrier is written off. What came back or is announced as a
        /// return is not lost.
        7 => Lose { parcel: ParcelId },
        /// It was found after all.
        8 => UndoLoss { parcel: ParcelId, lost: FactId },
    }
}

fn document(parcel: ParcelId) -> DocumentId {
    DocumentId::Container(ContainerId::Parcel(parcel))
}

impl ShippingCommand {
    fn parcel(&self) -> ParcelId {
        match self {
            ShippingCommand::Label(labelled) => labelled.parcel,
            ShippingCommand::Deliver(delivered) => delivered.parcel,
            ShippingCommand::Void { parcel }
            | ShippingCommand::GiveNumber { parcel, .. }
            | ShippingCommand::HandOver { parcel }
            | ShippingCommand::UndoHandOver { parcel, .. }
            | ShippingCommand::UndoDelivery { parcel, .. }
            | ShippingCommand::Lose { parcel }
            | ShippingCommand::UndoLoss { parcel, .. } => *parcel,
        }
    }

    /// The documents that deciding reads.
    pub(crate) fn needs(&self) -> Vec<DocumentId> {
        vec![document(self.parcel())]
    }

    /// Decides the command.
    ///
    /// # Errors
    /// What is said at each command.
    pub(crate) fn decide<R: Relations>(
        &self,
        floor: &Floor<'_, R>,
        proposal: &mut Proposal<'_>,
    ) -> Result<(), Refusal> {
        let id = self.parcel();
        let (parcel, warehouse, status) = floor.parcel(&id)?;
        let handled = Handled {
            floor,
            id,
            parcel,
            status,
        };
        let facts = match self {
            ShippingCommand::Label(labelled) => handled.label(labelled)?,
            ShippingCommand::Void { parcel: _ } => vec![handled.void()?],
            ShippingCommand::GiveNumber { parcel: _, number } => vec![handled.number(number)?],
            ShippingCommand::HandOver { parcel: _ } => vec![handled.hand_over()?],
            ShippingCommand::UndoHandOver {
                parcel: _,
                hand_over,
            } => vec![handled.undo_hand_over(hand_over)?],
            ShippingCommand::Deliver(delivered) => vec![handled.deliver(delivered)?],
            ShippingCommand::UndoDelivery {
                parcel: _,
                delivery,
            } => vec![handled.undo_delivery(delivery)?],
            ShippingCommand::Lose { parcel: _ } => vec![handled.lose(&warehouse)?],
            ShippingCommand::UndoLoss { parcel: _, lost } => vec![handled.undo_loss(lost)?],
        };
        for fact in facts {
            proposal.floor(&warehouse, Event::Shipping(fact));
        }
        Ok(())
    }
}

/// The parcel that a command is about.
struct Handled<'f, 'a, R> {
    floor: &'f Floor<'a, R>,
    id: ParcelId,
    parcel: &'f Parcel,
    status: ParcelStatus,
}

impl<R: Relations> Handled<'_, '_, R> {
    fn is(&self, wanted: &[ParcelStatus]) -> Result<(), Refusal> {
        let status = self.status;
        let good = wanted.contains(&status);
        good.then_some(()).ok_or(Refusal::ParcelIs { status })
    }

    fn ask(&self, step: Step) -> Result<(), Refusal> {
        for order in orders_in(self.floor, self.parcel)? {
            (self.floor.gate)(&order, step)?;
        }
        Ok(())
    }

    /// Whether a number may be this parcel's: it never was another one's, and was not voided by name here.
    fn may_have(&self, number: &Code) -> Result<(), Refusal> {
        let (state, number) = (self.floor.state, number.clone());
        if state.codes.parcels(&number).any(|other| *other != self.id) {
            return Err(Refusal::NumberTaken { number });
        }
        let key = number_key(&number);
        let is_void = self.parcel.labels().any(|(at, label)| {
            let had = self.parcel.number(at, label);
            had.is_some_and(|had| number_key(had) == key) && self.parcel.is_voided(&at.fact())
        });
        if is_void {
            return Err(Refusal::NumberVoid { number });
        }
        Ok(())
    }

    fn label(&self, labelled: &ParcelLabelled) -> Result<Vec<ShippingFact>, Refusal> {
        self.is(&[ParcelStatus::Closed, ParcelStatus::Labelled])?;
        self.ask(Step::Label)?;
        let numbers = [&labelled.number, &labelled.return_number];
        for number in numbers.into_iter().flatten() {
            self.may_have(number)?;
        }
        let before = self.parcel.label(self.floor.relations);
        let is_old = outdated(self.floor.state, self.parcel, self.floor.relations).is_some();
        if !is_old && before.is_some_and(|(_, before)| before == labelled) {
            return Err(Refusal::NothingToDo);
        }
        let voided = before.map(|(at, _)| ShippingFact::LabelVoided {
            parcel: self.id,
            label: at.fact(),
        });
        let labelled = ShippingFact::ParcelLabelled(labelled.clone());
        Ok(voided.into_iter().chain([labelled]).collect())
    }

    fn void(&self) -> Result<ShippingFact, Refusal> {
        self.is(&[ParcelStatus::Labelled])?;
        let label = self.parcel.label(self.floor.relations);
        let (at, _) = label.ok_or(Refusal::NothingToDo)?;
        Ok(ShippingFact::LabelVoided {
            parcel: self.id,
            label: at.fact(),
        })
    }

    fn number(&self, number: &Code) -> Result<ShippingFact, Refusal> {
        self.is(&[
            ParcelStatus::Labelled,
            ParcelStatus::HandedOver,
            ParcelStatus::Delivered,
        ])?;
        let label = self.parcel.label(self.floor.relations);
        let (at, label) = label.ok_or(Refusal::NothingToDo)?;
        if self.parcel.number(at, label).is_some() {
            return Err(Refusal::NothingToDo);
        }
        self.may_have(number)?;
        Ok(ShippingFact::NumberGiven {
            parcel: self.id,
            label: at.fact(),
            number: number.clone(),
        })
    }

    /// What lies in the parcel by the books, told by line: what went in and was not taken out, as far as it is there.
    fn contents(&self) -> Vec<ParcelContent> {
        let names = &self.floor.state.components;
        let inside = Place::Container(ContainerId::Parcel(self.id));
        let mut sums: BTreeMap<(Goods, DemandLine), (i128, BTreeSet<Serials>)> = BTreeMap::new();
        for (_, packed) in self.parcel.packed() {
            let key = (names.goods(&packed.goods), packed.line.clone());
            let (sum, serials) = sums.entry(key).or_default();
            *sum += packed.units.wide();
            serials.extend(packed.serials.iter().cloned());
        }
        let mut left: BTreeMap<Goods, i128> = BTreeMap::new();
        let mut contents = Vec::new();
        for ((goods, line), (sum, serials)) in sums {
            let there = left
                .entry(goods.clone())
                .or_insert_with(|| self.floor.balance(&inside, &goods));
            if let Some(units) = units(sum.min(*there)) {
                *there -= units.wide();
                contents.push(ParcelContent {
                    line,
                    goods,
                    units,
                    serials: serials.into_iter().collect(),
                });
            }
        }
        contents
    }

    fn hand_over(&self) -> Result<ShippingFact, Refusal> {
        self.is(&[ParcelStatus::Labelled])?;
        self.ask(Step::HandOver)?;
        is_wanted(self.floor, self.parcel)?;
        if let Some(order) = outdated(self.floor.state, self.parcel, self.floor.relations) {
            return Err(Refusal::AddressChanged(order));
        }
        let label = self.parcel.label(self.floor.relations);
        let (at, label) = label.ok_or(Refusal::NothingToDo)?;
        let contents = self.contents();
        if contents.is_empty() {
            return Err(Refusal::ParcelEmpty);
        }
        Ok(ShippingFact::HandedOver(HandedOver {
            parcel: self.id,
            carrier: label.carrier.clone(),
            after: self.parcel.leaves_after(at),
            contents,
        }))
    }

    fn undo_hand_over(&self, hand_over: &FactId) -> Result<ShippingFact, Refusal> {
        let mut standing = self.parcel.hand_overs();
        let (_, was) = standing
            .find(|(fact, _)| *fact == hand_over)
            .ok_or(Refusal::NothingToDo)?;
        if self.status != ParcelStatus::HandedOver {
            return Err(Refusal::RestsOnIt);
        }
        self.still_with(&Place::Party(was.carrier.clone()), &was.contents)?;
        Ok(ShippingFact::HandOverUndone {
            undoes: *hand_over,
            hand_over: was.clone(),
        })
    }

    /// Whether what left has not come back from there.
    fn still_with(&self, place: &Place, contents: &[ParcelContent]) -> Result<(), Refusal> {
        for content in contents {
            let there = whereabouts::units_with(self.floor, &content.line, &content.goods, place);
            if there < content.units.wide() {
                return Err(Refusal::RestsOnIt);
            }
        }
        Ok(())
    }

    fn deliver(&self, delivered: &DeliverParcel) -> Result<ShippingFact, Refusal> {
        self.is(&[ParcelStatus::HandedOver])?;
        let (_, left) = self
            .parcel
            .hand_overs()
            .last()
            .ok_or(Refusal::NothingToDo)?;
        let carrier = Place::Party(left.carrier.clone());
        let mut contents = Vec::new();
        for content in &left.contents {
            // What the carrier brought back to us did not arrive.
            let with = whereabouts::units_with(self.floor, &content.line, &content.goods, &carrier);
            let Some(units) = units(content.units.wide().min(with)) else {
                continue;
            };
            let is_it = |it: &&DamagedUnits| it.line == content.line && it.goods == content.goods;
            let damaged = delivered.damaged.iter().filter(is_it);
            let damaged: u64 = damaged.map(|it| it.units).sum();
            if damaged > units.get() {
                return Err(Refusal::TooMany {
                    there: count(units.wide()),
                });
            }
            let whole = units == content.units;
            contents.push(DeliveredContent {
                line: content.line.clone(),
                goods: content.goods.clone(),
                units,
                damaged,
                serials: if whole {
                    content.serials.clone()
                } else {
                    Vec::new()
                },
            });
        }
        if contents.is_empty() {
            return Err(Refusal::ParcelEmpty);
        }
        Ok(ShippingFact::Delivered(Delivered {
            delivery: DeliveredParcel {
                parcel: self.id,
                carrier: left.carrier.clone(),
                contents,
            },
            at: delivered.at.clone(),
            rows: delivered.rows.clone(),
        }))
    }

    fn lose(&self, warehouse: &WarehouseId) -> Result<ShippingFact, Refusal> {
        self.is(&[ParcelStatus::HandedOver])?;
        let (_, left) = self
            .parcel
            .hand_overs()
            .last()
            .ok_or(Refusal::NothingToDo)?;
        let carrier = Place::Party(left.carrier.clone());
        let still = |content: &ParcelContent| {
            let with = whereabouts::units_with(self.floor, &content.line, &content.goods, &carrier);
            let units = units(content.units.wide().min(with))?;
            let whole = units == content.units;
            Some(ParcelContent {
                units,
                serials: if whole {
                    content.serials.clone()
                } else {
                    Vec::new()
                },
                ..content.clone()
            })
        };
        let contents: Vec<ParcelContent> = left.contents.iter().filter_map(still).collect();
        if contents.is_empty() {
            return Err(Refusal::ParcelEmpty);
        }
        Ok(ShippingFact::ParcelLost(LostParcel {
            parcel: self.id,
            carrier: left.carrier.clone(),
            warehouse: warehouse.clone(),
            contents,
        }))
    }

    fn undo_loss(&self, lost: &FactId) -> Result<ShippingFact, Refusal> {
        let mut standing = self.parcel.losses();
        let (_, was) = standing
            .find(|(fact, _)| *fact == lost)
            .ok_or(Refusal::NothingToDo)?;
        Ok(ShippingFact::LossUndone {
            undoes: *lost,
            lost: was.clone(),
        })
    }

    fn undo_delivery(&self, delivery: &FactId) -> Result<ShippingFact, Refusal> {
        let mut standing = self.parcel.deliveries();
        let (_, was) = standing
            .find(|(fact, _)| *fact == delivery)
            .ok_or(Refusal::NothingToDo)?;
        for content in &was.contents {
            let customers = Place::Customers;
            let there =
                whereabouts::units_with(self.floor, &content.line, &content.goods, &customers);
            if there < content.units.wide() {
                return Err(Refusal::RestsOnIt);
            }
        }
        Ok(ShippingFact::DeliveryUndone {
            undoes: *delivery,
            delivery: was.clone(),
        })
    }
}
