//! Personal data and identities: what is erased and when, what is merged and taken apart.

use crate::office_world::{
    decide, does, eur, item, know, line, order_id, orders, pay, record, refused, row, take_in,
};
use crate::support::{code, units};
use crate::tablets::{Tablet, exchange, warehouse};
use depo::stream::id::FactId;
use depo::trade::Event;
use depo::trade::catalog::{BaseUnit, CatalogFact, ItemField, ItemSet};
use depo::trade::decide::Refusal;
use depo::trade::decide::office::OfficeCommand;
use depo::trade::decide::refusal::ErasureBlock;
use depo::trade::goods::Goods;
use depo::trade::id::{DocumentId, ErasureId, FirstCode, ItemId, LocationId, Name, OrderId};
use depo::trade::identity::commands::IdentityCommand;
use depo::trade::identity::{Pair, PlaceholderKind};
use depo::trade::orders::commands::OrderCommand;
use depo::trade::orders::{CancelReason, HoldKind, HoldPlaced, OrderFact};
use depo::trade::people::Role;
use depo::trade::personal::commands::{PersonalCommand, document_rows, row_in_force};
use depo::trade::personal::erasures::ErasureStatus;
use depo::trade::personal::subject::{came_late, slots_of};
use depo::trade::personal::{ErasedSlots, ErasureCause, PersonalFact, RowsWritten, Slot};
use depo::trade::place::{LossReason, Place};
use depo::trade::state::entries::Clash;
use depo::trade::stock::posting::AccountKey;
use depo::trade::stock::{Moved, StockFact};

const HOUR: i64 = 3_600;

fn document() -> DocumentId {
    DocumentId::Order(order_id("1"))
}

fn personal(command: PersonalCommand) -> OfficeCommand {
    OfficeCommand::Personal(command)
}

fn erase() -> OfficeCommand {
    personal(PersonalCommand::OrderErasure {
        cause: ErasureCause::Request,
        slots: vec![ErasedSlots {
            document: document(),
            slots: vec![Slot::Recipient, Slot::Note],
        }],
    })
}

fn execute(erasure: ErasureId, alone: bool) -> OfficeCommand {
    personal(PersonalCommand::ExecuteErasure { erasure, alone })
}

fn revoke(erasure: ErasureId) -> OfficeCommand {
    personal(PersonalCommand::RevokeErasure { erasure })
}

/// A tablet whose order was cancelled, and is erased by an order to erase at second 100.
fn closed_and_erased() -> (Tablet, ErasureId) {
    let mut a = Tablet::founder();
    know(&mut a, &["MUG"]);
    take_in(&mut a, 10, vec![record("1", 0, vec![line("MUG", 2, 50)])]);
    let blocked = Refusal::ErasureRestricted(ErasureBlock::OpenWork(order_id("1")));
    refused(&a, 20, erase(), blocked);
    let why = CancelReason::Customer;
    let cancel = OrderCommand::CancelOrders {
        orders: vec![order_id("1")],
        why,
    };
    does(&mut a, 30, orders(cancel));
    let commits = decide(&a, 100, &erase()).expect("it is decided");
    let at = a.append_all(100, commits)[0];
    let erasure = ErasureId(a.opened_by(&at));
    (a, erasure)
}

fn live(tablet: &Tablet) -> Vec<Slot> {
    let document = document();
    let rows = document_rows(&tablet.state, &document, &tablet.relations());
    rows.into_iter()
        .map(|(_, _, row)| row.slot.clone())
        .collect()
}

