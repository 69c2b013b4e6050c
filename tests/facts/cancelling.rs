//! Cancelling what is being worked on: open picks vanish, what lies in totes and parcels is asked back, and the floor
//! puts it back or says that it is too late.

use crate::floor_hall::{
    Hall, as_told, bin, close, exchange, goods, inside, key, line, order_id, scan, tote, within,
};
use crate::office_world::{decide, orders};
use crate::setup_support::{inbox, refused, run};
use crate::support::{code, units};
use crate::tablets::warehouse;
use depo::trade::Event;
use depo::trade::conflicts::choices::{ChoiceOffered, choices};
use depo::trade::conflicts::commands::{ConflictCommand, Settlement};
use depo::trade::decide::Refusal;
use depo::trade::decide::office::OfficeCommand;
use depo::trade::decide::setup::SetupCommand;
use depo::trade::demand::{DemandDocument, DemandLine};
use depo::trade::fulfilment::FulfilmentFact;
use depo::trade::fulfilment::commands::FulfilmentCommand;
use depo::trade::goods::Serials;
use depo::trade::id::{BatchId, FulfilmentOrderId};
use depo::trade::leases::{
    LeaseFact, LeaseKey, LeaseTaken, LeasesTaken, LeasesTakenOver, TakeoverReason,
};
use depo::trade::locations::{LocationFact, WarehouseField, WarehouseSet};
use depo::trade::orders::OrderFact;
use depo::trade::orders::cancel::{came_back_units, stoppable_units};
use depo::trade::orders::commands::{OrderCommand, UnitsOfLine};
use depo::trade::orders::status::FulfilmentStatus;
use depo::trade::orders::{CancelReason, SourceRecord};
use depo::trade::packing::commands::{PackUnits, PackingCommand};
use depo::trade::people::Role;
use depo::trade::picking::PutBack;
use depo::trade::picking::commands::{PickingCommand, TakeUnits};
use depo::trade::place::Place;
use depo::trade::state::entries::Clash;

fn cancel(count: u64) -> OfficeCommand {
    cancel_for(count, CancelReason::Customer)
}

fn cancel_for(count: u64, why: CancelReason) -> OfficeCommand {
    orders(OrderCommand::CancelUnits {
        order: order_id("1001"),
        lines: vec![UnitsOfLine {
            line: key("MUG"),
            units: units(count),
        }],
        why,
        rows: Vec::new(),
    })
}

/// A hall whose warehouse is known, with an order of three mugs that a batch is picked for.
#[track_caller]
fn hall() -> (Hall, FulfilmentOrderId, BatchId) {
    let mut hall = Hall::new(&["MUG"]);
    let set = WarehouseSet {
        warehouse: warehouse("W1"),
        fields: vec![WarehouseField::Code(code("W1"))],
    };
    hall.floor(Event::Locations(LocationFact::WarehouseSet(set)));
    hall.found(goods("MUG"), bin("A1"), 9);
    let fulfilment = hall.order("1001", &[("MUG", 3)]);
    let batch = hall.release(&[fulfilment]);
    (hall, fulfilment, batch)
}

#[track_caller]
fn office(hall: &mut Hall, command: &OfficeCommand) -> Vec<Event> {
    hall.now += 1;
    let decided = decide(&hall.tablet, hall.now, command);
    assert!(decided.is_ok(), "{command:?}: {decided:?}");
    let commits = decided.unwrap_or_default();
    let events = commits.iter().flat_map(|it| it.events.clone()).collect();
    hall.tablet.append_all(hall.now, commits);
    events
}

#[track_caller]
fn sums(hall: &Hall) -> (i128, i128, i128) {
    let order = hall.tablet.state.order(&order_id("1001")).expect("it");
    let demand = hall.tablet.state.demand(order);
    let (now, back) = stoppable_units(&hall.tablet.state, order, &demand, &key("MUG"));
    let cancelled = demand.parts.values().map(|part| part.stands.cancelled);
    (now, back, cancelled.sum())
}

fn came_back(hall: &Hall) -> u64 {
    let order = hall.tablet.state.order(&order_id("1001")).expect("it");
    let came = came_back_units(&hall.tablet.state, order);
    came.iter().map(|(_, units)| units.get()).sum()
}

