//! Makes the workspace up, and measures it.

use crate::memory;
use crate::world::World;
use depo::site::{Site, Workspace};
use depo::storage::Table;
use depo::storage::memory::MemoryStore;
use futures_executor::block_on;
use std::error::Error;
use std::process::ExitCode;
use std::time::Instant;

/// Orders of one file.
const FILE: u64 = 200;

pub fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn figure(name: &str, value: f64, unit: &str) {
    println!("{name},{value:.3},{unit}");
}

fn run() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let orders: u64 = arguments.first().ok_or("how many orders?")?.parse()?;
    let open: u64 = match arguments.iter().position(|argument| argument == "--open") {
        Some(at) => arguments.get(at + 1).ok_or("which share?")?.parse()?,
        None => 2,
    };
    let begun = Instant::now();
    let mut world = World::founded()?;
    for part in (0..orders).collect::<Vec<_>>().chunks(FILE as usize) {
        let documents = world.take_in(part)?;
        let worked = documents.len() * (100 - open.min(100) as usize) / 100;
        world.work(&documents[..worked])?;
    }
    let per = |bytes: usize| bytes as f64 / orders as f64;
    figure("making it up", begun.elapsed().as_secs_f64(), "s");
    let commits = world.site.held().len();
    let facts: usize = world
        .site
        .held()
        .commits()
        .map(|(_, _, events)| events.count())
        .sum();
    figure("commits", commits as f64, "");
    figure("facts", facts as f64, "");
    let (rows, bytes) = world.store.size(Table::Tail);
    figure("bytes at rest an order", per(bytes + rows * 24), "B");
    let store = world.store.clone();
    drop(world.site);
    let begun = Instant::now();
    let (site, held) = memory::of(|| block_on(Site::open(store.clone())));
    let site = site?;
    figure("opening", begun.elapsed().as_secs_f64(), "s");
    figure("held an order, all", per(held), "B");
    let begun = Instant::now();
    let view = MemoryStore::new();
    let workspace = Workspace::new(site).with_view(view.clone(), false);
    block_on(workspace.save_view(async || ()))?;
    figure("packing and saving", begun.elapsed().as_secs_f64(), "s");
    let (rows, bytes) = view.size(Table::View);
    figure("saved an order", per(bytes), "B");
    figure("saved parts", rows as f64, "");
    let begun = Instant::now();
    let reading = workspace.read(|at| at.state.orders().count());
    figure(
        "walking over all orders",
        begun.elapsed().as_secs_f64(),
        "s",
    );
    drop(workspace);
    let begun = Instant::now();
    let (opened, held) = memory::of(|| block_on(Site::open_with(store, &view)));
    let (site, is_saved) = opened?;
    figure("opening what was saved", begun.elapsed().as_secs_f64(), "s");
    figure("held an order, all, packed", per(held), "B");
    if !is_saved || site.state().orders().count() != reading {
        return Err("what was saved is not what was there".into());
    }
    if orders <= 2_000 && !site.is_proved() {
        return Err("folding anew gives another state".into());
    }
    Ok(())
}
