//! The canonical text of an event and its hash.

use core::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use super::{Node, normal};

/// The fields of the standard in the order in which they are written; what is in none of these lists follows after
/// all of them, sorted. The standard's own order of the fields within a sensor report knows neither `time` nor
/// `component` nor `bizRules`.
const ORDER: &[(&str, &[&str])] = &[
    (
        "",
        &[
            "eventType",
            "eventTime",
            "eventTimeZoneOffset",
            "certificationInfo",
            "errorDeclaration",
            "epcList",
            "parentID",
            "childEPCs",
            "inputEPCList",
            "childQuantityList",
            "inputQuantityList",
            "outputEPCList",
            "outputQuantityList",
            "quantityList",
            "action",
            "transformationID",
            "bizStep",
            "disposition",
            "persistentDisposition",
            "readPoint",
            "bizLocation",
            "bizTransactionList",
            "sourceList",
            "destinationList",
            "sensorElementList",
        ],
    ),
    (
        "errorDeclaration",
        &["declarationTime", "reason", "correctiveEventIDs"],
    ),
    ("correctiveEventIDs", &["correctiveEventID"]),
    ("epcList", &["epc"]),
    ("childEPCs", &["epc"]),
    ("inputEPCList", &["epc"]),
    ("outputEPCList", &["epc"]),
    ("quantityList", &["quantityElement"]),
    ("childQuantityList", &["quantityElement"]),
    ("inputQuantityList", &["quantityElement"]),
    ("outputQuantityList", &["quantityElement"]),
    ("quantityElement", &["epcClass", "quantity", "uom"]),
    ("persistentDisposition", &["set", "unset"]),
    ("readPoint", &["id"]),
    ("bizLocation", &["id"]),
    ("bizTransactionList", &["bizTransaction"]),
    ("bizTransaction", &["type"]),
    ("sourceList", &["source"]),
    ("source", &["type"]),
    ("destinationList", &["destination"]),
    ("destination", &["type"]),
    ("sensorElementList", &["sensorElement"]),
    ("sensorElement", &["sensorMetadata", "sensorReport"]),
    (
        "sensorMetadata",
        &[
            "time",
            "startTime",
            "endTime",
            "deviceID",
            "deviceMetadata",
            "rawData",
            "dataProcessingMethod",
            "bizRules",
        ],
    ),
    (
        "sensorReport",
        &[
            "type",
            "exception",
            "deviceID",
            "deviceMetadata",
            "rawData",
            "dataProcessingMethod",
            "microorganism",
            "chemicalSubstance",
            "value",
            "stringValue",
            "booleanValue",
            "hexBinaryValue",
            "uriValue",
            "minValue",
            "maxValue",
            "meanValue",
            "sDev",
            "percRank",
            "percValue",
            "uom",
            "coordinateReferenceSystem",
        ],
    ),
];

/// Fields that an event is not named by.
const LEFT_OUT: &[&str] = &["eventID", "recordTime", "nextEventID"];

/// The text that is hashed.
pub fn canonical(event: &Node) -> String {
    let mut text = known(event, "");
    text.push_str(&beyond(event, "").join(""));
    text
}

/// The identifier of an event by CBV 2.0.
pub fn event_hash(event: &Node) -> String {
    let mut text = String::from("ni:///sha-256;");
    for byte in Sha256::digest(canonical(event)) {
        write!(text, "{byte:02x}").expect("a String takes all that is written");
    }
    text.push_str("?ver=CBV2.0");
    text
}

fn order(name: &str) -> Option<&'static [&'static str]> {
    ORDER
        .iter()
        .find(|(of, _)| *of == name)
        .map(|(_, fields)| *fields)
}

/// The fields of the standard in a node, in order; those of one name sorted.
fn known(node: &Node, name: &str) -> String {
    let mut text = String::new();
    for field in order(name).unwrap_or_default() {
        let named = node.children.iter().filter(|child| child.name == *field);
        let mut parts: Vec<String> = named.map(|child| whole(child, name)).collect();
        parts.sort_unstable();
        text.push_str(&parts.join(""));
    }
    text
}

/// A field of the standard: nothing where nothing is in it.
fn whole(node: &Node, within: &str) -> String {
    let inner = known(node, &node.name);
    let value = node.value.trim();
    if value.is_empty() {
        return if inner.is_empty() {
            inner
        } else {
            format!("{}{inner}", node.name)
        };
    }
    format!(
        "{}={}{inner}",
        node.name,
        normal::value(&node.name, within, value)
    )
}

/// What the standard's order leaves out, sorted, within the names of what it stands in.
fn beyond(node: &Node, name: &str) -> Vec<String> {
    let fields = order(name).unwrap_or_default();
    let mut parts = Vec::new();
    for child in &node.children {
        if name.is_empty() && LEFT_OUT.contains(&child.name.as_str()) {
            continue;
        }
        let is_known = fields.contains(&child.name.as_str());
        // Within what is beyond the order, nothing is known.
        let inner = beyond(child, if is_known { &child.name } else { "{}" }).join("");
        let value = child.value.trim();
        if !is_known && !value.is_empty() {
            parts.push(format!(
                "{}={}{inner}",
                child.name,
                normal::value(&child.name, name, value)
            ));
        } else if !inner.is_empty() {
            parts.push(format!("{}{inner}", child.name));
        }
    }
    parts.sort_unstable();
    parts
}
