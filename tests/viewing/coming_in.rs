//! Deliveries, and putting away what came.

use crate::world::{World, bin, code, goods, item, of_lot, opened, party, units, warehouse};
use depo::stream::id::FactId;
use depo::trade::catalog::commands::{CatalogCommand, ItemChange, ItemRef};
use depo::trade::catalog::{
    BarcodeLevel, ExpiryPolicy, ItemField, LotField, LotPolicy, LotSet, SerialPolicy,
};
use depo::trade::goods::{Condition, Wanted};
use depo::trade::id::{FirstCode, LotId, Name, ReceiptId};
use depo::trade::locations::commands::{LocationChange, LocationCommand, LocationRef};
use depo::trade::locations::{LocationField, LocationStatus};
use depo::trade::parties::commands::PartyCommand;
use depo::trade::parties::{PartyField, PartyRole};
use depo::trade::place::LossReason;
use depo::trade::quantity::{Day, Size};
use depo::trade::receiving::commands::ReceivingCommand;
use depo::trade::receiving::{ExpectedUnits, ReceiptOpened};
use depo::view::floor::put_away::{self, MoveAsk, MoveLocal, MoveView};
use depo::view::floor::receive::{self, ReceiptView};
use depo::view::floor::receive_scan::{self, ReceiveAsk, ReceiveLocal};
use depo::view::floor::room::NoRoom;
use depo::view::floor::{Says, Wrong};
use depo::view::names;
use depo::view::scan::{Opens, opens};

struct Dock {
    world: World,
    receipt: ReceiptId,
    local: ReceiveLocal,
}

impl Dock {
    /// A delivery of which six teas are expected, kept by lot with dates, and two radios with serial numbers.
    #[track_caller]
    fn new() -> Dock {
        let mut world = World::new(&["MUG"]);
        world.item(
            "TEA",
            vec![
                ItemField::Lots(LotPolicy::Named),
                ItemField::Expiry(Some(ExpiryPolicy { stop_days: 30 })),
            ],
        );
        world.item(
            "RADIO",
            vec![ItemField::SerialNumbers(SerialPolicy::Always)],
        );
        let expected = |sku: &str, number: u64| ExpectedUnits {
            wanted: Wanted::item(item(sku)),
            units: units(number),
        };
        let opened_with = ReceiptOpened {
            warehouse: warehouse(),
            client: None,
            supplier: Some(party("ACME")),
            reference: Some(code("ASN-1")),
            due: None,
            came_at: None,
            expected: vec![expected("TEA", 6), expected("RADIO", 2)],
            source: None,
        };
        let done = world.does(ReceivingCommand::Open {
            opened: Box::new(opened_with),
        });
        Dock {
            world,
            receipt: ReceiptId(opened(&done)),
            local: None,
        }
    }

    fn view(&self) -> ReceiptView {
        self.world
            .hand(|hand| receive::view(hand, Some(self.receipt)))
    }

    fn ask(&self) -> ReceiveAsk {
        self.world.hand(|hand| receive_scan::ask(hand, &self.local))
    }

    fn scan(&mut self, text: &str) -> Result<Says, Wrong> {
        let (view, local) = (self.view(), self.local.clone());
        let done = self
            .world
            .act(|hand| receive_scan::scan(hand, &view, &local, text));
        done.map(|(then, says)| {
            self.local = then;
            says
        })
    }
}

