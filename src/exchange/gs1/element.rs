//! Element strings: application identifiers and their values one after another, as labels print them with brackets and
//! as symbols carry them with separators.
//!
//! Three ways to write the same:
//!
//! | written | example | where |
//! |---|---|---|
//! | bracketed | `(01)12345678901231(10)AB` | below a symbol; `\(` is a bracket that belongs to a value |
//! | with separators | `011234567890123110AB` and U+001D | what a scanner sends after its symbology identifier |
//! | with carets | `^011234567890123110AB` | manuals; `^` is function 1, also at the beginning |
//!
//! Reading checks every value; whether the elements go together is a second question ([`super::companions`]), because
//! what belongs together may stand in two symbols on one label.

use std::fmt;
use std::ops::Range;

use super::identifier::{Entry, Identifier, Unknown};
use super::linter::{Fault, Prefixes, Rule, any_prefix};
use crate::exchange::wedge::GROUP_SEPARATOR;
use crate::limits::GS1_ELEMENTS_MAX;

/// An identifier and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    identifier: Identifier,
    entry: Entry,
    value: String,
}

impl Element {
    /// An element whose value is sound.
    ///
    /// # Errors
    /// See [`Problem`].
    pub fn new(identifier: &str, value: &str) -> Result<Self, ElementError> {
        let reader = Reader::default();
        let (identifier, entry) = reader.exactly(identifier)?;
        reader.checked(identifier, entry, value)
    }

    /// The identifier.
    pub fn identifier(&self) -> Identifier {
        self.identifier
    }

    /// What the dictionary says of the identifier.
    pub fn entry(&self) -> &Entry {
        &self.entry
    }

    /// The value.
    pub fn value(&self) -> &str {
        &self.value
    }
}

/// What is wrong with an element string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// There is nothing in it.
    Empty,
    /// It does not begin with function 1.
    NoFunction1,
    /// An identifier is not closed, or a value stands before the first identifier.
    Bracket,
    /// Nothing that the dictionary knows begins like this.
    UnknownIdentifier {
        /// The first characters.
        text: String,
    },
    /// An identifier without a value.
    ValueMissing,
    /// A value ends too early.
    TooShort,
    /// A value goes on too long.
    TooLong,
    /// A value holds a separator.
    SeparatorInValue,
    /// A value breaks a rule.
    Content {
        /// The rule.
        rule: Rule,
        /// The value up to the end of the part that is wrong.
        value: String,
        /// What of it is wrong, in bytes.
        at: Range<usize>,
    },
    /// More elements than are read.
    TooMany,
}

/// What is wrong with an element string, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ElementError {
    /// The element, where it is known.
    pub identifier: Option<Identifier>,
    /// What is wrong.
    pub problem: Problem,
}

impl ElementError {
    fn of(identifier: Identifier, problem: Problem) -> Self {
        Self {
            identifier: Some(identifier),
            problem,
        }
    }

    fn general(problem: Problem) -> Self {
        Self {
            identifier: None,
            problem,
        }
    }

    /// The element with what is wrong between bars: `(8001)1|X|34`.
    pub fn marked(&self) -> Option<String> {
        let Problem::Content { value, at, .. } = &self.problem else {
            return None;
        };
        let before = value.get(..at.start)?;
        let wrong = value.get(at.clone())?;
        let after = value.get(at.end..)?;
        Some(format!("({}){before}|{wrong}|{after}", self.identifier?))
    }
}

impl fmt::Display for ElementError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(identifier) = self.identifier {
            write!(f, "({identifier}) ")?;
        }
        match &self.problem {
            Problem::Empty => f.write_str("There is no data. Scan the symbol again."),
            Problem::NoFunction1 => {
                f.write_str("This is not GS1 data: it does not begin with function 1.")
            }
            Problem::Bracket => f.write_str(
                "Write each identifier in brackets before its value: (01)12345678901231.",
            ),
            Problem::UnknownIdentifier { text } => {
                write!(
                    f,
                    "No identifier is known that begins with \"{text}\". Compare it with the label."
                )
            }
            Problem::ValueMissing => f.write_str("has no value. Compare it with the label."),
            Problem::TooShort => f.write_str("is too short. Compare it with the label."),
            Problem::TooLong => f.write_str("is too long. Compare it with the label."),
            Problem::SeparatorInValue => f.write_str("holds a separator. Remove it."),
            Problem::Content { rule, value, at } => write!(
                f,
                "\"{value}\" is wrong at \"{}\": {}. Compare it with the label.",
                value.get(at.clone()).unwrap_or_default(),
                rule.code().to_lowercase().replace('_', " "),
            ),
            Problem::TooMany => write!(f, "There are more than {GS1_ELEMENTS_MAX} elements."),
        }
    }
}

