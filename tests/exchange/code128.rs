//! Bar codes against values computed by hand, and read back by a decoder of its own.

use depo::exchange::code128::{Code128, Code128Error, QUIET_MODULES};
use depo::limits::CODE128_CHARACTERS_MAX;
use proptest::prelude::*;

/// The modules of each symbol as bits, a bar being 1: the table of the standard in another form than the encoder's.
#[rustfmt::skip]
const MODULES: [u16; 106] = [
    0x6cc, 0x66c, 0x666, 0x498, 0x48c, 0x44c, 0x4c8, 0x4c4, 0x464, 0x648, 0x644, 0x624,
    0x59c, 0x4dc, 0x4ce, 0x5cc, 0x4ec, 0x4e6, 0x672, 0x65c, 0x64e, 0x6e4, 0x674, 0x76e,
    0x74c, 0x72c, 0x726, 0x764, 0x734, 0x732, 0x6d8, 0x6c6, 0x636, 0x518, 0x458, 0x446,
    0x588, 0x468, 0x462, 0x688, 0x628, 0x622, 0x5b8, 0x58e, 0x46e, 0x5d8, 0x5c6, 0x476,
    0x776, 0x68e, 0x62e, 0x6e8, 0x6e2, 0x6ee, 0x758, 0x746, 0x716, 0x768, 0x762, 0x71a,
    0x77a, 0x642, 0x78a, 0x530, 0x50c, 0x4b0, 0x486, 0x42c, 0x426, 0x590, 0x584, 0x4d0,
    0x4c2, 0x434, 0x432, 0x612, 0x650, 0x7ba, 0x614, 0x47a, 0x53c, 0x4bc, 0x49e, 0x5e4,
    0x4f4, 0x4f2, 0x7a4, 0x794, 0x792, 0x6de, 0x6f6, 0x7b6, 0x578, 0x51e, 0x45e, 0x5e8,
    0x5e2, 0x7a8, 0x7a2, 0x5de, 0x5ee, 0x75e, 0x7ae, 0x684, 0x690, 0x69c,
];

const STOP: &str = "1100011101011";

/// The modules of a drawing, from its path alone.
fn modules(symbol: &Code128) -> String {
    let drawing = symbol.path(50);
    assert_eq!(
        drawing.view_box,
        format!("0 0 {} 50", drawing.width_modules)
    );
    let mut modules = vec![b'0'; drawing.width_modules];
    for bar in drawing.path.split_terminator('z') {
        let (at, rest) = bar
            .strip_prefix('M')
            .and_then(|bar| bar.split_once(" 0h"))
            .expect("a bar");
        let (width, rest) = rest.split_once('v').expect("a bar");
        assert_eq!(rest, format!("50h-{width}"));
        let at: usize = at.parse().expect("a number");
        let width: usize = width.parse().expect("a number");
        modules[at..at + width].fill(b'1');
    }
    String::from_utf8(modules).expect("ones and zeros")
}

/// Reads modules back to text; function 1 is given as `\u{1d}`.
fn decode(modules: &str) -> String {
    let quiet = "0".repeat(QUIET_MODULES);
    let inner = modules
        .strip_prefix(&quiet)
        .and_then(|rest| rest.strip_suffix(&quiet))
        .expect("quiet zones");
    let body = inner.strip_suffix(STOP).expect("a stop");
    assert_eq!(body.len() % 11, 0);
    let values: Vec<usize> = (0..body.len() / 11)
        .map(|index| {
            let bits = u16::from_str_radix(&body[index * 11..index * 11 + 11], 2).expect("bits");
            MODULES
                .iter()
                .position(|modules| *modules == bits)
                .expect("a symbol")
        })
        .collect();
    let (check, values) = values.split_last().expect("a check symbol");
    let sum: usize = values
        .iter()
        .enumerate()
        .map(|(index, value)| value * index.max(1))
        .sum();
    assert_eq!(sum % 103, *check);
    let (start, values) = values.split_first().expect("a start");
    let mut set = ['A', 'B', 'C'][start - 103];
    let mut text = String::new();
    let mut shifted = false;
    for value in values {
        let now = match (shifted, set) {
            (true, 'A') => 'B',
            (true, _) => 'A',
            (false, set) => set,
        };
        shifted = false;
        match (now, *value) {
            (_, 102) => text.push('\u{1d}'),
            ('C', pair @ 0..100) => text.push_str(&format!("{pair:02}")),
            ('A' | 'C', 100) => set = 'B',
            ('B' | 'C', 101) => set = 'A',
            ('A' | 'B', 99) => set = 'C',
            ('A' | 'B', 98) => shifted = true,
            ('A', value @ 64..96) => text.push(char::from(value as u8 - 64)),
            (_, value) => text.push(char::from(value as u8 + 32)),
        }
    }
    text
}

