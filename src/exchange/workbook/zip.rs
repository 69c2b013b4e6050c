//! A zip archive of files, such as a shop's export in parts: each entry is a file of its own.

use super::archive::{Archive, Part};
use crate::exchange::problem::FileError;
use crate::limits::{IMPORT_FILE_BYTES_MAX, ZIP_FILES_MAX};

/// What only a workbook or a document of an office program has among its entries.
const OF_OFFICE: [&str; 2] = ["[Content_Types].xml", "mimetype"];

/// An archive of files being unpacked. The packed bytes are held; what they give is handed on step by step.
#[derive(Debug)]
pub struct Zip {
    archive: Archive,
    /// The entries that are files, each with its name.
    files: Vec<(usize, String)>,
    /// How many of them are unpacked.
    done: usize,
    part: Option<Part>,
    bytes_out: u64,
}

/// How far the unpacking is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unpacked {
    /// The file that was begun has more.
    More,
    /// A file of this name is whole: all that was appended since the one before it.
    File(String),
    /// There are no more files.
    All,
}

impl Zip {
    /// Opens an archive; `None` for a workbook, which is one inside.
    ///
    /// # Errors
    /// [`FileError::ArchiveDamaged`]; [`FileError::ArchiveLocked`] where entries are encrypted or packed in a way that
    /// is not read; [`FileError::TooManyFiles`]; [`FileError::Empty`] where it has no file.
    pub fn open(bytes: Vec<u8>) -> Result<Option<Self>, FileError> {
        let archive = Archive::open(bytes).map_err(of_archive)?;
        if archive.names().any(|name| OF_OFFICE.contains(&name)) {
            return Ok(None);
        }
        if archive.unread() > 0 {
            return Err(FileError::ArchiveLocked {
                count: archive.unread(),
            });
        }
        let names = archive.names().enumerate();
        let files: Vec<(usize, String)> = names
            .filter(|(_, name)| is_file(name))
            .map(|(index, name)| (index, name.to_owned()))
            .collect();
        match files.len() {
            0 => Err(FileError::Empty),
            count if count > ZIP_FILES_MAX => Err(FileError::TooManyFiles {
                files_max: ZIP_FILES_MAX as u64,
            }),
            _ => Ok(Some(Zip {
                archive,
                files,
                done: 0,
                part: None,
                bytes_out: 0,
            })),
        }
    }

    /// Unpacks a step more and appends it: at most some 64 kB.
    ///
    /// # Errors
    /// [`FileError::ArchiveDamaged`], [`FileError::Bomb`], or [`FileError::TooLarge`] for all files together.
    pub fn step(&mut self, output: &mut Vec<u8>) -> Result<Unpacked, FileError> {
        let Some((index, name)) = self.files.get(self.done) else {
            return Ok(Unpacked::All);
        };
        let part = match &mut self.part {
            Some(part) => part,
            none => none.insert(self.archive.part_at(*index).map_err(of_archive)?),
        };
        let before = output.len();
        let has_more = part.step(&self.archive, output).map_err(of_archive)?;
        self.bytes_out += (output.len() - before) as u64;
        if self.bytes_out > IMPORT_FILE_BYTES_MAX {
            return Err(FileError::TooLarge {
                bytes_max: IMPORT_FILE_BYTES_MAX,
            });
        }
        if has_more {
            return Ok(Unpacked::More);
        }
        self.part = None;
        self.done += 1;
        Ok(Unpacked::File(name.clone()))
    }
}

/// What is wrong with an archive, said of an archive.
fn of_archive(error: FileError) -> FileError {
    match error {
        FileError::WorkbookDamaged => FileError::ArchiveDamaged,
        other => other,
    }
}

/// Whether an entry is a file of a person: no folder, and nothing that a system keeps beside files.
fn is_file(name: &str) -> bool {
    let own = name.rsplit('/').next().unwrap_or_default();
    !own.is_empty() && !own.starts_with('.') && !name.starts_with("__MACOSX/")
}
