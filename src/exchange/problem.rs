//! What can be wrong with a file or a row of it, as data: the screens translate it, the tests compare it.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use super::table::{Flaw, Row};
use crate::limits::{REJECTED_ROW_BYTES_MAX, REJECTED_ROWS_KEPT_MAX, REJECTED_VALUE_BYTES_MAX};

/// What ended the reading of a file. Everything before it has been read and kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileError {
    /// The file has no content.
    Empty,
    /// The file has a heading row and nothing below it.
    NoRows,
    /// A zip archive or a spreadsheet workbook, which is one inside.
    Archive,
    /// The gzip file ends before its end: an interrupted download or copy.
    GzipTruncated,
    /// The gzip file contradicts itself: its content was changed or damaged.
    GzipDamaged,
    /// The file unpacks to more than the limit.
    TooLarge {
        /// The limit in bytes.
        bytes_max: u64,
    },
    /// The file has more rows than the limit.
    TooManyRows {
        /// The limit in rows.
        rows_max: u64,
    },
    /// The file unpacks to implausibly much for its size: it is made to fill memory.
    Bomb {
        /// How many times its packed size a file may have.
        ratio_max: u64,
    },
    /// A NUL byte: no text file, or UTF-16 without its mark.
    Binary {
        /// Where in the unpacked file, in bytes from 0.
        byte: u64,
    },
    /// The heading row lacks columns that are needed.
    ColumnsMissing {
        /// The usual headings of the missing columns.
        missing: Vec<&'static str>,
        /// The headings that were found, shortened.
        found: Vec<String>,
    },
    /// Two columns have headings of one meaning.
    ColumnTwice {
        /// The heading as the file has it, shortened.
        heading: String,
    },
    /// Nobody here knows headings like these, and no mapping says what they mean.
    NotRecognised {
        /// The headings that were found, shortened.
        found: Vec<String>,
    },
    /// JSON whose brackets do not fit.
    JsonBroken {
        /// Where in the unpacked file, in bytes from 0.
        byte: u64,
    },
    /// JSON that ends before its last bracket: an interrupted download or copy.
    JsonTruncated,
    /// TRADACOMS, an older dialect of EDI that is not read.
    Tradacoms,
    /// A workbook that breaks off or contradicts itself.
    WorkbookDamaged,
    /// A workbook without a sheet of rows.
    WorkbookWithoutRows,
    /// A zip archive that breaks off or contradicts itself.
    ArchiveDamaged,
    /// Files of a zip archive are encrypted, or packed in a way that is not read.
    ArchiveLocked {
        /// How many.
        count: u64,
    },
    /// A zip archive with more files than the limit.
    TooManyFiles {
        /// The limit.
        files_max: u64,
    },
    /// The browser cannot read the file any more: it was moved, changed, or its medium is gone.
    Unreadable {
        /// The browser's words.
        cause: String,
    },
}

