//! The walk through a batch.

use crate::world::{World, bin, code, goods, inside, item, of_lot, order_id};
use depo::trade::catalog::{ItemField, LotPolicy, SerialPolicy};
use depo::trade::fulfilment::commands::FulfilmentCommand;
use depo::trade::id::BatchId;
use depo::trade::orders::CancelReason;
use depo::trade::orders::HoldKind;
use depo::trade::orders::commands::HeldOrder;
use depo::trade::orders::commands::OrderCommand;
use depo::trade::people::Role;
use depo::trade::picking::ShortReason;
use depo::trade::picking::commands::PickingCommand;
use depo::trade::state::entries::Clash;
use depo::view::floor::pack_scan::{self, PackLocal};
use depo::view::floor::pick::{self, AtTask, Phase, PickAsk, PickLocal, PickView};
use depo::view::floor::returns_scan::{self, ReturnLocal};
use depo::view::floor::{Says, Wrong, pick_scan, pick_undo, put_back, returns, ship};
use depo::view::inbox;
use depo::view::orders::cancel_what_came_back;
use depo::view::serials::{SerialAt, serials_of};

struct Walk {
    world: World,
    batch: BatchId,
    local: PickLocal,
}

impl Walk {
    fn view(&self) -> PickView {
        self.world
            .hand(|hand| pick::view(hand, Some(self.batch), &self.local))
    }

    #[track_caller]
    fn at(&self) -> AtTask {
        self.view().at().cloned().expect("a task")
    }

    #[track_caller]
    fn right(&mut self, text: &str) -> Says {
        let (batch, local) = (self.batch, self.local.clone());
        let done = self.world.pick_scan(batch, &local, text);
        let (then, says) = done.expect("it is right");
        self.local = then;
        says
    }

    #[track_caller]
    fn wrong(&mut self, text: &str) -> Wrong {
        let (batch, local) = (self.batch, self.local.clone());
        let before = self.view();
        let done = self
            .world
            .act(|hand| pick_scan::scan(hand, batch, &local, text));
        assert_eq!(self.view(), before, "nothing has changed");
        done.map(|(_, says)| says).expect_err("it is wrong")
    }

    fn undo(&mut self) -> Result<Says, Wrong> {
        let (batch, local) = (self.batch, self.local.clone());
        let done = self.world.act(|hand| pick_undo::undo(hand, batch, &local));
        done.map(|(then, says)| {
            self.local = then;
            says
        })
    }

    #[track_caller]
    fn skip(&mut self) {
        let (task, local) = (self.at().task, self.local.clone());
        let done = self.world.act(|_| Ok(pick_scan::skip(&local, task)));
        self.local = done.expect("it is noted").0;
    }
}

fn undone(units: u64, item: &str, from: &str) -> Says {
    Says::PickUndone {
        units,
        item: item.to_owned(),
        from: from.to_owned(),
    }
}

/// Two orders: three mugs and two cups; one mug.
#[track_caller]
fn walk() -> Walk {
    let mut world = World::new(&["MUG", "CUP"]);
    world.found(goods("MUG"), bin("A1"), 9);
    world.found(goods("CUP"), bin("A2"), 9);
    world.order("1001", &[("MUG", 3), ("CUP", 2)]);
    world.order("1002", &[("MUG", 1)]);
    let batch = world.release(&["1001", "1002"]);
    Walk {
        world,
        batch,
        local: PickLocal::default(),
    }
}

fn taken(sku: &str, done: u64, all: u64) -> Says {
    Says::Taken {
        item: sku.to_owned(),
        done,
        all,
    }
}

