//! Files that answer channels: what is new, what stands in the file, what cannot, and what was sent.

use crate::faces::set;
use crate::shipping::labelled;
use crate::world::{World, bin, code, goods, item, order_id, party};
use depo::exchange::edi;
use depo::exchange::stock_file::{NumberStyle, StockReader};
use depo::trade::catalog::ItemField;
use depo::trade::channels::commands::ChannelCommand;
use depo::trade::channels::{AnswerForm, AnswerKind, AnswerWritten, ChannelField, Told};
use depo::trade::decide::Refusal;
use depo::trade::id::ChannelId;
use depo::trade::orders::CancelReason;
use depo::trade::orders::commands::OrderCommand;
use depo::trade::parties::commands::PartyCommand;
use depo::trade::parties::{PartyField, PartyRole};
use depo::view::answers::{self, Clock, Made, Why};
use depo::view::floor::ship;

fn shop() -> ChannelId {
    order_id("1").channel
}

fn ahead(_: i64) -> i32 {
    120
}

fn clock() -> Clock<'static> {
    Clock {
        now_ms: crate::world::DAY + 20 * 3_600_000,
        ahead: &ahead,
    }
}

fn new(world: &World, kind: AnswerKind) -> Vec<Told> {
    world.hand(|hand| answers::news(&hand.at, &shop(), kind, &clock()))
}

fn made(world: &World, kind: AnswerKind, form: AnswerForm) -> Made {
    let told = new(world, kind);
    world.hand(|hand| answers::make(&hand.at, &shop(), kind, form, &told, &clock()))
}

fn text(made: &Made) -> String {
    String::from_utf8(made.bytes.clone()).expect("text")
}

/// What the desk does when a person takes the file.
fn send(world: &mut World, kind: AnswerKind, form: AnswerForm) -> Made {
    let made = made(world, kind, form);
    world.does(ChannelCommand::WriteAnswer(AnswerWritten {
        channel: shop(),
        kind,
        form,
        told: made.told.clone(),
    }));
    made
}

#[track_caller]
fn leave(world: &mut World, number: &str) {
    let done = world.act(|hand| ship::hand_over(hand, "", number));
    assert!(done.is_ok(), "{done:?}");
}

#[test]
fn parcels_that_left_are_told_once_and_told_again_when_asked() {
    let (mut world, [first, _]) = labelled(["DHL", "DHL"]);
    assert_eq!(new(&world, AnswerKind::Parcels), []);
    leave(&mut world, "JD1001");
    let made = send(&mut world, AnswerKind::Parcels, AnswerForm::Shopify);
    assert_eq!((made.written.rows, made.left_out.len()), (1, 0));
    let text_of = text(&made);
    let (headings, row) = text_of.split_once("\r\n").expect("two lines");
    assert!(headings.starts_with("Name,Command,Line: Type,"));
    assert!(
        row.starts_with("1001,UPDATE,Fulfillment Line,,MUG,3,success,"),
        "{row}"
    );
    assert!(row.contains(",DHL,JD1001,"), "{row}");
    assert!(
        made.name.starts_with("SHOP-parcels-2026-01-0"),
        "{}",
        made.name
    );
    // The next file has the next parcel only, on another device and after a reload too: it is a fact.
    world.reopen();
    assert_eq!(new(&world, AnswerKind::Parcels), []);
    leave(&mut world, "JD1002");
    let next = send(&mut world, AnswerKind::Parcels, AnswerForm::Plain);
    assert!(text(&next).contains("1002,") && !text(&next).contains("1001,"));
    // What was sent is listed, the last first, and made again as it was.
    let sent = world.hand(|hand| answers::history(&hand.at, &shop()));
    assert_eq!(sent.len(), 2);
    assert_eq!(sent[1].written.form, AnswerForm::Shopify);
    let again = world.hand(|hand| {
        let of = &sent[1].written;
        answers::make(&hand.at, &shop(), of.kind, of.form, &of.told, &clock())
    });
    assert_eq!(again.bytes, made.bytes);
    // The channel did not take the first: its parcel is new again, and that is said once.
    let back = ChannelCommand::TakeAnswerBack {
        channel: shop(),
        answer: sent[1].fact,
    };
    world.does(back.clone());
    let told = new(&world, AnswerKind::Parcels);
    assert!(matches!(told[..], [Told::Parcel { parcel, .. }] if parcel == first));
    let twice = world.tries(&back.into());
    assert!(format!("{twice:?}").contains(&format!("{:?}", Refusal::NothingToDo)));
    // The form of the last file of the kind is proposed.
    let form = world.hand(|hand| answers::proposed(&hand.at, &shop(), AnswerKind::Parcels));
    assert_eq!(form, AnswerForm::Plain);
}

