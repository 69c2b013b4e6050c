//! Keys in, scans out: a keyboard, and a page that lives by the verdicts.

mod hand;
mod whole;

use super::*;
use hand::{Board, Hand, control, hand, named, person};

const EAN: &str = "5901234123457";

#[test]
fn a_burst_with_an_end_is_a_scan_and_the_page_sees_nothing() {
    for end in ["Enter", "Tab"] {
        for gap_ms in [0.0, 8.0, 36.0, 100.0, 150.0] {
            let mut hand = hand();
            hand.types(gap_ms, EAN).key(gap_ms, named(end));
            hand.heard(&[Ok(EAN)]).saw(&[]);
        }
    }
}

#[test]
fn a_pause_inside_a_code_throws_no_head_away() {
    for gap_ms in [36.0, 60.0, 149.0] {
        let mut hand = hand();
        hand.types(5.0, "M").types(gap_ms, "U").types(5.0, "G-RED");
        hand.ends(5.0).heard(&[Ok("MUG-RED")]).saw(&[]);
    }
}

#[test]
fn the_first_key_of_a_page_that_works_is_not_lost() {
    // Whoever sends the keys waits until each was heard, and the page takes 300 ms over the first.
    let mut hand = hand();
    let press = |key: &'static str, code: &'static str, at_ms: f64, heard_ms: f64| Press {
        key,
        code,
        at_ms,
        heard_ms,
        ..Press::default()
    };
    let first = hand.wedge.press(&press("B", "KeyB", 5_000.0, 5_300.0));
    assert_eq!(first, Verdict::Begin);
    let second = hand.wedge.press(&press("-", "Minus", 5_304.0, 5_305.0));
    assert_eq!(second, Verdict::Suspect);
    hand.wedge.press(&press("1", "Digit1", 5_308.0, 5_309.0));
    hand.wedge.press(&press("0", "Digit0", 5_312.0, 5_313.0));
    let end = hand.wedge.press(&press("Enter", "Enter", 5_316.0, 5_317.0));
    assert!(matches!(end, Verdict::Scan(scan) if scan.text == "B-10"));
}

#[test]
fn a_tail_is_never_taken_for_a_scan() {
    // The head came too early to belong to it, and belonged to nothing.
    for gap_ms in [200.0, 300.0, 450.0] {
        let mut hand = hand();
        hand.types(5.0, "ZZ").types(gap_ms, "8").types(5.0, "5123A");
        hand.ends(5.0)
            .heard(&[Err(Torn::HeadLost)])
            .saw(&["Z", "Z"]);
    }
    // A second later it is a scan of its own.
    let mut hand = hand();
    hand.types(5.0, "ZZ")
        .types(1_000.0, "8")
        .types(5.0, "5123A");
    hand.ends(5.0).heard(&[Ok("85123A")]);
}

#[test]
fn what_may_have_begun_before_anybody_listened_is_refused() {
    for (first_ms, expected) in [(100.0, Err(Torn::HeadLost)), (200.0, Ok("A-03"))] {
        let mut hand = hand();
        hand.wedge = Wedge::new(Timing::default(), 10_000.0);
        hand.wait(first_ms);
        hand.types(0.0, "A")
            .types(5.0, "-03")
            .ends(5.0)
            .heard(&[expected]);
    }
}

#[test]
fn a_scan_without_an_end_is_over_after_a_pause() {
    let mut hand = hand();
    hand.types(100.0, "A-3").heard(&[Ok("A-3")]).saw(&[]);
    // Its ending key is late.
    hand.types(5.0, EAN).wait(211.0);
    hand.ends(60.0).heard(&[Ok(EAN)]).saw(&[]);
}

#[test]
fn a_scan_that_breaks_off_is_refused_where_scans_end_with_a_key() {
    let mut hand = hand();
    hand.types(5.0, EAN).ends(5.0).heard(&[Ok(EAN)]);
    hand.types(5.0, "TRK001").wait(300.0);
    hand.types(5.0, "2345").ends(5.0);
    hand.heard(&[Err(Torn::EndLost), Err(Torn::HeadLost)])
        .saw(&[]);
}

#[test]
fn an_end_close_to_other_keys_belongs_to_the_scan() {
    let line_feed = control("j", "KeyJ");
    for second in [
        line_feed,
        named("Enter"),
        named("Tab"),
        control("m", "KeyM"),
    ] {
        for first in [named("Enter"), named("Tab"), line_feed] {
            let mut hand = hand();
            hand.types(4.0, "JD0009C").key(4.0, first);
            hand.key(4.0, second);
            hand.heard(&[Ok("JD0009C")]).saw(&[]);
            hand.ends(200.0).saw(&["Enter"]);
        }
    }
}

#[test]
fn fewer_characters_than_any_code_press_nothing() {
    for text in ["A", "AB"] {
        let mut hand = hand();
        hand.types(20.0, text).ends(20.0);
        hand.heard(&[Err(Torn::TooShort)]).saw(&[]);
    }
    // A label with Tab or Enter inside goes whole.
    for end in ["Tab", "Enter"] {
        let mut hand = hand();
        hand.types(5.0, "A").key(5.0, named(end));
        hand.types(5.0, "B")
            .ends(5.0)
            .heard(&[Err(Torn::TooShort)])
            .saw(&[]);
    }
}

