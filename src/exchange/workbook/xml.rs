//! The little of XML that a workbook uses, fed by chunks: elements, attributes, text. Declared entities are refused, so
//! nothing can expand.

use std::borrow::Cow;

use crate::exchange::problem::FileError;

/// The longest tag, in bytes; a text comes in pieces and has no bound here.
const TAG_BYTES_MAX: usize = 64 * 1024;

/// The bytes of a control character as a workbook writes it: `_x000D_`.
const CONTROL_BYTES: usize = 7;

/// What was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Event<'a> {
    /// An element begins. Its name has no prefix.
    Open { name: &'a str, attributes: &'a str },
    /// An element ends; one that holds nothing begins and ends.
    Close { name: &'a str },
    /// Text, or a part of it, with its entities as written.
    Text(&'a str),
    /// Text in which nothing is an entity.
    Plain(&'a str),
}

/// Reads XML.
#[derive(Debug, Default)]
pub(super) struct Xml {
    held: Vec<u8>,
}

impl Xml {
    /// Takes bytes and gives out what they complete.
    pub(super) fn push(
        &mut self,
        bytes: &[u8],
        events: &mut impl FnMut(Event<'_>) -> Result<(), FileError>,
    ) -> Result<(), FileError> {
        self.held.extend_from_slice(bytes);
        let held = std::mem::take(&mut self.held);
        let mut rest = &held[..];
        while let Some(first) = rest.first() {
            let used = if *first == b'<' {
                markup(rest, events)?
            } else {
                text(rest, events)?
            };
            if used == 0 {
                break;
            }
            rest = rest.get(used..).unwrap_or_default();
        }
        if rest.len() > TAG_BYTES_MAX {
            return Err(FileError::WorkbookDamaged);
        }
        self.held = rest.to_vec();
        Ok(())
    }
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

/// Takes what begins with `<`; 0 where it is not whole yet.
fn markup(
    bytes: &[u8],
    events: &mut impl FnMut(Event<'_>) -> Result<(), FileError>,
) -> Result<usize, FileError> {
    const SHORTEST_SURE: usize = 9;
    if bytes.starts_with(b"<!") && bytes.len() < SHORTEST_SURE {
        return Ok(0);
    }
    if bytes.starts_with(b"<!--") {
        return Ok(find(bytes, b"-->").map_or(0, |at| at + 3));
    }
    if let Some(rest) = bytes.strip_prefix(b"<![CDATA[") {
        let Some(end) = find(rest, b"]]>") else {
            return Ok(0);
        };
        let plain = String::from_utf8_lossy(rest.get(..end).unwrap_or_default());
        events(Event::Plain(&plain))?;
        return Ok(9 + end + 3);
    }
    if bytes.starts_with(b"<!") {
        return Err(FileError::WorkbookDamaged);
    }
    let Some(end) = tag_end(bytes) else {
        return Ok(0);
    };
    let tag = String::from_utf8_lossy(bytes.get(1..end).unwrap_or_default());
    if !tag.starts_with('?') {
        element(&tag, events)?;
    }
    Ok(end + 1)
}

/// Where a tag's `>` stands, outside quotation marks.
fn tag_end(bytes: &[u8]) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in bytes.iter().enumerate() {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(*byte),
            (Some(open), byte) if open == *byte => quote = None,
            (None, b'>') => return Some(at),
            _ => {}
        }
    }
    None
}

fn element(
    tag: &str,
    events: &mut impl FnMut(Event<'_>) -> Result<(), FileError>,
) -> Result<(), FileError> {
    let local = |name: &str| name.rfind(':').map_or(0, |colon| colon + 1);
    if let Some(name) = tag.strip_prefix('/') {
        let name = name.trim_end();
        return events(Event::Close {
            name: name.get(local(name)..).unwrap_or_default(),
        });
    }
    let (inner, closed) = match tag.strip_suffix('/') {
        Some(inner) => (inner, true),
        None => (tag, false),
    };
    let end = inner.find(char::is_whitespace).unwrap_or(inner.len());
    let (name, attributes) = inner.split_at(end);
    let name = name.get(local(name)..).unwrap_or_default();
    events(Event::Open { name, attributes })?;
    if closed {
        events(Event::Close { name })?;
    }
    Ok(())
}

/// Takes text up to the next tag, or as much of it as is whole.
fn text(
    bytes: &[u8],
    events: &mut impl FnMut(Event<'_>) -> Result<(), FileError>,
) -> Result<usize, FileError> {
    const ENTITY_BYTES_MAX: usize = 12;
    let end = match find(bytes, b"<") {
        Some(end) => end,
        None => {
            // The last bytes may be the beginning of an entity or a character.
            let tail_from = bytes.len().saturating_sub(ENTITY_BYTES_MAX);
            let tail = bytes.get(tail_from..).unwrap_or_default();
            let open = tail.iter().rposition(|byte| *byte == b'&');
            let open = open.filter(|at| !tail.get(*at..).unwrap_or_default().contains(&b';'));
            let mut end = open.map_or(bytes.len(), |at| tail_from + at);
            end = end.min(unfinished_control(bytes));
            let is_within = |byte: &u8| byte & 0xc0 == 0x80;
            let start = (0..end).rev().take(4).find(|at| !is_within(&bytes[*at]));
            if let Some(start) = start
                && bytes[start] >= 0xc0
                && std::str::from_utf8(&bytes[start..end]).is_err()
            {
                end = start;
            }
            end
        }
    };
    let whole = bytes.get(..end).unwrap_or_default();
    if !whole.is_empty() {
        events(Event::Text(&String::from_utf8_lossy(whole)))?;
    }
    Ok(end)
}

/// Where a `_x000D_` begins that these bytes break off; their end where none does.
fn unfinished_control(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(next) = bytes[at..].iter().position(|byte| *byte == b'_') {
        at += next;
        let from = &bytes[at..];
        let could_be = |(place, byte): (usize, &u8)| match place {
            0 | 6 => *byte == b'_',
            1 => *byte == b'x',
            _ => byte.is_ascii_hexdigit(),
        };
        let is_one = from.iter().enumerate().take(CONTROL_BYTES).all(could_be);
        if is_one && from.len() < CONTROL_BYTES {
            return at;
        }
        at += if is_one { CONTROL_BYTES } else { 1 };
    }
    bytes.len()
}

/// The value of an attribute of an element.
pub(super) fn attribute<'a>(attributes: &'a str, name: &str) -> Option<Cow<'a, str>> {
    let mut rest = attributes;
    loop {
        let (key, after) = rest.split_once('=')?;
        let after = after.trim_start();
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (value, others) = after.get(1..)?.split_once(quote)?;
        if key.trim() == name {
            return Some(unescaped(value));
        }
        rest = others;
    }
}

/// Text with its entities, and the `_x000D_` by which a workbook writes control characters, as characters.
pub(super) fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains('&') && !text.contains("_x") {
        return Cow::Borrowed(text);
    }
    let mut whole = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['&', '_']) {
        let (before, from) = rest.split_at(at);
        whole.push_str(before);
        match entity(from).or_else(|| control(from)) {
            Some((character, length)) => {
                whole.push(character);
                rest = from.get(length..).unwrap_or_default();
            }
            None => {
                whole.push_str(&from[..1]);
                rest = &from[1..];
            }
        }
    }
    whole.push_str(rest);
    Cow::Owned(whole)
}

fn entity(text: &str) -> Option<(char, usize)> {
    let inner = text.strip_prefix('&')?;
    let end = inner.find(';').filter(|end| *end <= 10)?;
    let name = &inner[..end];
    let character = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => {
            let code = name.strip_prefix('#')?;
            let code = match code.strip_prefix(['x', 'X']) {
                Some(code) => u32::from_str_radix(code, 16).ok()?,
                None => code.parse().ok()?,
            };
            char::from_u32(code)?
        }
    };
    Some((character, end + 2))
}

