//! Places, people, parties and channels of the demo.

use super::customers::name;
use super::{Act, Maker};
use crate::intake::setup::{
    Aisles, FirstWarehouse, by_hand, carrier, channel, first_warehouse, party, warehouse,
};
use crate::site::Reading;
use crate::trade::channels::ChannelField;
use crate::trade::channels::commands::ChannelCommand;
use crate::trade::id::{CartonId, ContainerId, FirstCode, OperatorId, PartyId, WarehouseId};
use crate::trade::locations::commands::{LocationChange, LocationCommand};
use crate::trade::locations::{
    ContainerField, ContainerKind, FloorPlan, LocationField, WarehouseField,
};
use crate::trade::money::Terms;
use crate::trade::parties::commands::PartyCommand;
use crate::trade::parties::{PartyField, PartyRole};
use crate::trade::people::commands::{PeopleCommand, RoleGiven};
use crate::trade::people::{OperatorField, Role};
use crate::trade::personal::Slot;
use crate::trade::personal::content::{Contact, Content};
use crate::trade::quantity::{Country, Currency, Size};
use crate::trade::settings::commands::SettingCommand;
use crate::trade::settings::{CartonCard, Setting};
use crate::trade::text::{Code, TextError, Words};
use crate::view::plan::drawn;

pub(super) const OFFICE: &str = "demo-office";
pub(super) const PICKER: &str = "demo-picker";
pub(super) const PACKER: &str = "demo-packer";
pub(super) const RECEIVER: &str = "demo-stock";
pub(super) const RETURNER: &str = "demo-returns";
pub(super) const SUPERVISOR: &str = "demo-lead";

pub(super) const CLIENT: &str = "HERBAL";
pub(super) const SUPPLIERS: [&str; 2] = ["POTTERY", "LARDER"];
pub(super) const CARRIERS: [&str; 2] = ["DEMO-POST", "DEMO-EXPRESS"];
/// How many totes there are.
const TOTES: u32 = 48;

/// The larger warehouse.
pub(super) fn main_warehouse() -> Result<WarehouseId, TextError> {
    Ok(warehouse(&Code::new("MAIN")?))
}

pub(super) fn client() -> Result<PartyId, TextError> {
    Ok(party(&Code::new(CLIENT)?))
}

pub(super) fn tote(number: u32) -> Result<ContainerId, TextError> {
    let code = Code::new(&format!("T-{number:02}"))?;
    Ok(ContainerId::Labelled(FirstCode::new(code)))
}

/// The operator with a code.
pub(super) fn operator(at: &Reading<'_>, code: &str) -> Result<Option<OperatorId>, TextError> {
    let wanted = OperatorField::Code(Code::new(code)?);
    let mut all = at.state.operators();
    let found = all.find(|(_, card)| card.fields().any(|field| *field == wanted));
    Ok(found.map(|(id, _)| *id))
}

pub(super) fn places(_: &mut Maker) -> Result<Vec<Act>, TextError> {
    let weekdays = [true, true, true, true, true, false, false];
    let of = |code: &str, title: &str, zone: &str, country: &str, aisles, bins| {
        Ok::<_, TextError>(FirstWarehouse {
            code: Code::new(code)?,
            title: Some(Words::new(title)?),
            zone: Some(Code::new(zone)?),
            country: Country::new(country),
            works: weekdays,
            aisles: Aisles { aisles, bins },
        })
    };
    let mut acts: Vec<Act> = Vec::new();
    let main = of("MAIN", "Demo warehouse", "Europe/Sofia", "BG", 4, 18)?;
    let second = of("WEST", "Demo outlet", "Europe/Bucharest", "RO", 1, 8)?;
    for about in [main, second] {
        acts.extend(first_warehouse(&about)?.into_iter().map(Act::from));
    }
    acts.extend(floor_plan()?);
    acts.extend(packing()?);
    for number in 1..=TOTES {
        acts.push(Act::from(LocationCommand::SetContainer {
            warehouse: main_warehouse()?,
            container: tote(number)?,
            fields: vec![ContainerField::Kind(ContainerKind::Tote)],
        }));
    }
    Ok(acts)
}

