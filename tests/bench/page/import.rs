//! Order files on their way into a journal, and what comes after: a saved view, a start, searches.

use crate::stores::{TabPortal, fresh, opening};
use depo::browser::clock::{monotonic_ms, now_ms};
use depo::domain::command::Command;
use depo::domain::text::Code;
use depo::domain::{Event, Workspace};
use depo::exchange::online_retail::{Invoice, Reader};
use depo::portal::intake::{FileBytes, IncomingFile, IntakeDesk, Options, Progress, import};
use depo::portal::search::{OrderIndex, OrderQuery};
use depo::portal::{Keep, NoPace, Portal, PortalError};
use depo::storage::{Store, Table};
use depo::ui::desk::ScreenPace;
use js_sys::Uint8Array;
use std::cell::Cell;
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

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
}

struct Desk {
    portal: TabPortal,
    operator: Code,
}

impl IntakeDesk for Desk {
    fn look<T>(&self, with: impl FnOnce(&Workspace) -> T) -> T {
        with(&self.portal.state())
    }

    async fn take(&self, command: Command) -> Result<Vec<Event>, PortalError> {
        let done = self
            .portal
            .execute(&command, &self.operator, now_ms(), Keep::Bulk)
            .await?;
        Ok(done.events)
    }

    async fn settle(&self) -> Result<(), PortalError> {
        self.portal.settle().await
    }
}

/// A portal that files have been imported into.
#[wasm_bindgen]
pub struct Imported {
    portal: TabPortal,
    index: OrderIndex,
    report: serde_json::Value,
}

#[wasm_bindgen]
impl Imported {
    /// Imports files into a new portal.
    pub async fn of(files: Vec<File>) -> Result<Imported, JsError> {
        let desk = Desk {
            portal: fresh("bench-import").await?,
            operator: Code::new("ana")?,
        };
        let incoming = files.into_iter().map(|file| IncomingFile {
            name: file.name(),
            size_bytes: file.size() as u64,
            bytes: FileChunks { file, at: 0.0 },
        });
        let shown = Cell::new(0_u32);
        let show = |_: Progress| shown.set(shown.get() + 1);
        let started = monotonic_ms();
        let (report, result) = import(
            incoming.collect(),
            Options::default(),
            false,
            &desk,
            &ScreenPace::unseen(),
            &show,
        )
        .await;
        let ms = monotonic_ms() - started;
        result?;
        if !report.adds_up() {
            return Err(JsError::new("the import's report does not add up"));
        }
        let portal = desk.portal;
        let report = serde_json::json!({
            "ms": ms,
            "lines": report.files.lines,
            "orders": portal.state().orders_count(),
            "commits": portal.canary().last,
            "progress": shown.get(),
        });
        Ok(Imported {
            portal,
            index: OrderIndex::default(),
            report,
        })
    }

    /// What the import took, in JSON.
    pub fn report(&self) -> String {
        self.report.to_string()
    }

    /// Saves the view; the milliseconds.
    pub async fn save_view(&self) -> Result<f64, JsError> {
        let started = monotonic_ms();
        self.portal.save_view().await?;
        Ok(monotonic_ms() - started)
    }

    /// The bytes of the journal as stored.
    pub async fn bytes(&self) -> Result<usize, JsError> {
        let journal = self.portal.journal();
        let rows = journal
            .scan(Table::Segments, &[], &[0xff; 32], usize::MAX)
            .await?;
        Ok(rows
            .iter()
            .map(|(key, value)| key.len() + value.len())
            .sum())
    }

    /// Opens a second portal over the same databases, as a start does; the milliseconds.
    pub async fn open_again(&self) -> Result<f64, JsError> {
        let (journal, view) = crate::stores::open("bench-import").await?;
        let started = monotonic_ms();
        let (portal, _) = Portal::open(journal, view, &opening()?, &NoPace).await?;
        let ms = monotonic_ms() - started;
        if portal.state().orders_count() != self.portal.state().orders_count() {
            return Err(JsError::new("the view lacks orders"));
        }
        Ok(ms)
    }

    /// Reads the state anew into the index of the search; the milliseconds.
    pub fn refresh_index(&mut self) -> f64 {
        let started = monotonic_ms();
        self.index = OrderIndex::default();
        self.index.refresh(&self.portal.state());
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

    /// Closes the databases.
    pub fn close(&self) {
        self.portal.journal().close();
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
