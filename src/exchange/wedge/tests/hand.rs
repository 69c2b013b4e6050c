//! A keyboard, a scanner or a person at it, and a page that lives by the verdicts.

use crate::exchange::wedge::{Pause, Press, Timing, Torn, Verdict, Wedge};

/// A layout of the device, under a scanner that presses American keys.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Board {
    American,
    German,
    Bulgarian,
}

/// The place of a character on an American keyboard, and whether it takes Shift.
fn place_of(letter: char) -> (String, bool) {
    const SHIFTED: &str = ")!@#$%^&*(";
    if letter.is_ascii_alphabetic() {
        let code = format!("Key{}", letter.to_ascii_uppercase());
        return (code, letter.is_ascii_uppercase());
    }
    if letter.is_ascii_digit() {
        return (format!("Digit{letter}"), false);
    }
    if let Some(digit) = SHIFTED.find(letter) {
        return (format!("Digit{digit}"), true);
    }
    let (code, shift) = match letter {
        '-' => ("Minus", false),
        '_' => ("Minus", true),
        '/' => ("Slash", false),
        '?' => ("Slash", true),
        '.' => ("Period", false),
        ':' => ("Semicolon", true),
        ']' => ("BracketRight", false),
        '+' => ("Equal", true),
        '=' => ("Equal", false),
        ' ' => ("Space", false),
        other => unreachable!("no key for {other:?}"),
    };
    (code.to_owned(), shift)
}

/// What a layout makes of the key of an American character.
fn shown(board: Board, letter: char, caps: bool) -> String {
    let (code, shift) = place_of(letter);
    let letters = match board {
        Board::American => letter,
        Board::German => match (code.as_str(), shift) {
            ("KeyZ", false) => 'y',
            ("KeyZ", true) => 'Y',
            ("KeyY", false) => 'z',
            ("KeyY", true) => 'Z',
            ("Minus", false) => 'ß',
            ("Minus", true) => '?',
            ("Slash", false) => '-',
            ("Slash", true) => '_',
            ("BracketRight", false) => '+',
            ("Semicolon", true) => 'Ö',
            ("Equal", _) => '´',
            _ => letter,
        },
        Board::Bulgarian => match code.strip_prefix("Key").and_then(|it| it.chars().next()) {
            Some(key) => {
                let small = char::from_u32(0x430 + u32::from(key) - 0x41).unwrap_or(key);
                if shift {
                    small.to_uppercase().next().unwrap_or(small)
                } else {
                    small
                }
            }
            None if code == "BracketRight" => ';',
            None => letter,
        },
    };
    let flip = caps && letters.is_alphabetic() && letters != 'ß';
    match (flip, letters.is_uppercase()) {
        (true, true) => letters.to_lowercase().to_string(),
        (true, false) => letters.to_uppercase().to_string(),
        (false, _) => letters.to_string(),
    }
}

/// A keyboard, and a page with what it got to see.
pub(super) struct Hand {
    pub(super) wedge: Wedge,
    pub(super) now_ms: f64,
    /// How long a key stays down; `None` where nothing comes up.
    pub(super) dwell_ms: Option<f64>,
    pub(super) in_field: bool,
    pub(super) board: Board,
    pub(super) caps: bool,
    held: Vec<String>,
    pub(super) seen: Vec<String>,
    pub(super) field: String,
    before: Option<String>,
    pub(super) heard: Vec<Result<String, Torn>>,
}

pub(super) fn hand() -> Hand {
    Hand {
        wedge: Wedge::new(Timing::default(), 0.0),
        now_ms: 10_000.0,
        dwell_ms: Some(1.0),
        in_field: false,
        board: Board::American,
        caps: false,
        held: Vec::new(),
        seen: Vec::new(),
        field: "before ".to_owned(),
        before: None,
        heard: Vec::new(),
    }
}

/// A person's hand: uneven, and the fingers rest on the keys.
pub(super) fn person() -> Hand {
    Hand {
        dwell_ms: Some(70.0),
        ..hand()
    }
}

impl Hand {
    fn give_back(&mut self) {
        self.seen.append(&mut self.held);
        self.before = None;
    }

