//! Commits as bytes: fixtures that never change, there and back, cut off, damaged, from newer versions, sealed.

use crate::devices::{
    DAY, Device, Fact, compared, founded, header, id, opened, parts, said, scan, session, stream,
};
use depo::limits::{COMMIT_BYTES_MAX, COMMIT_EVENTS_MAX};
use depo::stream::chain::{Parts, commit_hash, event_hash};
use depo::stream::codec::{CodecError, decode_commit, decode_event, decode_header, encode_commit};
use depo::stream::commit::{Commit, NameBytes, Recorded, Touches};
use depo::stream::extras::Extras;
use depo::stream::facts::{
    AsStreamFact, CommandGivenUp, EventWithheld, GivenUp, KeyGiven, Kind, StreamFact, Why,
    WorkspaceName,
};
use depo::stream::id::{CommitId, FactId, StreamId, tag_length};
use depo::stream::knows::{Known, Knows};
use depo::stream::stamp::Stamp;
use depo::stream::wire::{Malformed, Names, Reader, Wire, Writer};

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[track_caller]
fn from_hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text
        .bytes()
        .filter(|byte| !byte.is_ascii_whitespace())
        .collect();
    let byte = |pair: &[u8]| {
        let pair = std::str::from_utf8(pair).expect("digits");
        u8::from_str_radix(pair, 16).expect("a byte")
    };
    digits.chunks(2).map(byte).collect()
}

/// A commit has just these bytes after those whose names are given, and is read from them.
#[track_caller]
fn is_written_as(commit: &Commit<Fact>, names: &Names, bytes: &str, hash: &str) {
    let mut writing = names.clone();
    let written = encode_commit(commit, &mut writing).expect("it has bytes");
    assert_eq!(hex(&written), hex(&from_hex(bytes)));
    let before = commit.stream.first_hash();
    assert_eq!(hex(&commit_hash(&before, &written).expect("runs")), hash);
    let mut reading = names.clone();
    let read = decode_commit(commit.stream, commit.number, &written, &mut reading);
    let mut expected = commit.clone();
    expected.header.mentions = writing.streams()[names.streams().len()..].to_vec();
    assert_eq!(read.as_ref(), Ok(&expected));
    assert_eq!(reading, writing);
    let again = encode_commit(&expected, &mut names.clone());
    assert_eq!(again, Ok(written));
}

#[test]
fn the_bytes_of_a_founding_commit() {
    let mut commit = Commit {
        stream: stream(1),
        number: 1,
        header: header(Stamp::at_ms(DAY).expect("in range")),
        events: vec![
            Recorded::plain(opened(None, Why::New)),
            Recorded::plain(founded(Kind::Real)),
        ],
    };
    commit.header.command.declares = Some(session(stream(7)));
    let bytes = "
        11 30 80d0eab6b733 00 00 0707070707070707
        07 01 00 00 00 00 01 01
        0d 01 01 09 4e6f72646c69636874 00";
    is_written_as(
        &commit,
        &Names::of(stream(1)),
        bytes,
        "e9ea8c861dd307c8226f70a1d9cfe0fd04dea876d3c8c44c4ce7381850b228b3",
    );
}

#[test]
fn the_bytes_of_a_scan() {
    let bytes = "
        0e 04 80d0eab6b733 00 00 01 00 00 01 05
        06 02 ac02 04 00 07";
    is_written_as(
        &scan(),
        &Names::of(stream(1)),
        bytes,
        "bcc2b1442245660807480d34c1624a9523845f0fb184f83e51b88ca1a50c9b9c",
    );
}

#[test]
fn the_bytes_of_a_commit_that_knows_and_mentions_others() {
    let mut commit = scan();
    let names = Names::of(stream(1));
    let heads = vec![
        (
            Known {
                stream: stream(3),
                increase: 57,
            },
            [3; 32],
        ),
        (
            Known {
                stream: stream(2),
                increase: 1,
            },
            [2; 32],
        ),
    ];
    (commit.header.knows, commit.header.mentions) = Knows::new(&names, heads);
    assert_eq!(commit.header.mentions, [stream(2), stream(3)]);
    commit.events = vec![Recorded::plain(Fact::Scan {
        place: 1,
        units: 1,
        of: id(stream(4), 9),
    })];
    commit.header.set_wall_ms(DAY - 60_000);
    let bytes = "
        51 0d
        03 02020202020202020202020202020202 03030303030303030303030303030303
           04040404040404040404040404040404
        80d0eab6b733 00 00 01 00 00 01 05
        02 01 01 02 39 27f32fbbfac2fbbb
        01 03 bfa907
        05 02 01 01 03 09";
    is_written_as(
        &commit,
        &names,
        bytes,
        "998429bcc3b73ff1a80f6625e9866b2fb1fa191c3fe8f4b02e170d329a3a7b89",
    );
}

