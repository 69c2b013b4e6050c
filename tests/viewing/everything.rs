//! The demo's floor, with its lots, serial numbers, two warehouses and a client's goods, worked to the end by scans.

use crate::world::{World, bin, code, goods, order_id, warehouse};
use depo::trade::channels::ChannelField;
use depo::trade::channels::commands::ChannelCommand;
use depo::trade::id::{FirstCode, LocationId, WarehouseId};
use depo::trade::locations::commands::{LocationChange, LocationCommand, LocationRef};
use depo::trade::locations::{LocationField, LocationKind};
use depo::trade::packing::parcel::ParcelStatus;
use depo::trade::place::Place;
use depo::trade::sequence::SequenceKey;
use depo::view::batches;
use depo::view::floor::home::waiting;
use depo::view::floor::pack::{self, PackPhase};
use depo::view::floor::pack_scan::{self, PackLocal};
use depo::view::floor::papers::pick_list;
use depo::view::floor::pick::{self, AtTask, Phase, PickAsk, PickLocal};
use depo::view::floor::returns::{self, ReturnPhase};
use depo::view::floor::returns_scan::{self, ReturnLocal};
use depo::view::floor::{count, pick_scan, put_away, put_back, receive, ship};
use depo::view::orders::best_warehouse::by_best_warehouse;
use depo::view::stock::stock_of;
use std::collections::BTreeSet;

/// What a picker scans next.
fn answer(at: &AtTask, number: u32) -> String {
    match &at.ask {
        PickAsk::Tote(_) => format!("NEW-TOTE-{number}"),
        PickAsk::Stop | PickAsk::OtherPlace => at.place.clone(),
        PickAsk::Item => at.sku.clone(),
        PickAsk::Lot => at.lot.clone().expect("the task names a lot"),
        PickAsk::Serial { .. } => format!("NEW-SERIAL-{number}"),
        PickAsk::Confirm(tote) => tote.clone(),
    }
}

#[test]
fn every_count_of_the_home_screen_leads_to_as_many_things() {
    let world = World::demo();
    world.hand(|hand| {
        let home = waiting(hand);
        let batches = pick::batches(hand);
        assert!(home.batches > 0, "{home:?}");
        assert_eq!(home.batches, batches.len());
        assert_eq!(home.orders_to_pack, pack::orders(hand).len());
        assert_eq!(home.parcels_to_ship, ship::waiting(hand).len());
        assert_eq!(home.parcels_on_the_way, ship::on_the_way(hand).len());
        assert_eq!(home.returns, returns::returns(hand).len());
        assert_eq!(home.deliveries, receive::deliveries(hand).len());
        assert_eq!(home.places_to_count, count::to_count(hand).len());
        let away: u64 = put_away::waiting(hand).iter().map(|it| it.units).sum();
        assert_eq!(home.units_to_put_away, away);
        let back = put_back::next(hand).map_or(0, |task| task.units.get());
        assert!(home.units_to_put_back >= back);
    });
}

#[test]
fn all_batches_are_picked_packed_and_shipped_by_scans() {
    let mut world = World::demo();
    let mut number = 0;
    for batch in world.hand(pick::batches) {
        let mut local = PickLocal::default();
        loop {
            let view = world.hand(|hand| pick::view(hand, Some(batch.batch), &local));
            let Phase::At(at) = view.phase else { break };
            number += 1;
            assert!(number < 2_000, "the walk ends: {at:?}");
            let text = answer(&at, number);
            let done = world.pick_scan(batch.batch, &local, &text);
            let (then, _) =
                done.unwrap_or_else(|wrong| unreachable!("{text} at {at:?}: {wrong:?}"));
            local = then;
        }
        let done = world.act(|_| Ok(pick_scan::finish(batch.batch)));
        assert!(done.is_ok(), "{done:?}");
    }
    assert_eq!(world.hand(pick::batches).len(), 0);
    for entry in world.hand(pack::orders) {
        let mut local = PackLocal::default();
        for _ in 0..200 {
            let view = world.hand(|hand| pack::view(hand, Some(&entry.order), local.begun));
            if let PackPhase::Label(parcel) = view.phase {
                local.tracking = format!("TRACK-{}", entry.number);
                let done = world.act(|hand| {
                    pack_scan::label(hand, &local, parcel, &code("DEMO-EXPRESS"), None)
                });
                match done {
                    Ok((then, _)) => local = then,
                    // An address that lacks something stops the label: the office sees to it.
                    Err(_) => break,
                }
                continue;
            }
            if view.phase != PackPhase::Packing {
                break;
            }
            number += 1;
            let line = view.lines.iter().find(|line| line.left > 0);
            let Some(line) = line else {
                let done =
                    world.act(|hand| pack_scan::close(hand, &entry.order, &local, Some(500), None));
                match done {
                    Ok((then, _)) => local = then,
                    Err(_) => break,
                }
                continue;
            };
            let text = match &local.unit {
                Some(_) => serial_of(&world, &entry.order, number),
                None => line.sku.clone(),
            };
            let order = entry.order.clone();
            let done = world.act(|hand| pack_scan::scan(hand, &order, &local, &text));
            let (then, _) =
                done.unwrap_or_else(|wrong| unreachable!("{text} for {line:?}: {wrong:?}"));
            local = then;
        }
    }
    let carriers: Vec<String> = world
        .hand(ship::waiting)
        .into_iter()
        .map(|it| it.carrier)
        .collect();
    for carrier in carriers {
        for command in world.hand(|hand| ship::hand_over_all(hand, &carrier)) {
            world.does(command);
        }
    }
    let left = world.hand(|hand| ship::count(hand, ParcelStatus::HandedOver));
    assert!(left > 0);
    world.reopen();
}

