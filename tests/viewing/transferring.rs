//! Plates from one warehouse to another.

use crate::world::{World, code, goods, location, units};
use depo::trade::catalog::{ItemField, SerialPolicy};
use depo::trade::goods::Goods;
use depo::trade::id::{ContainerId, FirstCode, LocationId, WarehouseId};
use depo::trade::locations::commands::{LocationChange, LocationCommand, LocationRef};
use depo::trade::locations::{LocationField, LocationKind, WarehouseField};
use depo::trade::place::Place;
use depo::trade::stock::commands::{MoveUnits, StockCommand};
use depo::trade::text::Words;
use depo::view::floor::transfer::{self, TransferLocal, TransferPhase};
use depo::view::floor::{Says, Wrong};
use depo::view::serials::{SerialAt, serials_of};

fn other() -> WarehouseId {
    WarehouseId {
        first: FirstCode::new(code("W2")),
    }
}

fn plate(text: &str) -> Place {
    Place::Container(ContainerId::Labelled(FirstCode::new(code(text))))
}

fn scan(world: &mut World, local: &mut TransferLocal, text: &str) -> Result<Says, Wrong> {
    let before = local.clone();
    let done = world.act(|hand| transfer::scan(hand, &before, text));
    done.map(|(then, says)| {
        *local = then;
        says
    })
}

#[test]
fn a_pallet_is_stood_loaded_sent_and_received_with_all_that_is_on_it() {
    let mut world = World::new(&["MUG"]);
    world.item(
        "RADIO",
        vec![ItemField::SerialNumbers(SerialPolicy::Always)],
    );
    world.does(LocationCommand::SetWarehouse {
        warehouse: other(),
        fields: vec![WarehouseField::Title(Words::new("North").expect("words"))],
    });
    world.does(LocationCommand::SetLocations {
        warehouse: other(),
        locations: vec![LocationChange {
            which: LocationRef::Coded(code("N1")),
            fields: vec![LocationField::Kind(LocationKind::Reserve)],
        }],
    });
    world.found(goods("MUG"), Place::Location(location("A1")), 9);
    world.found_with_serials(
        goods("RADIO"),
        Place::Location(location("A2")),
        &["SN-1", "SN-2"],
    );
    let mut local = TransferLocal::default();
    assert!(matches!(
        scan(&mut world, &mut local, "A1"),
        Err(Wrong::PlateFirst(_))
    ));
    // A code that nobody knows is asked about before it becomes a plate; a serial number never does.
    let asked = scan(&mut world, &mut local, "PAL-1");
    assert_eq!(asked, Ok(Says::NewTote("PAL-1".into())));
    let serial = scan(&mut world, &mut local, "SN-1");
    assert_eq!(serial, Err(Wrong::NotATote("SN-1".into())));
    assert_eq!(
        scan(&mut world, &mut local, "PAL-1"),
        Ok(Says::NewPlate("PAL-1".into()))
    );
    let phase =
        |world: &World, local: &TransferLocal| world.hand(|hand| transfer::view(hand, local).phase);
    assert_eq!(phase(&world, &local), TransferPhase::Stand);
    let stands = |arrived: bool, at: &str| {
        Ok(Says::PlateStands {
            plate: "PAL-1".into(),
            at: at.into(),
            arrived,
        })
    };
    assert_eq!(scan(&mut world, &mut local, "A3"), stands(false, "A3"));
    let load = |world: &mut World, what: Goods, from: &str, number: u64, serials: &[&str]| {
        world.does(StockCommand::Move(MoveUnits {
            goods: what,
            from: Place::Location(location(from)),
            to: plate("PAL-1"),
            units: units(number),
            serials: serials
                .iter()
                .map(|it| depo::trade::goods::Serials::One(code(it)))
                .collect(),
        }));
    };
    load(&mut world, goods("MUG"), "A1", 4, &[]);
    load(&mut world, goods("RADIO"), "A2", 2, &["SN-1", "SN-2"]);
    let here = world.hand(|hand| transfer::view(hand, &TransferLocal::default()).here);
    assert_eq!((here.len(), here[0].goods.len()), (1, 2));
    let before = local.clone();
    let sent = world.act(|hand| transfer::send(hand, &before, &other()));
    let says = Says::PlateSent {
        plate: "PAL-1".into(),
        to: "North".into(),
    };
    assert_eq!(sent.map(|(_, says)| says), Ok(says));
    world.reopen();
    assert_eq!(world.at(plate("PAL-1"), &goods("MUG")), 0, "under way");
    let coming = world.hand(transfer::arriving);
    assert_eq!((coming.len(), coming[0].code.as_str()), (1, "PAL-1"));
    assert_eq!(
        coming[0]
            .goods
            .iter()
            .map(|(_, _, units)| units)
            .sum::<u64>(),
        6
    );
    assert_eq!(
        phase(&world, &local),
        TransferPhase::UnderWay { to: "North".into() }
    );
    assert_eq!(scan(&mut world, &mut local, "N1"), stands(true, "N1"));
    assert_eq!(world.hand(transfer::arriving), []);
    assert_eq!(world.at(plate("PAL-1"), &goods("MUG")), 4);
    let n1 = LocationId {
        warehouse: other(),
        first: FirstCode::new(code("N1")),
    };
    world.does(StockCommand::Move(MoveUnits {
        goods: goods("MUG"),
        from: plate("PAL-1"),
        to: Place::Location(n1),
        units: units(4),
        serials: Vec::new(),
    }));
    let rows = world
        .workspace()
        .read(|at| serials_of(at, &crate::world::item("RADIO"), ""));
    assert_eq!(rows[0].at, [SerialAt::Here("PAL-1".into())]);
    world.reopen();
}
