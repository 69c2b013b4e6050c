//! One scenario for each rule of streams: genesis, order, chain, knowledge, forks, scope, clocks.

use crate::devices::{
    DAY, Device, Fact, MINUTE, Site, Written, founded, id, is_held, opened, parts, placed, run,
    said, site_of, stream,
};
use depo::stream::chain::commit_hash;
use depo::stream::commands::CommandNumber;
use depo::stream::commit::{NameBytes, Scope};
use depo::stream::facts::{Kind, Why};
use depo::stream::halves::{HalfMark, Passage, passage};
use depo::stream::history::{Added, Refused, Renamed, Waits};
use depo::stream::id::{FactId, StreamId};
use depo::stream::stamp::Stamp;
use std::collections::BTreeSet;

/// A founder and a second device that know each other.
fn two() -> (Device, Device, Vec<Written>) {
    let (mut a, founding) = Device::founder(stream(1));
    let (mut b, joining) = Device::joining(stream(2), founding.hash());
    a.site.add(&joining);
    b.site.add(&founding);
    (a, b, vec![founding, joining])
}

#[track_caller]
fn is_refused(added: &Added, why: Refused) {
    assert!(
        matches!(added, Added::Refused(refused) if *refused == why),
        "{added:?}"
    );
}

// Genesis.

#[test]
fn the_founding_commit_is_the_workspace_of_all_who_join() {
    let (a, b, all) = two();
    assert_eq!(a.site.history.workspace(), Some(all[0].hash()));
    assert_eq!(b.site.kept.len(), 2);
}

#[test]
fn a_demo_stream_is_refused_by_a_real_workspace() {
    let (_, _, all) = two();
    let mut demo = Device::blank(stream(9), None);
    let first = demo.write(DAY, vec![opened(None, Why::New), founded(Kind::Demo)]);
    let second = demo.write(DAY, said());
    let third = demo.write(DAY, said());
    let mut site = site_of(&all[0], &[&all[0]]);
    is_held(&site.add(&third), Waits::ForGenesis);
    is_refused(&site.add(&first), Refused::OtherWorkspace(first.hash()));
    is_refused(&site.add(&second), Refused::OfRefusedStream);
    assert_eq!(
        site.history.gaps(),
        [],
        "nothing waits for a refused stream"
    );
    assert_eq!(site.kept.len(), 1);
}

#[test]
fn commits_whose_genesis_is_missing_are_held_until_it_comes() {
    let (_, mut b, all) = two();
    let later = b.write(DAY, said());
    let mut site = site_of(&all[0], &[&all[0]]);
    is_held(&site.add(&later), Waits::ForGenesis);
    is_held(&site.add(&later), Waits::ForGenesis);
    assert_eq!(site.kept.len(), 1);
    assert_eq!(site.history.gaps(), [run(stream(2), 1, 1)]);
    assert_eq!(
        placed(site.add(&all[1])).ready,
        std::slice::from_ref(&later.meta)
    );
    assert_eq!(site.id(&later), id(stream(2), 2));
    assert_eq!(site.history.gaps(), []);
}

#[test]
fn a_first_commit_that_opens_no_stream_is_refused() {
    let (_, _, all) = two();
    let mut odd = Device::blank(stream(9), Some(all[0].hash()));
    let commit = odd.draft(Stamp::at_ms(DAY).expect("in range"), DAY, said());
    let mut copy = odd.names.clone();
    let bytes = depo::stream::codec::encode_commit(&commit, &mut copy).expect("it has bytes");
    let hash = commit_hash(&odd.hash, &bytes).expect("runs");
    let meta = depo::stream::history::Meta::of(&commit, hash, odd.hash).expect("a wall reading");
    is_refused(&odd.site.add(&Written { bytes, meta }), Refused::NoGenesis);
}

#[test]
fn a_missing_commit_shows_as_a_gap() {
    let (mut a, founding) = Device::founder(stream(1));
    let written: Vec<Written> = (0..5).map(|i| a.write(DAY + i, said())).collect();
    let mut site = site_of(&founding, &[&founding, &written[4]]);
    assert_eq!(site.history.gaps(), [run(stream(1), 2, 5)]);
    is_held(&site.add(&written[3]), Waits::ForBefore);
    assert_eq!(site.history.gaps(), [run(stream(1), 2, 4)]);
}

