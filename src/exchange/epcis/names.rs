//! What goods, parcels, places and papers are called outside: a GS1 Digital Link where there is a GS1 key, a private
//! URI of the company where there is none.

use core::fmt;

use crate::exchange::gs1::check_digit::is_checked;
use crate::exchange::gs1::{Gtin, Sscc};
use crate::limits::CODE_BYTES_MAX;

const LINK: &str = "https://id.gs1.org/";

/// Why names cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NamesError {
    /// The base of private names is no absolute URI that ends with a slash or a colon.
    Base,
    /// The number of the site is no GLN: 13 digits, the last of which checks the others.
    Gln,
}

impl fmt::Display for NamesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Base => {
                "Private names need a web address of your own to begin with, such as https://id.example.com/depo/."
            }
            Self::Gln => {
                "The site's GLN has 13 digits, the last of which checks the others. Look it up in your GS1 contract."
            }
        })
    }
}

impl std::error::Error for NamesError {}

/// The names of one site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names {
    base: String,
    gln: Option<String>,
}

impl Names {
    /// Names under a base of the company's own, and the site's GLN where it has one.
    ///
    /// # Errors
    /// [`NamesError`].
    pub fn new(base: &str, gln: Option<&str>) -> Result<Self, NamesError> {
        let is_absolute = ["https://", "http://", "urn:"]
            .iter()
            .any(|scheme| base.len() > scheme.len() + 1 && base.starts_with(scheme));
        let is_sound = base.ends_with(['/', ':'])
            && base.len() <= CODE_BYTES_MAX
            && base
                .bytes()
                .all(|byte| byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte));
        if !is_absolute || !is_sound {
            return Err(NamesError::Base);
        }
        let is_gln = |gln: &str| gln.len() == 13 && is_checked(gln);
        if gln.is_some_and(|gln| !is_gln(gln)) {
            return Err(NamesError::Gln);
        }
        Ok(Self {
            base: base.to_owned(),
            gln: gln.map(str::to_owned),
        })
    }

    /// The namespace of fields that are this program's own.
    pub fn namespace(&self) -> String {
        format!("{}terms/", self.base)
    }

    /// A private name: what kind of thing it is, and its code.
    pub fn private(&self, kind: &str, code: &str) -> String {
        format!("{}{kind}/{}", self.base, encoded(code))
    }

    /// An item: the first of its barcodes that is an item number of GS1 for all the world, with the lot; else private.
    pub fn item(&self, sku: &str, lot: Option<&str>, barcodes: &[&str]) -> String {
        let number = barcodes
            .iter()
            .filter_map(|barcode| barcode.parse::<Gtin>().ok())
            .find(|gtin| !gtin.is_restricted());
        let class = match number {
            Some(gtin) => format!("{LINK}01/{}", gtin.gtin14()),
            None => self.private("item", sku),
        };
        match lot {
            Some(lot) if number.is_some() => format!("{class}/10/{}", encoded(lot)),
            Some(lot) => format!("{class}/lot/{}", encoded(lot)),
            None => class,
        }
    }

    /// A parcel: its SSCC where its number is one.
    pub fn parcel(&self, parcel: &str) -> String {
        match parcel.parse::<Sscc>() {
            Ok(sscc) => format!("{LINK}00/{sscc}"),
            Err(_) => self.private("parcel", parcel),
        }
    }

    /// The site.
    pub fn site(&self) -> String {
        match &self.gln {
            Some(gln) => format!("{LINK}414/{gln}"),
            None => format!("{}site", self.base),
        }
    }

    /// A place within the site: an extension of its GLN where it has one and the code fits.
    pub fn place(&self, code: &str) -> String {
        const EXTENSION_MAX: usize = 20;
        let fits = code.len() <= EXTENSION_MAX
            && code
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        match &self.gln {
            Some(gln) if fits => format!("{LINK}414/{gln}/254/{code}"),
            _ => self.private("place", code),
        }
    }
}

/// Percent-encoded but for what RFC 3986 reserves for nothing.
fn encoded(code: &str) -> String {
    let mut encoded = String::with_capacity(code.len());
    for byte in code.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                encoded.push(char::from(byte));
            }
            other => encoded.push_str(&format!("%{other:02X}")),
        }
    }
    encoded
}
