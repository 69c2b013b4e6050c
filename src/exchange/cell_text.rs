//! What programs do to the text of a cell, and how to undo it.

use super::csv_out::unprotect;

/// A cell without what spreadsheets and shops put around text to keep it text: blanks and tabs, an apostrophe before a
/// formula or before a number, `="00123"`.
pub(crate) fn plain_text(cell: &str) -> &str {
    let cell = cell.trim();
    if let Some(inner) = cell
        .strip_prefix("=\"")
        .and_then(|rest| rest.strip_suffix('"'))
    {
        return inner.trim();
    }
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit()) => rest,
        _ => unprotect(cell),
    }
}

/// Whether a spreadsheet has written a code as a rounded number, `5.01235E+12`, whose last digits are lost.
pub(crate) fn is_rounded(text: &str) -> bool {
    let Some((digits, exponent)) = text.split_once(['E', 'e']) else {
        return false;
    };
    let all_digits =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let mantissa = digits.split_once(['.', ',']);
    mantissa.is_some_and(|(whole, fraction)| {
        whole.len() == 1 && all_digits(whole) && all_digits(fraction)
    }) && exponent.strip_prefix('+').is_some_and(all_digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text() {
        assert_eq!(plain_text(" 00123\t"), "00123");
        assert_eq!(plain_text("=\"00123\""), "00123");
        assert_eq!(plain_text("'00123"), "00123");
        assert_eq!(plain_text("'=A1"), "=A1");
        assert_eq!(plain_text("'tis"), "'tis");
    }

    #[test]
    fn rounded_codes_are_known_by_their_form_only() {
        for code in ["5.01235E+12", "5,01E+12", "5.78e+17"] {
            assert!(is_rounded(code), "{code}");
        }
        for code in [
            "5012345678900",
            "12E+3",
            "AE+3",
            "1.5E+",
            "E+1",
            "10.5E+3",
            "1.5E-3",
        ] {
            assert!(!is_rounded(code), "{code}");
        }
    }
}
