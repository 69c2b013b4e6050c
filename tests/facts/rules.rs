//! Rules that hold over all areas: forks, later versions, rights, leases, erasures, merges, halves of one command.

use crate::support::{code, units};
use crate::tablets::{Tablet, exchange, warehouse};
use depo::stream::commit::{Commit, NameBytes, Recorded, Touches};
use depo::trade::Event;
use depo::trade::catalog::{CatalogFact, ItemField, ItemSet};
use depo::trade::conflicts::{Choice, ConflictFact, Settled};
use depo::trade::demand::{LineKey, Part};
use depo::trade::fulfilment::{
    Executor, FulfilmentFact, FulfilmentLines, LineRun, Routed, Taken, TakenUp,
};
use depo::trade::goods::Goods;
use depo::trade::id::HoldId;
use depo::trade::id::{
    BatchId, ChannelId, DocumentId, ErasureId, FirstCode, FulfilmentOrderId, ItemId, LocationId,
    Name, OrderId, OrderKey,
};
use depo::trade::identity::canonical::Canonical;
use depo::trade::identity::{IdentityFact, Merged, Pair};
use depo::trade::leases::{
    LeaseFact, LeaseGranted, LeaseKey, LeasesTaken, LeasesTakenOver, TakeoverReason,
};
use depo::trade::money::Terms;
use depo::trade::orders::{
    HoldKind, HoldPlaced, HoldRef, LineItem, OrderFact, OrderPlaced, PlacedLine, PricedUnits,
};
use depo::trade::people::{PeopleFact, Role, RoleGranted};
use depo::trade::personal::{
    ErasedSlots, ErasureCause, ErasureOrdered, PersonalFact, Row as PersonalRow, RowsWritten, Slot,
};
use depo::trade::picking::{BatchReleased, PickingFact};
use depo::trade::place::{LossReason, Place};
use depo::trade::quantity::{Amount, Currency, Instant, SourceTime};
use depo::trade::relations::At;
use depo::trade::state::entries::{Clash, Entry};
use depo::trade::state::promise::Freshness;
use depo::trade::stock::posting::AccountKey;
use depo::trade::stock::{Moved, StockFact};
use std::sync::Arc;

fn item(text: &str) -> ItemId {
    ItemId {
        client: None,
        name: Name::Coded(FirstCode::new(code(text))),
    }
}

fn bin(text: &str) -> Place {
    Place::Location(LocationId {
        warehouse: warehouse("W1"),
        first: FirstCode::new(code(text)),
    })
}

fn moved(text: &str, from: Place, to: Place, number: u64) -> Event {
    let goods = Goods::new(item(text));
    Event::Stock(StockFact::Moved(Moved {
        goods,
        becomes: None,
        from,
        to,
        units: units(number),
        serials: Vec::new(),
    }))
}

fn found() -> Place {
    Place::Loss {
        warehouse: warehouse("W1"),
        reason: LossReason::Found,
    }
}

fn balance(tablet: &Tablet, place: &str, text: &str) -> i128 {
    tablet
        .state
        .ledger
        .balance(&AccountKey::new(bin(place), Goods::new(item(text))))
}

pub fn order_id(number: &str) -> OrderId {
    let channel = ChannelId {
        first: FirstCode::new(code("SHOP")),
    };
    OrderId {
        channel,
        key: OrderKey::Number(code(number)),
        generation: 0,
    }
}

fn line(text: &str, number: u64) -> PlacedLine {
    PlacedLine {
        key: LineKey::Written {
            code: code(text),
            attributes: Vec::new(),
        },
        item: LineItem::AsKey,
        prices: vec![PricedUnits {
            price: Amount::new(50_000),
            units: units(number),
            discount: Amount::ZERO,
            tax: Amount::ZERO,
        }],
        more: Vec::new(),
    }
}

/// An order on account, of these lines.
pub fn placed_order(number: &str, lines: Vec<PlacedLine>) -> OrderPlaced {
    OrderPlaced::plain(
        order_id(number),
        SourceTime::Exact(Instant {
            ms: crate::tablets::DAY,
        }),
        Currency::new("EUR").expect("a currency"),
        lines,
    )
}

