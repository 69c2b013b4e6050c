//! An event that was withheld: its hash stands in its place, the chain verifies, and it folds as nothing for everybody.

use crate::support::{code, stream, units};
use crate::tablets::{DAY, warehouse};
use depo::site::{Asked, Founding, Incoming, Site};
use depo::storage::memory::MemoryStore;
use depo::stream::chain::Parts;
use depo::stream::commands::Sent;
use depo::stream::facts::{EventWithheld, Kind, StreamFact, WorkspaceName};
use depo::stream::id::{CommitId, FactId, Opened};
use depo::trade::Event;
use depo::trade::decide::Proposed;
use depo::trade::goods::Goods;
use depo::trade::id::{FirstCode, ItemId, LocationId, Name, OperatorId, StockDocumentId};
use depo::trade::people::OperatorField;
use depo::trade::place::{LossReason, Place};
use depo::trade::stock::posting::AccountKey;
use depo::trade::stock::{Moved, StockDocumentKind, StockFact, StockPosted};
use futures_executor::block_on;
use std::sync::Arc;

const TAB: [u8; 8] = *b"tab-one!";

type Device = Site<MemoryStore>;

fn founded() -> (Device, OperatorId) {
    let founding = Founding {
        name: WorkspaceName::new("Nordlicht").expect("a name"),
        kind: Kind::Real,
        owner: vec![OperatorField::Code(code("OWNER"))],
    };
    let found = Site::found(MemoryStore::new(), stream(b'A'), founding, TAB, DAY);
    block_on(found).expect("it is founded")
}

fn goods(item: &str) -> Goods {
    Goods::new(ItemId {
        client: None,
        name: Name::Coded(FirstCode::new(code(item))),
    })
}

fn bin() -> Place {
    Place::Location(LocationId {
        warehouse: warehouse("W1"),
        first: FirstCode::new(code("A1")),
    })
}

fn lost() -> Place {
    Place::Loss {
        warehouse: warehouse("W1"),
        reason: LossReason::Found,
    }
}

fn does(site: &mut Device, operator: OperatorId, proposed: Proposed) -> CommitId {
    let (stream, counter) = site.next(&TAB);
    let asked = Asked {
        sent: Sent {
            stream,
            session: TAB,
            counter,
            content: [0; 8],
        },
        operator: Some(operator),
        now_ms: DAY + 1_000,
        today: DAY / 86_400_000,
    };
    let done = block_on(site.execute_with(asked, |_, _, _| Ok(vec![proposed])));
    done.expect("it is done").commits[0]
}

/// Three mugs are found, five are posted by a document, and seven by another one, in one commit.
fn found(site: &mut Device, operator: OperatorId) -> CommitId {
    let moved = |number| Moved {
        goods: goods("MUG"),
        becomes: None,
        from: lost(),
        to: bin(),
        units: units(number),
        serials: Vec::new(),
    };
    let posted = |number| {
        Event::Stock(StockFact::Posted(Arc::new(StockPosted {
            kind: StockDocumentKind::Adjustment,
            happened_at: None,
            movements: vec![moved(number)],
            source: None,
        })))
    };
    let events = vec![
        Event::Stock(StockFact::Moved(moved(3))),
        posted(5),
        posted(7),
    ];
    does(
        site,
        operator,
        Proposed {
            warehouse: Some(warehouse("W1")),
            events,
        },
    )
}

fn withhold(site: &mut Device, operator: OperatorId, event: FactId, opens: bool) {
    let fact = EventWithheld { event, opens };
    let proposed = Proposed {
        warehouse: None,
        events: vec![Event::Streams(StreamFact::EventWithheld(fact))],
    };
    does(site, operator, proposed);
}

fn mugs(site: &Device) -> i128 {
    let key = AccountKey::new(bin(), goods("MUG"));
    site.state().ledger.balance(&key)
}

fn documents(site: &Device) -> Vec<u32> {
    let all = site.state().stock_documents();
    all.map(|(StockDocumentId(Opened { ordinal, .. }), ..)| *ordinal)
        .collect()
}

fn copy(site: &Device) -> Vec<Incoming> {
    site.held().outgoing().collect()
}

/// The copy without the bytes of an event.
fn without(mut copy: Vec<Incoming>, event: FactId) -> Vec<Incoming> {
    for one in copy.iter_mut().filter(|one| one.commit == event.commit) {
        let parts = Parts::of(&one.bytes).expect("its parts");
        one.bytes = parts.withhold(event.index as usize).to_bytes();
    }
    copy
}

