//! Serial shipping container codes: the number of one parcel or pallet, issued by who packs it.

use std::fmt;
use std::str::FromStr;

use super::check_digit::{check_digit_of, is_checked};
use super::element::{Element, ElementString};

const SSCC_DIGITS: usize = 18;

/// Extension digit and check digit stand beside company prefix and serial number.
const PREFIX_AND_SERIAL_DIGITS: usize = SSCC_DIGITS - 2;

/// A GS1 company prefix: 4 to 12 digits, as the company got it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CompanyPrefix(String);

impl FromStr for CompanyPrefix {
    type Err = SsccError;

    fn from_str(text: &str) -> Result<Self, SsccError> {
        let text = text.trim();
        let is_sound = (4..=12).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        if is_sound {
            Ok(Self(text.to_owned()))
        } else {
            Err(SsccError::Prefix)
        }
    }
}

impl CompanyPrefix {
    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// How many serial numbers there are for each extension digit.
    pub fn serials(&self) -> u64 {
        // At most 12 digits, so this is at most 10 to the 12th.
        (self.0.len()..PREFIX_AND_SERIAL_DIGITS).fold(1, |count, _| count * 10)
    }
}

/// Why a number is no SSCC, or none can be issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SsccError {
    /// It does not have 18 digits.
    Digits,
    /// The check digit is wrong.
    CheckDigit,
    /// A company prefix has 4 to 12 digits.
    Prefix,
    /// The extension is a digit from 0 to 9.
    Extension,
    /// All serial numbers of the extension digit have been used.
    Exhausted {
        /// How many there are.
        serials: u64,
    },
}

impl fmt::Display for SsccError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Digits => f.write_str("An SSCC has 18 digits. Scan it again."),
            Self::CheckDigit => f.write_str("The check digit of the SSCC is wrong. Scan it again."),
            Self::Prefix => {
                f.write_str("A company prefix has 4 to 12 digits. Look it up in your GS1 contract.")
            }
            Self::Extension => f.write_str("The extension digit is 0 to 9."),
            Self::Exhausted { serials } => write!(
                f,
                "All {serials} numbers of this extension digit are used. Go on with the next extension digit."
            ),
        }
    }
}

impl std::error::Error for SsccError {}

/// The number of a logistic unit, its check digit right.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sscc(u64);

impl Sscc {
    /// The number of the unit with a serial number. Whoever issues numbers sees to it that no serial number of a prefix
    /// and an extension is used again within a year.
    ///
    /// # Errors
    /// [`SsccError::Extension`], [`SsccError::Exhausted`].
    pub fn issue(extension: u8, prefix: &CompanyPrefix, serial: u64) -> Result<Self, SsccError> {
        if extension > 9 {
            return Err(SsccError::Extension);
        }
        let serials = prefix.serials();
        if serial >= serials {
            return Err(SsccError::Exhausted { serials });
        }
        let width = PREFIX_AND_SERIAL_DIGITS - prefix.0.len();
        let body = format!("{extension}{}{serial:0width$}", prefix.0);
        let check = check_digit_of(&body).ok_or(SsccError::Digits)?;
        format!("{body}{check}").parse()
    }

    /// The element string that names the unit, (00).
    pub fn elements(self) -> ElementString {
        let mut elements = ElementString::default();
        let element = Element::new("00", &self.to_string());
        let element = element.expect("18 digits with their check digit are a value of (00)");
        elements.push(element).expect("one element is not too many");
        elements
    }
}

impl FromStr for Sscc {
    type Err = SsccError;

    fn from_str(text: &str) -> Result<Self, SsccError> {
        let text = text.trim();
        if text.len() != SSCC_DIGITS || !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(SsccError::Digits);
        }
        if !is_checked(text) {
            return Err(SsccError::CheckDigit);
        }
        text.parse().map(Self).map_err(|_| SsccError::Digits)
    }
}

impl fmt::Display for Sscc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:0width$}", self.0, width = SSCC_DIGITS)
    }
}

impl fmt::Debug for Sscc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sscc({self})")
    }
}
