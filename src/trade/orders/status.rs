//! The statuses of an order: commercial, payment and fulfilment, each derived; and what stops it, in order.

use super::commands::known;
use super::order::Order;
use super::{AddressAnswer, Doubt, HoldKind, HoldRef, OrderField, PlacedLine};
use crate::trade::decide::Refusal;
use crate::trade::decide::floor::Step;
use crate::trade::demand::LineKey;
use crate::trade::fulfilment::demand_ledger::WorkStanding;
use crate::trade::fulfilment::fulfilment_order::OrderDemand;
use crate::trade::id::{BatchId, DocumentId, FulfilmentOrderId, OrderId, ReturnId};
use crate::trade::money::Terms;
use crate::trade::money::account::{Uncovered, amount};
use crate::trade::quantity::Instant;
use crate::trade::relations::Relations;
use crate::trade::state::State;
use crate::trade::state::entries::Clash;

/// How far the goods are, told by the unit that is furthest behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FulfilmentStatus {
    /// Nothing is allocated.
    Waiting,
    /// Some units are allocated, some are not.
    PartlyAllocated,
    /// Every outstanding unit is allocated.
    Allocated,
    /// In a pick batch.
    Picking,
    /// Some units are picked, and no batch is open.
    Picked,
    /// Every outstanding unit lies in a parcel.
    Packed,
    /// Some units have left, others have not.
    PartlyShipped,
    /// Everything has left.
    Shipped,
    /// Everything has arrived.
    Delivered,
    /// Everything is cancelled.
    Cancelled,
    /// All that is not cancelled left from elsewhere: it was never work of ours.
    ShippedElsewhere,
    /// Every outstanding unit is with a supplier, a marketplace or another 3PL who sends it.
    WithOthers,
}

/// Where the money stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PaymentStatus {
    /// Nothing is paid and nothing may leave.
    Unpaid,
    /// A payer's bank stands for it; nothing came in yet.
    Authorised,
    /// Something is paid, not all.
    PartlyPaid,
    /// Paid.
    Paid,
    /// To be paid later: on account, at the door, by a marketplace.
    Later,
    /// Some of what came in went back.
    PartlyRefunded,
    /// All of what came in went back.
    Refunded,
}

/// Where the order stands as a deal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CommercialStatus {
    /// Something is still to be done.
    Open,
    /// Everything has arrived and no return is open.
    Completed,
    /// Everything is cancelled.
    Cancelled,
    /// It was cancelled in favour of another order.
    SetAside,
}

/// What stops an order. A person sees the first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Blocked {
    /// Nothing is left to be done.
    Closed,
    /// Something about it is in doubt.
    InDoubt(Doubt),
    /// It was verified, and that was taken back.
    NotVerified,
    /// Nobody knows which item a line means.
    UnknownItem(LineKey),
    /// It is on hold.
    Held {
        /// The hold.
        hold: HoldRef,
        /// Why.
        kind: HoldKind,
        /// When it ends by itself.
        until: Option<Instant>,
    },
    /// Not before an instant that somebody set.
    NotBefore(Instant),
    /// All the money has gone back.
    WhollyRefunded,
    /// So much is missing, in ten-thousandths of the order's currency.
    NotPaid(i128),
    /// It has no address, or one that lacks something. Stops what leaves, not what is allocated or picked.
    NoAddress,
}

impl Blocked {
    /// The refusal that says so.
    pub fn refusal(&self, order: &Order) -> Refusal {
        let id = || order.id().clone();
        match self {
            Blocked::Closed => Refusal::Closed(DocumentId::Order(id())),
            Blocked::InDoubt(doubt) => Refusal::InDoubt {
                order: id(),
                doubt: doubt.clone(),
            },
            Blocked::NotVerified => Refusal::NotVerified(id()),
            Blocked::UnknownItem(_) => Refusal::InDoubt {
                order: id(),
                doubt: Doubt::UnknownItem,
            },
            Blocked::Held { kind, .. } => Refusal::OnHold {
                order: id(),
                kind: kind.clone(),
            },
            Blocked::NotBefore(_) => Refusal::OnHold {
                order: id(),
                kind: HoldKind::Date,
            },
            Blocked::WhollyRefunded => Refusal::WhollyRefunded(id()),
            Blocked::NotPaid(missing) => Refusal::NotPaid {
                order: id(),
                missing: amount(*missing),
            },
            Blocked::NoAddress => Refusal::NoAddress(id()),
        }
    }
}

