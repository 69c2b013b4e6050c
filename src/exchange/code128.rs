//! Code 128 bar codes (ISO/IEC 15417) as SVG paths: for parcel, bin and item labels.
//!
//! The symbol is as short as it can be: which of the three character sets to use where, and whether to change set or
//! to shift for one character, is found by counting back from the end of the text, not by rules of thumb.

use std::fmt;

use crate::limits::CODE128_CHARACTERS_MAX;

/// The blank on either side, in modules: the standard's least.
pub const QUIET_MODULES: usize = 10;

/// Why a text cannot be a Code 128 symbol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code128Error {
    /// There is no text.
    Empty,
    /// The text is longer than [`CODE128_CHARACTERS_MAX`].
    TooLong,
    /// A character is not ASCII.
    NotAscii(char),
}

impl fmt::Display for Code128Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("The bar code has no text."),
            Self::TooLong => write!(
                f,
                "The bar code has more than {CODE128_CHARACTERS_MAX} characters."
            ),
            Self::NotAscii(character) => {
                write!(
                    f,
                    "The bar code cannot hold \"{character}\". Use letters without accents, digits and marks."
                )
            }
        }
    }
}

impl std::error::Error for Code128Error {}

/// A character set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Set {
    /// Controls, capitals, digits, marks.
    A,
    /// Capitals, small letters, digits, marks.
    B,
    /// Pairs of digits.
    C,
}

/// In the order in which they are preferred where they cost the same.
const SETS: [Set; 3] = [Set::B, Set::A, Set::C];

const SHIFT: u8 = 98;
const FUNCTION_1: u8 = 102;
const STOP: u8 = 106;

impl Set {
    fn start(self) -> u8 {
        match self {
            Self::A => 103,
            Self::B => 104,
            Self::C => 105,
        }
    }

    /// The symbol that changes to this set from another.
    fn change(self) -> u8 {
        match self {
            Self::A => 101,
            Self::B => 100,
            Self::C => 99,
        }
    }

    /// The value of one ASCII character in this set.
    fn value(self, character: u8) -> Option<u8> {
        match (self, character) {
            (Self::A, 0..32) => Some(character + 64),
            (Self::A, 32..96) | (Self::B, 32..128) => Some(character - 32),
            _ => None,
        }
    }
}

/// What stands in a symbol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Item {
    Character(u8),
    Function1,
}

/// One way to write the next items: its symbol values and how many items they are.
#[derive(Clone, Copy, Debug)]
struct Step {
    values: [u8; 2],
    len: usize,
    items: usize,
}

impl Step {
    fn values(&self) -> &[u8] {
        &self.values[..self.len]
    }
}

/// A symbol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code128 {
    /// Start, data and check symbol; the stop follows.
    values: Vec<u8>,
}

/// A bar code to draw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BarcodePath {
    /// The `viewBox` of the drawing, with the quiet zones; one unit is one module.
    pub view_box: String,
    /// The `d` of one path that is all bars.
    pub path: String,
    /// The width of the drawing in modules.
    pub width_modules: usize,
}

impl Code128 {
    /// The symbol of a text.
    ///
    /// # Errors
    /// See [`Code128Error`].
    pub fn text(text: &str) -> Result<Self, Code128Error> {
        Self::of(&items(text, Item::Character(GROUP_SEPARATOR))?)
    }

    /// The symbol of GS1 element strings, a GS1-128: it begins with function 1, and each group separator (0x1D), which
    /// ends an element of variable length, is function 1 as well. Brackets are not part of the text.
    ///
    /// # Errors
    /// See [`Code128Error`].
    pub fn gs1(elements: &str) -> Result<Self, Code128Error> {
        let mut all = vec![Item::Function1];
        all.extend(items(elements, Item::Function1)?);
        Self::of(&all)
    }

    /// The symbol values: start, data, check. The stop symbol is not among them.
    pub fn values(&self) -> &[u8] {
        &self.values
    }

    /// The bars, each with its first module and its width in modules, the quiet zone at the left counted.
    pub fn bars(&self) -> Vec<(usize, usize)> {
        let mut at = QUIET_MODULES;
        let mut bars = Vec::with_capacity(self.values.len() * 3 + 4);
        for value in self.values.iter().chain([&STOP]) {
            let widths = WIDTHS[usize::from(*value)].to_string();
            for (index, digit) in widths.bytes().enumerate() {
                let width = usize::from(digit - b'0');
                if index % 2 == 0 {
                    bars.push((at, width));
                }
                at += width;
            }
        }
        bars
    }

    /// How wide the symbol is with both quiet zones, in modules.
    pub fn width_modules(&self) -> usize {
        2 * QUIET_MODULES + 11 * self.values.len() + 13
    }

    /// The drawing, so many modules high.
    pub fn path(&self, height_modules: usize) -> BarcodePath {
        let width_modules = self.width_modules();
        let bars = self.bars();
        let path = bars
            .iter()
            .map(|(at, width)| format!("M{at} 0h{width}v{height_modules}h-{width}z"))
            .collect();
        BarcodePath {
            view_box: format!("0 0 {width_modules} {height_modules}"),
            path,
            width_modules,
        }
    }

