//! From a key that has gone down to the character that a scanner meant by it.

use super::{GROUP_SEPARATOR, Press, Suffix};

/// A character in the two ways of reading its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Character {
    pub(super) by_key: char,
    pub(super) by_place: Option<char>,
    pub(super) shift: bool,
    pub(super) caps_lock: bool,
}

/// What a key means to the recogniser.
pub(super) enum Stroke {
    Character(Character),
    /// A digit of a character's number, while Alt is down.
    AltDigit(char),
    Modifier,
    End(Suffix),
    /// A key that no code types and that some scanners send for a control character.
    Foreign,
    Other,
}

/// Reads a key.
pub(super) fn stroke(press: &Press<'_>) -> Stroke {
    if is_modifier(press.key) {
        return Stroke::Modifier;
    }
    if press.meta {
        return Stroke::Other;
    }
    // Alt Gr is Control and Alt at once, and types a character.
    match (press.control, press.alt) {
        (true, false) => return control_character(press.code),
        (false, true) => return alt_digit(press.code).map_or(Stroke::Other, Stroke::AltDigit),
        _ => {}
    }
    let mut letters = press.key.chars();
    match (press.key, letters.next(), letters.next()) {
        ("Enter", ..) => Stroke::End(Suffix::Enter),
        ("Tab", ..) => Stroke::End(Suffix::Tab),
        ("Unidentified", ..) if press.key_code == u32::from(GROUP_SEPARATOR) => {
            same_both_ways(GROUP_SEPARATOR)
        }
        // A layout in which the key starts an accent: the scanner meant the American character.
        ("Dead", ..) => american(press).map_or(Stroke::Other, same_both_ways),
        ("\r", Some(_), None) => Stroke::End(Suffix::Enter),
        ("\n", Some(_), None) => Stroke::End(Suffix::LineFeed),
        ("\t", Some(_), None) => Stroke::End(Suffix::Tab),
        (_, Some(letter), None) => Stroke::Character(Character {
            by_key: letter,
            by_place: american(press),
            shift: press.shift,
            caps_lock: press.caps_lock,
        }),
        _ => function_key(press.key),
    }
}

/// A letter as it was meant where Caps Lock is on: Shift alone says whether it is a capital.
pub(super) fn with_caps(letter: char, shift: bool, caps_lock: bool) -> char {
    match (caps_lock && letter.is_ascii_alphabetic(), shift) {
        (false, _) => letter,
        (true, true) => letter.to_ascii_uppercase(),
        (true, false) => letter.to_ascii_lowercase(),
    }
}

/// The character of a number that was typed while Alt was down; `None` for those that no barcode holds.
pub(super) fn alt_character(number: &str) -> Option<Character> {
    let number: u8 = number.parse().ok()?;
    let letter = char::from(number);
    letter.is_ascii().then_some(Character {
        by_key: letter,
        by_place: Some(letter),
        shift: false,
        caps_lock: false,
    })
}

fn alt_digit(code: &str) -> Option<char> {
    let mut digits = code.strip_prefix("Numpad")?.chars();
    match (digits.next(), digits.next()) {
        (Some(digit), None) if digit.is_ascii_digit() => Some(digit),
        _ => None,
    }
}

/// The function keys that stand for separators where a scanner sends no Control; the others stand for what no code
/// holds.
fn function_key(key: &str) -> Stroke {
    match key {
        "F7" => same_both_ways('\u{1c}'),
        "F8" => same_both_ways(GROUP_SEPARATOR),
        "F9" => same_both_ways('\u{1e}'),
        "F10" => same_both_ways('\u{1f}'),
        "F1" | "F2" | "F3" | "F4" | "F5" | "F6" | "F11" | "F12" | "Home" | "Insert" => {
            Stroke::Foreign
        }
        _ => Stroke::Other,
    }
}

fn is_modifier(key: &str) -> bool {
    matches!(
        key,
        "Shift" | "Control" | "Alt" | "AltGraph" | "Meta" | "CapsLock" | "NumLock" | "Fn"
    )
}

/// How scanners send the characters that no key types: Control with a key of the same last five bits.
fn control_character(code: &str) -> Stroke {
    match code {
        "BracketRight" => same_both_ways(GROUP_SEPARATOR),
        "Digit6" => same_both_ways('\u{1e}'),
        "Backslash" => same_both_ways('\u{1c}'),
        "Minus" => same_both_ways('\u{1f}'),
        "KeyD" => same_both_ways('\u{4}'),
        "KeyM" => Stroke::End(Suffix::Enter),
        "KeyJ" => Stroke::End(Suffix::LineFeed),
        "KeyI" => Stroke::End(Suffix::Tab),
        _ => Stroke::Foreign,
    }
}

fn same_both_ways(character: char) -> Stroke {
    Stroke::Character(Character {
        by_key: character,
        by_place: Some(character),
        shift: false,
        caps_lock: false,
    })
}

/// What the key types on an American keyboard.
fn american(press: &Press<'_>) -> Option<char> {
    if let Some(letter) = press.code.strip_prefix("Key") {
        let letter = letter.chars().next()?;
        return Some(if press.shift {
            letter
        } else {
            letter.to_ascii_lowercase()
        });
    }
    if let Some(digit) = press.code.strip_prefix("Digit") {
        let digit = digit.chars().next()?.to_digit(10)?;
        return if press.shift {
            ")!@#$%^&*(".chars().nth(digit as usize)
        } else {
            char::from_digit(digit, 10)
        };
    }
    let (plain, shifted) = match press.code {
        "Space" => (' ', ' '),
        "Minus" => ('-', '_'),
        "Equal" => ('=', '+'),
        "BracketLeft" => ('[', '{'),
        "BracketRight" => (']', '}'),
        "Backslash" | "IntlBackslash" => ('\\', '|'),
        "Semicolon" => (';', ':'),
        "Quote" => ('\'', '"'),
        "Backquote" => ('`', '~'),
        "Comma" => (',', '<'),
        "Period" => ('.', '>'),
        "Slash" => ('/', '?'),
        "NumpadAdd" => ('+', '+'),
        "NumpadSubtract" => ('-', '-'),
        "NumpadMultiply" => ('*', '*'),
        "NumpadDivide" => ('/', '/'),
        "NumpadDecimal" => ('.', '.'),
        numpad => {
            let digit = numpad.strip_prefix("Numpad")?.parse::<u32>().ok()?;
            let digit = char::from_digit(digit, 10)?;
            (digit, digit)
        }
    };
    Some(if press.shift { shifted } else { plain })
}
