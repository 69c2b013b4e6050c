//! Events out of EPCIS 2.0 JSON-LD.

use super::Node;
use crate::exchange::json::{Json, JsonFault};
use crate::limits::EPCIS_NAMESPACES_MAX;

/// Lists of the standard: what each of their items is.
const ITEMS: &[(&str, &str)] = &[
    ("epcList", "epc"),
    ("childEPCs", "epc"),
    ("inputEPCList", "epc"),
    ("outputEPCList", "epc"),
    ("quantityList", "quantityElement"),
    ("childQuantityList", "quantityElement"),
    ("inputQuantityList", "quantityElement"),
    ("outputQuantityList", "quantityElement"),
    ("bizTransactionList", "bizTransaction"),
    ("sourceList", "source"),
    ("destinationList", "destination"),
    ("sensorElementList", "sensorElement"),
    ("correctiveEventIDs", "correctiveEventID"),
];

/// The events of a document.
///
/// # Errors
/// [`JsonFault`] for what is no JSON or too large. A document of no events has none.
pub fn events(text: &str) -> Result<Vec<Node>, JsonFault> {
    let document = Json::read(text)?;
    let mut names = Vec::new();
    namespaces(document.get("@context"), &mut names);
    let list = document.get("epcisBody").get("eventList");
    Ok(list
        .items()
        .iter()
        .map(|event| of_event(event, &names))
        .collect())
}

type Names = Vec<(String, String)>;

fn namespaces(context: &Json<'_>, names: &mut Names) {
    for part in context.items().iter().chain([context]) {
        let Json::Object(entries) = part else {
            continue;
        };
        let room = EPCIS_NAMESPACES_MAX.saturating_sub(names.len());
        for (prefix, namespace) in entries.iter().take(room) {
            let namespace = namespace.text().unwrap_or_default();
            names.push((prefix.to_string(), namespace.to_owned()));
        }
    }
}

fn of_event(event: &Json<'_>, names: &Names) -> Node {
    let mut names = names.clone();
    namespaces(event.get("@context"), &mut names);
    let mut node = Node::default();
    fill(&mut node, event, &names);
    for child in &mut node.children {
        if matches!(child.name.as_str(), "type" | "isA") {
            child.name = "eventType".to_owned();
        }
    }
    node
}

/// Gives a node the fields of a value.
fn fill(node: &mut Node, value: &Json<'_>, names: &Names) {
    match value {
        Json::Null | Json::Array(_) => {}
        Json::Truth(truth) => node.value = truth.to_string(),
        Json::Number(text) => node.value = (*text).to_owned(),
        Json::Text(text) => node.value = text.to_string(),
        Json::Object(entries) => {
            for (key, value) in entries {
                if key == "#text" || *key == node.name {
                    node.value = value.text().unwrap_or_default().to_owned();
                } else if !key.starts_with('@') {
                    node.children.extend(fields(key, value, names));
                }
            }
        }
    }
}

/// The fields of one key: one for each value of a list that is no list of the standard.
fn fields(key: &str, value: &Json<'_>, names: &Names) -> Vec<Node> {
    if let Some((_, item)) = ITEMS.iter().find(|(list, _)| *list == key) {
        let items = value
            .items()
            .iter()
            .map(|value| field((*item).to_owned(), value, names));
        return vec![Node {
            name: key.to_owned(),
            value: String::new(),
            children: items.collect(),
        }];
    }
    let own = declared(value);
    let widened;
    let names = if own.is_empty() {
        names
    } else {
        widened = [own, names.clone()].concat();
        &widened
    };
    let name = expanded(key, names);
    match value {
        Json::Array(items) => items
            .iter()
            .map(|item| field(name.clone(), item, names))
            .collect(),
        single => vec![field(name, single, names)],
    }
}

/// The namespaces that a value declares for itself and for its own key.
fn declared(value: &Json<'_>) -> Names {
    let Json::Object(entries) = value else {
        return Vec::new();
    };
    let declared = entries.iter().filter_map(|(key, value)| {
        let prefix = key.strip_prefix("@xmlns:")?;
        Some((prefix.to_owned(), value.text()?.to_owned()))
    });
    declared.take(EPCIS_NAMESPACES_MAX).collect()
}

fn field(name: String, value: &Json<'_>, names: &Names) -> Node {
    let mut node = Node {
        name,
        ..Node::default()
    };
    fill(&mut node, value, names);
    node
}

/// `prefix:name` with its namespace in braces.
fn expanded(key: &str, names: &Names) -> String {
    let Some((prefix, local)) = key.split_once(':') else {
        return key.to_owned();
    };
    match names.iter().find(|(known, _)| known == prefix) {
        Some((_, namespace)) => format!("{{{namespace}}}{local}"),
        None => key.to_owned(),
    }
}