#[track_caller]
fn joined(letter: u8, copy: Vec<Incoming>) -> Device {
    let store = MemoryStore::new();
    let joined = Site::join(store.clone(), stream(letter), copy, TAB, DAY);
    block_on(joined).expect("it joins");
    let site = block_on(Site::open(store)).expect("it opens");
    assert!(site.damage().is_empty() && site.is_proved());
    site
}

/// What follows for goods and documents, what is withheld, and how many commits there are of the founder's stream.
fn told(site: &Device) -> (i128, Vec<u32>, u64, u64) {
    assert!(site.is_proved());
    let commits = site.held().last_of(stream(b'A'));
    (
        mugs(site),
        documents(site),
        site.held().withheld_events(),
        commits,
    )
}

#[test]
fn a_copy_without_an_event_verifies_and_the_event_folds_as_nothing() {
    let (mut a, owner) = founded();
    let commit = found(&mut a, owner);
    assert_eq!(told(&a), (15, vec![0, 1], 0, commit.number));
    let mut b = joined(b'B', without(copy(&a), FactId { commit, index: 0 }));
    assert_eq!(told(&b), (12, vec![0, 1], 1, commit.number));
    assert!(b.held().event(FactId { commit, index: 0 }).is_none());
    // Whoever has the bytes gives them, and they count.
    block_on(b.take_in(copy(&a))).expect("it is taken in");
    assert_eq!(told(&b), (15, vec![0, 1], 0, commit.number));
    // Behind a hash that is another one nothing of the chain is taken.
    found(&mut a, owner);
    let mut changed = without(copy(&a), FactId { commit, index: 0 });
    let one = changed.iter_mut().find(|one| one.commit == commit);
    *one.expect("it is there").bytes.last_mut().expect("bytes") ^= 1;
    let store = MemoryStore::new();
    let joined = block_on(Site::join(store, stream(b'C'), changed, TAB, DAY));
    let held = joined.map_or(0, |site| site.held().last_of(stream(b'A')));
    assert!(held <= commit.number);
}

#[test]
fn a_fact_that_names_it_makes_it_nothing_for_whoever_holds_it_in_whatever_order_they_come() {
    let (mut a, owner) = founded();
    let commit = found(&mut a, owner);
    let event = FactId { commit, index: 1 };
    let before = copy(&a);
    withhold(&mut a, owner, event, true);
    let after = a.held().last_of(stream(b'A'));
    // The document behind it keeps its name.
    assert_eq!(told(&a), (10, vec![1], 1, after));
    assert!(a.held().event(event).is_none());
    let given = copy(&a);
    let holds = |copy: &[Incoming]| {
        let of = copy
            .iter()
            .find(|one| one.commit == commit)
            .expect("it is there");
        !Parts::of(&of.bytes).expect("its parts").is_whole()
    };
    assert!(
        holds(&given) && !holds(&before),
        "its bytes are given to nobody"
    );
    // Only the hash, and the fact after it.
    let mut b = joined(b'B', without(before.clone(), event));
    block_on(b.take_in(given.clone())).expect("it is taken in");
    assert_eq!(told(&b), told(&a));
    // The bytes, and the fact after it.
    let mut c = joined(b'C', before.clone());
    block_on(c.take_in(given.clone())).expect("it is taken in");
    assert_eq!(told(&c), told(&a));
    // Both at once, and the bytes after it: they do not come back.
    let mut d = joined(b'D', given);
    assert_eq!(told(&d), told(&a));
    block_on(d.take_in(before)).expect("it is taken in");
    assert_eq!(told(&d), told(&a));
}

#[test]
fn what_tells_who_may_what_is_never_withheld_and_who_may_not_withholds_nothing() {
    let (mut a, owner) = founded();
    let commit = found(&mut a, owner);
    let founding = CommitId {
        number: 1,
        ..commit
    };
    let all = told(&a);
    for index in 0..2 {
        let event = FactId {
            commit: founding,
            index,
        };
        withhold(&mut a, owner, event, false);
    }
    assert_eq!((told(&a).0, told(&a).2), (all.0, 0));
    let stranger = OperatorId(Opened { commit, ordinal: 9 });
    withhold(&mut a, stranger, FactId { commit, index: 0 }, false);
    assert_eq!((told(&a).0, told(&a).2), (all.0, 0));
}
