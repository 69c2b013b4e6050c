//! Workbooks (`.xlsx`) as rows of cells, and rows of cells as workbooks.
//!
//! Not `calamine`: it reads every number into an `f64`, which loses the last digits of the 18-digit identifiers that
//! marketplaces write, and it holds a sheet whole. Here a number stays text and a sheet is read row by row, in steps;
//! what it needs is a table of contents, the inflater that is in the program anyway, and the little of XML that
//! workbooks use. What is held: the packed file and its shared texts, both bounded. Formulas give their stored values.
//!
//! Read is the sheet `orders` or `OrderSKUList`, or else the first. Encrypted workbooks and the old `.xls` are refused.

mod archive;
mod parts;
mod sheet;
mod write;
mod xml;
mod zip;

use self::archive::{Archive, Part};
use self::parts::Texts;
use self::sheet::Sheet;
pub use self::write::WorkbookWriter;
use self::xml::Xml;
pub use self::zip::{Unpacked, Zip};
use super::problem::FileError;
use super::table::Row;

/// The first bytes of a workbook, and of every zip archive.
pub const MAGIC: [u8; 4] = [b'P', b'K', 3, 4];

/// A workbook being read.
#[derive(Debug)]
pub struct Workbook {
    archive: Archive,
    part: Part,
    xml: Xml,
    sheet: Sheet,
    bytes: Vec<u8>,
}

impl Workbook {
    /// Opens a workbook and finds its sheet of rows.
    ///
    /// # Errors
    /// [`FileError::WorkbookDamaged`], [`FileError::WorkbookWithoutRows`], or the bound that was passed.
    pub fn open(bytes: Vec<u8>) -> Result<Self, FileError> {
        let archive = Archive::open(bytes)?;
        let contents = parts::contents(&archive)?;
        let texts = Texts::read(&archive)?;
        let styles = parts::styles(&archive)?;
        let part = archive.part(&contents.sheet);
        let part = part.ok_or(FileError::WorkbookWithoutRows)??;
        Ok(Self {
            archive,
            part,
            xml: Xml::default(),
            sheet: Sheet::new(texts, styles, contents.from_1904),
            bytes: Vec::new(),
        })
    }

    /// Reads a step more and gives out its rows. Whether there is more.
    ///
    /// # Errors
    /// What ended the reading. The row under way was given out as cut short.
    pub fn step(&mut self, rows: &mut impl FnMut(Row<'_>)) -> Result<bool, FileError> {
        self.bytes.clear();
        let result = self.part.step(&self.archive, &mut self.bytes);
        let sheet = &mut self.sheet;
        let read = self.xml.push(&self.bytes, &mut |event| {
            sheet.take(event, rows);
            Ok(())
        });
        let result = read.and(result);
        if !matches!(result, Ok(true)) {
            self.sheet.abandon(rows);
        }
        result
    }

    /// How many bytes of the sheet, unpacked, have been read.
    pub fn bytes_unpacked(&self) -> u64 {
        self.part.bytes_out
    }
}
