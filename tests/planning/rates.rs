//! Prices against an adder of its own, dimensional weights that carriers publish, cutoffs across daylight saving.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, Weekday};
use depo::planning::Random;
use depo::planning::promise::{
    Country, Destination, Dispatch, Journey, NoPromise, Postcode, TransitTable, Transition,
    WorkCalendar, ZoneClock, ZoneFault, ZoneRule, ZoneTable,
};
use depo::planning::rate::{
    Break, Candidate, Charge, Condition, Dimensional, Length, Mass, NoQuote, OnTime, PriceItem,
    Quote, RatedParcel, Service, ServiceOption, ShopOrder, SideRounding, SurchargeKind, Tariff,
    TariffFault, TariffTable, ZonePrices, shop,
};
use depo::trade::quantity::{Amount, Currency};

use super::rates_made::{made_parcel, made_table, us};

fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn utc(text: &str) -> NaiveDateTime {
    text.parse().expect("a time")
}

/// One zone, a price of 1 a step, by whole pounds and divisor 139.
fn by_the_pound() -> TariffTable {
    TariffTable {
        from: date("2025-08-18"),
        zones: ZoneTable::new(&[], Some(1)).expect("a table"),
        step: Mass::POUND,
        dimensional: Some(Dimensional {
            unit: Length::INCH,
            sides: SideRounding::Up,
            divisor: 139,
            mass: Mass::POUND,
            over_volume: 0,
        }),
        prices: BTreeMap::from([(
            1,
            ZonePrices {
                breaks: vec![Break {
                    steps_max: 1,
                    price: Amount::new(Amount::UNIT),
                }],
                further_step: Some(Amount::new(Amount::UNIT)),
            },
        )]),
        discount_basis_points: 0,
        minimum: Amount::ZERO,
        surcharges: Vec::new(),
        fuel: Vec::new(),
        insurance: None,
        limits: Default::default(),
        options: Vec::new(),
        coin: Amount::new(100),
    }
}

fn service(table: TariffTable) -> Service {
    let tariff = Tariff::new(table).expect("a sound table");
    let currency = Currency::new("USD").expect("a currency");
    Service::new("made up", currency, vec![tariff]).expect("one tariff")
}

#[test]
fn dimensional_weight_is_as_the_carriers_publish_it() {
    let check = |inches: [u32; 3], sides, pounds| {
        let mut table = by_the_pound();
        if let Some(dimensional) = &mut table.dimensional {
            dimensional.sides = sides;
        }
        let sides = inches.map(Length::inch_thousandths);
        let day = date("2026-01-05");
        let parcel = RatedParcel::of(sides, Mass::ounces(16), day, us("10001"));
        let quote = service(table).quote(&parcel).expect("a price");
        assert_eq!(quote.dimensional_steps, pounds, "{inches:?}");
        assert_eq!(quote.billed_steps, pounds);
        assert_eq!(quote.actual_steps, 1);
        assert_eq!(quote.total, Amount::new(i64::from(pounds) * Amount::UNIT));
    };
    // 12 x 9 x 7 = 756, over 139 = 5.43.
    check([11_100, 8_500, 6_200], SideRounding::Up, 6);
    // 990 over 139 = 7.12.
    check([11_000, 10_000, 9_000], SideRounding::Up, 8);
    // 11 x 9 x 6 = 594, over 139 = 4.27; unrounded 584.97 = 4.21.
    check([11_100, 8_500, 6_200], SideRounding::Nearest, 5);
    check([11_100, 8_500, 6_200], SideRounding::Exact, 5);
    // Just on the step, and just over it.
    check([139_000, 2_000, 1_000], SideRounding::Up, 2);
    check([139_001, 2_000, 1_000], SideRounding::Exact, 3);
}

#[test]
fn a_weight_on_the_step_is_not_rounded_up() {
    let check = |mass: Mass, pounds| {
        let sides = [Length::INCH; 3];
        let parcel = RatedParcel::of(sides, mass, date("2026-01-05"), us("10001"));
        let quote = service(by_the_pound()).quote(&parcel).expect("a price");
        assert_eq!(quote.billed_steps, pounds);
    };
    check(Mass::ounces(32), 2);
    check(Mass::ounces(33), 3);
    check(Mass::grams(907), 2);
    check(Mass::grams(908), 3);
    check(Mass::grams(0), 1);
}

