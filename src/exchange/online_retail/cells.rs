//! Single cells: quantities, prices, times and numbers of customers. Exact; no floating point anywhere.

use chrono::{NaiveDate, NaiveDateTime};

use super::TenThousandths;
use crate::exchange::problem::ErrorKind;
use crate::limits::{IMPORT_PRICE_TEN_THOUSANDTHS_MAX, IMPORT_UNITS_MAX};

/// The decimals that a price may have.
const PRICE_DECIMALS_MAX: usize = 4;

/// A number in digits: its sign, its digits before and after the point.
struct Digits<'a> {
    negative: bool,
    whole: &'a str,
    fraction: &'a str,
}

fn digits(text: &str) -> Option<Digits<'_>> {
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let only_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    (!(whole.is_empty() && fraction.is_empty()) && only_digits(whole) && only_digits(fraction))
        .then_some(Digits {
            negative,
            whole,
            fraction,
        })
}

/// Digits as a number; `None` beyond `max`.
fn value(digits: &str, max: i64) -> Option<i64> {
    let mut value: i64 = 0;
    for byte in digits.bytes() {
        value = value.checked_mul(10)?.checked_add(i64::from(byte - b'0'))?;
        if value > max {
            return None;
        }
    }
    Some(value)
}

/// A quantity: a whole number, which some spreadsheets write as `6.0`; never zero.
pub(super) fn units(text: &str) -> Result<i64, ErrorKind> {
    let text = text.trim();
    if text.is_empty() {
        return Err(ErrorKind::Missing);
    }
    let digits = digits(text).ok_or(ErrorKind::NotWhole)?;
    if digits.whole.is_empty() || digits.fraction.bytes().any(|byte| byte != b'0') {
        return Err(ErrorKind::NotWhole);
    }
    match value(digits.whole, IMPORT_UNITS_MAX).ok_or(ErrorKind::OutOfRange)? {
        0 => Err(ErrorKind::QuantityZero),
        units if digits.negative => Ok(-units),
        units => Ok(units),
    }
}

/// A price and how many decimals it was written with.
pub(super) fn price(text: &str) -> Result<(TenThousandths, usize), ErrorKind> {
    let text = text.trim();
    if text.is_empty() {
        return Err(ErrorKind::Missing);
    }
    let digits = digits(text).ok_or(ErrorKind::NotAPrice)?;
    let (fraction, beyond) = digits
        .fraction
        .split_at(digits.fraction.len().min(PRICE_DECIMALS_MAX));
    if beyond.bytes().any(|byte| byte != b'0') {
        return Err(ErrorKind::PriceTooFine);
    }
    let whole = value(digits.whole, IMPORT_PRICE_TEN_THOUSANDTHS_MAX / 10_000)
        .ok_or(ErrorKind::OutOfRange)?;
    let scale = [10_000, 1_000, 100, 10, 1][fraction.len()];
    let parts = value(fraction, 9_999).ok_or(ErrorKind::OutOfRange)?;
    let amount = whole * 10_000 + parts * scale;
    Ok((
        if digits.negative { -amount } else { amount },
        fraction.len(),
    ))
}

/// A time: `12/31/2010 8:26` (month first) or `2010-12-31 08:26`, with or without seconds.
pub(super) fn time(text: &str) -> Result<NaiveDateTime, ErrorKind> {
    let text = text.trim();
    if text.is_empty() {
        return Err(ErrorKind::Missing);
    }
    parse_time(text).ok_or(ErrorKind::NotADate)
}

