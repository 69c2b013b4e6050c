//! Which characters may stand in a value.

use crate::exchange::gs1::linter::{Fault, Rule};

/// In the order of their weights in check pairs (GS1 General Specifications, figure 7.11-1).
pub(in crate::exchange::gs1) const TEXT_CHARACTERS: &str =
    "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";

fn each(data: &str, rule: Rule, is_right: impl Fn(char) -> bool) -> Result<(), Fault> {
    match data.char_indices().find(|(_, c)| !is_right(*c)) {
        Some((at, c)) => Err(Fault::character(rule, at, c)),
        None => Ok(()),
    }
}

pub fn digits(data: &str) -> Result<(), Fault> {
    each(data, Rule::NonDigitCharacter, |c| c.is_ascii_digit())
}

pub fn text(data: &str) -> Result<(), Fault> {
    each(data, Rule::InvalidTextCharacter, |c| {
        TEXT_CHARACTERS.contains(c)
    })
}

pub fn part(data: &str) -> Result<(), Fault> {
    each(data, Rule::InvalidPartCharacter, |c| {
        c.is_ascii_digit() || c.is_ascii_uppercase() || "#-/".contains(c)
    })
}

fn is_base64(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || c == '_'
}

/// As the dictionary's own linter has it, the padding fills the text up to a multiple of three characters.
pub fn base64(data: &str) -> Result<(), Fault> {
    let body = data.trim_end_matches('=');
    each(body, Rule::InvalidBase64Character, is_base64)?;
    let padding = data.len() - body.len();
    let is_right = padding == 0 || (padding <= 2 && data.len().is_multiple_of(3));
    if is_right {
        Ok(())
    } else {
        Err(Fault {
            rule: Rule::InvalidBase64Padding,
            at: body.len()..data.len(),
        })
    }
}

pub fn has_non_digit(data: &str) -> Result<(), Fault> {
    if data.chars().any(|c| !c.is_ascii_digit()) {
        Ok(())
    } else {
        Err(Fault::whole(Rule::RequiresNonDigitCharacter, data))
    }
}

pub fn hyphen(data: &str) -> Result<(), Fault> {
    if !data.is_empty() && data.chars().all(|c| c == '-') {
        Ok(())
    } else {
        Err(Fault::whole(Rule::NotHyphen, data))
    }
}

pub fn importer_index(data: &str) -> Result<(), Fault> {
    let mut characters = data.chars();
    match (characters.next(), characters.next()) {
        (Some(c), None) if is_base64(c) => Ok(()),
        (Some(_), None) => Err(Fault::whole(Rule::InvalidImporterIndexCharacter, data)),
        _ => Err(Fault::whole(Rule::ImporterIndexNotOneCharacter, data)),
    }
}

pub fn percent_escapes(data: &str) -> Result<(), Fault> {
    for (at, _) in data.match_indices('%') {
        let escape = data.get(at + 1..at + 3);
        let is_hex = |text: &str| text.bytes().all(|b| b.is_ascii_hexdigit());
        if !escape.is_some_and(is_hex) {
            let following = data[at..].chars().take(3).map(char::len_utf8);
            return Err(Fault {
                rule: Rule::InvalidPercentSequence,
                at: at..at + following.sum::<usize>(),
            });
        }
    }
    Ok(())
}
