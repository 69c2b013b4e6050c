//! All facts: an enum of areas, each an enum of facts.

use super::allocation::AllocationFact;
use super::catalog::CatalogFact;
use super::channels::ChannelFact;
use super::conflicts::ConflictFact;
use super::counting::CountingFact;
use super::fulfilment::FulfilmentFact;
use super::identity::IdentityFact;
use super::leases::LeaseFact;
use super::locations::LocationFact;
use super::money::MoneyFact;
use super::orders::OrderFact;
use super::packing::PackingFact;
use super::parties::PartyFact;
use super::people::PeopleFact;
use super::personal::PersonalFact;
use super::picking::PickingFact;
use super::receiving::ReceivingFact;
use super::returns::ReturnFact;
use super::settings::SettingFact;
use super::shipping::ShippingFact;
use super::stock::StockFact;
use crate::stream::facts::{AsStreamFact, StreamFact};
use crate::wire_enum;

wire_enum! {
    /// A fact: what happened, in the past tense. Nothing is ever edited or deleted.
    ///
    /// Area 0 is the frame of facts of later versions.
    pub enum Event {
        /// Streams: why they begin, clocks, commands given up.
        1 => Streams(StreamFact),
        /// What is the same as what.
        2 => Identity(IdentityFact),
        /// Items, lots, recipes.
        3 => Catalog(CatalogFact),
        /// Warehouses, locations, containers.
        4 => Locations(LocationFact),
        /// Parties and customers.
        5 => Parties(PartyFact),
        /// Operators, roles, devices.
        6 => People(PeopleFact),
        /// Personal data.
        7 => Personal(PersonalFact),
        /// Channels.
        8 => Channels(ChannelFact),
        /// Orders.
        9 => Orders(OrderFact),
        /// Money.
        10 => Money(MoneyFact),
        /// Fulfilment orders.
        11 => Fulfilment(FulfilmentFact),
        /// Allocation.
        12 => Allocation(AllocationFact),
        /// Picking.
        13 => Picking(PickingFact),
        /// Packing.
        14 => Packing(PackingFact),
        /// Labels, hand-over, delivery.
        15 => Shipping(ShippingFact),
        /// Goods that come in.
        16 => Receiving(ReceivingFact),
        /// What was seen.
        17 => Counting(CountingFact),
        /// Goods that move for no order.
        18 => Stock(StockFact),
        /// Returns.
        19 => Returns(ReturnFact),
        /// Settings.
        20 => Settings(SettingFact),
        /// Leases.
        21 => Leases(LeaseFact),
        /// What clashed and was settled.
        22 => Conflicts(ConflictFact),
    }
}

impl AsStreamFact for Event {
    fn stream_fact(&self) -> Option<&StreamFact> {
        if let Event::Streams(fact) = self {
            Some(fact)
        } else {
            None
        }
    }
}