fn parse_time(text: &str) -> Option<NaiveDateTime> {
    let (date, clock) = text.split_once([' ', 'T'])?;
    let (year, month, day) = if let Some((month, rest)) = date.split_once('/') {
        let (day, year) = rest.split_once('/')?;
        (year, month, day)
    } else {
        let (year, rest) = date.split_once('-')?;
        let (month, day) = rest.split_once('-')?;
        (year, month, day)
    };
    if year.len() != 4 {
        return None;
    }
    let (hour, rest) = clock.split_once(':')?;
    let (minute, second) = rest.split_once(':').unwrap_or((rest, "0"));
    let year = i32::try_from(number(year)?).ok()?;
    NaiveDate::from_ymd_opt(year, number(month)?, number(day)?)?.and_hms_opt(
        number(hour)?,
        number(minute)?,
        number(second)?,
    )
}

fn number(text: &str) -> Option<u32> {
    if text.is_empty() || text.len() > 4 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some(
        text.bytes()
            .fold(0, |value, byte| value * 10 + u32::from(byte - b'0')),
    )
}

/// A number that stands for somebody or something: a spreadsheet's `17850.0` is `17850`.
pub(super) fn identifier(text: &str) -> &str {
    let text = text.trim();
    match text.split_once('.') {
        Some((whole, fraction))
            if !whole.is_empty()
                && !fraction.is_empty()
                && whole.bytes().all(|byte| byte.is_ascii_digit())
                && fraction.bytes().all(|byte| byte == b'0') =>
        {
            whole
        }
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_are_whole_and_not_zero() {
        assert_eq!(units("6"), Ok(6));
        assert_eq!(units(" -74215.0 "), Ok(-74_215));
        for (text, error) in [
            ("", ErrorKind::Missing),
            ("six", ErrorKind::NotWhole),
            ("1.5", ErrorKind::NotWhole),
            (".0", ErrorKind::NotWhole),
            ("1e3", ErrorKind::NotWhole),
            ("--1", ErrorKind::NotWhole),
            ("0", ErrorKind::QuantityZero),
            ("-0", ErrorKind::QuantityZero),
            ("99999999999999999999", ErrorKind::OutOfRange),
        ] {
            assert_eq!(units(text), Err(error), "{text}");
        }
    }

    #[test]
    fn prices_are_exact() {
        assert_eq!(price("2.55"), Ok((25_500, 2)));
        assert_eq!(price("0"), Ok((0, 0)));
        assert_eq!(price("0.001"), Ok((10, 3)));
        assert_eq!(price(".5"), Ok((5_000, 1)));
        assert_eq!(price("-11062.06"), Ok((-110_620_600, 2)));
        assert_eq!(price("1.23450000"), Ok((12_345, 4)));
        assert_eq!(price("1.23456"), Err(ErrorKind::PriceTooFine));
        assert_eq!(price("1,000.00"), Err(ErrorKind::NotAPrice));
        assert_eq!(price("£2"), Err(ErrorKind::NotAPrice));
        assert_eq!(price("."), Err(ErrorKind::NotAPrice));
        assert_eq!(price("1000000001"), Err(ErrorKind::OutOfRange));
    }

    #[test]
    fn times_are_month_first() {
        let expected =
            NaiveDate::from_ymd_opt(2010, 12, 1).and_then(|date| date.and_hms_opt(8, 26, 0));
        assert_eq!(time("12/1/2010 8:26").ok(), expected);
        assert_eq!(time("2010-12-01 08:26:00").ok(), expected);
        assert_eq!(time("2010-12-01T08:26").ok(), expected);
        for text in [
            "13/1/2010 8:26",
            "2/30/2011 8:26",
            "12/1/2010",
            "12/1/10 8:26",
            "12/1/2010 24:00",
            "x",
            "1/2/3/4 5:6",
        ] {
            assert_eq!(time(text), Err(ErrorKind::NotADate), "{text}");
        }
    }

    #[test]
    fn identifiers_lose_a_spreadsheets_fraction_only() {
        assert_eq!(identifier("17850.0"), "17850");
        assert_eq!(identifier(" 17850 "), "17850");
        assert_eq!(identifier("17850.5"), "17850.5");
        assert_eq!(identifier("A1.0"), "A1.0");
        assert_eq!(identifier("1."), "1.");
    }
}