#[test]
fn an_erasure_waits_its_delay_and_runs_at_once_on_one_device() {
    let (mut a, erasure) = closed_and_erased();
    assert_eq!(live(&a), [Slot::Recipient]);
    let until = crate::office_world::instant(100 + 24 * HOUR);
    refused(
        &a,
        200,
        execute(erasure, false),
        Refusal::ErasureWaits {
            until: until.clone(),
        },
    );
    let mut later = a.clone();
    does(&mut later, 101 + 24 * HOUR, execute(erasure, false));
    assert_eq!(live(&later), []);
    // Whoever says that it is the only device, and holds facts of another, is not believed.
    let mut other = Tablet::joining(b'B', &a);
    take_in(
        &mut other,
        150,
        vec![record("7", 0, vec![line("MUG", 1, 5)])],
    );
    let mut of_two = a.clone();
    of_two.take(&other);
    refused(
        &of_two,
        200,
        execute(erasure, true),
        Refusal::ErasureWaits { until },
    );
    does(&mut a, 200, execute(erasure, true));
    assert_eq!(live(&a), []);
    refused(&a, 300, execute(erasure, true), Refusal::NothingToDo);
    refused(&a, 300, revoke(erasure), Refusal::RestsOnIt);
}

#[test]
fn money_that_is_to_go_back_blocks_an_erasure() {
    let mut a = Tablet::founder();
    know(&mut a, &["MUG"]);
    take_in(&mut a, 10, vec![record("1", 0, vec![line("MUG", 2, 50)])]);
    pay(&mut a, 20, "1", 100);
    let why = CancelReason::Customer;
    does(
        &mut a,
        30,
        orders(OrderCommand::CancelOrders {
            orders: vec![order_id("1")],
            why,
        }),
    );
    let blocked = Refusal::ErasureRestricted(ErasureBlock::OpenMoney(order_id("1")));
    refused(&a, 40, erase(), blocked);
    does(
        &mut a,
        50,
        crate::office_world::refund("1", eur(100).amount.get() / 10_000, None),
    );
    assert!(decide(&a, 60, &erase()).is_ok());
}

#[test]
fn a_late_row_dies_after_its_erasure() {
    let (mut a, erasure) = closed_and_erased();
    let mut b = Tablet::joining(b'B', &a);
    let note = |seconds: i64, tablet: &mut Tablet| {
        let rows = vec![row(Slot::Note)];
        let document = document();
        does(
            tablet,
            seconds,
            personal(PersonalCommand::WriteRows { document, rows }),
        );
    };
    does(&mut a, 200, execute(erasure, true));
    note(210, &mut b);
    assert_eq!(live(&b), [Slot::Recipient, Slot::Note]);
    exchange(&mut a, &mut b);
    assert_eq!((live(&a), live(&b)), (vec![], vec![]));
    // Who knows of the erasure writes for a reason of its own.
    note(220, &mut b);
    assert_eq!(live(&b), [Slot::Note]);
    // But no file does.
    let mut again = record("1", 0, vec![line("MUG", 2, 50)]);
    again.placed.updated_at = Some(crate::office_world::time(5));
    again.recipient = depo::trade::orders::commands::RecipientWord::Changed;
    again.placed.rows = vec![row(Slot::Recipient), row(Slot::SourceRecipient)];
    take_in(&mut b, 230, vec![again]);
    assert!(!live(&b).contains(&Slot::Recipient));
}

#[test]
fn what_an_erasure_had_not_heard_of_is_erased_once_it_comes() {
    let (mut a, erasure) = closed_and_erased();
    let mut b = Tablet::joining(b'B', &a);
    does(&mut a, 200, execute(erasure, true));
    // Away from the others somebody holds the order, in words about its customer.
    let hold = OrderFact::HoldPlaced(HoldPlaced {
        order: order_id("1"),
        kind: HoldKind::Operator,
        until: None,
        rows: vec![row(Slot::Note)],
    });
    b.write(210, None, vec![Event::Orders(hold)]);
    exchange(&mut a, &mut b);
    let late = came_late(&a.state, &a.relations());
    let [(cause, slots)] = late.as_slice() else {
        unreachable!("{late:?}");
    };
    assert!(matches!(slots[0].document, DocumentId::Hold(_)));
    let order = PersonalCommand::OrderErasure {
        cause: cause.clone(),
        slots: slots.clone(),
    };
    let commits = decide(&a, 220, &personal(order)).expect("it is decided");
    let at = a.append_all(220, commits)[0];
    let second = ErasureId(a.opened_by(&at));
    does(&mut a, 230 + 24 * HOUR, execute(second, false));
    exchange(&mut a, &mut b);
    for tablet in [&a, &b] {
        let relations = tablet.relations();
        assert_eq!(came_late(&tablet.state, &relations), []);
        let words = document_rows(&tablet.state, &slots[0].document, &relations);
        assert!(words.is_empty(), "{words:?}");
    }
}

