//! The optimisers on public instances, natively and in a worker of the browser: what they reach beside the goals.
//!
//! Both run the program of `tests/tools/planning` on the same files. Where those are not there, what can be made up is,
//! and the kinds of which nothing can are said to be skipped. `DEPO_BENCH_WHOLE=1` runs all cases of the kinds of which
//! otherwise some are taken.

use super::table::Figure;
use super::table::Goal::{self, AtLeast, AtMost};
use super::{data, native, page};
use crate::support::Failure;
use crate::support::session::Session;
use serde_json::json;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

/// A kind of instance as the program knows it.
struct Kind {
    name: &'static str,
    files: Files,
    /// What is made up, as the program is told it.
    made: &'static [&'static str],
    /// What is made up where the files are not there.
    made_instead: &'static [&'static str],
    seconds: f64,
    /// Only each so manieth case.
    every: usize,
    /// Goals by how the name of the figure begins.
    goals: &'static [(&'static str, Goal)],
}

enum Files {
    /// Files of the shared instances; where one ends with `/*`, all files of that folder.
    Instances(&'static [&'static str]),
    /// Ten months of orders, or some that are made up.
    Orders,
}

const ALLOCATION: Kind = Kind {
    name: "allocation",
    files: Files::Instances(&[]),
    made: &["10000x5", "10000x10"],
    made_instead: &[],
    seconds: 3.0,
    every: 1,
    goals: &[
        ("10000x5 stock x1: parcels", AtMost(1.01)),
        ("10000x5 stock x1.02: parcels", AtMost(1.01)),
        ("10000x5 stock x1.1: parcels", AtMost(1.01)),
        ("10000x5 stock x1: an order", AtMost(50.0)),
        ("10000x10 stock x1: an order", AtMost(50.0)),
    ],
};

const BATCHING: Kind = Kind {
    name: "batching",
    files: Files::Instances(&["order-batching.jsonl"]),
    made: &[],
    made_instead: &[],
    seconds: 5.0,
    every: 12,
    goals: &[
        ("bahceci-oencan: gap mean", AtMost(0.0)),
        ("henn-waescher: gap mean", AtMost(0.3)),
        ("muter-oencan: gap mean", AtMost(0.8)),
    ],
};

const CARTONS: Kind = Kind {
    name: "cartons",
    files: Files::Instances(&["cartons/*"]),
    made: &[],
    made_instead: &[],
    seconds: 1.0,
    every: 1,
    goals: &[
        ("orders with more parcels", AtMost(0.0)),
        ("orders with more volume", AtMost(0.0)),
        ("all orders", AtMost(2.0)),
        ("an order p99", AtMost(10.0)),
        ("cost by", AtMost(90.0)),
    ],
};

const CONTAINERS: Kind = Kind {
    name: "containers",
    files: Files::Instances(&["container-loading/*"]),
    made: &[],
    made_instead: &[],
    seconds: 1.0,
    every: 10,
    goals: &[("filled mean", AtLeast(94.0))],
};

const RATES: Kind = Kind {
    name: "rates",
    files: Files::Instances(&[]),
    made: &["50x1000"],
    made_instead: &[],
    seconds: 1.0,
    every: 1,
    goals: &[("50x1000 priced", AtMost(100.0))],
};

const REPLENISHMENT: Kind = Kind {
    name: "replenishment",
    files: Files::Orders,
    made: &[],
    made_instead: &[],
    seconds: 10.0,
    every: 1,
    goals: &[
        ("served for 90 %", AtLeast(89.0)),
        ("stock below four weeks of cover for 90 %", AtLeast(15.0)),
        ("chosen for 90 %", AtMost(200.0)),
    ],
};

