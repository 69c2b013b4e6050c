//! Money, exact.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Neg, Sub};

/// An amount of money in ten-thousandths of the currency's unit: exact for prices with up to four decimals.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Amount(pub i64);

impl Amount {
    /// Nothing.
    pub const ZERO: Amount = Amount(0);
    /// One unit of the currency.
    pub const UNIT: i64 = 10_000;

    /// The price of so many units. Saturates: a total beyond 9e14 units of currency is not a real one.
    pub fn times(self, units: i64) -> Amount {
        Amount(self.0.saturating_mul(units))
    }

    /// Reads a plain decimal with a point, such as `-12.5` or `0.001`.
    ///
    /// `None` for anything else, and for more than four decimals.
    pub fn parse(text: &str) -> Option<Amount> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        if whole.is_empty() && fraction.is_empty() || fraction.len() > 4 {
            return None;
        }
        let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if !all_digits(whole) || !all_digits(fraction) {
            return None;
        }
        let whole: i64 = if whole.is_empty() {
            0
        } else {
            whole.parse().ok()?
        };
        let fraction: i64 = format!("{fraction:0<4}").parse().ok()?;
        let value = whole.checked_mul(Self::UNIT)?.checked_add(fraction)?;
        Some(Amount(if negative { -value } else { value }))
    }
}

impl fmt::Display for Amount {
    /// A plain decimal with a point and at least two decimals.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let value = self.0.unsigned_abs();
        let fraction = format!("{:04}", value % Self::UNIT as u64);
        let shown = fraction.trim_end_matches('0');
        let shown = if shown.len() < 2 {
            &fraction[..2]
        } else {
            shown
        };
        write!(f, "{sign}{}.{shown}", value / Self::UNIT as u64)
    }
}

impl Add for Amount {
    type Output = Amount;
    fn add(self, other: Amount) -> Amount {
        Amount(self.0.saturating_add(other.0))
    }
}

impl Sub for Amount {
    type Output = Amount;
    fn sub(self, other: Amount) -> Amount {
        Amount(self.0.saturating_sub(other.0))
    }
}

impl Neg for Amount {
    type Output = Amount;
    fn neg(self) -> Amount {
        Amount(self.0.saturating_neg())
    }
}

impl Sum for Amount {
    fn sum<I: Iterator<Item = Amount>>(amounts: I) -> Amount {
        amounts.fold(Amount::ZERO, Add::add)
    }
}

/// A currency by its three letters (ISO 4217).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

impl Serialize for Currency {
    /// Three letters for people, three bytes for the journal.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.serialize_str(self.as_str())
        } else {
            self.0.serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let code = String::deserialize(deserializer)?;
            Currency::new(&code)
                .ok_or_else(|| serde::de::Error::custom("not three capital letters"))
        } else {
            <[u8; 3]>::deserialize(deserializer).map(Currency)
        }
    }
}

impl Currency {
    /// Pound sterling.
    pub const GBP: Currency = Currency(*b"GBP");
    /// Euro.
    pub const EUR: Currency = Currency(*b"EUR");

    /// Three capital letters; `None` for anything else.
    pub fn new(code: &str) -> Option<Currency> {
        let bytes: [u8; 3] = code.as_bytes().try_into().ok()?;
        bytes
            .iter()
            .all(u8::is_ascii_uppercase)
            .then_some(Currency(bytes))
    }

    /// The three letters.
    pub fn as_str(&self) -> &str {
        // A decoded event may hold any three bytes; what is no text is shown as an unknown currency.
        std::str::from_utf8(&self.0).unwrap_or("XXX")
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_and_written_exactly() {
        let check = |text: &str, value: i64, shown: &str| {
            assert_eq!(Amount::parse(text), Some(Amount(value)), "{text}");
            assert_eq!(Amount(value).to_string(), shown);
        };
        check("2.55", 25_500, "2.55");
        check("-11062.06", -110_620_600, "-11062.06");
        check("0.001", 10, "0.001");
        check(".5", 5_000, "0.50");
        check("7", 70_000, "7.00");
        for wrong in [
            "",
            ".",
            "1,5",
            "1.23456",
            "--1",
            "1e3",
            "99999999999999999999",
        ] {
            assert_eq!(Amount::parse(wrong), None, "{wrong}");
        }
    }
}