fn placed(number: &str, lines: Vec<PlacedLine>) -> Event {
    Event::Orders(OrderFact::Placed(Arc::new(placed_order(number, lines))))
}

fn routed(number: &str, placed: &At) -> Event {
    Event::Fulfilment(FulfilmentFact::Routed(Arc::new(Routed {
        order: order_id(number),
        executor: Executor::Warehouse(warehouse("W1")),
        lines: FulfilmentLines::Whole {
            placed: placed.fact(),
            runs: vec![LineRun { first: 0, more: 0 }],
        },
        due: None,
    })))
}

fn taken_up(fulfilment: FulfilmentOrderId) -> Event {
    Event::Fulfilment(FulfilmentFact::TakenUp(TakenUp {
        fulfilment,
        taken: Taken::AsRouted,
    }))
}

#[test]
fn a_fork_of_which_both_branches_picked_counts_both_and_is_one_entry() {
    let mut a = Tablet::founder();
    a.write(
        10,
        Some(&warehouse("W1")),
        vec![moved("MUG", found(), bin("A1"), 10)],
    );
    // A profile is copied, and both copies go on.
    let mut copy = a.clone();
    a.write(
        20,
        Some(&warehouse("W1")),
        vec![moved("MUG", bin("A1"), bin("T1"), 3)],
    );
    copy.write(
        21,
        Some(&warehouse("W1")),
        vec![moved("MUG", bin("A1"), bin("T2"), 4)],
    );
    exchange(&mut a, &mut copy);
    for tablet in [&a, &copy] {
        assert_eq!(
            (
                balance(tablet, "A1", "MUG"),
                balance(tablet, "T1", "MUG"),
                balance(tablet, "T2", "MUG")
            ),
            (3, 3, 4)
        );
        let clashes = tablet.clashes();
        assert!(
            matches!(clashes.as_slice(), [Clash::Fork { branches, .. }] if branches.len() == 2),
            "{clashes:?}"
        );
        tablet.is_proved();
    }
    assert_eq!(format!("{:?}", a.state), format!("{:?}", copy.state));
    // Each goes on as a new incarnation.
    a.begin_anew(b'C', 30);
    copy.begin_anew(b'D', 31);
    exchange(&mut a, &mut copy);
    a.write(
        40,
        Some(&warehouse("W1")),
        vec![moved("MUG", bin("A1"), bin("T1"), 1)],
    );
    exchange(&mut a, &mut copy);
    assert_eq!(
        (balance(&a, "A1", "MUG"), balance(&copy, "A1", "MUG")),
        (2, 2)
    );
    a.is_proved();
}

/// What an older program holds of a fact of a later version: a kind that it does not know, and what it touches.
pub fn newer(tablet: &Tablet, touches: Touches) -> Commit<Event> {
    let mut probe = tablet.clone();
    let at = probe.write(50, Some(&warehouse("W1")), Vec::new());
    let mut commit = probe.commit(&at);
    commit.events = vec![Recorded::Newer {
        touches,
        bytes: Box::from([99, 1, 2, 3].as_slice()),
    }];
    commit
}

#[test]
fn what_a_newer_version_says_of_one_warehouse_stops_no_other_one() {
    let mut a = Tablet::founder();
    let w2 = Place::Location(LocationId {
        warehouse: warehouse("W2"),
        first: FirstCode::new(code("A1")),
    });
    let opening = |of: &str| Place::Opening(warehouse(of));
    a.write(
        10,
        Some(&warehouse("W1")),
        vec![moved("MUG", opening("W1"), bin("A1"), 10)],
    );
    a.write(
        11,
        Some(&warehouse("W2")),
        vec![moved("MUG", opening("W2"), w2, 5)],
    );
    let commit = newer(
        &a,
        Touches {
            whole_scope: true,
            ..Touches::default()
        },
    );
    a.append(&commit);
    let promises = a.state.promises(&Freshness::default(), &a.relations());
    let sellable = |of: &str| {
        let of = promises
            .iter()
            .filter(|(key, _)| key.warehouse == warehouse(of));
        of.map(|(_, promise)| promise.sellable).sum::<i128>()
    };
    assert_eq!((sellable("W1"), sellable("W2")), (0, 5));
    a.is_proved();
}

