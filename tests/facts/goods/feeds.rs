//! Facts as they stand in the journal, told to the ledger by the table of facts.

use super::world::{AS_WRITTEN, World, container, first, goods, item, key, listed, place, seen};
use crate::support::{code, opened, units};
use depo::trade::counting::{CountingFact, Covers, Observation};
use depo::trade::demand::{DemandDocument, DemandLine};
use depo::trade::event::Event;
use depo::trade::goods::Serials;
use depo::trade::id::{BatchId, FulfilmentOrderId, WarehouseId};
use depo::trade::locations::{
    ContainerCrossed, CrossingContainer, CrossingGoods, LocationFact, Outside, Standing as Stand,
};
use depo::trade::picking::{Picked, PickingFact};
use depo::trade::stock::feed::{Feed, Gathered};
use depo::trade::stock::ledger::Ledger;
use depo::trade::stock::serials::SerialRegister;
use depo::trade::stock::{Moved, StockFact};
use depo::trade::table::Standing;

/// Facts of one device, each in a commit of its own.
#[derive(Default)]
struct Desk {
    world: World,
    events: Vec<Event>,
}

impl Desk {
    fn write(&mut self, event: Event) {
        let wall = 10 * self.events.len() as i64;
        self.world.commit(1, wall, &[], &[]);
        self.events.push(event);
    }

    /// The ledger and the register of serial numbers; accounts that are stale are gathered anew on the way.
    fn told(&self) -> (Ledger, SerialRegister) {
        let set = self.world.all();
        let (mut ledger, mut serials) = (Ledger::default(), SerialRegister::default());
        for (commit, event) in self.events.iter().enumerate() {
            let at = self.world.at(commit, 0);
            let mut feed = Feed {
                at,
                ledger: &mut ledger,
                serials: &mut serials,
                canonical: &AS_WRITTEN,
                relations: &set,
            };
            event.row(&standing(&self.world, commit), &mut feed);
            let stale: Vec<_> = ledger.stale().cloned().collect();
            for key in &stale {
                let mut gathered = Gathered::new(key, &AS_WRITTEN);
                for (commit, event) in self.events[..=commit].iter().enumerate() {
                    let at = self.world.at(commit, 0);
                    event.row(&standing(&self.world, commit), gathered.fact(at));
                }
                ledger.settle(&gathered, &set);
            }
        }
        assert_eq!(ledger.stale().count(), 0);
        (ledger, serials)
    }
}

fn standing(world: &World, commit: usize) -> Standing {
    Standing {
        fact: world.at(commit, 0).fact(),
        opened_before: 0,
    }
}

fn received(units_in: u64, serials: &[&str]) -> Event {
    Event::Stock(StockFact::Moved(Moved {
        goods: goods("MUG"),
        becomes: None,
        from: place("SUP"),
        to: place("B"),
        units: units(units_in),
        serials: serials
            .iter()
            .map(|serial| Serials::One(code(serial)))
            .collect(),
    }))
}

fn picked(becomes: Option<&str>, serial: &str) -> Picked {
    Picked {
        batch: BatchId(opened(1, 1)),
        task: 0,
        line: DemandLine {
            document: DemandDocument::FulfilmentOrder(FulfilmentOrderId(opened(1, 1))),
            line: 0,
        },
        goods: goods("MUG"),
        becomes: becomes.map(goods),
        from: place("B"),
        into: container("T1"),
        units: units(1),
        serials: vec![Serials::One(code(serial))],
    }
}

#[test]
fn a_pick_that_learns_lot_and_serial_moves_one_unit_and_claims_the_number() {
    let mut desk = Desk::default();
    desk.write(received(10, &["SN1"]));
    let pick = picked(Some("MUG/L1"), "SN2");
    desk.write(Event::Picking(PickingFact::Picked(pick.clone())));
    let (ledger, serials) = desk.told();
    let balances = [
        ("B", "MUG"),
        ("B", "MUG/L1"),
        ("T1", "MUG/L1"),
        ("T1", "MUG"),
    ];
    assert_eq!(
        balances.map(|(at, what)| ledger.balance(&key(at, what))),
        [9, 0, 1, 0]
    );
    let set = desk.world.all();
    let at = |serials: &SerialRegister, serial| {
        let open = serials.open(&item("MUG"), serial, &set);
        open.into_iter().map(|claim| claim.to).collect::<Vec<_>>()
    };
    assert_eq!(at(&serials, "SN1"), [place("B")]);
    assert_eq!(at(&serials, "SN2"), [place("T1")]);
    desk.write(Event::Picking(PickingFact::PickUndone {
        undoes: desk.world.at(1, 0).fact(),
        pick,
    }));
    let (ledger, serials) = desk.told();
    assert_eq!(
        balances.map(|(at, what)| ledger.balance(&key(at, what))),
        [10, 0, 0, 0]
    );
    let set = desk.world.all();
    let open = serials.open(&item("MUG"), "SN2", &set);
    assert_eq!(
        open.into_iter().map(|claim| claim.to).collect::<Vec<_>>(),
        [place("B")]
    );
    assert_eq!(serials.entries(&set), []);
}

#[test]
fn a_serial_seen_elsewhere_than_it_is_claimed_is_an_entry() {
    let mut desk = Desk::default();
    desk.write(received(1, &["SN1"]));
    let mut found = listed("MUG", 1);
    found.serials = vec![Serials::One(code("SN1"))];
    let observation = Observation {
        seen: vec![found],
        ..seen("C", Covers::Goods(goods("MUG")), &[])
    };
    desk.write(Event::Counting(CountingFact::Observed(Box::new(
        observation,
    ))));
    let (ledger, serials) = desk.told();
    assert_eq!(ledger.balance(&key("C", "MUG")), 1);
    assert_eq!(serials.entries(&desk.world.all()).len(), 1);
}

#[test]
fn a_plate_that_leaves_takes_its_goods_out_of_the_books_of_its_warehouse() {
    let mut desk = Desk::default();
    desk.write(Event::Stock(StockFact::Moved(Moved {
        goods: goods("MUG"),
        becomes: None,
        from: place("SUP"),
        to: place("P1"),
        units: units(40),
        serials: Vec::new(),
    })));
    let crossed = ContainerCrossed {
        container: container("P1"),
        inside: Stand::Location(super::world::location("B")),
        outside: Outside::Warehouse(WarehouseId { first: first("V") }),
        contents: vec![CrossingContainer {
            container: container("P1"),
            within: None,
            goods: vec![CrossingGoods {
                goods: goods("MUG"),
                units: units(40),
                serials: Vec::new(),
            }],
        }],
    };
    desk.write(Event::Locations(LocationFact::ContainerLeft(
        crossed.clone(),
    )));
    let underway = depo::trade::stock::posting::AccountKey::new(
        depo::trade::place::Place::Underway(container("P1")),
        goods("MUG"),
    );
    let (ledger, _) = desk.told();
    assert_eq!(
        (ledger.balance(&key("P1", "MUG")), ledger.balance(&underway)),
        (0, 40)
    );
    desk.write(Event::Locations(LocationFact::ContainerArrived(crossed)));
    let (ledger, _) = desk.told();
    assert_eq!(
        (ledger.balance(&key("P1", "MUG")), ledger.balance(&underway)),
        (40, 0)
    );
    assert!(ledger.moved().values().all(|moved| *moved == 0));
}