#[test]
fn keys_that_no_code_types_spoil_it_and_reach_nobody() {
    for foreign in [
        control("k", "KeyK"),
        named("F5"),
        named("F1"),
        control("d", "KeyW"),
    ] {
        let mut hand = hand();
        hand.types(5.0, "401").key(5.0, foreign);
        hand.types(5.0, "23").ends(5.0);
        hand.heard(&[Err(Torn::ForeignKey)]).saw(&[]);
    }
}

#[test]
fn a_person_at_the_keys_is_left_alone() {
    let mut hand = person();
    hand.writes("jk").heard(&[]).saw(&["j", "k"]);
    hand.writes("g").writes("o").heard(&[]).saw(&["g", "o"]);
    hand.writes("x").ends(120.0).heard(&[]).saw(&["x", "Enter"]);
    hand.writes("1234")
        .ends(130.0)
        .heard(&[])
        .saw(&["1", "2", "3", "4", "Enter"]);
    hand.key(500.0, control("c", "KeyC"));
    hand.key(60.0, named("ArrowDown"));
    hand.key(60.0, named("Escape"));
    hand.saw(&["c", "ArrowDown", "Escape"]);
    // A key tapped again and again counts each time.
    hand.types(110.0, "jjjj");
    assert_eq!(hand.seen, ["j", "j", "j"]);
    hand.heard(&[]).saw(&["j", "j", "j", "j"]);
}

#[test]
fn a_person_types_into_a_field() {
    let mut hand = person();
    hand.in_field = true;
    hand.writes("blue mug").ends(90.0).heard(&[]);
    assert_eq!(hand.field, "before blue mug");
    hand.writes("85123A").ends(90.0).heard(&[]);
    hand.writes("150").ends(90.0).heard(&[]);
    hand.writes("5").ends(90.0).heard(&[]);
    assert_eq!(hand.seen.iter().filter(|key| *key == "Enter").count(), 4);
    hand.writes("abc").key(80.0, control("v", "KeyV"));
    assert_eq!(hand.seen.last().map(String::as_str), Some("v"));
}

#[test]
fn a_scan_into_a_field_leaves_it_as_it_was() {
    for gap_ms in [0.0, 8.0, 60.0, 150.0] {
        let mut hand = hand();
        hand.in_field = true;
        hand.types(gap_ms, "A-03")
            .ends(gap_ms)
            .heard(&[Ok("A-03")])
            .saw(&[]);
        assert_eq!(hand.field, "before ");
    }
}

#[test]
fn a_scan_without_an_end_stays_in_the_field_and_is_told() {
    let mut hand = hand();
    hand.in_field = true;
    hand.types(5.0, EAN).heard(&[Err(Torn::NoEndInField)]);
    assert_eq!(hand.field, format!("before {EAN}"));
    hand.types(5.0, "mug").heard(&[]);
}

#[test]
fn a_held_key_is_no_scan() {
    let mut hand = hand();
    hand.types(10.0, "abc");
    for _ in 0..5 {
        let held = Press {
            repeat: true,
            ..named("c")
        };
        hand.key(30.0, held);
    }
    hand.heard(&[]);
}

#[test]
fn the_focus_moving_into_a_field_tears_nothing() {
    let mut hand = hand();
    hand.types(5.0, "1234");
    hand.in_field = true;
    hand.types(5.0, "5678").ends(5.0);
    hand.in_field = false;
    hand.heard(&[Ok("12345678")]);
}

#[test]
fn what_stands_in_a_field_is_nothing_to_a_scan_elsewhere() {
    let mut hand = hand();
    hand.in_field = true;
    hand.types(2.0, "500").wait(250.0);
    hand.in_field = false;
    hand.types(2.0, EAN).ends(2.0).heard(&[Ok(EAN)]);
}

/// A program fills in a form faster than any hand: each field has its own.
#[test]
fn what_is_typed_into_the_next_field_stands_there_at_once() {
    let mut hand = hand();
    hand.in_field = true;
    hand.types(2.0, "Acorn");
    let press = Press {
        moved: true,
        ..named("G")
    };
    hand.key(5.0, press);
    hand.types(2.0, "ifts").heard(&[]).saw(&[]);
    assert_eq!(hand.field, "before AcornGifts");
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
        let mut wedge = Wedge::new(Timing::default(), 0.0);
        for letter in typed.chars() {
            let key = letter.to_string();
            wedge.press(&Press {
                key: &key,
                at_ms: 5_000.0,
                ..Press::default()
            });
        }
        let end = wedge.press(&Press {
            at_ms: 5_000.0,
            ..named("Enter")
        });
        let Verdict::Scan(scan) = end else {
            unreachable!("{typed} is a scan, not {end:?}");
        };
        assert_eq!((scan.aim.as_deref(), scan.text.as_str()), (aim, text));
    }
}

