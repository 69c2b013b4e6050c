//! How old an order's personal data is, by what it is erased, and until when it must be kept.

use super::ErasureStart;
use crate::stream::id::FactId;
use crate::trade::channels::ChannelField;
use crate::trade::id::{ChannelId, PartyId};
use crate::trade::orders::order::Order;
use crate::trade::orders::status::Stages;
use crate::trade::parties::PartyField;
use crate::trade::relations::{At, Relations};
use crate::trade::state::State;

/// Milliseconds of a day.
pub const DAY_MS: i64 = 86_400_000;

/// What a channel or a client asks of the personal data of its orders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// At how many days it is erased; `None` is never.
    pub days: Option<u32>,
    /// From when these days count.
    pub since: ErasureStart,
    /// Whether it is erased without asking.
    pub by_itself: bool,
    /// How many days after arrival an order may be sent back; 0 for none.
    pub return_days: u32,
    /// How many days after completion it must be kept, by law or contract; 0 for none.
    pub retention_days: u32,
}

impl Default for Policy {
    /// Where nobody has said anything: nothing is erased by age, and nothing keeps it.
    fn default() -> Self {
        Policy {
            days: None,
            since: ErasureStart::Completed,
            by_itself: false,
            return_days: 0,
            retention_days: 0,
        }
    }
}

impl Policy {
    /// The policy of a channel; nothing is erased by age where nobody has said so.
    pub fn of(state: &State, channel: &ChannelId) -> Self {
        let mut policy = Policy::default();
        let card = state.channel(channel);
        for field in card.into_iter().flat_map(|card| card.fields()) {
            match field {
                ChannelField::ErasedAfter(days) => policy.days = *days,
                ChannelField::ErasedSince(since) => policy.since = since.clone(),
                ChannelField::ErasedByItself(by_itself) => policy.by_itself = *by_itself,
                ChannelField::ReturnWindow(days) => policy.return_days = days.unwrap_or(0),
                ChannelField::Retention(days) => policy.retention_days = days.unwrap_or(0),
                ChannelField::Code(_)
                | ChannelField::Title(_)
                | ChannelField::Client(_)
                | ChannelField::Currency(_)
                | ChannelField::Terms(_)
                | ChannelField::Zone(_)
                | ChannelField::StandingHold { .. }
                | ChannelField::Cutoff(_)
                | ChannelField::Allocation(_)
                | ChannelField::Completeness(_)
                | ChannelField::WarehouseRank { .. }
                | ChannelField::DaysLeft(_)
                | ChannelField::Retired(_)
                | ChannelField::CarrierName { .. }
                | ChannelField::Buffer(_)
                | ChannelField::EdiSender(_)
                | ChannelField::EdiReceiver(_)
                | ChannelField::FileMapping { .. } => {}
            }
        }
        policy
    }

    /// The policy that was agreed with a client.
    pub fn of_client(state: &State, client: &PartyId) -> Self {
        let mut policy = Policy::default();
        let card = state.party(client);
        for field in card.into_iter().flat_map(|card| card.fields()) {
            match field {
                PartyField::ErasedAfter(days) => policy.days = *days,
                PartyField::ErasedSince(since) => policy.since = since.clone(),
                PartyField::ErasedByItself(by_itself) => policy.by_itself = *by_itself,
                PartyField::ReturnWindow(days) => policy.return_days = days.unwrap_or(0),
                PartyField::Retention(days) => policy.retention_days = days.unwrap_or(0),
                PartyField::Code(_)
                | PartyField::Role { .. }
                | PartyField::Currency(_)
                | PartyField::Country(_)
                | PartyField::Retired(_)
                | PartyField::Service { .. }
                | PartyField::CollectsAt(_)
                | PartyField::TrackingPage(_)
                | PartyField::ServiceCutoff { .. }
                | PartyField::SentBy(_) => {}
            }
        }
        policy
    }

    /// The policies that an order is under: that of its channel, and that of the client whose goods it sells.
    pub fn of_order(state: &State, order: &Order) -> [Self; 2] {
        let client = order
            .placed()
            .and_then(|(_, placed)| placed.client.as_ref());
        let of_client = client.map(|client| Policy::of_client(state, client));
        [
            Policy::of(state, &order.id().channel),
            of_client.unwrap_or_default(),
        ]
    }
}

/// When an order came how far, in milliseconds since 1970 UTC; each by the last fact that says so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Milestones {
    /// When the customer placed it; a wall clock without a zone is read as UTC.
    pub placed_ms: i64,
    /// When its last parcel left.
    pub shipped_ms: Option<i64>,
    /// When the last of what left had arrived or was lost; `None` while a parcel is under way.
    pub delivered_ms: Option<i64>,
    /// When everything had left or was cancelled; `None` while units are to leave.
    pub completed_ms: Option<i64>,
}

impl Milestones {
    /// Those of an order; `None` while it has not come.
    pub fn of(state: &State, order: &Order, relations: &impl Relations) -> Option<Self> {
        let (placed_at, placed) = order.placed()?;
        let mut milestones = Milestones {
            placed_ms: placed.placed_at.as_utc_ms(),
            ..Milestones::default()
        };
        let ms = |fact: &FactId| wall_ms(placed_at, fact, relations);
        let mut under_way = false;
        for (_, fulfilment, _) in order.routed() {
            for id in state.links().parcels(fulfilment) {
                let Some(parcel) = state.parcel(id) else {
                    continue;
                };
                let left = parcel.handed_over().filter_map(|(fact, _)| ms(fact)).max();
                let lost = parcel.losses().filter_map(|(fact, _)| ms(fact));
                let arrived = parcel.delivered().filter_map(ms).chain(lost).max();
                under_way |= left.is_some() && arrived.is_none();
                milestones.shipped_ms = milestones.shipped_ms.max(left);
                milestones.delivered_ms = milestones.delivered_ms.max(arrived);
            }
        }
        if under_way {
            milestones.delivered_ms = None;
        }
        if Stages::of(&state.demand(order)).outstanding() <= 0 {
            let cancelled = order.cancellations().map(|(at, _)| at.wall_ms).max();
            let last = milestones.shipped_ms.max(milestones.delivered_ms);
            milestones.completed_ms = last.max(cancelled);
        }
        Some(milestones)
    }

    /// The moment that an age counts from.
    pub fn since(&self, start: &ErasureStart) -> Option<i64> {
        match start {
            ErasureStart::Completed => self.completed_ms,
            ErasureStart::Delivered => self.delivered_ms,
            ErasureStart::Shipped => self.shipped_ms,
            ErasureStart::Placed => Some(self.placed_ms),
        }
    }
}

/// What the clock read when a fact was written, in milliseconds since 1970 UTC.
pub fn wall_ms(by: &At, fact: &FactId, relations: &impl Relations) -> Option<i64> {
    let at = relations.commit(by, fact.commit)?;
    Some(at.wall_ms)
}

/// So many days after a moment.
pub fn days_after(ms: i64, days: u32) -> i64 {
    ms.saturating_add(i64::from(days).saturating_mul(DAY_MS))
}
