//! Parcels as their channels want to be told.

use super::lines::{self, Lines};
use super::{Clock, Why, fields, moment};
use crate::exchange::channel_out::{FulfilledLine, Fulfilment, ShippedAt, is_amazon_carrier};
use crate::site::Reading;
use crate::stream::id::FactId;
use crate::trade::channels::{AnswerForm, ChannelField};
use crate::trade::id::{ChannelId, OrderId, ParcelId, PartyId};
use crate::trade::orders::status::Stages;
use crate::trade::packing::parcel::Parcel;
use crate::view::{names, tracking};
use std::collections::BTreeMap;
use std::num::NonZeroU32;

/// A parcel's part of one order.
#[derive(Clone, Debug)]
pub(super) struct OfOrder {
    /// What is told of it.
    pub fulfilment: Fulfilment,
    /// How many units each line was of, in the order of the lines.
    pub ordered: Vec<u64>,
    /// The parcel.
    pub parcel: ParcelId,
    /// Its weight in grams.
    pub weight_g: Option<u64>,
}

/// What a channel calls a carrier: the name that was set for it there, else its own; with whether it was set.
pub fn carrier_name(at: &Reading<'_>, channel: &ChannelId, carrier: &PartyId) -> (String, bool) {
    let set = fields(at, channel).find_map(|field| match field {
        ChannelField::CarrierName {
            carrier: of,
            name: Some(name),
        } if of == carrier => Some(name.as_str().to_owned()),
        _ => None,
    });
    match set {
        Some(name) => (name, true),
        None => (names::party_name(at, carrier), false),
    }
}

/// What a channel is told of a parcel by a hand-over, order by order; each with what its form cannot say.
pub(super) fn of(
    at: &Reading<'_>,
    channel: &ChannelId,
    id: &ParcelId,
    hand_over: &FactId,
    form: AnswerForm,
    clock: &Clock<'_>,
) -> Vec<(OrderId, Result<OfOrder, Why>)> {
    let Some(parcel) = at.state.parcel(id) else {
        return Vec::new();
    };
    let over = parcel.hand_overs().find(|(fact, _)| *fact == hand_over);
    let Some((_, over)) = over else {
        // It is here after all.
        let packed = parcel.packed().map(|(_, packed)| &packed.line);
        let orders = packed.filter_map(|line| lines::order_of(at, line, channel));
        return orders
            .take(1)
            .map(|order| (order.clone(), Err(Why::NotLeft)))
            .collect();
    };
    let mut by_order: BTreeMap<&OrderId, Lines> = BTreeMap::new();
    for content in &over.contents {
        let Some(id) = lines::order_of(at, &content.line, channel) else {
            continue;
        };
        if let Some(order) = at.state.order(id) {
            let lines = by_order.entry(id).or_default();
            lines.add(at, order, &content.line, content.units.wide());
        }
    }
    let label = Label::of(at, channel, parcel, &over.carrier);
    let shipped = moment(at, hand_over).and_then(|ms| {
        let offset_minutes = i16::try_from((clock.ahead)(ms)).ok()?;
        let local = clock.wall(ms)?;
        Some(ShippedAt {
            local,
            offset_minutes,
        })
    });
    let mut told = Vec::new();
    for (id, lines) in by_order {
        let Some(order) = at.state.order(id) else {
            continue;
        };
        let named = lines.named(order);
        if named.is_empty() {
            let why = match lines.has_other_parts {
                true => Why::PartsOfSet,
                false => Why::NotLeft,
            };
            told.push((id.clone(), Err(why)));
            continue;
        }
        if form == AnswerForm::Amazon && !label.is_set && !is_amazon_carrier(&label.carrier) {
            let why = Why::CarrierUnnamed(label.carrier.clone());
            told.push((id.clone(), Err(why)));
            continue;
        }
        let completes_order = is_last(at, id, hand_over);
        let fulfilled = named.iter().map(|(_, named, units)| FulfilledLine {
            line_id: named.id.clone(),
            sku: named.sku.clone(),
            units: u32::try_from(*units)
                .ok()
                .and_then(NonZeroU32::new)
                .unwrap_or(NonZeroU32::MAX),
        });
        let fulfilment = Fulfilment {
            order: names::shown_number(at, id).to_owned(),
            lines: fulfilled.collect(),
            completes_order,
            carrier: Some(label.carrier.clone()),
            service: label.service.clone(),
            tracking_number: label.number.clone(),
            tracking_url: label.page.clone(),
            shipped,
            tells_buyer: true,
        };
        let of = OfOrder {
            fulfilment,
            ordered: named.iter().map(|(_, named, _)| named.of).collect(),
            parcel: over.parcel,
            weight_g: parcel.measured().and_then(|measured| measured.weight_g),
        };
        told.push((id.clone(), Ok(of)));
    }
    told
}

/// What stands on a parcel's label, in the words of a channel.
struct Label {
    carrier: String,
    is_set: bool,
    service: Option<String>,
    number: Option<String>,
    page: Option<String>,
}

impl Label {
    fn of(at: &Reading<'_>, channel: &ChannelId, parcel: &Parcel, carrier: &PartyId) -> Label {
        let (name, is_set) = carrier_name(at, channel, carrier);
        let relations = at.relations();
        let label = parcel.label(&relations);
        let number = label.and_then(|(at, label)| parcel.number(at, label));
        let number = number.map(|number| number.as_str().to_owned());
        let service = label.and_then(|(_, label)| label.service.as_ref());
        Label {
            carrier: name,
            is_set,
            service: service.map(|service| service.as_str().to_owned()),
            page: number
                .as_deref()
                .and_then(|number| tracking::page(at, carrier, number)),
            number,
        }
    }
}

/// Whether nothing of an order is still to leave, and no parcel of it left after this hand-over.
fn is_last(at: &Reading<'_>, id: &OrderId, hand_over: &FactId) -> bool {
    let Some(order) = at.state.order(id) else {
        return false;
    };
    if Stages::of(&at.state.demand(order)).outstanding() > 0 {
        return false;
    }
    let links = at.state.links();
    let parcels = order.routed().flat_map(|(_, id, _)| links.parcels(id));
    let all = parcels.filter_map(|id| at.state.parcel(id));
    let overs = all.flat_map(|parcel| parcel.hand_overs().map(|(fact, _)| *fact));
    let last = overs.max_by_key(|fact| (moment(at, fact), *fact));
    last.is_none_or(|last| last == *hand_over)
}
