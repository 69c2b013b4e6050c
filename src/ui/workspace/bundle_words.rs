//! What is wrong with a copy, in words.

use crate::exchange::bundle::{BundleError, BundleFault};
use crate::exchange::problem::FileError;
use crate::ui::locale::{Text, t};

/// The fault of a file, and the line it was found in.
pub(super) fn words(error: &BundleError) -> Text {
    let line = error.line;
    match &error.what {
        BundleFault::File(FileError::GzipTruncated) | BundleFault::CutShort => t!(bundle_cut_short),
        BundleFault::File(FileError::Archive) | BundleFault::NotABundle => t!(bundle_not_one),
        BundleFault::File(FileError::Bomb { .. }) => t!(bundle_bomb),
        BundleFault::File(FileError::TooLarge { .. })
        | BundleFault::TooLarge
        | BundleFault::TooManyStreams
        | BundleFault::LineTooLong => t!(bundle_too_large),
        BundleFault::File(_) => t!(bundle_packing),
        BundleFault::Empty => t!(bundle_empty),
        BundleFault::NewerVersion(_) => t!(bundle_newer),
        BundleFault::Count { told, found } => {
            let (told, found) = (*told, *found);
            t!(bundle_count, told = told, found = found)
        }
        BundleFault::OutOfOrder { expected, found } => {
            let (expected, found) = (*expected, *found);
            t!(
                bundle_order,
                line = line,
                expected = expected,
                found = found
            )
        }
        BundleFault::Chain | BundleFault::Checksum | BundleFault::StreamEnd(_) => {
            t!(bundle_changed, line = line)
        }
        BundleFault::Manifest
        | BundleFault::NotALine
        | BundleFault::UnknownStream(_)
        | BundleFault::Base64
        | BundleFault::Commit(_)
        | BundleFault::AfterEnd => t!(bundle_damaged, line = line),
    }
}