#[test]
fn group_separators_come_in_several_ways() {
    let unidentified = Press {
        key: "Unidentified",
        key_code: 29,
        ..Press::default()
    };
    let plain = Press {
        key: "\u{1d}",
        ..Press::default()
    };
    for in_field in [false, true] {
        for separator in [
            control("]", "BracketRight"),
            control(";", "BracketRight"),
            named("F8"),
            unidentified,
            plain,
        ] {
            let mut hand = hand();
            hand.in_field = in_field;
            hand.types(5.0, "10AB");
            hand.key(
                5.0,
                Press {
                    control: true,
                    ..named("Control")
                },
            );
            hand.key(5.0, separator);
            hand.types(5.0, "21X")
                .ends(5.0)
                .heard(&[Ok("10AB\u{1d}21X")])
                .saw(&[]);
        }
    }
}

#[test]
fn characters_come_by_their_numbers() {
    for in_field in [false, true] {
        let mut hand = hand();
        hand.in_field = in_field;
        let number = |hand: &mut Hand, digits: &str| {
            let alt = Press {
                alt: true,
                ..named("Alt")
            };
            hand.dwell_ms = None;
            hand.key(5.0, alt);
            for digit in digits.chars() {
                let code = format!("Numpad{digit}");
                let key = digit.to_string();
                hand.key(
                    5.0,
                    Press {
                        key: &key,
                        code: &code,
                        alt: true,
                        ..Press::default()
                    },
                );
            }
            hand.now_ms += 5.0;
            let up = hand.wedge.release("Alt", "AltLeft", hand.now_ms);
            assert_eq!(up, Some(Verdict::Suspect));
            hand.dwell_ms = Some(1.0);
        };
        hand.types(5.0, "10AB");
        number(&mut hand, "029");
        hand.types(5.0, "21X")
            .ends(5.0)
            .heard(&[Ok("10AB\u{1d}21X")])
            .saw(&[]);
        // A scanner that sends every character so.
        ["0065", "0045", "0048", "0051"]
            .iter()
            .for_each(|digits| number(&mut hand, digits));
        hand.ends(5.0).heard(&[Ok("A-03")]).saw(&[]);
    }
}

#[test]
fn capitals_locked_change_nothing() {
    for board in [Board::American, Board::Bulgarian] {
        let mut hand = hand();
        (hand.caps, hand.board) = (true, board);
        hand.types(4.0, "JD-Ab9").ends(4.0).heard(&[Ok("JD-Ab9")]);
    }
    // A scanner that works the lock by itself means what is typed.
    let mut hand = hand();
    hand.key(4.0, named("CapsLock"));
    hand.caps = true;
    for letter in ["J", "D"] {
        let code = format!("Key{letter}");
        hand.key(
            4.0,
            Press {
                key: letter,
                code: &code,
                ..Press::default()
            },
        );
    }
    hand.types(4.0, "1").ends(4.0).heard(&[Ok("JD1")]);
}

#[test]
fn another_layout_is_seen_by_what_no_barcode_types() {
    let mut hand = hand();
    hand.board = Board::Bulgarian;
    hand.types(4.0, "]C1ab-A3@")
        .ends(4.0)
        .heard(&[Ok("]C1ab-A3@")]);
    hand.board = Board::German;
    hand.types(4.0, "]C100380000000000000018")
        .ends(4.0)
        .heard(&[Ok("]C100380000000000000018")]);
    hand.types(4.0, "MUG-RED").ends(4.0).heard(&[Ok("MUG-RED")]);
}

#[test]
fn without_a_proof_both_readings_are_told_and_a_setting_decides() {
    let scan = |layout| {
        let mut hand = hand();
        hand.board = Board::German;
        hand.wedge.set_layout(layout);
        hand.types(4.0, "JY/7Z");
        let end = hand.wedge.press(&Press {
            at_ms: hand.now_ms,
            ..named("Enter")
        });
        match end {
            Verdict::Scan(scan) => (scan.text, scan.by_places),
            other => unreachable!("a scan, not {other:?}"),
        }
    };
    let (shown, meant) = ("JZ-7Y".to_owned(), "JY/7Z".to_owned());
    assert_eq!(scan(Layout::Proven), (shown.clone(), Some(meant.clone())));
    assert_eq!(scan(Layout::Shown), (shown, None));
    assert_eq!(scan(Layout::American), (meant, None));
}

#[test]
fn more_than_any_barcode_holds_is_refused_whole() {
    let mut hand = hand();
    hand.types(1.0, &"7".repeat(SCAN_CHARACTERS_MAX + 1))
        .ends(1.0);
    hand.heard(&[Err(Torn::TooLong)]).saw(&[]);
    hand.types(5.0, "123").ends(5.0).heard(&[Ok("123")]);
}

#[test]
fn a_space_begins_nothing_but_may_stand_inside() {
    let mut hand = hand();
    hand.types(100.0, " ").saw(&[" "]);
    hand.wait(1_000.0);
    hand.types(5.0, "B7 9").ends(5.0).heard(&[Ok("B7 9")]);
}