#[test]
fn an_older_program_promises_nothing_of_what_a_newer_one_touched_and_records_what_hands_do_there() {
    let mut a = Tablet::founder();
    a.write(
        10,
        Some(&warehouse("W1")),
        vec![
            moved("MUG", found(), bin("A1"), 10),
            moved("PEN", found(), bin("A1"), 5),
        ],
    );
    let touches = Touches {
        items: vec![NameBytes::of(&item("MUG"))],
        ..Touches::default()
    };
    let commit = newer(&a, touches);
    let at = a.append(&commit);
    assert_eq!(a.clashes(), [Clash::NeedsUpdate(at.fact())]);
    let promises = a.state.promises(&Freshness::default(), &a.relations());
    let sellable = |text: &str| {
        let of = promises.iter().filter(|(key, _)| key.item == item(text));
        of.map(|(_, promise)| promise.sellable).sum::<i128>()
    };
    assert_eq!((sellable("MUG"), sellable("PEN")), (0, 5));
    a.write(
        60,
        Some(&warehouse("W1")),
        vec![moved("MUG", bin("A1"), bin("A2"), 1)],
    );
    assert_eq!(balance(&a, "A2", "MUG"), 1);
    a.is_proved();
}

#[test]
fn one_half_of_a_command_alone_is_under_way_and_an_entry_once_its_stream_went_on() {
    let mut a = Tablet::founder();
    let order = a.write(10, None, vec![placed("1001", vec![line("MUG", 3)])]);
    let route = a.write(20, None, vec![routed("1001", &order)]);
    let fulfilment = FulfilmentOrderId(a.opened_by(&route));
    let underway = |tablet: &Tablet| {
        let demand = tablet
            .state
            .demand(tablet.state.order(&order_id("1001")).expect("the order"));
        let parts = demand.parts.values();
        parts
            .flat_map(|part| part.work.values())
            .map(|work| (work.underway, work.open))
            .collect::<Vec<_>>()
    };
    assert_eq!((underway(&a), a.clashes()), (vec![(3, 0)], vec![]));
    let mut late = a.clone();
    a.write(20, Some(&warehouse("W1")), vec![taken_up(fulfilment)]);
    assert_eq!((underway(&a), a.clashes()), (vec![(0, 3)], vec![]));
    late.write(30, None, vec![placed("1002", vec![line("MUG", 1)])]);
    assert_eq!(late.clashes(), [Clash::HalfMissing(fulfilment)]);
}

#[test]
fn what_is_taken_up_twice_by_two_devices_is_once() {
    let mut a = Tablet::founder();
    let order = a.write(10, None, vec![placed("1001", vec![line("MUG", 3)])]);
    let route = a.write(20, None, vec![routed("1001", &order)]);
    let fulfilment = FulfilmentOrderId(a.opened_by(&route));
    let mut b = Tablet::joining(b'B', &a);
    a.write(30, Some(&warehouse("W1")), vec![taken_up(fulfilment)]);
    b.write(31, Some(&warehouse("W1")), vec![taken_up(fulfilment)]);
    exchange(&mut a, &mut b);
    let demand = a
        .state
        .demand(a.state.order(&order_id("1001")).expect("the order"));
    let part = demand
        .parts
        .get(&(line("MUG", 3).key, Part::Line))
        .expect("the line");
    let work: Vec<i128> = part.work.values().map(|work| work.open).collect();
    assert_eq!((work, a.clashes()), (vec![3], vec![]));
}

