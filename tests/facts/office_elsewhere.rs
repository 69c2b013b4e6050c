//! What leaves from elsewhere: by the source's word, and by others who were handed it.

use crate::office_world::{
    account, deliver, does, doubts, item, know, line, line_key, named, order, order_id, orders,
    record, route, take_in, time,
};
use crate::setup_support;
use crate::support::{code, units};
use crate::tablets::{Tablet, warehouse};
use depo::stream::id::{CommitId, Opened};
use depo::trade::Event;
use depo::trade::allocation::commands::AllocationCommand;
use depo::trade::catalog::{CatalogFact, ItemField, ItemSet, SentBy};
use depo::trade::decide::Refusal;
use depo::trade::decide::setup::SetupCommand;
use depo::trade::demand::{DemandDocument, DemandLine};
use depo::trade::fulfilment::Executor;
use depo::trade::fulfilment::commands::FulfilmentCommand;
use depo::trade::goods::Goods;
use depo::trade::id::{BatchId, ContainerId, FirstCode, FulfilmentOrderId, Name, PartyId};
use depo::trade::locations::{LocationFact, WarehouseField, WarehouseSet};
use depo::trade::money::Terms;
use depo::trade::orders::commands::{IncomingOrder, OrderCommand, ShippedUnits, UnitsOfLine};
use depo::trade::orders::status::{CommercialStatus, FulfilmentStatus};
use depo::trade::orders::{CancelReason, Destination, Doubt, LineMore};
use depo::trade::parties::{PartyFact, PartyField, PartyRole, PartySet};
use depo::trade::picking::{Picked, PickingFact};
use depo::trade::quantity::Country;

fn shop_of(items: &[&str]) -> Tablet {
    let mut tablet = Tablet::founder();
    know(&mut tablet, items);
    tablet
}

/// A record of order 1, five mugs, of which so many have left by its source.
fn shipped(day: i64, left: u64) -> IncomingOrder {
    let mut record = record("1", day, vec![line("MUG", 5, 4)]);
    record.placed.terms = Terms::OnAccount;
    record.shipped = vec![ShippedUnits {
        line: line_key("MUG"),
        units: left,
    }];
    record
}

fn status(tablet: &Tablet) -> (FulfilmentStatus, CommercialStatus) {
    let order = order(tablet, "1");
    let state = &tablet.state;
    (
        state.fulfilment_status(order),
        state.commercial_status(order),
    )
}

/// Of the mugs of order 1: kept, shipped, of these elsewhere, and still to leave.
fn mugs(tablet: &Tablet) -> [i128; 4] {
    let count = account(tablet, "1").lines[&line_key("MUG")];
    [
        count.kept,
        count.shipped,
        count.elsewhere,
        count.outstanding(),
    ]
}

#[test]
fn what_a_later_file_says_has_left_is_no_work_any_more_and_is_still_owed() {
    let mut a = shop_of(&["MUG"]);
    take_in(&mut a, 10, vec![shipped(0, 0)]);
    let owed = account(&a, "1").totals.total;
    let facts = take_in(&mut a, 20, vec![shipped(1, 2)]);
    assert_eq!(named(&facts), ["SourceSaid", "LinesCancelled"]);
    assert_eq!(mugs(&a), [5, 2, 2, 3]);
    assert_eq!(status(&a).0, FulfilmentStatus::PartlyShipped);
    // The same word again is nothing new, and a further one counts what is more.
    assert_eq!(take_in(&mut a, 30, vec![shipped(2, 2)]), []);
    take_in(&mut a, 40, vec![shipped(3, 5)]);
    assert_eq!(mugs(&a), [5, 5, 5, 0]);
    assert_eq!(
        status(&a),
        (
            FulfilmentStatus::ShippedElsewhere,
            CommercialStatus::Completed
        )
    );
    assert_eq!(account(&a, "1").totals.total, owed);
    assert_eq!(doubts(&a, "1"), [].into());
    a.is_proved();
}

