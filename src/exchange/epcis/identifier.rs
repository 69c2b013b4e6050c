//! Identifiers as canonical GS1 Digital Links. Source: GS1 EPC Tag Data Standard 2.0, section 6.3 (the pure identity
//! URIs and their element strings).

use super::hash::Edition;
use crate::exchange::gs1::check_digit::check_digit_of;

const LINK: &str = "https://id.gs1.org/";

/// The keys by the short names that links were written with before version 1.2, and their identifiers.
const SHORT_NAMES: &[(&str, &str)] = &[
    ("gtin", "01"),
    ("sscc", "00"),
    ("gln", "414"),
    ("party", "417"),
    ("gdti", "253"),
    ("giai", "8004"),
    ("grai", "8003"),
    ("gsrn", "8018"),
    ("gsrnp", "8017"),
    ("ginc", "401"),
    ("gsin", "402"),
    ("itip", "8006"),
    ("cpid", "8010"),
    ("gcn", "255"),
    ("lot", "10"),
    ("ser", "21"),
    ("cpv", "22"),
    ("glnx", "254"),
    ("cpsn", "8011"),
];

/// Keys that a link may begin with.
const KEYS: &[&str] = &[
    "00", "01", "253", "255", "401", "402", "414", "417", "8003", "8004", "8006", "8010", "8013",
    "8017", "8018",
];

/// The canonical link of an identifier; `None` for a text that is none.
pub(super) fn link(text: &str, edition: Edition) -> Option<String> {
    if let Some(rest) = text.strip_prefix("urn:epc:") {
        let (kind, rest) = rest.split_once(':')?;
        let (scheme, parts) = rest.split_once(':')?;
        return match kind {
            "id" | "class" => from_urn(scheme, parts, edition),
            "idpat" => from_urn(scheme, parts.strip_suffix(".*")?, edition),
            _ => None,
        };
    }
    text.starts_with("http").then(|| from_link(text)).flatten()
}

fn from_urn(scheme: &str, text: &str, edition: Edition) -> Option<String> {
    let limit = if scheme == "itip" { 5 } else { 3 };
    let parts: Vec<&str> = text.splitn(limit, '.').collect();
    let part = |at: usize| parts.get(at).copied();
    let prefix = part(0)?;
    let tail = |at: usize, identifier: &str| {
        part(at).map_or(String::new(), |value| {
            format!("/{identifier}/{}", encoded(value))
        })
    };
    let path = match scheme {
        "sscc" => match edition {
            Edition::Draft => format!("00/{}", parcel(prefix, part(1)?)?),
            Edition::Ratified => format!("00/{}", indicated(prefix, part(1)?)?),
        },
        "sgtin" => format!("01/{}{}", indicated(prefix, part(1)?)?, tail(2, "21")),
        "lgtin" => format!("01/{}{}", indicated(prefix, part(1)?)?, tail(2, "10")),
        "upui" => format!("01/{}{}", indicated(prefix, part(1)?)?, tail(2, "235")),
        "itip" => format!(
            "8006/{}{}{}{}",
            indicated(prefix, part(1)?)?,
            part(2)?,
            part(3)?,
            tail(4, "21")
        ),
        "sgln" if part(2) == Some("0") => format!("414/{}", checked(prefix, part(1)?)?),
        "sgln" => format!("414/{}{}", checked(prefix, part(1)?)?, tail(2, "254")),
        "pgln" => format!("417/{}", checked(prefix, part(1)?)?),
        "grai" => format!(
            "8003/0{}{}",
            checked(prefix, part(1)?)?,
            encoded(part(2).unwrap_or_default())
        ),
        "gdti" => format!(
            "253/{}{}",
            checked(prefix, part(1)?)?,
            encoded(part(2).unwrap_or_default())
        ),
        "sgcn" => format!(
            "255/{}{}",
            checked(prefix, part(1)?)?,
            encoded(part(2).unwrap_or_default())
        ),
        "gsrn" => format!("8018/{}", checked(prefix, part(1)?)?),
        "gsrnp" => format!("8017/{}", checked(prefix, part(1)?)?),
        "gsin" => format!("402/{}", checked(prefix, part(1)?)?),
        "giai" | "ginc" => {
            let identifier = if scheme == "giai" { "8004" } else { "401" };
            let (_, rest) = text.split_once('.')?;
            format!("{identifier}/{prefix}{}", encoded(rest))
        }
        "cpi" => format!("8010/{prefix}{}{}", encoded(part(1)?), tail(2, "8011")),
        _ => return None,
    };
    Some(format!("{LINK}{path}"))
}

/// The key of a company's prefix and reference, with its check digit.
fn checked(prefix: &str, reference: &str) -> Option<String> {
    let body = format!("{prefix}{reference}");
    let digit = check_digit_of(&body)?;
    Some(format!("{body}{digit}"))
}

/// As [`checked`], for a reference whose first digit goes before the prefix.
fn indicated(prefix: &str, reference: &str) -> Option<String> {
    let (first, rest) = reference.split_at_checked(1)?;
    checked(&format!("{first}{prefix}"), rest)
}

/// The digits of a parcel number as the vectors of the draft have them: the extension digit stands before the prefix and
/// is not taken from the reference, which makes nineteen. A parcel number in a link has its eighteen.
fn parcel(prefix: &str, reference: &str) -> Option<String> {
    let (extension, _) = reference.split_at_checked(1)?;
    checked(&format!("{extension}{prefix}"), reference)
}

/// The characters that a link writes with a percent sign and an EPC URI as they are.
fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '!' => encoded.push_str("%21"),
            '(' => encoded.push_str("%28"),
            ')' => encoded.push_str("%29"),
            '*' => encoded.push_str("%2A"),
            '+' => encoded.push_str("%2B"),
            ',' => encoded.push_str("%2C"),
            ':' => encoded.push_str("%3A"),
            other => encoded.push(other),
        }
    }
    encoded
}

/// A link of any host that holds a GS1 key: on GS1's host, with numbers for short names and without its query.
fn from_link(text: &str) -> Option<String> {
    let path = text.split(['?', '#']).next()?;
    let parts: Vec<&str> = path.split('/').collect();
    let number = |part: &str| {
        let short = SHORT_NAMES.iter().find(|(name, _)| *name == part);
        short.map_or_else(|| part.to_owned(), |(_, number)| (*number).to_owned())
    };
    let at = parts.iter().enumerate().skip(3).position(|(at, part)| {
        KEYS.contains(&number(part).as_str())
            && parts
                .get(at + 1)
                .is_some_and(|key| key.starts_with(|first: char| first.is_ascii_digit()))
    })?;
    let mut link = LINK.trim_end_matches('/').to_owned();
    for pair in parts.get(at + 3..)?.chunks(2) {
        let [identifier, value] = pair else {
            return None;
        };
        link.push_str(&format!("/{}/{}", number(identifier), encoded(value)));
    }
    Some(link)
}