#[test]
fn an_order_taken_in_on_two_tablets_is_one_and_differences_are_an_entry() {
    let mut a = Tablet::founder();
    let mut b = Tablet::joining(b'B', &a);
    a.write(
        10,
        None,
        vec![
            placed("1001", vec![line("MUG", 3)]),
            placed("1002", vec![line("MUG", 1)]),
            placed("1003", vec![line("MUG", 1)]),
        ],
    );
    let on_delivery = OrderPlaced {
        terms: Terms::CashOnDelivery,
        ..placed_order("1003", vec![line("MUG", 1)])
    };
    let other = b.write(
        11,
        None,
        vec![
            placed("1001", vec![line("MUG", 3)]),
            placed("1002", vec![line("MUG", 2)]),
            Event::Orders(OrderFact::Placed(Arc::new(on_delivery))),
        ],
    );
    exchange(&mut a, &mut b);
    let ordered = |number: &str| {
        let order = a.state.order(&order_id(number)).expect("the order");
        a.state
            .demand(order)
            .parts
            .values()
            .map(|part| part.raw.ordered())
            .sum::<i128>()
    };
    assert_eq!((ordered("1001"), ordered("1002")), (3, 1));
    let twice = |number: &str, index: u32| Clash::PlacedTwice {
        order: order_id(number),
        others: vec![other.with_index(index).fact()],
    };
    assert_eq!(a.clashes(), [twice("1002", 1), twice("1003", 2)]);
    a.is_proved();
}

#[test]
fn one_number_typed_on_two_devices_for_two_people_is_an_entry_though_the_goods_are_the_same() {
    let mut a = Tablet::founder();
    let mut b = Tablet::joining(b'B', &a);
    let typed = |seconds: i64| match placed("M0003", vec![line("MUG", 1)]) {
        Event::Orders(OrderFact::Placed(order)) => {
            let order = OrderPlaced {
                source: None,
                placed_at: SourceTime::Civil { seconds },
                ..(*order).clone()
            };
            Event::Orders(OrderFact::Placed(Arc::new(order)))
        }
        other => other,
    };
    a.write(10, None, vec![typed(1_000)]);
    let other = b.write(11, None, vec![typed(1_060)]);
    exchange(&mut a, &mut b);
    assert_eq!(
        a.clashes(),
        [Clash::PlacedTwice {
            order: order_id("M0003"),
            others: vec![other.fact()]
        }]
    );
    a.is_proved();
}

fn renamed(text: &str, sku: &str) -> Event {
    let fields = vec![ItemField::Sku(code(sku))];
    Event::Catalog(CatalogFact::ItemSet(ItemSet {
        item: item(text),
        fields,
    }))
}

#[test]
fn a_field_changed_twice_is_one_entry_and_is_settled_by_a_fact() {
    let mut a = Tablet::founder();
    let mut b = Tablet::joining(b'B', &a);
    a.write(10, None, vec![renamed("MUG", "MUG-RED")]);
    b.write(11, None, vec![renamed("MUG", "MUG-BLUE")]);
    exchange(&mut a, &mut b);
    let entries = a.entries();
    assert_eq!(entries.len(), 1, "{entries:?}");
    let Entry { id, clash } = &entries[0];
    let document = DocumentId::Item(item("MUG"));
    assert!(
        matches!(clash, Clash::FieldTwice { document: of, facts, .. } if *of == document && facts.len() == 2),
        "{clash:?}"
    );
    assert_eq!(entries, b.entries());
    let settled = Settled {
        entry: *id,
        document: document.clone(),
        choice: Choice::Seen,
    };
    a.write(
        20,
        None,
        vec![Event::Conflicts(ConflictFact::Settled(settled))],
    );
    exchange(&mut a, &mut b);
    assert_eq!((a.clashes(), b.clashes()), (vec![], vec![]));
    // Settling one hides no other that comes later.
    let mut c = Tablet::joining(b'C', &a);
    a.write(30, None, vec![renamed("MUG", "MUG-A")]);
    c.write(31, None, vec![renamed("MUG", "MUG-C")]);
    exchange(&mut a, &mut c);
    assert_eq!(a.clashes().len(), 1);
}

