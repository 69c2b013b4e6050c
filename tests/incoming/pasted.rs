//! Tables that a person pastes: what is wrong stands at its cell, a cell is mended in place, and then all is taken.

use crate::desk::*;
use depo::intake::Desk;
use depo::intake::pasted::{
    CellFault, Pasted, PastedChanges, PastedInto, PastedKind, PastedSheet, check,
};
use depo::intake::setup;
use depo::trade::catalog::lookup::{Lookup, Whose};
use depo::trade::catalog::{ItemField, SerialPolicy};
use depo::trade::id::WarehouseId;
use depo::trade::locations::commands::LocationCommand;
use depo::trade::locations::{LocationField, LocationStatus, WarehouseField};
use depo::trade::quantity::Currency;

fn warehouse() -> WarehouseId {
    setup::warehouse(&code("MAIN"))
}

fn shop() -> (Shop, PastedInto) {
    let shop = Shop::founded(1);
    shop.does(LocationCommand::SetWarehouse {
        warehouse: warehouse(),
        fields: vec![WarehouseField::Code(code("MAIN"))],
    });
    let into = PastedInto {
        warehouse: Some(warehouse()),
        client: None,
        currency: Currency::new("EUR"),
    };
    (shop, into)
}

fn read(shop: &Shop, kind: PastedKind, sheet: &PastedSheet, into: &PastedInto) -> Pasted {
    shop.read(|at| check(at, kind, sheet, into))
}

#[track_caller]
fn take(shop: &Shop, kind: PastedKind, text: &str, into: &PastedInto) {
    let pasted = read(shop, kind, &PastedSheet::read(kind, text), into);
    assert_eq!(pasted.faults, []);
    for command in pasted.changes.commands(into) {
        shop.does(command);
    }
    if let Some(command) = shop.read(|at| pasted.changes.arranging(at, into)) {
        shop.does(command);
    }
}

fn walk(shop: &Shop) -> Vec<String> {
    shop.read(|at| {
        let sequence = at.state.pick_sequence(&warehouse());
        let codes = sequence.into_iter().map(|(_, location)| {
            let card = at.state.location(location);
            depo::trade::locations::lookup::shown_code(location, card)
        });
        codes.map(|code| code.as_str().to_owned()).collect()
    })
}

#[test]
fn two_hundred_items_with_three_faults_are_mended_in_place_and_taken() {
    let (shop, into) = shop();
    let mut text = String::from("SKU\tName\tEAN\tWeight\tLots\tCost\n");
    for row in 0..200 {
        let sku = if row == 40 {
            "S-039".to_owned()
        } else {
            format!("S-{row:03}")
        };
        let weight = if row == 90 {
            "heavy".to_owned()
        } else {
            (100 + row).to_string()
        };
        let lots = if row == 150 { "sometimes" } else { "no" };
        text.push_str(&format!(
            "{sku}\tItem {row}\t20000{row:03}\t{weight}\t{lots}\t1.50\n"
        ));
    }
    let kind = PastedKind::Items;
    let sheet = PastedSheet::read(kind, &text);
    let pasted = read(&shop, kind, &sheet, &into);
    let told: Vec<_> = pasted
        .faults
        .iter()
        .map(|fault| (fault.row, fault.column, fault.what.clone()))
        .collect();
    let words = vec!["none", "named", "receipt"];
    assert_eq!(
        told,
        [
            (40, 0, CellFault::Twice(40)),
            (90, 3, CellFault::NoNumber(1, 100_000_000)),
            (150, 4, CellFault::NoSuchWord(words)),
        ]
    );
    let sheet = sheet
        .with_cell(40, 0, "S-040")
        .with_cell(90, 3, "190")
        .with_cell(150, 4, "да");
    // What was mended outlives a reload: the table is kept as text.
    let sheet = PastedSheet::read(kind, &sheet.to_text());
    let pasted = read(&shop, kind, &sheet, &into);
    assert_eq!((pasted.faults.len(), pasted.new, pasted.known), (0, 200, 0));
    for command in pasted.changes.commands(&into) {
        shop.does(command);
    }
    assert_eq!(shop.read(|at| at.state.items().count()), 200);
    let again = read(&shop, kind, &sheet, &into);
    assert_eq!((again.faults.len(), again.new, again.known), (0, 0, 200));
}

#[test]
fn when_serial_numbers_are_asked_for_is_read_in_the_words_of_an_items_page() {
    let (shop, into) = shop();
    let words = [
        ("At every step", SerialPolicy::Always),
        ("Di setiap langkah", SerialPolicy::Always),
        ("При изпращане", SerialPolicy::AtShipping),
        ("Nu se cer", SerialPolicy::None),
    ];
    for (place, (word, policy)) in words.into_iter().enumerate() {
        let text = format!("SKU\tSerial numbers\nS-{place}\t{word}\n");
        take(&shop, PastedKind::Items, &text, &into);
        let policy = ItemField::SerialNumbers(policy);
        let is_said = shop.read(|at| {
            let mut fields = at.state.items().flat_map(|(_, card)| card.fields());
            fields.any(|field| *field == policy)
        });
        assert!(is_said, "{word}");
    }
}

