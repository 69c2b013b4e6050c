//! Taking orders in: what a file says of new orders and of those that are here.

use crate::office_world::{
    account, decide, does, doubts, eur, free_desk, item, know, line, line_key, named, order,
    order_id, ordered, orders, pay, record, refused, row, take_in, time,
};
use crate::support::code;
use crate::tablets::{Tablet, exchange};
use depo::trade::Event;
use depo::trade::catalog::{CatalogFact, ItemField, ItemSet};
use depo::trade::decide::Refusal;
use depo::trade::id::{FirstCode, ItemId, Name, OrderId, OrderKey};
use depo::trade::orders::commands::{IncomingOrder, OrderCommand, RecipientWord, UnitsOfLine};
use depo::trade::orders::{
    AddressGiven, CancelReason, Destination, Doubt, LineItem, OrderFact, OrderField, SourceStatus,
    StatusKind,
};
use depo::trade::personal::Slot;
use depo::trade::quantity::{Amount, Country, Units};
use depo::trade::state::entries::Clash;

fn shop_of(items: &[&str]) -> Tablet {
    let mut tablet = Tablet::founder();
    know(&mut tablet, items);
    tablet
}

#[test]
fn a_re_sorted_file_changes_nothing() {
    let mut a = shop_of(&["MUG", "CUP"]);
    let mut lines = vec![line("MUG", 2, 5), line("CUP", 1, 3), line("MUG", 1, 4)];
    take_in(
        &mut a,
        10,
        vec![
            record("1", 0, lines.clone()),
            record("2", 0, vec![line("CUP", 1, 3)]),
        ],
    );
    assert_eq!(doubts(&a, "1"), [].into());
    lines.reverse();
    let again = take_in(
        &mut a,
        20,
        vec![
            record("2", 0, vec![line("CUP", 1, 3)]),
            record("1", 0, lines),
        ],
    );
    assert_eq!(again, []);
    assert_eq!(ordered(&a, "1", "MUG"), 3);
    a.is_proved();
}

#[test]
fn an_order_that_is_twice_in_one_file_is_one() {
    let mut a = shop_of(&["MUG"]);
    let one = record("1", 0, vec![line("MUG", 2, 5)]);
    let facts = take_in(&mut a, 10, vec![one.clone(), one]);
    assert_eq!(named(&facts), ["Placed"]);
}

fn to_country(letters: &str) -> Destination {
    Destination {
        country: Country::new(letters),
        region: None,
        post_code_start: None,
        answers: Vec::new(),
    }
}

fn given(letters: &str) -> OrderCommand {
    OrderCommand::GiveAddress {
        given: AddressGiven {
            order: order_id("1"),
            destination: to_country(letters),
            rows: vec![row(Slot::Recipient)],
        },
    }
}

fn addressed(day: i64, letters: &str, recipient: RecipientWord) -> IncomingOrder {
    let mut record = record("1", day, vec![line("MUG", 2, 5)]);
    record.placed.destination = Some(to_country(letters));
    record.recipient = recipient;
    record
}

#[test]
fn an_export_older_than_the_correction_by_hand_takes_nothing_back() {
    let mut a = shop_of(&["MUG"]);
    take_in(
        &mut a,
        10,
        vec![addressed(0, "DE", RecipientWord::NotCompared)],
    );
    does(&mut a, 20, orders(given("AT")));
    // The source says what it always said.
    assert_eq!(
        take_in(&mut a, 30, vec![addressed(1, "DE", RecipientWord::Same)]),
        []
    );
    assert_eq!(order(&a, "1").destination(), Some(&to_country("AT")));
    // What the source changed meanwhile is a doubt, and takes nothing back.
    let facts = take_in(&mut a, 40, vec![addressed(2, "FR", RecipientWord::Changed)]);
    assert_eq!(named(&facts), ["SourceSaid"]);
    assert_eq!(doubts(&a, "1"), [Doubt::SourceChanged].into());
    assert_eq!(order(&a, "1").destination(), Some(&to_country("AT")));
    // A file that is older than the source's last word says nothing.
    assert_eq!(
        take_in(&mut a, 50, vec![addressed(1, "DE", RecipientWord::Changed)]),
        []
    );
}