#[test]
fn lot_date_and_serial_numbers_are_asked_for_as_the_cards_say() {
    let mut dock = Dock::new();
    let found = |code: &str| dock.world.hand(|hand| receive::find(hand, code));
    assert_eq!(found("asn-1"), Some(dock.receipt));
    let opens = dock.world.hand(|hand| opens(hand, "ASN-1"));
    assert_eq!(opens, Opens::Receipt(dock.receipt), "on any other page");
    assert_eq!(dock.scan("DOCK"), Err(Wrong::ItemFirst));
    let in_hand = |sku: &str, units| Says::InHand {
        item: sku.to_owned(),
        units,
    };
    assert_eq!(dock.scan("TEA"), Ok(in_hand("TEA", 1)));
    assert_eq!(dock.ask(), ReceiveAsk::Lot);
    assert_eq!(dock.scan("DOCK"), Err(Wrong::NotALot("DOCK".into())));
    assert_eq!(dock.scan("TEA"), Err(Wrong::NotALot("TEA".into())));
    assert_eq!(dock.scan("L1"), Ok(Says::Lot("L1".into())));
    assert_eq!(dock.ask(), ReceiveAsk::Expiry);
    let unit = dock.local.clone().expect("in the hand");
    let done = dock.world.act(|_| Ok(receive_scan::expires(&unit, 30_000)));
    dock.local = done.expect("it is noted").0;
    assert_eq!(dock.ask(), ReceiveAsk::To);
    assert_eq!(dock.scan("TEA"), Ok(in_hand("TEA", 2)));
    let received = |units, sku: &str| Says::Received {
        units,
        item: sku.to_owned(),
        to: "DOCK".into(),
    };
    assert_eq!(dock.scan("DOCK"), Ok(received(2, "TEA")));
    assert_eq!(dock.world.at(bin("DOCK"), &of_lot("TEA", "L1")), 2);
    let lot = of_lot("TEA", "L1").lot.expect("a lot");
    let day = dock
        .world
        .hand(|hand| names::lot_expiry(&hand.at, &item("TEA"), &lot));
    assert_eq!(day, Some(30_000));
    // The date of a lot that is known is not asked for again.
    dock.scan("TEA").expect("right");
    dock.scan("L1").expect("right");
    assert_eq!(dock.ask(), ReceiveAsk::To);
    dock.local = None;
    assert_eq!(dock.scan("RADIO"), Ok(in_hand("RADIO", 1)));
    assert_eq!(dock.ask(), ReceiveAsk::Serial { given: 0, of: 1 });
    assert_eq!(dock.scan("R-1"), Ok(Says::Serial("R-1".into())));
    assert_eq!(dock.scan("RADIO"), Ok(in_hand("RADIO", 2)));
    assert_eq!(dock.scan("R-1"), Err(Wrong::SerialTwice("R-1".into())));
    assert_eq!(dock.scan("R-2"), Ok(Says::Serial("R-2".into())));
    assert_eq!(dock.scan("DOCK"), Ok(received(2, "RADIO")));
    dock.world.reopen();
    let view = dock.view();
    assert_eq!((view.received(), view.to_come()), (4, 4));
}

#[test]
fn an_element_string_says_all_at_once() {
    let mut dock = Dock::new();
    dock.world.item(
        "TEA",
        vec![ItemField::Barcode {
            code: code("4006381333931"),
            level: Some(depo::trade::catalog::BarcodeLevel::Each),
        }],
    );
    let symbol = "]d2010400638133393117301231\u{1d}10L77\u{1d}3012";
    let symbol = symbol.replacen("301231\u{1d}10", "30123110", 1);
    let done = dock.scan(&symbol);
    assert!(matches!(done, Ok(Says::InHand { .. })), "{done:?}");
    assert_eq!(dock.ask(), ReceiveAsk::To);
    dock.scan("A1").expect("right");
    assert_eq!(dock.world.at(bin("A1"), &of_lot("TEA", "L77")), 12);
    assert_eq!(dock.view().over(), 6);
}

