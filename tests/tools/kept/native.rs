//! Makes the workspace up, and measures it.

use crate::memory;
use crate::world::World;
use depo::site::{Reading, Site, Workspace};
use depo::storage::Table;
use depo::storage::memory::MemoryStore;
use depo::stream::id::StreamId;
use depo::trade::id::ParcelId;
use depo::trade::scan::{Scan, parcel_code, resolve};
use depo::trade::text::Code;
use depo::view::orders::{OrderIndex, OrderQuery, OrderView};
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
    if arguments.iter().any(|argument| argument == "--allocate") {
        return allocating(orders);
    }
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
    let mut index = OrderIndex::default();
    index.refresh(&site.reading());
    figure("an index of all orders", begun.elapsed().as_secs_f64(), "s");
    let begun = Instant::now();
    let workspace = Workspace::new(site).with_view(view.clone(), false);
    let kept = |_: &Reading<'_>| index.kept();
    block_on(workspace.save_view(kept, async || ()))?;
    figure("packing and saving", begun.elapsed().as_secs_f64(), "s");
    let (rows, bytes) = view.size(Table::View);
    figure("saved an order", per(bytes), "B");
    figure("saved parts", rows as f64, "");
    drop((workspace, index));
    after_a_start(store, &view, orders)
}

/// Bulk work: orders that are taken in, allocated, and taken in by another device as a copy.
fn allocating(orders: u64) -> Result<(), Box<dyn Error>> {
    let mut world = World::founded()?;
    let begun = Instant::now();
    let numbers: Vec<u64> = (0..orders).collect();
    for part in numbers.chunks(FILE as usize) {
        world.place(part)?;
    }
    figure("taking orders in", begun.elapsed().as_secs_f64(), "s");
    let begun = Instant::now();
    world.allocate(&numbers)?;
    figure("allocating them", begun.elapsed().as_secs_f64(), "s");
    let copy: Vec<_> = world.site.held().outgoing().collect();
    figure("commits of the copy", copy.len() as f64, "");
    let state = format!("{:?}", world.site.state().links());
    drop(world);
    let begun = Instant::now();
    let stream = StreamId::new(*b"a second device!");
    let joined = Site::join(
        MemoryStore::new(),
        stream,
        copy,
        *b"two-tabs",
        1_800_000_000_000,
    );
    let joined = block_on(joined)?;
    figure("taking their copy in", begun.elapsed().as_secs_f64(), "s");
    if format!("{:?}", joined.state().links()) != state {
        return Err("the copy says something else".into());
    }
    Ok(())
}

/// What is asked of a workspace that was opened by its saved view, each with the memory that is held after it.
fn after_a_start(
    store: MemoryStore,
    view: &MemoryStore,
    orders: u64,
) -> Result<(), Box<dyn Error>> {
    let before = memory::held();
    let held = |name: &str, begun: Instant| {
        figure(name, begun.elapsed().as_secs_f64() * 1_000.0, "ms");
        let held = memory::held().saturating_sub(before) as f64;
        figure(&format!("held after {name}"), held / 1_048_576.0, "MB");
    };
    let begun = Instant::now();
    let (mut site, is_saved) = block_on(Site::open_with(store, view))?;
    held("opening what was saved", begun);
    if !is_saved {
        return Err("what was saved is of no use".into());
    }
    let begun = Instant::now();
    let entries = site
        .state()
        .entries(&site.forks(), None, &site.relations())
        .len();
    held("the inbox", begun);
    figure("entries of the inbox", entries as f64, "");
    let begun = Instant::now();
    let kept = site.take_beside();
    let index = OrderIndex::of_kept(&kept, &site.reading());
    let mut index = index.map_err(|error| format!("{error:?}"))?;
    drop(kept);
    held("the index of orders", begun);
    if index.len() as u64 != orders {
        return Err("the index that was kept is not of all orders".into());
    }
    let now_ms = i64::MAX / 2;
    let begun = Instant::now();
    index.counts(now_ms, now_ms);
    figure(
        "the counts of a day",
        begun.elapsed().as_secs_f64() * 1_000.0,
        "ms",
    );
    let begun = Instant::now();
    let first = index.best("5001", 8);
    figure(
        "the first answers of a search",
        begun.elapsed().as_secs_f64() * 1_000.0,
        "ms",
    );
    let query = OrderQuery {
        words: "5001".to_owned(),
        ..OrderQuery::default()
    };
    let begun = Instant::now();
    let found = index.select(&query, now_ms).len();
    held("a list that was searched", begun);
    figure("orders found", found as f64, "");
    let closed = first.iter().find(|entry| entry.open().is_none());
    let closed = closed.ok_or("no closed order is found")?.id().clone();
    let begun = Instant::now();
    OrderView::of(&site.reading(), &closed, now_ms).ok_or("no such order")?;
    held("opening a closed order", begun);
    let code = code_of_a_parcel(&site).ok_or("no parcel")?;
    let begun = Instant::now();
    resolve(site.state(), &Scan::plain(code), &site.relations())
        .map_err(|why| format!("{why:?}"))?;
    held("a scan of a parcel", begun);
    let begun = Instant::now();
    let open = site.state().open_orders().count();
    held("walking over the open orders", begun);
    figure("open orders", open as f64, "");
    let begun = Instant::now();
    site.cool();
    site.cool();
    held("letting go", begun);
    let begun = Instant::now();
    site.state().orders().count();
    held("walking over all orders", begun);
    if orders <= 2_000 && !site.is_proved() {
        return Err("folding anew gives another state".into());
    }
    Ok(())
}

/// The printed code of a parcel that is with its customer.
fn code_of_a_parcel(site: &Site<MemoryStore>) -> Option<Code> {
    let state = site.state();
    let order = state
        .orders()
        .find(|order| order.routed().next().is_some())?;
    let (_, fulfilment, _) = order.routed().next()?;
    let parcel: &ParcelId = state.links().parcels(fulfilment).next()?;
    Code::new(&parcel_code(parcel, 5)).ok()
}
