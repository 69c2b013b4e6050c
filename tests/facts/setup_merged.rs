//! What is said of an item or lot holds under every name that merges gave it.

use crate::setup_catalog::{lot, set_lot};
use crate::setup_support::*;
use crate::tablets::{DAY, Tablet, warehouse};
use depo::trade::catalog::LotField;
use depo::trade::conflicts::commands::{ConflictCommand, Settlement};
use depo::trade::decide::office::OfficeCommand;
use depo::trade::decide::refusal::Refusal;
use depo::trade::decide::setup::SetupCommand;
use depo::trade::goods::Goods;
use depo::trade::identity::Pair;
use depo::trade::identity::canonical::Canonical;
use depo::trade::identity::commands::IdentityCommand;
use depo::trade::place::Place;
use depo::trade::quantity::Day;
use depo::trade::state::entries::Clash;
use depo::trade::state::promise::Freshness;

/// Whether units of an item's lot L1 at A1 may be sold today.
fn sellable(a: &Tablet, of: &str) -> bool {
    let goods = Goods {
        lot: Some(lot("L1").name),
        ..Goods::new(item(of))
    };
    let goods = a.state.components.goods(&goods);
    let Place::Location(at) = bin("A1") else {
        unreachable!("a location")
    };
    let fresh = Freshness {
        today: Some(Day {
            days: DAY / 86_400_000,
        }),
        days_left: 0,
    };
    a.state.may_be_sold(&goods, &at, &fresh)
}

#[test]
fn what_is_called_back_or_too_old_under_any_name_of_a_merged_item_is_promised_to_nobody() {
    let today = DAY / 86_400_000;
    let old = LotField::Expiry(Some(Day { days: today - 1 }));
    for said in [LotField::Recalled(true), old] {
        let mut a = shop(&[("MUG", 0), ("TEA", 0)]);
        run(&mut a, 5, set_lot("L1", vec![said.clone()]));
        let goods = Goods {
            lot: Some(lot("L1").name),
            ..Goods::new(item("TEA"))
        };
        let stock = vec![found(goods, bin("A1"), 5)];
        a.write(6, Some(&warehouse("W1")), stock);
        assert!(!sellable(&a, "TEA"));
        let pair = Pair::Items {
            from: item("TEA"),
            into: item("MUG"),
        };
        let merge = OfficeCommand::Identity(IdentityCommand::Merge { pair });
        crate::office_world::does(&mut a, 7, merge);
        assert!(!sellable(&a, "TEA"), "{said:?}");
        let order = place(&mut a, 8, "1", &[("MUG", 1)]);
        let none = refused(&a, 9, allocate(&[&order]));
        assert_eq!(none, Refusal::NoStock(order.clone()));
        let put_right = match said {
            LotField::Recalled(_) => LotField::Recalled(false),
            _ => LotField::Expiry(Some(Day { days: today + 9 })),
        };
        run(&mut a, 10, set_lot("L1", vec![put_right]));
        run(&mut a, 11, allocate(&[&order]));
        assert_eq!(allocated(&a, &order), 1);
    }
}

#[test]
fn what_is_promised_of_a_lot_that_has_grown_too_old_is_an_entry_that_ends_when_it_is_given_up() {
    let today = DAY / 86_400_000;
    let mut a = shop(&[("TEA", 0)]);
    let until = LotField::Expiry(Some(Day { days: today + 2 }));
    run(&mut a, 5, set_lot("L1", vec![until]));
    let goods = Goods {
        lot: Some(lot("L1").name),
        ..Goods::new(item("TEA"))
    };
    a.write(6, Some(&warehouse("W1")), vec![found(goods, bin("A1"), 5)]);
    let order = place(&mut a, 7, "1", &[("TEA", 5)]);
    run(&mut a, 8, allocate(&[&order]));
    assert_eq!(allocated(&a, &order), 5);
    let entries = |a: &Tablet, days: i64| {
        let day = Day { days: today + days };
        a.state.entries(&forks(a), Some(&day), &a.relations())
    };
    assert_eq!(entries(&a, 2), []);
    let old = entries(&a, 3);
    let [entry] = old.as_slice() else {
        unreachable!("one entry: {old:?}")
    };
    let Clash::Oversold {
        missing, holders, ..
    } = &entry.clash
    else {
        unreachable!("units are missing: {entry:?}")
    };
    assert_eq!((*missing, holders.len()), (5, 1));
    let line = holders.first().expect("who has them").clone();
    let settle = SetupCommand::Conflicts(ConflictCommand::Settle {
        entry: entry.id,
        how: Settlement::Deallocate(line),
    });
    run(&mut a, 3 * 86_400, settle);
    assert_eq!((entries(&a, 3), allocated(&a, &order)), (vec![], 0));
}
