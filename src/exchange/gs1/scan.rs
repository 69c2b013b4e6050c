//! What scanners send: the AIM symbology identifier and the data (ISO/IEC 15424; GS1 General Specifications, section
//! 5.1.2). `]C1`, `]e0`, `]d2`, `]Q3` and `]J1` say that GS1 elements follow; `]E0` and `]E4` that an item number does;
//! the others that it is text, which may be a Digital Link.

use std::fmt;

use super::check_digit::is_checked;
use super::digital_link::{self, LinkError, LinkReading};
use super::element::{Element, ElementError, ElementString};
use crate::exchange::wedge::GROUP_SEPARATOR;

/// A kind of symbol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Symbology {
    /// EAN-13.
    Ean13,
    /// EAN-8.
    Ean8,
    /// UPC-A.
    UpcA,
    /// UPC-E.
    UpcE,
    /// GS1-128.
    Gs1128,
    /// GS1 DataBar Expanded.
    DataBarExpanded,
    /// GS1 DataBar in one of the forms that hold an item number alone.
    DataBar,
    /// GS1 DataBar Limited, for item numbers that begin with 0 or 1.
    DataBarLimited,
    /// Data Matrix.
    DataMatrix,
    /// QR code.
    Qr,
    /// DotCode.
    DotCode,
}

/// What a symbol holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Text.
    Text(String),
    /// A Digital Link and what it says.
    Link {
        /// As it stands in the symbol.
        uri: String,
        /// Its elements.
        elements: ElementString,
    },
    /// GS1 elements.
    Elements {
        /// As they stand in the symbol, with separators.
        message: String,
        /// The same, read.
        elements: ElementString,
    },
    /// An item number of 8 or 13 digits, and the elements of the symbol above it.
    Item {
        /// The digits.
        digits: String,
        /// As they stand in the composite component.
        composite: Option<String>,
    },
}

/// A scan: of what, and what stood in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The kind of symbol, as far as its identifier tells.
    pub symbology: Symbology,
    /// What it holds.
    pub content: Content,
}

/// Why a scan is not one, or data do not fit a symbol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScanError {
    /// There is no symbology identifier, or one that is not known.
    Identifier,
    /// An item number has too few or too many digits, or something else than digits.
    ItemNumber,
    /// An item number's check digit is wrong.
    CheckDigit,
    /// The symbol holds elements or an item number, and was given something else.
    Unsuitable,
    /// GS1 elements are wrong.
    Elements(ElementError),
    /// A link is wrong.
    Link(LinkError),
}

impl From<ElementError> for ScanError {
    fn from(error: ElementError) -> Self {
        Self::Elements(error)
    }
}

impl fmt::Display for ScanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Identifier => f.write_str(
                "The scanner sends no symbology identifier. Switch it on in the scanner.",
            ),
            Self::ItemNumber => {
                f.write_str("The item number does not have the digits that its bar code needs.")
            }
            Self::CheckDigit => f.write_str("The check digit is wrong. Scan it again."),
            Self::Unsuitable => f.write_str("This kind of bar code cannot hold these data."),
            Self::Elements(error) => error.fmt(f),
            Self::Link(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ScanError {}

/// Whether data that follow are elements.
const ELEMENTS: bool = true;
const TEXT: bool = false;

/// The identifiers, each with what it most likely was.
const IDENTIFIERS: [(&str, Symbology, bool); 10] = [
    ("]C1", Symbology::Gs1128, ELEMENTS),
    ("]E0", Symbology::Ean13, TEXT),
    ("]E4", Symbology::Ean8, TEXT),
    ("]e0", Symbology::DataBarExpanded, ELEMENTS),
    ("]d1", Symbology::DataMatrix, TEXT),
    ("]d2", Symbology::DataMatrix, ELEMENTS),
    ("]Q1", Symbology::Qr, TEXT),
    ("]Q3", Symbology::Qr, ELEMENTS),
    ("]J0", Symbology::DotCode, TEXT),
    ("]J1", Symbology::DotCode, ELEMENTS),
];

/// What stands between an item number and its composite component.
const COMPOSITE: &str = "|]e0";

/// Reads a scan that begins with its symbology identifier.
///
/// # Errors
/// See [`ScanError`].
pub fn read(scan: &str) -> Result<Reading, ScanError> {
    let (data, symbology, is_elements) = IDENTIFIERS
        .iter()
        .find_map(|(id, symbology, is)| Some((scan.strip_prefix(id)?, *symbology, *is)))
        .ok_or(ScanError::Identifier)?;
    let content = match symbology {
        Symbology::Ean13 => item(data, 13)?,
        Symbology::Ean8 => item(data, 8)?,
        _ if is_elements => Content::Elements {
            elements: ElementString::scanned(data)?,
            message: data.to_owned(),
        },
        _ if digital_link::is_link(data) => Content::Link {
            elements: digital_link::read(data, LinkReading::default()).map_err(ScanError::Link)?,
            uri: data.to_owned(),
        },
        _ => Content::Text(data.to_owned()),
    };
    Ok(Reading { symbology, content })
}

fn item(data: &str, length: usize) -> Result<Content, ScanError> {
    let (digits, composite) = match data.split_once(COMPOSITE) {
        Some((digits, composite)) => (digits, Some(composite)),
        None => (data, None),
    };
    if let Some(message) = composite {
        ElementString::scanned(message)?;
    }
    Ok(Content::Item {
        digits: item_number(digits, length)?.to_owned(),
        composite: composite.map(str::to_owned),
    })
}

fn item_number(digits: &str, length: usize) -> Result<&str, ScanError> {
    if digits.len() != length || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(ScanError::ItemNumber);
    }
    if !is_checked(digits) {
        return Err(ScanError::CheckDigit);
    }
    Ok(digits)
}

