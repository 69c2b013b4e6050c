//! Test inputs that lie beside the project on the makers' machines and nowhere else.

use std::path::{Path, PathBuf};

/// The file or folder of this name under `../shared/data`; `None`, said on the test's output, where it is not there.
pub fn shared(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/data")
        .join(name);
    if path.exists() {
        return Some(path);
    }
    eprintln!("skipped: {} is not here", path.display());
    None
}