#[test]
fn an_address_that_nobody_mended_follows_its_source() {
    let mut a = shop_of(&["MUG"]);
    take_in(
        &mut a,
        10,
        vec![addressed(0, "DE", RecipientWord::NotCompared)],
    );
    for (day, country) in [(1, "FR"), (2, "IT")] {
        take_in(
            &mut a,
            20 + day,
            vec![addressed(day, country, RecipientWord::Changed)],
        );
        assert_eq!(order(&a, "1").destination(), Some(&to_country(country)));
        assert_eq!(doubts(&a, "1"), [].into());
    }
}

fn with_service(day: Option<i64>, service: &str, status: &str) -> IncomingOrder {
    let mut record = record("1", day.unwrap_or(0), vec![line("MUG", 2, 5)]);
    record.placed.service = Some(code(service));
    record.placed.statuses = vec![SourceStatus {
        kind: StatusKind::Order,
        word: code(status),
    }];
    if day.is_none() {
        record.placed.updated_at = None;
    }
    record
}

#[test]
fn a_value_of_the_source_follows_it_until_a_person_sets_another() {
    let mut a = shop_of(&["MUG"]);
    take_in(&mut a, 10, vec![with_service(Some(0), "SLOW", "new")]);
    let facts = take_in(&mut a, 20, vec![with_service(Some(1), "FAST", "new")]);
    assert_eq!(named(&facts), ["SourceSaid", "OrderSet"]);
    let fields = vec![OrderField::Service(Some(code("NIGHT")))];
    let order = order_id("1");
    does(
        &mut a,
        30,
        orders(OrderCommand::SetFields { order, fields }),
    );
    let facts = take_in(&mut a, 40, vec![with_service(Some(2), "SLOW", "new")]);
    assert_eq!(named(&facts), ["SourceSaid"]);
    assert_eq!(doubts(&a, "1"), [Doubt::SourceChanged].into());
}

#[test]
fn a_status_that_the_source_has_gone_on_from_is_an_older_file() {
    let mut a = shop_of(&["MUG"]);
    take_in(&mut a, 10, vec![with_service(None, "SLOW", "new")]);
    let facts = take_in(&mut a, 20, vec![with_service(None, "FAST", "paid")]);
    assert_eq!(named(&facts), ["SourceSaid", "OrderSet"]);
    assert_eq!(
        take_in(&mut a, 30, vec![with_service(None, "SLOW", "new")]),
        []
    );
}

fn with_refused_row() -> IncomingOrder {
    let mut record = record("1", 0, vec![line("MUG", 2, 5)]);
    record.placed.totals.total = Some(eur(13).amount);
    record.placed.doubts = vec![Doubt::RowRefused];
    record
}

fn mended() -> IncomingOrder {
    let mut record = record("1", 0, vec![line("CUP", 1, 3), line("MUG", 2, 5)]);
    if let Some(source) = &mut record.placed.source {
        source.file = [2; 16];
    }
    record
}

#[test]
fn an_order_with_a_refused_row_waits_and_the_mended_file_completes_it() {
    let mut a = shop_of(&["MUG", "CUP"]);
    take_in(&mut a, 10, vec![with_refused_row()]);
    pay(&mut a, 11, "1", 13);
    assert_eq!(
        doubts(&a, "1"),
        [Doubt::RowRefused, Doubt::TotalDiffers].into()
    );
    let waits = a
        .state
        .may_be_worked(order(&a, "1"), &a.context(12).now, &a.relations());
    assert_eq!(
        waits,
        Err(Refusal::InDoubt {
            order: order_id("1"),
            doubt: Doubt::RowRefused
        })
    );
    // The same file once more completes nothing.
    assert_eq!(take_in(&mut a, 20, vec![with_refused_row()]), []);
    let facts = take_in(&mut a, 30, vec![mended()]);
    assert_eq!(
        named(&facts),
        ["SourceSaid", "LinesAdded", "DoubtSettled", "DoubtSettled"]
    );
    assert_eq!((ordered(&a, "1", "CUP"), ordered(&a, "1", "MUG")), (1, 2));
    assert_eq!(doubts(&a, "1"), [].into());
    assert_eq!(
        a.state
            .may_be_worked(order(&a, "1"), &a.context(31).now, &a.relations()),
        Ok(())
    );
    assert_eq!(take_in(&mut a, 40, vec![mended()]), []);
}

