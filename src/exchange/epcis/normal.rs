//! Values in the one form that is hashed.

use super::hash::Edition;
use super::identifier;

/// The vocabularies of CBV: the field that holds bare words of it, its names in URNs, and in links of the draft. The
/// ratified links write one of them otherwise.
const VOCABULARIES: &[(&str, &str, &str)] = &[
    ("bizStep", "bizstep", "Bizstep"),
    ("disposition", "disp", "Disp"),
    ("set", "disp", "Disp"),
    ("unset", "disp", "Disp"),
    ("reason", "er", "ER"),
    ("type", "btt", "BTT"),
    ("type", "sdt", "SDT"),
];

/// The canonical value of a field; `list` is the field that it stands in.
pub(super) fn value(name: &str, list: &str, text: &str, edition: Edition) -> String {
    let text = text.trim();
    let is_time = name.ends_with("Time") && !name.starts_with('{')
        || name == "time" && edition == Edition::Ratified;
    if is_time {
        return utc(text).unwrap_or_else(|| text.to_owned());
    }
    if let Some(word) = vocabulary(name, list, text, edition) {
        return word;
    }
    identifier::link(text, edition)
        .or_else(|| number(text))
        .unwrap_or_else(|| text.to_owned())
}

fn vocabulary(name: &str, list: &str, text: &str, edition: Edition) -> Option<String> {
    for (field, urn, prefix) in VOCABULARIES {
        let word = text.strip_prefix("urn:epcglobal:cbv:").and_then(|rest| {
            rest.strip_prefix(urn)
                .and_then(|rest| rest.strip_prefix(':'))
        });
        let is_bare = *field == name
            && !text.contains([':', '/'])
            && match *prefix {
                "BTT" => list == "bizTransaction",
                "SDT" => matches!(list, "source" | "destination"),
                _ => true,
            };
        if let Some(word) = word.or(is_bare.then_some(text)) {
            let (base, prefix) = match (edition, *prefix) {
                (Edition::Draft, prefix) => ("https://ns.gs1.org/voc", prefix),
                (Edition::Ratified, "Bizstep") => ("https://ref.gs1.org/cbv", "BizStep"),
                (Edition::Ratified, prefix) => ("https://ref.gs1.org/cbv", prefix),
            };
            return Some(format!("{base}/{prefix}-{word}"));
        }
    }
    None
}

/// Digits beyond which a binary number no longer holds every whole number.
const EXACT_DIGITS: usize = 15;

/// A number without needless zeros; `None` for a text that is none.
fn number(text: &str) -> Option<String> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let are_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !are_digits(whole) || !are_digits(fraction) {
        return None;
    }
    // The reference implementation reads numbers as binary ones, which shows in the long ones.
    let whole = if whole.len() > EXACT_DIGITS {
        let whole = whole.parse::<f64>().ok();
        format!("{:.0}", whole.filter(|whole| whole.is_finite())?)
    } else {
        whole.to_owned()
    };
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        rest => rest,
    };
    let fraction = fraction.trim_end_matches('0');
    let sign = if digits.len() < text.len() { "-" } else { "" };
    Some(match fraction {
        "" => format!("{sign}{whole}"),
        fraction => format!("{sign}{whole}.{fraction}"),
    })
}

const DAY_MS: i64 = 86_400_000;

/// A time in UTC with milliseconds, half of one rounded up; `None` for a text that is none.
fn utc(text: &str) -> Option<String> {
    let (date, rest) = text.split_once('T')?;
    let at = rest.find(['Z', '+', '-'])?;
    let (clock, zone) = rest.split_at_checked(at)?;
    let mut parts = date.split('-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    if !(1..=9_999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, ""));
    let mut parts = clock.split(':').map(|part| part.parse::<u32>().ok());
    let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next()??);
    if hour > 24 || minute > 59 || second > 60 {
        return None;
    }
    let seconds = i64::from(hour * 3_600 + minute * 60 + second);
    let total = days(year, month, day) * DAY_MS + seconds * 1_000 + milliseconds(fraction)?
        - offset_ms(zone)?;
    Some(utc_text(total))
}

/// A time in milliseconds since 1970 UTC as the hash writes it, and as this program writes all times.
pub(super) fn utc_text(time_ms: i64) -> String {
    let (day, of_day) = (time_ms.div_euclid(DAY_MS), time_ms.rem_euclid(DAY_MS));
    let (year, month, date) = civil(day);
    format!(
        "{year:04}-{month:02}-{date:02}T{:02}:{:02}:{:02}.{:03}Z",
        of_day / 3_600_000,
        of_day / 60_000 % 60,
        of_day / 1_000 % 60,
        of_day % 1_000
    )
}

fn milliseconds(fraction: &str) -> Option<i64> {
    let mut digits = fraction
        .chars()
        .map(|digit| digit.to_digit(10))
        .chain(std::iter::repeat(Some(0)));
    let mut milliseconds = 0;
    for _ in 0..3 {
        milliseconds = milliseconds * 10 + i64::from(digits.next()??);
    }
    Some(milliseconds + i64::from(digits.next()?? >= 5))
}

fn offset_ms(zone: &str) -> Option<i64> {
    if zone == "Z" {
        return Some(0);
    }
    let (sign, clock) = zone.split_at_checked(1)?;
    let (hours, minutes) = clock.split_once(':')?;
    let minutes =
        i64::from(hours.parse::<u8>().ok()?) * 60 + i64::from(minutes.parse::<u8>().ok()?);
    Some(minutes * 60_000 * if sign == "-" { -1 } else { 1 })
}

/// Days since 1970-01-01, and back: the civil calendar counted from March, in eras of 400 years.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = year - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let from_march = (5 * of_year + 2) / 153;
    let month = (from_march + 2) % 12 + 1;
    (
        era * 400 + year + i64::from(month <= 2),
        month,
        of_year - (153 * from_march + 2) / 5 + 1,
    )
}
