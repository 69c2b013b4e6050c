//! Where an order goes: what was said of it, and by which facts.

use super::order::Order;
use super::{Destination, OrderPlaced};
use crate::stream::id::FactId;
use crate::trade::relations::At;

impl Order {
    /// The address in force, with the fact that gave it, where one was given after the order came in.
    pub fn addressed(&self) -> Option<(&At, &Destination)> {
        let (at, destination) = self.addresses.holding_by(|at| at.wall_ms)?;
        Some((at, destination))
    }

    /// The placings of the order, that which stands first, in order.
    pub fn placings(&self) -> impl Iterator<Item = (&At, &OrderPlaced)> {
        self.placings.iter().map(|(at, placed)| (at, &**placed))
    }

    /// Whether two who did not know of each other gave it different addresses.
    pub fn is_address_disputed(&self) -> bool {
        !self.addresses.losers().is_empty()
    }

    /// What a fact that no later one knew says of where it goes.
    pub fn address_said_by(&self, fact: FactId) -> Option<&Destination> {
        let mut said = self.addresses.all().iter();
        let (_, destination) = said.find(|(at, _)| at.fact() == fact)?;
        Some(destination)
    }

    /// The facts that gave it an address after it came in and that no later one knew.
    pub fn addresses_said(&self) -> impl Iterator<Item = &At> {
        self.addresses.all().iter().map(|(at, _)| at)
    }
}
