//! Cuts JSON into records: the objects of an array, of an array inside a wrapper object, one after the other, or one
//! alone.
//!
//! Which object is a record cannot be told by its first brace: `{"orders": [...]}` wraps records, `{"id": 1, ...}` is
//! one. So an object is held from its beginning; when a key that is known to wrap opens an array or object, what was
//! held is dropped and the records inside are given out instead.
//!
//! A string that meets a line break is ended there, as JSON demands: a forgotten quotation mark spoils its own record,
//! which is refused when it is read, and not those after it. Likewise an object that opens where a record awaits a key:
//! the record before it lacks a closing bracket, and ends there. An array that is never closed cannot be told from one
//! that goes on, so what follows it within the same array is lost with it.

use crate::exchange::problem::FileError;
use crate::limits::JSON_RECORD_BYTES_MAX;

/// A record, as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record<'a> {
    /// Which record of the file it is, from 1.
    pub number: u64,
    /// The key of the wrapper that it stands under.
    pub under: Option<&'static str>,
    /// Its text; empty where it is too large.
    pub text: &'a str,
    /// What is wrong with it as a whole.
    pub flaw: Option<RecordFlaw>,
}

/// What is wrong with a record before it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordFlaw {
    /// Larger than [`JSON_RECORD_BYTES_MAX`].
    TooLarge,
    /// The file broke off within it.
    CutShort,
}

/// A bracket that is open around records.
#[derive(Clone, Copy, Debug)]
struct Around {
    closes: u8,
    under: Option<&'static str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Between records.
    Between,
    /// In a record.
    Inside,
    /// In a value of a wrapper that holds no records.
    Passing,
}

/// Cuts a file into records.
#[derive(Debug)]
pub struct Records {
    wrappers: &'static [&'static str],
    around: Vec<Around>,
    state: State,
    /// Brackets open in the record or the value passed over.
    depth: u32,
    in_string: bool,
    escaped: bool,
    /// The record so far, or the latest string between records.
    held: String,
    too_large: bool,
    /// Where in `held` the latest string of the record's own level begins and ends.
    string: (usize, usize),
    /// Whether that string was followed by a colon and nothing else yet.
    after_key: bool,
    count: u64,
    bytes: u64,
    last_under: Option<&'static str>,
}

/// Wrappers in wrappers are arrays in arrays at most; deeper is no file of records.
const AROUND_MAX: usize = 32;

