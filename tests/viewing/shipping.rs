//! The door, and what is on the way.

use crate::world::{World, bin, code, goods, order_id};
use depo::trade::id::{ParcelId, ReturnId};
use depo::trade::orders::HoldKind;
use depo::trade::orders::commands::{HeldOrder, OrderCommand};
use depo::trade::returns::commands::{BackUnits, ReturnCommand};
use depo::view::floor::home::{Waiting, waiting};
use depo::view::floor::pack::{self, PackPhase};
use depo::view::floor::pack_scan::{self, PackLocal};
use depo::view::floor::{Says, Wrong, parcel_name, ship};

/// Orders 1001 and 1002 in a parcel each, with a carrier and a number.
#[track_caller]
pub fn labelled(carriers: [&str; 2]) -> (World, [ParcelId; 2]) {
    labelled_with(carriers, ["JD1001", "JD1002"])
}

/// The same, with these numbers.
#[track_caller]
pub fn labelled_with(carriers: [&str; 2], numbers: [&str; 2]) -> (World, [ParcelId; 2]) {
    let mut world = World::new(&["MUG"]);
    world.found(goods("MUG"), bin("A1"), 9);
    world.order("1001", &[("MUG", 3)]);
    world.order("1002", &[("MUG", 1)]);
    let batch = world.release(&["1001", "1002"]);
    world.pick_all(batch, "T");
    let mut parcels = Vec::new();
    let labels = carriers.into_iter().zip(numbers);
    for (number, (carrier, tracking)) in ["1001", "1002"].into_iter().zip(labels) {
        let order = order_id(number);
        let mut local = PackLocal::default();
        while world.hand(|hand| pack::view(hand, Some(&order), None).left) > 0 {
            let done = world.act(|hand| pack_scan::scan(hand, &order, &local, "MUG"));
            local = done.expect("it is packed").0;
        }
        let done = world.act(|hand| pack_scan::close(hand, &order, &local, Some(500), None));
        local = done.expect("it is closed").0;
        let phase = world.hand(|hand| pack::view(hand, Some(&order), None).phase);
        let PackPhase::Label(parcel) = phase else {
            unreachable!("{phase:?}")
        };
        tracking.clone_into(&mut local.tracking);
        let done = world.act(|hand| pack_scan::label(hand, &local, parcel, &code(carrier), None));
        assert!(done.is_ok(), "{done:?}");
        parcels.push(parcel);
    }
    let [first, second] = parcels[..] else {
        unreachable!("two parcels")
    };
    (world, [first, second])
}

fn hold(world: &mut World, number: &str) {
    world.does(OrderCommand::PlaceHold {
        orders: vec![HeldOrder {
            order: order_id(number),
            rows: Vec::new(),
        }],
        kind: HoldKind::Operator,
        until: None,
    });
}

#[test]
fn parcels_leave_by_scan_and_stay_here_after_all() {
    let (mut world, [first, second]) = labelled(["DHL", "DHL"]);
    assert_eq!(world.hand(ship::waiting).len(), 2);
    let none = world.act(|hand| ship::hand_over(hand, "", "JD0009"));
    assert_eq!(none, Err(Wrong::NoParcel("JD0009".into())));
    let over = |world: &mut World, carrier: &str, text: &str| {
        world.act(|hand| ship::hand_over(hand, carrier, text))
    };
    let says = |parcel| Says::HandedOver {
        parcel: parcel_name(&parcel),
        carrier: "DHL".into(),
    };
    assert_eq!(
        over(&mut world, "", "JD1001"),
        Ok(("DHL".into(), says(first)))
    );
    world.reopen();
    let undone = world.undo(ship::undo_hand_over);
    assert_eq!(undone, Says::HandOverUndone(parcel_name(&first)));
    assert!(over(&mut world, "DHL", "JD1001").is_ok());
    let gone = Wrong::Gone(parcel_name(&first));
    assert_eq!(over(&mut world, "DHL", "JD1001"), Err(gone));
    let printed = parcel_name(&second);
    assert_eq!(
        over(&mut world, "DHL", &printed),
        Ok(("DHL".into(), says(second)))
    );
    assert!(world.hand(ship::waiting).is_empty());
    let rows = world.hand(|hand| ship::manifest(hand, "DHL", 0));
    let numbers: Vec<_> = rows.iter().map(|row| row.number.as_deref()).collect();
    assert_eq!(numbers, [Some("JD1001"), Some("JD1002")]);
    assert_eq!((rows[0].units, rows[0].weight_g), (3, Some(500)));
}

