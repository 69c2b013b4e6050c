//! What was erased, as it may stand in texts beside the workspace: half-typed forms, saved views.

use super::texts;
use crate::trade::personal::content::Content;
use std::collections::BTreeSet;

/// Shorter texts stand in too many others to tell anything.
const LETTERS_MIN: usize = 3;

/// The texts of rows that were erased, as far as they tell of one person. Towns, countries and post codes do not, nor the
/// titles of goods and the cells of rows, which hold prices and currencies beside what their order keeps in other rows.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Gone {
    /// Names, each as its words.
    names: Vec<BTreeSet<String>>,
    /// All other texts, in small letters.
    texts: Vec<String>,
}

impl Gone {
    /// What these rows held.
    pub fn of(contents: &[Content]) -> Self {
        let mut gone = Gone::default();
        for (what, text) in contents.iter().flat_map(texts) {
            let text = text.trim().to_lowercase();
            match what {
                "city" | "region" | "post-code" | "country" | "title" | "cell" => {}
                "name" | "company" => {
                    let names = words(&text);
                    if !names.is_empty() {
                        gone.names.push(names);
                    }
                }
                _ => gone
                    .texts
                    .extend(Some(text).filter(|text| is_telling(text))),
            }
        }
        gone
    }

    /// Whether a half-typed form holds a whole name, in whatever order its words stand, or another text.
    pub fn is_in_form(&self, typed: &str) -> bool {
        let typed = typed.to_lowercase();
        let there = words(&typed);
        self.names.iter().any(|name| name.is_subset(&there))
            || self.texts.iter().any(|text| typed.contains(text.as_str()))
    }

    /// Whether a saved view asks for any of it: a part of a name is enough, since a search needs no more, and a view is
    /// quickly made again.
    pub fn is_in_view(&self, typed: &str) -> bool {
        let there = words(&typed.to_lowercase());
        self.names.iter().any(|name| !name.is_disjoint(&there)) || self.is_in_form(typed)
    }
}

fn is_telling(text: &str) -> bool {
    text.chars().count() >= LETTERS_MIN
}

fn words(text: &str) -> BTreeSet<String> {
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    words
        .filter(|word| is_telling(word))
        .map(str::to_owned)
        .collect()
}
