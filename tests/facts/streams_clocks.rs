//! Which readings of clocks can be compared, and what is later.

use crate::devices::{
    DAY, Device, MINUTE, Written, compared, header, jumped, placed, run, said, site_of, stream,
};
use depo::stream::stamp::Stamp;

/// A device that compared its clock, wrote something at `at_ms` of its own clock, and compared it again.
fn between(own: u8, founding: &Written, off_ms: [i64; 2], at_ms: i64) -> [Written; 4] {
    let (mut device, joining) = Device::joining(stream(own), founding.hash());
    let before = device.write(at_ms - 10 * MINUTE, vec![compared(off_ms[0])]);
    let written = device.write(at_ms, said());
    let after = device.write(at_ms + 10 * MINUTE, vec![compared(off_ms[1])]);
    [joining, before, written, after]
}

#[track_caller]
fn later_by(one_ms: i64, off_one: [i64; 2], two_ms: i64, off_two: [i64; 2]) -> Option<bool> {
    let (_, founding) = Device::founder(stream(1));
    let one = between(2, &founding, off_one, DAY + one_ms);
    let two = between(3, &founding, off_two, DAY + two_ms);
    let mut all = vec![&founding];
    all.extend(one.iter().chain(&two));
    let site = site_of(&founding, &all);
    let (one_is_later, two_is_later) = (site.later(&one[2], &two[2]), site.later(&two[2], &one[2]));
    assert!(!(one_is_later && two_is_later));
    (one_is_later || two_is_later).then_some(one_is_later)
}

#[test]
fn later_is_more_than_two_minutes_later_on_clocks_that_were_compared() {
    assert_eq!(later_by(0, [0; 2], 2 * MINUTE, [0; 2]), None);
    assert_eq!(later_by(0, [0; 2], 2 * MINUTE + 1, [0; 2]), Some(false));
    assert_eq!(later_by(5 * MINUTE, [0; 2], 0, [0; 2]), Some(true));
    // The difference found before is taken off: this clock is an hour fast.
    assert_eq!(
        later_by(60 * MINUTE, [60 * MINUTE; 2], 5 * MINUTE, [0; 2]),
        Some(false)
    );
}

#[test]
fn clocks_that_were_found_more_than_30_seconds_apart_confirm_nothing() {
    assert_eq!(later_by(0, [0, 30_000], 5 * MINUTE, [0; 2]), Some(false));
    assert_eq!(later_by(0, [0, 30_001], 5 * MINUTE, [0; 2]), None);
}

#[test]
fn a_clock_that_fell_back_an_hour_confirms_nothing() {
    let (mut a, founding) = Device::founder(stream(1));
    let compared_before = a.write(DAY, vec![compared(0)]);
    let pick = a.write(DAY + 5 * MINUTE - 60 * MINUTE, said());
    let two = between(3, &founding, [0; 2], DAY);
    let mut site = site_of(&founding, &[&founding, &compared_before, &pick]);
    for written in &two {
        site.add(written);
    }
    assert_eq!(site.wall(&pick), None, "it was not compared since");
    assert!(!site.later(&two[2], &pick));
    let compared_after = a.write(
        DAY + 20 * MINUTE - 60 * MINUTE,
        vec![compared(-60 * MINUTE)],
    );
    site.add(&compared_after);
    assert_eq!(site.wall(&pick), None, "what was found differs by an hour");
    assert!(!site.later(&two[2], &pick) && !site.later(&pick, &two[2]));
}

#[test]
fn a_comparison_afterwards_makes_what_is_before_it_comparable() {
    let (mut a, founding) = Device::founder(stream(1));
    let first = a.write(DAY, vec![compared(4_000)]);
    let work: Vec<Written> = (1..4).map(|i| a.write(DAY + i * MINUTE, said())).collect();
    let last = a.write(DAY + 9 * MINUTE, vec![compared(9_000)]);
    let mut site = site_of(&founding, &[&founding, &first]);
    for written in &work {
        site.add(written);
    }
    assert_eq!(
        site.wall(&first),
        Some(DAY - 4_000),
        "compared at that moment"
    );
    assert_eq!(site.wall(&work[0]), None);
    assert_eq!(placed(site.add(&last)).changed, [run(stream(1), 3, 5)]);
    assert_eq!(site.wall(&work[0]), Some(DAY + MINUTE - 4_000));
    assert_eq!(site.wall(&last), Some(DAY + 9 * MINUTE - 9_000));
    assert_eq!(site.wall(&founding), None, "not compared before");
}

