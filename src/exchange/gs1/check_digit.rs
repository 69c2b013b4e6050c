//! Check digits and check pairs (GS1 General Specifications, section 7.9).

use super::lint::sets::TEXT_CHARACTERS;

/// The check digit of digits: weights 3 and 1 from the right, filled up to a multiple of ten. `None` where something is
/// not a digit.
pub fn check_digit_of(body: &str) -> Option<char> {
    let mut sum = 0;
    for (place, byte) in body.bytes().rev().enumerate() {
        let digit = byte.is_ascii_digit().then(|| u32::from(byte - b'0'))?;
        sum = (sum + digit * if place % 2 == 0 { 3 } else { 1 }) % 10;
    }
    char::from_digit((10 - sum) % 10, 10)
}

/// Whether digits end with their check digit.
pub fn is_checked(digits: &str) -> bool {
    let mut body = digits.chars();
    let last = body.next_back();
    last.is_some() && check_digit_of(body.as_str()) == last
}

/// The characters of check pairs, in the order of their values.
const PAIR_CHARACTERS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// The check pair of an alphanumeric key: the places of its characters among the 82, weighted by the primes from the
/// right, by 1021, as two digits of base 32. `None` where a character is not one of them.
pub fn check_pair_of(body: &str) -> Option<String> {
    let mut sum = 0;
    for (character, prime) in body.chars().rev().zip(primes()) {
        let weight = TEXT_CHARACTERS.find(character)?;
        sum = (sum + weight * prime) % 1021;
    }
    // The remainder is below 1024.
    let digit = |value: usize| PAIR_CHARACTERS.get(value % 32).copied().map(char::from);
    Some([digit(sum / 32)?, digit(sum)?].iter().collect())
}

fn primes() -> impl Iterator<Item = usize> {
    (2..).filter(|number: &usize| {
        (2..*number)
            .take_while(|divisor| divisor * divisor <= *number)
            .all(|divisor| !number.is_multiple_of(divisor))
    })
}
