//! QR codes (ISO/IEC 18004) and Data Matrix (ISO/IEC 16022), by libraries.

use datamatrix::{DataMatrixBuilder, SymbolList};
use qrcode::bits::Bits;
use qrcode::types::QrError;
use qrcode::{Color, EcLevel, QrCode, Version};

use super::BarcodeError;
use crate::exchange::wedge::GROUP_SEPARATOR;

const QR_QUIET_MODULES: usize = 4;
const DATA_MATRIX_QUIET_MODULES: usize = 1;

/// A label is torn and dirty now and then: 15 of 100 code words may be lost.
const QR_CORRECTION: EcLevel = EcLevel::M;

/// Shorter runs of digits cost less as bytes than a change to digits and back.
const DIGIT_RUN_MIN: usize = 8;

/// That bytes are UTF-8.
const UTF_8: u32 = 26;

/// Squares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matrix {
    width: usize,
    dark: Vec<bool>,
    quiet_modules: usize,
}

impl Matrix {
    /// How wide it is with the blank around it, in modules.
    pub fn width_modules(&self) -> usize {
        self.width + 2 * self.quiet_modules
    }

    /// How high it is with the blank around it, in modules.
    pub fn height_modules(&self) -> usize {
        self.rows().count() + 2 * self.quiet_modules
    }

    /// The blank around it, in modules.
    pub fn quiet_modules(&self) -> usize {
        self.quiet_modules
    }

    /// The rows without the blank, dark squares being true.
    pub fn rows(&self) -> impl Iterator<Item = &[bool]> {
        self.dark.chunks(self.width.max(1))
    }

    /// The `d` of an SVG path: one rectangle for each run of dark squares in a row.
    pub fn path(&self) -> String {
        let mut path = String::new();
        for (y, row) in self.rows().enumerate() {
            let mut x = 0;
            for run in row.chunk_by(|a, b| a == b) {
                let width = run.len();
                if run.first() == Some(&true) {
                    let (x, y) = (x + self.quiet_modules, y + self.quiet_modules);
                    path.push_str(&format!("M{x} {y}h{width}v1h-{width}z"));
                }
                x += width;
            }
        }
        path
    }
}

impl From<QrError> for BarcodeError {
    fn from(_: QrError) -> Self {
        // Nothing else can be wrong with bytes and digits.
        Self::TooLong
    }
}

/// A QR code of text.
pub(super) fn qr(text: &str) -> Result<Matrix, BarcodeError> {
    smallest(text.as_bytes(), Function1::Absent, text.is_ascii())
}

/// A QR code of GS1 elements: function 1 first, the separators as they are.
pub(super) fn gs1_qr(message: &str) -> Result<Matrix, BarcodeError> {
    smallest(message.as_bytes(), Function1::First, true)
}

#[derive(Clone, Copy, PartialEq)]
enum Function1 {
    Absent,
    First,
}

fn smallest(data: &[u8], function1: Function1, is_ascii: bool) -> Result<Matrix, BarcodeError> {
    let mut last = BarcodeError::TooLong;
    for version in 1..=40 {
        match of_version(Version::Normal(version), data, function1, is_ascii) {
            Ok(code) => {
                return Ok(Matrix {
                    width: code.width(),
                    dark: code
                        .into_colors()
                        .iter()
                        .map(|c| *c == Color::Dark)
                        .collect(),
                    quiet_modules: QR_QUIET_MODULES,
                });
            }
            Err(error) => last = error.into(),
        }
    }
    Err(last)
}

/// Digits as digits, everything else as bytes. Not the library's own choice: its letters would turn a percent sign into
/// a separator after function 1, and take some letters of other alphabets for Japanese.
fn of_version(
    version: Version,
    data: &[u8],
    function1: Function1,
    is_ascii: bool,
) -> Result<QrCode, QrError> {
    let mut bits = Bits::new(version);
    if function1 == Function1::First {
        bits.push_fnc1_first_position()?;
    }
    if !is_ascii {
        bits.push_eci_designator(UTF_8)?;
    }
    let is_long = |run: &[u8]| run.len() >= DIGIT_RUN_MIN && run.iter().all(u8::is_ascii_digit);
    let mut bytes: Vec<u8> = Vec::new();
    for run in data.chunk_by(|a, b| a.is_ascii_digit() == b.is_ascii_digit()) {
        if is_long(run) {
            if !bytes.is_empty() {
                bits.push_byte_data(&bytes)?;
                bytes.clear();
            }
            bits.push_numeric_data(run)?;
        } else {
            bytes.extend_from_slice(run);
        }
    }
    if !bytes.is_empty() {
        bits.push_byte_data(&bytes)?;
    }
    bits.push_terminator(QR_CORRECTION)?;
    QrCode::with_bits(bits, QR_CORRECTION)
}

/// A Data Matrix of text.
pub(super) fn data_matrix(text: &str) -> Result<Matrix, BarcodeError> {
    // Function 1 is no text; a separator at the beginning would be taken for it.
    if text.starts_with(GROUP_SEPARATOR) {
        return Err(BarcodeError::Character(GROUP_SEPARATOR));
    }
    let symbol = builder().encode_str(text);
    Ok(of_bitmap(&symbol.map_err(|_| BarcodeError::TooLong)?))
}

/// A Data Matrix of GS1 elements: function 1 first; the separators as they are, which the standard allows.
pub(super) fn gs1_data_matrix(message: &str) -> Result<Matrix, BarcodeError> {
    let symbol = builder().with_fnc1_start(true).encode(message.as_bytes());
    Ok(of_bitmap(&symbol.map_err(|_| BarcodeError::TooLong)?))
}

/// Square, because scanners know them best; no macros, which are for another industry.
fn builder() -> DataMatrixBuilder {
    DataMatrixBuilder::new()
        .with_symbol_list(SymbolList::default().enforce_square())
        .with_macros(false)
}

fn of_bitmap(symbol: &datamatrix::DataMatrix) -> Matrix {
    let bitmap = symbol.bitmap();
    Matrix {
        width: bitmap.width(),
        dark: bitmap.bits().to_vec(),
        quiet_modules: DATA_MATRIX_QUIET_MODULES,
    }
}