impl std::error::Error for ElementError {}

/// How element strings are read.
#[derive(Clone, Copy)]
pub struct Reader<'p> {
    /// Whether identifiers that the dictionary does not know are read.
    pub unknown: Unknown,
    /// The company prefixes that were issued.
    pub prefixes: Prefixes<'p>,
}

impl Default for Reader<'_> {
    /// Known identifiers, any company prefix.
    fn default() -> Self {
        Self {
            unknown: Unknown::Refused,
            prefixes: &any_prefix,
        }
    }
}

/// Elements whose values are sound.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ElementString {
    elements: Vec<Element>,
}

impl ElementString {
    /// The elements, in their order.
    pub fn elements(&self) -> &[Element] {
        &self.elements
    }

    /// The value of the first element with an identifier.
    pub fn value(&self, identifier: &str) -> Option<&str> {
        let wanted = Identifier::new(identifier)?;
        let mut elements = self.elements.iter();
        elements
            .find(|element| element.identifier == wanted)
            .map(Element::value)
    }

    /// Adds an element.
    ///
    /// # Errors
    /// [`Problem::TooMany`].
    pub fn push(&mut self, element: Element) -> Result<(), ElementError> {
        if self.elements.len() >= GS1_ELEMENTS_MAX {
            return Err(ElementError::general(Problem::TooMany));
        }
        self.elements.push(element);
        Ok(())
    }

    /// Reads what a scanner sends after its symbology identifier.
    ///
    /// # Errors
    /// See [`Problem`].
    pub fn scanned(message: &str) -> Result<Self, ElementError> {
        Reader::default().scanned(message)
    }

    /// Reads what stands below a symbol: identifiers in brackets.
    ///
    /// # Errors
    /// See [`Problem`].
    pub fn bracketed(text: &str) -> Result<Self, ElementError> {
        Reader::default().bracketed(text)
    }

    /// With separators, as a symbol carries it after its function 1.
    pub fn to_scanned(&self) -> String {
        let mut message = String::new();
        let mut is_separated = true;
        for element in &self.elements {
            if !is_separated {
                message.push(GROUP_SEPARATOR);
            }
            message.push_str(&element.identifier.to_string());
            message.push_str(&element.value);
            is_separated = element.entry.is_fixed;
        }
        message
    }

    /// With carets for function 1, which also stands at the beginning.
    pub fn to_carets(&self) -> String {
        format!("^{}", self.to_scanned().replace(GROUP_SEPARATOR, "^"))
    }

    /// With brackets, as it stands below a symbol.
    pub fn to_bracketed(&self) -> String {
        self.elements
            .iter()
            .map(|element| {
                let value = element.value.replace('(', "\\(");
                format!("({}){value}", element.identifier)
            })
            .collect()
    }
}

