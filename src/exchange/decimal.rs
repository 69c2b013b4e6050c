//! Exact decimals: amounts as files write them, never through a floating-point number.
//!
//! A file says `19.90`, `1.234,56`, `EUR 90,00` or `37.200`, and what a separator means depends on who wrote it. So a
//! reader names the [style](AmountStyle); where none is known, an amount that reads both ways is refused and not
//! guessed, since a wrong guess is wrong a thousandfold. `f64` would lose cents of large sums and the last digits of
//! long fractions; `i64` ten-thousandths ([`Amount`]) are too coarse for the unit prices that shops compute.

use super::currency::KnownCurrency;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::problem::ErrorKind;
use crate::trade::quantity::{Amount, Currency};

/// The most digits before the point.
const WHOLE_DIGITS_MAX: usize = 15;
/// The most digits after the point; those beyond are refused unless they are zeros.
const SCALE_MAX: usize = 18;

/// A decimal number: an integer and how many of its digits stand after the point. It is shown with as many decimals as
/// it was written with, and compared by value.
#[derive(Clone, Copy, Debug, Default)]
pub struct Decimal {
    digits: i128,
    scale: u8,
}

/// How amounts are written in a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AmountStyle {
    /// A point before the decimals; commas, blanks or apostrophes between thousands.
    Point,
    /// A comma before the decimals; points, blanks or apostrophes between thousands.
    Comma,
    /// Either, by the rule of currencies without a third decimal: three digits after a lone separator are thousands.
    Either,
    /// Not known: what could be read both ways is refused.
    #[default]
    Unsaid,
}

impl Decimal {
    /// Nothing.
    pub const ZERO: Decimal = Decimal {
        digits: 0,
        scale: 0,
    };

    /// So many whole units.
    pub fn whole(units: i64) -> Decimal {
        Decimal {
            digits: i128::from(units),
            scale: 0,
        }
    }

    /// So many parts of which `10^scale` make one; `None` beyond 18 decimals.
    pub fn of_parts(parts: i128, scale: u8) -> Option<Decimal> {
        (usize::from(scale) <= SCALE_MAX).then_some(Decimal {
            digits: parts,
            scale,
        })
    }

    /// Reads a plain decimal with a point, with an exponent or without, as JSON and spreadsheets store numbers.
    ///
    /// # Errors
    /// [`ErrorKind::NotAPrice`] for anything else, [`ErrorKind::OutOfRange`] and [`ErrorKind::PriceTooFine`] beyond
    /// what is taken.
    pub fn plain(text: &str) -> Result<Decimal, ErrorKind> {
        let (number, exponent) = match text.split_once(['e', 'E']) {
            Some((number, exponent)) => (number, exponent_of(exponent)?),
            None => (text, 0),
        };
        let (negative, unsigned) = signed(number);
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        of_digits(negative, whole, fraction, exponent)
    }

    /// Reads an amount in a style, without any currency beside it.
    ///
    /// # Errors
    /// As [`Self::plain`]; [`ErrorKind::NumberUnclear`] where a separator may mean thousands or decimals.
    pub fn read(text: &str, style: AmountStyle) -> Result<Decimal, ErrorKind> {
        let (negative, unsigned) = signed(text.trim());
        let in_digits = |character: Option<char>| character.is_some_and(|c| c.is_ascii_digit());
        let begins_well = in_digits(unsigned.chars().next()) || unsigned.starts_with(['.', ',']);
        if !begins_well || !in_digits(unsigned.chars().next_back()) {
            return Err(ErrorKind::NotAPrice);
        }
        let (whole, fraction) = split_fraction(unsigned, style)?;
        of_digits(negative, &ungroup(whole, style)?, fraction, 0)
    }

    /// The sum; `None` beyond what can be held.
    pub fn plus(self, other: Decimal) -> Option<Decimal> {
        let scale = self.scale.max(other.scale);
        let digits = self.at(scale)?.checked_add(other.at(scale)?)?;
        Some(Decimal { digits, scale })
    }

