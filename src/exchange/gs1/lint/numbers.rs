//! Numbers with checks of their own.

use super::codes;
use super::sets::{TEXT_CHARACTERS, digits};
use crate::exchange::gs1::check_digit::{check_digit_of, check_pair_of};
use crate::exchange::gs1::linter::{Fault, PrefixAnswer, Prefixes, Rule};

/// The shortest company prefix.
const COMPANY_PREFIX_DIGITS_MIN: usize = 4;

/// The longest text whose check pair is computed: longer than any value.
const CHECK_PAIR_CHARACTERS_MAX: usize = 99;

const IBAN_CHARACTERS_MIN: usize = 11;
const IBAN_CHARACTERS_MAX: usize = 34;

pub fn check_digit(data: &str) -> Result<(), Fault> {
    if data.is_empty() {
        return Err(Fault::whole(Rule::TooShortForCheckDigit, data));
    }
    digits(data)?;
    let last = data.len() - 1;
    if check_digit_of(&data[..last]) == data[last..].chars().next() {
        return Ok(());
    }
    Err(Fault {
        rule: Rule::IncorrectCheckDigit,
        at: last..data.len(),
    })
}

pub fn check_pair(data: &str) -> Result<(), Fault> {
    let count = data.chars().count();
    if count < 2 {
        return Err(Fault::whole(Rule::TooShortForCheckPair, data));
    }
    if count > CHECK_PAIR_CHARACTERS_MAX {
        return Err(Fault::whole(Rule::TooLongForCheckPair, data));
    }
    let (pair_at, _) = data.char_indices().nth(count - 2).unwrap_or((0, ' '));
    let (body, pair) = data.split_at(pair_at);
    let wrong = |(at, c)| Fault::character(Rule::InvalidTextCharacter, at, c);
    let mut characters = body.char_indices();
    if let Some(found) = characters.find(|(_, c)| !TEXT_CHARACTERS.contains(*c)) {
        return Err(wrong(found));
    }
    if check_pair_of(body).as_deref() == Some(pair) {
        return Ok(());
    }
    Err(Fault {
        rule: Rule::IncorrectCheckPair,
        at: pair_at..data.len(),
    })
}

/// A company prefix that begins after `skipped` characters.
pub fn company_prefix(data: &str, skipped: usize, prefixes: Prefixes<'_>) -> Result<(), Fault> {
    let start = data
        .char_indices()
        .nth(skipped)
        .map_or(data.len(), |(at, _)| at);
    let key = &data[start..];
    let from_start = |rule| Fault {
        rule,
        at: start..data.len(),
    };
    let mut beginning = key.char_indices().take(COMPANY_PREFIX_DIGITS_MIN);
    if beginning.clone().count() < COMPANY_PREFIX_DIGITS_MIN {
        return Err(from_start(Rule::TooShortForCompanyPrefix));
    }
    if let Some((at, c)) = beginning.find(|(_, c)| !c.is_ascii_digit()) {
        return Err(Fault::character(Rule::InvalidCompanyPrefix, start + at, c));
    }
    match prefixes(key) {
        PrefixAnswer::Issued => Ok(()),
        PrefixAnswer::NotIssued => Err(from_start(Rule::InvalidCompanyPrefix)),
        PrefixAnswer::Unavailable => Err(from_start(Rule::CompanyPrefixesUnavailable)),
    }
}

