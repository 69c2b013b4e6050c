//! Two tablets that hear nothing of each other: what one of them is refused, and what is told where both did it.

use crate::floor_hall::{
    Hall, bin, close, exchange, goods, inside, label, line, location, order_id, release, scan, tote,
};
use crate::office_world::does;
use crate::setup_support::{channel, inbox, item, run, set_item};
use crate::support::units;
use crate::tablets::{Tablet, warehouse};
use depo::trade::Event;
use depo::trade::catalog::{BaseUnit, CatalogFact, ItemField, LotField, LotSet};
use depo::trade::channels::{ChannelFact, ChannelField, ChannelSet};
use depo::trade::conflicts::choices::{ChoiceOffered, choices};
use depo::trade::conflicts::commands::{ConflictCommand, Settlement};
use depo::trade::decide::Refusal;
use depo::trade::decide::office::OfficeCommand;
use depo::trade::decide::setup::SetupCommand;
use depo::trade::demand::DemandDocument;
use depo::trade::id::{BatchId, DocumentId, FulfilmentOrderId, ParcelId, ReturnId};
use depo::trade::id::{FirstCode, LotId, Name};
use depo::trade::identity::Pair;
use depo::trade::identity::canonical::Canonical;
use depo::trade::identity::commands::IdentityCommand;
use depo::trade::leases::{
    LeaseFact, LeaseGranted, LeaseKey, LeaseTaken, LeasesTaken, LeasesTakenOver, TakeoverReason,
};
use depo::trade::locations::{LocationFact, WarehouseField, WarehouseSet};
use depo::trade::orders::{AddressGiven, Destination, OrderFact};
use depo::trade::packing::commands::{PackUnits, PackingCommand};
use depo::trade::packing::parcel::ParcelStatus;
use depo::trade::packing::{PackingFact, ParcelClosed};
use depo::trade::personal::commands::row_in_force;
use depo::trade::personal::{PersonalFact, Row, RowsWritten, Slot};
use depo::trade::picking::commands::PickingCommand;
use depo::trade::picking::{PickingFact, ToteAssigned};
use depo::trade::quantity::{Day, SeenUnits};
use depo::trade::receiving::commands::{FileStock, ReceivingCommand, StockFile};
use depo::trade::returns::commands::{BackUnits, ReturnCommand};
use depo::trade::returns::{ReturnAuthorised, ReturnLine, ReturnReason};
use depo::trade::shipping::commands::ShippingCommand;
use depo::trade::state::entries::Clash;
use depo::trade::state::said_twice::Said;
use depo::trade::text::PostCodeStart;
use std::sync::Arc;

/// A hall whose warehouse was set up by its first tablet, with mugs in A1.
#[track_caller]
fn hall(mugs: u64) -> Hall {
    let mut hall = Hall::new(&["MUG"]);
    let set = WarehouseSet {
        warehouse: warehouse("W1"),
        fields: vec![WarehouseField::Code(crate::support::code("W1"))],
    };
    hall.office(Event::Locations(LocationFact::WarehouseSet(set)));
    if mugs > 0 {
        hall.found(goods("MUG"), bin("A1"), mugs);
    }
    hall
}

#[track_caller]
fn held(lease: LeaseKey, by: &Hall) -> Refusal {
    let by = by.tablet.own;
    Refusal::LeaseHeld { lease, by }
}

/// The tablet takes one lease over from another one.
#[track_caller]
fn take_over(hall: &mut Hall, lease: LeaseKey, from: &Hall, office: bool) {
    let taken = LeaseFact::TakenOver(LeasesTakenOver {
        from: from.tablet.own,
        leases: LeasesTaken::These(vec![LeaseTaken {
            lease,
            follows: None,
        }]),
        reason: TakeoverReason::Agreed,
    });
    if office {
        hall.office(Event::Leases(taken));
    } else {
        hall.floor(Event::Leases(taken));
    }
}

fn pack_units(parcel: ParcelId, of: FulfilmentOrderId, from: &str, number: u64) -> PackingCommand {
    PackingCommand::Pack(Box::new(PackUnits {
        same_address: false,
        parcel,
        line: line(of, 0),
        goods: goods("MUG"),
        from: inside(from),
        units: units(number),
        serials: Vec::new(),
    }))
}

/// Stands at the first location of a batch: who does so holds it.
fn begin(batch: BatchId) -> PickingCommand {
    PickingCommand::Reach {
        batch,
        location: location("A1"),
    }
}