#[test]
fn a_cluster_is_picked_by_scans_alone_and_stands_where_it_stood_after_a_reload() {
    let mut walk = walk();
    let entries = walk.world.hand(pick::batches);
    assert_eq!((entries.len(), entries[0].left, entries[0].done), (1, 6, 0));
    assert_eq!((entries[0].orders, entries[0].tasks), (2, 3));
    assert!(matches!(walk.at().ask, PickAsk::Tote(_)));
    assert_eq!(walk.wrong("A1"), Wrong::NotATote("A1".into()));
    assert_eq!(walk.wrong("MUG"), Wrong::NotATote("MUG".into()));
    let first = walk.at().order;
    walk.right("T1");
    let tote_taken = Wrong::ToteTaken {
        tote: "T1".into(),
        order: first.clone(),
    };
    assert_eq!(walk.wrong("T1"), tote_taken);
    walk.right("T2");
    let at = walk.at();
    assert_eq!(
        (at.ask, at.place.as_str(), at.left),
        (PickAsk::Stop, "A1", 3)
    );
    assert_eq!(at.name, "The MUG");
    let elsewhere = Wrong::Place {
        scanned: "A2".into(),
        expected: "A1".into(),
    };
    assert_eq!(walk.wrong("A2"), elsewhere);
    assert_eq!(walk.right("A1"), Says::AtPlace("A1".into()));
    let other = Wrong::Item {
        scanned: "CUP".into(),
        expected: "MUG".into(),
    };
    assert_eq!(walk.wrong("CUP"), other);
    assert_eq!(walk.right("MUG"), taken("MUG", 1, 3));
    walk.world.reopen();
    walk.local = PickLocal::default();
    let at = walk.at();
    assert_eq!((at.ask, at.left, at.picked), (PickAsk::Item, 2, 1));
    assert_eq!(walk.right("MUG"), taken("MUG", 2, 3));
    assert_eq!(walk.right("MUG"), taken("MUG", 3, 3));
    walk.world.reopen();
    walk.local = PickLocal::default();
    assert_eq!(walk.at().ask, PickAsk::Confirm("T1".into()));
    let wrong_tote = Wrong::Tote {
        scanned: "T2".into(),
        expected: "T1".into(),
    };
    assert_eq!(walk.wrong("T2"), wrong_tote);
    walk.right("T1");
    let at = walk.at();
    assert_eq!((at.order.as_str(), at.ask), ("1002", PickAsk::Item));
    walk.right("MUG");
    walk.right("T2");
    let at = walk.at();
    assert_eq!(
        (at.ask, at.place.as_str(), at.stop),
        (PickAsk::Stop, "A2", 2)
    );
    assert_eq!(
        walk.right("CUP"),
        taken("CUP", 1, 2),
        "it lies nowhere else"
    );
    walk.right("CUP");
    walk.right("T1");
    let view = walk.view();
    assert_eq!((view.phase, view.picked), (Phase::AllTaken, 6));
    assert_eq!(walk.wrong("MUG"), Wrong::NothingLeft("MUG".into()));
    let batch = walk.batch;
    let done = walk.world.act(|_| Ok(pick_scan::finish(batch)));
    assert_eq!(done.map(|(_, says)| says), Ok(Says::BatchFinished));
    assert_eq!(walk.view().phase, Phase::Finished);
    assert!(walk.world.hand(pick::batches).is_empty());
}

#[test]
fn the_last_take_is_taken_back_also_after_a_reload() {
    let mut walk = walk();
    for text in ["T1", "T2", "A1", "MUG"] {
        walk.right(text);
    }
    walk.world.reopen();
    let says = walk.undo().expect("it is taken back");
    assert_eq!(says, undone(1, "MUG", "A1"));
    assert_eq!(walk.at().left, 3);
    assert_eq!(walk.world.at(bin("A1"), &goods("MUG")), 9);
    // Before that a tote was taken: it is given back, and asked for again.
    let says = walk.undo().expect("it is taken back");
    assert_eq!(says, Says::ToteReleased("T2".into()));
    assert!(matches!(walk.at().ask, PickAsk::Tote(_)));
    walk.right("T3");
    assert_eq!(
        walk.undo().expect("it is taken back"),
        Says::ToteReleased("T3".into())
    );
    walk.undo().expect("it is taken back");
    assert!(!walk.view().may_undo);
}

#[test]
fn right_after_a_skip_undo_takes_the_skip_back_and_no_pick() {
    let mut walk = walk();
    for text in ["T1", "T2", "A1", "MUG", "MUG", "MUG", "T1"] {
        walk.right(text);
    }
    let before = walk.at();
    walk.skip();
    assert_ne!(walk.at().task, before.task);
    assert!(walk.view().may_undo);
    assert_eq!(walk.undo(), Ok(Says::SkipUndone));
    assert_eq!(walk.at(), before);
    assert_eq!(walk.view().picked, 3);
    // A scan that is right makes the skip stand; one that is wrong does not.
    walk.skip();
    walk.wrong("what");
    assert_eq!(walk.undo(), Ok(Says::SkipUndone));
    walk.skip();
    walk.right("A2");
    assert_eq!(walk.undo(), Ok(undone(1, "MUG", "A1")));
}

