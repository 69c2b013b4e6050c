//! The index of orders, made anew and from what was kept of it.

use crate::world::World;
use depo::trade::id::OrderId;
use depo::trade::orders::OrderField;
use depo::trade::orders::commands::OrderCommand;
use depo::view::orders::{OrderIndex, OrderQuery, SortBy, Totals};

const SORTS: [SortBy; 11] = [
    SortBy::Placed,
    SortBy::ShipBy,
    SortBy::Number,
    SortBy::Channel,
    SortBy::Customer,
    SortBy::Country,
    SortBy::Lines,
    SortBy::Units,
    SortBy::Total,
    SortBy::Fulfilment,
    SortBy::Payment,
];

fn ids(index: &mut OrderIndex, query: &OrderQuery) -> Vec<OrderId> {
    let found = index.select(query, 0);
    found.iter().map(|entry| entry.id().clone()).collect()
}

fn words(typed: &str) -> OrderQuery {
    OrderQuery {
        words: typed.to_owned(),
        ..OrderQuery::default()
    }
}

#[track_caller]
fn says_the_same(world: &World, kept: &[u8]) {
    world.workspace().read(|at| {
        let mut anew = OrderIndex::default();
        anew.refresh(at);
        let mut by_kept = OrderIndex::of_kept(kept, at).expect("it was kept");
        assert!(anew.len() > 20 && anew.open() > 0 && anew.open() < anew.len());
        for sort in SORTS {
            let query = OrderQuery {
                sort,
                descending: sort == SortBy::Placed,
                ..OrderQuery::default()
            };
            assert_eq!(
                ids(&mut by_kept, &query),
                ids(&mut anew, &query),
                "{sort:?}"
            );
        }
        let all = anew.select(&OrderQuery::default(), 0);
        for entry in &all {
            let other = by_kept.get(entry.id()).expect("it is there");
            assert_eq!(other.head(at), entry.head(at));
            assert_eq!(other.brief(), entry.brief());
            assert_eq!(entry.open().is_some(), other.open().is_some());
        }
        assert_eq!(
            Totals::of(&all),
            Totals::of(&by_kept.select(&OrderQuery::default(), 0))
        );
        assert_eq!(by_kept.counts(0, i64::MAX), anew.counts(0, i64::MAX));
        let head = |entry: &std::sync::Arc<depo::view::orders::Entry>| {
            let head = entry.head(at)?.into_owned();
            Some((head.number, head.customer?))
        };
        let typed = all.iter().step_by(5).filter_map(head);
        let mut found = 0;
        for (number, customer) in typed {
            for text in [number.as_str(), customer.as_str()] {
                let here = ids(&mut by_kept, &words(text));
                assert!(!here.is_empty(), "{text}");
                assert_eq!(here, ids(&mut anew, &words(text)), "{text}");
                found += 1;
            }
            let of = OrderQuery {
                customer: Some(customer.clone()),
                ..OrderQuery::default()
            };
            assert!(!ids(&mut by_kept, &of).is_empty(), "{customer}");
            let kept = String::from_utf8_lossy(kept).to_lowercase();
            assert!(
                !kept.contains(&customer.to_lowercase()),
                "{customer} was kept"
            );
        }
        assert!(found > 4);
        let sku = at.state.items().next().map(|(item, _)| item.clone());
        let sku = depo::view::names::item_code(at, &sku.expect("an item"));
        assert_eq!(
            ids(&mut by_kept, &words(&sku)),
            ids(&mut anew, &words(&sku))
        );
    });
}

#[test]
fn the_index_of_orders_that_was_kept_says_what_one_made_anew_says() {
    let mut world = World::demo();
    let kept = world.workspace().read(|at| {
        let mut index = OrderIndex::default();
        index.refresh(at);
        index.kept()
    });
    says_the_same(&world, &kept);
    // What was worked on since is taken in, of orders that were open and of others.
    let orders: Vec<OrderId> = world
        .workspace()
        .read(|at| at.state.orders().map(|order| order.id().clone()).collect());
    for order in orders.into_iter().step_by(7) {
        let fields = vec![OrderField::Priority(7)];
        world.does(OrderCommand::SetFields { order, fields });
    }
    says_the_same(&world, &kept);
    assert!(
        world
            .workspace()
            .read(|at| OrderIndex::of_kept(&kept[..kept.len() / 2], at).is_err())
    );
}

/// That an index which followed every change says what one says that is made anew; how many orders are found by a word.
#[track_caller]
fn follows(world: &World, index: &mut OrderIndex, typed: &str) -> usize {
    world.workspace().read(|at| {
        index.refresh(at);
        let mut anew = OrderIndex::default();
        anew.refresh(at);
        assert_eq!(index.len(), anew.len());
        for entry in anew.entries() {
            let other = index.get(entry.id()).expect("it is there");
            assert_eq!(other.brief(), entry.brief());
            assert_eq!(other.head(at), entry.head(at));
        }
        let found = ids(&mut anew, &words(typed));
        assert_eq!(ids(index, &words(typed)), found, "{typed}");
        found.len()
    })
}

#[test]
fn an_index_of_orders_follows_what_channels_and_carriers_are_called() {
    let mut world = World::demo();
    let mut index = OrderIndex::default();
    follows(&world, &mut index, "");
    let channel = index
        .entries()
        .next()
        .expect("an order")
        .id()
        .channel
        .clone();
    let carrier = world.workspace().read(|at| {
        let mut carriers = at.state.label_carriers();
        carriers.next().expect("a carrier").clone()
    });
    let title = depo::trade::text::Words::new("Zwiebelmarkt").expect("words");
    world.does(
        depo::trade::channels::commands::ChannelCommand::SetChannel {
            channel,
            fields: vec![depo::trade::channels::ChannelField::Title(title)],
        },
    );
    assert!(follows(&world, &mut index, "zwiebelmarkt") > 1);
    world.does(depo::trade::parties::commands::PartyCommand::SetParty {
        party: carrier,
        fields: vec![depo::trade::parties::PartyField::Code(
            depo::trade::text::Code::new("QUICKPOST").expect("a code"),
        )],
        rows: Vec::new(),
    });
    assert!(follows(&world, &mut index, "quickpost") > 1);
    // What was kept before is brought up to date as well.
    let kept = index.kept();
    let again = depo::trade::text::Words::new("Apfelmarkt").expect("words");
    let channel = index
        .entries()
        .next()
        .expect("an order")
        .id()
        .channel
        .clone();
    world.does(
        depo::trade::channels::commands::ChannelCommand::SetChannel {
            channel,
            fields: vec![depo::trade::channels::ChannelField::Title(again)],
        },
    );
    let by_kept = world.workspace().read(|at| OrderIndex::of_kept(&kept, at));
    let mut by_kept = by_kept.expect("it was kept");
    assert!(follows(&world, &mut by_kept, "apfelmarkt") > 1);
    assert_eq!(follows(&world, &mut by_kept, "zwiebelmarkt"), 0);
    // Somebody more works here: that says nothing of any order.
    world.does(depo::trade::people::commands::PeopleCommand::AddOperator {
        fields: vec![depo::trade::people::OperatorField::Code(
            depo::trade::text::Code::new("NEW").expect("a code"),
        )],
        rows: Vec::new(),
        roles: Vec::new(),
    });
    follows(&world, &mut by_kept, "apfelmarkt");
}
