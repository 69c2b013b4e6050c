//! Files of stock levels and of products.

use crate::desk::*;
use depo::exchange::problem::ErrorKind;
use depo::exchange::stock_file::NumberStyle;
use depo::intake::desk::NoPace;
use depo::intake::items::{ItemIntakeReport, ItemOptions};
use depo::intake::{
    Progress, StockIntakeReport, StockMode, StockOptions, import_items, import_stock,
};
use depo::trade::catalog::ItemField;
use depo::trade::catalog::commands::CatalogCommand;
use depo::trade::catalog::lookup::{Lookup, Whose};
use depo::trade::goods::Goods;
use depo::trade::id::{FirstCode, ItemId, LocationId, Name, PartyId, WarehouseId};
use depo::trade::locations::WarehouseField;
use depo::trade::locations::commands::LocationCommand;
use depo::trade::parties::commands::PartyCommand;
use depo::trade::parties::{PartyField, PartyRole};
use depo::trade::place::Place;
use depo::trade::quantity::{Country, Units};
use depo::trade::stock::commands::{MoveUnits, StockCommand};
use depo::trade::stock::posting::AccountKey;
use futures_executor::block_on;

fn warehouse() -> WarehouseId {
    WarehouseId {
        first: FirstCode::new(code("MAIN")),
    }
}

fn shop() -> Shop {
    let shop = Shop::founded(1);
    shop.does(LocationCommand::SetWarehouse {
        warehouse: warehouse(),
        fields: vec![WarehouseField::Code(code("MAIN"))],
    });
    shop
}

fn options(mode: StockMode, dry: bool) -> StockOptions {
    StockOptions {
        warehouse: warehouse(),
        client: None,
        supplier: None,
        channel: None,
        now_ms: 1_780_000_000_000,
        style: NumberStyle::Unsaid,
        mode,
        dry,
    }
}

#[track_caller]
fn take_as(shop: &Shop, csv: &str, options: &StockOptions) -> StockIntakeReport {
    let files = incoming(&[named("stock.csv", csv)]);
    let show = |_: Progress| {};
    let (report, result) = block_on(import_stock(files, options, shop, &NoPace, &show));
    assert_eq!(result, Ok(()));
    assert!(report.adds_up(), "{report:?}");
    report
}

#[track_caller]
fn take(shop: &Shop, csv: &str, dry: bool) -> StockIntakeReport {
    take_as(shop, csv, &options(StockMode::Opening, dry))
}

fn item(sku: &str) -> ItemId {
    ItemId {
        client: None,
        name: Name::Coded(FirstCode::new(code(sku))),
    }
}

fn bin(text: &str) -> Place {
    Place::Location(LocationId {
        warehouse: warehouse(),
        first: FirstCode::new(code(text)),
    })
}

fn at_bin(shop: &Shop, sku: &str, place: &str) -> i128 {
    let key = AccountKey::new(bin(place), Goods::new(item(sku)));
    shop.read(|at| at.state.ledger.balance(&key))
}

const STOCK: &str = "SKU,Quantity,Bin,Name,Barcode\n\
    MUG,10,A-01-1,Red mug,5012345678900\n\
    MUG,5,A-01-1,,\n\
    MUG,2,B-02-1,,\n\
    TRAY,0,A-01-2,Tray,\n\
    CUP,7,,Cup,\n\
    BAD,x,A-01-3,,\n";

#[test]
fn opening_stock_sets_up_items_and_locations_and_the_same_again_changes_nothing() {
    let shop = shop();
    let before = shop.written();
    let dry = take(&shop, STOCK, true);
    assert_eq!(
        (dry.units_new, dry.items_added, dry.locations_added),
        (24, 3, 4)
    );
    assert_eq!(shop.written(), before);

    let report = take(&shop, STOCK, false);
    assert_eq!((report.taken, report.rejected.count()), (5, 1));
    assert_eq!(
        (report.units_new, report.items_added, report.locations_added),
        (24, 3, 4)
    );
    assert_eq!(at_bin(&shop, "MUG", "A-01-1"), 15);
    assert_eq!(at_bin(&shop, "CUP", "STOCK"), 7);
    shop.read(|at| {
        let found = at
            .state
            .look_up_item(&code("5012345678900"), Whose::Client(None));
        assert!(matches!(found, Lookup::One(found) if found.item == item("MUG")));
    });
    let written = shop.written();
    let again = take(&shop, STOCK, false);
    assert!(again.changes_nothing());
    assert_eq!(again.units_known, 24);
    assert_eq!(shop.written(), written);
    shop.prove();
}

