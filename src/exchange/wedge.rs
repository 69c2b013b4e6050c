//! Telling a barcode scanner from a person at the same keyboard.
//!
//! A scanner in keyboard-wedge mode types what it read and ends with Enter or Tab. It types faster than any hand, so
//! the gaps between its keys give it away; nothing else does. [`Wedge`] is fed with every key that goes down and says
//! what to do with it. It knows no browser: the keys come as data, the clock is the time of each key.
//!
//! Two cases differ in what a person would lose:
//! - *No text field has the focus.* The first characters are held back ([`Verdict::Suspect`]): were they let through,
//!   they would be shortcuts and work the page. If the burst turns out to be a person's, they are given back.
//! - *A text field has the focus.* Characters pass, and only the ending key decides; then the field is put back as it
//!   was. So no letter of a fast typist is ever late or lost. A burst without an ending key stays in the field.
//!
//! Scanners press the keys of an American keyboard, whatever layout the tablet has. With a Cyrillic layout `]C1` arrives
//! as `;Ц1`. One character that no barcode types is proof of it, and then the whole scan is read by the places of the
//! keys instead of by their letters.

mod keys;

use crate::limits::SCAN_CHARACTERS_MAX;
use keys::{Character, Stroke, stroke};

/// Group separator: how GS1 element strings end a field of variable length.
pub const GROUP_SEPARATOR: char = '\u{1d}';

/// What tells a scanner from a person. Milliseconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Timing {
    /// The longest gap between two keys of a scanner.
    pub gap_ms_max: f64,
    /// How long after the last key a scan without an ending key is over.
    pub pause_ms: f64,
    /// The fewest characters of a scan that ends with Enter or Tab.
    pub ended_characters_min: usize,
    /// The fewest characters of a scan that ends with a pause.
    pub unended_characters_min: usize,
}

impl Default for Timing {
    /// Good for wired and Bluetooth scanners as they come out of the box.
    fn default() -> Self {
        Timing {
            gap_ms_max: 35.0,
            pause_ms: 70.0,
            ended_characters_min: 3,
            unended_characters_min: 6,
        }
    }
}

/// A key that has gone down, as a browser describes it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Press<'p> {
    /// What the key means in the current layout: `a`, `Ц`, `Enter`.
    pub key: &'p str,
    /// Where the key is: `KeyA`, `Digit1`, `BracketRight`.
    pub code: &'p str,
    /// The old number of the key, which is all that some tablets say about a group separator.
    pub key_code: u32,
    /// Whether Shift is down.
    pub shift: bool,
    /// Whether Control is down.
    pub control: bool,
    /// Whether Alt is down.
    pub alt: bool,
    /// Whether the Windows or Command key is down.
    pub meta: bool,
    /// Whether Caps Lock is on.
    pub caps_lock: bool,
    /// Whether the key repeats because it is held down. A held key is as fast as a scanner.
    pub repeat: bool,
    /// When, in milliseconds of any clock that never goes back.
    pub at_ms: f64,
    /// Whether a text field has the focus.
    pub in_field: bool,
}

/// What was scanned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scan {
    /// The AIM symbology identifier, if the scanner sends it: `]C1` for GS1-128, `]d2` for GS1 DataMatrix.
    pub aim: Option<String>,
    /// The data, with [`GROUP_SEPARATOR`] between fields where the scanner sends it.
    pub text: String,
}

/// What to do with the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Shift and its like: means nothing by itself, let it through.
    Ignore,
    /// No part of a scan: let it through, after everything that was held back.
    Pass,
    /// Perhaps the first character of a scan. What was held back before belongs to the page; then as
    /// [`Verdict::Suspect`].
    Begin,
    /// Perhaps a part of a scan. In a text field let it through, elsewhere hold it back.
    Suspect,
    /// Certainly a part of a scan or of its end: nobody else may see it.
    Swallow,
    /// The end of a scan: nobody else may see it. What was held back is part of the scan, and a text field must be put
    /// back as it was before [`Verdict::Begin`].
    Scan(Scan),
}

/// Recognises scans in a stream of keys.
#[derive(Clone, Debug)]
pub struct Wedge {
    timing: Timing,
    characters: Vec<Character>,
    in_field: bool,
    last_ms: f64,
    /// When a scan ended with a pause: its ending key may still come.
    paused_ms: Option<f64>,
    overflown: bool,
}

