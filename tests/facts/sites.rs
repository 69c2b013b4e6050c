//! The workspace on a device: commands that are durable before they are seen, taken once, and found again at opening.

use crate::support::{code, stream, units};
use crate::tablets::{DAY, warehouse};
use depo::site::{Asked, Founding, Site, SiteError, Workspace};
use depo::storage::memory::{MemoryStore, Trouble};
use depo::storage::{Change, Durability, Fault, Store, Table};
use depo::stream::commands::{Answer, Sent};
use depo::stream::facts::{Kind, Why, WorkspaceName};
use depo::stream::id::{CommitId, FactId, StreamId};
use depo::trade::Event;
use depo::trade::decide::{Proposed, Refusal};
use depo::trade::goods::Goods;
use depo::trade::id::{FirstCode, ItemId, LocationId, Name, OperatorId};
use depo::trade::people::OperatorField;
use depo::trade::place::{LossReason, Place};
use depo::trade::stock::posting::AccountKey;
use depo::trade::stock::{Moved, StockFact};
use futures_executor::block_on;

const TAB: [u8; 8] = *b"tab-one!";

fn founding(kind: Kind) -> Founding {
    let name = WorkspaceName::new("Nordlicht").expect("a name");
    Founding {
        name,
        kind,
        owner: vec![OperatorField::Code(code("OWNER"))],
    }
}

#[track_caller]
fn founded(letter: u8, kind: Kind) -> (MemoryStore, Site<MemoryStore>, OperatorId) {
    let store = MemoryStore::new();
    let found = Site::found(store.clone(), stream(letter), founding(kind), TAB, DAY);
    let (site, owner) = block_on(found).expect("it is founded");
    (store, site, owner)
}

fn asked(site: &Site<MemoryStore>, operator: OperatorId, content: u8) -> Asked {
    let (stream, counter) = site.next(&TAB);
    Asked {
        sent: Sent {
            stream,
            session: TAB,
            counter,
            content: [content; 8],
        },
        operator: Some(operator),
        now_ms: DAY + 1_000,
        today: DAY / 86_400_000,
    }
}

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

/// So many mugs are found at A1.
fn found(number: u64) -> Vec<Proposed> {
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
    let events = vec![Event::Stock(StockFact::Moved(moved))];
    vec![Proposed {
        warehouse: Some(warehouse("W1")),
        events,
    }]
}

fn mugs(site: &Site<MemoryStore>) -> i128 {
    site.state().ledger.balance(&AccountKey::new(bin(), mug()))
}

#[track_caller]
fn add(site: &mut Site<MemoryStore>, operator: OperatorId, number: u64) {
    let asked = asked(site, operator, number as u8);
    block_on(site.execute_with(asked, |_, _, _| Ok(found(number)))).expect("it is done");
}

#[track_caller]
fn opened(store: &MemoryStore) -> Site<MemoryStore> {
    let site = block_on(Site::open(store.clone())).expect("it opens");
    assert!(site.is_proved(), "folding anew gives something else");
    site
}

/// The rows of a store in another one: a copied profile.
fn copied(store: &MemoryStore) -> MemoryStore {
    let copy = MemoryStore::new();
    let mut changes = Vec::new();
    for table in [Table::Tail, Table::Meta] {
        let rows = block_on(store.scan(table, &[], &[0xff; 32], 10_000)).expect("rows");
        changes.extend(
            rows.into_iter()
                .map(|(key, value)| Change::Put { table, key, value }),
        );
    }
    block_on(copy.write(&[], &changes, Durability::Strict)).expect("written");
    copy
}

#[test]
fn what_was_done_is_there_after_the_next_opening() {
    let (store, mut site, owner) = founded(b'A', Kind::Real);
    add(&mut site, owner, 3);
    add(&mut site, owner, 4);
    let again = opened(&store);
    assert_eq!((mugs(&site), mugs(&again)), (7, 7));
    assert_eq!(
        format!("{:?}", site.state()),
        format!("{:?}", again.state())
    );
    assert_eq!(again.next(&TAB), site.next(&TAB));
}

#[test]
fn a_command_that_is_sent_twice_is_taken_once() {
    let (store, mut site, owner) = founded(b'A', Kind::Real);
    let asked = asked(&site, owner, 1);
    block_on(site.execute_with(asked, |_, _, _| Ok(found(3)))).expect("it is done");
    let again = block_on(site.execute_with(asked, |_, _, _| Ok(found(3))));
    assert!(
        matches!(again, Err(SiteError::Number(Answer::Taken(2)))),
        "{again:?}"
    );
    let mut after_reload = opened(&store);
    let again = block_on(after_reload.execute_with(asked, |_, _, _| Ok(found(3))));
    assert!(
        matches!(again, Err(SiteError::Number(Answer::Taken(2)))),
        "{again:?}"
    );
    assert_eq!(mugs(&after_reload), 3);
}

