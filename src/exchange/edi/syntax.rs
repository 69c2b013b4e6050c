//! Segments, elements and components, and the characters between them.

use std::borrow::Cow;

/// The dialect of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// ASC X12.
    X12,
    /// UN/EDIFACT, ISO 9735.
    Edifact,
}

/// The characters that part a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Syntax {
    /// The dialect.
    pub dialect: Dialect,
    /// Between elements.
    pub element: char,
    /// Between components; none where the header does not name it.
    pub component: Option<char>,
    /// Takes its meaning from the character after it; X12 has none.
    pub release: Option<char>,
    /// After a segment. A line feed where segments stand on lines.
    pub terminator: char,
}

/// One segment.
#[derive(Clone, Copy, Debug)]
pub struct Segment<'a> {
    /// Its place in the file, the first being 1.
    pub position: u32,
    text: &'a str,
    syntax: Syntax,
}

impl<'a> Segment<'a> {
    pub(super) fn new(position: u32, text: &'a str, syntax: Syntax) -> Self {
        Self {
            position,
            text,
            syntax,
        }
    }

    /// The segment as it stands, without its end; in the delimiters that a text without an interchange is read with,
    /// where it has them. `None` where a partner's own delimiters would have to be told.
    pub(in crate::exchange) fn plain_text(&self) -> Option<&'a str> {
        let usual = match self.syntax.dialect {
            Dialect::X12 => self.syntax.element == '*',
            Dialect::Edifact => self.syntax.element == '+' && self.syntax.component == Some(':'),
        };
        usual.then(|| self.text.trim())
    }

    /// The tag, such as `W05` or `LIN`.
    pub fn tag(&self) -> &'a str {
        let part = nth(self.text, self.syntax.element, self.syntax.release, 0).unwrap_or_default();
        match self.syntax.component {
            Some(component) => part.split(component).next().unwrap_or_default().trim(),
            None => part.trim(),
        }
    }

    /// An element as it stands, the first after the tag being 1; empty where there is none. X12 pads elements of
    /// fixed width with spaces, which are taken off.
    pub fn element(&self, number: usize) -> Cow<'a, str> {
        let raw =
            nth(self.text, self.syntax.element, self.syntax.release, number).unwrap_or_default();
        self.plain(raw.trim())
    }

    /// A component of an element, both counted from 1; empty where there is none.
    pub fn component(&self, element: usize, component: usize) -> Cow<'a, str> {
        let Syntax {
            element: between,
            release,
            ..
        } = self.syntax;
        let raw = nth(self.text, between, release, element).unwrap_or_default();
        let part = match self.syntax.component {
            Some(separator) => nth(raw, separator, release, component.saturating_sub(1)),
            None => (component == 1).then_some(raw),
        };
        self.plain(part.unwrap_or_default().trim())
    }

    /// Without release characters.
    fn plain(&self, raw: &'a str) -> Cow<'a, str> {
        let Some(release) = self.syntax.release.filter(|release| raw.contains(*release)) else {
            return Cow::Borrowed(raw);
        };
        let mut plain = String::with_capacity(raw.len());
        let mut characters = raw.chars();
        while let Some(character) = characters.next() {
            if character == release {
                plain.extend(characters.next());
            } else {
                plain.push(character);
            }
        }
        Cow::Owned(plain)
    }
}

/// The part of this number, counted from 0.
fn nth(text: &str, separator: char, release: Option<char>, number: usize) -> Option<&str> {
    let mut rest = text;
    for _ in 0..number {
        let (_, after) = split_once(rest, separator, release)?;
        rest = after;
    }
    Some(split_once(rest, separator, release).map_or(rest, |(part, _)| part))
}

/// Parts a text at the first separator that no release character stands before.
pub(super) fn split_once(
    text: &str,
    separator: char,
    release: Option<char>,
) -> Option<(&str, &str)> {
    let mut released = false;
    for (at, character) in text.char_indices() {
        if released {
            released = false;
        } else if Some(character) == release {
            released = true;
        } else if character == separator {
            return Some((&text[..at], &text[at + character.len_utf8()..]));
        }
    }
    None
}

/// The start of a text: its syntax, the first segment where the syntax is no help in finding its end, the rest, and
/// whether the header named other delimiters than the text has.
pub(super) struct Start<'a> {
    pub syntax: Syntax,
    pub header: Option<&'a str>,
    pub rest: &'a str,
    pub misdeclared: bool,
}

