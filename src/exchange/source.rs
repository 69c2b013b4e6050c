//! From the bytes of a file to text, and to rows of cells: unpacking, decoding and splitting in one.

use super::bytes::{Decode, Encoding, Inflate};
use super::problem::{FileError, Notice};
use super::table::{Row, Table};

/// A file being unpacked and decoded.
#[derive(Debug, Default)]
pub struct TextSource {
    inflate: Inflate,
    decode: Decode,
    unpacked: Vec<u8>,
}

impl TextSource {
    /// For a file whose encoding a person has said.
    pub fn said(encoding: Encoding) -> Self {
        Self {
            decode: Decode::said(encoding),
            ..Self::default()
        }
    }

    /// Takes bytes of the file and appends the text they give. Returns how many bytes it used, so that one call stays
    /// short whatever the bytes unpack to: call again with the others.
    ///
    /// # Errors
    /// What ended the reading. The text before it was appended.
    pub fn push(&mut self, bytes: &[u8], text: &mut String) -> Result<usize, FileError> {
        let step = self.inflate.step(bytes, &mut self.unpacked);
        self.decode_unpacked(text)?;
        if step.is_err() {
            self.decode.finish(text)?;
        }
        step
    }

    /// Ends the file and appends its last text.
    ///
    /// # Errors
    /// As [`Self::push`]; [`FileError::Empty`] when there was nothing at all.
    pub fn finish(&mut self, text: &mut String) -> Result<(), FileError> {
        let end = self.inflate.finish(&mut self.unpacked);
        self.decode_unpacked(text)?;
        self.decode.finish(text)?;
        end?;
        if self.inflate.bytes_out() == 0 {
            Err(FileError::Empty)
        } else {
            Ok(())
        }
    }

    fn decode_unpacked(&mut self, text: &mut String) -> Result<(), FileError> {
        let decoding = self.decode.push(&self.unpacked, text);
        self.unpacked.clear();
        decoding
    }

    /// Whether the file is packed, once that is known.
    pub fn is_gzip(&self) -> Option<bool> {
        self.inflate.is_gzip()
    }

    /// The encoding, once that is known.
    pub fn encoding(&self) -> Option<Encoding> {
        self.decode.encoding()
    }

    /// How many bytes of the file, unpacked, have been read.
    pub fn bytes_unpacked(&self) -> u64 {
        self.inflate.bytes_out()
    }

    /// What a person should know though the file was read.
    pub fn notices(&self) -> Vec<Notice> {
        self.decode.notices()
    }
}

/// A file of rows being read.
#[derive(Debug, Default)]
pub struct Source {
    bytes: TextSource,
    table: Table,
    text: String,
    ended: bool,
    failure: Option<FileError>,
}

impl Source {
    /// For text in UTF-8 that means what it says.
    pub fn said() -> Self {
        Self {
            bytes: TextSource::said(Encoding::Utf8),
            ..Self::default()
        }
    }

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
        self.text.clear();
        let result = self.bytes.push(bytes, &mut self.text);
        self.table.push(&self.text, rows);
        result.or_else(|error| self.fail(error, rows))
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
        self.text.clear();
        let result = self.bytes.finish(&mut self.text);
        self.table.push(&self.text, rows);
        if let Err(error) = result {
            return self.fail(error, rows);
        }
        self.ended = true;
        self.table.finish(rows);
        Ok(())
    }

    /// What ended the reading early.
    pub fn failure(&self) -> Option<&FileError> {
        self.failure.as_ref()
    }

    /// Whether the file is packed, once that is known.
    pub fn is_gzip(&self) -> Option<bool> {
        self.bytes.is_gzip()
    }

    /// The encoding, once that is known.
    pub fn encoding(&self) -> Option<Encoding> {
        self.bytes.encoding()
    }

    /// The delimiter, once that is known.
    pub fn delimiter(&self) -> Option<char> {
        self.table.delimiter()
    }

    /// How many bytes of the file, unpacked, have been read.
    pub fn bytes_unpacked(&self) -> u64 {
        self.bytes.bytes_unpacked()
    }

    /// What a person should know though the file was read.
    pub fn notices(&self) -> Vec<Notice> {
        self.bytes.notices()
    }

    fn check(&self) -> Result<(), FileError> {
        match &self.failure {
            Some(failure) => Err(failure.clone()),
            None => Ok(()),
        }
    }

    fn fail<T>(
        &mut self,
        error: FileError,
        rows: &mut impl FnMut(Row<'_>),
    ) -> Result<T, FileError> {
        self.table.abandon(rows);
        self.failure = Some(error.clone());
        Err(error)
    }
}
