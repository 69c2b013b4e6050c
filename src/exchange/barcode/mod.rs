//! Bar codes of every kind that a label needs, as one drawing ([`Symbol`]) and as what a person reads below it.
//!
//! | kind | holds | by |
//! |---|---|---|
//! | Code 128, GS1-128 | ASCII text, GS1 elements | [`super::code128`] |
//! | EAN-13, EAN-8, UPC-A, UPC-E, ITF-14 | an item number | [`linear`] |
//! | QR code, GS1 QR code | text, GS1 elements | the crate `qrcode` |
//! | Data Matrix, GS1 Data Matrix | text, GS1 elements | the crate `datamatrix` |
//!
//! The linear codes are a table of widths each and no library is smaller; `barcoders` has no function 1 and no UPC-E.
//! QR codes and Data Matrix are error correction and placement, where libraries are good: `qrcode` gives the bits, so
//! that function 1 can be put first, and draws nothing; `datamatrix` has function 1 and chooses the shortest encoding.
//! `fast_qr` has no function 1, `rxing` brings every reader along. In a program for the browser QR codes weigh 25 KB (13
//! KB packed), Data Matrix 55 KB (23 KB packed).
//!
//! Absent: composite components, DataBar, bearer bars around ITF-14, which printing plates need and label printers do
//! not.

pub mod linear;
mod matrix;

use std::fmt;

use super::code128::{Code128, Code128Error};
use super::gs1::{ElementString, Gtin, GtinForm};
use crate::limits::BARCODE_BYTES_MAX;
pub use matrix::Matrix;

/// A kind of bar code for text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TextCode {
    /// Code 128.
    Code128,
    /// QR code.
    Qr,
    /// Data Matrix.
    DataMatrix,
}

/// A kind of bar code for item numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ItemCode {
    /// EAN-13.
    Ean13,
    /// EAN-8.
    Ean8,
    /// UPC-A.
    UpcA,
    /// UPC-E: UPC-A without zeros.
    UpcE,
    /// ITF-14.
    Itf14,
}

/// A kind of bar code for GS1 elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ElementCode {
    /// GS1-128.
    Gs1128,
    /// GS1 QR code.
    Qr,
    /// GS1 Data Matrix.
    DataMatrix,
}

/// A kind of bar code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// For text.
    Text(TextCode),
    /// For item numbers.
    Item(ItemCode),
    /// For GS1 elements.
    Elements(ElementCode),
}

/// Why there is no such bar code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BarcodeError {
    /// There is nothing to encode.
    Empty,
    /// More than the bar code can hold.
    TooLong,
    /// A character that the bar code cannot hold.
    Character(char),
    /// The item number has more digits than the bar code.
    ItemNumber {
        /// How many the bar code has.
        digits: usize,
    },
    /// The item number has no short form as UPC-E.
    NoShortForm,
}

impl fmt::Display for BarcodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("The bar code has no content."),
            Self::TooLong => {
                f.write_str("This is too long for the bar code. Use a QR code, or shorten it.")
            }
            Self::Character(c) => write!(
                f,
                "The bar code cannot hold \"{c}\". Use letters without accents, digits and marks."
            ),
            Self::ItemNumber { digits } => {
                write!(
                    f,
                    "The item number has more than the {digits} digits of this bar code."
                )
            }
            Self::NoShortForm => f.write_str("The item number cannot be shortened. Use UPC-A."),
        }
    }
}

impl std::error::Error for BarcodeError {}

impl From<Code128Error> for BarcodeError {
    fn from(error: Code128Error) -> Self {
        match error {
            Code128Error::Empty => Self::Empty,
            Code128Error::TooLong => Self::TooLong,
            Code128Error::NotAscii(c) => Self::Character(c),
        }
    }
}

/// What is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Symbol {
    /// Bars.
    Linear(linear::Bars),
    /// Squares.
    Matrix(Matrix),
}

impl Symbol {
    /// How wide it is with the blank around it, in modules.
    pub fn width_modules(&self) -> usize {
        match self {
            Self::Linear(bars) => bars.width_modules,
            Self::Matrix(matrix) => matrix.width_modules(),
        }
    }

    /// How high it is with the blank around it, in modules; bars are as high as one likes.
    pub fn height_modules(&self) -> Option<usize> {
        match self {
            Self::Linear(_) => None,
            Self::Matrix(matrix) => Some(matrix.height_modules()),
        }
    }

    /// The `d` of an SVG path that is all that is dark, one unit a module; bars get the height.
    pub fn path(&self, bar_height_modules: usize) -> String {
        match self {
            Self::Linear(bars) => bars.path(bar_height_modules),
            Self::Matrix(matrix) => matrix.path(),
        }
    }
}

/// A bar code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Barcode {
    kind: Kind,
    payload: String,
    caption: String,
    symbol: Symbol,
    /// The symbol values of a Code 128, which printers are told.
    values: Vec<u8>,
}