#[test]
fn equal_values_that_two_set_are_no_entry() {
    let mut a = Tablet::founder();
    let mut b = Tablet::joining(b'B', &a);
    a.write(10, None, vec![renamed("MUG", "MUG-RED")]);
    b.write(11, None, vec![renamed("MUG", "MUG-RED")]);
    exchange(&mut a, &mut b);
    assert_eq!(a.clashes(), []);
}

#[test]
fn of_two_who_take_a_lease_over_the_first_in_order_holds() {
    let mut a = Tablet::founder();
    let release = a.write(
        10,
        Some(&warehouse("W1")),
        vec![Event::Picking(PickingFact::BatchReleased(BatchReleased {
            tasks: Vec::new(),
            cart: None,
        }))],
    );
    let batch = BatchId(a.opened_by(&release));
    let lease = LeaseKey::Batch(batch);
    let begun = PickingFact::StopReached {
        batch,
        location: depo::trade::id::LocationId {
            warehouse: warehouse("W1"),
            first: depo::trade::id::FirstCode::new(code("A1")),
        },
    };
    a.write(12, Some(&warehouse("W1")), vec![Event::Picking(begun)]);
    let mut b = Tablet::joining(b'B', &a);
    let mut c = Tablet::joining(b'C', &a);
    let taken = |from| {
        let leases = LeasesTaken::All;
        Event::Leases(LeaseFact::TakenOver(LeasesTakenOver {
            from,
            leases,
            reason: TakeoverReason::Lost,
        }))
    };
    b.write(20, Some(&warehouse("W1")), vec![taken(a.own)]);
    c.write(21, Some(&warehouse("W1")), vec![taken(a.own)]);
    // The first holder works on without having heard.
    let work = a.write(
        22,
        Some(&warehouse("W1")),
        vec![Event::Picking(PickingFact::BatchFinished { batch })],
    );
    exchange(&mut b, &mut c);
    exchange(&mut a, &mut b);
    exchange(&mut b, &mut c);
    for tablet in [&a, &b, &c] {
        let opened_by = tablet.state.opened_by(&lease);
        assert_eq!(
            tablet
                .state
                .leases
                .holder(&lease, opened_by, &tablet.relations())
                .stream,
            Some(b.own)
        );
        let overtaken = Clash::LeaseOvertaken {
            stream: a.own,
            works: vec![(lease.clone(), work.fact())],
        };
        assert_eq!(tablet.clashes(), [overtaken]);
    }
}

#[test]
fn a_lease_that_was_handed_over_is_no_entry() {
    let mut a = Tablet::founder();
    let lease = LeaseKey::Desk(order_id("1001"));
    a.write(10, None, vec![placed("1001", vec![line("MUG", 3)])]);
    let mut b = Tablet::joining(b'B', &a);
    let granted = LeaseGranted {
        lease: lease.clone(),
        follows: None,
        to: Some(b.own),
    };
    a.write(20, None, vec![Event::Leases(LeaseFact::Granted(granted))]);
    exchange(&mut a, &mut b);
    let holder = |tablet: &Tablet| {
        let opened_by = tablet.state.opened_by(&lease);
        tablet
            .state
            .leases
            .holder(&lease, opened_by, &tablet.relations())
            .stream
    };
    assert_eq!((holder(&a), a.clashes()), (Some(b.own), vec![]));
}

pub fn grant_of(tablet: &Tablet, of: depo::trade::id::OperatorId) -> depo::stream::id::FactId {
    let (all, _) = tablet.told();
    let granted = all.iter().find(|told| {
        matches!(&told.event, Event::People(PeopleFact::RoleGranted(granted)) if granted.operator == of)
    });
    granted.expect("the grant").at.fact()
}

