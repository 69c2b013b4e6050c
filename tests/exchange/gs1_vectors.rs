//! Every vector of the GS1 linters and of the GS1 engine.

#[path = "../support/gs1_vectors.rs"]
mod judges;

use std::collections::BTreeMap;

use judges::{Verdict, judge_engine, judge_lint};
use serde_json::Value;

use crate::shared::shared;

/// All vectors of a file pass, but those of the functions listed, which say nothing about the product.
fn check(file: &str, judge: fn(&Value) -> Verdict, name: &str, not_applicable: &[(&str, u32)]) {
    let Some(path) = shared(file) else { return };
    let text = std::fs::read_to_string(path).expect("readable");
    let mut left_out: BTreeMap<String, u32> = BTreeMap::new();
    let mut passed = 0;
    let mut failures = Vec::new();
    for line in text.lines() {
        let vector: Value = serde_json::from_str(line).expect("JSON");
        match judge(&vector) {
            Verdict::Passed | Verdict::PassedUnder(_) => passed += 1,
            Verdict::Failed(reason) => failures.push(format!("{line}: {reason}")),
            Verdict::NotApplicable(_) => {
                let name = vector[name].as_str().expect("a name").to_owned();
                *left_out.entry(name).or_default() += 1;
            }
        }
    }
    assert_eq!(failures, Vec::<String>::new());
    assert!(passed > 300, "only {passed} vectors");
    let expected = not_applicable
        .iter()
        .map(|(name, count)| ((*name).to_owned(), *count))
        .collect();
    assert_eq!(left_out, expected);
}

#[test]
fn every_linter_vector_is_judged_right() {
    // One call of a stand-in that the reference's test framework calls `linter`.
    let not_applicable = [("linter", 1)];
    check(
        "gs1/gs1-lint-vectors.dev.jsonl",
        judge_lint,
        "linter",
        &not_applicable,
    );
}

#[test]
fn every_engine_vector_is_judged_right() {
    // One call with a buffer of the reference, whose content the vector does not have.
    let not_applicable = [("test_parseAIdata", 1)];
    check(
        "gs1/gs1-engine-vectors.dev.jsonl",
        judge_engine,
        "fn",
        &not_applicable,
    );
}

#[test]
fn a_wrong_vector_fails() {
    let wrong = serde_json::json!({"linter": "csum", "data": "02345673", "pass": false, "err": "INCORRECT_CHECK_DIGIT", "marked": "0234567*3*"});
    assert!(matches!(judge_lint(&wrong), Verdict::Failed(_)));
    let wrong = serde_json::json!({"fn": "test_processAIdata", "args": [{"raw": "true"}, "^0112345678901232"]});
    assert!(matches!(judge_engine(&wrong), Verdict::Failed(_)));
}