/// What the parcel costs, added up by itself: in fractions of whole inches and pounds, line by line.
fn added_up(table: &TariffTable, parcel: &RatedParcel, quote: &Quote) -> i64 {
    let cents = |amount: f64| (amount / 100.0 + 0.5 + 1e-9).floor() as i64 * 100;
    let inches = parcel
        .sides()
        .map(|side| (f64::from(side.tenth_micrometres()) / 254_000.0 - 1e-9).ceil());
    let volume: f64 = inches.iter().product();
    let mut pounds = (volume / 139.0 - 1e-9).ceil();
    let mut ounces = 0;
    while Mass::ounces(ounces) < parcel.mass() {
        ounces += 1;
    }
    pounds = pounds.max(f64::from(ounces.div_ceil(16))).max(1.0);

    let holds = |condition: &Condition| match condition {
        Condition::Residential => parcel.is_residential,
        Condition::LongestOver(length) => parcel.sides()[0] > *length,
        Condition::SecondOver(length) => parcel.sides()[1] > *length,
        Condition::MassOver(mass) => parcel.mass() > *mass,
        Condition::Asked(option) => parcel.options.contains(option),
        Condition::Area(areas) => areas.zone_of(&parcel.destination) == Some(1),
        _ => unreachable!("no such condition is made"),
    };
    let mut due = Vec::new();
    for surcharge in &table.surcharges {
        if surcharge.when.iter().all(holds) {
            due.push(surcharge);
            pounds = pounds.max(f64::from(surcharge.steps_min));
        }
    }
    let prices = &table.prices[&quote.zone];
    let steps = pounds as u32;
    let mut price = None;
    for step in prices.breaks.iter().rev() {
        if steps <= step.steps_max {
            price = Some(step.price.get());
        }
    }
    let last = prices.breaks[prices.breaks.len() - 1];
    let price = price.unwrap_or_else(|| {
        let further = prices.further_step.expect("a price for it").get();
        last.price.get() + further * i64::from(steps - last.steps_max)
    });
    let price = cents(price as f64);
    let discount = cents(price as f64 * f64::from(table.discount_basis_points) / 1e4);
    let transport = (price - discount).max(table.minimum.get());
    let (mut total, mut bearing_fuel) = (transport, transport);
    let mut groups: BTreeMap<u8, (i64, bool)> = BTreeMap::new();
    for surcharge in due {
        let amount = match surcharge.charge {
            Charge::Flat(amount) => amount.get(),
            Charge::PerStep(amount) => amount.get() * i64::from(steps),
            Charge::Share {
                basis_points,
                minimum,
            } => cents(transport as f64 * f64::from(basis_points) / 1e4).max(minimum.get()),
        };
        match surcharge.group {
            Some(group) => {
                let known = groups.entry(group).or_insert((0, false));
                if amount > known.0 {
                    *known = (amount, surcharge.bears_fuel);
                }
            }
            None => {
                total += amount;
                bearing_fuel += if surcharge.bears_fuel { amount } else { 0 };
            }
        }
    }
    for (amount, bears_fuel) in groups.values() {
        total += amount;
        bearing_fuel += if *bears_fuel { *amount } else { 0 };
    }
    let mut fuel = table.fuel.iter().rev();
    let fuel = fuel.find(|(from, _)| *from <= parcel.shipped);
    let share = fuel.map_or(0, |(_, basis_points)| *basis_points);
    total += cents(bearing_fuel as f64 * f64::from(share) / 1e4);
    if parcel.options.contains(&ServiceOption::Insurance) {
        let insurance = table.insurance.expect("it is offered");
        let over = (parcel.declared.get() - insurance.free_up_to.get()).max(0);
        let parts = (over as f64 / insurance.part.get() as f64).ceil() as i64;
        if parts > 0 {
            total += (parts * insurance.part_price.get()).max(insurance.minimum.get());
        }
    }
    total
}