    /// The difference; `None` beyond what can be held.
    pub fn minus(self, other: Decimal) -> Option<Decimal> {
        self.plus(other.negated())
    }

    /// So many times this; `None` beyond what can be held.
    pub fn times(self, units: i64) -> Option<Decimal> {
        let digits = self.digits.checked_mul(i128::from(units))?;
        Some(Decimal { digits, ..self })
    }

    /// The product with a number of so many parts of which `10^decimals` make one, without zeros at the end of its
    /// fraction; `None` beyond what can be held.
    pub fn times_parts(self, parts: i64, decimals: u8) -> Option<Decimal> {
        let product = self.times(parts)?;
        let scale = product.scale.checked_add(decimals)?;
        let (digits, scale) = Decimal { scale, ..product }.shortest();
        Decimal::of_parts(digits, scale)
    }

    /// With the other sign.
    pub fn negated(self) -> Decimal {
        Decimal {
            digits: self.digits.saturating_neg(),
            ..self
        }
    }

    /// Without its sign.
    pub fn magnitude(self) -> Decimal {
        Decimal {
            digits: self.digits.saturating_abs(),
            ..self
        }
    }

    /// Whether it is zero, with any number of decimals.
    pub fn is_zero(self) -> bool {
        self.digits == 0
    }

    /// Whether it is below zero.
    pub fn is_negative(self) -> bool {
        self.digits < 0
    }

    /// As a whole number; `None` where it has a fraction or is too large.
    pub fn to_whole(self) -> Option<i64> {
        let one = 10_i128.checked_pow(u32::from(self.scale))?;
        (self.digits % one == 0)
            .then(|| i64::try_from(self.digits / one).ok())
            .flatten()
    }

    /// The nearest whole number, halves away from zero; `None` where it is too large.
    pub fn to_nearest_whole(self) -> Option<i64> {
        let one = 10_i128.checked_pow(u32::from(self.scale))?;
        let half = one / 2 * self.digits.signum();
        i64::try_from((self.digits.checked_add(half)?) / one).ok()
    }

    /// With so many significant digits at most, by taking digits off the fraction only, and without zeros at its end.
    pub fn rounded(self, digits_max: u32) -> Decimal {
        let mut value = self;
        let mut beyond = self
            .digits
            .unsigned_abs()
            .checked_ilog10()
            .map_or(0, |log| (log + 1).saturating_sub(digits_max));
        beyond = beyond.min(u32::from(self.scale));
        if beyond > 0 {
            let one = 10_i128.pow(beyond);
            let half = one / 2 * self.digits.signum();
            value.digits = (self.digits + half) / one;
            value.scale -= u8::try_from(beyond).unwrap_or_default();
        }
        let (digits, scale) = value.shortest();
        Decimal { digits, scale }
    }

    /// As an amount of the trade; `None` where it has more than four decimals or is too large.
    pub fn to_amount(self) -> Option<Amount> {
        const SCALE: u8 = 4;
        let digits = if self.scale <= SCALE {
            self.at(SCALE)?
        } else {
            let beyond = 10_i128.checked_pow(u32::from(self.scale - SCALE))?;
            (self.digits % beyond == 0).then_some(self.digits / beyond)?
        };
        i64::try_from(digits).ok().map(Amount::new)
    }

    fn at(self, scale: u8) -> Option<i128> {
        let more = 10_i128.checked_pow(u32::from(scale - self.scale))?;
        self.digits.checked_mul(more)
    }

    /// Without zeros at the end of the fraction: one form for each value.
    fn shortest(self) -> (i128, u8) {
        let (mut digits, mut scale) = (self.digits, self.scale);
        while scale > 0 && digits % 10 == 0 {
            digits /= 10;
            scale -= 1;
        }
        (digits, scale)
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Decimal) -> bool {
        self.shortest() == other.shortest()
    }
}

