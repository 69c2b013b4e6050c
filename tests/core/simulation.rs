//! A warehouse of tablets in one process: one seed decides everything. Networks drop, repeat, reorder and delay;
//! clocks run wrong; stores fail, fill up, lose answers; tablets crash and open again. At the end all agree, nothing
//! that was acknowledged is missing, and each is what its own journal says.

use crate::commands::{Commands, check_kinds, kind};
use crate::fleet::{check_equal, export, heal, mangle, merge};
use crate::invariants::check;
use crate::one_device::load_all;
use crate::support::random::Random;
use crate::support::{Site, opening};
use depo::domain::commit::StreamId;
use depo::portal::{Opening, PortalError, StreamPart};
use depo::storage::Fault;
use depo::storage::memory::{MemoryStore, Trouble};
use futures_executor::block_on;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

/// Seeds that found something once, and some that always run. `DEPO_SIMULATIONS=200` runs so many more.
const SEEDS: [u64; 5] = [1, 2, 3, 4, 5];
const STEPS: usize = 1_000;
const TABLETS: usize = 3;
const COMMANDS: Commands = Commands { numbers: 24 };

struct Simulation {
    random: Random,
    tablets: Vec<Site>,
    /// What is on its way, and to whom.
    network: Vec<(usize, Vec<StreamPart>)>,
    /// Every commit whose success an operator has seen.
    acknowledged: BTreeMap<(StreamId, u64), Vec<u8>>,
    /// The kinds of events that came about.
    kinds: BTreeSet<String>,
}

impl Simulation {
    fn new(seed: u64) -> Self {
        Simulation {
            random: Random::new(seed),
            tablets: (0..TABLETS as u8).map(|n| Site::new(n + 1)).collect(),
            network: Vec::new(),
            acknowledged: BTreeMap::new(),
            kinds: BTreeSet::new(),
        }
    }

    fn step(&mut self) {
        let who = self.random.below(TABLETS);
        match self.random.below(40) {
            0 | 1 => self.send(who),
            2 | 3 => self.deliver(),
            4 => self.wrong_clock(who),
            5 => self.trouble(who),
            6 => self.crash(who),
            7 => self.upkeep(who),
            _ => self.work(who),
        }
    }

    fn work(&mut self, who: usize) {
        let site = &self.tablets[who];
        load_all(site);
        let command = COMMANDS.make(&mut self.random, &site.portal.state());
        match site.try_do(&command) {
            Ok(done) => {
                self.kinds.extend(done.events.iter().map(kind));
                let at = (site.portal.stream(), done.number);
                let twice = self.acknowledged.insert(at, done.bytes);
                assert_eq!(twice, None, "a number was given twice: {at:?}");
            }
            // Not saved; somebody makes room.
            Err(PortalError::Store(error)) if error.fault != Fault::Moved => {
                site.journal.set_full(false);
            }
            Err(PortalError::Refused(_)) => {}
            Err(error) => unreachable!("{command:?}: {error}"),
        }
        if self.random.once_in(50) {
            load_all(&self.tablets[who]);
            check(&self.tablets[who].portal.state());
        }
    }

    fn send(&mut self, from: usize) {
        let parts = mangle(&mut self.random, export(&self.tablets[from]));
        let to = self.random.below(TABLETS);
        self.network.push((to, parts));
        if self.network.len() > 12 {
            self.network.remove(0);
        }
    }

    fn deliver(&mut self) {
        if self.network.is_empty() {
            return;
        }
        let at = self.random.below(self.network.len());
        let (to, parts) = if self.random.once_in(3) {
            self.network[at].clone()
        } else {
            self.network.remove(at)
        };
        match merge(&self.tablets[to], parts) {
            Ok(_) | Err(PortalError::Gap { .. } | PortalError::Store(_)) => {}
            Err(error) => unreachable!("{error}"),
        }
    }

    fn wrong_clock(&mut self, who: usize) {
        let hours = self.random.below(200_000) as i64 - 100_000;
        let clock = &self.tablets[who].now_ms;
        clock.set(clock.get() + hours * 3_600_000);
    }

    fn trouble(&mut self, who: usize) {
        let site = &self.tablets[who];
        let store = if self.random.once_in(4) {
            &site.view
        } else {
            &site.journal
        };
        let trouble = match self.random.below(3) {
            0 => Trouble::Refuse(Fault::Full),
            1 => Trouble::Refuse(Fault::Closed),
            _ => Trouble::LoseAnswer,
        };
        if self.random.once_in(6) {
            store.set_full(true);
        } else {
            store.trouble_write(self.random.below(3) as u64, trouble);
        }
    }

    /// The tablet dies and opens again, from what its stores hold; sometimes the view is gone.
    fn crash(&mut self, who: usize) {
        let site = &self.tablets[who];
        let view = if self.random.once_in(3) {
            MemoryStore::new()
        } else {
            site.view.deep_copy()
        };
        let now_ms = site.now_ms.get();
        let again = Opening {
            canary: Some(site.portal.canary()),
            ..opening(200 + who as u8)
        };
        let (opened, _) = Site::open(site.journal.deep_copy(), view, &again);
        opened.now_ms.set(now_ms);
        self.tablets[who] = opened;
    }

    fn upkeep(&mut self, who: usize) {
        let site = &self.tablets[who];
        let done = match self.random.below(3) {
            0 => block_on(site.portal.save_view()),
            1 => block_on(site.portal.settle()),
            _ => block_on(site.portal.seal_tail_when_idle()),
        };
        assert!(
            matches!(done, Ok(()) | Err(PortalError::Store(_))),
            "{done:?}"
        );
    }

    fn finish(&self) {
        for site in &self.tablets {
            for store in [&site.journal, &site.view] {
                store.calm();
                store.set_full(false);
            }
            block_on(site.portal.catch_up()).expect("reads");
        }
        heal(&self.tablets);
        check_equal(&self.tablets);
        let mut found: BTreeMap<(StreamId, u64), Vec<u8>> = BTreeMap::new();
        for part in export(&self.tablets[0]) {
            let numbered = (part.first..).zip(part.commits);
            found.extend(numbered.map(|(number, bytes)| ((part.stream, number), bytes)));
        }
        for (at, bytes) in &self.acknowledged {
            assert_eq!(found.get(at), Some(bytes), "acknowledged, and gone: {at:?}");
        }
    }
}

fn run(seed: u64) -> BTreeSet<String> {
    let ran = catch_unwind(AssertUnwindSafe(|| {
        let mut simulation = Simulation::new(seed);
        for _ in 0..STEPS {
            simulation.step();
        }
        simulation.finish();
        simulation.kinds
    }));
    match ran {
        Ok(kinds) => kinds,
        Err(failure) => {
            eprintln!("the simulation fails with seed {seed}");
            resume_unwind(failure)
        }
    }
}

#[test]
fn tablets_agree_in_the_end_and_nothing_acknowledged_is_missing() {
    let mut kinds = BTreeSet::new();
    let more = std::env::var("DEPO_SIMULATIONS")
        .ok()
        .and_then(|n| n.parse().ok());
    for seed in SEEDS.into_iter().chain(1_000..1_000 + more.unwrap_or(0)) {
        kinds.extend(run(seed));
    }
    check_kinds(&kinds);
}
