//! Turns the locale files into a table of keys and one table of lines per language.
//!
//! A fault in a locale file (a missing or surplus text, form or placeholder) fails the build and names file, line and
//! key. A language is one string with a line per text, not a table of slices: in the wasm file a slice costs eight
//! bytes before its first letter.

#[path = "src/ui/locale/source.rs"]
mod source;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, error::Error, fs, process};

const FOLDER: &str = "src/ui/locales";

/// What computed values that a device keeps depend on: whoever changes any of it reads none that was kept before.
const KEPT: [&str; 5] = [
    "src/stream",
    "src/trade",
    "src/site",
    "src/limits.rs",
    "Cargo.lock",
];

/// A number that changes with every byte of these files (FNV-1a, 128 bits).
fn kept() -> Result<u128, Box<dyn Error>> {
    let mut files = Vec::new();
    let mut left: Vec<PathBuf> = KEPT.iter().map(PathBuf::from).collect();
    while let Some(path) = left.pop() {
        println!("cargo::rerun-if-changed={}", path.display());
        if path.is_dir() {
            for entry in fs::read_dir(&path)? {
                left.push(entry?.path());
            }
        } else {
            files.push(path);
        }
    }
    files.sort();
    let mut hash: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    for path in files {
        for byte in path.to_string_lossy().bytes().chain(fs::read(&path)?) {
            hash =
                (hash ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
        }
    }
    Ok(hash)
}

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={FOLDER}");
    println!("cargo::rerun-if-changed=src/ui/locale/source.rs");
    if env::var("CARGO_CFG_TARGET_ARCH").as_deref() == Ok("wasm32") {
        // What cutting the program into parts follows from function to function.
        println!("cargo::rustc-link-arg-bins=--emit-relocs");
    }
    let kept = kept()?;
    println!("cargo::rustc-env=DEPO_KEPT={kept:032x}");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let mut faults = Vec::new();
    let mut entries = BTreeMap::new();
    for path in files(Path::new(FOLDER))? {
        let name = path.display().to_string();
        let area = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        match source::read(&name, &area, &fs::read_to_string(&path)?) {
            Ok(read) => {
                for entry in read {
                    if let Some(other) = entries.insert(entry.key.clone(), entry) {
                        faults.push(format!(
                            "{name}: {}: another area makes the same key",
                            other.key
                        ));
                    }
                }
            }
            Err(found) => faults.extend(found),
        }
    }
    if !faults.is_empty() {
        for fault in faults {
            println!("cargo::error={fault}");
        }
        process::exit(1);
    }
    let (code, tables) = generate(entries.values())?;
    fs::write(out.join("keys.rs"), code)?;
    for (language, table) in source::LANGUAGES.iter().zip(tables) {
        fs::write(out.join(format!("{language}.txt")), table)?;
    }
    Ok(())
}

fn files(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut found = Vec::new();
    for item in fs::read_dir(folder)? {
        let path = item?.path();
        if path.extension().is_some_and(|ending| ending == "txt") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn generate<'a>(
    entries: impl Iterator<Item = &'a source::Entry>,
) -> Result<(String, Vec<String>), Box<dyn Error>> {
    let mut keys = String::new();
    let mut arguments = String::new();
    let mut tables = vec![String::new(); source::LANGUAGES.len()];
    let mut line = 0;
    for entry in entries {
        let english = entry.texts[0]
            .last()
            .map(String::as_str)
            .unwrap_or_default();
        writeln!(
            keys,
            "/// {}",
            english.replace(['[', ']', '<', '>', '`'], "'")
        )?;
        writeln!(
            keys,
            "pub const fn {}() -> super::Key {{ super::Key {{ line: {line}, plural: {} }} }}",
            entry.key, entry.plural
        )?;
        writeln!(arguments, "/// The placeholders of the text of this name.")?;
        writeln!(
            arguments,
            "pub const fn {}() -> &'static [&'static str] {{ &{:?} }}",
            entry.key, entry.arguments
        )?;
        for (table, texts) in tables.iter_mut().zip(&entry.texts) {
            for text in texts {
                table.push_str(text);
                table.push('\n');
            }
        }
        line += entry.texts[0].len();
    }
    let code = format!(
        "/// The plural categories, in the order of a plural text's lines.\nconst CATEGORIES: [&str; {}] = {:?};\n\
         /// One function per text of the locale files.\npub mod keys {{\n{keys}}}\n\
         /// The placeholders of each text, for the check at compile time.\npub mod arguments {{\n{arguments}}}\n",
        source::CATEGORIES.len(),
        source::CATEGORIES,
    );
    Ok((code, tables))
}
