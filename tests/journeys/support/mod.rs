//! What a journey can do. See the top of `tests/journeys/main.rs`.

pub mod browsers;
pub mod session;
#[path = "../../tools/static_server.rs"]
pub mod static_server;
pub mod webdriver;

/// Why a journey has failed, in words.
pub type Failure = Box<dyn std::error::Error>;
/// How a journey ends.
pub type Outcome = Result<(), Failure>;

/// One journey.
pub struct Journey {
    /// Its name: the filter argument is a part of it.
    pub name: &'static str,
    /// The browsers it is made in.
    pub browsers: &'static [browsers::Kind],
    /// The journey. The server runs and a fresh browser is open on an empty page.
    pub run: fn(&mut session::Session) -> Outcome,
}

/// Fails with these words unless the condition holds.
pub fn ensure(condition: bool, words: impl Into<String>) -> Outcome {
    if condition {
        Ok(())
    } else {
        Err(words.into().into())
    }
}

/// Fails unless the two are equal, and shows both.
pub fn ensure_equal<T: PartialEq + std::fmt::Debug>(what: &str, found: T, expected: T) -> Outcome {
    ensure(
        found == expected,
        format!("{what}: found {found:?}, expected {expected:?}"),
    )
}