fn put_back(fulfilment: FulfilmentOrderId, count: u64) -> PickingCommand {
    PickingCommand::PutBack(PutBack {
        line: line(fulfilment, 0),
        goods: goods("MUG"),
        from: tote("T1"),
        to: bin("A1"),
        units: units(count),
        serials: Vec::new(),
    })
}

#[test]
fn what_is_not_picked_is_cancelled_at_once_and_vanishes_from_its_batch() {
    let (mut hall, fulfilment, batch) = hall();
    assert_eq!(sums(&hall), (3, 0, 0));
    hall.does(PickingCommand::Scan {
        batch,
        scan: scan("T1"),
    });
    office(&mut hall, &cancel(2));
    assert_eq!(sums(&hall), (1, 0, 2));
    assert_eq!(hall.stands(&line(fulfilment, 0)), [0, 1, 0, 0, 0]);
    hall.pick_all(batch, "T");
    assert_eq!(hall.at(inside("T1"), &goods("MUG")), 1);
    assert_eq!(hall.clashes(), []);
    hall.tablet.is_proved();
}

#[test]
fn an_undone_cancellation_leaves_units_that_can_be_routed_anew() {
    let (mut hall, fulfilment, _) = hall();
    let events = office(&mut hall, &cancel(2));
    assert!(
        matches!(
            events.as_slice(),
            [
                Event::Fulfilment(FulfilmentFact::Rerouted(_)),
                Event::Orders(OrderFact::LinesCancelled(_)),
                Event::Allocation(_),
                Event::Fulfilment(FulfilmentFact::GivenBack(_)),
            ]
        ),
        "{events:?}"
    );
    let order = hall.tablet.state.order(&order_id("1001")).expect("it");
    let cancellation = order.cancellations().next().expect("one").0.fact();
    let undo = orders(OrderCommand::UndoCancellation {
        order: order_id("1001"),
        cancellation,
    });
    office(&mut hall, &undo);
    assert_eq!(sums(&hall), (3, 0, 0));
    assert_eq!(hall.stands(&line(fulfilment, 0)), [0, 1, 0, 0, 0]);
    assert_eq!(hall.clashes(), []);
    hall.tablet.is_proved();
}

#[test]
fn what_lies_in_a_tote_is_asked_back_put_back_and_then_cancelled() {
    let (mut hall, fulfilment, batch) = hall();
    hall.pick_all(batch, "T");
    assert_eq!(sums(&hall), (0, 3, 0));
    let facts = office(&mut hall, &cancel(2));
    assert!(
        matches!(
            facts.as_slice(),
            [Event::Fulfilment(FulfilmentFact::BackRequested(_))]
        ),
        "{facts:?}"
    );
    assert_eq!(sums(&hall), (0, 1, 0));
    assert_eq!(hall.clashes(), []);
    let picker = hall.tablet.hire(hall.now, "PICKER", Role::Picker);
    let owner = hall.tablet.operator;
    hall.tablet.operator = Some(picker);
    assert_eq!(
        hall.refuses(put_back(fulfilment, 3)),
        Refusal::TooMany { there: 2 }
    );
    hall.does(put_back(fulfilment, 1));
    assert_eq!(came_back(&hall), 0, "the request is not met yet");
    hall.does(put_back(fulfilment, 1));
    assert_eq!(came_back(&hall), 2);
    assert_eq!(
        hall.refuses(put_back(fulfilment, 1)),
        Refusal::TooMany { there: 0 }
    );
    hall.tablet.operator = owner;
    office(&mut hall, &cancel(2));
    assert_eq!((came_back(&hall), sums(&hall)), (0, (0, 1, 2)));
    assert_eq!(hall.at(bin("A1"), &goods("MUG")), 8);
    assert_eq!(hall.clashes(), []);
    hall.tablet.is_proved();
}

#[test]
fn what_a_source_cancelled_in_two_steps_is_cancelled_whole() {
    let (mut hall, fulfilment, batch) = hall();
    let source = CancelReason::Source(SourceRecord {
        file: [1; 16],
        row: 2,
    });
    office(&mut hall, &cancel_for(1, source.clone()));
    hall.pick_all(batch, "T");
    office(&mut hall, &cancel_for(1, source.clone()));
    hall.does(put_back(fulfilment, 1));
    assert_eq!((came_back(&hall), sums(&hall)), (1, (1, 1, 1)));
    office(&mut hall, &cancel_for(1, source));
    assert_eq!((came_back(&hall), sums(&hall)), (0, (0, 1, 2)));
    assert_eq!(hall.clashes(), []);
    hall.tablet.is_proved();
}

