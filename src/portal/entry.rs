//! What a person types, and what it means.

use crate::domain::money::Amount;

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
        return Amount::parse(&text);
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
    Amount::parse(&format!("{}.{fraction}", groups.concat()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_write_them() {
        let check = |typed: &str, amount: Option<&str>| {
            let read = super::amount(typed).map(|amount| amount.to_string());
            assert_eq!(read.as_deref(), amount, "{typed}");
        };
        check("12.50", Some("12.50"));
        check(" 12,5 ", Some("12.50"));
        check("7", Some("7.00"));
        check("1 234,50", Some("1234.50"));
        check("1.234,50", Some("1234.50"));
        check("1,234,567.8", Some("1234567.80"));
        check("0.1234", Some("0.1234"));
        check("1,234", None);
        check("12,34.5", None);
        check("1.2.3", None);
        check("12 pounds", None);
        check("", None);
        check(",", None);
    }

    #[test]
    fn nothing_is_lost_in_an_amount_that_is_read() {
        assert_eq!(amount("-3,25"), Some(Amount(-32_500)));
    }
}
