//! Units, money, weights, sizes and times, each a type of its own.

use crate::stream::wire::{Malformed, Reader, Wire, Writer};
use crate::{wire_enum, wire_struct};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::iter::Sum;
use std::num::NonZeroU64;
use std::ops::{Add, Neg, Sub};

/// How many units of goods a fact speaks of, in the item's base unit: 1 to 10^15. Sums are taken in 128 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Units(NonZeroU64);

impl Units {
    /// The most that one fact may say.
    pub const MAX: u64 = 1_000_000_000_000_000;
    /// One unit.
    pub const ONE: Units = Units(NonZeroU64::MIN);

    /// So many units; `None` for 0 and for more than [`Units::MAX`].
    pub fn new(units: u64) -> Option<Units> {
        NonZeroU64::new(units)
            .filter(|units| units.get() <= Self::MAX)
            .map(Units)
    }

    /// The number.
    pub fn get(self) -> u64 {
        self.0.get()
    }

    /// The number, for sums.
    pub fn wide(self) -> i128 {
        i128::from(self.0.get())
    }
}

impl fmt::Display for Units {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Wire for Units {
    fn write(&self, w: &mut Writer<'_>) {
        self.get().write(w);
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, Malformed> {
        Units::new(u64::read(r)?).ok_or(Malformed::OutOfRange("units are 1 to 10^15"))
    }
}

/// An amount of money in ten-thousandths of the currency's unit: exact for prices with up to four decimals.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Amount(i64);

impl Amount {
    /// Nothing.
    pub const ZERO: Amount = Amount(0);
    /// One unit of the currency, in ten-thousandths.
    pub const UNIT: i64 = 10_000;

    /// So many ten-thousandths.
    pub const fn new(ten_thousandths: i64) -> Amount {
        Amount(ten_thousandths)
    }

    /// The ten-thousandths.
    pub const fn get(self) -> i64 {
        self.0
    }

    /// The ten-thousandths, for sums and products.
    pub fn wide(self) -> i128 {
        i128::from(self.0)
    }

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

impl Wire for Amount {
    fn write(&self, w: &mut Writer<'_>) {
        self.0.write(w);
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, Malformed> {
        i64::read(r).map(Amount)
    }
}

/// A currency by its three capital letters (ISO 4217).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

impl Serialize for Currency {
    /// Three letters for people, three bytes for programs.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
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
            let bytes = <[u8; 3]>::deserialize(deserializer)?;
            if bytes.iter().all(u8::is_ascii_uppercase) {
                Ok(Currency(bytes))
            } else {
                Err(serde::de::Error::custom("not three capital letters"))
            }
        }
    }
}

impl Currency {
    /// ISO 4217 has these letters for "no currency": of an order that speaks of no money.
    pub const NONE: Currency = Currency(*b"XXX");

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
    pub fn letters(&self) -> [char; 3] {
        self.0.map(char::from)
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.letters()
            .iter()
            .try_for_each(|letter| write!(f, "{letter}"))
    }
}

impl Wire for Currency {
    fn write(&self, w: &mut Writer<'_>) {
        w.raw(&self.0);
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, Malformed> {
        let bytes = <[u8; 3]>::read(r)?;
        if bytes.iter().all(u8::is_ascii_uppercase) {
            Ok(Currency(bytes))
        } else {
            Err(Malformed::NotNormal("a currency"))
        }
    }
}

wire_struct! {
    /// An amount in a currency.
    pub struct Money {
        /// How much.
        pub amount: Amount,
        /// Of what.
        pub currency: Currency,
    }

    /// The outer size of a thing, in millimetres.
    pub struct Size {
        /// The longest side as it stands.
        pub length_mm: u32,
        /// The other side.
        pub width_mm: u32,
        /// From the ground up.
        pub height_mm: u32,
    }

    /// A day of the calendar: days since 1970-01-01.
    pub struct Day {
        /// Days since 1970-01-01, negative before.
        pub days: i64,
    }

    /// An instant: milliseconds since 1970 UTC.
    pub struct Instant {
        /// Milliseconds since 1970 UTC, negative before.
        pub ms: i64,
    }
}

wire_enum! {
    /// A time as a source wrote it.
    pub enum SourceTime {
        /// On a wall clock whose zone is not known, in seconds since 1970-01-01 00:00 there.
        0 => Civil { seconds: i64 },
        /// On a wall clock of a known offset.
        1 => Offset {
            /// Seconds since 1970-01-01 00:00 on that clock.
            seconds: i64,
            /// How many minutes the clock is ahead of UTC.
            ahead: i64,
        },
        /// To the millisecond, in UTC.
        2 => Exact(Instant),
    }
}

/// Of three sides some were given and some were not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SideMissing;

impl Size {
    /// The size of three sides in millimetres, length, width and height; none where none is given.
    ///
    /// # Errors
    /// Some of them are missing.
    pub fn of_sides(sides: [Option<u32>; 3]) -> Result<Option<Size>, SideMissing> {
        match sides {
            [Some(length_mm), Some(width_mm), Some(height_mm)] => Ok(Some(Size {
                length_mm,
                width_mm,
                height_mm,
            })),
            [None, None, None] => Ok(None),
            _ => Err(SideMissing),
        }
    }
}

impl SourceTime {
    /// Milliseconds since 1970 UTC, to put times in an order; a wall clock without a zone is read as UTC.
    pub fn as_utc_ms(&self) -> i64 {
        match self {
            SourceTime::Civil { seconds } => seconds.saturating_mul(1_000),
            SourceTime::Offset { seconds, ahead } => seconds
                .saturating_sub(ahead.saturating_mul(60))
                .saturating_mul(1_000),
            SourceTime::Exact(instant) => instant.ms,
        }
    }

