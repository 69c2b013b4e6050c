//! From bytes to characters: UTF-8, UTF-16 with a mark or without, and code pages, told from a sample.

use super::twice::Twice;
use crate::exchange::problem::{FileError, Notice};
use crate::limits::ENCODING_SAMPLE_BYTES;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    BIG5, EUC_KR, GBK, ISO_8859_2, ISO_8859_16, KOI8_R, KOI8_U, SHIFT_JIS, WINDOWS_1250,
    WINDOWS_1251, WINDOWS_1252,
};

/// How the characters of a file are written as bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without its mark.
    Utf8,
    /// UTF-16, low byte first.
    Utf16LowFirst,
    /// UTF-16, high byte first.
    Utf16HighFirst,
    /// A code page, by the tables of the WHATWG.
    CodePage(&'static encoding_rs::Encoding),
}

/// How many bytes at the start tell a mark, or UTF-16 without one.
const START_BYTES: usize = 4;

/// The code pages that are told apart: those of our countries first, then those of the marketplaces.
const CODE_PAGES: [&encoding_rs::Encoding; 11] = [
    WINDOWS_1250,
    WINDOWS_1251,
    WINDOWS_1252,
    ISO_8859_2,
    ISO_8859_16,
    KOI8_R,
    KOI8_U,
    SHIFT_JIS,
    GBK,
    BIG5,
    EUC_KR,
];

impl Encoding {
    /// All that a person can choose from.
    pub fn all() -> impl Iterator<Item = Encoding> {
        [
            Encoding::Utf8,
            Encoding::Utf16LowFirst,
            Encoding::Utf16HighFirst,
        ]
        .into_iter()
        .chain(CODE_PAGES.into_iter().map(Encoding::CodePage))
    }

    /// Its name, the same in all languages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16LowFirst => "UTF-16LE",
            Self::Utf16HighFirst => "UTF-16BE",
            Self::CodePage(page) => page.name(),
        }
    }

    /// The one of a name that [`Self::name`] gives; `None` for any other.
    pub fn of_name(name: &str) -> Option<Encoding> {
        Self::all().find(|encoding| encoding.name() == name)
    }
}