/// The card of an item names the GTIN 05901234123457.
#[test]
fn an_expired_lot_comes_in_as_damaged_or_into_quarantine_only() {
    let mut dock = Dock::new();
    let yesterday = dock.world.hand(|hand| hand.today) - 1;
    let quarantine = LocationChange {
        which: LocationRef::Coded(code("Q1")),
        fields: vec![LocationField::Status(LocationStatus::Quarantine)],
    };
    dock.world.does(LocationCommand::SetLocations {
        warehouse: warehouse(),
        locations: vec![quarantine],
    });
    let lot = LotSet {
        lot: LotId {
            item: item("TEA"),
            name: Name::Coded(FirstCode::new(code("OLD"))),
        },
        fields: vec![LotField::Expiry(Some(Day { days: yesterday }))],
    };
    dock.world.does(CatalogCommand::SetLots { lots: vec![lot] });
    for text in ["TEA", "OLD"] {
        dock.scan(text).expect("right");
    }
    let expired = Err(Wrong::Expired {
        item: "TEA".into(),
        day: yesterday,
    });
    assert_eq!(dock.scan("A1"), expired);
    assert_eq!(dock.world.at(bin("A1"), &of_lot("TEA", "OLD")), 0);
    dock.scan("Q1").expect("nothing is sold from there");
    assert_eq!(dock.world.at(bin("Q1"), &of_lot("TEA", "OLD")), 1);
}

fn has_gtin(world: &mut World, sku: &str) {
    let field = ItemField::Barcode {
        code: code("5901234123457"),
        level: Some(depo::trade::catalog::BarcodeLevel::Each),
    };
    world.item(sku, vec![field]);
}

#[test]
fn a_symbol_of_another_lot_or_number_never_dates_what_is_in_the_hand() {
    let mut dock = Dock::new();
    let symbol = "]C101059012341234571730123110ALT7".to_owned();
    dock.scan("TEA").expect("right");
    dock.scan("NEU9").expect("right");
    assert_eq!(dock.ask(), ReceiveAsk::Expiry);
    let before = dock.local.clone();
    has_gtin(&mut dock.world, "TEA");
    let other_lot = Wrong::Lot {
        scanned: "ALT7".into(),
        expected: "NEU9".into(),
    };
    assert_eq!(dock.scan(&symbol), Err(other_lot.clone()));
    let counted = symbol.replacen("10ALT7", "10NEU9\u{1d}3024", 1);
    let wrong_number = Wrong::Units {
        scanned: 24,
        expected: 1,
    };
    assert_eq!(dock.scan(&counted), Err(wrong_number.clone()));
    let counted = counted.replacen("\u{1d}30", "\u{1d}37", 1);
    assert_eq!(dock.scan(&counted), Err(wrong_number.clone()));
    assert_eq!(dock.local, before, "nothing has changed");
    let same = symbol.replacen("10ALT7", "10NEU9", 1);
    // 2030-12-31.
    assert_eq!(dock.scan(&same), Ok(Says::Expires(22_279)));
    assert_eq!(dock.ask(), ReceiveAsk::To);
    assert_eq!(dock.scan(&symbol), Err(other_lot));
    // The lot is asked for: a number of units beside it is not dropped.
    dock.local = None;
    dock.scan("TEA").expect("right");
    assert_eq!(dock.scan(&counted), Err(wrong_number));
    assert_eq!(dock.ask(), ReceiveAsk::Lot);
}

#[test]
fn a_symbol_of_another_item_never_dates_what_is_in_the_hand() {
    let mut dock = Dock::new();
    has_gtin(&mut dock.world, "MUG");
    dock.scan("TEA").expect("right");
    dock.scan("NEU9").expect("right");
    let symbol = "]C101059012341234571730123110NEU9";
    let wrong = dock.scan(symbol);
    assert!(matches!(wrong, Err(Wrong::Item { .. })), "{wrong:?}");
    assert_eq!(dock.ask(), ReceiveAsk::Expiry);
}

#[test]
fn a_symbol_that_counts_its_units_moves_so_many() {
    let mut mover = Mover::new();
    has_gtin(&mut mover.world, "CUP");
    mover.world.found(goods("CUP"), bin("A3"), 7);
    mover.scan("A3").expect("right");
    let counted = |number: u64| format!("]C1010590123412345737{number:02}");
    let done = mover.scan(&counted(8));
    assert_eq!(done, Err(Wrong::TooMany("CUP".into())));
    mover.scan(&counted(5)).expect("right");
    assert_eq!(mover.view().units, 5);
}