/// The units of an order over all its lines and parts, in units of the parts: enough to tell how far it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stages {
    /// All that was ordered.
    pub ordered: i128,
    /// Nothing allocated: unrouted, under way to a warehouse, or open there.
    pub open: i128,
    /// To be sent by somebody else than a warehouse of ours.
    pub with_others: i128,
    /// Allocated.
    pub allocated: i128,
    /// Picked.
    pub picked: i128,
    /// Packed.
    pub packed: i128,
    /// Out of the door.
    pub shipped: i128,
    /// Cancelled.
    pub cancelled: i128,
    /// Left from elsewhere, without a fulfilment order of ours.
    pub elsewhere: i128,
}

crate::kept_enum! {
    FulfilmentStatus {
        0 => Waiting, 1 => PartlyAllocated, 2 => Allocated, 3 => Picking, 4 => Picked, 5 => Packed, 6 => PartlyShipped,
        7 => Shipped, 8 => Delivered, 9 => Cancelled, 10 => ShippedElsewhere, 11 => WithOthers,
    }
    PaymentStatus {
        0 => Unpaid, 1 => Authorised, 2 => PartlyPaid, 3 => Paid, 4 => Later, 5 => PartlyRefunded, 6 => Refunded,
    }
}

impl Stages {
    /// Adds the lines of an order up.
    pub fn of(demand: &OrderDemand) -> Self {
        let mut stages = Stages::default();
        for part in demand.parts.values() {
            let of = |account: fn(&WorkStanding) -> i128| part.in_units(account);
            stages.ordered += part.raw.ordered();
            let with_others = demand.with_others(part);
            let open = of(|work| work.underway + work.open);
            stages.open += part.stands.unrouted + open - with_others;
            stages.with_others += with_others;
            stages.allocated += of(|work| work.allocated);
            stages.picked += of(|work| work.picked);
            stages.packed += of(|work| work.packed);
            stages.shipped += of(|work| work.shipped);
            stages.cancelled += part.stands.cancelled - part.elsewhere;
            stages.elsewhere += part.elsewhere;
        }
        stages
    }

    /// Units that are still to leave, whoever sends them.
    pub fn outstanding(&self) -> i128 {
        self.to_send() + self.with_others
    }

    /// Units that are still to leave from a warehouse of ours.
    pub fn to_send(&self) -> i128 {
        self.open + self.allocated + self.picked + self.packed
    }
}

impl State {
    /// How far the goods of an order are.
    pub fn fulfilment_status(&self, order: &Order) -> FulfilmentStatus {
        self.fulfilment_status_of(order, &Stages::of(&self.demand(order)))
    }

    /// The same of an order whose lines were added up already.
    pub fn fulfilment_status_of(&self, order: &Order, stages: &Stages) -> FulfilmentStatus {
        let to_send = stages.to_send();
        if stages.ordered == 0 {
            // Charges alone: there is nothing to send. But a line that could not be read is still to come.
            return match order.has_open_doubts() {
                true => FulfilmentStatus::Waiting,
                false => FulfilmentStatus::Delivered,
            };
        }
        if stages.outstanding() == 0 {
            return if stages.shipped == 0 && stages.elsewhere > 0 {
                FulfilmentStatus::ShippedElsewhere
            } else if stages.shipped == 0 {
                FulfilmentStatus::Cancelled
            } else if self.has_arrived(order) {
                FulfilmentStatus::Delivered
            } else {
                FulfilmentStatus::Shipped
            };
        }
        if self.goes_back_whole(order, stages) {
            FulfilmentStatus::Cancelled
        } else if stages.shipped + stages.elsewhere > 0 {
            FulfilmentStatus::PartlyShipped
        } else if to_send == 0 {
            FulfilmentStatus::WithOthers
        } else if stages.packed == to_send {
            FulfilmentStatus::Packed
        } else if self.is_in_batch(order) {
            FulfilmentStatus::Picking
        } else if stages.picked + stages.packed > 0 {
            FulfilmentStatus::Picked
        } else if stages.allocated == to_send {
            FulfilmentStatus::Allocated
        } else if stages.allocated == 0 {
            FulfilmentStatus::Waiting
        } else {
            FulfilmentStatus::PartlyAllocated
        }
    }

