//! By which minute of the day orders must be ready: the channel's cutoff, else that of the warehouse; of parcels the
//! cutoff of their carrier's service. Told an hour before, and from then on.

use super::floor::{Hand, ship};
use super::names;
use crate::site::Reading;
use crate::trade::channels::ChannelField;
use crate::trade::id::WarehouseId;
use crate::trade::locations::WarehouseField;
use crate::trade::parties::PartyField;
use crate::trade::quantity::MinuteOfDay;
use std::collections::BTreeMap;

/// So long before a cutoff it is told, in seconds.
const AHEAD_SECONDS: i64 = 3_600;
const DAY_SECONDS: i64 = 86_400;

/// The cutoffs of a day that are near or have passed, each as a second of the clock on the wall since 1970-01-01.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cutoffs {
    /// By the name of the channel.
    by_channel: BTreeMap<String, i64>,
    /// Of the warehouse, for channels that have none.
    other: Option<i64>,
}

fn second(today: i64, at: &MinuteOfDay) -> i64 {
    today * DAY_SECONDS + i64::from(at.get()) * 60
}

impl Cutoffs {
    /// Those of a day. `today` is in days since 1970-01-01, `now` a second of the clock on the wall.
    pub fn of(at: &Reading<'_>, warehouse: Option<&WarehouseId>, today: i64, now: i64) -> Self {
        let is_near = |cutoff: &i64| now >= cutoff - AHEAD_SECONDS;
        let mut cutoffs = Cutoffs::default();
        let of_house = warehouse.and_then(|id| {
            let mut fields = at.state.warehouse(id)?.fields();
            fields.find_map(|field| match field {
                WarehouseField::Cutoff(cutoff) => cutoff.as_ref().map(|at| second(today, at)),
                _ => None,
            })
        });
        cutoffs.other = of_house.filter(is_near);
        for (id, card) in at.state.channels() {
            let cutoff = card.fields().find_map(|field| match field {
                ChannelField::Cutoff(cutoff) => cutoff.as_ref().map(|at| second(today, at)),
                _ => None,
            });
            let Some(cutoff) = cutoff.or(of_house).filter(is_near) else {
                continue;
            };
            cutoffs
                .by_channel
                .insert(names::channel_name(at, id), cutoff);
        }
        cutoffs
    }

    /// Whether an order that is still to leave came before a cutoff that is near or has passed. `placed` is a second of the
    /// clock on the wall.
    pub fn reach(&self, channel: &str, placed: i64) -> bool {
        let cutoff = self.by_channel.get(channel);
        cutoff.is_some_and(|cutoff| placed < *cutoff)
    }
}

/// Parcels that a carrier must be handed before a cutoff that is near or has passed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CarrierCutoff {
    /// The carrier's code.
    pub carrier: String,
    /// When, as the minute of the day.
    pub minute: u16,
    /// Whether it has passed.
    pub passed: bool,
    /// How many labelled parcels of it are here.
    pub parcels: usize,
}

/// The carriers whose cutoff is near or has passed while parcels of theirs are here. `minute` is that of the clock on the
/// wall.
pub fn carriers(hand: &Hand<'_>, minute: u16) -> Vec<CarrierCutoff> {
    let mut found: BTreeMap<(String, u16), usize> = BTreeMap::new();
    let relations = hand.at.relations();
    for (_, parcel) in hand.at.state.open_parcels() {
        let status = parcel.status(&relations);
        if status != crate::trade::packing::parcel::ParcelStatus::Labelled {
            continue;
        }
        let Some((_, label)) = parcel.label(&relations) else {
            continue;
        };
        let card = hand.at.state.party(&label.carrier).into_iter();
        let cutoffs = card
            .flat_map(|card| card.fields())
            .filter_map(|field| match field {
                PartyField::ServiceCutoff {
                    service,
                    at: Some(at),
                } => {
                    let is_its = label.service.as_ref().is_none_or(|own| own == service);
                    is_its.then(|| at.get())
                }
                _ => None,
            });
        if let Some(at) = cutoffs.min() {
            let carrier = ship::carrier_of(hand, parcel);
            let carrier = carrier.map(|it| names::party_code(&hand.at, it));
            *found.entry((carrier.unwrap_or_default(), at)).or_insert(0) += 1;
        }
    }
    let ahead = u16::try_from(AHEAD_SECONDS / 60).unwrap_or(60);
    found
        .into_iter()
        .filter(|((_, at), _)| minute + ahead >= *at)
        .map(|((carrier, at), parcels)| CarrierCutoff {
            carrier,
            minute: at,
            passed: minute >= at,
            parcels,
        })
        .collect()
}