impl Records {
    /// For a file whose records may be wrapped in objects under these keys.
    pub fn new(wrappers: &'static [&'static str]) -> Self {
        Self {
            wrappers,
            around: Vec::new(),
            state: State::Between,
            depth: 0,
            in_string: false,
            escaped: false,
            held: String::new(),
            too_large: false,
            string: (0, 0),
            after_key: false,
            count: 0,
            bytes: 0,
            last_under: None,
        }
    }

    /// Takes text and gives out the records it completes.
    ///
    /// # Errors
    /// [`FileError::JsonBroken`] where brackets around records do not fit.
    pub fn push(
        &mut self,
        text: &str,
        records: &mut impl FnMut(Record<'_>),
    ) -> Result<(), FileError> {
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(byte) = bytes.get(at).copied() {
            let start = at;
            at += 1;
            if self.in_string && !self.escaped && !matches!(byte, b'"' | b'\\' | b'\n') {
                while bytes.get(at).is_some_and(|next| !b"\"\\\n".contains(next)) {
                    at += 1;
                }
            }
            let run = text.get(start..at);
            self.take(byte, run.unwrap_or_default(), records)?;
            // A character of several bytes is taken as one run with its first.
            if run.is_none() {
                while !text.is_char_boundary(at) {
                    at += 1;
                }
                self.hold(text.get(start..at).unwrap_or_default());
            }
            self.bytes += (at - start) as u64;
        }
        Ok(())
    }

    /// Ends the file.
    ///
    /// # Errors
    /// [`FileError::JsonTruncated`] where brackets are still open; the record under way is given out as cut short.
    pub fn finish(&mut self, records: &mut impl FnMut(Record<'_>)) -> Result<(), FileError> {
        if self.state == State::Inside {
            self.give(Some(RecordFlaw::CutShort), records);
            return Err(FileError::JsonTruncated);
        }
        if self.around.is_empty() && !self.in_string {
            Ok(())
        } else {
            Err(FileError::JsonTruncated)
        }
    }

    /// How many records were given out.
    pub fn count(&self) -> u64 {
        self.count
    }

    fn take(
        &mut self,
        byte: u8,
        run: &str,
        records: &mut impl FnMut(Record<'_>),
    ) -> Result<(), FileError> {
        if self.in_string {
            self.take_in_string(byte, run);
            return Ok(());
        }
        match byte {
            b'"' => {
                self.hold(run);
                self.in_string = true;
                if self.at_key_level() {
                    self.string.0 = self.held.len();
                }
                if self.state == State::Between {
                    self.held.clear();
                    self.string = (0, 0);
                }
                self.after_key = false;
            }
            b':' => {
                self.hold(run);
                self.after_key = self.at_key_level();
            }
            b'{' | b'[' => self.open(byte, run, records)?,
            b'}' | b']' => self.close(byte, run, records)?,
            blank if blank.is_ascii_whitespace() => {
                if self.state == State::Inside {
                    self.hold(run);
                }
            }
            _ => {
                if self.state == State::Inside {
                    self.hold(run);
                }
                self.after_key = false;
            }
        }
        Ok(())
    }

    fn take_in_string(&mut self, byte: u8, run: &str) {
        if byte == b'"' && !self.escaped || byte == b'\n' {
            self.in_string = false;
            if self.at_key_level() {
                self.string.1 = self.held.len();
            }
        }
        self.escaped = byte == b'\\' && !self.escaped;
        self.hold(run);
    }

    /// Whether a string here may be a key that wraps: of the record itself, or of a wrapper.
    fn at_key_level(&self) -> bool {
        match self.state {
            State::Inside => self.depth == 1,
            State::Between => self
                .around
                .last()
                .is_some_and(|around| around.closes == b'}'),
            State::Passing => false,
        }
    }

    fn wrapper_opened(&self) -> Option<&'static str> {
        if !self.after_key || !self.at_key_level() {
            return None;
        }
        let key = self.held.get(self.string.0..self.string.1)?;
        self.wrappers.iter().copied().find(|name| *name == key)
    }

    fn open(
        &mut self,
        byte: u8,
        run: &str,
        records: &mut impl FnMut(Record<'_>),
    ) -> Result<(), FileError> {
        let wrapper = self.wrapper_opened();
        let is_value = std::mem::take(&mut self.after_key);
        match self.state {
            State::Inside if self.depth == 1 && byte == b'{' && !is_value => {
                let under = self.last_under;
                self.give(None, records);
                self.open_between(byte, under)
            }
            State::Inside | State::Between if wrapper.is_some() => {
                if self.state == State::Inside {
                    let under = self.last_under;
                    self.surround(b'}', under)?;
                }
                self.state = State::Between;
                self.open_between(byte, wrapper)
            }
            State::Between => {
                let in_wrapper = self.around.last().filter(|around| around.closes == b'}');
                if in_wrapper.is_some() {
                    self.state = State::Passing;
                    self.depth = 1;
                    return Ok(());
                }
                let under = self.around.last().and_then(|around| around.under);
                self.open_between(byte, under)
            }
            State::Inside | State::Passing => {
                self.depth = self.depth.saturating_add(1);
                self.hold(run);
                Ok(())
            }
        }
    }

    fn open_between(&mut self, byte: u8, under: Option<&'static str>) -> Result<(), FileError> {
        self.held.clear();
        self.string = (0, 0);
        if byte == b'[' {
            return self.surround(b']', under);
        }
        self.state = State::Inside;
        self.depth = 1;
        self.last_under = under;
        self.held.push('{');
        Ok(())
    }

    fn surround(&mut self, closes: u8, under: Option<&'static str>) -> Result<(), FileError> {
        if self.around.len() >= AROUND_MAX {
            return Err(FileError::JsonBroken { byte: self.bytes });
        }
        self.around.push(Around { closes, under });
        Ok(())
    }

    fn close(
        &mut self,
        byte: u8,
        run: &str,
        records: &mut impl FnMut(Record<'_>),
    ) -> Result<(), FileError> {
        self.after_key = false;
        match self.state {
            State::Between => match self.around.pop() {
                Some(around) if around.closes == byte => Ok(()),
                _ => Err(FileError::JsonBroken { byte: self.bytes }),
            },
            State::Inside | State::Passing => {
                self.hold(run);
                // A record ends as it began; any other bracket at its own level is a fault within it.
                if self.depth > 1 || byte == b'}' || self.state == State::Passing {
                    self.depth -= 1;
                }
                if self.depth == 0 {
                    if self.state == State::Inside {
                        self.give(None, records);
                    }
                    self.state = State::Between;
                }
                Ok(())
            }
        }
    }

    fn hold(&mut self, run: &str) {
        let needed = match self.state {
            State::Inside => true,
            State::Between => self.in_string && self.at_key_level(),
            State::Passing => false,
        };
        if !needed || self.too_large {
            return;
        }
        if self.held.len() + run.len() > JSON_RECORD_BYTES_MAX {
            self.held.clear();
            self.string = (0, 0);
            self.too_large = self.state == State::Inside;
            return;
        }
        self.held.push_str(run);
    }

    fn give(&mut self, flaw: Option<RecordFlaw>, records: &mut impl FnMut(Record<'_>)) {
        self.count += 1;
        let too_large = self.too_large.then_some(RecordFlaw::TooLarge);
        records(Record {
            number: self.count,
            under: self.last_under,
            text: &self.held,
            flaw: too_large.or(flaw),
        });
        self.held.clear();
        self.string = (0, 0);
        self.too_large = false;
        self.state = State::Between;
        self.depth = 0;
    }
}
