//! The pack table.

use crate::world::{World, bin, code, goods, inside, order_id, refused};
use depo::trade::catalog::{ItemField, SerialPolicy};
use depo::trade::decide::Refusal;
use depo::trade::packing::parcel::ParcelStatus;
use depo::trade::people::Role;
use depo::trade::settings::Setting;
use depo::trade::settings::commands::SettingCommand;
use depo::view::floor::pack::{self, PackPhase, PackView};
use depo::view::floor::pack_scan::{self, PackLocal};
use depo::view::floor::{Says, Wrong, carriers, ship};

struct Table {
    world: World,
    local: PackLocal,
    number: &'static str,
}

impl Table {
    /// Two orders, picked: three mugs and two cups in `T1`, one mug in `T2`.
    #[track_caller]
    fn new() -> Table {
        Table::with(|_| {})
    }

    #[track_caller]
    fn with(prepare: impl FnOnce(&mut World)) -> Table {
        let mut world = World::new(&["MUG", "CUP"]);
        prepare(&mut world);
        world.found(goods("MUG"), bin("A1"), 9);
        world.found(goods("CUP"), bin("A2"), 9);
        world.order("1001", &[("MUG", 3), ("CUP", 2)]);
        world.order("1002", &[("MUG", 1)]);
        let batch = world.release(&["1001", "1002"]);
        world.pick_all(batch, "T");
        Table {
            world,
            local: PackLocal::default(),
            number: "1001",
        }
    }

    fn view(&self) -> PackView {
        let order = order_id(self.number);
        self.world
            .hand(|hand| pack::view(hand, Some(&order), self.local.begun))
    }

    fn act(&mut self, text: &str) -> Result<Says, Wrong> {
        let (order, local) = (order_id(self.number), self.local.clone());
        let done = self
            .world
            .act(|hand| pack_scan::scan(hand, &order, &local, text));
        done.map(|(then, says)| {
            self.local = then;
            says
        })
    }

    #[track_caller]
    fn right(&mut self, text: &str) -> Says {
        self.act(text).expect("it is right")
    }

    #[track_caller]
    fn wrong(&mut self, text: &str) -> Wrong {
        self.act(text).expect_err("it is wrong")
    }

    #[track_caller]
    fn close(&mut self, weight_g: u64) {
        let (order, local) = (order_id(self.number), self.local.clone());
        let done = self
            .world
            .act(|hand| pack_scan::close(hand, &order, &local, Some(weight_g), None));
        let (then, says) = done.expect("it is closed");
        assert_eq!(says, Says::ParcelClosed);
        self.local = then;
    }
}

fn packed(sku: &str, left: u64) -> Says {
    Says::Packed {
        item: sku.to_owned(),
        left,
    }
}

#[test]
fn every_unit_is_verified_and_the_parcel_closed_labelled_and_done() {
    let mut table = Table::new();
    let waiting = table.world.hand(pack::orders);
    let totes: Vec<_> = waiting.iter().map(|it| it.totes.join(",")).collect();
    assert_eq!(totes, ["T1", "T2"]);
    assert_eq!(waiting[0].in_totes, 5);
    let found = |table: &Table, code: &str| table.world.hand(|hand| pack::find(hand, code));
    for code in ["T1", "1001"] {
        assert_eq!(found(&table, code), Some(order_id("1001")));
    }
    assert_eq!(found(&table, "nothing"), None);
    let foreign = Wrong::NotInOrder {
        scanned: "no-such-code".into(),
        order: "1001".into(),
    };
    assert_eq!(table.wrong("no-such-code"), foreign);
    for left in (0..3).rev() {
        assert_eq!(table.right("MUG"), packed("MUG", left));
    }
    assert_eq!(table.wrong("MUG"), Wrong::TooMany("MUG".into()));
    table.world.reopen();
    table.local = PackLocal::default();
    let view = table.view();
    assert_eq!(
        (view.phase, view.left, view.packed),
        (PackPhase::Packing, 2, 3)
    );
    assert_eq!(table.right("CUP"), packed("CUP", 1));
    let (order, local) = (order_id("1001"), table.local.clone());
    let more = table
        .world
        .act(|hand| pack_scan::pack(hand, &order, &local, 5));
    assert_eq!(more.map(|(_, says)| says), Ok(packed("CUP", 0)));
    table.local.closing = true;
    assert_eq!(table.right("BOX-2"), Says::Carton("BOX-2".into()));
    table.close(640);
    let view = table.view();
    let PackPhase::Label(parcel) = view.phase else {
        unreachable!("{:?}", view.phase)
    };
    assert_eq!(table.wrong("A1"), Wrong::NoTracking("A1".into()));
    assert_eq!(table.wrong("MUG"), Wrong::NoTracking("MUG".into()));
    assert_eq!(table.right("JD0001"), Says::Tracking("JD0001".into()));
    let local = table.local.clone();
    let label = table
        .world
        .act(|hand| pack_scan::label(hand, &local, parcel, &code("DHL"), Some(code("EXPRESS"))));
    let (then, says) = label.expect("it is labelled");
    assert_eq!(then.to_print, Some(parcel));
    assert!(matches!(says, Says::Labelled { carrier, .. } if carrier == "DHL"));
    table.world.reopen();
    let view = table.view();
    assert_eq!(view.phase, PackPhase::Done);
    let shown = &view.parcels[0];
    assert_eq!(
        (shown.status, shown.units, shown.number.as_deref()),
        (ParcelStatus::Labelled, 5, Some("JD0001"))
    );
    assert_eq!(table.world.hand(carriers::known), ["DHL"]);
    assert_eq!(table.world.hand(pack::orders).len(), 1);
}

