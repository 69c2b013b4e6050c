//! The locale files: what is missing or surplus is named with its file, line and key; and the words keep the rules.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::source::{Entry, read};
use depo::exchange::headings::heading_key;
use depo::intake::pasted::PastedKind;

fn check(source: &str, expected: &[&str]) {
    let faults = read("x.txt", "area", source).err().unwrap_or_default();
    assert_eq!(faults, expected);
}

#[test]
fn a_complete_text_is_read() {
    let source = "# note\n[title]\nen = Orders of {name}\nid = Pesanan {name}\nbg = Поръчки на {name}\nro = Comenzi {name}\n";
    let entries = read("x.txt", "area", source).expect("the file is complete");
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0].key, "area_title");
    assert_eq!(entries[0].arguments, ["name"]);
    assert_eq!(entries[0].texts[2], ["Поръчки на {name}"]);
}

#[test]
fn plural_forms_stand_in_the_order_of_the_table() {
    let source = "[rows]\nen.one = {n} row\nen.other = {n} rows\nid.other = {n} baris\nbg.one = {n} ред\nbg.other = {n} реда\n\
                  ro.one = {n} rând\nro.few = {n} rânduri\nro.other = {n} de rânduri\n";
    let entries = read("x.txt", "area", source).expect("the file is complete");
    assert!(entries[0].plural);
    assert_eq!(entries[0].texts[0], ["{n} row", "", "{n} rows"]);
    assert_eq!(
        entries[0].texts[3],
        ["{n} rând", "{n} rânduri", "{n} de rânduri"]
    );
}

#[test]
fn a_missing_language_is_named() {
    check(
        "[a]\nen = A\nid = A\nbg = A\n",
        &["x.txt:1: area_a: `ro` is missing"],
    );
}

#[test]
fn a_missing_plural_form_is_named() {
    check(
        "[a]\nen.one = A\nen.other = A\nid.other = A\nbg.one = A\nbg.other = A\nro.one = A\nro.other = A\n",
        &["x.txt:1: area_a: `ro.few` is missing"],
    );
}

#[test]
fn a_surplus_language_is_named() {
    check(
        "[a]\nen = A\nid = A\nbg = A\nro = A\nde = A\n",
        &["x.txt:6: area_a: `de` is not asked for"],
    );
}

#[test]
fn a_placeholder_that_differs_is_named() {
    check(
        "[a]\nen = A {name}\nid = A {nama}\nbg = A {name}\nro = A {name}\n",
        &[
            "x.txt:3: area_a: `id` has the placeholders {\"nama\"}, the first language has {\"name\"}",
        ],
    );
}

#[test]
fn broken_lines_are_named() {
    check(
        "en = A\n[a]\nen = A {\nid =\nbg = A\nbg = B\nro = A\n[a]\nen = A\nid = A\nbg = A\nro = A\n",
        &[
            "x.txt:1: neither [key] nor `language = text`",
            "x.txt:4: area_a: the text of `id` is empty",
            "x.txt:6: area_a: `bg` stands twice",
            "x.txt:8: area_a: this key stands twice",
            "x.txt:3: area_a: a brace has no partner",
        ],
    );
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ui/locales")
}

fn all_entries() -> Vec<Entry> {
    let mut entries = Vec::new();
    for item in fs::read_dir(folder()).expect("the folder of the locale files is there") {
        let path = item.expect("the folder can be listed").path();
        let area = path
            .file_stem()
            .expect("a file has a name")
            .to_string_lossy()
            .into_owned();
        let source = fs::read_to_string(&path).expect("a locale file can be read");
        entries.extend(
            read(&path.display().to_string(), &area, &source)
                .expect("the locale files are complete"),
        );
    }
    entries
}

#[test]
fn the_words_of_the_portal_do_not_shout_or_beg() {
    for entry in all_entries() {
        for text in entry.texts.iter().flatten() {
            assert!(!text.contains('!'), "{}: {text}", entry.key);
            let words: BTreeSet<String> = text
                .to_lowercase()
                .split(|letter: char| !letter.is_alphabetic())
                .map(str::to_owned)
                .collect();
            for begging in ["please", "oops", "sorry", "silakan", "моля", "упс"] {
                assert!(!words.contains(begging), "{}: {text}", entry.key);
            }
        }
    }
}

#[test]
fn letters_belong_to_their_language() {
    // Romanian s and t have a comma below, not a cedilla.
    for entry in all_entries() {
        for text in &entry.texts[3] {
            assert!(
                !text.contains(['ş', 'ţ', 'Ş', 'Ţ']),
                "{}: {text}",
                entry.key
            );
        }
    }
}

