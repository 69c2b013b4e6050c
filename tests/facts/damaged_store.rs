//! What opening tells of rows in the store that changed, and how a copy brings them back.

use crate::support::{code, stream, units};
use crate::tablets::{DAY, warehouse};
use depo::site::{Asked, Damage, Founding, Incoming, OWN_KEY, Site, SiteError};
use depo::storage::memory::MemoryStore;
use depo::storage::{Change, Durability, Store, Table};
use depo::stream::commands::Sent;
use depo::stream::facts::{Kind, Why, WorkspaceName};
use depo::stream::id::{CommitId, StreamId};
use depo::stream::stamp::Stamp;
use depo::trade::Event;
use depo::trade::decide::Proposed;
use depo::trade::goods::Goods;
use depo::trade::id::{FirstCode, ItemId, LocationId, Name, OperatorId};
use depo::trade::people::OperatorField;
use depo::trade::place::{LossReason, Place};
use depo::trade::stock::posting::AccountKey;
use depo::trade::stock::{Moved, StockFact};
use futures_executor::block_on;

const TAB: [u8; 8] = *b"tab-one!";

fn mug() -> Goods {
    Goods::new(ItemId {
        client: None,
        name: Name::Coded(FirstCode::new(code("MUG"))),
    })
}

fn bin() -> Place {
    Place::Location(LocationId {
        warehouse: warehouse("W1"),
        first: FirstCode::new(code("A1")),
    })
}

fn mugs(site: &Site<MemoryStore>) -> i128 {
    site.state().ledger.balance(&AccountKey::new(bin(), mug()))
}

#[track_caller]
fn add(site: &mut Site<MemoryStore>, operator: OperatorId, number: u64) {
    let (stream, counter) = site.next(&TAB);
    let asked = Asked {
        sent: Sent {
            stream,
            session: TAB,
            counter,
            content: [number as u8; 8],
        },
        operator: Some(operator),
        now_ms: DAY + 1_000,
        today: DAY / 86_400_000,
    };
    let moved = Moved {
        goods: mug(),
        becomes: None,
        from: Place::Loss {
            warehouse: warehouse("W1"),
            reason: LossReason::Found,
        },
        to: bin(),
        units: units(number),
        serials: Vec::new(),
    };
    let proposed = Proposed {
        warehouse: Some(warehouse("W1")),
        events: vec![Event::Stock(StockFact::Moved(moved))],
    };
    block_on(site.execute_with(asked, |_, _, _| Ok(vec![proposed]))).expect("it is done");
}

/// A device with five finds of 1, 2, 4, 8 and 16 mugs in numbers 2 to 6 of stream A, and one that joined it as B and
/// found 32 more in number 2; each holds both streams.
struct House {
    store_a: MemoryStore,
    store_b: MemoryStore,
    copy: Vec<Incoming>,
    owner: OperatorId,
}

fn house() -> House {
    let founding = Founding {
        name: WorkspaceName::new("Nordlicht").expect("a name"),
        kind: Kind::Real,
        owner: vec![OperatorField::Code(code("OWNER"))],
    };
    let (store_a, store_b) = (MemoryStore::new(), MemoryStore::new());
    let founded = Site::found(store_a.clone(), stream(b'A'), founding, TAB, DAY);
    let (mut a, owner) = block_on(founded).expect("it is founded");
    for number in [1, 2, 4, 8, 16] {
        add(&mut a, owner, number);
    }
    let commits = a.held().outgoing().collect();
    let joined = Site::join(store_b.clone(), stream(b'B'), commits, TAB, DAY + 500);
    let mut b = block_on(joined).expect("it joins");
    add(&mut b, owner, 32);
    let copy: Vec<Incoming> = b.held().outgoing().collect();
    block_on(a.take_in(copy.clone())).expect("it is taken in");
    assert_eq!((mugs(&a), mugs(&b), copy.len()), (63, 63, 8));
    House {
        store_a,
        store_b,
        copy,
        owner,
    }
}

fn key(letter: u8, number: u64) -> [u8; 24] {
    let stream = stream(letter);
    CommitId { stream, number }.key()
}

/// Flips a bit of the units that were found: the row still reads as a commit.
fn flip(store: &MemoryStore, letter: u8, number: u64) {
    store.damage(Table::Tail, &key(letter, number), |row| {
        let before = row.clone();
        // The bit whose flip leaves a commit that can be read: looked for from the end, where the units stand.
        let hits = (32..row.len()).rev().find(|at| {
            let mut changed = before.clone();
            changed[*at] ^= 64;
            reads(letter, number, &changed)
        });
        row[hits.expect("a bit that changes what the commit says")] ^= 64;
    });
}

fn reads(letter: u8, number: u64, row: &[u8]) -> bool {
    let mut names = depo::stream::wire::Names::of(stream(letter));
    let commit =
        depo::stream::codec::decode_commit::<Event>(stream(letter), number, &row[32..], &mut names);
    commit.is_ok()
}