#[test]
fn prices_are_what_an_adder_of_its_own_adds_up() {
    let mut random = Random::new(1);
    let mut items = BTreeMap::new();
    let mut quotes = 0;
    for _ in 0..60 {
        let table = made_table(&mut random);
        let service = service(table.clone());
        for _ in 0..60 {
            let parcel = made_parcel(&mut random);
            let Ok(quote) = service.quote(&parcel) else {
                continue;
            };
            quotes += 1;
            assert_eq!(quote.total.get(), added_up(&table, &parcel, &quote));
            assert_eq!(
                quote.total,
                quote.lines.iter().map(|line| line.amount).sum()
            );
            for line in &quote.lines {
                assert_eq!(line.amount.get() % 100, 0, "a line is no whole coin");
                *items.entry(format!("{:?}", line.item)).or_insert(0) += 1;
            }
        }
    }
    assert!(quotes > 2_000, "{quotes}");
    assert!(items.len() >= 9, "{items:?}");
}

#[test]
fn the_tariff_of_the_day_counts() {
    let mut next = by_the_pound();
    next.from = date("2026-07-01");
    next.minimum = Amount::new(5 * Amount::UNIT);
    let tariffs = [next, by_the_pound()].map(|table| Tariff::new(table).expect("sound"));
    let currency = Currency::new("USD").expect("a currency");
    let service = Service::new("made up", currency, tariffs.to_vec()).expect("two days");
    let total = |day: &str| {
        let parcel = RatedParcel::of([Length::INCH; 3], Mass::GRAM, date(day), us("10001"));
        service.quote(&parcel).map(|quote| quote.total.get())
    };
    assert_eq!(total("2026-06-30"), Ok(10_000));
    assert_eq!(total("2026-07-01"), Ok(50_000));
    let day = date("2025-08-17");
    assert_eq!(total("2025-08-17"), Err(NoQuote::NoTariff { day }));
}

#[test]
fn tables_that_cannot_be_are_refused() {
    let refused = |change: fn(&mut TariffTable)| {
        let mut table = by_the_pound();
        change(&mut table);
        Tariff::new(table).err()
    };
    let backwards = refused(|table| {
        if let Some(prices) = table.prices.get_mut(&1) {
            prices.breaks.push(prices.breaks[0]);
        }
    });
    assert_eq!(
        backwards,
        Some(TariffFault::BreaksNotInOrder { zone: 1, at: 1 })
    );
    assert_eq!(
        refused(|table| table.step = Mass::default()),
        Some(TariffFault::StepOfNothing)
    );
    assert_eq!(
        refused(|table| table.coin = Amount::ZERO),
        Some(TariffFault::Coin)
    );
    assert_eq!(
        refused(|table| table.minimum = Amount::new(-1)),
        Some(TariffFault::PriceOutOfRange(Amount::new(-1)))
    );
    assert_eq!(
        refused(|table| table.discount_basis_points = 10_001),
        Some(TariffFault::DiscountOutOfRange {
            basis_points: 10_001
        })
    );
}

#[test]
fn services_are_sorted_as_asked() {
    let mut dear = by_the_pound();
    dear.minimum = Amount::new(3 * Amount::UNIT);
    let (cheap, dear) = (service(by_the_pound()), service(dear));
    let on_time = |on_time, all| OnTime { on_time, all };
    let candidate = |service, arrives: &str, on_time| Candidate {
        service,
        arrives: Some(date(arrives)),
        on_time,
    };
    let candidates = [
        candidate(&cheap, "2026-01-12", on_time(3, 3)),
        candidate(&dear, "2026-01-08", on_time(990, 1_000)),
    ];
    let parcel = made_parcel_of_a_gram();
    let first = |wanted: Option<&str>, order| {
        let currency = Currency::new("USD").expect("a currency");
        let found = shop(&candidates, &parcel, currency, wanted.map(date), order);
        assert_eq!(found.offers.len(), 2);
        found.offers[0].candidate
    };
    assert_eq!(first(None, ShopOrder::Price), 0);
    assert_eq!(first(None, ShopOrder::Promise), 1);
    assert_eq!(first(None, ShopOrder::OnTimeShare), 1);
    assert_eq!(first(Some("2026-01-09"), ShopOrder::Price), 1);
    let other = shop(&candidates, &parcel, Currency::EUR, None, ShopOrder::Price);
    assert_eq!(other.refused[0], (0, NoQuote::OtherCurrency));
}

