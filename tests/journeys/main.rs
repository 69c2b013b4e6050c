//! Journeys: what a person would do, in real browsers, on the built portal served as static files with its headers.
//!
//!     make test                                            everything
//!     make build && .ci/cargo test --test journeys         all journeys in all browsers
//!     .ci/cargo test --test journeys -- shell              those with `shell` in their name
//!     .ci/cargo test --test journeys -- --browser firefox shell
//!     .ci/cargo test --test journeys -- --pictures         pictures to look at, and the one in the README
//!
//! To write one:
//!
//! 1. Add `tests/journeys/NAME.rs` with `pub fn run(session: &mut Session) -> Outcome`, and below `mod NAME;` and a
//!    line in [`JOURNEYS`]. A file may hold several journeys.
//! 2. The server runs and a browser with a fresh profile is open. Begin with `session.open("/orders")?`.
//!    What several journeys do stands in `steps.rs`.
//! 3. Name things as a person would: `role("button", "Release 12 orders")`, `text("…")`, else `test("…")` for a
//!    `data-test` attribute. `click`, `fill`, `text_of` and `wait` wait by themselves until the thing is there; for
//!    anything else there is `wait_for("words", |session| Ok(…))`. Never sleep.
//! 4. `session.scan("…")` is the scanner, `press("Control+k")` the keyboard, `upload` and `wait_download` are files,
//!    `go_offline` and `go_online` stop and start the server, `kill` and `reopen` are a power cut with the same
//!    profile (not in WebKit, whose automation keeps none), `new_tab` and `switch_to` are tabs.
//! 5. `ensure` and `ensure_equal` fail with words. A journey also fails by itself when a page had an error, a promise
//!    rejected unseen, the policy was violated or the console (Chromium) said something severe; what is expected is
//!    named with `session.tolerate("…")`.
//! 6. `session.check_accessible()` runs axe-core on the page as it stands; `session.screenshot("/orders", 390,
//!    "dark")` leaves a picture in `artifacts/`.
//!
//! The figures of `make bench` have their driver here as well, for it needs the same browser: see `tests/bench/mod.rs`.
//!
//! A browser that is not installed is said and its journeys count as ignored, never as passed.

mod accessible;
mod answers;
mod begun;
#[path = "../bench/mod.rs"]
mod bench;
mod conflicts;
mod copy;
mod demo;
mod drafts;
#[path = "../support/addresses.rs"]
mod every_address;
mod floor_hand;
mod harness;
mod import_month;
mod intake;
mod labels;
mod languages;
mod order_by_hand;
mod pictures;
mod power_cut;
mod privacy;
mod repair;
#[path = "../support/online_retail_sample.rs"]
mod sample;
mod scans;
mod screens;
mod set_up;
mod shell;
mod sign_in;
#[path = "../../src/ui/locale/source.rs"]
mod source;
mod steps;
mod storage;
mod support;
mod tabs;
mod way;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;
use support::browsers::Kind;
use support::session::Session;
use support::{Failure, Journey, Outcome};

