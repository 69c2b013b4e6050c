//! What a channel has not been told.

use super::{Clock, KINDS, lines, stock};
use crate::site::Reading;
use crate::stream::id::FactId;
use crate::trade::channels::{AnswerKind, ChannelField, Told};
use crate::trade::id::{ChannelId, ItemId, OrderId, ParcelId, ReturnId};
use crate::trade::identity::canonical::Canonical;
use crate::trade::orders::CancelReason;
use crate::trade::orders::order::Order;
use crate::trade::state::promise::{Promise, PromiseKey};
use crate::view::names;
use crate::view::stock::promises;
use std::collections::{BTreeMap, BTreeSet};

/// A channel as the page lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelHead {
    /// The channel.
    pub id: ChannelId,
    /// Its code.
    pub code: String,
    /// What it is called.
    pub name: String,
    /// How much is new of each kind, in the order of [`KINDS`].
    pub new: [usize; 4],
    /// When the last file was written, in milliseconds since 1970 UTC.
    pub last_ms: Option<i64>,
}

/// The channels that are in use or were answered, by name.
pub fn channels(at: &Reading<'_>, clock: &Clock<'_>) -> Vec<ChannelHead> {
    let with_card = at.state.channels().map(|(id, _)| id);
    let all: BTreeSet<&ChannelId> = with_card.chain(at.state.order_channels()).collect();
    let promised = promises(at, clock.today());
    let mut heads = Vec::new();
    for id in all {
        let card = at.state.channel(id);
        let is_retired = card.is_some_and(|card| {
            let mut fields = card.fields();
            fields.any(|field| *field == ChannelField::Retired(true))
        });
        let last = at.state.answers(id).next_back();
        if is_retired && last.is_none() {
            continue;
        }
        heads.push(ChannelHead {
            id: id.clone(),
            code: id.first.code.as_str().to_owned(),
            name: names::channel_name(at, id),
            new: KINDS.map(|kind| new_of(at, id, kind, clock, &promised).len()),
            last_ms: last.map(|last| last.at.wall_ms),
        });
    }
    heads.sort_by(|a, b| a.name.cmp(&b.name));
    heads
}

/// What a channel was told and was not taken back, the last word of each thing.
#[derive(Default)]
struct Known {
    parcels: BTreeMap<FactId, ParcelId>,
    stock: BTreeMap<ItemId, u64>,
    cancelled: BTreeMap<OrderId, u64>,
    returned: BTreeMap<ReturnId, u64>,
}

impl Known {
    fn of(at: &Reading<'_>, channel: &ChannelId) -> Known {
        let mut known = Known::default();
        let standing = at.state.answers(channel).filter(|one| !one.taken_back);
        for told in standing.flat_map(|one| one.written.told.iter()) {
            match told {
                Told::Parcel { parcel, hand_over } => {
                    known.parcels.insert(*hand_over, *parcel);
                }
                Told::Stock { item, units } => {
                    known.stock.insert(at.state.components.item(item), *units);
                }
                Told::Cancelled { order, units } => {
                    known.cancelled.insert(order.clone(), *units);
                }
                Told::Returned { rma, units } => {
                    known.returned.insert(*rma, *units);
                }
            }
        }
        known
    }
}

/// What is new for a channel since its last file of a kind.
pub fn news(
    at: &Reading<'_>,
    channel: &ChannelId,
    kind: AnswerKind,
    clock: &Clock<'_>,
) -> Vec<Told> {
    let promised = match kind {
        AnswerKind::Stock => promises(at, clock.today()),
        AnswerKind::Parcels | AnswerKind::Cancelled | AnswerKind::Returns => BTreeMap::new(),
    };
    new_of(at, channel, kind, clock, &promised)
}

fn new_of(
    at: &Reading<'_>,
    channel: &ChannelId,
    kind: AnswerKind,
    clock: &Clock<'_>,
    promised: &BTreeMap<PromiseKey, Promise>,
) -> Vec<Told> {
    let known = Known::of(at, channel);
    match kind {
        AnswerKind::Parcels => parcels(at, channel, &known),
        AnswerKind::Stock => {
            let levels = stock::sellable(at, channel, clock.today(), promised);
            let is_new = |(item, units): &(ItemId, u64)| known.stock.get(item) != Some(units);
            let told = |(item, units)| Told::Stock { item, units };
            levels.into_iter().filter(is_new).map(told).collect()
        }
        AnswerKind::Cancelled => {
            let of_channel = orders(at, channel);
            let told = of_channel.filter_map(|order| {
                let units = refused_units(order);
                let before = known.cancelled.get(order.id()).copied().unwrap_or(0);
                (units != before).then(|| Told::Cancelled {
                    order: order.id().clone(),
                    units,
                })
            });
            told.collect()
        }
        AnswerKind::Returns => returns(at, channel, &known),
    }
}

