//! The pages about facts in `docs/facts`: made from the sources, so that they say what is so, and kept in the
//! repository, so that a number or a field that moves shows as a changed line and fails here by its name.
//!
//! `DEPO_WRITE_PAGES=1 cargo test --test facts pages` writes them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// What a page is about: its title, the file with its essay, and the files with its types.
struct Page {
    name: &'static str,
    title: &'static str,
    essay: &'static str,
    types: &'static [&'static str],
}

const PAGES: &[Page] = &[
    Page {
        name: "streams",
        title: "1 Streams",
        essay: "stream/mod.rs",
        types: &["stream/facts.rs"],
    },
    page("identity", "2 Identity"),
    page("catalog", "3 Catalog"),
    page("locations", "4 Locations"),
    page("parties", "5 Parties"),
    page("people", "6 People"),
    page("personal", "7 Personal data"),
    page("channels", "8 Channels"),
    page("orders", "9 Orders"),
    page("money", "10 Money"),
    page("fulfilment", "11 Fulfilment"),
    page("allocation", "12 Allocation"),
    page("picking", "13 Picking"),
    page("packing", "14 Packing"),
    page("shipping", "15 Shipping"),
    page("receiving", "16 Receiving"),
    page("counting", "17 Counting"),
    page("stock", "18 Stock"),
    page("returns", "19 Returns"),
    page("settings", "20 Settings"),
    page("leases", "21 Leases"),
    page("conflicts", "22 Conflicts"),
    Page {
        name: "shared",
        title: "What areas share",
        essay: "trade/mod.rs",
        types: &[
            "trade/id.rs",
            "trade/goods.rs",
            "trade/place.rs",
            "trade/demand.rs",
            "trade/quantity.rs",
            "trade/event.rs",
            "trade/extras.rs",
        ],
    },
];

const fn page(name: &'static str, title: &'static str) -> Page {
    Page {
        name,
        title,
        essay: "",
        types: &[],
    }
}

/// A line of a table: a variant with its number, or a field with its type.
struct Line {
    mark: String,
    what: String,
    meaning: String,
}

