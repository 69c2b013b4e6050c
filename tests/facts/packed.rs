//! A map of which most stands packed is a map.

use depo::stream::kept::Slice;
use depo::stream::packed::Packed;
use depo::stream::wire::{Attached, Names, Reader, Wire, Writer};
use proptest::prelude::*;
use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};

#[derive(Clone, Debug)]
enum Step {
    Insert(u16, String),
    Change(u16),
    OrDefault(u16),
    Take(u16),
    Pack(usize),
    Cool,
    Keep,
}

fn step() -> impl Strategy<Value = Step> {
    let key = || 0..600u16;
    prop_oneof![
        6 => (key(), "[a-z]{0,90}").prop_map(|(key, text)| Step::Insert(key, text)),
        3 => key().prop_map(Step::Change),
        2 => key().prop_map(Step::OrDefault),
        1 => key().prop_map(Step::Take),
        1 => (0..200usize).prop_map(Step::Pack),
        1 => Just(Step::Cool),
        1 => Just(Step::Keep),
    ]
}

struct Beside(RefCell<VecDeque<Slice>>);

impl Attached for Beside {
    fn next(&self, length: usize) -> Option<Slice> {
        let next = self.0.borrow_mut().pop_front()?;
        (next.bytes().len() == length).then_some(next)
    }
}

/// The map as it is after it was written and read back.
fn kept(map: &Packed<u16, String>) -> Packed<u16, String> {
    let mut names = Names::whole();
    let mut w = Writer::new(&mut names);
    map.write(&mut w);
    let (bytes, beside) = w.into_parts();
    let beside = Beside(RefCell::new(beside.into()));
    let mut r = Reader::new(&bytes, &names).attached_in(&beside);
    let map = Packed::read(&mut r).expect("it is read back");
    r.finish().expect("nothing is left");
    map
}

fn is_like(map: &Packed<u16, String>, like: &BTreeMap<u16, String>, from: u16) {
    assert!(map.iter().eq(like.iter()));
    assert!(map.range(from..).eq(like.range(from..)));
    assert_eq!(map.len(), like.len());
    assert_eq!(map.get(&from), like.get(&from));
    let last = like.range(..=from).next_back().map(|(key, _)| key);
    assert_eq!(map.last_to(&from), last);
    assert_eq!(format!("{map:?}"), format!("{like:?}"));
}

proptest! {
    #[test]
    fn a_packed_map_says_what_a_map_says(steps in prop::collection::vec(step(), 1..400), from in 0..600u16) {
        let (mut map, mut like) = (Packed::<u16, String>::default(), BTreeMap::new());
        for step in steps {
            match step {
                Step::Insert(key, text) => {
                    map.insert(key, text.clone());
                    like.insert(key, text);
                }
                Step::Change(key) => {
                    let (one, other) = (map.get_mut(&key), like.get_mut(&key));
                    prop_assert_eq!(&one, &other);
                    if let (Some(one), Some(other)) = (one, other) {
                        one.push('!');
                        other.push('!');
                    }
                }
                Step::OrDefault(key) => {
                    map.or_default(key).push('?');
                    like.entry(key).or_default().push('?');
                }
                Step::Take(key) => prop_assert_eq!(map.take(&key), like.remove(&key)),
                Step::Pack(entries_max) => {
                    map.pack(entries_max, &());
                }
                Step::Cool => map.cool(),
                Step::Keep => map = kept(&map),
            }
        }
        is_like(&map, &like, from);
        while map.pack(50, &()) > 0 {}
        is_like(&map, &like, from);
        is_like(&kept(&map), &like, from);
        is_like(&map.clone(), &like, from);
    }
}
