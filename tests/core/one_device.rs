//! Properties of one device: whatever it is told, nothing is promised twice, lost or doubled, and it can be closed
//! and opened at any moment.

use crate::commands::{Commands, check_kinds, kind};
use crate::invariants::check_single;
use crate::support::random::Random;
use crate::support::{Site, opening};
use depo::domain::text::OrderId;
use depo::portal::{NoPace, PortalError, Start};
use depo::storage::memory::MemoryStore;
use futures_executor::block_on;
use proptest::prelude::*;
use std::collections::BTreeSet;

const COMMANDS: Commands = Commands { numbers: 8 };

/// Loads every order, so that all of the state can be looked at.
pub fn load_all(site: &Site) {
    let ids: Vec<OrderId> = site.portal.state().heads().map(|h| h.id.clone()).collect();
    block_on(site.portal.load_orders(&ids)).expect("loads");
}

/// One command, made from this seed; a refusal must change nothing. Says which kinds of events came about.
fn step(site: &Site, seed: u64, commands: &Commands) -> Vec<String> {
    load_all(site);
    let command = commands.make(&mut Random::new(seed), &site.portal.state());
    let before = site.portal.state().digest();
    let mut kinds = Vec::new();
    match site.try_do(&command) {
        Ok(done) => {
            assert!(!done.events.is_empty());
            kinds.extend(done.events.iter().map(kind));
        }
        Err(PortalError::Refused(_)) => assert_eq!(site.portal.state().digest(), before),
        Err(error) => unreachable!("{command:?}: {error}"),
    }
    load_all(site);
    check_single(&site.portal.state());
    kinds
}

#[test]
fn long_days_in_which_everything_happens_keep_every_invariant() {
    let mut kinds = BTreeSet::new();
    for day in 0..7u64 {
        let site = Site::new(1);
        let mut random = Random::new(day);
        for _ in 0..600 {
            kinds.extend(step(&site, random.next(), &Commands { numbers: 24 }));
        }
        site.prove();
    }
    check_kinds(&kinds);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn every_invariant_holds_after_every_command(seeds in prop::collection::vec(any::<u64>(), 1..220)) {
        let site = Site::new(1);
        for seed in seeds {
            step(&site, seed, &COMMANDS);
        }
        site.prove();
    }

    #[test]
    fn it_can_be_closed_and_opened_at_any_moment(
        seeds in prop::collection::vec((any::<u64>(), 0u8..24), 1..120),
    ) {
        let mut site = Site::new(1);
        for (seed, then) in seeds {
            step(&site, seed, &COMMANDS);
            let digest = site.portal.state().digest();
            match then {
                0 => block_on(site.portal.save_view()).expect("saved"),
                1 => block_on(site.portal.seal_tail_when_idle()).expect("sealed"),
                2 => block_on(site.portal.settle()).expect("settled"),
                3 => site.prove(),
                4 | 5 => {
                    let clock = site.now_ms.get();
                    let again = opening(9);
                    let (opened, start) = if then == 4 {
                        site.reopen(&again)
                    } else {
                        Site::open(site.journal.clone(), MemoryStore::new(), &again)
                    };
                    let resumed = matches!(start, Start::Resumed { .. });
                    assert!(resumed, "{start:?}");
                    opened.now_ms.set(clock);
                    site = opened;
                }
                _ => {}
            }
            assert_eq!(site.portal.state().digest(), digest);
        }
        let proof = block_on(site.portal.prove(&NoPace)).expect("whole");
        assert!(proof.holds(), "{proof:?}");
    }
}