fn orders<'a>(at: &Reading<'a>, channel: &ChannelId) -> impl Iterator<Item = &'a Order> {
    let channel = channel.clone();
    let orders = at.state.orders();
    orders.filter(move |order| order.placed().is_some() && order.id().channel == channel)
}

/// How many parcels left that channels were not told of; of those channels that get files.
pub fn untold_parcels(at: &Reading<'_>) -> usize {
    let answered = at.state.order_channels();
    let answered = answered.filter(|channel| at.state.answers(channel).next().is_some());
    let new = answered.map(|channel| parcels(at, channel, &Known::of(at, channel)).len());
    new.sum()
}

/// The parcels that left and that a channel was not told of; none for one that is never told of parcels.
pub(super) fn untold(at: &Reading<'_>, channel: &ChannelId) -> Vec<Told> {
    let known = Known::of(at, channel);
    match known.parcels.is_empty() {
        true => Vec::new(),
        false => parcels(at, channel, &known),
    }
}

/// The parcels that left and were not told, in the order in which they left.
fn parcels(at: &Reading<'_>, channel: &ChannelId, known: &Known) -> Vec<Told> {
    let mut left: Vec<(Option<i64>, Told)> = Vec::new();
    for (id, parcel) in at.state.parcels() {
        let last = parcel.hand_overs().last();
        let Some((hand_over, over)) = last else {
            continue;
        };
        let mut contents = over.contents.iter();
        let is_ours = contents.any(|of| lines::order_of(at, &of.line, channel).is_some());
        if is_ours && !known.parcels.contains_key(hand_over) {
            let told = Told::Parcel {
                parcel: *id,
                hand_over: *hand_over,
            };
            left.push((super::moment(at, hand_over), told));
        }
    }
    left.sort_by_key(|(ms, _)| *ms);
    left.into_iter().map(|(_, told)| told).collect()
}

/// The units of an order that will not be delivered and of which its source does not know by itself.
pub(super) fn refused_units(order: &Order) -> u64 {
    let ours = order.cancellations().filter(|(_, of)| is_ours(&of.why));
    let lines = ours.flat_map(|(_, of)| of.lines.iter());
    let units = lines.map(|line| line.units.get());
    units.fold(0, u64::saturating_add)
}

/// Whether the source must be told of a cancellation.
pub(super) fn is_ours(why: &CancelReason) -> bool {
    match why {
        CancelReason::Source(_)
        | CancelReason::Elsewhere(_)
        | CancelReason::Duplicate { .. }
        | CancelReason::Mended => false,
        CancelReason::Customer
        | CancelReason::House
        | CancelReason::NoStock
        | CancelReason::Unpaid { .. } => true,
    }
}

fn returns(at: &Reading<'_>, channel: &ChannelId, known: &Known) -> Vec<Told> {
    let mut told = Vec::new();
    for (id, rma) in at.state.rmas() {
        let order = rma.authorised().and_then(|(_, of)| of.order.as_ref());
        if order.is_none_or(|order| order.channel != *channel) {
            continue;
        }
        let arrived = rma.received().flat_map(|(_, received)| &received.units);
        let units = arrived.map(|of| of.units.get());
        let units = units.fold(0, u64::saturating_add);
        if units != known.returned.get(id).copied().unwrap_or(0) {
            told.push(Told::Returned { rma: *id, units });
        }
    }
    told
}

/// A parcel that a channel was told of and that is here after all: the channel cannot be told so by a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gone {
    /// The numbers of its orders.
    pub orders: Vec<String>,
    /// The address of the first of them.
    pub address: Option<String>,
}

/// The parcels that a channel was told of and that did not leave after all.
pub fn gone(at: &Reading<'_>, channel: &ChannelId) -> Vec<Gone> {
    let known = Known::of(at, channel);
    let mut gone = Vec::new();
    for (hand_over, id) in &known.parcels {
        let Some(parcel) = at.state.parcel(id) else {
            continue;
        };
        // One that left anew is told anew.
        if parcel.hand_overs().next().is_some() {
            continue;
        }
        let packed = parcel.packed().map(|(_, packed)| &packed.line);
        let orders = packed.filter_map(|line| lines::order_of(at, line, channel));
        let orders: BTreeSet<&OrderId> = orders.collect();
        let number = |order: &&OrderId| names::shown_number(at, order).to_owned();
        debug_assert!(parcel.hand_overs().all(|(fact, _)| fact != hand_over));
        gone.push(Gone {
            orders: orders.iter().map(number).collect(),
            address: orders.first().map(|order| names::order_address(at, order)),
        });
    }
    gone
}
