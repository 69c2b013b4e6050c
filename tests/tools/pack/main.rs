//! From the linked program, the page and what it names to the folder that a host serves: the last step of every build.
//! `pack --page PAGE --dist FOLDER` gathers by itself ([`gather`]); where Trunk has built (`Trunk.toml`), it runs this
//! in its staging folder.
//!
//! - The style sheets become one file, in the order of the page.
//! - The program is cut into its parts ([`program`]).
//! - Program, styles and start script move to `assets/` under names that hold the hash of their final bytes, so they can
//!   be cached for ever.
//! - The page names them, and the build; nothing in it is inline.
//! - `404.html`, the fallback for deep links, is the page with an absolute base (`DEPO_BASE`, else `/`).
//! - The service worker gets the list of files with their hashes.
//!
//! Whatever does not fit (an inline script, an `@import`, a policy in the page that differs from the one in
//! `_headers`) fails the build.

mod gather;
mod program;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use program::Program;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// What hosts read or what must not be kept: not part of what the service worker keeps.
const NOT_PRECACHED: [&str; 4] = ["index.html", "404.html", "sw.js", "_headers"];
/// How much of a hash stands in a name: 64 bits.
const HASH_CHARACTERS: usize = 16;
const RELATIVE_BASE: &str = r#"<base href="./">"#;

fn main() -> Result<()> {
    let base = std::env::var("DEPO_BASE").unwrap_or_default();
    let base = if base.is_empty() { "/" } else { &base };
    if !(base.starts_with('/') && base.ends_with('/')) || base.contains(['"', '<', '&']) {
        return Err(format!("DEPO_BASE must begin and end with a slash: {base:?}").into());
    }
    if let Some(staging) = std::env::var_os("TRUNK_STAGING_DIR") {
        return pack(Path::new(&staging), base);
    }
    let given: Vec<String> = std::env::args().skip(1).collect();
    let [page_flag, page, dist_flag, dist] = given.as_slice() else {
        return Err("pack: wanted is --page PAGE --dist FOLDER".into());
    };
    if page_flag != "--page" || dist_flag != "--dist" {
        return Err(format!("pack: wanted is --page PAGE --dist FOLDER, given {given:?}").into());
    }
    // Built beside: whoever is served from the folder meanwhile gets the old build whole.
    let staging = PathBuf::from(format!("{}.new", dist.trim_end_matches('/')));
    gather::gather(Path::new(page), &staging)?;
    pack(&staging, base)?;
    let dist = Path::new(dist);
    if dist.exists() {
        fs::remove_dir_all(dist)?;
    }
    fs::rename(&staging, dist)?;
    Ok(())
}

