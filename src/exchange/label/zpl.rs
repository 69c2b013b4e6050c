//! Labels as ZPL II, for Zebra printers and those that speak their language.
//!
//! The output is ASCII whatever the text: all that is not a plain character is written as hexadecimal bytes (`^FH`) of
//! UTF-8 (`^CI28`), so no address can hold a command. Text that is not ASCII asks for the printer's Unicode font; the
//! plain font 0 has neither Cyrillic letters nor those of Romanian with commas.
//!
//! Bar codes are the printer's own where they say exactly what the layout drew: Code 128 by its symbol values, retail
//! codes and ITF-14 by their digits, QR codes of text and Data Matrix by their text. A GS1 QR code is sent as a picture,
//! because printers differ in how function 1 is asked for.

use super::{Align, Area, DOTS_PER_MM, Label, Piece};
use crate::exchange::barcode::linear::ITF_WIDE_MODULES;
use crate::exchange::barcode::{Barcode, ElementCode, ItemCode, Kind, Matrix, Symbol, TextCode};
use crate::exchange::wedge::GROUP_SEPARATOR;

/// How fine a printer is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Resolution {
    /// 203 dpi.
    #[default]
    Dots8,
    /// 300 dpi.
    Dots12,
    /// 600 dpi.
    Dots24,
}

impl Resolution {
    fn dots_per_mm(self) -> usize {
        match self {
            Self::Dots8 => 8,
            Self::Dots12 => 12,
            Self::Dots24 => 24,
        }
    }

    /// Dots of the layout as dots of the printer.
    fn scaled(self, dots: usize) -> usize {
        dots * self.dots_per_mm() / DOTS_PER_MM
    }
}

/// The widest module that the printer's own linear codes have, in its dots.
const MODULE_MAX: usize = 10;

/// How often a label is printed at most in one go.
const COPIES_MAX: u32 = 9_999;

/// The label as commands, so many copies of it.
pub fn write(label: &Label, resolution: Resolution, copies: u32) -> String {
    let mut zpl = format!(
        "^XA\n^CI28\n^PW{}\n^LL{}\n^LH0,0\n",
        resolution.scaled(label.width_dots),
        resolution.scaled(label.height_dots),
    );
    for piece in label.pieces() {
        push(&mut zpl, piece, resolution);
    }
    zpl.push_str(&format!("^PQ{}\n^XZ\n", copies.clamp(1, COPIES_MAX)));
    zpl
}

fn push(zpl: &mut String, piece: &Piece, resolution: Resolution) {
    match piece {
        Piece::Rule(area) => {
            let (width, height) = (
                resolution.scaled(area.width),
                resolution.scaled(area.height),
            );
            let thickness = width.min(height);
            zpl.push_str(&origin(*area, resolution));
            zpl.push_str(&format!("^GB{width},{height},{thickness}^FS\n"));
        }
        Piece::Text { area, lines, align } => {
            let size = resolution.scaled(lines.size_dots);
            for (index, line) in lines.lines.iter().enumerate() {
                let width = super::text::width_dots(line, lines.size_dots);
                let indent = match align {
                    Align::Left => 0,
                    Align::Centre => area.width.saturating_sub(width) / 2,
                };
                let place = Area {
                    x: area.x + indent,
                    y: area.y + index * lines.line_dots(),
                    ..*area
                };
                // The printer's fonts are narrower than the estimate at the same height, so width is left to them.
                let font = if line.is_ascii() {
                    format!("^A0N,{size},{size}")
                } else {
                    format!("^A@N,{size},{size},E:TT0003M_.FNT")
                };
                zpl.push_str(&format!(
                    "{}{font}{}\n",
                    origin(place, resolution),
                    field(line)
                ));
            }
        }
        Piece::Code {
            area,
            module_dots,
            barcode,
        } => push_code(zpl, *area, *module_dots, barcode, resolution),
    }
}

fn origin(area: Area, resolution: Resolution) -> String {
    let (x, y) = (resolution.scaled(area.x), resolution.scaled(area.y));
    format!("^FO{x},{y}")
}

/// What marks hexadecimal bytes. Not the usual underscore, which is what Data Matrix marks function 1 with.
const HEX_MARK: char = '\\';

/// Field data in which only plain characters stand as they are.
fn field(data: &str) -> String {
    let mut field = format!("^FH{HEX_MARK}^FD");
    for byte in data.bytes() {
        let is_plain = matches!(byte, b' '..=b'}') && !matches!(byte, b'^' | b'\\');
        if is_plain {
            field.push(char::from(byte));
        } else {
            field.push_str(&format!("{HEX_MARK}{byte:02X}"));
        }
    }
    field.push_str("^FS");
    field
}

