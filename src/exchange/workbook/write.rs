//! Writes a workbook of one sheet: for files that people open in a spreadsheet.
//!
//! What it gives over CSV: a code stays text, with its zeros and all its digits, and nothing is run as a formula, so
//! that no apostrophe has to be put before it. Numbers of more digits than a spreadsheet keeps are text too.
//!
//! Five parts, of which only the sheet grows; it is packed as it is written, and held packed. Texts stand in their
//! cells: sharing them would mean to hold every one. Rejected: `rust_xlsxwriter` (see [`channel_out`](super::super::channel_out)
//! for what it costs), which knows formats, charts and pictures, and holds the sheet whole.

use std::fmt::Write as _;
use std::io::Write as _;

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};

use crate::exchange::csv_out::{Cell, decimal};

/// The most digits that a spreadsheet keeps of a number.
const NUMBER_DIGITS_MAX: usize = 15;
/// How much is packed at once, in bytes.
const STEP_BYTES: usize = 64 * 1024;
/// The longest text that a spreadsheet takes in a cell, in characters.
const CELL_CHARACTERS_MAX: usize = 32_767;

const TYPES: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/><Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/></Types>";
const LINKS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
const BOOK: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"Sheet1\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";
const BOOK_LINKS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>";
const SHEET_START: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>";
const SHEET_END: &str = "</sheetData></worksheet>";

/// Writes the rows of a workbook.
#[derive(Debug)]
pub struct WorkbookWriter {
    waiting: String,
    sheet: PartWriter,
    row: u64,
}

/// A part of the archive being packed.
#[derive(Debug)]
struct PartWriter {
    packer: DeflateEncoder<Vec<u8>>,
    crc: Crc,
}

impl Default for WorkbookWriter {
    fn default() -> Self {
        Self::new()
    }
}

impl WorkbookWriter {
    /// For a new workbook.
    pub fn new() -> Self {
        Self {
            waiting: SHEET_START.to_owned(),
            sheet: PartWriter::new(),
            row: 0,
        }
    }

    /// Writes a row.
    pub fn row<'a>(&mut self, cells: impl IntoIterator<Item = Cell<'a>>) {
        self.row += 1;
        let out = &mut self.waiting;
        put(out, format_args!("<row r=\"{}\">", self.row));
        for (column, cell) in cells.into_iter().enumerate() {
            let number = match cell {
                Cell::Empty => continue,
                Cell::Text(text) | Cell::Exact(text) => {
                    text_cell(out, column, self.row, text);
                    continue;
                }
                Cell::Integer(number) => number.to_string(),
                Cell::Decimal { amount, decimals } => decimal(amount, usize::from(decimals)),
            };
            let digits = number.bytes().filter(u8::is_ascii_digit).count();
            if digits > NUMBER_DIGITS_MAX {
                text_cell(out, column, self.row, &number);
            } else {
                put(
                    out,
                    format_args!(
                        "<c r=\"{}{}\"><v>{number}</v></c>",
                        letters(column),
                        self.row
                    ),
                );
            }
        }
        out.push_str("</row>");
        if out.len() >= STEP_BYTES {
            self.sheet.push(&std::mem::take(out));
        }
    }

    /// Ends the workbook and gives its bytes.
    pub fn finish(mut self) -> Vec<u8> {
        self.waiting.push_str(SHEET_END);
        self.sheet.push(&self.waiting);
        let mut archive = ArchiveWriter::default();
        for (name, text) in [
            ("[Content_Types].xml", TYPES),
            ("_rels/.rels", LINKS),
            ("xl/workbook.xml", BOOK),
            ("xl/_rels/workbook.xml.rels", BOOK_LINKS),
        ] {
            let mut part = PartWriter::new();
            part.push(text);
            archive.add(name, part);
        }
        archive.add("xl/worksheets/sheet1.xml", self.sheet);
        archive.finish()
    }
}

fn put(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text)
        .expect("writing to a string cannot fail");
}