impl FileError {
    /// The key of its text in the locale files.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Empty => "file-error-empty",
            Self::NoRows => "file-error-no-rows",
            Self::Archive => "file-error-archive",
            Self::GzipTruncated => "file-error-gzip-truncated",
            Self::GzipDamaged => "file-error-gzip-damaged",
            Self::TooLarge { .. } => "file-error-too-large",
            Self::TooManyRows { .. } => "file-error-too-many-rows",
            Self::Bomb { .. } => "file-error-bomb",
            Self::Binary { .. } => "file-error-binary",
            Self::ColumnsMissing { .. } => "file-error-columns-missing",
            Self::ColumnTwice { .. } => "file-error-column-twice",
            Self::NotRecognised { .. } => "file-error-not-recognised",
            Self::JsonBroken { .. } => "file-error-json-broken",
            Self::JsonTruncated => "file-error-json-truncated",
            Self::Tradacoms => "file-error-tradacoms",
            Self::WorkbookDamaged => "file-error-workbook-damaged",
            Self::WorkbookWithoutRows => "file-error-workbook-without-rows",
            Self::ArchiveDamaged => "file-error-archive-damaged",
            Self::ArchiveLocked { .. } => "file-error-archive-locked",
            Self::TooManyFiles { .. } => "file-error-too-many-files",
            Self::Unreadable { .. } => "file-error-unreadable",
        }
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("The file is empty. Choose another file."),
            Self::NoRows => f.write_str("The file has headings but no rows. Export it again with its rows."),
            Self::Archive => {
                f.write_str("The file is a workbook or an archive. Save the sheet as CSV, or unpack it, and choose that.")
            }
            Self::GzipTruncated => {
                f.write_str("The packed file breaks off. What came before was read. Copy or download it again.")
            }
            Self::GzipDamaged => {
                f.write_str("The packed file is damaged. What came before was read. Copy or download it again.")
            }
            Self::TooLarge { bytes_max } => {
                write!(f, "The file is larger than {bytes_max} bytes. Split it and import the parts.")
            }
            Self::TooManyRows { rows_max } => {
                write!(f, "The file has more than {rows_max} rows. Split it and import the parts.")
            }
            Self::Bomb { ratio_max } => write!(
                f,
                "The file unpacks to more than {ratio_max} times its size. Unpack it yourself if you trust it."
            ),
            Self::Binary { byte } => {
                write!(f, "The file is not text: byte {byte} is zero. Save it as CSV in UTF-8.")
            }
            Self::ColumnsMissing { missing, found } => write!(
                f,
                "Columns are missing: {}. Found: {}. Add them to the heading row.",
                missing.join(", "),
                found.join(", ")
            ),
            Self::ColumnTwice { heading } => {
                write!(f, "A second column \"{heading}\" has the same meaning. Remove or rename one.")
            }
            Self::NotRecognised { found } => write!(
                f,
                "No known file has these headings: {}. Say which column means what.",
                found.join(", ")
            ),
            Self::JsonBroken { byte } => {
                write!(f, "The JSON is broken at byte {byte}. What came before was read. Export it again.")
            }
            Self::JsonTruncated => {
                f.write_str("The JSON breaks off. What came before was read. Copy or download it again.")
            }
            Self::Tradacoms => f.write_str(
                "This is a TRADACOMS file, which is not read. Ask the partner to send EDIFACT or X12.",
            ),
            Self::WorkbookDamaged => {
                f.write_str("The workbook is damaged. What came before was read. Copy or download it again.")
            }
            Self::WorkbookWithoutRows => {
                f.write_str("The workbook has no sheet with rows. Save the sheet as CSV and choose that.")
            }
            Self::ArchiveDamaged => {
                f.write_str("The zip file is damaged. Copy or download it again.")
            }
            Self::ArchiveLocked { count } => write!(
                f,
                "{count} files of the zip file are encrypted or cannot be unpacked. Unpack it and choose the files."
            ),
            Self::TooManyFiles { files_max } => write!(
                f,
                "The zip file has more than {files_max} files. Unpack it and choose some at a time."
            ),
            Self::Unreadable { cause } => {
                write!(f, "The file can no longer be read ({cause}). What came before was read. Choose it again.")
            }
        }
    }
}

impl std::error::Error for FileError {}

/// Something about a file that a person should know though it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The file is not UTF-8 and was read as this code page, by a guess: look at letters and currency signs.
    ReadAs {
        /// Its name.
        encoding: &'static str,
    },
    /// Characters had been encoded twice, as `Ã¼` for `ü`, and were healed.
    EncodedTwice {
        /// How many there are now.
        count: u64,
    },
    /// Characters that are not valid in the file's encoding were read as good as could be.
    BrokenCharacters {
        /// How many.
        count: u64,
    },
    /// The file lists orders without what was ordered: the lines have to come from another file.
    OrdersWithoutLines {
        /// How many orders.
        count: u64,
    },
    /// Rows stand in the file a second time, and were taken once.
    RowsRepeated {
        /// How many were passed over.
        count: u64,
    },
}

impl Notice {
    /// The key of its text in the locale files.
    pub fn key(&self) -> &'static str {
        match self {
            Self::ReadAs { .. } => "file-notice-read-as",
            Self::EncodedTwice { .. } => "file-notice-encoded-twice",
            Self::BrokenCharacters { .. } => "file-notice-broken-characters",
            Self::OrdersWithoutLines { .. } => "file-notice-orders-without-lines",
            Self::RowsRepeated { .. } => "file-notice-rows-repeated",
        }
    }
}