/// What is to be put into a symbol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Data<'d> {
    /// Text, or the digits of an item number.
    Text(&'d str),
    /// GS1 elements with separators.
    Elements(&'d str),
}

/// What a scanner would send of a symbol, with a composite component above it or without.
///
/// # Errors
/// See [`ScanError`].
pub fn transmit(
    symbology: Symbology,
    data: Data<'_>,
    composite: Option<&str>,
) -> Result<String, ScanError> {
    let linear = match data {
        Data::Text(_) => ElementString::default(),
        Data::Elements(message) => ElementString::scanned(message)?,
    };
    if let Some(message) = composite {
        ElementString::scanned(message)?;
    }
    match symbology {
        Symbology::DataMatrix | Symbology::Qr | Symbology::DotCode if composite.is_none() => {
            Ok(match data {
                Data::Text(text) => format!("{}{text}", identifier(symbology, TEXT)?),
                Data::Elements(message) => {
                    format!("{}{message}", identifier(symbology, ELEMENTS)?)
                }
            })
        }
        Symbology::Gs1128 | Symbology::DataBarExpanded => {
            let Data::Elements(message) = data else {
                return Err(ScanError::Unsuitable);
            };
            let Some(composite) = composite else {
                return Ok(format!("{}{message}", identifier(symbology, ELEMENTS)?));
            };
            let is_fixed = |element: &Element| element.entry().is_fixed;
            let separator = match linear.elements().last() {
                Some(last) if !is_fixed(last) => GROUP_SEPARATOR.to_string(),
                _ => String::new(),
            };
            Ok(format!("]e0{message}{separator}{composite}"))
        }
        Symbology::DataBar | Symbology::DataBarLimited => {
            let digits = item_number(primary(data, 14)?, 14)?;
            if symbology == Symbology::DataBarLimited && !digits.starts_with(['0', '1']) {
                return Err(ScanError::Unsuitable);
            }
            Ok(format!("]e001{digits}{}", composite.unwrap_or_default()))
        }
        Symbology::Ean13 => retail("]E0", primary(data, 13)?, 13, composite),
        Symbology::UpcA | Symbology::UpcE => retail("]E00", primary(data, 12)?, 12, composite),
        Symbology::Ean8 => retail("]E4", primary(data, 8)?, 8, composite),
        Symbology::DataMatrix | Symbology::Qr | Symbology::DotCode => Err(ScanError::Unsuitable),
    }
}

fn identifier(symbology: Symbology, is_elements: bool) -> Result<&'static str, ScanError> {
    IDENTIFIERS
        .iter()
        .find(|(_, known, is)| *known == symbology && *is == is_elements)
        .map(|(identifier, _, _)| *identifier)
        .ok_or(ScanError::Unsuitable)
}

fn retail(
    identifier: &str,
    digits: &str,
    length: usize,
    composite: Option<&str>,
) -> Result<String, ScanError> {
    let digits = item_number(digits, length)?;
    let composite = composite.map_or(String::new(), |message| format!("{COMPOSITE}{message}"));
    Ok(format!("{identifier}{digits}{composite}"))
}

/// The digits of an item number that may be given as the element (01), without the zeros that fill it up.
fn primary(data: Data<'_>, length: usize) -> Result<&str, ScanError> {
    let message = match data {
        Data::Text(digits) => return Ok(digits),
        Data::Elements(message) => message,
    };
    let padded = message.strip_prefix("01").ok_or(ScanError::Unsuitable)?;
    let zeros = padded.len().saturating_sub(length);
    match padded.split_at_checked(zeros) {
        Some((zeros, digits)) if zeros.bytes().all(|b| b == b'0') => Ok(digits),
        _ => Err(ScanError::ItemNumber),
    }
}
