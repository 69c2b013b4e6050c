//! Between tabs: who leads, what is said, and the sign that there was a journal.

use crate::hand::has_private_files;
use crate::until;
use depo::browser::canary::{self, Canary};
use depo::browser::channel::Channel;
use depo::browser::locks::{self, Change, Leadership, request_leadership};
use depo::browser::timer::sleep;
use depo::browser::{entropy, local};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen_test::wasm_bindgen_test;

type Log = Rc<RefCell<Vec<&'static str>>>;

fn ask(log: &Log, who: &'static str) -> Leadership {
    let log = log.clone();
    request_leadership("test-leader", move |change| {
        assert_eq!(change, Change::Granted);
        log.borrow_mut().push(who);
    })
    .expect("Web Locks")
}

#[wasm_bindgen_test]
async fn the_second_leads_when_the_first_lets_go() {
    assert!(locks::available());
    let log = Log::default();
    let first = ask(&log, "first");
    let given_up = ask(&log, "given up");
    let second = ask(&log, "second");
    until(|| !log.borrow().is_empty()).await;
    sleep(50).await;
    assert_eq!(*log.borrow(), ["first"]);
    drop(given_up);
    first.release();
    until(|| log.borrow().len() == 2).await;
    assert_eq!(*log.borrow(), ["first", "second"]);
    drop(second);
    let _third = ask(&log, "third");
    until(|| log.borrow().len() == 3).await;
    assert_eq!(*log.borrow(), ["first", "second", "third"]);
}

#[wasm_bindgen_test]
async fn bytes_reach_every_other_tab_and_not_the_sender() {
    type Heard = (usize, depo::browser::channel::TabId, Vec<u8>);
    let log: Rc<RefCell<Vec<Heard>>> = Rc::default();
    let join = |n: usize| {
        let log = log.clone();
        Channel::open("test-channel", move |tab, bytes| {
            log.borrow_mut().push((n, tab, bytes));
        })
        .expect("a channel")
    };
    let (one, two, three) = (join(1), join(2), join(3));
    assert!(one.tab() != two.tab() && two.tab() != three.tab());
    one.send(&[0, 255, 7]).expect("sent");
    one.send(&[]).expect("sent");
    until(|| log.borrow().len() == 4).await;
    drop(three);
    two.send(&[9]).expect("sent");
    until(|| log.borrow().len() == 5).await;
    sleep(50).await;
    let mut heard = log.take();
    heard.sort();
    let (a, b) = (one.tab(), two.tab());
    let mut expected = vec![
        (2, a, vec![0, 255, 7]),
        (3, a, vec![0, 255, 7]),
        (2, a, vec![]),
        (3, a, vec![]),
        (1, b, vec![9]),
    ];
    expected.sort();
    assert_eq!(heard, expected);
}

#[wasm_bindgen_test]
async fn the_canary_is_kept_in_two_places() {
    canary::clear().await.expect("cleared");
    assert_eq!(canary::get().await, None);
    let early = Canary {
        journal: "00ff".to_owned(),
        workspace: "aa".to_owned(),
        head: "bb".to_owned(),
        turn: 7,
        last_commit: 41,
    };
    // A later one may know of less: the device begins anew under another name.
    let late = Canary {
        journal: "ff00".to_owned(),
        turn: 8,
        last_commit: 1,
        ..early.clone()
    };
    let kept = canary::set(&late).await;
    assert_eq!(kept.local, Ok(()));
    assert_eq!(canary::get().await, Some(late.clone()));
    if has_private_files() {
        assert_eq!(kept.file, Ok(()));
        local::remove("depo-canary").expect("removed");
        assert_eq!(canary::get().await, Some(late.clone()), "from the file");
        local::set("depo-canary", "00ff aa bb 7 41").expect("set");
        assert_eq!(canary::get().await, Some(late), "what was set later");
    } else {
        let fault = kept.file.map_err(|thrown| thrown.name);
        assert_eq!(fault, Err("NotSupportedError".to_owned()));
    }
    canary::clear().await.expect("cleared");
    local::set("depo-canary", "00ff aa bb 7 41").expect("set");
    assert_eq!(canary::get().await, Some(early), "from the text");
    for damaged in [
        "",
        "00ff",
        "00ff aa bb 7 x",
        "zz aa bb 7 41",
        "00ff aa bb 7",
        "00ff aa bb 7 41 1",
    ] {
        local::set("depo-canary", damaged).expect("set");
        assert_eq!(canary::get().await, None);
    }
    canary::clear().await.expect("cleared");
    canary::clear().await.expect("cleared twice");
}

#[wasm_bindgen_test]
fn random_bytes_differ() {
    let one: [u8; 16] = entropy::random_bytes().expect("randomness");
    let two: [u8; 16] = entropy::random_bytes().expect("randomness");
    assert_ne!(one, two);
    let many: Box<[u8; 70_000]> = Box::new(entropy::random_bytes().expect("randomness"));
    assert!(many[65_536..].iter().any(|byte| *byte != 0));
}
