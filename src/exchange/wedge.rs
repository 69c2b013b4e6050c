//! Telling a barcode scanner from a person at the same keyboard.
//!
//! A scanner in keyboard-wedge mode types what it read and mostly ends with Enter or Tab. [`Wedge`] is fed with every
//! key that goes down and comes up, and says what to do with it. It knows no browser: the keys come as data, the clock
//! is the time of each key.
//!
//! **A scan is heard whole or refused whole.** Scanners are wired or by radio, fast or slow, and stumble: keys that
//! follow each other within [`Timing::gap_ms_max`] are one burst, however uneven. Whose burst it is, a scanner's or a
//! person's, is judged only where it ends (`whose`), by all of its keys. What is no whole code is refused with the
//! reason, and no tail of it is taken: characters that belonged to nothing just before spoil what follows, and what
//! still comes after a refusal goes with it.
//!
//! Two cases differ in what a person would lose:
//! - *No text field has the focus.* Characters are held back: were they let through, they would be shortcuts and work
//!   the page. If the burst turns out to be a person's, they are given back.
//! - *A text field has the focus.* Characters pass, and only the ending key decides; then the field is put back as it
//!   was. So no letter of a fast typist is ever late or lost. A burst without an ending key stays in the field whole;
//!   where it came at a scanner's speed, that is told.
//!
//! Scanners press the keys of an American keyboard, whatever layout the tablet has. With a Cyrillic layout `]C1` arrives
//! as `;Ц1`. One character that no barcode types is proof of it, and so is a symbology identifier that stands there
//! only by the places of the keys. Without a proof both readings are told, and what is known decides between them.

mod keys;
mod whose;

use crate::limits::SCAN_CHARACTERS_MAX;
use keys::{Character, Stroke, alt_character, stroke};
use whose::{Burst, Whose};

/// Group separator: how GS1 element strings end a field of variable length.
pub const GROUP_SEPARATOR: char = '\u{1d}';

/// What tells a scanner from a person. Milliseconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Timing {
    /// The longest gap between two keys of a scanner.
    pub gap_ms_max: f64,
    /// How long after the last key a scan without an ending key is over.
    pub pause_ms: f64,
    /// For how long characters that belonged to nothing spoil a scan that follows.
    pub orphan_ms: f64,
    /// The fewest characters of a scan.
    pub characters_min: usize,
    /// How the keys are read where the device's layout and the scanner's may differ.
    pub layout: Layout,
}

impl Default for Timing {
    /// Good for wired and Bluetooth scanners as they come out of the box, also where the radio stumbles: gaps of up to
    /// 150 ms, and what a busy device adds to them.
    fn default() -> Self {
        Timing {
            gap_ms_max: 175.0,
            pause_ms: 210.0,
            orphan_ms: 500.0,
            characters_min: 3,
            layout: Layout::Proven,
        }
    }
}

/// How the keys of a scanner are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// As the device shows them, unless the scan itself proves that the scanner presses American keys.
    #[default]
    Proven,
    /// As the device shows them: the scanner is set to the device's layout.
    Shown,
    /// By their places on an American keyboard: the scanner is set to that.
    American,
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
    /// When it was pressed, in milliseconds of any clock that never goes back.
    pub at_ms: f64,
    /// When the page hears of it, by the same clock: later than `at_ms` where the page was busy. A sender that waits
    /// until a key was heard is then no slower than the page.
    pub heard_ms: f64,
    /// Whether a text field has the focus.
    pub in_field: bool,
    /// Whether the focus has moved from the field in which the burst began: what stands there belongs to it.
    pub moved: bool,
}

/// How a scan ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suffix {
    /// Enter, or Control with M.
    Enter,
    /// Tab, or Control with I.
    Tab,
    /// Control with J.
    LineFeed,
    /// Nothing: no key came any more.
    None,
}

/// How the keys of a scan came, for a page that tells what a scanner does. Milliseconds.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    /// The first characters as the device showed their keys, each with the gap before it; as many as one looks at.
    pub keys: Vec<(char, f64)>,
    /// How many characters.
    pub characters: usize,
    /// The shortest gap between two characters.
    pub gap_ms_least: f64,
    /// The longest gap between two characters.
    pub gap_ms_most: f64,
    /// How it ended.
    pub suffix: Suffix,
    /// Whether Caps Lock was on.
    pub caps_lock: bool,
    /// Whether a control character, a separator, came among the keys.
    pub separators: bool,
}

