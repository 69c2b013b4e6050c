//! Whose keys a burst is made of: a scanner's or a person's.
//!
//! Fingers hold a key down for some 60 to 150 ms and never twice for the same time; a scanner lets go at once, or keeps
//! an even pace. Seldom does one sign decide, so the signs are asked in the order of their weight.

use super::keys::{Character, with_caps};
use super::{Layout, Press, Scan, Suffix, Trace};
use crate::limits::SCAN_CHARACTERS_MAX;

/// No finger is faster from key to key, several times on end.
const FAST_MS: f64 = 35.0;
/// A finger rests on a key at least so long.
const DWELL_MS_OF_HAND: f64 = 40.0;
/// A scanner rests on a key at most so long, unless its pace is even.
const DWELL_MS_OF_SCANNER: f64 = 25.0;
/// Gaps that differ by no more than this are even.
const EVEN_MS: f64 = 12.0;
/// And by no more than this part of the longest.
const EVEN_PART: f64 = 0.15;
/// How soon after one key came up the next goes down where a machine types.
const RELENTLESS_MS: f64 = 6.0;

/// Digits by hand, no more than these, are a PIN rather than a code.
const PIN_DIGITS_USUAL: usize = 6;

/// So many keys of a scan are shown one by one.
const KEYS_TRACED_MAX: usize = 128;

/// Who pressed the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whose {
    Scanner,
    Person,
}

/// Characters that followed each other closely.
#[derive(Clone, Debug, Default)]
pub(super) struct Burst {
    characters: Vec<Character>,
    /// How many came, also past what is kept.
    length: usize,
    first_ms: f64,
    last_ms: f64,
    gaps_ms: Vec<f64>,
    /// The keys that are down: where, since when.
    down: Vec<(String, f64)>,
    dwells_ms: Vec<f64>,
    /// From a key up to the next one down.
    rests_ms: Vec<f64>,
    up_ms: Option<f64>,
    caps_lock: bool,
    /// A character was given by its number.
    numbered: bool,
    /// When Caps Lock was pressed last: a scanner may work it by itself.
    caps_ms: Option<f64>,
}

impl Burst {
    pub(super) fn length(&self) -> usize {
        self.length
    }

    pub(super) fn first_ms(&self) -> f64 {
        self.first_ms
    }

    pub(super) fn last_ms(&self) -> f64 {
        self.last_ms
    }

    pub(super) fn clear(&mut self) {
        let caps_ms = self.caps_ms;
        *self = Burst {
            caps_ms,
            ..Burst::default()
        };
    }

    pub(super) fn begin(&mut self, character: Character, press: &Press<'_>) {
        self.clear();
        self.first_ms = press.at_ms;
        self.add(character, press);
    }

    pub(super) fn push(&mut self, character: Character, gap_ms: f64, press: &Press<'_>) {
        self.gaps_ms.push(gap_ms);
        if let Some(up_ms) = self.up_ms.take() {
            self.rests_ms.push(press.at_ms - up_ms);
        }
        self.add(character, press);
    }

    fn add(&mut self, character: Character, press: &Press<'_>) {
        self.caps_lock |= press.caps_lock;
        self.down.push((press.code.to_owned(), press.at_ms));
        self.keep(character, press.at_ms);
    }

    fn keep(&mut self, character: Character, at_ms: f64) {
        self.last_ms = at_ms;
        self.length += 1;
        if self.characters.len() < SCAN_CHARACTERS_MAX {
            self.characters.push(character);
        }
    }

    /// A character that was given by its number, with Alt: no hand does that at this pace.
    pub(super) fn push_by_number(&mut self, character: Character, at_ms: f64) {
        if self.length == 0 {
            self.first_ms = at_ms;
        } else {
            self.gaps_ms.push(0.0);
        }
        self.numbered = true;
        self.keep(character, at_ms);
    }

    pub(super) fn caps_pressed(&mut self, at_ms: f64) {
        self.caps_ms = Some(at_ms);
    }

    pub(super) fn released(&mut self, code: &str, at_ms: f64) {
        let found = self.down.iter().position(|(down, _)| down == code);
        if let Some(index) = found {
            let (_, since_ms) = self.down.swap_remove(index);
            self.dwells_ms.push(at_ms - since_ms);
            self.up_ms = Some(at_ms);
        }
    }

    fn dwell_ms(&self) -> Option<f64> {
        median(&self.dwells_ms)
    }

    /// Whether fingers were seen: they rested on the keys, and at no machine's pace.
    pub(super) fn is_by_hand(&self) -> bool {
        self.dwell_ms().is_some_and(|ms| ms >= DWELL_MS_OF_HAND)
            && !self.is_even(None)
            && !self.is_relentless()
    }

    /// Whether all gaps are those of a fast scanner.
    pub(super) fn is_fast(&self) -> bool {
        self.length > 1 && self.gaps_ms.iter().all(|ms| *ms <= FAST_MS) && !self.is_by_hand()
    }

    /// The same, with the gap before the ending key.
    pub(super) fn is_fast_to(&self, end_ms: f64) -> bool {
        let let_go = self.dwells_ms.iter().all(|ms| *ms <= DWELL_MS_OF_SCANNER);
        end_ms <= FAST_MS
            && self.gaps_ms.iter().all(|ms| *ms <= FAST_MS)
            && let_go
            && !self.dwells_ms.is_empty()
    }