#[test]
fn undo_takes_back_what_the_same_person_did_and_nothing_of_another() {
    let mut walk = walk();
    for text in ["T1", "T2", "A1", "MUG"] {
        walk.right(text);
    }
    walk.world.sign_in("second", Role::Picker);
    assert!(walk.view().may_undo);
    assert_eq!(walk.undo(), Err(Wrong::NothingOwn));
    assert_eq!(walk.view().picked, 1);
    walk.right("MUG");
    assert_eq!(walk.undo(), Ok(undone(1, "MUG", "A1")));
    assert_eq!(walk.undo(), Err(Wrong::NothingOwn));
    walk.world.reopen();
    assert_eq!(walk.undo(), Err(Wrong::NothingOwn));
    assert_eq!(walk.view().picked, 1);
}

#[test]
fn a_short_is_taken_back_and_the_units_are_taken_again() {
    let mut walk = walk();
    for text in ["T1", "T2", "A1"] {
        walk.right(text);
    }
    let (batch, local) = (walk.batch, walk.local.clone());
    let done = walk
        .world
        .act(|hand| pick_scan::short(hand, batch, &local, 0, Some(2), ShortReason::NotThere));
    walk.local = done.expect("it is short").0;
    assert_eq!((walk.view().short, walk.at().left), (2, 1));
    let says = walk.undo().expect("it is taken back");
    assert_eq!(
        says,
        Says::ShortUndone {
            units: 2,
            item: "MUG".into()
        }
    );
    walk.world.reopen();
    assert_eq!((walk.view().short, walk.at().left), (0, 3));
    walk.right("MUG");
}

#[test]
fn a_part_may_be_short_and_the_walk_goes_on() {
    let mut walk = walk();
    for text in ["T1", "T2", "A1", "MUG"] {
        walk.right(text);
    }
    let (batch, local) = (walk.batch, walk.local.clone());
    let reason = || ShortReason::NotThere;
    let done = walk
        .world
        .act(|hand| pick_scan::short(hand, batch, &local, 0, None, reason()));
    let (then, says) = done.expect("it is kept");
    walk.local = then;
    assert_eq!(
        says,
        Says::Shorted {
            units: 2,
            item: "MUG".into()
        }
    );
    assert_eq!(walk.at().ask, PickAsk::Confirm("T1".into()));
    let places = walk.world.hand(depo::view::floor::count::to_count);
    assert_eq!(places.len(), 1);
    assert_eq!(places[0].code, "A1");
}

#[test]
fn a_task_may_be_left_for_the_end() {
    let mut walk = walk();
    for text in ["T1", "T2"] {
        walk.right(text);
    }
    walk.skip();
    assert_eq!(walk.at().order, "1002");
    assert!(walk.at().may_skip);
}

#[test]
fn the_rest_is_taken_at_once_and_the_other_tote_takes_what_no_longer_fits() {
    let mut walk = walk();
    for text in ["T1", "T2", "A1", "MUG"] {
        walk.right(text);
    }
    let (batch, local) = (walk.batch, walk.local.clone());
    let full = walk
        .world
        .act(|hand| pick_scan::tote_full(hand, batch, &local, 0, "T9"));
    assert!(full.is_ok());
    let done = walk
        .world
        .act(|hand| pick_scan::take(hand, batch, &local, 0, 99));
    assert_eq!(done.map(|(_, says)| says), Ok(taken("MUG", 3, 3)));
    assert_eq!(walk.world.at(inside("T1"), &goods("MUG")), 1);
    assert_eq!(walk.world.at(inside("T9"), &goods("MUG")), 2);
}

#[test]
fn goods_of_another_place_are_taken_where_a_person_says_so() {
    let mut walk = walk();
    walk.world.found(goods("MUG"), bin("A3"), 5);
    for text in ["T1", "T2"] {
        walk.right(text);
    }
    walk.local.elsewhere = true;
    assert_eq!(walk.at().ask, PickAsk::OtherPlace);
    let nothing = Wrong::NotThere {
        item: "MUG".into(),
        place: "A2".into(),
    };
    assert_eq!(walk.wrong("A2"), nothing);
    assert_eq!(walk.right("A3"), Says::OtherPlace("A3".into()));
    assert_eq!(walk.at().place, "A3");
    assert_eq!(walk.right("MUG"), taken("MUG", 1, 3));
    assert_eq!(walk.world.at(bin("A3"), &goods("MUG")), 4);
    assert_eq!(walk.world.at(bin("A1"), &goods("MUG")), 9);
}

