//! Serves a build: `serve [FOLDER] [--port 8080] [--base /sub/] [--plain]`.
//!
//! With the headers of `_headers`, or with `--plain` as a host that can send none.

#[path = "static_server.rs"]
mod static_server;

use static_server::{Host, Site, StaticServer};
use std::error::Error;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let mut site = Site {
        folder: PathBuf::from("dist"),
        base: "/".to_string(),
        host: Host::Headers,
    };
    let mut port = 8080;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--port" => port = arguments.next().ok_or("--port needs a number")?.parse()?,
            "--base" => site.base = arguments.next().ok_or("--base needs a path")?,
            "--plain" => site.host = Host::Plain,
            _ => site.folder = PathBuf::from(argument),
        }
    }
    if !(site.base.starts_with('/') && site.base.ends_with('/')) {
        return Err("--base must begin and end with a slash".into());
    }
    if !site.folder.join("index.html").is_file() {
        return Err(format!("{} holds no build: make build", site.folder.display()).into());
    }
    let base = site.base.clone();
    let server = StaticServer::start(site, port)?;
    println!("Depo is served on http://127.0.0.1:{}{base}", server.port());
    loop {
        std::thread::park();
    }
}