/// A declared type.
struct Declared {
    is_enum: bool,
    name: String,
    meaning: String,
    lines: Vec<Line>,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

#[track_caller]
fn source(file: &str) -> String {
    fs::read_to_string(root().join("src").join(file)).expect("a source file")
}

/// The types that the macros of the wire declare in a source.
fn declared(text: &str) -> Vec<Declared> {
    let mut types: Vec<Declared> = Vec::new();
    let mut doc = String::new();
    let mut open = false;
    let mut in_macro = false;
    let mut rest = String::new();
    for line in text.lines() {
        let line = line.trim();
        if line == "#[cfg(test)]" {
            break;
        }
        if let Some(words) = line.strip_prefix("///") {
            if rest.is_empty() {
                doc.push_str(words);
            }
            continue;
        }
        if line.starts_with("#[derive(") {
            continue;
        }
        if line.starts_with("wire_enum!") || line.starts_with("wire_struct!") {
            in_macro = true;
            continue;
        }
        let kind = line.strip_prefix("pub enum ").map(|rest| (true, rest));
        let kind = kind.or_else(|| line.strip_prefix("pub struct ").map(|rest| (false, rest)));
        if let (true, Some((is_enum, name))) = (in_macro, kind) {
            let name = name.trim_end_matches(" {").to_owned();
            types.push(Declared {
                is_enum,
                name,
                meaning: std::mem::take(&mut doc),
                lines: Vec::new(),
            });
            open = true;
            continue;
        }
        if open && line == "}" && rest.is_empty() {
            open = false;
            doc.clear();
            continue;
        }
        if line == "}" && !open && rest.is_empty() {
            in_macro = false;
        }
        if let (true, Some(declared)) = (open, types.last_mut()) {
            rest.push_str(line);
            rest.push(' ');
            let depth = |open: char, close: char| {
                rest.matches(open).count() as i64 - rest.matches(close).count() as i64
            };
            if depth('{', '}') > 0 || depth('(', ')') > 0 {
                continue;
            }
            let whole = std::mem::take(&mut rest);
            let whole = whole.trim().trim_end_matches(',').to_owned();
            let line = match (
                declared.is_enum,
                whole.split_once(" => "),
                whole.strip_prefix("pub "),
            ) {
                (true, Some((number, variant)), _) => (number.to_owned(), variant.to_owned()),
                (false, _, Some(field)) => (declared.lines.len().to_string(), field.to_owned()),
                _ => continue,
            };
            declared.lines.push(Line {
                mark: line.0,
                what: line.1,
                meaning: std::mem::take(&mut doc),
            });
        } else {
            doc.clear();
        }
    }
    types
}

/// The essay at the top of a source.
fn essay(text: &str) -> String {
    let lines = text.lines().map_while(|line| line.strip_prefix("//!"));
    let lines: Vec<&str> = lines
        .map(|line| line.strip_prefix(' ').unwrap_or(line))
        .collect();
    lines.join("\n")
}

fn pages() -> BTreeMap<String, String> {
    let mut pages = BTreeMap::new();
    for page in PAGES {
        let own = [format!("trade/{}/facts.rs", page.name)];
        let essay_file = if page.essay.is_empty() {
            format!("trade/{}/mod.rs", page.name)
        } else {
            page.essay.to_owned()
        };
        let types: Vec<String> = if page.types.is_empty() {
            own.to_vec()
        } else {
            page.types.iter().map(|file| (*file).to_owned()).collect()
        };
        let mut text = format!("# {}\n\n", page.title);
        writeln!(
            text,
            "Made from `src/{essay_file}` and `src/{}`; do not edit.\n",
            types.join("`, `src/")
        )
        .expect("a string");
        writeln!(text, "{}\n", essay(&source(&essay_file))).expect("a string");
        let mut all: Vec<Declared> = types
            .iter()
            .flat_map(|file| declared(&source(file)))
            .collect();
        // What an area's facts are comes first.
        all.sort_by_key(|declared| !declared.name.ends_with("Fact") && declared.name != "Event");
        for declared in all {
            writeln!(
                text,
                "## {}\n\n{}\n",
                declared.name,
                declared.meaning.trim()
            )
            .expect("a string");
            let (mark, what) = if declared.is_enum {
                ("number", "variant")
            } else {
                ("place", "field")
            };
            writeln!(text, "| {mark} | {what} | meaning |\n|---|---|---|").expect("a string");
            for line in &declared.lines {
                let meaning = line.meaning.trim().replace('|', "\\|");
                writeln!(text, "| {} | `{}` | {meaning} |", line.mark, line.what)
                    .expect("a string");
            }
            text.push('\n');
        }
        pages.insert(
            format!("{}.md", page.name),
            format!("{}\n", text.trim_end()),
        );
    }
    pages
}

#[test]
fn the_pages_about_facts_say_what_the_sources_say() {
    let folder = root().join("docs/facts");
    let pages = pages();
    if std::env::var_os("DEPO_WRITE_PAGES").is_some() {
        fs::create_dir_all(&folder).expect("a folder");
        for (name, text) in &pages {
            fs::write(folder.join(name), text).expect("a page");
        }
    }
    for (name, text) in &pages {
        let kept = fs::read_to_string(folder.join(name)).unwrap_or_default();
        for (number, (kept, made)) in (1..).zip(kept.lines().zip(text.lines())) {
            assert_eq!(kept, made, "docs/facts/{name}:{number}");
        }
        assert_eq!(
            kept.lines().count(),
            text.lines().count(),
            "docs/facts/{name}"
        );
    }
    assert!(
        pages.values().all(|text| text.contains("## ")),
        "a page without a type"
    );
}

#[test]
fn no_area_about_orders_parcels_returns_or_people_can_hold_free_text() {
    let things = ["catalog", "locations", "channels", "settings"];
    for page in PAGES
        .iter()
        .filter(|page| page.types.is_empty() && !things.contains(&page.name))
    {
        let text = source(&format!("trade/{}/facts.rs", page.name));
        let code = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"));
        let names = |line: &str| {
            line.split(|c: char| !c.is_alphanumeric())
                .any(|word| word == "Words")
        };
        assert_eq!(
            code.filter(|line| names(line)).collect::<Vec<_>>(),
            [""; 0],
            "{}",
            page.name
        );
    }
}
