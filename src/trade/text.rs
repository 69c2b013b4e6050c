//! Codes and words.
//!
//! A [`Code`] is what stands in a code's column, on a label or in a scan; it is compared in one normal form, which is
//! frozen. [`Words`] are free text, and only facts about *things* (items, places, rules) can hold them: what is said
//! about an order, a parcel, a return or a person is personal and stands beside the facts
//! ([`super::personal`]). That no area of those kinds names this type is held by a test.

use crate::limits::{FACT_CODE_BYTES_MAX, WORDS_BYTES_MAX};
use crate::stream::wire::{Malformed, Reader, Wire, Writer};
use std::fmt;
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

/// Why a text was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TextError {
    /// Nothing is left of it in its normal form.
    Empty,
    /// Longer than the bound of its kind.
    TooLong,
    /// A control character stands in it.
    Control,
}

impl fmt::Display for TextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            TextError::Empty => "the text is empty",
            TextError::TooLong => "the text is too long",
            TextError::Control => "the text holds a control character",
        })
    }
}

impl std::error::Error for TextError {}

/// Whether a character takes no room on paper: formatting marks, joiners, variation selectors, tags. They come in by
/// copying from pages and mails, and nobody who compares two labels sees them.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// The normal form of codes: NFC, every kind of space a plain one, nothing invisible, no space at either end; case is
/// kept. Frozen: two codes are the same exactly when these bytes are.
fn normal(text: &str) -> Result<String, TextError> {
    if text.len() > 16 * FACT_CODE_BYTES_MAX {
        return Err(TextError::TooLong);
    }
    let spaced = text
        .chars()
        .filter(|c| !is_invisible(*c))
        .map(|c| if c.is_whitespace() { ' ' } else { c });
    let composed: String = spaced.nfc().collect();
    let trimmed = composed.trim_matches(' ');
    if trimmed.is_empty() {
        Err(TextError::Empty)
    } else if trimmed.chars().any(char::is_control) {
        Err(TextError::Control)
    } else {
        Ok(trimmed.to_owned())
    }
}

/// Whether a code can have been written in its normal form. Composition is not asked for again: a later table of
/// characters may compose what was unassigned when the fact was written, and the fact stays what it was.
fn is_stored_code(text: &str) -> bool {
    let odd = |c: char| is_invisible(c) || c.is_control() || c.is_whitespace() && c != ' ';
    !text.is_empty() && text.trim_matches(' ') == text && !text.chars().any(odd)
}

fn is_stored_text(text: &str) -> bool {
    words(text).is_ok_and(|words| words == text)
}

fn words(text: &str) -> Result<String, TextError> {
    let text = text.trim();
    if text.is_empty() {
        Err(TextError::Empty)
    } else if text.chars().any(|c| c.is_control() && c != '\n') {
        Err(TextError::Control)
    } else {
        Ok(text.to_owned())
    }
}

macro_rules! text_type {
    ($(#[$doc:meta])* $name:ident, $bytes_max:expr, $normal:path, $stored:path, $what:literal) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Brings the text into its normal form and checks it.
            ///
            /// # Errors
            /// Says whether it is empty, too long, or holds a control character.
            pub fn new(text: &str) -> Result<Self, TextError> {
                let text = $normal(text)?;
                if text.len() > $bytes_max {
                    return Err(TextError::TooLong);
                }
                Ok($name(Arc::from(text)))
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:?}", &*self.0)
            }
        }

        impl Wire for $name {
            fn write(&self, w: &mut Writer<'_>) {
                w.run(self.0.as_bytes());
            }

            fn read(r: &mut Reader<'_>) -> Result<Self, Malformed> {
                let text = std::str::from_utf8(r.run()?).map_err(|_| Malformed::NotUtf8)?;
                if $stored(text) && text.len() <= $bytes_max {
                    Ok($name(Arc::from(text)))
                } else {
                    Err(Malformed::NotNormal($what))
                }
            }
        }
    };
}

text_type!(
    /// A code as a file, a label or a scan gives it, in its normal form: at most 64 bytes, never empty.
    Code, FACT_CODE_BYTES_MAX, normal, is_stored_code, "a code"
);
text_type!(
    /// Free text about a thing, as somebody wrote it: at most 2,000 bytes, never empty, without control characters but
    /// line breaks.
    Words, WORDS_BYTES_MAX, words, is_stored_text, "a text"
);

