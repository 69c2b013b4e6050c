//! Linter vectors: `{linter, data, pass, err, marked}`.

use std::error::Error;

use super::{Options, gs1_vectors, vectors};

/// Judges the files.
pub fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let name = |vector: &serde_json::Value| vector["linter"].as_str().unwrap_or("?").to_owned();
    vectors::judge(&options.files, name, gs1_vectors::judge_lint)
}
