//! The tree of a warehouse.

use crate::world::{code, location};
use depo::trade::id::LocationId;
use depo::trade::locations::{LocationKind, LocationStatus};
use depo::view::places::tree;
use depo::view::stock::LocationRow;

fn row(text: &str, parent: Option<&str>) -> LocationRow {
    let id: LocationId = location(text);
    LocationRow {
        address: code(text).as_str().to_owned(),
        code: text.to_owned(),
        kind: LocationKind::Pick,
        status: LocationStatus::Normal,
        zone: None,
        parent: parent.map(location),
        parent_code: parent.map(str::to_owned),
        haystack: "".into(),
        retired: false,
        contents: Vec::new(),
        id,
    }
}

#[track_caller]
fn shown(rows: &[LocationRow]) -> Vec<String> {
    let given: Vec<&LocationRow> = rows.iter().collect();
    let line = |of: &depo::view::places::TreeRow| {
        let code = &rows.get(of.row).expect("a given row").code;
        format!("{}{code}", "  ".repeat(of.depth))
    };
    tree(&given).iter().map(line).collect()
}

#[test]
fn parts_stand_below_what_they_are_parts_of_in_the_order_of_the_walk() {
    let rows = [
        row("A-02", Some("A")),
        row("A-01", Some("A")),
        row("HALL", None),
        row("A", Some("HALL")),
        row("DOCK", None),
        row("LOST", Some("GONE")),
    ];
    assert_eq!(
        shown(&rows),
        ["HALL", "  A", "    A-02", "    A-01", "DOCK", "LOST"]
    );
}

#[test]
fn locations_that_two_devices_made_parts_of_each_other_are_not_lost() {
    let rows = [row("A", Some("B")), row("B", Some("A")), row("C", None)];
    assert_eq!(shown(&rows), ["C", "A", "B"]);
}
