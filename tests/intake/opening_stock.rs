//! Opening stock: from files, and made up for a demonstration.

use crate::desk::*;
use crate::sample::{SampleOptions, sample};
use crate::support::*;
use depo::domain::command::Command;
use depo::domain::place::Place;
use depo::portal::NoPace;
use depo::portal::intake::{
    Progress, StockImport, StockIntakeReport, StockMode, import_stock, made_up,
};
use futures_executor::block_on;

fn take_stock(site: &Site, csv: &str, dry: bool) -> StockIntakeReport {
    take_stock_as(site, csv, StockMode::default(), dry)
}

fn take_stock_as(site: &Site, csv: &str, mode: StockMode, dry: bool) -> StockIntakeReport {
    let files = incoming(&[("stock.csv".to_owned(), csv.as_bytes().to_vec())]);
    let how = StockImport {
        mode,
        dry,
        ..StockImport::default()
    };
    let show = |_: Progress| {};
    let (report, result) = block_on(import_stock(files, how, &SiteDesk(site), &NoPace, &show));
    assert_eq!(result, Ok(()));
    assert!(report.adds_up(), "{report:?}");
    report
}

const STOCK: &str = "SKU,Quantity,Bin,Name,Barcode\n\
    MUG,10,A-01-1,Red mug,5012345678900\n\
    MUG,5,A-01-1,,\n\
    MUG,2,B-02-1,,\n\
    TRAY,0,A-01-2,Tray,\n\
    CUP,7,,Cup,\n\
    BAD,x,A-01-3,,\n";

#[test]
fn opening_stock_sets_up_items_and_bins_and_the_same_again_changes_nothing() {
    let site = Site::new(1);
    let dry = take_stock(&site, STOCK, true);
    assert_eq!((dry.units_new, dry.items_added), (24, 3));
    assert!(site.portal.state().catalog.is_empty());

    let report = take_stock(&site, STOCK, false);
    assert_eq!((report.taken, report.rejected.count()), (5, 1));
    assert_eq!(
        (report.units_new, report.items_added, report.bins_added),
        (24, 3, 3)
    );
    assert_eq!(site.figures("MUG"), (17, 0, 0));
    assert_eq!(site.figures("CUP"), (7, 0, 0));
    {
        let state = site.portal.state();
        assert_eq!(
            state
                .catalog
                .by_scan("5012345678900")
                .map(|item| item.sku.as_str()),
            Some("MUG")
        );
        assert!(state.ledger.mismatches().is_empty());
    }
    let digest = site.portal.state().digest();
    let again = take_stock(&site, STOCK, false);
    assert!(again.changes_nothing());
    assert_eq!(again.units_known, 24);
    assert_eq!(site.portal.state().digest(), digest);
    site.prove();
}

const HEADINGS: &str = "SKU,Quantity,Bin\n";

#[test]
fn a_mended_stock_file_posts_its_difference_to_the_earlier_one() {
    let site = Site::new(1);
    let file = |rows: &str| format!("{HEADINGS}{rows}");
    take_stock(&site, &file("MUG,10,A-01\nMUG,4,A-02\nCUP,5,A-03\n"), false);
    // Goods have moved since: the file is about the beginning, not about now.
    site.act(Command::MoveStock {
        sku: sku("MUG"),
        from: code("A-01"),
        to: code("A-02"),
        units: 3,
    });
    let mended = file("MUG,12,A-01\nMUG,4,A-02\nCUP,0,A-03\nTRAY,1,A-04\n");
    let digest = site.portal.state().digest();
    let dry = take_stock(&site, &mended, true);
    assert_eq!(
        (dry.units_new, dry.units_known, dry.units_fewer),
        (3, 14, 5)
    );
    assert_eq!(site.portal.state().digest(), digest);
    let done = take_stock(&site, &mended, false);
    assert_eq!((done.units_new, done.units_fewer), (3, 5));
    let in_bin = |item: &str, bin: &str| {
        let state = site.portal.state();
        let bin = Place::Bin(code(bin));
        state
            .ledger
            .item(&sku(item))
            .map_or(0, |stock| stock.at(&bin))
    };
    let stock = || {
        let places = [
            ("MUG", "A-01"),
            ("MUG", "A-02"),
            ("CUP", "A-03"),
            ("TRAY", "A-04"),
        ];
        places.map(|(item, bin)| in_bin(item, bin))
    };
    assert_eq!(stock(), [9, 7, 0, 1]);
    assert!(take_stock(&site, &mended, false).changes_nothing());
    // Back and forth, as often as somebody changes his mind.
    for (units, there) in [(10, 7), (12, 9), (10, 7)] {
        take_stock(&site, &file(&format!("MUG,{units},A-01\n")), false);
        assert_eq!(stock(), [there, 7, 0, 1]);
    }
    assert!(site.portal.state().ledger.mismatches().is_empty());
    site.prove();
}

