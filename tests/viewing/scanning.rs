//! What a scan opens where no task asks for it.

use crate::shipping::labelled;
use crate::world::{World, bin, goods, item, location, order_id};
use depo::trade::catalog::{BarcodeLevel, ItemField};
use depo::trade::scan::CommandCode;
use depo::view::floor::parcel_name;
use depo::view::names;
use depo::view::scan::{Opens, is_known, opens};

#[track_caller]
fn opened(world: &World, text: &str) -> Opens {
    world.hand(|hand| opens(hand, text))
}

#[test]
fn a_scan_opens_what_it_means() {
    let mut world = World::new(&["MUG"]);
    let level = Some(BarcodeLevel::Each);
    let code = crate::world::code("5901234123457");
    world.item("EAN", vec![ItemField::Barcode { code, level }]);
    world.found(goods("MUG"), bin("A1"), 9);
    world.order("1001", &[("MUG", 3)]);
    assert_eq!(opened(&world, "1001"), Opens::Order(order_id("1001")));
    assert_eq!(opened(&world, " MUG "), Opens::Item(item("MUG")));
    for text in [
        "5901234123457",
        "05901234123457",
        "]E05901234123457",
        "0105901234123457",
    ] {
        assert_eq!(opened(&world, text), Opens::Item(item("EAN")), "{text}");
    }
    let code = crate::world::code("012345678905");
    let level = Some(BarcodeLevel::Each);
    world.item("UPC", vec![ItemField::Barcode { code, level }]);
    for text in ["012345678905", "0012345678905", "12345678905"] {
        assert_eq!(opened(&world, text), Opens::Item(item("UPC")), "{text}");
    }
    for text in [
        "(01)05901234123457",
        "010590123412345710LOT7",
        "https://id.gs1.org/01/05901234123457",
        "https://shop.example/01/05901234123457/10/LOT7?17=271231",
    ] {
        assert_eq!(opened(&world, text), Opens::Item(item("EAN")), "{text}");
    }
    assert_eq!(opened(&world, "A1"), Opens::Location(location("A1")));
    assert_eq!(opened(&world, "WHAT"), Opens::Nothing);
    assert!(world.hand(|hand| is_known(hand, "A1") && !is_known(hand, "WHAT")));

    let batch = world.release(&["1001"]);
    let name = world.hand(|_| names::opened(&batch.0));
    assert_eq!(opened(&world, &name), Opens::Batch(batch));
    world.pick_all(batch, "T");
    let tote = world.hand(|hand| depo::view::floor::pack::orders(hand)[0].totes[0].clone());
    assert_eq!(opened(&world, &tote), Opens::Order(order_id("1001")));
}

#[test]
fn a_parcel_opens_its_order_by_its_code_and_by_its_number() {
    let (world, [first, second]) = labelled(["DHL", "DHL"]);
    assert_eq!(
        opened(&world, &parcel_name(&first)),
        Opens::Order(order_id("1001"))
    );
    assert_eq!(
        opened(&world, &parcel_name(&second)),
        Opens::Order(order_id("1002"))
    );
    assert_eq!(opened(&world, "jd1002"), Opens::Order(order_id("1002")));
}

#[test]
fn a_command_code_is_no_thing() {
    let world = World::new(&["MUG"]);
    for command in CommandCode::ALL {
        assert_eq!(opened(&world, command.code()), Opens::Command(command));
        let small = command.code().to_lowercase();
        assert_eq!(CommandCode::read(&small), Some(command));
    }
    assert_eq!(CommandCode::read("DEPO.NOTHING"), None);
}
