//! What is wrong with a copy, in words.

use crate::exchange::problem::FileError;
use crate::intake::copy::{CopyError, CopyFault};
use crate::ui::locale::{Text, t};

/// The fault of a file, and the line it was found in.
pub(super) fn words(error: &CopyError) -> Text {
    let line = error.line;
    match &error.what {
        CopyFault::File(FileError::GzipTruncated) | CopyFault::CutShort => t!(bundle_cut_short),
        CopyFault::File(FileError::Archive) | CopyFault::NotACopy => t!(bundle_not_one),
        CopyFault::File(FileError::Bomb { .. }) => t!(bundle_bomb),
        CopyFault::File(FileError::TooLarge { .. })
        | CopyFault::TooLarge
        | CopyFault::LineTooLong => t!(bundle_too_large),
        CopyFault::File(_) => t!(bundle_packing),
        CopyFault::Empty => t!(bundle_empty),
        CopyFault::OlderVersion(_) => t!(bundle_older),
        CopyFault::NewerVersion(_) => t!(bundle_newer),
        CopyFault::Count { told, found } => {
            let (told, found) = (*told, *found);
            t!(bundle_count, told = told, found = found)
        }
        CopyFault::Hash | CopyFault::Chain | CopyFault::Checksum => {
            t!(bundle_changed, line = line)
        }
        CopyFault::Manifest | CopyFault::NotALine | CopyFault::Base64 | CopyFault::AfterEnd => {
            t!(bundle_damaged, line = line)
        }
    }
}
