//! Code lists: countries, currencies, packaging and the like.

use crate::exchange::country::Country;
use crate::exchange::currency::KnownCurrency;
use crate::exchange::gs1::linter::{Fault, Rule};

/// UN/ECE Recommendation 21 as GS1 uses it: the first character, and the second characters that follow it.
#[rustfmt::skip]
const PACKAGE_TYPES: [(char, &str); 34] = [
    ('1', "ABDFGW"),
    ('2', "C"),
    ('3', "AH"),
    ('4', "34ABCDFGH"),
    ('5', "HLM"),
    ('6', "HP"),
    ('7', "AB"),
    ('8', "ABC"),
    ('A', "ABCDFGHIJLMPTV"),
    ('B', "4BCDEFGHIJKLMNOPQRSTUVWXYZ"),
    ('C', "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    ('D', "ABCGHIJKLMNPRSTUVWXY"),
    ('E', "123CDEFGHIN"),
    ('F', "BCDEILOPRTWX"),
    ('G', "BILRUYZ"),
    ('H', "ABCGNR"),
    ('I', "ABCDEFGHKLNZ"),
    ('J', "BCGRTY"),
    ('K', "GI"),
    ('L', "EGTUVZ"),
    ('M', "ABCERSTWX"),
    ('N', "AEFGSTUV"),
    ('O', "ABCDEFKTU"),
    ('P', "2ABCDEFGHIJKLNOPRTUVXYZ"),
    ('Q', "ABCDFGHJKLMNPQRS"),
    ('R', "DGJKLOTZ"),
    ('S', "1ABCDEHIKLMOPSTUVWXYZ"),
    ('T', "1BCDEGIKLNORSTUVWYZ"),
    ('U', "CN"),
    ('V', "AGIKLNOPQRSY"),
    ('W', "ABCDFGHJKLMNPQRSTUVWXYZ"),
    ('X', "3ABCDFGHJK"),
    ('Y', "ABCDFGHJKLMNPQRSTVWXYZ"),
    ('Z', "ABCDFGHJKLMNPQRSTUVWXYZ"),
];

/// Those of one or three characters, most of them GS1's own.
#[rustfmt::skip]
const PACKAGE_TYPES_OTHER: [&str; 50] = [
    "200", "201", "202", "203", "204", "205", "206", "210", "211", "212", "8", "9", "APE", "BGE",
    "BME", "BRI", "CBL", "CCE", "DPE", "FOB", "FPE", "LAB", "MPE", "OPE", "PAE", "PLP", "POP", "PPE",
    "PUE", "RB1", "RB2", "RB3", "RCB", "SEC", "STL", "TEV", "THE", "TRE", "TTE", "TWE", "UUE", "WRP",
    "X11", "X12", "X15", "X16", "X17", "X18", "X19", "X20",
];

fn member(is_member: bool, rule: Rule, data: &str) -> Result<(), Fault> {
    if is_member {
        Ok(())
    } else {
        Err(Fault::whole(rule, data))
    }
}

fn is_country(digits: &str) -> bool {
    Country::by_digits(digits).is_some()
}

pub fn country(data: &str) -> Result<(), Fault> {
    member(is_country(data), Rule::NotCountry, data)
}

pub fn country_or_world(data: &str) -> Result<(), Fault> {
    let is_right = data == "999" || is_country(data);
    member(is_right, Rule::NotCountryOrWorld, data)
}

pub fn country_letters(data: &str) -> Result<(), Fault> {
    let is_right = Country::by_letters(data).is_some();
    member(is_right, Rule::NotCountryLetters, data)
}

pub fn currency(data: &str) -> Result<(), Fault> {
    let is_right = KnownCurrency::by_digits(data).is_some();
    member(is_right, Rule::NotCurrency, data)
}

/// ISO/IEC 5218: not known, male, female, not applicable.
pub fn sex(data: &str) -> Result<(), Fault> {
    member(["0", "1", "2", "9"].contains(&data), Rule::InvalidSex, data)
}

/// 01 to 10 are assigned, 80 to 99 are for use by agreement.
pub fn media_type(data: &str) -> Result<(), Fault> {
    let is_number = data.len() == 2 && data.bytes().all(|b| b.is_ascii_digit());
    let number: Option<u8> = is_number.then(|| data.parse().ok()).flatten();
    let is_right = number.is_some_and(|number| matches!(number, 1..=10 | 80..=99));
    member(is_right, Rule::InvalidMediaType, data)
}

pub fn package_type(data: &str) -> Result<(), Fault> {
    let mut characters = data.chars();
    let is_pair = match (characters.next(), characters.next(), characters.next()) {
        (Some(first), Some(second), None) => PACKAGE_TYPES
            .iter()
            .any(|(begin, seconds)| *begin == first && seconds.contains(second)),
        _ => false,
    };
    let is_right = is_pair || PACKAGE_TYPES_OTHER.contains(&data);
    member(is_right, Rule::InvalidPackageType, data)
}

/// Face out, face in, or undefined.
pub fn winding(data: &str) -> Result<(), Fault> {
    let is_right = ["0", "1", "9"].contains(&data);
    member(is_right, Rule::InvalidWindingDirection, data)
}

pub fn yes_no(data: &str) -> Result<(), Fault> {
    member(["0", "1"].contains(&data), Rule::NotZeroOrOne, data)
}
