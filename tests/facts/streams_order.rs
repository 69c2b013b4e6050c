//! Histories in any order of arrival, against one worked out the slow way.

use crate::devices::{DAY, Device, Fact, MINUTE, Site, Written, compared, jumped, stream};
use crate::streams_naive::Naive;
use depo::stream::History;
use depo::stream::history::{Added, Begins, Meta, Past};
use depo::stream::id::{CommitId, Hash, StreamId};
use depo::stream::knows::{Known, Knows};
use depo::stream::stamp::Stamp;
use proptest::prelude::*;

/// One thing that happens among the devices.
#[derive(Clone, Debug)]
enum Step {
    /// A device writes; its wall clock is off by so many minutes.
    Write { device: usize, off: i64 },
    /// A device writes with a stamp that is so many minutes from the time, whatever it knows.
    Contradict { device: usize, off: i64 },
    /// A device compares its clock and finds this difference in seconds.
    Compare { device: usize, difference: i64 },
    /// A device sees its clock jump.
    Jump { device: usize },
    /// A device compares its clock and sees it jump.
    CompareAndJump { device: usize, difference: i64 },
    /// A device takes in what another holds.
    Take { device: usize, from: usize },
    /// A device takes in a part of what another holds.
    TakePart {
        device: usize,
        from: usize,
        part: u64,
    },
    /// A device is copied; both go on.
    Clone { device: usize },
}

fn step() -> impl Strategy<Value = Step> {
    let device = 0usize..6;
    prop_oneof![
        6 => (device.clone(), -90i64..90).prop_map(|(device, off)| Step::Write { device, off }),
        1 => (device.clone(), -90i64..90).prop_map(|(device, off)| Step::Contradict { device, off }),
        2 => (device.clone(), -40i64..40).prop_map(|(device, difference)| Step::Compare { device, difference }),
        1 => device.clone().prop_map(|device| Step::Jump { device }),
        1 => (device.clone(), -40i64..40)
            .prop_map(|(device, difference)| Step::CompareAndJump { device, difference }),
        3 => (device.clone(), device.clone()).prop_map(|(device, from)| Step::Take { device, from }),
        1 => (device.clone(), device.clone(), any::<u64>())
            .prop_map(|(device, from, part)| Step::TakePart { device, from, part }),
        2 => device.prop_map(|device| Step::Clone { device }),
    ]
}

/// What devices write that go through these steps.
fn play(steps: &[Step]) -> (Hash, Vec<Written>) {
    let (first, founding) = Device::founder(stream(1));
    let workspace = founding.hash();
    let mut all = vec![founding];
    let mut devices = vec![first];
    for n in 2..4 {
        let (device, written) = Device::joining(stream(n), workspace);
        devices.push(device);
        all.push(written);
    }
    for (now, step) in (1..).zip(steps) {
        // Whose stream was continued by a copy goes on in a new one. Whose stream forked should; here it does not.
        for (i, device) in devices.iter_mut().enumerate() {
            let last = device.last().expect("it has written");
            let is_head = device
                .site
                .history
                .heads()
                .iter()
                .any(|(head, _)| *head == last);
            if !is_head {
                let own =
                    StreamId::new(std::array::from_fn(|at| (now as usize * 7 + i + at) as u8));
                all.push(device.begin_anew(own, DAY + now * MINUTE));
            }
        }
        let now = DAY + now * MINUTE;
        let count = devices.len();
        match step {
            Step::Write { device, off } => {
                let device = &mut devices[device % count];
                all.push(device.write(now + off * MINUTE, vec![Fact::Said(1)]));
            }
            Step::Contradict { device, off } => {
                let stamp = Stamp::at_ms(now + off * MINUTE).expect("in range");
                let device = &mut devices[device % count];
                all.push(device.write_stamped(stamp, now, vec![Fact::Said(1)]));
            }
            Step::Compare { device, difference } => {
                let device = &mut devices[device % count];
                all.push(device.write(now, vec![compared(difference * 1_000)]));
            }
            Step::Jump { device } => {
                let device = &mut devices[device % count];
                all.push(device.write(now, vec![jumped()]));
            }
            Step::CompareAndJump { device, difference } => {
                let device = &mut devices[device % count];
                all.push(device.write(now, vec![compared(difference * 1_000), jumped()]));
            }
            Step::Take { device, from } => {
                let other = devices[from % count].clone();
                devices[device % count].take(&other);
            }
            Step::TakePart { device, from, part } => {
                let other = devices[from % count].clone();
                let device = &mut devices[device % count];
                for (i, kept) in other.site.kept.values().enumerate() {
                    if part >> (i % 64) & 1 == 1 {
                        device.site.add(&kept.written);
                    }
                }
            }
            Step::Clone { device } => {
                let copy = devices[device % count].clone();
                devices.push(copy);
            }
        }
    }
    (workspace, all)
}