/// A serial number that was read at the pick, else a new one.
fn serial_of(world: &World, order: &depo::trade::id::OrderId, number: u32) -> String {
    let read = world.hand(|hand| {
        let found = hand.at.state.order(order)?;
        let of: Vec<_> = found.routed().map(|(_, id, _)| *id).collect();
        let picks = hand.at.state.batches().flat_map(|(_, batch)| batch.picks());
        let own = picks.filter(|(_, pick)| {
            let document = &pick.line.document;
            of.iter()
                .any(|id| *document == depo::trade::demand::DemandDocument::FulfilmentOrder(*id))
        });
        let packed: Vec<String> = hand
            .at
            .state
            .parcels()
            .flat_map(|(_, parcel)| parcel.packed())
            .flat_map(|(_, packed)| &packed.serials)
            .flat_map(|serials| serials.each().collect::<Vec<_>>())
            .collect();
        own.flat_map(|(_, pick)| &pick.serials)
            .flat_map(|serials| serials.each().collect::<Vec<_>>())
            .find(|serial| !packed.contains(serial))
    });
    read.unwrap_or_else(|| format!("NEW-SERIAL-{number}"))
}

#[test]
fn all_open_returns_come_in_and_are_decided() {
    let mut world = World::demo();
    for entry in world.hand(returns::returns) {
        let rma = entry.rma;
        let mut local = ReturnLocal::default();
        for number in 0..100 {
            let view = world.hand(|hand| returns::view(hand, Some(rma), None));
            match view.phase(local.receiving) {
                ReturnPhase::Receive => {
                    let row = view.rows.iter().find(|row| row.to_come > 0).expect("a row");
                    let text = match local.unit {
                        Some(_) => format!("BACK-{number}"),
                        None => row.sku.clone(),
                    };
                    let done = world.act(|hand| returns_scan::receive(hand, &view, &local, &text));
                    local = done
                        .unwrap_or_else(|wrong| unreachable!("{text}: {wrong:?}"))
                        .0;
                }
                ReturnPhase::Inspect => {
                    local.condition = Some(depo::trade::goods::Condition::Damaged);
                    local.disposition = Some(depo::trade::returns::Disposition::Scrap);
                    let row = view.to_inspect(local.row.as_ref()).expect("a row");
                    local.serial = row.serials.first().cloned();
                    let done = world.act(|hand| returns_scan::decide(hand, &view, &local, None));
                    local = done
                        .unwrap_or_else(|wrong| unreachable!("{row:?}: {wrong:?}"))
                        .0;
                }
                ReturnPhase::Close => {
                    world
                        .act(|_| Ok(returns_scan::close(rma)))
                        .expect("it is closed");
                }
                ReturnPhase::Closed | ReturnPhase::Missing => break,
            }
        }
    }
    assert_eq!(world.hand(returns::count), 0);
}

