//! One device lives through whatever can happen to it: several tabs, commands of every area, a store that fails, fills,
//! tears and dies, clocks that jump, leaders that freeze and vanish, power cuts. After each step what a person was told is
//! true, and at every look what is held is what was told, once, and folding step by step gives what folding anew gives.
//!
//! A run is named by its seed. `DEPO_SOAK_SEEDS` says how many seeds are run, `DEPO_SOAK_STEPS` how many steps each has;
//! `DEPO_SOAK_FIRST` the first seed.

mod chance;
mod device;
mod work;

use device::{Device, Tally};

const SEEDS: u64 = 100;
const STEPS: usize = 60;
/// Between two looks at everything.
const LOOK_STEPS: usize = 100;

fn asked<T: std::str::FromStr>(name: &str, otherwise: T) -> T {
    let said = std::env::var(name).ok();
    said.and_then(|said| said.parse().ok()).unwrap_or(otherwise)
}

fn live(seed: u64, steps: usize) -> (Tally, usize) {
    let mut device = Device::new(seed);
    for step in 1..=steps {
        device.step();
        if step % LOOK_STEPS == 0 {
            device.look();
        }
    }
    device.look();
    (device.tally.clone(), device.commits())
}

#[test]
fn what_a_person_is_told_is_true_whatever_happens_to_the_device() {
    let (first, seeds) = (asked("DEPO_SOAK_FIRST", 0), asked("DEPO_SOAK_SEEDS", SEEDS));
    let steps = asked("DEPO_SOAK_STEPS", STEPS);
    let mut all = Tally::default();
    let mut commits = 0;
    for seed in first..first + seeds {
        let lived = std::panic::catch_unwind(|| live(seed, steps));
        let (tally, of_seed) = lived.unwrap_or_else(|cause| {
            eprintln!(
                "seed {seed}: DEPO_SOAK_FIRST={seed} DEPO_SOAK_SEEDS=1 DEPO_SOAK_STEPS={steps}"
            );
            std::panic::resume_unwind(cause)
        });
        all.add(&tally);
        commits += of_seed;
        if seeds > SEEDS && (seed + 1 - first) % 50 == 0 {
            println!(
                "{} seeds of {steps} steps, {commits} commits: {all:?}",
                seed + 1 - first
            );
        }
    }
    println!("{seeds} seeds of {steps} steps, {commits} commits: {all:?}");
    assert!(
        all.taken > 0 && all.refused > 0 && all.unknown > 0,
        "{all:?}"
    );
    assert!(
        all.power_cuts > 0 && all.leaders_lost > 0 && all.settled_in + all.settled_out > 0,
        "{all:?}"
    );
}
