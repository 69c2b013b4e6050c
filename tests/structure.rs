//! Holds the map in `src/lib.rs` against the code: who uses whom, what is pure, how long a file is, what never stands
//! in it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

const FILE_LINES_MAX: usize = 600;
/// The rooms that know neither a browser nor a clock nor chance.
const PURE: [&str; 8] = [
    "limits", "stream", "trade", "site", "view", "intake", "exchange", "planning",
];
const IMPURE: [&str; 14] = [
    "web_sys",
    "js_sys",
    "wasm_bindgen",
    "gloo",
    "leptos",
    "indexed_db_futures",
    "std::time",
    "SystemTime",
    "Instant::now",
    "Utc::now",
    "Local::now",
    "rand::",
    "getrandom",
    "std::fs",
];
const WEB_CRATES: [&str; 8] = [
    "gloo",
    "indexed_db_futures",
    "js-sys",
    "leptos",
    "leptos_router",
    "wasm-bindgen",
    "wasm-bindgen-futures",
    "web-sys",
];

struct Source {
    path: PathBuf,
    /// The lines that are code, with their numbers from 1: no comments, no tests at the end.
    code: Vec<(usize, String)>,
    lines: usize,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut folders = vec![root.join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(source(root, &path));
            }
        }
    }
    assert!(found.len() > 50, "the sources are not where they should be");
    found
}

fn source(root: &Path, path: &Path) -> Source {
    let text = fs::read_to_string(path).expect("a source file");
    let code = (1..)
        .zip(text.lines())
        .take_while(|(_, line)| !line.starts_with("#[cfg(test)]"))
        .map(|(number, line)| (number, line.split("//").next().unwrap_or("").to_owned()))
        .collect();
    Source {
        path: path.strip_prefix(root).expect("inside").to_owned(),
        code,
        lines: text.lines().count(),
    }
}

impl Source {
    /// The room that the file is in; `None` for the crate's own files.
    fn room(&self) -> Option<String> {
        let mut parts = self.path.iter().skip(1);
        let first = Path::new(parts.next()?);
        let room = first.file_stem()?.to_str()?.to_owned();
        (!["lib", "main"].contains(&room.as_str())).then_some(room)
    }

    /// How many modules deep the file's own module is: 1 for a room.
    fn depth(&self) -> usize {
        let parts = self.path.iter().count() - 1;
        let is_folder = self.path.file_stem().is_some_and(|stem| stem == "mod");
        parts - usize::from(is_folder)
    }

    /// The names right below the crate's root that the file uses, each with a line.
    fn uses(&self) -> BTreeMap<String, usize> {
        let mut uses = BTreeMap::new();
        let all: String = self
            .code
            .iter()
            .map(|(number, line)| format!("{line}\u{1}{number}\u{2}"))
            .collect();
        let to_root = "super::".repeat(self.depth());
        for prefix in ["crate::", &to_root] {
            for (at, _) in all.match_indices(prefix) {
                let before = all[..at].chars().next_back();
                if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':' || c == '$') {
                    continue;
                }
                let line = all[at..].split(['\u{1}', '\u{2}']).nth(1);
                let line = line.and_then(|n| n.parse().ok()).unwrap_or(0);
                for name in names(&all[at + prefix.len()..]) {
                    uses.entry(name).or_insert(line);
                }
            }
        }
        uses
    }
}

/// The first names of a path, or of each path of a group in braces.
fn names(path: &str) -> Vec<String> {
    let name = |text: &str| -> String {
        let text = text.trim_start();
        text.chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect()
    };
    let Some(group) = path.strip_prefix('{') else {
        return vec![name(path)];
    };
    let mut depth = 0;
    let mut first = String::new();
    let mut found = Vec::new();
    for c in group.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => found.push(name(&std::mem::take(&mut first))),
            _ if depth == 0 => first.push(c),
            _ => {}
        }
    }
    found.push(name(&first));
    found.retain(|name| !name.is_empty());
    found
}

/// The rooms of the map, in its order, each with the rooms that it may use.
fn map() -> Vec<(String, BTreeSet<String>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(root.join("src/lib.rs")).expect("the map");
    let mut rows: Vec<(String, String)> = Vec::new();
    for line in text.lines().filter_map(|line| line.strip_prefix("//! |")) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let room: String = cells[0]
            .chars()
            .filter(|c| c.is_alphanumeric() || *c == '_')
            .collect();
        if !room.is_empty() && room != "room" {
            rows.push((room, cells[2].to_owned()));
        }
    }
    assert!(rows.len() >= 8, "{rows:?}");
    let all: Vec<String> = rows.iter().map(|(room, _)| room.clone()).collect();
    let row = |(i, (room, may)): (usize, &(String, String))| {
        let may_use: BTreeSet<String> = match may.as_str() {
            "nothing" => BTreeSet::new(),
            "all" => all.iter().cloned().collect(),
            "all of the above" => all[..i].iter().cloned().collect(),
            some => {
                let words = some.split(|c: char| !c.is_alphanumeric() && c != '_');
                words
                    .filter(|word| all.iter().any(|room| room == word))
                    .map(str::to_owned)
                    .collect()
            }
        };
        (room.clone(), may_use)
    };
    rows.iter().enumerate().map(row).collect()
}

