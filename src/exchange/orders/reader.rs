//! Reads a file of orders, whatever kind of file it is: text in rows, JSON, or a workbook; packed or not.

use super::gather::Gather;
use super::mapping::Mapping;
use super::model::Order;
use super::records::WRAPPERS;
use super::report::OrderReport;
use crate::exchange::json::Records;
use crate::exchange::online_retail;
use crate::exchange::problem::{FileError, Notice};
use crate::exchange::source::TextSource;
use crate::exchange::table::Table;
use crate::exchange::workbook::{self, Workbook};
use crate::limits::{DELIMITER_SEARCH_BYTES_MAX, WORKBOOK_BYTES_MAX};

/// Whether a file has ended, or [`Reader::finish`] has to be called again: a workbook is read in steps after its last
/// byte, since what it holds is told by its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// There is more.
    More,
    /// It has ended.
    Done,
}

/// What the bytes are.
#[derive(Debug)]
enum Bytes {
    /// The first ones, until they tell.
    First(Vec<u8>),
    Text(Box<TextSource>),
    Packed(Vec<u8>),
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

/// Reads one file.
#[derive(Debug)]
pub struct Reader {
    bytes: Bytes,
    body: Body,
    text: String,
    gather: Gather,
    ended: bool,
}

impl Reader {
    /// For a file of a name, which errors carry; what it is will be recognised.
    pub fn new(file: &str) -> Self {
        Self::with(file, None)
    }

    /// For a file of rows whose columns a person has explained.
    pub fn with_mapping(file: &str, mapping: Mapping) -> Self {
        Self::with(file, Some(mapping))
    }

    fn with(file: &str, mapping: Option<Mapping>) -> Self {
        Self {
            bytes: Bytes::First(Vec::new()),
            body: Body::Blank(String::new()),
            text: String::new(),
            gather: Gather::new(file, mapping),
            ended: false,
        }
    }

    /// Takes bytes of the file and gives out the orders that are complete. Returns how many bytes it used: call again
    /// with the others; each call stays short.
    ///
    /// # Errors
    /// What ended the reading, at this call or before. Every order before it has been given out, the one under way
    /// marked as [cut short](Order::cut_short), and the report is complete.
    pub fn push(
        &mut self,
        bytes: &[u8],
        orders: &mut impl FnMut(Order),
    ) -> Result<usize, FileError> {
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
            Bytes::Opened(_) => Ok(bytes.len()),
        };
        self.take_text(orders);
        self.settle(result, orders)
    }

    /// Ends the file and gives out its last orders. To be called again while there is [more](Ending::More).
    ///
    /// # Errors
    /// As [`Self::push`]; [`FileError::Empty`] or [`FileError::NoRows`] for a file without content.
    pub fn finish(&mut self, orders: &mut impl FnMut(Order)) -> Result<Ending, FileError> {
        self.check()?;
        if self.ended {
            return Ok(Ending::Done);
        }
        self.text.clear();
        let mut ending = Ending::Done;
        let result = self.finish_bytes(&mut ending, orders);
        let result = result.and_then(|()| match ending {
            Ending::Done => self.gather.emptiness_of(matches!(self.body, Body::Json(_))),
            Ending::More => Ok(()),
        });
        self.settle(result, orders)?;
        if ending == Ending::Done {
            let notices = self.notices();
            self.end(false, notices, orders);
        }
        Ok(ending)
    }

    fn finish_bytes(
        &mut self,
        ending: &mut Ending,
        orders: &mut impl FnMut(Order),
    ) -> Result<(), FileError> {
        if matches!(self.bytes, Bytes::First(_)) {
            self.leave_first()?;
        }
        match &mut self.bytes {
            Bytes::First(_) => Ok(()),
            Bytes::Text(source) => {
                let end = source.finish(&mut self.text);
                self.take_text(orders);
                self.check()?;
                end?;
                self.finish_body(orders)
            }
            Bytes::Packed(packed) => {
                let opened = Workbook::open(std::mem::take(packed))?;
                self.bytes = Bytes::Opened(Box::new(opened));
                *ending = Ending::More;
                Ok(())
            }
            Bytes::Opened(book) => {
                let gather = &mut self.gather;
                if book.step(&mut |row| gather.take(row, orders))? {
                    *ending = Ending::More;
                }
                Ok(())
            }
        }
    }

