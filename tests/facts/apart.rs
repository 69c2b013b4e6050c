//! Two tablets that hear nothing of each other: what one of them is refused, and what is told where both did it.

use crate::floor_hall::{
    Hall, bin, close, exchange, goods, inside, label, line, order_id, release, scan,
};
use crate::support::units;
use crate::tablets::warehouse;
use depo::trade::Event;
use depo::trade::decide::Refusal;
use depo::trade::demand::DemandDocument;
use depo::trade::id::{FulfilmentOrderId, ParcelId, ReturnId};
use depo::trade::leases::{
    LeaseFact, LeaseGranted, LeaseKey, LeaseTaken, LeasesTaken, LeasesTakenOver, TakeoverReason,
};
use depo::trade::locations::{LocationFact, WarehouseField, WarehouseSet};
use depo::trade::packing::commands::{PackUnits, PackingCommand};
use depo::trade::picking::commands::PickingCommand;
use depo::trade::returns::commands::{BackUnits, ReturnCommand};
use depo::trade::returns::{ReturnAuthorised, ReturnLine, ReturnReason};
use depo::trade::shipping::commands::ShippingCommand;
use depo::trade::state::entries::Clash;

/// A hall whose warehouse was set up by its first tablet, with mugs in A1.
#[track_caller]
fn hall(mugs: u64) -> Hall {
    let mut hall = Hall::new(&["MUG"]);
    let set = WarehouseSet {
        warehouse: warehouse("W1"),
        fields: vec![WarehouseField::Code(crate::support::code("W1"))],
    };
    hall.office(Event::Locations(LocationFact::WarehouseSet(set)));
    hall.found(goods("MUG"), bin("A1"), mugs);
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
        parcel,
        line: line(of, 0),
        goods: goods("MUG"),
        from: inside(from),
        units: units(number),
        serials: Vec::new(),
    }))
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
            Clash::LeaseOvertaken { lease, stream, .. } => Some((lease.clone(), *stream)),
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
    use crate::office_world::{does, know, line, order_id, orders, record, refused};
    use crate::tablets::{Tablet, exchange};
    use depo::trade::channels::{ChannelFact, ChannelField, ChannelSet};
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
