//! Writes delimited files that are safe to open in a spreadsheet (RFC 4180).
//!
//! A spreadsheet runs a cell that begins with `=`, `+`, `-`, `@`, a tab or a return as a formula, whoever typed it
//! into a name or a note. Text of that kind gets an apostrophe before it; numbers are cells of their own type and
//! stay numbers, so a quantity of -5 is not spoilt. The rule can be undone without loss by [`unprotect`]. Where a
//! program compares what a cell says, as shops do with codes, the cell is written [exactly](Cell::Exact).

/// The mark that tells programs the file is UTF-8.
const UTF8_MARK: &[u8] = &[0xef, 0xbb, 0xbf];

/// A cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell<'a> {
    /// Text, protected against being run as a formula.
    Text(&'a str),
    /// Text that has to stay as it is, since a program compares it: see [`runs_as_formula`].
    Exact(&'a str),
    /// A whole number.
    Integer(i128),
    /// An exact number: the amount counted in units of its last decimal, and how many decimals it has.
    Decimal {
        /// The amount without its point: 1234 with two decimals is 12.34.
        amount: i128,
        /// How many decimals.
        decimals: u8,
    },
    /// Nothing.
    Empty,
}

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CsvOptions {
    /// Whether the file begins with the UTF-8 mark, by which spreadsheets know its encoding.
    pub mark: bool,
    /// What stands between cells, an ASCII character: a comma, or a semicolon where the comma is the decimal point.
    pub delimiter: Delimiter,
}

/// What stands between cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Delimiter {
    /// A comma.
    #[default]
    Comma,
    /// A semicolon.
    Semicolon,
    /// A tab.
    Tab,
    /// A bar.
    Bar,
}

impl Delimiter {
    fn character(self) -> char {
        match self {
            Self::Comma => ',',
            Self::Semicolon => ';',
            Self::Tab => '\t',
            Self::Bar => '|',
        }
    }
}

impl Default for CsvOptions {
    fn default() -> Self {
        Self {
            mark: true,
            delimiter: Delimiter::Comma,
        }
    }
}

/// Writes rows; [`CsvWriter::take`] hands over what is written so far, so a long file needs no room for all of it.
#[derive(Debug)]
pub struct CsvWriter {
    delimiter: char,
    out: Vec<u8>,
}

impl CsvWriter {
    /// For a new file.
    pub fn new(options: CsvOptions) -> Self {
        let out = if options.mark {
            UTF8_MARK.to_vec()
        } else {
            Vec::new()
        };
        Self {
            delimiter: options.delimiter.character(),
            out,
        }
    }

    /// Writes a row and its line end.
    pub fn row<'a>(&mut self, cells: impl IntoIterator<Item = Cell<'a>>) {
        let start = self.out.len();
        for (index, cell) in cells.into_iter().enumerate() {
            if index > 0 {
                self.out.push(self.delimiter as u8);
            }
            match cell {
                Cell::Text(text) => self.text(text, runs_as_formula(text)),
                Cell::Exact(text) => self.text(text, false),
                Cell::Integer(number) => self.number(number, 0),
                Cell::Decimal { amount, decimals } => self.number(amount, usize::from(decimals)),
                Cell::Empty => {}
            }
        }
        if self.out.len() == start {
            // A row of one empty cell would read as no row.
            self.out.extend_from_slice(b"\"\"");
        }
        self.out.extend_from_slice(b"\r\n");
    }

    /// How many bytes are waiting to be taken.
    pub fn waiting_bytes(&self) -> usize {
        self.out.len()
    }

    /// Hands over what was written since the last time.
    pub fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.out)
    }

    fn number(&mut self, amount: i128, decimals: usize) {
        self.out
            .extend_from_slice(decimal(amount, decimals).as_bytes());
    }

    fn text(&mut self, text: &str, protected: bool) {
        let quoted = text.contains([',', ';', '\t', '|', '"', '\r', '\n']) || text.trim() != text;
        if quoted {
            self.out.push(b'"');
        }
        if protected {
            self.out.push(b'\'');
        }
        if quoted {
            for (index, part) in text.split('"').enumerate() {
                if index > 0 {
                    self.out.extend_from_slice(b"\"\"");
                }
                self.out.extend_from_slice(part.as_bytes());
            }
            self.out.push(b'"');
        } else {
            self.out.extend_from_slice(text.as_bytes());
        }
    }
}

/// An exact number: the amount counted in units of its last decimal, and how many decimals it has.
pub(super) fn decimal(amount: i128, decimals: usize) -> String {
    let sign = if amount < 0 { "-" } else { "" };
    let digits = format!("{:0width$}", amount.unsigned_abs(), width = decimals + 1);
    let (whole, fraction) = digits.split_at(digits.len() - decimals);
    match fraction {
        "" => format!("{sign}{whole}"),
        fraction => format!("{sign}{whole}.{fraction}"),
    }
}

/// Whether a spreadsheet would run the text, or would after one apostrophe was taken off.
pub fn runs_as_formula(text: &str) -> bool {
    text.trim_start_matches('\'')
        .starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

/// Takes off the apostrophe that the writer put before a text: what was written is what is read.
pub fn unprotect(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if runs_as_formula(rest) => rest,
        _ => cell,
    }
}
