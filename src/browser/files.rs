//! Files that a person picks or drops, and files that the portal gives.

use super::{Thrown, errors, window};
use crate::limits::{DOWNLOAD_BEGINS_MS_MAX, FILE_CHUNK_BYTES};
use futures_channel::oneshot;
use gloo::events::{EventListener, EventListenerOptions};
use gloo::timers::callback::Timeout;
use js_sys::{Array, Uint8Array};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, Document, DragEvent, EventTarget, File, FileList, HtmlAnchorElement,
    HtmlInputElement, Url,
};

/// A file that a person has given to the portal. It is read where it lies, and may be changed or gone by then.
#[derive(Clone, Debug)]
pub struct PickedFile(File);

impl PickedFile {
    /// Its name, without folders.
    pub fn name(&self) -> String {
        self.0.name()
    }

    /// A file of a text that is on no disk, such as a table that was pasted.
    ///
    /// # Errors
    /// Where the browser makes none: it has no memory left.
    pub fn of_text(name: &str, text: &str) -> Result<Self, Thrown> {
        let parts = Array::of1(&text.into());
        Ok(PickedFile(File::new_with_str_sequence(&parts, name)?))
    }

    /// A file of parts that is on no disk, such as one out of an archive.
    ///
    /// # Errors
    /// When the browser has no room.
    pub fn of_parts(name: &str, parts: &Download) -> Result<Self, Thrown> {
        Ok(PickedFile(File::new_with_blob_sequence(
            &parts.parts,
            name,
        )?))
    }

    /// The file as other borders of the browser take it.
    pub(super) fn as_blob(&self) -> &Blob {
        &self.0
    }

    /// Its size in bytes.
    pub fn bytes(&self) -> u64 {
        self.0.size() as u64
    }

    /// When it was last changed, in milliseconds since 1970.
    pub fn changed_ms(&self) -> i64 {
        self.0.last_modified() as i64
    }

    /// Its chunks, from the first.
    pub fn chunks(&self) -> Chunks {
        Chunks {
            file: self.0.clone(),
            read_bytes: 0,
        }
    }

    /// The bytes from one place, at most so many.
    ///
    /// # Errors
    /// `NotFoundError` when the file is gone, `NotReadableError` when it has changed or is a folder.
    pub async fn read(&self, from: u64, bytes_max: usize) -> Result<Vec<u8>, Thrown> {
        let to = from.saturating_add(bytes_max as u64);
        let part = self.0.slice_with_f64_and_f64(from as f64, to as f64)?;
        let bytes = JsFuture::from(part.array_buffer()).await?;
        Ok(Uint8Array::new(&bytes).to_vec())
    }
}

/// The chunks of a file, each of [`FILE_CHUNK_BYTES`] and the last of what is left.
pub struct Chunks {
    file: File,
    read_bytes: u64,
}

impl Chunks {
    /// The next chunk; `None` at the end of the file.
    ///
    /// # Errors
    /// As [`PickedFile::read`].
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, Thrown> {
        let file = PickedFile(self.file.clone());
        if self.read_bytes >= file.bytes() {
            return Ok(None);
        }
        let chunk = file.read(self.read_bytes, FILE_CHUNK_BYTES).await?;
        if chunk.is_empty() {
            return Err(Thrown::new(
                "NotReadableError",
                "the file has become shorter",
            ));
        }
        self.read_bytes += chunk.len() as u64;
        Ok(Some(chunk))
    }

    /// How many bytes have been read.
    pub fn read_bytes(&self) -> u64 {
        self.read_bytes
    }
}

/// The files of a file input.
pub fn of_input(input: &HtmlInputElement) -> Vec<PickedFile> {
    of_list(input.files())
}

/// Opens the file dialog of the browser and waits for the choice; empty when the person cancels. Has to be called
/// while a click or key is handled, or the browser opens nothing.
///
/// `accept` is as in HTML: `.csv,.csv.gz,text/csv`.
///
/// # Errors
/// Where there is no page.
pub async fn pick(accept: &str, several: bool) -> Result<Vec<PickedFile>, Thrown> {
    let input: HtmlInputElement = document()?.create_element("input")?.unchecked_into();
    input.set_type("file");
    input.set_accept(accept);
    input.set_multiple(several);
    let (sender, closed) = oneshot::channel();
    let sender = Rc::new(RefCell::new(Some(sender)));
    let _listeners = ["change", "cancel"].map(|name| {
        let sender = sender.clone();
        EventListener::once(&input, name, move |_| {
            if let Some(sender) = sender.take() {
                // Nobody waits any more: nothing to tell.
                sender.send(()).ok();
            }
        })
    });
    input.click();
    closed.await.ok();
    Ok(of_input(&input))
}