#[test]
fn two_offline_tablets_and_one_order() {
    let mut a = hall(9);
    let order = a.order("1001", &[("MUG", 2)]);
    let mut b = a.joining(b'B');
    // The second one may neither choose locations nor release the order, until it was handed both.
    let chooses = LeaseKey::Release(warehouse("W1"));
    assert_eq!(b.refuses(release(&[order])), held(chooses.clone(), &a));
    take_over(&mut b, chooses, &a, false);
    let desk = LeaseKey::Desk(order_id("1001"));
    assert_eq!(b.refuses(release(&[order])), held(desk, &a));
    // The first one does the order. The second one hears of the batch, and may not take from it.
    let batch = a.release(&[order]);
    a.does(begin(batch));
    exchange(&mut a, &mut b);
    assert_eq!(
        b.refuses(PickingCommand::Scan {
            batch,
            scan: scan("T1")
        }),
        held(LeaseKey::Batch(batch), &a)
    );
    a.pick_all(batch, "T");
    let parcel = a.parcel();
    a.does(pack_units(parcel, order, "T1", 1));
    exchange(&mut a, &mut b);
    let packs = LeaseKey::Pack(DemandDocument::FulfilmentOrder(order));
    assert_eq!(
        b.refuses(pack_units(parcel, order, "T1", 1)),
        held(packs, &a)
    );
    a.does(pack_units(parcel, order, "T1", 1));
    a.does(close(parcel, 900));
    exchange(&mut a, &mut b);
    assert_eq!(
        b.refuses(label(parcel, "NR1")),
        held(LeaseKey::Executor(parcel), &a)
    );
    a.does(label(parcel, "NR1"));
    a.does(ShippingCommand::HandOver { parcel });
    exchange(&mut a, &mut b);
    for hall in [&a, &b] {
        assert_eq!(hall.stands(&line(order, 0)), [0, 0, 0, 0, 2]);
        assert_eq!(hall.clashes(), []);
        hall.tablet.is_proved();
    }
}

#[test]
fn opening_stock_is_read_by_whoever_chooses_the_warehouses_locations() {
    let a = hall(0);
    let mut b = a.joining(b'B');
    let file = ReceivingCommand::ReadStock(StockFile {
        warehouse: warehouse("W1"),
        rows: vec![FileStock {
            at: location("A1"),
            goods: goods("MUG"),
            units: SeenUnits::new(9).expect("it fits"),
        }],
        happened_at: None,
        source: None,
    });
    let chooses = LeaseKey::Release(warehouse("W1"));
    assert_eq!(b.refuses(file.clone()), held(chooses.clone(), &a));
    take_over(&mut b, chooses, &a, false);
    b.does(file);
    assert_eq!(b.at(bin("A1"), &goods("MUG")), 9);
}

#[test]
fn two_offline_tablets_pack_one_tote() {
    let mut a = hall(9);
    let order = a.order("1001", &[("MUG", 2)]);
    let batch = a.release(&[order]);
    a.pick_all(batch, "T");
    let mut b = a.joining(b'B');
    // Both know the tote, and neither knows that the other packs it.
    let one = a.parcel();
    a.does(pack_units(one, order, "T1", 2));
    let two = b.parcel();
    b.does(pack_units(two, order, "T1", 2));
    exchange(&mut a, &mut b);
    for hall in [&a, &b] {
        let clashes = hall.clashes();
        let overtaken = clashes.iter().find_map(|clash| match clash {
            Clash::LeaseOvertaken { stream, works } => Some((works[0].0.clone(), *stream)),
            _ => None,
        });
        let packs = LeaseKey::Pack(DemandDocument::FulfilmentOrder(order));
        assert_eq!(overtaken, Some((packs, b.tablet.own)), "{clashes:?}");
        hall.tablet.is_proved();
    }
    a.tablet.says_the_same(&b.tablet.state);
}

#[test]
fn an_announced_return_is_received_where_it_was_announced() {
    let mut a = hall(9);
    let (order, _) = a.ship("1001", "MUG", 2);
    let announced = ReturnCommand::Authorise(ReturnAuthorised {
        order: Some(order_id("1001")),
        lines: vec![ReturnLine {
            line: line(order, 0),
            goods: goods("MUG"),
            units: units(1),
            reason: ReturnReason::Unwanted,
        }],
        rows: Vec::new(),
    });
    let at = a.does(announced);
    let rma = ReturnId(a.tablet.opened_by(&at));
    let mut b = a.joining(b'B');
    let command = {
        ReturnCommand::Receive {
            rma,
            at: bin("RET"),
            units: vec![BackUnits {
                line: Some(line(order, 0)),
                goods: goods("MUG"),
                units: units(1),
                serials: Vec::new(),
            }],
        }
    };
    assert_eq!(b.refuses(command.clone()), held(LeaseKey::Return(rma), &a));
    take_over(&mut b, LeaseKey::Return(rma), &a, false);
    b.does(command);
    exchange(&mut a, &mut b);
    for hall in [&a, &b] {
        assert_eq!(hall.at(bin("RET"), &goods("MUG")), 1);
        assert_eq!(hall.clashes(), []);
    }
}