#[test]
fn a_clock_has_to_be_compared_in_every_branch_that_goes_on() {
    let (mut a, founding) = Device::founder(stream(1));
    let first = a.write(DAY, vec![compared(0)]);
    let work = a.write(DAY + MINUTE, said());
    let mut copy = a.clone();
    let one = a.write(DAY + 2 * MINUTE, vec![compared(0)]);
    let other = copy.write(DAY + 3 * MINUTE, said());
    let other_compared = copy.write(DAY + 4 * MINUTE, vec![compared(100)]);
    let mut site = site_of(&founding, &[&founding, &first, &work, &one]);
    assert_eq!(site.wall(&work), Some(DAY + MINUTE));
    let changed = placed(site.add(&other)).changed;
    assert!(changed.contains(&run(stream(1), 3, 3)), "{changed:?}");
    assert_eq!(site.wall(&work), None);
    let changed = placed(site.add(&other_compared)).changed;
    assert!(changed.contains(&run(stream(1), 3, 3)), "{changed:?}");
    assert_eq!(site.wall(&work), Some(DAY + MINUTE));
}

#[test]
fn after_a_jump_commits_are_marked_until_the_next_comparison() {
    let (mut a, founding) = Device::founder(stream(1));
    let before = a.write(DAY, said());
    let jump = a.write(DAY + 1, vec![jumped()]);
    let marked = a.write(DAY + 2, said());
    let found = a.write(DAY + 3, vec![compared(0)]);
    let after = a.write(DAY + 4, said());
    let all = [&before, &jump, &marked, &found, &after];
    let mut site = site_of(&founding, &[&founding]);
    for written in all {
        site.add(written);
    }
    let marks = all.map(|written| site.at(written).marked);
    assert_eq!(marks, [false, true, true, false, false]);
    let both = a.write(DAY + 5, vec![jumped(), compared(0)]);
    let other = a.write(DAY + 6, vec![compared(0), jumped()]);
    site.add(&both);
    site.add(&other);
    assert_eq!([&both, &other].map(|of| site.at(of).marked), [false, true]);
}

#[test]
fn of_two_of_which_one_knew_the_other_none_is_later() {
    let (mut a, founding) = Device::founder(stream(1));
    let (mut b, joining) = Device::joining(stream(2), founding.hash());
    let compare = |device: &mut Device, ms| device.write(DAY + ms, vec![compared(0)]);
    compare(&mut a, 0);
    compare(&mut b, 0);
    let first = a.write(DAY + MINUTE, said());
    compare(&mut a, 2 * MINUTE);
    b.take(&a);
    let knowing = b.write(DAY + 20 * MINUTE, said());
    compare(&mut b, 21 * MINUTE);
    let site = &b.site;
    assert!(site.wall(&first).is_some() && site.wall(&knowing).is_some());
    assert!(site.knew(&knowing, &first) && !site.later(&knowing, &first));
    assert!(!site.knew(&first, &joining));
}

#[test]
fn the_wall_reading_stands_beside_a_stamp_that_is_ahead_of_it() {
    let stamp = Stamp::at_ms(DAY).expect("in range");
    let mut near = header(stamp);
    near.set_wall_ms(DAY - 10_000);
    assert!(near.extras.is_empty());
    let mut far = header(stamp);
    far.set_wall_ms(DAY - 10_001);
    assert_eq!(far.wall_ms(), Ok(DAY - 10_001));
    far.set_wall_ms(DAY);
    assert!(far.extras.is_empty());
}
