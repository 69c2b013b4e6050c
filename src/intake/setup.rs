//! What a workspace needs before its first order: a warehouse with its locations, a channel for orders by hand, a carrier.

use crate::trade::channels::ChannelField;
use crate::trade::channels::commands::ChannelCommand;
use crate::trade::decide::Command;
use crate::trade::id::{ChannelId, FirstCode, LocationId, Name, PartyId, WarehouseId};
use crate::trade::locations::commands::{LocationChange, LocationCommand, LocationRef};
use crate::trade::locations::{LocationField, LocationKind, WarehouseField};
use crate::trade::parties::commands::PartyCommand;
use crate::trade::parties::{PartyField, PartyRole};
use crate::trade::quantity::{Country, Currency, Weekday};
use crate::trade::text::{Code, TextError, Words};

/// The location where goods arrive.
pub const RECEIVING: &str = "RECEIVING";
/// The location where returned goods wait for their inspection.
pub const RETURNS: &str = "RETURNS";
/// The packing station.
pub const STATION: &str = "PACK-1";
/// Where packed parcels wait for their carrier.
pub const STAGING: &str = "DOCK";
/// The channel of orders that are typed in.
pub const BY_HAND: &str = "desk";

/// Bins of a warehouse, in the order of a walk up one aisle and down the next: `A-01`, `A-02` and so on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Aisles {
    /// How many aisles; at most 26.
    pub aisles: u8,
    /// How many bins each has; at most 99.
    pub bins: u8,
}

/// A warehouse to begin with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstWarehouse {
    /// The code, as it stands on labels.
    pub code: Code,
    /// What it is called.
    pub title: Option<Words>,
    /// Its time zone by its name in the zone database.
    pub zone: Option<Code>,
    /// Its country.
    pub country: Option<Country>,
    /// Whether it works on each day of the week, from Monday.
    pub works: [bool; 7],
    /// Its first bins.
    pub aisles: Aisles,
}

/// The identity of the warehouse with a code.
pub fn warehouse(code: &Code) -> WarehouseId {
    WarehouseId {
        first: FirstCode::new(code.clone()),
    }
}

/// The identity of a location of a warehouse.
pub fn location(warehouse: &WarehouseId, code: &Code) -> LocationId {
    LocationId {
        warehouse: warehouse.clone(),
        first: FirstCode::new(code.clone()),
    }
}

/// The identity of a party.
pub fn party(code: &Code) -> PartyId {
    PartyId {
        name: Name::Coded(FirstCode::new(code.clone())),
    }
}

/// The identity of a channel.
pub fn channel(code: &Code) -> ChannelId {
    ChannelId {
        first: FirstCode::new(code.clone()),
    }
}

fn new_location(code: Code, kind: LocationKind) -> LocationChange {
    LocationChange {
        which: LocationRef::Coded(code.clone()),
        fields: vec![LocationField::Code(code), LocationField::Kind(kind)],
    }
}

/// Bins as they are walked: up one aisle and down the next, so that nobody goes back empty.
///
/// # Errors
/// None: the codes are plain.
pub fn bins(aisles: Aisles) -> Result<Vec<LocationChange>, TextError> {
    let mut bins = Vec::new();
    for (aisle, letter) in (0..aisles.aisles.min(26)).zip('A'..='Z') {
        let count = aisles.bins.min(99);
        for place in 1..=count {
            let number = if aisle % 2 == 0 {
                place
            } else {
                count + 1 - place
            };
            let code = Code::new(&format!("{letter}-{number:02}"))?;
            let zone = LocationField::Zone(Some(Code::new(&letter.to_string())?));
            let mut bin = new_location(code, LocationKind::Pick);
            bin.fields.push(zone);
            bins.push(bin);
        }
    }
    Ok(bins)
}

/// The commands that make a warehouse with its standard locations, in the order in which they are to be run.
///
/// # Errors
/// None: the codes are plain.
pub fn first_warehouse(about: &FirstWarehouse) -> Result<Vec<Command>, TextError> {
    let id = warehouse(&about.code);
    let mut fields = vec![WarehouseField::Code(about.code.clone())];
    fields.extend(about.title.clone().map(WarehouseField::Title));
    fields.extend(about.zone.clone().map(WarehouseField::Zone));
    fields.extend(about.country.map(WarehouseField::Country));
    for (day, works) in (0..).zip(about.works) {
        let weekday = Weekday::new(day);
        fields.extend(weekday.map(|weekday| WarehouseField::WorkingDay { weekday, works }));
    }
    let standard = [
        (RECEIVING, LocationKind::Receiving),
        (RETURNS, LocationKind::Returns),
        (STATION, LocationKind::Station),
        (STAGING, LocationKind::Staging),
    ];
    let mut locations = Vec::new();
    for (code, kind) in standard {
        locations.push(new_location(Code::new(code)?, kind));
    }
    locations.extend(bins(about.aisles)?);
    let returns_at = location(&id, &Code::new(RETURNS)?);
    Ok(vec![
        LocationCommand::SetWarehouse {
            warehouse: id.clone(),
            fields,
        }
        .into(),
        LocationCommand::SetLocations {
            warehouse: id.clone(),
            locations,
        }
        .into(),
        LocationCommand::SetWarehouse {
            warehouse: id,
            fields: vec![WarehouseField::ReturnsAt(Some(returns_at))],
        }
        .into(),
    ])
}

/// The command that makes the channel of orders that are typed in.
///
/// # Errors
/// None: the code is plain.
pub fn by_hand(title: Option<Words>, currency: Option<Currency>) -> Result<Command, TextError> {
    let mut fields = vec![ChannelField::Code(Code::new(BY_HAND)?)];
    fields.extend(title.map(ChannelField::Title));
    fields.extend(currency.map(ChannelField::Currency));
    let channel = channel(&Code::new(BY_HAND)?);
    Ok(ChannelCommand::SetChannel { channel, fields }.into())
}

/// The command that makes a carrier with its services.
pub fn carrier(code: &Code, services: &[Code]) -> Command {
    let mut fields = vec![
        PartyField::Code(code.clone()),
        PartyField::Role {
            role: PartyRole::Carrier,
            has: true,
        },
    ];
    fields.extend(services.iter().map(|service| PartyField::Service {
        service: service.clone(),
        offered: true,
    }));
    PartyCommand::SetParty {
        party: party(code),
        fields,
        rows: Vec::new(),
    }
    .into()
}