/// What a newer program wrote before an event that this one does not know.
fn newer() -> Recorded<Fact> {
    Recorded::Newer {
        touches: Touches {
            may_be_ignored: false,
            whole_scope: false,
            opens: false,
            items: vec![NameBytes::from_bytes(&[1, 2])],
            places: vec![NameBytes::of(&id(stream(6), 5))],
            documents: Vec::new(),
        },
        bytes: [99, 1, 2, 3].into(),
    }
}

#[test]
fn an_older_program_carries_an_unknown_kind_and_says_what_it_touches() {
    let mut commit = scan();
    commit.events.push(newer());
    let bytes = "
        0e 04 80d0eab6b733 00 00 01 00 00 01 05
        06 02 ac02 04 00 07
        1e 00 00 01 02 0102 01 11 0606060606060606060606060606060605 00 63010203";
    is_written_as(
        &commit,
        &Names::of(stream(1)),
        bytes,
        "a25bdd54567ea507d99e2385c06d993f83ceac8e78511741d12764a8bb181a43",
    );
    let place = NameBytes::of(&id(stream(6), 5));
    let is_told = matches!(newer(), Recorded::Newer { touches, .. } if touches.places == [place]);
    assert!(is_told);
}

#[test]
fn a_framed_event_that_is_known_is_a_fact_with_its_frame() {
    let mut commit = scan();
    let mut extras = Extras::none();
    extras.set_bytes(2, b"typed");
    commit.events = vec![Recorded::Known {
        fact: Fact::Said(9),
        frame: Some(Touches {
            whole_scope: true,
            may_be_ignored: true,
            opens: true,
            ..Touches::default()
        }),
        extras,
    }];
    let bytes = "
        0e 04 80d0eab6b733 00 00 01 00 00 01 05
        0e 00 07 00 00 00 03 09 02 05 7479706564";
    is_written_as(
        &commit,
        &Names::of(stream(1)),
        bytes,
        "0d7493efa8c8d1700db9bb0aeae5bac43fedded57e63a71a00a184d36b5d91f4",
    );
}

#[track_caller]
fn is_malformed(bytes: &str, why: Malformed) {
    let mut names = Names::of(stream(1));
    let read = decode_commit::<Fact>(stream(1), 2, &from_hex(bytes), &mut names);
    assert_eq!(read, Err(CodecError::Malformed(why)));
    assert_eq!(
        names,
        Names::of(stream(1)),
        "nothing is mentioned by a malformed commit"
    );
}

#[test]
fn what_is_not_in_the_one_form_is_malformed() {
    is_malformed("", Malformed::Truncated);
    is_malformed(
        "04 40 00 00 00",
        Malformed::Unknown("a commit's flags", 0x40),
    );
    is_malformed("04 10 00 00 00 02 63 01", Malformed::Unknown("Fact", 99));
    is_malformed("04 10 00 00 00 03 03 09 05", Malformed::Truncated);
    is_malformed("04 10 00 00 00 06 03 09 05 00 05 00", Malformed::Tags);
    is_malformed("04 10 00 00 00 01 00", Malformed::Truncated);
    is_malformed(
        "04 10 00 00 00 06 00 08 00 00 00 03",
        Malformed::Unknown("a frame's flags", 8),
    );
    is_malformed("04 10 00 00 00 05 00 00 00 00 00", Malformed::Truncated);
    is_malformed(
        "05 12 00 00 00 00",
        Malformed::OutOfRange("commits are numbered from 1"),
    );
    // Knowledge: of nobody, of itself, of a stranger, by nothing.
    let some = "0000000000000000";
    let why = Malformed::OutOfRange("a list of knowledge is not empty");
    is_malformed(&format!("0d 11 00 00 00 00 {some}"), why);
    is_malformed(&format!("0f 11 00 00 00 01 00 01 {some}"), Malformed::Tags);
    is_malformed(
        &format!("0f 11 00 00 00 01 01 01 {some}"),
        Malformed::Stream,
    );
    let two = "02020202020202020202020202020202";
    let why = Malformed::OutOfRange("knowledge grows by 1 at least");
    is_malformed(&format!("20 19 01 {two} 00 00 00 01 01 00 {some}"), why);
    // Mentions: none, itself, twice.
    is_malformed(
        "05 18 00 00 00 00",
        Malformed::OutOfRange("a list of mentions is not empty"),
    );
    let own = "01010101010101010101010101010101";
    is_malformed(
        &format!("15 18 01 {own} 00 00 00"),
        Malformed::NotNormal("a list of mentions"),
    );
    let twice = format!("25 18 02 {two} {two} 00 00 00");
    is_malformed(&twice, Malformed::NotNormal("a list of mentions"));
}

