//! Countries: the codes of ISO 3166-1, and what shops write for them.
//!
//! An order names its country by a code or in words: `IE`, `IRL`, `EIRE`, `Republic of Ireland`, `Irlanda`. Words are
//! compared without case, accents, marks and articles, against the names of ISO 3166, their official and former forms,
//! and those that shops in Europe and Indonesia write. Nothing is guessed from words that are alike: a parcel to the
//! wrong country costs more than a question. Words for several countries are answered with all of them.
//!
//! What is no country stays none: `European Community`, `Unspecified`. Kosovo's `XK` is no code of ISO 3166.

mod table;

use std::fmt;

use table::{COUNTRIES, OTHER_NAMES, Row, SEVERAL};

/// The longest name that is looked up, in bytes.
const NAME_BYTES_MAX: usize = 120;

/// A country of ISO 3166-1.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Country(&'static Row);

/// What words for a country mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// This country.
    One(Country),
    /// One of these: a person has to say which.
    OneOf(Vec<Country>),
    /// Nothing that is known: no country, or a name that nobody here has heard.
    Unknown,
}

impl Country {
    /// The country with these two letters, in capitals.
    pub fn by_letters(letters: &str) -> Option<Self> {
        let found = COUNTRIES.binary_search_by(|row| row.0.cmp(letters)).ok()?;
        COUNTRIES.get(found).map(Self)
    }

    /// The country with this number, of three digits.
    pub fn by_digits(digits: &str) -> Option<Self> {
        let are_digits = digits.len() == 3 && digits.bytes().all(|byte| byte.is_ascii_digit());
        let number: u16 = are_digits.then(|| digits.parse().ok()).flatten()?;
        COUNTRIES.iter().find(|row| row.2 == number).map(Self)
    }

    /// The country that is meant, where the words mean one.
    pub fn of(words: &str) -> Option<Self> {
        match meaning(words) {
            Meaning::One(country) => Some(country),
            Meaning::OneOf(_) | Meaning::Unknown => None,
        }
    }

    /// Two letters: `IE`.
    pub fn letters(self) -> &'static str {
        self.0.0
    }

    /// Three letters: `IRL`.
    pub fn three_letters(self) -> &'static str {
        self.0.1
    }

    /// The number: 372.
    pub fn number(self) -> u16 {
        self.0.2
    }

    /// The name in English.
    pub fn name(self) -> &'static str {
        self.0.3
    }

    /// Every country, by its two letters.
    pub fn all() -> impl Iterator<Item = Self> {
        COUNTRIES.iter().map(Self)
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.letters())
    }
}

/// What words for a country mean: a code of two or three letters or three digits, or a name.
pub fn meaning(words: &str) -> Meaning {
    let words = words.trim();
    if words.len() > NAME_BYTES_MAX {
        return Meaning::Unknown;
    }
    let capitals = words.to_ascii_uppercase();
    let by_code = Country::by_letters(&capitals)
        .or_else(|| Country::all().find(|country| country.three_letters() == capitals))
        .or_else(|| Country::by_digits(words));
    if let Some(country) = by_code {
        return Meaning::One(country);
    }
    let whole = key(words);
    let outside = words.split_once(['(', '[']).map(|(before, _)| key(before));
    [Some(whole), outside]
        .into_iter()
        .flatten()
        .map(|key| named(&key))
        .find(|meaning| *meaning != Meaning::Unknown)
        .unwrap_or(Meaning::Unknown)
}

fn named(wanted: &str) -> Meaning {
    if wanted.is_empty() {
        return Meaning::Unknown;
    }
    let several = SEVERAL.iter().find(|(name, _)| *name == wanted);
    if let Some((_, letters)) = several {
        let countries = letters.iter().copied().filter_map(Country::by_letters);
        return Meaning::OneOf(countries.collect());
    }
    let other = OTHER_NAMES.binary_search_by(|(name, _)| (*name).cmp(wanted));
    other
        .ok()
        .and_then(|at| OTHER_NAMES.get(at))
        .and_then(|(_, letters)| Country::by_letters(letters))
        .or_else(|| Country::all().find(|country| key(country.name()) == wanted))
        .map_or(Meaning::Unknown, Meaning::One)
}

