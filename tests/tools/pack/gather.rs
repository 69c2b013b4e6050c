//! The page and the files that it names with `data-trunk`, put where Trunk puts them.
//!
//! Trunk itself would also bind and copy the program, which packing does anew, and it takes eight minutes to install.
//! So the scripts of the project gather by themselves; `trunk build` still makes the same of the same page.

use std::fs;
use std::path::Path;

use super::{Result, attribute};

/// What stands for the program in the page until packing names it; Trunk.toml has the same (`pattern_script`).
const PROGRAM: &str = r#"<meta name="depo-app" content="">"#;

/// Gathers into an empty folder: the page's links of Trunk are carried out and taken out of the page.
///
/// # Errors
/// If the page has a link of a kind that is not known here, or a file cannot be copied.
pub fn gather(page: &Path, folder: &Path) -> Result<()> {
    let from = page.parent().ok_or("the page lies in no folder")?;
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder.join("assets"))?;
    let mut gathered = String::new();
    for line in fs::read_to_string(page)?.lines() {
        if line.contains("data-trunk") {
            if let Some(tag) = carry_out(line, from, folder)? {
                gathered.push_str(&tag);
                gathered.push('\n');
            }
        } else {
            gathered.push_str(line);
            gathered.push('\n');
        }
    }
    fs::write(folder.join("index.html"), gathered)?;
    Ok(())
}

/// Does what a link asks for; what stands in its place in the page.
fn carry_out(link: &str, from: &Path, folder: &Path) -> Result<Option<String>> {
    let kind = attribute(link, "rel").ok_or_else(|| format!("a link without rel: {link}"))?;
    let href = attribute(link, "href").ok_or_else(|| format!("a link without href: {link}"))?;
    let source = from.join(href);
    let name = source
        .file_name()
        .and_then(|name| name.to_str())
        .ok_or_else(|| format!("{href} names no file"))?;
    match kind {
        "css" => {
            copy(&source, &folder.join("assets").join(name))?;
            Ok(Some(format!(
                r#"<link rel="stylesheet" href="./assets/{name}">"#
            )))
        }
        "copy-file" => {
            copy(&source, &folder.join(name))?;
            Ok(None)
        }
        "copy-dir" => {
            copy_folder(&source, &folder.join(name))?;
            Ok(None)
        }
        "rust" => Ok(Some(PROGRAM.to_owned())),
        other => Err(format!("public/index.html: nobody gathers rel={other:?}").into()),
    }
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to).map_err(|error| format!("{}: {error}", from.display()))?;
    Ok(())
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    let entries = fs::read_dir(from).map_err(|error| format!("{}: {error}", from.display()))?;
    for entry in entries {
        let path = entry?.path();
        let name = path.file_name().ok_or("an entry without a name")?;
        if path.is_dir() {
            copy_folder(&path, &to.join(name))?;
        } else {
            copy(&path, &to.join(name))?;
        }
    }
    Ok(())
}