#[test]
fn a_channel_is_read_where_it_was_set_up() {
    use crate::office_world::{know, line, order_id, orders, record, refused};
    use crate::tablets::exchange;
    use depo::trade::orders::commands::OrderCommand;
    let mut a = Tablet::founder();
    know(&mut a, &["MUG"]);
    let channel = order_id("1").channel;
    let set = ChannelSet {
        channel: channel.clone(),
        fields: vec![ChannelField::Code(crate::support::code("SHOP"))],
    };
    a.write(5, None, vec![Event::Channels(ChannelFact::ChannelSet(set))]);
    let mut b = Tablet::joining(b'B', &a);
    let takes = |number: &str| {
        orders(OrderCommand::TakeIn {
            records: vec![record(number, 0, vec![line("MUG", 2, 5)])],
        })
    };
    let lease = LeaseKey::Channel(channel);
    let by = a.own;
    refused(
        &b,
        20,
        takes("1"),
        Refusal::LeaseHeld {
            lease: lease.clone(),
            by,
        },
    );
    let granted = LeaseGranted {
        lease,
        follows: None,
        to: Some(b.own),
    };
    a.write(21, None, vec![Event::Leases(LeaseFact::Granted(granted))]);
    exchange(&mut a, &mut b);
    does(&mut b, 30, takes("1"));
    exchange(&mut a, &mut b);
    assert_eq!((a.clashes(), b.clashes()), (vec![], vec![]));
}

/// A parcel of two mugs for an order, labelled on the first of two tablets that both know it.
#[track_caller]
fn labelled_here() -> (Hall, Hall, ParcelId) {
    let mut a = hall(9);
    let order = a.order("1001", &[("MUG", 2)]);
    let batch = a.release(&[order]);
    a.pick_all(batch, "T");
    let parcel = a.parcel();
    a.does(pack_units(parcel, order, "T1", 2));
    a.does(close(parcel, 900));
    a.does(label(parcel, "NR1"));
    let b = a.joining(b'B');
    (a, b, parcel)
}

/// An address of an order; the street is personal, so that only its row differs.
#[track_caller]
fn move_to(hall: &mut Hall, post_code: &str, row: u8) -> depo::trade::relations::At {
    let given = AddressGiven {
        order: order_id("1001"),
        destination: Destination {
            country: None,
            region: None,
            post_code_start: PostCodeStart::of(post_code),
            answers: Vec::new(),
        },
        rows: vec![Row {
            slot: Slot::Recipient,
            hash: [row; 16],
        }],
    };
    hall.office(Event::Orders(OrderFact::AddressGiven(given)))
}

#[test]
fn an_address_that_changed_after_the_label_keeps_the_parcel_here_until_it_is_labelled_anew() {
    let (mut a, mut b, parcel) = labelled_here();
    move_to(&mut b, "EH", 1);
    exchange(&mut a, &mut b);
    let changed = Refusal::AddressChanged(order_id("1001"));
    assert_eq!(a.refuses(ShippingCommand::HandOver { parcel }), changed);
    // The same number with the new address on it is a new label.
    a.does(label(parcel, "NR1"));
    a.does(ShippingCommand::HandOver { parcel });
    exchange(&mut a, &mut b);
    assert_eq!((a.clashes(), b.clashes()), (vec![], vec![]));
}

#[test]
fn a_parcel_that_left_while_its_address_changed_is_an_entry() {
    let (mut a, mut b, parcel) = labelled_here();
    a.does(ShippingCommand::HandOver { parcel });
    move_to(&mut b, "EH", 1);
    exchange(&mut a, &mut b);
    let order = order_id("1001");
    let late = Clash::SentToOldAddress { order, parcel };
    for hall in [&a, &b] {
        assert_eq!(hall.clashes(), std::slice::from_ref(&late));
    }
    seen(&mut a, &mut b);
}