#[test]
fn what_had_left_before_the_order_came_is_never_work() {
    let mut a = shop_of(&["MUG"]);
    let facts = take_in(&mut a, 10, vec![shipped(0, 3)]);
    assert_eq!(named(&facts), ["Placed", "SourceSaid", "LinesCancelled"]);
    assert_eq!(mugs(&a), [5, 3, 3, 2]);
    // Where the source does not say which units left, a person does.
    let mut unsaid = record("2", 0, vec![line("MUG", 5, 4)]);
    unsaid.shipped_in_part = true;
    take_in(&mut a, 20, vec![unsaid]);
    assert_eq!(doubts(&a, "2"), [Doubt::SourceShipped].into());
    a.is_proved();
}

#[test]
fn what_we_sent_ourselves_is_not_counted_again() {
    let mut a = shop_of(&["MUG"]);
    take_in(&mut a, 10, vec![shipped(0, 0)]);
    let fulfilment = route(&mut a, 20, "1", "MUG", 5);
    deliver(&mut a, 30, fulfilment, "MUG", 5);
    assert_eq!(
        named(&take_in(&mut a, 60, vec![shipped(1, 5)])),
        ["SourceSaid"]
    );
    assert_eq!(mugs(&a), [5, 5, 0, 0]);
    assert_eq!(status(&a).0, FulfilmentStatus::Delivered);
}

#[test]
fn units_that_a_warehouse_was_given_vanish_and_those_that_hands_hold_ask_a_person() {
    let mut a = shop_of(&["MUG"]);
    know_warehouse(&mut a, 5);
    take_in(&mut a, 10, vec![shipped(0, 0)]);
    let fulfilment = route(&mut a, 20, "1", "MUG", 5);
    take_in(&mut a, 30, vec![shipped(1, 2)]);
    assert_eq!(mugs(&a), [5, 2, 2, 3]);
    pick(&mut a, 40, fulfilment, 2);
    // Three are said to have left, and two of the three are in hands here.
    let facts = take_in(&mut a, 50, vec![shipped(2, 5)]);
    assert_eq!(named(&facts), ["SourceSaid"]);
    assert_eq!(doubts(&a, "1"), [Doubt::SourceShipped].into());
    assert_eq!(mugs(&a), [5, 2, 2, 3]);
    // A person takes the word: what can be is counted, the rest is asked back.
    let end = OrderCommand::CancelOrders {
        orders: vec![order_id("1")],
        why: CancelReason::Elsewhere(None),
    };
    does(&mut a, 60, orders(end));
    assert_eq!(mugs(&a), [5, 3, 3, 2]);
}

#[test]
fn a_person_says_that_units_left_from_elsewhere_and_takes_it_back() {
    let mut a = shop_of(&["MUG"]);
    take_in(&mut a, 10, vec![shipped(0, 0)]);
    let say = OrderCommand::CancelUnits {
        order: order_id("1"),
        lines: vec![UnitsOfLine {
            line: line_key("MUG"),
            units: units(4),
        }],
        why: CancelReason::Elsewhere(None),
        rows: Vec::new(),
    };
    does(&mut a, 20, orders(say));
    assert_eq!(mugs(&a), [5, 4, 4, 1]);
    let (at, _) = order(&a, "1").cancellations().next().expect("it stands");
    let undo = OrderCommand::UndoCancellation {
        order: order_id("1"),
        cancellation: at.fact(),
    };
    does(&mut a, 30, orders(undo));
    assert_eq!(mugs(&a), [5, 0, 0, 5]);
}

fn supplier() -> PartyId {
    PartyId {
        name: Name::Coded(FirstCode::new(code("ACME"))),
    }
}

/// A shop whose mugs the supplier sends.
fn dropshipping() -> Tablet {
    let mut a = shop_of(&["MUG", "CUP"]);
    let known = Event::Parties(PartyFact::PartySet(PartySet {
        party: supplier(),
        fields: vec![PartyField::Role {
            role: PartyRole::Supplier,
            has: true,
        }],
        rows: Vec::new(),
    }));
    let by = SentBy::Other(Executor::Supplier(supplier()));
    let sent = Event::Catalog(CatalogFact::ItemSet(ItemSet {
        item: item("MUG"),
        fields: vec![ItemField::SentBy(by)],
    }));
    a.write(2, None, vec![known, sent]);
    a
}

fn mixed() -> IncomingOrder {
    let mut record = record("1", 0, vec![line("MUG", 5, 4), line("CUP", 2, 3)]);
    record.placed.terms = Terms::OnAccount;
    record.placed.destination = Some(Destination {
        country: Country::new("DE"),
        region: None,
        post_code_start: None,
        answers: Vec::new(),
    });
    record
}