fn made_parcel_of_a_gram() -> RatedParcel {
    RatedParcel::of([Length::INCH; 3], Mass::GRAM, date("2026-01-05"), us("1"))
}

#[test]
fn a_surcharge_of_a_group_is_due_once() {
    let mut table = by_the_pound();
    let surcharge = |kind, inches, price: i64| depo::planning::rate::Surcharge {
        kind,
        when: vec![Condition::LongestOver(Length::inch_thousandths(inches))],
        charge: Charge::Flat(Amount::new(price * Amount::UNIT)),
        group: Some(1),
        bears_fuel: false,
        steps_min: 0,
    };
    table.surcharges = vec![
        surcharge(SurchargeKind::AdditionalHandling, 48_000, 30),
        surcharge(SurchargeKind::Oversize, 96_000, 200),
    ];
    let kinds = |inches: u32| {
        let sides = [Length::inch_thousandths(inches), Length::INCH, Length::INCH];
        let parcel = RatedParcel::of(sides, Mass::GRAM, date("2026-01-05"), us("10001"));
        let quote = service(table.clone()).quote(&parcel).expect("a price");
        let lines = quote.lines.into_iter().map(|line| line.item);
        lines
            .filter(|item| matches!(item, PriceItem::Surcharge(_)))
            .collect::<Vec<_>>()
    };
    assert_eq!(kinds(48_000), []);
    assert_eq!(
        kinds(50_000),
        [PriceItem::Surcharge(SurchargeKind::AdditionalHandling)]
    );
    assert_eq!(
        kinds(100_000),
        [PriceItem::Surcharge(SurchargeKind::Oversize)]
    );
}

#[test]
fn zones_are_found_by_the_longest_rule() {
    let country = |code| Country::new(code).expect("a country");
    let code = |text| Postcode::parse(text).expect("a post code");
    let rule = |land, from, to, zone| ZoneRule {
        country: country(land),
        from: code(from),
        to: code(to),
        zone,
    };
    let rules = [
        rule("GB", "", "", 1),
        rule("GB", "IV", "KW", 3),
        rule("GB", "IV1", "IV2", 2),
        rule("RO", "010", "077", 4),
    ];
    let table = ZoneTable::new(&rules, None).expect("a table");
    let zone = |land, text| {
        table.zone_of(&Destination {
            country: country(land),
            postcode: code(text),
        })
    };
    assert_eq!(zone("GB", "sw1a 1aa"), Some(1));
    assert_eq!(zone("GB", "IV27 4AB"), Some(2));
    assert_eq!(zone("GB", "IV30 1AB"), Some(3));
    assert_eq!(zone("GB", "KW1 4AB"), Some(3));
    assert_eq!(zone("GB", "KX1"), Some(1));
    assert_eq!(zone("RO", "077190"), Some(4));
    assert_eq!(zone("RO", "400001"), None);
    assert_eq!(zone("RO", ""), None);
    let overlap = [rule("GB", "AB", "DD", 1), rule("GB", "DD", "EH", 2)];
    assert_eq!(
        ZoneTable::new(&overlap, None).err(),
        Some(ZoneFault::Overlap(overlap[0], overlap[1]))
    );
}

/// New York in 2026: five hours behind, four from 8 March to 1 November.
fn new_york() -> ZoneClock {
    let at = |at: &str, hours: i32| Transition {
        at_utc: utc(at),
        offset_seconds: hours * 3_600,
    };
    let transitions = vec![at("2026-03-08T07:00:00", -4), at("2026-11-01T06:00:00", -5)];
    ZoneClock::new(-5 * 3_600, transitions).expect("in order")
}

fn dispatch(cutoff: &str, weekdays: &[Weekday], holidays: &[&str]) -> Dispatch {
    let time: NaiveTime = cutoff.parse().expect("a time");
    Dispatch {
        clock: new_york(),
        calendar: WorkCalendar::new(weekdays, holidays.iter().map(|day| date(day)), []),
        cutoffs: [Some(time); 7],
        handling_days: 0,
    }
}

