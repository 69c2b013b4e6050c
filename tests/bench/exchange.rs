//! How fast files are read, natively and in a worker of the browser, and Papa Parse on the same bytes in the same worker.
//!
//! Both by the program of `tests/tools/exchange_speed`; files that are not there are made up by it.

use super::table::{Figure, TIMES};
use super::{data, native, page};
use crate::support::Failure;
use crate::support::session::Session;
use serde_json::json;

pub fn run(session: &mut Session) -> Result<Vec<Figure>, Failure> {
    let orders = data::serve(session)?;
    let (mut paths, mut addresses, mut whose) = (Vec::new(), Vec::new(), "made up");
    if orders.lines.is_none() {
        whose = orders.what;
        paths.extend(orders.files.iter().map(|file| file.display().to_string()));
        let names = orders.names().into_iter();
        addresses.extend(names.map(|name| format!("/data/{name}")));
    }
    let mut figures = Vec::new();
    for line in native::run("exchange_speed", &paths)? {
        figures.extend(Read::of(&line, whose)?.figures("native"));
    }
    let found = page::work(session, "exchange", json!([{ "months": addresses }]))?;
    for read in found.as_array().ok_or("the page has given no list")? {
        let line = read["line"].as_str().ok_or("no line")?;
        let (ours, theirs) = (Read::of(line, whose)?, read["theirs"].as_f64());
        figures.extend(ours.figures("wasm"));
        let Some(ms) = theirs else { continue };
        let [bytes, _] = Read { ms, ..ours }.figures("Papa Parse");
        figures.push(bytes);
        figures.push(Figure::new(
            &format!("{}: Papa Parse beside Depo, wasm", ours.name),
            "Papa Parse decodes and gives objects; Depo decodes, understands and gives what was counted",
            ms / ours.ms,
            TIMES,
        ));
    }
    Ok(figures)
}

/// What a reader has read, and in which time.
#[derive(Clone, Copy)]
struct Read<'a> {
    name: &'a str,
    counted: &'a str,
    bytes: f64,
    count: f64,
    ms: f64,
    whose: &'a str,
}

impl<'a> Read<'a> {
    fn of(line: &'a str, months: &'a str) -> Result<Self, Failure> {
        let parts: Vec<&str> = line.split(',').collect();
        let [name, counted, bytes, count, ms] = parts[..] else {
            return Err(format!("{line:?} is no line of a reader").into());
        };
        Ok(Read {
            name,
            counted,
            bytes: bytes.parse()?,
            count: count.parse()?,
            ms: ms.parse()?,
            whose: match name {
                "Online Retail" | "its cells alone" => months,
                _ => "made up",
            },
        })
    }

    fn figures(&self, side: &str) -> [Figure; 2] {
        let workload = format!(
            "{}: {:.1} MB in memory, {} {}; quickest of some runs",
            self.whose,
            self.bytes / 1e6,
            self.count,
            self.counted
        );
        let name = format!("{}, {side}", self.name);
        let seconds = self.ms / 1e3;
        let each = format!("{name}: {}", self.counted);
        [
            Figure::new(&name, &workload, self.bytes / 1e6 / seconds, "MB/s"),
            Figure::new(&each, &workload, self.count / seconds, "/s"),
        ]
    }
}
