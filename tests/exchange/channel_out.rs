//! Files for shops and marketplaces: in their forms, exact, and read back as they were.

use std::num::NonZeroU32;

use chrono::NaiveDate;
use depo::exchange::catalog::model::VariantOption;
use depo::exchange::channel_out::{
    FulfilledLine, Fulfilment, FulfilmentForm, FulfilmentWriter, OutFaultKind, ShippedAt,
    StockForm, StockWriter,
};
use depo::exchange::csv_out::Cell;
use depo::exchange::inventory::{InventoryFormat, Level, OnHand};
use depo::exchange::source::Source;
use depo::exchange::stock_file::{NumberStyle, StockReader};
use depo::exchange::table::Row;
use depo::exchange::workbook::{Workbook, WorkbookWriter};
use proptest::prelude::*;

use crate::goods::inventory::read_chunks;
use crate::shared::shared;

fn line(line_id: &str, sku: &str, units: u32) -> FulfilledLine {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    FulfilledLine {
        line_id: some(line_id),
        sku: some(sku),
        units: NonZeroU32::new(units).expect("not zero"),
    }
}

fn parcel(order: &str, lines: Vec<FulfilledLine>) -> Fulfilment {
    let local = NaiveDate::from_ymd_opt(2026, 8, 1).and_then(|day| day.and_hms_opt(10, 5, 0));
    Fulfilment {
        order: order.to_owned(),
        lines,
        completes_order: false,
        carrier: Some("dhl".to_owned()),
        service: None,
        tracking_number: Some("00123".to_owned()),
        tracking_url: None,
        shipped: local.map(|local| ShippedAt {
            local,
            offset_minutes: -210,
        }),
        tells_buyer: true,
    }
}