impl Wedge {
    /// A recogniser with this timing.
    pub fn new(timing: Timing) -> Self {
        Wedge {
            timing,
            characters: Vec::new(),
            in_field: false,
            last_ms: f64::NEG_INFINITY,
            paused_ms: None,
            overflown: false,
        }
    }

    /// How long after the last key [`Wedge::pause`] is due, in milliseconds.
    pub fn pause_ms(&self) -> f64 {
        self.timing.pause_ms
    }

    /// What to do with a key that has gone down.
    pub fn press(&mut self, press: &Press<'_>) -> Verdict {
        let fast =
            press.at_ms - self.last_ms <= self.timing.gap_ms_max && self.in_field == press.in_field;
        let stroke = if press.repeat {
            Stroke::Other
        } else {
            stroke(press)
        };
        // Shift goes down before every capital; it takes its time but is no character.
        if !matches!(stroke, Stroke::Modifier) || fast {
            self.last_ms = press.at_ms;
        }
        match stroke {
            Stroke::Modifier => Verdict::Ignore,
            Stroke::Character(character) => self.character(character, fast, press.in_field),
            Stroke::End => self.end(fast, press.at_ms),
            Stroke::Other => {
                self.reset();
                Verdict::Pass
            }
        }
    }

    /// No key has come for [`Wedge::pause_ms`]: the scan that ended so, or `None`; then everything that was held back
    /// belongs to the page.
    pub fn pause(&mut self) -> Option<Scan> {
        let is_scan = !self.in_field
            && !self.overflown
            && self.characters.len() >= self.timing.unended_characters_min;
        let scan = is_scan.then(|| scan_of(&self.characters));
        self.reset();
        if scan.is_some() {
            self.paused_ms = Some(self.last_ms);
        }
        scan
    }

    fn character(&mut self, character: Character, fast: bool, in_field: bool) -> Verdict {
        if !fast || self.characters.is_empty() {
            self.reset();
            // Space presses buttons and scrolls, and no barcode begins with it.
            if character.by_key == ' ' {
                return Verdict::Pass;
            }
            self.in_field = in_field;
            self.characters.push(character);
            return Verdict::Begin;
        }
        if self.characters.len() < SCAN_CHARACTERS_MAX {
            self.characters.push(character);
        } else {
            self.overflown = true;
        }
        if !in_field && self.characters.len() >= self.timing.unended_characters_min {
            Verdict::Swallow
        } else {
            Verdict::Suspect
        }
    }

    fn end(&mut self, fast: bool, at_ms: f64) -> Verdict {
        let late = self
            .paused_ms
            .is_some_and(|paused_ms| at_ms - paused_ms <= 2.0 * self.timing.pause_ms);
        let complete = fast && self.characters.len() >= self.timing.ended_characters_min;
        let overflown = self.overflown;
        let scan = (complete && !overflown).then(|| scan_of(&self.characters));
        self.reset();
        match scan {
            Some(scan) => Verdict::Scan(scan),
            // Too long for a barcode: its end must not press a button either.
            None if late || (complete && overflown) => Verdict::Swallow,
            None => Verdict::Pass,
        }
    }

    fn reset(&mut self) {
        self.characters.clear();
        self.paused_ms = None;
        self.overflown = false;
    }
}

fn scan_of(characters: &[Character]) -> Scan {
    let foreign = characters.iter().any(|c| !c.by_key.is_ascii());
    let text: String = characters
        .iter()
        .map(|c| match c.by_place {
            Some(by_place) if foreign => by_place,
            _ => c.by_key,
        })
        .collect();
    match aim_length(&text) {
        Some(length) => Scan {
            aim: Some(text[..length].to_owned()),
            text: text[length..].to_owned(),
        },
        None => Scan { aim: None, text },
    }
}

/// The length of the AIM symbology identifier at the start: `]`, the letter of the code, a modifier (ISO/IEC 15424).
fn aim_length(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    match bytes {
        [b']', letter, modifier, _, ..]
            if letter.is_ascii_alphabetic() && modifier.is_ascii_alphanumeric() =>
        {
            Some(3)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests;
