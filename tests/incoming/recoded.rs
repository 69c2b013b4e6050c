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