impl Eq for Decimal {}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.digits < 0 { "-" } else { "" };
        let scale = usize::from(self.scale);
        let digits = format!("{:0>width$}", self.digits.unsigned_abs(), width = scale + 1);
        let (whole, fraction) = digits.split_at(digits.len() - scale);
        write!(f, "{sign}{whole}")?;
        if scale > 0 {
            write!(f, ".{fraction}")?;
        }
        Ok(())
    }
}

impl Serialize for Decimal {
    /// As text: a number of JSON is a floating-point number to most who read it.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Decimal::plain(&text).map_err(serde::de::Error::custom)
    }
}

/// An amount of money as a cell has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Money {
    /// How much.
    pub amount: Decimal,
    /// The currency, where the cell names one.
    pub currency: Option<Currency>,
}

/// Signs and words of currencies that stand beside amounts. A bare `$` is that of the United States: the shops that
/// write other dollars name them.
const CURRENCY_WORDS: [(&str, &str); 25] = [
    ("$", "USD"),
    ("US$", "USD"),
    ("AU$", "AUD"),
    ("A$", "AUD"),
    ("C$", "CAD"),
    ("CA$", "CAD"),
    ("HK$", "HKD"),
    ("NZ$", "NZD"),
    ("S$", "SGD"),
    ("NT$", "TWD"),
    ("R$", "BRL"),
    ("£", "GBP"),
    ("€", "EUR"),
    ("¥", "JPY"),
    ("₹", "INR"),
    ("₫", "VND"),
    ("฿", "THB"),
    ("₱", "PHP"),
    ("Rp", "IDR"),
    ("Rp.", "IDR"),
    ("RM", "MYR"),
    ("zł", "PLN"),
    ("лв", "BGN"),
    ("лв.", "BGN"),
    ("lei", "RON"),
];

impl Money {
    /// Reads an amount with or without a currency before or after it: `EUR 90,00`, `AU $3,000.00`, `-$5`, `(5.00)`.
    ///
    /// # Errors
    /// As [`Decimal::read`]; [`ErrorKind::Missing`] for nothing.
    pub fn read(text: &str, style: AmountStyle) -> Result<Money, ErrorKind> {
        let text = text.trim();
        if text.is_empty() {
            return Err(ErrorKind::Missing);
        }
        let bracketed = text.strip_prefix('(').and_then(|t| t.strip_suffix(')'));
        let inner = bracketed.unwrap_or(text);
        let first = inner.find(|c: char| c.is_ascii_digit());
        let last = inner.rfind(|c: char| c.is_ascii_digit());
        let (Some(first), Some(last)) = (first, last) else {
            return Err(ErrorKind::NotAPrice);
        };
        // `.5` and `,5` begin with their separator; `Rp.5` does not.
        let first = match inner[..first].strip_suffix(['.', ',']) {
            Some(before) if !before.ends_with(char::is_alphabetic) => before.len(),
            _ => first,
        };
        let mut minus = bracketed.is_some();
        let mut words: String = String::new();
        for character in inner[..first].chars().chain(inner[last + 1..].chars()) {
            match character {
                '-' | '−' if !minus => minus = true,
                '+' => {}
                space if space.is_whitespace() => {}
                other => words.push(other),
            }
        }
        let currency = match words.as_str() {
            "" => None,
            words => Some(currency_of(words).ok_or(ErrorKind::NotAPrice)?),
        };
        let amount = Decimal::read(&inner[first..=last], style)?;
        Ok(Money {
            amount: if minus { amount.negated() } else { amount },
            currency,
        })
    }
}

/// The currency that a word or sign stands for, ISO codes in any case included.
pub fn currency_of(words: &str) -> Option<Currency> {
    let words = words.trim();
    let listed = CURRENCY_WORDS
        .iter()
        .find(|(sign, _)| sign.eq_ignore_ascii_case(words));
    match listed {
        Some((_, code)) => Currency::new(code),
        None => KnownCurrency::by_letters(&words.to_ascii_uppercase())
            .ok()
            .filter(|known| known.letters() != "XXX")
            .and_then(|known| Currency::new(known.letters())),
    }
}

