//! What hands do beside the straight way: other places, codes that mean nothing yet, scans outside of a task, and units
//! that nobody wants any more.

use crate::world::{World, bin, code, goods, order_id, warehouse};
use depo::stream::id::{CommitId, FactId, StreamId};
use depo::trade::catalog::{ItemField, SerialPolicy};
use depo::trade::id::{ContainerId, FirstCode, WarehouseId};
use depo::trade::leases::LeaseKey;
use depo::trade::leases::commands::LeaseCommand;
use depo::trade::locations::commands::{LocationChange, LocationCommand, LocationRef};
use depo::trade::locations::{LocationField, LocationStatus, WarehouseField};
use depo::trade::orders::CancelReason;
use depo::trade::orders::commands::OrderCommand;
use depo::trade::place::Place;
use depo::trade::scan::CommandCode;
use depo::trade::text::Words;
use depo::view::at_work::lease_at;
use depo::view::floor::commands::{WITHOUT_COMMAND, buttons};
use depo::view::floor::here::{Here, HereKind, Todo, here};
use depo::view::floor::measured::told;
use depo::view::floor::pack::{self, PackPhase};
use depo::view::floor::pack_scan::{self, PackLocal};
use depo::view::floor::pick::{self, PickAsk, PickLocal};
use depo::view::floor::put_away::{self, MoveLocal};
use depo::view::floor::transfer::{self, TransferLocal};
use depo::view::floor::{Says, Wrong, pick_scan, pick_undo, put_back};
use depo::view::kept::Kept;
use depo::view::stock::stock_of;

#[test]
fn undo_while_another_place_is_asked_for_gives_that_up_and_no_pick() {
    let mut world = World::new(&["MUG"]);
    world.found(goods("MUG"), bin("A1"), 9);
    world.order("1001", &[("MUG", 3)]);
    let batch = world.release(&["1001"]);
    let mut local = PickLocal::default();
    for text in ["T1", "A1", "MUG"] {
        local = world.pick_scan(batch, &local, text).expect("it is right").0;
    }
    local.elsewhere = true;
    let ask = |world: &World, local: &PickLocal| {
        let view = world.hand(|hand| pick::view(hand, Some(batch), local));
        view.at().map(|at| (at.ask.clone(), at.picked))
    };
    assert_eq!(ask(&world, &local), Some((PickAsk::OtherPlace, 1)));
    let (local, says) = world
        .act(|hand| pick_undo::undo(hand, batch, &local))
        .expect("it is given up");
    assert_eq!(says, Says::PutDown);
    assert_eq!(ask(&world, &local), Some((PickAsk::Item, 1)));
    let (local, _) = world
        .act(|hand| pick_undo::undo(hand, batch, &local))
        .expect("the pick is taken back");
    assert_eq!(ask(&world, &local), Some((PickAsk::Item, 0)));
}

#[test]
fn only_a_known_tote_or_one_that_is_made_on_purpose_is_a_tote() {
    let mut world = World::new(&["MUG", "CUP"]);
    world.item(
        "RADIO",
        vec![ItemField::SerialNumbers(SerialPolicy::Always)],
    );
    world.found_with_serials(goods("RADIO"), bin("A2"), &["SN-1"]);
    world.found(goods("MUG"), bin("A1"), 9);
    world.order("1001", &[("MUG", 3)]);
    world.order("1002", &[("MUG", 1)]);
    let batch = world.release(&["1001", "1002"]);
    let local = PickLocal::default();
    let mut scan =
        |local: &PickLocal, text: &str| world.act(|hand| pick_scan::scan(hand, batch, local, text));
    // The serial number of a unit is none, and neither is the number of an order.
    for text in ["SN-1", "1002"] {
        let said = scan(&local, text).map(|(_, says)| says);
        assert_eq!(said, Err(Wrong::NotATote(text.into())));
    }
    // What nobody knows is asked about; another code begins anew.
    let (asked, says) = scan(&local, "BOX-1").expect("it is asked about");
    assert_eq!(says, Says::NewTote("BOX-1".into()));
    let (other, says) = scan(&asked, "WHAT").expect("it is asked about");
    assert_eq!(says, Says::NewTote("WHAT".into()));
    let (asked, _) = scan(&other, "BOX-1").expect("it is asked about");
    let (then, says) = scan(&asked, "BOX-1").expect("it is taken");
    assert!(matches!(says, Says::ToteTaken { .. }), "{says:?}");
    // A code that differs in its number only needs no second scan.
    let (_, says) = scan(&then, "BOX-2").expect("it is taken");
    assert!(matches!(says, Says::ToteTaken { .. }), "{says:?}");
}