#[test]
fn a_parcel_that_is_here_after_all_is_named() {
    let (mut world, _) = labelled(["DHL", "DHL"]);
    leave(&mut world, "JD1001");
    send(&mut world, AnswerKind::Parcels, AnswerForm::Plain);
    let gone = |world: &World| world.hand(|hand| answers::gone(&hand.at, &shop()));
    assert_eq!(gone(&world), []);
    world.undo(ship::undo_hand_over);
    assert_eq!(gone(&world)[0].orders, ["1001"]);
    leave(&mut world, "JD1001");
    assert_eq!(gone(&world), []);
    assert_eq!(new(&world, AnswerKind::Parcels).len(), 1);
}

#[test]
fn carriers_are_told_by_the_channels_names_for_them() {
    let (mut world, _) = labelled(["SPEEDY", "DHL"]);
    leave(&mut world, "JD1001");
    // The order's number is none of Amazon's: that is said, not the carrier, once the carrier has a name there.
    let unnamed = made(&world, AnswerKind::Parcels, AnswerForm::Amazon);
    assert_eq!(
        unnamed.left_out[0].why,
        Why::CarrierUnnamed("SPEEDY".into())
    );
    assert_eq!((unnamed.told, unnamed.written.rows), (vec![], 0));
    world.does(PartyCommand::SetParty {
        party: party("SPEEDY"),
        fields: vec![PartyField::Role {
            role: PartyRole::Carrier,
            has: true,
        }],
        rows: Vec::new(),
    });
    world.does(ChannelCommand::SetChannel {
        channel: shop(),
        fields: vec![ChannelField::CarrierName {
            carrier: party("SPEEDY"),
            name: Some(code("Speedy Bulgaria")),
        }],
    });
    let named = made(&world, AnswerKind::Parcels, AnswerForm::Amazon);
    assert!(matches!(named.left_out[0].why, Why::Fault(_)));
    let woo = made(&world, AnswerKind::Parcels, AnswerForm::WooCommerce);
    assert!(
        text(&woo).contains("1001,Speedy Bulgaria,JD1001,"),
        "{}",
        text(&woo)
    );
}

#[test]
fn stock_is_told_where_it_changed() {
    let mut world = World::new(&["MUG", "CUP"]);
    world.found(goods("MUG"), bin("A1"), 9);
    world.order("1001", &[("MUG", 2)]);
    let made = send(&mut world, AnswerKind::Stock, AnswerForm::Plain);
    assert_eq!(made.told.len(), 2);
    // Our own reader takes what we wrote.
    let mut reader = StockReader::new("stock.csv", NumberStyle::Unsaid);
    let mut rows = Vec::new();
    let taken = reader.push(&made.bytes, &mut |row| rows.push((row.code, row.units)));
    assert!(taken.is_ok());
    assert!(
        reader
            .finish(&mut |row| rows.push((row.code, row.units)))
            .is_ok()
    );
    rows.sort();
    assert_eq!(rows, [("CUP".to_owned(), 0), ("MUG".to_owned(), 7)]);
    assert_eq!(new(&world, AnswerKind::Stock), []);
    world.found(goods("CUP"), bin("A2"), 4);
    let told = Told::Stock {
        item: item("CUP"),
        units: 4,
    };
    assert_eq!(new(&world, AnswerKind::Stock), [told]);
    let amazon = self::made(&world, AnswerKind::Stock, AnswerForm::Amazon);
    assert!(
        text(&amazon).ends_with("CUP\t\t\t\t4\t\t\r\n"),
        "{}",
        text(&amazon)
    );
    // Shopify knows a product by its handle: without one the item is named, not told under a wrong one.
    let shopify = self::made(&world, AnswerKind::Stock, AnswerForm::Shopify);
    assert_eq!((shopify.told.len(), shopify.left_out.len()), (0, 1));
}