    /// Whether all that is left of an order was begun after its cancellation, and somebody settled that it goes back.
    fn goes_back_whole(&self, order: &Order, stages: &Stages) -> bool {
        let begun = stages.picked + stages.packed;
        let sent = stages.shipped + stages.elsewhere;
        if begun == 0 || begun < stages.outstanding() || sent > 0 {
            return false;
        }
        let demand = self.demand(order);
        demand.parts.iter().all(|((line, part), of)| {
            let begun: i128 = of.work.values().map(|it| it.picked + it.packed).sum();
            let back: i128 = of
                .unwanted
                .values()
                .map(|it| it.in_totes + it.in_parcels)
                .sum();
            begun == 0
                || back >= begun
                    && self.is_settled(Clash::Overdrawn {
                        order: order.id().clone(),
                        line: line.clone(),
                        part: part.clone(),
                    })
        })
    }

    /// Whether all that has left has arrived.
    fn has_arrived(&self, order: &Order) -> bool {
        let demand = self.demand(order);
        let mut work = demand.parts.values().flat_map(|part| &part.work);
        work.all(|(line, work)| {
            let arrived = self
                .fulfilment(&line.document)
                .and_then(|fulfilment| fulfilment.arrived().get(&line.line).copied());
            arrived.unwrap_or(0) >= work.shipped
        })
    }

    /// Whether units of an order are in a pick batch that has not ended.
    pub fn is_in_batch(&self, order: &Order) -> bool {
        let open = |batch: &BatchId| self.batch(batch).is_some_and(|batch| !batch.is_finished());
        let has_open = |id: &FulfilmentOrderId| self.links().batches(id).any(open);
        order.routed().any(|(_, id, _)| has_open(id))
    }

    /// Where the money of an order stands.
    pub fn payment_status(&self, order: &Order) -> PaymentStatus {
        let account = self.account(order);
        if account.refunded > 0 {
            return if account.is_wholly_refunded() {
                PaymentStatus::Refunded
            } else {
                PaymentStatus::PartlyRefunded
            };
        }
        let (paid, total) = (account.paid, account.totals.total);
        let is_prepaid = account.terms == Terms::Prepaid;
        if paid >= total && (paid > 0 || is_prepaid) {
            PaymentStatus::Paid
        } else if paid + account.authorised >= total && account.authorised > 0 {
            PaymentStatus::Authorised
        } else if paid > 0 {
            PaymentStatus::PartlyPaid
        } else if is_prepaid {
            PaymentStatus::Unpaid
        } else {
            PaymentStatus::Later
        }
    }

    /// Where an order stands as a deal.
    pub fn commercial_status(&self, order: &Order) -> CommercialStatus {
        match self.fulfilment_status(order) {
            FulfilmentStatus::Cancelled if order.in_favour_of().is_some() => {
                CommercialStatus::SetAside
            }
            FulfilmentStatus::Cancelled => CommercialStatus::Cancelled,
            FulfilmentStatus::Delivered | FulfilmentStatus::ShippedElsewhere
                if !self.has_open_return(order) =>
            {
                CommercialStatus::Completed
            }
            FulfilmentStatus::Delivered
            | FulfilmentStatus::ShippedElsewhere
            | FulfilmentStatus::WithOthers
            | FulfilmentStatus::Waiting
            | FulfilmentStatus::PartlyAllocated
            | FulfilmentStatus::Allocated
            | FulfilmentStatus::Picking
            | FulfilmentStatus::Picked
            | FulfilmentStatus::Packed
            | FulfilmentStatus::PartlyShipped
            | FulfilmentStatus::Shipped => CommercialStatus::Open,
        }
    }

    /// Whether more is expected of an RMA of an order.
    pub fn has_open_return(&self, order: &Order) -> bool {
        let open = |rma: &ReturnId| self.rma(rma).is_some_and(|rma| !rma.is_closed());
        self.links().returns(order.id()).any(open)
    }

