//! Counting, blind.

use crate::world::{World, bin, goods, of_lot};
use depo::trade::catalog::{ItemField, LotPolicy, SerialPolicy};
use depo::trade::people::Role;
use depo::view::floor::count::{self, CountAsk, CountLocal, CountView};
use depo::view::floor::{Says, Wrong};
use depo::view::movements::{Why, postings};

struct Counter {
    world: World,
    local: CountLocal,
}

impl Counter {
    #[track_caller]
    fn new() -> Counter {
        let mut world = World::new(&["MUG", "CUP"]);
        world.found(goods("MUG"), bin("A1"), 3);
        world.found(goods("CUP"), bin("A1"), 2);
        Counter {
            world,
            local: CountLocal::default(),
        }
    }

    fn view(&self) -> CountView {
        self.world.hand(|hand| count::view(hand, &self.local))
    }

    fn scan(&mut self, text: &str) -> Result<Says, Wrong> {
        let local = self.local.clone();
        let done = self.world.act(|hand| count::scan(hand, &local, text));
        done.map(|(then, says)| {
            self.local = then;
            says
        })
    }

    #[track_caller]
    fn finish(&mut self) -> bool {
        let local = self.local.clone();
        let done = self.world.act(|hand| count::finish(hand, &local));
        let (then, says) = done.expect("it is kept");
        self.local = then;
        match says {
            Says::CountKept { waits, .. } => waits,
            other => unreachable!("{other:?}"),
        }
    }
}

#[test]
fn a_place_is_counted_by_scans_and_the_place_again_ends_it() {
    let mut counter = Counter::new();
    assert_eq!(counter.view().ask, CountAsk::Place);
    assert_eq!(counter.scan("MUG"), Err(Wrong::NoPlace("MUG".into())));
    assert_eq!(counter.scan("A1"), Ok(Says::Counting("A1".into())));
    for n in 1..=2 {
        let says = Says::Counted {
            item: "MUG".into(),
            units: n,
        };
        assert_eq!(counter.scan("MUG"), Ok(says));
    }
    counter.scan("CUP").expect("right");
    counter.local = count::set_units(&counter.local, 4);
    assert_eq!((counter.view().rows[0].units, counter.view().units), (4, 6));
    let elsewhere = counter.scan("A2");
    assert!(
        matches!(elsewhere, Err(Wrong::Place { .. })),
        "{elsewhere:?}"
    );
    let kept = Says::CountKept {
        place: "A1".into(),
        waits: false,
    };
    assert_eq!(counter.scan("A1"), Ok(kept));
    counter.world.reopen();
    assert_eq!(counter.world.at(bin("A1"), &goods("MUG")), 2);
    assert_eq!(counter.world.at(bin("A1"), &goods("CUP")), 4);
}

#[test]
fn an_empty_place_is_said_to_be_empty_and_the_last_scan_is_forgotten() {
    let mut counter = Counter::new();
    counter.scan("A1").expect("right");
    counter.scan("MUG").expect("right");
    let forgotten = count::undo(&counter.local).expect("something to forget");
    let done = counter.world.act(|_| Ok(forgotten.clone()));
    counter.local = done.expect("it is noted").0;
    assert!(counter.view().rows.is_empty());
    assert!(!counter.finish());
    assert_eq!(counter.world.at(bin("A1"), &goods("MUG")), 0);
    assert_eq!(counter.world.at(bin("A1"), &goods("CUP")), 0);
}

#[test]
fn only_one_item_may_be_counted() {
    let mut counter = Counter::new();
    counter.scan("A1").expect("right");
    counter.scan("MUG").expect("right");
    counter.local = count::only_last(&counter.local);
    assert_eq!(counter.view().only.as_deref(), Some("MUG"));
    let other = counter.scan("CUP");
    assert!(matches!(other, Err(Wrong::Item { .. })), "{other:?}");
    assert!(!counter.finish());
    assert_eq!(counter.world.at(bin("A1"), &goods("MUG")), 1);
    assert_eq!(
        counter.world.at(bin("A1"), &goods("CUP")),
        2,
        "not looked at"
    );
}

#[test]
fn a_pickers_count_waits_where_it_differs_from_the_books() {
    let mut counter = Counter::new();
    counter.world.sign_in("PICKER", Role::Picker);
    for text in ["A1", "MUG", "MUG", "MUG", "CUP", "CUP"] {
        counter.scan(text).expect("right");
    }
    assert!(!counter.finish(), "it tells what the books say");
    counter.scan("A1").expect("right");
    counter.scan("MUG").expect("right");
    assert!(counter.finish());
    assert_eq!(counter.world.at(bin("A1"), &goods("MUG")), 3);
}

#[test]
fn lots_and_serial_numbers_are_asked_for_as_the_cards_say() {
    let mut counter = Counter::new();
    let world = &mut counter.world;
    world.item("TEA", vec![ItemField::Lots(LotPolicy::Named)]);
    world.item(
        "RADIO",
        vec![ItemField::SerialNumbers(SerialPolicy::Always)],
    );
    counter.scan("A2").expect("right");
    assert_eq!(counter.scan("TEA"), Ok(Says::Item("TEA".into())));
    assert_eq!(counter.view().ask, CountAsk::Lot);
    counter.scan("L1").expect("right");
    counter.scan("RADIO").expect("right");
    assert_eq!(counter.view().ask, CountAsk::Serial);
    counter.scan("R-1").expect("right");
    counter.scan("RADIO").expect("right");
    assert_eq!(counter.scan("R-1"), Err(Wrong::SerialTwice("R-1".into())));
    counter.scan("R-2").expect("right");
    assert!(!counter.finish());
    assert_eq!(counter.world.at(bin("A2"), &of_lot("TEA", "L1")), 1);
    assert_eq!(counter.world.at(bin("A2"), &goods("RADIO")), 2);
}

#[test]
fn what_a_count_found_stands_among_the_movements_with_who_counted() {
    let mut counter = Counter::new();
    counter.world.sign_in("SUPER", Role::Supervisor);
    for text in ["A1", "MUG", "CUP", "CUP"] {
        counter.scan(text).expect("right");
    }
    assert!(!counter.finish());
    let rows = counter
        .world
        .hand(|hand| postings(&hand.at, &goods("MUG").item));
    let [count, found] = rows.as_slice() else {
        unreachable!("{rows:?}");
    };
    assert_eq!((found.units, &found.why), (3, &Why::Adjustment));
    assert_eq!((count.units, &count.why), (2, &Why::Count));
    assert_eq!(count.from, bin("A1"));
    assert_eq!(count.who.as_deref(), Some("SUPER"));
    let none = counter
        .world
        .hand(|hand| postings(&hand.at, &goods("CUP").item));
    assert_eq!(none.len(), 1, "a count that agrees moves nothing");
}