#[test]
fn what_is_damaged_or_unexpected_is_told_apart_and_taken_back() {
    let mut dock = Dock::new();
    dock.scan("MUG").expect("right");
    let unit = dock.local.as_mut().expect("in the hand");
    unit.damaged = true;
    unit.units = 3;
    dock.scan("DOCK").expect("right");
    let damaged = goods("MUG").graded(Condition::Damaged);
    assert_eq!(dock.world.at(bin("DOCK"), &damaged), 3);
    let view = dock.view();
    let mug = view.rows.iter().find(|row| row.sku == "MUG");
    let mug = mug.expect("a row of its own");
    assert_eq!(
        (mug.expected, mug.units, mug.received, mug.damaged),
        (None, 0, 3, 3)
    );
    dock.world.reopen();
    let receipt = dock.receipt;
    let says = dock.world.undo(|hand| receive::undo(hand, receipt));
    assert_eq!(says, Says::ReceivingUndone);
    assert_eq!(dock.view().received(), 0);
    dock.world.does(receive::close(receipt));
    assert!(dock.view().closed);
    assert_eq!(dock.world.hand(receive::count), 0);
}

#[test]
fn a_delivery_that_nobody_announced_is_opened_here() {
    let mut world = World::new(&["MUG"]);
    let open = world.hand(|hand| receive::open_blind(hand, None, None, Some(code("NOTE-7"))));
    let done = world.does(open.expect("there is a warehouse"));
    let mut dock = Dock {
        world,
        receipt: ReceiptId(opened(&done)),
        local: None,
    };
    dock.scan("MUG").expect("right");
    dock.scan("MUG").expect("right");
    dock.scan("A2").expect("right");
    assert_eq!(dock.world.at(bin("A2"), &goods("MUG")), 2);
    let entries = dock.world.hand(receive::deliveries);
    assert_eq!(
        (entries[0].reference.as_deref(), entries[0].received),
        (Some("NOTE-7"), 2)
    );
}

struct Mover {
    world: World,
    local: MoveLocal,
}

impl Mover {
    #[track_caller]
    fn new() -> Mover {
        let mut world = World::new(&["MUG", "CUP"]);
        world.found(goods("MUG"), bin("DOCK"), 5);
        world.found(goods("CUP"), bin("DOCK"), 2);
        world.found(goods("MUG"), bin("A2"), 1);
        Mover {
            world,
            local: MoveLocal::default(),
        }
    }

    fn view(&self) -> MoveView {
        self.world.hand(|hand| put_away::view(hand, &self.local))
    }

    fn scan(&mut self, text: &str) -> Result<Says, Wrong> {
        let local = self.local.clone();
        let done = self
            .world
            .act_with(|hand| put_away::scan(hand, &local, text));
        done.map(|(then, says, fact): (MoveLocal, Says, Option<FactId>)| {
            self.local = then;
            self.local.last = fact.or(self.local.last);
            says
        })
    }
}

fn moved(units: u64, sku: &str, to: &str) -> Says {
    Says::Moved {
        units,
        item: sku.to_owned(),
        to: to.to_owned(),
    }
}

#[test]
fn what_waits_at_the_dock_is_put_away_where_it_is_kept() {
    let mut mover = Mover::new();
    assert_eq!(mover.world.hand(put_away::count), 7);
    let waiting = mover.world.hand(put_away::waiting);
    let mug = waiting.iter().find(|lying| lying.sku == "MUG");
    assert_eq!(mug.and_then(|lying| lying.proposed.as_deref()), Some("A2"));
    assert_eq!(mover.scan("MUG"), Ok(Says::Item("MUG".into())));
    assert_eq!((mover.view().ask, mover.view().units), (MoveAsk::To, 5));
    mover.local.units = Some(4);
    assert_eq!(mover.scan("A2"), Ok(moved(4, "MUG", "A2")));
    assert_eq!(mover.world.at(bin("A2"), &goods("MUG")), 5);
    let local = mover.local.clone();
    let says = mover.world.undo(|hand| put_away::undo(hand, &local));
    assert_eq!(says, Says::MoveUndone);
    assert_eq!(mover.world.at(bin("DOCK"), &goods("MUG")), 5);
    assert!(
        mover
            .world
            .hand(|hand| put_away::undo(hand, &local))
            .is_none()
    );
}