/// What is wrong with a row that was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ErrorKind {
    /// Fewer cells than the heading row.
    TooFewCells,
    /// More cells than the heading row, or than any row may have.
    TooManyCells,
    /// A cell larger than the limit.
    CellTooLong,
    /// A row larger than the limit.
    RowTooLong,
    /// A quotation mark opens a cell and is never closed.
    UnclosedQuote,
    /// The file broke off within this row.
    CutShort,
    /// A cell that is needed is empty.
    Missing,
    /// Not a whole number.
    NotWhole,
    /// A number that reads as thousands in one style and as a fraction in another.
    NumberUnclear,
    /// Not an amount of money in digits.
    NotAPrice,
    /// More than four decimals.
    PriceTooFine,
    /// Not a date and time of the expected form.
    NotADate,
    /// Not a date and time of any form that is read.
    NotATime,
    /// A date whose day and month could be exchanged.
    DateUnclear,
    /// Beyond the largest number that is taken.
    OutOfRange,
    /// A quantity of zero says nothing.
    QuantityZero,
    /// A stock on hand below zero.
    QuantityNegative,
    /// A spreadsheet has rounded this code to the form 1.23E+12; its digits are lost.
    CodeRounded,
    /// A control character stands in the text.
    ControlCharacter,
    /// The record is here already, with other contents.
    KnownDifferently,
    /// The rows of one order say different things of it.
    RowsDisagree,
    /// A record that is not valid JSON.
    BrokenRecord,
    /// A record larger or nested deeper than the limit.
    RecordTooLarge,
    /// A record that is no order.
    NotAnOrder,
    /// Fewer units than were said before, and the others are promised, sold or moved.
    NotFree,
    /// An item number whose last digit does not fit the others.
    CheckDigitWrong,
    /// The code of another item of the file too.
    CodeTwice,
    /// Not a weight or a length in digits.
    NotAMeasure,
    /// A weight or a length whose unit is not said.
    UnitUnsaid,
    /// Neither yes nor no.
    NotYesOrNo,
    /// What is on hand is not what is committed, unavailable and available together.
    SumsDisagree,
    /// A segment of EDI whose count or number does not fit what was sent: its message is not taken.
    SegmentWrong,
    /// A segment or element that a message of EDI needs is missing.
    SegmentMissing,
    /// A segment or element of a message of EDI does not belong where it stands.
    SegmentOdd,
    /// A message of a kind that is not taken in.
    MessageUnread,
    /// The total of a message of EDI is not that of its lines.
    MessageSum,
    /// The order, or this very row of it, stands in the file a second time.
    RowRepeated,
    /// Not a currency that there is.
    NotACurrency,
    /// A record that is no product.
    NotAnItem,
    /// No order here has this number, or several have it.
    NoSuchOrder,
    /// Fewer units of it left than are to come back.
    NotLeft,
}

