//! What waits for what: orders that others send, goods that are asked back from another order, totes that were confirmed.

use crate::world::{World, bin, goods, order_id};
use depo::stream::id::{CommitId, FactId, Opened, StreamId};
use depo::trade::fulfilment::Executor;
use depo::trade::fulfilment::commands::FulfilmentCommand;
use depo::trade::id::{BatchId, ItemId};
use depo::trade::orders::CancelReason;
use depo::trade::orders::commands::OrderCommand;
use depo::trade::orders::status::FulfilmentStatus;
use depo::view::floor::pick_kept;
use depo::view::orders::{OrderIndex, OrderQuery, OrderView, Stage, fulfilment_of};
use depo::view::stock::{Holder, asked_back_of_others, stock_of};

fn index(world: &World) -> OrderIndex {
    world.workspace().read(|at| {
        let mut index = OrderIndex::default();
        index.refresh(at);
        index
    })
}

#[test]
fn what_others_send_waits_for_no_stock_of_ours() {
    let mut world = World::new(&["MUG", "BOWL"]);
    world.placed("1001", &[("MUG", 2)]);
    world.placed("1002", &[("MUG", 1), ("BOWL", 1)]);
    let route = |order: &str, units| FulfilmentCommand::Route {
        order: order_id(order),
        executor: Executor::Channel,
        units,
        due: None,
    };
    assert_eq!(index(&world).at(FulfilmentStatus::Waiting), 2);
    world.does(route("1001", Vec::new()));
    let mut of_all = index(&world);
    assert_eq!(of_all.at(FulfilmentStatus::Waiting), 1);
    assert_eq!(of_all.at(FulfilmentStatus::WithOthers), 1);
    assert_eq!(of_all.open(), 2, "it is open all the same");
    let query = OrderQuery {
        fulfilments: fulfilment_of("with-others").into_iter().collect(),
        ..OrderQuery::default()
    };
    assert_eq!(of_all.select(&query, world.now_ms()).len(), 1);
    world.workspace().read(|at| {
        let view = OrderView::of(at, &order_id("1001"), world.now_ms()).expect("an order");
        assert_eq!(view.lines[0].stages, [(Stage::WithOthers, 2)]);
        assert_eq!((view.stages().open, view.stages().with_others), (0, 2));
        assert!(!view.head.is_short() && !view.head.is_due(i64::MAX));
    });
}

#[test]
fn an_order_that_waits_for_goods_asked_back_is_told_from_whom() {
    let mut world = World::new(&["MUG"]);
    world.found(goods("MUG"), bin("A1"), 3);
    world.order("1001", &[("MUG", 3)]);
    world.placed("1002", &[("MUG", 1)]);
    let asked = |world: &World| -> Vec<Holder> {
        world.workspace().read(|at| {
            let order = at.state.order(&order_id("1002")).expect("an order");
            asked_back_of_others(at, order, 0)
        })
    };
    assert_eq!(asked(&world), []);
    let batch = world.release(&["1001"]);
    world.pick_all(batch, "T");
    world.does(OrderCommand::CancelOrders {
        orders: vec![order_id("1001")],
        why: CancelReason::Customer,
    });
    let holders = asked(&world);
    let [holder] = &holders[..] else {
        unreachable!("one order: {holders:?}")
    };
    assert_eq!((holder.number.as_str(), holder.units), ("1001", 3));
    let item: ItemId = goods("MUG").item;
    let stock = world.workspace().read(|at| stock_of(at, &item, 0));
    assert_eq!(stock.asked_back, holders);
}

#[test]
fn a_tote_that_was_confirmed_stays_so_while_another_batch_is_picked() {
    let own = StreamId::new([7; 16]);
    let opened = |number| {
        BatchId(Opened {
            commit: CommitId {
                stream: StreamId::new([9; 16]),
                number,
            },
            ordinal: 0,
        })
    };
    let pick = |number| FactId {
        commit: CommitId {
            stream: own,
            number,
        },
        index: 1,
    };
    let kept = pick_kept::with_confirmed("", opened(3), &pick(40));
    let kept = pick_kept::with_confirmed(&kept, opened(4), &pick(50));
    assert_eq!(pick_kept::confirmed(&kept, opened(3), own), Some(pick(40)));
    assert_eq!(pick_kept::confirmed(&kept, opened(4), own), Some(pick(50)));
    let kept = pick_kept::with_confirmed(&kept, opened(3), &pick(60));
    assert_eq!(pick_kept::confirmed(&kept, opened(3), own), Some(pick(60)));
    assert_eq!(kept.lines().count(), 2);
    assert_eq!(pick_kept::confirmed(&kept, opened(5), own), None);
}