#[test]
fn several_parcels_hold_one_order_and_a_closed_one_is_opened_again() {
    let mut table = Table::new();
    table.right("MUG");
    table.close(300);
    let PackPhase::Label(first) = table.view().phase else {
        unreachable!("it needs a label")
    };
    let done = table
        .world
        .act(|_| Ok(pack_scan::reopen(&PackLocal::default(), first)));
    assert_eq!(done.map(|(_, says)| says), Ok(Says::ParcelReopened));
    assert_eq!(table.view().packed, 1);
    table.close(310);
    let local = PackLocal::default();
    let label = |table: &mut Table, parcel| {
        let done = table
            .world
            .act(|hand| pack_scan::label(hand, &local, parcel, &code("DHL"), None));
        assert!(done.is_ok(), "a number may come later");
    };
    label(&mut table, first);
    table.right("MUG");
    table.right("CUP");
    table.close(200);
    let PackPhase::Label(second) = table.view().phase else {
        unreachable!("it needs a label")
    };
    assert_ne!(first, second);
    label(&mut table, second);
    assert_eq!(
        table.view().left,
        2,
        "a mug and a cup wait for a third parcel"
    );
}

#[test]
fn what_was_packed_last_comes_out_again_also_after_a_reload() {
    let mut table = Table::new();
    table.right("MUG");
    table.right("CUP");
    table.world.reopen();
    table.local = PackLocal::default();
    let open = table.view().open.expect("an open parcel");
    let says = table.world.undo(|hand| pack::undo(hand, open));
    assert_eq!(
        says,
        Says::PackUndone {
            units: 1,
            item: "CUP".into()
        }
    );
    assert_eq!(table.world.at(inside("T1"), &goods("CUP")), 2);
    table.world.undo(|hand| pack::undo(hand, open));
    assert!(!table.view().may_undo);
    table.right("MUG");
    assert_eq!(table.world.parcels().len(), 1, "the empty parcel is used");
    table.world.undo(|hand| pack::undo(hand, open));
    let done = table.world.act(|_| Ok(pack_scan::cancel(open)));
    assert_eq!(done.map(|(_, says)| says), Ok(Says::ParcelCancelled));
    assert_eq!(table.view().open, None);
}

#[test]
fn a_parcel_that_was_begun_for_one_order_takes_no_other_orders_goods() {
    let mut table = Table::new();
    table.right("MUG");
    let first = table.view().open.expect("an open parcel");
    table.world.undo(|hand| pack::undo(hand, first));
    table.number = "1002";
    table.local = PackLocal::default();
    assert_eq!(table.view().open, None);
    table.right("MUG");
    let second = table.view().open.expect("one of its own");
    assert_ne!(first, second);
    table.number = "1001";
    table.local = PackLocal::default();
    assert_eq!(table.view().open, Some(first), "it is still this order's");
}

#[test]
fn serial_numbers_are_asked_for_here_at_the_latest() {
    let mut table = Table::with(|world| {
        world.item(
            "CUP",
            vec![ItemField::SerialNumbers(SerialPolicy::AtShipping)],
        );
    });
    assert_eq!(table.right("CUP"), Says::Item("CUP".into()));
    assert_eq!(table.right("SN-1"), packed("CUP", 1));
    assert_eq!(table.right("CUP"), Says::Item("CUP".into()));
    let twice = table.wrong("SN-1");
    assert!(matches!(twice, Wrong::SerialElsewhere { .. }), "{twice:?}");
    assert_eq!(table.right("SN-2"), packed("CUP", 0));
    let lines = table.view().lines;
    assert!(lines.iter().any(|line| line.sku == "MUG" && line.by_count));
    assert!(lines.iter().any(|line| line.sku == "CUP" && !line.by_count));
}