const ROUTING: Kind = Kind {
    name: "routing",
    files: Files::Instances(&["picker-routing.jsonl"]),
    made: &["20x30x3", "20x30x4"],
    made_instead: &["20x30x1", "20x30x2"],
    seconds: 1.0,
    every: 1,
    goals: &[
        ("longest route / optimum", AtMost(1.0)),
        ("tour, blocks 1, p99", AtMost(0.2)),
        ("tour, blocks 2, p99", AtMost(1.0)),
        ("tour, blocks 3, p99", AtMost(10.0)),
        ("tour, blocks 4, p99", AtMost(100.0)),
    ],
};

const SLOTTING: Kind = Kind {
    name: "slotting",
    files: Files::Orders,
    made: &[],
    made_instead: &[],
    seconds: 10.0,
    every: 1,
    goals: &[
        ("held-out walks saved by the search", AtLeast(28.0)),
        ("of it by the 50 best moves", AtLeast(35.0)),
        ("a putaway suggestion", AtMost(5.0)),
    ],
};

const WAVES: Kind = Kind {
    name: "waves",
    files: Files::Instances(&["waves/*"]),
    made: &[],
    made_instead: &[],
    seconds: 10.0,
    every: 5,
    goals: &[("below 0.999 of the best known", AtMost(0.0))],
};

pub fn allocation(session: &mut Session) -> Result<Vec<Figure>, Failure> {
    ALLOCATION.figures(session)
}

pub fn batching(session: &mut Session) -> Result<Vec<Figure>, Failure> {
    BATCHING.figures(session)
}

pub fn cartons(session: &mut Session) -> Result<Vec<Figure>, Failure> {
    CARTONS.figures(session)
}

pub fn containers(session: &mut Session) -> Result<Vec<Figure>, Failure> {
    CONTAINERS.figures(session)
}

pub fn rates(session: &mut Session) -> Result<Vec<Figure>, Failure> {
    RATES.figures(session)
}

pub fn replenishment(session: &mut Session) -> Result<Vec<Figure>, Failure> {
    REPLENISHMENT.figures(session)
}

pub fn routing(session: &mut Session) -> Result<Vec<Figure>, Failure> {
    ROUTING.figures(session)
}

pub fn slotting(session: &mut Session) -> Result<Vec<Figure>, Failure> {
    SLOTTING.figures(session)
}

pub fn waves(session: &mut Session) -> Result<Vec<Figure>, Failure> {
    WAVES.figures(session)
}

/// What a kind is run on.
struct Given {
    made: Vec<String>,
    /// The files, each with the address that it is served under.
    files: Vec<(PathBuf, String)>,
    what: String,
}

impl Kind {
    fn figures(&self, session: &mut Session) -> Result<Vec<Figure>, Failure> {
        let Some(given) = self.given(session)? else {
            println!("skipped: {}: its instances are not here", self.name);
            return Ok(Vec::new());
        };
        let mut figures = Vec::new();
        for (side, lines) in [
            ("native", self.run_natively(&given)?),
            ("wasm", self.run_in_a_worker(&given, session)?),
        ] {
            if let Some(summary) = lines.iter().find(|line| line.starts_with("summary:")) {
                println!("{}, {side}: {summary}", self.name);
            }
            let mut lines = lines.iter().filter_map(|line| line.strip_prefix("figure,"));
            let cases = lines.next().and_then(|line| line.strip_prefix("cases,"));
            let cases = cases.ok_or("the number of cases is missing")?;
            let workload = format!("{} cases; {}", cases.trim_end_matches(','), given.what);
            for line in lines {
                figures.push(self.figure(line, side, &workload)?);
            }
        }
        Ok(figures)
    }

    fn run_natively(&self, given: &Given) -> Result<Vec<String>, Failure> {
        let mut arguments = vec![self.name.to_owned()];
        arguments.extend(given.made.iter().cloned());
        let files = given.files.iter();
        arguments.extend(files.map(|(file, _)| file.display().to_string()));
        let (seconds, every) = (self.seconds.to_string(), self.every().to_string());
        arguments.extend(["--seconds".to_owned(), seconds, "--every".to_owned(), every]);
        native::run("planning", &arguments)
    }