fn pack(folder: &Path, base: &str) -> Result<()> {
    let mut page = fs::read_to_string(folder.join("index.html"))?;

    page = bundle_styles(folder, page)?;
    page = name_program(folder, page)?;
    let start = rename_by_content(folder, "start.js", "start", "js")?;
    page = replace_once(&page, r#"src="start.js""#, &format!(r#"src="{start}""#))?;
    check_policy(&page, &fs::read_to_string(folder.join("_headers"))?)?;
    check_nothing_inline(&page)?;

    let files = hashed_files(folder)?;
    let mut build = Sha256::new();
    build.update(&page);
    for (path, digest) in &files {
        build.update(path);
        build.update(digest);
    }
    let build = short_hex(&build.finalize());
    page = replace_once(
        &page,
        r#"name="depo-build" content="""#,
        &format!(r#"name="depo-build" content="{build}""#),
    )?;
    fs::write(folder.join("index.html"), &page)?;
    let absolute = replace_once(&page, RELATIVE_BASE, &format!(r#"<base href="{base}">"#))?;
    fs::write(folder.join("404.html"), absolute)?;

    let list: Vec<(String, String)> = files
        .iter()
        .map(|(path, digest)| {
            (
                path.clone(),
                format!("sha256-{}", BASE64_STANDARD.encode(digest)),
            )
        })
        .collect();
    let worker = fs::read_to_string(folder.join("sw.js"))?;
    let worker = replace_once(&worker, "__BUILD__", &build)?;
    let worker = replace_once(&worker, "__FILES__", &serde_json::to_string(&list)?)?;
    fs::write(folder.join("sw.js"), worker)?;
    println!("packed build {build}: {} files for offline use", list.len());
    Ok(())
}

/// Replaces the page's style sheets by one that holds them all.
fn bundle_styles(folder: &Path, page: String) -> Result<String> {
    let mut styles = String::new();
    let mut rest = String::new();
    let mut place = None;
    for line in page.lines() {
        if line.contains("<link") && line.contains(r#"rel="stylesheet""#) {
            let href = attribute(line, "href").ok_or("a style sheet without an address")?;
            let path = folder.join(href.trim_start_matches("./"));
            let text = fs::read_to_string(&path)?;
            if text.contains("@import") {
                return Err(format!(
                    "{href}: list the imported file in public/index.html instead of @import"
                )
                .into());
            }
            styles.push_str(&text);
            styles.push('\n');
            fs::remove_file(&path)?;
            place.get_or_insert(rest.len());
        } else {
            rest.push_str(line);
            rest.push('\n');
        }
    }
    let place = place.ok_or("the page has no style sheet on a line of its own")?;
    fs::write(folder.join("assets/depo.css"), styles)?;
    let name = rename_by_content(folder, "assets/depo.css", "depo", "css")?;
    rest.insert_str(
        place,
        &format!("<link rel=\"stylesheet\" href=\"{name}\">\n"),
    );
    Ok(rest)
}

/// Puts the program's files in place and tells the page, with the size that progress is counted by.
fn name_program(folder: &Path, page: String) -> Result<String> {
    let line = page
        .lines()
        .find(|line| line.contains(r#"name="depo-app""#))
        .ok_or("the page does not name the program")?;
    let Program {
        script,
        link_script,
        wasm,
    } = program::cut(folder)?;
    let size = fs::metadata(folder.join(&wasm))?.len();
    let tags = format!(
        "<meta name=\"depo-app\" content=\"{script} {wasm} {size}\">\n\
         <link rel=\"modulepreload\" href=\"{script}\">\n\
         <link rel=\"modulepreload\" href=\"{link_script}\">\n\
         <link rel=\"preload\" href=\"{wasm}\" as=\"fetch\" type=\"application/wasm\" crossorigin>"
    );
    replace_once(&page, line, &tags)
}

/// Moves a file to `assets/` under a name that holds the hash of its content; the new path.
fn rename_by_content(folder: &Path, path: &str, stem: &str, extension: &str) -> Result<String> {
    let from = folder.join(path.trim_start_matches("./"));
    let digest = Sha256::digest(fs::read(&from).map_err(|error| format!("{path}: {error}"))?);
    let name = format!("assets/{stem}-{}.{extension}", short_hex(&digest));
    fs::rename(from, folder.join(&name))?;
    Ok(name)
}

/// The policy of the page must be that of the header, but for the one part that only a header may hold.
fn check_policy(page: &str, headers: &str) -> Result<()> {
    let in_header = headers
        .lines()
        .find_map(|line| line.trim().strip_prefix("Content-Security-Policy:"))
        .ok_or("_headers has no content-security policy")?;
    let in_header = in_header.trim().replace("; frame-ancestors 'none'", "");
    if page.contains(&format!(r#"content="{in_header}""#)) {
        Ok(())
    } else {
        Err("the policy in public/index.html and the one in public/_headers differ".into())
    }
}

fn check_nothing_inline(page: &str) -> Result<()> {
    let mut rest = page;
    while let Some(at) = rest.find("<script") {
        rest = &rest[at..];
        let end = rest.find("</script>").ok_or("a script without an end")?;
        if !rest[..end].ends_with('>') || !rest[..end].contains(" src=") {
            return Err(format!("an inline script: {}", &rest[..end]).into());
        }
        rest = &rest[end..];
    }
    for forbidden in ["<style", " style=", " onload=", " onerror=", " onclick="] {
        if page.contains(forbidden) {
            return Err(format!("inline code in the page: {forbidden}").into());
        }
    }
    Ok(())
}

/// Every file that the service worker keeps, with the hash of its content.
fn hashed_files(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut files = BTreeMap::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next)? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let name = path
                .strip_prefix(folder)?
                .to_str()
                .ok_or("a file name that is not text")?
                .replace('\\', "/");
            if !NOT_PRECACHED.contains(&name.as_str()) {
                files.insert(name, Sha256::digest(fs::read(&path)?).to_vec());
            }
        }
    }
    Ok(files)
}

/// The value of an attribute in a tag.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let start = tag.find(&format!("{name}=\""))? + name.len() + 2;
    let length = tag[start..].find('"')?;
    Some(&tag[start..start + length])
}

fn replace_once(text: &str, from: &str, to: &str) -> Result<String> {
    if text.matches(from).count() == 1 {
        Ok(text.replacen(from, to, 1))
    } else {
        Err(format!("expected exactly one {from:?}").into())
    }
}

fn short_hex(digest: &[u8]) -> String {
    let mut hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    hex.truncate(HASH_CHARACTERS);
    hex
}