#[test]
fn the_name_of_a_file_goes_with_the_last_order_that_came_from_it() {
    let mut a = Tablet::founder();
    know(&mut a, &["MUG"]);
    for number in ["1", "2"] {
        take_in(
            &mut a,
            10,
            vec![record(number, 0, vec![line("MUG", 2, 50)])],
        );
    }
    // Both records came from the file `[1; 16]`.
    let document = DocumentId::File([1; 16]);
    let rows = vec![row(Slot::FileName)];
    does(
        &mut a,
        20,
        personal(PersonalCommand::WriteRows {
            document: document.clone(),
            rows,
        }),
    );
    let names_file = |orders: &[OrderId]| {
        let slots = slots_of(&a.state, orders);
        slots
            .iter()
            .any(|erased| erased.document == document && erased.slots == [Slot::FileName])
    };
    assert!(!names_file(&[order_id("1")]), "another order came from it");
    assert!(names_file(&[order_id("1"), order_id("2")]));
}

#[test]
fn an_erasure_called_off_too_late_is_void_and_an_entry() {
    let (mut a, erasure) = closed_and_erased();
    let mut b = Tablet::joining(b'B', &a);
    does(&mut a, 200, execute(erasure, true));
    does(&mut b, 210, revoke(erasure));
    assert_eq!(
        b.state.erasures.status(&erasure, &b.relations()),
        Some(ErasureStatus::Revoked)
    );
    assert_eq!(live(&b), [Slot::Recipient]);
    exchange(&mut a, &mut b);
    for tablet in [&a, &b] {
        let status = tablet.state.erasures.status(&erasure, &tablet.relations());
        assert_eq!(status, Some(ErasureStatus::RevokedTooLate));
        assert_eq!(live(tablet), []);
        assert_eq!(tablet.clashes(), [Clash::ErasureTooLate(erasure)]);
    }
}

#[test]
fn an_erasure_called_off_in_time_is_never_executed() {
    let (mut a, erasure) = closed_and_erased();
    does(&mut a, 200, revoke(erasure));
    refused(&a, 300, execute(erasure, true), Refusal::NothingToDo);
    refused(&a, 300, revoke(erasure), Refusal::NothingToDo);
    assert_eq!(live(&a), [Slot::Recipient]);
}

#[test]
fn only_who_may_orders_an_erasure() {
    let (mut a, _) = closed_and_erased();
    let clerk = a.hire(150, "CLERK", Role::Office);
    a.operator = Some(clerk);
    refused(
        &a,
        200,
        erase(),
        Refusal::NotAllowed {
            roles: vec![Role::Supervisor],
        },
    );
}

#[test]
fn the_row_that_was_written_last_is_in_force() {
    let (mut a, _) = closed_and_erased();
    let mut b = Tablet::joining(b'B', &a);
    let write = |tablet: &mut Tablet, seconds: i64| {
        let rows = RowsWritten {
            document: document(),
            rows: vec![row(Slot::Message)],
        };
        let fact = Event::Personal(PersonalFact::RowsWritten(rows));
        tablet.write(seconds, None, vec![fact])
    };
    write(&mut a, 110);
    let (first, second) = (write(&mut a, 120), write(&mut b, 130));
    exchange(&mut a, &mut b);
    let document = document();
    let said = row_in_force(&a.state, &document, &Slot::Message, &a.relations());
    let commits: Vec<_> = said.all().iter().map(|(at, _)| at.commit()).collect();
    assert_eq!(commits, [first.commit(), second.commit()]);
    assert_eq!(
        said.holding().map(|id| id.fact.commit),
        Some(second.commit())
    );
}

