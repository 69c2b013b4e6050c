//! From the bytes of a file to rows of cells: unpacking, decoding and splitting in one.

use super::bytes::{Decode, Encoding, Inflate};
use super::problem::{FileError, Notice};
use super::table::{Row, Table};

/// A file being read.
#[derive(Debug, Default)]
pub struct Source {
    inflate: Inflate,
    decode: Decode,
    table: Table,
    unpacked: Vec<u8>,
    text: String,
    ended: bool,
    failure: Option<FileError>,
}

impl Source {
    /// For a new file.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes bytes of the file and gives out the rows they complete. Returns how many bytes it used, so that one call
    /// stays short whatever the bytes unpack to: call again with the others.
    ///
    /// # Errors
    /// What ended the reading, at this call or before. All rows before it were given out, the row under way as
    /// cut short.
    pub fn push(
        &mut self,
        bytes: &[u8],
        rows: &mut impl FnMut(Row<'_>),
    ) -> Result<usize, FileError> {
        self.check()?;
        let step = self.inflate.step(bytes, &mut self.unpacked);
        self.read_unpacked(step.as_ref().err().cloned(), rows)?;
        step
    }

    /// Ends the file and gives out its last rows.
    ///
    /// # Errors
    /// As [`Self::push`]; [`FileError::Empty`] when there was nothing at all.
    pub fn finish(&mut self, rows: &mut impl FnMut(Row<'_>)) -> Result<(), FileError> {
        self.check()?;
        if self.ended {
            return Ok(());
        }
        let end = self.inflate.finish(&mut self.unpacked);
        self.read_unpacked(end.err(), rows)?;
        self.text.clear();
        let end = self.decode.finish(&mut self.text);
        self.table.push(&self.text, rows);
        if let Err(error) = end {
            return self.fail(error, rows);
        }
        self.ended = true;
        self.table.finish(rows);
        if self.inflate.bytes_out() == 0 {
            self.fail(FileError::Empty, rows)
        } else {
            Ok(())
        }
    }

    /// What ended the reading early.
    pub fn failure(&self) -> Option<&FileError> {
        self.failure.as_ref()
    }

    /// Whether the file is packed, once that is known.
    pub fn is_gzip(&self) -> Option<bool> {
        self.inflate.is_gzip()
    }

    /// The encoding, once that is known.
    pub fn encoding(&self) -> Option<Encoding> {
        self.decode.encoding()
    }

    /// The delimiter, once that is known.
    pub fn delimiter(&self) -> Option<char> {
        self.table.delimiter()
    }

    /// How many bytes of the file, unpacked, have been read.
    pub fn bytes_unpacked(&self) -> u64 {
        self.inflate.bytes_out()
    }

    /// What a person should know though the file was read.
    pub fn notices(&self) -> Vec<Notice> {
        self.decode.notices()
    }

    fn check(&self) -> Result<(), FileError> {
        match &self.failure {
            Some(failure) => Err(failure.clone()),
            None => Ok(()),
        }
    }

    fn read_unpacked(
        &mut self,
        unpacking: Option<FileError>,
        rows: &mut impl FnMut(Row<'_>),
    ) -> Result<(), FileError> {
        self.text.clear();
        let decoding = self.decode.push(&self.unpacked, &mut self.text);
        self.unpacked.clear();
        self.table.push(&self.text, rows);
        match decoding.err().or(unpacking) {
            Some(error) => self.fail(error, rows),
            None => Ok(()),
        }
    }

    fn fail(&mut self, error: FileError, rows: &mut impl FnMut(Row<'_>)) -> Result<(), FileError> {
        self.table.abandon(rows);
        self.failure = Some(error.clone());
        Err(error)
    }
}
