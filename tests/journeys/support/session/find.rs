//! Finds things by what they are called, and waits for them.

use super::Session;
use crate::support::webdriver::{DriverError, ELEMENT};
use crate::support::{Failure, Outcome};
use serde_json::{Value, json};
use std::thread;
use std::time::{Duration, Instant};

const POLL: Duration = Duration::from_millis(25);

/// What an element is found by. Only what can be seen is found, except for files to upload.
#[derive(Clone, Debug)]
pub enum By {
    /// The value of its `data-test` attribute.
    Test(String),
    /// Its role and its accessible name (or a part of it; empty: any).
    Role(String, String),
    /// Text in it; the innermost such element.
    Text(String),
    /// A selector.
    Css(String),
}

/// By the `data-test` attribute.
pub fn test(name: &str) -> By {
    By::Test(name.to_string())
}

/// By role and accessible name.
pub fn role(role: &str, name: &str) -> By {
    By::Role(role.to_string(), name.to_string())
}

/// By text.
pub fn text(part: &str) -> By {
    By::Text(part.to_string())
}

/// By selector.
pub fn css(selector: &str) -> By {
    By::Css(selector.to_string())
}

impl Session {
    fn locate(&self, by: &By, hidden_too: bool) -> Result<Option<String>, Failure> {
        let (kind, first, second) = match by {
            By::Test(name) => ("test", name.as_str(), ""),
            By::Role(role, name) => ("role", role.as_str(), name.as_str()),
            By::Text(part) => ("text", part.as_str(), ""),
            By::Css(selector) => ("css", selector.as_str(), ""),
        };
        let found = self.script(
            include_str!("locate.js"),
            json!([kind, first, second, hidden_too]),
        )?;
        Ok(found[ELEMENT].as_str().map(str::to_string))
    }

    /// Whether it can be seen now.
    pub fn sees(&self, by: &By) -> Result<bool, Failure> {
        Ok(self.locate(by, false)?.is_some())
    }

    /// Does something with an element as soon as that is possible: pages move under one's hands.
    pub(super) fn with<T>(
        &self,
        what: &str,
        by: &By,
        hidden_too: bool,
        action: impl Fn(&str) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let deadline = Instant::now() + self.patience;
        loop {
            let last = match self.locate(by, hidden_too) {
                Ok(Some(element)) => match action(&element) {
                    Ok(done) => return Ok(done),
                    Err(failure) => failure,
                },
                Ok(None) => "it is not there".into(),
                Err(failure) => failure,
            };
            let passing = last
                .downcast_ref::<DriverError>()
                .is_none_or(|error| is_passing(&error.code));
            if !passing || Instant::now() > deadline {
                return Err(format!("cannot {what} {by:?}: {last}").into());
            }
            thread::sleep(POLL);
        }
    }

    /// Waits until it can be seen.
    pub fn wait(&self, by: &By) -> Outcome {
        self.with("see", by, false, |_| Ok(()))
    }

    /// Waits until it can be seen no more.
    pub fn wait_gone(&self, by: &By) -> Outcome {
        self.wait_for(&format!("{by:?} to go"), |session| Ok(!session.sees(by)?))
    }

    /// Waits until something holds. A failure while asking counts as "not yet".
    pub fn wait_for(
        &self,
        what: &str,
        holds: impl Fn(&Session) -> Result<bool, Failure>,
    ) -> Outcome {
        let deadline = Instant::now() + self.patience;
        loop {
            let answer = holds(self);
            if matches!(answer, Ok(true)) {
                return Ok(());
            }
            if Instant::now() > deadline {
                let cause = answer.err().map(|cause| format!(": {cause}"));
                return Err(
                    format!("waited in vain for {what}{}", cause.unwrap_or_default()).into(),
                );
            }
            thread::sleep(POLL);
        }
    }

    /// The text of it, as seen.
    pub fn text_of(&self, by: &By) -> Result<String, Failure> {
        self.with("read", by, false, |element| {
            let text = self.get(&format!("element/{element}/text"))?;
            Ok(text.as_str().unwrap_or_default().to_string())
        })
    }

    /// A property of it, as in `value` or `checked`.
    pub fn property(&self, by: &By, name: &str) -> Result<Value, Failure> {
        self.with("read", by, false, |element| {
            self.get(&format!("element/{element}/property/{name}"))
        })
    }

    /// How many elements a selector finds, seen or not.
    pub fn count(&self, selector: &str) -> Result<u64, Failure> {
        let count = self.script(
            "return document.querySelectorAll(arguments[0]).length",
            json!([selector]),
        )?;
        count.as_u64().ok_or_else(|| "not a number".into())
    }
}

/// Errors that a page in motion gives and that pass.
fn is_passing(code: &str) -> bool {
    [
        "stale element reference",
        "element click intercepted",
        "element not interactable",
        "no such element",
        "invalid element state",
        "javascript error",
        "unknown error",
    ]
    .contains(&code)
}