#[test]
fn values_are_those_computed_by_hand() {
    for (text, values) in [
        // 104 + 48 + 2*42 + 3*42 + 4*17 + 5*18 + 6*19 + 7*35 = 879 = 8*103 + 55
        ("PJJ123C", &[104, 48, 42, 42, 17, 18, 19, 35, 55][..]),
        // 105 + 12 + 2*34 = 185 = 103 + 82
        ("1234", &[105, 12, 34, 82]),
        // 104 + 33 + 2*99 + 3*12 + 4*34 = 507 = 4*103 + 95
        ("A1234", &[104, 33, 99, 12, 34, 95]),
        // 104 + 65 + 2*98 + 3*73 + 4*66 = 848 = 8*103 + 24: a shift for one control between small letters
        ("a\tb", &[104, 65, 98, 73, 66, 24]),
        // 105 + 0 + 2*12 + 3*100 + 4*33 = 561 = 5*103 + 46
        ("0012A", &[105, 0, 12, 100, 33, 46]),
    ] {
        assert_eq!(
            Code128::text(text).expect("ASCII").values(),
            values,
            "{text}"
        );
    }
    // An SSCC: start C, function 1, ten pairs, check.
    let sscc = Code128::gs1("00340123450000000018").expect("digits");
    assert_eq!(
        sscc.values()[..12],
        [105, 102, 0, 34, 1, 23, 45, 0, 0, 0, 0, 18]
    );
    assert_eq!(sscc.width_modules(), 13 * 11 + 13 + 20);
}

#[test]
fn modules_are_those_of_the_standard() {
    let modules = modules(&Code128::text("1").expect("a digit"));
    // Start B, 1 (value 17), check 121 mod 103 = 18, stop.
    let expected = [
        "0000000000",
        "11010010000",
        "10011100110",
        "11001110010",
        STOP,
        "0000000000",
    ]
    .concat();
    assert_eq!(modules, expected);
}

#[test]
fn texts_that_cannot_be_are_refused() {
    assert_eq!(Code128::text(""), Err(Code128Error::Empty));
    assert_eq!(Code128::gs1(""), Err(Code128Error::Empty));
    assert_eq!(Code128::text("Ș1"), Err(Code128Error::NotAscii('Ș')));
    assert_eq!(
        Code128::text(&"1".repeat(CODE128_CHARACTERS_MAX + 1)),
        Err(Code128Error::TooLong)
    );
    assert!(Code128::text(&"1".repeat(CODE128_CHARACTERS_MAX)).is_ok());
}

/// The fewest symbols by trying everything: sets at each place, shifts, changes.
fn fewest(text: &[u8], set: char) -> usize {
    let Some((first, rest)) = text.split_first() else {
        return 0;
    };
    let in_a = *first < 96;
    let in_b = *first >= 32;
    let mut best = usize::MAX;
    let mut consider =
        |cost: usize, rest: &[u8], set: char| best = best.min(cost + fewest(rest, set));
    for to in ['A', 'B', 'C'] {
        let change = usize::from(to != set);
        match to {
            'C' => {
                if first.is_ascii_digit() && rest.first().is_some_and(u8::is_ascii_digit) {
                    consider(change + 1, &rest[1..], to);
                }
            }
            _ => {
                let (here, there) = if to == 'A' {
                    (in_a, in_b)
                } else {
                    (in_b, in_a)
                };
                if here {
                    consider(change + 1, rest, to);
                } else if there {
                    consider(change + 2, rest, to);
                }
            }
        }
    }
    best
}

proptest! {
    #[test]
    fn what_is_drawn_is_what_is_read(text in "[\x00-\x1c\x1e-\x7f]{1,60}") {
        prop_assert_eq!(decode(&modules(&Code128::text(&text).expect("ASCII"))), text);
    }

    #[test]
    fn gs1_separators_are_function_1(text in "[0-9A-Za-z]{1,20}\x1d[0-9]{1,20}") {
        let symbol = Code128::gs1(&text).expect("ASCII");
        prop_assert_eq!(decode(&modules(&symbol)), format!("\u{1d}{text}"));
    }

    #[test]
    fn no_symbol_is_longer_than_need_be(text in "([0-9]{1,6}|[A-Z]|[a-z]|\t){1,3}") {
        prop_assume!(text.len() <= 9);
        let fewest = ['A', 'B', 'C'].into_iter().map(|set| fewest(text.as_bytes(), set)).min();
        let symbol = Code128::text(&text).expect("ASCII");
        // Start and check beside the data.
        prop_assert_eq!(Some(symbol.values().len() - 2), fewest);
    }
}