#[test]
fn no_stamp_past_the_year_2200_and_no_wall_reading_out_of_reason_is_read() {
    is_malformed(
        "09 10 808081c994d401 00 00",
        Malformed::OutOfRange("a stamp past the year 2200"),
    );
    let why = Malformed::OutOfRange("a reading of the wall clock");
    is_malformed("07 10 00 00 00 01 01 01", why);
    is_malformed("09 10 00 00 00 01 03 a0 9c 01", why);
}

#[test]
fn streams_are_named_whole_once_and_by_their_ordinal_from_then_on() {
    let mut names = Names::of(stream(1));
    let mut commit = scan();
    commit.events = vec![Recorded::plain(Fact::Scan {
        place: 1,
        units: 1,
        of: id(stream(2), 3),
    })];
    let first = encode_commit(&commit, &mut names).expect("bytes");
    let second = encode_commit(&commit, &mut names).expect("bytes");
    assert_eq!(first.len(), second.len() + 17);
    // The first is read with all names, too, and with it the name that a later one needs.
    let mut all = names.clone();
    let read: Commit<Fact> = decode_commit(stream(1), 58, &first, &mut all).expect("a commit");
    assert_eq!(all, names);
    assert_eq!(read.header.mentions, [stream(2)]);
    assert_eq!(encode_commit(&read, &mut all), Ok(first));
    let read: Commit<Fact> = decode_commit(stream(1), 59, &second, &mut all).expect("a commit");
    assert_eq!(read.events, commit.events);
}

#[test]
fn a_withheld_event_takes_no_name_with_it() {
    let mut names = Names::of(stream(1));
    let mut commit = scan();
    let of = |n| {
        Recorded::plain(Fact::Scan {
            place: 1,
            units: 1,
            of: id(stream(n), 3),
        })
    };
    commit.events = vec![of(2), of(3)];
    let bytes = encode_commit(&commit, &mut names).expect("bytes");
    let left = Parts::of(&bytes).expect("parts").withhold(0);
    let mut reading = Names::of(stream(1));
    let read: Commit<Fact> =
        decode_commit(stream(1), 58, &left.to_bytes(), &mut reading).expect("a commit");
    assert_eq!(reading, names);
    assert_eq!(read.events[1], commit.events[1]);
    let plain = Parts::of(&bytes).expect("parts");
    assert_eq!(read.events[0], Recorded::Withheld(plain.events[0].hash()));
    assert_eq!(
        encode_commit(&read, &mut Names::of(stream(1))),
        Ok(left.to_bytes()),
        "what is read is written alike"
    );
}

#[test]
fn a_name_has_equal_bytes_in_every_stream() {
    let name = NameBytes::of(&id(stream(6), 5));
    assert_eq!(name.bytes().len(), 17);
    assert_eq!(name.get(), Ok(id(stream(6), 5)));
    assert_eq!(name.get::<u64>(), Err(Malformed::Left));
}

#[test]
fn a_commit_that_is_too_large_is_not_written() {
    let mut commit = scan();
    let mut names = Names::of(stream(1));
    commit.events = vec![Recorded::plain(Fact::Said(1)); COMMIT_EVENTS_MAX + 1];
    assert_eq!(
        encode_commit(&commit, &mut names),
        Err(CodecError::TooLarge)
    );
    commit.events.truncate(1);
    commit
        .header
        .extras
        .set_bytes(9, &vec![0; COMMIT_BYTES_MAX]);
    commit.header.mentions = vec![stream(2)];
    assert_eq!(
        encode_commit(&commit, &mut names),
        Err(CodecError::TooLarge)
    );
    assert_eq!(
        names,
        Names::of(stream(1)),
        "a commit that came to nothing mentions nobody"
    );
}

#[test]
fn one_event_is_read_and_the_others_are_not() {
    let mut names = Names::of(stream(1));
    let mut commit = scan();
    commit.events.push(Recorded::plain(Fact::Said(2)));
    commit.events.push(newer());
    let bytes = encode_commit(&commit, &mut names).expect("bytes");
    for (index, event) in commit.events.iter().enumerate() {
        let read = decode_event::<Fact>(&bytes, index as u32, &names);
        assert_eq!(read, Ok(Some(event.clone())));
    }
    assert_eq!(decode_event::<Fact>(&bytes, 3, &names), Ok(None));
    assert_eq!(decode_event::<Fact>(&bytes, u32::MAX, &names), Ok(None));
    let head = decode_header(&bytes, &mut names);
    assert_eq!(head, Ok(commit.header));
}