/// The letters of a column: A to Z, AA and so on.
fn letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        // Below 26.
        letters.push(b'A' + (rest % 26) as u8);
        rest /= 26;
    }
    letters
        .iter()
        .rev()
        .map(|letter| char::from(*letter))
        .collect()
}

fn text_cell(out: &mut String, column: usize, row: u64, text: &str) {
    put(
        out,
        format_args!(
            "<c r=\"{}{row}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">",
            letters(column)
        ),
    );
    for (at, character) in text.char_indices().take(CELL_CHARACTERS_MAX) {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // What would be read as such a mark is written as one.
            '_' if is_mark(text.get(at..).unwrap_or_default()) => out.push_str("_x005F_"),
            '\n' | '\t' => out.push(character),
            control if control < ' ' || matches!(control, '\u{fffe}' | '\u{ffff}') => {
                put(out, format_args!("_x{:04X}_", u32::from(control)));
            }
            other => out.push(other),
        }
    }
    out.push_str("</t></is></c>");
}

/// Whether a text begins with the mark of a control character, `_x000D_`.
fn is_mark(text: &str) -> bool {
    let digits = text
        .strip_prefix("_x")
        .and_then(|rest| rest.split_once('_'));
    digits.is_some_and(|(digits, _)| {
        digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

impl PartWriter {
    fn new() -> Self {
        Self {
            packer: DeflateEncoder::new(Vec::new(), Compression::default()),
            crc: Crc::new(),
        }
    }

    fn push(&mut self, text: &str) {
        self.crc.update(text.as_bytes());
        self.packer
            .write_all(text.as_bytes())
            .expect("writing to memory cannot fail");
    }
}

/// The zip archive around the parts.
#[derive(Debug, Default)]
struct ArchiveWriter {
    bytes: Vec<u8>,
    contents: Vec<u8>,
    parts: u16,
}

impl ArchiveWriter {
    fn add(&mut self, name: &str, part: PartWriter) {
        const DEFLATED: u16 = 8;
        const VERSION: u16 = 20;
        /// The first of January 1980, the earliest that an archive can say: nothing here reads a clock.
        const DATE: u16 = 1 << 5 | 1;
        let packed = part.packer.finish().expect("writing to memory cannot fail");
        let mut common = Vec::new();
        for field in [VERSION, 0, DEFLATED, 0, DATE] {
            common.extend_from_slice(&field.to_le_bytes());
        }
        for field in [part.crc.sum(), saturated(packed.len()), part.crc.amount()] {
            common.extend_from_slice(&field.to_le_bytes());
        }
        let name_bytes = u16::try_from(name.len()).unwrap_or(u16::MAX);
        common.extend_from_slice(&name_bytes.to_le_bytes());
        common.extend_from_slice(&[0, 0]);
        let at = saturated(self.bytes.len());
        self.bytes.extend_from_slice(b"PK\x03\x04");
        self.bytes.extend_from_slice(&common);
        self.bytes.extend_from_slice(name.as_bytes());
        self.bytes.extend_from_slice(&packed);
        self.contents.extend_from_slice(b"PK\x01\x02");
        self.contents.extend_from_slice(&VERSION.to_le_bytes());
        self.contents.extend_from_slice(&common);
        self.contents.extend_from_slice(&[0; 10]);
        self.contents.extend_from_slice(&at.to_le_bytes());
        self.contents.extend_from_slice(name.as_bytes());
        self.parts += 1;
    }

    fn finish(self) -> Vec<u8> {
        let mut bytes = self.bytes;
        let start = saturated(bytes.len());
        bytes.extend_from_slice(&self.contents);
        bytes.extend_from_slice(b"PK\x05\x06\0\0\0\0");
        for _ in 0..2 {
            bytes.extend_from_slice(&self.parts.to_le_bytes());
        }
        bytes.extend_from_slice(&saturated(self.contents.len()).to_le_bytes());
        bytes.extend_from_slice(&start.to_le_bytes());
        bytes.extend_from_slice(&[0, 0]);
        bytes
    }
}

/// A size of an archive, which says four gigabytes at most; memory ends long before.
fn saturated(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters() {
        for (column, expected) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(letters(column), expected);
        }
    }
}
