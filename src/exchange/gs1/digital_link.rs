//! GS1 Digital Link URIs: `https://example.com/01/09520123456788/10/ABC?17=201225`, both ways (GS1 Digital Link
//! Standard: URI Syntax).
//!
//! The path ends with a primary key, its value and its qualifiers in the order that the key prescribes; everything else
//! is an attribute in the query. Parameters that are no identifiers are nobody's business and are left out. The host is
//! not judged beyond its characters.

use std::fmt;

use super::element::{Element, ElementError, ElementString, Reader};
use super::identifier::{Entry, Identifier, Unknown};
use crate::limits::GS1_LINK_BYTES_MAX;

/// Where a link leads that names no other host.
pub const CANONICAL_STEM: &str = "https://id.gs1.org";

/// Characters that can stand in a URI beside letters and digits.
const URI_MARKS: &str = "-._~:/?#[]@!$&'()*+,;=%";

/// Those of them that cannot stand in a host.
const NOT_IN_HOST: &str = "_~?#@!$&'()*+,;=%";

/// Names that early links used instead of identifiers.
const NAMES: [(&str, &str); 22] = [
    ("cpid", "8010"),
    ("cpsn", "8011"),
    ("cpv", "22"),
    ("gcn", "255"),
    ("gdti", "253"),
    ("giai", "8004"),
    ("ginc", "401"),
    ("gln", "414"),
    ("glnx", "254"),
    ("gmn", "8013"),
    ("grai", "8003"),
    ("gsin", "402"),
    ("gsrn", "8018"),
    ("gsrnp", "8017"),
    ("gtin", "01"),
    ("itip", "8006"),
    ("lot", "10"),
    ("party", "417"),
    ("refno", "8020"),
    ("ser", "21"),
    ("srin", "8019"),
    ("sscc", "00"),
];

/// What is read beyond the standard, for links of before it settled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LinkReading {
    /// GTINs of 8, 12 and 13 digits, which are filled up with zeros.
    pub short_gtins: bool,
    /// Names for identifiers in the path: `/gtin/` for `/01/`.
    pub names: bool,
    /// Identifiers that the dictionary does not know.
    pub unknown: Unknown,
    /// Whether those can be attributes.
    pub unknown_attributes: bool,
}

/// Why a text is no Digital Link, or elements cannot be one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkError {
    /// It is longer than [`GS1_LINK_BYTES_MAX`].
    TooLong,
    /// A character that no URI has.
    Character,
    /// It begins neither with `https://` nor with `http://`.
    Scheme,
    /// It has no host, or one with characters that no host has, or no path.
    Host,
    /// There is no primary key in it.
    NoKey,
    /// The qualifiers are not those of the key, or not in its order.
    Qualifiers,
    /// A value is empty or holds a NUL.
    Value {
        /// The identifier.
        identifier: Identifier,
    },
    /// A parameter of digits that is no identifier.
    UnknownAttribute {
        /// The first digits.
        text: String,
    },
    /// An identifier stands there twice.
    Twice {
        /// The identifier.
        identifier: Identifier,
    },
    /// An identifier that cannot be an attribute.
    NotAttribute {
        /// The identifier.
        identifier: Identifier,
    },
    /// An attribute that belongs into the path.
    BelongsInPath {
        /// The identifier.
        identifier: Identifier,
    },
    /// A value is not sound.
    Element(ElementError),
}

impl From<ElementError> for LinkError {
    fn from(error: ElementError) -> Self {
        Self::Element(error)
    }
}