fn control(text: &str) -> Option<(char, usize)> {
    let code = text
        .get(..CONTROL_BYTES)?
        .strip_prefix("_x")?
        .strip_suffix('_')
        .filter(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
    let code = u32::from_str_radix(code, 16).ok()?;
    Some((char::from_u32(code)?, CONTROL_BYTES))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn events(chunks: &[&[u8]]) -> Vec<String> {
        let mut xml = Xml::default();
        let mut seen: Vec<String> = Vec::new();
        for chunk in chunks {
            let result = xml.push(chunk, &mut |event| {
                match event {
                    Event::Open { name, attributes } => {
                        let r = attribute(attributes, "r").unwrap_or_default();
                        seen.push(format!("<{name} {r}"));
                    }
                    Event::Close { name } => seen.push(format!("/{name}")),
                    Event::Text(text) => seen.push(unescaped(text).into_owned()),
                    Event::Plain(text) => seen.push(text.to_owned()),
                }
                Ok(())
            });
            assert_eq!(result, Ok(()));
        }
        seen
    }

    #[test]
    fn elements_and_text_are_read_however_they_are_cut() {
        let xml = "<?xml version=\"1.0\"?><!-- > --><x:row r='a &gt; b'><c/>É&amp;_x0009_&#x41;<![CDATA[<&amp;]]></x:row>";
        let whole = events(&[xml.as_bytes()]);
        assert_eq!(
            whole,
            ["<row a > b", "<c ", "/c", "É&\tA", "<&amp;", "/row"]
        );
        let chunks: Vec<&[u8]> = xml.as_bytes().chunks(1).collect();
        assert_eq!(events(&chunks).concat(), whole.concat());
    }

    #[test]
    fn declared_entities_are_refused() {
        let mut xml = Xml::default();
        let bomb = b"<!DOCTYPE x [<!ENTITY a \"aaaa\">]>";
        let result = xml.push(bomb, &mut |_| Ok(()));
        assert_eq!(result, Err(FileError::WorkbookDamaged));
    }
}
