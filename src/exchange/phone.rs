//! Telephone numbers: whether one can be dialled, as far as its digits tell.
//!
//! ITU-T E.164: a calling code of one to three digits and a national number, 15 digits at most. Carriers ask for numbers
//! of this form and refuse parcels without. Numbers at home are written with a trunk zero or without; they are read by
//! the country of the address. A carrier's own rules (which ranges are mobile) change by the week and need the whole
//! data of libphonenumber, a megabyte of it; length and calling code find what people do wrong: missing digits, two
//! numbers in one field, words.

use std::fmt;

use super::country::Country;

/// The longest text that is looked at, in bytes.
const TEXT_BYTES_MAX: usize = 64;

/// Calling code and national number together, in digits.
const DIGITS_MAX: usize = 15;

/// Calling codes, the countries that share each, the one that most numbers are of first; how many digits national
/// numbers have, at least and at most. Where the numbering plan is not known here, E.164 alone bounds them.
#[rustfmt::skip]
const CALLING_CODES: [(u16, &str, u8, u8); 205] = [
    (1, "US AG AI AS BB BM BS CA DM DO GD GU JM KN KY LC MP MS PR SX TC TT VC VG VI", 10, 10), (20, "EG", 8, 10),
    (211, "SS", 4, 12), (212, "MA EH", 9, 9), (213, "DZ", 8, 9), (216, "TN", 8, 8), (218, "LY", 4, 12),
    (220, "GM", 4, 12), (221, "SN", 4, 12), (222, "MR", 4, 12), (223, "ML", 4, 12), (224, "GN", 4, 12),
    (225, "CI", 4, 12), (226, "BF", 4, 12), (227, "NE", 4, 12), (228, "TG", 4, 12), (229, "BJ", 4, 12),
    (230, "MU", 4, 12), (231, "LR", 4, 12), (232, "SL", 4, 12), (233, "GH", 4, 12), (234, "NG", 7, 10),
    (235, "TD", 4, 12), (236, "CF", 4, 12), (237, "CM", 4, 12), (238, "CV", 4, 12), (239, "ST", 4, 12),
    (240, "GQ", 4, 12), (241, "GA", 4, 12), (242, "CG", 4, 12), (243, "CD", 4, 12), (244, "AO", 4, 12),
    (245, "GW", 4, 12), (246, "IO", 4, 12), (247, "SH", 4, 12), (248, "SC", 4, 12), (249, "SD", 4, 12),
    (250, "RW", 4, 12), (251, "ET", 4, 12), (252, "SO", 4, 12), (253, "DJ", 4, 12), (254, "KE", 7, 10),
    (255, "TZ", 4, 12), (256, "UG", 4, 12), (257, "BI", 4, 12), (258, "MZ", 4, 12), (260, "ZM", 4, 12),
    (261, "MG", 4, 12), (262, "RE TF YT", 4, 12), (263, "ZW", 4, 12), (264, "NA", 4, 12), (265, "MW", 4, 12),
    (266, "LS", 4, 12), (267, "BW", 4, 12), (268, "SZ", 4, 12), (269, "KM", 4, 12), (27, "ZA", 9, 9),
    (290, "SH", 4, 12), (291, "ER", 4, 12), (297, "AW", 4, 12), (298, "FO", 4, 12), (299, "GL", 4, 12),
    (30, "GR", 10, 10), (31, "NL", 9, 11), (32, "BE", 8, 9), (33, "FR", 9, 9), (34, "ES", 9, 9), (350, "GI", 4, 12),
    (351, "PT", 9, 9), (352, "LU", 4, 11), (353, "IE", 7, 9), (354, "IS", 7, 9), (355, "AL", 4, 12),
    (356, "MT", 8, 8), (357, "CY", 8, 8), (358, "FI AX", 5, 12), (359, "BG", 7, 9), (36, "HU", 8, 9),
    (370, "LT", 8, 8), (371, "LV", 8, 8), (372, "EE", 7, 8), (373, "MD", 8, 8), (374, "AM", 4, 12),
    (375, "BY", 9, 9), (376, "AD", 4, 12), (377, "MC", 8, 9), (378, "SM", 4, 12), (380, "UA", 9, 9),
    (381, "RS", 8, 9), (382, "ME", 4, 12), (385, "HR", 8, 9), (386, "SI", 8, 8), (387, "BA", 8, 9),
    (389, "MK", 8, 8), (39, "IT VA", 6, 12), (40, "RO", 9, 9), (41, "CH", 9, 9), (420, "CZ", 9, 9),
    (421, "SK", 9, 9), (423, "LI", 7, 9), (43, "AT", 4, 13), (44, "GB GG IM JE", 7, 10), (45, "DK", 8, 8),
    (46, "SE", 7, 10), (47, "NO BV SJ", 8, 8), (48, "PL", 9, 9), (49, "DE", 5, 13), (500, "FK GS", 4, 12),
    (501, "BZ", 4, 12), (502, "GT", 4, 12), (503, "SV", 4, 12), (504, "HN", 4, 12), (505, "NI", 4, 12),
    (506, "CR", 4, 12), (507, "PA", 4, 12), (508, "PM", 4, 12), (509, "HT", 4, 12), (51, "PE", 8, 9),
    (52, "MX", 10, 10), (53, "CU", 4, 13), (54, "AR", 10, 11), (55, "BR", 10, 11), (56, "CL", 9, 9),
    (57, "CO", 8, 10), (58, "VE", 10, 10), (590, "GP BL MF", 4, 12), (591, "BO", 4, 12), (592, "GY", 4, 12),
    (593, "EC", 4, 12), (594, "GF", 4, 12), (595, "PY", 4, 12), (596, "MQ", 4, 12), (597, "SR", 4, 12),
    (598, "UY", 4, 12), (599, "CW BQ", 4, 12), (60, "MY", 8, 10), (61, "AU CC CX", 9, 9), (62, "ID", 7, 12),
    (63, "PH", 8, 10), (64, "NZ PN", 8, 10), (65, "SG", 8, 8), (66, "TH", 8, 9), (670, "TL", 4, 12),
    (672, "NF AQ HM", 4, 12), (673, "BN", 4, 12), (674, "NR", 4, 12), (675, "PG", 4, 12), (676, "TO", 4, 12),
    (677, "SB", 4, 12), (678, "VU", 4, 12), (679, "FJ", 4, 12), (680, "PW", 4, 12), (681, "WF", 4, 12),
    (682, "CK", 4, 12), (683, "NU", 4, 12), (685, "WS", 4, 12), (686, "KI", 4, 12), (687, "NC", 4, 12),
    (688, "TV", 4, 12), (689, "PF", 4, 12), (690, "TK", 4, 12), (691, "FM", 4, 12), (692, "MH", 4, 12),
    (7, "RU KZ", 10, 10), (81, "JP", 9, 10), (82, "KR", 8, 10), (84, "VN", 9, 10), (850, "KP", 4, 12),
    (852, "HK", 8, 8), (853, "MO", 8, 8), (855, "KH", 4, 12), (856, "LA", 4, 12), (86, "CN", 10, 11),
    (880, "BD", 8, 10), (886, "TW", 8, 9), (90, "TR", 10, 10), (91, "IN", 10, 10), (92, "PK", 9, 10),
    (93, "AF", 4, 13), (94, "LK", 9, 9), (95, "MM", 4, 13), (960, "MV", 4, 12), (961, "LB", 7, 8),
    (962, "JO", 8, 9), (963, "SY", 4, 12), (964, "IQ", 4, 12), (965, "KW", 8, 8), (966, "SA", 9, 9),
    (967, "YE", 4, 12), (968, "OM", 8, 8), (970, "PS", 4, 12), (971, "AE", 8, 9), (972, "IL", 8, 9),
    (973, "BH", 8, 8), (974, "QA", 8, 8), (975, "BT", 4, 12), (976, "MN", 4, 12), (977, "NP", 8, 10),
    (98, "IR", 4, 13), (992, "TJ", 4, 12), (993, "TM", 4, 12), (994, "AZ", 9, 9), (995, "GE", 9, 9),
    (996, "KG", 4, 12), (998, "UZ", 9, 9),
];

