//! The bytes of numbers and variants.

use super::*;

wire_struct! {
    struct Pair { one: u64, two: i64 }
}

wire_enum! {
    enum Several {
        0 => Nothing,
        7 => Inner(Pair),
        3 => Fields { on: bool, list: Vec<u16> },
    }
}

#[track_caller]
fn bytes_of<T: Wire + PartialEq + fmt::Debug>(value: &T, bytes: &[u8]) {
    let mut names = Names::of(StreamId::new([0; 16]));
    let mut w = Writer::new(&mut names);
    value.write(&mut w);
    assert_eq!(w.into_bytes(), bytes);
    let mut r = Reader::new(bytes, &names);
    assert_eq!(T::read(&mut r).as_ref(), Ok(value));
    assert_eq!(r.finish(), Ok(()));
}

#[track_caller]
fn refused<T: Wire + PartialEq + fmt::Debug>(bytes: &[u8], why: Malformed) {
    let names = Names::of(StreamId::new([0; 16]));
    assert_eq!(T::read(&mut Reader::new(bytes, &names)), Err(why));
}

#[test]
fn numbers_are_in_their_shortest_form() {
    bytes_of(&0u64, &[0]);
    bytes_of(&300u64, &[0xac, 2]);
    bytes_of(&u64::MAX, &[255, 255, 255, 255, 255, 255, 255, 255, 255, 1]);
    bytes_of(&-1i64, &[1]);
    bytes_of(&i64::MIN, &[255, 255, 255, 255, 255, 255, 255, 255, 255, 1]);
    refused::<u64>(&[0x80, 0], Malformed::Number);
    refused::<u64>(
        &[255, 255, 255, 255, 255, 255, 255, 255, 255, 2],
        Malformed::Number,
    );
    refused::<u16>(&[0x80, 0x80, 4], Malformed::Number);
    refused::<u64>(&[0x80], Malformed::Truncated);
}

#[test]
fn variants_are_their_numbers_and_an_unknown_one_is_told() {
    assert_eq!(Several::NUMBERS[1], (7, "Inner"));
    bytes_of(&Several::Nothing, &[0]);
    bytes_of(&Several::Inner(Pair { one: 1, two: -2 }), &[7, 1, 3]);
    bytes_of(
        &Several::Fields {
            on: true,
            list: vec![5, 6],
        },
        &[3, 1, 2, 5, 6],
    );
    refused::<Several>(&[1], Malformed::Unknown("Several", 1));
    refused::<Vec<u16>>(&[200, 1], Malformed::Truncated);
}