#[test]
fn counts_are_taken_only_where_the_workspace_allows_them() {
    let mut table = Table::new();
    table.world.does(SettingCommand::Set {
        settings: vec![Setting::PackByCount(false)],
    });
    table.right("MUG");
    let (order, local) = (order_id("1001"), table.local.clone());
    let done = table
        .world
        .act(|hand| pack_scan::pack(hand, &order, &local, 2));
    assert_eq!(done, Err(Wrong::NothingLeft(String::new())));
}

#[test]
fn a_second_person_sees_that_a_parcel_is_right() {
    let mut table = Table::new();
    table.right("MUG");
    table.close(300);
    let PackPhase::Label(parcel) = table.view().phase else {
        unreachable!("it needs a label")
    };
    let check = |table: &mut Table| {
        let local = PackLocal::default();
        table.world.act(|_| Ok(pack_scan::check(&local, parcel)))
    };
    assert_eq!(
        check(&mut table).map(|(_, says)| says),
        Err(refused(Refusal::SecondPerson))
    );
    table.world.sign_in("SECOND", Role::Supervisor);
    assert!(check(&mut table).is_ok());
    assert!(table.view().parcels[0].checked);
}

#[test]
fn a_weight_far_from_the_expected_one_is_said_to_be_so() {
    let mut table = Table::with(|world| {
        world.item("MUG", vec![ItemField::WeightMg(Some(300_000))]);
    });
    table.right("MUG");
    assert_eq!(table.view().expected_g, Some(300));
    let off = |grams| {
        table
            .world
            .hand(|hand| pack::is_weight_off(hand, 300, grams))
    };
    assert_eq!((off(340), off(360)), (false, true));
    table.number = "1002";
    assert_eq!(table.view().number, "1002");
}

#[test]
fn the_tote_of_the_order_says_so_and_that_of_another_is_known() {
    let mut table = Table::new();
    let own = Says::OwnTote {
        tote: "T1".into(),
        order: "1001".into(),
    };
    assert_eq!(table.right("T1"), own);
    let of = |code: &str| table.world.hand(|hand| pack::of_tote(hand, code));
    assert_eq!(of("T2"), Some(order_id("1002")));
    assert_eq!(of("A1"), None);
}

#[test]
fn two_orders_of_one_address_travel_in_one_parcel_through_the_door() {
    let mut table = Table::new();
    assert_eq!(table.view().companions, [], "nobody knows their addresses");
    for number in ["1001", "1002"] {
        table.world.address(number, "2 Harbour  Lane");
    }
    let companions = table.view().companions;
    assert_eq!(companions.len(), 1);
    assert_eq!(
        (companions[0].number.as_str(), companions[0].totes.clone()),
        ("1002", vec!["T2".to_owned()])
    );
    for sku in ["MUG", "MUG", "MUG", "CUP", "CUP"] {
        table.right(sku);
    }
    let alone = table.wrong("MUG");
    assert_eq!(alone, Wrong::TooMany("MUG".into()));
    table.local.along.push(order_id("1002"));
    assert_eq!(table.right("MUG"), packed("MUG", 0));
    table.world.reopen();
    table.local = PackLocal::default();
    assert_eq!(table.view().along, ["1002"], "the open parcel tells");
    table.close(900);
    let PackPhase::Label(parcel) = table.view().phase else {
        unreachable!("it needs a label")
    };
    let local = PackLocal {
        tracking: "JD77".into(),
        ..PackLocal::default()
    };
    let labelled = table
        .world
        .act(|hand| pack_scan::label(hand, &local, parcel, &code("DHL"), None));
    assert!(labelled.is_ok(), "{labelled:?}");
    for command in table.world.hand(|hand| ship::hand_over_all(hand, "DHL")) {
        table.world.does(command);
    }
    for number in ["1001", "1002"] {
        let left = table.world.hand(|hand| {
            let order = hand.at.state.order(&order_id(number)).expect("it");
            let demand = hand.at.state.demand(order);
            let parts = demand.parts.values();
            parts.map(|part| part.shipped_units()).sum::<i128>()
        });
        assert_eq!(left, if number == "1001" { 5 } else { 1 });
    }
    assert_eq!(table.world.hand(pack::orders), []);
}

#[test]
fn a_carrier_that_nobody_knows_is_told_where_others_are_known() {
    let mut table = Table::new();
    let unknown = |table: &Table, text: &str| {
        table
            .world
            .hand(|hand| carriers::is_unknown(hand, &code(text)))
    };
    assert!(!unknown(&table, "DHL"), "the first one is believed");
    table.right("MUG");
    table.close(300);
    let PackPhase::Label(parcel) = table.view().phase else {
        unreachable!("it needs a label")
    };
    let local = PackLocal::default();
    let done = table
        .world
        .act(|hand| pack_scan::label(hand, &local, parcel, &code("DHL"), None));
    assert!(done.is_ok());
    assert!(!unknown(&table, "DHL"));
    assert!(unknown(&table, "DLH"));
}
