//! Tariffs and parcels made up; the tool prints how fast they are priced.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use depo::planning::Random;
use depo::planning::promise::{Country, Destination, Postcode, ZoneRule, ZoneTable};
use depo::planning::rate::{
    Break, Charge, Condition, Dimensional, Insurance, Length, Mass, ParcelLimits, RatedParcel,
    ServiceOption, SideRounding, Surcharge, SurchargeKind, TariffTable, ZonePrices,
};
use depo::trade::quantity::Amount;

/// An address in the United States.
pub fn us(postcode: &str) -> Destination {
    Destination {
        country: Country::new("US").expect("a country"),
        postcode: Postcode::parse(postcode).expect("a post code"),
    }
}

/// Cents.
fn cents(cents: u32) -> Amount {
    Amount::new(i64::from(cents) * 100)
}

fn area(random: &mut Random, zones: u16) -> ZoneTable {
    let mut rules = Vec::new();
    let mut from = 0;
    while from < 990 {
        let to = from + random.between(0, 40);
        let code = |number: u32| {
            let text = format!("{:03}", number.min(999));
            Postcode::parse(&text).expect("a post code")
        };
        rules.push(ZoneRule {
            country: Country::new("US").expect("a country"),
            from: code(from),
            to: code(to),
            zone: 1 + random.below(usize::from(zones)) as u16,
        });
        from = to + random.between(1, 3);
    }
    ZoneTable::new(&rules, None).expect("ranges one after the other")
}

/// A tariff of eight zones by the pound, with all that tariffs have.
pub fn made_table(random: &mut Random) -> TariffTable {
    let prices = |random: &mut Random| {
        let mut price = random.between(500, 900);
        let breaks = (1..=random.between(5, 70)).map(|pounds| {
            price += random.between(10, 90);
            Break {
                steps_max: pounds,
                price: cents(price),
            }
        });
        ZonePrices {
            breaks: breaks.collect(),
            further_step: (random.below(4) > 0).then(|| cents(random.between(20, 99))),
        }
    };
    let surcharge = |kind, when, charge, group, bears_fuel, steps_min| Surcharge {
        kind,
        when,
        charge,
        group,
        bears_fuel,
        steps_min,
    };
    let inches = Length::inch_thousandths;
    let surcharges = vec![
        surcharge(
            SurchargeKind::Residential,
            vec![Condition::Residential],
            Charge::Flat(cents(random.between(200, 600))),
            None,
            true,
            0,
        ),
        surcharge(
            SurchargeKind::RemoteArea,
            vec![Condition::Area(area(random, 1)), Condition::Residential],
            Charge::Share {
                basis_points: random.between(100, 3_000),
                minimum: cents(random.between(100, 500)),
            },
            None,
            false,
            0,
        ),
        surcharge(
            SurchargeKind::AdditionalHandling,
            vec![Condition::SecondOver(inches(20_000))],
            Charge::PerStep(cents(random.between(20, 60))),
            Some(1),
            true,
            0,
        ),
        surcharge(
            SurchargeKind::Oversize,
            vec![Condition::LongestOver(inches(30_000))],
            Charge::Flat(cents(random.between(2_000, 9_000))),
            Some(1),
            false,
            90,
        ),
        surcharge(
            SurchargeKind::Option(ServiceOption::Signature),
            vec![Condition::Asked(ServiceOption::Signature)],
            Charge::Flat(cents(random.between(300, 700))),
            None,
            false,
            0,
        ),
        surcharge(
            SurchargeKind::Levy,
            vec![Condition::MassOver(Mass::pounds(10))],
            Charge::Flat(cents(random.between(10, 70))),
            None,
            true,
            0,
        ),
    ];
    let day = |day: u64| first_day() + Days::new(day);
    TariffTable {
        from: first_day(),
        zones: area(random, 8),
        step: Mass::POUND,
        dimensional: Some(Dimensional {
            unit: Length::INCH,
            sides: SideRounding::Up,
            divisor: 139,
            mass: Mass::POUND,
            over_volume: 0,
        }),
        prices: (1..=8)
            .map(|zone| (zone, prices(random)))
            .collect::<BTreeMap<_, _>>(),
        discount_basis_points: random.between(0, 4_000),
        minimum: cents(random.between(0, 900)),
        surcharges,
        fuel: (0..4)
            .map(|week| (day(week * 7), random.between(500, 2_000)))
            .collect(),
        insurance: Some(Insurance {
            free_up_to: cents(10_000),
            part: cents(10_000),
            part_price: cents(random.between(80, 150)),
            minimum: cents(random.between(200, 400)),
            value_max: cents(5_000_000),
        }),
        limits: ParcelLimits {
            mass_max: Some(Mass::pounds(150)),
            longest_max: Some(inches(108_000)),
            length_and_girth_max: Some(inches(165_000)),
        },
        options: vec![ServiceOption::Signature, ServiceOption::Insurance],
        coin: cents(1),
    }
}

fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 5).expect("a day")
}

/// A parcel, most often small.
pub fn made_parcel(random: &mut Random) -> RatedParcel {
    let most = *random.one_of(&[9_000, 18_000, 40_000]);
    let sides = [(); 3].map(|()| Length::inch_thousandths(random.between(1_000, most)));
    let postcode = format!("{:05}", random.between(0, 99_999));
    let shipped = first_day() + Days::new(random.below(30) as u64);
    let mass = Mass::ounces(random.between(1, 600));
    let mut parcel = RatedParcel::of(sides, mass, shipped, us(&postcode));
    parcel.is_residential = random.below(2) == 0;
    parcel.declared = cents(random.between(0, 90_000));
    for option in [ServiceOption::Signature, ServiceOption::Insurance] {
        if random.below(4) == 0 {
            parcel.options.push(option);
        }
    }
    parcel
}