impl Barcode {
    /// A bar code of text.
    ///
    /// # Errors
    /// See [`BarcodeError`].
    pub fn text(code: TextCode, text: &str) -> Result<Self, BarcodeError> {
        if text.is_empty() {
            return Err(BarcodeError::Empty);
        }
        // Before a library looks for the best way to write a megabyte.
        if text.len() > BARCODE_BYTES_MAX {
            return Err(BarcodeError::TooLong);
        }
        let (symbol, values) = match code {
            TextCode::Code128 => of_code128(&Code128::text(text)?),
            TextCode::Qr => (Symbol::Matrix(matrix::qr(text)?), Vec::new()),
            TextCode::DataMatrix => (Symbol::Matrix(matrix::data_matrix(text)?), Vec::new()),
        };
        Ok(Self {
            kind: Kind::Text(code),
            payload: text.to_owned(),
            caption: text.to_owned(),
            symbol,
            values,
        })
    }

    /// A bar code of an item number.
    ///
    /// # Errors
    /// See [`BarcodeError`].
    pub fn item(code: ItemCode, gtin: Gtin) -> Result<Self, BarcodeError> {
        let form = match code {
            ItemCode::Ean13 => GtinForm::Gtin13,
            ItemCode::Ean8 => GtinForm::Gtin8,
            ItemCode::UpcA | ItemCode::UpcE => GtinForm::Gtin12,
            ItemCode::Itf14 => GtinForm::Gtin14,
        };
        let digits = gtin.digits(form).ok_or(BarcodeError::ItemNumber {
            digits: form.digits(),
        })?;
        let short = match code {
            ItemCode::UpcE => Some(linear::upc_e_digits(&digits).ok_or(BarcodeError::NoShortForm)?),
            _ => None,
        };
        let bars = match code {
            ItemCode::Ean13 => linear::ean13(&digits),
            ItemCode::Ean8 => linear::ean8(&digits),
            ItemCode::UpcA => linear::upc_a(&digits),
            ItemCode::UpcE => linear::upc_e(short.as_deref().unwrap_or_default()),
            ItemCode::Itf14 => linear::itf14(&digits),
        };
        Ok(Self {
            kind: Kind::Item(code),
            caption: short.unwrap_or_else(|| digits.clone()),
            payload: digits,
            symbol: Symbol::Linear(bars),
            values: Vec::new(),
        })
    }

    /// The bar code of shops for an item number: EAN-8 for 8 digits, UPC-A for 12, EAN-13 for 13, ITF-14 for 14.
    ///
    /// # Errors
    /// See [`BarcodeError`].
    pub fn retail(gtin: Gtin) -> Result<Self, BarcodeError> {
        let code = match gtin.form() {
            GtinForm::Gtin8 => ItemCode::Ean8,
            GtinForm::Gtin12 => ItemCode::UpcA,
            GtinForm::Gtin13 => ItemCode::Ean13,
            GtinForm::Gtin14 => ItemCode::Itf14,
        };
        Self::item(code, gtin)
    }

    /// A bar code of GS1 elements.
    ///
    /// # Errors
    /// See [`BarcodeError`].
    pub fn elements(code: ElementCode, elements: &ElementString) -> Result<Self, BarcodeError> {
        let message = elements.to_scanned();
        if message.is_empty() {
            return Err(BarcodeError::Empty);
        }
        if message.len() > BARCODE_BYTES_MAX {
            return Err(BarcodeError::TooLong);
        }
        if let Some(other) = message.chars().find(|c| !c.is_ascii()) {
            return Err(BarcodeError::Character(other));
        }
        let (symbol, values) = match code {
            ElementCode::Gs1128 => of_code128(&Code128::gs1(&message)?),
            ElementCode::Qr => (Symbol::Matrix(matrix::gs1_qr(&message)?), Vec::new()),
            ElementCode::DataMatrix => (
                Symbol::Matrix(matrix::gs1_data_matrix(&message)?),
                Vec::new(),
            ),
        };
        Ok(Self {
            kind: Kind::Elements(code),
            payload: message,
            caption: elements.to_bracketed(),
            symbol,
            values,
        })
    }

    /// Its kind.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// What it holds: text, all digits of an item number, or elements with separators.
    pub fn payload(&self) -> &str {
        &self.payload
    }

    /// What stands below it.
    pub fn caption(&self) -> &str {
        &self.caption
    }

    /// What is drawn.
    pub fn symbol(&self) -> &Symbol {
        &self.symbol
    }

    /// The symbol values of a Code 128 or GS1-128: start, data, check; none of the others.
    pub fn code128_values(&self) -> &[u8] {
        &self.values
    }
}

fn of_code128(symbol: &Code128) -> (Symbol, Vec<u8>) {
    let bars = linear::Bars {
        bars: symbol.bars(),
        width_modules: symbol.width_modules(),
    };
    (Symbol::Linear(bars), symbol.values().to_vec())
}