#[test]
fn rooms_use_only_whom_the_map_allows() {
    let map: BTreeMap<String, BTreeSet<String>> = map().into_iter().collect();
    let mut faults = Vec::new();
    let mut counted = 0;
    for source in sources() {
        let Some(room) = source.room() else { continue };
        let Some(may_use) = map.get(&room) else {
            faults.push(format!(
                "{}: the map has no such room",
                source.path.display()
            ));
            continue;
        };
        for (used, line) in source.uses() {
            if !map.contains_key(&used) || used == room {
                continue;
            }
            counted += 1;
            let of_wasm = source.path.to_string_lossy().contains("indexed_db");
            let only_wasm = room == "storage" && used == "browser";
            if !may_use.contains(&used) || only_wasm && !of_wasm {
                let path = source.path.display();
                faults.push(format!("{path}:{line}: {room} must not use {used}"));
            }
        }
    }
    assert!(counted > 100, "only {counted} uses were found");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_map_leads_down_only() {
    // Whom a room may use, directly or not, never leads back to it; browser is the border that storage crosses.
    let map: BTreeMap<String, BTreeSet<String>> = map().into_iter().collect();
    for room in map
        .keys()
        .filter(|room| !["ui", "screens"].contains(&room.as_str()))
    {
        let mut seen = BTreeSet::new();
        let mut open: Vec<&String> = map[room].iter().collect();
        while let Some(next) = open.pop() {
            assert_ne!(next, room, "{room} comes to use itself");
            if seen.insert(next) {
                open.extend(map.get(next).into_iter().flatten());
            }
        }
    }
}

fn check_lines(rooms: &[&str], what: &str, is_fault: impl Fn(&str) -> bool) {
    let mut faults = Vec::new();
    for source in sources() {
        let room = source.room().unwrap_or_default();
        if !rooms.is_empty() && !rooms.contains(&room.as_str()) {
            continue;
        }
        for (number, line) in source.code.iter().filter(|(_, line)| is_fault(line)) {
            faults.push(format!(
                "{}:{number}: {what}: {line}",
                source.path.display()
            ));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_core_is_pure() {
    let impure = |line: &str| IMPURE.iter().any(|word| line.contains(word));
    check_lines(&PURE, "not pure", impure);
}

#[test]
fn nothing_is_left_to_chance_or_for_later() {
    let words = [".unwrap()", "todo!", "dbg!", "unimplemented!", "#[ignore"];
    check_lines(&[], "must not stand here", |line| {
        words.iter().any(|word| line.contains(word))
    });
}

#[test]
fn screens_hold_nothing_that_the_content_security_policy_forbids() {
    check_lines(
        &["ui", "screens", "browser"],
        "the policy forbids it",
        |line| {
            let style = |at: usize| {
                let before = line[..at].chars().next_back();
                let rest = line[at + "style".len()..].trim_start();
                before.is_some_and(char::is_whitespace) && rest.starts_with("=\"")
            };
            line.contains("inner_html") || line.match_indices("style").any(|(at, _)| style(at))
        },
    );
}

#[test]
fn every_file_is_one_thought() {
    let long: Vec<String> = sources()
        .iter()
        .filter(|source| source.lines >= FILE_LINES_MAX)
        .map(|source| format!("{}: {} lines", source.path.display(), source.lines))
        .collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn web_crates_are_dependencies_of_the_wasm_target_only() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(root.join("Cargo.toml")).expect("a manifest");
    let mut section = String::new();
    let mut web = 0;
    for line in text.lines() {
        if line.starts_with('[') {
            section = line.to_owned();
        }
        let name = line.split([' ', '=', '.']).next().unwrap_or("").trim();
        if section.contains("dependencies") && WEB_CRATES.contains(&name) {
            web += 1;
            let only_wasm = section.contains("cfg(target_arch = \"wasm32\")");
            assert!(only_wasm, "{name} is in {section}");
        }
    }
    assert!(web >= 5, "the web crates are not where they should be");
}
