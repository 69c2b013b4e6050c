//! From bytes to characters: UTF-8, UTF-16 by its mark, and Windows-1252 for what is neither.

use crate::exchange::problem::{FileError, Notice};

/// How the characters of a file are written as bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without its mark.
    Utf8,
    /// UTF-16, low byte first, by its mark.
    Utf16LowFirst,
    /// UTF-16, high byte first, by its mark.
    Utf16HighFirst,
    /// Windows-1252: what is left when the first character beyond ASCII is no UTF-8.
    Windows1252,
}

/// Decodes text.
///
/// A file cannot be read twice here, so whether it is UTF-8 is settled by its first character beyond ASCII. Should a
/// later one be broken, that byte alone is read as Windows-1252 and counted: such files are UTF-8 with a pasted line.
#[derive(Debug)]
pub struct Decode {
    encoding: Option<Encoding>,
    /// The bytes of a mark or a character that is not whole yet.
    held: Vec<u8>,
    high_surrogate: Option<u16>,
    utf8_proved: bool,
    bytes: u64,
    broken: u64,
}

impl Default for Decode {
    fn default() -> Self {
        Self::new()
    }
}

impl Decode {
    /// For a new file.
    pub fn new() -> Self {
        Self {
            encoding: None,
            held: Vec::with_capacity(4),
            high_surrogate: None,
            utf8_proved: false,
            bytes: 0,
            broken: 0,
        }
    }

    /// The encoding as far as is known: `None` at the start. UTF-8 may still turn out to be Windows-1252.
    pub fn encoding(&self) -> Option<Encoding> {
        self.encoding
    }

    /// What a person should know about the characters.
    pub fn notices(&self) -> Vec<Notice> {
        let mut notices = Vec::new();
        if self.encoding == Some(Encoding::Windows1252) {
            notices.push(Notice::ReadAsWindows1252);
        }
        if self.broken > 0 {
            notices.push(Notice::BrokenCharacters { count: self.broken });
        }
        notices
    }

    /// Takes bytes and appends their text.
    ///
    /// # Errors
    /// [`FileError::Binary`] at a NUL. The text before it was appended.
    pub fn push(&mut self, bytes: &[u8], output: &mut String) -> Result<(), FileError> {
        if self.encoding.is_some() {
            return self.decode(bytes, output);
        }
        let count = bytes.len().min(3 - self.held.len());
        self.held.extend_from_slice(&bytes[..count]);
        if self.held.len() == 3 {
            self.leave_start(output)?;
        }
        if count < bytes.len() {
            self.decode(&bytes[count..], output)
        } else {
            Ok(())
        }
    }

    /// Ends the file and appends what was held back.
    ///
    /// # Errors
    /// As [`Self::push`].
    pub fn finish(&mut self, output: &mut String) -> Result<(), FileError> {
        if self.encoding.is_none() {
            self.leave_start(output)?;
        }
        let held = std::mem::take(&mut self.held);
        match self.encoding {
            Some(Encoding::Utf8) => self.as_windows_1252(&held, output),
            Some(Encoding::Utf16LowFirst | Encoding::Utf16HighFirst) => {
                if !held.is_empty() || self.high_surrogate.take().is_some() {
                    self.broken += 1;
                    output.push(char::REPLACEMENT_CHARACTER);
                }
            }
            Some(Encoding::Windows1252) | None => {}
        }
        Ok(())
    }

    fn leave_start(&mut self, output: &mut String) -> Result<(), FileError> {
        let start = std::mem::take(&mut self.held);
        let (encoding, mark) = match start.as_slice() {
            [0xef, 0xbb, 0xbf] => (Encoding::Utf8, 3),
            [0xff, 0xfe, ..] => (Encoding::Utf16LowFirst, 2),
            [0xfe, 0xff, ..] => (Encoding::Utf16HighFirst, 2),
            _ => (Encoding::Utf8, 0),
        };
        self.encoding = Some(encoding);
        self.utf8_proved = mark == 3;
        self.bytes = mark as u64;
        self.decode(&start[mark..], output)
    }

    fn decode(&mut self, bytes: &[u8], output: &mut String) -> Result<(), FileError> {
        match self.encoding {
            Some(Encoding::Utf16LowFirst) => self.utf16(bytes, u16::from_le_bytes, output),
            Some(Encoding::Utf16HighFirst) => self.utf16(bytes, u16::from_be_bytes, output),
            Some(Encoding::Utf8 | Encoding::Windows1252) | None => {
                let nul = bytes.iter().position(|byte| *byte == 0);
                let text = &bytes[..nul.unwrap_or(bytes.len())];
                if self.encoding == Some(Encoding::Windows1252) {
                    windows_1252(text, output);
                } else {
                    self.utf8(text, output);
                }
                self.bytes += text.len() as u64;
                match nul {
                    Some(_) => Err(FileError::Binary { byte: self.bytes }),
                    None => Ok(()),
                }
            }
        }
    }