const JOURNEYS: &[Journey] = &[
    Journey {
        name: "harness",
        browsers: &Kind::ALL,
        run: harness::run,
    },
    Journey {
        name: "harness_power_cut",
        browsers: &[Kind::Chromium, Kind::Firefox],
        run: harness::power_cut,
    },
    Journey {
        name: "shell",
        browsers: &Kind::ALL,
        run: shell::run,
    },
    Journey {
        name: "shell_sub_path",
        browsers: &[Kind::Chromium, Kind::Firefox],
        run: shell::sub_path,
    },
    Journey {
        name: "shell_update",
        browsers: &[Kind::Chromium, Kind::Firefox],
        run: shell::update,
    },
    Journey {
        name: "shell_last_screen",
        browsers: &[Kind::Chromium, Kind::Firefox],
        run: shell::last_screen,
    },
    Journey {
        name: "way",
        browsers: &Kind::ALL,
        run: way::run,
    },
    Journey {
        name: "answers",
        browsers: &[Kind::Chromium, Kind::Firefox],
        run: answers::run,
    },
    Journey {
        name: "begun",
        browsers: &[Kind::Chromium, Kind::Firefox],
        run: begun::run,
    },
    Journey {
        name: "labels",
        browsers: &[Kind::Chromium, Kind::Firefox],
        run: labels::run,
    },
    Journey {
        name: "scans",
        browsers: &Kind::ALL,
        run: scans::run,
    },
    Journey {
        name: "sign_in",
        browsers: &[Kind::Chromium, Kind::Firefox],
        run: sign_in::run,
    },
    Journey {
        name: "floor_hand",
        browsers: &[Kind::Chromium],
        run: floor_hand::run,
    },
    Journey {
        name: "order_by_hand",
        browsers: &[Kind::Chromium],
        run: order_by_hand::run,
    },
    Journey {
        name: "set_up",
        browsers: &[Kind::Chromium],
        run: set_up::run,
    },
    Journey {
        name: "conflicts",
        browsers: &[Kind::Chromium],
        run: conflicts::run,
    },
    Journey {
        name: "privacy",
        browsers: &[Kind::Chromium],
        run: privacy::run,
    },
    Journey {
        name: "power_cut",
        browsers: &[Kind::Chromium, Kind::Firefox],
        run: power_cut::run,
    },
    Journey {
        name: "tabs",
        browsers: &[Kind::Chromium, Kind::Firefox],
        run: tabs::run,
    },
    Journey {
        name: "copy",
        browsers: &[Kind::Chromium, Kind::Firefox],
        run: copy::run,
    },
    Journey {
        name: "drafts",
        browsers: &[Kind::Chromium, Kind::Firefox],
        run: drafts::run,
    },
    Journey {
        name: "intake",
        browsers: &[Kind::Chromium],
        run: intake::run,
    },
    Journey {
        name: "demo",
        browsers: &[Kind::Chromium],
        run: demo::run,
    },
    Journey {
        name: "languages",
        browsers: &[Kind::Chromium],
        run: languages::run,
    },
    Journey {
        name: "axe",
        browsers: &[Kind::Chromium],
        run: accessible::run,
    },
    Journey {
        name: "storage",
        browsers: &[Kind::Chromium],
        run: storage::run,
    },
    Journey {
        name: "give_away",
        browsers: &[Kind::Chromium, Kind::Firefox],
        run: copy::give_away,
    },
    Journey {
        name: "storage_damaged",
        browsers: &[Kind::Chromium, Kind::Firefox],
        run: storage::damaged,
    },
    Journey {
        name: "storage_unopened",
        browsers: &[Kind::Chromium, Kind::Firefox],
        run: storage::unopened,
    },
    Journey {
        name: "repair",
        browsers: &[Kind::Chromium],
        run: repair::run,
    },
    Journey {
        name: "sourced",
        browsers: &[Kind::Chromium],
        run: repair::sourced,
    },
    Journey {
        name: "import_month",
        browsers: &[Kind::Chromium],
        run: import_month::run,
    },
];

/// Wanted by name alone: they show nothing by passing.
const PICTURES: &[Journey] = &[Journey {
    name: "pictures",
    browsers: &[Kind::Chromium],
    run: pictures::run,
}];

struct Options {
    filters: Vec<String>,
    browsers: Vec<Kind>,
    dist: PathBuf,
    list: bool,
    /// Pictures are wanted, and no journeys.
    pictures: bool,
    /// The built page of the figures: they are wanted, and no journeys.
    figures: Option<PathBuf>,
}

