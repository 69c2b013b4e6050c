//! Taking back at the walk: a short that was none, a tote that was taken by mistake.

use crate::floor_hall::{Hall, bin, goods, line, scan, tote};
use crate::support::units;
use crate::tablets::exchange;
use depo::stream::id::FactId;
use depo::trade::decide::Refusal;
use depo::trade::demand::DemandDocument;
use depo::trade::id::{BatchId, FulfilmentOrderId};
use depo::trade::picking::ShortReason;
use depo::trade::picking::commands::{PickingCommand, ShortUnits, TakeUnits};
use depo::trade::stock::posting::AccountKey;

#[track_caller]
fn hall() -> (Hall, FulfilmentOrderId, BatchId) {
    let mut hall = Hall::new(&["MUG"]);
    hall.found(goods("MUG"), bin("A1"), 9);
    let fulfilment = hall.order("1001", &[("MUG", 3)]);
    let batch = hall.release(&[fulfilment]);
    (hall, fulfilment, batch)
}

fn short(batch: BatchId, count: u64) -> PickingCommand {
    PickingCommand::Short(ShortUnits {
        batch,
        task: 0,
        units: Some(units(count)),
        seen: None,
        after: None,
        reason: ShortReason::NotThere,
    })
}

fn is_closed(hall: &Hall) -> bool {
    let key = AccountKey::new(bin("A1"), goods("MUG"));
    let account = hall.tablet.state.ledger.account(&key);
    account.is_some_and(|account| !account.shorts().is_empty())
}

fn last_tote(hall: &Hall, batch: BatchId) -> FactId {
    let batch = hall.tablet.state.batch(&batch).expect("it");
    *batch.assigned().last().expect("one").0
}

#[test]
fn a_short_that_was_none_opens_its_place_and_its_units_are_picked() {
    let (mut hall, fulfilment, batch) = hall();
    hall.does(PickingCommand::Scan {
        batch,
        scan: scan("T1"),
    });
    let at = hall.does(short(batch, 2));
    assert!(is_closed(&hall));
    assert_eq!(hall.stands(&line(fulfilment, 0)), [2, 1, 0, 0, 0]);
    let undo = PickingCommand::UndoShort {
        batch,
        short: at.fact(),
    };
    hall.does(undo.clone());
    assert!(!is_closed(&hall));
    assert_eq!(hall.stands(&line(fulfilment, 0)), [0, 3, 0, 0, 0]);
    assert_eq!(hall.refuses(undo), Refusal::NothingToDo);
    assert_eq!(hall.clashes(), []);
    hall.tablet.is_proved();
    hall.pick_all(batch, "T");
    assert_eq!(hall.stands(&line(fulfilment, 0)), [0, 0, 3, 0, 0]);
}

#[test]
fn of_two_shorts_one_that_was_none_leaves_the_place_closed() {
    let (mut hall, _, batch) = hall();
    let first = hall.does(short(batch, 1));
    hall.does(short(batch, 1));
    hall.does(PickingCommand::UndoShort {
        batch,
        short: first.fact(),
    });
    assert!(is_closed(&hall));
    let done = hall.tablet.state.batch(&batch).expect("it").done(0);
    assert_eq!((done.short, done.reasons.len()), (1, 1));
    // Another tablet folds the same facts in one go, and states are the same in whatever order they came.
    let mut other = hall.joining(b'B');
    exchange(&mut hall.tablet, &mut other.tablet);
    assert!(is_closed(&other));
    other.tablet.is_proved();
}

#[test]
fn a_short_is_not_taken_back_once_its_units_were_allocated_anew_or_the_batch_ended() {
    let (mut hall, fulfilment, batch) = hall();
    let at = hall.does(short(batch, 3));
    let undo = PickingCommand::UndoShort {
        batch,
        short: at.fact(),
    };
    let mut ended = hall.clone();
    ended.does(PickingCommand::Finish { batch });
    assert!(matches!(ended.refuses(undo.clone()), Refusal::Closed(_)));
    hall.found(goods("MUG"), bin("A2"), 9);
    hall.allocate(fulfilment, vec![(0, 3)]);
    assert_eq!(hall.refuses(undo), Refusal::RestsOnIt);
}

#[test]
fn a_tote_that_was_taken_is_free_again_until_something_lies_in_it() {
    let (mut hall, fulfilment, batch) = hall();
    hall.does(PickingCommand::Scan {
        batch,
        scan: scan("T1"),
    });
    let undo = PickingCommand::UndoTote {
        batch,
        tote: last_tote(&hall, batch),
    };
    hall.does(undo.clone());
    let document = DemandDocument::FulfilmentOrder(fulfilment);
    let found = hall.tablet.state.batch(&batch).expect("it");
    assert_eq!(found.tote(&document), None);
    assert_eq!(hall.refuses(undo), Refusal::NothingToDo);
    // Another order may have it now, and this one takes another.
    let second = hall.order("1002", &[("MUG", 1)]);
    let other = hall.release(&[second]);
    hall.does(PickingCommand::Scan {
        batch: other,
        scan: scan("T1"),
    });
    hall.does(PickingCommand::Scan {
        batch,
        scan: scan("T2"),
    });
    let found = hall.tablet.state.batch(&batch).expect("it");
    assert_eq!(found.tote(&document), Some(&tote("T2")));
    hall.does(PickingCommand::Take(TakeUnits {
        batch,
        task: 0,
        units: units(1),
        goods: None,
        becomes: None,
        from: None,
        serials: Vec::new(),
    }));
    let undo = PickingCommand::UndoTote {
        batch,
        tote: last_tote(&hall, batch),
    };
    assert_eq!(hall.refuses(undo), Refusal::RestsOnIt);
    assert_eq!(hall.clashes(), []);
    hall.tablet.is_proved();
}
