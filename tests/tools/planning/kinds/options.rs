//! What a run is given, the lines that are printed, and the file of solutions.

use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use depo::planning::{Flow, Progress};

/// The name of a file of what is known of the instances beside it.
pub const REFERENCE: &str = "best-known.csv";
/// What takes less is run again and again for as long: a browser's clock goes by tenths of a millisecond.
const TIMED_MS_MIN: f64 = 2.0;
/// So often is run what is timed; the least counts.
pub const TIMED_ROUNDS: usize = 3;

/// A file that was read, or in its place what is to be made up.
pub struct Input {
    /// The file, or what is to be made up.
    pub path: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl Input {
    pub fn new(path: &str, bytes: Vec<u8>) -> Self {
        Input {
            path: path.replace('\\', "/"),
            bytes,
        }
    }

    /// The name of the file without its folder.
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// The file as text.
    pub fn text(&self) -> Result<&str, Box<dyn Error>> {
        std::str::from_utf8(&self.bytes).map_err(|error| format!("{}: {error}", self.path).into())
    }

    /// The numbers of what is to be made up, where there are so many; none for a file.
    pub fn made<const N: usize>(&self) -> Option<[usize; N]> {
        let numbers = self.path.split('x').map(|part| part.parse().ok());
        let numbers: Vec<usize> = numbers.collect::<Option<_>>()?;
        numbers.try_into().ok()
    }
}

/// What a run is given.
pub struct Options {
    /// The instances.
    pub inputs: Vec<Input>,
    /// How long one case may be searched; `None`: as the kind has it by default.
    pub seconds: Option<f64>,
    /// Only each so manieth case is run, where cases take long.
    pub every: usize,
    /// The seed of what looks random.
    pub seed: u64,
    /// Where the solutions go in full.
    pub solutions: Option<PathBuf>,
    /// Milliseconds since some moment.
    clock_ms: fn() -> f64,
    /// Takes each line that is printed.
    print: fn(&str),
}

impl Options {
    /// Those that hold where nothing else is said.
    pub fn new(clock_ms: fn() -> f64, print: fn(&str)) -> Self {
        Options {
            inputs: Vec::new(),
            seconds: None,
            every: 1,
            seed: 1,
            solutions: None,
            clock_ms,
            print,
        }
    }

    /// The inputs, each with its name.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        let inputs = self.inputs.iter();
        inputs.map(|input| (input.path.as_str(), &input.bytes[..]))
    }

    /// The instances, without what is known of them.
    pub fn instances(&self) -> impl Iterator<Item = &Input> {
        self.inputs.iter().filter(|input| input.name() != REFERENCE)
    }

    /// What is known of an instance, where it is there.
    pub fn reference(&self, instance: &Input) -> Option<&Input> {
        let folder = instance.path.strip_suffix(instance.name())?;
        let beside = |input: &&Input| input.path.strip_prefix(folder) == Some(REFERENCE);
        self.inputs.iter().find(beside)
    }

    /// Milliseconds since some moment.
    pub fn now_ms(&self) -> f64 {
        (self.clock_ms)()
    }

    /// Milliseconds since then.
    pub fn since_ms(&self, began_ms: f64) -> f64 {
        self.now_ms() - began_ms
    }

    /// A watcher that stops a search when its time is over.
    pub fn watch(&self, seconds_default: f64) -> impl FnMut(Progress) -> Flow {
        let (clock_ms, began_ms) = (self.clock_ms, self.now_ms());
        let most_ms = self.seconds.unwrap_or(seconds_default) * 1e3;
        move |_| match clock_ms() - began_ms < most_ms {
            true => Flow::Continue,
            false => Flow::Stop,
        }
    }

    /// What `work` gives, and the milliseconds that it takes: the mean of many runs where it is quick, and the least of
    /// some such means, for another program may have had the processor.
    pub fn timed<T>(&self, mut work: impl FnMut() -> T) -> (T, f64) {
        let mut result = work();
        let mut least_ms = f64::INFINITY;
        for _ in 0..TIMED_ROUNDS {
            let (began_ms, mut runs) = (self.now_ms(), 0);
            let took_ms = loop {
                result = work();
                runs += 1;
                let took_ms = self.since_ms(began_ms);
                if took_ms >= TIMED_MS_MIN {
                    break took_ms / f64::from(runs);
                }
            };
            least_ms = least_ms.min(took_ms);
        }
        (result, least_ms)
    }
}

/// Prints a line a case and the summary, and writes the solutions.
pub struct Printer {
    print: fn(&str),
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
        (options.print)("name,objective,reference,gap_percent,milliseconds");
        let solutions = match &options.solutions {
            Some(path) => Some(BufWriter::new(
                File::create(path).map_err(|error| format!("{}: {error}", path.display()))?,
            )),
            None => None,
        };
        Ok(Printer {
            print: options.print,
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
        time_ms: f64,
    ) {
        self.times.push(time_ms);
        let known = match reference {
            Some((value, gap_percent)) => {
                self.gaps.push(gap_percent);
                format!("{value},{gap_percent:.4}")
            }
            None => ",".to_owned(),
        };
        (self.print)(&format!("{name},{objective},{known},{time_ms:.3}"));
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

    /// How much worse than the references the objectives are on average, in percent.
    pub fn gap_mean_percent(&self) -> f64 {
        mean(&self.gaps)
    }

    /// The summary line; `more` is what only this kind has to say.
    pub fn summary(mut self, more: &str) -> Result<(), Box<dyn Error>> {
        if let Some(file) = &mut self.solutions {
            file.flush()?;
        }
        let most = |list: &[f64]| list.iter().copied().fold(f64::MIN, f64::max);
        self.times.sort_by(f64::total_cmp);
        let p99 = self
            .times
            .get((self.times.len() * 99).div_ceil(100).saturating_sub(1));
        let p99 = p99.copied().unwrap_or(0.0);
        (self.print)(&format!(
            "summary: cases {}, with reference {}, gap mean {:.4} % max {:.4} %, ms mean {:.3} p99 {p99:.3}{}{more}",
            self.times.len(),
            self.gaps.len(),
            mean(&self.gaps),
            if self.gaps.is_empty() {
                0.0
            } else {
                most(&self.gaps)
            },
            mean(&self.times),
            if more.is_empty() { "" } else { ", " },
        ));
        let figure = |name: &str, value: f64, unit: &str| {
            (self.print)(&format!("figure,{name},{value},{unit}"));
        };
        figure("cases", self.times.len() as f64, "");
        for (name, value, unit) in &self.figures {
            figure(name, *value, unit);
        }
        Ok(())
    }
}

fn mean(list: &[f64]) -> f64 {
    list.iter().sum::<f64>() / list.len().max(1) as f64
}