/// What was scanned.
#[derive(Clone, Debug, PartialEq)]
pub struct Scan {
    /// The AIM symbology identifier, if the scanner sends it: `]C1` for GS1-128, `]d2` for GS1 DataMatrix.
    pub aim: Option<String>,
    /// The data, with [`GROUP_SEPARATOR`] between fields where the scanner sends it.
    pub text: String,
    /// The data by the places of the keys, where that differs and nothing proves which is meant.
    pub by_places: Option<String>,
    /// How the keys came.
    pub trace: Trace,
}

impl Scan {
    /// The data as a field takes it: what cannot be seen stands in no field.
    pub fn data(&self) -> String {
        self.text
            .chars()
            .filter(|letter| !letter.is_control())
            .collect()
    }

    /// What the scanner sent, with its identifier.
    pub fn whole(&self) -> String {
        format!("{}{}", self.aim.as_deref().unwrap_or_default(), self.text)
    }
}

/// Why keys that came as from a scanner are no scan. Nothing of them is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Torn {
    /// Characters came just before, and belonged to nothing: the head of this code, perhaps.
    HeadLost,
    /// It broke off: scans ended with a key so far, and this one did not.
    EndLost,
    /// Fewer characters than any code has.
    TooShort,
    /// More characters than any code has.
    TooLong,
    /// A key came among its characters that no code types: Control with a letter, a function key.
    ForeignKey,
    /// It came at a scanner's speed into a text field, and no key ended it: a person's typing cannot be told from it.
    NoEndInField,
}

/// What to do with the key.
#[derive(Clone, Debug, PartialEq)]
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
    /// The end of what cannot be taken: as [`Verdict::Scan`], and a person is told why.
    Refuse(Torn),
}

/// What a burst is when no key comes any more.
#[derive(Clone, Debug, PartialEq)]
pub enum Pause {
    /// A person's keys, or none: what was held back belongs to the page.
    Nothing,
    /// A scan without an ending key.
    Scan(Scan),
    /// No scan; what was held back is thrown away. A text field stays as it is.
    Refuse(Torn),
}

/// Recognises scans in a stream of keys.
#[derive(Clone, Debug)]
pub struct Wedge {
    timing: Timing,
    burst: Burst,
    in_field: bool,
    /// When the last key that counts was pressed and heard.
    last_ms: f64,
    heard_ms: f64,
    /// When the last character came that belonged to nothing.
    orphan_ms: f64,
    /// Whether they stand in a field: to a scan elsewhere they are nothing.
    orphan_in_field: bool,
    /// Until a gap, all keys go with a scan that is over: its second ending key, or the rest of what was refused.
    after: After,
    /// The digits that came while Alt was down: a character by its number.
    alt_digits: String,
    /// When a scan ended with a pause: its ending key may still come.
    paused_ms: Option<f64>,
    /// Scans ended with a key so far.
    ends: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum After {
    Nothing,
    /// A scan: its other ending keys may follow.
    Scan,
    /// A refusal: whatever follows goes with it.
    Refusal,
}

impl Wedge {
    /// A recogniser with this timing that begins to hear at a time: a burst that may have begun before is no scan.
    pub fn new(timing: Timing, since_ms: f64) -> Self {
        Wedge {
            timing,
            burst: Burst::default(),
            in_field: false,
            last_ms: f64::NEG_INFINITY,
            heard_ms: f64::NEG_INFINITY,
            orphan_ms: since_ms - timing.orphan_ms + timing.gap_ms_max,
            orphan_in_field: false,
            after: After::Nothing,
            alt_digits: String::new(),
            paused_ms: None,
            ends: false,
        }
    }

    /// How the keys are read from now on.
    pub fn set_layout(&mut self, layout: Layout) {
        self.timing.layout = layout;
    }