    fn utf8(&mut self, bytes: &[u8], output: &mut String) {
        let mut rest = bytes;
        // A character that began in the chunk before: byte by byte until it is whole or broken.
        while !self.held.is_empty() {
            let Some((byte, others)) = rest.split_first() else {
                return;
            };
            self.held.push(*byte);
            rest = others;
            let held = std::mem::take(&mut self.held);
            self.utf8_run(&held, output);
            if self.encoding == Some(Encoding::Windows1252) {
                windows_1252(rest, output);
                return;
            }
        }
        self.utf8_run(rest, output);
    }

    fn utf8_run(&mut self, bytes: &[u8], output: &mut String) {
        let mut rest = bytes;
        loop {
            let error = match std::str::from_utf8(rest) {
                Ok(text) => {
                    self.utf8_proved |= !text.is_ascii();
                    output.push_str(text);
                    return;
                }
                Err(error) => error,
            };
            let (valid, broken) = rest.split_at(error.valid_up_to());
            if let Ok(text) = std::str::from_utf8(valid) {
                self.utf8_proved |= !text.is_ascii();
                output.push_str(text);
            }
            if error.error_len().is_none() {
                self.held.extend_from_slice(broken);
                return;
            }
            self.as_windows_1252(&broken[..1], output);
            rest = &broken[1..];
            if self.encoding == Some(Encoding::Windows1252) {
                windows_1252(rest, output);
                return;
            }
        }
    }

    /// Takes bytes that are no UTF-8. Before any character that is, they settle the encoding of the file.
    fn as_windows_1252(&mut self, bytes: &[u8], output: &mut String) {
        if bytes.is_empty() {
            return;
        }
        if self.utf8_proved {
            self.broken += bytes.len() as u64;
        } else {
            self.encoding = Some(Encoding::Windows1252);
        }
        windows_1252(bytes, output);
    }

    fn utf16(
        &mut self,
        bytes: &[u8],
        unit: fn([u8; 2]) -> u16,
        output: &mut String,
    ) -> Result<(), FileError> {
        for byte in bytes {
            self.held.push(*byte);
            let [first, second] = self.held[..] else {
                continue;
            };
            self.held.clear();
            let value = unit([first, second]);
            if value == 0 {
                return Err(FileError::Binary { byte: self.bytes });
            }
            self.bytes += 2;
            self.utf16_unit(value, output);
        }
        Ok(())
    }

    fn utf16_unit(&mut self, value: u16, output: &mut String) {
        let waiting = self.high_surrogate.take();
        let units = [waiting.unwrap_or(value), value];
        let units = if waiting.is_some() {
            &units[..]
        } else {
            &units[..1]
        };
        for character in char::decode_utf16(units.iter().copied()) {
            match character {
                Ok(character) => output.push(character),
                // The half that came last may be completed by the next unit.
                Err(error)
                    if error.unpaired_surrogate() == value && (0xd800..0xdc00).contains(&value) =>
                {
                    self.high_surrogate = Some(value);
                }
                Err(_) => {
                    self.broken += 1;
                    output.push(char::REPLACEMENT_CHARACTER);
                }
            }
        }
    }
}

/// The characters 0x80 to 0x9f of Windows-1252 by the WHATWG index; the five unassigned ones stay controls.
const WINDOWS_1252_HIGH: [char; 32] = [
    '\u{20ac}', '\u{81}', '\u{201a}', '\u{192}', '\u{201e}', '\u{2026}', '\u{2020}', '\u{2021}',
    '\u{2c6}', '\u{2030}', '\u{160}', '\u{2039}', '\u{152}', '\u{8d}', '\u{17d}', '\u{8f}',
    '\u{90}', '\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}', '\u{2022}', '\u{2013}', '\u{2014}',
    '\u{2dc}', '\u{2122}', '\u{161}', '\u{203a}', '\u{153}', '\u{9d}', '\u{17e}', '\u{178}',
];

fn windows_1252(bytes: &[u8], output: &mut String) {
    output.extend(bytes.iter().map(|byte| match byte {
        0x80..=0x9f => WINDOWS_1252_HIGH[usize::from(byte - 0x80)],
        other => char::from(*other),
    }));
}
