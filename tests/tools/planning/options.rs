//! The command line, the lines that are printed, and the file of solutions.

use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// What the command line asks for.
pub struct Options {
    /// The kind of instance.
    pub kind: String,
    /// The instance files.
    pub files: Vec<PathBuf>,
    /// How long one case may be searched; `None`: as the kind has it by default.
    pub time: Option<Duration>,
    /// Only each so manieth case is run, where cases take long.
    pub every: usize,
    /// The seed of what looks random.
    pub seed: u64,
    /// Where the solutions go in full.
    pub solutions: Option<PathBuf>,
}

impl Options {
    /// Reads `KIND FILE... [--seconds S] [--seed N] [--every N] [--solutions OUT]`.
    pub fn from_arguments(
        mut arguments: impl Iterator<Item = String>,
    ) -> Result<Self, Box<dyn Error>> {
        let mut options = Options {
            kind: arguments.next().ok_or("the kind of instance is missing")?,
            files: Vec::new(),
            time: None,
            every: 1,
            seed: 1,
            solutions: None,
        };
        while let Some(argument) = arguments.next() {
            let mut value = || {
                arguments
                    .next()
                    .ok_or(format!("{argument} needs a value after it"))
            };
            match argument.as_str() {
                "--seconds" => {
                    options.time = Some(Duration::try_from_secs_f64(value()?.parse()?)?);
                }
                "--every" => options.every = value()?.parse::<usize>()?.max(1),
                "--seed" => options.seed = value()?.parse()?,
                "--solutions" => options.solutions = Some(value()?.into()),
                flag if flag.starts_with("--") => {
                    return Err(format!("'{flag}' is no option of this tool").into());
                }
                file => options.files.push(file.into()),
            }
        }
        if options.files.is_empty() {
            return Err("name at least one instance file".into());
        }
        Ok(options)
    }
}

/// Prints a line a case and the summary, and writes the solutions.
pub struct Printer {
    solutions: Option<BufWriter<File>>,
    /// The gap of each case that has a reference, in percent.
    gaps: Vec<f64>,
    /// The time of each case, in milliseconds.
    times: Vec<f64>,
    /// What only this kind measures: its name, its value and its unit.
    figures: Vec<(String, f64, &'static str)>,
}

impl Printer {
    /// Prints the heading; creates the file of solutions where one is asked for.
    pub fn new(options: &Options) -> Result<Self, Box<dyn Error>> {
        println!("name,objective,reference,gap_percent,milliseconds");
        let solutions = match &options.solutions {
            Some(path) => Some(BufWriter::new(
                File::create(path).map_err(|error| format!("{}: {error}", path.display()))?,
            )),
            None => None,
        };
        Ok(Printer {
            solutions,
            gaps: Vec::new(),
            times: Vec::new(),
            figures: Vec::new(),
        })
    }

    /// One case: `gap_percent` is how much worse than the reference the objective is, below 0 where it is better.
    pub fn case(
        &mut self,
        name: &str,
        objective: f64,
        reference: Option<(f64, f64)>,
        began: Instant,
    ) {
        let time = began.elapsed().as_secs_f64() * 1_000.0;
        self.times.push(time);
        match reference {
            Some((value, gap_percent)) => {
                self.gaps.push(gap_percent);
                println!("{name},{objective},{value},{gap_percent:.4},{time:.3}");
            }
            None => println!("{name},{objective},,,{time:.3}"),
        }
    }

    /// A solution in full.
    pub fn solution(&mut self, solution: &serde_json::Value) -> Result<(), Box<dyn Error>> {
        if let Some(file) = &mut self.solutions {
            writeln!(file, "{solution}")?;
        }
        Ok(())
    }

    /// A figure that only this kind has, printed after the summary in a form for programs.
    pub fn figure(&mut self, name: &str, value: f64, unit: &'static str) {
        self.figures.push((name.to_owned(), value, unit));
    }

    /// The summary line; `more` is what only this kind has to say.
    pub fn summary(mut self, more: &str) -> Result<(), Box<dyn Error>> {
        if let Some(file) = &mut self.solutions {
            file.flush()?;
        }
        let mean = |list: &[f64]| list.iter().sum::<f64>() / list.len().max(1) as f64;
        let most = |list: &[f64]| list.iter().copied().fold(f64::MIN, f64::max);
        self.times.sort_by(f64::total_cmp);
        let p99 = self
            .times
            .get((self.times.len() * 99).div_ceil(100).saturating_sub(1));
        println!(
            "summary: cases {}, with reference {}, gap mean {:.4} % max {:.4} %, ms mean {:.3} p99 {:.3}{}{more}",
            self.times.len(),
            self.gaps.len(),
            mean(&self.gaps),
            if self.gaps.is_empty() {
                0.0
            } else {
                most(&self.gaps)
            },
            mean(&self.times),
            p99.copied().unwrap_or(0.0),
            if more.is_empty() { "" } else { ", " },
        );
        println!("figure,cases,{},", self.times.len());
        if !self.gaps.is_empty() {
            println!("figure,gap mean,{},%", mean(&self.gaps));
            println!("figure,gap max,{},%", most(&self.gaps));
        }
        println!("figure,a case p99,{},ms", p99.copied().unwrap_or(0.0));
        for (name, value, unit) in &self.figures {
            println!("figure,{name},{value},{unit}");
        }
        Ok(())
    }
}
