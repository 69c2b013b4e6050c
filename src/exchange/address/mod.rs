//! Postal addresses: what a country's must have, whether its post code can be right, and the lines on a label.
//!
//! What is checked here needs no network: the country is one, the parts that its post requires are there, and the post
//! code has the country's form. Whether the house exists, and whether the post code is that of the city, only the post
//! knows. An address of a country whose form is not known is taken as it is.
//!
//! Lines follow the country of destination and not that of the sender: the post there reads them. The street is taken
//! verbatim, since the house number stands before or behind it by a custom that its writer knows. The country's name
//! stands last, in English capitals, as the Universal Postal Union asks; at home it is left out.

mod formats;
mod post_code;

use std::borrow::Cow;
use std::fmt;

use super::country::{self, Country, Meaning};
use super::orders::model::Address;
use formats::{FORMATS, LATIN_LINES, OTHERS, Row};
use post_code::Read;

/// A part of an address, as a form has a field for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The name or the organisation.
    Recipient,
    /// The street lines.
    Street,
    /// The city.
    City,
    /// The province, state or region.
    Province,
    /// The post code.
    PostCode,
    /// The country.
    Country,
}

/// What is wrong with a part.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wrong {
    /// It is empty, and the country's post needs it.
    Missing,
    /// Whoever passed it on has put signs in the place of letters.
    Masked,
    /// The country is not known by these words.
    UnknownCountry,
    /// The words mean several countries.
    SeveralCountries(Vec<Country>),
    /// The post code has not the country's form.
    NotAPostCode,
    /// The post code lacks zeros at its beginning, which a spreadsheet took away. With them it would be this.
    ZerosLost(String),
}

/// A part that is wrong, and how.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The part.
    pub part: Part,
    /// What is wrong.
    pub wrong: Wrong,
}

impl Part {
    fn name(self) -> &'static str {
        match self {
            Self::Recipient => "name",
            Self::Street => "street",
            Self::City => "city",
            Self::Province => "province or state",
            Self::PostCode => "post code",
            Self::Country => "country",
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = self.part.name();
        match &self.wrong {
            Wrong::Missing => write!(f, "The {part} is missing. Ask the customer for it."),
            Wrong::Masked => write!(
                f,
                "The {part} is masked. Look it up at the marketplace, or send with the marketplace's label."
            ),
            Wrong::UnknownCountry => f.write_str(
                "The country is not known. Choose it from the list, or write its two letters.",
            ),
            Wrong::SeveralCountries(countries) => {
                let names: Vec<&str> = countries.iter().map(|country| country.name()).collect();
                write!(f, "The country may be {}. Choose one.", names.join(" or "))
            }
            Wrong::NotAPostCode => write!(
                f,
                "The {part} is none of this country. Compare it with the customer's words, and the country too."
            ),
            Wrong::ZerosLost(filled) => write!(
                f,
                "The {part} has lost zeros in a spreadsheet. Write {filled} if that is right."
            ),
        }
    }
}

/// What is wrong with an address; nothing where a parcel can be sent as far as can be told here.
pub fn faults(address: &Address) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut found = |part, wrong| faults.push(Fault { part, wrong });
    if is_blank(&address.name) && is_blank(&address.company) {
        found(Part::Recipient, Wrong::Missing);
    }
    let mut masked = Vec::new();
    for (part, text) in parts(address) {
        if is_masked(text) && !masked.contains(&part) {
            masked.push(part);
            found(part, Wrong::Masked);
        }
    }
    let country = match country::meaning(given(&address.country)) {
        Meaning::One(country) => Some(country),
        Meaning::OneOf(countries) => {
            found(Part::Country, Wrong::SeveralCountries(countries));
            None
        }
        Meaning::Unknown if is_blank(&address.country) => {
            found(Part::Country, Wrong::Missing);
            None
        }
        Meaning::Unknown => {
            found(Part::Country, Wrong::UnknownCountry);
            None
        }
    };
    let row = country.map_or(&OTHERS, row_of);
    let places = Places::of(address, row.1);
    for (letter, part, value) in [
        (
            'a',
            Part::Street,
            address.street.iter().any(|line| !line.trim().is_empty()),
        ),
        ('c', Part::City, !is_blank(&address.city)),
        ('s', Part::Province, !places.province.is_empty()),
        ('z', Part::PostCode, !is_blank(&address.post_code)),
    ] {
        let stands_there = row.1.contains(letter) || letter == 'a';
        if row.2.contains(letter) && stands_there && !value {
            found(part, Wrong::Missing);
        }
    }
    if let Some(country) = country
        && !is_blank(&address.post_code)
        && !masked.contains(&Part::PostCode)
    {
        match read_post_code(given(&address.post_code), country) {
            Some(Read::Good(_)) | None => {}
            Some(Read::ZerosLost(filled)) => found(Part::PostCode, Wrong::ZerosLost(filled)),
            Some(Read::Wrong) => found(Part::PostCode, Wrong::NotAPostCode),
        }
    }
    faults
}

/// Whether a text has signs in the place of letters or digits, as marketplaces write what they keep to themselves:
/// `S***i`, `(+62)812*****90`.
pub fn is_masked(text: &str) -> bool {
    let is_sign = |one: char| matches!(one, '*' | '＊' | '•' | '●');
    let mut before = false;
    text.chars().any(|one| {
        let twice = before && is_sign(one);
        before = is_sign(one);
        twice
    })
}

/// Whether a part of an address that a parcel needs is masked.
pub fn has_masked(address: &Address) -> bool {
    parts(address).any(|(_, text)| is_masked(text))
}

