//! The bench of returns.

use crate::shipping::labelled;
use crate::world::{World, bin, goods, opened, order_id};
use depo::trade::demand::{DemandDocument, DemandLine};
use depo::trade::goods::Condition;
use depo::trade::id::ReturnId;
use depo::trade::returns::commands::ReturnCommand;
use depo::trade::returns::{Disposition, ReturnAuthorised, ReturnLine, ReturnReason};
use depo::view::floor::returns::{self, ReturnFound, ReturnPhase, ReturnView};
use depo::view::floor::returns_scan::{self, ReturnLocal};
use depo::view::floor::{Says, Wrong, parcel_name, ship};

struct Bench {
    world: World,
    rma: ReturnId,
    local: ReturnLocal,
}

/// Orders 1001 (three mugs) and 1002 have arrived.
#[track_caller]
fn arrived() -> World {
    let (mut world, parcels) = labelled(["DHL", "DHL"]);
    for command in world.hand(|hand| ship::hand_over_all(hand, "DHL")) {
        world.does(command);
    }
    for parcel in parcels {
        world.does(ship::delivered(parcel));
    }
    world
}

impl Bench {
    /// An RMA of two of the three mugs.
    #[track_caller]
    fn new() -> Bench {
        let mut world = arrived();
        let order = order_id("1001");
        let document = world.hand(|hand| {
            let found = hand.at.state.order(&order).expect("an order");
            found.routed().next().map(|(_, id, _)| *id)
        });
        let line = DemandLine {
            document: DemandDocument::FulfilmentOrder(document.expect("routed")),
            line: 0,
        };
        let done = world.does(ReturnCommand::Authorise(ReturnAuthorised {
            order: Some(order),
            lines: vec![ReturnLine {
                line,
                goods: goods("MUG"),
                units: crate::world::units(2),
                reason: ReturnReason::Size,
            }],
            rows: Vec::new(),
        }));
        Bench {
            world,
            rma: ReturnId(opened(&done)),
            local: ReturnLocal::default(),
        }
    }

    fn view(&self) -> ReturnView {
        self.world
            .hand(|hand| returns::view(hand, Some(self.rma), None))
    }

    fn phase(&self) -> ReturnPhase {
        self.view().phase(self.local.receiving)
    }

    fn scan(&mut self, text: &str) -> Result<Says, Wrong> {
        let (view, local) = (self.view(), self.local.clone());
        let receiving = self.phase() == ReturnPhase::Receive;
        let done = self.world.act(|hand| {
            if receiving {
                returns_scan::receive(hand, &view, &local, text)
            } else {
                returns_scan::inspect(hand, &view, &local, text)
            }
        });
        done.map(|(then, says)| {
            self.local = then;
            says
        })
    }

    fn choose(&mut self, condition: Condition, disposition: Disposition) {
        self.local.condition = Some(condition);
        self.local.disposition = Some(disposition);
    }
}

fn received(left: u64) -> Says {
    Says::ReturnReceived { units: 1, left }
}

#[test]
fn units_come_in_by_scan_are_judged_one_by_one_and_the_return_is_closed() {
    let mut bench = Bench::new();
    let entries = bench.world.hand(returns::returns);
    assert_eq!(
        (entries[0].number.as_str(), entries[0].authorised),
        ("1001", 2)
    );
    assert_eq!(bench.phase(), ReturnPhase::Receive);
    assert_eq!(bench.scan("A1"), Err(Wrong::NotExpected("A1".into())));
    assert_eq!(bench.scan("MUG"), Ok(received(1)));
    assert_eq!(bench.scan("MUG"), Ok(received(0)));
    bench.world.reopen();
    assert_eq!(bench.phase(), ReturnPhase::Inspect);
    assert_eq!(bench.world.at(bin("RET"), &goods("MUG")), 2);
    let view = bench.view();
    let row = &view.rows[0];
    assert_eq!((row.undecided, row.reason), (2, Some(ReturnReason::Size)));
    assert_eq!(bench.scan("A1"), Err(Wrong::ChooseFirst));
    bench.choose(Condition::Opened, Disposition::Restock);
    bench.local.units = Some(1);
    let restocked = Says::Restocked {
        units: 1,
        item: "MUG".into(),
        to: "A2".into(),
    };
    assert_eq!(bench.scan("A2"), Ok(restocked));
    let opened = goods("MUG").graded(Condition::Opened);
    assert_eq!(bench.world.at(bin("A2"), &opened), 1);
    let same = bench.local.row.clone();
    assert_eq!(
        same,
        Some(bench.view().rows[0].key()),
        "the second mug is next"
    );
    bench.choose(Condition::Damaged, Disposition::Scrap);
    let (view, local) = (bench.view(), bench.local.clone());
    let done = bench
        .world
        .act(|hand| returns_scan::decide(hand, &view, &local, None));
    let says = Says::Decided {
        units: 1,
        item: "MUG".into(),
    };
    assert_eq!(done.map(|(_, says)| says), Ok(says));
    assert_eq!(bench.phase(), ReturnPhase::Close);
    let rma = bench.rma;
    let undone = bench.world.undo(|hand| returns::undo(hand, rma));
    assert_eq!(undone, Says::ReturnUndone);
    assert_eq!(bench.phase(), ReturnPhase::Inspect);
    bench.world.does(ReturnCommand::Close { rma });
    assert_eq!(bench.phase(), ReturnPhase::Closed);
    assert_eq!(bench.world.hand(returns::count), 0);
}

