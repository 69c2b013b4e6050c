//! Files of free headings, and files that a person has explained.

use depo::exchange::decimal::AmountStyle;
use depo::exchange::orders::OrderFormat;
use depo::exchange::orders::mapping::{
    AddressPart, Field, MappedColumn, Mapping, Moment, OrderCells, RowIs,
};
use depo::exchange::orders::status::{About, Fulfilment, StatusFamily};
use depo::exchange::problem::{ErrorKind, FileError};
use depo::exchange::times::DateStyle;

use super::{read, read_mapped, shown};

#[test]
fn free_headings_are_guessed_and_rows_of_one_number_are_one_order() {
    let text = "Order #;Order Date;Order Status;Recipient Name;Address 1;Postal Code;SKU;Item Name;Qty;Unit Price;Notes\n\
        A-1;2026-08-01;Awaiting Shipment;Bo;Street 1;01234;X;Lamp;2;1.50;\"a;b\"\n\
        A-2;2026-08-01;On Hold;Cy;Street 2;01235;X;Lamp;1;1.50;\n\
        A-1;2026-08-01;Awaiting Shipment;Bo;Street 1;01234;Y;Wick;1;0.25;\n";
    let found = read(text.as_bytes());
    assert_eq!(
        (found.format(), &found.end),
        (OrderFormat::FreeHeadings, &Ok(()))
    );
    let orders: Vec<_> = found
        .orders
        .iter()
        .map(|order| {
            (
                &*order.number,
                order.lines.len(),
                order.status.fulfilment,
                shown(order.goods_value()),
            )
        })
        .collect();
    assert_eq!(
        orders,
        [
            ("A-1", 2, Fulfilment::ToFulfil, "3.25".to_owned()),
            ("A-2", 1, Fulfilment::OnHold, "1.50".to_owned()),
        ]
    );
    let address = found.orders[0].ship_to.as_ref().expect("an address");
    assert_eq!(address.post_code.as_deref(), Some("01234"));
    assert_eq!(address.street, ["Street 1"]);
}

#[test]
fn what_nobody_knows_is_said_with_its_headings() {
    let found = read(b"Alpha,Beta\n1,2\n");
    let expected = FileError::NotRecognised {
        found: vec!["Alpha".to_owned(), "Beta".to_owned()],
    };
    assert_eq!(found.end, Err(expected));
    assert_eq!(read(b"").end, Err(FileError::Empty));
    assert_eq!(read(b" \n,,\n").end, Err(FileError::Empty));
}

fn mapping() -> Mapping {
    let column = |heading: &str, field| MappedColumn {
        heading: heading.to_owned(),
        field,
    };
    Mapping {
        columns: vec![
            column("Nr.", Field::Number),
            column("Datum", Field::Time(Moment::Placed)),
            column("Stand", Field::Status(About::Order)),
            column("Ort", Field::ShipTo(AddressPart::City)),
            column("Artikel", Field::Sku),
            column("Menge", Field::Units),
            column("Preis", Field::UnitPrice),
        ],
        row_is: RowIs::Line,
        order_cells: OrderCells::FirstRow,
        dates: DateStyle::DayFirst,
        amounts: AmountStyle::Comma,
        currency: depo::trade::quantity::Currency::new("EUR"),
        country: None,
        statuses: StatusFamily::Emag,
    }
}

const FILE: &str = "Exported by the shop\t\nNr.\tPreis\tMenge\tArtikel\tOrt\tDatum\tStand\tX\n\
    7\t1.234,50\t1.000\tA\tPlovdiv\t08/09/26 10:00\t2\t?\n7\t0,5\t2\tB\n8\tfree\t1\tC\tSofia\t31.12.2026\tneu\t?\n";

#[test]
fn a_file_is_read_as_a_person_explained_it() {
    let found = read_mapped(FILE.as_bytes(), &mapping());
    assert_eq!((found.format(), &found.end), (OrderFormat::Mapped, &Ok(())));
    let first = &found.orders[0];
    assert_eq!((first.lines.len(), first.units()), (2, 1002));
    assert_eq!(shown(first.goods_value()), "1234501.00");
    assert_eq!(
        first.currency.map(|c| c.to_string()).as_deref(),
        Some("EUR")
    );
    assert_eq!(first.status.fulfilment, Fulfilment::InProgress);
    let placed = first.times.placed.as_ref().and_then(|time| time.local);
    assert_eq!(
        placed.map(|time| time.to_string()).as_deref(),
        Some("2026-09-08 10:00:00")
    );
    assert_eq!(found.orders[1].status.words[0].words, "neu");
    assert_eq!(
        found.doubts(),
        [(5, "Preis".to_owned(), ErrorKind::NotAPrice)]
    );
    assert_eq!(found.report.columns_unread, ["X"]);
}

#[test]
fn a_mapping_is_remembered_as_text() {
    let text = serde_json::to_string(&mapping()).expect("plain data");
    assert!(
        text.contains(r#"{"heading":"Ort","field":{"ship_to":"city"}}"#),
        "{text}"
    );
    let again: Mapping = serde_json::from_str(&text).expect("the same data");
    assert_eq!(again, mapping());
    let shortest: Mapping = serde_json::from_str(r#"{"columns": []}"#).expect("the rest is usual");
    assert_eq!(shortest, Mapping::default());
}

#[test]
fn a_style_that_is_not_known_is_asked_for() {
    let mapping = Mapping {
        amounts: AmountStyle::Unsaid,
        dates: DateStyle::Unsaid,
        ..mapping()
    };
    let found = read_mapped(FILE.as_bytes(), &mapping);
    assert_eq!(
        found.refused(),
        [(3, "Menge".to_owned(), ErrorKind::NumberUnclear)]
    );
    let other = FILE.replace("\t1.000\t", "\t3\t");
    let found = read_mapped(other.as_bytes(), &mapping);
    assert!(
        found
            .doubts()
            .contains(&(3, "Datum".to_owned(), ErrorKind::DateUnclear))
    );
}

#[test]
fn a_row_may_be_a_unit_or_an_order() {
    let mut units = mapping();
    units.row_is = RowIs::Unit;
    units.columns.retain(|column| column.field != Field::Units);
    let found = read_mapped(FILE.replace("\tB\n", "\tA\n").as_bytes(), &units);
    assert_eq!(found.orders[0].units(), 2);
    let orders = Mapping {
        row_is: RowIs::Order,
        ..mapping()
    };
    let found = read_mapped(FILE.as_bytes(), &orders);
    assert_eq!((found.report.orders, found.report.lines), (2, 0));
}

#[test]
fn two_columns_of_one_heading_are_refused() {
    let found = read(b"Order #,SKU,Qty,sku\n1,A,1,B\n");
    assert!(
        matches!(found.end, Err(FileError::ColumnTwice { .. })),
        "{:?}",
        found.end
    );
}