#[test]
fn a_serial_number_is_asked_for_where_the_card_asks_at_every_step() {
    let mut walk = walk();
    let always = vec![ItemField::SerialNumbers(SerialPolicy::Always)];
    walk.world.item("MUG", always);
    for text in ["T1", "T2", "A1"] {
        walk.right(text);
    }
    assert!(!walk.at().by_count);
    assert_eq!(walk.right("MUG"), Says::Item("MUG".into()));
    assert_eq!(walk.at().ask, PickAsk::Serial { given: 0, of: 1 });
    assert_eq!(walk.wrong("MUG"), Wrong::NotASerial("MUG".into()));
    assert_eq!(walk.right("SN-1"), taken("MUG", 1, 3));
    assert_eq!(walk.right("MUG"), Says::Item("MUG".into()));
    let elsewhere = Wrong::SerialElsewhere {
        serial: "SN-1".into(),
        place: "T1".into(),
    };
    assert_eq!(walk.wrong("SN-1"), elsewhere);
    assert_eq!(walk.right("SN-2"), taken("MUG", 2, 3));
    let element_string = "]d20100000000000000\u{1d}";
    assert!(matches!(walk.wrong(element_string), Wrong::Item { .. }));
}

#[test]
fn a_serial_number_that_is_not_there_is_told_at_once_from_the_pick_to_the_return() {
    let mut world = World::new(&[]);
    let always = vec![ItemField::SerialNumbers(SerialPolicy::Always)];
    world.item("RADIO", always);
    world.found_with_serials(goods("RADIO"), bin("A1"), &["SN-1", "SN-2", "SN-3"]);
    world.found_with_serials(goods("RADIO"), bin("A3"), &["SN-9"]);
    world.order("1001", &[("RADIO", 2)]);
    let batch = world.release(&["1001"]);
    let mut walk = Walk {
        world,
        batch,
        local: PickLocal::default(),
    };
    for text in ["T1", "A1", "RADIO"] {
        walk.right(text);
    }
    assert_eq!(
        walk.wrong("SN-7"),
        Wrong::SerialUnknown("SN-7".into()),
        "all that lie here are known"
    );
    let elsewhere = |place: &str| Wrong::SerialElsewhere {
        serial: if place == "A3" { "SN-9" } else { "SN-1" }.into(),
        place: place.into(),
    };
    assert_eq!(walk.wrong("SN-9"), elsewhere("A3"));
    walk.right("SN-1");
    walk.right("RADIO");
    assert_eq!(walk.wrong("SN-1"), elsewhere("T1"));
    walk.right("SN-2");
    let mut world = walk.world;
    world.does(PickingCommand::Finish { batch });
    let rows = world
        .workspace()
        .read(|at| serials_of(at, &item("RADIO"), ""));
    let shown: Vec<_> = rows
        .iter()
        .map(|row| (row.text.as_str(), row.count))
        .collect();
    assert_eq!(shown, [("SN-1 – SN-2", 2), ("SN-3", 1), ("SN-9", 1)]);
    assert_eq!(rows[0].at, [SerialAt::Here("T1".into())]);
    let order = order_id("1001");
    let scan = |world: &mut World, local: &PackLocal, text: &str| {
        world.act(|hand| pack_scan::scan(hand, &order, local, text))
    };
    let mut local = PackLocal::default();
    local = scan(&mut world, &local, "RADIO").expect("right").0;
    let elsewhere = scan(&mut world, &local, "SN-3").map(|(_, says)| says);
    assert!(
        matches!(elsewhere, Err(Wrong::SerialElsewhere { .. })),
        "{elsewhere:?}"
    );
    let wrong = scan(&mut world, &local, "SN-7").map(|(_, says)| says);
    assert_eq!(wrong, Err(Wrong::SerialUnknown("SN-7".into())));
    for text in ["SN-1", "RADIO", "SN-2"] {
        local = scan(&mut world, &local, text).expect("right").0;
    }
    let closed = world.act(|hand| pack_scan::close(hand, &order, &local, Some(500), None));
    assert!(closed.is_ok(), "{closed:?}");
    let parcel = world.parcels()[0].0;
    let labelled =
        world.act(|hand| pack_scan::label(hand, &PackLocal::default(), parcel, &code("DHL"), None));
    assert!(labelled.is_ok(), "{labelled:?}");
    for command in world.hand(|hand| ship::hand_over_all(hand, "DHL")) {
        world.does(command);
    }
    world.does(ship::delivered(parcel));
    // A unit that left is none that lies here.
    world.order("1002", &[("RADIO", 1)]);
    let batch = world.release(&["1002"]);
    let mut walk = Walk {
        world,
        batch,
        local: PickLocal::default(),
    };
    for text in ["T2", "A1", "RADIO"] {
        walk.right(text);
    }
    assert_eq!(walk.wrong("SN-1"), Wrong::SerialGone("SN-1".into()));
    let mut world = walk.world;
    let view = world.hand(|hand| returns::view(hand, None, Some(&order)));
    let back = |world: &mut World, local: &ReturnLocal, text: &str| {
        world.act(|hand| returns_scan::receive(hand, &view, local, text))
    };
    let mut local = ReturnLocal::default();
    local = back(&mut world, &local, "RADIO").expect("right").0;
    let not_sent = back(&mut world, &local, "SN-8").map(|(_, says)| says);
    assert_eq!(not_sent, Err(Wrong::SerialNotSent("SN-8".into())));
    let here = back(&mut world, &local, "SN-3").map(|(_, says)| says);
    assert!(
        matches!(here, Err(Wrong::SerialElsewhere { .. })),
        "{here:?}"
    );
    local = back(&mut world, &local, "SN-1").expect("right").0;
    local = back(&mut world, &local, "RADIO").expect("right").0;
    let twice = back(&mut world, &local, "SN-1").map(|(_, says)| says);
    assert_eq!(twice, Err(Wrong::SerialTwice("SN-1".into())));
    let done = world.act(|hand| returns_scan::receive_noted(hand, &view, &local));
    assert!(done.is_ok(), "{done:?}");
    let rows = world
        .workspace()
        .read(|at| serials_of(at, &item("RADIO"), "sn-1"));
    assert_eq!(rows[0].at, [SerialAt::Here("RET".into())]);
}

