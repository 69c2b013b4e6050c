//! What a scan means.

use crate::floor_hall::{Hall, item, location, scan, tote};
use crate::support::{code, units};
use depo::trade::Event;
use depo::trade::catalog::{BarcodeLevel, CatalogFact, ItemField, ItemSet};
use depo::trade::decide::Refusal;
use depo::trade::id::{FirstCode, ItemId, Name};
use depo::trade::locations::{ContainerField, ContainerKind, ContainerSet};
use depo::trade::locations::{LocationFact, LocationField, LocationSet, LocationsSet};
use depo::trade::scan::{Scan, Scanned, ScannedItem, resolve};

#[track_caller]
fn meant(hall: &Hall, scan: &Scan) -> Result<Scanned, Refusal> {
    resolve(&hall.tablet.state, scan, &hall.tablet.relations())
}

#[track_caller]
fn item_meant(hall: &Hall, scan: &Scan) -> ScannedItem {
    let item = match meant(hall, scan) {
        Ok(Scanned::Item(item)) => Some(item),
        _ => None,
    };
    item.expect("an item")
}

fn of_item(sku: &str, number: u64) -> Result<Scanned, Refusal> {
    Ok(Scanned::Item(ScannedItem {
        item: item(sku),
        units: units(number),
        lot: None,
        serial: None,
    }))
}

fn barcode(text: &str, level: Option<BarcodeLevel>) -> ItemField {
    ItemField::Barcode {
        code: code(text),
        level,
    }
}

#[test]
fn an_item_answers_to_its_first_its_shown_and_its_former_codes() {
    let mut hall = Hall::new(&["MUG"]);
    hall.item("MUG", vec![ItemField::Sku(code("MUG-2"))]);
    hall.item("MUG", vec![ItemField::Sku(code("MUG-3"))]);
    for text in ["MUG", "MUG-2", "MUG-3"] {
        assert_eq!(meant(&hall, &scan(text)), of_item("MUG", 1), "{text}");
    }
    assert_eq!(
        meant(&hall, &scan("MUG-4")),
        Err(Refusal::UnknownCode(code("MUG-4")))
    );
}

#[test]
fn a_recycled_code_leads_to_what_has_it_now() {
    let mut hall = Hall::new(&["MUG"]);
    hall.item("MUG", vec![ItemField::Sku(code("OLD-MUG"))]);
    let new = ItemId {
        client: None,
        name: Name::Coded(FirstCode {
            code: code("MUG"),
            generation: 1,
        }),
    };
    let set = ItemSet {
        item: new.clone(),
        fields: vec![ItemField::Sku(code("MUG"))],
    };
    hall.office(Event::Catalog(CatalogFact::ItemSet(set)));
    let found = item_meant(&hall, &scan("MUG"));
    assert_eq!(found.item, new);
}

#[test]
fn gtins_are_compared_by_fourteen_digits_and_packs_count_their_units() {
    let mut hall = Hall::new(&["MUG"]);
    let each = barcode("4006381333931", Some(BarcodeLevel::Each));
    let pack = barcode(
        "14006381333938",
        Some(BarcodeLevel::Pack { units: units(6) }),
    );
    hall.item("MUG", vec![each, pack]);
    assert_eq!(meant(&hall, &scan("04006381333931")), of_item("MUG", 1));
    assert_eq!(meant(&hall, &scan("14006381333938")), of_item("MUG", 6));
    let mut two = scan("14006381333938");
    two.quantity = Some(units(2));
    two.lot = Some(code("L1"));
    two.serial = Some(code("S1"));
    let found = item_meant(&hall, &two);
    assert_eq!(found.units, units(12));
    assert_eq!(found.lot, Some(Name::Coded(FirstCode::new(code("L1")))));
    assert_eq!(found.serial, Some(code("S1")));
    hall.item("MUG", vec![barcode("4006381333931", None)]);
    assert_eq!(
        meant(&hall, &scan("4006381333931")),
        Err(Refusal::UnknownCode(code("4006381333931")))
    );
}

#[test]
fn what_several_things_have_is_told() {
    let mut hall = Hall::new(&["MUG", "CUP"]);
    hall.item("MUG", vec![barcode("X1", Some(BarcodeLevel::Each))]);
    hall.item("CUP", vec![barcode("X1", Some(BarcodeLevel::Each))]);
    assert_eq!(
        meant(&hall, &scan("X1")),
        Err(Refusal::Ambiguous(code("X1")))
    );
}

#[test]
fn locations_and_containers_are_found_by_their_codes() {
    let mut hall = Hall::new(&["MUG"]);
    let renamed = LocationSet {
        location: location("A1"),
        fields: vec![LocationField::Code(code("HALL-A1"))],
    };
    let locations = vec![renamed];
    hall.floor(Event::Locations(LocationFact::LocationsSet(LocationsSet {
        locations,
    })));
    let set = ContainerSet {
        container: tote("T1"),
        fields: vec![ContainerField::Kind(ContainerKind::Tote)],
    };
    hall.floor(Event::Locations(LocationFact::ContainerSet(set)));
    let at = Ok(Scanned::Location(location("A1")));
    assert_eq!(meant(&hall, &scan("A1")), at);
    assert_eq!(meant(&hall, &scan("HALL-A1")), at);
    assert_eq!(
        meant(&hall, &scan("T1")),
        Ok(Scanned::Container(tote("T1")))
    );
    hall.tablet.is_proved();
}
