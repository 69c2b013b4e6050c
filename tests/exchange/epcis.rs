//! EPCIS: the canonical text of events and their hashes.

#[path = "../support/epcis_judge.rs"]
mod judge;

use depo::exchange::epcis::{Node, canonical, event_hash, events};
use proptest::prelude::*;

use crate::shared::shared;

#[test]
fn every_event_has_the_canonical_text_and_hash_of_the_vectors() {
    let Some(folder) = shared("epcis/hash-vectors") else {
        return;
    };
    let mut failures = Vec::new();
    let mut count = 0;
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let extension = path.extension().and_then(|name| name.to_str());
        if matches!(extension, Some("jsonld" | "xml")) {
            let judged = judge::judge(&path).expect("readable");
            count += judged.events;
            failures.extend(judged.failures);
        }
    }
    assert_eq!(failures, Vec::<String>::new());
    assert!(count >= 19, "{count}");
}

fn event(fields: &str) -> Node {
    let text = format!(r#"{{"epcisBody":{{"eventList":[{{"type":"ObjectEvent",{fields}}}]}}}}"#);
    events(&text).expect("JSON").remove(0)
}

#[test]
fn one_event_in_other_words_has_one_name() {
    let plain = event(
        r#""eventTime":"2026-01-02T00:30:00Z","eventTimeZoneOffset":"+07:00","action":"OBSERVE",
        "bizStep":"receiving","epcList":["https://id.gs1.org/01/04012345111118/21/9876","https://id.gs1.org/414/4012345000054"]"#,
    );
    let other = event(
        r#""epcList":["urn:epc:id:sgln:4012345.00005.0","urn:epc:id:sgtin:4012345.011111.9876"],
        "bizStep":"urn:epcglobal:cbv:bizstep:receiving","recordTime":"2026-01-03T00:00:00Z","eventID":"x",
        "eventTime":"2026-01-02T07:29:59.9996+07:00","action":"OBSERVE","eventTimeZoneOffset":"+07:00""#,
    );
    assert_eq!(canonical(&plain), canonical(&other));
    assert_eq!(event_hash(&plain), event_hash(&other));
}

#[test]
fn another_quantity_is_another_event() {
    let of = |quantity: &str| {
        event(&format!(
            r#""quantityList":[{{"epcClass":"urn:epc:class:lgtin:4012345.012345.A","quantity":{quantity}}}]"#
        ))
    };
    assert_eq!(event_hash(&of("25.0")), event_hash(&of("25")));
    assert_ne!(event_hash(&of("25.01")), event_hash(&of("25")));
}

proptest! {
    #[test]
    fn nothing_is_too_odd_to_be_named(value in "\\PC{0,60}", urn in "urn:epc:id:(sgtin|sscc|itip|giai):[0-9.]{0,30}") {
        for value in [value, urn] {
            let node = Node {
                children: vec![
                    Node { name: "eventTime".to_owned(), value: value.clone(), children: Vec::new() },
                    Node { name: "parentID".to_owned(), value, children: Vec::new() },
                ],
                ..Node::default()
            };
            prop_assert!(event_hash(&node).starts_with("ni:///sha-256;"));
        }
    }

    #[test]
    fn a_document_cut_off_is_refused(end in 0_usize..60) {
        let text = r#"{"epcisBody":{"eventList":[{"type":"ObjectEvent","a:b":{}}]}}"#;
        prop_assert!(events(&text[..end.min(text.len() - 1)]).is_err());
    }
}
