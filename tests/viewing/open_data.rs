//! The pages about the files of open data in `docs/data`: made from the columns, so that they say what is so, and kept in
//! the repository, so that a column that moves shows as a changed line and fails here by its name.
//!
//! `DEPO_WRITE_PAGES=1 cargo test --test viewing pages_of_open_data` writes them.

use crate::world::World;
use depo::exchange::csv_out::CsvOptions;
use depo::view::reports::{Format, Report, Writing};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/data")
}

fn page(report: Report) -> String {
    let mut text = format!(
        "# {}\n\nMade from `src/view/reports`; do not edit.\n\n",
        report.code()
    );
    let about = report.about();
    writeln!(text, "{about}\n").expect("memory");
    text.push_str(
        "As CSV the columns are headings: UTF-8 with its mark, a comma or semicolon between cells, an apostrophe before \
         text that a spreadsheet would run. As JSON it is a list of objects with the columns as keys, and what is empty \
         is left out.\n\n| column | what stands in it | meaning |\n|---|---|---|\n",
    );
    for column in report.columns() {
        let (name, kind, meaning) = (column.name, column.kind.name(), column.meaning);
        writeln!(text, "| `{name}` | {kind} | {meaning} |").expect("memory");
    }
    text
}

#[test]
fn the_pages_of_open_data_say_what_the_files_hold() {
    let pages: BTreeMap<String, String> = Report::ALL
        .map(|report| (format!("{}.md", report.code()), page(report)))
        .into();
    if std::env::var_os("DEPO_WRITE_PAGES").is_some() {
        fs::create_dir_all(folder()).expect("a folder");
        for (name, text) in &pages {
            fs::write(folder().join(name), text).expect("written");
        }
    }
    let files = fs::read_dir(folder()).expect("the pages are there");
    let names: Vec<String> = files
        .map(|file| {
            file.expect("a file")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    assert_eq!(names.len(), pages.len(), "{names:?}");
    for (name, text) in &pages {
        let kept = fs::read_to_string(folder().join(name)).expect("the page is there");
        assert_eq!(&kept, text, "{name}");
    }
}

fn written(world: &World, report: Report, format: Format) -> (String, u64) {
    let mut writing = world.hand(|hand| Writing::begin(report, format, &hand.at));
    let mut file = Vec::new();
    while let Some(part) = world.hand(|hand| writing.step(&hand.at)) {
        file.extend_from_slice(&part);
    }
    (String::from_utf8(file).expect("text"), writing.rows())
}

#[test]
fn every_file_of_the_demo_is_whole_as_csv_and_as_json() {
    let world = World::demo();
    for report in Report::ALL {
        let (csv, rows) = written(&world, report, Format::Csv(CsvOptions::default()));
        let text = csv.trim_start_matches('\u{feff}');
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let headings = reader.headers().expect("headings").clone();
        let columns: Vec<&str> = report.columns().iter().map(|column| column.name).collect();
        assert_eq!(headings.iter().collect::<Vec<_>>(), columns, "{report:?}");
        let read: Vec<_> = reader
            .records()
            .map(|record| record.expect("every cell"))
            .collect();
        assert_eq!(read.len() as u64, rows, "{report:?}");
        let (json, _) = written(&world, report, Format::Json);
        let objects: Vec<BTreeMap<String, serde_json::Value>> =
            serde_json::from_str(&json).expect("JSON");
        assert_eq!(objects.len() as u64, rows, "{report:?}");
        // Nobody has answered a channel of the demo yet.
        assert_eq!(rows == 0, report == Report::Answers, "{report:?}");
    }
    let items = world.hand(|hand| hand.at.state.items().count());
    assert_eq!(written(&world, Report::Items, Format::Json).1, items as u64);
    let facts = written(&world, Report::Facts, Format::Json).0;
    assert!(facts.contains("\"fact\":\"handed-over\"") && facts.contains("\"area\":\"shipping\""));
}
