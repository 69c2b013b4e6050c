//! An order as lists show it.

use crate::site::{Reading, Standing};
use crate::trade::demand::LineKey;
use crate::trade::id::{BatchId, ContainerId, DocumentId, OrderId, ParcelId, ReturnId};
use crate::trade::money::account::amount;
use crate::trade::orders::order::Order;
use crate::trade::orders::status::{
    CommercialStatus, FulfilmentStatus, PaymentStatus, Stages, has_address, holds,
};
use crate::trade::orders::{Doubt, HoldKind, OrderField};
use crate::trade::personal::Slot;
use crate::trade::personal::content::Contact;
use crate::trade::quantity::{Amount, Currency, Instant, SourceTime};
use crate::view::names;
use std::collections::BTreeSet;

/// A hold as lists show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HoldHead {
    /// Why.
    pub kind: HoldKind,
    /// When it ends by itself, in milliseconds since 1970 UTC.
    pub until_ms: Option<i64>,
}

/// A parcel as lists show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParcelHead {
    /// The parcel.
    pub id: ParcelId,
    /// Its tracking number, while a label is valid.
    pub number: Option<String>,
    /// Who carries it.
    pub carrier: Option<String>,
}

/// An order as lists show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderHead {
    /// The order.
    pub id: OrderId,
    /// The number that people see.
    pub number: String,
    /// Its part of an address.
    pub address: String,
    /// What its channel is called.
    pub channel: String,
    /// The client whose goods are sold; `None` is the workspace's own.
    pub client: Option<String>,
    /// Who gets it: the recipient's name or company.
    pub customer: Option<String>,
    /// Whether that was erased or is restricted.
    pub recipient: Standing,
    /// The two letters of the country that it goes to.
    pub country: Option<String>,
    /// When it was placed, as the source wrote it.
    pub placed: SourceTime,
    /// When it must have left, in milliseconds since 1970 UTC.
    pub ship_by_ms: Option<i64>,
    /// How many lines it has.
    pub lines: u32,
    /// Where its units are.
    pub stages: Stages,
    /// How far its goods are.
    pub fulfilment: FulfilmentStatus,
    /// Where its money stands.
    pub payment: PaymentStatus,
    /// Where it stands as a deal.
    pub commercial: CommercialStatus,
    /// What it costs.
    pub total: Amount,
    /// In what.
    pub currency: Currency,
    /// What is in doubt.
    pub doubts: Vec<Doubt>,
    /// Whether a person must look: something is in doubt, or a look was taken back.
    pub unverified: bool,
    /// Whether it lacks an address without which it cannot leave.
    pub no_address: bool,
    /// Its holds.
    pub holds: Vec<HoldHead>,
    /// The open pick batches that it is in.
    pub batches: Vec<BatchId>,
    /// The totes that hold units of it.
    pub totes: Vec<String>,
    /// Its tags.
    pub tags: Vec<String>,
    /// Its parcels.
    pub parcels: Vec<ParcelHead>,
    /// Its RMAs.
    pub returns: Vec<ReturnId>,
}

/// A moment that sorts like the times of sources: the wall clock of the source, in seconds.
pub fn wall_seconds(time: &SourceTime) -> i64 {
    match time {
        SourceTime::Civil { seconds } | SourceTime::Offset { seconds, .. } => *seconds,
        SourceTime::Exact(instant) => instant.ms.div_euclid(1_000),
    }
}

/// What somebody is called in a list: the company, else the name.
pub fn called(contact: &Contact) -> Option<&str> {
    let named = contact.company.as_ref().or(contact.name.as_ref())?;
    Some(named.as_str())
}

/// When an order must have left, in milliseconds since 1970 UTC, as somebody was told last.
pub fn ship_by_ms(order: &Order) -> Option<i64> {
    let set = order.card().fields().find_map(|field| match field {
        OrderField::ShipBy(at) => Some(at.as_ref().map(|at| at.ms)),
        OrderField::Terms(_)
        | OrderField::Service(_)
        | OrderField::DeliverBy(_)
        | OrderField::Priority(_)
        | OrderField::LinePrice { .. }
        | OrderField::NotBefore(_)
        | OrderField::Customer(_)
        | OrderField::Charges(_)
        | OrderField::PlacedAt(_)
        | OrderField::Currency(_) => None,
    });
    let placed = || {
        let (_, placed) = order.placed()?;
        placed.ship_by.as_ref().map(|at| at.ms)
    };
    set.unwrap_or_else(placed)
}