/// The last three cells of Shopify's row of the mugs that says how many are committed, available and on hand.
fn shopify_mugs(world: &World) -> [i64; 3] {
    let made = made(world, AnswerKind::Stock, AnswerForm::Shopify);
    let text = text(&made);
    let row = text.lines().nth(1).unwrap_or_default();
    let cells: Vec<&str> = row.split(',').collect();
    let cell = |at: usize| {
        cells
            .get(cells.len() - at)
            .and_then(|cell| cell.parse().ok())
    };
    [4, 3, 1].map(|at| cell(at).unwrap_or(-1))
}

#[test]
fn shopify_is_told_what_is_on_hand_and_takes_what_it_sold_off_by_itself() {
    // Four of nine mugs are packed for orders of the shop, two allocated.
    let (mut world, _) = labelled(["DHL", "DHL"]);
    world.does(set(
        "MUG",
        vec![ItemField::Attribute {
            name: code(answers::HANDLE),
            value: Some(code("mug")),
        }],
    ));
    world.order("1003", &[("MUG", 2)]);
    assert_eq!(shopify_mugs(&world), [6, 3, 9]);
    // An order that has nothing yet holds nothing: the shop takes it off what is there.
    world.placed("1004", &[("MUG", 1)]);
    assert_eq!(shopify_mugs(&world), [6, 3, 9]);
    // What the shop was told has left it has taken off; what it was not told of it still counts.
    leave(&mut world, "JD1001");
    send(&mut world, AnswerKind::Parcels, AnswerForm::Shopify);
    assert_eq!(shopify_mugs(&world), [3, 3, 6]);
    leave(&mut world, "JD1002");
    assert_eq!(shopify_mugs(&world), [3, 3, 6]);
    send(&mut world, AnswerKind::Parcels, AnswerForm::Shopify);
    assert_eq!(shopify_mugs(&world), [2, 3, 5]);
}

#[test]
fn refused_units_are_told_with_their_reason() {
    let mut world = World::new(&["MUG"]);
    world.found(goods("MUG"), bin("A1"), 2);
    world.order("1001", &[("MUG", 2)]);
    assert_eq!(new(&world, AnswerKind::Cancelled), []);
    world.does(OrderCommand::CancelOrders {
        orders: vec![order_id("1001")],
        why: CancelReason::NoStock,
    });
    let made = send(&mut world, AnswerKind::Cancelled, AnswerForm::Plain);
    let text = text(&made);
    assert!(
        text.contains("\r\n1001,,MUG,2,2,no-stock,2026-01-01\r\n"),
        "{text}"
    );
    assert_eq!(new(&world, AnswerKind::Cancelled), []);
}

#[test]
fn edi_is_read_back_as_it_was_told() {
    let (mut world, _) = labelled(["DHL", "DHL"]);
    leave(&mut world, "JD1001");
    leave(&mut world, "JD1002");
    let without = made(&world, AnswerKind::Parcels, AnswerForm::X12);
    assert_eq!(without.left_out[0].why, Why::NoEdiParties);
    assert_eq!(without.told, []);
    world.does(ChannelCommand::SetChannel {
        channel: shop(),
        fields: vec![
            ChannelField::EdiSender(Some(code("ZZ:DEPO"))),
            ChannelField::EdiReceiver(Some(code("01:000123456"))),
        ],
    });
    let kinds = [
        (
            AnswerKind::Parcels,
            AnswerForm::X12,
            2,
            vec!["1001", "1002"],
        ),
        (
            AnswerKind::Parcels,
            AnswerForm::Edifact,
            2,
            vec!["1001", "1002"],
        ),
        (AnswerKind::Stock, AnswerForm::X12, 1, vec![]),
    ];
    for (kind, form, messages, orders) in kinds {
        let made = made(&world, kind, form);
        assert_eq!(made.left_out, []);
        let file = edi::File::decode(&made.bytes).expect("text");
        let interchanges = edi::read(&file).expect("EDI");
        assert_eq!(interchanges.len(), 1);
        let [interchange] = &interchanges[..] else {
            continue;
        };
        assert_eq!(interchange.faults, []);
        assert_eq!(interchange.messages.len(), messages);
        let mut units = 0;
        for message in &interchange.messages {
            let received = edi::document(interchange, message);
            assert_eq!(received.notes.problems, [], "{}", text(&made));
            assert!(received.notes.unread.is_empty(), "{}", text(&made));
            let document = received.document.expect("a document");
            units += document.lines().len();
        }
        assert!(units > 0);
        for order in orders {
            assert!(text(&made).contains(order));
        }
    }
}