#[test]
fn goods_are_moved_from_any_place_and_written_off_there() {
    let mut mover = Mover::new();
    assert_eq!(mover.scan("what"), Err(Wrong::NoPlace("what".into())));
    let nothing = mover.scan("A3");
    assert!(
        matches!(nothing, Err(Wrong::NotThere { .. })),
        "{nothing:?}"
    );
    assert_eq!(mover.scan("A2"), Ok(Says::From("A2".into())));
    let none = Wrong::NotThere {
        item: "CUP".into(),
        place: "A2".into(),
    };
    assert_eq!(mover.scan("CUP"), Err(none));
    assert_eq!(mover.scan("MUG"), Ok(Says::Item("MUG".into())));
    assert_eq!(mover.scan("A1"), Ok(moved(1, "MUG", "A1")));
    mover.local = MoveLocal::default();
    mover.scan("A1").expect("right");
    mover.scan("MUG").expect("right");
    let local = mover.local.clone();
    let done = mover
        .world
        .act(|hand| put_away::write_off(hand, &local, 9, LossReason::Damaged));
    let says = Says::WrittenOff {
        units: 1,
        item: "MUG".into(),
    };
    assert_eq!(done.map(|(_, says)| says), Ok(says));
    assert_eq!(mover.world.at(bin("A1"), &goods("MUG")), 0);
}

#[test]
fn goods_of_several_lots_are_told_apart_by_a_scan_or_a_tap() {
    let mut mover = Mover::new();
    mover.world.found(of_lot("CUP", "L1"), bin("A3"), 3);
    mover.world.found(of_lot("CUP", "L2"), bin("A3"), 4);
    mover.scan("A3").expect("right");
    mover.scan("CUP").expect("right");
    assert_eq!(mover.view().ask, MoveAsk::Which);
    assert_eq!(mover.view().there.len(), 2);
    assert_eq!(mover.scan("L9"), Err(Wrong::LotFirst("CUP".into())));
    assert_eq!(mover.scan("L2"), Ok(Says::Lot("L2".into())));
    assert_eq!(mover.view().units, 4);
    mover.local = put_away::choose(&mover.local, &of_lot("CUP", "L1"));
    assert_eq!(mover.view().units, 3);
}