/// The one entry is seen on the first tablet, and gone on both.
#[track_caller]
fn seen(a: &mut Hall, b: &mut Hall) {
    settles(a, b, Settlement::Acknowledge);
}

/// The one entry is settled on the first tablet, and gone on both.
#[track_caller]
fn settles(a: &mut Hall, b: &mut Hall, how: Settlement) {
    let entries = inbox(&a.tablet);
    assert_eq!(entries.len(), 1, "{entries:?}");
    let entry = entries[0].id;
    a.now += 1;
    let settle = SetupCommand::Conflicts(ConflictCommand::Settle { entry, how });
    run(&mut a.tablet, a.now, settle);
    exchange(a, b);
    for hall in [&*a, &*b] {
        assert_eq!(hall.clashes(), []);
        hall.tablet.is_proved();
    }
}

#[test]
fn one_tracking_number_on_two_parcels_of_two_tablets_is_an_entry_until_one_is_void() {
    for (first, seen) in [(true, false), (false, true)] {
        let mut a = hall(9);
        let one = a.order("1001", &[("MUG", 2)]);
        let two = a.order("1002", &[("MUG", 2)]);
        let batch = a.release(&[one]);
        a.pick_all(batch, "T");
        let batch = a.release(&[two]);
        a.pick_all(batch, "U");
        let mut b = a.joining(b'B');
        let parcel = a.parcel();
        a.does(pack_units(parcel, one, "T1", 2));
        a.does(close(parcel, 900));
        a.does(label(parcel, "NR1"));
        let other = b.parcel();
        b.does(pack_units(other, two, "U1", 2));
        b.does(close(other, 900));
        b.does(label(other, "NR1"));
        exchange(&mut a, &mut b);
        let mut parcels = vec![parcel, other];
        parcels.sort();
        for hall in [&a, &b] {
            let number = crate::support::code("NR1");
            let parcels = parcels.clone();
            assert_eq!(hall.clashes(), [Clash::NumberTwice { number, parcels }]);
        }
        if seen {
            settles(&mut a, &mut b, Settlement::Acknowledge);
        }
        if first {
            settles(&mut a, &mut b, Settlement::VoidLabel(parcel));
            let status = a.tablet.state.parcel(&parcel).expect("it");
            let status = status.status(&a.tablet.relations());
            assert_eq!(status, ParcelStatus::Closed, "it waits for a label");
            b.does(ShippingCommand::HandOver { parcel: other });
            a.does(label(parcel, "NR2"));
        }
    }
}

#[test]
fn two_addresses_of_two_offices_are_one_entry_and_either_can_be_kept() {
    for (keeps, start) in [(0, "EH"), (1, "AB")] {
        let mut a = hall(9);
        a.order("1001", &[("MUG", 2)]);
        let mut b = a.joining(b'B');
        let one = move_to(&mut a, "EH", 1).fact();
        let two = move_to(&mut b, "AB", 2).fact();
        exchange(&mut a, &mut b);
        let mut facts = vec![one, two];
        facts.sort();
        for hall in [&a, &b] {
            let what = Said::Address(order_id("1001"));
            let facts = facts.clone();
            assert_eq!(hall.clashes(), [Clash::SaidTwice { what, facts }]);
        }
        settles(&mut a, &mut b, Settlement::Keep([one, two][keeps]));
        for hall in [&a, &b] {
            let order = hall.tablet.state.order(&order_id("1001")).expect("it");
            let destination = order.destination().expect("one");
            assert_eq!(destination.post_code_start, PostCodeStart::of(start));
            let document = DocumentId::Order(order_id("1001"));
            let relations = hall.tablet.relations();
            let state = &hall.tablet.state;
            let row = row_in_force(state, &document, &Slot::Recipient, &relations);
            assert_eq!(row.all().len(), 1, "the others are known");
        }
    }
}

#[test]
fn two_streets_in_one_town_and_two_notes_are_entries_too() {
    let mut a = hall(9);
    a.order("1001", &[("MUG", 2)]);
    let mut b = a.joining(b'B');
    move_to(&mut a, "EH", 1);
    let kept = move_to(&mut b, "EH", 2).fact();
    exchange(&mut a, &mut b);
    settles(&mut a, &mut b, Settlement::Keep(kept));
    let document = DocumentId::Order(order_id("1001"));
    let note = |hall: &mut Hall, row: u8| {
        let written = RowsWritten {
            document: document.clone(),
            rows: vec![Row {
                slot: Slot::Note,
                hash: [row; 16],
            }],
        };
        hall.office(Event::Personal(PersonalFact::RowsWritten(written)))
            .fact()
    };
    note(&mut a, 3);
    let kept = note(&mut b, 4);
    exchange(&mut a, &mut b);
    let what = Said::Row(document.clone(), Slot::Note);
    assert!(
        matches!(a.clashes().as_slice(), [Clash::SaidTwice { what: said, .. }] if *said == what)
    );
    settles(&mut a, &mut b, Settlement::Keep(kept));
}

