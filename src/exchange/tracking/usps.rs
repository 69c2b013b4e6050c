//! Numbers of the United States Postal Service: its package barcode with and without a routing code before it.
//!
//! A routing code is `420`, a ZIP code of five digits, and perhaps four more. After it stands the number proper, whose
//! length follows from its kind and from how long the mailer's own number is.

use super::checksum::Checksum;

/// A kind of number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Service, mailer and serial number without an identifier before them; `91` may stand before them or is meant.
    Legacy,
    /// Identifiers 92, 93 and 95: the mailer's number.
    Mailer,
    /// Identifier 94: numbers from a channel of the service itself.
    Channel,
}

/// The digits of a routing code with a ZIP code, and with four more.
const ROUTING_DIGITS: usize = 8;
const ROUTING_PLUS_4_DIGITS: usize = 12;

const FROM_LEFT: Checksum = Checksum::Modulo10 {
    even: 3,
    odd: 1,
    prefix: "",
};
const LEGACY: Checksum = Checksum::Modulo10 {
    even: 3,
    odd: 1,
    prefix: "91",
};
const FROM_RIGHT: Checksum = Checksum::Modulo10FromRight { even: 3, odd: 1 };

/// Whether the digits are a number of a kind, and its check digit agrees.
pub fn fits(kind: Kind, number: &str) -> bool {
    if !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    // The longer routing code first, then the shorter, then none: the first that leaves a whole number counts.
    let routings = [ROUTING_PLUS_4_DIGITS, ROUTING_DIGITS, 0];
    let proper = routings.into_iter().find_map(|digits| {
        let rest = number.get(digits..)?;
        let is_routing = digits == 0 || number.starts_with("420");
        (is_routing && is_whole(kind, rest, digits)).then_some(rest)
    });
    let Some((serial, check)) = proper.and_then(|proper| {
        let (at, check) = proper.char_indices().next_back()?;
        Some((&proper[..at], check))
    }) else {
        return false;
    };
    match kind {
        Kind::Legacy => LEGACY,
        Kind::Mailer => FROM_LEFT,
        Kind::Channel => FROM_RIGHT,
    }
    .agrees(serial, check)
}

/// Whether digits after a routing code of so many digits are a whole number of a kind.
fn is_whole(kind: Kind, digits: &str, routing_digits: usize) -> bool {
    // Identifier and service; the digit after them tells how long the mailer's number is.
    let mailer_is_long = digits.as_bytes().get(5) == Some(&b'9');
    let length = digits.len();
    match kind {
        Kind::Legacy => length == 20 || length == 22 && digits.starts_with("91"),
        Kind::Mailer => {
            let identified = digits.starts_with("92") && mailer_is_long
                || digits.starts_with("93") && !mailer_is_long
                || digits.starts_with("95");
            let room = routing_digits != ROUTING_PLUS_4_DIGITS || length == 22;
            identified && matches!(length, 22 | 26) && room
        }
        Kind::Channel => {
            let whole = matches!(length, 22 | 26) || length == 30 && mailer_is_long;
            let room = match routing_digits {
                ROUTING_PLUS_4_DIGITS => length == 22,
                ROUTING_DIGITS => length != 30,
                _ => true,
            };
            digits.starts_with("94") && whole && room
        }
    }
}
