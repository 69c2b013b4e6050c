//! The frame of every reader that is fed a file by chunks, whatever kind of file it is: text in rows, JSON, or a
//! workbook; packed or not. It finds out what the bytes are and hands rows and records to a [`Gathering`], which knows
//! what they mean.
//!
//! Inside, the gathering is a trait object: the frame is in the program once, not once per kind of file, and a call per
//! row costs nothing beside reading the row.

use super::bytes::Encoding;
use super::json::{Record, Records};
use super::problem::{FileError, Notice};
use super::source::TextSource;
use super::table::{Row, Table};
use super::workbook::{self, Workbook};
use crate::limits::{DELIMITER_SEARCH_BYTES_MAX, EDI_FILE_BYTES_MAX, WORKBOOK_BYTES_MAX};

/// Whether a file has ended, or a reader has to be asked to finish again: a workbook is read in steps after its last
/// byte, since what it holds is told by its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// There is more.
    More,
    /// It has ended.
    Done,
}

/// What knows a kind of file: it takes the rows and records of one, and gives out what they say.
pub trait Gathering {
    /// What it gives out.
    type Record;

    /// The keys under which records of JSON are wrapped; without any the file is never JSON.
    const WRAPPERS: &'static [&'static str] = &[];

    /// Takes a row.
    fn row(&mut self, row: Row<'_>, out: &mut dyn FnMut(Self::Record));

    /// Takes a record of JSON.
    fn json(&mut self, _record: Record<'_>, _out: &mut dyn FnMut(Self::Record)) {}

    /// Takes the messages of an EDI file.
    ///
    /// # Errors
    /// Why the file is none that can be read.
    fn messages(
        &mut self,
        _bytes: &[u8],
        _out: &mut dyn FnMut(Self::Record),
    ) -> Result<(), FileError> {
        Err(FileError::NotRecognised {
            found: vec!["EDI".to_owned()],
        })
    }

    /// What there was in the rows and records that ends the reading.
    fn failure(&self) -> Option<&FileError>;

    /// Whether a file that ends here has anything in it.
    ///
    /// # Errors
    /// [`FileError::Empty`], [`FileError::NoRows`] or [`FileError::NotRecognised`].
    fn emptiness(&self, is_json: bool) -> Result<(), FileError>;

    /// The file has ended, by itself or by a failure: what is still held is given out. Called once.
    fn end(
        &mut self,
        failure: Option<&FileError>,
        notices: Vec<Notice>,
        out: &mut dyn FnMut(Self::Record),
    );
}

/// Reads one file, packed or not, text or a workbook.
#[derive(Debug)]
pub struct FileReader<G> {
    fed: Fed,
    pub(super) gather: G,
}

impl<G: Gathering> FileReader<G> {
    pub(super) fn of(gather: G) -> Self {
        Self {
            fed: Fed::new(G::WRAPPERS),
            gather,
        }
    }

    /// Takes bytes of the file and gives out the records that are complete. Returns how many bytes it used: call again
    /// with the others; each call stays short.
    ///
    /// # Errors
    /// What ended the reading, at this call or before. Every record before it has been given out, and the report is
    /// complete.
    pub fn push(
        &mut self,
        bytes: &[u8],
        out: &mut impl FnMut(G::Record),
    ) -> Result<usize, FileError> {
        let gather = &mut self.gather;
        self.fed.push(bytes, &mut Taking { gather, out })
    }

    /// Ends the file and gives out its last records. To be called again while there is [more](Ending::More).
    ///
    /// # Errors
    /// As [`Self::push`]; [`FileError::Empty`], [`FileError::NoRows`] or [`FileError::NotRecognised`] for a file without
    /// content.
    pub fn finish(&mut self, out: &mut impl FnMut(G::Record)) -> Result<Ending, FileError> {
        let gather = &mut self.gather;
        self.fed.finish(&mut Taking { gather, out })
    }

    /// Its text is in UTF-8 and means what it says: a person has said so, and nothing is healed.
    pub fn as_said(mut self) -> Self {
        self.fed.is_said = true;
        self
    }

    /// How many bytes of the file, unpacked, have been read; of a workbook, of its sheet.
    pub fn bytes_unpacked(&self) -> u64 {
        self.fed.bytes_unpacked()
    }
}

/// A gathering with where its records go, as the frame sees it.
trait Taker {
    fn row(&mut self, row: Row<'_>);
    fn json(&mut self, record: Record<'_>);
    fn messages(&mut self, bytes: &[u8]) -> Result<(), FileError>;
    fn failure(&self) -> Option<&FileError>;
    fn emptiness(&self, is_json: bool) -> Result<(), FileError>;
    fn end(&mut self, failure: Option<&FileError>, notices: Vec<Notice>);
}

struct Taking<'a, G, F> {
    gather: &'a mut G,
    out: &'a mut F,
}

impl<G: Gathering, F: FnMut(G::Record)> Taker for Taking<'_, G, F> {
    fn row(&mut self, row: Row<'_>) {
        self.gather.row(row, self.out);
    }

    fn json(&mut self, record: Record<'_>) {
        self.gather.json(record, self.out);
    }

    fn messages(&mut self, bytes: &[u8]) -> Result<(), FileError> {
        self.gather.messages(bytes, self.out)
    }

    fn failure(&self) -> Option<&FileError> {
        self.gather.failure()
    }

    fn emptiness(&self, is_json: bool) -> Result<(), FileError> {
        self.gather.emptiness(is_json)
    }

    fn end(&mut self, failure: Option<&FileError>, notices: Vec<Notice>) {
        self.gather.end(failure, notices, self.out);
    }
}

/// What the bytes are.
#[derive(Debug)]
enum Bytes {
    /// The first ones, until they tell.
    First(Vec<u8>),
    Text(Box<TextSource>),
    Packed(Vec<u8>),
    /// Messages of EDI, which are read once all of it is there.
    Messages(Vec<u8>),
    Opened(Box<Workbook>),
}

/// What the text is.
#[derive(Debug)]
enum Body {
    /// Blanks so far.
    Blank(String),
    Rows(Table),
    Json(Records),
}

/// Whether a file of this beginning is one of EDI: a tag that messages begin with, and behind it a sign that parts.
pub(crate) fn begins_messages(first: &[u8]) -> bool {
    let parts = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_punctuation());
    let is_comma = |byte: Option<&u8>| matches!(byte, Some(b',' | b';' | b'"' | b'_' | b'-'));
    match first {
        [b'U', b'N', b'A' | b'B' | b'H' | b'G', ..] | [b'I', b'S', b'A', ..] => {
            parts(first.get(3)) && !is_comma(first.get(3))
        }
        [b'G' | b'S', b'S' | b'T', ..] => parts(first.get(2)) && !is_comma(first.get(2)),
        _ => false,
    }
}