// Order.

#[test]
fn a_stamp_is_greater_than_all_that_it_knows_from_however_far_ahead() {
    let (mut a, mut b, _) = two();
    let ahead = a.write(DAY + 400 * 24 * 60 * MINUTE, said());
    b.take(&a);
    let behind = b.write(DAY + MINUTE, said());
    assert!(behind.meta.stamp > ahead.meta.stamp);
    assert_eq!(
        behind.meta.wall_ms,
        DAY + MINUTE,
        "the wall reading stands beside it"
    );
    assert!(!b.site.at(&behind).marked);
    assert!(b.site.at(&ahead) < b.site.at(&behind));
}

#[test]
fn facts_fold_by_stamp_then_stream_then_number_then_index() {
    let (mut a, mut b, all) = two();
    let stamp = Stamp::at_ms(DAY + MINUTE).expect("in range");
    let in_b = b.write_stamped(stamp, DAY + MINUTE, said());
    let in_a = a.write_stamped(stamp, DAY + MINUTE, said());
    let after = a.write(DAY + MINUTE, said());
    let site = site_of(&all[0], &[&all[0], &all[1], &in_b, &in_a, &after]);
    let (at_a, at_b) = (site.at(&in_a), site.at(&in_b));
    assert!(at_a < at_a.with_index(1) && at_a.with_index(1) < at_b && at_b < site.at(&after));
    assert_eq!(
        at_b.fact(),
        FactId {
            commit: id(stream(2), 2),
            index: 0
        }
    );
}

#[test]
fn a_smaller_stamp_counts_as_the_largest_before_it_and_is_marked() {
    let (mut a, _, all) = two();
    let high = a.write(DAY + 60 * MINUTE, said());
    let low = a.write_stamped(Stamp::at_ms(DAY + 5).expect("in range"), DAY + 5, said());
    let next = a.write(DAY + 61 * MINUTE, said());
    let site = site_of(&all[0], &[&all[0], &all[1], &high, &low, &next]);
    assert_eq!(site.at(&low).stamp, high.meta.stamp);
    assert!(site.at(&high) < site.at(&low) && site.at(&low) < site.at(&next));
    let marks = [&high, &low, &next].map(|written| site.at(written).marked);
    assert_eq!(marks, [false, true, false]);
}

#[test]
fn a_stamp_that_contradicts_what_it_knew_is_marked_when_that_comes_too() {
    let (mut a, mut b, all) = two();
    let ahead = a.write(DAY + 60 * MINUTE, said());
    b.take(&a);
    let low = b.write_stamped(Stamp::at_ms(DAY + 9).expect("in range"), DAY + 9, said());
    let high = b.write_stamped(
        Stamp::at_ms(DAY + 61 * MINUTE).expect("in range"),
        DAY,
        said(),
    );
    let mut site = site_of(&all[0], &[&all[0], &all[1], &low, &high]);
    assert!(!site.at(&low).marked, "what it knew is not here yet");
    assert_eq!(placed(site.add(&ahead)).changed, [run(stream(2), 2, 3)]);
    assert!(site.at(&low).marked && !site.at(&high).marked);
    assert!(site.at(&low) < site.at(&ahead), "it orders all the same");
}

// Chain.

#[test]
fn a_withheld_event_leaves_the_chain_whole() {
    let (mut a, _, _) = two();
    let before = a.hash;
    let written = a.write(DAY, vec![Fact::Said(1), Fact::Said(2), Fact::Said(3)]);
    let withheld = parts(&written).withhold(1);
    let bytes = withheld.to_bytes();
    let read = depo::stream::chain::Parts::of(&bytes).expect("it is read");
    assert_eq!(read, withheld);
    assert_eq!(read.hash(&before), written.hash());
    assert_eq!(read.filled(&parts(&written)), parts(&written));
    // A form for what is withheld in which nothing is.
    let whole = [&[0], &written.bytes[..]].concat();
    assert!(depo::stream::chain::Parts::of(&whole).is_err());
}