#[test]
fn a_barcode_of_another_item_is_told_with_its_owner() {
    let (shop, into) = shop();
    take(
        &shop,
        PastedKind::Items,
        "sku;barcode\nMUG;4006381333931\n",
        &into,
    );
    let sheet = PastedSheet::read(PastedKind::Items, "код;баркод\nCUP;4006381333931\n");
    let pasted = read(&shop, PastedKind::Items, &sheet, &into);
    let taken: Vec<_> = pasted.faults.iter().map(|fault| &fault.what).collect();
    assert_eq!(taken, [&CellFault::Taken("MUG".to_owned())]);
}

#[test]
fn locations_are_made_changed_renamed_and_arranged_by_a_table() {
    let (shop, into) = shop();
    let text = "code\tkind\tstatus\tpart of\torder\tmax weight\n\
                HALL\tgroup\t\t\t\t\n\
                A-01\tpick\tnormal\tHALL\t2\t300\n\
                A-02\tpick\tquarantine\tHALL\t1\t300\n";
    take(&shop, PastedKind::Locations, text, &into);
    assert_eq!(walk(&shop), ["A-02", "A-01", "HALL"]);
    let a1 = setup::location(&warehouse(), &code("A-01"));
    let a2 = setup::location(&warehouse(), &code("A-02"));
    let hall = setup::location(&warehouse(), &code("HALL"));
    shop.read(|at| {
        assert_eq!(at.state.parent_of(&a1), Some(&hall));
        let card = at.state.location(&a2).expect("it is known");
        let held = LocationField::Status(LocationStatus::Quarantine);
        assert!(card.fields().any(|field| *field == held));
    });
    take(
        &shop,
        PastedKind::Locations,
        "code\tnew code\nA-01\tB-01\n",
        &into,
    );
    // The label that hangs at the bin still leads to it.
    let found = shop.read(|at| at.state.look_up_locations(&warehouse(), &code("A-01")));
    assert_eq!(found, [a1]);
    assert_eq!(walk(&shop), ["A-02", "B-01", "HALL"]);
}

#[test]
fn a_location_cannot_be_a_part_of_its_own_part() {
    let (shop, into) = shop();
    take(
        &shop,
        PastedKind::Locations,
        "code\tpart of\nHALL\t\nROW\tHALL\n",
        &into,
    );
    let hall = PastedSheet::read(PastedKind::Locations, "code\tpart of\nHALL\tROW\n");
    let pasted = read(&shop, PastedKind::Locations, &hall, &into);
    let command = pasted.changes.commands(&into).remove(0);
    let refused = shop.rehearse(&command).expect_err("a ring");
    assert!(
        format!("{refused:?}").contains("PartOfItself"),
        "{refused:?}"
    );
}

#[test]
fn partners_out_of_a_table_have_roles_services_and_a_pick_up_time() {
    let (shop, _) = shop();
    let text = "code,name,roles,country,collects at,services\n\
                SAMEDAY,Sameday,carrier,RO,16:30,\"24H,LOCKER\"\n\
                ACME,Acme,supplier+client,Bulgaria,,\n\
                WHO,,,,25:00,\n";
    let sheet = PastedSheet::read(PastedKind::Partners, text);
    let pasted = read(&shop, PastedKind::Partners, &sheet, &PastedInto::default());
    let told: Vec<_> = pasted
        .faults
        .iter()
        .map(|of| (of.row, of.column, &of.what))
        .collect();
    assert_eq!(
        told,
        [(2, 2, &CellFault::Missing), (2, 4, &CellFault::NoTime)]
    );
    let fields: Vec<usize> = match &pasted.changes {
        PastedChanges::Partners(partners) => partners.iter().map(|of| of.fields.len()).collect(),
        PastedChanges::Items(_) | PastedChanges::Locations { .. } => Vec::new(),
    };
    assert_eq!((pasted.new, fields), (2, vec![6, 4]));
}

#[test]
fn a_column_is_given_its_meaning_where_no_heading_tells_it() {
    let (shop, into) = shop();
    let kind = PastedKind::Items;
    let sheet = PastedSheet::read(kind, "MUG\tA mug\nCUP\tA cup\n");
    assert_eq!(sheet.meaning, [None, None]);
    let sheet = sheet
        .with_heading(kind, 0, "sku")
        .with_heading(kind, 1, "name");
    assert_eq!(sheet.rows.len(), 2);
    let pasted = read(&shop, kind, &sheet, &into);
    assert_eq!((pasted.faults.len(), pasted.new), (0, 2));
    for command in pasted.changes.commands(&into) {
        shop.does(command);
    }
    let found = shop.read(|at| at.state.look_up_item(&code("CUP"), Whose::Client(None)));
    let item = match found {
        Lookup::One(found) => Some(found.item),
        Lookup::Nothing | Lookup::Several(_) => None,
    };
    let title = shop.read(|at| {
        let card = at.state.item(&item?)?;
        card.fields().find_map(|field| match field {
            ItemField::Title(title) => Some(title.as_str().to_owned()),
            _ => None,
        })
    });
    assert_eq!(title.as_deref(), Some("A cup"));
}