impl ErrorKind {
    /// The key of its text in the locale files; the remedy's key is this with `-remedy`.
    pub fn key(self) -> &'static str {
        match self {
            Self::TooFewCells => "row-error-too-few-cells",
            Self::TooManyCells => "row-error-too-many-cells",
            Self::CellTooLong => "row-error-cell-too-long",
            Self::RowTooLong => "row-error-row-too-long",
            Self::UnclosedQuote => "row-error-unclosed-quote",
            Self::CutShort => "row-error-cut-short",
            Self::Missing => "row-error-missing",
            Self::NotWhole => "row-error-not-whole",
            Self::NumberUnclear => "row-error-number-unclear",
            Self::NotAPrice => "row-error-not-a-price",
            Self::PriceTooFine => "row-error-price-too-fine",
            Self::NotADate => "row-error-not-a-date",
            Self::NotATime => "row-error-not-a-time",
            Self::DateUnclear => "row-error-date-unclear",
            Self::OutOfRange => "row-error-out-of-range",
            Self::QuantityZero => "row-error-quantity-zero",
            Self::QuantityNegative => "row-error-quantity-negative",
            Self::CodeRounded => "row-error-code-rounded",
            Self::ControlCharacter => "row-error-control-character",
            Self::KnownDifferently => "row-error-known-differently",
            Self::RowsDisagree => "row-error-rows-disagree",
            Self::BrokenRecord => "row-error-broken-record",
            Self::RecordTooLarge => "row-error-record-too-large",
            Self::NotAnOrder => "row-error-not-an-order",
            Self::NotFree => "row-error-not-free",
            Self::CheckDigitWrong => "row-error-check-digit-wrong",
            Self::CodeTwice => "row-error-code-twice",
            Self::NotAMeasure => "row-error-not-a-measure",
            Self::UnitUnsaid => "row-error-unit-unsaid",
            Self::NotYesOrNo => "row-error-not-yes-or-no",
            Self::SumsDisagree => "row-error-sums-disagree",
            Self::SegmentWrong => "row-error-segment-wrong",
            Self::SegmentMissing => "row-error-segment-missing",
            Self::SegmentOdd => "row-error-segment-odd",
            Self::MessageUnread => "row-error-message-unread",
            Self::MessageSum => "row-error-message-sum",
            Self::RowRepeated => "row-error-row-repeated",
            Self::NotACurrency => "row-error-not-a-currency",
            Self::NotAnItem => "row-error-not-an-item",
            Self::NoSuchOrder => "row-error-no-such-order",
            Self::NotLeft => "row-error-not-left",
        }
    }

    /// What happened, in English.
    pub fn text(self) -> &'static str {
        match self {
            Self::TooFewCells => "the row has fewer cells than the heading row",
            Self::TooManyCells => "the row has more cells than the heading row",
            Self::CellTooLong => "a cell is too long",
            Self::RowTooLong => "the row is too long",
            Self::UnclosedQuote => "a quotation mark is not closed",
            Self::CutShort => "the file breaks off within this row",
            Self::Missing => "the cell is empty",
            Self::NotWhole => "not a whole number",
            Self::NumberUnclear => "the separator may mean thousands or decimals",
            Self::NotAPrice => "not an amount of money",
            Self::PriceTooFine => "more than four decimals",
            Self::NotADate => "not a date and time as month/day/year hour:minute",
            Self::NotATime => "not a date and time that can be read",
            Self::DateUnclear => "day and month could be exchanged",
            Self::OutOfRange => "the number is too large",
            Self::QuantityZero => "the quantity is zero",
            Self::QuantityNegative => "the quantity is below zero",
            Self::CodeRounded => "a spreadsheet has rounded this code",
            Self::ControlCharacter => "the text holds a control character",
            Self::KnownDifferently => "this number is here already, with other contents",
            Self::RowsDisagree => "the rows of this order disagree; the first was kept",
            Self::BrokenRecord => "the record is not valid JSON",
            Self::RecordTooLarge => "the record is too large or too deeply nested",
            Self::NotAnOrder => "the record is not an order",
            Self::NotFree => "fewer units than before, and the others are promised, sold or moved",
            Self::CheckDigitWrong => "the last digit of this item number does not fit the others",
            Self::CodeTwice => "another item of this file has the same code",
            Self::NotAMeasure => "not a weight or a length in digits",
            Self::UnitUnsaid => "the unit of this weight or length is not said",
            Self::NotYesOrNo => "neither yes nor no",
            Self::SegmentWrong => "the count or number of this segment does not fit the message",
            Self::SegmentMissing => "the message lacks this segment or element",
            Self::SegmentOdd => "this segment or element does not belong here",
            Self::MessageUnread => "messages of this kind are not taken in",
            Self::MessageSum => "the total of the message is not that of its lines",
            Self::RowRepeated => "the order stands here a second time",
            Self::NotACurrency => "not the code of a currency",
            Self::NotAnItem => "the record is not a product",
            Self::NoSuchOrder => "no single order here has this number",
            Self::NotLeft => "fewer units of this order left than are to come back",
            Self::SumsDisagree => {
                "what is on hand is not committed, unavailable and available together"
            }
        }
    }

    /// What to do about it, in English.
    pub fn remedy(self) -> &'static str {
        match self {
            Self::TooFewCells | Self::TooManyCells => {
                "put text with a delimiter in it between quotation marks"
            }
            Self::CellTooLong | Self::RowTooLong => "shorten it",
            Self::UnclosedQuote => {
                "close the quotation mark, or write it twice inside a quoted cell"
            }
            Self::CutShort => "copy or download the file again",
            Self::Missing => "fill in the cell",
            Self::NotWhole => "write a whole number in digits",
            Self::NumberUnclear => {
                "write it without a thousands separator, or choose the number style"
            }
            Self::NotAPrice => "write the amount in digits with a decimal point",
            Self::PriceTooFine => "round the price to four decimals",
            Self::NotADate => "write it like 12/31/2010 8:26 or 2010-12-31 08:26",
            Self::NotATime => "write it like 2026-12-31 14:05",
            Self::DateUnclear => "choose whether the day or the month comes first",
            Self::OutOfRange => "correct the number",
            Self::QuantityZero => "give the quantity or leave the row out",
            Self::QuantityNegative => {
                "write how many units there are, zero or more; what came back goes into a file of returns"
            }
            Self::CodeRounded => "export it again with the column as text",
            Self::ControlCharacter => "remove the character that cannot be seen",
            Self::NotFree => "count the bin and correct its stock by hand",
            Self::KnownDifferently => {
                "what is here stays; correct it by hand, or give the new one another number"
            }
            Self::CheckDigitWrong => "scan the item and compare",
            Self::CodeTwice => "give each item a code of its own",
            Self::NotAMeasure => "write the weight or length in digits",
            Self::UnitUnsaid => "write the unit into the heading, as in Weight (kg)",
            Self::NotYesOrNo => "write 1 or 0",
            Self::SegmentWrong | Self::SegmentMissing => {
                "ask the partner to send the message again"
            }
            Self::SegmentOdd => "compare it with the partner before goods move",
            Self::MessageUnread => "send it to whoever works with it",
            Self::MessageSum => "compare the lines with the partner",
            Self::RowRepeated => "leave the row out if it is the same line, or let the order pass",
            Self::NotACurrency => "write its three letters, as in EUR",
            Self::NotAnItem => "export products",
            Self::NoSuchOrder => "import the order first, or choose its channel",
            Self::NotLeft => "compare it with the parcels of the order",
            Self::SumsDisagree => "export the stock again, or count it",
            Self::RowsDisagree => "look the order up in the shop",
            Self::BrokenRecord => "export the order again",
            Self::RecordTooLarge => "leave out what is not needed",
            Self::NotAnOrder => "export orders, with their lines",
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}

