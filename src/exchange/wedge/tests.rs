//! Keys in, scans out.

use super::*;

/// One key and the milliseconds since the one before.
struct Hand {
    wedge: Wedge,
    now_ms: f64,
    in_field: bool,
}

fn hand() -> Hand {
    Hand {
        wedge: Wedge::new(Timing::default()),
        now_ms: 1_000.0,
        in_field: false,
    }
}

impl Hand {
    fn key(&mut self, after_ms: f64, press: Press<'_>) -> Verdict {
        self.now_ms += after_ms;
        self.wedge.press(&Press {
            at_ms: self.now_ms,
            in_field: self.in_field,
            ..press
        })
    }

    /// Types each character, with Shift before capitals, and returns the last verdict.
    fn types(&mut self, gap_ms: f64, text: &str) -> Vec<Verdict> {
        text.chars()
            .map(|letter| {
                if letter.is_ascii_uppercase() {
                    self.key(gap_ms, named("Shift"));
                }
                let key = letter.to_string();
                self.key(
                    gap_ms,
                    Press {
                        key: &key,
                        ..Press::default()
                    },
                )
            })
            .collect()
    }

    fn ends(&mut self, after_ms: f64) -> Verdict {
        self.key(after_ms, named("Enter"))
    }
}

fn named(key: &str) -> Press<'_> {
    Press {
        key,
        code: key,
        ..Press::default()
    }
}

fn scan(text: &str) -> Verdict {
    Verdict::Scan(Scan {
        aim: None,
        text: text.to_owned(),
    })
}

#[test]
fn a_fast_burst_with_an_end_is_a_scan() {
    for end in ["Enter", "Tab"] {
        let mut hand = hand();
        let verdicts = hand.types(8.0, "5901234123457");
        assert_eq!(verdicts[0], Verdict::Begin);
        assert_eq!(verdicts[1..5], vec![Verdict::Suspect; 4]);
        assert_eq!(verdicts[5..], vec![Verdict::Swallow; 8]);
        assert_eq!(hand.key(8.0, named(end)), scan("5901234123457"));
        assert_eq!(hand.ends(200.0), Verdict::Pass);
    }
}

#[test]
fn a_short_place_with_capitals_is_a_scan() {
    let mut hand = hand();
    hand.types(12.0, "A-03");
    assert_eq!(hand.ends(12.0), scan("A-03"));
}

#[test]
fn a_person_types_undisturbed() {
    let mut hand = hand();
    for verdict in hand.types(60.0, "jk5901234") {
        assert_eq!(verdict, Verdict::Begin);
    }
    assert_eq!(hand.ends(60.0), Verdict::Pass);
    // Two keys rolled over, then Enter with the other hand.
    hand.types(20.0, "ab");
    assert_eq!(hand.ends(20.0), Verdict::Pass);
    hand.types(10.0, "abc");
    assert_eq!(hand.ends(90.0), Verdict::Pass);
}

#[test]
fn a_held_key_is_no_scan() {
    let mut hand = hand();
    hand.types(10.0, "abcdef");
    let held = Press {
        repeat: true,
        ..named("g")
    };
    assert_eq!(hand.key(30.0, held), Verdict::Pass);
    assert_eq!(hand.wedge.pause(), None);
}

#[test]
fn in_a_field_only_the_end_decides() {
    let mut hand = hand();
    hand.in_field = true;
    let verdicts = hand.types(5.0, "5901234123457");
    assert_eq!(verdicts[0], Verdict::Begin);
    assert_eq!(verdicts[1..], vec![Verdict::Suspect; 12]);
    assert_eq!(hand.wedge.pause(), None);
    assert_eq!(hand.ends(100.0), Verdict::Pass);
    hand.types(5.0, "5901234123457");
    assert_eq!(hand.ends(5.0), scan("5901234123457"));
}

#[test]
fn a_pause_ends_a_long_scan_and_its_late_end_is_swallowed() {
    let mut hand = hand();
    hand.types(5.0, "12345");
    assert_eq!(hand.wedge.pause(), None);
    hand.types(5.0, "123456");
    let scanned = hand.wedge.pause();
    assert_eq!(scanned.map(|scan| scan.text).as_deref(), Some("123456"));
    assert_eq!(hand.ends(110.0), Verdict::Swallow);
    assert_eq!(hand.ends(10.0), Verdict::Pass);
}