/// Countries whose national numbers keep their leading zero behind the calling code.
const ZERO_STAYS: [&str; 3] = ["IT", "SM", "VA"];

/// A telephone number that can be dialled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phone {
    calling_code: u16,
    national: String,
    extension: Option<String>,
}

/// Why a text is no telephone number, or cannot be one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PhoneFault {
    /// There is nothing.
    Missing,
    /// A character that no number has.
    Character(char),
    /// No country has this calling code.
    UnknownCallingCode,
    /// A number without calling code, for an address whose country is not known.
    CountryNeeded,
    /// Too few digits for the country.
    TooShort {
        /// How many digits the national number has at least.
        digits_min: u8,
    },
    /// Too many digits for the country.
    TooLong {
        /// How many digits the national number has at most.
        digits_max: u8,
    },
    /// One digit over and over: it was filled in to get past a form.
    FilledIn,
}

impl fmt::Display for PhoneFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => {
                f.write_str("The telephone number is missing. Ask the customer for it.")
            }
            Self::Character(character) => write!(
                f,
                "\"{character}\" is no part of a telephone number. Keep one number in digits."
            ),
            Self::UnknownCallingCode => {
                f.write_str("No country has this calling code. Compare it with the country.")
            }
            Self::CountryNeeded => f.write_str(
                "The number has no calling code. Put it before the number, such as +40.",
            ),
            Self::TooShort { digits_min } => write!(
                f,
                "The telephone number is too short: there are at least {digits_min} digits behind the calling code."
            ),
            Self::TooLong { digits_max } => write!(
                f,
                "The telephone number is too long: there are at most {digits_max} digits behind the calling code. Keep one number."
            ),
            Self::FilledIn => f.write_str(
                "The telephone number is one digit over and over. Ask the customer for it.",
            ),
        }
    }
}