/// What a form makes of parcels, and why it does not take others.
fn written(
    form: FulfilmentForm,
    parcels: &[Fulfilment],
) -> (String, Vec<(&'static str, OutFaultKind)>) {
    let mut writer = FulfilmentWriter::new(form);
    let mut faults = Vec::new();
    for parcel in parcels {
        if let Err(fault) = writer.write(parcel) {
            faults.push((fault.column, fault.what));
        }
    }
    (String::from_utf8(writer.take()).expect("text"), faults)
}

#[test]
fn each_channel_gets_its_own_form() {
    let two = vec![line("11", "=A", 2), line("12", "B,1", 1)];
    let (text, faults) = written(
        FulfilmentForm::Shopify,
        &[parcel("#1001", two.clone()), parcel("#1002", vec![])],
    );
    assert_eq!(faults, []);
    assert_eq!(
        text,
        "Name,Command,Line: Type,Line: ID,Line: SKU,Line: Quantity,Fulfillment: Status,Fulfillment: Processed At,\
         Fulfillment: Tracking Company,Fulfillment: Tracking Number,Fulfillment: Tracking URL,Fulfillment: Send Receipt\r\n\
         #1001,UPDATE,Fulfillment Line,11,=A,2,success,2026-08-01 10:05:00 -0330,dhl,00123,,TRUE\r\n\
         #1001,UPDATE,Fulfillment Line,12,\"B,1\",1,success,2026-08-01 10:05:00 -0330,dhl,00123,,TRUE\r\n\
         #1002,UPDATE,Fulfillment Line,,,,success,2026-08-01 10:05:00 -0330,dhl,00123,,TRUE\r\n"
    );
    let (text, _) = written(FulfilmentForm::WooCommerce, &[parcel("727", two.clone())]);
    assert_eq!(
        text,
        "order_id,tracking_provider,tracking_number,date_shipped,status_shipped,sku,qty\r\n\
         727,dhl,00123,01-08-2026,2,=A,2\r\n727,dhl,00123,01-08-2026,2,\"B,1\",1\r\n"
    );
    let amazon = "114-2962899-5762619";
    let other = Fulfilment {
        carrier: Some("Speedy, \"fast\"".to_owned()),
        service: Some("Standard".to_owned()),
        ..parcel(amazon, vec![line("05835637773450", "", 1)])
    };
    let (text, _) = written(
        FulfilmentForm::Amazon,
        &[parcel(amazon, two.clone()), other],
    );
    assert_eq!(
        text,
        "order-id\torder-item-id\tquantity\tship-date\tcarrier-code\tcarrier-name\ttracking-number\tship-method\r\n\
         114-2962899-5762619\t11\t2\t2026-08-01\tDHL\t\t00123\t\r\n\
         114-2962899-5762619\t12\t1\t2026-08-01\tDHL\t\t00123\t\r\n\
         114-2962899-5762619\t05835637773450\t1\t2026-08-01\tOther\tSpeedy, \"fast\"\t00123\tStandard\r\n"
    );
    let (text, _) = written(FulfilmentForm::Plain, &[parcel("-1", two)]);
    assert_eq!(
        text,
        "\u{feff}order,line,sku,units,carrier,service,tracking_number,tracking_url,shipped_at,completes_order\r\n\
         '-1,11,'=A,2,dhl,,00123,,2026-08-01 10:05:00 -0330,no\r\n\
         '-1,12,\"B,1\",1,dhl,,00123,,2026-08-01 10:05:00 -0330,no\r\n"
    );
}

#[test]
fn what_a_channel_would_not_find_is_left_out_and_named() {
    let broken = parcel("#1\n", vec![line("1", "A", 1)]);
    let nameless = parcel("#2", vec![line("", "", 1)]);
    let whole = Fulfilment {
        completes_order: true,
        ..nameless.clone()
    };
    let untracked = Fulfilment {
        tracking_number: None,
        ..parcel("727", vec![])
    };
    let unsent = Fulfilment {
        shipped: None,
        ..parcel("114-2962899-5762619", vec![])
    };
    let long = Fulfilment {
        carrier: Some("x".repeat(51)),
        ..parcel("114-2962899-5762619", vec![])
    };
    let check = |form, parcel: &Fulfilment, expected: &[(&'static str, OutFaultKind)]| {
        let (text, faults) = written(form, std::slice::from_ref(parcel));
        assert_eq!(faults, expected);
        assert_eq!(text.lines().count(), 2 - expected.len(), "{text}");
    };
    use FulfilmentForm::{Amazon, Plain, Shopify, WooCommerce};
    check(
        Shopify,
        &broken,
        &[("Name", OutFaultKind::ControlCharacter)],
    );
    check(Plain, &broken, &[("order", OutFaultKind::ControlCharacter)]);
    check(Shopify, &nameless, &[("Line: SKU", OutFaultKind::Missing)]);
    check(WooCommerce, &nameless, &[("sku", OutFaultKind::Missing)]);
    check(WooCommerce, &whole, &[]);
    check(
        WooCommerce,
        &untracked,
        &[("tracking_number", OutFaultKind::Missing)],
    );
    check(
        Amazon,
        &whole,
        &[("order-id", OutFaultKind::NotOfThisChannel)],
    );
    check(Amazon, &unsent, &[("ship-date", OutFaultKind::Missing)]);
    check(Amazon, &long, &[("carrier-name", OutFaultKind::TooLong)]);
    check(Plain, &nameless, &[]);
    let mut writer = FulfilmentWriter::new(Shopify);
    assert_eq!(
        writer.write(&parcel("#1", vec![line("1", "=A", 1)])),
        Ok(())
    );
    assert_eq!((writer.written().rows, writer.written().formulas), (1, 1));
}

/// The headings are the shops' own, where the shop has a form that it takes in or a list that it gives.
#[test]
fn headings_are_those_of_the_shops_own_files() {
    let of_stock = |form| StockWriter::new(form).preview().headings;
    let of_parcels = |form| FulfilmentWriter::new(form).preview().headings;
    let read = |name: &str| {
        let file = shared(&format!("headers/{name}"))?;
        let text = std::fs::read_to_string(file).expect("text");
        let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let headings = reader.headers().expect("headings").clone();
        Some(headings.iter().map(str::to_owned).collect::<Vec<_>>())
    };
    if let Some(own) = read("shopify-inventory-current.csv") {
        assert_eq!(of_stock(StockForm::Shopify), own);
    }
    let within = |ours: Vec<String>, own: &[String], but: &[&str]| {
        for heading in ours {
            let known = own.contains(&heading) || but.contains(&heading.as_str());
            assert!(known, "{heading} is none of {own:?}");
        }
    };
    if let Some(own) = read("woocommerce-products.csv") {
        within(of_stock(StockForm::WooCommerce), &own, &[]);
    }
    if let Some(own) = read("ebay-orders.csv") {
        // These two are of the form for tracking numbers alone.
        let but = ["Shipping Status", "Shipping Carrier Used"];
        within(of_parcels(FulfilmentForm::Ebay), &own, &but);
    }
    if let Some(own) = read("etsy-sold-order-items.csv") {
        let but = ["Carrier Name", "Tracking Code"];
        within(of_parcels(FulfilmentForm::Etsy), &own, &but);
    }
}

fn level() -> Level {
    Level {
        product: Some("lamp".to_owned()),
        location: Some("Sofia".to_owned()),
        sku: Some("L-1".to_owned()),
        ..Level::default()
    }
}

#[test]
fn stock_that_a_form_cannot_say_is_named() {
    let fault = |form, level: &Level| {
        let mut writer = StockWriter::new(form);
        let result = writer.write(level);
        result.map_err(|fault| (fault.column, fault.what))
    };
    let never = Level {
        on_hand: Some(OnHand::NotStocked),
        ..level()
    };
    let nowhere = Level {
        location: None,
        ..level()
    };
    let option = VariantOption {
        name: None,
        value: "x".to_owned(),
    };
    let many = Level {
        options: vec![option; 4],
        ..level()
    };
    assert_eq!(fault(StockForm::Shopify, &never), Ok(()));
    assert_eq!(
        fault(StockForm::Plain, &never),
        Err(("Available", OutFaultKind::NotStocked))
    );
    assert_eq!(
        fault(StockForm::Plain, &level()),
        Err(("Available", OutFaultKind::Missing))
    );
    assert_eq!(
        fault(StockForm::Shopify, &nowhere),
        Err(("Location", OutFaultKind::Missing))
    );
    assert_eq!(
        fault(StockForm::Shopify, &many),
        Err(("Option3 Value", OutFaultKind::TooManyOptions))
    );
}

fn text() -> impl Strategy<Value = String> {
    // Neither outer blanks nor marks that readers take off: those are not a part of a code.
    "[A-Za-z0-9=@é#,;\"+-][A-Za-z0-9 ,;\"é.-]{0,8}[A-Za-z0-9é]"
}

fn text_of_a_workbook() -> impl Strategy<Value = String> {
    prop_oneof![
        "[\u{1}-\u{1f}_x0-9A-F<>&\"' é]{1,9}",
        "\\PC{1,9}",
        Just("_x000D_".to_owned()),
        Just("=1+1".to_owned()),
        Just("00123".to_owned()),
    ]
}

fn on_hand() -> impl Strategy<Value = Option<OnHand>> {
    let units = (-999_999_999_i64..1_000_000_000).prop_map(|units| Some(OnHand::Units(units)));
    prop_oneof![units, Just(Some(OnHand::NotStocked)), Just(None)]
}

prop_compose! {
    fn any_level()(
        product in text(),
        title in prop::option::of(text()),
        values in prop::collection::vec((prop::option::of(text()), text()), 0..4),
        sku in prop::option::of(text()),
        codes in (prop::option::of(text()), prop::option::of(text()), prop::option::of(text())),
        location in text(),
        amounts in prop::array::uniform4(prop::option::of(-1000_i64..1000)),
        on_hand in on_hand(),
        on_hand_new in on_hand(),
    ) -> Level {
        let [incoming, unavailable, committed, available] = amounts;
        let (hs_code, country_of_origin, bin) = codes;
        Level {
            format: InventoryFormat::Shopify,
            row: 2,
            product: Some(product),
            title,
            options: values.into_iter().map(|(name, value)| VariantOption { name, value }).collect(),
            sku,
            hs_code,
            country_of_origin,
            location: Some(location),
            bin,
            incoming,
            unavailable,
            committed,
            available,
            on_hand,
            on_hand_new,
            barcode: None,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn levels_are_read_back_as_they_were(level in any_level()) {
        let mut writer = StockWriter::new(StockForm::Shopify);
        prop_assert_eq!(writer.write(&level), Ok(()));
        let (end, levels, report) = read_chunks([&writer.take()[..]]);
        prop_assert_eq!((end, report.sheet.refused.count()), (Ok(()), 0));
        prop_assert_eq!(levels, vec![level]);
    }

    #[test]
    fn plain_stock_is_read_back_by_both_readers(sku in text(), name in text(), units in 0_i64..1_000_000_000) {
        let level = Level { title: Some(name.clone()), sku: Some(sku.clone()), on_hand: Some(OnHand::Units(units)), ..level() };
        let mut writer = StockWriter::new(StockForm::Plain);
        prop_assert_eq!(writer.write(&level), Ok(()));
        let bytes = writer.take();
        let (end, levels, _) = read_chunks([&bytes[..]]);
        prop_assert_eq!(end, Ok(()));
        let [read] = &levels[..] else { return Err(TestCaseError::fail("one level")) };
        prop_assert_eq!((&read.sku, &read.title, read.on_hand), (&level.sku, &level.title, level.on_hand));
        let mut book = StockWriter::new(StockForm::Workbook);
        prop_assert_eq!(book.write(&level), Ok(()));
        prop_assert_eq!(read_chunks([&book.finish()[..]]).1, levels);
        let mut reader = StockReader::new("file", NumberStyle::Unsaid);
        let mut rows = Vec::new();
        prop_assert_eq!(reader.push(&bytes, &mut |row| rows.push(row)), Ok(bytes.len()));
        prop_assert_eq!(reader.finish(&mut |row| rows.push(row)), Ok(()));
        prop_assert_eq!((rows.len(), &rows[0].code, rows[0].units), (1, &sku, units));
    }

    /// A workbook keeps every text, whatever it holds, and numbers as far as a spreadsheet does.
    #[test]
    fn workbooks_are_read_back_as_they_were(
        texts in prop::collection::vec(prop::collection::vec(text_of_a_workbook(), 3), 1..5),
        number in any::<i64>(),
    ) {
        let mut writer = WorkbookWriter::new();
        writer.row(["Code", "Name", "Stock"].map(Cell::Text));
        for row in &texts {
            writer.row(row.iter().map(|text| Cell::Text(text)));
        }
        writer.row([Cell::Empty, Cell::Integer(i128::from(number)), Cell::Decimal { amount: -1234, decimals: 2 }]);
        let mut book = Workbook::open(writer.finish()).map_err(|error| TestCaseError::fail(error.to_string()))?;
        let mut rows: Vec<Vec<String>> = Vec::new();
        let mut keep = |row: Row<'_>| rows.push(row.cells().map(str::to_owned).collect());
        while book.step(&mut keep).map_err(|error| TestCaseError::fail(error.to_string()))? {}
        let last = rows.pop();
        prop_assert_eq!(last, Some(vec![String::new(), number.to_string(), "-12.34".to_owned()]));
        prop_assert_eq!(&rows[1..], &texts[..]);
    }

    /// Whatever codes and names hold, the columns stay where they are and a channel's cells are exact.
    #[test]
    fn cells_of_parcels_stay_in_their_columns(order in "\\PC{1,8}", sku in "\\PC{1,8}", carrier in "\\PC{1,8}") {
        let parcel = Fulfilment {
            carrier: Some(carrier.clone()),
            ..parcel(&order, vec![line("1", &sku, 3)])
        };
        let mut writer = FulfilmentWriter::new(FulfilmentForm::Shopify);
        if writer.write(&parcel).is_ok() {
            let mut rows: Vec<Vec<String>> = Vec::new();
            let mut keep = |row: Row<'_>| rows.push(row.cells().map(str::to_owned).collect());
            let bytes = writer.take();
            let mut source = Source::new();
            prop_assert_eq!(source.push(&bytes, &mut keep), Ok(bytes.len()));
            prop_assert_eq!(source.finish(&mut keep), Ok(()));
            prop_assert_eq!(rows.len(), 2);
            prop_assert_eq!((&rows[1][0], &rows[1][4], &rows[1][8]), (&order, &sku, &carrier));
        } else {
            prop_assert!(order.trim().is_empty());
        }
    }
}