const HEADINGS: &str = "SKU,Quantity,Bin\n";

fn file(rows: &str) -> String {
    format!("{HEADINGS}{rows}")
}

#[test]
fn a_mended_stock_file_posts_its_difference_to_the_earlier_one() {
    let shop = shop();
    take(&shop, &file("MUG,10,A-01\nMUG,4,A-02\nCUP,5,A-03\n"), false);
    // Goods have moved since: the file is about the beginning, not about now.
    shop.does(StockCommand::Move(MoveUnits {
        goods: Goods::new(item("MUG")),
        from: bin("A-01"),
        to: bin("A-02"),
        units: Units::new(3).expect("units"),
        serials: Vec::new(),
    }));
    let mended = file("MUG,12,A-01\nMUG,4,A-02\nCUP,0,A-03\nTRAY,1,A-04\n");
    let written = shop.written();
    let dry = take(&shop, &mended, true);
    assert_eq!(
        (dry.units_new, dry.units_known, dry.units_fewer),
        (3, 14, 5)
    );
    assert_eq!(shop.written(), written);
    let done = take(&shop, &mended, false);
    assert_eq!((done.units_new, done.units_fewer), (3, 5));
    let stock = || {
        let places = [
            ("MUG", "A-01"),
            ("MUG", "A-02"),
            ("CUP", "A-03"),
            ("TRAY", "A-04"),
        ];
        places.map(|(item, bin)| at_bin(&shop, item, bin))
    };
    assert_eq!(stock(), [9, 7, 0, 1]);
    assert!(take(&shop, &mended, false).changes_nothing());
    // Back and forth, as often as somebody changes his mind.
    for (units, there) in [(10, 7), (12, 9), (10, 7)] {
        take(&shop, &file(&format!("MUG,{units},A-01\n")), false);
        assert_eq!(stock(), [there, 7, 0, 1]);
    }
    shop.prove();
}

#[test]
fn a_row_that_would_take_out_what_is_gone_is_refused_and_the_others_go_on() {
    let shop = shop();
    take(&shop, &file("MUG,10,A-01\nCUP,5,A-03\n"), false);
    shop.does(StockCommand::Move(MoveUnits {
        goods: Goods::new(item("MUG")),
        from: bin("A-01"),
        to: bin("A-03"),
        units: Units::new(9).expect("units"),
        serials: Vec::new(),
    }));
    let mended = file("MUG,2,A-01\nCUP,6,A-03\n");
    for dry in [true, false] {
        let report = take(&shop, &mended, dry);
        assert_eq!((report.taken, report.rejected.count()), (1, 1));
        assert_eq!(report.rejected.kept()[0].what, ErrorKind::NotFree);
        assert_eq!((report.units_new, report.units_fewer), (1, 0));
    }
    assert_eq!(
        (at_bin(&shop, "MUG", "A-01"), at_bin(&shop, "CUP", "A-03")),
        (1, 6)
    );
}

#[test]
fn a_delivery_comes_on_top_and_once_however_often_its_file_is_read() {
    let shop = shop();
    take(&shop, &file("MUG,10,A-01\n"), false);
    let deliver = |csv: &str| take_as(&shop, csv, &options(StockMode::Delivery, false));
    let more = file("MUG,5,A-01\n");
    assert_eq!(deliver(&more).units_new, 5);
    assert_eq!(deliver(&more).units_known, 5);
    assert_eq!(at_bin(&shop, "MUG", "A-01"), 15);
    assert_eq!(shop.read(|at| at.state.receipts().count()), 1);
}

#[test]
fn goods_of_a_client_stand_in_its_catalog_and_are_its_own() {
    let shop = shop();
    let acme = PartyId {
        name: Name::Coded(FirstCode::new(code("ACME"))),
    };
    shop.does(PartyCommand::SetParty {
        party: acme.clone(),
        fields: vec![PartyField::Role {
            role: PartyRole::Client,
            has: true,
        }],
        rows: Vec::new(),
    });
    let of_client = StockOptions {
        client: Some(acme.clone()),
        ..options(StockMode::Opening, false)
    };
    take_as(&shop, &file("MUG,10,A-01\n"), &of_client);
    let theirs = ItemId {
        client: Some(acme.clone()),
        ..item("MUG")
    };
    let goods = Goods {
        owner: Some(acme),
        ..Goods::new(theirs)
    };
    let key = AccountKey::new(bin("A-01"), goods);
    assert_eq!(shop.read(|at| at.state.ledger.balance(&key)), 10);
    assert!(take_as(&shop, &file("MUG,10,A-01\n"), &of_client).changes_nothing());
}

