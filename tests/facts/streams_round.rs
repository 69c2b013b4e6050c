//! Commits of every shape there and back, damaged ones, and bytes that are none.

use crate::devices::{Fact, compared, header, id, stream};
use depo::stream::chain::Parts;
use depo::stream::codec::{decode_commit, decode_event, encode_commit};
use depo::stream::commands::CommandMark;
use depo::stream::commit::{Commit, NameBytes, Recorded, Scope, Touches};
use depo::stream::extras::Extras;
use depo::stream::id::{Opened, StreamId};
use depo::stream::knows::{Known, Knows};
use depo::stream::segment::open_segment;
use depo::stream::stamp::Stamp;
use depo::stream::wire::Names;
use proptest::prelude::*;

fn streams() -> impl Strategy<Value = StreamId> {
    (1u8..8).prop_map(stream)
}

fn facts() -> impl Strategy<Value = Fact> {
    prop_oneof![
        any::<u64>().prop_map(Fact::Said),
        (any::<u32>(), any::<u64>(), streams(), 1u64..1_000_000).prop_map(
            |(place, units, of, number)| Fact::Scan {
                place,
                units,
                of: id(of, number)
            }
        ),
        any::<i64>().prop_map(compared),
    ]
}

fn extras() -> impl Strategy<Value = Extras> {
    prop::collection::vec((20u64..40, prop::collection::vec(any::<u8>(), 0..6)), 0..4).prop_map(
        |all| {
            let mut extras = Extras::none();
            all.iter()
                .for_each(|(tag, bytes)| extras.set_bytes(*tag, bytes));
            extras
        },
    )
}

fn frames() -> impl Strategy<Value = Touches> {
    let names = || prop::collection::vec(any::<u64>().prop_map(|name| NameBytes::of(&name)), 0..3);
    let flags = (any::<bool>(), any::<bool>(), any::<bool>());
    (flags, names(), names(), names()).prop_map(
        |((may_be_ignored, whole_scope, opens), items, places, documents)| Touches {
            may_be_ignored,
            whole_scope,
            opens,
            items,
            places,
            documents,
        },
    )
}

fn events() -> impl Strategy<Value = Recorded<Fact>> {
    prop_oneof![
        3 => (facts(), prop::option::of(frames()), extras())
            .prop_map(|(fact, frame, extras)| Recorded::Known { fact, frame, extras }),
        1 => (frames(), prop::collection::vec(any::<u8>(), 0..9)).prop_map(|(touches, rest)| {
            let bytes = [100].iter().chain(&rest).copied().collect();
            Recorded::Newer { touches, bytes }
        }),
    ]
}

prop_compose! {
    fn a_commit()(
        ms in 0i64..Stamp::MS_MAX,
        counter in any::<u16>(),
        wall in prop::option::of(0i64..Stamp::MS_MAX),
        operator in prop::option::of((streams(), 1u64..99, any::<u32>())),
        command in (any::<u32>(), prop::option::of(any::<[u8; 8]>()), prop::option::of(1u64..)),
        scope in prop::option::of(any::<u64>()),
        heads in prop::collection::btree_map(2u8..8, 1u64.., 0..4),
        extras in extras(),
        events in prop::collection::vec(events(), 0..5),
        number in 1u64..,
    ) -> Commit<Fact> {
        let mut header = header(Stamp::new(ms, counter).expect("in range"));
        header.extras = extras;
        if let Some(wall) = wall {
            header.set_wall_ms(wall);
        }
        header.operator = operator.map(|(of, number, ordinal)| Opened { commit: id(of, number), ordinal });
        let (session, declares, counter) = command;
        header.command = CommandMark { session, declares, counter };
        header.scope = scope.map_or(Scope::Workspace, |name| Scope::Warehouse(NameBytes::of(&name)));
        let heads = heads.into_iter().map(|(n, increase)| (Known { stream: stream(n), increase }, [n; 32]));
        (header.knows, header.mentions) = Knows::new(&Names::of(stream(1)), heads.collect());
        Commit { stream: stream(1), number, header, events }
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read_and_written_alike_again(commit in a_commit()) {
        let before = Names::of(stream(1));
        let mut names = before.clone();
        let bytes = encode_commit(&commit, &mut names).expect("bytes");
        let mut expected = commit;
        expected.header.mentions = names.streams()[1..].to_vec();
        for reading in [&before, &names] {
            let mut reading = reading.clone();
            let read = decode_commit(expected.stream, expected.number, &bytes, &mut reading);
            prop_assert_eq!(read.as_ref(), Ok(&expected));
            prop_assert_eq!(&reading, &names);
        }
        prop_assert_eq!(encode_commit(&expected, &mut before.clone()), Ok(bytes.clone()));
        prop_assert_eq!(encode_commit(&expected, &mut names.clone()), Ok(bytes.clone()));
        for (index, event) in expected.events.iter().enumerate() {
            prop_assert_eq!(decode_event(&bytes, index as u32, &names), Ok(Some(event.clone())));
        }
        prop_assert_eq!(Parts::of(&bytes).expect("parts").to_bytes(), bytes);
    }

    #[test]
    fn whatever_is_read_is_written_alike(commit in a_commit(), at in any::<u16>(), byte in any::<u8>()) {
        let mut bytes = encode_commit(&commit, &mut Names::of(stream(1))).expect("bytes");
        let at = usize::from(at) % bytes.len();
        bytes[at] = byte;
        let mut names = Names::of(stream(1));
        if let Ok(read) = decode_commit::<Fact>(stream(1), 5, &bytes, &mut names) {
            prop_assert_eq!(encode_commit(&read, &mut Names::of(stream(1))), Ok(bytes));
        }
    }

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let mut names = Names::of(stream(1));
        if let Ok(read) = decode_commit::<Fact>(stream(1), 5, &bytes, &mut names) {
            prop_assert_eq!(encode_commit(&read, &mut Names::of(stream(1))), Ok(bytes.clone()));
        }
        if let Ok(left) = Parts::of(&bytes) {
            prop_assert_eq!(left.to_bytes(), bytes.clone());
        }
        prop_assert!(open_segment(&bytes).is_err());
    }
}
