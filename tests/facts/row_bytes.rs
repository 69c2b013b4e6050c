//! Personal rows, byte for byte: the table lies beside the facts and is frozen with them.

use crate::support::code;
use depo::trade::demand::LineKey;
use depo::trade::id::{BlobId, BlobKind};
use depo::trade::orders::ChargeKind;
use depo::trade::personal::Slot;
use depo::trade::personal::content::{
    CellText, ChargeCode, Contact, Content, FileRow, FileRows, Tags, Title, Written, content_of,
    hash_of,
};
use depo::trade::quantity::{Amount, Country};
use depo::trade::text::Words;
use std::fmt::Write;
use std::path::Path;

fn words(text: &str) -> Words {
    Words::new(text).expect("words")
}

fn contents() -> Vec<(Slot, Content)> {
    let contact = Contact {
        name: Some(words("Ana Pop")),
        company: Some(words("Pop SRL")),
        lines: vec![words("Strada Lungă 7"), words("ap. 3")],
        city: Some(words("Cluj-Napoca")),
        region: Some(words("Cluj")),
        post_code: Some(words("400001")),
        country: Country::new("RO"),
        phone: Some(words("+40 264 000 000")),
        email: Some(words("ana@example.org")),
    };
    let title = Title {
        line: LineKey::Id(code("7")),
        title: words("Mug, with a name on it"),
    };
    let cell = CellText::new;
    let rows = FileRows {
        mapping: Some(cell("{}")),
        headings: vec![cell("Order"), cell("SKU")],
        delimiter: Some(cell(";")),
        rows: vec![FileRow {
            number: 2,
            cells: vec![cell("1001"), cell("")],
        }],
    };
    let tags = Tags {
        tags: vec![words("gift")],
        charges: vec![ChargeCode {
            kind: ChargeKind::Discount,
            amount: Amount::new(-10_000),
            code: words("MAY"),
        }],
        statuses: vec![words("rings twice")],
    };
    let picture = BlobId {
        hash: [7; 32],
        kind: BlobKind::Png,
        bytes: 70_000,
    };
    vec![
        (Slot::Recipient, Content::Contact(Box::new(contact))),
        (
            Slot::Note,
            Content::Text(words("by the gate\nnot the door")),
        ),
        (Slot::Titles, Content::Titles(vec![title])),
        (Slot::RawRow, Content::Rows(Box::new(rows))),
        (Slot::Picture, Content::Blob(picture)),
        (Slot::Pin, Content::Bytes(vec![1, 2, 3])),
        (Slot::Tags, Content::Tags(Box::new(tags))),
    ]
}

#[test]
fn every_kind_of_row_keeps_its_bytes() {
    let mut told = String::new();
    for (slot, content) in contents() {
        let salt = std::array::from_fn(|at| at as u8);
        let row = Written {
            slot: slot.clone(),
            salt,
            content: content.clone(),
        };
        let bytes = row.bytes();
        assert_eq!(content_of(&bytes), Ok(content));
        assert_eq!(row.row().hash, hash_of(&bytes));
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        writeln!(told, "{slot:?} {hex}").expect("it is written");
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/facts/rows.txt");
    if std::env::var_os("DEPO_WRITE_JOURNAL").is_some() {
        std::fs::write(&path, &told).expect("it is written");
    }
    let kept = std::fs::read_to_string(path).expect("the fixture");
    assert_eq!(told, kept);
}
