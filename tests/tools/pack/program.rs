//! From the linked program to the files that a browser loads: cut into parts, bound to JavaScript, optimised.
//!
//! Where Trunk has built, it has bound and copied the program whole; what it made of it is replaced. The order is fixed: the cut follows what
//! the linker has noted of who calls whom, which is gone after binding, and optimising comes last because it gives
//! every function another number.

use std::error::Error;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use sha2::{Digest, Sha256};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const STEM: &str = "depo";
/// The script that the cutting tool writes: it loads a part when the program asks for it.
const LINK_SCRIPT: &str = "__wasm_split.js";
/// What every browser since 2023 has, and the linker uses.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// The program in a build: paths below its folder.
pub struct Program {
    /// The script to import.
    pub script: String,
    /// What it imports in its turn.
    pub link_script: String,
    /// The main part.
    pub wasm: String,
}

/// Cuts the program that Cargo has linked and puts its files into `assets/` of the build, all under one hash: they
/// name each other, so none can hold the hash of itself alone.
pub fn cut(folder: &Path) -> Result<Program> {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("target"),
        PathBuf::from,
    );
    let linked = target.join("wasm32-unknown-unknown/web/depo.wasm");
    let work = target.join("parts");
    if work.exists() {
        fs::remove_dir_all(&work)?;
    }
    fs::create_dir_all(&work)?;

    run(Command::new("wasm-split-cli")
        .args(["--out-name", STEM])
        .args([&linked, &work]))?;
    let main = work.join(format!("{STEM}.wasm"));
    run(Command::new("wasm-bindgen")
        .args([
            "--target",
            "web",
            "--no-typescript",
            "--keep-lld-exports",
            "--no-demangle",
        ])
        .args(["--out-name", STEM])
        .arg("--out-dir")
        .args([&work, &main]))?;
    fs::rename(work.join(format!("{STEM}_bg.wasm")), &main)?;

    let mut parts = names(&work)?;
    for name in parts.iter().filter(|name| name.ends_with(".wasm")) {
        let path = work.join(name);
        run(Command::new("wasm-opt").arg("-Oz").args(FEATURES).args([
            path.as_os_str(),
            OsStr::new("-o"),
            path.as_os_str(),
        ]))?;
    }
    // The longest first: no name is then replaced inside another.
    parts.sort_by_key(|name| (std::cmp::Reverse(name.len()), name.clone()));
    put(folder, &work, &parts)
}

/// Moves the files to their final names, also where they name each other.
fn put(folder: &Path, work: &Path, parts: &[String]) -> Result<Program> {
    let mut digest = Sha256::new();
    for name in parts {
        digest.update(name);
        digest.update(fs::read(work.join(name))?);
    }
    let hash = super::short_hex(&digest.finalize());
    let last = |name: &str| -> Result<String> {
        let (stem, ending) = name.rsplit_once('.').ok_or("a file without an ending")?;
        Ok(format!("{}-{hash}.{ending}", stem.trim_start_matches('_')))
    };
    let assets = folder.join("assets");
    for made_by_trunk in ["depo.js", "depo_bg.wasm"] {
        let path = assets.join(made_by_trunk);
        if path.exists() {
            fs::remove_file(path)?;
        }
    }
    for name in parts {
        let from = work.join(name);
        let to = assets.join(last(name)?);
        if !name.ends_with(".js") {
            fs::rename(from, to)?;
            continue;
        }
        let mut script = fs::read_to_string(from)?;
        for named in parts {
            // Only addresses: the names of imports that the program was linked with stay.
            for before in ["from \"./", "URL(\"./"] {
                let (from, to) = (
                    format!("{before}{named}"),
                    format!("{before}{}", last(named)?),
                );
                script = script.replace(&from, &to);
            }
        }
        fs::write(to, script)?;
    }
    let path = |name: &str| -> Result<String> { Ok(format!("assets/{}", last(name)?)) };
    Ok(Program {
        script: path(&format!("{STEM}.js"))?,
        link_script: path(LINK_SCRIPT)?,
        wasm: path(&format!("{STEM}.wasm"))?,
    })
}

/// The names of the files in a folder, in their order.
fn names(folder: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            let name = entry.file_name().into_string();
            names.push(name.map_err(|name| format!("a file name that is not text: {name:?}"))?);
        }
    }
    names.sort();
    Ok(names)
}

/// Runs a tool; what it says is shown only where it fails, for the optimiser warns of names that it then drops.
fn run(command: &mut Command) -> Result<()> {
    let output = command
        .output()
        .map_err(|error| format!("{:?} does not start: {error}", command.get_program()))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(format!("{command:?}: {}\n{said}", output.status).into())
}