#[test]
fn two_weights_and_two_lids_of_one_parcel_are_an_entry() {
    let (mut a, mut b, parcel) = labelled_here();
    let measure = |hall: &mut Hall, weight: u64| {
        hall.floor(Event::Packing(PackingFact::ParcelMeasured {
            parcel,
            weight_g: Some(weight),
            size: None,
        }))
        .fact()
    };
    let light = measure(&mut a, 800);
    measure(&mut b, 950);
    exchange(&mut a, &mut b);
    let of = Said::Measured(parcel);
    assert!(
        matches!(a.clashes().as_slice(), [Clash::SaidTwice { what, .. }] if *what == of),
        "{:?}",
        a.clashes()
    );
    settles(&mut a, &mut b, Settlement::Keep(light));
    let measured = b.tablet.state.parcel(&parcel).expect("it").measured();
    assert_eq!(measured.and_then(|it| it.weight_g), Some(800));
    // One opens it, the other one closes it again with another weight.
    let opened = PackingFact::ParcelReopened { parcel };
    let opened = a.floor(Event::Packing(opened)).fact();
    let closed = ParcelClosed {
        parcel,
        carton: None,
        weight_g: Some(800),
        size: None,
        declared: None,
    };
    b.floor(Event::Packing(PackingFact::ParcelClosed(closed)));
    exchange(&mut a, &mut b);
    let of = Said::Lid(parcel);
    assert!(
        matches!(b.clashes().as_slice(), [Clash::SaidTwice { what, .. }] if *what == of),
        "{:?}",
        b.clashes()
    );
    settles(&mut a, &mut b, Settlement::Keep(opened));
    let parcel = b.tablet.state.parcel(&parcel).expect("it");
    assert_eq!(parcel.status(&b.tablet.relations()), ParcelStatus::Open);
}

#[test]
fn two_totes_for_one_order_are_an_entry() {
    let mut a = hall(9);
    let order = a.order("1001", &[("MUG", 2)]);
    let batch = a.release(&[order]);
    a.does(begin(batch));
    let mut b = a.joining(b'B');
    let assign = |hall: &mut Hall, text: &str| {
        hall.floor(Event::Picking(PickingFact::ToteAssigned(ToteAssigned {
            batch,
            document: DemandDocument::FulfilmentOrder(order),
            tote: tote(text),
        })))
        .fact()
    };
    let one = assign(&mut a, "T1");
    assign(&mut b, "T2");
    exchange(&mut a, &mut b);
    let of = Said::Tote(batch, DemandDocument::FulfilmentOrder(order));
    assert!(
        matches!(a.clashes().as_slice(), [Clash::SaidTwice { what, .. }] if *what == of),
        "{:?}",
        a.clashes()
    );
    settles(&mut a, &mut b, Settlement::Keep(one));
    let batch = b.tablet.state.batch(&batch).expect("it");
    let of = DemandDocument::FulfilmentOrder(order);
    assert_eq!(batch.tote(&of), Some(&tote("T1")));
}

/// Two offices of one workspace with these items.
#[track_caller]
fn offices(items: &[&str]) -> (Tablet, Tablet) {
    let items: Vec<(&str, u64)> = items.iter().map(|text| (*text, 0)).collect();
    let a = crate::setup_support::shop(&items);
    let b = Tablet::joining(b'B', &a);
    (a, b)
}

fn merge(pair: Pair) -> OfficeCommand {
    OfficeCommand::Identity(IdentityCommand::Merge { pair })
}

/// The one entry is settled on the first tablet, and gone on both.
#[track_caller]
fn office_settles(a: &mut Tablet, b: &mut Tablet, how: Settlement) {
    let entries = inbox(a);
    assert_eq!(entries.len(), 1, "{entries:?}");
    let entry = entries[0].id;
    let offered = choices(&a.state, &a.context(90), &a.relations(), &[], &entries[0]);
    let is_offered = |choice: &ChoiceOffered| matches!(choice, ChoiceOffered::Ready { how: of, .. } if *of == how);
    assert!(offered.iter().any(is_offered), "{how:?} of {offered:?}");
    let settle = SetupCommand::Conflicts(ConflictCommand::Settle { entry, how });
    run(a, 90, settle);
    crate::tablets::exchange(a, b);
    for tablet in [&*a, &*b] {
        assert_eq!(tablet.clashes(), []);
        tablet.is_proved();
    }
}

