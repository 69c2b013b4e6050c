//! The inbox: what makes an entry, which documents it concerns, and that settling it ends it.

use crate::world::{World, bin, goods, item, order_id, units};
use depo::trade::allocation::AllocationFact;
use depo::trade::conflicts::commands::{ConflictCommand, Settlement};
use depo::trade::event::Event;
use depo::trade::id::DocumentId;
use depo::trade::place::LossReason;
use depo::trade::state::entries::{Clash, Entry};
use depo::trade::stock::commands::{AdjustUnits, StockCommand};
use depo::view::inbox;
use std::collections::BTreeSet;

fn entries(world: &World) -> Vec<Entry> {
    let today = crate::world::DAY.div_euclid(86_400_000);
    world.workspace().read(|at| inbox::entries(at, today))
}

/// Two orders were promised five mugs, and two of them break.
fn oversold() -> World {
    let mut world = World::new(&["MUG"]);
    world.found(goods("MUG"), bin("A1"), 5);
    world.order("1", &[("MUG", 3)]);
    world.order("2", &[("MUG", 2)]);
    world.does(StockCommand::Adjust(AdjustUnits {
        goods: goods("MUG"),
        at: bin("A1"),
        units: units(2),
        more: false,
        reason: LossReason::Damaged,
        serials: Vec::new(),
    }));
    world
}

#[test]
fn an_oversold_entry_shows_who_promised_what_and_concerns_every_order() {
    let world = oversold();
    let all = entries(&world);
    assert!(
        matches!(
            all[..],
            [Entry {
                clash: Clash::Oversold { missing: 2, .. },
                ..
            }]
        ),
        "{all:?}"
    );
    world.workspace().read(|at| {
        let evidence = inbox::evidence(at, &all);
        let promised = evidence[0]
            .iter()
            .filter(|one| matches!(one.event, Event::Allocation(AllocationFact::Allocated(_))));
        let promised: Vec<_> = promised.collect();
        assert_eq!(promised.len(), 2);
        assert!(
            promised
                .iter()
                .all(|one| one.who.is_some() && !one.device.is_empty())
        );
        for document in [
            DocumentId::Item(item("MUG")),
            DocumentId::Order(order_id("1")),
            DocumentId::Order(order_id("2")),
        ] {
            let of = BTreeSet::from([document]);
            assert_eq!(inbox::about(at, &all, &of), all);
        }
        let other = BTreeSet::from([DocumentId::Item(item("TEA"))]);
        assert!(inbox::about(at, &all, &other).is_empty());
    });
}

#[test]
fn an_oversold_entry_ends_when_one_order_gives_its_units_up() {
    let mut world = oversold();
    let all = entries(&world);
    let Clash::Oversold { holders, .. } = &all[0].clash else {
        unreachable!("it is oversold");
    };
    world.does(ConflictCommand::Settle {
        entry: all[0].id,
        how: Settlement::Deallocate(holders[0].clone()),
    });
    assert_eq!(entries(&world), []);
    world.reopen();
    assert_eq!(entries(&world), []);
}

#[test]
fn what_is_wrong_at_a_place_shows_what_moved_and_was_seen_there() {
    let world = World::demo();
    let all = entries(&world);
    world.workspace().read(|at| {
        let evidence = inbox::evidence(at, &all);
        assert_eq!(evidence.len(), all.len());
        for (entry, facts) in all.iter().zip(&evidence) {
            assert!(!facts.is_empty(), "{entry:?}");
            let concerned = inbox::concerned(at, &entry.clash);
            assert!(concerned.contains(&entry.clash.document()), "{entry:?}");
            assert!(facts.windows(2).all(|pair| pair[0].ms >= pair[1].ms));
        }
    });
}