/// The texts of an address by their parts.
fn parts(address: &Address) -> impl Iterator<Item = (Part, &str)> {
    let street = address.street.iter();
    let street = street.map(|line| (Part::Street, line.as_str()));
    [
        (Part::Recipient, given(&address.name)),
        (Part::Recipient, given(&address.company)),
        (Part::Street, given(&address.district)),
        (Part::City, given(&address.city)),
        (Part::Province, given(&address.province)),
        (Part::PostCode, given(&address.post_code)),
    ]
    .into_iter()
    .chain(street)
}

/// A post code as its country writes it: `sw1a1aa` as `SW1A 1AA`. `None` where it is none of that country; any is taken
/// where the country's form is not known.
pub fn post_code(code: &str, country: Country) -> Option<String> {
    match read_post_code(code, country) {
        None => Some(code.trim().to_owned()),
        Some(Read::Good(written)) => Some(written),
        Some(Read::ZerosLost(_) | Read::Wrong) => None,
    }
}

/// A post code as its country might write one, to show the form of it: `12345`, `1234 AB`. `None` where the form is not
/// known.
pub fn post_code_like(country: Country) -> Option<String> {
    let first = row_of(country).4.split('|').next()?;
    (!first.is_empty()).then(|| post_code::like(first))
}

/// Reads a code; `None` for a country whose codes are not known.
fn read_post_code(code: &str, country: Country) -> Option<Read> {
    let patterns = row_of(country).4;
    (!patterns.is_empty()).then(|| post_code::read(code, patterns, country.letters()))
}

/// The lines of an address on a label, the country last unless the parcel stays in it.
pub fn lines(address: &Address, from: Option<Country>) -> Vec<String> {
    let country = Country::of(given(&address.country));
    let row = country.map_or(&OTHERS, row_of);
    let latin = LATIN_LINES.iter().find(|(letters, _)| *letters == row.0);
    let is_latin = address
        .street
        .iter()
        .flat_map(|line| line.chars())
        .all(|c| c < '\u{e00}');
    let format = match latin {
        Some((_, format)) if is_latin => format,
        _ => row.1,
    };
    let places = Places::of(address, format);
    let at_home = country.is_some() && country == from;
    let mut lines: Vec<String> = format
        .split('/')
        .flat_map(|line| match line {
            "a" => {
                let district = (!format.contains('d')).then_some(given(&address.district));
                let street = address.street.iter().map(String::as_str).chain(district);
                let capitals = row.3.contains('a');
                street
                    .map(|line| match capitals {
                        true => line.trim().to_uppercase(),
                        false => line.trim().to_owned(),
                    })
                    .collect()
            }
            _ => vec![line_of(line, at_home, |letter| {
                let value = match letter {
                    'n' => Cow::from(given(&address.name)),
                    'o' => Cow::from(given(&address.company)),
                    'd' => Cow::from(given(&address.district)),
                    'c' => places.city.clone(),
                    's' => Cow::from(places.province),
                    'a' => Cow::from(address.street.join(", ")),
                    'z' => match country
                        .and_then(|country| post_code(given(&address.post_code), country))
                    {
                        Some(written) => Cow::from(written),
                        None => Cow::from(given(&address.post_code)),
                    },
                    _ => return None,
                };
                Some(if row.3.contains(letter) {
                    Cow::from(value.to_uppercase())
                } else {
                    value
                })
            })],
        })
        .filter(|line| !line.is_empty())
        .collect();
    if !at_home {
        let name = country.map_or(given(&address.country), |country| country.name());
        lines.extend((!name.is_empty()).then(|| name.to_uppercase()));
    }
    lines
}

/// The city and the province in a country that may write only one of them.
struct Places<'a> {
    city: Cow<'a, str>,
    province: &'a str,
}

impl<'a> Places<'a> {
    fn of(address: &'a Address, format: &str) -> Self {
        let (city, province) = (given(&address.city), given(&address.province));
        let has = |letter| format.contains(letter);
        // Where post codes tell the place, provinces are not written; elsewhere what has no place stands with the city.
        let code = given(&address.post_code);
        let with_city = match (has('z'), has('s') || province == city) {
            (false, false) => [city, province, code],
            (false, true) => [city, code, ""],
            (true, _) => [city, "", ""],
        };
        let with_city: Vec<&str> = with_city
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        Self {
            city: Cow::from(with_city.join(" ")),
            province: if province.is_empty() && !has('c') {
                city
            } else {
                province
            },
        }
    }
}

/// One line: its parts, and what stands between two of them or before one. The letters of the country before its post
/// codes are for those who send from elsewhere.
fn line_of<'a>(
    format: &str,
    at_home: bool,
    mut part: impl FnMut(char) -> Option<Cow<'a, str>>,
) -> String {
    let mut line = String::new();
    let mut between = String::new();
    let mut parts = 0;
    for letter in format.chars() {
        let Some(value) = part(letter) else {
            between.push(letter);
            continue;
        };
        parts += 1;
        let is_word = between.contains(char::is_alphanumeric) || between.contains('〒');
        let is_word = is_word && !(at_home && between.ends_with('-'));
        if !value.is_empty() {
            if !line.is_empty() || is_word {
                line.push_str(&between);
            }
            line.push_str(&value);
        } else if is_word && format.ends_with(letter) && parts == 1 {
            line.push_str(between.trim_end());
        }
        between.clear();
    }
    if parts == 0 {
        line.push_str(&between);
    }
    line
}

fn row_of(country: Country) -> &'static Row {
    let found = FORMATS.binary_search_by(|row| row.0.cmp(country.letters()));
    found.ok().and_then(|at| FORMATS.get(at)).unwrap_or(&OTHERS)
}

fn given(text: &Option<String>) -> &str {
    text.as_deref().unwrap_or_default().trim()
}

fn is_blank(text: &Option<String>) -> bool {
    given(text).is_empty()
}