#[test]
fn cutoffs_hold_on_the_warehouses_wall() {
    use Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};
    let week = [Mon, Tue, Wed, Thu, Fri];
    let all = [Mon, Tue, Wed, Thu, Fri, Sat, Sun];
    let check = |dispatch: &Dispatch, ordered: &str, day: &str| {
        assert_eq!(dispatch.day(utc(ordered)), Some(date(day)), "{ordered}");
    };
    let afternoon = dispatch("15:00:00", &week, &["2026-11-26"]);
    // Friday before and Monday after the clocks are put forward: 15:00 is 20:00, then 19:00 universal time.
    check(&afternoon, "2026-03-06T19:59:59", "2026-03-06");
    check(&afternoon, "2026-03-06T20:00:00", "2026-03-09");
    check(&afternoon, "2026-03-09T18:59:59", "2026-03-09");
    check(&afternoon, "2026-03-09T19:00:00", "2026-03-10");
    // In winter again.
    check(&afternoon, "2026-11-02T19:59:59", "2026-11-02");
    // Thanksgiving.
    check(&afternoon, "2026-11-25T20:00:00", "2026-11-27");
    // At 02:30 on 8 March no clock shows 02:30: the cutoff is when they are put forward.
    let night = dispatch("02:30:00", &all, &[]);
    check(&night, "2026-03-08T06:59:59", "2026-03-08");
    check(&night, "2026-03-08T07:00:00", "2026-03-09");
    // 01:30 on 1 November comes twice: the first one counts, and nobody is in time again after it.
    let night = dispatch("01:30:00", &all, &[]);
    check(&night, "2026-11-01T05:29:59", "2026-11-01");
    check(&night, "2026-11-01T05:30:00", "2026-11-02");
    check(&night, "2026-11-01T06:15:00", "2026-11-02");
    // Never working is no endless search.
    assert_eq!(
        dispatch("15:00:00", &[], &[]).day(utc("2026-01-01T00:00:00")),
        None
    );
}

#[test]
fn a_promise_counts_the_days_of_each_calendar() {
    use Weekday::{Fri, Mon, Sat, Thu, Tue, Wed};
    let week = [Mon, Tue, Wed, Thu, Fri];
    let zones = ZoneTable::new(
        &[ZoneRule {
            country: Country::new("US").expect("a country"),
            from: Postcode::parse("9").expect("a code"),
            to: Postcode::parse("9").expect("a code"),
            zone: 8,
        }],
        Some(2),
    );
    let journey = |warehouse, zone, days| Journey {
        warehouse,
        zone,
        days,
    };
    let table = TransitTable::new(
        zones.expect("a table"),
        &[journey(0, 8, 4), journey(0, 2, 1)],
        WorkCalendar::new(&week, [date("2026-11-27")], []),
        WorkCalendar::new(&[Mon, Tue, Wed, Thu, Fri, Sat], [date("2026-11-26")], []),
    );
    let home = dispatch("15:00:00", &week, &["2026-11-26"]);
    let promise = |postcode, ordered: &str| table.promise((0, &home), &us(postcode), utc(ordered));
    // Wednesday in time: out on Wednesday, Friday (Thursday is no day), Saturday, Monday, Tuesday.
    let found = promise("94016", "2026-11-25T19:00:00").expect("a day");
    assert_eq!(found.dispatched, date("2026-11-25"));
    assert_eq!(found.arrives, date("2026-12-01"));
    assert!(!found.cutoff_missed);
    // Wednesday too late: the warehouse works on Friday, the carrier does not collect before Monday.
    let found = promise("10001", "2026-11-25T20:30:00").expect("a day");
    assert!(found.cutoff_missed);
    assert_eq!(found.dispatched, date("2026-11-30"));
    assert_eq!(found.arrives, date("2026-12-01"));
    let other = table.promise((1, &home), &us("94016"), utc("2026-11-25T19:00:00"));
    assert_eq!(other, Err(NoPromise::NoJourney { zone: 8 }));
}
