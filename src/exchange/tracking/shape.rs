//! The notation of shapes, and how a number is read by one.
//!
//! | in a shape | in a number |
//! |---|---|
//! | a capital, a digit, `-` | itself |
//! | `#` | a digit |
//! | `@` | a letter |
//! | `*` | a letter or a digit |
//! | `[ACM1-3]` | one of these |
//! | `{12}` | so many of what stands before |
//! | `(` and `)` | the serial number, of which the check digit is made, stands between |
//! | `!` | the check digit |
//! | `?` | the check character, a letter or a digit |

/// What a shape finds in a number.
#[derive(Debug, PartialEq, Eq)]
pub struct Read {
    /// The serial number; empty where the shape marks none.
    pub serial: String,
    /// The check character.
    pub check: Option<char>,
}

/// Reads a whole number by a shape; `None` where it does not fit.
pub fn read(shape: &str, number: &str) -> Option<Read> {
    let mut read = Read {
        serial: String::new(),
        check: None,
    };
    let mut rest = number.chars();
    let mut is_serial = false;
    let mut left = shape;
    while let Some(token) = left.chars().next() {
        left = &left[1..];
        match token {
            '(' => is_serial = true,
            ')' => is_serial = false,
            '!' | '?' => {
                let is_right =
                    |c: &char| c.is_ascii_digit() || token == '?' && c.is_ascii_uppercase();
                read.check = Some(rest.next().filter(is_right)?);
            }
            _ => {
                let class = class(token, &mut left);
                for _ in 0..count(&mut left) {
                    let c = rest.next().filter(|c| fits(class, *c))?;
                    if is_serial {
                        read.serial.push(c);
                    }
                }
            }
        }
    }
    rest.next().is_none().then_some(read)
}

/// What one place may hold.
#[derive(Clone, Copy)]
enum Class<'a> {
    One(char),
    Digit,
    Letter,
    Either,
    Of(&'a str),
}

fn class<'a>(token: char, left: &mut &'a str) -> Class<'a> {
    match token {
        '#' => Class::Digit,
        '@' => Class::Letter,
        '*' => Class::Either,
        '[' => {
            let (list, after) = left.split_once(']').unwrap_or((left, ""));
            *left = after;
            Class::Of(list)
        }
        one => Class::One(one),
    }
}

/// The number in braces at the start of what is left of the shape; 1 where there is none.
fn count(left: &mut &str) -> usize {
    let Some((count, after)) = left
        .strip_prefix('{')
        .and_then(|braces| braces.split_once('}'))
    else {
        return 1;
    };
    *left = after;
    count.parse().unwrap_or(0)
}

fn fits(class: Class, c: char) -> bool {
    match class {
        Class::One(one) => c == one,
        Class::Digit => c.is_ascii_digit(),
        Class::Letter => c.is_ascii_uppercase(),
        Class::Either => c.is_ascii_digit() || c.is_ascii_uppercase(),
        Class::Of(list) => in_list(list, c),
    }
}

/// Whether a character stands in a list such as `ACM` or `0-5`.
fn in_list(list: &str, c: char) -> bool {
    let listed: Vec<char> = list.chars().collect();
    let in_range = |window: &[char]| window[1] == '-' && (window[0]..=window[2]).contains(&c);
    listed.contains(&c) && c != '-' || listed.windows(3).any(in_range)
}