#[track_caller]
fn goes_there_and_back<T: Wire + PartialEq + std::fmt::Debug>(value: &T) {
    let mut names = Names::of(stream(1));
    let mut w = Writer::new(&mut names);
    value.write(&mut w);
    let bytes = w.into_bytes();
    let mut r = Reader::new(&bytes, &names);
    assert_eq!(T::read(&mut r).as_ref(), Ok(value));
    assert_eq!(r.finish(), Ok(()));
}

#[test]
fn every_fact_about_streams_goes_there_and_back_and_keeps_its_number() {
    let all = [
        (
            0,
            opened(
                Some([4; 32]),
                Why::RestoredFrom {
                    stream: stream(2),
                    number: 9,
                },
            ),
        ),
        (1, founded(Kind::Demo)),
        (
            2,
            Fact::Stream(StreamFact::GivenUp(GivenUp { joins: [9; 32] })),
        ),
        (
            3,
            Fact::Stream(StreamFact::KeyGiven(KeyGiven {
                public_key: [1; 32],
            })),
        ),
        (4, compared(-5)),
        (5, crate::devices::jumped()),
    ];
    for (number, fact) in all {
        goes_there_and_back(&fact);
        assert_eq!(fact.stream_fact().map(StreamFact::number), Some(number));
    }
    let event = FactId {
        commit: id(stream(3), 4),
        index: 1,
    };
    goes_there_and_back(&StreamFact::EventWithheld(EventWithheld {
        event,
        opens: true,
    }));
    goes_there_and_back(&StreamFact::CommandGivenUp(CommandGivenUp {
        session: 2,
        counter: 300,
    }));
    let names: Vec<&str> = StreamFact::NUMBERS.iter().map(|(_, name)| *name).collect();
    assert_eq!(names.len(), 8);
}

#[test]
fn the_name_of_a_workspace_is_short_trimmed_and_printable() {
    assert!(WorkspaceName::new("  ").is_none());
    assert!(WorkspaceName::new("a\nb").is_none());
    assert!(WorkspaceName::new(&"x".repeat(97)).is_none());
    assert_eq!(
        WorkspaceName::new(" Nord ").map(|name| name.as_str().to_owned()),
        Some("Nord".to_owned())
    );
    let names = Names::whole();
    let read = WorkspaceName::read(&mut Reader::new(b"\x02 a", &names));
    assert_eq!(read, Err(Malformed::NotNormal("a workspace's name")));
}

#[test]
fn the_names_of_branches_and_the_first_hash_are_frozen() {
    assert_eq!(
        hex(&stream(1).first_hash()),
        "4ee576f1acfb551608ed1abe843c678717799968515cb1208b9bd8065b377d3f"
    );
    assert_eq!(
        hex(stream(1).branch(&[2; 32]).bytes()),
        "ac2bca3db969f4464f7b2759d64430ea"
    );
    assert_eq!(
        hex(&event_hash(&[3, 9])),
        "f2a8f1265933826335a2594ce63db828015ebc33c574d301854014dc857a9ce9"
    );
    assert_eq!(
        hex(&depo::stream::knows::digest([&[2; 32], &[3; 32]])),
        "27f32fbbfac2fbbb"
    );
}

/// The parts of what a device wrote are its bytes.
#[test]
fn a_commits_parts_are_its_bytes() {
    let (mut device, _) = Device::founder(stream(1));
    let written = device.write(DAY, said());
    assert_eq!(parts(&written).to_bytes(), written.bytes);
}

#[test]
fn tags_of_streams_are_lengthened_where_two_would_share_one() {
    let like = |last: u8| StreamId::new([9, 9, 9, 9, last, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    assert_eq!(tag_length(&[stream(1), stream(2)]), 5);
    assert_eq!(tag_length(&[like(1), like(0x81), stream(2)]), 7);
    assert_eq!(tag_length(&[like(1), like(1)]), 5, "the same stream");
}

#[test]
fn the_key_of_a_commit_is_its_stream_and_its_number_big_endian() {
    let key = id(stream(1), 258).key();
    assert_eq!(
        hex(&key),
        "010101010101010101010101010101010000000000000102"
    );
    assert_eq!(CommitId::from_key(&key), Some(id(stream(1), 258)));
    assert_eq!(CommitId::from_key(&key[1..]), None);
    assert_eq!(CommitId::from_key(&[0; 25]), None);
}