#[test]
fn numbers_are_read_in_the_style_that_a_person_chose() {
    let shop = shop();
    let csv = "SKU;Quantity;Bin\nMUG;1.234;A-01\n";
    let unsaid = take(&shop, csv, false);
    assert_eq!(unsaid.rejected.kept()[0].what, ErrorKind::NumberUnclear);
    let comma = StockOptions {
        style: NumberStyle::Comma,
        ..options(StockMode::Opening, false)
    };
    assert_eq!(take_as(&shop, csv, &comma).units_new, 1_234);
}

const PRODUCTS: &str = "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Grams,Variant Weight Unit,Variant Barcode,\
Variant Price,Variant Inventory Qty,Cost per item,Vendor,Type,Tags,Published\n\
mug,Mug,Colour,Red,MUG-RED,380,g,4006381333931,8.90,3,2.50,Us,Kitchen,,true\n\
mug,,,Blue,MUG-BLUE,380,g,,8.90,3,2.50,,,,\n\
bowl,Bowl,Title,Default Title,,720,g,,16.50,1,4.00,Us,Kitchen,,true\n";

#[track_caller]
pub fn take_items(shop: &Shop, csv: &str, dry: bool) -> ItemIntakeReport {
    let files = incoming(&[named("products.csv", csv)]);
    let options = ItemOptions {
        dry,
        ..ItemOptions::default()
    };
    let show = |_: Progress| {};
    let (report, result) = block_on(import_items(files, &options, shop, &NoPace, &show));
    assert_eq!(result, Ok(()));
    assert!(report.adds_up(), "{report:?}");
    report
}

#[test]
fn products_become_items_and_the_same_again_changes_nothing() {
    let shop = shop();
    let dry = take_items(&shop, PRODUCTS, true);
    assert_eq!((dry.new, dry.without_code), (2, 1), "{dry:?}");
    let report = take_items(&shop, PRODUCTS, false);
    assert_eq!((report.new, report.changed, report.known), (2, 0, 0));
    shop.read(|at| {
        let card = at.state.item(&item("MUG-RED")).expect("the item");
        let has = |field: &ItemField| card.fields().any(|of| of == field);
        assert!(has(&ItemField::WeightMg(Some(380_000))));
        let title = card.fields().find_map(|field| match field {
            ItemField::Title(title) => Some(title.as_str()),
            _ => None,
        });
        assert_eq!(title, Some("Mug, Red"));
    });
    let written = shop.written();
    assert!(take_items(&shop, PRODUCTS, false).changes_nothing());
    assert_eq!(shop.written(), written);

    let changed = take_items(
        &shop,
        &PRODUCTS.replace("MUG-RED,380", "MUG-RED,395"),
        false,
    );
    assert_eq!((changed.changed, changed.known), (1, 1));
}

#[test]
fn an_item_whose_barcode_is_anothers_is_refused_and_the_others_go_on() {
    let shop = shop();
    take_items(&shop, PRODUCTS, false);
    let clash = PRODUCTS
        .replace("MUG-BLUE,380,g,,", "CUP,380,g,4006381333931,")
        .replace("MUG-RED,380,g,4006381333931", "MUG-RED,381,g,4006381333931");
    let report = take_items(&shop, &clash, false);
    assert_eq!(
        (report.new, report.changed, report.refused),
        (0, 1, 1),
        "{report:?}"
    );
    assert_eq!(
        report.rejected.kept().last().map(|it| it.what),
        Some(ErrorKind::CodeTwice)
    );
}

