//! What was typed into a form and not sent yet, in the tab's own storage.
//!
//! It outlives a reload and goes with the tab: nothing typed for one order is proposed again next week, and two tabs
//! do not write into each other's forms. Each field is a text of its own, under the name of its form.

use super::{Thrown, preferences, window};
use web_sys::Storage;

const PREFIX: &str = "depo.draft.";

fn storage() -> Result<Storage, Thrown> {
    window()?
        .session_storage()?
        .ok_or_else(|| Thrown::new("NotSupportedError", "this browser keeps no texts"))
}

fn key(form: &str, field: &str) -> String {
    format!("{PREFIX}{form}/{field}")
}

/// What was typed into a field of a form.
pub fn read(form: &str, field: &str) -> Option<String> {
    storage().ok()?.get_item(&key(form, field)).ok().flatten()
}

/// Keeps what was typed. A browser that refuses is noted once in the console: it holds until the reload.
pub fn write(form: &str, field: &str, typed: &str) {
    let set = || Ok(storage()?.set_item(&key(form, field), typed)?);
    preferences::note(set());
}

fn keys_of_all(storage: &Storage) -> Result<Vec<String>, Thrown> {
    let mut keys = Vec::new();
    for index in 0..storage.length()? {
        keys.extend(storage.key(index)?);
    }
    keys.retain(|key| key.starts_with(PREFIX));
    Ok(keys)
}

fn keys_of(form: &str) -> Result<Vec<String>, Thrown> {
    let mut keys = keys_of_all(&storage()?)?;
    let prefix = key(form, "");
    keys.retain(|key| key.starts_with(&prefix));
    Ok(keys)
}

/// Whether anything was typed into the form.
pub fn is_kept(form: &str) -> bool {
    keys_of(form).is_ok_and(|keys| !keys.is_empty())
}

/// Forgets what was typed into the form: it was sent, or given up.
pub fn forget(form: &str) {
    let remove = || {
        let storage = storage()?;
        for key in keys_of(form)? {
            storage.remove_item(&key)?;
        }
        Ok(())
    };
    preferences::note(remove());
}

/// Forgets every form of which a test holds for a field: the document that the form is of, and what was typed.
pub fn forget_where(test: impl Fn(&str, &str) -> bool) {
    let remove = || {
        let storage = storage()?;
        for key in keys_of_all(&storage)? {
            let typed = storage.get_item(&key)?.unwrap_or_default();
            let (form, _) = key.rsplit_once('/').unwrap_or((&key, ""));
            let document = form.split_once('/').map_or("", |(_, document)| document);
            if test(document, &typed) {
                for other in keys_of_all(&storage)? {
                    if other.rsplit_once('/').is_some_and(|(of, _)| of == form) {
                        storage.remove_item(&other)?;
                    }
                }
            }
        }
        Ok(())
    };
    preferences::note(remove());
}