fn push_code(
    zpl: &mut String,
    area: Area,
    module_dots: usize,
    barcode: &Barcode,
    resolution: Resolution,
) {
    let module = resolution.scaled(module_dots).max(1);
    let height = resolution.scaled(area.height);
    let quiet_modules = match barcode.symbol() {
        Symbol::Linear(bars) => bars.bars.first().map_or(0, |(at, _)| *at),
        Symbol::Matrix(matrix) => matrix.quiet_modules(),
    };
    // The blank around it is part of the drawing and not of the printer's bar code.
    let inner = Area {
        x: area.x + quiet_modules * module_dots,
        y: match barcode.symbol() {
            Symbol::Linear(_) => area.y,
            Symbol::Matrix(matrix) => area.y + matrix.quiet_modules() * module_dots,
        },
        ..area
    };
    let bars = |command: String, data: &str| {
        let module = module.min(MODULE_MAX);
        format!(
            "^BY{module},{ITF_WIDE_MODULES},{height}{command}{}",
            field(data)
        )
    };
    let digits = barcode.payload();
    // The printer computes the check digit itself.
    let unchecked = &digits[..digits.len().saturating_sub(1)];
    let command = match barcode.kind() {
        Kind::Text(TextCode::Code128) | Kind::Elements(ElementCode::Gs1128) => bars(
            format!("^BCN,{height},N,N,N"),
            &code128_invocation(barcode.code128_values()),
        ),
        Kind::Item(ItemCode::Ean13) => bars(format!("^BEN,{height},N,N"), unchecked),
        Kind::Item(ItemCode::Ean8) => bars(format!("^B8N,{height},N,N"), unchecked),
        Kind::Item(ItemCode::UpcA) => bars(format!("^BUN,{height},N,N,Y"), unchecked),
        // Ten digits: those of maker and product, of which the printer leaves out the zeros.
        Kind::Item(ItemCode::UpcE) => bars(
            format!("^B9N,{height},N,N,N"),
            unchecked.get(1..).unwrap_or_default(),
        ),
        Kind::Item(ItemCode::Itf14) => bars(format!("^B2N,{height},N,N,N"), digits),
        Kind::Text(TextCode::Qr) if barcode.payload().is_ascii() => {
            format!(
                "^BQN,2,{}{}",
                module.min(100),
                field(&format!("MA,{}", barcode.payload()))
            )
        }
        Kind::Text(TextCode::DataMatrix) if barcode.payload().is_ascii() => {
            data_matrix(module, &barcode.payload().replace('_', "__"))
        }
        Kind::Elements(ElementCode::DataMatrix) => {
            let message = barcode.payload().replace('_', "__");
            data_matrix(
                module,
                &format!("_1{}", message.replace(GROUP_SEPARATOR, "_1")),
            )
        }
        Kind::Text(_) | Kind::Elements(ElementCode::Qr) => match barcode.symbol() {
            Symbol::Matrix(matrix) => picture(matrix, module),
            Symbol::Linear(_) => return,
        },
    };
    zpl.push_str(&format!("{}{command}\n", origin(inner, resolution)));
}

fn data_matrix(module: usize, data: &str) -> String {
    format!("^BXN,{module},200,,,,_{}", field(data))
}

/// Symbol values as field data of `^BC`: starts and changes as `>` and a mark, pairs of digits in the sets A and C, and
/// characters in set B, of which three have marks of their own.
fn code128_invocation(values: &[u8]) -> String {
    let mut data = String::new();
    let Some((start, values)) = values.split_first() else {
        return data;
    };
    // The printer computes the check symbol itself.
    let values = &values[..values.len().saturating_sub(1)];
    let mut set = match start {
        103 => 'A',
        104 => 'B',
        _ => 'C',
    };
    data.push_str(match set {
        'A' => ">9",
        'B' => ">:",
        _ => ">;",
    });
    let mut shifted = None;
    for value in values {
        let now = shifted.take().unwrap_or(set);
        match (now, *value) {
            (_, 102) => data.push_str(">8"),
            ('A' | 'B', 98) => {
                data.push_str(">4");
                shifted = Some(if now == 'A' { 'B' } else { 'A' });
            }
            ('A' | 'B', 99) => {
                data.push_str(">5");
                set = 'C';
            }
            ('A' | 'C', 100) => {
                data.push_str(">6");
                set = 'B';
            }
            ('B' | 'C', 101) => {
                data.push_str(">7");
                set = 'A';
            }
            ('B', value) => match char::from(value + 32) {
                '^' => data.push_str("><"),
                '>' => data.push_str(">0"),
                '~' => data.push_str(">="),
                '\u{7f}' => data.push_str(">1"),
                c => data.push(c),
            },
            (_, value) => data.push_str(&format!("{value:02}")),
        }
    }
    data
}

/// A picture of squares: each row once, and a colon for each time that it is repeated.
fn picture(matrix: &Matrix, module: usize) -> String {
    let mut rows = 0;
    let mut row_bytes = 0;
    let mut data = String::new();
    for row in matrix.rows() {
        let dots: Vec<bool> = row.iter().flat_map(|dark| vec![*dark; module]).collect();
        row_bytes = dots.len().div_ceil(8);
        for byte in dots.chunks(8) {
            let bits = byte
                .iter()
                .enumerate()
                .map(|(at, dark)| u8::from(*dark) << (7 - at));
            data.push_str(&format!("{:02X}", bits.sum::<u8>()));
        }
        data.push_str(&":".repeat(module - 1));
        rows += module;
    }
    let bytes = rows * row_bytes;
    format!("^GFA,{bytes},{bytes},{row_bytes},{data}^FS")
}