#[test]
fn the_floor_says_that_it_is_too_late_or_takes_out_and_gives_up() {
    let (mut hall, fulfilment, batch) = hall();
    hall.pick_all(batch, "T");
    let parcel = hall.parcel();
    hall.pack(parcel, &line(fulfilment, 0), &goods("MUG"), "T1", 3);
    office(&mut hall, &cancel(3));
    let asked = hall.tablet.state.fulfilment(&fulfilment).expect("it");
    let request = *asked.requests().next().expect("one").0;
    let answer = |given: bool| {
        SetupCommand::Fulfilment(FulfilmentCommand::Answer {
            fulfilment,
            request,
            given,
        })
    };
    assert!(matches!(
        refused(&hall.tablet, hall.now + 1, answer(true)),
        Refusal::WorkBegun { begun: 3, .. }
    ));
    let mut late = hall.clone();
    let packer = late.tablet.hire(late.now, "PACKER", Role::Packer);
    late.tablet.operator = Some(packer);
    late.now += 1;
    let now = late.now;
    run(&mut late.tablet, now, answer(false));
    let told = late.tablet.state.fulfilment(&fulfilment).expect("it");
    assert_eq!((told.requests().count(), told.gave_back()), (0, false));
    assert_eq!(late.clashes(), []);
    // Taken out of the parcel they lie in the tote, and go back from there.
    let state = &hall.tablet.state;
    let packed = state.parcel(&parcel).expect("it").packed().next();
    let packed = packed.expect("one").0.fact();
    hall.does(PackingCommand::UndoPack { parcel, packed });
    hall.does(put_back(fulfilment, 3));
    assert_eq!(came_back(&hall), 3);
    office(
        &mut hall,
        &orders(OrderCommand::CancelOrders {
            orders: vec![order_id("1001")],
            why: CancelReason::Customer,
        }),
    );
    assert_eq!(sums(&hall), (0, 0, 3));
    assert_eq!(hall.clashes(), []);
    hall.tablet.is_proved();
}

/// A tablet that picks, and an office that has the desk and cancels; neither heard of the other.
#[track_caller]
fn cancelled_apart(cancelled: u64, picked: u64) -> (Hall, Hall, FulfilmentOrderId) {
    let (mut floor, fulfilment, batch) = hall();
    let mut desk = floor.joining(b'B');
    let taken = LeasesTakenOver {
        from: floor.tablet.own,
        leases: LeasesTaken::These(vec![LeaseTaken {
            lease: LeaseKey::Desk(order_id("1001")),
            follows: None,
        }]),
        reason: TakeoverReason::Agreed,
    };
    desk.office(Event::Leases(LeaseFact::TakenOver(taken)));
    office(&mut desk, &cancel(cancelled));
    floor.does(PickingCommand::Scan {
        batch,
        scan: scan("T1"),
    });
    floor.does(crate::floor_hall::take(batch, 0, units(picked)));
    exchange(&mut floor, &mut desk);
    (floor, desk, fulfilment)
}

/// What can be done about the one entry that there is.
#[track_caller]
fn offered(hall: &Hall) -> ([u8; 16], Vec<Settlement>) {
    let entries = inbox(&hall.tablet);
    let [entry] = entries.as_slice() else {
        unreachable!("one entry: {entries:?}")
    };
    assert!(matches!(entry.clash, Clash::Overdrawn { .. }), "{entry:?}");
    let (state, context) = (&hall.tablet.state, hall.context());
    let all = choices(state, &context, &hall.tablet.relations(), &[], entry);
    let how = all.into_iter().filter_map(|choice| match choice {
        ChoiceOffered::Ready { how, .. } => Some(how),
        _ => None,
    });
    (entry.id, how.collect())
}

#[track_caller]
fn settle(hall: &mut Hall, how: Settlement) {
    let (entry, offers) = offered(hall);
    assert_eq!(offers, [Settlement::PutBack, Settlement::Send]);
    hall.now += 1;
    let command = SetupCommand::Conflicts(ConflictCommand::Settle { entry, how });
    run(&mut hall.tablet, hall.now, command);
}