impl Reader<'_> {
    /// Reads what a scanner sends after its symbology identifier.
    ///
    /// # Errors
    /// See [`Problem`].
    pub fn scanned(&self, message: &str) -> Result<ElementString, ElementError> {
        if message.is_empty() {
            return Err(ElementError::general(Problem::Empty));
        }
        let mut read = ElementString::default();
        let mut rest = message;
        while !rest.is_empty() {
            let (identifier, entry) = Identifier::at_start_of(rest, self.unknown)
                .ok_or_else(|| ElementError::general(unknown(rest)))?;
            let after = &rest[identifier.digits()..];
            let value_end = after.find(GROUP_SEPARATOR).unwrap_or(after.len());
            let upto = &after[..value_end];
            let value = self.begin_of(identifier, entry, upto)?;
            read.push(Element {
                identifier,
                entry,
                value: value.to_owned(),
            })?;
            let left = &after[value.len()..];
            let separated = left.strip_prefix(GROUP_SEPARATOR);
            if separated.is_none() && !left.is_empty() && !entry.is_fixed {
                return Err(ElementError::of(identifier, Problem::TooLong));
            }
            // A separator is allowed after any value, also the last one.
            rest = separated.unwrap_or(left);
        }
        Ok(read)
    }

    /// Reads data in which carets stand for function 1.
    ///
    /// # Errors
    /// See [`Problem`].
    pub fn carets(&self, text: &str) -> Result<ElementString, ElementError> {
        let Some(message) = text.strip_prefix('^') else {
            return Err(ElementError::general(Problem::NoFunction1));
        };
        self.scanned(&message.replace('^', "\u{1d}"))
    }

    /// Reads identifiers in brackets.
    ///
    /// # Errors
    /// See [`Problem`].
    pub fn bracketed(&self, text: &str) -> Result<ElementString, ElementError> {
        let mut read = ElementString::default();
        let mut rest = text;
        while !rest.is_empty() {
            let inside = rest.strip_prefix('(').and_then(|rest| rest.split_once(')'));
            let Some((identifier, after)) = inside else {
                return Err(ElementError::general(Problem::Bracket));
            };
            let (identifier, entry) = self.exactly(identifier)?;
            let (value, next) = unescaped(after);
            read.push(self.checked(identifier, entry, &value)?)?;
            rest = next;
        }
        if read.elements.is_empty() {
            return Err(ElementError::general(Problem::Empty));
        }
        Ok(read)
    }

    /// An identifier that is all of a text.
    pub(super) fn exactly(&self, text: &str) -> Result<(Identifier, Entry), ElementError> {
        Identifier::new(text)
            .and_then(|found| Some((found, found.entry_or(self.unknown)?)))
            .ok_or_else(|| ElementError::general(unknown(text)))
    }

    /// An element whose value is all of a text.
    pub(super) fn checked(
        &self,
        identifier: Identifier,
        entry: Entry,
        value: &str,
    ) -> Result<Element, ElementError> {
        let problem = |problem| Err(ElementError::of(identifier, problem));
        if value.is_empty() {
            return problem(Problem::ValueMissing);
        }
        if value.chars().count() > entry.characters_max() {
            return problem(Problem::TooLong);
        }
        if value.contains(['^', GROUP_SEPARATOR]) {
            return problem(Problem::SeparatorInValue);
        }
        if self.begin_of(identifier, entry, value)?.len() < value.len() {
            return problem(Problem::TooLong);
        }
        Ok(Element {
            identifier,
            entry,
            value: value.to_owned(),
        })
    }

    /// The value at the beginning of a text: each part takes what it can.
    fn begin_of<'t>(
        &self,
        identifier: Identifier,
        entry: Entry,
        text: &'t str,
    ) -> Result<&'t str, ElementError> {
        if text.is_empty() {
            return Err(ElementError::of(identifier, Problem::ValueMissing));
        }
        let mut at = 0;
        for part in entry.parts {
            let rest = &text[at..];
            let length = rest
                .char_indices()
                .nth(usize::from(part.characters_max))
                .map_or(rest.len(), |(end, _)| end);
            let value = &rest[..length];
            if part.is_optional && value.is_empty() {
                continue;
            }
            if value.chars().count() < usize::from(part.characters_min) {
                return Err(ElementError::of(identifier, Problem::TooShort));
            }
            let own = part.characters.linter();
            for linter in [own].iter().chain(part.linters) {
                linter.check(value, self.prefixes).map_err(|fault| {
                    let content = content(&text[..at + length], at, fault);
                    ElementError::of(identifier, content)
                })?;
            }
            at += length;
        }
        Ok(&text[..at])
    }
}

fn content(value: &str, part_at: usize, fault: Fault) -> Problem {
    Problem::Content {
        rule: fault.rule,
        value: value.to_owned(),
        at: part_at + fault.at.start..part_at + fault.at.end,
    }
}

fn unknown(text: &str) -> Problem {
    Problem::UnknownIdentifier {
        text: text.chars().take(4).collect(),
    }
}

/// A value up to the next bracket that is not escaped, and what follows.
fn unescaped(text: &str) -> (String, &str) {
    let mut value = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('(') {
        let Some(before) = rest[..at].strip_suffix('\\') else {
            value.push_str(&rest[..at]);
            return (value, &rest[at..]);
        };
        value.push_str(before);
        value.push('(');
        rest = &rest[at + 1..];
    }
    value.push_str(rest);
    (value, "")
}
