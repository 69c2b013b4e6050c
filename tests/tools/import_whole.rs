//! Prints where the time of a whole import goes: `cargo run --release --example import_whole -- FILE...`
//!
//! Figures, not verdicts. The files go through a portal in memory; then the steps of one command are timed one by one
//! over the same events.

use depo::domain::command::Command;
use depo::domain::commit::{Commit, Recorded, Stamp, StreamId};
use depo::domain::decide::{Context, decide};
use depo::domain::text::Code;
use depo::domain::workspace::Histories;
use depo::domain::{Event, Workspace};
use depo::journal::{GENESIS, chain, decode_commit, encode_commit, seal};
use depo::portal::intake::{FileBytes, IncomingFile, IntakeDesk, Options, Progress, import};
use depo::portal::{Keep, NoPace, Opening, Portal, PortalError};
use depo::storage::memory::MemoryStore;
use futures_executor::block_on;
use std::cell::{Cell, RefCell};
use std::time::Instant;

struct Whole(Option<Vec<u8>>);

impl FileBytes for Whole {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, String> {
        Ok(self.0.take())
    }
}

struct Desk {
    portal: Portal<MemoryStore, MemoryStore>,
    commands: RefCell<Vec<Command>>,
    taking_s: Cell<f64>,
    longest_ms: Cell<f64>,
    operator: Code,
}

impl IntakeDesk for Desk {
    fn look<T>(&self, with: impl FnOnce(&Workspace) -> T) -> T {
        with(&self.portal.state())
    }

    async fn take(&self, command: Command) -> Result<Vec<Event>, PortalError> {
        self.commands.borrow_mut().push(command.clone());
        let begin = Instant::now();
        let done = self
            .portal
            .execute(&command, &self.operator, 1_700_000_000_000, Keep::Bulk)
            .await?;
        let took = begin.elapsed().as_secs_f64();
        self.taking_s.set(self.taking_s.get() + took);
        self.longest_ms.set(self.longest_ms.get().max(took * 1e3));
        Ok(done.events)
    }

    async fn settle(&self) -> Result<(), PortalError> {
        self.portal.settle().await
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut files = Vec::new();
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path)?;
        files.push(IncomingFile {
            name: path,
            size_bytes: bytes.len() as u64,
            bytes: Whole(Some(bytes)),
        });
    }
    let opening = Opening {
        random: [7; 32],
        canary: None,
        leads: true,
    };
    let (portal, _) = block_on(Portal::open(
        MemoryStore::new(),
        MemoryStore::new(),
        &opening,
        &NoPace,
    ))?;
    let desk = Desk {
        portal,
        commands: RefCell::default(),
        taking_s: Cell::new(0.0),
        longest_ms: Cell::new(0.0),
        operator: Code::new("bench")?,
    };
    let show = |_: Progress| {};
    let begin = Instant::now();
    let (report, result) = block_on(import(
        files,
        Options::default(),
        false,
        &desk,
        &NoPace,
        &show,
    ));
    result?;
    let all_s = begin.elapsed().as_secs_f64();
    let lines = report.total().lines;
    println!(
        "{lines} lines in {all_s:.2} s: {:.0} lines/s; adds up: {}",
        lines as f64 / all_s,
        report.adds_up()
    );
    println!(
        "reading {:.2} s, {} commands {:.2} s, the longest {:.1} ms",
        all_s - desk.taking_s.get(),
        desk.commands.borrow().len(),
        desk.taking_s.get(),
        desk.longest_ms.get()
    );
    println!(
        "credits: {} units matched, {} not",
        report.units_matched, report.units_unmatched
    );
    steps(&desk.commands.take(), &desk.operator)
}

/// Times the steps of the commands one by one.
fn steps(commands: &[Command], operator: &Code) -> Result<(), Box<dyn std::error::Error>> {
    let stream = StreamId([1; 16]);
    let mut state = Workspace::default();
    let mut hash = GENESIS;
    let mut sums = [0.0; 7];
    let (mut bytes_all, mut sealed_all) = (0, 0);
    for (index, command) in commands.iter().enumerate() {
        let number = index as u64 + 1;
        let context = Context {
            now_ms: 1_700_000_000_000,
            operator: operator.clone(),
            tag: stream.tag(),
            commit: number,
        };
        let mut begin = Instant::now();
        let mut lap = |step: usize| {
            sums[step] += begin.elapsed().as_secs_f64();
            begin = Instant::now();
        };
        let events = decide(&state, command, &context).map_err(|r| format!("{r:?}"))?;
        lap(0);
        let commit = Commit {
            stream,
            number,
            stamp: Stamp::at_ms(context.now_ms).next(context.now_ms + index as i64),
            operator: operator.clone(),
            knows: Vec::new(),
            events: events.into_iter().map(Recorded::Known).collect(),
        };
        lap(1);
        let bytes = encode_commit(&commit)?;
        lap(2);
        let next = chain(&hash, &bytes);
        lap(3);
        sealed_all += seal(stream, number, hash, next, &[&bytes])?.len();
        hash = next;
        bytes_all += bytes.len();
        lap(4);
        let plan = state.plan(std::slice::from_ref(&commit));
        lap(5);
        state.apply(std::slice::from_ref(&commit), &plan, Histories::new());
        lap(6);
        decode_commit(stream, &bytes)?;
    }
    let names = [
        "decide", "commit", "encode", "hash", "seal", "plan", "apply",
    ];
    for (name, seconds) in names.iter().zip(sums) {
        println!("{name:>8} {seconds:.3} s");
    }
    println!("{bytes_all} bytes encoded, {sealed_all} sealed");
    Ok(())
}