/// The floor of the demo: four aisles of nine bays, cut in two by a cross-aisle, with the bins where they stand.
fn floor_plan() -> Result<Vec<Act>, TextError> {
    let plan = FloorPlan {
        aisles: 4,
        blocks: vec![5, 4],
        aisle_pitch_mm: 3_600,
        bay_mm: 1_300,
        cross_mm: 2_400,
    };
    let changes = drawn(&plan, 1)?;
    let spots = changes.into_iter().map(|change| {
        let is_spot = |field: &LocationField| matches!(field, LocationField::Spot(_));
        LocationChange {
            which: change.which,
            fields: change.fields.into_iter().filter(is_spot).collect(),
        }
    });
    let warehouse = main_warehouse()?;
    Ok(vec![
        Act::from(LocationCommand::SetWarehouse {
            warehouse: warehouse.clone(),
            fields: vec![WarehouseField::Plan(Some(plan))],
        }),
        Act::from(LocationCommand::SetLocations {
            warehouse,
            locations: spots.collect(),
        }),
    ])
}

/// Cartons to pack in, and a cart to pick with.
fn packing() -> Result<Vec<Act>, TextError> {
    let boxes = [
        ("BOX-S", "Small box", [300, 200, 120], 140, 240),
        ("BOX-M", "Medium box", [400, 300, 200], 260, 180),
        ("BOX-L", "Large box", [600, 400, 350], 520, 60),
    ];
    let mut settings = Vec::new();
    for (code, title, [length_mm, width_mm, height_mm], tare_g, in_stock) in boxes {
        settings.push(Setting::Carton {
            carton: CartonId {
                first: FirstCode::new(Code::new(code)?),
            },
            is: Some(CartonCard {
                title: Some(Words::new(title)?),
                inner: Size {
                    length_mm,
                    width_mm,
                    height_mm,
                },
                outer: None,
                tare_g,
                gross_max_g: Some(20_000),
                cost: None,
                in_stock: Some(in_stock),
                retired: false,
            }),
        });
    }
    let cart = LocationCommand::SetContainer {
        warehouse: main_warehouse()?,
        container: ContainerId::Labelled(FirstCode::new(Code::new("CART-1")?)),
        fields: vec![
            ContainerField::Kind(ContainerKind::Cart),
            ContainerField::Compartments(8),
            ContainerField::WeightLimit(Some(150_000)),
        ],
    };
    Ok(vec![
        Act::from(SettingCommand::Set { settings }),
        Act::from(cart),
    ])
}

pub(super) fn people(maker: &mut Maker) -> Result<Vec<Act>, TextError> {
    let roles = [
        (OFFICE, Role::Office),
        (PICKER, Role::Picker),
        (PACKER, Role::Packer),
        (RECEIVER, Role::Receiver),
        (RETURNER, Role::Returns),
        (SUPERVISOR, Role::Supervisor),
    ];
    let mut acts = Vec::new();
    for (code, role) in roles {
        let contact = Contact {
            name: Some(Words::new(&name(&mut maker.random))?),
            ..crate::intake::orders::nobody()
        };
        let row = maker.row(Slot::Contact, Content::Contact(Box::new(contact)));
        acts.push(Act {
            command: PeopleCommand::AddOperator {
                fields: vec![OperatorField::Code(Code::new(code)?)],
                rows: vec![row.row()],
                roles: vec![RoleGiven {
                    role,
                    restrictions: Vec::new(),
                }],
            }
            .into(),
            rows: vec![row],
        });
    }
    Ok(acts)
}