    /// What stops an order now, in order: what must be cleared first comes first.
    pub fn blocked(
        &self,
        order: &Order,
        now: &Instant,
        relations: &impl Relations,
    ) -> Vec<Blocked> {
        let demand = self.demand(order);
        if Stages::of(&demand).outstanding() == 0 {
            return vec![Blocked::Closed];
        }
        let mut blocked: Vec<Blocked> = order
            .doubts(relations)
            .into_iter()
            .map(Blocked::InDoubt)
            .collect();
        if order.is_to_be_verified() {
            blocked.push(Blocked::NotVerified);
        }
        let account = self.account(order);
        let is_kept = |line: &PlacedLine| {
            let count = account.lines.get(order.line_key(&line.key));
            count.is_none_or(|count| count.kept > 0)
        };
        let unknown = order
            .lines()
            .filter(|(_, _, line)| line.ships() && order.item(line).is_none() && is_kept(line));
        blocked.extend(
            unknown.map(|(_, _, line)| Blocked::UnknownItem(order.line_key(&line.key).clone())),
        );
        blocked.extend(
            holds(order, now)
                .into_iter()
                .map(|(hold, kind, until)| Blocked::Held { hold, kind, until }),
        );
        if let Some(instant) = not_before(order).filter(|instant| instant > now) {
            blocked.push(Blocked::NotBefore(instant));
        }
        match account.covers() {
            Ok(()) => {}
            Err(Uncovered::WhollyRefunded) => blocked.push(Blocked::WhollyRefunded),
            Err(Uncovered::Missing(missing)) => blocked.push(Blocked::NotPaid(missing)),
        }
        if !has_address(order) {
            blocked.push(Blocked::NoAddress);
        }
        blocked
    }

    /// Whether work on an order may go on now: whatever stops it but a missing address. To be asked at every step that
    /// cannot be taken back; before a label [`State::may_leave`] is asked.
    ///
    /// # Errors
    /// The first thing that stops it.
    pub fn may_be_worked(
        &self,
        order: &Order,
        now: &Instant,
        relations: &impl Relations,
    ) -> Result<(), Refusal> {
        let blocked = self.blocked(order, now, relations);
        match blocked.iter().find(|one| **one != Blocked::NoAddress) {
            Some(first) => Err(first.refusal(order)),
            None => Ok(()),
        }
    }

    /// Whether goods of an order may leave now: nothing stops it, and it has an address.
    ///
    /// # Errors
    /// The first thing that stops it.
    pub fn may_leave(
        &self,
        order: &Order,
        now: &Instant,
        relations: &impl Relations,
    ) -> Result<(), Refusal> {
        match self.blocked(order, now, relations).first() {
            Some(first) => Err(first.refusal(order)),
            None => Ok(()),
        }
    }
}

/// Whether an order lets a step of the floor happen now: the gate that floor commands ask. Work goes on while nothing
/// stops the order; a label and a hand-over need an address too.
///
/// # Errors
/// The first thing that stops it, or that the order is not known here.
pub fn gate(
    state: &State,
    order: &OrderId,
    step: Step,
    now: &Instant,
    relations: &impl Relations,
) -> Result<(), Refusal> {
    let order = known(state, order)?;
    match step {
        Step::Release | Step::Close => state.may_be_worked(order, now, relations),
        Step::Label | Step::HandOver => state.may_leave(order, now, relations),
    }
}

/// The holds that stand at an instant, with when each ends by itself.
pub fn holds(order: &Order, now: &Instant) -> Vec<(HoldRef, HoldKind, Option<Instant>)> {
    let all = order.holds().into_iter().map(|(hold, kind)| {
        let until = match &hold {
            HoldRef::Opened(id) => order.hold(id).and_then(|placed| placed.until.clone()),
            HoldRef::Standing(_) => None,
        };
        (hold, kind, until)
    });
    all.filter(|(_, _, until)| until.as_ref().is_none_or(|until| until > now))
        .collect()
}

/// Before which instant an order is not to be worked.
fn not_before(order: &Order) -> Option<Instant> {
    order.card().fields().find_map(|field| match field {
        OrderField::NotBefore(instant) => instant.clone(),
        OrderField::Terms(_)
        | OrderField::Service(_)
        | OrderField::ShipBy(_)
        | OrderField::DeliverBy(_)
        | OrderField::Priority(_)
        | OrderField::LinePrice { .. }
        | OrderField::Customer(_)
        | OrderField::Charges(_)
        | OrderField::PlacedAt(_)
        | OrderField::Currency(_) => None,
    })
}

/// Whether an order has an address that lacks nothing.
pub fn has_address(order: &Order) -> bool {
    order
        .destination()
        .is_some_and(|destination| !destination.answers.contains(&AddressAnswer::Incomplete))
}