#[test]
fn a_lot_is_asked_for_where_the_place_holds_several() {
    let mut world = World::new(&[]);
    world.item("TEA", vec![ItemField::Lots(LotPolicy::Named)]);
    world.found(of_lot("TEA", "L1"), bin("A1"), 3);
    world.found(of_lot("TEA", "L2"), bin("A1"), 3);
    world.order("1001", &[("TEA", 2)]);
    let batch = world.release(&["1001"]);
    let mut walk = Walk {
        world,
        batch,
        local: PickLocal::default(),
    };
    walk.right("T1");
    walk.right("A1");
    assert_eq!(walk.at().lot.as_deref(), Some("L1"));
    assert_eq!(walk.right("TEA"), Says::Item("TEA".into()));
    assert_eq!(walk.at().ask, PickAsk::Lot);
    let unknown = Wrong::Lot {
        scanned: "L7".into(),
        expected: "L1".into(),
    };
    assert_eq!(walk.wrong("L7"), unknown);
    assert_eq!(walk.right("L2"), taken("TEA", 1, 2));
    assert_eq!(walk.world.at(inside("T1"), &of_lot("TEA", "L2")), 1);
}

#[test]
fn a_held_order_stops_and_its_release_brings_it_back() {
    let mut walk = walk();
    for text in ["T1", "T2", "A1"] {
        walk.right(text);
    }
    walk.world.does(OrderCommand::PlaceHold {
        orders: vec![HeldOrder {
            order: order_id("1001"),
            rows: Vec::new(),
        }],
        kind: HoldKind::Operator,
        until: None,
    });
    assert_eq!(walk.at().order, "1002");
    let stopped = walk.view().stopped;
    assert_eq!(stopped.len(), 1);
    assert_eq!(
        (
            stopped[0].order.as_str(),
            stopped[0].tote.as_deref(),
            stopped[0].cancelled
        ),
        ("1001", Some("T1"), false)
    );
}

