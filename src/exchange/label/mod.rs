//! Labels: laid out once, printed as SVG by a browser or as ZPL by a label printer.
//!
//! A label is a list of pieces at places in eighths of a millimetre, which are the dots of the common 203 dpi printer;
//! finer printers multiply. The layout knows no printer: text is wrapped and shrunk by estimated widths ([`text`]) that
//! no usual font exceeds, and bar codes are as large as whole modules allow.
//!
//! Nothing is cut: what does not fit at the smallest legible size is an error that names the field, because a label with
//! half an address is worse than none.
//!
//! Absent: pictures (a logo is not worth a slow print), colours, other directions than upright.

pub mod forms;
pub mod svg;
pub mod text;
pub mod zpl;

use std::fmt;

use super::barcode::{Barcode, BarcodeError, Symbol};
use text::Lines;

/// Dots a millimetre of the layout.
pub const DOTS_PER_MM: usize = 8;

/// The narrowest module that every scanner reads, in dots: a quarter of a millimetre.
const MODULE_DOTS_MIN: usize = 2;

/// The widest module, as printers have it.
const MODULE_DOTS_MAX: usize = 10;

/// The size of the text below a bar code.
const CAPTION_DOTS: usize = 24;

/// A place on a label, in dots from the upper left corner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// From the left.
    pub x: usize,
    /// From the top.
    pub y: usize,
    /// To the right.
    pub width: usize,
    /// Down.
    pub height: usize,
}

impl Area {
    /// A place.
    pub const fn new(x: usize, y: usize, width: usize, height: usize) -> Self {
        Self {
            x,
            y,
            width,
            height,
        }
    }

    /// Cuts a strip off the top; what is left begins below it.
    fn take_top(&mut self, height: usize) -> Self {
        let height = height.min(self.height);
        let strip = Self { height, ..*self };
        self.y += height;
        self.height -= height;
        strip
    }

    /// The left and the right part.
    fn split(self, left_width: usize) -> (Self, Self) {
        let left_width = left_width.min(self.width);
        let left = Self {
            width: left_width,
            ..self
        };
        let right = Self {
            x: self.x + left_width,
            width: self.width - left_width,
            ..self
        };
        (left, right)
    }

    /// The place within a margin.
    fn inset(self, margin: usize) -> Self {
        Self {
            x: self.x + margin,
            y: self.y + margin,
            width: self.width.saturating_sub(2 * margin),
            height: self.height.saturating_sub(2 * margin),
        }
    }
}

/// Where text stands in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// At the left.
    Left,
    /// In the middle.
    Centre,
}

/// A piece of a label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Lines of text that fit.
    Text {
        /// Where.
        area: Area,
        /// What, with the size.
        lines: Lines,
        /// Where in its place.
        align: Align,
    },
    /// A black rectangle.
    Rule(Area),
    /// A bar code.
    Code {
        /// Where its drawing is, the blank around it counted.
        area: Area,
        /// The dots of a module.
        module_dots: usize,
        /// What.
        barcode: Barcode,
    },
}

/// A part of a label that a person filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// Who sends.
    Sender,
    /// Who receives.
    Receiver,
    /// Carrier or service.
    Service,
    /// Routing code.
    Routing,
    /// Weight and references.
    References,
    /// Tracking number.
    Tracking,
    /// Number of the parcel.
    Parcel,
    /// Name of an item.
    Name,
    /// Code of a bin, tote, item or return.
    Code,
}

impl Field {
    /// Its name in errors.
    fn name(self) -> &'static str {
        match self {
            Self::Sender => "sender",
            Self::Receiver => "receiver",
            Self::Service => "carrier and service",
            Self::Routing => "routing code",
            Self::References => "references",
            Self::Tracking => "tracking number",
            Self::Parcel => "parcel number",
            Self::Name => "name",
            Self::Code => "code",
        }
    }
}

/// Why a label cannot be laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LabelError {
    /// A text does not fit at the smallest legible size.
    TooMuchText(Field),
    /// A bar code cannot be made.
    Barcode(Field, BarcodeError),
    /// A bar code is wider or higher than its place with the narrowest module that is read well.
    TooWide(Field),
}

impl fmt::Display for LabelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooMuchText(field) => {
                write!(
                    f,
                    "The {} does not fit on the label. Shorten it.",
                    field.name()
                )
            }
            Self::Barcode(field, error) => write!(f, "The {}: {error}", field.name()),
            Self::TooWide(field) => write!(
                f,
                "The bar code of the {} does not fit on the label. Shorten it.",
                field.name()
            ),
        }
    }
}

impl std::error::Error for LabelError {}

/// A label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// How wide, in dots.
    pub width_dots: usize,
    /// How high, in dots.
    pub height_dots: usize,
    pieces: Vec<Piece>,
}

impl Label {
    fn new(width_mm: usize, height_mm: usize) -> Self {
        Self {
            width_dots: width_mm * DOTS_PER_MM,
            height_dots: height_mm * DOTS_PER_MM,
            pieces: Vec::new(),
        }
    }

    /// Its pieces, from the top.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    fn whole(&self) -> Area {
        Area::new(0, 0, self.width_dots, self.height_dots)
    }

    fn rule(&mut self, area: Area) {
        self.pieces.push(Piece::Rule(area));
    }

    /// Text as large as it fits, at most so large.
    fn text(
        &mut self,
        field: Field,
        area: Area,
        text: &str,
        size_dots_max: usize,
        align: Align,
    ) -> Result<(), LabelError> {
        if text.trim().is_empty() {
            return Ok(());
        }
        let lines = text::fit(text, area.width, area.height, size_dots_max)
            .ok_or(LabelError::TooMuchText(field))?;
        self.pieces.push(Piece::Text { area, lines, align });
        Ok(())
    }

    /// A bar code in the middle of its place, with its caption below.
    fn code(
        &mut self,
        field: Field,
        area: Area,
        barcode: Result<Barcode, BarcodeError>,
    ) -> Result<(), LabelError> {
        let barcode = barcode.map_err(|error| LabelError::Barcode(field, error))?;
        let mut rest = area;
        let drawing_height = area.height.saturating_sub(CAPTION_DOTS * 2);
        let drawing = rest.take_top(drawing_height);
        let symbol = barcode.symbol();
        let widest = drawing.width / symbol.width_modules();
        let highest = match symbol.height_modules() {
            Some(modules) => drawing.height / modules,
            None => MODULE_DOTS_MAX,
        };
        let module_dots = widest.min(highest).min(MODULE_DOTS_MAX);
        if module_dots < MODULE_DOTS_MIN {
            return Err(LabelError::TooWide(field));
        }
        let width = module_dots * symbol.width_modules();
        let height = match symbol {
            Symbol::Linear(_) => drawing.height,
            Symbol::Matrix(_) => module_dots * symbol.height_modules().unwrap_or(0),
        };
        let caption = barcode.caption().to_owned();
        self.pieces.push(Piece::Code {
            area: Area {
                x: drawing.x + (drawing.width - width) / 2,
                y: drawing.y,
                width,
                height,
            },
            module_dots,
            barcode,
        });
        rest.y = drawing.y + height;
        rest.height = CAPTION_DOTS * 2;
        self.text(field, rest, &caption, CAPTION_DOTS, Align::Centre)
    }
}