#[test]
fn the_focus_moving_into_a_field_ends_the_burst() {
    let mut hand = hand();
    hand.types(5.0, "1234");
    hand.in_field = true;
    assert_eq!(hand.types(5.0, "5")[0], Verdict::Begin);
    assert_eq!(hand.ends(5.0), Verdict::Pass);
}

#[test]
fn the_symbology_is_taken_off() {
    for (typed, aim, text) in [
        ("]C10109501101530003", Some("]C1"), "0109501101530003"),
        ("]d201095", Some("]d2"), "01095"),
        ("]E0590", Some("]E0"), "590"),
        ("]C1", None, "]C1"),
        ("]99x", None, "]99x"),
    ] {
        let mut hand = hand();
        hand.types(5.0, typed);
        let expected = Scan {
            aim: aim.map(str::to_owned),
            text: text.to_owned(),
        };
        assert_eq!(hand.ends(5.0), Verdict::Scan(expected));
    }
}

#[test]
fn group_separators_come_in_several_ways() {
    let by_control = Press {
        key: "]",
        code: "BracketRight",
        control: true,
        ..Press::default()
    };
    let cyrillic = Press {
        key: ";",
        ..by_control
    };
    let unidentified = Press {
        key: "Unidentified",
        key_code: 29,
        ..Press::default()
    };
    let plain = Press {
        key: "\u{1d}",
        ..Press::default()
    };
    for separator in [by_control, cyrillic, unidentified, plain] {
        let mut hand = hand();
        hand.types(5.0, "10AB");
        hand.key(
            5.0,
            Press {
                control: true,
                ..named("Control")
            },
        );
        hand.key(5.0, separator);
        hand.types(5.0, "21X");
        assert_eq!(hand.ends(5.0), scan("10AB\u{1d}21X"));
    }
}

#[test]
fn a_cyrillic_layout_is_read_by_the_places_of_the_keys() {
    // "]C1ab-A" from a scanner that presses American keys, on a Bulgarian layout.
    let keys = [
        (";", "BracketRight", false),
        ("Ъ", "KeyC", true),
        ("1", "Digit1", false),
        ("ь", "KeyA", false),
        ("ф", "KeyB", false),
        ("-", "Minus", false),
        ("Ь", "KeyA", true),
        ("3", "Numpad3", false),
        ("\"", "Digit2", true),
    ];
    let mut hand = hand();
    for (key, code, shift) in keys {
        hand.key(
            6.0,
            Press {
                key,
                code,
                shift,
                ..Press::default()
            },
        );
    }
    let expected = Scan {
        aim: Some("]C1".to_owned()),
        text: "ab-A3@".to_owned(),
    };
    assert_eq!(hand.ends(6.0), Verdict::Scan(expected));
}

#[test]
fn a_latin_layout_is_believed() {
    // German: what is on the Y key is a Z, and the scanner was set to German.
    let mut hand = hand();
    for _ in 0..4 {
        let press = Press {
            key: "z",
            code: "KeyY",
            ..Press::default()
        };
        hand.key(6.0, press);
    }
    assert_eq!(hand.ends(6.0), scan("zzzz"));
}

#[test]
fn shortcuts_and_arrows_pass() {
    let mut hand = hand();
    let copy = Press {
        key: "c",
        code: "KeyC",
        control: true,
        ..Press::default()
    };
    assert_eq!(hand.key(500.0, copy), Verdict::Pass);
    assert_eq!(hand.key(5.0, named("ArrowDown")), Verdict::Pass);
    assert_eq!(hand.key(5.0, named("Escape")), Verdict::Pass);
    assert_eq!(hand.ends(5.0), Verdict::Pass);
}

#[test]
fn more_than_any_barcode_holds_is_swallowed_whole() {
    let mut hand = hand();
    hand.types(1.0, &"7".repeat(SCAN_CHARACTERS_MAX + 1));
    assert_eq!(hand.ends(1.0), Verdict::Swallow);
    hand.types(100.0, "1");
    hand.types(5.0, "23");
    assert_eq!(hand.ends(5.0), scan("123"));
}

#[test]
fn a_space_begins_nothing_but_may_stand_inside() {
    let mut hand = hand();
    assert_eq!(hand.types(100.0, " ")[0], Verdict::Pass);
    hand.types(100.0, "A 3");
    assert_eq!(hand.ends(100.0), Verdict::Pass);
    hand.types(5.0, "B7 9");
    assert_eq!(hand.ends(5.0), scan("B7 9"));
}

#[test]
fn shift_alone_is_ignored() {
    let mut hand = hand();
    assert_eq!(hand.key(5.0, named("Shift")), Verdict::Ignore);
}