#[test]
fn what_a_revoked_owner_confers_unknowing_waits_and_what_rests_on_it_waits_too() {
    let mut a = Tablet::founder();
    let second = a.hire(5, "SECOND", Role::Owner);
    let third = a.hire(6, "THIRD", Role::Picker);
    let grant = grant_of(&a, second);
    let mut b = Tablet::joining(b'B', &a);
    b.operator = Some(second);
    a.write(
        20,
        None,
        vec![Event::People(PeopleFact::RoleRevoked { grant })],
    );
    // The second owner has not heard, and makes the picker an owner, who renames an item and adds a setting.
    let promoted = RoleGranted {
        operator: third,
        role: Role::Owner,
        restrictions: Vec::new(),
    };
    let conferred = b.write(
        21,
        None,
        vec![Event::People(PeopleFact::RoleGranted(promoted))],
    );
    b.operator = Some(third);
    let rests = b.write(
        22,
        None,
        vec![Event::People(PeopleFact::DeviceRevoked { stream: a.own })],
    );
    assert_eq!(b.clashes(), []);
    exchange(&mut a, &mut b);
    for tablet in [&a, &b] {
        assert_eq!(
            tablet.clashes(),
            [Clash::Waits(conferred.fact()), Clash::Waits(rests.fact())]
        );
        tablet.is_proved();
    }
    // The founder decides.
    let decided = |fact, allowed| Event::People(PeopleFact::WaitingDecided { fact, allowed });
    a.write(
        30,
        None,
        vec![
            decided(conferred.fact(), false),
            decided(rests.fact(), false),
        ],
    );
    exchange(&mut a, &mut b);
    assert_eq!((a.clashes(), b.clashes()), (vec![], vec![]));
}

#[test]
fn a_hold_that_a_revoked_clerk_lifts_unknowing_stays_until_somebody_decides() {
    for allowed in [true, false] {
        let mut a = Tablet::founder();
        let clerk = a.hire(5, "CLERK", Role::Office);
        let grant = grant_of(&a, clerk);
        a.write(10, None, vec![placed("1001", vec![line("MUG", 3)])]);
        let hold = HoldPlaced {
            order: order_id("1001"),
            kind: HoldKind::Fraud,
            until: None,
            rows: Vec::new(),
        };
        let held = a.write(11, None, vec![Event::Orders(OrderFact::HoldPlaced(hold))]);
        let hold = HoldRef::Opened(HoldId(a.opened_by(&held)));
        let mut b = Tablet::joining(b'B', &a);
        b.operator = Some(clerk);
        a.write(
            20,
            None,
            vec![Event::People(PeopleFact::RoleRevoked { grant })],
        );
        let lifted = OrderFact::HoldReleased {
            order: order_id("1001"),
            hold,
        };
        let lifted = b.write(21, None, vec![Event::Orders(lifted)]);
        let holds = |tablet: &Tablet| {
            tablet
                .state
                .order(&order_id("1001"))
                .expect("it")
                .holds()
                .len()
        };
        assert_eq!(holds(&b), 0);
        exchange(&mut a, &mut b);
        for tablet in [&a, &b] {
            assert_eq!(tablet.clashes(), [Clash::Waits(lifted.fact())]);
            assert_eq!(holds(tablet), 1, "it is held still");
        }
        let fact = lifted.fact();
        let decided = PeopleFact::WaitingDecided { fact, allowed };
        a.write(30, None, vec![Event::People(decided)]);
        exchange(&mut a, &mut b);
        for tablet in [&a, &b] {
            assert_eq!(tablet.clashes(), []);
            assert_eq!(holds(tablet), usize::from(!allowed));
            tablet.is_proved();
        }
    }
}

