//! Tracking numbers: every carrier's, misread ones, and what is no number at all.

#[path = "../support/tracking_vectors.rs"]
mod vectors;

use depo::exchange::tracking::{Match, Sureness, link, misread, recognise};
use proptest::prelude::*;

use crate::shared::shared;

#[test]
fn every_number_of_every_carrier_is_judged_right() {
    let Some(path) = shared("tracking/test-numbers.dev.jsonl") else {
        return;
    };
    let text = std::fs::read_to_string(path).expect("readable");
    let mut failures = Vec::new();
    for line in text.lines() {
        let vector = serde_json::from_str(line).expect("JSON");
        if let Err(reason) = vectors::judge(&vector) {
            failures.push(format!("{line}: {reason}"));
        }
    }
    assert_eq!(failures, Vec::<String>::new());
    assert!(text.lines().count() > 100);
}

fn first(number: &str) -> Option<Match> {
    recognise(number).into_iter().next()
}

#[test]
fn a_number_of_the_post_names_its_country() {
    // The example of the standard: 47312482 has the check digit 9.
    let found = first("ra 47312482 9 id").expect("a number of the post");
    assert_eq!(found.format, "S10");
    assert_eq!(found.sureness, Sureness::Checked);
    assert_eq!(found.country.as_deref(), Some("ID"));
}

#[test]
fn no_post_is_in_a_country_that_does_not_exist() {
    let formats =
        |number: &str| -> Vec<&str> { recognise(number).iter().map(|m| m.format).collect() };
    assert!(formats("RB123456785US").contains(&"S10"));
    assert!(!formats("RB123456785XX").contains(&"S10"));
}

#[test]
fn one_wrong_digit_is_noticed() {
    let right = "1Z5R89390357567127";
    assert_eq!(first(right).map(|found| found.carrier), Some("ups"));
    for at in 2..right.len() {
        let mut wrong: Vec<u8> = right.into();
        if wrong[at].is_ascii_digit() {
            wrong[at] = b'0' + (wrong[at] - b'0' + 1) % 10;
            let wrong = String::from_utf8(wrong).expect("ASCII");
            let is_ups = recognise(&wrong).iter().any(|found| found.carrier == "ups");
            assert!(!is_ups, "{wrong}");
        }
    }
}

#[test]
fn indonesian_carriers_are_hints_only() {
    let jnt = recognise("JX1234567890");
    assert!(jnt.iter().any(|found| found.carrier == "jnt"));
    for found in jnt.iter().filter(|found| found.carrier == "jnt") {
        assert_eq!(found.sureness, Sureness::Hint);
    }
}

#[test]
fn a_link_holds_the_number_and_nothing_else() {
    let found = link("ups", "1Z 5R89 3903 5756 7127").expect("a page of the carrier");
    assert!(found.ends_with("=1Z5R89390357567127"), "{found}");
    let hostile = link("ups", "1Z\"><script>&x=").expect("a page of the carrier");
    assert!(hostile.ends_with("=1ZSCRIPTX"), "{hostile}");
    assert_eq!(link("amazon", "TBA000000000000"), None);
    assert_eq!(link("nobody", "1"), None);
}

proptest! {
    #[test]
    fn nothing_is_too_odd_to_be_looked_at(number in "\\PC{0,90}") {
        for found in recognise(&number) {
            prop_assert!(!found.carrier.is_empty());
        }
    }

    #[test]
    fn white_space_and_small_letters_change_nothing(number in "[0-9A-Z]{8,34}", at in 0_usize..8) {
        let spaced = format!(" {}\u{a0}{} ", number[..at].to_lowercase(), &number[at..]);
        prop_assert_eq!(recognise(&number), recognise(&spaced));
    }
}

#[test]
fn a_number_with_a_wrong_check_digit_is_told_with_its_carrier() {
    let wrong = misread("1Z5R89390357567128");
    assert!(wrong.iter().any(|one| one.carrier == "ups" && one.is_sure));
    assert_eq!(misread("1Z5R89390357567127"), []);
    let post = misread("RA473124820ID");
    assert!(post.iter().any(|one| one.carrier == "s10" && one.is_sure));
    // Digits alone may be many a carrier's.
    assert!(misread("123456789013").iter().all(|one| !one.is_sure));
    assert_eq!(misread(""), []);
}