impl OrderHead {
    /// The head of an order; `None` while the order has not come.
    pub fn of(at: &Reading<'_>, order: &Order) -> Option<Self> {
        let (_, placed) = order.placed()?;
        let relations = at.relations();
        let demand = at.state.demand(order);
        let stages = Stages::of(&demand);
        let account = at.state.account(order);
        let fulfilment = at.state.fulfilment_status_of(order, &stages);
        let doubts: Vec<Doubt> = order.doubts(&relations).into_iter().collect();
        let of_holds = holds(order, &Instant { ms: i64::MIN });
        let destination = order.destination();
        let country = destination.and_then(|to| to.country.as_ref().map(ToString::to_string));
        let lines: BTreeSet<&LineKey> = order
            .lines()
            .map(|(_, _, line)| order.line_key(&line.key))
            .collect();
        Some(OrderHead {
            id: order.id().clone(),
            number: names::shown_number(at, order.id()).to_owned(),
            address: names::order_address(at, order.id()),
            channel: names::channel_name(at, &order.id().channel),
            client: placed
                .client
                .as_ref()
                .map(|client| names::party_name(at, client)),
            customer: names::recipient(at, order.id())
                .and_then(called)
                .map(str::to_owned),
            recipient: at.standing(&DocumentId::Order(order.id().clone()), &Slot::Recipient),
            country,
            placed: order.placed_at().unwrap_or(&placed.placed_at).clone(),
            ship_by_ms: ship_by_ms(order),
            lines: u32::try_from(lines.len()).unwrap_or(u32::MAX),
            payment: at.state.payment_status(order),
            commercial: at.state.commercial_status(order),
            total: amount(account.totals.total),
            currency: order.currency().unwrap_or(placed.currency),
            unverified: stages.outstanding() > 0
                && (order.is_to_be_verified() || !doubts.is_empty()),
            doubts,
            no_address: !has_address(order),
            holds: of_holds
                .into_iter()
                .map(|(_, kind, until)| HoldHead {
                    kind,
                    until_ms: until.map(|until| until.ms),
                })
                .collect(),
            batches: batches(at, order),
            totes: totes(at, order),
            tags: names::tags(at, order.id())
                .into_iter()
                .flat_map(|of| &of.tags)
                .map(|tag| tag.as_str().to_owned())
                .collect(),
            parcels: parcels(at, order),
            returns: at.state.links().returns(order.id()).copied().collect(),
            stages,
            fulfilment,
        })
    }

    /// Whether it is held at a moment, in milliseconds since 1970 UTC.
    pub fn held_at(&self, now_ms: i64) -> bool {
        let stands = |hold: &HoldHead| hold.until_ms.is_none_or(|until| until > now_ms);
        self.stages.outstanding() > 0 && self.holds.iter().any(stands)
    }

    /// Whether a part of it has stock, or has left, while another part has none: a backorder.
    pub fn is_short(&self) -> bool {
        let live = self.stages.ordered - self.stages.cancelled - self.stages.with_others;
        self.stages.open > 0 && self.stages.open < live
    }

    /// Whether units are still to leave from here, and must have by an instant, in milliseconds since 1970 UTC.
    pub fn is_due(&self, by_ms: i64) -> bool {
        self.stages.to_send() > 0 && self.ship_by_ms.is_some_and(|ms| ms <= by_ms)
    }

    /// Whether money is missing.
    pub fn is_unpaid(&self) -> bool {
        matches!(
            self.payment,
            PaymentStatus::Unpaid | PaymentStatus::PartlyPaid
        ) && self.commercial == CommercialStatus::Open
    }
}

fn batches(at: &Reading<'_>, order: &Order) -> Vec<BatchId> {
    let open = |id: &&BatchId| at.state.batch(id).is_some_and(|of| !of.is_finished());
    let links = at.state.links();
    let all = order.routed().flat_map(|(_, id, _)| links.batches(id));
    let all: BTreeSet<BatchId> = all.filter(open).copied().collect();
    all.into_iter().collect()
}

fn totes(at: &Reading<'_>, order: &Order) -> Vec<String> {
    let links = at.state.links();
    let mut codes = BTreeSet::new();
    for (_, id, _) in order.routed() {
        let document = crate::trade::demand::DemandDocument::FulfilmentOrder(*id);
        for batch in links.batches(id).filter_map(|id| at.state.batch(id)) {
            if let Some(tote @ ContainerId::Labelled(_)) = batch.tote(&document) {
                codes.insert(names::container_code(tote));
            }
        }
    }
    codes.into_iter().collect()
}

/// The parcels that units of an order are or were in, by identity.
pub fn parcel_ids(at: &Reading<'_>, order: &Order) -> Vec<ParcelId> {
    let links = at.state.links();
    let all = order.routed().flat_map(|(_, id, _)| links.parcels(id));
    let all: BTreeSet<ParcelId> = all.copied().collect();
    all.into_iter().collect()
}

fn parcels(at: &Reading<'_>, order: &Order) -> Vec<ParcelHead> {
    let relations = at.relations();
    let head = |id: ParcelId| {
        let parcel = at.state.parcel(&id)?;
        let label = parcel.label(&relations);
        let number = label.and_then(|(label, labelled)| parcel.number(label, labelled));
        Some(ParcelHead {
            id,
            number: number.map(|number| number.as_str().to_owned()),
            carrier: label.map(|(_, labelled)| names::party_name(at, &labelled.carrier)),
        })
    };
    parcel_ids(at, order).into_iter().filter_map(head).collect()
}
