//! Which orders the keys of their sources lead to.

use super::OrderFact;
use crate::trade::id::{ChannelId, OrderId, OrderKey};
use std::collections::{BTreeMap, BTreeSet};

/// Every key under which an order is known, its identity's and those that came later. A number that its source gives
/// again leads to several generations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrderKeys {
    orders: BTreeMap<(ChannelId, OrderKey), BTreeSet<OrderId>>,
    channels: BTreeSet<ChannelId>,
}

impl OrderKeys {
    /// Takes a fact in; in any order.
    pub fn take(&mut self, fact: &OrderFact) {
        match fact {
            OrderFact::Placed(placed) => {
                for key in placed.keys.iter().chain([&placed.order.key]) {
                    self.lead(&placed.order, key);
                }
            }
            OrderFact::KeyAliased { order, key } => self.lead(order, key),
            OrderFact::LinesAdded(_)
            | OrderFact::LineMatched(_)
            | OrderFact::LineAliased { .. }
            | OrderFact::SourceSaid(_)
            | OrderFact::Verified { .. }
            | OrderFact::VerificationUndone { .. }
            | OrderFact::DoubtSettled { .. }
            | OrderFact::HoldPlaced(_)
            | OrderFact::HoldReleased { .. }
            | OrderFact::AddressGiven(_)
            | OrderFact::OrderSet(_)
            | OrderFact::LinesCancelled(_)
            | OrderFact::CancellationUndone { .. } => {}
        }
    }

    fn lead(&mut self, order: &OrderId, key: &OrderKey) {
        if !self.channels.contains(&order.channel) {
            self.channels.insert(order.channel.clone());
        }
        let key = (order.channel.clone(), key.clone());
        self.orders.entry(key).or_default().insert(order.clone());
    }

    /// The channels that any order came by.
    pub fn channels(&self) -> impl Iterator<Item = &ChannelId> {
        self.channels.iter()
    }

    /// The orders of a channel that a key leads to, by identity.
    pub fn led_to(&self, channel: &ChannelId, key: &OrderKey) -> impl Iterator<Item = &OrderId> {
        let key = (channel.clone(), key.clone());
        self.orders.get(&key).into_iter().flatten()
    }
}
