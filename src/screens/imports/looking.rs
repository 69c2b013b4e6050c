//! What a picked file is, from its first bytes; and the files of an archive.

use crate::browser::Thrown;
use crate::browser::clock::monotonic_ms;
use crate::browser::files::{Download, PickedFile};
use crate::browser::timer::sleep;
use crate::exchange::bytes::Encoding;
use crate::exchange::preview::{Preview, preview, preview_said};
use crate::exchange::problem::FileError;
use crate::exchange::workbook::{MAGIC, Unpacked, Zip};
use crate::intake::kinds::{FileKind, kind_of};
use crate::intake::recoded::first_in_utf8;
use crate::limits::{
    IMPORT_PREVIEW_BYTES, IMPORT_STEP_BYTES_MAX, UNPACKING_SLICE_MS, WORKBOOK_BYTES_MAX,
};

/// What was found in the first bytes of a file.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Looked {
    pub(super) kind: FileKind,
    pub(super) preview: Preview,
}

impl Looked {
    /// A file of which nothing can be read, and why.
    pub(super) fn broken(problem: FileError) -> Self {
        let mut shown = preview(&[], true);
        shown.problem = Some(problem);
        Looked {
            kind: FileKind::Unknown,
            preview: shown,
        }
    }
}

/// Looks at a file. A workbook can be told by all of it only.
pub(super) async fn look(file: &PickedFile, said: Option<Encoding>) -> Result<Looked, String> {
    let read = file.read(0, IMPORT_PREVIEW_BYTES).await;
    let mut bytes = read.map_err(|thrown| thrown.to_string())?;
    let mut shown = preview(&bytes, file.bytes() <= bytes.len() as u64);
    if let Some(said) = said {
        let whole = file.bytes() <= bytes.len() as u64;
        let text = first_in_utf8(&bytes, whole, said);
        let gzip = shown.gzip;
        shown = preview_said(&text, whole);
        (shown.encoding, shown.gzip) = (said, gzip);
        let kind = kind_of(&file.name(), &text, whole);
        return Ok(Looked {
            kind,
            preview: shown,
        });
    }
    let is_archive = bytes.starts_with(b"PK");
    if is_archive && file.bytes() <= WORKBOOK_BYTES_MAX as u64 {
        let whole = file.read(0, WORKBOOK_BYTES_MAX).await;
        bytes = whole.map_err(|thrown| thrown.to_string())?;
    }
    let kind = kind_of(&file.name(), &bytes, file.bytes() <= bytes.len() as u64);
    Ok(Looked {
        kind,
        preview: shown,
    })
}

/// The files of a zip archive, each named with its folder; `None` where the file is no such archive, or too large for
/// one.
pub(super) async fn unzipped(
    file: &PickedFile,
) -> Result<Option<Result<Vec<PickedFile>, FileError>>, Thrown> {
    let begins = file.read(0, MAGIC.len()).await?;
    if begins != MAGIC || file.bytes() > WORKBOOK_BYTES_MAX as u64 {
        return Ok(None);
    }
    let whole = file.read(0, WORKBOOK_BYTES_MAX).await?;
    let mut zip = match Zip::open(whole) {
        Ok(Some(zip)) => zip,
        Ok(None) => return Ok(None),
        Err(error) => return Ok(Some(Err(error))),
    };
    let mut files = Vec::new();
    let mut bytes = Vec::new();
    let mut parts = Download::new();
    let mut last_ms = monotonic_ms();
    loop {
        match zip.step(&mut bytes) {
            Ok(Unpacked::More) => {
                if bytes.len() >= IMPORT_STEP_BYTES_MAX {
                    parts.push(&bytes)?;
                    bytes.clear();
                }
            }
            Ok(Unpacked::File(name)) => {
                parts.push(&bytes)?;
                bytes.clear();
                let name = name.replace('/', " - ");
                files.push(PickedFile::of_parts(&name, &parts)?);
                parts = Download::new();
            }
            Ok(Unpacked::All) => return Ok(Some(Ok(files))),
            Err(error) => return Ok(Some(Err(error))),
        }
        if monotonic_ms() - last_ms > UNPACKING_SLICE_MS {
            sleep(0).await;
            last_ms = monotonic_ms();
        }
    }
}