/// A row that was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowError {
    /// The name of the file.
    pub file: Arc<str>,
    /// The row as a spreadsheet numbers it, from 1, headings included.
    pub row: u64,
    /// The heading of the column at fault, where it is one.
    pub column: Option<Cow<'static, str>>,
    /// The cell at fault, shortened.
    pub value: String,
    /// What is wrong.
    pub what: ErrorKind,
    /// The row as it stood, cells joined by commas as in a CSV file, shortened.
    pub line: String,
}

impl RowError {
    /// What to do about it.
    pub fn remedy(&self) -> &'static str {
        self.what.remedy()
    }
}

/// The rows that were not taken: the first so many in full, the others counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rejected {
    kept: Vec<RowError>,
    count: u64,
}

impl Rejected {
    /// How many rows were not taken in all.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Those that are kept, in the order of the file.
    pub fn kept(&self) -> &[RowError] {
        &self.kept
    }

    /// How many are counted only.
    pub fn beyond(&self) -> u64 {
        self.count - self.kept.len() as u64
    }

    /// Adds a row; `make` is only called while there is room.
    pub(crate) fn add(&mut self, make: impl FnOnce() -> RowError) {
        self.count += 1;
        if self.kept.len() < REJECTED_ROWS_KEPT_MAX {
            self.kept.push(make());
        }
    }

    /// Adds those of another file.
    pub fn merge(&mut self, other: &Rejected) {
        let room = REJECTED_ROWS_KEPT_MAX - self.kept.len();
        self.kept.extend(other.kept.iter().take(room).cloned());
        self.count += other.count;
    }
}

/// What is wrong with the shape of a row under headings of so many columns. Fewer cells are for the reader to judge;
/// empty cells beyond the last column are harmless, since many programs end each row with a delimiter.
pub(crate) fn shape_error(row: &Row<'_>, width: usize) -> Option<ErrorKind> {
    match row.flaw() {
        Some(Flaw::CellTooLong) => Some(ErrorKind::CellTooLong),
        Some(Flaw::RowTooLong) => Some(ErrorKind::RowTooLong),
        Some(Flaw::TooManyCells) => Some(ErrorKind::TooManyCells),
        Some(Flaw::UnclosedQuote) => Some(ErrorKind::UnclosedQuote),
        Some(Flaw::CutShort) => Some(ErrorKind::CutShort),
        None => row
            .cells()
            .skip(width)
            .any(|cell| !cell.trim().is_empty())
            .then_some(ErrorKind::TooManyCells),
    }
}

/// Cuts a text at a character's border so that it has at most `bytes_max` bytes.
pub(crate) fn shorten(text: &str, bytes_max: usize) -> &str {
    &text[..text.floor_char_boundary(bytes_max)]
}

/// A cell as an error shows it.
pub(crate) fn shown_value(text: &str) -> String {
    shorten(text, REJECTED_VALUE_BYTES_MAX).to_owned()
}

/// A row as the download of rejected rows shows it.
pub(crate) fn shown_line<'a>(cells: impl Iterator<Item = &'a str>) -> String {
    let mut line = String::new();
    for (index, cell) in cells.enumerate() {
        if index > 0 {
            line.push(',');
        }
        if line.len() > REJECTED_ROW_BYTES_MAX {
            break;
        }
        let cell = shorten(cell, REJECTED_ROW_BYTES_MAX);
        if cell.contains([',', '"', '\r', '\n']) {
            line.push('"');
            line.push_str(&cell.replace('"', "\"\""));
            line.push('"');
        } else {
            line.push_str(cell);
        }
    }
    line.truncate(line.floor_char_boundary(REJECTED_ROW_BYTES_MAX));
    line
}
