//! Figures: what takes how long, with which workload, on which machine, beside its goal. No figure is a verdict, and
//! none fails a run; only work that does not get done does.
//!
//!     make bench                        all figures
//!     .ci/bench scan batching           those of the groups with these words in their names
//!     DEPO_BENCH_WHOLE=1 .ci/bench planning      all instances instead of some
//!
//! The work is done in headless Chromium with a fresh profile: on a page of its own (`page/`), which calls the portal's
//! code without screens and does the same through Dexie, in workers of that page, and in the portal as it is built. One
//! site serves them all, with the headers of the product, so that what the page has put into the database is there when
//! the portal opens it. What the optimisers and the readers do natively is done by programs of their own.

mod data;
mod events;
mod exchange;
mod import;
mod machine;
mod memory;
mod native;
mod page;
mod planning;
mod portal;
mod scans;
mod sizes;
mod table;

use crate::support::browsers::Kind;
use crate::support::session::Session;
use crate::support::{Failure, Outcome};
use std::path::{Path, PathBuf};
use table::{Figure, Table};

/// What a run of the figures is given.
pub struct Options {
    /// The build.
    pub dist: PathBuf,
    /// The built page of the figures.
    pub page: PathBuf,
    /// Parts of the names of the groups that are wanted; none: all.
    pub filters: Vec<String>,
}

/// Some figures that need the same preparation.
struct Group {
    name: &'static str,
    /// The browser is open with a fresh profile, and the site is served.
    run: fn(&mut Session) -> Result<Vec<Figure>, Failure>,
}

const GROUPS: &[Group] = &[
    Group {
        name: "scan",
        run: scans::run,
    },
    Group {
        name: "events",
        run: events::run,
    },
    Group {
        name: "import",
        run: import::run,
    },
    Group {
        name: "portal",
        run: portal::run,
    },
    Group {
        name: "planning: routing",
        run: planning::routing,
    },
    Group {
        name: "planning: batching",
        run: planning::batching,
    },
    Group {
        name: "planning: waves",
        run: planning::waves,
    },
    Group {
        name: "planning: cartons",
        run: planning::cartons,
    },
    Group {
        name: "planning: containers",
        run: planning::containers,
    },
    Group {
        name: "planning: allocation",
        run: planning::allocation,
    },
    Group {
        name: "planning: rates",
        run: planning::rates,
    },
    Group {
        name: "planning: slotting",
        run: planning::slotting,
    },
    Group {
        name: "planning: replenishment",
        run: planning::replenishment,
    },
    Group {
        name: "exchange",
        run: exchange::run,
    },
    Group {
        name: "load",
        run: sizes::run,
    },
];

/// Measures and prints what is wanted.
pub fn run(options: &Options) -> Outcome {
    if let Some(missing) = Kind::Chromium.missing() {
        return Err(format!("the figures need Chromium: {missing}").into());
    }
    let artifacts = Path::new("artifacts");
    let mut table = Table::new();
    let mut failures = Vec::new();
    for group in GROUPS {
        let wanted = |part: &String| group.name.contains(part.as_str());
        if !options.filters.is_empty() && !options.filters.iter().any(wanted) {
            continue;
        }
        println!("measuring: {}", group.name);
        let label = format!("figures-{}", group.name.replace(": ", "-"));
        let mut session = Session::start(Kind::Chromium, &label, &options.dist, artifacts)?;
        page::serve(&mut session, options)?;
        table.machine(machine::of(&session)?);
        let outcome = (group.run)(&mut session).map(|figures| table.add(figures));
        if let Err(failure) = session.finish(outcome) {
            failures.push(format!("{}: {failure}", group.name));
        }
    }
    table.print();
    table.save(&artifacts.join("bench.json"))?;
    if failures.is_empty() {
        Ok(())
    } else {
        Err(failures.join("\n").into())
    }
}