#[test]
fn revocations_that_meet_each_other_both_stand_and_the_founders_right_falls_only_by_his_own_fact() {
    let mut a = Tablet::founder();
    let founder = a.operator;
    let second = a.hire(5, "SECOND", Role::Owner);
    let third = a.hire(6, "THIRD", Role::Owner);
    let grants = (
        grant_of(&a, second),
        grant_of(&a, third),
        grant_of(&a, founder.expect("the founder")),
    );
    let mut b = Tablet::joining(b'B', &a);
    let mut c = Tablet::joining(b'C', &a);
    (b.operator, c.operator) = (Some(second), Some(third));
    b.write(
        20,
        None,
        vec![Event::People(PeopleFact::RoleRevoked { grant: grants.1 })],
    );
    c.write(
        21,
        None,
        vec![
            Event::People(PeopleFact::RoleRevoked { grant: grants.0 }),
            Event::People(PeopleFact::RoleRevoked { grant: grants.2 }),
        ],
    );
    exchange(&mut b, &mut c);
    exchange(&mut a, &mut b);
    exchange(&mut b, &mut c);
    let may = |tablet: &mut Tablet, operator| {
        tablet.operator = operator;
        let at = tablet.context(30).at(0, 0);
        let relations = tablet.relations();
        let knowing = crate::tablets::Newest(&relations, at);
        tablet.state.authority.has_role(&at, &[], &knowing)
    };
    assert_eq!(
        (
            may(&mut a, founder),
            may(&mut b, Some(second)),
            may(&mut c, Some(third))
        ),
        (true, false, false)
    );
}

pub fn row(byte: u8) -> PersonalRow {
    PersonalRow {
        slot: Slot::Recipient,
        hash: [byte; 16],
    }
}

/// The erasure of a recipient: ordered on one tablet, known to the other, and executed on the first.
fn executed_erasure(a: &mut Tablet, b: &mut Tablet, document: DocumentId) -> ErasureId {
    let slots = vec![ErasedSlots {
        document,
        slots: vec![Slot::Recipient],
    }];
    let ordered = ErasureOrdered {
        cause: ErasureCause::Request,
        slots,
    };
    let order = a.write(
        20,
        None,
        vec![Event::Personal(PersonalFact::ErasureOrdered(ordered))],
    );
    let erasure = ErasureId(a.opened_by(&order));
    b.take(a);
    a.write(
        30,
        None,
        vec![Event::Personal(PersonalFact::ErasureExecuted { erasure })],
    );
    erasure
}

#[test]
fn a_late_row_dies_after_its_erasure_and_one_that_knew_an_execution_lives() {
    let mut a = Tablet::founder();
    let document = DocumentId::Order(order_id("1001"));
    let written = |byte| {
        let (document, rows) = (document.clone(), vec![row(byte)]);
        Event::Personal(PersonalFact::RowsWritten(RowsWritten { document, rows }))
    };
    a.write(
        10,
        None,
        vec![placed("1001", vec![line("MUG", 3)]), written(1)],
    );
    let mut b = Tablet::joining(b'B', &a);
    let mut c = Tablet::joining(b'C', &a);
    let erasure = executed_erasure(&mut a, &mut b, document.clone());
    b.write(
        31,
        None,
        vec![Event::Personal(PersonalFact::ErasureExecuted { erasure })],
    );
    // C knows nothing of it and writes a row; A knows its own execution and not B's.
    c.write(40, None, vec![written(2)]);
    a.write(41, None, vec![written(3)]);
    exchange(&mut a, &mut b);
    exchange(&mut a, &mut c);
    let live = |tablet: &Tablet| {
        let relations = tablet.relations();
        let rows = tablet.state.rows_of(&document);
        let live = rows.filter(|(id, at, row)| {
            tablet
                .state
                .erasures
                .lives(&id.document, row, at, &relations)
        });
        live.map(|(_, _, row)| row.hash[0]).collect::<Vec<_>>()
    };
    assert_eq!((live(&a), live(&c)), (vec![3], vec![3]));
}

#[test]
fn an_erasure_called_off_too_late_is_void_and_an_entry() {
    let mut a = Tablet::founder();
    let mut b = Tablet::joining(b'B', &a);
    let document = DocumentId::Order(order_id("1"));
    let erasure = executed_erasure(&mut a, &mut b, document);
    b.write(
        31,
        None,
        vec![Event::Personal(PersonalFact::ErasureRevoked { erasure })],
    );
    exchange(&mut a, &mut b);
    assert_eq!(
        (a.clashes(), b.clashes()),
        (
            vec![Clash::ErasureTooLate(erasure)],
            vec![Clash::ErasureTooLate(erasure)]
        )
    );
}