impl Code {
    /// What stands before all codes in their order: no code that anything can have.
    pub(crate) fn least() -> Self {
        Code(Arc::from(""))
    }
}

/// The address of a page on the web: `https`, ASCII, at most 512 bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Url(Arc<str>);

impl Url {
    const BYTES_MAX: usize = 512;

    /// The address; `None` if it is not one that may be opened.
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        let rest = text.strip_prefix("https://")?;
        let good = !rest.is_empty()
            && text.len() <= Self::BYTES_MAX
            && text.bytes().all(|b| b.is_ascii_graphic());
        good.then(|| Url(Arc::from(text)))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Wire for Url {
    fn write(&self, w: &mut Writer<'_>) {
        w.run(self.0.as_bytes());
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, Malformed> {
        let text = std::str::from_utf8(r.run()?).map_err(|_| Malformed::NotUtf8)?;
        Url::new(text)
            .filter(|url| url.as_str() == text)
            .ok_or(Malformed::NotNormal("an address"))
    }
}

/// A state, county or province by its code within its country, as ISO 3166-2 writes it: one to three capital letters or
/// digits. A name is none: it may be anything that somebody typed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegionCode(Code);

impl RegionCode {
    /// The code of a region, with or without its country's before it; `None` where it is a name.
    pub fn of(text: &str) -> Option<Self> {
        let text = text.trim();
        let code = match text.split_once('-') {
            Some((country, code)) if country.len() == 2 => code,
            _ => text,
        };
        let is_code = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit();
        let fits = (1..=3).contains(&code.len()) && code.chars().all(is_code);
        fits.then(|| Code::new(code).ok().map(RegionCode)).flatten()
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl Wire for RegionCode {
    fn write(&self, w: &mut Writer<'_>) {
        self.0.write(w);
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, Malformed> {
        let code = Code::read(r)?;
        Self::of(code.as_str())
            .filter(|region| region.0 == code)
            .ok_or(Malformed::NotNormal("the code of a region"))
    }
}

/// The first one or two characters of a post code: enough for a tariff's zone, too little to find a house.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PostCodeStart(Code);

impl PostCodeStart {
    /// The start of a post code; `None` where it has none.
    pub fn of(post_code: &str) -> Option<Self> {
        let start: String = post_code
            .chars()
            .filter(|c| c.is_alphanumeric())
            .take(2)
            .collect();
        Code::new(&start).ok().map(PostCodeStart)
    }

    /// The characters.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl Wire for PostCodeStart {
    fn write(&self, w: &mut Writer<'_>) {
        self.0.write(w);
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, Malformed> {
        let code = Code::read(r)?;
        let good =
            code.as_str().chars().count() <= 2 && code.as_str().chars().all(char::is_alphanumeric);
        if good {
            Ok(PostCodeStart(code))
        } else {
            Err(Malformed::NotNormal("the start of a post code"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn same(written: &str, normal: &str) {
        assert_eq!(Code::new(written).expect("a code").as_str(), normal);
    }

    #[test]
    fn codes_have_one_normal_form_which_is_frozen() {
        same(" AB-12 ", "AB-12");
        same("ab", "ab");
        same("A\u{a0}B", "A B");
        same("A\u{200b}B\u{feff}", "AB");
        same("Cafe\u{301}", "Caf\u{e9}");
        same("\u{212b}", "\u{c5}");
        same("A\tB", "A B");
        assert_eq!(Code::new("\u{200b} "), Err(TextError::Empty));
        assert_eq!(Code::new("A\u{1d}B"), Err(TextError::Control));
        assert_eq!(
            Code::new(&"x".repeat(FACT_CODE_BYTES_MAX + 1)),
            Err(TextError::TooLong)
        );
    }

    #[test]
    fn a_code_that_is_not_in_its_normal_form_is_malformed() {
        use crate::stream::id::StreamId;
        use crate::stream::wire::Names;
        let names = Names::of(StreamId::new([0; 16]));
        let read = |bytes: &[u8]| Code::read(&mut Reader::new(bytes, &names));
        assert_eq!(read(b"\x02A1").map(|c| c.to_string()), Ok("A1".to_owned()));
        assert_eq!(read(b"\x02A "), Err(Malformed::NotNormal("a code")));
        assert_eq!(read(b"\x02\xff\xff"), Err(Malformed::NotUtf8));
    }
}
