//! The imports of a workspace, read off its facts: which files were read, and what of them is here.

use crate::limits::IMPORT_READING_PAUSE_MS;
use crate::site::Reading;
use crate::trade::id::{DocumentId, OperatorId};
use crate::trade::personal::Slot;
use crate::trade::text::Words;
use crate::view::names::text_of;
use std::collections::BTreeMap;

/// A reading of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PastFile {
    /// The first 16 bytes of SHA-256 of its bytes.
    pub hash: [u8; 16],
    /// Its name; `None` where that is erased or not on this device.
    pub name: Option<String>,
    /// When it began to be read, in milliseconds since 1970 UTC.
    pub at_ms: i64,
    /// Who read it.
    pub operator: Option<OperatorId>,
    /// Orders that came in with it.
    pub orders: u64,
    /// Lines of these orders.
    pub lines: u64,
    /// Words about orders that were here.
    pub words: u64,
    /// Units that stock files booked.
    pub units: u64,
}

/// One thing that a file said.
struct Told {
    wall_ms: i64,
    operator: Option<OperatorId>,
    /// Orders, their lines, words about orders, units.
    counts: [u64; 4],
}

/// Every file that was read, the latest first; at most so many. A file that is read again has an entry of its own for
/// every reading that said something: a [pause](IMPORT_READING_PAUSE_MS) lies before it.
pub fn past_files(at: &Reading<'_>, most: usize) -> Vec<PastFile> {
    let mut files: BTreeMap<[u8; 16], Vec<Told>> = BTreeMap::new();
    for order in at.state.orders() {
        if let Some((when, placed)) = order.placed()
            && let Some(source) = &placed.source
        {
            let told = Told {
                wall_ms: when.wall_ms,
                operator: when.operator.map(OperatorId),
                counts: [1, placed.lines.len() as u64, 0, 0],
            };
            files.entry(source.file).or_default().push(told);
        }
        let mut last = order.placed().map(|(when, _)| when.commit());
        for (when, said) in order.said() {
            // What a source says of money stands beside the order, in the commit by which it came in.
            let is_later = last.replace(when.commit()) != Some(when.commit());
            if let Some(source) = said.source.as_ref().filter(|_| is_later) {
                let told = Told {
                    wall_ms: when.wall_ms,
                    operator: when.operator.map(OperatorId),
                    counts: [0, 0, 1, 0],
                };
                files.entry(source.file).or_default().push(told);
            }
        }
    }
    for (_, when, posted) in at.state.stock_documents() {
        if let Some(source) = &posted.source {
            let units: u64 = posted.movements.iter().map(|of| of.units.get()).sum();
            let told = Told {
                wall_ms: when.wall_ms,
                operator: when.operator.map(OperatorId),
                counts: [0, 0, 0, units],
            };
            files.entry(source.file).or_default().push(told);
        }
    }
    for (_, receipt) in at.state.receipts() {
        if let Some((when, opened)) = receipt.opened()
            && let Some(source) = &opened.source
        {
            let units: u64 = receipt.received().map(|(_, of)| of.units.get()).sum();
            let told = Told {
                wall_ms: when.wall_ms,
                operator: when.operator.map(OperatorId),
                counts: [0, 0, 0, units],
            };
            files.entry(source.file).or_default().push(told);
        }
    }
    let mut all: Vec<PastFile> = files.into_iter().flat_map(readings).collect();
    all.sort_by_key(|file| std::cmp::Reverse(file.at_ms));
    all.truncate(most);
    for file in &mut all {
        let document = DocumentId::File(file.hash);
        file.name = text_of(at, &document, &Slot::FileName)
            .map(Words::as_str)
            .map(str::to_owned);
    }
    all
}

/// What a file said, parted into its readings, the first one first.
fn readings((hash, mut told): ([u8; 16], Vec<Told>)) -> Vec<PastFile> {
    told.sort_by_key(|one| one.wall_ms);
    let mut all: Vec<PastFile> = Vec::new();
    let mut last_ms = i64::MIN;
    for one in told {
        let is_later = one.wall_ms.saturating_sub(last_ms) > IMPORT_READING_PAUSE_MS;
        if is_later {
            all.push(PastFile {
                hash,
                at_ms: one.wall_ms,
                operator: one.operator,
                ..PastFile::default()
            });
        }
        last_ms = one.wall_ms;
        if let Some(file) = all.last_mut() {
            let [orders, lines, words, units] = one.counts;
            file.orders += orders;
            file.lines += lines;
            file.words += words;
            file.units += units;
        }
    }
    all
}