#[test]
fn a_parcel_of_another_carrier_or_of_a_held_order_stays() {
    let (mut world, [first, second]) = labelled(["DHL", "GLS"]);
    let other = world.act(|hand| ship::hand_over(hand, "GLS", "JD1001"));
    let wrong = Wrong::OtherCarrier {
        parcel: parcel_name(&first),
        own: "DHL".into(),
        carrier: "GLS".into(),
    };
    assert_eq!(other, Err(wrong));
    hold(&mut world, "1002");
    let held = world.act(|hand| ship::hand_over(hand, "GLS", "JD1002"));
    let wrong = Wrong::ParcelHeld {
        parcel: parcel_name(&second),
        order: "1002".into(),
    };
    assert_eq!(held, Err(wrong));
    let all = world.hand(|hand| ship::hand_over_all(hand, "GLS").len());
    assert_eq!(all, 0, "what is held is left out");
    assert_eq!(world.hand(|hand| ship::hand_over_all(hand, "DHL").len()), 1);
}

#[test]
fn what_arrives_is_said_by_scan_and_taken_back() {
    let (mut world, [first, _]) = labelled(["DHL", "DHL"]);
    let early = world.act(|hand| ship::deliver(hand, "JD1001"));
    assert_eq!(early, Err(Wrong::NotOnTheWay(parcel_name(&first))));
    for command in world.hand(|hand| ship::hand_over_all(hand, "DHL")) {
        world.does(command);
    }
    let waits = world.hand(waiting);
    let expected = Waiting {
        parcels_on_the_way: 2,
        ..Waiting::default()
    };
    assert_eq!(waits, expected);
    let deliver = |world: &mut World| world.act(|hand| ship::deliver(hand, "JD1001"));
    assert!(deliver(&mut world).is_ok());
    assert_eq!(
        deliver(&mut world),
        Err(Wrong::Arrived(parcel_name(&first)))
    );
    world.reopen();
    let says = world.undo(ship::undo_delivery);
    assert_eq!(says, Says::DeliveryUndone(parcel_name(&first)));
    assert_eq!(world.hand(ship::on_the_way).len(), 2);
    world.does(world.hand(|_| ship::delivered(first)));
    assert_eq!(world.hand(ship::on_the_way).len(), 1);
}

#[test]
fn a_parcel_is_lost_and_found_and_one_that_comes_back_is_no_more_on_the_way() {
    let (mut world, [first, second]) = labelled(["DHL", "DHL"]);
    for text in ["JD1001", "JD1002"] {
        let done = world.act(|hand| ship::hand_over(hand, "", text));
        assert!(done.is_ok(), "{done:?}");
    }
    world.does(ship::lost(first));
    let on_the_way = |world: &World| {
        let all = world.hand(ship::on_the_way).into_iter();
        all.map(|entry| (entry.parcel, entry.coming_back))
            .collect::<Vec<_>>()
    };
    assert_eq!(on_the_way(&world), [(second, false)]);
    assert_eq!(
        world.act(|hand| ship::deliver(hand, "JD1001")),
        Err(Wrong::NotOnTheWay(parcel_name(&first)))
    );
    world.reopen();
    let undone = world.undo(ship::undo_delivery);
    assert_eq!(undone, Says::LossUndone(parcel_name(&first)));
    let announced = world.hand(|hand| ship::brought_back(hand, second));
    let [(order, command)] = &announced[..] else {
        unreachable!("one order is in it: {announced:?}")
    };
    assert_eq!(*order, order_id("1002"));
    let done = world.does(command.clone());
    let rma = ReturnId(crate::world::opened(&done));
    assert_eq!(on_the_way(&world), [(first, false), (second, true)]);
    let line = world.hand(|hand| {
        let rma = hand.at.state.rma(&rma).and_then(|rma| rma.authorised());
        rma.expect("it is announced").1.lines[0].clone()
    });
    world.does(ReturnCommand::Receive {
        rma,
        at: bin("A1"),
        units: vec![BackUnits {
            line: Some(line.line),
            goods: line.goods,
            units: line.units,
            serials: Vec::new(),
        }],
    });
    assert_eq!(on_the_way(&world), [(first, false)]);
    assert_eq!(world.hand(|hand| ship::brought_back(hand, second)), []);
    assert_eq!(world.hand(|hand| waiting(hand).parcels_on_the_way), 1);
}