fn main() -> ExitCode {
    let options = match parse(std::env::args().skip(1)) {
        Ok(options) => options,
        Err(failure) => {
            eprintln!("{failure}");
            return ExitCode::FAILURE;
        }
    };
    if let Some(page) = options.figures {
        let measured = bench::run(&bench::Options {
            dist: options.dist,
            page,
            filters: options.filters,
        });
        if let Err(failure) = measured {
            eprintln!("\n{failure}");
            return ExitCode::FAILURE;
        }
        return ExitCode::SUCCESS;
    }
    let known = if options.pictures { PICTURES } else { JOURNEYS };
    let chosen = known.iter().flat_map(|journey| {
        let kinds = journey.browsers.iter().copied();
        kinds.map(move |kind| (journey, kind))
    });
    let chosen = chosen.filter(|(journey, kind)| {
        let filters = &options.filters;
        options.browsers.contains(kind)
            && (filters.is_empty()
                || filters
                    .iter()
                    .any(|part| journey.name.contains(part.as_str())))
    });
    if options.list {
        for (journey, kind) in chosen {
            println!("{} [{}]: test", journey.name, kind.name());
        }
        return ExitCode::SUCCESS;
    }
    let (mut passed, mut ignored) = (0, 0);
    let mut failures = Vec::new();
    for (journey, kind) in chosen {
        print!("journey {} [{}] ... ", journey.name, kind.name());
        if let Some(missing) = kind.missing() {
            println!("ignored: {missing}");
            ignored += 1;
            continue;
        }
        let begin = Instant::now();
        match make(journey, kind, &options) {
            Ok(()) => {
                println!("ok ({:.1} s)", begin.elapsed().as_secs_f32());
                passed += 1;
            }
            Err(failure) => {
                println!("FAILED\n  {failure}");
                failures.push(format!("{} [{}]: {failure}", journey.name, kind.name()));
            }
        }
    }
    let failed = failures.len();
    let verdict = if failed == 0 { "ok" } else { "FAILED" };
    // Once more at the end: whoever reads a long run's last lines sees what failed.
    if failed > 0 {
        println!("\nfailures:");
    }
    for failure in failures {
        println!("    {failure}");
    }
    println!("\ntest result: {verdict}. {passed} passed; {failed} failed; {ignored} ignored");
    if failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Makes one journey in one browser. A panic in it is its failure, not the end of the run.
fn make(journey: &Journey, kind: Kind, options: &Options) -> Outcome {
    let artifacts = PathBuf::from("artifacts");
    let mut session = Session::start(kind, journey.name, &options.dist, &artifacts)?;
    let outcome = catch_unwind(AssertUnwindSafe(|| (journey.run)(&mut session)))
        .unwrap_or_else(|_| Err("the journey has panicked".into()));
    session.finish(outcome)
}

fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Options, Failure> {
    let mut options = Options {
        filters: Vec::new(),
        browsers: Vec::new(),
        dist: PathBuf::from("dist"),
        list: false,
        pictures: false,
        figures: None,
    };
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--browser" => {
                let name = arguments.next().unwrap_or_default();
                let kind = Kind::ALL.into_iter().find(|kind| kind.name() == name);
                options
                    .browsers
                    .push(kind.ok_or("--browser chromium, firefox or webkit")?);
            }
            "--dist" => options.dist = arguments.next().ok_or("--dist FOLDER")?.into(),
            "--figures" => {
                options.figures = Some(arguments.next().ok_or("--figures FOLDER")?.into())
            }
            "--list" => options.list = true,
            "--pictures" => options.pictures = true,
            // What cargo passes to every test program.
            "--quiet" | "-q" | "--nocapture" => {}
            unknown if unknown.starts_with('-') => {
                return Err(format!("unknown option {unknown}").into());
            }
            filter => options.filters.push(filter.to_string()),
        }
    }
    if options.browsers.is_empty() {
        options.browsers = Kind::ALL.to_vec();
    }
    if !options.list && !options.dist.join("index.html").is_file() {
        let folder = options.dist.display();
        return Err(format!("there is no build in {folder}: run make build").into());
    }
    Ok(options)
}
