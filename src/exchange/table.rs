//! From text to rows of cells: a reader of delimited files (RFC 4180 and its looser relatives), fed by chunks.
//!
//! Written here rather than taken from a crate because of what a person needs when a file is wrong: the row as the
//! spreadsheet numbers it (blank rows counted), a quotation mark that is never closed found and blamed on its own row
//! instead of swallowing those after it, and bounds on cells and rows. It holds one row and nothing else.
//!
//! A quotation mark that is not closed shows in one of three ways: the file ends in the cell, the cell outgrows its
//! bound, or text follows the closing mark of a cell that spans rows. Then the row that opened it ends with its line,
//! is given out with its [`Flaw`], and the rows that the cell had swallowed are read again as rows.
//!
//! The delimiter is told by the first two rows that have any outside quotation marks, since it stands as often in both:
//! a title above the headings, a comma in a heading (`Price, net;Units`) or in a number would mislead the first alone.

use crate::limits::{CELL_BYTES_MAX, DELIMITER_SEARCH_BYTES_MAX, ROW_BYTES_MAX, ROW_CELLS_MAX};

const DELIMITERS: [u8; 4] = *b",|;\t";

/// Headings of Amazon's reports with tabs. Those are never quoted: a quotation mark in them is an inch or a slip.
const AMAZON_HEADINGS: [&str; 2] = ["order-id", "amazon-order-id"];

/// What is wrong with the shape of a row. Its cells are what could be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// A cell is larger than [`CELL_BYTES_MAX`].
    CellTooLong,
    /// The cells together are larger than [`ROW_BYTES_MAX`].
    RowTooLong,
    /// More than [`ROW_CELLS_MAX`] cells.
    TooManyCells,
    /// A quotation mark opens a cell and is never closed.
    UnclosedQuote,
    /// The file broke off within the row.
    CutShort,
}

/// A row of cells.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    number: u64,
    text: &'a str,
    ends: &'a [usize],
    flaw: Option<Flaw>,
    may_end_early: bool,
    delimiter: Option<char>,
}

impl<'a> Row<'a> {
    /// A row of a file that has no text of its own: the cells one after the other, and where each ends.
    pub(crate) fn of_cells(
        number: u64,
        text: &'a str,
        ends: &'a [usize],
        flaw: Option<Flaw>,
    ) -> Self {
        Self {
            number,
            text,
            ends,
            flaw,
            may_end_early: true,
            delimiter: None,
        }
    }

    /// What parts its cells in its file; `None` in a workbook.
    pub fn delimiter(&self) -> Option<char> {
        self.delimiter
    }

    /// Whether its writer may have left out empty cells at its end, as workbooks and many files with tabs do.
    pub fn may_end_early(&self) -> bool {
        self.may_end_early
    }

    /// Its number as a spreadsheet shows it: from 1, blank rows counted, a cell with line breaks in one row.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// How many cells it has.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether it has no cells; never so for a row that was given out.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The cell at an index, from 0.
    pub fn get(&self, index: usize) -> Option<&'a str> {
        let end = *self.ends.get(index)?;
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        self.text.get(start..end)
    }

    /// The last cell.
    pub fn last(&self) -> &'a str {
        self.get(self.len().saturating_sub(1)).unwrap_or_default()
    }

    /// All cells in order.
    pub fn cells(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let row = *self;
        (0..row.len()).map(move |index| row.get(index).unwrap_or_default())
    }

    /// Whether every cell is blank.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// What is wrong with its shape.
    pub fn flaw(&self) -> Option<Flaw> {
        self.flaw
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    CellStart,
    Unquoted,
    Quoted,
    /// A quotation mark inside a quoted cell: its end, or the first half of a doubled one.
    QuoteSeen,
    /// The rest of a row that is over a bound.
    Skipping,
}

/// Reads the rows of a delimited file.
#[derive(Debug)]
pub struct Table {
    delimiter: Option<u8>,
    /// Whether quotation marks are text.
    unquoted: bool,
    /// The beginning of the file until the delimiter can be told from it.
    opening: String,
    state: State,
    text: String,
    ends: Vec<usize>,
    /// The open quoted cell as written, after its opening mark.
    raw: String,
    flaw: Option<Flaw>,
    number: u64,
    after_return: bool,
}

impl Default for Table {
    fn default() -> Self {
        Self::new()
    }
}

impl Table {
    /// For a file whose delimiter is to be found.
    pub fn new() -> Self {
        Self {
            delimiter: None,
            unquoted: false,
            opening: String::new(),
            state: State::CellStart,
            text: String::new(),
            ends: Vec::new(),
            raw: String::new(),
            flaw: None,
            number: 1,
            after_return: false,
        }
    }

    /// The delimiter, once the first rows are known: comma, semicolon, tab or bar.
    pub fn delimiter(&self) -> Option<char> {
        self.delimiter.map(char::from)
    }