#[test]
fn after_a_part_was_moved_another_place_may_be_taken_from() {
    let mut world = World::new(&["MUG"]);
    world.found(goods("MUG"), bin("A1"), 5);
    world.found(goods("MUG"), bin("A2"), 5);
    let mut local = MoveLocal::default();
    let scan = |world: &mut World, local: &MoveLocal, text: &str| {
        world.act(|hand| put_away::scan(hand, local, text))
    };
    for text in ["A1", "MUG"] {
        local = scan(&mut world, &local, text).expect("it is right").0;
    }
    local.units = Some(2);
    local = scan(&mut world, &local, "A3").expect("it is moved").0;
    let moved = CommitId {
        stream: StreamId::new([b'A'; 16]),
        number: 1,
    };
    assert_eq!(local.from, Some(bin("A1")), "more lies there");
    // Nothing is in the hand but the place that was left: taking back takes back what was moved.
    local.last = Some(FactId {
        commit: moved,
        index: 0,
    });
    assert!(!local.is_in_hand());
    let (again, _) = scan(&mut world, &local, "MUG").expect("it is right");
    assert!(again.is_in_hand(), "goods are put down first");
    let (local, says) = scan(&mut world, &local, "A2").expect("it is another place");
    assert_eq!(says, Says::From("A2".into()));
    assert_eq!(local.from, Some(bin("A2")));
}

fn at(world: &World, code: &str) -> Here {
    world
        .hand(|hand| here(hand, code))
        .unwrap_or_else(|| unreachable!("{code} is known"))
}

#[test]
fn a_scan_outside_of_a_task_says_what_is_there_and_what_is_to_be_done() {
    let mut world = World::new(&["MUG"]);
    world.found(goods("MUG"), bin("A1"), 9);
    world.order("1001", &[("MUG", 3)]);
    assert_eq!(at(&world, "A1").todo, [Todo::Move]);
    assert!(world.hand(|hand| here(hand, "nothing")).is_none());
    let batch = world.release(&["1001"]);
    let pick = |todo: &Todo| matches!(todo, Todo::Pick { batch: of, .. } if *of == batch);
    let there = at(&world, "A1");
    assert_eq!(
        (there.kind.clone(), there.rows[0].units),
        (HereKind::Location, 9)
    );
    assert!(there.todo.iter().any(pick), "{there:?}");
    let of_item = at(&world, "MUG");
    assert_eq!(
        (of_item.kind.clone(), of_item.rows[0].code.as_str()),
        (HereKind::Item, "A1")
    );
    assert!(of_item.todo.iter().any(pick), "{of_item:?}");
    world.pick_all(batch, "T");
    let tote = at(&world, "T1");
    assert_eq!(
        (tote.order.as_deref(), tote.rows[0].units),
        (Some("1001"), 3)
    );
    let pack = Todo::Pack {
        order: order_id("1001"),
        number: "1001".into(),
    };
    assert_eq!(tote.todo, [pack], "goods of an order are not moved");
}

#[test]
fn what_another_device_packs_is_put_back_after_what_can_be_and_may_be_taken_over() {
    let mut world = World::new(&["MUG"]);
    world.found(goods("MUG"), bin("A1"), 9);
    world.order("1001", &[("MUG", 2)]);
    let batch = world.release(&["1001"]);
    world.pick_all(batch, "T");
    let order = order_id("1001");
    let mut local = PackLocal::default();
    for _ in 0..2 {
        let done = world.act(|hand| pack_scan::scan(hand, &order, &local, "MUG"));
        local = done.expect("it is packed").0;
    }
    world.does(OrderCommand::CancelOrders {
        orders: vec![order.clone()],
        why: CancelReason::Customer,
    });
    let view = world.hand(|hand| pack::view(hand, Some(&order), None));
    assert!(view.back.is_any(), "the pack table says so: {view:?}");
    assert_ne!(view.phase, PackPhase::Missing);
    let parcel = world.parcels()[0].0;
    let lies = world.hand(|hand| put_back::lies_in(hand, &order));
    assert_eq!(
        lies,
        [ContainerId::Parcel(parcel)],
        "it is told where they lie"
    );
    assert_eq!(
        world.hand(|hand| put_back::lies_in(hand, &order_id("1002"))),
        []
    );
    let task = world.hand(put_back::next);
    let task = task.unwrap_or_else(|| unreachable!("units go back"));
    assert_eq!(task.held, None);
    let lease = LeaseKey::Pack(task.line.document.clone());
    let named = world.hand(|hand| lease_at(hand, &lease));
    let named = named.unwrap_or_else(|| unreachable!("it has a warehouse"));
    let to = StreamId::new([b'Z'; 16]);
    world.does(LeaseCommand::HandOver {
        leases: vec![named.clone()],
        to,
    });
    let task = world.hand(put_back::next);
    assert_eq!(task.and_then(|task| task.held), Some((lease, to)));
    let refused = world.act(|hand| put_back::scan(hand, &Vec::new(), "A1"));
    assert!(refused.is_err(), "{refused:?}");
    world.does(LeaseCommand::TakeOver {
        from: to,
        leases: vec![named],
        reason: depo::trade::leases::TakeoverReason::Agreed,
    });
    let done = world.act(|hand| put_back::scan(hand, &Vec::new(), "A1"));
    assert!(done.is_ok(), "{done:?}");
}

