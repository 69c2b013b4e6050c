//! Every screen in every language: no text is missing or stays in another language, nothing is wider than a phone, a
//! tablet or a desktop, and each page has its title and the focus when it is gone to.

use crate::every_address::EVERY_ADDRESS;
use crate::screens::{self, Documents};
use crate::source::{Entry, LANGUAGES, read};
use crate::steps;
use crate::support::session::{Session, css};
use crate::support::{Failure, Outcome, ensure};
use serde_json::json;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The languages by what they call themselves, in the order of [`LANGUAGES`].
const OWN_NAMES: [&str; 4] = ["English", "Bahasa Indonesia", "Български", "Română"];
/// The only language with other letters: there a text that comes from no locale file shows by its letters.
const OTHER_LETTERS: usize = 2;
const SIZES: [(u32, u32); 3] = [(390, 800), (820, 1180), (1440, 900)];
/// What is the same in every language: units, and the parts of addresses, which the page of an unknown one shows.
const SAME_EVERYWHERE: &[&str] = &["kb", "mb", "gb"];

/// What a page shows.
#[derive(serde::Deserialize)]
struct Seen {
    title: String,
    heading: String,
    /// Every text and every label that can be seen.
    texts: Vec<String>,
}

/// Goes everywhere in the demo.
pub fn run(session: &mut Session) -> Outcome {
    let mut texts = Texts::read()?;
    steps::fill_demo(session)?;
    let documents = Documents::find(session)?;
    // The code of the device in them is drawn by lot, now and then of letters only.
    texts.data.extend(documents.numbers().flat_map(latin_words));
    let mut faults = BTreeSet::new();
    for address in documents.every_address() {
        screens::go(session, &address)?;
        let focused = session.wait_for("the focus on the heading", |session| {
            let script = "return document.activeElement === document.querySelector('#main h1')";
            Ok(session.script(script, json!([]))? == json!(true))
        });
        if let Err(failure) = focused {
            faults.insert(format!("{address}: {failure}"));
        }
        for (language, tag) in LANGUAGES.into_iter().enumerate() {
            speak(session, language)?;
            let seen = session.script(include_str!("support/texts.js"), json!([]))?;
            let seen: Seen = serde_json::from_value(seen)?;
            let found = texts.faults(&seen, language);
            faults.extend(found.map(|fault| format!("{tag} {address}: {fault}")));
            for (width, height) in SIZES {
                session.resize(width, height)?;
                let wide = session.script(include_str!("support/too_wide.js"), json!([]))?;
                let wide: Vec<String> = serde_json::from_value(wide)?;
                let found = wide.into_iter();
                faults.extend(found.map(|fault| format!("{tag} {address} at {width} px: {fault}")));
            }
        }
    }
    let list: Vec<String> = faults.into_iter().collect();
    ensure(list.is_empty(), list.join("\n    "))
}

/// Switches the language by the palette, on the page as it stands.
fn speak(session: &Session, language: usize) -> Outcome {
    let spoken = "return document.documentElement.lang";
    if session.script(spoken, json!([]))? == json!(LANGUAGES[language]) {
        return Ok(());
    }
    session.press("Control+k")?;
    session.type_into(&css(".palette-input"), OWN_NAMES[language])?;
    session.wait_for("the palette to offer the language", |session| {
        let chosen = session.script(
            "const words = arguments[0].toLowerCase().split(' ');
             const lines = [...document.querySelectorAll('.palette-line')];
             const line = lines.find((one) => words.every((word) => one.innerText.toLowerCase().includes(word)));
             if (line) line.click();
             return Boolean(line)",
            json!([OWN_NAMES[language]]),
        )?;
        Ok(chosen == json!(true))
    })?;
    session.wait_for("the language", |session| {
        Ok(session.script(spoken, json!([]))? == json!(LANGUAGES[language]))
    })
}

/// The texts of the portal, and the words of the demo's data.
struct Texts {
    entries: Vec<Entry>,
    data: BTreeSet<String>,
}

impl Texts {
    fn read() -> Result<Self, Failure> {
        let mut entries = Vec::new();
        for path in sources("src/ui/locales")? {
            let found = read("", "", &fs::read_to_string(path)?);
            entries.extend(found.map_err(|faults| faults.join("\n"))?);
        }
        let same = SAME_EVERYWHERE.iter().chain(EVERY_ADDRESS);
        let mut data: BTreeSet<String> = same.flat_map(|text| latin_words(text)).collect();
        // The names of the first locations and of the first channel are data too.
        let setup = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/intake/setup.rs");
        for path in sources("src/intake/demo")?.into_iter().chain([setup]) {
            let source = fs::read_to_string(path)?;
            // Every second piece between quotes is a text.
            for literal in source.split('"').skip(1).step_by(2) {
                data.extend(latin_words(literal));
            }
        }
        Ok(Texts { entries, data })
    }

    /// What is wrong with the words of a page.
    fn faults<'a>(&'a self, seen: &'a Seen, language: usize) -> impl Iterator<Item = String> + 'a {
        let own: BTreeSet<&str> = self.of(language).collect();
        let foreign: BTreeSet<&str> = LANGUAGES
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != language)
            .flat_map(|(other, _)| self.of(other))
            .filter(|text| !own.contains(text))
            .collect();
        let known: BTreeSet<String> = own.iter().flat_map(|text| latin_words(text)).collect();
        let untitled = seen.heading.is_empty() || !seen.title.contains(&seen.heading);
        let untitled = untitled.then(|| {
            format!(
                "the title is {:?}, the heading {:?}",
                seen.title, seen.heading
            )
        });
        let of_texts = seen.texts.iter().filter_map(move |text| {
            if foreign.contains(text.as_str()) {
                return Some(format!("another language: {text:?}"));
            }
            if text.contains(['{', '}']) {
                return Some(format!("a placeholder: {text:?}"));
            }
            if language != OTHER_LETTERS {
                return None;
            }
            let unknown =
                latin_words(text).find(|word| !known.contains(word) && !self.data.contains(word));
            unknown.map(|word| format!("from no locale file: {word:?} in {text:?}"))
        });
        untitled.into_iter().chain(of_texts)
    }

    /// The texts without placeholders of one language.
    fn of(&self, language: usize) -> impl Iterator<Item = &str> {
        let texts = self
            .entries
            .iter()
            .flat_map(move |entry| &entry.texts[language]);
        texts.map(String::as_str).filter(|text| !text.is_empty())
    }
}

/// The words of Latin letters in a text, small; a code with figures in it is no word.
fn latin_words(text: &str) -> impl Iterator<Item = String> {
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| word.len() > 1 && word.bytes().all(|letter| letter.is_ascii_alphabetic()))
        .map(str::to_lowercase)
}

fn sources(folder: &str) -> Result<Vec<std::path::PathBuf>, Failure> {
    let mut found = Vec::new();
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder))? {
        found.push(entry?.path());
    }
    Ok(found)
}