#[test]
fn a_merge_of_items_that_turn_out_to_be_counted_differently_is_void_and_an_entry() {
    let (mut a, mut b) = offices(&["MUG", "CUP"]);
    let pair = Pair::Items {
        from: item("MUG"),
        into: item("CUP"),
    };
    let merged = does(&mut a, 10, merge(pair));
    assert_eq!(merged.len(), 1);
    let unit = ItemField::BaseUnit(BaseUnit::Gram);
    run(&mut b, 11, set_item("MUG", vec![unit]));
    crate::tablets::exchange(&mut a, &mut b);
    let clashes = a.clashes();
    let [Clash::MergeVoid(merge)] = clashes.as_slice() else {
        unreachable!("one void merge: {clashes:?}")
    };
    assert_eq!(b.clashes(), clashes);
    assert_eq!(
        a.state.components.item(&item("MUG")),
        item("MUG"),
        "they are two"
    );
    office_settles(&mut a, &mut b, Settlement::RevokeMerge(*merge));
}

#[test]
fn lots_of_merged_items_with_different_dates_are_an_entry() {
    let (mut a, mut b) = offices(&["MUG", "CUP"]);
    let lot = |text: &str| LotId {
        item: item(text),
        name: Name::Coded(FirstCode::new(crate::support::code("L1"))),
    };
    let expires = |tablet: &mut Tablet, seconds, text: &str, days: i64| {
        let set = LotSet {
            lot: lot(text),
            fields: vec![LotField::Expiry(Some(Day { days }))],
        };
        tablet.write(
            seconds,
            None,
            vec![Event::Catalog(CatalogFact::LotSet(set))],
        );
    };
    expires(&mut a, 10, "MUG", 21_000);
    expires(&mut b, 11, "CUP", 21_100);
    crate::tablets::exchange(&mut a, &mut b);
    assert_eq!(a.clashes(), []);
    let pair = Pair::Items {
        from: item("MUG"),
        into: item("CUP"),
    };
    does(&mut a, 20, merge(pair));
    b.take(&a);
    let mut lots = vec![lot("MUG"), lot("CUP")];
    lots.sort();
    assert_eq!(a.clashes(), [Clash::LotsDiffer(lots)]);
    office_settles(&mut a, &mut b, Settlement::KeepDate(lot("CUP")));
    let said = b.state.lot(&lot("MUG")).expect("a card").fields();
    let date = LotField::Expiry(Some(Day { days: 21_100 }));
    assert!(said.into_iter().any(|field| *field == date));
}

#[test]
fn merged_channels_list_the_orders_that_are_in_both() {
    let (mut a, mut b) = offices(&["MUG"]);
    let set = |text: &str| {
        Event::Channels(ChannelFact::ChannelSet(ChannelSet {
            channel: channel(text),
            fields: vec![ChannelField::Code(crate::support::code(text))],
        }))
    };
    a.write(8, None, vec![set("SHOP"), set("WEB")]);
    let one = crate::setup_support::place(&mut a, 10, "1", &[("MUG", 2)]);
    let alone = crate::setup_support::place(&mut a, 11, "2", &[("MUG", 2)]);
    let two = depo::trade::id::OrderId {
        channel: channel("WEB"),
        ..one.clone()
    };
    let placed = crate::setup_support::placed(&two, 12, &[("MUG", 2)]);
    a.write(
        12,
        None,
        vec![Event::Orders(OrderFact::Placed(Arc::new(placed)))],
    );
    let pair = Pair::Channels {
        from: channel("WEB"),
        into: channel("SHOP"),
    };
    does(&mut a, 20, merge(pair));
    b.take(&a);
    let in_both = Clash::PlacedInBoth {
        channel: channel("SHOP"),
        orders: vec![one, two.clone()],
    };
    assert_eq!(b.clashes(), [in_both]);
    office_settles(&mut a, &mut b, Settlement::SetAside(two.clone()));
    let order = b.state.order(&two).expect("it");
    assert!(order.in_favour_of().is_some());
    assert!(b.state.order(&alone).expect("it").in_favour_of().is_none());
}