#[test]
fn what_was_cancelled_here_and_picked_there_is_put_back() {
    let (mut floor, mut desk, fulfilment) = cancelled_apart(2, 3);
    settle(&mut floor, Settlement::PutBack);
    exchange(&mut floor, &mut desk);
    for hall in [&floor, &desk] {
        assert_eq!(hall.clashes(), []);
    }
    // The floor has them on its list, and no more.
    let more = floor.refuses(put_back(fulfilment, 3));
    assert_eq!(more, Refusal::TooMany { there: 2 });
    floor.does(put_back(fulfilment, 2));
    exchange(&mut floor, &mut desk);
    for hall in [&floor, &desk] {
        assert_eq!(hall.clashes(), []);
        assert_eq!(sums(hall), (0, 1, 2));
        assert_eq!(hall.stands(&line(fulfilment, 0)), [0, 0, 1, 0, 0]);
        assert_eq!(hall.at(bin("A1"), &goods("MUG")), 8);
        hall.tablet.is_proved();
    }
}

#[test]
fn an_order_that_goes_back_whole_is_cancelled_as_soon_as_that_is_settled() {
    let status = |hall: &Hall| {
        let order = hall
            .tablet
            .state
            .order(&order_id("1001"))
            .expect("it is there");
        hall.tablet.state.fulfilment_status(order)
    };
    let (mut floor, mut desk, fulfilment) = cancelled_apart(3, 3);
    assert_ne!(
        status(&floor),
        FulfilmentStatus::Cancelled,
        "nobody settled it"
    );
    settle(&mut floor, Settlement::PutBack);
    exchange(&mut floor, &mut desk);
    for hall in [&floor, &desk] {
        assert_eq!(status(hall), FulfilmentStatus::Cancelled);
    }
    floor.does(put_back(fulfilment, 3));
    assert_eq!(status(&floor), FulfilmentStatus::Cancelled);
    // What is not cancelled goes on.
    let (mut floor, ..) = cancelled_apart(2, 3);
    settle(&mut floor, Settlement::PutBack);
    assert_ne!(status(&floor), FulfilmentStatus::Cancelled);
}

#[test]
fn what_was_cancelled_here_and_picked_there_is_sent_after_all() {
    for (cancelled, picked) in [(2, 3), (3, 1), (3, 3)] {
        let (mut floor, mut desk, fulfilment) = cancelled_apart(cancelled, picked);
        settle(&mut desk, Settlement::Send);
        exchange(&mut floor, &mut desk);
        for hall in [&floor, &desk] {
            assert_eq!(hall.clashes(), []);
            let (_, _, still) = sums(hall);
            assert_eq!(still, 3 - i128::from(picked), "of {cancelled} cancelled");
            let stands = hall.stands(&line(fulfilment, 0));
            assert_eq!(stands, [0, 0, i128::from(picked), 0, 0]);
            hall.tablet.is_proved();
        }
        assert_eq!(
            floor.refuses(put_back(fulfilment, 1)),
            Refusal::TooMany { there: 0 }
        );
        let parcel = floor.parcel();
        let of = line(fulfilment, 0);
        floor.pack(parcel, &of, &goods("MUG"), "T1", picked);
    }
}

/// Two tablets that each gave an order of three mugs to the floor and picked it, neither hearing of the other.
#[track_caller]
fn picked_apart() -> (Hall, Hall) {
    let mut one = Hall::new(&["MUG"]);
    let set = WarehouseSet {
        warehouse: warehouse("W1"),
        fields: vec![WarehouseField::Code(code("W1"))],
    };
    one.floor(Event::Locations(LocationFact::WarehouseSet(set)));
    one.found(goods("MUG"), bin("A1"), 9);
    let lines = [("MUG", 3)];
    let placed = one.placed("1001", &lines, Vec::new());
    let mut two = one.joining(b'B');
    let leases = [
        LeaseKey::Desk(order_id("1001")),
        LeaseKey::Release(warehouse("W1")),
    ];
    let taken = LeasesTakenOver {
        from: one.tablet.own,
        leases: LeasesTaken::These(
            leases
                .map(|lease| LeaseTaken {
                    lease,
                    follows: None,
                })
                .into(),
        ),
        reason: TakeoverReason::Agreed,
    };
    two.office(Event::Leases(LeaseFact::TakenOver(taken)));
    for (hall, letter) in [(&mut one, "S"), (&mut two, "T")] {
        let fulfilment = hall.routed("1001", &lines, placed);
        let batch = hall.release(&[fulfilment]);
        hall.pick_all(batch, letter);
    }
    (one, two)
}