/// ISO 13616: the first four characters moved to the end, letters as two digits, the remainder by 97 is 1.
pub fn iban(data: &str) -> Result<(), Fault> {
    let count = data.chars().count();
    if count < 4 {
        return Err(Fault::whole(Rule::IbanTooShort, data));
    }
    let country: String = data.chars().take(2).collect();
    if codes::country_letters(&country).is_err() {
        return Err(Fault {
            rule: Rule::IllegalIbanCountry,
            at: 0..country.len(),
        });
    }
    if count > IBAN_CHARACTERS_MAX {
        return Err(Fault::whole(Rule::IbanTooLong, data));
    }
    if count < IBAN_CHARACTERS_MIN {
        return Err(Fault::whole(Rule::IbanTooShort, data));
    }
    let moved = data.char_indices().skip(4);
    let mut remainder = 0;
    for (at, c) in moved.chain(data.char_indices().take(4)) {
        remainder = match c {
            '0'..='9' => remainder * 10 + (u32::from(c) - u32::from('0')),
            'A'..='Z' => remainder * 100 + (u32::from(c) - u32::from('A') + 10),
            _ => return Err(Fault::character(Rule::InvalidIbanCharacter, at, c)),
        } % 97;
    }
    if remainder == 1 {
        return Ok(());
    }
    Err(Fault {
        rule: Rule::IncorrectIbanChecksum,
        at: 2..4,
    })
}

/// Ten-millionths of a degree from a pole or from the meridian of zero.
fn angle(data: &str, most: u64, length: Rule, value: Rule) -> Result<(), Fault> {
    if data.chars().count() != 10 {
        return Err(Fault::whole(length, data));
    }
    digits(data)?;
    match data.parse::<u64>() {
        Ok(number) if number <= most => Ok(()),
        _ => Err(Fault::whole(value, data)),
    }
}

pub fn latitude(data: &str) -> Result<(), Fault> {
    let most = 1_800_000_000;
    angle(
        data,
        most,
        Rule::LatitudeInvalidLength,
        Rule::InvalidLatitude,
    )
}

pub fn longitude(data: &str) -> Result<(), Fault> {
    let most = 3_600_000_000;
    angle(
        data,
        most,
        Rule::LongitudeInvalidLength,
        Rule::InvalidLongitude,
    )
}

pub fn non_zero(data: &str) -> Result<(), Fault> {
    digits(data)?;
    if data.chars().any(|c| c != '0') {
        Ok(())
    } else {
        Err(Fault::whole(Rule::IllegalZeroValue, data))
    }
}

pub fn zero(data: &str) -> Result<(), Fault> {
    if !data.is_empty() && data.chars().all(|c| c == '0') {
        Ok(())
    } else {
        Err(Fault::whole(Rule::NotZero, data))
    }
}

pub fn no_zero_prefix(data: &str) -> Result<(), Fault> {
    digits(data)?;
    if data.starts_with('0') {
        return Err(Fault {
            rule: Rule::IllegalZeroPrefix,
            at: 0..1,
        });
    }
    Ok(())
}

/// Two numbers of the same length, side by side.
pub fn piece_of_total(data: &str) -> Result<(), Fault> {
    if data.is_empty() || !data.chars().count().is_multiple_of(2) {
        return Err(Fault::whole(Rule::InvalidLengthForPieceOfTotal, data));
    }
    digits(data)?;
    let middle = data.len() / 2;
    let (piece, total) = data.split_at(middle);
    let is_zero = |number: &str| number.bytes().all(|b| b == b'0');
    if is_zero(piece) {
        return Err(Fault {
            rule: Rule::ZeroPieceNumber,
            at: 0..middle,
        });
    }
    if is_zero(total) {
        return Err(Fault {
            rule: Rule::ZeroTotalPieces,
            at: middle..data.len(),
        });
    }
    if piece > total {
        return Err(Fault::whole(Rule::PieceNumberExceedsTotal, data));
    }
    Ok(())
}

pub fn position_in_sequence(data: &str) -> Result<(), Fault> {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let parts = data.split_once('/');
    let Some((position, end)) = parts.filter(|(a, b)| is_number(a) && is_number(b)) else {
        return Err(Fault::whole(Rule::PositionInSequenceMalformed, data));
    };
    for (number, at) in [
        (position, 0..position.len()),
        (end, position.len() + 1..data.len()),
    ] {
        if number.starts_with('0') {
            return Err(Fault {
                rule: Rule::IllegalZeroPrefix,
                at,
            });
        }
    }
    if (position.len(), position) > (end.len(), end) {
        return Err(Fault::whole(Rule::PositionExceedsEnd, data));
    }
    Ok(())
}
