//! From what the engine says to what a person or a program must know.
//!
//! Engines disagree about names: a full disk is a `QuotaExceededError`, or an `UnknownError` whose message says so,
//! or a connection that closes. The name decides where it can, the message where the name says nothing.

use crate::browser::Thrown;
use crate::storage::{Fault, StoreError};
use indexed_db_futures::error::{Error, OpenDbError};
use wasm_bindgen::JsValue;
use web_sys::IdbTransaction;

/// A failed step, and whether a fresh connection may mend it.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) error: StoreError,
    /// The connection is useless: worth opening once more and trying the whole operation again.
    pub(super) lost: bool,
}

impl Failure {
    /// A failure that no new connection mends.
    pub(super) fn of(fault: Fault, cause: impl Into<String>) -> Self {
        Failure {
            error: StoreError::new(fault, cause),
            lost: false,
        }
    }

    fn lost(cause: String) -> Self {
        Failure {
            error: StoreError::new(Fault::Closed, cause),
            lost: true,
        }
    }

    /// The failure that an exception or a stored error means.
    pub(super) fn of_js(value: &JsValue) -> Self {
        of_thrown(&Thrown::from(value.clone()))
    }

    /// Why the transaction came to nothing. The crate only says that it did; the transaction knows the cause.
    pub(super) fn of_transaction(transaction: &IdbTransaction, otherwise: Failure) -> Self {
        match transaction.error() {
            Some(cause) => Self::of_js(&cause),
            None => otherwise,
        }
    }
}

fn of_thrown(thrown: &Thrown) -> Failure {
    let cause = thrown.to_string();
    let lower = thrown.message.to_ascii_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    match thrown.name.as_str() {
        "QuotaExceededError" => Failure::of(Fault::Full, cause),
        // SQLite's words for a full disk come with a connection that closes itself: the next operation opens anew.
        _ if says(&["disk is full", "disk full", "no space", "out of space"]) => {
            Failure::of(Fault::Full, cause)
        }
        "VersionError" => Failure::of(Fault::Newer, cause),
        "SecurityError" | "NotAllowedError" => Failure::of(Fault::Unavailable, cause),
        // A store that should be there is not, or a value's file is gone.
        "NotFoundError" | "NotReadableError" => Failure::of(Fault::Corrupt, cause),
        "InvalidStateError" | "UnknownError" | "AbortError" => Failure::lost(cause),
        _ if says(&["connection"]) && says(&["lost", "clos"]) => Failure::lost(cause),
        _ => Failure::of(Fault::Other, cause),
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::DomException(exception) => Self::of_js(exception.as_ref()),
            Error::Unknown(thrown) => Self::of_js(thrown.as_ref()),
            // What was read is not the bytes that were written.
            Error::Serialisation(cause) => Self::of(Fault::Corrupt, cause.to_string()),
            // The crate's word for "aborted"; the caller asks the transaction for the cause.
            Error::MissingData(cause) => Self::lost(cause.to_string()),
        }
    }
}

impl From<OpenDbError> for Failure {
    fn from(error: OpenDbError) -> Self {
        match error {
            OpenDbError::Base(cause) => cause.into(),
            // The crate turns every exception of `open()` into this one; the version is never zero here.
            OpenDbError::VersionZero => {
                Self::of(Fault::Unavailable, "the browser refused to open a database")
            }
            OpenDbError::UnsupportedEnvironment | OpenDbError::NullFactory => {
                Self::of(Fault::Unavailable, error.to_string())
            }
        }
    }
}