/// Finds the syntax of the interchange that a text starts with; `None` where it starts with none.
pub(super) fn start(text: &str) -> Option<Start<'_>> {
    let text = text.trim_start();
    if text.starts_with("ISA") {
        return interchange_header(text);
    }
    if let Some(advice) = text.strip_prefix("UNA") {
        return service_advice(advice);
    }
    if ["UNB", "UNH", "UNG"]
        .iter()
        .any(|tag| text.starts_with(tag))
    {
        return Some(found(edifact(text, [':', '+', '?', '\'']), text));
    }
    let tag = ["GS", "ST"].into_iter().find(|tag| text.starts_with(tag))?;
    let element = text.get(tag.len()..)?.chars().next()?;
    if element.is_alphanumeric() || element.is_whitespace() || element == '=' {
        return None;
    }
    let terminator = if opening(text).contains('~') {
        '~'
    } else {
        seen_terminator(text, element)
    };
    Some(found(x12(element, None, terminator), text))
}

fn found(syntax: Syntax, rest: &str) -> Start<'_> {
    Start {
        syntax,
        header: None,
        rest,
        misdeclared: false,
    }
}

fn x12(element: char, component: Option<char>, terminator: char) -> Syntax {
    Syntax {
        dialect: Dialect::X12,
        element,
        component,
        release: None,
        terminator,
    }
}

fn edifact(text: &str, [component, element, release, terminator]: [char; 4]) -> Syntax {
    let on_lines = !opening(text).contains(terminator);
    Syntax {
        dialect: Dialect::Edifact,
        element,
        component: Some(component),
        release: (release != ' ').then_some(release),
        terminator: if on_lines { '\n' } else { terminator },
    }
}

/// `UNA` and six characters: component, element, decimal mark, release, reserved, terminator.
fn service_advice(advice: &str) -> Option<Start<'_>> {
    let mut characters = advice.chars();
    let mut next = || characters.next();
    let (component, element, _decimal, release) = (next()?, next()?, next()?, next()?);
    let (_reserved, terminator) = (next()?, next()?);
    let rest = characters.as_str();
    let syntax = edifact(rest, [component, element, release, terminator]);
    Some(found(syntax, rest))
}

/// The header of X12 declares its delimiters by its last two characters. Positions are not trusted: many senders do
/// not pad, so the header ends where the first group begins.
fn interchange_header(text: &str) -> Option<Start<'_>> {
    let element = text.get(3..)?.chars().next()?;
    if element.is_alphanumeric() || element.is_whitespace() {
        return None;
    }
    let end = group_start(text, element)?;
    let (header, rest) = text.split_at_checked(end)?;
    let seen = seen_terminator(rest, element);
    let parts = header.split(element).count();
    let last = header.rsplit(element).next().unwrap_or_default();
    // Some senders pad the header once more behind its last element.
    let mut marks = last.trim().chars().filter(|mark| *mark != ' ');
    let (component, declared) = match (marks.next(), marks.next()) {
        (Some(mark), None) if mark == seen => (None, Some(mark)),
        (Some(mark), None) => (Some(mark), Some('\n')),
        (first, second) => (first, second),
    };
    let is_true = parts == HEADER_PARTS
        && declared.is_some_and(|mark| opening(rest).contains(mark) && Some(mark) != component);
    let terminator = declared.filter(|_| is_true).unwrap_or(seen);
    let component = component.filter(|_| is_true);
    Some(Start {
        syntax: x12(element, component, terminator),
        header: Some(header.trim_end().trim_end_matches(terminator)),
        rest,
        misdeclared: !is_true || component.is_none(),
    })
}

/// The tag and sixteen elements.
const HEADER_PARTS: usize = 17;

/// Delimiters are looked for in so many bytes, so that a file of broken headers costs no more than their number. A
/// header of X12 has 106; a first segment rarely more.
const OPENING_BYTES_MAX: usize = 512;

/// The first bytes of a text.
fn opening(text: &str) -> &str {
    let mut end = text.len().min(OPENING_BYTES_MAX);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Where the first segment after the header begins.
fn group_start(text: &str, element: char) -> Option<usize> {
    let window = opening(text);
    ["GS", "ST", "TA1", "IEA"].iter().find_map(|tag| {
        let opening = format!("{tag}{element}");
        window.match_indices(&opening).map(|(at, _)| at).find(|at| {
            let before = window[..*at].chars().next_back();
            before.is_some_and(|before| !before.is_alphanumeric() && before != element)
        })
    })
}

/// The terminator that the first line of a text ends with: its last character, or the line feed after it.
fn seen_terminator(text: &str, element: char) -> char {
    let line = opening(text).lines().next().unwrap_or_default().trim_end();
    let last = line.chars().next_back();
    last.filter(|last| !last.is_alphanumeric() && *last != element)
        .unwrap_or('\n')
}