#[test]
fn a_changed_event_breaks_the_chain() {
    let (mut a, _, _) = two();
    let before = a.hash;
    let written = a.write(DAY, said());
    let mut bytes = written.bytes.clone();
    *bytes.last_mut().expect("it has bytes") ^= 2;
    assert_ne!(commit_hash(&before, &bytes), Ok(written.hash()));
}

// Knowledge and forks.

/// A stream of which two copies went on: the common part, the two branches, and one who knew the first of them.
struct Forked {
    founding: Written,
    joining: Written,
    common: Vec<Written>,
    one: Vec<Written>,
    two: Vec<Written>,
    /// Written by the second device, knowing all of the first branch under the stream's name.
    knew_one: Written,
    device: Device,
}

impl Forked {
    fn new() -> Self {
        let (mut a, mut b, all) = two();
        let common: Vec<Written> = (0..3).map(|i| a.write(DAY + i, said())).collect();
        let mut copy = a.clone();
        let one: Vec<Written> = (0..3).map(|i| a.write(DAY + 10 + i, said())).collect();
        let two = (0..4).map(|i| copy.write(DAY + 20 + i, said())).collect();
        b.take(&a);
        let knew_one = b.write(DAY + 30, said());
        let [founding, joining] = all.try_into().expect("two");
        Forked {
            founding,
            joining,
            common,
            one,
            two,
            knew_one,
            device: b,
        }
    }

    /// Everything, the one branch before the other.
    fn all(&self) -> Vec<&Written> {
        let mut all = vec![&self.founding, &self.joining];
        all.extend(self.common.iter().chain(&self.one));
        all.push(&self.knew_one);
        all.extend(&self.two);
        all
    }

    fn branch(&self, of: &[Written]) -> StreamId {
        stream(1).branch(&of[0].hash())
    }
}

#[test]
fn a_fork_of_which_both_branches_went_on_names_each_branch_anew() {
    let forked = Forked::new();
    let all = forked.all();
    let (before, two) = all.split_at(all.len() - forked.two.len());
    let mut site = site_of(&forked.founding, before);
    assert_eq!(site.id(&forked.one[0]), id(stream(1), 5));
    let placed = placed(site.add(two[0]));
    let (one, two) = (forked.branch(&forked.one), forked.branch(&forked.two));
    let to = run(one, 5, 7);
    assert_eq!(
        placed.renamed,
        Some(Renamed {
            from: stream(1),
            to
        })
    );
    assert_eq!(placed.at.branch, two);
    assert_eq!(
        site.id(&forked.common[2]),
        id(stream(1), 4),
        "the common part keeps its name"
    );
    let forks = site.history.forks();
    assert_eq!(forks.len(), 1);
    let fork = &forks[0];
    assert_eq!(fork.after, id(stream(1), 4));
    assert_eq!(
        fork.branches.iter().collect::<BTreeSet<_>>(),
        [&one, &two].into()
    );
}

#[test]
fn the_names_of_branches_do_not_depend_on_which_came_first() {
    let forked = Forked::new();
    let mut all = forked.all();
    let first = site_of(&forked.founding, &all);
    all.sort_by_key(|written| std::cmp::Reverse(written.meta.stamp));
    let second = site_of(&forked.founding, &all);
    assert_eq!(first.hashes(), second.hashes());
}

#[test]
fn a_branch_knows_the_common_part_and_not_the_other_branch() {
    let forked = Forked::new();
    let site = site_of(&forked.founding, &forked.all());
    assert!(site.knew(&forked.one[2], &forked.common[2]));
    assert!(site.knew(&forked.two[0], &forked.common[0]));
    assert!(!site.knew(&forked.one[2], &forked.two[0]));
    assert!(!site.knew(&forked.two[3], &forked.one[0]));
    assert!(!site.knew(&forked.common[2], &forked.one[0]));
}

