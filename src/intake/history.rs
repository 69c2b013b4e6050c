//! The imports of a workspace, read off its facts: which files were read, and what of them is here.

use crate::site::Reading;
use crate::trade::id::{DocumentId, OperatorId};
use crate::trade::orders::SourceRecord;
use crate::trade::personal::Slot;
use crate::trade::text::Words;
use crate::view::names::text_of;
use std::collections::BTreeMap;

/// A file that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PastFile {
    /// The first 16 bytes of SHA-256 of its bytes.
    pub hash: [u8; 16],
    /// Its name; `None` where that is erased or not on this device.
    pub name: Option<String>,
    /// When it was read first, in milliseconds since 1970 UTC.
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

/// Every file that was read, the latest first; at most so many.
pub fn past_files(at: &Reading<'_>, most: usize) -> Vec<PastFile> {
    let mut files: BTreeMap<[u8; 16], PastFile> = BTreeMap::new();
    let mut see = |source: &SourceRecord, wall_ms: i64, operator: Option<OperatorId>| {
        let file = files.entry(source.file).or_insert_with(|| PastFile {
            hash: source.file,
            at_ms: wall_ms,
            operator,
            ..PastFile::default()
        });
        if wall_ms < file.at_ms {
            (file.at_ms, file.operator) = (wall_ms, operator);
        }
        source.file
    };
    let mut counts: BTreeMap<[u8; 16], [u64; 4]> = BTreeMap::new();
    for order in at.state.orders() {
        if let Some((when, placed)) = order.placed()
            && let Some(source) = &placed.source
        {
            let file = see(source, when.wall_ms, when.operator.map(OperatorId));
            let count = counts.entry(file).or_default();
            count[0] += 1;
            count[1] += placed.lines.len() as u64;
        }
        let came = order.placed().map(|(when, _)| when.commit());
        for (when, said) in order.said() {
            // What a source says of money stands beside the order, in the commit by which it came in.
            let is_later = Some(when.commit()) != came;
            if let Some(source) = said.source.as_ref().filter(|_| is_later) {
                let file = see(source, when.wall_ms, when.operator.map(OperatorId));
                counts.entry(file).or_default()[2] += 1;
            }
        }
    }
    for (_, when, posted) in at.state.stock_documents() {
        if let Some(source) = &posted.source {
            let file = see(source, when.wall_ms, when.operator.map(OperatorId));
            let units: u64 = posted.movements.iter().map(|of| of.units.get()).sum();
            counts.entry(file).or_default()[3] += units;
        }
    }
    for (_, receipt) in at.state.receipts() {
        if let Some((when, opened)) = receipt.opened()
            && let Some(source) = &opened.source
        {
            let file = see(source, when.wall_ms, when.operator.map(OperatorId));
            let units: u64 = receipt.received().map(|(_, of)| of.units.get()).sum();
            counts.entry(file).or_default()[3] += units;
        }
    }
    let mut all: Vec<PastFile> = files.into_values().collect();
    all.sort_by_key(|file| std::cmp::Reverse(file.at_ms));
    all.truncate(most);
    for file in &mut all {
        let document = DocumentId::File(file.hash);
        file.name = text_of(at, &document, &Slot::FileName)
            .map(Words::as_str)
            .map(str::to_owned);
        let [orders, lines, words, units] = counts.get(&file.hash).copied().unwrap_or_default();
        (file.orders, file.lines, file.words, file.units) = (orders, lines, words, units);
    }
    all
}
