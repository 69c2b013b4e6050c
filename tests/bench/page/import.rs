//! Order files on their way into a workspace, and what comes after: starts, searches.

use crate::desk::{Bench, bytes_of, open};
use depo::browser::clock::{monotonic_ms, now_ms};
use depo::exchange::online_retail::{Invoice, Reader};
use depo::intake::{FileBytes, IncomingFile, OrderOptions, Progress, import_orders};
use depo::screens::desk::ScreenPace;
use depo::site::Site;
use depo::storage::indexed_db::IndexedDbStore;
use depo::view::orders::{OrderIndex, OrderQuery};
use js_sys::Uint8Array;
use leptos::prelude::ArcRwSignal;
use std::cell::Cell;
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

const DATABASE: &str = "bench-import";
/// How much of a file is read at once, as the portal does.
const CHUNK_BYTES: f64 = depo::limits::FILE_CHUNK_BYTES as f64;

struct FileChunks {
    file: File,
    at: f64,
}

impl FileBytes for FileChunks {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, String> {
        if self.at >= self.file.size() {
            return Ok(None);
        }
        let words = |thrown| format!("{thrown:?}");
        let end = self.at + CHUNK_BYTES;
        let part = self.file.slice_with_f64_and_f64(self.at, end);
        let buffer = JsFuture::from(part.map_err(words)?.array_buffer()).await;
        self.at = end;
        Ok(Some(Uint8Array::new(&buffer.map_err(words)?).to_vec()))
    }

    fn rewind(&mut self) {
        self.at = 0.0;
    }
}

/// A workspace that files have been imported into.
#[wasm_bindgen]
pub struct Imported {
    bench: Bench<IndexedDbStore>,
    index: OrderIndex,
    report: serde_json::Value,
}

#[wasm_bindgen]
impl Imported {
    /// Imports files of orders into a new workspace.
    pub async fn of(files: Vec<File>) -> Result<Imported, JsError> {
        let bench = Bench::fresh(DATABASE).await?;
        let incoming = files.into_iter().map(|file| IncomingFile {
            name: file.name(),
            size_bytes: file.size() as u64,
            bytes: FileChunks { file, at: 0.0 },
            is_said: false,
        });
        let shown = Cell::new(0_u32);
        let show = |_: Progress| shown.set(shown.get() + 1);
        let pace = ScreenPace::new(ArcRwSignal::new((0, 0)), ArcRwSignal::new(false));
        let started = monotonic_ms();
        let options = OrderOptions::default();
        let (report, result) =
            import_orders(incoming.collect(), options, &bench, &pace, &show).await;
        let ms = monotonic_ms() - started;
        result.map_err(|stop| JsError::new(&format!("{stop:?}")))?;
        if !report.adds_up() {
            return Err(JsError::new("the import's report does not add up"));
        }
        let lines = report.read.lines;
        let report = serde_json::json!({
            "ms": ms,
            "lines": lines,
            "orders": bench.workspace.read(|at| at.state.orders().count()),
            "commits": bench.workspace.own().1,
            "progress": shown.get(),
        });
        Ok(Imported {
            bench,
            index: OrderIndex::default(),
            report,
        })
    }

    /// What the import took, in JSON.
    pub fn report(&self) -> String {
        self.report.to_string()
    }

    /// The bytes of what is stored.
    pub async fn bytes(&self) -> Result<usize, JsError> {
        bytes_of(self.bench.workspace.store()).await
    }

    /// Opens the workspace a second time over the same database, as a start does; the milliseconds.
    pub async fn open_again(&self) -> Result<f64, JsError> {
        let store = open(DATABASE).await?;
        let started = monotonic_ms();
        let site = Site::open(store).await?;
        let ms = monotonic_ms() - started;
        let orders = self.bench.workspace.read(|at| at.state.orders().count());
        if site.state().orders().count() != orders {
            return Err(JsError::new("orders are missing"));
        }
        site.store().close();
        Ok(ms)
    }

    /// Reads the state anew into the index of the search; the milliseconds.
    pub fn refresh_index(&mut self) -> f64 {
        let started = monotonic_ms();
        self.index = OrderIndex::default();
        let index = &mut self.index;
        self.bench.workspace.read(|at| index.refresh(at));
        monotonic_ms() - started
    }

    /// The milliseconds that the list's search for these words takes.
    pub fn search(&mut self, words: &str) -> f64 {
        let query = OrderQuery {
            words: words.to_owned(),
            descending: true,
            ..OrderQuery::default()
        };
        let started = monotonic_ms();
        let found = self.index.select(&query, now_ms());
        let ms = monotonic_ms() - started;
        // What was found is dropped after the clock was read: a list keeps it.
        drop(found);
        ms
    }

    /// Closes the database.
    pub fn close(&self) {
        self.bench.workspace.store().close();
    }
}

/// The lines of a file as the objects that another program would keep, in JSON.
#[wasm_bindgen]
pub fn lines_of(name: &str, bytes: &[u8], first: f64) -> Result<String, JsError> {
    let mut records = Vec::new();
    let mut id = first;
    let mut take = |invoice: Invoice| {
        for line in &invoice.lines {
            records.push(serde_json::json!({
                "id": id,
                "invoice": invoice.number,
                "at": invoice.time.and_utc().timestamp(),
                "customer": invoice.customer,
                "country": invoice.country,
                "code": line.code,
                "words": line.words,
                "units": line.units,
                "price": line.unit_price,
            }));
            id += 1.0;
        }
    };
    let mut reader = Reader::new(name);
    let mut rest = bytes;
    while !rest.is_empty() {
        rest = &rest[reader.push(rest, &mut take)?..];
    }
    reader.finish(&mut take)?;
    Ok(serde_json::to_string(&records)?)
}

/// The memory that this program has taken, in bytes. It never gives any back.
#[wasm_bindgen]
pub fn memory_bytes() -> Result<f64, JsError> {
    let memory = wasm_bindgen::memory();
    let buffer = js_sys::Reflect::get(&memory, &"buffer".into());
    let bytes = buffer.and_then(|buffer| js_sys::Reflect::get(&buffer, &"byteLength".into()));
    let bytes = bytes.ok().and_then(|bytes| bytes.as_f64());
    bytes.ok_or_else(|| JsError::new("no memory to measure"))
}
