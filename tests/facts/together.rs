//! What follows from facts of several tablets: cases of several areas together.

use crate::support::{code, units};
use crate::tablets::{Tablet, exchange, warehouse};
use depo::trade::Event;
use depo::trade::goods::Goods;
use depo::trade::id::{FirstCode, ItemId, LocationId, Name};
use depo::trade::people::{PeopleFact, Role};
use depo::trade::place::{LossReason, Place};
use depo::trade::state::entries::Clash;
use depo::trade::stock::posting::AccountKey;
use depo::trade::stock::{Moved, StockFact};

fn mug() -> Goods {
    Goods::new(ItemId {
        client: None,
        name: Name::Coded(FirstCode::new(code("MUG"))),
    })
}

fn bin(text: &str) -> Place {
    Place::Location(LocationId {
        warehouse: warehouse("W1"),
        first: FirstCode::new(code(text)),
    })
}

fn moved(from: Place, to: Place, number: u64) -> Event {
    Event::Stock(StockFact::Moved(Moved {
        goods: mug(),
        becomes: None,
        from,
        to,
        units: units(number),
        serials: Vec::new(),
    }))
}

fn found() -> Place {
    Place::Loss {
        warehouse: warehouse("W1"),
        reason: LossReason::Found,
    }
}

#[test]
fn two_tablets_that_exchange_fold_the_same_state() {
    let mut a = Tablet::founder();
    let mut b = Tablet::joining(b'B', &a);
    a.write(
        10,
        Some(&warehouse("W1")),
        vec![moved(found(), bin("A1"), 5)],
    );
    b.write(
        12,
        Some(&warehouse("W1")),
        vec![moved(found(), bin("A1"), 2)],
    );
    exchange(&mut a, &mut b);
    let key = AccountKey::new(bin("A1"), mug());
    assert_eq!(
        (a.state.ledger.balance(&key), b.state.ledger.balance(&key)),
        (7, 7)
    );
    assert_eq!(format!("{:?}", a.state), format!("{:?}", b.state));
    a.is_proved();
    assert_eq!(a.clashes(), []);
}

#[test]
fn what_a_revoked_picker_took_counts_and_is_marked() {
    let mut a = Tablet::founder();
    let picker = a.hire(5, "PICKER", Role::Picker);
    let mut b = Tablet::joining(b'B', &a);
    let grant = {
        let (all, _) = a.told();
        let granted = all.iter().filter(|told| {
            matches!(&told.event, Event::People(PeopleFact::RoleGranted(granted)) if granted.operator == picker)
        });
        granted
            .map(|told| told.at.fact())
            .next()
            .expect("the grant")
    };
    a.write(
        10,
        Some(&warehouse("W1")),
        vec![moved(found(), bin("A1"), 5)],
    );
    a.write(
        20,
        None,
        vec![Event::People(PeopleFact::RoleRevoked { grant })],
    );
    b.take(&a);
    b.operator = Some(picker);
    let taken = b.write(
        30,
        Some(&warehouse("W1")),
        vec![moved(bin("A1"), bin("A2"), 1)],
    );
    exchange(&mut a, &mut b);
    assert_eq!(
        a.state.ledger.balance(&AccountKey::new(bin("A2"), mug())),
        1
    );
    assert_eq!(a.clashes(), [Clash::NotAllowed(taken.fact())]);
    b.is_proved();
}

#[test]
fn what_a_device_did_without_knowing_that_it_was_shut_out_counts_and_is_one_entry() {
    let mut a = Tablet::founder();
    let picker = a.hire(5, "PICKER", Role::Picker);
    a.write(
        10,
        Some(&warehouse("W1")),
        vec![moved(found(), bin("A1"), 5)],
    );
    let mut b = Tablet::joining(b'B', &a);
    b.operator = Some(picker);
    let revoked = PeopleFact::DeviceRevoked { stream: b.own };
    let revoked = a.write(20, None, vec![Event::People(revoked)]);
    let mut facts = Vec::new();
    for seconds in [30, 31] {
        let taken = vec![moved(bin("A1"), bin("A2"), 1)];
        let taken = b.write(seconds, Some(&warehouse("W1")), taken);
        facts.push(taken.fact());
    }
    assert_eq!(b.clashes(), []);
    // It comes in fact by fact on one, and all at once on the other.
    exchange(&mut a, &mut b);
    let met = Clash::RevokedMeanwhile {
        revocation: revoked.fact(),
        stream: b.own,
        facts,
    };
    for tablet in [&a, &b] {
        assert_eq!(tablet.clashes(), std::slice::from_ref(&met));
        let key = AccountKey::new(bin("A2"), mug());
        assert_eq!(tablet.state.ledger.balance(&key), 2);
        tablet.is_proved();
    }
    // Now it knows: what hands do from here on is marked one by one.
    let later = b.write(
        40,
        Some(&warehouse("W1")),
        vec![moved(bin("A1"), bin("A2"), 1)],
    );
    a.take(&b);
    assert_eq!(a.clashes(), [Clash::NotAllowed(later.fact()), met]);
    a.is_proved();
}
