//! Tracking numbers: whose they may be, and whether they were read right.
//!
//! [`recognise`] answers with every format that a number fits, the surest first: where a check digit agrees, where only
//! the shape does, and where no published rule exists and the shape is a hint (`Sureness`). A number that fits a shape
//! but whose check digit does not agree was misread; it is not recognised.
//!
//! A number is judged as a person or a scanner gives it: white space between its characters means nothing, and small
//! letters are capitals.
//!
//! Sources: the carriers' label specifications as collected in the open tracking-number data set (18 carriers, 39
//! formats, written here in our own notation, see [`format`](self)'s shapes in `table`), UPU S10 for post, ISO 7064 for
//! DPD, and the USPS package barcode specification. Hints for Indonesian carriers follow what their numbers look like;
//! none of them publishes a rule.
//!
//! Rejected: a regular-expression engine (some 300 kB of wasm for 39 fixed shapes), and the crate that wraps the same
//! data, which brings one.

mod checksum;
mod hint;
mod post;
mod shape;
mod table;
mod usps;

use checksum::Checksum;
use table::{FORMATS, Format, Rule};

use crate::limits::TRACKING_CHARACTERS_MAX;

/// How sure it is that a number is of a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sureness {
    /// The check digit agrees.
    Checked,
    /// It has the shape; the format has no check digit.
    Shape,
    /// It looks like one; the carrier publishes no rule.
    Hint,
}

/// A format that a number fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// A short name of the carrier that does not change: `ups`.
    pub carrier: &'static str,
    /// The carrier as people call it: `UPS`.
    pub carrier_name: &'static str,
    /// The format: `UPS Waybill`.
    pub format: &'static str,
    /// How sure it is.
    pub sureness: Sureness,
    /// The country whose post gave the number (ISO 3166, two letters), for numbers of the Universal Postal Union.
    pub country: Option<String>,
    /// Where the parcel can be followed.
    pub link: Option<String>,
}

/// Every format that a number fits, the surest first.
pub fn recognise(number: &str) -> Vec<Match> {
    let Some(number) = plain(number) else {
        return Vec::new();
    };
    let mut found: Vec<Match> = FORMATS
        .iter()
        .filter_map(|format| of_format(format, &number))
        .chain(hint::hints(&number))
        .collect();
    // Stable: formats of one sureness keep the order of the table.
    found.sort_by_key(|found| found.sureness);
    found
}

/// A carrier whose numbers look like this one, and whose check digit says that it was misread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Misread {
    /// The short name of the carrier.
    pub carrier: &'static str,
    /// The carrier as people call it.
    pub carrier_name: &'static str,
    /// Whether no other carrier's numbers look so: it has letters of this format in it.
    pub is_sure: bool,
}

/// The carriers whose format a number has but for its check digit, each once. A number that any format takes is misread
/// by none.
pub fn misread(number: &str) -> Vec<Misread> {
    let Some(number) = plain(number) else {
        return Vec::new();
    };
    let known = recognise(&number);
    if known.iter().any(|found| found.sureness != Sureness::Hint) {
        return Vec::new();
    }
    let has_letters = number.bytes().any(|byte| byte.is_ascii_alphabetic());
    let mut misread: Vec<Misread> = Vec::new();
    for format in FORMATS {
        let looks_so = match &format.rule {
            Rule::Shapes(shapes, checksum) => {
                let mut shapes = shapes.iter();
                *checksum != Checksum::None
                    && shapes.any(|shape| shape::read(shape, &number).is_some())
            }
            Rule::Post => post::looks_so(&number),
            Rule::Usps(_) | Rule::Ecommerce => false,
        };
        let is_new = misread.iter().all(|one| one.carrier != format.carrier);
        if looks_so && is_new {
            misread.push(Misread {
                carrier: format.carrier,
                carrier_name: format.carrier_name,
                is_sure: has_letters,
            });
        }
    }
    misread
}

/// A link to follow a parcel of a carrier by its short name; `None` where the carrier has no such page.
pub fn link(carrier: &str, number: &str) -> Option<String> {
    let number = plain(number)?;
    let formats = FORMATS.iter().filter(|format| format.carrier == carrier);
    let format = formats
        .clone()
        .find(|format| of_format(format, &number).is_some());
    let template = format.or_else(|| formats.clone().next())?.link?;
    Some(filled(template, &number))
}

fn of_format(format: &Format, number: &str) -> Option<Match> {
    let mut country = None;
    let is_checked = match &format.rule {
        Rule::Shapes(shapes, checksum) => {
            let read = shapes.iter().find_map(|shape| shape::read(shape, number))?;
            match checksum {
                Checksum::None => false,
                some => some.agrees(&read.serial, read.check?).then_some(true)?,
            }
        }
        Rule::Post => {
            country = Some(post::country(number)?);
            true
        }
        Rule::Usps(kind) => usps::fits(*kind, number).then_some(true)?,
        Rule::Ecommerce => is_ecommerce(number).then_some(false)?,
    };
    Some(Match {
        carrier: format.carrier,
        carrier_name: format.carrier_name,
        format: format.name,
        sureness: if is_checked {
            Sureness::Checked
        } else {
            Sureness::Shape
        },
        country,
        link: format.link.map(|template| filled(template, number)),
    })
}

/// DHL eCommerce: a prefix of two letters, then 10 to 39 letters and digits of which the first is a digit.
fn is_ecommerce(number: &str) -> bool {
    const PREFIXES: [&str; 10] = ["GM", "LX", "RX", "UV", "CN", "SG", "TH", "IN", "HK", "MY"];
    let rest = PREFIXES
        .iter()
        .find_map(|prefix| number.strip_prefix(prefix));
    rest.is_some_and(|rest| {
        (10..=39).contains(&rest.len())
            && rest.starts_with(|c: char| c.is_ascii_digit())
            && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}

/// The number without white space, in capitals; `None` where it cannot be one.
fn plain(number: &str) -> Option<String> {
    let mut plain = String::new();
    for c in number.chars().filter(|c| !c.is_whitespace()) {
        if !c.is_ascii_graphic() || plain.len() == TRACKING_CHARACTERS_MAX {
            return None;
        }
        plain.push(c.to_ascii_uppercase());
    }
    (!plain.is_empty()).then_some(plain)
}

/// Puts the number into the place of a link. Only letters, digits and hyphens reach this, so nothing needs escaping;
/// whatever else came in is left out.
fn filled(template: &str, number: &str) -> String {
    let safe: String = number
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
        .collect();
    template.replace("{}", &safe)
}
