//! Texts of files as those of facts and of personal rows.

use crate::limits::{FACT_CODE_BYTES_MAX, WORDS_BYTES_MAX};
use crate::trade::text::{Code, Words};

/// A text cut at a character's border.
fn cut(text: &str, bytes_max: usize) -> &str {
    &text[..text.floor_char_boundary(bytes_max)]
}

/// A code of a text that only tells, and names nothing: cut where it is too long.
pub(super) fn short_code(text: &str) -> Option<Code> {
    Code::new(text)
        .or_else(|_| Code::new(cut(text.trim(), FACT_CODE_BYTES_MAX)))
        .ok()
}

/// Words of a personal row: control characters become spaces, and what is too long is cut.
pub(super) fn words(text: &str) -> Option<Words> {
    let plain = |c: char| if c.is_control() && c != '\n' { ' ' } else { c };
    let text: String = text.trim().chars().map(plain).collect();
    Words::new(cut(&text, WORDS_BYTES_MAX)).ok()
}

/// The same of an optional text.
pub(super) fn optional(text: Option<&str>) -> Option<Words> {
    words(text?)
}
