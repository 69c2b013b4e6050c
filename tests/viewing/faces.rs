//! What goods are known by when they are seen: picture, letter, size and colour.

use crate::world::{DAY, World, bin, code, goods, item};
use depo::storage::blobs::{Blobs, hash_of};
use depo::storage::memory::MemoryStore;
use depo::storage::{Change, Durability, Fault, Store, Table};
use depo::trade::catalog::ItemField;
use depo::trade::catalog::commands::{CatalogCommand, ItemChange, ItemRef};
use depo::trade::id::{BlobId, BlobKind};
use depo::trade::sequence::SequenceKey;
use depo::trade::text::Words;
use depo::view::face::{Swatch, face, swatch_of};
use depo::view::recipes::{KitFault, day_read, day_typed, kit_of, kit_read, kit_typed};
use depo::view::variants::matrix;
use futures_executor::block_on;

fn blob(letter: u8) -> BlobId {
    BlobId {
        hash: hash_of(&[letter]),
        kind: BlobKind::Jpeg,
        bytes: 1,
    }
}

pub fn set(sku: &str, fields: Vec<ItemField>) -> CatalogCommand {
    CatalogCommand::SetItems {
        items: vec![ItemChange {
            which: ItemRef::Coded {
                client: None,
                code: code(sku),
            },
            fields,
        }],
    }
}

fn attribute(name: &str, value: &str) -> ItemField {
    ItemField::Attribute {
        name: code(name),
        value: Some(code(value)),
    }
}

#[test]
fn a_variant_is_known_by_its_products_picture_its_size_and_its_colour() {
    let mut world = World::bare();
    let picture = |letter: u8, place: u32| ItemField::Picture {
        blob: blob(letter),
        at: Some(SequenceKey::at(place)),
    };
    let title = ItemField::Title(Words::new("Shirt").expect("words"));
    world.does(set("SHIRT", vec![title, picture(2, 1), picture(1, 0)]));
    let fields = vec![
        ItemField::VariantOf(Some(item("SHIRT"))),
        attribute("Размер", "M"),
        attribute("colour", "Roșie"),
    ];
    world.does(set("SHIRT-M-RED", fields));
    let known = world.hand(|hand| face(&hand.at, &item("SHIRT-M-RED")));
    assert_eq!(known.picture, Some(blob(1)), "the product's first");
    assert_eq!(known.words(), "M · Roșie");
    assert_eq!(known.swatch, swatch_of("red"));
    world.does(set(
        "SHIRT-M-RED",
        vec![ItemField::Swatch(Some(0x12_34_56))],
    ));
    let known = world.hand(|hand| face(&hand.at, &item("SHIRT-M-RED")));
    assert_eq!(known.swatch.map(Swatch::hex), Some("#123456".to_owned()));
    assert_eq!(known.letter, "S");
}

#[test]
fn a_picture_is_kept_under_its_hash_and_nothing_else_passes_for_it() {
    let store = MemoryStore::new();
    let blobs = Blobs::new(store.clone());
    let bytes = vec![7; 1_000];
    let hash = block_on(blobs.put(&bytes)).expect("it is kept");
    assert_eq!(hash, hash_of(&bytes));
    assert_eq!(block_on(blobs.get(&hash)), Ok(Some(bytes.clone())));
    assert_eq!(block_on(blobs.after(None)), Ok(Some((hash, bytes))));
    assert_eq!(block_on(blobs.after(Some(&hash))), Ok(None));
    let other = Change::Put {
        table: Table::Blobs,
        key: hash.to_vec(),
        value: vec![8; 1_000],
    };
    block_on(store.write(&[], &[other], Durability::Strict)).expect("it is written");
    let damaged = block_on(blobs.get(&hash)).expect_err("other bytes");
    assert_eq!(damaged.fault, Fault::Corrupt);
    let large = block_on(blobs.put(&vec![0; 2 * 1024 * 1024])).expect_err("too large");
    assert_eq!(large.fault, Fault::TooLarge);
}

#[test]
fn each_cell_of_the_matrix_says_what_can_be_sold_of_its_variant() {
    let mut world = World::new(&[]);
    world.does(set("SHIRT", vec![ItemField::Retired(false)]));
    for (sku, size, colour) in [
        ("SHIRT-XL-R", "XL", "red"),
        ("SHIRT-S-R", "S", "red"),
        ("SHIRT-S-B", "S", "blue"),
    ] {
        let of = ItemField::VariantOf(Some(item("SHIRT")));
        world.does(set(
            sku,
            vec![of, attribute("size", size), attribute("colour", colour)],
        ));
    }
    world.found(goods("SHIRT-S-R"), bin("A1"), 3);
    let today = DAY / 86_400_000;
    let shown = world.hand(|hand| matrix(&hand.at, &item("SHIRT-S-B"), today));
    let shown = shown.expect("the product has variants");
    assert_eq!(
        (shown.sku.as_str(), shown.sizes.as_slice()),
        ("SHIRT", ["S".to_owned(), "XL".to_owned()].as_slice())
    );
    let colours: Vec<&str> = shown
        .colours
        .iter()
        .map(|colour| colour.word.as_str())
        .collect();
    assert_eq!(colours, ["blue", "red"]);
    let free: Vec<Vec<Vec<i128>>> = shown
        .cells
        .iter()
        .map(|row| {
            row.iter()
                .map(|cells| cells.iter().map(|cell| cell.available).collect())
                .collect()
        })
        .collect();
    assert_eq!(free, [[vec![0], vec![3]], [vec![], vec![0]]]);
    assert!(shown.cells[0][0][0].is_sold_out());
    assert_eq!(shown.available(), 3);
}

#[test]
fn a_kit_is_typed_as_it_is_shown_and_a_wrong_line_is_named() {
    let mut world = World::new(&["MUG", "TEA", "SET"]);
    let today = DAY / 86_400_000;
    let read = |world: &World, typed: &str| {
        world.hand(|hand| kit_read(&hand.at, &item("SET"), today, typed))
    };
    let recipe = read(&world, "MUG = 2\n\nTEA").expect("a kit");
    world.does(CatalogCommand::SetRecipe(recipe));
    let kit = world
        .hand(|hand| kit_of(&hand.at, &item("SET"), today))
        .expect("a kit");
    assert_eq!(kit_typed(&kit), "MUG = 2\nTEA = 1");
    let unknown = KitFault::Unknown(2, "CUP".to_owned());
    assert_eq!(read(&world, "MUG = 2\nCUP = 1"), Err(unknown));
    assert_eq!(read(&world, "MUG = many"), Err(KitFault::NoUnits(1)));
    assert_eq!(day_read(&day_typed(today)), Some(today));
}
