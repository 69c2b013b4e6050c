//! What happened in the demo, told to partners: whole, under names of its own, and the same however often it is told.

use crate::demo::played;
use depo::exchange::epcis::event::{Action, Step, ToldEvent, What};
use depo::exchange::epcis::{Edition, Names, document, event_hash, events};
use depo::site::Workspace;
use depo::storage::memory::MemoryStore;
use depo::view::epcis::tell;
use std::collections::BTreeSet;

/// 1 June 2026.
const NOW_MS: i64 = 1_780_272_000_000;

fn names() -> Names {
    Names::new("https://id.example.com/depo/", Some("5412345000013")).expect("names")
}

fn told(workspace: &Workspace<MemoryStore>) -> Vec<ToldEvent> {
    workspace.read(|at| {
        let commits: Vec<_> = at.held.outgoing().map(|one| one.commit).collect();
        let each = commits.iter();
        each.flat_map(|commit| tell(at, *commit, &names(), 120))
            .collect()
    })
}

#[test]
fn the_demo_is_told_to_partners_and_every_event_names_itself() {
    let workspace = played(7, NOW_MS);
    let all = told(&workspace);
    let text = document(&all, &names(), NOW_MS).expect("every event can be told");
    let read = events(&text).expect("JSON-LD");
    assert_eq!(read.len(), all.len());
    // The identifier that was written is what a reader computes from the rest.
    let written: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let list = written["epcisBody"]["eventList"]
        .as_array()
        .expect("a list");
    let ids: BTreeSet<&str> = list
        .iter()
        .map(|event| event["eventID"].as_str().expect("an identifier"))
        .collect();
    for (node, event) in read.iter().zip(list) {
        assert_eq!(event_hash(node, Edition::Ratified), event["eventID"]);
    }
    let wrong = all.iter().filter(|event| event.error.is_some()).count();
    assert_eq!(
        ids.len(),
        all.len() - wrong,
        "no two events share an identifier"
    );
    assert_eq!(told(&workspace), all);
}

#[test]
fn every_step_of_the_house_is_told() {
    let all = told(&played(7, NOW_MS));
    let steps: BTreeSet<Step> = all.iter().map(|event| event.step).collect();
    for step in [
        Step::Receiving,
        Step::Picking,
        Step::Packing,
        Step::Shipping,
        Step::Accepting,
        Step::Inspecting,
    ] {
        assert!(steps.contains(&step), "{step:?} is not told: {steps:?}");
    }
    assert!(!steps.contains(&Step::Other), "something has no word");
    for event in &all {
        let paired = event.step == Step::Packing;
        let aggregates = matches!(event.what, What::Aggregation { .. });
        assert!(
            !paired || aggregates && event.action == Action::Add,
            "{event:?}"
        );
        // A parcel that is with a carrier is not here any more.
        let leaves = matches!(&event.what, What::Objects { objects, .. } if !objects.is_empty());
        assert!(!(leaves && event.step == Step::Shipping) || event.location.is_none());
    }
}
