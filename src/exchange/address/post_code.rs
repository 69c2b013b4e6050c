//! Post codes: whether one is of its country, and how it is written there.
//!
//! A pattern is alternatives parted by `|`: `#` is a digit, `@` a letter, `*` either, `[0-26]` one of these, `!` a letter
//! that ends British codes, and all else itself. Blanks and hyphens in a pattern say how the code is written; people
//! leave them out or set others, so a code is compared without them and then written as the pattern has it. `{UK}` is
//! the codes of the United Kingdom, which begin with the letters of an area.
//!
//! Rejected: regular expressions, whose engine weighs more than all of the exchange room.

use super::formats::BRITISH_AREAS;

/// The longest code that is looked at, in bytes.
const CODE_BYTES_MAX: usize = 24;

/// The British codes after the letters of their area.
const BRITISH: &str = "# #!!|## #!!|#@ #!!";

/// What a code turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Read {
    /// A code of the country, as it is written there.
    Good(String),
    /// Digits only, as many too few as zeros are put before it here: a spreadsheet took the code for a number.
    ZerosLost(String),
    /// No code of the country.
    Wrong,
}

/// A code that a pattern lets pass: digits in their order, letters in theirs.
pub(super) fn like(pattern: &str) -> String {
    if pattern == "{UK}" || pattern.contains('!') {
        return "SW1A 1AA".to_owned();
    }
    let (mut digits, mut letters) = ("1234567890".chars().cycle(), ('A'..='Z').cycle());
    let mut of_set = false;
    let mut code = String::new();
    let mut letters_of = pattern.chars();
    while let Some(letter) = letters_of.next() {
        match letter {
            '#' => code.extend(digits.next()),
            '@' | '*' => code.extend(letters.next()),
            '[' => {
                code.extend(letters_of.next());
                of_set = true;
            }
            ']' => of_set = false,
            _ if of_set => {}
            other => code.push(other),
        }
    }
    code
}

/// Reads a code by the patterns of a country, before which its letters or their like may stand (`D-10115`).
pub(super) fn read(code: &str, patterns: &str, country: &str) -> Read {
    let code = code.trim().to_uppercase();
    if code.len() > CODE_BYTES_MAX {
        return Read::Wrong;
    }
    if let Some(written) = fitted(&code, patterns) {
        return Read::Good(written);
    }
    let begins = code.trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
    let prefix = &code[..code.len() - begins.len()];
    let is_prefix = prefix == country || prefix == car_letters(country);
    let own = begins.trim_start_matches(['-', ' ']);
    if is_prefix
        && !prefix.is_empty()
        && let Some(written) = fitted(own, patterns)
    {
        return Read::Good(written);
    }
    let is_number = !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_digit());
    let filled = ["0", "00"]
        .iter()
        .find_map(|zeros| fitted(&format!("{zeros}{code}"), patterns));
    match filled {
        Some(filled) if is_number => Read::ZerosLost(filled),
        _ => Read::Wrong,
    }
}

/// The letters that cars bear, which stood before post codes until the nineties and still do on many letters.
fn car_letters(country: &str) -> &str {
    match country {
        "AT" => "A",
        "BE" => "B",
        "DE" => "D",
        "ES" => "E",
        "FI" => "FIN",
        "FR" => "F",
        "HU" => "H",
        "IT" => "I",
        "LI" => "FL",
        "LU" => "L",
        "NO" => "N",
        "PT" => "P",
        "SE" => "S",
        "SI" => "SLO",
        other => other,
    }
}

fn fitted(code: &str, patterns: &str) -> Option<String> {
    patterns.split('|').find_map(|pattern| match pattern {
        "{UK}" => british(code),
        _ => fit(code, pattern),
    })
}

fn british(code: &str) -> Option<String> {
    let area_end = code.find(|letter: char| letter.is_ascii_digit())?;
    let (area, rest) = code.split_at(area_end);
    let is_area = BRITISH_AREAS.split(' ').any(|known| known == area.trim());
    let rest = BRITISH.split('|').find_map(|pattern| fit(rest, pattern))?;
    is_area.then(|| format!("{}{rest}", area.trim()))
}

/// The code as the pattern writes it, where it fits.
fn fit(code: &str, pattern: &str) -> Option<String> {
    let is_separator = |character: &char| matches!(character, ' ' | '-');
    let mut given = code.chars().filter(|character| !is_separator(character));
    let mut written = String::with_capacity(pattern.len());
    let mut pattern = pattern.chars();
    while let Some(wanted) = pattern.next() {
        if is_separator(&wanted) {
            written.push(wanted);
            continue;
        }
        let next = given.next()?;
        let fits = match wanted {
            '#' => next.is_ascii_digit(),
            '@' => next.is_ascii_uppercase(),
            '*' => next.is_ascii_digit() || next.is_ascii_uppercase(),
            '!' => next.is_ascii_uppercase() && !"CIKMOV".contains(next),
            '[' => is_one_of(next, &mut pattern),
            itself => next == itself,
        };
        if !fits {
            return None;
        }
        written.push(next);
    }
    given.next().is_none().then_some(written)
}

/// Whether a character is in a set, which is read to its end.
fn is_one_of(character: char, set: &mut std::str::Chars<'_>) -> bool {
    let (mut found, mut last, mut is_range) = (false, None, false);
    for member in set.take_while(|member| *member != ']') {
        match (member, last) {
            ('-', Some(_)) => is_range = true,
            (_, Some(from)) if is_range => {
                found |= (from..=member).contains(&character);
                is_range = false;
            }
            _ => found |= member == character,
        }
        last = Some(member);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_written_as_in_their_country() {
        let good = |code: &str, patterns: &str, country: &str, written: &str| {
            let found = read(code, patterns, country);
            assert_eq!(found, Read::Good(written.to_owned()), "{code}");
        };
        good("sw1a1aa", "GIR 0AA|{UK}", "GB", "SW1A 1AA");
        good("M1 1AE", "{UK}", "GB", "M1 1AE");
        good("gir0aa", "GIR 0AA|{UK}", "GB", "GIR 0AA");
        good("D-10115", "#####", "DE", "10115");
        good("SE-114 55", "### ##", "SE", "114 55");
        good("00950", "##-###", "PL", "00-950");
        good("12345 6789", "#####|#####-####", "US", "12345-6789");
        good("3740", "####|37####", "AM", "3740");
        good("AD100", "AD[1-7]0#", "AD", "AD100");
        good("LV-1010", "LV-####", "LV", "LV-1010");
        for (code, patterns, country) in [
            ("ZZ1 1AA", "{UK}", "GB"),
            ("SW1A 1AC", "{UK}", "GB"),
            ("AD800", "AD[1-7]0#", "AD"),
            ("1O115", "#####", "DE"),
            ("", "#####", "DE"),
            ("é", "#####", "DE"),
            ("X-10115", "#####", "DE"),
        ] {
            assert_eq!(read(code, patterns, country), Read::Wrong, "{code}");
        }
        assert_eq!(
            read("7030", "#####|#####-####", "US"),
            Read::ZerosLost("07030".to_owned())
        );
        assert_eq!(
            read("501", "#####", "US"),
            Read::ZerosLost("00501".to_owned())
        );
    }
}
