//! A file whose encoding a person has said.

use crate::desk::*;
use depo::exchange::bytes::Encoding;
use depo::intake::FileBytes;
use depo::intake::recoded::{Recoded, first_in_utf8};
use futures_executor::block_on;

fn all(bytes: &mut impl FileBytes) -> Vec<u8> {
    let mut all = Vec::new();
    while let Some(chunk) = block_on(bytes.next()).expect("it is read") {
        all.extend(chunk);
    }
    all
}

#[test]
fn what_a_person_says_is_utf_8_is_not_healed() {
    // A shop that sells charsets: the letters are meant as they stand.
    let text = "Order ID,Order Date,SKU,Quantity,Price,Currency,Name,Street,City,Post Code,Country\n\
                1,2026-05-30,MUG,1,4.50,EUR,JÃ¼rgen Ã¤,Weg 1,KÃ¶ln,50667,DE\n";
    let street = |is_said: bool| {
        let shop = Shop::founded(1);
        let mut files = incoming(&[named("file.csv", text)]);
        files[0].is_said = is_said;
        let show = |_: depo::intake::Progress| {};
        let options = depo::intake::OrderOptions::default();
        let pace = depo::intake::desk::NoPace;
        let import = depo::intake::import_orders(files, options, &shop, &pace, &show);
        let (_, ended) = block_on(import);
        assert_eq!(ended, Ok(()));
        shop.read(|at| {
            let order = at.state.orders().next().expect("an order").id().clone();
            let to = depo::view::names::recipient(at, &order).expect("a recipient");
            to.city.as_ref().map(ToString::to_string)
        })
    };
    assert_eq!(street(false).as_deref(), Some("Köln"));
    assert_eq!(street(true).as_deref(), Some("KÃ¶ln"));
}

#[test]
fn a_file_is_read_in_the_encoding_that_was_said() {
    // The same bytes are Greek in one code page and Cyrillic in another: no guess is sure.
    let text = "Număr,Nume,Oraș\n".to_owned() + &"1,Ștefan Țăranu,Iași\n".repeat(20_000);
    let bytes: Vec<u8> = text
        .chars()
        .map(|character| match character {
            'ă' => 0xe3,
            'ș' => 0xba,
            'Ș' => 0xaa,
            'Ț' => 0xde,
            other => u32::from(other) as u8,
        })
        .collect();
    let said = Encoding::of_name("ISO-8859-16").expect("known");
    let mut recoded = Recoded::new(
        incoming(&[named("file.csv", bytes.clone())])
            .remove(0)
            .bytes,
        Some(said),
    );
    assert!(all(&mut recoded) == text.as_bytes());
    recoded.rewind();
    assert!(all(&mut recoded) == text.as_bytes(), "and once more");
    let mut plain = Recoded::new(
        incoming(&[named("file.csv", bytes.clone())])
            .remove(0)
            .bytes,
        None,
    );
    assert!(all(&mut plain) == bytes, "as they are");
    assert_eq!(
        first_in_utf8(&bytes[..40], false, said),
        text.as_bytes()[..first_in_utf8(&bytes[..40], false, said).len()]
    );
}
