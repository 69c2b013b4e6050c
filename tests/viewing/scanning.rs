//! What a scan opens where no task asks for it.

use crate::shipping::{labelled, labelled_with};
use crate::world::{World, bin, goods, item, location, order_id};
use depo::exchange::wedge::{Press, Scan, Suffix, Timing, Torn, Trace, Verdict, Wedge};
use depo::trade::catalog::{BarcodeLevel, ItemField};
use depo::trade::scan::CommandCode;
use depo::view::floor::hear::is_misread;
use depo::view::floor::here::{self, HereKind};
use depo::view::floor::pack_scan::{self, PackLocal};
use depo::view::floor::parcel_name;
use depo::view::floor::thing::{Thing, thing};
use depo::view::names;
use depo::view::scan::{self, Opens, is_known, opens};
use depo::view::scanner::{Advice, Kind, advice, keys, understood};

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
fn the_bar_code_of_a_label_holds_more_than_the_number() {
    let numbers = ["9400110200881234567893", "612345678901"];
    let (world, _) = labelled_with(["USPS", "FEDEX"], numbers);
    for text in [
        "420100019400110200881234567893",
        "4201000112349400110200881234567893",
    ] {
        assert_eq!(
            opened(&world, text),
            Opens::Order(order_id("1001")),
            "{text}"
        );
    }
    let ground = "9622001900000000000000612345678901";
    assert_eq!(opened(&world, ground), Opens::Order(order_id("1002")));
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

/// What the keys of a scan become, 5 ms apart.
#[track_caller]
fn scanned(text: &str, end: &str) -> Scan {
    let mut wedge = Wedge::new(Timing::default(), 0.0);
    let mut at_ms = 1_000.0;
    let mut press = |key: &str| {
        at_ms += 5.0;
        let heard_ms = at_ms;
        wedge.press(&Press {
            key,
            at_ms,
            heard_ms,
            ..Press::default()
        })
    };
    for letter in text.chars() {
        press(&letter.to_string());
    }
    match press(end) {
        Verdict::Scan(scan) => scan,
        other => unreachable!("{text} is a scan: {other:?}"),
    }
}

#[test]
fn the_scanner_test_page_shows_what_was_understood() {
    let mut world = World::new(&["MUG"]);
    let level = Some(BarcodeLevel::Each);
    let code = crate::world::code("5901234123457");
    world.item("EAN", vec![ItemField::Barcode { code, level }]);
    let element = scanned(
        "]C1010590123412345717271231305\u{1d}10LOT7\u{1d}21S-9",
        "Enter",
    );
    let known = world.hand(|hand| understood(hand, &element));
    assert_eq!(known.kind, Kind::Elements);
    assert_eq!(known.gtin.as_deref(), Some("05901234123457"));
    assert_eq!(known.lot.as_deref(), Some("LOT7"));
    assert_eq!(known.serial.as_deref(), Some("S-9"));
    assert_eq!(known.quantity, Some(5));
    // 2027-12-31.
    assert_eq!(known.expiry, Some(21_183));
    assert_eq!(known.opens, Opens::Item(item("EAN")));
    assert!(known.shown.contains('\u{241d}'), "{}", known.shown);
    assert_eq!(advice(Ok(&element)), [Advice::Nothing]);

    for (text, kind) in [
        ("5901234123457", Kind::ItemNumber),
        ("https://id.gs1.org/01/05901234123457", Kind::Link),
        ("DEPO.SKIP", Kind::Command),
        ("A1", Kind::Plain),
        ("B-10", Kind::Plain),
    ] {
        let scan = scanned(&format!("{text}  "), "Tab");
        let known = world.hand(|hand| understood(hand, &scan));
        assert_eq!(known.kind, kind, "{text}");
    }
    let pressed = keys(&scanned("B-10", "Enter"));
    assert_eq!(pressed, [('B', 0), ('-', 5), ('1', 5), ('0', 5)]);
}

#[test]
fn the_scanner_test_page_says_which_setting_mends_it() {
    let bare = scanned("010590123412345710LOT7", "Enter");
    assert_eq!(advice(Ok(&bare)), [Advice::Identifier]);
    assert_eq!(advice(Err(Torn::HeadLost)), [Advice::Torn(Torn::HeadLost)]);
    let faulty = scanned("]C10105901234123450", "Enter");
    assert_eq!(advice(Ok(&faulty)), [Advice::Faulty]);
    let scan = scanned("B-10", "Enter");
    let with = |trace: Trace| Scan {
        trace,
        ..scan.clone()
    };
    let trace = || scan.trace.clone();
    let suffix = Suffix::None;
    let unended = with(Trace { suffix, ..trace() });
    assert_eq!(advice(Ok(&unended)), [Advice::EndKey]);
    let slow = with(Trace {
        gap_ms_most: 90.0,
        caps_lock: true,
        ..trace()
    });
    assert_eq!(advice(Ok(&slow)), [Advice::Slow, Advice::Capitals]);
    let two = Scan {
        by_places: Some("B/10".to_owned()),
        ..scan.clone()
    };
    assert_eq!(advice(Ok(&two)), [Advice::Layout("B/10".to_owned())]);
}

#[test]
fn a_form_takes_the_items_of_scans_with_their_units() {
    let mut world = World::new(&["MUG"]);
    let code = crate::world::code("15901234123454");
    let level = Some(BarcodeLevel::Pack {
        units: crate::world::units(6),
    });
    world.item("MUG", vec![ItemField::Barcode { code, level }]);
    let scanned =
        |text: &str| world.hand(|hand| scan::item(hand, text).map(|it| (it.item, it.units.get())));
    assert_eq!(scanned("MUG"), Some((item("MUG"), 1)));
    assert_eq!(scanned("15901234123454"), Some((item("MUG"), 6)));
    assert_eq!(scanned("A1"), None);
    assert_eq!(scanned("DEPO.CONFIRM"), None);
}

#[test]
fn a_gtin_with_a_wrong_check_digit_was_misread_and_other_codes_were_not() {
    for text in ["5901234123458", "012345678904"] {
        assert!(is_misread(text), "{text}");
    }
    for text in ["5901234123457", "012345678905", "12345", "590123412345A"] {
        assert!(!is_misread(text), "{text}");
    }
}

#[test]
fn a_code_that_no_task_expects_is_told_by_what_it_is() {
    let mut world = World::new(&["MUG", "CLOCK"]);
    world.found_with_serials(goods("CLOCK"), bin("A2"), &["SN-7001"]);
    world.found(goods("MUG"), bin("A1"), 2);
    world.order("1001", &[("MUG", 2)]);
    let batch = world.release(&["1001"]);
    world.pick_all(batch, "T");
    let (order, local) = (order_id("1001"), PackLocal::default());
    let packed = world.act(|hand| pack_scan::scan(hand, &order, &local, "MUG"));
    assert!(packed.is_ok(), "{packed:?}");
    let (_, name) = world.parcels()[0].clone();
    let told = |code: &str| world.hand(|hand| thing(hand, code));
    assert_eq!(told("SN-7001"), Some(Thing::Serial("CLOCK".into())));
    assert_eq!(told("A1"), Some(Thing::Location));
    assert_eq!(told(&name), Some(Thing::Parcel("1001".into())));
    // The number of a parcel, typed without the letter before it.
    let bare = name.strip_prefix("P-").expect("a parcel's number");
    assert_eq!(told(bare), Some(Thing::Parcel("1001".into())));
    assert_eq!(told(&world.batch_name(batch)), Some(Thing::Batch));
    assert_eq!(told("1001"), Some(Thing::Order));
    assert_eq!(told("NOTHING"), None);
    let found = world
        .hand(|hand| here::here(hand, "SN-7001"))
        .expect("it is known");
    assert_eq!(
        (found.kind, found.rows[0].code.as_str()),
        (HereKind::Serial, "A2")
    );
    let opens = world.hand(|hand| scan::opens(hand, "SN-7001"));
    assert_eq!(opens, Opens::Item(item("CLOCK")));
}
