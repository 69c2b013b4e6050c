//! What a person types, and what it means.

use crate::trade::quantity::{Amount, MinuteOfDay};

/// Ten-thousandths in one whole.
pub const WHOLE: i64 = 10_000;

/// A plain number with a point for the decimals, at most four of them, as an amount.
fn plain(text: &str) -> Option<Amount> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !is_digits(whole) || !is_digits(fraction) || fraction.len() > 4 {
        return None;
    }
    if digits.contains('.') && fraction.is_empty() {
        return None;
    }
    let whole: i64 = whole.parse().ok()?;
    let padded = format!("{fraction:0<4}");
    let fraction: i64 = padded.parse().ok()?;
    let sum = whole.checked_mul(WHOLE)?.checked_add(fraction)?;
    Some(Amount::new(sign * sum))
}

/// An amount of money as people write it: `12.50`, `12,5`, `1 234.50`, `1.234,50`.
///
/// Where two kinds of separators stand, the last one parts the decimals. One that stands alone before three digits
/// could part thousands or decimals (`1,234`): that is refused rather than guessed, and so is anything else.
pub fn amount(typed: &str) -> Option<Amount> {
    let text: String = typed
        .trim()
        .chars()
        .filter(|letter| !letter.is_whitespace() && *letter != '\'')
        .collect();
    let Some(last) = text.rfind(['.', ',']) else {
        return plain(&text);
    };
    let (whole, fraction) = (&text[..last], &text[last + 1..]);
    let decimal = text.as_bytes()[last];
    let repeated = whole.bytes().any(|byte| byte == decimal);
    let others = whole.contains(['.', ',']);
    if repeated || (!others && fraction.len() == 3) {
        return None;
    }
    let groups: Vec<&str> = whole.split(['.', ',']).collect();
    let grouped = |groups: &[&str]| {
        groups[0].trim_start_matches('-').len() <= 3 && groups[1..].iter().all(|g| g.len() == 3)
    };
    if others && !grouped(&groups) {
        return None;
    }
    plain(&format!("{}.{fraction}", groups.concat()))
}

/// An amount as it is proposed in a field: `1234.50`, with as many decimals as it has, two at least.
pub fn amount_typed(amount: Amount) -> String {
    let (whole, fraction) = (amount.get() / WHOLE, (amount.get() % WHOLE).abs());
    let sign = if amount.get() < 0 && whole == 0 {
        "-"
    } else {
        ""
    };
    let mut decimals = format!("{fraction:04}");
    while decimals.len() > 2 && decimals.ends_with('0') {
        decimals.pop();
    }
    format!("{sign}{whole}.{decimals}")
}

/// A time of day as people write it: `16:30`, `16.30`.
pub fn minute(typed: &str) -> Option<MinuteOfDay> {
    let (hour, minute) = typed.trim().split_once([':', '.'])?;
    let (hour, minute): (u16, u16) = (hour.trim().parse().ok()?, minute.trim().parse().ok()?);
    (hour < 24 && minute < 60)
        .then(|| MinuteOfDay::new(hour * 60 + minute))
        .flatten()
}

/// A time of day as it is proposed in a field: `16:30`.
pub fn minute_typed(at: MinuteOfDay) -> String {
    format!("{:02}:{:02}", at.get() / 60, at.get() % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_write_them() {
        let check = |typed: &str, shown: Option<&str>| {
            let read = amount(typed).map(amount_typed);
            assert_eq!(read.as_deref(), shown, "{typed}");
        };
        check("12.50", Some("12.50"));
        check(" 12,5 ", Some("12.50"));
        check("7", Some("7.00"));
        check("1 234,50", Some("1234.50"));
        check("1.234,50", Some("1234.50"));
        check("1,234,567.8", Some("1234567.80"));
        check("0.1234", Some("0.1234"));
        check("-0,5", Some("-0.50"));
        check("1,234", None);
        check("12,34.5", None);
        check("1.2.3", None);
        check("12 pounds", None);
        check("", None);
        check(",", None);
    }
}
