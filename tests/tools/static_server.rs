//! A small server for static files that behaves as the hosts do that Depo is made for. For `make serve` and for the
//! journeys; only the standard library, because it has to be exact about headers and able to vanish, and nothing else.
//!
//! [`Host::Headers`] reads `_headers` (Netlify, Cloudflare) and answers a deep link with the fallback page and status
//! 200, as those hosts and nginx do with a rewrite; [`Host::Plain`] sends no header of its own and answers with 404
//! and the fallback page, as GitHub Pages does.

use std::collections::HashMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, UNIX_EPOCH};

const REQUEST_HEAD_BYTES_MAX: u64 = 64 * 1024;
const IDLE: Duration = Duration::from_secs(30);

/// Which kind of host is imitated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Host {
    /// Sends the headers of `_headers`, and the fallback page with status 200.
    Headers,
    /// Sends no policy, and the fallback page with status 404.
    Plain,
}

/// What is served, and how.
#[derive(Clone, Debug)]
pub struct Site {
    /// The folder with the files.
    pub folder: PathBuf,
    /// The path under which it is served, with a slash at both ends.
    pub base: String,
    /// The kind of host.
    pub host: Host,
}

/// A running server. It stops when dropped.
pub struct StaticServer {
    address: SocketAddr,
    stopping: Arc<AtomicBool>,
    connections: Arc<Mutex<HashMap<SocketAddr, TcpStream>>>,
    acceptor: Option<thread::JoinHandle<()>>,
}

impl StaticServer {
    /// Serves the site on this port of the loopback interface; port 0 takes a free one.
    pub fn start(site: Site, port: u16) -> std::io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", port))?;
        let address = listener.local_addr()?;
        let stopping = Arc::new(AtomicBool::new(false));
        let connections = Arc::new(Mutex::new(HashMap::new()));
        let acceptor = {
            let (stopping, connections) = (stopping.clone(), connections.clone());
            let rules = match site.host {
                Host::Headers => read_rules(&site.folder)?,
                Host::Plain => Vec::new(),
            };
            let site = Arc::new((site, rules));
            thread::spawn(move || accept(&listener, &site, &stopping, &connections))
        };
        Ok(StaticServer {
            address,
            stopping,
            connections,
            acceptor: Some(acceptor),
        })
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.address.port()
    }
}

impl Drop for StaticServer {
    fn drop(&mut self) {
        self.stopping.store(true, Ordering::SeqCst);
        // Wakes the acceptor; that nobody listens any more is just as good.
        drop(TcpStream::connect(self.address));
        if let Some(acceptor) = self.acceptor.take() {
            drop(acceptor.join());
        }
        if let Ok(connections) = self.connections.lock() {
            for connection in connections.values() {
                // A connection that the browser has closed cannot be closed again.
                drop(connection.shutdown(Shutdown::Both));
            }
        }
    }
}

type Rules = Vec<(String, Vec<(String, String)>)>;

/// The blocks of `_headers`: a path or a path ending in `*`, and its headers.
fn read_rules(folder: &Path) -> std::io::Result<Rules> {
    let mut rules: Rules = Vec::new();
    for line in fs::read_to_string(folder.join("_headers"))?.lines() {
        if line.trim().is_empty() || line.trim_start().starts_with('#') {
            continue;
        }
        if !line.starts_with([' ', '\t']) {
            rules.push((line.trim().to_string(), Vec::new()));
        } else if let (Some((_, headers)), Some((name, value))) =
            (rules.last_mut(), line.split_once(':'))
        {
            headers.push((name.trim().to_string(), value.trim().to_string()));
        }
    }
    Ok(rules)
}

fn accept(
    listener: &TcpListener,
    site: &Arc<(Site, Rules)>,
    stopping: &Arc<AtomicBool>,
    connections: &Arc<Mutex<HashMap<SocketAddr, TcpStream>>>,
) {
    for stream in listener.incoming() {
        if stopping.load(Ordering::SeqCst) {
            return;
        }
        let Ok(stream) = stream else { continue };
        let (Ok(peer), Ok(twin)) = (stream.peer_addr(), stream.try_clone()) else {
            continue;
        };
        if let Ok(mut open) = connections.lock() {
            open.insert(peer, twin);
        }
        let (site, connections) = (site.clone(), connections.clone());
        thread::spawn(move || {
            // A browser that closes its end in the middle is no error of the server.
            drop(converse(&stream, &site.0, &site.1));
            if let Ok(mut open) = connections.lock() {
                open.remove(&peer);
            }
        });
    }
}

/// Answers the requests of one connection until it is closed.
fn converse(stream: &TcpStream, site: &Site, rules: &Rules) -> std::io::Result<()> {
    stream.set_read_timeout(Some(IDLE))?;
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream);
    loop {
        let Some(request) = read_request(&mut reader)? else {
            return Ok(());
        };
        let response = respond(&request, site, rules);
        write_response(stream, &request, response)?;
        if request.close {
            return Ok(());
        }
    }
}

