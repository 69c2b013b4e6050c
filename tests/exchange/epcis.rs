//! EPCIS: the canonical text of events and their hashes.

#[path = "../support/epcis_judge.rs"]
mod judge;

use depo::exchange::epcis::{Edition, Node, canonical, event_hash, events};
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
    for edition in [Edition::Draft, Edition::Ratified] {
        assert_eq!(canonical(&plain, edition), canonical(&other, edition));
        assert_eq!(event_hash(&plain, edition), event_hash(&other, edition));
    }
}

#[test]
fn the_ratified_edition_gives_the_name_that_others_publish() {
    let text = r#"{"@context":[{"e":"https://ns.example.com/epcis/"}],"epcisBody":{"eventList":[{"type":"ObjectEvent",
        "eventTime":"2020-03-04T11:00:30.000+01:00","eventTimeZoneOffset":"+01:00","action":"OBSERVE",
        "bizStep":"departing","epcList":["urn:epc:id:sscc:4012345.0000000333","urn:epc:id:sscc:4012345.0000000111",
        "urn:epc:id:sscc:4012345.0000000222"],"readPoint":{"id":"urn:epc:id:sgln:4012345.00011.987"},
        "e:myField1":{"e:mySubField1":"2","e:mySubField2":"5"},"e:myField2":"0","e:myField3":{"e:mySubField3":["3","1"]}}
        ]}}"#;
    assert_eq!(
        event_hash(&events(text).expect("JSON")[0], Edition::Ratified),
        "ni:///sha-256;6ae96341e0acc6d7a261364751f60e68278a81cdf51da0abb6b4e617014e39d7?ver=CBV2.0"
    );
}

#[test]
fn another_quantity_is_another_event() {
    let of = |quantity: &str| {
        event(&format!(
            r#""quantityList":[{{"epcClass":"urn:epc:class:lgtin:4012345.012345.A","quantity":{quantity}}}]"#
        ))
    };
    let hash = |quantity: &str| event_hash(&of(quantity), Edition::Ratified);
    assert_eq!(hash("25.0"), hash("25"));
    assert_ne!(hash("25.01"), hash("25"));
}

#[test]
fn the_ratified_edition_writes_types_first_and_leaves_out_what_may_be_added_later() {
    let event = event(
        r#""eventTime":"2026-01-02T00:30:00Z","eventTimeZoneOffset":"+07:00","action":"OBSERVE","bizStep":"shipping",
        "disposition":"in_transit","epcList":["urn:epc:id:sscc:4012345.0000000111"],
        "bizTransactionList":[{"type":"po","bizTransaction":"urn:x:1"}],"certificationInfo":"https://a.example/c",
        "errorDeclaration":{"declarationTime":"2026-01-03T00:00:00Z","reason":"did_not_occur"}"#,
    );
    assert_eq!(
        canonical(&event, Edition::Ratified),
        "eventType=ObjectEventeventTime=2026-01-02T00:30:00.000ZeventTimeZoneOffset=+07:00epcList\
         epc=https://id.gs1.org/00/040123450000001112action=OBSERVEbizStep=https://ref.gs1.org/cbv/BizStep-shipping\
         disposition=https://ref.gs1.org/cbv/Disp-in_transitbizTransactionListtype=https://ref.gs1.org/cbv/BTT-po\
         bizTransaction=urn:x:1"
    );
    let draft = canonical(&event, Edition::Draft);
    assert!(
        draft.contains("certificationInfo=https://a.example/cerrorDeclaration"),
        "{draft}"
    );
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
            let name = event_hash(&node, Edition::Ratified);
            prop_assert!(name.starts_with("ni:///sha-256;"));
        }
    }

    #[test]
    fn a_document_cut_off_is_refused(end in 0_usize..60) {
        let text = r#"{"epcisBody":{"eventList":[{"type":"ObjectEvent","a:b":{}}]}}"#;
        prop_assert!(events(&text[..end.min(text.len() - 1)]).is_err());
    }
}
