//! What is said of an item or lot holds under every name that merges gave it.

use crate::setup_catalog::{lot, set_lot};
use crate::setup_support::*;
use crate::tablets::{DAY, Tablet, warehouse};
use depo::trade::catalog::LotField;
use depo::trade::decide::office::OfficeCommand;
use depo::trade::decide::refusal::Refusal;
use depo::trade::goods::Goods;
use depo::trade::identity::Pair;
use depo::trade::identity::canonical::Canonical;
use depo::trade::identity::commands::IdentityCommand;
use depo::trade::place::Place;
use depo::trade::quantity::Day;
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