#[test]
fn a_refused_command_uses_up_no_number_and_changes_nothing() {
    let (store, mut site, owner) = founded(b'A', Kind::Real);
    let asked = asked(&site, owner, 1);
    let refused = block_on(site.execute_with(asked, |_, _, _| Err(Refusal::NothingToDo)));
    assert_eq!(
        refused,
        Err(SiteError::Refused(Box::new(Refusal::NothingToDo)))
    );
    block_on(site.execute_with(asked, |_, _, _| Ok(found(3)))).expect("the number is free");
    assert_eq!(mugs(&opened(&store)), 3);
}

#[test]
fn nothing_is_seen_that_was_not_stored() {
    let (store, mut site, owner) = founded(b'A', Kind::Real);
    store.fail_next_write(Fault::Full);
    let asked = asked(&site, owner, 1);
    let full = block_on(site.execute_with(asked, |_, _, _| Ok(found(3))));
    assert!(
        matches!(&full, Err(SiteError::Store(error)) if error.fault == Fault::Full),
        "{full:?}"
    );
    assert_eq!((mugs(&site), mugs(&opened(&store))), (0, 0));
    block_on(site.execute_with(asked, |_, _, _| Ok(found(3)))).expect("there is room again");
    assert_eq!(mugs(&opened(&store)), 3);
}

#[test]
fn a_command_whose_answer_alone_was_lost_is_looked_for_and_is_in() {
    let (store, mut site, owner) = founded(b'A', Kind::Real);
    store.trouble_write(0, Trouble::LoseAnswer);
    let asked = asked(&site, owner, 1);
    block_on(site.execute_with(asked, |_, _, _| Ok(found(3)))).expect("it is in");
    assert_eq!(mugs(&site), 3);
    // Sent again it is not taken twice.
    assert_eq!(site.ask(&asked.sent), Answer::Taken(2));
    let again = block_on(site.execute_with(asked, |_, _, _| Ok(found(3))));
    assert_eq!(again, Err(SiteError::Number(Answer::Taken(2))));
    let after_reload = opened(&store);
    assert_eq!(
        (after_reload.ask(&asked.sent), mugs(&after_reload)),
        (Answer::Taken(2), 3)
    );
}

#[test]
fn a_command_that_was_given_up_is_never_taken_and_one_that_was_taken_stays() {
    let (store, mut site, owner) = founded(b'A', Kind::Real);
    // Nobody knows whether it came; the tab gives it up, and it comes late.
    let late = asked(&site, owner, 1);
    let workspace = Workspace::new(opened(&store));
    block_on(workspace.give_up(&late.sent, Some(owner), DAY + 2_000)).expect("it is given up");
    site = opened(&store);
    assert_eq!(site.ask(&late.sent), Answer::GivenUp);
    let came = block_on(site.execute_with(late, |_, _, _| Ok(found(5))));
    assert_eq!(came, Err(SiteError::Number(Answer::GivenUp)));
    assert_eq!(mugs(&site), 0);
    // The next one of the tab is taken, and giving that up says that it is in.
    let next = asked(&site, owner, 2);
    block_on(site.execute_with(next, |_, _, _| Ok(found(3)))).expect("it is done");
    let workspace = Workspace::new(opened(&store));
    let given_up = block_on(workspace.give_up(&next.sent, Some(owner), DAY + 3_000));
    let again = opened(&store);
    let taken = Answer::Taken(again.written());
    assert_eq!(given_up, Err(SiteError::Number(taken)));
    assert_eq!(mugs(&again), 3);
}

#[test]
fn a_command_that_was_written_unheard_is_found_before_it_is_given_up() {
    let (store, mut site, owner) = founded(b'A', Kind::Real);
    let (workspace, unheard) = (Workspace::new(opened(&store)), asked(&site, owner, 1));
    // Another tab's leader wrote it; the one that is asked has not read it.
    block_on(site.execute_with(unheard, |_, _, _| Ok(found(5)))).expect("it is done");
    let blind = block_on(workspace.give_up(&unheard.sent, Some(owner), DAY + 2_000));
    assert!(matches!(blind, Err(SiteError::Store(error)) if error.fault == Fault::Moved));
    block_on(workspace.reopen()).expect("it is read again");
    let seeing = block_on(workspace.give_up(&unheard.sent, Some(owner), DAY + 2_000));
    assert!(matches!(seeing, Err(SiteError::Number(Answer::Taken(_)))));
    assert_eq!(mugs(&opened(&store)), 5);
}