impl std::error::Error for PhoneFault {}

impl Phone {
    /// Reads a number as people write it: `+40 21 123 4567`, `0040.21...`, `(021) 123-4567`, `021 1234567 ext. 12`. A
    /// number without calling code is one of the given country.
    ///
    /// # Errors
    /// See [`PhoneFault`].
    pub fn read(text: &str, country: Option<Country>) -> Result<Self, PhoneFault> {
        let text = text.trim();
        if text.len() > TEXT_BYTES_MAX {
            let digits_max = DIGITS_MAX as u8;
            return Err(PhoneFault::TooLong { digits_max });
        }
        let (number, extension) = without_extension(text);
        let is_international = number.starts_with(['+', '＋']);
        let digits = digits_of(number)?;
        if digits.is_empty() {
            return Err(PhoneFault::Missing);
        }
        let (row, national) = match (is_international, digits.strip_prefix("00"), country) {
            (true, _, _) => with_calling_code(&digits),
            (false, Some(rest), _) => with_calling_code(rest),
            (false, None, Some(country)) => at_home(&digits, country),
            (false, None, None) => return Err(PhoneFault::CountryNeeded),
        }
        .ok_or(PhoneFault::UnknownCallingCode)?;
        let (_, countries, digits_min, digits_max) = *row;
        let keeps_zero = ZERO_STAYS.iter().any(|letters| countries.contains(letters));
        let national = match keeps_zero {
            true => national,
            false => national.trim_start_matches('0'),
        };
        if national.len() < usize::from(digits_min) {
            return Err(PhoneFault::TooShort { digits_min });
        }
        if national.len() > usize::from(digits_max) {
            return Err(PhoneFault::TooLong { digits_max });
        }
        let mut each = national.chars();
        let first = each.next();
        if each.all(|digit| Some(digit) == first) {
            return Err(PhoneFault::FilledIn);
        }
        Ok(Self {
            calling_code: row.0,
            national: national.to_owned(),
            extension: extension.map(str::to_owned),
        })
    }

    /// The digits behind the extension's mark.
    pub fn extension(&self) -> Option<&str> {
        self.extension.as_deref()
    }

    /// The countries that have the calling code, the one that most of its numbers are of first.
    pub fn countries(&self) -> impl Iterator<Item = Country> {
        let row = CALLING_CODES.iter().find(|row| row.0 == self.calling_code);
        let letters = row.map_or("", |row| row.1).split(' ');
        letters.filter_map(Country::by_letters)
    }
}

impl fmt::Display for Phone {
    /// As E.164 has it, without extension: `+40211234567`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "+{}{}", self.calling_code, self.national)
    }
}