#[derive(Debug)]
struct Fed {
    wrappers: &'static [&'static str],
    is_said: bool,
    bytes: Bytes,
    body: Body,
    text: String,
    /// What is wrong with the text. Kept apart from what is wrong with the bytes behind it, which comes later.
    fault: Option<FileError>,
    failure: Option<FileError>,
    ended: bool,
}

impl Fed {
    /// For a file of rows, or of JSON whose records may be wrapped under these keys; without any it is never JSON.
    fn new(wrappers: &'static [&'static str]) -> Self {
        Self {
            wrappers,
            is_said: false,
            bytes: Bytes::First(Vec::new()),
            body: Body::Blank(String::new()),
            text: String::new(),
            fault: None,
            failure: None,
            ended: false,
        }
    }

    /// Takes bytes of the file. Returns how many it used: to be called again with the others; each call stays short.
    ///
    /// # Errors
    /// What ended the reading, at this call or before. Everything before it has been handed on.
    fn push(&mut self, bytes: &[u8], taker: &mut dyn Taker) -> Result<usize, FileError> {
        self.check()?;
        self.text.clear();
        let result = match &mut self.bytes {
            Bytes::First(first) => {
                let count = bytes.len().min(workbook::MAGIC.len() - first.len());
                first.extend_from_slice(bytes.get(..count).unwrap_or_default());
                if first.len() == workbook::MAGIC.len() {
                    self.leave_first().map(|()| count)
                } else {
                    Ok(count)
                }
            }
            Bytes::Text(source) => source.push(bytes, &mut self.text),
            Bytes::Packed(packed) if packed.len() + bytes.len() > WORKBOOK_BYTES_MAX => {
                Err(FileError::TooLarge {
                    bytes_max: WORKBOOK_BYTES_MAX as u64,
                })
            }
            Bytes::Packed(packed) => {
                packed.extend_from_slice(bytes);
                Ok(bytes.len())
            }
            Bytes::Messages(held) if held.len() + bytes.len() > EDI_FILE_BYTES_MAX => {
                Err(FileError::TooLarge {
                    bytes_max: EDI_FILE_BYTES_MAX as u64,
                })
            }
            Bytes::Messages(held) => {
                held.extend_from_slice(bytes);
                Ok(bytes.len())
            }
            Bytes::Opened(_) => Ok(bytes.len()),
        };
        self.take_text(taker);
        self.settle(result, taker)
    }

    /// Ends the file. To be called again while there is [more](Ending::More).
    ///
    /// # Errors
    /// As [`Self::push`], and what the taker says of a file without content.
    fn finish(&mut self, taker: &mut dyn Taker) -> Result<Ending, FileError> {
        self.check()?;
        if self.ended {
            return Ok(Ending::Done);
        }
        self.text.clear();
        let mut ending = Ending::Done;
        let result = self.finish_bytes(&mut ending, taker);
        let result = result.and_then(|()| match ending {
            Ending::Done => {
                let of_records =
                    matches!(self.body, Body::Json(_)) || matches!(self.bytes, Bytes::Messages(_));
                taker.emptiness(of_records)
            }
            Ending::More => Ok(()),
        });
        self.settle(result, taker)?;
        if ending == Ending::Done {
            self.ended = true;
            taker.end(None, self.notices());
        }
        Ok(ending)
    }

    /// How many bytes of the file, unpacked, have been read; of a workbook, of its sheet.
    fn bytes_unpacked(&self) -> u64 {
        match &self.bytes {
            Bytes::First(first) => first.len() as u64,
            Bytes::Text(source) => source.bytes_unpacked(),
            Bytes::Packed(packed) => packed.len() as u64,
            Bytes::Messages(held) => held.len() as u64,
            Bytes::Opened(book) => book.bytes_unpacked(),
        }
    }

    fn finish_bytes(
        &mut self,
        ending: &mut Ending,
        taker: &mut dyn Taker,
    ) -> Result<(), FileError> {
        if matches!(self.bytes, Bytes::First(_)) {
            self.leave_first()?;
        }
        match &mut self.bytes {
            Bytes::First(_) => Ok(()),
            Bytes::Text(source) => {
                let end = source.finish(&mut self.text);
                self.take_text(taker);
                match self.fault_of_text(taker) {
                    Some(fault) => Err(fault),
                    None => end.and_then(|()| self.finish_body(taker)),
                }
            }
            Bytes::Messages(held) => taker.messages(held),
            Bytes::Packed(packed) => {
                let opened = Workbook::open(std::mem::take(packed))?;
                self.bytes = Bytes::Opened(Box::new(opened));
                *ending = Ending::More;
                Ok(())
            }
            Bytes::Opened(book) => {
                if book.step(&mut |row| taker.row(row))? {
                    *ending = Ending::More;
                }
                Ok(())
            }
        }
    }

    fn finish_body(&mut self, taker: &mut dyn Taker) -> Result<(), FileError> {
        if let Body::Blank(blank) = &mut self.body {
            let mut table = Table::new();
            table.push(blank, &mut |row| taker.row(row));
            self.body = Body::Rows(table);
        }
        match &mut self.body {
            Body::Blank(_) => Ok(()),
            Body::Rows(table) => {
                table.finish(&mut |row| taker.row(row));
                Ok(())
            }
            Body::Json(records) => records.finish(&mut |record| taker.json(record)),
        }
    }

    fn check(&self) -> Result<(), FileError> {
        match &self.failure {
            Some(failure) => Err(failure.clone()),
            None => Ok(()),
        }
    }

    /// Says by the first bytes what the file is, and takes them.
    fn leave_first(&mut self) -> Result<(), FileError> {
        let Bytes::First(first) = &mut self.bytes else {
            return Ok(());
        };
        let first = std::mem::take(first);
        if first == workbook::MAGIC {
            self.bytes = Bytes::Packed(first);
            return Ok(());
        }
        if begins_messages(&first) {
            self.bytes = Bytes::Messages(first);
            return Ok(());
        }
        let mut source = match self.is_said {
            true => TextSource::said(Encoding::Utf8),
            false => TextSource::default(),
        };
        let result = source.push(&first, &mut self.text);
        self.bytes = Bytes::Text(Box::new(source));
        result.map(|_| ())
    }

    fn take_text(&mut self, taker: &mut dyn Taker) {
        if let Body::Blank(blank) = &mut self.body {
            blank.push_str(&self.text);
            let begins = blank.trim_start().chars().next();
            let body = match begins {
                Some('{' | '[') if !self.wrappers.is_empty() => {
                    Body::Json(Records::new(self.wrappers))
                }
                Some(_) => Body::Rows(Table::new()),
                None if blank.len() > DELIMITER_SEARCH_BYTES_MAX => Body::Rows(Table::new()),
                None => return,
            };
            self.text = std::mem::take(blank);
            self.body = body;
        }
        match &mut self.body {
            Body::Blank(_) => {}
            Body::Rows(table) => table.push(&self.text, &mut |row| taker.row(row)),
            Body::Json(records) => {
                let taken = records.push(&self.text, &mut |record| taker.json(record));
                self.fault = taken.err();
            }
        }
    }

    fn fault_of_text(&self, taker: &dyn Taker) -> Option<FileError> {
        self.fault.clone().or_else(|| taker.failure().cloned())
    }

    fn settle<T>(
        &mut self,
        result: Result<T, FileError>,
        taker: &mut dyn Taker,
    ) -> Result<T, FileError> {
        let (error, notices) = match (self.fault_of_text(taker), result) {
            (None, Ok(value)) => return Ok(value),
            // How far the characters behind a fault of the text were decoded depends on how the file was cut.
            (Some(fault), _) => (fault, Vec::new()),
            (None, Err(error)) => {
                let notices = self.notices();
                if let Body::Rows(table) = &mut self.body {
                    table.abandon(&mut |row| taker.row(row));
                }
                (error, notices)
            }
        };
        self.failure = Some(error.clone());
        self.ended = true;
        taker.end(Some(&error), notices);
        Err(error)
    }

    /// What a person should know of the characters.
    fn notices(&self) -> Vec<Notice> {
        match &self.bytes {
            Bytes::Text(source) => source.notices(),
            _ => Vec::new(),
        }
    }
}