impl fmt::Display for LinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong => write!(f, "The link is longer than {GS1_LINK_BYTES_MAX} bytes."),
            Self::Character => f.write_str("The link holds a character that no link has."),
            Self::Scheme => f.write_str("The link begins neither with https:// nor with http://."),
            Self::Host => f.write_str("The link has no host."),
            Self::NoKey => {
                f.write_str("There is no GS1 key in the link. It leads to a page, not to an item.")
            }
            Self::Qualifiers => {
                f.write_str("The parts of the link after its key are not in their order.")
            }
            Self::Value { identifier } => write!(f, "({identifier}) has no value in the link."),
            Self::UnknownAttribute { text } => {
                write!(f, "No identifier is known that is \"{text}\".")
            }
            Self::Twice { identifier } => write!(f, "({identifier}) stands in the link twice."),
            Self::NotAttribute { identifier } => {
                write!(f, "({identifier}) cannot be an attribute of a link.")
            }
            Self::BelongsInPath { identifier } => {
                write!(
                    f,
                    "({identifier}) belongs into the path of the link, not after the question mark."
                )
            }
            Self::Element(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for LinkError {}

/// Whether a text is meant to be a link.
pub fn is_link(text: &str) -> bool {
    after_scheme(text).is_some()
}

fn after_scheme(text: &str) -> Option<&str> {
    ["https://", "HTTPS://", "http://", "HTTP://"]
        .iter()
        .find_map(|scheme| text.strip_prefix(scheme))
}

/// Reads a link. The elements come in the order of the link.
///
/// # Errors
/// See [`LinkError`].
pub fn read(uri: &str, reading: LinkReading) -> Result<ElementString, LinkError> {
    if uri.len() > GS1_LINK_BYTES_MAX {
        return Err(LinkError::TooLong);
    }
    let is_uri = |c: char| c.is_ascii_alphanumeric() || URI_MARKS.contains(c);
    if !uri.chars().all(is_uri) {
        return Err(LinkError::Character);
    }
    let rest = after_scheme(uri).ok_or(LinkError::Scheme)?;
    let (host, rest) = rest.split_once('/').ok_or(LinkError::Host)?;
    if host.is_empty() || host.contains(|c| NOT_IN_HOST.contains(c)) {
        return Err(LinkError::Host);
    }
    let data = rest.split_once('#').map_or(rest, |(before, _)| before);
    let (path, query) = data.split_once('?').unwrap_or((data, ""));
    let mut link = Link {
        reading,
        reader: Reader {
            unknown: reading.unknown,
            ..Reader::default()
        },
        read: ElementString::default(),
    };
    let in_path = link.path(path)?;
    link.query(query)?;
    link.check_attributes(&in_path)?;
    Ok(link.read)
}

struct Link<'p> {
    reading: LinkReading,
    reader: Reader<'p>,
    read: ElementString,
}

impl Link<'_> {
    fn identifier(&self, text: &str) -> Option<(Identifier, Entry)> {
        let names = self.reading.names;
        let named = NAMES.iter().find(|(name, _)| names && *name == text);
        let digits = named.map_or(text, |(_, digits)| digits);
        self.reader.exactly(digits).ok()
    }

    /// The elements of the path, from the last primary key on. What comes before is the stem.
    fn path(&mut self, path: &str) -> Result<Vec<Identifier>, LinkError> {
        let segments: Vec<&str> = path.split('/').collect();
        let mut pairs = Vec::new();
        for pair in segments.rchunks_exact(2) {
            let [identifier, value] = pair else { break };
            let Some((identifier, entry)) = self.identifier(identifier) else {
                break;
            };
            pairs.push((identifier, entry, *value));
            if entry.qualifiers.is_some() {
                break;
            }
        }
        pairs.reverse();
        let Some((_, key, _)) = pairs
            .first()
            .filter(|(_, entry, _)| entry.qualifiers.is_some())
        else {
            return Err(LinkError::NoKey);
        };
        let identifiers: Vec<Identifier> = pairs.iter().map(|(found, _, _)| *found).collect();
        if !is_order(key, &identifiers[1..]) {
            return Err(LinkError::Qualifiers);
        }
        for (identifier, entry, value) in pairs {
            let value = self.value(identifier, value, Blank::Escaped)?;
            let element = self.reader.checked(identifier, entry, &value)?;
            self.read.push(element)?;
        }
        Ok(identifiers)
    }

    fn query(&mut self, query: &str) -> Result<(), LinkError> {
        for parameter in query.split('&') {
            let Some((name, value)) = parameter.split_once('=') else {
                continue;
            };
            if name.is_empty() || !name.bytes().all(|b| b.is_ascii_digit()) {
                continue;
            }
            let Ok((identifier, entry)) = self.reader.exactly(name) else {
                return Err(LinkError::UnknownAttribute {
                    text: name.chars().take(8).collect(),
                });
            };
            let value = self.value(identifier, value, Blank::Plus)?;
            let element = self.reader.checked(identifier, entry, &value)?;
            self.read.push(element)?;
        }
        Ok(())
    }

    fn value(&self, identifier: Identifier, text: &str, blank: Blank) -> Result<String, LinkError> {
        let value = unescape(text, blank)
            .filter(|value| !value.is_empty())
            .ok_or(LinkError::Value { identifier })?;
        let is_short = matches!(value.len(), 8 | 12 | 13) && identifier.fits("01");
        if self.reading.short_gtins && is_short {
            return Ok(format!("{value:0>14}"));
        }
        Ok(value)
    }

    fn check_attributes(&self, in_path: &[Identifier]) -> Result<(), LinkError> {
        let elements = self.read.elements();
        let key = elements.first().map(Element::entry);
        for (at, element) in elements.iter().enumerate().skip(in_path.len()) {
            let identifier = element.identifier();
            let mut before = elements[..at].iter();
            if before.any(|other| other.identifier() == identifier) {
                return Err(LinkError::Twice { identifier });
            }
            if !self.can_be_attribute(element) {
                return Err(LinkError::NotAttribute { identifier });
            }
            let fits_in = |place: usize| {
                let mut with = in_path[1..].to_vec();
                with.insert(place, identifier);
                key.is_some_and(|key| is_order(key, &with))
            };
            if (0..in_path.len()).any(fits_in) {
                return Err(LinkError::BelongsInPath { identifier });
            }
        }
        Ok(())
    }

    fn can_be_attribute(&self, element: &Element) -> bool {
        let is_known = element.identifier().entry().is_some();
        element.entry().is_attribute || (!is_known && self.reading.unknown_attributes)
    }
}