#[test]
fn a_serial_number_that_two_picked_leaves_the_other_order_open_and_its_unit_in_the_bin() {
    let mut a = Hall::new(&["MUG"]);
    let set = WarehouseSet {
        warehouse: warehouse("W1"),
        fields: vec![WarehouseField::Code(code("W1"))],
    };
    a.floor(Event::Locations(LocationFact::WarehouseSet(set)));
    a.found(goods("MUG"), bin("A1"), 3);
    let orders = ["1001", "1002"].map(|number| a.order(number, &[("MUG", 1)]));
    let batches = orders.map(|order| a.release(&[order]));
    let mut b = a.joining(b'B');
    let pick = |hall: &mut Hall, index: usize, text: &str| {
        hall.does(PickingCommand::AssignTote {
            batch: batches[index],
            document: DemandDocument::FulfilmentOrder(orders[index]),
            tote: tote(text),
        });
        let take = as_told(batches[index], 0, units(1));
        hall.does(PickingCommand::Take(TakeUnits {
            serials: vec![Serials::One(code("SN-1"))],
            ..take
        }));
    };
    pick(&mut a, 0, "T1");
    pick(&mut b, 1, "T2");
    exchange(&mut a, &mut b);
    assert!(matches!(a.clashes().as_slice(), [Clash::SerialTwice(_)]));
    let command = SetupCommand::Conflicts(ConflictCommand::Settle {
        entry: inbox(&a.tablet)[0].id,
        how: Settlement::SerialAt(inside("T1")),
    });
    a.now += 1;
    run(&mut a.tablet, a.now, command);
    exchange(&mut a, &mut b);
    for hall in [&a, &b] {
        assert_eq!(hall.clashes(), []);
        assert_eq!(hall.at(bin("A1"), &goods("MUG")), 2);
        assert_eq!(hall.at(inside("T2"), &goods("MUG")), 0);
        assert_eq!(hall.stands(&line(orders[0], 0)), [0, 0, 1, 0, 0]);
        assert_eq!(hall.stands(&line(orders[1], 0)), [0, 1, 0, 0, 0]);
        hall.tablet.is_proved();
    }
}

/// The lines of the order's fulfilment orders with what of each is picked and wanted, what must go back, and what is packed.
fn at_the_table(hall: &Hall) -> Vec<(DemandLine, i128, i128)> {
    let order = hall.tablet.state.order(&order_id("1001")).expect("it");
    let demand = hall.tablet.state.demand(order);
    let part = demand.parts.values().next().expect("a part");
    let lines = part.work.iter().map(|(of, work)| {
        let unwanted = part.unwanted.get(of).copied().unwrap_or_default();
        (
            line(of.document, of.line),
            work.picked - unwanted.in_totes,
            unwanted.in_totes,
        )
    });
    lines.collect()
}

