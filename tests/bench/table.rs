//! The figures as a table to read and as a file for programs.

use super::machine::Machine;
use crate::support::{Failure, Outcome};
use serde_json::{Value, json};
use std::path::Path;

/// One figure.
pub struct Figure {
    /// What was measured.
    pub name: String,
    /// Over what.
    pub workload: String,
    /// The figure.
    pub measured: f64,
    /// Its unit.
    pub unit: &'static str,
    /// What was hoped for, in the same unit.
    pub goal: Option<Goal>,
}

/// What was hoped for.
#[derive(Clone, Copy)]
pub enum Goal {
    AtMost(f64),
    AtLeast(f64),
}

/// The unit of a comparison: how many times as long the other one took.
pub const TIMES: &str = "x";

impl Figure {
    /// A figure without a goal.
    pub fn new(name: &str, workload: &str, measured: f64, unit: &'static str) -> Self {
        Figure {
            name: name.to_string(),
            workload: workload.to_string(),
            measured,
            unit,
            goal: None,
        }
    }

    /// The same with its goal: more in a comparison, else less.
    pub fn goal(self, goal: f64) -> Self {
        let goal = match self.unit == TIMES {
            true => Goal::AtLeast(goal),
            false => Goal::AtMost(goal),
        };
        self.with_goal(goal)
    }

    /// The same with its goal.
    pub fn with_goal(mut self, goal: Goal) -> Self {
        self.goal = Some(goal);
        self
    }

    fn measured_text(&self) -> String {
        format!("{} {}", number(self.measured), self.unit)
    }

    fn goal_text(&self) -> String {
        match self.goal {
            Some(Goal::AtLeast(goal)) => format!("at least {} {}", number(goal), self.unit),
            Some(Goal::AtMost(goal)) => format!("at most {} {}", number(goal), self.unit),
            None => String::new(),
        }
    }
}

/// Three digits that tell something; whole thousands in full.
fn number(value: f64) -> String {
    let decimals = match value.abs() {
        size if size >= 100.0 || size.fract() == 0.0 => 0,
        size if size >= 10.0 => 1,
        size if size >= 0.1 => 2,
        size if size >= 0.01 => 3,
        _ => 4,
    };
    let plain = format!("{:.decimals$}", value.abs());
    let (whole, rest) = plain.split_at(plain.find('.').unwrap_or(plain.len()));
    let mut grouped = String::new();
    if value < 0.0 {
        grouped.push('-');
    }
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped + rest
}

/// All figures of a run.
pub struct Table {
    figures: Vec<Figure>,
    machine: Option<Machine>,
}

impl Table {
    pub fn new() -> Self {
        Table {
            figures: Vec::new(),
            machine: None,
        }
    }

    pub fn machine(&mut self, machine: Machine) {
        self.machine = Some(machine);
    }

    pub fn add(&mut self, figures: Vec<Figure>) {
        self.figures.extend(figures);
    }

    /// Prints the table as Markdown, which can be read as it is.
    pub fn print(&self) {
        let rows: Vec<[String; 4]> = self
            .figures
            .iter()
            .map(|figure| {
                [
                    figure.name.clone(),
                    figure.workload.clone(),
                    figure.measured_text(),
                    figure.goal_text(),
                ]
            })
            .collect();
        let heads = ["figure", "workload", "measured", "goal"].map(str::to_string);
        let width = |column: usize| {
            let cells = rows.iter().chain([&heads]);
            cells
                .map(|row| row[column].chars().count())
                .max()
                .unwrap_or(0)
        };
        let widths: [usize; 4] = std::array::from_fn(width);
        let line = |row: &[String; 4]| {
            let cells = row.iter().zip(widths);
            let cells = cells.map(|(cell, width)| format!("{cell:<width$}"));
            println!("| {} |", cells.collect::<Vec<_>>().join(" | "));
        };
        println!();
        line(&heads);
        line(&widths.map(|width| "-".repeat(width)));
        rows.iter().for_each(line);
        if let Some(machine) = &self.machine {
            println!("\n{}", machine.line());
        }
    }

    /// Writes the figures for programs.
    pub fn save(&self, file: &Path) -> Outcome {
        let figures: Vec<Value> = self
            .figures
            .iter()
            .map(|figure| {
                json!({
                    "figure": figure.name,
                    "workload": figure.workload,
                    "measured": figure.measured,
                    "unit": figure.unit,
                    "at_most": match figure.goal { Some(Goal::AtMost(goal)) => Some(goal), _ => None },
                    "at_least": match figure.goal { Some(Goal::AtLeast(goal)) => Some(goal), _ => None },
                })
            })
            .collect();
        let machine = self.machine.as_ref().map(Machine::to_json);
        let all = json!({ "machine": machine, "figures": figures });
        std::fs::write(file, serde_json::to_string_pretty(&all)? + "\n")?;
        Ok(())
    }
}

/// A number of a page's answer.
pub fn number_of(value: &Value, name: &str) -> Result<f64, Failure> {
    let found = value[name].as_f64();
    found.ok_or_else(|| format!("the page has given no number {name:?}").into())
}

/// The value below which this share of the sorted values lies.
pub fn percentile(sorted: &[f64], share: f64) -> f64 {
    let last = sorted.len().saturating_sub(1);
    let at = (last as f64 * share).round() as usize;
    sorted.get(at).copied().unwrap_or(f64::NAN)
}

/// The numbers of a list, sorted.
pub fn sorted(list: &Value) -> Result<Vec<f64>, Failure> {
    let list = list.as_array().ok_or("the page has given no list")?;
    let mut numbers: Vec<f64> = list.iter().filter_map(Value::as_f64).collect();
    numbers.sort_by(f64::total_cmp);
    Ok(numbers)
}