struct Request {
    method: String,
    path: String,
    page_wanted: bool,
    known_tag: Option<String>,
    close: bool,
}

fn read_request(reader: &mut BufReader<&TcpStream>) -> std::io::Result<Option<Request>> {
    let mut head = reader.take(REQUEST_HEAD_BYTES_MAX);
    let mut line = String::new();
    if head.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let mut parts = line.split_whitespace();
    let method = parts.next().unwrap_or_default().to_string();
    let target = parts.next().unwrap_or_default();
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let mut request = Request {
        method,
        path: path.to_string(),
        page_wanted: false,
        known_tag: None,
        close: false,
    };
    loop {
        line.clear();
        if head.read_line(&mut line)? == 0 || line.trim().is_empty() {
            return Ok(Some(request));
        }
        let Some((name, value)) = line.split_once(':') else {
            continue;
        };
        let value = value.trim();
        match name.to_ascii_lowercase().as_str() {
            "accept" => request.page_wanted = value.contains("text/html"),
            "if-none-match" => request.known_tag = Some(value.to_string()),
            "connection" => request.close = value.eq_ignore_ascii_case("close"),
            _ => {}
        }
    }
}

struct Response {
    status: &'static str,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

fn respond(request: &Request, site: &Site, rules: &Rules) -> Response {
    if request.method != "GET" && request.method != "HEAD" {
        return plain_text("405 Method Not Allowed", "only GET and HEAD");
    }
    let inside = decode(&request.path).and_then(|path| {
        path.strip_prefix(&site.base)
            .filter(|inside| !inside.split('/').any(|part| part == ".." || part == "."))
            .filter(|inside| !inside.contains(['\\', '\0']))
            .map(str::to_string)
    });
    let Some(inside) = inside else {
        return plain_text("404 Not Found", "nothing is served here");
    };
    let name = if inside.is_empty() {
        "index.html"
    } else {
        &inside
    };
    let file = site.folder.join(name);
    let hidden = name == "_headers";
    let (status, file) = if file.is_file() && !hidden {
        ("200 OK", file)
    } else {
        let fallback = site.folder.join("404.html");
        // What has an ending was meant as a file, and a missing file must be seen to be missing.
        let page = request.page_wanted && !name.rsplit('/').next().unwrap_or(name).contains('.');
        match site.host {
            Host::Headers if page => ("200 OK", fallback),
            _ => ("404 Not Found", fallback),
        }
    };
    let (Ok(body), Ok(tag)) = (fs::read(&file), entity_tag(&file)) else {
        return plain_text("404 Not Found", "no such file");
    };
    let mut headers = vec![
        ("Content-Type".to_string(), media_type(&file).to_string()),
        ("ETag".to_string(), tag.clone()),
    ];
    for (_, rule) in rules
        .iter()
        .filter(|(pattern, _)| matches(pattern, &inside))
    {
        headers.extend(rule.iter().cloned());
    }
    if site.host == Host::Headers && !headers.iter().any(|(name, _)| name == "Cache-Control") {
        headers.push(("Cache-Control".to_string(), "no-cache".to_string()));
    }
    if status == "200 OK" && request.known_tag.as_deref() == Some(&tag) {
        return Response {
            status: "304 Not Modified",
            headers,
            body: Vec::new(),
        };
    }
    Response {
        status,
        headers,
        body,
    }
}

/// Whether a pattern of `_headers` covers a path (given without its leading slash).
fn matches(pattern: &str, path: &str) -> bool {
    let pattern = pattern.trim_start_matches('/');
    match pattern.strip_suffix('*') {
        Some(start) => path.starts_with(start),
        None => path == pattern,
    }
}

fn plain_text(status: &'static str, text: &str) -> Response {
    Response {
        status,
        headers: vec![("Content-Type".to_string(), "text/plain".to_string())],
        body: text.as_bytes().to_vec(),
    }
}

fn write_response(
    mut stream: &TcpStream,
    request: &Request,
    response: Response,
) -> std::io::Result<()> {
    let mut head = format!("HTTP/1.1 {}\r\n", response.status);
    for (name, value) in &response.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str(&format!("Content-Length: {}\r\n\r\n", response.body.len()));
    stream.write_all(head.as_bytes())?;
    if request.method != "HEAD" {
        stream.write_all(&response.body)?;
    }
    stream.flush()
}

fn entity_tag(file: &Path) -> std::io::Result<String> {
    let metadata = fs::metadata(file)?;
    let modified = metadata.modified()?.duration_since(UNIX_EPOCH);
    let modified = modified.map(|since| since.as_nanos()).unwrap_or_default();
    Ok(format!("\"{:x}-{modified:x}\"", metadata.len()))
}

/// Percent-decodes a path; nothing where it is malformed.
fn decode(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            let digits = std::str::from_utf8(&digits).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

fn media_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("json") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("txt") => "text/plain; charset=utf-8",
        Some("csv") => "text/csv; charset=utf-8",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}