#[test]
fn units_of_a_cancelled_order_go_back_from_the_tote() {
    let mut walk = walk();
    for text in ["T1", "T2", "A1", "MUG"] {
        walk.right(text);
    }
    walk.world.does(OrderCommand::CancelOrders {
        orders: vec![order_id("1001")],
        why: CancelReason::Customer,
    });
    assert!(walk.view().stopped.iter().any(|it| it.cancelled));
    walk.right("T1");
    assert_eq!(walk.at().order, "1002", "what was asked back is left");
    let task = walk
        .world
        .hand(put_back::next)
        .expect("something goes back");
    assert_eq!((task.sku.as_str(), task.units.get()), ("MUG", 1));
    assert_eq!(walk.world.hand(put_back::count), 1);
    let read = Vec::new();
    let wrong = walk.world.act(|hand| put_back::scan(hand, &read, "MUG"));
    assert_eq!(wrong, Err(Wrong::NoPlace("MUG".into())));
    let done = walk.world.act(|hand| put_back::scan(hand, &read, "A1"));
    let says = Says::PutBack {
        units: 1,
        item: "MUG".into(),
        to: "A1".into(),
    };
    assert_eq!(done.map(|(_, says)| says), Ok(says));
    assert_eq!(walk.world.at(bin("A1"), &goods("MUG")), 9);
    walk.world.reopen();
    assert_eq!(walk.world.hand(put_back::next), None);
    assert_eq!(walk.world.at(bin("A1"), &goods("MUG")), 9);
}

#[test]
fn a_batch_is_found_by_its_name_and_its_totes() {
    let mut walk = walk();
    walk.right("T1");
    let name = walk.world.batch_name(walk.batch);
    let found = |code: &str| walk.world.hand(|hand| pick::find(hand, code));
    assert_eq!(found(&name), Some(walk.batch));
    assert_eq!(found(" T1 "), Some(walk.batch));
    assert_eq!(found("T2"), None);
    let gtin = vec![ItemField::Barcode {
        code: code("4012345678901"),
        level: None,
    }];
    walk.world.item("MUG", gtin);
    assert_eq!(
        walk.world.hand(|hand| hand.item_name(&item("MUG"))),
        "The MUG"
    );
}

#[test]
fn what_is_packed_and_asked_back_is_answered_by_the_floor() {
    let mut walk = walk();
    let batch = walk.batch;
    walk.world.pick_all(batch, "T");
    walk.world.does(OrderCommand::CancelOrders {
        orders: vec![order_id("1002")],
        why: CancelReason::Customer,
    });
    let asked = walk.world.hand(put_back::asked_back);
    let [request] = &asked[..] else {
        unreachable!("one request: {asked:?}")
    };
    assert_eq!((request.order.as_str(), request.units), ("1002", 1));
    assert!(!request.can_give, "it lies in a tote: it is put back");
    let answer = FulfilmentCommand::Answer {
        fulfilment: request.fulfilment,
        request: request.request,
        given: false,
    };
    walk.world.does(answer);
    assert_eq!(walk.world.hand(put_back::asked_back), []);
    assert_eq!(walk.world.hand(put_back::next), None, "it goes on");
    // What is put back meets the request, and is then cancelled by whoever may.
    walk.world.does(OrderCommand::CancelOrders {
        orders: vec![order_id("1001")],
        why: CancelReason::Customer,
    });
    while walk.world.hand(put_back::next).is_some() {
        let read = Vec::new();
        let done = walk.world.act(|hand| put_back::scan(hand, &read, "A1"));
        assert!(done.is_ok(), "{done:?}");
    }
    let commands = walk.world.hand(|hand| cancel_what_came_back(&hand.at));
    assert_eq!(commands.len(), 1);
    for command in commands {
        walk.world.does(command);
    }
    assert_eq!(walk.world.hand(|hand| cancel_what_came_back(&hand.at)), []);
    assert_eq!(walk.world.hand(put_back::asked_back), []);
}

/// What a tester met: taking it from the other order was all that was offered.
#[test]
fn what_is_promised_behind_a_short_waits_for_the_count() {
    let mut world = World::new(&["MUG"]);
    world.found(goods("MUG"), bin("A1"), 5);
    world.order("1001", &[("MUG", 3)]);
    world.order("1002", &[("MUG", 2)]);
    let batch = world.release(&["1001"]);
    let mut local = PickLocal::default();
    for text in ["T1", "A1"] {
        let done = world.pick_scan(batch, &local, text);
        local = done.expect("it is right").0;
    }
    let reason = ShortReason::NotThere;
    let done = world.act(|hand| pick_scan::short(hand, batch, &local, 0, None, reason.clone()));
    assert!(done.is_ok(), "{done:?}");
    let waiting = world.hand(|hand| {
        let entries = inbox::entries(&hand.at, crate::world::DAY.div_euclid(86_400_000));
        let oversold = entries
            .iter()
            .filter(|it| matches!(it.clash, Clash::Oversold { .. }));
        let waits = oversold.map(|it| inbox::waits_for(&hand.at, &entries, &it.clash));
        waits.collect::<Vec<_>>()
    });
    assert_eq!(waiting, [vec![bin("A1")]]);
}
