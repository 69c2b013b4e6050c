//! Quantities on hand as people and programs write them: 1234, 1,234, 1.234, 1 234, 12.00.
//!
//! A single point or comma before exactly three digits means thousands in one style and a fraction in another, and a
//! wrong guess is wrong a thousandfold. Unless the style is known such a number is refused, and the person asked.

use super::NumberStyle;
use crate::exchange::problem::ErrorKind;
use crate::limits::IMPORT_UNITS_MAX;

/// A quantity of zero or more.
pub(crate) fn on_hand(text: &str, style: NumberStyle) -> Result<i64, ErrorKind> {
    let text = text.trim();
    if text.is_empty() {
        return Err(ErrorKind::Missing);
    }
    let (negative, unsigned) = match text.strip_prefix(['-', '−']) {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let digits = whole_digits(unsigned, style)?;
    let mut units: i64 = 0;
    for byte in digits.bytes() {
        units = units * 10 + i64::from(byte - b'0');
        if units > IMPORT_UNITS_MAX {
            return Err(ErrorKind::OutOfRange);
        }
    }
    if negative && units > 0 {
        Err(ErrorKind::QuantityNegative)
    } else {
        Ok(units)
    }
}

/// The digits of a whole number, without separators and without a fraction of zeros.
fn whole_digits(text: &str, style: NumberStyle) -> Result<String, ErrorKind> {
    let starts_and_ends_in_digits = text.starts_with(|c: char| c.is_ascii_digit())
        && text.ends_with(|c: char| c.is_ascii_digit());
    if !starts_and_ends_in_digits {
        return Err(ErrorKind::NotWhole);
    }
    let (whole, fraction) = split_fraction(text, style)?;
    if fraction.bytes().any(|byte| byte != b'0') {
        return Err(ErrorKind::NotWhole);
    }
    ungroup(whole, style)
}

fn split_fraction(text: &str, style: NumberStyle) -> Result<(&str, &str), ErrorKind> {
    let point = match style {
        NumberStyle::Point => return Ok(text.split_once('.').unwrap_or((text, ""))),
        NumberStyle::Comma => return Ok(text.split_once(',').unwrap_or((text, ""))),
        NumberStyle::Unsaid => text.rfind(['.', ',']),
    };
    let Some(at) = point else {
        return Ok((text, ""));
    };
    let mark = &text[at..=at];
    let (whole, fraction) = (&text[..at], &text[at + 1..]);
    if whole.contains(mark) {
        // A fraction has one mark only: 1.234.567 is grouped.
        return Ok((text, ""));
    }
    let grouped = whole.contains(|c: char| !c.is_ascii_digit());
    if fraction.len() == 3 && !grouped && !whole.starts_with('0') && whole.len() <= 3 {
        return Err(ErrorKind::NumberUnclear);
    }
    Ok((whole, fraction))
}

/// Takes the separators out of groups of three digits.
fn ungroup(whole: &str, style: NumberStyle) -> Result<String, ErrorKind> {
    let separators: &[char] = match style {
        NumberStyle::Point => &[',', ' ', '\u{a0}', '\u{202f}', '\'', '’'],
        NumberStyle::Comma => &['.', ' ', '\u{a0}', '\u{202f}', '\'', '’'],
        NumberStyle::Unsaid => &[',', '.', ' ', '\u{a0}', '\u{202f}', '\'', '’'],
    };
    let Some(separator) = whole.chars().find(|c| !c.is_ascii_digit()) else {
        return Ok(whole.to_owned());
    };
    let mut groups = whole.split(separator);
    let first = groups.next().unwrap_or_default();
    let digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let good = separators.contains(&separator)
        && (1..=3).contains(&first.len())
        && groups.all(|group| group.len() == 3 && digits(group));
    if good {
        Ok(whole.replace(separator, ""))
    } else {
        Err(ErrorKind::NotWhole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_of_every_style() {
        use NumberStyle::{Comma, Point, Unsaid};
        for (text, style, units) in [
            ("0", Unsaid, 0),
            (" 12 ", Unsaid, 12),
            ("+7", Unsaid, 7),
            ("007", Unsaid, 7),
            ("12.00", Unsaid, 12),
            ("12,0", Unsaid, 12),
            ("0.000", Unsaid, 0),
            ("1234.000", Unsaid, 1234),
            ("1,234,567", Unsaid, 1_234_567),
            ("1.234.567", Unsaid, 1_234_567),
            ("1,234.00", Unsaid, 1234),
            ("1.234,00", Unsaid, 1234),
            ("1 234", Unsaid, 1234),
            ("1\u{a0}234\u{a0}567", Unsaid, 1_234_567),
            ("1\u{202f}234,000", Unsaid, 1234),
            ("12’345", Unsaid, 12_345),
            ("1,234", Point, 1234),
            ("1.000", Point, 1),
            ("1.234", Comma, 1234),
            ("1,000", Comma, 1),
            ("-0", Unsaid, 0),
        ] {
            assert_eq!(on_hand(text, style), Ok(units), "{text} {style:?}");
        }
    }

    #[test]
    fn others_are_refused_with_their_reason() {
        use NumberStyle::{Comma, Point, Unsaid};
        for (text, style, error) in [
            ("", Unsaid, ErrorKind::Missing),
            ("-3", Unsaid, ErrorKind::QuantityNegative),
            ("−3", Unsaid, ErrorKind::QuantityNegative),
            ("1.5", Unsaid, ErrorKind::NotWhole),
            ("1,5", Unsaid, ErrorKind::NotWhole),
            ("1.234", Unsaid, ErrorKind::NumberUnclear),
            ("12,000", Unsaid, ErrorKind::NumberUnclear),
            ("1.234", Point, ErrorKind::NotWhole),
            ("1,234", Comma, ErrorKind::NotWhole),
            ("12,34,567", Unsaid, ErrorKind::NotWhole),
            ("1.2.3", Point, ErrorKind::NotWhole),
            ("1e3", Unsaid, ErrorKind::NotWhole),
            ("ten", Unsaid, ErrorKind::NotWhole),
            ("5 pcs", Unsaid, ErrorKind::NotWhole),
            (".5", Unsaid, ErrorKind::NotWhole),
            ("5.", Unsaid, ErrorKind::NotWhole),
            ("--5", Unsaid, ErrorKind::NotWhole),
            ("٣", Unsaid, ErrorKind::NotWhole),
            ("1000000001", Unsaid, ErrorKind::OutOfRange),
        ] {
            assert_eq!(on_hand(text, style), Err(error), "{text} {style:?}");
        }
    }
}