#[test]
fn every_figure_of_an_item_and_a_batch_leads_to_a_list_of_as_many() {
    let world = World::demo();
    let (mut items, mut batches) = (0, 0);
    world.hand(|hand| {
        for (item, _) in hand.at.state.items() {
            let stock = stock_of(&hand.at, item, hand.today);
            let lies: i128 = stock.places.iter().map(|place| place.units).sum();
            let held: i128 = stock.holders.iter().map(|holder| holder.units).sum();
            assert_eq!(stock.on_hand, lies, "{item:?}");
            assert_eq!(stock.allocated, held, "{item:?}");
            items += usize::from(held > 0);
        }
        for batch in batches::batches(&hand.at) {
            let view = batches::batch_view(&hand.at, &batch.id).expect("it is there");
            let listed = pick_list(hand, batch.id).expect("it was released");
            assert_eq!(view.tasks, listed.tasks.len());
            let units: u64 = listed.tasks.iter().map(|task| task.units).sum();
            assert_eq!(view.units[0], i128::from(units));
            let numbers: BTreeSet<&str> = listed.tasks.iter().map(|it| it.order.as_str()).collect();
            assert_eq!(view.orders.len(), numbers.len());
            batches += 1;
        }
    });
    assert!(items > 0 && batches > 0, "{items} items, {batches} batches");
}

#[test]
fn what_is_on_hand_is_allocated_picked_or_held_or_available() {
    let world = World::demo();
    let rows = world.hand(|hand| depo::view::stock::stock_rows(&hand.at, None, hand.today));
    assert!(rows.iter().any(|row| row.tied() > 0), "{rows:?}");
    for row in rows {
        assert!(row.tied() >= 0, "{row:?}");
        let sum = row.allocated + row.tied() + row.available - row.oversold;
        assert_eq!(sum, row.on_hand, "{row:?}");
    }
}

#[test]
fn an_order_goes_to_the_warehouse_that_has_most_of_it_and_stays_here_among_equals() {
    let mut world = World::new(&["MUG", "CUP"]);
    let other = WarehouseId {
        first: FirstCode::new(code("W2")),
    };
    world.does(LocationCommand::SetWarehouse {
        warehouse: other.clone(),
        fields: Vec::new(),
    });
    world.does(LocationCommand::SetLocations {
        warehouse: other.clone(),
        locations: vec![LocationChange {
            which: LocationRef::Coded(code("B1")),
            fields: vec![LocationField::Kind(LocationKind::Pick)],
        }],
    });
    let there = Place::Location(LocationId {
        warehouse: other.clone(),
        first: FirstCode::new(code("B1")),
    });
    world.found(goods("MUG"), bin("A1"), 2);
    world.found(goods("MUG"), there.clone(), 7);
    world.found(goods("CUP"), there, 3);
    for (number, lines) in [
        ("1", &[("MUG", 2)][..]),
        ("2", &[("MUG", 1), ("CUP", 1)]),
        ("3", &[("CUP", 9)]),
    ] {
        world.placed(number, lines);
    }
    world.placed("4", &[("MUG", 1)]);
    let orders = ["1", "2", "3", "4"].map(order_id);
    let given =
        world.hand(|hand| by_best_warehouse(&hand.at, &orders, Some(&warehouse()), hand.today));
    let expected = vec![
        (Some(warehouse()), vec![order_id("1")]),
        (Some(other), ["2", "3", "4"].map(order_id).to_vec()),
    ];
    assert_eq!(given, expected);
    // A channel that puts the other one first has it there, as far as it has everything; one that never serves it is left
    // out.
    let channel = order_id("1").channel;
    let rank = |warehouse: &WarehouseId, rank| ChannelField::WarehouseRank {
        warehouse: warehouse.clone(),
        rank,
    };
    let other = WarehouseId {
        first: FirstCode::new(code("W2")),
    };
    let first = Some(SequenceKey::at(0));
    world.does(ChannelCommand::SetChannel {
        channel: channel.clone(),
        fields: vec![rank(&other, first)],
    });
    let given = |world: &World| {
        world.hand(|hand| by_best_warehouse(&hand.at, &orders[..1], Some(&warehouse()), hand.today))
    };
    assert_eq!(given(&world), [(Some(other.clone()), vec![order_id("1")])]);
    world.does(ChannelCommand::SetChannel {
        channel,
        fields: vec![rank(&other, None)],
    });
    assert_eq!(given(&world), [(Some(warehouse()), vec![order_id("1")])]);
}
