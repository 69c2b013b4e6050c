//! Pictures of items: kept beside the journal, shown wherever goods are known by eye.

mod face;
mod form;

pub(in crate::screens) use face::SwatchMark;
pub use face::{ItemFace, ItemLook, Thumb};
pub(in crate::screens) use form::PictureForm;

use super::desk;
use crate::browser::picture;
use crate::limits::PICTURES_SHOWN_MAX;
use crate::storage::StoreError;
use crate::storage::Table;
use crate::storage::blobs::{BlobHash, Blobs};
use crate::storage::indexed_db::IndexedDbStore;
use crate::trade::id::{BlobId, BlobKind};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::RefCell;
use std::collections::VecDeque;

type Shown = ArcRwSignal<Option<String>>;

thread_local! {
    static STORE: RefCell<Option<Blobs<IndexedDbStore>>> = const { RefCell::new(None) };
    /// The pictures that this tab holds ready, the latest last.
    static READY: RefCell<VecDeque<(BlobHash, Shown)>> = const { RefCell::new(VecDeque::new()) };
}

/// The pictures of this tab's workspace.
///
/// # Errors
/// The store's.
pub(in crate::screens) async fn store() -> Result<Blobs<IndexedDbStore>, StoreError> {
    if let Some(store) = STORE.with_borrow(Clone::clone) {
        return Ok(store);
    }
    let name = desk::blobs_database();
    let (store, _) = IndexedDbStore::open(&name, &Table::BLOBS).await?;
    let store = Blobs::new(store);
    STORE.with_borrow_mut(|kept| *kept = Some(store.clone()));
    Ok(store)
}

/// Closes the database, so that it can be deleted.
pub(in crate::screens) fn close() {
    STORE.with_borrow_mut(|store| {
        if let Some(store) = store.take() {
            store.into_inner().close();
        }
    });
}

const fn media_type(kind: &BlobKind) -> &'static str {
    match kind {
        BlobKind::Png => "image/png",
        BlobKind::Webp => "image/webp",
        BlobKind::Jpeg | BlobKind::Pdf | BlobKind::Video | BlobKind::Text | BlobKind::Other => {
            "image/jpeg"
        }
    }
}

/// The address at which a picture is shown; `None` until it was read, and where this device does not hold it.
fn shown(blob: &BlobId) -> Shown {
    let hash = blob.hash;
    let ready = READY.with_borrow(|ready| {
        let found = ready.iter().find(|(of, _)| *of == hash);
        found.map(|(_, shown)| shown.clone())
    });
    if let Some(shown) = ready {
        return shown;
    }
    let signal = Shown::new(None);
    let dropped = READY.with_borrow_mut(|ready| {
        ready.push_back((hash, signal.clone()));
        (ready.len() > PICTURES_SHOWN_MAX)
            .then(|| ready.pop_front())
            .flatten()
    });
    if let Some((_, dropped)) = dropped
        && let Some(address) = dropped.get_untracked()
    {
        picture::forget(&address);
    }
    let (kind, filled) = (blob.kind.clone(), signal.clone());
    spawn_local(async move {
        // Without its picture an item is known by its letter and its words.
        let read = async { store().await?.get(&hash).await }.await;
        if let Ok(Some(bytes)) = read
            && let Ok(address) = picture::address(&bytes, media_type(&kind))
        {
            filled.set(Some(address));
        } else {
            READY.with_borrow_mut(|ready| ready.retain(|(of, _)| *of != hash));
        }
    });
    signal
}