    /// The instant, where the source said enough to know it.
    pub fn instant(&self) -> Option<Instant> {
        match self {
            SourceTime::Civil { .. } => None,
            SourceTime::Offset { seconds, ahead } => {
                let ahead = ahead.checked_mul(60)?;
                let ms = seconds.checked_sub(ahead)?.checked_mul(1_000)?;
                Some(Instant { ms })
            }
            SourceTime::Exact(instant) => Some(instant.clone()),
        }
    }
}

/// Declares numbers within bounds that reading checks.
macro_rules! bounded {
    ($($(#[$meta:meta])* $name:ident($type:ty) <= $max:expr, $what:literal);* $(;)?) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name($type);

        impl $name {
            /// The largest.
            pub const MAX: $type = $max;

            /// The number; `None` beyond the bound.
            pub fn new(number: $type) -> Option<Self> {
                (number <= Self::MAX).then_some($name(number))
            }

            /// The number.
            pub fn get(self) -> $type {
                self.0
            }
        }

        impl Wire for $name {
            fn write(&self, w: &mut Writer<'_>) {
                self.0.write(w);
            }

            fn read(r: &mut Reader<'_>) -> Result<Self, Malformed> {
                $name::new(<$type>::read(r)?).ok_or(Malformed::OutOfRange($what))
            }
        }
    )*};
}

bounded! {
    /// How many units were seen: none to 10^15.
    SeenUnits(u64) <= Units::MAX, "at most 10^15 units are seen";
    /// A minute of the day, from 0 at midnight.
    MinuteOfDay(u16) <= 1_439, "a day has 1,440 minutes";
    /// A day of the week, from 0 for Monday.
    Weekday(u8) <= 6, "a week has seven days";
}

/// A country by its two capital letters (ISO 3166).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country([u8; 2]);

impl Country {
    /// Two capital letters; `None` for anything else.
    pub fn new(letters: &str) -> Option<Country> {
        let bytes: [u8; 2] = letters.as_bytes().try_into().ok()?;
        bytes
            .iter()
            .all(u8::is_ascii_uppercase)
            .then_some(Country(bytes))
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", char::from(self.0[0]), char::from(self.0[1]))
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Wire for Country {
    fn write(&self, w: &mut Writer<'_>) {
        w.raw(&self.0);
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, Malformed> {
        let bytes = <[u8; 2]>::read(r)?;
        if bytes.iter().all(u8::is_ascii_uppercase) {
            Ok(Country(bytes))
        } else {
            Err(Malformed::NotNormal("a country"))
        }
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