    /// Whether the keys come and go at an even pace.
    fn is_even(&self, end_ms: Option<f64>) -> bool {
        let mut gaps = self.gaps_ms.clone();
        gaps.extend(end_ms);
        gaps.len() >= 2 && are_even(&gaps) && are_even(&self.dwells_ms)
    }

    fn is_relentless(&self) -> bool {
        self.rests_ms.len() >= 2
            && self
                .rests_ms
                .iter()
                .all(|ms| (0.0..=RELENTLESS_MS).contains(ms))
    }

    /// Whether a finger taps the same key again and again.
    pub(super) fn is_tapping(&self, character: Character, gap_ms: f64) -> bool {
        let same = self.characters.iter().all(|it| *it == character);
        let rested = self
            .dwells_ms
            .first()
            .is_some_and(|ms| *ms >= DWELL_MS_OF_HAND);
        same && gap_ms > FAST_MS && rested && !self.is_relentless()
    }

    /// Digits, capitals and signs are a code's; a person's shortcuts and words are small letters.
    fn looks_like_code(&self) -> bool {
        self.characters
            .iter()
            .any(|it| it.by_key.is_numeric() || it.by_key.is_uppercase() || it.by_key == '-')
    }

    /// What somebody types who signs in.
    fn looks_like_pin(&self) -> bool {
        self.length <= PIN_DIGITS_USUAL && self.characters.iter().all(|it| it.by_key.is_numeric())
    }

    /// Whose keys they are; `end_ms` is the gap before the ending key.
    pub(super) fn whose(&self, in_field: bool, end_ms: Option<f64>) -> Whose {
        let mut gaps = self.gaps_ms.clone();
        gaps.extend(end_ms);
        let typical = median(&gaps).unwrap_or(0.0);
        match self.dwell_ms() {
            _ if self.numbered || self.is_relentless() => Whose::Scanner,
            Some(ms) if ms <= DWELL_MS_OF_SCANNER => Whose::Scanner,
            _ if typical <= FAST_MS => Whose::Scanner,
            _ if self.length > 2 && self.is_even(end_ms) => Whose::Scanner,
            Some(ms) if ms >= DWELL_MS_OF_HAND => {
                match in_field || !self.looks_like_code() || self.looks_like_pin() {
                    true => Whose::Person,
                    false if self.length <= 2 => Whose::Person,
                    false => Whose::Scanner,
                }
            }
            _ if in_field && !self.looks_like_code() => Whose::Person,
            _ => Whose::Scanner,
        }
    }

    /// The scan that the burst is.
    pub(super) fn scan(&self, suffix: Suffix, layout: Layout) -> Scan {
        // A scanner that works Caps Lock by itself means what is typed.
        let own_caps = self
            .caps_ms
            .is_some_and(|ms| ms >= self.first_ms - FAST_MS && ms <= self.last_ms);
        let read = |character: &Character, by_place: bool| {
            let Character {
                shift, caps_lock, ..
            } = *character;
            match character.by_place.filter(|_| by_place) {
                Some(letter) if own_caps => with_caps(letter, shift != caps_lock, caps_lock),
                Some(letter) => letter,
                None if own_caps => character.by_key,
                None => with_caps(character.by_key, shift, caps_lock),
            }
        };
        let all = |by_place: bool| -> String {
            let characters = self.characters.iter();
            characters.map(|it| read(it, by_place)).collect()
        };
        let (shown, placed) = (all(false), all(true));
        let is_foreign = self.characters.iter().any(|it| !it.by_key.is_ascii());
        let is_proven = is_foreign || (!is_identified(&shown) && is_identified(&placed));
        let (whole, other) = match layout {
            Layout::American => (placed, None),
            Layout::Shown => (shown, None),
            Layout::Proven if is_proven => (placed, None),
            // No layout changes a letter's case: a key without its Shift is a program's.
            Layout::Proven if shown.eq_ignore_ascii_case(&placed) => (shown, None),
            Layout::Proven => (shown, Some(placed)),
        };
        let cut = aim_length(&whole).unwrap_or(0);
        let gaps = || self.gaps_ms.iter().copied();
        Scan {
            aim: (cut > 0).then(|| whole[..cut].to_owned()),
            text: whole[cut..].to_owned(),
            by_places: other,
            trace: Trace {
                keys: self
                    .characters
                    .iter()
                    .map(|it| it.by_key)
                    .zip(std::iter::once(0.0).chain(gaps()))
                    .take(KEYS_TRACED_MAX)
                    .collect(),
                characters: self.length,
                gap_ms_least: gaps()
                    .fold(f64::INFINITY, f64::min)
                    .min(gaps().fold(0.0, f64::max)),
                gap_ms_most: gaps().fold(0.0, f64::max),
                suffix,
                caps_lock: self.caps_lock,
                separators: self.characters.iter().any(|it| it.by_key.is_control()),
            },
        }
    }
}

fn are_even(values: &[f64]) -> bool {
    let most = values.iter().copied().fold(0.0, f64::max);
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    values.is_empty() || most - least <= EVEN_MS.max(EVEN_PART * most)
}

fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied()
}

/// Whether a symbology identifier of a code in use stands at the start.
fn is_identified(text: &str) -> bool {
    const IN_USE: &[u8] = b"ACEFGIQXdeLoz";
    aim_length(text).is_some() && text.as_bytes().get(1).is_some_and(|it| IN_USE.contains(it))
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