/// Decodes text, in bounded memory.
///
/// A file cannot be read twice here. What follows its first character beyond ASCII is held back as a sample, and the
/// sample settles the encoding. Should a file of UTF-8 have a broken byte, that byte alone is read as Windows-1252 and
/// counted: such files are UTF-8 with a pasted line.
#[derive(Debug)]
pub struct Decode {
    encoding: Option<Encoding>,
    /// What a person has said it is: nothing is guessed, nothing healed.
    said: Option<Encoding>,
    /// The bytes of a mark or a character that is not whole yet.
    held: Vec<u8>,
    /// What is held back until the encoding is told; `None` once it is.
    sample: Option<Vec<u8>>,
    /// Begins with the mark of UTF-8.
    marked: bool,
    page: Option<encoding_rs::Decoder>,
    twice: Twice,
    high_surrogate: Option<u16>,
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
            said: None,
            held: Vec::with_capacity(4),
            sample: Some(Vec::new()),
            marked: false,
            page: None,
            twice: Twice::default(),
            high_surrogate: None,
            bytes: 0,
            broken: 0,
        }
    }

    /// For a new file whose encoding a person has said. A mark at its start is left out all the same.
    pub fn said(encoding: Encoding) -> Self {
        Self {
            said: Some(encoding),
            ..Self::new()
        }
    }

    /// The encoding as far as is known: `None` at the start. UTF-8 may still turn out to be a code page.
    pub fn encoding(&self) -> Option<Encoding> {
        self.encoding
    }

    /// What a person should know about the characters.
    pub fn notices(&self) -> Vec<Notice> {
        let mut notices = Vec::new();
        if let (Some(Encoding::CodePage(page)), None) = (self.encoding, self.said) {
            notices.push(Notice::ReadAs {
                encoding: page.name(),
            });
        }
        if self.twice.healed() > 0 {
            notices.push(Notice::EncodedTwice {
                count: self.twice.healed(),
            });
        }
        if self.broken > 0 {
            notices.push(Notice::BrokenCharacters { count: self.broken });
        }
        notices
    }

    /// Takes bytes and appends their text, but for what is held back as a sample.
    ///
    /// # Errors
    /// [`FileError::Binary`] at a NUL. The text before it was appended.
    pub fn push(&mut self, bytes: &[u8], output: &mut String) -> Result<(), FileError> {
        if self.encoding.is_some() {
            return self.decode(bytes, output);
        }
        let count = bytes.len().min(START_BYTES - self.held.len());
        self.held.extend_from_slice(&bytes[..count]);
        if self.held.len() == START_BYTES {
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
        self.flush(output);
        Ok(())
    }

    /// Appends all that is held back, as at the end of the file.
    fn flush(&mut self, output: &mut String) {
        self.tell(output);
        let held = std::mem::take(&mut self.held);
        match self.encoding {
            Some(Encoding::Utf8) => {
                let from = output.len();
                self.broken_bytes(&held, output);
                self.twice.heal(output, from);
                self.twice.finish(output);
            }
            Some(Encoding::Utf16LowFirst | Encoding::Utf16HighFirst) => {
                if !held.is_empty() || self.high_surrogate.take().is_some() {
                    self.broken += 1;
                    output.push(char::REPLACEMENT_CHARACTER);
                }
            }
            Some(Encoding::CodePage(_)) => {
                self.code_page(&[], true, output);
                self.page = None;
            }
            None => {}
        }
    }

    fn leave_start(&mut self, output: &mut String) -> Result<(), FileError> {
        let start = std::mem::take(&mut self.held);
        let (encoding, mark) = match start.as_slice() {
            [0xef, 0xbb, 0xbf, ..] => (Encoding::Utf8, 3),
            [0xff, 0xfe, ..] => (Encoding::Utf16LowFirst, 2),
            [0xfe, 0xff, ..] => (Encoding::Utf16HighFirst, 2),
            &[a, b, c, d] if is_high(b) && is_high(d) && !is_high(a) && !is_high(c) => {
                (Encoding::Utf16LowFirst, 0)
            }
            &[a, b, c, d] if is_high(a) && is_high(c) && !is_high(b) && !is_high(d) => {
                (Encoding::Utf16HighFirst, 0)
            }
            _ => (Encoding::Utf8, 0),
        };
        let (encoding, mark) = match self.said {
            Some(said) if said == encoding => (said, mark),
            Some(said) => (said, 0),
            None => (encoding, mark),
        };
        self.encoding = Some(encoding);
        // The mark settles what the file is, and not whether it was encoded twice.
        self.marked = mark == 3;
        if let Encoding::CodePage(page) = encoding {
            self.page = Some(page.new_decoder_without_bom_handling());
        }
        if encoding != Encoding::Utf8 || self.said.is_some() {
            self.sample = None;
        }
        self.bytes = mark as u64;
        self.decode(&start[mark..], output)
    }

    fn decode(&mut self, bytes: &[u8], output: &mut String) -> Result<(), FileError> {
        match self.encoding {
            Some(Encoding::Utf16LowFirst) => self.utf16(bytes, u16::from_le_bytes, output),
            Some(Encoding::Utf16HighFirst) => self.utf16(bytes, u16::from_be_bytes, output),
            Some(Encoding::Utf8 | Encoding::CodePage(_)) | None => {
                let nul = bytes.iter().position(|byte| *byte == 0);
                let text = &bytes[..nul.unwrap_or(bytes.len())];
                self.text(text, output);
                self.bytes += text.len() as u64;
                match nul {
                    Some(_) => {
                        self.flush(output);
                        Err(FileError::Binary { byte: self.bytes })
                    }
                    None => Ok(()),
                }
            }
        }
    }

    /// Takes bytes that are no UTF-16.
    fn text(&mut self, bytes: &[u8], output: &mut String) {
        let mut rest = bytes;
        if let Some(sample) = &mut self.sample {
            if sample.is_empty() {
                let ascii = rest.iter().position(|byte| !byte.is_ascii());
                let (ascii, others) = rest.split_at(ascii.unwrap_or(rest.len()));
                // ASCII is the same in every code page that is told apart from a sample.
                output.push_str(&String::from_utf8_lossy(ascii));
                rest = others;
            }
            let count = rest.len().min(ENCODING_SAMPLE_BYTES - sample.len());
            sample.extend_from_slice(&rest[..count]);
            if sample.len() < ENCODING_SAMPLE_BYTES {
                return;
            }
            rest = &rest[count..];
            self.tell(output);
        }
        self.told(rest, output);
    }

    /// Tells the encoding from the sample, and decodes the sample.
    fn tell(&mut self, output: &mut String) {
        let Some(sample) = self.sample.take().filter(|sample| !sample.is_empty()) else {
            return;
        };
        if is_utf8(&sample) || self.marked {
            self.twice.tell(&String::from_utf8_lossy(&sample));
        } else {
            let page = code_page_of(&sample);
            self.encoding = Some(Encoding::CodePage(page));
            self.page = Some(page.new_decoder_without_bom_handling());
        }
        self.told(&sample, output);
    }

    /// Takes bytes whose encoding is told.
    fn told(&mut self, bytes: &[u8], output: &mut String) {
        if self.page.is_some() {
            self.code_page(bytes, false, output);
        } else {
            let from = output.len();
            self.utf8(bytes, output);
            self.twice.heal(output, from);
        }
    }

    fn code_page(&mut self, bytes: &[u8], last: bool, output: &mut String) {
        let Some(page) = &mut self.page else {
            return;
        };
        let from = output.len();
        // The bound is `None` beyond the address space only.
        output.reserve(page.max_utf8_buffer_length(bytes.len()).unwrap_or(0));
        let (_, _, had_errors) = page.decode_to_string(bytes, output, last);
        if had_errors {
            let broken = output[from..].matches(char::REPLACEMENT_CHARACTER).count();
            self.broken += broken as u64;
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
        }
        self.utf8_run(rest, output);
    }

    fn utf8_run(&mut self, bytes: &[u8], output: &mut String) {
        for chunk in bytes.utf8_chunks() {
            output.push_str(chunk.valid());
            let broken = chunk.invalid();
            let is_last = broken.as_ptr_range().end == bytes.as_ptr_range().end;
            if is_last && is_begun(broken) {
                self.held.extend_from_slice(broken);
            } else {
                self.broken_bytes(broken, output);
            }
        }
    }

    /// Takes bytes that are no UTF-8.
    fn broken_bytes(&mut self, bytes: &[u8], output: &mut String) {
        self.broken += bytes.len() as u64;
        output.push_str(&WINDOWS_1252.decode_without_bom_handling(bytes).0);
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

/// Whether bytes are the beginning of a character of UTF-8, and not all of it.
fn is_begun(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none())
}

/// Whether a byte is the high one of a letter in our scripts: no text has it as a character of its own.
fn is_high(byte: u8) -> bool {
    matches!(byte, 0 | 1 | 4)
}

/// The code page of a sample that is no UTF-8.
fn code_page_of(sample: &[u8]) -> &'static encoding_rs::Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, false);
    let guess = detector.guess(None, Utf8Detection::Deny);
    // In Windows-1252 this byte is the pound sign, in those of Central Europe the letter Ł, which no digit follows.
    let has_pounds = sample
        .windows(2)
        .any(|pair| pair[0] == 0xa3 && pair[1].is_ascii_digit());
    if has_pounds && [WINDOWS_1250, ISO_8859_2].contains(&guess) {
        return WINDOWS_1252;
    }
    // The guess is among all the world's; what is none of ours is more likely a short text.
    let page = CODE_PAGES.into_iter().find(|page| *page == guess);
    page.unwrap_or(WINDOWS_1252)
}

/// Whether a sample has as many characters of UTF-8 as it has broken bytes; a last one that is cut is neither.
fn is_utf8(sample: &[u8]) -> bool {
    let (mut whole, mut broken) = (0, 0);
    for chunk in sample.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += chunk.invalid().len();
    }
    whole >= broken
}