    fn judge(&mut self, verdict: Verdict, key: &str) {
        let is_letter = key.chars().count() == 1;
        match verdict {
            Verdict::Ignore => {}
            Verdict::Pass => {
                self.give_back();
                self.seen.push(key.to_owned());
                if self.in_field && is_letter {
                    self.field.push_str(key);
                }
            }
            Verdict::Begin | Verdict::Suspect => {
                if verdict == Verdict::Begin {
                    self.give_back();
                    self.before = Some(self.field.clone());
                }
                if !self.in_field {
                    self.held.push(key.to_owned());
                } else if is_letter {
                    self.field.push_str(key);
                }
            }
            Verdict::Swallow => {}
            Verdict::Scan(scan) => self.finish(Ok(scan.whole())),
            Verdict::Refuse(torn) => self.finish(Err(torn)),
        }
    }

    fn finish(&mut self, what: Result<String, Torn>) {
        self.held.clear();
        if let (true, Some(before)) = (self.in_field, self.before.take()) {
            self.field = before;
        }
        self.heard.push(what);
    }

    /// A key after so many milliseconds; the pauses that pass meanwhile are heard of.
    pub(super) fn key(&mut self, after_ms: f64, press: Press<'_>) {
        self.wait(after_ms);
        let at_ms = self.now_ms;
        let verdict = self.wedge.press(&Press {
            at_ms,
            heard_ms: at_ms,
            in_field: self.in_field,
            caps_lock: self.caps,
            ..press
        });
        self.judge(verdict, press.key);
        if let Some(dwell_ms) = self.dwell_ms {
            let up = self.wedge.release(press.key, press.code, at_ms + dwell_ms);
            if let Some(verdict) = up {
                self.judge(verdict, "by number");
            }
        }
    }

    pub(super) fn wait(&mut self, ms: f64) {
        self.now_ms += ms;
        if ms > self.wedge.pause_ms() {
            match self.wedge.pause() {
                Pause::Nothing => self.give_back(),
                Pause::Scan(scan) => self.finish(Ok(scan.whole())),
                Pause::Refuse(torn) => {
                    self.held.clear();
                    self.heard.push(Err(torn));
                }
            }
        }
    }

    pub(super) fn letter(&mut self, gap_ms: f64, letter: char) {
        let (code, shift) = place_of(letter);
        if shift {
            let press = Press {
                shift,
                ..named("Shift")
            };
            self.key(gap_ms / 2.0, press);
        }
        let key = shown(self.board, letter, self.caps);
        let press = Press {
            key: &key,
            code: &code,
            shift,
            ..Press::default()
        };
        self.key(if shift { gap_ms / 2.0 } else { gap_ms }, press);
    }

    pub(super) fn types(&mut self, gap_ms: f64, text: &str) -> &mut Self {
        text.chars().for_each(|letter| self.letter(gap_ms, letter));
        self
    }

    /// As fingers do: no two gaps are alike, and none as short as a scanner's.
    pub(super) fn writes(&mut self, text: &str) -> &mut Self {
        let gaps = [95.0, 140.0, 110.0, 78.0, 126.0];
        for (place, letter) in text.chars().enumerate() {
            self.dwell_ms = Some(55.0 + 11.0 * f64::from(u8::try_from(place % 4).unwrap_or(0)));
            self.letter(gaps[place % gaps.len()], letter);
        }
        self
    }

    pub(super) fn ends(&mut self, after_ms: f64) -> &mut Self {
        self.key(after_ms, named("Enter"));
        self
    }

    #[track_caller]
    pub(super) fn heard(&mut self, expected: &[Result<&str, Torn>]) -> &mut Self {
        self.wait(1_000.0);
        let heard: Vec<_> = self
            .heard
            .iter()
            .map(|it| it.as_deref().map_err(|it| *it))
            .collect();
        assert_eq!(heard, expected);
        self.heard.clear();
        self
    }

    #[track_caller]
    pub(super) fn saw(&mut self, expected: &[&str]) -> &mut Self {
        assert_eq!(self.seen, expected);
        self.seen.clear();
        self
    }
}

pub(super) fn named(key: &str) -> Press<'_> {
    Press {
        key,
        code: key,
        ..Press::default()
    }
}

pub(super) fn control<'p>(key: &'p str, code: &'p str) -> Press<'p> {
    Press {
        key,
        code,
        control: true,
        ..Press::default()
    }
}