#[test]
fn all_that_is_expected_comes_in_at_once_and_out_again() {
    let mut bench = Bench::new();
    let (view, local) = (bench.view(), bench.local.clone());
    let done = bench
        .world
        .act(|hand| returns_scan::receive_all(hand, &view, &local));
    assert!(done.is_ok());
    assert_eq!(bench.scan("T9"), Err(Wrong::NoPlace("T9".into())));
    let rma = bench.rma;
    bench.world.undo(|hand| returns::undo(hand, rma));
    assert_eq!(bench.view().to_come(), 2);
}

#[test]
fn a_return_is_found_by_its_name_its_order_and_its_parcel() {
    let bench = Bench::new();
    let found = |code: &str| bench.world.hand(|hand| returns::find(hand, code));
    let name = bench.view().name;
    for code in [name.as_str(), "1001", "JD1001"] {
        assert_eq!(found(code), ReturnFound::One(bench.rma), "{code}");
    }
    let printed = parcel_name(&bench.world.parcels()[0].0);
    assert_eq!(found(&printed), ReturnFound::One(bench.rma));
    assert_eq!(found("1002"), ReturnFound::Unannounced(order_id("1002")));
    assert_eq!(found("what"), ReturnFound::Nothing);
}

#[test]
fn what_nobody_announced_is_noted_and_taken_in_together_with_its_reason() {
    let mut world = arrived();
    let order = order_id("1001");
    let view = world.hand(|hand| returns::view(hand, None, Some(&order)));
    assert_eq!(
        (view.to_come(), view.phase(true)),
        (3, ReturnPhase::Receive)
    );
    let mut local = ReturnLocal::default();
    let done = world.act(|hand| returns_scan::receive(hand, &view, &local, "MUG"));
    local = done.expect("it is noted").0;
    let done = world.act(|hand| returns_scan::receive(hand, &view, &local, "MUG"));
    let (then, says) = done.expect("it is noted");
    assert_eq!(
        says,
        Says::InHand {
            item: "MUG".into(),
            units: 2
        }
    );
    local = then;
    let countable = returns_scan::countable(&view, &local).map(|(row, most)| (&*row.sku, most));
    assert_eq!(countable, Some(("MUG", 1)));
    let done = world.act(|hand| returns_scan::receive_counted(hand, &view, &local, 9));
    local = done.expect("as many as were sent").0;
    assert_eq!(local.noted_units(), 3);
    let too_many = world.act(|hand| returns_scan::receive(hand, &view, &local, "MUG"));
    assert_eq!(
        too_many.map(|(_, says)| says),
        Err(Wrong::AllCame("MUG".into()))
    );
    let done = world.act(|_| returns_scan::unnote(&local).ok_or(Wrong::NothingOwn));
    local = done.expect("the last is taken back").0;
    assert_eq!((world.hand(returns::count), local.noted_units()), (0, 2));
    local.reason = Some(ReturnReason::Damaged);
    let done = world.act(|hand| returns_scan::receive_noted(hand, &view, &local));
    let says = Says::ReturnReceived { units: 2, left: 0 };
    assert_eq!(done.map(|(_, says)| says), Ok(says));
    let rma = world.hand(returns::returns)[0].rma;
    let view = world.hand(|hand| returns::view(hand, Some(rma), None));
    assert_eq!(
        (view.undecided(), view.phase(true)),
        (2, ReturnPhase::Inspect)
    );
    assert!(
        view.rows
            .iter()
            .all(|row| row.reason == Some(ReturnReason::Damaged))
    );
    // What was left out may come with it all the same.
    let others: u64 = view.others.iter().map(|row| row.to_come).sum();
    assert_eq!(others, 1);
    let mut local = ReturnLocal::default();
    let done = world.act(|hand| returns_scan::receive(hand, &view, &local, "MUG"));
    assert_eq!(
        done.map(|(_, says)| says),
        Err(Wrong::AllCame("MUG".into())),
        "only once somebody has said that more came"
    );
    local.more = true;
    let done = world.act(|hand| returns_scan::receive(hand, &view, &local, "MUG"));
    let says = Says::ReturnReceived { units: 1, left: 0 };
    assert_eq!(done.map(|(_, says)| says), Ok(says));
    world.reopen();
    let view = world.hand(|hand| returns::view(hand, Some(rma), None));
    assert_eq!(view.undecided(), 3);
}
