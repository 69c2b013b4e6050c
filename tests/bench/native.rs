//! Runs the project's own programs beside the browser, natively and optimised.

use crate::support::Failure;
use std::path::Path;
use std::process::Command;

/// The lines that an example prints, built as a release.
pub fn run(example: &str, arguments: &[String]) -> Result<Vec<String>, Failure> {
    let built = std::env::var("CARGO_TARGET_DIR").unwrap_or_else(|_| "target".to_string());
    let output = Command::new(Path::new(&built).join("release/examples").join(example))
        .args(arguments)
        .output()?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(format!("{example}: {said}").into());
    }
    let printed = String::from_utf8(output.stdout)?;
    Ok(printed.lines().map(str::to_owned).collect())
}
