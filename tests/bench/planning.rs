//! The optimisers on public instances, by the native tool `tests/tools/planning`: what they reach beside the goals.
//!
//! `DEPO_BENCH_WHOLE=1` runs all cases of the kinds that are otherwise sampled. Kinds whose files are not there are
//! said to be skipped.

use super::table::Figure;
use crate::support::Failure;
use crate::support::session::Session;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A kind of instance as the tool knows it.
struct Kind {
    name: &'static str,
    /// Files or folders under the shared data; where a folder is named with `/*`, all instances in it.
    files: &'static [&'static str],
    /// What is made up, as the tool is told it.
    made: &'static [&'static str],
    seconds: &'static str,
    /// Only each so manieth case.
    every: &'static str,
    /// Goals by the name of the figure, at the most.
    goals: &'static [(&'static str, f64)],
}

const KINDS: &[Kind] = &[
    Kind {
        name: "routing",
        files: &[
            "instances/picker-routing.jsonl",
            "instances/order-batching.jsonl",
        ],
        made: &[],
        seconds: "1",
        every: "1",
        goals: &[("gap max", 0.0)],
    },
    Kind {
        name: "batching",
        files: &["instances/order-batching.jsonl"],
        made: &[],
        seconds: "5",
        every: "12",
        goals: &[
            ("bahceci-oencan: gap mean", 0.0),
            ("henn-waescher: gap mean", 0.3),
            ("muter-oencan: gap mean", 0.8),
        ],
    },
    Kind {
        name: "waves",
        files: &["instances/waves/*"],
        made: &[],
        seconds: "10",
        every: "1",
        goals: &[("below 0.999 of the best known", 0.0)],
    },
    Kind {
        name: "cartons",
        files: &["instances/cartons"],
        made: &[],
        seconds: "1",
        every: "1",
        goals: &[
            ("orders with more parcels", 0.0),
            ("orders with more volume", 0.0),
            ("all orders", 2.0),
            ("cost of the reference's", 90.0),
        ],
    },
    Kind {
        name: "containers",
        files: &["instances/container-loading/*"],
        made: &[],
        seconds: "1",
        every: "10",
        goals: &[("unfilled mean", 6.0)],
    },
    Kind {
        name: "allocation",
        files: &[],
        made: &["10000x5"],
        seconds: "3",
        every: "1",
        goals: &[("10000x5 stock x", 50.0)],
    },
    Kind {
        name: "slotting",
        files: &["online-retail/by-month/*"],
        made: &[],
        seconds: "10",
        every: "1",
        goals: &[],
    },
    Kind {
        name: "replenishment",
        files: &["online-retail/by-month/*"],
        made: &[],
        seconds: "10",
        every: "1",
        goals: &[],
    },
];

pub fn run(_: &mut Session) -> Result<Vec<Figure>, Failure> {
    let mut figures = Vec::new();
    for kind in KINDS {
        figures.extend(kind.figures()?);
    }
    Ok(figures)
}

impl Kind {
    fn figures(&self) -> Result<Vec<Figure>, Failure> {
        let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
        let mut files: Vec<PathBuf> = self.made.iter().map(PathBuf::from).collect();
        for file in self.files {
            match file.strip_suffix("/*") {
                Some(folder) => find(&shared.join(folder), &mut files)?,
                None => files.push(shared.join(file)),
            }
        }
        if files.is_empty() || (self.made.is_empty() && files.iter().any(|file| !file.exists())) {
            println!("skipped: {}: its instances are not here", self.name);
            return Ok(Vec::new());
        }
        files.sort();
        let whole = std::env::var_os("DEPO_BENCH_WHOLE").is_some();
        let every = if whole { "1" } else { self.every };
        let built = std::env::var("CARGO_TARGET_DIR").unwrap_or_else(|_| "target".to_string());
        let output = Command::new(Path::new(&built).join("release/examples/planning"))
            .arg(self.name)
            .args(&files)
            .args(["--seconds", self.seconds, "--every", every])
            .output()?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            return Err(format!("{}: {said}", self.name).into());
        }
        let printed = String::from_utf8(output.stdout)?;
        if let Some(summary) = printed.lines().find(|line| line.starts_with("summary:")) {
            println!("{}: {summary}", self.name);
        }
        let workload = match every {
            "1" => "native, all cases".to_string(),
            every => format!("native, one case of {every}"),
        };
        let figures = printed
            .lines()
            .filter_map(|line| line.strip_prefix("figure,"));
        figures.map(|line| self.figure(line, &workload)).collect()
    }

    fn figure(&self, line: &str, workload: &str) -> Result<Figure, Failure> {
        let parts: Vec<&str> = line.rsplitn(3, ',').collect();
        let [unit, value, name] = parts.as_slice() else {
            return Err(format!("{line:?} is no figure").into());
        };
        let units = ["ms", "s", "%", "µs", "orders", "waves"];
        let unit = units.into_iter().find(|known| known == unit).unwrap_or("");
        let named = format!("{}: {name}", self.name);
        let figure = Figure::new(&named, workload, value.parse()?, unit);
        let goal = self.goals.iter().find(|(start, _)| name.starts_with(start));
        Ok(match goal {
            Some((_, goal)) => figure.goal(*goal),
            None => figure,
        })
    }
}

/// The instances in a folder and the folders in it; what is known of them lies beside them.
fn find(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
    if !folder.is_dir() {
        return Ok(());
    }
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.to_string_lossy().into_owned();
        if path.is_dir() {
            find(&path, files)?;
        } else if [".txt", ".csv.gz"]
            .iter()
            .any(|ending| name.ends_with(ending))
        {
            files.push(path);
        }
    }
    Ok(())
}