#[test]
fn goods_by_length_are_told_with_their_unit() {
    let en = ["units", "unit"];
    assert_eq!(
        told(
            "Put 1,250 units of CABLE back into A1.",
            "1,250",
            &en,
            "1,250 mm"
        ),
        "Put 1,250 mm of CABLE back into A1."
    );
    assert_eq!(told("Report 1 unit", "1", &en, "1 mm"), "Report 1 mm");
    assert_eq!(
        told("Take all 40 more", "40", &en, "40 mm"),
        "Take all 40 mm more"
    );
    // A code that holds the same digits is left alone.
    assert_eq!(
        told("Order 3-3: 3 units, A3", "3", &en, "3 mm"),
        "Order 3-3: 3 mm, A3"
    );
    let bg = ["броя", "брой", "бр."];
    assert_eq!(
        told("Върнете 12 броя от X", "12", &bg, "12 мм"),
        "Върнете 12 мм от X"
    );
    let ro = ["de bucăți", "bucăți", "bucată"];
    assert_eq!(told("Ia 25 de bucăți", "25", &ro, "25 mm"), "Ia 25 mm");
    assert_eq!(told("No figure", "7", &en, "7 mm"), "No figure");
}

/// The names of the buttons beside the next step, as they stand in the sources of the floor's screens.
fn button_names(folder: &std::path::Path, found: &mut std::collections::BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            button_names(&path, found);
            continue;
        }
        let source = std::fs::read_to_string(&path).expect("the source is read");
        for part in source.split("FloorException {").skip(1) {
            let name = part.split_once("name: \"").map(|(_, rest)| rest);
            let name = name.filter(|_| part.trim_start().starts_with("name: \""));
            found.extend(name.and_then(|name| Some(name.split_once('"')?.0.to_owned())));
        }
    }
}

#[test]
fn every_button_of_the_floor_has_a_command_code_or_a_reason_why_not() {
    let mut found = std::collections::BTreeSet::new();
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    button_names(&root.join("src/screens/floor"), &mut found);
    assert!(found.contains("no-weight") && found.len() > 15, "{found:?}");
    let pressed = CommandCode::ALL.into_iter().flat_map(buttons).copied();
    let known: std::collections::BTreeSet<&str> = pressed
        .chain(WITHOUT_COMMAND.iter().map(|(name, _)| *name))
        .collect();
    let without: Vec<_> = found
        .iter()
        .filter(|name| !known.contains(name.as_str()))
        .collect();
    assert!(without.is_empty(), "{without:?}");
    assert!(buttons(CommandCode::Skip).contains(&"no-weight"));
}

#[test]
fn what_is_kept_back_says_why_and_how_many_and_what_is_under_way_is_told() {
    let mut world = World::new(&["MUG"]);
    world.found(goods("MUG"), bin("A1"), 5);
    world.found(goods("MUG"), bin("A2"), 4);
    world.does(LocationCommand::SetLocations {
        warehouse: warehouse(),
        locations: vec![LocationChange {
            which: LocationRef::Coded(code("A2")),
            fields: vec![LocationField::Status(LocationStatus::Quarantine)],
        }],
    });
    let mug = goods("MUG").item;
    let stock = |world: &World| world.hand(|hand| stock_of(&hand.at, &mug, hand.today));
    assert_eq!(stock(&world).available, 5);
    assert_eq!(
        stock(&world).reasons(),
        [(Kept::Location(LocationStatus::Quarantine), 4)]
    );
    // Two are picked.
    world.order("1001", &[("MUG", 2)]);
    let batch = world.release(&["1001"]);
    world.pick_all(batch, "T");
    let picked = stock(&world).reasons();
    assert!(picked.contains(&(Kept::Picked, 2)), "{picked:?}");

    // A plate on its way to another warehouse is told, and is no stock of this one.
    let north = WarehouseId {
        first: FirstCode::new(code("W2")),
    };
    world.does(LocationCommand::SetWarehouse {
        warehouse: north.clone(),
        fields: vec![WarehouseField::Title(Words::new("North").expect("words"))],
    });
    let mut local = TransferLocal::default();
    for text in ["PAL-1", "PAL-1", "A1"] {
        let done = world.act(|hand| transfer::scan(hand, &local, text));
        local = done.expect("it is right").0;
    }
    let plate = Place::Container(ContainerId::Labelled(FirstCode::new(code("PAL-1"))));
    let mut moving = MoveLocal::default();
    for text in ["A1", "MUG", "PAL-1"] {
        let done = world.act(|hand| put_away::scan(hand, &moving, text));
        moving = done
            .unwrap_or_else(|wrong| unreachable!("{text}: {wrong:?}"))
            .0;
    }
    assert_eq!(world.at(plate, &goods("MUG")), 3);
    let sent = world.act(|hand| transfer::send(hand, &local, &north));
    assert!(sent.is_ok(), "{sent:?}");
    let stock = stock(&world);
    assert_eq!((stock.underway, stock.on_hand), (3, 6));
    let coming = stock
        .places
        .iter()
        .find(|it| it.kept == Some(Kept::Underway));
    let coming = coming.map(|it| (it.name.as_str(), it.warehouse.as_str(), it.units));
    assert_eq!(coming, Some(("PAL-1", "North", 3)));
}