    fn of(items: &[Item]) -> Result<Self, Code128Error> {
        if items.is_empty() || items == [Item::Function1] {
            return Err(Code128Error::Empty);
        }
        let costs = costs(items);
        let cost = |at: usize, set: Set| costs[at][set as usize];
        let mut set = SETS[0];
        for other in SETS {
            if cost(0, other) < cost(0, set) {
                set = other;
            }
        }
        let mut values = vec![set.start()];
        let mut at = 0;
        while at < items.len() {
            if let Some(step) = steps(items, at, set)
                .find(|step| cost(at + step.items, set).saturating_add(step.len) == cost(at, set))
            {
                values.extend_from_slice(step.values());
                at += step.items;
                continue;
            }
            let Some(other) = SETS
                .into_iter()
                .find(|other| cost(at, *other) + 1 == cost(at, set))
            else {
                break;
            };
            set = other;
            values.push(set.change());
        }
        let sum: usize = values
            .iter()
            .enumerate()
            .map(|(index, value)| index.max(1) * usize::from(*value))
            .sum();
        // A remainder of 103 is below 256.
        values.push((sum % 103) as u8);
        Ok(Self { values })
    }
}

const GROUP_SEPARATOR: u8 = 0x1d;

fn items(text: &str, separator: Item) -> Result<Vec<Item>, Code128Error> {
    if text.chars().count() > CODE128_CHARACTERS_MAX {
        return Err(Code128Error::TooLong);
    }
    text.chars()
        .map(|character| match u8::try_from(character) {
            Ok(GROUP_SEPARATOR) => Ok(separator),
            Ok(byte) if byte.is_ascii() => Ok(Item::Character(byte)),
            _ => Err(Code128Error::NotAscii(character)),
        })
        .collect()
}

/// The ways to write what stands at `at` without leaving `set`.
fn steps(items: &[Item], at: usize, set: Set) -> impl Iterator<Item = Step> {
    let one = |value: u8, items: usize| Step {
        values: [value, 0],
        len: 1,
        items,
    };
    let (direct, shifted) = match (set, items.get(at)) {
        (_, None) => (None, None),
        (_, Some(Item::Function1)) => (Some(one(FUNCTION_1, 1)), None),
        (Set::C, Some(Item::Character(first))) => {
            let pair = match items.get(at + 1) {
                Some(Item::Character(second))
                    if first.is_ascii_digit() && second.is_ascii_digit() =>
                {
                    Some(one((first - b'0') * 10 + (second - b'0'), 2))
                }
                _ => None,
            };
            (pair, None)
        }
        (Set::A | Set::B, Some(Item::Character(character))) => {
            let other = if set == Set::A { Set::B } else { Set::A };
            let shifted = other.value(*character).map(|value| Step {
                values: [SHIFT, value],
                len: 2,
                items: 1,
            });
            (set.value(*character).map(|value| one(value, 1)), shifted)
        }
    };
    direct.into_iter().chain(shifted)
}

/// The fewest symbols for what stands from each place on, by the set one is in there.
fn costs(items: &[Item]) -> Vec<[usize; 3]> {
    let mut costs = vec![[usize::MAX; 3]; items.len() + 1];
    costs[items.len()] = [0; 3];
    for at in (0..items.len()).rev() {
        for set in SETS {
            costs[at][set as usize] = steps(items, at, set)
                .map(|step| costs[at + step.items][set as usize].saturating_add(step.len))
                .min()
                .unwrap_or(usize::MAX);
        }
        let cheapest = costs[at].iter().copied().min().unwrap_or(usize::MAX);
        for cost in &mut costs[at] {
            *cost = (*cost).min(cheapest.saturating_add(1));
        }
    }
    costs
}

/// The widths of bars and spaces of each symbol value, beginning with a bar, one digit each (ISO/IEC 15417, table 1).
#[rustfmt::skip]
const WIDTHS: [u32; 107] = [
    212_222, 222_122, 222_221, 121_223, 121_322, 131_222, 122_213, 122_312, 132_212, 221_213,
    221_312, 231_212, 112_232, 122_132, 122_231, 113_222, 123_122, 123_221, 223_211, 221_132,
    221_231, 213_212, 223_112, 312_131, 311_222, 321_122, 321_221, 312_212, 322_112, 322_211,
    212_123, 212_321, 232_121, 111_323, 131_123, 131_321, 112_313, 132_113, 132_311, 211_313,
    231_113, 231_311, 112_133, 112_331, 132_131, 113_123, 113_321, 133_121, 313_121, 211_331,
    231_131, 213_113, 213_311, 213_131, 311_123, 311_321, 331_121, 312_113, 312_311, 332_111,
    314_111, 221_411, 431_111, 111_224, 111_422, 121_124, 121_421, 141_122, 141_221, 112_214,
    112_412, 122_114, 122_411, 142_112, 142_211, 241_211, 221_114, 413_111, 241_112, 134_111,
    111_242, 121_142, 121_241, 114_212, 124_112, 124_211, 411_212, 421_112, 421_211, 212_141,
    214_121, 412_121, 111_143, 111_341, 131_141, 114_113, 114_311, 411_113, 411_311, 113_141,
    114_131, 311_141, 411_131, 211_412, 211_214, 211_232, 2_331_112,
];