fn merge(from: ItemId, into: ItemId) -> OfficeCommand {
    OfficeCommand::Identity(IdentityCommand::Merge {
        pair: Pair::Items { from, into },
    })
}

fn bin() -> Place {
    Place::Location(LocationId {
        warehouse: warehouse("W1"),
        first: FirstCode::new(code("A1")),
    })
}

fn found(item: ItemId, number: u64) -> Event {
    Event::Stock(StockFact::Moved(Moved {
        goods: Goods::new(item),
        becomes: None,
        from: Place::Loss {
            warehouse: warehouse("W1"),
            reason: LossReason::Found,
        },
        to: bin(),
        units: units(number),
        serials: Vec::new(),
    }))
}

#[test]
fn merging_and_revoking_leaves_every_sum_as_it_was() {
    let mut a = Tablet::founder();
    know(&mut a, &["MUG", "CUP"]);
    let facts = vec![found(item("MUG"), 5), found(item("CUP"), 2)];
    a.write(10, Some(&warehouse("W1")), facts);
    let before = format!("{:?}", a.state.ledger);
    let sums = |a: &Tablet| {
        let of = |text: &str| {
            a.state
                .ledger
                .balance(&AccountKey::new(bin(), Goods::new(item(text))))
        };
        (of("MUG"), of("CUP"))
    };
    assert_eq!(sums(&a), (5, 2));
    let commits = decide(&a, 20, &merge(item("CUP"), item("MUG"))).expect("it is decided");
    let merged: FactId = a.append_all(20, commits)[0].fact();
    assert_eq!(sums(&a), (7, 0));
    refused(
        &a,
        30,
        merge(item("CUP"), item("MUG")),
        Refusal::NothingToDo,
    );
    refused(
        &a,
        30,
        merge(item("MUG"), item("CUP")),
        Refusal::CannotMerge,
    );
    let command = OfficeCommand::Identity(IdentityCommand::RevokeMerge { merge: merged });
    does(&mut a, 40, command.clone());
    assert_eq!(sums(&a), (5, 2));
    assert_eq!(format!("{:?}", a.state.ledger), before);
    refused(&a, 50, command, Refusal::NothingToDo);
}

#[test]
fn items_of_different_units_or_in_a_circle_are_not_merged() {
    let mut a = Tablet::founder();
    know(&mut a, &["MUG", "CUP", "TEA"]);
    let fields = vec![ItemField::BaseUnit(BaseUnit::Gram)];
    let set = ItemSet {
        item: item("TEA"),
        fields,
    };
    a.write(10, None, vec![Event::Catalog(CatalogFact::ItemSet(set))]);
    refused(
        &a,
        20,
        merge(item("TEA"), item("MUG")),
        Refusal::CannotMerge,
    );
    refused(
        &a,
        20,
        merge(item("MUG"), item("MUG")),
        Refusal::CannotMerge,
    );
    let unknown = Refusal::Unknown(DocumentId::Item(item("WHAT")));
    refused(&a, 20, merge(item("WHAT"), item("MUG")), unknown);
}

#[test]
fn a_placeholder_becomes_the_item_that_it_turned_out_to_be() {
    let mut a = Tablet::founder();
    know(&mut a, &["MUG"]);
    let kind = PlaceholderKind::Item { client: None };
    let written = Some(code("WHAT"));
    let open = IdentityCommand::OpenPlaceholder { kind, written };
    let commits = decide(&a, 10, &OfficeCommand::Identity(open)).expect("it is decided");
    let at = a.append_all(10, commits)[0];
    let placeholder = ItemId {
        client: None,
        name: Name::Placeholder(a.opened_by(&at)),
    };
    a.write(
        20,
        Some(&warehouse("W1")),
        vec![found(placeholder.clone(), 3)],
    );
    does(&mut a, 30, merge(placeholder, item("MUG")));
    let key = AccountKey::new(bin(), Goods::new(item("MUG")));
    assert_eq!(a.state.ledger.balance(&key), 3);
}
