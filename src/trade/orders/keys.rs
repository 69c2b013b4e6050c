//! Which orders the keys of their sources lead to.

use super::{OrderFact, OrderField};
use crate::stream::packed::Packed;
use crate::trade::id::{ChannelId, CustomerId, OrderId, OrderKey};
use std::collections::BTreeSet;

/// Every key under which an order is known, its identity's and those that came later. A number that its source gives
/// again leads to several generations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrderKeys {
    orders: Packed<(ChannelId, OrderKey), BTreeSet<OrderId>>,
    channels: BTreeSet<ChannelId>,
    /// The orders that were ever said to be a customer's, by the name that was said.
    customers: Packed<CustomerId, BTreeSet<OrderId>>,
}

impl OrderKeys {
    /// As [`Packed::pack`].
    pub(crate) fn pack(&mut self, entries_max: usize) -> usize {
        self.orders.pack(entries_max, &()) + self.customers.pack(entries_max, &())
    }

    /// As [`Packed::cool`].
    pub(crate) fn cool(&mut self) {
        self.orders.cool();
        self.customers.cool();
    }

    /// Takes a fact in; in any order.
    pub fn take(&mut self, fact: &OrderFact) {
        match fact {
            OrderFact::Placed(placed) => {
                for key in placed.keys.iter().chain([&placed.order.key]) {
                    self.lead(&placed.order, key);
                }
                if let Some(customer) = &placed.customer {
                    self.belong(&placed.order, customer);
                }
            }
            OrderFact::OrderSet(set) => {
                for field in &set.fields {
                    if let OrderField::Customer(Some(customer)) = field {
                        self.belong(&set.order, customer);
                    }
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
            | OrderFact::LinesCancelled(_)
            | OrderFact::CancellationUndone { .. } => {}
        }
    }

    fn lead(&mut self, order: &OrderId, key: &OrderKey) {
        if !self.channels.contains(&order.channel) {
            self.channels.insert(order.channel.clone());
        }
        let key = (order.channel.clone(), key.clone());
        self.orders.or_default(key).insert(order.clone());
    }

    fn belong(&mut self, order: &OrderId, customer: &CustomerId) {
        let orders = self.customers.or_default(customer.clone());
        orders.insert(order.clone());
    }

    /// Every customer of whom an order ever was said to be, by the name that was said, with those orders.
    pub fn customers(&self) -> impl Iterator<Item = (&CustomerId, &BTreeSet<OrderId>)> {
        self.customers.iter()
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

crate::kept_struct! {
    OrderKeys { orders, channels, customers }
}
