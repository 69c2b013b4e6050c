//! A sign outside of IndexedDB that this device had a journal, and how far it was.
//!
//! An IndexedDB that was emptied looks like a new device. The canary tells the two apart: it is kept in `localStorage`,
//! which browsers empty separately, and in the private file system, where there is one. A journal that opens empty
//! beside a canary has been lost, and must never be begun anew without a word.

use super::timer::within;
use super::{Thrown, local, window};
use crate::limits::CANARY_MS_MAX;
use js_sys::{Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, FileSystemDirectoryHandle, FileSystemFileHandle, FileSystemGetFileOptions};

const NAME: &str = "depo-canary";

/// What the canary says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Canary {
    /// The journal, as hexadecimal digits.
    pub journal: String,
    /// The workspace, as hexadecimal digits.
    pub workspace: String,
    /// The hash of its last commit when the canary was set, as hexadecimal digits.
    pub head: String,
    /// How often a canary was set on this device before: of two the later one counts, whatever journal it is of.
    pub turn: u64,
    /// The number of its last commit when the canary was set.
    pub last_commit: u64,
}

/// Where the canary was kept. One place is enough; none means that a loss of data would go unnoticed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// In `localStorage`.
    pub local: Result<(), Thrown>,
    /// In the private file system.
    pub file: Result<(), Thrown>,
}

/// The canary of this device: of the two places the one that was set later. Answers within [`CANARY_MS_MAX`].
pub async fn get() -> Option<Canary> {
    let of_local = local::get(NAME).and_then(|text| parse(&text));
    // A file that cannot be read is no file: the other place may still have it.
    let of_file = in_time(read_file())
        .await
        .ok()
        .and_then(|text| parse(&text));
    of_local
        .into_iter()
        .chain(of_file)
        .max_by_key(|canary| canary.turn)
}

/// The turn of the next canary that is set, where the last one read was of this turn.
pub fn next_turn(read: u64) -> u64 {
    let of_local = local::get(NAME).and_then(|text| parse(&text));
    let last = of_local.map_or(0, |canary| canary.turn).max(read);
    last.saturating_add(1)
}

/// Sets the canary in `localStorage`, at once.
///
/// # Errors
/// Where the browser forbids it or has no room.
pub fn set_text(canary: &Canary) -> Result<(), Thrown> {
    local::set(NAME, &text_of(canary))
}

/// Sets the canary in both places. Answers within [`CANARY_MS_MAX`].
pub async fn set(canary: &Canary) -> Kept {
    Kept {
        local: set_text(canary),
        file: in_time(write_file(&text_of(canary))).await,
    }
}

fn text_of(canary: &Canary) -> String {
    let Canary {
        journal,
        workspace,
        head,
        turn,
        last_commit,
    } = canary;
    format!("{journal} {workspace} {head} {turn} {last_commit}")
}

/// Forgets the canary, when a person has the device emptied. Answers within [`CANARY_MS_MAX`].
///
/// # Errors
/// The first place that did not let go.
pub async fn clear() -> Result<(), Thrown> {
    local::remove(NAME)?;
    match in_time(remove_file()).await {
        Err(thrown) if thrown.name != "NotFoundError" && thrown.name != "NotSupportedError" => {
            Err(thrown)
        }
        _ => Ok(()),
    }
}

fn parse(text: &str) -> Option<Canary> {
    let mut words = text.trim().split(' ');
    let mut name = || {
        let word = words.next()?;
        let is_name = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_name.then(|| word.to_owned())
    };
    let (journal, workspace, head) = (name()?, name()?, name()?);
    let (turn, last_commit) = (words.next()?, words.next()?);
    words.next().is_none().then_some(())?;
    Some(Canary {
        journal,
        workspace,
        head,
        turn: turn.parse().ok()?,
        last_commit: last_commit.parse().ok()?,
    })
}

async fn in_time<T>(work: impl Future<Output = Result<T, Thrown>>) -> Result<T, Thrown> {
    within(CANARY_MS_MAX, work).await.unwrap_or_else(|| {
        Err(Thrown::new(
            "TimeoutError",
            "the private file system does not answer",
        ))
    })
}

async fn root() -> Result<FileSystemDirectoryHandle, Thrown> {
    let navigator = window()?.navigator();
    let absent = || {
        Thrown::new(
            "NotSupportedError",
            "no private file system in this browser",
        )
    };
    let storage = Reflect::get(&navigator, &"storage".into())?;
    if storage.is_undefined() {
        return Err(absent());
    }
    let open = Reflect::get(&storage, &"getDirectory".into())?;
    let open: Function = open.dyn_into().map_err(|_| absent())?;
    let opening: Promise = open.call0(&storage)?.unchecked_into();
    Ok(JsFuture::from(opening).await?.unchecked_into())
}

async fn read_file() -> Result<String, Thrown> {
    let handle = JsFuture::from(root().await?.get_file_handle(NAME)).await?;
    let handle: FileSystemFileHandle = handle.unchecked_into();
    let file: Blob = JsFuture::from(handle.get_file()).await?.unchecked_into();
    let bytes = JsFuture::from(file.array_buffer()).await?;
    Ok(String::from_utf8_lossy(&Uint8Array::new(&bytes).to_vec()).into_owned())
}

async fn write_file(text: &str) -> Result<(), Thrown> {
    let options = FileSystemGetFileOptions::new();
    options.set_create(true);
    let directory = root().await?;
    let handle = JsFuture::from(directory.get_file_handle_with_options(NAME, &options)).await?;
    // Older Safari writes files only in workers.
    let Ok(create) = Reflect::get(&handle, &"createWritable".into())?.dyn_into::<Function>() else {
        return Err(Thrown::new(
            "NotSupportedError",
            "this browser writes no files here",
        ));
    };
    let creating: Promise = create.call0(&handle)?.unchecked_into();
    let stream = JsFuture::from(creating).await?;
    call(&stream, "write", &JsValue::from_str(text)).await?;
    call(&stream, "close", &JsValue::UNDEFINED).await
}

async fn remove_file() -> Result<(), Thrown> {
    JsFuture::from(root().await?.remove_entry(NAME)).await?;
    Ok(())
}

async fn call(stream: &JsValue, method: &str, argument: &JsValue) -> Result<(), Thrown> {
    let method: Function = Reflect::get(stream, &method.into())?.dyn_into()?;
    let doing: Promise = method.call1(stream, argument)?.unchecked_into();
    JsFuture::from(doing).await?;
    Ok(())
}
