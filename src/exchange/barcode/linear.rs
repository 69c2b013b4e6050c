//! The bar codes of shops and cartons: EAN, UPC (ISO/IEC 15420) and ITF-14 (ISO/IEC 16390). Each digit is four bars and
//! spaces of seven modules, or five of which two are wide.

/// Bars side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bars {
    /// Each bar's first module and width, the blank at the left counted.
    pub bars: Vec<(usize, usize)>,
    /// The width with the blanks on both sides.
    pub width_modules: usize,
}

impl Bars {
    /// The `d` of an SVG path.
    pub fn path(&self, height_modules: usize) -> String {
        self.bars
            .iter()
            .map(|(at, width)| format!("M{at} 0h{width}v{height_modules}h-{width}z"))
            .collect()
    }

    /// The first and the last blank are the quiet zones; between them bars and spaces take turns, beginning with a bar.
    fn of(quiet_left: usize, widths: &[usize], quiet_right: usize) -> Self {
        let mut at = quiet_left;
        let mut bars = Vec::with_capacity(widths.len() / 2 + 1);
        for (index, width) in widths.iter().enumerate() {
            if index % 2 == 0 {
                bars.push((at, *width));
            }
            at += width;
        }
        Self {
            bars,
            width_modules: at + quiet_right,
        }
    }
}

/// The widths of a digit at the left of the middle with odd parity, beginning with a space; at the right the same,
/// beginning with a bar; with even parity the same backwards.
const DIGITS: [[usize; 4]; 10] = [
    [3, 2, 1, 1],
    [2, 2, 2, 1],
    [2, 1, 2, 2],
    [1, 4, 1, 1],
    [1, 1, 3, 2],
    [1, 2, 3, 1],
    [1, 1, 1, 4],
    [1, 3, 1, 2],
    [1, 2, 1, 3],
    [3, 1, 1, 2],
];

/// Which of the six digits at the left have even parity, one bit each from the left: the first digit of an EAN-13.
const EAN_13_EVEN: [u8; 10] = [
    0b00_0000, 0b00_1011, 0b00_1101, 0b00_1110, 0b01_0011, 0b01_1001, 0b01_1100, 0b01_0101,
    0b01_0110, 0b01_1010,
];

/// The same for the check digit of a UPC-E of number system 0; system 1 has the opposite.
const UPC_E_EVEN: [u8; 10] = [
    0b11_1000, 0b11_0100, 0b11_0010, 0b11_0001, 0b10_1100, 0b10_0110, 0b10_0011, 0b10_1010,
    0b10_1001, 0b10_0101,
];

const GUARD: [usize; 3] = [1, 1, 1];
const MIDDLE: [usize; 5] = [1, 1, 1, 1, 1];
const UPC_E_END: [usize; 6] = [1, 1, 1, 1, 1, 1];

/// The values of digits; what is no digit counts as nothing, and callers give digits only.
fn values(digits: &str) -> Vec<usize> {
    digits
        .bytes()
        .filter(u8::is_ascii_digit)
        .map(|digit| usize::from(digit - b'0'))
        .collect()
}

fn push_left(widths: &mut Vec<usize>, digits: &[usize], even: u8) {
    for (place, digit) in digits.iter().enumerate() {
        let pattern = DIGITS[*digit];
        if even & (0b10_0000 >> place) == 0 {
            widths.extend(pattern);
        } else {
            widths.extend(pattern.iter().rev());
        }
    }
}

fn two_halves(left: &[usize], even: u8, right: &[usize], quiet: [usize; 2]) -> Bars {
    let mut widths = GUARD.to_vec();
    push_left(&mut widths, left, even);
    widths.extend(MIDDLE);
    widths.extend(right.iter().flat_map(|digit| DIGITS[*digit]));
    widths.extend(GUARD);
    Bars::of(quiet[0], &widths, quiet[1])
}

/// EAN-13 of 13 digits.
pub(super) fn ean13(digits: &str) -> Bars {
    let values = values(digits);
    let (first, rest) = values.split_first().unwrap_or((&0, &[]));
    let (left, right) = rest.split_at(rest.len().min(6));
    two_halves(left, EAN_13_EVEN[*first], right, [11, 7])
}

/// EAN-8 of 8 digits.
pub(super) fn ean8(digits: &str) -> Bars {
    let values = values(digits);
    let (left, right) = values.split_at(values.len().min(4));
    two_halves(left, 0, right, [7, 7])
}

/// UPC-A of 12 digits.
pub(super) fn upc_a(digits: &str) -> Bars {
    let values = values(digits);
    let (left, right) = values.split_at(values.len().min(6));
    two_halves(left, 0, right, [9, 9])
}

/// UPC-E of its 8 digits: number system, six digits, check digit.
pub(super) fn upc_e(digits: &str) -> Bars {
    let values = values(digits);
    let even = match values.as_slice() {
        [0, .., check] => UPC_E_EVEN[*check],
        [_, .., check] => !UPC_E_EVEN[*check],
        _ => 0,
    };
    let mut widths = GUARD.to_vec();
    push_left(&mut widths, values.get(1..7).unwrap_or_default(), even);
    widths.extend(UPC_E_END);
    Bars::of(9, &widths, 7)
}

/// The 8 digits of a UPC-E for the 12 of a UPC-A; `None` where the zeros stand elsewhere.
pub fn upc_e_digits(digits: &str) -> Option<String> {
    let (system, rest) = digits.split_at_checked(1)?;
    let (maker, rest) = rest.split_at_checked(5)?;
    let (product, check) = rest.split_at_checked(5)?;
    if !matches!(system, "0" | "1") {
        return None;
    }
    let (m, p) = (maker.as_bytes(), product.as_bytes());
    let short = match (m, p) {
        ([_, _, b'0'..=b'2', b'0', b'0'], [b'0', b'0', ..]) => {
            format!("{}{}{}", &maker[..2], &product[2..], &maker[2..3])
        }
        ([_, _, _, b'0', b'0'], [b'0', b'0', b'0', ..]) => {
            format!("{}{}3", &maker[..3], &product[3..])
        }
        ([_, _, _, _, b'0'], [b'0', b'0', b'0', b'0', _]) => {
            format!("{}{}4", &maker[..4], &product[4..])
        }
        (_, [b'0', b'0', b'0', b'0', b'5'..=b'9']) => format!("{maker}{}", &product[4..]),
        _ => return None,
    };
    Some(format!("{system}{short}{check}"))
}

/// Which two of the five elements of a digit are wide.
const WIDE: [[usize; 2]; 10] = [
    [2, 3],
    [0, 4],
    [1, 4],
    [0, 1],
    [2, 4],
    [0, 2],
    [1, 2],
    [3, 4],
    [0, 3],
    [1, 3],
];

/// How much wider wide bars are.
pub const ITF_WIDE_MODULES: usize = 3;

/// ITF-14 of 14 digits: the bars of one digit and the spaces of the next between them.
pub(super) fn itf14(digits: &str) -> Bars {
    let mut widths = vec![1; 4];
    let values = values(digits);
    let (pairs, _) = values.as_chunks::<2>();
    for [bars, spaces] in pairs {
        for element in 0..5 {
            for digit in [bars, spaces] {
                let is_wide = WIDE[*digit].contains(&element);
                widths.push(if is_wide { ITF_WIDE_MODULES } else { 1 });
            }
        }
    }
    widths.extend([ITF_WIDE_MODULES, 1, 1]);
    Bars::of(10, &widths, 10)
}