fn routed(tablet: &Tablet) -> Vec<(FulfilmentOrderId, Executor)> {
    let routed = order(tablet, "1").routed();
    routed
        .map(|(_, id, routed)| (*id, routed.executor.clone()))
        .collect()
}

/// Gives a command about the parts of an order.
#[track_caller]
fn fulfils(tablet: &mut Tablet, seconds: i64, command: FulfilmentCommand) {
    setup(tablet, seconds, SetupCommand::Fulfilment(command)).expect("it is decided");
}

fn setup(tablet: &mut Tablet, seconds: i64, command: SetupCommand) -> Result<(), Refusal> {
    let commits = setup_support::decide(tablet, seconds, &command)?;
    tablet.append_all(seconds, commits);
    Ok(())
}

/// Makes the warehouse known.
fn know_warehouse(tablet: &mut Tablet, seconds: i64) {
    let set = WarehouseSet {
        warehouse: warehouse("W1"),
        fields: vec![WarehouseField::Code(code("W1"))],
    };
    let fact = Event::Locations(LocationFact::WarehouseSet(set));
    tablet.write(seconds, Some(&warehouse("W1")), vec![fact]);
}

/// Hands take units of the first line of a part.
fn pick(tablet: &mut Tablet, seconds: i64, of: FulfilmentOrderId, count: u64) {
    let batch = BatchId(Opened {
        commit: CommitId {
            stream: tablet.context(seconds).stream,
            number: 1,
        },
        ordinal: 0,
    });
    let picked = Picked {
        batch,
        task: 0,
        line: DemandLine {
            document: DemandDocument::FulfilmentOrder(of),
            line: 0,
        },
        goods: Goods::new(item("MUG")),
        becomes: None,
        from: setup_support::bin("A1"),
        into: ContainerId::Labelled(FirstCode::new(code("T1"))),
        units: units(count),
        serials: Vec::new(),
    };
    let fact = Event::Picking(PickingFact::Picked(picked));
    tablet.write(seconds, Some(&warehouse("W1")), vec![fact]);
}

#[test]
fn what_a_supplier_sends_is_handed_to_it_as_it_comes_in_and_tracked_to_the_door() {
    let mut a = dropshipping();
    let facts = take_in(&mut a, 10, vec![mixed()]);
    assert_eq!(named(&facts), ["Placed", "Fulfilment"]);
    let [(id, by)] = &routed(&a)[..] else {
        unreachable!("one part: {:?}", routed(&a))
    };
    let id = *id;
    assert_eq!(*by, Executor::Supplier(supplier()));
    fulfils(&mut a, 20, FulfilmentCommand::Ask { fulfilment: id });
    fulfils(&mut a, 30, FulfilmentCommand::TakeUp { fulfilment: id });
    let send = FulfilmentCommand::Send {
        fulfilment: id,
        lines: Vec::new(),
        carrier: None,
        number: Some(code("JD01")),
    };
    fulfils(&mut a, 40, send);
    assert_eq!(mugs(&a), [5, 5, 0, 0]);
    let fulfilment = a.state.fulfilment(&id).expect("it is here");
    let (sent, by) = fulfilment.sent().next().expect("it was sent");
    let sent = *sent;
    assert_eq!(by.number, Some(code("JD01")));
    // What the shop says of it is nothing more.
    let mut again = mixed();
    again.placed.updated_at = Some(time(1));
    again.shipped = vec![ShippedUnits {
        line: line_key("MUG"),
        units: 5,
    }];
    assert_eq!(named(&take_in(&mut a, 50, vec![again])), ["SourceSaid"]);
    assert_eq!(mugs(&a), [5, 5, 0, 0]);
    let undo = FulfilmentCommand::UndoSend {
        fulfilment: id,
        sent,
    };
    fulfils(&mut a, 60, undo);
    assert_eq!(mugs(&a), [5, 0, 0, 5]);
    a.is_proved();
}