type CallingCode = (u16, &'static str, u8, u8);

fn with_calling_code(digits: &str) -> Option<(&'static CallingCode, &str)> {
    (1..=3).find_map(|length| {
        let code: u16 = digits.get(..length)?.parse().ok()?;
        let row = CALLING_CODES.iter().find(|row| row.0 == code)?;
        Some((row, digits.get(length..)?))
    })
}

/// A number as it is dialled at home. One of eleven digits or too many that begins with the calling code lacks its plus
/// sign.
fn at_home(digits: &str, country: Country) -> Option<(&'static CallingCode, &str)> {
    let row = CALLING_CODES
        .iter()
        .find(|row| row.1.split(' ').any(|letters| letters == country.letters()))?;
    let without_code = digits.strip_prefix(&row.0.to_string());
    match without_code {
        Some(rest) if digits.len() > usize::from(row.3).min(10) => Some((row, rest)),
        _ => Some((row, digits)),
    }
}

fn without_extension(text: &str) -> (&str, Option<&str>) {
    let at = text.find(['e', 'E', 'x', 'X', '#']);
    let Some((number, mark)) = at.and_then(|at| text.split_at_checked(at)) else {
        return (text, None);
    };
    let digits = mark.trim_start_matches(|letter: char| !letter.is_ascii_digit());
    let is_mark = ["ext", "extension", "x", "#"].iter().any(|known| {
        let words = mark.get(..mark.len() - digits.len()).unwrap_or_default();
        words
            .trim_matches([' ', '.', ':'])
            .eq_ignore_ascii_case(known)
    });
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_mark && is_number {
        (number, Some(digits))
    } else {
        (text, None)
    }
}

/// The digits of a number without what people set between them; `(0)` behind a calling code is not dialled from abroad.
fn digits_of(number: &str) -> Result<String, PhoneFault> {
    let shown = if number.starts_with('+') {
        number.replacen("(0)", "", 1)
    } else {
        number.to_owned()
    };
    let mut digits = String::new();
    for (at, character) in shown.char_indices() {
        match character {
            '0'..='9' => digits.push(character),
            '+' | '＋' if at == 0 => {}
            ' ' | '-' | '.' | '(' | ')' | '/' | '\u{a0}' | '\u{2010}'..='\u{2013}' => {}
            other => return Err(PhoneFault::Character(other)),
        }
    }
    Ok(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, letters: &str) -> Result<String, PhoneFault> {
        Phone::read(text, Country::by_letters(letters)).map(|phone| phone.to_string())
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, letters, number) in [
            ("+40 21 123 4567", "", "+40211234567"),
            ("0040.21.123.45.67", "", "+40211234567"),
            ("(021) 123-4567", "RO", "+40211234567"),
            ("+44 (0)20 7946 0018", "", "+442079460018"),
            ("+40 00 21 123 4567", "", "+40211234567"),
            ("020 7946 0018", "GB", "+442079460018"),
            ("40211234567", "RO", "+40211234567"),
            ("08123456789", "ID", "+628123456789"),
            ("628123456789 ", "ID", "+628123456789"),
            ("06 698 12345", "IT", "+390669812345"),
            ("+1 210-555-0142 ext. 12345", "", "+12105550142"),
            ("555-0142 x3", "DK", "+455550142"),
            ("089 / 123456", "BG", "+35989123456"),
        ] {
            let found = read(text, letters);
            let short = PhoneFault::TooShort { digits_min: 8 };
            let expected = if letters == "DK" {
                Err(short)
            } else {
                Ok(number.to_owned())
            };
            assert_eq!(found, expected, "{text}");
        }
        let phone = Phone::read("+1 210-555-0142 ext. 12345", None).expect("a number");
        assert_eq!(phone.extension(), Some("12345"));
        assert_eq!(phone.countries().next(), Country::by_letters("US"));
    }

    #[test]
    fn what_cannot_be_dialled_says_why() {
        for (text, letters, fault) in [
            ("", "RO", PhoneFault::Missing),
            ("-", "RO", PhoneFault::Missing),
            ("call me", "RO", PhoneFault::Character('c')),
            ("021123456", "", PhoneFault::CountryNeeded),
            ("+210 123456789", "", PhoneFault::UnknownCallingCode),
            ("+40 21 123", "", PhoneFault::TooShort { digits_min: 9 }),
            (
                "0211234567 0211234568",
                "RO",
                PhoneFault::TooLong { digits_max: 9 },
            ),
            ("0000000000", "RO", PhoneFault::UnknownCallingCode),
            ("111111111", "RO", PhoneFault::FilledIn),
            (
                "+49 30 1234567890123",
                "",
                PhoneFault::TooLong { digits_max: 13 },
            ),
        ] {
            assert_eq!(read(text, letters), Err(fault), "{text}");
        }
    }

    #[test]
    fn calling_codes_are_unambiguous_and_of_countries() {
        assert!(CALLING_CODES.is_sorted_by(|a, b| a.0.to_string() < b.0.to_string()));
        for (code, countries, digits_min, digits_max) in CALLING_CODES {
            let code = code.to_string();
            assert!(digits_min <= digits_max && code.len() + usize::from(digits_max) <= DIGITS_MAX);
            assert!(
                countries
                    .split(' ')
                    .all(|letters| Country::by_letters(letters).is_some())
            );
            let longer = |row: &&CallingCode| {
                row.0.to_string() != code && row.0.to_string().starts_with(&code)
            };
            assert_eq!(CALLING_CODES.iter().find(longer), None, "{code}");
        }
    }
}
