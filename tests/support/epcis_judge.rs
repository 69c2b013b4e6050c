//! Judges EPCIS documents by the pre-hash texts and hashes that lie beside them.

use std::path::Path;

use depo::exchange::epcis::{self, Edition, Node};

/// How many events were judged, and those that failed.
pub struct Judged {
    /// Events.
    pub events: usize,
    /// What differs.
    pub failures: Vec<String>,
}

/// Judges `X.jsonld`, `X.json` or `X.xml` by `X.prehashes` and `X.hashes`.
pub fn judge(path: &Path) -> std::io::Result<Judged> {
    let text = std::fs::read_to_string(path)?;
    let is_xml = path
        .extension()
        .is_some_and(|name| name.eq_ignore_ascii_case("xml"));
    let events = if is_xml {
        xml_events(&text)
    } else {
        epcis::events(&text).map_err(|fault| std::io::Error::other(format!("{fault:?}")))?
    };
    let beside = |extension: &str| std::fs::read_to_string(path.with_extension(extension)).ok();
    let wanted = [beside("prehashes"), beside("hashes")];
    let failures = if events.is_empty() || wanted.iter().all(Option::is_none) {
        vec!["nothing to compare with".to_owned()]
    } else {
        // A file is of one edition, which it does not say: it must be right by one of them as a whole.
        let draft = compare(&events, &wanted, Edition::Draft);
        let ratified = compare(&events, &wanted, Edition::Ratified);
        if ratified.is_empty() { ratified } else { draft }
    };
    Ok(Judged {
        events: events.len(),
        failures,
    })
}

/// Where the texts and the hashes of an edition are not those that are wanted.
fn compare(events: &[Node], wanted: &[Option<String>; 2], edition: Edition) -> Vec<String> {
    let of_all = |name: fn(&Node, Edition) -> String| -> Vec<String> {
        events.iter().map(|event| name(event, edition)).collect()
    };
    let got = [of_all(epcis::canonical), of_all(epcis::event_hash)];
    let mut failures = Vec::new();
    for (wanted, got) in wanted.iter().zip(got) {
        let Some(wanted) = wanted else {
            continue;
        };
        let wanted: Vec<&str> = wanted.lines().filter(|line| !line.is_empty()).collect();
        if wanted.len() != got.len() {
            failures.push(format!("{} events, not {}", got.len(), wanted.len()));
        }
        for (number, (wanted, got)) in wanted.iter().zip(&got).enumerate() {
            if *wanted != got.as_str() {
                failures.push(format!(
                    "event {}:\n wanted {wanted}\n    got {got}",
                    number + 1
                ));
            }
        }
    }
    failures
}

/// The events of an XML document, by the little XML that EPCIS is written in.
fn xml_events(text: &str) -> Vec<Node> {
    let mut names: Vec<(String, String)> = Vec::new();
    let mut open: Vec<Node> = vec![Node::default()];
    for part in text.split('<').skip(1) {
        let (tag, after) = part.split_once('>').unwrap_or((part, ""));
        if tag.starts_with(['?', '!']) {
            continue;
        }
        if tag.starts_with('/') {
            close(&mut open);
            continue;
        }
        let is_empty = tag.ends_with('/');
        let tag = tag.trim_end_matches('/').trim();
        let (name, attributes) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
        let attributes = attributes_of(attributes);
        for (key, value) in &attributes {
            if let Some(prefix) = key.strip_prefix("xmlns:") {
                names.push((prefix.to_owned(), value.clone()));
            }
        }
        let is_kept = |key: &str| !key.starts_with("xmlns") && !key.starts_with("xsi:");
        let kept = attributes.into_iter().filter(|(key, _)| is_kept(key));
        let children = kept.map(|(key, value)| Node {
            name: expanded(&key, &names),
            value,
            children: Vec::new(),
        });
        open.push(Node {
            name: expanded(name, &names),
            value: plain(after.trim()),
            children: children.collect(),
        });
        if is_empty {
            close(&mut open);
        }
    }
    let mut events = Vec::new();
    collect(open.swap_remove(0), &mut events);
    events
}

fn close(open: &mut Vec<Node>) {
    let Some(node) = open.pop() else {
        return;
    };
    match open.last_mut() {
        // What later versions added stands in an envelope of its own.
        Some(parent) if matches!(node.name.as_str(), "extension" | "baseExtension") => {
            parent.children.extend(node.children);
        }
        Some(parent) => parent.children.push(node),
        None => open.push(node),
    }
}

fn collect(node: Node, events: &mut Vec<Node>) {
    for mut child in node.children {
        if child.name.ends_with("Event") {
            let kind = Node {
                name: "eventType".to_owned(),
                value: std::mem::take(&mut child.name),
                children: Vec::new(),
            };
            child.children.push(kind);
            events.push(child);
        } else {
            collect(child, events);
        }
    }
}

fn attributes_of(text: &str) -> Vec<(String, String)> {
    let mut attributes = Vec::new();
    let mut rest = text;
    while let Some((key, after)) = rest.split_once('=') {
        let after = after.trim_start();
        let quote = after.chars().next().unwrap_or('"');
        let Some((value, left)) = after[quote.len_utf8()..].split_once(quote) else {
            break;
        };
        attributes.push((key.trim().to_owned(), plain(value)));
        rest = left;
    }
    attributes
}

fn plain(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&amp;", "&")
}

fn expanded(key: &str, names: &[(String, String)]) -> String {
    let found = key.split_once(':').and_then(|(prefix, local)| {
        let (_, namespace) = names.iter().find(|(known, _)| known == prefix)?;
        Some(format!("{{{namespace}}}{local}"))
    });
    found.unwrap_or_else(|| key.to_owned())
}
