//! Item numbers: GTIN-8, -12, -13 and -14, which are one kind of number written with more or fewer zeros before it.

use std::fmt;
use std::str::FromStr;

use super::check_digit::{check_digit_of, is_checked};

/// How an item number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GtinForm {
    /// 8 digits, for small things.
    Gtin8,
    /// 12 digits, in North America.
    Gtin12,
    /// 13 digits.
    Gtin13,
    /// 14 digits, for groupings of items.
    Gtin14,
}

impl GtinForm {
    /// How many digits it has.
    pub fn digits(self) -> usize {
        match self {
            Self::Gtin8 => 8,
            Self::Gtin12 => 12,
            Self::Gtin13 => 13,
            Self::Gtin14 => 14,
        }
    }
}

/// Why a text is no item number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GtinError {
    /// It has neither 8, 12, 13 nor 14 digits.
    Length {
        /// How many characters it has.
        characters: usize,
    },
    /// A character is not a digit.
    NotDigit(char),
    /// The check digit is wrong.
    CheckDigit {
        /// What it should be.
        expected: char,
    },
    /// An indicator is a digit from 1 to 8, or 9 for a variable measure.
    Indicator,
}

impl fmt::Display for GtinError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length { characters } => write!(
                f,
                "An item number has 8, 12, 13 or 14 digits, this has {characters}. Compare it with the package."
            ),
            Self::NotDigit(c) => write!(f, "An item number has digits only, not \"{c}\"."),
            Self::CheckDigit { expected } => write!(
                f,
                "The last digit should be {expected}: another digit is mistyped. Compare it with the package."
            ),
            Self::Indicator => f.write_str("The first digit of a grouping is 1 to 9."),
        }
    }
}

impl std::error::Error for GtinError {}

/// An item number whose check digit is right. Two are equal however many zeros stand before them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Gtin(u64);

impl Gtin {
    /// The item number of all digits but the check digit: 7, 11, 12 or 13.
    ///
    /// # Errors
    /// See [`GtinError`].
    pub fn complete(body: &str) -> Result<Self, GtinError> {
        match check_digit_of(body) {
            Some(check) => format!("{body}{check}").parse(),
            None => body.parse(),
        }
    }

    /// The form in which it is written without needless zeros.
    pub fn form(self) -> GtinForm {
        match self.0 {
            0..100_000_000 => GtinForm::Gtin8,
            100_000_000..1_000_000_000_000 => GtinForm::Gtin12,
            1_000_000_000_000..10_000_000_000_000 => GtinForm::Gtin13,
            _ => GtinForm::Gtin14,
        }
    }

    /// The digits in a form; `None` where it has more.
    pub fn digits(self, form: GtinForm) -> Option<String> {
        (form >= self.form()).then(|| format!("{:0width$}", self.0, width = form.digits()))
    }

    /// All 14 digits, as elements and Digital Links have it.
    pub fn gtin14(self) -> String {
        format!("{:014}", self.0)
    }

    /// The first of 14 digits: 0 for an item, 1 to 8 for groupings of it, 9 for a variable measure.
    pub fn indicator(self) -> u8 {
        // Fourteen digits at most.
        (self.0 / 10_000_000_000_000) as u8
    }

    /// The grouping of this item with an indicator.
    ///
    /// # Errors
    /// [`GtinError::Indicator`].
    pub fn grouped(self, indicator: u8) -> Result<Self, GtinError> {
        if !(1..=9).contains(&indicator) {
            return Err(GtinError::Indicator);
        }
        let body = self.0 / 10 % 1_000_000_000_000;
        Self::complete(&format!("{indicator}{body:012}"))
    }

    /// Whether it means something only in one company or region: labels of scales and of shops.
    pub fn is_restricted(self) -> bool {
        let digits = self.gtin14();
        match self.form() {
            // GTIN-8 prefixes 0 and 2.
            GtinForm::Gtin8 => matches!(digits.as_bytes().get(6), Some(b'0' | b'2')),
            _ => matches!(
                digits.as_bytes().get(1..3),
                Some([b'0', b'2' | b'4'] | [b'2', _])
            ),
        }
    }
}

impl FromStr for Gtin {
    type Err = GtinError;

    /// 8, 12, 13 or 14 digits, blanks around them allowed.
    fn from_str(text: &str) -> Result<Self, GtinError> {
        let text = text.trim();
        if let Some(other) = text.chars().find(|c| !c.is_ascii_digit()) {
            return Err(GtinError::NotDigit(other));
        }
        let length = GtinError::Length {
            characters: text.len(),
        };
        if !matches!(text.len(), 8 | 12 | 13 | 14) {
            return Err(length);
        }
        if !is_checked(text) {
            let expected = check_digit_of(&text[..text.len() - 1]).ok_or(length)?;
            return Err(GtinError::CheckDigit { expected });
        }
        text.parse().map(Self).map_err(|_| length)
    }
}

impl fmt::Display for Gtin {
    /// Without needless zeros.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:0width$}", self.0, width = self.form().digits())
    }
}

impl fmt::Debug for Gtin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Gtin({self})")
    }
}