    fn finish_body(&mut self, orders: &mut impl FnMut(Order)) -> Result<(), FileError> {
        let gather = &mut self.gather;
        if let Body::Blank(blank) = &mut self.body {
            let mut table = Table::new();
            table.push(blank, &mut |row| gather.take(row, orders));
            self.body = Body::Rows(table);
        }
        match &mut self.body {
            Body::Blank(_) => Ok(()),
            Body::Rows(table) => {
                table.finish(&mut |row| gather.take(row, orders));
                Ok(())
            }
            Body::Json(records) => records.finish(&mut |record| gather.take_record(record, orders)),
        }
    }

    /// The report so far; complete after [`Self::finish`] or an error.
    pub fn report(&self) -> &OrderReport {
        &self.gather.report
    }

    /// The figures of a file of Online Retail, by which it is held against its known totals.
    pub fn online_retail_facts(&self) -> Option<&online_retail::Facts> {
        self.gather.online_retail_facts()
    }

    /// How many bytes of the file, unpacked, have been read; of a workbook, of its sheet.
    pub fn bytes_unpacked(&self) -> u64 {
        match &self.bytes {
            Bytes::First(first) => first.len() as u64,
            Bytes::Text(source) => source.bytes_unpacked(),
            Bytes::Packed(packed) => packed.len() as u64,
            Bytes::Opened(book) => book.bytes_unpacked(),
        }
    }

    fn check(&self) -> Result<(), FileError> {
        match &self.gather.failure {
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
        let mut source = TextSource::default();
        let result = source.push(&first, &mut self.text);
        self.bytes = Bytes::Text(Box::new(source));
        result.map(|_| ())
    }

    /// Takes the text of this step. A fault of it is kept apart from one of the bytes behind it, which comes later.
    fn take_text(&mut self, orders: &mut impl FnMut(Order)) {
        if let Body::Blank(blank) = &mut self.body {
            blank.push_str(&self.text);
            let begins = blank.trim_start().chars().next();
            let body = match begins {
                Some('{' | '[') => Body::Json(Records::new(WRAPPERS)),
                Some(_) => Body::Rows(Table::new()),
                None if blank.len() > DELIMITER_SEARCH_BYTES_MAX => Body::Rows(Table::new()),
                None => return,
            };
            self.text = std::mem::take(blank);
            self.body = body;
        }
        let gather = &mut self.gather;
        match &mut self.body {
            Body::Blank(_) => {}
            Body::Rows(table) => table.push(&self.text, &mut |row| gather.take(row, orders)),
            Body::Json(records) => {
                let taken =
                    records.push(&self.text, &mut |record| gather.take_record(record, orders));
                if let Err(error) = taken {
                    gather.failure = Some(error);
                }
            }
        }
    }

    fn settle<T>(
        &mut self,
        result: Result<T, FileError>,
        orders: &mut impl FnMut(Order),
    ) -> Result<T, FileError> {
        let error = match (&self.gather.failure, result) {
            (None, Ok(value)) => return Ok(value),
            (Some(failure), _) => failure.clone(),
            (None, Err(error)) => error,
        };
        if !self.ended {
            // How far the characters behind a fault of the text were decoded depends on how the file was cut.
            let notices = match self.gather.failure {
                Some(_) => Vec::new(),
                None => self.notices(),
            };
            let gather = &mut self.gather;
            match &mut self.body {
                Body::Rows(table) if gather.failure.is_none() => {
                    table.abandon(&mut |row| gather.take(row, orders));
                }
                _ => {}
            }
            self.gather.failure = Some(error.clone());
            self.gather.report.failure = Some(error.clone());
            self.end(true, notices, orders);
        }
        Err(error)
    }

    /// What a person should know of the characters.
    fn notices(&self) -> Vec<Notice> {
        match &self.bytes {
            Bytes::Text(source) => source.notices(),
            _ => Vec::new(),
        }
    }

    fn end(&mut self, cut_short: bool, mut notices: Vec<Notice>, orders: &mut impl FnMut(Order)) {
        self.ended = true;
        self.gather.end(cut_short, orders);
        let report = &mut self.gather.report;
        if report.orders_without_lines > 0 && report.lines == 0 {
            notices.push(Notice::OrdersWithoutLines {
                count: report.orders_without_lines,
            });
        }
        let file = self.gather.file();
        let notices = notices.into_iter().map(|notice| (file.clone(), notice));
        self.gather.report.notices.extend(notices);
    }
}