    fn run_in_a_worker(
        &self,
        given: &Given,
        session: &mut Session,
    ) -> Result<Vec<String>, Failure> {
        let files = given.files.iter();
        let files: Vec<&String> = files.map(|(_, address)| address).collect();
        let given = json!({
            "kind": self.name,
            "seconds": self.seconds,
            "every": self.every(),
            "made": given.made,
            "files": files,
        });
        let lines = page::work(session, "planning", json!([given]))?;
        let lines = lines.as_array().ok_or("the page has given no list")?.iter();
        let lines = lines.filter_map(|line| line.as_str());
        Ok(lines.map(str::to_owned).collect())
    }

    fn every(&self) -> usize {
        match std::env::var_os("DEPO_BENCH_WHOLE") {
            Some(_) => 1,
            None => self.every,
        }
    }

    /// Finds what the kind is run on, and serves it; `None` where there is nothing.
    fn given(&self, session: &Session) -> Result<Option<Given>, Failure> {
        let mut made: Vec<&str> = self.made.to_vec();
        let (files, mut what) = match self.files {
            Files::Orders => {
                let orders = data::serve(session)?;
                let addresses = orders.names().into_iter();
                let addresses = addresses.map(|name| format!("/data/{name}"));
                let what = orders.what.to_owned();
                (orders.files.into_iter().zip(addresses).collect(), what)
            }
            Files::Instances(names) => {
                let files = served(names, session)?;
                if files.is_none() {
                    made.extend(self.made_instead);
                }
                let what = match (self.every(), &files) {
                    (_, None) => "instances not here".to_owned(),
                    (1, _) => "all instances".to_owned(),
                    (every, _) => format!("one instance of {every}, {} s each", self.seconds),
                };
                (files.unwrap_or_default(), what)
            }
        };
        if files.is_empty() {
            what.clear();
        }
        if !made.is_empty() {
            let and = if what.is_empty() { "" } else { "; " };
            what += &format!("{and}made up: {}", made.join(", "));
        }
        let made: Vec<String> = made.into_iter().map(str::to_owned).collect();
        let nothing = files.is_empty() && made.is_empty();
        Ok((!nothing).then_some(Given { made, files, what }))
    }

    fn figure(&self, line: &str, side: &str, what: &str) -> Result<Figure, Failure> {
        let parts: Vec<&str> = line.rsplitn(3, ',').collect();
        let [unit, value, name] = parts[..] else {
            return Err(format!("{line:?} is no figure").into());
        };
        let units = ["ms", "s", "%", "µs", "orders", "waves"];
        let unit = units.into_iter().find(|known| *known == unit).unwrap_or("");
        let named = format!("{}, {side}: {name}", self.name);
        let figure = Figure::new(&named, what, value.parse()?, unit);
        let goal = self.goals.iter().find(|(start, _)| name.starts_with(start));
        Ok(match goal {
            Some((_, goal)) => figure.with_goal(*goal),
            None => figure,
        })
    }
}

/// The shared instances of these names, each with the address that it is served under; `None` where one is missing.
fn served(names: &[&str], session: &Session) -> Result<Option<Vec<(PathBuf, String)>>, Failure> {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/instances");
    let mut files = Vec::new();
    for name in names {
        let Some(folder) = name.strip_suffix("/*") else {
            files.push((*name).to_owned());
            continue;
        };
        if !shared.join(folder).is_dir() {
            return Ok(None);
        }
        for entry in fs::read_dir(shared.join(folder))? {
            files.push(format!("{folder}/{}", entry?.file_name().to_string_lossy()));
        }
    }
    if files.iter().any(|file| !shared.join(file).exists()) {
        return Ok(None);
    }
    files.sort();
    if !files.is_empty() {
        let site = session.scratch("site")?;
        symlink(fs::canonicalize(&shared)?, site.join("instances"))?;
    }
    let file = |name: String| (shared.join(&name), format!("/instances/{name}"));
    Ok(Some(files.into_iter().map(file).collect()))
}