/// Whether qualifiers stand in one of the orders of a key.
fn is_order(key: &Entry, qualifiers: &[Identifier]) -> bool {
    let Some(orders) = key.qualifiers else {
        return false;
    };
    let fits = |order: &&[&str]| {
        let mut places = order.iter();
        qualifiers
            .iter()
            .all(|qualifier| places.any(|place| qualifier.fits(place)))
    };
    qualifiers.is_empty() || orders.iter().any(fits)
}

/// Writes elements as a link under a stem, by default [`CANONICAL_STEM`]. The first primary key leads, with as many of
/// its qualifiers as there are; attributes of fixed length come before the others; what stands there twice is written
/// once.
///
/// # Errors
/// [`LinkError::NoKey`], [`LinkError::NotAttribute`].
pub fn write(
    elements: &ElementString,
    stem: Option<&str>,
    unknown_attributes: bool,
) -> Result<String, LinkError> {
    let all = elements.elements();
    let first_of = |pattern: &str| {
        let mut all = all.iter();
        all.find(|element| element.identifier().fits(pattern))
    };
    let (key, orders) = all
        .iter()
        .find_map(|element| Some((element, element.entry().qualifiers?)))
        .ok_or(LinkError::NoKey)?;
    let there = |order: &[&str]| -> Vec<&Element> {
        order.iter().filter_map(|place| first_of(place)).collect()
    };
    // The first of the best: where two orders would hold equally many, the dictionary's first.
    let mut qualifiers = Vec::new();
    for order in orders {
        let found = there(order);
        if found.len() > qualifiers.len() {
            qualifiers = found;
        }
    }
    let stem = stem.unwrap_or(CANONICAL_STEM);
    let mut uri = stem.strip_suffix('/').unwrap_or(stem).to_owned();
    let in_path: Vec<&Element> = std::iter::once(key).chain(qualifiers).collect();
    for element in &in_path {
        let value = escape(element.value(), Blank::Escaped);
        uri.push_str(&format!("/{}/{value}", element.identifier()));
    }
    let mut written: Vec<Identifier> = in_path.iter().map(|e| e.identifier()).collect();
    let mut mark = '?';
    for is_fixed in [true, false] {
        for element in all.iter().filter(|e| e.entry().is_fixed == is_fixed) {
            let identifier = element.identifier();
            if written.contains(&identifier) {
                continue;
            }
            let is_known = identifier.entry().is_some();
            if !element.entry().is_attribute && (is_known || !unknown_attributes) {
                return Err(LinkError::NotAttribute { identifier });
            }
            written.push(identifier);
            let value = escape(element.value(), Blank::Plus);
            uri.push_str(&format!("{mark}{identifier}={value}"));
            mark = '&';
        }
    }
    Ok(uri)
}

/// How a blank is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blank {
    /// As `%20`, in a path.
    Escaped,
    /// As `+`, in a query.
    Plus,
}

/// Text for a link: everything but letters, digits and `-._~` escaped, byte by byte.
pub fn escape(text: &str, blank: Blank) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'-' | b'.' | b'_' | b'~' => escaped.push(char::from(byte)),
            b' ' if blank == Blank::Plus => escaped.push('+'),
            _ if byte.is_ascii_alphanumeric() => escaped.push(char::from(byte)),
            _ => escaped.push_str(&format!("%{byte:02X}")),
        }
    }
    escaped
}

/// Text from a link, each escaped byte a character of Latin 1; values of elements are ASCII. What is no escape stays as
/// it is. `None` where a NUL is escaped.
pub fn unescape(text: &str, blank: Blank) -> Option<String> {
    let mut unescaped = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let hex = rest.as_str().get(..2);
        let hex = hex.filter(|hex| c == '%' && hex.bytes().all(|b| b.is_ascii_hexdigit()));
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(0) => return None,
            Some(byte) => {
                unescaped.push(char::from(byte));
                // Past the two digits.
                rest.nth(1);
            }
            None if c == '+' && blank == Blank::Plus => unescaped.push(' '),
            None => unescaped.push(c),
        }
    }
    Some(unescaped)
}