#[track_caller]
fn opened(store: &MemoryStore) -> Site<MemoryStore> {
    let site = block_on(Site::open(store.clone())).expect("it opens");
    assert!(site.is_proved(), "folding anew gives something else");
    site
}

fn damage(letter: u8, from: u64, rows: u64) -> Vec<Damage> {
    let stream = stream(letter);
    vec![Damage { stream, from, rows }]
}

/// Takes the copy in, which must bring back everything, and leave nothing to tell at the next opening either.
#[track_caller]
fn heals(house: &House, store: &MemoryStore, mut site: Site<MemoryStore>, new: usize) {
    let came = block_on(site.take_in(house.copy.clone())).expect("it is taken in");
    assert_eq!((came, mugs(&site), site.forks().len()), (new, 63, 0));
    assert_eq!(site.damage(), []);
    let again = opened(store);
    assert_eq!((mugs(&again), again.forks().len()), (63, 0));
    assert_eq!(again.damage(), []);
}

#[test]
fn a_whole_store_tells_of_no_damage() {
    let house = house();
    assert_eq!(opened(&house.store_a).damage(), []);
    assert_eq!(opened(&house.store_b).damage(), []);
}

#[test]
fn a_changed_row_amid_another_devices_stream_is_told_with_all_behind_it_and_a_copy_heals_it() {
    let house = house();
    flip(&house.store_b, b'A', 3);
    let rows = house.store_b.size(Table::Tail).0;
    let site = opened(&house.store_b);
    // The changed find of 2 does not count, nor does what stands behind it.
    assert_eq!((mugs(&site), site.held().len()), (33, 4));
    assert_eq!(site.damage(), damage(b'A', 3, 4));
    // Nothing is deleted: what is held and what is told of are all the rows.
    assert_eq!((rows, house.store_b.size(Table::Tail).0), (8, 8));
    assert!(site.may_go_on());
    heals(&house, &house.store_b, site, 4);
}

#[test]
fn a_changed_row_of_the_own_stream_is_told_and_the_device_goes_on_under_another_name() {
    let house = house();
    flip(&house.store_a, b'A', 3);
    let mut site = opened(&house.store_a);
    assert_eq!((mugs(&site), site.damage()), (33, damage(b'A', 3, 4)));
    assert!(site.is_own_broken() && !site.may_go_on());
    let (stream, number) = (site.stream(), site.written());
    assert_eq!(number, 2);
    let why = Why::RestoredFrom { stream, number };
    let anew = StreamId::new([b'N'; 16]);
    block_on(site.begin_anew(anew, why, Some(house.owner), TAB, DAY + 9_000)).expect("it begins");
    let site = opened(&house.store_a);
    assert_eq!((site.stream(), site.may_go_on()), (anew, true));
    assert_eq!(site.damage(), damage(b'A', 3, 4));
    heals(&house, &house.store_a, site, 4);
}

#[test]
fn the_changed_last_row_of_the_own_stream_is_told() {
    let house = house();
    flip(&house.store_a, b'A', 6);
    let site = opened(&house.store_a);
    assert_eq!((mugs(&site), site.damage()), (47, damage(b'A', 6, 1)));
    assert!(!site.may_go_on());
    heals(&house, &house.store_a, site, 1);
}

#[test]
fn the_last_row_of_another_stream_that_no_longer_reads_is_told() {
    let house = house();
    let cut = |row: &mut Vec<u8>| row.truncate(row.len() - 1);
    house.store_b.damage(Table::Tail, &key(b'A', 6), cut);
    let site = opened(&house.store_b);
    assert_eq!((mugs(&site), site.damage()), (47, damage(b'A', 6, 1)));
    heals(&house, &house.store_b, site, 1);
    // Too short for any commit.
    house.store_b.damage(Table::Tail, &key(b'A', 6), Vec::clear);
    let site = opened(&house.store_b);
    assert_eq!(site.damage(), damage(b'A', 6, 1));
    heals(&house, &house.store_b, site, 1);
}

#[test]
fn a_changed_hash_in_front_of_a_row_is_told_from_the_row_before_on() {
    let house = house();
    house
        .store_b
        .damage(Table::Tail, &key(b'A', 4), |row| row[0] ^= 1);
    let site = opened(&house.store_b);
    assert_eq!(site.damage(), damage(b'A', 3, 4));
    heals(&house, &house.store_b, site, 4);
}

#[test]
fn a_store_of_which_no_row_reads_does_not_open() {
    let house = house();
    for (letter, number) in [(b'A', 1), (b'B', 1)] {
        let clear = |row: &mut Vec<u8>| row.truncate(33);
        house
            .store_b
            .damage(Table::Tail, &key(letter, number), clear);
    }
    let site = block_on(Site::open(house.store_b.clone()));
    assert!(matches!(site, Err(SiteError::Damaged { .. })));
}

fn lose(store: &MemoryStore, table: Table, key: &[u8]) {
    let key = key.to_vec();
    let gone = Change::Delete { table, key };
    block_on(store.write(&[], &[gone], Durability::Strict)).expect("it is deleted");
}