#[test]
fn what_two_tablets_picked_is_packed_once_and_the_rest_is_put_back() {
    let (mut one, mut two) = picked_apart();
    exchange(&mut one, &mut two);
    let twice = |hall: &Hall| {
        let of_order = |clash: &&Clash| matches!(clash, Clash::DoneTwice { .. });
        hall.clashes().iter().filter(of_order).count()
    };
    assert_eq!((twice(&one), twice(&two)), (1, 1));
    let wanted: i128 = at_the_table(&one).iter().map(|(_, wanted, _)| wanted).sum();
    assert_eq!(wanted, 3, "no more than the order needs");
    let entries = inbox(&one.tablet);
    let entry = entries
        .iter()
        .find(|entry| matches!(entry.clash, Clash::DoneTwice { .. }))
        .expect("one");
    let (state, context) = (&one.tablet.state, one.context());
    let offers = choices(state, &context, &one.tablet.relations(), &[], entry);
    let how: Vec<Settlement> = offers
        .into_iter()
        .filter_map(|choice| match choice {
            ChoiceOffered::Ready { how, .. } => Some(how),
            _ => None,
        })
        .collect();
    assert_eq!(how, [Settlement::PutBack]);
    one.now += 1;
    let now = one.now;
    let settle = ConflictCommand::Settle {
        entry: entry.id,
        how: Settlement::PutBack,
    };
    run(&mut one.tablet, now, SetupCommand::Conflicts(settle));
    let table = at_the_table(&one);
    let (kept, ..) = table.iter().find(|(_, wanted, _)| *wanted == 3).expect("3");
    let (back, _, units_back) = table.iter().find(|(_, _, back)| *back > 0).expect("3");
    assert_eq!(*units_back, 3);
    let from = |of: &DemandLine| {
        let of_line = one.tablet.state.batches().flat_map(|(_, it)| it.picks());
        let mut of_line = of_line.filter(|(_, pick)| pick.line == *of);
        of_line.next().expect("a pick").1.into.clone()
    };
    let (tote_back, tote_kept) = (from(back), from(kept));
    let (kept, back) = (kept.clone(), back.clone());
    one.does(PickingCommand::PutBack(PutBack {
        line: back,
        goods: goods("MUG"),
        from: tote_back,
        to: bin("A1"),
        units: units(3),
        serials: Vec::new(),
    }));
    let parcel = one.parcel();
    let pack = |count: u64| {
        PackingCommand::Pack(Box::new(PackUnits {
            same_address: false,
            parcel,
            line: kept.clone(),
            goods: goods("MUG"),
            from: Place::Container(tote_kept.clone()),
            units: units(count),
            serials: Vec::new(),
        }))
    };
    one.does(pack(3));
    assert!(matches!(
        one.refuses(pack(1)),
        Refusal::TooMany { there: 0 }
    ));
    exchange(&mut one, &mut two);
    for hall in [&one, &two] {
        let left = hall.clashes();
        let left: Vec<&Clash> = left
            .iter()
            .filter(|clash| matches!(clash, Clash::DoneTwice { .. } | Clash::Overdrawn { .. }))
            .collect();
        assert!(left.is_empty(), "{left:?}");
        assert_eq!(hall.at(bin("A1"), &goods("MUG")), 6);
        hall.tablet.is_proved();
    }
}

#[test]
fn what_was_cancelled_here_and_packed_there_does_not_leave_and_is_taken_out() {
    let (mut floor, fulfilment, batch) = hall();
    floor.pick_all(batch, "T");
    let mut desk = floor.joining(b'B');
    let taken = LeasesTakenOver {
        from: floor.tablet.own,
        leases: LeasesTaken::These(vec![LeaseTaken {
            lease: LeaseKey::Desk(order_id("1001")),
            follows: None,
        }]),
        reason: TakeoverReason::Agreed,
    };
    desk.office(Event::Leases(LeaseFact::TakenOver(taken)));
    // The desk cancels what it takes for unpicked: as if it had not heard of the picks either.
    let of = line(fulfilment, 0);
    desk.cancel("1001", "MUG", &of, 2);
    let parcel = floor.parcel();
    floor.pack(parcel, &of, &goods("MUG"), "T1", 3);
    exchange(&mut floor, &mut desk);
    assert_eq!(
        floor.refuses(close(parcel, 500)),
        Refusal::TakeOutFirst {
            order: order_id("1001"),
            units: 2
        }
    );
    let packed = floor.tablet.state.parcel(&parcel).expect("it");
    let packed = packed.packed().next().expect("one").0.fact();
    let take_out = PackingCommand::TakeOut {
        parcel,
        packed: vec![packed],
        to: bin("A2"),
    };
    floor.does(take_out.clone());
    assert_eq!(floor.at(bin("A2"), &goods("MUG")), 2);
    assert_eq!(floor.at(within(parcel), &goods("MUG")), 1);
    assert_eq!(floor.refuses(take_out), Refusal::NothingToDo);
    floor.does(close(parcel, 500));
    assert_eq!(sums(&floor), (0, 1, 2));
    exchange(&mut floor, &mut desk);
    floor.tablet.is_proved();
    desk.tablet.is_proved();
}