/// The places that the commits of `all` are shuffled to.
fn shuffled(all: &[Written], seed: u64) -> Vec<&Written> {
    let mut order: Vec<&Written> = all.iter().collect();
    let mut state = seed | 1;
    for i in (1..order.len()).rev() {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        order.swap(i, (state % (i as u64 + 1)) as usize);
    }
    order
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn a_history_is_what_its_set_says_in_any_order_of_arrival(
        steps in prop::collection::vec(step(), 1..60),
        seed in any::<u64>(),
        checks in any::<u64>(),
    ) {
        let (workspace, all) = play(&steps);
        let mut site = Site::new(Some(workspace));
        let mut metas: Vec<Meta> = Vec::new();
        for (i, written) in shuffled(&all, seed).into_iter().enumerate() {
            site.add(written);
            metas.push(written.meta.clone());
            if checks >> (i % 61) & 3 == 0 {
                // Saved and loaded, as a start of the program does.
                let bytes = postcard::to_allocvec(&site.history).expect("it is saved");
                site.history = postcard::from_bytes(&bytes).expect("it is loaded");
            }
            if checks >> (i % 64) & 7 == 0 || metas.len() == all.len() {
                Naive::of(workspace, &metas).is_what(&site);
            }
        }
        // What the past did not have at hand is settled when it has.
        let mut forgetful = Site::new(Some(workspace));
        forgetful.is_forgetful = true;
        for written in shuffled(&all, seed.rotate_left(5)) {
            forgetful.add(written);
        }
        forgetful.remember();
        for written in &all {
            forgetful.add(written);
        }
        prop_assert!(forgetful.history.lacking().is_empty());
        Naive::of(workspace, &metas).is_what(&forgetful);
        // Whatever name a commit comes by, it is the same one.
        let mut again = Site::new(Some(workspace));
        let renamed: Vec<Written> = site.kept.iter().map(|(id, kept)| {
            let mut written = kept.written.clone();
            written.meta.stream = id.stream;
            written
        }).collect();
        for written in shuffled(&renamed, seed.rotate_left(9)) {
            again.add(written);
        }
        for written in &renamed {
            prop_assert!(matches!(again.add(written), Added::Known(id) if id == written.meta.id()));
        }
        Naive::of(workspace, &metas).is_what(&again);
        prop_assert_eq!(again.history.gaps(), site.history.gaps());
        prop_assert_eq!(again.history.forks(), site.history.forks());
    }
}

/// A past that says anything.
struct Anything;

impl Past for Anything {
    fn commit(&self, at: CommitId) -> Option<(Hash, Stamp)> {
        let said = (at.number + u64::from(at.stream.bytes()[0])) % 5;
        (said > 0).then(|| Some(([said as u8; 32], Stamp::at_ms(said as i64)?)))?
    }
}

fn any_meta() -> impl Strategy<Value = Meta> {
    let numbers = (1u8..4, 0u64..5, 0i64..6, any::<u64>());
    let hashes = (0u8..6, 0u8..6, any::<bool>());
    (numbers, hashes).prop_map(
        |((of, number, ms, increase), (hash, before, founds))| Meta {
            stream: stream(of),
            number,
            hash: [hash; 32],
            before: if number == 1 {
                stream(of).first_hash()
            } else {
                [before; 32]
            },
            stamp: Stamp::at_ms(ms).expect("in range"),
            wall_ms: ms,
            operator: None,
            knows: Knows {
                list: (1..4)
                    .filter(|other| increase >> other & 1 == 1)
                    .map(|other| Known {
                        stream: stream(other),
                        increase: increase >> (8 * other),
                    })
                    .collect(),
                digest: [0; 8],
            },
            begins: Some(if founds {
                Begins::Founding
            } else {
                Begins::Of([1; 32])
            }),
            compared_ms: founds.then_some(i64::MIN + ms),
            jumped: ms == 3,
        },
    )
}

proptest! {
    #[test]
    fn no_set_of_commits_makes_a_history_panic(metas in prop::collection::vec(any_meta(), 0..40)) {
        let mut history = History::new(None);
        for meta in metas {
            let mut open = vec![meta];
            while let Some(meta) = open.pop() {
                if let Added::Placed(placed) = history.add(meta, &Anything) {
                    history.wall(&placed.at);
                    history.knew(placed.at.commit(), placed.at.commit());
                    open.extend(placed.ready);
                }
            }
            history.gaps();
            history.news(None);
            history.past_came(&Anything);
        }
    }
}