    /// Takes text and gives out the rows that it completes. Rows without any character are passed over (and counted).
    pub fn push(&mut self, text: &str, rows: &mut impl FnMut(Row<'_>)) {
        if self.delimiter.is_some() {
            self.scan(text, rows);
            return;
        }
        let room = DELIMITER_SEARCH_BYTES_MAX - self.opening.len();
        let (now, later) = text.split_at(text.floor_char_boundary(room));
        self.opening.push_str(now);
        let tells = now.contains(['\r', '\n']) && find_delimiter(&self.opening).is_some();
        if tells || !later.is_empty() {
            self.leave_opening(rows);
            self.scan(later, rows);
        }
    }

    /// Ends the file and gives out its last row.
    pub fn finish(&mut self, rows: &mut impl FnMut(Row<'_>)) {
        if self.delimiter.is_none() {
            self.leave_opening(rows);
        }
        self.close_quotes(rows);
        self.end_of_text(rows);
    }

    /// Ends a file that broke off: the row that was under way is given out as [`Flaw::CutShort`].
    pub fn abandon(&mut self, rows: &mut impl FnMut(Row<'_>)) {
        if self.delimiter.is_none() {
            self.leave_opening(rows);
        }
        self.close_quotes(rows);
        if self.is_within_row() {
            self.flaw = Some(Flaw::CutShort);
        }
        self.end_of_text(rows);
    }

    fn is_within_row(&self) -> bool {
        self.state != State::CellStart || !self.ends.is_empty()
    }

    fn close_quotes(&mut self, rows: &mut impl FnMut(Row<'_>)) {
        while self.state == State::Quoted {
            self.reread_from_quote(rows);
        }
    }

    fn end_of_text(&mut self, rows: &mut impl FnMut(Row<'_>)) {
        if self.is_within_row() {
            self.end_row(rows);
        }
    }

    fn leave_opening(&mut self, rows: &mut impl FnMut(Row<'_>)) {
        let opening = std::mem::take(&mut self.opening);
        let body = opening.trim_start_matches(['\r', '\n']);
        let line = body.split(['\r', '\n']).next().unwrap_or_default();
        // Spreadsheets write the delimiter into a first row of its own; that row is counted and not given out.
        let named = line
            .strip_prefix("sep=")
            .and_then(|rest| rest.bytes().next());
        match named.filter(|byte| byte.is_ascii_punctuation() && *byte != b'"' || *byte == b'\t') {
            Some(named) => {
                self.delimiter = Some(named);
                self.scan(&opening[..opening.len() - body.len()], rows);
                self.scan(&body[line.len()..], rows);
            }
            None => {
                let delimiter = find_delimiter(&opening).unwrap_or_else(|| likeliest_of(&opening));
                self.delimiter = Some(delimiter);
                self.unquoted = line.split('\t').any(|cell| AMAZON_HEADINGS.contains(&cell));
                self.scan(&opening, rows);
            }
        }
    }

    fn scan(&mut self, text: &str, rows: &mut impl FnMut(Row<'_>)) {
        let delimiter = self.delimiter.unwrap_or(b',');
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            match self.state {
                State::CellStart if bytes[at] == b'"' && !self.unquoted => {
                    self.after_return = false;
                    self.raw.clear();
                    self.state = State::Quoted;
                    at += 1;
                }
                State::CellStart | State::Unquoted | State::Skipping => {
                    let start = at;
                    while at < bytes.len()
                        && bytes[at] != delimiter
                        && bytes[at] != b'\n'
                        && bytes[at] != b'\r'
                    {
                        at += 1;
                    }
                    if at > start {
                        self.after_return = false;
                        self.append(&text[start..at]);
                    }
                    if at < bytes.len() {
                        self.structure(bytes[at], rows);
                        at += 1;
                    }
                }
                State::Quoted => {
                    let start = at;
                    while at < bytes.len() && bytes[at] != b'"' {
                        at += 1;
                    }
                    let room = CELL_BYTES_MAX - self.raw.len();
                    let run = &text[start..at];
                    let fits = run.floor_char_boundary(room);
                    self.raw.push_str(&run[..fits]);
                    if fits < run.len() {
                        at = start + fits;
                        self.reread_from_quote(rows);
                    } else if at < bytes.len() {
                        self.state = State::QuoteSeen;
                        at += 1;
                    }
                }
                State::QuoteSeen => match bytes[at] {
                    b'"' => {
                        self.state = State::Quoted;
                        self.raw.push_str("\"\"");
                        at += 1;
                        if self.raw.len() >= CELL_BYTES_MAX {
                            self.reread_from_quote(rows);
                        }
                    }
                    other => {
                        let ends_cell = other == delimiter || other == b'\n' || other == b'\r';
                        if !ends_cell && self.raw.contains(['\r', '\n']) {
                            self.raw.push('"');
                            self.reread_from_quote(rows);
                        } else {
                            self.keep_quoted();
                        }
                    }
                },
            }
        }
    }

    /// A byte that ends a cell: the delimiter or a line break.
    fn structure(&mut self, byte: u8, rows: &mut impl FnMut(Row<'_>)) {
        let swallowed = byte == b'\n' && self.after_return;
        self.after_return = byte == b'\r';
        if swallowed {
            return;
        }
        if byte == b'\n' || byte == b'\r' {
            self.end_row(rows);
        } else if self.state != State::Skipping {
            self.end_cell();
        }
    }

    fn cell_start(&self) -> usize {
        self.ends.last().copied().unwrap_or(0)
    }

    fn append(&mut self, run: &str) {
        if self.state == State::Skipping {
            return;
        }
        self.state = State::Unquoted;
        let cell_room = CELL_BYTES_MAX - (self.text.len() - self.cell_start());
        let row_room = ROW_BYTES_MAX - self.text.len();
        let fits = run.floor_char_boundary(cell_room.min(row_room));
        self.text.push_str(&run[..fits]);
        if fits < run.len() {
            let flaw = if cell_room <= row_room {
                Flaw::CellTooLong
            } else {
                Flaw::RowTooLong
            };
            self.flaw.get_or_insert(flaw);
            self.state = State::Skipping;
        }
    }

    /// Closes a quoted cell: its doubled marks become single ones.
    fn keep_quoted(&mut self) {
        let raw = std::mem::take(&mut self.raw);
        self.state = State::Unquoted;
        if raw.contains('"') {
            self.append(&raw.replace("\"\"", "\""));
        } else {
            self.append(&raw);
        }
        self.raw = raw;
    }

    fn end_cell(&mut self) {
        self.state = State::CellStart;
        if self.ends.len() + 1 >= ROW_CELLS_MAX {
            self.flaw.get_or_insert(Flaw::TooManyCells);
            self.state = State::Skipping;
        } else {
            self.ends.push(self.text.len());
        }
    }

    fn end_row(&mut self, rows: &mut impl FnMut(Row<'_>)) {
        if self.state == State::QuoteSeen {
            self.keep_quoted();
        }
        let blank = self.state == State::CellStart && self.ends.is_empty();
        if !blank {
            self.ends.push(self.text.len());
            rows(Row {
                number: self.number,
                text: &self.text,
                ends: &self.ends,
                flaw: self.flaw,
                may_end_early: self.delimiter == Some(b'\t'),
                delimiter: self.delimiter.map(char::from),
            });
        }
        self.number += 1;
        self.text.clear();
        self.ends.clear();
        self.flaw = None;
        self.state = State::CellStart;
    }

    /// Takes the open quoted cell's mark as never closed: its row ends with its line, what follows is read again.
    fn reread_from_quote(&mut self, rows: &mut impl FnMut(Row<'_>)) {
        let raw = std::mem::take(&mut self.raw);
        let line_end = raw.find(['\r', '\n']);
        let (line, rest) = raw.split_at(line_end.unwrap_or(raw.len()));
        self.state = State::Unquoted;
        self.append(line);
        self.flaw
            .get_or_insert(if line_end.is_none() && raw.len() >= CELL_BYTES_MAX - 3 {
                Flaw::CellTooLong
            } else {
                Flaw::UnclosedQuote
            });
        self.scan(rest, rows);
    }
}

type Counts = [usize; DELIMITERS.len()];

/// How often each delimiter stands outside quotation marks in each row that has any and is followed by a line break,
/// and in what follows the last.
fn counts(text: &str) -> (Vec<Counts>, Counts) {
    let mut rows = Vec::new();
    let mut row = Counts::default();
    let mut quoted = false;
    for byte in text.bytes() {
        let delimiter = DELIMITERS.iter().position(|delimiter| *delimiter == byte);
        match (byte, delimiter) {
            (b'"', _) => quoted = !quoted,
            _ if quoted => {}
            (b'\r' | b'\n', _) if row != Counts::default() => {
                rows.push(std::mem::take(&mut row));
                if rows.len() == 2 {
                    break;
                }
            }
            (_, Some(index)) => row[index] += 1,
            _ => {}
        }
    }
    (rows, row)
}

/// The delimiter, once two rows tell it.
fn find_delimiter(opening: &str) -> Option<u8> {
    let first = opening.trim_start_matches(['\r', '\n']);
    if first.starts_with("sep=") && first.contains(['\r', '\n']) {
        return Some(b',');
    }
    match counts(opening).0.as_slice() {
        [first, second, ..] => Some(likeliest(first, second)),
        _ => None,
    }
}

/// The delimiter of a text that ends before two rows with any.
fn likeliest_of(opening: &str) -> u8 {
    let (rows, last) = counts(opening);
    match rows.first() {
        Some(first) => likeliest(first, &last),
        None => likeliest(&last, &Counts::default()),
    }
}

/// First, what stands as often in one row as in the other; then, what stands in both; then, what stands most often. A
/// comma comes last among equals: with the others it is a decimal comma.
fn likeliest(first: &Counts, second: &Counts) -> u8 {
    let score = |index: usize| {
        let (first, second) = (first[index], second[index]);
        let in_both = first > 0 && second > 0;
        (in_both && first == second, in_both, first.max(second))
    };
    let best = (1..DELIMITERS.len()).fold(0, |best, index| match score(index) {
        (false, false, 0) => best,
        found if found >= score(best) => index,
        _ => best,
    });
    DELIMITERS[best]
}
