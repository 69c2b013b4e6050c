//! What a file is, from its first bytes: before anything is taken, a person sees how it will be read.

use super::bytes::Encoding;
use super::problem::{FileError, shown_value};
use super::source::Source;
use super::{online_retail, stock_file};
use crate::limits::PREVIEW_ROWS_MAX;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// Orders: see [`online_retail`].
    OnlineRetail,
    /// Opening stock: see [`stock_file`].
    OpeningStock,
    /// Rows whose headings nobody here knows.
    Unknown,
}

/// A column of a previewed file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreviewColumn {
    /// The heading as the file has it, shortened.
    pub heading: String,
    /// What it is read as; `None` where it is not read.
    pub meaning: Option<&'static str>,
}

/// How a file will be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// What it is.
    pub kind: FileKind,
    /// Whether it is packed.
    pub gzip: bool,
    /// How its characters are written, as far as the first bytes tell.
    pub encoding: Encoding,
    /// What stands between its cells.
    pub delimiter: char,
    /// Its columns, in its order.
    pub columns: Vec<PreviewColumn>,
    /// Its first rows, each cell shortened.
    pub rows: Vec<Vec<String>>,
    /// What ended the reading within the first bytes.
    pub problem: Option<FileError>,
}

/// Looks at the first bytes of a file: some 64 kB are plenty. `whole` says that they are all of it.
pub fn preview(first_bytes: &[u8], whole: bool) -> Preview {
    look(Source::new(), first_bytes, whole)
}

/// The same of text in UTF-8 that a person has said means what it says.
pub fn preview_said(first_bytes: &[u8], whole: bool) -> Preview {
    look(Source::said(), first_bytes, whole)
}

fn look(mut source: Source, first_bytes: &[u8], whole: bool) -> Preview {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut keep = |row: super::table::Row<'_>| {
        if rows.len() <= PREVIEW_ROWS_MAX && !row.is_blank() && row.flaw().is_none() {
            rows.push(row.cells().map(shown_value).collect());
        }
    };
    // One bounded step shows enough; what it leaves is not read.
    let mut problem = source.push(first_bytes, &mut keep).err();
    if whole && problem.is_none() {
        problem = source.finish(&mut keep).err();
    }
    let headings = if rows.is_empty() {
        Vec::new()
    } else {
        rows.remove(0)
    };
    let texts = || headings.iter().map(String::as_str);
    let (kind, meanings) = if online_retail::recognises(texts()) {
        (FileKind::OnlineRetail, online_retail::meaning(texts()))
    } else if stock_file::recognises(texts()) {
        (FileKind::OpeningStock, stock_file::meaning(texts()))
    } else {
        (FileKind::Unknown, vec![None; headings.len()])
    };
    rows.truncate(PREVIEW_ROWS_MAX);
    Preview {
        kind,
        gzip: source.is_gzip().unwrap_or(false),
        encoding: source.encoding().unwrap_or(Encoding::Utf8),
        delimiter: source.delimiter().unwrap_or(','),
        columns: headings
            .iter()
            .zip(meanings)
            .map(|(heading, meaning)| PreviewColumn {
                heading: heading.clone(),
                meaning,
            })
            .collect(),
        rows,
        problem,
    }
}