fn signed(text: &str) -> (bool, &str) {
    match text.strip_prefix(['-', '−']) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    }
}

fn exponent_of(text: &str) -> Result<i32, ErrorKind> {
    const EXPONENT_MAX: i32 = 40;
    let exponent: i32 = text.parse().map_err(|_| ErrorKind::NotAPrice)?;
    if exponent.abs() > EXPONENT_MAX {
        return Err(ErrorKind::OutOfRange);
    }
    Ok(exponent)
}

/// The number of these digits, moved by an exponent of ten.
fn of_digits(
    negative: bool,
    whole: &str,
    fraction: &str,
    exponent: i32,
) -> Result<Decimal, ErrorKind> {
    let only_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() + fraction.len() == 0 || !only_digits(whole) || !only_digits(fraction) {
        return Err(ErrorKind::NotAPrice);
    }
    let joined = [whole, fraction].concat();
    let point = whole.len() as i64 + i64::from(exponent);
    let (whole, fraction) = if point <= 0 {
        let zeros = usize::try_from(-point).unwrap_or_default();
        (String::new(), "0".repeat(zeros) + &joined)
    } else {
        let point = usize::try_from(point).unwrap_or_default();
        if point >= joined.len() {
            // Not by a width of the formatter, which has a bound that a cell can reach.
            let zeros = "0".repeat(point - joined.len());
            (joined + &zeros, String::new())
        } else {
            (joined[..point].to_owned(), joined[point..].to_owned())
        }
    };
    let whole = whole.trim_start_matches('0');
    if whole.len() > WHOLE_DIGITS_MAX {
        return Err(ErrorKind::OutOfRange);
    }
    let (kept, beyond) = fraction.split_at(fraction.len().min(SCALE_MAX));
    if beyond.bytes().any(|byte| byte != b'0') {
        return Err(ErrorKind::PriceTooFine);
    }
    let digits = whole
        .bytes()
        .chain(kept.bytes())
        .fold(0_i128, |value, byte| value * 10 + i128::from(byte - b'0'));
    Ok(Decimal {
        digits: if negative { -digits } else { digits },
        scale: u8::try_from(kept.len()).map_err(|_| ErrorKind::PriceTooFine)?,
    })
}

fn split_fraction(text: &str, style: AmountStyle) -> Result<(&str, &str), ErrorKind> {
    let at = match style {
        AmountStyle::Point => text.rfind('.'),
        AmountStyle::Comma => text.rfind(','),
        AmountStyle::Either | AmountStyle::Unsaid => text.rfind(['.', ',']),
    };
    let Some(at) = at else { return Ok((text, "")) };
    let (whole, mark, fraction) = (&text[..at], &text[at..=at], &text[at + 1..]);
    match style {
        AmountStyle::Point | AmountStyle::Comma => Ok((whole, fraction)),
        _ if whole.contains(mark) => Ok((text, "")),
        _ if fraction.len() != 3 || whole.is_empty() || whole.starts_with('0') => {
            Ok((whole, fraction))
        }
        _ if whole.contains(['.', ',']) || whole.len() > 3 => Ok((whole, fraction)),
        AmountStyle::Either => Ok((text, "")),
        AmountStyle::Unsaid => Err(ErrorKind::NumberUnclear),
    }
}