#[test]
fn up_to_57_means_one_branch_after_a_fork() {
    let forked = Forked::new();
    let site = site_of(&forked.founding, &forked.all());
    assert!(
        forked
            .one
            .iter()
            .all(|one| site.knew(&forked.knew_one, one))
    );
    assert!(
        !forked
            .two
            .iter()
            .any(|two| site.knew(&forked.knew_one, two))
    );
    // The other order of arrival: what is written is tried against the branches that are held.
    let mut all = forked.all();
    all.reverse();
    let site = site_of(&forked.founding, &all);
    assert!(site.knew(&forked.knew_one, &forked.one[2]));
    assert!(!site.knew(&forked.knew_one, &forked.two[2]));
}

#[test]
fn a_list_that_fits_nothing_held_counts_by_its_numbers_until_the_branch_comes() {
    let forked = Forked::new();
    let mut all = vec![&forked.founding, &forked.joining];
    all.extend(forked.common.iter().chain(&forked.two));
    all.push(&forked.knew_one);
    let mut site = site_of(&forked.founding, &all);
    assert!(
        site.knew(&forked.knew_one, &forked.two[2]),
        "by its numbers"
    );
    assert!(!site.knew(&forked.knew_one, &forked.two[3]));
    assert_eq!(
        site.history.gaps(),
        [run(stream(1), 7, 7)],
        "a branch is missing"
    );
    let changed = placed(site.add(&forked.one[0])).changed;
    assert!(changed.contains(&run(stream(2), 2, 2)), "{changed:?}");
    assert!(
        !site.knew(&forked.knew_one, &forked.two[0]),
        "it may be either: the common part"
    );
    assert!(site.knew(&forked.knew_one, &forked.common[2]));
    site.add(&forked.one[1]);
    site.add(&forked.one[2]);
    assert!(site.knew(&forked.knew_one, &forked.one[2]));
    assert_eq!(site.history.gaps(), []);
}

#[test]
fn a_fork_within_a_branch_is_named_by_the_stream_as_it_was_opened() {
    let (mut a, _, all) = two();
    let mut first_copy = a.clone();
    let outer = a.write(DAY + 1, said());
    let mut second_copy = a.clone();
    let inner = a.write(DAY + 2, said());
    let other_inner = second_copy.write(DAY + 3, said());
    let other_outer = first_copy.write(DAY + 4, said());
    let named = |site: &Site| [&outer, &inner, &other_inner, &other_outer].map(|of| site.id(of));
    let own = |of: &Written, number| id(stream(1).branch(&of.hash()), number);
    // Who holds only the inner fork calls its branches as everybody does who holds both.
    let inner_only = site_of(&all[0], &[&all[0], &outer, &inner, &other_inner]);
    assert_eq!(inner_only.id(&outer), id(stream(1), 2));
    assert_eq!(inner_only.id(&inner), own(&inner, 3));
    let expected = [
        own(&outer, 2),
        own(&inner, 3),
        own(&other_inner, 3),
        own(&other_outer, 2),
    ];
    let orders = [
        [&outer, &inner, &other_inner, &other_outer],
        [&other_outer, &outer, &other_inner, &inner],
        [&outer, &other_outer, &inner, &other_inner],
    ];
    for order in orders {
        let mut site = site_of(&all[0], &[&all[0]]);
        for written in order {
            site.add(written);
        }
        assert_eq!(named(&site), expected);
    }
}

#[test]
fn a_fork_at_the_first_commit_leaves_an_empty_common_part() {
    let (_, founding) = Device::founder(stream(1));
    let (_, one) = Device::joining(stream(5), founding.hash());
    let mut copy = Device::blank(stream(5), Some(founding.hash()));
    let begin = vec![opened(Some(founding.hash()), Why::New)];
    let other = copy.write(DAY + 7, begin);
    let mut site = site_of(&founding, &[&founding, &one]);
    let placed = placed(site.add(&other));
    assert_eq!(placed.at.branch, stream(5).branch(&other.hash()));
    assert_eq!(site.id(&one), id(stream(5).branch(&one.hash()), 1));
    assert_eq!(site.history.forks()[0].after, id(stream(5), 0));
    assert!(!site.knew(&one, &other));
}