#[test]
fn every_text_is_used() {
    let mut sources = String::new();
    collect(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut sources,
    );
    let names: BTreeSet<&str> = sources
        .split(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .collect();
    let unused: Vec<String> = all_entries()
        .into_iter()
        .map(|entry| entry.key)
        .filter(|key| !names.contains(key.as_str()))
        .collect();
    assert!(unused.is_empty(), "no source mentions {unused:?}");
}

fn collect(folder: &Path, sources: &mut String) {
    for item in fs::read_dir(folder).expect("the sources can be listed") {
        let path = item.expect("the sources can be listed").path();
        if path.is_dir() {
            collect(&path, sources);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            sources.push_str(&fs::read_to_string(&path).expect("a source can be read"));
        }
    }
}

/// What the palette has of a language: the keys of its actions with the words that find them.
fn found_by(typed: &str, language: usize) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ui/locales");
    let source = fs::read_to_string(folder.join("find.txt")).expect("the file is there");
    let entries = read("find.txt", "find", &source).expect("the file is complete");
    let found = entries.into_iter().filter(|entry| {
        let words = entry.texts[language][0].to_lowercase();
        words.split_whitespace().any(|word| word.starts_with(typed))
    });
    found.map(|entry| entry.key).collect()
}

/// A tester typed these and found nothing.
#[test]
fn the_palette_finds_actions_by_what_people_call_them() {
    let wanted = [
        ("print", "cetak", "печат", "tipărire", "find_print_bins"),
        ("count", "hitung", "броене", "numărare", "find_count"),
        ("pin", "pin", "pin", "pin", "find_people"),
        ("pin", "pin", "пин", "pin", "find_people"),
        ("barcode", "barcode", "баркод", "cod", "find_scanner"),
        ("backup", "cadangan", "архив", "copie", "find_workspace"),
    ];
    for (en, id, bg, ro, key) in wanted {
        for (language, typed) in [en, id, bg, ro].into_iter().enumerate() {
            let found = found_by(typed, language);
            assert!(found.iter().any(|it| it == key), "{typed}: {found:?}");
        }
    }
}

#[test]
fn the_glossary_says_what_the_portal_and_the_sources_say() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let glossary = fs::read_to_string(root.join("GLOSSARY.md")).expect("there is a glossary");
    let mut sources = String::new();
    collect(&root.join("src"), &mut sources);
    let names: BTreeSet<&str> = sources
        .split(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .collect();
    let entries = all_entries();
    let mut rows = 0;
    for line in glossary.lines().filter(|line| line.starts_with("| ")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [en, id, bg, ro, _, code, key] = cells.as_slice() else {
            continue;
        };
        let Some(key) = key.strip_prefix('`').and_then(|it| it.strip_suffix('`')) else {
            continue;
        };
        rows += 1;
        let entry = entries.iter().find(|entry| entry.key == key);
        let texts = entry.map(|entry| entry.texts.clone());
        let said = [en, id, bg, ro].map(|text| vec![(*text).to_owned()]);
        assert_eq!(texts, Some(said.to_vec()), "{key}");
        for name in code
            .trim_matches('`')
            .split("::")
            .filter(|it| !it.is_empty())
        {
            assert!(names.contains(name), "{key}: no source has {name}");
        }
    }
    assert!(rows > 30, "the glossary has {rows} rows");
}

#[test]
fn a_column_of_a_pasted_table_is_understood_by_the_word_that_the_page_shows_for_it() {
    let words = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/screens/pasting/words.rs");
    let words = fs::read_to_string(words).expect("the words of pasted tables");
    let key_of = |name: &str| {
        let (_, rest) = words.split_once(&format!("\"{name}\" => t!("))?;
        rest.split_once(')').map(|(key, _)| key.to_owned())
    };
    let entries = all_entries();
    let mut seen = 0;
    for kind in [
        PastedKind::Items,
        PastedKind::Locations,
        PastedKind::Partners,
    ] {
        let columns = kind.columns();
        let meant = |heading: &str| {
            let heading = heading_key(heading);
            columns
                .iter()
                .find(|it| heading_key(it.name) == heading || it.also.contains(&heading.as_str()))
                .map(|it| it.name)
        };
        for column in columns {
            let Some(key) = key_of(column.name) else {
                continue;
            };
            let entry = entries.iter().find(|entry| entry.key == key);
            for text in entry.iter().flat_map(|entry| entry.texts.iter().flatten()) {
                assert_eq!(meant(text), Some(column.name), "{kind:?}: {text}");
                seen += 1;
            }
        }
    }
    assert!(seen > 100, "{seen} words");
}
