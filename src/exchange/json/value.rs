//! Reads one record of JSON (RFC 8259) with every number as the text it was written as.

use std::borrow::Cow;

use crate::limits::{JSON_DEPTH_MAX, JSON_VALUES_MAX};

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Json<'a> {
    /// Nothing.
    Null,
    /// True or false.
    Truth(bool),
    /// A number, as written.
    Number(&'a str),
    /// A text.
    Text(Cow<'a, str>),
    /// Values in order.
    Array(Vec<Json<'a>>),
    /// Values by key, in the order of the file. A key that stands twice has its first value.
    Object(Vec<(Cow<'a, str>, Json<'a>)>),
}

/// Why a record could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonFault {
    /// Not JSON, at this byte of the record.
    Broken(usize),
    /// Nested deeper than [`JSON_DEPTH_MAX`], or of more values than [`JSON_VALUES_MAX`].
    TooLarge,
}

const NOTHING: Json<'static> = Json::Null;

impl<'a> Json<'a> {
    /// Reads a record.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(text: &'a str) -> Result<Json<'a>, JsonFault> {
        let mut reader = Reader {
            text,
            at: 0,
            values: 0,
        };
        let value = reader.value(0)?;
        reader.skip_blanks();
        if reader.at == text.len() {
            Ok(value)
        } else {
            Err(JsonFault::Broken(reader.at))
        }
    }

    /// The value of a key; nothing where this is no object or has no such key.
    pub fn get(&self, key: &str) -> &Json<'a> {
        let entries = match self {
            Json::Object(entries) => &entries[..],
            _ => &[],
        };
        entries
            .iter()
            .find(|(name, _)| name == key)
            .map_or(&NOTHING, |(_, value)| value)
    }

    /// Whether an object has a key, with whatever value.
    pub fn has(&self, key: &str) -> bool {
        matches!(self, Json::Object(entries) if entries.iter().any(|(name, _)| name == key))
    }

    /// The values of an array; none where this is no array.
    pub fn items(&self) -> &[Json<'a>] {
        match self {
            Json::Array(items) => items,
            _ => &[],
        }
    }

    /// Whether there is nothing.
    pub fn is_null(&self) -> bool {
        matches!(self, Json::Null)
    }

    /// A text or number as text without outer blanks; `None` for what is neither, or blank.
    pub fn text(&self) -> Option<&str> {
        let text = match self {
            Json::Text(text) => text.trim(),
            Json::Number(text) => text,
            _ => return None,
        };
        (!text.is_empty()).then_some(text)
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    values: usize,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn broken<T>(&self) -> Result<T, JsonFault> {
        Err(JsonFault::Broken(self.at))
    }

    fn skip_blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn expect(&mut self, byte: u8) -> Result<(), JsonFault> {
        if self.peek() != Some(byte) {
            return self.broken();
        }
        self.at += 1;
        Ok(())
    }

    fn value(&mut self, depth: usize) -> Result<Json<'a>, JsonFault> {
        self.values += 1;
        if depth > JSON_DEPTH_MAX || self.values > JSON_VALUES_MAX {
            return Err(JsonFault::TooLarge);
        }
        self.skip_blanks();
        match self.peek() {
            Some(b'{') => self.object(depth),
            Some(b'[') => self.array(depth),
            Some(b'"') => self.string().map(Json::Text),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word("true", Json::Truth(true)),
            Some(b'f') => self.word("false", Json::Truth(false)),
            Some(b'n') => self.word("null", Json::Null),
            _ => self.broken(),
        }
    }

    fn word(&mut self, word: &str, value: Json<'a>) -> Result<Json<'a>, JsonFault> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        if !rest.starts_with(word) {
            return self.broken();
        }
        self.at += word.len();
        Ok(value)
    }

    fn object(&mut self, depth: usize) -> Result<Json<'a>, JsonFault> {
        self.expect(b'{')?;
        let mut entries = Vec::new();
        self.skip_blanks();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(Json::Object(entries));
        }
        loop {
            self.skip_blanks();
            let key = self.string()?;
            self.skip_blanks();
            self.expect(b':')?;
            entries.push((key, self.value(depth + 1)?));
            self.skip_blanks();
            if self.peek() != Some(b',') {
                self.expect(b'}')?;
                return Ok(Json::Object(entries));
            }
            self.at += 1;
        }
    }

    fn array(&mut self, depth: usize) -> Result<Json<'a>, JsonFault> {
        self.expect(b'[')?;
        let mut items = Vec::new();
        self.skip_blanks();
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(Json::Array(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            self.skip_blanks();
            if self.peek() != Some(b',') {
                self.expect(b']')?;
                return Ok(Json::Array(items));
            }
            self.at += 1;
        }
    }

    fn digits(&mut self) -> Result<(), JsonFault> {
        if !matches!(self.peek(), Some(b'0'..=b'9')) {
            return self.broken();
        }
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        Ok(())
    }

    fn number(&mut self) -> Result<Json<'a>, JsonFault> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        if self.peek() == Some(b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(Json::Number(
            self.text.get(start..self.at).unwrap_or_default(),
        ))
    }

    fn string(&mut self) -> Result<Cow<'a, str>, JsonFault> {
        self.expect(b'"')?;
        let text = self.text;
        let mut whole: Option<String> = None;
        let mut start = self.at;
        loop {
            match self.peek() {
                Some(b'"') => {
                    let run = text.get(start..self.at).unwrap_or_default();
                    self.at += 1;
                    return Ok(match whole {
                        Some(mut whole) => {
                            whole.push_str(run);
                            Cow::Owned(whole)
                        }
                        None => Cow::Borrowed(run),
                    });
                }
                Some(b'\\') => {
                    let whole = whole.get_or_insert_default();
                    whole.push_str(text.get(start..self.at).unwrap_or_default());
                    self.at += 1;
                    whole.push(self.escaped()?);
                    start = self.at;
                }
                Some(control) if control < 0x20 => return self.broken(),
                Some(_) => self.at += 1,
                None => return self.broken(),
            }
        }
    }

    fn escaped(&mut self) -> Result<char, JsonFault> {
        let Some(byte) = self.peek() else {
            return self.broken();
        };
        self.at += 1;
        Ok(match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.code_unit(),
            _ => return self.broken(),
        })
    }

    fn four_digits(&mut self) -> Result<u32, JsonFault> {
        let digits = self.text.get(self.at..self.at + 4).unwrap_or_default();
        let hexadecimal = digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_hexdigit());
        match u32::from_str_radix(digits, 16) {
            Ok(unit) if hexadecimal => {
                self.at += 4;
                Ok(unit)
            }
            _ => self.broken(),
        }
    }

    /// A character by its UTF-16 units; half a pair alone becomes the replacement character.
    fn code_unit(&mut self) -> Result<char, JsonFault> {
        let first = self.four_digits()?;
        if !(0xd800..0xdc00).contains(&first) {
            return Ok(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        let after = self.at;
        if self.text.get(after..after + 2) != Some("\\u") {
            return Ok(char::REPLACEMENT_CHARACTER);
        }
        self.at += 2;
        let second = self.four_digits()?;
        if !(0xdc00..0xe000).contains(&second) {
            self.at = after;
            return Ok(char::REPLACEMENT_CHARACTER);
        }
        let code = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
        Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_digits_and_texts_their_characters() {
        let text = r#" {"id": 123456789012345678901, "price": 12.10, "e": -1E+2, "é": "\ud83d\udce6\n\u00e9\/", "n": [null, true]} "#;
        let value = Json::read(text).expect("good JSON");
        assert_eq!(value.get("id").text(), Some("123456789012345678901"));
        assert_eq!(value.get("price").text(), Some("12.10"));
        assert_eq!(value.get("e").text(), Some("-1E+2"));
        assert_eq!(value.get("é"), &Json::Text("📦\né/".into()));
        assert_eq!(value.get("n").items(), [Json::Null, Json::Truth(true)]);
        assert!(value.get("absent").is_null());
    }

    #[test]
    fn what_is_not_json_is_refused() {
        for text in [
            "",
            "{",
            "[1,]",
            "{\"a\" 1}",
            "01",
            "1.",
            "+1",
            "\"\n\"",
            "\"\\x\"",
            "\"\\u12g4\"",
            "tru",
            "{\"a\":1,}",
            "1 2",
            "\"open",
        ] {
            assert!(
                matches!(Json::read(text), Err(JsonFault::Broken(_))),
                "{text}"
            );
        }
        let deep = "[".repeat(100_000);
        assert_eq!(Json::read(&deep), Err(JsonFault::TooLarge));
    }
}