#[test]
fn the_last_own_row_that_is_gone_is_told_and_the_device_goes_on_under_another_name() {
    let house = house();
    lose(&house.store_a, Table::Tail, &key(b'A', 6));
    let site = opened(&house.store_a);
    assert_eq!((mugs(&site), site.damage()), (47, damage(b'A', 6, 1)));
    assert!(site.is_own_broken() && !site.may_go_on());
    let (last, head) = site.own_lost().expect("it is told");
    assert_eq!((last.number, site.held().holds(last, &head)), (6, false));
    heals(&house, &house.store_a, site, 1);
}

#[test]
fn rows_without_a_word_whose_they_are_are_no_new_device() {
    let house = house();
    lose(&house.store_a, Table::Meta, OWN_KEY);
    let mut site = opened(&house.store_a);
    assert_eq!((mugs(&site), site.is_own_unknown()), (63, true));
    assert!(!site.may_go_on());
    let anew = StreamId::new([b'N'; 16]);
    block_on(site.begin_anew(anew, Why::Joined, None, TAB, DAY + 9_000)).expect("it begins");
    add(&mut site, house.owner, 1);
    let again = opened(&house.store_a);
    assert_eq!((again.stream(), mugs(&again)), (anew, 64));
    assert!(again.may_go_on() && !again.is_own_unknown());
}

#[test]
fn a_copy_goes_over_what_cannot_be_read() {
    let house = house();
    for (letter, number) in [(b'A', 1), (b'B', 1)] {
        let clear = |row: &mut Vec<u8>| row.truncate(33);
        house
            .store_a
            .damage(Table::Tail, &key(letter, number), clear);
    }
    let store = house.store_a.clone();
    assert!(matches!(
        block_on(Site::open(store.clone())),
        Err(SiteError::Damaged { .. })
    ));
    let row = block_on(store.get(Table::Meta, OWN_KEY)).expect("it reads");
    let (anew, copy) = (StreamId::new([b'N'; 16]), (house.copy.clone(), Vec::new()));
    let joined = Site::join_with(store.clone(), anew, copy, row, TAB, DAY + 9_000);
    assert_eq!(mugs(&block_on(joined).expect("it joins")), 63);
    let again = opened(&store);
    assert_eq!((again.stream(), mugs(&again)), (anew, 63));
    assert_eq!(again.damage(), []);
    assert!(again.may_go_on());
}

#[test]
fn a_device_has_joined_or_nothing_has_changed() {
    let house = house();
    let store = MemoryStore::new();
    store.remember_images();
    let joined = Site::join(
        store.clone(),
        stream(b'C'),
        house.copy.clone(),
        TAB,
        DAY + 600,
    );
    block_on(joined).expect("it joins");
    // Whatever moment it died at: before the first write, or after the last.
    for image in store.images() {
        match block_on(Site::open(image)) {
            Ok(site) => assert_eq!((mugs(&site), site.stream()), (63, stream(b'C'))),
            Err(error) => assert_eq!(error, SiteError::Empty),
        }
    }
    let full = MemoryStore::new();
    full.set_full(true);
    let joined = Site::join(full.clone(), stream(b'C'), house.copy, TAB, DAY + 600);
    assert!(matches!(block_on(joined), Err(SiteError::Store(_))));
    assert_eq!(
        block_on(Site::open(full)).map(|_| ()),
        Err(SiteError::Empty)
    );
}

#[test]
fn a_clock_past_2200_writes_nothing() {
    let house = house();
    let mut site = opened(&house.store_a);
    let (stream, counter) = site.next(&TAB);
    let asked = Asked {
        sent: Sent {
            stream,
            session: TAB,
            counter,
            content: [7; 8],
        },
        operator: Some(house.owner),
        now_ms: Stamp::MS_MAX + 1,
        today: 0,
    };
    let done = block_on(site.execute_with(asked, |_, _, _| Ok(Vec::new())));
    assert_eq!(done, Err(SiteError::Clock));
    // Once the clock is right, there are stamps left.
    add(&mut site, house.owner, 1);
    assert_eq!(mugs(&site), 64);
}

#[test]
fn a_journal_that_is_read_in_several_parts_is_the_same_as_one_read_whole_and_says_where_it_is_damaged()
 {
    let house = house();
    let mut site = opened(&house.store_a);
    for number in 0..2_100 {
        add(&mut site, house.owner, 1 + number % 3);
    }
    let anew = opened(&house.store_a);
    assert_eq!(mugs(&anew), mugs(&site));
    assert!(
        anew.is_proved(),
        "folding some at a time gives another state"
    );
    assert!(anew.damage().is_empty());
    let written = site.written();
    for number in [998, 999, 1_000, 1_001, 1_999, 2_000, written] {
        let store = house.store_a.deep_copy();
        flip(&store, b'A', number);
        let left = written - number + 1;
        assert_eq!(
            opened(&store).damage(),
            damage(b'A', number, left),
            "{number}"
        );
    }
}