#[test]
fn a_retired_item_is_left_alone() {
    let shop = shop();
    take_items(&shop, PRODUCTS, false);
    shop.does(CatalogCommand::SetItems {
        items: vec![depo::trade::catalog::commands::ItemChange {
            which: depo::trade::catalog::commands::ItemRef::Known(item("MUG-RED")),
            fields: vec![ItemField::Retired(true)],
        }],
    });
    let changed = PRODUCTS.replace("MUG-RED,380", "MUG-RED,395");
    let report = take_items(&shop, &changed, false);
    assert_eq!((report.refused, report.known), (1, 1), "{report:?}");
    assert!(Country::new("DE").is_some());
}

/// Amazon's list of what it keeps itself.
fn fba(rows: &[&str]) -> String {
    let headings = "sku\tfnsku\tasin\tproduct-name\tcondition\tyour-price\tmfn-listing-exists\tmfn-fulfillable-quantity\t\
afn-listing-exists\tafn-warehouse-quantity\tafn-fulfillable-quantity\tafn-unsellable-quantity\tafn-reserved-quantity\t\
afn-total-quantity\tper-unit-volume\tafn-inbound-working-quantity\tafn-inbound-shipped-quantity\t\
afn-inbound-receiving-quantity";
    format!("{headings}\n{}\n", rows.join("\n"))
}

#[test]
fn what_amazon_keeps_stands_beside_the_stock_and_is_never_in_it() {
    use depo::trade::catalog::ItemField;
    let shop = shop();
    let first = fba(&[
        "MUG\tX001\tB001\tMug\tNew\t9.99\tNo\t\tYes\t17\t12\t2\t3\t25\t0.1\t1\t4\t3",
        "TEA\tX002\tB002\tTea\tNew\t4.99\tNo\t\tYes\t5\t5\t0\t0\t5\t0.1\t0\t0\t0",
    ]);
    let dry = take_as(&shop, &first, &options(StockMode::Opening, true));
    assert_eq!(
        (dry.at_channel, dry.at_channel_units, dry.units_new),
        (2, 17, 0)
    );
    let report = take_as(&shop, &first, &options(StockMode::Opening, false));
    assert_eq!(
        (report.taken, report.at_channel_new, report.units_new),
        (2, 2, 0)
    );
    let kept = |sku: &str| {
        shop.read(|at| {
            let item = ItemId {
                client: None,
                name: Name::Coded(FirstCode::new(code(sku))),
            };
            let mut fields = at.state.item(&item).expect("a card").fields();
            fields.find_map(|field| match field {
                ItemField::KeptByChannel { stock, .. } => stock
                    .as_ref()
                    .map(|of| [of.sellable, of.reserved, of.unsellable, of.coming]),
                _ => None,
            })
        })
    };
    assert_eq!(kept("MUG"), Some([12, 3, 2, 8]));
    // Nothing of it lies anywhere here, and nothing can be allocated.
    assert_eq!(shop.read(|at| at.state.ledger.accounts().count()), 0);
    let again = take_as(&shop, &first, &options(StockMode::Opening, false));
    assert!(again.changes_nothing(), "{again:?}");
    // What the next list does not name is kept there no more.
    let next = fba(&["MUG\tX001\tB001\tMug\tNew\t9.99\tNo\t\tYes\t9\t9\t0\t0\t9\t0.1\t0\t0\t0"]);
    take_as(&shop, &next, &options(StockMode::Opening, false));
    assert_eq!((kept("MUG"), kept("TEA")), (Some([9, 0, 0, 0]), None));
    shop.prove();
}

#[test]
fn colour_and_size_of_a_list_are_those_of_the_item_and_what_is_not_read_is_named() {
    let shop = shop();
    let list = "SKU,Name,Barcode,Weight (g),Colour,Size,Shelf life\n\
                MUG-R,Mug red L,5901234123457,350,Red,L,x\nLAMP,Lamp,,1200,,,\n";
    let report = take_items(&shop, list, false);
    assert_eq!((report.new, report.rejected.count()), (2, 0), "{report:?}");
    let unread: Vec<&[String]> = report.columns_unread.iter().map(|(_, of)| &**of).collect();
    assert_eq!(unread, [["Shelf life".to_owned()]]);
    shop.read(|at| {
        let face = depo::view::face::face(at, &item("MUG-R"));
        assert_eq!(face.words(), "L · Red");
        let title = depo::view::names::item_title(at, &item("MUG-R"));
        assert_eq!(
            title.map(|title| title.as_str().to_owned()).as_deref(),
            Some("Mug red L")
        );
        assert_eq!(depo::view::face::face(at, &item("LAMP")).words(), "");
    });
}