#[test]
fn a_mended_file_read_on_two_tablets_adds_its_line_once() {
    let mut a = shop_of(&["MUG", "CUP"]);
    take_in(&mut a, 10, vec![with_refused_row()]);
    free_desk(&mut a, 11, "1");
    let mut b = Tablet::joining(b'B', &a);
    take_in(&mut a, 20, vec![mended()]);
    // The other one reads it out of another export of the same hour.
    let mut exported = mended();
    if let Some(source) = &mut exported.placed.source {
        source.file = [9; 16];
    }
    take_in(&mut b, 21, vec![exported]);
    exchange(&mut a, &mut b);
    for tablet in [&a, &b] {
        assert_eq!(
            (ordered(tablet, "1", "CUP"), ordered(tablet, "1", "MUG")),
            (1, 2)
        );
        assert_eq!(doubts(tablet, "1"), [].into());
        assert_eq!(tablet.clashes(), []);
        tablet.is_proved();
    }
}

#[test]
fn a_mended_file_waits_for_whoever_has_the_desk() {
    let mut a = shop_of(&["MUG", "CUP"]);
    take_in(&mut a, 10, vec![with_refused_row()]);
    let mut b = Tablet::joining(b'B', &a);
    take_in(&mut b, 20, vec![mended()]);
    assert_eq!(ordered(&b, "1", "CUP"), 0);
    assert!(doubts(&b, "1").contains(&Doubt::RowRefused));
    a.take(&b);
    take_in(&mut a, 30, vec![mended()]);
    assert_eq!(ordered(&a, "1", "CUP"), 1);
    assert!(!doubts(&a, "1").contains(&Doubt::RowRefused));
}

#[test]
fn fewer_units_are_a_doubt_and_cancelled_once_a_person_takes_the_word() {
    let mut a = shop_of(&["MUG"]);
    take_in(&mut a, 10, vec![record("1", 0, vec![line("MUG", 5, 2)])]);
    // A person has cancelled one already: then the source's word is asked about.
    let one = OrderCommand::CancelUnits {
        order: order_id("1"),
        lines: vec![UnitsOfLine {
            line: line("MUG", 1, 2).key,
            units: Units::ONE,
        }],
        why: CancelReason::Customer,
        rows: Vec::new(),
    };
    does(&mut a, 15, orders(one));
    let mut fewer = record("1", 0, vec![line("MUG", 3, 2)]);
    fewer.placed.updated_at = Some(time(1));
    take_in(&mut a, 20, vec![fewer.clone()]);
    assert!(doubts(&a, "1").contains(&Doubt::SourceChanged));
    let order = order_id("1");
    let accept = OrderCommand::AcceptSource {
        order,
        record: fewer.clone(),
    };
    let facts = does(&mut a, 30, orders(accept.clone()));
    assert!(named(&facts).contains(&"LinesCancelled"), "{facts:?}");
    assert_eq!(account(&a, "1").totals.total, eur(6).amount.wide());
    assert!(!doubts(&a, "1").contains(&Doubt::SourceChanged));
    assert_eq!(take_in(&mut a, 40, vec![fewer]), []);
}

fn with_id(number: &str, id: &str, day: i64) -> IncomingOrder {
    let mut record = record(number, day, vec![line("MUG", 2, 5)]);
    record.placed.order.key = OrderKey::Id(code(id));
    record.placed.keys = vec![OrderKey::Number(code(number))];
    record
}

#[test]
fn an_order_found_by_its_number_takes_the_id_as_alias() {
    let mut a = shop_of(&["MUG"]);
    take_in(&mut a, 10, vec![record("1", 0, vec![line("MUG", 2, 5)])]);
    let facts = take_in(&mut a, 20, vec![with_id("1", "GID-9", 0)]);
    assert_eq!(named(&facts), ["KeyAliased"]);
    assert_eq!(take_in(&mut a, 30, vec![with_id("1", "GID-9", 0)]), []);
}

#[test]
fn an_order_that_only_looks_like_one_that_is_here_is_doubted() {
    let mut a = shop_of(&["MUG"]);
    take_in(&mut a, 10, vec![record("1", 0, vec![line("MUG", 2, 5)])]);
    take_in(&mut a, 20, vec![with_id("1", "GID-9", 3)]);
    let new = OrderId {
        key: OrderKey::Id(code("GID-9")),
        ..order_id("1")
    };
    let placed = a.state.order(&new).expect("it is here");
    assert_eq!(placed.doubts(&a.relations()), [Doubt::Duplicate].into());
}

