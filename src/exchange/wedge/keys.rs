//! From a key that has gone down to the character that a scanner meant by it.

use super::{GROUP_SEPARATOR, Press};

/// A character in the two ways of reading its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Character {
    pub(super) by_key: char,
    pub(super) by_place: Option<char>,
}

/// What a key means to the recogniser.
pub(super) enum Stroke {
    Character(Character),
    Modifier,
    End,
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
        (false, true) => return Stroke::Other,
        _ => {}
    }
    let mut letters = press.key.chars();
    match (press.key, letters.next(), letters.next()) {
        ("Enter" | "Tab", ..) => Stroke::End,
        ("Unidentified", ..) if press.key_code == u32::from(GROUP_SEPARATOR) => {
            same_both_ways(GROUP_SEPARATOR)
        }
        // A layout in which the key starts an accent: the scanner meant the American character.
        ("Dead", ..) => american(press).map_or(Stroke::Other, same_both_ways),
        (_, Some(letter), None) => Stroke::Character(Character {
            by_key: letter,
            by_place: american(press),
        }),
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
        "KeyM" | "KeyJ" | "KeyI" => Stroke::End,
        _ => Stroke::Other,
    }
}

fn same_both_ways(character: char) -> Stroke {
    Stroke::Character(Character {
        by_key: character,
        by_place: Some(character),
    })
}

/// What the key types on an American keyboard.
fn american(press: &Press<'_>) -> Option<char> {
    if let Some(letter) = press.code.strip_prefix("Key") {
        let letter = letter.chars().next()?;
        let capital = press.shift != press.caps_lock;
        return Some(if capital {
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
