//! Tracking numbers: `{courier, format, id, kind, number}`.

use std::error::Error;

use super::gs1_vectors::Verdict;
use super::{Options, tracking_vectors, vectors};

/// Judges the files.
pub fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let name = |vector: &serde_json::Value| vector["format"].as_str().unwrap_or("?").to_owned();
    vectors::judge(
        &options.files,
        name,
        |vector| match tracking_vectors::judge(vector) {
            Ok(()) => Verdict::Passed,
            Err(reason) => Verdict::Failed(reason),
        },
    )
}