fn recycled(day: i64) -> IncomingOrder {
    record("1", day, vec![line("CUP", 1, 3)])
}

#[test]
fn a_number_given_again_is_a_new_order_where_the_old_one_is_long_closed() {
    let mut a = shop_of(&["MUG", "CUP"]);
    take_in(&mut a, 10, vec![record("1", 0, vec![line("MUG", 2, 5)])]);
    let again = OrderId {
        generation: 1,
        ..order_id("1")
    };
    let mut open = a.clone();
    take_in(&mut open, 20, vec![recycled(200)]);
    let doubted = open.state.order(&again).expect("it is here");
    assert_eq!(doubted.doubts(&open.relations()), [Doubt::Duplicate].into());
    let cancel = OrderCommand::CancelOrders {
        orders: vec![order_id("1")],
        why: CancelReason::House,
    };
    does(&mut a, 20, orders(cancel));
    take_in(&mut a, 30, vec![recycled(200)]);
    let new = a.state.order(&again).expect("it is here");
    assert_eq!(new.doubts(&a.relations()), [].into());
    assert_eq!(take_in(&mut a, 40, vec![recycled(200)]), []);
}

#[test]
fn what_is_in_doubt_waits_whole() {
    let mut a = shop_of(&["MUG"]);
    let mut odd = record("1", 0, vec![line("MUG", 6_000, 1), line("WHAT", 1, 0)]);
    odd.placed.totals.total = Some(Amount::new(1));
    take_in(&mut a, 10, vec![odd]);
    let all = [
        Doubt::UnknownItem,
        Doubt::TotalDiffers,
        Doubt::Price,
        Doubt::Quantity,
    ];
    assert_eq!(doubts(&a, "1"), all.into());
    does(
        &mut a,
        20,
        orders(OrderCommand::Verify {
            orders: vec![order_id("1")],
        }),
    );
    assert_eq!(doubts(&a, "1"), [].into());
    // What nobody knows cannot be worked all the same.
    let worked = a
        .state
        .may_be_worked(order(&a, "1"), &a.context(21).now, &a.relations());
    assert_eq!(
        worked,
        Err(Refusal::InDoubt {
            order: order_id("1"),
            doubt: Doubt::UnknownItem
        })
    );
    does(
        &mut a,
        30,
        orders(OrderCommand::UndoVerification {
            order: order_id("1"),
        }),
    );
    let worked = a
        .state
        .may_be_worked(order(&a, "1"), &a.context(31).now, &a.relations());
    assert_eq!(worked, Err(Refusal::NotVerified(order_id("1"))));
}

#[test]
fn a_recycled_sku_is_another_item() {
    let mut a = shop_of(&["MUG"]);
    take_in(&mut a, 10, vec![record("1", 0, vec![line("MUG", 1, 5)])]);
    let second = ItemId {
        client: None,
        name: Name::Coded(FirstCode {
            code: code("MUG"),
            generation: 1,
        }),
    };
    let set = |item: ItemId, field: ItemField| {
        Event::Catalog(CatalogFact::ItemSet(ItemSet {
            item,
            fields: vec![field],
        }))
    };
    let facts = vec![
        set(item("MUG"), ItemField::Retired(true)),
        set(second.clone(), ItemField::Sku(code("MUG"))),
    ];
    a.write(20, None, facts);
    take_in(&mut a, 30, vec![record("2", 1, vec![line("MUG", 1, 5)])]);
    let of = |number: &str| {
        let order = order(&a, number);
        order.lines().find_map(|(_, _, line)| order.item(line))
    };
    assert_eq!((of("1"), of("2")), (Some(item("MUG")), Some(second)));
}

#[test]
fn a_renamed_item_is_found_by_both_its_codes() {
    let mut a = shop_of(&["MUG"]);
    let fields = vec![ItemField::Sku(code("MUG-NEW"))];
    let set = ItemSet {
        item: item("MUG"),
        fields,
    };
    a.write(5, None, vec![Event::Catalog(CatalogFact::ItemSet(set))]);
    take_in(
        &mut a,
        10,
        vec![record(
            "1",
            0,
            vec![line("MUG-NEW", 1, 5), line("MUG", 1, 4)],
        )],
    );
    let order = order(&a, "1");
    assert!(
        order
            .lines()
            .all(|(_, _, line)| order.item(line) == Some(item("MUG")))
    );
    assert_eq!(doubts(&a, "1"), [].into());
}

