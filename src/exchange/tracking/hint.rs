//! What numbers of Indonesian carriers look like. None of them publishes a rule or a check digit, so nothing here is
//! more than a hint, and a number that no hint fits may still be right.

use super::shape;
use super::{Match, Sureness};

/// Short name, name, shapes.
type Hint = (&'static str, &'static str, &'static [&'static str]);

const HINTS: [Hint; 5] = [
    (
        "jnt",
        "J&T Express",
        &[
            "J[TX]#{10}",
            "J[TX]#{11}",
            "J[TX]#{12}",
            "J[TX]#{13}",
            "J[TX]#{14}",
            "J@#{10}",
        ],
    ),
    ("sicepat", "SiCepat", &["#{12}"]),
    (
        "anteraja",
        "AnterAja",
        &["TSA#{9}", "TSA#{10}", "TSA#{11}", "TSA#{12}", "TSA#{13}"],
    ),
    (
        "ninja",
        "Ninja Xpress",
        &[
            "NLIDAP#{9}",
            "NLIDAP#{10}",
            "NLIDAP#{11}",
            "NV#{9}",
            "NV#{10}",
            "NV#{11}",
            "NV#{12}",
        ],
    ),
    (
        "jne",
        "JNE",
        &["*{10}", "*{11}", "*{12}", "*{13}", "*{14}", "*{15}"],
    ),
];

/// The carriers whose numbers look like this one.
pub fn hints(number: &str) -> impl Iterator<Item = Match> {
    let looks = |(_, _, shapes): &&Hint| {
        let has_digits = number.bytes().filter(u8::is_ascii_digit).count() >= 6;
        has_digits
            && shapes
                .iter()
                .any(|shape| shape::read(shape, number).is_some())
    };
    HINTS.iter().filter(looks).map(|(carrier, name, _)| Match {
        carrier,
        carrier_name: name,
        format: name,
        sureness: Sureness::Hint,
        country: None,
        link: None,
    })
}
