//! Postal zones: countries and ranges of post codes.

use std::collections::BTreeMap;

/// A country by its two letters (ISO 3166-1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country([u8; 2]);

impl Country {
    /// Two capital letters; `None` for anything else.
    pub fn new(code: &str) -> Option<Country> {
        let bytes: [u8; 2] = code.as_bytes().try_into().ok()?;
        let letters = bytes.iter().all(u8::is_ascii_uppercase);
        letters.then_some(Country(bytes))
    }
}

/// The most letters and digits of a post code.
const POSTCODE_LENGTH_MAX: usize = 12;

/// A post code: capital letters and digits, whatever blanks and hyphens it is written with. Empty where a country has
/// none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Postcode {
    letters: [u8; POSTCODE_LENGTH_MAX],
    length: u8,
}

/// Why a text is no post code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PostcodeFault {
    /// It is longer than any.
    TooLong,
    /// It has a character that stands in none.
    Character(char),
}

impl Postcode {
    /// Reads a post code as people write it.
    pub fn parse(text: &str) -> Result<Postcode, PostcodeFault> {
        let mut code = Postcode::default();
        for character in text.chars() {
            match character {
                ' ' | '-' | '\u{a0}' => continue,
                _ if character.is_ascii_alphanumeric() => {}
                _ => return Err(PostcodeFault::Character(character)),
            }
            let place = code.letters.get_mut(usize::from(code.length));
            *place.ok_or(PostcodeFault::TooLong)? = character.to_ascii_uppercase() as u8;
            code.length += 1;
        }
        Ok(code)
    }

    /// Its letters and digits.
    pub fn as_bytes(&self) -> &[u8] {
        self.letters.get(..self.len()).unwrap_or(&[])
    }

    fn len(&self) -> usize {
        usize::from(self.length)
    }
}

/// Where a parcel goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Destination {
    /// The country.
    pub country: Country,
    /// The post code.
    pub postcode: Postcode,
}

/// The number that a carrier gives a zone.
pub type ZoneNumber = u16;

/// A range of post codes: those whose first letters, as many as `from` and `to` have, lie between the two. With both
/// empty it is the whole country. Of two rules for an address the one with more letters counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ZoneRule {
    /// The country.
    pub country: Country,
    /// The first of the range.
    pub from: Postcode,
    /// The last of the range, of the same length.
    pub to: Postcode,
    /// The zone of these addresses.
    pub zone: ZoneNumber,
}

/// Why a table of zones cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ZoneFault {
    /// The two ends of a range have different lengths.
    LengthsDiffer(ZoneRule),
    /// A range ends before it begins.
    Backwards(ZoneRule),
    /// Two ranges of the same length have an address in common, and nothing says which counts.
    Overlap(ZoneRule, ZoneRule),
}

/// The zones of a carrier, or the areas of a surcharge.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ZoneTable {
    /// By country, the ranges of each length, the longest first, each sorted by its first code.
    ranges: BTreeMap<Country, Vec<(usize, Vec<ZoneRule>)>>,
    elsewhere: Option<ZoneNumber>,
}

impl ZoneTable {
    /// The rules, and the zone of all addresses that no rule has.
    pub fn new(rules: &[ZoneRule], elsewhere: Option<ZoneNumber>) -> Result<ZoneTable, ZoneFault> {
        let mut sorted: BTreeMap<(Country, usize), Vec<ZoneRule>> = BTreeMap::new();
        for rule in rules {
            if rule.from.length != rule.to.length {
                return Err(ZoneFault::LengthsDiffer(*rule));
            }
            if rule.from > rule.to {
                return Err(ZoneFault::Backwards(*rule));
            }
            let same_length = sorted.entry((rule.country, rule.from.len()));
            same_length.or_default().push(*rule);
        }
        let mut ranges: BTreeMap<Country, Vec<(usize, Vec<ZoneRule>)>> = BTreeMap::new();
        for ((country, length), mut rules) in sorted.into_iter().rev() {
            rules.sort_by_key(|rule| rule.from);
            for pair in rules.windows(2) {
                if pair[1].from <= pair[0].to {
                    return Err(ZoneFault::Overlap(pair[0], pair[1]));
                }
            }
            ranges.entry(country).or_default().push((length, rules));
        }
        Ok(ZoneTable { ranges, elsewhere })
    }

    /// The zone of an address; `None` where no rule has it.
    pub fn zone_of(&self, destination: &Destination) -> Option<ZoneNumber> {
        let levels = self.ranges.get(&destination.country);
        levels
            .into_iter()
            .flatten()
            .find_map(|(length, rules)| zone_in(rules, *length, &destination.postcode))
            .or(self.elsewhere)
    }
}

fn zone_in(rules: &[ZoneRule], length: usize, postcode: &Postcode) -> Option<ZoneNumber> {
    let first = postcode.as_bytes().get(..length)?;
    let after = rules.partition_point(|rule| rule.from.as_bytes() <= first);
    let rule = rules.get(after.checked_sub(1)?)?;
    (first <= rule.to.as_bytes()).then_some(rule.zone)
}
