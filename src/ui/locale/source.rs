//! Reads the locale files. Pure: the build script and the tests use the same file.
//!
//! One file holds one area of the portal, with all languages of a text side by side, so that a translator sees them
//! together and two people who add texts rarely meet in the same lines:
//!
//! ```text
//! # A comment.
//! [released]
//! en.one = {n} order released
//! en.other = {n} orders released
//! id.other = {n} pesanan dilepas
//! …
//! ```
//!
//! The key of that text is `<area>_released`. A missing or surplus language, plural form or placeholder is an error
//! with the file, the line and the key in it.

use std::collections::{BTreeMap, BTreeSet};

/// The languages of the portal, by their BCP 47 tag.
pub const LANGUAGES: [&str; 4] = ["en", "id", "bg", "ro"];

/// The plural categories that any of the languages uses for whole numbers and fractions, in the order of the table.
pub const CATEGORIES: [&str; 3] = ["one", "few", "other"];

/// The placeholder that selects the plural form.
const COUNT: &str = "n";

/// The plural categories that a language must give.
pub fn categories(language: &str) -> &'static [&'static str] {
    match language {
        "id" => &["other"],
        "ro" => &["one", "few", "other"],
        _ => &["one", "other"],
    }
}

/// One text in all languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The area and the block, joined by an underscore.
    pub key: String,
    /// The placeholders, in order; the same in every language.
    pub arguments: Vec<String>,
    /// Whether the text has plural forms.
    pub plural: bool,
    /// Per language, in the order of [`LANGUAGES`]: one text, or one per category in the order of [`CATEGORIES`],
    /// empty where the language has no such category.
    pub texts: Vec<Vec<String>>,
}

/// A block as it stands in the file: its line, and per `language` or `language.category` the text with its line.
struct Block {
    key: String,
    line: usize,
    texts: BTreeMap<String, (usize, String)>,
}

/// Reads one area. `name` is the file as the messages show it, `area` the first part of its keys.
///
/// # Errors
/// Every fault of the file, each as `file:line: key: what is wrong`.
pub fn read(name: &str, area: &str, source: &str) -> Result<Vec<Entry>, Vec<String>> {
    let mut faults = Vec::new();
    let blocks = blocks(name, area, source, &mut faults);
    let entries: Vec<Entry> = blocks
        .iter()
        .filter_map(|block| entry(name, block, &mut faults))
        .collect();
    if faults.is_empty() {
        Ok(entries)
    } else {
        Err(faults)
    }
}

fn blocks(name: &str, area: &str, source: &str, faults: &mut Vec<String>) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut seen = BTreeSet::new();
    for (index, raw) in source.lines().enumerate() {
        let number = index + 1;
        let line = raw.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(block) = line
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'))
        {
            if !is_name(block) {
                faults.push(format!(
                    "{name}:{number}: [{block}]: a key is written in lower case with underscores"
                ));
            }
            let key = format!("{area}_{block}");
            if !seen.insert(key.clone()) {
                faults.push(format!("{name}:{number}: {key}: this key stands twice"));
            }
            blocks.push(Block {
                key,
                line: number,
                texts: BTreeMap::new(),
            });
            continue;
        }
        let (Some((field, text)), Some(block)) = (line.split_once('='), blocks.last_mut()) else {
            faults.push(format!(
                "{name}:{number}: neither [key] nor `language = text`"
            ));
            continue;
        };
        let (field, text) = (field.trim().to_owned(), text.trim().to_owned());
        if text.is_empty() {
            faults.push(format!(
                "{name}:{number}: {}: the text of `{field}` is empty",
                block.key
            ));
        }
        if block.texts.insert(field.clone(), (number, text)).is_some() {
            faults.push(format!(
                "{name}:{number}: {}: `{field}` stands twice",
                block.key
            ));
        }
    }
    blocks
}

fn entry(name: &str, block: &Block, faults: &mut Vec<String>) -> Option<Entry> {
    let before = faults.len();
    let key = &block.key;
    let plural = block.texts.keys().any(|field| field.contains('.'));
    let mut expected: Vec<(String, usize, usize)> = Vec::new();
    for (position, language) in LANGUAGES.iter().enumerate() {
        if !plural {
            expected.push(((*language).to_owned(), position, 0));
            continue;
        }
        for category in categories(language) {
            let slot = CATEGORIES
                .iter()
                .position(|known| known == category)
                .unwrap_or_default();
            expected.push((format!("{language}.{category}"), position, slot));
        }
    }
    for (field, (line, _)) in &block.texts {
        if !expected.iter().any(|(known, _, _)| known == field) {
            faults.push(format!("{name}:{line}: {key}: `{field}` is not asked for"));
        }
    }
    let forms = if plural { CATEGORIES.len() } else { 1 };
    let mut texts = vec![vec![String::new(); forms]; LANGUAGES.len()];
    let mut arguments: Option<BTreeSet<String>> = None;
    for (field, language, slot) in expected {
        let Some((line, text)) = block.texts.get(&field) else {
            faults.push(format!(
                "{name}:{}: {key}: `{field}` is missing",
                block.line
            ));
            continue;
        };
        let mut found = match placeholders(text) {
            Ok(found) => found,
            Err(fault) => {
                faults.push(format!("{name}:{line}: {key}: {fault}"));
                continue;
            }
        };
        if plural {
            // "One order" needs no figure, yet the form is chosen by it.
            found.insert(COUNT.to_owned());
        }
        match &arguments {
            Some(known) if *known != found => faults.push(format!(
                "{name}:{line}: {key}: `{field}` has the placeholders {found:?}, the first language has {known:?}"
            )),
            Some(_) => {}
            None => arguments = Some(found),
        }
        texts[language][slot] = text.clone();
    }
    (faults.len() == before).then(|| Entry {
        key: key.clone(),
        arguments: arguments.unwrap_or_default().into_iter().collect(),
        plural,
        texts,
    })
}

fn placeholders(text: &str) -> Result<BTreeSet<String>, String> {
    let mut found = BTreeSet::new();
    let mut rest = text;
    while let Some(open) = rest.find(['{', '}']) {
        let after = &rest[open + 1..];
        let close = after.find('}').filter(|_| rest.as_bytes()[open] == b'{');
        let Some(close) = close else {
            return Err("a brace has no partner".to_owned());
        };
        let name = &after[..close];
        if !is_name(name) {
            return Err(format!("{{{name}}} is no placeholder"));
        }
        found.insert(name.to_owned());
        rest = &after[close + 1..];
    }
    Ok(found)
}

fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_lowercase())
        && text
            .chars()
            .all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_')
}