/// A channel of the demo.
pub(super) struct Channel {
    pub(super) code: &'static str,
    title: &'static str,
    pub(super) terms: Terms,
    pub(super) country: usize,
    pub(super) currency: &'static str,
    /// The price there, in per cent of that in euro.
    pub(super) price_percent: i64,
    pub(super) first_number: usize,
    pub(super) firm: bool,
    pub(super) of_client: bool,
}

pub(super) const CHANNELS: [Channel; 6] = [
    Channel {
        code: "webshop",
        title: "Web shop",
        terms: Terms::Prepaid,
        country: 4,
        currency: "EUR",
        price_percent: 100,
        first_number: 20_310,
        firm: false,
        of_client: false,
    },
    Channel {
        code: "webshop-bg",
        title: "Web shop (BG)",
        terms: Terms::Prepaid,
        country: 2,
        currency: "EUR",
        price_percent: 100,
        first_number: 20_610,
        firm: false,
        of_client: false,
    },
    Channel {
        code: "marketplace-ro",
        title: "Marketplace RO",
        terms: Terms::CashOnDelivery,
        country: 1,
        currency: "RON",
        price_percent: 500,
        first_number: 880_040,
        firm: false,
        of_client: false,
    },
    Channel {
        code: "marketplace-id",
        title: "Marketplace ID",
        terms: Terms::HeldByMarketplace,
        country: 3,
        currency: "IDR",
        price_percent: 1_700_000,
        first_number: 550_100,
        firm: false,
        of_client: false,
    },
    Channel {
        code: "wholesale",
        title: "Wholesale",
        terms: Terms::OnAccount,
        country: 0,
        currency: "GBP",
        price_percent: 70,
        first_number: 1_070,
        firm: true,
        of_client: false,
    },
    Channel {
        code: "herbal-shop",
        title: "Herbal's shop",
        terms: Terms::OnAccount,
        country: 4,
        currency: "EUR",
        price_percent: 100,
        first_number: 7_001,
        firm: false,
        of_client: true,
    },
];

pub(super) fn parties(maker: &mut Maker) -> Result<Vec<Act>, TextError> {
    let mut acts: Vec<Act> = Vec::new();
    let named = [
        (CLIENT, PartyRole::Client, "Herbal Sample Ltd"),
        (SUPPLIERS[0], PartyRole::Supplier, "Example Pottery"),
        (SUPPLIERS[1], PartyRole::Supplier, "Sample Larder"),
    ];
    for (code, role, title) in named {
        let contact = Contact {
            company: Some(Words::new(title)?),
            ..crate::intake::orders::nobody()
        };
        let row = maker.row(Slot::Contact, Content::Contact(Box::new(contact)));
        acts.push(Act {
            command: PartyCommand::SetParty {
                party: party(&Code::new(code)?),
                fields: vec![
                    PartyField::Code(Code::new(code)?),
                    PartyField::Role { role, has: true },
                ],
                rows: vec![row.row()],
            }
            .into(),
            rows: vec![row],
        });
    }
    for (code, service) in [(CARRIERS[0], "STANDARD"), (CARRIERS[1], "NEXT-DAY")] {
        acts.push(Act::from(carrier(
            &Code::new(code)?,
            &[Code::new(service)?],
        )));
    }
    acts.push(Act::from(by_hand(
        Some(Words::new("By hand")?),
        Currency::new("EUR"),
    )?));
    for of in &CHANNELS {
        let mut fields = vec![
            ChannelField::Code(Code::new(of.code)?),
            ChannelField::Title(Words::new(of.title)?),
            ChannelField::Terms(of.terms.clone()),
        ];
        fields.extend(Currency::new(of.currency).map(ChannelField::Currency));
        if of.of_client {
            fields.push(ChannelField::Client(Some(client()?)));
        }
        acts.push(Act::from(ChannelCommand::SetChannel {
            channel: channel(&Code::new(of.code)?),
            fields,
        }));
    }
    Ok(acts)
}