#[test]
fn two_devices_that_take_each_other_in_hold_the_same() {
    let (_, mut a, owner) = founded(b'A', Kind::Real);
    add(&mut a, owner, 3);
    let store = MemoryStore::new();
    let joined = Site::join(
        store.clone(),
        stream(b'B'),
        a.held().outgoing().collect(),
        TAB,
        DAY + 5_000,
    );
    let mut b = block_on(joined).expect("it joins");
    // Joining is nothing of the trade, and needs nobody's right.
    assert_eq!(
        format!("{:?}", a.state().trade()),
        format!("{:?}", b.state().trade())
    );
    let clashes = b
        .state()
        .entries(&b.forks(), None, &b.reading().relations());
    assert_eq!(clashes, []);
    add(&mut b, owner, 4);
    let new = block_on(a.take_in(b.held().outgoing().collect())).expect("it is taken in");
    assert_eq!((new, mugs(&a), mugs(&b)), (2, 7, 7));
    assert_eq!(block_on(a.take_in(b.held().outgoing().collect())), Ok(0));
    assert_eq!(
        format!("{:?}", a.state()),
        format!("{:?}", opened(&store).state())
    );
}

#[test]
fn a_demo_is_refused_by_a_real_workspace_and_nothing_of_it_is_kept() {
    let (store, mut a, owner) = founded(b'A', Kind::Real);
    add(&mut a, owner, 3);
    let (_, demo, _) = founded(b'D', Kind::Demo);
    let refused = block_on(a.take_in(demo.held().outgoing().collect()));
    assert!(
        matches!(refused, Err(SiteError::Foreign { .. })),
        "{refused:?}"
    );
    assert_eq!((opened(&store).held().len(), mugs(&a)), (2, 3));
}

#[test]
fn a_copied_profile_is_told_counts_in_full_and_goes_on_under_new_names() {
    let (store, mut a, owner) = founded(b'A', Kind::Real);
    add(&mut a, owner, 3);
    let copy_store = copied(&store);
    let mut copy = opened(&copy_store);
    add(&mut a, owner, 4);
    add(&mut copy, owner, 5);
    block_on(a.take_in(copy.held().outgoing().collect())).expect("it is taken in");
    block_on(copy.take_in(a.held().outgoing().collect())).expect("it is taken in");
    assert_eq!((mugs(&a), mugs(&copy), a.forks().len()), (12, 12, 1));
    let again = asked(&a, owner, 9);
    let refused = block_on(a.execute_with(again, |_, _, _| Ok(found(1))));
    assert_eq!((refused, a.may_go_on()), (Err(SiteError::Forked), false));
    let why = Why::ClonedFrom {
        stream: stream(b'A'),
        number: 3,
    };
    let own = StreamId::new([b'C'; 16]);
    block_on(a.begin_anew(own, why, Some(owner), TAB, DAY + 9_000)).expect("it begins anew");
    assert!(a.may_go_on());
    add(&mut a, owner, 1);
    block_on(copy.take_in(a.held().outgoing().collect())).expect("it is taken in");
    assert_eq!((mugs(&a), mugs(&copy)), (13, 13));
    let reopened = opened(&store);
    assert_eq!((mugs(&reopened), reopened.stream()), (13, own));
    assert_eq!(
        format!("{:?}", a.state()),
        format!("{:?}", reopened.state())
    );
    assert_eq!(mugs(&opened(&copy_store)), 13);
}

#[test]
fn what_a_branch_undid_after_a_fork_is_undone() {
    // A tablet and its copy go on; one of them moves and takes it back before they meet.
    let (store, mut a, owner) = founded(b'A', Kind::Real);
    add(&mut a, owner, 5);
    let mut copy = opened(&copied(&store));
    add(&mut copy, owner, 1);
    let there = Place::Location(LocationId {
        warehouse: warehouse("W1"),
        first: FirstCode::new(code("A2")),
    });
    let moved = Moved {
        goods: mug(),
        becomes: None,
        from: bin(),
        to: there,
        units: units(2),
        serials: Vec::new(),
    };
    let asked_first = asked(&a, owner, 7);
    let event = Event::Stock(StockFact::Moved(moved.clone()));
    let propose = |event: Event| {
        vec![Proposed {
            warehouse: Some(warehouse("W1")),
            events: vec![event],
        }]
    };
    let done =
        block_on(a.execute_with(asked_first, |_, _, _| Ok(propose(event)))).expect("it is done");
    let undoes = FactId {
        commit: done.commits[0],
        index: 0,
    };
    let asked_second = asked(&a, owner, 8);
    let event = Event::Stock(StockFact::MoveUndone {
        undoes,
        movement: moved,
    });
    block_on(a.execute_with(asked_second, |_, _, _| Ok(propose(event)))).expect("it is done");
    block_on(a.take_in(copy.held().outgoing().collect())).expect("it is taken in");
    block_on(copy.take_in(a.held().outgoing().collect())).expect("it is taken in");
    for site in [&a, &copy, &opened(&store)] {
        let (told, _) = site.held().told(site.history());
        let named = told.iter().find_map(|told| match &told.event {
            Event::Stock(StockFact::MoveUndone { undoes, .. }) => Some(*undoes),
            _ => None,
        });
        let is_there = |fact: FactId| told.iter().any(|told| told.at.fact() == fact);
        assert!(
            named.is_some_and(is_there),
            "{named:?} is the name of no fact"
        );
        assert_eq!(mugs(site), 6);
    }
}