#[test]
fn a_location_says_where_it_has_no_room_and_the_same_scan_once_more_is_meant() {
    let mut mover = Mover::new();
    mover.world.item(
        "MUG",
        vec![
            ItemField::WeightMg(Some(300_000)),
            ItemField::Size(Some(Size {
                length_mm: 100,
                width_mm: 120,
                height_mm: 90,
            })),
        ],
    );
    let limits = |mover: &mut Mover, text: &str, fields: Vec<LocationField>| {
        mover.world.does(LocationCommand::SetLocations {
            warehouse: warehouse(),
            locations: vec![LocationChange {
                which: LocationRef::Coded(code(text)),
                fields,
            }],
        });
    };
    let tries = |mover: &mut Mover| {
        mover.local = MoveLocal::default();
        mover.scan("MUG").expect("right");
        mover.scan("A2")
    };
    let no_room = |why| {
        Ok(Says::NoRoom {
            place: "A2".into(),
            why,
        })
    };
    // One mug lies at A2, five come.
    limits(
        &mut mover,
        "A2",
        vec![LocationField::UnitLimit(Some(units(5)))],
    );
    assert_eq!(
        tries(&mut mover),
        no_room(NoRoom::Units { most: 5, would: 6 })
    );
    limits(
        &mut mover,
        "A2",
        vec![
            LocationField::UnitLimit(None),
            LocationField::WeightLimit(Some(1_000)),
        ],
    );
    let heavy = NoRoom::Weight {
        most_g: 1_000,
        would_g: 1_800,
    };
    assert_eq!(tries(&mut mover), no_room(heavy));
    let flat = Size {
        length_mm: 400,
        width_mm: 300,
        height_mm: 80,
    };
    limits(
        &mut mover,
        "A2",
        vec![
            LocationField::WeightLimit(None),
            LocationField::Size(Some(flat)),
        ],
    );
    assert_eq!(tries(&mut mover), no_room(NoRoom::Size));
    // What is kept nowhere else is proposed to an empty location that it fits into.
    let waiting = mover.world.hand(put_away::waiting);
    let mug = waiting.iter().find(|lying| lying.sku == "MUG");
    assert_ne!(mug.and_then(|lying| lying.proposed.as_deref()), Some("A2"));
    limits(
        &mut mover,
        "A2",
        vec![LocationField::Size(None), LocationField::Mixed(false)],
    );
    mover.world.found(goods("CUP"), bin("A2"), 1);
    let mixed = NoRoom::Mixed { with: "CUP".into() };
    assert_eq!(tries(&mut mover), no_room(mixed));
    assert_eq!(
        mover.world.at(bin("DOCK"), &goods("MUG")),
        5,
        "nothing is done"
    );
    assert_eq!(
        mover.scan("A2"),
        Ok(moved(5, "MUG", "A2")),
        "but it is meant"
    );
}

#[test]
fn a_code_that_a_client_has_too_is_that_of_whoever_the_delivery_is_for() {
    let mut world = World::new(&["MUG"]);
    let barcode = ItemField::Barcode {
        code: code("4006381333931"),
        level: Some(BarcodeLevel::Each),
    };
    world.item("MUG", vec![barcode.clone()]);
    let client = party("NORD");
    world.does(PartyCommand::SetParty {
        party: client.clone(),
        fields: vec![PartyField::Role {
            role: PartyRole::Client,
            has: true,
        }],
        rows: Vec::new(),
    });
    world.does(CatalogCommand::SetItems {
        items: vec![ItemChange {
            which: ItemRef::Coded {
                client: Some(client.clone()),
                code: code("N-MUG"),
            },
            fields: vec![barcode],
        }],
    });
    for (client, sku) in [(None, "MUG"), (Some(client), "N-MUG")] {
        let opened_with = ReceiptOpened {
            warehouse: warehouse(),
            client,
            supplier: None,
            reference: None,
            due: None,
            came_at: None,
            expected: Vec::new(),
            source: None,
        };
        let done = world.does(ReceivingCommand::Open {
            opened: Box::new(opened_with),
        });
        let receipt = ReceiptId(opened(&done));
        let view = world.hand(|hand| receive::view(hand, Some(receipt)));
        let done = world.act(|hand| receive_scan::scan(hand, &view, &None, "4006381333931"));
        let (unit, says) = done.expect("it is told apart");
        assert_eq!(
            says,
            Says::InHand {
                item: sku.to_owned(),
                units: 1
            }
        );
        let other = world.act(|hand| receive_scan::scan(hand, &view, &unit, "P-NONE-1"));
        assert_eq!(
            other.map(|(_, says)| says),
            Err(Wrong::NoPlace("P-NONE-1".into()))
        );
    }
}

#[test]
fn another_item_is_told_to_be_one_while_units_are_in_the_hand() {
    let mut dock = Dock::new();
    dock.scan("MUG").expect("right");
    let told = Wrong::PutDownFirst {
        scanned: "TEA".into(),
        item: "MUG".into(),
        units: 1,
    };
    assert_eq!(dock.scan("TEA"), Err(told));
}
