//! A few short texts outside of IndexedDB, in `localStorage`.
//!
//! The browser counts and empties it separately, may forbid it, and shares it between tabs. Nothing here panics or
//! throws; what cannot be read is not there.

use super::{Thrown, window};
use web_sys::Storage;

/// The text under a name, if there is one and it may be read.
pub fn get(name: &str) -> Option<String> {
    storage().ok()?.get_item(name).ok().flatten()
}

/// Keeps a text under a name.
///
/// # Errors
/// Where the browser forbids it or has no room.
pub fn set(name: &str, text: &str) -> Result<(), Thrown> {
    Ok(storage()?.set_item(name, text)?)
}

/// Forgets the text under a name.
///
/// # Errors
/// Where the browser forbids it.
pub fn remove(name: &str) -> Result<(), Thrown> {
    Ok(storage()?.remove_item(name)?)
}

/// Forgets every text whose name begins so.
///
/// # Errors
/// Where the browser forbids it.
pub fn remove_all(prefix: &str) -> Result<(), Thrown> {
    let storage = storage()?;
    let mut names = Vec::new();
    for index in 0..storage.length()? {
        names.extend(storage.key(index)?);
    }
    for name in names.iter().filter(|name| name.starts_with(prefix)) {
        storage.remove_item(name)?;
    }
    Ok(())
}

fn storage() -> Result<Storage, Thrown> {
    window()?
        .local_storage()?
        .ok_or_else(|| Thrown::new("NotSupportedError", "this browser keeps no texts"))
}