/// Takes the separators out of groups of three digits, of which only the first may be shorter.
fn ungroup(whole: &str, style: AmountStyle) -> Result<String, ErrorKind> {
    const OTHERS: [char; 5] = [' ', '\u{a0}', '\u{202f}', '\'', '’'];
    let groups_with = |c: char| match c {
        ',' => style != AmountStyle::Comma,
        '.' => style != AmountStyle::Point,
        other => OTHERS.contains(&other),
    };
    let Some(separator) = whole.chars().find(|c| !c.is_ascii_digit()) else {
        return Ok(whole.to_owned());
    };
    let mut groups = whole.split(separator);
    let first_fits = groups.next().is_some_and(|g| (1..=3).contains(&g.len()));
    let three_digits = |group: &str| group.len() == 3 && group.bytes().all(|b| b.is_ascii_digit());
    if !groups_with(separator) || !first_fits || !groups.all(three_digits) {
        return Err(ErrorKind::NotAPrice);
    }
    Ok(whole.replace(separator, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, style: AmountStyle, expected: Result<&str, ErrorKind>) {
        let read = Decimal::read(text, style).map(|value| value.to_string());
        assert_eq!(read, expected.map(str::to_owned), "{text} {style:?}");
    }

    #[test]
    fn separators_mean_what_the_style_says() {
        use AmountStyle::{Comma, Either, Point, Unsaid};
        check("1,234.50", Point, Ok("1234.50"));
        check("1.234,50", Comma, Ok("1234.50"));
        check("1 234,5", Comma, Ok("1234.5"));
        check("37.200", Either, Ok("37200"));
        check("37,200", Either, Ok("37200"));
        check("37.200", Point, Ok("37.200"));
        check("37.200", Unsaid, Err(ErrorKind::NumberUnclear));
        check("1.234.567", Unsaid, Ok("1234567"));
        check("1.234,567", Unsaid, Ok("1234.567"));
        check("0.125", Unsaid, Ok("0.125"));
        check("3,000.00", Either, Ok("3000.00"));
        check("90,00", Either, Ok("90.00"));
        check("150000.00", Either, Ok("150000.00"));
        check("-.5", Point, Ok("-0.5"));
        for wrong in ["", ".", "1,23,456", "1e3", "12.", "--1", "1,2345"] {
            assert!(Decimal::read(wrong, Point).is_err(), "{wrong}");
        }
    }

    #[test]
    fn plain_numbers_are_exact() {
        let check = |text: &str, shown: &str| {
            let read = Decimal::plain(text).map(|value| value.to_string());
            assert_eq!(read.as_deref(), Ok(shown), "{text}");
        };
        check("12.10", "12.10");
        check("3.995e2", "399.5");
        check("5E-3", "0.005");
        check("4.333333333333333", "4.333333333333333");
        check("999999999999999", "999999999999999");
        assert_eq!(Decimal::plain("1e16"), Err(ErrorKind::OutOfRange));
        assert_eq!(Decimal::plain("x"), Err(ErrorKind::NotAPrice));
        assert_eq!(Decimal::plain("1.10"), Decimal::plain("1.1"));
        let sum = Decimal::plain("0.1").ok().and_then(|a| a.plus(a)?.plus(a));
        assert_eq!(sum.map(|sum| sum.to_string()).as_deref(), Some("0.3"));
    }

    #[test]
    fn money_names_its_currency() {
        let check = |text: &str, amount: &str, currency: Option<&str>| {
            let money = Money::read(text, AmountStyle::Either);
            let shown = money.map(|m| (m.amount.to_string(), m.currency.map(|c| c.to_string())));
            assert_eq!(
                shown,
                Ok((amount.to_owned(), currency.map(str::to_owned))),
                "{text}"
            );
        };
        check("EUR 90,00", "90.00", Some("EUR"));
        check("AU $3,000.00", "3000.00", Some("AUD"));
        check("-$5.00", "-5.00", Some("USD"));
        check("$-5.00", "-5.00", Some("USD"));
        check("(5.00)", "-5.00", None);
        check("Rp37.200", "37200", Some("IDR"));
        check("Rp.37.200", "37200", Some("IDR"));
        check("12,50 €", "12.50", Some("EUR"));
        for wrong in ["abc", "12 apples", "1-2", "$"] {
            assert!(Money::read(wrong, AmountStyle::Either).is_err(), "{wrong}");
        }
    }
}