#[test]
fn a_commit_whose_predecessor_is_not_there_is_left_for_later_and_the_rest_is_taken_in() {
    let (_, mut a, owner) = founded(b'A', Kind::Real);
    let join = |letter| {
        let joined = Site::join(
            MemoryStore::new(),
            stream(letter),
            a.held().outgoing().collect(),
            TAB,
            DAY + 5_000,
        );
        block_on(joined).expect("it joins")
    };
    let (mut b, mut c) = (join(b'B'), join(b'C'));
    for count in [1, 2] {
        add(&mut b, owner, count);
    }
    add(&mut c, owner, 7);
    let gap = |site: &Site<MemoryStore>, missing: u64| {
        let commits = site.held().outgoing();
        let kept = commits.filter(|one| {
            one.commit
                != CommitId {
                    stream: stream(b'B'),
                    number: missing,
                }
        });
        kept.collect::<Vec<_>>()
    };
    let of_c = block_on(a.take_in(c.held().outgoing().collect())).expect("it is taken in");
    assert_eq!((of_c, mugs(&a)), (2, 7));
    let with_gap = block_on(a.take_in(gap(&b, 2))).expect("the rest is taken in");
    assert_eq!((with_gap, mugs(&a)), (1, 7));
    let rest = block_on(a.take_in(b.held().outgoing().collect())).expect("it is taken in");
    assert_eq!((rest, mugs(&a)), (2, 10));
}

#[test]
fn a_set_up_is_there_whole_or_not_at_all_wherever_it_stops() {
    let about = depo::intake::setup::FirstWarehouse {
        code: code("W1"),
        title: None,
        zone: None,
        country: None,
        works: [true; 7],
        aisles: depo::intake::setup::Aisles { aisles: 2, bins: 3 },
    };
    let found = |store: &MemoryStore| {
        let set_up = |_| {
            let commands = depo::intake::setup::first_warehouse(&about).expect("good codes");
            commands
                .into_iter()
                .map(|command| (command, Vec::new()))
                .collect()
        };
        let times = (DAY, DAY / 86_400_000);
        block_on(Site::found_with(
            store.clone(),
            stream(1),
            founding(Kind::Real),
            set_up,
            TAB,
            times,
        ))
    };
    let whole = MemoryStore::new();
    let (site, owner) = found(&whole).expect("it is founded");
    assert_eq!(site.state().warehouses().count(), 1);
    assert!(site.state().locations().count() >= 6);
    assert_eq!(site.state().authority.founder(), Some(owner));
    for is_made in [false, true] {
        for after in 0..3 {
            let store = MemoryStore::new();
            store.die_after(after, is_made);
            let ended = found(&store);
            store.calm();
            store.set_dead(false);
            let there = block_on(Site::open(store));
            if matches!(there, Err(SiteError::Empty)) {
                assert!(ended.is_err(), "{after} {is_made}");
                continue;
            }
            let there = there.expect("what is there opens");
            let (there, whole) = (there.state(), site.state());
            assert_eq!(format!("{there:?}"), format!("{whole:?}"));
        }
    }
    // What is refused leaves nothing either.
    let store = MemoryStore::new();
    let nothing = |_| {
        let orders = Vec::new();
        let command = depo::trade::orders::commands::OrderCommand::Verify { orders };
        vec![(command.into(), Vec::new())]
    };
    let times = (DAY, DAY / 86_400_000);
    let refused = block_on(Site::found_with(
        store.clone(),
        stream(1),
        founding(Kind::Real),
        nothing,
        TAB,
        times,
    ));
    assert!(refused.is_err());
    assert_eq!(store.keys(Table::Tail).len(), 0);
}