    /// How long after the last key [`Wedge::pause`] is due, in milliseconds.
    pub fn pause_ms(&self) -> f64 {
        self.timing.pause_ms
    }

    /// What to do with a key that has gone down.
    pub fn press(&mut self, press: &Press<'_>) -> Verdict {
        let gap_ms = press.at_ms - self.last_ms;
        // Who sends the next key only once this one was heard is no slower than the page.
        let waited_ms = press.at_ms - self.heard_ms;
        let near =
            gap_ms <= self.timing.gap_ms_max || (0.0..=self.timing.gap_ms_max).contains(&waited_ms);
        let stroke = if press.repeat {
            Stroke::Other
        } else {
            stroke(press)
        };
        if matches!(stroke, Stroke::Modifier) {
            if press.key == "CapsLock" {
                self.burst.caps_pressed(press.at_ms);
            }
            // Shift goes down before every capital; it takes its time but is no character.
            if near {
                self.hear(press);
            }
            return Verdict::Ignore;
        }
        self.hear(press);
        if press.moved && self.in_field {
            // What was typed stays where it is, and is nothing to what comes elsewhere.
            self.reset();
        } else if !near {
            self.leave_behind();
        }
        if near && self.after == After::Refusal && !matches!(stroke, Stroke::Other) {
            return Verdict::Swallow;
        }
        match stroke {
            Stroke::Modifier => Verdict::Ignore,
            Stroke::Character(character) => self.character(character, gap_ms, press),
            Stroke::AltDigit(digit) => self.alt_digit(digit, press),
            Stroke::End(suffix) => self.end(suffix, gap_ms),
            Stroke::Foreign => self.foreign(),
            Stroke::Other => {
                self.reset();
                Verdict::Pass
            }
        }
    }

    /// A key came up. Where Alt comes up after digits, they were one character: what to do with it.
    pub fn release(&mut self, key: &str, code: &str, at_ms: f64) -> Option<Verdict> {
        self.burst.released(code, at_ms);
        let number = (key == "Alt" && !self.alt_digits.is_empty())
            .then(|| std::mem::take(&mut self.alt_digits))?;
        self.last_ms = at_ms;
        match alt_character(&number) {
            Some(character) => {
                self.burst.push_by_number(character, at_ms);
                Some(Verdict::Suspect)
            }
            None => Some(self.foreign()),
        }
    }

    /// No key has come for [`Wedge::pause_ms`]: what the burst is.
    pub fn pause(&mut self) -> Pause {
        let length = self.burst.length();
        let whose = self.burst.whose(self.in_field, None);
        let torn = self.torn();
        let scan = self.scan(Suffix::None);
        let in_field = self.in_field;
        let is_whole = length >= self.timing.characters_min;
        if self.after != After::Nothing {
            // What the keys after a scan belong to is a matter of their times alone.
            return Pause::Nothing;
        }
        if whose == Whose::Person || length == 0 {
            self.reset();
            return Pause::Nothing;
        }
        let fast = self.burst.is_fast();
        self.leave_behind();
        if in_field {
            let is_code = is_whole && length >= FIELD_CHARACTERS_MIN && fast;
            return match is_code {
                true => Pause::Refuse(Torn::NoEndInField),
                false => Pause::Nothing,
            };
        }
        if !is_whole {
            // Shortcuts, most likely. They still spoil a scan that follows at once.
            return Pause::Nothing;
        }
        match torn {
            Some(torn) => Pause::Refuse(torn),
            None if self.ends => Pause::Refuse(Torn::EndLost),
            None => {
                self.orphan_ms = f64::NEG_INFINITY;
                self.paused_ms = Some(self.last_ms);
                Pause::Scan(scan)
            }
        }
    }

    fn hear(&mut self, press: &Press<'_>) {
        self.last_ms = press.at_ms;
        self.heard_ms = press.heard_ms.max(press.at_ms);
    }

    /// The burst is over and was no scan: its characters belong to nothing, unless a person's fingers were seen.
    fn leave_behind(&mut self) {
        let by_hand = self.in_field && self.burst.is_by_hand();
        if self.burst.length() > 0 && !by_hand {
            self.orphan_ms = self.burst.last_ms();
            self.orphan_in_field = self.in_field;
        }
        self.reset();
    }

