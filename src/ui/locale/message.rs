//! A text by its key, with its placeholders filled and its plural form chosen.

use std::sync::{Arc, Mutex};

use leptos::prelude::*;
use leptos::tachys::html::attribute::IntoAttributeValue;
use leptos::tachys::reactive_graph::SharedReactiveFunction;

use super::language::{line, locale_tag};
use super::{Argument, CATEGORIES};
use crate::browser::intl;

/// A text of the locale files. The functions in [`super::keys`] make it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// The first line of the text in the table of a language.
    pub(super) line: usize,
    /// Whether the text has a line per plural category.
    pub(super) plural: bool,
}

/// A text on screen: it follows the language, and the signals it reads.
#[derive(Clone)]
pub enum Text {
    /// A text without placeholders.
    Key(Key),
    /// Words of the data (a name, a code), the same in every language.
    Fixed(Arc<str>),
    /// A text with placeholders, or made otherwise.
    Computed(Arc<dyn Fn() -> String + Send + Sync>),
}

impl Text {
    /// A text that is computed anew whenever the language or a signal it reads changes.
    pub fn computed(make: impl Fn() -> String + Send + Sync + 'static) -> Self {
        Self::Computed(Arc::new(make))
    }

    /// The words now. Inside an effect or a view this follows the language.
    pub fn get(&self) -> String {
        match self {
            Self::Key(key) => format(*key, &[]),
            Self::Fixed(words) => words.to_string(),
            Self::Computed(make) => make(),
        }
    }

    /// The words now, without following anything.
    pub fn now(&self) -> String {
        untrack(|| self.get())
    }

    /// Whether both read the same now.
    pub fn same_words(&self, other: &Self) -> bool {
        self == other || self.now() == other.now()
    }

    fn shared(self) -> SharedReactiveFunction<String> {
        Arc::new(Mutex::new(move || self.get()))
    }
}

impl std::fmt::Debug for Text {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.now())
    }
}

impl PartialEq for Text {
    /// Computed texts are equal only when they are the same one.
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Key(one), Self::Key(two)) => one == two,
            (Self::Fixed(one), Self::Fixed(two)) => one == two,
            (Self::Computed(one), Self::Computed(two)) => Arc::ptr_eq(one, two),
            _ => false,
        }
    }
}

impl From<Key> for Text {
    fn from(key: Key) -> Self {
        Self::Key(key)
    }
}

impl From<String> for Text {
    fn from(words: String) -> Self {
        Self::Fixed(words.into())
    }
}

impl From<&str> for Text {
    fn from(words: &str) -> Self {
        Self::Fixed(words.into())
    }
}

impl<F: Fn() -> String + Send + Sync + 'static> From<F> for Text {
    fn from(make: F) -> Self {
        Self::computed(make)
    }
}

impl IntoRender for Text {
    type Output = SharedReactiveFunction<String>;

    fn into_render(self) -> Self::Output {
        self.shared()
    }
}

impl IntoAttributeValue for Text {
    type Output = SharedReactiveFunction<String>;

    fn into_attribute_value(self) -> Self::Output {
        self.shared()
    }
}

/// Fails the build where the placeholders of a text and the arguments given to it differ.
pub const fn check(placeholders: &[&str], given: &[&str]) {
    assert!(
        placeholders.len() == given.len(),
        "the text has other placeholders"
    );
    let mut outer = 0;
    while outer < given.len() {
        let mut inner = 0;
        let mut found = false;
        while inner < placeholders.len() {
            found |= equal(placeholders[inner].as_bytes(), given[outer].as_bytes());
            inner += 1;
        }
        assert!(found, "the text has no placeholder of this name");
        outer += 1;
    }
}

const fn equal(one: &[u8], two: &[u8]) -> bool {
    if one.len() != two.len() {
        return false;
    }
    let mut index = 0;
    while index < one.len() {
        if one[index] != two[index] {
            return false;
        }
        index += 1;
    }
    true
}

/// The text of a key in the current language. Use [`super::text!`], which checks the arguments.
pub fn format(key: Key, arguments: &[(&str, Argument)]) -> String {
    let template = if key.plural {
        plural_form(key, arguments)
    } else {
        line(key.line)
    };
    let mut words = String::with_capacity(template.len() + 16 * arguments.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        words.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            break;
        };
        match arguments.iter().find(|(known, _)| *known == name) {
            Some((_, Argument::Text(value))) => words.push_str(value),
            Some((_, Argument::Number(value))) => {
                words.push_str(&intl::number(*value, &locale_tag()))
            }
            None => {}
        }
        rest = tail;
    }
    words.push_str(rest);
    words
}

fn plural_form(key: Key, arguments: &[(&str, Argument)]) -> &'static str {
    let other = CATEGORIES.len() - 1;
    let slot = arguments
        .iter()
        .find_map(|(name, value)| match value {
            Argument::Number(count) if *name == "n" => {
                Some(intl::plural_category(*count, &locale_tag()))
            }
            _ => None,
        })
        .and_then(|category| CATEGORIES.iter().position(|known| *known == category))
        .unwrap_or(other);
    let form = line(key.line + slot);
    // A category that the language gives but the portal does not ask for (a fraction's "many") falls to "other".
    if form.is_empty() {
        line(key.line + other)
    } else {
        form
    }
}