#[test]
fn what_a_supplier_declines_is_work_of_ours_and_what_it_sends_is_never_allocated_here() {
    let mut a = dropshipping();
    take_in(&mut a, 10, vec![mixed()]);
    let ours = || FulfilmentCommand::Route {
        order: order_id("1"),
        executor: Executor::Warehouse(warehouse("W1")),
        units: Vec::new(),
        due: None,
    };
    know_warehouse(&mut a, 15);
    fulfils(&mut a, 20, ours());
    let again = setup(&mut a, 25, SetupCommand::Fulfilment(ours()));
    assert_eq!(again, Err(Refusal::NothingToDo));
    let parts = routed(&a);
    let supplied = parts
        .iter()
        .find(|(_, by)| *by == Executor::Supplier(supplier()));
    let (id, _) = supplied.expect("the supplier's part").clone();
    fulfils(&mut a, 30, FulfilmentCommand::TakeUp { fulfilment: id });
    fulfils(&mut a, 40, FulfilmentCommand::Decline { fulfilment: id });
    fulfils(&mut a, 50, ours());
    let last = routed(&a).pop().expect("a part");
    assert_eq!(last.1, Executor::Warehouse(warehouse("W1")));
    let order = order(&a, "1");
    let demand = a.state.demand(order);
    let handed: i128 = demand.parts.values().map(|part| part.stands.unrouted).sum();
    assert_eq!(handed, 0);
    a.is_proved();
}

#[test]
fn what_a_marketplace_sends_is_its_own_from_the_first_file_to_the_last() {
    let mut a = shop_of(&["MUG"]);
    let of_channel = |day, left| {
        let mut record = shipped(day, left);
        record.placed.lines[0].more = vec![LineMore::ChannelSends];
        record
    };
    take_in(&mut a, 10, vec![of_channel(0, 0)]);
    let [(id, Executor::Channel)] = routed(&a)[..] else {
        unreachable!("{:?}", routed(&a))
    };
    // Nothing of it can be allocated here.
    let allocate = AllocationCommand::Allocate {
        orders: vec![order_id("1")],
        route_to: Some(warehouse("W1")),
    };
    know_warehouse(&mut a, 15);
    let refused = setup(&mut a, 20, SetupCommand::Allocation(allocate));
    assert_eq!(refused, Err(Refusal::NothingToDo));
    take_in(&mut a, 30, vec![of_channel(1, 5)]);
    assert_eq!(mugs(&a), [5, 5, 0, 0]);
    let fulfilment = a.state.fulfilment(&id).expect("it is here");
    assert_eq!(fulfilment.sent().count(), 1);
    assert_eq!(status(&a).0, FulfilmentStatus::Shipped);
    a.is_proved();
}

#[test]
fn what_a_source_cancels_further_counts_beside_what_it_cancelled_before() {
    let mut a = shop_of(&["MUG"]);
    take_in(&mut a, 10, vec![shipped(0, 0)]);
    let source = shipped(0, 0).placed.source.expect("a source");
    let cancel = |count: u64| OrderCommand::CancelUnits {
        order: order_id("1"),
        lines: vec![UnitsOfLine {
            line: line_key("MUG"),
            units: units(count),
        }],
        why: CancelReason::Source(source.clone()),
        rows: Vec::new(),
    };
    // As what the floor gave back is cancelled in the words of the order's last cancellation.
    does(&mut a, 20, orders(cancel(2)));
    does(&mut a, 30, orders(cancel(1)));
    assert_eq!(mugs(&a)[0], 2);
    a.is_proved();
}

#[test]
fn what_came_in_does_not_shrink_with_a_word_that_waits_for_a_person() {
    let mut a = shop_of(&["MUG"]);
    let paid = |day, count, euros: i64| {
        let mut record = record("1", 0, vec![line("MUG", count, 4)]);
        record.placed.updated_at = Some(time(day));
        record.paid = Some(crate::office_world::eur(euros).amount);
        record
    };
    take_in(&mut a, 10, vec![paid(0, 5, 20)]);
    let more = OrderCommand::AddLines {
        order: order_id("1"),
        lines: vec![line("MUG", 1, 4)],
    };
    does(&mut a, 20, orders(more));
    take_in(&mut a, 30, vec![paid(1, 3, 12)]);
    assert!(doubts(&a, "1").contains(&Doubt::SourceChanged));
    assert_eq!(account(&a, "1").paid, 200_000);
}