    fn character(&mut self, character: Character, gap_ms: f64, press: &Press<'_>) -> Verdict {
        self.after = After::Nothing;
        if self.burst.length() == 0 {
            // Space presses buttons and scrolls, Control and function keys are the browser's: no barcode begins so.
            let begins_none = character.by_key.is_control() && character.by_key != GROUP_SEPARATOR;
            if character.by_key == ' ' || begins_none {
                self.reset();
                return Verdict::Pass;
            }
            self.in_field = press.in_field;
            self.burst.begin(character, press);
            return Verdict::Begin;
        }
        if !self.in_field && self.burst.is_tapping(character, gap_ms) {
            // A person taps one key again and again: each counts at once.
            self.reset();
            self.in_field = press.in_field;
            self.burst.begin(character, press);
            return Verdict::Begin;
        }
        if character.by_key.is_control() && self.burst.is_by_hand() {
            self.reset();
            return Verdict::Pass;
        }
        self.burst.push(character, gap_ms, press);
        Verdict::Suspect
    }

    fn alt_digit(&mut self, digit: char, press: &Press<'_>) -> Verdict {
        self.after = After::Nothing;
        self.alt_digits.push(digit);
        if self.burst.length() == 0 && self.alt_digits.len() == 1 {
            self.in_field = press.in_field;
            return Verdict::Begin;
        }
        Verdict::Suspect
    }

    fn end(&mut self, suffix: Suffix, gap_ms: f64) -> Verdict {
        if self.after != After::Nothing {
            // Carriage return and line feed, or an ending key that came late.
            return Verdict::Swallow;
        }
        let length = self.burst.length();
        let late = self
            .paused_ms
            .take()
            .is_some_and(|ms| self.last_ms - ms <= 2.0 * self.timing.pause_ms);
        if length == 0 && late {
            self.after = After::Scan;
            return Verdict::Swallow;
        }
        if length == 0 || self.burst.whose(self.in_field, Some(gap_ms)) == Whose::Person {
            self.reset();
            return Verdict::Pass;
        }
        let torn = self.torn();
        if length < self.timing.characters_min {
            // In a field that is a person's figure and Enter, unless no finger is that fast.
            if self.in_field && !self.burst.is_fast_to(gap_ms) {
                self.reset();
                return Verdict::Pass;
            }
            return self.refuse(torn.unwrap_or(Torn::TooShort));
        }
        if let Some(torn) = torn {
            return self.refuse(torn);
        }
        let scan = self.scan(suffix);
        self.reset();
        self.orphan_ms = f64::NEG_INFINITY;
        self.after = After::Scan;
        self.ends = true;
        Verdict::Scan(scan)
    }

    /// A key that no code types, among characters.
    fn foreign(&mut self) -> Verdict {
        if self.after != After::Nothing {
            return Verdict::Swallow;
        }
        if self.burst.length() == 0 || self.burst.is_by_hand() {
            self.reset();
            return Verdict::Pass;
        }
        self.refuse(Torn::ForeignKey)
    }

    fn refuse(&mut self, torn: Torn) -> Verdict {
        self.reset();
        self.after = After::Refusal;
        Verdict::Refuse(torn)
    }

    /// What keeps the burst from being a scan.
    fn torn(&self) -> Option<Torn> {
        let length = self.burst.length();
        let in_reach = self.in_field || !self.orphan_in_field;
        let after_ms = self.burst.first_ms() - self.orphan_ms;
        if length > 0 && in_reach && after_ms <= self.timing.orphan_ms {
            Some(Torn::HeadLost)
        } else if length > SCAN_CHARACTERS_MAX {
            Some(Torn::TooLong)
        } else {
            None
        }
    }

    fn scan(&self, suffix: Suffix) -> Scan {
        self.burst.scan(suffix, self.timing.layout)
    }

    fn reset(&mut self) {
        self.burst.clear();
        self.alt_digits.clear();
        self.after = After::Nothing;
    }
}

/// The fewest characters that came fast into a field of which one is told that they may have been a scan.
const FIELD_CHARACTERS_MIN: usize = 6;

#[cfg(test)]
mod tests;