/// A place to drop files on.
pub struct DropZone {
    _listeners: Vec<EventListener>,
}

/// What happens over a drop zone.
#[derive(Clone, Debug)]
pub enum Drop {
    /// Files hang over it.
    Over,
    /// They have gone again.
    Out,
    /// They were dropped: these, in their order.
    Files(Vec<PickedFile>),
}

/// Makes an element a place to drop files on, for as long as the zone is kept. Text and links that are dragged over it
/// are left to the browser.
pub fn drop_zone(target: &EventTarget, on_drop: impl Fn(Drop) + 'static) -> DropZone {
    let on_drop = Rc::new(on_drop);
    // Entering a child is leaving its parent: the depth tells when all are left.
    let depth = Rc::new(Cell::new(0_u32));
    let listen = |name: &'static str, handle: fn(&DragEvent, &dyn Fn(Drop), &Cell<u32>)| {
        let (on_drop, depth) = (on_drop.clone(), depth.clone());
        let options = EventListenerOptions::enable_prevent_default();
        EventListener::new_with_options(target, name, options, move |event| {
            if let Some(event) = event
                .dyn_ref::<DragEvent>()
                .filter(|event| has_files(event))
            {
                event.prevent_default();
                handle(event, &*on_drop, &depth);
            }
        })
    };
    let listeners = vec![
        listen("dragenter", |_, on_drop, depth| {
            depth.set(depth.get() + 1);
            if depth.get() == 1 {
                on_drop(Drop::Over);
            }
        }),
        listen("dragover", |event, _, _| {
            if let Some(transfer) = event.data_transfer() {
                transfer.set_drop_effect("copy");
            }
        }),
        listen("dragleave", |_, on_drop, depth| {
            depth.set(depth.get().saturating_sub(1));
            if depth.get() == 0 {
                on_drop(Drop::Out);
            }
        }),
        listen("drop", |event, on_drop, depth| {
            depth.set(0);
            let files = event.data_transfer().and_then(|transfer| transfer.files());
            on_drop(Drop::Files(of_list(files)));
        }),
    ];
    DropZone {
        _listeners: listeners,
    }
}

fn has_files(event: &DragEvent) -> bool {
    event
        .data_transfer()
        .is_some_and(|transfer| transfer.types().includes(&"Files".into(), 0))
}

fn of_list(list: Option<FileList>) -> Vec<PickedFile> {
    let Some(list) = list else {
        return Vec::new();
    };
    (0..list.length())
        .filter_map(|index| list.get(index))
        .map(PickedFile)
        .collect()
}

/// A file that grows part by part and is then downloaded. The parts lie with the browser, which may put them on disk;
/// the memory of the portal holds one at a time.
#[derive(Default)]
pub struct Download {
    parts: Array,
    bytes: u64,
}

impl Download {
    /// An empty file.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds bytes at the end.
    ///
    /// # Errors
    /// When the browser has no room.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), Thrown> {
        let copy = Uint8Array::from(bytes);
        self.parts
            .push(Blob::new_with_u8_array_sequence(&Array::of1(&copy))?.as_ref());
        self.bytes += bytes.len() as u64;
        Ok(())
    }

    /// How many bytes it has.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Hands the file to the browser to save under this name. Where to, and whether it asks first, is the browser's.
    ///
    /// # Errors
    /// When the browser has no room.
    pub fn save(self, name: &str, media_type: &str) -> Result<(), Thrown> {
        let options = BlobPropertyBag::new();
        options.set_type(media_type);
        let file = Blob::new_with_blob_sequence_and_options(&self.parts, &options)?;
        let address = Url::create_object_url_with_blob(&file)?;
        let begun = click_link(&address, name);
        Timeout::new(DOWNLOAD_BEGINS_MS_MAX, move || {
            if let Err(thrown) = Url::revoke_object_url(&address) {
                errors::report(thrown, "download");
            }
        })
        .forget();
        begun
    }
}

/// Hands bytes to the browser to save as a file under this name.
///
/// # Errors
/// When the browser has no room.
pub fn save(name: &str, media_type: &str, bytes: &[u8]) -> Result<(), Thrown> {
    let mut download = Download::new();
    download.push(bytes)?;
    download.save(name, media_type)
}

fn click_link(address: &str, name: &str) -> Result<(), Thrown> {
    let document = document()?;
    let link: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    link.set_href(address);
    link.set_download(name);
    // Firefox follows only links that are on the page.
    let body = document
        .body()
        .ok_or_else(|| Thrown::new("NotSupportedError", "there is no page here"))?;
    body.append_child(&link)?;
    link.click();
    link.remove();
    Ok(())
}

pub(super) fn document() -> Result<Document, Thrown> {
    window()?
        .document()
        .ok_or_else(|| Thrown::new("NotSupportedError", "there is no page here"))
}