#[test]
fn a_stock_file_takes_nothing_out_that_is_promised_and_adds_on_top_only_when_asked() {
    let site = Site::new(1);
    let file = |units: u32| format!("{HEADINGS}MUG,{units},A-01\n");
    take_stock(&site, &file(10), false);
    site.act(Command::TakeOrders {
        orders: vec![placed("1", &[("MUG", 8)])],
    });
    site.act(Command::Allocate {
        orders: vec![order_id("1")],
    });
    let refused = take_stock(&site, &file(7), false);
    assert!(refused.changes_nothing());
    assert_eq!((refused.taken, refused.rejected.count()), (0, 1));
    assert_eq!(site.figures("MUG").0, 10);
    take_stock(&site, &file(8), false);
    assert_eq!(site.figures("MUG").0, 8);

    let added = take_stock_as(&site, &file(5), StockMode::Add, false);
    assert_eq!((added.units_new, added.units_known), (5, 0));
    assert!(take_stock_as(&site, &file(5), StockMode::Add, false).changes_nothing());
    assert_eq!(site.figures("MUG").0, 13);
    site.prove();

    // Two devices that take in one file post it once.
    let (one, other) = (Site::new(2), Site::new(3));
    for site in [&one, &other] {
        take_stock(site, &file(10), false);
    }
    let document = |site: &Site| site.portal.state().stock_documents.keys().next().cloned();
    assert_eq!(document(&one), document(&other));
}

#[test]
fn made_up_stock_covers_a_part_of_the_demand_and_is_the_same_everywhere() {
    let csv = sample(SampleOptions {
        seed: 4,
        invoices: 700,
        broken_rows: false,
    })
    .csv;
    let site = Site::new(1);
    take_files(&site, &[("made.csv".to_owned(), csv.clone())]);
    let made = made_up(&site.portal.state());
    assert_eq!(made, made_up(&site.portal.state()));
    let wanted: u64 = {
        let state = site.portal.state();
        state
            .ledger
            .items()
            .filter_map(|(_, s)| u64::try_from(s.wanted()).ok())
            .sum()
    };
    assert!(made.units > wanted / 2 && made.units < wanted * 3 / 2);
    assert!(made.short > made.items / 10 && made.short < made.items);

    // The walk goes up one aisle and down the next.
    let walk: Vec<(&str, u32)> = made
        .bins
        .iter()
        .map(|(bin, walk)| (bin.as_str(), *walk))
        .collect();
    assert_eq!(
        &walk[..5],
        [
            ("A-01-1", 1),
            ("A-01-2", 2),
            ("A-01-3", 3),
            ("A-01-4", 4),
            ("A-02-1", 5)
        ]
    );
    assert_eq!(walk[160], ("B-40-1", 161));

    site.act(Command::SetUpBins {
        bins: made.bins.clone(),
    });
    for document in &made.documents {
        site.act(Command::TakeStock {
            documents: vec![document.clone()],
        });
    }
    let state = site.portal.state();
    assert!(state.ledger.mismatches().is_empty());
    let on_hand: i64 = state.ledger.items().map(|(_, stock)| stock.on_hand()).sum();
    assert_eq!(on_hand as u64, made.units);
    assert!(state.bins.values().all(|bin| bin.walk > 0));
    // What lies there counts: nothing more is made up.
    let more = made_up(&state);
    assert!(more.documents.is_empty() && more.bins.is_empty());
    drop(state);
    site.prove();

    // Another device that took the same orders makes up the same.
    let other = Site::new(2);
    take_files(&other, &[("made.csv".to_owned(), csv)]);
    assert_eq!(made_up(&other.portal.state()), made);
}