#[test]
fn who_knows_two_branches_writes_the_derived_names() {
    let mut forked = Forked::new();
    let b = &mut forked.device;
    for written in &forked.two {
        b.site.add(written);
    }
    let both = b.write(DAY + 40, said());
    let two = stream(1).branch(&forked.two[0].hash());
    let names: Vec<_> = both
        .meta
        .knows
        .list
        .iter()
        .map(|known| known.stream)
        .collect();
    assert_eq!(
        names,
        [two],
        "the first is known already, by the stream's name"
    );
    assert_eq!(both.meta.knows.list[0].increase, 8);
    let mut all = forked.all();
    all.push(&both);
    let site = site_of(&forked.founding, &all);
    assert!(site.knew(&both, &forked.one[2]) && site.knew(&both, &forked.two[3]));
}

#[test]
fn a_reference_into_a_forked_stream_means_the_branch_that_its_commit_knew() {
    let forked = Forked::new();
    let site = site_of(&forked.founding, &forked.all());
    let meant = |by: &Written, number| site.history.meant(site.id(by), id(stream(1), number));
    assert_eq!(meant(&forked.knew_one, 6), Some(site.id(&forked.one[1])));
    assert_eq!(
        meant(&forked.two[3], 6),
        Some(site.id(&forked.two[1])),
        "its own branch"
    );
    assert_eq!(
        meant(&forked.knew_one, 3),
        Some(id(stream(1), 3)),
        "the common part"
    );
    assert_eq!(meant(&forked.joining, 6), None, "it knew neither");
}

#[test]
fn a_branch_that_comes_by_its_derived_name_finds_its_place() {
    let forked = Forked::new();
    let mut site = site_of(&forked.founding, &[&forked.founding]);
    for written in &forked.common {
        site.add(written);
    }
    let mut renamed = forked.two[0].clone();
    renamed.meta.stream = forked.branch(&forked.two);
    assert_eq!(placed(site.add(&renamed)).at.commit(), id(stream(1), 5));
    assert!(matches!(site.add(&forked.two[0]), Added::Known(known) if known == id(stream(1), 5)));
}

#[test]
fn each_writer_of_a_forked_stream_begins_a_new_one_before_it_writes_more() {
    let (mut a, _, all) = two();
    let mut copy = a.clone();
    let own = a.write(DAY + 1, said());
    let others = copy.write(DAY + 2, said());
    assert!(a.site.history.may_append(a.site.id(&own)));
    a.site.add(&others);
    assert!(!a.site.history.may_append(a.site.id(&own)));
    let first = a.begin_anew(stream(7), DAY + 3);
    assert!(a.site.history.may_append(a.site.id(&first)));
    assert!(
        a.site.knew(&first, &own) && a.site.knew(&first, &others) && a.site.knew(&first, &all[1])
    );
    // One who wrote nothing since, and whose stream somebody else continued, writes another one too.
    let mut idle = Device::founder(stream(1)).0;
    let before = idle.site.id(&all[0]);
    idle.site.add(&own);
    assert!(!idle.site.history.may_append(before));
}

// Scope.

fn half(counter: u64, warehouse: Option<u64>) -> HalfMark {
    HalfMark {
        command: CommandNumber {
            session: 0,
            counter,
        },
        scope: warehouse.map_or(Scope::Workspace, |code| {
            Scope::Warehouse(NameBytes::of(&code))
        }),
    }
}

#[test]
fn one_half_alone_is_under_way_until_its_streams_next_commit_is_another() {
    let (first, second) = (half(7, None), half(7, Some(3)));
    assert_eq!(passage(&first, None, None), Passage::UnderWay);
    assert_eq!(
        passage(&first, Some(&half(6, None)), None),
        Passage::UnderWay
    );
    assert_eq!(passage(&first, None, Some(&second)), Passage::Whole);
    assert_eq!(
        passage(&second, Some(&first), Some(&half(8, None))),
        Passage::Whole
    );
    assert_eq!(
        passage(&first, Some(&half(6, None)), Some(&half(8, Some(3)))),
        Passage::Broken
    );
    assert_eq!(
        passage(&first, None, Some(&half(7, None))),
        Passage::Broken,
        "the same scope"
    );
}