#[test]
fn a_match_that_was_wrong_is_mended_until_units_are_given_out() {
    let mut a = shop_of(&["MUG", "CUP"]);
    take_in(&mut a, 10, vec![record("1", 0, vec![line("WHAT", 1, 5)])]);
    assert_eq!(doubts(&a, "1"), [Doubt::UnknownItem].into());
    let matched = |text: &str| {
        orders(OrderCommand::MatchLine {
            order: order_id("1"),
            line: line_key("WHAT"),
            item: item(text),
        })
    };
    let facts = does(&mut a, 20, matched("MUG"));
    assert_eq!(named(&facts), ["LineMatched", "DoubtSettled"]);
    does(&mut a, 30, matched("CUP"));
    let placed = order(&a, "1");
    assert_eq!(
        placed.lines().find_map(|(_, _, line)| placed.item(line)),
        Some(item("CUP"))
    );
    assert_eq!(a.clashes(), []);
    crate::office_world::route(&mut a, 40, "1", "WHAT", 1);
    let routed = Refusal::AlreadyRouted {
        order: order_id("1"),
        line: line_key("WHAT"),
    };
    refused(&a, 50, matched("MUG"), routed);
}

#[test]
fn two_who_match_a_line_apart_make_one_entry() {
    let mut a = shop_of(&["MUG", "CUP"]);
    take_in(&mut a, 10, vec![record("1", 0, vec![line("WHAT", 1, 5)])]);
    let mut b = Tablet::joining(b'B', &a);
    for (tablet, text) in [(&mut a, "MUG"), (&mut b, "CUP")] {
        let command = OrderCommand::MatchLine {
            order: order_id("1"),
            line: line_key("WHAT"),
            item: item(text),
        };
        does(tablet, 20, orders(command));
    }
    exchange(&mut a, &mut b);
    let twice = Clash::MatchedTwice {
        order: order_id("1"),
        line: line_key("WHAT"),
    };
    assert_eq!(
        (a.clashes(), b.clashes()),
        (vec![twice.clone()], vec![twice])
    );
}

#[test]
fn a_key_that_leads_elsewhere_is_no_alias() {
    let mut a = shop_of(&["MUG"]);
    take_in(
        &mut a,
        10,
        vec![
            record("1", 0, vec![line("MUG", 1, 5)]),
            record("2", 0, vec![line("MUG", 1, 5)]),
        ],
    );
    let alias = OrderCommand::AliasKey {
        order: order_id("1"),
        key: OrderKey::Number(code("2")),
    };
    refused(&a, 20, orders(alias), Refusal::Ambiguous(code("2")));
}

#[test]
fn added_units_are_of_the_item_that_the_line_means() {
    let mut a = shop_of(&["MUG"]);
    take_in(&mut a, 10, vec![record("1", 0, vec![line("MUG", 1, 5)])]);
    let order = order_id("1");
    let lines = vec![line("MUG", 2, 4)];
    let facts = does(&mut a, 20, orders(OrderCommand::AddLines { order, lines }));
    let added = facts.iter().find_map(|fact| match fact {
        Event::Orders(OrderFact::LinesAdded(added)) => added.lines.first(),
        _ => None,
    });
    assert_eq!(
        added.map(|line| line.item.clone()),
        Some(LineItem::Is(item("MUG")))
    );
    assert_eq!(ordered(&a, "1", "MUG"), 3);
}

#[test]
fn a_large_order_is_small_and_a_word_about_it_smaller() {
    let names: Vec<String> = (0..20).map(|n| format!("ITEM-{n:02}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut a = shop_of(&names);
    let lines = names.iter().map(|name| line(name, 2, 5)).collect();
    let mut large = record("1", 0, lines);
    let records = vec![large.clone()];
    let command = orders(OrderCommand::TakeIn { records });
    let placed = a.append_all(10, decide(&a, 10, &command).expect("it is decided"));
    large.placed.updated_at = Some(time(1));
    large.placed.service = Some(code("FAST"));
    let records = vec![large];
    let command = orders(OrderCommand::TakeIn { records });
    let said = a.append_all(20, decide(&a, 20, &command).expect("it is decided"));
    let bytes = (a.bytes_of(&placed[0]), a.bytes_of(&said[0]));
    assert!(bytes.0 < 550 && bytes.1 < 140, "{bytes:?} bytes");
}
