//! The ways in which carriers make a check digit out of a serial number.

/// A way to make a check digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Checksum {
    /// The format has no check digit.
    None,
    /// The serial number modulo 7.
    Modulo7,
    /// 10 less the last digit of the sum, in which the places with an even index (from 0, at the left) count `even`
    /// times and the others `odd` times.
    Modulo10 {
        /// The weight of the first place and every second one after it.
        even: u32,
        /// The weight of the places between.
        odd: u32,
        /// What is put before the serial number where it does not begin with it already.
        prefix: &'static str,
    },
    /// The same, counted from the right.
    Modulo10FromRight {
        /// The weight of the last place and every second one before it.
        even: u32,
        /// The weight of the places between.
        odd: u32,
    },
    /// The algorithm of Luhn (US patent 2,950,048).
    Luhn,
    /// The sum of the products with these weights, modulo 11, then modulo 10.
    Weighted(&'static [u32]),
    /// ISO 7064, modulus 37,36.
    Iso7064Modulus37And36,
}

impl Checksum {
    /// Whether the check character is the one of this serial number.
    pub fn agrees(self, serial: &str, check: char) -> bool {
        let expected = match self {
            Checksum::None => return true,
            Checksum::Modulo7 => serial
                .chars()
                .try_fold(0, |rest, c| Some((rest * 10 + c.to_digit(10)?) % 7)),
            Checksum::Modulo10 { even, odd, prefix } => {
                let before = if serial.starts_with(prefix) {
                    ""
                } else {
                    prefix
                };
                let places = before.chars().chain(serial.chars());
                modulo_10(places, even, odd)
            }
            Checksum::Modulo10FromRight { even, odd } => modulo_10(serial.chars().rev(), even, odd),
            Checksum::Luhn => luhn(serial),
            Checksum::Weighted(weights) => weighted(serial, weights),
            Checksum::Iso7064Modulus37And36 => iso_7064(serial),
        };
        expected.is_some_and(|expected| check.to_digit(36) == Some(expected))
    }
}

/// A digit counts as itself, a letter as its ASCII code less 3, modulo 10 (UPS: A is 2, B is 3).
fn value(c: char) -> Option<u32> {
    match c {
        '0'..='9' => c.to_digit(10),
        'A'..='Z' => Some((u32::from(c) - 3) % 10),
        _ => None,
    }
}

fn modulo_10(places: impl Iterator<Item = char>, even: u32, odd: u32) -> Option<u32> {
    let mut sum = 0;
    for (i, c) in places.enumerate() {
        sum += value(c)? * if i % 2 == 0 { even } else { odd };
    }
    Some((10 - sum % 10) % 10)
}

fn luhn(serial: &str) -> Option<u32> {
    let mut sum = 0;
    for (i, c) in serial.chars().rev().enumerate() {
        let digit = c.to_digit(10)?;
        sum += match digit * 2 {
            _ if i % 2 == 1 => digit,
            doubled if doubled > 9 => doubled - 9,
            doubled => doubled,
        };
    }
    Some((10 - sum % 10) % 10)
}

fn weighted(serial: &str, weights: &[u32]) -> Option<u32> {
    if serial.len() != weights.len() {
        return None;
    }
    let mut sum = 0;
    for (c, weight) in serial.chars().zip(weights) {
        sum += c.to_digit(10)? * weight;
    }
    Some(sum % 11 % 10)
}

fn iso_7064(serial: &str) -> Option<u32> {
    let mut product = 36;
    for c in serial.chars() {
        let sum = (product + c.to_digit(36)?) % 36;
        product = if sum == 0 { 36 } else { sum } * 2 % 37;
    }
    Some((37 - product) % 36)
}
