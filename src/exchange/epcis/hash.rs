//! The canonical text of an event and its hash.

use core::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use super::{Node, normal};

/// The edition of the rules by which events are named.
///
/// Both say `CBV2.0` in the name, so that a name does not tell which it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edition {
    /// The reference implementation before CBV 2.0 was ratified.
    Draft,
    /// CBV 2.0 as ratified: words of the vocabularies are links to `ref.gs1.org/cbv`, the type of a business
    /// transaction, a source or a destination stands before it, a list of sensor elements has no name of its own, and
    /// error declarations and certificates are left out. The types of sensor reports are not expanded.
    Ratified,
}

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

/// The order within a sensor report of the ratified edition.
const RATIFIED_REPORT: &[&str] = &[
    "type",
    "exception",
    "deviceID",
    "deviceMetadata",
    "rawData",
    "dataProcessingMethod",
    "time",
    "microorganism",
    "chemicalSubstance",
    "value",
    "component",
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
];

/// Fields that an event is not named by.
const LEFT_OUT: &[&str] = &["eventID", "recordTime", "nextEventID"];

/// Fields that an event is not named by in the ratified edition either.
const LEFT_OUT_RATIFIED: &[&str] = &["certificationInfo", "errorDeclaration"];

/// Lists of the ratified edition without a name of their own.
const NAMELESS: &str = "sensorElementList";

/// What the ratified edition writes after its own type.
const AFTER_TYPE: &[&str] = &["bizTransaction", "source", "destination"];

/// The text that is hashed.
pub fn canonical(event: &Node, edition: Edition) -> String {
    let mut text = edition.known(event, "");
    text.push_str(&edition.beyond(event, "").join(""));
    text
}

/// The identifier of an event by CBV 2.0.
pub fn event_hash(event: &Node, edition: Edition) -> String {
    let mut text = String::from("ni:///sha-256;");
    for byte in Sha256::digest(canonical(event, edition)) {
        write!(text, "{byte:02x}").expect("a String takes all that is written");
    }
    text.push_str("?ver=CBV2.0");
    text
}

impl Edition {
    fn order(self, name: &str) -> &'static [&'static str] {
        if self == Self::Ratified && name == "sensorReport" {
            return RATIFIED_REPORT;
        }
        let order = ORDER.iter().find(|(of, _)| *of == name);
        order.map_or(&[], |(_, fields)| fields)
    }

    fn leaves_out(self, name: &str) -> bool {
        LEFT_OUT.contains(&name) || self == Self::Ratified && LEFT_OUT_RATIFIED.contains(&name)
    }

    /// The name of a field before what it holds.
    fn heading(self, name: &str) -> &str {
        match self {
            Self::Ratified if name == NAMELESS => "",
            _ => name,
        }
    }

    /// The fields of the standard in a node, in order; those of one name sorted.
    fn known(self, node: &Node, name: &str) -> String {
        let mut text = String::new();
        for field in self.order(name) {
            if name.is_empty() && self.leaves_out(field) {
                continue;
            }
            let named = node.children.iter().filter(|child| child.name == *field);
            let mut parts: Vec<String> = named.map(|child| self.whole(child, name)).collect();
            parts.sort_unstable();
            text.push_str(&parts.join(""));
        }
        text
    }

    /// A field of the standard: nothing where nothing is in it.
    fn whole(self, node: &Node, within: &str) -> String {
        let inner = self.known(node, &node.name);
        let value = node.value.trim();
        if value.is_empty() {
            return if inner.is_empty() {
                inner
            } else {
                format!("{}{inner}", self.heading(&node.name))
            };
        }
        let value = normal::value(&node.name, within, value, self);
        match self {
            Self::Ratified if AFTER_TYPE.contains(&node.name.as_str()) => {
                format!("{inner}{}={value}", node.name)
            }
            _ => format!("{}={value}{inner}", node.name),
        }
    }

    /// What the standard's order leaves out, sorted, within the names of what it stands in.
    fn beyond(self, node: &Node, name: &str) -> Vec<String> {
        let fields = self.order(name);
        let mut parts = Vec::new();
        for child in &node.children {
            if name.is_empty() && self.leaves_out(&child.name) {
                continue;
            }
            let is_known = fields.contains(&child.name.as_str());
            // Within what is beyond the order, nothing is known.
            let within = if is_known { &child.name } else { "{}" };
            let inner = self.beyond(child, within).join("");
            let value = child.value.trim();
            if !is_known && !value.is_empty() {
                let value = normal::value(&child.name, name, value, self);
                parts.push(format!("{}={value}{inner}", child.name));
            } else if !inner.is_empty() {
                parts.push(format!("{}{inner}", self.heading(&child.name)));
            }
        }
        parts.sort_unstable();
        parts
    }
}