#[test]
fn a_merge_sums_under_one_name_and_revoking_it_changes_no_fact() {
    let mut a = Tablet::founder();
    a.write(
        10,
        Some(&warehouse("W1")),
        vec![
            moved("MUG", found(), bin("A1"), 4),
            moved("CUP", found(), bin("A1"), 3),
        ],
    );
    let merged = Merged {
        pair: Pair::Items {
            from: item("CUP"),
            into: item("MUG"),
        },
    };
    let merge = a.write(
        20,
        None,
        vec![Event::Identity(IdentityFact::Merged(merged))],
    );
    assert_eq!(a.state.components.item(&item("CUP")), item("MUG"));
    assert_eq!((balance(&a, "A1", "MUG"), balance(&a, "A1", "CUP")), (7, 0));
    a.write(
        30,
        Some(&warehouse("W1")),
        vec![moved("CUP", bin("A1"), bin("A2"), 5)],
    );
    assert_eq!((balance(&a, "A1", "MUG"), balance(&a, "A2", "MUG")), (2, 5));
    a.is_proved();
    a.write(
        40,
        None,
        vec![Event::Identity(IdentityFact::MergeRevoked {
            merge: merge.fact(),
        })],
    );
    assert_eq!(
        (
            balance(&a, "A1", "MUG"),
            balance(&a, "A1", "CUP"),
            balance(&a, "A2", "CUP")
        ),
        (4, -2, 5)
    );
    a.is_proved();
}

#[test]
fn merges_in_a_circle_are_an_entry() {
    let mut a = Tablet::founder();
    let mut b = Tablet::joining(b'B', &a);
    let merge = |from: &str, into: &str| {
        let pair = Pair::Items {
            from: item(from),
            into: item(into),
        };
        Event::Identity(IdentityFact::Merged(Merged { pair }))
    };
    a.write(10, None, vec![merge("CUP", "MUG")]);
    b.write(11, None, vec![merge("MUG", "CUP")]);
    exchange(&mut a, &mut b);
    let circle = vec![Clash::MergeCircle(DocumentId::Item(item("CUP")))];
    assert_eq!((a.clashes(), b.clashes()), (circle.clone(), circle));
}

#[test]
fn of_two_items_into_which_a_third_was_merged_the_one_that_was_seen_first_stands_for_all() {
    let mut a = Tablet::founder();
    let mut b = Tablet::joining(b'B', &a);
    let merge = |into: &str| {
        let pair = Pair::Items {
            from: item("CUP"),
            into: item(into),
        };
        Event::Identity(IdentityFact::Merged(Merged { pair }))
    };
    let found = |text: &str, units: u64| moved(text, found(), bin("A1"), units);
    let write = |tablet: &mut Tablet, seconds: i64, event: Event| {
        tablet.write(seconds, Some(&warehouse("W1")), vec![event]);
    };
    b.write(5, None, vec![renamed("TEA", "TEA")]);
    write(&mut b, 6, found("TEA", 1));
    a.write(9, None, vec![renamed("MUG", "MUG")]);
    write(&mut a, 10, found("CUP", 3));
    write(&mut a, 11, found("MUG", 4));
    a.write(20, None, vec![merge("MUG")]);
    a.write(21, None, vec![merge("TEA")]);
    write(&mut a, 22, found("TEA", 2));
    assert_eq!((balance(&a, "A1", "MUG"), balance(&a, "A1", "TEA")), (9, 0));
    // What was seen of the tea before reaches the tablet when everything is booked.
    exchange(&mut a, &mut b);
    for tablet in [&a, &b] {
        assert_eq!(
            (balance(tablet, "A1", "TEA"), balance(tablet, "A1", "MUG")),
            (10, 0)
        );
        tablet.is_proved();
    }
    assert_eq!(format!("{:?}", a.state), format!("{:?}", b.state));
}