/// A name reduced to what is compared: letters and digits in small letters, without accents and articles; `St.` is a
/// saint and `&` is `and`.
fn key(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    let mut word = String::new();
    for character in name.replace('&', " and ").chars().chain([' ']) {
        match character {
            '\'' | '’' | '.' => {}
            _ if character.is_alphanumeric() => {
                character
                    .to_lowercase()
                    .for_each(|small| fold(small, &mut word));
            }
            _ => {
                match word.as_str() {
                    "the" => {}
                    "st" => key.push_str("saint"),
                    other => key.push_str(other),
                }
                word.clear();
            }
        }
    }
    key
}

/// Adds a small letter without its accent.
fn fold(letter: char, word: &mut String) {
    let plain = match letter {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ạ' | 'ả' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'č' => "c",
        'ď' | 'đ' => "d",
        'è'..='ë' | 'ē' | 'ę' | 'ě' | 'ệ' => "e",
        'ğ' => "g",
        'ì'..='ï' | 'ī' | 'ı' => "i",
        'ľ' | 'ł' => "l",
        'ñ' | 'ń' | 'ň' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ő' => "o",
        'œ' => "oe",
        'ř' => "r",
        'ś' | 'š' | 'ş' | 'ș' => "s",
        'ß' => "ss",
        'ť' | 'ţ' | 'ț' => "t",
        'ù'..='ü' | 'ū' | 'ů' | 'ű' => "u",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        other => return word.push(other),
    };
    word.push_str(plain);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_that_are_looked_up() {
        assert!(COUNTRIES.is_sorted_by(|a, b| a.0 < b.0));
        assert!(OTHER_NAMES.is_sorted_by(|a, b| a.0 < b.0));
        for country in Country::all() {
            assert_eq!(Country::of(country.name()), Some(country));
            assert_eq!(Country::of(country.three_letters()), Some(country));
            let digits = format!("{:03}", country.number());
            assert_eq!(Country::of(&digits), Some(country));
        }
        for (name, letters) in OTHER_NAMES {
            assert_eq!(key(name), name);
            assert_eq!(Country::of(name), Country::by_letters(letters), "{name}");
        }
        for (name, letters) in SEVERAL {
            let countries = letters.iter().map(|letters| Country::by_letters(letters));
            let countries: Option<Vec<_>> = countries.collect();
            assert_eq!(Some(meaning(name)), countries.map(Meaning::OneOf), "{name}");
        }
    }

    #[test]
    fn words_of_shops_are_countries() {
        for (words, letters) in [
            (" ie ", "IE"),
            ("EIRE", "IE"),
            ("RSA", "ZA"),
            ("U.S.A.", "US"),
            ("The United States", "US"),
            ("England", "GB"),
            ("UK", "GB"),
            ("czech republic", "CZ"),
            ("Česká republika", "CZ"),
            ("Côte d'Ivoire", "CI"),
            ("St. Lucia", "LC"),
            ("Saint Lucia", "LC"),
            ("Trinidad and Tobago", "TT"),
            ("Korea, Republic of", "KR"),
            ("Bolivia (Plurinational State of)", "BO"),
            ("Türkiye", "TR"),
            ("TURKEY", "TR"),
            ("България", "BG"),
            ("ROMANIA", "RO"),
            ("Țările de Jos", "NL"),
            ("Jerman", "DE"),
            ("Hong Kong SAR", "HK"),
            ("372", "IE"),
        ] {
            assert_eq!(Country::of(words), Country::by_letters(letters), "{words}");
            assert!(Country::of(words).is_some(), "{words}");
        }
        for words in [
            "",
            "European Community",
            "Unspecified",
            "XK",
            "99",
            "Irelandd",
        ] {
            assert_eq!(meaning(words), Meaning::Unknown, "{words}");
        }
        assert!(
            matches!(meaning("Channel Islands"), Meaning::OneOf(countries) if countries.len() == 2)
        );
    }
}
